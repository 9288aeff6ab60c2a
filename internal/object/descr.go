package object

import (
	"strings"
	"sync/atomic"
)

// The objects that stand for Go functions in Python: functions of modules, methods and attributes of builtin types, slots.

// Builtin is a Go function as a Python object: a module's function, or a method of a builtin type bound to its object.
type Builtin struct {
	Header
	def    *Func
	self   Value // unbound for a plain function
	owner  *Type // of a method
	module *Str
}

// MethodDescr is a method in a builtin type's dict.
type MethodDescr struct {
	Header
	def   *Func
	owner *Type
}

// ClassMethodDescr is a classmethod in a builtin type's dict.
type ClassMethodDescr struct {
	Header
	def   *Func
	owner *Type
}

// SlotWrapper is a dunder method derived from a builtin type's slot.
type SlotWrapper struct {
	Header
	row   *slotRow
	d     *dunder
	owner *Type
	// params remembers what the signature says: the number of parameters << 8 | that of the required ones; 0 until it is asked.
	params atomic.Uint32
}

// MethodWrapper is a SlotWrapper bound to an object.
type MethodWrapper struct {
	Header
	w    *SlotWrapper
	self Value
}

// GetSet is an attribute of a builtin type computed by Go functions; a nil Set makes it read-only. Set gets an unbound value
// for deletion.
type GetSet struct {
	Name string
	Doc  string
	Get  func(th *Thread, self Value) (Value, error)
	Set  func(th *Thread, self, val Value) error
}

// GetSetDescr is a GetSet in a type's dict.
type GetSetDescr struct {
	Header
	def   *GetSet
	owner *Type
}

// Member is a read-only or writable attribute that is a Value field of the Go struct.
type Member struct {
	Name     string
	Doc      string
	Field    func(self Value) *Value
	Writable bool
	// Check, if any, refuses values that may not be stored (unbound: deletion).
	Check func(th *Thread, val Value) error
}

// MemberDescr is a Member, or a slot of a class with __slots__, in a type's dict.
type MemberDescr struct {
	Header
	def   *Member // nil for __slots__
	name  *Str
	owner *Type
	index int
}

// Slot tells the VM's caches that the descriptor is __slots__ slot i of its class.
func (m *MemberDescr) Slot() (i int, owner *Type, ok bool) { return m.index, m.owner, m.def == nil }

// BoundMethod is a function bound to the object it was got from.
type BoundMethod struct {
	Header
	Func, Self Value
}

// StaticMethod and ClassMethod wrap a function in a class body.
type StaticMethod struct {
	Header
	Func Value
	dict *Dict
}

// ClassMethod is classmethod(f).
type ClassMethod struct {
	Header
	Func Value
	dict *Dict
}

var (
	builtinLayout       = NewLayout[Builtin]()
	methodDescrLayout   = NewLayout[MethodDescr]()
	classMethodDLayout  = NewLayout[ClassMethodDescr]()
	slotWrapperLayout   = NewLayout[SlotWrapper]()
	methodWrapperLayout = NewLayout[MethodWrapper]()
	getSetLayout        = NewLayout[GetSetDescr]()
	memberLayout        = NewLayout[MemberDescr]()
	methodLayout        = NewLayout[BoundMethod]()
	staticMethodLayout  = NewLayout[StaticMethod]()
	classMethodLayout   = NewLayout[ClassMethod]()

	BuiltinType       = NewType("builtin_function_or_method", ObjectType, builtinLayout)
	MethodDescrType   = NewType("method_descriptor", ObjectType, methodDescrLayout)
	ClassMethodDType  = NewType("classmethod_descriptor", ObjectType, classMethodDLayout)
	SlotWrapperType   = NewType("wrapper_descriptor", ObjectType, slotWrapperLayout)
	MethodWrapperType = NewType("method-wrapper", ObjectType, methodWrapperLayout)
	GetSetType        = NewType("getset_descriptor", ObjectType, getSetLayout)
	MemberType        = NewType("member_descriptor", ObjectType, memberLayout)
	MethodType        = NewType("method", ObjectType, methodLayout)
	StaticMethodType  = NewType("staticmethod", ObjectType, staticMethodLayout)
	ClassMethodType   = NewType("classmethod", ObjectType, classMethodLayout)
)

// NewBuiltin makes a module's function.
func NewBuiltin(def *Func, module *Str) Value {
	b := &Builtin{def: def, module: module}
	b.Shape = BuiltinType.shape
	return Of(&b.Header)
}

// NewBuiltinBound makes a Go function with self as its first argument.
func NewBuiltinBound(def *Func, self Value, owner *Type) Value {
	b := &Builtin{def: def, self: self, owner: owner}
	b.Shape = BuiltinType.shape
	return Of(&b.Header)
}

// Def gives the row behind a builtin function and its bound self.
func (b *Builtin) Def() (def *Func, self Value) { return b.def, b.self }

// Def gives the row behind a method and the type it belongs to.
func (m *MethodDescr) Def() (def *Func, owner *Type) { return m.def, m.owner }

// AsBuiltin gives v as a Go function object.
func AsBuiltin(v Value) (*Builtin, bool) { return Cast[Builtin](v, builtinLayout) }

// AsMemberDescr gives v as a member descriptor.
func AsMemberDescr(v Value) (*MemberDescr, bool) { return Cast[MemberDescr](v, memberLayout) }

// AsGetSetDescr gives v as the descriptor of an attribute that Go functions get and set.
func AsGetSetDescr(v Value) (*GetSetDescr, bool) { return Cast[GetSetDescr](v, getSetLayout) }

// Getter is the function that gives the attribute of an object that Describes holds for.
func (g *GetSetDescr) Getter() func(th *Thread, self Value) (Value, error) { return g.def.Get }

// Describes reports whether objects of type t have the attribute.
func (g *GetSetDescr) Describes(t *Type) bool { return t.IsSubtype(g.owner) }

// AsMethodDescr gives v as a method of a builtin type.
func AsMethodDescr(v Value) (*MethodDescr, bool) { return Cast[MethodDescr](v, methodDescrLayout) }

// NewMethod binds a function to an object.
func NewMethod(f, self Value) Value {
	m := &BoundMethod{Func: f, Self: self}
	m.Shape = MethodType.shape
	return Of(&m.Header)
}

// AsMethod gives v as a bound method.
func AsMethod(v Value) (*BoundMethod, bool) { return Cast[BoundMethod](v, methodLayout) }

// NewStaticMethod is staticmethod(f).
func NewStaticMethod(f Value) Value {
	m := &StaticMethod{Func: f}
	m.Shape = StaticMethodType.shape
	return Of(&m.Header)
}

// NewClassMethod is classmethod(f).
func NewClassMethod(f Value) Value {
	m := &ClassMethod{Func: f}
	m.Shape = ClassMethodType.shape
	return Of(&m.Header)
}

// fillDict makes a builtin type's dict from its tables and slots.
func (t *Type) fillDict() {
	d := t.dict
	own := func(r *slotRow) bool {
		if r.has == nil || !r.has(&t.Slots) {
			return false
		}
		// A slot that was inherited gives its dunders on the base only.
		if t.Base == nil {
			return true
		}
		var probe Slots
		for _, b := range t.Bases {
			r.copy(&probe, &b.Slots)
			if sameSlot(r, &t.Slots, &probe) {
				return false
			}
		}
		return true
	}
	for i := range slotTable {
		r := &slotTable[i]
		if len(r.dunders) == 0 || !own(r) {
			continue
		}
		for j := range r.dunders {
			du := &r.dunders[j]
			if du.name == strNew {
				if t.Slots.New != nil {
					d.SetStr(strNew, newNewBuiltin(t))
				}
				continue
			}
			if du.sig == "" {
				continue
			}
			if _, taken := d.GetStr(du.name); taken {
				continue
			}
			w := &SlotWrapper{row: r, d: du, owner: t}
			w.Shape = SlotWrapperType.shape
			d.SetStr(du.name, Of(&w.Header))
		}
	}
	if t.Hash == nil && t.Compare != nil && t != ObjectType {
		d.SetStr(strHash, None)
	}
	for i := range t.Methods {
		f := &t.Methods[i]
		name := NewStr(f.Name())
		switch {
		case f.Class:
			c := &ClassMethodDescr{def: f, owner: t}
			c.Shape = ClassMethodDType.shape
			d.SetStr(name, Of(&c.Header))
		case f.Static:
			d.SetStr(name, NewStaticMethod(NewBuiltinBound(f, Value{}, t)))
		default:
			m := &MethodDescr{def: f, owner: t}
			m.Shape = MethodDescrType.shape
			d.SetStr(name, Of(&m.Header))
		}
	}
	for i := range t.GetSets {
		g := &GetSetDescr{def: &t.GetSets[i], owner: t}
		g.Shape = GetSetType.shape
		d.SetStr(NewStr(g.def.Name), Of(&g.Header))
	}
	for i := range t.Members {
		m := &MemberDescr{def: &t.Members[i], name: NewStr(t.Members[i].Name), owner: t}
		m.Shape = MemberType.shape
		d.SetStr(m.name, Of(&m.Header))
	}
	if t.Attrs != nil {
		for k, v := range t.Attrs() {
			d.SetStr(NewStr(k), v)
		}
	}
	if t.Module != "builtins" {
		if _, taken := d.GetStr(strModule); !taken {
			d.SetStr(strModule, StrValue(t.Module))
		}
	}
	if _, taken := d.GetStr(strDoc); taken {
		return
	}
	if t.Doc != "" {
		d.SetStr(strDoc, StrValue(t.Doc))
	} else {
		d.SetStr(strDoc, None)
	}
}

// sameSlot compares the slot in two sets by the address of the function's closure.
func sameSlot(r *slotRow, a, b *Slots) bool {
	return r.pointer(a) == r.pointer(b)
}

func newSlotMember(t *Type, name *Str, i int) Value {
	m := &MemberDescr{name: name, owner: t, index: i}
	m.Shape = MemberType.shape
	return Of(&m.Header)
}

var dictGetSet = GetSet{Name: "__dict__", Doc: "The object's attributes as a dictionary.",
	Get: func(th *Thread, self Value) (Value, error) {
		d := instDict(self.Ref)
		if d == nil {
			return Value{}, attributeError(self, strDict)
		}
		return d.Value(), nil
	},
	Set: func(th *Thread, self, val Value) error {
		if val.Ref == nil {
			val = NewDict().Value()
		}
		d, ok := AsDict(val)
		if !ok {
			return TypeErrorf("__dict__ must be set to a dictionary, not a '%s'", val.Type().Name)
		}
		if !setInstDict(self.Ref, d) {
			return attributeError(self, strDict)
		}
		return nil
	},
}

// DictGetSet is the __dict__ attribute, for builtin types whose instances have one.
func DictGetSet() GetSet { return dictGetSet }

func newDictGetSet(t *Type) Value {
	g := &GetSetDescr{def: &dictGetSet, owner: t}
	g.Shape = GetSetType.shape
	return Of(&g.Header)
}

var weakrefGetSet = GetSet{Name: "__weakref__", Doc: "The list of weak references to the object.",
	Get: func(th *Thread, self Value) (Value, error) { return None, nil }}

func newWeakrefGetSet(t *Type) Value {
	g := &GetSetDescr{def: &weakrefGetSet, owner: t}
	g.Shape = GetSetType.shape
	return Of(&g.Header)
}

// InstanceDict gives v.__dict__ as it stands (made on demand), or nil if v has none.
func InstanceDict(v Value) *Dict {
	if v.IsImmediate() {
		return nil
	}
	return instDict(v.Ref)
}

func init() {
	BuiltinType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		b := Unchecked[Builtin](f)
		return b.def.call(th, b.self, args, names, b.what)
	}
	MethodDescrType.MethodLike()
	MethodDescrType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		m := Unchecked[MethodDescr](f)
		if len(args) == len(names) {
			return Value{}, TypeErrorf("unbound method %s.%s() needs an argument", m.owner.Name, m.def.Name())
		}
		self := args[0]
		if t := self.Type(); t != m.owner && !t.fits(m.owner) {
			return Value{}, TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", m.def.Name(), m.owner.Name, t.Name)
		}
		if len(names) == 0 && m.def.positional() {
			fn := &m.def.Fn
			switch {
			case fn.f1 != nil && len(args) == 1:
				return fn.f1(th, self)
			case fn.f2 != nil && len(args) == 2:
				return fn.f2(th, self, args[1])
			case fn.f3 != nil && len(args) == 3:
				return fn.f3(th, self, args[1], args[2])
			}
		}
		return m.def.callSlow(th, self, args[1:], names, m.what)
	}
	MethodDescrType.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		if obj.Ref == nil {
			return d, nil
		}
		m := Unchecked[MethodDescr](d)
		if !obj.Type().fits(m.owner) {
			return Value{}, TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", m.def.Name(), m.owner.Name, obj.Type().Name)
		}
		return NewBuiltinBound(m.def, obj, m.owner), nil
	}
	ClassMethodDType.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		m := Unchecked[ClassMethodDescr](d)
		if owner == nil {
			owner = obj.Type()
		}
		if !owner.IsSubtype(m.owner) {
			return Value{}, TypeErrorf("descriptor '%s' requires a subtype of '%s' but received '%s'", m.def.Name(), m.owner.Name, owner.Name)
		}
		return NewBuiltinBound(m.def, owner.Value(), m.owner), nil
	}
	ClassMethodDType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		m := Unchecked[ClassMethodDescr](f)
		if len(args) == len(names) {
			return Value{}, TypeErrorf("descriptor '%s' of '%s' object needs an argument", m.def.Name(), m.owner.Name)
		}
		c, ok := AsType(args[0])
		if !ok {
			return Value{}, TypeErrorf("descriptor '%s' for type '%s' needs a type, not a '%s' as arg 2", m.def.Name(), m.owner.Name, args[0].Type().TypeName())
		}
		if !c.IsSubtype(m.owner) {
			return Value{}, TypeErrorf("descriptor '%s' requires a subtype of '%s' but received '%s'", m.def.Name(), m.owner.Name, c.Name)
		}
		return m.def.call(th, args[0], args[1:], names, m.def.Name)
	}
	SlotWrapperType.MethodLike()
	SlotWrapperType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		w := Unchecked[SlotWrapper](f)
		if len(args) == len(names) {
			return Value{}, TypeErrorf("descriptor '%s' of '%s' object needs an argument", w.d.name.S, w.owner.Name)
		}
		if t := args[0].Type(); t != w.owner && !t.fits(w.owner) {
			return Value{}, TypeErrorf("descriptor '%s' requires a '%s' object but received a '%s'", w.d.name.S, w.owner.Name, t.Name)
		}
		return w.call(th, args, names)
	}
	SlotWrapperType.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		if obj.Ref == nil {
			return d, nil
		}
		w := Unchecked[SlotWrapper](d)
		if !obj.Type().fits(w.owner) {
			return Value{}, TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", w.d.name.S, w.owner.Name, obj.Type().Name)
		}
		m := &MethodWrapper{w: w, self: obj}
		m.Shape = MethodWrapperType.shape
		return Of(&m.Header), nil
	}
	MethodWrapperType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		m := Unchecked[MethodWrapper](f)
		a := th.scratch.take(len(args) + 1)
		a[0] = m.self
		copy(a[1:], args)
		r, err := m.w.call(th, a, names)
		th.scratch.drop(a)
		return r, err
	}
	GetSetType.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		if obj.Ref == nil {
			return d, nil
		}
		g := Unchecked[GetSetDescr](d)
		if !obj.Type().fits(g.owner) {
			return Value{}, TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", g.def.Name, g.owner.Name, obj.Type().Name)
		}
		return g.def.Get(th, obj)
	}
	GetSetType.Set = func(th *Thread, d, obj, val Value) error {
		g := Unchecked[GetSetDescr](d)
		if !obj.Type().fits(g.owner) {
			return TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", g.def.Name, g.owner.Name, obj.Type().Name)
		}
		if g.def.Set == nil {
			return NewExcf(AttributeErrorType, "attribute '%s' of '%s' objects is not writable", g.def.Name, g.owner.TypeName())
		}
		return g.def.Set(th, obj, val)
	}
	MemberType.Get = memberGet
	MemberType.Set = memberSet
	MethodType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		m := Unchecked[BoundMethod](f)
		a := th.scratch.take(len(args) + 1)
		a[0] = m.Self
		copy(a[1:], args)
		r, err := Call(th, m.Func, a, names)
		th.scratch.drop(a)
		return r, err
	}
	StaticMethodType.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		return Unchecked[StaticMethod](d).Func, nil
	}
	StaticMethodType.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		return Call(th, Unchecked[StaticMethod](f).Func, args, names)
	}
	ClassMethodType.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		if owner == nil {
			owner = obj.Type()
		}
		return NewMethod(Unchecked[ClassMethod](d).Func, owner.Value()), nil
	}
}

func (b *Builtin) what() string {
	if b.owner != nil {
		return b.owner.Name + "." + b.def.Name()
	}
	if b.module != nil && b.module.S != "builtins" {
		return b.module.S + "." + b.def.Name()
	}
	return b.def.Name()
}

func (m *MethodDescr) what() string { return m.owner.Name + "." + m.def.Name() }

func memberGet(th *Thread, d, obj Value, owner *Type) (Value, error) {
	m := Unchecked[MemberDescr](d)
	if obj.Ref == nil {
		return d, nil
	}
	if !IsInstance(obj, m.owner) {
		return Value{}, TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", m.name.S, m.owner.Name, obj.Type().Name)
	}
	if m.def != nil {
		v := *m.def.Field(obj)
		if v.Ref == nil {
			v = None
		}
		return v, nil
	}
	v := *obj.Ref.Shape.slot(obj.Ref, m.index)
	if v.Ref == nil {
		// The text has the full name of the class, without a __main__ before it.
		name := strings.TrimPrefix(obj.Type().FullName(), "__main__.")
		return v, NewExcf(AttributeErrorType, "'%s' object has no attribute '%s'", name, m.name.S).with(obj, m.name)
	}
	return v, nil
}

func memberSet(th *Thread, d, obj, val Value) error {
	m := Unchecked[MemberDescr](d)
	if !IsInstance(obj, m.owner) {
		return TypeErrorf("descriptor '%s' for '%s' objects doesn't apply to a '%s' object", m.name.S, m.owner.Name, obj.Type().Name)
	}
	if m.def != nil {
		if !m.def.Writable {
			return NewExcf(AttributeErrorType, "readonly attribute")
		}
		if m.def.Check != nil {
			if err := m.def.Check(th, val); err != nil {
				return err
			}
		}
		*m.def.Field(obj) = val
		return nil
	}
	p := obj.Ref.Shape.slot(obj.Ref, m.index)
	if val.Ref == nil && p.Ref == nil {
		return NewExcf(AttributeErrorType, "%s", m.name.S).with(obj, m.name)
	}
	*p = val
	return nil
}

func (w *SlotWrapper) call(th *Thread, args []Value, names []*Str) (Value, error) {
	s := slotsOf(w.owner)
	switch w.d.name {
	case strCall:
		return s.Call(th, args[0], args[1:], names)
	case strInit:
		return None, s.Init(th, args[0], args[1:], names)
	}
	if len(names) > 0 {
		return Value{}, TypeErrorf("wrapper %s() takes no keyword arguments", w.d.name.S)
	}
	lo, hi := w.arity()
	if n := len(args) - 1; n < lo || n > hi {
		want, how := lo, ""
		if lo != hi {
			how = "at least "
			if n > hi {
				want, how = hi, "at most "
			}
		}
		return Value{}, TypeErrorf("expected %s%d argument%s, got %d", how, want, plural(want), n)
	}
	return w.d.wrap(th, s, args)
}

// arity counts the arguments after self in the wrapper's signature.
func (w *SlotWrapper) arity() (lo, hi int) {
	n := w.params.Load()
	if n == 0 {
		sig := parseSignature(w.d.name.S + w.d.sig)
		n = uint32(sig.npos<<8 | sig.required)
		w.params.Store(n)
	}
	return int(n&0xff) - 1, int(n>>8) - 1
}

// newNewBuiltin is T.__new__ of a builtin type: a function whose first argument is the class.
func newNewBuiltin(t *Type) Value {
	def := &Func{Sig: "__new__(*args, **kwargs)", Doc: "Create and return a new object.  See help(type) for accurate signature."}
	def.Fn = Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
		if len(args) == len(names) {
			return Value{}, TypeErrorf("%s.__new__(): not enough arguments", t.Name)
		}
		c, ok := AsType(args[0])
		if !ok {
			return Value{}, TypeErrorf("%s.__new__(X): X is not a type object (%s)", t.Name, args[0].Type().Name)
		}
		if !c.IsSubtype(t) {
			return Value{}, TypeErrorf("%s.__new__(%s): %s is not a subtype of %s", t.Name, c.Name, c.Name, t.Name)
		}
		if c.layout != t.layout {
			safe := c
			for safe.heap != nil {
				safe = safe.Base
			}
			if safe.Flags&FlagNoNew != 0 {
				return Value{}, TypeErrorf("cannot create '%s' instances", c.TypeName())
			}
			return Value{}, TypeErrorf("%s.__new__(%s) is not safe, use %s.__new__()", t.Name, c.Name, safe.Name)
		}
		return slotsOf(t).New(th, c, args[1:], names)
	})
	b := &Builtin{def: def, self: Value{}, owner: t}
	b.Shape = BuiltinType.shape
	return Of(&b.Header)
}
