package object

// Driving generators, coroutines and native awaitables from Go.

// Send resumes a generator, coroutine, native awaitable or plain iterator with a value (None at first). done reports that it
// returned: res is then its result, else what it yielded.
func Send(th *Thread, v, arg Value) (res Value, done bool, err error) {
	s := S(v)
	if s.Send != nil {
		return s.Send(th, v, arg)
	}
	if arg.IsNone() && s.Next != nil {
		res, err = s.Next(th, v)
	} else {
		res, err = CallMethod(th, v, strSend, arg)
	}
	return stopped(res, err)
}

// Throw raises e inside a suspended generator-like object.
func Throw(th *Thread, v Value, e *Exc) (res Value, done bool, err error) {
	if f := S(v).Throw; f != nil {
		return f(th, v, e)
	}
	f, err := GetAttrOr(th, v, strThrow)
	if err != nil {
		return Value{}, false, err
	}
	if f.Ref == nil {
		return Value{}, false, e
	}
	res, err = Call1(th, f, e.Value())
	return stopped(res, err)
}

// stopped turns the end of an iterator into a result.
func stopped(res Value, err error) (Value, bool, error) {
	if err != nil {
		if e, ok := err.(*Exc); ok && e.Type().IsSubtype(StopIterationType) {
			return e.StopValue(), true, nil
		}
		return Value{}, false, err
	}
	if res.Ref == nil {
		return None, true, nil
	}
	return res, false, nil
}

// Coroutine is what the asyncio module may ask of a coroutine or generator object that the VM made.
type Coroutine interface {
	// Started and Finished tell how far it has come; Running that it is being executed right now.
	Started() bool
	Finished() bool
	Running() bool
	// Suspended gives the frame where it waits or runs, nil once finished.
	Frame() Frame
	// Awaiting is what it waits for (cr_await), unbound if nothing.
	Awaiting() Value
	// QualName is its qualified name.
	QualName() string
}

var (
	strSend  = NewStr("send")
	strThrow = NewStr("throw")
)
