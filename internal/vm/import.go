package vm

import (
	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// importName executes IMPORT_NAME.
func (m *Machine) importName(s *state, in *bytecode.Instr) error {
	th := &m.Thread
	f := funcOf(s.R)
	name, fromlist, level := s.code.names[in.C], s.code.consts[in.B], int(in.X)
	imp, ok := f.Builtins.GetStr(strImport)
	if !ok {
		return object.NewExcf(object.ImportErrorType, "__import__ not found")
	}
	if _, native := object.AsBuiltin(imp); native {
		return set(rg(s.R, in.A))(m.Interp.Host.ImportLevel(th, name.S, f.Globals, fromlist, level))
	}
	locals := object.None
	if s.code.LocalBase > 0 {
		locals = *rg(s.R, 0)
	}
	return set(rg(s.R, in.A))(object.Call(th, imp, []object.Value{name.Value(), f.Globals.Value(), locals, fromlist, object.Int(int64(level))}, nil))
}

// importFrom executes IMPORT_FROM.
func (m *Machine) importFrom(mod object.Value, name *object.Str) (object.Value, error) {
	th := &m.Thread
	v, err := object.GetAttrOr(th, mod, name)
	if err != nil || v.Bound() {
		return v, err
	}
	str := func(n *object.Str) (string, bool) {
		x, err := object.GetAttrOr(th, mod, n)
		if err != nil || !x.Bound() {
			return "", false
		}
		t, ok := object.AsStr(x)
		if !ok {
			return "", false
		}
		return t.S, true
	}
	pkg, known := str(strName)
	if known {
		// A submodule that is being imported is in sys.modules before it is an attribute.
		if v, ok := m.Interp.Modules.GetString(pkg + "." + name.S); ok {
			return v, nil
		}
	} else {
		pkg = "<unknown module name>"
	}
	path, hasPath := str(strFile)
	text := "cannot import name '" + name.S + "' from '" + pkg + "'"
	if object.ModuleInitializing(th, mod) {
		text = "cannot import name '" + name.S + "' from partially initialized module '" + pkg + "' (most likely due to a circular import)"
	}
	if hasPath {
		text += " (" + path + ")"
	} else {
		text += " (unknown location)"
	}
	e := object.NewExcf(object.ImportErrorType, "%s", text)
	e.SetField("msg", object.StrValue(text))
	e.SetField("name", object.StrValue(pkg))
	if hasPath {
		e.SetField("path", object.StrValue(path))
	}
	e.SetField("name_from", name.Value())
	return object.Value{}, e
}

// importStar executes IMPORT_STAR: the public names of a module go to the namespace ns.
func (m *Machine) importStar(ns, mod object.Value) error {
	th := &m.Thread
	put := func(n *object.Str, v object.Value) error {
		if d, ok := object.AsDict(ns); ok && d.Shape == object.DictShape {
			d.SetStr(n, v)
			return nil
		}
		return object.SetItem(th, ns, n.Value(), v)
	}
	all, err := object.GetAttrOr(th, mod, strAll)
	if err != nil {
		return err
	}
	if all.Bound() {
		return object.Each(th, all, func(x object.Value) (bool, error) {
			n, ok := object.AsStr(x)
			if !ok {
				return true, object.TypeErrorf("Item in %s.__all__ must be str, not %s", moduleName(th, mod), x.Type().Name)
			}
			v, err := object.GetAttr(th, mod, n)
			if err != nil {
				return true, err
			}
			return false, put(n, v)
		})
	}
	dv, err := object.GetAttrOr(th, mod, strDictAttr)
	if err != nil {
		return err
	}
	if !dv.Bound() {
		return object.NewExcf(object.ImportErrorType, "from-import-* object has no __dict__ and no __all__")
	}
	d, ok := object.AsDict(dv)
	if !ok {
		return object.NewExcf(object.ImportErrorType, "from-import-* object has no __dict__ and no __all__")
	}
	for k, v := range d.Copy().All() {
		n, ok := object.AsStr(k)
		if !ok {
			return object.TypeErrorf("Key in %s.__dict__ must be str, not %s", moduleName(th, mod), k.Type().Name)
		}
		if n.S != "" && n.S[0] == '_' {
			continue
		}
		if err := put(n, v); err != nil {
			return err
		}
	}
	return nil
}

func moduleName(th *object.Thread, mod object.Value) string {
	v, err := object.GetAttrOr(th, mod, strName)
	if err != nil || !v.Bound() {
		return "?"
	}
	s, ok := object.AsStr(v)
	if !ok {
		return "?"
	}
	return s.S
}
