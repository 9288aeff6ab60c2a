package interp

import (
	"slices"
	"strconv"
	"strings"

	"ouro/internal/object"
	"ouro/internal/stdlib/sys"
	"ouro/internal/vm"
)

// The import system.
//
// https://docs.python.org/3.14/reference/import.html

var (
	strSpec     = object.NewStr("__spec__")
	strName     = object.NewStr("__name__")
	strDict     = object.NewStr("__dict__")
	strPath     = object.NewStr("__path__")
	strPackage  = object.NewStr("__package__")
	strLoader   = object.NewStr("__loader__")
	strFile     = object.NewStr("__file__")
	strCached   = object.NewStr("__cached__")
	strBuiltins = object.NewStr("__builtins__")
	strFindSpec = object.NewStr("find_spec")
	strCreate   = object.NewStr("create_module")
	strExecMod  = object.NewStr("exec_module")
	strLoadMod  = object.NewStr("load_module")
	strInitial  = object.NewStr("_initializing")
)

func hex(n uintptr) string { return "0x" + strconv.FormatUint(uint64(n), 16) }

// moduleLock is held by the thread that imports a module. Guarded by the interpreter's lock.
type moduleLock struct {
	owner *object.Thread
	depth int
	done  chan struct{} // closed when the owner lets go
}

// importState is what the importer keeps per interpreter.
type importState struct {
	locks   map[string]*moduleLock
	waiting map[*object.Thread]*moduleLock
}

// lockModule takes a module's import lock. It gives false, without the lock, if waiting would never end because threads wait
// for each other's modules: the caller then takes the module as it is.
func (in *Interp) lockModule(th *object.Thread, name string) bool {
	s := &in.imports
	for {
		l := s.locks[name]
		if l == nil {
			s.locks[name] = &moduleLock{owner: th, depth: 1, done: make(chan struct{})}
			return true
		}
		if l.owner == th {
			l.depth++
			return true
		}
		for w := l; w != nil; w = s.waiting[w.owner] {
			if w.owner == th {
				return false
			}
		}
		s.waiting[th] = l
		th.Unlocked(func() { <-l.done })
		delete(s.waiting, th)
	}
}

func (in *Interp) unlockModule(name string) {
	l := in.imports.locks[name]
	if l.depth--; l.depth == 0 {
		delete(in.imports.locks, name)
		close(l.done)
	}
}

func notFound(name, text string) error {
	e := object.NewExcf(object.ModuleNotFoundErrorType, "%s", text)
	e.SetField("msg", e.Args.Items[0])
	e.SetField("name", object.StrValue(name))
	return e
}

// quoted is repr() of a module name.
func quoted(name string) string {
	if strings.ContainsAny(name, "'\\\n") {
		r, err := object.Repr(nil, object.StrValue(name))
		if err == nil {
			return r.S
		}
	}
	return "'" + name + "'"
}

// importModule imports a dotted name and gives that module itself.
func (in *Interp) importModule(th *object.Thread, name string) (object.Value, error) {
	if v, ok := in.Modules.GetString(name); ok {
		if v.IsNone() {
			return object.Value{}, notFound(name, "import of "+name+" halted; None in sys.modules")
		}
		if len(in.imports.locks) == 0 {
			return v, nil
		}
		if l := in.imports.locks[name]; l == nil || l.owner == th {
			return v, nil
		}
	}
	if !in.lockModule(th, name) {
		if v, ok := in.Modules.GetString(name); ok {
			return v, nil
		}
		return object.Value{}, notFound(name, "No module named "+quoted(name))
	}
	defer in.unlockModule(name)
	if v, ok := in.Modules.GetString(name); ok && !v.IsNone() {
		return v, nil
	}
	return in.findAndLoad(th, name)
}

func (in *Interp) findAndLoad(th *object.Thread, name string) (object.Value, error) {
	path := object.None
	var parent object.Value
	last := name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		pname := name[:i]
		last = name[i+1:]
		if _, err := in.importModule(th, pname); err != nil {
			return object.Value{}, err
		}
		// The parent may have imported the module, or put something else in its place.
		if v, ok := in.Modules.GetString(name); ok {
			return v, nil
		}
		var ok bool
		if parent, ok = in.Modules.GetString(pname); !ok {
			return object.Value{}, object.KeyErrorOf(object.StrValue(pname))
		}
		p, err := object.GetAttrOr(th, parent, strPath)
		if err != nil {
			return object.Value{}, err
		}
		if !p.Bound() {
			return object.Value{}, notFound(name, "No module named "+quoted(name)+"; "+quoted(pname)+" is not a package")
		}
		path = p
	}
	spec, err := in.findSpec(th, name, path)
	if err != nil {
		return object.Value{}, err
	}
	if spec.IsNone() {
		return object.Value{}, notFound(name, "No module named "+quoted(name))
	}
	m, err := in.load(th, spec)
	if err != nil {
		return object.Value{}, err
	}
	if parent.Bound() {
		if err := object.SetAttr(th, parent, object.NewStr(last), m); err != nil {
			if !object.Matches(err, object.AttributeErrorType) {
				return object.Value{}, err
			}
			if err := sys.Warn(th, object.ImportWarningType, "Cannot set an attribute on "+quoted(name[:len(name)-len(last)-1])+" for child module "+quoted(last), 2); err != nil {
				return object.Value{}, err
			}
		}
	}
	return m, nil
}

// findSpec asks the finders on sys.meta_path; None if none knows the module.
func (in *Interp) findSpec(th *object.Thread, name string, path object.Value) (object.Value, error) {
	mp, ok := in.Sys.GetString("meta_path")
	if !ok || mp.IsNone() {
		return object.Value{}, object.NewExcf(object.ImportErrorType, "sys.meta_path is None, Python is likely shutting down")
	}
	finders, err := object.Collect(th, mp)
	if err != nil {
		return object.Value{}, err
	}
	if len(finders) == 0 {
		if err := sys.Warn(th, object.ImportWarningType, "sys.meta_path is empty", 2); err != nil {
			return object.Value{}, err
		}
	}
	for _, f := range finders {
		var spec object.Value
		switch f {
		case builtinImporterType.Value():
			spec = specOrNone(in.findBuiltin(name))
		case frozenImporterType.Value():
			spec = specOrNone(in.findFrozen(name))
		case pathFinderType.Value():
			dirs, err := in.searchPath(th, path)
			if err != nil {
				return object.Value{}, err
			}
			if spec, err = in.findOnPath(th, name, dirs); err != nil {
				return object.Value{}, err
			}
		case standinImporterType.Value():
			spec = specOrNone(in.findStandin(name))
		default:
			find, err := object.GetAttrOr(th, f, strFindSpec)
			if err != nil {
				return object.Value{}, err
			}
			if !find.Bound() {
				continue
			}
			if spec, err = object.Call(th, find, []object.Value{object.StrValue(name), path, object.None}, nil); err != nil {
				return object.Value{}, err
			}
		}
		if !spec.IsNone() {
			return spec, nil
		}
	}
	return object.None, nil
}

// createNative makes the module object of a native module; None for modules written in Python.
func (in *Interp) createNative(th *object.Thread, s *Spec) (object.Value, error) {
	if s.source != nil {
		return object.None, nil
	}
	name, err := textArg(s.name, "module name")
	if err != nil {
		return object.Value{}, err
	}
	if name == "sys" {
		v, _ := in.Modules.GetString("sys")
		return v, nil
	}
	def, ok := in.native[name]
	if !ok {
		return object.None, nil
	}
	m, err := def.Make(th)
	if err != nil {
		return object.Value{}, err
	}
	return m.Value(), nil
}

// execSource runs the code of a module in the binary.
func (in *Interp) execSource(th *object.Thread, s *Spec, m object.Value) error {
	if s.source == nil {
		return nil
	}
	code, err := in.code(th, s.source)
	if err != nil {
		return err
	}
	d, err := object.GetAttr(th, m, strDict)
	if err != nil {
		return err
	}
	ns, ok := object.AsDict(d)
	if !ok {
		return object.TypeErrorf("exec() globals must be a dict, not %s", d.Type().Name)
	}
	in.addBuiltins(ns)
	_, err = vm.Exec(th, code, ns, object.Value{}, nil)
	return err
}

// addBuiltins puts __builtins__ into a module's namespace.
func (in *Interp) addBuiltins(ns *object.Dict) {
	if _, ok := ns.GetStr(strBuiltins); !ok {
		ns.SetStr(strBuiltins, in.Builtins.Value())
	}
}

// isOurs tells whether load may run the spec without calling the loader's Python methods.
func isOurs(s *Spec) bool {
	if s.loader == builtinImporterType.Value() || s.loader == frozenImporterType.Value() || s.loader == standinImporterType.Value() || s.loader.IsNone() {
		return true
	}
	t := s.loader.Type()
	return t == namespaceLoaderType || t == sourceLoaderType && s.source != nil
}

// moduleFromSpec makes the module object of a spec with its import attributes set.
func (in *Interp) moduleFromSpec(th *object.Thread, spec object.Value) (object.Value, error) {
	s, native := asSpec(spec)
	if native && isOurs(s) {
		m, err := in.createNative(th, s)
		if err != nil {
			return object.Value{}, err
		}
		if m.IsNone() {
			name, err := textArg(s.name, "module name")
			if err != nil {
				return object.Value{}, err
			}
			mod := object.NewModule(name, "")
			mod.Set("__doc__", object.None)
			m = mod.Value()
		}
		return m, in.initAttrs(th, m, s)
	}
	loader, err := object.GetAttr(th, spec, object.NewStr("loader"))
	if err != nil {
		return object.Value{}, err
	}
	m := object.None
	create, err := object.GetAttrOr(th, loader, strCreate)
	if err != nil {
		return object.Value{}, err
	}
	if create.Bound() {
		if m, err = object.Call1(th, create, spec); err != nil {
			return object.Value{}, err
		}
	} else if ex, err := object.GetAttrOr(th, loader, strExecMod); err != nil || ex.Bound() {
		if err == nil {
			err = object.NewExcf(object.ImportErrorType, "loaders that define exec_module() must also define create_module()")
		}
		return object.Value{}, err
	}
	if m.IsNone() {
		n, err := object.GetAttr(th, spec, object.NewStr("name"))
		if err != nil {
			return object.Value{}, err
		}
		if m, err = object.Call1(th, object.ModuleType.Value(), n); err != nil {
			return object.Value{}, err
		}
	}
	if native {
		return m, in.initAttrs(th, m, s)
	}
	return m, in.initForeignAttrs(th, m, spec)
}

func (in *Interp) initAttrs(th *object.Thread, m object.Value, s *Spec) error {
	set := func(name *object.Str, v object.Value) error { return object.SetAttr(th, m, name, v) }
	if mod, ok := object.AsModule(m); ok && m.Type() == object.ModuleType {
		set = func(name *object.Str, v object.Value) error { mod.Dict.SetStr(name, v); return nil }
	}
	type attr struct {
		name *object.Str
		v    object.Value
	}
	attrs := []attr{{strName, s.name}, {strLoader, s.loader}, {strPackage, s.parent()}, {strSpec, s.Value()}}
	if !s.locations.IsNone() {
		attrs = append(attrs, attr{strPath, s.locations})
	}
	if s.hasLocation {
		attrs = append(attrs, attr{strFile, s.origin})
		if c := s.cachedPath(); !c.IsNone() {
			attrs = append(attrs, attr{strCached, c})
		}
	} else if s.source != nil {
		attrs = append(attrs, attr{strFile, object.StrValue(s.source.file)})
	}
	for _, a := range attrs {
		// A module object of a strange class may refuse them.
		if err := set(a.name, a.v); err != nil && !object.Matches(err, object.AttributeErrorType) {
			return err
		}
	}
	return nil
}

// initForeignAttrs sets the import attributes from a spec that is no ModuleSpec.
func (in *Interp) initForeignAttrs(th *object.Thread, m, spec object.Value) error {
	for _, p := range [][2]string{{"__name__", "name"}, {"__loader__", "loader"}, {"__package__", "parent"}, {"__path__", "submodule_search_locations"}} {
		v, err := object.GetAttrOr(th, spec, object.NewStr(p[1]))
		if err != nil {
			return err
		}
		if !v.Bound() || p[0] == "__path__" && v.IsNone() {
			continue
		}
		if err := object.SetAttr(th, m, object.NewStr(p[0]), v); err != nil && !object.Matches(err, object.AttributeErrorType) {
			return err
		}
	}
	return object.SetAttr(th, m, strSpec, spec)
}

// load makes the module of a spec, enters it into sys.modules and runs it.
func (in *Interp) load(th *object.Thread, spec object.Value) (object.Value, error) {
	s, native := asSpec(spec)
	var nameV, loader object.Value
	if native {
		nameV, loader = s.name, s.loader
	} else {
		var err error
		if nameV, err = object.GetAttr(th, spec, object.NewStr("name")); err != nil {
			return object.Value{}, err
		}
		if loader, err = object.GetAttr(th, spec, object.NewStr("loader")); err != nil {
			return object.Value{}, err
		}
	}
	name, err := textArg(nameV, "module name")
	if err != nil {
		return object.Value{}, err
	}
	ours := native && isOurs(s)
	if !ours && !loader.IsNone() {
		ex, err := object.GetAttrOr(th, loader, strExecMod)
		if err != nil {
			return object.Value{}, err
		}
		if !ex.Bound() {
			m, err := object.CallMethod(th, loader, strLoadMod, nameV)
			if err != nil {
				return object.Value{}, err
			}
			if v, ok := in.Modules.GetString(name); ok {
				return v, nil
			}
			return m, nil
		}
	}
	m, err := in.moduleFromSpec(th, spec)
	if err != nil {
		return object.Value{}, err
	}
	if native {
		s.initializing = object.True
		defer func() { s.initializing = object.False }()
	} else if err := object.SetAttr(th, spec, strInitial, object.True); err == nil {
		defer func() { _ = object.SetAttr(th, spec, strInitial, object.False) }()
	}
	in.Modules.SetString(name, m)
	switch {
	case ours && (s.loader == builtinImporterType.Value() || s.loader.IsNone() || s.loader.Type() == namespaceLoaderType):
		if s.loader.IsNone() && s.locations.IsNone() {
			err = object.NewExcf(object.ImportErrorType, "missing loader")
		}
	case ours:
		err = in.execSource(th, s, m)
	default:
		_, err = object.CallMethod(th, loader, strExecMod, m)
	}
	if err != nil {
		in.Modules.DelStr(object.NewStr(name))
		return object.Value{}, err
	}
	// The module may have replaced itself. It becomes the last entry, as imports end in this order.
	v, ok := in.Modules.DelStr(object.NewStr(name))
	if !ok {
		return object.Value{}, object.KeyErrorOf(nameV)
	}
	in.Modules.SetString(name, v)
	return v, nil
}

// packageOf is the package that a relative import in a module with these globals starts from.
func (in *Interp) packageOf(th *object.Thread, globals *object.Dict) (string, error) {
	if globals == nil {
		return "", object.KeyErrorOf(object.StrValue("'__name__' not in globals"))
	}
	pkg, _ := globals.GetStr(strPackage)
	spec, _ := globals.GetStr(strSpec)
	if pkg.Bound() && !pkg.IsNone() {
		p, ok := object.AsStr(pkg)
		if !ok {
			return "", object.TypeErrorf("package must be a string")
		}
		if spec.Bound() && !spec.IsNone() {
			parent, err := object.GetAttr(th, spec, object.NewStr("parent"))
			if err != nil {
				return "", err
			}
			same, err := object.Equal(th, pkg, parent)
			if err != nil {
				return "", err
			}
			if !same {
				a, err := object.Repr(th, pkg)
				if err != nil {
					return "", err
				}
				b, err := object.Repr(th, parent)
				if err != nil {
					return "", err
				}
				if err := sys.Warn(th, object.DeprecationWarningType, "__package__ != __spec__.parent ("+a.S+" != "+b.S+")", 1); err != nil {
					return "", err
				}
			}
		}
		return p.S, nil
	}
	if spec.Bound() && !spec.IsNone() {
		parent, err := object.GetAttr(th, spec, object.NewStr("parent"))
		if err != nil {
			return "", err
		}
		return textArg(parent, "__spec__.parent")
	}
	if err := sys.Warn(th, object.ImportWarningType, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__", 1); err != nil {
		return "", err
	}
	n, ok := globals.GetStr(strName)
	if !ok {
		return "", object.NewExcf(object.KeyErrorType, "'__name__' not in globals")
	}
	name, err := textArg(n, "__name__")
	if err != nil {
		return "", object.TypeErrorf("__name__ must be a string")
	}
	if _, ok := globals.GetStr(strPath); !ok {
		name = name[:max(strings.LastIndexByte(name, '.'), 0)]
	}
	return name, nil
}

// resolveName makes the absolute name of a relative import.
func resolveName(name, pkg string, level int) (string, error) {
	if pkg == "" {
		return "", object.NewExcf(object.ImportErrorType, "attempted relative import with no known parent package")
	}
	for range level - 1 {
		i := strings.LastIndexByte(pkg, '.')
		if i < 0 {
			return "", object.NewExcf(object.ImportErrorType, "attempted relative import beyond top-level package")
		}
		pkg = pkg[:i]
	}
	if name == "" {
		return pkg, nil
	}
	return pkg + "." + name, nil
}

// importLevel is __import__.
func (in *Interp) importLevel(th *object.Thread, name string, globals *object.Dict, fromlist object.Value, level int) (object.Value, error) {
	full := name
	if level > 0 {
		pkg, err := in.packageOf(th, globals)
		if err != nil {
			return object.Value{}, err
		}
		if full, err = resolveName(name, pkg, level); err != nil {
			return object.Value{}, err
		}
	}
	m, err := in.importModule(th, full)
	if err != nil {
		return object.Value{}, err
	}
	hasFrom := fromlist.Bound() && !fromlist.IsNone()
	if hasFrom {
		if hasFrom, err = object.Truth(th, fromlist); err != nil {
			return object.Value{}, err
		}
	}
	if !hasFrom {
		i := strings.IndexByte(name, '.')
		switch {
		case i < 0:
			return m, nil
		case level == 0:
			return in.importModule(th, name[:i])
		}
		// The part of the absolute name that the first part of the relative name stands for.
		top := full[:len(full)-(len(name)-i)]
		v, ok := in.Modules.GetString(top)
		if !ok {
			return object.Value{}, object.NewExcf(object.KeyErrorType, "%s not in sys.modules as expected", quoted(top))
		}
		return v, nil
	}
	path, err := object.GetAttrOr(th, m, strPath)
	if err != nil || !path.Bound() {
		return m, err
	}
	return m, in.importNames(th, m, full, fromlist, false)
}

// importNames imports the submodules among the names of `from package import ...`.
func (in *Interp) importNames(th *object.Thread, m object.Value, pkg string, names object.Value, nested bool) error {
	return object.Each(th, names, func(n object.Value) (bool, error) {
		s, ok := object.AsStr(n)
		if !ok {
			where := "``from list''"
			if nested {
				where = pkg + ".__all__"
			}
			return true, object.TypeErrorf("Item in %s must be str, not %s", where, n.Type().Name)
		}
		if s.S == "*" {
			if nested {
				return false, nil
			}
			all, err := object.GetAttrOr(th, m, object.NewStr("__all__"))
			if err != nil || !all.Bound() {
				return err != nil, err
			}
			err = in.importNames(th, m, pkg, all, true)
			return err != nil, err
		}
		if v, err := object.GetAttrOr(th, m, s); err != nil || v.Bound() {
			return err != nil, err
		}
		full := pkg + "." + s.S
		_, err := in.importModule(th, full)
		if err == nil {
			return false, nil
		}
		// A name that is no module is IMPORT_FROM's business.
		if e, ok := err.(*object.Exc); ok && e.Type() == object.ModuleNotFoundErrorType {
			if en, ok := object.AsStr(e.Field("name")); ok && en.S == full {
				if v, ok := in.Modules.GetString(full); !ok || !v.IsNone() {
					return false, nil
				}
			}
		}
		return true, err
	})
}

// setUpImports fills sys.meta_path and its like.
func (in *Interp) setUpImports(th *object.Thread) {
	in.imports = importState{locks: map[string]*moduleLock{}, waiting: map[*object.Thread]*moduleLock{}}
	in.dirHook = object.NewBuiltin(&dirHook, nil)
	in.Sys.SetString("meta_path", object.ListValue(builtinImporterType.Value(), frozenImporterType.Value(), pathFinderType.Value(), standinImporterType.Value()))
	in.Sys.SetString("path_hooks", object.ListValue(in.dirHook))
	in.Sys.SetString("path_importer_cache", object.NewDict().Value())
	for _, name := range []string{"builtins", "sys"} {
		if v, ok := in.Modules.GetString(name); ok {
			if s := in.findBuiltin(name); s != nil {
				// Setting attributes of a plain module object runs no Python code and cannot fail.
				_ = in.initAttrs(th, v, s)
			}
		}
	}
}

// importModules are the native modules on which importlib stands.
func importModules() []*object.ModuleDef {
	return []*object.ModuleDef{&impModule, &bootstrapModule, &externalModule, &tracebackModule, &opcodeModule, &tokenizeModule}
}

// nativeNames are the names of the native modules, sorted.
func (in *Interp) nativeNames() []string {
	names := []string{"sys"}
	for n := range in.native {
		if !strings.Contains(n, ".") && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}
