// Package random is the module _random: the Mersenne Twister MT19937 with CPython's seeding, so that sequences are the same.
package random

import (
	crand "crypto/rand"
	"encoding/binary"
	"math/big"

	"ouro/internal/object"
)

type (
	value  = object.Value
	thread = object.Thread
)

// Module is _random.
var Module = object.ModuleDef{
	Name:  "_random",
	Doc:   "The Mersenne Twister random number generator.",
	Types: []*object.Type{randomType},
}

// Random is a generator as a Python object.
type Random struct {
	object.Header
	g twister
}

var (
	randomLayout = object.NewLayout[Random]()
	randomType   = object.NewType("Random", object.ObjectType, randomLayout)
)

func generator(v value) *twister { return &object.Unchecked[Random](v).g }

// seed initialises the generator from None, an int's absolute value, or another object's hash.
func seed(th *thread, g *twister, v value) error {
	if !v.Bound() || v.IsNone() {
		var b [624 * 4]byte
		if _, err := crand.Read(b[:]); err != nil {
			return object.OSErrorFrom(err)
		}
		key := make([]uint32, 624)
		for i := range key {
			key[i] = binary.LittleEndian.Uint32(b[4*i:])
		}
		g.initArray(key)
		return nil
	}
	z, ok := object.BigInt(v)
	if !ok {
		h, err := object.Hash(th, v)
		if err != nil {
			return err
		}
		z = new(big.Int).SetUint64(h)
	}
	b := new(big.Int).Abs(z).Bytes()
	key := make([]uint32, max(1, (len(b)+3)/4))
	for i := range b {
		key[i/4] |= uint32(b[len(b)-1-i]) << (i % 4 * 8)
	}
	g.initArray(key)
	return nil
}

func randomNew(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
	if c == randomType && len(names) > 0 {
		return value{}, object.TypeErrorf("Random() takes no keyword arguments")
	}
	pos := args[:len(args)-len(names)]
	if c == randomType && len(pos) > 1 {
		return value{}, object.TypeErrorf("Random expected at most 1 argument, got %d", len(pos))
	}
	r := object.NewObject[Random](th, c)
	var s value
	if len(pos) > 0 {
		s = pos[0]
	}
	if err := seed(th, &r.g, s); err != nil {
		return value{}, err
	}
	return object.Of(&r.Header), nil
}

// maxBits bounds what getrandbits makes in one call.
const maxBits = 1 << 33

func getrandbits(th *thread, v, bits value) (value, error) {
	g := generator(v)
	k, err := object.Index(th, bits)
	if err != nil {
		return value{}, err
	}
	if object.IntSign(k) < 0 {
		return value{}, object.ValueErrorf("Cannot convert negative int")
	}
	n := k.Int64()
	if !k.IsInt() || n > maxBits {
		return value{}, object.NewExc(object.MemoryErrorType)
	}
	switch {
	case n == 0:
		return object.Int(0), nil
	case n <= 32:
		return object.Int(int64(g.next() >> (32 - n))), nil
	case n < 64:
		lo := uint64(g.next())
		return object.Int(int64(uint64(g.next()>>(64-n))<<32 | lo)), nil
	}
	b := make([]byte, (n+31)/32*4)
	for i := len(b) - 4; i >= 0; i -= 4 {
		w := g.next()
		if n < 32 {
			w >>= 32 - n
		}
		n -= 32
		binary.BigEndian.PutUint32(b[i:], w)
	}
	return object.NewInt(new(big.Int).SetBytes(b)), nil
}

func getstate(th *thread, v value) (value, error) {
	g := generator(v)
	items := make([]value, 0, size+1)
	for _, w := range g.state {
		items = append(items, object.Int(int64(w)))
	}
	return object.TupleValue(append(items, object.Int(int64(g.at)))...), nil
}

func setstate(th *thread, v, state value) (value, error) {
	t, ok := object.AsTuple(state)
	if !ok {
		return value{}, object.TypeErrorf("state vector must be a tuple")
	}
	if len(t.Items) != size+1 {
		return value{}, object.ValueErrorf("state vector is the wrong size")
	}
	var n twister
	for i, x := range t.Items {
		w, err := object.AsIndex(th, x)
		if err != nil {
			return value{}, err
		}
		if i == size {
			if w < 0 || w > size {
				return value{}, object.ValueErrorf("invalid state")
			}
			n.at = w
			break
		}
		if w < 0 {
			return value{}, object.NewExcf(object.OverflowErrorType, "can't convert negative value to unsigned int")
		}
		n.state[i] = uint32(w)
	}
	*generator(v) = n
	return object.None, nil
}

func init() {
	t := randomType
	t.Module = "_random"
	t.Doc = "A random number generator of its own."
	t.New = randomNew
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error { return nil }
	t.Methods = []object.Func{
		{Sig: "random()", Doc: "A float from 0 up to but excluding 1.", Fn: object.F1(func(th *thread, v value) (value, error) {
			return object.Float(generator(v).float()), nil
		})},
		{Sig: "seed(n=None, /)", Doc: "Begin a new sequence.", Fn: object.F2(func(th *thread, v, n value) (value, error) {
			return object.None, seed(th, generator(v), n)
		})},
		{Sig: "getstate()", Doc: "The generator's state.", Fn: object.F1(getstate)},
		{Sig: "setstate(state, /)", Doc: "Go on from a state.", Fn: object.F2(setstate)},
		{Sig: "getrandbits(k, /)", Doc: "An int of k random bits.", Fn: object.F2(getrandbits)},
	}
}
