package asyncio

import (
	"ouro/internal/object"
)

// waiter is a place in a waitList: what a coroutine that waits for a lock or queue holds.
type waiter struct {
	fut        *Future
	prev, next *waiter
	in         *waitList
}

// waitList is a queue of waiters, first come first served.
type waitList struct {
	first, last *waiter
	n           int
}

func (l *waitList) push(w *waiter) {
	w.in, w.prev, w.next = l, l.last, nil
	if l.last != nil {
		l.last.next = w
	} else {
		l.first = w
	}
	l.last = w
	l.n++
}

func (l *waitList) remove(w *waiter) {
	if w.in != l {
		return
	}
	if w.prev != nil {
		w.prev.next = w.next
	} else {
		l.first = w.next
	}
	if w.next != nil {
		w.next.prev = w.prev
	} else {
		l.last = w.prev
	}
	w.in, w.prev, w.next = nil, nil, nil
	l.n--
}

// wakePop takes waiters off until one could be woken.
func (l *waitList) wakePop(th *Thread) error {
	for l.first != nil {
		w := l.first
		l.remove(w)
		if w.fut.state == pending {
			return w.fut.setResult(th, None)
		}
	}
	return nil
}

// loopBound is what locks and queues have in common: they belong to the loop they first waited on.
type loopBound struct {
	loop Value
}

func (b *loopBound) getLoop(th *Thread, self Value) (Value, error) {
	loop, err := runningLoop(th)
	if err != nil {
		return Value{}, err
	}
	if b.loop.Ref == nil {
		b.loop = loop
	}
	if b.loop != loop {
		return Value{}, object.RuntimeErrorf("%s is bound to a different event loop", repr(th, self))
	}
	return loop, nil
}

// newWaiter makes the future to wait for.
func (b *loopBound) newWaiter(th *Thread, self Value, w *waiter, l *waitList) (*Future, error) {
	loop, err := b.getLoop(th, self)
	if err != nil {
		return nil, err
	}
	w.fut = newFuture(loop)
	l.push(w)
	return w.fut, nil
}

// Lock is asyncio.Lock.
type Lock struct {
	object.Header
	loopBound
	waiters waitList
	locked  bool
	holder  Value // the task that took it last; it means something while locked
}

var (
	lockLayout = object.NewLayout[Lock]()
	LockType   = object.NewType("Lock", object.ObjectType, lockLayout)
)

func (l *Lock) value() Value { return object.Of(&l.Header) }

// acquireLock is Lock.acquire(), or __aenter__ with enter set.
type acquireLock struct {
	coro
	l     *Lock
	w     waiter
	enter bool
}

func (c *acquireLock) qualname() string {
	if c.enter {
		return "_ContextManagerMixin.__aenter__"
	}
	return "Lock.acquire"
}

func (c *acquireLock) inner() []string {
	if c.enter {
		return []string{"Lock.acquire"}
	}
	return nil
}

func (c *acquireLock) waitsOn() Value { return object.Of(&c.l.Header) }

func (c *acquireLock) step(th *Thread, in Value, err error) (Value, error) {
	l := c.l
	if c.pc == 0 {
		if !l.locked && l.allCancelled() {
			return c.got(th)
		}
		f, err := l.newWaiter(th, l.value(), &c.w, &l.waiters)
		if err != nil {
			return Value{}, err
		}
		c.pc = 1
		return c.awaitFuture(f)
	}
	l.waiters.remove(&c.w)
	if err != nil {
		if isCancelled(err) && !l.locked {
			if werr := l.wakeFirst(th); werr != nil {
				return Value{}, werr
			}
		}
		return Value{}, err
	}
	return c.got(th)
}

func (c *acquireLock) got(th *Thread) (Value, error) {
	c.l.locked = true
	c.l.holder = ts(th).current
	if c.enter {
		return None, nil
	}
	return object.True, nil
}

func (l *Lock) allCancelled() bool {
	for w := l.waiters.first; w != nil; w = w.next {
		if w.fut.state != cancelled {
			return false
		}
	}
	return true
}

func (l *Lock) wakeFirst(th *Thread) error {
	if w := l.waiters.first; w != nil && w.fut.state == pending {
		return w.fut.setResult(th, object.True)
	}
	return nil
}

func (l *Lock) release(th *Thread) error {
	if !l.locked {
		return object.RuntimeErrorf("Lock is not acquired.")
	}
	l.locked = false
	l.holder = Value{}
	return l.wakeFirst(th)
}

// Event is asyncio.Event.
type Event struct {
	object.Header
	loopBound
	waiters waitList
	isSet   bool
}

var (
	eventLayout = object.NewLayout[Event]()
	EventType   = object.NewType("Event", object.ObjectType, eventLayout)
)

func (e *Event) set(th *Thread) error {
	if e.isSet {
		return nil
	}
	e.isSet = true
	for w := e.waiters.first; w != nil; w = w.next {
		if w.fut.state == pending {
			if err := w.fut.setResult(th, object.True); err != nil {
				return err
			}
		}
	}
	return nil
}

// waitEvent is Event.wait().
type waitEvent struct {
	coro
	e *Event
	w waiter
}

func (c *waitEvent) qualname() string { return "Event.wait" }

func (c *waitEvent) waitsOn() Value { return object.Of(&c.e.Header) }

func (c *waitEvent) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 0 {
		if c.e.isSet {
			return object.True, nil
		}
		f, err := c.e.newWaiter(th, object.Of(&c.e.Header), &c.w, &c.e.waiters)
		if err != nil {
			return Value{}, err
		}
		c.pc = 1
		return c.awaitFuture(f)
	}
	c.e.waiters.remove(&c.w)
	return object.True, err
}

// Semaphore is asyncio.Semaphore and BoundedSemaphore.
type Semaphore struct {
	object.Header
	loopBound
	waiters waitList
	n       int64
	bound   int64 // of a BoundedSemaphore
}

var (
	semaphoreLayout      = object.NewLayout[Semaphore]()
	SemaphoreType        = object.NewType("Semaphore", object.ObjectType, semaphoreLayout)
	BoundedSemaphoreType = object.NewType("BoundedSemaphore", SemaphoreType, semaphoreLayout)
)

func (s *Semaphore) locked() bool {
	if s.n == 0 {
		return true
	}
	for w := s.waiters.first; w != nil; w = w.next {
		if w.fut.state != cancelled {
			return true
		}
	}
	return false
}

func (s *Semaphore) wakeNext(th *Thread) (bool, error) {
	for w := s.waiters.first; w != nil; w = w.next {
		if w.fut.state == pending {
			s.n--
			return true, w.fut.setResult(th, object.True)
		}
	}
	return false, nil
}

type acquireSemaphore struct {
	coro
	s     *Semaphore
	w     waiter
	enter bool
}

func (c *acquireSemaphore) qualname() string {
	if c.enter {
		return "_ContextManagerMixin.__aenter__"
	}
	return "Semaphore.acquire"
}

func (c *acquireSemaphore) inner() []string {
	if c.enter {
		return []string{"Semaphore.acquire"}
	}
	return nil
}

func (c *acquireSemaphore) waitsOn() Value { return object.Of(&c.s.Header) }

func (c *acquireSemaphore) result() (Value, error) {
	if c.enter {
		return None, nil
	}
	return object.True, nil
}

func (c *acquireSemaphore) step(th *Thread, in Value, err error) (Value, error) {
	s := c.s
	if c.pc == 0 {
		if !s.locked() {
			s.n--
			return c.result()
		}
		f, err := s.newWaiter(th, object.Of(&s.Header), &c.w, &s.waiters)
		if err != nil {
			return Value{}, err
		}
		c.pc = 1
		return c.awaitFuture(f)
	}
	s.waiters.remove(&c.w)
	if err != nil && isCancelled(err) && c.w.fut.done() && c.w.fut.state != cancelled {
		s.n++
	}
	for s.n > 0 {
		ok, werr := s.wakeNext(th)
		if werr != nil {
			return Value{}, werr
		}
		if !ok {
			break
		}
	}
	if err != nil {
		return Value{}, err
	}
	return c.result()
}

// Condition is asyncio.Condition, over a Lock or an object like one.
type Condition struct {
	object.Header
	loopBound
	lock    Value
	waiters waitList
}

var (
	conditionLayout = object.NewLayout[Condition]()
	ConditionType   = object.NewType("Condition", object.ObjectType, conditionLayout)
)

func (c *Condition) native() *Lock {
	if c.lock.Ref != nil && c.lock.Ref.Shape == LockType.ExactShape() {
		return object.Unchecked[Lock](c.lock)
	}
	return nil
}

var (
	nAcquire = object.NewStr("acquire")
	nRelease = object.NewStr("release")
	nLocked  = object.NewStr("locked")
)

func (c *Condition) isLocked(th *Thread) (bool, error) {
	if l := c.native(); l != nil {
		return l.locked, nil
	}
	r, err := object.CallMethod(th, c.lock, nLocked)
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

func (c *Condition) acquire(th *Thread) (Value, error) {
	if l := c.native(); l != nil {
		return newCoro(&acquireLock{l: l}), nil
	}
	return object.CallMethod(th, c.lock, nAcquire)
}

func (c *Condition) release(th *Thread) error {
	if l := c.native(); l != nil {
		return l.release(th)
	}
	_, err := object.CallMethod(th, c.lock, nRelease)
	return err
}

func (c *Condition) notify(th *Thread, n int) error {
	for w := c.waiters.first; w != nil && n > 0; w = w.next {
		if w.fut.state == pending {
			n--
			if err := w.fut.setResult(th, object.False); err != nil {
				return err
			}
		}
	}
	return nil
}

// waitCondition is Condition.wait().
type waitCondition struct {
	coro
	c    *Condition
	w    waiter
	err  error // how the wait itself ended
	late error // the last cancellation while the lock was taken again
}

func (c *waitCondition) qualname() string { return "Condition.wait" }

func (c *waitCondition) waitsOn() Value { return object.Of(&c.c.Header) }

func (c *waitCondition) step(th *Thread, in Value, err error) (Value, error) {
	cond := c.c
	switch c.pc {
	case 0:
		locked, err := cond.isLocked(th)
		if err != nil {
			return Value{}, err
		}
		if !locked {
			return Value{}, object.RuntimeErrorf("cannot wait on un-acquired lock")
		}
		loop, err := cond.getLoop(th, object.Of(&cond.Header))
		if err != nil {
			return Value{}, err
		}
		c.w.fut = newFuture(loop)
		if err := cond.release(th); err != nil {
			return Value{}, err
		}
		cond.waiters.push(&c.w)
		c.pc = 1
		return c.awaitFuture(c.w.fut)
	case 1:
		cond.waiters.remove(&c.w)
		c.err = err
		c.pc = 2
		return c.again(th)
	}
	if err != nil {
		if !isCancelled(err) {
			return Value{}, c.failed(th, err)
		}
		c.late = err
		return c.again(th)
	}
	if c.late != nil {
		return Value{}, c.failed(th, c.late)
	}
	if c.err != nil {
		return Value{}, c.failed(th, c.err)
	}
	return object.True, nil
}

// again takes the lock, which must happen even if the wait was cancelled.
func (c *waitCondition) again(th *Thread) (Value, error) {
	a, err := c.c.acquire(th)
	if err == nil {
		_, err = c.await(th, a)
	}
	if err != nil {
		return Value{}, c.failed(th, err)
	}
	return Value{}, nil
}

// failed passes the notification on to another waiter.
func (c *waitCondition) failed(th *Thread, err error) error {
	if nerr := c.c.notify(th, 1); nerr != nil {
		return nerr
	}
	return err
}

// waitPredicate is Condition.wait_for(predicate).
type waitPredicate struct {
	coro
	c         *Condition
	predicate Value
}

func (c *waitPredicate) qualname() string { return "Condition.wait_for" }

func (c *waitPredicate) waitsOn() Value { return object.Of(&c.c.Header) }

func (c *waitPredicate) step(th *Thread, in Value, err error) (Value, error) {
	if err != nil {
		return Value{}, err
	}
	r, err := object.Call0(th, c.predicate)
	if err != nil {
		return Value{}, err
	}
	if ok, err := object.Truth(th, r); err != nil || ok {
		return r, err
	}
	self := object.Of(&c.c.Header)
	if overridden(self, object.NewStr("wait")) {
		w, err := object.CallMethod(th, self, object.NewStr("wait"))
		if err != nil {
			return Value{}, err
		}
		return c.await(th, w)
	}
	return c.await(th, newCoro(&waitCondition{c: c.c}))
}

// entering is __aenter__ of a lock whose acquire() a script has replaced.
type entering struct {
	coro
	lock Value
}

func (c *entering) qualname() string { return "_ContextManagerMixin.__aenter__" }

func (c *entering) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 1 {
		return None, err
	}
	c.pc = 1
	a, err := object.CallMethod(th, c.lock, nAcquire)
	if err != nil {
		return Value{}, err
	}
	return c.await(th, a)
}

// leaving is __aexit__ of a lock.
type leaving struct {
	coro
	lock Value
}

func (c *leaving) qualname() string { return "_ContextManagerMixin.__aexit__" }

func (c *leaving) step(th *Thread, _ Value, _ error) (Value, error) {
	if !c.lock.Type().IsHeap() {
		switch {
		case lockLayout.Is(c.lock):
			return None, object.Unchecked[Lock](c.lock).release(th)
		case semaphoreLayout.Is(c.lock):
			return None, object.Unchecked[Semaphore](c.lock).release(th)
		}
	}
	_, err := object.CallMethod(th, c.lock, nRelease)
	return None, err
}

func (s *Semaphore) release(th *Thread) error {
	if s.bound > 0 && s.n >= s.bound {
		return object.ValueErrorf("BoundedSemaphore released too many times")
	}
	s.n++
	_, err := s.wakeNext(th)
	return err
}

// aexitRow is the row of __aexit__ that all locks have.
func aexitRow() object.Func {
	return object.Func{Sig: "async __aexit__(exc_type, exc, tb, /)", Doc: "Release it.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		return newCoro(&leaving{lock: a[0]}), nil
	})}
}

// lockRepr is <... [state, extras]>.
func lockRepr(v Value, state string, waiters int) (Value, error) {
	t := v.Type()
	mod := t.Module
	if m, ok := t.Dict().GetString("__module__"); ok && t.IsHeap() {
		mod = text(m)
	}
	if waiters > 0 {
		state += ", waiters:" + itoa(waiters)
	}
	return object.StrValue("<" + mod + "." + t.QualName + " object at " + address(v) + " [" + state + "]>"), nil
}

func lockedText(b bool) string {
	if b {
		return "locked"
	}
	return "unlocked"
}

// getLoopRow is _get_loop().
func getLoopRow(of func(Value) *loopBound) object.Func {
	return object.Func{Sig: "_get_loop()", Doc: "The loop it belongs to.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
		return of(self).getLoop(th, self)
	})}
}

func loopGetSet(of func(Value) *loopBound) object.GetSet {
	return object.GetSet{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).loop), nil },
		Set: func(th *Thread, v, val Value) error {
			of(v).loop = val
			if val.IsNone() {
				of(v).loop = Value{}
			}
			return nil
		}}
}

func init() {
	for _, t := range []*object.Type{LockType, EventType, SemaphoreType, BoundedSemaphoreType, ConditionType} {
		t.Module = "asyncio.locks"
	}
	LockType.Doc = "A lock between tasks; not for threads."
	EventType.Doc = "A flag that tasks can wait for."
	SemaphoreType.Doc = "A counter of permits that tasks take and give back."
	BoundedSemaphoreType.Doc = "A Semaphore whose release() raises ValueError above the initial value."
	ConditionType.Doc = "A condition variable between tasks."
	initLock()
	initEvent()
	initSemaphore()
	initCondition()
}

func initLock() {
	of := func(v Value) *Lock { return object.Unchecked[Lock](v) }
	bound := func(v Value) *loopBound { return &of(v).loopBound }
	t := LockType
	t.Constructor = &object.Func{Sig: "Lock()", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[Lock](th, c).value(), nil
	})}
	looseSubclasses(t)
	t.Repr = func(th *Thread, v Value) (Value, error) {
		return lockRepr(v, lockedText(of(v).locked), of(v).waiters.n)
	}
	t.Methods = []object.Func{
		{Sig: "locked()", Doc: "Whether it is held.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return object.Bool(of(self).locked), nil })},
		{Sig: "async acquire()", Doc: "Wait until it is free, and take it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&acquireLock{l: of(self)}), nil
		})},
		{Sig: "release()", Doc: "Free it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).release(th) })},
		{Sig: "async __aenter__()", Doc: "Acquire it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			if self.Type().IsHeap() && overridden(self, nAcquire) {
				return newCoro(&entering{lock: self}), nil
			}
			return newCoro(&acquireLock{l: of(self), enter: true}), nil
		})},
		aexitRow(),
		getLoopRow(bound),
	}
	t.GetSets = []object.GetSet{loopGetSet(bound),
		{Name: "_locked", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).locked), nil }},
		{Name: "_waiters", Get: func(th *Thread, v Value) (Value, error) { return of(v).waiters.listOrNone(), nil }},
	}
}

// listOrNone is list for classes that have none before somebody waits.
func (l *waitList) listOrNone() Value {
	if l.n == 0 {
		return None
	}
	return l.list()
}

// list gives the futures of a waitList.
func (l *waitList) list() Value {
	out := object.NewList()
	for w := l.first; w != nil; w = w.next {
		out.Append(w.fut.Value())
	}
	return out.Value()
}

func initEvent() {
	of := func(v Value) *Event { return object.Unchecked[Event](v) }
	bound := func(v Value) *loopBound { return &of(v).loopBound }
	t := EventType
	t.Constructor = &object.Func{Sig: "Event()", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.Of(&object.NewObject[Event](th, c).Header), nil
	})}
	looseSubclasses(t)
	t.Repr = func(th *Thread, v Value) (Value, error) {
		s := "unset"
		if of(v).isSet {
			s = "set"
		}
		return lockRepr(v, s, of(v).waiters.n)
	}
	t.Methods = []object.Func{
		{Sig: "is_set()", Doc: "Whether the flag is set.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return object.Bool(of(self).isSet), nil })},
		{Sig: "set()", Doc: "Set the flag and wake those who wait.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).set(th) })},
		{Sig: "clear()", Doc: "Unset the flag.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { of(self).isSet = false; return None, nil })},
		{Sig: "async wait()", Doc: "Wait until the flag is set.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&waitEvent{e: of(self)}), nil
		})},
		getLoopRow(bound),
	}
	t.GetSets = []object.GetSet{loopGetSet(bound),
		{Name: "_value", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).isSet), nil }},
		{Name: "_waiters", Get: func(th *Thread, v Value) (Value, error) { return of(v).waiters.list(), nil }}}
}

func initSemaphore() {
	of := func(v Value) *Semaphore { return object.Unchecked[Semaphore](v) }
	bound := func(v Value) *loopBound { return &of(v).loopBound }
	t := SemaphoreType
	alloc := object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.Of(&object.NewObject[Semaphore](th, c).Header), nil
	})
	t.Constructor = &object.Func{Sig: "Semaphore(*args, **kwargs)", Fn: alloc}
	initial := func(th *Thread, v Value) (int64, error) {
		neg, err := object.CompareBool(th, v, object.Int(0), object.Lt)
		if err != nil {
			return 0, err
		}
		if neg {
			return 0, object.ValueErrorf("Semaphore initial value must be >= 0")
		}
		if v.IsFloat() {
			return int64(v.Float64()), nil
		}
		n, err := object.AsIndex(th, v)
		return int64(n), err
	}
	bindInit(t, "Semaphore.__init__(value=1)", func(th *Thread, self Value, a []Value) error {
		n, err := initial(th, a[0])
		of(self).n = n
		return err
	})
	BoundedSemaphoreType.Constructor = &object.Func{Sig: "BoundedSemaphore(*args, **kwargs)", Fn: alloc}
	bindInit(BoundedSemaphoreType, "BoundedSemaphore.__init__(value=1)", func(th *Thread, self Value, a []Value) error {
		n, err := initial(th, a[0])
		of(self).n, of(self).bound = n, n
		return err
	})
	t.Repr = func(th *Thread, v Value) (Value, error) {
		s := "locked"
		if !of(v).locked() {
			s = "unlocked, value:" + itoa(int(of(v).n))
		}
		return lockRepr(v, s, of(v).waiters.n)
	}
	t.Methods = []object.Func{
		{Sig: "locked()", Doc: "Whether acquire() would wait.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return object.Bool(of(self).locked()), nil })},
		{Sig: "async acquire()", Doc: "Wait for a permit and take it.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&acquireSemaphore{s: of(self)}), nil
		})},
		{Sig: "release()", Doc: "Give a permit back.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).release(th) })},
		{Sig: "async __aenter__()", Doc: "Take a permit.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			if self.Type().IsHeap() && overridden(self, nAcquire) {
				return newCoro(&entering{lock: self}), nil
			}
			return newCoro(&acquireSemaphore{s: of(self), enter: true}), nil
		})},
		aexitRow(),
		getLoopRow(bound),
	}
	t.GetSets = []object.GetSet{loopGetSet(bound),
		{Name: "_value", Get: func(th *Thread, v Value) (Value, error) { return object.Int(of(v).n), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return cannotDelete()
				}
				n, err := object.AsIndex(th, val)
				of(v).n = int64(n)
				return err
			}},
		{Name: "_waiters", Get: func(th *Thread, v Value) (Value, error) { return of(v).waiters.listOrNone(), nil }}}
}

func initCondition() {
	of := func(v Value) *Condition { return object.Unchecked[Condition](v) }
	bound := func(v Value) *loopBound { return &of(v).loopBound }
	t := ConditionType
	t.Constructor = &object.Func{Sig: "Condition(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		x := object.NewObject[Condition](th, c)
		l := &Lock{}
		l.Shape = LockType.ExactShape()
		x.lock = l.value()
		return object.Of(&x.Header), nil
	})}
	bindInit(t, "Condition.__init__(lock=None)", func(th *Thread, self Value, a []Value) error {
		if !a[0].IsNone() {
			of(self).lock = a[0]
		}
		return nil
	})
	t.Repr = func(th *Thread, v Value) (Value, error) {
		l, err := of(v).isLocked(th)
		if err != nil {
			return Value{}, err
		}
		return lockRepr(v, lockedText(l), of(v).waiters.n)
	}
	notify := func(th *Thread, c *Condition, n int) error {
		l, err := c.isLocked(th)
		if err != nil {
			return err
		}
		if !l {
			return object.RuntimeErrorf("cannot notify on un-acquired lock")
		}
		return c.notify(th, n)
	}
	t.Methods = []object.Func{
		{Sig: "locked()", Doc: "Whether the lock is held.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			b, err := of(self).isLocked(th)
			return object.Bool(b), err
		})},
		{Sig: "async acquire()", Doc: "Acquire the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return of(self).acquire(th) })},
		{Sig: "release()", Doc: "Release the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).release(th) })},
		{Sig: "async wait()", Doc: "Release the lock, wait to be notified, and acquire it again.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&waitCondition{c: of(self)}), nil
		})},
		{Sig: "async wait_for(predicate)", Doc: "Wait until predicate() is true; returns its value.", Fn: object.F2(func(th *Thread, self, p Value) (Value, error) {
			return newCoro(&waitPredicate{c: of(self), predicate: p}), nil
		})},
		{Sig: "notify(n=1)", Doc: "Wake up to n tasks that wait.", Fn: object.F2(func(th *Thread, self, n Value) (Value, error) {
			k, err := object.AsIndex(th, n)
			if err != nil {
				return Value{}, err
			}
			return None, notify(th, of(self), k)
		})},
		{Sig: "notify_all()", Doc: "Wake all tasks that wait.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return None, notify(th, of(self), of(self).waiters.n)
		})},
		{Sig: "async __aenter__()", Doc: "Acquire the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			if l := of(self).native(); l != nil && !(self.Type().IsHeap() && overridden(self, nAcquire)) {
				return newCoro(&acquireLock{l: l, enter: true}), nil
			}
			return newCoro(&entering{lock: self}), nil
		})},
		aexitRow(),
		getLoopRow(bound),
	}
	t.GetSets = []object.GetSet{loopGetSet(bound),
		{Name: "_lock", Get: func(th *Thread, v Value) (Value, error) { return of(v).lock, nil }},
		{Name: "_waiters", Get: func(th *Thread, v Value) (Value, error) { return of(v).waiters.list(), nil }}}
}

// looseSubclasses lets a class derived by a script from one whose constructor takes no arguments have an __init__ with some.
func looseSubclasses(t *object.Type) {
	plain := t.Constructor
	t.Constructor = &object.Func{Sig: plain.Name() + "(*args, **kwargs)", Fn: plain.Fn}
	what := plain.Name() + ".__init__()"
	t.InitSig = plain
	t.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		if len(names) > 0 {
			return object.TypeErrorf("%s got an unexpected keyword argument '%s'", what, names[0].S)
		}
		if len(args) > 0 {
			return object.TypeErrorf("%s takes 1 positional argument but %d were given", what, len(args)+1)
		}
		return nil
	}
}
