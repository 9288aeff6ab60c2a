package asyncio

import (
	"runtime"
	"time"
	"weak"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// Loop is BaseEventLoop and what derives from it: Python's view of an aio.Loop.
type Loop struct {
	object.Header
	l    *aio.Loop
	th   *Thread // that runs the loop, nil while it does not
	home *Thread // that made it
	dict *object.Dict

	// Which methods scripts have replaced, for objects of shape seen (with the id seenID).
	seen   *object.Shape
	seenID uint32
	over   uint16

	closedFlag bool
	ownTime    bool // the clock is time(), which a script has replaced
	debug      bool
	execDown   bool // shutdown_default_executor() was called
	agensDown  bool
	origins    bool // coroutines are told to remember where they were made

	handler     Value // set_exception_handler's, unbound if none
	taskFactory Value
	executor    Value // set_default_executor's
	slow        Value // slow_callback_duration
	jobs        int   // of the native executor, under way
	jobsDone    *Future
	workers     []*Thread
	nworkers    int
	agens       []weak.Pointer[object.Header]
	signals     *object.Dict // see signalTable
	transports  map[int]*object.Header
	others      Value // of transports written in Python, descriptor to transport, unbound before the first
	selector    Value // a script's own, unbound if the loop is native
	internalFDs int
	current     *Handle
	rehearsal   *rehearsal
	dog         *watchdog
	main        Value // what run_until_complete waits for, unbound if it does not run
	tls         tlsBuffers

	originsBefore Value
	during        running
}

// What scripts may have replaced.
const (
	overCallSoon uint16 = 1 << iota
	overTimers
	overCreate
	overFuture
	overHandler
	overExecutor
	overWatch // how descriptors are watched
	overWake
)

var overNames = []struct {
	name *Str
	bit  uint16
}{
	{nCallSoon, overCallSoon}, {object.NewStr("_call_soon"), overCallSoon},
	{nCallLater, overTimers}, {nCallAt, overTimers}, {nTime, overTimers},
	{nCreateTask, overCreate}, {nCreateFuture, overFuture},
	{nCallHandler, overHandler}, {object.NewStr("default_exception_handler"), overHandler},
	{object.NewStr("run_in_executor"), overExecutor},
	{nAddReaderP, overWatch}, {object.NewStr("_remove_reader"), overWatch}, {object.NewStr("_add_writer"), overWatch},
	{object.NewStr("_remove_writer"), overWatch}, {object.NewStr("_ensure_fd_no_transport"), overWatch},
	{nWriteToSelf, overWake},
}

var (
	loopLayout       = object.NewLayout[Loop]()
	AbstractLoopType = object.NewType("AbstractEventLoop", object.ObjectType, object.ObjectType.Layout())
	BaseLoopType     = object.NewType("BaseEventLoop", AbstractLoopType, loopLayout)
	SelectorLoopType = object.NewType("BaseSelectorEventLoop", BaseLoopType, loopLayout)
	UnixLoopType     = object.NewType("_UnixSelectorEventLoop", SelectorLoopType, loopLayout)
	unixLoopShape    = UnixLoopType.ExactShape()
)

// nativeLoop gives v as a Loop, or nil.
func nativeLoop(v Value) *Loop {
	if loopLayout.Is(v) {
		return object.Unchecked[Loop](v)
	}
	return nil
}

// plainLoop gives v as a Loop whose call_soon nobody has replaced, or nil.
func plainLoop(v Value) *Loop {
	if !loopLayout.Is(v) {
		return nil
	}
	lp := object.Unchecked[Loop](v)
	if lp.overrides()&overCallSoon != 0 {
		return nil
	}
	return lp
}

// overrides tells which methods scripts have replaced.
func (lp *Loop) overrides() uint16 {
	if lp.dict == nil && lp.Shape == lp.seen && lp.Shape.ID == lp.seenID {
		return lp.over
	}
	return lp.findOverrides()
}

func (lp *Loop) overridesCreate() bool { return lp.overrides()&overCreate != 0 }

func (lp *Loop) findOverrides() uint16 {
	lp.over = 0
	v := lp.Value()
	d := lp.dict
	if lp.Shape != unixLoopShape && d == nil && v.Type().IsHeap() {
		for _, o := range overNames {
			if !lp.Shape.Lacks(o.name) {
				lp.over |= o.bit
			}
		}
	}
	for _, o := range overNames {
		if overridden(v, o.name) {
			lp.over |= o.bit
		} else if d != nil {
			if _, ok := d.GetStr(o.name); ok {
				lp.over |= o.bit
			}
		}
	}
	lp.seen, lp.seenID = lp.Shape, lp.Shape.ID
	return lp.over
}

// Value is the loop as a Python value.
func (lp *Loop) Value() Value { return object.Of(&lp.Header) }

// loopThread is the thread to run a callback of the loop on: the one that runs the loop.
func loopThread(v Value) *Thread {
	if lp := nativeLoop(v); lp != nil {
		if lp.th != nil {
			return lp.th
		}
		return lp.home
	}
	return nil
}

// newLoop makes a loop of class t.
func newLoop(th *Thread, t *object.Type) (*Loop, error) {
	cfg := aio.Config{JobLimit: min(32, runtime.NumCPU()+4)}
	l, err := aio.New(cfg)
	if err != nil {
		return nil, object.NewExcf(object.OSErrorType, "%s", err.Error())
	}
	lp := object.NewObject[Loop](th, t)
	lp.l, lp.home = l, th
	lp.takeClock()
	lp.slow = object.Float(0.1)
	return lp, nil
}

// takeClock has the loop ask time() if a script has replaced it.
func (lp *Loop) takeClock() {
	if !lp.ownTime && lp.Shape != unixLoopShape && lp.replaced(nTime) {
		lp.ownTime = true
		lp.l.SetClock(&scriptClock{lp})
	}
}

// replaced tells whether a script has replaced a method, in a class or on the loop itself.
func (lp *Loop) replaced(name *Str) bool {
	if lp.dict != nil {
		if _, ok := lp.dict.GetStr(name); ok {
			return true
		}
	}
	return overridden(lp.Value(), name)
}

// scriptClock is the clock of a loop whose time() a script has replaced.
type scriptClock struct{ lp *Loop }

// Now is time(); one that raises stands still.
func (c *scriptClock) Now() float64 {
	th := c.lp.thread()
	v, err := object.CallMethod(th, c.lp.Value(), nTime)
	if err != nil {
		return 0
	}
	f, _ := toFloat(th, v)
	return f
}

// Jump reports false: the time that a script tells passes by itself.
func (c *scriptClock) Jump(float64) bool { return false }

// Grace is none.
func (c *scriptClock) Grace(int) time.Duration { return 0 }

// Step is that of the system's clock.
func (c *scriptClock) Step() float64 { return aio.Resolution }

var nIsCoroutine = object.NewStr("_is_coroutine")

func loopClosed() error { return object.RuntimeErrorf("Event loop is closed") }

func noRunningLoop() error { return object.RuntimeErrorf("no running event loop") }

// mayCall is what call_soon checks: that the loop is open and, in debug mode, that its own thread calls.
func (lp *Loop) mayCall(th *Thread) error {
	if lp.closedFlag {
		return loopClosed()
	}
	if lp.debug && lp.th != nil && th != lp.th {
		return object.RuntimeErrorf("Non-thread-safe operation invoked on an event loop other than the current one")
	}
	return nil
}

// debugOf is loop.get_debug() for any loop; false where it cannot be had.
func debugOf(th *Thread, loop Value) bool {
	if loop.Ref == nil || loop.IsImmediate() {
		return false
	}
	if lp := nativeLoop(loop); lp != nil {
		return lp.debug
	}
	r, err := object.CallMethod(th, loop, nGetDebug)
	if err != nil {
		return false
	}
	b, _ := object.Truth(th, r)
	return b
}

func loopIsRunning(th *Thread, loop Value) (bool, error) {
	if lp := nativeLoop(loop); lp != nil {
		return lp.th != nil, nil
	}
	r, err := object.CallMethod(th, loop, nIsRunning)
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

// createFuture is loop.create_future() for any loop.
func createFuture(th *Thread, loop Value) (Value, error) {
	if lp := nativeLoop(loop); lp != nil && lp.overrides()&overFuture == 0 {
		return newFuture(loop).Value(), nil
	}
	return object.CallMethod(th, loop, nCreateFuture)
}

// runningLoop is get_running_loop().
func runningLoop(th *Thread) (Value, error) {
	if s := ts(th); s.running.Ref != nil {
		return s.running, nil
	}
	return Value{}, noRunningLoop()
}

// getEventLoop is get_event_loop().
func getEventLoop(th *Thread) (Value, error) {
	s := ts(th)
	if s.running.Ref != nil {
		return s.running, nil
	}
	if p := stateOf(th).policy; p.Ref != nil {
		return object.CallMethod(th, p, object.NewStr("get_event_loop"))
	}
	return policyLoop(th)
}

// policyLoop is the default policy's get_event_loop().
func policyLoop(th *Thread) (Value, error) {
	s := ts(th)
	if s.set.Ref == nil || s.set.IsNone() {
		return Value{}, object.RuntimeErrorf("There is no current event loop in thread '%s'.", threadName(th))
	}
	return s.set, nil
}

func threadName(th *Thread) string {
	f, err := importAttr(th, "threading", "current_thread")
	if err == nil {
		if t, err := object.Call0(th, f); err == nil {
			if n, err := object.GetAttr(th, t, nName); err == nil {
				return text(n)
			}
		}
	}
	if th.Name == "" {
		return "MainThread"
	}
	return th.Name
}

// setEventLoop is set_event_loop(loop).
func setEventLoop(th *Thread, loop Value) error {
	if p := stateOf(th).policy; p.Ref != nil {
		_, err := object.CallMethod(th, p, object.NewStr("set_event_loop"), loop)
		return err
	}
	return policySetLoop(th, loop)
}

func policySetLoop(th *Thread, loop Value) error {
	if !loop.IsNone() && !object.IsInstance(loop, AbstractLoopType) {
		return object.TypeErrorf("loop must be an instance of AbstractEventLoop or None, not '%s'", loop.Type().Name)
	}
	s := ts(th)
	s.set, s.isSet = loop, true
	return nil
}

// newEventLoop is new_event_loop().
func newEventLoop(th *Thread) (Value, error) {
	if p := stateOf(th).policy; p.Ref != nil {
		return object.CallMethod(th, p, object.NewStr("new_event_loop"))
	}
	lp, err := newLoop(th, UnixLoopType)
	if err != nil {
		return Value{}, err
	}
	return lp.Value(), lp.initDebug(th)
}

// runForever is run_forever().
func (lp *Loop) runForever(th *Thread) error {
	if err := lp.setup(th); err != nil {
		return err
	}
	var err error
	switch self := lp.Value(); {
	case lp.Shape == unixLoopShape && lp.dict == nil && lp.selector.Ref == nil:
		err = lp.l.Run()
	case lp.replaced(nRunOnce):
		err = lp.l.RunBy(func() error {
			_, err := object.CallMethod(th, self, nRunOnce)
			return err
		})
	default:
		err = lp.l.RunBy(lp.passes(th))
	}
	if cerr := lp.cleanup(th); err == nil {
		err = cerr
	}
	return err
}

// running is what lasts from setup to cleanup.
type running struct {
	unhook func() error
	unwake func()
	base   object.Frame // the frame that runs the loop, nil if none does
}

// setup is _run_forever_setup(): it makes the loop the one that runs in this thread.
func (lp *Loop) setup(th *Thread) error {
	if lp.closedFlag {
		return loopClosed()
	}
	if err := lp.mayRun(th); err != nil {
		return err
	}
	unhook, err := lp.installHooks(th)
	if err != nil {
		return err
	}
	lp.th, ts(th).running = th, lp.Value()
	lp.during.base = th.CurrentFrame()
	st := stateOf(th)
	if limit := st.settings.Watchdog; limit > 0 {
		lp.setDog(th, limit)
	}
	if st.settings.Inspection && st.inspection == nil {
		st.offer(th)
	}
	lp.setHooks(th)
	if lp.rehearsal != nil {
		lp.rehearsal.begin(th)
	}
	lp.trackOrigins(th, lp.debug)
	lp.during.unhook, lp.during.unwake = unhook, watchInterrupt(lp)
	return nil
}

// cleanup is _run_forever_cleanup().
func (lp *Loop) cleanup(th *Thread) error {
	d := lp.during
	lp.during = running{}
	if d.unwake != nil {
		d.unwake()
	}
	lp.l.SetStopping(false)
	lp.dropDog()
	if lp.rehearsal != nil {
		lp.rehearsal.end(th)
	}
	lp.trackOrigins(th, false)
	lp.th, ts(th).running = nil, Value{}
	lp.home = th
	if d.unhook != nil {
		return d.unhook()
	}
	return nil
}

// mayRun is _check_running(): neither this loop nor another may run in this thread.
func (lp *Loop) mayRun(th *Thread) error {
	if lp.th != nil {
		return object.RuntimeErrorf("This event loop is already running")
	}
	if ts(th).running.Ref != nil {
		return object.RuntimeErrorf("Cannot run the event loop while another loop is running")
	}
	return nil
}

// setHooks tells the kernel what to call while th runs the loop.
func (lp *Loop) setHooks(th *Thread) {
	h := aio.Hooks{
		BeforeBlock: th.Release,
		AfterBlock: func() error {
			th.Acquire()
			return th.CheckBreaker()
		},
		Stalled: lp.stalled,
		Break:   th.Breaker,
		OnBreak: th.CheckBreaker,
	}
	if lp.debug {
		h.Timing = lp.reportSlow
	}
	if lp.dog != nil {
		h.Watch = &lp.dog.watch
	}
	if lp.rehearsal != nil && lp.rehearsal.order != nil {
		h.Shuffle = lp.rehearsal.shuffle
	}
	lp.l.SetHooks(h)
}

// installHooks puts the loop's asynchronous generator hooks in place and returns what puts the former ones back.
func (lp *Loop) installHooks(th *Thread) (undo func() error, err error) {
	sys := th.Interp.Sys
	if sys == nil {
		return nil, nil
	}
	get, ok := sys.GetString("get_asyncgen_hooks")
	if !ok {
		return nil, nil
	}
	set, ok := sys.GetStr(nAsyncgenHooks)
	if !ok {
		return nil, nil
	}
	old, err := object.Call0(th, get)
	if err != nil {
		return nil, err
	}
	v := lp.Value()
	if _, err := object.Call2(th, set, object.NewBuiltinBound(&firstIterHook, v, BaseLoopType), object.NewBuiltinBound(&finalizerHook, v, BaseLoopType)); err != nil {
		return nil, err
	}
	return func() error {
		first, err := object.GetItem(th, old, object.Int(0))
		if err != nil {
			return err
		}
		final, err := object.GetItem(th, old, object.Int(1))
		if err != nil {
			return err
		}
		_, err = object.Call2(th, set, first, final)
		return err
	}, nil
}

var firstIterHook = object.Func{Sig: "_asyncgen_firstiter_hook(agen)", Fn: object.F2(func(th *Thread, self, agen Value) (Value, error) {
	lp := object.Unchecked[Loop](self)
	if lp.agensDown {
		if err := warn(th, object.ResourceWarningType, "asynchronous generator "+repr(th, agen)+" was scheduled after loop.shutdown_asyncgens() call"); err != nil {
			return Value{}, err
		}
	}
	if n := len(lp.agens); n >= 64 && n&(n-1) == 0 {
		lp.liveAgens() // forgets those that are gone
	}
	lp.agens = append(lp.agens, weak.Make(agen.Ref))
	return None, nil
})}

var finalizerHook = object.Func{Sig: "_asyncgen_finalizer_hook(agen)", Fn: object.F2(func(th *Thread, self, agen Value) (Value, error) {
	lp := object.Unchecked[Loop](self)
	if lp.closedFlag {
		return None, nil
	}
	aw, err := object.CallMethod(th, agen, object.NewStr("aclose"))
	if err != nil {
		return Value{}, err
	}
	f, err := object.GetAttr(th, self, nCreateTask)
	if err != nil {
		return Value{}, err
	}
	lp.l.Post(newHandle(self, f, Value{}, aw))
	return None, nil
})}

// liveAgens lists the asynchronous generators that still exist.
func (lp *Loop) liveAgens() []Value {
	var out []Value
	kept := lp.agens[:0]
	for _, w := range lp.agens {
		if h := w.Value(); h != nil {
			kept = append(kept, w)
			out = append(out, object.Of(h))
		}
	}
	lp.agens = kept
	return out
}

// runUntilComplete is run_until_complete(future).
func (lp *Loop) runUntilComplete(th *Thread, v Value) (Value, error) {
	if lp.closedFlag {
		return Value{}, loopClosed()
	}
	if err := lp.mayRun(th); err != nil {
		return Value{}, err
	}
	fresh := !isFuture(th, v)
	fut, err := ensureFuture(th, v, lp.Value())
	if err != nil {
		return Value{}, err
	}
	if t := asTask(fut); t != nil && fresh {
		t.flags |= taskQuiet
	}
	w := &stopWhenDone{lp: lp, fut: fut}
	if err := futAdd(th, fut, w); err != nil {
		return Value{}, err
	}
	var runErr error
	lp.main = fut
	if lp.replaced(nRunForever) {
		_, runErr = object.CallMethod(th, lp.Value(), nRunForever)
	} else {
		runErr = lp.runForever(th)
	}
	if err := futDrop(th, fut, w); err != nil && runErr == nil {
		runErr = err
	}
	w.fut, lp.main = Value{}, Value{}
	done, err := futDone(th, fut)
	if runErr != nil {
		if fresh && err == nil && done {
			if c, err := futCancelled(th, fut); err == nil && !c {
				futException(th, fut)
			}
		}
		return Value{}, runErr
	}
	if err != nil {
		return Value{}, err
	}
	if !done {
		return Value{}, object.RuntimeErrorf("Event loop stopped before Future completed.")
	}
	return futResult(th, fut)
}

var nRunOnce = object.NewStr("_run_once")

var nRunForever = object.NewStr("run_forever")

// stopWhenDone stops the loop when the future of run_until_complete is done.
type stopWhenDone struct {
	lp  *Loop
	fut Value
}

func (s *stopWhenDone) Run() error { return s.runOn(nil) }

func (s *stopWhenDone) runOn(*Thread) error {
	if s.fut.Ref == nil {
		return nil
	}
	if f := asFuture(s.fut); f != nil && f.state == finished && f.exc != nil && leavesLoop(f.exc) {
		return nil // it leaves run_forever by itself
	}
	s.lp.l.Stop()
	return nil
}

func (s *stopWhenDone) describe() string { return "_run_until_complete_cb()" }

// closeLoop is close().
func (lp *Loop) closeLoop(th *Thread) error {
	if lp.th != nil {
		return object.RuntimeErrorf("Cannot close a running event loop")
	}
	if lp.closedFlag {
		return nil
	}
	if err := lp.removeSignals(th); err != nil {
		return err
	}
	if lp.selector.Ref != nil && lp.Type().IsSubtype(SelectorLoopType) {
		if _, err := object.CallMethod(th, lp.Value(), object.NewStr("_close_self_pipe")); err != nil {
			return err
		}
	}
	if st := stateOf(th); st.unheard() {
		// Those that are unreachable are reported now; on CPython they were when the last reference went.
		if _, err := coldCall(th, "gc", "collect"); err != nil {
			return err
		}
		st.heard()
	}
	lp.closedFlag = true
	lp.execDown = true
	lp.internalFDs = 0
	lp.l.Close()
	if ex := lp.executor; ex.Ref != nil {
		lp.executor = Value{}
		f, err := object.GetAttr(th, ex, nShutdown)
		if err != nil {
			return err
		}
		if _, err = object.Call(th, f, []Value{object.False}, []*Str{object.NewStr("wait")}); err != nil {
			return err
		}
	}
	return lp.closeSelector(th)
}

// callSoon is call_soon for callers of ours that have a Python callback.
func (lp *Loop) callSoon(th *Thread, fn, ctx Value, args ...Value) (*Handle, error) {
	if err := lp.mayCall(th); err != nil {
		return nil, err
	}
	c, err := contextArg(th, ctx)
	if err != nil {
		return nil, err
	}
	h := newHandle(lp.Value(), fn, c, args...)
	if lp.debug {
		h.noteSource(th)
	}
	lp.l.CallSoon(h)
	return h, nil
}

// callAt is call_at.
func (lp *Loop) callAt(th *Thread, when float64, fn, ctx Value, args []Value) (*TimerHandle, error) {
	if err := lp.mayCall(th); err != nil {
		return nil, err
	}
	c, err := contextArg(th, ctx)
	if err != nil {
		return nil, err
	}
	h := &TimerHandle{when: when}
	h.Shape = TimerHandleType.ExactShape()
	h.loop, h.fn, h.ctx = lp.Value(), fn, c
	h.setArgs(args)
	if lp.debug {
		h.noteSource(th)
	}
	h.scheduled = true
	lp.l.SetTimer(&h.timer, when, h)
	return h, nil
}

// checkCallback is debug mode's check of a callback.
func checkCallback(th *Thread, fn Value, method string) error {
	if isCoroutine(th, fn) || isCoroutineFunction(th, fn) {
		return object.TypeErrorf("coroutines cannot be used with %s()", method)
	}
	if !object.Callable(fn) {
		return object.TypeErrorf("a callable object was expected by %s(), got %s", method, repr(th, fn))
	}
	return nil
}

func isCoroutineFunction(th *Thread, fn Value) bool {
	if mark, err := object.GetAttrOr(th, fn, nIsCoroutine); err == nil && mark.Ref != nil {
		if ours, err := importAttr(th, "asyncio.coroutines", "_is_coroutine"); err == nil && mark == ours {
			return true
		}
	}
	f, err := importAttr(th, "inspect", "iscoroutinefunction")
	if err != nil {
		return false
	}
	r, err := object.Call1(th, f, fn)
	return err == nil && r == object.True
}
