package object

import (
	"slices"
	"strings"
)

// List is a Python list. While all items are ints, or all floats, or all bools (immediates with one tag), they are kept as
// their 8-byte payloads in raw; the first other item turns the list into one of Values.
type List struct {
	Header
	// Tag is the sentinel of a homogeneous list's items, nil for a general list.
	Tag   *Header
	Raw   []uint64
	Items []Value
}

var (
	listLayout = NewLayout[List]()
	ListType   = NewType("list", ObjectType, listLayout)
	ListShape  = ListType.shape
)

// NewList makes a list of the items; it keeps the slice.
func NewList(items ...Value) *List {
	l := &List{Items: items}
	l.Shape = ListType.shape
	return l
}

// NewRawList makes a homogeneous list of payloads; it keeps the slice.
func NewRawList(tag *Header, raw []uint64) *List {
	l := &List{Tag: tag, Raw: raw}
	l.Shape = ListShape
	return l
}

// CopyList makes a list of copied items, homogeneous if they are.
func CopyList(items []Value) *List {
	l := NewList()
	l.assign(items)
	return l
}

// ListValue is NewList as a Value.
func ListValue(items ...Value) Value { return NewList(items...).Value() }

// Value is the list as a Python value.
func (l *List) Value() Value { return Value{Ref: &l.Header} }

// AsList gives v as a list (subclasses included).
func AsList(v Value) (*List, bool) { return Cast[List](v, listLayout) }

// rawTag gives the tag of a list that holds only values like v; nil if there are no such lists.
func rawTag(v Value) *Header {
	if v.Ref == &IntHeader || v.Ref == &FloatHeader || v.Ref == &BoolHeader {
		return v.Ref
	}
	return nil
}

// sameTag gives the one tag of all items, nil if they differ or there are none.
func sameTag(items []Value) *Header {
	if len(items) == 0 {
		return nil
	}
	tag := rawTag(items[0])
	if tag == nil {
		return nil
	}
	for i := range items {
		if items[i].Ref != tag {
			return nil
		}
	}
	return tag
}

// assign replaces the contents with copies of the items.
func (l *List) assign(items []Value) {
	if tag := sameTag(items); tag != nil {
		raw := make([]uint64, len(items))
		for i := range items {
			raw[i] = items[i].Bits
		}
		l.Tag, l.Raw, l.Items = tag, raw, nil
		return
	}
	l.Tag, l.Raw, l.Items = nil, nil, slices.Clone(items)
}

// Len is the number of items.
func (l *List) Len() int {
	if l.Tag != nil {
		return len(l.Raw)
	}
	return len(l.Items)
}

// At gives item i, which must be in range.
func (l *List) At(i int) Value {
	if l.Tag != nil {
		return Value{l.Tag, l.Raw[i]}
	}
	return l.Items[i]
}

// Set stores item i, which must be in range.
func (l *List) Set(i int, v Value) {
	if l.Tag != nil {
		if v.Ref == l.Tag {
			l.Raw[i] = v.Bits
			return
		}
		l.generalise(len(l.Raw))
	}
	l.Items[i] = v
}

// generalise turns a homogeneous list into one of Values with room for n.
func (l *List) generalise(n int) {
	items := make([]Value, len(l.Raw), max(n, len(l.Raw)))
	for i, b := range l.Raw {
		items[i] = Value{l.Tag, b}
	}
	l.Items, l.Raw, l.Tag = items, nil, nil
}

// Values gives the items as Values; a homogeneous list is turned into a general one.
func (l *List) Values() []Value {
	if l.Tag != nil {
		l.generalise(0)
	}
	return l.Items
}

// Snapshot copies the items.
func (l *List) Snapshot() []Value {
	if l.Tag == nil {
		return slices.Clone(l.Items)
	}
	out := make([]Value, len(l.Raw))
	for i, b := range l.Raw {
		out[i] = Value{l.Tag, b}
	}
	return out
}

// Append adds an item at the end.
func (l *List) Append(v Value) {
	if l.Tag != nil {
		if v.Ref == l.Tag {
			l.Raw = append(l.Raw, v.Bits)
			return
		}
		l.generalise(len(l.Raw) + 1)
	} else if len(l.Items) == 0 && (v.Ref == &IntHeader || v.Ref == &FloatHeader || v.Ref == &BoolHeader) {
		l.Tag, l.Items = v.Ref, nil
		l.Raw = append(l.Raw, v.Bits)
		return
	}
	l.Items = append(l.Items, v)
}

// room asks for the memory that Append of one more will want.
func (l *List) room() error {
	if l.Tag != nil {
		return roomToGrow(len(l.Raw), cap(l.Raw), 8)
	}
	return roomToGrow(len(l.Items), cap(l.Items), 16)
}

// Clear removes all items.
func (l *List) Clear() { l.Tag, l.Raw, l.Items = nil, nil, nil }

// Insert puts v before item i, which is at most the length.
func (l *List) Insert(i int, v Value) {
	if i == l.Len() {
		l.Append(v)
		return
	}
	if l.Tag != nil {
		if v.Ref == l.Tag {
			l.Raw = slices.Insert(l.Raw, i, v.Bits)
			return
		}
		l.generalise(len(l.Raw) + 1)
	}
	l.Items = slices.Insert(l.Items, i, v)
}

// Remove takes item i, which must be in range, out.
func (l *List) Remove(i int) Value {
	v := l.At(i)
	l.deleteRange(i, i+1)
	return v
}

func (l *List) deleteRange(i, j int) {
	// Items at the front go by moving the slice's start, so that a list used as a queue is not copied on every step; append
	// copies to a fresh array when the room at the end is used up.
	if l.Tag != nil {
		if i == 0 && j <= 4 {
			l.Raw = l.Raw[j:]
			return
		}
		l.Raw = append(l.Raw[:i], l.Raw[j:]...)
		return
	}
	if i == 0 && j < len(l.Items) && j <= 4 {
		clear(l.Items[:j])
		l.Items = l.Items[j:]
		return
	}
	n := copy(l.Items[i:], l.Items[j:])
	clear(l.Items[i+n:])
	l.Items = l.Items[:i+n]
}

// slice copies n items from start on, step apart.
func (l *List) slice(start, step, n int) *List {
	if n == 0 {
		return NewList()
	}
	if l.Tag != nil {
		raw := make([]uint64, n)
		if step == 1 {
			copy(raw, l.Raw[start:])
		} else {
			for i := range raw {
				raw[i] = l.Raw[start+i*step]
			}
		}
		return NewRawList(l.Tag, raw)
	}
	items := make([]Value, n)
	if step == 1 {
		copy(items, l.Items[start:])
	} else {
		for i := range items {
			items[i] = l.Items[start+i*step]
		}
	}
	return NewList(items...)
}

// Extend appends the items of an iterable.
func (l *List) Extend(th *Thread, v Value) error {
	if v.IsImmediate() {
		_, err := Iter(th, v)
		return err
	}
	if o, ok := AsList(v); ok && v.Type().heap == nil {
		switch {
		case o.Len() == 0:
			return nil
		case l.Len() == 0 && o.Tag != nil:
			l.Tag, l.Items, l.Raw = o.Tag, nil, append([]uint64(nil), o.Raw...)
			return nil
		case l.Tag != nil && l.Tag == o.Tag:
			l.Raw = append(l.Raw, o.Raw...)
			return nil
		case l.Tag == nil && o.Tag == nil:
			l.Items = append(l.Items, o.Items...)
			return nil
		}
		for i, n := 0, o.Len(); i < n; i++ {
			l.Append(o.At(i))
		}
		return nil
	}
	if t, ok := AsTuple(v); ok && v.Type().heap == nil {
		for _, x := range t.Items {
			l.Append(x)
		}
		return nil
	}
	it, err := Iter(th, v)
	if err != nil {
		return err
	}
	if r, ok := Cast[RangeIter](it, rangeIterLayout); ok {
		return l.extendRange(th, r)
	}
	n, err := LengthHint(th, v, 0)
	if err != nil {
		return err
	}
	if n > maxItems {
		return NewExc(MemoryErrorType)
	}
	if err := Room(n * 16); err != nil {
		return err
	}
	w := Walk{it, S(it).Next}
	for {
		x, err := w.Next(th)
		if err != nil || x.Ref == nil {
			return err
		}
		if err := l.room(); err != nil {
			return err
		}
		l.Append(x)
	}
}

func (l *List) extendRange(th *Thread, r *RangeIter) error {
	if r.N > maxItems {
		return NewExc(MemoryErrorType)
	}
	if err := Room(int(r.N) * 16); err != nil {
		return err
	}
	for r.N > 0 {
		// Other threads and signal handlers, which run here, may change the list.
		if err := th.CheckBreaker(); err != nil {
			return err
		}
		n := min(r.N, breakerStride)
		if l.Len() == 0 || l.Tag == &IntHeader {
			l.Tag, l.Items = &IntHeader, nil
			l.Raw = slices.Grow(l.Raw, int(r.N))
			for range n {
				l.Raw = append(l.Raw, uint64(r.Cur))
				r.Cur += r.Step
			}
		} else {
			for range n {
				l.Append(Int(r.Cur))
				r.Cur += r.Step
			}
		}
		r.N -= n
	}
	return nil
}

// breakerStride is how many steps of a few nanoseconds a native loop makes between two looks at the eval-breaker.
const breakerStride = 1 << 16

// ToList is list(v).
func ToList(th *Thread, v Value) (*List, error) {
	l := NewList()
	return l, l.Extend(th, v)
}

func listInit(th *Thread, self Value, args []Value, names []*Str) error {
	if len(names) > 0 && self.Type().heap == nil {
		return TypeErrorf("list() takes no keyword arguments")
	}
	if n := len(args) - len(names); n > 1 {
		return TypeErrorf("list expected at most 1 argument, got %d", n)
	} else if n == 0 {
		return nil
	}
	l := Unchecked[List](self)
	if l.Len() > 0 {
		l.Clear()
	}
	return l.Extend(th, args[0])
}

func listNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	return NewObject[List](th, t).Value(), nil
}

func listRepr(th *Thread, v Value) (Value, error) {
	l := Unchecked[List](v)
	if l.Len() == 0 {
		return StrValue("[]"), nil
	}
	if !th.reprEnter(v) {
		return StrValue("[...]"), nil
	}
	defer th.reprLeave()
	var b strings.Builder
	b.WriteByte('[')
	for i := 0; i < l.Len(); i++ {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := writeRepr(th, &b, l.At(i)); err != nil {
			return Value{}, err
		}
	}
	b.WriteByte(']')
	return StrValue(b.String()), nil
}

func listCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x, ok1 := AsList(a)
	y, ok2 := AsList(b)
	if !ok1 || !ok2 {
		return NotImplemented, nil
	}
	if x.Len() != y.Len() && (op == Eq || op == Ne) {
		return Bool(op == Ne), nil
	}
	if x.Tag == &IntHeader && y.Tag == &IntHeader {
		for i := 0; i < len(x.Raw) && i < len(y.Raw); i++ {
			if p, q := int64(x.Raw[i]), int64(y.Raw[i]); p != q {
				if p < q {
					return Bool(op.Holds(-1)), nil
				}
				return Bool(op.Holds(1)), nil
			}
		}
		return Bool(op.Holds(len(x.Raw) - len(y.Raw))), nil
	}
	leave, err := th.Enter(" in comparison")
	if err != nil {
		return Value{}, err
	}
	for i := 0; i < x.Len() && i < y.Len(); i++ {
		p, q := x.At(i), y.At(i)
		eq, err := Equal(th, p, q)
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
		return Compare(th, p, q, op)
	}
	leave()
	return Bool(op.Holds(x.Len() - y.Len())), nil
}

func listGetItem(th *Thread, o, key Value) (Value, error) {
	l := Unchecked[List](o)
	if key.Ref == &IntHeader {
		i, n := int(key.Int64()), l.Len()
		if i < 0 {
			i += n
		}
		if uint(i) < uint(n) {
			return l.At(i), nil
		}
		return Value{}, NewExcf(IndexErrorType, "list index out of range")
	}
	if s, ok := AsSlice(key); ok {
		s, err := s.Fixed(th)
		if err != nil {
			return Value{}, err
		}
		start, _, step, n, err := SliceIndices(th, s, l.Len())
		if err != nil {
			return Value{}, err
		}
		return l.slice(start, step, n).Value(), nil
	}
	i, err := sequenceIndex(th, key, "list")
	if err != nil {
		return Value{}, err
	}
	return listGetItem(th, o, i)
}

func listSetItem(th *Thread, o, key, val Value) error {
	l := Unchecked[List](o)
	if key.Ref == &IntHeader {
		i, n := int(key.Int64()), l.Len()
		if i < 0 {
			i += n
		}
		if uint(i) >= uint(n) {
			return NewExcf(IndexErrorType, "list assignment index out of range")
		}
		if val.Ref == nil {
			l.deleteRange(i, i+1)
		} else {
			l.Set(i, val)
		}
		return nil
	}
	if s, ok := AsSlice(key); ok {
		if val.Ref == nil {
			return l.deleteSlice(th, s)
		}
		return l.setSlice(th, s, val)
	}
	i, err := sequenceIndex(th, key, "list")
	if err != nil {
		return err
	}
	return listSetItem(th, o, i, val)
}

func (l *List) deleteSlice(th *Thread, s *Slice) error {
	s, err := s.Fixed(th)
	if err != nil {
		return err
	}
	start, _, step, n, err := SliceIndices(th, s, l.Len())
	if err != nil || n == 0 {
		return err
	}
	if step == 1 {
		l.deleteRange(start, start+n)
		return nil
	}
	if step < 0 {
		start, step = start+(n-1)*step, -step
	}
	size := l.Len()
	dst, next, left := start, start, n
	for i := start; i < size; i++ {
		if i == next && left > 0 {
			next += step
			left--
			continue
		}
		if l.Tag != nil {
			l.Raw[dst] = l.Raw[i]
		} else {
			l.Items[dst] = l.Items[i]
		}
		dst++
	}
	if l.Tag != nil {
		l.Raw = l.Raw[:dst]
	} else {
		clear(l.Items[dst:])
		l.Items = l.Items[:dst]
	}
	return nil
}

func (l *List) setSlice(th *Thread, s *Slice, val Value) error {
	// The bounds are applied to the length that the list has once the new items are there: getting them may change it.
	if S(val).Iter == nil && (S(val).GetItem == nil || !isSequence(val.Type())) {
		return TypeErrorf("must assign iterable to extended slice")
	}
	src, err := ToList(th, val)
	if err != nil {
		return err
	}
	s, err = s.Fixed(th)
	if err != nil {
		return err
	}
	start, stop, step, n, err := SliceIndices(th, s, l.Len())
	if err != nil {
		return err
	}
	if step == 1 {
		l.replace(start, max(start, stop), src)
		return nil
	}
	if src.Len() != n {
		return ValueErrorf("attempt to assign sequence of size %d to extended slice of size %d", src.Len(), n)
	}
	for i := range n {
		l.Set(start+i*step, src.At(i))
	}
	return nil
}

// replace puts the items of src where those from i to j are.
func (l *List) replace(i, j int, src *List) {
	switch {
	case src.Len() == 0:
		l.deleteRange(i, j)
	case l.Tag != nil && l.Tag == src.Tag:
		l.Raw = slices.Replace(l.Raw, i, j, src.Raw...)
	case i == 0 && j == l.Len():
		l.Tag, l.Raw, l.Items = src.Tag, src.Raw, src.Items
	default:
		l.Items = slices.Replace(l.Values(), i, j, src.Values()...)
	}
}

func listConcat(th *Thread, a, b Value) (Value, error) {
	x := Unchecked[List](a)
	y, ok := AsList(b)
	if !ok {
		return Value{}, TypeErrorf("can only concatenate list (not \"%s\") to list", b.Type().TypeName())
	}
	if x.Tag != nil && (x.Tag == y.Tag || y.Len() == 0) {
		raw := make([]uint64, len(x.Raw)+len(y.Raw))
		copy(raw, x.Raw)
		copy(raw[len(x.Raw):], y.Raw)
		return NewRawList(x.Tag, raw).Value(), nil
	}
	if x.Len() == 0 {
		return y.slice(0, 1, y.Len()).Value(), nil
	}
	items := make([]Value, x.Len()+y.Len())
	n := x.copyTo(items)
	y.copyTo(items[n:])
	return ListValue(items...), nil
}

// copyTo copies the items into dst, which has room for them.
func (l *List) copyTo(dst []Value) int {
	if l.Tag == nil {
		return copy(dst, l.Items)
	}
	for i, b := range l.Raw {
		dst[i] = Value{l.Tag, b}
	}
	return len(l.Raw)
}

func listRepeat(th *Thread, v, n Value) (Value, error) {
	l := Unchecked[List](v)
	k, err := repeatCount(th, n, l.Len())
	if err != nil {
		return Value{}, err
	}
	return l.repeated(k).Value(), nil
}

func (l *List) repeated(k int) *List {
	switch {
	case k == 0 || l.Len() == 0:
		return NewList()
	case l.Tag != nil:
		raw := make([]uint64, len(l.Raw)*k)
		if len(l.Raw) != 1 || l.Raw[0] != 0 {
			fillRepeated(raw, l.Raw)
		}
		return NewRawList(l.Tag, raw)
	case len(l.Items) == 1 && rawTag(l.Items[0]) != nil:
		raw := make([]uint64, k)
		if b := l.Items[0].Bits; b != 0 {
			fillRepeated(raw, []uint64{b})
		}
		return NewRawList(l.Items[0].Ref, raw)
	}
	items := make([]Value, len(l.Items)*k)
	fillRepeated(items, l.Items)
	return NewList(items...)
}

func listInPlaceRepeat(th *Thread, v, n Value) (Value, error) {
	l := Unchecked[List](v)
	k, err := repeatCount(th, n, l.Len())
	if err != nil {
		return Value{}, err
	}
	if k != 1 {
		r := l.repeated(k)
		l.Tag, l.Raw, l.Items = r.Tag, r.Raw, r.Items
	}
	return v, nil
}

func listContains(th *Thread, o, item Value) (bool, error) {
	i, err := Unchecked[List](o).find(th, item, 0, maxInt)
	return i >= 0, err
}

// find gives the index of the first item from start on, before stop, that equals x; -1 if there is none.
func (l *List) find(th *Thread, x Value, start, stop int) (int, error) {
	if l.Tag != nil && l.Tag == x.Ref && x.Ref != &FloatHeader {
		for i := start; i < len(l.Raw) && i < stop; i++ {
			if l.Raw[i] == x.Bits {
				return i, nil
			}
		}
		return -1, nil
	}
	for i := start; i < l.Len() && i < stop; i++ {
		eq, err := Equal(th, l.At(i), x)
		if err != nil {
			return -1, err
		}
		if eq {
			return i, nil
		}
	}
	return -1, nil
}

func listAppend(th *Thread, self, v Value) (Value, error) {
	l := Unchecked[List](self)
	if err := l.room(); err != nil {
		return Value{}, err
	}
	l.Append(v)
	return None, nil
}

func listExtend(th *Thread, self, v Value) (Value, error) {
	return None, Unchecked[List](self).Extend(th, v)
}

func listInsert(th *Thread, self, index, v Value) (Value, error) {
	l := Unchecked[List](self)
	i, err := AsIndex(th, index)
	if err != nil {
		return Value{}, err
	}
	n := l.Len()
	if i < 0 {
		i = max(i+n, 0)
	}
	l.Insert(min(i, n), v)
	return None, nil
}

func listPop(th *Thread, self, index Value) (Value, error) {
	l := Unchecked[List](self)
	n := l.Len()
	i := -1
	if index.Ref == &IntHeader {
		i = int(index.Int64())
	} else {
		var err error
		if i, err = AsIndex(th, index); err != nil {
			return Value{}, err
		}
		n = l.Len()
	}
	if n == 0 {
		return Value{}, NewExcf(IndexErrorType, "pop from empty list")
	}
	if i < 0 {
		i += n
	}
	if uint(i) >= uint(n) {
		return Value{}, NewExcf(IndexErrorType, "pop index out of range")
	}
	if i == n-1 {
		if l.Tag != nil {
			v := Value{l.Tag, l.Raw[i]}
			l.Raw = l.Raw[:i]
			return v, nil
		}
		v := l.Items[i]
		l.Items[i] = Value{}
		l.Items = l.Items[:i]
		return v, nil
	}
	return l.Remove(i), nil
}

func listRemove(th *Thread, self, v Value) (Value, error) {
	l := Unchecked[List](self)
	i, err := l.find(th, v, 0, maxInt)
	if err != nil {
		return Value{}, err
	}
	if i < 0 {
		return Value{}, ValueErrorf("list.remove(x): x not in list")
	}
	// The comparison may have emptied the list.
	l.deleteRange(min(i, l.Len()), min(i+1, l.Len()))
	return None, nil
}

func listIndex(th *Thread, a []Value) (Value, error) {
	l := Unchecked[List](a[0])
	start, stop, err := searchBounds(th, a[2], a[3], l.Len())
	if err != nil {
		return Value{}, err
	}
	i, err := l.find(th, a[1], start, stop)
	if err == nil && i < 0 {
		err = ValueErrorf("list.index(x): x not in list")
	}
	return Int(int64(i)), err
}

func listCount(th *Thread, self, x Value) (Value, error) {
	l := Unchecked[List](self)
	n := int64(0)
	for i := 0; i < l.Len(); i++ {
		eq, err := Equal(th, l.At(i), x)
		if err != nil {
			return Value{}, err
		}
		if eq {
			n++
		}
	}
	return Int(n), nil
}

func listReverse(th *Thread, self Value) (Value, error) {
	l := Unchecked[List](self)
	slices.Reverse(l.Raw)
	slices.Reverse(l.Items)
	return None, nil
}

func listSort(th *Thread, a []Value) (Value, error) {
	reverse, err := Truth(th, a[2])
	if err != nil {
		return Value{}, err
	}
	return None, Unchecked[List](a[0]).Sort(th, a[1], reverse)
}

func init() {
	t := ListType
	t.Flags |= FlagSequence | FlagMatchSelf
	t.Doc = "A mutable sequence of the iterable's items."
	t.New, t.Init = listNew, listInit
	t.Repr = listRepr
	t.Compare = listCompare
	t.Len = func(th *Thread, v Value) (int, error) { return Unchecked[List](v).Len(), nil }
	t.GetItem, t.SetItem, t.Contains = listGetItem, listSetItem, listContains
	t.Concat, t.Repeat, t.InPlaceRepeat = listConcat, listRepeat, listInPlaceRepeat
	t.InPlaceConcat = func(th *Thread, a, b Value) (Value, error) { return a, Unchecked[List](a).Extend(th, b) }
	t.Iter = func(th *Thread, v Value) (Value, error) { return NewListIter(Unchecked[List](v)), nil }
	t.Methods = []Func{
		{Sig: "append(object, /)", Doc: "Add an item at the end.", Fn: F2(listAppend)},
		{Sig: "clear()", Doc: "Remove all items.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			Unchecked[List](self).Clear()
			return None, nil
		})},
		{Sig: "copy()", Doc: "A shallow copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			l := Unchecked[List](self)
			return l.slice(0, 1, l.Len()).Value(), nil
		})},
		{Sig: "count(value, /)", Doc: "How many items equal value.", Fn: F2(listCount)},
		{Sig: "extend(iterable, /)", Doc: "Add the items of an iterable at the end.", Fn: F2(listExtend)},
		{Sig: "index(value, start=NULL, stop=NULL, /)", Doc: "The index of the first item that equals value; ValueError if there is none.", Fn: FN(listIndex)},
		{Sig: "insert(index, object, /)", Doc: "Put an item before the one at index.", Fn: F3(listInsert)},
		{Sig: "pop(index=-1, /)", Doc: "Take the item at index (the last) out and return it.", Fn: F2(listPop)},
		{Sig: "remove(value, /)", Doc: "Take the first item that equals value out; ValueError if there is none.", Fn: F2(listRemove)},
		{Sig: "reverse()", Doc: "Put the items into reverse order, in place.", Fn: F1(listReverse)},
		{Sig: "sort(*, key=None, reverse=False)", Doc: "Sort the list in place; equal items keep their order.", Fn: FN(listSort)},
		{Sig: "__reversed__()", Doc: "An iterator from the last item to the first.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return newListReverseIter(Unchecked[List](self)), nil
		})},
		{Sig: "__sizeof__()", Doc: "The list's size in bytes.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			l := Unchecked[List](self)
			return Int(int64(40 + 8*cap(l.Raw) + 16*cap(l.Items))), nil
		})},
		classGetItemRow(),
	}
}
