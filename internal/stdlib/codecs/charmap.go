package codecs

import (
	"ouro/internal/object"
	"ouro/internal/pytext"
)

// Codecs by a mapping, and the escapes of bytes.

var mapRows = []object.Func{
	{Sig: "charmap_build(map, /)", Doc: "The mapping for charmap_encode of a decoding table.", Fn: object.F1(func(th *thread, table value) (value, error) {
		s, ok := object.AsStr(table)
		if !ok {
			return value{}, object.TypeErrorf("charmap_build() argument must be str, not %s", table.Type().TypeName())
		}
		d := object.NewDict()
		for i, r := range pytext.Runes(s.S) {
			if r == 0xFFFE {
				continue
			}
			if err := d.Set(th, object.Int(int64(r)), object.Int(int64(i))); err != nil {
				return value{}, err
			}
		}
		return d.Value(), nil
	})},
	{Sig: "charmap_encode(str, errors=None, mapping=None, /)", Doc: "Encode by a mapping from code points.", Fn: object.F3(charmapEncode)},
	{Sig: "charmap_decode(data, errors=None, mapping=None, /)", Doc: "Decode by a mapping to characters.", Fn: object.F3(charmapDecode)},
	{Sig: "readbuffer_encode(data, errors=None, /)", Doc: "The memory of an object as bytes.", Fn: object.F2(func(th *thread, data, errors value) (value, error) {
		if s, ok := object.AsStr(data); ok {
			return object.NewPair(object.BytesOfText(s.S), object.Int(int64(len(s.S)))), nil
		}
		b, err := object.CopyBytes(th, data)
		return object.NewPair(object.BytesValue(b), object.Int(int64(len(b)))), err
	})},
	{Sig: "escape_encode(data, errors=None, /)", Doc: "Bytes as in a bytes literal.", Fn: object.F2(func(th *thread, data, errors value) (value, error) {
		b, ok := object.AsBytes(data)
		if !ok {
			return value{}, object.TypeErrorf("escape_encode() argument 1 must be bytes, not %s", data.Type().TypeName())
		}
		var out []byte
		for _, c := range b.B {
			r := pytext.BytesRepr(string([]byte{c}))
			switch c {
			case '\'':
				out = append(out, `\'`...)
			default:
				out = append(out, r[2:len(r)-1]...)
			}
		}
		return object.NewPair(object.BytesValue(out), object.Int(int64(len(b.B)))), nil
	})},
	{Sig: "escape_decode(data, errors=None, /)", Doc: "The bytes that a bytes literal stands for.", Fn: object.F2(escapeDecode)},
}

// mapped looks a key up in a mapping; found is false for None and for what the mapping does not have.
func mapped(th *thread, mapping value, key int64) (v value, found bool, err error) {
	v, err = object.GetItem(th, mapping, object.Int(key))
	if err != nil {
		if object.Matches(err, object.LookupErrorType) {
			return value{}, false, nil
		}
		return value{}, false, err
	}
	return v, !v.IsNone(), nil
}

func charmapEncode(th *thread, str, errors, mapping value) (value, error) {
	if mapping.IsNone() {
		return encodeBy(th, pytext.Latin1, str, errors)
	}
	s, ok := object.AsStr(str)
	if !ok {
		return value{}, object.TypeErrorf("charmap_encode() argument 1 must be str, not %s", str.Type().TypeName())
	}
	errs, err := handlerName(errors)
	if err != nil {
		return value{}, err
	}
	put := func(dst []byte, r rune) ([]byte, bool, error) {
		v, found, err := mapped(th, mapping, int64(r))
		if err != nil || !found {
			return dst, false, err
		}
		if b, ok := object.AsBytes(v); ok {
			return append(dst, b.B...), true, nil
		}
		n, ok := object.SmallInt(v)
		if !ok {
			return dst, false, object.TypeErrorf("character mapping must return integer, bytes or None, not %s", v.Type().TypeName())
		}
		if n < 0 || n > 255 {
			return dst, false, object.TypeErrorf("character mapping must be in range(256)")
		}
		return append(dst, byte(n)), true, nil
	}
	runes := pytext.Runes(s.S)
	var out []byte
	for i := 0; i < len(runes); {
		var ok bool
		if out, ok, err = put(out, runes[i]); err != nil {
			return value{}, err
		}
		if ok {
			i++
			continue
		}
		end := i + 1
		for end < len(runes) {
			if _, ok, err := put(nil, runes[end]); ok || err != nil {
				break
			}
			end++
		}
		text, isBytes, resume, err := handle(th, errs, &pytext.CodecError{Encoding: "charmap", Object: s.S, Reason: "character maps to <undefined>", Start: i, End: end, Encode: true})
		if err != nil {
			return value{}, err
		}
		if isBytes {
			out = append(out, text...)
		} else {
			for _, r := range pytext.Runes(text) {
				if out, ok, err = put(out, r); err != nil {
					return value{}, err
				}
				if !ok {
					return value{}, object.CodecError(&pytext.CodecError{Encoding: "charmap", Object: s.S, Reason: "character maps to <undefined>", Start: i, End: end, Encode: true})
				}
			}
		}
		if resume < 0 {
			resume += len(runes)
		}
		if resume < 0 || resume > len(runes) {
			return value{}, object.NewExcf(object.IndexErrorType, "position %d from error handler out of bounds", resume)
		}
		i = resume
	}
	return object.NewPair(object.BytesValue(out), object.Int(int64(len(runes)))), nil
}

func charmapDecode(th *thread, data, errors, mapping value) (value, error) {
	if mapping.IsNone() {
		return decodeBy(th, pytext.Latin1, data, errors, object.True)
	}
	errs, err := handlerName(errors)
	if err != nil {
		return value{}, err
	}
	b, err := object.CopyBytes(th, data)
	if err != nil {
		return value{}, err
	}
	var table []rune
	if s, ok := object.AsStr(mapping); ok {
		table = pytext.Runes(s.S)
	}
	var out []byte
	for i := 0; i < len(b); {
		c := b[i]
		if table != nil {
			if int(c) < len(table) && table[c] != 0xFFFE {
				out = pytext.AppendRune(out, table[c])
				i++
				continue
			}
		} else {
			v, found, err := mapped(th, mapping, int64(c))
			if err != nil {
				return value{}, err
			}
			if s, ok := object.AsStr(v); found && ok && s.S != "\uFFFE" {
				out = append(out, s.S...)
				i++
				continue
			}
			if n, ok := object.SmallInt(v); found && ok && n != 0xFFFE {
				if n < 0 || n > 0x10FFFF {
					return value{}, object.TypeErrorf("character mapping must be in range(0x110000)")
				}
				out = pytext.AppendRune(out, rune(n))
				i++
				continue
			}
		}
		text, _, resume, err := handle(th, errs, &pytext.CodecError{Encoding: "charmap", Object: string(b), Reason: "character maps to <undefined>", Start: i, End: i + 1})
		if err != nil {
			return value{}, err
		}
		out = append(out, text...)
		if resume < 0 {
			resume += len(b)
		}
		if resume < 0 || resume > len(b) {
			return value{}, object.NewExcf(object.IndexErrorType, "position %d from error handler out of bounds", resume)
		}
		i = resume
	}
	return object.NewPair(object.StrValue(object.OwnText(out)), object.Int(int64(len(b)))), nil
}

// handle asks an error handler, whether it is Python's own or a program's.
func handle(th *thread, name string, e *pytext.CodecError) (text string, isBytes bool, resume int, err error) {
	if errs := object.CodecErrors(th, name); errs.Call != nil {
		return errs.Call(e)
	}
	if name == "strict" {
		return "", false, 0, object.CodecError(e)
	}
	h, err := lookupError(th, object.StrValue(name))
	if err != nil {
		return "", false, 0, err
	}
	r, err := object.Call1(th, h, object.CodecError(e).(*object.Exc).Value())
	if err != nil {
		return "", false, 0, err
	}
	t, _ := object.AsTuple(r)
	n, _ := object.SmallInt(t.Items[1])
	if b, ok := object.AsBytes(t.Items[0]); ok {
		return string(b.B), true, int(n), nil
	}
	s, _ := object.AsStr(t.Items[0])
	return s.S, false, int(n), nil
}

// escapeDecode undoes the escapes of a bytes literal.
func escapeDecode(th *thread, data, errors value) (value, error) {
	errs, err := handlerName(errors)
	if err != nil {
		return value{}, err
	}
	var b []byte
	if s, ok := object.AsStr(data); ok {
		b = []byte(s.S)
	} else if b, err = object.CopyBytes(th, data); err != nil {
		return value{}, err
	}
	simple := map[byte]byte{'\\': '\\', '\'': '\'', '"': '"', 'b': '\b', 'f': '\f', 't': '\t', 'n': '\n', 'r': '\r', 'v': '\v', 'a': '\a'}
	var out []byte
	for i := 0; i < len(b); {
		if b[i] != '\\' {
			out = append(out, b[i])
			i++
			continue
		}
		i++
		if i == len(b) {
			return value{}, object.ValueErrorf("Trailing \\ in string")
		}
		c := b[i]
		i++
		switch {
		case c == '\n':
		case simple[c] != 0:
			out = append(out, simple[c])
		case c >= '0' && c <= '7':
			n := int(c - '0')
			for k := 0; k < 2 && i < len(b) && b[i] >= '0' && b[i] <= '7'; k++ {
				n = n*8 + int(b[i]-'0')
				i++
			}
			out = append(out, byte(n))
		case c == 'x':
			if i+1 < len(b) && hexDigit(b[i]) >= 0 && hexDigit(b[i+1]) >= 0 {
				out = append(out, byte(hexDigit(b[i])<<4|hexDigit(b[i+1])))
				i += 2
				break
			}
			switch errs {
			case "strict":
				return value{}, object.ValueErrorf("invalid \\x escape at position %d", i-2)
			case "replace":
				out = append(out, '?')
			case "ignore":
			default:
				return value{}, object.ValueErrorf("decoding error; unknown error handling code: %s", errs)
			}
			if i < len(b) && hexDigit(b[i]) >= 0 {
				i++
			}
		default:
			out = append(out, '\\', c)
		}
	}
	return object.NewPair(object.BytesValue(out), object.Int(int64(len(b)))), nil
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
