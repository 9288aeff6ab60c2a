package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Async generators: the frame is a Gen like any other; asend, athrow and aclose give awaitables that drive it. An async for
// over one links its frame to the loop's instead, without an awaitable.

// agenState is what an async generator has beside its frame.
type agenState struct {
	running   bool // an awaitable of it is being awaited
	closed    bool
	started   bool // the first-iteration hook was called
	finalizer object.Value
}

func (g *Gen) agen() *agenState {
	if g.extra == nil {
		g.extra = &genExtra{}
	}
	if g.extra.agen == nil {
		g.extra.agen = &agenState{}
	}
	return g.extra.agen
}

// startAGen calls the hooks when an async generator is first iterated over.
func (m *Machine) startAGen(g *Gen) error {
	a := g.agen()
	if a.started {
		return nil
	}
	a.started = true
	a.finalizer = m.AsyncGenHooks.Finalizer
	if a.finalizer.Bound() && !a.finalizer.IsNone() || len(g.code().Handlers) > 0 {
		m.watch(&g.Header)
	}
	if f := m.AsyncGenHooks.FirstIter; f.Bound() && !f.IsNone() {
		_, err := object.Call1(&m.Thread, f, g.value())
		return err
	}
	return nil
}

// asyncForNext executes ASYNC_FOR_NEXT: an async generator that nobody else drives is entered directly.
func (m *Machine) asyncForNext(s *state, in *bytecode.Instr) {
	g, ok := asGen(*rg(s.R, in.B))
	if !ok || g.Shape != agenShape || g.back != nil || g.state != genCreated && g.state != genSuspended || g.agen().running {
		return // on to the group
	}
	if !g.extra.agen.started {
		top := m.show(s)
		err := m.startAGen(g)
		m.top = top
		if err != nil {
			m.unwind(s, err)
			return
		}
	}
	s.ip = unsafe.Add(s.ip, -8)
	m.link(s, g, object.None)
}

// yieldAsync suspends an async generator's frame (s.ip at its YIELD) and hands v to who iterates.
func (m *Machine) yieldAsync(s *state, g *Gen, v object.Value) {
	g.pc = int32(s.code.pc(s.ip))
	g.state = genSuspended
	if b := g.back; b != nil {
		g.back = nil
		b.state = genRunning
		m.backTo(s, b, v)
		return
	}
	r := m.popRoot(true)
	m.toResumer(s, r, v, yieldedAsync)
}

type asendKind uint8

const (
	asendIter asendKind = iota // __anext__, asend
	asendThrow
	asendClose
)

// asend is the awaitable that __anext__, asend, athrow and aclose of an async generator give.
type asend struct {
	object.Header
	g     *Gen
	kind  asendKind
	state uint8 // 0 fresh, 1 being awaited, 2 finished
	val   object.Value
	args  [3]object.Value // of athrow
}

var (
	asendLayout = object.NewLayout[asend]()
	ASendType   = object.NewType("async_generator_asend", object.ObjectType, asendLayout)
	AThrowType  = object.NewType("async_generator_athrow", object.ObjectType, asendLayout)
)

func (m *Machine) newASend(g *Gen, v object.Value, kind asendKind) object.Value {
	a := &asend{g: g, kind: kind, val: v}
	a.Shape = ASendType.ExactShape()
	if kind != asendIter {
		a.Shape = AThrowType.ExactShape()
	}
	m.watch(&a.Header)
	return object.Of(&a.Header)
}

func (a *asend) what() string {
	return [...]string{"__anext__()/asend()", "aclose()/athrow()", "aclose()/athrow()"}[a.kind]
}

func (a *asend) running() error {
	return object.RuntimeErrorf("%s: asynchronous generator is already running", [...]string{"anext()", "athrow()", "aclose()"}[a.kind])
}

// asendSend is the Send slot.
func asendSend(th *object.Thread, v, arg object.Value) (object.Value, bool, error) {
	a := object.Unchecked[asend](v)
	m := machine(th)
	st := a.g.agen()
	switch a.state {
	case 2:
		return object.Value{}, false, object.RuntimeErrorf("cannot reuse already awaited %s", a.what())
	case 0:
		if st.running || a.g.busy() != nil {
			a.state = 2
			return object.Value{}, false, a.running()
		}
		if a.kind != asendIter {
			return a.startThrow(m, st, arg)
		}
		a.state, st.running = 1, true
		if arg.IsNone() {
			arg = a.val
		}
		if a.g.state == genDone {
			a.state, st.running = 2, false
			return object.Value{}, false, object.NewExc(object.StopAsyncIterationType)
		}
	}
	res, how, err := m.resume(a.g, arg, nil)
	return a.finish(st, res, how, err)
}

// finish turns the outcome of resuming the generator into that of the awaitable.
func (a *asend) finish(st *agenState, res object.Value, how outcome, err error) (object.Value, bool, error) {
	if err == nil && how == yielded {
		return res, false, nil
	}
	a.state, st.running = 2, false
	if a.kind == asendClose {
		switch {
		case err == nil && how == yieldedAsync:
			return object.Value{}, false, object.RuntimeErrorf("async generator ignored GeneratorExit")
		case err == nil, object.Matches(err, object.GeneratorExitType), object.Matches(err, object.StopAsyncIterationType):
			return object.None, true, nil
		}
		return object.Value{}, false, err
	}
	switch {
	case err != nil:
		if object.Matches(err, object.StopAsyncIterationType) || object.Matches(err, object.GeneratorExitType) {
			st.closed = true
		}
		return object.Value{}, false, err
	case how == yieldedAsync:
		return res, true, nil
	}
	st.closed = true
	return object.Value{}, false, object.NewExc(object.StopAsyncIterationType)
}

// startThrow is the first send to athrow's or aclose's awaitable.
func (a *asend) startThrow(m *Machine, st *agenState, arg object.Value) (object.Value, bool, error) {
	if st.closed {
		a.state = 2
		if a.kind == asendClose {
			return object.None, true, nil
		}
		return object.Value{}, false, object.NewExc(object.StopAsyncIterationType)
	}
	if !arg.IsNone() {
		return object.Value{}, false, object.RuntimeErrorf("can't send non-None value to a just-started coroutine")
	}
	a.state, st.running = 1, true
	var e *object.Exc
	if a.kind == asendThrow {
		var err error
		if e, err = thrown(&m.Thread, a.args[0], a.args[1], a.args[2]); err != nil {
			a.state, st.running = 2, false
			return object.Value{}, false, err
		}
	} else {
		st.closed = true
		if a.g.state == genCreated || a.g.state == genDone {
			a.state, st.running = 2, false
			m.retire(a.g)
			return object.None, true, nil
		}
		e = object.NewExc(object.GeneratorExitType)
	}
	if a.g.state == genDone {
		a.state, st.running = 2, false
		return object.Value{}, false, object.NewExc(object.StopAsyncIterationType)
	}
	res, how, err := m.resume(a.g, object.Value{}, e)
	return a.finish(st, res, how, err)
}

func asendThrowSlot(th *object.Thread, v object.Value, e *object.Exc) (object.Value, bool, error) {
	a := object.Unchecked[asend](v)
	m := machine(th)
	st := a.g.agen()
	if a.state == 2 {
		return object.Value{}, false, object.RuntimeErrorf("cannot reuse already awaited %s", a.what())
	}
	if a.state == 0 {
		if st.running {
			a.state = 2
			return object.Value{}, false, a.running()
		}
		a.state, st.running = 1, true
	}
	if a.g.state == genDone {
		a.state, st.running = 2, false
		return object.Value{}, false, e
	}
	res, how, err := m.resume(a.g, object.Value{}, e)
	return a.finish(st, res, how, err)
}

func asendCloseSlot(th *object.Thread, v object.Value) error {
	a := object.Unchecked[asend](v)
	if a.state == 2 {
		return nil
	}
	_, done, err := asendThrowSlot(th, v, object.NewExc(object.GeneratorExitType))
	switch {
	case err == nil && !done:
		return object.RuntimeErrorf("coroutine ignored GeneratorExit")
	case err == nil, object.Matches(err, object.GeneratorExitType), object.Matches(err, object.StopIterationType), object.Matches(err, object.StopAsyncIterationType):
		return nil
	}
	return err
}

// Awaitable gives what an await of v resumes.
func (m *Machine) Awaitable(v object.Value) (object.Value, error) {
	return getAwaitable(&m.Thread, v, bytecode.AwaitExpr)
}

// getAwaitable executes GET_AWAITABLE.
func getAwaitable(th *object.Thread, v object.Value, where uint8) (object.Value, error) {
	if g, ok := asGen(v); ok {
		k := g.code()
		if k.kind == kindCoroutine || k.Flags&bytecode.FlagIterableCoroutine != 0 {
			if k.kind == kindCoroutine && g.state == genSuspended {
				return object.Value{}, object.RuntimeErrorf("coroutine is being awaited already")
			}
			return v, nil
		}
	}
	s := object.S(v)
	if s.Await == nil {
		switch where {
		case bytecode.AwaitEnter:
			return object.Value{}, object.TypeErrorf("'async with' received an object from __aenter__ that does not implement __await__: %s", v.Type().Name)
		case bytecode.AwaitExit:
			return object.Value{}, object.TypeErrorf("'async with' received an object from __aexit__ that does not implement __await__: %s", v.Type().Name)
		}
		return object.Value{}, object.TypeErrorf("'%s' object can't be awaited", v.Type().Name)
	}
	it, err := s.Await(th, v)
	if err != nil {
		return it, err
	}
	if g, ok := asGen(it); ok && (g.code().kind == kindCoroutine || g.code().Flags&bytecode.FlagIterableCoroutine != 0) {
		return object.Value{}, object.TypeErrorf("__await__() returned a coroutine")
	}
	if si := object.S(it); si.Next == nil && si.Send == nil {
		return object.Value{}, object.TypeErrorf("__await__() returned non-iterator of type '%s'", it.Type().Name)
	}
	return it, nil
}

// yieldFromIter executes GET_YIELD_FROM_ITER.
func (m *Machine) yieldFromIter(s *state, v object.Value) (object.Value, error) {
	if g, ok := asGen(v); ok && g.code().kind != kindAsyncGen {
		if g.code().kind == kindCoroutine && s.code.kind != kindCoroutine && s.code.Flags&bytecode.FlagIterableCoroutine == 0 {
			return object.Value{}, object.TypeErrorf("cannot 'yield from' a coroutine object in a non-coroutine generator")
		}
		return v, nil
	}
	if sl := object.S(v); sl.Send != nil && sl.Next != nil {
		return v, nil // a native awaitable's iterator
	}
	return object.Iter(&m.Thread, v)
}

func getAIter(th *object.Thread, v object.Value) (object.Value, error) {
	f := object.S(v).AIter
	if f == nil {
		return object.Value{}, object.TypeErrorf("'async for' requires an object with __aiter__ method, got %s", v.Type().Name)
	}
	it, err := f(th, v)
	if err == nil && object.S(it).ANext == nil {
		return object.Value{}, object.TypeErrorf("'async for' received an object from __aiter__ that does not implement __anext__: %s", it.Type().Name)
	}
	return it, err
}

func getANext(th *object.Thread, v object.Value) (object.Value, error) {
	f := object.S(v).ANext
	if f == nil {
		return object.Value{}, object.TypeErrorf("'async for' requires an iterator with __anext__ method, got %s", v.Type().Name)
	}
	a, err := f(th, v)
	if err != nil {
		return a, err
	}
	it, err := getAwaitable(th, a, bytecode.AwaitExpr)
	if err != nil {
		e := object.TypeErrorf("'async for' received an invalid object from __anext__: %s", a.Type().Name)
		e.Cause, e.Context, e.SuppressContext = object.AsExc(err), object.AsExc(err), true
		return object.Value{}, e
	}
	return it, err
}

func init() {
	for _, t := range []*object.Type{ASendType, AThrowType} {
		t.Send, t.Throw, t.CloseGen = asendSend, asendThrowSlot, asendCloseSlot
		t.Iter = func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
		t.Await = t.Iter
		t.Next = func(th *object.Thread, v object.Value) (object.Value, error) {
			res, done, err := asendSend(th, v, object.None)
			if done {
				return object.Value{}, stopIteration(res)
			}
			return res, err
		}
		t.Methods = awaitableMethods("the async generator")
	}
	AGenType.AIter = func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
	AGenType.ANext = func(th *object.Thread, v object.Value) (object.Value, error) {
		g := object.Unchecked[Gen](v)
		if err := machine(th).startAGen(g); err != nil {
			return object.Value{}, err
		}
		return machine(th).newASend(g, object.None, asendIter), nil
	}
	AGenType.Methods = []object.Func{
		{Sig: "asend(value, /)", Doc: "Give an awaitable that sends the value into the generator and awaits its next one.", Fn: object.F2(func(th *object.Thread, v, x object.Value) (object.Value, error) {
			g := object.Unchecked[Gen](v)
			if err := machine(th).startAGen(g); err != nil {
				return object.Value{}, err
			}
			return machine(th).newASend(g, x, asendIter), nil
		})},
		{Sig: "athrow(typ, val=NULL, tb=NULL, /)", Doc: "Give an awaitable that raises the exception in the generator and awaits its next value.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			g := object.Unchecked[Gen](a[0])
			if err := warnThrow(th, "athrow", a[2]); err != nil {
				return object.Value{}, err
			}
			if err := machine(th).startAGen(g); err != nil {
				return object.Value{}, err
			}
			w := machine(th).newASend(g, object.None, asendThrow)
			object.Unchecked[asend](w).args = [3]object.Value(a[1:4])
			return w, nil
		})},
		{Sig: "aclose()", Doc: "Give an awaitable that closes the generator.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			g := object.Unchecked[Gen](v)
			if err := machine(th).startAGen(g); err != nil {
				return object.Value{}, err
			}
			return machine(th).newASend(g, object.None, asendClose), nil
		})},
		object.ClassGetItem(),
	}
	AGenType.GetSets = append(genGetSets("ag"), object.GetSet{Name: "ag_running", Doc: "Whether the generator is being iterated over.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
		g := object.Unchecked[Gen](v)
		return object.Bool(g.agen().running || g.busy() != nil), nil
	}})
}
