package interp

import (
	"strings"
	"unicode/utf8"

	"ouro/internal/ast"
	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/ucd"
)

// The source lines of a traceback and the ~ and ^ under them (PEP 657).

// anchors are the byte offsets in a piece of source between which ^ stands, with ~ around: the operator of a binary
// operation, the brackets of a call or subscript.
type anchors struct{ left, right int }

// parseStmts parses a text, nil if it is not valid.
func parseStmts(text string) []ast.Stmt {
	root, _, err := parser.Parse(ast.NewSource("", text), parser.Exec, parser.Options{})
	if err != nil {
		return nil
	}
	m, ok := root.(*ast.Module)
	if !ok {
		return nil
	}
	return m.Body
}

// findAnchors looks at the expression that a piece of source is.
func findAnchors(segment string) (anchors, bool) {
	// In brackets, lines may break anywhere; positions then are two bytes on.
	body := parseStmts("(\n" + segment + "\n)")
	if len(body) != 1 {
		return anchors{}, false
	}
	st, ok := body[0].(*ast.ExprStmt)
	if !ok {
		return anchors{}, false
	}
	at := func(p uint32) int { return int(p) - 2 }
	var opened ast.Expr
	var bracket byte
	switch x := st.Value.(type) {
	case *ast.BinOp:
		// Between the operands stand the operator, brackets, comments and breaks.
		left := nextCode(segment, at(x.Left.Span().End))
		right := left + 1
		if right < at(x.Right.Span().Start) && right < len(segment) && !strings.ContainsRune("()\\ \t\f#\n", rune(segment[right])) {
			right++ // an operator of two characters
		}
		return anchors{left, right}, left < len(segment)
	case *ast.Subscript:
		opened, bracket = x.Value, '['
	case *ast.Call:
		opened, bracket = x.Func, '('
	default:
		return anchors{}, false
	}
	left := at(opened.Span().End)
	for left < len(segment) && segment[left] != bracket {
		if left = nextCode(segment, left); left < len(segment) && segment[left] != bracket {
			left++
		}
	}
	return anchors{left, at(st.Value.Span().End)}, left < len(segment)
}

// nextCode skips white space, closing brackets and comments.
func nextCode(s string, i int) int {
	for i < len(s) {
		switch {
		case strings.IndexByte(")\\ \t\f\n", s[i]) >= 0:
			i++
		case s[i] == '#':
			for i < len(s) && s[i] != '\n' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// plainCall tells whether the lines are `return f(...)` or `x = f(...)` with the call at the given place: marks under it would tell nothing.
func plainCall(text string, start, end int) bool {
	body := parseStmts(text)
	if len(body) == 0 {
		return false
	}
	var call *ast.Call
	switch s := body[0].(type) {
	case *ast.Return:
		if c, ok := s.Value.(*ast.Call); ok {
			if _, ok := c.Func.(*ast.Name); ok {
				call = c
			}
		}
	case *ast.Assign:
		if len(s.Targets) == 1 {
			call, _ = s.Value.(*ast.Call)
		}
	}
	return call != nil && int(call.Span().Start) == start && int(call.Span().End) == end
}

// dedent removes the white space that all lines that are not blank begin with, and gives its length.
func dedent(lines []string) ([]string, int) {
	margin, first := "", true
	for _, l := range lines {
		body := strings.TrimLeft(l, " \t")
		if strings.TrimSpace(l) == "" {
			continue
		}
		indent := l[:len(l)-len(body)]
		if first {
			margin, first = indent, false
		}
		for !strings.HasPrefix(indent, margin) {
			margin = margin[:len(margin)-1]
		}
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		if strings.TrimSpace(l) != "" {
			out[i] = l[len(margin):]
		}
	}
	return out, len(margin)
}

// markedSource gives the lines that show an instruction: source lines and marks, indented. start and end are byte columns in
// the first and last of the lines.
func markedSource(lines []string, start, end int) []string {
	lines, cut := dedent(lines)
	last := len(lines) - 1
	start, end = max(0, min(start-cut, len(lines[0]))), max(0, min(end-cut, len(lines[last])))
	text := strings.Join(lines, "\n")
	// Byte offsets in text from here on.
	endAt := len(text) - len(lines[last]) + end
	if endAt < start {
		return []string{"    " + strings.TrimSpace(lines[0])}
	}
	a, has := findAnchors(text[start:endAt])
	if has {
		a.left, a.right = a.left+start, a.right+start
	}
	show := !plainCall(text, start, endAt)
	if show && !has {
		show = strings.TrimLeft(lines[0][:start], " \t\f") != "" || strings.TrimRight(lines[last][end:], " \t\f") != ""
	}
	keep := make([]bool, len(lines))
	keep[0], keep[last] = true, true
	if has {
		for _, at := range []int{a.left, a.right} {
			n := strings.Count(text[:at], "\n")
			for i := max(0, n-1); i <= min(last, n+1); i++ {
				keep[i] = true
			}
		}
	}
	var out []string
	lineAt := make([]int, len(lines))
	for i, at := 0, 0; i < len(lines); i++ {
		lineAt[i] = at
		at += len(lines[i]) + 1
	}
	put := func(i int) {
		l := lines[i]
		out = append(out, "    "+l)
		if !show {
			return
		}
		from, to := len(l)-len(strings.TrimLeft(l, " \t\f")), len(strings.TrimRight(l, " \t\f"))
		if i == 0 {
			from = start
		}
		if i == last {
			to = end
		}
		var row strings.Builder
		marked := false
		for j, r := range l {
			if j >= to {
				break
			}
			mark := " "
			if j >= from {
				mark, marked = "^", true
				if at := lineAt[i] + j; has && (at < a.left || at >= a.right) {
					mark = "~"
				}
			}
			row.WriteString(strings.Repeat(mark, width(r)))
		}
		if !marked {
			out = append(out, "    ")
			return
		}
		out = append(out, "    "+row.String())
	}
	for i, prev := 0, -1; i < len(lines); i++ {
		if !keep[i] {
			continue
		}
		switch gap := i - prev - 1; {
		case gap == 1:
			put(prev + 1)
		case gap > 1:
			out = append(out, "    ...<"+itoa(gap)+" lines>...")
		}
		put(i)
		prev = i
	}
	return out
}

func width(r rune) int {
	if r < utf8.RuneSelf {
		return 1
	}
	switch ucd.EastAsianWidth(r) {
	case "F", "W":
		return 2
	}
	return 1
}

// tracebackModule gives the frozen traceback module what it needs of the parser.
var tracebackModule = object.ModuleDef{
	Name: "_traceback",
	Doc:  "The part of showing tracebacks that reads source code.",
	Functions: []object.Func{
		{Sig: "anchors(segment, /)", Doc: "Where the operator or the brackets of an expression stand: two offsets in bytes, or None.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			s, err := textArg(v, "segment")
			if err != nil {
				return object.Value{}, err
			}
			a, ok := findAnchors(s)
			if !ok {
				return object.None, nil
			}
			return object.TupleValue(object.Int(int64(a.left)), object.Int(int64(a.right))), nil
		})},
		{Sig: "width(char, /)", Doc: "How many columns a character takes.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			s, err := textArg(v, "char")
			if err != nil {
				return object.Value{}, err
			}
			n := 0
			for _, r := range s {
				n += width(r)
			}
			return object.Int(int64(n)), nil
		})},
		{Sig: "plain_call(text, start, end, /)", Doc: "Whether the text is an assignment or return of just the call between two offsets in bytes.", Fn: object.F3(func(th *object.Thread, v, start, end object.Value) (object.Value, error) {
			s, err := textArg(v, "text")
			if err != nil {
				return object.Value{}, err
			}
			i, err := object.AsIndex(th, start)
			if err != nil {
				return object.Value{}, err
			}
			j, err := object.AsIndex(th, end)
			return object.Bool(plainCall(s, i, j)), err
		})},
		{Sig: "keyword_typo(exc, /)", Doc: "What a misspelt keyword makes of a SyntaxError: (msg, lineno, offset, end_offset, text), or None.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			e, ok := object.AsException(v)
			if !ok {
				return object.None, nil
			}
			se := keywordTypo(e)
			if se == nil {
				return object.None, nil
			}
			return object.TupleValue(object.StrValue(se.Msg), object.Int(int64(se.Lineno)), object.Int(int64(se.Offset)), object.Int(int64(se.EndOffset)), object.StrValue(se.Text)), nil
		})},
	},
}

// keywordTypo looks for a misspelt keyword as the cause of a SyntaxError; nil if there is none.
func keywordTypo(e *object.Exc) *parser.SyntaxError {
	if !e.Type().IsSubtype(object.SyntaxErrorType) {
		return nil
	}
	meta, ok := object.AsTuple(e.Field("_metadata"))
	if !ok || len(meta.Items) != 3 {
		return nil
	}
	msg, ok1 := object.AsStr(e.Field("msg"))
	text, ok2 := object.AsStr(meta.Items[2])
	line, ok3 := object.SmallInt(e.Field("lineno"))
	stmt, ok4 := object.SmallInt(meta.Items[0])
	if !ok1 || !ok2 || !ok3 || !ok4 || stmt < 0 {
		return nil
	}
	src := ast.NewSource("", text.S)
	return parser.KeywordTypo(src, &parser.SyntaxError{Msg: msg.S, Lineno: int(line), LastStmt: src.LineStart(int(stmt))}, nil)
}
