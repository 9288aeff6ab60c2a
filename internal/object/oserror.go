package object

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// OSError: the choice of subclass by error number, its texts, and the one place where Go's errors become exceptions.

// Errno is an error number of the system.
type Errno struct {
	Num        int
	Name, Text string
}

// Errnos lists the system's error numbers; of several names for a number the usual one comes first.
func Errnos() []Errno { return errnos }

// Strerror is os.strerror(n).
func Strerror(n int) string {
	for i := range errnos {
		if errnos[i].Num == n {
			return errnos[i].Text
		}
	}
	if n == 0 {
		return "Success"
	}
	return "Unknown error " + strconv.Itoa(n)
}

// errnoType is the subclass of OSError for an error number.
func errnoType(n int64) *Type {
	switch syscall.Errno(n) {
	case syscall.EAGAIN, syscall.EALREADY, syscall.EINPROGRESS:
		return BlockingIOErrorType
	case syscall.EPIPE, syscall.ESHUTDOWN:
		return BrokenPipeErrorType
	case syscall.ECHILD:
		return ChildProcessErrorType
	case syscall.ECONNABORTED:
		return ConnectionAbortedErrorType
	case syscall.ECONNREFUSED:
		return ConnectionRefusedErrorType
	case syscall.ECONNRESET:
		return ConnectionResetErrorType
	case syscall.EEXIST:
		return FileExistsErrorType
	case syscall.ENOENT:
		return FileNotFoundErrorType
	case syscall.EINTR:
		return InterruptedErrorType
	case syscall.EISDIR:
		return IsADirectoryErrorType
	case syscall.ENOTDIR:
		return NotADirectoryErrorType
	case syscall.EACCES, syscall.EPERM:
		return PermissionErrorType
	case syscall.ESRCH:
		return ProcessLookupErrorType
	case syscall.ETIMEDOUT:
		return TimeoutErrorType
	}
	return OSErrorType
}

const (
	osErrno = iota
	osStrerror
	osFilename
	osFilename2
	osWritten
)

// osErrorInitsLate tells classes whose own __init__ decides what OSError.__init__ sees: then __new__ ignores the arguments.
func osErrorInitsLate(t *Type) bool {
	return t.LookupIsScript(strInit) && !t.LookupIsScript(strNew)
}

func osErrorNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	pos := args[:len(args)-len(names)]
	if osErrorInitsLate(t) {
		return newExcOf(th, t, nil).Value(), nil
	}
	if len(names) > 0 {
		return Value{}, TypeErrorf("%s() takes no keyword arguments", t.Name)
	}
	if t == OSErrorType && len(pos) >= 2 && len(pos) <= 5 {
		if n, ok := SmallInt(pos[0]); ok {
			t = errnoType(n)
		}
	}
	e := newExcOf(th, t, pos)
	err := e.fillOSError(th)
	return e.Value(), err
}

func osErrorInit(th *Thread, self Value, args []Value, names []*Str) error {
	if !osErrorInitsLate(self.Type()) {
		return nil
	}
	if err := baseExcInit(th, self, args, names); err != nil {
		return err
	}
	return Unchecked[Exc](self).fillOSError(th)
}

// fillOSError sets the fields from args: (errno, strerror[, filename[, winerror[, filename2]]]).
func (e *Exc) fillOSError(th *Thread) error {
	e.needFields()
	a := e.Args.Items
	if len(a) < 2 || len(a) > 5 {
		return nil
	}
	e.fields[osErrno], e.fields[osStrerror] = a[0], a[1]
	if len(a) < 3 || a[2].IsNone() {
		return nil
	}
	if e.Type() == BlockingIOErrorType && S(a[2]).Index != nil {
		n, err := AsIndex(th, a[2])
		e.fields[osWritten] = Int(int64(n))
		return err
	}
	e.fields[osFilename] = a[2]
	if len(a) == 5 && !a[4].IsNone() {
		e.fields[osFilename2] = a[4]
	}
	e.Args = NewTuple(a[:2:2]...)
	return nil
}

// NewOSError makes the OSError for an error number, of the class that belongs to it, with up to two file names (unbound or None: none).
func NewOSError(errno int, filenames ...Value) *Exc {
	return NewOSErrorText(errno, Strerror(errno), filenames...)
}

// NewOSErrorText is NewOSError with a text of its own.
func NewOSErrorText(errno int, text string, filenames ...Value) *Exc {
	e := NewExc(errnoType(int64(errno)), Int(int64(errno)), StrValue(text))
	e.fields = make([]Value, len(OSErrorType.exc.fields))
	e.fields[osErrno], e.fields[osStrerror] = e.Args.Items[0], e.Args.Items[1]
	for i, f := range filenames {
		if f.Ref != nil && !f.IsNone() && i < 2 {
			e.fields[osFilename+i] = f
		}
	}
	return e
}

// OSErrorFrom makes the exception for a Go error about the named files.
func OSErrorFrom(err error, filenames ...Value) *Exc {
	e := AsExc(err)
	if e.Type().IsSubtype(OSErrorType) && len(filenames) > 0 {
		e.needFields()
		e.fields[osFilename], e.fields[osFilename2] = Value{}, Value{}
		for i, f := range filenames {
			if f.Ref != nil && !f.IsNone() && i < 2 {
				e.fields[osFilename+i] = f
			}
		}
	}
	return e
}

// fromGoError is the one place where a foreign Go error becomes a Python exception.
func fromGoError(err error) *Exc {
	if e, ok := numError(err).(*Exc); ok {
		return e
	}
	var names []Value
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		names = []Value{StrValue(pe.Path)}
	case errors.As(err, &le):
		names = []Value{StrValue(le.Old), StrValue(le.New)}
	}
	var errno syscall.Errno
	var timeout interface{ Timeout() bool }
	switch {
	case errors.As(err, &errno):
		return NewOSError(int(errno), names...)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return NewExc(TimeoutErrorType, StrValue("timed out"))
	case errors.Is(err, context.Canceled):
		return NewExc(KeyboardInterruptType)
	case errors.Is(err, fs.ErrNotExist):
		return NewOSError(int(syscall.ENOENT), names...)
	case errors.Is(err, fs.ErrExist):
		return NewOSError(int(syscall.EEXIST), names...)
	case errors.Is(err, fs.ErrPermission):
		return NewOSError(int(syscall.EACCES), names...)
	case errors.Is(err, fs.ErrClosed):
		return NewOSError(int(syscall.EBADF), names...)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return NewExcf(EOFErrorType, "%s", err.Error())
	case errors.As(err, &timeout) && timeout.Timeout():
		return NewExc(TimeoutErrorType, StrValue("timed out"))
	case pe != nil || le != nil:
		return NewExcf(OSErrorType, "%s", err.Error())
	}
	return NewExcf(SystemErrorType, "%s", err.Error())
}

func osErrorStr(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	e.needFields()
	f := e.fields
	text := func(v Value, repr bool) (string, error) {
		if v.Ref == nil {
			v = None
		}
		get := ToStr
		if repr {
			get = Repr
		}
		s, err := get(th, v)
		if err != nil {
			return "", err
		}
		return s.S, nil
	}
	if f[osFilename].Ref == nil && (f[osErrno].Ref == nil || f[osStrerror].Ref == nil) {
		return excStr(th, v)
	}
	num, err := text(f[osErrno], false)
	if err != nil {
		return Value{}, err
	}
	msg, err := text(f[osStrerror], false)
	if err != nil {
		return Value{}, err
	}
	out := "[Errno " + num + "] " + msg
	if f[osFilename].Ref != nil {
		name, err := text(f[osFilename], true)
		if err != nil {
			return Value{}, err
		}
		out += ": " + name
		if f[osFilename2].Ref != nil {
			name2, err := text(f[osFilename2], true)
			if err != nil {
				return Value{}, err
			}
			out += " -> " + name2
		}
	}
	return StrValue(out), nil
}

func osErrorReduce(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	e.needFields()
	args := e.Args
	if f := e.fields; len(args.Items) == 2 && f[osFilename].Ref != nil {
		items := []Value{args.Items[0], args.Items[1], f[osFilename]}
		if f[osFilename2].Ref != nil {
			items = append(items, None, f[osFilename2])
		}
		args = NewTuple(items...)
	}
	return reduceTuple(e, args, e.state()), nil
}

func init() {
	t := OSErrorType
	t.New, t.Init, t.Str = osErrorNew, osErrorInit, osErrorStr
	t.Methods = []Func{{Sig: "__reduce__()", Fn: F1(osErrorReduce)}}
	missing := NewStr("characters_written")
	for i, m := range t.Members {
		if m.Name == missing.S {
			t.Members = append(t.Members[:i:i], t.Members[i+1:]...)
		}
	}
	t.GetSets = []GetSet{{Name: missing.S, Get: func(th *Thread, v Value) (Value, error) {
		e := Unchecked[Exc](v)
		e.needFields()
		if n := e.fields[osWritten]; n.Ref != nil {
			return n, nil
		}
		return Value{}, NewExcf(AttributeErrorType, "characters_written").with(v, missing)
	}, Set: func(th *Thread, v, val Value) error {
		e := Unchecked[Exc](v)
		e.needFields()
		if val.Ref == nil {
			if e.fields[osWritten].Ref == nil {
				return NewExcf(AttributeErrorType, "characters_written").with(v, missing)
			}
			e.fields[osWritten] = Value{}
			return nil
		}
		n, err := AsIndex(th, val)
		if err == nil {
			e.fields[osWritten] = Int(int64(n))
		}
		return err
	}}}
}

// NewOSErrorWritten is NewOSErrorText for a write that stopped after so many bytes or characters.
func NewOSErrorWritten(errno int, text string, written int) *Exc {
	e := NewOSErrorText(errno, text)
	e.fields[osWritten] = Int(int64(written))
	return e
}

// ChainContext makes earlier the context of err, unless it has one.
func ChainContext(err, earlier error) {
	e, prev := AsExc(err), AsExc(earlier)
	if e != prev && e.Context == nil {
		e.Context = prev
	}
}
