package object

import "unsafe"

// Set is a Python set or frozenset: elements in insertion order and an open-addressed index into them (none while there are few),
// like Dict. Deleted elements stay as holes (an unbound key) until the next growth.
type Set struct {
	Header
	idx   []int32 // 0 empty, -1 deleted, else element number + 1; nil for small sets
	ents  []setEntry
	used  int
	first int    // no element stands before this entry
	hash  uint64 // of a frozenset, once computed (0: not yet)
	shift uint8
}

type setEntry struct {
	hash uint64
	key  Value
}

var (
	setLayout       = NewLayout[Set]()
	frozenSetLayout = NewLayout[Set]()
	SetType         = NewType("set", ObjectType, setLayout)
	FrozenSetType   = NewType("frozenset", ObjectType, frozenSetLayout)
	// SetShape and FrozenSetShape are the shapes of exact sets and frozensets.
	SetShape       = SetType.shape
	FrozenSetShape = FrozenSetType.shape
)

// NewSet makes an empty set.
func NewSet() *Set {
	s := &Set{}
	s.Shape = SetShape
	return s
}

// NewFrozenSet makes an empty frozenset, to be filled before anybody sees it.
func NewFrozenSet() *Set {
	s := &Set{}
	s.Shape = FrozenSetShape
	return s
}

// SetOf is set(v).
func SetOf(th *Thread, v Value) (*Set, error) {
	s := NewSet()
	return s, s.Update(th, v)
}

// Value is the set as a Python value.
func (s *Set) Value() Value { return Value{Ref: &s.Header} }

// AsSet gives v as a set or frozenset (subclasses included).
func AsSet(v Value) (*Set, bool) {
	if setLayout.Is(v) || frozenSetLayout.Is(v) {
		return (*Set)(unsafe.Pointer(v.Ref)), true
	}
	return nil, false
}

// Len is the number of elements.
func (s *Set) Len() int { return s.used }

// Keys copies the elements.
func (s *Set) Keys() []Value {
	out := make([]Value, 0, s.used)
	for i := range s.ents {
		if k := s.ents[i].key; k.Ref != nil {
			out = append(out, k)
		}
	}
	return out
}

// Entry gives element number i for iteration in order: done at the end, an unbound value for a hole.
func (s *Set) Entry(i int) (k Value, done bool) {
	if i >= len(s.ents) {
		return Value{}, true
	}
	return s.ents[i].key, false
}

func (s *Set) grow(n int) {
	old := s.ents
	s.first = 0
	if n <= dictSmall {
		s.idx = nil
		s.ents = make([]setEntry, 0, dictSmall)
		for i := range old {
			if old[i].key.Ref != nil {
				s.ents = append(s.ents, old[i])
			}
		}
		return
	}
	size := 16
	for size*2 < n*3 {
		size *= 2
	}
	s.idx = make([]int32, size)
	s.shift = 64
	for m := size; m > 1; m >>= 1 {
		s.shift--
	}
	s.ents = make([]setEntry, 0, size*2/3+1)
	mask := uint(size - 1)
	for i := range old {
		e := &old[i]
		if e.key.Ref == nil {
			continue
		}
		j := uint(e.hash * dictMul >> s.shift)
		for s.idx[j&mask] != 0 {
			j++
		}
		s.ents = append(s.ents, *e)
		s.idx[j&mask] = int32(len(s.ents))
	}
}

// findKnown searches for a key whose equality needs no Python code: a str or an int. general is set if another kind of key with
// the same hash is in the way.
func (s *Set) findKnown(k Value, h uint64, str *Str) (n int, general bool) {
	match := func(e *setEntry) (hit, general bool) {
		if e.key == k {
			return true, false
		}
		if str != nil {
			return sameStr(e.key, str), false
		}
		return false, e.key.Ref != &IntHeader
	}
	if s.idx == nil {
		for i := range s.ents {
			if e := &s.ents[i]; e.hash == h && e.key.Ref != nil {
				if hit, gen := match(e); hit || gen {
					return i, gen
				}
			}
		}
		return -1, false
	}
	mask := uint(len(s.idx) - 1)
	for j := uint(h * dictMul >> s.shift); ; j++ {
		i := s.idx[j&mask]
		if i == 0 {
			return -1, false
		}
		if i < 0 {
			continue
		}
		if e := &s.ents[i-1]; e.hash == h {
			if hit, gen := match(e); hit || gen {
				return int(i - 1), gen
			}
		}
	}
}

// find gives the element number of any hashable value, or -1.
func (s *Set) find(th *Thread, k Value) (n int, h uint64, err error) {
	if k.Ref == &IntHeader {
		h = HashInt(int64(k.Bits))
		if n, general := s.findKnown(k, h, nil); !general {
			return n, h, nil
		}
	} else if k.Ref.Shape == StrShape {
		str := (*Str)(unsafe.Pointer(k.Ref))
		h = str.Hash()
		n, _ = s.findKnown(k, h, str)
		return n, h, nil
	} else if h, err = Hash(th, k); err != nil {
		return -1, 0, unusableKey(th, k, err, "a set element")
	}
	n, err = s.findHash(th, k, h)
	return n, h, err
}

// findHash searches with ==, which may run Python code and change the set: the search then starts anew.
func (s *Set) findHash(th *Thread, k Value, h uint64) (int, error) {
again:
	ents := s.ents
	match := func(i int) (eq, changed bool, err error) {
		e := &ents[i]
		key := e.key
		if e.hash != h || key.Ref == nil {
			return false, false, nil
		}
		if key == k {
			return true, false, nil
		}
		eq, err = Equal(th, key, k)
		changed = len(ents) > len(s.ents) || len(s.ents) > 0 && &s.ents[0] != &ents[0] || i < len(s.ents) && s.ents[i].key != key
		return eq, changed, err
	}
	if s.idx == nil {
		for i := 0; i < len(ents); i++ {
			eq, changed, err := match(i)
			if err != nil {
				return -1, err
			}
			if changed {
				goto again
			}
			if eq {
				return i, nil
			}
		}
		return -1, nil
	}
	idx := s.idx
	mask := uint(len(idx) - 1)
	for j := uint(h * dictMul >> s.shift); ; j++ {
		i := idx[j&mask]
		if i == 0 {
			return -1, nil
		}
		if i < 0 {
			continue
		}
		eq, changed, err := match(int(i - 1))
		if err != nil {
			return -1, err
		}
		if changed {
			goto again
		}
		if eq {
			return int(i - 1), nil
		}
	}
}

func (s *Set) insert(h uint64, k Value) {
	if len(s.ents) == cap(s.ents) {
		if s.idx == nil {
			s.grow(s.used + 1)
		} else {
			s.grow(max(s.used*3/2, s.used+1))
		}
	}
	s.ents = append(s.ents, setEntry{h, k})
	if s.idx != nil {
		mask := uint(len(s.idx) - 1)
		j := uint(h * dictMul >> s.shift)
		for s.idx[j&mask] > 0 {
			j++
		}
		s.idx[j&mask] = int32(len(s.ents))
	}
	s.used++
}

func (s *Set) removeAt(n int) Value {
	e := &s.ents[n]
	k := e.key
	freed := 0
	if s.idx != nil {
		mask := uint(len(s.idx) - 1)
		j := uint(e.hash * dictMul >> s.shift)
		for s.idx[j&mask] != int32(n+1) {
			j++
		}
		freed = vacate(s.idx, j)
	}
	*e = setEntry{}
	s.used--
	switch {
	case s.used == 0 && len(s.idx) > emptyIndex:
		s.Clear()
	case s.used == 0:
		s.ents, s.first = s.ents[:0], 0
		clear(s.idx)
	case n == len(s.ents)-1:
		for s.ents[n-1].key.Ref == nil {
			n--
		}
		if s.idx == nil {
			freed = len(s.ents) - n
		}
		s.ents = s.ents[: n : cap(s.ents)-max(len(s.ents)-n-freed, 0)] // see vacate
	}
	return k
}

// Add is s.add(k).
func (s *Set) Add(th *Thread, k Value) error {
	n, h, err := s.find(th, k)
	if n < 0 && err == nil {
		if err = roomToGrow(len(s.ents), cap(s.ents), 2*dictEntrySize); err == nil {
			s.insert(h, k)
		}
	}
	return err
}

// addHashed is Add with the hash known.
func (s *Set) addHashed(th *Thread, k Value, h uint64) error {
	n, err := s.findHashed(th, k, h)
	if n < 0 && err == nil {
		s.insert(h, k)
	}
	return err
}

func (s *Set) findHashed(th *Thread, k Value, h uint64) (int, error) {
	if str, ok := AsExactStr(k); ok {
		n, _ := s.findKnown(k, h, str)
		return n, nil
	}
	if k.Ref == &IntHeader {
		if n, general := s.findKnown(k, h, nil); !general {
			return n, nil
		}
	}
	return s.findHash(th, k, h)
}

// Has is k in s.
func (s *Set) Has(th *Thread, k Value) (bool, error) {
	n, _, err := s.find(th, k)
	return n >= 0, err
}

// Discard is s.discard(k); it tells whether k was there.
func (s *Set) Discard(th *Thread, k Value) (bool, error) {
	n, _, err := s.find(th, k)
	if n < 0 || err != nil {
		return false, err
	}
	s.removeAt(n)
	return true, nil
}

// Clear removes everything.
func (s *Set) Clear() { s.idx, s.ents, s.used, s.first = nil, nil, 0, 0 }

// copyFrom makes s, which is empty, a copy of o.
func (s *Set) copyFrom(o *Set) {
	s.shift, s.used = o.shift, o.used
	if o.used == len(o.ents) {
		s.idx = append([]int32(nil), o.idx...)
		s.ents = append(make([]setEntry, 0, cap(o.ents)), o.ents...)
		return
	}
	s.ents = o.ents
	s.grow(o.used)
}

// Copy is a shallow copy of the same kind, an exact set or frozenset.
func (s *Set) Copy() *Set {
	c := NewSet()
	if frozenSetLayout.Is(s.Value()) {
		c.Shape = FrozenSetShape
	}
	c.copyFrom(s)
	return c
}

// Update is s.update(v).
func (s *Set) Update(th *Thread, v Value) error {
	if o, ok := AsSet(v); ok {
		if s.used == 0 {
			s.Clear()
			s.copyFrom(o)
			return nil
		}
		if o == s {
			return nil
		}
		for i := 0; i < len(o.ents); i++ {
			if e := o.ents[i]; e.key.Ref != nil {
				if err := s.addHashed(th, e.key, e.hash); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if d, ok := plainDict(v); ok {
		used := d.used
		for i := 0; i < len(d.ents); i++ {
			if e := d.ents[i]; e.key.Ref != nil {
				if err := s.addHashed(th, e.key, e.hash); err != nil {
					return err
				}
				if d.used != used {
					return RuntimeErrorf("dictionary changed size during iteration")
				}
			}
		}
		return nil
	}
	if l, ok := AsList(v); ok && v.Ref.Shape == ListShape {
		for i := 0; i < l.Len(); i++ {
			if err := s.Add(th, l.At(i)); err != nil {
				return err
			}
		}
		return nil
	}
	w, err := WalkOver(th, v)
	if err != nil {
		return err
	}
	for {
		x, err := w.Next(th)
		if err != nil || x.Ref == nil {
			return err
		}
		if err := s.Add(th, x); err != nil {
			return err
		}
	}
}

// eachHashed calls f for each element of an iterable with its hash.
func eachHashed(th *Thread, v Value, f func(k Value, h uint64) (stop bool, err error)) error {
	if o, ok := AsSet(v); ok {
		for i := 0; i < len(o.ents); i++ {
			if e := o.ents[i]; e.key.Ref != nil {
				if stop, err := f(e.key, e.hash); stop || err != nil {
					return err
				}
			}
		}
		return nil
	}
	return Each(th, v, func(k Value) (bool, error) {
		h, err := Hash(th, k)
		if err != nil {
			return true, unusableKey(th, k, err, "a set element")
		}
		return f(k, h)
	})
}

// DifferenceUpdate is s.difference_update(v).
func (s *Set) DifferenceUpdate(th *Thread, v Value) error {
	if o, ok := AsSet(v); ok && o == s {
		s.Clear()
		return nil
	}
	return eachHashed(th, v, func(k Value, h uint64) (bool, error) {
		n, err := s.findHashed(th, k, h)
		if n >= 0 && err == nil {
			s.removeAt(n)
		}
		return false, err
	})
}

// symmetricUpdate is s.symmetric_difference_update(v).
func (s *Set) symmetricUpdate(th *Thread, v Value) error {
	o, ok := AsSet(v)
	if !ok {
		var err error
		if o, err = SetOf(th, v); err != nil {
			return err
		}
	}
	if o == s {
		s.Clear()
		return nil
	}
	return eachHashed(th, o.Value(), func(k Value, h uint64) (bool, error) {
		n, err := s.findHashed(th, k, h)
		if err != nil {
			return true, err
		}
		if n >= 0 {
			s.removeAt(n)
		} else {
			s.insert(h, k)
		}
		return false, nil
	})
}

// intersect gives the elements of v that are in s, as an exact set or frozenset like s.
func (s *Set) intersect(th *Thread, v Value) (*Set, error) {
	r := NewSet()
	if frozenSetLayout.Is(s.Value()) {
		r.Shape = FrozenSetShape
	}
	in := s
	if o, ok := AsSet(v); ok && o.used > s.used {
		// Run over the smaller one.
		v, in = s.Value(), o
	}
	return r, eachHashed(th, v, func(k Value, h uint64) (bool, error) {
		n, err := in.findHashed(th, k, h)
		if n >= 0 && err == nil {
			err = r.addHashed(th, k, h)
		}
		return false, err
	})
}

// without gives the elements of s that are not in v.
func (s *Set) without(th *Thread, v Value) (*Set, error) {
	o, isSet := AsSet(v)
	if !isSet {
		if d, ok := AsDict(v); ok {
			r := s.empty()
			for i := 0; i < len(s.ents); i++ {
				e := s.ents[i]
				if e.key.Ref == nil {
					continue
				}
				n, err := d.findHash(th, e.key, e.hash)
				if err != nil {
					return nil, err
				}
				if n < 0 {
					r.insert(e.hash, e.key)
				}
			}
			return r, nil
		}
		r := s.Copy()
		return r, r.DifferenceUpdate(th, v)
	}
	r := s.empty()
	for i := 0; i < len(s.ents); i++ {
		e := s.ents[i]
		if e.key.Ref == nil {
			continue
		}
		n, err := o.findHashed(th, e.key, e.hash)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			r.insert(e.hash, e.key)
		}
	}
	return r, nil
}

// empty makes an empty exact set or frozenset like s.
func (s *Set) empty() *Set {
	if frozenSetLayout.Is(s.Value()) {
		return NewFrozenSet()
	}
	return NewSet()
}

// subsetOf reports whether every element of s is in o.
func (s *Set) subsetOf(th *Thread, o *Set) (bool, error) {
	if s.used > o.used {
		return false, nil
	}
	for i := 0; i < len(s.ents); i++ {
		e := s.ents[i]
		if e.key.Ref == nil {
			continue
		}
		if n, err := o.findHashed(th, e.key, e.hash); n < 0 || err != nil {
			return false, err
		}
	}
	return true, nil
}
