package object

import (
	"encoding/binary"
	"math"
	"math/big"

	"ouro/internal/pynum"
)

// The float type. Exact floats are immediate; FloatObject is for classes derived from float.

// number gives an int or float as a float64. ok is false for other operands; an int too large is an error.
func floatOperand(v Value) (f float64, ok bool, err error) {
	switch v.Ref {
	case &FloatHeader:
		return v.Float64(), true, nil
	case &IntHeader, &BoolHeader:
		return float64(int64(v.Bits)), true, nil
	}
	if f, ok := AsFloat(v); ok {
		return f, true, nil
	}
	if IsInt(v) {
		f, err := intToFloat(v)
		return f, true, err
	}
	return 0, false, nil
}

func floatBinary(op func(a, b float64) (Value, error)) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		if a.Ref == &FloatHeader && b.Ref == &FloatHeader {
			return op(a.Float64(), b.Float64())
		}
		x, ok, err := floatOperand(a)
		if !ok || err != nil {
			return NotImplemented, err
		}
		y, ok, err := floatOperand(b)
		if !ok || err != nil {
			return NotImplemented, err
		}
		return op(x, y)
	}
}

// FloorDivFloat is a // b.
func FloorDivFloat(a, b float64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	return Float(pynum.FloatFloorDiv(a, b)), nil
}

// ModFloat is a % b.
func ModFloat(a, b float64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	return Float(pynum.FloatMod(a, b)), nil
}

// TrueDivFloat is a / b.
func TrueDivFloat(a, b float64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	return Float(a / b), nil
}

// PowFloat is a ** b.
func PowFloat(a, b float64) (Value, error) { return floatPow(a, b) }

func floatPow(a, b float64) (Value, error) {
	r, isComplex, err := pynum.FloatPow(a, b)
	if err != nil {
		return Value{}, numError(err)
	}
	if isComplex {
		z, err := pynum.ComplexPow(complex(a, 0), complex(b, 0))
		if err != nil {
			return Value{}, numError(err)
		}
		return NewComplex(z), nil
	}
	return Float(r), nil
}

func floatDivmod(a, b float64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	q, m := pynum.FloatDivMod(a, b)
	return TupleValue(Float(q), Float(m)), nil
}

func floatCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x, ok := AsFloat(a)
	if !ok {
		return NotImplemented, nil
	}
	if y, ok := AsFloat(b); ok {
		switch op {
		case Lt:
			return Bool(x < y), nil
		case Le:
			return Bool(x <= y), nil
		case Eq:
			return Bool(x == y), nil
		case Ne:
			return Bool(x != y), nil
		case Gt:
			return Bool(x > y), nil
		}
		return Bool(x >= y), nil
	}
	if !IsInt(b) {
		return NotImplemented, nil
	}
	order, _ := intOrder(b, a)
	if order != 2 {
		order = -order
	}
	return orderResult(order, op), nil
}

func floatHash(th *Thread, v Value) (uint64, error) {
	f, _ := AsFloat(v)
	if f != f {
		if v.Ref == &FloatHeader {
			return v.Bits >> 1, nil
		}
		return HashPointer(v), nil
	}
	return uint64(pynum.HashFloat(f)), nil
}

func floatRepr(th *Thread, v Value) (Value, error) {
	f, _ := AsFloat(v)
	var buf [32]byte
	return StrValue(string(pynum.AppendFloat(buf[:0], f))), nil
}

func floatSelf(th *Thread, v Value) (Value, error) {
	f, _ := AsFloat(v)
	return Float(f), nil
}

// ToFloat is float(v) for what is no text: a float, or an object with __float__ or __index__.
// The error for other objects says "must be real number".
func ToFloat(th *Thread, v Value) (float64, error) {
	if v.Ref == &FloatHeader {
		return v.Float64(), nil
	}
	if v.Ref == &IntHeader {
		return float64(int64(v.Bits)), nil
	}
	f, ok, err := realNumber(th, v)
	if err == nil && !ok {
		err = TypeErrorf("must be real number, not %s", v.Type().Name)
	}
	return f, err
}

func realNumber(th *Thread, v Value) (f float64, ok bool, err error) {
	if f, ok, err := floatOperand(v); ok && v.Type().heap == nil {
		return f, true, err
	}
	s := S(v)
	if s.ToFloat != nil {
		r, err := s.ToFloat(th, v)
		if err != nil {
			return 0, true, err
		}
		f, isFloat := AsFloat(r)
		if !isFloat {
			return 0, true, TypeErrorf("%s.__float__ returned non-float (type %s)", v.Type().Name, r.Type().Name)
		}
		_, err = subclassResult(th, r, r.Ref == &FloatHeader, v.Type().Name+".__float__ returned non-float", "float", func(v Value) Value { return v })
		return f, true, err
	}
	if f, ok := AsFloat(v); ok {
		return f, true, nil
	}
	if s.Index != nil {
		i, err := Index(th, v)
		if err != nil {
			return 0, true, err
		}
		f, err := intToFloat(i)
		return f, true, err
	}
	return 0, false, nil
}

func newFloatOf(th *Thread, t *Type, f float64) Value {
	if t == FloatType {
		return Float(f)
	}
	x := NewObject[FloatObject](th, t)
	x.F = f
	return Of(&x.Header)
}

func floatNew(th *Thread, a []Value) (Value, error) {
	t := Unchecked[Type](a[0])
	v := a[1]
	if s, ok := AsStr(v); ok && v.Type() == StrType {
		f, err := parseFloat(th, v, s.S)
		return newFloatOf(th, t, f), err
	}
	f, ok, err := realNumber(th, v)
	if err != nil {
		return Value{}, err
	}
	if !ok {
		text, isText := numberText(th, v)
		if !isText {
			return Value{}, TypeErrorf("float() argument must be a string or a real number, not '%s'", v.Type().Name)
		}
		if f, err = parseFloat(th, v, text); err != nil {
			return Value{}, err
		}
	}
	return newFloatOf(th, t, f), nil
}

func parseFloat(th *Thread, v Value, text string) (float64, error) {
	f, err := pynum.ParseFloat(text)
	if err == pynum.ErrSyntax {
		r, rerr := Repr(th, v)
		if rerr != nil {
			return 0, rerr
		}
		return 0, ValueErrorf("could not convert string to float: %s", r.S)
	}
	return f, numError(err)
}

func floatRound(th *Thread, v, digits Value) (Value, error) {
	f, _ := AsFloat(v)
	if digits.IsNone() {
		return floatToInt(math.RoundToEven(f))
	}
	n, err := ClampIndex(th, digits)
	if err != nil {
		return Value{}, err
	}
	r, err := pynum.RoundDigits(f, int64(n))
	return Float(r), numError(err)
}

func floatRatio(th *Thread, v Value) (Value, error) {
	f, _ := AsFloat(v)
	var n, d *big.Int
	n, d, err := pynum.AsIntegerRatio(f)
	if err != nil {
		return Value{}, numError(err)
	}
	return TupleValue(NewInt(n), NewInt(d)), nil
}

func floatMethod(f func(x float64) (Value, error)) Fn {
	return F1(func(th *Thread, v Value) (Value, error) {
		x, _ := AsFloat(v)
		return f(x)
	})
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

func init() {
	t := FloatType
	t.Flags |= FlagMatchSelf
	t.Doc = "A floating-point number of double precision, made from a number or text."
	t.Constructor = &Func{Sig: "float(x=0, /)", Fn: FN(floatNew)}
	t.Binary = [NumBinaryOps]BinaryFunc{
		OpAdd:     floatBinary(func(a, b float64) (Value, error) { return Float(a + b), nil }),
		OpSub:     floatBinary(func(a, b float64) (Value, error) { return Float(a - b), nil }),
		OpMul:     floatBinary(func(a, b float64) (Value, error) { return Float(a * b), nil }),
		OpTrueDiv: floatBinary(TrueDivFloat), OpFloorDiv: floatBinary(FloorDivFloat), OpMod: floatBinary(ModFloat),
		OpPow: floatBinary(floatPow), OpDivmod: floatBinary(floatDivmod),
	}
	t.Pow3 = func(th *Thread, a, b, m Value) (Value, error) {
		return Value{}, TypeErrorf("pow() 3rd argument not allowed unless all arguments are integers")
	}
	t.Neg = func(th *Thread, v Value) (Value, error) { f, _ := AsFloat(v); return Float(-f), nil }
	t.Abs = func(th *Thread, v Value) (Value, error) { f, _ := AsFloat(v); return Float(math.Abs(f)), nil }
	t.Pos, t.ToFloat = floatSelf, floatSelf
	t.ToInt = func(th *Thread, v Value) (Value, error) { f, _ := AsFloat(v); return floatToInt(f) }
	t.Bool = func(th *Thread, v Value) (bool, error) { f, _ := AsFloat(v); return f != 0, nil }
	t.Compare, t.Hash, t.Repr = floatCompare, floatHash, floatRepr
	t.Methods = []Func{
		{Sig: "conjugate()", Doc: "The float itself.", Fn: F1(floatSelf)},
		{Sig: "is_integer()", Doc: "Whether the value is integral.", Fn: floatMethod(func(x float64) (Value, error) {
			return Bool(x == math.Trunc(x) && !math.IsInf(x, 0)), nil
		})},
		{Sig: "as_integer_ratio()", Doc: "Two ints whose quotient is exactly the float.", Fn: F1(floatRatio)},
		{Sig: "hex()", Doc: "The value in hexadecimal notation.", Fn: floatMethod(func(x float64) (Value, error) { return StrValue(pynum.FloatHex(x)), nil })},
		{Sig: "fromhex(string, /)", Doc: "The float that a hexadecimal notation stands for.", Class: true, Fn: F2(func(th *Thread, c, v Value) (Value, error) {
			s, ok := AsStr(v)
			if !ok {
				return Value{}, TypeErrorf("bad argument type for built-in operation")
			}
			f, err := pynum.ParseHexFloat(s.S)
			if err != nil {
				return Value{}, numError(err)
			}
			if Unchecked[Type](c) != FloatType {
				return Call1(th, c, Float(f))
			}
			return Float(f), nil
		})},
		{Sig: "from_number(number, /)", Doc: "Convert a real number, but no text.", Class: true, Fn: F2(func(th *Thread, c, v Value) (Value, error) {
			f, err := ToFloat(th, v)
			if err != nil {
				return Value{}, err
			}
			if Unchecked[Type](c) != FloatType {
				return Call1(th, c, Float(f))
			}
			return Float(f), nil
		})},
		{Sig: "__trunc__()", Doc: "The integral part as an int.", Fn: floatMethod(floatToInt)},
		{Sig: "__floor__()", Doc: "The largest int not above.", Fn: floatMethod(func(x float64) (Value, error) { return floatToInt(math.Floor(x)) })},
		{Sig: "__ceil__()", Doc: "The smallest int not below.", Fn: floatMethod(func(x float64) (Value, error) { return floatToInt(math.Ceil(x)) })},
		{Sig: "__round__(ndigits=None, /)", Doc: "Round to ndigits decimals, ties to even; to an int without ndigits.", Fn: F2(floatRound)},
		{Sig: "__getnewargs__()", Fn: floatMethod(func(x float64) (Value, error) { return TupleValue(Float(x)), nil })},
		{Sig: "__format__(format_spec, /)", Doc: "Format by a specifier of the mini-language.", Fn: F2(intFormat)},
		{Sig: "__getformat__(typestr, /)", Doc: "How C's double or float is represented.", Class: true, Fn: F2(func(th *Thread, c, v Value) (Value, error) {
			s, ok := AsStr(v)
			if !ok {
				return Value{}, TypeErrorf("__getformat__() argument must be str, not %s", v.Type().Name)
			}
			if s.S != "double" && s.S != "float" {
				return Value{}, ValueErrorf("__getformat__() argument 1 must be 'double' or 'float'")
			}
			if littleEndian {
				return StrValue("IEEE, little-endian"), nil
			}
			return StrValue("IEEE, big-endian"), nil
		})},
	}
	t.GetSets = []GetSet{
		{Name: "real", Doc: "The real part.", Get: floatSelf},
		{Name: "imag", Doc: "The imaginary part, 0.", Get: func(*Thread, Value) (Value, error) { return Float(0), nil }},
	}
}
