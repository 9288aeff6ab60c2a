package compile

import (
	"strings"
	"testing"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/parser"
)

// compileText parses and compiles a module and verifies the code.
func compileText(t testing.TB, text string, opts Options) (*bytecode.Code, []Warning, *ast.Source, error) {
	t.Helper()
	src := ast.NewSource("test.py", text)
	root, _, err := parser.Parse(src, parser.Exec, parser.Options{})
	if err != nil {
		return nil, nil, src, err
	}
	opts.Source, opts.Filename = src, "test.py"
	code, warnings, err := Module(root, opts)
	if err != nil {
		return nil, warnings, src, err
	}
	if err := bytecode.Verify(code); err != nil {
		t.Errorf("verify: %v\n%s", err, text)
	}
	return code, warnings, src, nil
}

// function compiles text and returns the listing of the code named name, without its heading.
func function(t *testing.T, text, name string) string {
	t.Helper()
	code, _, _, err := compileText(t, text, Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, part := range strings.Split(bytecode.Disassemble(code), "\n\n") {
		head, body, _ := strings.Cut(part, "\n")
		if strings.HasPrefix(head, name+":") {
			return strings.TrimRight(body, "\n")
		}
	}
	t.Fatalf("no code %s", name)
	return ""
}

// expect compares the listing of function f in text with want, in which indentation does not matter.
func expect(t *testing.T, text, want string) {
	t.Helper()
	got := function(t, text, "f")
	clean := func(s string) string {
		var lines []string
		for _, l := range strings.Split(strings.TrimSpace(s), "\n") {
			lines = append(lines, strings.Join(strings.Fields(l), " "))
		}
		return strings.Join(lines, "\n")
	}
	if clean(got) != clean(want) {
		t.Errorf("%s\ngot\n%s\nwant\n%s", text, got, want)
	}
}

func TestArithmeticInPlace(t *testing.T) {
	expect(t, "def f(a, b):\n x = a + b * 2\n x += 1\n return x", `
		0 MUL_I r3, b, 2
		1 ADD x, a, r3
		2 ADD_I x, x, 1, in place
		3 RETURN x`)
}

func TestLoopTestsAtTheBottom(t *testing.T) {
	expect(t, "def f(n):\n for i in g(n):\n  if i == 3: continue\n  n -= i\n return n", `
		0 MOVE r5, n
		1 CALL_GLOBAL r4..r5, g, r3, 1
		2 GET_ITER r2, r3
		3 JUMP -> 6
		> 4 JUMP_IF_EQ_I i, 3, -> 6
		5 SUB n, n, i, in place
		> 6 FOR_ITER i, r2, -> 4
		7 RETURN n`)
}
