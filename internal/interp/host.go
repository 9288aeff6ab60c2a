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

func (h host) Unraisable(th *object.Thread, e *object.Exc, msg string, obj object.Value) {
	sys.Unraisable(th, e, msg, obj)
}

func (h host) NewThread(th *object.Thread) *object.Thread {
	t := &vm.NewMachine(h.in.Interp).Thread
	t.ID = h.in.NextThreadID()
	return t
}
