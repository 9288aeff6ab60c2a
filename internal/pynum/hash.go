package pynum

import (
	"math"
	"math/big"
	"math/bits"
)

// Numbers that compare equal hash alike: the hash is the value modulo the prime 2**61 - 1, with the sign of the value, and
// -2 in place of -1.
const (
	// HashModulus is sys.hash_info.modulus.
	HashModulus = 1<<61 - 1
	// HashInf is sys.hash_info.inf.
	HashInf = 314159
	// HashImag is sys.hash_info.imag.
	HashImag = 1000003
)

// HashInt64 is hash(n).
func HashInt64(n int64) int64 {
	if n > -HashModulus && n < HashModulus {
		if n == -1 {
			return -2
		}
		return n
	}
	h := int64(abs64(n) % HashModulus)
	if n < 0 {
		h = -h
	}
	if h == -1 {
		return -2
	}
	return h
}

// HashBig is hash(z).
func HashBig(z *big.Int) int64 {
	var h uint64
	words := z.Bits()
	for i := len(words) - 1; i >= 0; i-- {
		if bits.UintSize == 64 {
			hi, lo := bits.Mul64(h, 1<<3) // 2**64 mod the modulus is 8
			_ = hi                        // h < 2**61, so the product fits
			h = reduce(reduce(lo) + reduce(uint64(words[i])))
		} else {
			h = reduce(rotate(h, 32) + uint64(words[i]))
		}
	}
	n := int64(h)
	if z.Sign() < 0 {
		n = -n
	}
	if n == -1 {
		return -2
	}
	return n
}

func reduce(x uint64) uint64 {
	x = x&HashModulus + x>>61
	if x >= HashModulus {
		x -= HashModulus
	}
	return x
}

// rotate is x * 2**n modulo HashModulus.
func rotate(x uint64, n uint) uint64 { return (x<<n)&HashModulus | x>>(61-n) }

// HashFloat is hash(f). That of a NaN depends on the object's identity and is the caller's.
func HashFloat(f float64) int64 {
	if f >= -1<<60 && f <= 1<<60 {
		if n := int64(f); float64(n) == f {
			return HashInt64(n)
		}
	}
	if math.IsInf(f, 1) {
		return HashInf
	}
	if math.IsInf(f, -1) {
		return -HashInf
	}
	if f != f {
		return 0
	}
	frac, exp := math.Frexp(f)
	m := uint64(math.Abs(frac) * (1 << 53)) // the whole mantissa
	exp -= 53
	exp %= 61
	if exp < 0 {
		exp += 61
	}
	h := int64(rotate(reduce(m), uint(exp)))
	if f < 0 {
		h = -h
	}
	if h == -1 {
		return -2
	}
	return h
}

// HashComplex is the hash of a complex number whose parts hash to re and im.
func HashComplex(re, im int64) int64 {
	h := int64(uint64(re) + HashImag*uint64(im))
	if h == -1 {
		return -2
	}
	return h
}
