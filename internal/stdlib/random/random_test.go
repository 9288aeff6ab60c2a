package random

import "testing"

func TestSequence(t *testing.T) {
	var g twister
	g.initArray([]uint32{42})
	for _, want := range []float64{0.6394267984578837, 0.025010755222666936, 0.27502931836911926} {
		if got := g.float(); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
