// Package time is the module time. Clocks and sleep stand here, calendar times in calendar.go, their formatting in strftime.go.
package time

import (
	"math"
	"math/big"
	"runtime"
	"time"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// Module is time.
var Module = object.ModuleDef{
	Name: "time",
	Doc:  "Clocks, sleeping, and calendar times.",
	Functions: []object.Func{
		clock("time", "Seconds since the epoch, as a float.", wall, object.Time.Wall),
		clockNS("time_ns", "Nanoseconds since the epoch.", wall, object.Time.Wall),
		clock("monotonic", "A clock that cannot go backwards, in seconds.", monotonic, object.Time.Monotonic),
		clockNS("monotonic_ns", "A clock that cannot go backwards, in nanoseconds.", monotonic, object.Time.Monotonic),
		clock("perf_counter", "A clock for measuring short times, in seconds.", monotonic, object.Time.Monotonic),
		clockNS("perf_counter_ns", "A clock for measuring short times, in nanoseconds.", monotonic, object.Time.Monotonic),
		clock("process_time", "CPU time of the process, in seconds.", processTime, nil),
		clockNS("process_time_ns", "CPU time of the process, in nanoseconds.", processTime, nil),
		clock("thread_time", "CPU time of the thread, in seconds.", threadTime, nil),
		clockNS("thread_time_ns", "CPU time of the thread, in nanoseconds.", threadTime, nil),
		{Sig: "clock_gettime(clk_id, /)", Doc: "The time of a clock, in seconds.", Fn: object.F1(func(th *thread, id value) (value, error) {
			n, err := clockByID(th, id)
			return object.Float(seconds(n)), err
		})},
		{Sig: "clock_gettime_ns(clk_id, /)", Doc: "The time of a clock, in nanoseconds.", Fn: object.F1(func(th *thread, id value) (value, error) {
			n, err := clockByID(th, id)
			return object.Int(n), err
		})},
		{Sig: "clock_getres(clk_id, /)", Doc: "The resolution of a clock, in seconds.", Fn: object.F1(func(th *thread, id value) (value, error) {
			_, err := clockByID(th, id)
			return object.Float(1e-9), err
		})},
		{Sig: "get_clock_info(name, /)", Doc: "What is known of a clock.", Fn: object.F1(clockInfo)},
		{Sig: "sleep(seconds, /)", Doc: "Wait for a time.", Fn: object.F1(sleep)},
		{Sig: "gmtime(seconds=None, /)", Doc: "Calendar time in UTC.", Fn: object.F1(gmtime)},
		{Sig: "localtime(seconds=None, /)", Doc: "Calendar time in the local time zone.", Fn: object.F1(localtime)},
		{Sig: "mktime(time_tuple, /)", Doc: "Seconds since the epoch of a local calendar time.", Fn: object.F1(mktime)},
		{Sig: "asctime(time_tuple=NULL, /)", Doc: "A calendar time as text.", Fn: object.F1(asctime)},
		{Sig: "ctime(seconds=None, /)", Doc: "Seconds since the epoch as text of the local time.", Fn: object.F1(ctime)},
		{Sig: "strftime(format, time_tuple=NULL, /)", Doc: "A calendar time as text by a format.", Fn: object.F2(strftimeFunc)},
		{Sig: "strptime(string, format='%a %b %d %H:%M:%S %Y', /)", Doc: "The calendar time that a text stands for.", Fn: object.F2(strptime)},
		{Sig: "tzset()", Doc: "Read the environment variable TZ again.", Fn: object.F0(tzset)},
	},
	Init: func(th *thread, m *object.Module) error {
		m.Set("struct_time", structTime.Type.Value())
		m.Set("_STRUCT_TM_ITEMS", object.Int(11))
		setClocks(m)
		setZone(th, m)
		return nil
	},
}

// base pairs a reading of the system's monotonic clock with Go's, which is the same clock read without a system call.
var base = struct {
	at time.Time
	ns int64
}{time.Now(), monotonicNow()}

func monotonic() int64 { return base.ns + int64(time.Since(base.at)) }

// seconds converts nanoseconds with one rounding for the whole and one for the sum, as precise as a float allows.
func seconds(ns int64) float64 { return float64(ns/1e9) + float64(ns%1e9)/1e9 }

func wall() int64 { return time.Now().UnixNano() }

// now is the time of day.
func now(th *thread) time.Time {
	if t := th.Interp.Time; t != nil {
		return time.Unix(0, nanoseconds(t.Wall()))
	}
	return time.Now()
}

func nanoseconds(s float64) int64 { return int64(math.Round(s * 1e9)) }

// clock is the row of a function that reads a clock in seconds; in is the reading of what stands in for the system's clocks, nil if
// nothing does.
func clock(name, doc string, f func() int64, in func(object.Time) float64) object.Func {
	return object.Func{Sig: name + "()", Doc: doc, Fn: object.F0(func(th *thread) (value, error) {
		if t := th.Interp.Time; t != nil && in != nil {
			return object.Float(in(t)), nil
		}
		return object.Float(seconds(f())), nil
	})}
}

// clockNS is clock in nanoseconds.
func clockNS(name, doc string, f func() int64, in func(object.Time) float64) object.Func {
	return object.Func{Sig: name + "()", Doc: doc, Fn: object.F0(func(th *thread) (value, error) {
		if t := th.Interp.Time; t != nil && in != nil {
			return object.Int(nanoseconds(in(t))), nil
		}
		return object.Int(f()), nil
	})}
}

func clockByID(th *thread, id value) (int64, error) {
	n, err := object.AsIndex(th, id)
	if err != nil {
		return 0, err
	}
	if n < math.MinInt32 || n > math.MaxInt32 {
		return 0, object.NewExcf(object.OverflowErrorType, "signed integer is greater than maximum")
	}
	ns, err := readClock(int32(n))
	if err != nil {
		return 0, object.OSErrorFrom(err)
	}
	return ns, nil
}

func clockInfo(th *thread, name value) (value, error) {
	s, ok := object.AsStr(name)
	if !ok {
		return value{}, object.TypeErrorf("get_clock_info() argument 1 must be str, not %s", name.Type().Name)
	}
	impl, adjustable, steady := "", false, true
	switch s.S {
	case "time":
		impl, adjustable, steady = "clock_gettime(CLOCK_REALTIME)", true, false
	case "monotonic", "perf_counter":
		impl = "clock_gettime(CLOCK_MONOTONIC)"
	case "process_time":
		impl = "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)"
	case "thread_time":
		impl = "clock_gettime(CLOCK_THREAD_CPUTIME_ID)"
	default:
		return value{}, object.ValueErrorf("unknown clock")
	}
	d := object.NewDict()
	d.SetString("implementation", object.StrValue(impl))
	d.SetString("monotonic", object.Bool(steady))
	d.SetString("adjustable", object.Bool(adjustable))
	d.SetString("resolution", object.Float(1e-9))
	return object.NewNamespace(d), nil
}

// Nanoseconds converts a number of seconds, as sleep and timeouts take it: rounded up, so that a wait is never too short.
func Nanoseconds(th *thread, v value) (int64, error) {
	tooLarge := func() error {
		return object.NewExcf(object.OverflowErrorType, "timestamp out of range for platform time_t")
	}
	if object.IsInt(v) || !v.IsFloat() && object.S(v).ToFloat == nil {
		if object.S(v).Index == nil {
			return 0, object.TypeErrorf("'%s' object cannot be interpreted as an integer or float", v.Type().TypeName())
		}
		i, err := object.Index(th, v)
		if err != nil {
			return 0, err
		}
		z, _ := object.BigInt(i)
		z = new(big.Int).Mul(z, big.NewInt(1e9))
		if !z.IsInt64() {
			return 0, tooLarge()
		}
		return z.Int64(), nil
	}
	f, err := object.ToFloat(th, v)
	if err != nil {
		return 0, err
	}
	if f != f {
		return 0, object.ValueErrorf("Invalid value NaN (not a number)")
	}
	whole, frac := math.Modf(f)
	if math.Abs(whole) > math.MaxInt64/1e9 {
		return 0, tooLarge()
	}
	ns := frac * 1e9
	if ns = math.Ceil(ns); f < 0 {
		ns = math.Floor(frac * 1e9)
	}
	return int64(whole)*1e9 + int64(ns), nil
}

func sleep(th *thread, v value) (value, error) {
	ns, err := Nanoseconds(th, v)
	if err != nil {
		return value{}, err
	}
	if ns < 0 {
		return value{}, object.ValueErrorf("sleep length must be non-negative")
	}
	if t := th.Interp.Time; t != nil && t.Sleep(th, seconds(ns)) {
		return object.None, th.CheckBreaker()
	}
	if ns == 0 {
		th.Unlocked(runtime.Gosched)
		return object.None, th.CheckBreaker()
	}
	wake := make(chan struct{}, 1)
	remove := th.Interp.AddWaker(func() {
		select {
		case wake <- struct{}{}:
		default:
		}
	})
	defer remove()
	end := time.Now().Add(time.Duration(ns))
	if err := th.CheckBreaker(); err != nil {
		return value{}, err
	}
	for {
		left := time.Until(end)
		if left <= 0 {
			return object.None, nil
		}
		th.Unlocked(func() {
			t := time.NewTimer(left)
			defer t.Stop()
			select {
			case <-t.C:
			case <-wake:
			}
		})
		if err := th.CheckBreaker(); err != nil {
			return value{}, err
		}
	}
}
