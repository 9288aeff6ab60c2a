// Package thread is the native module _thread: threads, which are goroutines with a Thread of their own, and locks.
package thread

import (
	"math"
	"os"
	"runtime/debug"
	"time"

	"ouro/internal/object"
	"ouro/internal/stdlib/signals"
)

// Value and its like under their short names.
type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

var none = object.None

// Module is _thread.
var Module = object.ModuleDef{
	Name: "_thread",
	Doc:  "Threads and locks, on which the module threading builds.",
	Functions: []Func{
		{Sig: "start_new_thread(function, args, kwargs=NULL, /)", Doc: "Call the function in a new thread; returns the thread's identifier.", Fn: object.F3(startNew)},
		{Sig: "start_new(function, args, kwargs=NULL, /)", Doc: "start_new_thread()", Fn: object.F3(startNew)},
		{Sig: "start_joinable_thread(function, handle=None, daemon=True)", Doc: "Call the function, without arguments, in a new thread; returns the handle by which it can be joined.", Fn: object.F3(startJoinable)},
		{Sig: "daemon_threads_allowed()", Doc: "Whether threads may be left running at the end.", Fn: object.F0(func(*Thread) (Value, error) { return object.True, nil })},
		{Sig: "allocate_lock()", Doc: "A new lock.", Fn: object.F0(allocate)},
		{Sig: "allocate()", Doc: "allocate_lock()", Fn: object.F0(allocate)},
		{Sig: "exit()", Doc: "Raise SystemExit, which ends the thread silently.", Fn: object.F0(exit)},
		{Sig: "exit_thread()", Doc: "exit()", Fn: object.F0(exit)},
		{Sig: "interrupt_main(signum=2, /)", Doc: "Have the main thread act as if the signal had come.", Fn: object.F1(interruptMain)},
		{Sig: "get_ident()", Doc: "The identifier of the calling thread.", Fn: object.F0(getIdent)},
		{Sig: "_native_name()", Doc: "What the calling thread is called if it was not started by a script, else ''.", Fn: object.F0(func(th *Thread) (Value, error) { return object.StrValue(th.Name), nil })},
		{Sig: "get_native_id()", Doc: "A number for the calling thread that no other thread of the system has while it lives.", Fn: object.F0(nativeID)},
		{Sig: "_get_main_thread_ident()", Doc: "The identifier of the main thread.", Fn: object.F0(func(*Thread) (Value, error) { return object.Int(mainIdent), nil })},
		{Sig: "_is_main_interpreter()", Doc: "Whether this is the first interpreter.", Fn: object.F0(func(*Thread) (Value, error) { return object.True, nil })},
		{Sig: "_make_thread_handle(ident, /)", Doc: "A handle for a thread that was not started here.", Fn: object.F1(makeHandle)},
		{Sig: "_count()", Doc: "How many threads started here are running.", Fn: object.F0(func(th *Thread) (Value, error) { return object.Int(int64(stateOf(th).running)), nil })},
		{Sig: "_shutdown()", Doc: "Wait for the threads that are no daemons.", Fn: object.F0(shutdown)},
		{Sig: "stack_size(size=0, /)", Doc: "The stack size that was asked for; stacks of threads grow as needed.", Fn: object.F1(stackSize)},
		{Sig: "set_name(name)", Doc: "Name the calling thread.", Fn: object.F1(setName)},
		{Sig: "_get_name()", Doc: "The name of the calling thread.", Fn: object.F0(func(th *Thread) (Value, error) { return object.StrValue(th.Name), nil })},
	},
	Types: []*object.Type{LockType, RLockType, LocalType, HandleType},
	Init: func(th *Thread, m *object.Module) error {
		m.Set("error", object.RuntimeErrorType.Value())
		m.Set("LockType", LockType.Value())
		m.Set("TIMEOUT_MAX", object.Float(float64(timeoutMax)))
		m.Set("_NAME_MAXLEN", object.Int(15))
		return nil
	},
}

const (
	mainIdent  = 1
	timeoutMax = math.MaxInt64 / int64(time.Second)
)

// state is what the module keeps per interpreter.
type state struct {
	running   int
	stackSize int64
	// joinable are the threads that the end of the program waits for.
	joinable map[*Handle]struct{}
}

func stateOf(th *Thread) *state {
	return object.StateOf(th, &stateKey, func() *state { return &state{joinable: map[*Handle]struct{}{}} })
}

// stateKey identifies the module's state; its address is all that counts.
var stateKey byte

func startNew(th *Thread, f, args, kwargs Value) (Value, error) {
	if !object.Callable(f) {
		return Value{}, object.TypeErrorf("first arg must be callable")
	}
	tup, ok := object.AsTuple(args)
	if !ok {
		return Value{}, object.TypeErrorf("2nd arg must be a tuple")
	}
	all := append([]Value(nil), tup.Items...)
	var names []*object.Str
	if kwargs.Bound() {
		d, ok := object.AsDict(kwargs)
		if !ok {
			return Value{}, object.TypeErrorf("optional 3rd arg must be a dictionary")
		}
		for k, v := range d.All() {
			n, ok := object.AsStr(k)
			if !ok {
				return Value{}, object.TypeErrorf("keywords must be strings")
			}
			names = append(names, n)
			all = append(all, v)
		}
	}
	t := spawn(th, f, all, names, nil)
	return object.Int(int64(t.ID)), nil
}

func startJoinable(th *Thread, f, handle, daemon Value) (Value, error) {
	if !object.Callable(f) {
		return Value{}, object.TypeErrorf("thread function must be callable")
	}
	var h *Handle
	if handle.IsNone() {
		h = newHandle()
	} else if x, ok := object.Cast[Handle](handle, handleLayout); ok {
		h = x
	} else {
		return Value{}, object.TypeErrorf("'handle' must be a _ThreadHandle")
	}
	isDaemon, err := object.Truth(th, daemon)
	if err != nil {
		return Value{}, err
	}
	if h.started {
		return Value{}, object.RuntimeErrorf("thread already started")
	}
	h.started = true
	if !isDaemon {
		stateOf(th).joinable[h] = struct{}{}
	}
	spawn(th, f, nil, nil, h)
	return h.Value(), nil
}

// spawn runs f in a new goroutine with a Thread of its own.
func spawn(th *Thread, f Value, args []Value, names []*object.Str, h *Handle) *Thread {
	st := stateOf(th)
	t := th.Interp.Host.NewThread(th)
	if h != nil {
		h.ident = t.ID
	}
	st.running++
	th.Interp.Outside++
	go func() {
		t.Acquire()
		defer t.Release()
		defer func() {
			st.running--
			t.Interp.Outside--
			forgetLocals(t)
			if h != nil {
				delete(st.joinable, h)
				h.setDone()
			}
		}()
		defer func() {
			if p := recover(); p != nil {
				// A panic is a bug of ours; it must not end the program.
				t.Unraisable(object.NewExcf(object.SystemErrorType, "internal error: %v\n%s", p, debug.Stack()), "Exception ignored in thread started by", f)
			}
		}()
		if _, err := object.Call(t, f, args, names); err != nil && !object.Matches(err, object.SystemExitType) {
			t.Unraisable(err, "Exception ignored in thread started by", f)
		}
	}()
	return t
}

func allocate(th *Thread) (Value, error) { return newLock().Value(), nil }

func exit(*Thread) (Value, error) { return Value{}, object.NewExc(object.SystemExitType) }

func interruptMain(th *Thread, sig Value) (Value, error) {
	n, err := object.AsIndex(th, sig)
	if err != nil {
		return Value{}, err
	}
	if n < 1 || n > 64 {
		return Value{}, object.ValueErrorf("signal number out of range")
	}
	signals.Trip(th, n)
	return none, nil
}

func getIdent(th *Thread) (Value, error) { return object.Int(int64(th.ID)), nil }

// nativeID counts on from the process's number, which is the main thread's: goroutines have no number of the system's.
func nativeID(th *Thread) (Value, error) {
	return object.Int(int64(os.Getpid()) + int64(th.ID) - mainIdent), nil
}

func makeHandle(th *Thread, ident Value) (Value, error) {
	n, err := object.AsIndex(th, ident)
	if err != nil {
		return Value{}, err
	}
	h := newHandle()
	h.ident, h.started = uint64(n), true
	return h.Value(), nil
}

func shutdown(th *Thread) (Value, error) {
	st := stateOf(th)
	for {
		var h *Handle
		for x := range st.joinable {
			if x.ident != th.ID {
				h = x
				break
			}
		}
		if h == nil {
			return none, nil
		}
		if _, err := th.Wait(h.done, -1); err != nil {
			return Value{}, err
		}
		delete(st.joinable, h)
	}
}

const minStack = 53248

func stackSize(th *Thread, size Value) (Value, error) {
	n, err := object.AsIndex(th, size)
	if err != nil {
		return Value{}, err
	}
	if n != 0 && n < minStack {
		return Value{}, object.ValueErrorf("size must be at least %d bytes", minStack)
	}
	st := stateOf(th)
	old := st.stackSize
	st.stackSize = int64(n)
	return object.Int(old), nil
}

func setName(th *Thread, name Value) (Value, error) {
	s, ok := object.AsStr(name)
	if !ok {
		return Value{}, object.TypeErrorf("set_name() argument 'name' must be str, not %s", name.Type().Name)
	}
	th.Name = s.S
	return none, nil
}
