package object

import (
	"errors"
	"fmt"
)

// Exc is an exception object: BaseException and everything derived from it. It is the error that Go code returns when
// Python code raised.
type Exc struct {
	Header
	Args *Tuple
	// Traceback is a traceback object or unbound.
	Traceback       Value
	Context, Cause  *Exc
	SuppressContext bool
	// fields holds what particular exceptions have beside args (StopIteration.value, OSError.errno ...), in the order of the
	// type's field names; unbound: not set.
	fields []Value
	dict   *Dict
}

// Error makes *Exc a Go error; the text is for Go's logs, Python shows exceptions itself.
func (e *Exc) Error() string {
	t := e.Type().Name
	if len(e.Args.Items) == 1 {
		if s, ok := AsStr(e.Args.Items[0]); ok {
			return t + ": " + s.S
		}
	}
	if len(e.Args.Items) == 0 {
		return t
	}
	return fmt.Sprintf("%s with %d arguments", t, len(e.Args.Items))
}

// Type is the exception's class.
func (e *Exc) Type() *Type { return e.Header.Shape.Type }

// Value is the exception as a Python value.
func (e *Exc) Value() Value { return Value{Ref: &e.Header} }

var excLayout = NewLayout[Exc]()

// AsException gives v as an exception instance.
func AsException(v Value) (*Exc, bool) { return Cast[Exc](v, excLayout) }

// AsExc turns any Go error into the Python exception it stands for. Foreign errors become exceptions here and nowhere else.
func AsExc(err error) *Exc {
	var e *Exc
	if errors.As(err, &e) {
		return e
	}
	return fromGoError(err)
}

// Matches reports whether err is an exception of class t.
func Matches(err error, t *Type) bool {
	e, ok := err.(*Exc)
	return ok && e.Type().IsSubtype(t)
}

// NewExc makes an exception of a builtin class with the given args.
func NewExc(t *Type, args ...Value) *Exc {
	e := &Exc{Args: NewTuple(args...)}
	e.Header.Shape = t.shape
	if n := t.excFields(); n > 0 {
		e.fields = make([]Value, n)
		if init := t.excInit(); init != nil {
			init(e)
		}
	}
	return e
}

// NewExcf makes an exception whose one argument is the formatted message.
func NewExcf(t *Type, format string, args ...any) *Exc {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	return NewExc(t, StrValue(format))
}

// TypeErrorf makes a TypeError.
func TypeErrorf(format string, args ...any) *Exc { return NewExcf(TypeErrorType, format, args...) }

// ValueErrorf makes a ValueError.
func ValueErrorf(format string, args ...any) *Exc { return NewExcf(ValueErrorType, format, args...) }

// RuntimeErrorf makes a RuntimeError.
func RuntimeErrorf(format string, args ...any) *Exc {
	return NewExcf(RuntimeErrorType, format, args...)
}

// KeyErrorOf makes a KeyError for a missing key.
func KeyErrorOf(key Value) *Exc { return NewExc(KeyErrorType, key) }

// NewStopIteration makes the StopIteration that carries a generator's result.
func NewStopIteration(v Value) *Exc {
	if v.IsNone() {
		return NewExc(StopIterationType)
	}
	return NewExc(StopIterationType, v)
}

// Call of an exception class from Go, for classes that may be script-made: raise T(args).
func MakeException(th *Thread, t *Type, args ...Value) (*Exc, error) {
	v, err := Call(th, t.Value(), args, nil)
	if err != nil {
		return nil, err
	}
	e, ok := AsException(v)
	if !ok {
		return nil, TypeErrorf("calling %s should have returned an instance of BaseException, not %s", t.Name, v.Type().Name)
	}
	return e, nil
}
