package object

import "strings"

// SetIter iterates over a set's elements in order; Set is nil once it is exhausted or has failed.
type SetIter struct {
	Header
	Set     *Set
	I, Used int
	failed  bool
}

var (
	setIterLayout = NewLayout[SetIter]()
	SetIterType   = NewType("set_iterator", ObjectType, setIterLayout)
	SetIterShape  = SetIterType.shape
)

// NewSetIter is iter(s).
func NewSetIter(s *Set) Value {
	it := &SetIter{Set: s, Used: s.used}
	it.Shape = SetIterShape
	return Of(&it.Header)
}

// Next gives the next element, unbound at the end.
func (it *SetIter) Next() (Value, error) {
	s := it.Set
	if s == nil || s.used != it.Used {
		if s != nil {
			it.Set, it.failed = nil, true
		}
		if it.failed {
			return Value{}, RuntimeErrorf("Set changed size during iteration")
		}
		return Value{}, nil
	}
	for it.I < len(s.ents) {
		k := s.ents[it.I].key
		it.I++
		if k.Ref != nil {
			return k, nil
		}
	}
	it.Set = nil
	return Value{}, nil
}

func setNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	return NewObject[Set](th, t).Value(), nil
}

func setInit(th *Thread, self Value, args []Value, names []*Str) error {
	if len(names) > 0 && !self.Type().LookupIsScript(strInit) {
		return TypeErrorf("set() takes no keyword arguments")
	}
	if n := len(args) - len(names); n > 1 {
		return TypeErrorf("set expected at most 1 argument, got %d", n)
	} else if n == 0 {
		return nil
	}
	s := Unchecked[Set](self)
	if s.used > 0 {
		s.Clear()
	}
	return s.Update(th, args[0])
}

// emptyFrozen is the one empty frozenset that Python code sees.
var emptyFrozen = NewFrozenSet()

func frozenSetNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	if len(names) > 0 && !t.LookupIsScript(strInit) {
		return Value{}, TypeErrorf("frozenset() takes no keyword arguments")
	}
	n := len(args) - len(names)
	if n > 1 {
		return Value{}, TypeErrorf("frozenset expected at most 1 argument, got %d", n)
	}
	if n == 1 && t == FrozenSetType && args[0].Ref.Shape == FrozenSetShape {
		return args[0], nil
	}
	s := NewObject[Set](th, t)
	if n == 1 {
		if err := s.Update(th, args[0]); err != nil {
			return Value{}, err
		}
	}
	if s.used == 0 && t == FrozenSetType {
		return emptyFrozen.Value(), nil
	}
	return s.Value(), nil
}

func setRepr(th *Thread, v Value) (Value, error) {
	s, t := Unchecked[Set](v), v.Type()
	if s.used == 0 {
		return StrValue(t.Name + "()"), nil
	}
	if !th.reprEnter(v) {
		return StrValue(t.Name + "(...)"), nil
	}
	defer th.reprLeave()
	var b strings.Builder
	if t != SetType {
		b.WriteString(t.Name)
		b.WriteByte('(')
	}
	b.WriteByte('{')
	for i, x := range s.Keys() {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := writeRepr(th, &b, x); err != nil {
			return Value{}, err
		}
	}
	b.WriteByte('}')
	if t != SetType {
		b.WriteByte(')')
	}
	return StrValue(b.String()), nil
}

func setCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x, ok1 := AsSet(a)
	y, ok2 := AsSet(b)
	if !ok1 || !ok2 {
		return NotImplemented, nil
	}
	var r bool
	var err error
	switch op {
	case Eq, Ne:
		r = x.used == y.used
		if r && x.hash != 0 && y.hash != 0 && x.hash != y.hash {
			r = false
		}
		if r {
			r, err = x.subsetOf(th, y)
		}
		r = r == (op == Eq)
	case Lt:
		if x.used < y.used {
			r, err = x.subsetOf(th, y)
		}
	case Le:
		r, err = x.subsetOf(th, y)
	case Gt:
		if y.used < x.used {
			r, err = y.subsetOf(th, x)
		}
	case Ge:
		r, err = y.subsetOf(th, x)
	}
	return Bool(r), err
}

// frozenSetHash mixes the elements' hashes without regard to order, with CPython's constants.
func frozenSetHash(th *Thread, v Value) (uint64, error) {
	s := Unchecked[Set](v)
	if s.hash == 0 {
		h := uint64(0)
		for i := range s.ents {
			if e := &s.ents[i]; e.key.Ref != nil {
				h ^= (e.hash ^ 89869747 ^ e.hash<<16) * 3644798167
			}
		}
		h ^= uint64(s.used+1) * 1927868237
		h ^= h>>11 ^ h>>25
		h = h*69069 + 907133923
		if h == ^uint64(0) || h == 0 {
			h = 590923713
		}
		s.hash = h
	}
	return s.hash, nil
}

func setContains(th *Thread, o, item Value) (bool, error) {
	s := Unchecked[Set](o)
	ok, err := s.Has(th, item)
	if err != nil {
		if k, isSet := asSetKey(item, err); isSet {
			return s.Has(th, k)
		}
	}
	return ok, err
}

// asSetKey lets a set stand for the frozenset of its elements where an element is asked for.
func asSetKey(item Value, err error) (Value, bool) {
	s, ok := Cast[Set](item, setLayout)
	if !ok || !Matches(err, TypeErrorType) {
		return Value{}, false
	}
	f := NewFrozenSet()
	f.copyFrom(s)
	return f.Value(), true
}

// setBinary makes an operator of two sets; the result has the kind of the left one.
func setBinary(f func(th *Thread, x *Set, b Value) (*Set, error)) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		x, ok1 := AsSet(a)
		_, ok2 := AsSet(b)
		if !ok1 || !ok2 {
			return NotImplemented, nil
		}
		r, err := f(th, x, b)
		if err != nil {
			return Value{}, err
		}
		return r.Value(), nil
	}
}

// setInPlace makes an in-place operator.
func setInPlace(f func(th *Thread, x *Set, b Value) error) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		if _, ok := AsSet(b); !ok {
			return NotImplemented, nil
		}
		return a, f(th, Unchecked[Set](a), b)
	}
}

func setUnion(th *Thread, x *Set, b Value) (*Set, error) {
	r := x.Copy()
	return r, r.Update(th, b)
}

func setXor(th *Thread, x *Set, b Value) (*Set, error) {
	r := x.Copy()
	return r, r.symmetricUpdate(th, b)
}

func (s *Set) intersectionUpdate(th *Thread, b Value) error {
	r, err := s.intersect(th, b)
	if err == nil {
		s.become(r)
	}
	return err
}

func (s *Set) become(r *Set) {
	s.idx, s.ents, s.used, s.shift, s.first = r.idx, r.ents, r.used, r.shift, 0
}

// setMany makes a method of any number of iterables that gives a new set, folding f over them.
func setMany(f func(th *Thread, x *Set, b Value) (*Set, error)) Fn {
	return Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, TypeErrorf("%s() takes no keyword arguments", args[0].Type().TypeName())
		}
		s := Unchecked[Set](args[0])
		if len(args) == 1 {
			return s.Copy().Value(), nil
		}
		for _, o := range args[1:] {
			var err error
			if s, err = f(th, s, o); err != nil {
				return Value{}, err
			}
		}
		return s.Value(), nil
	})
}

// setUpdateMany makes a method of any number of iterables that changes the set.
func setUpdateMany(f func(th *Thread, x *Set, b Value) error) Fn {
	return Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, TypeErrorf("%s() takes no keyword arguments", args[0].Type().TypeName())
		}
		for _, o := range args[1:] {
			if err := f(th, Unchecked[Set](args[0]), o); err != nil {
				return Value{}, err
			}
		}
		return None, nil
	})
}

func setIsDisjoint(th *Thread, self, other Value) (Value, error) {
	s := Unchecked[Set](self)
	if o, ok := AsSet(other); ok && o.used > s.used {
		s, other = o, self
	}
	disjoint := true
	err := eachHashed(th, other, func(k Value, h uint64) (bool, error) {
		n, err := s.findHashed(th, k, h)
		disjoint = n < 0
		return n >= 0, err
	})
	return Bool(disjoint), err
}

func setIsSubset(th *Thread, self, other Value) (Value, error) {
	o, ok := AsSet(other)
	if !ok {
		var err error
		if o, err = SetOf(th, other); err != nil {
			return Value{}, err
		}
	}
	r, err := Unchecked[Set](self).subsetOf(th, o)
	return Bool(r), err
}

func setIsSuperset(th *Thread, self, other Value) (Value, error) {
	s := Unchecked[Set](self)
	if o, ok := AsSet(other); ok {
		r, err := o.subsetOf(th, s)
		return Bool(r), err
	}
	all := true
	err := eachHashed(th, other, func(k Value, h uint64) (bool, error) {
		n, err := s.findHashed(th, k, h)
		all = n >= 0
		return n < 0, err
	})
	return Bool(all), err
}

func setRemove(th *Thread, self, k Value) (Value, error) {
	found, err := setDiscardKey(th, self, k)
	if err == nil && !found {
		err = KeyErrorOf(k)
	}
	return None, err
}

func setDiscardKey(th *Thread, self, k Value) (bool, error) {
	s := Unchecked[Set](self)
	found, err := s.Discard(th, k)
	if err != nil {
		if f, ok := asSetKey(k, err); ok {
			return s.Discard(th, f)
		}
	}
	return found, err
}

func setPop(th *Thread, self Value) (Value, error) {
	s := Unchecked[Set](self)
	if s.used == 0 {
		return Value{}, KeyErrorOf(StrValue("pop from an empty set"))
	}
	for s.ents[s.first].key.Ref == nil {
		s.first++
	}
	return s.removeAt(s.first), nil
}

func setReduce(th *Thread, self Value) (Value, error) {
	state := None
	if d := InstanceDict(self); d != nil && d.Len() > 0 {
		state = d.Value()
	}
	return TupleValue(self.Type().Value(), TupleValue(ListValue(Unchecked[Set](self).Keys()...)), state), nil
}

// setCommon fills what sets and frozensets share.
func setCommon(t *Type) {
	t.Flags |= FlagMatchSelf
	t.Repr = setRepr
	t.Compare = setCompare
	t.Len = func(th *Thread, v Value) (int, error) { return Unchecked[Set](v).used, nil }
	t.Contains = setContains
	t.Iter = func(th *Thread, v Value) (Value, error) { return NewSetIter(Unchecked[Set](v)), nil }
	t.Binary[OpOr] = setBinary(setUnion)
	t.Binary[OpAnd] = setBinary(setIntersect)
	t.Binary[OpSub] = setBinary(setWithout)
	t.Binary[OpXor] = setBinary(setXor)
	t.Methods = []Func{
		{Sig: "copy()", Doc: "A shallow copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			if self.Ref.Shape == FrozenSetShape {
				return self, nil
			}
			return Unchecked[Set](self).Copy().Value(), nil
		})},
		{Sig: "difference(*others)", Doc: "The elements that are in none of the iterables.", Fn: setMany(setWithout)},
		{Sig: "intersection(*others)", Doc: "The elements that are in all of the iterables.", Fn: setMany(setIntersect)},
		{Sig: "isdisjoint(other, /)", Doc: "Whether the two have no element in common.", Fn: F2(setIsDisjoint)},
		{Sig: "issubset(other, /)", Doc: "Whether all elements are in other.", Fn: F2(setIsSubset)},
		{Sig: "issuperset(other, /)", Doc: "Whether all items of other are elements.", Fn: F2(setIsSuperset)},
		{Sig: "symmetric_difference(other, /)", Doc: "The elements that are in one of the two but not in both.", Fn: F2(func(th *Thread, self, other Value) (Value, error) {
			r, err := setXor(th, Unchecked[Set](self), other)
			if err != nil {
				return Value{}, err
			}
			return r.Value(), nil
		})},
		{Sig: "union(*others)", Doc: "The elements of all.", Fn: setMany(setUnion)},
		{Sig: "__reduce__()", Doc: "How to pickle the set.", Fn: F1(setReduce)},
		{Sig: "__sizeof__()", Doc: "The size in bytes.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			s := Unchecked[Set](self)
			return Int(int64(200 + 4*len(s.idx) + 24*cap(s.ents))), nil
		})},
		classGetItemRow(),
	}
}

func setIntersect(th *Thread, x *Set, b Value) (*Set, error) { return x.intersect(th, b) }

func setWithout(th *Thread, x *Set, b Value) (*Set, error) { return x.without(th, b) }

func init() {
	setCommon(SetType)
	setCommon(FrozenSetType)
	t := SetType
	t.Doc = "An unordered collection of distinct hashable elements."
	t.New, t.Init = setNew, setInit
	t.InPlace[OpOr] = setInPlace(func(th *Thread, x *Set, b Value) error { return x.Update(th, b) })
	t.InPlace[OpAnd] = setInPlace(func(th *Thread, x *Set, b Value) error { return x.intersectionUpdate(th, b) })
	t.InPlace[OpSub] = setInPlace(func(th *Thread, x *Set, b Value) error { return x.DifferenceUpdate(th, b) })
	t.InPlace[OpXor] = setInPlace(func(th *Thread, x *Set, b Value) error { return x.symmetricUpdate(th, b) })
	for _, f := range []*Func{
		{Sig: "add(object, /)", Doc: "Put an element in.", Fn: F2(func(th *Thread, self, k Value) (Value, error) {
			return None, Unchecked[Set](self).Add(th, k)
		})},
		{Sig: "clear()", Doc: "Remove all elements.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			Unchecked[Set](self).Clear()
			return None, nil
		})},
		{Sig: "difference_update(*others)", Doc: "Take out the items of the iterables.", Fn: setUpdateMany(func(th *Thread, x *Set, b Value) error { return x.DifferenceUpdate(th, b) })},
		{Sig: "discard(object, /)", Doc: "Take an element out if it is there.", Fn: F2(func(th *Thread, self, k Value) (Value, error) {
			_, err := setDiscardKey(th, self, k)
			return None, err
		})},
		{Sig: "intersection_update(*others)", Doc: "Keep only what is in all the iterables.", Fn: setUpdateMany(func(th *Thread, x *Set, b Value) error { return x.intersectionUpdate(th, b) })},
		{Sig: "pop()", Doc: "Take some element out and return it.", Fn: F1(setPop)},
		{Sig: "remove(object, /)", Doc: "Take an element out; KeyError if it is not there.", Fn: F2(setRemove)},
		{Sig: "symmetric_difference_update(other, /)", Doc: "Keep what is in one of the two but not in both.", Fn: F2(func(th *Thread, self, o Value) (Value, error) {
			return None, Unchecked[Set](self).symmetricUpdate(th, o)
		})},
		{Sig: "update(*others)", Doc: "Put the items of the iterables in.", Fn: setUpdateMany(func(th *Thread, x *Set, b Value) error { return x.Update(th, b) })},
	} {
		t.Methods = append(t.Methods, Func{Sig: f.Sig, Doc: f.Doc, Fn: f.Fn})
	}
	FrozenSetType.Doc = "An immutable unordered collection of distinct hashable elements."
	FrozenSetType.New = frozenSetNew
	FrozenSetType.Hash = frozenSetHash

	SetIterType.Flags |= FlagNoBase | FlagNoNew
	SetIterType.Iter = selfIter
	SetIterType.Next = func(th *Thread, v Value) (Value, error) { return Unchecked[SetIter](v).Next() }
	SetIterType.Methods = []Func{
		{Sig: "__length_hint__()", Doc: "How many elements are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			it := Unchecked[SetIter](self)
			if it.Set == nil || it.Set.used != it.Used {
				return Int(0), nil
			}
			n := int64(0)
			for i := it.I; i < len(it.Set.ents); i++ {
				if it.Set.ents[i].key.Ref != nil {
					n++
				}
			}
			return Int(n), nil
		})},
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			it := *Unchecked[SetIter](self)
			rest, err := collectIter(th, Of(&it.Header))
			if err != nil {
				return Value{}, err
			}
			return reduceIter(th, ListValue(rest...), None)
		})},
	}
}
