package object

import (
	"math"
	"unsafe"
)

// Header is the first word of every heap object.
type Header struct{ Shape *Shape }

// Value is a Python value: an immediate int, float, bool or None, or a reference to a heap object. The zero Value is "unbound".
type Value struct {
	Ref  *Header
	Bits uint64
}

// Sentinels: the Ref of immediate values. They are compared by address only; their shapes give the type.
var (
	IntHeader   Header
	FloatHeader Header
	BoolHeader  Header
	NoneHeader  Header
)

// Constants in all but name.
var (
	None  = Value{Ref: &NoneHeader}
	True  = Value{Ref: &BoolHeader, Bits: 1}
	False = Value{Ref: &BoolHeader}
)

// Int returns a Python int of 64 bits.
func Int(i int64) Value { return Value{&IntHeader, uint64(i)} }

// Float returns a Python float.
func Float(f float64) Value { return Value{&FloatHeader, math.Float64bits(f)} }

// Bool returns True or False.
func Bool(b bool) Value {
	if b {
		return Value{&BoolHeader, 1}
	}
	return Value{&BoolHeader, 0}
}

// Of wraps a heap object's header.
func Of(h *Header) Value { return Value{Ref: h} }

// Bound reports whether v holds anything.
func (v Value) Bound() bool { return v.Ref != nil }

// IsInt reports whether v is an immediate int (an exact int of 64 bits).
func (v Value) IsInt() bool { return v.Ref == &IntHeader }

// IsFloat reports whether v is an exact float.
func (v Value) IsFloat() bool { return v.Ref == &FloatHeader }

// IsBool reports whether v is True or False.
func (v Value) IsBool() bool { return v.Ref == &BoolHeader }

// IsNone reports whether v is None.
func (v Value) IsNone() bool { return v.Ref == &NoneHeader }

// Int64 is the payload of an immediate int or bool.
func (v Value) Int64() int64 { return int64(v.Bits) }

// Float64 is the payload of an immediate float.
func (v Value) Float64() float64 { return math.Float64frombits(v.Bits) }

// IsImmediate reports whether v is an int, float, bool or None without a heap object.
func (v Value) IsImmediate() bool {
	return v.Ref == &IntHeader || v.Ref == &FloatHeader || v.Ref == &BoolHeader || v.Ref == &NoneHeader
}

// Type is the value's class (what type(v) gives).
func (v Value) Type() *Type { return v.Ref.Shape.Type }

// Is is Python's `is`.
func Is(a, b Value) bool { return a == b }

// SetInt stores an int in *d; the tag is written only if it differs, which saves the write barrier.
func SetInt(d *Value, i int64) {
	if d.Ref != &IntHeader {
		d.Ref = &IntHeader
	}
	d.Bits = uint64(i)
}

// SetFloat stores a float in *d.
func SetFloat(d *Value, f float64) {
	if d.Ref != &FloatHeader {
		d.Ref = &FloatHeader
	}
	d.Bits = math.Float64bits(f)
}

// SetBool stores a bool in *d.
func SetBool(d *Value, b bool) {
	if d.Ref != &BoolHeader {
		d.Ref = &BoolHeader
	}
	var n uint64
	if b {
		n = 1
	}
	d.Bits = n
}

// Layout identifies the Go struct behind an object, and makes objects of it for classes derived by scripts.
type Layout struct {
	// NewSub allocates the struct followed by an attribute tail.
	NewSub func() *Header
	// tail is the offset of the attribute tail in what NewSub allocates.
	tail uintptr
}

// attrTail follows the Go struct in every object whose class was made by a script.
type attrTail struct {
	more *moreAttrs
}

// subTail is the tail of an object derived from a builtin type: room for a few attributes.
type subTail struct {
	attrTail
	slots [subSlots]Value
}

const subSlots = 4

// NewLayout makes the layout of the Go struct T, whose first field is Header.
func NewLayout[T any]() *Layout {
	type sub struct {
		base T
		subTail
	}
	return &Layout{
		NewSub: func() *Header { return (*Header)(unsafe.Pointer(new(sub))) },
		tail:   unsafe.Offsetof(sub{}.subTail),
	}
}

// Cast returns v as the Go struct T if that is what v's layout says. T must be the struct that l was made for.
func Cast[T any](v Value, l *Layout) (*T, bool) {
	if v.Ref == nil || v.Ref.Shape.Layout != l {
		return nil, false
	}
	return (*T)(unsafe.Pointer(v.Ref)), true
}

// Is reports whether v has the layout.
func (l *Layout) Is(v Value) bool { return v.Ref != nil && v.Ref.Shape.Layout == l }

// Unchecked returns the object behind v as a *T; the caller has checked the layout or shape.
func Unchecked[T any](v Value) *T { return (*T)(unsafe.Pointer(v.Ref)) }

// Address is the object's identity as a number.
func Address(v Value) uintptr { return uintptr(unsafe.Pointer(v.Ref)) }
