// Package interp is a Python interpreter: it wires the VM, the modules, the importer and the edge to the system together.
package interp

import (
	"fmt"
	"os"
	"runtime/debug"

	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/stdlib"
	"ouro/internal/stdlib/builtins"
	"ouro/internal/stdlib/sys"
	"ouro/internal/vm"
)

// Interp is one interpreter with its main thread.
type Interp struct {
	*object.Interp
	main   *vm.Machine
	config Config
	native map[string]*object.ModuleDef
	libDir string // where the frozen modules seem to lie

	imports importState
	dirHook object.Value // on sys.path_hooks: our search in directories
}

// Config says how an interpreter starts; the zero value is Python's default.
type Config struct {
	Argv, OrigArgv     []string
	Path               []string // sys.path
	Executable         string
	LibDir             string // where the modules in the binary seem to lie
	Prefix, BasePrefix string
	Flags              Flags
	WarnOptions        []string
	XOptions           []string
}

// Flags are the settings that sys.flags shows.
type Flags = sys.Flags

// New makes an interpreter. The calling goroutine becomes its main thread and holds its lock.
func New(config Config) (*Interp, error) {
	in := &Interp{config: config, native: map[string]*object.ModuleDef{}}
	in.Interp = object.NewInterp(host{in})
	in.main = vm.NewMachine(in.Interp)
	in.main.Acquire()
	in.main.ID = in.NextThreadID()
	in.main.Name = "MainThread"
	for _, def := range stdlib.Modules {
		in.native[def.Name] = def
	}
	for _, def := range importModules() {
		in.native[def.Name] = def
	}
	if in.config.LibDir == "" {
		in.config.LibDir = "/usr/lib/python3.14"
	}
	in.libDir = in.config.LibDir
	th := in.Thread()
	b, err := builtins.Module.Make(th)
	if err != nil {
		return nil, err
	}
	in.Builtins = b.Dict
	b.Dict.SetString("__build_class__", object.NewBuiltin(&vm.BuildClass, object.NewStr("builtins")))
	in.Modules.SetString("builtins", b.Value())
	if err := in.initSys(th); err != nil {
		return nil, err
	}
	in.setUpImports(th)
	return in, nil
}

// Thread is the main thread.
func (in *Interp) Thread() *object.Thread { return &in.main.Thread }

// RunSource compiles text and runs it as the module __main__.
func (in *Interp) RunSource(filename, text string) (err error) {
	defer in.recover(&err)
	th := in.Thread()
	code, err := in.compile(th, text, filename, "exec", compileOptions{optimize: -1})
	if err != nil {
		return err
	}
	m := in.mainModule()
	m.Set("__file__", object.StrValue(filename))
	_, err = vm.Exec(th, code, m.Dict, object.Value{}, nil)
	return err
}

// mainModule is __main__, made on first use.
func (in *Interp) mainModule() *object.Module {
	if v, ok := in.Modules.GetString("__main__"); ok {
		if m, ok := object.AsModule(v); ok {
			return m
		}
	}
	m := object.NewModule("__main__", "")
	b, _ := in.Modules.GetString("builtins")
	m.Set("__builtins__", b)
	m.Set("__loader__", builtinImporterType.Value())
	in.Modules.SetString("__main__", m.Value())
	return m
}

// recover turns a Go panic, which is a bug of ours, into a SystemError: the host lives on.
func (in *Interp) recover(err *error) {
	if p := recover(); p != nil {
		in.main.Reset()
		*err = object.NewExcf(object.SystemErrorType, "internal error: %v\n%s", p, debug.Stack())
	}
}

// RunFile runs a file as __main__.
func (in *Interp) RunFile(path string) error {
	src, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("can't open file '%s': %w", path, err)
	}
	text, err := parser.DecodeSource(src)
	if err != nil {
		return syntaxError(err, path, nil)
	}
	return in.RunSource(path, text)
}
