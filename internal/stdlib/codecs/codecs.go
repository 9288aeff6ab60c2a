// Package codecs is Python's module _codecs: the registry of codecs and error handlers, and the codecs of package pytext as
// functions. The frozen package encodings makes CodecInfo objects of them.
package codecs

import (
	"maps"
	"slices"

	"ouro/internal/object"
	"ouro/internal/pytext"
)

type (
	value  = object.Value
	thread = object.Thread
)

// Module is _codecs.
var Module = object.ModuleDef{
	Name:      "_codecs",
	Doc:       "The registry of codecs. Use module codecs instead.",
	Functions: append(registryRows, codecRows()...),
	Types:     []*object.Type{coderType},
}

var registryRows = []object.Func{
	{Sig: "register(search_function, /)", Doc: "Add a function that finds codecs by name.", Fn: object.F1(func(th *thread, f value) (value, error) {
		if !object.Callable(f) {
			return value{}, object.TypeErrorf("argument must be callable")
		}
		reg := object.CodecsOf(th)
		if err := object.ImportEncodings(th); err != nil {
			return value{}, err
		}
		reg.Search = append(reg.Search, f)
		return object.None, nil
	})},
	{Sig: "unregister(search_function, /)", Doc: "Remove a function that finds codecs.", Fn: object.F1(func(th *thread, f value) (value, error) {
		reg := object.CodecsOf(th)
		for i, x := range reg.Search {
			if x == f {
				reg.Search = append(reg.Search[:i:i], reg.Search[i+1:]...)
				clear(reg.Cache)
				break
			}
		}
		return object.None, nil
	})},
	{Sig: "lookup(encoding, /)", Doc: "The CodecInfo of an encoding.", Fn: object.F1(func(th *thread, name value) (value, error) {
		s, ok := object.AsStr(name)
		if !ok {
			return value{}, object.TypeErrorf("lookup() argument must be str, not %s", name.Type().TypeName())
		}
		info, err := object.SearchCodec(th, s.S)
		if err != nil {
			return value{}, err
		}
		return info.Value(), nil
	})},
	{Sig: "encode(obj, encoding='utf-8', errors='strict')", Doc: "Encode an object by a codec.", Fn: object.F3(func(th *thread, obj, encoding, errors value) (value, error) {
		return convert(th, obj, encoding, errors, 0)
	})},
	{Sig: "decode(obj, encoding='utf-8', errors='strict')", Doc: "Decode an object by a codec.", Fn: object.F3(func(th *thread, obj, encoding, errors value) (value, error) {
		return convert(th, obj, encoding, errors, 1)
	})},
	{Sig: "register_error(errors, handler, /)", Doc: "Register an error handler under a name.", Fn: object.F2(func(th *thread, name, handler value) (value, error) {
		s, ok := object.AsStr(name)
		if !ok {
			return value{}, object.TypeErrorf("register_error() argument 1 must be str, not %s", name.Type().TypeName())
		}
		if !object.Callable(handler) {
			return value{}, object.TypeErrorf("handler must be callable")
		}
		object.CodecsOf(th).Handlers[s.S] = handler
		return object.None, nil
	})},
	{Sig: "_unregister_error(errors, /)", Doc: "Forget an error handler; says whether there was one.", Fn: object.F1(func(th *thread, name value) (value, error) {
		s, ok := object.AsStr(name)
		if !ok {
			return value{}, object.TypeErrorf("_unregister_error() argument must be str, not %s", name.Type().TypeName())
		}
		if pytext.IsBuiltinHandler(s.S) {
			return value{}, object.ValueErrorf("cannot un-register built-in error handler '%s'", s.S)
		}
		h := object.CodecsOf(th).Handlers
		_, found := h[s.S]
		delete(h, s.S)
		return object.Bool(found), nil
	})},
	{Sig: "lookup_error(name, /)", Doc: "The error handler of a name.", Fn: object.F1(lookupError)},
	{Sig: "_native(name, /)", Doc: "The name of the native codec that a name stands for, or None.", Fn: object.F1(func(th *thread, name value) (value, error) {
		if s, ok := object.AsStr(name); ok {
			if c := pytext.LookupCodec(s.S); c != nil {
				return object.StrValue(c.Name), nil
			}
		}
		return object.None, nil
	})},
	{Sig: "_aliases()", Doc: "The other names of native codecs, with the codecs' names.", Fn: object.F0(func(th *thread) (value, error) {
		d := object.NewDict()
		for _, alias := range slices.Sorted(maps.Keys(pytext.Aliases)) {
			d.SetString(alias, object.StrValue(pytext.Aliases[alias]))
		}
		return d.Value(), nil
	})},
	{Sig: "_native_encode(name, str, errors=None, /)", Doc: "Encode by a native codec.", Fn: object.F3(func(th *thread, name, str, errors value) (value, error) {
		c, err := native(name)
		if err != nil {
			return value{}, err
		}
		return encodeBy(th, c, str, errors)
	})},
	{Sig: "_native_decode(name, data, errors=None, final=True, /)", Doc: "Decode by a native codec.", Fn: object.FN(func(th *thread, a []value) (value, error) {
		c, err := native(a[0])
		if err != nil {
			return value{}, err
		}
		return decodeBy(th, c, a[1], a[2], a[3])
	})},
}

func native(name value) (*pytext.Codec, error) {
	if s, ok := object.AsStr(name); ok {
		if c := pytext.LookupCodec(s.S); c != nil {
			return c, nil
		}
		return nil, object.NewExcf(object.LookupErrorType, "unknown encoding: %s", s.S)
	}
	return nil, object.TypeErrorf("an encoding's name must be str, not %s", name.Type().TypeName())
}

// convert runs part i (0 encode, 1 decode) of any codec.
func convert(th *thread, obj, encoding, errors value, i int) (value, error) {
	enc, ok := object.AsStr(encoding)
	if !ok {
		return value{}, object.TypeErrorf("%s() argument 'encoding' must be str, not %s", [...]string{"encode", "decode"}[i], encoding.Type().TypeName())
	}
	errs, ok := object.AsStr(errors)
	if !ok {
		return value{}, object.TypeErrorf("%s() argument 'errors' must be str, not %s", [...]string{"encode", "decode"}[i], errors.Type().TypeName())
	}
	info, err := object.SearchCodec(th, enc.S)
	if err != nil {
		return value{}, err
	}
	return object.CallCodec(th, info, i, obj, errs.S)
}

// handlerName converts an errors argument: None is "strict".
func handlerName(v value) (string, error) {
	if v.Ref == nil || v.IsNone() {
		return "strict", nil
	}
	s, ok := object.AsStr(v)
	if !ok {
		return "", object.TypeErrorf("argument 'errors' must be str or None, not %s", v.Type().TypeName())
	}
	return s.S, nil
}

// encodeBy gives (bytes, number of characters).
func encodeBy(th *thread, c *pytext.Codec, str, errors value) (value, error) {
	s, ok := object.AsStr(str)
	if !ok {
		return value{}, object.TypeErrorf("argument 1 must be str, not %s", str.Type().TypeName())
	}
	errs, err := handlerName(errors)
	if err != nil {
		return value{}, err
	}
	out, err := c.Encode(s.S, object.CodecErrors(th, errs))
	if err != nil {
		return value{}, object.CodecError(err)
	}
	return object.NewPair(object.BytesOfText(out), object.Int(int64(s.Len()))), nil
}

// decodeBy gives (text, number of bytes used).
func decodeBy(th *thread, c *pytext.Codec, data, errors, final value) (value, error) {
	errs, err := handlerName(errors)
	if err != nil {
		return value{}, err
	}
	last, err := object.Truth(th, final)
	if err != nil {
		return value{}, err
	}
	var b string
	if s, ok := object.AsStr(data); ok && (c.Name == "unicode-escape" || c.Name == "unicode_escape" || c.Name == "raw-unicode-escape" || c.Name == "raw_unicode_escape") {
		b = s.S
	} else {
		p, err := object.CopyBytes(th, data)
		if err != nil {
			return value{}, err
		}
		b = object.OwnText(p)
	}
	text, used, err := c.DecodePart(b, object.CodecErrors(th, errs), last)
	if err != nil {
		return value{}, object.CodecError(err)
	}
	return object.NewPair(object.StrValue(text), object.Int(int64(used))), nil
}

// codecRows are the functions NAME_encode and NAME_decode.
func codecRows() []object.Func {
	var out []object.Func
	for _, x := range []struct {
		name, codec string
		partial     bool // decoding may stop before an incomplete end
		whole       bool // ... and does so only if asked to
		order       bool // there are variants with a byte order argument
	}{
		{"ascii", "ascii", false, false, false}, {"latin_1", "latin-1", false, false, false}, {"utf_8", "utf-8", true, false, false}, {"utf_7", "utf-7", true, false, false},
		{"utf_16", "utf-16", true, false, true}, {"utf_16_le", "utf-16-le", true, false, false}, {"utf_16_be", "utf-16-be", true, false, false},
		{"utf_32", "utf-32", true, false, true}, {"utf_32_le", "utf-32-le", true, false, false}, {"utf_32_be", "utf-32-be", true, false, false},
		{"unicode_escape", "unicode-escape", true, true, false}, {"raw_unicode_escape", "raw-unicode-escape", true, true, false},
	} {
		c := pytext.LookupCodec(x.codec)
		if c == nil {
			continue
		}
		encode := "(str, errors=None, /)"
		if x.order {
			encode = "(str, errors=None, byteorder=0, /)"
		}
		out = append(out, object.Func{Sig: x.name + "_encode" + encode, Doc: "Encode a str.", Fn: object.FN(func(th *thread, a []value) (value, error) {
			codec := c
			if len(a) > 2 {
				n, err := object.AsIndex(th, a[2])
				if err != nil {
					return value{}, err
				}
				codec = ordered(c, x.codec, n)
			}
			return encodeBy(th, codec, a[0], a[1])
		})})
		decode := "(data, errors=None, /)"
		switch {
		case x.whole:
			decode = "(data, errors=None, final=True, /)"
		case x.partial:
			decode = "(data, errors=None, final=False, /)"
		}
		out = append(out, object.Func{Sig: x.name + "_decode" + decode, Doc: "Decode bytes.", Fn: object.FN(func(th *thread, a []value) (value, error) {
			final := object.True
			if len(a) > 2 {
				final = a[2]
			}
			return decodeBy(th, c, a[0], a[1], final)
		})})
		if x.order {
			out = append(out, object.Func{Sig: x.name + "_ex_decode(data, errors=None, byteorder=0, final=False, /)", Doc: "Decode bytes and tell the byte order.", Fn: object.FN(func(th *thread, a []value) (value, error) {
				return decodeOrdered(th, c, x.codec, a)
			})})
		}
	}
	return append(out, mapRows...)
}

// ordered is the variant of a codec with the given byte order: negative little, positive big.
func ordered(c *pytext.Codec, name string, order int) *pytext.Codec {
	switch {
	case order < 0:
		return pytext.LookupCodec(name + "-le")
	case order > 0:
		return pytext.LookupCodec(name + "-be")
	}
	return c
}

// decodeOrdered gives (text, number of bytes used, byte order).
func decodeOrdered(th *thread, c *pytext.Codec, name string, a []value) (value, error) {
	n, err := object.AsIndex(th, a[2])
	if err != nil {
		return value{}, err
	}
	if n == 0 {
		b, err := object.CopyBytes(th, a[0])
		if err != nil {
			return value{}, err
		}
		switch {
		case len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe:
			n = -1
		case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff, len(b) >= 4 && b[2] == 0xfe && b[3] == 0xff:
			n = 1
		}
	} else {
		c = ordered(c, name, n)
	}
	r, err := decodeBy(th, c, a[0], a[1], a[3])
	if err != nil {
		return value{}, err
	}
	t, _ := object.AsTuple(r)
	return object.TupleValue(t.Items[0], t.Items[1], object.Int(int64(n))), nil
}
