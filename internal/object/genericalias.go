package object

import "strings"

// GenericAlias is what subscripting a generic class gives, list[int] say.
type GenericAlias struct {
	Header
	Origin Value
	Args   *Tuple
	// starred: *tuple[int], an alias to be unpacked.
	starred bool
	params  *Tuple // nil: not computed yet
}

var (
	genericAliasLayout = NewLayout[GenericAlias]()
	GenericAliasType   = NewType("GenericAlias", ObjectType, genericAliasLayout)
)

// NewGenericAlias makes origin[args]; a tuple stands for several arguments.
func NewGenericAlias(origin, args Value) Value { return newAlias(origin, args, false) }

func newAlias(origin, args Value, starred bool) Value {
	t, ok := AsTuple(args)
	if !ok {
		t = NewTuple(args)
	}
	g := &GenericAlias{Origin: origin, Args: t, starred: starred}
	g.Shape = GenericAliasType.shape
	return Of(&g.Header)
}

// AsGenericAlias gives v as a generic alias.
func AsGenericAlias(v Value) (*GenericAlias, bool) {
	return Cast[GenericAlias](v, genericAliasLayout)
}

var (
	strOriginDunder = NewStr("__origin__")
	strArgs         = NewStr("__args__")
	strParameters   = NewStr("__parameters__")
	strSubst        = NewStr("__typing_subst__")
	strPrepareSubst = NewStr("__typing_prepare_subst__")
	strUnpackedVar  = NewStr("__typing_is_unpacked_typevartuple__")
	strUnpackedArg  = NewStr("__typing_unpacked_tuple_args__")
	strOrigClass    = NewStr("__orig_class__")
)

// typeText is how types are shown as arguments of other types.
func typeText(th *Thread, v Value) (string, error) {
	switch v {
	case Ellipsis:
		return "...", nil
	case NoneType.Value():
		return "None", nil
	}
	if l, ok := AsList(v); ok {
		return typesText(th, l.Snapshot(), "[", "]")
	}
	if t, ok := AsType(v); ok {
		if v.Type() == TypeType {
			return t.FullName(), nil
		}
	}
	if _, ok := AsGenericAlias(v); !ok {
		has := func(n *Str) (Value, error) { return GetAttrOr(th, v, n) }
		origin, err := has(strOriginDunder)
		if err != nil {
			return "", err
		}
		args, err := has(strArgs)
		if err != nil {
			return "", err
		}
		if origin.Ref == nil || args.Ref == nil {
			q, err := has(strQualname)
			if err != nil {
				return "", err
			}
			m, err := has(strModule)
			if err != nil {
				return "", err
			}
			if q.Ref != nil && m.Ref != nil && !m.IsNone() {
				qs, err := ToStr(th, q)
				if err != nil {
					return "", err
				}
				ms, err := ToStr(th, m)
				if err != nil {
					return "", err
				}
				if ms.S == "builtins" {
					return qs.S, nil
				}
				return ms.S + "." + qs.S, nil
			}
		}
	}
	s, err := Repr(th, v)
	if err != nil {
		return "", err
	}
	return s.S, nil
}

func typesText(th *Thread, items []Value, open, end string) (string, error) {
	var b strings.Builder
	b.WriteString(open)
	for i, x := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		s, err := typeText(th, x)
		if err != nil {
			return "", err
		}
		b.WriteString(s)
	}
	b.WriteString(end)
	return b.String(), nil
}

func aliasRepr(th *Thread, v Value) (Value, error) {
	g := Unchecked[GenericAlias](v)
	s, err := typeText(th, g.Origin)
	if err != nil {
		return Value{}, err
	}
	args := "[()]"
	if len(g.Args.Items) > 0 {
		if args, err = typesText(th, g.Args.Items, "[", "]"); err != nil {
			return Value{}, err
		}
	}
	star := ""
	if g.starred {
		star = "*"
	}
	return StrValue(star + s + args), nil
}

// typeParameters collects the type variables of arguments, each once, in order.
func typeParameters(th *Thread, args []Value) (*Tuple, error) {
	var out []Value
	add := func(v Value) {
		for _, x := range out {
			if x == v {
				return
			}
		}
		out = append(out, v)
	}
	for _, a := range args {
		if _, isType := AsType(a); isType {
			continue
		}
		if items, ok := sequenceItems(a); ok {
			sub, err := typeParameters(th, items)
			if err != nil {
				return nil, err
			}
			for _, x := range sub.Items {
				add(x)
			}
			continue
		}
		s, err := GetAttrOr(th, a, strSubst)
		if err != nil {
			return nil, err
		}
		if s.Ref != nil {
			add(a)
			continue
		}
		p, err := GetAttrOr(th, a, strParameters)
		if err != nil {
			return nil, err
		}
		if t, ok := AsTuple(p); ok {
			for _, x := range t.Items {
				add(x)
			}
		}
	}
	return NewTuple(out...), nil
}

func sequenceItems(v Value) ([]Value, bool) {
	if t, ok := AsTuple(v); ok {
		return t.Items, true
	}
	if l, ok := AsList(v); ok {
		return l.Snapshot(), true
	}
	return nil, false
}

func (g *GenericAlias) parameters(th *Thread) (*Tuple, error) {
	if g.params == nil {
		p, err := typeParameters(th, g.Args.Items)
		if err != nil {
			return nil, err
		}
		g.params = p
	}
	return g.params, nil
}

// unpackTypes replaces starred tuples among the arguments by their items.
func unpackTypes(th *Thread, item Value) ([]Value, error) {
	items := []Value{item}
	if t, ok := AsTuple(item); ok {
		items = t.Items
	}
	var out []Value
	for _, x := range items {
		if _, isType := AsType(x); !isType {
			sub, err := GetAttrOr(th, x, strUnpackedArg)
			if err != nil {
				return nil, err
			}
			if t, ok := AsTuple(sub); ok {
				if n := len(t.Items); n == 0 || t.Items[n-1] != Ellipsis {
					out = append(out, t.Items...)
					continue
				}
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// substitute replaces the parameters among args by what item says: self is the generic object, for errors.
func substitute(th *Thread, self Value, args []Value, params *Tuple, item Value) ([]Value, error) {
	if len(params.Items) == 0 {
		s, err := Repr(th, self)
		if err != nil {
			return nil, err
		}
		return nil, TypeErrorf("%s is not a generic class", s.S)
	}
	items, err := unpackTypes(th, item)
	if err != nil {
		return nil, err
	}
	for _, p := range params.Items {
		f, err := GetAttrOr(th, p, strPrepareSubst)
		if err != nil {
			return nil, err
		}
		if f.Ref == nil || f.IsNone() {
			continue
		}
		r, err := Call2(th, f, self, TupleValue(items...))
		if err != nil {
			return nil, err
		}
		if t, ok := AsTuple(r); ok {
			items = t.Items
		} else {
			items = []Value{r}
		}
	}
	if len(items) != len(params.Items) {
		s, err := Repr(th, self)
		if err != nil {
			return nil, err
		}
		how := "many"
		if len(items) < len(params.Items) {
			how = "few"
		}
		return nil, TypeErrorf("Too %s arguments for %s; actual %d, expected %d", how, s.S, len(items), len(params.Items))
	}
	return substituteIn(th, args, params.Items, items)
}

func substituteIn(th *Thread, args, params, items []Value) ([]Value, error) {
	var out []Value
	for _, a := range args {
		if _, isType := AsType(a); isType {
			out = append(out, a)
			continue
		}
		if seq, ok := sequenceItems(a); ok {
			sub, err := substituteIn(th, seq, params, items)
			if err != nil {
				return nil, err
			}
			if _, isTuple := AsTuple(a); isTuple {
				out = append(out, TupleValue(sub...))
			} else {
				out = append(out, ListValue(sub...))
			}
			continue
		}
		unpack, err := GetAttrOr(th, a, strUnpackedVar)
		if err != nil {
			return nil, err
		}
		starred := false
		if unpack.Ref != nil {
			if starred, err = Truth(th, unpack); err != nil {
				return nil, err
			}
		}
		subst, err := GetAttrOr(th, a, strSubst)
		if err != nil {
			return nil, err
		}
		if subst.Ref != nil {
			i := indexIs(params, a)
			if i < 0 {
				out = append(out, a)
				continue
			}
			if a, err = Call1(th, subst, items[i]); err != nil {
				return nil, err
			}
		} else if a, err = substituteNested(th, a, params, items); err != nil {
			return nil, err
		}
		if t, ok := AsTuple(a); ok && starred {
			out = append(out, t.Items...)
		} else {
			out = append(out, a)
		}
	}
	return out, nil
}

func indexIs(list []Value, v Value) int {
	for i, x := range list {
		if x == v {
			return i
		}
	}
	return -1
}

// substituteNested does it within an argument that has parameters of its own.
func substituteNested(th *Thread, a Value, params, items []Value) (Value, error) {
	p, err := GetAttrOr(th, a, strParameters)
	if err != nil {
		return Value{}, err
	}
	own, ok := AsTuple(p)
	if !ok || len(own.Items) == 0 {
		return a, nil
	}
	var sub []Value
	for _, x := range own.Items {
		i := indexIs(params, x)
		if i < 0 {
			sub = append(sub, x)
			continue
		}
		if t, ok := AsTuple(items[i]); ok && S(x).Iter != nil {
			sub = append(sub, t.Items...)
		} else {
			sub = append(sub, items[i])
		}
	}
	return GetItem(th, a, TupleValue(sub...))
}

// aliasOwn are the attributes that an alias does not take from its origin.
var aliasOwn = map[string]bool{
	"__class__": true, "__origin__": true, "__args__": true, "__unpacked__": true, "__parameters__": true, "__typing_unpacked_tuple_args__": true,
	"__mro_entries__": true, "__reduce_ex__": true, "__reduce__": true, "__bases__": true, "__copy__": true, "__deepcopy__": true,
}

func aliasGetAttr(th *Thread, v Value, name *Str) (Value, error) {
	if aliasOwn[name.S] {
		return GenericGetAttr(th, v, name)
	}
	return GetAttr(th, Unchecked[GenericAlias](v).Origin, name)
}

func aliasCall(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
	r, err := Call(th, Unchecked[GenericAlias](f).Origin, args, names)
	if err != nil {
		return r, err
	}
	if r.IsImmediate() || !r.Type().HasDict() && r.Type().GenericSet() {
		return r, nil
	}
	if err := SetAttr(th, r, strOrigClass, f); err != nil && !Matches(err, AttributeErrorType) && !Matches(err, TypeErrorType) {
		return Value{}, err
	}
	return r, nil
}

func aliasCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	y, ok := AsGenericAlias(b)
	if !ok || op != Eq && op != Ne {
		return NotImplemented, nil
	}
	x := Unchecked[GenericAlias](a)
	eq := x.starred == y.starred
	for _, p := range [][2]Value{{x.Origin, y.Origin}, {x.Args.Value(), y.Args.Value()}} {
		if eq {
			var err error
			if eq, err = Equal(th, p[0], p[1]); err != nil {
				return Value{}, err
			}
		}
	}
	return Bool(eq == (op == Eq)), nil
}

func init() {
	t := GenericAliasType
	t.Module = "types"
	t.Doc = "A generic class with its type arguments."
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		if len(names) > 0 {
			return Value{}, TypeErrorf("GenericAlias() takes no keyword arguments")
		}
		if len(args) != 2 {
			return Value{}, TypeErrorf("GenericAlias expected 2 arguments, got %d", len(args))
		}
		g := NewObject[GenericAlias](th, c)
		g.Origin, g.Args = args[0], nil
		if tup, ok := AsTuple(args[1]); ok {
			g.Args = tup
		} else {
			g.Args = NewTuple(args[1])
		}
		return Of(&g.Header), nil
	}
	t.Repr, t.GetAttr, t.Call, t.Compare = aliasRepr, aliasGetAttr, aliasCall, aliasCompare
	t.Hash = func(th *Thread, v Value) (uint64, error) {
		g := Unchecked[GenericAlias](v)
		x, err := Hash(th, g.Origin)
		if err != nil {
			return 0, err
		}
		y, err := Hash(th, g.Args.Value())
		return x ^ y, err
	}
	t.GetItem = func(th *Thread, v, item Value) (Value, error) {
		g := Unchecked[GenericAlias](v)
		p, err := g.parameters(th)
		if err != nil {
			return Value{}, err
		}
		args, err := substitute(th, v, g.Args.Items, p, item)
		if err != nil {
			return Value{}, err
		}
		return newAlias(g.Origin, TupleValue(args...), g.starred), nil
	}
	t.Iter = func(th *Thread, v Value) (Value, error) {
		g := Unchecked[GenericAlias](v)
		return Iter(th, TupleValue(newAlias(g.Origin, g.Args.Value(), true)))
	}
	t.Binary[OpOr] = unionOr
	refuse := func(what string) Fn {
		return F2(func(th *Thread, v, x Value) (Value, error) {
			return Value{}, TypeErrorf("%s() argument 2 cannot be a parameterized generic", what)
		})
	}
	t.Methods = []Func{
		{Sig: "__mro_entries__(bases, /)", Fn: F2(func(th *Thread, v, bases Value) (Value, error) {
			return TupleValue(Unchecked[GenericAlias](v).Origin), nil
		})},
		{Sig: "__instancecheck__(instance, /)", Fn: refuse("isinstance")},
		{Sig: "__subclasscheck__(cls, /)", Fn: refuse("issubclass")},
		{Sig: "__reduce__()", Fn: F1(func(th *Thread, v Value) (Value, error) {
			g := Unchecked[GenericAlias](v)
			if g.starred {
				next, ok := th.Interp.Builtins.GetString("next")
				if !ok {
					return Value{}, NewExcf(AttributeErrorType, "next")
				}
				it, err := Iter(th, newAlias(g.Origin, g.Args.Value(), false))
				return TupleValue(next, TupleValue(it)), err
			}
			return TupleValue(GenericAliasType.Value(), TupleValue(g.Origin, g.Args.Value())), nil
		})},
	}
	t.GetSets = []GetSet{
		{Name: "__origin__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[GenericAlias](v).Origin, nil }},
		{Name: "__args__", Get: func(th *Thread, v Value) (Value, error) { return Unchecked[GenericAlias](v).Args.Value(), nil }},
		{Name: "__unpacked__", Get: func(th *Thread, v Value) (Value, error) { return Bool(Unchecked[GenericAlias](v).starred), nil }},
		{Name: "__parameters__", Get: func(th *Thread, v Value) (Value, error) {
			p, err := Unchecked[GenericAlias](v).parameters(th)
			if err != nil {
				return Value{}, err
			}
			return p.Value(), nil
		}},
		{Name: "__typing_unpacked_tuple_args__", Get: func(th *Thread, v Value) (Value, error) {
			if g := Unchecked[GenericAlias](v); g.starred && g.Origin == TupleType.Value() {
				return g.Args.Value(), nil
			}
			return None, nil
		}},
	}
	BaseExceptionGroupType.Methods = append(BaseExceptionGroupType.Methods, Func{Sig: "__class_getitem__(object, /)", Class: true, Fn: F2(func(th *Thread, c, args Value) (Value, error) {
		return NewGenericAlias(c, args), nil
	})})
}
