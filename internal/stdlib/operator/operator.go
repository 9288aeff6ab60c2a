// Package operator is Python's operator module, and _operator: the operators as functions.
//
// https://docs.python.org/3.14/library/operator.html
package operator

import (
	"crypto/subtle"

	"ouro/internal/object"
)

// Module is the operator module.
var Module = object.ModuleDef{
	Name:  "operator",
	Doc:   "The operators as functions, and functions that get items and attributes and call methods.",
	Types: []*object.Type{attrgetterType, itemgetterType, methodcallerType},
	Init: func(th *object.Thread, m *object.Module) error {
		names := []object.Value{object.StrValue("attrgetter"), object.StrValue("itemgetter"), object.StrValue("methodcaller")}
		for i := range functions {
			f := &functions[i]
			v := object.NewBuiltin(f, strModuleName)
			m.Set(f.Name(), v)
			names = append(names, object.StrValue(f.Name()))
			if d := dunderOf(f.Name()); d != "" {
				m.Set(d, v)
			}
		}
		all := object.ListValue(names...)
		l, _ := object.AsList(all)
		m.Set("__all__", all)
		return l.Sort(th, object.None, false)
	},
}

// Underscored is the _operator module, without the names with underscores and with _compare_digest.
var Underscored = object.ModuleDef{
	Name:  "_operator",
	Doc:   "The operators as functions.",
	Types: []*object.Type{attrgetterType, itemgetterType, methodcallerType},
	Functions: []object.Func{
		{Sig: "_compare_digest(a, b, /)", Doc: "a == b in a time that does not depend on where they differ.", Fn: object.F2(compareDigest)},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		// The functions are operator's own: pickle looks for them here.
		o, err := th.Interp.Host.Import(th, "operator")
		if err != nil {
			return err
		}
		for i := range functions {
			f, err := object.GetAttr(th, o, object.NewStr(functions[i].Name()))
			if err != nil {
				return err
			}
			m.Set(functions[i].Name(), f)
		}
		return nil
	},
}

var strModuleName = object.NewStr("_operator")

// dunderOf is the name with underscores that a function also has.
func dunderOf(name string) string {
	switch name {
	case "is_", "is_not", "is_none", "is_not_none", "truth", "countOf", "indexOf", "length_hint":
		return ""
	case "and_", "or_", "not_":
		return "__" + name[:len(name)-1] + "__"
	}
	return "__" + name + "__"
}

var functions = []object.Func{
	unary("abs", "abs(a)", object.Abs),
	binary("add", "a + b", object.OpAdd),
	binary("and_", "a & b", object.OpAnd),
	{Sig: "call(obj, /, *args, **kwargs)", Doc: "obj(*args, **kwargs)", Fn: object.Raw(func(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
		if len(args) == len(names) {
			return object.Value{}, object.TypeErrorf("call expected at least 1 argument, got 0")
		}
		return object.Call(th, args[0], args[1:], names)
	})},
	{Sig: "concat(a, b, /)", Doc: "a + b, of sequences.", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return concat(th, a, b, object.Binary)
	})},
	{Sig: "contains(a, b, /)", Doc: "b in a", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) {
		ok, err := object.Contains(th, a, b)
		return object.Bool(ok), err
	})},
	{Sig: "countOf(a, b, /)", Doc: "How many items of a are or equal b.", Fn: object.F2(countOf)},
	{Sig: "delitem(a, b, /)", Doc: "del a[b]", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return object.None, object.DelItem(th, a, b)
	})},
	compare("eq", "a == b", object.Eq),
	binary("floordiv", "a // b", object.OpFloorDiv),
	compare("ge", "a >= b", object.Ge),
	{Sig: "getitem(a, b, /)", Doc: "a[b]", Fn: object.F2(object.GetItem)},
	compare("gt", "a > b", object.Gt),
	inPlace("iadd", "a += b", object.OpAdd),
	inPlace("iand", "a &= b", object.OpAnd),
	{Sig: "iconcat(a, b, /)", Doc: "a += b, of sequences.", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return concat(th, a, b, object.InPlace)
	})},
	inPlace("ifloordiv", "a //= b", object.OpFloorDiv),
	inPlace("ilshift", "a <<= b", object.OpLshift),
	inPlace("imatmul", "a @= b", object.OpMatMul),
	inPlace("imod", "a %= b", object.OpMod),
	inPlace("imul", "a *= b", object.OpMul),
	unary("index", "a.__index__()", object.Index),
	{Sig: "indexOf(a, b, /)", Doc: "The index of the first item of a that is or equals b.", Fn: object.F2(indexOf)},
	unary("inv", "~a", object.Invert),
	unary("invert", "~a", object.Invert),
	inPlace("ior", "a |= b", object.OpOr),
	inPlace("ipow", "a **= b", object.OpPow),
	inPlace("irshift", "a >>= b", object.OpRshift),
	{Sig: "is_(a, b, /)", Doc: "a is b", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) { return object.Bool(a == b), nil })},
	unary("is_none", "a is None", func(th *object.Thread, a object.Value) (object.Value, error) { return object.Bool(a.IsNone()), nil }),
	{Sig: "is_not(a, b, /)", Doc: "a is not b", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) { return object.Bool(a != b), nil })},
	unary("is_not_none", "a is not None", func(th *object.Thread, a object.Value) (object.Value, error) { return object.Bool(!a.IsNone()), nil }),
	inPlace("isub", "a -= b", object.OpSub),
	inPlace("itruediv", "a /= b", object.OpTrueDiv),
	inPlace("ixor", "a ^= b", object.OpXor),
	compare("le", "a <= b", object.Le),
	{Sig: "length_hint(obj, default=0, /)", Doc: "An estimate of how many items there are.", Fn: object.F2(lengthHint)},
	binary("lshift", "a << b", object.OpLshift),
	compare("lt", "a < b", object.Lt),
	binary("matmul", "a @ b", object.OpMatMul),
	binary("mod", "a % b", object.OpMod),
	binary("mul", "a * b", object.OpMul),
	compare("ne", "a != b", object.Ne),
	unary("neg", "-a", object.Neg),
	unary("not_", "not a", func(th *object.Thread, a object.Value) (object.Value, error) {
		t, err := object.Truth(th, a)
		return object.Bool(!t), err
	}),
	binary("or_", "a | b", object.OpOr),
	unary("pos", "+a", object.Pos),
	binary("pow", "a ** b", object.OpPow),
	binary("rshift", "a >> b", object.OpRshift),
	{Sig: "setitem(a, b, c, /)", Doc: "a[b] = c", Fn: object.F3(func(th *object.Thread, a, b, c object.Value) (object.Value, error) {
		return object.None, object.SetItem(th, a, b, c)
	})},
	binary("sub", "a - b", object.OpSub),
	binary("truediv", "a / b", object.OpTrueDiv),
	unary("truth", "Whether a is true.", func(th *object.Thread, a object.Value) (object.Value, error) {
		t, err := object.Truth(th, a)
		return object.Bool(t), err
	}),
	binary("xor", "a ^ b", object.OpXor),
}

func unary(name, doc string, f object.UnaryFunc) object.Func {
	return object.Func{Sig: name + "(a, /)", Doc: doc, Fn: object.F1(f)}
}

func binary(name, doc string, op object.BinaryOp) object.Func {
	return object.Func{Sig: name + "(a, b, /)", Doc: doc, Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) { return object.Binary(th, a, b, op) })}
}

func inPlace(name, doc string, op object.BinaryOp) object.Func {
	return object.Func{Sig: name + "(a, b, /)", Doc: doc, Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) { return object.InPlace(th, a, b, op) })}
}

func compare(name, doc string, op object.CmpOp) object.Func {
	return object.Func{Sig: name + "(a, b, /)", Doc: doc, Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) { return object.Compare(th, a, b, op) })}
}

func concat(th *object.Thread, a, b object.Value, f func(th *object.Thread, a, b object.Value, op object.BinaryOp) (object.Value, error)) (object.Value, error) {
	if s := object.S(a); s.Concat == nil && (s.GetItem == nil || !a.Type().IsHeap()) {
		return object.Value{}, object.TypeErrorf("'%s' object can't be concatenated", a.Type().TypeName())
	}
	return f(th, a, b, object.OpAdd)
}

func countOf(th *object.Thread, a, b object.Value) (object.Value, error) {
	n := int64(0)
	err := object.Each(th, a, func(x object.Value) (bool, error) {
		eq, err := object.Equal(th, x, b)
		if eq {
			n++
		}
		return false, err
	})
	return object.Int(n), err
}

func indexOf(th *object.Thread, a, b object.Value) (object.Value, error) {
	n, found := int64(0), false
	err := object.Each(th, a, func(x object.Value) (bool, error) {
		eq, err := object.Equal(th, x, b)
		if found = eq; !eq {
			n++
		}
		return eq, err
	})
	if err == nil && !found {
		err = object.ValueErrorf("sequence.index(x): x not in sequence")
	}
	return object.Int(n), err
}

func lengthHint(th *object.Thread, v, dflt object.Value) (object.Value, error) {
	if object.S(dflt).Index == nil && !object.IsInt(dflt) {
		return object.Value{}, object.TypeErrorf("'%s' object cannot be interpreted as an integer", dflt.Type().TypeName())
	}
	d, err := object.AsIndex(th, dflt)
	if err != nil {
		return object.Value{}, err
	}
	n, err := object.LengthHint(th, v, d)
	return object.Int(int64(n)), err
}

func compareDigest(th *object.Thread, a, b object.Value) (object.Value, error) {
	x, ok1 := object.AsStr(a)
	y, ok2 := object.AsStr(b)
	if ok1 && ok2 {
		if !x.IsASCII() || !y.IsASCII() {
			return object.Value{}, object.TypeErrorf("comparing strings with non-ASCII characters is not supported")
		}
		return object.Bool(subtle.ConstantTimeCompare([]byte(x.S), []byte(y.S)) == 1), nil
	}
	p, ok1 := object.AsBytes(a)
	q, ok2 := object.AsBytes(b)
	if !ok1 || !ok2 {
		return object.Value{}, object.TypeErrorf("unsupported operand types(s) or combination of types: '%s' and '%s'", a.Type().TypeName(), b.Type().TypeName())
	}
	return object.Bool(subtle.ConstantTimeCompare(p.B, q.B) == 1), nil
}
