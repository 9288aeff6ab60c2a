package thread

import (
	"fmt"
	"time"

	"ouro/internal/object"
)

// RLock is a lock that its owner may take again.
type RLock struct {
	object.Header
	core  lockCore
	owner uint64 // the thread's ID, 0 if free
	count int
}

var (
	rlockLayout = object.NewLayout[RLock]()
	RLockType   = object.NewType("RLock", object.ObjectType, rlockLayout)
)

func (l *RLock) acquire(th *Thread, timeout time.Duration) (bool, error) {
	if l.owner == th.ID && l.count > 0 {
		l.count++
		return true, nil
	}
	ok, err := l.core.acquire(th, timeout)
	if ok {
		l.owner, l.count = th.ID, 1
	}
	return ok, err
}

func (l *RLock) release(th *Thread) error {
	if l.count == 0 || l.owner != th.ID {
		return object.RuntimeErrorf("cannot release un-acquired lock")
	}
	if l.count--; l.count == 0 {
		l.owner = 0
		l.core.release()
	}
	return nil
}

func rlockSave(th *Thread, self Value) (Value, error) {
	l := object.Unchecked[RLock](self)
	if l.count == 0 {
		return Value{}, object.RuntimeErrorf("cannot release un-acquired lock")
	}
	saved := object.TupleValue(object.Int(int64(l.count)), object.Int(int64(l.owner)))
	l.count, l.owner = 0, 0
	l.core.release()
	return saved, nil
}

func rlockRestore(th *Thread, self, saved Value) (Value, error) {
	l := object.Unchecked[RLock](self)
	t, ok := object.AsTuple(saved)
	if !ok || len(t.Items) != 2 {
		return Value{}, object.TypeErrorf("_acquire_restore() argument 1 must be 2-item tuple, not %s", saved.Type().Name)
	}
	count, err := object.AsIndex(th, t.Items[0])
	if err != nil {
		return Value{}, err
	}
	owner, err := object.AsIndex(th, t.Items[1])
	if err != nil {
		return Value{}, err
	}
	// The state must come back even if a signal handler raises meanwhile.
	for {
		ok, e := l.core.acquire(th, -1)
		if e != nil {
			err = e
		}
		if ok {
			break
		}
	}
	l.count, l.owner = count, uint64(owner)
	return none, err
}

func init() {
	t := RLockType
	t.Module = "_thread"
	t.Doc = "A lock that its owner may take again; it is free when it was released as often."
	t.Constructor = &Func{Sig: "RLock(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		cls, _ := object.AsType(a[0])
		return object.Of(&object.NewObject[RLock](th, cls).Header), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		l := object.Unchecked[RLock](v)
		name := v.Type().Name
		if v.Type() == RLockType {
			name = "_thread.RLock"
		}
		return object.StrValue(fmt.Sprintf("<%s %s object owner=%d count=%d at %#x>", locked(l.count > 0), name, l.owner, l.count, object.Address(v))), nil
	}
	release := func(th *Thread, self Value) (Value, error) {
		return none, object.Unchecked[RLock](self).release(th)
	}
	t.Methods = []Func{
		{Sig: "acquire(blocking=True, timeout=-1)", Doc: "Take the lock; False if that was not possible in time.", Fn: acquire3(func(th *Thread, self, blocking, timeout Value) (Value, error) {
			d, err := acquireArgs(th, blocking, timeout)
			if err != nil {
				return Value{}, err
			}
			ok, err := object.Unchecked[RLock](self).acquire(th, d)
			return object.Bool(ok), err
		})},
		{Sig: "release()", Doc: "Give back one taking of the lock; only its owner may.", Fn: object.F1(release)},
		{Sig: "locked()", Doc: "Whether some thread holds the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(object.Unchecked[RLock](self).count > 0), nil
		})},
		{Sig: "__enter__()", Doc: "Take the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			ok, err := object.Unchecked[RLock](self).acquire(th, -1)
			return object.Bool(ok), err
		})},
		{Sig: "__exit__(*exc_info)", Doc: "Give back one taking of the lock.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) { return release(th, a[0]) })},
		{Sig: "_is_owned()", Doc: "Whether the calling thread holds the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			l := object.Unchecked[RLock](self)
			return object.Bool(l.count > 0 && l.owner == th.ID), nil
		})},
		{Sig: "_recursion_count()", Doc: "How often the calling thread has taken the lock.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			if l := object.Unchecked[RLock](self); l.owner == th.ID {
				return object.Int(int64(l.count)), nil
			}
			return object.Int(0), nil
		})},
		{Sig: "_release_save()", Doc: "Give the lock up fully; returns what _acquire_restore() takes.", Fn: object.F1(rlockSave)},
		{Sig: "_acquire_restore(state, /)", Doc: "Take the lock as often as it was before _release_save().", Fn: object.F2(rlockRestore)},
		{Sig: "_at_fork_reinit()", Doc: "Make the lock anew, as needed after a fork.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			l := object.Unchecked[RLock](self)
			l.core, l.owner, l.count = lockCore{}, 0, 0
			return none, nil
		})},
	}
}
