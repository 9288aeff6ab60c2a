package object

import (
	"testing"
	"time"
)

// A thread that runs on is asked to give way, and the lock goes to the one that waits.
func TestLockIsHandedOver(t *testing.T) {
	in := NewInterp(noHost{})
	a, b := &Thread{Interp: in, Breaker: in.Breaker}, &Thread{Interp: in, Breaker: in.Breaker}
	a.Acquire()
	got := make(chan struct{})
	go func() {
		b.Acquire()
		close(got)
		b.Release()
	}()
	deadline := time.Now().Add(5 * time.Second)
	for in.Breaker.Load()&BreakSwitch == 0 {
		if time.Now().After(deadline) {
			t.Fatal("the holder was not asked to give way")
		}
		time.Sleep(time.Millisecond)
	}
	a.GiveWay()
	select {
	case <-got:
	default:
		t.Error("the lock came back before the waiter had it")
	}
	a.Release()
}

// Threads that take turns neither lose the lock nor hold it together.
func TestLockExcludes(t *testing.T) {
	in := NewInterp(noHost{})
	n, done := 0, make(chan struct{})
	for range 4 {
		go func() {
			th := &Thread{Interp: in, Breaker: in.Breaker}
			for range 2000 {
				th.Acquire()
				n++
				th.GiveWay()
				th.Release()
			}
			done <- struct{}{}
		}()
	}
	for range 4 {
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			t.Fatal("stuck")
		}
	}
	if n != 8000 {
		t.Errorf("counted %d, want 8000", n)
	}
}
