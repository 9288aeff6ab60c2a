package interp

import (
	"bufio"
	"os"

	"ouro/internal/object"
)

// initSys makes the sys module.
func (in *Interp) initSys(th *object.Thread) error {
	m := object.NewModule("sys", "")
	in.Sys = m.Dict
	m.Set("modules", in.Modules.Value())
	m.Set("argv", object.ListValue())
	in.Modules.SetString("sys", m.Value())
	out := bufio.NewWriter(os.Stdout)
	_ = out
	m.Set("stdout", object.NewModule("stdout", "").Value())
	o, _ := m.Dict.GetString("stdout")
	om, _ := object.AsModule(o)
	om.Set("write", object.NewBuiltin(&object.Func{Sig: "write(s, /)", Fn: object.F1(func(th *object.Thread, a object.Value) (object.Value, error) {
		s, _ := object.AsStr(a)
		os.Stdout.WriteString(s.S)
		return object.None, nil
	})}, nil))
	return nil
}
