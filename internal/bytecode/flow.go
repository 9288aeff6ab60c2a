package bytecode

import "fmt"

// VerifyFlow checks what Verify does not, and what the machine relies on just as much: on every way through the code, an
// instruction reads only registers that have a value. A call destroys the registers from its base on, CLEAR unbinds one, and an
// exception arrives with what was there before the instruction that raised it. It costs more than Verify and is meant for tests.
func VerifyFlow(c *Code) error {
	f := &flow{c: c, words: (c.NumRegs + 63) / 64}
	if err := f.run(); err != nil {
		return fmt.Errorf("%s: %w", c.QualName, err)
	}
	for _, k := range c.Consts {
		if k.Kind == ConstCode {
			if err := VerifyFlow(k.Code); err != nil {
				return err
			}
		}
	}
	return nil
}

type regSet []uint64

func (s regSet) has(r int) bool { return s[r>>6]>>(r&63)&1 != 0 }
func (s regSet) add(r int)      { s[r>>6] |= 1 << (r & 63) }
func (s regSet) drop(r int)     { s[r>>6] &^= 1 << (r & 63) }

type flow struct {
	c     *Code
	words int
	in    []regSet // per instruction: registers that have a value on all ways to it found so far
	work  []int
}

func (f *flow) run() error {
	c := f.c
	f.in = make([]regSet, len(c.Ins))
	entry := make(regSet, f.words)
	for r := 0; r < c.LocalBase+c.NumParams(); r++ {
		entry.add(r)
	}
	f.flowTo(0, entry)
	for len(f.work) > 0 {
		i := f.work[len(f.work)-1]
		f.work = f.work[:len(f.work)-1]
		if err := f.step(i); err != nil {
			return fmt.Errorf("instruction %d, %s: %w", i, c.Format(i), err)
		}
	}
	return nil
}

// flowTo notes that control may come to instruction i with the registers of s.
func (f *flow) flowTo(i int, s regSet) {
	if f.in[i] == nil {
		f.in[i] = append(regSet(nil), s...)
		f.work = append(f.work, i)
		return
	}
	changed := false
	for w := range s {
		if n := f.in[i][w] & s[w]; n != f.in[i][w] {
			f.in[i][w] = n
			changed = true
		}
	}
	if changed {
		f.work = append(f.work, i)
	}
}

func (f *flow) step(i int) error {
	c := f.c
	in := c.Ins[i]
	s := append(regSet(nil), f.in[i]...)
	fs, n := in.fields()
	for _, o := range fs[:n] {
		if err := f.read(in, o, s); err != nil {
			return err
		}
	}
	row := in.Op.Info()
	switch row.A {
	case RunCall, RunMethod, RunEx, RunArgs:
		for r := int(in.A) / RegSize; r < c.NumRegs; r++ {
			s.drop(r)
		}
	}
	for _, h := range c.Handlers {
		if int(h.Start) <= i && i < int(h.End) {
			if row.Effect&Raises != 0 {
				t := append(regSet(nil), s...)
				t.add(int(h.Reg) / RegSize)
				f.flowTo(int(h.Target), t)
			}
			break
		}
	}
	jumped := append(regSet(nil), s...)
	for _, o := range fs[:n] {
		f.write(in, o, s)
	}
	switch in.Op {
	case OpClear:
		s.drop(int(in.A) / RegSize)
	case OpCheckBound:
		s.add(int(in.A) / RegSize)
	case OpCallAwait, OpCallMethodAwait, OpAsyncForNext:
		// The result of the fast path goes where AWAIT puts it.
		t := append(regSet(nil), jumped...)
		t.add(int(c.Ins[i+AwaitGroup].A) / RegSize)
		f.flowTo(i+1+AwaitGroup, t)
	}
	if t := in.Target(i); t >= 0 {
		if in.Op == OpForIter {
			jumped = s
		}
		f.flowTo(t, jumped)
	}
	if in.Op == OpForIter {
		// Exhausted: the target stays as it was.
		s = append(regSet(nil), f.in[i]...)
	}
	if row.Effect&Ends == 0 {
		f.flowTo(i+1, s)
	}
	return nil
}

func (f *flow) read(in Instr, o field, s regSet) error {
	first := o.val / RegSize
	switch o.kind {
	case Src, Cell, RunX, RunPairs, RunFlags, RunCall, Run2, Run3, Mod:
		if in.Op == OpMakeCell || in.Op == OpCheckBound {
			return nil
		}
	case RunMethod, RunEx:
		// The first or last of the run may be unbound.
		if o.kind == RunEx && !s.has(first) {
			return fmt.Errorf("register %d has no value", first)
		}
		first++
		n := in.span(o.kind) - 1
		if o.kind == RunEx {
			n = 1
		}
		return f.readRun(first, n, s)
	case RunArgs:
		return f.readRun(first+1, in.span(o.kind)-1, s)
	default:
		return nil
	}
	if in.Op == OpWithExitArgs || in.Op == OpWithExceptArgs || in.Op == OpCheckBound {
		return nil
	}
	return f.readRun(first, in.span(o.kind), s)
}

func (f *flow) readRun(first, n int, s regSet) error {
	for r := first; r < first+n; r++ {
		if !s.has(r) {
			return fmt.Errorf("register %d has no value", r)
		}
	}
	return nil
}

func (f *flow) write(in Instr, o field, s regSet) {
	switch o.kind {
	case Dst, Mod, DstRun2, DstRun5, DstRunC, DstRunStar:
		first := o.val / RegSize
		for r := first; r < first+in.span(o.kind); r++ {
			s.add(r)
		}
	}
}
