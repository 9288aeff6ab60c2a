// Package resource is Python's module resource: limits and use of the process's resources.
package resource

import (
	"os"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

var usageType = newUsage()

func newUsage() *object.StructSeq {
	var f []object.StructField
	for _, n := range []string{"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock",
		"ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"} {
		f = append(f, object.StructField{Name: n})
	}
	return object.NewStructSeqType("resource", "struct_rusage", "What getrusage() tells.", 16, f...)
}

// limits is the number of kinds of limits.
const limits = 16

// Module is resource.
var Module = object.ModuleDef{
	Name: "resource",
	Doc:  "Limits and use of the process's resources.",
	Functions: []object.Func{
		{Sig: "getrusage(who, /)", Doc: "What the process or its children have used.", Fn: object.F1(func(th *thread, who value) (value, error) {
			w, err := object.AsIndex(th, who)
			if err != nil {
				return value{}, err
			}
			var ru unix.Rusage
			if err := unix.Getrusage(w, &ru); err != nil {
				if err == unix.EINVAL {
					return value{}, object.ValueErrorf("invalid who parameter")
				}
				return value{}, object.OSErrorFrom(err)
			}
			seconds := func(t unix.Timeval) value { return object.Float(float64(t.Sec) + float64(t.Usec)*1e-6) }
			items := []value{seconds(ru.Utime), seconds(ru.Stime)}
			for _, n := range [...]int64{ru.Maxrss, ru.Ixrss, ru.Idrss, ru.Isrss, ru.Minflt, ru.Majflt, ru.Nswap, ru.Inblock, ru.Oublock, ru.Msgsnd, ru.Msgrcv,
				ru.Nsignals, ru.Nvcsw, ru.Nivcsw} {
				items = append(items, object.Int(n))
			}
			return usageType.New(items...), nil
		})},
		{Sig: "getrlimit(resource, /)", Doc: "The soft and hard limit of a resource.", Fn: object.F1(func(th *thread, which value) (value, error) {
			n, err := kind(th, which)
			if err != nil {
				return value{}, err
			}
			var l unix.Rlimit
			if err := unix.Prlimit(0, n, nil, &l); err != nil {
				return value{}, object.OSErrorFrom(err)
			}
			return toValue(l), nil
		})},
		{Sig: "setrlimit(resource, limits, /)", Doc: "Set the soft and hard limit of a resource.", Fn: object.F2(func(th *thread, which, v value) (value, error) {
			n, err := kind(th, which)
			if err != nil {
				return value{}, err
			}
			l, err := toLimit(th, v)
			if err != nil {
				return value{}, err
			}
			return object.None, limitError(unix.Prlimit(0, n, &l, nil))
		})},
		{Sig: "prlimit(pid, resource, limits=None, /)", Doc: "The limits of a process's resource, and set them.", Fn: object.F3(func(th *thread, pid, which, v value) (value, error) {
			p, err := object.AsIndex(th, pid)
			if err != nil {
				return value{}, err
			}
			n, err := kind(th, which)
			if err != nil {
				return value{}, err
			}
			var old unix.Rlimit
			var set *unix.Rlimit
			if !v.IsNone() {
				l, err := toLimit(th, v)
				if err != nil {
					return value{}, err
				}
				set = &l
			}
			if err := limitError(unix.Prlimit(p, n, set, &old)); err != nil {
				return value{}, err
			}
			return toValue(old), nil
		})},
		{Sig: "getpagesize()", Doc: "The size of a page of memory.", Fn: object.F0(func(th *thread) (value, error) { return object.Int(int64(os.Getpagesize())), nil })},
	},
	Init: func(th *thread, m *object.Module) error {
		for name, n := range map[string]int64{
			"RLIMIT_AS": 9, "RLIMIT_CORE": 4, "RLIMIT_CPU": 0, "RLIMIT_DATA": 2, "RLIMIT_FSIZE": 1, "RLIMIT_MEMLOCK": 8, "RLIMIT_MSGQUEUE": 12, "RLIMIT_NICE": 13,
			"RLIMIT_NOFILE": 7, "RLIMIT_NPROC": 6, "RLIMIT_OFILE": 7, "RLIMIT_RSS": 5, "RLIMIT_RTPRIO": 14, "RLIMIT_RTTIME": 15, "RLIMIT_SIGPENDING": 11, "RLIMIT_STACK": 3,
			"RLIM_INFINITY": -1, "RUSAGE_CHILDREN": -1, "RUSAGE_SELF": 0, "RUSAGE_THREAD": 1,
		} {
			m.Set(name, object.Int(n))
		}
		m.Set("error", object.OSErrorType.Value())
		m.Set(usageType.Type.Name, usageType.Type.Value())
		return nil
	},
}

func kind(th *thread, v value) (int, error) {
	n, err := object.AsIndex(th, v)
	if err == nil && (n < 0 || n >= limits) {
		err = object.ValueErrorf("invalid resource specified")
	}
	return n, err
}

func toLimit(th *thread, v value) (l unix.Rlimit, err error) {
	items, err := object.View(th, v)
	if err != nil {
		return l, err
	}
	if len(items) != 2 {
		return l, object.ValueErrorf("expected a tuple of 2 integers")
	}
	cur, err := object.AsIndex(th, items[0])
	if err != nil {
		return l, err
	}
	hard, err := object.AsIndex(th, items[1])
	return unix.Rlimit{Cur: uint64(cur), Max: uint64(hard)}, err
}

func toValue(l unix.Rlimit) value {
	return object.NewPair(object.Int(int64(l.Cur)), object.Int(int64(l.Max)))
}

func limitError(err error) error {
	switch err {
	case nil:
		return nil
	case unix.EINVAL:
		return object.ValueErrorf("current limit exceeds maximum limit")
	case unix.EPERM:
		return object.ValueErrorf("not allowed to raise maximum limit")
	}
	return object.OSErrorFrom(err)
}
