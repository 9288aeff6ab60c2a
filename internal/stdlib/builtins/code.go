package builtins

import (
	"strings"

	"ouro/internal/object"
)

// Functions about code and namespaces: compile, eval, exec, import, globals, locals.

var strBuiltins = object.NewStr("__builtins__")

func frame(th *object.Thread, what string) (object.Frame, error) {
	f := th.CurrentFrame()
	if f == nil {
		return nil, object.NewExcf(object.SystemErrorType, "%s: no current frame", what)
	}
	return f, nil
}

func globals(th *object.Thread) (object.Value, error) {
	f, err := frame(th, "globals()")
	if err != nil {
		return object.Value{}, err
	}
	return f.Globals().Value(), nil
}

func locals(th *object.Thread) (object.Value, error) {
	f, err := frame(th, "locals()")
	if err != nil {
		return object.Value{}, err
	}
	return f.Locals(th)
}

func importName(th *object.Thread, args []object.Value) (object.Value, error) {
	name, ok := object.AsStr(args[0])
	if !ok {
		return object.Value{}, object.TypeErrorf("module name must be a string")
	}
	level, err := object.AsIndex(th, args[4])
	if err != nil {
		return object.Value{}, err
	}
	if level < 0 {
		return object.Value{}, object.ValueErrorf("level must be >= 0")
	}
	if name.S == "" && level == 0 {
		return object.Value{}, object.ValueErrorf("Empty module name")
	}
	var g *object.Dict
	if !args[1].IsNone() {
		if g, ok = object.AsDict(args[1]); !ok && level > 0 {
			return object.Value{}, object.TypeErrorf("globals must be a dict")
		}
	}
	return th.Interp.Host.ImportLevel(th, name.S, g, args[3], level)
}

// fileName converts a str, bytes or path-like object.
func fileName(th *object.Thread, v object.Value) (string, error) {
	if s, ok := object.AsStr(v); ok {
		return s.S, nil
	}
	if b, ok := object.AsBytes(v); ok {
		return string(b.B), nil
	}
	r, found, err := object.CallMethodOf(th, v, object.NewStr("__fspath__"))
	if err != nil {
		return "", err
	}
	if found {
		if s, ok := object.AsStr(r); ok {
			return s.S, nil
		}
		if b, ok := object.AsBytes(r); ok {
			return string(b.B), nil
		}
		return "", object.TypeErrorf("expected %s.__fspath__() to return str or bytes, not %s", v.Type().TypeName(), r.Type().TypeName())
	}
	return "", object.TypeErrorf("expected str, bytes or os.PathLike object, not %s", v.Type().TypeName())
}

func compile(th *object.Thread, args []object.Value) (object.Value, error) {
	name, err := fileName(th, args[1])
	if err != nil {
		return object.Value{}, err
	}
	mode, ok := object.AsStr(args[2])
	if !ok {
		return object.Value{}, object.TypeErrorf("compile() argument 'mode' must be str, not %s", args[2].Type().TypeName())
	}
	flags, err := object.AsIndex(th, args[3])
	if err != nil {
		return object.Value{}, err
	}
	alone, err := object.Truth(th, args[4])
	if err != nil {
		return object.Value{}, err
	}
	optimize, err := object.AsIndex(th, args[5])
	if err != nil {
		return object.Value{}, err
	}
	switch mode.S {
	case "exec", "eval", "single":
	case "func_type":
		if flags&0x400 == 0 {
			return object.Value{}, object.ValueErrorf("compile() mode 'func_type' requires flag PyCF_ONLY_AST")
		}
	default:
		if flags&0x400 != 0 {
			return object.Value{}, object.ValueErrorf("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
		}
		return object.Value{}, object.ValueErrorf("compile() mode must be 'exec', 'eval' or 'single'")
	}
	if optimize < -1 || optimize > 2 {
		return object.Value{}, object.ValueErrorf("compile(): invalid optimize value")
	}
	return th.Interp.Host.Compile(th, args[0], name, mode.S, flags, !alone, optimize)
}

// codeOf gives a code object, compiled if source is text.
func codeOf(th *object.Thread, source object.Value, what, mode string) (object.Value, error) {
	t := source.Type()
	if !t.IsHeap() && t.Name == "code" {
		return source, nil
	}
	if s, ok := object.AsStr(source); ok {
		if mode == "eval" {
			source = object.StrValue(strings.TrimLeft(s.S, " \t"))
		}
	} else if b, ok := bytesLike(source); !ok {
		return object.Value{}, object.TypeErrorf("%s() arg 1 must be a string, bytes or code object", what)
	} else if mode == "eval" {
		source = object.BytesValue([]byte(strings.TrimLeft(string(b), " \t")))
	}
	return th.Interp.Host.Compile(th, source, "<string>", mode, 0, true, -1)
}

// namespaces gives the globals and locals for eval or exec: the current frame's where they are None.
func namespaces(th *object.Thread, g, l object.Value) (*object.Dict, object.Value, error) {
	if g.IsNone() {
		f, err := frame(th, "globals and locals cannot be NULL")
		if err != nil {
			return nil, object.Value{}, err
		}
		if l.IsNone() {
			l, err = f.Locals(th)
		}
		return f.Globals(), l, err
	}
	d, _ := object.AsDict(g)
	if _, ok := d.GetStr(strBuiltins); !ok {
		d.SetStr(strBuiltins, th.Interp.Builtins.Value())
	}
	if l.IsNone() {
		l = g
	}
	return d, l, nil
}

func eval(th *object.Thread, args []object.Value) (object.Value, error) {
	if l := args[2]; !l.IsNone() && object.S(l).GetItem == nil {
		return object.Value{}, object.TypeErrorf("locals must be a mapping")
	}
	if g := args[1]; !g.IsNone() {
		if _, ok := object.AsDict(g); !ok {
			if object.S(g).GetItem != nil {
				return object.Value{}, object.TypeErrorf("globals must be a real dict; try eval(code, {}, mapping)")
			}
			return object.Value{}, object.TypeErrorf("globals must be a dict")
		}
	}
	g, l, err := namespaces(th, args[1], args[2])
	if err != nil {
		return object.Value{}, err
	}
	code, err := codeOf(th, args[0], "eval", "eval")
	if err != nil {
		return object.Value{}, err
	}
	return th.Interp.Host.Exec(th, code, g, l, object.Value{})
}

func exec(th *object.Thread, args []object.Value) (object.Value, error) {
	if g := args[1]; !g.IsNone() {
		if _, ok := object.AsDict(g); !ok {
			return object.Value{}, object.TypeErrorf("exec() globals must be a dict, not %s", g.Type().TypeName())
		}
	}
	if l := args[2]; !l.IsNone() && object.S(l).GetItem == nil {
		return object.Value{}, object.TypeErrorf("locals must be a mapping or None, not %s", l.Type().TypeName())
	}
	g, l, err := namespaces(th, args[1], args[2])
	if err != nil {
		return object.Value{}, err
	}
	closure := args[3]
	if !closure.IsNone() && args[0].Type().Name != "code" {
		return object.Value{}, object.TypeErrorf("closure can only be used when source is a code object")
	}
	code, err := codeOf(th, args[0], "exec", "exec")
	if err != nil {
		return object.Value{}, err
	}
	_, err = th.Interp.Host.Exec(th, code, g, l, closure)
	return object.None, err
}

func breakpoint(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	hook, ok := th.Interp.Sys.GetString("breakpointhook")
	if !ok {
		return object.Value{}, object.RuntimeErrorf("lost sys.breakpointhook")
	}
	return object.Call(th, hook, args, names)
}
