package thread

import (
	"fmt"
	"time"

	"ouro/internal/object"
)

// Lock is a _thread.lock. Its fields are guarded by the interpreter lock, which makes an uncontended acquire a plain write.
//
// A release wakes the first of those who wait, but whoever asks first gets the lock, unless the first waits for longer than
// handOverAfter: then the lock stays locked and passes to it. So a busy lock does not change hands at every release, and
// nobody starves.
type Lock struct {
	object.Header
	core lockCore
}

type lockCore struct {
	locked  bool
	waiting []*lockWait
}

type lockWait struct {
	ch      chan struct{}
	since   time.Time
	granted bool
}

const handOverAfter = time.Millisecond

var (
	lockLayout = object.NewLayout[Lock]()
	LockType   = object.NewType("lock", object.ObjectType, lockLayout)
)

func newLock() *Lock {
	l := &Lock{}
	l.Shape = LockType.ExactShape()
	return l
}

// Value is the lock as a Python value.
func (l *Lock) Value() Value { return object.Of(&l.Header) }

func duration(ns int64) time.Duration { return time.Duration(ns) }

// acquire takes the lock, waiting for at most timeout (negative: for ever).
func (l *lockCore) acquire(th *Thread, timeout time.Duration) (bool, error) {
	if !l.locked {
		l.locked = true
		return true, nil
	}
	if timeout == 0 {
		return false, nil
	}
	w := &lockWait{ch: make(chan struct{}, 1), since: time.Now()}
	l.waiting = append(l.waiting, w)
	for {
		left := timeout
		if timeout > 0 {
			left = max(timeout-time.Since(w.since), 0)
		}
		woken, err := th.Wait(w.ch, left)
		if w.granted {
			if err != nil {
				l.release()
				return false, err
			}
			return true, nil
		}
		if err == nil && !l.locked {
			l.locked = true
			l.leave(w)
			return true, nil
		}
		if err != nil || !woken {
			l.leave(w)
			if !l.locked {
				l.wakeFirst()
			}
			return false, err
		}
	}
}

func (l *lockCore) leave(w *lockWait) {
	for i, x := range l.waiting {
		if x == w {
			l.waiting = append(l.waiting[:i], l.waiting[i+1:]...)
			return
		}
	}
}

func (l *lockCore) wakeFirst() {
	if len(l.waiting) > 0 {
		select {
		case l.waiting[0].ch <- struct{}{}:
		default:
		}
	}
}

// release gives the lock, which is locked, up.
func (l *lockCore) release() {
	if len(l.waiting) == 0 {
		l.locked = false
		return
	}
	if w := l.waiting[0]; time.Since(w.since) > handOverAfter {
		w.granted = true
		l.wakeFirst()
		l.leave(w)
		return
	}
	l.locked = false
	l.wakeFirst()
}

// acquireArgs gives the timeout for acquire(blocking, timeout); 0 for one that does not block.
func acquireArgs(th *Thread, blocking, timeout Value) (time.Duration, error) {
	block, err := object.Truth(th, blocking)
	if err != nil {
		return 0, err
	}
	if timeout == object.Int(-1) {
		if block {
			return -1, nil
		}
		return 0, nil
	}
	d, err := object.AsDuration(th, timeout)
	switch {
	case err != nil:
		return 0, err
	case !block && d != -time.Second:
		return 0, object.ValueErrorf("can't specify a timeout for a non-blocking call")
	case !block:
		return 0, nil
	case d == -time.Second:
		return -1, nil
	case d < 0:
		return 0, object.ValueErrorf("timeout value must be a non-negative number")
	}
	return d, nil
}

func lockAcquire(th *Thread, self, blocking, timeout Value) (Value, error) {
	d, err := acquireArgs(th, blocking, timeout)
	if err != nil {
		return Value{}, err
	}
	ok, err := object.Unchecked[Lock](self).core.acquire(th, d)
	return object.Bool(ok), err
}

func lockRelease(th *Thread, self Value) (Value, error) {
	l := &object.Unchecked[Lock](self).core
	if !l.locked {
		return Value{}, object.RuntimeErrorf("release unlocked lock")
	}
	l.release()
	return none, nil
}

func lockLocked(th *Thread, self Value) (Value, error) {
	return object.Bool(object.Unchecked[Lock](self).core.locked), nil
}

func acquire3(f func(th *Thread, self, blocking, timeout Value) (Value, error)) object.Fn {
	return object.FN(func(th *Thread, a []Value) (Value, error) { return f(th, a[0], a[1], a[2]) })
}

func locked(b bool) string {
	if b {
		return "locked"
	}
	return "unlocked"
}

func init() {
	t := LockType
	t.Module = "_thread"
	t.Doc = "A lock: of those who call acquire(), one at a time returns before it calls release()."
	t.Flags |= object.FlagNoBase
	t.Constructor = &Func{Sig: "lock(/)", Fn: object.Raw(func(th *Thread, args []Value, names []*object.Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, object.TypeErrorf("lock() takes no keyword arguments")
		}
		if len(args) > 1 {
			return Value{}, object.TypeErrorf("lock expected 0 arguments, got %d", len(args)-1)
		}
		return newLock().Value(), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue(fmt.Sprintf("<%s _thread.lock object at %#x>", locked(object.Unchecked[Lock](v).core.locked), object.Address(v))), nil
	}
	exit := object.FN(func(th *Thread, a []Value) (Value, error) { return lockRelease(th, a[0]) })
	t.Methods = []Func{
		{Sig: "acquire(blocking=True, timeout=-1)", Doc: "Take the lock; False if that was not possible in time.", Fn: acquire3(lockAcquire)},
		{Sig: "acquire_lock(blocking=True, timeout=-1)", Doc: "acquire()", Fn: acquire3(lockAcquire)},
		{Sig: "release()", Doc: "Give the lock up; any thread may.", Fn: object.F1(lockRelease)},
		{Sig: "release_lock()", Doc: "release()", Fn: object.F1(lockRelease)},
		{Sig: "locked()", Doc: "Whether the lock is taken.", Fn: object.F1(lockLocked)},
		{Sig: "locked_lock()", Doc: "locked()", Fn: object.F1(lockLocked)},
		{Sig: "__enter__()", Doc: "Take the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			ok, err := object.Unchecked[Lock](self).core.acquire(th, -1)
			return object.Bool(ok), err
		})},
		{Sig: "__exit__(*exc_info)", Doc: "Give the lock up.", Fn: exit},
		{Sig: "_at_fork_reinit()", Doc: "Make the lock anew, as needed after a fork.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			object.Unchecked[Lock](self).core = lockCore{}
			return none, nil
		})},
	}
}
