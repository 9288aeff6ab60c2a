package object

import (
	"bytes"
	"strings"

	"ouro/internal/pytext"
)

// Bytes is a Python bytes object; B must not change once it is visible to Python.
type Bytes struct {
	Header
	B    []byte
	hash uint64
}

// BytesIter iterates over bytes or a bytearray.
type BytesIter struct {
	Header
	src Value // unbound once exhausted
	i   int
}

var (
	bytesLayout     = NewLayout[Bytes]()
	BytesType       = NewType("bytes", ObjectType, bytesLayout)
	bytesIterLayout = NewLayout[BytesIter]()
	BytesIterType   = NewType("bytes_iterator", ObjectType, bytesIterLayout)
	// BytesShape is the shape of exact bytes objects.
	BytesShape = BytesType.shape

	emptyBytes = NewBytes([]byte{})
)

// NewBytes makes a bytes object; it keeps b.
func NewBytes(b []byte) *Bytes {
	x := &Bytes{B: b}
	x.Shape = BytesType.shape
	return x
}

// BytesValue is NewBytes as a Value.
func BytesValue(b []byte) Value { return NewBytes(b).Value() }

// BytesOfText makes a bytes object of a Go string, whose memory it shares.
func BytesOfText(s string) Value { return NewBytes(bytesOf(s)).Value() }

// Value is the bytes object as a Python value.
func (b *Bytes) Value() Value { return Value{Ref: &b.Header} }

// AsBytes gives v as bytes (subclasses included).
func AsBytes(v Value) (*Bytes, bool) { return Cast[Bytes](v, bytesLayout) }

// Text looks at the bytes as a Go string.
func (b *Bytes) Text() string { return textOf(b.B) }

// newBytes is bytes(source, encoding, errors).
func newBytes(th *Thread, a []Value) (Value, error) {
	t, _ := AsType(a[0])
	if t == BytesType && a[2].Ref == nil && a[3].Ref == nil && a[1].Ref != nil && a[1].Ref.Shape == BytesShape {
		return a[1], nil
	}
	b, err := bytesSource(th, a[1], a[2], a[3], "bytes")
	if err != nil {
		return Value{}, err
	}
	if t == BytesType {
		return BytesValue(b), nil
	}
	x := NewObject[Bytes](th, t)
	x.B = b
	return x.Value(), nil
}

// bytesSource gives the bytes that the arguments of bytes() or bytearray() ask for, in memory of their own unless an object's
// __bytes__ gave them.
func bytesSource(th *Thread, source, encoding, errors Value, what string) ([]byte, error) {
	if s, ok := AsStr(source); ok {
		if encoding.Ref == nil {
			return nil, TypeErrorf("string argument without an encoding")
		}
		enc, err := optionalText(encoding, what, "encoding", "")
		if err != nil {
			return nil, err
		}
		errs, err := optionalText(errors, what, "errors", "")
		if err != nil {
			return nil, err
		}
		v, err := EncodeText(th, s, enc, errs)
		if err != nil {
			return nil, err
		}
		return Unchecked[Bytes](v).B, nil
	}
	for _, x := range []struct {
		v    Value
		name string
	}{{encoding, "encoding"}, {errors, "errors"}} {
		if x.v.Ref == nil {
			continue
		}
		if _, err := optionalText(x.v, what, x.name, ""); err != nil {
			return nil, err
		}
		if source.Ref == nil {
			return nil, TypeErrorf("%s without a string argument", x.name)
		}
		return nil, TypeErrorf("%s without a string argument", x.name)
	}
	if source.Ref == nil {
		return []byte{}, nil
	}
	if what == "bytes" && !source.IsImmediate() {
		r, found, err := CallMethodOf(th, source, strBytes)
		if err != nil {
			return nil, err
		}
		if found {
			b, ok := AsBytes(r)
			if !ok {
				return nil, TypeErrorf("__bytes__ returned non-bytes (type %s)", r.Type().TypeName())
			}
			return b.B, nil
		}
	}
	if IsInt(source) || S(source).Index != nil {
		n, err := AsIndex(th, source)
		switch {
		case err != nil && !Matches(err, TypeErrorType):
			return nil, err
		case err != nil: // no count after all
		case n < 0:
			return nil, ValueErrorf("negative count")
		case n > maxText:
			return nil, NewExc(MemoryErrorType)
		default:
			if err := Room(n); err != nil {
				return nil, err
			}
			return make([]byte, n), nil
		}
	}
	return ToBytes(th, source, what)
}

// ToBytes makes bytes of a bytes-like object or an iterable of ints; what is the type that the TypeError names.
func ToBytes(th *Thread, source Value, what string) ([]byte, error) {
	if IsBufferLike(source) {
		return CopyBytes(th, source)
	}
	if _, ok := AsStr(source); ok || S(source).Iter == nil && (S(source).GetItem == nil || !isSequence(source.Type())) {
		return nil, TypeErrorf("cannot convert '%s' object to %s", source.Type().TypeName(), what)
	}
	items, err := View(th, source)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(items))
	for i, v := range items {
		n, err := AsIndex(th, v)
		if err != nil && !Matches(err, OverflowErrorType) {
			return nil, err
		}
		if err != nil || n < 0 || n > 255 {
			if what == "bytearray" {
				return nil, ValueErrorf("byte must be in range(0, 256)")
			}
			return nil, ValueErrorf("bytes must be in range(0, 256)")
		}
		out[i] = byte(n)
	}
	return out, nil
}

// byteText looks at the memory of self, bytes or a bytearray.
func byteText(self Value) string {
	b, _ := bytesOrArray(self)
	return textOf(b)
}

// byteResult makes what a method of self gives: bytes or a bytearray like self. s may lie in self's memory.
func byteResult(self Value, s string) Value {
	b, ok := AsBytes(self)
	if !ok {
		return NewByteArray([]byte(s)).Value()
	}
	if len(s) == len(b.B) && self.Ref.Shape == BytesShape && s == textOf(b.B) {
		return self
	}
	if s == "" {
		return emptyBytes.Value()
	}
	return BytesValue(bytesOf(s))
}

func bytesGetItem(th *Thread, o, key Value) (Value, error) {
	b := Unchecked[Bytes](o)
	if key.Ref == &IntHeader {
		i := int(key.Int64())
		if i < 0 {
			i += len(b.B)
		}
		if uint(i) < uint(len(b.B)) {
			return Int(int64(b.B[i])), nil
		}
		return Value{}, NewExcf(IndexErrorType, "index out of range")
	}
	if sl, ok := AsSlice(key); ok {
		s, err := byteSlice(th, b.B, sl)
		if err != nil {
			return Value{}, err
		}
		return byteResult(o, textOf(s)), nil
	}
	i, err := sequenceIndex(th, key, "byte")
	if err != nil {
		return Value{}, err
	}
	return bytesGetItem(th, o, i)
}

// byteSlice is b[slice], in b's own memory if the step is 1.
func byteSlice(th *Thread, b []byte, sl *Slice) ([]byte, error) {
	start, _, step, n, err := SliceIndices(th, sl, len(b))
	if err != nil {
		return nil, err
	}
	if step == 1 {
		return b[start : start+n : start+n], nil
	}
	out := make([]byte, n)
	for i := range out {
		out[i] = b[start+i*step]
	}
	return out, nil
}

// byteContains is item in o, for an int or a bytes-like object.
func byteContains(th *Thread, o, item Value) (bool, error) {
	text := byteText(o)
	if IsInt(item) || S(item).Index != nil {
		n, err := AsIndex(th, item)
		if err != nil && !Matches(err, OverflowErrorType) {
			return false, err
		}
		if err != nil || n < 0 || n > 255 {
			return false, ValueErrorf("byte must be in range(0, 256)")
		}
		return strings.IndexByte(text, byte(n)) >= 0, nil
	}
	sub, release, err := AsBuffer(th, item, false)
	if err != nil {
		return false, err
	}
	defer release()
	return strings.Contains(text, textOf(sub)), nil
}

func byteConcat(th *Thread, a, b Value) (Value, error) {
	if y, ok := bytesOrArray(b); ok {
		return joinBytes(a, byteText(a), textOf(y))
	}
	y, release, err := AsBuffer(th, b, false)
	if err != nil {
		return Value{}, TypeErrorf("can't concat %s to %s", b.Type().TypeName(), a.Type().TypeName())
	}
	defer release()
	return joinBytes(a, byteText(a), textOf(y))
}

func joinBytes(self Value, x, y string) (Value, error) {
	if len(x)+len(y) > maxText {
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(len(x) + len(y)); err != nil {
		return Value{}, err
	}
	if y == "" {
		return byteResult(self, x), nil
	}
	out := make([]byte, 0, len(x)+len(y))
	out = append(append(out, x...), y...)
	if bytesLayout.Is(self) {
		return BytesValue(out), nil
	}
	return NewByteArray(out).Value(), nil
}

func byteRepeat(th *Thread, v, n Value) (Value, error) {
	text := byteText(v)
	k, err := textCount(th, n, len(text))
	if err != nil {
		return Value{}, err
	}
	return byteResult(v, strings.Repeat(text, k)), nil
}

func bytesCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x, ok1 := AsBytes(a)
	y, ok2 := AsBytes(b)
	if !ok1 || !ok2 {
		return NotImplemented, nil
	}
	switch op {
	case Eq:
		return Bool(bytes.Equal(x.B, y.B)), nil
	case Ne:
		return Bool(!bytes.Equal(x.B, y.B)), nil
	}
	return Bool(op.Holds(bytes.Compare(x.B, y.B))), nil
}

func byteMod(th *Thread, a, b Value) (Value, error) {
	if _, ok := bytesOrArray(a); !ok {
		return NotImplemented, nil
	}
	out, err := percentFormat(th, byteText(a), b, true)
	if err != nil {
		return Value{}, err
	}
	if bytesLayout.Is(a) {
		return BytesValue(out), nil
	}
	return NewByteArray(out).Value(), nil
}

func newBytesIter(v Value, t *Type) Value {
	it := &BytesIter{src: v}
	it.Shape = t.shape
	return Of(&it.Header)
}

func bytesIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[BytesIter](v)
	if it.src.Ref == nil {
		return Value{}, nil
	}
	if b, _ := bytesOrArray(it.src); it.i < len(b) {
		it.i++
		return Int(int64(b[it.i-1])), nil
	}
	it.src = Value{}
	return Value{}, nil
}

func fillBytesIter(t *Type) {
	t.Next = bytesIterNext
	indexedIter(t, "iter", func(th *Thread, v Value) (int, error) {
		it := Unchecked[BytesIter](v)
		if it.src.Ref == nil {
			return 0, nil
		}
		b, _ := bytesOrArray(it.src)
		return len(b) - it.i, nil
	}, func(v Value) (Value, *int) { return Unchecked[BytesIter](v).src, &Unchecked[BytesIter](v).i })
}

func init() {
	fillBytesIter(BytesIterType)
	t := BytesType
	t.Flags |= FlagMatchSelf | FlagSequence
	t.Doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy\n" +
		"bytes(int) -> that many null bytes\nbytes() -> empty bytes object\n\nAn immutable sequence of bytes."
	t.Constructor = &Func{Sig: "bytes(source=NULL, encoding=NULL, errors=NULL)", Fn: FN(newBytes)}
	t.Repr = func(th *Thread, v Value) (Value, error) { return StrValue(pytext.BytesRepr(byteText(v))), nil }
	t.Hash = func(th *Thread, v Value) (uint64, error) {
		b := Unchecked[Bytes](v)
		if b.hash == 0 {
			b.hash = hashText(textOf(b.B))
		}
		return b.hash, nil
	}
	t.Compare = bytesCompare
	t.Len = func(th *Thread, v Value) (int, error) { return len(Unchecked[Bytes](v).B), nil }
	t.GetItem = bytesGetItem
	t.Contains = byteContains
	t.Concat = byteConcat
	t.Repeat = byteRepeat
	t.Iter = func(th *Thread, v Value) (Value, error) { return newBytesIter(v, BytesIterType), nil }
	t.Binary[OpMod] = byteMod
	t.Buffer = func(th *Thread, v Value) (Buffer, error) {
		return Buffer{B: Unchecked[Bytes](v).B, Format: "B", ItemSize: 1, ReadOnly: true}, nil
	}
	t.Methods = append(byteMethods("bytes"), []Func{
		{Sig: "fromhex(string, /)", Doc: "Bytes of their hexadecimal notation; spaces between bytes are skipped.", Class: true, Fn: F2(func(th *Thread, cls, text Value) (Value, error) {
			b, err := fromHex(th, text)
			if err != nil || cls == BytesType.Value() {
				return BytesValue(b), err
			}
			return Call1(th, cls, BytesValue(b))
		})},
		{Sig: "__bytes__()", Doc: "The object as exact bytes.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			if self.Ref.Shape == BytesShape {
				return self, nil
			}
			return BytesValue(Unchecked[Bytes](self).B), nil
		})},
		{Sig: "__getnewargs__()", Doc: "The arguments that make a copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return TupleValue(BytesValue(Unchecked[Bytes](self).B)), nil
		})},
		{Sig: "__sizeof__()", Doc: "The size in memory, in bytes.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return Int(int64(33 + len(Unchecked[Bytes](self).B))), nil
		})},
	}...)
}
