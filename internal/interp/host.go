package interp

import (
	"slices"
	"weak"

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
	m := vm.NewMachine(h.in.Interp)
	m.ID = h.in.NextThreadID()
	if parent, ok := th.Frames.(sys.Limits); ok {
		m.SetRecursionLimit(parent.RecursionLimit())
	}
	h.in.machines = append(slices.DeleteFunc(h.in.machines, func(w weak.Pointer[vm.Machine]) bool { return w.Value() == nil }), weak.Make(m))
	return &m.Thread
}

// threads calls yield for the main thread and those made since, ended ones included as long as somebody refers to them.
func (in *Interp) threads(yield func(*object.Thread) bool) {
	if !yield(in.Thread()) {
		return
	}
	for _, w := range slices.Clone(in.machines) {
		if m := w.Value(); m != nil && !yield(&m.Thread) {
			return
		}
	}
}
