package functools

import "ouro/internal/object"

// partial is a function with some arguments given. open counts the placeholders among them.
type partial struct {
	object.Header
	fn       object.Value
	args     *object.Tuple
	keywords *object.Dict
	open     int
	dict     *object.Dict
}

var (
	partialLayout   = object.NewLayout[partial]()
	partialType     = object.NewType("partial", object.ObjectType, partialLayout)
	placeholderType = object.NewType("_PlaceholderType", object.ObjectType, object.NewLayout[object.Header]())
	placeholderHead = object.Header{Shape: placeholderType.ExactShape()}
	placeholder     = object.Of(&placeholderHead)
)

func newPartial(th *object.Thread, t *object.Type, args []object.Value, names []*object.Str) (object.Value, error) {
	n := len(args) - len(names)
	if n == 0 {
		return object.Value{}, object.TypeErrorf("type 'partial' takes at least one argument")
	}
	fn := args[0]
	if !object.Callable(fn) {
		return object.Value{}, object.TypeErrorf("the first argument must be callable")
	}
	given := args[1:n]
	if n > 1 && args[n-1] == placeholder {
		return object.Value{}, object.TypeErrorf("trailing Placeholders are not allowed")
	}
	p := object.NewObject[partial](th, t)
	p.keywords = object.NewDict()
	// A partial of a partial is one of its function, unless it has attributes that would be lost.
	if inner, ok := object.Cast[partial](fn, partialLayout); ok && (inner.dict == nil || inner.dict.Len() == 0) && (t == fn.Type() || t == partialType) {
		fn = inner.fn
		p.args = object.NewTuple(inner.filled(given)...)
		p.keywords = inner.keywords.Copy()
	} else {
		p.args = object.CopyTuple(given)
	}
	for i, name := range names {
		if args[n+i] == placeholder {
			return object.Value{}, object.TypeErrorf("Placeholder cannot be passed as a keyword argument")
		}
		p.keywords.SetStr(name, args[n+i])
	}
	p.fn = fn
	p.count()
	return object.Of(&p.Header), nil
}

func (p *partial) count() {
	p.open = 0
	for _, a := range p.args.Items {
		if a == placeholder {
			p.open++
		}
	}
}

// filled puts the given arguments where placeholders are and the rest behind. With fewer than there are, the last stay open.
func (p *partial) filled(given []object.Value) []object.Value {
	out := make([]object.Value, 0, len(p.args.Items)+len(given))
	for _, a := range p.args.Items {
		if a == placeholder && len(given) > 0 {
			a, given = given[0], given[1:]
		}
		out = append(out, a)
	}
	return append(out, given...)
}

func partialCall(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	p := object.Unchecked[partial](f)
	if p.open == 0 && p.keywords.Len() == 0 {
		return object.CallWith(th, p.fn, p.args.Items, args, names)
	}
	n := len(args) - len(names)
	if n < p.open {
		return object.Value{}, object.TypeErrorf("missing positional arguments in 'partial' call; expected at least %d, got %d", p.open, n)
	}
	all := p.filled(args[:n])
	if p.keywords.Len() == 0 {
		return object.Call(th, p.fn, append(all, args[n:]...), names)
	}
	merged := make([]*object.Str, 0, p.keywords.Len()+len(names))
	given := object.NewDict()
	for i, name := range names {
		given.SetStr(name, args[n+i])
	}
	for k, v := range p.keywords.All() {
		s, ok := object.AsStr(k)
		if !ok {
			return object.Value{}, object.TypeErrorf("keywords must be strings")
		}
		if x, ok := given.DelStr(s); ok {
			v = x
		}
		merged = append(merged, s)
		all = append(all, v)
	}
	for k, v := range given.All() {
		merged = append(merged, object.Unchecked[object.Str](k))
		all = append(all, v)
	}
	return object.Call(th, p.fn, all, merged)
}

func partialRepr(th *object.Thread, v object.Value) (object.Value, error) {
	p := object.Unchecked[partial](v)
	t := v.Type()
	text := "functools.partial("
	if t != partialType {
		q, err := object.GetAttr(th, t.Value(), object.NewStr("__qualname__"))
		if err != nil {
			return object.Value{}, err
		}
		m, err := object.GetAttr(th, t.Value(), object.NewStr("__module__"))
		if err != nil {
			return object.Value{}, err
		}
		qs, err := object.ToStr(th, q)
		if err != nil {
			return object.Value{}, err
		}
		ms, err := object.ToStr(th, m)
		if err != nil {
			return object.Value{}, err
		}
		text = ms.S + "." + qs.S + "("
	}
	if !th.ReprEnter(v) {
		return object.StrValue("..."), nil
	}
	defer th.ReprLeave()
	show := func(before string, v object.Value) error {
		s, err := object.Repr(th, v)
		if err == nil {
			text += before + s.S
		}
		return err
	}
	// Another repr may change the object: what is shown is what it was at the start.
	args, kw := p.args.Items, p.keywords.Copy()
	if err := show("", p.fn); err != nil {
		return object.Value{}, err
	}
	for _, a := range args {
		if err := show(", ", a); err != nil {
			return object.Value{}, err
		}
	}
	for k, x := range kw.All() {
		s, err := object.ToStr(th, k)
		if err == nil {
			err = show(", "+s.S+"=", x)
		}
		if err != nil {
			return object.Value{}, err
		}
	}
	return object.StrValue(text + ")"), nil
}

func partialReduce(th *object.Thread, self object.Value) (object.Value, error) {
	p := object.Unchecked[partial](self)
	state := object.None
	if p.dict != nil && p.dict.Len() > 0 {
		state = p.dict.Value()
	} else if d := object.InstanceDict(self); d != nil && d.Len() > 0 {
		state = d.Value()
	}
	return object.TupleValue(self.Type().Value(), object.TupleValue(p.fn), object.TupleValue(p.fn, p.args.Value(), p.keywords.Value(), state)), nil
}

func partialSetState(th *object.Thread, self, state object.Value) (object.Value, error) {
	invalid := object.TypeErrorf("invalid partial state")
	s, ok := object.AsTuple(state)
	if !ok || len(s.Items) != 4 || !object.Callable(s.Items[0]) {
		return object.Value{}, invalid
	}
	args, ok := object.AsTuple(s.Items[1])
	if !ok {
		return object.Value{}, invalid
	}
	kw := object.NewDict()
	if v := s.Items[2]; !v.IsNone() {
		d, ok := object.AsDict(v)
		if !ok {
			return object.Value{}, invalid
		}
		kw = d.Copy()
	}
	p := object.Unchecked[partial](self)
	if v := s.Items[3]; !v.IsNone() {
		d, ok := object.AsDict(v)
		if !ok {
			return object.Value{}, invalid
		}
		for k, x := range d.All() {
			if name, ok := object.AsStr(k); ok {
				if err := object.SetAttr(th, self, name, x); err != nil {
					return object.Value{}, err
				}
			}
		}
	}
	if n := len(args.Items); n > 0 && args.Items[n-1] == placeholder {
		return object.Value{}, object.TypeErrorf("trailing Placeholders are not allowed")
	}
	p.fn, p.args, p.keywords = s.Items[0], object.CopyTuple(args.Items), kw
	p.count()
	return object.None, nil
}

func init() {
	t := partialType
	t.Module = "functools"
	t.Doc = "A function with some of its arguments already given."
	t.New, t.Call = newPartial, partialCall
	t.Repr = partialRepr
	t.MethodLike()
	t.Get = func(th *object.Thread, d, obj object.Value, owner *object.Type) (object.Value, error) {
		if obj.Ref == nil {
			return d, nil
		}
		return object.NewMethod(d, obj), nil
	}
	t.KeepAttrs(func(o *object.Header) **object.Dict { return &object.Unchecked[partial](object.Of(o)).dict })
	t.Methods = []object.Func{
		{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(partialReduce)},
		{Sig: "__setstate__(state, /)", Doc: "Restore a pickled state.", Fn: object.F2(partialSetState)},
		object.ClassGetItem(),
	}
	read := func(name, doc string, get func(p *partial) object.Value) object.GetSet {
		return object.GetSet{Name: name, Doc: doc, Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return get(object.Unchecked[partial](v)), nil
		},
			Set: func(th *object.Thread, v, val object.Value) error {
				return object.NewExcf(object.AttributeErrorType, "readonly attribute")
			}}
	}
	t.GetSets = []object.GetSet{
		read("func", "The function that calls go to.", func(p *partial) object.Value { return p.fn }),
		read("args", "The positional arguments given.", func(p *partial) object.Value { return p.args.Value() }),
		read("keywords", "The keyword arguments given.", func(p *partial) object.Value { return p.keywords.Value() }),
		object.DictGetSet(),
	}

	t = placeholderType
	t.Module = "functools"
	t.Flags |= object.FlagNoBase
	t.Doc = "The type of Placeholder, which keeps a positional argument of a partial open."
	t.Constructor = &object.Func{Sig: "_PlaceholderType()", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) { return placeholder, nil })}
	t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.StrValue("Placeholder"), nil
	}
	t.Methods = []object.Func{{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.StrValue("Placeholder"), nil
	})}}
}
