package object

import (
	"path"
	"strconv"

	"ouro/internal/pytext"
)

// SyntaxError and the UnicodeError family: fields given to the constructor one by one.

func syntaxErrorInit(th *Thread, self Value, args []Value, names []*Str) error {
	if err := baseExcInit(th, self, args, names); err != nil {
		return err
	}
	e := Unchecked[Exc](self)
	if len(args) >= 1 {
		e.SetField("msg", args[0])
	}
	if len(args) != 2 {
		return nil
	}
	var info []Value
	if err := Each(th, args[1], func(x Value) (bool, error) { info = append(info, x); return false, nil }); err != nil {
		return err
	}
	switch n := len(info); {
	case n < 4:
		return TypeErrorf("function takes at least 4 arguments (%d given)", n)
	case n > 7:
		return TypeErrorf("function takes at most 7 arguments (%d given)", n)
	}
	for i, f := range [...]string{"filename", "lineno", "offset", "text", "end_lineno", "end_offset", "_metadata"} {
		if i < len(info) {
			e.SetField(f, info[i])
		}
	}
	if len(info) == 5 {
		return TypeErrorf("end_offset must be provided when end_lineno is provided")
	}
	return nil
}

// NewSyntaxError makes an error of the class with a place in a source: line and column count from 1; 0 means not known.
func NewSyntaxError(t *Type, msg, filename string, line, col int, text Value, endLine, endCol int) *Exc {
	name := None
	if filename != "" {
		name = StrValue(filename)
	}
	info := []Value{name, Int(int64(line)), Int(int64(col)), text, Int(int64(endLine)), Int(int64(endCol))}
	e := NewExc(t, StrValue(msg), TupleValue(info...))
	e.SetField("msg", e.Args.Items[0])
	for i, f := range [...]string{"filename", "lineno", "offset", "text", "end_lineno", "end_offset"} {
		e.SetField(f, info[i])
	}
	return e
}

func syntaxErrorStr(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	msg := "None"
	if m := e.Field("msg"); m.Ref != nil {
		s, err := ToStr(th, m)
		if err != nil {
			return Value{}, err
		}
		msg = s.S
	}
	file, hasFile := AsStr(e.Field("filename"))
	line := e.Field("lineno")
	switch {
	case hasFile && line.Ref == &IntHeader:
		msg += " (" + path.Base(file.S) + ", line " + strconv.FormatInt(line.Int64(), 10) + ")"
	case hasFile:
		msg += " (" + path.Base(file.S) + ")"
	case line.Ref == &IntHeader:
		msg += " (line " + strconv.FormatInt(line.Int64(), 10) + ")"
	}
	return StrValue(msg), nil
}

// unicodeErrorInit is the __init__ of the three classes: (encoding,) object, start, end, reason.
func unicodeErrorInit(hasEncoding, isBytes bool) InitFunc {
	return func(th *Thread, self Value, args []Value, names []*Str) error {
		if err := baseExcInit(th, self, args, names); err != nil {
			return err
		}
		want := 4
		if hasEncoding {
			want = 5
		}
		if len(args) != want {
			return TypeErrorf("function takes exactly %d arguments (%d given)", want, len(args))
		}
		e := Unchecked[Exc](self)
		e.needFields()
		f := e.fields
		at := 1
		text := func() error {
			if _, ok := AsStr(args[at-1]); !ok {
				return TypeErrorf("argument %d must be str, not %s", at, args[at-1].Type().Name)
			}
			at++
			return nil
		}
		if hasEncoding {
			if err := text(); err != nil {
				return err
			}
			f[0] = args[0]
		}
		f[1] = args[at-1]
		if isBytes {
			if _, ok := AsBytes(f[1]); !ok {
				b, ok := bytesLike(th, f[1])
				if !ok {
					return TypeErrorf("a bytes-like object is required, not '%s'", f[1].Type().Name)
				}
				f[1] = BytesValue(append([]byte(nil), b...))
			}
			at++
		} else if err := text(); err != nil {
			return err
		}
		for i := 2; i < 4; i++ {
			n, err := AsIndex(th, args[at-1])
			if err != nil {
				return err
			}
			f[i] = Int(int64(n))
			at++
		}
		if err := text(); err != nil {
			return err
		}
		f[4] = args[at-2]
		return nil
	}
}

// NewUnicodeDecodeError makes the error of a decoder that stopped at object[start:end].
func NewUnicodeDecodeError(encoding string, object Value, start, end int, reason string) *Exc {
	return newUnicodeError(UnicodeDecodeErrorType, encoding, object, start, end, reason)
}

// NewUnicodeEncodeError makes the error of an encoder that stopped at object[start:end].
func NewUnicodeEncodeError(encoding string, object Value, start, end int, reason string) *Exc {
	return newUnicodeError(UnicodeEncodeErrorType, encoding, object, start, end, reason)
}

func newUnicodeError(t *Type, encoding string, object Value, start, end int, reason string) *Exc {
	f := []Value{StrValue(encoding), object, Int(int64(start)), Int(int64(end)), StrValue(reason)}
	e := NewExc(t, append([]Value(nil), f...)...)
	e.fields = f
	return e
}

// UnicodeErrorSpan clamps start and end of a UnicodeError to its object's length, as codec error handlers see them.
func UnicodeErrorSpan(e *Exc) (start, end int) {
	e.needFields()
	n := 0
	if s, ok := AsStr(e.fields[1]); ok {
		n = s.Len()
	} else if b, ok := AsBytes(e.fields[1]); ok {
		n = len(b.B)
	}
	start, end = int(e.fields[2].Int64()), int(e.fields[3].Int64())
	start = max(0, min(start, n-1))
	end = min(max(end, 1), n)
	return max(start, 0), end
}

func unicodeErrorStr(th *Thread, v Value) (Value, error) {
	e := Unchecked[Exc](v)
	e.needFields()
	f := e.fields
	if f[1].Ref == nil {
		return emptyStr.Value(), nil
	}
	var parts [2]string
	for i, x := range []Value{f[0], f[4]} {
		if x.Ref != nil {
			s, err := ToStr(th, x)
			if err != nil {
				return Value{}, err
			}
			parts[i] = s.S
		}
	}
	head, verb, unit := "'"+parts[0]+"' codec can't ", "encode ", "character"
	if e.Type().IsSubtype(UnicodeDecodeErrorType) {
		verb, unit = "decode ", "byte"
	} else if e.Type().IsSubtype(UnicodeTranslateErrorType) {
		head, verb = "can't ", "translate "
	}
	start, end := f[2].Int64(), f[3].Int64()
	where := "position " + strconv.FormatInt(start, 10)
	one := ""
	if start+1 == end && start >= 0 {
		switch {
		case unit == "byte":
			b, ok := AsBytes(f[1])
			if !ok {
				return Value{}, TypeErrorf("UnicodeError 'object' attribute must be a bytes")
			}
			if start < int64(len(b.B)) {
				one = "0x" + hexDigits(uint64(b.B[start]), 2)
			}
		default:
			s, ok := AsStr(f[1])
			if !ok {
				return Value{}, TypeErrorf("UnicodeError 'object' attribute must be a string")
			}
			if start < int64(s.Len()) {
				one = "'" + escapeRune(codePoint(s.S, int(start))) + "'"
			}
		}
	}
	if one != "" {
		return StrValue(head + verb + unit + " " + one + " in " + where + ": " + parts[1]), nil
	}
	return StrValue(head + verb + unit + "s in " + where + "-" + strconv.FormatInt(end-1, 10) + ": " + parts[1]), nil
}

func codePoint(s string, i int) rune {
	r, _ := pytext.DecodeRune(s[pytext.Offset(s, i):])
	return r
}

func hexDigits(n uint64, width int) string {
	s := strconv.FormatUint(n, 16)
	for len(s) < width {
		s = "0" + s
	}
	return s
}

func escapeRune(r rune) string {
	switch {
	case r <= 0xff:
		return `\x` + hexDigits(uint64(r), 2)
	case r <= 0xffff:
		return `\u` + hexDigits(uint64(r), 4)
	}
	return `\U` + hexDigits(uint64(r), 8)
}

func init() {
	SyntaxErrorType.Init, SyntaxErrorType.Str = syntaxErrorInit, syntaxErrorStr
	UnicodeDecodeErrorType.Init = unicodeErrorInit(true, true)
	UnicodeEncodeErrorType.Init = unicodeErrorInit(true, false)
	UnicodeTranslateErrorType.Init = unicodeErrorInit(false, false)
	for _, t := range []*Type{UnicodeDecodeErrorType, UnicodeEncodeErrorType, UnicodeTranslateErrorType} {
		t.Str = unicodeErrorStr
		for i := range t.Members {
			if m := &t.Members[i]; m.Name == "start" || m.Name == "end" {
				m.Check = func(th *Thread, v Value) error {
					if v.Ref == nil {
						return TypeErrorf("can't delete numeric/char attribute")
					}
					if _, ok := SmallInt(v); !ok {
						return TypeErrorf("an integer is required")
					}
					return nil
				}
			}
		}
	}
}
