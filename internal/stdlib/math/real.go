package math

import (
	"math"
	"math/big"

	"ouro/internal/object"
	"ouro/internal/pynum"
)

func floatText(x float64) string { return pynum.FloatRepr(x) }

func atanh(x float64) float64 {
	if x == 1 || x == -1 {
		return math.NaN()
	}
	return math.Atanh(x)
}

func gamma(x float64) float64 {
	if x == 0 || x < 0 && x == math.Floor(x) {
		return math.NaN()
	}
	if x == math.Floor(x) && x <= 23 {
		r := 1.0
		for i := 2.0; i < x; i++ {
			r *= i
		}
		return r
	}
	return math.Gamma(x)
}

func lgamma(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.Inf(1)
	}
	if x <= 0 && x == math.Floor(x) {
		return math.NaN()
	}
	r, _ := math.Lgamma(x)
	return r
}

func fmod(x, y float64) float64 {
	if math.IsInf(y, 0) && x-x == 0 {
		return x
	}
	return math.Mod(x, y)
}

func pow(x, y float64) float64 { return powOf(x, y) }

// logOf is a logarithm of any real number; ints may be larger than floats.
func logOf(th *thread, v value, f func(float64) float64) (value, error) {
	if object.IsInt(v) {
		z, _ := object.BigInt(v)
		if z.Sign() <= 0 {
			return value{}, object.ValueErrorf("expected a positive input")
		}
		if z.BitLen() > 1000 {
			e := z.BitLen() - 64
			m, _ := new(big.Float).SetInt(new(big.Int).Rsh(z, uint(e))).Float64()
			return object.Float(f(m) + float64(e)*f(2)), nil
		}
		x, _ := pynum.BigToFloat(z)
		return object.Float(f(x)), nil
	}
	x, err := object.ToFloat(th, v)
	if err != nil {
		return value{}, err
	}
	if x <= 0 {
		return value{}, outside("expected a positive input", x)
	}
	return object.Float(f(x)), nil
}

func logBase(th *thread, x, base value) (value, error) {
	a, err := logOf(th, x, logFloat)
	if err != nil || !base.Bound() {
		return a, err
	}
	b, err := logOf(th, base, logFloat)
	if err != nil {
		return b, err
	}
	return object.TrueDivFloat(a.Float64(), b.Float64())
}

// rounding makes floor and ceil, which classes may define.
func rounding(name string, f func(float64) float64) func(th *thread, v value) (value, error) {
	dunder := object.NewStr(name)
	return func(th *thread, v value) (value, error) {
		if v.IsFloat() {
			return object.IntFromFloat(f(v.Float64()))
		}
		r, found, err := object.CallMethodOf(th, v, dunder)
		if found || err != nil {
			return r, err
		}
		x, err := object.ToFloat(th, v)
		if err != nil {
			return value{}, err
		}
		return object.IntFromFloat(f(x))
	}
}

var strTrunc = object.NewStr("__trunc__")

func trunc(th *thread, v value) (value, error) {
	if v.IsFloat() {
		return object.IntFromFloat(v.Float64())
	}
	r, found, err := object.CallMethodOf(th, v, strTrunc)
	if err == nil && !found {
		err = object.TypeErrorf("type %s doesn't define __trunc__ method", v.Type().Name)
	}
	return r, err
}

func fma(th *thread, a, b, c value) (value, error) {
	var f [3]float64
	for i, v := range []value{a, b, c} {
		var err error
		if f[i], err = object.ToFloat(th, v); err != nil {
			return value{}, err
		}
	}
	x, y, z := f[0], f[1], f[2]
	r := math.FMA(x, y, z)
	switch {
	case math.IsNaN(r) && !math.IsNaN(x) && !math.IsNaN(y) && !math.IsNaN(z):
		return value{}, object.ValueErrorf("invalid operation in fma")
	case math.IsInf(r, 0) && x-x == 0 && y-y == 0 && z-z == 0:
		return value{}, object.NewExcf(object.OverflowErrorType, "overflow in fma")
	}
	return object.Float(r), nil
}

func frexp(th *thread, v value) (value, error) {
	x, err := object.ToFloat(th, v)
	if err != nil {
		return value{}, err
	}
	m, e := math.Frexp(x)
	return object.TupleValue(object.Float(m), object.Int(int64(e))), nil
}

func ldexp(th *thread, v, exp value) (value, error) {
	x, err := object.ToFloat(th, v)
	if err != nil {
		return value{}, err
	}
	if !object.IsInt(exp) {
		return value{}, object.TypeErrorf("Expected an int as second argument to ldexp.")
	}
	if x == 0 || x-x != 0 {
		return object.Float(x), nil
	}
	e, small := object.SmallInt(exp)
	if !small {
		e = math.MaxInt32
		if object.IntSign(exp) < 0 {
			e = -e
		}
	}
	r := math.Ldexp(x, int(max(-1<<30, min(e, 1<<30))))
	if math.IsInf(r, 0) {
		return value{}, rangeError()
	}
	return object.Float(r), nil
}

func modf(th *thread, v value) (value, error) {
	x, err := object.ToFloat(th, v)
	if err != nil {
		return value{}, err
	}
	switch {
	case math.IsInf(x, 0):
		return object.TupleValue(object.Float(math.Copysign(0, x)), object.Float(x)), nil
	case math.IsNaN(x):
		return object.TupleValue(object.Float(x), object.Float(x)), nil
	}
	i := math.Trunc(x)
	return object.TupleValue(object.Float(math.Copysign(x-i, x)), object.Float(i)), nil
}

// ordinal numbers the floats in their order, the two zeros alike.
func ordinal(x float64) int64 {
	n := int64(math.Float64bits(x))
	if n < 0 {
		return math.MinInt64 - n
	}
	return n
}

func fromOrdinal(n int64) float64 {
	if n < 0 {
		return math.Float64frombits(uint64(math.MinInt64 - n))
	}
	return math.Float64frombits(uint64(n))
}

func nextafter(th *thread, a, b, steps value) (value, error) {
	x, err := object.ToFloat(th, a)
	if err != nil {
		return value{}, err
	}
	y, err := object.ToFloat(th, b)
	if err != nil {
		return value{}, err
	}
	n := uint64(1)
	if !steps.IsNone() {
		s, err := object.Index(th, steps)
		if err != nil {
			return value{}, err
		}
		if object.IntSign(s) < 0 {
			return value{}, object.ValueErrorf("steps must be a non-negative integer")
		}
		if n = math.MaxUint64; s.IsInt() {
			n = uint64(s.Int64())
		}
	}
	switch {
	case n == 0:
		return object.Float(x), nil
	case math.IsNaN(x):
		return object.Float(x), nil
	case math.IsNaN(y), x == y:
		return object.Float(y), nil
	}
	i, j := ordinal(x), ordinal(y)
	if uint64(max(i, j)-min(i, j)) <= n {
		return object.Float(y), nil
	}
	if j < i {
		r := fromOrdinal(i - int64(n))
		return object.Float(r), nil
	}
	r := fromOrdinal(i + int64(n))
	if r == 0 && x < 0 {
		r = math.Copysign(0, -1)
	}
	return object.Float(r), nil
}

func ulp(th *thread, v value) (value, error) {
	x, err := object.ToFloat(th, v)
	if err != nil {
		return value{}, err
	}
	x = math.Abs(x)
	if x-x != 0 {
		return object.Float(x), nil
	}
	next := math.Nextafter(x, math.Inf(1))
	if math.IsInf(next, 0) {
		return object.Float(x - math.Nextafter(x, 0)), nil
	}
	return object.Float(next - x), nil
}

func isclose(th *thread, args []value) (value, error) {
	var f [4]float64
	for i, v := range args {
		var err error
		if f[i], err = object.ToFloat(th, v); err != nil {
			return value{}, err
		}
	}
	a, b, rel, abs := f[0], f[1], f[2], f[3]
	if rel < 0 || abs < 0 {
		return value{}, object.ValueErrorf("tolerances must be non-negative")
	}
	if a == b {
		return object.True, nil
	}
	if math.IsInf(a, 0) || math.IsInf(b, 0) {
		return object.False, nil
	}
	d := math.Abs(a - b)
	return object.Bool(d <= math.Abs(rel*b) || d <= math.Abs(rel*a) || d <= abs), nil
}
