// Package cmath is the module cmath: mathematical functions of complex numbers, by Go's math/cmplx.
package cmath

import (
	"math"
	"math/cmplx"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// Module is cmath.
var Module = object.ModuleDef{
	Name: "cmath",
	Doc:  "Mathematical functions of complex numbers.",
	Functions: []object.Func{
		function("acos", "Arc cosine.", cmplx.Acos),
		function("acosh", "Inverse hyperbolic cosine.", cmplx.Acosh),
		function("asin", "Arc sine.", cmplx.Asin),
		function("asinh", "Inverse hyperbolic sine.", cmplx.Asinh),
		function("atan", "Arc tangent.", cmplx.Atan, 1i, -1i),
		function("atanh", "Inverse hyperbolic tangent.", cmplx.Atanh, 1, -1),
		function("cos", "Cosine.", cmplx.Cos),
		function("cosh", "Hyperbolic cosine.", cmplx.Cosh),
		function("exp", "e to the power of z.", cmplx.Exp),
		{Sig: "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", Doc: "Whether two numbers are near each other.", Fn: object.FN(isclose)},
		test("isfinite", "Whether both parts are finite.", func(x, y float64) bool { return x-x == 0 && y-y == 0 }),
		test("isinf", "Whether a part is an infinity.", func(x, y float64) bool { return math.IsInf(x, 0) || math.IsInf(y, 0) }),
		test("isnan", "Whether a part is NaN.", func(x, y float64) bool { return x != x || y != y }),
		{Sig: "log(z, base=NULL, /)", Doc: "Logarithm to a base, by default e.", Fn: object.F2(log)},
		function("log10", "Logarithm to the base 10.", cmplx.Log10, 0),
		{Sig: "phase(z, /)", Doc: "The angle of z.", Fn: object.F1(phase)},
		{Sig: "polar(z, /)", Doc: "Absolute value and angle of z.", Fn: object.F1(polar)},
		{Sig: "rect(r, phi, /)", Doc: "The number of an absolute value and an angle.", Fn: object.F2(rect)},
		function("sin", "Sine.", cmplx.Sin),
		function("sinh", "Hyperbolic sine.", cmplx.Sinh),
		function("sqrt", "Square root.", cmplx.Sqrt),
		function("tan", "Tangent.", cmplx.Tan),
		function("tanh", "Hyperbolic tangent.", cmplx.Tanh),
	},
	Init: func(th *thread, m *object.Module) error {
		m.Set("pi", object.Float(math.Pi))
		m.Set("e", object.Float(math.E))
		m.Set("tau", object.Float(2*math.Pi))
		m.Set("inf", object.Float(math.Inf(1)))
		m.Set("nan", object.Float(math.NaN()))
		m.Set("infj", object.NewComplex(complex(0, math.Inf(1))))
		m.Set("nanj", object.NewComplex(complex(0, math.NaN())))
		return nil
	},
}

func domainError() error { return object.ValueErrorf("math domain error") }

func hasNaN(z complex128) bool { return real(z) != real(z) || imag(z) != imag(z) }
func hasInf(z complex128) bool { return math.IsInf(real(z), 0) || math.IsInf(imag(z), 0) }

// apply computes f(z): a pole or an undefined value is a ValueError, a result too large an OverflowError.
func apply(f func(complex128) complex128, z complex128, poles []complex128) (complex128, error) {
	for _, p := range poles {
		if z == p {
			return 0, domainError()
		}
	}
	r := f(z)
	switch {
	case hasNaN(z):
	case !hasInf(z) && (hasInf(r) || hasNaN(r)):
		return 0, object.NewExcf(object.OverflowErrorType, "math range error")
	case hasNaN(r):
		return 0, domainError()
	}
	return r, nil
}

func function(name, doc string, f func(complex128) complex128, poles ...complex128) object.Func {
	return object.Func{Sig: name + "(z, /)", Doc: doc, Fn: object.F1(func(th *thread, v value) (value, error) {
		z, err := object.ToComplex(th, v)
		if err != nil {
			return value{}, err
		}
		r, err := apply(f, z, poles)
		if err != nil {
			return value{}, err
		}
		return object.NewComplex(r), nil
	})}
}

func test(name, doc string, f func(x, y float64) bool) object.Func {
	return object.Func{Sig: name + "(z, /)", Doc: doc, Fn: object.F1(func(th *thread, v value) (value, error) {
		z, err := object.ToComplex(th, v)
		return object.Bool(f(real(z), imag(z))), err
	})}
}

func log(th *thread, v, base value) (value, error) {
	z, err := object.ToComplex(th, v)
	if err != nil {
		return value{}, err
	}
	r, err := apply(cmplx.Log, z, []complex128{0})
	if err != nil {
		return value{}, err
	}
	if base.Bound() {
		b, err := log(th, base, value{})
		if err != nil {
			return value{}, err
		}
		return object.Binary(th, object.NewComplex(r), b, object.OpTrueDiv)
	}
	return object.NewComplex(r), nil
}

func phase(th *thread, v value) (value, error) {
	z, err := object.ToComplex(th, v)
	return object.Float(math.Atan2(imag(z), real(z))), err
}

func polar(th *thread, v value) (value, error) {
	z, err := object.ToComplex(th, v)
	if err != nil {
		return value{}, err
	}
	r := math.Hypot(real(z), imag(z))
	if math.IsInf(r, 0) && !hasInf(z) {
		return value{}, object.NewExcf(object.OverflowErrorType, "math range error")
	}
	return object.TupleValue(object.Float(r), object.Float(math.Atan2(imag(z), real(z)))), nil
}

func rect(th *thread, rv, pv value) (value, error) {
	r, err := object.ToFloat(th, rv)
	if err != nil {
		return value{}, err
	}
	phi, err := object.ToFloat(th, pv)
	if err != nil {
		return value{}, err
	}
	switch {
	case math.IsInf(phi, 0) && r != 0 && r == r:
		return value{}, domainError()
	case phi == 0:
		return object.NewComplex(complex(r, r*phi)), nil
	case r == 0:
		return object.NewComplex(0), nil
	}
	s, c := math.Sincos(phi)
	return object.NewComplex(complex(r*c, r*s)), nil
}

func isclose(th *thread, args []value) (value, error) {
	a, err := object.ToComplex(th, args[0])
	if err != nil {
		return value{}, err
	}
	b, err := object.ToComplex(th, args[1])
	if err != nil {
		return value{}, err
	}
	rel, err := object.ToFloat(th, args[2])
	if err != nil {
		return value{}, err
	}
	abs, err := object.ToFloat(th, args[3])
	if err != nil {
		return value{}, err
	}
	if rel < 0 || abs < 0 {
		return value{}, object.ValueErrorf("tolerances must be non-negative")
	}
	if a == b {
		return object.True, nil
	}
	if hasInf(a) || hasInf(b) {
		return object.False, nil
	}
	d := cmplx.Abs(a - b)
	return object.Bool(d <= rel*cmplx.Abs(b) || d <= rel*cmplx.Abs(a) || d <= abs), nil
}
