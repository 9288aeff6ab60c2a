package pynum

import (
	"math"
)

// AppendComplex appends repr(z): the parts without ".0", in parentheses unless the real part is a positive zero.
func AppendComplex(dst []byte, z complex128) []byte {
	re, im := real(z), imag(z)
	if re == 0 && !math.Signbit(re) {
		return append(AppendFloatBare(dst, im), 'j')
	}
	dst = append(dst, '(')
	dst = AppendFloatBare(dst, re)
	if !math.Signbit(im) || im != im {
		dst = append(dst, '+')
	}
	dst = AppendFloatBare(dst, im)
	return append(dst, 'j', ')')
}

// ComplexRepr is repr(z).
func ComplexRepr(z complex128) string {
	var buf [64]byte
	return string(AppendComplex(buf[:0], z))
}

// ParseComplex is complex(s).
func ParseComplex(s string) (complex128, error) {
	t := asciiNumber(s)
	if len(t) > 0 && t[0] == '(' {
		if t[len(t)-1] != ')' || len(t) == 1 {
			return 0, ErrComplexString
		}
		t = stripSpace(t[1 : len(t)-1])
	}
	imaginary := func(t string) bool { return t == "j" || t == "J" }
	n := scanFloat(t)
	var re float64
	if n > 0 {
		first := convertFloat(t[:n])
		rest := t[n:]
		switch {
		case rest == "":
			return complex(first, 0), nil
		case imaginary(rest):
			return complex(0, first), nil
		case rest[0] != '+' && rest[0] != '-':
			return 0, ErrComplexString
		}
		re, t = first, rest
		n = scanFloat(t)
	}
	if n > 0 {
		if !imaginary(t[n:]) {
			return 0, ErrComplexString
		}
		return complex(re, convertFloat(t[:n])), nil
	}
	// A sign alone before the j.
	im := 1.0
	if len(t) > 0 && (t[0] == '+' || t[0] == '-') {
		if t[0] == '-' {
			im = -1
		}
		t = t[1:]
	}
	if !imaginary(t) {
		return 0, ErrComplexString
	}
	return complex(re, im), nil
}

// ComplexDiv is a / b for b other than zero, by Smith's method, which does not overflow in between.
func ComplexDiv(a, b complex128) complex128 {
	ar, ai, br, bi := real(a), imag(a), real(b), imag(b)
	switch x, y := math.Abs(br), math.Abs(bi); {
	case x >= y:
		ratio := bi / br
		denominator := br + bi*ratio
		return complex((ar+ai*ratio)/denominator, (ai-ar*ratio)/denominator)
	case y >= x:
		ratio := br / bi
		denominator := br*ratio + bi
		return complex((ar*ratio+ai)/denominator, (ai*ratio-ar)/denominator)
	}
	return complex(math.NaN(), math.NaN())
}

// ComplexMul is a * b.
func ComplexMul(a, b complex128) complex128 {
	// The conversions keep the compiler from fusing the products, which would round otherwise.
	return complex(float64(real(a)*real(b))-float64(imag(a)*imag(b)), float64(real(a)*imag(b))+float64(imag(a)*real(b)))
}

// ComplexAbs is abs(z).
func ComplexAbs(z complex128) (float64, error) {
	r := math.Hypot(real(z), imag(z))
	if math.IsInf(r, 0) && !math.IsInf(real(z), 0) && !math.IsInf(imag(z), 0) {
		return 0, &Error{OverflowError, "absolute value too large"}
	}
	return r, nil
}

// ComplexPow is a ** b.
func ComplexPow(a, b complex128) (complex128, error) {
	if b == 0 {
		return 1, nil
	}
	if a == 0 {
		if imag(b) != 0 || real(b) < 0 {
			return 0, &Error{ZeroDivisionError, "zero to a negative or complex power"}
		}
		return 0, nil
	}
	var r complex128
	if n := int(real(b)); imag(b) == 0 && real(b) >= -100 && real(b) <= 100 && float64(n) == real(b) {
		r = complexPowInt(a, n)
	} else {
		size := math.Hypot(real(a), imag(a))
		angle := math.Atan2(imag(a), real(a))
		length := pow(size, real(b))
		phase := angle * real(b)
		if imag(b) != 0 {
			length *= math.Exp(-angle * imag(b))
			phase += imag(b) * math.Log(size)
		}
		sin, cos := math.Sincos(phase)
		r = complex(length*cos, length*sin)
	}
	if finite(a) && finite(b) && (math.IsInf(real(r), 0) || math.IsInf(imag(r), 0)) {
		return 0, &Error{OverflowError, "complex exponentiation"}
	}
	return r, nil
}

func finite(z complex128) bool {
	return !math.IsInf(real(z), 0) && !math.IsInf(imag(z), 0) && !math.IsNaN(real(z)) && !math.IsNaN(imag(z))
}

func complexPowInt(a complex128, n int) complex128 {
	p := complex(1, 0)
	for e := max(n, -n); e != 0; e >>= 1 {
		if e&1 != 0 {
			p = ComplexMul(p, a)
		}
		a = ComplexMul(a, a)
	}
	if n < 0 {
		return ComplexDiv(1, p)
	}
	return p
}
