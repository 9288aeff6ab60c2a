package parser

import (
	"strings"

	"ouro/internal/ast"
	"ouro/internal/token"
)

// statements parses statements up to a dedent or the end.
func (p *parser) statements() []ast.Stmt {
	var body []ast.Stmt
	for !p.failed && p.kind != token.EOF && p.kind != token.Dedent {
		m := p.i
		body = p.statement(body)
		if p.backtrack(m) {
			// The second run goes on as if the block ended here; somebody further out may know what is wrong.
			p.failed = true
			p.kind = token.Fail
			p.i = m
			return body
		}
	}
	return body
}

// statement parses a compound statement or a line of simple ones.
func (p *parser) statement(body []ast.Stmt) []ast.Stmt {
	if s := p.compound(); s != nil {
		if p.diag && !p.failed {
			p.lastStmt = s.Span().Start
		}
		return append(body, s)
	}
	return p.simpleStatements(body)
}

// compound parses a compound statement; it returns nil, having consumed nothing, if none begins here.
func (p *parser) compound() ast.Stmt {
	switch p.kind {
	case token.Def:
		return p.functionDef(p.start(), nil)
	case token.At:
		return p.decorated()
	case token.Class:
		return p.classDef(nil)
	case token.If:
		return p.ifStmt()
	case token.For:
		return p.forStmt(p.start(), false)
	case token.While:
		return p.whileStmt()
	case token.Try:
		return p.tryStmt()
	case token.With:
		return p.withStmt(p.start(), false)
	case token.Async:
		return p.asyncStmt()
	case token.Name:
		if p.text(p.i) == "match" {
			return p.matchStmt()
		}
	}
	return nil
}

func (p *parser) simpleStatements(body []ast.Stmt) []ast.Stmt {
	for {
		body = append(body, p.simpleStatement())
		if p.kind != token.Semi {
			break
		}
		p.next()
		if p.kind == token.Newline {
			break
		}
		m := p.i
		if p.diag {
			p.simpleStatement()
			ok := !p.failed
			p.seek(m)
			if !ok {
				p.fail()
				return body
			}
		}
	}
	p.expect(token.Newline)
	return body
}

func (p *parser) singleInput() ast.Root {
	in := &ast.Interactive{}
	switch p.kind {
	case token.Newline:
		p.next()
		in.Body = []ast.Stmt{&ast.Pass{}}
		return in
	case token.EOF:
		p.fail()
		return in
	}
	if s := p.compound(); s != nil {
		in.Body = []ast.Stmt{s}
		if p.kind == token.EOF && p.toks[p.i-1].Kind == token.Newline && !strings.HasSuffix(p.src, "\n") {
			p.fail() // a block on the statement's own line needs a line end
		}
		// A block ends with the blank line after it, or with the text.
		if p.kind == token.Newline {
			p.next()
		}
		if p.opts.DontImplyDedent && p.kind == token.EOF && !p.failed && !strings.HasSuffix(p.src, "\n") {
			p.fail()
		}
		p.expect(token.EOF)
		return in
	}
	in.Body = p.simpleStatements(nil)
	newline := p.i - 1
	for p.kind == token.Indent || p.kind == token.Dedent {
		p.next() // white space at the very end
	}
	if p.err == p.lx.err && p.err != nil && newline >= 0 && p.toks[newline].Kind == token.Newline {
		p.err, p.failed = nil, false // the error is in the next statement
	}
	if p.kind != token.EOF && !p.failed {
		p.failed = true
		t := p.toks[newline]
		p.far = newline
		p.raiseTokens(t, t, multipleStatements)
	}
	return in
}

const multipleStatements = "multiple statements found while compiling a single statement"

// simpleStatement parses one statement that fits on a line.
func (p *parser) simpleStatement() ast.Stmt {
	start := p.start()
	if p.failed {
		return &ast.Pass{}
	}
	if p.explaining() && p.peek(1) == token.If {
		switch p.kind {
		case token.Pass, token.Break, token.Continue:
			p.diagnoseExpression()
		}
	}
	switch p.kind {
	case token.Return:
		p.next()
		var v ast.Expr
		if startsExpr[p.kind] || p.kind == token.Star {
			m := p.i
			v = p.starExpressions()
			if p.backtrack(m) {
				v = nil
			}
		}
		return &ast.Return{Pos: p.pos(start), Value: v}
	case token.Import:
		return p.importStmt()
	case token.From:
		return p.importFrom()
	case token.Raise:
		return p.raiseStmt()
	case token.Pass:
		p.next()
		return &ast.Pass{Pos: p.pos(start)}
	case token.Break:
		p.next()
		return &ast.Break{Pos: p.pos(start)}
	case token.Continue:
		p.next()
		return &ast.Continue{Pos: p.pos(start)}
	case token.Del:
		return p.deleteStmt()
	case token.Assert:
		p.next()
		a := &ast.Assert{Test: p.expression()}
		if end := p.i; p.accept(token.Comma) {
			a.Msg = p.expression()
			p.backtrack(end)
		}
		a.Pos = p.pos(start)
		return a
	case token.Global:
		p.next()
		names := p.nameList()
		return &ast.Global{Pos: p.pos(start), Names: names}
	case token.Nonlocal:
		p.next()
		names := p.nameList()
		return &ast.Nonlocal{Pos: p.pos(start), Names: names}
	case token.Name:
		if p.text(p.i) == "type" && p.peek(1) == token.Name {
			m := p.i
			if p.explaining() {
				p.try(m, p.diagnoseAssignment)
			}
			t := p.typeAlias()
			if !p.backtrack(m) {
				return t
			}
		}
	}
	if p.diag {
		m := p.i
		s := p.expressionStatement()
		if p.failed && p.err == nil {
			p.diagnoseStatement(m)
		} else if _, ok := s.(*ast.ExprStmt); ok && p.err == nil && p.explaining() {
			// What could be read is no assignment; see whether it was meant as one.
			end := p.i
			p.seek(m)
			p.diagnoseAssignment()
			p.seek(end)
		}
		return s
	}
	return p.expressionStatement()
}

func (p *parser) nameList() []string {
	var names []string
	for {
		s, _ := p.name()
		names = append(names, s)
		if p.kind != token.Comma {
			return names
		}
		p.next()
	}
}

var augmented = [token.Count]struct {
	op ast.Operator
	ok bool
}{
	token.PlusEqual: {ast.Add, true}, token.MinusEqual: {ast.Sub, true}, token.StarEqual: {ast.Mult, true},
	token.SlashEqual: {ast.Div, true}, token.DoubleSlashEqual: {ast.FloorDiv, true}, token.PercentEqual: {ast.Mod, true},
	token.AtEqual: {ast.MatMult, true}, token.AmperEqual: {ast.BitAnd, true}, token.VBarEqual: {ast.BitOr, true},
	token.CircumflexEqual: {ast.BitXor, true}, token.LShiftEqual: {ast.LShift, true}, token.RShiftEqual: {ast.RShift, true},
	token.DoubleStarEqual: {ast.Pow, true},
}

// expressionStatement parses an assignment of any kind, or an expression.
func (p *parser) expressionStatement() ast.Stmt {
	start := p.start()
	m := p.i
	var e ast.Expr
	if p.kind == token.Yield {
		e = p.yieldExpr()
	} else {
		e = p.starExpressions()
		switch {
		case p.kind == token.Colon:
			return p.annotated(start, m, e)
		case p.kind == token.Equal:
			return p.assignment(start, e)
		case augmented[p.kind].ok && isSingleTarget(e):
			p.setContext(e, ast.Store)
			op := augmented[p.kind].op
			p.next()
			v := p.annotatedRHS()
			return &ast.AugAssign{Pos: p.pos(start), Target: e, Op: op, Value: v}
		}
	}
	s := p.exprStmts.new()
	s.Pos = p.pos(start)
	s.Value = e
	return s
}

// annotated parses an annotated assignment from its colon on.
func (p *parser) annotated(start uint32, m int, target ast.Expr) ast.Stmt {
	if !isSingleTarget(target) {
		// The colon does not belong to it.
		s := p.exprStmts.new()
		s.Pos = p.pos(start)
		s.Value = target
		return s
	}
	p.setContext(target, ast.Store)
	_, isName := target.(*ast.Name)
	a := &ast.AnnAssign{Target: target, Simple: isName && p.toks[m].Kind == token.Name}
	p.next()
	a.Annotation = p.expression()
	if end := p.i; p.accept(token.Equal) {
		a.Value = p.annotatedRHS()
		p.backtrack(end)
	}
	a.Pos = p.pos(start)
	return a
}

// assignment parses target = target = ... = value from the first equals sign on.
func (p *parser) assignment(start uint32, e ast.Expr) ast.Stmt {
	a := &ast.Assign{Value: e}
	for p.kind == token.Equal {
		target := a.Value
		if s, ok := target.(*ast.Starred); ok {
			// A lone star is the compiler's to refuse.
			if !p.assignable(s.Value, ast.Store) {
				p.fail()
				return a
			}
			if !p.diag {
				mark(s, ast.Store)
			}
		} else if !p.setContext(target, ast.Store) {
			p.fail()
			return a
		}
		a.Targets = append(a.Targets, target)
		p.next()
		a.Value = p.annotatedRHS()
	}
	a.Pos = p.pos(start)
	return a
}

func (p *parser) raiseStmt() ast.Stmt {
	start := p.start()
	p.next()
	r := &ast.Raise{}
	if startsExpr[p.kind] {
		m := p.i
		r.Exc = p.expression()
		if p.backtrack(m) {
			r.Exc = nil
		} else if end := p.i; p.accept(token.From) {
			r.Cause = p.expression()
			p.backtrack(end)
		}
	}
	r.Pos = p.pos(start)
	return r
}

func (p *parser) deleteStmt() ast.Stmt {
	start := p.start()
	m := p.i
	p.next()
	d := &ast.Delete{}
	for {
		e := p.primary()
		if p.failed || !p.setContext(e, ast.Del) {
			p.fail()
			break
		}
		d.Targets = append(d.Targets, e)
		if p.kind != token.Comma {
			break
		}
		p.next()
		if !startsExpr[p.kind] && p.kind != token.Star {
			break
		}
	}
	if p.kind != token.Newline && p.kind != token.Semi {
		p.fail()
		if p.explaining() && p.err == nil {
			p.diagnoseDelete(m)
		}
	}
	d.Pos = p.pos(start)
	return d
}

func (p *parser) importStmt() ast.Stmt {
	start := p.start()
	m := p.i
	if p.explaining() {
		p.diagnoseImport(m)
	}
	p.next()
	imp := &ast.Import{}
	for {
		a := p.dottedAs()
		imp.Names = append(imp.Names, a)
		if p.kind != token.Comma {
			break
		}
		p.next()
	}
	imp.Pos = p.pos(start)
	return imp
}

// dottedAs parses a.b.c [as name].
func (p *parser) dottedAs() *ast.Alias {
	start := p.start()
	a := &ast.Alias{Name: p.dottedName()}
	if p.kind == token.As {
		p.next()
		if p.explaining() {
			p.diagnoseAsName(false)
		}
		a.AsName, _ = p.name()
	}
	a.Pos = p.pos(start)
	return a
}

func (p *parser) dottedName() string {
	s, _ := p.name()
	for p.kind == token.Dot {
		p.next()
		part, _ := p.name()
		s += "." + part
	}
	return s
}

func (p *parser) importFrom() ast.Stmt {
	start := p.start()
	p.next()
	imp := &ast.ImportFrom{}
	for {
		if p.kind == token.Dot {
			imp.Level++
		} else if p.kind == token.Ellipsis {
			imp.Level += 3
		} else {
			break
		}
		p.next()
	}
	if p.kind == token.Name || imp.Level == 0 {
		imp.Module = p.dottedName()
	}
	p.expect(token.Import)
	switch p.kind {
	case token.Star:
		t := p.toks[p.i]
		p.next()
		imp.Names = []*ast.Alias{{Pos: ast.Pos{Start: t.Start, End: t.End}, Name: "*"}}
	case token.LParen:
		p.next()
		imp.Names = p.importNames(true)
		p.expect(token.RParen)
	default:
		if p.explaining() && p.kind == token.Newline {
			p.reach()
			p.raiseFrom(p.start(), "Expected one or more names after 'import'")
			return imp
		}
		imp.Names = p.importNames(false)
	}
	imp.Pos = p.pos(start)
	return imp
}

func (p *parser) importNames(parens bool) []*ast.Alias {
	var names []*ast.Alias
	for {
		start := p.start()
		name, _ := p.name()
		a := &ast.Alias{Name: name}
		if p.accept(token.As) {
			if p.explaining() {
				p.diagnoseAsName(true)
			}
			a.AsName, _ = p.name()
		}
		a.Pos = p.pos(start)
		names = append(names, a)
		if p.kind != token.Comma {
			return names
		}
		p.next()
		if parens && p.kind == token.RParen {
			return names
		}
		if p.explaining() && !parens && p.kind == token.Newline {
			p.reach()
			p.raiseLast(SyntaxErr, "trailing comma not allowed without surrounding parentheses")
		}
	}
}

// typeAlias parses a type statement, or whatever else begins with two names.
func (p *parser) typeAlias() ast.Stmt {
	start := p.start()
	p.next()
	t := &ast.TypeAlias{Name: p.nameExpr(ast.Store)}
	if p.kind == token.LBracket {
		t.TypeParams = p.typeParams(1)
	}
	p.expect(token.Equal)
	t.Value = p.expression()
	t.Pos = p.pos(start)
	return t
}
