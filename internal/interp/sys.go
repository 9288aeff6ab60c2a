package interp

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/io"
	"ouro/internal/stdlib/sys"
)

// initSys makes the sys module.
func (in *Interp) initSys(th *object.Thread) error {
	c := &in.config
	m, err := sys.Make(th, &sys.Config{
		Argv: c.Argv, OrigArgv: c.OrigArgv, Path: c.Path, Executable: c.Executable, Prefix: c.Prefix, BasePrefix: c.BasePrefix, LibDir: in.libDir,
		Flags: c.Flags, WarnOptions: c.WarnOptions, XOptions: c.XOptions, Builtin: in.nativeNames(),
		ShowException: in.showException,
		Threads:       in.threads,
	})
	if err != nil {
		return err
	}
	in.Modules.SetString("sys", m.Value())
	stdin, stdout, stderr, err := io.NewStdStreams(th, c.Unbuffered)
	if err != nil {
		return err
	}
	for name, v := range map[string]object.Value{"stdin": stdin, "stdout": stdout, "stderr": stderr} {
		m.Set(name, v)
		m.Set("__"+name+"__", v)
	}
	return nil
}
