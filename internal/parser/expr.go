package parser

import (
	"ouro/internal/ast"
	"ouro/internal/token"
)

// startsExpr marks the kinds with which an expression can begin.
var startsExpr = [token.Count]bool{
	token.Name: true, token.Number: true, token.String: true, token.FStringStart: true, token.TStringStart: true,
	token.LParen: true, token.LBracket: true, token.LBrace: true, token.Minus: true, token.Plus: true, token.Tilde: true,
	token.Not: true, token.Lambda: true, token.Await: true, token.None: true, token.True: true, token.False: true, token.Ellipsis: true,
}

type binary struct {
	prec uint8
	op   ast.Operator
}

var binaryOps = [token.Count]binary{
	token.VBar: {1, ast.BitOr}, token.Circumflex: {2, ast.BitXor}, token.Amper: {3, ast.BitAnd},
	token.LShift: {4, ast.LShift}, token.RShift: {4, ast.RShift},
	token.Plus: {5, ast.Add}, token.Minus: {5, ast.Sub},
	token.Star: {6, ast.Mult}, token.Slash: {6, ast.Div}, token.DoubleSlash: {6, ast.FloorDiv},
	token.Percent: {6, ast.Mod}, token.At: {6, ast.MatMult},
}

// remember runs a rule in the second run once per place. Whether mistakes were looked for then makes no difference, as in CPython.
func remember(p *parser, rule memoRule, f func() ast.Expr) ast.Expr {
	if p.err != nil || p.failed {
		return f()
	}
	key := memoKey{p.i, rule}
	if v, ok := p.memo[key]; ok {
		p.i = v.end
		if v.ok {
			p.kind = p.toks[p.i].Kind
		} else {
			p.failed = true
			p.kind = token.Fail
		}
		e, _ := v.node.(ast.Expr)
		return e
	}
	e := f()
	if p.err == nil {
		p.memo[key] = memoValue{e, p.i, !p.failed}
	}
	return e
}

// starExpressions parses one or more expressions, starred ones too; several, or a trailing comma, make a tuple.
func (p *parser) starExpressions() ast.Expr {
	if p.diag {
		return remember(p, ruleStarExpressions, p.starExpressions1)
	}
	return p.starExpressions1()
}

func (p *parser) starExpressions1() ast.Expr {
	start := p.start()
	e := p.starExpression()
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
		e := p.starExpression()
		if p.backtrack(m) {
			break
		}
		elts = append(elts, e)
	}
	return &ast.Tuple{Pos: p.pos(start), Elts: elts}
}

func (p *parser) starExpression() ast.Expr {
	if p.kind == token.Star {
		return p.starred()
	}
	return p.expression()
}

// starred parses * and an operand of bitwise-or strength.
func (p *parser) starred() ast.Expr {
	start := p.start()
	p.next()
	v := p.bitwiseOr()
	return &ast.Starred{Pos: p.pos(start), Value: v}
}

// expressions is starExpressions without stars: the input of eval.
func (p *parser) expressions() ast.Expr {
	start := p.start()
	e := p.expression()
	if p.kind != token.Comma {
		return e
	}
	elts := []ast.Expr{e}
	for p.kind == token.Comma {
		p.next()
		if !startsExpr[p.kind] {
			break
		}
		m := p.i
		e := p.expression()
		if p.backtrack(m) {
			break
		}
		elts = append(elts, e)
	}
	return &ast.Tuple{Pos: p.pos(start), Elts: elts}
}

// starNamedExpression parses an element of a display.
func (p *parser) starNamedExpression() ast.Expr {
	if p.kind == token.Star {
		return p.starred()
	}
	return p.namedExpression()
}

// namedExpression parses an expression or name := expression.
func (p *parser) namedExpression() ast.Expr {
	if p.diag {
		return remember(p, ruleNamed, p.namedExpression1)
	}
	return p.namedExpression1()
}

func (p *parser) namedExpression1() ast.Expr {
	if p.kind == token.Name && p.peek(1) == token.ColonEqual {
		return p.walrus()
	}
	if p.explaining() && !p.failed {
		p.diagnoseNamed()
	}
	e := p.expression()
	if p.kind == token.ColonEqual {
		p.fail()
	}
	return e
}

func (p *parser) walrus() ast.Expr {
	start := p.start()
	target := p.nameExpr(ast.Store)
	p.next()
	v := p.expression()
	return &ast.NamedExpr{Pos: p.pos(start), Target: target, Value: v}
}

func (p *parser) nameExpr(ctx ast.ExprContext) *ast.Name {
	n := p.names.new()
	n.ID, n.Pos = p.name()
	n.Ctx = ctx
	return n
}

// yieldExpr parses yield, which only some places allow.
func (p *parser) yieldExpr() ast.Expr {
	start := p.start()
	p.expect(token.Yield)
	if p.accept(token.From) {
		v := p.expression()
		return &ast.YieldFrom{Pos: p.pos(start), Value: v}
	}
	var v ast.Expr
	if startsExpr[p.kind] || p.kind == token.Star {
		m := p.i
		v = p.starExpressions()
		if p.backtrack(m) {
			v = nil
		}
	}
	return &ast.Yield{Pos: p.pos(start), Value: v}
}

// annotatedRHS parses yield or expressions: what stands right of an assignment and inside an f-string's field.
func (p *parser) annotatedRHS() ast.Expr {
	if p.kind == token.Yield {
		return p.yieldExpr()
	}
	return p.starExpressions()
}

// expression parses a conditional expression, a disjunction or a lambda.
func (p *parser) expression() ast.Expr {
	if p.diag {
		return remember(p, ruleExpression, p.expression1)
	}
	return p.expression1()
}

func (p *parser) expression1() ast.Expr {
	if !p.enter() {
		return badExpr
	}
	defer p.leave()
	if p.explaining() && !p.failed {
		p.diagnoseExpression()
	}
	if p.kind == token.Lambda {
		return p.lambda()
	}
	start := p.start()
	e := p.disjunction()
	if p.kind != token.If {
		return e
	}
	m := p.i
	p.next()
	test := p.disjunction()
	p.expect(token.Else)
	orelse := p.expression()
	if p.backtrack(m) {
		return e
	}
	return &ast.IfExp{Pos: p.pos(start), Test: test, Body: e, Orelse: orelse}
}

// badExpr stands where an expression failed, so that callers need not look.
var badExpr ast.Expr = &ast.Name{}

func (p *parser) disjunction() ast.Expr {
	if p.diag {
		return remember(p, ruleDisjunction, p.disjunction1)
	}
	return p.disjunction1()
}

func (p *parser) disjunction1() ast.Expr {
	start := p.start()
	e := p.conjunction()
	if p.kind != token.Or {
		return e
	}
	values := []ast.Expr{e}
	for p.kind == token.Or {
		m := p.i
		p.next()
		v := p.conjunction()
		if p.backtrack(m) {
			break
		}
		values = append(values, v)
	}
	if len(values) == 1 {
		return e
	}
	return &ast.BoolOp{Pos: p.pos(start), Op: ast.Or, Values: values}
}

func (p *parser) conjunction() ast.Expr {
	start := p.start()
	e := p.inversion()
	if p.kind != token.And {
		return e
	}
	values := []ast.Expr{e}
	for p.kind == token.And {
		m := p.i
		p.next()
		v := p.inversion()
		if p.backtrack(m) {
			break
		}
		values = append(values, v)
	}
	if len(values) == 1 {
		return e
	}
	return &ast.BoolOp{Pos: p.pos(start), Op: ast.And, Values: values}
}

func (p *parser) inversion() ast.Expr {
	if p.kind != token.Not {
		return p.comparison()
	}
	if !p.enter() {
		return badExpr
	}
	start := p.start()
	p.next()
	v := p.inversion()
	p.leave()
	return &ast.UnaryOp{Pos: p.pos(start), Op: ast.Not, Operand: v}
}

// cmpOp recognises a comparison operator and how many tokens it takes.
func (p *parser) cmpOp() (ast.CmpOperator, int) {
	switch p.kind {
	case token.EqEqual:
		return ast.Eq, 1
	case token.NotEqual:
		return ast.NotEq, 1
	case token.Less:
		return ast.Lt, 1
	case token.LessEqual:
		return ast.LtE, 1
	case token.Greater:
		return ast.Gt, 1
	case token.GreaterEqual:
		return ast.GtE, 1
	case token.In:
		return ast.In, 1
	case token.Is:
		if p.peek(1) == token.Not {
			return ast.IsNot, 2
		}
		return ast.Is, 1
	case token.Not:
		if p.peek(1) == token.In {
			return ast.NotIn, 2
		}
		p.far = max(p.far, p.i+1)
	}
	return 0, 0
}

var isCmp = [token.Count]bool{
	token.EqEqual: true, token.NotEqual: true, token.Less: true, token.LessEqual: true, token.Greater: true,
	token.GreaterEqual: true, token.In: true, token.Is: true, token.Not: true,
}

func (p *parser) comparison() ast.Expr {
	start := p.start()
	e := p.bitwiseOr()
	if !isCmp[p.kind] {
		return e
	}
	var ops []ast.CmpOperator
	var rest []ast.Expr
	for isCmp[p.kind] {
		op, n := p.cmpOp()
		if n == 0 {
			break
		}
		m := p.i
		p.next()
		if n == 2 {
			p.next()
		}
		v := p.bitwiseOr()
		if p.backtrack(m) {
			break
		}
		ops = append(ops, op)
		rest = append(rest, v)
	}
	if len(ops) == 0 {
		return e
	}
	return &ast.Compare{Pos: p.pos(start), Left: e, Ops: ops, Comparators: rest}
}

func (p *parser) bitwiseOr() ast.Expr {
	if p.diag {
		return remember(p, ruleBitwiseOr, func() ast.Expr { return p.binary(1) })
	}
	return p.binary(1)
}

// binary parses left-associative operators of at least the given precedence.
func (p *parser) binary(prec uint8) ast.Expr {
	start := p.start()
	e := p.factor()
	for {
		b := binaryOps[p.kind]
		if b.prec < prec || b.prec == 0 {
			return e
		}
		m := p.i
		p.next()
		if p.explaining() && b.prec >= 5 && p.kind == token.Not {
			p.diagnoseNot(p.inversion)
		}
		right := p.binary(b.prec + 1)
		if p.backtrack(m) {
			return e
		}
		e = &ast.BinOp{Pos: p.pos(start), Left: e, Op: b.op, Right: right}
		if p.failed {
			return e
		}
	}
}

func (p *parser) factor() ast.Expr {
	var op ast.UnaryOperator
	switch p.kind {
	case token.Plus:
		op = ast.UAdd
	case token.Minus:
		op = ast.USub
	case token.Tilde:
		op = ast.Invert
	default:
		return p.power()
	}
	if !p.enter() {
		return badExpr
	}
	start := p.start()
	p.next()
	if p.explaining() && p.kind == token.Not {
		p.diagnoseNot(p.factor)
	}
	v := p.factor()
	p.leave()
	return &ast.UnaryOp{Pos: p.pos(start), Op: op, Operand: v}
}

func (p *parser) power() ast.Expr {
	start := p.start()
	var e ast.Expr
	if p.kind == token.Await {
		p.next()
		v := p.primary()
		e = &ast.Await{Pos: p.pos(start), Value: v}
	} else {
		e = p.primary()
	}
	if p.kind != token.DoubleStar {
		return e
	}
	if !p.enter() {
		return badExpr
	}
	m := p.i
	p.next()
	right := p.factor()
	p.leave()
	if p.backtrack(m) {
		return e
	}
	return &ast.BinOp{Pos: p.pos(start), Left: e, Op: ast.Pow, Right: right}
}

// primary parses an atom and its trailers: attributes, calls and subscripts.
func (p *parser) primary() ast.Expr {
	if p.diag {
		return remember(p, rulePrimary, p.primary1)
	}
	return p.primary1()
}

func (p *parser) primary1() ast.Expr {
	start := p.start()
	e := p.atom()
	for {
		m := p.i
		if p.explaining() && (p.kind == token.LBracket || p.kind == token.LBrace || p.kind == token.LParen) {
			p.diagnoseComprehension(m) // as if a generator expression were called
		}
		switch p.kind {
		case token.Dot:
			p.next()
			if p.kind != token.Name {
				p.fail()
				p.backtrack(m)
				return e
			}
			t := p.toks[p.i]
			p.next()
			a := p.attrs.new()
			a.Pos = ast.Pos{Start: start, End: t.End}
			a.Value = e
			a.Attr = identifier(p.src[t.Start:t.End])
			e = a
		case token.LParen:
			c := p.calls.new()
			c.Func = e
			p.arguments(c)
			if p.backtrack(m) {
				return e
			}
			c.Pos = p.pos(start)
			e = c
		case token.LBracket:
			p.next()
			s := p.slices()
			p.expect(token.RBracket)
			if p.backtrack(m) {
				return e
			}
			e = &ast.Subscript{Pos: p.pos(start), Value: e, Slice: s}
		default:
			return e
		}
		if p.failed {
			return e
		}
	}
}

// slices parses what stands between the brackets of a subscript.
func (p *parser) slices() ast.Expr {
	start := p.start()
	e := p.slice()
	if p.kind != token.Comma {
		if _, star := e.(*ast.Starred); star && !p.failed {
			return &ast.Tuple{Pos: p.pos(start), Elts: []ast.Expr{e}}
		}
		return e
	}
	elts := []ast.Expr{e}
	for p.kind == token.Comma {
		p.next()
		if p.kind == token.RBracket {
			break
		}
		m := p.i
		e := p.slice()
		if p.backtrack(m) {
			break
		}
		elts = append(elts, e)
	}
	return &ast.Tuple{Pos: p.pos(start), Elts: elts}
}

func (p *parser) slice() ast.Expr {
	start := p.start()
	if p.kind == token.Star {
		return p.starredExpression()
	}
	var s ast.Slice
	if p.kind != token.Colon {
		if p.kind == token.Name && p.peek(1) == token.ColonEqual {
			return p.walrus()
		}
		m := p.i
		e := p.expression()
		if p.kind != token.Colon {
			if p.explaining() {
				p.seek(m)
				return p.namedExpression()
			}
			if p.kind == token.ColonEqual {
				p.fail()
			}
			return e
		}
		s.Lower = e
	}
	p.next()
	if startsExpr[p.kind] {
		m := p.i
		s.Upper = p.expression()
		if p.backtrack(m) {
			s.Upper = nil
		}
	}
	if p.accept(token.Colon) && startsExpr[p.kind] {
		m := p.i
		s.Step = p.expression()
		if p.backtrack(m) {
			s.Step = nil
		}
	}
	s.Pos = p.pos(start)
	return &s
}

// starredExpression parses * and a whole expression, as arguments and subscripts have it.
func (p *parser) starredExpression() ast.Expr {
	if p.explaining() {
		p.diagnoseStarred()
	}
	start := p.start()
	p.next()
	v := p.expression()
	return &ast.Starred{Pos: p.pos(start), Value: v}
}

func (p *parser) atom() ast.Expr {
	t := p.toks[p.i]
	switch p.kind {
	case token.Name:
		p.next()
		n := p.names.new()
		n.Pos = ast.Pos{Start: t.Start, End: t.End}
		n.ID = identifier(p.src[t.Start:t.End])
		return n
	case token.Number:
		c := p.numberValue(t)
		p.next()
		return c
	case token.String, token.FStringStart, token.TStringStart:
		return p.strings()
	case token.LParen:
		return p.parenthesised()
	case token.LBracket:
		return p.list()
	case token.LBrace:
		return p.dictOrSet()
	case token.None:
		return p.constant(ast.ConstNone)
	case token.True:
		return p.constant(ast.ConstTrue)
	case token.False:
		return p.constant(ast.ConstFalse)
	case token.Ellipsis:
		return p.constant(ast.ConstEllipsis)
	}
	p.fail()
	return badExpr
}

func (p *parser) constant(k ast.ConstKind) ast.Expr {
	t := p.toks[p.i]
	p.next()
	c := p.constants.new()
	c.Pos = ast.Pos{Start: t.Start, End: t.End}
	c.Kind = k
	return c
}
