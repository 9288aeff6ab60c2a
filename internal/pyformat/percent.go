package pyformat

import (
	"math/big"
	"strconv"
	"strings"

	"ouro/internal/pynum"
	"ouro/internal/pytext"
)

// A Directive is one conversion of a % template.
type Directive struct {
	Key           string // the mapping key in parentheses
	Conversion    rune
	Position      int // of the conversion character, counted as the template's items are
	Width         int // -1 if not given
	Precision     int // -1 if not given
	HasKey        bool
	StarWidth     bool // the width is an argument
	StarPrecision bool // the precision is an argument
	Left          bool // -
	Plus          bool // +
	Space         bool // space
	Alt           bool // #
	Zero          bool // 0
}

// A Percent reads the template of the % operator step by step.
type Percent struct {
	text  string
	pos   int
	bytes bool // the template is bytes: every byte is an item
}

// NewPercent begins to read a template: a str or, if bytes is true, bytes.
func NewPercent(text string, bytes bool) Percent { return Percent{text: text, bytes: bytes} }

var errIncomplete = valueError("incomplete format")

// Next is the literal text up to the next directive and the directive; more is false if the text ends before one. "%%"
// is part of a literal, which ends after its first percent sign. The errors of a directive come with it: HasKey and Key are set as far as
// they were read, for the mapping is looked at first.
func (p *Percent) Next() (literal string, d Directive, more bool, err error) {
	d.Width, d.Precision = -1, -1
	rest := p.text[p.pos:]
	i := strings.IndexByte(rest, '%')
	if i < 0 {
		p.pos = len(p.text)
		return rest, d, false, nil
	}
	if i+1 < len(rest) && rest[i+1] == '%' {
		// The literal goes on, but a string cannot leave out a byte in its middle.
		p.pos += i + 2
		return rest[:i+1], d, true, nil
	}
	literal = rest[:i]
	i += p.pos + 1
	s := p.text
	at := func() byte {
		if i < len(s) {
			return s[i]
		}
		return 0
	}
	if at() == '(' {
		depth, start := 1, i+1
		for i++; i < len(s) && depth > 0; i++ {
			switch s[i] {
			case '(':
				depth++
			case ')':
				depth--
			}
		}
		if depth > 0 {
			return literal, d, true, valueError("incomplete format key")
		}
		d.HasKey, d.Key = true, s[start:i-1]
	}
flags:
	for ; ; i++ {
		switch at() {
		case '-':
			d.Left = true
		case '+':
			d.Plus = true
		case ' ':
			d.Space = true
		case '#':
			d.Alt = true
		case '0':
			d.Zero = true
		default:
			break flags
		}
	}
	number := func(limit int, text string) (int, error) {
		n := 0
		for ; i < len(s) && s[i]-'0' <= 9; i++ {
			v := int(s[i] - '0')
			if n > (limit-v)/10 {
				return 0, valueError(text)
			}
			n = n*10 + v
		}
		return n, nil
	}
	if at() == '*' {
		d.StarWidth = true
		i++
	} else if at()-'0' <= 9 {
		if d.Width, err = number(1<<63-1, "width too big"); err != nil {
			return literal, d, true, err
		}
	}
	if at() == '.' {
		i++
		if at() == '*' {
			d.StarPrecision = true
			i++
		} else {
			text := "precision too big"
			if p.bytes {
				text = "prec too big"
			}
			if d.Precision, err = number(1<<31-1, text); err != nil {
				return literal, d, true, err
			}
		}
	}
	if c := at(); c == 'h' || c == 'l' || c == 'L' {
		i++
	}
	if i >= len(s) {
		return literal, d, true, errIncomplete
	}
	if p.bytes {
		d.Conversion, d.Position = rune(s[i]), i
		p.pos = i + 1
	} else {
		r, n := pytext.DecodeRune(s[i:])
		d.Conversion, d.Position = r, pytext.RuneIndex(s, i)
		p.pos = i + n
	}
	return literal, d, true, nil
}

// IsLiteral says that the step ends with a "%%", not with a directive.
func (d *Directive) IsLiteral() bool { return d.Conversion == 0 }

// SetWidth sets a width that came as an argument: a negative one means left.
func (d *Directive) SetWidth(n int) {
	if n < 0 {
		d.Left = true
		n = -n
	}
	d.Width = n
}

// SetPrecision sets a precision that came as an argument: a negative one means 0.
func (d *Directive) SetPrecision(n int) { d.Precision = max(n, 0) }

// ErrUnsupported is the error of an unknown conversion character.
func (d *Directive) ErrUnsupported() error {
	shown := "?"
	if d.Conversion > 31 && d.Conversion < 128 {
		shown = string(d.Conversion)
	}
	return valueError("unsupported format character '" + shown + "' (0x" + strconv.FormatInt(int64(d.Conversion), 16) +
		") at index " + strconv.Itoa(d.Position))
}

// spec is the specifier with the directive's padding and sign.
func (d *Directive) spec(number bool) (Spec, error) {
	s := Spec{Width: d.Width, Precision: -1, Fill: ' ', Align: '>', Alt: d.Alt}
	if d.Width > MaxSize || d.Precision > MaxSize {
		return s, pynum.ErrMemory
	}
	if d.Left {
		s.Align = '<'
	} else if d.Zero && number {
		s.Fill, s.Align = '0', '='
	}
	if d.Plus {
		s.Sign = '+'
	} else if d.Space {
		s.Sign = ' '
	}
	return s, nil
}

// AppendInt appends n for the conversions d, i, u, o, x and X.
func (d *Directive) AppendInt(dst []byte, n int64) ([]byte, error) {
	if d.Width < 0 && d.Precision < 0 && !d.Plus && !d.Space && (d.Conversion == 'd' || d.Conversion == 'i') {
		return strconv.AppendInt(dst, n, 10), nil
	}
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	var buf [65]byte
	return d.appendInteger(dst, n < 0, strconv.AppendUint(buf[:0], u, d.base()))
}

// AppendBig appends z for the conversions d, i, u, o, x and X. maxDigits is the limit of int to str conversion.
func (d *Directive) AppendBig(dst []byte, z *big.Int, maxDigits int) ([]byte, error) {
	base := d.base()
	if base == 10 {
		if err := pynum.CheckStrDigits(z, maxDigits); err != nil {
			return dst, err
		}
	}
	digits := z.Append(nil, base)
	if z.Sign() < 0 {
		digits = digits[1:]
	}
	return d.appendInteger(dst, z.Sign() < 0, digits)
}

func (d *Directive) base() int {
	switch d.Conversion {
	case 'o':
		return 8
	case 'x', 'X':
		return 16
	}
	return 10
}

func (d *Directive) appendInteger(dst []byte, negative bool, digits []byte) ([]byte, error) {
	s, err := d.spec(true)
	if err != nil {
		return dst, err
	}
	prefix := ""
	if d.Alt {
		prefix = pynum.BasePrefix(d.base())
	}
	if d.Conversion == 'X' {
		upper(digits)
		if d.Alt {
			prefix = "0X"
		}
	}
	if missing := d.Precision - len(digits); missing > 0 {
		digits = append(appendZeros(make([]byte, 0, d.Precision), missing), digits...)
	}
	return s.appendNumber(dst, negative, prefix, digits, nil, 3)
}

// AppendFloat appends f for the conversions e, E, f, F, g and G.
func (d *Directive) AppendFloat(dst []byte, f float64) ([]byte, error) {
	s, err := d.spec(true)
	if err != nil {
		return dst, err
	}
	s.Precision = d.Precision
	var buf [64]byte
	negative, text := s.floatText(buf[:0], f, d.Conversion)
	n := 0
	for n < len(text) && text[n]-'0' <= 9 {
		n++
	}
	return s.appendNumber(dst, negative, "", text[:n], text[n:], 3)
}

// AppendText appends text for the conversions s, r, a and, with one character, c (and b of bytes, if bytes is true).
func (d *Directive) AppendText(dst []byte, text string, bytes bool) ([]byte, error) {
	if d.Width < 0 && d.Precision < 0 {
		return append(dst, text...), nil
	}
	s, err := d.spec(false)
	if err != nil {
		return dst, err
	}
	n := len(text)
	if !bytes {
		n = pytext.RuneLen(text)
	}
	if d.Precision >= 0 && d.Precision < n && d.Conversion != 'c' {
		if n = d.Precision; bytes {
			text = text[:n]
		} else {
			text = text[:pytext.Offset(text, n)]
		}
	}
	left, right, err := s.padding(n, '>')
	if err != nil {
		return dst, err
	}
	dst = s.appendFill(dst, left)
	dst = append(dst, text...)
	return s.appendFill(dst, right), nil
}
