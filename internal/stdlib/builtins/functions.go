package builtins

import (
	"ouro/internal/object"
)

// Functions about any object: attributes, identity, classes, iteration.

var (
	strDictAttr = object.NewStr("__dict__")
	strDirAttr  = object.NewStr("__dir__")
	strRound    = object.NewStr("__round__")
)

func aiter(th *object.Thread, v object.Value) (object.Value, error) {
	f := object.S(v).AIter
	if f == nil {
		return object.Value{}, object.TypeErrorf("'%s' object is not an async iterable", v.Type().TypeName())
	}
	it, err := f(th, v)
	if err != nil {
		return it, err
	}
	if object.S(it).ANext == nil {
		return object.Value{}, object.TypeErrorf("aiter() returned not an async iterator of type '%s'", it.Type().TypeName())
	}
	return it, nil
}

func anext(th *object.Thread, v, dflt object.Value) (object.Value, error) {
	f := object.S(v).ANext
	if f == nil {
		return object.Value{}, object.TypeErrorf("'%s' object is not an async iterator", v.Type().TypeName())
	}
	aw, err := f(th, v)
	if err != nil || dflt.Ref == nil {
		return aw, err
	}
	return newAnextDefault(aw, dflt), nil
}

func callable(th *object.Thread, v object.Value) (object.Value, error) {
	return object.Bool(object.Callable(v)), nil
}

func delattr(th *object.Thread, v, name object.Value) (object.Value, error) {
	n, err := attrName(name)
	if err != nil {
		return object.Value{}, err
	}
	return object.None, object.DelAttr(th, v, n)
}

func getattr(th *object.Thread, v, name, dflt object.Value) (object.Value, error) {
	n, err := attrName(name)
	if err != nil {
		return object.Value{}, err
	}
	if dflt.Ref == nil {
		return object.GetAttr(th, v, n)
	}
	r, err := object.GetAttrOr(th, v, n)
	if err == nil && r.Ref == nil {
		r = dflt
	}
	return r, err
}

func hasattr(th *object.Thread, v, name object.Value) (object.Value, error) {
	n, err := attrName(name)
	if err != nil {
		return object.Value{}, err
	}
	r, err := object.GetAttrOr(th, v, n)
	return object.Bool(r.Ref != nil), err
}

func setattr(th *object.Thread, v, name, val object.Value) (object.Value, error) {
	n, err := attrName(name)
	if err != nil {
		return object.Value{}, err
	}
	return object.None, object.SetAttr(th, v, n, val)
}

func hash(th *object.Thread, v object.Value) (object.Value, error) {
	h, err := object.Hash(th, v)
	return object.Int(int64(h)), err
}

// id gives heap objects their address, which is a multiple of 8, and immediates odd numbers made of their payload.
func id(th *object.Thread, v object.Value) (object.Value, error) {
	switch v.Ref {
	case &object.IntHeader:
		return object.NewUint(v.Bits<<2 | 1), nil
	case &object.FloatHeader:
		return object.NewUint(v.Bits<<2 | 3), nil
	case &object.BoolHeader:
		return object.Int(int64(uint64(object.Address(v)) + 2*v.Bits)), nil
	}
	return object.NewUint(uint64(object.Address(v))), nil
}

func isinstance(th *object.Thread, v, info object.Value) (object.Value, error) {
	ok, err := object.IsInstanceOf(th, v, info)
	return object.Bool(ok), err
}

func issubclass(th *object.Thread, cls, info object.Value) (object.Value, error) {
	ok, err := object.IsSubclassOf(th, cls, info)
	return object.Bool(ok), err
}

func iter(th *object.Thread, v, sentinel object.Value) (object.Value, error) {
	if sentinel.Ref == nil {
		return object.Iter(th, v)
	}
	if !object.Callable(v) {
		return object.Value{}, object.TypeErrorf("iter(v, w): v must be callable")
	}
	return object.NewCallableIter(v, sentinel), nil
}

func length(th *object.Thread, v object.Value) (object.Value, error) {
	n, err := object.Len(th, v)
	return object.Int(int64(n)), err
}

func next(th *object.Thread, it, dflt object.Value) (object.Value, error) {
	f := object.S(it).Next
	if f == nil {
		return object.Value{}, object.TypeErrorf("'%s' object is not an iterator", it.Type().TypeName())
	}
	v, err := f(th, it)
	switch {
	case err == nil && v.Ref != nil:
		return v, nil
	case dflt.Ref != nil && (err == nil || object.Matches(err, object.StopIterationType)):
		return dflt, nil
	case err == nil:
		err = object.NewStopIteration(object.None)
	}
	return object.Value{}, err
}

func round(th *object.Thread, v, digits object.Value) (object.Value, error) {
	f, self, err := object.LookupSpecial(th, v, strRound)
	if err != nil {
		return object.Value{}, err
	}
	if f.Ref == nil {
		return object.Value{}, object.TypeErrorf("type %s doesn't define __round__ method", v.Type().TypeName())
	}
	var buf [2]object.Value
	args := buf[:0]
	if self {
		args = append(args, v)
	}
	if !digits.IsNone() {
		args = append(args, digits)
	}
	return object.Call(th, f, args, nil)
}

func dir(th *object.Thread, v object.Value) (object.Value, error) {
	var names object.Value
	if v.Ref == nil {
		ns, err := locals(th)
		if err != nil {
			return object.Value{}, err
		}
		if names, err = object.CallMethod(th, ns, object.NewStr("keys")); err != nil {
			return object.Value{}, err
		}
	} else {
		var found bool
		var err error
		if names, found, err = object.CallMethodOf(th, v, strDirAttr); err != nil {
			return object.Value{}, err
		} else if !found {
			return object.Value{}, object.TypeErrorf("object does not provide __dir__")
		}
	}
	l, err := object.ToList(th, names)
	if err != nil {
		return object.Value{}, err
	}
	return l.Value(), l.Sort(th, object.None, false)
}

func vars(th *object.Thread, v object.Value) (object.Value, error) {
	if v.Ref == nil {
		return locals(th)
	}
	d, err := object.GetAttrOr(th, v, strDictAttr)
	if err == nil && d.Ref == nil {
		err = object.TypeErrorf("vars() argument must have __dict__ attribute")
	}
	return d, err
}
