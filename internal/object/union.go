package object

// Union is the type of int | str.
type Union struct {
	Header
	Args   *Tuple
	params *Tuple
}

var (
	unionLayout = NewLayout[Union]()
	UnionType   = NewType("Union", ObjectType, unionLayout)
)

// AsUnion gives v as a union of types.
func AsUnion(v Value) (*Union, bool) { return Cast[Union](v, unionLayout) }

// unionable reports whether v may stand beside a class in a union made by |.
func unionable(v Value) bool {
	if v.IsNone() {
		return true
	}
	if _, ok := AsType(v); ok {
		return true
	}
	if _, ok := AsGenericAlias(v); ok || typeAliasLayout.Is(v) {
		return true
	}
	_, ok := AsUnion(v)
	return ok
}

// unionOr is | of classes and generic aliases.
func unionOr(th *Thread, a, b Value) (Value, error) {
	if !unionable(a) || !unionable(b) {
		return NotImplemented, nil
	}
	return NewUnion(th, a, b)
}

// NewUnion makes the union of types: unions among them are flattened, None is its class, duplicates are dropped, and of a
// single type it is the type itself.
func NewUnion(th *Thread, types ...Value) (Value, error) {
	var out []Value
	var add func(v Value) error
	add = func(v Value) error {
		if u, ok := AsUnion(v); ok {
			for _, x := range u.Args.Items {
				if err := add(x); err != nil {
					return err
				}
			}
			return nil
		}
		if v.IsNone() {
			v = NoneType.Value()
		}
		if _, ok := AsStr(v); ok {
			m, err := th.Interp.Host.Import(th, "typing")
			if err != nil {
				return err
			}
			if v, err = CallMethod(th, m, strTypeConvert, v); err != nil {
				return err
			}
		}
		for _, x := range out {
			if eq, err := Equal(th, x, v); eq || err != nil {
				return err
			}
		}
		out = append(out, v)
		return nil
	}
	for _, t := range types {
		if err := add(t); err != nil {
			return Value{}, err
		}
	}
	if len(out) == 1 {
		return out[0], nil
	}
	u := &Union{Args: NewTuple(out...)}
	u.Shape = UnionType.shape
	return Of(&u.Header), nil
}

var strTypeConvert = NewStr("_type_convert")

func unionRepr(th *Thread, v Value) (Value, error) {
	s := ""
	for i, x := range Unchecked[Union](v).Args.Items {
		if i > 0 {
			s += " | "
		}
		t, err := typeText(th, x)
		if err != nil {
			return Value{}, err
		}
		s += t
	}
	return StrValue(s), nil
}

func unionCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	y, ok := AsUnion(b)
	if !ok || op != Eq && op != Ne {
		return NotImplemented, nil
	}
	x := Unchecked[Union](a)
	eq := len(x.Args.Items) == len(y.Args.Items)
	for _, p := range x.Args.Items {
		if !eq {
			break
		}
		eq = false
		for _, q := range y.Args.Items {
			same, err := Equal(th, p, q)
			if err != nil {
				return Value{}, err
			}
			if eq = same; eq {
				break
			}
		}
	}
	return Bool(eq == (op == Eq)), nil
}

// unionCheck is isinstance or issubclass with a union: the first class that says yes ends it.
func unionCheck(what string, check func(th *Thread, v, c Value) (bool, error)) Fn {
	return F2(func(th *Thread, u, v Value) (Value, error) {
		for _, x := range Unchecked[Union](u).Args.Items {
			if _, ok := AsType(x); !ok {
				if _, ok := AsGenericAlias(x); ok {
					return Value{}, TypeErrorf("%s() argument 2 cannot be a parameterized generic", what)
				}
			}
			if ok, err := check(th, v, x); ok || err != nil {
				return Bool(ok), err
			}
		}
		return False, nil
	})
}

func init() {
	TypeType.Binary[OpOr] = unionOr
	t := UnionType
	t.Module = "typing"
	t.Flags |= FlagNoBase | FlagNoNew
	t.Doc = "A union of types, as int | str makes it."
	t.Repr, t.Compare = unionRepr, unionCompare
	t.Hash = func(th *Thread, v Value) (uint64, error) {
		sum := uint64(len(Unchecked[Union](v).Args.Items))
		for _, x := range Unchecked[Union](v).Args.Items {
			h, err := Hash(th, x)
			if err != nil {
				return 0, err
			}
			sum += (h ^ h<<16) * 3644798167
		}
		return sum & (1<<61 - 1), nil
	}
	t.Binary[OpOr] = func(th *Thread, a, b Value) (Value, error) { return NewUnion(th, a, b) }
	params := func(th *Thread, u *Union) (*Tuple, error) {
		if u.params == nil {
			p, err := typeParameters(th, u.Args.Items)
			if err != nil {
				return nil, err
			}
			u.params = p
		}
		return u.params, nil
	}
	t.GetItem = func(th *Thread, v, item Value) (Value, error) {
		u := Unchecked[Union](v)
		p, err := params(th, u)
		if err != nil {
			return Value{}, err
		}
		args, err := substitute(th, v, u.Args.Items, p, item)
		if err != nil {
			return Value{}, err
		}
		r := args[0]
		for _, x := range args[1:] {
			if r, err = Binary(th, r, x, OpOr); err != nil {
				return Value{}, err
			}
		}
		return r, nil
	}
	t.Methods = []Func{
		{Sig: "__instancecheck__(instance, /)", Fn: unionCheck("isinstance", IsInstanceOf)},
		{Sig: "__subclasscheck__(cls, /)", Fn: unionCheck("issubclass", IsSubclassOf)},
		{Sig: "__mro_entries__(bases, /)", Fn: F2(func(th *Thread, v, bases Value) (Value, error) {
			s, err := Repr(th, v)
			if err != nil {
				return Value{}, err
			}
			return Value{}, TypeErrorf("Cannot subclass %s", s.S)
		})},
		{Sig: "__class_getitem__(types, /)", Class: true, Fn: F2(func(th *Thread, c, args Value) (Value, error) {
			items := []Value{args}
			if tup, ok := AsTuple(args); ok {
				items = tup.Items
			}
			if len(items) == 0 {
				return Value{}, TypeErrorf("Cannot take a Union of no types.")
			}
			return NewUnion(th, items...)
		})},
	}
	t.GetSets = []GetSet{
		{Name: "__args__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[Union](v).Args.Value(), nil }},
		{Name: "__origin__", Get: func(th *Thread, v Value) (Value, error) { return UnionType.Value(), nil }},
		{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) { return StrValue("Union"), nil }},
		{Name: "__qualname__", Get: func(th *Thread, v Value) (Value, error) { return StrValue("Union"), nil }},
		{Name: "__parameters__", Get: func(th *Thread, v Value) (Value, error) {
			p, err := params(th, Unchecked[Union](v))
			if err != nil {
				return Value{}, err
			}
			return p.Value(), nil
		}},
	}
}
