package object

// TypeVar is a type variable (PEP 484, 695). What its bound, constraints and default are is found out when somebody asks.
type TypeVar struct {
	Header
	name               *Str
	bound, constraints lazyType
	dflt               lazyType
	covariant, contra  bool
	inferVariance      bool
	dict               *Dict
}

// lazyType is a type that a function written by the compiler evaluates on demand (PEP 649), or that was given as it is.
type lazyType struct {
	value Value // unbound: not evaluated yet, or not given
	eval  Value // unbound: given as a value
}

func (l *lazyType) given() bool { return l.value.Ref != nil || l.eval.Ref != nil }

// get is the type itself, or absent if none was given.
func (l *lazyType) get(th *Thread, absent Value) (Value, error) {
	if l.value.Ref != nil {
		return l.value, nil
	}
	if l.eval.Ref == nil {
		return absent, nil
	}
	v, err := Call1(th, l.eval, Int(annotateValue))
	if err == nil {
		l.value = v
	}
	return v, err
}

// evaluator is what gives the type in any of annotationlib's formats; None if no type was given.
func (l *lazyType) evaluator() Value {
	if l.eval.Ref != nil {
		return l.eval
	}
	if l.value.Ref == nil {
		return None
	}
	e := &constEvaluator{value: l.value}
	e.Shape = constEvaluatorType.shape
	return Of(&e.Header)
}

// Formats of annotationlib that evaluators are asked for.
const (
	annotateValue  = 1
	annotateString = 4
)

// constEvaluator is the evaluator of a type that was given as a value.
type constEvaluator struct {
	Header
	value Value
}

var (
	typeVarLayout        = NewLayout[TypeVar]()
	constEvaluatorLayout = NewLayout[constEvaluator]()
	TypeVarType          = NewType("TypeVar", ObjectType, typeVarLayout)
	constEvaluatorType   = NewType("_ConstEvaluator", ObjectType, constEvaluatorLayout)
)

// NewTypeVar makes the type variable of a type parameter; bound and constraints, unbound where there are none, are
// functions that evaluate them, and module is the __module__ it is told to come from.
func NewTypeVar(name, bound, constraints, module Value) Value {
	t := &TypeVar{name: Unchecked[Str](name), inferVariance: true}
	t.Shape = TypeVarType.shape
	t.bound.eval, t.constraints.eval = bound, constraints
	t.dict = moduleDict(module)
	return Of(&t.Header)
}

func moduleDict(module Value) *Dict {
	d := NewDict()
	d.SetStr(strModule, module)
	return d
}

// SetTypeParamDefault gives a new type parameter the function that evaluates its default.
func SetTypeParamDefault(p, eval Value) error {
	switch p.Type() {
	case TypeVarType:
		Unchecked[TypeVar](p).dflt.eval = eval
	case ParamSpecType:
		Unchecked[ParamSpec](p).dflt.eval = eval
	case TypeVarTupleType:
		Unchecked[TypeVarTuple](p).dflt.eval = eval
	default:
		return NewExcf(SystemErrorType, "default of a '%s' object", p.Type().Name)
	}
	return nil
}

// callTyping calls a function of the module typing, where the seldom needed half of type variables is written.
func callTyping(th *Thread, name *Str, args ...Value) (Value, error) {
	m, err := th.Interp.Host.Import(th, "typing")
	if err != nil {
		return Value{}, err
	}
	return CallMethod(th, m, name, args...)
}

var (
	strTypeCheck           = NewStr("_type_check")
	strTypeVarSubst        = NewStr("_typevar_subst")
	strParamSpecSubst      = NewStr("_paramspec_subst")
	strParamSpecPrepare    = NewStr("_paramspec_prepare_subst")
	strTypeVarTuplePrepare = NewStr("_typevartuple_prepare_subst")
	strGenericClassGetitem = NewStr("_generic_class_getitem")
	strGenericInitSubclass = NewStr("_generic_init_subclass")
	strGenericAliasClass   = NewStr("_GenericAlias")
	strTypingUnpack        = NewStr("Unpack")
)

// checkBound is what a bound given as a value stands for.
func checkBound(th *Thread, bound Value) (Value, error) {
	if t, ok := AsType(bound); ok && bound.Type() == TypeType && t != GenericType {
		return bound, nil
	}
	return callTyping(th, strTypeCheck, bound, StrValue("Bound must be a type."))
}

// callerModule is __name__ of the globals that the calling Python code runs in.
func callerModule(th *Thread) Value {
	if f := th.CurrentFrame(); f != nil {
		if v, ok := f.Globals().GetStr(strName); ok {
			return v
		}
	}
	return None
}

// typeParamName is the name argument of the types' constructors.
func typeParamName(v Value, what string) (*Str, error) {
	if s, ok := AsStr(v); ok {
		return s, nil
	}
	return nil, TypeErrorf("%s() argument 'name' must be str, not %s", what, v.Type().TypeName())
}

// variance reads the three arguments that tell it.
func variance(th *Thread, args []Value) (co, contra, infer bool, err error) {
	if co, err = Truth(th, args[0]); err != nil {
		return
	}
	if contra, err = Truth(th, args[1]); err != nil {
		return
	}
	if infer, err = Truth(th, args[2]); err != nil {
		return
	}
	if co && contra {
		err = ValueErrorf("Bivariant types are not supported.")
	} else if infer && (co || contra) {
		err = ValueErrorf("Variance cannot be specified with infer_variance.")
	}
	return
}

func varianceSign(co, contra, infer bool) string {
	switch {
	case infer:
		return ""
	case co:
		return "+"
	case contra:
		return "-"
	}
	return "~"
}

func newTypeVar(th *Thread, args []Value) (Value, error) {
	name, err := typeParamName(args[1], "typevar")
	if err != nil {
		return Value{}, err
	}
	constraints, _ := AsTuple(args[2])
	bound, dflt := args[3], args[4]
	t := &TypeVar{name: name}
	t.Shape = TypeVarType.shape
	if t.covariant, t.contra, t.inferVariance, err = variance(th, args[5:8]); err != nil {
		return Value{}, err
	}
	if !bound.IsNone() {
		if bound, err = checkBound(th, bound); err != nil {
			return Value{}, err
		}
		t.bound.value = bound
	}
	switch n := len(constraints.Items); {
	case n == 1:
		return Value{}, TypeErrorf("A single constraint is not allowed")
	case n > 1 && t.bound.given():
		return Value{}, TypeErrorf("Constraints cannot be combined with bound=...")
	case n > 1:
		t.constraints.value = constraints.Value()
	}
	t.dflt.value = dflt
	t.dict = moduleDict(callerModule(th))
	return Of(&t.Header), nil
}

// hasDefault tells whether a type parameter has one.
func hasDefault(l *lazyType) Value {
	return Bool(l.eval.Ref != nil || l.value.Ref != nil && l.value != NoDefault)
}

// prepareTypeVar fills in a default where the arguments for alias end before the variable's.
func prepareTypeVar(th *Thread, self, alias, args Value) (Value, error) {
	p, err := GetAttr(th, alias, strParameters)
	if err != nil {
		return Value{}, err
	}
	params, ok := AsTuple(p)
	given, isTuple := AsTuple(args)
	if !ok || !isTuple {
		return Value{}, TypeErrorf("__typing_prepare_subst__ needs tuples of parameters and arguments")
	}
	i := indexIs(params.Items, self)
	if i < 0 {
		return Value{}, ValueErrorf("sequence.index(x): x not in sequence")
	}
	t := Unchecked[TypeVar](self)
	if i < len(given.Items) {
		return args, nil
	}
	if i == len(given.Items) {
		d, err := t.dflt.get(th, NoDefault)
		if err != nil {
			return Value{}, err
		}
		if d != NoDefault {
			return TupleValue(append(append([]Value(nil), given.Items...), d)...), nil
		}
	}
	s, err := Repr(th, alias)
	if err != nil {
		return Value{}, err
	}
	return Value{}, TypeErrorf("Too few arguments for %s; actual %d, expected at least %d", s.S, len(given.Items), i+1)
}

// noSubclass is __mro_entries__ of objects that are no classes though they look like types.
func noSubclass(what string) Func {
	return Func{Sig: "__mro_entries__(bases, /)", Fn: F2(func(th *Thread, v, bases Value) (Value, error) {
		return Value{}, TypeErrorf("Cannot subclass an instance of %s", what)
	})}
}

func typingOr(th *Thread, a, b Value) (Value, error) { return NewUnion(th, a, b) }

func init() {
	e := constEvaluatorType
	e.Module = "_typing"
	e.Flags |= FlagNoBase | FlagNoNew
	e.Repr = func(th *Thread, v Value) (Value, error) {
		s, err := Repr(th, Unchecked[constEvaluator](v).value)
		if err != nil {
			return Value{}, err
		}
		return StrValue("<constevaluator " + s.S + ">"), nil
	}
	e.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, TypeErrorf("constevaluator.__call__() takes no keyword arguments")
		}
		if len(args) != 1 {
			return Value{}, TypeErrorf("constevaluator.__call__() takes exactly 1 argument (%d given)", len(args))
		}
		format, err := AsIndex(th, args[0])
		if err != nil {
			return Value{}, err
		}
		v := Unchecked[constEvaluator](f).value
		if format != annotateString {
			return v, nil
		}
		var s string
		if t, ok := AsTuple(v); ok {
			if s, err = typesText(th, t.Items, "(", ")"); err == nil && len(t.Items) == 1 {
				s = s[:len(s)-1] + ",)"
			}
		} else {
			s, err = typeText(th, v)
		}
		if err != nil {
			return Value{}, err
		}
		return StrValue(s), nil
	}

	t := TypeVarType
	t.Module = "typing"
	t.Doc = "A type variable: it stands for a type yet to be chosen."
	t.Flags |= FlagNoBase
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[TypeVar](Of(o)).dict })
	t.Constructor = &Func{
		Sig: "typevar(name, *constraints, bound=None, default=NULL, covariant=False, contravariant=False, infer_variance=False)",
		Fn: FN(func(th *Thread, args []Value) (Value, error) {
			if args[4].Ref == nil {
				args[4] = NoDefault
			}
			return newTypeVar(th, args)
		})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		x := Unchecked[TypeVar](v)
		return StrValue(varianceSign(x.covariant, x.contra, x.inferVariance) + x.name.S), nil
	}
	t.Binary[OpOr] = typingOr
	t.Methods = []Func{
		{Sig: "__typing_subst__(arg, /)", Fn: F2(func(th *Thread, v, arg Value) (Value, error) {
			return callTyping(th, strTypeVarSubst, v, arg)
		})},
		{Sig: "__typing_prepare_subst__(alias, args, /)", Fn: F3(prepareTypeVar)},
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVar](v).name.Value(), nil })},
		{Sig: "has_default()", Doc: "Whether the type parameter has a default.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			return hasDefault(&Unchecked[TypeVar](v).dflt), nil
		})},
		noSubclass("TypeVar"),
	}
	flag := func(name string, f func(t *TypeVar) bool) GetSet {
		return GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return Bool(f(Unchecked[TypeVar](v))), nil }}
	}
	lazy := func(name string, f func(t *TypeVar) *lazyType, absent func() Value) GetSet {
		return GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return f(Unchecked[TypeVar](v)).get(th, absent()) }}
	}
	evaluate := func(name string, f func(t *TypeVar) *lazyType) GetSet {
		return GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return f(Unchecked[TypeVar](v)).evaluator(), nil }}
	}
	bound := func(t *TypeVar) *lazyType { return &t.bound }
	constraints := func(t *TypeVar) *lazyType { return &t.constraints }
	dflt := func(t *TypeVar) *lazyType { return &t.dflt }
	t.GetSets = []GetSet{
		{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[TypeVar](v).name.Value(), nil }},
		flag("__covariant__", func(t *TypeVar) bool { return t.covariant }),
		flag("__contravariant__", func(t *TypeVar) bool { return t.contra }),
		flag("__infer_variance__", func(t *TypeVar) bool { return t.inferVariance }),
		lazy("__bound__", bound, func() Value { return None }),
		lazy("__constraints__", constraints, func() Value { return TupleValue() }),
		lazy("__default__", dflt, func() Value { return NoDefault }),
		evaluate("evaluate_bound", bound),
		evaluate("evaluate_constraints", constraints),
		evaluate("evaluate_default", dflt),
	}
}
