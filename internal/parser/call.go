package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// arguments parses a call's parentheses into c.
func (p *parser) arguments(c *ast.Call) {
	open := p.i
	start := p.start()
	p.next()
	if p.accept(token.RParen) {
		return
	}
	// A lone generator expression needs no parentheses of its own.
	m := p.i
	if p.kind != token.Star && p.kind != token.DoubleStar && !(p.kind == token.Name && p.peek(1) == token.Equal) {
		if e := p.argument(); p.startsComprehension() {
			gens := p.forClauses()
			if p.kind == token.RParen {
				p.next()
				c.Args = []ast.Expr{&ast.GeneratorExp{Pos: p.pos(start), Elt: e, Generators: gens}}
				return
			}
			if !p.diag {
				p.fail()
				return
			}
			p.seek(m)
		} else if p.diag {
			p.seek(m)
		} else {
			c.Args = append(c.Args, e)
			if p.kind == token.Comma {
				p.next()
			} else {
				p.expect(token.RParen)
				return
			}
		}
	}
	if p.err != nil {
		return
	}
	if p.diag {
		c.Args = nil
	}
	p.argumentList(c, token.RParen)
	if p.kind != token.RParen && p.explaining() && p.err == nil {
		p.diagnoseArguments(open + 1)
	}
	p.expect(token.RParen)
}

// argument parses a positional argument that is not starred.
func (p *parser) argument() ast.Expr {
	if p.kind == token.Name && p.peek(1) == token.ColonEqual {
		return p.walrus()
	}
	e := p.expression()
	if p.kind == token.ColonEqual {
		p.fail()
	}
	return e
}

// argumentList parses arguments up to the closing parenthesis, which it leaves. Once a keyword has come, no plain positional argument may;
// once ** has come, no starred one.
func (p *parser) argumentList(c *ast.Call, closing token.Kind) {
	const (
		anything = iota
		afterKeyword
		afterDoubleStar
	)
	state := anything
	if len(c.Keywords) > 0 {
		state = afterKeyword
	}
	first := p.i
	for p.kind != closing && !p.failed {
		m := p.i
		start := p.start()
		switch {
		case p.kind == token.Star && state < afterDoubleStar:
			e := p.starredExpression()
			if p.kind == token.Equal {
				p.fail()
			}
			if !p.failed {
				c.Args = append(c.Args, e)
			}
		case p.kind == token.DoubleStar:
			if p.explaining() {
				p.diagnoseDoubleStarred()
			}
			p.next()
			v := p.expression()
			if !p.failed {
				c.Keywords = append(c.Keywords, &ast.Keyword{Pos: p.pos(start), Value: v})
				state = afterDoubleStar
			}
		case p.kind == token.Name && p.peek(1) == token.Equal:
			if p.explaining() {
				p.diagnoseKeyword()
			}
			name, _ := p.name()
			p.next()
			v := p.expression()
			if !p.failed {
				c.Keywords = append(c.Keywords, &ast.Keyword{Pos: p.pos(start), Name: name, Value: v})
				state = max(state, afterKeyword)
			}
		case state == anything && p.kind != token.Star:
			e := p.argument()
			if p.kind == token.Equal {
				p.fail()
				if p.explaining() && p.err == nil {
					p.seek(m)
					p.diagnoseKeyword()
					p.seek(m)
					p.fail()
				}
			}
			if !p.failed {
				c.Args = append(c.Args, e)
			}
		default:
			if p.explaining() {
				p.diagnoseKeyword()
			}
			p.seek(m)
			p.fail()
		}
		if p.failed {
			if p.diag && p.err == nil && m > first {
				p.seek(m - 1) // what came before the comma stands
			}
			return
		}
		if p.kind != token.Comma {
			return
		}
		p.next()
	}
}
