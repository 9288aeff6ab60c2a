package interp

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"

	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/stdlib/asyncio"
	"ouro/internal/stdlib/io"
	"ouro/internal/stdlib/sys"
	"ouro/internal/vm"
)

// Running programs, and what happens when they end.

// StartError is why a program could not be started; it is no Python exception.
type StartError struct {
	Msg  string
	Code int // exit status
}

func (e *StartError) Error() string { return e.Msg }

// execText compiles and runs text in a namespace.
func (in *Interp) execText(th *object.Thread, text, filename string, ns *object.Dict) error {
	code, err := in.compile(th, parser.NormalizeNewlines(text), filename, "exec", compileOptions{optimize: -1})
	if err != nil {
		return err
	}
	_, err = vm.Exec(th, code, ns, object.Value{}, nil)
	return err
}

// RunSource compiles text and runs it as the module __main__.
func (in *Interp) RunSource(filename, text string) error { return in.runText(filename, text, false) }

// RunCommand is -c: tracebacks quote the text.
func (in *Interp) RunCommand(text string) error {
	return in.runText("<string>", parser.NormalizeNewlines(text)+"\n", true)
}

func (in *Interp) runText(filename, text string, shown bool) (err error) {
	defer in.recover(&err)
	th := in.Thread()
	m := in.mainModule()
	code, err := in.compile(th, text, filename, "exec", compileOptions{optimize: -1})
	if err != nil {
		return err
	}
	if shown {
		in.show(code.Source)
	}
	_, err = vm.Exec(th, code, m.Dict, object.Value{}, nil)
	return err
}

// RunFile runs a file, or a directory with a __main__.py, as __main__.
func (in *Interp) RunFile(path string) (err error) {
	defer in.recover(&err)
	st, err := os.Stat(path)
	if err == nil && st.IsDir() {
		return in.runDir(path)
	}
	var src []byte
	if err == nil {
		src, err = os.ReadFile(path)
	}
	if err != nil {
		var no syscall.Errno
		text := err.Error()
		if errors.As(err, &no) {
			text = fmt.Sprintf("[Errno %d] %s", int(no), errnoText(no))
		}
		abs := path
		if a, aerr := filepath.Abs(path); aerr == nil {
			abs = a
		}
		return &StartError{in.config.Executable + ": can't open file '" + abs + "': " + text, 2}
	}
	abs, aerr := filepath.Abs(path)
	if aerr != nil {
		abs = path
	}
	m := in.mainModule()
	m.Set("__file__", object.StrValue(abs))
	m.Set("__cached__", object.None)
	m.Set("__loader__", newLoader(sourceLoaderType, "__main__", abs))
	text, err := parser.DecodeSource(src)
	if err != nil {
		return syntaxError(err, abs, nil)
	}
	if in.config.SkipFirstLine {
		// The line end stays, so that line numbers are right.
		text = text[max(0, strings.IndexByte(text, '\n')):]
	}
	return in.RunSource(abs, text)
}

// errnoText is the C library's text, which begins with a capital letter.
func errnoText(no syscall.Errno) string {
	t := no.Error()
	return strings.ToUpper(t[:1]) + t[1:]
}

func (in *Interp) runDir(dir string) error {
	th := in.Thread()
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	dirs := []object.Value{object.StrValue(abs)}
	spec, err := in.findOnPath(th, "__main__", dirs)
	if err != nil {
		return err
	}
	s, ok := asSpec(spec)
	if !ok || s.source == nil {
		return &StartError{in.config.Executable + ": can't find '__main__' module in '" + dir + "'", 1}
	}
	return in.runSpec(th, s)
}

// RunModule is -m: it runs a module, or the __main__ of a package, as __main__.
func (in *Interp) RunModule(name string) (err error) {
	defer in.recover(&err)
	th := in.Thread()
	spec, err := in.moduleToRun(th, name)
	if err != nil {
		return err
	}
	if argv, ok := in.Sys.GetString("argv"); ok {
		if l, ok := object.AsList(argv); ok && l.Len() > 0 {
			l.Set(0, object.StrValue(spec.source.file))
		}
	}
	return in.runSpec(th, spec)
}

func (in *Interp) moduleToRun(th *object.Thread, name string) (*Spec, error) {
	fail := func(text string) error {
		return &StartError{in.config.Executable + ": " + text, 1}
	}
	if strings.HasPrefix(name, ".") {
		return nil, fail("Relative module names not supported")
	}
	path := object.None
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		parent, err := in.importModule(th, name[:i])
		if err == nil {
			path, err = object.GetAttrOr(th, parent, strPath)
			if err == nil && !path.Bound() {
				err = notFound(name, "__path__ attribute not found on "+quoted(name[:i])+" while trying to find "+quoted(name))
			}
		}
		if err != nil {
			e := object.AsExc(err)
			if !e.Type().IsSubtype(object.ImportErrorType) {
				return nil, err
			}
			if n, ok := object.AsStr(e.Field("name")); ok && n.S != name && !strings.HasPrefix(name, n.S+".") && n.S != name[:i] {
				return nil, err
			}
			text, terr := object.ToStr(th, e.Value())
			if terr != nil {
				return nil, err
			}
			return nil, fail("Error while finding module specification for " + quoted(name) + " (" + e.Type().Name + ": " + text.S + ")")
		}
	}
	v, err := in.findSpec(th, name, path)
	if err != nil {
		return nil, err
	}
	s, ok := asSpec(v)
	if !ok {
		return nil, fail("No module named " + name)
	}
	if !s.locations.IsNone() {
		if name == "__main__" || strings.HasSuffix(name, ".__main__") {
			return nil, fail("Cannot use package as __main__ module")
		}
		main, err := in.moduleToRun(th, name+".__main__")
		var se *StartError
		if errors.As(err, &se) {
			se.Msg += "; " + quoted(name) + " is a package and cannot be directly executed"
		}
		return main, err
	}
	if s.source == nil {
		return nil, fail("No code object available for " + name)
	}
	return s, nil
}

// runSpec runs a module that was found as __main__.
func (in *Interp) runSpec(th *object.Thread, s *Spec) error {
	m := in.mainModule()
	m.Set("__file__", object.StrValue(s.source.file))
	m.Set("__cached__", s.cachedPath())
	m.Set("__loader__", s.loader)
	m.Set("__spec__", s.Value())
	m.Set("__package__", s.parent())
	code, err := in.code(th, s.source)
	if err != nil {
		return err
	}
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

// recover turns a Go panic, which is a bug of ours, into a SystemError: the host lives on. The Go stack is in the text in
// development mode only.
func (in *Interp) recover(err *error) {
	if p := recover(); p != nil {
		in.main.Reset()
		text := fmt.Sprintf("internal error: %v", p)
		if in.config.Flags.DevMode {
			text += "\n" + string(debug.Stack())
		}
		*err = object.NewExcf(object.SystemErrorType, "%s", text)
	}
}

// Report shows the error that ended a program, as the interpreter does at the top level, and gives the exit status.
// interrupted: it was a KeyboardInterrupt.
func (in *Interp) Report(err error) (status int, interrupted bool) {
	if err == nil {
		return 0, false
	}
	th := in.Thread()
	var se *StartError
	if errors.As(err, &se) {
		_ = in.flush(th, "stdout")
		fmt.Fprintln(os.Stderr, se.Msg)
		return se.Code, false
	}
	e := object.AsExc(err)
	if e.Type().IsSubtype(object.SystemExitType) {
		return in.exitStatus(th, e), false
	}
	in.callHook(th, e)
	if x := in.pendingExit; x != nil {
		in.pendingExit = nil
		return in.exitStatus(th, x), false
	}
	return 1, e.Type().IsSubtype(object.KeyboardInterruptType)
}

// callHook calls sys.excepthook.
func (in *Interp) callHook(th *object.Thread, e *object.Exc) {
	_ = in.flush(th, "stdout")
	tb := e.Traceback
	if !tb.Bound() {
		tb = object.None
	}
	in.Sys.SetString("last_exc", e.Value())
	in.Sys.SetString("last_type", e.Type().Value())
	in.Sys.SetString("last_value", e.Value())
	in.Sys.SetString("last_traceback", tb)
	hook, ok := in.Sys.GetString("excepthook")
	if !ok {
		in.writeErr(th, "sys.excepthook is missing\n"+in.FormatException(th, e))
		return
	}
	var err error
	func() {
		defer in.recover(&err)
		_, err = object.Call3(th, hook, e.Type().Value(), e.Value(), tb)
	}()
	if err != nil {
		h := object.AsExc(err)
		if h.Type().IsSubtype(object.SystemExitType) {
			in.pendingExit = h
			return
		}
		h.Context = nil
		in.writeErr(th, "Error in sys.excepthook:\n"+in.FormatException(th, h)+"\nOriginal exception was:\n"+in.FormatException(th, e))
	}
}

// writeErr writes to sys.stderr, or to the process's if there is none.
func (in *Interp) writeErr(th *object.Thread, text string) {
	if f, ok := sys.Stream(th, "stderr"); ok {
		if _, err := object.CallMethod(th, f, object.NewStr("write"), object.StrValue(text)); err == nil {
			_ = in.flush(th, "stderr")
			return
		}
	}
	os.Stderr.WriteString(text)
}

// exitStatus is the status that a SystemExit asks for; anything but a number is shown.
func (in *Interp) exitStatus(th *object.Thread, e *object.Exc) int {
	code, err := object.GetAttr(th, e.Value(), object.NewStr("code"))
	if err != nil || code.IsNone() {
		return 0
	}
	if object.IsInstance(code, object.IntType) {
		if n, ok := object.SmallInt(code); ok {
			return int(n) & 0xff
		}
		return 255
	}
	_ = in.flush(th, "stdout")
	text := "<object str() failed>"
	if s, err := object.ToStr(th, code); err == nil {
		text = s.S
	}
	in.writeErr(th, text+"\n")
	return 1
}

// flush flushes a standard stream, if it is there and open.
func (in *Interp) flush(th *object.Thread, name string) error {
	f, ok := sys.Stream(th, name)
	if !ok {
		return nil
	}
	closed, err := object.GetAttrOr(th, f, object.NewStr("closed"))
	if err == nil && closed.Bound() {
		if yes, err := object.Truth(th, closed); err == nil && yes {
			return nil
		}
	}
	_, err = object.CallMethod(th, f, object.NewStr("flush"))
	return err
}

// Finish ends the program: it waits for threads, calls what atexit has registered and flushes the streams. It gives the exit
// status, which is 120 if standard output could not be written and status was 0.
func (in *Interp) Finish(status int) int {
	th := in.Thread()
	call := func(module, function string) {
		v, ok := in.Modules.GetString(module)
		if !ok {
			return
		}
		f, err := object.GetAttrOr(th, v, object.NewStr(function))
		if err != nil || !f.Bound() {
			return
		}
		func() {
			defer in.recover(&err)
			_, err = object.Call0(th, f)
		}()
		if err != nil {
			if e := object.AsExc(err); !e.Type().IsSubtype(object.SystemExitType) {
				th.Unraisable(err, "Exception ignored on threading shutdown", v)
			} else {
				status = in.exitStatus(th, e)
			}
		}
	}
	call("threading", "_shutdown")
	call("atexit", "_run_exitfuncs")
	asyncio.Finish(th)
	in.main.WarnUnawaited()
	sys.Finalizing(th)
	io.FlushAll(th)
	if err := in.flush(th, "stdout"); err != nil {
		th.Unraisable(err, "Exception ignored on flushing sys.stdout", object.None)
		if status == 0 {
			status = 120
		}
	}
	// Nobody is left to hear that standard error cannot be written.
	_ = in.flush(th, "stderr")
	return status
}
