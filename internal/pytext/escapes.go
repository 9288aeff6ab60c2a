package pytext

import (
	"strings"

	"ouro/internal/ucd"
)

func encodeEscape(_ *Codec, s string, _ Errors) (string, error) {
	out := make([]byte, 0, len(s)+16)
	for s != "" {
		r, n := DecodeRune(s)
		s = s[n:]
		switch {
		case r == '\\':
			out = append(out, '\\', '\\')
		case r == '\n':
			out = append(out, '\\', 'n')
		case r == '\r':
			out = append(out, '\\', 'r')
		case r == '\t':
			out = append(out, '\\', 't')
		case r >= ' ' && r < 0x7F:
			out = append(out, byte(r))
		default:
			out = AppendEscape(out, r)
		}
	}
	return str(out), nil
}

func encodeRawEscape(_ *Codec, s string, _ Errors) (string, error) {
	out := make([]byte, 0, len(s)+16)
	for s != "" {
		r, n := DecodeRune(s)
		s = s[n:]
		if r < 0x100 {
			out = append(out, byte(r))
		} else {
			out = AppendEscape(out, r)
		}
	}
	return str(out), nil
}

// hexRun reads up to digits hexadecimal digits at b[i:].
func hexRun(b string, i, digits int) (r rune, n int) {
	for n < digits && i+n < len(b) {
		d := hexValue(b[i+n])
		if d > 15 {
			break
		}
		r = r<<4 | rune(d)
		n++
	}
	return r, n
}

var escapeKinds = map[byte]struct {
	digits int
	reason string
}{
	'x': {2, `truncated \xXX escape`},
	'u': {4, `truncated \uXXXX escape`},
	'U': {8, `truncated \UXXXXXXXX escape`},
}

var simpleEscapes = map[byte]byte{'\\': '\\', '\'': '\'', '"': '"', 'b': '\b', 'f': '\f', 't': '\t', 'n': '\n', 'r': '\r', 'v': '\v', 'a': '\a'}

// decodeEscape reads bytes as Latin-1 with the escapes of string literals. An unknown escape stays as it is.
func decodeEscape(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	out := make([]byte, 0, len(b))
	i := 0
	for i < len(b) {
		x := b[i]
		if x != '\\' {
			out = AppendRune(out, rune(x))
			i++
			continue
		}
		reason, width := "", 0
		if i+1 >= len(b) {
			if !final {
				break
			}
			reason, width = `\ at end of string`, 1
		} else if kind, ok := escapeKinds[b[i+1]]; ok {
			r, n := hexRun(b, i+2, kind.digits)
			width = 2 + n
			switch {
			case n < kind.digits:
				if i+width == len(b) && !final {
					return str(out), i, nil
				}
				reason = kind.reason
			case uint32(r) > 0x10FFFF:
				reason = "illegal Unicode character"
			default:
				out = AppendRune(out, r)
			}
		} else if y := b[i+1]; y >= '0' && y <= '7' {
			r := rune(0)
			for width = 1; width < 4 && i+width < len(b) && b[i+width]&^7 == '0'; width++ {
				r = r<<3 | rune(b[i+width]&7)
			}
			out = AppendRune(out, r)
		} else if y == 'N' {
			reason, width = `malformed \N character escape`, 2
			if i+2 < len(b) && b[i+2] == '{' {
				end := strings.IndexByte(b[i+3:], '}')
				switch {
				case end > 0:
					width = end + 4
					if r, ok := ucd.Lookup(b[i+3 : i+3+end]); ok {
						out = AppendRune(out, r)
						reason = ""
					} else {
						reason = "unknown Unicode character name"
					}
				case end == 0:
					width = 3
				default:
					width = len(b) - i
				}
			}
			if reason != "" && i+width == len(b) && !final && b[len(b)-1] != '}' {
				return str(out), i, nil
			}
		} else {
			width = 2
			if y == '\n' {
			} else if z, ok := simpleEscapes[y]; ok {
				out = append(out, z)
			} else {
				out = AppendRune(append(out, '\\'), rune(y))
			}
		}
		if reason == "" {
			i += width
			continue
		}
		text, resume, err := errs.decode(&CodecError{Encoding: c.errName, Object: b, Reason: reason, Start: i, End: i + width})
		if err != nil {
			return "", 0, err
		}
		out = append(out, text...)
		i = resume
	}
	return str(out), i, nil
}

// decodeRawEscape reads bytes as Latin-1 with \u and \U escapes after an odd number of backslashes.
func decodeRawEscape(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	out := make([]byte, 0, len(b))
	i := 0
	for i < len(b) {
		x := b[i]
		if x != '\\' || i+1 >= len(b) || b[i+1] != 'u' && b[i+1] != 'U' {
			if x == '\\' && i+1 == len(b) && !final {
				break
			}
			out = AppendRune(out, rune(x))
			i++
			if x == '\\' && i < len(b) && b[i] == '\\' {
				out = append(out, '\\')
				i++
			}
			continue
		}
		kind := escapeKinds[b[i+1]]
		r, n := hexRun(b, i+2, kind.digits)
		reason := ""
		switch {
		case n < kind.digits:
			if i+2+n == len(b) && !final {
				return str(out), i, nil
			}
			reason = kind.reason
		case uint32(r) > 0x10FFFF:
			reason = `\Uxxxxxxxx out of range`
		default:
			out = AppendRune(out, r)
			i += 2 + n
			continue
		}
		text, resume, err := errs.decode(&CodecError{Encoding: c.errName, Object: b, Reason: reason, Start: i, End: i + 2 + n})
		if err != nil {
			return "", 0, err
		}
		out = append(out, text...)
		i = resume
	}
	return str(out), i, nil
}
