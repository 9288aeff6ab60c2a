package interp

import (
	"os"

	"ouro/internal/object"
	"ouro/internal/stdlib/sys"
)

// initSys makes the sys module.
func (in *Interp) initSys(th *object.Thread) error {
	c := &in.config
	m, err := sys.Make(th, &sys.Config{
		Argv: c.Argv, OrigArgv: c.OrigArgv, Path: c.Path, Executable: c.Executable, Prefix: c.Prefix, BasePrefix: c.BasePrefix, LibDir: in.libDir,
		Flags: c.Flags, WarnOptions: c.WarnOptions, XOptions: c.XOptions, Builtin: in.nativeNames(),
		ShowException: in.showException,
		Threads:       func(yield func(*object.Thread) bool) { yield(in.Thread()) },
	})
	if err != nil {
		return err
	}
	in.Modules.SetString("sys", m.Value())
	for _, s := range []struct {
		f          *os.File
		name, mode string
	}{{os.Stdin, "stdin", "r"}, {os.Stdout, "stdout", "w"}, {os.Stderr, "stderr", "w"}} {
		v := sys.NewStream(s.f, "<"+s.name+">", s.mode)
		m.Set(s.name, v)
		m.Set("__"+s.name+"__", v)
	}
	return nil
}
