package pynum

import "math"

// Float16Bits rounds f to IEEE 754 half precision, ties to even; ok is false if it is too large.
func Float16Bits(f float64) (bits uint16, ok bool) {
	sign := uint16(math.Float64bits(f) >> 48 & 0x8000)
	f = math.Abs(f)
	switch {
	case math.IsNaN(f):
		return sign | 0x7e00, true
	case math.IsInf(f, 0):
		return sign | 0x7c00, true
	case f < 0x1p-14:
		return sign | uint16(math.RoundToEven(f*0x1p24)), true
	}
	frac, exp := math.Frexp(f)
	m := math.RoundToEven(frac * 0x1p11)
	if m == 0x1p11 {
		m, exp = 0x1p10, exp+1
	}
	if exp > 16 {
		return 0, false
	}
	return sign | uint16(exp+14)<<10 | uint16(m)&0x3ff, true
}

// Float16 is the value of a half precision number.
func Float16(bits uint16) float64 {
	m, exp := float64(bits&0x3ff), int(bits>>10&0x1f)
	var f float64
	switch exp {
	case 0:
		f = m * 0x1p-24
	case 31:
		if f = math.Inf(1); m != 0 {
			f = math.NaN()
		}
	default:
		f = math.Ldexp(m+0x400, exp-25)
	}
	if bits&0x8000 != 0 {
		return -f
	}
	return f
}
