package thread

import (
	"fmt"

	"ouro/internal/object"
)

// Handle is a _ThreadHandle: a thread that can be waited for.
type Handle struct {
	object.Header
	ident   uint64
	started bool
	ended   bool
	done    chan struct{} // closed at the thread's end
}

var (
	handleLayout = object.NewLayout[Handle]()
	HandleType   = object.NewType("_ThreadHandle", object.ObjectType, handleLayout)
)

func newHandle() *Handle {
	h := &Handle{done: make(chan struct{})}
	h.Shape = HandleType.ExactShape()
	return h
}

// Value is the handle as a Python value.
func (h *Handle) Value() Value { return object.Of(&h.Header) }

func (h *Handle) setDone() {
	if !h.ended {
		h.ended = true
		close(h.done)
	}
}

func handleJoin(th *Thread, self, timeout Value) (Value, error) {
	h := object.Unchecked[Handle](self)
	wait := int64(-1)
	if !timeout.IsNone() {
		d, err := object.AsDuration(th, timeout)
		if err != nil {
			return Value{}, err
		}
		wait = max(int64(d), -1)
	}
	if !h.started {
		return Value{}, object.RuntimeErrorf("thread not started")
	}
	if h.ident == th.ID && !h.ended {
		return Value{}, object.RuntimeErrorf("Cannot join current thread")
	}
	_, err := th.Wait(h.done, duration(wait))
	return none, err
}

func handleSetDone(th *Thread, self Value) (Value, error) {
	h := object.Unchecked[Handle](self)
	if !h.started {
		return Value{}, object.RuntimeErrorf("thread not started")
	}
	h.setDone()
	return none, nil
}

func init() {
	t := HandleType
	t.Module = "_thread"
	t.Doc = "A thread that can be waited for."
	t.Constructor = &Func{Sig: "_ThreadHandle()", Fn: object.FN(func(*Thread, []Value) (Value, error) { return newHandle().Value(), nil })}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue(fmt.Sprintf("<_thread._ThreadHandle object: ident=%d>", object.Unchecked[Handle](v).ident)), nil
	}
	t.Flags |= object.FlagNoBase
	t.Methods = []Func{
		{Sig: "join(timeout=None, /)", Doc: "Wait for the thread's end, at most for timeout seconds.", Fn: object.F2(handleJoin)},
		{Sig: "is_done()", Doc: "Whether the thread has ended.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(object.Unchecked[Handle](self).ended), nil
		})},
		{Sig: "_set_done()", Doc: "Count the thread as ended.", Fn: object.F1(handleSetDone)},
	}
	t.GetSets = []object.GetSet{{Name: "ident", Doc: "The thread's identifier.", Get: func(th *Thread, self Value) (Value, error) {
		return object.Int(int64(object.Unchecked[Handle](self).ident)), nil
	}}}
}
