// Package interp is a Python interpreter: it wires the VM, the modules, the importer and the edge to the system together.
package interp

import (
	"weak"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/object"
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

	pendingExit   *object.Exc                // raised by sys.excepthook
	interactFlags bytecode.CodeFlags         // future features in force at the prompt
	machines      []weak.Pointer[vm.Machine] // threads made since the start
	imports       importState
	shown         map[*ast.Source]bool // sources that are in no file and that tracebacks may quote
	dirHook       object.Value         // on sys.path_hooks: our search in directories
}

// Config says how an interpreter starts; the zero value is Python's default.
type Config struct {
	Paths
	Argv, OrigArgv []string
	// Path is sys.path, without the site-packages directories.
	Path        []string
	Flags       Flags
	Unbuffered  bool // what is written to standard output and error is not held back
	WarnOptions []string
	XOptions    []string
	// SkipFirstLine leaves out the first line of the program's file.
	SkipFirstLine bool
	// Modules are native modules besides those of the standard library.
	Modules []*object.ModuleDef
}

// Flags are the settings that sys.flags shows.
type Flags = sys.Flags

// New makes an interpreter. The calling goroutine becomes its main thread and holds its lock.
func New(config Config) (*Interp, error) {
	in := &Interp{config: config, native: map[string]*object.ModuleDef{}, shown: map[*ast.Source]bool{}}
	in.Interp = object.NewInterp(host{in})
	switch n := config.Flags.MaxStrDigits; {
	case n > 0:
		in.MaxStrDigits = n
	case n < 0:
		in.MaxStrDigits = 0
	}
	in.main = vm.NewMachine(in.Interp)
	in.main.Acquire()
	in.main.ID = in.NextThreadID()
	in.main.Name = "MainThread"
	for _, def := range stdlib.Modules {
		in.native[def.Name] = def
	}
	for _, def := range config.Modules {
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
	if !config.Flags.NoSite {
		if err := in.addSite(th); err != nil {
			return nil, err
		}
	}
	if len(config.WarnOptions) > 0 {
		if _, err := in.importModule(th, "warnings"); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// Thread is the main thread.
func (in *Interp) Thread() *object.Thread { return &in.main.Thread }

// Close gives the interpreter's lock up: the calling goroutine runs no more Python code in it.
func (in *Interp) Close() { in.Thread().Release() }
