package object

// Reversed is what reversed() gives for a sequence without __reversed__: items by index, from the last to the first.
type Reversed struct {
	Header
	seq Value // unbound once exhausted
	i   int
}

// callableIter is iter(callable, sentinel).
type callableIter struct {
	Header
	f, sentinel Value // f is unbound once exhausted
}

var (
	reversedLayout   = NewLayout[Reversed]()
	callIterLayout   = NewLayout[callableIter]()
	ReversedType     = NewType("reversed", ObjectType, reversedLayout)
	callableIterType = NewType("callable_iterator", ObjectType, callIterLayout)
)

func newReversed(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	if len(names) > 0 && t == ReversedType {
		return Value{}, TypeErrorf("reversed() takes no keyword arguments")
	}
	if n := len(args) - len(names); n != 1 {
		return Value{}, TypeErrorf("reversed expected 1 argument, got %d", n)
	}
	seq := args[0]
	f, self, err := LookupSpecial(th, seq, strReversed)
	if err != nil {
		return Value{}, err
	}
	switch {
	case f.IsNone():
		return Value{}, TypeErrorf("'%s' object is not reversible", seq.Type().TypeName())
	case f.Ref != nil && self:
		return Call1(th, f, seq)
	case f.Ref != nil:
		return Call0(th, f)
	}
	if S(seq).GetItem == nil || S(seq).Len == nil && seq.Type().heap == nil || seq.Type().Flags&FlagMapping != 0 {
		return Value{}, TypeErrorf("'%s' object is not reversible", seq.Type().TypeName())
	}
	n, err := Len(th, seq)
	if err != nil {
		return Value{}, err
	}
	r := NewObject[Reversed](th, t)
	r.seq, r.i = seq, n-1
	return Of(&r.Header), nil
}

func reversedNext(th *Thread, v Value) (Value, error) {
	r := Unchecked[Reversed](v)
	if r.seq.Ref == nil {
		return Value{}, nil
	}
	if r.i >= 0 {
		x, err := GetItem(th, r.seq, Int(int64(r.i)))
		if err == nil {
			r.i--
			return x, nil
		}
		if !Matches(err, IndexErrorType) && !Matches(err, StopIterationType) {
			return Value{}, err
		}
	}
	r.seq = Value{}
	return Value{}, nil
}

// NewCallableIter is iter(f, sentinel).
func NewCallableIter(f, sentinel Value) Value {
	it := &callableIter{f: f, sentinel: sentinel}
	it.Shape = callableIterType.shape
	return Of(&it.Header)
}

func callableNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[callableIter](v)
	if it.f.Ref == nil {
		return Value{}, nil
	}
	x, err := Call(th, it.f, nil, nil)
	if err != nil {
		if Matches(err, StopIterationType) {
			it.f = Value{}
			return Value{}, nil
		}
		return Value{}, err
	}
	eq, err := Equal(th, it.sentinel, x)
	if err != nil {
		return Value{}, err
	}
	if eq {
		it.f = Value{}
		return Value{}, nil
	}
	return x, nil
}

func init() {
	t := ReversedType
	t.Doc = "An iterator over a sequence's items from the last to the first."
	t.New = newReversed
	t.Iter = selfIter
	t.Next = reversedNext
	t.Methods = []Func{
		{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			r := Unchecked[Reversed](self)
			if r.seq.Ref == nil {
				return Int(0), nil
			}
			n, err := Len(th, r.seq)
			if n < r.i+1 {
				return Int(0), err
			}
			return Int(int64(r.i + 1)), err
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			r := Unchecked[Reversed](self)
			if r.seq.Ref == nil {
				return NewPair(self.Type().Value(), TupleValue(emptyTuple.Value())), nil
			}
			return TupleValue(self.Type().Value(), TupleValue(r.seq), Int(int64(r.i))), nil
		})},
		{Sig: "__setstate__(object, /)", Doc: "Move the iterator to an index.", Fn: F2(func(th *Thread, self, state Value) (Value, error) {
			i, err := AsIndex(th, state)
			r := Unchecked[Reversed](self)
			if err != nil || r.seq.Ref == nil {
				return None, err
			}
			n, err := Len(th, r.seq)
			r.i = min(max(i, -1), n-1)
			return None, err
		})},
	}
	t = callableIterType
	t.Flags |= FlagNoBase | FlagNoNew
	t.Iter = selfIter
	t.Next = callableNext
	t.Methods = []Func{
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			it := Unchecked[callableIter](self)
			if it.f.Ref == nil {
				return reduceCall(th, "iter", Value{}, None)
			}
			f, err := builtinFunction(th, "iter")
			return NewPair(f, NewPair(it.f, it.sentinel)), err
		})},
	}
}
