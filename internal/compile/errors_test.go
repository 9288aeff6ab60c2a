package compile

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestErrors compiles the texts of testdata/errors.txt; the lines with ### after each say what must come of it.
func TestErrors(t *testing.T) {
	data, err := os.ReadFile("testdata/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, chunk := range strings.Split(string(data), "\n---\n")[1:] {
		var text, want []string
		for _, l := range strings.Split(strings.TrimRight(chunk, "\n"), "\n") {
			if w, ok := strings.CutPrefix(l, "### "); ok {
				want = append(want, w)
			} else {
				text = append(text, l)
			}
		}
		source := strings.Join(text, "\n")
		if got := outcome(t, source); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\ngot  %q\nwant %q", source, got, want)
		}
	}
}

func outcome(t *testing.T, text string) []string {
	t.Helper()
	_, warnings, src, err := compileText(t, text, Options{})
	result := []string{"OK"}
	if err != nil {
		var e *Error
		if !errors.As(err, &e) {
			return []string{"parser: " + err.Error()}
		}
		line, col := src.LineCol(e.Pos.Start)
		endLine, endCol := src.LineCol(e.Pos.End)
		result[0] = fmt.Sprintf("%s @%d:%d-%d:%d", e.Msg, line, col+1, endLine, endCol+1)
	}
	for _, w := range warnings {
		result = append(result, fmt.Sprintf("warning %s %d", w.Msg, src.Line(w.Pos.Start)))
	}
	return result
}
