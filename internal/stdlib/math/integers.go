package math

import (
	"math"
	"math/big"

	"ouro/internal/object"
	"ouro/internal/pynum"
)

// index converts an argument to an int of any size.
func index(th *thread, v value) (*big.Int, error) {
	i, err := object.Index(th, v)
	if err != nil {
		return nil, err
	}
	z, _ := object.BigInt(i)
	return z, nil
}

func gcd(th *thread, args value) (value, error) {
	t, _ := object.AsTuple(args)
	r := new(big.Int)
	for _, v := range t.Items {
		z, err := index(th, v)
		if err != nil {
			return value{}, err
		}
		if r, err = divisor(th, r, z); err != nil {
			return value{}, err
		}
	}
	return object.NewInt(r), nil
}

// longWords is the size from which ints are worked on apart from the interpreter lock.
const longWords = 1 << 12

// divisor is the greatest common divisor of a and |b|.
func divisor(th *thread, a, b *big.Int) (*big.Int, error) {
	d, b := new(big.Int), new(big.Int).Abs(b)
	if len(a.Bits()) > longWords && len(b.Bits()) > longWords {
		err := th.Apart(func() { d.GCD(nil, nil, a, b) })
		return d, err
	}
	return d.GCD(nil, nil, a, b), nil
}

func lcm(th *thread, args value) (value, error) {
	t, _ := object.AsTuple(args)
	r := big.NewInt(1)
	for _, v := range t.Items {
		z, err := index(th, v)
		if err != nil {
			return value{}, err
		}
		if r.Sign() == 0 {
			continue
		}
		if z.Sign() == 0 {
			r.SetInt64(0)
			continue
		}
		g, err := divisor(th, r, z)
		if err != nil {
			return value{}, err
		}
		r.Mul(r, g.Quo(z, g))
		r.Abs(r)
	}
	return object.NewInt(r), nil
}

// product is the product of the ints from n down to n-k+1; it looks at the eval-breaker between chunks.
func product(th *thread, n *big.Int, k int64) (*big.Int, error) {
	if float64(k)*float64(n.BitLen()) > pynum.MaxBits {
		return nil, object.NewExc(object.MemoryErrorType)
	}
	var rec func(from, count int64) (*big.Int, error)
	rec = func(from, count int64) (*big.Int, error) {
		if count <= 32 {
			r := big.NewInt(1)
			for i := from; i < from+count; i++ {
				r.Mul(r, new(big.Int).Sub(n, big.NewInt(i)))
			}
			return r, nil
		}
		if err := th.CheckBreaker(); err != nil {
			return nil, err
		}
		a, err := rec(from, count/2)
		if err != nil {
			return nil, err
		}
		b, err := rec(from+count/2, count-count/2)
		if err != nil {
			return nil, err
		}
		if len(a.Bits()) > longWords {
			p := new(big.Int)
			err := th.Apart(func() { p.Mul(a, b) })
			return p, err
		}
		return a.Mul(a, b), nil
	}
	return rec(0, k)
}

func factorial(th *thread, v value) (value, error) {
	n, err := index(th, v)
	if err != nil {
		return value{}, err
	}
	if n.Sign() < 0 {
		return value{}, object.ValueErrorf("factorial() not defined for negative values")
	}
	if !n.IsInt64() {
		return value{}, object.NewExcf(object.OverflowErrorType, "factorial() argument should not exceed %d", int64(math.MaxInt64))
	}
	r, err := product(th, n, n.Int64())
	if err != nil {
		return value{}, err
	}
	return object.NewInt(r), nil
}

func comb(th *thread, nv, kv value) (value, error) {
	n, err := index(th, nv)
	if err != nil {
		return value{}, err
	}
	k, err := index(th, kv)
	if err != nil {
		return value{}, err
	}
	switch {
	case n.Sign() < 0:
		return value{}, object.ValueErrorf("n must be a non-negative integer")
	case k.Sign() < 0:
		return value{}, object.ValueErrorf("k must be a non-negative integer")
	case k.Cmp(n) > 0:
		return object.Int(0), nil
	}
	if rest := new(big.Int).Sub(n, k); rest.Cmp(k) < 0 {
		k = rest
	}
	if !k.IsInt64() {
		return value{}, object.NewExcf(object.OverflowErrorType, "min(n - k, k) must not exceed %d", int64(math.MaxInt64))
	}
	num, err := product(th, n, k.Int64())
	if err != nil {
		return value{}, err
	}
	den, err := product(th, k, k.Int64())
	if err != nil {
		return value{}, err
	}
	return object.NewInt(num.Quo(num, den)), nil
}

func perm(th *thread, nv, kv value) (value, error) {
	if kv.IsNone() {
		return factorial(th, nv)
	}
	n, err := index(th, nv)
	if err != nil {
		return value{}, err
	}
	k, err := index(th, kv)
	if err != nil {
		return value{}, err
	}
	switch {
	case n.Sign() < 0:
		return value{}, object.ValueErrorf("n must be a non-negative integer")
	case k.Sign() < 0:
		return value{}, object.ValueErrorf("k must be a non-negative integer")
	case k.Cmp(n) > 0:
		return object.Int(0), nil
	case !k.IsInt64():
		return value{}, object.NewExcf(object.OverflowErrorType, "k must not exceed %d", int64(math.MaxInt64))
	}
	r, err := product(th, n, k.Int64())
	if err != nil {
		return value{}, err
	}
	return object.NewInt(r), nil
}

func isqrt(th *thread, v value) (value, error) {
	n, err := index(th, v)
	if err != nil {
		return value{}, err
	}
	var r *big.Int
	var rerr error
	root := func() { r, rerr = pynum.IsqrtBig(n) }
	if len(n.Bits()) > longWords {
		if err := th.Apart(root); err != nil {
			return value{}, err
		}
	} else {
		root()
	}
	if rerr != nil {
		return value{}, object.NumError(rerr)
	}
	return object.NewInt(r), nil
}
