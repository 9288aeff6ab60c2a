package object

// Bytes is a Python bytes object; B must not change once it is visible to Python.
type Bytes struct {
	Header
	B    []byte
	hash uint64
}

var (
	bytesLayout = NewLayout[Bytes]()
	BytesType   = NewType("bytes", ObjectType, bytesLayout)
)

// NewBytes makes a bytes object; it keeps b.
func NewBytes(b []byte) *Bytes {
	x := &Bytes{B: b}
	x.Shape = BytesType.shape
	return x
}

// BytesValue is NewBytes as a Value.
func BytesValue(b []byte) Value { return NewBytes(b).Value() }

// Value is the bytes object as a Python value.
func (b *Bytes) Value() Value { return Value{Ref: &b.Header} }

// AsBytes gives v as bytes (subclasses included).
func AsBytes(v Value) (*Bytes, bool) { return Cast[Bytes](v, bytesLayout) }
