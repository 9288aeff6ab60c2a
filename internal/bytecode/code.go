package bytecode

import (
	"math"
	"math/big"

	"ouro/internal/ast"
)

// CodeFlags are the co_flags of a code object, with CPython's values.
type CodeFlags uint32

const (
	FlagOptimized         CodeFlags = 0x1
	FlagNewLocals         CodeFlags = 0x2
	FlagVarArgs           CodeFlags = 0x4
	FlagVarKeywords       CodeFlags = 0x8
	FlagNested            CodeFlags = 0x10
	FlagGenerator         CodeFlags = 0x20
	FlagCoroutine         CodeFlags = 0x80
	FlagIterableCoroutine CodeFlags = 0x100
	FlagAsyncGenerator    CodeFlags = 0x200

	FlagFutureDivision        CodeFlags = 0x20000
	FlagFutureAbsoluteImport  CodeFlags = 0x40000
	FlagFutureWithStatement   CodeFlags = 0x80000
	FlagFuturePrintFunction   CodeFlags = 0x100000
	FlagFutureUnicodeLiterals CodeFlags = 0x200000
	FlagFutureBarryAsBDFL     CodeFlags = 0x400000
	FlagFutureGeneratorStop   CodeFlags = 0x800000
	FlagFutureAnnotations     CodeFlags = 0x1000000

	FlagHasDocstring CodeFlags = 0x4000000
	FlagMethod       CodeFlags = 0x8000000

	FutureMask = FlagFutureDivision | FlagFutureAbsoluteImport | FlagFutureWithStatement | FlagFuturePrintFunction |
		FlagFutureUnicodeLiterals | FlagFutureBarryAsBDFL | FlagFutureGeneratorStop | FlagFutureAnnotations
)

// Var is a named register, by index (not scaled).
type Var struct {
	Name string
	Reg  int
}

// Span is the part of the source that an instruction stands for, as byte offsets.
// An instruction of no place in the source has Start < 0.
type Span struct {
	Start, End int32
}

// Handler says that an exception raised by the instructions [Start, End) goes to Target, with the exception in
// register Reg (scaled). Of the entries that cover an instruction the first one counts.
type Handler struct {
	Start, End, Target int32
	Reg                uint16
}

// Code is a compiled block: a module, class body, function or expression. It holds only Go values and is immutable, so
// that interpreters can share it.
type Code struct {
	Ins     []Instr
	Consts  []Const
	Names   []string // attribute, global and imported names
	ICNames []int32  // per inline cache: the index of its name, or -1
	NumRegs int      // size of the window
	// NumLocals is how many registers at its start are locals and cells: those that are no parameters must be unbound
	// when the code starts. What the registers after them hold does not matter.
	NumLocals int

	ArgCount     int // positional parameters, the positional-only ones included
	PosOnlyCount int
	KwOnlyCount  int
	Flags        CodeFlags

	LocalBase int      // register index of VarNames[0]: 0, or 1 if R[0] holds a namespace
	VarNames  []string // names of the registers from LocalBase on, parameters first
	CellVars  []Var    // locals that live in cells
	FreeVars  []string // names of the closure's cells

	Handlers []Handler
	// Discards are the calls whose result nobody uses, in rising order.
	Discards  []int32
	Positions []Span // one per instruction
	Source    *ast.Source

	Filename  string
	Name      string
	QualName  string
	FirstLine int
	Doc       Const // the docstring or None
}

// NumParams returns the number of registers that parameters occupy, *args and **kwargs included.
func (c *Code) NumParams() int {
	n := c.ArgCount + c.KwOnlyCount
	if c.Flags&FlagVarArgs != 0 {
		n++
	}
	if c.Flags&FlagVarKeywords != 0 {
		n++
	}
	return n
}

// ICName returns the name of inline cache i, or "".
func (c *Code) ICName(i int) string {
	if n := c.ICNames[i]; n >= 0 {
		return c.Names[n]
	}
	return ""
}

// Line returns the line of instruction i, counted from 1, or 0 if it has none.
func (c *Code) Line(i int) int {
	if i < 0 || i >= len(c.Positions) || c.Positions[i].Start < 0 || c.Source == nil {
		return 0
	}
	return c.Source.Line(uint32(c.Positions[i].Start))
}

// ConstKind tells which fields of a Const are meant.
type ConstKind uint8

const (
	ConstNone ConstKind = iota
	ConstBool           // Int 0 or 1
	ConstEllipsis
	ConstInt       // Int
	ConstBigInt    // Big, never one that fits an int64
	ConstFloat     // Float
	ConstComplex   // Float, Imag
	ConstStr       // Str, WTF-8
	ConstBytes     // Str
	ConstTuple     // Items
	ConstFrozenSet // Items, distinct
	ConstSlice     // Items: start, stop, step
	ConstCode      // Code
)

// Const is a constant: a Go value that the machine turns into an object when it loads the code.
type Const struct {
	Kind        ConstKind
	Int         int64
	Float, Imag float64
	Str         string
	Big         *big.Int
	Items       []Const
	Code        *Code
}

// IntConst returns the constant for n.
func IntConst(n int64) Const { return Const{Kind: ConstInt, Int: n} }

// BigConst returns the constant for n, of kind ConstInt if it fits.
func BigConst(n *big.Int) Const {
	if n.IsInt64() {
		return IntConst(n.Int64())
	}
	return Const{Kind: ConstBigInt, Big: n}
}

// BoolConst returns the constant for b.
func BoolConst(b bool) Const {
	if b {
		return Const{Kind: ConstBool, Int: 1}
	}
	return Const{Kind: ConstBool}
}

// StrConst returns the constant for s.
func StrConst(s string) Const { return Const{Kind: ConstStr, Str: s} }

// TupleConst returns the constant tuple of items.
func TupleConst(items []Const) Const { return Const{Kind: ConstTuple, Items: items} }

// NamesConst returns a constant tuple of strings.
func NamesConst(names []string) Const {
	items := make([]Const, len(names))
	for i, n := range names {
		items[i] = StrConst(n)
	}
	return TupleConst(items)
}

// appendKey appends a text that two constants share exactly if they are interchangeable: of one type, equal, with the
// same sign of zero.
func (k Const) appendKey(b []byte) []byte {
	b = append(b, byte(k.Kind))
	switch k.Kind {
	case ConstBool, ConstInt:
		b = appendUint64(b, uint64(k.Int))
	case ConstFloat:
		b = appendUint64(b, math.Float64bits(k.Float))
	case ConstComplex:
		b = appendUint64(b, math.Float64bits(k.Float))
		b = appendUint64(b, math.Float64bits(k.Imag))
	case ConstBigInt:
		t := k.Big.Append(nil, 62)
		b = appendUint64(b, uint64(len(t)))
		b = append(b, t...)
	case ConstStr, ConstBytes:
		b = appendUint64(b, uint64(len(k.Str)))
		b = append(b, k.Str...)
	case ConstTuple, ConstFrozenSet, ConstSlice:
		b = appendUint64(b, uint64(len(k.Items)))
		for _, it := range k.Items {
			b = it.appendKey(b)
		}
	}
	return b
}

func appendUint64(b []byte, v uint64) []byte {
	return append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24), byte(v>>32), byte(v>>40), byte(v>>48), byte(v>>56))
}

// Key returns a text that two constants other than code share exactly if they are interchangeable.
func (k Const) Key() string { return string(k.appendKey(nil)) }

// True reports whether the constant is true as a condition.
func (k Const) True() bool {
	switch k.Kind {
	case ConstNone:
		return false
	case ConstBool, ConstInt:
		return k.Int != 0
	case ConstFloat:
		return k.Float != 0
	case ConstComplex:
		return k.Float != 0 || k.Imag != 0
	case ConstStr, ConstBytes:
		return k.Str != ""
	case ConstTuple, ConstFrozenSet:
		return len(k.Items) > 0
	}
	return true
}
