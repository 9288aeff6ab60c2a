package object

// MappingProxy is a read-only view of a mapping: types.MappingProxyType, and what a class's __dict__ gives.
type MappingProxy struct {
	Header
	Mapping Value
}

var (
	mappingProxyLayout = NewLayout[MappingProxy]()
	MappingProxyType   = NewType("mappingproxy", ObjectType, mappingProxyLayout)
)

// NewMappingProxy makes a read-only view.
func NewMappingProxy(m Value) Value {
	p := &MappingProxy{Mapping: m}
	p.Shape = MappingProxyType.shape
	return Of(&p.Header)
}

func proxied(v Value) Value { return Unchecked[MappingProxy](v).Mapping }

func init() {
	t := MappingProxyType
	t.Flags |= FlagNoBase | FlagMapping
	t.Doc = "A read-only view of a mapping."
	t.Constructor = &Func{Sig: "mappingproxy(object)", Fn: FN(func(th *Thread, args []Value) (Value, error) {
		m := args[1]
		if S(m).GetItem == nil || listLayout.Is(m) || tupleLayout.Is(m) {
			return Value{}, TypeErrorf("mappingproxy() argument must be a mapping, not %s", m.Type().TypeName())
		}
		return NewMappingProxy(m), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		s, err := Repr(th, proxied(v))
		if err != nil {
			return Value{}, err
		}
		return StrValue("mappingproxy(" + s.S + ")"), nil
	}
	t.Str = func(th *Thread, v Value) (Value, error) {
		s, err := ToStr(th, proxied(v))
		if err != nil {
			return Value{}, err
		}
		return s.Value(), nil
	}
	t.Len = func(th *Thread, v Value) (int, error) { return Len(th, proxied(v)) }
	t.GetItem = func(th *Thread, v, key Value) (Value, error) { return GetItem(th, proxied(v), key) }
	t.Contains = func(th *Thread, v, key Value) (bool, error) { return Contains(th, proxied(v), key) }
	t.Iter = func(th *Thread, v Value) (Value, error) { return Iter(th, proxied(v)) }
	t.Hash = func(th *Thread, v Value) (uint64, error) { return Hash(th, proxied(v)) }
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		if p, ok := Cast[MappingProxy](b, mappingProxyLayout); ok {
			b = p.Mapping
		}
		return Compare(th, proxied(a), b, op)
	}
	t.Binary[OpOr] = func(th *Thread, a, b Value) (Value, error) {
		if p, ok := Cast[MappingProxy](a, mappingProxyLayout); ok {
			a = p.Mapping
		}
		if p, ok := Cast[MappingProxy](b, mappingProxyLayout); ok {
			b = p.Mapping
		}
		return Binary(th, a, b, OpOr)
	}
	t.InPlace[OpOr] = func(th *Thread, a, b Value) (Value, error) {
		return Value{}, TypeErrorf("'|=' is not supported by mappingproxy; use '|' instead")
	}
	pass := func(name string, doc string) Func {
		n := NewStr(name)
		return Func{Sig: name + "()", Doc: doc, Fn: F1(func(th *Thread, self Value) (Value, error) { return CallMethod(th, proxied(self), n) })}
	}
	get := NewStr("get")
	t.Methods = []Func{
		pass("keys", "The mapping's keys."),
		pass("values", "The mapping's values."),
		pass("items", "The mapping's (key, value) pairs."),
		pass("copy", "A shallow copy of the mapping."),
		pass("__reversed__", "The mapping's reverse iterator."),
		{Sig: "get(key, default=None, /)", Doc: "The value of key, or default if it is absent.", Fn: F3(func(th *Thread, self, key, dflt Value) (Value, error) {
			return CallMethod(th, proxied(self), get, key, dflt)
		})},
		classGetItemRow(),
	}
}
