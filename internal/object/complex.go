package object

import (
	"errors"

	"ouro/internal/pynum"
)

// Complex is a Python complex number.
type Complex struct {
	Header
	C complex128
}

var (
	complexLayout = NewLayout[Complex]()
	ComplexType   = NewType("complex", ObjectType, complexLayout)
)

// NewComplex makes a complex number.
func NewComplex(c complex128) Value {
	x := &Complex{C: c}
	x.Shape = ComplexType.shape
	return Of(&x.Header)
}

// AsComplex gives v's value if it is a complex or of a class derived from complex.
func AsComplex(v Value) (complex128, bool) {
	if x, ok := Cast[Complex](v, complexLayout); ok {
		return x.C, true
	}
	return 0, false
}

// complexOperand gives a number of any kind as a complex; isReal tells an int or float, whose imaginary part is not a zero but absent.
func complexOperand(v Value) (c complex128, isReal, ok bool, err error) {
	if c, ok := AsComplex(v); ok {
		return c, false, true, nil
	}
	f, ok, err := floatOperand(v)
	return complex(f, 0), true, ok, err
}

func complexBinary(op func(a, b complex128, aReal, bReal bool) (complex128, error)) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		x, xr, ok, err := complexOperand(a)
		if !ok || err != nil {
			return NotImplemented, err
		}
		y, yr, ok, err := complexOperand(b)
		if !ok || err != nil {
			return NotImplemented, err
		}
		z, err := op(x, y, xr, yr)
		if err != nil {
			return Value{}, numError(err)
		}
		return NewComplex(z), nil
	}
}

// A real operand has no imaginary part at all: signs of zeros and infinities of the other operand survive.
func complexAdd(a, b complex128, ar, br bool) (complex128, error) {
	switch {
	case br:
		return complex(real(a)+real(b), imag(a)), nil
	case ar:
		return complex(real(a)+real(b), imag(b)), nil
	}
	return a + b, nil
}

func complexSub(a, b complex128, ar, br bool) (complex128, error) {
	switch {
	case br:
		return complex(real(a)-real(b), imag(a)), nil
	case ar:
		return complex(real(a)-real(b), -imag(b)), nil
	}
	return a - b, nil
}

func complexMul(a, b complex128, ar, br bool) (complex128, error) {
	switch {
	case br:
		return complex(real(a)*real(b), imag(a)*real(b)), nil
	case ar:
		return complex(real(a)*real(b), real(a)*imag(b)), nil
	}
	return pynum.ComplexMul(a, b), nil
}

func complexDiv(a, b complex128, ar, br bool) (complex128, error) {
	if b == 0 {
		return 0, pynum.ErrDivisionByZero
	}
	if br {
		return complex(real(a)/real(b), imag(a)/real(b)), nil
	}
	return pynum.ComplexDiv(a, b), nil
}

func complexCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	if op != Eq && op != Ne {
		return NotImplemented, nil
	}
	x, ok := AsComplex(a)
	if !ok {
		return NotImplemented, nil
	}
	var eq bool
	if y, ok := AsComplex(b); ok {
		eq = x == y
	} else if f, ok := AsFloat(b); ok {
		eq = imag(x) == 0 && real(x) == f
	} else if IsInt(b) {
		order, _ := intOrder(b, Float(real(x)))
		eq = imag(x) == 0 && order == 0
	} else {
		return NotImplemented, nil
	}
	return Bool(eq == (op == Eq)), nil
}

func complexHash(th *Thread, v Value) (uint64, error) {
	c, _ := AsComplex(v)
	part := func(f float64) int64 {
		if f != f {
			return int64(HashPointer(v))
		}
		return pynum.HashFloat(f)
	}
	return uint64(pynum.HashComplex(part(real(c)), part(imag(c)))), nil
}

var strComplexDunder = NewStr("__complex__")

// ToComplex is complex(v) for what is no text: a number, or an object with __complex__, __float__ or __index__.
func ToComplex(th *Thread, v Value) (complex128, error) {
	c, _, err := complexNumber(th, v)
	if err == errNoNumber {
		return 0, TypeErrorf("must be real number, not %s", v.Type().Name)
	}
	return c, err
}

// errNoNumber says that an object is no number; the caller words the TypeError.
var errNoNumber = errors.New("not a number")

// complexNumber converts v; isComplex tells that it is complex by itself or by __complex__.
func complexNumber(th *Thread, v Value) (c complex128, isComplex bool, err error) {
	if c, ok := AsComplex(v); ok && v.Type() == ComplexType {
		return c, true, nil
	}
	if !v.IsImmediate() {
		r, found, err := CallMethodOf(th, v, strComplexDunder)
		if err != nil {
			return 0, true, err
		}
		if found {
			c, ok := AsComplex(r)
			if !ok {
				return 0, true, TypeErrorf("__complex__ returned non-complex (type %s)", r.Type().Name)
			}
			_, err = subclassResult(th, r, r.Type() == ComplexType, "__complex__ returned non-complex", "complex", func(v Value) Value { return v })
			return c, true, err
		}
	}
	f, ok, err := realNumber(th, v)
	if err == nil && !ok {
		err = errNoNumber
	}
	return complex(f, 0), false, err
}

func complexNew(th *Thread, a []Value) (Value, error) {
	t := Unchecked[Type](a[0])
	re, im := a[1], a[2]
	if re.Ref == nil && im.Ref == nil {
		return complexOf(th, t, 0), nil
	}
	if im.Ref == nil {
		if s, ok := AsStr(re); ok {
			c, err := pynum.ParseComplex(s.S)
			if err == pynum.ErrSyntax {
				err = pynum.ErrComplexString
			}
			return complexOf(th, t, c), numError(err)
		}
		if re.Type() == ComplexType && t == ComplexType {
			return re, nil
		}
		c, _, err := complexNumber(th, re)
		if err == errNoNumber {
			err = TypeErrorf("complex() argument must be a string or a number, not %s", re.Type().Name)
		}
		return complexOf(th, t, c), err
	}
	x, y := complex128(0), complex128(0)
	var xc, yc bool
	var err error
	if re.Ref != nil {
		if x, xc, err = complexPart(th, re, "real"); err != nil {
			return Value{}, err
		}
	}
	if y, yc, err = complexPart(th, im, "imag"); err != nil {
		return Value{}, err
	}
	r, i := real(x), real(y)
	if yc {
		r -= imag(y)
	}
	if xc {
		i += imag(x)
	}
	return complexOf(th, t, complex(r, i)), nil
}

func complexPart(th *Thread, v Value, name string) (complex128, bool, error) {
	c, isComplex, err := complexNumber(th, v)
	if err == errNoNumber {
		return 0, false, TypeErrorf("complex() argument '%s' must be a real number, not %s", name, v.Type().Name)
	}
	if err == nil && isComplex {
		err = Warn(th, DeprecationWarningType, "complex() argument '"+name+"' must be a real number, not "+v.Type().Name, 1)
	}
	return c, isComplex, err
}

func complexOf(th *Thread, t *Type, c complex128) Value {
	x := NewObject[Complex](th, t)
	x.C = c
	return Of(&x.Header)
}

func complexSelf(th *Thread, v Value) (Value, error) {
	if v.Type() == ComplexType {
		return v, nil
	}
	c, _ := AsComplex(v)
	return NewComplex(c), nil
}

func init() {
	t := ComplexType
	t.Doc = "A complex number, made from real and imaginary parts or from text."
	t.Constructor = &Func{Sig: "complex(real=NULL, imag=NULL)", Fn: FN(complexNew)}
	t.Binary[OpAdd] = complexBinary(complexAdd)
	t.Binary[OpSub] = complexBinary(complexSub)
	t.Binary[OpMul] = complexBinary(complexMul)
	t.Binary[OpTrueDiv] = complexBinary(complexDiv)
	t.Binary[OpPow] = complexBinary(func(a, b complex128, _, _ bool) (complex128, error) { return pynum.ComplexPow(a, b) })
	t.Pow3 = func(th *Thread, a, b, m Value) (Value, error) { return Value{}, ValueErrorf("complex modulo") }
	t.Neg = func(th *Thread, v Value) (Value, error) { c, _ := AsComplex(v); return NewComplex(-c), nil }
	t.Pos = complexSelf
	t.Abs = func(th *Thread, v Value) (Value, error) {
		c, _ := AsComplex(v)
		f, err := pynum.ComplexAbs(c)
		return Float(f), numError(err)
	}
	t.Bool = func(th *Thread, v Value) (bool, error) { c, _ := AsComplex(v); return c != 0, nil }
	t.Compare, t.Hash = complexCompare, complexHash
	t.Repr = func(th *Thread, v Value) (Value, error) {
		c, _ := AsComplex(v)
		return StrValue(pynum.ComplexRepr(c)), nil
	}
	t.Methods = []Func{
		{Sig: "conjugate()", Doc: "The complex conjugate.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			c, _ := AsComplex(v)
			return NewComplex(complex(real(c), -imag(c))), nil
		})},
		{Sig: "from_number(number, /)", Doc: "Convert a number, but no text.", Class: true, Fn: F2(func(th *Thread, cls, v Value) (Value, error) {
			if v.Type() == ComplexType && Unchecked[Type](cls) == ComplexType {
				return v, nil
			}
			c, err := ToComplex(th, v)
			if err != nil {
				return Value{}, err
			}
			if Unchecked[Type](cls) != ComplexType {
				return Call1(th, cls, NewComplex(c))
			}
			return NewComplex(c), nil
		})},
		{Sig: "__complex__()", Doc: "The number as an exact complex.", Fn: F1(complexSelf)},
		{Sig: "__getnewargs__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
			c, _ := AsComplex(v)
			return TupleValue(Float(real(c)), Float(imag(c))), nil
		})},
		{Sig: "__format__(format_spec, /)", Doc: "Format by a specifier of the mini-language.", Fn: F2(intFormat)},
	}
	t.GetSets = []GetSet{
		{Name: "real", Doc: "The real part.", Get: func(th *Thread, v Value) (Value, error) { c, _ := AsComplex(v); return Float(real(c)), nil }},
		{Name: "imag", Doc: "The imaginary part.", Get: func(th *Thread, v Value) (Value, error) { c, _ := AsComplex(v); return Float(imag(c)), nil }},
	}
}
