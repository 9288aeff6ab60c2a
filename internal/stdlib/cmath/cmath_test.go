package cmath

import (
	"math/cmplx"
	"testing"
)

func TestDomain(t *testing.T) {
	if _, err := apply(cmplx.Log, 0, []complex128{0}); err == nil {
		t.Error("log(0)")
	}
	if _, err := apply(cmplx.Exp, 710+1i, nil); err == nil {
		t.Error("exp(710+1j) does not overflow")
	}
	if r, err := apply(cmplx.Sqrt, -4, nil); err != nil || r != 2i {
		t.Error(r, err)
	}
}
