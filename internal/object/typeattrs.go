package object

// The attributes and methods of classes: what type's own namespace holds.

var (
	strAnnotations  = NewStr("__annotations__")
	strAnnCache     = NewStr("__annotations_cache__")
	strAnnotate     = NewStr("__annotate__")
	strAnnotateFunc = NewStr("__annotate_func__")
	strTypeParams   = NewStr("__type_params__")
)

func typeRepr(th *Thread, v Value) (Value, error) {
	t := Unchecked[Type](v)
	return StrValue("<class '" + t.FullName() + "'>"), nil
}

func typeTuple(ts []*Type) Value {
	items := make([]Value, len(ts))
	for i, t := range ts {
		items[i] = t.Value()
	}
	return TupleValue(items...)
}

// immutable is the error for a change of a builtin class, and for a deletion that no class allows.
func immutable(t *Type, name string, val Value) error {
	if val.Ref == nil {
		return TypeErrorf("cannot delete '%s' attribute of immutable type '%s'", name, t.Name)
	}
	if t.heap == nil {
		return TypeErrorf("cannot set '%s' attribute of immutable type '%s'", name, t.Name)
	}
	return nil
}

// typeGetSet makes a row whose setter, if any, only gets values for classes that may change.
func typeGetSet(name, doc string, get func(th *Thread, t *Type) (Value, error), set func(th *Thread, t *Type, val Value) error) GetSet {
	g := GetSet{Name: name, Doc: doc, Get: func(th *Thread, v Value) (Value, error) { return get(th, Unchecked[Type](v)) }}
	if set != nil {
		g.Set = func(th *Thread, v, val Value) error {
			t := Unchecked[Type](v)
			if err := immutable(t, name, val); err != nil {
				return err
			}
			return set(th, t, val)
		}
	}
	return g
}

// setDict stores an entry of a class's namespace.
func (t *Type) setDict(name *Str, v Value) {
	t.dict.SetStr(name, v)
	t.Modified()
}

func setTypeName(th *Thread, t *Type, val Value) error {
	s, ok := AsStr(val)
	if !ok {
		return TypeErrorf("can only assign string to %s.__name__, not '%s'", t.Name, val.Type().Name)
	}
	for _, c := range []byte(s.S) {
		if c == 0 {
			return ValueErrorf("type name must not contain null characters")
		}
	}
	t.Name = s.S
	t.Modified()
	return nil
}

func setTypeQualName(th *Thread, t *Type, val Value) error {
	s, ok := AsStr(val)
	if !ok {
		return TypeErrorf("can only assign string to %s.__qualname__, not '%s'", t.Name, val.Type().Name)
	}
	t.QualName, t.heap.qualName = s.S, val
	return nil
}

// getDescr binds what a class's namespace holds under a name.
func (t *Type) own(th *Thread, name *Str) (Value, bool, error) {
	v, ok := t.dict.GetStr(name)
	if !ok {
		return v, false, nil
	}
	if get := S(v).Get; get != nil {
		v, err := get(th, v, Value{}, t)
		return v, true, err
	}
	return v, true, nil
}

func typeDoc(th *Thread, t *Type) (Value, error) {
	if t.heap == nil {
		if t.Doc == "" {
			return None, nil
		}
		return StrValue(t.Doc), nil
	}
	v, ok, err := t.own(th, strDoc)
	if !ok && err == nil {
		return None, nil
	}
	return v, err
}

func noAttribute(t *Type, name *Str) error { return attributeError(t.Value(), name) }

func typeAnnotations(th *Thread, t *Type) (Value, error) {
	if t.heap == nil {
		return Value{}, noAttribute(t, strAnnotations)
	}
	for _, n := range []*Str{strAnnotations, strAnnCache} {
		if v, ok, err := t.own(th, n); ok || err != nil {
			return v, err
		}
	}
	f, err := typeAnnotate(th, t)
	if err != nil {
		return Value{}, err
	}
	v := NewDict().Value()
	if Callable(f) {
		if v, err = Call1(th, f, Int(1)); err != nil {
			return Value{}, err
		}
		if _, ok := AsDict(v); !ok {
			return Value{}, TypeErrorf("__annotate__ returned non-dict of type '%s'", v.Type().Name)
		}
	}
	t.setDict(strAnnCache, v)
	return v, nil
}

func setTypeAnnotations(th *Thread, v, val Value) error {
	t := Unchecked[Type](v)
	if t.heap == nil {
		return TypeErrorf("cannot set '__annotations__' attribute of immutable type '%s'", t.Name)
	}
	_, plain := t.dict.GetStr(strAnnotations)
	if val.Ref == nil {
		_, cached := t.dict.DelStr(strAnnCache)
		if plain {
			t.dict.DelStr(strAnnotations)
		}
		if !plain && !cached {
			return NewExcf(AttributeErrorType, "__annotations__")
		}
	} else if plain {
		t.dict.SetStr(strAnnotations, val)
	} else {
		t.dict.SetStr(strAnnCache, val)
	}
	t.dict.DelStr(strAnnotate)
	t.dict.DelStr(strAnnotateFunc)
	t.Modified()
	return nil
}

func typeAnnotate(th *Thread, t *Type) (Value, error) {
	if t.heap == nil {
		return Value{}, noAttribute(t, strAnnotate)
	}
	for _, n := range []*Str{strAnnotate, strAnnotateFunc} {
		if v, ok, err := t.own(th, n); ok || err != nil {
			return v, err
		}
	}
	t.setDict(strAnnotateFunc, None)
	return None, nil
}

func setTypeAnnotate(th *Thread, v, val Value) error {
	t := Unchecked[Type](v)
	switch {
	case val.Ref == nil:
		return TypeErrorf("cannot delete __annotate__ attribute")
	case t.heap == nil:
		return TypeErrorf("cannot set '__annotate__' attribute of immutable type '%s'", t.Name)
	case !Callable(val) && !val.IsNone():
		return TypeErrorf("__annotate__ must be callable or None")
	}
	t.dict.DelStr(strAnnotate)
	t.dict.SetStr(strAnnotateFunc, val)
	if !val.IsNone() {
		t.dict.DelStr(strAnnotations)
	}
	t.dict.DelStr(strAnnCache)
	t.Modified()
	return nil
}

func typeTypeParams(th *Thread, t *Type) (Value, error) {
	if t.heap != nil {
		if v, ok := t.dict.GetStr(strTypeParams); ok {
			return v, nil
		}
	}
	return TupleValue(), nil
}

func typeAbstract(th *Thread, t *Type) (Value, error) {
	if t != TypeType {
		if v, ok := t.Dict().GetStr(strAbstract); ok {
			return v, nil
		}
	}
	return Value{}, NewExcf(AttributeErrorType, "__abstractmethods__").with(t.Value(), strAbstract)
}

func setTypeAbstract(th *Thread, v, val Value) error {
	t := Unchecked[Type](v)
	if t.heap == nil {
		return immutable(t, "__abstractmethods__", val)
	}
	some := false
	if val.Ref == nil {
		if _, ok := t.dict.DelStr(strAbstract); !ok {
			return NewExcf(AttributeErrorType, "__abstractmethods__").with(v, strAbstract)
		}
	} else {
		var err error
		if some, err = Truth(th, val); err != nil {
			return err
		}
		t.dict.SetStr(strAbstract, val)
	}
	t.Modified()
	if t.Flags &^= FlagAbstract; some {
		t.Flags |= FlagAbstract
	}
	return nil
}

// setBases gives a class other bases: its instances must lie in memory as before.
func setBases(th *Thread, t *Type, val Value) error {
	tup, ok := AsTuple(val)
	if !ok {
		return TypeErrorf("can only assign tuple to %s.__bases__, not %s", t.Name, val.Type().Name)
	}
	if len(tup.Items) == 0 {
		return TypeErrorf("can only assign non-empty tuple to %s.__bases__, not ()", t.Name)
	}
	bases := make([]*Type, len(tup.Items))
	for i, x := range tup.Items {
		b, ok := AsType(x)
		if !ok {
			return TypeErrorf("%s.__bases__ must be tuple of classes, not '%s'", t.Name, x.Type().Name)
		}
		if b.IsSubtype(t) {
			return TypeErrorf("a __bases__ item causes an inheritance cycle")
		}
		bases[i] = b
	}
	best, err := bestBase(bases)
	if err != nil {
		return err
	}
	if best.layout != t.Base.layout || best.fixed != t.Base.fixed || best.hasDict && !t.hasDict {
		return TypeErrorf("__bases__ assignment: '%s' object layout differs from '%s'", best.Name, t.Base.Name)
	}
	type saved struct {
		t     *Type
		mro   []*Type
		base  *Type
		bases []*Type
	}
	undo := []saved{{t, t.mro, t.Base, t.Bases}}
	t.Base, t.Bases = best, bases
	var renew func(c *Type) error
	renew = func(c *Type) error {
		if err := c.setMRO(th); err != nil {
			return err
		}
		for _, s := range c.heap.subclasses.all() {
			undo = append(undo, saved{s, s.mro, s.Base, s.Bases})
			if err := renew(s); err != nil {
				return err
			}
		}
		return nil
	}
	if err := renew(t); err != nil {
		for _, u := range undo {
			u.t.mro, u.t.Base, u.t.Bases = u.mro, u.base, u.bases
		}
		return err
	}
	for _, b := range undo[0].bases {
		b.dropSubclass(th, t)
	}
	for _, b := range bases {
		b.addSubclass(th, t)
	}
	t.Modified()
	t.refreshSlots(th)
	return nil
}

func (b *Type) dropSubclass(th *Thread, t *Type) {
	if b.heap != nil {
		b.heap.subclasses.drop(t)
	} else if k := th.Interp.subclasses[b]; k != nil {
		k.drop(t)
	}
}

// Bits of type.__flags__ that programs look at.
const (
	tpSequence  = 1 << 5
	tpMapping   = 1 << 6
	tpImmutable = 1 << 8
	tpHeap      = 1 << 9
	tpBase      = 1 << 10
	tpReady     = 1 << 12
	tpGC        = 1 << 14
	tpAbstract  = 1 << 20
	tpMatchSelf = 1 << 22
	tpLong      = 1 << 24
	tpList      = 1 << 25
	tpTuple     = 1 << 26
	tpBytes     = 1 << 27
	tpStr       = 1 << 28
	tpDict      = 1 << 29
	tpException = 1 << 30
	tpType      = 1 << 31
)

func typeFlags(th *Thread, t *Type) (Value, error) {
	slotsOf(t)
	n := int64(tpReady)
	for _, x := range []struct {
		on  bool
		bit int64
	}{
		{t.Flags&FlagSequence != 0, tpSequence}, {t.Flags&FlagMapping != 0, tpMapping}, {t.heap == nil, tpImmutable}, {t.heap != nil || t == GenericType, tpHeap | tpGC},
		{t.Flags&FlagNoBase == 0, tpBase}, {t.Flags&FlagAbstract != 0, tpAbstract}, {t.Flags&FlagMatchSelf != 0, tpMatchSelf},
		{t.IsSubtype(IntType), tpLong}, {t.IsSubtype(ListType), tpList}, {t.IsSubtype(TupleType), tpTuple}, {t.IsSubtype(BytesType), tpBytes},
		{t.IsSubtype(StrType), tpStr}, {t.IsSubtype(DictType), tpDict}, {t.IsSubtype(BaseExceptionType), tpException}, {t.IsSubtype(TypeType), tpType},
	} {
		if x.on {
			n |= x.bit
		}
	}
	return Int(n), nil
}

func typeDir(th *Thread, v Value) (Value, error) {
	names := NewDict()
	Unchecked[Type](v).addNames(names)
	return keyList(names), nil
}

func typeMRO(th *Thread, v Value) (Value, error) {
	t := Unchecked[Type](v)
	if len(t.Bases) == 0 {
		return ListValue(v), nil
	}
	mro, conflict := mergeMRO(t, t.Bases)
	if conflict != "" {
		return Value{}, TypeErrorf("%s", conflict)
	}
	return ListValue(Unchecked[Tuple](typeTuple(mro)).Items...), nil
}

func constInt(n int64) func(*Thread, *Type) (Value, error) {
	return func(*Thread, *Type) (Value, error) { return Int(n), nil }
}

func init() {
	t := TypeType
	t.Doc = "type(object) is the class of an object; type(name, bases, dict, **kwds) makes a class."
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[Type](Of(o)).dict })
	t.Repr = typeRepr
	t.GetSets = []GetSet{
		typeGetSet("__name__", "the class's name", func(th *Thread, t *Type) (Value, error) { return StrValue(t.Name), nil }, setTypeName),
		typeGetSet("__qualname__", "the class's name with those of what it is defined in", func(th *Thread, t *Type) (Value, error) {
			if t.heap != nil {
				return t.heap.qualName, nil
			}
			return StrValue(t.QualName), nil
		}, setTypeQualName),
		typeGetSet("__module__", "the name of the module that defines the class", func(th *Thread, t *Type) (Value, error) {
			if t.heap == nil {
				return StrValue(t.Module), nil
			}
			if v, ok := t.dict.GetStr(strModule); ok {
				return v, nil
			}
			return Value{}, noAttribute(t, strModule)
		}, func(th *Thread, t *Type, val Value) error { t.setDict(strModule, val); return nil }),
		typeGetSet("__bases__", "the classes it is derived from", func(th *Thread, t *Type) (Value, error) { return typeTuple(t.Bases), nil }, setBases),
		{Name: "__base__", Doc: "the base that decides the layout of instances", Get: func(th *Thread, v Value) (Value, error) {
			if b := Unchecked[Type](v).Base; b != nil {
				return b.Value(), nil
			}
			return None, nil
		}, Set: func(*Thread, Value, Value) error { return NewExcf(AttributeErrorType, "readonly attribute") }},
		typeGetSet("__mro__", "the method resolution order", func(th *Thread, t *Type) (Value, error) { return typeTuple(t.MRO()), nil }, nil),
		typeGetSet("__dict__", "the class's own namespace", func(th *Thread, t *Type) (Value, error) { return NewMappingProxy(t.Dict().Value()), nil }, nil),
		typeGetSet("__doc__", "the class's documentation", typeDoc, func(th *Thread, t *Type, val Value) error { t.setDict(strDoc, val); return nil }),
		{Name: "__abstractmethods__", Doc: "names of methods that keep the class from being instantiated",
			Get: func(th *Thread, v Value) (Value, error) { return typeAbstract(th, Unchecked[Type](v)) }, Set: setTypeAbstract},
		{Name: "__annotations__", Doc: "annotations of the class's attributes",
			Get: func(th *Thread, v Value) (Value, error) { return typeAnnotations(th, Unchecked[Type](v)) }, Set: setTypeAnnotations},
		{Name: "__annotate__", Doc: "the function that computes the annotations",
			Get: func(th *Thread, v Value) (Value, error) { return typeAnnotate(th, Unchecked[Type](v)) }, Set: setTypeAnnotate},
		typeGetSet("__type_params__", "the type parameters of a generic class", typeTypeParams,
			func(th *Thread, t *Type, val Value) error { t.setDict(strTypeParams, val); return nil }),
		typeGetSet("__text_signature__", "the signature of the constructor of a builtin class", func(th *Thread, t *Type) (Value, error) {
			if t.heap != nil {
				return None, nil
			}
			for _, b := range t.MRO() {
				if b.InitSig != nil {
					return StrValue(b.InitSig.Signature().TextSignature("")), nil
				}
			}
			if t.Constructor != nil && t != IntType {
				return StrValue(t.Constructor.Signature().TextSignature("")), nil
			}
			return None, nil
		}, nil),
		typeGetSet("__flags__", "bits that tell what kind of class it is", typeFlags, nil),
		typeGetSet("__basicsize__", "", constInt(16), nil),
		typeGetSet("__itemsize__", "", constInt(0), nil),
		typeGetSet("__dictoffset__", "", func(th *Thread, t *Type) (Value, error) {
			if t.hasDict {
				return Int(-1), nil
			}
			return Int(0), nil
		}, nil),
		typeGetSet("__weakrefoffset__", "", constInt(0), nil),
	}
	t.Methods = []Func{
		{Sig: "mro()", Doc: "Compute the method resolution order.", Fn: F1(typeMRO)},
		{Sig: "__subclasses__()", Doc: "The classes derived directly from this one.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			return ListValue(Unchecked[Tuple](typeTuple(Unchecked[Type](v).Subclasses(th))).Items...), nil
		})},
		{Sig: "__prepare__(name=NULL, bases=NULL, /, **kwds)", Doc: "The namespace in which a class body runs.", Class: true,
			Fn: Raw(func(th *Thread, args []Value, names []*Str) (Value, error) { return NewDict().Value(), nil })},
		{Sig: "__instancecheck__(instance, /)", Doc: "Whether an object is an instance of the class.", Fn: F2(func(th *Thread, c, v Value) (Value, error) {
			ok, err := TypeInstanceCheck(th, c, v)
			return Bool(ok), err
		})},
		{Sig: "__subclasscheck__(subclass, /)", Doc: "Whether a class is derived from the class.", Fn: F2(func(th *Thread, c, sub Value) (Value, error) {
			ok, err := TypeSubclassCheck(th, c, sub)
			return Bool(ok), err
		})},
		{Sig: "__dir__()", Doc: "The names that dir() shows of a class.", Fn: F1(typeDir)},
		{Sig: "__sizeof__()", Doc: "Size in memory, in bytes.", Fn: F1(func(*Thread, Value) (Value, error) { return Int(1024), nil })},
	}
}
