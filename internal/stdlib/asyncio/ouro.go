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
		{Sig: "watchdog(seconds, /)", Doc: "Have callbacks reported that hold an event loop longer than that, None for no longer; returns the former limit.", Fn: object.F1(setWatchdog)},
		{Sig: "tasks_of(pid, /)", Doc: "The records of the tasks of another process of the user, as text.", Fn: object.F1(askTasks)},
		{Sig: "new_event_loop(virtual, start, seed)", Doc: "A loop for tests: with a virtual clock that reads start at first, and with tasks in an order that seed gives (None for the usual one).", Fn: object.F3(newRehearsal)},
	},
	Types: []*object.Type{DeadlockErrorType},
}
