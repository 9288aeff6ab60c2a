package object

import "strings"

// Tuple is a Python tuple.
type Tuple struct {
	Header
	Items []Value
}

var (
	tupleLayout = NewLayout[Tuple]()
	TupleType   = NewType("tuple", ObjectType, tupleLayout)
	TupleShape  = TupleType.shape
	// emptyTuple is the one () that Python code sees.
	emptyTuple = func() *Tuple {
		t := &Tuple{}
		t.Shape = TupleType.shape
		return t
	}()
)

// NewTuple makes a tuple of the items; it keeps the slice.
func NewTuple(items ...Value) *Tuple {
	if len(items) == 0 {
		return emptyTuple
	}
	t := &Tuple{Items: items}
	t.Shape = TupleType.shape
	return t
}

// TupleValue is NewTuple as a Value.
func TupleValue(items ...Value) Value { return NewTuple(items...).Value() }

// Tuples of few items hold them in the same allocation.
type (
	tuple1 struct {
		Tuple
		a [1]Value
	}
	tuple2 struct {
		Tuple
		a [2]Value
	}
	tuple3 struct {
		Tuple
		a [3]Value
	}
	tuple4 struct {
		Tuple
		a [4]Value
	}
)

// fill makes x the tuple of one item.
func (x *tuple1) fill(item Value) *Tuple {
	x.a[0] = item
	x.Items, x.Shape = x.a[:], TupleShape
	return &x.Tuple
}

// MakeTuple makes a tuple of n unbound items, to be filled in before anybody sees it.
func MakeTuple(n int) *Tuple {
	var t *Tuple
	switch n {
	case 0:
		return emptyTuple
	case 1:
		x := new(tuple1)
		t, x.Items = &x.Tuple, x.a[:]
	case 2:
		x := new(tuple2)
		t, x.Items = &x.Tuple, x.a[:]
	case 3:
		x := new(tuple3)
		t, x.Items = &x.Tuple, x.a[:]
	case 4:
		x := new(tuple4)
		t, x.Items = &x.Tuple, x.a[:]
	default:
		t = &Tuple{Items: make([]Value, n)}
	}
	t.Shape = TupleShape
	return t
}

// NewPair makes (a, b) with one allocation.
func NewPair(a, b Value) Value {
	x := &tuple2{a: [2]Value{a, b}}
	x.Shape = TupleShape
	x.Items = x.a[:]
	return Of(&x.Header)
}

// CopyTuple makes a tuple of copied items.
func CopyTuple(items []Value) *Tuple {
	t := MakeTuple(len(items))
	copy(t.Items, items)
	return t
}

// Value is the tuple as a Python value.
func (t *Tuple) Value() Value { return Value{Ref: &t.Header} }

// AsTuple gives v as a tuple (subclasses included).
func AsTuple(v Value) (*Tuple, bool) { return Cast[Tuple](v, tupleLayout) }

// ToTuple is tuple(v).
func ToTuple(th *Thread, v Value) (*Tuple, error) {
	if v.Ref.Shape == TupleShape {
		return Unchecked[Tuple](v), nil
	}
	items, err := Collect(th, v)
	if err != nil {
		return nil, err
	}
	return NewTuple(items...), nil
}

func newTuple(th *Thread, args []Value) (Value, error) {
	t, _ := AsType(args[0])
	src := emptyTuple
	if args[1].Ref != nil {
		var err error
		if src, err = ToTuple(th, args[1]); err != nil {
			return Value{}, err
		}
	}
	if t == TupleType {
		return src.Value(), nil
	}
	x := NewObject[Tuple](th, t)
	x.Items = src.Items
	return x.Value(), nil
}

func tupleRepr(th *Thread, v Value) (Value, error) {
	items := Unchecked[Tuple](v).Items
	if len(items) == 0 {
		return StrValue("()"), nil
	}
	if !th.reprEnter(v) {
		return StrValue("(...)"), nil
	}
	defer th.reprLeave()
	var b strings.Builder
	b.WriteByte('(')
	for i, x := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := writeRepr(th, &b, x); err != nil {
			return Value{}, err
		}
	}
	if len(items) == 1 {
		b.WriteByte(',')
	}
	b.WriteByte(')')
	return StrValue(b.String()), nil
}

// hashItems mixes the hashes of a sequence's items by the rounds of xxHash64, so that hashes of tuples of numbers are CPython's.
func hashItems(th *Thread, items []Value) (uint64, error) {
	const p1, p2, p5 = 11400714785074694791, 14029467366897019727, 2870177450012600261
	acc := uint64(p5)
	for _, x := range items {
		h, err := Hash(th, x)
		if err != nil {
			return 0, err
		}
		acc += h * p2
		acc = (acc<<31 | acc>>33) * p1
	}
	acc += uint64(len(items)) ^ (p5 ^ 3527539)
	if acc == ^uint64(0) {
		return 1546275796, nil
	}
	return acc, nil
}

func tupleCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x, ok1 := AsTuple(a)
	y, ok2 := AsTuple(b)
	if !ok1 || !ok2 {
		return NotImplemented, nil
	}
	return compareItems(th, x.Items, y.Items, op)
}

// compareItems compares two sequences item by item: the first that differ decide, else the lengths.
func compareItems(th *Thread, x, y []Value, op CmpOp) (Value, error) {
	if len(x) != len(y) && (op == Eq || op == Ne) {
		return Bool(op == Ne), nil
	}
	leave, err := th.Enter(" in comparison")
	if err != nil {
		return Value{}, err
	}
	for i := 0; i < len(x) && i < len(y); i++ {
		eq, err := Equal(th, x[i], y[i])
		if err != nil {
			leave()
			return Value{}, err
		}
		if eq {
			continue
		}
		leave()
		switch op {
		case Eq:
			return False, nil
		case Ne:
			return True, nil
		}
		return Compare(th, x[i], y[i], op)
	}
	leave()
	return Bool(op.Holds(len(x) - len(y))), nil
}

func tupleGetItem(th *Thread, o, key Value) (Value, error) {
	items := Unchecked[Tuple](o).Items
	if key.Ref == &IntHeader {
		i := int(key.Int64())
		if i < 0 {
			i += len(items)
		}
		if uint(i) < uint(len(items)) {
			return items[i], nil
		}
		return Value{}, NewExcf(IndexErrorType, "tuple index out of range")
	}
	if s, ok := AsSlice(key); ok {
		start, _, step, n, err := SliceIndices(th, s, len(items))
		if err != nil {
			return Value{}, err
		}
		if n == len(items) && step == 1 && o.Ref.Shape == TupleShape {
			return o, nil
		}
		if step == 1 {
			return CopyTuple(items[start : start+n]).Value(), nil
		}
		t := MakeTuple(n)
		for i := range t.Items {
			t.Items[i] = items[start+i*step]
		}
		return t.Value(), nil
	}
	i, err := sequenceIndex(th, key, "tuple")
	if err != nil {
		return Value{}, err
	}
	return tupleGetItem(th, o, i)
}

// sequenceIndex converts a subscript that is neither an immediate int nor a slice.
func sequenceIndex(th *Thread, key Value, what string) (Value, error) {
	if S(key).Index == nil && !IsInt(key) {
		return Value{}, TypeErrorf("%s indices must be integers or slices, not %s", what, key.Type().TypeName())
	}
	i, err := Index(th, key)
	if err != nil {
		return i, err
	}
	if !i.IsInt() {
		return i, NewExcf(IndexErrorType, "cannot fit '%s' into an index-sized integer", key.Type().Name)
	}
	return i, nil
}

func tupleConcat(th *Thread, a, b Value) (Value, error) {
	x, y := Unchecked[Tuple](a), (*Tuple)(nil)
	var ok bool
	if y, ok = AsTuple(b); !ok {
		return Value{}, TypeErrorf("can only concatenate tuple (not \"%s\") to tuple", b.Type().TypeName())
	}
	switch {
	case len(y.Items) == 0 && a.Ref.Shape == TupleShape:
		return a, nil
	case len(x.Items) == 0 && b.Ref.Shape == TupleShape:
		return b, nil
	}
	t := MakeTuple(len(x.Items) + len(y.Items))
	copy(t.Items, x.Items)
	copy(t.Items[len(x.Items):], y.Items)
	return t.Value(), nil
}

// maxItems is the most items that a sequence of Values may be asked to hold in one step.
const maxItems = 1 << 32

// repeatCount converts the n of sequence * n and checks that the result is not absurdly large.
func repeatCount(th *Thread, n Value, length int) (int, error) {
	k, err := AsIndex(th, n)
	if err != nil {
		return 0, err
	}
	if k < 0 || length == 0 {
		k = 0
	}
	if length > 0 && k > maxItems/length {
		return 0, NewExc(MemoryErrorType)
	}
	return k, Room(k * length * 16)
}

func tupleRepeat(th *Thread, v, n Value) (Value, error) {
	items := Unchecked[Tuple](v).Items
	k, err := repeatCount(th, n, len(items))
	if err != nil {
		return Value{}, err
	}
	if k == 1 && v.Ref.Shape == TupleShape {
		return v, nil
	}
	t := MakeTuple(len(items) * k)
	fillRepeated(t.Items, items)
	return t.Value(), nil
}

// fillRepeated fills dst with copies of src, doubling.
func fillRepeated[T any](dst, src []T) {
	for n := copy(dst, src); n > 0 && n < len(dst); n *= 2 {
		copy(dst[n:], dst[:n])
	}
}

func tupleIndex(th *Thread, a []Value) (Value, error) {
	items := Unchecked[Tuple](a[0]).Items
	start, stop, err := searchBounds(th, a[2], a[3], len(items))
	if err != nil {
		return Value{}, err
	}
	for i := start; i < stop; i++ {
		eq, err := Equal(th, items[i], a[1])
		if err != nil {
			return Value{}, err
		}
		if eq {
			return Int(int64(i)), nil
		}
	}
	return Value{}, ValueErrorf("tuple.index(x): x not in tuple")
}

// searchBounds converts the start and stop of an index method.
func searchBounds(th *Thread, start, stop Value, n int) (lo, hi int, err error) {
	bound := func(v Value, dflt int) (int, error) {
		if v.Ref == nil {
			return dflt, nil
		}
		if S(v).Index == nil && !IsInt(v) {
			return 0, TypeErrorf("slice indices must be integers or have an __index__ method")
		}
		i, err := ClampIndex(th, v)
		if i < 0 {
			i = max(i+n, 0)
		}
		return i, err
	}
	if lo, err = bound(start, 0); err == nil {
		hi, err = bound(stop, n)
	}
	return lo, min(hi, n), err
}

func tupleCount(th *Thread, self, item Value) (Value, error) {
	n := int64(0)
	for _, x := range Unchecked[Tuple](self).Items {
		eq, err := Equal(th, x, item)
		if err != nil {
			return Value{}, err
		}
		if eq {
			n++
		}
	}
	return Int(n), nil
}

func tupleContains(th *Thread, o, item Value) (bool, error) {
	for _, x := range Unchecked[Tuple](o).Items {
		if eq, err := Equal(th, x, item); eq || err != nil {
			return eq, err
		}
	}
	return false, nil
}

func init() {
	t := TupleType
	t.Flags |= FlagSequence | FlagMatchSelf
	t.Doc = "An immutable sequence of the iterable's items."
	t.Constructor = &Func{Sig: "tuple(iterable=NULL, /)", Fn: FN(newTuple)}
	t.Repr = tupleRepr
	t.Hash = func(th *Thread, v Value) (uint64, error) { return hashItems(th, Unchecked[Tuple](v).Items) }
	t.Compare = tupleCompare
	t.Len = func(th *Thread, v Value) (int, error) { return len(Unchecked[Tuple](v).Items), nil }
	t.GetItem = tupleGetItem
	t.Contains = tupleContains
	t.Concat = tupleConcat
	t.Repeat = tupleRepeat
	t.Iter = func(th *Thread, v Value) (Value, error) { return NewTupleIter(Unchecked[Tuple](v)), nil }
	t.Methods = []Func{
		{Sig: "index(value, start=NULL, stop=NULL, /)", Doc: "The index of the first item that equals value; ValueError if there is none.", Fn: FN(tupleIndex)},
		{Sig: "count(value, /)", Doc: "How many items equal value.", Fn: F2(tupleCount)},
		{Sig: "__getnewargs__()", Doc: "The arguments that make a copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return TupleValue(CopyTuple(Unchecked[Tuple](self).Items).Value()), nil
		})},
		classGetItemRow(),
	}
}
