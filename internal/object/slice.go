package object

import "math/big"

// Slice is a Python slice object; absent parts are None.
type Slice struct {
	Header
	Start, Stop, Step Value
}

var (
	sliceLayout = NewLayout[Slice]()
	SliceType   = NewType("slice", ObjectType, sliceLayout)
)

// NewSlice makes slice(start, stop, step).
func NewSlice(start, stop, step Value) Value {
	s := &Slice{Start: start, Stop: stop, Step: step}
	s.Shape = SliceType.shape
	return Of(&s.Header)
}

// AsSlice gives v as a slice.
func AsSlice(v Value) (*Slice, bool) { return Cast[Slice](v, sliceLayout) }

// sliceBound converts one part of a slice; parts out of range are clamped.
func sliceBound(th *Thread, v Value) (int, error) {
	if v.Ref == &IntHeader {
		return int(v.Int64()), nil
	}
	if S(v).Index == nil && !IsInt(v) {
		return 0, TypeErrorf("slice indices must be integers or None or have an __index__ method")
	}
	return ClampIndex(th, v)
}

// Fixed is s with its parts turned into ints. Where the sequence may change under the __index__ methods that this calls, ask
// for its length only afterwards.
func (s *Slice) Fixed(th *Thread) (*Slice, error) {
	plain := func(v Value) bool { return v.Ref == &IntHeader || v.IsNone() }
	if plain(s.Start) && plain(s.Stop) && plain(s.Step) {
		return s, nil
	}
	parts := [...]Value{s.Step, s.Start, s.Stop}
	for i, v := range parts {
		if v.IsNone() {
			continue
		}
		if S(v).Index == nil && !IsInt(v) {
			return nil, TypeErrorf("slice indices must be integers or None or have an __index__ method")
		}
		n, err := Index(th, v)
		if err != nil {
			return nil, err
		}
		parts[i] = n
	}
	return Unchecked[Slice](NewSlice(parts[1], parts[2], parts[0])), nil
}

// SliceIndices applies a slice to a sequence of the given length: the items are start, start+step, ... and there are n of them.
// stop is the bound as slice.indices gives it.
func SliceIndices(th *Thread, s *Slice, length int) (start, stop, step, n int, err error) {
	step = 1
	if !s.Step.IsNone() {
		if step, err = sliceBound(th, s.Step); err != nil {
			return
		}
		if step == 0 {
			return 0, 0, 0, 0, ValueErrorf("slice step cannot be zero")
		}
		step = max(step, -maxInt)
	}
	lo, hi := 0, length
	if step < 0 {
		lo, hi = -1, length-1
	}
	clamp := func(v Value, dflt int) (int, error) {
		if v.IsNone() {
			return dflt, nil
		}
		i, err := sliceBound(th, v)
		if i < 0 {
			i += length
		}
		return min(max(i, lo), hi), err
	}
	if step > 0 {
		if start, err = clamp(s.Start, lo); err == nil {
			stop, err = clamp(s.Stop, hi)
		}
		if stop > start {
			n = (stop-start-1)/step + 1
		}
	} else {
		if start, err = clamp(s.Start, hi); err == nil {
			stop, err = clamp(s.Stop, lo)
		}
		if start > stop {
			n = (start-stop-1)/-step + 1
		}
	}
	return
}

// sliceMethodIndices is slice.indices(length), for lengths of any size.
func sliceMethodIndices(th *Thread, self, length Value) (Value, error) {
	s := Unchecked[Slice](self)
	l, err := Index(th, length)
	if err != nil {
		return Value{}, err
	}
	if IntSign(l) < 0 {
		return Value{}, ValueErrorf("length should not be negative")
	}
	n, _ := BigInt(l)
	start, stop, step, err := bigSliceIndices(th, s, n)
	if err != nil {
		return Value{}, err
	}
	return TupleValue(NewInt(start), NewInt(stop), NewInt(step)), nil
}

var bigOne = big.NewInt(1)

// bigSliceIndices is SliceIndices without bounds on the numbers.
func bigSliceIndices(th *Thread, s *Slice, length *big.Int) (start, stop, step *big.Int, err error) {
	part := func(v Value) (*big.Int, error) {
		if S(v).Index == nil && !IsInt(v) {
			return nil, TypeErrorf("slice indices must be integers or None or have an __index__ method")
		}
		i, err := Index(th, v)
		if err != nil {
			return nil, err
		}
		b, _ := BigInt(i)
		return b, nil
	}
	step = bigOne
	if !s.Step.IsNone() {
		if step, err = part(s.Step); err != nil {
			return
		}
		if step.Sign() == 0 {
			return nil, nil, nil, ValueErrorf("slice step cannot be zero")
		}
	}
	lo, hi := new(big.Int), length
	if step.Sign() < 0 {
		lo, hi = big.NewInt(-1), new(big.Int).Sub(length, bigOne)
	}
	clamp := func(v Value, dflt *big.Int) (*big.Int, error) {
		if v.IsNone() {
			return dflt, nil
		}
		i, err := part(v)
		if err != nil {
			return nil, err
		}
		if i.Sign() < 0 {
			i = new(big.Int).Add(i, length)
		}
		if i.Cmp(lo) < 0 {
			i = lo
		}
		if i.Cmp(hi) > 0 {
			i = hi
		}
		return i, nil
	}
	first, last := lo, hi
	if step.Sign() < 0 {
		first, last = hi, lo
	}
	if start, err = clamp(s.Start, first); err == nil {
		stop, err = clamp(s.Stop, last)
	}
	return
}

func sliceRepr(th *Thread, v Value) (Value, error) {
	s := Unchecked[Slice](v)
	text := "slice("
	for i, p := range [...]Value{s.Start, s.Stop, s.Step} {
		r, err := Repr(th, p)
		if err != nil {
			return Value{}, err
		}
		if i > 0 {
			text += ", "
		}
		text += r.S
	}
	return StrValue(text + ")"), nil
}

func (s *Slice) tuple() Value { return TupleValue(s.Start, s.Stop, s.Step) }

func newSlice(th *Thread, args []Value) (Value, error) {
	switch {
	case args[2].Ref == nil:
		return NewSlice(None, args[1], None), nil
	case args[3].Ref == nil:
		return NewSlice(args[1], args[2], None), nil
	}
	return NewSlice(args[1], args[2], args[3]), nil
}

func init() {
	SliceType.Flags |= FlagNoBase
	SliceType.Doc = "slice(stop)\nslice(start, stop[, step])\n\nWhat sequence[start:stop:step] passes to the sequence."
	SliceType.Constructor = &Func{Sig: "slice(start, stop=NULL, step=NULL, /)", Fn: FN(newSlice)}
	SliceType.Repr = sliceRepr
	SliceType.Hash = func(th *Thread, v Value) (uint64, error) { return Hash(th, Unchecked[Slice](v).tuple()) }
	SliceType.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		s, ok1 := AsSlice(a)
		o, ok2 := AsSlice(b)
		if !ok1 || !ok2 {
			return NotImplemented, nil
		}
		return Compare(th, s.tuple(), o.tuple(), op)
	}
	SliceType.Methods = []Func{
		{Sig: "indices(object, /)", Doc: "Start, stop and step as they apply to a sequence of the given length.", Fn: F2(sliceMethodIndices)},
		{Sig: "__reduce__()", Doc: "How to pickle the slice.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return TupleValue(SliceType.Value(), Unchecked[Slice](self).tuple()), nil
		})},
	}
	SliceType.Members = []Member{
		{Name: "start", Field: func(v Value) *Value { return &Unchecked[Slice](v).Start }},
		{Name: "stop", Field: func(v Value) *Value { return &Unchecked[Slice](v).Stop }},
		{Name: "step", Field: func(v Value) *Value { return &Unchecked[Slice](v).Step }},
	}
}
