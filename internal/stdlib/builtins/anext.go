package builtins

import "ouro/internal/object"

// anextDefault is the awaitable that anext(it, default) gives: that of the next item, whose StopAsyncIteration becomes default.
type anextDefault struct {
	object.Header
	awaitable, dflt object.Value
	it              object.Value // the awaitable's iterator, once it has been started
}

var (
	anextLayout = object.NewLayout[anextDefault]()
	anextType   = object.NewType("anext_awaitable", object.ObjectType, anextLayout)
	strThrow    = object.NewStr("throw")
	strClose    = object.NewStr("close")
)

func newAnextDefault(aw, dflt object.Value) object.Value {
	a := &anextDefault{awaitable: aw, dflt: dflt}
	a.Shape = anextType.ExactShape()
	return object.Of(&a.Header)
}

// awaiter is a thread's stack of frames that can do what an await expression does to its operand.
type awaiter interface {
	Awaitable(v object.Value) (object.Value, error)
}

// start gives what is to be resumed.
func (a *anextDefault) start(th *object.Thread) (object.Value, error) {
	if a.it.Ref == nil {
		a.it = a.awaitable
		if m, ok := th.Frames.(awaiter); ok {
			it, err := m.Awaitable(a.awaitable)
			a.it = it
			return it, err
		}
	}
	return a.it, nil
}

func (a *anextDefault) send(th *object.Thread, arg object.Value) (object.Value, bool, error) {
	it, err := a.start(th)
	if err != nil {
		return object.Value{}, false, err
	}
	return a.finish(object.Send(th, it, arg))
}

func (a *anextDefault) finish(v object.Value, done bool, err error) (object.Value, bool, error) {
	if err != nil && object.Matches(err, object.StopAsyncIterationType) {
		return a.dflt, true, nil
	}
	return v, done, err
}

// stepped turns a step's outcome into what send and throw give as methods.
func stepped(v object.Value, done bool, err error) (object.Value, error) {
	if err == nil && done {
		err = object.NewStopIteration(v)
	}
	return v, err
}

func init() {
	t := anextType
	t.Flags |= object.FlagNoBase | object.FlagNoNew
	self := func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
	t.Await, t.Iter = self, self
	t.Send = func(th *object.Thread, v, arg object.Value) (object.Value, bool, error) {
		return object.Unchecked[anextDefault](v).send(th, arg)
	}
	t.Next = func(th *object.Thread, v object.Value) (object.Value, error) {
		return stepped(object.Unchecked[anextDefault](v).send(th, object.None))
	}
	t.Methods = []object.Func{
		{Sig: "send(object, /)", Doc: "Resume with a value.", Fn: object.F2(func(th *object.Thread, v, arg object.Value) (object.Value, error) {
			return stepped(object.Unchecked[anextDefault](v).send(th, arg))
		})},
		{Sig: "throw(typ, val=NULL, tb=NULL, /)", Doc: "Raise an exception inside.", Fn: object.Raw(func(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
			a := object.Unchecked[anextDefault](args[0])
			it, err := a.start(th)
			if err != nil {
				return object.Value{}, err
			}
			r, err := object.CallMethod(th, it, strThrow, args[1:]...)
			if err != nil && object.Matches(err, object.StopAsyncIterationType) {
				err = object.NewStopIteration(a.dflt)
			}
			return r, err
		})},
		{Sig: "close()", Doc: "Raise GeneratorExit inside.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			a := object.Unchecked[anextDefault](v)
			it, err := a.start(th)
			if err != nil {
				return object.Value{}, err
			}
			return object.CallMethod(th, it, strClose)
		})},
	}
}
