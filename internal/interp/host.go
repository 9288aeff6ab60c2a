package interp

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/sys"
	"ouro/internal/vm"
)

// host is what the interpreter offers to objects and modules.
type host struct{ in *Interp }

func (h host) Import(th *object.Thread, name string) (object.Value, error) {
	return h.in.importModule(th, name)
}

func (h host) ImportLevel(th *object.Thread, name string, globals *object.Dict, fromlist object.Value, level int) (object.Value, error) {
	return h.in.importLevel(th, name, globals, fromlist, level)
}

func (h host) Compile(th *object.Thread, source object.Value, filename, mode string, flags int, inherit bool, optimize int) (object.Value, error) {
	s, ok := object.AsStr(source)
	if !ok {
		return object.Value{}, object.TypeErrorf("compile() arg 1 must be a string, bytes or AST object")
	}
	c, err := h.in.compile(s.S, filename, mode, compileOptions{optimize: optimize})
	if err != nil {
		return object.Value{}, err
	}
	return c.Value(), nil
}

func (h host) Exec(th *object.Thread, code object.Value, globals *object.Dict, locals, closure object.Value) (object.Value, error) {
	c, ok := vm.AsCode(code)
	if !ok {
		return object.Value{}, object.TypeErrorf("code object expected, not %s", code.Type().Name)
	}
	return vm.Exec(th, c, globals, locals, nil)
}

func (h host) Unraisable(th *object.Thread, e *object.Exc, msg string, obj object.Value) {
	sys.Unraisable(th, e, msg, obj)
}

func (h host) NewThread(th *object.Thread) *object.Thread {
	t := &vm.NewMachine(h.in.Interp).Thread
	t.ID = h.in.NextThreadID()
	return t
}
