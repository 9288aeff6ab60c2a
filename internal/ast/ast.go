// Package ast holds the nodes of Python's abstract syntax tree as Go structs.
//
// The shapes follow Python's documented abstract grammar (the "ast" module's page): a field has the same name in
// Go's spelling, an optional expression is a nil interface, an optional name an empty string, a sequence a slice. Every node
// embeds Pos, byte offsets into the source text; Source turns them into lines and columns when somebody asks.
package ast

// Pos is a node's span: byte offsets into Source.Text, End exclusive.
type Pos struct{ Start, End uint32 }

// Span returns the node's own span.
func (p Pos) Span() Pos { return p }

// SetSpan replaces the node's span.
func (p *Pos) SetSpan(q Pos) { *p = q }

// Node is any node that has a position.
type Node interface {
	Span() Pos
	SetSpan(Pos)
}

// Root is the root of a tree: *Module, *Interactive, *Expression or *FunctionType.
type Root interface{ rootNode() }

// Stmt is a statement.
type Stmt interface {
	Node
	stmtNode()
}

// Expr is an expression.
type Expr interface {
	Node
	exprNode()
}

// Pattern is a pattern of a match statement's case.
type Pattern interface {
	Node
	patternNode()
}

// TypeParam is one entry of a type parameter list (PEP 695).
type TypeParam interface {
	Node
	typeParamNode()
}

// Roots.
type (
	// Module is a file (mode exec).
	Module struct{ Body []Stmt }
	// Interactive is one statement typed at a prompt (mode single).
	Interactive struct{ Body []Stmt }
	// Expression is the operand of eval.
	Expression struct{ Body Expr }
	// FunctionType is a signature type comment (mode func_type).
	FunctionType struct {
		ArgTypes []Expr
		Returns  Expr
	}
)

func (*Module) rootNode()       {}
func (*Interactive) rootNode()  {}
func (*Expression) rootNode()   {}
func (*FunctionType) rootNode() {}

// Statements.
type (
	// FunctionDef is def, and async def if Async. Its span begins at def (or async), not at a decorator.
	FunctionDef struct {
		Pos
		Async      bool
		Name       string
		NamePos    Pos
		Args       *Arguments
		Body       []Stmt
		Decorators []Expr
		Returns    Expr // or nil
		TypeParams []TypeParam
	}
	// ClassDef is a class statement.
	ClassDef struct {
		Pos
		Name       string
		NamePos    Pos
		Bases      []Expr
		Keywords   []*Keyword
		Body       []Stmt
		Decorators []Expr
		TypeParams []TypeParam
	}
	// Return is a return statement; Value may be nil.
	Return struct {
		Pos
		Value Expr
	}
	// Delete is a del statement.
	Delete struct {
		Pos
		Targets []Expr
	}
	// Assign is t1 = t2 = value.
	Assign struct {
		Pos
		Targets []Expr
		Value   Expr
	}
	// TypeAlias is type Name[params] = value.
	TypeAlias struct {
		Pos
		Name       *Name
		TypeParams []TypeParam
		Value      Expr
	}
	// AugAssign is target op= value.
	AugAssign struct {
		Pos
		Target Expr
		Op     Operator
		Value  Expr
	}
	// AnnAssign is target: annotation [= value]. Simple: the target is a bare, unparenthesised name.
	AnnAssign struct {
		Pos
		Target     Expr
		Annotation Expr
		Value      Expr // or nil
		Simple     bool
	}
	// For is a for loop, async for if Async.
	For struct {
		Pos
		Async  bool
		Target Expr
		Iter   Expr
		Body   []Stmt
		Orelse []Stmt
	}
	// While is a while loop.
	While struct {
		Pos
		Test   Expr
		Body   []Stmt
		Orelse []Stmt
	}
	// If is an if statement; an elif is an If alone in Orelse.
	If struct {
		Pos
		Test   Expr
		Body   []Stmt
		Orelse []Stmt
	}
	// With is a with statement, async with if Async.
	With struct {
		Pos
		Async bool
		Items []*WithItem
		Body  []Stmt
	}
	// Match is a match statement.
	Match struct {
		Pos
		Subject Expr
		Cases   []*MatchCase
	}
	// Raise is raise [exc [from cause]].
	Raise struct {
		Pos
		Exc   Expr // or nil
		Cause Expr // or nil
	}
	// Try is a try statement; Star marks except*.
	Try struct {
		Pos
		Star      bool
		Body      []Stmt
		Handlers  []*ExceptHandler
		Orelse    []Stmt
		Finalbody []Stmt
	}
	// Assert is assert test [, msg].
	Assert struct {
		Pos
		Test Expr
		Msg  Expr // or nil
	}
	// Import is import a, b.c as d.
	Import struct {
		Pos
		Names []*Alias
	}
	// ImportFrom is from ..module import names; Level counts the leading dots, Module may be empty.
	ImportFrom struct {
		Pos
		Module string
		Names  []*Alias
		Level  int
	}
	// Global is a global statement.
	Global struct {
		Pos
		Names []string
	}
	// Nonlocal is a nonlocal statement.
	Nonlocal struct {
		Pos
		Names []string
	}
	// ExprStmt is an expression as a statement (Python's Expr).
	ExprStmt struct {
		Pos
		Value Expr
	}
	// Pass is pass.
	Pass struct{ Pos }
	// Break is break.
	Break struct{ Pos }
	// Continue is continue.
	Continue struct{ Pos }
)

func (*FunctionDef) stmtNode() {}
func (*ClassDef) stmtNode()    {}
func (*Return) stmtNode()      {}
func (*Delete) stmtNode()      {}
func (*Assign) stmtNode()      {}
func (*TypeAlias) stmtNode()   {}
func (*AugAssign) stmtNode()   {}
func (*AnnAssign) stmtNode()   {}
func (*For) stmtNode()         {}
func (*While) stmtNode()       {}
func (*If) stmtNode()          {}
func (*With) stmtNode()        {}
func (*Match) stmtNode()       {}
func (*Raise) stmtNode()       {}
func (*Try) stmtNode()         {}
func (*Assert) stmtNode()      {}
func (*Import) stmtNode()      {}
func (*ImportFrom) stmtNode()  {}
func (*Global) stmtNode()      {}
func (*Nonlocal) stmtNode()    {}
func (*ExprStmt) stmtNode()    {}
func (*Pass) stmtNode()        {}
func (*Break) stmtNode()       {}
func (*Continue) stmtNode()    {}

// Expressions.
type (
	// BoolOp is a chain of one kind, and or or: at least two values.
	BoolOp struct {
		Pos
		Op     BoolOperator
		Values []Expr
	}
	// NamedExpr is target := value.
	NamedExpr struct {
		Pos
		Target *Name
		Value  Expr
	}
	// BinOp is left op right.
	BinOp struct {
		Pos
		Left  Expr
		Op    Operator
		Right Expr
	}
	// UnaryOp is op operand.
	UnaryOp struct {
		Pos
		Op      UnaryOperator
		Operand Expr
	}
	// Lambda is lambda args: body.
	Lambda struct {
		Pos
		Args *Arguments
		Body Expr
	}
	// IfExp is body if test else orelse.
	IfExp struct {
		Pos
		Test, Body, Orelse Expr
	}
	// Dict is a dict display; a nil key marks **value.
	Dict struct {
		Pos
		Keys   []Expr
		Values []Expr
	}
	// Set is a set display.
	Set struct {
		Pos
		Elts []Expr
	}
	// ListComp is [elt for ...].
	ListComp struct {
		Pos
		Elt        Expr
		Generators []*Comprehension
	}
	// SetComp is {elt for ...}.
	SetComp struct {
		Pos
		Elt        Expr
		Generators []*Comprehension
	}
	// DictComp is {key: value for ...}.
	DictComp struct {
		Pos
		Key, Value Expr
		Generators []*Comprehension
	}
	// GeneratorExp is (elt for ...).
	GeneratorExp struct {
		Pos
		Elt        Expr
		Generators []*Comprehension
	}
	// Await is await value.
	Await struct {
		Pos
		Value Expr
	}
	// Yield is yield [value].
	Yield struct {
		Pos
		Value Expr // or nil
	}
	// YieldFrom is yield from value.
	YieldFrom struct {
		Pos
		Value Expr
	}
	// Compare is left ops[0] comparators[0] ops[1] ...
	Compare struct {
		Pos
		Left        Expr
		Ops         []CmpOperator
		Comparators []Expr
	}
	// Call is func(args, keywords). A *Starred in Args is *iterable; a Keyword without a name is **mapping.
	Call struct {
		Pos
		Func     Expr
		Args     []Expr
		Keywords []*Keyword
	}
	// FormattedValue is a replacement field of an f-string. Conversion is 's', 'r', 'a' or -1; Spec a *JoinedStr or nil.
	FormattedValue struct {
		Pos
		Value      Expr
		Conversion int
		Spec       Expr
	}
	// JoinedStr is an f-string: *Constant and *FormattedValue.
	JoinedStr struct {
		Pos
		Values []Expr
	}
	// Interpolation is a replacement field of a t-string; Str is the expression's source text.
	Interpolation struct {
		Pos
		Value      Expr
		Str        string
		Conversion int
		Spec       Expr
	}
	// TemplateStr is a t-string (PEP 750): *Constant and *Interpolation.
	TemplateStr struct {
		Pos
		Values []Expr
	}
	// Attribute is value.attr.
	Attribute struct {
		Pos
		Value Expr
		Attr  string
		Ctx   ExprContext
	}
	// Subscript is value[slice].
	Subscript struct {
		Pos
		Value Expr
		Slice Expr
		Ctx   ExprContext
	}
	// Starred is *value.
	Starred struct {
		Pos
		Value Expr
		Ctx   ExprContext
	}
	// Name is an identifier, NFKC-normalised.
	Name struct {
		Pos
		ID  string
		Ctx ExprContext
	}
	// List is a list display.
	List struct {
		Pos
		Elts []Expr
		Ctx  ExprContext
	}
	// Tuple is a tuple display; parentheses, if any, belong to its span.
	Tuple struct {
		Pos
		Elts []Expr
		Ctx  ExprContext
	}
	// Slice is lower:upper:step inside a subscript; any may be nil.
	Slice struct {
		Pos
		Lower, Upper, Step Expr
	}
)

func (*BoolOp) exprNode()         {}
func (*NamedExpr) exprNode()      {}
func (*BinOp) exprNode()          {}
func (*UnaryOp) exprNode()        {}
func (*Lambda) exprNode()         {}
func (*IfExp) exprNode()          {}
func (*Dict) exprNode()           {}
func (*Set) exprNode()            {}
func (*ListComp) exprNode()       {}
func (*SetComp) exprNode()        {}
func (*DictComp) exprNode()       {}
func (*GeneratorExp) exprNode()   {}
func (*Await) exprNode()          {}
func (*Yield) exprNode()          {}
func (*YieldFrom) exprNode()      {}
func (*Compare) exprNode()        {}
func (*Call) exprNode()           {}
func (*FormattedValue) exprNode() {}
func (*JoinedStr) exprNode()      {}
func (*Interpolation) exprNode()  {}
func (*TemplateStr) exprNode()    {}
func (*Constant) exprNode()       {}
func (*Attribute) exprNode()      {}
func (*Subscript) exprNode()      {}
func (*Starred) exprNode()        {}
func (*Name) exprNode()           {}
func (*List) exprNode()           {}
func (*Tuple) exprNode()          {}
func (*Slice) exprNode()          {}

// Parts of statements and expressions.
type (
	// Comprehension is one for clause with its ifs; it has no span of its own in Python, so none here.
	Comprehension struct {
		Target Expr
		Iter   Expr
		Ifs    []Expr
		Async  bool
	}
	// ExceptHandler is an except clause; Type is nil for a bare except.
	ExceptHandler struct {
		Pos
		Type Expr
		Name string
		Body []Stmt
	}
	// Arguments is a parameter list. Defaults belong to the last of PosOnly followed by Args;
	// KwDefaults runs parallel to KwOnly, nil where there is no default.
	Arguments struct {
		PosOnly    []*Arg
		Args       []*Arg
		Vararg     *Arg // or nil
		KwOnly     []*Arg
		KwDefaults []Expr
		Kwarg      *Arg // or nil
		Defaults   []Expr
	}
	// Arg is one parameter.
	Arg struct {
		Pos
		Name       string
		Annotation Expr // or nil
	}
	// Keyword is name=value in a call or class header; **value if Name is empty.
	Keyword struct {
		Pos
		Name  string
		Value Expr
	}
	// Alias is one name of an import; AsName may be empty.
	Alias struct {
		Pos
		Name   string
		AsName string
	}
	// WithItem is context [as vars].
	WithItem struct {
		Context Expr
		Vars    Expr // or nil
	}
	// MatchCase is one case block.
	MatchCase struct {
		Pattern Pattern
		Guard   Expr // or nil
		Body    []Stmt
	}
)

// Patterns.
type (
	// MatchValue compares with a constant, a signed or complex number, or a dotted name.
	MatchValue struct {
		Pos
		Value Expr
	}
	// MatchSingleton is None, True or False.
	MatchSingleton struct {
		Pos
		Kind ConstKind
	}
	// MatchSequence is [p, ...].
	MatchSequence struct {
		Pos
		Patterns []Pattern
	}
	// MatchMapping is {key: p, **rest}; Rest may be empty.
	MatchMapping struct {
		Pos
		Keys     []Expr
		Patterns []Pattern
		Rest     string
	}
	// MatchClass is cls(p, ..., kw=p).
	MatchClass struct {
		Pos
		Cls         Expr
		Patterns    []Pattern
		KwdAttrs    []string
		KwdPatterns []Pattern
	}
	// MatchStar is *name inside a sequence; an empty name is *_.
	MatchStar struct {
		Pos
		Name string
	}
	// MatchAs is pattern as name, a bare capture (nil Pattern), or the wildcard _ (both empty).
	MatchAs struct {
		Pos
		Pattern Pattern
		Name    string
	}
	// MatchOr is p | q ...
	MatchOr struct {
		Pos
		Patterns []Pattern
	}
)

func (*MatchValue) patternNode()     {}
func (*MatchSingleton) patternNode() {}
func (*MatchSequence) patternNode()  {}
func (*MatchMapping) patternNode()   {}
func (*MatchClass) patternNode()     {}
func (*MatchStar) patternNode()      {}
func (*MatchAs) patternNode()        {}
func (*MatchOr) patternNode()        {}

// Type parameters.
type (
	// TypeVar is T, T: bound, T = default.
	TypeVar struct {
		Pos
		Name    string
		Bound   Expr // or nil
		Default Expr // or nil
	}
	// ParamSpec is **P.
	ParamSpec struct {
		Pos
		Name    string
		Default Expr // or nil
	}
	// TypeVarTuple is *Ts.
	TypeVarTuple struct {
		Pos
		Name    string
		Default Expr // or nil
	}
)

func (*TypeVar) typeParamNode()      {}
func (*ParamSpec) typeParamNode()    {}
func (*TypeVarTuple) typeParamNode() {}
