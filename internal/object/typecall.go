package object

import "strings"

// type and object themselves: calling a class, type(), object().

func init() {
	TypeType.Call = typeCall
	TypeType.New = typeNew
	TypeType.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		if n := len(args) - len(names); n != 1 && n != 3 {
			return TypeErrorf("type.__init__() takes 1 or 3 arguments")
		}
		return nil
	}
	ObjectType.New = objectNew
	ObjectType.Init = objectInit
	ObjectType.Hash = func(th *Thread, v Value) (uint64, error) { return HashPointer(v), nil }
	ObjectType.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		switch {
		case op == Eq && a == b:
			return True, nil
		case op == Ne:
			// The inverse of the type's own __eq__.
			f := S(a).Compare
			if f == nil {
				return NotImplemented, nil
			}
			r, err := f(th, a, b, Eq)
			if err != nil || r == NotImplemented {
				return r, err
			}
			t, err := Truth(th, r)
			return Bool(!t), err
		}
		return NotImplemented, nil
	}
}

// HashPointer is the hash of an object that compares by identity.
func HashPointer(v Value) uint64 {
	a := uint64(Address(v))
	return (a>>4 | a<<60) & (1<<61 - 1)
}

// typeCall is T(...): __new__, then __init__.
func typeCall(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
	t := Unchecked[Type](f)
	if t == TypeType && len(args) == 1 && len(names) == 0 {
		return args[0].Type().Value(), nil
	}
	s := slotsOf(t)
	if s.New == nil || t.Flags&FlagNoNew != 0 {
		return Value{}, TypeErrorf("cannot create '%s' instances", t.TypeName())
	}
	v, err := s.New(th, t, args, names)
	if err != nil {
		return v, err
	}
	if vt := v.Type(); vt == t || vt.IsSubtype(t) {
		if init := slotsOf(vt).Init; init != nil {
			if err := init(th, v, args, names); err != nil {
				return Value{}, err
			}
		}
	}
	return v, nil
}

// TypeName is the name error texts use for builtin types: with the module unless it is builtins.
func (t *Type) TypeName() string {
	if t.heap == nil && t.Module != "builtins" && t.Flags&FlagPlainName == 0 {
		return t.Module + "." + t.Name
	}
	return t.Name
}

func objectNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	s := slotsOf(t)
	if len(args) > 0 {
		if t.LookupIsScript(strNew) {
			return Value{}, TypeErrorf("object.__new__() takes exactly one argument (the type to instantiate)")
		}
		if !t.LookupIsScript(strInit) && slotIsObjectInit(s) {
			return Value{}, TypeErrorf("%s() takes no arguments", t.Name)
		}
	}
	if t.Flags&FlagAbstract != 0 {
		return Value{}, abstractError(th, t)
	}
	if t.heap == nil {
		h := newInstance(t.shape)
		return Of(h), nil
	}
	return Of(t.Alloc(th)), nil
}

// LookupIsScript reports whether the name comes from a class that a script made.
func (t *Type) LookupIsScript(name *Str) bool {
	if t.heap == nil {
		return false
	}
	_, w, ok := t.LookupWhere(name)
	return ok && w.heap != nil
}

func slotIsObjectInit(s *Slots) bool {
	for i := range slotTable {
		r := &slotTable[i]
		if len(r.dunders) > 0 && r.dunders[0].name == strInit {
			return r.pointer(s) == r.pointer(&ObjectType.Slots)
		}
	}
	return false
}

func abstractError(th *Thread, t *Type) error {
	v, err := GetAttr(th, t.Value(), strAbstract)
	if err != nil {
		return err
	}
	var names []string
	if err := Each(th, v, func(x Value) (bool, error) {
		s, err := ToStr(th, x)
		if err == nil {
			names = append(names, s.S)
		}
		return false, err
	}); err != nil {
		return err
	}
	sortStrings(names)
	list, pl := "", ""
	for i, n := range names {
		if i > 0 {
			list += ", "
			pl = "s"
		}
		list += "'" + n + "'"
	}
	return TypeErrorf("Can't instantiate abstract class %s without an implementation for abstract method%s %s", t.Name, pl, list)
}

func objectInit(th *Thread, self Value, args []Value, names []*Str) error {
	if len(args) > 0 {
		t := self.Type()
		if t.LookupIsScript(strInit) {
			return TypeErrorf("object.__init__() takes exactly one argument (the instance to initialize)")
		}
		if !t.LookupIsScript(strNew) && t.heap != nil && t.layout == instLayout {
			return TypeErrorf("%s() takes no arguments", t.Name)
		}
	}
	return nil
}

// typeNew is type(name, bases, dict, **kwds).
func typeNew(th *Thread, meta *Type, args []Value, names []*Str) (Value, error) {
	pos := args[:len(args)-len(names)]
	if len(pos) == 1 && meta == TypeType && len(names) == 0 {
		return pos[0].Type().Value(), nil
	}
	if len(pos) != 3 {
		return Value{}, TypeErrorf("type() takes 1 or 3 arguments")
	}
	name, ok := AsStr(pos[0])
	if !ok {
		return Value{}, TypeErrorf("type.__new__() argument 1 must be str, not %s", pos[0].Type().Name)
	}
	if strings.IndexByte(name.S, 0) >= 0 {
		return Value{}, ValueErrorf("type name must not contain null characters")
	}
	tup, ok := AsTuple(pos[1])
	if !ok {
		return Value{}, TypeErrorf("type.__new__() argument 2 must be tuple, not %s", pos[1].Type().Name)
	}
	ns, ok := AsDict(pos[2])
	if !ok {
		return Value{}, TypeErrorf("type.__new__() argument 3 must be dict, not %s", pos[2].Type().Name)
	}
	var bases []*Type
	for _, b := range tup.Items {
		t, ok := AsType(b)
		if !ok {
			if r, err := GetAttrOr(th, b, strMroEntries); err == nil && r.Ref != nil {
				return Value{}, TypeErrorf("type() doesn't support MRO entry resolution; use types.new_class()")
			}
			if !b.Type().IsSubtype(meta) {
				return Value{}, errMetaConflict()
			}
			return Value{}, TypeErrorf("bases must be types")
		}
		bases = append(bases, t)
	}
	winner, err := ChooseMeta(meta, bases)
	if err != nil {
		return Value{}, err
	}
	if winner != meta {
		if _, where, ok := winner.LookupWhere(strNew); ok && where != TypeType {
			return slotsOf(winner).New(th, winner, args, names)
		}
		meta = winner
	}
	t, err := NewClass(th, ClassSpec{Meta: meta, Name: name, Bases: bases, Namespace: ns})
	if err != nil {
		return Value{}, err
	}
	if cell, ok := t.dict.GetStr(strClassCell); ok {
		if err := setClassCell(cell, t); err != nil {
			return Value{}, err
		}
		t.dict.DelStr(strClassCell)
	}
	if cell, ok := t.dict.GetStr(strClassDictCell); ok {
		if c, ok := AsCell(cell); ok {
			c.V = t.dict.Value()
		}
		t.dict.DelStr(strClassDictCell)
	}
	if err := CallSetNames(th, t); err != nil {
		return Value{}, err
	}
	if err := CallInitSubclass(th, t, args[3:], names); err != nil {
		return Value{}, err
	}
	return t.Value(), nil
}

var strClassDictCell = NewStr("__classdictcell__")

// Cell is a variable shared by a function and the functions inside it.
type Cell struct {
	Header
	V Value
}

var (
	cellLayout = NewLayout[Cell]()
	CellType   = NewType("cell", ObjectType, cellLayout)
)

// NewCell makes a cell holding v (unbound: empty).
func NewCell(v Value) *Cell {
	c := &Cell{V: v}
	c.Shape = CellType.shape
	return c
}

// AsCell gives v as a cell.
func AsCell(v Value) (*Cell, bool) { return Cast[Cell](v, cellLayout) }

func setClassCell(v Value, t *Type) error {
	c, ok := AsCell(v)
	if !ok {
		return TypeErrorf("type.__new__(): __classcell__ must be a nonlocal cell, not <%s>", v.Type().Name)
	}
	c.V = t.Value()
	return nil
}
