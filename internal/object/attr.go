package object

// Attribute access: the generic algorithm for instances and the one for classes.

// GetAttr is v.name.
func GetAttr(th *Thread, v Value, name *Str) (Value, error) { return S(v).GetAttr(th, v, name) }

// GetAttrOr is getattr(v, name, unbound): an unbound Value instead of AttributeError.
func GetAttrOr(th *Thread, v Value, name *Str) (Value, error) {
	var r Value
	var err error
	if S(v).isGenericGetAttr() {
		r, err = genericLookup(th, v, name)
	} else {
		r, err = GetAttr(th, v, name)
	}
	if err != nil && Matches(err, AttributeErrorType) {
		return Value{}, nil
	}
	return r, err
}

// SetAttr is v.name = val.
func SetAttr(th *Thread, v Value, name *Str, val Value) error { return S(v).SetAttr(th, v, name, val) }

// DelAttr is del v.name.
func DelAttr(th *Thread, v Value, name *Str) error { return S(v).SetAttr(th, v, name, Value{}) }

// isGenericGetAttr reports whether attribute access is object's own, so that it may be cached.
func (s *Slots) isGenericGetAttr() bool { return s.generic }

// GenericGet reports whether the type reads attributes as object does: its shapes may be cached.
func (t *Type) GenericGet() bool { return slotsOf(t).generic }

// GenericSet reports whether the type writes attributes as object does.
func (t *Type) GenericSet() bool { return slotsOf(t).genericSet }

// genericLookup is object.__getattribute__ giving an unbound Value for a missing attribute.
func genericLookup(th *Thread, v Value, name *Str) (Value, error) {
	t := v.Type()
	d, found := t.Lookup(name)
	var get func(*Thread, Value, Value, *Type) (Value, error)
	if found {
		s := S(d)
		get = s.Get
		if get != nil && s.Set != nil {
			return get(th, d, v, t)
		}
	}
	if t.hasDict {
		if r, ok := instGet(th, v.Ref, name); ok {
			return r, nil
		}
	}
	if get != nil {
		return get(th, d, v, t)
	}
	if found {
		return d, nil
	}
	return Value{}, nil
}

// GenericGetAttr is object.__getattribute__.
func GenericGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	r, err := genericLookup(th, v, name)
	if err == nil && r.Ref == nil {
		return r, attributeError(v, name)
	}
	return r, err
}

func attributeError(v Value, name *Str) error {
	var e *Exc
	if t, ok := AsType(v); ok {
		e = NewExcf(AttributeErrorType, "type object '%s' has no attribute '%s'", t.TypeName(), name.S)
	} else {
		e = NewExcf(AttributeErrorType, "'%s' object has no attribute '%s'", v.Type().TypeName(), name.S)
	}
	e.fields = []Value{name.Value(), v}
	return e
}

// GenericSetAttr is object.__setattr__ and, for an unbound val, object.__delattr__.
func GenericSetAttr(th *Thread, v Value, name *Str, val Value) error {
	t := v.Type()
	d, found := t.Lookup(name)
	if found {
		if set := S(d).Set; set != nil {
			return set(th, d, v, val)
		}
	}
	if val.Ref == nil {
		if t.hasDict && instDel(v.Ref, name) {
			return nil
		}
	} else if t.hasDict && instSet(v.Ref, name, val) {
		return nil
	}
	if found && (val.Ref != nil || !t.hasDict) {
		return NewExcf(AttributeErrorType, "'%s' object attribute '%s' is read-only", t.TypeName(), name.S).with(v, name)
	}
	if !t.hasDict && val.Ref != nil {
		return NewExcf(AttributeErrorType, "'%s' object has no attribute '%s' and no __dict__ for setting new attributes", t.TypeName(), name.S).with(v, name)
	}
	return attributeError(v, name)
}

func (e *Exc) with(obj Value, name *Str) *Exc {
	e.fields = []Value{name.Value(), obj}
	return e
}

// typeGetAttr is type.__getattribute__.
func typeGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	r, err := typeLookup(th, v, name)
	if err == nil && r.Ref == nil {
		return r, attributeError(v, name)
	}
	return r, err
}

func typeLookup(th *Thread, v Value, name *Str) (Value, error) {
	t := Unchecked[Type](v)
	meta := v.Type()
	d, found := meta.Lookup(name)
	var get func(*Thread, Value, Value, *Type) (Value, error)
	if found {
		s := S(d)
		get = s.Get
		if get != nil && s.Set != nil {
			return get(th, d, v, meta)
		}
	}
	if a, ok := t.Lookup(name); ok {
		if g := S(a).Get; g != nil {
			return g(th, a, Value{}, t)
		}
		return a, nil
	}
	if get != nil {
		return get(th, d, v, meta)
	}
	if found {
		return d, nil
	}
	return Value{}, nil
}

// typeSetAttr is type.__setattr__.
func typeSetAttr(th *Thread, v Value, name *Str, val Value) error {
	t := Unchecked[Type](v)
	if d, ok := v.Type().Lookup(name); ok {
		if set := S(d).Set; set != nil && t.heap != nil {
			return set(th, d, v, val)
		}
	}
	if t.heap == nil {
		return TypeErrorf("cannot set '%s' attribute of immutable type '%s'", name.S, t.TypeName())
	}
	if val.Ref == nil {
		if _, ok := t.dict.DelStr(name); !ok {
			return attributeError(v, name)
		}
	} else {
		t.dict.SetStr(name, val)
	}
	t.Modified()
	if isDunder(name.S) {
		t.refreshSlots(th)
	}
	return nil
}

func isDunder(s string) bool { return len(s) > 4 && s[:2] == "__" && s[len(s)-2:] == "__" }

func init() {
	ObjectType.GetAttr = GenericGetAttr
	ObjectType.SetAttr = GenericSetAttr
	ObjectType.generic, ObjectType.genericSet = true, true
	TypeType.GetAttr = typeGetAttr
	TypeType.SetAttr = typeSetAttr
}
