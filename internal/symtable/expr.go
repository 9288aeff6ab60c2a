package symtable

import (
	"fmt"

	"ouro/internal/ast"
)

func (b *builder) opt(e ast.Expr) {
	if e != nil {
		b.expr(e)
	}
}

func (b *builder) exprs(list []ast.Expr) {
	for _, e := range list {
		b.expr(e)
	}
}

func (b *builder) expr(e ast.Expr) {
	if !b.deeper() {
		return
	}
	defer func() { b.depth-- }()
	switch e := e.(type) {
	case *ast.Name:
		b.name(e)
	case *ast.NamedExpr:
		b.notIn(e.Span(), "named expression")
		b.namedExpr(e)
	case *ast.Lambda:
		b.exprs(e.Args.Defaults)
		for _, d := range e.Args.KwDefaults {
			b.opt(d)
		}
		b.enter(Function, "lambda", Key{e, Body}, e.Span())
		b.arguments(e.Args)
		b.expr(e.Body)
		b.leave()
	case *ast.ListComp:
		b.comprehension(e, ListComp, "<listcomp>", e.Generators, e.Elt, nil)
	case *ast.SetComp:
		b.comprehension(e, SetComp, "<setcomp>", e.Generators, e.Elt, nil)
	case *ast.DictComp:
		b.comprehension(e, DictComp, "<dictcomp>", e.Generators, e.Key, e.Value)
	case *ast.GeneratorExp:
		b.comprehension(e, GenExpr, "<genexpr>", e.Generators, e.Elt, nil)
	case *ast.Yield:
		b.notIn(e.Span(), "yield expression")
		b.opt(e.Value)
		b.yield(e.Span())
	case *ast.YieldFrom:
		b.notIn(e.Span(), "yield expression")
		b.expr(e.Value)
		b.yield(e.Span())
	case *ast.Await:
		b.notIn(e.Span(), "await expression")
		b.expr(e.Value)
		b.cur.Coroutine = true
	case *ast.FormattedValue:
		b.expr(e.Value)
		b.opt(e.Spec)
	default:
		ast.Children(e, b.expr)
	}
}

func (b *builder) name(e *ast.Name) {
	if e.Ctx != ast.Load {
		b.def(e.ID, DefLocal, e.Span())
		if e.Ctx == ast.Del {
			b.cur.Deleted = append(b.cur.Deleted, b.cur.Mangle(e.ID))
		}
		return
	}
	if b.cur.unevaluated {
		return
	}
	b.def(e.ID, Use, e.Span())
	if e.ID == "super" && b.cur.Kind.FunctionLike() {
		b.def("__class__", Use, e.Span())
	}
}

func (b *builder) yield(pos ast.Pos) {
	b.cur.Generator = true
	if b.cur.Comp != NoComp {
		what := [...]string{ListComp: "list comprehension", SetComp: "set comprehension", DictComp: "dict comprehension", GenExpr: "generator expression"}
		b.fail(pos, fmt.Sprintf("'yield' inside %s", what[b.cur.Comp]))
	}
}

// notIn rejects an expression that annotation-like scopes cannot hold.
func (b *builder) notIn(pos ast.Pos, what string) {
	var place string
	switch b.cur.Kind {
	case Annotation:
		place = "an annotation"
	case TypeVariable, TypeAlias:
		place = b.cur.scopeName
	case TypeParameters:
		place = "the definition of a generic"
	default:
		return
	}
	b.fail(pos, fmt.Sprintf("%s cannot be used within %s", what, place))
}

// namedExpr binds the target of := in the innermost scope that is no comprehension.
func (b *builder) namedExpr(e *ast.NamedExpr) {
	b.cur.HasWalrus = true
	if b.cur.iterExpr > 0 {
		b.fail(e.Span(), "assignment expression cannot be used in a comprehension iterable expression")
		return
	}
	if b.cur.Comp != NoComp {
		b.bindOutside(e.Target)
		if b.err != nil {
			return
		}
	}
	b.expr(e.Value)
	b.expr(e.Target)
}

func (b *builder) bindOutside(target *ast.Name) {
	name, pos := target.ID, target.Span()
	for s := b.cur; s != nil; s = s.Parent {
		if s.Comp != NoComp {
			if sym := s.Symbols[s.Mangle(name)]; sym != nil && sym.Flags&DefCompIter != 0 {
				b.fail(pos, fmt.Sprintf("assignment expression cannot rebind comprehension iteration variable '%s'", name))
				return
			}
			continue
		}
		switch s.Kind {
		case Function:
			flags, _ := s.Lookup(s.Mangle(name))
			if flags&DefGlobal != 0 {
				b.def(name, DefGlobal, pos)
			} else {
				b.def(name, DefNonlocal, pos)
			}
			b.cur.directives = append(b.cur.directives, directive{name, pos})
			b.defIn(s, name, DefLocal, pos)
		case Module:
			b.def(name, DefGlobal, pos)
			b.cur.directives = append(b.cur.directives, directive{name, pos})
			b.defIn(s, name, DefGlobal, pos)
		case Class:
			b.fail(pos, "assignment expression within a comprehension cannot be used in a class body")
		case TypeParameters:
			b.fail(pos, "assignment expression within a comprehension cannot be used within the definition of a generic")
		case TypeAlias:
			b.fail(pos, "assignment expression within a comprehension cannot be used in a type alias")
		case TypeVariable:
			b.fail(pos, "assignment expression within a comprehension cannot be used in a TypeVar bound")
		case Annotation:
			continue
		}
		return
	}
}

func (b *builder) comprehension(node ast.Expr, kind CompKind, name string, gens []*ast.Comprehension, elt, value ast.Expr) {
	outer := gens[0]
	around := b.cur
	// The outermost iterable belongs to the scope around.
	around.iterExpr++
	b.expr(outer.Iter)
	around.iterExpr--
	s := b.enter(Function, name, Key{node, Body}, node.Span())
	s.Comp = kind
	if outer.Async {
		s.Coroutine = true
	}
	s.Generator = kind == GenExpr
	b.def(".0", DefParam, node.Span())
	b.target(outer.Target)
	b.exprs(outer.Ifs)
	for _, g := range gens[1:] {
		b.target(g.Target)
		s.iterExpr++
		b.expr(g.Iter)
		s.iterExpr--
		b.exprs(g.Ifs)
		if g.Async {
			s.Coroutine = true
		}
	}
	if value != nil {
		b.expr(value)
	}
	b.expr(elt)
	b.leave()
	if s.Coroutine && kind != GenExpr {
		around.Coroutine = true
	}
}

func (b *builder) target(e ast.Expr) {
	b.cur.iterTarget = true
	b.expr(e)
	b.cur.iterTarget = false
}
