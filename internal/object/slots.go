package object

// Slot function shapes, named after what they do. In all of them th comes first and a Python exception is the error.
type (
	UnaryFunc   = func(th *Thread, v Value) (Value, error)
	BinaryFunc  = func(th *Thread, a, b Value) (Value, error)
	TernaryFunc = func(th *Thread, a, b, c Value) (Value, error)
	// CallFunc calls f. The last len(names) of args are keyword arguments of those names. args may lie in the caller's
	// registers: a callee never keeps the slice.
	CallFunc = func(th *Thread, f Value, args []Value, names []*Str) (Value, error)
	// NewFunc is a constructor: it makes an object of class t.
	NewFunc  = func(th *Thread, t *Type, args []Value, names []*Str) (Value, error)
	InitFunc = func(th *Thread, self Value, args []Value, names []*Str) error
	// SendFunc resumes a generator-like object. done reports that it returned (result is its value) rather than yielded.
	SendFunc = func(th *Thread, v, arg Value) (result Value, done bool, err error)
)

// BinaryOp names a binary operator.
type BinaryOp uint8

// Binary operators, in the order of Slots.Binary.
const (
	OpAdd BinaryOp = iota
	OpSub
	OpMul
	OpTrueDiv
	OpFloorDiv
	OpMod
	OpPow
	OpLshift
	OpRshift
	OpAnd
	OpOr
	OpXor
	OpMatMul
	OpDivmod
	NumBinaryOps
)

var binaryNames = [NumBinaryOps]struct{ sym, dunder string }{
	OpAdd: {"+", "add"}, OpSub: {"-", "sub"}, OpMul: {"*", "mul"}, OpTrueDiv: {"/", "truediv"}, OpFloorDiv: {"//", "floordiv"},
	OpMod: {"%", "mod"}, OpPow: {"** or pow()", "pow"}, OpLshift: {"<<", "lshift"}, OpRshift: {">>", "rshift"}, OpAnd: {"&", "and"},
	OpOr: {"|", "or"}, OpXor: {"^", "xor"}, OpMatMul: {"@", "matmul"}, OpDivmod: {"divmod()", "divmod"},
}

// CmpOp names a rich comparison.
type CmpOp uint8

// Comparisons, in Python's own order.
const (
	Lt CmpOp = iota
	Le
	Eq
	Ne
	Gt
	Ge
)

var cmpNames = [...]struct{ sym, dunder string }{{"<", "__lt__"}, {"<=", "__le__"}, {"==", "__eq__"}, {"!=", "__ne__"}, {">", "__gt__"}, {">=", "__ge__"}}

// Swapped is the comparison with its operands exchanged.
func (op CmpOp) Swapped() CmpOp { return [...]CmpOp{Gt, Ge, Eq, Ne, Lt, Le}[op] }

// Holds reports whether the comparison is true of an ordering (negative, zero, positive).
func (op CmpOp) Holds(order int) bool {
	switch op {
	case Lt:
		return order < 0
	case Le:
		return order <= 0
	case Eq:
		return order == 0
	case Ne:
		return order != 0
	case Gt:
		return order > 0
	}
	return order >= 0
}

// Slots is a type's behaviour. A nil slot means that the type cannot do it.
type Slots struct {
	Repr, Str UnaryFunc
	Hash      func(th *Thread, v Value) (uint64, error)
	Call      CallFunc
	GetAttr   func(th *Thread, v Value, name *Str) (Value, error)
	// SetAttr sets an attribute; an unbound val deletes it.
	SetAttr func(th *Thread, v Value, name *Str, val Value) error
	Compare func(th *Thread, a, b Value, op CmpOp) (Value, error)

	// Get is the descriptor protocol's __get__; an unbound obj means access through the class.
	Get func(th *Thread, d, obj Value, owner *Type) (Value, error)
	// Set is __set__, or __delete__ when val is unbound.
	Set func(th *Thread, d, obj, val Value) error

	Iter UnaryFunc
	// Next gives the next item, or an unbound Value at the end. It may also end with a StopIteration error.
	Next UnaryFunc

	Len     func(th *Thread, v Value) (int, error)
	GetItem BinaryFunc
	// SetItem sets o[key]; an unbound val deletes it.
	SetItem  func(th *Thread, o, key, val Value) error
	Contains func(th *Thread, o, item Value) (bool, error)
	// Concat and Repeat are a sequence's + and *, asked after the numeric operators.
	Concat, InPlaceConcat BinaryFunc
	Repeat, InPlaceRepeat func(th *Thread, v Value, n Value) (Value, error)

	// Binary operators are called with the operands in source order whichever operand's type is asked; they give
	// NotImplemented for operands they do not know.
	Binary  [NumBinaryOps]BinaryFunc
	InPlace [NumBinaryOps]BinaryFunc
	// Pow3 is pow(a, b, mod).
	Pow3                  TernaryFunc
	Neg, Pos, Invert, Abs UnaryFunc
	Index, ToInt, ToFloat UnaryFunc
	Bool                  func(th *Thread, v Value) (bool, error)
	Await, AIter, ANext   UnaryFunc
	Send                  SendFunc
	// Throw raises e where a generator-like object is suspended; results as for Send.
	Throw func(th *Thread, v Value, e *Exc) (result Value, done bool, err error)
	// CloseGen is generator.close(): GeneratorExit is raised where the object is suspended.
	CloseGen func(th *Thread, v Value) error
	// Adopt tells a coroutine that a task has taken it over and will drive it: there is no need to warn that nobody awaits it.
	Adopt func(v Value)
	New   NewFunc
	Init  InitFunc
	Del   func(th *Thread, v Value) error

	// generic and genericSet: GetAttr and SetAttr are object's.
	generic, genericSet bool
}
