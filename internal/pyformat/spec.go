// Package pyformat is Python's text formatting without its objects: the format mini-language (spec.go, number.go), the
// templates of str.format (template.go) and of the % operator (percent.go).
//
// Formatting functions append to a buffer, so that an f-string is built without allocation in between. Errors are
// *pynum.Error with Python's texts. Widths and precisions past MaxSize are a MemoryError before anything is allocated.
package pyformat

import (
	"strconv"

	"ouro/internal/pynum"
	"ouro/internal/pytext"
	"ouro/internal/ucd"
)

// MaxSize bounds the width and precision of one field.
const MaxSize = 1 << 28

// A Spec is a parsed format specifier.
type Spec struct {
	Width         int  // -1 if not given
	Precision     int  // -1 if not given
	Fill          rune // ' ' if not given
	Type          rune // 0 if not given
	Align         byte // '<', '>', '^', '=', or 0 if not given
	Sign          byte // '+', '-', ' ', or 0 if not given
	Thousands     byte // ',', '_', or 0: between the digits of the integer part
	FracThousands byte // the same between the digits after the point
	NoNegZero     bool // z
	Alt           bool // #
	Zero          bool // 0 before the width
}

func valueError(text string) error { return &pynum.Error{Kind: pynum.ValueError, Text: text} }

func isAlign(r rune) bool { return r == '<' || r == '>' || r == '=' || r == '^' }

// Parse parses a format specifier. typeName is the type of the object to be formatted, for error texts.
func Parse(text, typeName string) (Spec, error) {
	s := Spec{Width: -1, Precision: -1, Fill: ' '}
	rest := text
	first, n := pytext.DecodeRune(rest)
	filled := false
	if next, _ := pytext.DecodeRune(rest[n:]); n < len(rest) && isAlign(next) {
		s.Fill, s.Align, filled = first, byte(next), true
		rest = rest[n+1:]
	} else if isAlign(first) {
		s.Align = byte(first)
		rest = rest[1:]
	}
	if rest != "" && (rest[0] == '+' || rest[0] == '-' || rest[0] == ' ') {
		s.Sign = rest[0]
		rest = rest[1:]
	}
	if rest != "" && rest[0] == 'z' {
		s.NoNegZero = true
		rest = rest[1:]
	}
	if rest != "" && rest[0] == '#' {
		s.Alt = true
		rest = rest[1:]
	}
	if rest != "" && rest[0] == '0' && !filled {
		s.Fill, s.Zero = '0', true
		rest = rest[1:]
	}
	var err error
	if s.Width, rest, err = parseSize(rest); err != nil {
		return s, err
	}
	if s.Thousands, rest, err = parseGrouping(rest); err != nil {
		return s, err
	}
	if rest != "" && rest[0] == '.' {
		if s.Precision, rest, err = parseSize(rest[1:]); err != nil {
			return s, err
		}
		if s.FracThousands, rest, err = parseGrouping(rest); err != nil {
			return s, err
		}
		if s.Precision < 0 && s.FracThousands == 0 {
			return s, valueError("Format specifier missing precision")
		}
	}
	if rest != "" {
		r, n := pytext.DecodeRune(rest)
		if n != len(rest) {
			return s, valueError("Invalid format specifier '" + text + "' for object of type '" + typeName + "'")
		}
		s.Type = r
	}
	if s.Thousands != 0 {
		switch s.Type {
		case 'd', 'e', 'f', 'g', 'E', 'G', '%', 'F', 0:
		case 'b', 'o', 'x', 'X':
			if s.Thousands != '_' {
				return s, groupingError(s.Thousands, s.Type)
			}
		default:
			return s, groupingError(s.Thousands, s.Type)
		}
	}
	if s.FracThousands != 0 && s.Type == 'n' {
		return s, groupingError(s.FracThousands, 'n')
	}
	return s, nil
}

func parseSize(s string) (int, string, error) {
	size := -1
	for s != "" {
		r, n := pytext.DecodeRune(s)
		d := ucd.Decimal(r)
		if d < 0 {
			break
		}
		size = max(size, 0)
		if size > (1<<63-1-d)/10 {
			return 0, "", valueError("Too many decimal digits in format string")
		}
		size = size*10 + d
		s = s[n:]
	}
	return size, s, nil
}

func parseGrouping(s string) (byte, string, error) {
	if s == "" || s[0] != ',' && s[0] != '_' {
		return 0, s, nil
	}
	if len(s) > 1 && (s[1] == ',' || s[1] == '_') && s[1] != s[0] {
		return 0, "", valueError("Cannot specify both ',' and '_'.")
	}
	return s[0], s[1:], nil
}

func shownType(r rune) string {
	if r > 32 && r < 128 {
		return string(r)
	}
	return "\\x" + strconv.FormatInt(int64(r), 16)
}

func groupingError(grouping byte, typ rune) error {
	return valueError("Cannot specify '" + string(rune(grouping)) + "' with '" + shownType(typ) + "'.")
}

func unknownType(typ rune, typeName string) error {
	return valueError("Unknown format code '" + shownType(typ) + "' for object of type '" + typeName + "'")
}

// IsPlain reports whether the specifier asks for nothing: the object's str() is the result.
func (s *Spec) IsPlain() bool {
	return *s == Spec{Width: -1, Precision: -1, Fill: ' '}
}

// AppendStr appends the text v as the specifier asks. runes is the length of v in code points.
func (s *Spec) AppendStr(dst []byte, v string, runes int, typeName string) ([]byte, error) {
	switch {
	case s.Type != 's' && s.Type != 0:
		return dst, unknownType(s.Type, typeName)
	case s.Thousands != 0:
		return dst, groupingError(s.Thousands, 's')
	case s.Sign == ' ':
		return dst, valueError("Space not allowed in string format specifier")
	case s.Sign != 0:
		return dst, valueError("Sign not allowed in string format specifier")
	case s.NoNegZero:
		return dst, valueError("Negative zero coercion (z) not allowed in string format specifier")
	case s.Alt:
		return dst, valueError("Alternate form (#) not allowed in string format specifier")
	case s.Align == '=':
		return dst, valueError("'=' alignment not allowed in string format specifier")
	}
	if s.Precision >= 0 && s.Precision < runes {
		v = v[:pytext.Offset(v, s.Precision)]
		runes = s.Precision
	}
	left, right, err := s.padding(runes, '<')
	if err != nil {
		return dst, err
	}
	dst = s.appendFill(dst, left)
	dst = append(dst, v...)
	return s.appendFill(dst, right), nil
}

// padding is the number of fill characters on each side of n others.
func (s *Spec) padding(n int, defaultAlign byte) (left, right int, err error) {
	if s.Width <= n {
		return 0, 0, nil
	}
	if s.Width > MaxSize {
		return 0, 0, pynum.ErrMemory
	}
	align := s.Align
	if align == 0 {
		align = defaultAlign
	}
	rest := s.Width - n
	switch align {
	case '<':
		return 0, rest, nil
	case '^':
		return rest / 2, rest - rest/2, nil
	}
	return rest, 0, nil
}

func (s *Spec) appendFill(dst []byte, n int) []byte {
	if s.Fill < 0x80 {
		for range n {
			dst = append(dst, byte(s.Fill))
		}
		return dst
	}
	for range n {
		dst = pytext.AppendRune(dst, s.Fill)
	}
	return dst
}
