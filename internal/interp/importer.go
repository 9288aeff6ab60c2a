package interp

import (
	"os"
	"path/filepath"
	"strings"

	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/stdlib/frozen"
	"ouro/internal/vm"
)

// importModule imports a dotted name and gives that module itself.
func (in *Interp) importModule(th *object.Thread, name string) (object.Value, error) {
	if v, ok := in.Modules.GetString(name); ok {
		return v, nil
	}
	parent, last := "", name
	var path []string
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		parent, last = name[:i], name[i+1:]
		p, err := in.importModule(th, parent)
		if err != nil {
			return object.Value{}, err
		}
		if v, ok := in.Modules.GetString(name); ok {
			return v, nil
		}
		_ = p
	}
	v, err := in.load(th, name, path)
	if err != nil {
		return v, err
	}
	if parent != "" {
		p, _ := in.Modules.GetString(parent)
		if err := object.SetAttr(th, p, object.NewStr(last), v); err != nil {
			return object.Value{}, err
		}
	}
	return v, nil
}

func (in *Interp) load(th *object.Thread, name string, path []string) (object.Value, error) {
	if def, ok := in.native[name]; ok {
		m, err := def.Make(th)
		if err != nil {
			return object.Value{}, err
		}
		in.Modules.SetString(name, m.Value())
		return m.Value(), nil
	}
	if p, src, isPkg, ok := frozen.Source(name); ok {
		return in.execModule(th, name, "<frozen "+p+">", src, isPkg)
	}
	rel := strings.ReplaceAll(name, ".", "/")
	for _, dir := range in.config.Path {
		for _, c := range []struct {
			file string
			pkg  bool
		}{{filepath.Join(dir, rel, "__init__.py"), true}, {filepath.Join(dir, rel+".py"), false}} {
			if src, err := os.ReadFile(c.file); err == nil {
				return in.execModule(th, name, c.file, src, c.pkg)
			}
		}
	}
	e := object.NewExcf(object.ModuleNotFoundErrorType, "No module named '%s'", name)
	e.SetField("name", object.StrValue(name))
	return object.Value{}, e
}

func (in *Interp) execModule(th *object.Thread, name, file string, src []byte, pkg bool) (object.Value, error) {
	text, err := parser.DecodeSource(src)
	if err != nil {
		return object.Value{}, err
	}
	code, err := in.compile(text, file, "exec", compileOptions{optimize: -1})
	if err != nil {
		return object.Value{}, err
	}
	m := object.NewModule(name, "")
	b, _ := in.Modules.GetString("builtins")
	m.Set("__builtins__", b)
	m.Set("__file__", object.StrValue(file))
	if pkg {
		m.Set("__path__", object.ListValue(object.StrValue(filepath.Dir(file))))
		m.Set("__package__", object.StrValue(name))
	} else if i := strings.LastIndexByte(name, '.'); i >= 0 {
		m.Set("__package__", object.StrValue(name[:i]))
	} else {
		m.Set("__package__", object.StrValue(""))
	}
	in.Modules.SetString(name, m.Value())
	if _, err := vm.Exec(th, code, m.Dict, object.Value{}, nil); err != nil {
		in.Modules.DelStr(object.NewStr(name))
		return object.Value{}, err
	}
	v, _ := in.Modules.GetString(name)
	return v, nil
}

// importLevel is __import__.
func (in *Interp) importLevel(th *object.Thread, name string, globals *object.Dict, fromlist object.Value, level int) (object.Value, error) {
	full := name
	if level > 0 {
		pkg := ""
		if v, ok := globals.GetString("__package__"); ok {
			if s, ok := object.AsStr(v); ok {
				pkg = s.S
			}
		}
		for i := 1; i < level; i++ {
			pkg = pkg[:max(strings.LastIndexByte(pkg, '.'), 0)]
		}
		full = pkg
		if name != "" {
			full += "." + name
		}
	}
	m, err := in.importModule(th, full)
	if err != nil {
		return m, err
	}
	names, isTuple := object.AsTuple(fromlist)
	if !isTuple || len(names.Items) == 0 {
		if level == 0 {
			if i := strings.IndexByte(full, '.'); i >= 0 {
				return in.importModule(th, full[:i])
			}
		}
		return m, nil
	}
	if p, err := object.GetAttrOr(th, m, object.NewStr("__path__")); err == nil && p.Bound() {
		for _, n := range names.Items {
			s, _ := object.AsStr(n)
			if s == nil || s.S == "*" {
				continue
			}
			if v, err := object.GetAttrOr(th, m, s); err == nil && !v.Bound() {
				if _, err := in.importModule(th, full+"."+s.S); err != nil && !object.Matches(err, object.ModuleNotFoundErrorType) {
					return object.Value{}, err
				}
			}
		}
	}
	return m, nil
}
