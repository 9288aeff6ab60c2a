package sre

import (
	"unicode/utf8"

	"ouro/internal/ucd"
)

// decode reads the code point at s[i:]. Unlike utf8's it accepts the three-byte form of a surrogate. A byte that starts nothing
// valid stands for itself.
func decode(s string, i int) (rune, int) {
	c := s[i]
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	n := len(s) - i
	switch {
	case c >= 0xC2 && c < 0xE0 && n >= 2:
		return rune(c&0x1F)<<6 | rune(s[i+1]&0x3F), 2
	case c >= 0xE0 && c < 0xF0 && n >= 3:
		return rune(c&0x0F)<<12 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F), 3
	case c >= 0xF0 && c < 0xF5 && n >= 4:
		return rune(c&0x07)<<18 | rune(s[i+1]&0x3F)<<12 | rune(s[i+2]&0x3F)<<6 | rune(s[i+3]&0x3F), 4
	}
	return rune(c), 1
}

// before returns the offset of the code point that ends at i > low.
func before(s string, low, i int) int {
	i--
	for n := 0; i > low && s[i]&0xC0 == 0x80 && n < 3; n++ {
		i--
	}
	return i
}

// appendRune is utf8.AppendRune that keeps surrogates.
func appendRune(b []byte, r rune) []byte {
	if r >= 0xD800 && r <= 0xDFFF {
		return append(b, byte(0xE0|r>>12), byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
	}
	return utf8.AppendRune(b, r)
}

func encode(rs []rune, bytes bool) string {
	b := make([]byte, 0, len(rs))
	for _, r := range rs {
		if bytes {
			b = append(b, byte(r))
		} else {
			b = appendRune(b, r)
		}
	}
	return string(b)
}

func runesOf(s string, bytes bool) []rune {
	rs := make([]rune, 0, len(s))
	for i := 0; i < len(s); {
		if bytes {
			rs = append(rs, rune(s[i]))
			i++
			continue
		}
		r, n := decode(s, i)
		rs = append(rs, r)
		i += n
	}
	return rs
}

func isIdentifier(rs []rune) bool {
	for i, r := range rs {
		if !ucd.IsIdentifierContinue(r) || i == 0 && !ucd.IsIdentifierStart(r) {
			return false
		}
	}
	return len(rs) > 0
}
