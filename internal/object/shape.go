package object

import (
	"sync/atomic"
	"unsafe"
)

// Shape is an object's layout, class and attribute map.
//
// Shapes of one class form a tree: the root has no attributes, each edge adds one name. Classes made by scripts belong to
// one interpreter, so their shapes are touched only under its lock. Builtin types have a single, immutable shape: their
// objects keep extra attributes, if they may have any, in a dict of their own.
type Shape struct {
	ID     uint32
	Type   *Type
	Layout *Layout

	// slots is the offset of inline slot 0 from the object's start, inline their number.
	slots  uintptr
	inline int
	// fixed is the number of leading slots that belong to __slots__ descriptors.
	fixed int
	// dict: attributes live in the dict of moreAttrs, none in slots.
	dict bool

	keys   []*Str // in order of definition
	index  map[string]int
	next   map[string]*Shape
	all    []*Shape // of a root: every shape of the tree and its dict shape, for renumbering
	root   *Shape
	asDict *Shape
}

// moreAttrs holds what does not fit the inline slots.
type moreAttrs struct {
	over []Value
	dict *Dict
}

const (
	maxSlotAttrs = 64  // beyond it, the object's attributes move to a dict
	maxShapes    = 512 // a class with more shapes than this stops growing the tree
	indexFrom    = 8   // keys before a shape gets a map
)

var lastShapeID atomic.Uint32

func nextShapeID() uint32 { return lastShapeID.Add(1) }

func newRootShape(t *Type, l *Layout) *Shape {
	s := &Shape{ID: nextShapeID(), Type: t, Layout: l}
	s.root = s
	s.all = []*Shape{s}
	return s
}

// Find gives the slot of an attribute.
func (s *Shape) find(name string) (int, bool) {
	if s.index != nil {
		i, ok := s.index[name]
		return i, ok
	}
	for i, k := range s.keys {
		if k.S == name {
			return s.fixed + i, true
		}
	}
	return 0, false
}

// add gives the shape with one more attribute, or nil if attributes should move to a dict.
func (s *Shape) add(name *Str) *Shape {
	if n, ok := s.next[name.S]; ok {
		return n
	}
	if len(s.keys) >= maxSlotAttrs || len(s.root.all) >= maxShapes {
		return nil
	}
	n := &Shape{ID: nextShapeID(), Type: s.Type, Layout: s.Layout, slots: s.slots, inline: s.inline, fixed: s.fixed, root: s.root}
	n.keys = append(s.keys[:len(s.keys):len(s.keys)], name)
	if len(n.keys) >= indexFrom {
		n.index = make(map[string]int, len(n.keys))
		for i, k := range n.keys {
			n.index[k.S] = n.fixed + i
		}
	}
	if s.next == nil {
		s.next = map[string]*Shape{}
	}
	s.next[name.S] = n
	s.root.all = append(s.root.all, n)
	if want := n.fixed + len(n.keys); want > n.Type.expect {
		n.Type.expect = want
	}
	return n
}

// dictShape is the shape of objects of the class whose attributes live in a dict.
func (s *Shape) dictShape() *Shape {
	r := s.root
	if r.asDict == nil {
		n := &Shape{ID: nextShapeID(), Type: r.Type, Layout: r.Layout, slots: r.slots, inline: r.inline, fixed: r.fixed, root: r, dict: true}
		r.asDict = n
		r.all = append(r.all, n)
	}
	return r.asDict
}

// renumber invalidates all inline caches that saw shapes of this tree.
func (s *Shape) renumber() {
	for _, x := range s.all {
		x.ID = nextShapeID()
	}
}

// The tail stands just before inline slot 0 (invariant: slots == tail + sizeof(attrTail) for every shape with a tail).
func (s *Shape) more(o *Header) **moreAttrs {
	return (**moreAttrs)(unsafe.Add(unsafe.Pointer(o), s.slots-unsafe.Sizeof(attrTail{})))
}

// slot gives the address of attribute slot i of o, whose shape is s. Slots past the inline ones lie in moreAttrs; the
// address of such a slot is valid until the next attribute is added.
func (s *Shape) slot(o *Header, i int) *Value {
	if i < s.inline {
		return (*Value)(unsafe.Add(unsafe.Pointer(o), s.slots+uintptr(i)*unsafe.Sizeof(Value{})))
	}
	m := s.more(o)
	if *m == nil {
		*m = &moreAttrs{}
	}
	for len((*m).over) <= i-s.inline {
		(*m).over = append((*m).over, Value{})
	}
	return &(*m).over[i-s.inline]
}

// InlineOffset tells where the attribute lies in objects of this shape, for inline caches; ok is false if it is absent or not inline.
func (s *Shape) InlineOffset(name *Str) (off uintptr, ok bool) {
	if s.dict || s.slots == 0 {
		return 0, false
	}
	i, ok := s.find(name.S)
	if !ok || i >= s.inline {
		return 0, false
	}
	return s.slots + uintptr(i)*unsafe.Sizeof(Value{}), true
}

// FixedOffset is the offset of __slots__ slot i, for inline caches.
func (s *Shape) FixedOffset(i int) (off uintptr, ok bool) {
	if s.slots == 0 || i >= s.inline {
		return 0, false
	}
	return s.slots + uintptr(i)*unsafe.Sizeof(Value{}), true
}

// Transition gives the shape after adding name and the offset of its inline slot, for inline caches of stores.
func (s *Shape) Transition(name *Str) (n *Shape, off uintptr, ok bool) {
	if s.dict || s.slots == 0 || !s.Type.hasDict {
		return nil, 0, false
	}
	if _, has := s.find(name.S); has {
		return nil, 0, false
	}
	n = s.add(name)
	if n == nil {
		return nil, 0, false
	}
	off, ok = n.InlineOffset(name)
	return n, off, ok
}

// Lacks reports whether no object of this shape has an instance attribute of that name.
func (s *Shape) Lacks(name *Str) bool {
	if s.slots == 0 {
		return s.Type.dictOf == nil
	}
	if s.dict {
		return false
	}
	_, has := s.find(name.S)
	return !has
}

// instGet reads an instance attribute.
func instGet(th *Thread, o *Header, name *Str) (Value, bool) {
	s := o.Shape
	if s.slots == 0 {
		if f := s.Type.dictOf; f != nil {
			if d := *f(o); d != nil {
				return d.GetStr(name)
			}
		}
		return Value{}, false
	}
	if s.dict {
		return (*s.more(o)).dict.GetStr(name)
	}
	if i, ok := s.find(name.S); ok {
		return *s.slot(o, i), true
	}
	return Value{}, false
}

// instSet writes an instance attribute; false if objects of the type have none.
func instSet(o *Header, name *Str, v Value) bool {
	s := o.Shape
	if !s.Type.hasDict {
		return false
	}
	if s.slots == 0 {
		d := s.Type.dictOf(o)
		if *d == nil {
			*d = NewDict()
		}
		(*d).SetStr(name, v)
		return true
	}
	if s.dict {
		(*s.more(o)).dict.SetStr(name, v)
		return true
	}
	if i, ok := s.find(name.S); ok {
		*s.slot(o, i) = v
		return true
	}
	n := s.add(name)
	if n == nil {
		instDict(o).SetStr(name, v)
		return true
	}
	*n.slot(o, n.fixed+len(n.keys)-1) = v
	o.Shape = n
	return true
}

// instDel removes an instance attribute; false if it is not there.
func instDel(o *Header, name *Str) bool {
	s := o.Shape
	if s.slots == 0 || s.dict {
		if _, ok := instGet(nil, o, name); !ok {
			return false
		}
		_, ok := instDict(o).DelStr(name)
		return ok
	}
	gone, ok := s.find(name.S)
	if !ok {
		return false
	}
	// The object goes over to the shape that has the other attributes, in their order; the values after the gap move up.
	n := s.root
	for i, k := range s.keys {
		if s.fixed+i == gone {
			continue
		}
		if n = n.add(k); n == nil {
			_, ok := instDict(o).DelStr(name)
			return ok
		}
	}
	last := s.fixed + len(s.keys) - 1
	for i := gone; i < last; i++ {
		*s.slot(o, i) = *s.slot(o, i+1)
	}
	*s.slot(o, last) = Value{}
	o.Shape = n
	return true
}

// instDict gives the object's __dict__, which from then on holds its attributes; nil if it has none.
func instDict(o *Header) *Dict {
	s := o.Shape
	if !s.Type.hasDict {
		return nil
	}
	if s.slots == 0 {
		d := s.Type.dictOf(o)
		if *d == nil {
			*d = NewDict()
		}
		return *d
	}
	m := s.more(o)
	if s.dict {
		return (*m).dict
	}
	d := NewDict()
	for i, k := range s.keys {
		p := s.slot(o, s.fixed+i)
		d.SetStr(k, *p)
		*p = Value{}
	}
	if *m == nil {
		*m = &moreAttrs{}
	}
	(*m).dict = d
	o.Shape = s.dictShape()
	return d
}

// setInstDict replaces the object's __dict__.
func setInstDict(o *Header, d *Dict) bool {
	if instDict(o) == nil {
		return false
	}
	s := o.Shape
	if s.slots == 0 {
		*s.Type.dictOf(o) = d
	} else {
		(*s.more(o)).dict = d
	}
	return true
}

// Attrs calls yield for each instance attribute in order of definition, without making a __dict__.
func Attrs(v Value, yield func(name *Str, v Value) bool) {
	o := v.Ref
	s := o.Shape
	switch {
	case s.slots == 0:
		if f := s.Type.dictOf; f == nil || *f(o) == nil {
			return
		}
		fallthrough
	case s.dict:
		for k, v := range instDict(o).All() {
			if ks, ok := AsStr(k); ok && !yield(ks, v) {
				return
			}
		}
	default:
		for i, k := range s.keys {
			if !yield(k, *s.slot(o, s.fixed+i)) {
				return
			}
		}
	}
}

// Instance objects of classes that do not derive from a builtin struct come in size classes.
type (
	inst0 struct{ instHead }
	inst1 struct {
		instHead
		_ [1]Value
	}
	inst2 struct {
		instHead
		_ [2]Value
	}
	inst3 struct {
		instHead
		_ [3]Value
	}
	inst4 struct {
		instHead
		_ [4]Value
	}
	inst5 struct {
		instHead
		_ [5]Value
	}
	inst6 struct {
		instHead
		_ [6]Value
	}
	inst8 struct {
		instHead
		_ [8]Value
	}
	inst10 struct {
		instHead
		_ [10]Value
	}
	inst13 struct {
		instHead
		_ [13]Value
	}
	inst17 struct {
		instHead
		_ [17]Value
	}
	inst24 struct {
		instHead
		_ [24]Value
	}
)

type instHead struct {
	Header
	attrTail
}

var instLayout = &Layout{NewSub: func() *Header { return &new(inst4).Header }, tail: unsafe.Offsetof(instHead{}.attrTail)}

var instSizes = [...]int{0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 24}

// roundInline is the number of inline slots of the size class that holds n.
func roundInline(n int) int {
	for _, k := range instSizes {
		if n <= k {
			return k
		}
	}
	return instSizes[len(instSizes)-1]
}

// newInstance allocates an object of the shape's class, which derives from object alone.
func newInstance(s *Shape) *Header {
	var h *Header
	switch s.inline {
	case 0:
		h = &new(inst0).Header
	case 1:
		h = &new(inst1).Header
	case 2:
		h = &new(inst2).Header
	case 3:
		h = &new(inst3).Header
	case 4:
		h = &new(inst4).Header
	case 5:
		h = &new(inst5).Header
	case 6:
		h = &new(inst6).Header
	case 8:
		h = &new(inst8).Header
	case 10:
		h = &new(inst10).Header
	case 13:
		h = &new(inst13).Header
	case 17:
		h = &new(inst17).Header
	default:
		h = &new(inst24).Header
	}
	h.Shape = s
	return h
}
