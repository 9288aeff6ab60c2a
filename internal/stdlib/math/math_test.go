package math

import (
	"math"
	"testing"
)

func TestExactSum(t *testing.T) {
	var e exactSum
	for _, x := range []float64{1e100, 1, -1e100, 1e-50} {
		e.add(x)
	}
	if got := e.value(); got != 1 {
		t.Errorf("sum is %v", got)
	}
	e = exactSum{}
	for range 10 {
		e.add(0.1)
	}
	if got := e.value(); got != 1 {
		t.Errorf("ten tenths are %v", got)
	}
}

func TestNorm(t *testing.T) {
	for _, c := range []struct {
		xs   []float64
		want float64
	}{
		{[]float64{3, 4}, 5}, {[]float64{1e200, 1e200}, 1.414213562373095e200}, {nil, 0}, {[]float64{math.Inf(-1), math.NaN()}, math.Inf(1)},
	} {
		if got := norm(c.xs); math.Abs(got-c.want) > 1e-15*c.want {
			t.Errorf("%v: %v", c.xs, got)
		}
	}
}

func TestOrdinals(t *testing.T) {
	for _, x := range []float64{0, 1, -1, 5e-324, -5e-324, math.MaxFloat64} {
		if fromOrdinal(ordinal(x)) != x {
			t.Errorf("%v", x)
		}
	}
	if ordinal(math.Copysign(0, -1)) != 0 {
		t.Error("negative zero")
	}
}
