package ast

// ExprContext tells how a name, attribute, subscript, list, tuple or starred expression is used.
type ExprContext uint8

// The contexts.
const (
	Load ExprContext = iota
	Store
	Del
)

// BoolOperator is and or or.
type BoolOperator uint8

// The boolean operators.
const (
	And BoolOperator = iota
	Or
)

// Operator is a binary operator.
type Operator uint8

// The binary operators.
const (
	Add Operator = iota
	Sub
	Mult
	MatMult
	Div
	Mod
	Pow
	LShift
	RShift
	BitOr
	BitXor
	BitAnd
	FloorDiv
)

// UnaryOperator is a prefix operator.
type UnaryOperator uint8

// The unary operators.
const (
	Invert UnaryOperator = iota
	Not
	UAdd
	USub
)

// CmpOperator is a comparison.
type CmpOperator uint8

// The comparisons.
const (
	Eq CmpOperator = iota
	NotEq
	Lt
	LtE
	Gt
	GtE
	Is
	IsNot
	In
	NotIn
)

var contextNames = [...]string{"Load", "Store", "Del"}

// String returns the name of Python's ast class.
func (c ExprContext) String() string { return contextNames[c] }

// String returns the name of Python's ast class.
func (o BoolOperator) String() string {
	if o == And {
		return "And"
	}
	return "Or"
}

var operatorNames = [...]string{"Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd", "FloorDiv"}

// String returns the name of Python's ast class.
func (o Operator) String() string { return operatorNames[o] }

var operatorSymbols = [...]string{"+", "-", "*", "@", "/", "%", "**", "<<", ">>", "|", "^", "&", "//"}

// Symbol returns the operator as it is written.
func (o Operator) Symbol() string { return operatorSymbols[o] }

var unaryNames = [...]string{"Invert", "Not", "UAdd", "USub"}

// String returns the name of Python's ast class.
func (o UnaryOperator) String() string { return unaryNames[o] }

var cmpNames = [...]string{"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"}

// String returns the name of Python's ast class.
func (o CmpOperator) String() string { return cmpNames[o] }

var cmpSymbols = [...]string{"==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"}

// Symbol returns the comparison as it is written.
func (o CmpOperator) Symbol() string { return cmpSymbols[o] }
