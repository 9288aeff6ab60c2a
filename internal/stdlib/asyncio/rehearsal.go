package asyncio

import (
	"math/rand/v2"
	"time"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// rehearsal is what a loop has that runs a test: a clock that does not wait, an order of tasks that a number decides, or both.
//
// Only tasks change places, and only among themselves within a pass: call_soon() promises an order, and protocols rely on it.
type rehearsal struct {
	lp    *Loop
	order *rand.Rand        // nil: the usual order
	clock *aio.VirtualClock // nil: the system's
	start float64           // the clock's first reading, ...
	wall  float64           // ... and the time of day then
	slots []int
	outer object.Time // what r stands in for while the loop runs
}

// rehearsalClock is the virtual clock of a loop, which gives other threads a moment too.
type rehearsalClock struct {
	*aio.VirtualClock
	in *object.Interp
}

// Grace lets threads that the script has started get a word in.
func (c rehearsalClock) Grace(watched int) time.Duration {
	return c.VirtualClock.Grace(watched + c.in.Outside)
}

// newRehearsal is new_event_loop(virtual, start, seed).
func newRehearsal(th *Thread, virtual, start, seed Value) (Value, error) {
	r := &rehearsal{}
	isVirtual, err := object.Truth(th, virtual)
	if err != nil {
		return Value{}, err
	}
	if isVirtual {
		if r.start, err = toFloat(th, start); err != nil {
			return Value{}, err
		}
		if !(r.start >= 0 && r.start < 1e12) {
			return Value{}, object.ValueErrorf("start must be between 0 and 1e12, not %s", repr(th, start))
		}
		r.clock = aio.NewVirtualClock(r.start)
		r.wall = float64(time.Now().UnixMicro()) / 1e6
	}
	if !seed.IsNone() {
		n, err := object.Index(th, seed)
		if err != nil {
			return Value{}, err
		}
		// The hash of an int is the int itself where it is small.
		h, err := object.Hash(th, n)
		if err != nil {
			return Value{}, err
		}
		r.order = rand.New(rand.NewPCG(uint64(h), 0))
	}
	lp, err := newLoop(th, UnixLoopType)
	if err != nil {
		return Value{}, err
	}
	if r.clock != nil {
		lp.l.SetClock(rehearsalClock{r.clock, th.Interp})
	}
	r.lp, lp.rehearsal = lp, r
	return lp.Value(), lp.initDebug(th)
}

// begin puts the clock in the place of the system's until end is called: while the loop runs.
func (r *rehearsal) begin(th *Thread) {
	if r.clock != nil {
		r.outer, th.Interp.Time = th.Interp.Time, r
	}
}

func (r *rehearsal) end(th *Thread) {
	if r.clock != nil {
		th.Interp.Time, r.outer = r.outer, nil
	}
}

// Monotonic is time.monotonic(), and what loop.time() gives.
func (r *rehearsal) Monotonic() float64 { return r.clock.Now() }

// Wall is time.time(): it goes on from the time of day at which the loop was made.
func (r *rehearsal) Wall() float64 { return r.wall + (r.clock.Now() - r.start) }

// Sleep is time.sleep(): on the loop's thread the clock moves. Other threads sleep, and the clock stands still meanwhile.
func (r *rehearsal) Sleep(th *Thread, seconds float64) bool {
	if th != r.lp.th {
		return false
	}
	r.clock.Jump(r.clock.Now() + seconds)
	return true
}

// shuffle is the kernel's Shuffle hook.
func (r *rehearsal) shuffle(n int, at func(int) aio.Callback, swap func(i, j int)) {
	r.slots = r.slots[:0]
	for i := range n {
		switch at(i).(type) {
		case *taskStep, *taskWakeup, *taskThrow:
			r.slots = append(r.slots, i)
		}
	}
	r.order.Shuffle(len(r.slots), func(i, j int) { swap(r.slots[i], r.slots[j]) })
}
