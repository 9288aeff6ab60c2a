package object

import (
	"bytes"
	"slices"

	"ouro/internal/pytext"
)

// ByteArray is a Python bytearray.
type ByteArray struct {
	Header
	B []byte
	// exports counts the uses of the memory that forbid resizing: native code that reads or fills it, and memoryviews that a
	// with statement holds.
	// Differs: a memoryview outside a with statement does not forbid resizing, for nothing tells when it is no longer used; it
	// keeps the memory that it was made of.
	exports int
}

var (
	byteArrayLayout   = NewLayout[ByteArray]()
	ByteArrayType     = NewType("bytearray", ObjectType, byteArrayLayout)
	ByteArrayIterType = NewType("bytearray_iterator", ObjectType, bytesIterLayout)
)

// NewByteArray makes a bytearray; it keeps b.
func NewByteArray(b []byte) *ByteArray {
	x := &ByteArray{B: b}
	x.Shape = ByteArrayType.shape
	return x
}

// Value is the bytearray as a Python value.
func (b *ByteArray) Value() Value { return Value{Ref: &b.Header} }

// AsByteArray gives v as a bytearray (subclasses included).
func AsByteArray(v Value) (*ByteArray, bool) { return Cast[ByteArray](v, byteArrayLayout) }

func (b *ByteArray) release() { b.exports-- }

// resizable reports the BufferError of a change of size while the memory is in use.
func (b *ByteArray) resizable() error {
	if b.exports > 0 {
		return NewExcf(BufferErrorType, "Existing exports of data: object cannot be re-sized")
	}
	return nil
}

// Append adds bytes at the end.
func (b *ByteArray) Append(p ...byte) error {
	if len(p) == 0 {
		return nil
	}
	if err := b.resizable(); err != nil {
		return err
	}
	if len(b.B)+len(p) > maxText {
		return NewExc(MemoryErrorType)
	}
	if len(b.B)+len(p) > cap(b.B) {
		if err := Room(len(b.B) + len(p) + len(b.B)/4); err != nil {
			return err
		}
	}
	b.B = append(b.B, p...)
	return nil
}

// replace puts p in the place of b[start:stop].
func (b *ByteArray) replace(start, stop int, p []byte) error {
	stop = max(stop, start)
	if len(p) == stop-start {
		copy(b.B[start:], p)
		return nil
	}
	if err := b.resizable(); err != nil {
		return err
	}
	if len(b.B)+len(p) > maxText {
		return NewExc(MemoryErrorType)
	}
	if start == 0 && len(p) == 0 {
		// Consuming from the front, as parsers do, moves nothing.
		b.B = b.B[stop:]
		return nil
	}
	b.B = slices.Replace(b.B, start, stop, p...)
	return nil
}

func byteArrayInit(th *Thread, self Value, args []Value, names []*Str) error {
	var a [3]Value
	if err := byteArraySig.Signature().Bind(th, a[:], args, names, "bytearray"); err != nil {
		return err
	}
	src, err := bytesSource(th, a[0], a[1], a[2], "bytearray")
	if err != nil {
		return err
	}
	b := Unchecked[ByteArray](self)
	if len(b.B) > 0 {
		if err := b.resizable(); err != nil {
			return err
		}
	}
	if a[0].Ref != nil && a[0].Ref.Shape == StrShape {
		src = slices.Clone(src) // an encoded text may share its memory
	}
	b.B = src
	return nil
}

var byteArraySig = Func{Sig: "bytearray(source=NULL, encoding=NULL, errors=NULL)"}

// byteValue converts an item of a bytearray.
func byteValue(th *Thread, v Value) (byte, error) {
	n, err := AsIndex(th, v)
	if err != nil && !Matches(err, OverflowErrorType) {
		return 0, err
	}
	if err != nil || n < 0 || n > 255 {
		return 0, ValueErrorf("byte must be in range(0, 256)")
	}
	return byte(n), nil
}

func byteArrayGetItem(th *Thread, o, key Value) (Value, error) {
	b := Unchecked[ByteArray](o)
	if sl, ok := AsSlice(key); ok {
		sl, err := sl.Fixed(th)
		if err != nil {
			return Value{}, err
		}
		s, err := byteSlice(th, b.B, sl)
		return NewByteArray(slices.Clone(s)).Value(), err
	}
	i, err := byteArrayIndex(th, b, key)
	if err != nil {
		return Value{}, err
	}
	return Int(int64(b.B[i])), nil
}

func byteArrayIndex(th *Thread, b *ByteArray, key Value) (int, error) {
	if key.Ref != &IntHeader {
		var err error
		if key, err = sequenceIndex(th, key, "bytearray"); err != nil {
			return 0, err
		}
	}
	i, n := int(key.Int64()), len(b.B)
	if i < 0 {
		i += n
	}
	if uint(i) >= uint(n) {
		return 0, NewExcf(IndexErrorType, "bytearray index out of range")
	}
	return i, nil
}

func byteArraySetItem(th *Thread, o, key, val Value) error {
	b := Unchecked[ByteArray](o)
	sl, ok := AsSlice(key)
	if !ok {
		i, err := byteArrayIndex(th, b, key)
		if err != nil {
			return err
		}
		if val.Ref == nil {
			return b.replace(i, i+1, nil)
		}
		x, err := byteValue(th, val)
		if err != nil {
			return err
		}
		if i >= len(b.B) {
			return NewExcf(IndexErrorType, "bytearray index out of range")
		}
		b.B[i] = x
		return nil
	}
	var p []byte
	if val.Ref != nil {
		if IsInt(val) || !IsBufferLike(val) && S(val).Iter == nil {
			return TypeErrorf("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
		}
		if _, isStr := AsStr(val); isStr {
			return TypeErrorf("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
		}
		var err error
		if p, err = ToBytes(th, val, "bytearray"); err != nil {
			return err
		}
	}
	sl, err := sl.Fixed(th)
	if err != nil {
		return err
	}
	start, stop, step, n, err := SliceIndices(th, sl, len(b.B))
	if err != nil {
		return err
	}
	if step == 1 {
		return b.replace(start, stop, p)
	}
	if val.Ref == nil {
		if n == 0 {
			return nil
		}
		if err := b.resizable(); err != nil {
			return err
		}
		if step < 0 {
			start, step = start+(n-1)*step, -step
		}
		out := b.B[:start]
		for i := start; i < len(b.B); i++ {
			if (i-start)%step != 0 || (i-start)/step >= n {
				out = append(out, b.B[i])
			}
		}
		b.B = out
		return nil
	}
	if len(p) != n {
		return ValueErrorf("attempt to assign bytes of size %d to extended slice of size %d", len(p), n)
	}
	for i, x := range p {
		b.B[start+i*step] = x
	}
	return nil
}

func byteArrayCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x := Unchecked[ByteArray](a)
	y, ok := bytesOrArray(b)
	if !ok {
		if !IsBufferLike(b) {
			return NotImplemented, nil
		}
		buf, release, err := AsBuffer(th, b, false)
		if err != nil {
			return Value{}, err
		}
		defer release()
		y = buf
	}
	return Bool(op.Holds(bytes.Compare(x.B, y))), nil
}

func byteArrayInPlaceConcat(th *Thread, a, b Value) (Value, error) {
	x := Unchecked[ByteArray](a)
	if y, ok := AsBytes(b); ok {
		return a, x.Append(y.B...)
	}
	y, err := CopyBytes(th, b)
	if err != nil {
		return Value{}, TypeErrorf("can't concat %s to %s", b.Type().TypeName(), a.Type().TypeName())
	}
	return a, x.Append(y...)
}

func byteArrayExtend(th *Thread, self, items Value) (Value, error) {
	b := Unchecked[ByteArray](self)
	if IsBufferLike(items) {
		p, err := CopyBytes(th, items)
		if err != nil {
			return Value{}, err
		}
		return None, b.Append(p...)
	}
	if _, ok := AsStr(items); ok {
		return Value{}, TypeErrorf("expected iterable of integers; got: 'str'")
	}
	if S(items).Iter == nil && (S(items).GetItem == nil || !isSequence(items.Type())) {
		return Value{}, TypeErrorf("can't extend bytearray with %s", items.Type().TypeName())
	}
	var p []byte
	err := Each(th, items, func(v Value) (bool, error) {
		x, err := byteValue(th, v)
		p = append(p, x)
		return false, err
	})
	if err != nil {
		return Value{}, err
	}
	return None, b.Append(p...)
}

func byteArrayInsert(th *Thread, self, index, item Value) (Value, error) {
	b := Unchecked[ByteArray](self)
	i, err := AsIndex(th, index)
	if err != nil {
		return Value{}, err
	}
	x, err := byteValue(th, item)
	if err != nil {
		return Value{}, err
	}
	if i < 0 {
		i = max(i+len(b.B), 0)
	}
	i = min(i, len(b.B))
	return None, b.replace(i, i, []byte{x})
}

func byteArrayPop(th *Thread, self, index Value) (Value, error) {
	b := Unchecked[ByteArray](self)
	i, err := AsIndex(th, index)
	if err != nil {
		return Value{}, err
	}
	if len(b.B) == 0 {
		return Value{}, NewExcf(IndexErrorType, "pop from empty bytearray")
	}
	if i < 0 {
		i += len(b.B)
	}
	if uint(i) >= uint(len(b.B)) {
		return Value{}, NewExcf(IndexErrorType, "pop index out of range")
	}
	x := b.B[i]
	return Int(int64(x)), b.replace(i, i+1, nil)
}

func byteArrayRemove(th *Thread, self, item Value) (Value, error) {
	b := Unchecked[ByteArray](self)
	x, err := byteValue(th, item)
	if err != nil {
		return Value{}, err
	}
	i := bytes.IndexByte(b.B, x)
	if i < 0 {
		return Value{}, ValueErrorf("value not found in bytearray")
	}
	return None, b.replace(i, i+1, nil)
}

func byteArrayResize(th *Thread, self, size Value) (Value, error) {
	b := Unchecked[ByteArray](self)
	n, err := AsIndex(th, size)
	switch {
	case err != nil:
		return Value{}, err
	case n < 0:
		return Value{}, ValueErrorf("Can only resize to positive sizes, got %d", n)
	case n > maxText:
		return Value{}, NewExc(MemoryErrorType)
	case n <= len(b.B):
		return None, b.replace(n, len(b.B), nil)
	}
	if err := Room(n); err != nil {
		return Value{}, err
	}
	return None, b.Append(make([]byte, n-len(b.B))...)
}

// byteArrayRepr writes a backslash before a single quote even inside double quotes, as CPython does.
func byteArrayRepr(th *Thread, v Value) (Value, error) {
	return StrValue(v.Type().TypeName() + "(" + pytext.BytesRepr(byteText(v)) + ")"), nil
}

func byteArrayReduce(self Value, modern bool) Value {
	b := Unchecked[ByteArray](self)
	state := None
	if d := InstanceDict(self); d != nil && d.Len() > 0 {
		state = d.Value()
	}
	var args Value
	switch {
	case modern:
		args = TupleValue(BytesValue(slices.Clone(b.B)))
	case len(b.B) == 0:
		args = TupleValue()
	default:
		args = TupleValue(StrValue(pytext.FromLatin1(textOf(b.B))), StrValue("latin-1"))
	}
	return TupleValue(self.Type().Value(), args, state)
}

func init() {
	fillBytesIter(ByteArrayIterType)
	t := ByteArrayType
	t.Flags |= FlagMatchSelf | FlagSequence
	t.Doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy\n" +
		"bytearray(int) -> that many null bytes\nbytearray() -> empty bytearray\n\nA mutable sequence of bytes."
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		return NewObject[ByteArray](th, c).Value(), nil
	}
	t.Init = byteArrayInit
	t.Repr = byteArrayRepr
	t.Compare = byteArrayCompare
	t.Len = func(th *Thread, v Value) (int, error) { return len(Unchecked[ByteArray](v).B), nil }
	t.GetItem, t.SetItem = byteArrayGetItem, byteArraySetItem
	t.Contains = byteContains
	t.Concat, t.InPlaceConcat = byteConcat, byteArrayInPlaceConcat
	t.Repeat = byteRepeat
	t.InPlaceRepeat = func(th *Thread, v, n Value) (Value, error) {
		b := Unchecked[ByteArray](v)
		k, err := textCount(th, n, len(b.B))
		if err != nil || k == 1 {
			return v, err
		}
		if err := b.resizable(); err != nil {
			return Value{}, err
		}
		b.B = bytes.Repeat(b.B, k)
		return v, nil
	}
	t.Iter = func(th *Thread, v Value) (Value, error) { return newBytesIter(v, ByteArrayIterType), nil }
	t.Binary[OpMod] = byteMod
	t.Buffer = func(th *Thread, v Value) (Buffer, error) {
		b := Unchecked[ByteArray](v)
		b.exports++
		return Buffer{B: b.B, Format: "B", ItemSize: 1, Release: b.release}, nil
	}
	t.Methods = append(byteMethods("bytearray"), []Func{
		{Sig: "append(item, /)", Doc: "Add a byte at the end.", Fn: F2(func(th *Thread, self, item Value) (Value, error) {
			x, err := byteValue(th, item)
			if err != nil {
				return Value{}, err
			}
			return None, Unchecked[ByteArray](self).Append(x)
		})},
		{Sig: "extend(iterable_of_ints, /)", Doc: "Add bytes at the end.", Fn: F2(byteArrayExtend)},
		{Sig: "insert(index, item, /)", Doc: "Put a byte before the index.", Fn: F3(byteArrayInsert)},
		{Sig: "pop(index=-1, /)", Doc: "Take a byte out and return it.", Fn: F2(byteArrayPop)},
		{Sig: "remove(value, /)", Doc: "Take the first such byte out.", Fn: F2(byteArrayRemove)},
		{Sig: "resize(size, /)", Doc: "Cut off at the size, or fill up with null bytes.", Fn: F2(byteArrayResize)},
		{Sig: "reverse()", Doc: "Reverse in place.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			slices.Reverse(Unchecked[ByteArray](self).B)
			return None, nil
		})},
		{Sig: "clear()", Doc: "Take all bytes out.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			b := Unchecked[ByteArray](self)
			return None, b.replace(0, len(b.B), nil)
		})},
		{Sig: "copy()", Doc: "A copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return NewByteArray(slices.Clone(Unchecked[ByteArray](self).B)).Value(), nil
		})},
		{Sig: "fromhex(string, /)", Doc: "A bytearray of its hexadecimal notation; spaces between bytes are skipped.", Class: true, Fn: F2(func(th *Thread, cls, text Value) (Value, error) {
			b, err := fromHex(th, text)
			if err != nil {
				return Value{}, err
			}
			return Call1(th, cls, BytesValue(b))
		})},
		{Sig: "__alloc__()", Doc: "The number of bytes that there is memory for.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return Int(int64(cap(Unchecked[ByteArray](self).B))), nil
		})},
		{Sig: "__sizeof__()", Doc: "The size in memory, in bytes.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return Int(int64(56 + cap(Unchecked[ByteArray](self).B))), nil
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the bytearray.", Fn: F1(func(th *Thread, self Value) (Value, error) { return byteArrayReduce(self, false), nil })},
		{Sig: "__reduce_ex__(proto=0, /)", Doc: "How to pickle the bytearray.", Fn: F2(func(th *Thread, self, proto Value) (Value, error) {
			n, err := AsIndex(th, proto)
			return byteArrayReduce(self, n >= 3), err
		})},
		{Sig: "__release_buffer__(buffer, /)", Doc: "End the use of the memory.", Fn: F2(func(th *Thread, self, view Value) (Value, error) { return None, releaseView(view) })},
	}...)
}
