package thread

import (
	"weak"

	"ouro/internal/object"
)

// Local is a _thread._local: an object with other attributes in each thread. It owns the attributes of all threads; a
// thread knows, weakly, which objects it has attributes in, and drops them at its end.
type Local struct {
	object.Header
	dicts map[uint64]*object.Dict // by thread ID
	// The last thread that used the object and its attributes.
	lastID uint64
	last   *object.Dict
	// What __init__ is called with again in each thread, for classes that have one.
	args  []Value
	names []*object.Str
}

var (
	localLayout = object.NewLayout[Local]()
	LocalType   = object.NewType("_local", object.ObjectType, localLayout)

	strDict = object.NewStr("__dict__")
	strInit = object.NewStr("__init__")
)

// localsKey is the key of a thread's set of Locals in Thread.Locals.
var localsKey byte

type localSet map[weak.Pointer[Local]]struct{}

// forgetLocals drops the attributes of a thread that ends.
func forgetLocals(th *Thread) {
	set, _ := th.Locals[&localsKey].(localSet)
	for p := range set {
		if l := p.Value(); l != nil {
			delete(l.dicts, th.ID)
			if l.lastID == th.ID {
				l.lastID, l.last = 0, nil
			}
		}
	}
}

// enter gives the attributes of self in this thread, made on first use by calling __init__ again.
func (l *Local) enter(th *Thread, self Value) (*object.Dict, error) {
	if l.lastID == th.ID {
		return l.last, nil
	}
	d, ok := l.dicts[th.ID]
	if !ok {
		d = l.add(th)
		if init, where, ok := self.Type().LookupWhere(strInit); ok && where != object.ObjectType {
			args := append([]Value{self}, l.args...)
			if _, err := object.Call(th, init, args, l.names); err != nil {
				delete(l.dicts, th.ID)
				l.lastID, l.last = 0, nil
				return nil, err
			}
		}
	}
	l.lastID, l.last = th.ID, d
	return d, nil
}

func (l *Local) add(th *Thread) *object.Dict {
	d := object.NewDict()
	if l.dicts == nil {
		l.dicts = map[uint64]*object.Dict{}
	}
	l.dicts[th.ID] = d
	l.lastID, l.last = th.ID, d
	if th.Locals == nil {
		th.Locals = map[any]any{}
	}
	set, _ := th.Locals[&localsKey].(localSet)
	if set == nil {
		set = localSet{}
		th.Locals[&localsKey] = set
	}
	if n := len(set); n >= 64 && n&(n-1) == 0 {
		for p := range set {
			if p.Value() == nil {
				delete(set, p)
			}
		}
	}
	set[weak.Make(l)] = struct{}{}
	return d
}

func localNew(th *Thread, a []Value) (Value, error) {
	cls, _ := object.AsType(a[0])
	args, _ := object.AsTuple(a[1])
	kw, _ := object.AsDict(a[2])
	if len(args.Items) > 0 || kw.Len() > 0 {
		if _, where, ok := cls.LookupWhere(strInit); !ok || where == object.ObjectType {
			return Value{}, object.TypeErrorf("Initialization arguments are not supported")
		}
	}
	l := object.NewObject[Local](th, cls)
	l.args = append([]Value(nil), args.Items...)
	for k, v := range kw.All() {
		if n, ok := object.AsStr(k); ok {
			l.names = append(l.names, n)
			l.args = append(l.args, v)
		}
	}
	l.add(th)
	return object.Of(&l.Header), nil
}

func localGet(th *Thread, v Value, name *object.Str) (Value, error) {
	d, err := object.Unchecked[Local](v).enter(th, v)
	if err != nil {
		return Value{}, err
	}
	if name.S == strDict.S {
		return d.Value(), nil
	}
	attr, found := v.Type().Lookup(name)
	if found {
		if s := object.S(attr); s.Get != nil && s.Set != nil {
			return s.Get(th, attr, v, v.Type())
		}
	}
	if r, ok := d.GetStr(name); ok {
		return r, nil
	}
	if found {
		if get := object.S(attr).Get; get != nil {
			return get(th, attr, v, v.Type())
		}
		return attr, nil
	}
	return Value{}, noAttribute(v, name)
}

func noAttribute(v Value, name *object.Str) error {
	return object.NewExcf(object.AttributeErrorType, "'%s' object has no attribute '%s'", typeName(v), name.S)
}

func typeName(v Value) string {
	if v.Type() == LocalType {
		return "_thread._local"
	}
	return v.Type().Name
}

func localSetAttr(th *Thread, v Value, name *object.Str, val Value) error {
	d, err := object.Unchecked[Local](v).enter(th, v)
	if err != nil {
		return err
	}
	if name.S == strDict.S {
		return object.NewExcf(object.AttributeErrorType, "'%s' object attribute '__dict__' is read-only", typeName(v))
	}
	if attr, ok := v.Type().Lookup(name); ok {
		if set := object.S(attr).Set; set != nil {
			return set(th, attr, v, val)
		}
	}
	if val.Bound() {
		d.SetStr(name, val)
		return nil
	}
	if _, ok := d.DelStr(name); !ok {
		return noAttribute(v, name)
	}
	return nil
}

func init() {
	t := LocalType
	t.Module = "_thread"
	t.Doc = "An object that has other attributes in each thread."
	t.Constructor = &Func{Sig: "_local(*args, **kwargs)", Fn: object.FN(localNew)}
	t.GetAttr, t.SetAttr = localGet, localSetAttr
}
