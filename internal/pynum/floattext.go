package pynum

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// ParseFloat is float(s): decimal notation with underscores between digits, inf, infinity and nan in any case, whitespace
// around, the decimal digits of all scripts. A value out of range becomes an infinity.
func ParseFloat(s string) (float64, error) {
	t := asciiNumber(s)
	n := scanFloat(t)
	if n != len(t) || n == 0 {
		return 0, ErrSyntax
	}
	return convertFloat(t), nil
}

// convertFloat converts text that scanFloat has accepted.
func convertFloat(t string) float64 {
	if strings.IndexByte(t, '_') >= 0 {
		t = strings.ReplaceAll(t, "_", "")
	}
	if t[len(t)-1]|0x20 == 'n' {
		if t[0] == '-' {
			return math.Copysign(math.NaN(), -1)
		}
		return math.NaN()
	}
	f, _ := strconv.ParseFloat(t, 64)
	return f
}

// scanFloat is the length of the longest float at the start of t, 0 if there is none.
func scanFloat(t string) int {
	i := 0
	if i < len(t) && (t[i] == '+' || t[i] == '-') {
		i++
	}
	if i < len(t) && (t[i]|0x20 == 'i' || t[i]|0x20 == 'n') {
		for _, word := range [...]string{"infinity", "inf", "nan"} {
			if len(t)-i >= len(word) && strings.EqualFold(t[i:i+len(word)], word) {
				return i + len(word)
			}
		}
		return 0
	}
	j := scanDigits(t, i)
	digits := j - i
	end := j
	if j < len(t) && t[j] == '.' {
		k := scanDigits(t, j+1)
		if digits == 0 && k == j+1 {
			return 0
		}
		end = k
	} else if digits == 0 {
		return 0
	}
	if end < len(t) && (t[end] == 'e' || t[end] == 'E') {
		k := end + 1
		if k < len(t) && (t[k] == '+' || t[k] == '-') {
			k++
		}
		if l := scanDigits(t, k); l > k {
			end = l
		}
	}
	return end
}

// scanDigits is the end of the digits at t[i:], with single underscores between them.
func scanDigits(t string, i int) int {
	if i >= len(t) || t[i]-'0' > 9 {
		return i
	}
	for i++; i < len(t); i++ {
		if t[i]-'0' <= 9 {
			continue
		}
		if t[i] == '_' && i+1 < len(t) && t[i+1]-'0' <= 9 {
			continue
		}
		break
	}
	return i
}

// AppendFloat appends repr(f): the shortest text that reads back as f.
func AppendFloat(dst []byte, f float64) []byte {
	start := len(dst)
	dst = AppendFloatBare(dst, f)
	for _, c := range dst[start:] {
		if c > '9' || c == '.' { // a point, an exponent or a word
			return dst
		}
	}
	return append(dst, '.', '0')
}

// AppendFloatBare appends repr(f) without the ".0" of integral values, as complex numbers show their parts.
func AppendFloatBare(dst []byte, f float64) []byte {
	a := math.Abs(f)
	switch {
	case a >= 1e-4 && a < 1e16:
		if a < 1e15 {
			if n := int64(f); float64(n) == f {
				return strconv.AppendInt(dst, n, 10)
			}
		}
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	case a == 0:
		if math.Signbit(f) {
			dst = append(dst, '-')
		}
		return append(dst, '0')
	case f != f:
		return append(dst, "nan"...)
	case math.IsInf(f, 1):
		return append(dst, "inf"...)
	case math.IsInf(f, -1):
		return append(dst, "-inf"...)
	}
	return strconv.AppendFloat(dst, f, 'e', -1, 64)
}

// FloatRepr is repr(f).
func FloatRepr(f float64) string {
	var buf [32]byte
	return string(AppendFloat(buf[:0], f))
}

// FloatHex is f.hex().
func FloatHex(f float64) string {
	switch {
	case f != f:
		return "nan"
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	}
	var buf [32]byte
	dst := buf[:0]
	b := math.Float64bits(f)
	if b>>63 != 0 {
		dst = append(dst, '-')
	}
	exponent, mantissa := int(b>>52&0x7FF), b&(1<<52-1)
	if exponent == 0 && mantissa == 0 {
		return string(append(dst, "0x0.0p+0"...))
	}
	if exponent == 0 {
		dst = append(dst, "0x0."...)
		exponent = -1022
	} else {
		dst = append(dst, "0x1."...)
		exponent -= 1023
	}
	for shift := 48; shift >= 0; shift -= 4 {
		dst = append(dst, "0123456789abcdef"[mantissa>>shift&15])
	}
	dst = append(dst, 'p')
	if exponent >= 0 {
		dst = append(dst, '+')
	}
	return string(strconv.AppendInt(dst, int64(exponent), 10))
}

// ParseHexFloat is float.fromhex(s).
func ParseHexFloat(s string) (float64, error) {
	t := stripSpace(s)
	negative := false
	if len(t) > 0 && (t[0] == '+' || t[0] == '-') {
		negative = t[0] == '-'
		t = t[1:]
	}
	sign := func(f float64) float64 {
		if negative {
			return -f
		}
		return f
	}
	switch strings.ToLower(t) {
	case "inf", "infinity":
		return sign(math.Inf(1)), nil
	case "nan":
		return math.Copysign(math.NaN(), sign(1)), nil
	}
	if len(t) >= 2 && t[0] == '0' && t[1]|0x20 == 'x' {
		t = t[2:]
	}
	// Leading digits go into the mantissa, the rest only into the sticky bit.
	var mantissa uint64
	var exponent int64
	sticky, digits, point := false, 0, false
	i := 0
	for ; i < len(t); i++ {
		if t[i] == '.' && !point {
			point = true
			continue
		}
		d := digitValue(t[i])
		if d > 15 {
			break
		}
		digits++
		if mantissa < 1<<59 {
			mantissa = mantissa<<4 | uint64(d)
			if point {
				exponent -= 4
			}
		} else {
			sticky = sticky || d != 0
			if !point {
				exponent += 4
			}
		}
	}
	if digits == 0 {
		return 0, ErrHexFloat
	}
	if i < len(t) && t[i]|0x20 == 'p' {
		text := t[i+1:]
		k := 0
		if k < len(text) && (text[k] == '+' || text[k] == '-') {
			k++
		}
		if k == len(text) || strings.Trim(text[k:], "0123456789") != "" {
			return 0, ErrHexFloat
		}
		e, err := strconv.ParseInt(text, 10, 64)
		if err != nil || e > 1<<60 || e < -1<<60 {
			e = 1 << 60
			if text[0] == '-' {
				e = -e
			}
		}
		exponent += e
		i = len(t)
	}
	if i != len(t) {
		return 0, ErrHexFloat
	}
	if mantissa == 0 {
		return sign(0), nil
	}
	exponent = min(max(exponent, -5000), 5000)
	x := new(big.Float).SetPrec(80).SetUint64(mantissa)
	if sticky {
		x.SetMantExp(x, 8)
		x.Add(x, big.NewFloat(1))
		exponent -= 8
	}
	x.SetMantExp(x, int(exponent))
	f, _ := x.Float64()
	if math.IsInf(f, 0) {
		return 0, ErrHexFloatRange
	}
	return sign(f), nil
}

// AsIntegerRatio is f.as_integer_ratio().
func AsIntegerRatio(f float64) (numerator, denominator *big.Int, err error) {
	if f != f {
		return nil, nil, ErrRatioNaN
	}
	if math.IsInf(f, 0) {
		return nil, nil, ErrRatioInfinity
	}
	r := new(big.Rat).SetFloat64(f)
	return r.Num(), r.Denom(), nil
}
