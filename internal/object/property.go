package object

// property: a data descriptor made of functions.

// Property is a property object; functions that it lacks are unbound.
type Property struct {
	Header
	Fget, Fset, Fdel Value
	Doc              Value
	// name is what __set_name__ said; unbound before.
	name Value
	// ownDoc: the documentation was given, not taken from the getter.
	ownDoc bool
}

var (
	propertyLayout = NewLayout[Property]()
	PropertyType   = NewType("property", ObjectType, propertyLayout)
)

// NewProperty makes a property; functions that are None or unbound are absent.
func NewProperty(th *Thread, fget, fset, fdel Value) (Value, error) {
	p := NewObject[Property](th, PropertyType)
	err := p.fill(th, fget, fset, fdel, Value{})
	return Of(&p.Header), err
}

// AsProperty gives v as a property.
func AsProperty(v Value) (*Property, bool) { return Cast[Property](v, propertyLayout) }

func unlessNone(v Value) Value {
	if v.IsNone() {
		return Value{}
	}
	return v
}

func orNone(v Value) Value {
	if v.Ref == nil {
		return None
	}
	return v
}

func (p *Property) fill(th *Thread, fget, fset, fdel, doc Value) error {
	p.Fget, p.Fset, p.Fdel = unlessNone(fget), unlessNone(fset), unlessNone(fdel)
	p.Doc, p.ownDoc, p.name = unlessNone(doc), doc.Ref != nil && !doc.IsNone(), Value{}
	if p.Doc.Ref == nil && p.Fget.Ref != nil {
		d, err := GetAttrOr(th, p.Fget, strDoc)
		if err != nil {
			return err
		}
		p.Doc = unlessNone(d)
	}
	// A subclass has a __doc__ of its own in its namespace: the property's goes to the instance.
	if v := Of(&p.Header); v.Type() != PropertyType && (p.Doc.Ref != nil || v.Type().hasDict) {
		if err := SetAttr(th, v, strDoc, orNone(p.Doc)); err != nil && p.Doc.Ref != nil {
			return err
		}
	}
	return nil
}

// copyWith is what getter(), setter() and deleter() give.
func (p *Property) copyWith(th *Thread, fget, fset, fdel Value) (Value, error) {
	pick := func(v, old Value) Value {
		if v.Ref != nil {
			return v
		}
		return orNone(old)
	}
	doc := None
	if p.ownDoc {
		doc = orNone(p.Doc)
	}
	v, err := Call(th, Of(&p.Header).Type().Value(), []Value{pick(fget, p.Fget), pick(fset, p.Fset), pick(fdel, p.Fdel), doc}, nil)
	if err != nil {
		return v, err
	}
	if q, ok := AsProperty(v); ok {
		q.name = p.name
	}
	return v, nil
}

// propertyName is __name__: as set, or the getter's.
func (p *Property) propertyName(th *Thread) (Value, error) {
	if p.name.Ref != nil {
		return p.name, nil
	}
	if p.Fget.Ref == nil {
		return Value{}, nil
	}
	return GetAttrOr(th, p.Fget, strName)
}

// missing is the AttributeError of a property that lacks a function.
func (p *Property) missing(th *Thread, obj Value, what string) error {
	name, err := p.propertyName(th)
	if err != nil {
		return err
	}
	text := "property of '" + obj.Type().QualName + "' object has no " + what
	if name.Ref != nil {
		r, err := Repr(th, name)
		if err != nil {
			return err
		}
		text = "property " + r.S + " of '" + obj.Type().QualName + "' object has no " + what
	}
	return NewExcf(AttributeErrorType, "%s", text)
}

func propertyGet(th *Thread, d, obj Value, owner *Type) (Value, error) {
	p := Unchecked[Property](d)
	if obj.Ref == nil {
		return d, nil
	}
	if p.Fget.Ref == nil {
		return Value{}, p.missing(th, obj, "getter")
	}
	return Call(th, p.Fget, []Value{obj}, nil)
}

func propertySet(th *Thread, d, obj, val Value) error {
	p := Unchecked[Property](d)
	if val.Ref == nil {
		if p.Fdel.Ref == nil {
			return p.missing(th, obj, "deleter")
		}
		_, err := Call1(th, p.Fdel, obj)
		return err
	}
	if p.Fset.Ref == nil {
		return p.missing(th, obj, "setter")
	}
	_, err := Call2(th, p.Fset, obj, val)
	return err
}

// isAbstract asks functions whether they are abstract methods.
func isAbstract(th *Thread, fs ...Value) (bool, error) {
	for _, f := range fs {
		if f.Ref == nil {
			continue
		}
		v, err := GetAttrOr(th, f, strIsAbstract)
		if err != nil {
			return false, err
		}
		if v.Ref != nil {
			if ok, err := Truth(th, v); ok || err != nil {
				return ok, err
			}
		}
	}
	return false, nil
}

var strIsAbstract = NewStr("__isabstractmethod__")

func init() {
	t := PropertyType
	t.Doc = "An attribute that is computed by functions."
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		return Of(&NewObject[Property](th, c).Header), nil
	}
	row := &Func{Sig: "property(fget=None, fset=None, fdel=None, doc=None)", Fn: FN(func(th *Thread, a []Value) (Value, error) {
		return None, Unchecked[Property](a[0]).fill(th, a[1], a[2], a[3], a[4])
	})}
	t.Init = func(th *Thread, self Value, args []Value, names []*Str) error {
		_, err := row.call(th, self, args, names, row.Name)
		return err
	}
	t.Get, t.Set = propertyGet, propertySet
	member := func(name string, f func(p *Property) *Value) Member {
		return Member{Name: name, Field: func(v Value) *Value { return f(Unchecked[Property](v)) }}
	}
	t.Members = []Member{
		member("fget", func(p *Property) *Value { return &p.Fget }),
		member("fset", func(p *Property) *Value { return &p.Fset }),
		member("fdel", func(p *Property) *Value { return &p.Fdel }),
	}
	doc := member("__doc__", func(p *Property) *Value { return &p.Doc })
	doc.Writable = true
	t.Members = append(t.Members, doc)
	name := NewStr("__name__")
	t.GetSets = []GetSet{
		{Name: "__isabstractmethod__", Get: func(th *Thread, v Value) (Value, error) {
			p := Unchecked[Property](v)
			ok, err := isAbstract(th, p.Fget, p.Fset, p.Fdel)
			return Bool(ok), err
		}},
		{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) {
			n, err := Unchecked[Property](v).propertyName(th)
			if err == nil && n.Ref == nil {
				err = attributeError(v, name)
			}
			return n, err
		}, Set: func(th *Thread, v, val Value) error { Unchecked[Property](v).name = val; return nil }},
	}
	t.Methods = []Func{
		{Sig: "getter(fget, /)", Doc: "A copy of the property with another getter.", Fn: F2(func(th *Thread, v, f Value) (Value, error) {
			return Unchecked[Property](v).copyWith(th, f, Value{}, Value{})
		})},
		{Sig: "setter(fset, /)", Doc: "A copy of the property with another setter.", Fn: F2(func(th *Thread, v, f Value) (Value, error) {
			return Unchecked[Property](v).copyWith(th, Value{}, f, Value{})
		})},
		{Sig: "deleter(fdel, /)", Doc: "A copy of the property with another deleter.", Fn: F2(func(th *Thread, v, f Value) (Value, error) {
			return Unchecked[Property](v).copyWith(th, Value{}, Value{}, f)
		})},
		{Sig: "__set_name__(*args)", Doc: "Tell the property its name.", Fn: F2(func(th *Thread, v, args Value) (Value, error) {
			a := Unchecked[Tuple](args).Items
			if len(a) != 2 {
				return Value{}, TypeErrorf("__set_name__() takes 2 positional arguments but %d were given", len(a))
			}
			Unchecked[Property](v).name = a[1]
			return None, nil
		})},
	}
}
