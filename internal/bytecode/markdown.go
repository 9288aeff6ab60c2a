package bytecode

import (
	"fmt"
	"strings"
)

// Markdown returns the instruction table as the page docs/bytecode.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# The instruction set\n\n")
	b.WriteString("Made from the table in `internal/bytecode/op.go`; the package comment there explains registers, groups and handlers.\n")
	b.WriteString("An instruction is 8 bytes: the operation and `X` (a byte each), `A`, `B` and `C` (16 bits each).\n")
	b.WriteString("`R[A]` is the register whose byte offset is `A`, `K[i]` a constant. Effects: *r* may raise, *j* may jump, *e* never goes on with the next instruction,\n")
	b.WriteString("*q* a specialised form that the machine writes over another instruction.\n\n")
	b.WriteString("| instruction | operands | effect | meaning |\n|---|---|---|---|\n")
	for _, row := range table {
		var ops []string
		for _, o := range [...]struct {
			field string
			kind  Kind
		}{{"A", row.A}, {"B", row.B}, {"C", row.C}, {"X", row.X}} {
			if o.kind != None {
				ops = append(ops, o.field+" "+kindNames[o.kind])
			}
		}
		var effect string
		for i, letter := range "rjeq" {
			if row.Effect&(1<<i) != 0 {
				effect += string(letter)
			}
		}
		means := strings.NewReplacer("|", `\|`, "*", `\*`).Replace(row.Means)
		if row.Effect&Quick != 0 {
			means += " (for " + row.Base.String() + ")"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", row.Name, strings.Join(ops, ", "), effect, means)
	}
	return b.String()
}

var kindNames = [...]string{
	Dst: "dst", Src: "src", Mod: "src and dst", Cell: "cell", RunX: "run", RunPairs: "run of pairs", RunFlags: "run",
	RunCall: "call run", RunMethod: "method run", RunEx: "run of 3", RunArgs: "argument run", Run2: "run of 2", Run3: "run of 3",
	DstRun2: "dst run of 2", DstRun5: "dst run of 5", DstRunC: "dst run", DstRunStar: "dst run", ConstIx: "const", ConstWide: "const (B and C)",
	NameIx: "name", IC: "cache", FreeIx: "free variable", Imm: "number", Count: "count", Operator: "operator", Flags: "flags",
	Jump: "jump", JumpWide: "jump (B and C)",
}
