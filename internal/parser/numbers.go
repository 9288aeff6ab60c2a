package parser

import (
	"math/big"
	"strconv"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/token"
)

// maxIntDigits is the default of sys.set_int_max_str_digits: longer decimal literals are refused.
const maxIntDigits = 4300

// number reads a numeric literal.
func (lx *lexer) number(start int) bool {
	src := lx.src
	i := start
	if src[i] == '0' && i+1 < len(src) {
		switch src[i+1] | 0x20 {
		case 'x':
			return lx.based(start, 16, "hexadecimal")
		case 'o':
			return lx.based(start, 8, "octal")
		case 'b':
			return lx.based(start, 2, "binary")
		}
	}
	kind := "decimal"
	leadingZero := src[i] == '0'
	firstNonzero := i
	if src[i] != '.' {
		if leadingZero {
			// Zeros alone, with underscores, are a zero; anything else must turn out to be a float.
			for i < len(src) && (src[i] == '0' || src[i] == '_') {
				if src[i] == '_' && class[lx.at(i+1)]&isDigitByte == 0 {
					lx.fail(i+1, "invalid decimal literal")
					return false
				}
				i++
			}
			firstNonzero = i
			leadingZero = class[lx.at(i)]&isDigitByte != 0
		}
		var ok bool
		if i, ok = lx.digits(i); !ok {
			return false
		}
	}
	isFloat := false
	if lx.at(i) == '.' {
		isFloat = true
		i++
		if class[lx.at(i)]&isDigitByte != 0 {
			var ok bool
			if i, ok = lx.digits(i); !ok {
				return false
			}
		}
	}
	if lx.at(i)|0x20 == 'e' {
		j := i + 1
		if c := lx.at(j); c == '+' || c == '-' {
			j++
			if class[lx.at(j)]&isDigitByte == 0 {
				lx.fail(j, "invalid decimal literal")
				return false
			}
		}
		if class[lx.at(j)]&isDigitByte != 0 {
			isFloat = true
			var ok bool
			if i, ok = lx.digits(j); !ok {
				return false
			}
		} else {
			// Not an exponent after all: "1else" may still stand.
			return lx.endOfNumber(start, i, kind)
		}
	}
	if lx.at(i)|0x20 == 'j' {
		return lx.endOfNumber(start, i+1, "imaginary")
	}
	if leadingZero && !isFloat {
		line := lx.lineStart(start)
		lx.failRange(start, start-line+1, firstNonzero+1-line, "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers")
		return false
	}
	return lx.endOfNumber(start, i, kind)
}

func (lx *lexer) at(i int) byte {
	if i < len(lx.src) {
		return lx.src[i]
	}
	return 0
}

// digits reads digits with single underscores between them.
func (lx *lexer) digits(i int) (int, bool) {
	for {
		for class[lx.at(i)]&isDigitByte != 0 {
			i++
		}
		if lx.at(i) != '_' {
			return i, true
		}
		i++
		if class[lx.at(i)]&isDigitByte == 0 {
			lx.fail(i, "invalid decimal literal")
			return i, false
		}
	}
}

func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return 99
}

// based reads a literal with a 0x, 0o or 0b prefix.
func (lx *lexer) based(start, base int, kind string) bool {
	i := start + 2
	for {
		if lx.at(i) == '_' {
			i++
		}
		if digitValue(lx.at(i)) >= base {
			if base < 10 && class[lx.at(i)]&isDigitByte != 0 {
				lx.fail(i+1, "invalid digit '%c' in %s literal", lx.at(i), kind)
			} else {
				lx.fail(i, "invalid %s literal", kind)
			}
			return false
		}
		for digitValue(lx.at(i)) < base {
			i++
		}
		if lx.at(i) != '_' {
			break
		}
	}
	if base < 10 && class[lx.at(i)]&isDigitByte != 0 {
		lx.fail(i+1, "invalid digit '%c' in %s literal", lx.at(i), kind)
		return false
	}
	return lx.endOfNumber(start, i, kind)
}

// endOfNumber checks what follows a number directly: a keyword is let pass with a warning, a letter is not.
func (lx *lexer) endOfNumber(start, end int, kind string) bool {
	c := lx.at(end)
	if c < 128 && class[c]&isCont != 0 {
		rest := lx.src[end:]
		keyword := false
		for _, k := range [...]string{"and", "else", "for", "if", "in", "is", "not", "or"} {
			if strings.HasPrefix(rest, k) && (k[0] == 'i' || len(rest) == len(k) || class[rest[len(k)]]&isCont == 0) {
				keyword = true
				break
			}
		}
		if !keyword {
			lx.fail(end, "invalid %s literal", kind)
			return false
		}
		lx.warnings = append(lx.warnings, Warning{Msg: "invalid " + kind + " literal", Pos: ast.Pos{Start: uint32(start), End: uint32(end)}})
	}
	lx.emit(token.Number, start, end)
	lx.cur = end
	return true
}

// numberValue turns a literal that the lexer has accepted into a constant.
func (p *parser) numberValue(t token.Token) *ast.Constant {
	s := p.src[t.Start:t.End]
	c := &ast.Constant{Pos: ast.Pos{Start: t.Start, End: t.End}, Kind: ast.ConstInt}
	if len(s) < 19 {
		// The common case: a short decimal integer.
		n, plain := int64(0), true
		for i := 0; i < len(s); i++ {
			d := s[i] - '0'
			if d > 9 {
				plain = false
				break
			}
			n = n*10 + int64(d)
		}
		if plain {
			c.Int = n
			return c
		}
	}
	if strings.IndexByte(s, '_') >= 0 {
		s = strings.ReplaceAll(s, "_", "")
	}
	if len(s) > 2 && s[0] == '0' {
		base := 0
		switch s[1] | 0x20 {
		case 'x':
			base = 16
		case 'o':
			base = 8
		case 'b':
			base = 2
		}
		if base != 0 {
			setInt(c, s[2:], base)
			return c
		}
	}
	last := s[len(s)-1] | 0x20
	if last == 'j' {
		c.Kind = ast.ConstComplex
		c.Float, _ = strconv.ParseFloat(s[:len(s)-1], 64)
		return c
	}
	if strings.ContainsAny(s, ".eE") {
		c.Kind = ast.ConstFloat
		c.Float, _ = strconv.ParseFloat(s, 64) // out of range gives infinity, as it should
		return c
	}
	if len(s) > maxIntDigits {
		line := p.tokLine(t)
		p.raise(SyntaxErr, span{line, 0, line, 0}, "Exceeds the limit (%d digits) for integer string conversion: value has %d digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.", maxIntDigits, len(s))
		return c
	}
	setInt(c, s, 10)
	return c
}

func setInt(c *ast.Constant, digits string, base int) {
	if n, err := strconv.ParseInt(digits, base, 64); err == nil {
		c.Int = n
		return
	}
	c.Big, _ = new(big.Int).SetString(digits, base)
}
