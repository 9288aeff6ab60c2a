// Package gc is the module gc. Go's collector frees memory by itself; what scripts see of it is that collect() runs the
// finalisers and weak reference callbacks of what has become unreachable.
package gc

import (
	"runtime"
	"time"

	"ouro/internal/object"
)

type state struct {
	disabled   bool
	thresholds [3]object.Value
	debug      object.Value
	collecting bool // gc.collect() is at work
}

// Module is gc.
var Module = object.ModuleDef{
	Name: "gc",
	Doc:  "Control of garbage collection.",
	Functions: []object.Func{
		{Sig: "enable()", Doc: "Let collections run by themselves.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			stateOf(th).disabled = false
			return object.None, nil
		})},
		{Sig: "disable()", Doc: "Ask for collections to be left to collect(); Go's collector goes on as memory demands.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			stateOf(th).disabled = true
			return object.None, nil
		})},
		{Sig: "isenabled()", Doc: "What enable() and disable() last said.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Bool(!stateOf(th).disabled), nil
		})},
		{Sig: "collect(generation=2)", Doc: "Collect now and run finalisers and weak reference callbacks.", Fn: object.F1(collect)},
		{Sig: "get_count()", Doc: "Counts of objects since the last collections; not kept here.", Fn: object.F0(func(*object.Thread) (object.Value, error) {
			return object.TupleValue(object.Int(0), object.Int(0), object.Int(0)), nil
		})},
		{Sig: "get_threshold()", Doc: "What set_threshold() stored.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			t := stateOf(th).thresholds
			return object.TupleValue(t[0], t[1], t[2]), nil
		})},
		{Sig: "set_threshold(threshold0, threshold1=NULL, threshold2=NULL, /)", Doc: "Store thresholds; Go's collector does not use them.", Fn: object.F3(setThreshold)},
		{Sig: "get_debug()", Doc: "What set_debug() stored.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return stateOf(th).debug, nil })},
		{Sig: "set_debug(flags, /)", Doc: "Store debugging flags, which have no effect.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			n, err := object.Index(th, v)
			if err == nil {
				stateOf(th).debug = n
			}
			return object.None, err
		})},
		{Sig: "get_objects(generation=None)", Doc: "All tracked objects; none are known here.", Fn: object.F1(func(*object.Thread, object.Value) (object.Value, error) {
			return object.ListValue(), nil
		})},
		{Sig: "get_referrers(*objs)", Doc: "Objects that refer to the given ones; none are known here.", Fn: object.F1(func(*object.Thread, object.Value) (object.Value, error) {
			return object.ListValue(), nil
		})},
		{Sig: "get_referents(*objs)", Doc: "Objects that the given ones refer to, as far as containers and attributes tell.", Fn: object.F1(referents)},
		{Sig: "get_stats()", Doc: "Counts of collections by generation.", Fn: object.F0(stats)},
		{Sig: "is_tracked(obj, /)", Doc: "Whether the object may be part of a reference cycle.", Fn: object.F1(isTracked)},
		{Sig: "is_finalized(obj, /)", Doc: "Whether the object's finaliser has run.", Fn: object.F1(func(*object.Thread, object.Value) (object.Value, error) { return object.False, nil })},
		{Sig: "freeze()", Doc: "No effect.", Fn: object.F0(nothing)},
		{Sig: "unfreeze()", Doc: "No effect.", Fn: object.F0(nothing)},
		{Sig: "get_freeze_count()", Doc: "0.", Fn: object.F0(func(*object.Thread) (object.Value, error) { return object.Int(0), nil })},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set("callbacks", object.ListValue())
		m.Set("garbage", object.ListValue())
		for i, n := range []string{"DEBUG_STATS", "DEBUG_COLLECTABLE", "DEBUG_UNCOLLECTABLE"} {
			m.Set(n, object.Int(1<<i))
		}
		m.Set("DEBUG_SAVEALL", object.Int(32))
		m.Set("DEBUG_LEAK", object.Int(38))
		return nil
	},
}

// stateKey identifies the module state; its address is all that counts.
var stateKey byte

func stateOf(th *object.Thread) *state {
	return object.StateOf(th, &stateKey, func() *state {
		return &state{thresholds: [3]object.Value{object.Int(2000), object.Int(10), object.Int(10)}, debug: object.Int(0)}
	})
}

func nothing(*object.Thread) (object.Value, error) { return object.None, nil }

// deadClearer is a thread whose unused registers can be told to forget what they refer to.
type deadClearer interface{ ClearDead() }

// settle bounds how long collect waits for Go's finaliser goroutines.
const settle = 20 * time.Millisecond

func collect(th *object.Thread, generation object.Value) (object.Value, error) {
	g, err := object.AsIndex(th, generation)
	if err != nil {
		return object.Value{}, err
	}
	if g < 0 || g > 2 {
		return object.Value{}, object.ValueErrorf("invalid generation")
	}
	s := stateOf(th)
	if s.collecting {
		return object.Int(0), nil // a finaliser asks for it, in the midst of one
	}
	s.collecting = true
	defer func() { s.collecting = false }()
	// A finaliser may make further objects unreachable, and an object with one is freed a cycle later.
	for range 3 {
		if c, ok := th.Frames.(deadClearer); ok {
			c.ClearDead()
		}
		cycle(th)
		th.RunFinal()
	}
	return object.Int(0), nil
}

// cycle runs the collector, and waits until finalisers and cleanups that it found have been queued.
func cycle(th *object.Thread) {
	done := make(chan struct{}, 2)
	watch(done)
	th.Unlocked(func() {
		runtime.GC()
		t := time.NewTimer(settle)
		defer t.Stop()
		for range 2 {
			select {
			case <-done:
			case <-t.C:
				return
			}
		}
		runtime.Gosched()
	})
}

// watch makes garbage that reports to done when its finaliser and its cleanup run.
//
//go:noinline
func watch(done chan struct{}) {
	type marker struct{ p *int }
	runtime.SetFinalizer(&marker{new(int)}, func(*marker) { done <- struct{}{} })
	runtime.AddCleanup(&marker{new(int)}, func(c chan struct{}) { c <- struct{}{} }, done)
}

func setThreshold(th *object.Thread, a, b, c object.Value) (object.Value, error) {
	s := stateOf(th)
	for i, v := range []object.Value{a, b, c} {
		if !v.Bound() {
			continue
		}
		n, err := object.AsIndex(th, v)
		if err != nil {
			return object.Value{}, err
		}
		s.thresholds[i] = object.Int(int64(n))
	}
	return object.None, nil
}

func stats(th *object.Thread) (object.Value, error) {
	var out []object.Value
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for i := range 3 {
		d := object.NewDict()
		n := int64(0)
		if i == 2 {
			n = int64(m.NumGC)
		}
		d.SetString("collections", object.Int(n))
		d.SetString("collected", object.Int(0))
		d.SetString("uncollectable", object.Int(0))
		out = append(out, d.Value())
	}
	return object.ListValue(out...), nil
}

func isTracked(th *object.Thread, v object.Value) (object.Value, error) {
	switch {
	case v.IsImmediate(), object.IsInt(v):
		return object.False, nil
	}
	if _, ok := object.AsStr(v); ok && !v.Type().IsHeap() {
		return object.False, nil
	}
	if _, ok := object.AsBytes(v); ok && !v.Type().IsHeap() {
		return object.False, nil
	}
	return object.True, nil
}

func referents(th *object.Thread, objs object.Value) (object.Value, error) {
	out := object.NewList()
	t, _ := object.AsTuple(objs)
	for _, o := range t.Items {
		if l, ok := object.AsList(o); ok {
			for _, x := range l.Snapshot() {
				out.Append(x)
			}
		} else if tup, ok := object.AsTuple(o); ok {
			for _, x := range tup.Items {
				out.Append(x)
			}
		} else if d, ok := object.AsDict(o); ok {
			for k, v := range d.All() {
				out.Append(k)
				out.Append(v)
			}
		} else if !o.IsImmediate() {
			if d := object.InstanceDict(o); d != nil {
				out.Append(d.Value())
			}
			out.Append(o.Type().Value())
		}
	}
	return out.Value(), nil
}
