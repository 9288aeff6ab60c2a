package vm

import "ouro/internal/object"

// matchClass executes MATCH_CLASS: subject against cls with n positional patterns and the names in the constant.
func (m *Machine) matchClass(cls, subject object.Value, n int, kw object.Value) (object.Value, error) {
	th := &m.Thread
	t, ok := object.AsType(cls)
	if !ok {
		return object.Value{}, object.TypeErrorf("called match pattern must be a class")
	}
	is, err := object.IsInstanceOf(th, subject, cls)
	if err != nil || !is {
		return object.None, err
	}
	var out []object.Value
	seen := map[string]bool{}
	get := func(name *object.Str) (bool, error) {
		if seen[name.S] {
			return false, object.TypeErrorf("%s() got multiple sub-patterns for attribute '%s'", t.Name, name.S)
		}
		seen[name.S] = true
		v, err := object.GetAttrOr(th, subject, name)
		if err != nil || !v.Bound() {
			return false, err
		}
		out = append(out, v)
		return true, nil
	}
	if n > 0 {
		args, err := object.GetAttrOr(th, cls, strMatchArgs)
		if err != nil {
			return object.Value{}, err
		}
		self := false
		var names []object.Value
		if args.Bound() {
			tup, ok := object.AsTuple(args)
			if !ok {
				return object.Value{}, object.TypeErrorf("%s.__match_args__ must be a tuple (got %s)", t.Name, args.Type().Name)
			}
			names = tup.Items
		} else if t.Flags&object.FlagMatchSelf != 0 {
			self = true
		}
		allowed := len(names)
		if self {
			allowed = 1
		}
		if n > allowed {
			s := "s"
			if allowed == 1 {
				s = ""
			}
			return object.Value{}, object.TypeErrorf("%s() accepts %d positional sub-pattern%s (%d given)", t.Name, allowed, s, n)
		}
		if self {
			out = append(out, subject)
		} else {
			for _, v := range names[:n] {
				name, ok := object.AsStr(v)
				if !ok {
					return object.Value{}, object.TypeErrorf("__match_args__ elements must be strings (got %s)", v.Type().Name)
				}
				if ok, err := get(name); err != nil || !ok {
					return object.None, err
				}
			}
		}
	}
	names, _ := object.AsTuple(kw)
	for _, v := range names.Items {
		name, _ := object.AsStr(v)
		if ok, err := get(name); err != nil || !ok {
			return object.None, err
		}
	}
	return object.TupleValue(out...), nil
}

// matchKeys executes MATCH_KEYS.
func (m *Machine) matchKeys(subject, keys object.Value) (object.Value, error) {
	th := &m.Thread
	ks, _ := object.AsTuple(keys)
	seen := object.NewDict()
	out := make([]object.Value, 0, len(ks.Items))
	missing := object.Of(&object.NewModule("missing", "").Header)
	for _, k := range ks.Items {
		if v, err := seen.Get(th, k); err != nil {
			return object.Value{}, err
		} else if v.Bound() {
			return object.Value{}, object.ValueErrorf("mapping pattern checks duplicate key (%s)", reprOf(th, k))
		}
		if err := seen.Set(th, k, object.None); err != nil {
			return object.Value{}, err
		}
		var v object.Value
		var err error
		if d, ok := object.AsDict(subject); ok && d.Shape == object.DictShape {
			v, err = d.Get(th, k)
		} else if v, err = object.CallMethod(th, subject, strGet, k, missing); v == missing {
			v = object.Value{}
		}
		if err != nil || !v.Bound() {
			return object.None, err
		}
		out = append(out, v)
	}
	return object.TupleValue(out...), nil
}

// matchRest executes MATCH_REST.
func (m *Machine) matchRest(subject, keys object.Value) (object.Value, error) {
	d := object.NewDict()
	if err := m.dictUpdate(d, subject); err != nil {
		return object.Value{}, err
	}
	ks, _ := object.AsTuple(keys)
	for _, k := range ks.Items {
		if _, _, err := d.Del(&m.Thread, k); err != nil {
			return object.Value{}, err
		}
	}
	return d.Value(), nil
}
