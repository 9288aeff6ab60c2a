package aio

import (
	"errors"
	"sync"
	"sync/atomic"
)

// The inbox is shared state: any goroutine posts, the loop takes all at once by swapping two slices.
//
// Loop.state tells posters whether the loop needs waking:
//
//	awake     the loop runs, and has taken all that was posted
//	notified  something was posted (or Wake called) since; the loop looks before it runs a pass or blocks
//	sleeping  the loop is in the poller, or about to enter it, and looks no more
//
//	awake -> notified      a poster; costs it no system call
//	notified -> awake      the loop, before it takes the inbox
//	awake -> sleeping      the loop, before it blocks; fails if notified
//	sleeping -> notified   a poster, which then writes to the poller's wake-up descriptor
//	sleeping -> awake      the loop, back from the poller with other news
//
// Posters change the state and write to the descriptor with the mutex held, and Close takes the mutex: a late poster
// can not write to a descriptor that has been closed and given to another file.
const (
	awake int32 = iota
	notified
	sleeping
)

// ErrClosed is returned for a loop that has been closed.
var ErrClosed = errors.New("event loop is closed")

type inbox struct {
	mu     sync.Mutex
	posted []Callback
	spare  []Callback // the loop's own, swapped with posted
	closed bool
}

// Post makes cb ready from any goroutine, in the order of the calls. It needs no lock and never blocks for long.
func (l *Loop) Post(cb Callback) error {
	l.inbox.mu.Lock()
	if l.inbox.closed {
		l.inbox.mu.Unlock()
		return ErrClosed
	}
	l.inbox.posted = append(l.inbox.posted, cb)
	l.notify()
	l.inbox.mu.Unlock()
	return nil
}

// Wake makes the loop begin another pass if it sleeps, or is about to. Any goroutine may call it.
func (l *Loop) Wake() {
	l.inbox.mu.Lock()
	if !l.inbox.closed {
		l.notify()
	}
	l.inbox.mu.Unlock()
}

// notify changes the state for a poster; the inbox's mutex is held.
func (l *Loop) notify() {
	if l.state.Load() != notified && l.state.Swap(notified) == sleeping {
		l.poller.wake()
	}
}

// takePosted makes ready what was posted.
func (l *Loop) takePosted() {
	l.state.Store(awake) // before the swap: what is posted after it notifies anew
	l.inbox.mu.Lock()
	posted := l.inbox.posted
	l.inbox.posted = l.inbox.spare
	l.inbox.mu.Unlock()
	for i, cb := range posted {
		l.ready.push(cb)
		posted[i] = nil
	}
	if cap(posted) > 4096 {
		posted = nil // a burst's memory is not kept
	}
	l.inbox.spare = posted[:0]
}

// Ref counts n more (or, negative, fewer) things outside the loop that will post to it one day. While the count is
// above zero the loop does not call itself stalled, and yields to other goroutines before it blocks.
func (l *Loop) Ref(n int) { l.outside.Add(int64(n)) }

// outsideCount is what Ref counts, and what jobs count for themselves.
type outsideCount = atomic.Int64
