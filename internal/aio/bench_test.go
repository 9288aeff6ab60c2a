package aio

import (
	"sync/atomic"
	"testing"
)

type counter struct {
	l    *Loop
	n    int
	left int
}

func (c *counter) Run() error { c.n++; return nil }

// chain makes itself ready until it has run left times.
type chain struct{ counter }

func (c *chain) Run() error {
	if c.left--; c.left > 0 {
		c.l.CallSoon(c)
	} else {
		c.l.Stop()
	}
	return nil
}

func BenchmarkCallSoonBulk(b *testing.B) {
	l := newLoop(b, Config{})
	c := &counter{}
	for i := 0; i < b.N; i += 1000 {
		for range 1000 {
			l.CallSoon(c)
		}
		l.RunOnce()
	}
}

func BenchmarkCallSoonChained(b *testing.B) {
	l := newLoop(b, Config{})
	c := &chain{counter{l: l, left: b.N}}
	l.CallSoon(c)
	l.Run()
}

// The same while a descriptor is watched, so that the clock is read in each pass and I/O looked at now and then.
func BenchmarkCallSoonChainedWatching(b *testing.B) {
	l := newLoop(b, Config{})
	r, w, errno := Pipe()
	if errno != 0 {
		b.Skip(errno)
	}
	defer CloseFD(r)
	defer CloseFD(w)
	l.AddReader(r, &counter{})
	c := &chain{counter{l: l, left: b.N}}
	l.CallSoon(c)
	l.Run()
}

func BenchmarkTimerAddCancel(b *testing.B) {
	l := newLoop(b, Config{})
	c := &counter{}
	timers := make([]Timer, 10_000)
	for i := range timers {
		l.SetTimer(&timers[i], float64(i*7919%10_000)+1e9, c)
	}
	i := 0
	for b.Loop() {
		t := &timers[i%len(timers)]
		l.StopTimer(t)
		l.SetTimer(t, float64(i*31%10_000)+1e9, c)
		i++
	}
}

func BenchmarkTimerFire(b *testing.B) {
	clock := NewVirtualClock(0)
	l := newLoop(b, Config{Clock: clock})
	c := &counter{}
	timers := make([]Timer, 10_000)
	for n := 0; n < b.N; n += len(timers) {
		now := clock.Now()
		for i := range timers {
			l.SetTimer(&timers[i], now+float64(i*7919%10_000), c)
		}
		clock.Jump(now + 10_000)
		l.RunOnce()
	}
}

func BenchmarkPostAwake(b *testing.B) {
	l := newLoop(b, Config{})
	c := &counter{}
	for i := 0; i < b.N; i += 1000 {
		for range 1000 {
			l.Post(c)
		}
		l.takePosted()
		l.runReady()
	}
}

func BenchmarkPostAsleep(b *testing.B) {
	l := newLoop(b, Config{})
	c := &counter{}
	var stop atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !stop.Load() {
			if l.state.Load() == sleeping {
				l.Post(c)
			}
		}
	}()
	for b.Loop() {
		for before := c.n; c.n == before; {
			l.RunOnce()
		}
	}
	stop.Store(true)
	<-done
}

func BenchmarkJob(b *testing.B) {
	l := newLoop(b, Config{})
	j := &benchJob{}
	for b.Loop() {
		l.Submit(j)
		for before := j.n; j.n == before; {
			l.RunOnce()
		}
	}
}

type benchJob struct{ n int }

func (j *benchJob) Do()        {}
func (j *benchJob) Run() error { j.n++; return nil }
