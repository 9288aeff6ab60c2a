// Package unicodedata is the module unicodedata, on package ucd.
package unicodedata

import (
	"unicode/utf8"

	"ouro/internal/object"
	"ouro/internal/ucd"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

// Module is unicodedata.
var Module = object.ModuleDef{
	Name: "unicodedata",
	Doc:  "The Unicode character database.",
	Functions: []Func{
		{Sig: "category(chr, /)", Doc: "The character's general category.", Fn: ofChar("category", func(r rune) Value { return object.StrValue(ucd.CategoryOf(r).String()) })},
		{Sig: "bidirectional(chr, /)", Doc: "The character's bidirectional class.", Fn: ofChar("bidirectional", func(r rune) Value { return object.StrValue(ucd.Bidirectional(r)) })},
		{Sig: "combining(chr, /)", Doc: "The character's combining class.", Fn: ofChar("combining", func(r rune) Value { return object.Int(int64(ucd.Combining(r))) })},
		{Sig: "east_asian_width(chr, /)", Doc: "The character's width in East Asian text.", Fn: ofChar("east_asian_width", func(r rune) Value { return object.StrValue(ucd.EastAsianWidth(r)) })},
		{Sig: "mirrored(chr, /)", Doc: "1 if the character is mirrored in text from right to left.", Fn: ofChar("mirrored", func(r rune) Value {
			if ucd.Mirrored(r) {
				return object.Int(1)
			}
			return object.Int(0)
		})},
		{Sig: "decimal(chr, default=NULL, /)", Doc: "The decimal digit that the character is.", Fn: numberOf("decimal", "not a decimal", func(r rune) (Value, bool) {
			n := ucd.Decimal(r)
			return object.Int(int64(n)), n >= 0
		})},
		{Sig: "digit(chr, default=NULL, /)", Doc: "The digit that the character is.", Fn: numberOf("digit", "not a digit", func(r rune) (Value, bool) {
			n := ucd.Digit(r)
			return object.Int(int64(n)), n >= 0
		})},
		{Sig: "numeric(chr, default=NULL, /)", Doc: "The number that the character is.", Fn: numberOf("numeric", "not a numeric character", func(r rune) (Value, bool) {
			f, ok := ucd.Numeric(r)
			return object.Float(f), ok
		})},
		{Sig: "name(chr, default=NULL, /)", Doc: "The character's name.", Fn: numberOf("name", "no such name", func(r rune) (Value, bool) {
			s := ucd.Name(r)
			return object.StrValue(s), s != ""
		})},
		{Sig: "lookup(name, /)", Doc: "The character of a name.", Fn: object.F1(lookup)},
		{Sig: "normalize(form, unistr, /)", Doc: "The text in a normal form: NFC, NFD, NFKC or NFKD.", Fn: object.F2(normalize)},
		{Sig: "is_normalized(form, unistr, /)", Doc: "Whether the text is in a normal form.", Fn: object.F2(isNormalized)},
	},
	Init: func(th *Thread, m *object.Module) error {
		m.Set("unidata_version", object.StrValue("16.0.0"))
		return nil
	},
}

func char(v Value, function string) (rune, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return 0, object.TypeErrorf("%s() argument 1 must be a unicode character, not %s", function, v.Type().Name)
	}
	if s.Len() != 1 {
		return 0, object.TypeErrorf("%s(): argument must be a unicode character, not a string of length %d", function, s.Len())
	}
	r, n := utf8.DecodeRuneInString(s.S)
	if r == utf8.RuneError && n == 1 && len(s.S) == 3 {
		// A lone surrogate.
		r = rune(s.S[0]&15)<<12 | rune(s.S[1]&63)<<6 | rune(s.S[2]&63)
	}
	return r, nil
}

func ofChar(name string, f func(r rune) Value) object.Fn {
	return object.F1(func(th *Thread, v Value) (Value, error) {
		r, err := char(v, name)
		if err != nil {
			return Value{}, err
		}
		return f(r), nil
	})
}

// numberOf binds a function of a character that has a default for those without a value.
func numberOf(name, missing string, f func(r rune) (Value, bool)) object.Fn {
	return object.F2(func(th *Thread, v, dflt Value) (Value, error) {
		r, err := char(v, name)
		if err != nil {
			return Value{}, err
		}
		if x, ok := f(r); ok {
			return x, nil
		}
		if dflt.Bound() {
			return dflt, nil
		}
		return Value{}, object.ValueErrorf("%s", missing)
	})
}

func lookup(th *Thread, v Value) (Value, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return Value{}, object.TypeErrorf("lookup() argument must be str, not %s", v.Type().Name)
	}
	r, ok := ucd.Lookup(s.S)
	if !ok {
		return Value{}, object.KeyErrorOf(object.StrValue("undefined character name '" + s.S + "'"))
	}
	return object.StrValue(string(r)), nil
}

func formArgs(function string, form, text Value) (ucd.Form, *object.Str, error) {
	f, ok := object.AsStr(form)
	if !ok {
		return 0, nil, object.TypeErrorf("%s() argument 1 must be str, not %s", function, form.Type().Name)
	}
	s, ok := object.AsStr(text)
	if !ok {
		return 0, nil, object.TypeErrorf("%s() argument 2 must be str, not %s", function, text.Type().Name)
	}
	x, ok := ucd.ParseForm(f.S)
	if !ok {
		return 0, nil, object.ValueErrorf("invalid normalization form")
	}
	return x, s, nil
}

func normalize(th *Thread, form, text Value) (Value, error) {
	f, s, err := formArgs("normalize", form, text)
	if err != nil {
		return Value{}, err
	}
	if s.IsASCII() {
		return s.Exact().Value(), nil
	}
	return object.StrValue(ucd.Normalize(f, s.S)), nil
}

func isNormalized(th *Thread, form, text Value) (Value, error) {
	f, s, err := formArgs("is_normalized", form, text)
	if err != nil {
		return Value{}, err
	}
	return object.Bool(s.IsASCII() || ucd.IsNormalized(f, s.S)), nil
}
