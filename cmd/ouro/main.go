// Command ouro runs Python programs.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"ouro/internal/interp"
	"ouro/internal/repl"
	"ouro/internal/stdlib/asyncio"
	"ouro/internal/stdlib/signals"
	"ouro/internal/stdlib/sys"
)

func main() { os.Exit(run()) }

func run() int {
	defer runtime.KeepAlive(tuneHeap())
	if os.Getenv("GOMAXPROCS") == "" {
		// One more than there are cores: a goroutine in a system call holds its slot for up to 20 µs before others may use it.
		runtime.GOMAXPROCS(runtime.NumCPU() + 1)
	}
	o, err := parseOptions(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "%v\nusage: %s [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `ouro -h' for more information.\n", err, os.Args[0])
		return 2
	}
	switch {
	case o.help:
		fmt.Print(usage(os.Args[0]))
		return 0
	case o.version == 1:
		fmt.Println("Python " + sys.Version + " (Ouro " + sys.OuroVersion + ")")
		return 0
	case o.version > 1:
		fmt.Println("Python " + sys.VersionText())
		return 0
	}
	return start(o)
}

// executable is the path by which the program was started, without resolving links: they tell the virtual environment.
func executable() string {
	name := os.Args[0]
	if filepath.Base(name) == name {
		if p, err := exec.LookPath(name); err == nil {
			name = p
		}
	}
	if abs, err := filepath.Abs(name); err == nil {
		name = abs
	}
	return name
}

func start(o *options) int {
	c := interp.Config{Paths: interp.FindPaths(executable(), o.env), OrigArgv: os.Args, Flags: o.flags, Unbuffered: o.unbuffered, WarnOptions: o.warnings(), XOptions: o.xoptions, SkipFirstLine: o.skipFirstLine}
	tty := isTerminal(os.Stdin)
	interactive := o.mode == fromStdin && (tty || o.flags.Interactive > 0)
	first, useFirst := "", true
	switch o.mode {
	case fromCommand, fromStdin:
	case fromModule:
		first, _ = os.Getwd()
	case fromFile:
		first = filepath.Dir(o.what)
		if st, err := os.Stat(o.what); err == nil && st.IsDir() {
			first, useFirst = o.what, true
			o.flags.SafePath = false
		}
		if real, err := filepath.EvalSymlinks(o.what); err == nil && first != o.what {
			first = filepath.Dir(real)
		}
		if abs, err := filepath.Abs(first); err == nil {
			first = abs
		}
	}
	if useFirst && !o.flags.SafePath {
		c.Path = append(c.Path, first)
	}
	c.Path = append(c.Path, c.Search...)
	c.Argv = o.argv()
	var editor *repl.Editor
	if tty && isTerminal(os.Stdout) && repl.Usable(o.env) {
		editor = repl.NewEditor(o.env)
		c.Modules = append(c.Modules, editor.Module())
	}
	in, err := interp.New(c)
	if err != nil {
		fmt.Fprintln(os.Stderr, "ouro:", err)
		return 1
	}
	signals.Install(in.Thread())
	asyncio.Configure(in.Thread(), o.loopSettings())
	switch {
	case o.mode == fromCommand:
		err = in.RunCommand(o.what)
	case o.mode == fromModule:
		err = in.RunModule(o.what)
	case o.mode == fromFile:
		err = in.RunFile(o.what)
	case interactive:
		if o.flags.Quiet == 0 {
			fmt.Fprintf(os.Stderr, "Python %s on %s\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n", sys.VersionText(), runtime.GOOS)
		}
		if f := o.env("PYTHONSTARTUP"); f != "" {
			if err := in.RunStartup(f); err != nil {
				in.Report(err)
			}
		}
	default:
		var src []byte
		if src, err = io.ReadAll(os.Stdin); err == nil {
			err = in.RunStdin(src)
		}
	}
	status, interrupted := in.Report(err)
	inspect := o.flags.Inspect > 0 || o.env("PYTHONINSPECT") != "" || os.Getenv("PYTHONINSPECT") != "" && !o.flags.IgnoreEnvironment
	if interactive || inspect && (tty || o.flags.Interactive > 0) {
		status, interrupted = in.Report(repl.Run(in, editor))
	}
	status = in.Finish(status)
	if interrupted {
		die()
	}
	return status
}

// die ends the process as an unhandled SIGINT does, so that a shell sees it.
func die() {
	signal.Reset(os.Interrupt)
	if p, err := os.FindProcess(os.Getpid()); err == nil && p.Signal(syscall.SIGINT) == nil {
		select {}
	}
}

func isTerminal(f *os.File) bool {
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0 && st.Name() != "null"
}
