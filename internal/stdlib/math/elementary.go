package math

import (
	"math"
	"math/big"
	"sync"
)

// Elementary functions rounded as a good C library does, so that programs print the same digits: Go's own are off in the last
// place now and then. Results are computed as pairs of floats (dd), an error of about 2**-70, and rounded once.
// Arguments outside the range of a method are left to Go's function.

// dd is the unevaluated sum of two floats.
type dd struct{ hi, lo float64 }

func fastSum(a, b float64) dd {
	s := a + b
	return dd{s, b - (s - a)}
}

func sum2(a, b float64) dd {
	s := a + b
	bb := s - a
	return dd{s, (a - (s - bb)) + (b - bb)}
}

func prod2(a, b float64) dd {
	p := a * b
	return dd{p, math.FMA(a, b, -p)}
}

func (a dd) add(b dd) dd {
	s := sum2(a.hi, b.hi)
	return fastSum(s.hi, s.lo+a.lo+b.lo)
}

func (a dd) mul(b dd) dd {
	p := prod2(a.hi, b.hi)
	return fastSum(p.hi, p.lo+a.hi*b.lo+a.lo*b.hi)
}

func (a dd) div(b dd) dd {
	q := a.hi / b.hi
	r := a.add(b.mul(dd{-q, 0}))
	return fastSum(q, (r.hi+r.lo)/b.hi)
}

func (a dd) neg() dd { return dd{-a.hi, -a.lo} }

// tables holds constants to twice the precision, computed once from math/big.
type tables struct {
	exp2     [32]dd // 2**(j/32)
	sin, cos [27]dd // of j/32
	ln2_32   dd     // ln(2)/32
	ln2Tail  float64
	halfPi   [3]float64
	invLn10  dd
	invLn2   dd
}

func fromBig(x *big.Float) dd {
	hi, _ := x.Float64()
	lo, _ := new(big.Float).Sub(x, new(big.Float).SetPrec(200).SetFloat64(hi)).Float64()
	return dd{hi, lo}
}

var elementary = sync.OnceValue(func() *tables {
	t := new(tables)
	num := func(s string) *big.Float {
		f, _, err := big.ParseFloat(s, 10, 200, big.ToNearestEven)
		if err != nil {
			panic(err)
		}
		return f
	}
	root := num("2")
	for range 5 {
		root = new(big.Float).SetPrec(200).Sqrt(root)
	}
	p := num("1")
	for j := range t.exp2 {
		t.exp2[j] = fromBig(p)
		p = new(big.Float).SetPrec(200).Mul(p, root)
	}
	for j := range t.sin {
		x := new(big.Float).SetPrec(200).Quo(num("1"), num("32"))
		x.Mul(x, new(big.Float).SetInt64(int64(j)))
		s, c, term := new(big.Float).SetPrec(200), new(big.Float).SetPrec(200), num("1")
		for k := range int64(40) {
			switch k % 4 {
			case 0:
				c.Add(c, term)
			case 1:
				s.Add(s, term)
			case 2:
				c.Sub(c, term)
			case 3:
				s.Sub(s, term)
			}
			term = new(big.Float).SetPrec(200).Quo(new(big.Float).SetPrec(200).Mul(term, x), new(big.Float).SetInt64(k+1))
		}
		t.sin[j], t.cos[j] = fromBig(s), fromBig(c)
	}
	ln2 := num("0.69314718055994530941723212145817656807550013436025525412068000949339362196969")
	ln10 := num("2.30258509299404568401799145468436420760110148862877297603332790096757260967735")
	l := new(big.Float).SetPrec(200).Quo(ln2, num("32"))
	// The head has few enough bits for k*head to be exact.
	head, _ := new(big.Float).SetPrec(36).Set(l).Float64()
	rest := new(big.Float).SetPrec(200).Sub(l, new(big.Float).SetFloat64(head))
	r := fromBig(rest)
	t.ln2_32, t.ln2Tail = dd{head, r.hi}, r.lo
	half := new(big.Float).SetPrec(200).Quo(num("3.14159265358979323846264338327950288419716939937510582097494459230781640628621"), num("2"))
	h1, _ := new(big.Float).SetPrec(33).Set(half).Float64()
	half.Sub(half, new(big.Float).SetFloat64(h1))
	h2, _ := new(big.Float).SetPrec(33).Set(half).Float64()
	half.Sub(half, new(big.Float).SetFloat64(h2))
	h3, _ := half.Float64()
	t.halfPi = [3]float64{h1, h2, h3}
	t.invLn10 = fromBig(new(big.Float).SetPrec(200).Quo(num("1"), ln10))
	t.invLn2 = fromBig(new(big.Float).SetPrec(200).Quo(num("1"), ln2))
	return t
})

// expDD gives exp(x) as m * 2**e for moderate x.
func expDD(x dd) (m dd, e int) {
	t := elementary()
	k := math.RoundToEven(x.hi / (t.ln2_32.hi + t.ln2_32.lo))
	r := sum2(x.hi, -k*t.ln2_32.hi)
	p := prod2(-k, t.ln2_32.lo)
	r = r.add(dd{p.hi, p.lo + x.lo - k*t.ln2Tail})
	// exp(r) - 1 = r + r*r/2 + r*r*r/6 + ... with |r| < 0.011.
	h := r.hi
	tail := h * h * h * (1.0/6 + h*(1.0/24+h*(1.0/120+h*(1.0/720+h*(1.0/5040)))))
	sq := r.mul(r)
	q := r.add(dd{sq.hi / 2, sq.lo / 2}).add(dd{tail, 0})
	n := int(k)
	j := ((n % 32) + 32) % 32
	base := t.exp2[j]
	return base.add(base.mul(q)), (n - j) / 32
}

func scale(m dd, e int) float64 {
	if e > -1000 && e < 1000 {
		return math.Ldexp(m.hi+m.lo, e)
	}
	// Near the ends of the range the sum is rounded once, by Ldexp of a value whose excess bits lie in lo.
	if e <= -1000 {
		f := new(big.Float).SetPrec(120).SetFloat64(m.hi)
		f.Add(f, new(big.Float).SetFloat64(m.lo))
		f.SetMantExp(f, e)
		r, _ := f.Float64()
		return r
	}
	return math.Ldexp(m.hi+m.lo, e)
}

// expOf is math.exp(x).
func expOf(x float64) float64 {
	if !(math.Abs(x) < 746) {
		return math.Exp(x)
	}
	m, e := expDD(dd{x, 0})
	return scale(m, e)
}

// logDD gives log(x) for a positive, finite, normal x.
func logDD(x float64) dd {
	y := math.Log(x)
	m, e := expDD(dd{-y, 0})
	f, xe := math.Frexp(x)
	p := m.mul(dd{f, 0})
	p.hi, p.lo = math.Ldexp(p.hi, e+xe), math.Ldexp(p.lo, e+xe)
	d := p.add(dd{-1, 0})
	return sum2(y, d.hi).add(dd{0, d.lo - d.hi*d.hi/2})
}

func normal(x float64) bool { return x >= 0x1p-1022 && x <= math.MaxFloat64 }

// logFloat is math.log(x).
func logFloat(x float64) float64 {
	if !normal(x) || x == 1 {
		return math.Log(x)
	}
	l := logDD(x)
	return l.hi + l.lo
}

// log10Of is math.log10(x).
func log10Of(x float64) float64 {
	if !normal(x) || x == 1 {
		return math.Log10(x)
	}
	l := logDD(x).mul(elementary().invLn10)
	return l.hi + l.lo
}

// log2Of is math.log2(x), exact for powers of two.
func log2Of(x float64) float64 {
	f, e := math.Frexp(x)
	if f == 0.5 {
		return float64(e - 1)
	}
	if !normal(x) {
		return math.Log2(x)
	}
	l := logDD(x).mul(elementary().invLn2)
	return l.hi + l.lo
}

// Pow is x ** y as C's pow.
func powOf(x, y float64) float64 {
	switch y {
	case 0, 1, 0.5, -0.5:
		return math.Pow(x, y)
	case 2:
		return x * x
	case -1:
		return 1 / x
	}
	r := math.Pow(x, y)
	if !normal(math.Abs(x)) || !normal(math.Abs(r)) || math.Abs(x) == 1 || y-y != 0 {
		return r
	}
	l := logDD(math.Abs(x)).mul(dd{y, 0})
	if math.Abs(l.hi) > 708 {
		return r
	}
	m, e := expDD(l)
	return math.Copysign(scale(m, e), r)
}

// exp2Of is math.exp2(x).
func exp2Of(x float64) float64 {
	if x == math.Trunc(x) {
		return math.Exp2(x)
	}
	return powOf(2, x)
}

// sincosDD gives sine and cosine of x, |x| < 2**20.
func sincosDD(x float64) (s, c dd) {
	t := elementary()
	k := math.RoundToEven(x * (2 / math.Pi))
	r := sum2(x-k*t.halfPi[0], -k*t.halfPi[1])
	p := prod2(-k, t.halfPi[2])
	r = r.add(p)
	neg := r.hi < 0
	if neg {
		r = r.neg()
	}
	j := math.RoundToEven(r.hi * 32)
	h := sum2(r.hi, -j/32).add(dd{r.lo, 0})
	// Series for |h| <= 1/64.
	h2 := h.mul(h)
	z := h2.hi
	sh := h.add(h.mul(h2).mul(dd{-1.0 / 6, 9.25185853854297e-18})).add(dd{h.hi * z * z * (1.0/120 + z*(-1.0/5040+z/362880)), 0})
	ch := dd{1, 0}.add(dd{-h2.hi / 2, -h2.lo / 2}).add(dd{z * z * (1.0/24 + z*(-1.0/720+z*(1.0/40320-z/3628800))), 0})
	i := int(j)
	S, C := t.sin[i], t.cos[i]
	s = S.mul(ch).add(C.mul(sh))
	c = C.mul(ch).add(S.mul(sh).neg())
	if neg {
		s = s.neg()
	}
	switch int64(k) & 3 {
	case 1:
		s, c = c, s.neg()
	case 2:
		s, c = s.neg(), c.neg()
	case 3:
		s, c = c.neg(), s
	}
	return s, c
}

func smallAngle(x float64) bool { return math.Abs(x) < 1<<20 && math.Abs(x) > 0x1p-26 }

// sinOf is math.sin(x).
func sinOf(x float64) float64 {
	if !smallAngle(x) {
		return math.Sin(x)
	}
	s, _ := sincosDD(x)
	return s.hi + s.lo
}

// cosOf is math.cos(x).
func cosOf(x float64) float64 {
	if !smallAngle(x) {
		return math.Cos(x)
	}
	_, c := sincosDD(x)
	return c.hi + c.lo
}

// tanOf is math.tan(x).
func tanOf(x float64) float64 {
	if !smallAngle(x) {
		return math.Tan(x)
	}
	s, c := sincosDD(x)
	q := s.div(c)
	return q.hi + q.lo
}

// asinOf is math.asin(x).
func asinOf(x float64) float64 {
	y := math.Asin(x)
	if !(math.Abs(x) < 1 && math.Abs(x) > 0x1p-26) {
		return y
	}
	s, c := sincosDD(y)
	d := dd{x, 0}.add(s.neg())
	return y + (d.hi+d.lo)/c.hi
}

// acosOf is math.acos(x).
func acosOf(x float64) float64 {
	y := math.Acos(x)
	if !(math.Abs(x) < 1) {
		return y
	}
	s, c := sincosDD(y)
	d := c.add(dd{-x, 0})
	return y + (d.hi+d.lo)/s.hi
}

// atanOf is math.atan(x).
func atanOf(x float64) float64 {
	y := math.Atan(x)
	if !(math.Abs(x) < 0x1p26 && math.Abs(x) > 0x1p-26) {
		return y
	}
	s, c := sincosDD(y)
	d := c.mul(dd{x, 0}).add(s.neg())
	return y + (d.hi+d.lo)/(c.hi+x*s.hi)
}

// atan2Of is math.atan2(y, x).
func atan2Of(y, x float64) float64 {
	a := math.Atan2(y, x)
	if !smallAngle(a) || !normal(math.Abs(x)) || !normal(math.Abs(y)) || math.Abs(x) > 1e150 || math.Abs(y) > 1e150 || math.Abs(x) < 1e-140 || math.Abs(y) < 1e-140 {
		return a
	}
	s, c := sincosDD(a)
	d := c.mul(dd{y, 0}).add(s.mul(dd{x, 0}).neg())
	return a + (d.hi+d.lo)/(c.hi*x+s.hi*y)
}

// hyperbolic gives exp(x)/2 and exp(-x)/2.
func hyperbolic(x float64) (p, n dd) {
	m, e := expDD(dd{x, 0})
	p = dd{math.Ldexp(m.hi, e-1), math.Ldexp(m.lo, e-1)}
	m, e = expDD(dd{-x, 0})
	return p, dd{math.Ldexp(m.hi, e-1), math.Ldexp(m.lo, e-1)}
}

// sinhOf is math.sinh(x).
func sinhOf(x float64) float64 {
	if !(math.Abs(x) > 0.01 && math.Abs(x) < 710.4) {
		return math.Sinh(x)
	}
	p, n := hyperbolic(x)
	s := p.add(n.neg())
	return s.hi + s.lo
}

// coshOf is math.cosh(x).
func coshOf(x float64) float64 {
	if !(math.Abs(x) < 710.4) {
		return math.Cosh(x)
	}
	p, n := hyperbolic(x)
	s := p.add(n)
	return s.hi + s.lo
}

// tanhOf is math.tanh(x).
func tanhOf(x float64) float64 {
	if !(math.Abs(x) > 0.01 && math.Abs(x) < 20) {
		return math.Tanh(x)
	}
	p, n := hyperbolic(x)
	s := p.add(n.neg()).div(p.add(n))
	return s.hi + s.lo
}

// expm1Of is math.expm1(x).
func expm1Of(x float64) float64 {
	if !(math.Abs(x) > 0.01 && math.Abs(x) < 700) {
		return math.Expm1(x)
	}
	m, e := expDD(dd{x, 0})
	s := dd{math.Ldexp(m.hi, e), math.Ldexp(m.lo, e)}.add(dd{-1, 0})
	return s.hi + s.lo
}

// cbrtOf is math.cbrt(x).
func cbrtOf(x float64) float64 {
	y := math.Cbrt(x)
	if !normal(math.Abs(x)) {
		return y
	}
	f, e := math.Frexp(x)
	e3 := e / 3
	f = math.Ldexp(f, e-3*e3)
	y = math.Ldexp(y, -e3)
	d := prod2(y, y).mul(dd{y, 0}).add(dd{-f, 0})
	return math.Ldexp(y-(d.hi+d.lo)/(3*y*y), e3)
}
