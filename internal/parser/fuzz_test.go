package parser

import (
	"testing"
	"time"
	"unicode/utf8"

	"ouro/internal/ast"
	"ouro/internal/token"
)

func seed(f *testing.F) {
	for _, c := range trees {
		f.Add(c.src)
	}
	for _, list := range [][]errorCase{exprErrors, stmtErrors, evalErrors, singleErrors} {
		for _, c := range list {
			f.Add(c.src)
		}
	}
}

func FuzzLexer(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 5000 || !utf8.ValidString(src) {
			return
		}
		lx := &lexer{src: src}
		lx.run()
		if n := len(lx.toks); n == 0 || lx.toks[n-1].Kind != token.EOF && lx.toks[n-1].Kind != token.Error {
			t.Fatalf("%q does not end", src)
		}
		at := uint32(0)
		for i, tok := range lx.toks {
			if tok.Start < at && tok.Kind != token.Error || tok.End < tok.Start || int(tok.End) > len(src)+1 {
				t.Fatalf("%q: token %d %v out of place", src, i, tok)
			}
			at = tok.End
		}
		if (lx.err != nil) != (lx.toks[len(lx.toks)-1].Kind == token.Error) {
			t.Fatalf("%q: error without its token", src)
		}
	})
}

func FuzzParser(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 2000 || !utf8.ValidString(src) {
			return
		}
		for mode := Exec; mode <= FuncType; mode++ {
			s := ast.NewSource("s", src)
			start := time.Now()
			root, _, err := Parse(s, mode, Options{})
			if d := time.Since(start); d > 3*time.Second {
				t.Fatalf("%q took %v", src, d)
			}
			if (root == nil) == (err == nil) {
				t.Fatalf("%q: %v %v", src, root, err)
			}
			if err != nil {
				if e := err.(*SyntaxError); e.Msg == "" {
					t.Fatalf("%q: no message", src)
				}
				continue
			}
			ast.Dump(root, s)
		}
	})
}
