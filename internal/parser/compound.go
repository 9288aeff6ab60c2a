package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// block parses the body of a compound statement after its colon. what and at say whose it is, for the message; what may be empty.
func (p *parser) block(what string, at uint32) []ast.Stmt {
	if p.kind != token.Newline {
		if p.failed {
			return nil
		}
		return p.simpleStatements(nil)
	}
	p.next()
	if p.kind != token.Indent {
		if p.explaining() && !p.failed {
			p.reach()
			if what == "" {
				p.raiseIndent("expected an indented block")
			} else {
				p.raiseIndent("expected an indented block after %s on line %d", what, p.source.Line(at))
			}
		}
		p.fail()
		return nil
	}
	p.next()
	body := p.statements()
	if len(body) == 0 {
		p.fail()
	}
	p.expect(token.Dedent)
	return body
}

// colon parses the colon before a block. A line that ends without one gets a message of its own.
func (p *parser) colon() {
	if p.kind == token.Newline && p.explaining() {
		p.reach()
		p.raiseLast(SyntaxErr, "expected ':'")
		return
	}
	p.expect(token.Colon)
}

func (p *parser) ifStmt() ast.Stmt {
	root := &ast.If{}
	s := root
	what := "'if' statement"
	var chain []*ast.If
	for {
		start := p.start()
		s.Start = start
		p.next()
		s.Test = p.namedExpression()
		p.colon()
		s.Body = p.block(what, start)
		chain = append(chain, s)
		if p.kind != token.Elif {
			break
		}
		what = "'elif' statement"
		n := &ast.If{}
		s.Orelse = []ast.Stmt{n}
		s = n
	}
	hadElse := p.kind == token.Else
	if s.Orelse = p.elseBlock(); hadElse && p.kind == token.Elif && p.explaining() {
		p.reach()
		p.raiseLast(SyntaxErr, "'elif' block follows an 'else' block")
	}
	end := p.end()
	for _, s := range chain {
		s.End = end
	}
	return root
}

func (p *parser) elseBlock() []ast.Stmt {
	if p.kind != token.Else {
		return nil
	}
	start := p.start()
	p.next()
	p.expectForced(token.Colon)
	return p.block("'else' statement", start)
}

func (p *parser) whileStmt() ast.Stmt {
	start := p.start()
	p.next()
	w := &ast.While{Test: p.namedExpression()}
	p.colon()
	w.Body = p.block("'while' statement", start)
	w.Orelse = p.elseBlock()
	w.Pos = p.pos(start)
	return w
}

func (p *parser) forStmt(start uint32, async bool) ast.Stmt {
	m := p.i
	at := start
	p.next()
	f := &ast.For{Async: async}
	f.Target = p.starTargets()
	if p.explaining() && p.kind != token.In {
		p.fail()
		p.diagnoseForTarget(m)
		return f
	}
	p.expect(token.In)
	f.Iter = p.starExpressions()
	p.colon()
	f.Body = p.block("'for' statement", at)
	f.Orelse = p.elseBlock()
	f.Pos = p.pos(start)
	return f
}

func (p *parser) asyncStmt() ast.Stmt {
	start := p.start()
	switch p.peek(1) {
	case token.Def:
		return p.functionDef(start, nil)
	case token.For:
		p.next()
		return p.forStmt(start, true)
	case token.With:
		p.next()
		return p.withStmt(start, true)
	}
	p.next()
	p.fail()
	return &ast.Pass{}
}

// withStmt parses a with statement. A parenthesis may enclose the items or begin the first one: it does the former if a colon follows it.
func (p *parser) withStmt(start uint32, async bool) ast.Stmt {
	p.next()
	w := &ast.With{Async: async}
	m := p.i
	if p.kind == token.LParen {
		p.next()
		for {
			w.Items = append(w.Items, p.withItem())
			if p.kind != token.Comma {
				break
			}
			p.next()
			if p.kind == token.RParen {
				break
			}
		}
		p.expect(token.RParen)
		if p.err != nil {
			return w
		}
		if p.failed || p.kind != token.Colon && !(p.explaining() && p.kind == token.Newline) {
			w.Items = nil
			p.seek(m)
		}
	}
	if w.Items == nil {
		for {
			w.Items = append(w.Items, p.withItem())
			if p.kind != token.Comma {
				break
			}
			p.next()
		}
	}
	p.colon()
	w.Body = p.block("'with' statement", start)
	w.Pos = p.pos(start)
	return w
}

func (p *parser) withItem() *ast.WithItem {
	w := &ast.WithItem{Context: p.expression()}
	if p.kind == token.As {
		m := p.i
		p.next()
		t := p.starTarget()
		if k := p.kind; k != token.Comma && k != token.RParen && k != token.Colon && !(p.explaining() && k == token.Newline) {
			p.fail()
			if p.explaining() && p.err == nil {
				p.diagnoseWithTarget(m)
			}
		}
		w.Vars = t
	}
	return w
}

func (p *parser) tryStmt() ast.Stmt {
	start := p.start()
	p.next()
	p.expectForced(token.Colon)
	t := &ast.Try{}
	first := p.i
	t.Body = p.block("'try' statement", start)
	if p.explaining() && p.failed && p.err == nil && p.toks[first].Kind == token.Except {
		p.try(first, func() {
			for p.kind == token.Except && p.ok() {
				p.handler(p.peek(1) == token.Star)
			}
		})
	}
	if p.explaining() && !p.failed && p.kind != token.Except && p.kind != token.Finally {
		p.reach()
		p.raiseLast(SyntaxErr, "expected 'except' or 'finally' block")
	}
	if p.kind != token.Except && p.kind != token.Finally {
		p.fail()
	}
	for p.kind == token.Except {
		star := p.peek(1) == token.Star
		if len(t.Handlers) > 0 && star != t.Star {
			if p.explaining() {
				p.mixedExcept(star)
			}
			p.far = max(p.far, p.i+1)
			p.fail()
			break
		}
		t.Star = star
		t.Handlers = append(t.Handlers, p.handler(star))
	}
	if len(t.Handlers) > 0 {
		t.Orelse = p.elseBlock()
	}
	if p.kind == token.Finally {
		at := p.start()
		p.next()
		p.expectForced(token.Colon)
		t.Finalbody = p.block("'finally' statement", at)
	}
	t.Pos = p.pos(start)
	return t
}

// mixedExcept raises the error for except and except* together, if the second clause's header is complete.
func (p *parser) mixedExcept(star bool) {
	at := p.toks[p.i]
	end := at
	p.next()
	if star {
		end = p.toks[p.i]
		p.next()
	}
	if star || p.kind != token.Colon {
		p.expression()
		if p.accept(token.As) {
			p.name()
		}
	}
	if p.kind != token.Colon {
		p.fail()
		return
	}
	p.raiseTokens(at, end, "cannot have both 'except' and 'except*' on the same 'try'")
}

func (p *parser) handler(star bool) *ast.ExceptHandler {
	start := p.start()
	p.next()
	what := "'except' statement"
	if star {
		what = "'except*' statement"
		p.next()
		if p.explaining() && (p.kind == token.Newline || p.kind == token.Colon) {
			p.reach()
			p.raiseLast(SyntaxErr, "expected one or more exception types")
		}
	}
	h := &ast.ExceptHandler{}
	if star || p.kind != token.Colon && p.kind != token.Newline {
		from := p.start()
		h.Type = p.expression()
		if p.kind == token.Comma {
			elts := []ast.Expr{h.Type}
			for p.kind == token.Comma {
				p.next()
				if !startsExpr[p.kind] {
					break
				}
				elts = append(elts, p.expression())
			}
			h.Type = &ast.Tuple{Pos: p.pos(from), Elts: elts}
			what = "" // CPython's message knows one type only
			if p.kind == token.As {
				if p.explaining() {
					p.diagnoseUnparenthesised(h.Type.(*ast.Tuple))
				}
				p.fail()
			}
		} else if p.accept(token.As) {
			at := p.i
			h.Name, _ = p.name()
			if p.explaining() && p.err == nil && p.kind != token.Colon && p.kind != token.Newline {
				p.diagnoseExceptTarget(at, star)
			}
		}
	}
	p.colon()
	h.Body = p.block(what, start)
	h.Pos = p.pos(start)
	return h
}

func (p *parser) decorated() ast.Stmt {
	var decorators []ast.Expr
	for p.kind == token.At {
		p.next()
		decorators = append(decorators, p.namedExpression())
		p.expect(token.Newline)
	}
	switch {
	case p.kind == token.Class:
		return p.classDef(decorators)
	case p.kind == token.Def, p.kind == token.Async && p.peek(1) == token.Def:
		return p.functionDef(p.start(), decorators)
	}
	if p.kind == token.Async {
		p.next()
	}
	p.fail()
	return &ast.Pass{}
}

func (p *parser) functionDef(start uint32, decorators []ast.Expr) ast.Stmt {
	f := &ast.FunctionDef{Decorators: decorators, Async: p.accept(token.Async)}
	p.next()
	f.Name, f.NamePos = p.name()
	if p.kind == token.LBracket {
		m := p.i
		if f.TypeParams = p.typeParams(0); p.failed {
			p.seek(m)
		}
	}
	p.expectForced(token.LParen)
	f.Args = p.parameters(false)
	p.expect(token.RParen)
	if p.kind == token.Arrow {
		m := p.i
		p.next()
		f.Returns = p.expression()
		p.backtrack(m)
	}
	p.expectForced(token.Colon)
	f.Body = p.block("function definition", start)
	f.Pos = p.pos(start)
	return f
}

func (p *parser) classDef(decorators []ast.Expr) ast.Stmt {
	start := p.start()
	p.next()
	c := &ast.ClassDef{Decorators: decorators}
	c.Name, c.NamePos = p.name()
	if p.kind == token.LBracket {
		m := p.i
		if c.TypeParams = p.typeParams(0); p.failed {
			p.seek(m)
		}
	}
	if p.kind == token.LParen {
		open := p.i
		p.next()
		var call ast.Call
		p.argumentList(&call, token.RParen)
		if p.kind != token.RParen && p.explaining() && p.err == nil {
			p.diagnoseArguments(open + 1)
		}
		p.expect(token.RParen)
		c.Bases, c.Keywords = call.Args, call.Keywords
	}
	p.colon()
	c.Body = p.block("class definition", start)
	c.Pos = p.pos(start)
	return c
}
