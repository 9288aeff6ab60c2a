// Package pytext is the behaviour of Python's str and bytes over Go strings, and the codecs between them.
//
// A str is WTF-8: generalised UTF-8 in which a lone surrogate is a sequence of three bytes. Python keeps a high and a low
// surrogate that come together apart, so here two such sequences stand side by side and are never joined to one of four
// bytes: every code point, surrogates included, is encoded on its own, and concatenation is that of the bytes. (Strict
// WTF-8 forbids such pairs; nothing here relies on that.) Searching and comparing need no decoding: the bytes order as the code
// points do, and no sequence begins inside another.
//
// Functions on str text take only such strings; NewText-like decoders make them. Bytes are Go strings too, of any content.
// Positions are byte offsets unless a name says Rune; Offset and RuneIndex go between them, an Index does so fast.
package pytext

import (
	"math/bits"
	"strings"
	"unsafe"
)

// IsSurrogate reports whether r is a surrogate code point.
func IsSurrogate(r rune) bool { return r&^0x7FF == 0xD800 }

const highBits = 0x8080808080808080

// load64 reads eight bytes of s from i, in the machine's order. The caller has checked i+8 <= len(s), so that the read stays
// inside the string's memory; the machine reads unaligned words.
func load64(s string, i int) uint64 {
	return *(*uint64)(unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), i))
}

// IsASCII reports whether s has only bytes below 0x80. It reads 32 bytes at a time.
func IsASCII(s string) bool {
	i := 0
	for ; i+32 <= len(s); i += 32 {
		if (load64(s, i)|load64(s, i+8)|load64(s, i+16)|load64(s, i+24))&highBits != 0 {
			return false
		}
	}
	for ; i+8 <= len(s); i += 8 {
		if load64(s, i)&highBits != 0 {
			return false
		}
	}
	for ; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// RuneLen is the number of code points of s: the bytes that continue no sequence.
func RuneLen(s string) int {
	n, i := len(s), 0
	for ; i+8 <= len(s); i += 8 {
		w := load64(s, i)
		// A continuation byte is 10xxxxxx.
		n -= bits.OnesCount64(w >> 7 & (^w >> 6) & 0x0101010101010101)
	}
	for ; i < len(s); i++ {
		if s[i]&0xC0 == 0x80 {
			n--
		}
	}
	return n
}

// DecodeRune is the first code point of s and its width; (0, 0) if s is empty.
func DecodeRune(s string) (rune, int) {
	if len(s) == 0 {
		return 0, 0
	}
	switch c := s[0]; {
	case c < 0x80:
		return rune(c), 1
	case c < 0xE0 && len(s) >= 2:
		return rune(c&0x1F)<<6 | rune(s[1]&0x3F), 2
	case c < 0xF0 && len(s) >= 3:
		return rune(c&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	case len(s) >= 4:
		return rune(c&0x07)<<18 | rune(s[1]&0x3F)<<12 | rune(s[2]&0x3F)<<6 | rune(s[3]&0x3F), 4
	}
	return 0xFFFD, 1
}

// DecodeLastRune is the last code point of s and its width; (0, 0) if s is empty.
func DecodeLastRune(s string) (rune, int) {
	i := len(s) - 1
	for i > 0 && s[i]&0xC0 == 0x80 {
		i--
	}
	if i < 0 {
		return 0, 0
	}
	return DecodeRune(s[i:])
}

// AppendRune appends r, a surrogate too.
func AppendRune(dst []byte, r rune) []byte {
	switch {
	case r < 0x80:
		return append(dst, byte(r))
	case r < 0x800:
		return append(dst, 0xC0|byte(r>>6), 0x80|byte(r&0x3F))
	case r < 0x10000:
		return append(dst, 0xE0|byte(r>>12), 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
	}
	return append(dst, 0xF0|byte(r>>18), 0x80|byte(r>>12&0x3F), 0x80|byte(r>>6&0x3F), 0x80|byte(r&0x3F))
}

// latin1 holds the texts of the first 256 code points back to back.
var latin1 = func() string {
	var b []byte
	for r := rune(0); r < 256; r++ {
		b = AppendRune(b, r)
	}
	return string(b)
}()

// RuneString is chr(r). It allocates only past U+00FF.
func RuneString(r rune) string {
	switch {
	case r < 0x80:
		return latin1[r : r+1]
	case r < 0x100:
		i := 0x80 + 2*(r-0x80)
		return latin1[i : i+2]
	}
	var buf [4]byte
	return string(AppendRune(buf[:0], r))
}

// Runes are the code points of s.
func Runes(s string) []rune {
	out := make([]rune, 0, RuneLen(s))
	for len(s) > 0 {
		r, n := DecodeRune(s)
		out = append(out, r)
		s = s[n:]
	}
	return out
}

// FromRunes is the text of the given code points.
func FromRunes(runes []rune) string {
	b := make([]byte, 0, len(runes)+len(runes)/2)
	for _, r := range runes {
		b = AppendRune(b, r)
	}
	return str(b)
}

// str makes a string of bytes that nothing else refers to: the memory is given away, so it may not be written any more.
func str(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// Offset is the byte offset of the code point number index of s, len(s) if index is its length or more.
func Offset(s string, index int) int {
	i := 0
	for index >= 8 && i+8 <= len(s) {
		w := load64(s, i)
		index -= 8 - bits.OnesCount64(w>>7&(^w>>6)&0x0101010101010101)
		i += 8
	}
	// A word may end inside a code point, which has been counted.
	for i < len(s) && s[i]&0xC0 == 0x80 {
		i++
	}
	for ; index > 0 && i < len(s); index-- {
		i++
		for i < len(s) && s[i]&0xC0 == 0x80 {
			i++
		}
	}
	return i
}

// RuneIndex is the number of the code point that begins at the byte offset.
func RuneIndex(s string, offset int) int { return RuneLen(s[:offset]) }

// indexStride is the number of code points between two marks of an Index.
const indexStride = 64

// An Index finds the code points of one long non-ASCII text in constant time. It is immutable.
type Index struct{ marks []uint32 }

// NewIndex makes the index of s, which is below 4 GiB; it returns nil above.
func NewIndex(s string) *Index {
	if uint64(len(s)) > 1<<32-1 {
		return nil
	}
	ix := &Index{marks: make([]uint32, 0, len(s)/indexStride/2+1)}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i]&0xC0 != 0x80 {
			if n%indexStride == 0 {
				ix.marks = append(ix.marks, uint32(i))
			}
			n++
		}
	}
	return ix
}

// Offset is the byte offset of the code point number index of s, the text that the index was made for.
func (ix *Index) Offset(s string, index int) int {
	if ix == nil {
		return Offset(s, index)
	}
	m := index / indexStride
	if m >= len(ix.marks) {
		return len(s)
	}
	start := int(ix.marks[m])
	return start + Offset(s[start:], index%indexStride)
}

// RuneIndex is the number of the code point that begins at the byte offset of s.
func (ix *Index) RuneIndex(s string, offset int) int {
	if ix == nil {
		return RuneIndex(s, offset)
	}
	lo, hi := 0, len(ix.marks)
	for lo < hi {
		if mid := (lo + hi) / 2; int(ix.marks[mid]) <= offset {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0
	}
	start := int(ix.marks[lo-1])
	return (lo-1)*indexStride + RuneLen(s[start:offset])
}

// Slice is s[start:stop:step] by code points for positions that are already clipped as slice.indices clips them.
// n is the length of s in code points: n == len(s) says that s is ASCII.
func Slice(s string, ix *Index, n, start, stop, step int) string {
	if step == 1 {
		if start >= stop {
			return ""
		}
		if n == len(s) {
			return s[start:stop]
		}
		i := ix.Offset(s, start)
		if stop >= n {
			return s[i:]
		}
		if stop-start < indexStride {
			return s[i : i+Offset(s[i:], stop-start)]
		}
		return s[i:ix.Offset(s, stop)]
	}
	count := 0
	if step > 0 && start < stop {
		count = (stop-start-1)/step + 1
	} else if step < 0 && start > stop {
		count = (start-stop-1)/-step + 1
	}
	if count == 0 {
		return ""
	}
	out := make([]byte, 0, count)
	if n == len(s) {
		for i := start; count > 0; count-- {
			out = append(out, s[i])
			i += step
		}
		return str(out)
	}
	i := ix.Offset(s, start)
	for {
		_, width := DecodeRune(s[i:])
		out = append(out, s[i:i+width]...)
		if count--; count == 0 {
			return str(out)
		}
		if step > 0 {
			i += Offset(s[i:], step)
		} else {
			for k := 0; k < -step; k++ {
				_, width := DecodeLastRune(s[:i])
				i -= width
			}
		}
	}
}

// Reverse is s[::-1].
func Reverse(s string) string {
	out := make([]byte, len(s))
	for i := len(s); len(s) > 0; {
		_, n := DecodeRune(s)
		i -= n
		copy(out[i:], s[:n])
		s = s[n:]
	}
	return str(out)
}

// Repeat is s * n, n >= 0, whose size the caller has checked.
func Repeat(s string, n int) string { return strings.Repeat(s, n) }
