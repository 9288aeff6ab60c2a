package object

import "math/big"

// AsMask32 gives the lowest 32 bits of an int.
func AsMask32(th *Thread, v Value) (uint32, error) {
	n, err := Index(th, v)
	if err != nil {
		return 0, err
	}
	if i, ok := SmallInt(n); ok {
		return uint32(i), nil
	}
	b, ok := BigInt(n)
	if !ok {
		return 0, TypeErrorf("an integer is required")
	}
	return uint32(new(big.Int).And(b, big.NewInt(1<<32-1)).Uint64()), nil
}
