package symtable

import (
	"fmt"

	"ouro/internal/ast"
)

// MaxDepth bounds how deep trees may nest, so that no input exhausts the Go stack.
const MaxDepth = 6000

// builder walks the tree. The first error stays in err and ends the walk.
type builder struct {
	table  *Table
	cur    *Scope
	err    *Error
	depth  int
	future bool // from __future__ import annotations
}

// Build makes the symbol table of a tree. Annotations is whether `from __future__ import annotations` is in force.
func Build(root ast.Root, annotations bool) (*Table, error) {
	b := &builder{table: &Table{Scopes: map[Key]*Scope{}}, future: annotations}
	b.enter(Module, "top", Key{root, Body}, ast.Pos{})
	b.table.Top = b.cur
	switch r := root.(type) {
	case *ast.Module:
		b.body(r.Body)
	case *ast.Interactive:
		b.body(r.Body)
	case *ast.Expression:
		b.expr(r.Body)
	case *ast.FunctionType:
		b.fail(ast.Pos{}, "this compiler does not handle FunctionTypes")
	}
	if b.err == nil {
		b.analyze(b.table.Top)
	}
	if b.err != nil {
		return nil, b.err
	}
	return b.table, nil
}

func (b *builder) fail(pos ast.Pos, msg string) {
	if b.err == nil {
		b.err = &Error{Msg: msg, Pos: pos}
	}
}

// deeper counts a level of nesting; it reports whether to go on.
func (b *builder) deeper() bool {
	b.depth++
	if b.depth > MaxDepth && b.err == nil {
		b.err = &Error{Msg: "maximum recursion depth exceeded during compilation", Recursion: true}
	}
	return b.err == nil
}

func (b *builder) enter(kind Kind, name string, key Key, pos ast.Pos) *Scope {
	s := &Scope{Kind: kind, Name: name, Parent: b.cur, Symbols: map[string]*Symbol{}, Pos: pos}
	if p := b.cur; p != nil {
		s.Private, s.mangled = p.Private, p.mangled
		s.Nested = p.Nested || p.Kind.FunctionLike()
		s.unevaluated = p.unevaluated
		s.iterExpr = p.iterExpr
		if !p.unevaluated {
			p.Children = append(p.Children, s)
		}
		if kind == Function {
			s.Method = p.Kind == Class
		}
	}
	b.table.Scopes[key] = s
	b.cur = s
	return s
}

func (b *builder) leave() { b.cur = b.cur.Parent }

// enterSeeing enters an annotation-like scope, which sees the names of a class directly around it.
func (b *builder) enterSeeing(kind Kind, name string, key Key, pos ast.Pos) *Scope {
	around := b.cur
	s := b.enter(kind, name, key, pos)
	if around.Kind == Class || around.SeesClass {
		b.seeClass(pos)
	}
	return s
}

func (b *builder) seeClass(pos ast.Pos) {
	b.cur.SeesClass = true
	b.def("__classdict__", Use, pos)
}

// def notes a use or binding of name in the current scope.
func (b *builder) def(name string, flag Flag, pos ast.Pos) { b.defIn(b.cur, name, flag, pos) }

func (b *builder) defIn(s *Scope, name string, flag Flag, pos ast.Pos) {
	name = s.Mangle(name)
	sym := s.Symbols[name]
	if sym == nil {
		sym = &Symbol{Pos: pos}
		s.Symbols[name] = sym
		s.Order = append(s.Order, name)
	} else if flag&DefParam != 0 && sym.Flags&DefParam != 0 {
		b.fail(pos, fmt.Sprintf("duplicate argument '%s' in function definition", name))
		return
	} else if flag&DefTypeParam != 0 && sym.Flags&DefTypeParam != 0 {
		b.fail(pos, fmt.Sprintf("duplicate type parameter '%s'", name))
		return
	}
	sym.Flags |= flag
	if s.iterTarget && flag&(DefLocal|DefGlobal|DefNonlocal) != 0 {
		if sym.Flags&(DefGlobal|DefNonlocal) != 0 {
			b.fail(pos, fmt.Sprintf("comprehension inner loop cannot rebind assignment expression target '%s'", name))
			return
		}
		sym.Flags |= DefCompIter
	}
	if flag&DefParam != 0 {
		s.Params = append(s.Params, name)
	}
	if flag&DefGlobal != 0 && s != b.table.Top {
		// The module's own table knows names that functions declare global.
		top := b.table.Top
		if ts := top.Symbols[name]; ts != nil {
			ts.Flags |= flag
		} else {
			top.Symbols[name] = &Symbol{Flags: flag, Pos: pos}
			top.Order = append(top.Order, name)
		}
	}
}

// directive returns the place of the global or nonlocal statement that names name.
func (s *Scope) directive(name string, sym *Symbol) ast.Pos {
	for _, d := range s.directives {
		if s.Mangle(d.name) == name {
			return d.pos
		}
	}
	return sym.Pos
}

func (b *builder) body(list []ast.Stmt) {
	for _, s := range list {
		if b.err != nil {
			return
		}
		b.stmt(s)
	}
}

// branches walks code that may not run.
func (b *builder) branches(lists ...[]ast.Stmt) {
	old := b.cur.conditional
	b.cur.conditional = true
	for _, l := range lists {
		b.body(l)
	}
	b.cur.conditional = old
}

func (b *builder) stmt(s ast.Stmt) {
	if !b.deeper() {
		return
	}
	defer func() { b.depth-- }()
	switch s := s.(type) {
	case *ast.FunctionDef:
		b.functionDef(s)
	case *ast.ClassDef:
		b.classDef(s)
	case *ast.TypeAlias:
		b.expr(s.Name)
		generic := len(s.TypeParams) > 0
		if generic {
			b.typeParams(s.Name.ID, s, s.TypeParams, s.Span(), false, false, false)
		}
		b.enterSeeing(TypeAlias, s.Name.ID, Key{s, Value}, s.Span()).scopeName = "a type alias"
		b.format(s.Span())
		b.expr(s.Value)
		b.leave()
		if generic {
			b.leave()
		}
	case *ast.Return:
		b.opt(s.Value)
	case *ast.Delete:
		b.exprs(s.Targets)
	case *ast.Assign:
		b.exprs(s.Targets)
		b.expr(s.Value)
	case *ast.AugAssign:
		b.expr(s.Target)
		b.expr(s.Value)
	case *ast.AnnAssign:
		b.annAssign(s)
	case *ast.For:
		b.expr(s.Target)
		b.expr(s.Iter)
		b.branches(s.Body, s.Orelse)
	case *ast.While:
		b.expr(s.Test)
		b.branches(s.Body, s.Orelse)
	case *ast.If:
		b.expr(s.Test)
		b.branches(s.Body, s.Orelse)
	case *ast.With:
		old := b.cur.conditional
		b.cur.conditional = true
		for _, it := range s.Items {
			b.expr(it.Context)
			b.opt(it.Vars)
		}
		b.body(s.Body)
		b.cur.conditional = old
	case *ast.Match:
		b.expr(s.Subject)
		old := b.cur.conditional
		b.cur.conditional = true
		for _, c := range s.Cases {
			b.pattern(c.Pattern)
			b.opt(c.Guard)
			b.body(c.Body)
		}
		b.cur.conditional = old
	case *ast.Raise:
		b.opt(s.Exc)
		b.opt(s.Cause)
	case *ast.Try:
		b.branches(s.Body, s.Orelse)
		old := b.cur.conditional
		b.cur.conditional = true
		for _, h := range s.Handlers {
			b.opt(h.Type)
			if h.Name != "" {
				b.def(h.Name, DefLocal, h.Span())
				b.cur.Deleted = append(b.cur.Deleted, b.cur.Mangle(h.Name))
			}
			b.body(h.Body)
		}
		b.cur.conditional = old
		b.branches(s.Finalbody)
	case *ast.Assert:
		b.expr(s.Test)
		b.opt(s.Msg)
	case *ast.Import:
		for _, a := range s.Names {
			b.alias(a)
		}
	case *ast.ImportFrom:
		for _, a := range s.Names {
			b.alias(a)
		}
	case *ast.Global:
		b.declare(s.Names, s.Span(), DefGlobal, "global")
	case *ast.Nonlocal:
		b.declare(s.Names, s.Span(), DefNonlocal, "nonlocal")
	case *ast.ExprStmt:
		b.expr(s.Value)
	}
}

func (b *builder) functionDef(s *ast.FunctionDef) {
	b.def(s.Name, DefLocal, s.Span())
	b.exprs(s.Args.Defaults)
	for _, d := range s.Args.KwDefaults {
		b.opt(d)
	}
	b.exprs(s.Decorators)
	generic := len(s.TypeParams) > 0
	if generic {
		kw := false
		for _, d := range s.Args.KwDefaults {
			kw = kw || d != nil
		}
		b.typeParams(s.Name, s, s.TypeParams, s.Span(), false, len(s.Args.Defaults) > 0, kw)
	}
	b.signatureAnnotations(s)
	b.enter(Function, s.Name, Key{s, Body}, s.Span())
	if s.Async {
		b.cur.Coroutine = true
	}
	b.arguments(s.Args)
	b.body(s.Body)
	b.leave()
	if generic {
		b.leave()
	}
}

// signatureAnnotations walks the annotations of a function: a scope of their own.
func (b *builder) signatureAnnotations(s *ast.FunctionDef) {
	if !HasAnnotations(s) {
		if b.cur.Kind == Class && !b.future {
			// CPython makes the scope always, which a class shows by __classdictcell__ in its namespace.
			b.cur.NeedsClassDict = true
		}
		return
	}
	scope := b.enterSeeing(Annotation, "__annotate__", Key{s, Annotations}, s.Span())
	scope.unevaluated = scope.unevaluated || b.future
	if scope.unevaluated {
		b.detach(scope)
	}
	b.format(s.Span())
	SignatureAnnotations(s, func(_ string, e ast.Expr) { b.expr(e) })
	if scope.unevaluated {
		// Nobody will resolve its names; the annotations become texts.
		scope.Symbols[".format"].Scope = Local
	}
	b.leave()
}

// detach takes a scope that is never compiled from its parent.
func (b *builder) detach(s *Scope) {
	p := s.Parent
	if n := len(p.Children); n > 0 && p.Children[n-1] == s {
		p.Children = p.Children[:n-1]
	}
}

// HasAnnotations reports whether a signature has any annotation.
func HasAnnotations(s *ast.FunctionDef) bool {
	found := false
	SignatureAnnotations(s, func(string, ast.Expr) { found = true })
	return found
}

// SignatureAnnotations calls f for each annotation of a signature in the order of __annotations__.
func SignatureAnnotations(s *ast.FunctionDef, f func(name string, e ast.Expr)) {
	arg := func(a *ast.Arg) {
		if a != nil && a.Annotation != nil {
			f(a.Name, a.Annotation)
		}
	}
	for _, list := range [...][]*ast.Arg{s.Args.PosOnly, s.Args.Args} {
		for _, a := range list {
			arg(a)
		}
	}
	arg(s.Args.Vararg)
	for _, a := range s.Args.KwOnly {
		arg(a)
	}
	arg(s.Args.Kwarg)
	if s.Returns != nil {
		f("return", s.Returns)
	}
}

// format defines the parameter of a scope that is evaluated later, under a name that no program can use.
func (b *builder) format(pos ast.Pos) {
	b.def(".format", DefParam, pos)
	b.def(".format", Use, pos)
}

func (b *builder) arguments(a *ast.Arguments) {
	for _, list := range [...][]*ast.Arg{a.PosOnly, a.Args, a.KwOnly} {
		for _, p := range list {
			b.def(p.Name, DefParam, p.Span())
		}
	}
	if a.Vararg != nil {
		b.def(a.Vararg.Name, DefParam, a.Vararg.Span())
		b.cur.VarArgs = true
	}
	if a.Kwarg != nil {
		b.def(a.Kwarg.Name, DefParam, a.Kwarg.Span())
		b.cur.VarKeywords = true
	}
}

func (b *builder) classDef(s *ast.ClassDef) {
	b.def(s.Name, DefLocal, s.Span())
	b.exprs(s.Decorators)
	generic := len(s.TypeParams) > 0
	if generic {
		b.typeParams(s.Name, s, s.TypeParams, s.Span(), true, false, false)
	}
	b.exprs(s.Bases)
	for _, k := range s.Keywords {
		b.expr(k.Value)
	}
	scope := b.enter(Class, s.Name, Key{s, Body}, s.Span())
	scope.Private, scope.mangled = s.Name, nil
	if generic {
		b.def("__type_params__", DefLocal, s.Span())
		b.def(".type_params", Use, s.Span())
	}
	b.body(s.Body)
	b.leave()
	if generic {
		b.leave()
	}
}

// typeParams enters the scope around something generic and walks its parameters.
func (b *builder) typeParams(name string, node any, params []ast.TypeParam, pos ast.Pos, class, defaults, kwDefaults bool) {
	private := b.cur.Private
	scope := b.enterSeeing(TypeParameters, name, Key{node, TypeParams}, pos)
	if class {
		b.def(".type_params", DefLocal, pos)
		b.def(".type_params", Use, pos)
		scope.Private, scope.mangled = name, map[string]bool{}
		b.def(".generic_base", DefLocal, pos)
		b.def(".generic_base", Use, pos)
	} else {
		scope.Private = private
	}
	if defaults {
		b.def(".defaults", DefParam, pos)
	}
	if kwDefaults {
		b.def(".kwdefaults", DefParam, pos)
	}
	var seenDefault bool
	for _, p := range params {
		switch p := p.(type) {
		case *ast.TypeVar:
			b.typeParam(p.Name, p.Span())
			if p.Bound != nil {
				what := "a TypeVar bound"
				if _, ok := p.Bound.(*ast.Tuple); ok {
					what = "a TypeVar constraint"
				}
				b.typeVariable(p.Name, Key{p, Bound}, p.Bound, what)
			}
			b.typeDefault(p.Name, p, p.Default, "a TypeVar default", p.Span(), &seenDefault)
		case *ast.TypeVarTuple:
			b.typeParam(p.Name, p.Span())
			b.typeDefault(p.Name, p, p.Default, "a TypeVarTuple default", p.Span(), &seenDefault)
		case *ast.ParamSpec:
			b.typeParam(p.Name, p.Span())
			b.typeDefault(p.Name, p, p.Default, "a ParamSpec default", p.Span(), &seenDefault)
		}
	}
}

func (b *builder) typeParam(name string, pos ast.Pos) {
	if name == "__debug__" {
		b.fail(pos, "cannot assign to __debug__")
		return
	}
	if b.cur.mangled != nil {
		b.cur.mangled[name] = true
	}
	b.def(name, DefTypeParam|DefLocal, pos)
}

func (b *builder) typeDefault(name string, node any, e ast.Expr, what string, pos ast.Pos, seen *bool) {
	if e == nil {
		if *seen {
			b.fail(pos, fmt.Sprintf("non-default type parameter '%s' follows default type parameter", name))
		}
		return
	}
	*seen = true
	b.typeVariable(name, Key{node, Default}, e, what)
}

func (b *builder) typeVariable(name string, key Key, e ast.Expr, what string) {
	b.enterSeeing(TypeVariable, name, key, e.Span()).scopeName = what
	b.format(e.Span())
	b.expr(e)
	b.leave()
}

func (b *builder) annAssign(s *ast.AnnAssign) {
	if n, ok := s.Target.(*ast.Name); ok {
		if sym := b.cur.Symbols[b.cur.Mangle(n.ID)]; sym != nil && sym.Flags&(DefGlobal|DefNonlocal) != 0 &&
			b.cur != b.table.Top && s.Simple {
			kind := "nonlocal"
			if sym.Flags&DefGlobal != 0 {
				kind = "global"
			}
			b.fail(s.Span(), fmt.Sprintf("annotated name '%s' can't be %s", n.ID, kind))
			return
		}
		if s.Simple {
			b.def(n.ID, DefAnnot|DefLocal, n.Span())
		} else if s.Value != nil {
			b.def(n.ID, DefLocal, n.Span())
		}
	} else {
		b.expr(s.Target)
	}
	if b.err != nil {
		return
	}
	b.cur.AnnotationsUsed = true
	b.annotation(s.Annotation)
	b.opt(s.Value)
}

// annotation walks a variable's annotation, in the one annotation scope of the block.
func (b *builder) annotation(e ast.Expr) {
	owner := b.cur
	if (owner.Kind == Class && owner.conditional || owner.Kind == Module) && !owner.ConditionalAnnots && !b.future {
		owner.ConditionalAnnots = true
		b.def("__conditional_annotations__", Use, e.Span())
	}
	if owner.AnnotationScope == nil {
		owner.AnnotationScope = b.enterSeeing(Annotation, "__annotate__", Key{owner, Annotations}, e.Span())
		b.format(e.Span())
		if owner.Kind.FunctionLike() || b.future {
			owner.AnnotationScope.unevaluated = true
			b.detach(owner.AnnotationScope)
		}
	} else {
		b.cur = owner.AnnotationScope
	}
	if owner.Kind == Class && owner.ConditionalAnnots {
		b.def("__conditional_annotations__", Use, e.Span())
	}
	b.expr(e)
	b.cur = owner
}

func (b *builder) alias(a *ast.Alias) {
	if a.Name == "*" {
		if b.cur.Kind != Module {
			b.fail(a.Span(), "import * only allowed at module level")
		}
		return
	}
	name := a.AsName
	if name == "" {
		name = a.Name
		for i := 0; i < len(name); i++ {
			if name[i] == '.' {
				name = name[:i]
				break
			}
		}
	}
	b.def(name, DefImport, a.Span())
}

func (b *builder) declare(names []string, pos ast.Pos, flag Flag, kind string) {
	for _, name := range names {
		if sym := b.cur.Symbols[b.cur.Mangle(name)]; sym != nil {
			var msg string
			switch {
			case sym.Flags&DefParam != 0:
				msg = fmt.Sprintf("name '%s' is parameter and %s", name, kind)
			case sym.Flags&DefAnnot != 0:
				msg = fmt.Sprintf("annotated name '%s' can't be %s", name, kind)
			case sym.Flags&DefLocal != 0:
				msg = fmt.Sprintf("name '%s' is assigned to before %s declaration", name, kind)
			case sym.Flags&Use != 0:
				msg = fmt.Sprintf("name '%s' is used prior to %s declaration", name, kind)
			}
			if msg != "" {
				b.fail(pos, msg)
				return
			}
		}
		b.def(name, flag, pos)
		b.cur.directives = append(b.cur.directives, directive{name, pos})
	}
}

func (b *builder) pattern(p ast.Pattern) {
	if p == nil || !b.deeper() {
		return
	}
	defer func() { b.depth-- }()
	switch p := p.(type) {
	case *ast.MatchValue:
		b.expr(p.Value)
	case *ast.MatchSequence:
		b.patterns(p.Patterns)
	case *ast.MatchMapping:
		b.exprs(p.Keys)
		b.patterns(p.Patterns)
		if p.Rest != "" {
			b.def(p.Rest, DefLocal, p.Span())
		}
	case *ast.MatchClass:
		b.expr(p.Cls)
		b.patterns(p.Patterns)
		b.patterns(p.KwdPatterns)
	case *ast.MatchStar:
		if p.Name != "" {
			b.def(p.Name, DefLocal, p.Span())
		}
	case *ast.MatchAs:
		b.pattern(p.Pattern)
		if p.Name != "" {
			b.def(p.Name, DefLocal, p.Span())
		}
	case *ast.MatchOr:
		b.patterns(p.Patterns)
	}
}

func (b *builder) patterns(list []ast.Pattern) {
	for _, p := range list {
		b.pattern(p)
	}
}
