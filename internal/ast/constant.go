package ast

import "math/big"

// ConstKind tells which fields of a Constant hold its value.
type ConstKind uint8

// The kinds of constants.
const (
	ConstNone ConstKind = iota
	ConstTrue
	ConstFalse
	ConstEllipsis
	ConstInt     // Int, or Big if it is not nil
	ConstFloat   // Float
	ConstComplex // Float is the imaginary part: a literal has no other
	ConstStr     // Str
	ConstBytes   // Str
)

// Constant is a literal.
type Constant struct {
	Pos
	Kind  ConstKind
	U     bool // the literal was written u"..."
	Int   int64
	Big   *big.Int // an int that does not fit Int; else nil
	Float float64
	// Str is the text of a str in WTF-8 (a lone surrogate is the three bytes that UTF-8 would give it), or the bytes of a bytes.
	Str string
}
