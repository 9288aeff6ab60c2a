package compile

import (
	"math"
	"slices"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// bits is a set of locals, by index.
type bits []uint64

func (b bits) has(i int) bool { return b[i>>6]>>(i&63)&1 != 0 }
func (b bits) set(i int)      { b[i>>6] |= 1 << (i & 63) }
func (b bits) clear(i int)    { b[i>>6] &^= 1 << (i & 63) }

// label is a place to jump to.
type label struct {
	pos   int  // index of the instruction, once placed
	state bits // locals bound on every way to it; nil: no way yet
}

// fix is a jump whose distance is known when all labels are placed.
type fix struct {
	at int
	l  *label
}

// region is a stretch of instructions whose exceptions go to a handler.
type region struct {
	start, end int
	handler    *label
	reg        int
	depth      int // inner ones come first
}

func reg(r int) int { return r * bytecode.RegSize }

func (u *unit) newLabel() *label {
	l := &label{pos: -1}
	u.labels = append(u.labels, l)
	return l
}

// emit appends an instruction, unless it can never be reached.
func (u *unit) emit(op bytecode.Op, x, a, b, c int) {
	if u.dead {
		return
	}
	u.here, u.closed = u.here[:0], len(u.regions)
	u.ins = append(u.ins, bytecode.Instr{Op: op, X: uint8(x), A: uint16(a), B: uint16(b), C: uint16(c)})
	s := bytecode.Span{Start: int32(u.pos.Start), End: int32(u.pos.End)}
	if u.pos == noPos {
		s = bytecode.Span{Start: -1, End: -1}
	}
	u.spans = append(u.spans, s)
	if op.Info().Effect&bytecode.Ends != 0 {
		u.dead = true
	}
}

func (u *unit) op1(op bytecode.Op, a int)       { u.emit(op, 0, reg(a), 0, 0) }
func (u *unit) op2(op bytecode.Op, a, b int)    { u.emit(op, 0, reg(a), reg(b), 0) }
func (u *unit) op3(op bytecode.Op, a, b, c int) { u.emit(op, 0, reg(a), reg(b), reg(c)) }

// wide emits an instruction whose B and C hold one number.
func (u *unit) wide(op bytecode.Op, a, w int) {
	u.emit(op, 0, reg(a), w&0xFFFF, w>>16)
}

func (u *unit) move(dst, src int) {
	if dst != src {
		u.op2(bytecode.OpMove, dst, src)
	}
}

// join notes that control may come to l from here.
func (u *unit) join(l *label) {
	if u.dead {
		return
	}
	if l.state == nil {
		l.state = slices.Clone(u.bound)
		if l.state == nil {
			l.state = bits{}
		}
		return
	}
	for i := range l.state {
		l.state[i] &= u.bound[i]
	}
}

// place puts l here. The code is alive after it if something comes to l.
func (u *unit) place(l *label) {
	u.join(l)
	u.dropJump(l)
	l.pos = len(u.ins)
	u.here = append(u.here, l)
	if l.state != nil {
		u.dead = false
		u.bound = slices.Clone(l.state)
	}
}

// dropJump takes back the last instruction if it is a jump to l, which is about to be placed right after it.
func (u *unit) dropJump(l *label) {
	n, k := len(u.ins), len(u.fixes)
	if k == 0 || u.fixes[k-1].at != n-1 || u.fixes[k-1].l != l || u.ins[n-1].Op != bytecode.OpJump {
		return
	}
	u.ins, u.spans, u.fixes = u.ins[:n-1], u.spans[:n-1], u.fixes[:k-1]
	for _, h := range u.here {
		h.pos = n - 1
	}
	for i := u.closed; i < len(u.regions); i++ {
		r := &u.regions[i]
		r.start, r.end = min(r.start, n-1), min(r.end, n-1)
	}
	for _, b := range u.blocks {
		b.start = min(b.start, n-1)
	}
}

// placeLoop puts the head of a loop here, to which jumps come later. What they find deleted is not bound.
func (u *unit) placeLoop(l *label) {
	u.forgetDeletable()
	u.place(l)
}

func (u *unit) forgetDeletable() {
	if u.dead {
		return
	}
	for _, n := range u.scope.Deleted {
		if r, ok := u.locals[n]; ok {
			u.unbind(r)
		}
	}
}

func (u *unit) jump(l *label) {
	if u.dead {
		return
	}
	u.join(l)
	op := bytecode.OpJump
	if l.pos >= 0 {
		op = bytecode.OpJumpBack
	}
	u.fixes = append(u.fixes, fix{len(u.ins), l})
	u.emit(op, 0, 0, 0, 0)
}

// branch emits a conditional jump; b is a scaled register or a number.
func (u *unit) branch(op bytecode.Op, a, b int, l *label) {
	if u.dead {
		return
	}
	x := 0
	if l.pos >= 0 && op.Info().X == bytecode.Flags {
		x = 1
	} else {
		u.join(l)
	}
	u.fixes = append(u.fixes, fix{len(u.ins), l})
	u.emit(op, x, reg(a), b, 0)
}

// insert puts instructions at index at, moving what is there.
func (u *unit) insert(at int, ins []bytecode.Instr, spans []bytecode.Span) {
	for i, d := range u.discards {
		if d >= at {
			u.discards[i] = d + len(ins)
		}
	}
	n := len(ins)
	u.ins = slices.Insert(u.ins, at, ins...)
	u.spans = slices.Insert(u.spans, at, spans...)
	for _, l := range u.labels {
		if l.pos >= at {
			l.pos += n
		}
	}
	for i := range u.fixes {
		if u.fixes[i].at >= at {
			u.fixes[i].at += n
		}
	}
	for i := range u.regions {
		r := &u.regions[i]
		if r.start >= at {
			r.start += n
		}
		if r.end > at {
			r.end += n
		}
	}
}

// assemble resolves the jumps and writes instructions, positions and handlers into the code.
func (u *unit) assemble() {
	u.thread()
	for again := true; again; {
		again = false
		for i := range u.fixes {
			f := u.fixes[i]
			if wideJump(u.ins[f.at].Op) {
				continue
			}
			if d := f.l.pos - f.at - 1; d < math.MinInt16+8 || d > math.MaxInt16-8 {
				u.lengthen(i)
				again = true
			}
		}
	}
	for _, f := range u.fixes {
		in := &u.ins[f.at]
		d := f.l.pos - f.at - 1
		if wideJump(in.Op) {
			in.SetWide(int32(d))
		} else {
			in.C = uint16(int16(d))
		}
	}
	u.code.Ins = slices.Clip(u.ins)
	u.code.Positions = slices.Clip(u.spans)
	slices.SortStableFunc(u.regions, func(a, b region) int { return b.depth - a.depth })
	for _, r := range u.regions {
		if r.start < r.end && r.handler.pos >= 0 {
			u.code.Handlers = append(u.code.Handlers, bytecode.Handler{Start: int32(r.start), End: int32(r.end), Target: int32(r.handler.pos), Reg: uint16(reg(r.reg))})
		}
	}
}

// thread sends jumps that lead to an unconditional jump straight to where that goes, and replaces a jump to a return by the return.
func (u *unit) thread() {
	to := map[int]*label{}
	for _, f := range u.fixes {
		if wideJump(u.ins[f.at].Op) {
			to[f.at] = f.l
		}
	}
	kept := u.fixes[:0]
	for _, f := range u.fixes {
		in := &u.ins[f.at]
		for range 8 {
			next := to[f.l.pos]
			// Backward jumps poll, and FOR_ITER must stay one: only what goes forward all the way is shortened.
			if next == nil || f.l.pos <= f.at || next.pos <= f.l.pos {
				break
			}
			f.l = next
		}
		if in.Op == bytecode.OpJump && f.l.pos < len(u.ins) {
			if t := u.ins[f.l.pos]; t.Op == bytecode.OpReturn || t.Op == bytecode.OpReturnConst {
				*in = t
				continue
			}
		}
		kept = append(kept, f)
	}
	u.fixes = kept
}

func wideJump(op bytecode.Op) bool { return op == bytecode.OpJump || op == bytecode.OpJumpBack }

// lengthen turns a conditional jump that goes too far into one over a jump that does:
//
//	if c go to 1
//	go to 2
//	1: go to the target
//	2:
func (u *unit) lengthen(i int) {
	f := u.fixes[i]
	at := f.at
	far := bytecode.OpJump
	if f.l.pos <= at {
		far = bytecode.OpJumpBack
	}
	if u.ins[at].Op == bytecode.OpForIter {
		u.lengthenLoop(i)
		return
	}
	u.ins[at].X = 0
	over := bytecode.Instr{Op: bytecode.OpJump, B: 1}
	span := u.spans[at]
	u.insert(at+1, []bytecode.Instr{over, {Op: far}}, []bytecode.Span{span, span})
	near := u.newLabel()
	near.pos = at + 2
	u.fixes[i].l = near
	u.fixes = append(u.fixes, fix{at + 2, f.l})
}

// lengthenLoop makes a FOR_ITER whose body is too long jump to a jump before it:
//
//	go to 2
//	1: go to the body
//	2: FOR_ITER, go to 1
func (u *unit) lengthenLoop(i int) {
	f := u.fixes[i]
	at := f.at
	span := u.spans[at]
	u.insert(at, []bytecode.Instr{{Op: bytecode.OpJump, B: 1}, {Op: bytecode.OpJumpBack}}, []bytecode.Span{span, span})
	near := u.newLabel()
	near.pos = at + 1
	u.fixes[i].l = near
	u.fixes = append(u.fixes, fix{at + 1, f.l})
}

func (u *unit) fail(msg string) { u.c.fail(u.pos, msg) }

// push takes a fresh temporary.
func (u *unit) push() int { return u.pushN(1) }

// pushN takes n consecutive temporaries and returns the first one.
func (u *unit) pushN(n int) int {
	r := u.sp
	u.sp += n
	if u.sp > u.maxRegs {
		u.maxRegs = u.sp
		if u.maxRegs > bytecode.MaxRegs {
			u.c.fail(u.pos, "too many values at once in an expression")
			u.sp = r
		}
	}
	return r
}

// pop gives back the temporaries from r on.
func (u *unit) pop(r int) { u.sp = r }

// temp reports whether r is a temporary.
func (u *unit) temp(r int) bool { return r >= u.base }

// constant returns the index of k, adding it if it is not there.
func (u *unit) constant(k bytecode.Const) int {
	if k.Kind == bytecode.ConstCode {
		u.code.Consts = append(u.code.Consts, k)
		return len(u.code.Consts) - 1
	}
	key := k.Key()
	if i, ok := u.consts[key]; ok {
		return i
	}
	i := len(u.code.Consts)
	u.code.Consts = append(u.code.Consts, k)
	u.consts[key] = i
	return i
}

// shortConstant is constant for an instruction with 16 bits for the index.
func (u *unit) shortConstant(k bytecode.Const) int {
	i := u.constant(k)
	if i > math.MaxUint16 {
		u.fail("too many constants")
	}
	return i
}

func (u *unit) name(n string) int {
	if i, ok := u.names[n]; ok {
		return i
	}
	i := len(u.code.Names)
	if i > math.MaxUint16 {
		u.fail("too many names")
		return 0
	}
	u.code.Names = append(u.code.Names, n)
	u.names[n] = i
	return i
}

// cache makes an inline cache for a name.
func (u *unit) cache(n string) int {
	return u.newCache(int32(u.name(n)))
}

// callCache makes an inline cache without a name.
func (u *unit) callCache() int { return u.newCache(-1) }

func (u *unit) newCache(name int32) int {
	if u.dead && len(u.code.ICNames) > 0 {
		return 0
	}
	i := len(u.code.ICNames)
	if i > math.MaxUint16 {
		u.fail("too many attribute and call sites")
		return 0
	}
	u.code.ICNames = append(u.code.ICNames, name)
	return i
}

func (u *unit) loadConst(dst int, k bytecode.Const) {
	if k.Kind == bytecode.ConstInt && k.Int >= math.MinInt16 && k.Int <= math.MaxInt16 {
		u.emit(bytecode.OpLoadInt, 0, reg(dst), int(uint16(int16(k.Int))), 0)
		return
	}
	u.wide(bytecode.OpLoadConst, dst, u.constant(k))
}

func (u *unit) loadNone(dst int) { u.loadConst(dst, bytecode.Const{}) }

func (u *unit) returnConst(k bytecode.Const) {
	u.wide(bytecode.OpReturnConst, 0, u.constant(k))
}

// at makes pos the place of the instructions to come and returns the one before.
func (u *unit) at(pos ast.Pos) ast.Pos {
	old := u.pos
	u.pos = pos
	return old
}
