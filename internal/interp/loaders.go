package interp

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"ouro/internal/bytecode"
	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/stdlib/frozen"
	"ouro/internal/stdlib/io"
	"ouro/internal/vm"
)

// The finders on sys.meta_path and the loaders of their specs. The import statement uses what is below them directly; the
// Python methods are for scripts that look.

// moduleSource is a module written in Python that a finder has found.
type moduleSource struct {
	file   string // what __file__ shows
	pkg    bool
	frozen []byte // the source text of a module in the binary
}

// Loader is a file loader: SourceFileLoader or NamespaceLoader.
type Loader struct {
	object.Header
	name, path object.Value
	dict       *object.Dict
}

var (
	loaderLayout        = object.NewLayout[Loader]()
	builtinImporterType = object.NewType("BuiltinImporter", object.ObjectType, object.ObjectType.Layout())
	frozenImporterType  = object.NewType("FrozenImporter", object.ObjectType, object.ObjectType.Layout())
	pathFinderType      = object.NewType("PathFinder", object.ObjectType, object.ObjectType.Layout())
	sourceLoaderType    = object.NewType("SourceFileLoader", object.ObjectType, loaderLayout)
	namespaceLoaderType = object.NewType("NamespaceLoader", object.ObjectType, loaderLayout)
	fileFinderType      = object.NewType("FileFinder", object.ObjectType, loaderLayout)
)

func newLoader(t *object.Type, name, path string) object.Value {
	l := &Loader{name: object.StrValue(name), path: object.StrValue(path)}
	l.Shape = t.ExactShape()
	return object.Of(&l.Header)
}

// interpOf is the interpreter around a thread.
func interpOf(th *object.Thread) *Interp { return th.Interp.Host.(host).in }

// findBuiltin gives the spec of a native module.
func (in *Interp) findBuiltin(name string) *Spec {
	if _, ok := in.native[name]; !ok && name != "sys" {
		return nil
	}
	s := newSpec(name, builtinImporterType.Value())
	s.origin = object.StrValue("built-in")
	if in.nativePackage(name) {
		s.locations = in.packagePath(name)
	}
	return s
}

// nativePackage tells whether there are native modules below the name.
func (in *Interp) nativePackage(name string) bool {
	for n := range in.native {
		if len(n) > len(name) && n[len(name)] == '.' && n[:len(name)] == name {
			return true
		}
	}
	return frozen.HasPackage(name)
}

// findFrozen gives the spec of a module in the binary that is written in Python.
func (in *Interp) findFrozen(name string) *Spec {
	p, text, pkg, ok := frozen.Source(name)
	if !ok {
		return nil
	}
	s := newSpec(name, frozenImporterType.Value())
	s.origin = object.StrValue("frozen")
	s.source = &moduleSource{file: filepath.Join(in.libDir, p), pkg: pkg, frozen: text}
	if pkg {
		s.locations = in.packagePath(name)
	}
	return s
}

// packagePath is __path__ of a package in the binary: where it seems to lie, and its directory in a CPython library on sys.path,
// which may have submodules that the binary has not.
func (in *Interp) packagePath(name string) object.Value {
	dir := strings.ReplaceAll(name, ".", "/")
	out := []object.Value{object.StrValue(filepath.Join(in.libDir, dir))}
	path, _ := in.Sys.GetString("path")
	if l, ok := object.AsList(path); ok {
		for _, e := range l.Values() {
			d, ok := object.AsStr(e)
			if !ok || filepath.Base(d.S) != libName {
				continue
			}
			if st, err := os.Stat(filepath.Join(d.S, dir)); err == nil && st.IsDir() {
				out = append(out, object.StrValue(filepath.Join(d.S, dir)))
			}
		}
	}
	return object.ListValue(out...)
}

// findInDir looks for a module in one directory: a source file, a package, or (dir) a part of a namespace package.
func findInDir(dir, tail string) (file string, pkg, part bool) {
	if dir == "" {
		dir = "."
		if wd, err := os.Getwd(); err == nil {
			dir = wd
		}
	}
	base := filepath.Join(dir, tail)
	if st, err := os.Stat(base); err == nil && st.IsDir() {
		init := filepath.Join(base, "__init__.py")
		if st, err := os.Stat(init); err == nil && st.Mode().IsRegular() {
			return init, true, false
		}
		part = true
	}
	if st, err := os.Stat(base + ".py"); err == nil && !st.IsDir() {
		return base + ".py", false, false
	}
	return base, false, part
}

// extensionIn looks for a compiled extension module, which cannot be loaded.
func extensionIn(dir, tail string) string {
	for _, pattern := range []string{tail + ".so", tail + ".*.so", tail + ".pyd"} {
		if found, err := filepath.Glob(filepath.Join(dir, pattern)); err == nil && len(found) > 0 {
			return found[0]
		}
	}
	return ""
}

func sourceSpec(name, file string, pkg bool) *Spec {
	s := newSpec(name, newLoader(sourceLoaderType, name, file))
	s.origin, s.hasLocation = object.StrValue(file), true
	s.source = &moduleSource{file: file, pkg: pkg}
	if pkg {
		s.locations = object.ListValue(object.StrValue(filepath.Dir(file)))
	}
	return s
}

// findOnPath looks along a module search path; nil if the module is not there.
func (in *Interp) findOnPath(th *object.Thread, name string, path []object.Value) (object.Value, error) {
	// A source that the program has just written may still be held back.
	io.FlushAll(th)
	tail := name[strings.LastIndexByte(name, '.')+1:]
	var parts []object.Value
	var dirs []string
	for _, e := range path {
		d, ok := object.AsStr(e)
		if !ok {
			continue
		}
		finder, err := in.pathHook(th, d)
		if err != nil {
			return object.Value{}, err
		}
		if finder.Bound() {
			if finder.IsNone() {
				continue
			}
			spec, err := object.CallMethod(th, finder, object.NewStr("find_spec"), object.StrValue(name))
			if err != nil {
				return object.Value{}, err
			}
			if spec.IsNone() {
				continue
			}
			loader, err := object.GetAttr(th, spec, object.NewStr("loader"))
			if err != nil {
				return object.Value{}, err
			}
			if !loader.IsNone() {
				return spec, nil
			}
			more, err := object.GetAttr(th, spec, object.NewStr("submodule_search_locations"))
			if err != nil {
				return object.Value{}, err
			}
			if more.IsNone() {
				return object.Value{}, object.NewExcf(object.ImportErrorType, "spec missing loader")
			}
			items, err := object.Collect(th, more)
			if err != nil {
				return object.Value{}, err
			}
			parts = append(parts, items...)
			continue
		}
		file, pkg, part := findInDir(d.S, tail)
		if part {
			parts = append(parts, object.StrValue(file))
		} else if pkg || strings.HasSuffix(file, ".py") {
			return sourceSpec(name, file, pkg).Value(), nil
		}
		dirs = append(dirs, d.S)
	}
	if parts != nil {
		s := newSpec(name, newLoader(namespaceLoaderType, name, ""))
		s.locations = object.ListValue(parts...)
		return s.Value(), nil
	}
	for _, d := range dirs {
		if f := extensionIn(d, tail); f != "" {
			e := object.NewExcf(object.ImportErrorType, "Ouro cannot load C extension modules: '%s' is one (%s)", name, f)
			e.SetField("name", object.StrValue(name))
			e.SetField("path", object.StrValue(f))
			e.SetField("msg", e.Args.Items[0])
			return object.Value{}, e
		}
	}
	return object.None, nil
}

// pathHook gives the finder that sys.path_hooks or sys.path_importer_cache has for a path entry: unbound if that is our own
// search in directories.
func (in *Interp) pathHook(th *object.Thread, entry *object.Str) (object.Value, error) {
	if cache, ok := in.Sys.GetString("path_importer_cache"); ok {
		if d, ok := object.AsDict(cache); ok && d.Len() > 0 {
			if f, ok := d.GetStr(entry); ok {
				if f.Type() == fileFinderType {
					return object.Value{}, nil
				}
				return f, nil
			}
		}
	}
	hooks, ok := in.Sys.GetString("path_hooks")
	if !ok {
		return object.Value{}, nil
	}
	l, ok := object.AsList(hooks)
	if !ok || l.Len() == 1 && l.At(0) == in.dirHook || l.Len() == 0 {
		return object.Value{}, nil
	}
	for _, h := range l.Snapshot() {
		if h == in.dirHook {
			return object.Value{}, nil
		}
		f, err := object.Call1(th, h, entry.Value())
		if err == nil {
			if cache, ok := in.Sys.GetString("path_importer_cache"); ok {
				if err := object.SetItem(th, cache, entry.Value(), f); err != nil {
					return object.Value{}, err
				}
			}
			return f, nil
		}
		if !object.Matches(err, object.ImportErrorType) {
			return object.Value{}, err
		}
	}
	return object.Value{}, nil
}

// frozenCode keeps the compiled code of the modules in the binary for all interpreters of the process: it is immutable.
var frozenCode sync.Map // of frozenKey to *bytecode.Code

type frozenKey struct {
	file     string
	optimize int
}

// code compiles a module's source.
func (in *Interp) code(th *object.Thread, src *moduleSource) (*vm.Code, error) {
	if src.frozen != nil {
		k := frozenKey{src.file, in.config.Flags.Optimize}
		if c, ok := frozenCode.Load(k); ok {
			return vm.NewCode(in.Interp, c.(*bytecode.Code)), nil
		}
		c, err := in.compile(th, parser.NormalizeNewlines(string(src.frozen)), src.file, "exec", compileOptions{optimize: -1, quiet: true})
		if err != nil {
			return nil, err
		}
		frozenCode.Store(k, c.Code)
		return c, nil
	}
	data, err := os.ReadFile(src.file)
	if err != nil {
		return nil, object.AsExc(err)
	}
	text, err := parser.DecodeSource(data)
	if err != nil {
		return nil, syntaxError(err, src.file, nil)
	}
	return in.compile(th, text, src.file, "exec", compileOptions{optimize: -1})
}

// sourceText is the source of a module in the binary by its file name; ok is false for other files.
func (in *Interp) sourceText(file string) ([]byte, bool) {
	rel, ok := strings.CutPrefix(file, in.libDir+"/")
	if !ok || !strings.HasSuffix(rel, ".py") {
		return nil, false
	}
	name := strings.TrimSuffix(strings.TrimSuffix(rel, ".py"), "/__init__")
	_, text, _, ok := frozen.Source(strings.ReplaceAll(name, "/", "."))
	return text, ok
}

func textArg(v object.Value, what string) (string, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return "", object.TypeErrorf("%s must be str, not %s", what, v.Type().Name)
	}
	return s.S, nil
}

func specOrNone(s *Spec) object.Value {
	if s == nil {
		return object.None
	}
	return s.Value()
}

// finderMethods are the methods of a meta path finder that is a class.
func finderMethods(find func(in *Interp, name string) *Spec) []object.Func {
	need := func(th *object.Thread, v object.Value) (*Spec, error) {
		name, err := textArg(v, "module name")
		if err != nil {
			return nil, err
		}
		s := find(interpOf(th), name)
		if s == nil {
			e := object.NewExcf(object.ImportErrorType, "'%s' is not a built-in module", name)
			e.SetField("name", v)
			return nil, e
		}
		return s, nil
	}
	return []object.Func{
		{Sig: "find_spec(fullname, path=None, target=None)", Static: true, Doc: "The module's spec, or None.", Fn: object.F3(func(th *object.Thread, name, path, target object.Value) (object.Value, error) {
			n, err := textArg(name, "module name")
			if err != nil {
				return object.Value{}, err
			}
			return specOrNone(find(interpOf(th), n)), nil
		})},
		{Sig: "create_module(spec)", Static: true, Doc: "Make the module object.", Fn: object.F1(func(th *object.Thread, spec object.Value) (object.Value, error) {
			s, ok := asSpec(spec)
			if !ok {
				return object.None, nil
			}
			return interpOf(th).createNative(th, s)
		})},
		{Sig: "exec_module(module)", Static: true, Doc: "Run the module's code.", Fn: object.F1(func(th *object.Thread, m object.Value) (object.Value, error) {
			spec, err := object.GetAttr(th, m, strSpec)
			if err != nil {
				return object.Value{}, err
			}
			if s, ok := asSpec(spec); ok {
				err = interpOf(th).execSource(th, s, m)
			}
			return object.None, err
		})},
		{Sig: "load_module(fullname)", Static: true, Doc: "Import the module.", Fn: object.F1(func(th *object.Thread, name object.Value) (object.Value, error) {
			s, err := need(th, name)
			if err != nil {
				return object.Value{}, err
			}
			return interpOf(th).load(th, s.Value())
		})},
		{Sig: "get_code(fullname)", Static: true, Doc: "The module's code object, or None.", Fn: object.F1(func(th *object.Thread, name object.Value) (object.Value, error) {
			s, err := need(th, name)
			if err != nil || s.source == nil {
				return object.None, err
			}
			c, err := interpOf(th).code(th, s.source)
			if err != nil {
				return object.Value{}, err
			}
			return c.Value(), nil
		})},
		{Sig: "get_source(fullname)", Static: true, Doc: "The module's source text, or None.", Fn: object.F1(func(th *object.Thread, name object.Value) (object.Value, error) {
			s, err := need(th, name)
			if err != nil || s.source == nil {
				return object.None, err
			}
			return object.StrValue(string(s.source.frozen)), nil
		})},
		{Sig: "is_package(fullname)", Static: true, Doc: "Whether the module is a package.", Fn: object.F1(func(th *object.Thread, name object.Value) (object.Value, error) {
			s, err := need(th, name)
			if err != nil {
				return object.Value{}, err
			}
			return object.Bool(!s.locations.IsNone()), nil
		})},
	}
}

func init() {
	for _, t := range []*object.Type{builtinImporterType, frozenImporterType} {
		t.Module = "_frozen_importlib"
	}
	builtinImporterType.Doc = "Finder and loader of the modules written in Go."
	builtinImporterType.Methods = finderMethods((*Interp).findBuiltin)
	frozenImporterType.Doc = "Finder and loader of the modules in the binary that are written in Python."
	frozenImporterType.Methods = finderMethods((*Interp).findFrozen)

	t := pathFinderType
	t.Module, t.Doc = "_frozen_importlib_external", "Finder that looks along sys.path or a package's __path__."
	t.Methods = []object.Func{
		{Sig: "find_spec(fullname, path=None, target=None)", Static: true, Doc: "The module's spec, or None.", Fn: object.F3(func(th *object.Thread, name, path, target object.Value) (object.Value, error) {
			n, err := textArg(name, "module name")
			if err != nil {
				return object.Value{}, err
			}
			dirs, err := interpOf(th).searchPath(th, path)
			if err != nil {
				return object.Value{}, err
			}
			return interpOf(th).findOnPath(th, n, dirs)
		})},
		{Sig: "invalidate_caches()", Static: true, Doc: "Nothing to do: directories are not cached.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return object.None, nil })},
	}

	for _, t := range []*object.Type{sourceLoaderType, namespaceLoaderType, fileFinderType} {
		t.Module = "_frozen_importlib_external"
		t.KeepAttrs(func(o *object.Header) **object.Dict { return &object.Unchecked[Loader](object.Of(o)).dict })
		t.Members = []object.Member{
			{Name: "name", Writable: true, Field: func(v object.Value) *object.Value { return &object.Unchecked[Loader](v).name }},
			{Name: "path", Writable: true, Field: func(v object.Value) *object.Value { return &object.Unchecked[Loader](v).path }},
		}
		t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
			if v.Type() == fileFinderType {
				r, err := object.Repr(th, object.Unchecked[Loader](v).path)
				if err != nil {
					return object.Value{}, err
				}
				return object.StrValue("FileFinder(" + r.S + ")"), nil
			}
			return object.StrValue("<" + v.Type().FullName() + " object at " + hex(object.Address(v)) + ">"), nil
		}
	}
	fileFinderType.Constructor = &object.Func{Sig: "FileFinder(path, *loader_details)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		c, _ := object.AsType(a[0])
		l := object.NewObject[Loader](th, c)
		l.name, l.path = object.None, a[1]
		return object.Of(&l.Header), nil
	})}
	fileFinderType.Methods = []object.Func{
		{Sig: "find_spec(fullname, target=None)", Doc: "The spec of a module in the directory, or None.", Fn: object.F3(func(th *object.Thread, self, name, target object.Value) (object.Value, error) {
			n, err := textArg(name, "module name")
			if err != nil {
				return object.Value{}, err
			}
			dir, err := textArg(object.Unchecked[Loader](self).path, "path")
			if err != nil {
				return object.Value{}, err
			}
			file, pkg, part := findInDir(dir, n[strings.LastIndexByte(n, '.')+1:])
			switch {
			case part:
				s := newSpec(n, object.None)
				s.locations = object.ListValue(object.StrValue(file))
				return s.Value(), nil
			case pkg || strings.HasSuffix(file, ".py"):
				return sourceSpec(n, file, pkg).Value(), nil
			}
			return object.None, nil
		})},
		{Sig: "invalidate_caches()", Doc: "Nothing to do.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) { return object.None, nil })},
	}
	namespaceLoaderType.Constructor = &object.Func{Sig: "NamespaceLoader(name, path, path_finder=None)", Fn: object.FN(newFileLoader)}
	namespaceLoaderType.Methods = []object.Func{
		{Sig: "create_module(spec)", Doc: "None: an ordinary module.", Fn: object.F2(func(th *object.Thread, self, spec object.Value) (object.Value, error) { return object.None, nil })},
		{Sig: "exec_module(module)", Doc: "Nothing to run.", Fn: object.F2(func(th *object.Thread, self, m object.Value) (object.Value, error) { return object.None, nil })},
		{Sig: "is_package(fullname)", Doc: "True.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) { return object.True, nil })},
		{Sig: "get_source(fullname)", Doc: "The empty text.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
			return object.StrValue(""), nil
		})},
	}
	sourceLoaderType.Constructor = &object.Func{Sig: "SourceFileLoader(fullname, path)", Fn: object.FN(newFileLoader)}
	sourceLoaderType.Methods = sourceLoaderMethods
}

func newFileLoader(th *object.Thread, a []object.Value) (object.Value, error) {
	c, _ := object.AsType(a[0])
	l := object.NewObject[Loader](th, c)
	l.name, l.path = a[1], a[2]
	return object.Of(&l.Header), nil
}

func (l *Loader) file() (string, error) { return textArg(l.path, "path") }

var (
	strGetData      = object.NewStr("get_data")
	strGetCode      = object.NewStr("get_code")
	strSourceToCode = object.NewStr("source_to_code")
)

var sourceLoaderMethods = []object.Func{
	{Sig: "create_module(spec)", Doc: "None: an ordinary module.", Fn: object.F2(func(th *object.Thread, self, spec object.Value) (object.Value, error) { return object.None, nil })},
	{Sig: "exec_module(module)", Doc: "Run the module's code.", Fn: object.F2(func(th *object.Thread, self, m object.Value) (object.Value, error) {
		name, err := object.GetAttr(th, m, strName)
		if err != nil {
			return object.Value{}, err
		}
		code, err := object.CallMethod(th, self, strGetCode, name)
		if err != nil {
			return object.Value{}, err
		}
		if code.IsNone() {
			return object.Value{}, object.NewExcf(object.ImportErrorType, "cannot load module when get_code() returns None")
		}
		d, err := object.GetAttr(th, m, strDict)
		if err != nil {
			return object.Value{}, err
		}
		ns, ok := object.AsDict(d)
		if !ok {
			return object.Value{}, object.TypeErrorf("exec() globals must be a dict, not %s", d.Type().Name)
		}
		interpOf(th).addBuiltins(ns)
		_, err = th.Interp.Host.Exec(th, code, ns, object.Value{}, object.Value{})
		return object.None, err
	})},
	{Sig: "load_module(fullname=None)", Doc: "Import the module.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
		l := object.Unchecked[Loader](self)
		f, err := l.file()
		if err != nil {
			return object.Value{}, err
		}
		n, err := textArg(l.name, "module name")
		if err != nil {
			return object.Value{}, err
		}
		s := sourceSpec(n, f, filepath.Base(f) == "__init__.py")
		s.loader = self
		return interpOf(th).load(th, s.Value())
	})},
	{Sig: "get_filename(name=None)", Doc: "The path of the source.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
		return object.Unchecked[Loader](self).path, nil
	})},
	{Sig: "get_data(path)", Doc: "The bytes of a file.", Fn: object.F2(func(th *object.Thread, self, path object.Value) (object.Value, error) {
		p, err := textArg(path, "path")
		if err != nil {
			return object.Value{}, err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return object.Value{}, object.AsExc(err)
		}
		return object.BytesValue(data), nil
	})},
	{Sig: "get_source(fullname)", Doc: "The source text.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
		data, err := object.CallMethod(th, self, strGetData, object.Unchecked[Loader](self).path)
		if err != nil {
			return object.Value{}, err
		}
		b, ok := object.AsBytes(data)
		if !ok {
			return object.Value{}, object.TypeErrorf("get_data() must return bytes")
		}
		text, err := parser.DecodeSource(b.B)
		if err != nil {
			e := object.NewExcf(object.ImportErrorType, "source not available through get_source()")
			e.SetField("name", name)
			return object.Value{}, e
		}
		return object.StrValue(text), nil
	})},
	{Sig: "get_code(fullname)", Doc: "The module's code object.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
		l := object.Unchecked[Loader](self)
		data, err := object.CallMethod(th, self, strGetData, l.path)
		if err != nil {
			return object.Value{}, err
		}
		return object.CallMethod(th, self, strSourceToCode, data, l.path)
	})},
	{Sig: "source_to_code(data, path)", Doc: "Compile a source.", Fn: object.F3(func(th *object.Thread, self, data, path object.Value) (object.Value, error) {
		p, err := textArg(path, "path")
		if err != nil {
			return object.Value{}, err
		}
		return th.Interp.Host.Compile(th, data, p, "exec", 0, false, -1)
	})},
	{Sig: "is_package(fullname)", Doc: "Whether the module is a package.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
		f, err := object.Unchecked[Loader](self).file()
		if err != nil {
			return object.Value{}, err
		}
		n, err := textArg(name, "module name")
		return object.Bool(filepath.Base(f) == "__init__.py" && n[strings.LastIndexByte(n, '.')+1:] != "__init__"), err
	})},
	{Sig: "path_stats(path)", Doc: "The modification time and size of a file.", Fn: object.F2(func(th *object.Thread, self, path object.Value) (object.Value, error) {
		p, err := textArg(path, "path")
		if err != nil {
			return object.Value{}, err
		}
		st, err := os.Stat(p)
		if err != nil {
			return object.Value{}, object.AsExc(err)
		}
		d := object.NewDict()
		d.SetString("mtime", object.Float(float64(st.ModTime().UnixNano())/1e9))
		d.SetString("size", object.Int(st.Size()))
		return d.Value(), nil
	})},
	{Sig: "get_resource_reader(name)", Doc: "The reader of the package's files.", Fn: object.F2(func(th *object.Thread, self, name object.Value) (object.Value, error) {
		m, err := th.Interp.Host.Import(th, "importlib.resources.readers")
		if err != nil {
			return object.Value{}, err
		}
		return object.CallMethod(th, m, object.NewStr("FileReader"), self)
	})},
}

// searchPath is the path given, or sys.path for None.
func (in *Interp) searchPath(th *object.Thread, path object.Value) ([]object.Value, error) {
	if path.IsNone() {
		p, ok := in.Sys.GetString("path")
		if !ok || p.IsNone() {
			return nil, nil
		}
		path = p
	}
	if l, ok := object.AsList(path); ok {
		return slices.Clone(l.Values()), nil
	}
	return object.Collect(th, path)
}
