package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// maxInline is how many arguments a call passes in registers; more go through a tuple and a dict.
const maxInline = 100

func (u *unit) call(e *ast.Call, dst int) {
	u.checkCall(e)
	if attr, ok := e.Func.(*ast.Attribute); ok && plainArgs(e) {
		u.methodCall(e, attr, dst, bytecode.OpCallMethod)
		return
	}
	if u.globalCall(e, dst) {
		return
	}
	base := u.callBase(dst, 1)
	u.expr(e.Func, base)
	u.callWith(base, e.Args, e.Keywords, dst, bytecode.OpCall)
}

// callBase takes the first n registers of a call whose result goes to dst, from dst on if that is the topmost temporary: what a
// statement throws away is then overwritten by the next call.
func (u *unit) callBase(dst, n int) int {
	if dst == u.sp-1 && u.temp(dst) {
		u.pushN(n - 1)
		return dst
	}
	return u.pushN(n)
}

// plainArgs reports whether a call passes its arguments in registers: no stars, not too many.
func plainArgs(e *ast.Call) bool {
	if len(e.Args)+len(e.Keywords) > maxInline || hasStar(e.Args) {
		return false
	}
	for _, k := range e.Keywords {
		if k.Name == "" {
			return false
		}
	}
	return true
}

// globalCall calls a global with arguments that cannot rebind it: CALL_GLOBAL.
func (u *unit) globalCall(e *ast.Call, dst int) bool {
	name, ok := e.Func.(*ast.Name)
	if !ok || len(e.Keywords) > 0 || !plainArgs(e) {
		return false
	}
	mangled := u.mangle(name.ID)
	if w := u.find(mangled); w.kind != inGlobals || w.class {
		return false
	}
	for _, a := range e.Args {
		if !u.harmless(a) {
			return false
		}
	}
	base := u.callBase(dst, 1)
	u.run(e.Args)
	u.emit(bytecode.OpCallGlobal, len(e.Args), reg(base), u.cache(mangled), reg(dst))
	return true
}

// harmless reports whether evaluating e runs no code: a constant or a local that is surely bound.
func (u *unit) harmless(e ast.Expr) bool {
	if n, ok := e.(*ast.Name); ok && n.ID != "__debug__" {
		r, ok := u.local(n.ID)
		return ok && u.isBound(r)
	}
	_, ok := u.fold(e)
	return ok
}

// methodCall compiles obj.name(args) with op CALL_METHOD or CALL_METHOD_AWAIT.
func (u *unit) methodCall(e *ast.Call, attr *ast.Attribute, dst int, op bytecode.Op) {
	base := u.callBase(dst, 2)
	at := u.attrPos(attr)
	u.pos = at
	if run, zero, ok := u.superCall(attr); ok {
		u.pos = at
		u.emit(bytecode.OpSuperMethod, zero, reg(base), reg(run), u.cache(u.mangle(attr.Attr)))
	} else {
		obj := u.operand(attr.Value)
		u.emit(bytecode.OpLoadMethod, 0, reg(base), reg(obj), u.cache(u.mangle(attr.Attr)))
	}
	u.sp = base + 2
	u.pos = ast.Pos{Start: at.Start, End: e.End}
	n, names := u.args(e.Args, e.Keywords)
	u.pos = ast.Pos{Start: at.Start, End: e.End}
	if names != nil {
		u.emit(bytecode.OpCallMethodKw, n, reg(base), u.shortConstant(bytecode.NamesConst(names)), reg(dst))
		return
	}
	u.emit(op, n, reg(base), u.callCache(), reg(dst))
}

// attrPos is the place of an attribute for tracebacks: its name alone if the expression is spread over lines.
func (u *unit) attrPos(e *ast.Attribute) ast.Pos {
	pos, src := e.Span(), u.c.opts.Source
	if n := uint32(len(e.Attr)); src != nil && pos.End > pos.Start+n && src.Line(pos.Start) != src.Line(pos.End) {
		pos.Start = pos.End - n
	}
	return pos
}

// args evaluates plain arguments into fresh registers; names are those of the keywords.
func (u *unit) args(args []ast.Expr, keywords []*ast.Keyword) (n int, names []string) {
	u.run(args)
	for _, k := range keywords {
		u.expr(k.Value, u.push())
		names = append(names, k.Name)
	}
	return len(args) + len(keywords), names
}

// callWith calls R[base], the topmost register, with arguments of any form; op is CALL or CALL_AWAIT.
func (u *unit) callWith(base int, args []ast.Expr, keywords []*ast.Keyword, dst int, op bytecode.Op) {
	if plainArgs(&ast.Call{Args: args, Keywords: keywords}) {
		n, names := u.args(args, keywords)
		if names != nil {
			u.emit(bytecode.OpCallKw, n, reg(base), u.shortConstant(bytecode.NamesConst(names)), reg(dst))
		} else {
			u.emit(op, n, reg(base), u.callCache(), reg(dst))
		}
		return
	}
	u.positional(args, u.push())
	u.keywords(keywords, u.push(), base)
	u.emit(bytecode.OpCallEx, 0, reg(base), 0, reg(dst))
}

// positional builds the positional arguments of a CALL_EX in t.
func (u *unit) positional(args []ast.Expr, t int) {
	if len(args) == 1 {
		if star, ok := args[0].(*ast.Starred); ok {
			u.expr(star.Value, t)
			return
		}
	}
	if !hasStar(args) && len(args) <= displayChunk {
		sp := u.sp
		first := u.run(args)
		u.emit(bytecode.OpBuildTuple, len(args), reg(t), reg(first), 0)
		u.sp = sp
		return
	}
	u.emit(bytecode.OpBuildList, 0, reg(t), reg(t), 0)
	u.chunks(args, func(first, n int) { u.emit(bytecode.OpListAppendRun, n, reg(t), reg(first), 0) },
		func(star *ast.Starred) { u.emit(bytecode.OpListExtend, 1, reg(t), reg(u.operand(star.Value)), 0) })
	u.op2(bytecode.OpListToTuple, t, t)
}

// keywords builds the keyword arguments of a CALL_EX of R[callee] in t.
func (u *unit) keywords(list []*ast.Keyword, t, callee int) {
	if len(list) == 0 {
		u.op1(bytecode.OpClear, t)
		return
	}
	if len(list) == 1 && list[0].Name == "" {
		u.expr(list[0].Value, t) // CALL_EX takes any mapping
		return
	}
	u.emit(bytecode.OpBuildMap, 0, reg(t), reg(t), 0)
	sp := u.sp
	merged := false
	for i := 0; i < len(list); {
		if list[i].Name == "" {
			u.op3(bytecode.OpDictMerge, t, u.operand(list[i].Value), callee)
			u.sp = sp
			merged = true
			i++
			continue
		}
		// Named ones go in by chunks; after a ** they may collide with its keys, which DICT_MERGE detects.
		into := t
		if merged {
			into = u.push()
			u.emit(bytecode.OpBuildMap, 0, reg(into), reg(into), 0)
		}
		first := u.sp
		for ; i < len(list) && list[i].Name != ""; i++ {
			u.loadConst(u.push(), bytecode.StrConst(list[i].Name))
			u.expr(list[i].Value, u.push())
			if u.sp-first == displayChunk {
				u.emit(bytecode.OpDictSetRun, displayChunk/2, reg(into), reg(first), 0)
				u.sp = first
			}
		}
		if n := (u.sp - first) / 2; n > 0 {
			u.emit(bytecode.OpDictSetRun, n, reg(into), reg(first), 0)
		}
		if merged {
			u.op3(bytecode.OpDictMerge, t, into, callee)
		}
		u.sp = sp
	}
}

func (u *unit) await(e *ast.Await, dst int) {
	u.needAsync("'await'", e.Span())
	call, ok := e.Value.(*ast.Call)
	if !ok || !plainArgs(call) || len(call.Keywords) > 0 {
		t := u.fresh(e.Value)
		u.awaitGroup(t, t, dst, bytecode.AwaitExpr)
		return
	}
	u.checkCall(call)
	u.pos = call.Span()
	t := u.push()
	if attr, ok := call.Func.(*ast.Attribute); ok {
		u.methodCall(call, attr, t, bytecode.OpCallMethodAwait)
	} else {
		base := u.push()
		u.expr(call.Func, base)
		u.callWith(base, call.Args, nil, t, bytecode.OpCallAwait)
	}
	u.sp = t + 1
	u.pos = e.Span()
	u.awaitGroup(t, t, dst, bytecode.AwaitExpr)
}

// needAsync rejects what stands only in asynchronous code.
func (u *unit) needAsync(what string, pos ast.Pos) {
	if u.asyncCode() {
		return
	}
	if !u.inFunction() && what == "'await'" {
		u.c.fail(pos, what+" outside function")
		return
	}
	u.c.fail(pos, what+" outside async function")
}

// awaitGroup awaits R[src] with GET_AWAITABLE (to t), LOAD_CONST and AWAIT; the result goes to dst.
func (u *unit) awaitGroup(t, src, dst, context int) {
	v := dst
	if !u.temp(dst) && len(u.blocks) > 0 || v == t {
		// A handler, or the value being awaited, needs the register.
		v = u.push()
	}
	u.emit(bytecode.OpGetAwaitable, context, reg(t), reg(src), 0)
	u.awaitRest(t, v, 0)
	u.move(dst, v)
}

// awaitRest emits LOAD_CONST v, None; AWAIT v, t.
func (u *unit) awaitRest(t, v, yieldFrom int) {
	u.wide(bytecode.OpLoadConst, v, u.constant(bytecode.Const{}))
	u.emit(bytecode.OpAwait, yieldFrom, reg(v), reg(t), 0)
}

func (u *unit) yield(e *ast.Yield, dst int) {
	if !u.inFunction() {
		u.fail("'yield' outside function")
		return
	}
	var v int
	if e.Value != nil {
		v = u.operand(e.Value)
	} else {
		v = u.push()
		u.loadNone(v)
	}
	x := 0
	if u.code.Flags&bytecode.FlagAsyncGenerator != 0 {
		x = 1
	}
	u.emit(bytecode.OpYield, x, reg(v), reg(dst), 0)
}

func (u *unit) yieldFrom(e *ast.YieldFrom, dst int) {
	if !u.inFunction() {
		u.fail("'yield from' outside function")
		return
	}
	if u.code.Flags&(bytecode.FlagCoroutine|bytecode.FlagAsyncGenerator) != 0 {
		u.fail("'yield from' inside async function")
		return
	}
	t := u.fresh(e.Value)
	v := dst
	if !u.temp(dst) || v == t {
		v = u.push()
	}
	u.op2(bytecode.OpGetYieldFromIter, t, t)
	u.awaitRest(t, v, 1)
	u.move(dst, v)
}
