// Package compile turns a syntax tree into register bytecode.
//
// A unit is one code object in the making: a module, class body, function, lambda, generator expression or annotation-like
// scope. Its registers are the locals, in the order in which code first mentions them, the cells, and above them a stack of
// temporaries.
//
// Expressions compile with a destination: expr(e, dst) leaves the value in dst, operand(e) anywhere, for a local that
// is its own register. An expression writes dst only by its last instruction if dst is a local, because what it computes
// before may read the old value, or fail.
//
// Code that cannot be reached is not emitted: after a jump or return the unit is dead until a label that something jumps
// to revives it. The labels carry the set of locals that are surely bound, so CHECK_BOUND appears only where a local may
// be unbound.
package compile

import (
	"slices"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// Error is a SyntaxError (or RecursionError) with its place.
type Error = symtable.Error

// Options say how to compile.
type Options struct {
	Source   *ast.Source
	Filename string
	// Optimize is the level of -O: 1 drops asserts, 2 docstrings too.
	Optimize int
	// Future holds the future features in force from outside.
	Future bytecode.CodeFlags
	// TopLevelAwait permits await outside of functions and makes the module's code a coroutine (PyCF_ALLOW_TOP_LEVEL_AWAIT).
	TopLevelAwait bool
}

// Warning is a SyntaxWarning of the compiler.
type Warning struct {
	Msg string
	Pos ast.Pos
}

// compiler is what the units of one compilation share.
type compiler struct {
	opts     Options
	table    *symtable.Table
	future   bytecode.CodeFlags
	err      *Error
	warnings []Warning
	warned   map[Warning]bool
	depth    int
	notConst map[ast.Expr]bool
	// futureEnd is where the statements end among which `from __future__` may stand.
	futureEnd uint32
}

// Module compiles a tree of any mode: *ast.Module (exec), *ast.Interactive (single) or *ast.Expression (eval).
// Warnings are in the order of the source as the compiler meets it.
func Module(root ast.Root, opts Options) (*bytecode.Code, []Warning, error) {
	c := &compiler{opts: opts, warned: map[Warning]bool{}, notConst: map[ast.Expr]bool{}}
	c.future = opts.Future & bytecode.FutureMask
	c.findFutures(root)
	if c.err != nil {
		return nil, nil, c.err
	}
	table, err := symtable.Build(root, c.future&bytecode.FlagFutureAnnotations != 0)
	if err != nil {
		return nil, nil, err
	}
	c.table = table
	code := c.module(root)
	if c.err != nil {
		return nil, c.warnings, c.err
	}
	return code, c.warnings, nil
}

func (c *compiler) fail(pos ast.Pos, msg string) {
	if c.err == nil {
		c.err = &Error{Msg: msg, Pos: pos}
	}
}

func (c *compiler) warn(pos ast.Pos, msg string) {
	w := Warning{msg, pos}
	if !c.warned[w] {
		c.warned[w] = true
		c.warnings = append(c.warnings, w)
	}
}

// deeper counts a level of nesting; it reports whether to go on.
func (c *compiler) deeper() bool {
	c.depth++
	if c.depth > symtable.MaxDepth && c.err == nil {
		c.err = &Error{Msg: "maximum recursion depth exceeded during compilation", Recursion: true}
	}
	return c.err == nil
}

func (c *compiler) module(root ast.Root) *bytecode.Code {
	u := c.newUnit(nil, c.table.Top, "<module>")
	u.pos = noPos
	u.firstLine = 1
	if c.opts.TopLevelAwait && u.scope.Coroutine {
		u.code.Flags |= bytecode.FlagCoroutine
	}
	switch r := root.(type) {
	case *ast.Module:
		u.moduleStart(r.Body)
		u.body(r.Body, true)
		u.deferredAnnotations()
	case *ast.Interactive:
		u.interactive = true
		u.moduleStart(r.Body)
		u.body(r.Body, false)
		u.deferredAnnotations()
	case *ast.Expression:
		v := u.operand(r.Body)
		u.pos = r.Body.Span()
		u.op1(bytecode.OpReturn, v)
		return u.finish()
	}
	u.pos = noPos
	if n := len(u.spans); n > 0 {
		u.pos = ast.Pos{Start: uint32(max(0, u.spans[n-1].Start)), End: uint32(max(0, u.spans[n-1].End))}
	}
	u.returnConst(bytecode.Const{})
	return u.finish()
}

// noPos marks instructions that stand for no part of the source.
var noPos = ast.Pos{Start: ^uint32(0), End: ^uint32(0)}

func (u *unit) moduleStart(body []ast.Stmt) {
	if u.scope.ConditionalAnnots {
		r := u.push()
		u.emit(bytecode.OpBuildSet, 0, reg(r), reg(r), 0)
		u.storeName("__conditional_annotations__", r)
		u.pop(r)
	}
	if u.c.future&bytecode.FlagFutureAnnotations != 0 && u.scope.AnnotationsUsed {
		u.emit(bytecode.OpSetupAnnotations, 0, 0, 0, 0)
	}
}

// unit is a code object in the making.
type unit struct {
	c      *compiler
	parent *unit
	scope  *symtable.Scope
	code   *bytecode.Code

	ins      []bytecode.Instr
	discards []int // calls whose result nobody uses
	spans    []bytecode.Span
	fixes    []fix
	labels   []*label
	regions  []region
	here     []*label // placed after the last instruction
	closed   int      // regions that ended before the last instruction
	pos      ast.Pos
	dead     bool
	bound    bits
	consts   map[string]int
	names    map[string]int
	cells    map[string]int
	locals   map[string]int // name to register
	localMax int            // how many registers are set aside for locals
	base     int            // first temporary
	sp       int            // next free temporary
	maxRegs  int
	layers   []*layer // inlined comprehensions around the code being compiled
	blocks   []*block

	interactive bool
	firstLine   int
	static      map[string]bool // attributes assigned on self in a class's methods
	loose       map[int]bool    // temporaries of comprehensions that have no value yet
	annotations []annotation
	annIndex    int
	inFinally   int
	conditional int // statements around that may not run
}

type annotation struct {
	s     *ast.AnnAssign
	index int // in __conditional_annotations__, or -1
}

// layer is an inlined comprehension: its scope, and the registers of the names it binds.
type layer struct {
	scope *symtable.Scope
	regs  map[string]int
}

func (c *compiler) newUnit(parent *unit, scope *symtable.Scope, name string) *unit {
	u := &unit{c: c, parent: parent, scope: scope, code: &bytecode.Code{Name: name, Filename: c.opts.Filename, Source: c.opts.Source},
		consts: map[string]int{}, names: map[string]int{}, locals: map[string]int{}, cells: map[string]int{}, loose: map[int]bool{}}
	code := u.code
	code.Flags = c.future
	code.QualName = u.qualName(name)
	if !scope.Kind.FunctionLike() {
		code.LocalBase = 1
	} else {
		code.Flags |= bytecode.FlagOptimized | bytecode.FlagNewLocals
		if scope.Nested {
			code.Flags |= bytecode.FlagNested
		}
		if scope.VarArgs {
			code.Flags |= bytecode.FlagVarArgs
		}
		if scope.VarKeywords {
			code.Flags |= bytecode.FlagVarKeywords
		}
		if scope.Method {
			code.Flags |= bytecode.FlagMethod
		}
	}
	for _, p := range scope.Params {
		u.addLocal(p)
	}
	u.localMax = u.countLocals()
	reg := code.LocalBase + u.localMax
	for _, n := range u.ownCells() {
		if r, isParam := u.locals[n]; isParam {
			u.cells[n] = r
		} else {
			u.cells[n] = reg
			reg++
		}
		code.CellVars = append(code.CellVars, bytecode.Var{Name: n, Reg: u.cells[n]})
	}
	code.FreeVars = scope.FreeVars()
	code.NumLocals = reg
	u.base, u.sp, u.maxRegs = reg, reg, reg
	u.bound = make(bits, (u.localMax+63)/64)
	for _, p := range scope.Params {
		u.bind(u.locals[p])
	}
	for _, v := range code.CellVars {
		u.op1(bytecode.OpMakeCell, v.Reg)
	}
	return u
}

// ownCells lists the names of u's scope that live in cells.
func (u *unit) ownCells() []string {
	var names []string
	s := u.scope
	for _, n := range s.Order {
		if s.Symbols[n].Scope == symtable.CellVar {
			names = append(names, n)
		}
	}
	if s.Kind == symtable.Class {
		if s.NeedsClassCell {
			names = append(names, "__class__")
		}
		if s.NeedsClassDict {
			names = append(names, "__classdict__")
		}
		if s.ConditionalAnnots {
			names = append(names, "__conditional_annotations__")
		}
	}
	return names
}

// countLocals counts the names that get a register for themselves: the scope's own and those of inlined comprehensions.
func (u *unit) countLocals() int {
	seen := map[string]bool{}
	s := u.scope
	if s.Kind.FunctionLike() {
		for _, n := range s.Order {
			sym := s.Symbols[n]
			if sym.Scope == symtable.Local || sym.Scope == symtable.CellVar && sym.Flags&symtable.DefParam != 0 {
				seen[n] = true
			}
		}
	}
	for _, n := range s.CompNames {
		if u.compNamed(n) {
			seen[n] = true
		}
	}
	return len(seen)
}

// compNamed reports whether an inlined comprehension's variable may have a named register: not if u has that name itself.
func (u *unit) compNamed(name string) bool {
	return u.scope.Symbols[name] == nil
}

func (u *unit) qualName(name string) string {
	p := u.parent
	if p == nil {
		return name
	}
	if p.scope.Kind == symtable.TypeParameters && p.parent != nil {
		p = p.parent
	}
	if p.parent == nil {
		return name
	}
	if u.scope.Kind == symtable.Function || u.scope.Kind == symtable.Class {
		if _, r := p.scope.Lookup(p.scope.Mangle(name)); r == symtable.GlobalExplicit {
			return name
		}
	}
	if p.scope.Kind == symtable.Function && p.scope.Comp == symtable.NoComp {
		return p.code.QualName + ".<locals>." + name
	}
	return p.code.QualName + "." + name
}

// finish resolves the jumps and completes the code.
func (u *unit) finish() *bytecode.Code {
	code := u.code
	if u.c.err != nil {
		return code
	}
	u.assemble()
	for _, n := range u.scope.Order {
		if sym := u.scope.Symbols[n]; u.scope.Kind.FunctionLike() && sym.Scope == symtable.Local {
			u.addLocal(n)
		}
	}
	for _, n := range u.scope.CompNames {
		if u.compNamed(n) {
			u.addLocal(n)
		}
	}
	code.VarNames = slices.Clip(code.VarNames)
	code.NumRegs = u.maxRegs
	if code.NumRegs > bytecode.MaxRegs {
		u.c.fail(ast.Pos{}, "code needs too many registers")
	}
	code.FirstLine = u.firstLine
	for _, d := range u.discards {
		code.Discards = append(code.Discards, int32(d))
	}
	return code
}
