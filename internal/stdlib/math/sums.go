package math

import (
	"math"

	"ouro/internal/object"
)

// exactSum is a sum of floats kept as floats that do not overlap, the smallest first (Shewchuk's expansions).
type exactSum struct {
	parts []float64
}

// twoSum gives a + b and its rounding error.
func twoSum(a, b float64) (s, err float64) {
	s = a + b
	bb := s - a
	return s, (a - (s - bb)) + (b - bb)
}

// twoProduct gives a * b and its rounding error.
func twoProduct(a, b float64) (p, err float64) {
	p = a * b
	return p, math.FMA(a, b, -p)
}

func (e *exactSum) add(x float64) {
	n := 0
	for _, p := range e.parts {
		var err float64
		x, err = twoSum(x, p)
		if err != 0 {
			e.parts[n] = err
			n++
		}
	}
	e.parts = append(e.parts[:n], x)
}

// value rounds the sum once, ties to even.
func (e *exactSum) value() float64 {
	n := len(e.parts)
	if n == 0 {
		return 0
	}
	hi := e.parts[n-1]
	lo := 0.0
	i := n - 2
	for ; i >= 0; i-- {
		hi, lo = twoSum(hi, e.parts[i])
		if lo != 0 {
			break
		}
	}
	// hi is half way between two floats only as far as lo tells: what lies below lo decides.
	if i > 0 && (lo < 0 && e.parts[i-1] < 0 || lo > 0 && e.parts[i-1] > 0) {
		y := lo * 2
		if x := hi + y; x-hi == y {
			hi = x
		}
	}
	return hi
}

func fsum(th *thread, seq value) (value, error) {
	var e exactSum
	special, infs := 0.0, 0.0
	isSpecial := false
	err := object.Each(th, seq, func(v value) (bool, error) {
		x, err := object.ToFloat(th, v)
		if err != nil {
			return true, err
		}
		if x-x != 0 {
			isSpecial = true
			if math.IsInf(x, 0) {
				infs += x
			}
			special += x
			return false, nil
		}
		e.add(x)
		if s := e.parts[len(e.parts)-1]; s-s != 0 && !isSpecial {
			return true, object.NewExcf(object.OverflowErrorType, "intermediate overflow in fsum")
		}
		return false, nil
	})
	if err != nil {
		return value{}, err
	}
	if isSpecial {
		if math.IsNaN(infs) {
			return value{}, object.ValueErrorf("-inf + inf in fsum")
		}
		return object.Float(special), nil
	}
	return object.Float(e.value()), nil
}

func prod(th *thread, seq, start value) (value, error) {
	r := start
	err := object.Each(th, seq, func(v value) (bool, error) {
		var err error
		if r.IsFloat() && v.IsFloat() {
			r = object.Float(r.Float64() * v.Float64())
			return false, nil
		}
		r, err = object.Binary(th, r, v, object.OpMul)
		return false, err
	})
	return r, err
}

func sumprod(th *thread, p, q value) (value, error) {
	a, err := object.Collect(th, p)
	if err != nil {
		return value{}, err
	}
	b, err := object.Collect(th, q)
	if err != nil {
		return value{}, err
	}
	if len(a) != len(b) {
		return value{}, object.ValueErrorf("Inputs are not the same length")
	}
	if r, ok := floatSumprod(a, b); ok {
		return r, nil
	}
	total := object.Int(0)
	for i, x := range a {
		m, err := object.Binary(th, x, b[i], object.OpMul)
		if err != nil {
			return value{}, err
		}
		if total, err = object.Binary(th, total, m, object.OpAdd); err != nil {
			return value{}, err
		}
	}
	return total, nil
}

// floatSumprod serves floats, alone or with ints, exactly; ok is false if other types or no floats occur, or if a value is not finite.
func floatSumprod(a, b []value) (r value, ok bool) {
	var e exactSum
	floats := false
	for i := range a {
		x, y := a[i], b[i]
		if !x.IsFloat() && !y.IsFloat() {
			return r, false
		}
		floats = true
		var f [2]float64
		for j, v := range []value{x, y} {
			switch {
			case v.IsFloat():
				f[j] = v.Float64()
			case v.IsInt() || v.IsBool():
				f[j] = float64(v.Int64())
			default:
				return r, false
			}
		}
		p, err := twoProduct(f[0], f[1])
		if p-p != 0 || err-err != 0 {
			return r, false
		}
		e.add(p)
		e.add(err)
		if s := e.parts[len(e.parts)-1]; s-s != 0 {
			return r, false
		}
	}
	return object.Float(e.value()), floats
}

// norm is the square root of the sum of squares, with the squares summed exactly on a common scale.
func norm(xs []float64) float64 {
	largest := 0.0
	nan := false
	for _, x := range xs {
		nan = nan || math.IsNaN(x)
		largest = max(largest, math.Abs(x))
	}
	for _, x := range xs {
		if math.IsInf(x, 0) {
			return math.Inf(1)
		}
	}
	if nan {
		return math.NaN()
	}
	if largest == 0 || len(xs) == 1 {
		return largest
	}
	_, exp := math.Frexp(largest)
	var e exactSum
	for _, x := range xs {
		x = math.Ldexp(x, -exp)
		p, err := twoProduct(x, x)
		e.add(p)
		e.add(err)
	}
	r := math.Sqrt(e.value())
	// One Newton step with the exact residue.
	p, err := twoProduct(r, r)
	e.add(-p)
	e.add(-err)
	return math.Ldexp(r+e.value()/(2*r), exp)
}

func hypot(th *thread, coords value) (value, error) {
	t, _ := object.AsTuple(coords)
	xs := make([]float64, len(t.Items))
	for i, v := range t.Items {
		var err error
		if xs[i], err = object.ToFloat(th, v); err != nil {
			return value{}, err
		}
	}
	return object.Float(norm(xs)), nil
}

func dist(th *thread, p, q value) (value, error) {
	a, err := object.Collect(th, p)
	if err != nil {
		return value{}, err
	}
	b, err := object.Collect(th, q)
	if err != nil {
		return value{}, err
	}
	if len(a) != len(b) {
		return value{}, object.ValueErrorf("both points must have the same number of dimensions")
	}
	xs := make([]float64, len(a))
	for i := range a {
		x, err := object.ToFloat(th, a[i])
		if err != nil {
			return value{}, err
		}
		y, err := object.ToFloat(th, b[i])
		if err != nil {
			return value{}, err
		}
		xs[i] = x - y
	}
	return object.Float(norm(xs)), nil
}
