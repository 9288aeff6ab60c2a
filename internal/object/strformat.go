package object

import (
	"strconv"

	"ouro/internal/pyformat"
	"ouro/internal/pynum"
	"ouro/internal/pytext"
)

// format(), str.format and what f-strings are made of. The mini-language itself is package pyformat.

// FormatValue is format(v, spec); an unbound spec stands for "". The result is an exact str.
func FormatValue(th *Thread, v, spec Value) (Value, error) {
	text := ""
	if spec.Ref != nil {
		s, ok := AsStr(spec)
		if !ok {
			return Value{}, TypeErrorf("format() argument 2 must be str, not %s", noneName(spec))
		}
		text = s.S
	}
	if text == "" {
		switch v.Ref {
		case &IntHeader, &FloatHeader, &BoolHeader, &NoneHeader:
			s, err := ToStr(th, v)
			if err != nil {
				return Value{}, err
			}
			return s.Value(), nil
		}
		if v.Ref.Shape == StrShape {
			return v, nil
		}
	} else if v.Ref == &IntHeader || v.Ref == &FloatHeader || v.Ref.Shape == StrShape {
		var buf [64]byte
		out, err := AppendFormatted(th, buf[:0], v, text)
		if err != nil {
			return Value{}, err
		}
		return CopyStr(out).Value(), nil
	}
	if spec.Ref == nil {
		spec = emptyStr.Value()
	}
	return callFormat(th, v, spec)
}

// callFormat calls type(v).__format__.
func callFormat(th *Thread, v, spec Value) (Value, error) {
	r, found, err := CallMethodOf(th, v, strFormat, spec)
	if err != nil {
		return Value{}, err
	}
	if !found {
		return Value{}, TypeErrorf("Type %s doesn't define __format__", v.Type().TypeName())
	}
	s, ok := AsStr(r)
	if !ok {
		return Value{}, TypeErrorf("__format__ must return a str, not %s", r.Type().TypeName())
	}
	return s.Exact().Value(), nil
}

// AppendFormatted appends format(v, spec), without an object in between for ints, floats and strs.
func AppendFormatted(th *Thread, dst []byte, v Value, spec string) ([]byte, error) {
	switch {
	case v.Ref == &IntHeader:
		if spec == "" {
			return strconv.AppendInt(dst, v.Int64(), 10), nil
		}
		return AppendFormat(th, dst, v, spec)
	case v.Ref == &FloatHeader:
		if spec == "" {
			return pynum.AppendFloat(dst, v.Float64()), nil
		}
		return AppendFormat(th, dst, v, spec)
	case v.Ref.Shape == StrShape:
		return appendFormattedStr(dst, Unchecked[Str](v), spec)
	}
	r, err := FormatValue(th, v, StrValue(spec))
	if err != nil {
		return nil, err
	}
	return append(dst, Unchecked[Str](r).S...), nil
}

func appendFormattedStr(dst []byte, s *Str, spec string) ([]byte, error) {
	if spec == "" {
		return append(dst, s.S...), nil
	}
	name := s.Shape.Type.Name
	p, err := pyformat.Parse(spec, name)
	if err != nil {
		return nil, numError(err)
	}
	dst, err = p.AppendStr(dst, s.S, s.Len(), name)
	return dst, numError(err)
}

// AppendStr appends str(v), without an object in between for ints, floats and strs.
func AppendStr(th *Thread, dst []byte, v Value) ([]byte, error) {
	switch {
	case v.Ref == &IntHeader:
		return strconv.AppendInt(dst, v.Int64(), 10), nil
	case v.Ref == &FloatHeader:
		return pynum.AppendFloat(dst, v.Float64()), nil
	case v.Ref.Shape == StrShape:
		return append(dst, Unchecked[Str](v).S...), nil
	}
	s, err := ToStr(th, v)
	if err != nil {
		return nil, err
	}
	return append(dst, s.S...), nil
}

// AppendReprOf appends repr(v), without an object in between for ints, floats and strs.
func AppendReprOf(th *Thread, dst []byte, v Value) ([]byte, error) {
	switch {
	case v.Ref == &IntHeader:
		return strconv.AppendInt(dst, v.Int64(), 10), nil
	case v.Ref == &FloatHeader:
		return pynum.AppendFloat(dst, v.Float64()), nil
	case v.Ref.Shape == StrShape:
		return pytext.AppendRepr(dst, Unchecked[Str](v).S), nil
	}
	s, err := Repr(th, v)
	if err != nil {
		return nil, err
	}
	return append(dst, s.S...), nil
}

// ASCII is ascii(v).
func ASCII(th *Thread, v Value) (*Str, error) {
	s, err := Repr(th, v)
	if err != nil || s.IsASCII() {
		return s, err
	}
	return NewStr(pytext.EscapeNonASCII(s.S)), nil
}

func strDunderFormat(th *Thread, self, spec Value) (Value, error) {
	text, err := formatSpec(spec)
	if err != nil {
		return Value{}, err
	}
	s := Unchecked[Str](self)
	if text == "" {
		r, err := ToStr(th, self)
		if err != nil {
			return Value{}, err
		}
		return r.Exact().Value(), nil
	}
	out, err := appendFormattedStr(nil, s, text)
	if err != nil {
		return Value{}, err
	}
	return StrValue(OwnText(out)), nil
}

// formatter fills in one str.format template.
type formatter struct {
	th      *Thread
	args    []Value
	kwargs  *Dict
	mapping Value // of format_map; then there are no positional fields
	number  pyformat.Numbering
}

// maxFieldDepth is how deep replacement fields may stand in each other's specifiers.
const maxFieldDepth = 2

func (f *formatter) run(dst []byte, template string, depth int) ([]byte, error) {
	if depth == 0 {
		return nil, numError(pyformat.ErrRecursion)
	}
	t := pyformat.NewTemplate(template)
	for {
		field, ok, err := t.Next()
		if err != nil {
			return nil, numError(err)
		}
		if !ok {
			return dst, nil
		}
		dst = append(dst, field.Literal...)
		if !field.HasField {
			continue
		}
		v, err := f.field(field.Name)
		if err != nil {
			return nil, err
		}
		var s *Str
		switch field.Conversion {
		case 0:
		case 's':
			s, err = ToStr(f.th, v)
		case 'r':
			s, err = Repr(f.th, v)
		case 'a':
			s, err = ASCII(f.th, v)
		default:
			err = numError(pyformat.ConversionError(field.Conversion))
		}
		if err != nil {
			return nil, err
		}
		if s != nil {
			v = s.Value()
		}
		spec := field.Spec
		if field.Nested {
			inner, err := f.run(nil, spec, depth-1)
			if err != nil {
				return nil, err
			}
			spec = OwnText(inner)
		}
		if dst, err = AppendFormatted(f.th, dst, v, spec); err != nil {
			return nil, err
		}
		if len(dst) > maxText {
			return nil, NewExc(MemoryErrorType)
		}
	}
}

// field finds the value that a field name stands for.
func (f *formatter) field(name string) (Value, error) {
	first, path := pyformat.SplitName(name)
	index, keyword, err := f.number.Index(first)
	if err != nil {
		return Value{}, numError(err)
	}
	var v Value
	switch {
	case keyword && f.mapping.Ref != nil:
		v, err = GetItem(f.th, f.mapping, StrValue(first))
	case keyword:
		var ok bool
		if f.kwargs != nil {
			v, ok = f.kwargs.GetString(first)
		}
		if !ok {
			err = KeyErrorOf(StrValue(first))
		}
	case f.mapping.Ref != nil:
		err = ValueErrorf("Format string contains positional fields")
	case index >= len(f.args):
		err = numError(pyformat.IndexError(index))
	default:
		v = f.args[index]
	}
	for err == nil {
		step, ok, perr := path.Next()
		switch {
		case perr != nil:
			return Value{}, numError(perr)
		case !ok:
			return v, nil
		case step.IsAttr:
			v, err = GetAttr(f.th, v, NewStr(step.Name))
		case step.IsIndex:
			v, err = GetItem(f.th, v, Int(int64(step.Index)))
		default:
			v, err = GetItem(f.th, v, StrValue(step.Name))
		}
	}
	return Value{}, err
}

func (f *formatter) format(template string) (Value, error) {
	out, err := f.run(make([]byte, 0, len(template)+32), template, maxFieldDepth)
	if err != nil {
		return Value{}, err
	}
	return StrValue(OwnText(out)), nil
}

func strFormatMethod(th *Thread, a []Value) (Value, error) {
	t, _ := AsTuple(a[1])
	kw, _ := AsDict(a[2])
	f := formatter{th: th, args: t.Items, kwargs: kw}
	return f.format(Unchecked[Str](a[0]).S)
}

func strFormatMap(th *Thread, self, mapping Value) (Value, error) {
	f := formatter{th: th, mapping: mapping}
	return f.format(Unchecked[Str](self).S)
}
