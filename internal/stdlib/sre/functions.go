package sre

import (
	"ouro/internal/object"
	"ouro/internal/sre"
	"ouro/internal/ucd"
)

// functions are those of the module re.
var functions = []object.Func{
	{Sig: "compile(pattern, flags=0)", Doc: "Make a Pattern.", Fn: object.F2(func(th *object.Thread, pattern, flags object.Value) (object.Value, error) {
		p, err := compile(th, pattern, flags)
		if err != nil {
			return object.Value{}, err
		}
		return p.value(), nil
	})},
	finding("match", "Match at the start of the string.", sre.Prefix),
	finding("fullmatch", "Match the whole string.", sre.Full),
	finding("search", "Find the first match.", sre.Search),
	{Sig: "findall(pattern, string, flags=0)", Doc: "A list of all matches.", Fn: object.F3(func(th *object.Thread, pattern, text, flags object.Value) (object.Value, error) {
		p, err := compile(th, pattern, flags)
		if err != nil {
			return object.Value{}, err
		}
		return p.findAll(th, text, zero, noLimit)
	})},
	{Sig: "finditer(pattern, string, flags=0)", Doc: "An iterator over all matches.", Fn: object.F3(func(th *object.Thread, pattern, text, flags object.Value) (object.Value, error) {
		p, err := compile(th, pattern, flags)
		if err != nil {
			return object.Value{}, err
		}
		return newScanner(th, matchIterType, p, text, zero, noLimit)
	})},
	{Sig: "split(pattern, string, *args, maxsplit=NULL, flags=NULL)", Doc: "The string cut at matches.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		limit, flags, err := optional(th, "split", "maxsplit", 2, a[2:])
		if err != nil {
			return object.Value{}, err
		}
		p, err := compile(th, a[0], flags)
		if err != nil {
			return object.Value{}, err
		}
		n, err := object.AsIndex(th, limit)
		if err != nil {
			return object.Value{}, err
		}
		return p.split(th, a[1], n)
	})},
	{Sig: "sub(pattern, repl, string, *args, count=NULL, flags=NULL)", Doc: "The string with matches replaced.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		r, _, err := substitute(th, "sub", a)
		return r, err
	})},
	{Sig: "subn(pattern, repl, string, *args, count=NULL, flags=NULL)", Doc: "The string with matches replaced, and how many were.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		r, n, err := substitute(th, "subn", a)
		if err != nil {
			return r, err
		}
		return object.NewPair(r, object.Int(int64(n))), nil
	})},
	{Sig: "escape(pattern)", Doc: "The text with characters that mean something in a pattern escaped.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		if s, ok := object.AsStr(v); ok {
			return object.StrValue(sre.Escape(s.S)), nil
		}
		if !object.IsBufferLike(v) {
			return object.Value{}, object.TypeErrorf("decoding to str: need a bytes-like object, %s found", v.Type().TypeName())
		}
		b, err := object.CopyBytes(th, v)
		if err != nil {
			return object.Value{}, err
		}
		return object.BytesOfText(sre.Escape(object.OwnText(b))), nil
	})},
	{Sig: "purge()", Doc: "Forget compiled patterns.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
		s := stateOf(th)
		clear(s.patterns)
		s.order, s.next = nil, 0
		return object.None, nil
	})},
	{Sig: "getcodesize()", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return object.Int(4), nil })},
	{Sig: "unicode_iscased(character, /)", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		r, err := object.AsIndex(th, v)
		return object.Bool(err == nil && (ucd.SimpleLower(rune(r)) != rune(r) || ucd.SimpleUpper(rune(r)) != rune(r))), err
	})},
}

func finding(name, doc string, mode sre.Mode) object.Func {
	return object.Func{Sig: name + "(pattern, string, flags=0)", Doc: doc, Fn: object.F3(func(th *object.Thread, pattern, text, flags object.Value) (object.Value, error) {
		p, err := compile(th, pattern, flags)
		if err != nil {
			return object.Value{}, err
		}
		return p.find(th, mode, text, zero, noLimit)
	})}
}

// optional sorts out a limit and flags given by position, which is deprecated, or by name: rest is a tuple and the two names'.
func optional(th *object.Thread, function, limitName string, before int, rest []object.Value) (limit, flags object.Value, err error) {
	limit, flags = rest[1], rest[2]
	pos, _ := object.AsTuple(rest[0])
	if n := len(pos.Items); n > 0 {
		multiple := func(name string) error {
			return object.TypeErrorf("%s() got multiple values for argument '%s'", function, name)
		}
		if limit.Bound() {
			return limit, flags, multiple(limitName)
		}
		limit = pos.Items[0]
		if n > 1 {
			if flags.Bound() {
				return limit, flags, multiple("flags")
			}
			flags = pos.Items[1]
			if n > 2 {
				return limit, flags, object.TypeErrorf("%s() takes from %d to %d positional arguments but %d were given", function, before, before+2, before+n)
			}
		}
		if err := object.Warn(th, object.DeprecationWarningType, "'"+limitName+"' is passed as positional argument", 1); err != nil {
			return limit, flags, err
		}
	}
	if !limit.Bound() {
		limit = zero
	}
	if !flags.Bound() {
		flags = zero
	}
	return limit, flags, nil
}

func substitute(th *object.Thread, name string, a []object.Value) (object.Value, int, error) {
	count, flags, err := optional(th, name, "count", 3, a[3:])
	if err != nil {
		return object.Value{}, 0, err
	}
	p, err := compile(th, a[0], flags)
	if err != nil {
		return object.Value{}, 0, err
	}
	return p.sub(th, a[1], a[2], count)
}
