package object

import "ouro/internal/pytext"

// StrIter iterates over the characters of a str. It is exported so that the VM can advance it inline.
type StrIter struct {
	Header
	S *Str // nil once exhausted
	I int  // byte offset of the next character
}

var (
	strIterLayout    = NewLayout[StrIter]()
	StrIterType      = NewType("str_iterator", ObjectType, strIterLayout)
	StrASCIIIterType = NewType("str_ascii_iterator", ObjectType, strIterLayout)
	// StrASCIIIterShape is the shape of an iterator over ASCII text, whose items are Char(S.S[I]).
	StrASCIIIterShape = StrASCIIIterType.shape
)

// NewStrIter is iter(s).
func NewStrIter(s *Str) Value {
	it := &StrIter{S: s}
	it.Shape = StrIterType.shape
	if s.IsASCII() {
		it.Shape = StrASCIIIterShape
	}
	return Of(&it.Header)
}

func strASCIIIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[StrIter](v)
	if it.S == nil {
		return Value{}, nil
	}
	if it.I < len(it.S.S) {
		it.I++
		return chars[it.S.S[it.I-1]].Value(), nil
	}
	it.S = nil
	return Value{}, nil
}

func strIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[StrIter](v)
	if it.S == nil {
		return Value{}, nil
	}
	if it.I >= len(it.S.S) {
		it.S = nil
		return Value{}, nil
	}
	r, w := pytext.DecodeRune(it.S.S[it.I:])
	it.I += w
	if r < 256 {
		return chars[r].Value(), nil
	}
	return NewStrLen(it.S.S[it.I-w:it.I], 1).Value(), nil
}

func init() {
	StrIterType.Next, StrASCIIIterType.Next = strIterNext, strASCIIIterNext
	for _, t := range []*Type{StrIterType, StrASCIIIterType} {
		t.Flags |= FlagNoBase | FlagNoNew
		t.Iter = selfIter
		t.Methods = []Func{
			{Sig: "__length_hint__()", Doc: "How many characters are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
				it := Unchecked[StrIter](self)
				if it.S == nil {
					return Int(0), nil
				}
				return Int(int64(pytext.RuneLen(it.S.S[it.I:]))), nil
			})},
			{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
				it := Unchecked[StrIter](self)
				if it.S == nil {
					f, err := builtinFunction(th, "iter")
					return TupleValue(f, TupleValue(emptyStr.Value())), err
				}
				return reduceCall(th, "iter", it.S.Value(), Int(int64(it.S.runeIndex(it.I))))
			})},
			{Sig: "__setstate__(object, /)", Doc: "Move the iterator to an index.", Fn: F2(func(th *Thread, self, state Value) (Value, error) {
				n, err := AsIndex(th, state)
				if it := Unchecked[StrIter](self); err == nil && it.S != nil {
					it.I = it.S.Offset(max(n, 0))
				}
				return None, err
			})},
		}
	}
}
