package object

import "math/big"

// IntObject is an int on the heap: one past 64 bits, or an instance of a class derived from int.
type IntObject struct {
	Header
	small int64
	big   *big.Int // nil: the value is small
}

var (
	intLayout = NewLayout[IntObject]()
	IntType   = NewType("int", ObjectType, intLayout)
	BoolType  = NewType("bool", IntType, nil)
	NoneType  = NewType("NoneType", ObjectType, instLayout)
	FloatType = NewType("float", ObjectType, floatLayout)
)

// FloatObject is an instance of a class derived from float.
type FloatObject struct {
	Header
	F float64
}

var floatLayout = NewLayout[FloatObject]()

func init() {
	BoolType.layout, BoolType.shape.Layout = intLayout, intLayout
	IntHeader.Shape = IntType.shape
	FloatHeader.Shape = FloatType.shape
	BoolHeader.Shape = BoolType.shape
	NoneHeader.Shape = NoneType.shape
	BoolType.Flags |= FlagNoBase
	NoneType.Flags |= FlagNoBase
}

// IsInt reports whether v is an int: immediate, big, bool, or of a class derived from int.
func IsInt(v Value) bool {
	return v.Ref == &IntHeader || v.Ref == &BoolHeader || v.Ref != nil && v.Ref.Shape.Layout == intLayout
}

// NewInt makes an int of any size; it keeps b.
func NewInt(b *big.Int) Value {
	if b.IsInt64() {
		return Int(b.Int64())
	}
	x := &IntObject{big: b}
	x.Shape = IntType.shape
	return Of(&x.Header)
}

// NewUint makes an int of an unsigned 64-bit number.
func NewUint(u uint64) Value {
	if u <= 1<<63-1 {
		return Int(int64(u))
	}
	return NewInt(new(big.Int).SetUint64(u))
}

// SmallInt gives v's value if it is an int of any kind that fits 64 bits.
func SmallInt(v Value) (i int64, ok bool) {
	if v.Ref == &IntHeader || v.Ref == &BoolHeader {
		return int64(v.Bits), true
	}
	if x, ok := Cast[IntObject](v, intLayout); ok && x.big == nil {
		return x.small, true
	}
	return 0, false
}

// BigInt gives v's value if it is an int of any kind; the result must not be changed.
func BigInt(v Value) (*big.Int, bool) {
	if i, ok := SmallInt(v); ok {
		return big.NewInt(i), true
	}
	if x, ok := Cast[IntObject](v, intLayout); ok {
		return x.big, true
	}
	return nil, false
}

// ExactInt gives an int of any kind as an exact int.
func ExactInt(v Value) Value {
	if v.Ref == &IntHeader {
		return v
	}
	if i, ok := SmallInt(v); ok {
		return Int(i)
	}
	x := Unchecked[IntObject](v)
	if x.Shape == IntType.shape {
		return v
	}
	return NewInt(x.big)
}

// IntSign is the sign of an int of any kind.
func IntSign(v Value) int {
	if i, ok := SmallInt(v); ok {
		switch {
		case i < 0:
			return -1
		case i > 0:
			return 1
		}
		return 0
	}
	return Unchecked[IntObject](v).big.Sign()
}

// AsFloat gives v's value if it is a float or of a class derived from float.
func AsFloat(v Value) (float64, bool) {
	if v.Ref == &FloatHeader {
		return v.Float64(), true
	}
	if x, ok := Cast[FloatObject](v, floatLayout); ok {
		return x.F, true
	}
	return 0, false
}
