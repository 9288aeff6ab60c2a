// Package math is the module math. Its tables stand here; floating-point functions are in real.go, exact sums in sums.go,
// functions of ints in integers.go.
package math

import (
	"math"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// Module is math.
var Module = object.ModuleDef{
	Name: "math",
	Doc:  "Mathematical functions of real numbers.",
	Functions: []object.Func{
		real1("acos", "Arc cosine in radians.", acosOf, "expected a number in range from -1 up to 1"),
		real1("acosh", "Inverse hyperbolic cosine.", math.Acosh, "expected argument value not less than 1"),
		real1("asin", "Arc sine in radians.", asinOf, "expected a number in range from -1 up to 1"),
		real1("asinh", "Inverse hyperbolic sine.", math.Asinh, ""),
		real1("atan", "Arc tangent in radians.", atanOf, ""),
		real2("atan2", "y, x", "Arc tangent of y/x in the right quadrant.", atan2Of),
		real1("atanh", "Inverse hyperbolic tangent.", atanh, "expected a number between -1 and 1"),
		real1("cbrt", "Cube root.", cbrtOf, ""),
		{Sig: "ceil(x, /)", Doc: "The smallest int not below x.", Fn: object.F1(rounding("__ceil__", math.Ceil))},
		{Sig: "comb(n, k, /)", Doc: "Ways to choose k items of n without order.", Fn: object.F2(comb)},
		real2("copysign", "x, y", "x with the sign of y.", math.Copysign),
		real1("cos", "Cosine of x in radians.", cosOf, "expected a finite input"),
		real1("cosh", "Hyperbolic cosine.", coshOf, ""),
		real1("degrees", "Radians to degrees.", func(x float64) float64 { return x * (180 / math.Pi) }, ""),
		{Sig: "dist(p, q, /)", Doc: "Euclidean distance of two points.", Fn: object.F2(dist)},
		real1("erf", "Error function.", math.Erf, ""),
		real1("erfc", "Complementary error function.", math.Erfc, ""),
		real1("exp", "e to the power of x.", expOf, ""),
		real1("exp2", "2 to the power of x.", exp2Of, ""),
		real1("expm1", "exp(x)-1, exact near zero.", expm1Of, ""),
		real1("fabs", "Absolute value as a float.", math.Abs, ""),
		{Sig: "factorial(n, /)", Doc: "n!", Fn: object.F1(factorial)},
		{Sig: "floor(x, /)", Doc: "The largest int not above x.", Fn: object.F1(rounding("__floor__", math.Floor))},
		{Sig: "fma(x, y, z, /)", Doc: "x*y + z with a single rounding.", Fn: object.F3(fma)},
		real2("fmod", "x, y", "Remainder with the sign of x.", fmod),
		{Sig: "frexp(x, /)", Doc: "The pair (m, e) with x == m * 2**e.", Fn: object.F1(frexp)},
		{Sig: "fsum(seq, /)", Doc: "Sum of floats without loss of precision.", Fn: object.F1(fsum)},
		real1("gamma", "Gamma function.", gamma, "expected a noninteger or positive integer"),
		{Sig: "gcd(*integers)", Doc: "Greatest common divisor.", Fn: object.F1(gcd)},
		{Sig: "hypot(*coordinates)", Doc: "Euclidean norm.", Fn: object.F1(hypot)},
		{Sig: "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", Doc: "Whether two floats are near each other.", Fn: object.FN(isclose)},
		{Sig: "isfinite(x, /)", Doc: "Whether x is neither an infinity nor NaN.", Fn: test(func(x float64) bool { return x-x == 0 })},
		{Sig: "isinf(x, /)", Doc: "Whether x is an infinity.", Fn: test(func(x float64) bool { return math.IsInf(x, 0) })},
		{Sig: "isnan(x, /)", Doc: "Whether x is NaN.", Fn: test(math.IsNaN)},
		{Sig: "isqrt(n, /)", Doc: "Integer part of the square root.", Fn: object.F1(isqrt)},
		{Sig: "lcm(*integers)", Doc: "Least common multiple.", Fn: object.F1(lcm)},
		{Sig: "ldexp(x, i, /)", Doc: "x * 2**i.", Fn: object.F2(ldexp)},
		real1("lgamma", "Logarithm of the absolute value of gamma(x).", lgamma, "expected a noninteger or positive integer"),
		{Sig: "log(x, base=NULL, /)", Doc: "Logarithm to a base, by default e.", Fn: object.F2(logBase)},
		{Sig: "log10(x, /)", Doc: "Logarithm to the base 10.", Fn: object.F1(func(th *thread, x value) (value, error) { return logOf(th, x, log10Of) })},
		real1("log1p", "log(1+x), exact near zero.", math.Log1p, "expected argument value > -1"),
		{Sig: "log2(x, /)", Doc: "Logarithm to the base 2.", Fn: object.F1(func(th *thread, x value) (value, error) { return logOf(th, x, log2Of) })},
		{Sig: "modf(x, /)", Doc: "Fractional and integral part.", Fn: object.F1(modf)},
		{Sig: "nextafter(x, y, /, *, steps=None)", Doc: "The float that many steps after x towards y.", Fn: object.F3(nextafter)},
		{Sig: "perm(n, k=None, /)", Doc: "Ways to choose k items of n in order.", Fn: object.F2(perm)},
		real2("pow", "x, y", "x to the power of y, as floats.", pow),
		{Sig: "prod(iterable, /, *, start=1)", Doc: "Product of the items.", Fn: object.F2(prod)},
		real1("radians", "Degrees to radians.", func(x float64) float64 { return x * (math.Pi / 180) }, ""),
		real2("remainder", "x, y", "IEEE 754 remainder.", math.Remainder),
		real1("sin", "Sine of x in radians.", sinOf, "expected a finite input"),
		real1("sinh", "Hyperbolic sine.", sinhOf, ""),
		real1("sqrt", "Square root.", math.Sqrt, "expected a nonnegative input"),
		{Sig: "sumprod(p, q, /)", Doc: "Sum of the products of corresponding items.", Fn: object.F2(sumprod)},
		real1("tan", "Tangent of x in radians.", tanOf, "expected a finite input"),
		real1("tanh", "Hyperbolic tangent.", tanhOf, ""),
		{Sig: "trunc(x, /)", Doc: "The integral part.", Fn: object.F1(trunc)},
		{Sig: "ulp(x, /)", Doc: "The value of the least significant bit of x.", Fn: object.F1(ulp)},
	},
	Init: func(th *thread, m *object.Module) error {
		m.Set("pi", object.Float(math.Pi))
		m.Set("e", object.Float(math.E))
		m.Set("tau", object.Float(2*math.Pi))
		m.Set("inf", object.Float(math.Inf(1)))
		m.Set("nan", object.Float(math.NaN()))
		return nil
	},
}

func domainError() error { return object.ValueErrorf("math domain error") }
func rangeError() error  { return object.NewExcf(object.OverflowErrorType, "math range error") }

// real1 is a row for a function of one float. domain words the ValueError of arguments that it is not defined for.
func real1(name, doc string, f func(float64) float64, domain string) object.Func {
	return object.Func{Sig: name + "(x, /)", Doc: doc, Fn: object.F1(func(th *thread, v value) (value, error) {
		x, err := object.ToFloat(th, v)
		if err != nil {
			return value{}, err
		}
		r := f(x)
		if r-r != 0 && !math.IsNaN(x) {
			switch {
			case math.IsNaN(r) && domain == "":
				return value{}, domainError()
			case math.IsNaN(r), domain != "" && !math.IsInf(x, 0) && (name != "gamma" && name != "lgamma" || x <= 0 && x == math.Floor(x)):
				return value{}, outside(domain, x)
			case !math.IsInf(x, 0):
				return value{}, rangeError()
			}
		}
		return object.Float(r), nil
	})}
}

// outside is the ValueError that shows the argument.
func outside(text string, x float64) error {
	return object.ValueErrorf("%s, got %s", text, floatText(x))
}

// real2 is a row for a function of two floats.
func real2(name, params, doc string, f func(x, y float64) float64) object.Func {
	return object.Func{Sig: name + "(" + params + ", /)", Doc: doc, Fn: object.F2(func(th *thread, a, b value) (value, error) {
		x, err := object.ToFloat(th, a)
		if err != nil {
			return value{}, err
		}
		y, err := object.ToFloat(th, b)
		if err != nil {
			return value{}, err
		}
		r := f(x, y)
		switch {
		case math.IsNaN(r) && !math.IsNaN(x) && !math.IsNaN(y):
			return value{}, domainError()
		case math.IsInf(r, 0) && x-x == 0 && y-y == 0:
			if name == "pow" && x == 0 {
				return value{}, domainError()
			}
			return value{}, rangeError()
		}
		return object.Float(r), nil
	})}
}

func test(f func(float64) bool) object.Fn {
	return object.F1(func(th *thread, v value) (value, error) {
		x, err := object.ToFloat(th, v)
		return object.Bool(f(x)), err
	})
}
