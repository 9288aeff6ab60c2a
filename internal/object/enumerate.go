package object

import "math/big"

// Enumerate is enumerate(iterable, start): pairs of a running number and an item.
type Enumerate struct {
	Header
	It   Value
	next UnaryFunc
	N    int64
	wide *big.Int // the count, once it is past 64 bits
}

var (
	enumerateLayout = NewLayout[Enumerate]()
	EnumerateType   = NewType("enumerate", ObjectType, enumerateLayout)
	EnumerateShape  = EnumerateType.shape
)

func newEnumerate(th *Thread, args []Value) (Value, error) {
	t, _ := AsType(args[0])
	start := Int(0)
	if args[2] != start {
		var err error
		if start, err = Index(th, args[2]); err != nil {
			return Value{}, err
		}
	}
	it, err := Iter(th, args[1])
	if err != nil {
		return Value{}, err
	}
	e := NewObject[Enumerate](th, t)
	e.It, e.next = it, S(it).Next
	if start.IsInt() {
		e.N = start.Int64()
	} else {
		e.wide, _ = BigInt(start)
	}
	return Of(&e.Header), nil
}

// Step advances the iterator: the number and the item, which is unbound at the end. The VM uses it to unpack without a tuple.
func (e *Enumerate) Step(th *Thread) (n, item Value, err error) {
	if err := th.Descend(); err != nil {
		return Value{}, Value{}, err
	}
	item, err = e.next(th, e.It)
	th.Ascend()
	if err != nil || item.Ref == nil {
		return Value{}, Value{}, err
	}
	if e.wide == nil && e.N != 1<<63-1 {
		e.N++
		return Int(e.N - 1), item, nil
	}
	if e.wide == nil {
		e.wide = big.NewInt(e.N)
	}
	w := e.wide
	e.wide = new(big.Int).Add(w, bigOne)
	return NewInt(w), item, nil
}

func init() {
	t := EnumerateType
	t.Doc = "Pairs (number, item) of an iterable's items and a count from start."
	t.Constructor = &Func{Sig: "enumerate(iterable, start=0)", Fn: FN(newEnumerate)}
	t.Iter = selfIter
	t.Next = func(th *Thread, v Value) (Value, error) {
		n, item, err := Unchecked[Enumerate](v).Step(th)
		if item.Ref == nil {
			return Value{}, err
		}
		return NewPair(n, item), nil
	}
	t.Methods = []Func{
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			e := Unchecked[Enumerate](self)
			n := Int(e.N)
			if e.wide != nil {
				n = NewInt(e.wide)
			}
			return NewPair(self.Type().Value(), NewPair(e.It, n)), nil
		})},
		classGetItemRow(),
	}
}
