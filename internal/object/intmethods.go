package object

import (
	"math/big"
	"unsafe"

	"ouro/internal/pyformat"
	"ouro/internal/pynum"
)

// int(), and the methods and attributes of int. The constructor's rules are those of
// https://docs.python.org/3.14/library/functions.html#int.

func init() {
	t := IntType
	t.Flags |= FlagMatchSelf
	t.Doc = "int(number=0, /) or int(string, /, base=10): an integer of any size."
	t.New = intNewSlot
	t.Methods = []Func{
		{Sig: "conjugate()", Doc: "The int itself.", Fn: F1(intSelf)},
		{Sig: "bit_length()", Doc: "Number of bits of the absolute value, without leading zeros.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			if i, ok := SmallInt(v); ok {
				return Int(int64(pynum.BitLength64(i))), nil
			}
			return Int(int64(Unchecked[IntObject](v).big.BitLen())), nil
		})},
		{Sig: "bit_count()", Doc: "Number of ones in the binary form of the absolute value.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			if i, ok := SmallInt(v); ok {
				return Int(int64(pynum.BitCount64(i))), nil
			}
			return Int(int64(pynum.BitCountBig(Unchecked[IntObject](v).big))), nil
		})},
		{Sig: "to_bytes(length=1, byteorder='big', *, signed=False)", Doc: "The int as an array of bytes.", Fn: FN(intToBytes)},
		{Sig: "from_bytes(bytes, byteorder='big', *, signed=False)", Doc: "The int that an array of bytes stands for.", Class: true, Fn: FN(intFromBytes)},
		{Sig: "as_integer_ratio()", Doc: "The pair (self, 1).", Fn: F1(func(th *Thread, v Value) (Value, error) { return TupleValue(ExactInt(v), Int(1)), nil })},
		{Sig: "is_integer()", Doc: "True, for compatibility with float.", Fn: F1(func(th *Thread, v Value) (Value, error) { return True, nil })},
		{Sig: "__trunc__()", Doc: "The int itself.", Fn: F1(intSelf)},
		{Sig: "__floor__()", Doc: "The int itself.", Fn: F1(intSelf)},
		{Sig: "__ceil__()", Doc: "The int itself.", Fn: F1(intSelf)},
		{Sig: "__round__(ndigits=None, /)", Doc: "Round to a power of ten if ndigits is negative.", Fn: F2(intRound)},
		{Sig: "__getnewargs__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return TupleValue(ExactInt(v)), nil })},
		{Sig: "__format__(format_spec, /)", Doc: "Format by a specifier of the mini-language.", Fn: F2(intFormat)},
		{Sig: "__sizeof__()", Doc: "Size in memory, in bytes.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			z, _ := BigInt(v)
			return Int(24 + 4*int64(max(1, (z.BitLen()+29)/30))), nil
		})},
	}
	t.GetSets = []GetSet{
		{Name: "real", Doc: "The real part.", Get: intSelf},
		{Name: "imag", Doc: "The imaginary part, 0.", Get: func(*Thread, Value) (Value, error) { return Int(0), nil }},
		{Name: "numerator", Doc: "The numerator in lowest terms.", Get: intSelf},
		{Name: "denominator", Doc: "The denominator in lowest terms, 1.", Get: func(*Thread, Value) (Value, error) { return Int(1), nil }},
	}
}

var intRow = Func{Sig: "int(x=NULL, /, base=NULL)"}

func intNewSlot(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	var a [2]Value
	switch {
	case len(names) > 0:
		if err := intRow.Signature().Bind(th, a[:], args, names, "int"); err != nil {
			return Value{}, err
		}
	case len(args) > 2:
		return Value{}, TypeErrorf("int expected at most 2 arguments, got %d", len(args))
	default:
		copy(a[:], args)
	}
	v, err := intFrom(th, a[0], a[1])
	if err != nil || t == IntType {
		return v, err
	}
	x := NewObject[IntObject](th, t)
	if v.Ref == &IntHeader {
		x.small = v.Int64()
	} else {
		x.big = Unchecked[IntObject](v).big
	}
	return Of(&x.Header), nil
}

func intFrom(th *Thread, x, base Value) (Value, error) {
	if x.Ref == nil {
		if base.Ref != nil {
			return Value{}, TypeErrorf("int() missing string argument")
		}
		return Int(0), nil
	}
	if base.Ref == nil {
		return ToInt(th, x)
	}
	b, err := Index(th, base)
	if err != nil {
		return Value{}, err
	}
	n := b.Int64()
	if !b.IsInt() || n != 0 && (n < 2 || n > 36) {
		return Value{}, numError(pynum.ErrIntBase)
	}
	text, ok := numberText(th, x)
	if !ok {
		return Value{}, TypeErrorf("int() can't convert non-string with explicit base")
	}
	return parseInt(th, x, text, int(n))
}

// numberText gives the text of what int() and float() parse: a str or bytes-like object.
func numberText(th *Thread, v Value) (string, bool) {
	if s, ok := AsStr(v); ok {
		return s.S, true
	}
	if b, ok := bytesLike(th, v); ok {
		return string(b), true
	}
	return "", false
}

func parseInt(th *Thread, x Value, text string, base int) (Value, error) {
	if len(text) > longWords {
		return parseLongInt(th, x, text, base)
	}
	small, b, err := pynum.ParseInt(text, base, th.Interp.MaxStrDigits)
	if err != nil {
		return Value{}, literalError(th, x, base, err)
	}
	return pairInt(small, b), nil
}

func parseLongInt(th *Thread, x Value, text string, base int) (Value, error) {
	var small int64
	var b *big.Int
	var err error
	if stopped := th.Apart(func() { small, b, err = pynum.ParseInt(text, base, th.Interp.MaxStrDigits) }); stopped != nil {
		return Value{}, stopped
	}
	if err != nil {
		return Value{}, literalError(th, x, base, err)
	}
	return pairInt(small, b), nil
}

// literalError is the error of int(x, base), for what the parser says.
func literalError(th *Thread, x Value, base int, err error) error {
	if err != pynum.ErrSyntax {
		return numError(err)
	}
	r, rerr := Repr(th, x)
	if rerr != nil {
		return rerr
	}
	return ValueErrorf("invalid literal for int() with base %d: %s", base, clipRepr(r.S))
}

// clipRepr keeps error texts short, as %.200R does.
func clipRepr(s string) string {
	n := 0
	for i := range s {
		if n == 200 {
			return s[:i]
		}
		n++
	}
	return s
}

// ToInt is int(v).
func ToInt(th *Thread, v Value) (Value, error) {
	switch v.Ref {
	case &IntHeader:
		return v, nil
	case &BoolHeader:
		return Int(int64(v.Bits)), nil
	case &FloatHeader:
		return floatToInt(v.Float64())
	}
	s := S(v)
	if s.ToInt != nil {
		r, err := s.ToInt(th, v)
		if err != nil {
			return r, err
		}
		if !IsInt(r) {
			return Value{}, TypeErrorf("__int__ returned non-int (type %s)", r.Type().Name)
		}
		return subclassResult(th, r, r.Ref == &IntHeader || r.Type() == IntType, "__int__ returned non-int", "int", ExactInt)
	}
	if s.Index != nil {
		return Index(th, v)
	}
	if text, ok := numberText(th, v); ok {
		return parseInt(th, v, text, 10)
	}
	return Value{}, TypeErrorf("int() argument must be a string, a bytes-like object or a real number, not '%s'", v.Type().Name)
}

// subclassResult warns if a conversion method returned an instance of a strict subclass, and gives the exact value.
func subclassResult(th *Thread, r Value, exact bool, what, name string, convert func(Value) Value) (Value, error) {
	if exact {
		return r, nil
	}
	err := Warn(th, DeprecationWarningType, what+" (type "+r.Type().Name+").  The ability to return an instance of a strict subclass of "+
		name+" is deprecated, and may be removed in a future version of Python.", 1)
	return convert(r), err
}

func intRound(th *Thread, v, digits Value) (Value, error) {
	if digits.IsNone() {
		return ExactInt(v), nil
	}
	d, err := Index(th, digits)
	if err != nil {
		return Value{}, err
	}
	if IntSign(d) >= 0 {
		return ExactInt(v), nil
	}
	z, _ := BigInt(v)
	if !d.IsInt() || float64(-d.Int64()) > float64(z.BitLen())*0.302+2 {
		return Int(0), nil
	}
	n := uint64(-d.Int64())
	if i, ok := SmallInt(v); ok {
		if r, ok := pynum.RoundInt64(i, n); ok {
			return Int(r), nil
		}
	}
	return NewInt(pynum.RoundBig(z, n)), nil
}

func intFormat(th *Thread, v, spec Value) (Value, error) {
	text, err := formatSpec(spec)
	if err != nil {
		return Value{}, err
	}
	return FormatNumber(th, v, text)
}

// formatSpec checks the argument of a __format__ method.
func formatSpec(spec Value) (string, error) {
	s, ok := AsStr(spec)
	if !ok {
		return "", TypeErrorf("__format__() argument must be str, not %s", spec.Type().Name)
	}
	return s.S, nil
}

// FormatNumber is format(v, spec) for an int, float or complex of any kind.
func FormatNumber(th *Thread, v Value, spec string) (Value, error) {
	if spec == "" {
		s, err := ToStr(th, v)
		if err != nil {
			return Value{}, err
		}
		return s.Value(), nil
	}
	out, err := AppendFormat(th, nil, v, spec)
	if err != nil {
		return Value{}, err
	}
	return StrValue(unsafe.String(unsafe.SliceData(out), len(out))), nil
}

// AppendFormat appends format(v, spec) of an int, float or complex of any kind; spec is not empty.
func AppendFormat(th *Thread, dst []byte, v Value, spec string) ([]byte, error) {
	name := v.Type().Name
	s, err := pyformat.Parse(spec, name)
	if err != nil {
		return nil, numError(err)
	}
	switch {
	case IsInt(v):
		if s.WantsFloat() {
			f, ferr := intToFloat(v)
			if ferr != nil {
				return nil, ferr
			}
			dst, err = s.AppendFloat(dst, f, name)
		} else if i, ok := SmallInt(v); ok {
			dst, err = s.AppendInt(dst, i, name)
		} else {
			dst, err = s.AppendBig(dst, Unchecked[IntObject](v).big, th.Interp.MaxStrDigits, name)
		}
	default:
		if f, ok := AsFloat(v); ok {
			dst, err = s.AppendFloat(dst, f, name)
		} else {
			dst, err = s.AppendComplex(dst, Unchecked[Complex](v).C, name)
		}
	}
	return dst, numError(err)
}

func byteOrder(v Value) (bigEndian bool, err error) {
	s, ok := AsStr(v)
	if !ok {
		return false, TypeErrorf("argument 'byteorder' must be str, not %s", v.Type().Name)
	}
	switch s.S {
	case "big":
		return true, nil
	case "little":
		return false, nil
	}
	return false, ValueErrorf("byteorder must be either 'little' or 'big'")
}

func intToBytes(th *Thread, a []Value) (Value, error) {
	n, err := AsIndex(th, a[1])
	if err != nil {
		return Value{}, err
	}
	big, err := byteOrder(a[2])
	if err != nil {
		return Value{}, err
	}
	signed, err := Truth(th, a[3])
	if err != nil {
		return Value{}, err
	}
	if n < 0 {
		return Value{}, ValueErrorf("length argument must be non-negative")
	}
	if n > maxAlloc {
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(n); err != nil {
		return Value{}, err
	}
	z, _ := BigInt(a[0])
	b, err := pynum.ToBytes(z, n, big, signed)
	if err != nil {
		return Value{}, numError(err)
	}
	return BytesValue(b), nil
}

// maxAlloc is the size past which a single allocation is refused.
const maxAlloc = 1 << 33

func intFromBytes(th *Thread, a []Value) (Value, error) {
	big, err := byteOrder(a[2])
	if err != nil {
		return Value{}, err
	}
	signed, err := Truth(th, a[3])
	if err != nil {
		return Value{}, err
	}
	b, ok := bytesLike(th, a[1])
	if !ok {
		if b, err = bytesOfInts(th, a[1]); err != nil {
			return Value{}, err
		}
	}
	small, large := pynum.FromBytes(string(b), big, signed)
	v := pairInt(small, large)
	if Unchecked[Type](a[0]) != IntType {
		return Call1(th, a[0], v)
	}
	return v, nil
}

func bytesOfInts(th *Thread, v Value) ([]byte, error) {
	if _, ok := AsStr(v); ok || S(v).Iter == nil && !isSequence(v.Type()) {
		return nil, TypeErrorf("cannot convert '%s' object to bytes", v.Type().Name)
	}
	var out []byte
	err := Each(th, v, func(x Value) (bool, error) {
		i, err := Index(th, x)
		if err != nil {
			return true, err
		}
		if !i.IsInt() || i.Int64() < 0 || i.Int64() > 255 {
			return true, ValueErrorf("bytes must be in range(0, 256)")
		}
		out = append(out, byte(i.Int64()))
		return false, nil
	})
	return out, err
}

func floatToInt(f float64) (Value, error) {
	small, b, err := pynum.FloatToInt(f)
	if err != nil {
		return Value{}, numError(err)
	}
	return pairInt(small, b), nil
}

// IntFromFloat is int(f).
func IntFromFloat(f float64) (Value, error) { return floatToInt(f) }

// BigValue is NewInt of a copy, for callers that go on changing z.
func BigValue(z *big.Int) Value { return NewInt(new(big.Int).Set(z)) }

// bytesLike gives a copy of the memory of an object that has the buffer protocol.
func bytesLike(th *Thread, v Value) ([]byte, bool) {
	if v.IsImmediate() || !IsBufferLike(v) {
		return nil, false
	}
	b, err := CopyBytes(th, v)
	return b, err == nil
}
