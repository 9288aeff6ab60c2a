package bytecode

import (
	"fmt"
	"strconv"
	"strings"

	"ouro/internal/pynum"
)

// field is one operand of an instruction with what the table says of it.
type field struct {
	kind Kind
	val  int
}

// fields returns the operands of in that its row names, A first, X last.
func (in Instr) fields() (f [4]field, n int) {
	row := in.Op.Info()
	for _, o := range [...]field{{row.A, int(in.A)}, {row.B, int(in.B)}, {row.C, int(in.C)}, {row.X, int(in.X)}} {
		if o.kind == None {
			continue
		}
		switch o.kind {
		case Imm, Jump:
			o.val = int(int16(o.val))
		case ConstWide, JumpWide:
			o.val = int(in.Wide())
		}
		f[n] = o
		n++
	}
	return f, n
}

// register reports whether an operand of this kind is a register or the first one of a run.
func (k Kind) register() bool { return k >= Dst && k <= DstRunStar }

// span returns how many registers an operand of kind k covers from its own on.
func (in Instr) span(k Kind) int {
	switch k {
	case RunX:
		return int(in.X)
	case RunPairs:
		return 2 * int(in.X)
	case RunFlags:
		n := 0
		for x := in.X; x != 0; x &= x - 1 {
			n++
		}
		return n
	case RunCall, RunArgs:
		return 1 + int(in.X)
	case RunMethod:
		return 2 + int(in.X)
	case RunEx, Run3:
		return 3
	case Run2, DstRun2:
		return 2
	case DstRun5:
		return 5
	case DstRunC:
		return int(in.C)
	case DstRunStar:
		return int(in.X) + 1 + int(in.C)
	}
	return 1
}

// Target returns the index of the instruction that in, at index i, may jump to, or -1.
func (in Instr) Target(i int) int {
	row := in.Op.Info()
	switch {
	case row.B == JumpWide:
		return i + 1 + int(in.Wide())
	case row.C == Jump:
		return i + 1 + int(int16(in.C))
	}
	return -1
}

// RegName returns how listings show the register with this index: a local by its name, another as rN.
func (c *Code) RegName(reg int) string {
	if i := reg - c.LocalBase; i >= 0 && i < len(c.VarNames) {
		return c.VarNames[i]
	}
	return "r" + strconv.Itoa(reg)
}

// Format returns the text of instruction i, as in "ADD x, a, b".
func (c *Code) Format(i int) string {
	in := c.Ins[i]
	if !in.Op.Known() {
		return fmt.Sprintf("? %d", in.Op)
	}
	var b strings.Builder
	b.WriteString(in.Op.String())
	sep := " "
	fs, n := in.fields()
	for _, f := range fs[:n] {
		t := c.operand(in, i, f)
		if t == "" {
			continue
		}
		b.WriteString(sep)
		b.WriteString(t)
		sep = ", "
	}
	return b.String()
}

func (c *Code) operand(in Instr, i int, f field) string {
	switch f.kind {
	case ConstIx, ConstWide:
		if f.val < len(c.Consts) {
			return c.Consts[f.val].String()
		}
	case NameIx:
		if f.val < len(c.Names) {
			return c.Names[f.val]
		}
	case IC:
		if f.val < len(c.ICNames) {
			if c.ICNames[f.val] < 0 {
				return ""
			}
			return c.ICName(f.val)
		}
	case FreeIx:
		if f.val < len(c.FreeVars) {
			return c.FreeVars[f.val]
		}
	case Jump, JumpWide:
		return "-> " + strconv.Itoa(in.Target(i))
	case Operator:
		return Op(f.val).Symbol() + "="
	case Flags:
		switch {
		case f.val == 0:
			return ""
		case in.Op >= OpAdd && in.Op <= OpRShiftI:
			return "in place"
		case in.Op.Info().Effect&Jumps != 0:
			return "" // backward: the target shows it
		}
		return "X=" + strconv.Itoa(f.val)
	case Imm, Count:
		return strconv.Itoa(f.val)
	default:
		if f.kind.register() {
			r := f.val / RegSize
			if n := in.span(f.kind); f.kind != Dst && f.kind != Src && f.kind != Mod && f.kind != Cell {
				if n == 0 {
					return "-"
				}
				if n > 1 {
					return c.RegName(r) + ".." + c.RegName(r+n-1)
				}
			}
			return c.RegName(r)
		}
	}
	return "#" + strconv.Itoa(f.val)
}

// Disassemble returns a listing of c, and of the code nested in it.
func Disassemble(c *Code) string {
	var b strings.Builder
	c.list(&b)
	for _, k := range c.Consts {
		if k.Kind == ConstCode {
			b.WriteByte('\n')
			b.WriteString(Disassemble(k.Code))
		}
	}
	return b.String()
}

func (c *Code) list(b *strings.Builder) {
	fmt.Fprintf(b, "%s:", c.QualName)
	if n := c.NumParams(); n > 0 {
		fmt.Fprintf(b, " params=%d", n)
	}
	fmt.Fprintf(b, " regs=%d", c.NumRegs)
	if len(c.FreeVars) > 0 {
		fmt.Fprintf(b, " free=%s", strings.Join(c.FreeVars, ","))
	}
	b.WriteByte('\n')
	targets := make(map[int]bool)
	for i, in := range c.Ins {
		if t := in.Target(i); t >= 0 {
			targets[t] = true
		}
	}
	for _, h := range c.Handlers {
		targets[int(h.Target)] = true
	}
	for i := range c.Ins {
		mark := ' '
		if targets[i] {
			mark = '>'
		}
		fmt.Fprintf(b, "%c%4d  %s\n", mark, i, c.Format(i))
	}
	for _, h := range c.Handlers {
		fmt.Fprintf(b, "  handler %d..%d -> %d %s\n", h.Start, h.End, h.Target, c.RegName(int(h.Reg)/RegSize))
	}
}

// String returns the constant as listings show it, close to Python's repr.
func (k Const) String() string {
	switch k.Kind {
	case ConstNone:
		return "None"
	case ConstBool:
		if k.Int != 0 {
			return "True"
		}
		return "False"
	case ConstEllipsis:
		return "Ellipsis"
	case ConstInt:
		return strconv.FormatInt(k.Int, 10)
	case ConstBigInt:
		return k.Big.String()
	case ConstFloat:
		return pynum.FloatRepr(k.Float)
	case ConstComplex:
		return pynum.ComplexRepr(complex(k.Float, k.Imag))
	case ConstStr:
		return strconv.Quote(k.Str)
	case ConstBytes:
		return "b" + strconv.Quote(k.Str)
	case ConstCode:
		return "<code " + k.Code.QualName + ">"
	}
	items := make([]string, len(k.Items))
	for i, it := range k.Items {
		items[i] = it.String()
	}
	text := strings.Join(items, ", ")
	switch k.Kind {
	case ConstFrozenSet:
		return "frozenset({" + text + "})"
	case ConstSlice:
		return "slice(" + text + ")"
	}
	if len(items) == 1 {
		text += ","
	}
	return "(" + text + ")"
}
