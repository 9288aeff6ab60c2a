package object

// ParamSpec is a parameter specification variable (PEP 612).
type ParamSpec struct {
	Header
	name              *Str
	bound             Value
	dflt              lazyType
	covariant, contra bool
	inferVariance     bool
	dict              *Dict
}

// paramSpecPart is P.args or P.kwargs.
type paramSpecPart struct {
	Header
	origin Value
}

// TypeVarTuple is a type variable for any number of types (PEP 646).
type TypeVarTuple struct {
	Header
	name *Str
	dflt lazyType
	dict *Dict
}

var (
	paramSpecLayout       = NewLayout[ParamSpec]()
	paramSpecArgsLayout   = NewLayout[paramSpecPart]()
	paramSpecKwargsLayout = NewLayout[paramSpecPart]()
	typeVarTupleLayout    = NewLayout[TypeVarTuple]()
	ParamSpecType         = NewType("ParamSpec", ObjectType, paramSpecLayout)
	ParamSpecArgsType     = NewType("ParamSpecArgs", ObjectType, paramSpecArgsLayout)
	ParamSpecKwargsType   = NewType("ParamSpecKwargs", ObjectType, paramSpecKwargsLayout)
	TypeVarTupleType      = NewType("TypeVarTuple", ObjectType, typeVarTupleLayout)
)

// NewParamSpec makes the variable of a type parameter **P.
func NewParamSpec(name, module Value) Value {
	p := &ParamSpec{name: Unchecked[Str](name), bound: None, inferVariance: true, dict: moduleDict(module)}
	p.Shape = ParamSpecType.shape
	return Of(&p.Header)
}

// NewTypeVarTuple makes the variable of a type parameter *Ts.
func NewTypeVarTuple(name, module Value) Value {
	t := &TypeVarTuple{name: Unchecked[Str](name), dict: moduleDict(module)}
	t.Shape = TypeVarTupleType.shape
	return Of(&t.Header)
}

// unpacked is typing.Unpack[v].
func unpacked(th *Thread, v Value) (Value, error) {
	m, err := th.Interp.Host.Import(th, "typing")
	if err != nil {
		return Value{}, err
	}
	u, err := GetAttr(th, m, strTypingUnpack)
	if err != nil {
		return Value{}, err
	}
	return GetItem(th, u, v)
}

// iterUnpacked is iteration over something of which *x gives Unpack[x].
func iterUnpacked(th *Thread, v Value) (Value, error) {
	u, err := unpacked(th, v)
	if err != nil {
		return Value{}, err
	}
	return Iter(th, TupleValue(u))
}

func initParamSpecPart(t *Type, layout *Layout, suffix string) {
	t.Module = "typing"
	t.Doc = "What *" + suffix + " or **" + suffix + " of a parameter specification are annotated with."
	t.Flags |= FlagNoBase
	t.Constructor = &Func{Sig: "paramspec" + suffix + "(origin)", Fn: F2(func(th *Thread, c, origin Value) (Value, error) {
		return newParamSpecPart(t, origin), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		origin := Unchecked[paramSpecPart](v).origin
		if p, ok := Cast[ParamSpec](origin, paramSpecLayout); ok {
			return StrValue(p.name.S + "." + suffix), nil
		}
		s, err := Repr(th, origin)
		if err != nil {
			return Value{}, err
		}
		return StrValue(s.S + "." + suffix), nil
	}
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		if !layout.Is(b) || op != Eq && op != Ne {
			return NotImplemented, nil
		}
		return Compare(th, Unchecked[paramSpecPart](a).origin, Unchecked[paramSpecPart](b).origin, op)
	}
	t.Methods = []Func{noSubclass(t.Name)}
	t.Members = []Member{{Name: "__origin__", Field: func(v Value) *Value { return &Unchecked[paramSpecPart](v).origin }}}
}

func newParamSpecPart(t *Type, origin Value) Value {
	x := &paramSpecPart{origin: origin}
	x.Shape = t.shape
	return Of(&x.Header)
}

func newParamSpec(th *Thread, args []Value) (Value, error) {
	name, err := typeParamName(args[1], "paramspec")
	if err != nil {
		return Value{}, err
	}
	p := &ParamSpec{name: name, bound: args[2]}
	p.Shape = ParamSpecType.shape
	if p.covariant, p.contra, p.inferVariance, err = variance(th, args[4:7]); err != nil {
		return Value{}, err
	}
	if p.bound.IsNone() {
		p.bound = NoneType.Value()
	} else if p.bound, err = checkBound(th, p.bound); err != nil {
		return Value{}, err
	}
	p.dflt.value = NoDefault
	if args[3].Ref != nil {
		p.dflt.value = args[3]
	}
	p.dict = moduleDict(callerModule(th))
	return Of(&p.Header), nil
}

func init() {
	initParamSpecPart(ParamSpecArgsType, paramSpecArgsLayout, "args")
	initParamSpecPart(ParamSpecKwargsType, paramSpecKwargsLayout, "kwargs")

	t := ParamSpecType
	t.Module = "typing"
	t.Doc = "A variable for a callable's parameters."
	t.Flags |= FlagNoBase
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[ParamSpec](Of(o)).dict })
	t.Constructor = &Func{
		Sig: "paramspec(name, *, bound=None, default=NULL, covariant=False, contravariant=False, infer_variance=False)",
		Fn:  FN(newParamSpec)}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		x := Unchecked[ParamSpec](v)
		return StrValue(varianceSign(x.covariant, x.contra, x.inferVariance) + x.name.S), nil
	}
	t.Binary[OpOr] = typingOr
	t.Methods = []Func{
		{Sig: "__typing_subst__(arg, /)", Fn: F2(func(th *Thread, v, arg Value) (Value, error) {
			return callTyping(th, strParamSpecSubst, v, arg)
		})},
		{Sig: "__typing_prepare_subst__(alias, args, /)", Fn: F3(func(th *Thread, v, alias, args Value) (Value, error) {
			return callTyping(th, strParamSpecPrepare, v, alias, args)
		})},
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return Unchecked[ParamSpec](v).name.Value(), nil })},
		{Sig: "has_default()", Doc: "Whether the type parameter has a default.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			return hasDefault(&Unchecked[ParamSpec](v).dflt), nil
		})},
		noSubclass("ParamSpec"),
	}
	get := func(name string, f func(th *Thread, p *ParamSpec, v Value) (Value, error)) GetSet {
		return GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return f(th, Unchecked[ParamSpec](v), v) }}
	}
	t.GetSets = []GetSet{
		get("__name__", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return p.name.Value(), nil }),
		get("__bound__", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return p.bound, nil }),
		get("__covariant__", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return Bool(p.covariant), nil }),
		get("__contravariant__", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return Bool(p.contra), nil }),
		get("__infer_variance__", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return Bool(p.inferVariance), nil }),
		get("args", func(th *Thread, p *ParamSpec, v Value) (Value, error) {
			return newParamSpecPart(ParamSpecArgsType, v), nil
		}),
		get("kwargs", func(th *Thread, p *ParamSpec, v Value) (Value, error) {
			return newParamSpecPart(ParamSpecKwargsType, v), nil
		}),
		get("__default__", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return p.dflt.get(th, NoDefault) }),
		get("evaluate_default", func(th *Thread, p *ParamSpec, v Value) (Value, error) { return p.dflt.evaluator(), nil }),
	}

	t = TypeVarTupleType
	t.Module = "typing"
	t.Doc = "A type variable that stands for any number of types."
	t.Flags |= FlagNoBase
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[TypeVarTuple](Of(o)).dict })
	t.Constructor = &Func{Sig: "typevartuple(name, *, default=NULL)", Fn: F3(func(th *Thread, c, name, dflt Value) (Value, error) {
		s, err := typeParamName(name, "typevartuple")
		if err != nil {
			return Value{}, err
		}
		x := &TypeVarTuple{name: s, dict: moduleDict(callerModule(th))}
		x.Shape = TypeVarTupleType.shape
		x.dflt.value = NoDefault
		if dflt.Ref != nil {
			x.dflt.value = dflt
		}
		return Of(&x.Header), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVarTuple](v).name.Value(), nil }
	t.Iter = iterUnpacked
	t.Methods = []Func{
		{Sig: "__typing_subst__(arg, /)", Fn: F2(func(th *Thread, v, arg Value) (Value, error) {
			return Value{}, TypeErrorf("Substitution of bare TypeVarTuple is not supported")
		})},
		{Sig: "__typing_prepare_subst__(alias, args, /)", Fn: F3(func(th *Thread, v, alias, args Value) (Value, error) {
			return callTyping(th, strTypeVarTuplePrepare, v, alias, args)
		})},
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVarTuple](v).name.Value(), nil })},
		{Sig: "has_default()", Doc: "Whether the type parameter has a default.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			return hasDefault(&Unchecked[TypeVarTuple](v).dflt), nil
		})},
		noSubclass("TypeVarTuple"),
	}
	t.GetSets = []GetSet{
		{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVarTuple](v).name.Value(), nil }},
		{Name: "__default__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVarTuple](v).dflt.get(th, NoDefault) }},
		{Name: "evaluate_default", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVarTuple](v).dflt.evaluator(), nil }},
	}
}
