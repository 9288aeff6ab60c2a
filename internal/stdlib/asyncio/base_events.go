package asyncio

import (
	"os"
	"slices"
	"time"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// The methods of BaseEventLoop that have to do with running callbacks; those of the network stand in selector_events.go.

func loopOf(v Value) *Loop { return object.Unchecked[Loop](v) }

// initDebug looks up whether loops begin in debug mode.
func (lp *Loop) initDebug(th *Thread) error {
	// It may be another function by now.
	if m, ok := th.Interp.Modules.GetString("asyncio.coroutines"); ok {
		if mod, ok := object.AsModule(m); ok {
			if f, ok := mod.Dict.GetString("_is_debug_mode"); ok && f.Type() != object.BuiltinType {
				r, err := object.Call0(th, f)
				if err == nil {
					lp.debug, err = object.Truth(th, r)
				}
				return err
			}
		}
	}
	lp.debug = isDebugMode(th)
	return nil
}

func isDebugMode(th *Thread) bool {
	ignore := false
	if th.Interp.Sys != nil {
		if f, ok := th.Interp.Sys.GetString("flags"); ok {
			if d, err := object.GetAttrOr(th, f, object.NewStr("dev_mode")); err == nil && d.Ref != nil {
				if b, _ := object.Truth(th, d); b {
					return true
				}
			}
			if d, err := object.GetAttrOr(th, f, object.NewStr("ignore_environment")); err == nil && d.Ref != nil {
				ignore, _ = object.Truth(th, d)
			}
		}
	}
	return !ignore && os.Getenv("PYTHONASYNCIODEBUG") != ""
}

// watchInterrupt wakes the loop when the interpreter wants its thread's attention.
func watchInterrupt(lp *Loop) (stop func()) {
	return lp.th.Interp.AddWaker(lp.l.Wake)
}

func (lp *Loop) setDebug(on bool) {
	lp.debug = on
	if lp.th == nil {
		return
	}
	th := lp.th
	lp.setHooks(th)
	lp.l.CallSoon(aio.Func(func() { lp.trackOrigins(th, on) }))
}

// trackOrigins has coroutines remember where they were made.
func (lp *Loop) trackOrigins(th *Thread, on bool) {
	if th.Interp.Sys == nil {
		return
	}
	set, ok := th.Interp.Sys.GetString("set_coroutine_origin_tracking_depth")
	if !ok || on == lp.origins {
		return
	}
	lp.origins = on
	depth := object.Int(10)
	if !on {
		depth = lp.originsBefore
	} else if get, ok := th.Interp.Sys.GetString("get_coroutine_origin_tracking_depth"); ok {
		lp.originsBefore = object.Int(0)
		if v, err := object.Call0(th, get); err == nil {
			lp.originsBefore = v
		}
	}
	object.Call1(th, set, depth)
}

// reportSlow logs, in debug mode, a callback that took too long.
func (lp *Loop) reportSlow(cb aio.Callback, took time.Duration) {
	th := lp.th
	if th == nil {
		return
	}
	limit, err := toFloat(th, lp.slow)
	if err != nil || took.Seconds() < limit {
		return
	}
	what := callbackText(th, cb)
	if what == "" {
		return
	}
	logCall(th, "warning", object.StrValue("Executing %s took %.3f seconds"), object.StrValue(what), object.Float(took.Seconds()))
}

// callbackText is the repr of what Python knows of a callback, "" if it knows nothing of it.
func callbackText(th *Thread, cb aio.Callback) string {
	switch cb := cb.(type) {
	case *taskStep:
		return repr(th, (*Task)(cb).Value())
	case *taskWakeup:
		return repr(th, (*Task)(cb).Value())
	case *taskThrow:
		return repr(th, cb.t.Value())
	case *Handle:
		return repr(th, cb.Value())
	case *TimerHandle:
		return repr(th, cb.Value())
	}
	return ""
}

// logger gives asyncio's logger, as asyncio.log has it now.
func logger(th *Thread) (Value, error) {
	if m, ok := th.Interp.Modules.GetString("asyncio.base_events"); ok {
		if mod, ok := object.AsModule(m); ok {
			if l, ok := mod.Dict.GetString("logger"); ok {
				return l, nil // somebody has looked at it there, and may have replaced it
			}
		}
	}
	return importAttr(th, "asyncio.log", "logger")
}

// logCall calls a method of the logger.
func logCall(th *Thread, method string, args ...Value) error {
	l, err := logger(th)
	if err != nil {
		return err
	}
	_, err = object.CallMethod(th, l, object.NewStr(method), args...)
	return err
}

// logError is logger.error(msg, exc_info=...).
func logError(th *Thread, msg string, info Value) error {
	l, err := logger(th)
	if err != nil {
		return err
	}
	f, err := object.GetAttr(th, l, object.NewStr("error"))
	if err != nil {
		return err
	}
	_, err = kw(th, f, object.NewStr("exc_info"), info, object.StrValue(msg))
	return err
}

// logHandled is logError with an exception that is being handled.
func logHandled(th *Thread, msg string, e *Exc) {
	was := th.Handled
	th.Handled = e
	logError(th, msg, object.True)
	th.Handled = was
}

// callExceptionHandler is loop.call_exception_handler(context) for any loop.
func callExceptionHandler(th *Thread, loop Value, d *object.Dict) error {
	if loop.Ref == nil || loop.IsImmediate() {
		return nil
	}
	if lp := nativeLoop(loop); lp != nil && lp.overrides()&overHandler == 0 {
		return lp.handleException(th, d)
	}
	_, err := object.CallMethod(th, loop, nCallHandler, d.Value())
	return err
}

// handleException is call_exception_handler(context).
func (lp *Loop) handleException(th *Thread, d *object.Dict) error {
	loop := lp.Value()
	byDefault := func(d *object.Dict) error {
		if overridden(loop, object.NewStr("default_exception_handler")) || lp.dict != nil {
			_, err := object.CallMethod(th, loop, object.NewStr("default_exception_handler"), d.Value())
			return err
		}
		return lp.defaultHandler(th, d)
	}
	if lp.handler.Ref == nil {
		err := byDefault(d)
		if err == nil || leavesLoop(err) {
			return err
		}
		logHandled(th, "Exception in default exception handler", object.AsExc(err))
		return nil
	}
	ctx := th.Context
	prev := th.Context
	for _, k := range []*Str{nTask, nFuture, nHandle} {
		if x, ok := d.GetStr(k); ok && !x.IsNone() {
			if t := asTask(x); t != nil {
				ctx = t.ctx
			} else if h := asHandle(x); h != nil {
				ctx = h.ctx
			}
			break
		}
	}
	th.Context = ctx
	_, err := object.Call2(th, lp.handler, loop, d.Value())
	th.Context = prev
	if err == nil || leavesLoop(err) {
		return err
	}
	again := object.NewDict()
	again.SetStr(nMessage, object.StrValue("Unhandled error in exception handler"))
	again.SetStr(nException, object.AsExc(err).Value())
	again.SetStr(nContext, d.Value())
	err = byDefault(again)
	if err == nil || leavesLoop(err) {
		return err
	}
	logHandled(th, "Exception in default exception handler while handling an unexpected error in custom exception handler", object.AsExc(err))
	return nil
}

// defaultHandler is default_exception_handler(context): it logs.
func (lp *Loop) defaultHandler(th *Thread, d *object.Dict) error {
	msg := "Unhandled exception in event loop"
	if m, ok := d.GetStr(nMessage); ok {
		if b, _ := object.Truth(th, m); b {
			s, err := object.ToStr(th, m)
			if err != nil {
				return err
			}
			msg = s.S
		}
	}
	info := object.False
	if x, ok := d.GetStr(nException); ok {
		if e, ok := object.AsException(x); ok {
			info = object.TupleValue(e.Type().Value(), x, orNone(e.Traceback))
		}
	}
	if _, ok := d.GetStr(nSourceTraceback); !ok && lp.current != nil && lp.current.madeAt().Ref != nil {
		d.SetString("handle_traceback", lp.current.madeAt())
	}
	var keys []string
	for k := range d.All() {
		if s := text(k); s != "message" && s != "exception" {
			keys = append(keys, s)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		v, _ := d.GetString(k)
		shown := ""
		switch k {
		case "source_traceback", "handle_traceback":
			head := "Object created at (most recent call last):\n"
			if k[0] == 'h' {
				head = "Handle created at (most recent call last):\n"
			}
			shown = head + stackText(th, v)
		default:
			s, err := object.Repr(th, v)
			if err != nil {
				return err
			}
			shown = s.S
		}
		msg += "\n" + k + ": " + shown
	}
	return logError(th, msg, info)
}

// stackText formats a source traceback.
func stackText(th *Thread, v Value) string {
	f, err := importAttr(th, "traceback", "format_list")
	if err != nil {
		return ""
	}
	l, err := object.Call1(th, f, v)
	if err != nil {
		return ""
	}
	s := ""
	object.Each(th, l, func(x Value) (bool, error) { s += text(x); return false, nil })
	for len(s) > 0 && (s[len(s)-1] == '\n' || s[len(s)-1] == ' ') {
		s = s[:len(s)-1]
	}
	return s
}

// executorJob is a call in the loop's own pool of threads.
type executorJob struct {
	lp   *Loop
	th   *Thread // of the worker
	fut  *Future
	fn   Value
	args []Value
	ctx  Value
	res  Value
	err  error
	ran  bool
}

// Do runs the function on a goroutine of the pool.
func (j *executorJob) Do() {
	j.th.Acquire()
	defer j.th.Release()
	if j.fut.state != pending {
		return
	}
	j.ran = true
	j.th.Context = j.ctx
	j.res, j.err = object.Call(j.th, j.fn, j.args, nil)
	j.th.Context = Value{}
}

// Run hands the outcome over, on the loop.
func (j *executorJob) Run() error {
	lp := j.lp
	th := lp.th
	lp.workers = append(lp.workers, j.th)
	lp.jobs--
	if lp.jobs == 0 && lp.jobsDone != nil {
		f := lp.jobsDone
		lp.jobsDone = nil
		if f.state == pending {
			if err := f.setResult(th, None); err != nil {
				return err
			}
		}
	}
	if !j.ran || j.fut.state != pending {
		return nil
	}
	if j.err != nil {
		e, err := convertExc(th, object.AsExc(j.err))
		if err != nil {
			return err
		}
		if e.Type().IsSubtype(object.StopIterationType) {
			e = object.RuntimeErrorf("StopIteration interacts badly with generators and cannot be raised into a Future")
		}
		return j.fut.setExc(th, e)
	}
	return j.fut.setResult(th, j.res)
}

// runInPool has fn called in the loop's own pool.
func (lp *Loop) runInPool(th *Thread, fn, ctx Value, args []Value) *Future {
	f := newFuture(lp.Value())
	j := &executorJob{lp: lp, fut: f, fn: fn, args: args, ctx: ctx}
	if n := len(lp.workers); n > 0 {
		j.th = lp.workers[n-1]
		lp.workers = lp.workers[:n-1]
	} else {
		j.th = th.Interp.Host.NewThread(th)
		j.th.Name = "asyncio_" + itoa(lp.nworkers)
		lp.nworkers++
	}
	lp.jobs++
	lp.l.Submit(j)
	return f
}

// runInExecutor is run_in_executor(executor, func, *args).
func (lp *Loop) runInExecutor(th *Thread, executor, fn, ctx Value, args []Value) (Value, error) {
	if lp.closedFlag {
		return Value{}, loopClosed()
	}
	if lp.debug {
		if err := checkCallback(th, fn, "run_in_executor"); err != nil {
			return Value{}, err
		}
	}
	if executor.IsNone() {
		if lp.execDown {
			return Value{}, object.RuntimeErrorf("Executor shutdown has been called")
		}
		if lp.executor.Ref == nil {
			return lp.runInPool(th, fn, ctx, slices.Clone(args)).Value(), nil
		}
		executor = lp.executor
	}
	submit, err := object.GetAttr(th, executor, nSubmit)
	if err != nil {
		return Value{}, err
	}
	all := append([]Value{fn}, args...)
	if ctx.Ref != nil {
		run, err := object.GetAttr(th, ctx, object.NewStr("run"))
		if err != nil {
			return Value{}, err
		}
		all = append([]Value{run}, all...)
	}
	f, err := object.Call(th, submit, all, nil)
	if err != nil {
		return Value{}, err
	}
	return wrapFuture(th, f, lp.Value())
}

// drainPool is the coroutine of shutdown_default_executor for the loop's own pool.
type drainPool struct {
	coro
	lp      *Loop
	timeout float64
	timer   aio.Timer
	fut     *Future
	late    bool
}

func (c *drainPool) qualname() string { return "BaseEventLoop.shutdown_default_executor" }

func (c *drainPool) Run() error {
	if c.fut.state == pending {
		c.late = true
		return c.fut.setResult(c.lp.th, None)
	}
	return nil
}

func (c *drainPool) step(th *Thread, in Value, err error) (Value, error) {
	switch c.pc {
	case 0:
		c.lp.execDown = true
		if c.lp.jobs == 0 {
			return None, nil
		}
		c.pc = 1
		c.fut = newFuture(c.lp.Value())
		c.lp.jobsDone = c.fut
		if c.timeout >= 0 {
			c.lp.l.SetTimer(&c.timer, c.lp.l.Time()+c.timeout, c)
		}
		return c.awaitFuture(c.fut)
	}
	c.lp.l.StopTimer(&c.timer)
	c.lp.jobsDone = nil
	if c.late {
		if err := warn(th, object.RuntimeWarningType, "The executor did not finishing joining its threads within "+repr(th, object.Float(c.timeout))+" seconds."); err != nil {
			return Value{}, err
		}
	}
	return None, err
}

// number checks a delay.
func number(th *Thread, v Value, what string) (float64, error) {
	if v.IsNone() {
		return 0, object.TypeErrorf("%s be None", what)
	}
	f, err := toFloat(th, v)
	if err != nil && object.Matches(err, object.TypeErrorType) {
		// Added to a time it may be a number all the same.
		r, err := object.Binary(th, object.Float(0), v, object.OpAdd)
		if err != nil {
			return 0, err
		}
		return toFloat(th, r)
	}
	return f, err
}

// pushFromAnywhere makes a callback ready from whichever thread, in the order of the calls. The interpreter's lock guards the ring: who
// holds it may push, for the loop does not run meanwhile.
func (lp *Loop) pushFromAnywhere(th *Thread, cb aio.Callback) {
	lp.l.CallSoon(cb)
	if th != lp.th {
		lp.l.Wake()
	}
}

var loopMethods = []object.Func{
	{Sig: "run_forever()", Doc: "Run until stop() is called.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return None, loopOf(self).runForever(th)
	})},
	{Sig: "run_until_complete(future)", Doc: "Run until the future is done, and return its result.", Fn: object.F2(func(th *Thread, self, f Value) (Value, error) {
		return loopOf(self).runUntilComplete(th, f)
	})},
	{Sig: "stop()", Doc: "Stop at the end of the pass under way.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		loopOf(self).l.Stop()
		return None, nil
	})},
	{Sig: "close()", Doc: "Close the loop, which must not run.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return None, loopOf(self).closeLoop(th)
	})},
	{Sig: "is_closed()", Doc: "Whether the loop was closed.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return object.Bool(loopOf(self).closedFlag), nil
	})},
	{Sig: "is_running()", Doc: "Whether the loop runs.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return object.Bool(loopOf(self).th != nil), nil
	})},
	{Sig: "time()", Doc: "The loop's clock, in seconds.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return object.Float(loopOf(self).l.Time()), nil
	})},
	{Sig: "call_soon(callback, *args, context=None)", Doc: "Have the callback run in the next pass.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		lp := loopOf(args[0])
		if len(names) == 0 && len(args) >= 2 && !lp.debug {
			h, err := lp.callSoon(th, args[1], Value{}, args[2:]...)
			if err != nil {
				return Value{}, err
			}
			return h.Value(), nil
		}
		fn, ctx, rest, err := callbackArgs(th, args[1:], names, "call_soon", 0)
		if err != nil {
			return Value{}, err
		}
		if lp.debug {
			if err := lp.mayCall(th); err != nil {
				return Value{}, err
			}
			if err := checkCallback(th, fn, "call_soon"); err != nil {
				return Value{}, err
			}
		}
		h, err := lp.callSoon(th, fn, ctx, rest...)
		if err != nil {
			return Value{}, err
		}
		return h.Value(), nil
	})},
	{Sig: "call_soon_threadsafe(callback, *args, context=None)", Doc: "Have the callback run in the next pass; any thread may call this.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		lp := loopOf(args[0])
		fn, ctx, rest, err := callbackArgs(th, args[1:], names, "call_soon_threadsafe", 0)
		if err != nil {
			return Value{}, err
		}
		if lp.closedFlag {
			return Value{}, loopClosed()
		}
		if lp.debug {
			if err := checkCallback(th, fn, "call_soon_threadsafe"); err != nil {
				return Value{}, err
			}
		}
		c, err := contextArg(th, ctx)
		if err != nil {
			return Value{}, err
		}
		h := &ThreadSafeHandle{}
		h.Shape = ThreadSafeHandleType.ExactShape()
		h.loop, h.fn, h.ctx = args[0], fn, c
		h.setArgs(rest)
		if lp.debug {
			h.noteSource(th)
		}
		lp.pushFromAnywhere(th, h)
		if lp.selector.Ref != nil || lp.overrides()&overWake != 0 {
			if _, err := object.CallMethod(th, args[0], nWriteToSelf); err != nil {
				return Value{}, err
			}
		}
		return h.Value(), nil
	})},
	{Sig: "call_later(delay, callback, *args, context=None)", Doc: "Have the callback run after delay seconds.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		lp := loopOf(args[0])
		if len(args)-len(names) < 3 {
			return Value{}, missingCallback(args, names, "call_later", "delay")
		}
		d, err := number(th, args[1], "delay must not")
		if err != nil {
			return Value{}, err
		}
		fn, ctx, rest, err := callbackArgs(th, args[2:], names, "call_later", 1)
		if err != nil {
			return Value{}, err
		}
		now := 0.0
		if lp.overrides()&overTimers != 0 {
			t, err := object.CallMethod(th, args[0], nTime)
			if err != nil {
				return Value{}, err
			}
			if now, err = toFloat(th, t); err != nil {
				return Value{}, err
			}
			if overridden(args[0], nCallAt) {
				f, err := object.GetAttr(th, args[0], nCallAt)
				if err != nil {
					return Value{}, err
				}
				return kw(th, f, nContext, orNone(ctx), append([]Value{object.Float(now + d), fn}, rest...)...)
			}
		} else {
			now = lp.l.Time()
		}
		if lp.debug {
			if err := lp.mayCall(th); err != nil {
				return Value{}, err
			}
			if err := checkCallback(th, fn, "call_at"); err != nil {
				return Value{}, err
			}
		}
		h, err := lp.callAt(th, now+d, fn, ctx, rest)
		if err != nil {
			return Value{}, err
		}
		return h.Value(), nil
	})},
	{Sig: "call_at(when, callback, *args, context=None)", Doc: "Have the callback run at a time of the loop's clock.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		lp := loopOf(args[0])
		if len(args)-len(names) < 3 {
			return Value{}, missingCallback(args, names, "call_at", "when")
		}
		when, err := number(th, args[1], "when cannot")
		if err != nil {
			return Value{}, err
		}
		fn, ctx, rest, err := callbackArgs(th, args[2:], names, "call_at", 1)
		if err != nil {
			return Value{}, err
		}
		if lp.debug {
			if err := lp.mayCall(th); err != nil {
				return Value{}, err
			}
			if err := checkCallback(th, fn, "call_at"); err != nil {
				return Value{}, err
			}
		}
		h, err := lp.callAt(th, when, fn, ctx, rest)
		if err != nil {
			return Value{}, err
		}
		return h.Value(), nil
	})},
	{Sig: "create_future()", Doc: "Make a future of this loop.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return newFuture(self).Value(), nil
	})},
	{Sig: "create_task(coro, **kwargs)", Doc: "Make a task that runs the coroutine.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		return loopCreateTask(th, args, names)
	})},
	{Sig: "set_task_factory(factory)", Doc: "Have factory(loop, coro, **kwargs) make the tasks; None for the default.", Fn: object.F2(func(th *Thread, self, f Value) (Value, error) {
		if !f.IsNone() && !object.Callable(f) {
			return Value{}, object.TypeErrorf("task factory must be a callable or None")
		}
		loopOf(self).taskFactory = f
		if f.IsNone() {
			loopOf(self).taskFactory = Value{}
		}
		return None, nil
	})},
	{Sig: "get_task_factory()", Doc: "The task factory, or None.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return orNone(loopOf(self).taskFactory), nil
	})},
	{Sig: "set_exception_handler(handler)", Doc: "Have handler(loop, context) told of exceptions nobody catches.", Fn: object.F2(func(th *Thread, self, h Value) (Value, error) {
		if !h.IsNone() && !object.Callable(h) {
			return Value{}, object.TypeErrorf("A callable object or None is expected, got %s", repr(th, h))
		}
		loopOf(self).handler = h
		if h.IsNone() {
			loopOf(self).handler = Value{}
		}
		return None, nil
	})},
	{Sig: "get_exception_handler()", Doc: "The exception handler, or None.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return orNone(loopOf(self).handler), nil
	})},
	{Sig: "default_exception_handler(context)", Doc: "Log what the context tells of an exception.", Fn: object.F2(func(th *Thread, self, c Value) (Value, error) {
		d, ok := object.AsDict(c)
		if !ok {
			return Value{}, object.TypeErrorf("context must be a dict, not %s", c.Type().Name)
		}
		return None, loopOf(self).defaultHandler(th, d)
	})},
	{Sig: "call_exception_handler(context)", Doc: "Tell the exception handler.", Fn: object.F2(func(th *Thread, self, c Value) (Value, error) {
		d, ok := object.AsDict(c)
		if !ok {
			return Value{}, object.TypeErrorf("context must be a dict, not %s", c.Type().Name)
		}
		return None, loopOf(self).handleException(th, d)
	})},
	{Sig: "get_debug()", Doc: "Whether debug mode is on.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return object.Bool(loopOf(self).debug), nil
	})},
	{Sig: "set_debug(enabled)", Doc: "Switch debug mode.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
		b, err := object.Truth(th, v)
		loopOf(self).setDebug(b)
		return None, err
	})},
	{Sig: "run_in_executor(executor, func, *args)", Doc: "Have func(*args) called in an executor; None is the default one.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		rest, _ := object.AsTuple(a[3])
		return loopOf(a[0]).runInExecutor(th, a[1], a[2], Value{}, rest.Items)
	})},
	{Sig: "set_default_executor(executor)", Doc: "Set the executor that None means.", Fn: object.F2(func(th *Thread, self, ex Value) (Value, error) {
		t, err := importAttr(th, "concurrent.futures", "ThreadPoolExecutor")
		if err != nil {
			return Value{}, err
		}
		if tt, ok := object.AsType(t); !ok || !object.IsInstance(ex, tt) {
			return Value{}, object.TypeErrorf("executor must be ThreadPoolExecutor instance")
		}
		loopOf(self).executor = ex
		return None, nil
	})},
	{Sig: "async shutdown_default_executor(timeout=None)", Doc: "Wait until the default executor's threads have ended.", Fn: object.F2(func(th *Thread, self, timeout Value) (Value, error) {
		lp := loopOf(self)
		if lp.executor.Ref != nil {
			return coldCall(th, "asyncio._shutdown", "shutdown_default_executor", self, timeout)
		}
		limit := -1.0
		if !timeout.IsNone() {
			t, err := toFloat(th, timeout)
			if err != nil {
				return Value{}, err
			}
			limit = t
		}
		return newCoro(&drainPool{lp: lp, timeout: limit}), nil
	})},
	{Sig: "async shutdown_asyncgens()", Doc: "Close the asynchronous generators that have begun.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		lp := loopOf(self)
		lp.agensDown = true
		live := lp.liveAgens()
		if len(live) == 0 {
			return newCoro(&returned{name: "BaseEventLoop.shutdown_asyncgens", v: None}), nil
		}
		lp.agens = nil
		return coldCall(th, "asyncio._shutdown", "shutdown_asyncgens", self, object.ListValue(live...))
	})},
	{Sig: "_asyncgen_firstiter_hook(agen)", Doc: "Called when an asynchronous generator begins.", Fn: firstIterHook.Fn},
	{Sig: "_asyncgen_finalizer_hook(agen)", Doc: "Called when an asynchronous generator is dropped.", Fn: finalizerHook.Fn},
	{Sig: "_run_forever_setup()", Doc: "Make the loop the one that runs.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return None, loopOf(self).setup(th)
	})},
	{Sig: "_run_forever_cleanup()", Doc: "End what _run_forever_setup() began.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return None, loopOf(self).cleanup(th)
	})},
	{Sig: "_add_callback(handle)", Doc: "Have a handle run in the next pass unless it is cancelled.", Fn: object.F2(func(th *Thread, self, h Value) (Value, error) {
		return None, loopOf(self).addCallback(th, h)
	})},
	{Sig: "_timer_handle_cancelled(handle)", Doc: "Called when a timer is cancelled.", Fn: object.F2(func(th *Thread, self, h Value) (Value, error) { return None, nil })},
	{Sig: "_check_closed()", Doc: "Raise RuntimeError if the loop is closed.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		if loopOf(self).closedFlag {
			return Value{}, loopClosed()
		}
		return None, nil
	})},
	{Sig: "_check_running()", Doc: "Raise RuntimeError if a loop runs.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return None, loopOf(self).mayRun(th)
	})},
	{Sig: "_run_once()", Doc: "Run one pass.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		lp := loopOf(self)
		if lp.closedFlag {
			return Value{}, loopClosed()
		}
		was := lp.th
		lp.th = th
		err := lp.passes(th)()
		lp.th = was
		return None, err
	})},
}

// callbackArgs takes apart (callback, *args, context=None).
func callbackArgs(th *Thread, args []Value, names []*Str, method string, before int) (fn, ctx Value, rest []Value, err error) {
	pos := args[:len(args)-len(names)]
	for i, n := range names {
		v := args[len(pos)+i]
		switch n.S {
		case "context":
			ctx = v
		case "callback":
			fn = v
		default:
			return fn, ctx, nil, object.TypeErrorf("BaseEventLoop.%s() got an unexpected keyword argument '%s'", method, n.S)
		}
	}
	if len(pos) > 0 {
		fn, rest = pos[0], pos[1:]
	}
	if fn.Ref == nil {
		return fn, ctx, nil, object.TypeErrorf("BaseEventLoop.%s() missing 1 required positional argument: 'callback'", method)
	}
	return fn, ctx, rest, nil
}

func missingCallback(args []Value, names []*Str, method, first string) error {
	if len(args)-len(names) == 2 {
		return object.TypeErrorf("BaseEventLoop.%s() missing 1 required positional argument: 'callback'", method)
	}
	return object.TypeErrorf("BaseEventLoop.%s() missing 2 required positional arguments: '%s' and 'callback'", method, first)
}

// loopCreateTask is create_task(coro, *, name, context, eager_start, ...); args[0] is the loop.
func loopCreateTask(th *Thread, args []Value, names []*Str) (Value, error) {
	lp := loopOf(args[0])
	if lp.closedFlag {
		return Value{}, loopClosed()
	}
	pos := args[1 : len(args)-len(names)]
	if len(pos) != 1 {
		if len(pos) == 0 && len(names) > 0 && names[0].S == "coro" {
			pos, names = args[1:2], names[1:]
		} else if len(pos) == 0 {
			return Value{}, object.TypeErrorf("BaseEventLoop.create_task() missing 1 required positional argument: 'coro'")
		} else {
			return Value{}, object.TypeErrorf("BaseEventLoop.create_task() takes 2 positional arguments but %d were given", len(pos)+1)
		}
	}
	coro := pos[0]
	if lp.taskFactory.Ref != nil {
		return object.Call(th, lp.taskFactory, args, names)
	}
	var name, ctx Value
	eager := false
	for i, n := range names {
		v := args[len(args)-len(names)+i]
		switch n.S {
		case "name":
			name = v
		case "context":
			ctx = v
		case "eager_start":
			b, err := object.Truth(th, v)
			if err != nil {
				return Value{}, err
			}
			eager = b
		default:
			return Value{}, object.TypeErrorf("Task() got an unexpected keyword argument '%s'", n.S)
		}
	}
	t, err := newTask(th, args[0], coro, name, ctx, eager)
	if err != nil {
		return Value{}, err
	}
	return t.Value(), nil
}

// coldCall calls a function of a frozen module of ours.
func coldCall(th *Thread, module, name string, args ...Value) (Value, error) {
	f, err := importAttr(th, module, name)
	if err != nil {
		return Value{}, err
	}
	return object.Call(th, f, args, nil)
}

// cold is the body of a row that is a Python function in a frozen module.
func cold(module, name string) object.Fn {
	return object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		fn, err := importAttr(th, module, name)
		if err != nil {
			return Value{}, err
		}
		return object.Call(th, fn, args, names)
	})
}

func init() {
	t := BaseLoopType
	t.Module, AbstractLoopType.Module = "asyncio.base_events", "asyncio.events"
	SelectorLoopType.Module, UnixLoopType.Module = "asyncio.selector_events", "asyncio.unix_events"
	AbstractLoopType.Doc = "What every event loop offers."
	t.Doc = "What event loops have in common."
	SelectorLoopType.Doc = "An event loop that watches descriptors."
	UnixLoopType.Doc = "The event loop of Unix systems."
	t.KeepAttrs(func(o *object.Header) **object.Dict { return &loopOf(object.Of(o)).dict })
	t.Constructor = &object.Func{Sig: "BaseEventLoop(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		lp, err := newLoop(th, c)
		if err != nil {
			return Value{}, err
		}
		return lp.Value(), lp.initDebug(th)
	})}
	bindInit(t, "BaseEventLoop.__init__()", func(th *Thread, self Value, a []Value) error { return nil })
	t.Repr = func(th *Thread, v Value) (Value, error) {
		lp := loopOf(v)
		return object.StrValue("<" + v.Type().Name + " running=" + pyBool(lp.th != nil) + " closed=" + pyBool(lp.closedFlag) + " debug=" + pyBool(lp.debug) + ">"), nil
	}

	t.GetSets = []object.GetSet{
		{Name: "slow_callback_duration", Get: func(th *Thread, v Value) (Value, error) { return loopOf(v).slow, nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return cannotDelete()
				}
				loopOf(v).slow = val
				return nil
			}},
		{Name: "_debug", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(loopOf(v).debug), nil }},
		{Name: "_closed", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(loopOf(v).closedFlag), nil }},
		{Name: "_default_executor", Get: func(th *Thread, v Value) (Value, error) { return orNone(loopOf(v).executor), nil },
			Set: func(th *Thread, v, val Value) error {
				loopOf(v).executor = val
				if val.IsNone() {
					loopOf(v).executor = Value{}
				}
				return nil
			}},
		{Name: "_executor_shutdown_called", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(loopOf(v).execDown), nil },
			Set: func(th *Thread, v, val Value) error { loopOf(v).execDown = val == object.True; return nil }},
		{Name: "_task_factory", Get: func(th *Thread, v Value) (Value, error) { return orNone(loopOf(v).taskFactory), nil }},
		{Name: "_exception_handler", Get: func(th *Thread, v Value) (Value, error) { return orNone(loopOf(v).handler), nil }},
		{Name: "_selector", Get: func(th *Thread, v Value) (Value, error) { return loopOf(v).selectorValue(th) },
			Set: func(th *Thread, v, val Value) error { loopOf(v).selector = val; return nil }},
		{Name: "_stopping", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(loopOf(v).l.Stopping()), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return cannotDelete()
				}
				on, err := object.Truth(th, val)
				loopOf(v).l.SetStopping(on)
				return err
			}},
		{Name: "_ready", Get: func(th *Thread, v Value) (Value, error) { return newReadyView(loopOf(v), false), nil }},
		{Name: "_scheduled", Get: func(th *Thread, v Value) (Value, error) { return newReadyView(loopOf(v), true), nil }},
		{Name: "_current_handle", Get: func(th *Thread, v Value) (Value, error) {
			if h := loopOf(v).current; h != nil {
				return h.Value(), nil
			}
			return None, nil
		}},
		{Name: "_thread_id", Get: func(th *Thread, v Value) (Value, error) {
			if r := loopOf(v).th; r != nil {
				return object.Int(int64(r.ID)), nil
			}
			return None, nil
		}},
		{Name: "_clock_resolution", Get: func(th *Thread, v Value) (Value, error) { return object.Float(aio.Resolution), nil },
			Set: func(th *Thread, v, val Value) error { return nil }},
	}
}

func pyBool(b bool) string {
	if b {
		return "True"
	}
	return "False"
}
