package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// invalidTarget returns the part of e that cannot be assigned to (or deleted), or nil.
func invalidTarget(e ast.Expr, ctx targetKind) ast.Expr {
	var elts []ast.Expr
	switch e := e.(type) {
	case *ast.Name, *ast.Attribute, *ast.Subscript:
		return nil
	case *ast.List:
		elts = e.Elts
	case *ast.Tuple:
		elts = e.Elts
	case *ast.Starred:
		if ctx == deleted {
			return e
		}
		return invalidTarget(e.Value, ctx)
	case *ast.Compare:
		if ctx == looped {
			if e.Ops[0] == ast.In {
				return invalidTarget(e.Left, ctx)
			}
			return nil
		}
		return e
	default:
		return e
	}
	for _, x := range elts {
		if bad := invalidTarget(x, ctx); bad != nil {
			return bad
		}
	}
	return nil
}

type targetKind uint8

const (
	assigned targetKind = iota
	looped
	deleted
)

func (p *parser) raiseInvalidTarget(e ast.Expr, ctx targetKind) {
	if bad := invalidTarget(e, ctx); bad != nil {
		verb := "assign to"
		if ctx == deleted {
			verb = "delete"
		}
		p.raiseAt(bad, "cannot %s %s", verb, exprName(bad))
	}
}

// diagnoseForClause: a comprehension's target. m is its for or async.
func (p *parser) diagnoseForClause(m int) {
	p.try(m, func() {
		p.accept(token.Async)
		p.expect(token.For)
		p.bitwiseOr()
		for p.ok() && p.kind == token.Comma {
			p.next()
			n := p.i
			p.bitwiseOr()
			if p.backtrack(n) {
				break
			}
		}
		if p.ok() && p.kind != token.In {
			p.reach()
			p.raiseLast(SyntaxErr, "'in' expected after for-loop variables")
		}
	})
	n := m
	if p.toks[m].Kind == token.Async {
		n++
	}
	p.diagnoseForTarget(n)
}

// diagnoseForTarget: a loop's target. m is its for.
func (p *parser) diagnoseForTarget(m int) {
	if p.toks[m].Kind != token.For {
		return
	}
	p.try(m+1, func() {
		e := p.starExpressions()
		if p.ok() {
			p.raiseInvalidTarget(e, looped)
		}
	})
}

// diagnoseWithTarget: the target after as. m is the as.
func (p *parser) diagnoseWithTarget(m int) {
	p.try(m+1, func() {
		e := p.expression()
		if p.ok() && (p.kind == token.Comma || p.kind == token.RParen || p.kind == token.Colon) {
			p.raiseInvalidTarget(e, assigned)
		}
	})
}

// diagnoseStatement settles a statement that failed as an assignment: it may still begin with a whole expression.
func (p *parser) diagnoseStatement(m int) {
	p.seek(m)
	if p.explaining() {
		p.diagnoseAssignment()
	}
	if p.err != nil {
		return
	}
	if p.kind == token.Yield {
		p.yieldExpr()
	} else {
		p.starExpressions()
	}
}

// diagnoseAssignment: targets that cannot be annotated, assigned or augmented.
func (p *parser) diagnoseAssignment() {
	m := p.i
	p.try(m, func() {
		if e := p.bracketedTarget(); e != nil && p.ok() && p.accept(token.Colon) {
			if p.expression(); p.ok() {
				p.raiseAt(e, "only single target (not %s) can be annotated", exprName(e))
			}
		}
	})
	p.try(m, func() {
		if p.kind == token.Yield {
			return
		}
		a := p.starNamedExpression()
		if !p.ok() || p.kind != token.Comma {
			return
		}
		p.next()
		for { // lists of elements, oddly with nothing between them
			n := p.i
			e := p.starNamedExpression()
			if p.backtrack(n) || p.failed {
				break
			}
			p.moreElements(e, token.Colon)
		}
		p.expect(token.Colon)
		if p.expression(); p.ok() {
			p.raiseAt(a, "only single target (not tuple) can be annotated")
		}
	})
	p.try(m, func() {
		a := p.expression()
		p.expect(token.Colon)
		if p.ok() {
			if p.expression(); p.ok() {
				p.raiseAt(a, "illegal target for annotation")
			}
		}
	})
	p.try(m, func() {
		for {
			n := p.i
			p.starTargets()
			if !p.ok() || p.kind != token.Equal {
				p.seek(n)
				break
			}
			p.next()
		}
		n := p.i
		e := p.starExpressions()
		if p.ok() && p.kind == token.Equal {
			p.raiseInvalidTarget(e, assigned)
		}
		if p.err != nil {
			return
		}
		p.seek(n)
		if p.kind == token.Yield {
			e = p.yieldExpr()
			if p.ok() && p.kind == token.Equal {
				p.raiseAt(e, "assignment to yield expression not possible")
			}
		}
	})
	p.try(m, func() {
		a := p.starExpressions()
		if !p.ok() || !augmented[p.kind].ok {
			return
		}
		p.next()
		if p.annotatedRHS(); p.ok() {
			p.raiseAt(a, "'%s' is an illegal expression for augmented assignment", exprName(a))
		}
	})
}

// bracketedTarget parses a list or tuple, in parentheses or not; nil if there is none.
func (p *parser) bracketedTarget() ast.Expr {
	if p.kind != token.LParen && p.kind != token.LBracket {
		return nil
	}
	m := p.i
	e := p.atom()
	switch e.(type) {
	case *ast.List, *ast.Tuple:
		if p.ok() {
			return e
		}
	}
	if p.err != nil || p.toks[m].Kind == token.LBracket {
		return nil
	}
	p.seek(m + 1)
	e = p.bracketedTarget()
	p.expect(token.RParen)
	return e
}

func (p *parser) diagnoseDelete(m int) {
	p.try(m+1, func() {
		e := p.starExpressions()
		if p.ok() {
			p.raiseInvalidTarget(e, deleted)
		}
	})
}
