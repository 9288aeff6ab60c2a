package builtins

import (
	"strings"

	"ouro/internal/object"
)

// print, input and open.

var (
	strWrite    = object.NewStr("write")
	strFlush    = object.NewStr("flush")
	strReadline = object.NewStr("readline")
	strOpen     = object.NewStr("open")
)

// stream gives sys.stdin, sys.stdout or sys.stderr; None if it is gone.
func stream(th *object.Thread, name string) (object.Value, error) {
	if th.Interp.Sys != nil {
		if v, ok := th.Interp.Sys.GetString(name); ok {
			return v, nil
		}
	}
	return object.Value{}, object.RuntimeErrorf("lost sys.%s", name)
}

// printText converts sep or end.
func printText(v object.Value, name, dflt string) (string, error) {
	if v.Ref == nil || v.IsNone() {
		return dflt, nil
	}
	s, ok := object.AsStr(v)
	if !ok {
		return "", object.TypeErrorf("%s must be None or a string, not %s", name, v.Type().TypeName())
	}
	return s.S, nil
}

func print(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	pos := args[:len(args)-len(names)]
	var sepV, endV, file, flush object.Value
	for i, n := range names {
		v := args[len(pos)+i]
		switch n.S {
		case "sep":
			sepV = v
		case "end":
			endV = v
		case "file":
			file = v
		case "flush":
			flush = v
		default:
			return object.Value{}, object.UnexpectedKeyword("print", n.S, "sep", "end", "file", "flush")
		}
	}
	if file.Ref == nil || file.IsNone() {
		var err error
		if file, err = stream(th, "stdout"); err != nil {
			return object.Value{}, err
		}
		if file.IsNone() {
			return object.None, nil
		}
	}
	sep, err := printText(sepV, "sep", " ")
	if err != nil {
		return object.Value{}, err
	}
	end, err := printText(endV, "end", "\n")
	if err != nil {
		return object.Value{}, err
	}
	if file.Type().IsHeap() {
		err = printParts(th, file, pos, sep, end)
	} else {
		err = printOnce(th, file, pos, sep, end)
	}
	if err != nil {
		return object.Value{}, err
	}
	if flush.Ref != nil {
		if yes, err := object.Truth(th, flush); err != nil {
			return object.Value{}, err
		} else if yes {
			if _, err := object.CallMethod(th, file, strFlush); err != nil {
				return object.Value{}, err
			}
		}
	}
	return object.None, nil
}

// printBuffer is where print() puts a line together; it is kept so that printing allocates nothing.
type (
	printBuffer struct{ b []byte }
	printKey    struct{}
)

// printOnce writes everything in one call, for streams whose write is ours.
func printOnce(th *object.Thread, file object.Value, args []object.Value, sep, end string) error {
	keep := object.StateOf(th, printKey{}, func() *printBuffer { return &printBuffer{} })
	b := keep.b[:0]
	keep.b = nil // another print may begin inside a __str__
	var err error
	for i, x := range args {
		n := len(b)
		if i > 0 {
			b = append(b, sep...)
		}
		var next []byte
		if next, err = object.AppendStr(th, b, x); err != nil {
			// What stands before the failing argument is written, as it would be piece by piece.
			if n == 0 {
				b = b[:0]
			}
			break
		}
		b = next
	}
	if err == nil {
		b = append(b, end...)
	}
	if len(b) > 0 {
		if werr := writeText(th, file, object.OwnText(b)); werr != nil && err == nil {
			err = werr
		}
	}
	if cap(b) <= 1<<16 {
		keep.b = b
	}
	return err
}

// writeText writes text that is valid during the call only.
func writeText(th *object.Thread, file object.Value, text string) error {
	if w := file.Type().WriteText; w != nil {
		return w(th, file, text)
	}
	_, err := object.CallMethod(th, file, strWrite, object.StrValue(strings.Clone(text)))
	return err
}

// printParts writes piece by piece, as classes of scripts may observe.
func printParts(th *object.Thread, file object.Value, args []object.Value, sep, end string) error {
	write, err := object.GetAttr(th, file, strWrite)
	if err != nil {
		return err
	}
	for i, x := range args {
		if i > 0 {
			if _, err := object.Call1(th, write, object.StrValue(sep)); err != nil {
				return err
			}
		}
		s, err := object.ToStr(th, x)
		if err != nil {
			return err
		}
		if _, err := object.Call1(th, write, s.Value()); err != nil {
			return err
		}
	}
	_, err = object.Call1(th, write, object.StrValue(end))
	return err
}

func input(th *object.Thread, prompt object.Value) (object.Value, error) {
	in, err := stream(th, "stdin")
	if err == nil && in.IsNone() {
		err = object.RuntimeErrorf("input(): lost sys.stdin")
	}
	if err != nil {
		return object.Value{}, err
	}
	out, err := stream(th, "stdout")
	if err == nil && out.IsNone() {
		err = object.RuntimeErrorf("input(): lost sys.stdout")
	}
	if err != nil {
		return object.Value{}, err
	}
	text, err := object.ToStr(th, prompt)
	if err != nil {
		return object.Value{}, err
	}
	if text.S != "" {
		if _, err := object.CallMethod(th, out, strWrite, text.Value()); err != nil {
			return object.Value{}, err
		}
	}
	if _, err := object.CallMethod(th, out, strFlush); err != nil {
		return object.Value{}, err
	}
	v, err := object.CallMethod(th, in, strReadline)
	if err != nil {
		return object.Value{}, err
	}
	line, ok := object.AsStr(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("object.readline() returned non-string")
	}
	if line.S == "" {
		return object.Value{}, object.NewExcf(object.EOFErrorType, "EOF when reading a line")
	}
	return object.StrValue(strings.TrimSuffix(line.S, "\n")), nil
}

func open(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	io, err := th.Interp.Host.Import(th, "io")
	if err != nil {
		return object.Value{}, err
	}
	f, err := object.GetAttr(th, io, strOpen)
	if err != nil {
		return object.Value{}, err
	}
	return object.Call(th, f, args, names)
}
