package compile

import (
	"testing"

	"ouro/internal/ast"
	"ouro/internal/parser"
)

// TestUnparse gives pairs of an expression and the text that it has as an annotation.
func TestUnparse(t *testing.T) {
	for _, c := range [][2]string{
		{"int|None", "int | None"}, {"dict[str,int]", "dict[str, int]"}, {"(1,)", "(1,)"}, {"x[1:2, ::3]", "x[1:2, ::3]"}, {`"a'b"`, `"a'b"`},
		{"(a+b)*c-d**-e", "(a + b) * c - d ** (-e)"}, {"not(a)or b and c", "not a or b and c"}, {"lambda *a: 0", "lambda*a: 0"}, {"lambda a,/,b=1,*,c: a", "lambda a, /, b=1, *, c: a"},
		{"[x for x in y if z]", "[x for x in y if z]"}, {"f(*a, k=1, **b)", "f(*a, k=1, **b)"}, {"{**a, 'b': 1}", "{**a, 'b': 1}"}, {"1e400", "1e309"},
		{"a if b else c", "a if b else c"}, {"f'{x!r:>{w}}'", "f'{x!r:>{w}}'"}, {"(1).real", "1 .real"}, {"a<b is not c", "a < b is not c"}, {"...", "..."},
	} {
		root, _, err := parser.Parse(ast.NewSource("t", c[0]), parser.Eval, parser.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := unparse(root.(*ast.Expression).Body); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
}
