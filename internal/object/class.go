package object

import "slices"

// Making classes: what type(name, bases, namespace) does.

// ClassSpec is what a class statement knows.
type ClassSpec struct {
	Meta      *Type
	Name      *Str
	Bases     []*Type
	Namespace *Dict
}

// NewClass makes a class. It does what type.__new__ does except calling __set_name__ and __init_subclass__.
func NewClass(th *Thread, spec ClassSpec) (*Type, error) {
	bases := spec.Bases
	if len(bases) == 0 {
		bases = []*Type{ObjectType}
	}
	best, err := bestBase(bases)
	if err != nil {
		return nil, err
	}
	t := new(Type)
	if spec.Meta.heap != nil {
		t = Unchecked[Type](Of(typeLayout.NewSub()))
	}
	t.Header.Shape = spec.Meta.shape
	t.Name, t.QualName, t.Base, t.Bases, t.Flags, t.weak = spec.Name.S, spec.Name.S, best, slices.Clone(bases), FlagHeap, true
	t.heap = &heapType{interp: th.Interp, version: nextShapeID(), cache: map[string]lookup{}}
	t.heap.qualName = spec.Name.Value()
	t.dict = spec.Namespace.Copy()
	t.layout = best.layout
	if t.exc, err = excInfoOf(best, bases); err != nil {
		return nil, err
	}
	if err := t.setMRO(th); err != nil {
		return nil, err
	}
	if err := t.layOut(th, best); err != nil {
		return nil, err
	}
	if err := t.completeDict(th); err != nil {
		return nil, err
	}
	for _, b := range t.Bases {
		b.addSubclass(th, t)
		t.Flags |= b.Flags & (FlagSequence | FlagMapping | FlagMatchSelf)
	}
	t.refreshSlots(th)
	return t, nil
}

func (b *Type) addSubclass(th *Thread, t *Type) {
	if b.heap != nil {
		b.heap.subclasses.add(t)
		return
	}
	k := th.Interp.subclasses[b]
	if k == nil {
		k = new(kin)
		th.Interp.subclasses[b] = k
	}
	k.add(t)
}

// bestBase is the base whose Go struct the new class has.
func bestBase(bases []*Type) (*Type, error) {
	var best *Type
	for _, b := range bases {
		b.resolve()
		if b.Flags&FlagNoBase != 0 {
			return nil, TypeErrorf("type '%s' is not an acceptable base type", b.TypeName())
		}
		switch {
		case best == nil:
			best = b
		case b.layout != best.layout && best.layout == instLayout && best.fixed == 0:
			best = b
		case b.layout != best.layout && b.layout != instLayout, b.layout != best.layout && b.fixed > 0:
			return nil, TypeErrorf("multiple bases have instance lay-out conflict")
		case b.layout == best.layout && b.fixed > 0 && best.fixed > 0 && !best.IsSubtype(b.slotsFrom()) && !b.IsSubtype(best.slotsFrom()):
			return nil, TypeErrorf("multiple bases have instance lay-out conflict")
		case b.layout == best.layout && b.fixed > best.fixed:
			best = b
		}
	}
	return best, nil
}

// slotsFrom is the class that brought the last of t's __slots__: t or a base whose layout it shares.
func (t *Type) slotsFrom() *Type {
	for t.Base != nil && t.Base.layout == t.layout && t.Base.fixed == t.fixed {
		t = t.Base
	}
	return t
}

func (t *Type) setMRO(th *Thread) error {
	for i, b := range t.Bases {
		if slices.Contains(t.Bases[:i], b) {
			return TypeErrorf("duplicate base class %s", b.Name)
		}
	}
	mro, conflict := mergeMRO(t, t.Bases)
	if conflict != "" {
		return TypeErrorf("%s", conflict)
	}
	t.mro = mro
	meta := t.Header.Shape.Type
	if meta == TypeType {
		return nil
	}
	if f, w, ok := meta.LookupWhere(strMro); ok && w.heap != nil {
		r, err := Call1(th, f, t.Value())
		if err != nil {
			return err
		}
		var own []*Type
		err = Each(th, r, func(x Value) (bool, error) {
			c, ok := AsType(x)
			if !ok {
				return true, TypeErrorf("mro() returned a non-class ('%s')", x.Type().Name)
			}
			if !slices.Contains(mro, c) && !t.mayInherit(c) {
				return true, TypeErrorf("mro() returned base with unsuitable layout ('%s')", c.Name)
			}
			own = append(own, c)
			return false, nil
		})
		if err != nil {
			return err
		}
		if len(own) == 0 {
			return TypeErrorf("type MRO must not be empty")
		}
		t.mro = own
	}
	return nil
}

// mayInherit reports whether c, which is no base of t, may stand in its MRO: its methods find the memory they expect.
func (t *Type) mayInherit(c *Type) bool {
	return c.fixed == 0 && (c.layout == instLayout || slices.ContainsFunc(t.Bases, func(b *Type) bool { return b.layout == c.layout }))
}

// layOut decides where instances keep their attributes.
func (t *Type) layOut(th *Thread, best *Type) error {
	names, has, err := t.slotNames(th)
	if err != nil {
		return err
	}
	t.hasSlots = has
	t.fixed = best.fixed
	anyDict, anyWeak := false, false
	for _, b := range t.Bases {
		anyDict = anyDict || b.hasDict
		anyWeak = anyWeak || b.weak && b != ObjectType
	}
	t.hasDict, t.weak = true, true
	if has {
		t.hasDict, t.weak = anyDict, anyWeak
		var kept []*Str
		for _, n := range names {
			switch n.S {
			case "__dict__":
				if anyDict {
					return TypeErrorf("__dict__ slot disallowed: we already got one")
				}
				t.hasDict = true
			case "__weakref__":
				if anyWeak {
					return TypeErrorf("__weakref__ slot disallowed: we already got one")
				}
				t.weak = true
			default:
				kept = append(kept, n)
			}
		}
		slices.SortFunc(kept, func(a, b *Str) int {
			if a.S < b.S {
				return -1
			}
			return 1
		})
		kept = slices.CompactFunc(kept, func(a, b *Str) bool { return a.S == b.S })
		for _, n := range kept {
			if _, taken := t.dict.GetStr(n); taken {
				return ValueErrorf("'%s' in __slots__ conflicts with class variable", n.S)
			}
			t.dict.SetStr(n, newSlotMember(t, n, t.fixed))
			t.fixed++
		}
	}
	s := newRootShape(t, t.layout)
	s.slots, s.fixed = t.layout.tail+8, t.fixed
	if t.layout == instLayout {
		t.expect = t.fixed
		if t.hasDict {
			t.expect += t.attrsHint(th)
		}
		s.inline = roundInline(t.expect)
	} else {
		s.inline = subSlots
	}
	t.shape = s
	t.heap.roots = []*Shape{s}
	if best.dictOf != nil {
		// The builtin struct has a place of its own for extra attributes: use it, so that its Go code sees them.
		t.dictOf = nil
	}
	return nil
}

// attrsHint guesses how many attributes instances get, from the names that methods of the class assign on self.
func (t *Type) attrsHint(th *Thread) int {
	n := 0
	if v, ok := t.dict.GetStr(strStaticAttrs); ok {
		if tup, ok := AsTuple(v); ok {
			n = len(tup.Items)
		}
	}
	if b := t.Base; b.heap != nil && b.expect-b.fixed > 0 {
		n += b.expect - b.fixed
	}
	return min(n, 17)
}

var strStaticAttrs = NewStr("__static_attributes__")

// slotNames reads and checks __slots__.
func (t *Type) slotNames(th *Thread) (names []*Str, has bool, err error) {
	v, ok := t.dict.GetStr(strSlots)
	if !ok {
		return nil, false, nil
	}
	add := func(x Value) (bool, error) {
		s, ok := AsStr(x)
		if !ok {
			return true, TypeErrorf("__slots__ items must be strings, not '%s'", x.Type().Name)
		}
		if !isIdentifier(s.S) {
			return true, TypeErrorf("__slots__ must be identifiers")
		}
		names = append(names, NewStr(mangle(t.Name, s.S)))
		return false, nil
	}
	if _, ok := AsStr(v); ok {
		_, err = add(v)
		return names, true, err
	}
	if t.layout == tupleLayout || t.layout == intLayout || t.layout == bytesLayout {
		err = Each(th, v, func(x Value) (bool, error) {
			if s, ok := AsStr(x); ok && s.S == "__dict__" {
				return add(x)
			}
			return true, TypeErrorf("nonempty __slots__ not supported for subtype of '%s'", t.Base.Name)
		})
		return names, true, err
	}
	return names, true, firstErr(Each(th, v, add), nil)
}

func firstErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// mangle is name mangling of private names.
func mangle(class, name string) string {
	if len(name) < 3 || name[:2] != "__" || isDunder(name) {
		return name
	}
	for len(class) > 0 && class[0] == '_' {
		class = class[1:]
	}
	if class == "" {
		return name
	}
	return "_" + class + name
}

// completeDict adds what type.__new__ adds to the namespace.
func (t *Type) completeDict(th *Thread) error {
	if q, ok := t.dict.GetStr(strQualname); ok {
		qs, ok := AsStr(q)
		if !ok {
			return TypeErrorf("type __qualname__ must be a str, not %s", q.Type().Name)
		}
		t.heap.qualName, t.QualName = q, qs.S
		t.dict.DelStr(strQualname)
	}
	if _, ok := t.dict.GetStr(strModule); !ok {
		if f := th.CurrentFrame(); f != nil {
			if m, ok := f.Globals().GetStr(strName); ok {
				t.dict.SetStr(strModule, m)
			}
		}
	}
	if _, ok := t.dict.GetStr(strDoc); !ok {
		t.dict.SetStr(strDoc, None)
	}
	wrap := func(name *Str, f func(Value) Value) {
		if v, ok := t.dict.GetStr(name); ok && v.Type().methodLike && v.Type() != BuiltinType {
			t.dict.SetStr(name, f(v))
		}
	}
	wrap(strNew, NewStaticMethod)
	wrap(strInitSubclass, NewClassMethod)
	wrap(strClassGetitem, NewClassMethod)
	if _, eq := t.dict.GetStr(cmpStr[Eq]); eq {
		if _, h := t.dict.GetStr(strHash); !h {
			t.dict.SetStr(strHash, None)
		}
	}
	if t.hasDict && !anyBase(t.Bases, func(b *Type) bool { return b.hasDict }) {
		t.dict.SetStr(strDict, newDictGetSet(t))
	}
	if t.weak && !anyBase(t.Bases, func(b *Type) bool { return b.weak && b != ObjectType }) && t.layout == instLayout {
		t.dict.SetStr(strWeakref, newWeakrefGetSet(t))
	}
	return nil
}

func anyBase(bases []*Type, f func(*Type) bool) bool { return slices.ContainsFunc(bases, f) }

// refreshSlots fills the slots of a heap type, and of its subclasses, from the methods they define.
func (t *Type) refreshSlots(th *Thread) {
	for i := range slotTable {
		t.refreshSlot(&slotTable[i])
	}
	t.generic = t.GetAttr != nil && t.slotIsGeneric(strGetattribute, strGetattr)
	t.genericSet = t.slotIsGeneric(strSetattr, strDelattr)
	for _, m := range t.mro[1:] {
		if m.Pow3 != nil || m.Send != nil {
			if t.Pow3 == nil {
				t.Pow3 = m.Pow3
			}
			if t.Send == nil {
				t.Send, t.Throw, t.CloseGen = m.Send, m.Throw, m.CloseGen
			}
		}
	}
	for _, s := range t.heap.subclasses.all() {
		s.refreshSlots(th)
	}
}

// slotIsGeneric reports whether none of the names is defined by anything but object.
func (t *Type) slotIsGeneric(names ...*Str) bool {
	for _, n := range names {
		if _, w, ok := t.LookupWhere(n); ok && w != ObjectType {
			return false
		}
	}
	return true
}

func (t *Type) refreshSlot(r *slotRow) {
	if len(r.dunders) == 0 {
		return
	}
	var native *Type
	script := false
	for i := range r.dunders {
		v, w, ok := t.LookupWhere(r.dunders[i].name)
		if !ok {
			continue
		}
		if w.heap == nil && slotDunder(v, r) {
			if native == nil {
				native = w
			}
			continue
		}
		if w.heap == nil && r.dunders[i].name == strNew {
			if native == nil {
				native = w
			}
			continue
		}
		script = true
	}
	switch {
	case script && r.dunders[0].name == strHash:
		if v, _ := t.Lookup(strHash); v.IsNone() {
			t.Hash = nil
			return
		}
		r.script(&t.Slots)
	case script && r.script != nil:
		r.script(&t.Slots)
	case native != nil:
		r.copy(&t.Slots, &native.Slots)
	case r.script != nil && r.dunders[0].name == strContains && t.Len != nil:
		// Containment falls back to iteration.
		t.Contains = nil
	default:
		r.copy(&t.Slots, &emptySlots)
	}
}

var emptySlots Slots

// slotDunder reports whether v is a builtin type's dunder method made from this row's slot.
func slotDunder(v Value, r *slotRow) bool {
	w, ok := Cast[SlotWrapper](v, slotWrapperLayout)
	return ok && w.row == r
}

// CallSetNames tells the namespace's values their names, and CallInitSubclass tells the parent of the new class.
func CallSetNames(th *Thread, t *Type) error {
	type pair struct {
		k *Str
		v Value
	}
	var pairs []pair
	for k, v := range t.dict.All() {
		if ks, ok := AsStr(k); ok {
			pairs = append(pairs, pair{ks, v})
		}
	}
	for _, p := range pairs {
		if _, found, err := CallMethodOf(th, p.v, strSetName, t.Value(), p.k.Value()); err != nil && found {
			e := AsExc(err)
			e.AddNote("Error calling __set_name__ on '" + p.v.Type().Name + "' instance '" + p.k.S + "' in '" + t.Name + "'")
			return e
		} else if err != nil {
			return err
		}
	}
	return nil
}

// CallInitSubclass calls super(t, t).__init_subclass__(**kwargs).
func CallInitSubclass(th *Thread, t *Type, kwargs []Value, names []*Str) error {
	for _, m := range t.mro[1:] {
		f, ok := m.Dict().GetStr(strInitSubclass)
		if !ok {
			continue
		}
		if get := S(f).Get; get != nil {
			var err error
			if f, err = get(th, f, Value{}, t); err != nil {
				return err
			}
		}
		_, err := Call(th, f, kwargs, names)
		return err
	}
	return nil
}

// ChooseMeta is the most derived metaclass of meta and the bases' classes.
func ChooseMeta(meta *Type, bases []*Type) (*Type, error) {
	for _, b := range bases {
		m := b.Header.Shape.Type
		if meta.IsSubtype(m) {
			continue
		}
		if m.IsSubtype(meta) {
			meta = m
			continue
		}
		return nil, errMetaConflict()
	}
	return meta, nil
}

func errMetaConflict() error {
	return TypeErrorf("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases")
}

func isIdentifier(s string) bool {
	if s == "" {
		return false
	}
	for i, r := range s {
		if r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x80 || i > 0 && r >= '0' && r <= '9' {
			continue
		}
		return false
	}
	return true
}
