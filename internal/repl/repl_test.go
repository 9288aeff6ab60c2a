package repl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plainStyles shows styles as marks, to read them in tests.
var plainStyles = strings.NewReplacer(styleKeyword, "<k:", styleBuiltin, "<b:", styleComment, "<c:", styleString, "<s:", styleNumber, "<n:", styleDefinition, "<d:", styleReset, ">")

func TestHighlight(t *testing.T) {
	builtins := map[string]bool{"print": true, "len": true}
	for src, want := range map[string]string{
		"":                                 "",
		"def f(x): return x":               "<k:def> <d:f>(x): <k:return> x",
		"class C: pass  # a 'b'":           "<k:class> <d:C>: <k:pass>  <c:# a 'b'>",
		"print(len(a.len), None)":          "<b:print>(<b:len>(a.len), <k:None>)",
		"x = 'a\\'b' + rb\"c\" + f''":      "x = <s:'a\\'b'> + <s:rb\"c\"> + <s:f''>",
		"'open\nx":                         "<s:'open>\nx",
		"'''a\nb''' + 1":                   "<s:'''a>\n<s:b'''> + <n:1>",
		"0x1e+1, 1e-5, .5, 1_0j":           "<n:0x1e>+<n:1>, <n:1e-5>, <n:.5>, <n:1_0j>",
		"match x:\n  case 1: type = 2":     "<k:match> x:\n  <k:case> <n:1>: type = <n:2>",
		"match = 1; type(x); type X = 2":   "match = <n:1>; type(x); type X = <n:2>",
		"type X = int":                     "<k:type> X = int",
		"été = défaut.print":               "été = défaut.print",
		"\"\"\"":                           "<s:\"\"\">",
		"x.def_ + imports + isprint(b)":    "x.def_ + imports + isprint(b)",
		"async def g():\n\tawait h('\\'')": "<k:async> <k:def> <d:g>():\n\t<k:await> h(<s:'\\''>)",
	} {
		got := highlight([]rune(src), builtins)
		if shown := plainStyles.Replace(got); shown != want {
			t.Errorf("%q:\n got %s\nwant %s", src, shown, want)
		}
	}
}

func TestIndentAfter(t *testing.T) {
	for text, want := range map[string]string{
		"x":                   "",
		"if x:":               "    ",
		"if x:  # why":        "    ",
		"if x:\n    y = 1":    "    ",
		"if x:\n    if y:":    "        ",
		"if x:\n    return 1": "",
		"for a in b:\n    while c:\n        break": "    ",
	} {
		if got := indentAfter(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestHistory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	if h := openHistory(file); h.Len() != 0 {
		t.Errorf("%d statements in no file", h.Len())
	}
	h := openHistory(file)
	for _, s := range []string{"a = 1", "def f():\n    pass\n", "", "  ", "a = 1", "a = 1"} {
		if _, err := h.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if want := "a = 1\ndef f():\r\n    pass\na = 1\n"; err != nil || string(b) != want {
		t.Errorf("the file: %q %v", b, err)
	}
	h = openHistory(file)
	if h.Len() != 3 {
		t.Errorf("%d statements", h.Len())
	}
	if s, err := h.GetLine(1); err != nil || s != "def f():\n    pass" {
		t.Errorf("%q %v", s, err)
	}
	if _, err := h.GetLine(3); err == nil {
		t.Error("a statement behind the last")
	}
	if err := os.WriteFile(file, []byte(strings.Repeat("x\n", 3*maxHistory)), 0o600); err != nil {
		t.Fatal(err)
	}
	if h = openHistory(file); h.Len() != maxHistory {
		t.Errorf("%d statements of a long file", h.Len())
	}
	unwritable := openHistory(filepath.Join(file, "none"))
	if n, err := unwritable.Write("kept"); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
}

func TestUseColor(t *testing.T) {
	for _, c := range []struct {
		env  string
		want bool
	}{
		{"", true}, {"NO_COLOR=1", false}, {"TERM=dumb", false}, {"PYTHON_COLORS=0", false}, {"NO_COLOR=1 PYTHON_COLORS=1", true},
		{"NO_COLOR=1 FORCE_COLOR=1", false}, {"TERM=dumb FORCE_COLOR=1", true},
	} {
		for _, v := range []string{"NO_COLOR", "FORCE_COLOR", "PYTHON_COLORS"} {
			t.Setenv(v, "")
		}
		t.Setenv("TERM", "xterm")
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			t.Setenv(name, value)
		}
		if got := useColor(os.Getenv); got != c.want {
			t.Errorf("%q: %v", c.env, got)
		}
	}
}

func TestColumns(t *testing.T) {
	if got := columns([]string{"c", "a", "bb", "d", "e"}, 9); got != "a   d\r\nbb  e\r\nc" {
		t.Errorf("%q", got)
	}
	if got := columns([]string{"long", "words"}, 3); got != "long\r\nwords" {
		t.Errorf("%q", got)
	}
}
