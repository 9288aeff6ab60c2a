package object

import (
	"strings"

	"ouro/internal/pytext"
)

// The methods that bytes and bytearray share. Those of a bytearray give new bytearrays.

func byteIs(f func(s string) bool) Fn {
	return F1(func(th *Thread, self Value) (Value, error) { return Bool(f(byteText(self))), nil })
}

func byteTo(f func(s string) string) Fn {
	return F1(func(th *Thread, self Value) (Value, error) { return byteResult(self, f(byteText(self))), nil })
}

// byteArgument converts a bytes-like argument to text, copied where it might change.
func byteArgument(th *Thread, v Value) (string, error) {
	if b, ok := AsBytes(v); ok {
		return textOf(b.B), nil
	}
	b, err := CopyBytes(th, v)
	return OwnText(b), err
}

// byteNeedle converts what is searched for: a bytes-like object or an int.
func byteNeedle(th *Thread, v Value) (string, error) {
	if b, ok := AsBytes(v); ok {
		return textOf(b.B), nil
	}
	if IsInt(v) || S(v).Index != nil && !IsBufferLike(v) {
		n, err := AsIndex(th, v)
		if err != nil && !Matches(err, OverflowErrorType) {
			return "", err
		}
		if err != nil || n < 0 || n > 255 {
			return "", ValueErrorf("byte must be in range(0, 256)")
		}
		return string([]byte{byte(n)}), nil
	}
	if !IsBufferLike(v) {
		return "", TypeErrorf("argument should be integer or bytes-like object, not '%s'", v.Type().TypeName())
	}
	return byteArgument(th, v)
}

// byteWindow is the part of self that a searching method looks at.
func byteWindow(th *Thread, self, start, stop Value) (text string, at int, ok bool, err error) {
	text = byteText(self)
	if start.Ref == nil && stop.Ref == nil {
		return text, 0, true, nil
	}
	lo, hi, err := clipBounds(th, start, stop, len(text))
	if err != nil || lo > hi {
		return "", 0, false, err
	}
	return text[lo:hi], lo, true, nil
}

func byteFinder(name string, find func(s, sub string) int, must bool) Func {
	return Func{Sig: name + "(sub, start=NULL, end=NULL, /)", Doc: "The index of sub, bytes or an int, between start and end.", Fn: FN(func(th *Thread, a []Value) (Value, error) {
		sub, err := byteNeedle(th, a[1])
		if err != nil {
			return Value{}, err
		}
		text, at, ok, err := byteWindow(th, a[0], a[2], a[3])
		if err != nil {
			return Value{}, err
		}
		if ok {
			if i := find(text, sub); i >= 0 {
				return Int(int64(at + i)), nil
			}
		}
		if must {
			return Value{}, ValueErrorf("subsection not found")
		}
		return Int(-1), nil
	})}
}

func byteCount(th *Thread, a []Value) (Value, error) {
	sub, err := byteNeedle(th, a[1])
	if err != nil {
		return Value{}, err
	}
	text, _, ok, err := byteWindow(th, a[0], a[2], a[3])
	if err != nil || !ok {
		return Int(0), err
	}
	return Int(int64(pytext.Count(text, sub, len(text)))), nil
}

func byteAffix(name string, has func(s, affix string) bool) Func {
	return Func{Sig: name + "(prefix, start=NULL, end=NULL, /)", Doc: "Whether the bytes between start and end have the affix, or one of a tuple of them.",
		Fn: FN(func(th *Thread, a []Value) (Value, error) {
			text, _, ok, err := byteWindow(th, a[0], a[2], a[3])
			if err != nil {
				return Value{}, err
			}
			one := []Value{a[1]}
			if t, isTuple := AsTuple(a[1]); isTuple {
				one = t.Items
			} else if !IsBufferLike(a[1]) {
				return Value{}, TypeErrorf("%s first arg must be bytes or a tuple of bytes, not %s", name, a[1].Type().Name)
			}
			for _, x := range one {
				p, err := byteArgument(th, x)
				if err != nil {
					return Value{}, err
				}
				if ok && has(text, p) {
					return True, nil
				}
			}
			return False, nil
		})}
}

func byteList(self Value, parts []string) Value {
	items := make([]Value, len(parts))
	for i, p := range parts {
		items[i] = byteResult(self, p)
	}
	return ListValue(items...)
}

func byteSplitter(name string, space func(s string, max int) []string, split func(s, sep string, max int) []string) Func {
	return Func{Sig: name + "(sep=None, maxsplit=-1)", Doc: "The pieces between separators, as a list; None separates at ASCII whitespace.",
		Fn: F3(func(th *Thread, self, sep, maxsplit Value) (Value, error) {
			n, err := AsIndex(th, maxsplit)
			if err != nil {
				return Value{}, err
			}
			if sep.IsNone() {
				return byteList(self, space(byteText(self), n)), nil
			}
			p, err := byteArgument(th, sep)
			if err != nil {
				return Value{}, err
			}
			if p == "" {
				return Value{}, ValueErrorf("empty separator")
			}
			return byteList(self, split(byteText(self), p, n)), nil
		})}
}

func bytePartitioner(name string, cut func(s, sep string) (a, b, c string)) Func {
	return Func{Sig: name + "(sep, /)", Doc: "What stands before the separator, the separator, and what stands after it.",
		Fn: F2(func(th *Thread, self, sep Value) (Value, error) {
			p, err := byteArgument(th, sep)
			if err != nil {
				return Value{}, err
			}
			if p == "" {
				return Value{}, ValueErrorf("empty separator")
			}
			a, b, c := cut(byteText(self), p)
			return TupleValue(byteResult(self, a), byteResult(self, b), byteResult(self, c)), nil
		})}
}

func byteStripper(name string, left, right bool) Func {
	return Func{Sig: name + "(bytes=None, /)", Doc: "The bytes without leading or trailing ASCII whitespace, or the given bytes.",
		Fn: F2(func(th *Thread, self, chars Value) (Value, error) {
			if chars.IsNone() {
				return byteResult(self, pytext.StripSpaceBytes(byteText(self), left, right)), nil
			}
			c, err := byteArgument(th, chars)
			if err != nil {
				return Value{}, err
			}
			return byteResult(self, pytext.StripBytes(byteText(self), c, left, right)), nil
		})}
}

func byteJustifier(name string, pad func(s, fill string, n, width int) string) Func {
	return Func{Sig: name + "(width, fillchar=NULL, /)", Doc: "The bytes in a field of the given width.",
		Fn: F3(func(th *Thread, self, width, fill Value) (Value, error) {
			w, err := AsIndex(th, width)
			if err != nil {
				return Value{}, err
			}
			f := " "
			if fill.Ref != nil {
				b, ok := bytesOrArray(fill)
				if !ok {
					return Value{}, TypeErrorf("%s() argument 2 must be a byte string of length 1, not %s", name, noneName(fill))
				}
				if len(b) != 1 {
					kind := "bytes"
					if byteArrayLayout.Is(fill) {
						kind = "bytearray"
					}
					return Value{}, TypeErrorf("%s(): argument 2 must be a byte string of length 1, not a %s object of length %d", name, kind, len(b))
				}
				f = string(b)
			}
			text := byteText(self)
			switch {
			case w <= len(text):
				return byteResult(self, text), nil
			case w > maxText:
				return Value{}, NewExc(MemoryErrorType)
			}
			if err := Room(w); err != nil {
				return Value{}, err
			}
			return byteResult(self, pad(text, f, len(text), w)), nil
		})}
}

func byteZFill(th *Thread, self, width Value) (Value, error) {
	w, err := AsIndex(th, width)
	if err != nil {
		return Value{}, err
	}
	text := byteText(self)
	switch {
	case w <= len(text):
		return byteResult(self, text), nil
	case w > maxText:
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(w); err != nil {
		return Value{}, err
	}
	return byteResult(self, pytext.ZFill(text, len(text), w)), nil
}

func byteExpandTabs(th *Thread, self, size Value) (Value, error) {
	n, err := AsIndex(th, size)
	if err != nil {
		return Value{}, err
	}
	text, ok := pytext.ExpandTabsBytes(byteText(self), n, maxText)
	if !ok {
		return Value{}, NewExcf(OverflowErrorType, "result too long")
	}
	return byteResult(self, text), nil
}

func byteReplace(th *Thread, a []Value) (Value, error) {
	old, err := byteArgument(th, a[1])
	if err != nil {
		return Value{}, err
	}
	to, err := byteArgument(th, a[2])
	if err != nil {
		return Value{}, err
	}
	n, err := AsIndex(th, a[3])
	if err != nil {
		return Value{}, err
	}
	text := byteText(a[0])
	if len(to) > len(old) && len(to) > maxText/(len(text)+1) {
		if size := pytext.ReplacedLen(text, old, to, n, len(text)); size < 0 || size > maxText {
			return Value{}, NewExc(MemoryErrorType)
		} else if err := Room(size); err != nil {
			return Value{}, err
		}
	}
	return byteResult(a[0], pytext.ReplaceBytes(text, old, to, n)), nil
}

func byteRemover(name string, cut func(s, affix string) string) Func {
	return Func{Sig: name + "(affix, /)", Doc: "The bytes without the affix, if they have it.", Fn: F2(func(th *Thread, self, affix Value) (Value, error) {
		p, err := byteArgument(th, affix)
		if err != nil {
			return Value{}, err
		}
		return byteResult(self, cut(byteText(self), p)), nil
	})}
}

func byteJoin(th *Thread, self, iterable Value) (Value, error) {
	sep := byteText(self)
	items, err := View(th, iterable)
	if err != nil {
		if S(iterable).Iter == nil && Matches(err, TypeErrorType) {
			return Value{}, TypeErrorf("can only join an iterable")
		}
		return Value{}, err
	}
	if len(items) == 1 && items[0].Ref.Shape == BytesShape && bytesLayout.Is(self) {
		return items[0], nil
	}
	size := 0
	for _, v := range items {
		if b, ok := bytesOrArray(v); ok {
			size += len(b)
		}
	}
	if size += len(sep) * max(len(items)-1, 0); size > maxText {
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(size); err != nil {
		return Value{}, err
	}
	out := make([]byte, 0, size)
	for i, v := range items {
		if i > 0 {
			out = append(out, sep...)
		}
		if b, ok := bytesOrArray(v); ok {
			out = append(out, b...)
			continue
		}
		b, release, err := AsBuffer(th, v, false)
		if err != nil {
			if Matches(err, TypeErrorType) {
				return Value{}, TypeErrorf("sequence item %d: expected a bytes-like object, %s found", i, v.Type().TypeName())
			}
			return Value{}, err
		}
		out = append(out, b...)
		release()
	}
	if bytesLayout.Is(self) {
		return BytesValue(out), nil
	}
	return NewByteArray(out).Value(), nil
}

func byteSplitLines(th *Thread, self, keep Value) (Value, error) {
	k, err := Truth(th, keep)
	if err != nil {
		return Value{}, err
	}
	return byteList(self, pytext.SplitLinesBytes(byteText(self), k)), nil
}

func byteTranslate(th *Thread, self, table, remove Value) (Value, error) {
	var t, d string
	var err error
	if !table.IsNone() {
		if t, err = byteArgument(th, table); err != nil {
			return Value{}, err
		}
		if len(t) != 256 {
			return Value{}, ValueErrorf("translation table must be 256 characters long")
		}
	}
	if remove.Ref != nil {
		if d, err = byteArgument(th, remove); err != nil {
			return Value{}, err
		}
	}
	return byteResult(self, pytext.TranslateBytes(byteText(self), t, d)), nil
}

func byteMakeTrans(th *Thread, from, to Value) (Value, error) {
	x, err := byteArgument(th, from)
	if err != nil {
		return Value{}, err
	}
	y, err := byteArgument(th, to)
	if err != nil {
		return Value{}, err
	}
	if len(x) != len(y) {
		return Value{}, ValueErrorf("maketrans arguments must have same length")
	}
	t := make([]byte, 256)
	for i := range t {
		t[i] = byte(i)
	}
	for i := range len(x) {
		t[x[i]] = y[i]
	}
	return BytesValue(t), nil
}

// hexText is b.hex(sep, bytes_per_sep).
func hexText(th *Thread, text string, sep, group Value) (Value, error) {
	n, err := AsIndex(th, group)
	if err != nil {
		return Value{}, err
	}
	var c byte
	if sep.Ref != nil {
		k, err := Len(th, sep)
		if err != nil {
			return Value{}, err
		}
		if k != 1 {
			return Value{}, ValueErrorf("sep must be length 1.")
		}
		if s, ok := AsStr(sep); ok {
			if !s.IsASCII() {
				return Value{}, ValueErrorf("sep must be ASCII.")
			}
			c = s.S[0]
		} else if b, ok := AsBytes(sep); ok {
			if c = b.B[0]; c > 127 {
				return Value{}, ValueErrorf("sep must be ASCII.")
			}
		} else {
			return Value{}, TypeErrorf("sep must be str or bytes.")
		}
	}
	if len(text) > maxText/3 {
		return Value{}, NewExc(MemoryErrorType)
	}
	return StrValue(pytext.Hex(text, c, n)), nil
}

// fromHex is bytes.fromhex(v).
func fromHex(th *Thread, v Value) ([]byte, error) {
	var text string
	if s, ok := AsStr(v); ok {
		text = s.S
	} else if IsBufferLike(v) {
		b, err := CopyBytes(th, v)
		if err != nil {
			return nil, err
		}
		text = OwnText(b)
	} else {
		return nil, TypeErrorf("fromhex() argument must be str or bytes-like, not %s", v.Type().TypeName())
	}
	b, bad, odd := pytext.FromHex(text)
	switch {
	case odd:
		return nil, ValueErrorf("fromhex() arg must contain an even number of hexadecimal digits")
	case bad >= 0:
		return nil, ValueErrorf("non-hexadecimal number found in fromhex() arg at position %d", bad)
	}
	return bytesOf(b), nil
}

func byteDecode(th *Thread, self, encoding, errors Value) (Value, error) {
	enc, err := optionalText(encoding, "decode", "encoding", "utf-8")
	if err != nil {
		return Value{}, err
	}
	errs, err := optionalText(errors, "decode", "errors", "")
	if err != nil {
		return Value{}, err
	}
	text := byteText(self)
	if !bytesLayout.Is(self) {
		text = strings.Clone(text)
	}
	return DecodeText(th, self, text, enc, errs)
}

// byteMethods are the rows of the methods that bytes and bytearray share.
func byteMethods(name string) []Func {
	return []Func{
		{Sig: "decode(encoding=NULL, errors=NULL)", Doc: "The text that the bytes encode.", Fn: F3(byteDecode)},
		{Sig: "join(iterable_of_bytes, /)", Doc: "The parts of the iterable with these bytes between them.", Fn: F2(byteJoin)},
		byteSplitter("split", pytext.SplitSpaceBytes, pytext.Split),
		byteSplitter("rsplit", pytext.RSplitSpaceBytes, pytext.RSplit),
		byteFinder("find", strings.Index, false),
		byteFinder("rfind", strings.LastIndex, false),
		byteFinder("index", strings.Index, true),
		byteFinder("rindex", strings.LastIndex, true),
		{Sig: "count(sub, start=NULL, end=NULL, /)", Doc: "How often sub occurs between start and end, without overlap.", Fn: FN(byteCount)},
		byteAffix("startswith", strings.HasPrefix),
		byteAffix("endswith", strings.HasSuffix),
		byteRemover("removeprefix", strings.TrimPrefix),
		byteRemover("removesuffix", strings.TrimSuffix),
		bytePartitioner("partition", pytext.Partition),
		bytePartitioner("rpartition", pytext.RPartition),
		byteStripper("strip", true, true),
		byteStripper("lstrip", true, false),
		byteStripper("rstrip", false, true),
		byteJustifier("center", pytext.Center),
		byteJustifier("ljust", pytext.LJust),
		byteJustifier("rjust", pytext.RJust),
		{Sig: "zfill(width, /)", Doc: "The bytes in a field of the given width, with zeros after the sign.", Fn: F2(byteZFill)},
		{Sig: "expandtabs(tabsize=8)", Doc: "Tabs replaced by spaces up to the next tab stop.", Fn: F2(byteExpandTabs)},
		{Sig: "replace(old, new, count=-1, /)", Doc: "The bytes with old replaced by new, the first count times or everywhere.", Fn: FN(byteReplace)},
		{Sig: "splitlines(keepends=False)", Doc: "The lines, as a list.", Fn: F2(byteSplitLines)},
		{Sig: "translate(table, /, delete=NULL)", Doc: "Every byte replaced by what the table has for it, after some are deleted.", Fn: F3(byteTranslate)},
		{Sig: "maketrans(frm, to, /)", Doc: "A table for translate().", Static: true, Fn: F2(byteMakeTrans)},
		{Sig: "hex(sep=NULL, bytes_per_sep=1)", Doc: "The hexadecimal notation.", Fn: F3(func(th *Thread, self, sep, group Value) (Value, error) {
			return hexText(th, byteText(self), sep, group)
		})},
		{Sig: "capitalize()", Doc: "The first byte in upper case, the rest in lower case.", Fn: byteTo(pytext.CapitalizeBytes)},
		{Sig: "lower()", Doc: "ASCII letters in lower case.", Fn: byteTo(pytext.LowerBytes)},
		{Sig: "upper()", Doc: "ASCII letters in upper case.", Fn: byteTo(pytext.UpperBytes)},
		{Sig: "swapcase()", Doc: "Upper case made lower, lower case made upper.", Fn: byteTo(pytext.SwapCaseBytes)},
		{Sig: "title()", Doc: "Every word capitalized.", Fn: byteTo(pytext.TitleBytes)},
		{Sig: "isalnum()", Doc: "Whether there are only ASCII letters and digits, and one at least.", Fn: byteIs(pytext.IsAlnumBytes)},
		{Sig: "isalpha()", Doc: "Whether there are only ASCII letters, and one at least.", Fn: byteIs(pytext.IsAlphaBytes)},
		{Sig: "isascii()", Doc: "Whether all bytes are below 128.", Fn: byteIs(pytext.IsASCII)},
		{Sig: "isdigit()", Doc: "Whether there are only digits, and one at least.", Fn: byteIs(pytext.IsDigitBytes)},
		{Sig: "islower()", Doc: "Whether all letters are lower case, and there is one.", Fn: byteIs(pytext.IsLowerBytes)},
		{Sig: "isspace()", Doc: "Whether there is only whitespace, and one at least.", Fn: byteIs(pytext.IsSpaceBytes)},
		{Sig: "istitle()", Doc: "Whether every word is in title case, and there is one.", Fn: byteIs(pytext.IsTitleBytes)},
		{Sig: "isupper()", Doc: "Whether all letters are upper case, and there is one.", Fn: byteIs(pytext.IsUpperBytes)},
		{Sig: "__buffer__(flags, /)", Doc: "The memory, as a memoryview.", Fn: F2(func(th *Thread, self, flags Value) (Value, error) { return NewMemoryView(th, self) })},
	}
}
