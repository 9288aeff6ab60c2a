package sys

import (
	"os"
	"strings"

	"ouro/internal/object"
)

// The hooks: excepthook, unraisablehook, displayhook, breakpointhook, and auditing.

var hookFunctions = []object.Func{
	{Sig: "excepthook(exctype, value, traceback, /)", Doc: "Show an exception on sys.stderr.", Fn: object.F3(excepthook)},
	{Sig: "unraisablehook(unraisable, /)", Doc: "Show an exception that nobody can catch on sys.stderr.", Fn: object.F1(unraisablehook)},
	{Sig: "displayhook(object, /)", Doc: "Show a value on sys.stdout and keep it in builtins._", Fn: object.F1(displayhook)},
	{Sig: "breakpointhook(*args, **kwargs)", Doc: "Call the debugger that PYTHONBREAKPOINT names, pdb.set_trace by default.", Fn: object.Raw(breakpointhook)},
	{Sig: "audit(event, /, *args)", Doc: "Tell the audit hooks of an event.", Fn: object.FN(audit)},
	{Sig: "addaudithook(hook)", Doc: "Add a function that is told of events.", Fn: object.F1(addAuditHook)},
}

var (
	strWrite    = object.NewStr("write")
	strFlush    = object.NewStr("flush")
	strEncoding = object.NewStr("encoding")
	strBuffer   = object.NewStr("buffer")
	strEncode   = object.NewStr("encode")
)

// Stream gives sys.stdin, sys.stdout or sys.stderr; false if it is missing or None.
func Stream(th *object.Thread, name string) (object.Value, bool) {
	v, ok := th.Interp.Sys.GetString(name)
	return v, ok && !v.IsNone()
}

func excepthook(th *object.Thread, t, v, tb object.Value) (object.Value, error) {
	e, ok := object.AsException(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("print_exception(): Exception expected for value, %s found", v.Type().Name)
	}
	if !tb.IsNone() && tb.Bound() && !e.Traceback.Bound() {
		e.Traceback = tb
	}
	file, ok := Stream(th, "stderr")
	if !ok {
		return object.None, nil
	}
	return object.None, stateOf(th).config.ShowException(th, e, file)
}

// Unraisable reports an exception that nobody can catch: it calls sys.unraisablehook. msg is like "Exception ignored in".
func Unraisable(th *object.Thread, e *object.Exc, msg string, obj object.Value) {
	m := object.None
	if msg != "" && msg != "Exception ignored in" {
		m = object.StrValue(msg)
	}
	args := unraisableType.New(e.Type().Value(), e.Value(), traceback(e), m, obj)
	hook, ok := th.Interp.Sys.GetString("unraisablehook")
	if !ok {
		hook, _ = th.Interp.Sys.GetString("__unraisablehook__")
	}
	if hook.Bound() && !hook.IsNone() {
		_, err := object.Call1(th, hook, args)
		if err == nil {
			return
		}
		args = unraisableType.New(object.AsExc(err).Type().Value(), object.AsExc(err).Value(), traceback(object.AsExc(err)), object.StrValue("Exception ignored in sys.unraisablehook"), hook)
	}
	// The default hook as a last resort; what it cannot write is lost.
	_, _ = unraisablehook(th, args)
}

func unraisablehook(th *object.Thread, v object.Value) (object.Value, error) {
	t, ok := object.AsTuple(v)
	if !ok || v.Type() != unraisableType.Type {
		return object.Value{}, object.TypeErrorf("sys.unraisablehook argument type must be UnraisableHookArgs")
	}
	file, ok := Stream(th, "stderr")
	if !ok {
		return object.None, nil
	}
	msg, obj := t.Items[3], t.Items[4]
	var b strings.Builder
	if s, ok := object.AsStr(msg); ok {
		b.WriteString(s.S)
	} else if !obj.IsNone() {
		b.WriteString("Exception ignored in")
	}
	if b.Len() > 0 {
		if !obj.IsNone() {
			r, err := object.Repr(th, obj)
			if err != nil {
				b.WriteString(": <object repr() failed>")
			} else {
				b.WriteString(": " + r.S)
			}
		} else {
			b.WriteByte(':')
		}
		b.WriteByte('\n')
	}
	if _, err := object.CallMethod(th, file, strWrite, object.StrValue(b.String())); err != nil {
		return object.Value{}, err
	}
	if e, ok := object.AsException(t.Items[1]); ok {
		if err := stateOf(th).config.ShowException(th, e, file); err != nil {
			return object.Value{}, err
		}
	}
	_, err := object.CallMethod(th, file, strFlush)
	return object.None, err
}

func displayhook(th *object.Thread, v object.Value) (object.Value, error) {
	b := th.Interp.Builtins
	if v.IsNone() {
		return object.None, nil
	}
	b.SetString("_", object.None)
	out, ok := th.Interp.Sys.GetString("stdout")
	if !ok || out.IsNone() {
		return object.Value{}, object.RuntimeErrorf("lost sys.stdout")
	}
	r, err := object.Repr(th, v)
	if err != nil {
		return object.Value{}, err
	}
	if _, err := object.CallMethod(th, out, strWrite, r.Value()); err != nil {
		if !object.Matches(err, object.UnicodeEncodeErrorType) {
			return object.Value{}, err
		}
		if err := writeEscaped(th, out, r.Value()); err != nil {
			return object.Value{}, err
		}
	}
	if _, err := object.CallMethod(th, out, strWrite, object.StrValue("\n")); err != nil {
		return object.Value{}, err
	}
	b.SetString("_", v)
	return object.None, nil
}

// writeEscaped writes a text whose characters the stream's encoding lacks, with those escaped.
func writeEscaped(th *object.Thread, out, text object.Value) error {
	enc, err := object.GetAttr(th, out, strEncoding)
	if err != nil {
		return err
	}
	data, err := object.CallMethod(th, text, strEncode, enc, object.StrValue("backslashreplace"))
	if err != nil {
		return err
	}
	buffer, err := object.GetAttr(th, out, strBuffer)
	if err != nil {
		return err
	}
	_, err = object.CallMethod(th, buffer, strWrite, data)
	return err
}

func breakpointhook(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	name := os.Getenv("PYTHONBREAKPOINT")
	if stateOf(th).config.Flags.IgnoreEnvironment || name == "" {
		name = "pdb.set_trace"
	}
	if name == "0" {
		return object.None, nil
	}
	module, attr := "builtins", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		module, attr = name[:i], name[i+1:]
	}
	m, err := th.Interp.Host.Import(th, module)
	if err == nil {
		var f object.Value
		if f, err = object.GetAttr(th, m, object.NewStr(attr)); err == nil {
			return object.Call(th, f, args, names)
		}
	}
	if object.Matches(err, object.ImportErrorType) || object.Matches(err, object.AttributeErrorType) {
		return object.None, Warn(th, object.RuntimeWarningType, "Ignoring unimportable $PYTHONBREAKPOINT: \""+name+"\"", 1)
	}
	return object.Value{}, err
}

// Warn is warnings.warn(message, category, level).
func Warn(th *object.Thread, category *object.Type, message string, level int) error {
	w, err := th.Interp.Host.Import(th, "warnings")
	if err != nil {
		return err
	}
	f, err := object.GetAttr(th, w, object.NewStr("warn"))
	if err != nil {
		return err
	}
	_, err = object.Call3(th, f, object.StrValue(message), category.Value(), num(level))
	return err
}

func audit(th *object.Thread, a []object.Value) (object.Value, error) {
	if _, ok := object.AsStr(a[0]); !ok {
		return object.Value{}, object.TypeErrorf("expected str for argument 'event', not %s", a[0].Type().Name)
	}
	for _, h := range stateOf(th).audit {
		if _, err := object.Call2(th, h, a[0], a[1]); err != nil {
			return object.Value{}, err
		}
	}
	return object.None, nil
}

// Audit tells the audit hooks of an event from Go.
func Audit(th *object.Thread, event string, args ...object.Value) error {
	s := stateOf(th)
	if len(s.audit) == 0 {
		return nil
	}
	_, err := audit(th, []object.Value{object.StrValue(event), object.TupleValue(args...)})
	return err
}

func addAuditHook(th *object.Thread, hook object.Value) (object.Value, error) {
	if err := Audit(th, "sys.addaudithook"); err != nil {
		if object.Matches(err, object.ExceptionType) {
			return object.None, nil
		}
		return object.Value{}, err
	}
	s := stateOf(th)
	s.audit = append(s.audit, hook)
	return object.None, nil
}
