package symtable

import (
	"strings"
	"testing"

	"ouro/internal/ast"
	"ouro/internal/parser"
)

var resolutions = [...]string{"?", "local", "global!", "global", "free", "cell"}

// TestResolution gives texts, and how names of the scope f in them resolve.
func TestResolution(t *testing.T) {
	for _, c := range [][2]string{
		{"def f(a):\n b = a\n c", "a local, b local, c global"},
		{"def f():\n a = 1\n def g(): return a", "a cell, g local"},
		{"def f():\n global a\n a = 1", "a global!"},
		{"def o():\n a = 1\n def f():\n  nonlocal a\n  a = 2", "a free"},
		{"def o():\n a = 1\n def f():\n  return lambda: a", "a free"},
		{"class f:\n a = 1\n def g(self): return a, __class__", "a local, g local"},
		{"def f(x):\n return [a + x for a in x]", "x local"},
		{"def f(x):\n return [lambda: a + x for a in x]", "x cell"},
		{"def f(x):\n return (a + x for a in x)", "x cell"},
		{"def f(x):\n return [y := a for a in x]", "x local, y local"},
		{"def f(x):\n a: x = 1", "x local, a local"},
		{"class C:\n def f(self, __x): self.__y", "self local, _C__x local"},
		{"def f[T](x: T) -> T: return T", "x local, T free"},
	} {
		root, _, err := parser.Parse(ast.NewSource("t", c[0]), parser.Exec, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		table, err := Build(root, false)
		if err != nil {
			t.Fatalf("%s: %v", c[0], err)
		}
		for key, s := range table.Scopes {
			if s.Name != "f" || key.Part != Body {
				continue
			}
			var got []string
			for _, n := range s.Order {
				got = append(got, n+" "+resolutions[s.Symbols[n].Scope])
			}
			if text := strings.Join(got, ", "); text != c[1] {
				t.Errorf("%s\ngot  %s\nwant %s", c[0], text, c[1])
			}
		}
	}
}

func TestMangle(t *testing.T) {
	for _, c := range [][3]string{
		{"A", "__x", "_A__x"}, {"__A", "__x", "_A__x"}, {"A", "__x__", "__x__"}, {"A", "_x", "_x"}, {"__", "__x", "__x"}, {"", "__x", "__x"}, {"A", "__a.b", "__a.b"}, {"A", "__", "__"},
	} {
		if got := Mangle(c[0], c[1]); got != c[2] {
			t.Errorf("%s in %s: %s, want %s", c[1], c[0], got, c[2])
		}
	}
}
