package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"ouro/internal/interp"
	"ouro/internal/stdlib/asyncio"
)

// The command line, as Python's.
//
// https://docs.python.org/3.14/using/cmdline.html

type mode int

const (
	fromStdin mode = iota
	fromFile
	fromCommand
	fromModule
)

type options struct {
	mode          mode
	what          string // the file, command or module
	dash          bool   // the file is "-"
	args          []string
	flags         interp.Flags
	warn          []string
	xoptions      []string
	help          bool
	version       int
	skipFirstLine bool
	unbuffered    bool
}

// usageError is what is wrong with a command line, in CPython's words.
type usageError string

func (e usageError) Error() string { return string(e) }

func usageErrorf(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

func parseOptions(args []string) (*options, error) {
	o := &options{}
	o.flags.HashRandomization = 1
	env := func(name string) string { return os.Getenv(name) }
	// Whether the environment counts must be known before anything else.
	i := 0
	for ; i < len(args); i++ {
		a := args[i]
		if a == "-" || a == "" || a[0] != '-' {
			break
		}
		if a == "--" {
			i++
			break
		}
		if strings.HasPrefix(a, "--") {
			switch a {
			case "--help", "--help-all", "--help-env", "--help-xoptions":
				o.help = true
			case "--version":
				o.version++
			case "--check-hash-based-pycs":
				i++
			default:
				return nil, usageErrorf("unknown option %s", a)
			}
			continue
		}
		for j := 1; j < len(a); j++ {
			// The value of an option is the rest of the word or the next one.
			value := func() (string, error) {
				if j+1 < len(a) {
					return a[j+1:], nil
				}
				if i++; i >= len(args) {
					return "", usageErrorf("Argument expected for the -%c option", a[j])
				}
				return args[i], nil
			}
			switch c := a[j]; c {
			case 'c', 'm':
				v, err := value()
				if err != nil {
					return nil, err
				}
				o.mode, o.what = fromCommand, v
				if c == 'm' {
					o.mode = fromModule
				}
				o.args = args[i+1:]
				return o, o.finish(env)
			case 'W', 'X':
				v, err := value()
				if err != nil {
					return nil, err
				}
				if c == 'W' {
					o.warn = append(o.warn, v)
				} else {
					o.xoptions = append(o.xoptions, v)
				}
				j = len(a)
			case 'b':
				o.flags.BytesWarning++
			case 'B':
				o.flags.DontWriteBytecode = 1
			case 'd':
				o.flags.Debug++
			case 'E':
				o.flags.IgnoreEnvironment = true
			case 'h', '?':
				o.help = true
			case 'i':
				o.flags.Inspect++
				o.flags.Interactive++
			case 'I':
				o.flags.Isolated, o.flags.IgnoreEnvironment, o.flags.SafePath, o.flags.NoUserSite = true, true, true, true
			case 'O':
				o.flags.Optimize++
			case 'P':
				o.flags.SafePath = true
			case 'q':
				o.flags.Quiet++
			case 'R':
			case 's':
				o.flags.NoUserSite = true
			case 'S':
				o.flags.NoSite = true
			case 'u':
				o.unbuffered = true
			case 'v':
				o.flags.Verbose++
			case 'V':
				o.version++
			case 'x':
				o.skipFirstLine = true
			default:
				return nil, usageErrorf("Unknown option: -%c", c)
			}
		}
	}
	if i < len(args) {
		o.mode, o.what, o.args = fromFile, args[i], args[i+1:]
		if o.what == "-" {
			o.mode, o.dash = fromStdin, true
		}
	}
	return o, o.finish(env)
}

// env reads the environment unless -E or -I forbids it.
func (o *options) env(name string) string {
	if o.flags.IgnoreEnvironment {
		return ""
	}
	return os.Getenv(name)
}

// count is the value of a variable that is a number or just there.
func (o *options) count(name string, at *int) {
	v := o.env(name)
	if v == "" {
		return
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		n = 1
	}
	*at = max(*at, n)
}

// finish adds what the environment says.
func (o *options) finish(func(string) string) error {
	f := &o.flags
	o.count("PYTHONOPTIMIZE", &f.Optimize)
	o.count("PYTHONDONTWRITEBYTECODE", &f.DontWriteBytecode)
	o.count("PYTHONVERBOSE", &f.Verbose)
	o.count("PYTHONDEBUG", &f.Debug)
	o.count("PYTHONINSPECT", &f.Inspect)
	f.DontWriteBytecode = 1 // no compiled code is ever written
	if o.env("PYTHONSAFEPATH") != "" {
		f.SafePath = true
	}
	if o.env("PYTHONNOUSERSITE") != "" {
		f.NoUserSite = true
	}
	if o.env("PYTHONUNBUFFERED") != "" {
		o.unbuffered = true
	}
	if seed := o.env("PYTHONHASHSEED"); seed != "" && seed != "random" {
		n, err := strconv.ParseUint(seed, 10, 32)
		if err != nil {
			return usageErrorf("Fatal Python error: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]")
		}
		if n == 0 {
			f.HashRandomization = 0
		}
	}
	if v := o.env("PYTHONINTMAXSTRDIGITS"); v != "" {
		if err := o.digits(v, "PYTHONINTMAXSTRDIGITS"); err != nil {
			return err
		}
	}
	if o.env("PYTHONDEVMODE") != "" {
		f.DevMode = true
	}
	if o.env("PYTHONUTF8") == "1" {
		f.UTF8Mode = 1
	}
	if o.env("PYTHONWARNDEFAULTENCODING") != "" {
		f.WarnDefaultEncoding = true
	}
	for _, x := range o.xoptions {
		name, value, has := strings.Cut(x, "=")
		switch name {
		case "dev":
			f.DevMode = true
		case "utf8":
			f.UTF8Mode = 1
			if has && value == "0" {
				f.UTF8Mode = 0
			}
		case "warn_default_encoding":
			f.WarnDefaultEncoding = true
		case "int_max_str_digits":
			if err := o.digits(value, "-X int_max_str_digits"); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *options) digits(v, what string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n != 0 && n < 640 {
		return usageErrorf("Fatal Python error: %s: invalid limit; must be >= 640 or 0 for unlimited.", what)
	}
	if o.flags.MaxStrDigits = n; n == 0 {
		o.flags.MaxStrDigits = -1
	}
	return nil
}

// warnings is sys.warnoptions: the weakest first.
func (o *options) warnings() []string {
	var w []string
	if o.flags.DevMode {
		w = append(w, "default")
	}
	if v := o.env("PYTHONWARNINGS"); v != "" {
		w = append(w, strings.Split(v, ",")...)
	}
	w = append(w, o.warn...)
	switch {
	case o.flags.BytesWarning > 1:
		w = append(w, "error::BytesWarning")
	case o.flags.BytesWarning == 1:
		w = append(w, "default::BytesWarning")
	}
	return w
}

// argv is sys.argv.
func (o *options) argv() []string {
	first := o.what
	switch o.mode {
	case fromCommand:
		first = "-c"
	case fromModule:
		first = "-m"
	case fromStdin:
		first = ""
		if o.dash {
			first = "-"
		}
	}
	return slices.Concat([]string{first}, o.args)
}

// loopSettings are what the environment says of event loops.
func (o *options) loopSettings() asyncio.Settings {
	s := asyncio.Settings{Deadlocks: o.env("OURO_DEADLOCK") != "0", Inspection: o.env("OURO_INSPECT") != "0"}
	if o.flags.DevMode {
		s.Watchdog = time.Second
	}
	if v := o.env("OURO_LOOP_WATCHDOG"); v != "" {
		// What is no time switches it off.
		seconds, err := strconv.ParseFloat(v, 64)
		if s.Watchdog = 0; err == nil && seconds > 0 && seconds < 1e6 {
			s.Watchdog = max(time.Duration(seconds*1e9), time.Millisecond)
		}
	}
	return s
}

func usage(program string) string {
	return "usage: " + program + ` [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options (and the environment variables that do the same):
-b     : warn about mixing bytes with str or int (-bb: make that an error)
-B     : accepted; compiled code is never written
-c cmd : run cmd; the options end here
-d     : accepted
-E     : ignore PYTHON* environment variables
-h     : print this text and exit (also -? or --help)
-i     : go on with the interactive prompt after the program (PYTHONINSPECT=x)
-I     : isolated: -E, -P and -s together
-m mod : run a module as a program; the options end here
-O     : remove assert statements, set __debug__ to False (PYTHONOPTIMIZE=x)
-OO    : remove docstrings too
-P     : keep the program's directory off sys.path (PYTHONSAFEPATH=x)
-q     : no greeting at the interactive prompt
-s     : accepted; there is no user site directory (PYTHONNOUSERSITE=x)
-S     : do not look at site-packages
-u     : do not buffer standard output and error (PYTHONUNBUFFERED=x)
-v     : accepted (PYTHONVERBOSE=x)
-V     : print the version and exit (also --version; twice: more)
-W arg : control warnings: action:message:category:module:lineno (PYTHONWARNINGS=arg)
-x     : skip the first line of the source
-X opt : dev, utf8, int_max_str_digits=N, warn_default_encoding

Arguments:
file   : the program, or a directory with a __main__.py
-      : read the program from standard input (the default; a prompt if that is a terminal)
arg ...: what the program finds in sys.argv[1:]

Other environment variables:
PYTHONPATH     : directories for sys.path, separated by ':'
PYTHONHOME     : prefix of a CPython whose pure Python modules fill gaps
PYTHONSTARTUP  : file run at the start of the interactive prompt
PYTHONHASHSEED : 0 to 4294967295, or "random"
PYTHON_HISTORY : file in which the prompt keeps what was typed (~/.ouro_history)
PYTHON_COLORS  : 0 or 1: whether the prompt has colours (also NO_COLOR, FORCE_COLOR)
PYTHON_BASIC_REPL : read the prompt's input line by line, without an editor
PYTHONASYNCIODEBUG, PYTHONDEVMODE : asyncio's debug mode; development mode
OURO_DEADLOCK  : 0 lets a program wait for ever whose tasks nothing can wake; else it ends with an error
OURO_INSPECT   : 0 hides the program's tasks from ` + "`" + `ouro -m asyncio ps'
OURO_LOOP_WATCHDOG : report what holds an event loop for more than so many seconds (1 with -X dev; 0: never)
`
}
