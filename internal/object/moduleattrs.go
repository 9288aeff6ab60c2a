package object

// The module type: attributes live in the module's namespace, which is also its __dict__.

var (
	strLoader  = NewStr("__loader__")
	strPackage = NewStr("__package__")
	strFile    = NewStr("__file__")
	strOrigin  = NewStr("origin")
	// strSpecLoader is the attribute of a spec.
	strSpecLoader = NewStr("loader")
)

// bindDict makes d the __dict__ of an object of a class derived from a type that keeps its attributes in a dict of its own.
func bindDict(o *Header, d *Dict) {
	if s := o.Shape; s.slots != 0 {
		*s.more(o) = &moreAttrs{dict: d}
		o.Shape = s.dictShape()
	}
}

// setModuleClass changes the class of a module. Every module object has room for an attribute tail.
func setModuleClass(v Value, t *Type) {
	if t.heap == nil {
		v.Ref.Shape = ModuleType.shape
		return
	}
	v.Ref.Shape = t.instanceShape()
	bindDict(v.Ref, Unchecked[Module](v).Dict)
}

func moduleNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	var m *Module
	if t.heap == nil {
		m = allocModule()
	} else {
		m = NewObject[Module](th, t)
	}
	m.Dict = NewDict()
	bindDict(&m.Header, m.Dict)
	return m.Value(), nil
}

func moduleInit(th *Thread, args []Value) (Value, error) {
	m := Unchecked[Module](args[0])
	if _, ok := AsStr(args[1]); !ok {
		return Value{}, TypeErrorf("module() argument 'name' must be str, not %s", args[1].Type().Name)
	}
	m.Dict.SetStr(strName, args[1])
	m.Dict.SetStr(strDoc, args[2])
	for _, n := range []*Str{strPackage, strLoader, strSpec} {
		m.Dict.SetStr(n, None)
	}
	return None, nil
}

func (m *Module) name() (string, bool) {
	v, _ := m.Dict.GetStr(strName)
	s, ok := AsStr(v)
	if !ok {
		return "", false
	}
	return s.S, true
}

// moduleLookup gives an unbound Value for a missing attribute.
func moduleLookup(th *Thread, v Value, name *Str) (Value, error) {
	m := Unchecked[Module](v)
	t := v.Type()
	d, found := t.Lookup(name)
	var get func(*Thread, Value, Value, *Type) (Value, error)
	if found {
		s := S(d)
		if get = s.Get; get != nil && s.Set != nil {
			return get(th, d, v, t)
		}
	}
	if r, ok := m.Dict.GetStr(name); ok {
		return r, nil
	}
	if get != nil {
		return get(th, d, v, t)
	}
	if found {
		return d, nil
	}
	if f, ok := m.Dict.GetStr(strGetattr); ok {
		return Call1(th, f, name.Value())
	}
	return Value{}, nil
}

func moduleGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	r, err := moduleLookup(th, v, name)
	if err != nil || r.Ref != nil {
		return r, err
	}
	m := Unchecked[Module](v)
	n, ok := m.name()
	if !ok {
		return Value{}, NewExcf(AttributeErrorType, "module has no attribute '%s'", name.S).with(v, name)
	}
	return Value{}, moduleAttributeError(th, m, n, name)
}

// moduleAttributeError words the error, which for a module whose import has not ended, or that hides another one, says so.
func moduleAttributeError(th *Thread, m *Module, n string, name *Str) error {
	spec, _ := m.Dict.GetStr(strSpec)
	if spec.Ref != nil && !spec.IsNone() {
		if r, err := GetAttrOr(th, spec, strInitializing); err == nil && r == True {
			where := ""
			if f, ok := m.Dict.GetStr(strFile); ok {
				if s, ok := AsStr(f); ok {
					where = " from '" + s.S + "'"
				}
			}
			return NewExcf(AttributeErrorType, "partially initialized module '%s'%s has no attribute '%s' (most likely due to a circular import)", n, where, name.S).with(m.Value(), name)
		}
	}
	return NewExcf(AttributeErrorType, "module '%s' has no attribute '%s'", n, name.S).with(m.Value(), name)
}

func moduleRepr(th *Thread, v Value) (Value, error) {
	m := Unchecked[Module](v)
	name := "?"
	if n, ok := m.name(); ok {
		name = n
	}
	text := func(v Value) string {
		if s, ok := AsStr(v); ok {
			return s.S
		}
		return ""
	}
	file := ""
	if spec, _ := m.Dict.GetStr(strSpec); spec.Ref != nil && !spec.IsNone() {
		if o, err := GetAttrOr(th, spec, strOrigin); err == nil && o.Ref != nil {
			file = text(o)
		}
		if file == "" {
			if l, err := GetAttrOr(th, spec, strSpecLoader); err == nil && l.Ref != nil && !l.IsNone() {
				if l.Type().Name == "NamespaceLoader" {
					return StrValue("<module '" + name + "' (namespace)>"), nil
				}
				r, err := Repr(th, l)
				if err != nil {
					return Value{}, err
				}
				return StrValue("<module '" + name + "' (" + r.S + ")>"), nil
			}
		}
	}
	switch file {
	case "built-in", "frozen":
		return StrValue("<module '" + name + "' (" + file + ")>"), nil
	case "":
		if f, ok := m.Dict.GetStr(strFile); ok {
			file = text(f)
		}
	}
	if file == "" {
		return StrValue("<module '" + name + "'>"), nil
	}
	return StrValue("<module '" + name + "' from '" + file + "'>"), nil
}

func moduleDir(th *Thread, v Value) (Value, error) {
	m := Unchecked[Module](v)
	if f, ok := m.Dict.GetStr(strDir); ok {
		return Call0(th, f)
	}
	return keyList(m.Dict), nil
}

// A module's annotations are computed by its __annotate__ when first asked for.
func moduleAnnotations(th *Thread, v Value) (Value, error) {
	m := Unchecked[Module](v)
	if a, ok := m.Dict.GetStr(strAnnotations); ok {
		return a, nil
	}
	a := NewDict().Value()
	if f, ok := m.Dict.GetStr(strAnnotate); ok && Callable(f) {
		var err error
		if a, err = Call1(th, f, Int(1)); err != nil {
			return Value{}, err
		}
		if _, ok := AsDict(a); !ok {
			return Value{}, TypeErrorf("__annotate__ returned non-dict of type '%s'", a.Type().Name)
		}
	}
	m.Dict.SetStr(strAnnotations, a)
	return a, nil
}

func init() {
	t := ModuleType
	t.Doc = "A module; module(name, doc=None) makes an empty one."
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[Module](Of(o)).Dict })
	t.New = moduleNew
	initRow := &Func{Sig: "module(name, doc=None)", Fn: FN(moduleInit)}
	t.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		_, err := initRow.call(th, self, args, names, initRow.Name)
		return err
	}
	t.GetAttr, t.Repr = moduleGetAttr, moduleRepr
	t.Methods = []Func{{Sig: "__dir__()", Fn: F1(moduleDir)}}
	t.GetSets = []GetSet{
		{Name: "__dict__", Doc: "the module's namespace", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[Module](v).Dict.Value(), nil },
			Set: func(*Thread, Value, Value) error { return NewExcf(AttributeErrorType, "readonly attribute") }},
		{Name: "__annotations__", Get: moduleAnnotations, Set: func(th *Thread, v, val Value) error {
			m := Unchecked[Module](v)
			if val.Ref == nil {
				if _, ok := m.Dict.DelStr(strAnnotations); !ok {
					return NewExcf(AttributeErrorType, "__annotations__")
				}
			} else {
				m.Dict.SetStr(strAnnotations, val)
			}
			m.Dict.DelStr(strAnnotate)
			return nil
		}},
		{Name: "__annotate__", Get: func(th *Thread, v Value) (Value, error) {
			m := Unchecked[Module](v)
			if f, ok := m.Dict.GetStr(strAnnotate); ok {
				return f, nil
			}
			m.Dict.SetStr(strAnnotate, None)
			return None, nil
		}, Set: func(th *Thread, v, val Value) error {
			switch m := Unchecked[Module](v); {
			case val.Ref == nil:
				return TypeErrorf("cannot delete __annotate__ attribute")
			case !Callable(val) && !val.IsNone():
				return TypeErrorf("__annotate__ must be callable or None")
			default:
				m.Dict.SetStr(strAnnotate, val)
				if !val.IsNone() {
					m.Dict.DelStr(strAnnotations)
				}
			}
			return nil
		}},
	}
}
