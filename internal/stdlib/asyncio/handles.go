package asyncio

import (
	"strings"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// Handle is a callback that stands in the ring, or would if it were not cancelled.
type Handle struct {
	object.Header
	loop      Value
	fn        Value
	ctx       Value
	args      []Value
	one       [1]Value // what args points to when there is one
	rare      *handleRare
	cancelled bool
}

// handleRare is what few handles have.
type handleRare struct {
	source Value // where it was made, in debug mode
	repr   Value // what it looked like when it was cancelled, in debug mode
	args   Value // the tuple that a script gave
	when   Value // the deadline that a script gave, if it is no float
}

func (h *Handle) needRare() *handleRare {
	if h.rare == nil {
		h.rare = &handleRare{}
	}
	return h.rare
}

// noteSource remembers where the handle was made.
func (h *Handle) noteSource(th *Thread) {
	if s := extractStack(th); s != nil {
		h.needRare().source = *s
	}
}

// madeAt is the source traceback, unbound if none is kept.
func (h *Handle) madeAt() Value {
	if h.rare == nil {
		return Value{}
	}
	return h.rare.source
}

// TimerHandle is a Handle with a deadline.
type TimerHandle struct {
	Handle
	when      float64
	timer     aio.Timer
	scheduled bool
}

// ThreadSafeHandle is what call_soon_threadsafe returns: other threads that cancel it, or ask whether it is cancelled, wait while its
// callback runs. All fields are guarded by the interpreter's lock.
type ThreadSafeHandle struct {
	Handle
	runner *Thread       // that runs the callback
	ended  chan struct{} // closed when it has, if somebody waits
}

var (
	threadSafeLayout     = object.NewLayout[ThreadSafeHandle]()
	ThreadSafeHandleType = object.NewType("_ThreadSafeHandle", HandleType, threadSafeLayout)

	handleLayout      = object.NewLayout[Handle]()
	HandleType        = object.NewType("Handle", object.ObjectType, handleLayout)
	timerHandleLayout = object.NewLayout[TimerHandle]()
	TimerHandleType   = object.NewType("TimerHandle", HandleType, timerHandleLayout)
)

func newHandle(loop, fn, ctx Value, args ...Value) *Handle {
	h := &Handle{loop: loop, fn: fn, ctx: ctx}
	h.Shape = HandleType.ExactShape()
	h.setArgs(args)
	return h
}

func (h *Handle) setArgs(args []Value) {
	switch len(args) {
	case 0:
	case 1:
		h.one[0] = args[0]
		h.args = h.one[:]
	default:
		h.args = append([]Value(nil), args...)
	}
}

// Value is the handle as a Python value.
func (h *Handle) Value() Value { return object.Of(&h.Header) }

// Run runs the callback; the loop calls it.
func (h *Handle) Run() error {
	if h.cancelled {
		return nil
	}
	return h.run(loopThread(h.loop))
}

// Run fires the timer.
func (h *TimerHandle) Run() error {
	h.scheduled = false
	return h.Handle.Run()
}

// Run runs the callback and lets those that wait for its end go on.
func (h *ThreadSafeHandle) Run() error {
	if h.cancelled {
		return nil
	}
	return h.runGuarded(loopThread(h.loop))
}

func (h *ThreadSafeHandle) runGuarded(th *Thread) error {
	h.runner = th
	err := h.Handle.run(th)
	h.runner = nil
	if h.ended != nil {
		close(h.ended)
		h.ended = nil
	}
	return err
}

// settle waits until no other thread runs the callback.
func (h *ThreadSafeHandle) settle(th *Thread) error {
	for h.runner != nil && h.runner != th {
		if h.ended == nil {
			h.ended = make(chan struct{})
		}
		if _, err := th.Wait(h.ended, -1); err != nil {
			return err
		}
	}
	return nil
}

func asThreadSafe(v Value) *ThreadSafeHandle {
	if threadSafeLayout.Is(v) {
		return object.Unchecked[ThreadSafeHandle](v)
	}
	return nil
}

func (h *Handle) run(th *Thread) error {
	if lp := nativeLoop(h.loop); lp != nil && lp.debug {
		was := lp.current
		lp.current = h
		defer func() { lp.current = was }()
	}
	prev := th.Context
	th.Context = h.ctx
	_, err := object.Call(th, h.fn, h.args, nil)
	if h.ctx.Ref == nil {
		h.ctx = th.Context
	}
	th.Context = prev
	if err != nil {
		return h.failed(th, err)
	}
	return nil
}

// failed reports an exception of the callback.
func (h *Handle) failed(th *Thread, err error) error {
	if leavesLoop(err) {
		return err
	}
	e := object.AsExc(err)
	d := object.NewDict()
	msg := "Exception in callback " + formatCallbackSource(th, h.fn, h.args, debugOf(th, h.loop))
	d.SetStr(nMessage, object.StrValue(msg))
	d.SetStr(nException, e.Value())
	d.SetStr(nHandle, h.Value())
	if s := h.madeAt(); s.Ref != nil {
		d.SetStr(nSourceTraceback, s)
	}
	return callExceptionHandler(th, h.loop, d)
}

func (h *Handle) cancel(th *Thread) {
	if h.cancelled {
		return
	}
	if h.rare != nil {
		if debugOf(th, h.loop) {
			if r, err := object.Repr(th, h.Value()); err == nil {
				h.rare.repr = r.Value()
			}
		}
		h.rare.args = Value{}
	}
	h.cancelled = true
	h.fn, h.args, h.one[0] = None, nil, Value{}
}

// shown is the handle's repr.
func (h *Handle) shown(th *Thread, deadline string) Value {
	head := "<" + h.Type().Name + " "
	if h.cancelled {
		head += "cancelled "
	}
	if h.rare != nil && h.rare.repr.Ref != nil {
		return object.StrValue(head + text(h.rare.repr)[len("<"+h.Type().Name+" "):])
	}
	if deadline != "" {
		head += deadline + " "
	}
	if !h.cancelled {
		head += formatCallbackSource(th, h.fn, h.args, debugOf(th, h.loop))
		if s := h.madeAt(); s.Ref != nil {
			head += createdAt(th, s)
		}
	}
	return object.StrValue(strings.TrimRight(head, " ") + ">")
}

// Type is the handle's class.
func (h *Handle) Type() *object.Type { return h.Header.Shape.Type }

// deadline is the time as the script gave it.
func (h *TimerHandle) deadline() Value {
	if h.rare != nil && h.rare.when.Ref != nil {
		return h.rare.when
	}
	return object.Float(h.when)
}

func asTimer(v Value) *TimerHandle {
	if timerHandleLayout.Is(v) {
		return object.Unchecked[TimerHandle](v)
	}
	return nil
}

func (h *TimerHandle) cancelTimer(th *Thread) {
	if !h.cancelled {
		if lp := nativeLoop(h.loop); lp != nil {
			lp.l.StopTimer(&h.timer)
		} else if h.scheduled {
			object.CallMethod(th, h.loop, object.NewStr("_timer_handle_cancelled"), h.Value())
		}
	}
	h.cancel(th)
}

// asHandle gives v as a handle of either kind.
func asHandle(v Value) *Handle {
	if handleLayout.Is(v) || timerHandleLayout.Is(v) || threadSafeLayout.Is(v) {
		return object.Unchecked[Handle](v)
	}
	return nil
}

func initHandle(th *Thread, h *Handle, callback, args, loop, ctx Value) error {
	h.fn, h.loop = callback, loop
	if t, ok := object.AsTuple(args); ok {
		h.setArgs(t.Items)
		if len(t.Items) > 0 {
			h.needRare().args = args
		}
	} else if !args.IsNone() {
		var items []Value
		if err := object.Each(th, args, func(x Value) (bool, error) { items = append(items, x); return false, nil }); err != nil {
			return err
		}
		h.setArgs(items)
	}
	if debugOf(th, loop) {
		h.noteSource(th)
	}
	c, err := contextArg(th, ctx)
	h.ctx = c
	return err
}

func init() {
	HandleType.Module, TimerHandleType.Module = "asyncio.events", "asyncio.events"
	HandleType.Doc = "A callback that the event loop is to run."
	TimerHandleType.Doc = "A callback that the event loop is to run at a certain time."
	HandleType.Constructor = &object.Func{Sig: "Handle(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		t, _ := object.AsType(a[0])
		h := object.NewObject[Handle](th, t)
		h.fn, h.loop = None, None
		return h.Value(), nil
	})}
	bindInit(HandleType, "Handle.__init__(callback, args, loop, context=None)", func(th *Thread, self Value, a []Value) error {
		return initHandle(th, object.Unchecked[Handle](self), a[0], a[1], a[2], a[3])
	})
	TimerHandleType.Constructor = &object.Func{Sig: "TimerHandle(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		t, _ := object.AsType(a[0])
		h := object.NewObject[TimerHandle](th, t)
		h.fn, h.loop = None, None
		return h.Value(), nil
	})}
	bindInit(TimerHandleType, "TimerHandle.__init__(when, callback, args, loop, context=None)", func(th *Thread, self Value, a []Value) error {
		h := object.Unchecked[TimerHandle](self)
		w, err := toFloat(th, a[0])
		if err != nil {
			return err
		}
		h.when = w
		if !a[0].IsFloat() {
			h.needRare().when = a[0]
		}
		return initHandle(th, &h.Handle, a[1], a[2], a[3], a[4])
	})
	ThreadSafeHandleType.Module = "asyncio.events"
	ThreadSafeHandleType.Doc = "A callback that another thread has given to the event loop."
	ThreadSafeHandleType.Constructor = &object.Func{Sig: "_ThreadSafeHandle(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		t, _ := object.AsType(a[0])
		h := object.NewObject[ThreadSafeHandle](th, t)
		h.fn, h.loop = None, None
		return h.Value(), nil
	})}
	ThreadSafeHandleType.Methods = []object.Func{
		{Sig: "cancel()", Doc: "Keep the callback from running; waits while another thread runs it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			h := object.Unchecked[ThreadSafeHandle](self)
			if err := h.settle(th); err != nil {
				return Value{}, err
			}
			h.cancel(th)
			return None, nil
		})},
		{Sig: "cancelled()", Doc: "Whether cancel() was called; waits while another thread runs the callback.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			h := object.Unchecked[ThreadSafeHandle](self)
			if err := h.settle(th); err != nil {
				return Value{}, err
			}
			return object.Bool(h.cancelled), nil
		})},
		{Sig: "_run()", Doc: "Run the callback now.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			h := object.Unchecked[ThreadSafeHandle](self)
			if err := h.settle(th); err != nil {
				return Value{}, err
			}
			return None, h.runGuarded(th)
		})},
	}
	HandleType.Repr = func(th *Thread, v Value) (Value, error) { return object.Unchecked[Handle](v).shown(th, ""), nil }
	TimerHandleType.Repr = func(th *Thread, v Value) (Value, error) {
		h := object.Unchecked[TimerHandle](v)
		return h.shown(th, "when="+repr(th, h.deadline())), nil
	}
	HandleType.Methods = []object.Func{
		{Sig: "cancel()", Doc: "Keep the callback from running.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			if t := asTimer(self); t != nil {
				t.cancelTimer(th)
			} else {
				object.Unchecked[Handle](self).cancel(th)
			}
			return None, nil
		})},
		{Sig: "cancelled()", Doc: "Whether cancel() was called.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(object.Unchecked[Handle](self).cancelled), nil
		})},
		{Sig: "get_context()", Doc: "The context the callback runs in.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return realContext(th, &object.Unchecked[Handle](self).ctx)
		})},
		{Sig: "_run()", Doc: "Run the callback now.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return None, object.Unchecked[Handle](self).run(th)
		})},
	}
	HandleType.GetSets = []object.GetSet{
		{Name: "_callback", Get: func(th *Thread, self Value) (Value, error) { return orNone(object.Unchecked[Handle](self).fn), nil }},
		{Name: "_args", Get: func(th *Thread, self Value) (Value, error) {
			h := object.Unchecked[Handle](self)
			if h.cancelled {
				return None, nil
			}
			if h.rare != nil && h.rare.args.Ref != nil {
				return h.rare.args, nil
			}
			return object.TupleValue(append([]Value(nil), h.args...)...), nil
		}},
		{Name: "_cancelled", Get: func(th *Thread, self Value) (Value, error) {
			return object.Bool(object.Unchecked[Handle](self).cancelled), nil
		}},
		{Name: "_loop", Get: func(th *Thread, self Value) (Value, error) { return orNone(object.Unchecked[Handle](self).loop), nil }},
		{Name: "_context", Get: func(th *Thread, self Value) (Value, error) {
			return realContext(th, &object.Unchecked[Handle](self).ctx)
		}},
		{Name: "_source_traceback", Get: func(th *Thread, self Value) (Value, error) {
			return orNone(object.Unchecked[Handle](self).madeAt()), nil
		}},
	}
	TimerHandleType.Methods = []object.Func{
		{Sig: "when()", Doc: "The deadline, in seconds of the loop's clock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Unchecked[TimerHandle](self).deadline(), nil
		})},
	}
	TimerHandleType.GetSets = []object.GetSet{
		{Name: "_when", Get: func(th *Thread, self Value) (Value, error) {
			return object.Unchecked[TimerHandle](self).deadline(), nil
		}},
		{Name: "_scheduled", Get: func(th *Thread, self Value) (Value, error) {
			return object.Bool(object.Unchecked[TimerHandle](self).scheduled), nil
		}, Set: func(th *Thread, self, val Value) error {
			if val.Ref == nil {
				return cannotDelete()
			}
			b, err := object.Truth(th, val)
			object.Unchecked[TimerHandle](self).scheduled = b
			return err
		}},
	}
	TimerHandleType.Hash = func(th *Thread, v Value) (uint64, error) {
		return object.Hash(th, object.Unchecked[TimerHandle](v).deadline())
	}
	TimerHandleType.Compare = func(th *Thread, a, b Value, op object.CmpOp) (Value, error) {
		x, y := asTimer(a), asTimer(b)
		if x == nil || y == nil {
			return object.NotImplemented, nil
		}
		if op == object.Eq || op == object.Ne {
			same := x.when == y.when && x.fn == y.fn && x.cancelled == y.cancelled && len(x.args) == len(y.args)
			for i := range x.args {
				if same {
					eq, err := object.Equal(th, x.args[i], y.args[i])
					if err != nil {
						return Value{}, err
					}
					same = eq
				}
			}
			return object.Bool(same == (op == object.Eq)), nil
		}
		order := 0
		if x.when < y.when {
			order = -1
		} else if x.when > y.when {
			order = 1
		}
		return object.Bool(op.Holds(order)), nil
	}
}
