package object

// Template and Interpolation of string.templatelib: what a t-string gives.

// Template holds the literal texts of a t-string and, between them, its interpolations.
type Template struct {
	Header
	Strings        *Tuple // one more than Interpolations
	Interpolations *Tuple
}

// Interpolation is a replacement field of a t-string with its value.
type Interpolation struct {
	Header
	V, Expression, Conversion, Spec Value
}

// templateIter goes through strings and interpolations in turn; empty strings are left out.
type templateIter struct {
	Header
	t *Template
	i int
}

var (
	templateLayout      = NewLayout[Template]()
	interpolationLayout = NewLayout[Interpolation]()
	templateIterLayout  = NewLayout[templateIter]()
	TemplateType        = NewType("Template", ObjectType, templateLayout)
	InterpolationType   = NewType("Interpolation", ObjectType, interpolationLayout)
	TemplateIterType    = NewType("TemplateIter", ObjectType, templateIterLayout)
)

// NewInterpolation makes Interpolation(value, expression, conversion, format_spec); the texts are strs, conversion may be None.
func NewInterpolation(value, expression, conversion, spec Value) Value {
	x := &Interpolation{V: value, Expression: expression, Conversion: conversion, Spec: spec}
	x.Shape = InterpolationType.shape
	return Of(&x.Header)
}

// NewTemplate makes a Template of a tuple of strs and a tuple of interpolations, one fewer.
func NewTemplate(strings, interpolations Value) Value {
	t := &Template{Strings: Unchecked[Tuple](strings), Interpolations: Unchecked[Tuple](interpolations)}
	t.Shape = TemplateType.shape
	return Of(&t.Header)
}

func newInterpolation(th *Thread, a []Value) (Value, error) {
	if _, ok := AsStr(a[2]); !ok {
		return Value{}, TypeErrorf("Interpolation() argument 'expression' must be str, not %s", noneName(a[2]))
	}
	if !a[3].IsNone() {
		s, ok := AsStr(a[3])
		if !ok {
			return Value{}, TypeErrorf("Interpolation() argument 'conversion' must be str, not %s", a[3].Type().Name)
		}
		if s.S != "s" && s.S != "r" && s.S != "a" {
			return Value{}, ValueErrorf("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
		}
	}
	if _, ok := AsStr(a[4]); !ok {
		return Value{}, TypeErrorf("Interpolation() argument 'format_spec' must be str, not %s", noneName(a[4]))
	}
	return NewInterpolation(a[1], a[2], a[3], a[4]), nil
}

func interpolationRepr(th *Thread, v Value) (Value, error) {
	x := Unchecked[Interpolation](v)
	out := []byte("Interpolation(")
	for i, p := range [...]Value{x.V, x.Expression, x.Conversion, x.Spec} {
		if i > 0 {
			out = append(out, ", "...)
		}
		var err error
		if out, err = AppendReprOf(th, out, p); err != nil {
			return Value{}, err
		}
	}
	return StrValue(OwnText(append(out, ')'))), nil
}

// newTemplate is Template(*args): strs that follow each other are joined, interpolations get strs between them.
func newTemplate(th *Thread, cls *Type, args []Value, names []*Str) (Value, error) {
	if len(names) > 0 {
		return Value{}, TypeErrorf("Template.__new__ only accepts *args arguments")
	}
	var strs, fields []Value
	text := emptyStr
	for _, a := range args {
		if s, ok := AsStr(a); ok {
			text = ConcatStr(text, s.Exact())
			continue
		}
		if !interpolationLayout.Is(a) {
			return Value{}, TypeErrorf("Template.__new__ *args need to be of type 'str' or 'Interpolation', got %s", a.Type().TypeName())
		}
		strs, fields = append(strs, text.Value()), append(fields, a)
		text = emptyStr
	}
	strs = append(strs, text.Value())
	return NewTemplate(TupleValue(strs...), TupleValue(fields...)), nil
}

func templateConcat(th *Thread, a, b Value) (Value, error) {
	x := Unchecked[Template](a)
	y, ok := Cast[Template](b, templateLayout)
	if !ok {
		return Value{}, TypeErrorf("can only concatenate string.templatelib.Template (not \"%s\") to string.templatelib.Template", b.Type().TypeName())
	}
	n := len(x.Strings.Items)
	strs := make([]Value, 0, n+len(y.Strings.Items)-1)
	strs = append(strs, x.Strings.Items[:n-1]...)
	middle := ConcatStr(Unchecked[Str](x.Strings.Items[n-1]), Unchecked[Str](y.Strings.Items[0]))
	strs = append(append(strs, middle.Value()), y.Strings.Items[1:]...)
	fields := make([]Value, 0, len(x.Interpolations.Items)+len(y.Interpolations.Items))
	fields = append(append(fields, x.Interpolations.Items...), y.Interpolations.Items...)
	return NewTemplate(TupleValue(strs...), TupleValue(fields...)), nil
}

func templateRepr(th *Thread, v Value) (Value, error) {
	t := Unchecked[Template](v)
	out := []byte("Template(strings=")
	out, err := AppendReprOf(th, out, t.Strings.Value())
	if err != nil {
		return Value{}, err
	}
	out = append(out, ", interpolations="...)
	if out, err = AppendReprOf(th, out, t.Interpolations.Value()); err != nil {
		return Value{}, err
	}
	return StrValue(OwnText(append(out, ')'))), nil
}

func templateIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[templateIter](v)
	for it.i < 2*len(it.t.Strings.Items)-1 {
		i := it.i
		it.i++
		if i&1 == 1 {
			return it.t.Interpolations.Items[i/2], nil
		}
		if s := it.t.Strings.Items[i/2]; Unchecked[Str](s).S != "" {
			return s, nil
		}
	}
	return Value{}, nil
}

func templateValues(th *Thread, self Value) (Value, error) {
	t := MakeTuple(len(Unchecked[Template](self).Interpolations.Items))
	for i, x := range Unchecked[Template](self).Interpolations.Items {
		t.Items[i] = Unchecked[Interpolation](x).V
	}
	return t.Value(), nil
}

func init() {
	t := TemplateType
	t.Module, t.Doc = "string.templatelib", "The parts of a t-string."
	t.Flags |= FlagNoBase
	t.New = newTemplate
	t.Repr = templateRepr
	t.Concat = templateConcat
	t.Iter = func(th *Thread, v Value) (Value, error) {
		it := &templateIter{t: Unchecked[Template](v)}
		it.Shape = TemplateIterType.shape
		return Of(&it.Header), nil
	}
	t.GetSets = []GetSet{
		{Name: "strings", Doc: "The literal texts.", Get: func(th *Thread, self Value) (Value, error) { return Unchecked[Template](self).Strings.Value(), nil }},
		{Name: "interpolations", Doc: "The replacement fields.", Get: func(th *Thread, self Value) (Value, error) {
			return Unchecked[Template](self).Interpolations.Value(), nil
		}},
		{Name: "values", Doc: "The values of the replacement fields.", Get: templateValues},
	}
	t.Methods = []Func{classGetItemRow(), {Sig: "__reduce__()", Doc: "How to pickle the template.", Fn: F1(func(th *Thread, self Value) (Value, error) {
		m, err := th.Interp.Host.Import(th, "string.templatelib")
		if err != nil {
			return Value{}, err
		}
		f, err := GetAttr(th, m, NewStr("_template_unpickle"))
		x := Unchecked[Template](self)
		return TupleValue(f, TupleValue(x.Strings.Value(), x.Interpolations.Value())), err
	})}}

	it := TemplateIterType
	it.Module = "string.templatelib"
	it.Flags |= FlagNoBase | FlagNoNew
	it.Iter, it.Next = selfIter, templateIterNext

	p := InterpolationType
	p.Module, p.Doc = "string.templatelib", "A replacement field of a t-string."
	p.Flags |= FlagNoBase
	p.Constructor = &Func{Sig: "Interpolation(value, expression='', conversion=None, format_spec='')", Fn: FN(newInterpolation)}
	p.Repr = interpolationRepr
	p.Members = []Member{
		{Name: "value", Doc: "The value.", Field: func(v Value) *Value { return &Unchecked[Interpolation](v).V }},
		{Name: "expression", Doc: "The source text.", Field: func(v Value) *Value { return &Unchecked[Interpolation](v).Expression }},
		{Name: "conversion", Doc: "'s', 'r', 'a' or None.", Field: func(v Value) *Value { return &Unchecked[Interpolation](v).Conversion }},
		{Name: "format_spec", Doc: "The format specifier.", Field: func(v Value) *Value { return &Unchecked[Interpolation](v).Spec }},
	}
	p.Methods = []Func{
		classGetItemRow(),
		{Sig: "__reduce__()", Doc: "How to pickle the field.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			x := Unchecked[Interpolation](self)
			return TupleValue(InterpolationType.Value(), TupleValue(x.V, x.Expression, x.Conversion, x.Spec)), nil
		})},
	}
	p.Attrs = func() map[string]Value {
		return map[string]Value{"__match_args__": TupleValue(StrValue("value"), StrValue("expression"), StrValue("conversion"), StrValue("format_spec"))}
	}
}
