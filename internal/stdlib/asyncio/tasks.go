package asyncio

import (
	"unsafe"

	"ouro/internal/object"
)

// Flags of a Task, in Future.flags.
const (
	taskLinked     uint8 = 1 << iota // in the list of unfinished tasks
	taskMustCancel                   // cancel() came while it could not be delivered
	taskQuiet                        // not to be reported when destroyed pending
	futureShown                      // its repr is being made
)

// Task runs a coroutine.
//
// While it waits for a native future, its waker stands among the future's callbacks and waiter is that future. A task's
// step runs under its own context.
type Task struct {
	Future
	coro       Value // unbound once done
	ctx        Value
	name       Value // an int is the number of a name not asked for yet
	waiter     Value // unbound if it does not wait
	prev, next *Task
}

// taskStep and taskWakeup are the task in the ring: for its next step, and for the step after a future is done.
type (
	taskStep   Task
	taskWakeup Task
)

var (
	taskLayout = object.NewLayout[Task]()
	TaskType   = object.NewType("Task", FutureType, taskLayout)
	taskShape  = TaskType.ExactShape()
)

// Run runs the task's next step.
func (t *taskStep) Run() error { return (*Task)(t).run(loopThread(t.loop), nil) }

func (t *taskStep) runOn(th *Thread) error { return (*Task)(t).run(th, nil) }

// Run hands the outcome of the future to the task.
func (t *taskWakeup) Run() error { return t.runOn(loopThread(t.loop)) }

func (t *taskWakeup) runOn(th *Thread) error {
	w := t.waiter
	if w.Ref != nil {
		var err error
		if f := exactFuture(w); f != nil {
			if f.state == finished && f.exc == nil {
				return (*Task)(t).run(th, nil)
			}
			_, err = f.take()
		} else {
			_, err = object.CallMethod(th, w, nResult)
		}
		if err != nil {
			return (*Task)(t).run(th, object.AsExc(err))
		}
	}
	return (*Task)(t).run(th, nil)
}

// taskThrow is the ring's entry for a step that raises an exception in the coroutine.
type taskThrow struct {
	t *Task
	e *Exc
}

func (s *taskThrow) Run() error { return s.t.run(loopThread(s.t.loop), s.e) }

func (s *taskThrow) runOn(th *Thread) error { return s.t.run(th, s.e) }

// Value is the task as a Python value.
func (t *Task) Value() Value { return object.Of(&t.Header) }

// run runs a step under the task's context.
func (t *Task) run(th *Thread, e *Exc) error {
	s := ts(th)
	prev := th.Context
	th.Context = t.ctx
	var err error
	if s.current.Ref != nil {
		err = object.RuntimeErrorf("Cannot enter into task %s while another task %s is being executed.", repr(th, t.Value()), repr(th, s.current))
	} else {
		s.current = t.Value()
		err = t.step(th, e)
		s.current = Value{}
	}
	if t.ctx.Ref == nil {
		t.ctx = th.Context
	}
	th.Context = prev
	if err != nil && !leavesLoop(err) {
		h := newHandle(t.loop, newWakerObject((*taskStep)(t)), t.ctx)
		return h.failed(th, err)
	}
	return err
}

// step resumes the coroutine once. The task is the current one.
func (t *Task) step(th *Thread, e *Exc) error {
	if t.state != pending {
		return invalidState("__step(): already done: " + repr(th, t.Value()) + " " + repr(th, excOrNone(e)))
	}
	if t.flags&taskMustCancel != 0 {
		t.flags &^= taskMustCancel
		if e == nil || !e.Type().IsSubtype(CancelledErrorType) {
			e = t.cancelledError()
		}
	}
	t.waiter = Value{}
	var res Value
	var done bool
	var err error
	if e == nil {
		res, done, err = object.Send(th, t.coro, None)
	} else {
		res, done, err = object.Throw(th, t.coro, e)
	}
	if done || err != nil {
		return t.finish(th, res, err)
	}
	if f := exactFuture(res); f != nil {
		if f.blocking && f.loop == t.loop && &f.Header != &t.Header {
			f.blocking = false
			t.waiter = res
			if f.state == pending {
				f.add((*taskWakeup)(t))
			} else if err := f.ready(th, (*taskWakeup)(t)); err != nil {
				return err
			}
			if t.flags&taskMustCancel != 0 {
				return t.cancelWaiter(th)
			}
			return nil
		}
	} else if res.IsNone() {
		return t.again(th)
	}
	return t.waitFor(th, res)
}

// finish ends the task.
func (t *Task) finish(th *Thread, res Value, err error) error {
	stateOf(th).unlink(t)
	t.coroDone()
	if err == nil {
		if t.flags&taskMustCancel != 0 {
			t.flags &^= taskMustCancel
			_, err := t.Future.cancelNow(th, t.cancelMsg())
			return err
		}
		return t.setResult(th, res)
	}
	e := object.AsExc(err)
	if e.Type().IsSubtype(CancelledErrorType) {
		// The message goes with the exception, to whoever asks first.
		t.exc = e
		_, err := t.Future.cancelNow(th, Value{})
		return err
	}
	if e.Type().IsSubtype(object.StopIterationType) {
		wrapped := object.RuntimeErrorf("StopIteration interacts badly with generators and cannot be raised into a Future")
		wrapped.Cause, wrapped.Context, wrapped.SuppressContext = e, e, true
		e = wrapped
	}
	if err := t.setExc(th, e); err != nil {
		return err
	}
	if leavesLoop(e) {
		return e
	}
	return nil
}

// coroDone is called when the coroutine has ended; the task keeps it for its repr.
func (t *Task) coroDone() { t.waiter = Value{} }

// again makes the next step ready.
func (t *Task) again(th *Thread) error { return t.Future.ready(th, (*taskStep)(t)) }

func (t *Task) throwSoon(th *Thread, e *Exc) error { return t.Future.ready(th, &taskThrow{t, e}) }

// cancelWaiter passes a cancellation on to what the task has begun to wait for.
func (t *Task) cancelWaiter(th *Thread) error {
	ok, err := futCancel(th, t.waiter, t.cancelMsg())
	if err != nil {
		return err
	}
	if ok {
		t.flags &^= taskMustCancel
	}
	return nil
}

// waitFor deals with what a coroutine yielded, if it is not the usual.
func (t *Task) waitFor(th *Thread, res Value) error {
	bad := func(format string, args ...any) error {
		return t.throwSoon(th, object.RuntimeErrorf(format, args...))
	}
	if res == t.Value() {
		return bad("Task cannot await on itself: %s", repr(th, t.Value()))
	}
	blocking, err := object.GetAttrOr(th, res, nBlocking)
	if err != nil {
		return t.throwSoon(th, object.AsExc(err))
	}
	if blocking.Ref == nil || blocking.IsNone() {
		if object.S(res).Send != nil && res.Type().Name == "generator" {
			return bad("yield was used instead of yield from for generator in task %s with %s", repr(th, t.Value()), repr(th, res))
		}
		return bad("Task got bad yield: %s", repr(th, res))
	}
	loop, err := loopOfFuture(th, res)
	if err != nil {
		return t.throwSoon(th, object.AsExc(err))
	}
	if loop != t.loop {
		return bad("Task %s got Future %s attached to a different loop", repr(th, t.Value()), repr(th, res))
	}
	b, err := object.Truth(th, blocking)
	if err != nil {
		return t.throwSoon(th, object.AsExc(err))
	}
	if !b {
		return bad("yield was used instead of yield from in task %s with %s", repr(th, t.Value()), repr(th, res))
	}
	if err := object.SetAttr(th, res, nBlocking, object.False); err != nil {
		return t.throwSoon(th, object.AsExc(err))
	}
	add, err := object.GetAttr(th, res, nAddDoneCallback)
	if err == nil {
		if f := asFuture(res); f != nil && !overridden(res, nAddDoneCallback) {
			err = f.addWaker(th, (*taskWakeup)(t))
		} else {
			var ctx Value
			if ctx, err = t.context(th); err == nil {
				_, err = kw(th, add, nContext, ctx, newWakerObject((*taskWakeup)(t)))
			}
		}
	}
	if err != nil {
		return t.throwSoon(th, object.AsExc(err))
	}
	t.waiter = res
	if t.flags&taskMustCancel != 0 {
		return t.cancelWaiter(th)
	}
	return nil
}

// cancel is Task.cancel.
func (t *Task) cancel(th *Thread, msg Value) (bool, error) {
	t.hear()
	if t.state != pending {
		return false, nil
	}
	t.cancels++
	if t.waiter.Ref != nil {
		ok, err := futCancel(th, t.waiter, msg)
		if err != nil {
			return false, err
		}
		if ok {
			return true, nil
		}
	}
	t.flags |= taskMustCancel
	t.setCancelMsg(msg)
	return true, nil
}

// context is the task's context as an object. A task that runs may have made one that it does not know of yet.
func (t *Task) context(th *Thread) (Value, error) {
	if t.ctx.Ref == nil && ts(th).current == t.Value() {
		c, err := realContext(th, &th.Context)
		t.ctx = c
		return c, err
	}
	return realContext(th, &t.ctx)
}

func (t *Task) uncancel() int32 {
	if t.cancels > 0 {
		t.cancels--
		if t.cancels == 0 {
			t.flags &^= taskMustCancel
		}
	}
	return t.cancels
}

// taskName gives the name, made on first use.
func (t *Task) taskName() Value {
	if t.name.IsInt() {
		t.name = object.StrValue("Task-" + itoa(int(t.name.Int64())))
	}
	return t.name
}

// newTask makes a task of a native loop and has its first step run, now if eager.
func newTask(th *Thread, loop, coro, name, ctx Value, eager bool) (*Task, error) {
	t := &Task{}
	t.Shape = taskShape
	return t, t.init(th, loop, coro, name, ctx, eager)
}

func (t *Task) init(th *Thread, loop, coro, name, ctx Value, eager bool) error {
	t.loop = loop
	if t.rare != nil || t.state != pending || t.first != nil {
		t.result, t.exc, t.first, t.more, t.rare = Value{}, nil, nil, nil, nil
		t.state, t.blocking, t.logTB, t.cancels = pending, false, false, 0
	}
	if debugOf(th, loop) {
		t.setSource(th)
	}
	if !isCoroutine(th, coro) {
		t.flags |= taskQuiet
		return object.TypeErrorf("a coroutine was expected, got %s", repr(th, coro))
	}
	if ctx.Ref == nil || ctx.IsNone() {
		c, err := copyContext(th)
		if err != nil {
			return err
		}
		t.ctx = c
	} else {
		t.ctx = ctx
	}
	st := stateOf(th)
	if name.Ref == nil || name.IsNone() {
		st.taskNames++
		t.name = object.Int(st.taskNames)
	} else if s, ok := object.AsStr(name); ok {
		t.name = s.Value()
	} else {
		s, err := object.ToStr(th, name)
		if err != nil {
			return err
		}
		t.name = s.Value()
	}
	t.coro = coro
	if adopt := object.S(coro).Adopt; adopt != nil {
		adopt(coro)
	}
	if eager {
		running, err := loopIsRunning(th, loop)
		if err != nil {
			return err
		}
		if running {
			return t.startEager(th)
		}
	}
	if lp := plainLoop(loop); lp != nil {
		if err := lp.mayCall(th); err != nil {
			return err
		}
	}
	if err := t.again(th); err != nil {
		return err
	}
	st.link(t)
	return nil
}

// startEager runs the first step within the task that makes this one.
func (t *Task) startEager(th *Thread) error {
	s := ts(th)
	before, prev := s.current, th.Context
	s.current, th.Context = t.Value(), t.ctx
	stateOf(th).link(t)
	err := t.step(th, nil)
	if t.ctx.Ref == nil {
		t.ctx = th.Context
	}
	s.current, th.Context = before, prev
	if t.state != pending {
		stateOf(th).unlink(t)
		t.coro = Value{}
	}
	return err
}

func excOrNone(e *Exc) Value {
	if e == nil {
		return None
	}
	return e.Value()
}

func taskOf(v Value) *Task { return (*Task)(unsafe.Pointer(v.Ref)) }

// asTask gives v as a native Task.
func asTask(v Value) *Task {
	if taskLayout.Is(v) {
		return taskOf(v)
	}
	return nil
}

func taskRepr(th *Thread, v Value) (Value, error) {
	t := taskOf(v)
	if t.flags&futureShown != 0 {
		return object.StrValue("..."), nil
	}
	t.flags |= futureShown
	defer func() { t.flags &^= futureShown }()
	s := " name=" + repr(th, orNone(t.taskName()))
	if t.coro.Ref != nil {
		s += " coro=<" + formatCoroutine(th, t.coro) + ">"
	}
	if t.waiter.Ref != nil {
		s += " wait_for=" + repr(th, t.waiter)
	}
	info := futureInfo(th, &t.Future, s)
	if t.state == pending && t.cancels > 0 {
		info = "cancelling" + info[len("pending"):]
	}
	return object.StrValue("<" + v.Type().Name + " " + info + ">"), nil
}

func init() {
	t := TaskType
	t.Module = "_asyncio"
	t.Doc = "A coroutine that the event loop runs.\n\nTasks are made by create_task() or TaskGroup.create_task()."
	t.Constructor = &object.Func{Sig: "Task(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[Task](th, c).Value(), nil
	})}
	bindInit(t, "Task(coro, *, loop=None, name=None, context=None, eager_start=False)", func(th *Thread, self Value, a []Value) error {
		loop, err := initLoop(th, a[1])
		if err != nil {
			return err
		}
		eager, err := object.Truth(th, a[4])
		if err != nil {
			return err
		}
		return taskOf(self).init(th, loop, a[0], a[2], a[3], eager)
	})
	t.Repr = taskRepr
	t.Methods = []object.Func{
		{Sig: "cancel(msg=None)", Doc: "Have CancelledError raised in the task at its next step; False if it is done.", Fn: object.F2(func(th *Thread, self, msg Value) (Value, error) {
			ok, err := taskOf(self).cancel(th, msg)
			return object.Bool(ok), err
		})},
		{Sig: "cancelling()", Doc: "How many cancellations have been asked for and not taken back.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Int(int64(taskOf(self).cancels)), nil
		})},
		{Sig: "uncancel()", Doc: "Take one cancellation back; returns how many are left.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Int(int64(taskOf(self).uncancel())), nil
		})},
		{Sig: "get_name()", Doc: "The task's name.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return orNone(taskOf(self).taskName()), nil
		})},
		{Sig: "set_name(value, /)", Doc: "Change the task's name.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
			s, err := object.ToStr(th, v)
			if err != nil {
				return Value{}, err
			}
			taskOf(self).name = s.Value()
			return None, nil
		})},
		{Sig: "get_coro()", Doc: "The coroutine that the task runs.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return orNone(taskOf(self).coro), nil
		})},
		{Sig: "get_context()", Doc: "The context that the task runs in.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return taskOf(self).context(th)
		})},
		{Sig: "get_stack(*, limit=None)", Doc: "The frames of the task's coroutine, or of its exception's traceback.", Fn: starred2(func(th *Thread, self, limit Value) (Value, error) {
			f, err := importAttr(th, "asyncio.base_tasks", "_task_get_stack")
			if err != nil {
				return Value{}, err
			}
			return object.Call2(th, f, self, limit)
		})},
		{Sig: "print_stack(*, limit=None, file=None)", Doc: "Print the stack or traceback of the task's coroutine.", Fn: starred3(func(th *Thread, self, limit, file Value) (Value, error) {
			f, err := importAttr(th, "asyncio.base_tasks", "_task_print_stack")
			if err != nil {
				return Value{}, err
			}
			return object.Call3(th, f, self, limit, file)
		})},
		{Sig: "set_result(result, /)", Doc: "Not for tasks.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
			return Value{}, object.RuntimeErrorf("Task does not support set_result operation")
		})},
		{Sig: "set_exception(exception, /)", Doc: "Not for tasks.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
			return Value{}, object.RuntimeErrorf("Task does not support set_exception operation")
		})},
		{Sig: "__class_getitem__(item, /)", Class: true, Doc: "Task[T].", Fn: object.F2(genericAlias)},
	}
	t.GetSets = []object.GetSet{
		{Name: "_coro", Get: func(th *Thread, v Value) (Value, error) { return orNone(taskOf(v).coro), nil }},
		{Name: "_must_cancel", Get: func(th *Thread, v Value) (Value, error) {
			return object.Bool(taskOf(v).flags&taskMustCancel != 0), nil
		}},
		{Name: "_fut_waiter", Get: func(th *Thread, v Value) (Value, error) { return orNone(taskOf(v).waiter), nil }},
		{Name: "_log_destroy_pending", Get: func(th *Thread, v Value) (Value, error) {
			return object.Bool(taskOf(v).flags&taskQuiet == 0), nil
		}, Set: func(th *Thread, v, val Value) error {
			if val.Ref == nil {
				return cannotDelete()
			}
			b, err := object.Truth(th, val)
			if b {
				taskOf(v).flags &^= taskQuiet
			} else {
				taskOf(v).flags |= taskQuiet
			}
			return err
		}},
	}
}

// currentTask is current_task(loop).
func currentTask(th *Thread, loop Value) (Value, error) {
	s := ts(th)
	if loop.Ref == nil || loop.IsNone() {
		if s.running.Ref == nil {
			return Value{}, noRunningLoop()
		}
		return orNone(s.current), nil
	}
	if s.running == loop {
		return orNone(s.current), nil
	}
	if lp := nativeLoop(loop); lp != nil && lp.th != nil {
		return orNone(ts(lp.th).current), nil
	}
	return None, nil
}

// allTasks lists a loop's unfinished tasks in the order of their making.
func allTasks(th *Thread, loop Value) []Value {
	var out []Value
	st := stateOf(th)
	for t := st.first; t != nil; t = t.next {
		if t.loop == loop && t.state == pending {
			out = append(out, t.Value())
		}
	}
	for _, v := range st.others {
		if l, err := loopOfFuture(th, v); err == nil && l == loop {
			if d, err := futDone(th, v); err == nil && !d {
				out = append(out, v)
			}
		}
	}
	return out
}

// createTask is loop.create_task(coro) for any loop, as functions of ours make tasks.
func createTask(th *Thread, loop, coro Value) (Value, error) {
	if lp := plainLoop(loop); lp != nil && lp.taskFactory.Ref == nil && !lp.overridesCreate() {
		if lp.closedFlag {
			return Value{}, loopClosed()
		}
		t, err := newTask(th, loop, coro, Value{}, Value{}, false)
		if err != nil {
			return Value{}, err
		}
		return t.Value(), nil
	}
	return object.CallMethod(th, loop, nCreateTask, coro)
}

// ensureFuture is ensure_future(v, loop=loop).
func ensureFuture(th *Thread, v, loop Value) (Value, error) {
	if isFuture(th, v) {
		if loop.Ref != nil && !loop.IsNone() {
			l, err := loopOfFuture(th, v)
			if err != nil {
				return Value{}, err
			}
			if l != loop {
				return Value{}, object.ValueErrorf("The future belongs to a different loop than the one specified as the loop argument")
			}
		}
		return v, nil
	}
	closeIt := false
	if !isCoroutine(th, v) {
		if !isAwaitable(v) {
			return Value{}, object.TypeErrorf("An asyncio.Future, a coroutine or an awaitable is required")
		}
		v = newCoro(&wrapAwaitable{aw: v})
		closeIt = true
	}
	if loop.Ref == nil || loop.IsNone() {
		l, err := getEventLoop(th)
		if err != nil {
			if closeIt {
				object.S(v).CloseGen(th, v)
			}
			return Value{}, err
		}
		loop = l
	}
	t, err := createTask(th, loop, v)
	if err != nil && closeIt {
		object.S(v).CloseGen(th, v)
	}
	return t, err
}
