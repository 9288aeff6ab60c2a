package object

import (
	"fmt"
	"unsafe"
	"weak"
)

// Abstract base classes: abc.ABCMeta. It is a builtin type, and not frozen Python, because isinstance with an abstract class is
// asked so often.

// ABCMetaType is abc.ABCMeta.
var ABCMetaType = NewType("ABCMeta", TypeType, typeLayout)

// abcRecord is what an abstract base class remembers of other classes. They are remembered weakly, except for the last one of
// either kind. A positive answer holds for ever; negative ones are dropped when any class anywhere registers a virtual subclass,
// which the interpreter's token counts.
type abcRecord struct {
	registry        classSet
	yes, no         classSet
	lastYes, lastNo *Type
	token           int // for which the negative answers hold
}

// classSet is a set of classes that keeps none alive, by address.
type classSet map[uintptr]weak.Pointer[Type]

func (s classSet) has(t *Type) bool {
	p, ok := s[uintptr(unsafe.Pointer(t))]
	return ok && p.Value() == t
}

func (s *classSet) add(t *Type) {
	if *s == nil {
		*s = classSet{}
	}
	(*s)[uintptr(unsafe.Pointer(t))] = weak.Make(t)
}

func (s classSet) live() []*Type {
	var out []*Type
	for _, p := range s {
		if t := p.Value(); t != nil {
			out = append(out, t)
		}
	}
	return out
}

// abcOf gives the record of an abstract class.
func abcOf(t *Type) *abcRecord {
	if t.heap == nil {
		return &abcRecord{}
	}
	if t.heap.abc == nil {
		t.heap.abc = &abcRecord{}
	}
	return t.heap.abc
}

// ABCToken is abc.get_cache_token().
func ABCToken(th *Thread) int { return th.Interp.abcToken }

// InABCCheck reports whether the code that runs was called to answer a question of an abstract class.
func InABCCheck(th *Thread) bool { return th.abcChecks > 0 }

const matchBits = FlagSequence | FlagMapping

// Bits of __abc_tpflags__.
const (
	abcSequence = 1 << 5
	abcMapping  = 1 << 6
)

var (
	strABCFlags = NewStr("__abc_tpflags__")
)

// AbstractNames gives the names among a class's attributes, and among its bases' abstract ones, that are abstract in it.
func AbstractNames(th *Thread, t *Type) (Value, error) {
	set := NewFrozenSet()
	abstract := func(v Value) (bool, error) {
		if v.IsImmediate() {
			return false, nil
		}
		a, err := GetAttrOr(th, v, strIsAbstract)
		if err != nil || !a.Bound() {
			return false, err
		}
		return Truth(th, a)
	}
	for k, v := range t.Dict().Copy().All() {
		is, err := abstract(v)
		if err == nil && is {
			err = set.Add(th, k)
		}
		if err != nil {
			return Value{}, err
		}
	}
	for _, b := range t.Bases {
		names, err := GetAttrOr(th, b.Value(), strAbstract)
		if err != nil {
			return Value{}, err
		}
		if !names.Bound() {
			continue
		}
		err = Each(th, names, func(k Value) (bool, error) {
			name, ok := AsStr(k)
			if !ok {
				return true, TypeErrorf("attribute name must be string, not '%s'", k.Type().TypeName())
			}
			v, err := GetAttrOr(th, t.Value(), name)
			if err != nil || !v.Bound() {
				return err != nil, err
			}
			is, err := abstract(v)
			if err == nil && is {
				err = set.Add(th, k)
			}
			return err != nil, err
		})
		if err != nil {
			return Value{}, err
		}
	}
	return set.Value(), nil
}

// initABC makes a new class an abstract base class.
func initABC(th *Thread, t *Type) error {
	names, err := AbstractNames(th, t)
	if err != nil {
		return err
	}
	if err := setTypeAbstract(th, t.Value(), names); err != nil {
		return err
	}
	v, ok := t.dict.GetStr(strABCFlags)
	if !ok {
		return nil
	}
	bits, _ := SmallInt(v)
	if bits&(abcSequence|abcMapping) == abcSequence|abcMapping {
		return TypeErrorf("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
	}
	t.dict.DelStr(strABCFlags)
	if bits&abcSequence != 0 {
		t.Flags |= FlagSequence
	}
	if bits&abcMapping != 0 {
		t.Flags |= FlagMapping
	}
	t.Modified()
	return nil
}

func abcRegister(th *Thread, cls, subclass Value) (Value, error) {
	t, _ := AsType(cls)
	sub, ok := AsType(subclass)
	if !ok {
		return Value{}, TypeErrorf("Can only register classes")
	}
	if is, err := abcAsk(th, subclass, cls); is || err != nil {
		return subclass, err
	}
	if is, err := abcAsk(th, cls, subclass); is || err != nil {
		if err == nil {
			err = NewExcf(RuntimeErrorType, "Refusing to create an inheritance cycle")
		}
		return Value{}, err
	}
	abcOf(t).registry.add(sub)
	th.Interp.abcToken++
	if t.Flags&matchBits != 0 {
		markMatch(th, sub, t.Flags&matchBits)
	}
	return subclass, nil
}

// markMatch has the instances of a class and its subclasses match sequence or mapping patterns.
func markMatch(th *Thread, t *Type, bits TypeFlags) {
	if t.heap == nil || t.Flags&matchBits == bits {
		return
	}
	t.Flags = t.Flags&^matchBits | bits
	for _, s := range t.Subclasses(th) {
		markMatch(th, s, bits)
	}
}

// abcAsk is issubclass on behalf of an abstract class.
func abcAsk(th *Thread, cls, info Value) (bool, error) {
	th.abcChecks++
	ok, err := IsSubclassOf(th, cls, info)
	th.abcChecks--
	return ok, err
}

// abcSubclass is cls.__subclasscheck__(sub), which a metaclass derived from ABCMeta may define.
func abcSubclass(th *Thread, cls *Type, sub Value) (bool, error) {
	if meta := cls.Header.Shape.Type; meta != ABCMetaType {
		f, where, ok := meta.LookupWhere(strSubclassChk)
		if ok && where != ABCMetaType {
			th.abcChecks++
			r, err := Call2(th, f, cls.Value(), sub)
			th.abcChecks--
			if err != nil {
				return false, err
			}
			return Truth(th, r)
		}
	}
	return ABCSubclassCheck(th, cls, sub)
}

// ABCInstanceCheck is ABCMeta.__instancecheck__(cls, v).
func ABCInstanceCheck(th *Thread, cls *Type, v Value) (bool, error) {
	vt := v.Type()
	rec := abcOf(cls)
	claimed := vt
	if _, where, ok := vt.LookupWhere(strClass); !ok || where != ObjectType || !slotsOf(vt).generic {
		c, err := GetAttr(th, v, strClass)
		if err != nil {
			return false, err
		}
		if t, ok := AsType(c); ok {
			claimed = t
		}
	}
	if claimed == rec.lastYes || rec.yes.has(claimed) {
		rec.lastYes = claimed
		return true, nil
	}
	if claimed == vt {
		if rec.token == th.Interp.abcToken && (vt == rec.lastNo || rec.no.has(vt)) {
			rec.lastNo = vt
			return false, nil
		}
		return abcSubclass(th, cls, vt.Value())
	}
	if ok, err := abcSubclass(th, cls, claimed.Value()); ok || err != nil {
		return ok, err
	}
	return abcSubclass(th, cls, vt.Value())
}

// ABCSubclassCheck is ABCMeta.__subclasscheck__(cls, sub): whether sub derives from cls, is registered with it, or satisfies its
// __subclasshook__.
func ABCSubclassCheck(th *Thread, cls *Type, subclass Value) (bool, error) {
	sub, ok := AsType(subclass)
	if !ok {
		return false, TypeErrorf("issubclass() arg 1 must be a class")
	}
	rec := abcOf(cls)
	if sub == rec.lastYes || rec.yes.has(sub) {
		return true, nil
	}
	if rec.token != th.Interp.abcToken {
		rec.no, rec.lastNo, rec.token = nil, nil, th.Interp.abcToken
	} else if sub == rec.lastNo || rec.no.has(sub) {
		return false, nil
	}
	answer, err := abcFindOut(th, cls, sub, rec)
	if err != nil {
		return false, err
	}
	if answer {
		rec.yes.add(sub)
	} else {
		rec.no.add(sub)
	}
	return answer, nil
}

func abcFindOut(th *Thread, cls, sub *Type, rec *abcRecord) (bool, error) {
	if _, where, ok := cls.LookupWhere(strSubclassHook); ok && where != ObjectType {
		hook, err := GetAttr(th, cls.Value(), strSubclassHook)
		if err != nil {
			return false, err
		}
		th.abcChecks++
		r, err := Call1(th, hook, sub.Value())
		th.abcChecks--
		if err != nil {
			return false, err
		}
		if r.IsBool() {
			return r == True, nil
		}
		if r != NotImplemented {
			return false, NewExcf(AssertionErrorType, "__subclasshook__ must return either False, True, or NotImplemented")
		}
	}
	if sub.IsSubtype(cls) {
		return true, nil
	}
	for _, known := range rec.registry.live() {
		if ok, err := abcAsk(th, sub.Value(), known.Value()); ok || err != nil {
			return ok, err
		}
	}
	if _, where, ok := cls.LookupWhere(strSubclasses); ok && where.heap != nil {
		// The class has a __subclasses__ of its own.
		r, err := CallMethod(th, cls.Value(), strSubclasses)
		if err != nil {
			return false, err
		}
		l, ok := AsList(r)
		if !ok {
			return false, TypeErrorf("__subclasses__() must return a list")
		}
		for _, derived := range l.Snapshot() {
			if ok, err := abcAsk(th, sub.Value(), derived); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	}
	for _, derived := range append([]*Type(nil), cls.Subclasses(th)...) {
		if ok, err := abcAsk(th, sub.Value(), derived.Value()); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

var (
	strSubclassHook = NewStr("__subclasshook__")
	strSubclasses   = NewStr("__subclasses__")
)

func (s classSet) dump(th *Thread) string {
	out := "{"
	for i, t := range s.live() {
		if i > 0 {
			out += ", "
		}
		out += t.FullName()
	}
	return out + "}"
}

func init() {
	t := ABCMetaType
	t.Module = "abc"
	t.Doc = "The metaclass of abstract base classes."
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		v, err := TypeType.New(th, c, args, names)
		if err != nil {
			return v, err
		}
		cls, ok := AsType(v)
		if !ok {
			return v, nil
		}
		return v, initABC(th, cls)
	}
	record := func(f func(r *abcRecord)) Fn {
		return F1(func(th *Thread, v Value) (Value, error) {
			c, _ := AsType(v)
			f(abcOf(c))
			return None, nil
		})
	}
	t.Methods = []Func{
		{Sig: "register(subclass)", Doc: "Declare subclass a virtual subclass of this one; usable as a decorator.", Fn: F2(abcRegister)},
		{Sig: "__instancecheck__(instance)", Doc: "Whether instance's class, real or claimed, is a subclass of this one.",
			Fn: F2(func(th *Thread, cls, v Value) (Value, error) {
				c, _ := AsType(cls)
				ok, err := ABCInstanceCheck(th, c, v)
				return Bool(ok), err
			})},
		{Sig: "__subclasscheck__(subclass)", Doc: "Whether subclass derives from this class, is registered with it, or satisfies its __subclasshook__.",
			Fn: F2(func(th *Thread, cls, v Value) (Value, error) {
				c, _ := AsType(cls)
				ok, err := ABCSubclassCheck(th, c, v)
				return Bool(ok), err
			})},
		{Sig: "_abc_registry_clear()", Fn: record(func(r *abcRecord) { r.registry = nil })},
		{Sig: "_abc_caches_clear()", Fn: record(func(r *abcRecord) { r.yes, r.no, r.lastYes, r.lastNo = nil, nil, nil, nil })},
		{Sig: "_dump_registry(file=None)", Doc: "Print what this class has remembered, for debugging.", Fn: F2(func(th *Thread, v, file Value) (Value, error) {
			c, _ := AsType(v)
			r := abcOf(c)
			text := fmt.Sprintf("Class: %s\nInv. counter: %d\n_abc_registry: %s\n_abc_cache: %s\n_abc_negative_cache: %s\n_abc_negative_cache_version: %d",
				c.FullName(), th.Interp.abcToken, r.registry.dump(th), r.yes.dump(th), r.no.dump(th), r.token)
			f, ok := th.Interp.Builtins.GetString("print")
			if !ok {
				return Value{}, NewExcf(NameErrorType, "name 'print' is not defined")
			}
			return Call(th, f, []Value{StrValue(text), file}, []*Str{NewStr("file")})
		})},
	}
}
