package object

import (
	"errors"
	"strings"

	"ouro/internal/pytext"
)

// str.encode and bytes.decode: codecs of package pytext first, then those that the program registered.

// Codecs is an interpreter's registry of codecs and error handlers.
type Codecs struct {
	Search   []Value          // functions that find a codec by name
	Cache    map[string]Value // what they found
	Handlers map[string]Value // registered error handlers
	imported bool             // package encodings was imported
}

type codecsKey struct{}

// CodecsOf gives the registry of th's interpreter.
func CodecsOf(th *Thread) *Codecs {
	return StateOf(th, codecsKey{}, func() *Codecs { return &Codecs{Cache: map[string]Value{}, Handlers: map[string]Value{}} })
}

// CodecErrors gives the way of dealing with errors that has the given name: a registered handler or one of Python's own.
func CodecErrors(th *Thread, name string) pytext.Errors {
	if name == "" || name == "strict" {
		return pytext.Errors{Name: "strict"}
	}
	if h, ok := CodecsOf(th).Handlers[name]; ok {
		return pytext.Errors{Name: name, Call: func(e *pytext.CodecError) (string, bool, int, error) { return callHandler(th, h, e) }}
	}
	return pytext.Errors{Name: name}
}

// callHandler asks a registered error handler.
func callHandler(th *Thread, h Value, e *pytext.CodecError) (text string, isBytes bool, resume int, err error) {
	r, err := Call1(th, h, CodecError(e).(*Exc).Value())
	if err != nil {
		return "", false, 0, err
	}
	what := "decoding error handler must return (str, int) tuple"
	if e.Encode {
		what = "encoding error handler must return (str/bytes, int) tuple"
	}
	t, ok := AsTuple(r)
	if !ok || len(t.Items) != 2 || !IsInt(t.Items[1]) {
		return "", false, 0, TypeErrorf("%s", what)
	}
	n, err := AsIndex(th, t.Items[1])
	if err != nil {
		return "", false, 0, err
	}
	if s, ok := AsStr(t.Items[0]); ok {
		return s.S, false, n, nil
	}
	if b, ok := AsBytes(t.Items[0]); ok && e.Encode {
		return string(b.B), true, n, nil
	}
	return "", false, 0, TypeErrorf("%s", what)
}

// CodecError turns an error of a text kernel into the exception it stands for.
func CodecError(err error) error {
	var c *pytext.CodecError
	if !errors.As(err, &c) {
		return numError(err)
	}
	t, object := UnicodeDecodeErrorType, Value{}
	if c.Encode {
		t, object = UnicodeEncodeErrorType, StrValue(c.Object)
	} else {
		object = BytesValue([]byte(c.Object))
	}
	args := []Value{StrValue(c.Encoding), object, Int(int64(c.Start)), Int(int64(c.End)), StrValue(c.Reason)}
	e := NewExc(t, args...)
	for i, name := range [...]string{"encoding", "object", "start", "end", "reason"} {
		e.SetField(name, args[i])
	}
	return e
}

// EncodeText is s.encode(encoding, errors).
func EncodeText(th *Thread, s *Str, encoding, errs string) (Value, error) {
	c := pytext.UTF8
	if encoding != "utf-8" && encoding != "utf8" {
		c = pytext.LookupCodec(encoding)
	}
	if c != nil {
		out, err := c.Encode(s.S, CodecErrors(th, errs))
		if err != nil {
			return Value{}, CodecError(err)
		}
		return BytesValue(bytesOf(out)), nil
	}
	r, err := callCodec(th, s.Value(), encoding, errs, 0)
	if err != nil {
		return Value{}, err
	}
	if b, ok := AsByteArray(r); ok {
		return BytesValue([]byte(string(b.B))), Warn(th, RuntimeWarningType, "encoder "+encoding+" returned bytearray instead of bytes; use codecs.encode() to encode to arbitrary types", 1)
	}
	if _, ok := AsBytes(r); !ok {
		return Value{}, TypeErrorf("'%s' encoder returned '%s' instead of 'bytes'; use codecs.encode() to encode to arbitrary types", encoding, r.Type().TypeName())
	}
	return r, nil
}

// DecodeText is b.decode(encoding, errors); object is what b was taken from, for codecs of the program.
func DecodeText(th *Thread, object Value, b string, encoding, errs string) (Value, error) {
	c := pytext.UTF8
	if encoding != "utf-8" && encoding != "utf8" {
		c = pytext.LookupCodec(encoding)
	}
	if c != nil {
		text, err := c.Decode(b, CodecErrors(th, errs))
		if err != nil {
			return Value{}, CodecError(err)
		}
		return NewStr(text).Value(), nil
	}
	r, err := callCodec(th, object, encoding, errs, 1)
	if err != nil {
		return Value{}, err
	}
	if _, ok := AsStr(r); !ok {
		return Value{}, TypeErrorf("'%s' decoder returned '%s' instead of 'str'; use codecs.decode() to decode to arbitrary types", encoding, r.Type().TypeName())
	}
	return r, nil
}

var strIsTextEncoding = NewStr("_is_text_encoding")

// callCodec runs part i (0 encode, 1 decode) of a codec of the program.
func callCodec(th *Thread, object Value, encoding, errs string, i int) (Value, error) {
	info, err := SearchCodec(th, encoding)
	if err != nil {
		return Value{}, err
	}
	if flag, err := GetAttrOr(th, info.Value(), strIsTextEncoding); err != nil {
		return Value{}, err
	} else if flag == False {
		verb := [...]string{"encode", "decode"}[i]
		return Value{}, NewExcf(LookupErrorType, "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", encoding, verb)
	}
	return CallCodec(th, info, i, object, errs)
}

// CallCodec calls function i (0 encode, 1 decode) of what a search function found and gives its result without the length.
func CallCodec(th *Thread, info *Tuple, i int, object Value, errs string) (Value, error) {
	args := []Value{object}
	if errs != "" {
		args = append(args, StrValue(errs))
	}
	r, err := Call(th, info.Items[i], args, nil)
	if err != nil {
		return Value{}, err
	}
	t, ok := AsTuple(r)
	if !ok || len(t.Items) != 2 {
		return Value{}, TypeErrorf("%s must return a tuple (object, integer)", [...]string{"encoder", "decoder"}[i])
	}
	return t.Items[0], nil
}

// NormalizeEncoding is a codec's name as search functions get it: lower case, with runs of other characters than letters, digits
// and points made one underscore.
func NormalizeEncoding(name string) string {
	out := make([]byte, 0, len(name))
	gap := false
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '.':
		default:
			gap = true
			continue
		}
		if gap && len(out) > 0 {
			out = append(out, '_')
		}
		gap = false
		out = append(out, c)
	}
	return string(out)
}

// ImportEncodings makes sure that package encodings has registered its search function, which comes before all others.
func ImportEncodings(th *Thread) error {
	reg := CodecsOf(th)
	if reg.imported {
		return nil
	}
	reg.imported = true
	_, err := th.Interp.Host.Import(th, "encodings")
	if err != nil && Matches(err, ImportErrorType) {
		return nil
	}
	return err
}

// SearchCodec asks the registered search functions for a codec.
func SearchCodec(th *Thread, encoding string) (*Tuple, error) {
	reg := CodecsOf(th)
	key := NormalizeEncoding(encoding)
	if v, ok := reg.Cache[key]; ok {
		return Unchecked[Tuple](v), nil
	}
	if err := ImportEncodings(th); err != nil {
		return nil, err
	}
	for _, f := range reg.Search {
		v, err := Call1(th, f, StrValue(key))
		if err != nil {
			return nil, err
		}
		if v.IsNone() {
			continue
		}
		t, ok := AsTuple(v)
		if !ok || len(t.Items) != 4 {
			return nil, TypeErrorf("codec search functions must return 4-tuples")
		}
		reg.Cache[key] = v
		return t, nil
	}
	return nil, NewExcf(LookupErrorType, "unknown encoding: %s", strings.ToValidUTF8(encoding, "?"))
}
