package aio

import (
	"os"
	"os/signal"
	"sync"
)

// The signal table is shared state, under its own mutex. Each watched signal has a channel and a goroutine of its
// own, so that ending one does not leave the others unwatched, with their default action, for even a moment.

type signalTable struct {
	mu      sync.Mutex
	watches map[os.Signal]*signalWatch
}

type signalWatch struct {
	ch chan os.Signal
	cb Callback // under the table's mutex
}

// NotifySignal posts cb to the loop each time the process receives sig, until StopSignal or Close. It replaces the
// loop's former callback for sig and returns it.
func (l *Loop) NotifySignal(sig os.Signal, cb Callback) (old Callback) {
	t := &l.signals
	t.mu.Lock()
	defer t.mu.Unlock()
	if w := t.watches[sig]; w != nil {
		old, w.cb = w.cb, cb
		return old
	}
	w := &signalWatch{ch: make(chan os.Signal, 16), cb: cb}
	if t.watches == nil {
		t.watches = map[os.Signal]*signalWatch{}
	}
	t.watches[sig] = w
	signal.Notify(w.ch, sig)
	go func() {
		for range w.ch {
			t.mu.Lock()
			cb := w.cb
			t.mu.Unlock()
			if cb != nil {
				l.Post(cb) // a closed loop wants no signal
			}
		}
	}()
	return nil
}

// StopSignal ends what NotifySignal began, and returns the callback, nil if there was none.
func (l *Loop) StopSignal(sig os.Signal) Callback {
	t := &l.signals
	t.mu.Lock()
	defer t.mu.Unlock()
	w := t.watches[sig]
	if w == nil {
		return nil
	}
	delete(t.watches, sig)
	return w.stop()
}

// stop ends the goroutine; the table's mutex is held. Nothing is sent on the channel once signal.Stop has returned.
func (w *signalWatch) stop() Callback {
	signal.Stop(w.ch)
	close(w.ch)
	cb := w.cb
	w.cb = nil
	return cb
}

func (t *signalTable) empty() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.watches) == 0
}

func (t *signalTable) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, w := range t.watches {
		w.stop()
	}
	t.watches = nil
}
