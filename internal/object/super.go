package object

// super: attribute access that starts after a class in the MRO of an object's class.

// Super is a super object.
type Super struct {
	Header
	typ     *Type
	obj     Value // unbound: super(T)
	objType *Type
}

var (
	superLayout = NewLayout[Super]()
	SuperType   = NewType("super", ObjectType, superLayout)
)

// superClass is the class whose MRO super(typ, obj) walks.
func superClass(th *Thread, typ *Type, obj Value) (*Type, error) {
	c, isType := AsType(obj)
	if isType && c.IsSubtype(typ) {
		return c, nil
	}
	if t := obj.Type(); t.IsSubtype(typ) {
		return t, nil
	}
	v, err := GetAttrOr(th, obj, strClass)
	if err != nil {
		return nil, err
	}
	if t, ok := AsType(v); ok && t != obj.Type() && t.IsSubtype(typ) {
		return t, nil
	}
	if isType {
		return nil, TypeErrorf("super(type, obj): obj (type %s) is not an instance or subtype of type (%s).", c.Name, typ.Name)
	}
	return nil, TypeErrorf("super(type, obj): obj (instance of %s) is not an instance or subtype of type (%s).", obj.Type().Name, typ.Name)
}

// superFind looks a name up after typ in the MRO of c.
func superFind(c, typ *Type, name *Str) (Value, bool) {
	mro := c.MRO()
	i := 0
	for i < len(mro) && mro[i] != typ {
		i++
	}
	for i++; i < len(mro); i++ {
		if v, ok := mro[i].Dict().GetStr(name); ok {
			return v, true
		}
	}
	return Value{}, false
}

// SuperLookup is super(typ, self).name. plainMethod tells that v is a function to be called with self first.
func SuperLookup(th *Thread, typ *Type, self Value, name *Str) (v Value, plainMethod bool, err error) {
	c, err := superClass(th, typ, self)
	if err != nil {
		return Value{}, false, err
	}
	if name.S != "__class__" {
		if v, ok := superFind(c, typ, name); ok {
			if self != c.Value() && isPlainMethod(v) {
				return v, true, nil
			}
			v, err = superBind(th, v, self, c)
			return v, false, err
		}
	}
	s := &Super{typ: typ, obj: self, objType: c}
	s.Shape = SuperType.shape
	v, err = GenericGetAttr(th, Of(&s.Header), name)
	return v, false, err
}

func superBind(th *Thread, v, obj Value, c *Type) (Value, error) {
	get := S(v).Get
	if get == nil {
		return v, nil
	}
	if obj == c.Value() {
		obj = Value{}
	}
	return get(th, v, obj, c)
}

func superGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	s := Unchecked[Super](v)
	if s.obj.Ref != nil && name.S != "__class__" {
		if r, ok := superFind(s.objType, s.typ, name); ok {
			return superBind(th, r, s.obj, s.objType)
		}
	}
	return GenericGetAttr(th, v, name)
}

var (
	strFCode    = NewStr("f_code")
	strVarnames = NewStr("co_varnames")
	strFreevars = NewStr("co_freevars")
	strArgcount = NewStr("co_argcount")
)

// implicitSuper finds the arguments of super() in the frame that calls it: the class cell and the first argument.
func implicitSuper(th *Thread) (*Type, Value, error) {
	f := th.CurrentFrame()
	if f == nil {
		return nil, Value{}, RuntimeErrorf("super(): no current frame")
	}
	code, err := GetAttr(th, f.Object(), strFCode)
	if err != nil {
		return nil, Value{}, err
	}
	argc, err := GetAttr(th, code, strArgcount)
	if err != nil {
		return nil, Value{}, err
	}
	if argc == Int(0) {
		return nil, Value{}, RuntimeErrorf("super(): no arguments")
	}
	names, err := GetAttr(th, code, strVarnames)
	if err != nil {
		return nil, Value{}, err
	}
	locals, err := f.Locals(th)
	if err != nil {
		return nil, Value{}, err
	}
	get := func(name Value) (Value, error) {
		v, err := GetItem(th, locals, name)
		if err != nil && Matches(err, KeyErrorType) {
			return Value{}, nil
		}
		return v, err
	}
	nt, ok := AsTuple(names)
	if !ok || len(nt.Items) == 0 {
		return nil, Value{}, RuntimeErrorf("super(): no arguments")
	}
	self, err := get(nt.Items[0])
	if err != nil {
		return nil, Value{}, err
	}
	if self.Ref == nil {
		return nil, Value{}, RuntimeErrorf("super(): arg[0] deleted")
	}
	cls, err := get(strClass.Value())
	if err != nil {
		return nil, Value{}, err
	}
	if cls.Ref == nil {
		if free, err := GetAttr(th, code, strFreevars); err == nil {
			if has, err := Contains(th, free, strClass.Value()); err == nil && has {
				return nil, Value{}, RuntimeErrorf("super(): empty __class__ cell")
			}
		}
		return nil, Value{}, RuntimeErrorf("super(): __class__ cell not found")
	}
	t, ok := AsType(cls)
	if !ok {
		return nil, Value{}, RuntimeErrorf("super(): __class__ is not a type (%s)", cls.Type().Name)
	}
	return t, self, nil
}

func superInit(th *Thread, self Value, args []Value, names []*Str) error {
	s := Unchecked[Super](self)
	if len(names) > 0 {
		return TypeErrorf("super() takes no keyword arguments")
	}
	if len(args) > 2 {
		return TypeErrorf("super() expected at most 2 arguments, got %d", len(args))
	}
	var obj Value
	if len(args) == 0 {
		t, v, err := implicitSuper(th)
		if err != nil {
			return err
		}
		s.typ, obj = t, v
	} else {
		t, ok := AsType(args[0])
		if !ok {
			return TypeErrorf("super() argument 1 must be a type, not %s", args[0].Type().Name)
		}
		s.typ = t
		if len(args) == 2 {
			obj = unlessNone(args[1])
		}
	}
	s.obj, s.objType = obj, nil
	if obj.Ref != nil {
		c, err := superClass(th, s.typ, obj)
		s.objType = c
		return err
	}
	return nil
}

func init() {
	t := SuperType
	t.Doc = "super() gives access to what the classes after the current one in the MRO define."
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		return Of(&NewObject[Super](th, c).Header), nil
	}
	t.Init, t.GetAttr = superInit, superGetAttr
	t.Repr = func(th *Thread, v Value) (Value, error) {
		s := Unchecked[Super](v)
		name := "NULL"
		if s.typ != nil {
			name = s.typ.Name
		}
		if s.objType != nil {
			return StrValue("<super: <class '" + name + "'>, <" + s.objType.Name + " object>>"), nil
		}
		return StrValue("<super: <class '" + name + "'>, NULL>"), nil
	}
	t.Get = func(th *Thread, d, obj Value, owner *Type) (Value, error) {
		s := Unchecked[Super](d)
		if obj.Ref == nil || s.obj.Ref != nil || s.typ == nil {
			return d, nil
		}
		c, err := superClass(th, s.typ, obj)
		if err != nil {
			return Value{}, err
		}
		n := NewObject[Super](th, SuperType)
		n.typ, n.obj, n.objType = s.typ, obj, c
		return Of(&n.Header), nil
	}
	class := func(f func(s *Super) *Type) func(*Thread, Value) (Value, error) {
		return func(th *Thread, v Value) (Value, error) {
			if t := f(Unchecked[Super](v)); t != nil {
				return t.Value(), nil
			}
			return None, nil
		}
	}
	t.GetSets = []GetSet{
		{Name: "__thisclass__", Doc: "the class whose super this is", Get: class(func(s *Super) *Type { return s.typ })},
		{Name: "__self__", Doc: "the object, or None", Get: func(th *Thread, v Value) (Value, error) { return orNone(Unchecked[Super](v).obj), nil }},
		{Name: "__self_class__", Doc: "the class whose MRO is walked", Get: class(func(s *Super) *Type { return s.objType })},
	}
}
