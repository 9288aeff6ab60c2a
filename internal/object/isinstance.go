package object

// isinstance and issubclass.

// IsInstanceOf is isinstance(v, info): info is a class, a tuple of such, or anything with __instancecheck__.
func IsInstanceOf(th *Thread, v, info Value) (bool, error) {
	if t, ok := AsType(info); ok {
		if v.Type() == t {
			return true, nil
		}
		if info.Type() == TypeType {
			return instanceOfClass(th, v, t)
		}
		if info.Type() == ABCMetaType {
			return ABCInstanceCheck(th, t, v)
		}
	} else if t, ok := AsTuple(info); ok {
		leave, err := th.Enter(" in __instancecheck__")
		if err != nil {
			return false, err
		}
		defer leave()
		for _, x := range t.Items {
			if ok, err := IsInstanceOf(th, v, x); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	f, self, err := LookupSpecial(th, info, strInstanceChk)
	if err != nil {
		return false, err
	}
	if f.Ref != nil {
		leave, err := th.Enter(" in __instancecheck__")
		if err != nil {
			return false, err
		}
		defer leave()
		var r Value
		if self {
			r, err = Call2(th, f, info, v)
		} else {
			r, err = Call1(th, f, v)
		}
		if err != nil {
			return false, err
		}
		return Truth(th, r)
	}
	return TypeInstanceCheck(th, info, v)
}

// TypeInstanceCheck is type.__instancecheck__(cls, v), which also serves objects that only have __bases__.
func TypeInstanceCheck(th *Thread, cls, v Value) (bool, error) {
	if t, ok := AsType(cls); ok {
		return instanceOfClass(th, v, t)
	}
	if err := checkClassLike(th, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union"); err != nil {
		return false, err
	}
	c, err := GetAttrOr(th, v, strClass)
	if err != nil || c.Ref == nil {
		return false, err
	}
	return abstractSubclass(th, c, cls)
}

// instanceOfClass goes by the object's class, and by its __class__ if that says something else.
func instanceOfClass(th *Thread, v Value, t *Type) (bool, error) {
	vt := v.Type()
	if vt.IsSubtype(t) {
		return true, nil
	}
	if vt.heap == nil && slotsOf(vt).generic || v.IsImmediate() {
		return false, nil
	}
	c, err := GetAttrOr(th, v, strClass)
	if err != nil || c.Ref == nil {
		return false, err
	}
	if ct, ok := AsType(c); ok && ct != vt {
		return ct.IsSubtype(t), nil
	}
	return false, nil
}

// IsSubclassOf is issubclass(cls, info).
func IsSubclassOf(th *Thread, cls, info Value) (bool, error) {
	if t, ok := AsType(info); ok {
		if info.Type() == TypeType {
			if cls == info {
				return true, nil
			}
			if c, ok := AsType(cls); ok {
				return c.IsSubtype(t), nil
			}
			return TypeSubclassCheck(th, info, cls)
		}
		if info.Type() == ABCMetaType {
			return ABCSubclassCheck(th, t, cls)
		}
	} else if t, ok := AsTuple(info); ok {
		leave, err := th.Enter(" in __subclasscheck__")
		if err != nil {
			return false, err
		}
		defer leave()
		for _, x := range t.Items {
			if ok, err := IsSubclassOf(th, cls, x); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	f, self, err := LookupSpecial(th, info, strSubclassChk)
	if err != nil {
		return false, err
	}
	if f.Ref != nil {
		leave, err := th.Enter(" in __subclasscheck__")
		if err != nil {
			return false, err
		}
		defer leave()
		var r Value
		if self {
			r, err = Call2(th, f, info, cls)
		} else {
			r, err = Call1(th, f, cls)
		}
		if err != nil {
			return false, err
		}
		return Truth(th, r)
	}
	return TypeSubclassCheck(th, info, cls)
}

// TypeSubclassCheck is type.__subclasscheck__(info, cls), which also serves objects that only have __bases__.
func TypeSubclassCheck(th *Thread, info, cls Value) (bool, error) {
	c, ok1 := AsType(cls)
	t, ok2 := AsType(info)
	if ok1 && ok2 {
		return c.IsSubtype(t), nil
	}
	if err := checkClassLike(th, cls, "issubclass() arg 1 must be a class"); err != nil {
		return false, err
	}
	if err := checkClassLike(th, info, "issubclass() arg 2 must be a class, a tuple of classes, or a union"); err != nil {
		return false, err
	}
	return abstractSubclass(th, cls, info)
}

var strBases = NewStr("__bases__")

// basesOf gives __bases__ if it is a tuple.
func basesOf(th *Thread, v Value) (*Tuple, error) {
	b, err := GetAttrOr(th, v, strBases)
	if err != nil || b.Ref == nil {
		return nil, err
	}
	t, _ := AsTuple(b)
	return t, nil
}

func checkClassLike(th *Thread, v Value, text string) error {
	b, err := basesOf(th, v)
	if err == nil && b == nil {
		err = TypeErrorf("%s", text)
	}
	return err
}

// abstractSubclass searches __bases__ upwards.
func abstractSubclass(th *Thread, c, info Value) (bool, error) {
	if c == info {
		return true, nil
	}
	bases, err := basesOf(th, c)
	if err != nil || bases == nil {
		return false, err
	}
	leave, err := th.Enter(" in __subclasscheck__")
	if err != nil {
		return false, err
	}
	defer leave()
	for _, b := range bases.Items {
		if ok, err := abstractSubclass(th, b, info); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
