package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// lambda parses a lambda expression.
func (p *parser) lambda() ast.Expr {
	start := p.start()
	p.next()
	args := p.parameters(true)
	if p.accept(token.SpecColon) {
		p.fail() // in an f-string's field, without parentheses
	}
	p.expect(token.Colon)
	body := p.expression()
	return &ast.Lambda{Pos: p.pos(start), Args: args, Body: body}
}

// parameters parses a parameter list up to its closing token, which it leaves: a parenthesis, or a lambda's colon.
func (p *parser) parameters(lambda bool) *ast.Arguments {
	m := p.i
	a := &ast.Arguments{}
	if p.failed {
		return a
	}
	p.parameterList(a, lambda)
	if p.explaining() && p.err == nil && (p.failed || p.kind != closing(lambda) && p.kind != token.SpecColon) {
		fallback := p.failed
		p.diagnoseParameters(m, lambda)
		if fallback && p.err == nil {
			// PEG's optional list matched nothing, or less.
			p.fail()
		}
	}
	return a
}

func closing(lambda bool) token.Kind {
	if lambda {
		return token.Colon
	}
	return token.RParen
}

func (p *parser) parameterList(a *ast.Arguments, lambda bool) {
	end := closing(lambda)
	slash, star := false, false
	for p.kind != end && p.kind != token.SpecColon && !p.failed {
		switch p.kind {
		case token.Name:
			arg := p.parameter(lambda, false)
			var def ast.Expr
			if p.accept(token.Equal) {
				def = p.expression()
			}
			switch {
			case star:
				a.KwOnly = append(a.KwOnly, arg)
				a.KwDefaults = append(a.KwDefaults, def)
			case def != nil:
				a.Args = append(a.Args, arg)
				a.Defaults = append(a.Defaults, def)
			default:
				if len(a.Defaults) > 0 {
					p.fail()
				}
				a.Args = append(a.Args, arg)
			}
		case token.Slash:
			if slash || star || len(a.Args) == 0 {
				p.fail()
				return
			}
			slash = true
			p.next()
			a.PosOnly, a.Args = a.Args, nil
		case token.Star:
			if star {
				p.fail()
				return
			}
			star = true
			p.next()
			if p.kind == token.Comma {
				if k := p.peek(1); k != token.Name {
					p.next()
					p.fail()
					return
				}
			} else {
				a.Vararg = p.parameter(lambda, true)
			}
		case token.DoubleStar:
			p.next()
			a.Kwarg = p.parameter(lambda, false)
			p.accept(token.Comma)
			if p.kind != end && p.kind != token.SpecColon {
				p.fail()
			}
			return
		default:
			p.fail()
			return
		}
		if p.kind != token.Comma {
			if p.kind != end && p.kind != token.SpecColon {
				p.fail()
			}
			return
		}
		p.next()
	}
}

// parameter parses a name and, outside lambdas, its annotation, which for *args may be starred.
func (p *parser) parameter(lambda, vararg bool) *ast.Arg {
	start := p.start()
	a := &ast.Arg{}
	a.Name, _ = p.name()
	if !lambda && p.kind == token.Colon {
		p.next()
		if vararg && p.kind == token.Star {
			a.Annotation = p.starredExpression()
		} else {
			a.Annotation = p.expression()
		}
	}
	a.Pos = p.pos(start)
	return a
}
