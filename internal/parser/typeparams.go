package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// typeParams parses [T, *Ts, **P] (PEP 695), with bounds and defaults (PEP 696). ahead is how many tokens
// beyond an empty list the statement has looked at when it is found.
func (p *parser) typeParams(ahead int) []ast.TypeParam {
	p.next()
	if p.explaining() && p.kind == token.RBracket {
		p.far = max(p.far, p.i+ahead)
		p.raiseFrom(p.start(), "Type parameter list cannot be empty")
	}
	var params []ast.TypeParam
	for {
		params = append(params, p.typeParam())
		if p.kind != token.Comma {
			break
		}
		p.next()
		if p.kind == token.RBracket {
			break
		}
	}
	p.expect(token.RBracket)
	return params
}

func (p *parser) typeParam() ast.TypeParam {
	start := p.start()
	switch p.kind {
	case token.Star:
		p.next()
		t := &ast.TypeVarTuple{}
		t.Name, _ = p.name()
		p.boundless("TypeVarTuple")
		if p.accept(token.Equal) {
			t.Default = p.starExpression()
		}
		t.Pos = p.pos(start)
		return t
	case token.DoubleStar:
		p.next()
		t := &ast.ParamSpec{}
		t.Name, _ = p.name()
		p.boundless("ParamSpec")
		if p.accept(token.Equal) {
			t.Default = p.expression()
		}
		t.Pos = p.pos(start)
		return t
	}
	t := &ast.TypeVar{}
	t.Name, _ = p.name()
	if p.accept(token.Colon) {
		t.Bound = p.expression()
	}
	if p.accept(token.Equal) {
		t.Default = p.expression()
	}
	t.Pos = p.pos(start)
	return t
}

// boundless refuses a bound where none is allowed.
func (p *parser) boundless(what string) {
	if p.kind != token.Colon || !p.explaining() {
		return
	}
	m := p.i
	colon := p.toks[m]
	p.next()
	e := p.expression()
	if p.failed {
		p.seek(m)
		return
	}
	kind := "bound"
	if _, ok := e.(*ast.Tuple); ok {
		kind = "constraints"
	}
	p.raiseFrom(colon.Start, "cannot use %s with %s", kind, what)
}
