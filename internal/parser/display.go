package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// startsComprehension tells whether a for clause comes next.
func (p *parser) startsComprehension() bool {
	return p.kind == token.For || p.kind == token.Async
}

// parenthesised parses (), a tuple, a group or a generator expression.
func (p *parser) parenthesised() ast.Expr {
	m := p.i
	e := p.parenthesised1()
	if p.explaining() && p.failed && p.err == nil {
		p.diagnoseParen(m)
	}
	return e
}

func (p *parser) parenthesised1() ast.Expr {
	start := p.start()
	p.next()
	switch p.kind {
	case token.RParen:
		p.next()
		return &ast.Tuple{Pos: p.pos(start)}
	case token.Yield:
		y := p.yieldExpr()
		p.expect(token.RParen)
		return y
	}
	e := p.starNamedExpression()
	_, star := e.(*ast.Starred)
	switch {
	case p.kind == token.Comma:
		elts := p.moreElements(e, token.RParen)
		p.expect(token.RParen)
		return &ast.Tuple{Pos: p.pos(start), Elts: elts}
	case p.startsComprehension() && !star:
		gens := p.forClauses()
		p.expect(token.RParen)
		return &ast.GeneratorExp{Pos: p.pos(start), Elt: e, Generators: gens}
	}
	if star {
		p.fail()
	}
	p.expect(token.RParen)
	return e
}

// moreElements parses the rest of a display after its first element.
func (p *parser) moreElements(first ast.Expr, closing token.Kind) []ast.Expr {
	elts := []ast.Expr{first}
	for p.kind == token.Comma {
		p.next()
		if p.kind == closing {
			break
		}
		m := p.i
		e := p.starNamedExpression()
		if p.backtrack(m) {
			break
		}
		elts = append(elts, e)
	}
	return elts
}

func (p *parser) list() ast.Expr {
	m := p.i
	start := p.start()
	p.next()
	if p.accept(token.RBracket) {
		return &ast.List{Pos: p.pos(start)}
	}
	e := p.starNamedExpression()
	if _, star := e.(*ast.Starred); p.startsComprehension() && !star {
		gens := p.forClauses()
		p.expect(token.RBracket)
		if p.explaining() && p.failed && p.err == nil {
			p.diagnoseComprehension(m)
		}
		return &ast.ListComp{Pos: p.pos(start), Elt: e, Generators: gens}
	}
	elts := p.moreElements(e, token.RBracket)
	p.expect(token.RBracket)
	if p.explaining() && p.failed && p.err == nil {
		p.diagnoseComprehension(m)
	}
	return &ast.List{Pos: p.pos(start), Elts: elts}
}

func (p *parser) dictOrSet() ast.Expr {
	m := p.i
	if p.diag {
		return p.braces(m)
	}
	e := p.dictOrSet1()
	return e
}

// braces is dictOrSet in the second run: a dict is tried first, and looked into, before a set is.
func (p *parser) braces(m int) ast.Expr {
	e := p.dictOrSet1()
	if p.failed && p.err == nil {
		p.diagnosePairs(m)
		if p.err == nil && p.explaining() {
			p.diagnoseBrace(m)
		}
	}
	return e
}

func (p *parser) dictOrSet1() ast.Expr {
	start := p.start()
	p.next()
	if p.accept(token.RBrace) {
		return &ast.Dict{Pos: p.pos(start)}
	}
	if p.kind == token.DoubleStar {
		return p.dictRest(start, nil, nil)
	}
	if p.kind == token.Star {
		e := p.starred()
		elts := p.moreElements(e, token.RBrace)
		p.expect(token.RBrace)
		return &ast.Set{Pos: p.pos(start), Elts: elts}
	}
	m := p.i
	var e ast.Expr
	if p.explaining() {
		// A dict's key is tried before a set's element, which may be a named expression.
		e = p.expression()
		if p.kind != token.Colon {
			p.seek(m)
			e = p.namedExpression()
		}
	} else {
		e = p.namedExpression()
	}
	if _, named := e.(*ast.NamedExpr); p.kind == token.Colon && !(named && p.toks[m].Kind != token.LParen) {
		p.next()
		v := p.expression()
		if p.startsComprehension() {
			gens := p.forClauses()
			p.expect(token.RBrace)
			return &ast.DictComp{Pos: p.pos(start), Key: e, Value: v, Generators: gens}
		}
		return p.dictRest(start, e, v)
	}
	if p.startsComprehension() {
		gens := p.forClauses()
		p.expect(token.RBrace)
		return &ast.SetComp{Pos: p.pos(start), Elt: e, Generators: gens}
	}
	elts := p.moreElements(e, token.RBrace)
	p.expect(token.RBrace)
	return &ast.Set{Pos: p.pos(start), Elts: elts}
}

// dictRest parses a dict display from its first comma, or from its first ** if there is no key yet.
func (p *parser) dictRest(start uint32, key, value ast.Expr) ast.Expr {
	d := &ast.Dict{}
	if value != nil {
		d.Keys = append(d.Keys, key)
		d.Values = append(d.Values, value)
		if p.kind != token.Comma {
			p.expect(token.RBrace)
			d.Pos = p.pos(start)
			return d
		}
		p.next()
	}
	for p.kind != token.RBrace && !p.failed {
		if p.accept(token.DoubleStar) {
			v := p.bitwiseOr()
			d.Keys = append(d.Keys, nil)
			d.Values = append(d.Values, v)
		} else {
			k := p.expression()
			p.expect(token.Colon)
			v := p.expression()
			d.Keys = append(d.Keys, k)
			d.Values = append(d.Values, v)
		}
		if p.kind != token.Comma {
			break
		}
		p.next()
	}
	p.expect(token.RBrace)
	d.Pos = p.pos(start)
	return d
}

// forClauses parses the for and if clauses of a comprehension.
func (p *parser) forClauses() []*ast.Comprehension {
	var gens []*ast.Comprehension
	for p.startsComprehension() {
		m := p.i
		c := &ast.Comprehension{Async: p.accept(token.Async)}
		p.expect(token.For)
		c.Target = p.starTargets()
		if p.diag && p.kind != token.In {
			p.reach()
			if p.err == nil && !p.quiet {
				p.diagnoseForClause(m)
			}
			if len(gens) > 0 && p.err == nil {
				p.seek(m)
				return gens
			}
		}
		p.expect(token.In)
		c.Iter = p.disjunction()
		for p.kind == token.If {
			m := p.i
			p.next()
			cond := p.disjunction()
			if p.backtrack(m) {
				break
			}
			c.Ifs = append(c.Ifs, cond)
		}
		gens = append(gens, c)
		if p.failed {
			break
		}
	}
	if len(gens) == 0 {
		p.fail()
	}
	return gens
}
