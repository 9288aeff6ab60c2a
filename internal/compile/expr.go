package compile

import (
	"math"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// operand evaluates e and returns the register that holds it: a local's own, or a fresh temporary.
func (u *unit) operand(e ast.Expr) int {
	if n, ok := e.(*ast.Name); ok && n.ID != "__debug__" {
		if r, ok := u.local(n.ID); ok {
			old := u.at(n.Span())
			u.checkBound(r, u.mangle(n.ID))
			u.pos = old
			return r
		}
	}
	r := u.push()
	u.expr(e, r)
	return r
}

// operandBefore is operand for a value that is used after the expressions later have been evaluated: a local that an
// assignment expression in them may change is copied.
func (u *unit) operandBefore(e ast.Expr, later ...ast.Expr) int {
	if u.scope.HasWalrus && !simple(later...) {
		r := u.push()
		u.expr(e, r)
		return r
	}
	return u.operand(e)
}

// simple reports whether evaluating the expressions can assign nothing: names and constants.
func simple(list ...ast.Expr) bool {
	for _, e := range list {
		switch e.(type) {
		case nil, *ast.Name, *ast.Constant:
		default:
			return false
		}
	}
	return true
}

// fresh evaluates e into a new temporary.
func (u *unit) fresh(e ast.Expr) int {
	r := u.push()
	u.expr(e, r)
	return r
}

// private returns dst if it is a temporary, else a new one: a register for a value in the making.
func (u *unit) private(dst int) int {
	if u.temp(dst) {
		return dst
	}
	return u.push()
}

// expr evaluates e into dst.
func (u *unit) expr(e ast.Expr, dst int) {
	if !u.c.deeper() {
		return
	}
	old, sp := u.at(e.Span()), u.sp
	u.value(e, dst)
	u.pos, u.sp = old, sp
	u.c.depth--
}

func (u *unit) value(e ast.Expr, dst int) {
	if k, ok := u.fold(e); ok {
		u.loadConst(dst, k)
		return
	}
	switch e := e.(type) {
	case *ast.Name:
		u.loadName(e.ID, dst)
	case *ast.BinOp:
		u.binOp(e, dst)
	case *ast.UnaryOp:
		op := [...]bytecode.Op{ast.Invert: bytecode.OpInvert, ast.Not: bytecode.OpNot, ast.UAdd: bytecode.OpPos, ast.USub: bytecode.OpNeg}[e.Op]
		if cmp, ok := e.Operand.(*ast.Compare); ok && e.Op == ast.Not && len(cmp.Ops) == 1 {
			if neg, ok := negated(cmp.Ops[0]); ok {
				u.pos = cmp.Span()
				u.checkCompare(cmp)
				u.comparison(neg, cmp.Left, cmp.Comparators[0], dst)
				return
			}
		}
		u.op2(op, dst, u.operand(e.Operand))
	case *ast.BoolOp:
		u.boolOp(e, dst)
	case *ast.Compare:
		u.compare(e, dst)
	case *ast.IfExp:
		u.ifExp(e, dst)
	case *ast.NamedExpr:
		u.namedExpr(e, dst)
	case *ast.Call:
		u.call(e, dst)
	case *ast.Attribute:
		u.attribute(e, dst)
	case *ast.Subscript:
		u.subscript(e, dst)
	case *ast.Slice:
		u.slice(e, dst)
	case *ast.Tuple:
		u.tuple(e.Elts, dst)
	case *ast.List:
		u.list(e.Elts, dst)
	case *ast.Set:
		u.set(e.Elts, dst)
	case *ast.Dict:
		u.dict(e, dst)
	case *ast.Lambda:
		u.lambda(e, dst)
	case *ast.ListComp, *ast.SetComp, *ast.DictComp, *ast.GeneratorExp:
		u.comprehension(e, dst)
	case *ast.JoinedStr:
		u.joinedStr(e, dst)
	case *ast.FormattedValue:
		u.formattedValue(e, dst, 0)
	case *ast.TemplateStr:
		u.templateStr(e, dst)
	case *ast.Interpolation:
		u.interpolation(e, dst)
	case *ast.Await:
		u.await(e, dst)
	case *ast.Yield:
		u.yield(e, dst)
	case *ast.YieldFrom:
		u.yieldFrom(e, dst)
	case *ast.Starred:
		if e.Ctx == ast.Store {
			u.fail("starred assignment target must be in a list or tuple")
		} else {
			u.fail("can't use starred expression here")
		}
	default:
		u.fail("expression cannot be compiled")
	}
}

// effect evaluates e for what it does.
func (u *unit) effect(e ast.Expr) {
	sp := u.sp
	switch n := e.(type) {
	case *ast.Constant:
		return
	case *ast.Name:
		if n.ID == "__debug__" {
			return
		}
		if r, ok := u.local(n.ID); ok {
			old := u.at(n.Span())
			u.checkBound(r, u.mangle(n.ID))
			u.pos = old
			return
		}
	}
	if _, ok := u.fold(e); ok {
		return
	}
	u.expr(e, u.push())
	u.sp = sp
	if _, call := e.(*ast.Call); call && !u.dead && len(u.ins) > 0 {
		u.discards = append(u.discards, len(u.ins)-1)
	}
}

var binaryOps = [...]bytecode.Op{
	ast.Add: bytecode.OpAdd, ast.Sub: bytecode.OpSub, ast.Mult: bytecode.OpMul, ast.MatMult: bytecode.OpMatMul, ast.Div: bytecode.OpTrueDiv,
	ast.Mod: bytecode.OpMod, ast.Pow: bytecode.OpPow, ast.LShift: bytecode.OpLShift, ast.RShift: bytecode.OpRShift,
	ast.BitOr: bytecode.OpOr, ast.BitXor: bytecode.OpXor, ast.BitAnd: bytecode.OpAnd, ast.FloorDiv: bytecode.OpFloorDiv,
}

// immediateOps are the forms with a small number as right operand.
var immediateOps = map[bytecode.Op]bytecode.Op{
	bytecode.OpAdd: bytecode.OpAddI, bytecode.OpSub: bytecode.OpSubI, bytecode.OpMul: bytecode.OpMulI, bytecode.OpFloorDiv: bytecode.OpFloorDivI,
	bytecode.OpMod: bytecode.OpModI, bytecode.OpPow: bytecode.OpPowI, bytecode.OpAnd: bytecode.OpAndI, bytecode.OpOr: bytecode.OpOrI,
	bytecode.OpXor: bytecode.OpXorI, bytecode.OpLShift: bytecode.OpLShiftI, bytecode.OpRShift: bytecode.OpRShiftI,
}

// smallInt returns the value of e if it is an int constant that fits an instruction.
func (u *unit) smallInt(e ast.Expr) (int, bool) {
	k, ok := u.fold(e)
	if !ok || k.Kind != bytecode.ConstInt || k.Int < math.MinInt16 || k.Int > math.MaxInt16 {
		return 0, false
	}
	return int(uint16(int16(k.Int))), true
}

func (u *unit) binOp(e *ast.BinOp, dst int) {
	// A chain like a + b + c nests to the left: it is walked without recursion.
	var chain []*ast.BinOp
	var left ast.Expr = e
	for {
		b, ok := left.(*ast.BinOp)
		if !ok {
			break
		}
		if _, folds := u.fold(b); folds {
			break
		}
		chain = append(chain, b)
		left = b.Left
	}
	sp := u.sp
	last := chain[len(chain)-1]
	acc := u.operandBefore(left, last.Right)
	for i := len(chain) - 1; i >= 0; i-- {
		b := chain[i]
		out := dst
		if i > 0 {
			// Partial results use one temporary.
			out = sp
			if u.sp == sp {
				u.push()
			}
		}
		u.pos = b.Span()
		u.binary(binaryOps[b.Op], 0, out, acc, b.Right)
		u.sp = sp
		if i > 0 {
			u.sp = sp + 1
		}
		acc = out
	}
	u.sp = sp
}

// binary emits out := left op right, with the immediate form if right is a small int.
func (u *unit) binary(op bytecode.Op, inPlace, out, left int, right ast.Expr) {
	if imm, ok := immediateOps[op]; ok {
		if n, ok := u.smallInt(right); ok {
			u.emit(imm, inPlace, reg(out), reg(left), n)
			return
		}
	}
	r := u.operand(right)
	u.emit(op, inPlace, reg(out), reg(left), reg(r))
}

func (u *unit) boolOp(e *ast.BoolOp, dst int) {
	end := u.newLabel()
	t := u.private(dst)
	op := bytecode.OpJumpIfFalse
	if e.Op == ast.Or {
		op = bytecode.OpJumpIfTrue
	}
	for i, v := range e.Values {
		if k, ok := u.fold(v); ok && i < len(e.Values)-1 {
			truth := k.True()
			if truth == (e.Op == ast.And) {
				continue // decides nothing
			}
			u.loadConst(t, k)
			u.jump(end)
			continue
		}
		u.expr(v, t)
		if i < len(e.Values)-1 {
			u.branch(op, t, 0, end)
		}
	}
	u.place(end)
	u.move(dst, t)
}

func (u *unit) ifExp(e *ast.IfExp, dst int) {
	orelse, end := u.newLabel(), u.newLabel()
	u.condition(e.Test, orelse, false)
	u.expr(e.Body, dst)
	u.jump(end)
	u.place(orelse)
	u.expr(e.Orelse, dst)
	u.place(end)
}

func (u *unit) namedExpr(e *ast.NamedExpr, dst int) {
	u.checkName(e.Target.ID, ast.Store, e.Target.Span())
	if r, ok := u.local(e.Target.ID); ok {
		u.expr(e.Value, r)
		u.bind(r)
		u.move(dst, r)
		return
	}
	t := u.private(dst)
	u.expr(e.Value, t)
	u.storeName(e.Target.ID, t)
	u.move(dst, t)
}

func (u *unit) attribute(e *ast.Attribute, dst int) {
	if run, zero, ok := u.superCall(e); ok {
		u.emit(bytecode.OpSuperAttr, zero, reg(dst), reg(run), u.cache(u.mangle(e.Attr)))
		return
	}
	obj := u.operand(e.Value)
	u.pos = u.attrPos(e)
	u.emit(bytecode.OpLoadAttr, 0, reg(dst), reg(obj), u.cache(u.mangle(e.Attr)))
}

// superCall recognises super().attr and super(class, self).attr, and loads what SUPER_ATTR takes.
func (u *unit) superCall(e *ast.Attribute) (run, zero int, ok bool) {
	call, isCall := e.Value.(*ast.Call)
	if !isCall || !u.scope.Kind.FunctionLike() || len(call.Keywords) > 0 {
		return 0, 0, false
	}
	name, isName := call.Func.(*ast.Name)
	if !isName || name.ID != "super" || e.Attr == "__class__" || u.find("super").kind != inGlobals {
		return 0, 0, false
	}
	if u.topLevelAssigns("super") {
		return 0, 0, false
	}
	for _, a := range call.Args {
		if _, star := a.(*ast.Starred); star {
			return 0, 0, false
		}
	}
	switch len(call.Args) {
	case 2:
		run = u.pushN(3)
		old := u.at(call.Func.Span())
		u.loadName("super", run)
		u.pos = old
		u.expr(call.Args[0], run+1)
		u.expr(call.Args[1], run+2)
		u.pos = call.Span()
		return run, 0, true
	case 0:
		if _, r := u.scope.Lookup("__class__"); r != symtable.Free || u.code.ArgCount == 0 || len(u.layers) > 0 {
			return 0, 0, false
		}
		run = u.pushN(3)
		old := u.at(call.Func.Span())
		u.loadName("super", run)
		u.pos = call.Span()
		u.emit(bytecode.OpLoadFree, 0, reg(run+1), u.freeIndex("__class__"), 0)
		self := u.code.VarNames[0]
		if r, isCell := u.cells[self]; isCell {
			u.emit(bytecode.OpLoadDeref, 0, reg(run+2), reg(r), u.name(self))
		} else {
			u.checkBound(u.locals[self], self)
			u.move(run+2, u.locals[self])
		}
		u.pos = old
		return run, 1, true
	}
	return 0, 0, false
}

// topLevelAssigns reports whether the module itself binds name.
func (u *unit) topLevelAssigns(name string) bool {
	f, _ := u.c.table.Top.Lookup(name)
	return f&symtable.DefBound != 0
}

func (u *unit) subscript(e *ast.Subscript, dst int) {
	u.checkSubscript(e)
	if u.constSlice(e.Slice) == nil {
		if s, ok := e.Slice.(*ast.Slice); ok && s.Step == nil {
			obj := u.operandBefore(e.Value, s.Lower, s.Upper)
			run := u.bounds(s)
			u.op3(bytecode.OpGetSlice, dst, obj, run)
			return
		}
	}
	obj := u.operandBefore(e.Value, e.Slice)
	if n, ok := u.smallInt(e.Slice); ok {
		u.emit(bytecode.OpGetItemI, 0, reg(dst), reg(obj), n)
		return
	}
	u.op3(bytecode.OpGetItem, dst, obj, u.operand(e.Slice))
}

// constSlice returns a slice of constants as a constant, else nil.
func (u *unit) constSlice(e ast.Expr) *bytecode.Const {
	s, ok := e.(*ast.Slice)
	if !ok {
		return nil
	}
	k := bytecode.Const{Kind: bytecode.ConstSlice}
	for _, part := range [...]ast.Expr{s.Lower, s.Upper, s.Step} {
		var v bytecode.Const
		if part != nil {
			if v, ok = u.fold(part); !ok {
				return nil
			}
		}
		k.Items = append(k.Items, v)
	}
	return &k
}

// bounds evaluates lower and upper of a slice into two registers.
func (u *unit) bounds(s *ast.Slice) int {
	run := u.pushN(2)
	for i, part := range [...]ast.Expr{s.Lower, s.Upper} {
		if part == nil {
			u.loadNone(run + i)
		} else {
			u.expr(part, run+i)
		}
	}
	return run
}

func (u *unit) slice(e *ast.Slice, dst int) {
	if k := u.constSlice(e); k != nil {
		u.wide(bytecode.OpLoadConst, dst, u.constant(*k))
		return
	}
	run := u.bounds(e)
	step := u.push()
	if e.Step == nil {
		u.loadNone(step)
	} else {
		u.expr(e.Step, step)
	}
	u.op2(bytecode.OpBuildSlice, dst, run)
}

// displayChunk is how many items of a display are evaluated before they are put into the object.
const displayChunk = 30

func hasStar(list []ast.Expr) bool {
	for _, e := range list {
		if _, ok := e.(*ast.Starred); ok {
			return true
		}
	}
	return false
}

// run evaluates expressions into consecutive fresh registers.
func (u *unit) run(list []ast.Expr) int {
	first := u.sp
	for _, e := range list {
		u.expr(e, u.push())
	}
	return first
}

func (u *unit) tuple(elts []ast.Expr, dst int) {
	if len(elts) <= displayChunk && !hasStar(elts) {
		first := u.run(elts)
		u.emit(bytecode.OpBuildTuple, len(elts), reg(dst), reg(first), 0)
		return
	}
	t := u.push()
	u.fillList(elts, t)
	u.op2(bytecode.OpListToTuple, dst, t)
}

func (u *unit) list(elts []ast.Expr, dst int) {
	if items, ok := u.foldAll(elts); ok && len(elts) > 2 {
		u.wide(bytecode.OpLoadList, dst, u.constant(bytecode.TupleConst(items)))
		return
	}
	if len(elts) <= displayChunk && !hasStar(elts) {
		first := u.run(elts)
		u.emit(bytecode.OpBuildList, len(elts), reg(dst), reg(first), 0)
		return
	}
	t := u.private(dst)
	u.fillList(elts, t)
	u.move(dst, t)
}

// fillList makes a list in t, chunk by chunk, starred items included.
func (u *unit) fillList(elts []ast.Expr, t int) {
	u.emit(bytecode.OpBuildList, 0, reg(t), reg(t), 0)
	u.chunks(elts, func(first, n int) { u.emit(bytecode.OpListAppendRun, n, reg(t), reg(first), 0) },
		func(star *ast.Starred) { u.op2(bytecode.OpListExtend, t, u.operand(star.Value)) })
}

func (u *unit) chunks(elts []ast.Expr, put func(first, n int), extend func(*ast.Starred)) {
	sp := u.sp
	flush := func() {
		if n := u.sp - sp; n > 0 {
			put(sp, n)
			u.sp = sp
		}
	}
	for _, e := range elts {
		if star, ok := e.(*ast.Starred); ok {
			flush()
			extend(star)
			u.sp = sp
			continue
		}
		u.expr(e, u.push())
		if u.sp-sp == displayChunk {
			flush()
		}
	}
	flush()
}

func (u *unit) set(elts []ast.Expr, dst int) {
	if items, ok := u.foldAll(elts); ok && len(elts) > 2 {
		u.wide(bytecode.OpLoadSet, dst, u.constant(bytecode.TupleConst(items)))
		return
	}
	if len(elts) <= displayChunk && !hasStar(elts) {
		first := u.run(elts)
		u.emit(bytecode.OpBuildSet, len(elts), reg(dst), reg(first), 0)
		return
	}
	t := u.private(dst)
	u.emit(bytecode.OpBuildSet, 0, reg(t), reg(t), 0)
	u.chunks(elts, func(first, n int) { u.emit(bytecode.OpSetAddRun, n, reg(t), reg(first), 0) },
		func(star *ast.Starred) { u.op2(bytecode.OpSetUpdate, t, u.operand(star.Value)) })
	u.move(dst, t)
}

func (u *unit) dict(e *ast.Dict, dst int) {
	star := false
	for _, k := range e.Keys {
		star = star || k == nil
	}
	const pairs = displayChunk / 2
	if !star && len(e.Keys) <= pairs {
		first := u.sp
		for i, k := range e.Keys {
			u.expr(k, u.push())
			u.expr(e.Values[i], u.push())
		}
		u.emit(bytecode.OpBuildMap, len(e.Keys), reg(dst), reg(first), 0)
		return
	}
	t := u.private(dst)
	u.emit(bytecode.OpBuildMap, 0, reg(t), reg(t), 0)
	sp := u.sp
	flush := func() {
		if n := (u.sp - sp) / 2; n > 0 {
			u.emit(bytecode.OpDictSetRun, n, reg(t), reg(sp), 0)
		}
		u.sp = sp
	}
	for i, k := range e.Keys {
		if k == nil {
			flush()
			old := u.at(e.Values[i].Span())
			u.op2(bytecode.OpDictUpdate, t, u.operand(e.Values[i]))
			u.pos = old
			u.sp = sp
			continue
		}
		u.expr(k, u.push())
		u.expr(e.Values[i], u.push())
		if u.sp-sp == displayChunk {
			flush()
		}
	}
	flush()
	u.move(dst, t)
}
