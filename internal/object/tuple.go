package object

// Tuple is a Python tuple.
type Tuple struct {
	Header
	Items []Value
}

var (
	tupleLayout = NewLayout[Tuple]()
	TupleType   = NewType("tuple", ObjectType, tupleLayout)
	TupleShape  = TupleType.shape
)

// NewTuple makes a tuple of the items; it keeps the slice.
func NewTuple(items ...Value) *Tuple {
	t := &Tuple{Items: items}
	t.Shape = TupleType.shape
	return t
}

// TupleValue is NewTuple as a Value.
func TupleValue(items ...Value) Value { return NewTuple(items...).Value() }

// Value is the tuple as a Python value.
func (t *Tuple) Value() Value { return Value{Ref: &t.Header} }

// AsTuple gives v as a tuple (subclasses included).
func AsTuple(v Value) (*Tuple, bool) { return Cast[Tuple](v, tupleLayout) }
