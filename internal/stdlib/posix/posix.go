//go:build linux

// Package posix is Python's module posix, what module os is made of: files, directories, descriptors, processes and the
// environment, by the system's own calls. Functions of os that take a directory descriptor use the *at calls throughout.
//
// Every call that may wait runs without the interpreter lock, and one that a signal interrupts is repeated once the signal's
// handler has run (PEP 475).
package posix

import (
	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// Short names for what every row mentions.
type (
	value  = object.Value
	thread = object.Thread
)

// Module is posix.
var Module = object.ModuleDef{
	Name: "posix",
	Doc:  "The system calls of POSIX. Use module os instead.",
	Functions: join(
		fileFunctions, fdFunctions, statFunctions, linkFunctions, processFunctions, idFunctions, environFunctions, waitFunctions,
		configFunctions, systemFunctions,
	),
	Init: initModule,
}

func join(tables ...[]object.Func) []object.Func {
	var out []object.Func
	for _, t := range tables {
		for i := range t {
			f := &t[i]
			out = append(out, object.Func{Sig: f.Sig, Doc: f.Doc, Fn: f.Fn})
		}
	}
	return out
}

func initModule(th *thread, m *object.Module) error {
	for name, n := range constants {
		m.Set(name, object.Int(int64(n)))
	}
	for name, n := range systemConstants {
		m.Set(name, object.Int(int64(n)))
	}
	m.Set("error", object.OSErrorType.Value())
	for _, t := range []*object.StructSeq{statResult, statvfsResult, terminalSize, timesResult, unameResult, schedParam, waitidResult} {
		m.Set(t.Type.Name, t.Type.Value())
	}
	m.Set("DirEntry", dirEntryType.Value())
	m.Set("environ", environ(th))
	m.Set("sysconf_names", nameTable(sysconfNames))
	m.Set("confstr_names", nameTable(confstrNames))
	m.Set("pathconf_names", nameTable(pathconfNames))
	m.Set("_have_functions", object.ListValue())
	return nil
}

func nameTable(names map[string]int) value {
	d := object.NewDict()
	for k, n := range names {
		d.SetString(k, object.Int(int64(n)))
	}
	return d.Value()
}

// retry runs a system call without the interpreter lock, again if a signal interrupts it.
func retry(th *thread, f func() error) error {
	for {
		var err error
		th.Unlocked(func() { err = f() })
		if err != unix.EINTR {
			return err
		}
		if err := th.CheckBreaker(); err != nil {
			return err
		}
	}
}

// none is retry for calls without a result; names are the files that the OSError shows.
func none(th *thread, f func() error, names ...value) (value, error) {
	if err := retry(th, f); err != nil {
		return value{}, object.OSErrorFrom(err, names...)
	}
	return object.None, nil
}

// number is retry for calls that give a number.
func number(th *thread, f func() (int, error), names ...value) (value, error) {
	var n int
	err := retry(th, func() (err error) { n, err = f(); return err })
	if err != nil {
		return value{}, object.OSErrorFrom(err, names...)
	}
	return object.Int(int64(n)), nil
}

// path is a file argument: a name or, where allowed, a descriptor.
type path struct {
	v       value
	name    string
	fd      int
	isFD    bool
	isBytes bool
}

const (
	fdAllowed = 1 << iota
	noneAllowed
)

// toPath converts a file argument of a function. None, where allowed, means the current directory.
func toPath(th *thread, v value, function string, allow int) (path, error) {
	p := path{v: v}
	if v.IsNone() && allow&noneAllowed != 0 {
		p.name, p.v = ".", object.None
		return p, nil
	}
	if allow&fdAllowed != 0 && (object.IsInt(v) || object.S(v).Index != nil) {
		fd, err := toFD(th, v)
		p.fd, p.isFD = fd, true
		return p, err
	}
	s, err := object.FSPath(th, v)
	if err != nil {
		if _, found, _ := object.LookupSpecial(th, v, object.NewStr("__fspath__")); found || !object.Matches(err, object.TypeErrorType) {
			return p, err
		}
		want := "string, bytes or os.PathLike"
		switch allow {
		case fdAllowed:
			want = "string, bytes, os.PathLike or integer"
		case fdAllowed | noneAllowed:
			want = "string, bytes, os.PathLike, integer or None"
		case noneAllowed:
			want = "string, bytes, os.PathLike or None"
		}
		return p, object.TypeErrorf("%s: path should be %s, not %s", function, want, v.Type().TypeName())
	}
	p.v = s
	_, p.isBytes = object.AsBytes(s)
	if p.name, err = object.FSEncode(th, s); err != nil && object.Matches(err, object.ValueErrorType) && !object.Matches(err, object.UnicodeErrorType) {
		what := "character"
		if p.isBytes {
			what = "byte"
		}
		return p, object.ValueErrorf("%s: embedded null %s in path", function, what)
	}
	return p, err
}

// decode gives a file name found under p as p itself was given: bytes or str.
func (p path) decode(name string) value {
	if p.isBytes {
		return object.BytesValue([]byte(name))
	}
	return object.FSDecode(name)
}

// toFD converts a descriptor.
func toFD(th *thread, v value) (int, error) { return toInt(th, v) }

// toInt converts a C int.
func toInt(th *thread, v value) (int, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return 0, err
	}
	n, ok := object.SmallInt(i)
	if !ok || n > 1<<31-1 {
		return 0, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C int")
	}
	if n < -1<<31 {
		return 0, object.NewExcf(object.OverflowErrorType, "Python int too small to convert to C int")
	}
	return int(n), nil
}

// toMode converts flags or modes, which may be any unsigned int.
func toMode(th *thread, v value) (uint32, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return 0, err
	}
	n, ok := object.SmallInt(i)
	if !ok || n > 1<<32-1 || n < -1<<31 {
		return 0, object.NewExcf(object.OverflowErrorType, "signed integer is greater than maximum")
	}
	return uint32(n), nil
}

// toOffset converts a file position or size.
func toOffset(th *thread, v value) (int64, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return 0, err
	}
	n, ok := object.SmallInt(i)
	if !ok {
		return 0, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C long")
	}
	return n, nil
}

// toDirFD converts a dir_fd argument.
func toDirFD(th *thread, v value) (int, error) {
	if v.Ref == nil || v.IsNone() {
		return unix.AT_FDCWD, nil
	}
	if !object.IsInt(v) && object.S(v).Index == nil {
		return 0, object.TypeErrorf("argument should be integer or None, not %s", v.Type().TypeName())
	}
	return toInt(th, v)
}

// toID converts a user or group id; -1 means "leave".
func toID(th *thread, v value, what string) (int, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return 0, object.TypeErrorf("%s should be integer, not %s", what, v.Type().TypeName())
	}
	n, ok := object.SmallInt(i)
	if !ok || n > 1<<32-1 {
		return 0, object.NewExcf(object.OverflowErrorType, "%s is greater than maximum", what)
	}
	if n < -1 {
		return 0, object.NewExcf(object.OverflowErrorType, "%s is less than minimum", what)
	}
	return int(n), nil
}

func truth(th *thread, v value) (bool, error) { return object.Truth(th, v) }
