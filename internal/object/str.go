package object

import (
	"hash/maphash"
	"unicode/utf8"
	"unsafe"
)

// Str is a Python str: immutable text in WTF-8 (UTF-8 in which lone surrogates are encoded like other code points).
type Str struct {
	Header
	S    string
	hash uint64 // 0: not computed
	n    int    // code points; -1: not counted yet. n == len(S) means ASCII
	ext  *strExt
}

// strExt holds what few strings need: the growing buffer that s += x appends to, and the index of non-ASCII text.
type strExt struct {
	buf   []byte  // S is a prefix of buf
	index []int32 // byte offset of every 64th code point
}

var (
	strLayout = NewLayout[Str]()
	StrType   = NewType("str", ObjectType, strLayout)
	// StrShape is the shape of exact strs.
	StrShape = StrType.shape
	hashSeed = maphash.MakeSeed()
)

// NewStr makes a str of WTF-8 text.
func NewStr(s string) *Str {
	x := &Str{S: s, n: -1}
	x.Shape = StrType.shape
	return x
}

// StrValue is NewStr as a Value.
func StrValue(s string) Value { return NewStr(s).Value() }

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

// Hash is hash(s).
func (s *Str) Hash() uint64 {
	if s.hash == 0 {
		s.hash = hashText(s.S)
	}
	return s.hash
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
		s.n = utf8.RuneCountInString(s.S)
	}
	return s.n
}

// IsASCII reports whether all code points are below 128.
func (s *Str) IsASCII() bool { return s.Len() == len(s.S) }
