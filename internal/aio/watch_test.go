package aio

import (
	"testing"
	"time"
)

func TestWatch(t *testing.T) {
	var w Watch
	late := 0
	w.Late = func(cb Callback, took time.Duration) {
		if cb == nil || took < time.Millisecond {
			t.Errorf("late: %v after %v", cb, took)
		}
		late++
	}
	l := newLoop(t, Config{Hooks: Hooks{Watch: &w}})
	if _, running := w.Step(); running {
		t.Error("runs before it runs")
	}
	began := time.Now().Add(-time.Millisecond)
	l.CallSoon(Func(func() {
		step, running := w.Step()
		if !running {
			t.Error("a callback runs unseen")
		}
		w.Overdue(step, began) // and nobody takes it
	}))
	l.CallSoon(Func(func() {
		step, _ := w.Step()
		w.Overdue(step, began)
		if !w.Take(step) || w.Take(step) {
			t.Error("a report is one's own, once")
		}
	}))
	var past uint64
	l.CallSoon(Func(func() { past, _ = w.Step() }))
	l.CallSoon(Func(func() {
		w.Overdue(past, began) // too late: it is another's turn
		if w.Take(past) {
			t.Error("a step that is over was taken")
		}
	}))
	l.RunOnce()
	if late != 1 {
		t.Errorf("%d late callbacks", late)
	}
	if n, running := w.Step(); running || n != 8 {
		t.Errorf("step %d, running %v", n, running)
	}
}
