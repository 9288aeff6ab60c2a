// Package scripttest runs Python scripts as tests.
//
// A script states what must hold with assert. Lines of dashes (---) part it into chunks that run apart, each in a fresh
// interpreter. A comment `### TypeError: regex` says that the statement that begins on its line must raise that exception,
// with a text that matches; the rest of the chunk does not run.
package scripttest

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ouro/internal/interp"
	"ouro/internal/object"
	"ouro/internal/stdlib/asyncio"
	"ouro/internal/stdlib/signals"
	"ouro/internal/vm"
)

// chunk is a part of a script; line is where it begins, counted from 0.
type chunk struct {
	text string
	line int
	// What it must raise, if anything, and on which line of the file.
	class   string
	pattern *regexp.Regexp
	raises  int
}

var expectation = regexp.MustCompile(`### (\w+)(?:: (.*))?$`)

func split(t *testing.T, src string) []chunk {
	t.Helper()
	var chunks []chunk
	cur := chunk{}
	var text strings.Builder
	end := func(next int) {
		cur.text = text.String()
		if strings.TrimSpace(cur.text) != "" {
			chunks = append(chunks, cur)
		}
		text.Reset()
		cur = chunk{line: next}
	}
	for i, line := range strings.Split(src, "\n") {
		if line == "---" {
			end(i + 1)
			continue
		}
		if m := expectation.FindStringSubmatch(line); m != nil {
			re, err := regexp.Compile(m[2])
			if err != nil {
				t.Fatalf("line %d: %v", i+1, err)
			}
			cur.class, cur.pattern, cur.raises = m[1], re, i+1
		}
		text.WriteString(line + "\n")
	}
	end(0)
	return chunks
}

// Run runs each script in the calling package's testdata as a subtest.
func Run(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.py")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".py"), func(t *testing.T) { File(t, f) })
	}
}

// File runs one script.
func File(t *testing.T, file string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range split(t, string(src)) {
		run(t, file, c)
	}
}

func run(t *testing.T, file string, c chunk) {
	t.Helper()
	if problem := outcome(t, file, c); problem != "" {
		t.Error(problem)
	}
}

// outcome runs a chunk and says what is wrong, if anything.
func outcome(t *testing.T, file string, c chunk) string {
	t.Helper()
	in, err := interp.New(interp.Config{Path: []string{filepath.Dir(file), filepath.Join(filepath.Dir(file), "lib")}, Argv: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	signals.Install(in.Thread())
	asyncio.Configure(in.Thread(), asyncio.Settings{Deadlocks: true})
	defer signals.Uninstall(in.Thread())
	// Empty lines keep the line numbers of the file.
	err = in.RunSource(file, strings.Repeat("\n", c.line)+c.text)
	var e *object.Exc
	at := file + ":" + strconv.Itoa(c.raises) + ": "
	switch {
	case err == nil && c.class == "":
		return ""
	case err == nil:
		return at + "no " + c.class + " was raised"
	case !errors.As(err, &e):
		return file + ": " + err.Error()
	case c.class == "":
		return in.FormatException(in.Thread(), e)
	}
	if problem := mismatch(in, e, c); problem != "" {
		return at + problem + "\n" + in.FormatException(in.Thread(), e)
	}
	return ""
}

// mismatch says how the exception differs from what the chunk must raise.
func mismatch(in *interp.Interp, e *object.Exc, c chunk) string {
	if e.Type().Name != c.class {
		return "raised " + e.Type().Name + ", not " + c.class
	}
	text, err := object.ToStr(in.Thread(), e.Value())
	if err != nil {
		return "the exception has no text"
	}
	if !c.pattern.MatchString(text.S) {
		return "the text is " + strconv.Quote(text.S)
	}
	line := 0
	if tb, ok := vm.AsTraceback(e.Traceback); ok {
		line = tb.Line()
	} else if n, ok := object.SmallInt(e.Field("lineno")); ok {
		line = int(n)
	}
	if line != c.raises {
		return "raised on line " + strconv.Itoa(line)
	}
	return ""
}
