package asyncio

import (
	"unsafe"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// States of a Future.
const (
	pending uint8 = iota
	cancelled
	finished
)

// Future is asyncio.Future; Task starts with one.
//
// first and more are its done callbacks, in order. At completion they are moved to the loop's ring as they are: a [Handle] for a Python
// callback, or a native waker.
type Future struct {
	object.Header
	loop   Value
	result Value // of a failed future: the traceback its exception had
	exc    *Exc  // of a cancelled future: the CancelledError to be raised next, if it is not a new one
	first  aio.Callback
	more   *[]aio.Callback
	rare   *futureRare
	dict   *object.Dict

	state    uint8
	blocking bool
	logTB    bool
	flags    uint8 // a Task's
	cancels  int32 // a Task's: how often cancel() was called, less uncancel()
}

// futureRare is what few futures have.
type futureRare struct {
	cancelMsg Value
	source    Value // where it was made, in debug mode
	awaitedBy []Value
}

// waker is a native done callback. RunOn is Run for futures of a foreign loop, which does not know its thread.
type waker interface {
	aio.Callback
	runOn(th *Thread) error
}

var (
	futureLayout = object.NewLayout[Future]()
	FutureType   = object.NewType("Future", object.ObjectType, futureLayout)
)

// asFuture gives v as a Future, a Task included.
func asFuture(v Value) *Future {
	if futureLayout.Is(v) || taskLayout.Is(v) || gatherLayout.Is(v) {
		return (*Future)(unsafe.Pointer(v.Ref))
	}
	return nil
}

// exactFuture is asFuture for classes of ours, whose methods no script overrides.
func exactFuture(v Value) *Future {
	s := v.Ref.Shape
	if s == futureShape || s == taskShape || s == gatherShape {
		return (*Future)(unsafe.Pointer(v.Ref))
	}
	return nil
}

var futureShape = FutureType.ExactShape()

// newFuture makes a future of a loop.
func newFuture(loop Value) *Future {
	f := &Future{loop: loop}
	f.Shape = futureShape
	if lp := nativeLoop(loop); lp != nil && lp.debug {
		f.setSource(loopThread(loop))
	}
	return f
}

// Value is the future as a Python value.
func (f *Future) Value() Value { return object.Of(&f.Header) }

func (f *Future) done() bool { return f.state != pending }

func (f *Future) needRare() *futureRare {
	if f.rare == nil {
		f.rare = &futureRare{}
	}
	return f.rare
}

func (f *Future) setSource(th *Thread) {
	if th == nil {
		return
	}
	if s := extractStack(th); s != nil {
		f.needRare().source = *s
	}
}

func (f *Future) cancelMsg() Value {
	if f.rare == nil {
		return Value{}
	}
	return f.rare.cancelMsg
}

func (f *Future) setCancelMsg(msg Value) {
	if msg.Ref == nil || msg.IsNone() {
		if f.rare != nil {
			f.rare.cancelMsg = Value{}
		}
		return
	}
	f.needRare().cancelMsg = msg
}

// add adds a done callback to a pending future.
func (f *Future) add(cb aio.Callback) {
	switch {
	case f.first == nil && f.more == nil:
		f.first = cb
	case f.more == nil:
		f.more = &[]aio.Callback{cb}
	default:
		*f.more = append(*f.more, cb)
	}
}

// addWaker adds a native done callback, or makes it ready at once if the future is done.
func (f *Future) addWaker(th *Thread, cb waker) error {
	if f.done() {
		return f.ready(th, cb)
	}
	f.add(cb)
	return nil
}

// drop removes a native done callback.
func (f *Future) drop(cb aio.Callback) {
	f.filter(func(x aio.Callback) bool { return x != cb })
}

// filter keeps the callbacks that keep approves, and returns how many went.
func (f *Future) filter(keep func(aio.Callback) bool) int {
	n := 0
	if f.first != nil && !keep(f.first) {
		f.first = nil
		n++
	}
	if f.more != nil {
		kept := (*f.more)[:0]
		for _, cb := range *f.more {
			if keep(cb) {
				kept = append(kept, cb)
			} else {
				n++
			}
		}
		clear((*f.more)[len(kept):])
		*f.more = kept
		if f.first == nil && len(kept) > 0 {
			f.first = kept[0]
			*f.more = kept[1:]
		}
		if len(*f.more) == 0 {
			f.more = nil
		}
	}
	return n
}

// callbacks lists the done callbacks.
func (f *Future) callbacks() []aio.Callback {
	var all []aio.Callback
	if f.first != nil {
		all = append(all, f.first)
	}
	if f.more != nil {
		all = append(all, *f.more...)
	}
	return all
}

// ready makes one callback ready.
func (f *Future) ready(th *Thread, cb aio.Callback) error {
	if lp := plainLoop(f.loop); lp != nil {
		lp.l.CallSoon(cb)
		return nil
	}
	return f.readySlow(th, cb)
}

// readySlow goes through the loop's call_soon, which a script may have replaced.
func (f *Future) readySlow(th *Thread, cb aio.Callback) error {
	call, err := object.GetAttr(th, f.loop, nCallSoon)
	if err != nil {
		return err
	}
	if h, ok := cb.(*Handle); ok {
		ctx, err := realContext(th, &h.ctx)
		if err != nil {
			return err
		}
		_, err = kw(th, call, nContext, ctx, h.fn, f.Value())
		return err
	}
	fn := newWakerObject(cb.(waker))
	if t, ok := cb.(*taskWakeup); ok {
		ctx, err := (*Task)(t).context(th)
		if err != nil {
			return err
		}
		_, err = kw(th, call, nContext, ctx, fn, f.Value())
		return err
	}
	_, err = object.Call2(th, call, fn, f.Value())
	return err
}

// schedule makes all done callbacks ready.
func (f *Future) schedule(th *Thread) error {
	first, more := f.first, f.more
	if first == nil {
		return nil
	}
	f.first, f.more = nil, nil
	if lp := plainLoop(f.loop); lp != nil {
		lp.l.CallSoon(first)
		if more != nil {
			for _, cb := range *more {
				lp.l.CallSoon(cb)
			}
		}
		return nil
	}
	if err := f.readySlow(th, first); err != nil {
		return err
	}
	if more != nil {
		for _, cb := range *more {
			if err := f.readySlow(th, cb); err != nil {
				return err
			}
		}
	}
	return nil
}

// setResult completes the future, which must be pending.
func (f *Future) setResult(th *Thread, v Value) error {
	f.result, f.state = v, finished
	return f.schedule(th)
}

// setExc fails the future, which must be pending.
func (f *Future) setExc(th *Thread, e *Exc) error {
	f.exc, f.state, f.result = e, finished, e.Traceback
	f.logTB = true
	watchLog(th, f)
	return f.schedule(th)
}

// cancelNow is Future.cancel.
func (f *Future) cancelNow(th *Thread, msg Value) (bool, error) {
	f.hear()
	if f.state != pending {
		return false, nil
	}
	f.state = cancelled
	f.setCancelMsg(msg)
	return true, f.schedule(th)
}

// cancelledError is the CancelledError that the cancelled future raises now.
func (f *Future) cancelledError() *Exc {
	if f.exc != nil {
		e := f.exc
		f.exc = nil
		return e
	}
	return newCancelled(f.cancelMsg())
}

// take is result(): the future's outcome.
func (f *Future) take() (Value, error) {
	switch f.state {
	case cancelled:
		return Value{}, f.cancelledError()
	case pending:
		return Value{}, invalidState("Result is not set.")
	}
	f.hear()
	if f.exc != nil {
		f.exc.Traceback = f.result
		return Value{}, f.exc
	}
	return f.result, nil
}

// exception is exception(): the exception, or nil.
func (f *Future) exception() (*Exc, error) {
	switch f.state {
	case cancelled:
		return nil, f.cancelledError()
	case pending:
		return nil, invalidState("Exception is not set.")
	}
	f.hear()
	return f.exc, nil
}

func (f *Future) check() error {
	if f.loop.Ref == nil {
		return object.RuntimeErrorf("Future object is not initialized.")
	}
	return nil
}

// setExceptionValue is set_exception(v).
func (f *Future) setExceptionValue(th *Thread, v Value) error {
	if err := f.check(); err != nil {
		return err
	}
	if f.state != pending {
		return invalidState("invalid state")
	}
	if t, ok := object.AsType(v); ok && t.IsSubtype(object.BaseExceptionType) {
		e, err := object.MakeException(th, t)
		if err != nil {
			return err
		}
		v = e.Value()
	}
	e, ok := object.AsException(v)
	if !ok {
		return object.TypeErrorf("invalid exception object")
	}
	if e.Type().IsSubtype(object.StopIterationType) {
		wrapped := object.RuntimeErrorf("StopIteration interacts badly with generators and cannot be raised into a Future")
		wrapped.Cause, wrapped.Context, wrapped.SuppressContext = e, e, true
		e = wrapped
	}
	return f.setExc(th, e)
}

var stateNames = [...]string{"PENDING", "CANCELLED", "FINISHED"}

// futureIter is what awaiting a future drives.
type futureIter struct {
	object.Header
	f *Future
}

var (
	futureIterLayout = object.NewLayout[futureIter]()
	futureIterType   = object.NewType("FutureIter", object.ObjectType, futureIterLayout)
	futureIterShape  = futureIterType.ExactShape()
)

func futureAwait(th *Thread, v Value) (Value, error) {
	f := (*Future)(unsafe.Pointer(v.Ref))
	if err := f.check(); err != nil {
		return Value{}, err
	}
	it := &futureIter{f: f}
	it.Shape = futureIterShape
	return object.Of(&it.Header), nil
}

func futureIterSend(th *Thread, v, arg Value) (Value, bool, error) {
	it := object.Unchecked[futureIter](v)
	f := it.f
	if f == nil {
		return None, true, nil
	}
	if f.state == pending {
		if !f.blocking {
			f.blocking = true
			return f.Value(), false, nil
		}
		return Value{}, false, object.RuntimeErrorf("await wasn't used with future")
	}
	it.f = nil
	r, err := f.take()
	return r, err == nil, err
}

// newFutureOf makes the object of a class derived from Future, uninitialised.
func newFutureOf(th *Thread, a []Value) (Value, error) {
	t, _ := object.AsType(a[0])
	f := object.NewObject[Future](th, t)
	return f.Value(), nil
}

// initLoop resolves the loop argument of futures.
func initLoop(th *Thread, loop Value) (Value, error) {
	if loop.Ref == nil || loop.IsNone() {
		return getEventLoop(th)
	}
	return loop, nil
}

func initFuture(th *Thread, self Value, loop Value) error {
	f := (*Future)(unsafe.Pointer(self.Ref))
	if f.flags&taskLinked != 0 {
		stateOf(th).unlink((*Task)(unsafe.Pointer(f)))
	}
	l, err := initLoop(th, loop)
	if err != nil {
		return err
	}
	f.loop = l
	f.result, f.exc, f.first, f.more, f.rare = Value{}, nil, nil, nil, nil
	f.state, f.blocking, f.logTB, f.cancels = pending, false, false, 0
	if debugOf(th, l) {
		f.setSource(th)
	}
	return nil
}

// futureOf is a method's self.
func futureOf(v Value) *Future { return (*Future)(unsafe.Pointer(v.Ref)) }

// newPyCallback is the Handle of a Python done callback.
func (f *Future) newPyCallback(fn, ctx Value) *Handle {
	return newHandle(f.loop, fn, ctx, f.Value())
}

func futureAddCallback(th *Thread, f *Future, fn, ctx Value) error {
	if err := f.check(); err != nil {
		return err
	}
	c, err := contextArg(th, ctx)
	if err != nil {
		return err
	}
	h := f.newPyCallback(fn, c)
	if f.done() {
		return f.ready(th, h)
	}
	f.add(h)
	return nil
}

func futureRepr(th *Thread, v Value) (Value, error) {
	f := futureOf(v)
	if f.flags&futureShown != 0 {
		return object.StrValue("..."), nil
	}
	f.flags |= futureShown
	defer func() { f.flags &^= futureShown }()
	return object.StrValue("<" + v.Type().Name + " " + futureInfo(th, f, "") + ">"), nil
}

// futureInfo is the inside of a future's repr; extra stands after the state's name.
func futureInfo(th *Thread, f *Future, extra string) string {
	s := [...]string{"pending", "cancelled", "finished"}[f.state] + extra
	if f.state == finished {
		if f.exc != nil {
			s += " exception=" + repr(th, f.exc.Value())
		} else {
			s += " result=" + shortRepr(th, orNone(f.result))
		}
	}
	if cbs := f.callbacks(); len(cbs) > 0 {
		s += " cb=[" + formatCallbacks(th, f, cbs) + "]"
	}
	if f.rare != nil && f.rare.source.Ref != nil {
		s += createdAt(th, f.rare.source)
	}
	return s
}

// described is a native done callback that tells what a repr shows for it.
type described interface{ describe() string }

func formatCallbacks(th *Thread, f *Future, cbs []aio.Callback) string {
	one := func(cb aio.Callback) string {
		switch cb := cb.(type) {
		case *Handle:
			return formatCallbackSource(th, cb.fn, nil, false)
		case *taskWakeup:
			return "Task.task_wakeup()"
		case described:
			return cb.describe()
		}
		return "native()"
	}
	switch n := len(cbs); n {
	case 1:
		return one(cbs[0])
	case 2:
		return one(cbs[0]) + ", " + one(cbs[1])
	default:
		return one(cbs[0]) + ", <" + itoa(n-2) + " more>, " + one(cbs[n-1])
	}
}

// wakerObject makes a native done callback callable from Python, for foreign loops.
type wakerObject struct {
	object.Header
	w waker
}

var (
	wakerLayout = object.NewLayout[wakerObject]()
	wakerType   = object.NewType("TaskStepMethWrapper", object.ObjectType, wakerLayout)
)

func newWakerObject(w waker) Value {
	o := &wakerObject{w: w}
	o.Shape = wakerType.ExactShape()
	return object.Of(&o.Header)
}

// callbackValue is a done callback as Python sees it in _callbacks.
func callbackValue(cb aio.Callback) Value {
	switch cb := cb.(type) {
	case *Handle:
		return cb.fn
	case waker:
		return newWakerObject(cb)
	}
	return None
}

func init() {
	wakerType.Module = "_asyncio"
	wakerType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		return None, object.Unchecked[wakerObject](f).w.runOn(th)
	}
	// Two objects made for one callback are equal, so that either removes it.
	wakerType.Compare = func(th *Thread, a, b Value, op object.CmpOp) (Value, error) {
		y, ok := object.Cast[wakerObject](b, wakerLayout)
		if !ok || op != object.Eq && op != object.Ne {
			return object.NotImplemented, nil
		}
		return object.Bool((object.Unchecked[wakerObject](a).w == y.w) == (op == object.Eq)), nil
	}
	t := futureIterType
	t.Module = "_asyncio"
	t.Send = futureIterSend
	t.Next = func(th *Thread, v Value) (Value, error) {
		r, done, err := futureIterSend(th, v, None)
		if err != nil {
			return Value{}, err
		}
		if done {
			return Value{}, object.NewStopIteration(r)
		}
		return r, nil
	}
	t.Throw = func(th *Thread, v Value, e *Exc) (Value, bool, error) {
		object.Unchecked[futureIter](v).f = nil
		return Value{}, false, e
	}
	t.CloseGen = func(th *Thread, v Value) error {
		object.Unchecked[futureIter](v).f = nil
		return nil
	}
	t.Iter = func(th *Thread, v Value) (Value, error) { return v, nil }
	t.Methods = generatorMethods()

	f := FutureType
	f.Module = "_asyncio"
	f.Doc = "The result of something that is not done yet.\n\nAwaiting it waits for the result."
	f.KeepAttrs(func(o *object.Header) **object.Dict { return &(*Future)(unsafe.Pointer(o)).dict })
	f.Constructor = &object.Func{Sig: "Future(*args, **kwargs)", Fn: object.FN(newFutureOf)}
	bindInit(f, "Future(*, loop=None)", func(th *Thread, self Value, a []Value) error { return initFuture(th, self, a[0]) })
	f.Repr = futureRepr
	f.Await, f.Iter = futureAwait, futureAwait
	f.Methods = futureMethods
	f.GetSets = futureGetSets
}

// generatorMethods are send, throw and close over the slots.
func generatorMethods() []object.Func {
	finish := func(r Value, done bool, err error) (Value, error) {
		if err != nil {
			return Value{}, err
		}
		if done {
			return Value{}, object.NewStopIteration(r)
		}
		return r, nil
	}
	return []object.Func{
		{Sig: "send(value, /)", Doc: "Resume it with a value.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
			return finish(object.S(self).Send(th, self, v))
		})},
		{Sig: "throw(type, value=NULL, traceback=NULL, /)", Doc: "Raise an exception where it waits.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			if a[2].Ref != nil {
				if err := warn(th, object.DeprecationWarningType, "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead."); err != nil {
					return Value{}, err
				}
			}
			e, err := thrown(th, a[1], a[2], a[3])
			if err != nil {
				return Value{}, err
			}
			return finish(object.S(a[0]).Throw(th, a[0], e))
		})},
		{Sig: "close()", Doc: "End it where it waits.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return None, object.S(self).CloseGen(th, self)
		})},
	}
}

// thrown makes the exception of throw(type, value, traceback).
func thrown(th *Thread, typ, val, tb Value) (*Exc, error) {
	if tb.Ref != nil && !tb.IsNone() && tb.Type().Name != "traceback" {
		return nil, object.TypeErrorf("throw() third argument must be a traceback")
	}
	var e *Exc
	if t, ok := object.AsType(typ); ok && t.IsSubtype(object.BaseExceptionType) {
		if x, ok := object.AsException(orNone(val)); ok {
			e = x
		} else {
			var args []Value
			if tup, ok := object.AsTuple(orNone(val)); ok {
				args = tup.Items
			} else if val.Ref != nil && !val.IsNone() {
				args = []Value{val}
			}
			x, err := object.MakeException(th, t, args...)
			if err != nil {
				return nil, err
			}
			e = x
		}
	} else if x, ok := object.AsException(typ); ok {
		if val.Ref != nil && !val.IsNone() {
			return nil, object.TypeErrorf("instance exception may not have a separate value")
		}
		e = x
	} else {
		return nil, object.TypeErrorf("exceptions must be classes or instances deriving from BaseException, not %s", typ.Type().Name)
	}
	if tb.Ref != nil && !tb.IsNone() {
		e.Traceback = tb
	}
	return e, nil
}

var futureMethods = []object.Func{
	{Sig: "result()", Doc: "The result, once done; raises the exception if that is the outcome.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		f := futureOf(self)
		if f.check() != nil {
			return Value{}, invalidState("Result is not set.")
		}
		return f.take()
	})},
	{Sig: "exception()", Doc: "The exception, once done, or None.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		f := futureOf(self)
		if f.check() != nil {
			return Value{}, invalidState("Exception is not set.")
		}
		e, err := f.exception()
		if err != nil || e == nil {
			return None, err
		}
		return e.Value(), nil
	})},
	{Sig: "set_result(result, /)", Doc: "Make the future done, with a result.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
		f := futureOf(self)
		if err := f.check(); err != nil {
			return Value{}, err
		}
		if f.state != pending {
			return Value{}, invalidState("invalid state")
		}
		return None, f.setResult(th, v)
	})},
	{Sig: "set_exception(exception, /)", Doc: "Make the future done, with an exception.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
		return None, futureOf(self).setExceptionValue(th, v)
	})},
	{Sig: "add_done_callback(fn, /, *, context=None)", Doc: "Have fn(future) called when the future is done.", Fn: starred3(func(th *Thread, self, fn, ctx Value) (Value, error) {
		return None, futureAddCallback(th, futureOf(self), fn, ctx)
	})},
	{Sig: "remove_done_callback(fn, /)", Doc: "Take a callback off; returns how many there were.", Fn: object.F2(func(th *Thread, self, fn Value) (Value, error) {
		f := futureOf(self)
		if err := f.check(); err != nil {
			return Value{}, err
		}
		// A comparison may run a script, which may change the callbacks meanwhile.
		gone := map[aio.Callback]bool{}
		for _, cb := range f.callbacks() {
			if h, ok := cb.(*Handle); ok {
				eq, err := object.Equal(th, h.fn, fn)
				if err != nil {
					return Value{}, err
				}
				if eq {
					gone[cb] = true
				}
			}
		}
		n := 0
		if len(gone) > 0 {
			n = f.filter(func(cb aio.Callback) bool { return !gone[cb] })
		}
		return object.Int(int64(n)), nil
	})},
	{Sig: "cancel(msg=None)", Doc: "Cancel the future; False if it is done already.", Fn: object.F2(func(th *Thread, self, msg Value) (Value, error) {
		f := futureOf(self)
		if err := f.check(); err != nil {
			return Value{}, err
		}
		ok, err := f.cancelNow(th, msg)
		return object.Bool(ok), err
	})},
	{Sig: "cancelled()", Doc: "Whether it was cancelled.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return object.Bool(futureOf(self).state == cancelled), nil
	})},
	{Sig: "done()", Doc: "Whether it has a result, an exception, or was cancelled.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return object.Bool(futureOf(self).state != pending), nil
	})},
	{Sig: "get_loop()", Doc: "The loop the future belongs to.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		f := futureOf(self)
		if err := f.check(); err != nil {
			return Value{}, err
		}
		return f.loop, nil
	})},
	{Sig: "_make_cancelled_error()", Doc: "The CancelledError to raise for the cancelled future.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return futureOf(self).cancelledError().Value(), nil
	})},
	{Sig: "__class_getitem__(item, /)", Class: true, Doc: "Future[T].", Fn: object.F2(genericAlias)},
}

// genericAlias is cls[item] for classes that are generic in name only.
func genericAlias(th *Thread, cls, item Value) (Value, error) {
	return object.NewGenericAlias(cls, item), nil
}

var futureGetSets = []object.GetSet{
	{Name: "_state", Get: func(th *Thread, v Value) (Value, error) {
		return object.StrValue(stateNames[futureOf(v).state]), nil
	}},
	{Name: "_asyncio_future_blocking", Get: func(th *Thread, v Value) (Value, error) {
		f := futureOf(v)
		return object.Bool(f.blocking && f.loop.Ref != nil), nil
	}, Set: func(th *Thread, v, val Value) error {
		if val.Ref == nil {
			return cannotDelete()
		}
		b, err := object.Truth(th, val)
		futureOf(v).blocking = b
		return err
	}},
	{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(futureOf(v).loop), nil }},
	{Name: "_callbacks", Get: func(th *Thread, v Value) (Value, error) {
		cbs := futureOf(v).callbacks()
		if len(cbs) == 0 {
			return None, nil
		}
		l := object.NewList()
		for _, cb := range cbs {
			ctx := None
			if h, ok := cb.(*Handle); ok {
				c, err := realContext(th, &h.ctx)
				if err != nil {
					return Value{}, err
				}
				ctx = c
			}
			l.Append(object.TupleValue(callbackValue(cb), ctx))
		}
		return l.Value(), nil
	}},
	{Name: "_result", Get: func(th *Thread, v Value) (Value, error) {
		f := futureOf(v)
		if f.exc != nil {
			return None, nil
		}
		return orNone(f.result), nil
	}},
	{Name: "_exception", Get: func(th *Thread, v Value) (Value, error) {
		f := futureOf(v)
		if f.exc == nil || f.state != finished {
			return None, nil
		}
		return f.exc.Value(), nil
	}},
	{Name: "_log_traceback", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(futureOf(v).logTB), nil },
		Set: func(th *Thread, v, val Value) error {
			if val.Ref == nil {
				return cannotDelete()
			}
			b, err := object.Truth(th, val)
			if err != nil {
				return err
			}
			if b {
				return object.ValueErrorf("_log_traceback can only be set to False")
			}
			futureOf(v).hear()
			return nil
		}},
	{Name: "_cancel_message", Get: func(th *Thread, v Value) (Value, error) { return orNone(futureOf(v).cancelMsg()), nil },
		Set: func(th *Thread, v, val Value) error { futureOf(v).setCancelMsg(val); return nil }},
	{Name: "_source_traceback", Get: func(th *Thread, v Value) (Value, error) {
		if r := futureOf(v).rare; r != nil {
			return orNone(r.source), nil
		}
		return None, nil
	}},
	{Name: "_asyncio_awaited_by", Get: func(th *Thread, v Value) (Value, error) { return awaitedBySet(th, futureOf(v)) }},
}

// awaiters are the futures that wait for f: the tasks among its callbacks, and those that were told.
func (f *Future) awaiters() []Value {
	var out []Value
	for _, cb := range f.callbacks() {
		if t, ok := cb.(*taskWakeup); ok {
			out = append(out, (*Task)(t).Value())
		}
	}
	if f.rare != nil {
		out = append(out, f.rare.awaitedBy...)
	}
	return out
}

func awaitedBySet(th *Thread, f *Future) (Value, error) {
	w := f.awaiters()
	if len(w) == 0 {
		return None, nil
	}
	t, ok := th.Interp.Builtins.GetString("frozenset")
	if !ok {
		return object.TupleValue(w...), nil
	}
	return object.Call1(th, t, object.ListValue(w...))
}

// addAwaiter is future_add_to_awaited_by(fut, waiter).
func addAwaiter(fut, waiter Value) {
	f := asFuture(fut)
	if f == nil || waiter.Ref == nil || asFuture(waiter) == nil {
		return
	}
	r := f.needRare()
	for _, w := range r.awaitedBy {
		if w == waiter {
			return
		}
	}
	r.awaitedBy = append(r.awaitedBy, waiter)
}

func discardAwaiter(fut, waiter Value) {
	f := asFuture(fut)
	if f == nil || f.rare == nil {
		return
	}
	a := f.rare.awaitedBy
	for i, w := range a {
		if w == waiter {
			f.rare.awaitedBy = append(a[:i:i], a[i+1:]...)
			return
		}
	}
}

// isFuture is asyncio.isfuture: an object whose class has a _asyncio_future_blocking that is not None.
func isFuture(th *Thread, v Value) bool {
	if asFuture(v) != nil {
		return true
	}
	if v.IsImmediate() {
		return false
	}
	if _, ok := v.Type().Lookup(nBlocking); !ok {
		// What counts is __class__, which mocks replace.
		if !v.Type().IsHeap() {
			return false
		}
		c, err := object.GetAttrOr(th, v, object.NewStr("__class__"))
		t, isType := object.AsType(orNone(c))
		if err != nil || !isType || t == v.Type() {
			return false
		}
		if _, ok := t.Lookup(nBlocking); !ok {
			return false
		}
	}
	b, err := object.GetAttrOr(th, v, nBlocking)
	return err == nil && b.Ref != nil && !b.IsNone()
}

// loopOfFuture is the loop of any future-like object.
func loopOfFuture(th *Thread, v Value) (Value, error) {
	if f := exactFuture(v); f != nil {
		return f.loop, f.check()
	}
	g, err := object.GetAttrOr(th, v, nGetLoop)
	if err != nil {
		return Value{}, err
	}
	if g.Ref != nil {
		return object.Call0(th, g)
	}
	return object.GetAttr(th, v, nULoop)
}

// Operations on any future-like object: direct for ours, through methods for others.

func futDone(th *Thread, v Value) (bool, error) {
	if f := exactFuture(v); f != nil {
		return f.done(), nil
	}
	r, err := object.CallMethod(th, v, nDone)
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

func futCancelled(th *Thread, v Value) (bool, error) {
	if f := exactFuture(v); f != nil {
		return f.state == cancelled, nil
	}
	r, err := object.CallMethod(th, v, nCancelled)
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

// futException gives the exception of a future that is done and not cancelled, or nil.
func futException(th *Thread, v Value) (*Exc, error) {
	if f := exactFuture(v); f != nil {
		return f.exception()
	}
	r, err := object.CallMethod(th, v, nException)
	if err != nil || r.IsNone() {
		return nil, err
	}
	e, _ := object.AsException(r)
	return e, nil
}

func futResult(th *Thread, v Value) (Value, error) {
	if f := exactFuture(v); f != nil {
		return f.take()
	}
	return object.CallMethod(th, v, nResult)
}

func futCancel(th *Thread, v, msg Value) (bool, error) {
	if f := exactFuture(v); f != nil {
		if v.Ref.Shape == taskShape {
			return (*Task)(unsafe.Pointer(f)).cancel(th, msg)
		}
		if v.Ref.Shape == futureShape {
			return f.cancelNow(th, msg)
		}
	}
	m, err := object.GetAttr(th, v, nCancel)
	if err != nil {
		return false, err
	}
	var r Value
	if msg.Ref == nil || msg.IsNone() {
		r, err = object.Call0(th, m)
	} else {
		r, err = kw(th, m, nMsg, msg)
	}
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

// futAdd adds a native done callback to any future-like object.
func futAdd(th *Thread, v Value, w waker) error {
	if f := asFuture(v); f != nil && (exactFuture(v) != nil || !overridden(v, nAddDoneCallback)) {
		return f.addWaker(th, w)
	}
	_, err := object.CallMethod(th, v, nAddDoneCallback, newWakerObject(w))
	return err
}

// futDrop takes it off.
func futDrop(th *Thread, v Value, w waker) error {
	if f := asFuture(v); f != nil && (exactFuture(v) != nil || !overridden(v, nAddDoneCallback)) {
		f.drop(w)
		return nil
	}
	_, err := object.CallMethod(th, v, nRemoveDoneCallback, newWakerObject(w))
	return err
}

// overridden reports whether a class made by a script defines the method.
func overridden(v Value, name *Str) bool {
	_, w, ok := v.Type().LookupWhere(name)
	return ok && w.IsHeap()
}
