package object

import "ouro/internal/pytext"

// FormatValue is format(v, spec); an unbound spec is the empty one.
func FormatValue(th *Thread, v, spec Value) (Value, error) {
	if spec.Ref == nil {
		spec = emptyStr
	}
	s, ok := AsStr(spec)
	if !ok {
		return Value{}, TypeErrorf("format() argument 2 must be str, not %s", spec.Type().Name)
	}
	if s.S == "" {
		if v.Ref.Shape == StrShape {
			return v, nil
		}
		if v.Ref == &IntHeader || v.Ref == &FloatHeader {
			return S(v).Repr(th, v)
		}
	}
	r, found, err := CallMethodOf(th, v, strFormat, spec)
	if err != nil {
		return Value{}, err
	}
	if !found {
		return Value{}, TypeErrorf("Type %s doesn't define __format__", v.Type().Name)
	}
	if _, ok := AsStr(r); !ok {
		return Value{}, TypeErrorf("__format__ must return a str, not %s", r.Type().Name)
	}
	return r, nil
}

var emptyStr = StrValue("")

// ASCII is ascii(v).
func ASCII(th *Thread, v Value) (*Str, error) {
	s, err := Repr(th, v)
	if err != nil || s.IsASCII() {
		return s, err
	}
	return NewStr(pytext.EscapeNonASCII(s.S)), nil
}
