package asyncio

import "ouro/internal/object"

func excType(name string, base *object.Type, doc string) *object.Type {
	t := object.NewType(name, base, object.BaseExceptionType.Layout())
	t.Module = "asyncio.exceptions"
	t.Doc = doc
	return t
}

// The exception classes of asyncio.exceptions.
var (
	CancelledErrorType       = excType("CancelledError", object.BaseExceptionType, "The operation was cancelled.")
	InvalidStateErrorType    = excType("InvalidStateError", object.ExceptionType, "The future or task is not in a state that allows the operation.")
	IncompleteReadErrorType  = excType("IncompleteReadError", object.EOFErrorType, "The stream ended before enough was read.\n\npartial holds what was read, expected how many bytes were wanted (or None).")
	LimitOverrunErrorType    = excType("LimitOverrunError", object.ExceptionType, "The buffer limit was reached while looking for a separator.\n\nconsumed is how many bytes stand before it.")
	SendfileNotAvailableType = excType("SendfileNotAvailableError", object.RuntimeErrorType, "The system's sendfile cannot be used here.")
	BrokenBarrierErrorType   = excType("BrokenBarrierError", object.RuntimeErrorType, "The barrier was broken while tasks waited for it.")
	QueueEmptyType           = excType("QueueEmpty", object.ExceptionType, "get_nowait() found nothing in the queue.")
	QueueFullType            = excType("QueueFull", object.ExceptionType, "put_nowait() found no room in the queue.")
	QueueShutDownType        = excType("QueueShutDown", object.ExceptionType, "The queue has been shut down.")
)

var exceptionTypes = []*object.Type{BrokenBarrierErrorType, CancelledErrorType, IncompleteReadErrorType, InvalidStateErrorType, LimitOverrunErrorType, SendfileNotAvailableType}

func init() {
	for _, t := range []*object.Type{QueueEmptyType, QueueFullType, QueueShutDownType} {
		t.Module = "asyncio.queues"
	}
	bindInit(IncompleteReadErrorType, "IncompleteReadError.__init__(partial, expected)", func(th *Thread, self Value, a []Value) error {
		fillIncomplete(th, self, a[0], a[1])
		return nil
	})
	bindInit(LimitOverrunErrorType, "LimitOverrunError.__init__(message, consumed)", func(th *Thread, self Value, a []Value) error {
		e, _ := object.AsException(self)
		e.Args = object.NewTuple(a[0])
		return object.SetAttr(th, self, object.NewStr("consumed"), a[1])
	})

	IncompleteReadErrorType.Methods = []object.Func{{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return reduceBy(th, self, object.NewStr("partial"), object.NewStr("expected"))
	})}}
	LimitOverrunErrorType.Methods = []object.Func{{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		e, _ := object.AsException(self)
		c, err := object.GetAttr(th, self, object.NewStr("consumed"))
		return object.TupleValue(self.Type().Value(), object.TupleValue(e.Args.Items[0], c)), err
	})}}
}

func reduceBy(th *Thread, self Value, names ...*Str) (Value, error) {
	var args []Value
	for _, n := range names {
		v, err := object.GetAttr(th, self, n)
		if err != nil {
			return v, err
		}
		args = append(args, v)
	}
	return object.TupleValue(self.Type().Value(), object.TupleValue(args...)), nil
}

func fillIncomplete(th *Thread, self, partial, expected Value) {
	want := "undefined"
	if !expected.IsNone() {
		want = repr(th, expected)
	}
	n, _ := object.Len(th, partial)
	e, _ := object.AsException(self)
	e.Args = object.NewTuple(object.StrValue(itoa(n) + " bytes read on a total of " + want + " expected bytes"))
	object.SetAttr(th, self, object.NewStr("partial"), partial)
	object.SetAttr(th, self, object.NewStr("expected"), expected)
}

// incompleteRead makes an IncompleteReadError; expected is negative for unknown.
func incompleteRead(th *Thread, partial []byte, expected int) *Exc {
	e := object.NewExc(IncompleteReadErrorType)
	want := None
	if expected >= 0 {
		want = object.Int(int64(expected))
	}
	fillIncomplete(th, e.Value(), object.BytesValue(partial), want)
	return e
}

func limitOverrun(th *Thread, msg string, consumed int) *Exc {
	e := object.NewExcf(LimitOverrunErrorType, "%s", msg)
	object.SetAttr(th, e.Value(), object.NewStr("consumed"), object.Int(int64(consumed)))
	return e
}

func invalidState(msg string) *Exc { return object.NewExc(InvalidStateErrorType, object.StrValue(msg)) }

// newCancelled makes a CancelledError; an unbound or None message gives none.
func newCancelled(msg Value) *Exc {
	if msg.Ref == nil || msg.IsNone() {
		return object.NewExc(CancelledErrorType)
	}
	return object.NewExc(CancelledErrorType, msg)
}

// isCancelled reports whether err is a CancelledError.
func isCancelled(err error) bool { return object.Matches(err, CancelledErrorType) }

// leavesLoop reports whether the error leaves run_forever at once.
func leavesLoop(err error) bool {
	return object.Matches(err, object.KeyboardInterruptType) || object.Matches(err, object.SystemExitType)
}
