package pytext

import (
	"strings"

	"ouro/internal/ucd"
)

// Upper is s.upper().
func Upper(s string) string {
	if IsASCII(s) {
		return UpperBytes(s)
	}
	return mapRunes(s, upperByte, func(_ string, _ int, r rune) ucd.Mapping { return ucd.ToUpper(r) })
}

// Lower is s.lower().
func Lower(s string) string {
	if IsASCII(s) {
		return LowerBytes(s)
	}
	return mapRunes(s, lowerByte, lowerAt)
}

// Fold is s.casefold().
func Fold(s string) string {
	if IsASCII(s) {
		return LowerBytes(s)
	}
	return mapRunes(s, lowerByte, func(_ string, _ int, r rune) ucd.Mapping { return ucd.ToFold(r) })
}

// SwapCase is s.swapcase().
func SwapCase(s string) string {
	if IsASCII(s) {
		return SwapCaseBytes(s)
	}
	return mapRunes(s, nil, func(s string, i int, r rune) ucd.Mapping {
		switch {
		case ucd.IsUpper(r):
			return lowerAt(s, i, r)
		case ucd.IsLower(r):
			return ucd.ToUpper(r)
		}
		return ucd.Unchanged(r)
	})
}

// Title is s.title().
func Title(s string) string {
	if IsASCII(s) {
		return TitleBytes(s)
	}
	cased := false
	return mapRunes(s, nil, func(s string, i int, r rune) (m ucd.Mapping) {
		if cased {
			m = lowerAt(s, i, r)
		} else {
			m = ucd.ToTitle(r)
		}
		cased = ucd.IsCased(r)
		return m
	})
}

// Capitalize is s.capitalize().
func Capitalize(s string) string {
	if IsASCII(s) {
		return CapitalizeBytes(s)
	}
	return mapRunes(s, nil, func(s string, i int, r rune) ucd.Mapping {
		if i == 0 {
			return ucd.ToTitle(r)
		}
		return lowerAt(s, i, r)
	})
}

// lowerAt is the lower case of the code point r at s[i:]. A capital sigma that ends a word becomes the final one.
func lowerAt(s string, i int, r rune) ucd.Mapping {
	if r == 0x3A3 && finalSigma(s, i) {
		return ucd.Unchanged(0x3C2)
	}
	return ucd.ToLower(r)
}

// finalSigma reports whether a cased letter comes before the sigma at s[i:] and none after, not counting those that case ignores.
func finalSigma(s string, i int) bool {
	before := false
	for rest := s[:i]; rest != ""; {
		r, n := DecodeLastRune(rest)
		rest = rest[:len(rest)-n]
		if !ucd.IsCaseIgnorable(r) {
			before = ucd.IsCased(r)
			break
		}
	}
	if !before {
		return false
	}
	for rest := s[i+2:]; rest != ""; {
		r, n := DecodeRune(rest)
		rest = rest[n:]
		if !ucd.IsCaseIgnorable(r) {
			return !ucd.IsCased(r)
		}
	}
	return true
}

// mapRunes maps each code point with f, ASCII with a function of its own if there is one; s itself is returned if nothing
// changes.
func mapRunes(s string, ascii func(c byte) byte, f func(s string, i int, r rune) ucd.Mapping) string {
	var out []byte
	changed := false
	change := func(i int) {
		if !changed {
			changed = true
			out = append(make([]byte, 0, len(s)+8), s[:i]...)
		}
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < 0x80 && ascii != nil {
			if u := ascii(c); u != c || changed {
				change(i)
				out = append(out, u)
			}
			i++
			continue
		}
		r, n := DecodeRune(s[i:])
		m := f(s, i, r)
		if one, ok := m.One(); !ok || one != r || changed {
			change(i)
			for _, c := range m.Runes() {
				out = AppendRune(out, c)
			}
		}
		i += n
	}
	if !changed {
		return s
	}
	return str(out)
}

// all reports whether s is not empty and each code point satisfies f.
func all(s string, f func(rune) bool) bool {
	if s == "" {
		return false
	}
	for len(s) > 0 {
		r, n := DecodeRune(s)
		if !f(r) {
			return false
		}
		s = s[n:]
	}
	return true
}

// IsAlpha is s.isalpha().
func IsAlpha(s string) bool { return all(s, ucd.IsAlpha) }

// IsAlnum is s.isalnum().
func IsAlnum(s string) bool { return all(s, ucd.IsAlnum) }

// IsDecimal is s.isdecimal().
func IsDecimal(s string) bool { return all(s, ucd.IsDecimal) }

// IsDigit is s.isdigit().
func IsDigit(s string) bool { return all(s, ucd.IsDigit) }

// IsNumeric is s.isnumeric().
func IsNumeric(s string) bool { return all(s, ucd.IsNumeric) }

// IsSpace is s.isspace().
func IsSpace(s string) bool { return all(s, ucd.IsSpace) }

// IsPrintable is s.isprintable().
func IsPrintable(s string) bool { return s == "" || all(s, ucd.IsPrintable) }

// IsIdentifier is s.isidentifier().
func IsIdentifier(s string) bool {
	r, n := DecodeRune(s)
	return n > 0 && ucd.IsIdentifierStart(r) && (len(s) == n || all(s[n:], ucd.IsIdentifierContinue))
}

// IsUpper is s.isupper().
func IsUpper(s string) bool {
	cased := false
	for len(s) > 0 {
		r, n := DecodeRune(s)
		if ucd.IsLower(r) || ucd.IsTitle(r) {
			return false
		}
		cased = cased || ucd.IsUpper(r)
		s = s[n:]
	}
	return cased
}

// IsLower is s.islower().
func IsLower(s string) bool {
	cased := false
	for len(s) > 0 {
		r, n := DecodeRune(s)
		if ucd.IsUpper(r) || ucd.IsTitle(r) {
			return false
		}
		cased = cased || ucd.IsLower(r)
		s = s[n:]
	}
	return cased
}

// IsTitle is s.istitle().
func IsTitle(s string) bool {
	cased, previous := false, false
	for len(s) > 0 {
		r, n := DecodeRune(s)
		switch {
		case ucd.IsUpper(r) || ucd.IsTitle(r):
			if previous {
				return false
			}
			cased, previous = true, true
		case ucd.IsLower(r):
			if !previous {
				return false
			}
			cased = true
		default:
			previous = false
		}
		s = s[n:]
	}
	return cased
}

// AppendRepr appends repr(s): in single quotes unless s has these and no double ones, with what is not printable escaped.
func AppendRepr(dst []byte, s string) []byte { return appendRepr(dst, s, false) }

// Repr is repr(s).
func Repr(s string) string { return str(AppendRepr(make([]byte, 0, len(s)+2), s)) }

// AppendASCII appends ascii(s): as repr, with everything outside ASCII escaped.
func AppendASCII(dst []byte, s string) []byte { return appendRepr(dst, s, true) }

// ASCIIRepr is ascii(s).
func ASCIIRepr(s string) string { return str(AppendASCII(make([]byte, 0, len(s)+2), s)) }

// EscapeNonASCII is the repr-like text t with its non-ASCII code points escaped: ascii() of any object, from its repr.
func EscapeNonASCII(t string) string {
	if IsASCII(t) {
		return t
	}
	out := make([]byte, 0, 2*len(t))
	for len(t) > 0 {
		r, n := DecodeRune(t)
		if r < 0x80 {
			out = append(out, byte(r))
		} else {
			out = AppendEscape(out, r)
		}
		t = t[n:]
	}
	return str(out)
}

func appendRepr(dst []byte, s string, ascii bool) []byte {
	quote := byte('\'')
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		quote = '"'
	}
	dst = append(dst, quote)
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7F && c != quote && c != '\\' {
			i++
			continue
		}
		r, n := DecodeRune(s[i:])
		if c >= 0x80 && !ascii && ucd.IsPrintable(r) {
			i += n
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case quote, '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = AppendEscape(dst, r)
		}
		i += n
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, quote)
}

const hexDigits = "0123456789abcdef"

// AppendEscape appends r as \xhh, \uhhhh or \Uhhhhhhhh, the shortest that holds it.
func AppendEscape(dst []byte, r rune) []byte {
	var digits int
	switch {
	case r < 0x100:
		dst, digits = append(dst, '\\', 'x'), 2
	case r < 0x10000:
		dst, digits = append(dst, '\\', 'u'), 4
	default:
		dst, digits = append(dst, '\\', 'U'), 8
	}
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[r>>shift&15])
	}
	return dst
}
