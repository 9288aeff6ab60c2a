package aio

import (
	"math"
	"sync/atomic"
	"time"
)

// Resolution is how far ahead of the clock a timer counts as due, in seconds: the clock's own step.
const Resolution = 1e-9

// The system's monotonic clock is read once beside Go's; from then on Go's, which needs no system call, gives both.
var (
	clockStart = time.Now()
	clockBase  = monotonicBase()
)

// Monotonic returns the system's monotonic clock in nanoseconds: what time.monotonic_ns returns, and what
// Loop.Time counts in.
func Monotonic() int64 { return clockBase + int64(time.Since(clockStart)) }

// A Clock replaces the monotonic clock of a loop.
type Clock interface {
	// Now returns the time in seconds. It never goes back.
	Now() float64
	// Jump is called when the loop has nothing to do until to, in place of sleeping. It returns false if the loop
	// shall sleep after all; otherwise Now has reached to.
	Jump(to float64) bool
	// Grace is how long, in real time, the loop first waits for something else to happen. watched is the number of
	// descriptors that it watches.
	Grace(watched int) time.Duration
	// Step is how far ahead of Now a timer counts as due.
	Step() float64
}

// A VirtualClock stands still while callbacks run and jumps to the next deadline when nothing is ready, so that a
// test of an hour's timeouts takes no time. Any goroutine may read it; only the loop moves it.
type VirtualClock struct {
	bits atomic.Uint64
}

// NewVirtualClock returns a clock that reads start seconds.
func NewVirtualClock(start float64) *VirtualClock {
	c := &VirtualClock{}
	c.bits.Store(math.Float64bits(start))
	return c
}

// Now returns the virtual time.
func (c *VirtualClock) Now() float64 { return math.Float64frombits(c.bits.Load()) }

// Grace gives what the process does over its own sockets and pipes the time to arrive.
func (c *VirtualClock) Grace(watched int) time.Duration {
	if watched > 0 {
		return 5 * time.Millisecond
	}
	return 0
}

// Step is nothing: the clock is moved to each deadline exactly, so that who waits for a time by short sleeps gets there.
func (c *VirtualClock) Step() float64 { return 0 }

// Jump moves the clock to the deadline.
func (c *VirtualClock) Jump(to float64) bool {
	if math.IsInf(to, 1) {
		return false
	}
	if to > c.Now() {
		c.bits.Store(math.Float64bits(to))
	}
	return true
}
