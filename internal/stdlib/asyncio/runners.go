package asyncio

import (
	"ouro/internal/object"
)

// Runner is asyncio.Runner: a loop, and the care of opening and closing it.
type Runner struct {
	object.Header
	debug      Value
	factory    Value
	loop       Value
	context    Value
	state      uint8
	setLoop    bool // this runner called set_event_loop
	interrupts int
	mainTask   Value
}

// States of a Runner.
const (
	runnerCreated uint8 = iota
	runnerReady
	runnerClosed
)

var (
	runnerLayout = object.NewLayout[Runner]()
	RunnerType   = object.NewType("Runner", object.ObjectType, runnerLayout)
)

func (r *Runner) value() Value { return object.Of(&r.Header) }

func (r *Runner) open(th *Thread) error {
	switch r.state {
	case runnerClosed:
		return object.RuntimeErrorf("Runner is closed")
	case runnerReady:
		return nil
	}
	var err error
	if r.factory.Ref == nil || r.factory.IsNone() {
		if r.loop, err = newEventLoop(th); err != nil {
			return err
		}
		if !r.setLoop {
			if err := setEventLoop(th, r.loop); err != nil {
				return err
			}
			r.setLoop = true
		}
	} else if r.loop, err = object.Call0(th, r.factory); err != nil {
		return err
	}
	if r.debug.Ref != nil && !r.debug.IsNone() {
		if _, err := object.CallMethod(th, r.loop, object.NewStr("set_debug"), r.debug); err != nil {
			return err
		}
	}
	if r.context, err = copyContext(th); err != nil {
		return err
	}
	r.state = runnerReady
	return nil
}

// run is run(coro, context=context).
func (r *Runner) run(th *Thread, coro, ctx Value) (Value, error) {
	if ts(th).running.Ref != nil {
		return Value{}, object.RuntimeErrorf("Runner.run() cannot be called from a running event loop")
	}
	if err := r.open(th); err != nil {
		return Value{}, err
	}
	if !isCoroutine(th, coro) {
		if !isAwaitable(coro) {
			return Value{}, object.TypeErrorf("An asyncio.Future, a coroutine or an awaitable is required")
		}
		coro = newCoro(&wrapAwaitable{aw: coro})
	}
	own := ctx.Ref == nil || ctx.IsNone()
	if own {
		ctx = r.context
	}
	task, err := r.makeTask(th, coro, ctx)
	if err != nil {
		return Value{}, err
	}
	restore, err := r.catchInterrupt(th, task)
	if err != nil {
		return Value{}, err
	}
	res, err := runUntilComplete(th, r.loop, task)
	if t := asTask(task); t != nil && own && r.context.Ref == nil {
		r.context = t.ctx
	}
	if restore != nil {
		if rerr := restore(); rerr != nil && err == nil {
			err = rerr
		}
	}
	r.mainTask = Value{}
	if err != nil && isCancelled(err) && r.interrupts > 0 {
		if u, aerr := object.GetAttrOr(th, task, nUncancel); aerr != nil || u.Ref == nil {
			return Value{}, err // a task of a class that cannot take a cancellation back
		}
		n, uerr := taskUncancel(th, task)
		if uerr != nil {
			return Value{}, uerr
		}
		if n == 0 {
			return Value{}, object.NewExc(object.KeyboardInterruptType)
		}
	}
	return res, err
}

// makeTask makes the main task. The runner's context, if there is none yet, becomes the one the task makes.
func (r *Runner) makeTask(th *Thread, coro, ctx Value) (Value, error) {
	if ctx.Ref == nil {
		if lp := plainLoop(r.loop); lp != nil && lp.overrides()&overCreate == 0 {
			prev := th.Context
			th.Context = Value{}
			v, err := loopCreateTask(th, []Value{r.loop, coro}, nil)
			th.Context = prev
			return v, err
		}
		c, err := realContext(th, &r.context)
		if err != nil {
			return Value{}, err
		}
		ctx = c
	}
	f, err := object.GetAttr(th, r.loop, nCreateTask)
	if err != nil {
		return Value{}, err
	}
	return kw(th, f, nContext, ctx, coro)
}

func runUntilComplete(th *Thread, loop, v Value) (Value, error) {
	if lp := nativeLoop(loop); lp != nil && !overridden(loop, nRunUntilComplete) {
		return lp.runUntilComplete(th, v)
	}
	return object.CallMethod(th, loop, nRunUntilComplete, v)
}

var nRunUntilComplete = object.NewStr("run_until_complete")

const sigint = 2

// catchInterrupt has ^C cancel the main task, where nothing but the default would handle it; restore ends that.
func (r *Runner) catchInterrupt(th *Thread, task Value) (restore func() error, err error) {
	r.interrupts, r.mainTask = 0, task
	if !isMainThread(th) {
		return nil, nil
	}
	m, err := th.Interp.Host.Import(th, "_signal")
	if err != nil {
		return nil, nil
	}
	get, err := object.GetAttrOr(th, m, object.NewStr("getsignal"))
	if err != nil || get.Ref == nil {
		return nil, err
	}
	set, err := object.GetAttr(th, m, object.NewStr("signal"))
	if err != nil {
		return nil, err
	}
	dflt, err := object.GetAttr(th, m, object.NewStr("default_int_handler"))
	if err != nil {
		return nil, err
	}
	cur, err := object.Call1(th, get, object.Int(sigint))
	if err != nil || cur != dflt {
		return nil, err
	}
	handler := object.NewBuiltinBound(&onSigint, r.value(), RunnerType)
	if _, err := object.Call2(th, set, object.Int(sigint), handler); err != nil {
		if object.Matches(err, object.ValueErrorType) {
			return nil, nil // not the main thread after all
		}
		return nil, err
	}
	return func() error {
		cur, err := object.Call1(th, get, object.Int(sigint))
		if err != nil || cur != handler {
			return err
		}
		_, err = object.Call2(th, set, object.Int(sigint), dflt)
		return err
	}, nil
}

// isMainThread reports whether th is the interpreter's first thread.
func isMainThread(th *Thread) bool { return th.Name == "" || th.Name == "MainThread" }

var onSigint = object.Func{Sig: "_on_sigint(signum, frame)", Fn: object.F3(func(th *Thread, self, num, frame Value) (Value, error) {
	r := object.Unchecked[Runner](self)
	r.interrupts++
	if r.interrupts == 1 && r.mainTask.Ref != nil {
		done, err := futDone(th, r.mainTask)
		if err != nil {
			return Value{}, err
		}
		if !done {
			if _, err := futCancel(th, r.mainTask, Value{}); err != nil {
				return Value{}, err
			}
			if lp := nativeLoop(r.loop); lp != nil {
				lp.l.Wake()
			}
			return None, nil
		}
	}
	return Value{}, object.NewExc(object.KeyboardInterruptType)
})}

// close is close(): what still runs is cancelled, generators and the executor are shut down.
func (r *Runner) close(th *Thread) error {
	if r.state != runnerReady {
		if r.state == runnerCreated {
			r.state = runnerClosed
		}
		return nil
	}
	err := r.shutDown(th)
	if r.setLoop {
		if serr := setEventLoop(th, None); err == nil {
			err = serr
		}
	}
	var cerr error
	if lp := nativeLoop(r.loop); lp != nil && !overridden(r.loop, nClose) {
		cerr = lp.closeLoop(th)
	} else {
		_, cerr = object.CallMethod(th, r.loop, nClose)
	}
	if err == nil {
		err = cerr
	}
	r.loop = Value{}
	r.state = runnerClosed
	return err
}

func (r *Runner) shutDown(th *Thread) error {
	if err := cancelAllTasks(th, r.loop); err != nil {
		return err
	}
	c, err := object.CallMethod(th, r.loop, object.NewStr("shutdown_asyncgens"))
	if err != nil {
		return err
	}
	if _, err := runUntilComplete(th, r.loop, c); err != nil {
		return err
	}
	if c, err = object.CallMethod(th, r.loop, object.NewStr("shutdown_default_executor"), object.Int(300)); err != nil {
		return err
	}
	_, err = runUntilComplete(th, r.loop, c)
	return err
}

// cancelAllTasks cancels what is left and waits for it.
func cancelAllTasks(th *Thread, loop Value) error {
	tasks := allTasks(th, loop)
	if len(tasks) == 0 {
		return nil
	}
	for _, t := range tasks {
		if _, err := futCancel(th, t, Value{}); err != nil {
			return err
		}
	}
	all, err := gather(th, tasks, true)
	if err != nil {
		return err
	}
	if _, err := runUntilComplete(th, loop, all); err != nil {
		return err
	}
	for _, t := range tasks {
		c, err := futCancelled(th, t)
		if err != nil {
			return err
		}
		if c {
			continue
		}
		e, err := futException(th, t)
		if err != nil {
			return err
		}
		if e != nil {
			d := object.NewDict()
			d.SetStr(nMessage, object.StrValue("unhandled exception during asyncio.run() shutdown"))
			d.SetStr(nException, e.Value())
			d.SetStr(nTask, t)
			if err := callExceptionHandler(th, loop, d); err != nil {
				return err
			}
		}
	}
	return nil
}

var runFuncs = []object.Func{{Sig: "run(main, *, debug=None, loop_factory=None)", Doc: "Run the coroutine in a new event loop, and return its result.", Fn: starred3(func(th *Thread, main, debug, factory Value) (Value, error) {
	if ts(th).running.Ref != nil {
		return Value{}, object.RuntimeErrorf("asyncio.run() cannot be called from a running event loop")
	}
	r := &Runner{debug: debug, factory: factory}
	r.Shape = RunnerType.ExactShape()
	res, err := r.run(th, main, Value{})
	if cerr := r.close(th); cerr != nil {
		if err != nil && object.AsExc(cerr).Context == nil {
			object.AsExc(cerr).Context = object.AsExc(err)
		}
		return Value{}, cerr
	}
	return res, err
})}}

func init() {
	t := RunnerType
	of := func(v Value) *Runner { return object.Unchecked[Runner](v) }
	t.Module = "asyncio.runners"
	t.Doc = "A context manager that keeps one event loop for several calls of run()."
	t.Constructor = &object.Func{Sig: "Runner(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[Runner](th, c).value(), nil
	})}
	bindInit(t, "Runner.__init__(*, debug=None, loop_factory=None)", func(th *Thread, self Value, a []Value) error {
		of(self).debug, of(self).factory = a[0], a[1]
		return nil
	})
	t.Methods = []object.Func{
		{Sig: "run(coro, *, context=None)", Doc: "Run the coroutine and return its result.", Fn: starred3(func(th *Thread, self, coro, ctx Value) (Value, error) {
			return of(self).run(th, coro, ctx)
		})},
		{Sig: "close()", Doc: "Cancel what still runs and close the loop.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return None, of(self).close(th)
		})},
		{Sig: "get_loop()", Doc: "The runner's event loop.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			if err := of(self).open(th); err != nil {
				return Value{}, err
			}
			return of(self).loop, nil
		})},
		{Sig: "__enter__()", Doc: "Open the loop.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return self, of(self).open(th)
		})},
		{Sig: "__exit__(exc_type, exc_val, exc_tb, /)", Doc: "Close the loop.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			return None, of(a[0]).close(th)
		})},
	}
	t.GetSets = []object.GetSet{{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).loop), nil }}}
}
