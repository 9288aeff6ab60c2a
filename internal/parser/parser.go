// Package parser turns Python 3.14 source text into a syntax tree.
//
// The lexer makes tokens of the whole text; a recursive-descent parser then reads them once, without going back except at a few
// statements that begin with a soft keyword or with "with (". If it fails, it knows where but not yet why: a second run over the same
// tokens, with diagnosis on, tries at each place what people get wrong there, and raises the message that CPython gives. In that run a part that
// fails is abandoned and its beginning tried otherwise (see backtrack), as CPython's own grammar does; results are remembered, so that it stays linear.
//
// A failure is sticky: the current kind becomes token.Fail, which no rule accepts, so rules need not check every step.
package parser

import (
	"strings"
	"unicode/utf8"

	"ouro/internal/ast"
	"ouro/internal/token"
)

// Mode is what a text is parsed as.
type Mode uint8

// The modes of compile(), and a function signature's type comment.
const (
	Exec Mode = iota
	Eval
	Single
	FuncType
)

// Options changes how a text is parsed. The zero value is what compile() does.
type Options struct {
	// AllowIncomplete reports a text that only needs more lines as an IncompleteInputError (codeop).
	AllowIncomplete bool
	// DontImplyDedent refuses, in mode Single, a block that no line end follows (codeop).
	DontImplyDedent bool
}

// Warning is something the parser let pass. Its category is SyntaxWarning.
type Warning struct {
	Msg string
	Pos ast.Pos
}

// Parse parses a decoded text (see DecodeSource). The error is a *SyntaxError.
func Parse(src *ast.Source, mode Mode, opts Options) (ast.Root, []Warning, error) {
	text := src.Text
	if i := strings.IndexByte(text, 0); i >= 0 {
		return nil, nil, &SyntaxError{Msg: "source code string cannot contain null bytes", Filename: src.Filename}
	}
	lx := &lexer{src: text, file: src.Filename, bare: mode != Exec, toks: make([]token.Token, 0, len(text)/4+8)}
	lx.run()
	p := &parser{src: text, source: src, toks: lx.toks, lx: lx, mode: mode, opts: opts}
	root := p.run()
	if p.failed {
		root = nil
		if lx.reachedEnd(p) && (opts.AllowIncomplete) {
			return nil, nil, p.incomplete()
		}
		incomplete := lx.reachedEnd(p)
		if p.err == nil {
			p.err = p.diagnosis()
		} else if p.err != lx.err {
			p.checkRest(p.far)
		}
		p.err.Incomplete = incomplete
		p.err.Filename = src.Filename
		return nil, p.allWarnings(), p.err
	}
	return root, p.allWarnings(), nil
}

// diagnosis runs the parser again over what it has failed on, first only with backtracking, then explaining.
func (p *parser) diagnosis() *SyntaxError {
	d := &parser{src: p.src, source: p.source, toks: p.toks, lx: p.lx, mode: p.mode, opts: p.opts, diag: true, quiet: true, memo: map[memoKey]memoValue{}, far: p.far}
	d.run()
	if d.err != nil {
		if d.err != d.lx.err {
			d.checkRest(d.far)
		}
		return d.err
	}
	last := d.far
	lastStmt := d.lastStmt
	d = &parser{src: p.src, source: p.source, toks: p.toks, lx: p.lx, mode: p.mode, opts: p.opts, diag: true, memo: map[memoKey]memoValue{}, far: last}
	d.run()
	d.explain(last)
	d.err.LastStmt = lastStmt
	return d.err
}

// explaining tells whether mistakes are being looked for.
func (p *parser) explaining() bool { return p.diag && !p.quiet }

type memoRule uint8

const (
	ruleExpression memoRule = iota
	ruleDisjunction
	ruleBitwiseOr
	ruleNamed
	rulePrimary
	ruleStarExpressions
	ruleStatement
)

type memoKey struct {
	at   int
	rule memoRule
}

type memoValue struct {
	node any
	end  int
	ok   bool
}

type parser struct {
	src    string
	source *ast.Source
	toks   []token.Token
	i      int        // current token
	kind   token.Kind // its kind, or token.Fail
	far    int        // the furthest token looked at so far; see reach
	failed bool
	err    *SyntaxError
	depth  int
	mode   Mode
	opts   Options
	lx     *lexer

	lastStmt uint32 // start of the last compound statement parsed; second run only

	diag  bool // second run
	quiet bool // second run, where mistakes are not looked for
	memo  map[memoKey]memoValue

	warnings  []Warning
	names     slab[ast.Name]
	constants slab[ast.Constant]
	attrs     slab[ast.Attribute]
	calls     slab[ast.Call]
	exprStmts slab[ast.ExprStmt]
}

// slab hands out the commonest nodes from blocks: a sixth of the parser's time went into single allocations.
type slab[T any] struct{ free []T }

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		s.free = make([]T, 32)
	}
	t := &s.free[0]
	s.free = s.free[1:]
	return t
}

// maxDepth limits the nesting of rules that no bracket counts ("not not ...", "lambda: lambda: ...").
const maxDepth = 3000

func (p *parser) run() ast.Root {
	p.i = -1
	p.advance()
	switch p.mode {
	case Eval:
		return p.evalInput()
	case Single:
		return p.singleInput()
	case FuncType:
		return p.funcTypeInput()
	}
	m := &ast.Module{Body: p.statements()}
	if p.kind != token.EOF {
		p.fail()
	}
	return m
}

func (p *parser) evalInput() ast.Root {
	e := &ast.Expression{Body: p.expressions()}
	for p.kind == token.Newline {
		p.next()
	}
	p.expect(token.EOF)
	return e
}

func (p *parser) funcTypeInput() ast.Root {
	f := &ast.FunctionType{}
	p.expect(token.LParen)
	for p.kind != token.RParen && !p.failed {
		switch p.kind {
		case token.Star, token.DoubleStar:
			p.next()
		}
		f.ArgTypes = append(f.ArgTypes, p.expression())
		if p.kind != token.RParen {
			p.expect(token.Comma)
		}
	}
	p.expect(token.RParen)
	p.expect(token.Arrow)
	f.Returns = p.expression()
	for p.kind == token.Newline {
		p.next()
	}
	p.expect(token.EOF)
	return f
}

// next moves to the following token. There is always one: nothing accepts the last, EOF or Error.
func (p *parser) next() {
	if p.failed {
		return
	}
	p.advance()
}

func (p *parser) advance() {
	if p.i+1 >= len(p.toks) {
		return
	}
	p.i++
	p.kind = p.toks[p.i].Kind
	if p.kind == token.Error {
		p.reach()
		p.err = p.lx.err
		p.failed = true
		p.kind = token.Fail
	}
}

// reach notes how far the tokens have been looked at.
func (p *parser) reach() {
	if p.i > p.far {
		p.far = p.i
	}
}

// fail ends the current attempt at the current token.
func (p *parser) fail() {
	if !p.failed {
		p.failed = true
		p.kind = token.Fail
		p.reach()
	}
}

// expect consumes a token of kind k or fails.
func (p *parser) expect(k token.Kind) {
	if p.kind == k {
		p.next()
	} else {
		p.fail()
	}
}

// accept consumes a token of kind k if it comes next.
func (p *parser) accept(k token.Kind) bool {
	if p.kind == k {
		p.next()
		return true
	}
	return false
}

// expectForced is expect with a message of its own.
func (p *parser) expectForced(k token.Kind) {
	if p.kind == k {
		p.next()
		return
	}
	if p.explaining() && !p.failed {
		t := p.toks[p.i]
		p.reach()
		p.raiseTokens(t, t, "expected '%s'", k)
	}
	p.fail()
}

// peek returns the kind n tokens ahead.
func (p *parser) peek(n int) token.Kind {
	if i := p.i + n; i < len(p.toks) {
		return p.toks[i].Kind
	}
	return token.EOF
}

// seek goes to token i and forgets a failure, unless an error has been raised.
func (p *parser) seek(i int) {
	p.reach()
	if p.err != nil {
		return
	}
	p.failed = false
	p.i = i - 1
	p.advance()
}

// backtrack gives up an optional part that failed, in the second run only: it goes back to token i and reports true.
func (p *parser) backtrack(i int) bool {
	if !p.failed || !p.diag || p.err != nil {
		return false
	}
	p.seek(i)
	return true
}

func (p *parser) start() uint32 { return p.toks[p.i].Start }

// end returns the end of the last token consumed that is not layout.
func (p *parser) end() uint32 {
	i := p.i - 1
	for i > 0 && p.toks[i].Kind.IsSpace() {
		i--
	}
	if i < 0 {
		return 0
	}
	return p.toks[i].End
}

func (p *parser) pos(start uint32) ast.Pos { return ast.Pos{Start: start, End: p.end()} }

func (p *parser) text(i int) string {
	t := p.toks[i]
	return p.src[t.Start:min(int(t.End), len(p.src))]
}

// name consumes a NAME and returns its text.
func (p *parser) name() (string, ast.Pos) {
	t := p.toks[p.i]
	if p.kind != token.Name {
		p.fail()
		return "", ast.Pos{}
	}
	p.next()
	return identifier(p.src[t.Start:t.End]), ast.Pos{Start: t.Start, End: t.End}
}

// soft tells whether the current token is the soft keyword s.
func (p *parser) soft(s string) bool { return p.kind == token.Name && p.text(p.i) == s }

// enter and leave bracket a rule that nests without brackets.
func (p *parser) enter() bool {
	p.depth++
	if p.depth > maxDepth && p.err == nil {
		p.failed = true
		p.kind = token.Fail
		p.err = &SyntaxError{Kind: MemoryError, Msg: "Parser stack overflowed - Python source too complex to compile"}
	}
	return p.err == nil
}

func (p *parser) leave() { p.depth-- }

func (p *parser) allWarnings() []Warning {
	if len(p.lx.warnings) == 0 {
		return p.warnings
	}
	return append(p.lx.warnings, p.warnings...)
}

func runes(s string) int { return utf8.RuneCountInString(s) }
