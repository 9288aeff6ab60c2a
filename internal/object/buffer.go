package object

import (
	"encoding/binary"
	"math"
	"unsafe"

	"ouro/internal/pynum"
)

// The buffer protocol: objects whose memory others may read or write.

// Buffer is an object's memory as it offers it.
type Buffer struct {
	B        []byte
	Format   string // as module struct writes it; "B" for bytes
	ItemSize int
	Shape    []int // nil: one dimension of len(B) / ItemSize items
	Strides  []int // nil: items lie side by side, the last index varying fastest
	Offset   int   // of the first item in B, if Strides are given
	ReadOnly bool
	// Release tells the object that its memory is no longer used; it may be nil.
	Release func()
}

// BufferFunc is a type's way to offer memory, Type.Buffer. Read-only objects refuse writable requests by Buffer.ReadOnly.
type BufferFunc = func(th *Thread, v Value) (Buffer, error)

// textOf looks at bytes as a string, which is valid as long as they do not change.
func textOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// bytesOf looks at a string as bytes, which must not be changed.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func nothing() {}

// bytesOrArray gives the memory of a bytes or bytearray object.
func bytesOrArray(v Value) ([]byte, bool) {
	if b, ok := AsBytes(v); ok {
		return b.B, true
	}
	if b, ok := AsByteArray(v); ok {
		return b.B, true
	}
	return nil, false
}

// bufferFunc finds the type's Buffer.
func bufferFunc(v Value) BufferFunc {
	for _, t := range v.Type().MRO() {
		if t.Buffer != nil {
			return t.Buffer
		}
	}
	return nil
}

var strBuffer = NewStr("__buffer__")

// IsBufferLike reports whether v supports the buffer protocol.
func IsBufferLike(v Value) bool {
	if v.IsImmediate() {
		return false
	}
	if bufferFunc(v) != nil {
		return true
	}
	return v.Type().heap != nil && v.Type().LookupIsScript(strBuffer)
}

// GetBuffer gives the memory of an object that supports the buffer protocol.
func GetBuffer(th *Thread, v Value) (Buffer, error) {
	if !v.IsImmediate() {
		if v.Type().heap != nil && v.Type().LookupIsScript(strBuffer) {
			r, _, err := CallMethodOf(th, v, strBuffer, Int(0))
			if err != nil {
				return Buffer{}, err
			}
			m, ok := AsMemoryView(r)
			if !ok {
				return Buffer{}, TypeErrorf("__buffer__ returned non-memoryview object")
			}
			return m.buffer()
		}
		if f := bufferFunc(v); f != nil {
			return f(th, v)
		}
	}
	return Buffer{}, TypeErrorf("a bytes-like object is required, not '%s'", v.Type().TypeName())
}

// AsBuffer gives the memory of a bytes-like object, its own where that is contiguous. release must be called when it is no
// longer used; until then a bytearray cannot be resized. With writable set, read-only objects are a TypeError.
func AsBuffer(th *Thread, v Value, writable bool) (b []byte, release func(), err error) {
	if x, ok := AsBytes(v); ok && !writable && v.Type().heap == nil {
		return x.B, nothing, nil
	}
	if x, ok := AsByteArray(v); ok && v.Type().heap == nil {
		x.exports++
		return x.B, x.release, nil
	}
	buf, err := GetBuffer(th, v)
	if err != nil {
		if writable && Matches(err, TypeErrorType) {
			err = TypeErrorf("a read-write bytes-like object is required, not '%s'", noneName(v))
		}
		return nil, nil, err
	}
	release = buf.Release
	if release == nil {
		release = nothing
	}
	if writable && buf.ReadOnly {
		release()
		return nil, nil, TypeErrorf("a read-write bytes-like object is required, not '%s'", v.Type().TypeName())
	}
	if !buf.contiguous() {
		if writable {
			release()
			return nil, nil, NewExcf(BufferErrorType, "memoryview: underlying buffer is not C-contiguous")
		}
		return buf.bytes(), release, nil
	}
	return buf.memory(), release, nil
}

// BufferOf gives the memory of a bytes-like object for reading; see AsBuffer.
func BufferOf(th *Thread, v Value) (b []byte, release func(), err error) {
	return AsBuffer(th, v, false)
}

// CopyBytes gives a copy of the memory of a bytes-like object.
func CopyBytes(th *Thread, v Value) ([]byte, error) {
	b, release, err := AsBuffer(th, v, false)
	if err != nil {
		return nil, err
	}
	defer release()
	return append([]byte(nil), b...), nil
}

func (b *Buffer) shape() []int {
	if b.Shape != nil {
		return b.Shape
	}
	return []int{len(b.B) / max(b.ItemSize, 1)}
}

// count is the number of items.
func count(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// packedStrides are the strides of items that lie side by side.
func packedStrides(shape []int, itemSize int) []int {
	out := make([]int, len(shape))
	for i := len(shape) - 1; i >= 0; i-- {
		out[i] = itemSize
		itemSize *= shape[i]
	}
	return out
}

func (b *Buffer) contiguous() bool {
	if b.Strides == nil {
		return true
	}
	size := b.ItemSize
	for i := len(b.Shape) - 1; i >= 0; i-- {
		if b.Shape[i] > 1 && b.Strides[i] != size {
			return count(b.Shape) == 0
		}
		size *= b.Shape[i]
	}
	return true
}

// memory is the part of B that a contiguous buffer covers.
func (b *Buffer) memory() []byte {
	if b.Strides == nil {
		return b.B
	}
	n := count(b.Shape) * b.ItemSize
	if n == 0 {
		return nil
	}
	return b.B[b.Offset : b.Offset+n : b.Offset+n]
}

// bytes copies the items in order.
func (b *Buffer) bytes() []byte {
	if b.contiguous() {
		return append([]byte(nil), b.memory()...)
	}
	out := make([]byte, 0, count(b.Shape)*b.ItemSize)
	eachItem(b.Shape, b.Strides, b.Offset, func(at int) { out = append(out, b.B[at:at+b.ItemSize]...) })
	return out
}

// eachItem calls f with the offset of each item, the last index varying fastest.
func eachItem(shape, strides []int, at int, f func(at int)) {
	if len(shape) == 0 {
		f(at)
		return
	}
	for range shape[0] {
		eachItem(shape[1:], strides[1:], at, f)
		at += strides[0]
	}
}

// nativeItem gives the format character and size of a native single-item format.
func nativeItem(format string) (c byte, size int, ok bool) {
	if len(format) == 2 && format[0] == '@' {
		format = format[1:]
	}
	if len(format) != 1 {
		return 0, 0, false
	}
	switch format[0] {
	case 'c', 'b', 'B', '?':
		return format[0], 1, true
	case 'h', 'H', 'e':
		return format[0], 2, true
	case 'i', 'I', 'f':
		return format[0], 4, true
	case 'l', 'L', 'q', 'Q', 'n', 'N', 'd', 'P':
		return format[0], 8, true
	}
	return 0, 0, false
}

// unpackItem reads a native item.
func unpackItem(b []byte, c byte) Value {
	switch c {
	case 'B':
		return Int(int64(b[0]))
	case 'b':
		return Int(int64(int8(b[0])))
	case 'c':
		return BytesValue([]byte{b[0]})
	case '?':
		return Bool(b[0] != 0)
	case 'h':
		return Int(int64(int16(binary.NativeEndian.Uint16(b))))
	case 'H':
		return Int(int64(binary.NativeEndian.Uint16(b)))
	case 'i':
		return Int(int64(int32(binary.NativeEndian.Uint32(b))))
	case 'I':
		return Int(int64(binary.NativeEndian.Uint32(b)))
	case 'l', 'q', 'n':
		return Int(int64(binary.NativeEndian.Uint64(b)))
	case 'L', 'Q', 'N', 'P':
		return NewUint(binary.NativeEndian.Uint64(b))
	case 'f':
		return Float(float64(math.Float32frombits(binary.NativeEndian.Uint32(b))))
	case 'd':
		return Float(math.Float64frombits(binary.NativeEndian.Uint64(b)))
	case 'e':
		return Float(halfToFloat(binary.NativeEndian.Uint16(b)))
	}
	return None
}

// packItem writes a native item.
func packItem(th *Thread, b []byte, c byte, v Value) error {
	invalid := func() error { return ValueErrorf("memoryview: invalid value for format '%c'", c) }
	mistyped := func(err error) error {
		if err == nil || Matches(err, TypeErrorType) {
			return TypeErrorf("memoryview: invalid type for format '%c'", c)
		}
		return err
	}
	switch c {
	case 'c':
		x, ok := AsBytes(v)
		if !ok {
			return mistyped(nil)
		}
		if len(x.B) != 1 {
			return invalid()
		}
		b[0] = x.B[0]
		return nil
	case '?':
		t, err := Truth(th, v)
		b[0] = 0
		if t {
			b[0] = 1
		}
		return err
	case 'f', 'd', 'e':
		f, err := ToFloat(th, v)
		if err != nil {
			return mistyped(err)
		}
		switch c {
		case 'f':
			if g := float32(f); math.IsInf(float64(g), 0) && !math.IsInf(f, 0) {
				return invalid()
			}
			binary.NativeEndian.PutUint32(b, math.Float32bits(float32(f)))
		case 'd':
			binary.NativeEndian.PutUint64(b, math.Float64bits(f))
		default:
			h, ok := floatToHalf(f)
			if !ok {
				return invalid()
			}
			binary.NativeEndian.PutUint16(b, h)
		}
		return nil
	}
	i, err := Index(th, v)
	if err != nil {
		return mistyped(err)
	}
	signed := c == 'b' || c == 'h' || c == 'i' || c == 'l' || c == 'q' || c == 'n'
	z, _ := BigInt(i)
	raw, err := pynum.ToBytes(z, len(b), false, signed)
	if err != nil {
		return invalid()
	}
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		raw, _ = pynum.ToBytes(z, len(b), true, signed)
	}
	copy(b, raw)
	return nil
}

// halfToFloat converts from IEEE 754 binary16.
func halfToFloat(h uint16) float64 {
	sign := 1.0
	if h&0x8000 != 0 {
		sign = -1
	}
	exp, frac := int(h>>10&31), float64(h&1023)
	switch exp {
	case 0:
		return sign * math.Ldexp(frac, -24)
	case 31:
		if frac == 0 {
			return math.Inf(int(sign))
		}
		return math.Copysign(math.NaN(), sign)
	}
	return sign * math.Ldexp(1+frac/1024, exp-15)
}

// floatToHalf converts to IEEE 754 binary16, ties to even; ok is false if f is too large.
func floatToHalf(f float64) (h uint16, ok bool) {
	var sign uint16
	if math.Signbit(f) {
		sign = 0x8000
	}
	switch f = math.Abs(f); {
	case f != f:
		return sign | 0x7e00, true
	case math.IsInf(f, 0):
		return sign | 0x7c00, true
	case f < 0x1p-14:
		return sign | uint16(math.RoundToEven(f*0x1p24)), true
	}
	frac, exp := math.Frexp(f)
	m := math.RoundToEven(frac * 2048)
	if m == 2048 {
		m, exp = 1024, exp+1
	}
	if exp > 16 {
		return 0, false
	}
	return sign | uint16(exp+14)<<10 | uint16(m)&1023, true
}
