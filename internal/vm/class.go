package vm

import (
	"ouro/internal/object"
)

// buildClass is builtins.__build_class__(func, name, *bases, metaclass=..., **kwds): what a class statement calls.
func buildClass(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	pos := args[:len(args)-len(names)]
	kwv := args[len(pos):]
	if len(pos) < 2 {
		return object.Value{}, object.TypeErrorf("__build_class__: not enough arguments")
	}
	fn, ok := AsFunction(pos[0])
	if !ok {
		return object.Value{}, object.TypeErrorf("__build_class__: func must be a function")
	}
	name, ok := object.AsStr(pos[1])
	if !ok {
		return object.Value{}, object.TypeErrorf("__build_class__: name is not a string")
	}
	orig := append([]object.Value(nil), pos[2:]...)
	bases, err := object.ResolveBases(th, orig)
	if err != nil {
		return object.Value{}, err
	}
	var meta object.Value
	var kwNames []*object.Str
	var kwVals []object.Value
	for i, n := range names {
		if n.S == "metaclass" {
			meta = kwv[i]
			continue
		}
		kwNames = append(kwNames, n)
		kwVals = append(kwVals, kwv[i])
	}
	if !meta.Bound() {
		meta = object.TypeType.Value()
		if len(bases) > 0 {
			meta = bases[0].Type().Value()
		}
	}
	if mt, ok := object.AsType(meta); ok {
		var ts []*object.Type
		for _, b := range bases {
			if t, ok := object.AsType(b); ok {
				ts = append(ts, t)
			}
		}
		if mt, err = object.ChooseMeta(mt, ts); err != nil {
			return object.Value{}, err
		}
		meta = mt.Value()
	}
	basesTuple := object.TupleValue(bases...)
	ns := object.NewDict().Value()
	if meta != object.TypeType.Value() {
		prep, err := object.GetAttrOr(th, meta, strPrepare)
		if err != nil {
			return object.Value{}, err
		}
		if prep.Bound() {
			if ns, err = object.Call(th, prep, append([]object.Value{name.Value(), basesTuple}, kwVals...), kwNames); err != nil {
				return object.Value{}, err
			}
			if object.S(ns).SetItem == nil {
				what := "<metaclass>"
				if mt, ok := object.AsType(meta); ok {
					what = mt.Name
				}
				return object.Value{}, object.TypeErrorf("%s.__prepare__() must return a mapping, not %s", what, ns.Type().Name)
			}
		}
	}
	m := machine(th)
	cell, err := m.runNamespace(fn, ns)
	if err != nil {
		return object.Value{}, err
	}
	if len(orig) != len(bases) || !sameValues(orig, bases) {
		if err := object.SetItem(th, ns, strOrigBases.Value(), object.TupleValue(orig...)); err != nil {
			return object.Value{}, err
		}
	}
	cls, err := object.Call(th, meta, append([]object.Value{name.Value(), basesTuple, ns}, kwVals...), kwNames)
	if err != nil {
		return object.Value{}, err
	}
	if c, ok := object.AsCell(cell); ok {
		if t, isType := object.AsType(cls); isType {
			switch {
			case !c.V.Bound():
				return object.Value{}, object.RuntimeErrorf("__class__ not set defining '%s' as %s. Was __classcell__ propagated to type.__new__?", name.S, reprOf(th, cls))
			case c.V != t.Value():
				return object.Value{}, object.TypeErrorf("__class__ set to %s defining '%s' as %s", reprOf(th, c.V), name.S, reprOf(th, cls))
			}
		}
	}
	return cls, nil
}

func reprOf(th *object.Thread, v object.Value) string {
	s, err := object.Repr(th, v)
	if err != nil {
		return v.Type().Name
	}
	return s.S
}

func sameValues(a, b []object.Value) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// runNamespace runs code that has its namespace in R[0] (a class body, a module) and gives what it returns.
func (m *Machine) runNamespace(fn *Function, ns object.Value) (object.Value, error) {
	R, flags := m.newWindow(fn.Code.size, fn)
	if fn.Code.heap {
		// Top-level await: the code is a coroutine.
		*rg(R, 0) = ns
		g := newGen(fn)
		*rg(g.window(), 0) = ns
		m.dropWindow(flags)
		return g.value(), nil
	}
	v, err := m.enter(R, fn.Code, flags, ns)
	return v, err
}
