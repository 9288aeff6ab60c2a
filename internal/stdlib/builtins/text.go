package builtins

import (
	"unicode/utf8"

	"ouro/internal/object"
	"ouro/internal/pynum"
)

// Functions between values and text.

func ascii(th *object.Thread, v object.Value) (object.Value, error) {
	s, err := object.ASCII(th, v)
	if err != nil {
		return object.Value{}, err
	}
	return s.Value(), nil
}

func bin(th *object.Thread, v object.Value) (object.Value, error) { return inBase(th, v, 2) }
func hex(th *object.Thread, v object.Value) (object.Value, error) { return inBase(th, v, 16) }
func oct(th *object.Thread, v object.Value) (object.Value, error) { return inBase(th, v, 8) }

func inBase(th *object.Thread, v object.Value, base int) (object.Value, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return object.Value{}, err
	}
	if i.IsInt() {
		return object.StrValue(pynum.PrefixedInt(i.Int64(), base)), nil
	}
	b, _ := object.BigInt(i)
	return object.StrValue(pynum.PrefixedBig(b, base)), nil
}

func chr(th *object.Thread, v object.Value) (object.Value, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return object.Value{}, err
	}
	c := i.Int64()
	if !i.IsInt() || c < 0 || c > utf8.MaxRune {
		return object.Value{}, object.ValueErrorf("chr() arg not in range(0x110000)")
	}
	if c >= 0xD800 && c < 0xE000 {
		// Lone surrogates are encoded like other code points.
		return object.StrValue(string([]byte{0xE0 | byte(c>>12), 0x80 | byte(c>>6&0x3F), 0x80 | byte(c&0x3F)})), nil
	}
	return object.StrValue(string(rune(c))), nil
}

func ord(th *object.Thread, v object.Value) (object.Value, error) {
	n := 0
	if s, ok := object.AsStr(v); ok {
		if n = s.Len(); n == 1 {
			if r, size := utf8.DecodeRuneInString(s.S); r != utf8.RuneError || size == 3 && s.S == "\uFFFD" {
				return object.Int(int64(r)), nil
			}
			return object.Int(int64(s.S[0]&0xF)<<12 | int64(s.S[1]&0x3F)<<6 | int64(s.S[2]&0x3F)), nil
		}
	} else if b, ok := bytesLike(v); ok {
		if n = len(b); n == 1 {
			return object.Int(int64(b[0])), nil
		}
	} else {
		return object.Value{}, object.TypeErrorf("ord() expected string of length 1, but %s found", v.Type().TypeName())
	}
	return object.Value{}, object.TypeErrorf("ord() expected a character, but string of length %d found", n)
}

func repr(th *object.Thread, v object.Value) (object.Value, error) {
	s, err := object.Repr(th, v)
	if err != nil {
		return object.Value{}, err
	}
	return s.Value(), nil
}

// bytesLike gives the content of a bytes object.
func bytesLike(v object.Value) ([]byte, bool) {
	if b, ok := object.AsBytes(v); ok {
		return b.B, true
	}
	return nil, false
}
