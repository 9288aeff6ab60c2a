package object

import "strings"

// Namespace is types.SimpleNamespace: an object with nothing but attributes.
type Namespace struct {
	Header
	dict *Dict
}

var (
	namespaceLayout = NewLayout[Namespace]()
	NamespaceType   = NewType("SimpleNamespace", ObjectType, namespaceLayout)
)

// NewNamespace makes a namespace with the attributes of d, which it keeps.
func NewNamespace(d *Dict) Value {
	n := &Namespace{dict: d}
	n.Shape = NamespaceType.shape
	return Of(&n.Header)
}

func namespaceInit(th *Thread, self Value, args []Value, names []*Str) error {
	pos := args[:len(args)-len(names)]
	if len(pos) > 1 {
		return TypeErrorf("SimpleNamespace expected at most 1 argument, got %d", len(pos))
	}
	d := instDict(self.Ref)
	if len(pos) == 1 {
		src, ok := AsDict(pos[0])
		if !ok {
			v, err := Call1(th, DictType.Value(), pos[0])
			if err != nil {
				return err
			}
			src = Unchecked[Dict](v)
		}
		for k, v := range src.All() {
			name, ok := AsStr(k)
			if !ok {
				return TypeErrorf("keywords must be strings")
			}
			d.SetStr(name, v)
		}
	}
	for i, n := range names {
		d.SetStr(n, args[len(pos)+i])
	}
	return nil
}

func namespaceRepr(th *Thread, v Value) (Value, error) {
	name := "namespace"
	if t := v.Type(); t != NamespaceType {
		name = t.Name
	}
	if !th.reprEnter(v) {
		return StrValue(name + "(...)"), nil
	}
	defer th.reprLeave()
	var b strings.Builder
	b.WriteString(name + "(")
	first := true
	for k, x := range instDict(v.Ref).All() {
		n, ok := AsStr(k)
		if !ok || n.S == "" {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		b.WriteString(n.S + "=")
		if err := writeRepr(th, &b, x); err != nil {
			return Value{}, err
		}
	}
	b.WriteByte(')')
	return StrValue(b.String()), nil
}

func init() {
	t := NamespaceType
	t.Module = "types"
	t.Doc = "An object with the attributes given as keywords."
	t.KeepAttrs(func(o *Header) **Dict { return &Unchecked[Namespace](Of(o)).dict })
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		return Of(&NewObject[Namespace](th, c).Header), nil
	}
	t.Init, t.Repr = namespaceInit, namespaceRepr
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		if !namespaceLayout.Is(b) {
			return NotImplemented, nil
		}
		return Compare(th, instDict(a.Ref).Value(), instDict(b.Ref).Value(), op)
	}
	t.GetSets = []GetSet{DictGetSet()}
	t.Methods = []Func{
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
			return TupleValue(v.Type().Value(), TupleValue(), instDict(v.Ref).Value()), nil
		})},
		{Sig: "__replace__(**changes)", Doc: "A copy with some attributes replaced.", Fn: Raw(func(th *Thread, args []Value, names []*Str) (Value, error) {
			if len(args)-len(names) > 1 {
				return Value{}, TypeErrorf("__replace__() takes no positional arguments")
			}
			v, err := Call0(th, args[0].Type().Value())
			if err != nil || !namespaceLayout.Is(v) {
				return v, err
			}
			d := instDict(v.Ref)
			for k, x := range instDict(args[0].Ref).All() {
				if err := d.Set(th, k, x); err != nil {
					return Value{}, err
				}
			}
			for i, n := range names {
				d.SetStr(n, args[1+i])
			}
			return v, nil
		})},
	}
}
