package parser

import (
	"fmt"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/token"
)

// ErrorKind is the Python class of an error.
type ErrorKind uint8

// The classes.
const (
	SyntaxErr ErrorKind = iota
	IndentationError
	TabError
	IncompleteInputError
	MemoryError
)

var kindNames = [...]string{"SyntaxError", "IndentationError", "TabError", "_IncompleteInputError", "MemoryError"}

// String returns the class's name.
func (k ErrorKind) String() string { return kindNames[k] }

// SyntaxError is what Python's SyntaxError carries. Lines and offsets count from 1, offsets in characters; a Lineno of 0 is Python's None.
// EndOffset may be 0 or -1, as CPython's are, where the end is not known.
type SyntaxError struct {
	Kind      ErrorKind
	Msg       string
	Filename  string
	Lineno    int
	Offset    int
	EndLineno int
	EndOffset int
	Text      string
	// Incomplete: the text ended too early, so that more lines could make it valid.
	Incomplete bool

	LastStmt uint32 // where the last whole compound statement before the error begins; see KeywordTypo
}

// Error formats the error on one line.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s: %s (%s, line %d)", e.Kind, e.Msg, e.Filename, e.Lineno)
}

// span is a place in lines and columns.
type span struct {
	line, offset int
	endLine      int
	endOffset    int
}

// lineOf returns the 1-based line of an offset, the line before an imagined one at the end.
func (p *parser) lineOf(at uint32) int {
	line := p.source.Line(at)
	if int(at) >= len(p.src) && strings.HasSuffix(p.src, "\n") {
		line--
	}
	if p.src == "" {
		line = 0
	}
	return line
}

func (p *parser) tokLine(t token.Token) int {
	if t.Kind == token.EOF || t.Kind == token.Dedent {
		return p.lineOf(t.Start)
	}
	return p.source.Line(t.Start)
}

// column returns the 1-based column of an offset in characters.
func (p *parser) column(at uint32) int {
	line := p.source.Line(at)
	start := p.source.LineStart(line)
	n := runes(p.src[start:min(int(at), len(p.src))])
	if int(at) > len(p.src) {
		n += int(at) - len(p.src)
	}
	return n + 1
}

// raise records an error unless there is one.
func (p *parser) raise(kind ErrorKind, at span, format string, args ...any) {
	if p.err != nil {
		return
	}
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	if !p.failed {
		p.reach()
	}
	text := p.source.LineText(at.line)
	current := 0
	if p.far < len(p.toks) {
		current = p.tokLine(p.toks[p.far])
	}
	if at.line >= current && (p.mode == Exec || int(p.source.LineStart(at.line+1)) < len(p.src) || strings.HasSuffix(p.src, "\n")) {
		text += "\n"
	}
	if at.endLine > at.line && at.endOffset > len(text)+1 {
		// CPython measures the end column on the first line.
		at.endOffset = runes(text) + 1
	}
	p.failed = true
	p.kind = token.Fail
	p.err = &SyntaxError{Kind: kind, Msg: msg, Lineno: at.line, Offset: at.offset, EndLineno: at.endLine, EndOffset: at.endOffset, Text: text}
}

// raiseAt raises a SyntaxError over a node.
func (p *parser) raiseAt(n ast.Node, format string, args ...any) {
	s := n.Span()
	p.raiseRange(s.Start, s.End, format, args...)
}

// raiseRange raises a SyntaxError over source offsets.
func (p *parser) raiseRange(start, end uint32, format string, args ...any) {
	endLine, endCol := p.source.Line(end), p.column(end)
	if int(end) > len(p.src) {
		endLine = p.source.Line(start)
	}
	p.raise(SyntaxErr, span{p.source.Line(start), p.column(start), endLine, endCol}, format, args...)
}

// raiseFrom raises a SyntaxError from an offset to the reading position.
func (p *parser) raiseFrom(start uint32, format string, args ...any) {
	end := p.toks[p.far].End
	if p.imagined(p.toks[p.far]) {
		line := p.source.Line(start)
		p.raise(SyntaxErr, span{line, 0, line, p.column(end) - 2}, format, args...)
		return
	}
	line, col := p.source.Line(end), p.column(end)-1
	if end > 0 && int(end) <= len(p.src) && p.src[end-1] == '\n' {
		line, col = p.source.Line(end-1), p.column(end-1)
	}
	p.raise(SyntaxErr, span{p.source.Line(start), p.column(start), line, col}, format, args...)
}

// raiseTokens raises a SyntaxError from token a to token b.
func (p *parser) raiseTokens(a, b token.Token, format string, args ...any) {
	p.raise(SyntaxErr, p.tokenSpan(a, b), format, args...)
}

func (p *parser) tokenSpan(a, b token.Token) span {
	if a.Kind == token.Indent || a.Kind == token.Dedent || a.Kind == token.EOF || p.imagined(a) {
		return span{p.tokLine(a), 0, p.tokLine(b), 0}
	}
	if b.Kind == token.Newline {
		return span{p.tokLine(a), p.column(a.Start), p.tokLine(b), p.column(b.End-1) + 1}
	}
	return span{p.tokLine(a), p.column(a.Start), p.source.Line(b.End), p.column(b.End)}
}

// imagined tells whether t is a line end that is not in the text. Mode Exec pretends that it is.
func (p *parser) imagined(t token.Token) bool {
	return t.Kind == token.Newline && int(t.End) > len(p.src) && p.mode != Exec
}

// raiseLast raises an error at the furthest token.
func (p *parser) raiseLast(kind ErrorKind, format string, args ...any) {
	p.raise(kind, p.readingSpan(p.toks[p.far]), format, args...)
}

// raiseNext raises a SyntaxError at the current token.
func (p *parser) raiseNext(i int, format string, args ...any) {
	p.raise(SyntaxErr, p.readingSpan(p.toks[i]), format, args...)
}

// readingSpan is a token's place, or for one without characters the reading position.
func (p *parser) readingSpan(t token.Token) span {
	if t.Kind == token.Indent || t.Kind == token.Dedent || t.Kind == token.EOF || p.imagined(t) {
		line := p.tokLine(t)
		start := p.source.LineStart(line)
		col := runes(p.src[start:min(int(t.Start), len(p.src))])
		if int(t.Start) >= len(p.src) && !strings.HasSuffix(p.src, "\n") && p.mode == Exec {
			col++
		}
		return span{line, col, line, -1}
	}
	return p.tokenSpan(t, t)
}

// raiseIndent raises an IndentationError at the furthest token.
func (p *parser) raiseIndent(format string, args ...any) {
	p.raiseLast(IndentationError, format, args...)
}

// explain settles the error after the second run; last is the token at which the first one failed.
func (p *parser) explain(last int) {
	if p.err == nil {
		p.failed = false
		switch t := p.toks[last]; t.Kind {
		case token.Indent:
			p.raiseIndent("unexpected indent")
			return
		case token.Dedent:
			p.raiseIndent("unexpected unindent")
			return
		default:
			p.raiseTokens(t, t, "invalid syntax")
		}
	}
	if p.err != p.lx.err {
		p.checkRest(p.far)
	}
}

// checkRest lets a mistake that the lexer finds further on win over the parser's, as in CPython: an unterminated string is
// the likelier cause of what the parser stumbled over, and so is a bracket left open on an earlier line. Mistakes inside f-strings do not count.
func (p *parser) checkRest(far int) {
	lx := p.lx
	if lx.err == nil || p.err.Msg == multipleStatements || p.err.Kind == MemoryError || far >= len(p.toks)-1 {
		return
	}
	if len(lx.fstack) > 0 {
		return
	}
	if !lx.soft {
		p.err = lx.err
		return
	}
	if n := len(lx.brackets); n > 0 {
		b := lx.brackets[n-1]
		if p.tokLine(p.toks[far]) > p.source.Line(b.pos) {
			p.err = lx.neverClosedAt(b)
		}
	}
}

// incomplete is the error for a text that only ended too early.
func (p *parser) incomplete() *SyntaxError {
	p.err = nil
	p.failed = false
	p.raiseLast(IncompleteInputError, "incomplete input")
	p.err.Incomplete = true
	p.err.Filename = p.source.Filename
	return p.err
}

// reachedEnd tells whether the parser came to the end of the text.
func (lx *lexer) reachedEnd(p *parser) bool {
	t := p.toks[p.far]
	switch t.Kind {
	case token.Error:
		return lx.end != endOther
	case token.EOF, token.Dedent:
		return int(t.Start) >= len(lx.src)
	}
	// Without a line end, the text's last token touches the end.
	return lx.bare && int(t.End) >= len(lx.src) && !strings.HasSuffix(lx.src, "\n")
}

// exprName names a kind of expression in messages.
func exprName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Attribute:
		return "attribute"
	case *ast.Subscript:
		return "subscript"
	case *ast.Starred:
		return "starred"
	case *ast.Name:
		return "name"
	case *ast.List:
		return "list"
	case *ast.Tuple:
		return "tuple"
	case *ast.Lambda:
		return "lambda"
	case *ast.Call:
		return "function call"
	case *ast.BoolOp, *ast.BinOp, *ast.UnaryOp:
		return "expression"
	case *ast.GeneratorExp:
		return "generator expression"
	case *ast.Yield, *ast.YieldFrom:
		return "yield expression"
	case *ast.Await:
		return "await expression"
	case *ast.ListComp:
		return "list comprehension"
	case *ast.SetComp:
		return "set comprehension"
	case *ast.DictComp:
		return "dict comprehension"
	case *ast.Dict:
		return "dict literal"
	case *ast.Set:
		return "set display"
	case *ast.JoinedStr, *ast.FormattedValue:
		return "f-string expression"
	case *ast.TemplateStr, *ast.Interpolation:
		return "t-string expression"
	case *ast.Constant:
		switch e.Kind {
		case ast.ConstNone:
			return "None"
		case ast.ConstTrue:
			return "True"
		case ast.ConstFalse:
			return "False"
		case ast.ConstEllipsis:
			return "ellipsis"
		}
		return "literal"
	case *ast.Compare:
		return "comparison"
	case *ast.IfExp:
		return "conditional expression"
	case *ast.NamedExpr:
		return "named expression"
	}
	return "expression"
}
