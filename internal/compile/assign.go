package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/symtable"
)

func (u *unit) assign(s *ast.Assign) {
	if len(s.Targets) == 1 {
		u.assignTo(s.Targets[0], s.Value)
		return
	}
	v := u.operandBefore(s.Value, s.Targets...)
	if !u.temp(v) {
		// A target may be that very local, or part of an expression that changes it.
		t := u.push()
		u.move(t, v)
		v = t
	}
	for _, t := range s.Targets {
		u.store(t, v)
	}
}

// assignTo evaluates value and stores it to one target.
func (u *unit) assignTo(target, value ast.Expr) {
	u.mention(value)
	switch t := target.(type) {
	case *ast.Name:
		if r, ok := u.local(t.ID); ok && t.ID != "__debug__" {
			u.expr(value, r)
			u.bind(r)
			return
		}
	case *ast.Tuple:
		if u.parallel(t.Elts, value) {
			return
		}
	case *ast.List:
		if u.parallel(t.Elts, value) {
			return
		}
	}
	// The target's own expressions come after the value, so a local is safe in place unless they assign it.
	u.store(target, u.operandBefore(value, target))
}

// mention gives the variables of comprehensions in e their registers before the target of the assignment gets its own, so that
// co_varnames has CPython's order.
func (u *unit) mention(e ast.Expr) {
	if len(u.scope.CompNames) == 0 {
		return
	}
	switch n := e.(type) {
	case *ast.Name:
		u.local(n.ID)
	case *ast.Lambda, *ast.GeneratorExp, *ast.Constant, nil:
	case *ast.ListComp, *ast.SetComp, *ast.DictComp:
		c := compOf(e)
		scope := u.c.table.Scopes[symtable.Key{Node: e, Part: symtable.Body}]
		if !scope.Inlined {
			return
		}
		for _, g := range c.gens {
			u.mention(g.Iter)
			u.mentionTarget(scope, g.Target)
			for _, cond := range g.Ifs {
				u.mention(cond)
			}
		}
		u.mention(c.elt)
		if c.value != nil {
			u.mention(c.value)
		}
	default:
		if u.c.deeper() {
			ast.Children(e, u.mention)
		}
		u.c.depth--
	}
}

func (u *unit) mentionTarget(scope *symtable.Scope, e ast.Expr) {
	switch e := e.(type) {
	case *ast.Name:
		name := scope.Mangle(e.ID)
		if _, res := scope.Lookup(name); res == symtable.Local && u.compNamed(name) {
			u.addLocal(name)
		}
	case *ast.Tuple:
		for _, x := range e.Elts {
			u.mentionTarget(scope, x)
		}
	case *ast.List:
		for _, x := range e.Elts {
			u.mentionTarget(scope, x)
		}
	case *ast.Starred:
		u.mentionTarget(scope, e.Value)
	}
}

// parallel compiles a, b = x, y without making the tuple.
func (u *unit) parallel(targets []ast.Expr, value ast.Expr) bool {
	tuple, ok := value.(*ast.Tuple)
	if !ok || len(tuple.Elts) != len(targets) || len(targets) == 0 || len(targets) > displayChunk || hasStar(tuple.Elts) || hasStar(targets) {
		return false
	}
	assigned := map[int]bool{}
	allLocal := true
	for _, t := range targets {
		n, ok := t.(*ast.Name)
		if !ok {
			allLocal = false
			continue
		}
		r, ok := u.local(n.ID)
		if !ok || n.ID == "__debug__" || assigned[r] {
			allLocal = false
		}
		if ok {
			assigned[r] = true
		}
	}
	values := make([]int, len(targets))
	last := len(targets) - 1
	for i, e := range tuple.Elts {
		values[i] = -1
		if _, ok := u.fold(e); ok {
			continue
		}
		if n, ok := e.(*ast.Name); ok && !u.scope.HasWalrus && allLocal {
			if r, ok := u.local(n.ID); ok && !assigned[r] {
				values[i] = u.operand(e)
				continue
			}
		}
		if i == last && allLocal {
			r, _ := u.local(targets[i].(*ast.Name).ID)
			u.expr(e, r)
			u.bind(r)
			values[i] = r
			continue
		}
		values[i] = u.fresh(e)
	}
	for i, t := range targets {
		if values[i] < 0 {
			sp := u.sp
			u.assignTo(t, tuple.Elts[i])
			u.sp = sp
			continue
		}
		u.store(t, values[i])
	}
	return true
}

// store stores R[src] to a target.
func (u *unit) store(target ast.Expr, src int) {
	if !u.c.deeper() {
		return
	}
	old, sp := u.at(target.Span()), u.sp
	switch t := target.(type) {
	case *ast.Name:
		u.checkName(t.ID, ast.Store, t.Span())
		u.storeName(t.ID, src)
	case *ast.Attribute:
		u.checkName(t.Attr, ast.Store, t.Span())
		obj := u.operand(t.Value)
		u.noteStatic(t)
		u.pos = u.attrPos(t)
		u.emit(bytecode.OpStoreAttr, 0, reg(obj), reg(src), u.cache(u.mangle(t.Attr)))
	case *ast.Subscript:
		if s, ok := t.Slice.(*ast.Slice); ok && s.Step == nil && u.constSlice(s) == nil {
			obj := u.operandBefore(t.Value, s.Lower, s.Upper)
			u.op3(bytecode.OpSetSlice, obj, u.bounds(s), src)
			break
		}
		obj := u.operandBefore(t.Value, t.Slice)
		u.op3(bytecode.OpSetItem, obj, u.operand(t.Slice), src)
	case *ast.Tuple:
		u.unpack(t.Elts, src)
	case *ast.List:
		u.unpack(t.Elts, src)
	case *ast.Starred:
		u.fail("starred assignment target must be in a list or tuple")
	default:
		u.fail("cannot assign to expression")
	}
	u.pos, u.sp = old, sp
	u.c.depth--
}

// noteStatic collects the attributes that methods assign on self: __static_attributes__.
func (u *unit) noteStatic(t *ast.Attribute) {
	if n, ok := t.Value.(*ast.Name); !ok || n.ID != "self" {
		return
	}
	for p := u.parent; p != nil; p = p.parent {
		if p.static != nil {
			p.static[t.Attr] = true
			return
		}
	}
}

func (u *unit) unpack(elts []ast.Expr, src int) {
	star := -1
	for i, e := range elts {
		if _, ok := e.(*ast.Starred); ok {
			if star >= 0 {
				u.fail("multiple starred expressions in assignment")
				return
			}
			star = i
		}
	}
	if star > 255 || len(elts) > bytecode.MaxRegs/2 {
		u.fail("too many expressions in star-unpacking assignment")
		return
	}
	first, direct := u.unpackRegs(elts)
	if !direct {
		first = u.pushN(len(elts))
	}
	if star < 0 {
		u.emit(bytecode.OpUnpack, 0, reg(first), reg(src), len(elts))
	} else {
		u.emit(bytecode.OpUnpackStar, star, reg(first), reg(src), len(elts)-1-star)
	}
	for i, e := range elts {
		switch {
		case direct:
			u.bind(first + i)
		case i == star:
			u.store(e.(*ast.Starred).Value, first+i)
		default:
			u.store(e, first+i)
		}
	}
}

// unpackRegs returns the first register of the targets if they are locals side by side.
func (u *unit) unpackRegs(elts []ast.Expr) (first int, ok bool) {
	for i, e := range elts {
		if s, ok := e.(*ast.Starred); ok {
			e = s.Value
		}
		n, ok := e.(*ast.Name)
		if !ok || n.ID == "__debug__" {
			return 0, false
		}
		r, ok := u.local(n.ID)
		if !ok || u.temp(r) {
			return 0, false
		}
		if i == 0 {
			first = r
		} else if r != first+i {
			return 0, false
		}
	}
	return first, len(elts) > 0
}

func (u *unit) augAssign(s *ast.AugAssign) {
	op := binaryOps[s.Op]
	switch t := s.Target.(type) {
	case *ast.Name:
		u.checkName(t.ID, ast.Store, t.Span())
		if r, ok := u.local(t.ID); ok {
			old := u.at(t.Span())
			u.checkBound(r, u.mangle(t.ID))
			u.pos = old
			left := r
			if u.scope.HasWalrus && !simple(s.Value) {
				left = u.push()
				u.move(left, r)
			}
			u.binary(op, 1, r, left, s.Value)
			u.bind(r)
			return
		}
		v := u.push()
		old := u.at(t.Span())
		u.loadName(t.ID, v)
		u.pos = old
		u.binary(op, 1, v, v, s.Value)
		u.pos = t.Span()
		u.storeName(t.ID, v)
	case *ast.Attribute:
		u.checkName(t.Attr, ast.Store, t.Span())
		u.noteStatic(t)
		obj := u.operandBefore(t.Value, s.Value)
		name := u.mangle(t.Attr)
		if n, ok := u.smallInt(s.Value); ok {
			u.emit(bytecode.OpAttrAugI, int(op), reg(obj), n, u.cache(name))
			return
		}
		if u.harmless(s.Value) {
			u.emit(bytecode.OpAttrAug, int(op), reg(obj), reg(u.operand(s.Value)), u.cache(name))
			return
		}
		v := u.push()
		u.pos = t.Span()
		u.emit(bytecode.OpLoadAttr, 0, reg(v), reg(obj), u.cache(name))
		u.pos = s.Span()
		u.binary(op, 1, v, v, s.Value)
		u.pos = t.Span()
		u.emit(bytecode.OpStoreAttr, 0, reg(obj), reg(v), u.cache(name))
	case *ast.Subscript:
		obj := u.operandBefore(t.Value, t.Slice, s.Value)
		key := u.operandBefore(t.Slice, s.Value)
		v := u.push()
		u.pos = t.Span()
		u.op3(bytecode.OpGetItem, v, obj, key)
		u.pos = s.Span()
		u.binary(op, 1, v, v, s.Value)
		u.pos = t.Span()
		u.op3(bytecode.OpSetItem, obj, key, v)
	default:
		u.fail("illegal expression for augmented assignment")
	}
}

func (u *unit) delete(target ast.Expr) {
	if !u.c.deeper() {
		return
	}
	old, sp := u.at(target.Span()), u.sp
	switch t := target.(type) {
	case *ast.Name:
		u.checkName(t.ID, ast.Del, t.Span())
		u.deleteName(t.ID)
	case *ast.Attribute:
		u.checkName(t.Attr, ast.Del, t.Span())
		obj := u.operand(t.Value)
		u.emit(bytecode.OpDeleteAttr, 0, reg(obj), 0, u.cache(u.mangle(t.Attr)))
	case *ast.Subscript:
		obj := u.operandBefore(t.Value, t.Slice)
		u.op2(bytecode.OpDelItem, obj, u.operand(t.Slice))
	case *ast.Tuple:
		for _, e := range t.Elts {
			u.delete(e)
		}
	case *ast.List:
		for _, e := range t.Elts {
			u.delete(e)
		}
	default:
		u.fail("cannot delete expression")
	}
	u.pos, u.sp = old, sp
	u.c.depth--
}

// checkName rejects the binding of __debug__.
func (u *unit) checkName(name string, ctx ast.ExprContext, pos ast.Pos) {
	if name != "__debug__" {
		return
	}
	switch ctx {
	case ast.Store:
		u.c.fail(pos, "cannot assign to __debug__")
	case ast.Del:
		u.c.fail(pos, "cannot delete __debug__")
	}
}
