package object

// Bound methods, staticmethod and classmethod: their attributes, texts and constructors.

func methodGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	if d, ok := MethodType.Lookup(name); ok {
		if get := S(d).Get; get != nil {
			return get(th, d, v, MethodType)
		}
		return d, nil
	}
	return GetAttr(th, Unchecked[BoundMethod](v).Func, name)
}

// functionName is the name that method reprs show: of a function, or "?".
func functionName(th *Thread, f Value) (string, error) {
	for _, n := range []*Str{strQualname, strName} {
		v, err := GetAttrOr(th, f, n)
		if err != nil {
			return "", err
		}
		if s, ok := AsStr(v); ok {
			return s.S, nil
		}
	}
	return "?", nil
}

func methodRepr(th *Thread, v Value) (Value, error) {
	m := Unchecked[BoundMethod](v)
	name, err := functionName(th, m.Func)
	if err != nil {
		return Value{}, err
	}
	self, err := Repr(th, m.Self)
	if err != nil {
		return Value{}, err
	}
	return StrValue("<bound method " + name + " of " + self.S + ">"), nil
}

// wrapperNames are the attributes that staticmethod and classmethod take over from their function.
var wrapperNames = []*Str{strModule, strName, strQualname, strDoc}

// adopt copies the function's attributes to its wrapper.
func adopt(th *Thread, wrapper, f Value) error {
	for _, n := range wrapperNames {
		v, err := GetAttrOr(th, f, n)
		if err != nil {
			return err
		}
		if v.Ref != nil {
			if err := SetAttr(th, wrapper, n, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// wrapperRows gives staticmethod and classmethod, which have the same shape, their common attributes.
func wrapperRows(t *Type, field func(v Value) *Value, dict func(o *Header) **Dict) {
	t.KeepAttrs(dict)
	t.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		if len(names) > 0 {
			return TypeErrorf("%s() takes no keyword arguments", t.Name)
		}
		if len(args) != 1 {
			return TypeErrorf("%s expected 1 argument, got %d", t.Name, len(args))
		}
		*field(self) = args[0]
		return adopt(th, self, args[0])
	}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		s, err := Repr(th, *field(v))
		if err != nil {
			return Value{}, err
		}
		return StrValue("<" + t.Name + "(" + s.S + ")>"), nil
	}
	t.Members = []Member{{Name: "__func__", Field: field}, {Name: "__wrapped__", Field: field}}
	// Annotations are read from the function when first asked for.
	lazy := func(name *Str) GetSet {
		return GetSet{Name: name.S, Get: func(th *Thread, v Value) (Value, error) {
			d := instDict(v.Ref)
			if x, ok := d.GetStr(name); ok {
				return x, nil
			}
			x, err := GetAttr(th, *field(v), name)
			if err == nil {
				d.SetStr(name, x)
			}
			return x, err
		}, Set: func(th *Thread, v, val Value) error {
			d := instDict(v.Ref)
			if val.Ref == nil {
				if _, ok := d.DelStr(name); !ok {
					return NewExcf(AttributeErrorType, "%s", name.S)
				}
				return nil
			}
			d.SetStr(name, val)
			return nil
		}}
	}
	t.GetSets = []GetSet{
		DictGetSet(),
		{Name: "__isabstractmethod__", Get: func(th *Thread, v Value) (Value, error) {
			ok, err := isAbstract(th, *field(v))
			return Bool(ok), err
		}},
		lazy(strAnnotations), lazy(strAnnotate),
	}
	t.Methods = []Func{{Sig: "__class_getitem__(object, /)", Doc: "A generic alias.", Class: true, Fn: F2(func(th *Thread, c, args Value) (Value, error) {
		return NewGenericAlias(c, args), nil
	})}}
}

func init() {
	t := MethodType
	t.Doc = "A function bound to an object."
	t.GetAttr, t.Repr = methodGetAttr, methodRepr
	t.Flags |= FlagNoBase
	t.Constructor = &Func{Sig: "method(function, instance, /)", Fn: Raw(func(th *Thread, a []Value, names []*Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, TypeErrorf("method() takes no keyword arguments")
		}
		if len(a) != 3 {
			return Value{}, TypeErrorf("method expected 2 arguments, got %d", len(a)-1)
		}
		if !Callable(a[1]) {
			return Value{}, TypeErrorf("first argument must be callable")
		}
		if a[2].IsNone() {
			return Value{}, TypeErrorf("instance must not be None")
		}
		return NewMethod(a[1], a[2]), nil
	})}
	t.Hash = func(th *Thread, v Value) (uint64, error) {
		m := Unchecked[BoundMethod](v)
		f, err := Hash(th, m.Func)
		h := (HashPointer(m.Self) ^ m.Self.Bits) ^ f
		return h, err
	}
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		y, ok := AsMethod(b)
		if !ok || op != Eq && op != Ne {
			return NotImplemented, nil
		}
		x := Unchecked[BoundMethod](a)
		eq := x.Self == y.Self
		if eq {
			var err error
			if eq, err = Equal(th, x.Func, y.Func); err != nil {
				return Value{}, err
			}
		}
		return Bool(eq == (op == Eq)), nil
	}
	t.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) { return d, nil }
	t.Members = []Member{
		{Name: "__func__", Doc: "the function", Field: func(v Value) *Value { return &Unchecked[BoundMethod](v).Func }},
		{Name: "__self__", Doc: "the object it is bound to", Field: func(v Value) *Value { return &Unchecked[BoundMethod](v).Self }},
	}
	t.GetSets = []GetSet{{Name: "__doc__", Get: func(th *Thread, v Value) (Value, error) {
		d, err := GetAttrOr(th, Unchecked[BoundMethod](v).Func, strDoc)
		return orNone(d), err
	}}}
	t.Methods = []Func{{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
		m := Unchecked[BoundMethod](v)
		name, err := GetAttr(th, m.Func, strName)
		if err != nil {
			return Value{}, err
		}
		return reduceByGetattr(th, m.Self, name)
	})}}

	StaticMethodType.Doc = "A function that is not bound to the object or class it is got from."
	ClassMethodType.Doc = "A function that is bound to the class it is got from."
	wrapperRows(StaticMethodType, func(v Value) *Value { return &Unchecked[StaticMethod](v).Func },
		func(o *Header) **Dict { return &Unchecked[StaticMethod](Of(o)).dict })
	wrapperRows(ClassMethodType, func(v Value) *Value { return &Unchecked[ClassMethod](v).Func },
		func(o *Header) **Dict { return &Unchecked[ClassMethod](Of(o)).dict })
	StaticMethodType.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		s := NewObject[StaticMethod](th, c)
		s.Func = None
		return Of(&s.Header), nil
	}
	ClassMethodType.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		s := NewObject[ClassMethod](th, c)
		s.Func = None
		return Of(&s.Header), nil
	}
}
