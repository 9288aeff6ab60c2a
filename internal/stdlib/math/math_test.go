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

func TestElementaryRounding(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{expOf(171), 1.8380461242828246e+74},
		{atanOf(3.5), 1.2924966677897853},
		{acosOf(0.5), 1.0471975511965979},
		{sinOf(1e5), 0.035748797972016508},
		{cosOf(3.0), -0.98999249660044542},
		{logFloat(10), 2.302585092994046},
		{powOf(10, 0.1), 1.2589254117941673},
		{exp2Of(0.5), math.Sqrt2},
		{cbrtOf(27), 3},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}
