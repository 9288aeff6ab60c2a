package asyncio

import "ouro/internal/object"

// OuroModule is _ouro, on which the frozen package ouro stands: what event loops do here and not on CPython.
var OuroModule = object.ModuleDef{
	Name: "_ouro",
	Doc:  "What event loops do here and not on CPython.",
	Functions: []object.Func{
		{Sig: "report_deadlocks(enabled, /)", Doc: "Whether a loop that nothing can wake ends with DeadlockError; returns the former setting.", Fn: object.F1(func(th *Thread, on Value) (Value, error) {
			b, err := object.Truth(th, on)
			if err != nil {
				return Value{}, err
			}
			s := &stateOf(th).settings
			was := s.Deadlocks
			s.Deadlocks = b
			return object.Bool(was), nil
		})},
	},
	Types: []*object.Type{DeadlockErrorType},
}
