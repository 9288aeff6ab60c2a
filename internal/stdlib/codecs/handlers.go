package codecs

import (
	"strconv"
	"strings"

	"ouro/internal/object"
	"ouro/internal/pytext"
	"ouro/internal/ucd"
)

// Python's own error handlers as functions: they get the exception and give (replacement, where to go on).

// failure is what an error handler needs of its exception.
type failure struct {
	exc                         *object.Exc
	text                        []rune // of an encoding or translation error
	bytes                       []byte // of a decoding error
	start, end                  int
	encode, decode, translation bool
	encoding                    string
}

func toFailure(v value) (*failure, error) {
	e, ok := object.AsException(v)
	if !ok {
		return nil, unhandled(v)
	}
	f := &failure{exc: e}
	t := e.Type()
	f.encode, f.decode, f.translation = t.IsSubtype(object.UnicodeEncodeErrorType), t.IsSubtype(object.UnicodeDecodeErrorType), t.IsSubtype(object.UnicodeTranslateErrorType)
	if !f.encode && !f.decode && !f.translation {
		return nil, unhandled(v)
	}
	start, _ := object.SmallInt(field(e, "start"))
	end, _ := object.SmallInt(field(e, "end"))
	n := 0
	if f.decode {
		b, ok := object.AsBytes(field(e, "object"))
		if !ok {
			return nil, object.TypeErrorf("object attribute must be bytes")
		}
		f.bytes, n = b.B, len(b.B)
	} else {
		s, ok := object.AsStr(field(e, "object"))
		if !ok {
			return nil, object.TypeErrorf("object attribute must be unicode")
		}
		f.text = pytext.Runes(s.S)
		n = len(f.text)
	}
	if s, ok := object.AsStr(field(e, "encoding")); ok {
		f.encoding = s.S
	}
	f.start = min(max(int(start), 0), max(n-1, 0))
	f.end = min(max(int(end), f.start), n)
	return f, nil
}

func field(e *object.Exc, name string) value {
	v := e.Field(name)
	if v.Ref == nil {
		return object.None
	}
	return v
}

func unhandled(v value) error {
	return object.TypeErrorf("don't know how to handle %s in error callback", v.Type().TypeName())
}

func (f *failure) result(text string) (value, error) {
	return object.NewPair(object.StrValue(text), object.Int(int64(f.end))), nil
}

// handler makes the function of an error handler.
func handler(name string, f func(f *failure) (value, error)) value {
	return object.NewBuiltin(&object.Func{Sig: name + "(exception, /)", Fn: object.F1(func(th *thread, v value) (value, error) {
		if name == "strict_errors" {
			if e, ok := object.AsException(v); ok {
				return value{}, e
			}
			return value{}, object.TypeErrorf("codec must pass exception instance")
		}
		x, err := toFailure(v)
		if err != nil {
			return value{}, err
		}
		return f(x)
	})}, object.NewStr("_codecs"))
}

type handlersKey struct{}

func lookupError(th *thread, name value) (value, error) {
	s, ok := object.AsStr(name)
	if !ok {
		return value{}, object.TypeErrorf("lookup_error() argument must be str, not %s", name.Type().TypeName())
	}
	if h, ok := object.CodecsOf(th).Handlers[s.S]; ok {
		return h, nil
	}
	own := *object.StateOf(th, handlersKey{}, func() *map[string]value {
		m := map[string]value{
			"strict":            handler("strict_errors", nil),
			"ignore":            handler("ignore_errors", func(f *failure) (value, error) { return f.result("") }),
			"replace":           handler("replace_errors", replaceErrors),
			"xmlcharrefreplace": handler("xmlcharrefreplace_errors", xmlErrors),
			"backslashreplace":  handler("backslashreplace_errors", backslashErrors),
			"namereplace":       handler("namereplace_errors", nameErrors),
			"surrogateescape":   handler("surrogateescape", surrogateEscape),
			"surrogatepass":     handler("surrogatepass", surrogatePass),
		}
		return &m
	})
	if h, ok := own[s.S]; ok {
		return h, nil
	}
	return value{}, object.NewExcf(object.LookupErrorType, "unknown error handler name '%s'", s.S)
}

func replaceErrors(f *failure) (value, error) {
	switch {
	case f.encode:
		return f.result(strings.Repeat("?", f.end-f.start))
	case f.decode:
		return f.result("\uFFFD")
	}
	return f.result(strings.Repeat("\uFFFD", f.end-f.start))
}

func xmlErrors(f *failure) (value, error) {
	if !f.encode {
		return value{}, unhandled(f.exc.Value())
	}
	var b strings.Builder
	for _, r := range f.text[f.start:f.end] {
		b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
	}
	return f.result(b.String())
}

func backslashErrors(f *failure) (value, error) {
	var out []byte
	if f.decode {
		for _, c := range f.bytes[f.start:f.end] {
			out = pytext.AppendEscape(out, rune(c))
		}
	} else {
		for _, r := range f.text[f.start:f.end] {
			out = pytext.AppendEscape(out, r)
		}
	}
	return f.result(string(out))
}

func nameErrors(f *failure) (value, error) {
	if !f.encode {
		return value{}, unhandled(f.exc.Value())
	}
	var out []byte
	for _, r := range f.text[f.start:f.end] {
		if name := ucd.Name(r); name != "" {
			out = append(out, `\N{`+name+`}`...)
		} else {
			out = pytext.AppendEscape(out, r)
		}
	}
	return f.result(string(out))
}

// surrogateEscape turns bytes that cannot be decoded into surrogates, and back (PEP 383).
func surrogateEscape(f *failure) (value, error) {
	if f.decode {
		var out []byte
		i := f.start
		for ; i < f.end && i < f.start+4 && f.bytes[i] >= 0x80; i++ {
			out = pytext.AppendRune(out, 0xDC00+rune(f.bytes[i]))
		}
		if i == f.start {
			return value{}, f.exc
		}
		return object.NewPair(object.StrValue(string(out)), object.Int(int64(i))), nil
	}
	if !f.encode {
		return value{}, unhandled(f.exc.Value())
	}
	var out []byte
	for _, r := range f.text[f.start:f.end] {
		if r < 0xDC80 || r > 0xDCFF {
			return value{}, f.exc
		}
		out = append(out, byte(r-0xDC00))
	}
	return object.NewPair(object.BytesValue(out), object.Int(int64(f.end))), nil
}

// surrogatePass lets surrogates through in the UTF encodings.
func surrogatePass(f *failure) (value, error) {
	c := pytext.LookupCodec(f.encoding)
	if c == nil || !strings.HasPrefix(strings.ToLower(f.encoding), "utf") {
		return value{}, f.exc
	}
	errs := pytext.Errors{Name: "surrogatepass"}
	if f.encode {
		name := f.encoding
		if n := strings.ToLower(name); n == "utf-16" || n == "utf-32" || n == "utf16" || n == "utf32" {
			c = pytext.LookupCodec(n + "-le")
		}
		b, err := c.Encode(pytext.FromRunes(f.text[f.start:f.end]), errs)
		if err != nil {
			return value{}, f.exc
		}
		return object.NewPair(object.BytesValue([]byte(b)), object.Int(int64(f.end))), nil
	}
	if !f.decode {
		return value{}, unhandled(f.exc.Value())
	}
	for _, n := range [...]int{2, 3, 4} {
		if f.start+n > len(f.bytes) {
			break
		}
		text, used, err := c.DecodePart(string(f.bytes[f.start:f.start+n]), errs, false)
		if r, w := pytext.DecodeRune(text); err == nil && used == n && w == len(text) && pytext.IsSurrogate(r) {
			return object.NewPair(object.StrValue(text), object.Int(int64(f.start+n))), nil
		}
	}
	return value{}, f.exc
}
