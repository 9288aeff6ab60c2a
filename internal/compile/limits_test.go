package compile

import (
	"errors"
	"strings"
	"testing"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/parser"
)

// TestFarJumps compiles bodies too long for the 16 bits of a conditional jump.
func TestFarJumps(t *testing.T) {
	long := strings.Repeat("  x.a = y.b\n", 20000)
	for _, head := range []string{"if a:", "while a:", "for a in b:"} {
		code, _, _, err := compileText(t, "def f(x, y, a, b):\n "+head+"\n"+long+" return a\n", Options{})
		if err != nil {
			t.Fatalf("%s: %v", head, err)
		}
		if err := bytecode.VerifyFlow(code); err != nil {
			t.Errorf("%s: %v", head, err)
		}
	}
}

// TestDeepTrees builds trees deeper than any text: the compiler refuses them and does not exhaust the stack.
func TestDeepTrees(t *testing.T) {
	deep := func(wrap func(ast.Expr) ast.Expr) *ast.Module {
		var e ast.Expr = &ast.Name{ID: "x"}
		for i := 0; i < 200_000; i++ {
			e = wrap(e)
		}
		return &ast.Module{Body: []ast.Stmt{&ast.ExprStmt{Value: e}}}
	}
	for name, tree := range map[string]*ast.Module{
		"unary":     deep(func(e ast.Expr) ast.Expr { return &ast.UnaryOp{Op: ast.USub, Operand: e} }),
		"binary":    deep(func(e ast.Expr) ast.Expr { return &ast.BinOp{Left: e, Op: ast.Add, Right: e} }),
		"attribute": deep(func(e ast.Expr) ast.Expr { return &ast.Attribute{Value: e, Attr: "a"} }),
		"lambda":    deep(func(e ast.Expr) ast.Expr { return &ast.Lambda{Args: &ast.Arguments{}, Body: e} }),
	} {
		_, _, err := Module(tree, Options{})
		var e *Error
		if !errors.As(err, &e) || !e.Recursion {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLargeDisplays compiles displays and calls of more items than there are registers.
func TestLargeDisplays(t *testing.T) {
	items := strings.Repeat("x(), ", 10000)
	pairs := strings.Repeat("x(): y(), ", 10000)
	for _, text := range []string{"[" + items + "]", "(" + items + ")", "{" + items + "}", "{" + pairs + "}", "f(" + items + ")", "f'" + strings.Repeat("{x()}-", 5000) + "'"} {
		code, _, _, err := compileText(t, text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if code.NumRegs > 100 {
			t.Errorf("%.10s...: %d registers", text, code.NumRegs)
		}
		if err := bytecode.VerifyFlow(code); err != nil {
			t.Error(err)
		}
	}
}

func TestModes(t *testing.T) {
	listing := func(text string, mode parser.Mode, opts Options) string {
		root, _, err := parser.Parse(ast.NewSource("f", text), mode, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		code, _, err := Module(root, opts)
		if err != nil {
			t.Fatal(err)
		}
		if err := bytecode.Verify(code); err != nil {
			t.Error(err)
		}
		return bytecode.Disassemble(code)
	}
	for _, c := range []struct {
		text string
		mode parser.Mode
		opts Options
		want string
	}{
		{"a + 1", parser.Eval, Options{}, "RETURN r1"},
		{"a\n", parser.Single, Options{}, "DISPLAY r1"},
		{"assert a", parser.Exec, Options{}, "LOAD_COMMON"},
		{"await a", parser.Exec, Options{TopLevelAwait: true}, "AWAIT"},
		{"'doc'", parser.Exec, Options{}, "STORE_NAME r1, __doc__"},
	} {
		if got := listing(c.text, c.mode, c.opts); !strings.Contains(got, c.want) {
			t.Errorf("%s: no %s in\n%s", c.text, c.want, got)
		}
	}
	if got := listing("assert a", parser.Exec, Options{Optimize: 1}); strings.Contains(got, "LOAD_COMMON") {
		t.Errorf("assert with -O:\n%s", got)
	}
	if got := listing("'doc'", parser.Exec, Options{Optimize: 2}); strings.Contains(got, "__doc__") {
		t.Errorf("docstring with -OO:\n%s", got)
	}
}
