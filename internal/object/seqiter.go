package object

import "slices"

// Iterators over sequences. ListIter and TupleIter are exported so that the VM can advance them inline.

// ListIter iterates over a list; List is nil once it is exhausted.
type ListIter struct {
	Header
	List *List
	I    int
}

// TupleIter iterates over a tuple's items.
type TupleIter struct {
	Header
	Tuple *Tuple
	I     int
}

// listReverseIter iterates backwards; i is the next index, list nil once it is exhausted.
type listReverseIter struct {
	Header
	list *List
	i    int
}

// seqIter iterates over an object by index, for classes that have __getitem__ and no __iter__.
type seqIter struct {
	Header
	seq Value // unbound once exhausted
	i   int64
}

var (
	listIterLayout      = NewLayout[ListIter]()
	tupleIterLayout     = NewLayout[TupleIter]()
	listReverseLayout   = NewLayout[listReverseIter]()
	seqIterLayout       = NewLayout[seqIter]()
	ListIterType        = NewType("list_iterator", ObjectType, listIterLayout)
	TupleIterType       = NewType("tuple_iterator", ObjectType, tupleIterLayout)
	listReverseIterType = NewType("list_reverseiterator", ObjectType, listReverseLayout)
	SeqIterType         = NewType("iterator", ObjectType, seqIterLayout)
	// ListIterShape and TupleIterShape are the iterators' shapes.
	ListIterShape  = ListIterType.shape
	TupleIterShape = TupleIterType.shape
)

// NewListIter is iter(l).
func NewListIter(l *List) Value {
	it := &ListIter{List: l}
	it.Shape = ListIterShape
	return Of(&it.Header)
}

// NewTupleIter is iter(t).
func NewTupleIter(t *Tuple) Value {
	it := &TupleIter{Tuple: t}
	it.Shape = TupleIterShape
	return Of(&it.Header)
}

func newListReverseIter(l *List) Value {
	it := &listReverseIter{list: l, i: l.Len() - 1}
	it.Shape = listReverseIterType.shape
	return Of(&it.Header)
}

func newSeqIter(v Value) Value {
	it := &seqIter{seq: v}
	it.Shape = SeqIterType.shape
	return Of(&it.Header)
}

func listIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[ListIter](v)
	l := it.List
	if l == nil {
		return Value{}, nil
	}
	i := it.I
	if l.Tag != nil {
		if i < len(l.Raw) {
			it.I = i + 1
			return Value{l.Tag, l.Raw[i]}, nil
		}
	} else if i < len(l.Items) {
		it.I = i + 1
		return l.Items[i], nil
	}
	it.List = nil
	return Value{}, nil
}

func tupleIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[TupleIter](v)
	if it.I < len(it.Tuple.Items) {
		it.I++
		return it.Tuple.Items[it.I-1], nil
	}
	return Value{}, nil
}

func listReverseNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[listReverseIter](v)
	if it.list == nil {
		return Value{}, nil
	}
	if it.i >= 0 && it.i < it.list.Len() {
		it.i--
		return it.list.At(it.i + 1), nil
	}
	it.list = nil
	return Value{}, nil
}

func seqIterNext(th *Thread, v Value) (Value, error) {
	it := Unchecked[seqIter](v)
	if it.seq.Ref == nil {
		return Value{}, nil
	}
	x, err := GetItem(th, it.seq, Int(it.i))
	if err != nil {
		if Matches(err, IndexErrorType) || Matches(err, StopIterationType) {
			it.seq = Value{}
			return Value{}, nil
		}
		return Value{}, err
	}
	it.i++
	return x, nil
}

// Pickling an iterator calls iter (or reversed) on what is left of its source.

func builtinFunction(th *Thread, name string) (Value, error) {
	if v, ok := th.Interp.Builtins.GetString(name); ok {
		return v, nil
	}
	return Value{}, NewExcf(AttributeErrorType, "module 'builtins' has no attribute '%s'", name)
}

// reduceIter is the __reduce__ of an iterator over src; an index is given as the state unless it is None.
func reduceIter(th *Thread, src, index Value) (Value, error) {
	return reduceCall(th, "iter", src, index)
}

func reduceCall(th *Thread, function string, src, index Value) (Value, error) {
	f, err := builtinFunction(th, function)
	if err != nil {
		return Value{}, err
	}
	if src.Ref == nil {
		return TupleValue(f, TupleValue(emptyTuple.Value())), nil
	}
	if index.IsNone() {
		return NewPair(f, TupleValue(src)), nil
	}
	return TupleValue(f, TupleValue(src), index), nil
}

// indexedIter is the method table of an iterator with a source and an index. left counts the items to come.
func indexedIter(t *Type, function string, left func(th *Thread, v Value) (int, error), source func(v Value) (src Value, i *int)) {
	t.Flags |= FlagNoBase | FlagNoNew
	t.Iter = selfIter
	t.Methods = []Func{
		{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			n, err := left(th, self)
			return Int(int64(max(n, 0))), err
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			src, i := source(self)
			if src.Ref == nil {
				return reduceCall(th, "iter", src, None)
			}
			return reduceCall(th, function, src, Int(int64(*i)))
		})},
		{Sig: "__setstate__(object, /)", Doc: "Move the iterator to an index.", Fn: F2(func(th *Thread, self, state Value) (Value, error) {
			n, err := AsIndex(th, state)
			if err != nil {
				return Value{}, err
			}
			if src, i := source(self); src.Ref != nil {
				lo := 0
				if function == "reversed" {
					lo = -1
				}
				*i = max(n, lo)
			}
			return None, nil
		})},
	}
}

func init() {
	ListIterType.Next = listIterNext
	indexedIter(ListIterType, "iter", func(th *Thread, v Value) (int, error) {
		it := Unchecked[ListIter](v)
		if it.List == nil {
			return 0, nil
		}
		return it.List.Len() - it.I, nil
	}, func(v Value) (Value, *int) {
		it := Unchecked[ListIter](v)
		if it.List == nil {
			return Value{}, nil
		}
		return it.List.Value(), &it.I
	})
	TupleIterType.Next = tupleIterNext
	indexedIter(TupleIterType, "iter", func(th *Thread, v Value) (int, error) {
		it := Unchecked[TupleIter](v)
		return len(it.Tuple.Items) - it.I, nil
	}, func(v Value) (Value, *int) {
		it := Unchecked[TupleIter](v)
		return it.Tuple.Value(), &it.I
	})
	listReverseIterType.Next = listReverseNext
	indexedIter(listReverseIterType, "reversed", func(th *Thread, v Value) (int, error) {
		it := Unchecked[listReverseIter](v)
		if it.list == nil || it.i >= it.list.Len() {
			return 0, nil
		}
		return it.i + 1, nil
	}, func(v Value) (Value, *int) {
		it := Unchecked[listReverseIter](v)
		if it.list == nil {
			return Value{}, nil
		}
		return it.list.Value(), &it.i
	})
	SeqIterType.Flags |= FlagNoBase | FlagNoNew
	SeqIterType.Iter = selfIter
	SeqIterType.Next = seqIterNext
	SeqIterType.Methods = []Func{
		{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			it := Unchecked[seqIter](self)
			if it.seq.Ref == nil || S(it.seq).Len == nil {
				return Int(0), nil
			}
			n, err := Len(th, it.seq)
			return Int(max(int64(n)-it.i, 0)), err
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			it := Unchecked[seqIter](self)
			return reduceIter(th, it.seq, Int(it.i))
		})},
		{Sig: "__setstate__(object, /)", Doc: "Move the iterator to an index.", Fn: F2(func(th *Thread, self, state Value) (Value, error) {
			n, err := AsIndex(th, state)
			Unchecked[seqIter](self).i = int64(max(n, 0))
			return None, err
		})},
	}
}

func sortStrings(s []string) { slices.Sort(s) }
