package aio

import (
	"sync/atomic"
	"time"
)

// A Watch tells another goroutine whether the loop is stuck in a callback. It is shared state: the loop counts its steps,
// another goroutine samples the count, and neither waits for the other.
//
// The count is odd while a callback runs. Who finds it odd and unchanged for too long calls Overdue; if nobody else has
// reported the callback when it ends, the loop calls Late.
type Watch struct {
	// Late is called on the loop after a callback that is marked overdue, with how long it ran since it was first seen.
	Late func(cb Callback, took time.Duration)

	steps   atomic.Uint64
	overdue atomic.Uint64 // the step to be reported, 0 for none
	since   time.Time     // of overdue; written before it and read after it
}

// Step is the number of the callback that runs; running is false between callbacks.
func (w *Watch) Step() (n uint64, running bool) {
	n = w.steps.Load()
	return n, n&1 != 0
}

// Overdue marks a step, seen first at since, to be reported when it ends.
func (w *Watch) Overdue(step uint64, since time.Time) {
	w.since = since
	w.overdue.Store(step)
}

// Take claims the report of a step that was marked. It is false if the loop has made it, or has gone on.
func (w *Watch) Take(step uint64) bool {
	return w.steps.Load() == step && w.overdue.CompareAndSwap(step, 0)
}

// run runs a callback under the watch.
func (w *Watch) run(cb Callback) error {
	step := w.steps.Add(1)
	err := cb.Run()
	if w.overdue.Load() == step && w.overdue.CompareAndSwap(step, 0) && w.Late != nil {
		w.Late(cb, time.Since(w.since))
	}
	w.steps.Add(1)
	return err
}
