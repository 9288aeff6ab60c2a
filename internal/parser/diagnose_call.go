package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// diagnoseStarred: an assignment to *args in a call, or a star with nothing after it.
func (p *parser) diagnoseStarred() {
	m := p.i
	p.try(m, func() {
		star := p.start()
		p.next()
		p.expression()
		if !p.ok() {
			if p.err == nil {
				p.seek(p.i)
				p.raiseLast(SyntaxErr, "Invalid star expression")
			}
			return
		}
		p.expect(token.Equal)
		b := p.expression()
		if p.ok() {
			p.raiseRange(star, b.Span().End, "cannot assign to iterable argument unpacking")
		}
	})
}

func (p *parser) diagnoseDoubleStarred() {
	p.try(p.i, func() {
		star := p.start()
		p.next()
		p.expression()
		p.expect(token.Equal)
		b := p.expression()
		if p.ok() {
			p.raiseRange(star, b.Span().End, "cannot assign to keyword argument unpacking")
		}
	})
}

// diagnoseKeyword: something other than a name before the = of a keyword argument.
func (p *parser) diagnoseKeyword() {
	m := p.i
	switch p.kind {
	case token.True, token.False, token.None:
		if p.peek(1) == token.Equal {
			p.raiseTokens(p.toks[m], p.toks[m+1], "cannot assign to %s", p.kind)
			return
		}
	case token.Name:
		if p.peek(1) == token.Equal {
			p.try(m, p.keywordWithFor)
			return
		}
	}
	p.try(m, func() {
		a := p.expression()
		eq := p.toks[p.i]
		if p.ok() && p.kind == token.Equal {
			p.raiseRange(a.Span().Start, eq.End, `expression cannot contain assignment, perhaps you meant "=="?`)
		}
	})
}

// keywordWithFor: f(a=b for ...).
func (p *parser) keywordWithFor() {
	a := p.toks[p.i]
	p.expect(token.Name)
	eq := p.toks[p.i]
	p.expect(token.Equal)
	p.expression()
	if p.ok() && p.startsComprehension() {
		p.forClauses()
		if p.ok() {
			p.raiseTokens(a, eq, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
		}
	}
}

// lastItem returns the end of the last condition or iterable of a comprehension.
func lastItem(gens []*ast.Comprehension) uint32 {
	g := gens[len(gens)-1]
	if n := len(g.Ifs); n > 0 {
		return g.Ifs[n-1].Span().End
	}
	return g.Iter.Span().End
}

const parenthesise = "Generator expression must be parenthesized"

// diagnoseArguments: arguments in a wrong order. m is the first token after the parenthesis.
func (p *parser) diagnoseArguments(m int) {
	args := func() *ast.Call {
		c := &ast.Call{}
		p.argumentList(c, token.RParen)
		return c
	}
	p.try(m, func() { // *iterable after **mapping
		c := args()
		double := false
		for _, k := range c.Keywords {
			double = double || k.Name == ""
		}
		if !p.ok() || !double || p.kind != token.Comma || p.peek(1) != token.Star {
			return
		}
		comma := p.start()
		for p.kind == token.Comma && p.peek(1) == token.Star {
			p.next()
			p.starredExpression()
		}
		if !p.ok() {
			return
		}
		if p.kind == token.Comma {
			p.next()
		}
		p.reach()
		p.raiseFrom(comma, "iterable argument unpacking follows keyword argument unpacking")
	})
	p.try(m, func() {
		a := p.expression()
		if !p.ok() || !p.startsComprehension() {
			return
		}
		gens := p.forClauses()
		if p.ok() && p.kind == token.Comma {
			p.raiseRange(a.Span().Start, lastItem(gens), parenthesise)
		}
	})
	p.try(m, p.keywordWithFor)
	p.try(m, func() { // f(a, b=)
		if !(p.kind == token.Name && p.peek(1) == token.Equal && (p.peek(2) == token.Comma || p.peek(2) == token.RParen)) {
			args()
			if !p.ok() || !p.accept(token.Comma) {
				return
			}
		}
		if p.kind == token.Name && p.peek(1) == token.Equal && (p.peek(2) == token.Comma || p.peek(2) == token.RParen) {
			p.raiseTokens(p.toks[p.i], p.toks[p.i+1], "expected argument value expression")
		}
	})
	p.try(m, func() {
		c := args()
		if !p.ok() || !p.startsComprehension() {
			return
		}
		gens := p.forClauses()
		if n := len(c.Args); p.ok() && n > 1 {
			p.raiseRange(c.Args[n-1].Span().Start, lastItem(gens), parenthesise)
		}
	})
	p.try(m, func() {
		c := args()
		if !p.ok() || !p.accept(token.Comma) {
			return
		}
		n := p.i
		a := p.expression()
		if p.ok() && p.startsComprehension() {
			gens := p.forClauses()
			if p.ok() {
				p.raiseRange(a.Span().Start, lastItem(gens), parenthesise)
			}
		}
		p.seek(n)
		args()
		if !p.ok() || len(c.Keywords) == 0 {
			return
		}
		msg := "positional argument follows keyword argument"
		for _, k := range c.Keywords {
			if k.Name == "" {
				msg = "positional argument follows keyword argument unpacking"
			}
		}
		p.reach()
		p.raiseLast(SyntaxErr, "%s", msg)
	})
}
