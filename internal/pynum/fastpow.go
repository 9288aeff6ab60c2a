package pynum

import (
	"math"
	"sync"
)

// A quick x**y: a logarithm and an exponential from tables, each good to some 65 bits. Where that leaves the rounding of the
// result in doubt, as it does about once in a hundred times, pow computes it the long way.

const (
	logBits = 7 // the logarithm's table has 1 << logBits intervals of that fraction of 1
	expBits = 6 // steps of the exponential's table per octave
)

// powTables are made on first use.
type powTables struct {
	// inv[i] is a short number near the inverse of the interval's middle, log[i] minus its logarithm.
	inv [1 << logBits]float64
	log [1 << logBits]double
	// exp[i] is 2**(i/64).
	exp [1 << expBits]double
	// step is ln(2)/64 in a part whose product with a small int is exact, and the rest.
	step double
}

var tables = sync.OnceValue(func() *powTables {
	t := &powTables{}
	for i := range t.inv {
		m := 1 + float64(i-1<<(logBits-1))/(1<<logBits)
		c := math.Round(1/m*(1<<(logBits+2))) / (1 << (logBits + 2))
		t.inv[i] = c
		if c != 1 {
			l := logDouble(c)
			t.log[i] = double{-l.hi, -l.lo}
		}
	}
	for i := range t.exp {
		e, k := expDouble(ln2.mul(double{float64(i) / (1 << expBits), 0}))
		t.exp[i] = double{math.Ldexp(e.hi, k), math.Ldexp(e.lo, k)}
	}
	step := ln2.mul(double{1.0 / (1 << expBits), 0})
	hi := math.Float64frombits(math.Float64bits(step.hi) &^ (1<<20 - 1))
	t.step = double{hi, (step.hi - hi) + step.lo}
	return t
})

// fastPow is x**y for a normal x > 0 and a result well inside the range; ok is false where it is not sure of the last bit.
func fastPow(x, y float64) (result float64, ok bool) {
	bits := math.Float64bits(x)
	k := int(bits>>52) - 1023
	if k == -1023 {
		return 0, false
	}
	t := tables()
	// x = 2**k * m
	m := math.Float64frombits(bits&(1<<52-1) | 1023<<52)
	if m >= math.Sqrt2 {
		m /= 2
		k++
	}
	// m lies between the square roots of 1/2 and 2; i counts from the table's middle, where m is 1.
	i := int(math.RoundToEven((m-1)*(1<<logBits))) + 1<<(logBits-1)
	// r + re = m*inv - 1, exactly.
	p := m * t.inv[i]
	re := math.FMA(m, t.inv[i], -p)
	r := p - 1
	// ln(1+r) = r - r**2/2 + ...
	q := r * r
	qe := math.FMA(r, r, -q)
	tail := q * r * (1.0/3 + r*(-1.0/4+r*(1.0/5+r*(-1.0/6+r*(1.0/7+r*(-1.0/8))))))
	l := fastSum(r, -q/2)
	l.lo += tail - qe/2 + re - re*r
	l = t.log[i].add(l)
	if k != 0 {
		l = ln2.mul(double{float64(k), 0}).add(l)
	}
	// z = y * ln x
	z := double{y * l.hi, 0}
	z.lo = math.FMA(y, l.hi, -z.hi) + y*l.lo
	if a := math.Abs(z.hi); a > 600 || a < 1e-200 {
		return 0, false
	}
	n := math.RoundToEven(z.hi * ((1 << expBits) / math.Ln2))
	f := fastSum(math.FMA(-n, t.step.hi, z.hi), z.lo-n*t.step.lo)
	// e**f - 1
	g := f.hi
	p = g * g * (0.5 + g*(1.0/6+g*(1.0/24+g*(1.0/120+g*(1.0/720)))))
	u := fastSum(g, p+f.lo+g*f.lo)
	j := int(n) & (1<<expBits - 1)
	b := t.exp[j]
	w := double{b.hi * u.hi, 0}
	w.lo = math.FMA(b.hi, u.hi, -w.hi) + b.hi*u.lo + b.lo*u.hi
	s := fastSum(b.hi, w.hi)
	s.lo += w.lo + b.lo
	s = fastSum(s.hi, s.lo)
	// The error grows with the exponent of e: z is good to 64 bits of its own size.
	err := s.hi * (0x1p-61 + math.Abs(z.hi)*0x1p-62)
	if s.hi+(s.lo+err) != s.hi+(s.lo-err) {
		return 0, false
	}
	return math.Ldexp(s.hi+s.lo, int(n)>>expBits), true
}
