package pynum

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"ouro/internal/ucd"
)

// ErrSyntax says that a text is no number; the caller words the ValueError, which shows the object.
var ErrSyntax = errors.New("pynum: invalid literal")

// asciiNumber maps the decimal digits and whitespace of other scripts to ASCII and strips whitespace from both ends.
// Other non-ASCII characters stay and make the text invalid.
func asciiNumber(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			var b strings.Builder
			for _, r := range s {
				if r < utf8.RuneSelf {
					b.WriteByte(byte(r))
				} else if d := ucd.Decimal(r); d >= 0 {
					b.WriteByte('0' + byte(d))
				} else if ucd.IsSpace(r) {
					b.WriteByte(' ')
				} else {
					b.WriteByte('?')
				}
			}
			s = b.String()
			break
		}
	}
	return stripSpace(s)
}

func stripSpace(s string) string {
	for len(s) > 0 && isSpace(s[0]) {
		s = s[1:]
	}
	for len(s) > 0 && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// isSpace is str's whitespace in ASCII, of which the four separators are part.
func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f }

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'Z':
		return int(c-'A') + 10
	}
	return 99
}

// ParseInt is int(s, base): base 0 reads Python's prefixes, 2 to 36 the base itself with an optional prefix. Whitespace
// around, underscores between digits and the decimal digits of all scripts are allowed. maxDigits is the limit on
// decimal-like digits, 0 for none.
func ParseInt(s string, base, maxDigits int) (int64, *big.Int, error) {
	if base == 10 && len(s) > 0 && len(s) <= 18 { // the common case, 5 ns
		n, i := int64(0), 0
		if s[0] == '-' {
			i = 1
		}
		if i < len(s) {
			for ; i < len(s); i++ {
				c := s[i] - '0'
				if c > 9 {
					break
				}
				n = n*10 + int64(c)
			}
			if i == len(s) {
				if s[0] == '-' {
					n = -n
				}
				return n, nil, nil
			}
		}
	}
	if base != 0 && (base < 2 || base > 36) {
		return 0, nil, ErrIntBase
	}
	t := asciiNumber(s)
	negative := false
	if len(t) > 0 && (t[0] == '+' || t[0] == '-') {
		negative = t[0] == '-'
		t = t[1:]
	}
	zeroOnly := false
	if len(t) >= 1 && t[0] == '0' {
		prefixed := 0
		if len(t) >= 2 {
			switch t[1] {
			case 'x', 'X':
				prefixed = 16
			case 'o', 'O':
				prefixed = 8
			case 'b', 'B':
				prefixed = 2
			}
		}
		switch {
		case prefixed != 0 && (base == 0 || base == prefixed):
			base = prefixed
			t = t[2:]
			if len(t) > 0 && t[0] == '_' {
				t = t[1:]
			}
		case base == 0:
			base, zeroOnly = 10, true
		}
	} else if base == 0 {
		base = 10
	}
	// One pass validates, counts digits, and computes the value while it fits.
	digits, i := 0, 0
	value, fits := uint64(0), true
	previous := byte('_')
	for ; i < len(t); i++ {
		c := t[i]
		if c == '_' {
			if previous == '_' {
				return 0, nil, ErrSyntax
			}
			previous = c
			continue
		}
		d := digitValue(c)
		if d >= base {
			break
		}
		if zeroOnly && d != 0 {
			return 0, nil, ErrSyntax
		}
		previous = c
		digits++
		if fits {
			hi, lo := bits.Mul64(value, uint64(base))
			sum, carry := bits.Add64(lo, uint64(d), 0)
			if hi != 0 || carry != 0 {
				fits = false
			}
			value = sum
		}
	}
	if previous == '_' {
		return 0, nil, ErrSyntax
	}
	if i != len(t) {
		return 0, nil, ErrSyntax
	}
	if maxDigits > 0 && digits > maxDigits && base&(base-1) != 0 {
		return 0, nil, limitError(maxDigits, digits)
	}
	if fits {
		if value <= math.MaxInt64 {
			if negative {
				return -int64(value), nil, nil
			}
			return int64(value), nil, nil
		}
		if negative && value == 1<<63 {
			return math.MinInt64, nil, nil
		}
	}
	z, ok := new(big.Int).SetString(strings.ReplaceAll(t, "_", ""), base)
	if !ok {
		return 0, nil, ErrSyntax
	}
	if negative {
		z.Neg(z)
	}
	return 0, z, nil
}

// CheckStrDigits reports the ValueError of str(z) for an int of more decimal digits than the limit.
func CheckStrDigits(z *big.Int, maxDigits int) error {
	if maxDigits <= 0 {
		return nil
	}
	n := z.BitLen()
	if float64(n) < float64(maxDigits)*3.32 {
		return nil
	}
	if float64(n-1)*0.30102999566398114 > float64(maxDigits)+1 {
		return limitErrorUnknown(maxDigits)
	}
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(maxDigits)), nil)
	if z.CmpAbs(limit) >= 0 {
		return limitErrorUnknown(maxDigits)
	}
	return nil
}

// AppendInt appends n in a base from 2 to 36, in lower case and without prefix.
func AppendInt(dst []byte, n int64, base int) []byte { return strconv.AppendInt(dst, n, base) }

// AppendBig appends z in a base from 2 to 36, in lower case and without prefix. The digit limit is the caller's (CheckStrDigits).
func AppendBig(dst []byte, z *big.Int, base int) []byte { return z.Append(dst, base) }

// BasePrefix is "0b", "0o" or "0x", for hex() and the like.
func BasePrefix(base int) string {
	switch base {
	case 2:
		return "0b"
	case 8:
		return "0o"
	case 16:
		return "0x"
	}
	return ""
}

// PrefixedInt is bin(n), oct(n) or hex(n).
func PrefixedInt(n int64, base int) string {
	var buf [72]byte
	dst := buf[:0]
	u := uint64(n)
	if n < 0 {
		dst = append(dst, '-')
		u = -u
	}
	dst = append(dst, BasePrefix(base)...)
	return string(strconv.AppendUint(dst, u, base))
}

// PrefixedBig is bin(z), oct(z) or hex(z).
func PrefixedBig(z *big.Int, base int) string {
	dst := make([]byte, 0, z.BitLen()/bits.Len(uint(base)-1)+8)
	if z.Sign() < 0 {
		dst = append(dst, '-')
	}
	dst = append(dst, BasePrefix(base)...)
	return string(new(big.Int).Abs(z).Append(dst, base))
}
