package object

import (
	"math"
	"time"
)

// AsDuration converts a number of seconds, an int or a float, rounding away from zero to nanoseconds.
func AsDuration(th *Thread, v Value) (time.Duration, error) {
	var f float64
	switch {
	case v.IsInt():
		n := v.Int64()
		if n > math.MaxInt64/int64(time.Second) || n < math.MinInt64/int64(time.Second) {
			return 0, NewExcf(OverflowErrorType, "timestamp too large to convert to C PyTime_t")
		}
		return time.Duration(n) * time.Second, nil
	case v.IsFloat():
		f = v.Float64()
	default:
		if x, ok := AsFloat(v); ok && IsInstance(v, FloatType) {
			f = x
			break
		}
		if S(v).Index == nil {
			return 0, TypeErrorf("'%s' object cannot be interpreted as an integer or float", v.Type().Name)
		}
		n, err := Index(th, v)
		if err != nil {
			return 0, err
		}
		if i, ok := SmallInt(n); ok {
			return AsDuration(th, Int(i))
		}
		return 0, NewExcf(OverflowErrorType, "timestamp too large to convert to C PyTime_t")
	}
	if math.IsNaN(f) {
		return 0, ValueErrorf("Invalid value NaN (not a number)")
	}
	ns := f * 1e9
	if ns < 0 {
		ns = math.Floor(ns)
	} else {
		ns = math.Ceil(ns)
	}
	if ns >= math.MaxInt64 || ns <= math.MinInt64 {
		return 0, NewExcf(OverflowErrorType, "timestamp out of range for platform time_t")
	}
	return time.Duration(ns), nil
}
