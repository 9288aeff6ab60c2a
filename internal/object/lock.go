package object

import (
	"sync"
	"sync/atomic"
	"time"
)

// The interpreter lock: one thread runs Python code at a time.
//
// Taking and giving it up uncontended is one atomic operation. Who finds it taken queues up; a thread that gives it up of
// its own accord (around blocking work) wakes the first in the queue but may be back before that one runs, which spares
// a switch for work that is short after all. A thread that runs on for switchInterval while others queue is asked by the
// eval-breaker to give way, and then the lock is handed to the first in the queue, so that nobody starves.

const switchInterval = 5 * time.Millisecond

type lock struct {
	Breaker *atomic.Uint32
	held    atomic.Bool
	waiting atomic.Int32
	// turns counts acquisitions by those who queued; the tick asks for a switch only if there was none since the last.
	turns atomic.Uint32

	mu       sync.Mutex // guards the rest
	queue    []*lockWaiter
	tick     *time.Timer
	ticking  bool
	lastTurn uint32
	interval time.Duration
}

// lockWaiter is a thread in the queue.
type lockWaiter struct {
	wake  chan struct{}
	owner bool // the lock was handed over
}

// Acquire takes the interpreter lock.
func (th *Thread) Acquire() {
	if l := &th.Interp.lock; !l.held.CompareAndSwap(false, true) {
		l.wait(th, false)
	}
}

// Release gives the interpreter lock up.
func (th *Thread) Release() {
	l := &th.Interp.lock
	l.held.Store(false)
	if l.waiting.Load() > 0 {
		l.wakeFirst()
	}
}

// GiveWay lets the thread that has waited longest run, if any waits, and returns with the lock taken again.
func (th *Thread) GiveWay() {
	if l := &th.Interp.lock; l.waiting.Load() > 0 {
		l.wait(th, true)
	}
}

func (l *lock) wakeFirst() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) > 0 {
		l.queue[0].signal()
	}
}

func (w *lockWaiter) signal() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// wait queues the thread up and returns when it has the lock. With handOver it holds the lock and passes it to the first
// in the queue.
func (l *lock) wait(th *Thread, handOver bool) {
	w := th.waiter
	if w == nil {
		w = &lockWaiter{wake: make(chan struct{}, 1)}
		th.waiter = w
	}
	l.mu.Lock()
	if handOver {
		if len(l.queue) == 0 {
			l.mu.Unlock()
			return
		}
		first := l.queue[0]
		l.queue = append(l.queue[:0], l.queue[1:]...)
		l.waiting.Add(-1)
		first.owner = true
		first.signal()
	}
	w.owner = false
	l.queue = append(l.queue, w)
	l.waiting.Add(1)
	if !l.ticking {
		l.startTick()
	}
	l.mu.Unlock()
	for {
		// The lock may have come free before its holder saw this waiter.
		if l.held.CompareAndSwap(false, true) {
			l.mu.Lock()
			l.leave(w)
			l.mu.Unlock()
			break
		}
		<-w.wake
		l.mu.Lock()
		mine := w.owner
		l.mu.Unlock()
		if mine {
			break
		}
	}
	l.turns.Add(1)
	select {
	case <-w.wake:
	default:
	}
}

func (l *lock) leave(w *lockWaiter) {
	for i, x := range l.queue {
		if x == w {
			l.queue = append(l.queue[:i], l.queue[i+1:]...)
			l.waiting.Add(-1)
			return
		}
	}
}

func (l *lock) startTick() {
	l.ticking = true
	l.lastTurn = l.turns.Load()
	if l.interval == 0 {
		l.interval = switchInterval
	}
	if l.tick == nil {
		l.tick = time.AfterFunc(l.interval, l.onTick)
	} else {
		l.tick.Reset(l.interval)
	}
}

func (l *lock) onTick() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		l.ticking = false
		return
	}
	if n := l.turns.Load(); n != l.lastTurn {
		l.lastTurn = n
	} else {
		l.Breaker.Or(BreakSwitch)
	}
	l.tick.Reset(l.interval)
}

// SwitchInterval is how long a thread runs on while others wait for the interpreter lock.
func (in *Interp) SwitchInterval() time.Duration {
	in.lock.mu.Lock()
	defer in.lock.mu.Unlock()
	if in.interval == 0 {
		return switchInterval
	}
	return in.interval
}

// SetSwitchInterval is sys.setswitchinterval.
func (in *Interp) SetSwitchInterval(d time.Duration) {
	in.lock.mu.Lock()
	in.interval = max(d, time.Microsecond)
	in.lock.mu.Unlock()
}

// Unlocked runs f, which touches no Python object, without the interpreter lock.
func (th *Thread) Unlocked(f func()) {
	th.Release()
	defer th.Acquire()
	f()
}

// Wait waits without the interpreter lock until ch delivers or is closed (true) or the timeout is over (false); a negative
// timeout never is. Signal handlers run meanwhile; an exception they raise ends the wait.
func (th *Thread) Wait(ch <-chan struct{}, timeout time.Duration) (bool, error) {
	select {
	case <-ch:
		return true, nil
	default:
	}
	if timeout == 0 {
		return false, nil
	}
	if th.wake == nil {
		th.wake = make(chan struct{}, 1)
	}
	remove := th.Interp.AddWaker(th.poke)
	defer remove()
	var expired <-chan time.Time
	if timeout > 0 {
		t := time.NewTimer(timeout)
		defer t.Stop()
		expired = t.C
	}
	for {
		// What came before the waker was registered is in the eval-breaker.
		if err := th.CheckBreaker(); err != nil {
			return false, err
		}
		th.Release()
		done, over := false, false
		select {
		case <-ch:
			done = true
		case <-expired:
			over = true
		case <-th.wake:
		}
		th.Acquire()
		if done {
			return true, nil
		}
		if over {
			return false, th.CheckBreaker()
		}
	}
}

// Apart runs long pure work on a goroutine of its own, without the interpreter lock: other threads go on, and an error that a
// signal or a limit raises ends the wait. The work cannot be stopped: it is left to end by itself, so it must touch nothing
// that can change.
func (th *Thread) Apart(work func()) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	_, err := th.Wait(done, -1)
	return err
}

// poke ends a Wait's sleep, to look at the eval-breaker.
func (th *Thread) poke() {
	select {
	case th.wake <- struct{}{}:
	default:
	}
}
