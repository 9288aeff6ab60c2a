package object

import (
	"runtime"
	"sync"
)

// finalizers holds objects with __del__ that the garbage collector found unreachable, until the interpreter's thread runs
// their finalisers, and callbacks of weak references likewise. The collector's goroutine only appends here.
type finalizers struct {
	mu    sync.Mutex
	ready []func(th *Thread)
}

// watchDel arranges that the object's __del__ runs once it is unreachable.
func (in *Interp) watchDel(h *Header) {
	runtime.SetFinalizer(h, func(h *Header) {
		in.PostFinal(func(th *Thread) { runDel(th, Of(h)) })
	})
}

// WatchFinal has f run on the interpreter's thread once the object is unreachable, with the object, which lives again
// meanwhile. It replaces an earlier f; Unwatch ends it.
func WatchFinal(th *Thread, h *Header, f func(th *Thread, v Value)) {
	in := th.Interp
	runtime.SetFinalizer(h, nil)
	runtime.SetFinalizer(h, func(h *Header) {
		in.PostFinal(func(th *Thread) { f(th, Of(h)) })
	})
}

// Unwatch ends what WatchFinal began.
func Unwatch(h *Header) { runtime.SetFinalizer(h, nil) }

func runDel(th *Thread, v Value) {
	del := v.Type().Del
	if del == nil {
		return
	}
	if err := del(th, v); err != nil {
		f, _ := v.Type().Lookup(strDel)
		th.Unraisable(err, "Exception ignored while calling deallocator", f)
	}
}

// PostFinal queues work for the interpreter's thread; callable from any goroutine.
func (in *Interp) PostFinal(f func(th *Thread)) {
	in.final.mu.Lock()
	in.final.ready = append(in.final.ready, f)
	in.final.mu.Unlock()
	in.Interrupt(BreakFinal)
}

// RunFinal runs what PostFinal queued, on th.
func (th *Thread) RunFinal() {
	f := &th.Interp.final
	f.mu.Lock()
	ready := f.ready
	f.ready = nil
	f.mu.Unlock()
	for _, g := range ready {
		g(th)
	}
}

// WatchDel arranges that the Del slot of v's type runs once v is unreachable, for builtin types that have one; instances of classes
// made by scripts are watched anyway.
func WatchDel(th *Thread, v Value) { th.Interp.watchDel(v.Ref) }
