// Package atexit is Python's module atexit: functions that run when the interpreter ends.
package atexit

import "ouro/internal/object"

type callback struct {
	f     object.Value
	args  []object.Value
	names []*object.Str
}

type state struct{ callbacks []callback }

// Module is atexit.
var Module = object.ModuleDef{
	Name: "atexit",
	Doc:  "Functions that run when the interpreter ends.",
	Functions: []object.Func{
		{Sig: "register(func, /, *args, **kwargs)", Doc: "Run func with the arguments when the interpreter ends, before those registered earlier.", Fn: object.Raw(register)},
		{Sig: "unregister(func, /)", Doc: "Do not run func after all.", Fn: object.F1(unregister)},
		{Sig: "_clear()", Doc: "Forget all functions.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			of(th).callbacks = nil
			return object.None, nil
		})},
		{Sig: "_run_exitfuncs()", Doc: "Run all functions now.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			Run(th)
			return object.None, nil
		})},
		{Sig: "_ncallbacks()", Doc: "The number of functions.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Int(int64(len(of(th).callbacks))), nil
		})},
	},
}

type key struct{}

func of(th *object.Thread) *state {
	return object.StateOf(th, key{}, func() *state { return &state{} })
}

func register(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args) == len(names) {
		return object.Value{}, object.TypeErrorf("register() takes at least 1 argument (0 given)")
	}
	f := args[0]
	if !object.Callable(f) {
		return object.Value{}, object.TypeErrorf("the first argument must be callable")
	}
	s := of(th)
	s.callbacks = append(s.callbacks, callback{f, append([]object.Value(nil), args[1:]...), append([]*object.Str(nil), names...)})
	return f, nil
}

func unregister(th *object.Thread, f object.Value) (object.Value, error) {
	s := of(th)
	var kept []callback
	for _, c := range s.callbacks {
		eq, err := object.Equal(th, c.f, f)
		if err != nil {
			return object.Value{}, err
		}
		if !eq {
			kept = append(kept, c)
		}
	}
	s.callbacks = kept
	return object.None, nil
}

// Run runs the registered functions, the last one first, and forgets them. What they raise is reported, not propagated.
func Run(th *object.Thread) {
	s := of(th)
	for len(s.callbacks) > 0 {
		last := len(s.callbacks) - 1
		c := s.callbacks[last]
		s.callbacks = s.callbacks[:last]
		if _, err := object.Call(th, c.f, c.args, c.names); err != nil {
			th.Unraisable(err, "Exception ignored in atexit callback", c.f)
		}
	}
}
