package object

import (
	"ouro/internal/pyformat"
	"ouro/internal/pytext"
)

// The % operator of str, bytes and bytearray.

// percentArgs hands out the operands of a template.
type percentArgs struct {
	items   []Value
	next    int
	mapping Value // unbound if the right side is none
	used    bool  // a mapping key was read
	bytes   bool
}

func (p *percentArgs) take() (Value, error) {
	if p.next >= len(p.items) {
		return Value{}, TypeErrorf("not enough arguments for format string")
	}
	p.next++
	return p.items[p.next-1], nil
}

// star reads a width or precision given as an argument.
func (p *percentArgs) star(what string) (int, error) {
	v, err := p.take()
	if err != nil {
		return 0, err
	}
	if !IsInt(v) {
		return 0, TypeErrorf("* wants int")
	}
	n, ok := SmallInt(v)
	if !ok || n > 1<<31-1 && what == "precision" {
		return 0, NewExcf(OverflowErrorType, "Python int too large to convert to C %s", map[string]string{"width": "ssize_t", "precision": "int"}[what])
	}
	return int(n), nil
}

// percentFormat is template % args.
func percentFormat(th *Thread, template string, args Value, bytes bool) ([]byte, error) {
	p := percentArgs{bytes: bytes}
	var one [1]Value
	if t, ok := AsTuple(args); ok {
		p.items = t.Items
	} else {
		one[0] = args
		p.items = one[:]
		if isPercentMapping(args, bytes) {
			p.mapping = args
		}
	}
	dst := make([]byte, 0, len(template)+16)
	dirs := pyformat.NewPercent(template, bytes)
	for {
		literal, d, more, err := dirs.Next()
		dst = append(dst, literal...)
		if d.HasKey && p.mapping.Ref == nil {
			return nil, TypeErrorf("format requires a mapping")
		}
		if err != nil {
			return nil, numError(err)
		}
		if !more {
			break
		}
		if d.IsLiteral() {
			continue
		}
		if d.HasKey {
			v, err := GetItem(th, p.mapping, p.key(d.Key))
			if err != nil {
				return nil, err
			}
			one[0] = v
			p.items, p.next, p.used = one[:], 0, true
		}
		if d.StarWidth {
			n, err := p.star("width")
			if err != nil {
				return nil, err
			}
			d.SetWidth(n)
		}
		if d.StarPrecision {
			n, err := p.star("precision")
			if err != nil {
				return nil, err
			}
			d.SetPrecision(n)
		}
		v, err := p.take()
		if err != nil {
			return nil, err
		}
		if dst, err = percentOne(th, dst, &d, v, bytes); err != nil {
			return nil, err
		}
		if len(dst) > maxText {
			return nil, NewExc(MemoryErrorType)
		}
	}
	if p.next < len(p.items) && p.mapping.Ref == nil && !p.used {
		what := "string"
		if bytes {
			what = "bytes"
		}
		return nil, TypeErrorf("not all arguments converted during %s formatting", what)
	}
	return dst, nil
}

func (p *percentArgs) key(k string) Value {
	if p.bytes {
		return BytesValue([]byte(k))
	}
	return StrValue(k)
}

// isPercentMapping reports whether a right operand may be asked by key: anything with items that is no text.
func isPercentMapping(v Value, bytes bool) bool {
	if v.IsImmediate() || S(v).GetItem == nil {
		return false
	}
	if bytes {
		_, isBytes := AsBytes(v)
		_, isArray := AsByteArray(v)
		_, isStr := AsStr(v)
		return !isBytes && !isArray && !isStr
	}
	_, isStr := AsStr(v)
	return !isStr
}

// percentOne appends one operand.
func percentOne(th *Thread, dst []byte, d *pyformat.Directive, v Value, bytes bool) ([]byte, error) {
	var err error
	switch d.Conversion {
	case 's', 'r', 'a', 'b':
		if d.Conversion == 'b' && !bytes {
			break
		}
		var text string
		if text, err = percentText(th, d.Conversion, v, bytes); err != nil {
			return nil, err
		}
		if d.Width < 0 && d.Precision < 0 {
			return append(dst, text...), nil
		}
		dst, err = d.AppendText(dst, text, bytes)
		return dst, numError(err)
	case 'd', 'i', 'u', 'o', 'x', 'X':
		if v.Ref != &IntHeader {
			if v, err = percentInt(th, d.Conversion, v); err != nil {
				return nil, err
			}
		}
		if i, ok := SmallInt(v); ok {
			dst, err = d.AppendInt(dst, i)
		} else {
			dst, err = d.AppendBig(dst, Unchecked[IntObject](v).big, th.Interp.MaxStrDigits)
		}
		return dst, numError(err)
	case 'e', 'E', 'f', 'F', 'g', 'G':
		f, err := ToFloat(th, v)
		if err != nil {
			if bytes && Matches(err, TypeErrorType) {
				return nil, TypeErrorf("float argument required, not %s", v.Type().TypeName())
			}
			return nil, err
		}
		dst, err = d.AppendFloat(dst, f)
		return dst, numError(err)
	case 'c':
		text, err := percentChar(th, v, bytes)
		if err != nil {
			return nil, err
		}
		d.Precision = -1
		dst, err = d.AppendText(dst, text, bytes)
		return dst, numError(err)
	}
	return nil, numError(d.ErrUnsupported())
}

func percentText(th *Thread, conversion rune, v Value, bytes bool) (string, error) {
	var s *Str
	var err error
	switch {
	case conversion == 'r' && !bytes:
		s, err = Repr(th, v)
	case conversion == 'r' || conversion == 'a':
		s, err = ASCII(th, v)
	case bytes:
		return percentBytes(th, v)
	default:
		s, err = ToStr(th, v)
	}
	if err != nil {
		return "", err
	}
	return s.S, nil
}

// percentBytes is what %b and %s take in bytes: a buffer or an object with __bytes__.
func percentBytes(th *Thread, v Value) (string, error) {
	if b, ok := AsBytes(v); ok && v.Type() == BytesType {
		return textOf(b.B), nil
	}
	if !v.IsImmediate() {
		r, found, err := CallMethodOf(th, v, strBytes)
		if err != nil {
			return "", err
		}
		if found {
			b, ok := AsBytes(r)
			if !ok {
				return "", TypeErrorf("__bytes__ returned non-bytes (type %s)", r.Type().TypeName())
			}
			return textOf(b.B), nil
		}
		if IsBufferLike(v) {
			b, release, err := AsBuffer(th, v, false)
			if err != nil {
				return "", err
			}
			defer release()
			return string(b), nil
		}
	}
	return "", TypeErrorf("%%b requires a bytes-like object, or an object that implements __bytes__, not '%s'", v.Type().TypeName())
}

func percentInt(th *Thread, conversion rune, v Value) (Value, error) {
	if IsInt(v) {
		return ExactInt(v), nil
	}
	var r Value
	var err error
	switch s := S(v); {
	case conversion == 'o' || conversion == 'x' || conversion == 'X':
		if r, err = Index(th, v); err != nil && Matches(err, TypeErrorType) {
			return Value{}, TypeErrorf("%%%c format: an integer is required, not %s", conversion, v.Type().TypeName())
		}
		return r, err
	case s.ToInt != nil || s.Index != nil || s.ToFloat != nil:
		if r, err = ToInt(th, v); err == nil || !Matches(err, TypeErrorType) {
			return ExactInt(r), err
		}
	}
	return Value{}, TypeErrorf("%%%c format: a real number is required, not %s", conversion, v.Type().TypeName())
}

func percentChar(th *Thread, v Value, bytes bool) (string, error) {
	if bytes {
		if b, ok := bytesOrArray(v); ok {
			if len(b) != 1 {
				kind := "bytes"
				if _, ok := AsByteArray(v); ok {
					kind = "bytearray"
				}
				return "", TypeErrorf("%%c requires an integer in range(256) or a single byte, not a %s object of length %d", kind, len(b))
			}
			return string(b), nil
		}
	} else if s, ok := AsStr(v); ok {
		if s.Len() != 1 {
			return "", TypeErrorf("%%c requires an int or a unicode character, not a string of length %d", s.Len())
		}
		return s.S, nil
	}
	if S(v).Index == nil && !IsInt(v) {
		if bytes {
			return "", TypeErrorf("%%c requires an integer in range(256) or a single byte, not %s", v.Type().TypeName())
		}
		return "", TypeErrorf("%%c requires an int or a unicode character, not %s", v.Type().TypeName())
	}
	i, err := Index(th, v)
	if err != nil {
		return "", err
	}
	n, ok := SmallInt(i)
	if bytes {
		if !ok || n < 0 || n > 255 {
			return "", NewExc(OverflowErrorType, StrValue("%c arg not in range(256)"))
		}
		return string([]byte{byte(n)}), nil
	}
	if !ok || n < 0 || n > 0x10FFFF {
		return "", NewExc(OverflowErrorType, StrValue("%c arg not in range(0x110000)"))
	}
	return pytext.RuneString(rune(n)), nil
}

func strMod(th *Thread, a, b Value) (Value, error) {
	s, ok := AsStr(a)
	if !ok {
		return NotImplemented, nil
	}
	out, err := percentFormat(th, s.S, b, false)
	if err != nil {
		return Value{}, err
	}
	return StrValue(OwnText(out)), nil
}
