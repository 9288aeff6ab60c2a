package interp

import (
	"os"

	"ouro/internal/object"
	"ouro/internal/stdlib/frozen"
)

// The native modules under importlib: _imp, _frozen_importlib and _frozen_importlib_external.

var dirHook = object.Func{Sig: "path_hook_for_FileFinder(path)", Doc: "The finder for a directory.", Fn: object.F1(func(th *object.Thread, path object.Value) (object.Value, error) {
	p, err := textArg(path, "path")
	if err != nil {
		return object.Value{}, err
	}
	if p != "" {
		if st, err := os.Stat(p); err != nil || !st.IsDir() {
			e := object.NewExcf(object.ImportErrorType, "only directories are supported")
			e.SetField("path", path)
			return object.Value{}, e
		}
	}
	return newLoader(fileFinderType, "", p), nil
})}

func nameTest(f func(in *Interp, name string) bool) object.Fn {
	return object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		n, err := textArg(v, "name")
		if err != nil {
			return object.Value{}, err
		}
		if f(interpOf(th), n) {
			return object.Int(1), nil
		}
		return object.Int(0), nil
	})
}

var impModule = object.ModuleDef{
	Name: "_imp",
	Doc:  "What importlib asks the interpreter.",
	Functions: []object.Func{
		{Sig: "is_builtin(name, /)", Doc: "Whether the module is native.", Fn: nameTest(func(in *Interp, n string) bool { return in.findBuiltin(n) != nil })},
		{Sig: "is_frozen(name, /)", Doc: "Whether the module is in the binary.", Fn: nameTest(func(in *Interp, n string) bool { return in.findFrozen(n) != nil })},
		{Sig: "is_frozen_package(name, /)", Doc: "Whether the module in the binary is a package.", Fn: nameTest(func(in *Interp, n string) bool { _, _, pkg, ok := frozen.Source(n); return ok && pkg })},
		{Sig: "extension_suffixes()", Doc: "Empty: there are no extension modules.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return object.ListValue(), nil })},
		{Sig: "lock_held()", Doc: "Whether a module is being imported.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Bool(len(interpOf(th).imports.locks) > 0), nil
		})},
		{Sig: "acquire_lock()", Doc: "Nothing to do: modules have locks of their own.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return object.None, nil })},
		{Sig: "release_lock()", Doc: "Nothing to do.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return object.None, nil })},
		{Sig: "create_builtin(spec, /)", Doc: "Make a native module.", Fn: object.F1(func(th *object.Thread, spec object.Value) (object.Value, error) {
			s, ok := asSpec(spec)
			if !ok {
				return object.Value{}, object.TypeErrorf("ModuleSpec expected, not %s", spec.Type().Name)
			}
			return interpOf(th).createNative(th, s)
		})},
		{Sig: "_override_frozen_modules_for_tests(override, /)", Doc: "Nothing to do: the modules in the binary are the only ones.", Fn: object.F1(func(th *object.Thread, override object.Value) (object.Value, error) {
			return object.None, nil
		})},
		{Sig: "exec_builtin(mod, /)", Doc: "Nothing to do.", Fn: object.F1(func(th *object.Thread, m object.Value) (object.Value, error) { return object.Int(0), nil })},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set("check_hash_based_pycs", object.StrValue("default"))
		m.Set("pyc_magic_number_token", object.Int(0x0a0d_0e2b))
		return nil
	},
}

var bootstrapModule = object.ModuleDef{
	Name:  "_frozen_importlib",
	Doc:   "The core of the import system.",
	Types: []*object.Type{specType, builtinImporterType, frozenImporterType, standinImporterType},
	Functions: []object.Func{
		{Sig: "_find_spec(name, path, target=None)", Doc: "The spec of a module, or None.", Fn: object.F3(func(th *object.Thread, name, path, target object.Value) (object.Value, error) {
			n, err := textArg(name, "module name")
			if err != nil {
				return object.Value{}, err
			}
			return interpOf(th).findSpec(th, n, path)
		})},
		{Sig: "module_from_spec(spec)", Doc: "A new module as the spec says.", Fn: object.F1(func(th *object.Thread, spec object.Value) (object.Value, error) {
			return interpOf(th).moduleFromSpec(th, spec)
		})},
		{Sig: "_init_module_attrs(spec, module)", Doc: "Set a module's import attributes.", Fn: object.F2(func(th *object.Thread, spec, m object.Value) (object.Value, error) {
			if s, ok := asSpec(spec); ok {
				return m, interpOf(th).initAttrs(th, m, s)
			}
			return m, interpOf(th).initForeignAttrs(th, m, spec)
		})},
		{Sig: "_load(spec)", Doc: "Import the module of a spec.", Fn: object.F1(func(th *object.Thread, spec object.Value) (object.Value, error) {
			return interpOf(th).load(th, spec)
		})},
		{Sig: "_exec(spec, module)", Doc: "Run a module again.", Fn: object.F2(reexec)},
		{Sig: "_gcd_import(name, package=None, level=0)", Doc: "Import a module and return it.", Fn: object.F3(gcdImport)},
		{Sig: "spec_from_loader(name, loader, *, origin=None, is_package=None)", Doc: "A spec made of what the loader says.", Fn: object.FN(specFromLoader)},
	},
}

var externalModule = object.ModuleDef{
	Name:  "_frozen_importlib_external",
	Doc:   "Finders and loaders of the file system.",
	Types: []*object.Type{pathFinderType, fileFinderType, sourceLoaderType, namespaceLoaderType},
	Init: func(th *object.Thread, m *object.Module) error {
		for name, exts := range map[string][]string{"SOURCE_SUFFIXES": {".py"}, "BYTECODE_SUFFIXES": {".pyc"}, "EXTENSION_SUFFIXES": nil, "DEBUG_BYTECODE_SUFFIXES": {".pyc"}, "OPTIMIZED_BYTECODE_SUFFIXES": {".pyc"}} {
			l := object.NewList()
			for _, e := range exts {
				l.Append(object.StrValue(e))
			}
			m.Set(name, l.Value())
		}
		m.Set("MAGIC_NUMBER", object.BytesValue([]byte("\x2b\x0e\r\n")))
		return nil
	},
}

// reexec is what importlib.reload does with the spec it has found.
func reexec(th *object.Thread, spec, m object.Value) (object.Value, error) {
	i := interpOf(th)
	s, ok := asSpec(spec)
	if !ok || !isOurs(s) {
		loader, err := object.GetAttr(th, spec, object.NewStr("loader"))
		if err != nil {
			return object.Value{}, err
		}
		if err := i.initForeignAttrs(th, m, spec); err != nil {
			return object.Value{}, err
		}
		if _, err := object.CallMethod(th, loader, strExecMod, m); err != nil {
			return object.Value{}, err
		}
	} else {
		if err := i.initAttrs(th, m, s); err != nil {
			return object.Value{}, err
		}
		if err := i.execSource(th, s, m); err != nil {
			return object.Value{}, err
		}
	}
	name, err := object.GetAttr(th, spec, object.NewStr("name"))
	if err != nil {
		return object.Value{}, err
	}
	if v, err := i.Modules.Get(th, name); err != nil || v.Bound() {
		return v, err
	}
	return m, i.Modules.Set(th, name, m)
}

func gcdImport(th *object.Thread, name, pkg, level object.Value) (object.Value, error) {
	n, err := textArg(name, "module name")
	if err != nil {
		return object.Value{}, err
	}
	l, err := object.AsIndex(th, level)
	if err != nil {
		return object.Value{}, err
	}
	if l < 0 {
		return object.Value{}, object.ValueErrorf("level must be >= 0")
	}
	if l > 0 {
		p, err := textArg(pkg, "__package__")
		if err != nil {
			return object.Value{}, object.TypeErrorf("__package__ not set to a string")
		}
		if n, err = resolveName(n, p, l); err != nil {
			return object.Value{}, err
		}
	} else if n == "" {
		return object.Value{}, object.ValueErrorf("Empty module name")
	}
	return interpOf(th).importModule(th, n)
}

func specFromLoader(th *object.Thread, a []object.Value) (object.Value, error) {
	name, err := textArg(a[0], "name")
	if err != nil {
		return object.Value{}, err
	}
	s := newSpec(name, a[1])
	s.origin = a[2]
	pkg := a[3]
	if pkg.IsNone() {
		f, err := object.GetAttrOr(th, a[1], object.NewStr("is_package"))
		if err != nil {
			return object.Value{}, err
		}
		if f.Bound() {
			if pkg, err = object.Call1(th, f, a[0]); err != nil {
				if !object.Matches(err, object.ImportErrorType) {
					return object.Value{}, err
				}
				pkg = object.None
			}
		}
	}
	if yes, err := object.Truth(th, pkg); err != nil {
		return object.Value{}, err
	} else if yes {
		s.locations = object.ListValue()
	}
	if s.origin.IsNone() {
		if f, err := object.GetAttrOr(th, a[1], object.NewStr("get_filename")); err == nil && f.Bound() {
			if v, err := object.Call1(th, f, a[0]); err == nil {
				s.origin, s.hasLocation = v, true
			}
		}
	}
	return s.Value(), nil
}
