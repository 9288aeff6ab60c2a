package object

import "strconv"

// The methods of object: what every object has.

// HexAddress is an object's identity as reprs show it.
func HexAddress(v Value) string { return "0x" + strconv.FormatUint(uint64(Address(v)), 16) }

// moduleName is the text of __module__ of a class; empty if there is none.
func (t *Type) moduleName() string {
	if t.heap == nil {
		return t.Module
	}
	if v, ok := t.dict.GetStr(strModule); ok {
		if s, ok := AsStr(v); ok {
			return s.S
		}
	}
	return ""
}

// FullName is the class's module and qualified name, or its plain name if it has no module or that is builtins.
func (t *Type) FullName() string {
	if m := t.moduleName(); m != "" && m != "builtins" {
		return m + "." + t.QualName
	}
	return t.Name
}

func objectRepr(th *Thread, v Value) (Value, error) {
	return StrValue("<" + v.Type().FullName() + " object at " + HexAddress(v) + ">"), nil
}

func objectStr(th *Thread, v Value) (Value, error) {
	s, err := Repr(th, v)
	if err != nil {
		return Value{}, err
	}
	return s.Value(), nil
}

func objectFormat(th *Thread, v, spec Value) (Value, error) {
	text, err := formatSpec(spec)
	if err != nil {
		return Value{}, err
	}
	if text != "" {
		return Value{}, TypeErrorf("unsupported format string passed to %s.__format__", v.Type().Name)
	}
	s, err := ToStr(th, v)
	if err != nil {
		return Value{}, err
	}
	return s.Value(), nil
}

var (
	strReduce    = NewStr("__reduce__")
	strGetstate  = NewStr("__getstate__")
	strNewargs   = NewStr("__getnewargs__")
	strNewargsEx = NewStr("__getnewargs_ex__")
	strItems     = NewStr("items")
	strNewobj    = NewStr("__newobj__")
	strNewobjEx  = NewStr("__newobj_ex__")
	strReduceFn  = NewStr("_reduce_ex")
	strSlotnames = NewStr("_slotnames")
)

func copyreg(th *Thread, name *Str) (Value, error) {
	m, err := th.Interp.Host.Import(th, "copyreg")
	if err != nil {
		return Value{}, err
	}
	return GetAttr(th, m, name)
}

// isObjects reports whether the class has object's own version of a method.
func isObjects(t *Type, name *Str) bool {
	_, w, ok := t.LookupWhere(name)
	return ok && w == ObjectType
}

func objectReduceEx(th *Thread, v, proto Value) (Value, error) {
	n, err := AsIndex(th, proto)
	if err != nil {
		return Value{}, err
	}
	if !isObjects(v.Type(), strReduce) {
		return CallMethod(th, v, strReduce)
	}
	return reduceDefault(th, v, n)
}

func reduceDefault(th *Thread, v Value, proto int) (Value, error) {
	if proto >= 2 {
		return reduceNew(th, v)
	}
	f, err := copyreg(th, strReduceFn)
	if err != nil {
		return Value{}, err
	}
	return Call2(th, f, v, Int(int64(proto)))
}

// newArgs asks an object for the arguments of its class's __new__; has is false if it says nothing.
func newArgs(th *Thread, v Value) (args *Tuple, kwargs *Dict, has bool, err error) {
	if r, found, err := CallMethodOf(th, v, strNewargsEx); found || err != nil {
		if err != nil {
			return nil, nil, true, err
		}
		pair, ok := AsTuple(r)
		if !ok {
			return nil, nil, true, TypeErrorf("__getnewargs_ex__ should return a tuple, not '%s'", r.Type().Name)
		}
		if len(pair.Items) != 2 {
			return nil, nil, true, ValueErrorf("__getnewargs_ex__ should return a tuple of length 2, not %d", len(pair.Items))
		}
		args, ok := AsTuple(pair.Items[0])
		if !ok {
			return nil, nil, true, TypeErrorf("first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%s'", pair.Items[0].Type().Name)
		}
		kwargs, ok := AsDict(pair.Items[1])
		if !ok {
			return nil, nil, true, TypeErrorf("second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%s'", pair.Items[1].Type().Name)
		}
		return args, kwargs, true, nil
	}
	r, found, err := CallMethodOf(th, v, strNewargs)
	if !found || err != nil {
		return NewTuple(), nil, found, err
	}
	args, ok := AsTuple(r)
	if !ok {
		return nil, nil, true, TypeErrorf("__getnewargs__ should return a tuple, not '%s'", r.Type().Name)
	}
	return args, nil, true, nil
}

// reduceNew is __reduce_ex__ of protocols 2 and above.
func reduceNew(th *Thread, v Value) (Value, error) {
	t := v.Type()
	if slotsOf(t).New == nil || t.Flags&FlagNoNew != 0 {
		return Value{}, cannotPickle(t)
	}
	args, kwargs, has, err := newArgs(th, v)
	if err != nil {
		return Value{}, err
	}
	_, isList := AsList(v)
	_, isDict := AsDict(v)
	state, err := getState(th, v, !has && !isList && !isDict)
	if err != nil {
		return Value{}, err
	}
	name, call := strNewobj, NewTuple(append([]Value{t.Value()}, args.Items...)...)
	if kwargs != nil && kwargs.Len() > 0 {
		name, call = strNewobjEx, NewTuple(t.Value(), args.Value(), kwargs.Value())
	}
	f, err := copyreg(th, name)
	if err != nil {
		return Value{}, err
	}
	items, pairs := None, None
	if isList {
		if items, err = Iter(th, v); err != nil {
			return Value{}, err
		}
	}
	if isDict {
		if pairs, err = CallMethod(th, v, strItems); err == nil {
			pairs, err = Iter(th, pairs)
		}
		if err != nil {
			return Value{}, err
		}
	}
	return TupleValue(f, call.Value(), state, items, pairs), nil
}

func cannotPickle(t *Type) error { return TypeErrorf("cannot pickle '%s' object", t.TypeName()) }

func getState(th *Thread, v Value, required bool) (Value, error) {
	if isObjects(v.Type(), strGetstate) {
		return defaultState(th, v, required)
	}
	return CallMethod(th, v, strGetstate)
}

// defaultState is object.__getstate__: the object's attributes, and those of its __slots__ beside them.
func defaultState(th *Thread, v Value, required bool) (Value, error) {
	t := v.Type()
	if required && t.layout != instLayout {
		return Value{}, cannotPickle(t)
	}
	state := None
	if t.hasDict && !v.IsImmediate() {
		empty := true
		Attrs(v, func(*Str, Value) bool { empty = false; return false })
		if !empty {
			state = instDict(v.Ref).Value()
		}
	}
	if t.fixed == 0 {
		return state, nil
	}
	f, err := copyreg(th, strSlotnames)
	if err != nil {
		return Value{}, err
	}
	names, err := Call1(th, f, t.Value())
	if err != nil || names.IsNone() {
		return state, err
	}
	slots := NewDict()
	err = Each(th, names, func(n Value) (bool, error) {
		name, err := attrName(n)
		if err != nil {
			return true, err
		}
		x, err := GetAttrOr(th, v, name)
		if err == nil && x.Ref != nil {
			slots.SetStr(name, x)
		}
		return false, err
	})
	if err != nil || slots.Len() == 0 {
		return state, err
	}
	return TupleValue(state, slots.Value()), nil
}

// objectDir is object.__dir__: the names of the object's own attributes and of its class's.
func objectDir(th *Thread, v Value) (Value, error) {
	names := NewDict()
	d, err := GetAttrOr(th, v, strDict)
	if err != nil {
		return Value{}, err
	}
	if own, ok := AsDict(d); ok {
		for k := range own.All() {
			if err := names.Set(th, k, None); err != nil {
				return Value{}, err
			}
		}
	}
	c, err := GetAttrOr(th, v, strClass)
	if err != nil {
		return Value{}, err
	}
	if t, ok := AsType(c); ok {
		t.addNames(names)
	}
	return keyList(names), nil
}

// addNames collects the names of all attributes of a class.
func (t *Type) addNames(into *Dict) {
	for _, m := range t.MRO() {
		for k := range m.Dict().All() {
			if s, ok := AsStr(k); ok {
				into.SetStr(s, None)
			}
		}
	}
}

func keyList(d *Dict) Value {
	l := NewList()
	for k := range d.All() {
		l.Append(k)
	}
	return l.Value()
}

var classGetSet = GetSet{Name: "__class__", Doc: "the object's class",
	Get: func(th *Thread, v Value) (Value, error) { return v.Type().Value(), nil },
	Set: func(th *Thread, v, val Value) error {
		if val.Ref == nil {
			return TypeErrorf("can't delete __class__ attribute")
		}
		t, ok := AsType(val)
		if !ok {
			return TypeErrorf("__class__ must be set to a class, not '%s' object", val.Type().Name)
		}
		return setClass(th, v, t)
	}}

// setClass moves an object to another class whose instances lie in memory in the same way.
func setClass(th *Thread, v Value, t *Type) error {
	old := v.Type()
	if old == t {
		return nil
	}
	module := old.IsSubtype(ModuleType) && t.IsSubtype(ModuleType)
	if !module && (old.heap == nil || t.heap == nil) {
		return TypeErrorf("__class__ assignment only supported for mutable types or ModuleType subclasses")
	}
	if old.layout != t.layout || !module && (old.hasDict != t.hasDict || !sameSlots(old, t)) {
		return TypeErrorf("__class__ assignment: '%s' object layout differs from '%s'", t.Name, old.Name)
	}
	if module {
		setModuleClass(v, t)
		return nil
	}
	o := v.Ref
	s := o.Shape
	var root *Shape
	for _, r := range t.heap.roots {
		if r.slots == s.slots && r.inline == s.inline {
			root = r
		}
	}
	if root == nil {
		root = newRootShape(t, t.layout)
		root.slots, root.inline, root.fixed = s.slots, s.inline, s.fixed
		t.heap.roots = append(t.heap.roots, root)
	}
	if s.dict {
		o.Shape = root.dictShape()
	} else {
		n := root
		for _, k := range s.keys {
			if n = n.add(k); n == nil {
				instDict(o)
				n = root.dictShape()
				break
			}
		}
		o.Shape = n
	}
	if t.Slots.Del != nil && old.Slots.Del == nil {
		th.Interp.watchDel(o)
	}
	return nil
}

// sameSlots reports whether two classes have the same __slots__ at the same places.
func sameSlots(a, b *Type) bool {
	if a.fixed != b.fixed {
		return false
	}
	names := func(t *Type) map[int]string {
		out := map[int]string{}
		for _, m := range t.mro {
			if m.heap == nil {
				continue
			}
			for _, v := range m.dict.All() {
				if d, ok := Cast[MemberDescr](v, memberLayout); ok && d.def == nil && d.owner == m {
					out[d.index] = d.name.S
				}
			}
		}
		return out
	}
	x, y := names(a), names(b)
	for i, n := range x {
		if y[i] != n {
			return false
		}
	}
	return true
}

func init() {
	t := ObjectType
	t.Doc = "The base of all classes; called, it gives a new object without attributes."
	t.Repr, t.Str = objectRepr, objectStr
	t.GetSets = []GetSet{classGetSet}
	t.Methods = []Func{
		{Sig: "__reduce_ex__(protocol, /)", Doc: "What pickle stores of the object.", Fn: F2(objectReduceEx)},
		{Sig: "__reduce__()", Doc: "What pickle stores of the object.", Fn: F1(func(th *Thread, v Value) (Value, error) { return reduceDefault(th, v, 0) })},
		{Sig: "__getstate__()", Doc: "The object's attributes, for pickle.", Fn: F1(func(th *Thread, v Value) (Value, error) { return defaultState(th, v, false) })},
		{Sig: "__format__(format_spec, /)", Doc: "str(self); any specifier is refused.", Fn: F2(objectFormat)},
		{Sig: "__sizeof__()", Doc: "Size in memory, in bytes.", Fn: F1(func(th *Thread, v Value) (Value, error) {
			return Int(16 + 16*int64(v.Type().fixed)), nil
		})},
		{Sig: "__dir__()", Doc: "The names that dir() shows.", Fn: F1(objectDir)},
		{Sig: "__init_subclass__(*args, **kwargs)", Doc: "Called with each class derived from this one.", Class: true,
			Fn: Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
				if len(names) > 0 {
					return Value{}, TypeErrorf("%s.__init_subclass__() takes no keyword arguments", Unchecked[Type](args[0]).Name)
				}
				if len(args) > 1 {
					return Value{}, TypeErrorf("%s.__init_subclass__() takes no arguments (%d given)", Unchecked[Type](args[0]).Name, len(args)-1)
				}
				return None, nil
			})},
		{Sig: "__subclasshook__(object, /)", Doc: "Asked by abstract classes whether a class is theirs.", Class: true,
			Fn: F2(func(th *Thread, c, sub Value) (Value, error) { return NotImplemented, nil })},
	}
}
