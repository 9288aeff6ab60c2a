package parser

import (
	"slices"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/token"
)

// How CPython guesses that a name was meant to be a keyword, when it shows an uncaught "invalid syntax": it puts keywords that look alike
// in the place of the first names of the offending lines, and takes the first with which they parse.

const (
	maxSuggestSource = 1024
	maxSuggestNames  = 10
	maxSuggestTries  = 3
)

// KeywordTypo returns the error that a traceback shows in the place of err if a misspelt keyword explains it; else nil. Its
// line counts from the first line looked at, as CPython's does. compiles, if not nil, has the last word on a text that parses.
func KeywordTypo(src *ast.Source, err *SyntaxError, compiles func(code string) bool) *SyntaxError {
	if err.Msg != "invalid syntax" && !strings.Contains(err.Msg, "Perhaps you forgot a comma") || err.Lineno < 1 {
		return nil
	}
	end := int(src.LineStart(err.Lineno + 1))
	start := min(int(err.LastStmt), end)
	code := dedent(strings.TrimSuffix(src.Text[start:end], "\n"))
	if len(code) > maxSuggestSource {
		return nil
	}
	lx := &lexer{src: code}
	lx.run()
	names := 0
	for _, t := range lx.toks {
		if t.Kind != token.Name {
			continue
		}
		if names++; names > maxSuggestNames {
			return nil
		}
		for _, keyword := range similarKeywords(code[t.Start:t.End]) {
			if guess := code[:t.Start] + keyword + code[t.End:]; !parses(guess, compiles) {
				continue
			}
			at := lx.lineStart(int(t.Start))
			line := lx.lineNumber(int(t.Start))
			text, _, _ := strings.Cut(code[at:], "\n")
			col := runes(code[at:t.Start]) + 1
			return &SyntaxError{Msg: "invalid syntax. Did you mean '" + keyword + "'?", Filename: err.Filename, Lineno: line, Offset: col,
				EndLineno: line, EndOffset: col + runes(code[t.Start:t.End]), Text: text}
		}
	}
	return nil
}

// parses tells whether code is valid, or would be with more lines.
func parses(code string, compiles func(string) bool) bool {
	for _, s := range [...]string{code, code + "\n"} {
		_, _, err := Parse(ast.NewSource("", s), Exec, Options{AllowIncomplete: true})
		if err == nil {
			return compiles == nil || compiles(s)
		}
		if err.(*SyntaxError).Kind == IncompleteInputError {
			return true
		}
	}
	return false
}

// dedent removes the white space that all lines that are not blank begin with.
func dedent(s string) string {
	lines := strings.Split(s, "\n")
	margin, first := "", true
	for i, l := range lines {
		body := strings.TrimLeft(l, " \t")
		if body == "" {
			lines[i] = ""
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
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(l, margin)
	}
	return strings.Join(lines, "\n")
}

// similarKeywords returns up to three keywords that look like name: the nearest by edit distance, then those by common letters.
func similarKeywords(name string) []string {
	if len(name) > 40 {
		return nil
	}
	var best string
	bestDistance := 0
	type scored struct {
		ratio float64
		word  string
	}
	var alike []scored
	for k := token.False; k < token.Count; k++ {
		word := k.String()
		limit := (len(name) + len(word) + 3) * moveCost / 6
		if best != "" {
			limit = min(limit, bestDistance-1)
		}
		if d := editDistance(name, word); d <= limit {
			best, bestDistance = word, d
		}
		if r := 2 * float64(commonLetters(word, name)) / float64(len(word)+len(name)); r >= 0.5 {
			alike = append(alike, scored{r, word})
		}
	}
	slices.SortFunc(alike, func(a, b scored) int {
		if a.ratio != b.ratio {
			if a.ratio > b.ratio {
				return -1
			}
			return 1
		}
		return strings.Compare(b.word, a.word)
	})
	var out []string
	if best != "" {
		out = append(out, best)
	}
	for i, s := range alike {
		if i == maxSuggestTries || len(out) == maxSuggestTries {
			break
		}
		out = append(out, s.word)
	}
	return out
}

const moveCost = 2 // of inserting, deleting or replacing a letter; changing its case costs half

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j * moveCost
	}
	for i := 0; i < len(a); i++ {
		diagonal := row[0]
		row[0] += moveCost
		for j := 0; j < len(b); j++ {
			cost := moveCost
			if a[i] == b[j] {
				cost = 0
			} else if a[i]|0x20 == b[j]|0x20 {
				cost = 1
			}
			next := min(diagonal+cost, row[j]+moveCost, row[j+1]+moveCost)
			diagonal = row[j+1]
			row[j+1] = next
		}
	}
	return row[len(b)]
}

// commonLetters counts the letters in the longest common run of a and b, and in those left and right of it.
func commonLetters(a, b string) int {
	bestA, bestB, size := 0, 0, 0
	for i := range len(a) {
		for j := range len(b) {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			if n > size {
				bestA, bestB, size = i, j, n
			}
		}
	}
	if size == 0 {
		return 0
	}
	return commonLetters(a[:bestA], b[:bestB]) + size + commonLetters(a[bestA+size:], b[bestB+size:])
}
