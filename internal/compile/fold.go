package compile

import (
	"math"
	"math/big"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// Limits of constant folding: larger results are computed when the code runs.
const (
	maxIntBits  = 128
	maxStrLen   = 4096
	maxTupleLen = 256
	maxItems    = 1024
)

func literal(e *ast.Constant) bytecode.Const {
	switch e.Kind {
	case ast.ConstTrue:
		return bytecode.BoolConst(true)
	case ast.ConstFalse:
		return bytecode.BoolConst(false)
	case ast.ConstEllipsis:
		return bytecode.Const{Kind: bytecode.ConstEllipsis}
	case ast.ConstInt:
		if e.Big != nil {
			return bytecode.BigConst(e.Big)
		}
		return bytecode.IntConst(e.Int)
	case ast.ConstFloat:
		return bytecode.Const{Kind: bytecode.ConstFloat, Float: e.Float}
	case ast.ConstComplex:
		return bytecode.Const{Kind: bytecode.ConstComplex, Imag: e.Float}
	case ast.ConstStr:
		return bytecode.StrConst(e.Str)
	case ast.ConstBytes:
		return bytecode.Const{Kind: bytecode.ConstBytes, Str: e.Str}
	}
	return bytecode.Const{}
}

// fold computes e if it is a constant expression whose value is not too large.
func (u *unit) fold(e ast.Expr) (bytecode.Const, bool) {
	switch e := e.(type) {
	case *ast.Constant:
		return literal(e), true
	case *ast.Name:
		if e.ID == "__debug__" && e.Ctx == ast.Load {
			return bytecode.BoolConst(u.c.opts.Optimize == 0), true
		}
		return bytecode.Const{}, false
	case *ast.UnaryOp, *ast.BinOp, *ast.Tuple, *ast.Subscript:
	default:
		return bytecode.Const{}, false
	}
	if u.c.notConst[e] {
		return bytecode.Const{}, false
	}
	k, ok := u.foldNode(e)
	if !ok {
		u.c.notConst[e] = true
	}
	return k, ok
}

func (u *unit) foldNode(e ast.Expr) (k bytecode.Const, ok bool) {
	u.c.depth++
	defer func() { u.c.depth-- }()
	switch e := e.(type) {
	case *ast.UnaryOp:
		v, ok := u.fold(e.Operand)
		if !ok {
			return k, false
		}
		return foldUnary(e.Op, v)
	case *ast.BinOp:
		r, ok := u.fold(e.Right)
		if !ok {
			return k, false
		}
		l, ok := u.fold(e.Left)
		if !ok {
			return k, false
		}
		return foldBinary(e.Op, l, r)
	case *ast.Tuple:
		if e.Ctx != ast.Load {
			return k, false
		}
		items, ok := u.foldAll(e.Elts)
		return bytecode.TupleConst(items), ok
	case *ast.Subscript:
		if e.Ctx != ast.Load {
			return k, false
		}
		i, ok := u.fold(e.Slice)
		if !ok || i.Kind != bytecode.ConstInt && i.Kind != bytecode.ConstBool {
			return k, false
		}
		v, ok := u.fold(e.Value)
		if !ok {
			return k, false
		}
		return foldItem(v, i.Int)
	}
	return k, false
}

// foldAll folds a list of expressions without stars.
func (u *unit) foldAll(list []ast.Expr) ([]bytecode.Const, bool) {
	items := make([]bytecode.Const, 0, min(len(list), 64))
	for _, e := range list {
		k, ok := u.fold(e)
		if !ok {
			return nil, false
		}
		items = append(items, k)
	}
	return items, true
}

// foldDisplay turns a list or set display of constants, where only its members matter, into a tuple or frozenset.
func (u *unit) foldDisplay(e ast.Expr) (k bytecode.Const, ok bool) {
	switch e := e.(type) {
	case *ast.List:
		items, ok := u.foldAll(e.Elts)
		return bytecode.TupleConst(items), ok
	case *ast.Set:
		items, ok := u.foldAll(e.Elts)
		if !ok {
			return k, false
		}
		seen := map[string]bool{}
		k.Kind = bytecode.ConstFrozenSet
		for _, it := range items {
			if key := it.Key(); !seen[key] {
				seen[key] = true
				k.Items = append(k.Items, it)
			}
		}
		return k, true
	}
	return k, false
}

func foldItem(v bytecode.Const, i int64) (k bytecode.Const, ok bool) {
	n := int64(len(v.Items))
	if v.Kind == bytecode.ConstStr || v.Kind == bytecode.ConstBytes {
		n = int64(len(v.Str))
	}
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return k, false
	}
	switch v.Kind {
	case bytecode.ConstTuple:
		return v.Items[i], true
	case bytecode.ConstBytes:
		return bytecode.IntConst(int64(v.Str[i])), true
	case bytecode.ConstStr:
		if isASCII(v.Str) {
			return bytecode.StrConst(v.Str[i : i+1]), true
		}
	}
	return k, false
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func foldUnary(op ast.UnaryOperator, v bytecode.Const) (k bytecode.Const, ok bool) {
	if op == ast.Not {
		return bytecode.BoolConst(!v.True()), true
	}
	switch v.Kind {
	case bytecode.ConstInt, bytecode.ConstBigInt, bytecode.ConstBool:
		if v.Kind == bytecode.ConstBool && op == ast.Invert {
			return k, false // deprecated: the warning comes when it runs
		}
		n := bigOf(v)
		switch op {
		case ast.USub:
			n = new(big.Int).Neg(n)
		case ast.Invert:
			n = new(big.Int).Not(n)
		}
		return bytecode.BigConst(n), true
	case bytecode.ConstFloat:
		if op == ast.UAdd {
			return v, true
		}
		if op == ast.USub {
			v.Float = -v.Float
			return v, true
		}
	case bytecode.ConstComplex:
		if op == ast.UAdd {
			return v, true
		}
		if op == ast.USub {
			v.Float, v.Imag = -v.Float, -v.Imag
			return v, true
		}
	}
	return k, false
}

func bigOf(k bytecode.Const) *big.Int {
	if k.Kind == bytecode.ConstBigInt {
		return k.Big
	}
	return big.NewInt(k.Int)
}

func isInt(k bytecode.Const) bool {
	return k.Kind == bytecode.ConstInt || k.Kind == bytecode.ConstBigInt || k.Kind == bytecode.ConstBool
}

func foldBinary(op ast.Operator, l, r bytecode.Const) (k bytecode.Const, ok bool) {
	switch {
	case isInt(l) && isInt(r):
		return foldInts(op, l, r)
	case l.Kind == bytecode.ConstStr && r.Kind == bytecode.ConstStr, l.Kind == bytecode.ConstBytes && r.Kind == bytecode.ConstBytes:
		if op == ast.Add && len(l.Str)+len(r.Str) <= maxStrLen {
			return joinText(l, r)
		}
	case op == ast.Add && l.Kind == bytecode.ConstTuple && r.Kind == bytecode.ConstTuple:
		if n := len(l.Items) + len(r.Items); n <= maxTupleLen {
			return bytecode.TupleConst(append(append(make([]bytecode.Const, 0, n), l.Items...), r.Items...)), true
		}
	case op == ast.Mult && isInt(r) && r.Kind != bytecode.ConstBigInt:
		return repeated(l, r.Int)
	case op == ast.Mult && isInt(l) && l.Kind != bytecode.ConstBigInt && !number(r):
		return repeated(r, l.Int)
	}
	if number(l) && number(r) {
		return foldFloats(op, l, r)
	}
	return k, false
}

// joinText joins two texts unless halves of a surrogate pair would meet: they stay two code points.
func joinText(l, r bytecode.Const) (k bytecode.Const, ok bool) {
	if n := len(l.Str); l.Kind == bytecode.ConstStr && n >= 3 && l.Str[n-3] == 0xED && l.Str[n-2] >= 0xA0 && strings.HasPrefix(r.Str, "\xED") {
		return k, false
	}
	l.Str += r.Str
	return l, true
}

func repeated(v bytecode.Const, n int64) (k bytecode.Const, ok bool) {
	switch v.Kind {
	case bytecode.ConstStr, bytecode.ConstBytes:
		if n < 0 {
			n = 0
		}
		if n > maxStrLen || n*int64(len(v.Str)) > maxStrLen || !isASCII(v.Str) && v.Kind == bytecode.ConstStr && strings.Contains(v.Str, "\xED") {
			return k, false
		}
		v.Str = strings.Repeat(v.Str, int(n))
		return v, true
	case bytecode.ConstTuple:
		if n < 0 {
			n = 0
		}
		if n > maxTupleLen || n*int64(len(v.Items)) > maxTupleLen || n*int64(count(v, 0)) > maxItems {
			return k, false
		}
		out := make([]bytecode.Const, 0, int(n)*len(v.Items))
		for ; n > 0; n-- {
			out = append(out, v.Items...)
		}
		return bytecode.TupleConst(out), true
	}
	if number(v) {
		return foldFloats(ast.Mult, v, bytecode.IntConst(n))
	}
	return k, false
}

// count returns how many constants a nested tuple holds.
func count(k bytecode.Const, depth int) int {
	n := 1
	if depth < 20 {
		for _, it := range k.Items {
			n += count(it, depth+1)
		}
	}
	return n
}

func foldInts(op ast.Operator, l, r bytecode.Const) (k bytecode.Const, ok bool) {
	a, b := bigOf(l), bigOf(r)
	n := new(big.Int)
	switch op {
	case ast.Add:
		n.Add(a, b)
	case ast.Sub:
		n.Sub(a, b)
	case ast.Mult:
		if a.BitLen()+b.BitLen() > maxIntBits {
			return k, false
		}
		n.Mul(a, b)
	case ast.FloorDiv, ast.Mod:
		if b.Sign() == 0 {
			return k, false
		}
		m := new(big.Int)
		n.DivMod(a, b, m) // Euclidean: the remainder is not negative
		if m.Sign() != 0 && b.Sign() < 0 {
			n.Sub(n, big.NewInt(1))
			m.Add(m, b)
		}
		if op == ast.Mod {
			n = m
		}
	case ast.Pow:
		if b.Sign() < 0 || !b.IsInt64() || b.Int64() > maxIntBits || int64(a.BitLen())*b.Int64() > maxIntBits {
			return k, false
		}
		n.Exp(a, b, nil)
	case ast.LShift:
		if b.Sign() < 0 || !b.IsInt64() || b.Int64() > maxIntBits || int64(a.BitLen())+b.Int64() > maxIntBits {
			return k, false
		}
		n.Lsh(a, uint(b.Int64()))
	case ast.RShift:
		if b.Sign() < 0 || !b.IsInt64() || b.Int64() > math.MaxInt32 {
			return k, false
		}
		n.Rsh(a, uint(b.Int64()))
	case ast.BitAnd, ast.BitOr, ast.BitXor:
		if l.Kind == bytecode.ConstBool && r.Kind == bytecode.ConstBool {
			x, y := l.Int, r.Int
			return bytecode.BoolConst(op == ast.BitAnd && x&y != 0 || op == ast.BitOr && x|y != 0 || op == ast.BitXor && x != y), true
		}
		switch op {
		case ast.BitAnd:
			n.And(a, b)
		case ast.BitOr:
			n.Or(a, b)
		default:
			n.Xor(a, b)
		}
	case ast.Div:
		return foldFloats(op, l, r)
	default:
		return k, false
	}
	return bytecode.BigConst(n), true
}

func number(k bytecode.Const) bool {
	return isInt(k) || k.Kind == bytecode.ConstFloat || k.Kind == bytecode.ConstComplex
}

// exactFloat converts a small number, whose float is exact.
func exactFloat(k bytecode.Const) (float64, bool) {
	if k.Kind == bytecode.ConstFloat || k.Kind == bytecode.ConstComplex {
		return k.Float, true
	}
	if k.Kind == bytecode.ConstBigInt || k.Int > 1<<53 || k.Int < -1<<53 {
		return 0, false
	}
	return float64(k.Int), true
}

func foldFloats(op ast.Operator, l, r bytecode.Const) (k bytecode.Const, ok bool) {
	a, ok1 := exactFloat(l)
	b, ok2 := exactFloat(r)
	if !ok1 || !ok2 {
		return k, false
	}
	if l.Kind == bytecode.ConstComplex || r.Kind == bytecode.ConstComplex {
		// Mixed arithmetic leaves the sign of zero to the machine, but for sums.
		if op != ast.Add && op != ast.Sub {
			return k, false
		}
		k.Kind = bytecode.ConstComplex
		switch {
		case l.Kind != bytecode.ConstComplex && op == ast.Sub:
			k.Float, k.Imag = a-b, -r.Imag
		case l.Kind != bytecode.ConstComplex:
			k.Float, k.Imag = a+b, r.Imag
		case r.Kind != bytecode.ConstComplex && op == ast.Sub:
			k.Float, k.Imag = a-b, l.Imag
		case r.Kind != bytecode.ConstComplex:
			k.Float, k.Imag = a+b, l.Imag
		case op == ast.Sub:
			k.Float, k.Imag = a-b, l.Imag-r.Imag
		default:
			k.Float, k.Imag = a+b, l.Imag+r.Imag
		}
		return k, true
	}
	k.Kind = bytecode.ConstFloat
	switch op {
	case ast.Add:
		k.Float = a + b
	case ast.Sub:
		k.Float = a - b
	case ast.Mult:
		k.Float = a * b
	case ast.Div:
		if b == 0 {
			return k, false
		}
		k.Float = a / b
	default:
		return k, false
	}
	return k, true
}
