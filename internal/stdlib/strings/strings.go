// Package strings is the native module _string, by which string.Formatter reads templates.
package strings

import (
	"ouro/internal/object"
	"ouro/internal/pyformat"
)

type (
	Value  = object.Value
	Thread = object.Thread
)

// Module is _string.
var Module = object.ModuleDef{
	Name: "_string",
	Doc:  "Reading the templates of str.format().",
	Functions: []object.Func{
		{Sig: "formatter_parser(string, /)", Doc: "An iterator over a template: literal text, field name, specifier, conversion.", Fn: object.F1(parser)},
		{Sig: "formatter_field_name_split(string, /)", Doc: "The first part of a field's name, and an iterator over the rest: whether it is an attribute, and its name or index.", Fn: object.F1(split)},
	},
}

type templateIter struct {
	object.Header
	t pyformat.Template
}

type pathIter struct {
	object.Header
	p pyformat.Path
}

var (
	templateLayout = object.NewLayout[templateIter]()
	templateType   = object.NewType("formatteriterator", object.ObjectType, templateLayout)
	pathLayout     = object.NewLayout[pathIter]()
	pathType       = object.NewType("fieldnameiterator", object.ObjectType, pathLayout)
)

func text(v Value) (string, error) {
	s, ok := object.AsStr(v)
	if !ok {
		return "", object.TypeErrorf("expected str, got %s", v.Type().Name)
	}
	return s.S, nil
}

func parser(th *Thread, v Value) (Value, error) {
	s, err := text(v)
	if err != nil {
		return Value{}, err
	}
	it := &templateIter{t: pyformat.NewTemplate(s)}
	it.Shape = templateType.ExactShape()
	return object.Of(&it.Header), nil
}

func split(th *Thread, v Value) (Value, error) {
	s, err := text(v)
	if err != nil {
		return Value{}, err
	}
	first, path := pyformat.SplitName(s)
	var n pyformat.Numbering
	head := object.StrValue(first)
	if first != "" {
		i, keyword, err := n.Index(first)
		if err != nil {
			return Value{}, object.AsExc(err)
		}
		if !keyword {
			head = object.Int(int64(i))
		}
	}
	it := &pathIter{p: path}
	it.Shape = pathType.ExactShape()
	return object.TupleValue(head, object.Of(&it.Header)), nil
}

func init() {
	self := func(_ *Thread, v Value) (Value, error) { return v, nil }
	for _, t := range []*object.Type{templateType, pathType} {
		t.Module = "_string"
		t.Flags |= object.FlagNoNew
		t.Iter = self
	}
	templateType.Next = func(th *Thread, v Value) (Value, error) {
		f, ok, err := object.Unchecked[templateIter](v).t.Next()
		if err != nil {
			return Value{}, object.AsExc(err)
		}
		if !ok {
			return Value{}, nil
		}
		name, spec, conversion := object.None, object.None, object.None
		if f.HasField {
			name, spec = object.StrValue(f.Name), object.StrValue(f.Spec)
			if f.Conversion != 0 {
				conversion = object.StrValue(string(f.Conversion))
			}
		}
		return object.TupleValue(object.StrValue(f.Literal), name, spec, conversion), nil
	}
	pathType.Next = func(th *Thread, v Value) (Value, error) {
		s, ok, err := object.Unchecked[pathIter](v).p.Next()
		if err != nil {
			return Value{}, object.AsExc(err)
		}
		if !ok {
			return Value{}, nil
		}
		key := object.StrValue(s.Name)
		if s.IsIndex {
			key = object.Int(int64(s.Index))
		}
		return object.TupleValue(object.Bool(s.IsAttr), key), nil
	}
}
