package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

// comp is a comprehension of any kind.
type comp struct {
	kind       symtable.CompKind
	elt, value ast.Expr // value: of a dict comprehension, whose key is elt
	gens       []*ast.Comprehension
	pos        ast.Pos
}

func compOf(e ast.Expr) comp {
	switch e := e.(type) {
	case *ast.ListComp:
		return comp{symtable.ListComp, e.Elt, nil, e.Generators, e.Span()}
	case *ast.SetComp:
		return comp{symtable.SetComp, e.Elt, nil, e.Generators, e.Span()}
	case *ast.DictComp:
		return comp{symtable.DictComp, e.Key, e.Value, e.Generators, e.Span()}
	}
	g := e.(*ast.GeneratorExp)
	return comp{symtable.GenExpr, g.Elt, nil, g.Generators, g.Span()}
}

func (u *unit) comprehension(e ast.Expr, dst int) {
	c := compOf(e)
	scope := u.c.table.Scopes[symtable.Key{Node: e, Part: symtable.Body}]
	if scope.Coroutine && c.kind != symtable.GenExpr && !u.asyncCode() {
		u.fail("asynchronous comprehension outside of an asynchronous function")
		return
	}
	if !scope.Inlined {
		u.compFunction(c, scope, dst)
		return
	}
	// The outermost iterable belongs to the scope around.
	it := u.compIter(c.gens[0])
	l := u.enterLayer(scope, len(c.gens) > 1)
	res := u.private(dst)
	switch c.kind {
	case symtable.ListComp:
		u.emit(bytecode.OpBuildList, 0, reg(res), reg(res), 0)
	case symtable.SetComp:
		u.emit(bytecode.OpBuildSet, 0, reg(res), reg(res), 0)
	case symtable.DictComp:
		u.emit(bytecode.OpBuildMap, 0, reg(res), reg(res), 0)
	}
	u.generators(c, 0, it, func() { u.collect(c, res) })
	u.leaveLayer(l)
	u.move(dst, res)
}

// compIter evaluates the iterable of a generator into a fresh register with its iterator.
func (u *unit) compIter(g *ast.Comprehension) int {
	it := u.push()
	old := u.at(g.Iter.Span())
	if g.Async {
		u.op2(bytecode.OpGetAIter, it, u.operand(g.Iter))
	} else {
		u.iterable(g.Iter, it)
	}
	u.pos = old
	u.sp = it + 1
	return it
}

// collect adds the element to the result.
func (u *unit) collect(c comp, res int) {
	sp := u.sp
	switch c.kind {
	case symtable.ListComp:
		u.op2(bytecode.OpListAppend, res, u.operand(c.elt))
	case symtable.SetComp:
		u.op2(bytecode.OpSetAdd, res, u.operand(c.elt))
	case symtable.DictComp:
		k := u.operandBefore(c.elt, c.value)
		u.op3(bytecode.OpDictSet, res, k, u.operand(c.value))
	}
	u.sp = sp
}

// generators emits the loops of a comprehension from clause i on, whose iterator is in it.
func (u *unit) generators(c comp, i, it int, body func()) {
	g := c.gens[i]
	sp := u.sp
	next := u.newLabel()
	inner := func() {
		for _, cond := range g.Ifs {
			u.condition(cond, next, false)
		}
		if i+1 == len(c.gens) {
			u.pos = c.elt.Span()
			body()
			return
		}
		if v := single(c.gens[i+1]); v != nil {
			// for y in [x] is an assignment
			u.assignTo(c.gens[i+1].Target, v)
			rest := c
			rest.gens = append([]*ast.Comprehension{{Ifs: c.gens[i+1].Ifs}}, c.gens[i+2:]...)
			u.clauses(rest, next, body)
			return
		}
		u.generators(c, i+1, u.compIter(c.gens[i+1]), body)
	}
	if g.Async {
		u.asyncLoop(it, g.Target, c.pos, next, inner)
	} else {
		u.loop(it, g.Target, g.Iter.Span(), next, inner)
	}
	u.sp = sp
}

// clauses goes on after a clause that is no loop: its conditions, then the clauses after it.
func (u *unit) clauses(c comp, next *label, body func()) {
	for _, cond := range c.gens[0].Ifs {
		u.condition(cond, next, false)
	}
	if len(c.gens) == 1 {
		body()
		return
	}
	if v := single(c.gens[1]); v != nil {
		u.assignTo(c.gens[1].Target, v)
		rest := c
		rest.gens = append([]*ast.Comprehension{{Ifs: c.gens[1].Ifs}}, c.gens[2:]...)
		u.clauses(rest, next, body)
		return
	}
	u.generators(c, 1, u.compIter(c.gens[1]), body)
}

// single returns the only item of a clause's iterable if that is a display of one item.
func single(g *ast.Comprehension) ast.Expr {
	var elts []ast.Expr
	switch e := g.Iter.(type) {
	case *ast.List:
		elts = e.Elts
	case *ast.Tuple:
		elts = e.Elts
	}
	if g.Async || len(elts) != 1 || hasStar(elts) {
		return nil
	}
	return elts[0]
}

// enterLayer gives the variables of an inlined comprehension registers.
func (u *unit) enterLayer(scope *symtable.Scope, several bool) *layer {
	l := &layer{scope: scope, regs: map[string]int{}}
	for _, n := range scope.Order {
		if n == ".0" {
			continue
		}
		switch scope.Symbols[n].Scope {
		case symtable.Local:
			if u.compNamed(n) && !u.inLayers(n) {
				r := u.addLocal(n)
				l.regs[n] = r
				u.unbind(r)
				continue
			}
			r := u.push()
			l.regs[n] = r
			if several {
				// A later clause may use the variable before it has a value.
				u.op1(bytecode.OpClear, r)
				u.loose[r] = true
			}
		case symtable.CellVar:
			r := u.push()
			l.regs[n] = r
			u.op1(bytecode.OpClear, r)
			u.op1(bytecode.OpMakeCell, r)
		}
	}
	u.layers = append(u.layers, l)
	return l
}

func (u *unit) inLayers(name string) bool {
	for _, l := range u.layers {
		if _, ok := l.regs[name]; ok {
			return true
		}
	}
	return false
}

// leaveLayer unbinds the variables, so that locals() does not show them.
func (u *unit) leaveLayer(l *layer) {
	u.layers = u.layers[:len(u.layers)-1]
	for _, n := range l.scope.Order {
		r, ok := l.regs[n]
		if !ok {
			continue
		}
		delete(u.loose, r)
		if !u.temp(r) {
			u.op1(bytecode.OpClear, r)
			u.unbind(r)
		}
	}
}

// compFunction compiles a comprehension as a function of its outermost iterator: generator expressions, and the
// others where they cannot be inlined.
func (u *unit) compFunction(c comp, scope *symtable.Scope, dst int) {
	names := [...]string{symtable.ListComp: "<listcomp>", symtable.SetComp: "<setcomp>", symtable.DictComp: "<dictcomp>", symtable.GenExpr: "<genexpr>"}
	base := u.pushN(2)
	v := u.c.newUnit(u, scope, names[c.kind])
	v.firstLine = u.line(c.pos)
	v.pos = c.pos
	v.relocate(c.pos)
	v.code.ArgCount = 1
	if c.kind == symtable.GenExpr {
		if scope.Coroutine {
			v.code.Flags |= bytecode.FlagAsyncGenerator
		} else {
			v.code.Flags |= bytecode.FlagGenerator
		}
	}
	it := v.locals[".0"]
	if c.kind == symtable.GenExpr {
		x := 0
		if scope.Coroutine {
			x = 1
		}
		v.generators(c, 0, it, func() {
			sp := v.sp
			val := v.operand(c.elt)
			v.emit(bytecode.OpYield, x, reg(val), reg(v.push()), 0)
			v.sp = sp
		})
		v.pos = c.pos
		v.returnConst(bytecode.Const{})
	} else {
		res := v.push()
		op := [...]bytecode.Op{symtable.ListComp: bytecode.OpBuildList, symtable.SetComp: bytecode.OpBuildSet, symtable.DictComp: bytecode.OpBuildMap}[c.kind]
		v.emit(op, 0, reg(res), reg(res), 0)
		v.generators(c, 0, it, func() { v.collect(c, res) })
		v.pos = c.pos
		v.op1(bytecode.OpReturn, res)
	}
	sp := u.sp
	u.makeFunction(v.finish(), sp, 0, base)
	u.sp = sp
	old := u.at(c.gens[0].Iter.Span())
	if c.gens[0].Async {
		u.op2(bytecode.OpGetAIter, base+1, u.operand(c.gens[0].Iter))
	} else {
		u.iterable(c.gens[0].Iter, base+1)
	}
	u.pos = old
	u.sp = sp
	u.emit(bytecode.OpCall, 1, reg(base), u.callCache(), reg(dst))
}
