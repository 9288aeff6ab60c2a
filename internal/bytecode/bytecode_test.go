package bytecode

import (
	"flag"
	"math"
	"math/big"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite docs/bytecode.md")

func TestMarkdownIsCurrent(t *testing.T) {
	const file = "../../docs/bytecode.md"
	want := Markdown()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the table gives: run go test ./internal/bytecode -update", file)
	}
}

func TestTable(t *testing.T) {
	if len(table) != NumOps {
		t.Fatalf("%d rows for %d operations", len(table), NumOps)
	}
	if NumOps > 256 {
		t.Fatalf("%d operations do not fit a byte", NumOps)
	}
	seen := map[string]bool{}
	for op, row := range table {
		if row.Name == "" || row.Means == "" {
			t.Errorf("operation %d has no row", op)
		}
		if seen[row.Name] {
			t.Errorf("%s twice", row.Name)
		}
		seen[row.Name] = true
		if (row.C == Jump || row.B == JumpWide) != (row.Effect&Jumps != 0) && !strings.Contains(row.Means, "skip the group") {
			t.Errorf("%s: jump operand and effect disagree", row.Name)
		}
	}
}

func TestVerify(t *testing.T) {
	code := func(ins ...Instr) *Code {
		return &Code{Ins: ins, Positions: make([]Span, len(ins)), NumRegs: 2, Consts: []Const{{}}}
	}
	ret := Instr{Op: OpReturnConst}
	for _, c := range []struct {
		name string
		code *Code
		want string
	}{
		{"good", code(Instr{Op: OpMove, A: 16, B: 0}, ret), ""},
		{"register", code(Instr{Op: OpMove, A: 32, B: 0}, ret), "register 2 of 2"},
		{"unscaled", code(Instr{Op: OpMove, A: 8, B: 0}, ret), "register"},
		{"window", code(Instr{Op: OpCall, A: 16, X: 1}, ret), "CALL: register 1 of 2"},
		{"end", code(Instr{Op: OpNop}), "runs off the end"},
		{"jump", code(Instr{Op: OpJump, B: 7}, ret), "JUMP to 8"},
		{"backward", code(Instr{Op: OpNop}, Instr{Op: OpJumpIfTrue, C: 0xFFFE}, ret), "X=0"},
		{"const", code(Instr{Op: OpLoadConst, B: 1}, ret), "index 1 of 1"},
		{"unknown", code(Instr{Op: 255}, ret), "unknown operation"},
		{"empty", code(), "no instructions"},
		{"group", code(Instr{Op: OpAsyncForNext}, ret), "without its group"},
	} {
		err := Verify(c.code)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
}

func TestConstKey(t *testing.T) {
	distinct := []Const{
		{}, BoolConst(true), BoolConst(false), IntConst(1), IntConst(0), {Kind: ConstFloat, Float: 1}, {Kind: ConstFloat},
		{Kind: ConstFloat, Float: math.Copysign(0, -1)}, StrConst("1"), {Kind: ConstBytes, Str: "1"}, TupleConst([]Const{IntConst(1)}),
		TupleConst([]Const{BoolConst(true)}), BigConst(new(big.Int).Lsh(big.NewInt(1), 70)), {Kind: ConstEllipsis},
	}
	seen := map[string]Const{}
	for _, k := range distinct {
		if old, ok := seen[k.Key()]; ok {
			t.Errorf("%v and %v share a key", old, k)
		}
		seen[k.Key()] = k
	}
	if BigConst(big.NewInt(7)).Key() != IntConst(7).Key() {
		t.Error("a small big.Int is another constant than the int")
	}
}

func TestDisassemble(t *testing.T) {
	c := &Code{
		QualName: "f", NumRegs: 3, NumLocals: 1, VarNames: []string{"a"}, ArgCount: 1, Names: []string{"go"}, ICNames: []int32{0},
		Ins: []Instr{{Op: OpCallGlobal, A: 16, X: 1, C: 0}, {Op: OpJumpIfTrue, A: 0, C: 0xFFFE, X: 1}, {Op: OpReturn, A: 0}},
	}
	want := "f: params=1 regs=3\n>   0  CALL_GLOBAL r1..r2, go, a, 1\n    1  JUMP_IF_TRUE a, -> 0\n    2  RETURN a\n"
	if got := Disassemble(c); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
