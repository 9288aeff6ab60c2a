package object

import (
	"math/big"
	"sync"
	"sync/atomic"

	"ouro/internal/pynum"
)

// Frame is what objects and modules may ask of a Python frame; the VM implements it.
type Frame interface {
	Globals() *Dict
	Builtins() *Dict
	// Locals is what locals() gives in the frame.
	Locals(th *Thread) (Value, error)
	// Line is the current line, 0 if unknown.
	Line() int
	// Back is the calling frame, nil at the bottom.
	Back() Frame
	// Object is the frame as a Python value.
	Object() Value
}

// Frames is a thread's stack of Python frames; the VM implements it.
type Frames interface {
	// CurrentFrame is the innermost Python frame, nil if none runs.
	CurrentFrame() Frame
	// CheckBreaker does what the eval-breaker asks for: signals, thread switch, cancellation, finalisers.
	CheckBreaker() error
}

// Host is what the interpreter around a thread offers to objects and modules.
type Host interface {
	// Import is __import__ without a fromlist at level 0: it gives the named (sub)module itself.
	Import(th *Thread, name string) (Value, error)
	// ImportLevel is __import__(name, globals, None, fromlist, level).
	ImportLevel(th *Thread, name string, globals *Dict, fromlist Value, level int) (Value, error)
	// Compile is compile(); source is a str, bytes or AST object.
	Compile(th *Thread, source Value, filename, mode string, flags int, inherit bool, optimize int) (Value, error)
	// Exec runs a code object in the given namespaces.
	Exec(th *Thread, code Value, globals *Dict, locals, closure Value) (Value, error)
	// Unraisable reports an exception that nobody can catch; msg is like "Exception ignored in", obj may be unbound.
	Unraisable(th *Thread, e *Exc, msg string, obj Value)
	// NewThread makes a Thread for a new goroutine of the same interpreter.
	NewThread(th *Thread) *Thread
}

// Interp is one Python interpreter: everything that scripts can change. Interpreters share nothing mutable.
type Interp struct {
	Host    Host
	Modules *Dict // sys.modules
	// Builtins is the builtins module's namespace.
	Builtins *Dict
	Sys      *Dict
	abcToken int // counts registrations of virtual subclasses
	// MaxStrDigits is sys.get_int_max_str_digits(); 0: no limit.
	MaxStrDigits int

	// Pending does what BreakSignal, BreakCancel and BreakPending ask for; nil if nothing ever sets them.
	Pending func(th *Thread) error

	// Outside counts the goroutines that may yet run Python code of their own accord: threads that have been started, requests
	// under way. While there are any, an event loop that has nothing to do may still be woken. Touched under the lock.
	Outside int

	// Time, if not nil, stands in for the system's clocks. Touched under the lock.
	Time Time

	lock
	subclasses map[*Type]*kin
	states     map[any]any
	final      finalizers
	interned   map[string]*Str
	weak       weakTable
	wakers     wakers
	threads    atomic.Uint64
}

// Time is what a test may put in the place of the system's clocks.
type Time interface {
	// Monotonic is time.monotonic(), Wall time.time().
	Monotonic() float64
	Wall() float64
	// Sleep is time.sleep(); false if the thread shall really sleep.
	Sleep(th *Thread, seconds float64) bool
}

// wakers are what Interrupt calls, under a mutex of their own.
type wakers struct {
	mu  sync.Mutex
	set map[*func()]struct{}
}

// AddWaker has f called by Interrupt, from any goroutine: something that sleeps without looking at the eval-breaker
// registers what wakes it. remove ends it.
func (in *Interp) AddWaker(f func()) (remove func()) {
	w := &in.wakers
	w.mu.Lock()
	if w.set == nil {
		w.set = map[*func()]struct{}{}
	}
	w.set[&f] = struct{}{}
	w.mu.Unlock()
	return func() {
		w.mu.Lock()
		delete(w.set, &f)
		w.mu.Unlock()
	}
}

// Interrupt sets bits of the eval-breaker and wakes those who sleep. Any goroutine may call it.
func (in *Interp) Interrupt(bits uint32) {
	in.Breaker.Or(bits)
	in.wakers.mu.Lock()
	defer in.wakers.mu.Unlock()
	for f := range in.wakers.set {
		(*f)()
	}
}

// NextThreadID gives a new thread its ID; the main thread has the first, 1.
func (in *Interp) NextThreadID() uint64 { return in.threads.Add(1) }

// NewInterp makes an empty interpreter; package interp fills it.
func NewInterp(host Host) *Interp {
	in := &Interp{Host: host, Modules: NewDict(), subclasses: map[*Type]*kin{}, states: map[any]any{}, interned: map[string]*Str{}, MaxStrDigits: pynum.DefaultMaxStrDigits}
	in.Breaker = new(atomic.Uint32)
	return in
}

// StateOf gives a module's state in th's interpreter, made on first use. The key is a pointer that only the module has
// (its *ModuleDef, say).
func StateOf[T any](th *Thread, key any, make func() *T) *T {
	if s, ok := th.Interp.states[key]; ok {
		return s.(*T)
	}
	s := make()
	th.Interp.states[key] = s
	return s
}

// Intern gives the interpreter's one *Str for an identifier-like text.
func (in *Interp) Intern(s string) *Str {
	if x, ok := in.interned[s]; ok {
		return x
	}
	x := NewStr(s)
	in.interned[s] = x
	return x
}

// RunPending does what the eval-breaker's bits for signals, cancellation and pending calls ask for.
func (in *Interp) RunPending(th *Thread) error {
	if in.Pending == nil {
		in.Breaker.And(^(BreakSignal | BreakCancel | BreakPending))
		return nil
	}
	return in.Pending(th)
}

// Bits of the eval-breaker.
const (
	BreakSwitch  uint32 = 1 << iota // another thread wants the lock
	BreakSignal                     // a signal has come
	BreakFinal                      // objects wait to be finalised
	BreakCancel                     // the run is cancelled or a limit is reached
	BreakPending                    // an asynchronous exception or pending call is set
	BreakTrace                      // tracing or profiling is on
)

// Thread is one thread of Python code: a goroutine with the state that Python keeps per thread.
type Thread struct {
	Interp *Interp
	Frames Frames
	// Handled is the exception being handled (sys.exception()); ExcBase is the one that was handled where the running
	// generator chain was resumed.
	Handled, ExcBase *Exc
	// Context is the current contextvars.Context, unbound until one is needed.
	Context Value
	// AsyncGenHooks are sys.set_asyncgen_hooks' functions; unbound or None: none.
	AsyncGenHooks struct{ FirstIter, Finalizer Value }
	// OriginDepth is sys.get_coroutine_origin_tracking_depth().
	OriginDepth int
	// Depth counts native recursion.
	Depth int
	// nest counts native functions within native functions that run no Python code: see Descend.
	nest int
	ID   uint64
	Name string
	// operands are where operators on big ints put an operand that is small.
	operands [2]big.Int
	// Breaker is the interpreter's eval-breaker word.
	Breaker *atomic.Uint32
	// Locals is for modules that keep something per thread, keyed like StateOf.
	Locals map[any]any
	// Async is what package asyncio keeps for the thread.
	Async any

	scratch scratch
	waiter  *lockWaiter   // of Acquire
	wake    chan struct{} // of Wait
	// abcChecks counts the questions of abstract classes that are being answered.
	abcChecks int
	leaveFn   func() // leave, made once
	// repring are the objects whose repr is being made.
	repring []*Header
}

// MaxDepth bounds native recursion (comparison of nested lists, repr, calls through native code).
const MaxDepth = 1000

// Enter counts one level of native recursion; leave undoes it. what completes the RecursionError's text.
func (th *Thread) Enter(what string) (leave func(), err error) {
	if th.Depth >= MaxDepth {
		return nil, NewExcf(RecursionErrorType, "maximum recursion depth exceeded"+what)
	}
	th.Depth++
	if th.leaveFn == nil {
		th.leaveFn = th.leave
	}
	return th.leaveFn, nil
}

func (th *Thread) leave() { th.Depth-- }

// maxNest bounds chains of native objects that call each other (a map of a map of a map, a partial of a partial): CPython
// bounds them by its C stack.
const maxNest = 200_000

// Descend is Enter for the short ways from native code to native code; Ascend undoes it.
func (th *Thread) Descend() error {
	if th.nest < maxNest {
		th.nest++
		return nil
	}
	return errTooDeep()
}

// Ascend undoes Descend.
func (th *Thread) Ascend() { th.nest-- }

func errTooDeep() error {
	return NewExcf(RecursionErrorType, "maximum recursion depth exceeded")
}

// ResetDepth forgets the native recursion that a Go panic has left.
func (th *Thread) ResetDepth() { th.Depth, th.nest, th.repring = 0, 0, nil }

// CurrentFrame is the innermost Python frame, nil if none runs.
func (th *Thread) CurrentFrame() Frame {
	if th.Frames == nil {
		return nil
	}
	return th.Frames.CurrentFrame()
}

// CheckBreaker lets native loops be interrupted: call it every few thousand steps.
func (th *Thread) CheckBreaker() error {
	if th.Breaker.Load() == 0 || th.Frames == nil {
		return nil
	}
	return th.Frames.CheckBreaker()
}

// Unraisable reports an error that nobody can catch. What obj is, if not None, becomes part of the message.
func (th *Thread) Unraisable(err error, msg string, obj Value) {
	if obj.Bound() && !obj.IsNone() && msg != "" {
		text := "<object repr() failed>"
		if r, err := Repr(th, obj); err == nil {
			text = r.S
		}
		msg, obj = msg+" "+text, None
	}
	th.Interp.Host.Unraisable(th, AsExc(err), msg, obj)
}
