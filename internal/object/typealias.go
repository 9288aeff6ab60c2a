package object

// TypeAlias is what `type X = ...` makes (PEP 695).
type TypeAlias struct {
	Header
	name   *Str
	params *Tuple // nil: none
	value  lazyType
	module Value
}

// noDefault is the marker of type parameters without a default.
type noDefault struct{ Header }

var (
	typeAliasLayout = NewLayout[TypeAlias]()
	noDefaultLayout = NewLayout[noDefault]()
	TypeAliasType   = NewType("TypeAliasType", ObjectType, typeAliasLayout)
	NoDefaultType   = NewType("NoDefaultType", ObjectType, noDefaultLayout)
	// GenericType is typing.Generic.
	GenericType = NewType("Generic", ObjectType, objectLayout)
	// NoDefault is typing.NoDefault.
	NoDefault = newNoDefault()
)

func newNoDefault() Value {
	n := &noDefault{}
	n.Shape = NoDefaultType.shape
	return Of(&n.Header)
}

// NewTypeAlias makes an alias; params is a tuple of type parameters or None, and eval the function that gives its value.
func NewTypeAlias(name, params, eval, module Value) Value {
	a := &TypeAlias{name: Unchecked[Str](name), module: module}
	a.Shape = TypeAliasType.shape
	a.params, _ = AsTuple(params)
	a.value.eval = eval
	return Of(&a.Header)
}

// SubscriptGeneric is the base Generic[...] of a class with type parameters.
func SubscriptGeneric(th *Thread, params Value) (Value, error) {
	args, err := unpackParams(th, Unchecked[Tuple](params))
	if err != nil {
		return Value{}, err
	}
	return callTyping(th, strGenericAliasClass, GenericType.Value(), args)
}

// unpackParams are type parameters as arguments: every TypeVarTuple stands as Unpack[Ts].
func unpackParams(th *Thread, params *Tuple) (Value, error) {
	var out []Value
	for i, p := range params.Items {
		if !typeVarTupleLayout.Is(p) {
			if out != nil {
				out = append(out, p)
			}
			continue
		}
		u, err := unpacked(th, p)
		if err != nil {
			return Value{}, err
		}
		if out == nil {
			out = append(make([]Value, 0, len(params.Items)), params.Items[:i]...)
		}
		out = append(out, u)
	}
	if out == nil {
		return params.Value(), nil
	}
	return TupleValue(out...), nil
}

// checkTypeParams refuses what is no type parameter, and one without a default after one that has it.
func checkTypeParams(th *Thread, v Value) (*Tuple, error) {
	params, ok := AsTuple(v)
	if !ok {
		return nil, TypeErrorf("type_params must be a tuple")
	}
	seen := false
	for _, p := range params.Items {
		var d *lazyType
		switch p.Type() {
		case TypeVarType:
			d = &Unchecked[TypeVar](p).dflt
		case ParamSpecType:
			d = &Unchecked[ParamSpec](p).dflt
		case TypeVarTupleType:
			d = &Unchecked[TypeVarTuple](p).dflt
		default:
			s, err := Repr(th, p)
			if err != nil {
				return nil, err
			}
			return nil, TypeErrorf("Expected a type param, got %s", s.S)
		}
		if hasDefault(d) == True {
			seen = true
		} else if seen {
			s, err := Repr(th, p)
			if err != nil {
				return nil, err
			}
			return nil, TypeErrorf("non-default type parameter '%s' follows default type parameter", s.S)
		}
	}
	if len(params.Items) == 0 {
		params = nil
	}
	return params, nil
}

func (a *TypeAlias) typeParams() *Tuple {
	if a.params == nil {
		return NewTuple()
	}
	return a.params
}

// genericCall has the module typing do what Generic's class methods do.
func genericCall(name *Str) Fn {
	return Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		m, err := th.Interp.Host.Import(th, "typing")
		if err != nil {
			return Value{}, err
		}
		f, err := GetAttr(th, m, name)
		if err != nil {
			return Value{}, err
		}
		return Call(th, f, args, names)
	})
}

func init() {
	g := GenericType
	g.Module = "typing"
	g.Doc = "The base of classes with type parameters."
	g.Methods = []Func{
		{Sig: "__class_getitem__(*args, **kwargs)", Class: true, Fn: genericCall(strGenericClassGetitem)},
		{Sig: "__init_subclass__(*args, **kwargs)", Class: true, Fn: genericCall(strGenericInitSubclass)},
	}

	n := NoDefaultType
	n.Doc = "The type of typing.NoDefault."
	n.Flags |= FlagNoBase
	n.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		if len(args) > 0 {
			return Value{}, TypeErrorf("NoDefaultType takes no arguments")
		}
		return NoDefault, nil
	}
	n.Repr = func(th *Thread, v Value) (Value, error) { return StrValue("typing.NoDefault"), nil }
	n.Methods = []Func{{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return StrValue("NoDefault"), nil })}}

	t := TypeAliasType
	t.Module = "typing"
	t.Doc = "A named type, perhaps with parameters."
	t.Flags |= FlagNoBase
	t.Constructor = &Func{Sig: "typealias(name, value, *, type_params=NULL)", Fn: FN(func(th *Thread, args []Value) (Value, error) {
		name, err := typeParamName(args[1], "typealias")
		if err != nil {
			return Value{}, err
		}
		a := &TypeAlias{name: name, module: callerModule(th)}
		a.Shape = TypeAliasType.shape
		a.value.value = args[2]
		if args[3].Ref != nil {
			if a.params, err = checkTypeParams(th, args[3]); err != nil {
				return Value{}, err
			}
		}
		return Of(&a.Header), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) { return Unchecked[TypeAlias](v).name.Value(), nil }
	t.Iter = iterUnpacked
	t.Binary[OpOr] = unionOr
	t.GetItem = func(th *Thread, v, args Value) (Value, error) {
		if Unchecked[TypeAlias](v).params == nil {
			return Value{}, TypeErrorf("Only generic type aliases are subscriptable")
		}
		return NewGenericAlias(v, args), nil
	}
	t.Methods = []Func{
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return Unchecked[TypeAlias](v).name.Value(), nil })},
	}
	get := func(name string, f func(th *Thread, a *TypeAlias) (Value, error)) GetSet {
		return GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return f(th, Unchecked[TypeAlias](v)) }}
	}
	t.GetSets = []GetSet{
		get("__name__", func(th *Thread, a *TypeAlias) (Value, error) { return a.name.Value(), nil }),
		get("__module__", func(th *Thread, a *TypeAlias) (Value, error) { return a.module, nil }),
		get("__type_params__", func(th *Thread, a *TypeAlias) (Value, error) { return a.typeParams().Value(), nil }),
		get("__parameters__", func(th *Thread, a *TypeAlias) (Value, error) { return unpackParams(th, a.typeParams()) }),
		get("__value__", func(th *Thread, a *TypeAlias) (Value, error) { return a.value.get(th, None) }),
		get("evaluate_value", func(th *Thread, a *TypeAlias) (Value, error) { return a.value.evaluator(), nil }),
	}
}
