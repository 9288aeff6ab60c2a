package sys

import (
	"math"
	"runtime"

	"ouro/internal/object"
)

// The version of the language, and the named tuples that describe the implementation.

// The Python version whose language and library Ouro gives.
const (
	Major, Minor, Micro = 3, 14, 6
	Version             = "3.14.6"
	// OuroVersion is the version of Ouro itself.
	OuroVersion = "0.1.0"
	hexVersion  = Major<<24 | Minor<<16 | Micro<<8 | 0xf0
)

// VersionText is sys.version: the Python version first, as scripts take it apart.
func VersionText() string {
	return Version + " (main, Jan  1 2026, 00:00:00) [Ouro " + OuroVersion + ", " + runtime.Version() + "]"
}

func fields(names ...string) []object.StructField {
	out := make([]object.StructField, len(names))
	for i, n := range names {
		out[i].Name = n
	}
	return out
}

func seq(name string, names ...string) *object.StructSeq {
	return object.NewStructSeqType("sys", name, "", len(names), fields(names...)...)
}

var (
	versionInfoType = seq("version_info", "major", "minor", "micro", "releaselevel", "serial")
	floatInfoType   = seq("float_info", "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds")
	intInfoType     = seq("int_info", "bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold")
	hashInfoType    = seq("hash_info", "width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff")
	threadInfoType  = seq("thread_info", "name", "lock", "version")
	asyncHooksType  = seq("asyncgen_hooks", "firstiter", "finalizer")
	unraisableType  = seq("UnraisableHookArgs", "exc_type", "exc_value", "exc_traceback", "err_msg", "object")
	flagsType       = object.NewStructSeqType("sys", "flags", "", 18, fields("debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment", "verbose",
		"bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits",
		"gil", "thread_inherit_context", "context_aware_warnings")...)
)

func init() {
	for _, s := range []*object.StructSeq{versionInfoType, flagsType} {
		s.Type.Flags |= object.FlagNoNew
	}
}

func num(n int) object.Value { return object.Int(int64(n)) }

func versionInfo() object.Value {
	return versionInfoType.New(num(Major), num(Minor), num(Micro), object.StrValue("final"), num(0))
}

func implementation() object.Value {
	d := object.NewDict()
	d.SetString("name", object.StrValue("ouro"))
	d.SetString("cache_tag", object.StrValue("ouro-314"))
	d.SetString("version", versionInfo())
	d.SetString("hexversion", num(hexVersion))
	d.SetString("_multiarch", object.StrValue(machineName()))
	d.SetString("supports_isolated_interpreters", object.True)
	return object.NewNamespace(d)
}

func machineName() string {
	arch := map[string]string{"amd64": "x86_64", "arm64": "aarch64", "386": "i386"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	switch runtime.GOOS {
	case "linux":
		return arch + "-linux-gnu"
	case "darwin":
		return "darwin"
	}
	return arch + "-" + runtime.GOOS
}

func floatInfo() object.Value {
	return floatInfoType.New(object.Float(math.MaxFloat64), num(1024), num(308), object.Float(0x1p-1022), num(-1021), num(-307), num(15), num(53), object.Float(0x1p-52), num(2), num(1))
}

func intInfo() object.Value { return intInfoType.New(num(30), num(4), num(4300), num(640)) }

func hashInfo() object.Value {
	return hashInfoType.New(num(64), object.Int(1<<61-1), num(314159), num(0), num(1000003), object.StrValue("fnv"), num(64), num(64), num(0))
}

func threadInfo() object.Value {
	name := "pthread"
	if runtime.GOOS == "windows" {
		name = "nt"
	}
	return threadInfoType.New(object.StrValue(name), object.StrValue("semaphore"), object.StrValue("Go"))
}

// monitoring is sys.monitoring: its constants. No events are sent yet.
func monitoring() object.Value {
	m := object.NewModule("sys.monitoring", "Names of the events that tools may ask for.")
	for name, n := range map[string]int{"DEBUGGER_ID": 0, "COVERAGE_ID": 1, "PROFILER_ID": 2, "OPTIMIZER_ID": 5} {
		m.Set(name, num(n))
	}
	ev := object.NewDict()
	for i, name := range []string{"PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "INSTRUCTION", "JUMP", "BRANCH_LEFT", "BRANCH_RIGHT", "STOP_ITERATION", "RAISE", "EXCEPTION_HANDLED",
		"PY_UNWIND", "PY_THROW", "RERAISE", "C_RETURN", "C_RAISE", "BRANCH"} {
		ev.SetString(name, num(1<<i))
	}
	ev.SetString("NO_EVENTS", num(0))
	m.Set("events", object.NewNamespace(ev))
	return m.Value()
}

// jit is sys._jit: there is none.
func jit() object.Value {
	m := object.NewModule("sys._jit", "What a compiler to machine code does: there is none.")
	for _, name := range []string{"is_available", "is_enabled", "is_active"} {
		m.Set(name, object.NewBuiltin(&object.Func{Sig: name + "()", Doc: "False.", Fn: constant(object.False)}, object.NewStr("sys._jit")))
	}
	return m.Value()
}

// Flags are the settings that sys.flags shows.
type Flags struct {
	Debug, Inspect, Interactive, Optimize int
	DontWriteBytecode                     int
	NoUserSite, NoSite                    bool
	IgnoreEnvironment                     bool
	Verbose, BytesWarning, Quiet          int
	HashRandomization                     int
	Isolated, DevMode                     bool
	UTF8Mode                              int
	WarnDefaultEncoding, SafePath         bool
	// MaxStrDigits is -X int_max_str_digits: 0 for the default, negative for no limit.
	MaxStrDigits int
}

func flagsValue(f *Flags) object.Value {
	b := func(v bool) object.Value {
		if v {
			return num(1)
		}
		return num(0)
	}
	digits := f.MaxStrDigits
	switch {
	case digits == 0:
		digits = 4300
	case digits < 0:
		digits = 0
	}
	return flagsType.New(num(f.Debug), num(f.Inspect), num(f.Interactive), num(f.Optimize), num(f.DontWriteBytecode), b(f.NoUserSite), b(f.NoSite), b(f.IgnoreEnvironment), num(f.Verbose),
		num(f.BytesWarning), num(f.Quiet), num(f.HashRandomization), b(f.Isolated), object.Bool(f.DevMode), num(f.UTF8Mode), b(f.WarnDefaultEncoding), object.Bool(f.SafePath), num(digits),
		num(1), num(0), num(0))
}
