package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

var compareOps = [...]bytecode.Op{
	ast.Eq: bytecode.OpEQ, ast.NotEq: bytecode.OpNE, ast.Lt: bytecode.OpLT, ast.LtE: bytecode.OpLE, ast.Gt: bytecode.OpGT, ast.GtE: bytecode.OpGE,
	ast.Is: bytecode.OpIs, ast.IsNot: bytecode.OpIsNot, ast.In: bytecode.OpIn, ast.NotIn: bytecode.OpNotIn,
}

// jumpOps are the compare-and-jump instructions: if the comparison holds, if it does not, and both with a small int.
// A rich comparison that does not hold is not the opposite comparison: think of NaN.
var jumpOps = [...]struct{ yes, no, yesInt, noInt bytecode.Op }{
	ast.Eq:    {bytecode.OpJumpIfEQ, bytecode.OpJumpIfNotEQ, bytecode.OpJumpIfEQI, bytecode.OpJumpIfNotEQI},
	ast.NotEq: {bytecode.OpJumpIfNE, bytecode.OpJumpIfNotNE, bytecode.OpJumpIfNEI, bytecode.OpJumpIfNotNEI},
	ast.Lt:    {bytecode.OpJumpIfLT, bytecode.OpJumpIfNotLT, bytecode.OpJumpIfLTI, bytecode.OpJumpIfNotLTI},
	ast.LtE:   {bytecode.OpJumpIfLE, bytecode.OpJumpIfNotLE, bytecode.OpJumpIfLEI, bytecode.OpJumpIfNotLEI},
	ast.Gt:    {bytecode.OpJumpIfGT, bytecode.OpJumpIfNotGT, bytecode.OpJumpIfGTI, bytecode.OpJumpIfNotGTI},
	ast.GtE:   {bytecode.OpJumpIfGE, bytecode.OpJumpIfNotGE, bytecode.OpJumpIfGEI, bytecode.OpJumpIfNotGEI},
	ast.Is:    {yes: bytecode.OpJumpIfIs, no: bytecode.OpJumpIfIsNot},
	ast.IsNot: {yes: bytecode.OpJumpIfIsNot, no: bytecode.OpJumpIfIs},
	ast.In:    {yes: bytecode.OpJumpIfIn, no: bytecode.OpJumpIfNotIn},
	ast.NotIn: {yes: bytecode.OpJumpIfNotIn, no: bytecode.OpJumpIfIn},
}

// negated returns the comparison that always gives the opposite truth.
func negated(op ast.CmpOperator) (ast.CmpOperator, bool) {
	switch op {
	case ast.Is:
		return ast.IsNot, true
	case ast.IsNot:
		return ast.Is, true
	case ast.In:
		return ast.NotIn, true
	case ast.NotIn:
		return ast.In, true
	}
	return op, false
}

// condition evaluates e and goes to l if its truth is what when says; else control goes on.
func (u *unit) condition(e ast.Expr, l *label, when bool) {
	if !u.c.deeper() {
		return
	}
	old, sp := u.at(e.Span()), u.sp
	u.test(e, l, when)
	u.pos, u.sp = old, sp
	u.c.depth--
}

func (u *unit) test(e ast.Expr, l *label, when bool) {
	if k, ok := u.fold(e); ok {
		if k.True() == when {
			u.jump(l)
		}
		return
	}
	switch e := e.(type) {
	case *ast.UnaryOp:
		if e.Op == ast.Not {
			u.condition(e.Operand, l, !when)
			return
		}
	case *ast.BoolOp:
		last := len(e.Values) - 1
		if (e.Op == ast.Or) == when {
			// Any operand may decide for the jump.
			for _, v := range e.Values {
				u.condition(v, l, when)
			}
			return
		}
		next := u.newLabel()
		for _, v := range e.Values[:last] {
			u.condition(v, next, !when)
		}
		u.condition(e.Values[last], l, when)
		u.place(next)
		return
	case *ast.IfExp:
		orelse, next := u.newLabel(), u.newLabel()
		u.condition(e.Test, orelse, false)
		u.condition(e.Body, l, when)
		u.jump(next)
		u.place(orelse)
		u.condition(e.Orelse, l, when)
		u.place(next)
		return
	case *ast.Compare:
		u.checkCompare(e)
		if len(e.Ops) == 1 {
			u.compareJump(e.Ops[0], u.operandBefore(e.Left, e.Comparators[0]), e.Comparators[0], l, when)
			return
		}
		u.chainJump(e, l, when)
		return
	}
	op := bytecode.OpJumpIfFalse
	if when {
		op = bytecode.OpJumpIfTrue
	}
	u.branch(op, u.operand(e), 0, l)
}

// compareJump compares a register with an expression and goes to l if the outcome is when.
func (u *unit) compareJump(op ast.CmpOperator, left int, right ast.Expr, l *label, when bool) {
	row := jumpOps[op]
	if k, ok := u.fold(right); ok && k.Kind == bytecode.ConstNone && (op == ast.Is || op == ast.IsNot) {
		jump := bytecode.OpJumpIfNone
		if (op == ast.Is) != when {
			jump = bytecode.OpJumpIfNotNone
		}
		u.branch(jump, left, 0, l)
		return
	}
	if row.yesInt != 0 {
		if n, ok := u.smallInt(right); ok {
			jump := row.noInt
			if when {
				jump = row.yesInt
			}
			u.branch(jump, left, n, l)
			return
		}
	}
	r := u.container(op, right)
	jump := row.no
	if when {
		jump = row.yes
	}
	u.branch(jump, left, reg(r), l)
}

// container evaluates the right operand of a comparison; a display of constants after `in` becomes one constant.
func (u *unit) container(op ast.CmpOperator, right ast.Expr) int {
	if op == ast.In || op == ast.NotIn {
		if k, ok := u.foldDisplay(right); ok {
			old := u.at(right.Span())
			r := u.push()
			u.wide(bytecode.OpLoadConst, r, u.constant(k))
			u.pos = old
			return r
		}
	}
	return u.operand(right)
}

// chainJump is condition for a < b < c.
func (u *unit) chainJump(e *ast.Compare, l *label, when bool) {
	no := l
	if when {
		no = u.newLabel()
	}
	sp := u.sp
	left := u.fresh(e.Left)
	last := len(e.Ops) - 1
	for i := 0; i < last; i++ {
		right := u.fresh(e.Comparators[i])
		u.branch(jumpOps[e.Ops[i]].no, left, reg(right), no)
		left = right
	}
	u.compareJump(e.Ops[last], left, e.Comparators[last], l, when)
	if when {
		u.place(no)
	}
	u.sp = sp
}

// compare evaluates a comparison to a value.
func (u *unit) compare(e *ast.Compare, dst int) {
	u.checkCompare(e)
	if len(e.Ops) == 1 {
		u.comparison(e.Ops[0], e.Left, e.Comparators[0], dst)
		return
	}
	t := u.private(dst)
	end := u.newLabel()
	left := u.fresh(e.Left)
	last := len(e.Ops) - 1
	for i := 0; i < last; i++ {
		right := u.fresh(e.Comparators[i])
		u.op3(compareOps[e.Ops[i]], t, left, right)
		u.branch(bytecode.OpJumpIfFalse, t, 0, end)
		left = right
	}
	u.op3(compareOps[e.Ops[last]], t, left, u.container(e.Ops[last], e.Comparators[last]))
	u.place(end)
	u.move(dst, t)
}

func (u *unit) comparison(op ast.CmpOperator, left, right ast.Expr, dst int) {
	l := u.operandBefore(left, right)
	u.op3(compareOps[op], dst, l, u.container(op, right))
}
