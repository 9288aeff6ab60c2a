package compile

import (
	"slices"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// startPos is where a decorated definition begins.
func startPos(decorators []ast.Expr, pos ast.Pos) ast.Pos {
	if len(decorators) > 0 {
		return ast.Pos{Start: decorators[0].Span().Start, End: decorators[0].Span().End}
	}
	return pos
}

func (u *unit) line(pos ast.Pos) int {
	if u.c.opts.Source == nil {
		return 1
	}
	return u.c.opts.Source.Line(pos.Start)
}

// decorate evaluates decorators into registers, lets make produce the object in dst, and calls them, the last one first.
func (u *unit) decorate(decorators []ast.Expr, dst int, make func(dst int)) {
	if len(decorators) == 0 {
		make(dst)
		return
	}
	first := u.run(decorators)
	obj := u.push()
	make(obj)
	old := u.pos
	for i := len(decorators) - 1; i >= 0; i-- {
		f := first + i
		out := f
		if i == 0 {
			out = dst
		}
		u.pos = decorators[i].Span()
		u.emit(bytecode.OpCall, 1, reg(f), u.callCache(), reg(out))
	}
	u.pos = old
}

// bindDefinition stores what a def or class statement makes under its name; produce gets the register to make it in.
func (u *unit) bindDefinition(name string, pos ast.Pos, produce func(dst int)) {
	u.checkName(name, ast.Store, pos)
	if r, ok := u.local(name); ok {
		produce(r)
		u.bind(r)
		return
	}
	t := u.push()
	produce(t)
	u.storeName(name, t)
}

func (u *unit) functionDef(s *ast.FunctionDef) {
	u.bindDefinition(s.Name, s.Span(), func(dst int) {
		u.decorate(s.Decorators, dst, func(dst int) {
			if len(s.TypeParams) > 0 {
				u.genericFunction(s, dst)
				return
			}
			sp := u.sp
			run := u.sp
			flags := u.defaults(s.Args)
			u.makeDef(s, run, flags, dst)
			u.sp = sp
		})
	})
}

// defaults evaluates the default values of parameters into fresh registers: a tuple, a dict, as MAKE_FUNCTION takes them.
func (u *unit) defaults(a *ast.Arguments) int {
	flags := 0
	if len(a.Defaults) > 0 {
		t := u.push()
		if items, ok := u.foldAll(a.Defaults); ok {
			u.wide(bytecode.OpLoadConst, t, u.constant(bytecode.TupleConst(items)))
		} else {
			sp := u.sp
			u.tuple(a.Defaults, t)
			u.sp = sp
		}
		flags |= bytecode.FuncDefaults
	}
	var t int
	for i, d := range a.KwDefaults {
		if d == nil {
			continue
		}
		if flags&bytecode.FuncKwDefaults == 0 {
			flags |= bytecode.FuncKwDefaults
			t = u.push()
			u.emit(bytecode.OpBuildMap, 0, reg(t), reg(t), 0)
		}
		k := u.pushN(2)
		u.loadConst(k, bytecode.StrConst(u.mangle(a.KwOnly[i].Name)))
		u.expr(d, k+1)
		u.op3(bytecode.OpDictSet, t, k, k+1)
		u.sp = k
	}
	return flags
}

// makeDef makes the function of a def whose defaults, by flags, lie from run on.
func (u *unit) makeDef(s *ast.FunctionDef, run, flags, dst int) {
	if symtable.HasAnnotations(s) {
		u.signatureAnnotations(s, u.push())
		flags |= bytecode.FuncAnnotate
	}
	code := u.functionCode(s)
	u.makeFunction(code, run, flags, dst)
}

// makeFunction emits MAKE_FUNCTION for code, with what flags say lying from run on, topmost.
func (u *unit) makeFunction(code *bytecode.Code, run, flags, dst int) {
	if u.dead {
		return
	}
	if flags == 0 {
		run = u.sp
	}
	if len(code.FreeVars) > 0 {
		t := u.push()
		sp := u.sp
		if len(code.FreeVars) > 255 {
			u.fail("too many free variables")
			return
		}
		for _, n := range code.FreeVars {
			u.loadCell(n, u.push())
		}
		u.emit(bytecode.OpBuildTuple, len(code.FreeVars), reg(t), reg(sp), 0)
		u.sp = sp
		flags |= bytecode.FuncClosure
	}
	u.emit(bytecode.OpMakeFunction, flags, reg(dst), reg(run), u.shortConstant(bytecode.Const{Kind: bytecode.ConstCode, Code: code}))
}

// loadCell loads the cell of a variable that an inner function uses.
func (u *unit) loadCell(name string, dst int) {
	for i := len(u.layers) - 1; i >= 0; i-- {
		l := u.layers[i]
		if _, res := l.scope.Lookup(name); res == symtable.CellVar {
			u.move(dst, l.regs[name])
			return
		}
	}
	if r, ok := u.cells[name]; ok {
		u.move(dst, r)
		return
	}
	u.emit(bytecode.OpLoadClosure, 0, reg(dst), u.freeIndex(name), 0)
}

func (c *compiler) parameters(u *unit, a *ast.Arguments) {
	u.code.ArgCount = len(a.PosOnly) + len(a.Args)
	u.code.PosOnlyCount = len(a.PosOnly)
	u.code.KwOnlyCount = len(a.KwOnly)
	for _, list := range [...][]*ast.Arg{a.PosOnly, a.Args, a.KwOnly, {a.Vararg, a.Kwarg}} {
		for _, p := range list {
			if p != nil {
				u.checkName(p.Name, ast.Store, p.Span())
			}
		}
	}
}

func (u *unit) functionCode(s *ast.FunctionDef) *bytecode.Code {
	c := u.c
	scope := c.table.Scopes[symtable.Key{Node: s, Part: symtable.Body}]
	v := c.newUnit(u, scope, s.Name)
	v.firstLine = u.line(startPos(s.Decorators, s.Span()))
	v.pos = s.Span()
	v.relocate(s.Span())
	c.parameters(v, s.Args)
	switch {
	case s.Async && scope.Generator:
		v.code.Flags |= bytecode.FlagAsyncGenerator
	case s.Async:
		v.code.Flags |= bytecode.FlagCoroutine
	case scope.Generator:
		v.code.Flags |= bytecode.FlagGenerator
	}
	body := s.Body
	if text, ok := docstring(body[0]); ok {
		body = body[1:]
		if c.opts.Optimize < 2 {
			v.code.Doc = bytecode.StrConst(text)
			v.code.Flags |= bytecode.FlagHasDocstring
		}
	}
	v.stmts(body)
	v.pos = lastPos(s.Body, s.Span())
	v.returnConst(bytecode.Const{})
	return v.finish()
}

// relocate gives the instructions emitted so far (MAKE_CELL) a place.
func (u *unit) relocate(pos ast.Pos) {
	for i := range u.spans {
		u.spans[i] = bytecode.Span{Start: int32(pos.Start), End: int32(pos.End)}
	}
}

// lastPos is the place of the return that ends a body.
func lastPos(body []ast.Stmt, pos ast.Pos) ast.Pos {
	if n := len(body); n > 0 {
		return body[n-1].Span()
	}
	return pos
}

func (u *unit) lambda(e *ast.Lambda, dst int) {
	c := u.c
	run := u.sp
	flags := u.defaults(e.Args)
	scope := c.table.Scopes[symtable.Key{Node: e, Part: symtable.Body}]
	v := c.newUnit(u, scope, "<lambda>")
	v.firstLine = u.line(e.Span())
	v.pos = e.Body.Span()
	v.relocate(e.Span())
	c.parameters(v, e.Args)
	if scope.Generator {
		v.code.Flags |= bytecode.FlagGenerator
	}
	r := v.operand(e.Body)
	v.op1(bytecode.OpReturn, r)
	u.makeFunction(v.finish(), run, flags, dst)
}

func (u *unit) classDef(s *ast.ClassDef) {
	u.bindDefinition(s.Name, s.Span(), func(dst int) {
		u.decorate(s.Decorators, dst, func(dst int) {
			if len(s.TypeParams) > 0 {
				u.genericClass(s, dst)
				return
			}
			u.buildClass(s, s.Bases, dst)
		})
	})
}

// buildClass calls __build_class__ with the function of the class body, the name, bases and keywords.
func (u *unit) buildClass(s *ast.ClassDef, bases []ast.Expr, dst int) {
	u.checkKeywords(s.Keywords)
	sp := u.sp
	base := u.pushN(3)
	u.op1(bytecode.OpLoadBuildClass, base)
	code := u.classCode(s)
	u.makeFunction(code, base+1, 0, base+1)
	u.sp = base + 3
	u.loadConst(base+2, bytecode.StrConst(s.Name))
	if call := (&ast.Call{Args: bases, Keywords: s.Keywords}); plainArgs(call) {
		n, names := u.args(bases, s.Keywords)
		if names != nil {
			u.emit(bytecode.OpCallKw, n+2, reg(base), u.shortConstant(bytecode.NamesConst(names)), reg(dst))
		} else {
			u.emit(bytecode.OpCall, n+2, reg(base), u.callCache(), reg(dst))
		}
		u.sp = sp
		return
	}
	// With stars the arguments become a list that begins with the function and the name.
	u.emit(bytecode.OpBuildList, 2, reg(base+1), reg(base+1), 0)
	u.sp = base + 2
	u.chunks(bases, func(first, n int) { u.emit(bytecode.OpListAppendRun, n, reg(base+1), reg(first), 0) },
		func(star *ast.Starred) { u.emit(bytecode.OpListExtend, 1, reg(base+1), reg(u.operand(star.Value)), 0) })
	u.op2(bytecode.OpListToTuple, base+1, base+1)
	u.keywords(s.Keywords, u.push(), base)
	u.emit(bytecode.OpCallEx, 0, reg(base), 0, reg(dst))
	u.sp = sp
}

func (u *unit) classCode(s *ast.ClassDef) *bytecode.Code {
	c := u.c
	scope := c.table.Scopes[symtable.Key{Node: s, Part: symtable.Body}]
	v := c.newUnit(u, scope, s.Name)
	v.firstLine = u.line(startPos(s.Decorators, s.Span()))
	v.pos = ast.Pos{Start: s.Start, End: s.Start}
	v.relocate(v.pos)
	v.static = map[string]bool{}
	t := v.push()
	v.emit(bytecode.OpLoadName, 0, reg(t), 0, v.cache("__name__"))
	v.emit(bytecode.OpStoreName, 0, reg(t), 0, v.cache("__module__"))
	v.storeSpecial("__qualname__", bytecode.StrConst(v.code.QualName))
	v.storeSpecial("__firstlineno__", bytecode.IntConst(int64(v.firstLine)))
	if len(s.TypeParams) > 0 {
		v.loadName(".type_params", t)
		v.emit(bytecode.OpStoreName, 0, reg(t), 0, v.cache("__type_params__"))
	}
	if scope.NeedsClassDict {
		v.op2(bytecode.OpStoreDeref, 0, v.cells["__classdict__"])
	}
	if scope.ConditionalAnnots {
		v.emit(bytecode.OpBuildSet, 0, reg(t), reg(t), 0)
		v.op2(bytecode.OpStoreDeref, t, v.cells["__conditional_annotations__"])
	}
	if c.future&bytecode.FlagFutureAnnotations != 0 && scope.AnnotationsUsed {
		v.emit(bytecode.OpSetupAnnotations, 0, 0, 0, 0)
	}
	v.pop(t)
	v.body(s.Body, true)
	v.deferredAnnotations()
	v.pos = ast.Pos{Start: s.Start, End: s.Start}
	names := make([]string, 0, len(v.static))
	for n := range v.static {
		names = append(names, n)
	}
	slices.Sort(names)
	v.storeSpecial("__static_attributes__", bytecode.NamesConst(names))
	if scope.NeedsClassDict {
		v.emit(bytecode.OpStoreName, 0, reg(v.cells["__classdict__"]), 0, v.cache("__classdictcell__"))
	}
	if scope.NeedsClassCell {
		v.emit(bytecode.OpStoreName, 0, reg(v.cells["__class__"]), 0, v.cache("__classcell__"))
		v.op1(bytecode.OpReturn, v.cells["__class__"])
	} else {
		v.returnConst(bytecode.Const{})
	}
	return v.finish()
}

// storeSpecial binds a name of the class namespace to a constant.
func (u *unit) storeSpecial(name string, k bytecode.Const) {
	t := u.push()
	u.loadConst(t, k)
	u.emit(bytecode.OpStoreName, 0, reg(t), 0, u.cache(name))
	u.pop(t)
}
