package asyncio

import (
	"ouro/internal/aio"
	"ouro/internal/object"
)

// Ways of waiting for several things, and for one with a limit.

// waiting is wait(fs, timeout, return_when).
type waiting struct {
	coro
	fs, timeout, when Value
	futs              []Value
	left              int
	mode              byte // 1st letter that tells FIRST_COMPLETED 'C', FIRST_EXCEPTION 'E', ALL_COMPLETED 'A'
	loop              Value
	waiter            *Future
	kids              []waitChild
	timer             lateCall
}

// waitChild is the done callback of one of the futures.
type waitChild struct {
	w   *waiting
	fut Value
}

func (c *waiting) qualname() string { return "wait" }

func (c *waiting) inner() []string { return []string{"_wait"} }

func (c *waitChild) describe() string { return "_wait.<locals>._on_completion()" }

func (c *waitChild) Run() error { return c.runOn(loopThread(c.w.loop)) }

func (c *waitChild) runOn(th *Thread) error {
	w := c.w
	w.left--
	release := w.left <= 0 || w.mode == 'C'
	if !release && w.mode == 'E' {
		canc, err := futCancelled(th, c.fut)
		if err != nil {
			return err
		}
		if !canc {
			e, err := futException(th, c.fut)
			if err != nil {
				return err
			}
			release = e != nil
		}
	}
	if release && w.waiter.state == pending {
		return w.waiter.setResult(th, None)
	}
	return nil
}

// Run is the timer's callback.
func (c *waiting) Run() error {
	if c.waiter.state != pending {
		return nil
	}
	return c.waiter.setResult(loopThread(c.loop), None)
}

func (c *waiting) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 0 {
		return c.begin(th)
	}
	if serr := c.timer.stop(th, c.loop); serr != nil && err == nil {
		err = serr
	}
	me := ts(th).current
	for i := range c.kids {
		if derr := futDrop(th, c.kids[i].fut, &c.kids[i]); derr != nil && err == nil {
			err = derr
		}
		discardAwaiter(c.kids[i].fut, me)
	}
	if err != nil {
		return Value{}, err
	}
	done, left := object.NewSet(), object.NewSet()
	for _, f := range c.futs {
		d, err := futDone(th, f)
		if err != nil {
			return Value{}, err
		}
		s := left
		if d {
			s = done
		}
		if err := s.Add(th, f); err != nil {
			return Value{}, err
		}
	}
	return object.TupleValue(done.Value(), left.Value()), nil
}

func (c *waiting) begin(th *Thread) (Value, error) {
	if isFuture(th, c.fs) || isCoroutine(th, c.fs) {
		return Value{}, object.TypeErrorf("expect a list of futures, not %s", c.fs.Type().Name)
	}
	if b, err := object.Truth(th, c.fs); err != nil {
		return Value{}, err
	} else if !b {
		return Value{}, object.ValueErrorf("Set of Tasks/Futures is empty.")
	}
	switch text(c.when) {
	case "FIRST_COMPLETED":
		c.mode = 'C'
	case "FIRST_EXCEPTION":
		c.mode = 'E'
	case "ALL_COMPLETED":
		c.mode = 'A'
	default:
		s, err := object.ToStr(th, c.when)
		if err != nil {
			return Value{}, err
		}
		return Value{}, object.ValueErrorf("Invalid return_when value: %s", s.S)
	}
	futs, err := distinct(th, c.fs)
	if err != nil {
		return Value{}, err
	}
	for _, f := range futs {
		if isCoroutine(th, f) {
			return Value{}, object.TypeErrorf("Passing coroutines is forbidden, use tasks explicitly.")
		}
	}
	c.futs = futs
	if c.loop, err = runningLoop(th); err != nil {
		return Value{}, err
	}
	if len(futs) == 0 {
		return Value{}, object.NewExcf(object.AssertionErrorType, "Set of Futures is empty.")
	}
	c.waiter = newFuture(c.loop)
	if !c.timeout.IsNone() {
		if err := c.timer.after(th, c.loop, c.timeout, c); err != nil {
			return Value{}, err
		}
	}
	c.left = len(futs)
	c.kids = make([]waitChild, len(futs))
	me := ts(th).current
	for i, f := range futs {
		c.kids[i] = waitChild{c, f}
		if err := futAdd(th, f, &c.kids[i]); err != nil {
			return Value{}, err
		}
		if me.Ref != nil {
			addAwaiter(f, me)
		}
	}
	c.pc = 1
	return c.awaitFuture(c.waiter)
}

// lateCall is a timer of any loop: aio's own, or the handle of a call_at that a script has replaced.
type lateCall struct {
	timer  aio.Timer
	handle Value
}

// after has cb run after delay seconds.
func (c *lateCall) after(th *Thread, loop, delay Value, cb aio.Callback) error {
	lp := nativeLoop(loop)
	if lp == nil || lp.overrides()&overTimers != 0 {
		h, err := object.CallMethod(th, loop, nCallLater, delay, newRunObject(cb))
		c.handle = h
		return err
	}
	d, err := toFloat(th, delay)
	if err != nil {
		return err
	}
	lp.l.SetTimer(&c.timer, lp.l.Time()+d, cb)
	return nil
}

// at has cb run at a time of the loop's clock.
func (c *lateCall) at(th *Thread, loop, when Value, cb aio.Callback) error {
	lp := nativeLoop(loop)
	if lp == nil || lp.overrides()&overTimers != 0 {
		h, err := object.CallMethod(th, loop, nCallAt, when, newRunObject(cb))
		c.handle = h
		return err
	}
	at, err := toFloat(th, when)
	if err != nil {
		return err
	}
	lp.l.SetTimer(&c.timer, at, cb)
	return nil
}

func (c *lateCall) stop(th *Thread, loop Value) error {
	if c.handle.Ref != nil {
		h := c.handle
		c.handle = Value{}
		_, err := object.CallMethod(th, h, nCancel)
		return err
	}
	if lp := nativeLoop(loop); lp != nil {
		lp.l.StopTimer(&c.timer)
	}
	return nil
}

// runWaker makes an aio callback a waker.
type runWaker struct{ aio.Callback }

func (r runWaker) runOn(*Thread) error { return r.Run() }

func newRunObject(cb aio.Callback) Value { return newWakerObject(runWaker{cb}) }

// distinct lists the items of an iterable, each once.
func distinct(th *Thread, v Value) ([]Value, error) {
	var out []Value
	seen := map[*object.Header]bool{}
	err := object.Each(th, v, func(x Value) (bool, error) {
		if x.IsImmediate() || !seen[x.Ref] {
			seen[x.Ref] = true
			out = append(out, x)
		}
		return false, nil
	})
	return out, err
}

// waitingFor is wait_for(fut, timeout).
type waitingFor struct {
	coro
	fut, timeout Value
	limit        Timeout
}

func (c *waitingFor) qualname() string { return "wait_for" }

func (c *waitingFor) step(th *Thread, in Value, err error) (Value, error) {
	switch c.pc {
	case 0:
		if !c.timeout.IsNone() {
			now, err := atMost(th, c.timeout, 0)
			if err != nil {
				return Value{}, err
			}
			if now {
				return c.atOnce(th)
			}
		}
		c.limit.when = None
		if !c.timeout.IsNone() {
			loop, err := runningLoop(th)
			if err != nil {
				return Value{}, err
			}
			if c.limit.when, err = deadline(th, loop, c.timeout); err != nil {
				return Value{}, err
			}
		}
		if err := c.limit.enter(th); err != nil {
			return Value{}, err
		}
		c.pc = 1
		r, err := c.await(th, c.fut)
		if err != nil {
			if e := c.limit.exit(th, err); e != nil {
				err = e
			}
			return Value{}, err
		}
		return r, nil
	case 1:
		if e := c.limit.exit(th, err); e != nil {
			return Value{}, e
		}
		return in, err
	}
	// The future was cancelled because the limit was zero.
	if err != nil {
		return Value{}, err
	}
	r, err := futResult(th, c.fut)
	if err != nil && isCancelled(err) {
		return Value{}, timeoutFrom(object.AsExc(err))
	}
	return r, err
}

// atOnce is wait_for with a limit of zero or less.
func (c *waitingFor) atOnce(th *Thread) (Value, error) {
	fut, err := ensureFuture(th, c.fut, Value{})
	if err != nil {
		return Value{}, err
	}
	c.fut = fut
	if done, err := futDone(th, fut); err != nil || done {
		if err != nil {
			return Value{}, err
		}
		return futResult(th, fut)
	}
	c.pc = 2
	return c.await(th, newCoro(&cancelAndWait{fut: fut}))
}

func timeoutFrom(e *Exc) *Exc {
	t := object.NewExc(object.TimeoutErrorType)
	t.Cause, t.Context, t.SuppressContext = e, e, true
	return t
}

// cancelAndWait is _cancel_and_wait(fut).
type cancelAndWait struct {
	coro
	fut    Value
	waiter *Future
}

func (c *cancelAndWait) qualname() string { return "_cancel_and_wait" }

func (c *cancelAndWait) Run() error { return c.runOn(loopThread(c.waiter.loop)) }

func (c *cancelAndWait) runOn(th *Thread) error {
	if c.waiter.state != pending {
		return nil
	}
	return c.waiter.setResult(th, None)
}

func (c *cancelAndWait) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 0 {
		loop, err := runningLoop(th)
		if err != nil {
			return Value{}, err
		}
		c.pc = 1
		c.waiter = newFuture(loop)
		if err := futAdd(th, c.fut, c); err != nil {
			return Value{}, err
		}
		if _, err := futCancel(th, c.fut, Value{}); err != nil {
			return Value{}, err
		}
		return c.awaitFuture(c.waiter)
	}
	if derr := futDrop(th, c.fut, c); derr != nil && err == nil {
		err = derr
	}
	return None, err
}

// asCompleted is the iterator that as_completed returns; plain iteration gives coroutines, asynchronous iteration the futures.
type asCompleted struct {
	object.Header
	loop    Value
	todo    int // futures not handed out yet
	running int // futures not done yet
	kids    []completedChild
	done    []Value // None stands for the timeout
	getters waitList
	timer   lateCall
}

type completedChild struct {
	a   *asCompleted
	fut Value
}

var (
	asCompletedLayout = object.NewLayout[asCompleted]()
	asCompletedType   = object.NewType("_AsCompletedIterator", object.ObjectType, asCompletedLayout)
)

func (c *completedChild) describe() string { return "_AsCompletedIterator._handle_completion()" }

func (c *completedChild) Run() error { return c.runOn(loopThread(c.a.loop)) }

func (c *completedChild) runOn(th *Thread) error {
	a := c.a
	if a.running == 0 {
		return nil
	}
	a.running--
	a.done = append(a.done, c.fut)
	if a.running == 0 {
		if err := a.timer.stop(th, a.loop); err != nil {
			return err
		}
	}
	return a.getters.wakePop(th)
}

// Run is the timer's callback: what is not done yet will be a TimeoutError.
func (a *asCompleted) Run() error {
	th := loopThread(a.loop)
	for i := range a.kids {
		if err := futDrop(th, a.kids[i].fut, &a.kids[i]); err != nil {
			return err
		}
	}
	n := a.running
	a.running = 0
	for range n {
		a.done = append(a.done, None)
		if err := a.getters.wakePop(th); err != nil {
			return err
		}
	}
	return nil
}

// completedOne waits for the next of them; plain gives its result rather than the future.
type completedOne struct {
	coro
	a     *asCompleted
	plain bool
	w     waiter
}

func (c *completedOne) qualname() string { return "_AsCompletedIterator._wait_for_one" }

func (c *completedOne) inner() []string { return []string{"Queue.get"} }

func (c *completedOne) step(th *Thread, in Value, err error) (Value, error) {
	a := c.a
	if c.pc == 1 {
		if err != nil {
			if _, cerr := c.w.fut.cancelNow(th, Value{}); cerr != nil {
				return Value{}, cerr
			}
			a.getters.remove(&c.w)
			if len(a.done) > 0 && c.w.fut.state != cancelled {
				if werr := a.getters.wakePop(th); werr != nil {
					return Value{}, werr
				}
			}
			return Value{}, err
		}
	}
	if len(a.done) == 0 {
		c.pc = 1
		c.w.fut = newFuture(a.loop)
		a.getters.push(&c.w)
		return c.awaitFuture(c.w.fut)
	}
	f := a.done[0]
	a.done = a.done[1:]
	if f.IsNone() {
		return Value{}, object.NewExc(object.TimeoutErrorType)
	}
	if c.plain {
		return futResult(th, f)
	}
	return f, nil
}

func newAsCompleted(th *Thread, fs, timeout Value) (Value, error) {
	if isFuture(th, fs) || isCoroutine(th, fs) {
		return Value{}, object.TypeErrorf("expects an iterable of awaitables, not %s", fs.Type().Name)
	}
	loop, err := getEventLoop(th)
	if err != nil {
		return Value{}, err
	}
	items, err := distinct(th, fs)
	if err != nil {
		return Value{}, err
	}
	a := &asCompleted{loop: loop, todo: len(items), running: len(items)}
	a.Shape = asCompletedType.ExactShape()
	a.kids = make([]completedChild, len(items))
	for i, x := range items {
		f, err := ensureFuture(th, x, loop)
		if err != nil {
			return Value{}, err
		}
		a.kids[i] = completedChild{a, f}
	}
	for i := range a.kids {
		if err := futAdd(th, a.kids[i].fut, &a.kids[i]); err != nil {
			return Value{}, err
		}
	}
	if len(items) > 0 && !timeout.IsNone() {
		if err := a.timer.after(th, loop, timeout, a); err != nil {
			return Value{}, err
		}
	}
	return object.Of(&a.Header), nil
}

func init() {
	t := asCompletedType
	t.Module = "asyncio.tasks"
	t.Doc = "What as_completed() returns."
	t.Flags |= object.FlagNoNew
	self := func(th *Thread, v Value) (Value, error) { return v, nil }
	t.Iter, t.AIter = self, self
	t.Next = func(th *Thread, v Value) (Value, error) {
		a := object.Unchecked[asCompleted](v)
		if a.todo == 0 {
			return Value{}, nil
		}
		a.todo--
		return newCoro(&completedOne{a: a, plain: true}), nil
	}
	t.ANext = func(th *Thread, v Value) (Value, error) {
		a := object.Unchecked[asCompleted](v)
		if a.todo == 0 {
			return newCoro(&returned{name: "_AsCompletedIterator.__anext__", err: object.NewExc(object.StopAsyncIterationType)}), nil
		}
		a.todo--
		return newCoro(&completedOne{a: a}), nil
	}
}
