package object

// Texts and attributes of the objects that stand for Go functions: builtin functions and methods, descriptors, slot wrappers.

var strGetattrFunc = NewStr("getattr")

// reduceByGetattr is how functions found on an object are pickled: getattr(obj, name).
func reduceByGetattr(th *Thread, obj, name Value) (Value, error) {
	f, ok := th.Interp.Builtins.GetStr(strGetattrFunc)
	if !ok {
		return Value{}, NewExcf(AttributeErrorType, "getattr")
	}
	return TupleValue(f, TupleValue(obj, name)), nil
}

// docOf and signatureOf are __doc__ and __text_signature__ of a table row.
func docOf(doc string) Value {
	if doc == "" {
		return None
	}
	return StrValue(doc)
}

// asyncDoc is the documentation of what inspect.iscoroutinefunction() asks builtin functions.
const asyncDoc = "Whether calling it gives a coroutine."

func signatureOf(f *Func, first string) Value {
	return StrValue(f.Signature().TextSignature(first))
}

// descrRows gives a descriptor type __objclass__, __name__, __qualname__ and __doc__.
func descrRows(t *Type, name func(v Value) string, owner func(v Value) *Type, doc func(v Value) string) {
	t.Flags |= FlagNoBase | FlagNoNew
	t.GetSets = append(t.GetSets,
		GetSet{Name: "__objclass__", Get: func(th *Thread, v Value) (Value, error) { return owner(v).Value(), nil }},
		GetSet{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) { return StrValue(name(v)), nil }},
		GetSet{Name: "__qualname__", Get: func(th *Thread, v Value) (Value, error) {
			return StrValue(owner(v).QualName + "." + name(v)), nil
		}},
		GetSet{Name: "__doc__", Get: func(th *Thread, v Value) (Value, error) { return docOf(doc(v)), nil }},
	)
	t.Methods = append(t.Methods, Func{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
		return reduceByGetattr(th, owner(v).Value(), StrValue(name(v)))
	})})
}

func descrRepr(kind string, name func(v Value) string, owner func(v Value) *Type) UnaryFunc {
	return func(th *Thread, v Value) (Value, error) {
		return StrValue("<" + kind + " '" + name(v) + "' of '" + owner(v).TypeName() + "' objects>"), nil
	}
}

// builtinSelf is __self__: the object of a method, the class of a class's function, the module of a function.
func (b *Builtin) builtinSelf(th *Thread) Value {
	switch {
	case b.self.Ref != nil:
		return b.self
	case b.owner != nil:
		return b.owner.Value()
	case b.module != nil && th.Interp != nil && th.Interp.Modules != nil:
		if m, ok := th.Interp.Modules.GetStr(b.module); ok {
			return m
		}
	}
	return None
}

func builtinRepr(th *Thread, v Value) (Value, error) {
	b := Unchecked[Builtin](v)
	name := b.def.Name()
	self := b.self
	if self.Ref == nil && b.owner != nil {
		self = b.owner.Value()
	}
	if self.Ref == nil {
		return StrValue("<built-in function " + name + ">"), nil
	}
	if _, ok := AsModule(self); ok {
		return StrValue("<built-in function " + name + ">"), nil
	}
	return StrValue("<built-in method " + name + " of " + self.Type().TypeName() + " object at " + HexAddress(self) + ">"), nil
}

func initBuiltin() {
	t := BuiltinType
	t.Flags |= FlagNoBase | FlagNoNew
	t.Repr = builtinRepr
	t.Hash = func(th *Thread, v Value) (uint64, error) {
		b := Unchecked[Builtin](v)
		h := HashPointer(b.self) ^ b.self.Bits
		for _, c := range []byte(b.def.Name()) {
			h = h*31 + uint64(c)
		}
		return h & (1<<61 - 1), nil
	}
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		y, ok := Cast[Builtin](b, builtinLayout)
		if !ok || op != Eq && op != Ne {
			return NotImplemented, nil
		}
		x := Unchecked[Builtin](a)
		eq := x.def == y.def && x.self == y.self && x.owner == y.owner
		return Bool(eq == (op == Eq)), nil
	}
	t.GetSets = []GetSet{
		{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) { return StrValue(Unchecked[Builtin](v).def.Name()), nil }},
		{Name: "__qualname__", Get: func(th *Thread, v Value) (Value, error) {
			b := Unchecked[Builtin](v)
			if b.owner != nil {
				return StrValue(b.owner.QualName + "." + b.def.Name()), nil
			}
			return StrValue(b.def.Name()), nil
		}},
		{Name: "__module__", Get: func(th *Thread, v Value) (Value, error) {
			if m := Unchecked[Builtin](v).module; m != nil {
				return m.Value(), nil
			}
			return None, nil
		}},
		{Name: "__doc__", Get: func(th *Thread, v Value) (Value, error) { return docOf(Unchecked[Builtin](v).def.Doc), nil }},
		{Name: "__self__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[Builtin](v).builtinSelf(th), nil }},
		{Name: "__coroutine__", Doc: asyncDoc, Get: func(th *Thread, v Value) (Value, error) { return Bool(Unchecked[Builtin](v).def.Async()), nil }},
		{Name: "__text_signature__", Get: func(th *Thread, v Value) (Value, error) {
			b := Unchecked[Builtin](v)
			first := "$module"
			switch {
			case b.def.Class || b.owner != nil && b.self.Ref == nil && !b.def.Static:
				first = "$type"
			case b.def.Static:
				first = ""
			case b.self.Ref != nil && b.module == nil:
				first = "$self"
				if b.owner != nil && b.owner.Flags&FlagPlainName != 0 {
					first = ""
				}
			}
			return signatureOf(b.def, first), nil
		}},
	}
	t.Methods = []Func{{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
		b := Unchecked[Builtin](v)
		if b.self.Ref == nil && b.owner == nil {
			return StrValue(b.def.Name()), nil
		}
		if _, ok := AsModule(b.self); ok {
			return StrValue(b.def.Name()), nil
		}
		return reduceByGetattr(th, b.builtinSelf(th), StrValue(b.def.Name()))
	})}}
}

func initMethodWrapper() {
	t := MethodWrapperType
	t.Flags |= FlagNoBase | FlagNoNew
	t.Repr = func(th *Thread, v Value) (Value, error) {
		m := Unchecked[MethodWrapper](v)
		return StrValue("<method-wrapper '" + m.w.d.name.S + "' of " + m.self.Type().TypeName() + " object at " + HexAddress(m.self) + ">"), nil
	}
	t.Hash = func(th *Thread, v Value) (uint64, error) {
		m := Unchecked[MethodWrapper](v)
		return HashPointer(m.self) ^ m.self.Bits ^ HashPointer(Of(&m.w.Header)), nil
	}
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		y, ok := Cast[MethodWrapper](b, methodWrapperLayout)
		if !ok || op != Eq && op != Ne {
			return NotImplemented, nil
		}
		x := Unchecked[MethodWrapper](a)
		return Bool((x.w == y.w && x.self == y.self) == (op == Eq)), nil
	}
	w := func(f func(th *Thread, m *MethodWrapper) Value) func(*Thread, Value) (Value, error) {
		return func(th *Thread, v Value) (Value, error) { return f(th, Unchecked[MethodWrapper](v)), nil }
	}
	t.GetSets = []GetSet{
		{Name: "__name__", Get: w(func(th *Thread, m *MethodWrapper) Value { return m.w.d.name.Value() })},
		{Name: "__qualname__", Get: w(func(th *Thread, m *MethodWrapper) Value { return StrValue(m.w.owner.QualName + "." + m.w.d.name.S) })},
		{Name: "__doc__", Get: w(func(th *Thread, m *MethodWrapper) Value { return docOf(m.w.d.doc) })},
		{Name: "__self__", Get: w(func(th *Thread, m *MethodWrapper) Value { return m.self })},
		{Name: "__objclass__", Get: w(func(th *Thread, m *MethodWrapper) Value { return m.w.owner.Value() })},
		{Name: "__text_signature__", Get: w(func(th *Thread, m *MethodWrapper) Value { return StrValue(m.w.d.sig) })},
	}
	t.Methods = []Func{{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
		m := Unchecked[MethodWrapper](v)
		return reduceByGetattr(th, m.self, m.w.d.name.Value())
	})}}
}

func init() {
	initBuiltin()
	initMethodWrapper()
	methodName := func(v Value) string { return Unchecked[MethodDescr](v).def.Name() }
	methodOwner := func(v Value) *Type { return Unchecked[MethodDescr](v).owner }
	MethodDescrType.Repr = descrRepr("method", methodName, methodOwner)
	descrRows(MethodDescrType, methodName, methodOwner, func(v Value) string { return Unchecked[MethodDescr](v).def.Doc })
	MethodDescrType.GetSets = append(MethodDescrType.GetSets, GetSet{Name: "__text_signature__", Get: func(th *Thread, v Value) (Value, error) {
		d := Unchecked[MethodDescr](v)
		if d.owner.Flags&FlagPlainName != 0 {
			return signatureOf(d.def, "self"), nil
		}
		return signatureOf(d.def, "$self"), nil
	}})
	MethodDescrType.GetSets = append(MethodDescrType.GetSets, GetSet{Name: "__coroutine__", Doc: asyncDoc, Get: func(th *Thread, v Value) (Value, error) {
		return Bool(Unchecked[MethodDescr](v).def.Async()), nil
	}})
	className := func(v Value) string { return Unchecked[ClassMethodDescr](v).def.Name() }
	classOwner := func(v Value) *Type { return Unchecked[ClassMethodDescr](v).owner }
	ClassMethodDType.Repr = descrRepr("method", className, classOwner)
	descrRows(ClassMethodDType, className, classOwner, func(v Value) string { return Unchecked[ClassMethodDescr](v).def.Doc })
	ClassMethodDType.GetSets = append(ClassMethodDType.GetSets, GetSet{Name: "__text_signature__", Get: func(th *Thread, v Value) (Value, error) {
		return signatureOf(Unchecked[ClassMethodDescr](v).def, "$type"), nil
	}})
	wrapperName := func(v Value) string { return Unchecked[SlotWrapper](v).d.name.S }
	wrapperOwner := func(v Value) *Type { return Unchecked[SlotWrapper](v).owner }
	SlotWrapperType.Repr = descrRepr("slot wrapper", wrapperName, wrapperOwner)
	descrRows(SlotWrapperType, wrapperName, wrapperOwner, func(v Value) string { return Unchecked[SlotWrapper](v).d.doc })
	SlotWrapperType.GetSets = append(SlotWrapperType.GetSets, GetSet{Name: "__text_signature__", Get: func(th *Thread, v Value) (Value, error) {
		return StrValue(Unchecked[SlotWrapper](v).d.sig), nil
	}})
	getsetName := func(v Value) string { return Unchecked[GetSetDescr](v).def.Name }
	getsetOwner := func(v Value) *Type { return Unchecked[GetSetDescr](v).owner }
	GetSetType.Repr = descrRepr("attribute", getsetName, getsetOwner)
	descrRows(GetSetType, getsetName, getsetOwner, func(v Value) string { return Unchecked[GetSetDescr](v).def.Doc })
	memberName := func(v Value) string { return Unchecked[MemberDescr](v).name.S }
	memberOwner := func(v Value) *Type { return Unchecked[MemberDescr](v).owner }
	MemberType.Repr = descrRepr("member", memberName, memberOwner)
	descrRows(MemberType, memberName, memberOwner, func(v Value) string {
		if d := Unchecked[MemberDescr](v).def; d != nil {
			return d.Doc
		}
		return ""
	})
}
