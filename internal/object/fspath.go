package object

import (
	"strings"

	"ouro/internal/pytext"
)

// Paths: str, bytes and objects with __fspath__. File names that are no valid text come as lone surrogates (PEP 383).

// FSPath is os.fspath(v): a str or bytes.
func FSPath(th *Thread, v Value) (Value, error) {
	if strLayout.Is(v) || bytesLayout.Is(v) {
		return v, nil
	}
	if !v.IsImmediate() {
		r, found, err := CallMethodOf(th, v, strFspath)
		if err != nil {
			return Value{}, err
		}
		if found {
			if strLayout.Is(r) || bytesLayout.Is(r) {
				return r, nil
			}
			return Value{}, TypeErrorf("expected %s.__fspath__() to return str or bytes, not %s", v.Type().TypeName(), r.Type().TypeName())
		}
	}
	return Value{}, TypeErrorf("expected str, bytes or os.PathLike object, not %s", v.Type().TypeName())
}

// FSEncode gives the file name that v, a str, bytes or path-like object, stands for.
func FSEncode(th *Thread, v Value) (string, error) {
	v, err := FSPath(th, v)
	if err != nil {
		return "", err
	}
	var name string
	if s, ok := AsStr(v); ok {
		if name, err = pytext.UTF8.Encode(s.S, pytext.Errors{Name: "surrogateescape"}); err != nil {
			return "", CodecError(err)
		}
	} else {
		name = string(Unchecked[Bytes](v).B)
	}
	if strings.IndexByte(name, 0) >= 0 {
		if strLayout.Is(v) {
			return "", ValueErrorf("embedded null character")
		}
		return "", ValueErrorf("embedded null byte")
	}
	return name, nil
}

// FSDecode is the str for a file name.
func FSDecode(name string) Value {
	text, err := pytext.UTF8.Decode(name, pytext.Errors{Name: "surrogateescape"})
	if err != nil {
		return StrValue(pytext.FromLatin1(name))
	}
	return NewStr(text).Value()
}
