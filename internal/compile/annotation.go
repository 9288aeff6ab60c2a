package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// annAssign compiles target: annotation = value. The annotations of simple names in modules and classes are collected
// for the block's __annotate__ function (PEP 649).
func (u *unit) annAssign(s *ast.AnnAssign) {
	if s.Value != nil {
		u.assignTo(s.Target, s.Value)
	}
	switch t := s.Target.(type) {
	case *ast.Name:
		u.checkName(t.ID, ast.Store, t.Span())
		if !s.Simple || u.scope.Kind.FunctionLike() {
			return
		}
		if u.c.future&bytecode.FlagFutureAnnotations != 0 {
			ns, text := u.push(), u.push()
			u.emit(bytecode.OpLoadName, 0, reg(ns), 0, u.cache("__annotations__"))
			u.loadConst(text, bytecode.StrConst(unparse(s.Annotation)))
			key := u.push()
			u.loadConst(key, bytecode.StrConst(u.mangle(t.ID)))
			u.op3(bytecode.OpSetItem, ns, key, text)
			return
		}
		index := -1
		if u.scope.ConditionalAnnots && (u.scope.Kind == symtable.Module || u.conditional > 0) {
			index = u.annIndex
			u.annIndex++
			set, n := u.push(), u.push()
			if cell, ok := u.cells["__conditional_annotations__"]; ok {
				u.emit(bytecode.OpLoadDeref, 0, reg(set), reg(cell), u.name("__conditional_annotations__"))
			} else {
				u.loadName("__conditional_annotations__", set)
			}
			u.loadConst(n, bytecode.IntConst(int64(index)))
			u.op2(bytecode.OpSetAdd, set, n)
		}
		u.annotations = append(u.annotations, annotation{s, index})
	case *ast.Attribute:
		u.checkName(t.Attr, ast.Store, t.Span())
		if s.Value == nil {
			u.effect(t.Value)
		}
	case *ast.Subscript:
		if s.Value == nil {
			u.effect(t.Value)
			u.effectSlice(t.Slice)
		}
	}
}

func (u *unit) effectSlice(e ast.Expr) {
	switch e := e.(type) {
	case *ast.Slice:
		for _, part := range [...]ast.Expr{e.Lower, e.Upper, e.Step} {
			if part != nil {
				u.effect(part)
			}
		}
	case *ast.Tuple:
		for _, x := range e.Elts {
			u.effectSlice(x)
		}
	default:
		u.effect(e)
	}
}

// evaluator begins the code of an annotation-like scope: a function of the format, which refuses formats it does not know.
func (u *unit) evaluator(scope *symtable.Scope, name string, pos ast.Pos) *unit {
	v := u.c.newUnit(u, scope, name)
	if scope.Kind == symtable.Annotation {
		v.code.VarNames[0] = "format"
	}
	v.code.ArgCount, v.code.PosOnlyCount = 1, 1
	v.firstLine = u.line(pos)
	v.pos = pos
	v.relocate(pos)
	ok := v.newLabel()
	const valueWithFakeGlobals = 2
	v.branch(bytecode.OpJumpIfNotGTI, 0, valueWithFakeGlobals, ok)
	t := v.push()
	v.emit(bytecode.OpLoadCommon, bytecode.CommonNotImplementedError, reg(t), 0, 0)
	v.op1(bytecode.OpRaise, t)
	v.pop(t)
	v.place(ok)
	return v
}

// signatureAnnotations makes the __annotate__ function of a def in dst.
func (u *unit) signatureAnnotations(s *ast.FunctionDef, dst int) {
	scope := u.c.table.Scopes[symtable.Key{Node: s, Part: symtable.Annotations}]
	v := u.evaluator(scope, "__annotate__", s.Span())
	d := v.push()
	v.emit(bytecode.OpBuildMap, 0, reg(d), reg(d), 0)
	symtable.SignatureAnnotations(s, func(name string, e ast.Expr) {
		pair := v.pushN(2)
		v.loadConst(pair, bytecode.StrConst(v.mangle(name)))
		if u.c.future&bytecode.FlagFutureAnnotations != 0 {
			v.loadConst(pair+1, bytecode.StrConst(unparse(e)))
		} else {
			v.annotationValue(e, pair+1)
		}
		v.op3(bytecode.OpDictSet, d, pair, pair+1)
		v.pop(pair)
	})
	v.op1(bytecode.OpReturn, d)
	sp := u.sp
	u.makeFunction(v.finish(), sp, 0, dst)
	u.sp = sp
}

// annotationValue evaluates an annotation; *Ts of *args stands for the one item that Ts unpacks to.
func (u *unit) annotationValue(e ast.Expr, dst int) {
	star, ok := e.(*ast.Starred)
	if !ok {
		u.expr(e, dst)
		return
	}
	u.expr(star.Value, dst)
	u.emit(bytecode.OpUnpack, 0, reg(dst), reg(dst), 1)
}

// deferredAnnotations makes the __annotate__ function of a module or class. That of a module is made before its first
// statement, so that one that is still being executed has it.
func (u *unit) deferredAnnotations() {
	if len(u.annotations) == 0 || u.c.err != nil {
		return
	}
	pos := u.scope.Pos
	scope := u.c.table.Scopes[symtable.Key{Node: u.scope, Part: symtable.Annotations}]
	v := u.evaluator(scope, "__annotate__", pos)
	v.firstLine = u.firstLine
	d := v.push()
	v.emit(bytecode.OpBuildMap, 0, reg(d), reg(d), 0)
	for _, a := range u.annotations {
		v.pos = a.s.Span()
		skip := v.newLabel()
		pair := v.pushN(2)
		if a.index >= 0 {
			v.loadName("__conditional_annotations__", pair)
			v.loadConst(pair+1, bytecode.IntConst(int64(a.index)))
			v.branch(bytecode.OpJumpIfNotIn, pair+1, reg(pair), skip)
		}
		v.loadConst(pair, bytecode.StrConst(u.mangle(a.s.Target.(*ast.Name).ID)))
		v.expr(a.s.Annotation, pair+1)
		v.op3(bytecode.OpDictSet, d, pair, pair+1)
		v.pop(pair)
		v.place(skip)
	}
	v.op1(bytecode.OpReturn, d)
	code := v.finish()

	old := u.at(pos)
	dead, at := u.dead, len(u.ins)
	u.dead = false
	sp := u.sp
	f := u.push()
	u.makeFunction(code, u.sp, 0, f)
	name := "__annotate__"
	if u.scope.Kind == symtable.Class {
		name = "__annotate_func__"
	}
	u.storeName(name, f)
	u.sp = sp
	u.pos = old
	u.dead = dead
	switch {
	case u.scope.Kind == symtable.Module:
		ins, spans := append([]bytecode.Instr(nil), u.ins[at:]...), append([]bytecode.Span(nil), u.spans[at:]...)
		u.ins, u.spans = u.ins[:at], u.spans[:at]
		u.insert(0, ins, spans)
	case dead:
		u.ins, u.spans = u.ins[:at], u.spans[:at]
	}
}
