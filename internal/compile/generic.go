package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// generic begins the scope around something with type parameters (PEP 695): a function that is called at once. Its type
// parameters become a tuple in .type_params, or in the register it returns.
func (u *unit) generic(node any, name string, params []ast.TypeParam, decorators []ast.Expr, pos ast.Pos) (v *unit, tuple int) {
	scope := u.c.table.Scopes[symtable.Key{Node: node, Part: symtable.TypeParams}]
	v = u.c.newUnit(u, scope, "<generic parameters of "+name+">")
	v.firstLine = u.line(startPos(decorators, pos))
	v.pos = pos
	v.relocate(pos)
	v.code.ArgCount = len(scope.Params)
	tuple = v.push()
	if len(params) > 255 {
		v.fail("too many type parameters")
		return v, tuple
	}
	run := v.pushN(len(params))
	for i, p := range params {
		v.pos = p.Span()
		v.typeParam(p, run+i)
	}
	v.pos = pos
	v.emit(bytecode.OpBuildTuple, len(params), reg(tuple), reg(run), 0)
	v.sp = tuple + 1
	return v, tuple
}

func (u *unit) typeParam(p ast.TypeParam, dst int) {
	name := u.push()
	var id string
	var def ast.Expr
	switch p := p.(type) {
	case *ast.TypeVar:
		id, def = p.Name, p.Default
		u.loadConst(name, bytecode.StrConst(id))
		if p.Bound == nil {
			u.op2(bytecode.OpTypeVar, dst, name)
			break
		}
		op := bytecode.OpTypeVarBound
		if _, ok := p.Bound.(*ast.Tuple); ok {
			op = bytecode.OpTypeVarConstraints
		}
		f := u.push()
		u.lazy(symtable.Key{Node: p, Part: symtable.Bound}, id, p.Bound, f)
		u.op3(op, dst, name, f)
	case *ast.ParamSpec:
		id, def = p.Name, p.Default
		u.loadConst(name, bytecode.StrConst(id))
		u.op2(bytecode.OpParamSpec, dst, name)
	case *ast.TypeVarTuple:
		id, def = p.Name, p.Default
		u.loadConst(name, bytecode.StrConst(id))
		u.op2(bytecode.OpTypeVarTuple, dst, name)
	}
	u.sp = name + 1
	if def != nil {
		u.lazy(symtable.Key{Node: p, Part: symtable.Default}, id, def, name)
		u.op2(bytecode.OpSetTypeParamDefault, dst, name)
	}
	u.storeName(id, dst)
	u.pop(name)
}

// lazy makes a function that evaluates e when somebody asks; called without argument it gives the value.
func (u *unit) lazy(key symtable.Key, name string, e ast.Expr, dst int) {
	v := u.evaluator(u.c.table.Scopes[key], name, e.Span())
	v.pos = e.Span()
	t := v.push()
	v.annotationValue(e, t)
	v.op1(bytecode.OpReturn, t)
	code := v.finish()
	sp := u.sp
	t = u.push()
	u.loadConst(t, bytecode.TupleConst([]bytecode.Const{bytecode.IntConst(1)}))
	u.makeFunction(code, t, bytecode.FuncDefaults, dst)
	u.sp = sp
}

// callGeneric makes the function of a type parameter scope in R[base] and calls it with n arguments after it.
func (u *unit) callGeneric(code *bytecode.Code, base, n, dst int) {
	sp := u.sp
	u.makeFunction(code, sp, 0, base)
	u.sp = sp
	u.emit(bytecode.OpCall, n, reg(base), u.callCache(), reg(dst))
}

func (u *unit) genericFunction(s *ast.FunctionDef, dst int) {
	sp := u.sp
	base := u.push()
	flags := u.defaults(s.Args)
	v, tuple := u.generic(s, s.Name, s.TypeParams, s.Decorators, s.Span())
	run := v.sp
	for _, p := range v.scope.Params {
		v.loadName(p, v.push())
	}
	f := v.push()
	// The defaults, the annotations and the closure lie side by side from run on; f comes after them only in number.
	v.sp = f
	v.makeDef(s, run, flags, run)
	v.op2(bytecode.OpSetTypeParams, run, tuple)
	v.op1(bytecode.OpReturn, run)
	u.callGeneric(v.finish(), base, u.sp-base-1, dst)
	u.sp = sp
}

func (u *unit) genericClass(s *ast.ClassDef, dst int) {
	sp := u.sp
	base := u.push()
	v, tuple := u.generic(s, s.Name, s.TypeParams, s.Decorators, s.Span())
	v.storeName(".type_params", tuple)
	g := v.push()
	v.op2(bytecode.OpSubscriptGeneric, g, tuple)
	v.storeName(".generic_base", g)
	bases := append(append([]ast.Expr(nil), s.Bases...), &ast.Name{Pos: s.Pos, ID: ".generic_base"})
	v.buildClass(s, bases, g)
	v.op1(bytecode.OpReturn, g)
	u.callGeneric(v.finish(), base, 0, dst)
	u.sp = sp
}

func (u *unit) typeAlias(s *ast.TypeAlias) {
	u.checkName(s.Name.ID, ast.Store, s.Name.Span())
	t := u.push()
	if len(s.TypeParams) == 0 {
		run := u.pushN(3)
		u.loadConst(run, bytecode.StrConst(s.Name.ID))
		u.loadNone(run + 1)
		u.lazy(symtable.Key{Node: s, Part: symtable.Value}, s.Name.ID, s.Value, run+2)
		u.op2(bytecode.OpTypeAlias, t, run)
	} else {
		v, tuple := u.generic(s, s.Name.ID, s.TypeParams, nil, s.Span())
		run := v.pushN(3)
		v.loadConst(run, bytecode.StrConst(s.Name.ID))
		v.move(run+1, tuple)
		v.lazy(symtable.Key{Node: s, Part: symtable.Value}, s.Name.ID, s.Value, run+2)
		v.op2(bytecode.OpTypeAlias, tuple, run)
		v.op1(bytecode.OpReturn, tuple)
		u.callGeneric(v.finish(), t, 0, t)
	}
	u.storeName(s.Name.ID, t)
}
