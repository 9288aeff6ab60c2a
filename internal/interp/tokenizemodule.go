package interp

import (
	"sort"
	"strings"
	"unicode/utf8"

	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/token"
)

// tokenizeModule is _tokenize: the compiler's own tokens, for the module tokenize.
var tokenizeModule = object.ModuleDef{
	Name: "_tokenize",
	Doc:  "The compiler's lexer.",
	Functions: []object.Func{
		{Sig: "tokens(source)", Doc: "A list of (type, string, start row, start column, end row, end column), and the error that ended it or None.", Fn: object.F1(tokens)},
	},
}

// Numbers of token types, as the module token has them.
const (
	tokEnd          = 0
	tokName         = 1
	tokNumber       = 2
	tokString       = 3
	tokNewline      = 4
	tokIndent       = 5
	tokDedent       = 6
	tokOp           = 55
	tokFStringStart = 59
	tokTStringStart = 62
	tokComment      = 65
	tokNL           = 66
)

// tokenList writes tokens down as Python sees them: with comments and blank lines, which the lexer skips.
type tokenList struct {
	src    string
	lines  []int // where lines begin
	crlf   []bool
	out    []object.Value
	fields []token.Kind // the kinds of the open f- and t-strings
}

func (l *tokenList) at(i int) (row, col int) {
	row = sort.SearchInts(l.lines, i+1)
	start := l.lines[row-1]
	if i > len(l.src) {
		return row, utf8.RuneCountInString(l.src[start:]) + i - len(l.src)
	}
	return row, utf8.RuneCountInString(l.src[start:i])
}

func (l *tokenList) add(kind int, text string, start, end int) {
	row, col := l.at(start)
	endRow, endCol := l.at(end)
	l.put(kind, text, row, col, endRow, endCol)
}

func (l *tokenList) put(kind int, text string, row, col, endRow, endCol int) {
	out := object.TupleValue(object.Int(int64(kind)), object.StrValue(text), object.Int(int64(row)), object.Int(int64(col)), object.Int(int64(endRow)), object.Int(int64(endCol)))
	l.out = append(l.out, out)
}

// lineEnd adds a NEWLINE or NL at offset i.
func (l *tokenList) lineEnd(kind, i int) {
	row, col := l.at(i)
	text, width := "\n", 1
	switch {
	case i >= len(l.src):
		text = ""
	case l.crlf[row-1]:
		text, width = "\r\n", 2
	}
	l.put(kind, text, row, col, row, col+width)
}

// gap adds the comments and line ends between two tokens.
func (l *tokenList) gap(from, to int) {
	for i := from; i < to && i < len(l.src); i++ {
		switch l.src[i] {
		case '#':
			end := i + strings.IndexByte(l.src[i:]+"\n", '\n')
			l.add(tokComment, l.src[i:end], i, end)
			if i = end - 1; end >= len(l.src) {
				l.lineEnd(tokNL, end)
			}
		case '\n':
			l.lineEnd(tokNL, i)
		case '\\':
			i++
		}
	}
}

func (l *tokenList) token(t token.Token) {
	start, end := int(t.Start), int(t.End)
	text := l.src[min(start, len(l.src)):min(end, len(l.src))]
	kind := tokOp
	switch t.Kind {
	case token.Newline:
		if strings.HasPrefix(text, "#") {
			end = start + len(strings.TrimSuffix(text, "\n"))
			l.add(tokComment, l.src[start:end], start, end)
			start = end
		}
		l.lineEnd(tokNewline, start)
		return
	case token.Indent:
		row, col := l.at(start)
		l.put(tokIndent, l.src[l.lines[row-1]:start], row, 0, row, col)
		return
	case token.Dedent, token.EOF:
		kind = tokDedent
		if t.Kind == token.EOF {
			kind = tokEnd
		}
		row, col := l.at(start)
		if start >= len(l.src) {
			row, col = len(l.lines), 0
			if n := len(l.src); n > 0 && l.src[n-1] != '\n' {
				row++
			}
		}
		l.put(kind, "", row, col, row, col)
		return
	case token.Name:
		kind = tokName
	case token.Number:
		kind = tokNumber
	case token.String:
		kind = tokString
	case token.FStringStart, token.TStringStart:
		l.fields = append(l.fields, t.Kind)
		kind = tokFStringStart
		if t.Kind == token.TStringStart {
			kind = tokTStringStart
		}
	case token.StringMiddle, token.StringEnd:
		kind = tokFStringStart
		n := len(l.fields)
		if n > 0 && l.fields[n-1] == token.TStringStart {
			kind = tokTStringStart
		}
		if kind++; t.Kind == token.StringEnd {
			kind++
			l.fields = l.fields[:max(n-1, 0)]
		} else {
			text = strings.NewReplacer("{{", "{", "}}", "}").Replace(text)
		}
	default:
		if t.Kind >= token.False {
			kind = tokName
		}
	}
	l.add(kind, text, start, end)
}

func tokens(th *object.Thread, source object.Value) (object.Value, error) {
	s, ok := object.AsStr(source)
	if !ok {
		return object.Value{}, object.TypeErrorf("tokens() argument must be str, not %s", source.Type().Name)
	}
	text := parser.NormalizeNewlines(s.S)
	l := &tokenList{src: text, lines: []int{0}}
	for _, line := range strings.SplitAfter(s.S, "\n") {
		l.crlf = append(l.crlf, strings.HasSuffix(line, "\r\n"))
	}
	for i := range len(text) {
		if text[i] == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	for len(l.crlf) < len(l.lines) {
		l.crlf = append(l.crlf, false)
	}
	toks, failed := parser.Tokens(text, "<string>")
	done := 0
	for _, t := range toks {
		if int(t.Start) > done && len(l.fields) == 0 || t.Kind < token.Name || t.Kind >= token.LParen {
			l.gap(done, int(t.Start))
		}
		l.token(t)
		done = max(done, int(t.End))
	}
	err := object.None
	if failed != nil {
		if len(failed.Msg) > 0 && strings.HasSuffix(failed.Msg, "was never closed") {
			l.gap(done, len(text))
			n := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
			failed = &parser.SyntaxError{Msg: "unexpected EOF in parsing", Filename: "<string>", Lineno: n, EndLineno: n}
		}
		err = object.AsExc(syntaxError(failed, "<string>", nil)).Value()
	}
	return object.TupleValue(object.ListValue(l.out...), err), nil
}
