package asyncio

import (
	"ouro/internal/aio"
	"ouro/internal/object"
)

// toThread is to_thread(func, /, *args, **kwargs).
type toThread struct {
	coro
	fn    Value
	args  []Value
	names []*Str
}

func (c *toThread) qualname() string { return "to_thread" }

func (c *toThread) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 1 {
		return in, err
	}
	c.pc = 1
	loop, err := runningLoop(th)
	if err != nil {
		return Value{}, err
	}
	ctx, err := copyContext(th)
	if err != nil {
		return Value{}, err
	}
	fn := c.fn
	if len(c.names) > 0 {
		fn = newKwCall(c.fn, c.names)
	}
	lp := nativeLoop(loop)
	if lp == nil || lp.overrides()&overExecutor != 0 {
		if ctx.Ref != nil {
			run, err := object.GetAttr(th, ctx, object.NewStr("run"))
			if err != nil {
				return Value{}, err
			}
			c.args, fn = append([]Value{fn}, c.args...), run
		}
		f, err := object.CallMethod(th, loop, object.NewStr("run_in_executor"), append([]Value{None, fn}, c.args...)...)
		if err != nil {
			return Value{}, err
		}
		return c.await(th, f)
	}
	f, err := lp.runInExecutor(th, None, fn, ctx, c.args)
	if err != nil {
		return Value{}, err
	}
	return c.await(th, f)
}

// kwCall is a function to be called with some of its arguments by name.
type kwCall struct {
	object.Header
	fn    Value
	names []*Str
}

var (
	kwCallLayout = object.NewLayout[kwCall]()
	kwCallType   = object.NewType("partial", object.ObjectType, kwCallLayout)
)

func newKwCall(fn Value, names []*Str) Value {
	k := &kwCall{fn: fn, names: names}
	k.Shape = kwCallType.ExactShape()
	return object.Of(&k.Header)
}

var toThreadFuncs = []object.Func{{Sig: "async to_thread(func, /, *args, **kwargs)", Doc: "Call func in another thread and wait for its result.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
	if len(args) == len(names) {
		return Value{}, object.TypeErrorf("to_thread() missing 1 required positional argument: 'func'")
	}
	return newCoro(&toThread{fn: args[0], args: append([]Value(nil), args[1:]...), names: append([]*Str(nil), names...)}), nil
})}}

// chain ties two futures, of which one may be a concurrent.futures.Future: dest gets the outcome of source, source a cancellation
// of dest.
type chain struct {
	source, dest         Value
	sourceLoop, destLoop Value // unbound for a concurrent future
}

// chainCancel and chainResult are its done callbacks, on dest and on source.
var chainCancel = object.Func{Sig: "_call_check_cancel(destination)", Fn: object.F2(func(th *Thread, self, dest Value) (Value, error) {
	c := &object.Unchecked[chainObject](self).chain
	canc, err := futCancelled(th, dest)
	if err != nil || !canc {
		return None, err
	}
	if c.sourceLoop.Ref == nil || c.sourceLoop == c.destLoop || c.sourceLoop == ts(th).running {
		_, err = object.CallMethod(th, c.source, nCancel)
		return None, err
	}
	m, err := object.GetAttr(th, c.source, nCancel)
	if err != nil {
		return Value{}, err
	}
	_, err = object.CallMethod(th, c.sourceLoop, nCallSoonTS, m)
	return None, err
})}

var chainResult = object.Func{Sig: "_call_set_state(source)", Fn: object.F2(func(th *Thread, self, source Value) (Value, error) {
	o := object.Unchecked[chainObject](self)
	if l := o.awaited; l != nil {
		o.awaited = nil
		defer l.Ref(-1)
	}
	c := &o.chain
	canc, err := futCancelled(th, c.dest)
	if err != nil {
		return Value{}, err
	}
	if canc && c.destLoop.Ref != nil {
		r, err := object.CallMethod(th, c.destLoop, nIsClosed)
		if err != nil {
			return Value{}, err
		}
		if closed, _ := object.Truth(th, r); closed {
			return None, nil
		}
	}
	if c.destLoop.Ref == nil || c.destLoop == c.sourceLoop || ts(th).running == c.destLoop {
		return None, c.copyState(th)
	}
	if lp := plainLoop(c.destLoop); lp != nil {
		if !lp.closedFlag {
			lp.pushFromAnywhere(th, &chainCopy{c})
		}
		return None, nil
	}
	_, err = object.CallMethod(th, c.destLoop, nCallSoonTS, newRunObject(&chainCopy{c}))
	return None, err
})}

// chainCopy copies the outcome on the destination's loop.
type chainCopy struct{ c *chain }

func (x *chainCopy) Run() error {
	th := loopThread(x.c.destLoop)
	err := x.c.copyState(th)
	if err != nil && !leavesLoop(err) {
		d := object.NewDict()
		d.SetStr(nMessage, object.StrValue("Exception in callback _set_state()"))
		d.SetStr(nException, object.AsExc(err).Value())
		return callExceptionHandler(th, x.c.destLoop, d)
	}
	return err
}

func (c *chain) copyState(th *Thread) error {
	if c.destLoop.Ref == nil {
		f, err := importAttr(th, "asyncio._shutdown", "set_concurrent_state")
		if err != nil {
			return err
		}
		_, err = object.Call2(th, f, c.dest, c.source)
		return err
	}
	if canc, err := futCancelled(th, c.dest); err != nil || canc {
		return err
	}
	canc, err := futCancelled(th, c.source)
	if err != nil {
		return err
	}
	if canc {
		_, err := futCancel(th, c.dest, Value{})
		return err
	}
	e, err := futException(th, c.source)
	if err != nil {
		return err
	}
	if e != nil {
		conv, err := convertExc(th, e)
		if err != nil {
			return err
		}
		if f := exactFuture(c.dest); f != nil {
			return f.setExceptionValue(th, conv.Value())
		}
		_, err = object.CallMethod(th, c.dest, nSetException, conv.Value())
		return err
	}
	v, err := futResult(th, c.source)
	if err != nil {
		return err
	}
	if f := exactFuture(c.dest); f != nil && f.state == pending {
		return f.setResult(th, v)
	}
	_, err = object.CallMethod(th, c.dest, nSetResult, v)
	return err
}

// convertExc gives asyncio's own exception for one that concurrent.futures has under the same name.
func convertExc(th *Thread, e *Exc) (*Exc, error) {
	for _, ours := range []*object.Type{CancelledErrorType, InvalidStateErrorType} {
		if e.Type().Name != ours.Name || e.Type() == ours {
			continue
		}
		theirs, err := importAttr(th, "concurrent.futures", ours.Name)
		if err != nil {
			return nil, err
		}
		if theirs == e.Type().Value() {
			x := object.NewExc(ours, e.Args.Items...)
			x.Traceback = e.Traceback
			return x, nil
		}
	}
	return e, nil
}

type chainObject struct {
	object.Header
	chain
	awaited *aio.Loop // that has been told to expect news from elsewhere
}

var (
	chainLayout = object.NewLayout[chainObject]()
	chainType   = object.NewType("_chain", object.ObjectType, chainLayout)
)

// chainFutures is _chain_future(source, destination).
func chainFutures(th *Thread, source, dest Value) error {
	o := &chainObject{chain: chain{source: source, dest: dest}}
	o.Shape = chainType.ExactShape()
	for _, p := range []struct {
		v    Value
		loop *Value
		what string
	}{{source, &o.sourceLoop, "source"}, {dest, &o.destLoop, "destination"}} {
		if isFuture(th, p.v) {
			l, err := loopOfFuture(th, p.v)
			if err != nil {
				return err
			}
			*p.loop = l
		} else if !isConcurrent(p.v) {
			return object.TypeErrorf("A future is required for %s argument", p.what)
		}
	}
	self := object.Of(&o.Header)
	if _, err := object.CallMethod(th, dest, nAddDoneCallback, object.NewBuiltinBound(&chainCancel, self, chainType)); err != nil {
		return err
	}
	if lp := nativeLoop(o.destLoop); lp != nil && o.sourceLoop.Ref == nil {
		o.awaited = lp.l
		lp.l.Ref(1)
	}
	_, err := object.CallMethod(th, source, nAddDoneCallback, object.NewBuiltinBound(&chainResult, self, chainType))
	return err
}

// isConcurrent reports whether v is a concurrent.futures.Future.
func isConcurrent(v Value) bool {
	for _, t := range v.Type().MRO() {
		if t.Name == "Future" && t != FutureType {
			return true
		}
	}
	return false
}

// wrapFuture is wrap_future(future, loop=loop).
func wrapFuture(th *Thread, f, loop Value) (Value, error) {
	if isFuture(th, f) {
		return f, nil
	}
	if !isConcurrent(f) {
		return Value{}, object.NewExcf(object.AssertionErrorType, "concurrent.futures.Future is expected, got %s", repr(th, f))
	}
	if loop.Ref == nil || loop.IsNone() {
		l, err := getEventLoop(th)
		if err != nil {
			return Value{}, err
		}
		loop = l
	}
	n, err := createFuture(th, loop)
	if err != nil {
		return Value{}, err
	}
	return n, chainFutures(th, f, n)
}

// threadsafeStart begins, on its loop, what run_coroutine_threadsafe was given.
type threadsafeStart struct {
	coro, loop, fut Value
}

func (s *threadsafeStart) Run() error {
	th := loopThread(s.loop)
	t, err := ensureFuture(th, s.coro, s.loop)
	if err == nil {
		err = chainFutures(th, t, s.fut)
	}
	if err == nil {
		return nil
	}
	e := object.AsExc(err)
	r, rerr := object.CallMethod(th, s.fut, object.NewStr("set_running_or_notify_cancel"))
	if rerr == nil {
		if b, _ := object.Truth(th, r); b {
			object.CallMethod(th, s.fut, nSetException, e.Value())
		}
	}
	if leavesLoop(e) {
		return e
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue("Exception in callback run_coroutine_threadsafe.<locals>.callback()"))
	d.SetStr(nException, e.Value())
	return callExceptionHandler(th, s.loop, d)
}

var runThreadsafeFuncs = []object.Func{{Sig: "run_coroutine_threadsafe(coro, loop)", Doc: "Have a coroutine run in the loop of another thread; returns a concurrent.futures.Future.", Fn: object.F2(func(th *Thread, coro, loop Value) (Value, error) {
	if !isCoroutine(th, coro) {
		return Value{}, object.TypeErrorf("A coroutine object is required")
	}
	cls, err := importAttr(th, "concurrent.futures", "Future")
	if err != nil {
		return Value{}, err
	}
	f, err := object.Call0(th, cls)
	if err != nil {
		return Value{}, err
	}
	s := &threadsafeStart{coro, loop, f}
	if lp := nativeLoop(loop); lp != nil && lp.overrides() == 0 {
		if lp.closedFlag {
			return Value{}, loopClosed()
		}
		lp.pushFromAnywhere(th, s)
		return f, nil
	}
	_, err = object.CallMethod(th, loop, nCallSoonTS, newRunObject(s))
	return f, err
})}}

func init() {
	kwCallType.Module = "functools"
	kwCallType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		k := object.Unchecked[kwCall](f)
		if len(names) > 0 {
			return Value{}, object.TypeErrorf("unexpected keyword arguments")
		}
		return object.Call(th, k.fn, args, k.names)
	}
	chainType.Module = "asyncio.futures"
}
