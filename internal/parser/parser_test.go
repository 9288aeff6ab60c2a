package parser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ouro/internal/ast"
)

type treeCase struct{ src, want string }

type errorCase struct{ src, want string }

func parse(src string, mode Mode) (*ast.Source, ast.Root, error) {
	s := ast.NewSource("s", src)
	root, _, err := Parse(s, mode, Options{})
	return s, root, err
}

func TestTrees(t *testing.T) {
	for _, c := range trees {
		_, root, err := parse(c.src, Exec)
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
		} else if got := ast.Dump(root, nil); got != c.want {
			t.Errorf("%q\n got  %s\n want %s", c.src, got, c.want)
		}
	}
	for _, c := range treesWithPositions {
		src, root, err := parse(c.src, Exec)
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
		} else if got := ast.Dump(root, src); got != c.want {
			t.Errorf("%q\n got  %s\n want %s", c.src, got, c.want)
		}
	}
}

func describe(err error) string {
	e := err.(*SyntaxError)
	kind := ""
	if e.Kind != SyntaxErr {
		kind = e.Kind.String() + " "
	}
	return fmt.Sprintf("%s%d:%d-%d:%d %s", kind, e.Lineno, e.Offset, e.EndLineno, e.EndOffset, e.Msg)
}

func testErrors(t *testing.T, mode Mode, cases []errorCase) {
	for _, c := range cases {
		_, _, err := parse(c.src, mode)
		if err == nil {
			t.Errorf("%q: no error, want %s", c.src, c.want)
		} else if got := describe(err); got != c.want {
			t.Errorf("%q\n got  %s\n want %s", c.src, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	testErrors(t, Exec, exprErrors)
	testErrors(t, Exec, stmtErrors)
	testErrors(t, Eval, evalErrors)
	testErrors(t, Single, singleErrors)
}

func TestNoErrorInValidSource(t *testing.T) {
	// The second run must accept whatever the first does.
	for _, c := range trees {
		lx := &lexer{src: c.src}
		lx.run()
		p := &parser{src: c.src, source: ast.NewSource("s", c.src), toks: lx.toks, lx: lx, diag: true, memo: map[memoKey]memoValue{}}
		if p.run(); p.failed {
			t.Errorf("%q fails in the second run: %v", c.src, p.err)
		}
	}
}

func TestErrorText(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"x = = 1", "x = = 1\n"}, {"x\n1a\ny", "1a"}, {"x = (\n1", "x = ("}, {"(é é)", "(é é)\n"},
	} {
		_, _, err := parse(c.src, Exec)
		if got := err.(*SyntaxError).Text; got != c.want {
			t.Errorf("%q: text %q, want %q", c.src, got, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		src  string
		want []string
		line int
	}{
		{`"\d"`, []string{`"\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option.`}, 1},
		{`b"\400"`, []string{`"\400" is an invalid octal escape sequence. Such sequences will not work in the future. Did you mean "\\400"? A raw string is also an option.`}, 1},
		{"x = '''\n\\q\\z'''", []string{`"\q" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\q"? A raw string is also an option.`}, 2},
		{`f"\d{x:\e}"`, []string{`"\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option.`,
			`"\e" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\e"? A raw string is also an option.`}, 1},
		{"1if x else 2", []string{"invalid decimal literal"}, 1},
		{"0xfor x", []string{"invalid hexadecimal literal"}, 1},
		{"with ('\\d'): pass", []string{`"\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option.`}, 1},
		{`r"\d" "\n"`, nil, 0},
	} {
		src := ast.NewSource("s", c.src)
		_, warnings, err := Parse(src, Exec, Options{})
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
			continue
		}
		var got []string
		for _, w := range warnings {
			got = append(got, w.Msg)
			if l := src.Line(w.Pos.Start); l != c.line {
				t.Errorf("%q: warning on line %d", c.src, l)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%q: warnings %q, want %q", c.src, got, c.want)
		}
	}
}

func TestIncompleteInput(t *testing.T) {
	opts := Options{AllowIncomplete: true, DontImplyDedent: true}
	for _, c := range []struct{ src, want string }{
		{"x", "ok"}, {"if x:", "incomplete"}, {"if x:\n  y", "incomplete"}, {"if x:\n  y\n", "ok"}, {"if x: y", "incomplete"}, {"if x: y\n", "ok"},
		{"(", "incomplete"}, {"(1,\n", "incomplete"}, {"'''a\n", "incomplete"}, {"'a\n", "error"}, {")", "error"}, {"x y\n", "error"}, {"x \\\n", "incomplete"},
		{"f'''{a\n", "incomplete"}, {"@a\n", "incomplete"}, {"a\nb\n", "error"}, {"# c\n", "incomplete"}, {"def f():\n  pass\n z\n", "error"},
	} {
		_, _, err := Parse(ast.NewSource("s", c.src), Single, opts)
		got := "ok"
		if e, ok := err.(*SyntaxError); ok {
			got = "error"
			if e.Kind == IncompleteInputError {
				got = "incomplete"
			}
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s (%v)", c.src, got, c.want, err)
		}
	}
}

func TestDecodeSource(t *testing.T) {
	for _, c := range []struct{ data, text, err string }{
		{"x\r\ny\rz", "x\ny\nz", ""},
		{"\xef\xbb\xbfx", "x", ""},
		{"# -*- coding: latin-1 -*-\n'\xe9'", "# -*- coding: latin-1 -*-\n'é'", ""},
		{"#!/bin/x\n# vim: set fileencoding=cp1252 :\n'\x80'", "#!/bin/x\n# vim: set fileencoding=cp1252 :\n'€'", ""},
		{"x = 1\ny = 2\n# coding: latin-1", "x = 1\ny = 2\n# coding: latin-1", ""},
		{"x = '\xe9'", "", `Non-UTF-8 code starting with '\xe9' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details`},
		{"# coding: nope\n", "", "unknown encoding: nope"},
		{"x\x00", "", "source code cannot contain null bytes"},
		{"# coding: utf-8\n'é'", "# coding: utf-8\n'é'", ""},
	} {
		text, err := DecodeSource([]byte(c.data))
		if c.err != "" {
			if err == nil || err.(*SyntaxError).Msg != c.err {
				t.Errorf("%q: error %v, want %s", c.data, err, c.err)
			}
		} else if err != nil || text != c.text {
			t.Errorf("%q: %q %v", c.data, text, err)
		}
	}
}

func TestKeywordTypo(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"fro i in x: pass", "1:1-1:4 for"}, {"whille True: pass", "1:1-1:7 while"}, {"imprt os", "1:1-1:6 import"}, {"form a import b", "1:1-1:5 from"},
		{"def f():\n  retrun 1\n", "2:3-2:9 return"}, {"x = 1\nif x:\n  y\nels:\n  z", "3:1-3:4 else"}, {"for i im x: pass", "1:7-1:9 in"}, {"clas A: pass", "1:1-1:5 class"},
		{"a nd b", "1:3-1:5 and"}, {"prnt 'x'", "1:1-1:5 not"}, {"asert x", "1:1-1:6 assert"}, {"with open(x) sa f: pass", "1:14-1:16 is"}, {"x = lamba y: y", "1:5-1:10 lambda"},
		{"x = [a fo a in b]", "1:8-1:10 for"}, {"f(a fr a in b)", "1:5-1:7 for"}, {"asynch def f(): pass", "1:1-1:7 async"}, {"whlie 1:\n  x y", "1:1-1:6 while"},
		{"from x imporrt y", "1:8-1:15 import"}, {"x y", ""}, {"del1 x", "1:1-1:5 del"}, {"a = b isn c", "1:7-1:10 in"}, {"a = b\nc an d", "2:3-2:5 and"}, {"retur n 1", "1:7-1:8 in"},
		{"x = 1 y = 2", ""}, {"if x:\n  fro i in y:\n    z\n", "2:3-2:6 for"}, {"class A:\n  deff f(self):\n    pass", "2:3-2:7 def"}, {"a = 5 if x els 6", ""},
		{"a b c d e f g h i j k fro x in y: pass", ""}, {"raisee X", "1:1-1:7 raise"}, {"i f x: y", ""}, {"while Tru is x y", ""},
	} {
		src, _, err := parse(c.src, Exec)
		got := ""
		if e := KeywordTypo(src, err.(*SyntaxError), nil); e != nil {
			got = strings.TrimSuffix(strings.Replace(describe(e), "invalid syntax. Did you mean '", "", 1), "'?")
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.src, got, c.want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	var src strings.Builder
	for _, c := range trees {
		if !strings.Contains(c.src, "from a import *") {
			src.WriteString(c.src + "\n")
		}
	}
	text := strings.Repeat(src.String(), 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := parse(text, Exec); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDeepNesting(t *testing.T) {
	n := 100000
	for _, src := range []string{
		strings.Repeat("(", n), strings.Repeat("[", n) + strings.Repeat("]", n), strings.Repeat("-", n) + "x", strings.Repeat("not ", n) + "x",
		strings.Repeat("lambda: ", n) + "x", strings.Repeat("x if y else ", n) + "x", strings.Repeat("x ** ", n) + "x", strings.Repeat("f'{", 300),
		strings.Repeat("x.", n) + "x", strings.Repeat("x + ", n) + "x", strings.Repeat("x = ", n) + "x", strings.Repeat("a ", n), strings.Repeat("f(", 190) + "a b",
		strings.Repeat("if x:\n", 1) + strings.Repeat("elif x:\n y\n", 1000), strings.Repeat("{1: ", 190) + "2 3", strings.Repeat("x, ", n),
		"match x:\n case " + strings.Repeat("[", 190) + strings.Repeat("]", 190) + ": y", "with " + strings.Repeat("(", 150) + "a b" + strings.Repeat(")", 150) + ": x",
		strings.Repeat("[a for a in ", 190) + "b c", strings.Repeat("print ", 2000), strings.Repeat("(a=", 190),
	} {
		start := time.Now()
		parse(src, Exec)
		if d := time.Since(start); d > 4*time.Second {
			t.Errorf("%.30q took %v", src, d)
		}
	}
}
