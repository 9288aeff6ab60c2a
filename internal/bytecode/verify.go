package bytecode

import "fmt"

// Verify checks that c is code the machine can trust: it need not look at the range of an operand, a jump or a register
// when it executes an instruction. It checks the code nested in c too.
func Verify(c *Code) error {
	if err := c.verify(); err != nil {
		return fmt.Errorf("%s: %w", c.QualName, err)
	}
	for _, k := range c.Consts {
		if k.Kind == ConstCode {
			if err := Verify(k.Code); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Code) verify() error {
	n := len(c.Ins)
	switch {
	case n == 0:
		return fmt.Errorf("no instructions")
	case len(c.Positions) != n:
		return fmt.Errorf("%d positions for %d instructions", len(c.Positions), n)
	case c.NumRegs > MaxRegs:
		return fmt.Errorf("%d registers", c.NumRegs)
	case c.LocalBase+len(c.VarNames) > c.NumLocals || c.NumLocals > c.NumRegs:
		return fmt.Errorf("%d registers, %d locals and cells, %d names", c.NumRegs, c.NumLocals, len(c.VarNames))
	case c.NumParams() > len(c.VarNames):
		return fmt.Errorf("%d parameters, %d locals", c.NumParams(), len(c.VarNames))
	case c.PosOnlyCount > c.ArgCount:
		return fmt.Errorf("%d positional-only of %d positional parameters", c.PosOnlyCount, c.ArgCount)
	}
	for i := range c.Ins {
		if err := c.verifyInstr(i); err != nil {
			return fmt.Errorf("instruction %d: %w", i, err)
		}
	}
	if last := c.Ins[n-1].Op; last.Info().Effect&Ends == 0 {
		return fmt.Errorf("control runs off the end after %s", last)
	}
	for _, h := range c.Handlers {
		if h.Start < 0 || h.Start > h.End || int(h.End) > n || h.Target < 0 || int(h.Target) >= n {
			return fmt.Errorf("handler %d..%d -> %d out of range", h.Start, h.End, h.Target)
		}
		if c.inGroup(int(h.Target)) {
			return fmt.Errorf("handler target %d within an await group", h.Target)
		}
		if h.Reg%RegSize != 0 || int(h.Reg)/RegSize >= c.NumRegs {
			return fmt.Errorf("handler %d..%d: register %d out of range", h.Start, h.End, h.Reg)
		}
	}
	for _, v := range c.CellVars {
		if v.Reg < 0 || v.Reg >= c.NumRegs {
			return fmt.Errorf("cell variable %s: register %d out of range", v.Name, v.Reg)
		}
	}
	for i, name := range c.ICNames {
		if name < -1 || int(name) >= len(c.Names) {
			return fmt.Errorf("inline cache %d: name %d out of range", i, name)
		}
	}
	return nil
}

// inGroup reports whether instruction i belongs to the group of a fused await before it. Control may not arrive there.
func (c *Code) inGroup(i int) bool {
	for j := i - 1; j >= 0 && j >= i-AwaitGroup; j-- {
		switch c.Ins[j].Op {
		case OpCallAwait, OpCallMethodAwait, OpAsyncForNext:
			return true
		}
	}
	return false
}

func (c *Code) verifyInstr(i int) error {
	in := c.Ins[i]
	if !in.Op.Known() || in.Op.Info().Name == "" {
		return fmt.Errorf("unknown operation %d", in.Op)
	}
	if in.Op.Info().Effect&Quick != 0 {
		return fmt.Errorf("%s is not for compiled code", in.Op)
	}
	fs, n := in.fields()
	for _, f := range fs[:n] {
		limit := -1
		switch f.kind {
		case ConstIx, ConstWide:
			limit = len(c.Consts)
		case NameIx:
			limit = len(c.Names)
		case IC:
			limit = len(c.ICNames)
		case FreeIx:
			limit = len(c.FreeVars)
		case Operator:
			if Op(f.val).Symbol() == "" {
				return fmt.Errorf("%s: %d is no operator", in.Op, f.val)
			}
		case Jump, JumpWide:
			t := in.Target(i)
			if t < 0 || t >= len(c.Ins) {
				return fmt.Errorf("%s to %d", in.Op, t)
			}
			if c.inGroup(t) {
				return fmt.Errorf("%s into an await group", in.Op)
			}
			if back := t <= i; in.Op == OpJump && back || (in.Op == OpJumpBack || in.Op == OpForIter) && !back {
				return fmt.Errorf("%s to %d in the wrong direction", in.Op, t)
			} else if in.Op.Info().X == Flags && back != (in.X == 1) {
				return fmt.Errorf("%s to %d: X=%d", in.Op, t, in.X)
			}
		default:
			if f.kind.register() {
				// An empty run may name the register after the last one.
				if f.val%RegSize != 0 || f.val/RegSize+in.span(f.kind) > c.NumRegs {
					return fmt.Errorf("%s: register %d of %d", in.Op, f.val/RegSize, c.NumRegs)
				}
			}
		}
		if limit >= 0 && (f.val < 0 || f.val >= limit) {
			return fmt.Errorf("%s: index %d of %d", in.Op, f.val, limit)
		}
	}
	return c.verifyGroup(i)
}

// verifyGroup checks the shape of the group after a fused await.
func (c *Code) verifyGroup(i int) error {
	in := c.Ins[i]
	var lead Op
	switch in.Op {
	case OpCallAwait, OpCallMethodAwait:
		lead = OpGetAwaitable
	case OpAsyncForNext:
		lead = OpGetANext
	default:
		return nil
	}
	if i+AwaitGroup >= len(c.Ins) {
		return fmt.Errorf("%s without its group", in.Op)
	}
	get, none, await := c.Ins[i+1], c.Ins[i+2], c.Ins[i+3]
	ok := get.Op == lead && none.Op == OpLoadConst && await.Op == OpAwait && none.A == await.A && get.A == await.B
	if lead == OpGetAwaitable {
		ok = ok && get.B == in.C
	} else {
		ok = ok && get.B == in.B && await.A == in.A
	}
	if !ok {
		return fmt.Errorf("%s: the group after it has another shape", in.Op)
	}
	return nil
}
