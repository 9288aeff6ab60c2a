package asyncio

import (
	"math"

	"ouro/internal/object"
)

// Timeout is asyncio.Timeout: it cancels the task around it at a deadline, and turns that cancellation into TimeoutError.
type Timeout struct {
	object.Header
	when       Value // None: no deadline
	task       Value
	lp         *Loop
	timer      lateCall
	soon       *timeoutSoon
	state      uint8
	cancelling int32
}

// States of a Timeout.
const (
	timeoutCreated uint8 = iota
	timeoutActive
	timeoutExpiring
	timeoutExpired
	timeoutFinished
)

var timeoutStates = [...]string{"created", "active", "expiring", "expired", "finished"}

var (
	timeoutLayout = object.NewLayout[Timeout]()
	TimeoutType   = object.NewType("Timeout", object.ObjectType, timeoutLayout)
)

// timeoutSoon stands in the ring for a deadline that had passed when it was set; t is nil once it was moved.
type timeoutSoon struct{ t *Timeout }

func (s *timeoutSoon) Run() error {
	if s.t == nil {
		return nil
	}
	return s.t.Run()
}

// Run is the deadline.
func (t *Timeout) Run() error {
	t.soon = nil
	if t.state != timeoutActive {
		return nil
	}
	th := t.lp.th
	t.state = timeoutExpiring
	_, err := futCancel(th, t.task, Value{})
	return err
}

func (t *Timeout) enter(th *Thread) error {
	if t.state != timeoutCreated {
		return object.RuntimeErrorf("Timeout has already been entered")
	}
	s := ts(th)
	task := s.current
	if s.running.Ref == nil {
		return noRunningLoop()
	}
	if task.Ref == nil {
		return object.RuntimeErrorf("Timeout should be used inside a task")
	}
	lp := nativeLoop(s.running)
	if lp == nil {
		return object.RuntimeErrorf("Timeout needs an event loop of this package")
	}
	t.state, t.task, t.lp = timeoutActive, task, lp
	n, err := taskCancelling(th, task)
	if err != nil {
		return err
	}
	t.cancelling = n
	return t.set(th)
}

// set starts the timer for when.
func (t *Timeout) set(th *Thread) error {
	t.stop()
	if t.when.IsNone() {
		return nil
	}
	at, err := toFloat(th, t.when)
	if err != nil {
		return err
	}
	if t.lp.overrides()&overTimers != 0 {
		now, err := object.CallMethod(th, t.lp.Value(), nTime)
		if err != nil {
			return err
		}
		if passed, err := object.CompareBool(th, t.when, now, object.Gt); err != nil || passed {
			if err != nil {
				return err
			}
			return t.timer.at(th, t.lp.Value(), t.when, t)
		}
	} else if at > t.lp.l.Time() {
		t.lp.l.SetTimer(&t.timer.timer, at, t)
		return nil
	}
	t.soon = &timeoutSoon{t}
	t.lp.l.CallSoon(t.soon)
	return nil
}

func (t *Timeout) stop() {
	if t.timer.handle.Ref != nil {
		t.timer.stop(t.lp.thread(), t.lp.Value())
	} else {
		t.lp.l.StopTimer(&t.timer.timer)
	}
	if t.soon != nil {
		t.soon.t = nil
		t.soon = nil
	}
}

// exit ends it; err is how the body ended. It returns the error to be raised in its place, nil if err stands.
func (t *Timeout) exit(th *Thread, err error) error {
	t.stop()
	switch t.state {
	case timeoutExpiring:
		t.state = timeoutExpired
		n, uerr := taskUncancel(th, t.task)
		if uerr != nil {
			return uerr
		}
		if n <= t.cancelling && err != nil {
			e := object.AsExc(err)
			if e.Type().IsSubtype(CancelledErrorType) {
				return timeoutFrom(e)
			}
			insertTimeout(e)
			if e.Type().IsSubtype(object.ExceptionGroupType) {
				object.Each(th, e.Field("exceptions"), func(x Value) (bool, error) {
					if xe, ok := object.AsException(x); ok {
						insertTimeout(xe)
					}
					return false, nil
				})
			}
		}
	case timeoutActive:
		t.state = timeoutFinished
	}
	return nil
}

// insertTimeout puts a TimeoutError before the CancelledError in e's chain of contexts.
func insertTimeout(e *Exc) {
	for ; e.Context != nil; e = e.Context {
		if e.Context.Type().IsSubtype(CancelledErrorType) {
			e.Context = timeoutFrom(e.Context)
			return
		}
	}
}

func taskCancelling(th *Thread, task Value) (int32, error) {
	if t := asTask(task); t != nil {
		return t.cancels, nil
	}
	r, err := object.CallMethod(th, task, nCancelling)
	return int32(r.Int64()), err
}

func taskUncancel(th *Thread, task Value) (int32, error) {
	if t := asTask(task); t != nil {
		return t.uncancel(), nil
	}
	r, err := object.CallMethod(th, task, nUncancel)
	return int32(r.Int64()), err
}

// deadline is loop.time() + delay.
func deadline(th *Thread, loop, delay Value) (Value, error) {
	if lp := nativeLoop(loop); lp != nil && lp.overrides()&overTimers == 0 {
		d, err := toFloat(th, delay)
		return object.Float(lp.l.Time() + d), err
	}
	now, err := object.CallMethod(th, loop, nTime)
	if err != nil {
		return Value{}, err
	}
	return object.Binary(th, now, delay, object.OpAdd)
}

// timeoutEnter and timeoutExit are what __aenter__ and __aexit__ return.
type timeoutEnter struct {
	coro
	t *Timeout
}

func (c *timeoutEnter) qualname() string { return "Timeout.__aenter__" }

func (c *timeoutEnter) step(th *Thread, in Value, err error) (Value, error) {
	if err := c.t.enter(th); err != nil {
		return Value{}, err
	}
	return object.Of(&c.t.Header), nil
}

type timeoutExit struct {
	coro
	t *Timeout
	e *Exc
}

func (c *timeoutExit) qualname() string { return "Timeout.__aexit__" }

func (c *timeoutExit) step(th *Thread, in Value, err error) (Value, error) {
	if c.t.state == timeoutCreated {
		return Value{}, object.NewExc(object.AssertionErrorType)
	}
	var body error
	if c.e != nil {
		body = c.e
	}
	if err := c.t.exit(th, body); err != nil {
		return Value{}, err
	}
	return None, nil
}

func newTimeout(when Value) Value {
	t := &Timeout{when: when}
	t.Shape = TimeoutType.ExactShape()
	return object.Of(&t.Header)
}

// excArg is the exception among the arguments of __aexit__.
func excArg(v Value) *Exc {
	e, _ := object.AsException(v)
	return e
}

var timeoutFuncs = []object.Func{{Sig: "timeout(delay: float | None) -> Timeout", Doc: "An asynchronous context manager that limits its body to delay seconds; None is no limit.", Fn: object.F1(func(th *Thread, delay Value) (Value, error) {
	loop, err := runningLoop(th)
	if err != nil {
		return Value{}, err
	}
	if delay.IsNone() {
		return newTimeout(None), nil
	}
	when, err := deadline(th, loop, delay)
	if err != nil {
		return Value{}, err
	}
	return newTimeout(when), nil
})}}

var timeoutAtFuncs = []object.Func{{Sig: "timeout_at(when: float | None) -> Timeout", Doc: "An asynchronous context manager that ends its body at a time of the loop's clock.", Fn: object.F1(func(th *Thread, when Value) (Value, error) {
	return newTimeout(when), nil
})}}

func init() {
	t := TimeoutType
	t.Module = "asyncio.timeouts"
	t.Doc = "What timeout() and timeout_at() return."
	t.Constructor = &object.Func{Sig: "Timeout(when: float | None) -> None", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		x := object.NewObject[Timeout](th, c)
		x.when = a[1]
		return object.Of(&x.Header), nil
	})}
	of := func(v Value) *Timeout { return object.Unchecked[Timeout](v) }
	t.Repr = func(th *Thread, v Value) (Value, error) {
		x := of(v)
		s := "<Timeout [" + timeoutStates[x.state] + "]"
		if x.state == timeoutActive {
			s += " when="
			if x.when.IsNone() {
				s += "None"
			} else {
				w, err := toFloat(th, x.when)
				if err != nil {
					return Value{}, err
				}
				s += repr(th, object.Float(math.Round(w*1000)/1000))
			}
		}
		return object.StrValue(s + ">"), nil
	}
	t.Methods = []object.Func{
		{Sig: "when() -> float | None", Doc: "The deadline, or None.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return orNone(of(self).when), nil })},
		{Sig: "expired() -> bool", Doc: "Whether the deadline came while the body ran.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			s := of(self).state
			return object.Bool(s == timeoutExpiring || s == timeoutExpired), nil
		})},
		{Sig: "reschedule(when: float | None) -> None", Doc: "Change the deadline.", Fn: object.F2(func(th *Thread, self, when Value) (Value, error) {
			x := of(self)
			switch x.state {
			case timeoutActive:
			case timeoutCreated:
				return Value{}, object.RuntimeErrorf("Timeout has not been entered")
			default:
				return Value{}, object.RuntimeErrorf("Cannot change state of %s Timeout", timeoutStates[x.state])
			}
			x.when = when
			return None, x.set(th)
		})},
		{Sig: "async __aenter__()", Doc: "Start the clock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&timeoutEnter{t: of(self)}), nil
		})},
		{Sig: "async __aexit__(exc_type, exc_val, exc_tb, /)", Doc: "Stop the clock.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			return newCoro(&timeoutExit{t: of(a[0]), e: excArg(a[2])}), nil
		})},
	}
}
