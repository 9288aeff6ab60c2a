package object

import (
	"runtime"
	"weak"
)

// Weak references, on Go's own weak pointers. An object's references hang in a table of the interpreter, themselves held
// weakly, so that a reference dropped before its object is never called back. When the collector has freed the object, its
// entry is handed to the interpreter's thread, which runs the callbacks.

// WeakRef is a weak reference: weakref.ref, or one of the two proxy types.
type WeakRef struct {
	Header
	target   weak.Pointer[Header]
	static   Value // a builtin class is never freed: it is held as it is
	callback Value // unbound: none
	hash     uint64
	hashed   bool
}

var (
	weakRefLayout = NewLayout[WeakRef]()
	WeakRefType   = NewType("ReferenceType", ObjectType, weakRefLayout)

	weakProxyLayout       = NewLayout[weakProxy]()
	WeakProxyType         = NewType("ProxyType", ObjectType, weakProxyLayout)
	WeakCallableProxyType = NewType("CallableProxyType", ObjectType, weakProxyLayout)
	notWeakrefable        = []*Type{IntType, FloatType, ComplexType, BoolType, StrType, BytesType, TupleType, ListType, DictType, ObjectType,
		RangeType, SliceType, CellType, PropertyType, SuperType, MappingProxyType, NamespaceType, WeakRefType, WeakProxyType, WeakCallableProxyType}
)

type weakProxy struct{ WeakRef }

// weakEntry lists the references to one object.
type weakEntry struct {
	refs []weak.Pointer[WeakRef]
}

// live gives the references that still exist, in the order in which they were made.
func (e *weakEntry) live() []*WeakRef {
	var out []*WeakRef
	keep := e.refs[:0]
	for _, p := range e.refs {
		if r := p.Value(); r != nil {
			out = append(out, r)
			keep = append(keep, p)
		}
	}
	e.refs = keep
	return out
}

// weakTable is the interpreter's table, touched only under its lock.
type weakTable map[weak.Pointer[Header]]*weakEntry

// Target gives the object, unbound once it is gone.
func (r *WeakRef) Target() Value {
	if h := r.target.Value(); h != nil {
		return Of(h)
	}
	return r.static
}

// AsWeakRef gives v as a weak reference (no proxy).
func AsWeakRef(v Value) (*WeakRef, bool) { return Cast[WeakRef](v, weakRefLayout) }

func isStatic(v Value) bool {
	t, ok := AsType(v)
	return ok && t.heap == nil
}

func canRefer(v Value) bool { return !v.IsImmediate() && v.Type().weak }

// NewWeakRef is weakref.ref(v); callback may be unbound or None.
func NewWeakRef(th *Thread, v, callback Value) (Value, error) {
	return newWeak(th, WeakRefType, v, callback)
}

func newWeak(th *Thread, t *Type, v, callback Value) (Value, error) {
	if !canRefer(v) {
		return Value{}, TypeErrorf("cannot create weak reference to '%s' object", v.Type().TypeName())
	}
	callback = unlessNone(callback)
	if isStatic(v) {
		r := NewObject[WeakRef](th, t)
		r.static, r.callback = v, callback
		return Of(&r.Header), nil
	}
	p := weak.Make(v.Ref)
	e := th.Interp.weak[p]
	if e == nil {
		if th.Interp.weak == nil {
			th.Interp.weak = weakTable{}
		}
		e = &weakEntry{}
		th.Interp.weak[p] = e
		in := th.Interp
		runtime.AddCleanup(v.Ref, func(e *weakEntry) {
			in.PostFinal(func(th *Thread) {
				delete(th.Interp.weak, p)
				e.run(th)
			})
		}, e)
	}
	// A reference without callback is shared.
	live := e.live()
	if callback.Ref == nil && t.heap == nil {
		for _, r := range live {
			if r.callback.Ref == nil && r.Header.Shape.Type == t {
				return Of(&r.Header), nil
			}
		}
	}
	r := NewObject[WeakRef](th, t)
	r.target, r.callback = p, callback
	e.refs = append(e.refs, weak.Make(r))
	return Of(&r.Header), nil
}

// run calls the callbacks of an object's references, the last made first.
func (e *weakEntry) run(th *Thread) {
	live := e.live()
	for i := len(live) - 1; i >= 0; i-- {
		r := live[i]
		cb := r.callback
		if cb.Ref == nil {
			continue
		}
		r.callback = Value{}
		if _, err := Call1(th, cb, Of(&r.Header)); err != nil {
			th.Unraisable(err, "Exception ignored while calling weakref callback", cb)
		}
	}
}

// WeakRefs lists the references and proxies to an object.
func WeakRefs(th *Thread, v Value) []Value {
	if v.IsImmediate() || isStatic(v) || th.Interp.weak == nil {
		return nil
	}
	e := th.Interp.weak[weak.Make(v.Ref)]
	if e == nil {
		return nil
	}
	var out []Value
	for _, r := range e.live() {
		out = append(out, Of(&r.Header))
	}
	return out
}

// NewWeakProxy is weakref.proxy(v).
func NewWeakProxy(th *Thread, v, callback Value) (Value, error) {
	t := WeakProxyType
	if Callable(v) {
		t = WeakCallableProxyType
	}
	return newWeak(th, t, v, callback)
}

func weakRefRepr(th *Thread, v Value) (Value, error) {
	r := Unchecked[WeakRef](v)
	x := r.Target()
	head := "<weakref at " + HexAddress(v) + "; "
	if x.Ref == nil {
		return StrValue(head + "dead>"), nil
	}
	name, err := GetAttrOr(th, x, strName)
	if err != nil {
		return Value{}, err
	}
	text := head + "to '" + x.Type().FullName() + "' at " + HexAddress(x)
	if s, ok := AsStr(name); ok {
		text += " (" + s.S + ")"
	}
	return StrValue(text + ">"), nil
}

func weakRefCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	y, ok := AsWeakRef(b)
	if !ok || op != Eq && op != Ne {
		return NotImplemented, nil
	}
	x := Unchecked[WeakRef](a).Target()
	if z := y.Target(); x.Ref != nil && z.Ref != nil {
		return Compare(th, x, z, op)
	}
	return Bool((a == b) == (op == Eq)), nil
}

func weakRefHash(th *Thread, v Value) (uint64, error) {
	r := Unchecked[WeakRef](v)
	if r.hashed {
		return r.hash, nil
	}
	x := r.Target()
	if x.Ref == nil {
		return 0, TypeErrorf("weak object has gone away")
	}
	h, err := Hash(th, x)
	if err == nil {
		r.hash, r.hashed = h, true
	}
	return h, err
}

func init() {
	t := WeakRefType
	t.Module = "weakref"
	t.Doc = "A reference that does not keep its object alive; called, it gives the object or None."
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		pos := args[:len(args)-len(names)]
		if len(names) > 0 && c == WeakRefType {
			return Value{}, TypeErrorf("ref() takes no keyword arguments")
		}
		if len(pos) < 1 {
			return Value{}, TypeErrorf("__new__ expected at least 1 argument, got 0")
		}
		if len(pos) > 2 {
			return Value{}, TypeErrorf("__new__ expected at most 2 arguments, got %d", len(pos))
		}
		var cb Value
		if len(pos) == 2 {
			cb = pos[1]
		}
		return newWeak(th, c, pos[0], cb)
	}
	t.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		if n := len(args) - len(names); n < 1 || n > 2 {
			return TypeErrorf("__init__ expected at most 2 arguments, got %d", n)
		}
		return nil
	}
	t.Call = func(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, TypeErrorf("weakref() takes no keyword arguments")
		}
		if len(args) > 0 {
			return Value{}, TypeErrorf("weakref expected 0 arguments, got %d", len(args))
		}
		return orNone(Unchecked[WeakRef](f).Target()), nil
	}
	t.Repr, t.Compare, t.Hash = weakRefRepr, weakRefCompare, weakRefHash
	t.GetSets = []GetSet{{Name: "__callback__", Get: func(th *Thread, v Value) (Value, error) {
		r := Unchecked[WeakRef](v)
		if r.Target().Ref == nil {
			return None, nil
		}
		return orNone(r.callback), nil
	}}}
	t.Methods = []Func{{Sig: "__class_getitem__(object, /)", Class: true, Fn: F2(func(th *Thread, c, args Value) (Value, error) {
		return NewGenericAlias(c, args), nil
	})}}
	for _, t := range notWeakrefable {
		t.weak = false
	}
	for _, t := range ExceptionTypes() {
		t.weak = false
	}
}
