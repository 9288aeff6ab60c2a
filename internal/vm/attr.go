package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Names: globals, namespaces, attributes, and the caches of the instructions that use them.

const maxMiss = 16 // refills after which a cache gives up

func nameError(n *object.Str) error {
	e := object.NewExcf(object.NameErrorType, "name '%s' is not defined", n.S)
	e.SetField("name", n.Value())
	return e
}

func unboundLocal(n *object.Str) error {
	e := object.NewExcf(object.UnboundLocalErrorType, "cannot access local variable '%s' where it is not associated with a value", n.S)
	e.SetField("name", n.Value())
	return e
}

func freeError(n *object.Str) error {
	e := object.NewExcf(object.NameErrorType, "cannot access free variable '%s' where it is not associated with a value in enclosing scope", n.S)
	e.SetField("name", n.Value())
	return e
}

// loadGlobalAt executes LOAD_GLOBAL and fills its cache.
func (m *Machine) loadGlobalAt(s *state, in *bytecode.Instr) (object.Value, error) {
	ic := &s.code.ics[in.C]
	f := funcOf(s.R)
	ic.id = 0 // what it holds may be of LOAD_BUILTIN
	if f.Globals.Shape != object.DictShape {
		return m.lookupGlobal(s, ic.key)
	}
	if n := f.Globals.Slot(ic.key); n >= 0 {
		ic.id, ic.off = f.Globals.Watch(), uint32(n)
		return *f.Globals.At(uint32(n)), nil
	}
	if n := f.Builtins.Slot(ic.key); n >= 0 {
		if f.Globals.Ghost(ic.key) {
			return *f.Builtins.At(uint32(n)), nil
		}
		ic.id, ic.id2, ic.off = f.Globals.Watch(), f.Builtins.Watch(), uint32(n)
		in.Op = bytecode.OpLoadBuiltin
		return *f.Builtins.At(uint32(n)), nil
	}
	return object.Value{}, nameError(ic.key)
}

// loadGlobal finds a global for CALL_GLOBAL; its cache holds only names of the globals.
func (m *Machine) loadGlobal(s *state, ic *cache) (object.Value, error) {
	g := funcOf(s.R).Globals
	if ic.id != 0 && g.Ver() == ic.id {
		return *g.At(ic.off), nil
	}
	if n := g.Slot(ic.key); n >= 0 && g.Shape == object.DictShape {
		ic.id, ic.off = g.Watch(), uint32(n)
		return *g.At(uint32(n)), nil
	}
	return m.lookupGlobal(s, ic.key)
}

func (m *Machine) lookupGlobal(s *state, n *object.Str) (object.Value, error) {
	f := funcOf(s.R)
	if f.Globals.Shape == object.DictShape {
		if v, ok := f.Globals.GetStr(n); ok {
			return v, nil
		}
	} else if v, err := lookupNS(&m.Thread, f.Globals.Value(), n); err != nil || v.Bound() {
		// A class derived from dict may have a __missing__.
		return v, err
	}
	if v, ok := f.Builtins.GetStr(n); ok {
		return v, nil
	}
	return object.Value{}, nameError(n)
}

func (m *Machine) storeGlobal(g *object.Dict, ic *cache, v object.Value) {
	g.SetStr(ic.key, v)
	ic.id, ic.off = g.Watch(), uint32(g.Slot(ic.key))
}

// lookupNS reads a name from a namespace, any mapping; unbound if it is not there.
func lookupNS(th *object.Thread, ns object.Value, n *object.Str) (object.Value, error) {
	if d, ok := object.AsDict(ns); ok && d.Shape == object.DictShape {
		v, _ := d.GetStr(n)
		return v, nil
	}
	v, err := object.GetItem(th, ns, n.Value())
	if err != nil && object.Matches(err, object.KeyErrorType) {
		return object.Value{}, nil
	}
	return v, err
}

func (m *Machine) loadName(s *state, in *bytecode.Instr) error {
	ic := &s.code.ics[in.C]
	g := funcOf(s.R).Globals
	ns := *rg(s.R, 0)
	if ns.Ref == &g.Header {
		if n := g.Slot(ic.key); n >= 0 {
			ic.id, ic.off = g.Watch(), uint32(n)
			*rg(s.R, in.A) = *g.At(uint32(n))
			return nil
		}
		ic.id = 0
		if f := funcOf(s.R); ic.miss < maxMiss*4 && !g.Ghost(ic.key) {
			if n := f.Builtins.Slot(ic.key); n >= 0 {
				ic.miss++
				ic.id, ic.id2, ic.off = g.Watch(), f.Builtins.Watch(), uint32(n)
				in.Op = bytecode.OpLoadNameBuiltin
				*rg(s.R, in.A) = *f.Builtins.At(uint32(n))
				return nil
			}
		}
	}
	v, err := lookupNS(&m.Thread, ns, ic.key)
	if err == nil && !v.Bound() {
		v, err = m.lookupGlobal(s, ic.key)
	}
	if err != nil {
		return err
	}
	*rg(s.R, in.A) = v
	return nil
}

func (m *Machine) storeName(s *state, in *bytecode.Instr) error {
	ic := &s.code.ics[in.C]
	g := funcOf(s.R).Globals
	ns, v := *rg(s.R, 0), *rg(s.R, in.A)
	if ns.Ref == &g.Header {
		m.storeGlobal(g, ic, v)
		return nil
	}
	if d, ok := object.AsDict(ns); ok && d.Shape == object.DictShape {
		d.SetStr(ic.key, v)
		return nil
	}
	return object.SetItem(&m.Thread, ns, ic.key.Value(), v)
}

// loadAttr executes LOAD_ATTR and fills its cache.
func (m *Machine) loadAttr(s *state, in *bytecode.Instr) error {
	ic := &s.code.ics[in.C]
	o := *rg(s.R, in.B)
	if ic.miss < maxMiss {
		m.cacheAttr(ic, in, o)
	} else {
		ic.id = 0 // it may be of a special form, which has no offset
	}
	v, err := object.GetAttr(&m.Thread, o, ic.key)
	if err != nil {
		return err
	}
	*rg(s.R, in.A) = v
	return nil
}

// cacheAttr sets the cache of a LOAD_ATTR up for objects like o, if their attribute can be cached.
func (m *Machine) cacheAttr(ic *cache, in *bytecode.Instr, o object.Value) {
	ic.miss++
	ic.id, ic.ref = 0, nil
	t := o.Type()
	if mod, ok := object.AsModule(o); ok && t == object.ModuleType {
		if n := mod.Dict.Slot(ic.key); n >= 0 {
			ic.ref, ic.id, ic.off = o.Ref, mod.Dict.Watch(), uint32(n)
			in.Op = bytecode.OpLoadAttrModule
		}
		return
	}
	if c, ok := object.AsType(o); ok {
		m.cacheClassAttr(ic, in, c)
		return
	}
	if !t.GenericGet() {
		return
	}
	shape := o.Ref.Shape
	d, found := t.Lookup(ic.key)
	if found {
		sl := object.S(d)
		if p, ok := object.AsProperty(d); ok {
			if fn, ok := AsFunction(p.Fget); ok && fn.Code.enter == 1 && d.Type() == object.PropertyType {
				ic.id, ic.val = shape.ID, p.Fget
				in.Op = bytecode.OpLoadAttrProperty
			}
			return
		}
		if md, ok := object.AsMemberDescr(d); ok {
			if i, owner, isSlot := md.Slot(); isSlot && t.IsSubtype(owner) {
				if off, ok := shape.FixedOffset(i); ok {
					ic.id, ic.off = shape.ID, uint32(off)
				}
			}
			return
		}
		if g, ok := object.AsGetSetDescr(d); ok && g.Describes(t) && o.Ref != nil && shape.ID != 0 {
			ic.id, ic.val = shape.ID, d
			in.Op = bytecode.OpLoadAttrGetSet
			return
		}
		if sl.Get != nil && sl.Set != nil {
			return
		}
		if sl.Get == nil && shape.Lacks(ic.key) {
			ic.id, ic.val = shape.ID, d
			in.Op = bytecode.OpLoadAttrValue
			return
		}
	}
	if off, ok := shape.InlineOffset(ic.key); ok {
		ic.id, ic.off = shape.ID, uint32(off)
	}
}

// cacheClassAttr caches C.name where the class is known, its metaclass plain and the attribute no descriptor.
func (m *Machine) cacheClassAttr(ic *cache, in *bytecode.Instr, c *object.Type) {
	meta := c.Header.Shape.Type
	if !c.IsHeap() || meta != object.TypeType && (meta.LookupIsScript(strGetattribute) || meta.LookupIsScript(strGetattr)) {
		return
	}
	if d, ok := meta.Lookup(ic.key); ok {
		if sl := object.S(d); sl.Get != nil && sl.Set != nil {
			return
		}
	}
	v, ok := c.Lookup(ic.key)
	if !ok {
		return
	}
	if get := object.S(v).Get; get != nil {
		switch {
		case v.Ref.Shape == funcShape:
		case v.Type() == object.StaticMethodType:
			v = object.Unchecked[object.StaticMethod](v).Func
		default:
			return
		}
	}
	ic.ref, ic.id, ic.val = &c.Header, c.Version(), v
	in.Op = bytecode.OpLoadAttrClass
}

// storeAttr executes STORE_ATTR and fills its cache.
func (m *Machine) storeAttr(s *state, in *bytecode.Instr) error {
	ic := &s.code.ics[in.C]
	o, v := *rg(s.R, in.A), *rg(s.R, in.B)
	if ic.miss < maxMiss {
		m.cacheStore(ic, o)
	}
	return object.SetAttr(&m.Thread, o, ic.key, v)
}

func (m *Machine) cacheStore(ic *cache, o object.Value) {
	ic.miss++
	ic.id, ic.shape = 0, nil
	t := o.Type()
	if !t.GenericSet() || !t.IsHeap() {
		return
	}
	shape := o.Ref.Shape
	if d, found := t.Lookup(ic.key); found {
		if md, ok := object.AsMemberDescr(d); ok {
			if i, owner, isSlot := md.Slot(); isSlot && t.IsSubtype(owner) {
				if off, ok := shape.FixedOffset(i); ok {
					ic.id, ic.off = shape.ID, uint32(off)
				}
			}
			return
		}
		if object.S(d).Set != nil {
			return
		}
	}
	if off, ok := shape.InlineOffset(ic.key); ok {
		ic.id, ic.off = shape.ID, uint32(off)
		return
	}
	if n, off, ok := shape.Transition(ic.key); ok {
		ic.id, ic.off, ic.shape = shape.ID, uint32(off), n
	}
}

// loadMethod executes LOAD_METHOD and fills its cache.
func (m *Machine) loadMethod(s *state, in *bytecode.Instr) error {
	ic := &s.code.ics[in.C]
	o := *rg(s.R, in.B)
	if mod, ok := object.AsModule(o); ok && ic.miss < maxMiss && o.Type() == object.ModuleType {
		ic.miss++
		if n := mod.Dict.Slot(ic.key); n >= 0 {
			ic.ref, ic.id, ic.off = o.Ref, mod.Dict.Watch(), uint32(n)
			in.Op = bytecode.OpLoadMethodModule
		}
	}
	f, self, err := object.LoadMethod(&m.Thread, o, ic.key)
	if err != nil {
		return err
	}
	if self {
		if shape := o.Ref.Shape; ic.miss < maxMiss && shape.Lacks(ic.key) {
			ic.miss++
			ic.id, ic.val = shape.ID, f
		}
		*rg(s.R, in.A), *rg(s.R, in.A+16) = f, o
		return nil
	}
	*rg(s.R, in.A), *rg(s.R, in.A+16) = object.Value{}, f
	return nil
}

// attrAug executes o.name op= v.
func (m *Machine) attrAug(s *state, in *bytecode.Instr, v object.Value) error {
	ic := &s.code.ics[in.C]
	o := *rg(s.R, in.A)
	if ic.miss < maxMiss {
		m.cacheStore(ic, o)
		if ic.shape != nil {
			ic.id, ic.shape = 0, nil
		}
	}
	x, err := object.GetAttr(&m.Thread, o, ic.key)
	if err != nil {
		return err
	}
	if x, err = object.InPlace(&m.Thread, x, v, binaryOps[in.X]); err != nil {
		return err
	}
	return object.SetAttr(&m.Thread, o, ic.key, x)
}

// superAttr executes SUPER_ATTR and SUPER_METHOD.
func (m *Machine) superAttr(s *state, in *bytecode.Instr) error {
	th := &m.Thread
	regs := unsafe.Slice(rg(s.R, in.B), 3)
	name := s.code.ics[in.C].key
	d := rg(s.R, in.A)
	method := in.Op == bytecode.OpSuperMethod
	t, ok := object.AsType(regs[1])
	if regs[0] != object.SuperType.Value() || !ok {
		args := regs[1:3]
		if in.X == 1 {
			args = nil
		}
		o, err := object.Call(th, regs[0], args, nil)
		if err != nil {
			return err
		}
		if !method {
			return set(d)(object.GetAttr(th, o, name))
		}
		f, self, err := object.LoadMethod(th, o, name)
		if err != nil {
			return err
		}
		if self {
			*d, *rg(s.R, in.A+16) = f, o
		} else {
			*d, *rg(s.R, in.A+16) = object.Value{}, f
		}
		return nil
	}
	self := regs[2]
	v, plain, err := object.SuperLookup(th, t, self, name)
	if err != nil {
		return err
	}
	if ic := &s.code.ics[in.C]; method && plain && ic.miss < maxMiss && !self.IsImmediate() {
		if _, isType := object.AsType(self); !isType {
			ic.miss++
			ic.ref, ic.id, ic.val = &t.Header, self.Ref.Shape.ID, v
		}
	}
	switch {
	case !method && plain:
		return set(d)(object.S(v).Get(th, v, self, self.Type()))
	case !method:
		*d = v
	case plain:
		*d, *rg(s.R, in.A+16) = v, self
	default:
		*d, *rg(s.R, in.A+16) = object.Value{}, v
	}
	return nil
}

// loadDisplay executes LOAD_LIST and LOAD_SET.
func (m *Machine) loadDisplay(s *state, in *bytecode.Instr) error {
	t, _ := object.AsTuple(s.code.consts[in.Wide()])
	if in.Op == bytecode.OpLoadList {
		*rg(s.R, in.A) = newList(t.Items).Value()
		return nil
	}
	x := object.NewSet()
	for _, v := range t.Items {
		if err := x.Add(&m.Thread, v); err != nil {
			return err
		}
	}
	*rg(s.R, in.A) = x.Value()
	return nil
}
