package pynum

import (
	"math"
	"math/big"
	"strconv"
)

// FloatMod is a % b for b other than zero; the result has the sign of b.
func FloatMod(a, b float64) float64 {
	m := fmod(a, b)
	if m != 0 {
		if (b < 0) != (m < 0) {
			m += b
		}
		return m
	}
	return math.Copysign(0, b)
}

// fmod is C's fmod; integral operands, the common case, take the integer unit.
func fmod(a, b float64) float64 {
	const exact = 1 << 53
	if a > -exact && a < exact && b > -exact && b < exact {
		if x, y := int64(a), int64(b); float64(x) == a && float64(y) == b && y != 0 {
			return math.Copysign(float64(x%y), a)
		}
	}
	return math.Mod(a, b)
}

// FloatDivMod is divmod(a, b) for b other than zero.
func FloatDivMod(a, b float64) (q, m float64) {
	m = fmod(a, b)
	q = (a - m) / b
	if m != 0 {
		if (b < 0) != (m < 0) {
			m += b
			q--
		}
	} else {
		m = math.Copysign(0, b)
	}
	if q != 0 {
		f := math.Floor(q)
		if q-f > 0.5 {
			f++
		}
		return f, m
	}
	return math.Copysign(0, a/b), m
}

// FloatFloorDiv is a // b for b other than zero.
func FloatFloorDiv(a, b float64) float64 {
	q, _ := FloatDivMod(a, b)
	return q
}

// FloatPow is a ** b. For a negative base and a finite exponent that is no integer the result is complex: the caller
// sees complexResult and computes it.
func FloatPow(a, b float64) (result float64, complexResult bool, err error) {
	switch {
	case b == 2:
		result = a * a
		if math.IsInf(result, 0) && !math.IsInf(a, 0) {
			return 0, false, ErrResultRange
		}
		return result, false, nil
	case b == 0 || a == 1:
		return 1, false, nil
	case a != a || b != b:
		return math.NaN(), false, nil
	case math.IsInf(b, 0) || math.IsInf(a, 0):
		return math.Pow(a, b), false, nil
	case a == 0:
		if b < 0 {
			return 0, false, ErrZeroToNegative
		}
		return math.Pow(a, b), false, nil
	}
	x := a
	negate := false
	if a < 0 {
		if b != math.Floor(b) {
			return 0, true, nil
		}
		x = -a
		negate = math.Mod(b, 2) != 0
	}
	result = pow(x, b)
	if math.IsInf(result, 0) {
		return 0, false, ErrResultRange
	}
	if negate {
		result = -result
	}
	return result, false, nil
}

// A double is an unevaluated sum hi + lo of about 106 bits.
type double struct{ hi, lo float64 }

func twoSum(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

func fastSum(a, b float64) double {
	s := a + b
	return double{s, b - (s - a)}
}

func (x double) add(y double) double {
	s := twoSum(x.hi, y.hi)
	return fastSum(s.hi, s.lo+x.lo+y.lo)
}

func (x double) mul(y double) double {
	p := x.hi * y.hi
	e := math.FMA(x.hi, y.hi, -p)
	return fastSum(p, e+(x.hi*y.lo+x.lo*y.hi))
}

func (x double) div(y double) double {
	q := x.hi / y.hi
	r := x.add(y.mul(double{-q, 0}))
	q2 := r.hi / y.hi
	r = r.add(y.mul(double{-q2, 0}))
	return fastSum(q, q2).add(double{r.hi / y.hi, 0})
}

// ln2 to 106 bits.
var ln2 = double{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56}

// inverseFactorials holds 1/n! for n from 0 to 17 to 106 bits.
var inverseFactorials = func() (t [18]double) {
	f := double{1, 0}
	for n := range t {
		if n > 0 {
			f = f.div(double{float64(n), 0})
		}
		t[n] = f
	}
	return t
}()

// expDouble is e**x for |x| below 750 as a value near 1 and a power of two. Its relative error is far below 2**-80.
func expDouble(x double) (double, int) {
	k := math.RoundToEven(x.hi / ln2.hi)
	r := x.add(ln2.mul(double{-k, 0}))
	r.hi /= 16
	r.lo /= 16
	// |r| < 0.0217, so 12 terms leave less than 2**-98; e**r - 1 keeps its precision through the squarings.
	sum := inverseFactorials[12]
	for n := 11; n >= 1; n-- {
		sum = sum.mul(r).add(inverseFactorials[n])
	}
	sum = sum.mul(r)
	for range 4 {
		sum = sum.mul(sum).add(double{2 * sum.hi, 2 * sum.lo})
	}
	return sum.add(double{1, 0}), int(k)
}

// logDouble is ln(x) for a normal or subnormal x > 0: one Newton step from math.Log doubles its precision.
func logDouble(x float64) double {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	if m == 1 {
		return ln2.mul(double{float64(k), 0})
	}
	y := math.Log(m)
	e, scale := expDouble(double{-y, 0})
	p := double{math.Ldexp(e.hi, scale), math.Ldexp(e.lo, scale)}.mul(double{m, 0}).add(double{-1, 0})
	// ln m = y + ln(1+p), p being some 2**-53.
	l := double{y, 0}.add(p).add(double{-p.hi * p.hi / 2, 0})
	return ln2.mul(double{float64(k), 0}).add(l)
}

// pow is x**y for finite x > 0 and finite y, correctly rounded but for the hardest cases, as the C library's is. Go's
// math.Pow is off by some units in the last place, which programs would print.
func pow(x, y float64) float64 {
	switch y {
	case 1:
		return x
	case 0.5:
		return math.Sqrt(x)
	case -1:
		return 1 / x
	}
	if n := int(y); y >= -64 && y <= 64 && float64(n) == y {
		p, base := double{1, 0}, double{x, 0}
		for e := max(n, -n); ; {
			if e&1 != 0 {
				p = p.mul(base)
			}
			if e >>= 1; e == 0 {
				break
			}
			base = base.mul(base)
		}
		// Products in the middle of the range lose nothing; elsewhere the general way is taken.
		if p.hi > 1e-140 && p.hi < 1e280 {
			if n < 0 {
				p = double{1, 0}.div(p)
			}
			return p.hi + p.lo
		}
	}
	if r, ok := fastPow(x, y); ok {
		return r
	}
	l := logDouble(x)
	// The estimate keeps the product below from leaving the range.
	if t := l.hi * y; t > 710 {
		return math.Inf(1)
	} else if t < -746 {
		return 0
	}
	e, k := expDouble(l.mul(double{y, 0}))
	if k > -1000 {
		return math.Ldexp(e.hi+e.lo, k)
	}
	// The result may be subnormal: round once, at its own precision.
	s := new(big.Float).SetPrec(120).SetFloat64(e.hi)
	s.Add(s, big.NewFloat(e.lo))
	f, _ := s.SetMantExp(s, k).Float64()
	return f
}

// RoundDigits is round(f, n) for any n: correctly rounded, ties to even on the exact decimal value.
func RoundDigits(f float64, n int64) (float64, error) {
	if f == 0 || f != f || math.IsInf(f, 0) || n > 323 {
		return f, nil
	}
	if n < -308 {
		return math.Copysign(0, f), nil
	}
	if n < 0 {
		return roundTens(f, int(-n))
	}
	if n <= 22 && math.Abs(f) < 1e15 {
		if t := int64(f); float64(t) == f {
			return f, nil
		}
	}
	var buf [400]byte
	text := strconv.AppendFloat(buf[:0], f, 'f', int(n), 64)
	r, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return 0, ErrRoundRange
	}
	return r, nil
}

// roundTens rounds to a multiple of 10**n.
func roundTens(f float64, n int) (float64, error) {
	z, accuracy := big.NewFloat(math.Abs(f)).Int(nil)
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	q, r := z.QuoRem(z, ten, new(big.Int))
	switch r.Lsh(r, 1).Cmp(ten) {
	case 1:
		q.Add(q, one)
	case 0:
		if accuracy != big.Exact || q.Bit(0) != 0 {
			q.Add(q, one)
		}
	}
	r2, _ := q.Mul(q, ten).Float64()
	if math.IsInf(r2, 0) {
		return 0, ErrRoundRange
	}
	return math.Copysign(r2, f), nil
}

// RoundInt64 is round(a, -n) for n > 0: to a multiple of 10**n, ties to even. ok is false if it does not fit.
func RoundInt64(a int64, n uint64) (int64, bool) {
	if n > 18 {
		return 0, n > 19 // a half of 10**19 fits an int64
	}
	ten, _ := Pow64(10, n)
	q, _ := FloorDiv64(a, ten)
	r := a - q*ten
	if half := ten / 2; r > half || r == half && q&1 != 0 {
		q++
	}
	return Mul64(q, ten)
}

// RoundBig is round(z, -n) for n > 0.
func RoundBig(z *big.Int, n uint64) *big.Int {
	if float64(n) > float64(z.BitLen())*0.30103+2 {
		return new(big.Int)
	}
	ten := new(big.Int).Exp(big.NewInt(10), new(big.Int).SetUint64(n), nil)
	q, r := DivModBig(z, ten)
	if c := r.Lsh(r, 1).Cmp(ten); c > 0 || c == 0 && q.Bit(0) != 0 {
		q.Add(q, one)
	}
	return q.Mul(q, ten)
}
