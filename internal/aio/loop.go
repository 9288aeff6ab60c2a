package aio

import (
	"errors"
	"math"
	"runtime"
	"sync/atomic"
	"time"
)

// A Loop is owned state (see doc.go) but for inbox, jobs, signals, state and outside.

// While callbacks are ready, I/O is looked at only this often. Each look is a system call (180 to 300 ns), as much as
// many callbacks: a chain of call_soon takes 217 ns a step with a look in each pass and 42 so. What the process itself
// does to its descriptors is seen in the next pass all the same, see PollSoon.
const pollInterval = 10 * time.Microsecond

// maxWait bounds one sleep; a deadline beyond it is waited for in several.
const maxWait = 24 * time.Hour

// ErrRunning is returned by Run when the loop runs already.
var ErrRunning = errors.New("event loop is already running")

// Hooks are the owner's. Each may be nil, and then costs nothing.
type Hooks struct {
	// BeforeBlock is called before the loop sleeps, and AfterBlock when it is back: the interpreter gives its lock up
	// and takes it again. An error of AfterBlock (a KeyboardInterrupt, a cancelled context) comes out of RunOnce.
	BeforeBlock func()
	AfterBlock  func() error

	// Stalled is called when the loop is about to sleep for ever: nothing is ready, no timer is set, no descriptor or
	// signal watched, no job running, nothing counted by Ref. An error comes out of RunOnce; nil sleeps all the same.
	Stalled func() error

	// Break, if not nil, is looked at once in each pass before anything runs; if it is not zero OnBreak is called: the
	// eval-breaker of an interpreter, for passes that run native callbacks alone. An error comes out of RunOnce.
	Break   *atomic.Uint32
	OnBreak func() error

	// Timing is told how long each callback ran.
	Timing func(cb Callback, took time.Duration)

	// Watch counts the callbacks for another goroutine.
	Watch *Watch

	// Shuffle is called with the n callbacks of a pass and may reorder them, for tests that look for a dependence on
	// their order. at gives the i-th.
	Shuffle func(n int, at func(i int) Callback, swap func(i, j int))
}

// Config is what New may be told.
type Config struct {
	Hooks    Hooks
	Clock    Clock // nil: the system's monotonic clock
	JobLimit int   // how many jobs may run at once; 0: DefaultJobLimit

	// PortablePoller takes poll(2) in place of epoll or kqueue.
	PortablePoller bool
}

// A Loop is one event loop. See the package comment for which goroutine may call what.
type Loop struct {
	ready    ring
	timers   timerHeap
	dirty    []Flusher
	observed bool // the hooks have Timing or Watch
	pollSoon bool // something happened that may make a descriptor ready
	watched  int  // descriptors with an interest
	lastPoll int64
	step     float64 // how far ahead of the clock a timer counts as due
	stopping bool
	running  bool
	closed   bool

	fds    []watch
	poller poller
	clock  Clock
	hooks  Hooks
	io     buffers

	state   atomic.Int32
	inbox   inbox
	outside outsideCount
	jobs    jobQueue
	signals signalTable
}

// New returns an open loop. Close gives its descriptors back.
func New(cfg Config) (*Loop, error) {
	open := newPoller
	if cfg.PortablePoller {
		open = newPortablePoller
	}
	p, err := open()
	if err != nil {
		return nil, err
	}
	l := &Loop{poller: p, step: Resolution}
	l.SetHooks(cfg.Hooks)
	if cfg.Clock != nil {
		l.SetClock(cfg.Clock)
	}
	l.jobs.limit = cfg.JobLimit
	if l.jobs.limit <= 0 {
		l.jobs.limit = DefaultJobLimit
	}
	return l, nil
}

// SetHooks replaces the hooks. Not while a pass runs.
func (l *Loop) SetHooks(h Hooks) { l.hooks, l.observed = h, h.Timing != nil || h.Watch != nil }

// CallSoon makes cb ready: it runs in the next pass, after all that is ready already. It allocates nothing.
func (l *Loop) CallSoon(cb Callback) { l.ready.push(cb) }

// Ready returns how many callbacks are ready.
func (l *Loop) Ready() int { return l.ready.len() }

// Busy reports whether a callback is ready, or something was posted that the loop has not looked at.
func (l *Loop) Busy() bool { return l.ready.len() > 0 || l.state.Load() == notified }

// Time returns the loop's clock in seconds.
func (l *Loop) Time() float64 {
	if l.clock != nil {
		return l.clock.Now()
	}
	return float64(Monotonic()) / 1e9
}

// PollSoon makes the next pass look at I/O even if callbacks are ready. To be called after something that may have
// made a watched descriptor ready from within the process (the loop's own writes do), so that the order of events is
// that of a loop which looks in each pass.
func (l *Loop) PollSoon() { l.pollSoon = true }

// Running reports whether Run runs.
func (l *Loop) Running() bool { return l.running }

// Closed reports whether Close was called.
func (l *Loop) Closed() bool { return l.closed }

// Stop makes Run return at the end of the pass under way, or of the first pass if Run is not running.
func (l *Loop) Stop() { l.stopping, l.pollSoon = true, true }

// Run runs passes until Stop is called or a callback returns an error.
func (l *Loop) Run() error { return l.RunBy(l.RunOnce) }

// RunBy is Run for an owner whose passes do more than RunOnce, which pass calls.
func (l *Loop) RunBy(pass func() error) error {
	if l.closed {
		return ErrClosed
	}
	if l.running {
		return ErrRunning
	}
	l.running = true
	var err error
	for {
		if err = pass(); err != nil || l.stopping {
			break
		}
	}
	l.stopping = false
	l.running = false
	return err
}

// RunOnce runs one pass, waiting for something to happen if nothing is ready. See the package comment for its order.
func (l *Loop) RunOnce() error {
	if l.closed {
		return ErrClosed
	}
	if len(l.dirty) > 0 {
		l.FlushDirty() // written while no callback ran
	}
	events := 0
	if l.ready.len() == 0 && !l.stopping {
		var err error
		if events, err = l.sleep(); err != nil {
			return err
		}
	} else if l.watched > 0 {
		now := Monotonic()
		if l.pollSoon || now-l.lastPoll >= int64(pollInterval) {
			events = l.poll(now)
		}
	}
	return l.runPass(events)
}

// runPass takes what was posted and the events of the poller, and runs what is ready.
func (l *Loop) runPass(events int) error {
	if l.state.Load() == notified {
		l.takePosted()
	}
	if events > 0 {
		l.takeEvents(events)
	}
	if len(l.timers.entries) > 0 {
		l.timers.due(l.Time()+l.step, &l.ready)
	}
	if l.hooks.Break != nil && l.hooks.Break.Load() != 0 {
		if err := l.hooks.OnBreak(); err != nil {
			return err
		}
	}
	return l.runReady()
}

// runReady runs what is ready now.
func (l *Loop) runReady() error {
	n := l.ready.len()
	if l.hooks.Shuffle != nil && n > 1 {
		l.hooks.Shuffle(n, l.ready.at, l.ready.swap)
	}
	if l.observed {
		return l.runObserved(n)
	}
	// A callback may run passes of its own and leave fewer than n.
	for ; n > 0 && l.ready.head != l.ready.tail; n-- {
		err := l.ready.pop().Run()
		if len(l.dirty) > 0 {
			l.FlushDirty()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *Loop) runObserved(n int) error {
	for ; n > 0 && l.ready.head != l.ready.tail; n-- {
		cb := l.ready.pop()
		// A callback may change the hooks.
		timing, watch := l.hooks.Timing, l.hooks.Watch
		var start time.Time
		if timing != nil {
			start = time.Now()
		}
		var err error
		if watch != nil {
			err = watch.run(cb)
		} else {
			err = cb.Run()
		}
		if len(l.dirty) > 0 {
			l.FlushDirty()
		}
		if timing != nil && l.hooks.Timing != nil {
			timing(cb, time.Since(start))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// poll looks at I/O without waiting, and returns the number of events.
func (l *Loop) poll(now int64) int {
	l.lastPoll, l.pollSoon = now, false
	return l.poller.poll(l.watched)
}

// sleep waits until an event, a post or the first deadline; nothing is ready. It returns the number of events.
func (l *Loop) sleep() (events int, err error) {
	wait := time.Duration(-1)
	if len(l.timers.entries) > 0 {
		if wait = l.until(l.timers.entries[0].when); wait == 0 && l.watched == 0 {
			return 0, nil
		}
	}
	if l.watched > 0 {
		if events = l.poll(Monotonic()); events > 0 {
			return events, nil
		}
	}
	if wait == 0 || l.state.Load() == notified {
		return 0, nil
	}
	if l.outside.Load() > 0 {
		// A job's result is often a fraction of a microsecond away, but 30 once this goroutine sleeps in a system call.
		for range 2 {
			runtime.Gosched()
			if l.state.Load() == notified {
				return 0, nil
			}
		}
	} else if l.clock != nil && wait > 0 {
		if grace := l.clock.Grace(l.watched); grace > 0 {
			if events, err = l.block(grace); events > 0 || err != nil || l.Busy() {
				return events, err
			}
		}
		if l.clock.Jump(l.timers.entries[0].when) {
			return 0, nil
		}
	}
	if l.clock != nil && l.outside.Load() > 0 {
		wait = -1 // virtual time stands still while real work is under way
	}
	if wait < 0 && l.hooks.Stalled != nil && l.watched == 0 && l.outside.Load() == 0 && l.signals.empty() {
		if err := l.hooks.Stalled(); err != nil || l.Busy() || l.watched > 0 || len(l.timers.entries) > 0 {
			return 0, err
		}
	}
	return l.block(wait)
}

// block sleeps in the poller, for good if wait is negative, unless something was posted.
func (l *Loop) block(wait time.Duration) (events int, err error) {
	if !l.state.CompareAndSwap(awake, sleeping) {
		return 0, nil
	}
	if l.hooks.BeforeBlock != nil {
		l.hooks.BeforeBlock()
	}
	events = l.poller.wait(wait)
	l.state.CompareAndSwap(sleeping, awake)
	if l.hooks.AfterBlock != nil {
		err = l.hooks.AfterBlock()
	}
	l.lastPoll, l.pollSoon = Monotonic(), false
	return events, err
}

// until returns how long the loop may sleep for the deadline when, at least to the clock's next step.
func (l *Loop) until(when float64) time.Duration {
	d := when - l.Time()
	switch {
	case d <= l.step:
		return 0
	case d >= maxWait.Seconds():
		return maxWait
	}
	return time.Duration(math.Ceil(d * 1e9))
}

// closer is a reader of the kernel's own, whose descriptor nobody else closes.
type closer interface{ close() }

// Close gives the loop's descriptors back and drops all that was ready, set or watched; it does not run it. Watched
// descriptors stay open: they are their owners'. Jobs that still run end in vain.
func (l *Loop) Close() error {
	if l.closed {
		return nil
	}
	if l.running {
		return ErrRunning
	}
	l.closed = true
	l.signals.close()
	l.inbox.mu.Lock()
	l.inbox.closed = true
	l.inbox.posted, l.inbox.spare = nil, nil
	l.poller.close()
	l.inbox.mu.Unlock()
	l.jobs.clear()
	l.ready.clear()
	l.timers.clear()
	for i := range l.fds {
		if c, ok := l.fds[i].reader.(closer); ok {
			c.close()
		}
	}
	l.fds, l.watched, l.dirty = nil, 0, nil
	l.io = buffers{}
	return nil
}
