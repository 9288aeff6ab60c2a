package object

// Weak proxies: every operation is passed on to the object.

// proxyTarget gives the object behind a proxy.
func proxyTarget(v Value) (Value, error) {
	x := Unchecked[WeakRef](v).Target()
	if x.Ref == nil {
		return x, NewExcf(ReferenceErrorType, "weakly-referenced object no longer exists")
	}
	return x, nil
}

// unproxy gives any operand, a proxy's object in its place.
func unproxy(v Value) (Value, error) {
	if weakProxyLayout.Is(v) {
		return proxyTarget(v)
	}
	return v, nil
}

func proxyUnary(f UnaryFunc) UnaryFunc {
	return func(th *Thread, v Value) (Value, error) {
		x, err := proxyTarget(v)
		if err != nil {
			return Value{}, err
		}
		return f(th, x)
	}
}

func proxyBinary(f BinaryFunc) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		x, err := unproxy(a)
		if err != nil {
			return Value{}, err
		}
		y, err := unproxy(b)
		if err != nil {
			return Value{}, err
		}
		return f(th, x, y)
	}
}

func initProxy(t *Type) {
	t.Module = "weakref"
	t.Flags |= FlagNoNew
	t.Doc = "Stands for an object without keeping it alive."
	t.GetAttr = func(th *Thread, v Value, name *Str) (Value, error) {
		x, err := proxyTarget(v)
		if err != nil {
			return Value{}, err
		}
		return GetAttr(th, x, name)
	}
	t.SetAttr = func(th *Thread, v Value, name *Str, val Value) error {
		x, err := proxyTarget(v)
		if err != nil {
			return err
		}
		return SetAttr(th, x, name, val)
	}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		x := Unchecked[WeakRef](v).Target()
		if x.Ref == nil {
			return StrValue("<weakproxy at " + HexAddress(v) + "; dead>"), nil
		}
		return StrValue("<weakproxy at " + HexAddress(v) + "; to '" + x.Type().FullName() + "' at " + HexAddress(x) + ">"), nil
	}
	t.Str = proxyUnary(func(th *Thread, x Value) (Value, error) {
		s, err := ToStr(th, x)
		if err != nil {
			return Value{}, err
		}
		return s.Value(), nil
	})
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		return proxyBinary(func(th *Thread, x, y Value) (Value, error) { return Compare(th, x, y, op) })(th, a, b)
	}
	t.Hash = nil
	t.Iter = proxyUnary(Iter)
	t.Next = proxyUnary(Next)
	t.Neg, t.Pos, t.Invert, t.Abs = proxyUnary(Neg), proxyUnary(Pos), proxyUnary(Invert), proxyUnary(Abs)
	t.Index, t.ToInt = proxyUnary(Index), proxyUnary(ToInt)
	t.ToFloat = proxyUnary(func(th *Thread, x Value) (Value, error) {
		f, err := ToFloat(th, x)
		return Float(f), err
	})
	t.GetItem = proxyBinary(GetItem)
	t.SetItem = func(th *Thread, o, key, val Value) error {
		x, err := proxyTarget(o)
		if err != nil {
			return err
		}
		if val.Ref == nil {
			return DelItem(th, x, key)
		}
		return SetItem(th, x, key, val)
	}
	t.Len = func(th *Thread, v Value) (int, error) {
		x, err := proxyTarget(v)
		if err != nil {
			return 0, err
		}
		return Len(th, x)
	}
	t.Contains = func(th *Thread, v, item Value) (bool, error) {
		x, err := proxyTarget(v)
		if err != nil {
			return false, err
		}
		return Contains(th, x, item)
	}
	t.Bool = func(th *Thread, v Value) (bool, error) {
		x, err := proxyTarget(v)
		if err != nil {
			return false, err
		}
		return Truth(th, x)
	}
	for op := OpAdd; op < NumBinaryOps; op++ {
		t.Binary[op] = proxyBinary(func(th *Thread, x, y Value) (Value, error) { return Binary(th, x, y, op) })
		if op != OpDivmod {
			t.InPlace[op] = proxyBinary(func(th *Thread, x, y Value) (Value, error) { return InPlace(th, x, y, op) })
		}
	}
	name := NewStr("__bytes__")
	t.Methods = []Func{{Sig: "__bytes__()", Fn: F1(proxyUnary(func(th *Thread, x Value) (Value, error) { return CallMethod(th, x, name) }))}}
}

func init() {
	initProxy(WeakProxyType)
	initProxy(WeakCallableProxyType)
	WeakCallableProxyType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		x, err := proxyTarget(f)
		if err != nil {
			return Value{}, err
		}
		return Call(th, x, args, names)
	}
}
