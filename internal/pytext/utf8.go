package pytext

import (
	"strings"
	"unicode/utf8"
)

// The codecs that everything uses.
var (
	UTF8   = &Codec{Name: "utf-8", errName: "utf-8", encode: encodeUTF8, decode: decodeUTF8}
	ASCII  = &Codec{Name: "ascii", errName: "ascii", encode: encodeASCII, decode: decodeASCII}
	Latin1 = &Codec{Name: "iso8859-1", errName: "latin-1", encode: encodeLatin1, decode: decodeLatin1}
)

// HasSurrogate reports whether s has a lone surrogate: only then is it no valid UTF-8.
func HasSurrogate(s string) bool {
	for {
		i := strings.IndexByte(s, 0xED)
		if i < 0 || i+1 >= len(s) {
			return false
		}
		if s[i+1] >= 0xA0 {
			return true
		}
		s = s[i+1:]
	}
}

// encodeUTF8 returns s itself if it has no surrogate.
func encodeUTF8(c *Codec, s string, errs Errors) (string, error) {
	if !HasSurrogate(s) {
		return s, nil
	}
	return encodeRunes(c, s, errs, "surrogates not allowed", true, make([]byte, 0, len(s)), func(dst []byte, r rune) ([]byte, bool) {
		if IsSurrogate(r) {
			return dst, false
		}
		return AppendRune(dst, r), true
	})
}

// decodeUTF8 returns b itself if it is valid.
func decodeUTF8(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	if utf8.ValidString(b) {
		return b, len(b), nil
	}
	return decodeRunes(c, b, errs, final, stepUTF8)
}

// stepUTF8 reads one code point. What is wrong is the longest part that could begin a sequence, as Unicode recommends.
func stepUTF8(b string, i int, final bool) (r rune, n int, reason string) {
	c := b[i]
	if c < 0x80 {
		return rune(c), 1, ""
	}
	var need int
	lo, hi := byte(0x80), byte(0xBF)
	switch {
	case c < 0xC2 || c > 0xF4:
		return 0, 1, "invalid start byte"
	case c < 0xE0:
		need = 2
	case c < 0xF0:
		need = 3
		switch c {
		case 0xE0:
			lo = 0xA0
		case 0xED:
			hi = 0x9F
		}
	default:
		need = 4
		switch c {
		case 0xF0:
			lo = 0x90
		case 0xF4:
			hi = 0x8F
		}
	}
	for k := 1; k < need; k++ {
		if i+k >= len(b) {
			if !final {
				return 0, 0, ""
			}
			return 0, k, "unexpected end of data"
		}
		if x := b[i+k]; x < lo || x > hi {
			if c == 0xED && k == 1 && x >= 0xA0 && x <= 0xBF && i+2 == len(b) && !final {
				return 0, 0, "" // the handler surrogatepass wants the third byte
			}
			return 0, k, "invalid continuation byte"
		}
		lo, hi = 0x80, 0xBF
	}
	r, n = DecodeRune(b[i:])
	return r, n, ""
}

func encodeUTF8Sig(c *Codec, s string, errs Errors) (string, error) {
	b, err := encodeUTF8(c, s, errs)
	if err != nil {
		return "", err
	}
	return "\xef\xbb\xbf" + b, nil
}

func decodeUTF8Sig(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	rest, marked := strings.CutPrefix(b, "\xef\xbb\xbf")
	if !marked && !final && strings.HasPrefix("\xef\xbb\xbf", b) {
		return "", 0, nil
	}
	text, used, err := decodeUTF8(c, rest, errs, final)
	return text, used + len(b) - len(rest), err
}

func encodeASCII(c *Codec, s string, errs Errors) (string, error) {
	if IsASCII(s) {
		return s, nil
	}
	return encodeRunes(c, s, errs, "ordinal not in range(128)", true, make([]byte, 0, len(s)), func(dst []byte, r rune) ([]byte, bool) {
		if r >= 0x80 {
			return dst, false
		}
		return append(dst, byte(r)), true
	})
}

func decodeASCII(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	if IsASCII(b) {
		return b, len(b), nil
	}
	return decodeRunes(c, b, errs, final, func(b string, i int, _ bool) (rune, int, string) {
		if b[i] >= 0x80 {
			return 0, 1, "ordinal not in range(128)"
		}
		return rune(b[i]), 1, ""
	})
}

func encodeLatin1(c *Codec, s string, errs Errors) (string, error) {
	if IsASCII(s) {
		return s, nil
	}
	return encodeRunes(c, s, errs, "ordinal not in range(256)", true, make([]byte, 0, len(s)), func(dst []byte, r rune) ([]byte, bool) {
		if r > 0xFF {
			return dst, false
		}
		return append(dst, byte(r)), true
	})
}

func decodeLatin1(_ *Codec, b string, _ Errors, _ bool) (string, int, error) {
	return FromLatin1(b), len(b), nil
}
