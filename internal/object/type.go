package object

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// TypeFlags say what a type allows.
type TypeFlags uint32

// Flags of a type.
const (
	// FlagNoBase: the type cannot be subclassed ("type 'bool' is not an acceptable base type").
	FlagNoBase TypeFlags = 1 << iota
	// FlagHeap: made by a class statement or type(); mutable, owned by an interpreter.
	FlagHeap
	// FlagAbstract: has abstract methods; cannot be instantiated.
	FlagAbstract
	// FlagSequence and FlagMapping tell pattern matching.
	FlagSequence
	FlagMapping
	// FlagMatchSelf: `case T(x)` binds the subject itself.
	FlagMatchSelf
	// FlagNoNew: instances cannot be made by calling the type ("cannot create 'x' instances").
	FlagNoNew
	// FlagPlainName: error texts name the type without its module, as they do for CPython's classes written in Python.
	FlagPlainName
	// FlagOwnStruct: the type's objects are not laid out as its base's, whose methods therefore cannot work on them; it has its own of all.
	FlagOwnStruct
)

// Type is a class. Builtin types are package-level variables, complete once init functions have run and immutable
// thereafter; their MRO, inherited slots and __dict__ are resolved on first use.
type Type struct {
	Header
	Slots
	Name     string
	QualName string
	Module   string // of a builtin type; a class made by a script has it in its dict
	Doc      string
	Base     *Type
	Bases    []*Type
	Flags    TypeFlags

	// Tables of a builtin type.
	Methods []Func
	GetSets []GetSet
	Members []Member
	// Constructor binds the arguments of the type's New to a signature; it fills Slots.New.
	Constructor *Func
	// InitSig, if Init rather than the constructor binds the arguments, is the signature to show of the class.
	InitSig *Func
	// WriteText, of streams of text, is what print() calls: as write(), with text that is valid during the call only.
	WriteText func(th *Thread, v Value, text string) error
	// Buffer, if the type supports the buffer protocol, gives an instance's memory.
	Buffer BufferFunc
	// Attrs are further entries of the type's dict, made when it is resolved.
	Attrs func() map[string]Value

	mro      []*Type
	dict     *Dict
	layout   *Layout
	shape    *Shape // of new instances
	expect   int    // most attribute slots seen on an instance
	hasDict  bool
	dictOf   func(o *Header) **Dict // where builtin objects keep their extra attributes, if they may have any
	fixed    int                    // number of __slots__ slots
	hasSlots bool                   // the class statement had __slots__
	weak     bool                   // instances may be weakly referenced
	// methodLike: values of this type found on a class become methods: called with the instance first.
	methodLike bool

	// exc tells what instances of an exception class have beside args.
	exc *excInfo

	once     sync.Once
	resolved atomic.Bool
	names    nameTable // of a builtin type: everything, made once
	heap     *heapType
}

// heapType is what only classes made by scripts have; guarded by the interpreter's lock.
type heapType struct {
	interp     *Interp
	version    uint32 // changes with every change of the class or a base
	cache      map[string]lookup
	recent     [recentNames]recentLookup
	subclasses kin
	roots      []*Shape // of the shape trees its instances have had
	qualName   Value
	abc        *abcRecord // of an abstract base class
}

// recentNames is the size of a class's table of recent look-ups.
const recentNames = 16

type recentLookup struct {
	name    *Str
	version uint32
	lookup
}

type lookup struct {
	v     Value
	where *Type
}

// NewType declares a builtin type. Its slots and tables are filled in the declaring file's init.
func NewType(name string, base *Type, layout *Layout) *Type {
	t := &Type{Name: name, QualName: name, Module: "builtins", Base: base, layout: layout, weak: true}
	if base != nil {
		t.Bases = []*Type{base}
		t.exc = base.exc
	}
	t.shape = newRootShape(t, layout)
	if typeShape != nil {
		t.Header.Shape = typeShape
	} else {
		early = append(early, t)
	}
	return t
}

var (
	early     []*Type // types declared before TypeType
	typeShape *Shape
)

// TypeType and ObjectType are `type` and `object`.
var (
	typeLayout   = NewLayout[Type]()
	objectLayout = instLayout
	ObjectType   = NewType("object", nil, objectLayout)
	TypeType     = newTypeType()
)

func newTypeType() *Type {
	t := NewType("type", ObjectType, typeLayout)
	typeShape = t.shape
	for _, e := range early {
		e.Header.Shape = typeShape
	}
	early = nil
	return t
}

// ExactShape is the shape of the builtin type's own instances.
func (t *Type) ExactShape() *Shape { return t.shape }

// Layout is the Go struct of the type's instances.
func (t *Type) Layout() *Layout { return t.layout }

// Value is the type as a Python value.
func (t *Type) Value() Value { return Value{Ref: &t.Header} }

// AsType gives v as a class.
func AsType(v Value) (*Type, bool) { return Cast[Type](v, typeLayout) }

// IsHeap reports whether a script made the class.
func (t *Type) IsHeap() bool { return t.heap != nil }

// MethodLike marks a type whose instances, found on a class, are called with the object first, as functions are.
func (t *Type) MethodLike() { t.methodLike = true }

// KeepAttrs lets instances of a builtin type have further attributes, kept in the dict that f points to.
func (t *Type) KeepAttrs(f func(o *Header) **Dict) { t.dictOf, t.hasDict = f, true }

// NoWeakrefs marks a builtin type whose instances cannot be weakly referenced.
func (t *Type) NoWeakrefs() { t.weak = false }

// Weakrefable reports whether instances of the type can be weakly referenced.
func (t *Type) Weakrefable() bool { return t.weak }

// HasDict reports whether instances have a __dict__.
func (t *Type) HasDict() bool { return t.hasDict }

// MRO is the method resolution order, the type itself first.
func (t *Type) MRO() []*Type {
	t.resolve()
	return t.mro
}

// Dict is the type's own namespace. Only heap types' may be changed, followed by Modified.
func (t *Type) Dict() *Dict {
	t.resolve()
	return t.dict
}

// IsSubtype reports whether u is in t's MRO.
func (t *Type) IsSubtype(u *Type) bool {
	if t == u {
		return true
	}
	if t.heap == nil && !t.resolved.Load() {
		t.resolve()
	}
	for _, m := range t.mro {
		if m == u {
			return true
		}
	}
	return false
}

// fits reports whether what the builtin class owner defines can work on objects of class t.
func (t *Type) fits(owner *Type) bool {
	return t == owner || t.IsSubtype(owner) && (t.Flags&FlagOwnStruct == 0 || owner == ObjectType)
}

// IsInstance reports whether v's class is t or derives from it (without __instancecheck__).
func IsInstance(v Value, t *Type) bool { return v.Type().IsSubtype(t) }

// Ready resolves a builtin type: its MRO, inherited slots and dict.
func (t *Type) resolve() {
	if t.heap != nil || t.resolved.Load() {
		return
	}
	t.once.Do(func() {
		if t.Constructor != nil && t.New == nil {
			t.New = bindNew(t.Constructor)
		}
		t.resolveMRO()
		t.dict = NewDict()
		t.fillDict()
		n := 0
		for _, m := range t.mro {
			if m != t {
				m.resolve()
			}
			n += m.dict.Len()
		}
		t.names = newNameTable(n)
		for i := len(t.mro) - 1; i >= 0; i-- {
			m := t.mro[i]
			for k, v := range m.dict.All() {
				t.names.set(Unchecked[Str](k), lookup{v, m})
			}
		}
		t.resolved.Store(true)
	})
}

func (t *Type) resolveMRO() {
	if t.Base == nil {
		t.mro = []*Type{t}
		return
	}
	for _, b := range t.Bases {
		b.resolve()
	}
	mro, err := mergeMRO(t, t.Bases)
	if err != "" {
		panic("builtin type " + t.Name + ": " + err)
	}
	t.mro = mro
	for _, b := range t.Bases {
		t.inheritFrom(b)
	}
	if len(t.Bases) == 0 {
		t.inheritFrom(t.Base)
	}
}

// inheritFrom takes over what t does not define from a builtin base.
func (t *Type) inheritFrom(b *Type) {
	if t.GetAttr == nil {
		t.generic = b.generic
	}
	if t.SetAttr == nil {
		t.genericSet = b.genericSet
	}
	ownCompare, ownHash := t.Compare != nil, t.Hash != nil
	for i := range slotTable {
		d := &slotTable[i]
		if d.inherit != nil {
			d.inherit(&t.Slots, &b.Slots)
		}
	}
	if !ownCompare && !ownHash {
		if t.Compare == nil {
			t.Compare = b.Compare
		}
		if t.Hash == nil {
			t.Hash = b.Hash
		}
	}
	if t.dictOf == nil && b.dictOf != nil {
		t.dictOf, t.hasDict = b.dictOf, b.hasDict
	}
	if t.layout == nil {
		t.layout = b.layout
		t.shape.Layout = b.layout
	}
	t.Flags |= b.Flags & (FlagSequence | FlagMapping | FlagMatchSelf)
}

// slotsOf gives a type's slots, resolved.
func slotsOf(t *Type) *Slots {
	if t.heap == nil && !t.resolved.Load() {
		t.resolve()
	}
	return &t.Slots
}

// S gives the slots of v's type.
func S(v Value) *Slots { return slotsOf(v.Ref.Shape.Type) }

// Lookup finds a name along the MRO, without the metaclass and without binding descriptors.
func (t *Type) Lookup(name *Str) (Value, bool) {
	v, _, ok := t.LookupWhere(name)
	return v, ok
}

// LookupWhere is Lookup, telling also the class that defines the name.
func (t *Type) LookupWhere(name *Str) (Value, *Type, bool) {
	if t.heap == nil {
		t.resolve()
		l := t.names.find(name)
		return l.v, l.where, l.where != nil
	}
	// Names are mostly the same few objects: a small table by their address stands before the map.
	f := &t.heap.recent[uintptr(unsafe.Pointer(name))>>4%recentNames]
	if f.name == name && f.version == t.heap.version {
		return f.v, f.where, f.v.Ref != nil
	}
	l, ok := t.heap.cache[name.S]
	if ok {
		f.name, f.version, f.lookup = name, t.heap.version, l
		return l.v, l.where, l.v.Ref != nil
	}
	for _, m := range t.mro {
		if m.heap == nil {
			m.resolve()
		}
		if v, ok := m.dict.GetStr(name); ok {
			l = lookup{v, m}
			break
		}
	}
	if len(t.heap.cache) >= 4096 {
		clear(t.heap.cache)
	}
	t.heap.cache[name.S] = l
	f.name, f.version, f.lookup = name, t.heap.version, l
	return l.v, l.where, l.v.Ref != nil
}

// LookupString is Lookup by a Go string.
func (t *Type) LookupString(name string) (Value, bool) {
	s := Str{S: name, n: -1}
	return t.Lookup(&s)
}

// Version changes whenever the class or a base of it changes; 0 for builtin types, which never do.
func (t *Type) Version() uint32 {
	if t.heap == nil {
		return 0
	}
	return t.heap.version
}

// Modified is called after a change of a heap type's dict or bases: inline caches and slots of it and its subclasses are renewed.
func (t *Type) Modified() {
	if t.heap == nil {
		return
	}
	t.heap.version = nextShapeID()
	clear(t.heap.cache)
	for _, r := range t.heap.roots {
		r.renumber()
	}
	for _, sub := range t.heap.subclasses.all() {
		sub.Modified()
	}
}

// Subclasses gives the classes that scripts of th's interpreter derived directly from t, plus none of the builtin ones.
func (t *Type) Subclasses(th *Thread) []*Type {
	if t.heap != nil {
		return t.heap.subclasses.all()
	}
	return th.Interp.subclasses[t].all()
}

// mergeMRO is the C3 linearisation.
func mergeMRO(t *Type, bases []*Type) (mro []*Type, conflict string) {
	seqs := make([][]*Type, 0, len(bases)+1)
	for _, b := range bases {
		seqs = append(seqs, b.MRO())
	}
	seqs = append(seqs, bases)
	return mergeC3(t, seqs)
}

func mergeC3(t *Type, seqs [][]*Type) ([]*Type, string) {
	mro := []*Type{t}
	heads := make([]int, len(seqs))
	for {
		var pick *Type
		done := true
	search:
		for i, s := range seqs {
			if heads[i] >= len(s) {
				continue
			}
			done = false
			c := s[heads[i]]
			for j, o := range seqs {
				for k := heads[j] + 1; k < len(o); k++ {
					if o[k] == c {
						continue search
					}
				}
			}
			pick = c
			break
		}
		if done {
			return mro, ""
		}
		if pick == nil {
			names := ""
			seen := map[*Type]bool{}
			for i, s := range seqs {
				if heads[i] < len(s) && !seen[s[heads[i]]] {
					seen[s[heads[i]]] = true
					if names != "" {
						names += ", "
					}
					names += s[heads[i]].Name
				}
			}
			return nil, "Cannot create a consistent method resolution order (MRO) for bases " + names
		}
		mro = append(mro, pick)
		for i, s := range seqs {
			if heads[i] < len(s) && s[heads[i]] == pick {
				heads[i]++
			}
		}
	}
}

// newShape gives the shape for a new instance of a heap type; the number of inline slots follows what instances have needed.
func (t *Type) instanceShape() *Shape {
	if t.heap != nil && t.expect > t.shape.inline && t.layout == instLayout && t.shape.inline < instSizes[len(instSizes)-1] {
		old := t.shape
		s := newRootShape(t, t.layout)
		s.slots, s.fixed, s.inline = old.slots, old.fixed, roundInline(t.expect)
		t.heap.roots = append(t.heap.roots, s)
		t.shape = s
	}
	return t.shape
}

// Alloc makes an instance of the class with all attributes unset. A builtin type's Go struct is zero.
func (t *Type) Alloc(th *Thread) *Header {
	s := t.instanceShape()
	var h *Header
	if t.layout == instLayout {
		h = newInstance(s)
	} else {
		h = t.layout.NewSub()
		h.Shape = s
	}
	if t.Slots.Del != nil {
		th.Interp.watchDel(h)
	}
	return h
}

// InstanceShape is the shape a new, empty instance of a plain class gets, for the VM's object-creation cache; plain is false
// if the class derives from a builtin struct or has a finaliser.
func (t *Type) InstanceShape() (s *Shape, plain bool) {
	return t.instanceShape(), t.layout == instLayout && t.Slots.Del == nil
}

// NewInstance allocates an instance of a shape that InstanceShape called plain.
func NewInstance(s *Shape) *Header { return newInstance(s) }

// NewObject makes an instance of class t of the Go struct T, the struct of t's layout.
func NewObject[T any](th *Thread, t *Type) *T {
	if t.heap == nil {
		x := new(T)
		(*Header)(unsafe.Pointer(x)).Shape = t.shape
		return x
	}
	return (*T)(unsafe.Pointer(t.Alloc(th)))
}
