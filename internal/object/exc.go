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
	if e, ok := err.(*Exc); ok {
		return e
	}
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
	if len(args) == 1 {
		return newExc1(t, args[0])
	}
	e := &Exc{Args: NewTuple(args...)}
	e.Header.Shape = t.shape
	return e
}

// newExc1 makes an exception of a builtin class with one argument in a single allocation.
func newExc1(t *Type, arg Value) *Exc {
	x := new(struct {
		e    Exc
		args tuple1
	})
	x.e.Shape = t.shape
	x.e.Args = x.args.fill(arg)
	return &x.e
}

// newSubExc1 does the same for a class that a script derived.
func newSubExc1(th *Thread, t *Type, arg Value) *Exc {
	x := new(struct {
		e Exc
		subTail
		args tuple1
	})
	x.e.Shape = t.instanceShape()
	x.e.Args = x.args.fill(arg)
	if t.Slots.Del != nil {
		th.Interp.watchDel(&x.e.Header)
	}
	return &x.e
}

// NewExcf makes an exception whose one argument is the formatted message.
func NewExcf(t *Type, format string, args ...any) *Exc {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	return newExc1(t, StrValue(format))
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
func KeyErrorOf(key Value) *Exc { return newExc1(KeyErrorType, key) }

// NewStopIteration makes the StopIteration that carries a generator's result.
func NewStopIteration(v Value) *Exc {
	if v.IsNone() {
		return NewExc(StopIterationType)
	}
	return newExc1(StopIterationType, v)
}

// Call of an exception class from Go, for classes that may be script-made: raise T(args).
func MakeException(th *Thread, t *Type, args ...Value) (*Exc, error) {
	v, err := Call(th, t.Value(), args, nil)
	if err != nil {
		return nil, err
	}
	e, ok := AsException(v)
	if !ok {
		return nil, TypeErrorf("calling <class '%s'> should have returned an instance of BaseException, not <class '%s'>", t.FullName(), v.Type().FullName())
	}
	return e, nil
}
