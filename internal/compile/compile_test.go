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
		0 MOVE r4, n
		1 CALL_GLOBAL r3..r4, g, r3, 1
		2 GET_ITER r2, r3
		3 JUMP -> 6
		> 4 JUMP_IF_EQ_I i, 3, -> 6
		5 SUB n, n, i, in place
		> 6 FOR_ITER i, r2, -> 4
		7 RETURN n`)
}

func TestSwapNeedsNoTuple(t *testing.T) {
	expect(t, "def f(a, b):\n a, b = b, a + b\n return a", `
		0 MOVE r2, b
		1 ADD b, a, b
		2 MOVE a, r2
		3 RETURN a`)
}

func TestFinallyIsCopied(t *testing.T) {
	expect(t, "def f(x):\n try:\n  return g()\n finally:\n  x.close()", `
		0 CALL_GLOBAL r1, g, r1, 0
		1 LOAD_METHOD r2..r3, x, close
		2 CALL_METHOD r2..r3, r2, 0
		3 RETURN r1
		> 4 PUSH_EXC r2, r1
		5 LOAD_METHOD r3..r4, x, close
		6 CALL_METHOD r3..r4, r3, 0
		7 POP_EXC r2
		8 RERAISE r1
		> 9 POP_EXC r2
		10 RERAISE r1
		handler 0..1 -> 4 r1
		handler 5..7 -> 9 r1`)
}

func TestAwaitGroup(t *testing.T) {
	expect(t, "async def f(q, n):\n n += await q.get(n)\n return n", `
		0 LOAD_METHOD r3..r4, q, get
		1 MOVE r5, n
		2 CALL_METHOD_AWAIT r3..r5, r3, 1
		3 GET_AWAITABLE r3, r3, 0
		4 LOAD_CONST r2, None
		5 AWAIT r2, r3
		6 ADD n, n, r2, in place
		7 RETURN n`)
}

func TestCellsAndUnboundLocals(t *testing.T) {
	expect(t, "def f(x, y):\n if y: z = 1\n def g(): return x\n return z", `
		0 MAKE_CELL x
		1 JUMP_IF_FALSE y, -> 3
		2 LOAD_INT z, 1
		> 3 MOVE r5, x
		4 BUILD_TUPLE r4, r5, 1
		5 MAKE_FUNCTION g, r4, <code f.<locals>.g>, X=8
		6 CHECK_BOUND z, z
		7 RETURN z`)
}

func TestMatchSequence(t *testing.T) {
	expect(t, "def f(s):\n match s:\n  case [1, x, *_]: return x", `
		0 MOVE r2, s
		1 JUMP_IF_NOT_SEQUENCE r2, -> 9
		2 GET_LEN r3, r2
		3 JUMP_IF_LT_I r3, 2, -> 9
		4 GET_ITEM_I r3, r2, 0
		5 JUMP_IF_NOT_EQ_I r3, 1, -> 9
		6 GET_ITEM_I r4, r2, 1
		7 MOVE x, r4
		8 RETURN x
		> 9 RETURN_CONST None`)
}

func TestInlinedComprehension(t *testing.T) {
	expect(t, "def f(x):\n return [i for i in x if i is not None]", `
		0 GET_ITER r3, x
		1 BUILD_LIST r2, -, 0
		2 JUMP -> 5
		> 3 JUMP_IF_NONE i, -> 5
		4 LIST_APPEND r2, i
		> 5 FOR_ITER i, r3, -> 3
		6 CLEAR i
		7 RETURN r2`)
}

func TestConstantsAreFolded(t *testing.T) {
	expect(t, "def f():\n x = 2 ** 10 - 1, 'a' + 'b', -3.5, not 0\n if x and 0: g()\n while 0: g()\n return x in [1, 2]", `
		0 LOAD_CONST x, (1023, "ab", -3.5, True)
		1 JUMP_IF_FALSE x, -> 2
		> 2 LOAD_CONST r2, (1, 2)
		3 IN r1, x, r2
		4 RETURN r1`)
}
