package pyformat

import (
	"math"
	"math/big"
	"strconv"

	"ouro/internal/pynum"
	"ouro/internal/pytext"
)

// appendNumber appends a number with the sign, grouping and padding that the specifier asks for. digits is the integer
// part, rest what follows it (point, fraction, exponent, percent sign; the whole text for inf and nan), group the number
// of digits between separators.
func (s *Spec) appendNumber(dst []byte, negative bool, prefix string, digits, rest []byte, group int) ([]byte, error) {
	if s.Width > MaxSize {
		return dst, pynum.ErrMemory
	}
	sign := s.signOf(negative)
	align := s.Align
	if align == 0 {
		align = '>'
		if s.Zero {
			align = '='
		}
	}
	head := len(prefix)
	if sign != 0 {
		head++
	}
	tail := len(rest)
	if s.FracThousands != 0 {
		tail += max(fraction(rest)-1, 0) / 3
	}
	// Zeros that pad a grouped number are grouped like its digits.
	zeros := 0
	body := len(digits)
	if s.Thousands != 0 && body > 0 {
		if align == '=' && s.Fill == '0' {
			for separated(body+zeros, group)+head+tail < s.Width {
				zeros++
			}
		}
		body = separated(body+zeros, group)
	}
	var left, middle, right int
	if pad := s.Width - head - body - tail; pad > 0 {
		switch align {
		case '<':
			right = pad
		case '^':
			left = pad / 2
			right = pad - left
		case '=':
			middle = pad
		default:
			left = pad
		}
	}
	dst = s.appendFill(dst, left)
	if sign != 0 {
		dst = append(dst, sign)
	}
	dst = append(dst, prefix...)
	dst = s.appendFill(dst, middle)
	if s.Thousands == 0 {
		dst = append(dst, digits...)
	} else {
		all := zeros + len(digits)
		for i := range all {
			if i > 0 && (all-i)%group == 0 {
				dst = append(dst, s.Thousands)
			}
			if i < zeros {
				dst = append(dst, '0')
			} else {
				dst = append(dst, digits[i-zeros])
			}
		}
	}
	if n := fraction(rest); s.FracThousands != 0 && n > 0 {
		dst = append(dst, '.')
		for i := range n {
			if i > 0 && i%3 == 0 {
				dst = append(dst, s.FracThousands)
			}
			dst = append(dst, rest[1+i])
		}
		dst = append(dst, rest[1+n:]...)
	} else {
		dst = append(dst, rest...)
	}
	return s.appendFill(dst, right), nil
}

func (s *Spec) signOf(negative bool) byte {
	switch {
	case negative:
		return '-'
	case s.Sign == '+' || s.Sign == ' ':
		return s.Sign
	}
	return 0
}

// separated is the width of n digits with separators between groups.
func separated(n, group int) int { return n + (n-1)/group }

// fraction is the number of digits after the point that rest begins with.
func fraction(rest []byte) int {
	if len(rest) == 0 || rest[0] != '.' {
		return 0
	}
	n := 1
	for n < len(rest) && rest[n]-'0' <= 9 {
		n++
	}
	return n - 1
}

// integerBase is the base of an integer type code, 0 if it is none.
func integerBase(typ rune) int {
	switch typ {
	case 0, 'd', 'n':
		return 10
	case 'b':
		return 2
	case 'o':
		return 8
	case 'x', 'X':
		return 16
	}
	return 0
}

// checkInteger reports what an int's specifier may not have.
func (s *Spec) checkInteger(typeName string) error {
	switch s.Type {
	case 0, 'd', 'n', 'b', 'o', 'x', 'X', 'c':
	default:
		return unknownType(s.Type, typeName)
	}
	if s.Precision >= 0 {
		return valueError("Precision not allowed in integer format specifier")
	}
	if s.NoNegZero {
		return valueError("Negative zero coercion (z) not allowed in integer format specifier")
	}
	if s.Type == 'c' {
		if s.Sign != 0 {
			return valueError("Sign not allowed with integer format specifier 'c'")
		}
		if s.Alt {
			return valueError("Alternate form (#) not allowed with integer format specifier 'c'")
		}
	}
	return nil
}

// WantsFloat reports whether the type code turns an int into a float first.
func (s *Spec) WantsFloat() bool {
	switch s.Type {
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		return true
	}
	return false
}

var errCharRange = &pynum.Error{Kind: pynum.OverflowError, Text: "%c arg not in range(0x110000)"}

// AppendInt appends n as the specifier asks.
func (s *Spec) AppendInt(dst []byte, n int64, typeName string) ([]byte, error) {
	if s.WantsFloat() {
		return s.AppendFloat(dst, float64(n), typeName)
	}
	if err := s.checkInteger(typeName); err != nil {
		return dst, err
	}
	if s.Type == 'c' {
		return s.appendChar(dst, n)
	}
	base := integerBase(s.Type)
	var buf [65]byte
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	digits := strconv.AppendUint(buf[:0], u, base)
	return s.appendInteger(dst, n < 0, digits, base)
}

// AppendBig appends z as the specifier asks. maxDigits is the limit of int to str conversion, 0 for none.
func (s *Spec) AppendBig(dst []byte, z *big.Int, maxDigits int, typeName string) ([]byte, error) {
	if s.WantsFloat() {
		f, err := pynum.BigToFloat(z)
		if err != nil {
			return dst, err
		}
		return s.AppendFloat(dst, f, typeName)
	}
	if err := s.checkInteger(typeName); err != nil {
		return dst, err
	}
	if s.Type == 'c' {
		return dst, &pynum.Error{Kind: pynum.OverflowError, Text: "Python int too large to convert to C long"}
	}
	base := integerBase(s.Type)
	if base == 10 {
		if err := pynum.CheckStrDigits(z, maxDigits); err != nil {
			return dst, err
		}
	}
	digits := z.Append(nil, base)
	if z.Sign() < 0 {
		digits = digits[1:]
	}
	return s.appendInteger(dst, z.Sign() < 0, digits, base)
}

func (s *Spec) appendInteger(dst []byte, negative bool, digits []byte, base int) ([]byte, error) {
	prefix := ""
	if s.Alt {
		prefix = pynum.BasePrefix(base)
	}
	if s.Type == 'X' {
		upper(digits)
		if s.Alt {
			prefix = "0X"
		}
	}
	group := 3
	if base != 10 {
		group = 4
	}
	return s.appendNumber(dst, negative, prefix, digits, nil, group)
}

func (s *Spec) appendChar(dst []byte, n int64) ([]byte, error) {
	if n < 0 || n > 0x10FFFF {
		return dst, errCharRange
	}
	var buf [4]byte
	char := *s
	char.Thousands = 0
	if n < 0x80 {
		return char.appendNumber(dst, false, "", append(buf[:0], byte(n)), nil, 3)
	}
	if char.Zero && char.Align == 0 {
		char.Align = '>'
	}
	if char.Align == '=' {
		char.Align = '>'
	}
	left, right, err := char.padding(1, '>')
	if err != nil {
		return dst, err
	}
	dst = char.appendFill(dst, left)
	dst = pytext.AppendRune(dst, rune(n))
	return char.appendFill(dst, right), nil
}

func upper(b []byte) {
	for i, c := range b {
		if c-'a' < 26 {
			b[i] = c - 32
		}
	}
}

// AppendFloat appends f as the specifier asks.
func (s *Spec) AppendFloat(dst []byte, f float64, typeName string) ([]byte, error) {
	switch s.Type {
	case 0, 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%':
	default:
		return dst, unknownType(s.Type, typeName)
	}
	if err := s.checkPrecision(); err != nil {
		return dst, err
	}
	var buf [64]byte
	negative, text := s.floatText(buf[:0], f, s.Type)
	n := 0
	for n < len(text) && text[n]-'0' <= 9 {
		n++
	}
	return s.appendNumber(dst, negative, "", text[:n], text[n:], 3)
}

func (s *Spec) checkPrecision() error {
	if s.Precision > math.MaxInt32 {
		return valueError("precision too big")
	}
	if s.Precision > MaxSize {
		return pynum.ErrMemory
	}
	return nil
}

// floatText appends the text of |f| for a type code, without padding and grouping, and tells whether a minus goes before it.
func (s *Spec) floatText(dst []byte, f float64, typ rune) (negative bool, text []byte) {
	precision := s.Precision
	percent := typ == '%'
	if percent {
		f *= 100
		typ = 'f'
	}
	negative = math.Signbit(f) && f == f
	code := byte(typ | 0x20)
	switch typ {
	case 0:
		code = 'g'
		if precision < 0 {
			code = 'r'
		}
	case 'n':
		code = 'g'
	}
	if precision < 0 {
		precision = 6
	}
	text = AppendDigits(dst, math.Abs(f), code, precision, s.Alt, typ == 0)
	if negative && s.NoNegZero && isZero(text) {
		negative = false
	}
	if typ == 'E' || typ == 'F' || typ == 'G' {
		upper(text)
	}
	if percent {
		text = append(text, '%')
	}
	return negative, text
}

func isZero(text []byte) bool {
	for _, c := range text {
		if c >= '1' && c <= '9' || c == 'n' {
			return false
		}
		if c == 'e' {
			break
		}
	}
	return true
}

// AppendDigits appends f, which is not negative, in the way of a code: 'e', 'f', 'g' as C's printf does, 'r' with the fewest
// digits that read back as f. alt keeps the point and, for 'g', trailing zeros; point asks for a digit after the point in integral values.
func AppendDigits(dst []byte, f float64, code byte, precision int, alt, point bool) []byte {
	if f != f {
		return append(dst, "nan"...)
	}
	if math.IsInf(f, 1) {
		return append(dst, "inf"...)
	}
	var buf [40]byte
	switch code {
	case 'f':
		dst = appendFixed(dst, f, precision)
		if alt && precision == 0 {
			dst = append(dst, '.')
		}
		return dst
	case 'e':
		if precision == 0 && alt {
			text := strconv.AppendFloat(buf[:0], f, 'e', 0, 64)
			dst = append(dst, text[0], '.')
			return append(dst, text[1:]...)
		}
		return strconv.AppendFloat(dst, f, 'e', precision, 64)
	}
	// Digits and exponent, then the layout that the exponent calls for.
	limit := 16
	var text []byte
	if code == 'r' {
		text = strconv.AppendFloat(buf[:0], f, 'e', -1, 64)
	} else {
		precision = max(precision, 1)
		limit = precision
		if point {
			limit--
		}
		// No float64 has more than 767 significant digits.
		text = strconv.AppendFloat(buf[:0], f, 'e', min(precision, 800)-1, 64)
	}
	mark := len(text) - 1
	for text[mark] != 'e' {
		mark--
	}
	exponent, _ := strconv.Atoi(string(text[mark+1:]))
	digits := text[:1]
	if mark > 2 { // close the gap of the point
		copy(text[1:], text[2:mark])
		digits = text[:mark-1]
	}
	extra := 0 // zeros past the digits that strconv was asked for
	if code == 'g' && alt {
		extra = precision - len(digits)
	} else {
		for len(digits) > 1 && digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
	}
	if exponent < -4 || exponent >= limit {
		dst = append(dst, digits[0])
		if len(digits) > 1 || extra > 0 || alt {
			dst = append(dst, '.')
		}
		dst = append(dst, digits[1:]...)
		dst = appendZeros(dst, extra)
		dst = append(dst, 'e')
		if exponent < 0 {
			dst = append(dst, '-')
			exponent = -exponent
		} else {
			dst = append(dst, '+')
		}
		if exponent < 10 {
			dst = append(dst, '0')
		}
		return strconv.AppendInt(dst, int64(exponent), 10)
	}
	if exponent < 0 {
		dst = append(dst, '0', '.')
		dst = appendZeros(dst, -exponent-1)
		dst = append(dst, digits...)
		return appendZeros(dst, extra)
	}
	if whole := exponent + 1; len(digits) <= whole {
		dst = append(dst, digits...)
		missing := whole - len(digits)
		dst = appendZeros(dst, missing)
		extra = max(extra-missing, 0)
		if extra > 0 || alt || point {
			dst = append(dst, '.')
		}
		if extra == 0 && point {
			extra = 1
		}
		return appendZeros(dst, extra)
	}
	dst = append(dst, digits[:exponent+1]...)
	dst = append(dst, '.')
	dst = append(dst, digits[exponent+1:]...)
	return appendZeros(dst, extra)
}

func appendZeros(dst []byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, '0')
	}
	return dst
}

// appendFixed appends f with precision digits after the point. strconv takes its slow way for this format; where 17
// significant digits are enough, its scientific one is three times as fast.
func appendFixed(dst []byte, f float64, precision int) []byte {
	if f >= 1 && f < 1e15 && precision <= 15 {
		whole := 1
		for u := uint64(f); u >= 10; u /= 10 {
			whole++
		}
		if whole+precision <= 17 {
			var buf [32]byte
			text := strconv.AppendFloat(buf[:0], f, 'e', whole+precision-1, 64)
			digits := whole + precision
			// Rounding may have carried into a new digit: 9.99 is 10.0 then.
			end := 1
			if digits > 1 {
				end = 1 + digits
			}
			exponent := int(text[end+2]-'0')*10 + int(text[end+3]-'0')
			dst = append(dst, text[0])
			k := 2
			for i := 1; i <= exponent; i++ {
				if k < end {
					dst = append(dst, text[k])
					k++
				} else {
					dst = append(dst, '0')
				}
			}
			if precision > 0 {
				dst = append(dst, '.')
				for range precision {
					if k < end {
						dst = append(dst, text[k])
						k++
					} else {
						dst = append(dst, '0')
					}
				}
			}
			return dst
		}
	}
	return strconv.AppendFloat(dst, f, 'f', precision, 64)
}

// AppendComplex appends z as the specifier asks.
func (s *Spec) AppendComplex(dst []byte, z complex128, typeName string) ([]byte, error) {
	switch s.Type {
	case 0, 'e', 'E', 'f', 'F', 'g', 'G', 'n':
	default:
		return dst, unknownType(s.Type, typeName)
	}
	if err := s.checkPrecision(); err != nil {
		return dst, err
	}
	if s.Fill == '0' {
		return dst, valueError("Zero padding is not allowed in complex format specifier")
	}
	if s.Align == '=' {
		return dst, valueError("'=' alignment flag is not allowed in complex format specifier")
	}
	part := *s
	part.Width, part.Align = -1, 0
	typ := s.Type
	re, im := real(z), imag(z)
	brackets, skipReal := false, false
	var buf [128]byte
	text := buf[:0]
	if typ == 0 {
		// As repr does it: no ".0", brackets unless the real part is a positive zero.
		brackets = true
		if re == 0 && !math.Signbit(re) {
			brackets, skipReal = false, true
		}
	}
	if brackets {
		text = append(text, '(')
	}
	var err error
	if !skipReal {
		if text, err = part.appendPart(text, re, typ); err != nil {
			return dst, err
		}
		part.Sign = '+'
	}
	if text, err = part.appendPart(text, im, typ); err != nil {
		return dst, err
	}
	text = append(text, 'j')
	if brackets {
		text = append(text, ')')
	}
	left, right, err := s.padding(len(text), '>')
	if err != nil {
		return dst, err
	}
	dst = s.appendFill(dst, left)
	dst = append(dst, text...)
	return s.appendFill(dst, right), nil
}

// appendPart appends one part of a complex number.
func (s *Spec) appendPart(dst []byte, f float64, typ rune) ([]byte, error) {
	var buf [64]byte
	code := typ
	if typ == 0 && s.Precision >= 0 {
		code = 'g'
	}
	var negative bool
	var text []byte
	if code == 0 {
		negative = math.Signbit(f) && f == f
		text = AppendDigits(buf[:0], math.Abs(f), 'r', 0, s.Alt, false)
		if negative && s.NoNegZero && isZero(text) {
			negative = false
		}
	} else {
		negative, text = s.floatText(buf[:0], f, code)
	}
	n := 0
	for n < len(text) && text[n]-'0' <= 9 {
		n++
	}
	return s.appendNumber(dst, negative, "", text[:n], text[n:], 3)
}
