package object

import (
	"iter"
	"slices"
	"unsafe"
)

// Dict is a Python dict: entries in insertion order, and an open-addressed index into them (none while there are few).
// Deleted entries stay as holes (an unbound key) until the next growth.
type Dict struct {
	Header
	idx  []int32 // 0 empty, -1 deleted, else entry number + 1; nil for small dicts
	ents []dictEntry
	used int32
	// first: no entry stands before this one.
	first int32
	// ver is set while inline caches watch the set of keys: any insertion, deletion or move of entries clears it, except that
	// the newest key may go and come back (see ghost).
	ver   uint32
	shift uint8
	// more is what only some subclasses need; the struct fills an 80-byte allocation exactly.
	more *dictMore
}

// dictMore is what few dicts have.
type dictMore struct {
	factory Value // of a defaultdict
	// ghost is the newest key of a watched dict that was deleted: its entry stays as a hole at the end, and if the key comes
	// back there, nothing has moved. So `except E as e` in a module does not renew all caches each time.
	ghost *Header
}

type dictEntry struct {
	hash     uint64
	key, val Value
}

const (
	dictSmall = 8 // entries without an index
	dictMul   = 0x9E3779B97F4A7C15
)

var (
	dictLayout = NewLayout[Dict]()
	DictType   = NewType("dict", ObjectType, dictLayout)
	DictShape  = DictType.shape
)

// NewDict makes an empty dict.
func NewDict() *Dict {
	d := &Dict{}
	d.Shape = DictType.shape
	return d
}

// NewDictSize makes a dict with room for n entries.
func NewDictSize(n int) *Dict {
	if n > 0 && n <= firstEntries {
		// One allocation: most dicts of a display or a call never grow.
		x := new(struct {
			Dict
			first [firstEntries]dictEntry
		})
		x.Shape, x.ents = DictShape, x.first[:0]
		return &x.Dict
	}
	d := NewDict()
	if n > 0 {
		d.grow(n)
	}
	return d
}

// firstEntries is how many entries a dict has room for at first.
const firstEntries = 4

// Value is the dict as a Python value.
func (d *Dict) Value() Value { return Value{Ref: &d.Header} }

// AsDict gives v as a dict (subclasses included).
func AsDict(v Value) (*Dict, bool) { return Cast[Dict](v, dictLayout) }

// Len is the number of entries.
func (d *Dict) Len() int { return int(d.used) }

// grow makes room for n live entries and squeezes holes out.
func (d *Dict) grow(n int) {
	d.ver, d.first = 0, 0
	old := d.ents
	if n <= dictSmall {
		d.idx = nil
		c := firstEntries
		if n > firstEntries {
			c = dictSmall
		}
		d.ents = make([]dictEntry, 0, c)
		for i := range old {
			if old[i].key.Ref != nil {
				d.ents = append(d.ents, old[i])
			}
		}
		return
	}
	size := 16
	for size*2 < n*3 {
		size *= 2
	}
	d.idx = make([]int32, size)
	d.shift = 64
	for m := size; m > 1; m >>= 1 {
		d.shift--
	}
	d.ents = make([]dictEntry, 0, size*2/3+1)
	mask := uint(size - 1)
	for i := range old {
		e := &old[i]
		if e.key.Ref == nil {
			continue
		}
		j := uint(e.hash * dictMul >> d.shift)
		for d.idx[j&mask] != 0 {
			j++
		}
		d.ents = append(d.ents, *e)
		d.idx[j&mask] = int32(len(d.ents))
	}
}

// findStr gives the entry number of a str key, or -1.
func (d *Dict) findStr(s *Str) int {
	h := s.Hash()
	if d.idx == nil {
		for i := range d.ents {
			e := &d.ents[i]
			if e.hash == h && e.key.Ref != nil {
				if e.key.Ref == &s.Header || sameStr(e.key, s) {
					return i
				}
			}
		}
		return -1
	}
	mask := uint(len(d.idx) - 1)
	for j := uint(h * dictMul >> d.shift); ; j++ {
		i := d.idx[j&mask]
		if i == 0 {
			return -1
		}
		if i < 0 {
			continue
		}
		e := &d.ents[i-1]
		if e.hash == h && (e.key.Ref == &s.Header || sameStr(e.key, s)) {
			return int(i - 1)
		}
	}
}

// sameStr compares a key with a str of the same hash. Keys of str subclasses with an __eq__ of their own are compared as text:
// Differs: CPython calls their __eq__; the difference is invisible unless that method contradicts their text.
func sameStr(k Value, s *Str) bool {
	x, ok := AsStr(k)
	return ok && x.S == s.S
}

// findInt gives the entry number of an int key, or -1. Keys that are not ints but equal to one need the general search.
func (d *Dict) findInt(k Value) (n int, general bool) {
	h := HashInt(int64(k.Bits))
	if d.idx == nil {
		for i := range d.ents {
			e := &d.ents[i]
			if e.hash == h && e.key.Ref != nil {
				if e.key == k {
					return i, false
				}
				if e.key.Ref != &IntHeader {
					return -1, true
				}
			}
		}
		return -1, false
	}
	mask := uint(len(d.idx) - 1)
	for j := uint(h * dictMul >> d.shift); ; j++ {
		i := d.idx[j&mask]
		if i == 0 {
			return -1, false
		}
		if i < 0 {
			continue
		}
		e := &d.ents[i-1]
		if e.hash == h {
			if e.key == k {
				return int(i - 1), false
			}
			if e.key.Ref != &IntHeader {
				return -1, true
			}
		}
	}
}

// find gives the entry number of any hashable key, or -1.
func (d *Dict) find(th *Thread, k Value) (n int, h uint64, err error) {
	if k.Ref == &IntHeader {
		if n, general := d.findInt(k); !general {
			return n, HashInt(int64(k.Bits)), nil
		}
	} else if k.Ref.Shape == StrShape {
		s := (*Str)(unsafe.Pointer(k.Ref))
		return d.findStr(s), s.Hash(), nil
	}
	h, err = Hash(th, k)
	if err != nil {
		return -1, 0, unusableKey(th, k, err, "a dict key")
	}
	n, err = d.findHash(th, k, h)
	return n, h, err
}

// findHash searches with ==, which may run Python code and change the dict: the search then starts anew.
func (d *Dict) findHash(th *Thread, k Value, h uint64) (int, error) {
again:
	ents := d.ents
	match := func(i int) (bool, bool, error) {
		e := &ents[i]
		key := e.key
		if e.hash != h || key.Ref == nil {
			return false, false, nil
		}
		if key == k {
			return true, false, nil
		}
		eq, err := Equal(th, key, k)
		changed := len(ents) > len(d.ents) || len(d.ents) > 0 && &d.ents[0] != &ents[0] || i < len(d.ents) && d.ents[i].key != key
		return eq, changed, err
	}
	if d.idx == nil {
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
	idx := d.idx
	mask := uint(len(idx) - 1)
	for j := uint(h * dictMul >> d.shift); ; j++ {
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

// insert adds a key known to be absent.
func (d *Dict) insert(h uint64, k, v Value) {
	if d.ver != 0 {
		if d.more != nil && d.more.ghost == k.Ref && d.revive(h, k, v) {
			return
		}
		d.ver = 0
	}
	if d.idx == nil {
		if len(d.ents) == cap(d.ents) {
			d.grow(int(d.used) + 1)
		}
	} else if len(d.ents) == cap(d.ents) {
		d.grow(max(int(d.used)*3/2, int(d.used)+1))
	}
	if d.idx != nil {
		mask := uint(len(d.idx) - 1)
		j := uint(h * dictMul >> d.shift)
		for d.idx[j&mask] > 0 {
			j++
		}
		d.ents = append(d.ents, dictEntry{h, k, v})
		d.idx[j&mask] = int32(len(d.ents))
	} else {
		d.ents = append(d.ents, dictEntry{h, k, v})
	}
	d.used++
}

// revive puts the ghost key back into the hole at the end.
func (d *Dict) revive(h uint64, k, v Value) bool {
	n := len(d.ents)
	if n == 0 || d.ents[n-1].key.Ref != nil {
		return false
	}
	if d.idx != nil {
		mask := uint(len(d.idx) - 1)
		j := uint(h * dictMul >> d.shift)
		for d.idx[j&mask] > 0 {
			j++
		}
		d.idx[j&mask] = int32(n)
	}
	d.ents[n-1] = dictEntry{h, k, v}
	d.used++
	d.more.ghost = nil
	return true
}

// Ghost reports whether the key may come back without a new watch number: its absence must not be cached.
func (d *Dict) Ghost(k *Str) bool {
	if d.more == nil || d.more.ghost == nil {
		return false
	}
	g := (*Str)(unsafe.Pointer(d.more.ghost))
	return g.S == k.S
}

// removeAt deletes entry n.
func (d *Dict) removeAt(n int) (k, v Value) {
	e := &d.ents[n]
	k, v = e.key, e.val
	if d.ver != 0 && n == len(d.ents)-1 && d.used > 1 && k.Ref.Shape == StrShape {
		if d.more == nil {
			d.more = &dictMore{}
		}
		d.more.ghost = k.Ref
		if d.idx != nil {
			mask := uint(len(d.idx) - 1)
			j := uint(e.hash * dictMul >> d.shift)
			for d.idx[j&mask] != int32(n+1) {
				j++
			}
			vacate(d.idx, j)
		}
		*e = dictEntry{}
		d.used--
		return k, v
	}
	d.ver = 0
	freed := 0
	if d.idx != nil {
		mask := uint(len(d.idx) - 1)
		j := uint(e.hash * dictMul >> d.shift)
		for d.idx[j&mask] != int32(n+1) {
			j++
		}
		freed = vacate(d.idx, j)
	}
	*e = dictEntry{}
	d.used--
	switch {
	case d.used == 0:
		d.first = 0
		if len(d.idx) > emptyIndex {
			d.idx, d.ents = nil, nil
			break
		}
		d.ents = d.ents[:0]
		clear(d.idx)
	case n == len(d.ents)-1 && d.idx == nil:
		d.ents = d.ents[:n]
	case n == len(d.ents)-1:
		// Trailing holes go, so that popitem stays quick.
		for n > 0 && d.ents[n-1].key.Ref == nil {
			n--
		}
		d.ents = d.ents[: n : cap(d.ents)-max(len(d.ents)-n-freed, 0)]
	}
	return k, v
}

// emptyIndex is the largest index that is kept when the last entry goes: emptying it costs time each time.
const emptyIndex = 1 << 10

// vacate takes the entry out of slot j of an index and returns how many slots have become empty. Where the next slot is empty no
// search needs to go on from here, so this one and the deleted ones before it become empty, otherwise it is marked as deleted.
//
// An index must always have empty slots, or a search would never end. So no more slots are in use (by entries, or deleted) than the
// table of entries has, which is two thirds of them: entries that are taken off its end reduce its capacity by the deleted slots
// that they leave behind.
func vacate(idx []int32, j uint) (freed int) {
	mask := uint(len(idx) - 1)
	if idx[(j+1)&mask] != 0 {
		idx[j&mask] = -1
		return 0
	}
	for {
		idx[j&mask] = 0
		freed++
		j--
		if idx[j&mask] != -1 {
			return freed
		}
	}
}

// setValue overwrites the value of entry n; the set of keys stays.
func (d *Dict) setValue(n int, v Value) {
	p := &d.ents[n].val
	p.Bits = v.Bits
	if p.Ref != v.Ref {
		p.Ref = v.Ref
	}
}

// Get is d.get(k); an unbound Value if the key is absent. The error is that of hashing or comparing.
func (d *Dict) Get(th *Thread, k Value) (Value, error) {
	n, _, err := d.find(th, k)
	if n < 0 || err != nil {
		return Value{}, err
	}
	return d.ents[n].val, nil
}

// Set is d[k] = v.
func (d *Dict) Set(th *Thread, k, v Value) error {
	n, h, err := d.find(th, k)
	if err != nil {
		return err
	}
	if n >= 0 {
		d.setValue(n, v)
		return nil
	}
	if err := roomToGrow(len(d.ents), cap(d.ents), 2*dictEntrySize); err != nil {
		return err
	}
	d.insert(h, k, v)
	return nil
}

// Del removes a key and gives its value; ok is false if it was absent.
func (d *Dict) Del(th *Thread, k Value) (v Value, ok bool, err error) {
	n, _, err := d.find(th, k)
	if n < 0 || err != nil {
		return Value{}, false, err
	}
	_, v = d.removeAt(n)
	return v, true, nil
}

// GetStr looks a str key up.
func (d *Dict) GetStr(k *Str) (Value, bool) {
	n := d.findStr(k)
	if n < 0 {
		return Value{}, false
	}
	return d.ents[n].val, true
}

// GetString is GetStr by Go text.
func (d *Dict) GetString(k string) (Value, bool) {
	s := Str{S: k, n: -1}
	return d.GetStr(&s)
}

// SetStr sets a str key.
func (d *Dict) SetStr(k *Str, v Value) {
	if n := d.findStr(k); n >= 0 {
		d.setValue(n, v)
		return
	}
	d.insert(k.Hash(), k.Value(), v)
}

// SetString is SetStr by Go text.
func (d *Dict) SetString(k string, v Value) { d.SetStr(NewStr(k), v) }

// DelStr removes a str key.
func (d *Dict) DelStr(k *Str) (Value, bool) {
	n := d.findStr(k)
	if n < 0 {
		return Value{}, false
	}
	_, v := d.removeAt(n)
	return v, true
}

// All iterates over the entries as they stand; the loop body must not change the dict's keys.
func (d *Dict) All() iter.Seq2[Value, Value] {
	return func(yield func(k, v Value) bool) {
		for i := 0; i < len(d.ents); i++ {
			if e := &d.ents[i]; e.key.Ref != nil && !yield(e.key, e.val) {
				return
			}
		}
	}
}

// Copy is a shallow copy, an exact dict.
func (d *Dict) Copy() *Dict {
	n := NewDict()
	n.take(d)
	return n
}

// take makes d, which is empty, a copy of o.
func (d *Dict) take(o *Dict) {
	d.ver, d.first = 0, 0
	if len(o.ents) == int(o.used) {
		// Without holes the tables are copied as they are.
		d.used, d.shift = o.used, o.shift
		d.idx = slices.Clone(o.idx)
		d.ents = append(make([]dictEntry, 0, cap(o.ents)), o.ents...)
		return
	}
	d.grow(int(o.used))
	for i := range o.ents {
		if e := &o.ents[i]; e.key.Ref != nil {
			d.insert(e.hash, e.key, e.val)
		}
	}
}

// Clear removes everything.
func (d *Dict) Clear() {
	d.ver, d.idx, d.ents, d.used, d.first = 0, nil, nil, 0, 0
}

// Watch gives a number that stays the same as long as no key is added, removed or moved, for inline caches; never 0.
func (d *Dict) Watch() uint32 {
	if d.ver == 0 {
		d.ver = nextShapeID()
	}
	return d.ver
}

// Ver is the current watch number, 0 if the keys have changed since Watch.
func (d *Dict) Ver() uint32 { return d.ver }

// Slot gives the entry number of a str key for inline caches, -1 if it is absent.
func (d *Dict) Slot(k *Str) int { return d.findStr(k) }

// At gives the address of the value in entry n, valid while Ver stays.
func (d *Dict) At(n uint32) *Value { return &d.ents[n].val }

// FindInt and FindStr give the address of a key's value for the VM's fast paths, nil if it is absent (or, for FindInt, if
// the general search is needed).
func (d *Dict) FindInt(k Value) *Value {
	if n, _ := d.findInt(k); n >= 0 {
		return &d.ents[n].val
	}
	return nil
}

// FindStr is the address of a str key's value.
func (d *Dict) FindStr(k *Str) *Value {
	if n := d.findStr(k); n >= 0 {
		return &d.ents[n].val
	}
	return nil
}

// Entry gives entry number i for iteration in order: done at the end, an unbound key for a hole.
func (d *Dict) Entry(i int) (k, v Value, done bool) {
	if i >= len(d.ents) {
		return Value{}, Value{}, true
	}
	e := &d.ents[i]
	return e.key, e.val, false
}
