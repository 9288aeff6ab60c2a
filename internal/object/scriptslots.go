package object

// The slots of classes made by scripts: each looks the dunder method up on the type and calls it.

// LookupSpecial finds a special method on v's type and binds it as the interpreter does for implicit calls: if the result
// is unbound-callable with v first, self is true and the caller passes v as first argument.
func LookupSpecial(th *Thread, v Value, name *Str) (fn Value, self bool, err error) {
	f, ok := v.Type().Lookup(name)
	if !ok {
		return Value{}, false, nil
	}
	if isPlainMethod(f) {
		return f, true, nil
	}
	if get := S(f).Get; get != nil {
		f, err = get(th, f, v, v.Type())
		return f, false, err
	}
	return f, false, nil
}

// isPlainMethod reports whether f, found on a type, is called with the instance as first argument.
func isPlainMethod(f Value) bool { return f.Ref.Shape.Type.methodLike }

// CallMethodOf calls the special method name of v's type; found is false if there is none.
func CallMethodOf(th *Thread, v Value, name *Str, args ...Value) (res Value, found bool, err error) {
	f, self, err := LookupSpecial(th, v, name)
	if err != nil || f.Ref == nil {
		return Value{}, false, err
	}
	if self {
		a := th.scratch.take(len(args) + 1)
		a[0] = v
		copy(a[1:], args)
		res, err = Call(th, f, a, nil)
		th.scratch.drop(a)
		return res, true, err
	}
	res, err = Call(th, f, args, nil)
	return res, true, err
}

// callSpecial calls a special method that the slot's presence promises; AttributeError if it has gone.
func callSpecial(th *Thread, v Value, name *Str, args ...Value) (Value, error) {
	r, found, err := CallMethodOf(th, v, name, args...)
	if err == nil && !found {
		return Value{}, attributeError(v, name)
	}
	return r, err
}

// callSpecialMaybe gives NotImplemented if there is no such method.
func callSpecialMaybe(th *Thread, v Value, name *Str, args ...Value) (Value, error) {
	r, found, err := CallMethodOf(th, v, name, args...)
	if err == nil && !found {
		return NotImplemented, nil
	}
	return r, err
}

func scriptNext(th *Thread, v Value) (Value, error) { return callSpecial(th, v, strNext) }

func scriptHash(th *Thread, v Value) (uint64, error) {
	f, self, err := LookupSpecial(th, v, strHash)
	if err != nil {
		return 0, err
	}
	if f.Ref == nil || f.IsNone() {
		return unhashable(th, v)
	}
	var args []Value
	if self {
		args = []Value{v}
	}
	r, err := Call(th, f, args, nil)
	if err != nil {
		return 0, err
	}
	if !IsInt(r) {
		return 0, TypeErrorf("__hash__ method should return an integer")
	}
	if i, ok := SmallInt(r); ok {
		// Not reduced as hash(i) is: what hash() gave to the method comes back as it is.
		if i == -1 {
			i = -2
		}
		return uint64(i), nil
	}
	return Hash(th, r)
}

func unhashable(th *Thread, v Value) (uint64, error) {
	return 0, TypeErrorf("unhashable type: '%s'", v.Type().TypeName())
}

func scriptCall(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
	m, self, err := LookupSpecial(th, f, strCall)
	if err != nil {
		return Value{}, err
	}
	if m.Ref == nil {
		return Value{}, notCallable(f)
	}
	if self {
		args = append(append(make([]Value, 0, len(args)+1), f), args...)
	}
	leave, err := th.Enter(" while calling a Python object")
	if err != nil {
		return Value{}, err
	}
	defer leave()
	return Call(th, m, args, names)
}

func attrName(v Value) (*Str, error) {
	s, ok := AsStr(v)
	if !ok {
		return nil, TypeErrorf("attribute name must be string, not '%s'", v.Type().Name)
	}
	return s, nil
}

// scriptGetAttr serves classes that define __getattribute__ or __getattr__.
func scriptGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	t := v.Type()
	var r Value
	var err error
	if f, w, _ := t.LookupWhere(strGetattribute); w == nil || w == ObjectType {
		// Where __getattr__ is asked next, nobody sees the error.
		if r, err = genericLookup(th, v, name); err == nil && r.Ref == nil {
			if _, ok := t.Lookup(strGetattr); ok {
				return callSpecial(th, v, strGetattr, name.Value())
			}
			err = attributeError(v, name)
		}
	} else if w.heap == nil && f.Ref != nil {
		r, err = slotsOf(w).GetAttr(th, v, name)
	} else {
		r, err = callSpecial(th, v, strGetattribute, name.Value())
	}
	if err == nil || !Matches(err, AttributeErrorType) {
		return r, err
	}
	if _, ok := t.Lookup(strGetattr); !ok {
		return r, err
	}
	return callSpecial(th, v, strGetattr, name.Value())
}

// funcIsScriptGetAttr tells the dispatcher above from native attribute access: super().__getattribute__ must not come back to it.
func funcIsScriptGetAttr(s *Slots) bool { return s == &ObjectType.Slots }

func scriptSetAttr(th *Thread, v Value, name *Str, val Value) error {
	var err error
	if val.Ref == nil {
		_, err = callSpecial(th, v, strDelattr, name.Value())
	} else {
		_, err = callSpecial(th, v, strSetattr, name.Value(), val)
	}
	return err
}

func scriptCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	return callSpecialMaybe(th, a, cmpStr[op], b)
}

func scriptGet(th *Thread, d, obj Value, owner *Type) (Value, error) {
	if _, ok := d.Type().Lookup(strGet); !ok {
		return d, nil
	}
	o := None
	if owner != nil {
		o = owner.Value()
	}
	if obj.Ref == nil {
		obj = None
	}
	return callSpecial(th, d, strGet, obj, o)
}

func scriptSet(th *Thread, d, obj, val Value) error {
	var err error
	if val.Ref == nil {
		_, err = callSpecial(th, d, strDelete, obj)
		if err != nil && !d.Type().definesAny(strDelete) {
			return NewExcf(AttributeErrorType, "__delete__")
		}
	} else {
		_, err = callSpecial(th, d, strSet, obj, val)
		if err != nil && !d.Type().definesAny(strSet) {
			return NewExcf(AttributeErrorType, "__set__")
		}
	}
	return err
}

func scriptLen(th *Thread, v Value) (int, error) {
	r, err := callSpecial(th, v, strLen)
	if err != nil {
		return 0, err
	}
	return lenResult(th, r)
}

func lenResult(th *Thread, r Value) (int, error) {
	if !r.IsInt() {
		var err error
		if r, err = Index(th, r); err != nil {
			return 0, err
		}
		if !r.IsInt() {
			if IntSign(r) < 0 {
				return 0, ValueErrorf("__len__() should return >= 0")
			}
			return 0, NewExcf(OverflowErrorType, "cannot fit 'int' into an index-sized integer")
		}
	}
	if r.Int64() < 0 {
		return 0, ValueErrorf("__len__() should return >= 0")
	}
	return int(r.Int64()), nil
}

func scriptSetItem(th *Thread, o, key, val Value) error {
	var err error
	if val.Ref == nil {
		_, err = callSpecial(th, o, strDelitem, key)
	} else {
		_, err = callSpecial(th, o, strSetitem, key, val)
	}
	return err
}

func scriptContains(th *Thread, o, item Value) (bool, error) {
	f, ok := o.Type().Lookup(strContains)
	if !ok {
		return containsByIter(th, o, item)
	}
	if f.IsNone() {
		return false, TypeErrorf("'%s' object is not a container", o.Type().Name)
	}
	r, err := callSpecial(th, o, strContains, item)
	if err != nil {
		return false, err
	}
	return Truth(th, r)
}

func scriptBool(th *Thread, v Value) (bool, error) {
	r, found, err := CallMethodOf(th, v, strBool)
	if err != nil {
		return false, err
	}
	if !found {
		n, err := scriptLen(th, v)
		return n != 0, err
	}
	if !r.IsBool() {
		return false, TypeErrorf("__bool__ should return bool, returned %s", r.Type().Name)
	}
	return r.Bits != 0, nil
}

func scriptInit(th *Thread, self Value, args []Value, names []*Str) error {
	f, bound, err := LookupSpecial(th, self, strInit)
	if err != nil {
		return err
	}
	if bound {
		args = append(append(make([]Value, 0, len(args)+1), self), args...)
	}
	r, err := Call(th, f, args, names)
	if err != nil {
		return err
	}
	if !r.IsNone() {
		return TypeErrorf("__init__() should return None, not '%s'", r.Type().Name)
	}
	return nil
}

func scriptNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	f, err := GetAttr(th, t.Value(), strNew)
	if err != nil {
		return Value{}, err
	}
	return Call(th, f, append(append(make([]Value, 0, len(args)+1), t.Value()), args...), names)
}
