package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// matchStmt parses a match statement. match is a soft keyword: if no subject, colon and block of cases follow, it is a name, and the result nil.
func (p *parser) matchStmt() ast.Stmt {
	if !startsExpr[p.peek(1)] && p.peek(1) != token.Star {
		return nil
	}
	m := p.i
	start := p.start()
	p.next()
	s := &ast.Match{Subject: p.subject()}
	if p.explaining() && p.kind == token.Newline {
		p.colon()
	}
	p.expect(token.Colon)
	p.expect(token.Newline)
	if p.err != nil {
		return s
	}
	if p.failed {
		p.seek(m)
		return nil
	}
	if p.kind != token.Indent {
		if p.explaining() {
			p.reach()
			p.raiseIndent("expected an indented block after 'match' statement on line %d", p.source.Line(start))
		}
		p.fail()
		return s
	}
	p.next()
	for p.soft("case") {
		s.Cases = append(s.Cases, p.caseBlock())
	}
	if len(s.Cases) == 0 {
		p.fail()
	}
	p.expect(token.Dedent)
	s.Pos = p.pos(start)
	return s
}

// subject parses what is matched: a named expression, or a tuple that may have stars.
func (p *parser) subject() ast.Expr {
	start := p.start()
	e := p.starNamedExpression()
	if p.kind == token.Comma {
		elts := p.moreElements(e, token.Colon)
		return &ast.Tuple{Pos: p.pos(start), Elts: elts}
	}
	if _, star := e.(*ast.Starred); star {
		p.fail()
	}
	return e
}

func (p *parser) caseBlock() *ast.MatchCase {
	start := p.start()
	p.next()
	c := &ast.MatchCase{Pattern: p.patterns()}
	if p.accept(token.If) {
		c.Guard = p.namedExpression()
	}
	p.colon()
	c.Body = p.block("'case' statement", start)
	return c
}

// patterns parses the top level of a case: a pattern, or a sequence without brackets.
func (p *parser) patterns() ast.Pattern {
	start := p.start()
	first := p.maybeStarPattern()
	if p.kind != token.Comma {
		if _, star := first.(*ast.MatchStar); star {
			p.fail()
		}
		return first
	}
	list := p.morePatterns(first, token.Colon)
	return &ast.MatchSequence{Pos: p.pos(start), Patterns: list}
}

func (p *parser) morePatterns(first ast.Pattern, closing token.Kind) []ast.Pattern {
	list := []ast.Pattern{first}
	for p.kind == token.Comma {
		p.next()
		if p.kind == closing || p.kind == token.If {
			break
		}
		list = append(list, p.maybeStarPattern())
	}
	return list
}

func (p *parser) maybeStarPattern() ast.Pattern {
	if p.kind != token.Star {
		return p.pattern()
	}
	start := p.start()
	p.next()
	name, _ := p.name()
	if name == "_" {
		name = ""
	}
	return &ast.MatchStar{Pos: p.pos(start), Name: name}
}

// pattern parses alternatives with an optional "as" name.
func (p *parser) pattern() ast.Pattern {
	if !p.enter() {
		return badPattern
	}
	defer p.leave()
	start := p.start()
	pat := p.closedPattern()
	if p.kind == token.VBar {
		list := []ast.Pattern{pat}
		for p.kind == token.VBar {
			p.next()
			list = append(list, p.closedPattern())
		}
		pat = &ast.MatchOr{Pos: p.pos(start), Patterns: list}
	}
	if p.kind != token.As {
		return pat
	}
	p.next()
	if p.explaining() && p.err == nil {
		p.diagnoseAsPattern()
	}
	if p.soft("_") {
		p.fail()
	}
	name, _ := p.name()
	if p.kind == token.Dot || p.kind == token.LParen || p.kind == token.Equal {
		p.fail()
	}
	return &ast.MatchAs{Pos: p.pos(start), Pattern: pat, Name: name}
}

var badPattern ast.Pattern = &ast.MatchAs{}

func (p *parser) closedPattern() ast.Pattern {
	start := p.start()
	switch p.kind {
	case token.Number, token.Minus, token.String, token.FStringStart, token.TStringStart:
		e := p.literalPattern()
		return &ast.MatchValue{Pos: p.pos(start), Value: e}
	case token.None, token.True, token.False:
		kind := ast.ConstNone
		switch p.kind {
		case token.True:
			kind = ast.ConstTrue
		case token.False:
			kind = ast.ConstFalse
		}
		p.next()
		return &ast.MatchSingleton{Pos: p.pos(start), Kind: kind}
	case token.Name:
		return p.namePattern()
	case token.LParen:
		p.next()
		if p.accept(token.RParen) {
			return &ast.MatchSequence{Pos: p.pos(start)}
		}
		first := p.maybeStarPattern()
		if p.kind == token.Comma {
			list := p.morePatterns(first, token.RParen)
			p.expect(token.RParen)
			return &ast.MatchSequence{Pos: p.pos(start), Patterns: list}
		}
		if _, star := first.(*ast.MatchStar); star {
			p.fail()
		}
		p.expect(token.RParen)
		return first
	case token.LBracket:
		p.next()
		if p.accept(token.RBracket) {
			return &ast.MatchSequence{Pos: p.pos(start)}
		}
		list := p.morePatterns(p.maybeStarPattern(), token.RBracket)
		p.expect(token.RBracket)
		return &ast.MatchSequence{Pos: p.pos(start), Patterns: list}
	case token.LBrace:
		return p.mappingPattern()
	}
	p.fail()
	return badPattern
}

// literalPattern parses a string, a signed number or a complex number.
func (p *parser) literalPattern() ast.Expr {
	start := p.start()
	if p.kind != token.Number && p.kind != token.Minus {
		return p.strings()
	}
	left := p.signedNumber()
	if p.kind != token.Plus && p.kind != token.Minus {
		return left
	}
	if t := p.toks[p.i-1]; !isReal(left) {
		p.reach()
		p.raiseTokens(t, t, "real number required in complex literal")
		return left
	}
	op := ast.Add
	if p.kind == token.Minus {
		op = ast.Sub
	}
	p.next()
	if p.kind != token.Number {
		p.fail()
		return left
	}
	t := p.toks[p.i]
	right := p.numberValue(t)
	p.next()
	if right.Kind != ast.ConstComplex {
		p.reach()
		p.raiseTokens(t, t, "imaginary number required in complex literal")
	}
	return &ast.BinOp{Pos: p.pos(start), Left: left, Op: op, Right: right}
}

func isReal(e ast.Expr) bool {
	if u, ok := e.(*ast.UnaryOp); ok {
		e = u.Operand
	}
	c, ok := e.(*ast.Constant)
	return ok && c.Kind != ast.ConstComplex
}

func (p *parser) signedNumber() ast.Expr {
	start := p.start()
	minus := p.accept(token.Minus)
	if p.kind != token.Number {
		p.fail()
		return badExpr
	}
	c := p.numberValue(p.toks[p.i])
	p.next()
	if minus {
		return &ast.UnaryOp{Pos: p.pos(start), Op: ast.USub, Operand: c}
	}
	return c
}

// dotted parses a name and its attributes.
func (p *parser) dotted() ast.Expr {
	start := p.start()
	var e ast.Expr = p.nameExpr(ast.Load)
	for p.kind == token.Dot {
		p.next()
		attr, _ := p.name()
		a := p.attrs.new()
		a.Value = e
		a.Attr = attr
		a.Pos = p.pos(start)
		e = a
	}
	return e
}

func (p *parser) namePattern() ast.Pattern {
	start := p.start()
	e := p.dotted()
	if p.kind == token.LParen {
		return p.classPattern(start, e)
	}
	if n, ok := e.(*ast.Name); ok {
		if n.ID == "_" {
			n.ID = ""
		}
		return &ast.MatchAs{Pos: n.Pos, Name: n.ID}
	}
	return &ast.MatchValue{Pos: p.pos(start), Value: e}
}

func (p *parser) classPattern(start uint32, cls ast.Expr) ast.Pattern {
	c := &ast.MatchClass{Cls: cls}
	p.next()
	m := p.i
	for p.kind != token.RParen && !p.failed {
		if p.kind == token.Name && p.peek(1) == token.Equal {
			name, _ := p.name()
			p.next()
			c.KwdAttrs = append(c.KwdAttrs, name)
			c.KwdPatterns = append(c.KwdPatterns, p.pattern())
		} else if len(c.KwdAttrs) > 0 {
			if p.explaining() {
				p.diagnoseClassPattern(m)
			}
			p.fail()
		} else {
			c.Patterns = append(c.Patterns, p.pattern())
		}
		if p.kind != token.Comma {
			break
		}
		p.next()
	}
	p.expect(token.RParen)
	c.Pos = p.pos(start)
	return c
}

func (p *parser) mappingPattern() ast.Pattern {
	start := p.start()
	p.next()
	c := &ast.MatchMapping{}
	for p.kind != token.RBrace && !p.failed {
		if p.accept(token.DoubleStar) {
			if p.soft("_") {
				p.fail()
			}
			c.Rest, _ = p.name()
			p.accept(token.Comma)
			break
		}
		var key ast.Expr
		switch p.kind {
		case token.None:
			key = p.constant(ast.ConstNone)
		case token.True:
			key = p.constant(ast.ConstTrue)
		case token.False:
			key = p.constant(ast.ConstFalse)
		case token.Name:
			key = p.dotted()
			if _, bare := key.(*ast.Name); bare {
				p.fail()
			}
		case token.Number, token.Minus, token.String, token.FStringStart, token.TStringStart:
			key = p.literalPattern()
		default:
			p.fail()
		}
		p.expect(token.Colon)
		c.Keys = append(c.Keys, key)
		c.Patterns = append(c.Patterns, p.pattern())
		if p.kind != token.Comma {
			break
		}
		p.next()
	}
	p.expect(token.RBrace)
	c.Pos = p.pos(start)
	return c
}
