package pynum

import (
	"math"
	"math/rand"
	"testing"
)

// slowPow is pow without its quick way.
func slowPow(x, y float64) float64 {
	l := logDouble(x)
	e, k := expDouble(l.mul(double{y, 0}))
	return math.Ldexp(e.hi+e.lo, k)
}

func TestFastPowRoundsAsTheSlowWay(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	sure := 0
	const n = 200000
	for range n {
		x := math.Exp(r.NormFloat64() * 3)
		y := r.NormFloat64() * 5
		got, ok := fastPow(x, y)
		if !ok {
			continue
		}
		sure++
		if want := slowPow(x, y); got != want {
			t.Fatalf("%v ** %v = %v, want %v", x, y, got, want)
		}
	}
	if sure < n*9/10 {
		t.Errorf("sure of %d results in %d only", sure, n)
	}
}

func BenchmarkPow(b *testing.B) {
	x := 1.1
	for b.Loop() {
		x += 0.001
		sink, _, _ = FloatPow(x, 1.5)
	}
}

var sink float64
