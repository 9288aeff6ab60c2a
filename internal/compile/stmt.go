package compile

import (
	"strings"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// body compiles the statements of a block; doc: its first string is the docstring of a module or class.
func (u *unit) body(list []ast.Stmt, doc bool) {
	if doc && len(list) > 0 {
		if text, ok := docstring(list[0]); ok {
			pos := list[0].Span()
			list = list[1:]
			if u.c.opts.Optimize < 2 {
				u.code.Doc = bytecode.StrConst(text)
				old := u.at(pos)
				t := u.push()
				u.loadConst(t, u.code.Doc)
				u.storeName("__doc__", t)
				u.pop(t)
				u.pos = old
			}
		}
	}
	for _, s := range list {
		u.stmt(s)
	}
}

// docstring returns the text of a statement that is a plain string, its indentation cleaned.
func docstring(s ast.Stmt) (string, bool) {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return "", false
	}
	k, ok := e.Value.(*ast.Constant)
	if !ok || k.Kind != ast.ConstStr {
		return "", false
	}
	return cleanDoc(k.Str), true
}

// cleanDoc takes from all lines but the first the indentation they share, and from the first its own.
func cleanDoc(doc string) string {
	doc = expandTabs(doc)
	lines := strings.Split(doc, "\n")
	margin := -1
	for _, l := range lines[1:] {
		if t := strings.TrimLeft(l, " "); t != "" {
			if n := len(l) - len(t); margin < 0 || n < margin {
				margin = n
			}
		}
	}
	lines[0] = strings.TrimLeft(lines[0], " ")
	for i, l := range lines[1:] {
		if margin > 0 {
			lines[i+1] = l[min(margin, len(l)-len(strings.TrimLeft(l, " "))):]
		}
	}
	return strings.Join(lines, "\n")
}

// expandTabs replaces the tabs of the text's indentation by spaces, to columns of 8.
func expandTabs(s string) string {
	if !strings.Contains(s, "\t") {
		return s
	}
	var b strings.Builder
	col := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t':
			n := 8 - col%8
			b.WriteString("        "[:n])
			col += n
		case c == '\n' || c == '\r':
			b.WriteByte(c)
			col = 0
		default:
			b.WriteByte(c)
			if c&0xC0 != 0x80 {
				col++
			}
		}
	}
	return b.String()
}

func (u *unit) stmts(list []ast.Stmt) {
	for _, s := range list {
		u.stmt(s)
	}
}

func (u *unit) stmt(s ast.Stmt) {
	if !u.c.deeper() {
		return
	}
	old, sp := u.at(s.Span()), u.sp
	u.statement(s)
	u.pos, u.sp = old, sp
	u.c.depth--
}

func (u *unit) statement(s ast.Stmt) {
	switch s.(type) {
	case *ast.If, *ast.While, *ast.For, *ast.Try, *ast.With, *ast.Match:
		u.conditional++
		defer func() { u.conditional-- }()
	}
	switch s := s.(type) {
	case *ast.ExprStmt:
		if u.interactive && u.parent == nil {
			v := u.operand(s.Value)
			u.op1(bytecode.OpDisplay, v)
			return
		}
		u.effect(s.Value)
	case *ast.Assign:
		u.assign(s)
	case *ast.AugAssign:
		u.augAssign(s)
	case *ast.AnnAssign:
		u.annAssign(s)
	case *ast.If:
		u.ifStmt(s)
	case *ast.While:
		u.while(s)
	case *ast.For:
		if s.Async {
			u.asyncFor(s)
		} else {
			u.forStmt(s)
		}
	case *ast.Return:
		u.returnStmt(s)
	case *ast.Break:
		u.leaveLoop(s.Span(), "break", "'break' outside loop")
	case *ast.Continue:
		u.leaveLoop(s.Span(), "continue", "'continue' not properly in loop")
	case *ast.Pass, *ast.Global, *ast.Nonlocal:
	case *ast.Delete:
		for _, t := range s.Targets {
			u.delete(t)
		}
	case *ast.Raise:
		u.raise(s)
	case *ast.Assert:
		u.assert(s)
	case *ast.Import:
		u.importStmt(s)
	case *ast.ImportFrom:
		u.importFrom(s)
	case *ast.Try:
		u.try(s)
	case *ast.With:
		u.with(s)
	case *ast.FunctionDef:
		u.functionDef(s)
	case *ast.ClassDef:
		u.classDef(s)
	case *ast.Match:
		u.match(s)
	case *ast.TypeAlias:
		u.typeAlias(s)
	default:
		u.fail("statement cannot be compiled")
	}
}

func (u *unit) ifStmt(s *ast.If) {
	// A chain of elif nests to the right: it is walked without recursion.
	end := u.newLabel()
	for {
		old := u.at(s.Span())
		if l := u.directJump(s.Body); l != nil {
			u.condition(s.Test, l, true)
			u.pos = old
			u.stmts(s.Orelse)
			break
		}
		next := u.newLabel()
		u.condition(s.Test, next, false)
		u.pos = old
		u.stmts(s.Body)
		if len(s.Orelse) == 0 {
			u.place(next)
			break
		}
		u.jump(end)
		u.place(next)
		if len(s.Orelse) == 1 {
			if elif, ok := s.Orelse[0].(*ast.If); ok {
				s = elif
				continue
			}
		}
		u.stmts(s.Orelse)
		break
	}
	u.place(end)
}

// directJump returns where a body that is only break or continue goes, if nothing must run on the way.
func (u *unit) directJump(body []ast.Stmt) *label {
	n := len(u.blocks)
	if len(body) != 1 || n == 0 || u.blocks[n-1].kind != loopBlock || u.inFinally&finallyLeaves != 0 {
		return nil
	}
	switch body[0].(type) {
	case *ast.Break:
		return u.blocks[n-1].brk
	case *ast.Continue:
		return u.blocks[n-1].cont
	}
	return nil
}

// while puts the test at the top once and at the bottom, where it jumps back: one jump a round.
func (u *unit) while(s *ast.While) {
	b := &block{kind: loopBlock, brk: u.newLabel(), cont: u.newLabel()}
	top, orelse := u.newLabel(), u.newLabel()
	u.condition(s.Test, orelse, false)
	u.placeLoop(top)
	u.pushBlock(b, s.Span())
	u.loopBody(s.Body)
	u.place(b.cont)
	u.popBlock()
	u.pos = s.Test.Span()
	if k, ok := u.fold(s.Test); ok && k.True() {
		u.jump(top)
	} else {
		u.condition(s.Test, top, true)
	}
	u.pos = s.Span()
	u.place(orelse)
	u.stmts(s.Orelse)
	u.place(b.brk)
}

func (u *unit) loopBody(list []ast.Stmt) {
	old := u.inFinally
	u.inFinally &^= finallyLeaves
	u.stmts(list)
	u.inFinally = old
}

func (u *unit) forStmt(s *ast.For) {
	it := u.push()
	u.pos = s.Iter.Span()
	u.iterable(s.Iter, it)
	u.pos = s.Span()
	b := &block{kind: loopBlock, brk: u.newLabel(), cont: u.newLabel()}
	u.loop(it, s.Target, s.Iter.Span(), b.cont, func() {
		u.pushBlock(b, s.Span())
		u.loopBody(s.Body)
		u.popBlock()
	})
	u.stmts(s.Orelse)
	u.place(b.brk)
}

// iterable leaves the iterator of e in it.
func (u *unit) iterable(e ast.Expr, it int) {
	sp := u.sp
	var src int
	if k, ok := u.foldDisplay(e); ok {
		src = u.push()
		u.wide(bytecode.OpLoadConst, src, u.constant(k))
	} else {
		src = u.operand(e)
	}
	u.op2(bytecode.OpGetIter, it, src)
	u.sp = sp
}

// loop emits a loop over iterator it: body first, then next with FOR_ITER, which jumps back to the body with each value.
func (u *unit) loop(it int, target ast.Expr, pos ast.Pos, next *label, body func()) {
	top := u.newLabel()
	old := u.at(pos)
	u.jump(next)
	if next.state != nil {
		u.dead = false
		u.forgetDeletable()
	}
	top.pos = len(u.ins)
	u.here = append(u.here, top)
	alive := !u.dead
	r, direct := -1, false
	if n, ok := target.(*ast.Name); ok && n.ID != "__debug__" {
		r, direct = u.local(n.ID)
	}
	if direct {
		u.bind(r)
	} else {
		r = u.push()
		u.store(target, r)
	}
	u.pos = old
	body()
	u.pos = pos
	u.place(next)
	if alive {
		u.fixes = append(u.fixes, fix{len(u.ins), top})
		u.emit(bytecode.OpForIter, 0, reg(r), reg(it), 0)
	}
	u.pos = old
}

func (u *unit) asyncFor(s *ast.For) {
	u.needAsync("'async for'", s.Span())
	it := u.push()
	u.pos = s.Iter.Span()
	u.op2(bytecode.OpGetAIter, it, u.operand(s.Iter))
	u.sp = it + 1
	b := &block{kind: loopBlock, brk: u.newLabel(), cont: u.newLabel()}
	u.pos = s.Span()
	u.asyncLoop(it, s.Target, s.Span(), b.cont, func() {
		u.pushBlock(b, s.Span())
		u.loopBody(s.Body)
		u.popBlock()
	})
	u.stmts(s.Orelse)
	u.place(b.brk)
}

// asyncLoop is loop over an asynchronous iterator. StopAsyncIteration ends it.
func (u *unit) asyncLoop(it int, target ast.Expr, pos ast.Pos, next *label, body func()) {
	top, done := u.newLabel(), u.newLabel()
	old := u.at(pos)
	u.placeLoop(top)
	v := u.pushN(2)
	t := v + 1
	start := len(u.ins)
	if !u.dead {
		u.join(done)
	}
	u.op2(bytecode.OpAsyncForNext, v, it)
	u.op2(bytecode.OpGetANext, t, it)
	u.awaitRest(t, v, 0)
	u.regions = append(u.regions, region{start: start, end: len(u.ins), handler: done, reg: v, depth: len(u.blocks)})
	u.store(target, v)
	u.pos = old
	body()
	u.pos = pos
	u.place(next)
	u.jump(top)
	u.place(done)
	u.op1(bytecode.OpEndAsyncFor, v)
	u.pos = old
}

func (u *unit) returnStmt(s *ast.Return) {
	if !u.inFunction() {
		u.fail("'return' outside function")
		return
	}
	if u.inFinally&finallyReturns != 0 {
		u.c.warn(s.Span(), "'return' in a 'finally' block")
	}
	if s.Value != nil && u.code.Flags&bytecode.FlagAsyncGenerator != 0 {
		u.fail("'return' with value in async generator")
		return
	}
	if s.Value == nil {
		u.unwind(0, s.Span())
		u.returnConst(bytecode.Const{})
		return
	}
	if k, ok := u.fold(s.Value); ok {
		u.unwind(0, s.Span())
		u.returnConst(k)
		return
	}
	v := u.operand(s.Value)
	if !u.temp(v) && u.cleanups(0) {
		t := u.push()
		u.move(t, v)
		v = t
	}
	u.unwind(0, s.Span())
	u.op1(bytecode.OpReturn, v)
}

// inFunction reports whether the code is that of a def or lambda (or a comprehension in one).
func (u *unit) inFunction() bool {
	return u.scope.Kind == symtable.Function
}

// asyncCode reports whether await may stand here.
func (u *unit) asyncCode() bool {
	switch {
	case u.code.Flags&(bytecode.FlagCoroutine|bytecode.FlagAsyncGenerator) != 0, len(u.layers) > 0:
		return true
	case u.scope.Comp == symtable.GenExpr:
		return true
	}
	return u.c.opts.TopLevelAwait && u.parent == nil
}

func (u *unit) raise(s *ast.Raise) {
	if s.Exc == nil {
		u.emit(bytecode.OpRaiseAgain, 0, 0, 0, 0)
		return
	}
	if s.Cause == nil {
		u.op1(bytecode.OpRaise, u.operand(s.Exc))
		return
	}
	exc := u.operandBefore(s.Exc, s.Cause)
	u.op2(bytecode.OpRaiseFrom, exc, u.operand(s.Cause))
}

func (u *unit) assert(s *ast.Assert) {
	if t, ok := s.Test.(*ast.Tuple); ok && len(t.Elts) > 0 {
		u.c.warn(s.Span(), "assertion is always true, perhaps remove parentheses?")
	}
	if u.c.opts.Optimize > 0 {
		return
	}
	ok := u.newLabel()
	u.condition(s.Test, ok, true)
	exc := u.push()
	u.emit(bytecode.OpLoadCommon, bytecode.CommonAssertionError, reg(exc), 0, 0)
	if s.Msg != nil {
		u.expr(s.Msg, u.push())
		u.emit(bytecode.OpCall, 1, reg(exc), u.callCache(), reg(exc))
	}
	u.pos = s.Test.Span()
	u.op1(bytecode.OpRaise, exc)
	u.pos = s.Span()
	u.place(ok)
}

func (u *unit) importStmt(s *ast.Import) {
	none := u.shortConstant(bytecode.Const{})
	for _, a := range s.Names {
		t := u.push()
		u.emit(bytecode.OpImportName, 0, reg(t), none, u.name(u.mangle(a.Name)))
		first, rest, dotted := strings.Cut(a.Name, ".")
		if a.AsName == "" {
			u.checkName(first, ast.Store, a.Span())
			u.storeName(first, t)
			u.pop(t)
			continue
		}
		// import a.b.c as d binds c, found as an attribute of b or among the modules.
		for dotted {
			var part string
			part, rest, dotted = strings.Cut(rest, ".")
			u.emit(bytecode.OpImportFrom, 0, reg(t), reg(t), u.name(u.mangle(part)))
		}
		u.checkName(a.AsName, ast.Store, a.Span())
		u.storeName(a.AsName, t)
		u.pop(t)
	}
}

func (u *unit) importFrom(s *ast.ImportFrom) {
	if s.Module == "__future__" && s.Level == 0 && s.Span().Start >= u.c.futureEnd {
		u.fail("from __future__ imports must occur at the beginning of the file")
		return
	}
	if s.Level > 255 {
		u.fail("attempted relative import beyond top-level package")
		return
	}
	names := make([]string, len(s.Names))
	for i, a := range s.Names {
		names[i] = a.Name
	}
	t := u.push()
	u.emit(bytecode.OpImportName, s.Level, reg(t), u.shortConstant(bytecode.NamesConst(names)), u.name(u.mangle(s.Module)))
	for _, a := range s.Names {
		if a.Name == "*" {
			u.op1(bytecode.OpImportStar, t)
			return
		}
		name := a.AsName
		if name == "" {
			name = a.Name
		}
		u.checkName(name, ast.Store, a.Span())
		if r, ok := u.local(name); ok {
			u.emit(bytecode.OpImportFrom, 0, reg(r), reg(t), u.name(u.mangle(a.Name)))
			u.bind(r)
			continue
		}
		v := u.push()
		u.emit(bytecode.OpImportFrom, 0, reg(v), reg(t), u.name(u.mangle(a.Name)))
		u.storeName(name, v)
		u.pop(v)
	}
}
