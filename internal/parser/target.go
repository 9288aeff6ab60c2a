package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// starTargets parses the targets of a for loop or comprehension.
func (p *parser) starTargets() ast.Expr {
	start := p.start()
	e := p.starTarget()
	if p.kind != token.Comma {
		return e
	}
	elts := []ast.Expr{e}
	for p.kind == token.Comma {
		p.next()
		if !startsExpr[p.kind] && p.kind != token.Star {
			break
		}
		m := p.i
		e := p.starTarget()
		if p.backtrack(m) {
			break
		}
		elts = append(elts, e)
	}
	return &ast.Tuple{Pos: p.pos(start), Elts: elts, Ctx: ast.Store}
}

func (p *parser) starTarget() ast.Expr {
	start := p.start()
	star := p.accept(token.Star)
	if star && p.kind == token.Star {
		p.fail()
	}
	e := p.primary()
	if !p.failed && !p.setContext(e, ast.Store) {
		p.fail()
	}
	if star {
		return &ast.Starred{Pos: p.pos(start), Value: e, Ctx: ast.Store}
	}
	return e
}

// setContext makes an expression a target. It reports false if it cannot be one. Stars are allowed in tuples and lists only.
func (p *parser) setContext(e ast.Expr, ctx ast.ExprContext) bool {
	if !p.assignable(e, ctx) {
		return false
	}
	if !p.diag { // the second run's tree is thrown away, and its nodes are shared
		mark(e, ctx)
	}
	return true
}

func (p *parser) assignable(e ast.Expr, ctx ast.ExprContext) bool {
	switch e := e.(type) {
	case *ast.Name, *ast.Attribute, *ast.Subscript:
		return true
	case *ast.Tuple:
		return p.allAssignable(e.Elts, ctx)
	case *ast.List:
		return p.allAssignable(e.Elts, ctx)
	}
	return false
}

func (p *parser) allAssignable(elts []ast.Expr, ctx ast.ExprContext) bool {
	for _, e := range elts {
		if s, ok := e.(*ast.Starred); ok && ctx == ast.Store {
			e = s.Value
		}
		if !p.assignable(e, ctx) {
			return false
		}
	}
	return true
}

func mark(e ast.Expr, ctx ast.ExprContext) {
	switch e := e.(type) {
	case *ast.Name:
		e.Ctx = ctx
	case *ast.Attribute:
		e.Ctx = ctx
	case *ast.Subscript:
		e.Ctx = ctx
	case *ast.Starred:
		e.Ctx = ctx
		mark(e.Value, ctx)
	case *ast.Tuple:
		e.Ctx = ctx
		for _, x := range e.Elts {
			mark(x, ctx)
		}
	case *ast.List:
		e.Ctx = ctx
		for _, x := range e.Elts {
			mark(x, ctx)
		}
	}
}

// isSingleTarget tells whether e can be annotated or augmented: a name, attribute or subscript.
func isSingleTarget(e ast.Expr) bool {
	switch e.(type) {
	case *ast.Name, *ast.Attribute, *ast.Subscript:
		return true
	}
	return false
}
