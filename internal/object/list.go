package object

// List is a Python list. While all items are ints, or all floats, or all bools (immediates with one tag), they are kept as
// their 8-byte payloads in raw; the first other item turns the list into one of Values.
type List struct {
	Header
	// Tag is the sentinel of a homogeneous list's items, nil for a general list.
	Tag   *Header
	Raw   []uint64
	Items []Value
}

var (
	listLayout = NewLayout[List]()
	ListType   = NewType("list", ObjectType, listLayout)
	ListShape  = ListType.shape
)

// NewList makes a list of the items; it keeps the slice.
func NewList(items ...Value) *List {
	l := &List{Items: items}
	l.Shape = ListType.shape
	return l
}

// ListValue is NewList as a Value.
func ListValue(items ...Value) Value { return NewList(items...).Value() }

// Value is the list as a Python value.
func (l *List) Value() Value { return Value{Ref: &l.Header} }

// AsList gives v as a list (subclasses included).
func AsList(v Value) (*List, bool) { return Cast[List](v, listLayout) }

// Len is the number of items.
func (l *List) Len() int {
	if l.Tag != nil {
		return len(l.Raw)
	}
	return len(l.Items)
}

// At gives item i, which must be in range.
func (l *List) At(i int) Value {
	if l.Tag != nil {
		return Value{l.Tag, l.Raw[i]}
	}
	return l.Items[i]
}

// Set stores item i, which must be in range.
func (l *List) Set(i int, v Value) {
	if l.Tag != nil {
		if v.Ref == l.Tag {
			l.Raw[i] = v.Bits
			return
		}
		l.generalise(len(l.Raw))
	}
	l.Items[i] = v
}

// generalise turns a homogeneous list into one of Values with room for n.
func (l *List) generalise(n int) {
	items := make([]Value, len(l.Raw), max(n, len(l.Raw)))
	for i, b := range l.Raw {
		items[i] = Value{l.Tag, b}
	}
	l.Items, l.Raw, l.Tag = items, nil, nil
}

// Values gives the items as Values; a homogeneous list is turned into a general one.
func (l *List) Values() []Value {
	if l.Tag != nil {
		l.generalise(0)
	}
	return l.Items
}

// Snapshot copies the items.
func (l *List) Snapshot() []Value {
	out := make([]Value, l.Len())
	for i := range out {
		out[i] = l.At(i)
	}
	return out
}

// Append adds an item at the end.
func (l *List) Append(v Value) {
	if l.Tag != nil {
		if v.Ref == l.Tag {
			l.Raw = append(l.Raw, v.Bits)
			return
		}
		l.generalise(len(l.Raw) + 1)
	} else if len(l.Items) == 0 && (v.Ref == &IntHeader || v.Ref == &FloatHeader || v.Ref == &BoolHeader) {
		l.Tag, l.Items = v.Ref, nil
		l.Raw = append(l.Raw, v.Bits)
		return
	}
	l.Items = append(l.Items, v)
}
