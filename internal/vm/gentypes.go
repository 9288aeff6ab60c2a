package vm

import (
	"fmt"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// The Python faces of generators and coroutines: their methods and attributes.

// warnThrow warns of the signature with several arguments.
func warnThrow(th *object.Thread, method string, val object.Value) error {
	if !val.Bound() {
		return nil
	}
	return object.Warn(th, object.DeprecationWarningType, "the (type, exc, tb) signature of "+method+"() is deprecated, use the single-arg signature instead.", 1)
}

// thrown makes the exception that throw(typ, val, tb) raises. An exception class that makes no exception is itself reported
// where the generator stands.
func thrown(th *object.Thread, typ, val, tb object.Value) (*object.Exc, error) {
	if tb.Bound() && !tb.IsNone() {
		if _, ok := AsTraceback(tb); !ok {
			return nil, object.TypeErrorf("throw() third argument must be a traceback object")
		}
	}
	e, ok := object.AsException(typ)
	if ok {
		if val.Bound() && !val.IsNone() {
			return nil, object.TypeErrorf("instance exception may not have a separate value")
		}
	} else {
		t, isType := object.AsType(typ)
		if !isType || !t.IsSubtype(object.BaseExceptionType) {
			return nil, object.TypeErrorf("exceptions must be classes or instances deriving from BaseException, not %s", typ.Type().Name)
		}
		x, isExc := object.AsException(val)
		switch {
		case isExc && x.Type().IsSubtype(t):
			e = x
		case !val.Bound() || val.IsNone():
			var err error
			if e, err = object.MakeException(th, t); err != nil {
				return object.AsExc(err), nil
			}
		default:
			args := []object.Value{val}
			if tup, ok := object.AsTuple(val); ok {
				args = tup.Items
			}
			var err error
			if e, err = object.MakeException(th, t, args...); err != nil {
				return object.AsExc(err), nil
			}
		}
	}
	if tb.Bound() && !tb.IsNone() {
		e.Traceback = tb
	}
	return e, nil
}

// asStop turns a result of a Send slot into what send() and throw() give: a yielded value, or StopIteration.
func asStop(res object.Value, done bool, err error) (object.Value, error) {
	if err == nil && done {
		return object.Value{}, stopIteration(res)
	}
	return res, err
}

// awaitableMethods are send, throw and close of any object with the Send, Throw and CloseGen slots.
func awaitableMethods(what string) []object.Func {
	return []object.Func{
		{Sig: "send(value, /)", Doc: "Send a value into " + what + "; give what it yields next, or raise StopIteration.", Fn: object.F2(func(th *object.Thread, v, x object.Value) (object.Value, error) {
			return asStop(object.S(v).Send(th, v, x))
		})},
		{Sig: "throw(typ, val=NULL, tb=NULL, /)", Doc: "Raise an exception in " + what + "; give what it yields next, or raise StopIteration.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			if err := warnThrow(th, "throw", a[2]); err != nil {
				return object.Value{}, err
			}
			e, err := thrown(th, a[1], a[2], a[3])
			if err != nil {
				return object.Value{}, err
			}
			return asStop(object.S(a[0]).Throw(th, a[0], e))
		})},
		{Sig: "close()", Doc: "Raise GeneratorExit inside " + what + ", and let it end.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			if g, ok := asGen(v); ok {
				return closeGen(machine(th), g)
			}
			return object.None, object.S(v).CloseGen(th, v)
		})},
	}
}

// coroWrapper is what coroutine.__await__() gives: an iterator over the coroutine.
type coroWrapper struct {
	object.Header
	coro object.Value
}

var (
	coroWrapperLayout = object.NewLayout[coroWrapper]()
	CoroWrapperType   = object.NewType("coroutine_wrapper", object.ObjectType, coroWrapperLayout)
)

// genGetSets are the attributes that generators (gi), coroutines (cr) and async generators (ag) share.
func genGetSets(prefix string) []object.GetSet {
	get := func(name, doc string, f func(g *Gen, m *Machine) object.Value) object.GetSet {
		return object.GetSet{Name: prefix + "_" + name, Doc: doc, Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return f(object.Unchecked[Gen](v), machine(th)), nil
		}}
	}
	awaiting, what := "await", "coroutine"
	switch prefix {
	case "gi":
		awaiting, what = "yieldfrom", "generator"
	case "ag":
		what = "async generator"
	}
	name := func(attr, doc string, f func(g *Gen) *object.Value) object.GetSet {
		return object.GetSet{Name: attr, Doc: doc + " of the " + what + ".", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			g := object.Unchecked[Gen](v)
			if g.extra != nil {
				if p := f(g); p.Bound() {
					return *p, nil
				}
			}
			if attr == "__name__" {
				return g.fn().Name, nil
			}
			return g.fn().QualName, nil
		}, Set: func(th *object.Thread, v, x object.Value) error {
			if _, ok := object.AsStr(x); !ok {
				return object.TypeErrorf("%s must be set to a string object", attr)
			}
			g := object.Unchecked[Gen](v)
			if g.extra == nil {
				g.extra = &genExtra{}
			}
			*f(g) = x
			return nil
		}}
	}
	return []object.GetSet{
		get("frame", "The frame, None once it has ended.", func(g *Gen, m *Machine) object.Value {
			if g.state == genDone {
				return object.None
			}
			return object.Of(&m.genFrame(g).Header)
		}),
		get("code", "The code object.", func(g *Gen, m *Machine) object.Value { return g.code().Value() }),
		get(awaiting, "What it waits for, or None.", func(g *Gen, m *Machine) object.Value {
			if v := g.Awaiting(); v.Bound() {
				return v
			}
			return object.None
		}),
		get("suspended", "Whether it is suspended after having started.", func(g *Gen, m *Machine) object.Value {
			return object.Bool(g.state == genSuspended && g.root().state != genRunning)
		}),
		name("__name__", "The name", func(g *Gen) *object.Value { return &g.extra.name }),
		name("__qualname__", "The qualified name", func(g *Gen) *object.Value { return &g.extra.qualname }),
	}
}

func runningGetSet(prefix string) object.GetSet {
	return object.GetSet{Name: prefix + "_running", Doc: "Whether it is being executed.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.Bool(object.Unchecked[Gen](v).Running()), nil
	}}
}

// Gen implements object.Coroutine.

// Started reports whether it has been resumed at all.
func (g *Gen) Started() bool { return g.state != genCreated }

// Finished reports whether it has returned or raised.
func (g *Gen) Finished() bool { return g.state == genDone }

// Running reports whether it is being executed.
func (g *Gen) Running() bool {
	return g.state == genRunning || g.back != nil && g.root().state == genRunning
}

// Frame is where it waits or runs.
func (g *Gen) Frame() object.Frame {
	if g.state == genDone {
		return nil
	}
	return genFrame{g}
}

// QualName is its qualified name.
func (g *Gen) QualName() string {
	if g.extra != nil && g.extra.qualname.Bound() {
		s, _ := object.AsStr(g.extra.qualname)
		return s.S
	}
	return g.fn().qualName()
}

// Awaiting is what it waits for.
func (g *Gen) Awaiting() object.Value {
	if g.state == genCreated || g.state == genDone {
		return object.Value{}
	}
	if g.Running() {
		return object.Value{}
	}
	in := g.instr()
	switch in.Op {
	case bytecode.OpAwait:
		return *rg(g.window(), in.B)
	case bytecode.OpCallAwait, bytecode.OpCallMethodAwait, bytecode.OpAsyncForNext:
		// The lazily started frame: found from the innermost one outwards.
		x := g.root().inner
		for x != nil && x.back != g {
			x = x.back
		}
		if x != nil {
			return x.value()
		}
	}
	return object.Value{}
}

// AsCoroutine gives a generator-like object of the VM as object.Coroutine.
func AsCoroutine(v object.Value) (object.Coroutine, bool) {
	g, ok := asGen(v)
	return g, ok
}

// line is the line of a frame that does not run: that of the definition before it has begun.
func (g *Gen) line() int {
	if g.state == genCreated {
		return g.code().FirstLine
	}
	return g.code().Line(int(g.pc))
}

// genFrame is a suspended frame seen as object.Frame.
type genFrame struct{ g *Gen }

func (f genFrame) Globals() *object.Dict  { return f.g.fn().Globals }
func (f genFrame) Builtins() *object.Dict { return f.g.fn().Builtins }
func (f genFrame) Line() int              { return f.g.line() }
func (f genFrame) Back() object.Frame     { return nil }
func (f genFrame) Object() object.Value {
	if f.g.extra == nil {
		f.g.extra = &genExtra{}
	}
	if f.g.extra.frame == nil {
		f.g.extra.frame = newFrame(nil, f.g.window())
	}
	return object.Of(&f.g.extra.frame.Header)
}
func (f genFrame) Locals(th *object.Thread) (object.Value, error) {
	return object.Unchecked[FrameObject](f.Object()).snapshotLocals(th)
}

func init() {
	self := func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
	for _, t := range []*object.Type{GenType, CoroType} {
		t.Send, t.Throw, t.CloseGen = sendSlot, throwSlot, closeSlot
		t.Methods = awaitableMethods(t.Name)
	}
	GenType.Iter = self
	GenType.Next = nextSlot
	GenType.Methods = append(GenType.Methods, object.ClassGetItem())
	CoroType.Methods = append(CoroType.Methods, object.ClassGetItem())
	GenType.GetSets = append(genGetSets("gi"), runningGetSet("gi"))
	CoroType.GetSets = append(genGetSets("cr"), runningGetSet("cr"), object.GetSet{Name: "cr_origin", Doc: "Where the coroutine was created, or None.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
		if g := object.Unchecked[Gen](v); g.extra != nil && g.extra.origin.Bound() {
			return g.extra.origin, nil
		}
		return object.None, nil
	}})
	CoroType.Adopt = func(v object.Value) { object.Unchecked[Gen](v).flags |= genAwaited }
	CoroType.Await = func(th *object.Thread, v object.Value) (object.Value, error) {
		w := &coroWrapper{coro: v}
		w.Shape = CoroWrapperType.ExactShape()
		return object.Of(&w.Header), nil
	}
	for _, t := range []*object.Type{GenType, CoroType, AGenType} {
		t.Flags |= object.FlagNoBase
		t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
			g := object.Unchecked[Gen](v)
			kind := v.Type().Name
			return object.StrValue(fmt.Sprintf("<%s object %s at %#x>", kind, g.QualName(), object.Address(v))), nil
		}
	}
	w := CoroWrapperType
	coro := func(v object.Value) object.Value { return object.Unchecked[coroWrapper](v).coro }
	w.Iter = self
	w.Next = func(th *object.Thread, v object.Value) (object.Value, error) {
		return asStop(sendSlot(th, coro(v), object.None))
	}
	w.Send = func(th *object.Thread, v, x object.Value) (object.Value, bool, error) {
		return sendSlot(th, coro(v), x)
	}
	w.Throw = func(th *object.Thread, v object.Value, e *object.Exc) (object.Value, bool, error) {
		return throwSlot(th, coro(v), e)
	}
	w.CloseGen = func(th *object.Thread, v object.Value) error { return closeSlot(th, coro(v)) }
	w.Methods = awaitableMethods("coroutine")
}
