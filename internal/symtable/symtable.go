// Package symtable finds out which scope every name of a syntax tree belongs to: local, global, free or in a cell.
//
// Build walks the tree once and makes a Scope per block, with the uses and bindings of each name; then it resolves the names,
// from the inside out. The rules are those of the language reference's chapter on naming and binding, of PEP 227 (nested
// scopes), 649 and 749 (annotations are scopes of their own, evaluated later), 695 and 696 (type parameters), and 709
// (comprehensions run in the frame around them).
//
// A scope of an inlined comprehension stays in the table with Inlined set: its own names are those it binds; for all
// others the compiler looks in the scope around it.
package symtable

import "ouro/internal/ast"

// Error is a SyntaxError or, if Recursion is set, a RecursionError.
type Error struct {
	Msg       string
	Pos       ast.Pos
	Recursion bool
}

func (e *Error) Error() string { return e.Msg }

// Flag says how a name is used in a block; the values are those of CPython's _symtable.
type Flag uint32

const (
	DefGlobal    Flag = 1 << iota // global statement
	DefLocal                      // assigned
	DefParam                      // parameter
	DefNonlocal                   // nonlocal statement
	Use                           // used
	_                             //
	DefFreeClass                  // free variable of a method, bound in the class too
	DefImport                     // bound by import
	DefAnnot                      // annotated
	DefCompIter                   // iteration variable of a comprehension
	DefTypeParam                  // type parameter
	DefCompCell                   // cell of an inlined comprehension

	DefBound = DefLocal | DefParam | DefImport | DefTypeParam
)

// Resolution says where a name lives.
type Resolution uint8

const (
	Unresolved Resolution = iota
	Local
	GlobalExplicit
	GlobalImplicit
	Free
	CellVar
)

// Kind is the kind of a block.
type Kind uint8

const (
	Function       Kind = iota // function, lambda or comprehension
	Class                      //
	Module                     //
	Annotation                 // __annotate__
	TypeVariable               // a bound or default
	TypeAlias                  // the value of a type alias
	TypeParameters             // around a generic function, class or alias
)

// FunctionLike reports whether names bound in such a block are fast locals.
func (k Kind) FunctionLike() bool { return k != Class && k != Module }

// Part tells apart the scopes that one node makes.
type Part uint8

const (
	Body Part = iota
	Annotations
	TypeParams
	Bound
	Default
	Value
)

// Key finds a scope: the node that makes it, and which of its scopes.
type Key struct {
	Node any
	Part Part
}

// Symbol is what a scope knows of a name.
type Symbol struct {
	Flags Flag
	Scope Resolution
	Pos   ast.Pos // of the first binding or use
}

// CompKind is the kind of a comprehension.
type CompKind uint8

const (
	NoComp CompKind = iota
	ListComp
	SetComp
	DictComp
	GenExpr
)

// Scope is a block of code with its names.
type Scope struct {
	Kind     Kind
	Name     string
	Parent   *Scope // nil for the module
	Children []*Scope
	Symbols  map[string]*Symbol
	Order    []string // names in the order of their first mention
	Params   []string // in the order of co_varnames
	Pos      ast.Pos
	Private  string // class whose name mangles private names, or ""

	Nested            bool // a function is around it
	Generator         bool
	Coroutine         bool // has await, async for ...
	Comp              CompKind
	Inlined           bool // a comprehension that runs in its parent's frame
	VarArgs           bool
	VarKeywords       bool
	Method            bool // a function directly in a class body
	NeedsClassCell    bool // a class whose methods use __class__
	NeedsClassDict    bool // a class whose annotations or type parameters see its names
	SeesClass         bool // an annotation-like scope in a class, which sees its names
	AnnotationsUsed   bool
	ConditionalAnnots bool     // __conditional_annotations__ is kept
	AnnotationScope   *Scope   // of the block's own variables
	CompNames         []string // names that inlined comprehensions within the block bind to locals
	Deleted           []string // names that del or the end of an except clause unbinds
	HasWalrus         bool     // := binds names of the block
	frees             []string
	mangled           map[string]bool // the only names that Private mangles; nil: all
	conditional       bool
	unevaluated       bool
	iterTarget        bool
	iterExpr          int
	directives        []directive
	scopeName         string // what a TypeVariable scope evaluates, for messages
}

type directive struct {
	name string
	pos  ast.Pos
}

// Table is the result of Build.
type Table struct {
	Top    *Scope
	Scopes map[Key]*Scope
}

// Lookup returns how name, mangled already, resolves in s.
func (s *Scope) Lookup(name string) (Flag, Resolution) {
	if sym := s.Symbols[name]; sym != nil {
		return sym.Flags, sym.Scope
	}
	return 0, Unresolved
}

// FreeVars returns the names of the closure, in the order of co_freevars.
func (s *Scope) FreeVars() []string { return s.frees }

// Mangle returns the name that ident stands for in s: private names of a class get its name in front.
func (s *Scope) Mangle(ident string) string {
	if s.mangled != nil && !s.mangled[ident] {
		return ident
	}
	return Mangle(s.Private, ident)
}

// Mangle returns ident as it is stored in code of class private.
func Mangle(private, ident string) string {
	n := len(ident)
	if private == "" || n < 3 || ident[0] != '_' || ident[1] != '_' || ident[n-1] == '_' && ident[n-2] == '_' {
		return ident
	}
	for i := 0; i < n; i++ {
		if ident[i] == '.' {
			return ident
		}
	}
	i := 0
	for i < len(private) && private[i] == '_' {
		i++
	}
	if i == len(private) {
		return ident
	}
	return "_" + private[i:] + ident
}
