package asyncio

import (
	"ouro/internal/aio"
	"ouro/internal/object"
)

// A loop that a script drives in part: one that was given a selector, or whose class replaces what watches descriptors. It waits in the
// selector's select() and hands the events to _process_events(), as CPython's loops do; the written half is in the frozen module
// asyncio.selector_events. The kernel's own poller stays, for children, signals and results of jobs: the selector watches its descriptor.
// Loops of which nothing is replaced pay for none of this.

const selectorModule = "asyncio.selector_events"

// selecting are the methods whose replacement asks for a selector even if none is given.
var selecting = []*Str{nProcessEvents, object.NewStr("_make_self_pipe"), object.NewStr("_close_self_pipe"), object.NewStr("_read_from_self"),
	object.NewStr("_process_self_data"), object.NewStr("_selector")}

// initSelector is BaseSelectorEventLoop.__init__(selector).
func (lp *Loop) initSelector(th *Thread, selector Value) error {
	lp.internalFDs = 1
	own := !selector.IsNone()
	if !own && lp.Shape != unixLoopShape {
		for _, n := range selecting {
			own = own || overridden(lp.Value(), n)
		}
	}
	if !own {
		return nil
	}
	lp.internalFDs = 0
	_, err := coldCall(th, selectorModule, "_begin", lp.Value(), selector)
	return err
}

// selectorValue is the attribute _selector: the script's, or for a selector loop of ours something that tells what it watches.
func (lp *Loop) selectorValue(th *Thread) (Value, error) {
	if lp.selector.Ref != nil {
		return lp.selector, nil
	}
	if !lp.Type().IsSubtype(SelectorLoopType) {
		return Value{}, object.NewExcf(object.AttributeErrorType, "'%s' object has no attribute '_selector'", lp.Type().Name)
	}
	return coldCall(th, selectorModule, "_Watched", lp.Value())
}

// Type is the loop's class.
func (lp *Loop) Type() *object.Type { return lp.Header.Shape.Type }

// bySelector tells whether the loop waits in a selector of Python.
func (lp *Loop) bySelector() bool {
	return lp.selector.Ref != nil || lp.Shape != unixLoopShape && lp.Type().IsHeap() && overridden(lp.Value(), object.NewStr("_selector"))
}

// passes gives the function that runs one pass.
func (lp *Loop) passes(th *Thread) func() error {
	lp.takeClock()
	if !lp.bySelector() {
		return lp.l.RunOnce
	}
	self := lp.Value()
	wait := func(seconds float64) error {
		timeout := None
		if seconds >= 0 {
			timeout = object.Float(seconds)
		}
		sel, err := object.GetAttr(th, self, object.NewStr("_selector"))
		if err != nil {
			return err
		}
		events, err := object.CallMethod(th, sel, nSelect, timeout)
		if err != nil {
			return err
		}
		_, err = object.CallMethod(th, self, nProcessEvents, events)
		return err
	}
	return func() error { return lp.l.RunOnceBy(wait) }
}

// closeSelector closes the script's selector with the loop.
func (lp *Loop) closeSelector(th *Thread) error {
	sel := lp.selector
	if sel.Ref == nil || !lp.Type().IsSubtype(SelectorLoopType) {
		return nil
	}
	lp.selector = None
	if sel.IsNone() {
		return nil
	}
	_, err := object.CallMethod(th, sel, nClose)
	return err
}

// foreignHandle is a handle in the ring that is not one of ours.
type foreignHandle struct {
	lp *Loop
	h  Value
}

func (f *foreignHandle) Run() error {
	th := f.lp.thread()
	if gone, err := truthOf(th, f.h, nPCancelled); err != nil || gone {
		return err
	}
	_, err := object.CallMethod(th, f.h, nRun)
	return err
}

func truthOf(th *Thread, v Value, attr *Str) (bool, error) {
	x, err := object.GetAttr(th, v, attr)
	if err != nil {
		return false, err
	}
	return object.Truth(th, x)
}

// callback is what stands in the ring for a handle of any kind. One of ours that is of another loop does not know the thread to run on.
func (lp *Loop) callback(h Value) aio.Callback {
	n := asHandle(h)
	if n == nil || nativeLoop(orNone(n.loop)) != lp {
		return &foreignHandle{lp, h}
	}
	if t := asTimer(h); t != nil {
		return t
	}
	if t := asThreadSafe(h); t != nil {
		return t
	}
	return n
}

// addCallback is _add_callback(handle).
func (lp *Loop) addCallback(th *Thread, h Value) error {
	gone, err := truthOf(th, h, nPCancelled)
	if err != nil || gone {
		return err
	}
	lp.l.CallSoon(lp.callback(h))
	return nil
}

// readyView is _ready, the callbacks that are ready, or _scheduled, those that have a deadline: a view of the kernel's queues.
type readyView struct {
	object.Header
	lp     *Loop
	timers bool
}

var (
	readyLayout = object.NewLayout[readyView]()
	readyType   = object.NewType("callbacks", object.ObjectType, readyLayout)
)

func newReadyView(lp *Loop, timers bool) Value {
	v := &readyView{lp: lp, timers: timers}
	v.Shape = readyType.ExactShape()
	return object.Of(&v.Header)
}

// handleOf shows a callback of the kernel as a handle; unbound if it has no equal in Python.
func (lp *Loop) handleOf(cb aio.Callback) Value {
	switch cb := cb.(type) {
	case *Handle:
		return cb.Value()
	case *TimerHandle:
		return cb.Value()
	case *ThreadSafeHandle:
		return cb.Value()
	case *foreignHandle:
		return cb.h
	case waker:
		return newHandle(lp.Value(), newWakerObject(cb), Value{}).Value()
	}
	return Value{}
}

func (r *readyView) items() []Value {
	var out []Value
	add := func(cb aio.Callback) bool {
		if h := r.lp.handleOf(cb); h.Ref != nil {
			out = append(out, h)
		}
		return true
	}
	if r.timers {
		r.lp.l.EachTimer(add)
	} else {
		r.lp.l.EachReady(add)
	}
	return out
}

func (r *readyView) add(th *Thread, h Value) error {
	if !r.timers {
		r.lp.l.CallSoon(r.lp.callback(h))
		return nil
	}
	t := asTimer(h)
	if t == nil {
		return object.TypeErrorf("a TimerHandle is needed, not %s", h.Type().Name)
	}
	if !t.cancelled {
		t.scheduled = true
		r.lp.l.SetTimer(&t.timer, t.when, r.lp.callback(h))
	}
	return nil
}

func init() {
	t := readyType
	t.Module = "asyncio.base_events"
	t.Flags |= object.FlagNoNew | object.FlagNoBase
	t.Doc = "The callbacks of an event loop that are ready, or that have a deadline."
	of := func(v Value) *readyView { return object.Unchecked[readyView](v) }
	t.Len = func(th *Thread, v Value) (int, error) { return len(of(v).items()), nil }
	t.Iter = func(th *Thread, v Value) (Value, error) { return object.Iter(th, object.ListValue(of(v).items()...)) }
	t.GetItem = func(th *Thread, v, i Value) (Value, error) {
		return object.GetItem(th, object.ListValue(of(v).items()...), i)
	}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue("callbacks(" + repr(th, object.ListValue(of(v).items()...)) + ")"), nil
	}
	t.Compare = func(th *Thread, a, b Value, op object.CmpOp) (Value, error) {
		if op != object.Eq && op != object.Ne {
			return object.NotImplemented, nil
		}
		var other []Value
		if err := object.Each(th, b, func(x Value) (bool, error) { other = append(other, x); return false, nil }); err != nil {
			return object.NotImplemented, nil
		}
		same, err := object.Equal(th, object.ListValue(of(a).items()...), object.ListValue(other...))
		return object.Bool(same == (op == object.Eq)), err
	}
	t.Methods = []object.Func{
		{Sig: "append(handle, /)", Doc: "Add a handle.", Fn: object.F2(func(th *Thread, v, h Value) (Value, error) { return None, of(v).add(th, h) })},
		{Sig: "popleft()", Doc: "Remove and return the oldest callback that is ready.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
			r := of(v)
			for !r.timers {
				cb := r.lp.l.TakeReady()
				if cb == nil {
					break
				}
				if h := r.lp.handleOf(cb); h.Ref != nil {
					return h, nil
				}
				if err := cb.Run(); err != nil {
					return Value{}, err
				}
			}
			return Value{}, object.NewExcf(object.IndexErrorType, "pop from an empty deque")
		})},
		{Sig: "clear()", Doc: "Forget all callbacks.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
			r := of(v)
			if r.timers {
				for _, h := range r.items() {
					if t := asTimer(h); t != nil {
						r.lp.l.StopTimer(&t.timer)
						t.scheduled = false
					}
				}
				return None, nil
			}
			for r.lp.l.TakeReady() != nil {
			}
			return None, nil
		})},
	}
}
