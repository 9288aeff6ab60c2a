package collections

import (
	"strconv"
	"strings"

	"ouro/internal/object"
)

// deque is a ring of Values: n items from head on, in a buffer whose length is a power of two. state changes with every change of
// the number or order of items, so that iterators notice.
type deque struct {
	object.Header
	buf    []object.Value
	head   int
	n      int
	maxlen int // -1: no bound
	state  uint64
}

type dequeIter struct {
	object.Header
	d       *deque
	i       int
	state   uint64
	reverse bool
}

var (
	dequeLayout          = object.NewLayout[deque]()
	dequeIterLayout      = object.NewLayout[dequeIter]()
	dequeType            = object.NewType("deque", object.ObjectType, dequeLayout)
	dequeIterType        = object.NewType("_deque_iterator", object.ObjectType, dequeIterLayout)
	dequeReverseIterType = object.NewType("_deque_reverse_iterator", object.ObjectType, dequeIterLayout)
)

func asDeque(v object.Value) (*deque, bool) { return object.Cast[deque](v, dequeLayout) }

func (d *deque) at(i int) *object.Value { return &d.buf[(d.head+i)&(len(d.buf)-1)] }

// room makes place for one more.
func (d *deque) room() {
	if d.n < len(d.buf) {
		return
	}
	buf := make([]object.Value, max(8, 2*len(d.buf)))
	d.copyTo(buf)
	d.buf, d.head = buf, 0
}

func (d *deque) copyTo(dst []object.Value) {
	k := copy(dst, d.buf[d.head:min(d.head+d.n, len(d.buf))])
	copy(dst[k:], d.buf[:d.n-k])
}

func (d *deque) append(v object.Value) {
	if d.n == d.maxlen {
		if d.n == 0 {
			return
		}
		d.popLeft()
	}
	d.room()
	d.n++
	*d.at(d.n - 1) = v
	d.state++
}

func (d *deque) appendLeft(v object.Value) {
	if d.n == d.maxlen {
		if d.n == 0 {
			return
		}
		d.pop()
	}
	d.room()
	d.head = (d.head - 1) & (len(d.buf) - 1)
	d.buf[d.head] = v
	d.n++
	d.state++
}

// pop and popLeft are for deques that are not empty.
func (d *deque) pop() object.Value {
	p := d.at(d.n - 1)
	v := *p
	*p = object.Value{}
	d.n--
	d.state++
	return v
}

func (d *deque) popLeft() object.Value {
	p := &d.buf[d.head]
	v := *p
	*p = object.Value{}
	d.head = (d.head + 1) & (len(d.buf) - 1)
	d.n--
	d.state++
	return v
}

func (d *deque) clear() {
	d.buf, d.head, d.n = nil, 0, 0
	d.state++
}

// remove takes item i out.
func (d *deque) remove(i int) {
	if i < d.n/2 {
		for ; i > 0; i-- {
			*d.at(i) = *d.at(i - 1)
		}
		d.popLeft()
		return
	}
	for ; i < d.n-1; i++ {
		*d.at(i) = *d.at(i + 1)
	}
	d.pop()
}

func (d *deque) insert(i int, v object.Value) {
	if i < d.n/2 {
		d.appendLeft(v)
		for j := 0; j < i; j++ {
			*d.at(j) = *d.at(j + 1)
		}
	} else {
		d.append(v)
		for j := d.n - 1; j > i; j-- {
			*d.at(j) = *d.at(j - 1)
		}
	}
	*d.at(i) = v
}

func (d *deque) rotate(k int) {
	if d.n < 2 {
		return
	}
	if k %= d.n; k < 0 {
		k += d.n
	}
	if k <= d.n/2 {
		for ; k > 0; k-- {
			v := d.pop()
			d.head = (d.head - 1) & (len(d.buf) - 1)
			d.buf[d.head] = v
			d.n++
		}
		return
	}
	for k = d.n - k; k > 0; k-- {
		v := d.popLeft()
		d.n++
		*d.at(d.n - 1) = v
	}
}

func (d *deque) items() []object.Value {
	out := make([]object.Value, d.n)
	d.copyTo(out)
	return out
}

// newLikeDeque makes an empty deque of the same class and bound.
func newLikeDeque(th *object.Thread, d *deque) *deque {
	c := &deque{maxlen: d.maxlen}
	c.Shape = dequeType.ExactShape()
	return c
}

func dequeNew(th *object.Thread, t *object.Type, args []object.Value, names []*object.Str) (object.Value, error) {
	d := object.NewObject[deque](th, t)
	d.maxlen = -1
	return object.Of(&d.Header), nil
}

var dequeInitFunc = object.Func{Sig: "deque(iterable=NULL, maxlen=None)"}

func dequeInit(th *object.Thread, self object.Value, args []object.Value, names []*object.Str) error {
	var a [2]object.Value
	if err := dequeInitFunc.Signature().Bind(th, a[:], args, names, "deque"); err != nil {
		return err
	}
	d := object.Unchecked[deque](self)
	d.maxlen = -1
	if m := a[1]; !m.IsNone() {
		if !object.IsInt(m) {
			return object.TypeErrorf("an integer is required")
		}
		n, err := object.AsIndex(th, m)
		if err != nil {
			return err
		}
		if n < 0 {
			return object.ValueErrorf("maxlen must be non-negative")
		}
		d.maxlen = n
	}
	if d.n > 0 {
		d.clear()
	}
	if a[0].Ref == nil {
		return nil
	}
	return d.extend(th, a[0])
}

// source gives what to iterate over: a copy of the items if it is the deque itself.
func (d *deque) source(v object.Value) object.Value {
	if o, ok := asDeque(v); ok && o == d {
		return object.ListValue(d.items()...)
	}
	return v
}

func (d *deque) extend(th *object.Thread, v object.Value) error {
	return object.Each(th, d.source(v), func(x object.Value) (bool, error) {
		d.append(x)
		return false, nil
	})
}

func dequeRepr(th *object.Thread, v object.Value) (object.Value, error) {
	if !th.ReprEnter(v) {
		return object.StrValue("[...]"), nil
	}
	defer th.ReprLeave()
	d := object.Unchecked[deque](v)
	var b strings.Builder
	b.WriteString(v.Type().Name)
	b.WriteString("([")
	for i, x := range d.items() {
		if i > 0 {
			b.WriteString(", ")
		}
		s, err := object.Repr(th, x)
		if err != nil {
			return object.Value{}, err
		}
		b.WriteString(s.S)
	}
	b.WriteByte(']')
	if d.maxlen >= 0 {
		b.WriteString(", maxlen=")
		b.WriteString(strconv.Itoa(d.maxlen))
	}
	b.WriteByte(')')
	return object.StrValue(b.String()), nil
}

func dequeCompare(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
	x, ok1 := asDeque(a)
	y, ok2 := asDeque(b)
	if !ok1 || !ok2 {
		return object.NotImplemented, nil
	}
	return object.Compare(th, object.TupleValue(x.items()...), object.TupleValue(y.items()...), op)
}

// index converts a subscript.
func (d *deque) index(th *object.Thread, key object.Value) (int, error) {
	if object.S(key).Index == nil && !object.IsInt(key) {
		return 0, object.TypeErrorf("sequence index must be integer, not '%s'", key.Type().TypeName())
	}
	i, err := object.AsIndex(th, key)
	if err != nil {
		return 0, err
	}
	if i < 0 {
		i += d.n
	}
	if i < 0 || i >= d.n {
		return 0, object.NewExcf(object.IndexErrorType, "deque index out of range")
	}
	return i, nil
}

func dequeGetItem(th *object.Thread, o, key object.Value) (object.Value, error) {
	d := object.Unchecked[deque](o)
	i, err := d.index(th, key)
	if err != nil {
		return object.Value{}, err
	}
	return *d.at(i), nil
}

func dequeSetItem(th *object.Thread, o, key, val object.Value) error {
	d := object.Unchecked[deque](o)
	i, err := d.index(th, key)
	if err != nil {
		return err
	}
	if val.Ref == nil {
		d.remove(i)
	} else {
		*d.at(i) = val
	}
	return nil
}

// find gives the index of the first item from start on, before stop, that equals x; -1 if there is none.
func (d *deque) find(th *object.Thread, x object.Value, start, stop int) (int, error) {
	state := d.state
	for i := start; i < stop && i < d.n; i++ {
		eq, err := object.Equal(th, *d.at(i), x)
		if err != nil {
			return -1, err
		}
		if d.state != state {
			return -1, object.RuntimeErrorf("deque mutated during iteration")
		}
		if eq {
			return i, nil
		}
	}
	return -1, nil
}

func dequeConcat(th *object.Thread, a, b object.Value) (object.Value, error) {
	x := object.Unchecked[deque](a)
	y, ok := asDeque(b)
	if !ok {
		return object.Value{}, object.TypeErrorf("can only concatenate deque (not \"%s\") to deque", b.Type().TypeName())
	}
	r := newLikeDeque(th, x)
	for _, v := range x.items() {
		r.append(v)
	}
	for _, v := range y.items() {
		r.append(v)
	}
	return object.Of(&r.Header), nil
}

// repeat multiplies the contents.
func (d *deque) repeat(th *object.Thread, n object.Value) error {
	k, err := object.AsIndex(th, n)
	if err != nil {
		return err
	}
	if k <= 0 || d.n == 0 {
		d.clear()
		return nil
	}
	if d.maxlen >= 0 && k > d.maxlen/d.n+1 {
		// More than that many are pushed out again; what remains depends on the remainder alone.
		k = d.maxlen/d.n + 1
	}
	if k > 1<<32/d.n {
		return object.NewExc(object.MemoryErrorType)
	}
	if err := object.Room(k * d.n * 16); err != nil {
		return err
	}
	items := d.items()
	for ; k > 1; k-- {
		for _, v := range items {
			d.append(v)
		}
	}
	return nil
}

func dequeRepeat(th *object.Thread, v, n object.Value) (object.Value, error) {
	d := object.Unchecked[deque](v)
	r := newLikeDeque(th, d)
	for _, x := range d.items() {
		r.append(x)
	}
	return object.Of(&r.Header), r.repeat(th, n)
}

func (d *deque) iter(t *object.Type) object.Value {
	it := &dequeIter{d: d, state: d.state, reverse: t == dequeReverseIterType}
	it.Shape = t.ExactShape()
	return object.Of(&it.Header)
}

func dequeIterNext(th *object.Thread, v object.Value) (object.Value, error) {
	it := object.Unchecked[dequeIter](v)
	d := it.d
	if it.i >= d.n && it.state == d.state {
		return object.Value{}, nil
	}
	if it.state != d.state {
		it.i = 1 << 62
		return object.Value{}, object.RuntimeErrorf("deque mutated during iteration")
	}
	it.i++
	if it.reverse {
		return *d.at(d.n - it.i), nil
	}
	return *d.at(it.i - 1), nil
}

func dequeCopy(th *object.Thread, self object.Value) (object.Value, error) {
	d := object.Unchecked[deque](self)
	if t := self.Type(); t != dequeType {
		if d.maxlen < 0 {
			return object.Call1(th, t.Value(), self)
		}
		return object.Call2(th, t.Value(), self, object.Int(int64(d.maxlen)))
	}
	r := newLikeDeque(th, d)
	for _, x := range d.items() {
		r.append(x)
	}
	return object.Of(&r.Header), nil
}

func dequeIndex(th *object.Thread, a []object.Value) (object.Value, error) {
	d := object.Unchecked[deque](a[0])
	start, stop := 0, d.n
	for i, p := range []*int{&start, &stop} {
		if v := a[2+i]; v.Ref != nil {
			n, err := object.ClampIndex(th, v)
			if err != nil {
				return object.Value{}, err
			}
			if n < 0 {
				n = max(n+d.n, 0)
			}
			*p = n
		}
	}
	i, err := d.find(th, a[1], start, stop)
	if err == nil && i < 0 {
		err = object.ValueErrorf("deque.index(x): x not in deque")
	}
	return object.Int(int64(i)), err
}

func dequeCount(th *object.Thread, self, x object.Value) (object.Value, error) {
	d := object.Unchecked[deque](self)
	n := int64(0)
	for i := 0; ; i++ {
		var err error
		if i, err = d.find(th, x, i, d.n); err != nil || i < 0 {
			return object.Int(n), err
		}
		n++
	}
}

func emptyDeque() error { return object.NewExcf(object.IndexErrorType, "pop from an empty deque") }

func dequeReduce(th *object.Thread, self object.Value) (object.Value, error) {
	d := object.Unchecked[deque](self)
	state := object.None
	if a := object.InstanceDict(self); a != nil && a.Len() > 0 {
		state = a.Value()
	}
	args := object.TupleValue()
	if d.maxlen >= 0 {
		args = object.NewPair(object.TupleValue(), object.Int(int64(d.maxlen)))
	}
	return object.TupleValue(self.Type().Value(), args, state, d.iter(dequeIterType)), nil
}

func init() {
	t := dequeType
	t.Module = "collections"
	t.Flags |= object.FlagSequence
	t.Doc = "A list-like sequence with fast appends and pops at either end, optionally bounded."
	t.New, t.Init = dequeNew, dequeInit
	t.Repr, t.Compare = dequeRepr, dequeCompare
	t.Len = func(th *object.Thread, v object.Value) (int, error) { return object.Unchecked[deque](v).n, nil }
	t.GetItem, t.SetItem = dequeGetItem, dequeSetItem
	t.Contains = func(th *object.Thread, o, x object.Value) (bool, error) {
		d := object.Unchecked[deque](o)
		i, err := d.find(th, x, 0, d.n)
		return i >= 0, err
	}
	t.Concat, t.Repeat = dequeConcat, dequeRepeat
	t.InPlaceConcat = func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return a, object.Unchecked[deque](a).extend(th, b)
	}
	t.InPlaceRepeat = func(th *object.Thread, v, n object.Value) (object.Value, error) {
		return v, object.Unchecked[deque](v).repeat(th, n)
	}
	t.Iter = func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.Unchecked[deque](v).iter(dequeIterType), nil
	}
	t.GetSets = []object.GetSet{{Name: "maxlen", Doc: "The most items it holds; None if there is no bound.", Get: func(th *object.Thread, self object.Value) (object.Value, error) {
		if n := object.Unchecked[deque](self).maxlen; n >= 0 {
			return object.Int(int64(n)), nil
		}
		return object.None, nil
	}}}
	t.Methods = []object.Func{
		{Sig: "append(item, /)", Doc: "Add an item at the right end.", Fn: object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
			object.Unchecked[deque](self).append(v)
			return object.None, nil
		})},
		{Sig: "appendleft(item, /)", Doc: "Add an item at the left end.", Fn: object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
			object.Unchecked[deque](self).appendLeft(v)
			return object.None, nil
		})},
		{Sig: "clear()", Doc: "Remove all items.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			object.Unchecked[deque](self).clear()
			return object.None, nil
		})},
		{Sig: "copy()", Doc: "A shallow copy.", Fn: object.F1(dequeCopy)},
		{Sig: "__copy__()", Doc: "A shallow copy.", Fn: object.F1(dequeCopy)},
		{Sig: "count(value, /)", Doc: "How many items equal value.", Fn: object.F2(dequeCount)},
		{Sig: "extend(iterable, /)", Doc: "Add the items at the right end.", Fn: object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
			return object.None, object.Unchecked[deque](self).extend(th, v)
		})},
		{Sig: "extendleft(iterable, /)", Doc: "Add the items at the left end, one after another.", Fn: object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
			d := object.Unchecked[deque](self)
			return object.None, object.Each(th, d.source(v), func(x object.Value) (bool, error) {
				d.appendLeft(x)
				return false, nil
			})
		})},
		{Sig: "index(value, start=NULL, stop=NULL, /)", Doc: "The index of the first item that equals value; ValueError if there is none.", Fn: object.FN(dequeIndex)},
		{Sig: "insert(index, value, /)", Doc: "Put a value before the item at index.", Fn: object.F3(func(th *object.Thread, self, index, v object.Value) (object.Value, error) {
			d := object.Unchecked[deque](self)
			i, err := object.ClampIndex(th, index)
			if err != nil {
				return object.Value{}, err
			}
			if d.n == d.maxlen {
				return object.Value{}, object.NewExcf(object.IndexErrorType, "deque already at its maximum size")
			}
			if i < 0 {
				i = max(i+d.n, 0)
			}
			d.insert(min(i, d.n), v)
			return object.None, nil
		})},
		{Sig: "pop()", Doc: "Take the rightmost item out and return it.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			d := object.Unchecked[deque](self)
			if d.n == 0 {
				return object.Value{}, emptyDeque()
			}
			return d.pop(), nil
		})},
		{Sig: "popleft()", Doc: "Take the leftmost item out and return it.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			d := object.Unchecked[deque](self)
			if d.n == 0 {
				return object.Value{}, emptyDeque()
			}
			return d.popLeft(), nil
		})},
		{Sig: "remove(value, /)", Doc: "Take the first item that equals value out.", Fn: object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
			d := object.Unchecked[deque](self)
			i, err := d.find(th, v, 0, d.n)
			if err != nil {
				return object.Value{}, err
			}
			if i < 0 {
				return object.Value{}, object.ValueErrorf("deque.remove(x): x not in deque")
			}
			d.remove(i)
			return object.None, nil
		})},
		{Sig: "reverse()", Doc: "Put the items into reverse order, in place.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			d := object.Unchecked[deque](self)
			for i, j := 0, d.n-1; i < j; i, j = i+1, j-1 {
				a, b := d.at(i), d.at(j)
				*a, *b = *b, *a
			}
			return object.None, nil
		})},
		{Sig: "rotate(n=1, /)", Doc: "Rotate the items n places to the right.", Fn: object.F2(func(th *object.Thread, self, n object.Value) (object.Value, error) {
			k, err := object.AsIndex(th, n)
			if err != nil {
				return object.Value{}, err
			}
			d := object.Unchecked[deque](self)
			d.rotate(k)
			d.state++
			return object.None, nil
		})},
		{Sig: "__reversed__()", Doc: "An iterator from the right end to the left.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			return object.Unchecked[deque](self).iter(dequeReverseIterType), nil
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the deque.", Fn: object.F1(dequeReduce)},
		{Sig: "__sizeof__()", Doc: "The size in bytes.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			return object.Int(int64(80 + 16*len(object.Unchecked[deque](self).buf))), nil
		})},
		object.ClassGetItem(),
	}
	for _, it := range []*object.Type{dequeIterType, dequeReverseIterType} {
		it.Module = "collections"
		it.Flags |= object.FlagNoBase
		it.Iter = func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
		it.Next = dequeIterNext
		it.Constructor = &object.Func{Sig: it.Name + "(deque, index=0, /)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			cls, _ := object.AsType(a[0])
			d, ok := asDeque(a[1])
			if !ok {
				return object.Value{}, object.TypeErrorf("%s() argument 1 must be collections.deque, not %s", cls.Name, a[1].Type().TypeName())
			}
			i, err := object.AsIndex(th, a[2])
			if err != nil {
				return object.Value{}, err
			}
			v := d.iter(cls)
			object.Unchecked[dequeIter](v).i = min(max(i, 0), d.n)
			return v, nil
		})}
		it.Methods = []object.Func{
			{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
				it := object.Unchecked[dequeIter](self)
				return object.Int(int64(max(it.d.n-it.i, 0))), nil
			})},
			{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
				it := object.Unchecked[dequeIter](self)
				return object.NewPair(self.Type().Value(), object.NewPair(object.Of(&it.d.Header), object.Int(int64(it.i)))), nil
			})},
		}
	}
}
