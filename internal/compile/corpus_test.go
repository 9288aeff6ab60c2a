package compile

import (
	"os"
	"testing"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/parser"
)

// TestCorpus verifies the code of a text with every construct, flow of registers included.
func TestCorpus(t *testing.T) {
	text, err := os.ReadFile("testdata/corpus.py")
	if err != nil {
		t.Fatal(err)
	}
	for level := 0; level < 3; level++ {
		code, _, _, err := compileText(t, string(text), Options{Optimize: level})
		if err != nil {
			t.Fatal(err)
		}
		if err := bytecode.VerifyFlow(code); err != nil {
			t.Error(err)
		}
	}
}

// FuzzCompile holds that whatever parses compiles to code that verifies, or is refused.
func FuzzCompile(f *testing.F) {
	text, err := os.ReadFile("testdata/corpus.py")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	for _, s := range []string{
		"try:\n a\nfinally:\n return\n", "class A[T]:\n x: T = 1\n", "[x for x in y for y in x]", "async def f():\n async with a as b: return b\n",
		"match x:\n case [a, *_, b] | (a as b): pass\n", "def f():\n try: pass\n except* E as e: del e\n", "from __future__ import annotations\ndef f(a: 'b' + c) -> d[1:2]: pass\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		src := ast.NewSource("fuzz", text)
		root, _, err := parser.Parse(src, parser.Exec, parser.Options{})
		if err != nil {
			return
		}
		for _, opts := range []Options{{Source: src}, {Source: src, Optimize: 2, TopLevelAwait: true, Future: bytecode.FlagFutureAnnotations}} {
			code, _, err := Module(root, opts)
			if err != nil {
				continue
			}
			if err := bytecode.Verify(code); err != nil {
				t.Fatal(err)
			}
			if err := bytecode.VerifyFlow(code); err != nil {
				t.Fatal(err)
			}
		}
	})
}
