package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// blockKind is what must be done when control leaves a block by return, break or continue.
type blockKind uint8

const (
	loopBlock    blockKind = iota // nothing
	tryBlock                      // nothing: its handlers are of no concern any more
	handlerBlock                  // an except or finally body run for an exception: restore the exception handled before
	starBlock                     // an except* body: cannot be left
	finallyBlock                  // run the finally body
	withBlock                     // call __exit__
	asyncWithBlock
)

// block is a statically nested block around the code being compiled.
type block struct {
	kind      blockKind
	brk, cont *label // of a loop
	// handler receives the exceptions raised while the block is active; start is where the stretch of instructions under
	// way began, or -1.
	handler *label
	reg     int
	start   int
	save    int        // handlerBlock: the register with the exception handled before
	name    string     // handlerBlock: the name that the end of the clause unbinds
	final   []ast.Stmt // finallyBlock
	pair    int        // with: registers of __exit__ and its self
	pos     ast.Pos
}

// maxBlocks is CPython's limit of statically nested blocks.
const maxBlocks = 21

// inFinally bits: what would leave a finally body, and so swallow its exception (PEP 765).
const (
	finallyReturns = 1 << iota
	finallyLeaves
)

func (u *unit) pushBlock(b *block, pos ast.Pos) {
	if len(u.blocks) >= maxBlocks {
		u.c.fail(pos, "too many statically nested blocks")
	}
	b.pos = pos
	b.start = len(u.ins)
	u.blocks = append(u.blocks, b)
}

func (u *unit) popBlock() {
	n := len(u.blocks) - 1
	u.suspend(n)
	u.blocks = u.blocks[:n]
}

// protect enters a block whose exceptions go to handler with the exception in register r.
func (u *unit) protect(b *block, handler *label, r int) {
	b.handler, b.reg = handler, r
	if r+1 > u.maxRegs {
		u.maxRegs = r + 1
	}
	if !u.dead {
		bound := append(bits(nil), u.bound...)
		u.forgetDeletable()
		u.join(handler)
		u.bound = bound
	}
	u.pushBlock(b, u.pos)
}

// suspend ends the stretch of instructions that block i covers.
func (u *unit) suspend(i int) {
	b := u.blocks[i]
	if b.handler != nil && b.start >= 0 && b.start < len(u.ins) {
		u.regions = append(u.regions, region{start: b.start, end: len(u.ins), handler: b.handler, reg: b.reg, depth: i})
	}
	b.start = -1
}

// cleanups reports whether leaving the blocks from index to on may change a local.
func (u *unit) cleanups(to int) bool {
	for _, b := range u.blocks[to:] {
		if b.kind >= finallyBlock || b.name != "" {
			return true
		}
	}
	return false
}

// unwind emits what must run before control leaves the blocks from index to on. The blocks themselves go on after it.
func (u *unit) unwind(to int, pos ast.Pos) {
	all := u.blocks
	for i := len(all) - 1; i >= to; i-- {
		if all[i].kind == starBlock {
			u.c.fail(pos, "'break', 'continue' and 'return' cannot appear in an except* block")
			return
		}
	}
	active := make([]bool, len(all))
	for i := len(all) - 1; i >= to; i-- {
		b := all[i]
		active[i] = b.start >= 0
		u.suspend(i)
		u.blocks = all[:i:i]
		old, sp := u.pos, u.sp
		switch b.kind {
		case handlerBlock:
			u.op1(bytecode.OpPopExc, b.save)
			if b.name != "" {
				u.dropName(b.name)
			}
		case finallyBlock:
			u.finalBody(b.final)
		case withBlock, asyncWithBlock:
			u.pos = b.pos
			u.callExit(b)
		}
		u.pos, u.sp = old, sp
	}
	u.blocks = all
	// The jump or return that comes next raises nothing.
	next := len(u.ins)
	if !u.dead {
		next++
	}
	for i := to; i < len(all); i++ {
		if active[i] {
			all[i].start = next
		}
	}
}

func (u *unit) finalBody(list []ast.Stmt) {
	old := u.inFinally
	u.inFinally = finallyReturns | finallyLeaves
	u.stmts(list)
	u.inFinally = old
}

// leaveLoop compiles break and continue.
func (u *unit) leaveLoop(pos ast.Pos, what, outside string) {
	if u.inFinally&finallyLeaves != 0 {
		u.c.warn(pos, "'"+what+"' in a 'finally' block")
	}
	for i := len(u.blocks) - 1; i >= 0; i-- {
		b := u.blocks[i]
		if b.kind == starBlock {
			u.c.fail(pos, "'break', 'continue' and 'return' cannot appear in an except* block")
			return
		}
		if b.kind == loopBlock {
			u.unwind(i+1, pos)
			if what == "break" {
				u.jump(b.brk)
			} else {
				u.jump(b.cont)
			}
			return
		}
	}
	u.c.fail(pos, outside)
}

func (u *unit) try(s *ast.Try) {
	if len(s.Finalbody) == 0 {
		u.tryExcept(s)
		return
	}
	end, handler := u.newLabel(), u.newLabel()
	exc := u.sp
	b := &block{kind: finallyBlock, final: s.Finalbody}
	old := u.at(ast.Pos{Start: s.Start, End: s.Start})
	u.protect(b, handler, exc)
	u.pos = old
	if len(s.Handlers) > 0 {
		u.tryExcept(s)
	} else {
		u.stmts(s.Body)
	}
	u.popBlock()
	u.finalBody(s.Finalbody)
	u.jump(end)

	u.place(handler)
	sp := u.sp
	u.pushN(2)
	save := exc + 1
	cleanup := u.newLabel()
	u.op2(bytecode.OpPushExc, save, exc)
	u.protect(&block{kind: handlerBlock, save: save}, cleanup, exc)
	u.finalBody(s.Finalbody)
	u.popBlock()
	// The frame stands where it last was when the exception leaves it.
	u.pos = s.Finalbody[len(s.Finalbody)-1].Span()
	u.op1(bytecode.OpPopExc, save)
	u.op1(bytecode.OpReraise, exc)
	u.place(cleanup)
	u.op1(bytecode.OpPopExc, save)
	u.op1(bytecode.OpReraise, exc)
	u.sp = sp
	u.place(end)
}

func (u *unit) tryExcept(s *ast.Try) {
	if s.Star {
		u.tryStar(s)
		return
	}
	end, handler := u.newLabel(), u.newLabel()
	exc := u.sp
	u.protect(&block{kind: tryBlock}, handler, exc)
	u.stmts(s.Body)
	u.popBlock()
	u.stmts(s.Orelse)
	u.jump(end)

	u.place(handler)
	sp := u.sp
	u.pushN(2)
	save := exc + 1
	cleanup := u.newLabel()
	u.op2(bytecode.OpPushExc, save, exc)
	u.protect(&block{kind: handlerBlock, save: save}, cleanup, exc)
	for i, h := range s.Handlers {
		next := u.newLabel()
		u.pos = h.Span()
		if h.Type == nil {
			if i < len(s.Handlers)-1 {
				u.c.fail(h.Span(), "default 'except:' must be last")
				return
			}
		} else {
			t := u.operand(h.Type)
			u.pos = h.Type.Span()
			u.branch(bytecode.OpJumpIfNotExcMatch, exc, reg(t), next)
			u.pos = h.Span()
			u.sp = sp + 2
		}
		u.handlerBody(h, exc, save, end)
		u.place(next)
	}
	u.pos = s.Span()
	if h := s.Handlers[len(s.Handlers)-1]; h.Type != nil {
		u.pos = h.Type.Span()
	}
	u.op1(bytecode.OpReraise, exc)
	u.popBlock()
	u.place(cleanup)
	u.op1(bytecode.OpPopExc, save)
	u.op1(bytecode.OpReraise, exc)
	u.sp = sp
	u.place(end)
}

// handlerBody compiles the body of one except clause. The block of all clauses is the innermost one; control leaves it
// to end.
func (u *unit) handlerBody(h *ast.ExceptHandler, exc, save int, end *label) {
	n := len(u.blocks) - 1
	all := u.blocks[n]
	if h.Name != "" {
		u.checkName(h.Name, ast.Store, h.Span())
		u.storeName(h.Name, exc)
		cleanup := u.newLabel()
		// The name's own block stands in for that of all clauses.
		u.suspend(n)
		u.blocks = u.blocks[:n]
		u.protect(&block{kind: handlerBlock, save: save, name: h.Name}, cleanup, exc)
		u.stmts(h.Body)
		u.popBlock()
		u.op1(bytecode.OpPopExc, save)
		u.dropName(h.Name)
		u.jump(end)
		u.place(cleanup)
		u.op1(bytecode.OpPopExc, save)
		u.dropName(h.Name)
		u.op1(bytecode.OpReraise, exc)
		u.blocks = append(u.blocks, all)
		all.start = len(u.ins)
		return
	}
	u.stmts(h.Body)
	u.suspend(n)
	u.op1(bytecode.OpPopExc, save)
	u.jump(end)
	all.start = len(u.ins)
}

// tryStar compiles try ... except*. Each clause takes its part of the group; what is left, and what the clauses raise,
// is raised at the end.
func (u *unit) tryStar(s *ast.Try) {
	end, handler := u.newLabel(), u.newLabel()
	exc := u.sp
	u.protect(&block{kind: tryBlock}, handler, exc)
	u.stmts(s.Body)
	u.popBlock()
	u.stmts(s.Orelse)
	u.jump(end)

	u.place(handler)
	sp := u.sp
	u.pushN(2)
	save := exc + 1
	raised := u.push()
	match := u.pushN(2)
	rest := u.push()
	inner := u.push()
	cleanup := u.newLabel()
	u.op2(bytecode.OpPushExc, save, exc)
	u.protect(&block{kind: handlerBlock, save: save}, cleanup, exc)
	u.emit(bytecode.OpBuildList, 0, reg(raised), reg(raised), 0)
	// The exception is raised again as a whole at the end: it stays in a register of its own.
	orig := u.push()
	u.move(orig, exc)
	u.move(rest, exc)
	base := u.sp
	for _, h := range s.Handlers {
		next, failed := u.newLabel(), u.newLabel()
		u.pos = h.Span()
		if h.Type == nil {
			u.fail("expected one or more exception types")
			return
		}
		t := u.operand(h.Type)
		u.op3(bytecode.OpCheckEGMatch, match, rest, t)
		u.sp = base
		u.move(rest, match+1)
		u.branch(bytecode.OpJumpIfNone, match, 0, next)
		u.op2(bytecode.OpPushExc, inner, match)
		if h.Name != "" {
			u.checkName(h.Name, ast.Store, h.Span())
			u.storeName(h.Name, match)
		}
		u.protect(&block{kind: starBlock, save: inner}, failed, match)
		u.stmts(h.Body)
		u.popBlock()
		u.op1(bytecode.OpPopExc, inner)
		if h.Name != "" {
			u.dropName(h.Name)
		}
		u.jump(next)
		u.place(failed)
		u.op1(bytecode.OpPopExc, inner)
		if h.Name != "" {
			u.dropName(h.Name)
		}
		u.op2(bytecode.OpListAppend, raised, match)
		u.place(next)
	}
	u.pos = s.Span()
	u.op2(bytecode.OpListAppend, raised, rest)
	u.op3(bytecode.OpPrepReraiseStar, rest, orig, raised)
	u.popBlock()
	u.op1(bytecode.OpPopExc, save)
	u.branch(bytecode.OpJumpIfNone, rest, 0, end)
	u.op1(bytecode.OpReraise, rest)
	u.place(cleanup)
	u.op1(bytecode.OpPopExc, save)
	u.op1(bytecode.OpReraise, exc)
	u.sp = sp
	u.place(end)
}

func (u *unit) with(s *ast.With) {
	if s.Async {
		u.needAsync("'async with'", s.Span())
	}
	u.withItem(s, 0)
}

func (u *unit) withItem(s *ast.With, i int) {
	item := s.Items[i]
	kind := withBlock
	if s.Async {
		kind = asyncWithBlock
	}
	if !u.c.deeper() {
		return
	}
	end, handler := u.newLabel(), u.newLabel()
	sp := u.sp
	pair := u.pushN(2)
	value := u.push()
	u.pos = item.Context.Span()
	mgr := u.operand(item.Context)
	if s.Async {
		u.op3(bytecode.OpAsyncWithEnter, pair, mgr, value)
		u.sp = value + 1
		v := u.push()
		u.emit(bytecode.OpGetAwaitable, bytecode.AwaitEnter, reg(value), reg(value), 0)
		u.awaitRest(value, v, 0)
		value = v
	} else {
		u.op3(bytecode.OpWithEnter, pair, mgr, value)
	}
	exc := pair + 2
	b := &block{kind: kind, pair: pair}
	u.protect(b, handler, exc)
	b.pos = item.Context.Span()
	u.sp = value + 1
	if item.Vars != nil {
		u.pos = s.Span()
		u.store(item.Vars, value)
	}
	u.sp = pair + 2
	u.pos = s.Span()
	if i+1 < len(s.Items) {
		u.withItem(s, i+1)
	} else {
		u.stmts(s.Body)
	}
	u.popBlock()
	u.pos = item.Context.Span()
	u.callExit(b)
	u.jump(end)

	u.place(handler)
	u.sp = exc
	u.pushN(2)
	save := exc + 1
	cleanup, suppressed := u.newLabel(), u.newLabel()
	u.op2(bytecode.OpPushExc, save, exc)
	u.protect(&block{kind: handlerBlock, save: save}, cleanup, exc)
	base := u.pushN(5)
	u.emit(bytecode.OpWithExceptArgs, 0, reg(base), reg(pair), reg(exc))
	res := u.exitCall(base, kind)
	u.branch(bytecode.OpJumpIfTrue, res, 0, suppressed)
	u.op1(bytecode.OpReraise, exc)
	u.place(suppressed)
	u.popBlock()
	u.op1(bytecode.OpPopExc, save)
	u.jump(end)
	u.place(cleanup)
	u.op1(bytecode.OpPopExc, save)
	u.op1(bytecode.OpReraise, exc)
	u.sp = sp
	u.place(end)
	u.c.depth--
}

// callExit calls __exit__(None, None, None) of a with block that is left without exception.
func (u *unit) callExit(b *block) {
	sp := u.sp
	base := u.pushN(5)
	u.emit(bytecode.OpWithExitArgs, 0, reg(base), reg(b.pair), 0)
	u.exitCall(base, b.kind)
	u.sp = sp
}

// exitCall calls the method laid out at base and returns the register of its result, awaited for async with.
func (u *unit) exitCall(base int, kind blockKind) int {
	if kind == withBlock {
		u.emit(bytecode.OpCallMethod, 3, reg(base), u.callCache(), reg(base))
		return base
	}
	u.emit(bytecode.OpCallMethodAwait, 3, reg(base), u.callCache(), reg(base))
	u.emit(bytecode.OpGetAwaitable, bytecode.AwaitExit, reg(base), reg(base), 0)
	u.awaitRest(base, base+1, 0)
	return base + 1
}
