package parser

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ouro/internal/token"
	"ouro/internal/ucd"
)

// The lexer turns a whole text into tokens before the parser starts. It stops at the first error, which becomes
// the last token, of kind token.Error: the parser reports it only if it gets there, so an earlier mistake of
// grammar wins. A missing line end at the end of the text is imagined: its token lies one byte beyond the text.

const (
	maxNesting  = 200 // open brackets
	maxIndents  = 100 // indentation levels
	maxFStrings = 150 // f-strings inside one another
	tabSize     = 8
)

// endKind says how the text ended, for the REPL's question whether more lines could complete it.
type endKind uint8

const (
	endOfText   endKind = iota // at a token boundary
	endInString                // inside a string
	endOther                   // not at the end: an error in the middle
)

type bracket struct {
	open byte
	pos  uint32
}

type lexer struct {
	src  string
	file string
	toks []token.Token
	cur  int

	brackets []bracket
	indents  []int
	altcols  []int
	fstack   []fmode
	bare     bool // a missing line end at the end of the text is not imagined in messages
	bol      bool // at the beginning of a logical line

	err      *SyntaxError
	end      endKind
	soft     bool // err is of the kind that yields to an error of grammar before it
	warnings []Warning
}

// byte classes for identifiers
const (
	isStart = 1 << iota
	isCont
	isDigitByte
)

var class = func() (t [256]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		t[c] = isStart | isCont
		t[c-32] = isStart | isCont
	}
	for c := '0'; c <= '9'; c++ {
		t[c] = isCont | isDigitByte
	}
	t['_'] = isStart | isCont
	for c := 128; c < 256; c++ {
		t[c] = isStart | isCont
	}
	return
}()

func (lx *lexer) peek(n int) byte {
	if i := lx.cur + n; i < len(lx.src) {
		return lx.src[i]
	}
	return 0
}

func (lx *lexer) emit(k token.Kind, start, end int) {
	lx.toks = append(lx.toks, token.Token{Kind: k, Start: uint32(start), End: uint32(end)})
}

// lineStart returns the offset of the line that holds offset i.
func (lx *lexer) lineStart(i int) int {
	return strings.LastIndexByte(lx.src[:min(i, len(lx.src))], '\n') + 1
}

func (lx *lexer) lineNumber(i int) int { return strings.Count(lx.src[:min(i, len(lx.src))], "\n") + 1 }

// fail records an error as CPython's lexer does: the column counts the characters up to the reading position.
func (lx *lexer) fail(at int, format string, args ...any) {
	start := lx.lineStart(at)
	col := utf8.RuneCountInString(lx.src[start:min(at, len(lx.src))])
	lx.failRange(at, col, col, format, args...)
}

func (lx *lexer) failRange(at, col, endCol int, format string, args ...any) {
	start := lx.lineStart(at)
	text := lx.src[start:]
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	line := lx.lineNumber(at)
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	lx.err = &SyntaxError{Msg: msg, Filename: lx.file, Lineno: line, Offset: col, EndLineno: line, EndOffset: endCol, Text: text}
	lx.end = endOther
	lx.emit(token.Error, at, at)
}

// failToken records an error that CPython's parser reports on the lexer's behalf.
func (lx *lexer) failToken(kind ErrorKind, at, col, endCol int, msg string) {
	start := lx.lineStart(at)
	text := lx.src[start:]
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	line := lx.lineNumber(at)
	lx.soft = true
	lx.err = &SyntaxError{Kind: kind, Msg: msg, Filename: lx.file, Lineno: line, Offset: col, EndLineno: line, EndOffset: endCol, Text: text + lx.readLineEnd(line)}
	lx.end = endOther
	lx.emit(token.Error, at, at)
}

func (lx *lexer) run() {
	lx.indents = []int{0}
	lx.altcols = []int{0}
	lx.bol = true
	for lx.err == nil {
		if n := len(lx.fstack); n > 0 {
			f := &lx.fstack[n-1]
			if k := len(f.fields); k == 0 || f.fields[k-1].inSpec && len(lx.brackets) == f.fields[k-1].depth {
				lx.fstringText()
				continue
			}
		}
		if lx.bol {
			lx.bol = false
			if !lx.indentation() {
				return
			}
		}
		if !lx.next() {
			return
		}
	}
}

// indentation reads the white space that begins a logical line and emits what changes. It reports false at an error.
func (lx *lexer) indentation() bool {
	src := lx.src
	col, alt, contCol := 0, 0, 0
scan:
	for ; lx.cur < len(src); lx.cur++ {
		switch src[lx.cur] {
		case ' ':
			col++
			alt++
		case '\t':
			col = (col/tabSize + 1) * tabSize
			alt++
		case '\f':
			col, alt = 0, 0
		case '\\':
			if contCol == 0 {
				contCol = col
			}
			if lx.peek(1) != '\n' && (lx.bare || lx.cur+1 < len(src)) {
				lx.lineContinuationError(lx.cur)
				return false
			}
			lx.cur++
			if lx.cur+1 >= len(src) {
				lx.cur = len(src)
				return lx.backslashEOF()
			}
		default:
			break scan
		}
	}
	if lx.cur < len(src) && (src[lx.cur] == '#' || src[lx.cur] == '\n') {
		return true // blank: the newline below is dropped
	}
	if contCol > 0 {
		col, alt = contCol, contCol
	}
	if lx.cur >= len(src) && !lx.bare {
		col, alt = 0, 0
	}
	top := len(lx.indents) - 1
	switch {
	case col == lx.indents[top]:
		if alt != lx.altcols[top] {
			return lx.tabError()
		}
	case col > lx.indents[top]:
		if len(lx.indents) >= maxIndents {
			lx.failToken(IndentationError, lx.cur, 1, 0, "too many levels of indentation")
			return false
		}
		if alt <= lx.altcols[top] {
			return lx.tabError()
		}
		lx.indents = append(lx.indents, col)
		lx.altcols = append(lx.altcols, alt)
		lx.emit(token.Indent, lx.cur, lx.cur)
	default:
		known := false
		for _, c := range lx.indents {
			known = known || c == col
		}
		if !known {
			lx.unindentError()
			return false
		}
		for col < lx.indents[top] {
			lx.indents = lx.indents[:top]
			lx.altcols = lx.altcols[:top]
			top--
			lx.emit(token.Dedent, lx.cur, lx.cur)
		}
		if alt != lx.altcols[top] {
			return lx.tabError()
		}
	}
	return true
}

// unindentError reports a dedent to a column at which no block is; CPython puts it at the end of the line.
func (lx *lexer) unindentError() {
	start := lx.lineStart(lx.cur)
	end := len(lx.src)
	if i := strings.IndexByte(lx.src[start:], '\n'); i >= 0 {
		end = start + i
	}
	col := runes(lx.src[start:end])
	if end < len(lx.src) || !lx.bare {
		col++ // the line end counts
	}
	lx.failToken(IndentationError, lx.cur, col, -1, "unindent does not match any outer indentation level")
}

func (lx *lexer) tabError() bool {
	lx.failToken(TabError, lx.cur, 1, 0, "inconsistent use of tabs and spaces in indentation")
	return false
}

// backslashEOF reports a text that ends after a line continuation.
func (lx *lexer) backslashEOF() bool {
	if n := len(lx.brackets); n > 0 {
		lx.err = lx.neverClosedAt(lx.brackets[n-1])
		lx.soft = true
		lx.emit(token.Error, len(lx.src), len(lx.src))
		return false
	}
	at := max(len(lx.src)-1, 0)
	start := lx.lineStart(at)
	lx.failToken(SyntaxErr, at, runes(lx.src[start:]), -1, "unexpected EOF while parsing")
	if !strings.HasSuffix(lx.src, "\n") {
		lx.err.Offset++
	}
	lx.end = endOfText
	return false
}

// next emits one token, or none for white space at its end. It reports false after an error or the last token.
func (lx *lexer) next() bool {
	src := lx.src
	comment := -1
	for {
		if lx.cur >= len(src) {
			return lx.endOfText(comment)
		}
		c := src[lx.cur]
		start := lx.cur
		if class[c]&isStart != 0 {
			i := start + 1
			var high uint8 = c
			for i < len(src) && class[src[i]]&isCont != 0 {
				high |= src[i]
				i++
			}
			if i < len(src) && (src[i] == '"' || src[i] == '\'') && i-start <= 5 {
				if kind, ok := stringPrefix(src[start:i]); ok {
					if a, b := incompatible(kind); a != 0 {
						line := lx.lineStart(start)
						lx.failRange(start, runes(src[line:start])+1, runes(src[line:i])+1, "'%c' and '%c' prefixes are incompatible", a, b)
						return false
					}
					return lx.stringLiteral(start, i, kind)
				}
			}
			lx.cur = i
			if high >= utf8.RuneSelf {
				if !lx.verifyIdentifier(start, i) {
					return false
				}
				lx.emit(token.Name, start, i)
				return true
			}
			lx.emit(token.Lookup(src[start:i]), start, i)
			return true
		}
		switch c {
		case ' ', '\t', '\f':
			lx.cur++
			continue
		case '\n':
			lx.cur++
			if len(lx.brackets) > 0 || len(lx.fstack) > 0 {
				continue
			}
			if n := len(lx.toks); n == 0 || lx.toks[n-1].Kind <= token.Dedent {
				lx.bol = true // a blank line
				return true
			}
			if comment >= 0 {
				start = comment // the comment is part of the line's end
			}
			lx.emit(token.Newline, start, lx.cur)
			lx.bol = true
			return true
		case '#':
			comment = start
			if i := strings.IndexByte(src[start:], '\n'); i >= 0 {
				lx.cur = start + i
			} else {
				lx.cur = len(src)
			}
			continue
		case '\\':
			if lx.peek(1) != '\n' {
				if start+1 >= len(src) && !lx.bare {
					return lx.backslashEOF()
				}
				lx.lineContinuationError(start)
				return false
			}
			lx.cur += 2
			if lx.cur >= len(src) {
				return lx.backslashEOF()
			}
			continue
		case '"', '\'':
			return lx.stringLiteral(start, start, 0)
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			return lx.number(start)
		case '.':
			d := lx.peek(1)
			if class[d]&isDigitByte != 0 {
				return lx.number(start)
			}
			if d == '.' && lx.peek(2) == '.' {
				return lx.op(token.Ellipsis, 3)
			}
			return lx.op(token.Dot, 1)
		case '(', '[', '{':
			if len(lx.brackets) >= maxNesting {
				lx.fail(start+1, "too many nested parentheses")
				return false
			}
			lx.brackets = append(lx.brackets, bracket{c, uint32(start)})
			switch c {
			case '(':
				return lx.op(token.LParen, 1)
			case '[':
				return lx.op(token.LBracket, 1)
			}
			return lx.op(token.LBrace, 1)
		case ')', ']', '}':
			return lx.closeBracket(c)
		case ':':
			if f := lx.topField(); f != nil && len(lx.brackets) == f.depth {
				f.inSpec = true
				lx.fstack[len(lx.fstack)-1].newSpec = true
				return lx.op(token.SpecColon, 1)
			}
			if lx.peek(1) == '=' {
				return lx.op(token.ColonEqual, 2)
			}
			return lx.op(token.Colon, 1)
		}
		return lx.operator(c)
	}
}

// topField returns the innermost open replacement field that is being read as an expression.
func (lx *lexer) topField() *field {
	if n := len(lx.fstack); n > 0 {
		f := &lx.fstack[n-1]
		if k := len(f.fields); k > 0 {
			return &f.fields[k-1]
		}
	}
	return nil
}

func (lx *lexer) op(k token.Kind, n int) bool {
	lx.emit(k, lx.cur, lx.cur+n)
	lx.cur += n
	return true
}

// opEq emits k, or eq if an equals sign follows the first n bytes.
func (lx *lexer) opEq(k, eq token.Kind, n int) bool {
	if lx.peek(n) == '=' {
		return lx.op(eq, n+1)
	}
	return lx.op(k, n)
}

func (lx *lexer) operator(c byte) bool {
	d := lx.peek(1)
	switch c {
	case ',':
		return lx.op(token.Comma, 1)
	case '=':
		return lx.opEq(token.Equal, token.EqEqual, 1)
	case '+':
		return lx.opEq(token.Plus, token.PlusEqual, 1)
	case '-':
		if d == '>' {
			return lx.op(token.Arrow, 2)
		}
		return lx.opEq(token.Minus, token.MinusEqual, 1)
	case '*':
		if d == '*' {
			return lx.opEq(token.DoubleStar, token.DoubleStarEqual, 2)
		}
		return lx.opEq(token.Star, token.StarEqual, 1)
	case '/':
		if d == '/' {
			return lx.opEq(token.DoubleSlash, token.DoubleSlashEqual, 2)
		}
		return lx.opEq(token.Slash, token.SlashEqual, 1)
	case '%':
		return lx.opEq(token.Percent, token.PercentEqual, 1)
	case '@':
		return lx.opEq(token.At, token.AtEqual, 1)
	case '&':
		return lx.opEq(token.Amper, token.AmperEqual, 1)
	case '|':
		return lx.opEq(token.VBar, token.VBarEqual, 1)
	case '^':
		return lx.opEq(token.Circumflex, token.CircumflexEqual, 1)
	case '<':
		if d == '<' {
			return lx.opEq(token.LShift, token.LShiftEqual, 2)
		}
		if d == '>' {
			return lx.op(token.LessGreater, 2)
		}
		return lx.opEq(token.Less, token.LessEqual, 1)
	case '>':
		if d == '>' {
			return lx.opEq(token.RShift, token.RShiftEqual, 2)
		}
		return lx.opEq(token.Greater, token.GreaterEqual, 1)
	case '!':
		return lx.opEq(token.Exclamation, token.NotEqual, 1)
	case '~':
		return lx.op(token.Tilde, 1)
	case ';':
		return lx.op(token.Semi, 1)
	case '$', '?', '`':
		return lx.op(token.Unknown, 1)
	}
	lx.fail(lx.cur+1, "invalid non-printable character U+%04X", c)
	return false
}

func (lx *lexer) lineContinuationError(backslash int) {
	// CPython counts from the first line that it has had to keep, but not beyond the end of this one.
	start := lx.lineStart(backslash)
	line := lx.src[start:]
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	first := start
	for first > 1 && (lx.src[first-2] == '\\' || lx.inString(first-1)) {
		first = lx.lineStart(first - 1)
	}
	col := runes(lx.src[start:min(backslash+2, len(lx.src))])
	if first < start {
		col = min(backslash+2-first, len(line)+2)
	}
	lx.failToken(SyntaxErr, backslash, col, 0, "unexpected character after line continuation character")
}

// inString tells whether offset i is inside the last string read.
func (lx *lexer) inString(i int) bool {
	for k := len(lx.toks) - 1; k >= 0 && int(lx.toks[k].End) > i; k-- {
		if t := lx.toks[k]; int(t.Start) < i && (t.Kind == token.String || t.Kind == token.StringMiddle) {
			return true
		}
	}
	return false
}

func (lx *lexer) closeBracket(c byte) bool {
	if f := lx.topField(); f != nil && len(lx.brackets) == f.depth {
		m := &lx.fstack[len(lx.fstack)-1]
		if c != '}' {
			lx.fail(lx.cur+1, "%c-string: unmatched '%c'", m.letter, c)
			return false
		}
		m.fields = m.fields[:len(m.fields)-1]
		m.newSpec = false
		lx.brackets = lx.brackets[:len(lx.brackets)-1]
		return lx.op(token.RBrace, 1)
	}
	n := len(lx.brackets)
	if n == 0 {
		lx.fail(lx.cur+1, "unmatched '%c'", c)
		return false
	}
	b := lx.brackets[n-1]
	if b.open == '(' && c != ')' || b.open == '[' && c != ']' || b.open == '{' && c != '}' {
		if from, to := lx.lineNumber(int(b.pos)), lx.lineNumber(lx.cur); from != to {
			lx.fail(lx.cur+1, "closing parenthesis '%c' does not match opening parenthesis '%c' on line %d", c, b.open, from)
		} else {
			lx.fail(lx.cur+1, "closing parenthesis '%c' does not match opening parenthesis '%c'", c, b.open)
		}
		return false
	}
	lx.brackets = lx.brackets[:n-1]
	switch c {
	case ')':
		return lx.op(token.RParen, 1)
	case ']':
		return lx.op(token.RBracket, 1)
	}
	return lx.op(token.RBrace, 1)
}

// endOfText emits what closes the text.
func (lx *lexer) endOfText(comment int) bool {
	n := len(lx.src)
	if len(lx.brackets) > 0 {
		lx.err = lx.neverClosedAt(lx.brackets[len(lx.brackets)-1])
		lx.soft = true
		lx.end = endOfText
		lx.emit(token.Error, n, n)
		return false
	}
	if k := len(lx.toks); k > 0 && lx.toks[k-1].Kind > token.Dedent {
		if comment < 0 {
			comment = n
		}
		lx.emit(token.Newline, comment, n+1)
		n++
	}
	for range lx.indents[1:] {
		lx.emit(token.Dedent, n, n)
	}
	lx.emit(token.EOF, n, n)
	return false
}

// neverClosedAt is the error for a bracket that is still open at the end.
func (lx *lexer) neverClosedAt(b bracket) *SyntaxError {
	start := lx.lineStart(int(b.pos))
	line := lx.lineNumber(int(b.pos))
	text := lx.src[start:]
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return &SyntaxError{Msg: fmt.Sprintf("'%c' was never closed", b.open), Filename: lx.file, Lineno: line,
		Offset: utf8.RuneCountInString(lx.src[start:b.pos]) + 1, EndLineno: line, EndOffset: 0, Text: text + lx.lineEnd(line)}
}

// readLineEnd is what follows a line that is being read in an error's text.
func (lx *lexer) readLineEnd(line int) string {
	if lx.bare && !strings.HasSuffix(lx.src, "\n") && strings.Count(lx.src, "\n")+1 == line {
		return ""
	}
	return "\n"
}

// lineEnd is what follows a line's text in an error: CPython keeps the line end of the line it is reading.
func (lx *lexer) lineEnd(line int) string {
	if lx.bare && !strings.HasSuffix(lx.src, "\n") || strings.Count(strings.TrimSuffix(lx.src, "\n"), "\n")+1 > line {
		return ""
	}
	return "\n"
}

// verifyIdentifier checks a name that is not all ASCII.
func (lx *lexer) verifyIdentifier(start, end int) bool {
	for i := start; i < end; {
		r, n := utf8.DecodeRuneInString(lx.src[i:end])
		if ok := i == start && ucd.IsIdentifierStart(r) || i > start && ucd.IsIdentifierContinue(r); !ok {
			if ucd.IsPrintable(r) {
				lx.fail(i+n, "invalid character '%c' (U+%04X)", r, r)
			} else {
				lx.fail(i+n, "invalid non-printable character U+%04X", r)
			}
			return false
		}
		i += n
	}
	return true
}
