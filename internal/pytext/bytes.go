package pytext

import "strings"

// The case and character classes of bytes are those of ASCII; other bytes are in no class and stay as they are.

const (
	lowerClass = 1 << iota
	upperClass
	digitClass
	spaceClass
)

var classes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z':
			t[c] = lowerClass
		case c >= 'A' && c <= 'Z':
			t[c] = upperClass
		case c >= '0' && c <= '9':
			t[c] = digitClass
		case c == ' ' || c >= '\t' && c <= '\r':
			t[c] = spaceClass
		}
	}
	return t
}()

// mapBytes maps each byte, s itself being returned if nothing changes.
func mapBytes(s string, f func(i int, c byte) byte) string {
	for i := range len(s) {
		if f(i, s[i]) != s[i] {
			out := []byte(s)
			for ; i < len(s); i++ {
				out[i] = f(i, s[i])
			}
			return str(out)
		}
	}
	return s
}

func upperByte(c byte) byte {
	if c-'a' < 26 {
		return c - 32
	}
	return c
}

func lowerByte(c byte) byte {
	if c-'A' < 26 {
		return c + 32
	}
	return c
}

// UpperBytes is b.upper().
func UpperBytes(s string) string {
	for i := range len(s) {
		if s[i]-'a' < 26 {
			out := []byte(s)
			for ; i < len(out); i++ {
				out[i] = upperByte(out[i])
			}
			return str(out)
		}
	}
	return s
}

// LowerBytes is b.lower().
func LowerBytes(s string) string {
	for i := range len(s) {
		if s[i]-'A' < 26 {
			out := []byte(s)
			for ; i < len(out); i++ {
				out[i] = lowerByte(out[i])
			}
			return str(out)
		}
	}
	return s
}

// SwapCaseBytes is b.swapcase().
func SwapCaseBytes(s string) string {
	return mapBytes(s, func(_ int, c byte) byte {
		if (c|0x20)-'a' < 26 {
			return c ^ 0x20
		}
		return c
	})
}

// CapitalizeBytes is b.capitalize().
func CapitalizeBytes(s string) string {
	return mapBytes(s, func(i int, c byte) byte {
		if i == 0 {
			return upperByte(c)
		}
		return lowerByte(c)
	})
}

// TitleBytes is b.title().
func TitleBytes(s string) string {
	return mapBytes(s, func(i int, c byte) byte {
		if i > 0 && classes[s[i-1]]&(lowerClass|upperClass) != 0 {
			return lowerByte(c)
		}
		return upperByte(c)
	})
}

func allBytes(s string, class uint8) bool {
	for i := range len(s) {
		if classes[s[i]]&class == 0 {
			return false
		}
	}
	return s != ""
}

// IsAlphaBytes is b.isalpha().
func IsAlphaBytes(s string) bool { return allBytes(s, lowerClass|upperClass) }

// IsAlnumBytes is b.isalnum().
func IsAlnumBytes(s string) bool { return allBytes(s, lowerClass|upperClass|digitClass) }

// IsDigitBytes is b.isdigit().
func IsDigitBytes(s string) bool { return allBytes(s, digitClass) }

// IsSpaceBytes is b.isspace().
func IsSpaceBytes(s string) bool { return allBytes(s, spaceClass) }

// IsUpperBytes is b.isupper().
func IsUpperBytes(s string) bool { return someBytes(s, upperClass, lowerClass) }

// IsLowerBytes is b.islower().
func IsLowerBytes(s string) bool { return someBytes(s, lowerClass, upperClass) }

func someBytes(s string, want, never uint8) bool {
	found := false
	for i := range len(s) {
		c := classes[s[i]]
		if c&never != 0 {
			return false
		}
		found = found || c&want != 0
	}
	return found
}

// IsTitleBytes is b.istitle().
func IsTitleBytes(s string) bool {
	cased, previous := false, false
	for i := range len(s) {
		switch classes[s[i]] {
		case upperClass:
			if previous {
				return false
			}
			cased, previous = true, true
		case lowerClass:
			if !previous {
				return false
			}
			cased = true
		default:
			previous = false
		}
	}
	return cased
}

// AppendBytesRepr appends repr(b) without what stands around it: b'...'.
func AppendBytesRepr(dst []byte, s string) []byte {
	quote := byte('\'')
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		quote = '"'
	}
	dst = append(dst, 'b', quote)
	for i := range len(s) {
		switch c := s[i]; {
		case c == quote || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < ' ' || c >= 0x7F:
			dst = append(dst, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, quote)
}

// BytesRepr is repr(b).
func BytesRepr(s string) string { return str(AppendBytesRepr(make([]byte, 0, len(s)+3), s)) }

// Hex is b.hex(sep, group): a separator after every group bytes counted from the right, from the left if group is
// negative; none if group is 0 or sep is 0.
func Hex(s string, sep byte, group int) string {
	out := make([]byte, 0, 3*len(s))
	size := group
	if group < 0 {
		size = -group
	}
	for i := range len(s) {
		if i > 0 && size > 0 && sep != 0 {
			if at := i; group > 0 && (len(s)-at)%size == 0 || group < 0 && at%size == 0 {
				out = append(out, sep)
			}
		}
		out = append(out, hexDigits[s[i]>>4], hexDigits[s[i]&15])
	}
	return str(out)
}

// FromHex is bytes.fromhex(s). bad is the index of the offending character, or -1; odd says that the text ends amid a byte.
func FromHex(s string) (b string, bad int, odd bool) {
	out := make([]byte, 0, len(s)/2)
	for i := 0; i < len(s); i++ {
		if isSpaceByte(s[i]) != 0 {
			continue
		}
		hi := hexValue(s[i])
		if hi > 15 {
			return "", RuneIndex(s, i), false
		}
		i++
		if i == len(s) {
			return "", len(s), true
		}
		lo := hexValue(s[i])
		if lo > 15 {
			return "", RuneIndex(s, i), false
		}
		out = append(out, hi<<4|lo)
	}
	return str(out), -1, false
}

func hexValue(c byte) byte {
	switch {
	case c-'0' <= 9:
		return c - '0'
	case (c|0x20)-'a' <= 5:
		return (c | 0x20) - 'a' + 10
	}
	return 99
}

// TranslateBytes is b.translate(table, delete); table is nil or 256 bytes.
func TranslateBytes(s, table, delete string) string {
	var drop [256]bool
	for i := range len(delete) {
		drop[delete[i]] = true
	}
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := s[i]; !drop[c] {
			if table != "" {
				c = table[c]
			}
			out = append(out, c)
		}
	}
	return str(out)
}
