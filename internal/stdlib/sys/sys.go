// Package sys is Python's sys module: what the interpreter shows of itself and the switches it lets scripts turn.
//
// https://docs.python.org/3.14/library/sys.html
package sys

import (
	"runtime"
	"slices"
	"strings"

	"ouro/internal/object"
)

// Config is what the interpreter tells its sys module at the start.
type Config struct {
	Argv, OrigArgv []string
	Path           []string
	Executable     string
	Prefix         string // of the virtual environment, if one is active
	BasePrefix     string
	LibDir         string // where the modules in the binary seem to lie
	Flags          Flags
	WarnOptions    []string
	XOptions       []string
	// Builtin are the names of the native modules.
	Builtin []string
	// ShowException writes an exception to a Python stream, as sys.excepthook does.
	ShowException func(th *object.Thread, e *object.Exc, file object.Value) error
	// Threads calls yield for every thread of the interpreter.
	Threads func(yield func(th *object.Thread) bool)
}

// Limits is what a thread's stack of frames offers to sys beside object.Frames.
type Limits interface {
	RecursionLimit() int
	SetRecursionLimit(n int)
	// Recursion is how deep the thread's Python frames are nested.
	Recursion() int
}

// state is what the functions of the module share.
type state struct {
	config         *Config
	module         *object.Module
	audit          []object.Value
	trace, profile object.Value
	interval       float64
	finalizing     bool
	dlopenFlags    int
}

var key = new(int)

func stateOf(th *object.Thread) *state {
	return object.StateOf(th, key, func() *state {
		return &state{trace: object.None, profile: object.None, interval: 0.005, dlopenFlags: 2}
	})
}

// Finalizing tells sys that the interpreter shuts down.
func Finalizing(th *object.Thread) { stateOf(th).finalizing = true }

// Make makes the interpreter's sys module. The standard streams are not in it yet.
func Make(th *object.Thread, c *Config) (*object.Module, error) {
	m, err := definition.Make(th)
	if err != nil {
		return nil, err
	}
	s := stateOf(th)
	s.config, s.module = c, m
	th.Interp.Sys = m.Dict
	m.Set("modules", th.Interp.Modules.Value())
	m.Set("argv", texts(c.Argv))
	m.Set("orig_argv", texts(c.OrigArgv))
	m.Set("path", texts(c.Path))
	m.Set("executable", object.StrValue(c.Executable))
	m.Set("_base_executable", object.StrValue(c.Executable))
	for name, v := range map[string]string{"prefix": c.Prefix, "exec_prefix": c.Prefix, "base_prefix": c.BasePrefix, "base_exec_prefix": c.BasePrefix, "_stdlib_dir": c.LibDir} {
		m.Set(name, object.StrValue(v))
	}
	m.Set("warnoptions", texts(c.WarnOptions))
	m.Set("_xoptions", xoptions(c.XOptions))
	m.Set("flags", flagsValue(&c.Flags))
	m.Set("dont_write_bytecode", object.True)
	names := slices.Clone(c.Builtin)
	slices.Sort(names)
	m.Set("builtin_module_names", object.TupleValue(textItems(names)...))
	std := object.NewFrozenSet()
	for _, n := range strings.Fields(stdlibNames) {
		if err := std.Add(th, th.Interp.Intern(n).Value()); err != nil {
			return nil, err
		}
	}
	m.Set("stdlib_module_names", std.Value())
	return m, nil
}

func textItems(ss []string) []object.Value {
	out := make([]object.Value, len(ss))
	for i, s := range ss {
		out[i] = object.StrValue(s)
	}
	return out
}

func texts(ss []string) object.Value { return object.ListValue(textItems(ss)...) }

// xoptions is the dict of the -X options: NAME=VALUE, or NAME for True.
func xoptions(opts []string) object.Value {
	d := object.NewDict()
	for _, o := range opts {
		name, value, ok := strings.Cut(o, "=")
		v := object.True
		if ok {
			v = object.StrValue(value)
		}
		d.SetString(name, v)
	}
	return d.Value()
}

func platform() string {
	switch runtime.GOOS {
	case "windows":
		return "win32"
	case "js", "wasip1":
		return "wasi"
	}
	return runtime.GOOS
}

var definition = object.ModuleDef{
	Name: "sys",
	Doc:  "What the interpreter shows of itself, and its switches.",
	Functions: slices.Concat(frameFunctions, hookFunctions, []object.Func{
		{Sig: "exit(status=None, /)", Doc: "Raise SystemExit(status).", Fn: object.F1(exit)},
		{Sig: "intern(string, /)", Doc: "The one str object that stands for this text.", Fn: object.F1(intern)},
		{Sig: "getsizeof(object, default=NULL)", Doc: "How many bytes of memory the object takes.", Fn: object.F2(getsizeof)},
		{Sig: "getrefcount(object, /)", Doc: "A plausible number: there are no reference counts.", Fn: object.F1(func(*object.Thread, object.Value) (object.Value, error) { return object.Int(2), nil })},
		{Sig: "getdefaultencoding()", Doc: "The encoding of str.encode(): utf-8.", Fn: constant(object.StrValue("utf-8"))},
		{Sig: "getfilesystemencoding()", Doc: "The encoding of file names.", Fn: constant(object.StrValue("utf-8"))},
		{Sig: "getfilesystemencodeerrors()", Doc: "How file names that are no valid text are decoded.", Fn: constant(object.StrValue("surrogateescape"))},
		{Sig: "get_int_max_str_digits()", Doc: "The most digits that conversions between int and str take.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Int(int64(th.Interp.MaxStrDigits)), nil
		})},
		{Sig: "set_int_max_str_digits(maxdigits)", Doc: "Set that limit; 0 lifts it.", Fn: object.F1(setMaxDigits)},
		{Sig: "getrecursionlimit()", Doc: "How deep calls may nest.", Fn: object.F0(getRecursionLimit)},
		{Sig: "setrecursionlimit(limit, /)", Doc: "Set how deep calls may nest.", Fn: object.F1(setRecursionLimit)},
		{Sig: "getswitchinterval()", Doc: "The time slice of a thread, in seconds.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Float(stateOf(th).interval), nil
		})},
		{Sig: "setswitchinterval(interval, /)", Doc: "Accepted; Go's scheduler decides.", Fn: object.F1(setSwitchInterval)},
		{Sig: "is_finalizing()", Doc: "Whether the interpreter shuts down.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Bool(stateOf(th).finalizing), nil
		})},
		{Sig: "getdlopenflags()", Doc: "Flags for loading libraries, which Ouro never does.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Int(int64(stateOf(th).dlopenFlags)), nil
		})},
		{Sig: "setdlopenflags(flags, /)", Doc: "Set those flags.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			n, err := object.AsIndex(th, v)
			stateOf(th).dlopenFlags = n
			return object.None, err
		})},
		{Sig: "getallocatedblocks()", Doc: "How many memory blocks are in use.", Fn: object.F0(allocatedBlocks)},
		{Sig: "getunicodeinternedsize(*, _only_immortal=False)", Doc: "How many texts are interned.", Fn: constant1(object.Int(0))},
		{Sig: "_clear_type_cache()", Doc: "Nothing to do.", Fn: constant(object.None)},
		{Sig: "_clear_internal_caches()", Doc: "Nothing to do.", Fn: constant(object.None)},
		{Sig: "_clear_type_descriptors(type, /)", Doc: "Nothing to do.", Fn: constant1(object.None)},
		{Sig: "_debugmallocstats()", Doc: "Nothing to show.", Fn: constant(object.None)},
		{Sig: "_is_gil_enabled()", Doc: "Whether one thread runs Python code at a time: yes.", Fn: constant(object.True)},
		{Sig: "_is_interned(string, /)", Doc: "Whether the text is interned.", Fn: constant1(object.True)},
		{Sig: "_is_immortal(op, /)", Doc: "Whether the object lives for ever.", Fn: constant1(object.False)},
		{Sig: "_get_cpu_count_config()", Doc: "The number of processors set by -X cpu_count; -1: none.", Fn: constant(object.Int(-1))},
		{Sig: "activate_stack_trampoline(backend, /)", Doc: "Not supported.", Fn: object.F1(func(*object.Thread, object.Value) (object.Value, error) {
			return object.Value{}, object.ValueErrorf("perf trampoline not available")
		})},
		{Sig: "deactivate_stack_trampoline()", Doc: "Nothing to do.", Fn: constant(object.None)},
		{Sig: "is_stack_trampoline_active()", Doc: "False.", Fn: constant(object.False)},
		{Sig: "is_remote_debug_enabled()", Doc: "False.", Fn: constant(object.False)},
	}),
	Init: func(th *object.Thread, m *object.Module) error {
		for name, v := range map[string]object.Value{
			"api_version": object.Int(1013), "byteorder": object.StrValue("little"), "copyright": object.StrValue("Copyright (c) the Ouro authors.\nAll Rights Reserved."),
			"hexversion": object.Int(hexVersion), "maxsize": object.Int(1<<63 - 1), "maxunicode": object.Int(0x10ffff), "platform": object.StrValue(platform()),
			"platlibdir": object.StrValue("lib"), "pycache_prefix": object.None, "abiflags": object.StrValue(""), "float_repr_style": object.StrValue("short"),
			"version": object.StrValue(VersionText()), "version_info": versionInfo(), "implementation": implementation(), "float_info": floatInfo(), "int_info": intInfo(),
			"hash_info": hashInfo(), "thread_info": threadInfo(), "_git": object.TupleValue(object.StrValue("Ouro"), object.StrValue(""), object.StrValue("")),
			"_framework": object.StrValue(""), "_home": object.None, "monitoring": monitoring(), "_jit": jit(),
		} {
			m.Set(name, v)
		}
		for _, name := range []string{"displayhook", "excepthook", "breakpointhook", "unraisablehook"} {
			f, _ := m.Dict.GetString(name)
			m.Set("__"+name+"__", f)
		}
		return nil
	},
}

func constant(v object.Value) object.Fn {
	return object.F0(func(*object.Thread) (object.Value, error) { return v, nil })
}

func constant1(v object.Value) object.Fn {
	return object.F1(func(*object.Thread, object.Value) (object.Value, error) { return v, nil })
}

func exit(th *object.Thread, status object.Value) (object.Value, error) {
	if t, ok := object.AsTuple(status); ok && status.Type() == object.TupleType {
		// The tuple becomes the exception's arguments, as it does for raise.
		e, err := object.MakeException(th, object.SystemExitType, t.Items...)
		if err != nil {
			return object.Value{}, err
		}
		return object.Value{}, e
	}
	if status.IsNone() {
		return object.Value{}, object.NewExc(object.SystemExitType)
	}
	return object.Value{}, object.NewExc(object.SystemExitType, status)
}

func intern(th *object.Thread, v object.Value) (object.Value, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("intern() argument must be str, not %s", v.Type().Name)
	}
	if v.Type() != object.StrType {
		return object.Value{}, object.TypeErrorf("can't intern %s", v.Type().Name)
	}
	return th.Interp.Intern(s.S).Value(), nil
}

var strSizeof = object.NewStr("__sizeof__")

func getsizeof(th *object.Thread, v, dflt object.Value) (object.Value, error) {
	r, err := object.CallMethod(th, v, strSizeof)
	if err == nil {
		var n int
		if r.Ref != &object.IntHeader {
			err = object.TypeErrorf("'%s' object cannot be interpreted as an integer", r.Type().Name)
		} else if n, err = object.AsIndex(th, r); err == nil && n < 0 {
			return object.Value{}, object.ValueErrorf("__sizeof__() should return >= 0")
		}
	}
	if err != nil {
		if dflt.Bound() && object.Matches(err, object.TypeErrorType) {
			return dflt, nil
		}
		return object.Value{}, err
	}
	// Containers carry the garbage collector's header in CPython's figures.
	switch t := v.Type(); {
	case t.IsHeap(), t == object.ListType, t == object.TupleType, t == object.DictType, t == object.SetType, t == object.FrozenSetType:
		return object.Int(r.Int64() + 16), nil
	}
	return r, nil
}

func setMaxDigits(th *object.Thread, v object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return object.Value{}, err
	}
	if n != 0 && n < 640 {
		return object.Value{}, object.ValueErrorf("maxdigits must be 0 or larger than 640")
	}
	th.Interp.MaxStrDigits = n
	return object.None, nil
}

func getRecursionLimit(th *object.Thread) (object.Value, error) {
	if l, ok := th.Frames.(Limits); ok {
		return object.Int(int64(l.RecursionLimit())), nil
	}
	return object.Int(object.MaxDepth), nil
}

func setRecursionLimit(th *object.Thread, v object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, v)
	if err != nil {
		return object.Value{}, err
	}
	if n > 1<<31-1 {
		return object.Value{}, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C int")
	}
	if n < 1 {
		return object.Value{}, object.ValueErrorf("recursion limit must be greater or equal than 1")
	}
	if l, ok := th.Frames.(Limits); ok {
		if d := l.Recursion(); d >= n {
			return object.Value{}, object.NewExcf(object.RecursionErrorType, "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low", n, d)
		}
		for t := range stateOf(th).config.Threads {
			if l, ok := t.Frames.(Limits); ok {
				l.SetRecursionLimit(n)
			}
		}
	}
	return object.None, nil
}

func setSwitchInterval(th *object.Thread, v object.Value) (object.Value, error) {
	f, ok := object.AsFloat(v)
	if !ok {
		n, err := object.AsIndex(th, v)
		if err != nil {
			return object.Value{}, err
		}
		f = float64(n)
	}
	if f <= 0 {
		return object.Value{}, object.ValueErrorf("switch interval must be strictly positive")
	}
	stateOf(th).interval = f
	return object.None, nil
}

func allocatedBlocks(th *object.Thread) (object.Value, error) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return object.Int(int64(m.Mallocs - m.Frees)), nil
}
