package aio

import (
	"errors"
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func newLoop(t testing.TB, cfg Config) *Loop {
	t.Helper()
	l, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// runFor runs l until it stops, and fails the test if that takes too long.
func runFor(t testing.TB, l *Loop, limit time.Duration) {
	t.Helper()
	var late Timer
	l.SetTimer(&late, l.Time()+limit.Seconds(), Func(func() {
		t.Error("the loop did not stop in time")
		l.Stop()
	}))
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	l.StopTimer(&late)
}

type trace struct{ strings.Builder }

func (tr *trace) add(s string) Func {
	return func() { tr.WriteString(s + " ") }
}

func (tr *trace) want(t *testing.T, want string) {
	t.Helper()
	if got := strings.TrimSpace(tr.String()); got != want {
		t.Errorf("order: got %q, want %q", got, want)
	}
	tr.Reset()
}

func TestPassRunsWhatWasReady(t *testing.T) {
	l := newLoop(t, Config{})
	var tr trace
	l.CallSoon(Func(func() {
		tr.WriteString("a ")
		l.CallSoon(tr.add("c"))
	}))
	l.CallSoon(tr.add("b"))
	l.RunOnce()
	tr.want(t, "a b")
	l.RunOnce()
	tr.want(t, "c")
}

func TestRingGrowsInOrder(t *testing.T) {
	l := newLoop(t, Config{})
	next := 0
	check := func(i int) Func {
		return func() {
			if i != next {
				t.Fatalf("ran %d, want %d", i, next)
			}
			next++
		}
	}
	n := 0
	for round := range 7 {
		for range 37 * (round + 1) {
			l.CallSoon(check(n))
			n++
		}
		if round%2 == 1 {
			l.RunOnce()
		}
	}
	l.RunOnce()
	if next != n {
		t.Errorf("ran %d of %d", next, n)
	}
}

func TestStop(t *testing.T) {
	l := newLoop(t, Config{})
	var tr trace
	l.CallSoon(Func(func() {
		l.Stop()
		l.CallSoon(tr.add("later"))
	}))
	l.CallSoon(tr.add("same pass"))
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	tr.want(t, "same pass")
	l.Stop() // before Run: one pass
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	tr.want(t, "later")
	l.Stop()
	if err := l.Run(); err != nil { // nothing ready: returns all the same
		t.Fatal(err)
	}
}

func TestErrorEndsPass(t *testing.T) {
	l := newLoop(t, Config{})
	boom := errors.New("boom")
	var tr trace
	l.CallSoon(errCallback{boom})
	l.CallSoon(tr.add("next"))
	if err := l.Run(); err != boom {
		t.Fatalf("got %v", err)
	}
	tr.want(t, "")
	l.Stop()
	l.Run()
	tr.want(t, "next")
}

type errCallback struct{ err error }

func (c errCallback) Run() error { return c.err }

func TestNestedAndClosed(t *testing.T) {
	l, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	var nested, closing error
	var tr trace
	l.CallSoon(Func(func() {
		nested, closing = l.Run(), l.Close()
		l.RunOnce() // takes what the outer pass has left
		l.Stop()
	}))
	l.CallSoon(tr.add("inner"))
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	if nested != ErrRunning || closing != ErrRunning {
		t.Errorf("got %v and %v", nested, closing)
	}
	tr.want(t, "inner")
	l.Close()
	if l.Close() != nil || l.Run() != ErrClosed || l.RunOnce() != ErrClosed || l.Post(tr.add("x")) != ErrClosed {
		t.Error("a closed loop works")
	}
	l.Wake()
	if _, errno := l.AddReader(0, tr.add("x")); errno == 0 {
		t.Error("a closed loop watches")
	}
}

func TestTimersOrder(t *testing.T) {
	l := newLoop(t, Config{Clock: NewVirtualClock(100)})
	var tr trace
	timers := make([]Timer, 8)
	set := func(i int, delay float64) { l.SetTimer(&timers[i], 100+delay, tr.add(fmt.Sprint(i))) }
	set(0, 3600)
	set(1, 1)
	set(2, 1)
	set(3, 0.5)
	set(4, 1)
	set(5, 2)
	set(6, 2)
	set(7, math.NaN())
	if !l.StopTimer(&timers[5]) || l.StopTimer(&timers[5]) || timers[5].Active() {
		t.Error("StopTimer")
	}
	set(2, 1) // moved behind its equals
	for len(l.timers.entries) > 0 {
		if err := l.RunOnce(); err != nil {
			t.Fatal(err)
		}
		tr.WriteString(fmt.Sprintf("@%g ", l.Time()-100))
	}
	tr.want(t, "7 @0 3 @0.5 1 4 2 @1 6 @2 0 @3600")
}

func TestTimerAfterReady(t *testing.T) {
	clock := NewVirtualClock(0)
	l := newLoop(t, Config{Clock: clock})
	var tr trace
	var timer Timer
	l.SetTimer(&timer, 1, tr.add("timer"))
	l.CallSoon(Func(func() {
		clock.Jump(2)
		l.CallSoon(tr.add("soon"))
	}))
	l.RunOnce()
	l.RunOnce()
	tr.want(t, "soon timer")
}

func TestTimerHeap(t *testing.T) {
	l := newLoop(t, Config{Clock: NewVirtualClock(0)})
	rnd := rand.New(rand.NewSource(1))
	timers := make([]Timer, 500)
	var fired []int
	for step := range 5000 {
		i := rnd.Intn(len(timers))
		if rnd.Intn(3) == 0 {
			if l.StopTimer(&timers[i]) == timers[i].Active() && timers[i].Active() {
				t.Fatal("still active")
			}
		} else {
			l.SetTimer(&timers[i], float64(rnd.Intn(50)), Func(func() { fired = append(fired, i) }))
		}
		if step%1000 == 0 {
			checkHeap(t, l)
		}
	}
	checkHeap(t, l)
	live := len(l.timers.entries)
	for len(l.timers.entries) > 0 {
		l.RunOnce()
	}
	if len(fired) != live {
		t.Errorf("fired %d of %d", len(fired), live)
	}
	if !slices.IsSortedFunc(fired, func(a, b int) int {
		return int(timers[a].when - timers[b].when)
	}) {
		t.Error("out of order")
	}
}

func checkHeap(t *testing.T, l *Loop) {
	t.Helper()
	for i := range l.timers.entries {
		e := &l.timers.entries[i]
		if e.t.index != i+1 || i > 0 && e.before(&l.timers.entries[(i-1)/4]) {
			t.Fatalf("heap broken at %d", i)
		}
	}
}

func TestRealTimers(t *testing.T) {
	l := newLoop(t, Config{})
	start := l.Time()
	var a, b, never Timer
	var at float64
	l.SetTimer(&never, math.Inf(1), Func(func() { t.Error("fired") }))
	l.SetTimer(&a, start-5, Func(func() {}))
	l.SetTimer(&b, start+0.003, Func(func() {
		at = l.Time()
		l.Stop()
	}))
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	if d := at - start; d < 0.003-Resolution || d > 1 {
		t.Errorf("fired after %g s", d)
	}
}

func TestPostFromManyGoroutines(t *testing.T) {
	for _, portable := range []bool{false, true} {
		l := newLoop(t, Config{PortablePoller: portable})
		const goroutines, each = 8, 300
		var got [goroutines]int
		total := 0
		for g := range goroutines {
			go func() {
				for i := range each {
					l.Post(Func(func() {
						if got[g] != i {
							t.Errorf("goroutine %d: got %d, want %d", g, i, got[g])
						}
						got[g]++
						if total++; total == goroutines*each {
							l.Stop()
						}
					}))
					if i%64 == 0 {
						time.Sleep(time.Microsecond) // lets the loop fall asleep
					}
				}
			}()
		}
		runFor(t, l, 20*time.Second)
	}
}

// Sleeping is given up for every post: none is lost between the last look and the sleep.
func TestWakePingPong(t *testing.T) {
	l := newLoop(t, Config{})
	ping := make(chan struct{})
	go func() {
		for range ping {
			l.Post(Func(func() {}))
		}
	}()
	for range 3000 {
		ping <- struct{}{}
		if err := l.RunOnce(); err != nil { // hangs if the post is lost
			t.Fatal(err)
		}
		for l.Ready() > 0 {
			l.RunOnce()
		}
	}
	close(ping)
}

func TestWakeReturnsEarly(t *testing.T) {
	l := newLoop(t, Config{})
	time.AfterFunc(2*time.Millisecond, l.Wake)
	if err := l.RunOnce(); err != nil {
		t.Fatal(err)
	}
	l.Wake() // while awake: the next pass does not block
	if err := l.RunOnce(); err != nil {
		t.Fatal(err)
	}
}

func TestPostRacesClose(t *testing.T) {
	for range 50 {
		l, err := New(Config{})
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for l.Post(Func(func() {})) == nil {
				}
			})
		}
		l.RunOnce()
		l.Close()
		wg.Wait()
	}
}

func TestBlockHooks(t *testing.T) {
	var lock sync.Mutex
	stop := errors.New("interrupted")
	var interrupt, over atomic.Bool
	defer over.Store(true)
	l := newLoop(t, Config{Hooks: Hooks{
		BeforeBlock: lock.Unlock,
		AfterBlock: func() error {
			lock.Lock()
			if interrupt.Load() {
				return stop
			}
			return nil
		},
	}})
	var tr trace
	go func() {
		lock.Lock() // had only while the loop sleeps
		ran := make(chan struct{})
		l.CallSoon(Func(func() { tr.add("threadsafe")(); close(ran) }))
		lock.Unlock()
		l.Wake()
		<-ran
		interrupt.Store(true)
		for !over.Load() { // a loop that is awake does not come by AfterBlock
			l.Wake()
			time.Sleep(time.Millisecond)
		}
	}()
	lock.Lock()
	defer lock.Unlock()
	if err := l.Run(); err != stop {
		t.Fatalf("got %v", err)
	}
	tr.want(t, "threadsafe")
}

func TestStalled(t *testing.T) {
	stalled := errors.New("stalled")
	l := newLoop(t, Config{Hooks: Hooks{Stalled: func() error { return stalled }}})
	if err := l.RunOnce(); err != stalled {
		t.Errorf("idle: got %v", err)
	}
	Go(l, func() int { time.Sleep(time.Millisecond); return 1 }, func(int) { l.Stop() })
	if err := l.Run(); err != nil {
		t.Errorf("with a job: got %v", err)
	}
	l.Ref(1)
	time.AfterFunc(time.Millisecond, l.Wake)
	if err := l.RunOnce(); err != nil {
		t.Errorf("with a reference: got %v", err)
	}
	l.Ref(-1)
	var timer Timer
	l.SetTimer(&timer, l.Time()+0.001, Func(l.Stop))
	if err := l.Run(); err != nil {
		t.Errorf("with a timer: got %v", err)
	}
	if err := l.RunOnce(); err != stalled {
		t.Errorf("idle again: got %v", err)
	}
}

func TestTimingAndShuffle(t *testing.T) {
	var timed int
	l := newLoop(t, Config{Hooks: Hooks{
		Timing: func(_ Callback, took time.Duration) { timed++ },
		Shuffle: func(n int, at func(int) Callback, swap func(i, j int)) {
			if at(0) == nil || at(n-1) == nil {
				t.Error("a callback is missing")
			}
			rand.New(rand.NewSource(3)).Shuffle(n, swap)
		},
	}})
	var order []int
	for i := range 20 {
		l.CallSoon(Func(func() { order = append(order, i) }))
	}
	l.RunOnce()
	if slices.IsSorted(order) || timed != 20 {
		t.Errorf("order %v, timed %d", order, timed)
	}
	slices.Sort(order)
	if len(slices.Compact(order)) != 20 {
		t.Errorf("lost or doubled: %v", order)
	}
}

func TestJobsLimitOrderCancel(t *testing.T) {
	l := newLoop(t, Config{JobLimit: 2})
	var running, most, done atomic.Int32
	const n = 30
	jobs := make([]*testJob, n)
	for i := range jobs {
		jobs[i] = &testJob{
			do: func() {
				if r := running.Add(1); r > most.Load() {
					most.Store(r)
				}
				time.Sleep(50 * time.Microsecond)
				running.Add(-1)
			},
			run: func() {
				if done.Add(1) == n-1 {
					l.Stop()
				}
			},
		}
		l.Submit(jobs[i])
	}
	if !l.CancelJob(jobs[n-1]) || l.CancelJob(jobs[n-1]) {
		t.Error("CancelJob")
	}
	runFor(t, l, 10*time.Second)
	if most.Load() > 2 {
		t.Errorf("%d ran at once", most.Load())
	}
	for l.outside.Load() != 0 {
		time.Sleep(time.Microsecond)
	}
}

type testJob struct{ do, run func() }

func (j *testJob) Do()        { j.do() }
func (j *testJob) Run() error { j.run(); return nil }

func TestJobPanicComesToTheLoop(t *testing.T) {
	l := newLoop(t, Config{})
	l.Submit(&testJob{do: func() { panic("ouch") }, run: func() { t.Error("ran") }})
	defer func() {
		p, ok := recover().(*JobPanic)
		if !ok || p.Value != "ouch" || !strings.Contains(p.Error(), "ouch") {
			t.Errorf("got %v", p)
		}
		l.running = false
	}()
	l.Run()
}

func TestCallSoonAllocatesNothing(t *testing.T) {
	l := newLoop(t, Config{})
	h := &errCallback{}
	var timer Timer
	l.RunOnceReady(h)
	if n := testing.AllocsPerRun(1000, func() {
		l.CallSoon(h)
		l.SetTimer(&timer, 1e12, h)
		l.StopTimer(&timer)
		l.RunOnce()
	}); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

// RunOnceReady makes cb ready and runs a pass.
func (l *Loop) RunOnceReady(cb Callback) {
	l.CallSoon(cb)
	l.RunOnce()
}

func TestMonotonic(t *testing.T) {
	a := Monotonic()
	b := Monotonic()
	if a <= 0 || b < a {
		t.Errorf("%d then %d", a, b)
	}
}

func TestBreak(t *testing.T) {
	var word atomic.Uint32
	stop := errors.New("stop")
	var tr trace
	l := newLoop(t, Config{Hooks: Hooks{Break: &word, OnBreak: func() error {
		word.Store(0)
		tr.WriteString("break ")
		return stop
	}}})
	l.CallSoon(tr.add("a"))
	l.RunOnce()
	l.CallSoon(tr.add("b"))
	word.Store(1)
	if err := l.RunOnce(); err != stop {
		t.Errorf("got %v", err)
	}
	l.RunOnce() // what was ready has stayed so
	tr.want(t, "a break b")
}
