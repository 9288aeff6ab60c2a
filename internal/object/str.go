package object

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unsafe"

	"ouro/internal/pytext"
)

// Str is a Python str: immutable text in WTF-8 (UTF-8 in which lone surrogates are encoded like other code points).
type Str struct {
	Header
	S    string
	hash uint64 // 0: not computed
	n    int    // code points; -1: not counted yet. n == len(S) means ASCII
	ext  *strExt
}

// strExt holds what few strings need: the growing buffer that s += x appends to, and the index of a long non-ASCII text.
// The strs that grew out of each other share one.
type strExt struct {
	// buf's contents up to len(buf) never change: each of the strs is a prefix of it. Only the str that ends at its end may
	// append to it, so that every byte is written once.
	buf   []byte
	index *pytext.Index
	owner *Str // whose index it is
}

var (
	strLayout = NewLayout[Str]()
	StrType   = NewType("str", ObjectType, strLayout)
	// StrShape is the shape of exact strs.
	StrShape = StrType.shape
	hashSeed = maphash.MakeSeed()

	emptyStr = NewStrLen("", 0)
	// chars are the strs of one character of Latin-1.
	chars = func() (t [256]*Str) {
		for i := range t {
			t[i] = NewStrLen(pytext.RuneString(rune(i)), 1)
		}
		return t
	}()
)

// NewStr makes a str of WTF-8 text.
func NewStr(s string) *Str {
	x := &Str{S: s, n: -1}
	x.Shape = StrType.shape
	return x
}

// CopyStr makes a str of a copy of the text; a short one lies in the object's own allocation.
func CopyStr(b []byte) *Str {
	n := len(b)
	var x *Str
	var buf []byte
	switch {
	case n == 0:
		return emptyStr
	case n <= 16:
		s := new(struct {
			Str
			buf [16]byte
		})
		x, buf = &s.Str, s.buf[:]
	case n <= 48:
		s := new(struct {
			Str
			buf [48]byte
		})
		x, buf = &s.Str, s.buf[:]
	case n <= 96:
		s := new(struct {
			Str
			buf [96]byte
		})
		x, buf = &s.Str, s.buf[:]
	default:
		return NewStr(string(b))
	}
	copy(buf, b)
	x.Shape = StrShape
	// The buffer is never written again.
	x.S = unsafe.String(&buf[0], n)
	x.n = -1
	return x
}

// NewStrLen makes a str of WTF-8 text that has n code points.
func NewStrLen(s string, n int) *Str {
	x := &Str{S: s, n: n}
	x.Shape = StrType.shape
	return x
}

// StrValue is NewStr as a Value.
func StrValue(s string) Value { return NewStr(s).Value() }

// OwnText makes a string of bytes that the caller will never change again.
func OwnText(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Char is the str of one code point.
func Char(r rune) *Str {
	if uint32(r) < uint32(len(chars)) {
		return chars[r]
	}
	return NewStrLen(pytext.RuneString(r), 1)
}

// Value is the str as a Python value.
func (s *Str) Value() Value { return Value{Ref: &s.Header} }

// AsStr gives v as a str (subclasses included).
func AsStr(v Value) (*Str, bool) { return Cast[Str](v, strLayout) }

// AsExactStr gives v as a str if its class is str itself.
func AsExactStr(v Value) (*Str, bool) {
	if v.Ref != nil && v.Ref.Shape == StrShape {
		return (*Str)(unsafe.Pointer(v.Ref)), true
	}
	return nil, false
}

// Exact gives the text as an exact str.
func (s *Str) Exact() *Str {
	if s.Shape == StrShape {
		return s
	}
	x := NewStrLen(s.S, s.n)
	x.hash, x.ext = s.hash, s.ext
	return x
}

// Hash is hash(s). Interpreters share the names of special methods, so several goroutines may be the first to ask.
func (s *Str) Hash() uint64 {
	h := atomic.LoadUint64(&s.hash)
	if h == 0 {
		h = hashText(s.S)
		atomic.StoreUint64(&s.hash, h)
	}
	return h
}

func hashText(s string) uint64 {
	if s == "" {
		return 0
	}
	h := maphash.String(hashSeed, s)
	if h == 0 || h == ^uint64(0) {
		h = 2
	}
	return h
}

// Len is the number of code points.
func (s *Str) Len() int {
	if s.n < 0 {
		s.n = pytext.RuneLen(s.S)
	}
	return s.n
}

// IsASCII reports whether all code points are below 128.
func (s *Str) IsASCII() bool { return s.Len() == len(s.S) }

// indexedFrom is the length in bytes from which a non-ASCII text gets an index; below, counting is as fast.
const indexedFrom = 256

// index gives the index of a long non-ASCII text, nil for others.
func (s *Str) index() *pytext.Index {
	if len(s.S) < indexedFrom || s.IsASCII() {
		return nil
	}
	if s.ext != nil && s.ext.owner == s {
		return s.ext.index
	}
	ix := pytext.NewIndex(s.S)
	if s.ext == nil {
		s.ext = &strExt{}
	}
	s.ext.index, s.ext.owner = ix, s
	return ix
}

// Offset is the byte offset of code point i.
func (s *Str) Offset(i int) int {
	if s.IsASCII() {
		return min(i, len(s.S))
	}
	return s.index().Offset(s.S, i)
}

// RuneIndex is the number of the code point at a byte offset.
func (s *Str) RuneIndex(offset int) int { return s.runeIndex(offset) }

func (s *Str) runeIndex(offset int) int {
	if offset <= 0 || s.IsASCII() {
		return offset
	}
	return s.index().RuneIndex(s.S, offset)
}

// At is s[i] for an i within bounds.
func (s *Str) At(i int) *Str {
	if s.IsASCII() {
		return chars[s.S[i]]
	}
	at := s.index().Offset(s.S, i)
	r, w := pytext.DecodeRune(s.S[at:])
	if r < 256 {
		return chars[r]
	}
	return NewStrLen(s.S[at:at+w], 1)
}

// Substr is s[start:stop] for bounds within the text.
func (s *Str) Substr(start, stop int) *Str {
	n := s.Len()
	switch {
	case start >= stop:
		return emptyStr
	case stop-start == n && s.Shape == StrShape:
		return s
	case stop-start == 1:
		return s.At(start)
	}
	if n == len(s.S) {
		return NewStrLen(s.S[start:stop], stop-start)
	}
	return NewStrLen(pytext.Slice(s.S, s.index(), n, start, stop, 1), stop-start)
}

// Part makes the str of t, a piece of s.
func (s *Str) Part(t string) Value { return s.part(t) }

// part makes the str of a piece of s, which is ASCII if s is.
func (s *Str) part(t string) Value {
	if len(t) < 2 {
		if t == "" {
			return emptyStr.Value()
		}
		return chars[t[0]].Value()
	}
	if len(t) == len(s.S) && s.Shape == StrShape {
		return s.Value()
	}
	n := -1
	if s.n == len(s.S) {
		n = len(t)
	}
	return NewStrLen(t, n).Value()
}

// derived makes the str of a text computed from s, which is ASCII if s is; equal text is s itself.
func (s *Str) derived(t string) Value {
	if t == s.S && s.Shape == StrShape {
		return s.Value()
	}
	n := -1
	if s.n == len(s.S) {
		n = len(t)
	}
	return NewStrLen(t, n).Value()
}

// maxText is the most bytes that one operation may be asked to make.
const maxText = 1 << 32

// Strings this long and longer are grown in a buffer if little is appended to them.
const growFrom = 64

// ConcatStr is a + b. A loop that appends takes linear time: the result shares the buffer that a ends in.
func ConcatStr(a, b *Str) *Str {
	la, lb := len(a.S), len(b.S)
	switch {
	case lb == 0 && a.Shape == StrShape:
		return a
	case la == 0 && b.Shape == StrShape:
		return b
	}
	n := -1
	if a.n >= 0 && b.n >= 0 {
		n = a.n + b.n
	}
	ext := a.ext
	if ext != nil && len(ext.buf) == la && la > 0 {
		if cap(ext.buf)-la < lb {
			buf := make([]byte, la, 2*(la+lb))
			copy(buf, a.S)
			ext = &strExt{buf: buf}
		}
	} else if la >= growFrom && lb <= la {
		// The first append reserves little: most texts are not appended to again.
		room := la / 8
		if lb <= la/4 {
			room = la
		}
		buf := make([]byte, la, la+lb+room)
		copy(buf, a.S)
		ext = &strExt{buf: buf}
	} else {
		return NewStrLen(a.S+b.S, n)
	}
	ext.buf = append(ext.buf, b.S...)
	s := NewStrLen(unsafe.String(&ext.buf[0], la+lb), n)
	s.ext = ext
	return s
}

// JoinStrs concatenates exact strs, as an f-string's parts.
func JoinStrs(parts []Value) Value {
	size, n := 0, 0
	for _, p := range parts {
		s := Unchecked[Str](p)
		size += len(s.S)
		if n >= 0 && s.n >= 0 {
			n += s.n
		} else {
			n = -1
		}
	}
	switch {
	case size == 0:
		return emptyStr.Value()
	case len(parts) == 1:
		return parts[0]
	}
	buf := make([]byte, 0, size)
	for _, p := range parts {
		buf = append(buf, Unchecked[Str](p).S...)
	}
	return NewStrLen(OwnText(buf), n).Value()
}

func strConcat(th *Thread, a, b Value) (Value, error) {
	y, ok := AsStr(b)
	if !ok {
		return Value{}, TypeErrorf("can only concatenate str (not \"%s\") to str", b.Type().TypeName())
	}
	x := Unchecked[Str](a)
	if len(x.S)+len(y.S) > maxText {
		return Value{}, NewExc(MemoryErrorType)
	}
	if err := Room(len(x.S) + len(y.S)); err != nil {
		return Value{}, err
	}
	return ConcatStr(x, y).Value(), nil
}

// textCount converts the n of text * n and checks the size of the result.
func textCount(th *Thread, n Value, length int) (int, error) {
	if S(n).Index == nil && !IsInt(n) {
		return 0, TypeErrorf("can't multiply sequence by non-int of type '%s'", n.Type().TypeName())
	}
	k, err := AsIndex(th, n)
	if err != nil {
		return 0, err
	}
	if k <= 0 || length == 0 {
		return 0, nil
	}
	if k > maxText/length {
		return 0, NewExc(MemoryErrorType)
	}
	return k, Room(k * length)
}

func strRepeat(th *Thread, v, n Value) (Value, error) {
	s := Unchecked[Str](v)
	k, err := textCount(th, n, len(s.S))
	switch {
	case err != nil:
		return Value{}, err
	case k == 0:
		return emptyStr.Value(), nil
	case k == 1:
		return s.Exact().Value(), nil
	}
	return NewStrLen(pytext.Repeat(s.S, k), s.Len()*k).Value(), nil
}

func strGetItem(th *Thread, o, key Value) (Value, error) {
	s := Unchecked[Str](o)
	if key.Ref == &IntHeader {
		i, n := int(key.Int64()), s.Len()
		if i < 0 {
			i += n
		}
		if uint(i) >= uint(n) {
			return Value{}, NewExcf(IndexErrorType, "string index out of range")
		}
		if n == len(s.S) {
			return chars[s.S[i]].Value(), nil
		}
		return s.At(i).Value(), nil
	}
	if sl, ok := AsSlice(key); ok {
		start, stop, step, n, err := SliceIndices(th, sl, s.Len())
		switch {
		case err != nil:
			return Value{}, err
		case n == 0:
			return emptyStr.Value(), nil
		case step == 1:
			return s.Substr(start, stop).Value(), nil
		}
		return NewStrLen(pytext.Slice(s.S, s.index(), s.Len(), start, stop, step), n).Value(), nil
	}
	if S(key).Index == nil && !IsInt(key) {
		return Value{}, TypeErrorf("string indices must be integers, not '%s'", key.Type().TypeName())
	}
	i, err := sequenceIndex(th, key, "string")
	if err != nil {
		return Value{}, err
	}
	return strGetItem(th, o, i)
}

func strHas(th *Thread, o, item Value) (bool, error) {
	x, ok := AsStr(item)
	if !ok {
		return false, TypeErrorf("'in <string>' requires string as left operand, not %s", item.Type().TypeName())
	}
	return strings.Contains(Unchecked[Str](o).S, x.S), nil
}

func strCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	y, ok := AsStr(b)
	if !ok {
		return NotImplemented, nil
	}
	x := Unchecked[Str](a)
	switch op {
	case Eq:
		return Bool(x.S == y.S), nil
	case Ne:
		return Bool(x.S != y.S), nil
	}
	return Bool(op.Holds(strings.Compare(x.S, y.S))), nil
}

func strQuoted(th *Thread, v Value) (Value, error) {
	return StrValue(pytext.Repr(Unchecked[Str](v).S)), nil
}

// newStr is str(object, encoding, errors).
func newStr(th *Thread, args []Value) (Value, error) {
	t, _ := AsType(args[0])
	var s *Str
	var err error
	switch {
	case args[1].Ref == nil && args[2].Ref == nil && args[3].Ref == nil:
		s = emptyStr
	case args[2].Ref == nil && args[3].Ref == nil:
		s, err = ToStr(th, args[1])
	default:
		s, err = decodeArgument(th, args[1], args[2], args[3])
	}
	if err != nil {
		return Value{}, err
	}
	return strOf(th, t, s), nil
}

// strOf gives the text as an instance of class t.
func strOf(th *Thread, t *Type, s *Str) Value {
	if t == StrType {
		return s.Value()
	}
	x := NewObject[Str](th, t)
	x.S, x.n, x.hash, x.ext = s.S, s.n, s.hash, s.ext
	return x.Value()
}

// decodeArgument is str(object, encoding, errors) with one of the latter given.
func decodeArgument(th *Thread, object, encoding, errors Value) (*Str, error) {
	enc, err := optionalText(encoding, "str", "encoding", "utf-8")
	if err != nil {
		return nil, err
	}
	errs, err := optionalText(errors, "str", "errors", "")
	if err != nil {
		return nil, err
	}
	if object.Ref == nil {
		return emptyStr, nil
	}
	if _, ok := AsStr(object); ok {
		return nil, TypeErrorf("decoding str is not supported")
	}
	b, release, err := AsBuffer(th, object, false)
	if err != nil {
		if Matches(err, TypeErrorType) {
			return nil, TypeErrorf("decoding to str: need a bytes-like object, %s found", object.Type().TypeName())
		}
		return nil, err
	}
	defer release()
	v, err := DecodeText(th, object, string(b), enc, errs)
	if err != nil {
		return nil, err
	}
	return Unchecked[Str](v), nil
}

// optionalText converts a str argument that may have been left out; function and name are for the TypeError.
func optionalText(v Value, function, name, dflt string) (string, error) {
	if v.Ref == nil {
		return dflt, nil
	}
	s, ok := AsStr(v)
	if !ok {
		return "", TypeErrorf("%s() argument '%s' must be str, not %s", function, name, noneName(v))
	}
	if strings.IndexByte(s.S, 0) >= 0 {
		return "", ValueErrorf("embedded null character")
	}
	return s.S, nil
}

// noneName is the name of v's type as argument errors show it: None stands for itself.
func noneName(v Value) string {
	if v.IsNone() {
		return "None"
	}
	return v.Type().TypeName()
}

func init() {
	t := StrType
	t.Flags |= FlagMatchSelf | FlagSequence
	t.Doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nThe text of an object, or decoded bytes."
	t.Constructor = &Func{Sig: "str(object=NULL, encoding=NULL, errors=NULL)", Fn: FN(newStr)}
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		if len(args) == 1 && len(names) == 0 && c == StrType {
			s, err := ToStr(th, args[0])
			if err != nil {
				return Value{}, err
			}
			return s.Value(), nil
		}
		return t.Constructor.call(th, c.Value(), args, names, t.Constructor.Name)
	}
	t.Repr = strQuoted
	t.Str = func(th *Thread, v Value) (Value, error) { return Unchecked[Str](v).Exact().Value(), nil }
	t.Hash = func(th *Thread, v Value) (uint64, error) { return Unchecked[Str](v).Hash(), nil }
	t.Compare = strCompare
	t.Len = func(th *Thread, v Value) (int, error) { return Unchecked[Str](v).Len(), nil }
	t.GetItem = strGetItem
	t.Contains = strHas
	t.Concat = strConcat
	t.Repeat = strRepeat
	t.Iter = func(th *Thread, v Value) (Value, error) { return NewStrIter(Unchecked[Str](v)), nil }
	t.Binary[OpMod] = strMod
}
