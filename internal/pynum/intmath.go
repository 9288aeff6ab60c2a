package pynum

import (
	"math"
	"math/big"
	"math/bits"
)

// FloorDiv64 is a // b for b other than zero; ok is false for the one quotient that does not fit.
func FloorDiv64(a, b int64) (q int64, ok bool) {
	if b == -1 {
		return -a, a != math.MinInt64
	}
	q = a / b
	if (a%b != 0) && (a < 0) != (b < 0) {
		q--
	}
	return q, true
}

// Mod64 is a % b for b other than zero; the result has the sign of b.
func Mod64(a, b int64) int64 {
	if b == -1 {
		return 0
	}
	m := a % b
	if m != 0 && (m < 0) != (b < 0) {
		m += b
	}
	return m
}

// DivModBig is divmod(a, b) for b other than zero.
func DivModBig(a, b *big.Int) (q, m *big.Int) {
	q, m = new(big.Int).QuoRem(a, b, new(big.Int))
	if m.Sign() != 0 && m.Sign() != b.Sign() {
		q.Sub(q, one)
		m.Add(m, b)
	}
	return q, m
}

// one is never written to.
var one = big.NewInt(1)

// Add64 is a + b; ok is false if it does not fit.
func Add64(a, b int64) (int64, bool) {
	c := a + b
	return c, (a^c)&(b^c) >= 0
}

// Sub64 is a - b; ok is false if it does not fit.
func Sub64(a, b int64) (int64, bool) {
	c := a - b
	return c, (a^b)&(a^c) >= 0
}

// Mul64 is a * b; ok is false if it does not fit.
func Mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// The signed high word is the unsigned one less the other factor for each negative factor.
	h := int64(hi) - (a>>63)&b - (b>>63)&a
	return int64(lo), h == int64(lo)>>63
}

// Pow64 is a ** e for e >= 0; ok is false if it does not fit.
func Pow64(a int64, e uint64) (int64, bool) {
	result, ok := int64(1), true
	for {
		if e&1 != 0 {
			if result, ok = Mul64(result, a); !ok {
				return 0, false
			}
		}
		e >>= 1
		if e == 0 {
			return result, true
		}
		if a, ok = Mul64(a, a); !ok {
			return 0, false
		}
	}
}

// PowBig is a ** e for e >= 0.
func PowBig(a, e *big.Int) (*big.Int, error) {
	if a.IsInt64() {
		switch a.Int64() {
		case 0:
			if e.Sign() == 0 {
				return big.NewInt(1), nil
			}
			return new(big.Int), nil
		case 1:
			return big.NewInt(1), nil
		case -1:
			return big.NewInt(1 - 2*int64(e.Bit(0))), nil
		}
	}
	if !e.IsInt64() || e.Int64() > MaxBits || float64(e.Int64())*float64(a.BitLen()-1) > MaxBits {
		return nil, ErrMemory
	}
	if a.CmpAbs(big.NewInt(2)) == 0 {
		z := new(big.Int).Lsh(one, uint(e.Int64()))
		if a.Sign() < 0 && e.Bit(0) != 0 {
			z.Neg(z)
		}
		return z, nil
	}
	return new(big.Int).Exp(a, e, nil), nil
}

// ModPow is pow(a, e, m).
func ModPow(a, e, m *big.Int) (*big.Int, error) {
	if m.Sign() == 0 {
		return nil, ErrModuloZero
	}
	abs := new(big.Int).Abs(m)
	z := new(big.Int)
	if e.Sign() < 0 {
		inverse := new(big.Int)
		if inverse.ModInverse(new(big.Int).Mod(a, abs), abs) == nil {
			if abs.IsInt64() && abs.Int64() == 1 {
				return z, nil
			}
			return nil, ErrNotInvertible
		}
		z.Exp(inverse, new(big.Int).Neg(e), abs)
	} else {
		z.Exp(new(big.Int).Mod(a, abs), e, abs)
	}
	if m.Sign() < 0 && z.Sign() != 0 {
		z.Add(z, m)
	}
	return z, nil
}

// Lsh64 is a << n for n >= 0.
func Lsh64(a int64, n uint64) (int64, *big.Int, error) {
	if a == 0 {
		return 0, nil, nil
	}
	if n < 64 {
		if c := a << n; c>>n == a {
			return c, nil, nil
		}
	}
	z, err := LshBig(big.NewInt(a), n)
	return 0, z, err
}

// LshBig is z << n.
func LshBig(z *big.Int, n uint64) (*big.Int, error) {
	if z.Sign() == 0 {
		return new(big.Int), nil
	}
	if n > MaxBits || uint64(z.BitLen())+n > MaxBits {
		return nil, ErrMemory
	}
	return new(big.Int).Lsh(z, uint(n)), nil
}

// Rsh64 is a >> n for n >= 0.
func Rsh64(a int64, n uint64) int64 { return a >> min(n, 63) }

// BitLength64 is a.bit_length().
func BitLength64(a int64) int {
	if a < 0 {
		return bits.Len64(-uint64(a))
	}
	return bits.Len64(uint64(a))
}

// BitCount64 is a.bit_count(), the ones of the absolute value.
func BitCount64(a int64) int {
	if a < 0 {
		return bits.OnesCount64(-uint64(a))
	}
	return bits.OnesCount64(uint64(a))
}

// BitCountBig is z.bit_count().
func BitCountBig(z *big.Int) int {
	n := 0
	for _, w := range z.Bits() {
		n += bits.OnesCount(uint(w))
	}
	return n
}

// Isqrt64 is math.isqrt(n) for n >= 0.
func Isqrt64(n int64) int64 {
	r := int64(math.Sqrt(float64(n)))
	for r > 3037000499 || r*r > n {
		r--
	}
	for r < 3037000499 && (r+1)*(r+1) <= n {
		r++
	}
	return r
}

// IsqrtBig is math.isqrt(z).
func IsqrtBig(z *big.Int) (*big.Int, error) {
	if z.Sign() < 0 {
		return nil, ErrNegativeSqrt
	}
	return new(big.Int).Sqrt(z), nil
}

// GCD64 is math.gcd(a, b) as an unsigned value, for gcd(-2**63, 0) does not fit an int64.
func GCD64(a, b int64) uint64 {
	x, y := abs64(a), abs64(b)
	for y != 0 {
		x, y = y, x%y
	}
	return x
}

func abs64(a int64) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

// TrueDiv64 is a / b, correctly rounded, for b other than zero.
func TrueDiv64(a, b int64) float64 {
	const exact = 1 << 53
	if a >= -exact && a <= exact && b >= -exact && b <= exact {
		return float64(a) / float64(b)
	}
	f, _ := TrueDivBig(big.NewInt(a), big.NewInt(b))
	return f
}

// TrueDivBig is a / b, correctly rounded, for b other than zero.
func TrueDivBig(a, b *big.Int) (float64, error) {
	if a.Sign() == 0 {
		if b.Sign() < 0 {
			return math.Copysign(0, -1), nil
		}
		return 0, nil
	}
	// A quotient of 66 or 67 bits whose last bit is sticky rounds as the true quotient does.
	shift := 66 - (a.BitLen() - b.BitLen())
	if shift < 66-1100 {
		return 0, ErrQuotientRange
	}
	if shift > 66+1200 {
		return math.Copysign(0, float64(a.Sign()*b.Sign())), nil
	}
	x, y := new(big.Int).Abs(a), new(big.Int).Abs(b)
	if shift > 0 {
		x.Lsh(x, uint(shift))
	} else {
		y.Lsh(y, uint(-shift))
	}
	q, r := x.QuoRem(x, y, new(big.Int))
	if r.Sign() != 0 {
		q.SetBit(q, 0, 1)
	}
	f := new(big.Float).SetInt(q) // exact
	f.SetMantExp(f, -shift)
	v, _ := f.Float64()
	if math.IsInf(v, 0) {
		return 0, ErrQuotientRange
	}
	if a.Sign() != b.Sign() {
		v = -v
	}
	return v, nil
}

// BigToFloat is float(z).
func BigToFloat(z *big.Int) (float64, error) {
	f, _ := z.Float64()
	if math.IsInf(f, 0) {
		return 0, ErrIntTooLarge
	}
	return f, nil
}

// FloatToInt is int(f): the integer part.
func FloatToInt(f float64) (int64, *big.Int, error) {
	if f >= -9223372036854775808 && f < 9223372036854775808 {
		return int64(f), nil, nil
	}
	if f != f {
		return 0, nil, ErrFloatNaN
	}
	if math.IsInf(f, 0) {
		return 0, nil, ErrFloatInfinity
	}
	z, _ := new(big.Float).SetFloat64(f).Int(nil)
	return 0, z, nil
}

// CompareIntFloat compares a with f exactly: -1, 0 or 1, and 2 if f is not a number.
func CompareIntFloat(a int64, f float64) int {
	switch {
	case f != f:
		return 2
	case f >= 9223372036854775808:
		return -1
	case f < -9223372036854775808:
		return 1
	}
	t := int64(f)
	switch {
	case a < t:
		return -1
	case a > t:
		return 1
	}
	switch frac := f - math.Trunc(f); {
	case frac > 0:
		return -1
	case frac < 0:
		return 1
	}
	return 0
}

// CompareBigFloat compares z with f exactly: -1, 0 or 1, and 2 if f is not a number.
func CompareBigFloat(z *big.Int, f float64) int {
	switch {
	case f != f:
		return 2
	case math.IsInf(f, 1):
		return -1
	case math.IsInf(f, -1):
		return 1
	}
	return new(big.Float).SetInt(z).Cmp(big.NewFloat(f))
}

// ToBytes is z.to_bytes(length, ...) with the most significant byte first if bigEndian.
func ToBytes(z *big.Int, length int, bigEndian, signed bool) ([]byte, error) {
	n := z.BitLen()
	if z.Sign() < 0 {
		if !signed {
			return nil, ErrNegativeToBytes
		}
		n = new(big.Int).Not(z).BitLen() // one bit more for the sign
	}
	if signed {
		n++
		if length == 0 && z.Sign() == 0 {
			n = 0
		}
	}
	if (n+7)/8 > length {
		return nil, ErrIntToBytes
	}
	out := make([]byte, length)
	if z.Sign() < 0 {
		new(big.Int).Not(z).FillBytes(out)
		for i := range out {
			out[i] = ^out[i]
		}
	} else {
		z.FillBytes(out)
	}
	if !bigEndian {
		reverse(out)
	}
	return out, nil
}

func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// FromBytes is int.from_bytes(b, ...).
func FromBytes(b string, bigEndian, signed bool) (int64, *big.Int) {
	if len(b) == 0 {
		return 0, nil
	}
	if len(b) <= 8 {
		var u uint64
		for i := range len(b) {
			if bigEndian {
				u = u<<8 | uint64(b[i])
			} else {
				u |= uint64(b[i]) << (8 * i)
			}
		}
		if signed {
			shift := 64 - 8*len(b)
			return int64(u<<shift) >> shift, nil
		}
		if u <= math.MaxInt64 {
			return int64(u), nil
		}
		return 0, new(big.Int).SetUint64(u)
	}
	raw := []byte(b)
	if !bigEndian {
		reverse(raw)
	}
	z := new(big.Int).SetBytes(raw)
	if signed && raw[0]&0x80 != 0 {
		z.Sub(z, new(big.Int).Lsh(one, uint(8*len(raw))))
	}
	return Small(z)
}
