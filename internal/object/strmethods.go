package object

import (
	"strings"

	"ouro/internal/pytext"
)

// The methods of str, on the kernels of pytext.

// strIs binds a predicate.
func strIs(f func(s string) bool) Fn {
	return F1(func(th *Thread, self Value) (Value, error) { return Bool(f(Unchecked[Str](self).S)), nil })
}

// strTo binds a conversion of the whole text.
func strTo(f func(s string) string) Fn {
	return F1(func(th *Thread, self Value) (Value, error) {
		s := Unchecked[Str](self)
		return s.derived(f(s.S)), nil
	})
}

// textArgument converts a required str argument.
func textArgument(v Value, function, which string) (*Str, error) {
	s, ok := AsStr(v)
	if !ok {
		return nil, TypeErrorf("%s() %s must be str, not %s", function, which, noneName(v))
	}
	return s, nil
}

// clipBounds converts the start and stop of a searching method (unbound or None: not given) for a length of n.
// start may be past n: then nothing is found.
func clipBounds(th *Thread, start, stop Value, n int) (lo, hi int, err error) {
	bound := func(v Value, dflt int) (int, error) {
		if v.Ref == nil || v.IsNone() {
			return dflt, nil
		}
		i, err := sliceBound(th, v)
		if i < 0 {
			i = max(i+n, 0)
		}
		return i, err
	}
	if lo, err = bound(start, 0); err == nil {
		hi, err = bound(stop, n)
	}
	return lo, min(hi, n), err
}

// window is the part of s that a searching method looks at, and its offset; ok is false if start is past the end.
func (s *Str) window(th *Thread, start, stop Value) (text string, at int, ok bool, err error) {
	if start.Ref == nil && stop.Ref == nil {
		return s.S, 0, true, nil
	}
	lo, hi, err := clipBounds(th, start, stop, s.Len())
	if err != nil || lo > hi {
		return "", 0, false, err
	}
	lo, hi = s.Offset(lo), s.Offset(hi)
	return s.S[lo:hi], lo, true, nil
}

func strFinder(name string, find func(s, sub string) int, must bool) Func {
	return Func{Sig: name + "(sub, start=NULL, end=NULL, /)", Doc: "The index of sub between start and end.", Fn: FN(func(th *Thread, a []Value) (Value, error) {
		s := Unchecked[Str](a[0])
		sub, err := textArgument(a[1], name, "argument 1")
		if err != nil {
			return Value{}, err
		}
		text, at, ok, err := s.window(th, a[2], a[3])
		if err != nil {
			return Value{}, err
		}
		i := -1
		if ok {
			i = find(text, sub.S)
		}
		if i >= 0 {
			return Int(int64(s.runeIndex(at + i))), nil
		}
		if must {
			return Value{}, ValueErrorf("substring not found")
		}
		return Int(-1), nil
	})}
}

func strCount(th *Thread, a []Value) (Value, error) {
	sub, err := textArgument(a[1], "count", "argument 1")
	if err != nil {
		return Value{}, err
	}
	text, _, ok, err := Unchecked[Str](a[0]).window(th, a[2], a[3])
	if err != nil || !ok {
		return Int(0), err
	}
	units := 0
	if sub.S == "" {
		units = pytext.RuneLen(text)
	}
	return Int(int64(pytext.Count(text, sub.S, units))), nil
}

func strAffix(name string, has func(s, affix string) bool) Func {
	return Func{Sig: name + "(prefix, start=NULL, end=NULL, /)", Doc: "Whether the text between start and end has the affix, or one of a tuple of them.",
		Fn: FN(func(th *Thread, a []Value) (Value, error) {
			text, _, ok, err := Unchecked[Str](a[0]).window(th, a[2], a[3])
			if err != nil {
				return Value{}, err
			}
			if p, isStr := AsStr(a[1]); isStr {
				return Bool(ok && has(text, p.S)), nil
			}
			t, isTuple := AsTuple(a[1])
			if !isTuple {
				return Value{}, TypeErrorf("%s first arg must be str or a tuple of str, not %s", name, a[1].Type().Name)
			}
			for _, x := range t.Items {
				p, isStr := AsStr(x)
				if !isStr {
					return Value{}, TypeErrorf("tuple for %s must only contain str, not %s", name, x.Type().TypeName())
				}
				if ok && has(text, p.S) {
					return True, nil
				}
			}
			return False, nil
		})}
}

// partList makes a list of pieces of s.
func (s *Str) partList(parts []string) Value {
	items := make([]Value, len(parts))
	var room []Str // a few at a time, so that a piece keeps few others alive
	for i, p := range parts {
		if len(p) < 2 || len(p) == len(s.S) {
			items[i] = s.part(p)
			continue
		}
		if len(room) == 0 {
			room = make([]Str, min(len(parts)-i, 8))
		}
		x := &room[0]
		room = room[1:]
		x.Shape, x.S, x.n = StrShape, p, -1
		if s.n == len(s.S) {
			x.n = len(p)
		}
		items[i] = x.Value()
	}
	return ListValue(items...)
}

func strSplitter(name string, space func(s string, max int) []string, split func(s, sep string, max int) []string) Func {
	return Func{Sig: name + "(sep=None, maxsplit=-1)", Doc: "The pieces between separators, as a list; None separates at whitespace.",
		Fn: F3(func(th *Thread, self, sep, maxsplit Value) (Value, error) {
			s := Unchecked[Str](self)
			n, err := AsIndex(th, maxsplit)
			if err != nil {
				return Value{}, err
			}
			if sep.IsNone() {
				return s.partList(space(s.S, n)), nil
			}
			p, ok := AsStr(sep)
			switch {
			case !ok:
				return Value{}, TypeErrorf("must be str or None, not %s", sep.Type().TypeName())
			case p.S == "":
				return Value{}, ValueErrorf("empty separator")
			}
			return s.partList(split(s.S, p.S, n)), nil
		})}
}

func strPartitioner(name string, cut func(s, sep string) (a, b, c string)) Func {
	return Func{Sig: name + "(sep, /)", Doc: "What stands before the separator, the separator, and what stands after it.",
		Fn: F2(func(th *Thread, self, sep Value) (Value, error) {
			s := Unchecked[Str](self)
			p, ok := AsStr(sep)
			switch {
			case !ok:
				return Value{}, TypeErrorf("must be str, not %s", noneName(sep))
			case p.S == "":
				return Value{}, ValueErrorf("empty separator")
			}
			a, b, c := cut(s.S, p.S)
			t := MakeTuple(3)
			t.Items[0], t.Items[1], t.Items[2] = s.part(a), p.part(b), s.part(c)
			return t.Value(), nil
		})}
}

func strStripper(name string, left, right bool) Func {
	return Func{Sig: name + "(chars=None, /)", Doc: "The text without leading or trailing whitespace, or the given characters.",
		Fn: F2(func(th *Thread, self, chars Value) (Value, error) {
			s := Unchecked[Str](self)
			if chars.IsNone() {
				return s.part(pytext.StripSpace(s.S, left, right)), nil
			}
			c, ok := AsStr(chars)
			if !ok {
				return Value{}, TypeErrorf("%s arg must be None or str", name)
			}
			return s.part(pytext.Strip(s.S, c.S, left, right)), nil
		})}
}

func strJustifier(name string, pad func(s, fill string, n, width int) string) Func {
	return Func{Sig: name + "(width, fillchar=' ', /)", Doc: "The text in a field of the given width.",
		Fn: F3(func(th *Thread, self, width, fill Value) (Value, error) {
			s := Unchecked[Str](self)
			w, err := AsIndex(th, width)
			if err != nil {
				return Value{}, err
			}
			f, ok := AsStr(fill)
			switch {
			case !ok:
				return Value{}, TypeErrorf("The fill character must be a unicode character, not %s", fill.Type().TypeName())
			case f.Len() != 1:
				return Value{}, TypeErrorf("The fill character must be exactly one character long")
			case w <= s.Len():
				return s.Exact().Value(), nil
			case w > maxText/len(f.S):
				return Value{}, NewExc(MemoryErrorType)
			}
			if err := Room(w * len(f.S)); err != nil {
				return Value{}, err
			}
			return NewStrLen(pad(s.S, f.S, s.Len(), w), w).Value(), nil
		})}
}

func strZFill(th *Thread, self, width Value) (Value, error) {
	s := Unchecked[Str](self)
	w, err := AsIndex(th, width)
	switch {
	case err != nil:
		return Value{}, err
	case w <= s.Len():
		return s.Exact().Value(), nil
	case w > maxText:
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(w); err != nil {
		return Value{}, err
	}
	return NewStrLen(pytext.ZFill(s.S, s.Len(), w), w).Value(), nil
}

func strExpandTabs(th *Thread, self, size Value) (Value, error) {
	n, err := AsIndex(th, size)
	if err != nil {
		return Value{}, err
	}
	if n > 1<<31-1 || n < -1<<31 {
		return Value{}, NewExcf(OverflowErrorType, "Python int too large to convert to C int")
	}
	text, ok := pytext.ExpandTabs(Unchecked[Str](self).S, n, maxText)
	if !ok {
		return Value{}, NewExcf(OverflowErrorType, "new string is too long")
	}
	return StrValue(text), nil
}

func strReplace(th *Thread, a []Value) (Value, error) {
	s := Unchecked[Str](a[0])
	old, err := textArgument(a[1], "replace", "argument 1")
	if err != nil {
		return Value{}, err
	}
	to, err := textArgument(a[2], "replace", "argument 2")
	if err != nil {
		return Value{}, err
	}
	n, err := AsIndex(th, a[3])
	if err != nil {
		return Value{}, err
	}
	if n == 0 {
		return s.Exact().Value(), nil
	}
	if len(to.S) > len(old.S) && len(to.S) > maxText/(len(s.S)+1) {
		if size := pytext.ReplacedLen(s.S, old.S, to.S, n, s.Len()); size < 0 || size > maxText {
			return Value{}, NewExc(MemoryErrorType)
		} else if err := Room(size); err != nil {
			return Value{}, err
		}
	}
	text := pytext.Replace(s.S, old.S, to.S, n)
	if to.IsASCII() {
		return s.derived(text), nil
	}
	return StrValue(text), nil
}

func strRemover(name string, cut func(s, affix string) string) Func {
	return Func{Sig: name + "(affix, /)", Doc: "The text without the affix, if it has it.", Fn: F2(func(th *Thread, self, affix Value) (Value, error) {
		p, err := textArgument(affix, name, "argument")
		if err != nil {
			return Value{}, err
		}
		s := Unchecked[Str](self)
		return s.part(cut(s.S, p.S)), nil
	})}
}

// strJoin takes two passes over the items: their sizes, then one allocation.
func strJoin(th *Thread, self, iterable Value) (Value, error) {
	sep := Unchecked[Str](self)
	var items []Value
	if iterable.Ref.Shape == ListShape && Unchecked[List](iterable).Tag == nil {
		items = Unchecked[List](iterable).Items
	} else {
		var err error
		if items, err = View(th, iterable); err != nil {
			if S(iterable).Iter == nil && Matches(err, TypeErrorType) {
				return Value{}, TypeErrorf("can only join an iterable")
			}
			return Value{}, err
		}
	}
	if len(items) == 0 {
		return emptyStr.Value(), nil
	}
	if len(items) == 1 && items[0].Ref.Shape == StrShape {
		return items[0], nil
	}
	size := len(sep.S) * (len(items) - 1)
	n := sep.Len() * (len(items) - 1)
	for i, v := range items {
		s, ok := AsStr(v)
		if !ok {
			return Value{}, TypeErrorf("sequence item %d: expected str instance, %s found", i, v.Type().TypeName())
		}
		size += len(s.S)
		if n >= 0 && s.n >= 0 {
			n += s.n
		} else {
			n = -1
		}
	}
	if size > maxText {
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(size); err != nil {
		return Value{}, err
	}
	buf := make([]byte, 0, size)
	for i, v := range items {
		if i > 0 {
			buf = append(buf, sep.S...)
		}
		buf = append(buf, Unchecked[Str](v).S...)
	}
	return NewStrLen(OwnText(buf), n).Value(), nil
}

func strSplitLines(th *Thread, self, keep Value) (Value, error) {
	k, err := Truth(th, keep)
	if err != nil {
		return Value{}, err
	}
	s := Unchecked[Str](self)
	return s.partList(pytext.SplitLines(s.S, k)), nil
}

// strTranslate maps the code points by a table; answers for ASCII are kept, for most texts repeat them.
func strTranslate(th *Thread, self, table Value) (Value, error) {
	s := Unchecked[Str](self)
	var kept [128]struct {
		known bool
		to    string
	}
	out := make([]byte, 0, len(s.S))
	text := s.S
	for steps := 0; text != ""; steps++ {
		if steps&4095 == 4095 {
			if err := th.CheckBreaker(); err != nil {
				return Value{}, err
			}
		}
		r, w := pytext.DecodeRune(text)
		from := text[:w]
		text = text[w:]
		var to string
		if r < 128 && kept[r].known {
			to = kept[r].to
		} else {
			var err error
			if to, err = translateRune(th, table, r, from); err != nil {
				return Value{}, err
			}
			if r < 128 {
				kept[r].known, kept[r].to = true, to
			}
		}
		if len(out)+len(to) > cap(out) {
			if len(out)+len(to) > maxText {
				return Value{}, NewExc(MemoryErrorType)
			}
			if err := Room(len(out) + len(to) + len(out)/4); err != nil {
				return Value{}, err
			}
		}
		out = append(out, to...)
	}
	if string(out) == s.S {
		return s.Exact().Value(), nil
	}
	return StrValue(OwnText(out)), nil
}

// translateRune asks a translation table for what stands for a code point; from is its text.
func translateRune(th *Thread, table Value, r rune, from string) (string, error) {
	v, err := GetItem(th, table, Int(int64(r)))
	switch {
	case err != nil && Matches(err, LookupErrorType):
		return from, nil
	case err != nil:
		return "", err
	case v.IsNone():
		return "", nil
	}
	if t, ok := AsStr(v); ok {
		return t.S, nil
	}
	if !IsInt(v) {
		return "", TypeErrorf("character mapping must return integer, None or str")
	}
	i, ok := SmallInt(v)
	if !ok || i < 0 || i > 0x10FFFF {
		return "", ValueErrorf("character mapping must be in range(0x110000)")
	}
	return pytext.RuneString(rune(i)), nil
}

// strMakeTrans is str.maketrans(x, y, z).
func strMakeTrans(th *Thread, a []Value) (Value, error) {
	table := NewDict()
	if a[1].Ref == nil {
		d, ok := AsDict(a[0])
		if !ok {
			return Value{}, TypeErrorf("if you give only one argument to maketrans it must be a dict")
		}
		for k, v := range d.All() {
			if s, ok := AsStr(k); ok {
				if s.Len() != 1 {
					return Value{}, ValueErrorf("string keys in translatetable must be of length 1")
				}
				r, _ := pytext.DecodeRune(s.S)
				k = Int(int64(r))
			} else if !IsInt(k) {
				return Value{}, TypeErrorf("keys in translate table mustbe strings or integers")
			}
			if err := table.Set(th, k, v); err != nil {
				return Value{}, err
			}
		}
		return table.Value(), nil
	}
	x, ok := AsStr(a[0])
	if !ok {
		return Value{}, TypeErrorf("first maketrans argument must be a string if there is a second argument")
	}
	y, err := textArgument(a[1], "maketrans", "argument 2")
	if err != nil {
		return Value{}, err
	}
	if x.Len() != y.Len() {
		return Value{}, ValueErrorf("the first two maketrans arguments must have equal length")
	}
	var drop string
	if a[2].Ref != nil {
		z, err := textArgument(a[2], "maketrans", "argument 3")
		if err != nil {
			return Value{}, err
		}
		drop = z.S
	}
	from, to := pytext.Runes(x.S), pytext.Runes(y.S)
	for i, r := range from {
		if err := table.Set(th, Int(int64(r)), Int(int64(to[i]))); err != nil {
			return Value{}, err
		}
	}
	for _, r := range pytext.Runes(drop) {
		if err := table.Set(th, Int(int64(r)), None); err != nil {
			return Value{}, err
		}
	}
	return table.Value(), nil
}

func strEncode(th *Thread, self, encoding, errors Value) (Value, error) {
	enc, err := optionalText(encoding, "encode", "encoding", "utf-8")
	if err != nil {
		return Value{}, err
	}
	errs, err := optionalText(errors, "encode", "errors", "")
	if err != nil {
		return Value{}, err
	}
	return EncodeText(th, Unchecked[Str](self), enc, errs)
}

// strSize is what sys.getsizeof shows: CPython's figure for such a text.
func strSize(th *Thread, self Value) (Value, error) {
	s := Unchecked[Str](self)
	n := s.Len()
	if n == len(s.S) {
		return Int(int64(41 + n)), nil
	}
	var widest rune
	for t := s.S; t != ""; {
		r, w := pytext.DecodeRune(t)
		widest = max(widest, r)
		t = t[w:]
	}
	switch {
	case widest < 0x100:
		return Int(int64(57 + n)), nil
	case widest < 0x10000:
		return Int(int64(58 + 2*n)), nil
	}
	return Int(int64(60 + 4*n)), nil
}

func init() {
	StrType.Methods = []Func{
		{Sig: "encode(encoding=NULL, errors=NULL)", Doc: "The text as bytes in an encoding.", Fn: F3(strEncode)},
		{Sig: "replace(old, new, /, count=-1)", Doc: "The text with old replaced by new, the first count times or everywhere.", Fn: FN(strReplace)},
		strSplitter("split", pytext.SplitSpace, pytext.Split),
		strSplitter("rsplit", pytext.RSplitSpace, pytext.RSplit),
		{Sig: "join(iterable, /)", Doc: "The strings of the iterable with this text between them.", Fn: F2(strJoin)},
		{Sig: "capitalize()", Doc: "The first character in title case, the rest in lower case.", Fn: strTo(pytext.Capitalize)},
		{Sig: "casefold()", Doc: "The text for comparison without regard to case.", Fn: strTo(pytext.Fold)},
		{Sig: "title()", Doc: "Every word capitalized.", Fn: strTo(pytext.Title)},
		strJustifier("center", pytext.Center),
		{Sig: "count(sub, start=NULL, end=NULL, /)", Doc: "How often sub occurs between start and end, without overlap.", Fn: FN(strCount)},
		{Sig: "expandtabs(tabsize=8)", Doc: "Tabs replaced by spaces up to the next tab stop.", Fn: F2(strExpandTabs)},
		strFinder("find", pytext.Find, false),
		strPartitioner("partition", pytext.Partition),
		strFinder("index", pytext.Find, true),
		strJustifier("ljust", pytext.LJust),
		{Sig: "lower()", Doc: "The text in lower case.", Fn: strTo(pytext.Lower)},
		strStripper("lstrip", true, false),
		strFinder("rfind", pytext.RFind, false),
		strFinder("rindex", pytext.RFind, true),
		strJustifier("rjust", pytext.RJust),
		strStripper("rstrip", false, true),
		strPartitioner("rpartition", pytext.RPartition),
		{Sig: "splitlines(keepends=False)", Doc: "The lines, as a list.", Fn: F2(strSplitLines)},
		strStripper("strip", true, true),
		{Sig: "swapcase()", Doc: "Upper case made lower, lower case made upper.", Fn: strTo(pytext.SwapCase)},
		{Sig: "translate(table, /)", Doc: "Every character replaced by what the table has for its code point.", Fn: F2(strTranslate)},
		{Sig: "upper()", Doc: "The text in upper case.", Fn: strTo(pytext.Upper)},
		strAffix("startswith", strings.HasPrefix),
		strAffix("endswith", strings.HasSuffix),
		strRemover("removeprefix", strings.TrimPrefix),
		strRemover("removesuffix", strings.TrimSuffix),
		{Sig: "isascii()", Doc: "Whether all characters are ASCII.", Fn: F1(func(th *Thread, self Value) (Value, error) { return Bool(Unchecked[Str](self).IsASCII()), nil })},
		{Sig: "islower()", Doc: "Whether all cased characters are lower case, and there is one.", Fn: strIs(pytext.IsLower)},
		{Sig: "isupper()", Doc: "Whether all cased characters are upper case, and there is one.", Fn: strIs(pytext.IsUpper)},
		{Sig: "istitle()", Doc: "Whether every word is in title case, and there is one.", Fn: strIs(pytext.IsTitle)},
		{Sig: "isspace()", Doc: "Whether there are only whitespace characters, and one at least.", Fn: strIs(pytext.IsSpace)},
		{Sig: "isdecimal()", Doc: "Whether there are only decimal characters, and one at least.", Fn: strIs(pytext.IsDecimal)},
		{Sig: "isdigit()", Doc: "Whether there are only digits, and one at least.", Fn: strIs(pytext.IsDigit)},
		{Sig: "isnumeric()", Doc: "Whether there are only numeric characters, and one at least.", Fn: strIs(pytext.IsNumeric)},
		{Sig: "isalpha()", Doc: "Whether there are only letters, and one at least.", Fn: strIs(pytext.IsAlpha)},
		{Sig: "isalnum()", Doc: "Whether there are only letters and digits, and one at least.", Fn: strIs(pytext.IsAlnum)},
		{Sig: "isidentifier()", Doc: "Whether the text is a Python identifier; keywords are, too.", Fn: strIs(pytext.IsIdentifier)},
		{Sig: "isprintable()", Doc: "Whether repr() shows all characters as they are.", Fn: strIs(pytext.IsPrintable)},
		{Sig: "zfill(width, /)", Doc: "The text in a field of the given width, with zeros after the sign.", Fn: F2(strZFill)},
		{Sig: "format(*args, **kwargs)", Doc: "The text with replacement fields in braces filled in.", Fn: FN(strFormatMethod)},
		{Sig: "format_map(mapping, /)", Doc: "The text with replacement fields filled in from a mapping.", Fn: F2(strFormatMap)},
		{Sig: "__format__(format_spec, /)", Doc: "The text as the format specifier asks.", Fn: F2(strDunderFormat)},
		{Sig: "maketrans(x, y=NULL, z=NULL, /)", Doc: "A table for translate().", Static: true, Fn: F3(func(th *Thread, x, y, z Value) (Value, error) {
			return strMakeTrans(th, []Value{x, y, z})
		})},
		{Sig: "__getnewargs__()", Doc: "The arguments that make a copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return TupleValue(Unchecked[Str](self).Exact().Value()), nil
		})},
		{Sig: "__sizeof__()", Doc: "The size in memory, in bytes.", Fn: F1(strSize)},
	}
}
