package pytext

import (
	"strings"

	"ouro/internal/ucd"
)

// Find, RFind, replacing and splitting at a separator work on str and bytes alike, for both are compared byte by byte.

// Find is the byte offset of the first sub in s, -1 if there is none.
func Find(s, sub string) int { return strings.Index(s, sub) }

// RFind is the byte offset of the last sub in s, -1 if there is none.
func RFind(s, sub string) int { return strings.LastIndex(s, sub) }

// Count is the number of occurrences of sub in s that do not overlap; units is the length of s in code points or bytes.
func Count(s, sub string, units int) int {
	if sub == "" {
		return units + 1
	}
	return strings.Count(s, sub)
}

// Replace is s with the first n occurrences of old replaced, all if n < 0. Between code points, "" is found too.
func Replace(s, old, new string, n int) string { return replace(s, old, new, n, false) }

// ReplaceBytes is Replace for bytes: "" is found between bytes.
func ReplaceBytes(s, old, new string, n int) string { return replace(s, old, new, n, true) }

func replace(s, old, new string, n int, single bool) string {
	if old != "" {
		return strings.Replace(s, old, new, n)
	}
	if n == 0 || new == "" {
		return s
	}
	var out []byte
	for ; n != 0; n-- {
		out = append(out, new...)
		if s == "" {
			break
		}
		width := 1
		if !single {
			_, width = DecodeRune(s)
		}
		out = append(out, s[:width]...)
		s = s[width:]
	}
	return str(append(out, s...))
}

// ReplacedLen is the length in bytes that Replace would give, for a check before it allocates; -1 if it is not representable.
func ReplacedLen(s, old, new string, n, units int) int {
	found := Count(s, old, units)
	if n >= 0 && n < found {
		found = n
	}
	grow := len(new) - len(old)
	if grow > 0 && found > (1<<62-len(s))/grow {
		return -1
	}
	return len(s) + found*grow
}

// Split is s.split(sep, max) for a sep other than "": at most max cuts, all if max < 0.
func Split(s, sep string, max int) []string {
	if max < 0 {
		return strings.Split(s, sep)
	}
	return strings.SplitN(s, sep, max+1)
}

// RSplit is s.rsplit(sep, max) for a sep other than "".
func RSplit(s, sep string, max int) []string {
	if max < 0 {
		max = len(s) + 1
	}
	var parts []string
	for ; max > 0; max-- {
		i := strings.LastIndex(s, sep)
		if i < 0 {
			break
		}
		parts = append(parts, s[i+len(sep):])
		s = s[:i]
	}
	parts = append(parts, s)
	flip(parts)
	return parts
}

func flip(parts []string) {
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
}

// A space tells how much whitespace begins or ends a text: the rules of str and of bytes differ.
type space struct{ first, last func(s string) int }

// strSpace is str's whitespace: Unicode's, and in ASCII also the separators 0x1c to 0x1f.
var strSpace = space{
	first: func(s string) int {
		if c := s[0]; c < 0x80 {
			return isSpaceASCII(c)
		}
		if r, n := DecodeRune(s); ucd.IsSpace(r) {
			return n
		}
		return 0
	},
	last: func(s string) int {
		if c := s[len(s)-1]; c < 0x80 {
			return isSpaceASCII(c)
		}
		if r, n := DecodeLastRune(s); ucd.IsSpace(r) {
			return n
		}
		return 0
	},
}

func isSpaceASCII(c byte) int {
	if c == ' ' || c-9 <= 4 || c-0x1c <= 3 {
		return 1
	}
	return 0
}

// byteSpace is the whitespace of bytes.
var byteSpace = space{
	first: func(s string) int { return isSpaceByte(s[0]) },
	last:  func(s string) int { return isSpaceByte(s[len(s)-1]) },
}

func isSpaceByte(c byte) int {
	if c == ' ' || c-9 <= 4 {
		return 1
	}
	return 0
}

// width is that of the code point (or byte) at the start of s.
func (sp *space) skip(s string, i int) int {
	for i < len(s) {
		n := sp.first(s[i:])
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

func (sp *space) split(s string, max int) []string {
	if max < 0 {
		max = len(s) + 1
	}
	parts := make([]string, 0, min(max+1, len(s)/6+1))
	i := sp.skip(s, 0)
	for i < len(s) {
		if max == 0 {
			parts = append(parts, s[i:])
			break
		}
		start := i
		for i < len(s) && sp.first(s[i:]) == 0 {
			i++
			for i < len(s) && s[i]&0xC0 == 0x80 && sp == &strSpace {
				i++
			}
		}
		parts = append(parts, s[start:i])
		max--
		i = sp.skip(s, i)
	}
	return parts
}

func (sp *space) rsplit(s string, max int) []string {
	if max < 0 {
		return sp.split(s, -1)
	}
	var parts []string
	s = sp.trimRight(s)
	for s != "" {
		if max == 0 {
			parts = append(parts, s)
			break
		}
		i := len(s)
		for i > 0 && sp.last(s[:i]) == 0 {
			i--
			for i > 0 && s[i]&0xC0 == 0x80 && sp == &strSpace {
				i--
			}
		}
		parts = append(parts, s[i:])
		max--
		s = sp.trimRight(s[:i])
	}
	flip(parts)
	return parts
}

func (sp *space) trimRight(s string) string {
	for s != "" {
		n := sp.last(s)
		if n == 0 {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// SplitSpace is s.split(None, max).
func SplitSpace(s string, max int) []string { return strSpace.split(s, max) }

// RSplitSpace is s.rsplit(None, max).
func RSplitSpace(s string, max int) []string { return strSpace.rsplit(s, max) }

// SplitSpaceBytes is b.split(None, max).
func SplitSpaceBytes(s string, max int) []string { return byteSpace.split(s, max) }

// RSplitSpaceBytes is b.rsplit(None, max).
func RSplitSpaceBytes(s string, max int) []string { return byteSpace.rsplit(s, max) }

// StripSpace is s.strip() on the sides asked for.
func StripSpace(s string, left, right bool) string { return strSpace.strip(s, left, right) }

// StripSpaceBytes is b.strip() on the sides asked for.
func StripSpaceBytes(s string, left, right bool) string { return byteSpace.strip(s, left, right) }

func (sp *space) strip(s string, left, right bool) string {
	if left {
		s = s[sp.skip(s, 0):]
	}
	if right {
		s = sp.trimRight(s)
	}
	return s
}

// Strip is s.strip(chars) on the sides asked for.
func Strip(s, chars string, left, right bool) string {
	if IsASCII(chars) {
		return StripBytes(s, chars, left, right)
	}
	for left && s != "" {
		_, n := DecodeRune(s)
		if !strings.Contains(chars, s[:n]) {
			break
		}
		s = s[n:]
	}
	for right && s != "" {
		_, n := DecodeLastRune(s)
		if !strings.Contains(chars, s[len(s)-n:]) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// StripBytes is b.strip(chars) on the sides asked for.
func StripBytes(s, chars string, left, right bool) string {
	var set [4]uint64
	for i := range len(chars) {
		set[chars[i]>>6] |= 1 << (chars[i] & 63)
	}
	for left && s != "" && set[s[0]>>6]>>(s[0]&63)&1 != 0 {
		s = s[1:]
	}
	for right && s != "" && set[s[len(s)-1]>>6]>>(s[len(s)-1]&63)&1 != 0 {
		s = s[:len(s)-1]
	}
	return s
}

// SplitLines is s.splitlines(keepends).
func SplitLines(s string, keepEnds bool) []string { return splitLines(s, keepEnds, lineEnd) }

// SplitLinesBytes is b.splitlines(keepends): only CR and LF end a line.
func SplitLinesBytes(s string, keepEnds bool) []string { return splitLines(s, keepEnds, byteLineEnd) }

func byteLineEnd(s string) int {
	switch s[0] {
	case '\n':
		return 1
	case '\r':
		if len(s) > 1 && s[1] == '\n' {
			return 2
		}
		return 1
	}
	return 0
}

// lineEnd is the length of the line boundary at the start of s, 0 if there is none.
func lineEnd(s string) int {
	switch c := s[0]; {
	case c == '\r' || c == '\n':
		return byteLineEnd(s)
	case c == '\v' || c == '\f' || c >= 0x1c && c <= 0x1e:
		return 1
	case c == 0xC2 && len(s) > 1 && s[1] == 0x85:
		return 2
	case c == 0xE2 && len(s) > 2 && s[1] == 0x80 && s[2]&0xFE == 0xA8:
		return 3
	}
	return 0
}

func splitLines(s string, keepEnds bool, end func(string) int) []string {
	var lines []string
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x80 {
			i++
			continue
		}
		n := end(s[i:])
		if n == 0 {
			i++
			continue
		}
		if keepEnds {
			lines = append(lines, s[start:i+n])
		} else {
			lines = append(lines, s[start:i])
		}
		i += n
		start = i
	}
	if start < len(s) {
		lines = append(lines, s[start:])
	}
	return lines
}

// Partition is s.partition(sep) for a sep other than "".
func Partition(s, sep string) (before, middle, after string) {
	if i := strings.Index(s, sep); i >= 0 {
		return s[:i], s[i : i+len(sep)], s[i+len(sep):]
	}
	return s, "", ""
}

// RPartition is s.rpartition(sep) for a sep other than "".
func RPartition(s, sep string) (before, middle, after string) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i : i+len(sep)], s[i+len(sep):]
	}
	return "", "", s
}

// pad puts left and right copies of fill around s.
func pad(s, fill string, left, right int) string {
	out := make([]byte, 0, len(s)+(left+right)*len(fill))
	for range left {
		out = append(out, fill...)
	}
	out = append(out, s...)
	for range right {
		out = append(out, fill...)
	}
	return str(out)
}

// LJust is s.ljust(width, fill); n is the length of s in code points, fill one code point.
func LJust(s, fill string, n, width int) string {
	if width <= n {
		return s
	}
	return pad(s, fill, 0, width-n)
}

// RJust is s.rjust(width, fill).
func RJust(s, fill string, n, width int) string {
	if width <= n {
		return s
	}
	return pad(s, fill, width-n, 0)
}

// Center is s.center(width, fill): an odd rest goes left if the width is odd, else right.
func Center(s, fill string, n, width int) string {
	if width <= n {
		return s
	}
	rest := width - n
	left := rest/2 + rest&width&1
	return pad(s, fill, left, rest-left)
}

// ZFill is s.zfill(width).
func ZFill(s string, n, width int) string {
	if width <= n {
		return s
	}
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[:1] + pad(s[1:], "0", width-n, 0)
	}
	return pad(s, "0", width-n, 0)
}

// ExpandTabs is s.expandtabs(size); ok is false if the result would be longer than limit bytes.
func ExpandTabs(s string, size, limit int) (result string, ok bool) {
	if strings.IndexByte(s, '\t') < 0 {
		return s, true
	}
	out := make([]byte, 0, len(s)+8)
	column := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\t':
			if size > 0 {
				n := size - column%size
				if n > limit-len(out) {
					return "", false
				}
				column += n
				for range n {
					out = append(out, ' ')
				}
			}
			continue
		case c == '\n' || c == '\r':
			column = 0
		case c&0xC0 != 0x80:
			column++
		}
		out = append(out, s[i])
	}
	return str(out), true
}

// ExpandTabsBytes is b.expandtabs(size).
func ExpandTabsBytes(s string, size, limit int) (result string, ok bool) {
	if !IsASCII(s) { // each byte is a column
		text, ok := ExpandTabs(FromLatin1(s), size, limit)
		if !ok {
			return "", false
		}
		b, _ := ToLatin1(text)
		return b, true
	}
	return ExpandTabs(s, size, limit)
}

// FromLatin1 is the text whose code points are the bytes of b.
func FromLatin1(b string) string {
	if IsASCII(b) {
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/2)
	for i := range len(b) {
		out = AppendRune(out, rune(b[i]))
	}
	return str(out)
}

// ToLatin1 is the bytes that are the code points of s; ok is false if one does not fit.
func ToLatin1(s string) (b string, ok bool) {
	if IsASCII(s) {
		return s, true
	}
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		r, n := DecodeRune(s)
		if r > 0xFF {
			return "", false
		}
		out = append(out, byte(r))
		s = s[n:]
	}
	return str(out), true
}
