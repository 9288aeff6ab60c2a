package object

// Arguments of calls with * and of class statements.

// StarArgs collects the iterable after * in a call of f.
func StarArgs(th *Thread, f, v Value) ([]Value, error) {
	if t, ok := AsTuple(v); ok && t.Shape == TupleShape {
		return t.Items, nil
	}
	items, err := Collect(th, v)
	if err != nil && Matches(err, TypeErrorType) {
		if s := S(v); s.Iter == nil && s.GetItem == nil {
			return nil, TypeErrorf("%s argument after * must be an iterable, not %s", CalleeName(th, f), v.Type().Name)
		}
	}
	return items, err
}

// ResolveBases replaces bases that are no classes by what their __mro_entries__ gives.
func ResolveBases(th *Thread, bases []Value) ([]Value, error) {
	var out []Value
	replaced := false
	for _, b := range bases {
		if _, ok := AsType(b); ok {
			out = append(out, b)
			continue
		}
		f, err := GetAttrOr(th, b, strMroEntries)
		if err != nil {
			return nil, err
		}
		if !f.Bound() {
			out = append(out, b)
			continue
		}
		r, err := Call1(th, f, TupleValue(bases...))
		if err != nil {
			return nil, err
		}
		t, ok := AsTuple(r)
		if !ok {
			return nil, TypeErrorf("__mro_entries__ must return a tuple")
		}
		out = append(out, t.Items...)
		replaced = true
	}
	if !replaced {
		return bases, nil
	}
	return out, nil
}

var (
	strSpec         = NewStr("__spec__")
	strInitializing = NewStr("_initializing")
)

// ModuleInitializing reports whether a module is still being imported.
func ModuleInitializing(th *Thread, mod Value) bool {
	spec, err := GetAttrOr(th, mod, strSpec)
	if err != nil || !spec.Bound() {
		return false
	}
	v, err := GetAttrOr(th, spec, strInitializing)
	if err != nil || !v.Bound() {
		return false
	}
	t, err := Truth(th, v)
	return t && err == nil
}

// CalleeName is how error texts name a callable: "module.f()".
func CalleeName(th *Thread, f Value) string {
	q, err := GetAttrOr(th, f, strQualname)
	if err != nil || !q.Bound() {
		if s, err := ToStr(th, f); err == nil {
			return s.S
		}
		return f.Type().Name
	}
	name, err := ToStr(th, q)
	if err != nil {
		return f.Type().Name
	}
	if mod, err := GetAttrOr(th, f, strModule); err == nil && mod.Bound() {
		if ms, ok := AsStr(mod); ok && ms.S != "builtins" {
			return ms.S + "." + name.S + "()"
		}
	}
	return name.S + "()"
}
