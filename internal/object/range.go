package object

import "math/big"

// Range is a Python range. While its bounds, step and length fit 64 bits (nearly always) it is Start, Stop, Step and its length N;
// else wide holds them.
type Range struct {
	Header
	Start, Stop, Step, N int64
	wide                 *wideRange
}

type wideRange struct{ start, stop, step, n *big.Int }

// RangeIter gives N more ints from Cur on, Step apart. The VM advances it inline.
type RangeIter struct {
	Header
	Cur, N, Step int64
}

type wideRangeIter struct {
	Header
	cur, n, step *big.Int
}

var (
	rangeLayout         = NewLayout[Range]()
	rangeIterLayout     = NewLayout[RangeIter]()
	wideRangeIterLayout = NewLayout[wideRangeIter]()
	RangeType           = NewType("range", ObjectType, rangeLayout)
	RangeIterType       = NewType("range_iterator", ObjectType, rangeIterLayout)
	wideRangeIterType   = NewType("longrange_iterator", ObjectType, wideRangeIterLayout)
	// RangeShape and RangeIterShape are the shapes of ranges and their iterators.
	RangeShape     = RangeType.shape
	RangeIterShape = RangeIterType.shape
)

// AsRange gives v as a range.
func AsRange(v Value) (*Range, bool) { return Cast[Range](v, rangeLayout) }

// RangeLen is the number of items from start to stop; ok is false if it is beyond 63 bits. step is not 0.
func RangeLen(start, stop, step int64) (n int64, ok bool) {
	var d, s uint64
	switch {
	case step > 0 && start < stop:
		d, s = uint64(stop)-uint64(start), uint64(step)
	case step < 0 && start > stop:
		d, s = uint64(start)-uint64(stop), -uint64(step)
	default:
		return 0, true
	}
	u := (d-1)/s + 1
	return int64(u), u <= 1<<63-1
}

// NewRange makes a range of 64-bit ints; step is not 0.
func NewRange(start, stop, step int64) Value {
	n, ok := RangeLen(start, stop, step)
	if !ok {
		return newWideRange(big.NewInt(start), big.NewInt(stop), big.NewInt(step))
	}
	r := &Range{Start: start, Stop: stop, Step: step, N: n}
	r.Shape = RangeShape
	return Of(&r.Header)
}

func newWideRange(start, stop, step *big.Int) Value {
	if start.IsInt64() && stop.IsInt64() && step.IsInt64() {
		if _, ok := RangeLen(start.Int64(), stop.Int64(), step.Int64()); ok {
			return NewRange(start.Int64(), stop.Int64(), step.Int64())
		}
	}
	d := new(big.Int).Sub(stop, start)
	n := new(big.Int)
	if d.Sign() == step.Sign() {
		n.Add(d, step).Sub(n, big.NewInt(int64(step.Sign()))).Quo(n, step)
	}
	r := &Range{wide: &wideRange{start, stop, step, n}}
	r.Shape = RangeShape
	return Of(&r.Header)
}

// parts gives start, stop, step and length without bounds.
func (r *Range) parts() *wideRange {
	if r.wide != nil {
		return r.wide
	}
	return &wideRange{big.NewInt(r.Start), big.NewInt(r.Stop), big.NewInt(r.Step), big.NewInt(r.N)}
}

func (r *Range) empty() bool {
	return r.wide == nil && r.N == 0 || r.wide != nil && r.wide.n.Sign() == 0
}

// Iter is iter(r).
func (r *Range) Iter() Value {
	if w := r.wide; w != nil {
		it := &wideRangeIter{cur: w.start, n: w.n, step: w.step}
		it.Shape = wideRangeIterType.shape
		return Of(&it.Header)
	}
	it := &RangeIter{Cur: r.Start, N: r.N, Step: r.Step}
	it.Shape = RangeIterShape
	return Of(&it.Header)
}

// NewRangeIter makes an iterator of n ints from start on, step apart.
func NewRangeIter(start, n, step int64) Value {
	it := &RangeIter{Cur: start, N: n, Step: step}
	it.Shape = RangeIterShape
	return Of(&it.Header)
}

// nth is item i, which is in range.
func (w *wideRange) nth(i *big.Int) *big.Int {
	x := new(big.Int).Mul(i, w.step)
	return x.Add(x, w.start)
}

func (r *Range) reversed() Value {
	w := r.wide
	if w == nil {
		if r.Step != -1<<63 {
			return NewRangeIter(r.Start+(r.N-1)*r.Step, r.N, -r.Step)
		}
		w = r.parts()
	}
	it := &wideRangeIter{cur: w.nth(new(big.Int).Sub(w.n, bigOne)), n: w.n, step: new(big.Int).Neg(w.step)}
	it.Shape = wideRangeIterType.shape
	return Of(&it.Header)
}

func newRange(th *Thread, args []Value) (Value, error) {
	for i := 1; i < 4; i++ {
		if args[i].Ref != nil && args[i].Ref != &IntHeader {
			v, err := Index(th, args[i])
			if err != nil {
				return Value{}, err
			}
			args[i] = v
		}
	}
	start, stop, step := Int(0), args[1], Int(1)
	if args[2].Ref != nil {
		start, stop = args[1], args[2]
		if args[3].Ref != nil {
			if step = args[3]; step.IsInt() && step.Bits == 0 {
				return Value{}, ValueErrorf("range() arg 3 must not be zero")
			}
		}
	}
	if start.IsInt() && stop.IsInt() && step.IsInt() {
		return NewRange(start.Int64(), stop.Int64(), step.Int64()), nil
	}
	a, _ := BigInt(start)
	b, _ := BigInt(stop)
	c, _ := BigInt(step)
	return newWideRange(a, b, c), nil
}

func rangeRepr(th *Thread, v Value) (Value, error) {
	w := Unchecked[Range](v).parts()
	s := "range(" + w.start.String() + ", " + w.stop.String()
	if w.step.Cmp(bigOne) != 0 {
		s += ", " + w.step.String()
	}
	return StrValue(s + ")"), nil
}

func rangeGetItem(th *Thread, o, key Value) (Value, error) {
	r := Unchecked[Range](o)
	if s, ok := AsSlice(key); ok {
		return r.slice(th, s)
	}
	if S(key).Index == nil && !IsInt(key) {
		return Value{}, TypeErrorf("range indices must be integers or slices, not %s", key.Type().TypeName())
	}
	k, err := Index(th, key)
	if err != nil {
		return Value{}, err
	}
	if r.wide == nil && k.IsInt() {
		i := k.Int64()
		if i < 0 {
			i += r.N
		}
		if i >= 0 && i < r.N {
			return Int(r.Start + i*r.Step), nil
		}
	} else if w := r.wide; w != nil {
		i, _ := BigInt(k)
		if i.Sign() < 0 {
			i = new(big.Int).Add(i, w.n)
		}
		if i.Sign() >= 0 && i.Cmp(w.n) < 0 {
			return NewInt(w.nth(i)), nil
		}
	}
	return Value{}, NewExcf(IndexErrorType, "range object index out of range")
}

func (r *Range) slice(th *Thread, s *Slice) (Value, error) {
	w := r.parts()
	start, stop, step, err := bigSliceIndices(th, s, w.n)
	if err != nil {
		return Value{}, err
	}
	return newWideRange(w.nth(start), w.nth(stop), new(big.Int).Mul(step, w.step)), nil
}

// find gives the index of an int in the range; ok is false if it is not there.
func (r *Range) find(v Value) (i Value, ok bool) {
	v = ExactInt(v)
	if r.wide == nil {
		if !v.IsInt() || r.N == 0 {
			return Value{}, false
		}
		x := v.Int64()
		var d, s uint64
		if r.Step > 0 {
			if x < r.Start {
				return Value{}, false
			}
			d, s = uint64(x)-uint64(r.Start), uint64(r.Step)
		} else {
			if x > r.Start {
				return Value{}, false
			}
			d, s = uint64(r.Start)-uint64(x), -uint64(r.Step)
		}
		if d%s != 0 || d/s >= uint64(r.N) {
			return Value{}, false
		}
		return Int(int64(d / s)), true
	}
	x, _ := BigInt(v)
	d := new(big.Int).Sub(x, r.wide.start)
	q, m := d.QuoRem(d, r.wide.step, new(big.Int))
	if m.Sign() != 0 || q.Sign() < 0 || q.Cmp(r.wide.n) >= 0 {
		return Value{}, false
	}
	return NewInt(q), true
}

func rangeContains(th *Thread, o, item Value) (bool, error) {
	if item.IsInt() || item.IsBool() || IsInt(item) && item.Type() == IntType {
		_, ok := Unchecked[Range](o).find(item)
		return ok, nil
	}
	return containsByIter(th, o, item)
}

func rangeIndex(th *Thread, self, item Value) (Value, error) {
	r := Unchecked[Range](self)
	if IsInt(item) {
		if i, ok := r.find(item); ok {
			return i, nil
		}
	} else {
		n := int64(0)
		found := false
		err := Each(th, self, func(x Value) (bool, error) {
			eq, err := Equal(th, x, item)
			if found = eq; !eq {
				n++
			}
			return eq, err
		})
		if err != nil || found {
			return Int(n), err
		}
	}
	return Value{}, ValueErrorf("range.index(x): x not in range")
}

func rangeCount(th *Thread, self, item Value) (Value, error) {
	if IsInt(item) {
		_, ok := Unchecked[Range](self).find(item)
		if ok {
			return Int(1), nil
		}
		return Int(0), nil
	}
	n := int64(0)
	err := Each(th, self, func(x Value) (bool, error) {
		eq, err := Equal(th, x, item)
		if eq {
			n++
		}
		return false, err
	})
	return Int(n), err
}

// key is what equality and hash go by: the length, the first item if there is one, the step if there are two.
func (r *Range) key() Value {
	w := r.parts()
	switch {
	case r.empty():
		return TupleValue(Int(0), None, None)
	case w.n.Cmp(bigOne) == 0:
		return TupleValue(Int(1), NewInt(w.start), None)
	}
	return TupleValue(NewInt(w.n), NewInt(w.start), NewInt(w.step))
}

func rangeNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[RangeIter](v)
	if it.N <= 0 {
		return Value{}, nil
	}
	x := it.Cur
	it.N--
	it.Cur += it.Step
	return Int(x), nil
}

func wideRangeNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[wideRangeIter](v)
	if it.n.Sign() <= 0 {
		return Value{}, nil
	}
	x := it.cur
	it.cur = new(big.Int).Add(x, it.step)
	it.n = new(big.Int).Sub(it.n, bigOne)
	return NewInt(x), nil
}

// selfIter is the Iter slot of iterators.
func selfIter(th *Thread, v Value) (Value, error) { return v, nil }

func init() {
	RangeType.Flags |= FlagNoBase | FlagSequence
	RangeType.Doc = "range(stop)\nrange(start, stop[, step])\n\nThe ints from start (0) to stop, not included, step (1) apart."
	RangeType.Constructor = &Func{Sig: "range(start, stop=NULL, step=NULL, /)", Fn: FN(newRange)}
	RangeType.Repr = rangeRepr
	RangeType.Len = func(th *Thread, v Value) (int, error) {
		r := Unchecked[Range](v)
		if r.wide != nil {
			if !r.wide.n.IsInt64() {
				return 0, NewExcf(OverflowErrorType, "Python int too large to convert to C ssize_t")
			}
			return int(r.wide.n.Int64()), nil
		}
		return int(r.N), nil
	}
	RangeType.Bool = func(th *Thread, v Value) (bool, error) { return !Unchecked[Range](v).empty(), nil }
	RangeType.GetItem = rangeGetItem
	RangeType.Contains = rangeContains
	RangeType.Iter = func(th *Thread, v Value) (Value, error) { return Unchecked[Range](v).Iter(), nil }
	RangeType.Hash = func(th *Thread, v Value) (uint64, error) { return Hash(th, Unchecked[Range](v).key()) }
	RangeType.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		r, ok1 := AsRange(a)
		o, ok2 := AsRange(b)
		if !ok1 || !ok2 || op != Eq && op != Ne {
			return NotImplemented, nil
		}
		eq, err := Equal(th, r.key(), o.key())
		return Bool(eq == (op == Eq)), err
	}
	RangeType.Methods = []Func{
		{Sig: "count(object, /)", Doc: "How often the value occurs.", Fn: F2(rangeCount)},
		{Sig: "index(object, /)", Doc: "The index of the value; ValueError if it does not occur.", Fn: F2(rangeIndex)},
		{Sig: "__reversed__()", Doc: "An iterator from the last item to the first.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return Unchecked[Range](self).reversed(), nil
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the range.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			w := Unchecked[Range](self).parts()
			return TupleValue(RangeType.Value(), TupleValue(NewInt(w.start), NewInt(w.stop), NewInt(w.step))), nil
		})},
	}
	part := func(name string, get func(w *wideRange) *big.Int) GetSet {
		return GetSet{Name: name, Get: func(th *Thread, self Value) (Value, error) { return NewInt(get(Unchecked[Range](self).parts())), nil },
			Set: func(th *Thread, self, val Value) error { return NewExcf(AttributeErrorType, "readonly attribute") }}
	}
	RangeType.GetSets = []GetSet{
		part("start", func(w *wideRange) *big.Int { return w.start }),
		part("stop", func(w *wideRange) *big.Int { return w.stop }),
		part("step", func(w *wideRange) *big.Int { return w.step }),
	}

	RangeIterType.Flags |= FlagNoBase | FlagNoNew
	RangeIterType.Iter = selfIter
	RangeIterType.Next = rangeNext
	RangeIterType.Methods = []Func{
		{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return Int(Unchecked[RangeIter](self).N), nil
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			it := Unchecked[RangeIter](self)
			return reduceIter(th, NewRange(it.Cur, it.Cur+it.N*it.Step, it.Step), None)
		})},
	}
	wideRangeIterType.Flags |= FlagNoBase | FlagNoNew
	wideRangeIterType.Iter = selfIter
	wideRangeIterType.Next = wideRangeNext
	wideRangeIterType.Methods = []Func{
		{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return NewInt(Unchecked[wideRangeIter](self).n), nil
		})},
	}
}
