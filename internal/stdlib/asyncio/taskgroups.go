package asyncio

import (
	"ouro/internal/object"
)

// TaskGroup is asyncio.TaskGroup.
type TaskGroup struct {
	object.Header
	loop        Value
	parent      Value
	entered     bool
	exiting     bool
	aborting    bool
	cancelAsked bool // the group itself cancelled its parent
	first, last *groupChild
	n           int
	errors      []*Exc
	base        *Exc // a SystemExit or KeyboardInterrupt
	allDone     *Future
}

// groupChild is a task of the group and its done callback.
type groupChild struct {
	g          *TaskGroup
	task       Value
	prev, next *groupChild
}

var (
	taskGroupLayout = object.NewLayout[TaskGroup]()
	TaskGroupType   = object.NewType("TaskGroup", object.ObjectType, taskGroupLayout)
)

func (g *TaskGroup) value() Value { return object.Of(&g.Header) }

func (c *groupChild) describe() string { return "TaskGroup._on_task_done()" }

func (c *groupChild) Run() error { return c.runOn(loopThread(c.g.loop)) }

func (c *groupChild) runOn(th *Thread) error {
	c.g.remove(c)
	return c.g.taskDone(th, c.task)
}

func (g *TaskGroup) add(task Value) *groupChild {
	c := &groupChild{g: g, task: task, prev: g.last}
	if g.last != nil {
		g.last.next = c
	} else {
		g.first = c
	}
	g.last = c
	g.n++
	return c
}

func (g *TaskGroup) remove(c *groupChild) {
	if c.prev != nil {
		c.prev.next = c.next
	} else {
		g.first = c.next
	}
	if c.next != nil {
		c.next.prev = c.prev
	} else {
		g.last = c.prev
	}
	g.n--
}

func isBaseError(e *Exc) bool {
	return e.Type().IsSubtype(object.SystemExitType) || e.Type().IsSubtype(object.KeyboardInterruptType)
}

func (g *TaskGroup) taskDone(th *Thread, task Value) error {
	discardAwaiter(task, g.parent)
	if g.allDone != nil && g.n == 0 && g.allDone.state == pending {
		if err := g.allDone.setResult(th, object.True); err != nil {
			return err
		}
	}
	c, err := futCancelled(th, task)
	if err != nil || c {
		return err
	}
	e, err := futException(th, task)
	if err != nil || e == nil {
		return err
	}
	g.errors = append(g.errors, e)
	if isBaseError(e) && g.base == nil {
		g.base = e
	}
	done, err := futDone(th, g.parent)
	if err != nil {
		return err
	}
	if done {
		d := object.NewDict()
		d.SetStr(nMessage, object.StrValue("Task "+repr(th, task)+" has errored out but its parent task "+repr(th, g.parent)+" is already completed"))
		d.SetStr(nException, e.Value())
		d.SetStr(nTask, task)
		return callExceptionHandler(th, g.loop, d)
	}
	if !g.aborting && !g.cancelAsked {
		if err := g.abort(th); err != nil {
			return err
		}
		g.cancelAsked = true
		_, err = futCancel(th, g.parent, Value{})
	}
	return err
}

// abort cancels the tasks that are not done.
func (g *TaskGroup) abort(th *Thread) error {
	g.aborting = true
	for c := g.first; c != nil; c = c.next {
		done, err := futDone(th, c.task)
		if err != nil {
			return err
		}
		if !done {
			if _, err := futCancel(th, c.task, Value{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// createTask is create_task(coro, **kwargs).
func (g *TaskGroup) createTask(th *Thread, coro Value, args []Value, names []*Str) (Value, error) {
	bad := ""
	switch {
	case !g.entered:
		bad = "has not been entered"
	case g.exiting && g.n == 0:
		bad = "is finished"
	case g.aborting:
		bad = "is shutting down"
	}
	if bad != "" {
		if err := closeCoroutine(th, coro); err != nil {
			return Value{}, err
		}
		return Value{}, object.RuntimeErrorf("TaskGroup %s %s", repr(th, g.value()), bad)
	}
	var task Value
	var err error
	if lp := plainLoop(g.loop); lp != nil && lp.overrides()&overCreate == 0 {
		var buf [4]Value
		task, err = loopCreateTask(th, append(append(buf[:0], g.loop, coro), args...), names)
	} else {
		var f Value
		if f, err = object.GetAttr(th, g.loop, nCreateTask); err == nil {
			task, err = object.Call(th, f, append([]Value{coro}, args...), names)
		}
	}
	if err != nil {
		return Value{}, err
	}
	// A task that has run eagerly to its end is no exception: its failure is handled by its callback, when the task that creates it
	// is in the group itself and can be cancelled.
	addAwaiter(task, g.parent)
	return task, futAdd(th, task, g.add(task))
}

func closeCoroutine(th *Thread, coro Value) error {
	if f := object.S(coro).CloseGen; f != nil {
		return f(th, coro)
	}
	_, err := object.CallMethod(th, coro, nClose)
	return err
}

func (g *TaskGroup) enter(th *Thread) error {
	if g.entered {
		return object.RuntimeErrorf("TaskGroup %s has already been entered", repr(th, g.value()))
	}
	s := ts(th)
	if g.loop.Ref == nil {
		loop, err := runningLoop(th)
		if err != nil {
			return err
		}
		g.loop = loop
	}
	if s.current.Ref == nil {
		return object.RuntimeErrorf("TaskGroup %s cannot determine the parent task", repr(th, g.value()))
	}
	g.parent = s.current
	g.entered = true
	return nil
}

type groupEnter struct {
	coro
	g *TaskGroup
}

func (c *groupEnter) qualname() string { return "TaskGroup.__aenter__" }

func (c *groupEnter) step(th *Thread, in Value, err error) (Value, error) {
	if err := c.g.enter(th); err != nil {
		return Value{}, err
	}
	return c.g.value(), nil
}

// groupExit is __aexit__: it waits for all tasks.
type groupExit struct {
	coro
	g         *TaskGroup
	body      *Exc
	propagate *Exc // the cancellation to be raised in the end
}

func (c *groupExit) qualname() string { return "TaskGroup.__aexit__" }

func (c *groupExit) inner() []string { return []string{"TaskGroup._aexit"} }

func (c *groupExit) waitsOn() Value { return object.Of(&c.g.Header) }

func (c *groupExit) step(th *Thread, in Value, err error) (Value, error) {
	g := c.g
	switch c.pc {
	case 0:
		c.pc = 1
		g.exiting = true
		if c.body != nil {
			if isBaseError(c.body) && g.base == nil {
				g.base = c.body
			}
			if c.body.Type().IsSubtype(CancelledErrorType) {
				c.propagate = c.body
			}
			if !g.aborting {
				if err := g.abort(th); err != nil {
					return Value{}, err
				}
			}
		}
	case 1:
		if err != nil {
			if !isCancelled(err) {
				return Value{}, c.cleanup(err)
			}
			if !g.aborting {
				c.propagate = object.AsExc(err)
				if err := g.abort(th); err != nil {
					return Value{}, err
				}
			}
		}
		g.allDone = nil
	}
	if g.n > 0 {
		f, err := createFuture(th, g.loop)
		if err != nil {
			return Value{}, err
		}
		g.allDone = asFuture(f)
		return c.await(th, f)
	}
	return c.finish(th)
}

func (c *groupExit) cleanup(err error) error {
	c.g.parent, c.g.errors, c.g.base = Value{}, nil, nil
	return err
}

func (c *groupExit) finish(th *Thread) (Value, error) {
	g := c.g
	if g.base != nil {
		return Value{}, c.cleanup(g.base)
	}
	if g.cancelAsked {
		n, err := taskUncancel(th, g.parent)
		if err != nil {
			return Value{}, c.cleanup(err)
		}
		if n == 0 {
			c.propagate = nil
		}
	}
	if c.propagate != nil && len(g.errors) == 0 {
		return Value{}, c.cleanup(c.propagate)
	}
	if c.body != nil && !c.body.Type().IsSubtype(CancelledErrorType) {
		g.errors = append(g.errors, c.body)
	}
	if len(g.errors) == 0 {
		return None, c.cleanup(nil)
	}
	n, err := taskCancelling(th, g.parent)
	if err != nil {
		return Value{}, c.cleanup(err)
	}
	if n > 0 {
		if _, err := taskUncancel(th, g.parent); err != nil {
			return Value{}, c.cleanup(err)
		}
		if _, err := futCancel(th, g.parent, Value{}); err != nil {
			return Value{}, c.cleanup(err)
		}
	}
	members := make([]Value, len(g.errors))
	for i, e := range g.errors {
		members[i] = e.Value()
	}
	e, err := object.NewExceptionGroup(th, "unhandled errors in a TaskGroup", members)
	if err != nil {
		return Value{}, c.cleanup(err)
	}
	return Value{}, c.cleanup(e)
}

func init() {
	t := TaskGroupType
	of := func(v Value) *TaskGroup { return object.Unchecked[TaskGroup](v) }
	t.Module = "asyncio.taskgroups"
	t.Doc = "An asynchronous context manager that waits for its tasks; if one fails, the others are cancelled."
	t.Constructor = &object.Func{Sig: "TaskGroup()", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[TaskGroup](th, c).value(), nil
	})}
	looseSubclasses(t)
	t.Repr = func(th *Thread, v Value) (Value, error) {
		g := of(v)
		s := ""
		if g.n > 0 {
			s += " tasks=" + itoa(g.n)
		}
		if len(g.errors) > 0 {
			s += " errors=" + itoa(len(g.errors))
		}
		if g.aborting {
			s += " cancelling"
		} else if g.entered {
			s += " entered"
		}
		return object.StrValue("<TaskGroup" + s + ">"), nil
	}
	t.Methods = []object.Func{
		{Sig: "create_task(coro, **kwargs)", Doc: "Make a task of the group.", Fn: object.Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
			g := of(args[0])
			if len(args)-len(names) != 2 {
				if len(args)-len(names) == 1 && len(names) > 0 && names[0].S == "coro" {
					return g.createTask(th, args[1], args[2:], names[1:])
				}
				return Value{}, object.TypeErrorf("TaskGroup.create_task() takes 2 positional arguments but %d were given", len(args)-len(names))
			}
			return g.createTask(th, args[1], args[2:], names)
		})},
		{Sig: "async __aenter__()", Doc: "Open the group.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&groupEnter{g: of(self)}), nil
		})},
		{Sig: "async __aexit__(et, exc, tb, /)", Doc: "Wait for the tasks.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			return newCoro(&groupExit{g: of(a[0]), body: excArg(a[2])}), nil
		})},
	}
	t.GetSets = []object.GetSet{
		{Name: "_tasks", Get: func(th *Thread, v Value) (Value, error) {
			s := object.NewSet()
			for c := of(v).first; c != nil; c = c.next {
				if err := s.Add(th, c.task); err != nil {
					return Value{}, err
				}
			}
			return s.Value(), nil
		}},
		{Name: "_parent_task", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).parent), nil }},
		{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).loop), nil }},
	}
}
