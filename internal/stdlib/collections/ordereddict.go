package collections

import "ouro/internal/object"

// OrderedDict is a dict, which keeps order anyway; it adds moves to either end, and equality that minds the order.
//
// Differs: instances have no __dict__; classes derived from OrderedDict have.

var (
	orderedDictType = object.NewType("OrderedDict", object.DictType, object.DictType.Layout())
	odictKeysType   = object.NewType("odict_keys", object.DictKeysType, object.DictKeysType.Layout())
	odictValuesType = object.NewType("odict_values", object.DictValuesType, object.DictValuesType.Layout())
	odictItemsType  = object.NewType("odict_items", object.DictItemsType, object.DictItemsType.Layout())
	odictIterType   = object.NewType("odict_iterator", object.DictKeyIterType, object.DictKeyIterType.Layout())
)

// fill takes over a mapping or pairs, and keywords; classes that define __setitem__ see every entry.
func fill(th *object.Thread, self object.Value, args []object.Value, names []*object.Str) error {
	pos := args[:len(args)-len(names)]
	if len(pos) > 1 {
		return object.TypeErrorf("expected at most 1 argument, got %d", len(pos))
	}
	d := object.Unchecked[object.Dict](self)
	if !self.Type().LookupIsScript(strSetitem) {
		if len(pos) == 1 {
			if err := d.Update(th, pos[0]); err != nil {
				return err
			}
		}
		for i, n := range names {
			d.SetStr(n, args[len(pos)+i])
		}
		return nil
	}
	if len(pos) == 1 {
		src := object.NewDict()
		if err := src.Update(th, pos[0]); err != nil {
			return err
		}
		for k, v := range src.All() {
			if err := object.SetItem(th, self, k, v); err != nil {
				return err
			}
		}
	}
	for i, n := range names {
		if err := object.SetItem(th, self, n.Value(), args[len(pos)+i]); err != nil {
			return err
		}
	}
	return nil
}

func orderedRepr(th *object.Thread, v object.Value) (object.Value, error) {
	d := object.Unchecked[object.Dict](v)
	name := v.Type().Name
	if d.Len() == 0 {
		return object.StrValue(name + "()"), nil
	}
	if !th.ReprEnter(v) {
		return object.StrValue("..."), nil
	}
	defer th.ReprLeave()
	s, err := object.Repr(th, d.Copy().Value())
	if err != nil {
		return object.Value{}, err
	}
	return object.StrValue(name + "(" + s.S + ")"), nil
}

func orderedCompare(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
	x, ok1 := object.AsDict(a)
	y, ok2 := object.AsDict(b)
	if !ok1 || !ok2 || op != object.Eq && op != object.Ne {
		return object.NotImplemented, nil
	}
	eq, err := x.Equal(th, y)
	if eq && err == nil && object.IsInstance(a, orderedDictType) && object.IsInstance(b, orderedDictType) {
		ks, kerr := object.Collect(th, object.NewDictKeys(x))
		if kerr != nil {
			return object.Value{}, kerr
		}
		i := 0
		err = object.Each(th, object.NewDictKeys(y), func(k object.Value) (bool, error) {
			eq, err = object.Equal(th, ks[i], k)
			i++
			return !eq || i == len(ks), err
		})
	}
	return object.Bool(eq == (op == object.Eq)), err
}

// newLike makes an empty dict of the object's class.
func newLike(th *object.Thread, v object.Value) (object.Value, error) {
	return object.Call0(th, v.Type().Value())
}

func orderedOr(th *object.Thread, a, b object.Value) (object.Value, error) {
	_, ok1 := object.AsDict(a)
	_, ok2 := object.AsDict(b)
	if !ok1 || !ok2 {
		return object.NotImplemented, nil
	}
	model := a
	if !object.IsInstance(a, orderedDictType) {
		model = b
	}
	r, err := newLike(th, model)
	if err != nil {
		return object.Value{}, err
	}
	if err := fill(th, r, []object.Value{a}, nil); err != nil {
		return object.Value{}, err
	}
	return r, fill(th, r, []object.Value{b}, nil)
}

func orderedPopItem(th *object.Thread, self, last object.Value) (object.Value, error) {
	newest, err := object.Truth(th, last)
	if err != nil {
		return object.Value{}, err
	}
	d := object.Unchecked[object.Dict](self)
	take := d.PopLast
	if !newest {
		take = d.PopFirst
	}
	k, v, ok := take()
	if !ok {
		return object.Value{}, object.KeyErrorOf(object.StrValue("dictionary is empty"))
	}
	return object.NewPair(k, v), nil
}

func orderedMoveToEnd(th *object.Thread, self, key, last object.Value) (object.Value, error) {
	newest, err := object.Truth(th, last)
	if err != nil {
		return object.Value{}, err
	}
	found, err := object.Unchecked[object.Dict](self).MoveToEnd(th, key, newest)
	if err == nil && !found {
		err = object.KeyErrorOf(key)
	}
	return object.None, err
}

func orderedCopy(th *object.Thread, self object.Value) (object.Value, error) {
	r, err := newLike(th, self)
	if err != nil {
		return object.Value{}, err
	}
	if _, ok := object.AsDict(r); !ok {
		return r, object.Each(th, self, func(k object.Value) (bool, error) {
			v, err := object.GetItem(th, self, k)
			if err != nil {
				return true, err
			}
			return false, object.SetItem(th, r, k, v)
		})
	}
	return r, fill(th, r, []object.Value{object.Unchecked[object.Dict](self).Copy().Value()}, nil)
}

func init() {
	t := orderedDictType
	t.Module = "collections"
	t.Doc = "A dict whose order can be changed and counts in comparisons."
	t.Init = fill
	t.Repr = orderedRepr
	t.Compare = orderedCompare
	t.Binary[object.OpOr] = orderedOr
	t.InPlace[object.OpOr] = func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return a, fill(th, a, []object.Value{b}, nil)
	}
	t.Iter = func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.NewDictIter(object.Unchecked[object.Dict](v), odictIterType), nil
	}
	view := func(of *object.Type) object.Fn {
		return object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			return object.NewDictView(object.Unchecked[object.Dict](self), of), nil
		})
	}
	t.Methods = []object.Func{
		{Sig: "move_to_end(key, last=True)", Doc: "Make the key the newest one, or the oldest.", Fn: object.F3(orderedMoveToEnd)},
		{Sig: "popitem(last=True)", Doc: "Take the newest entry, or the oldest, out and return it as a pair.", Fn: object.F2(orderedPopItem)},
		{Sig: "update(other=(), /, **kwargs)", Doc: "Take over the entries of a mapping or of pairs, then the keywords.", Fn: object.Raw(func(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
			return object.None, fill(th, args[0], args[1:], names)
		})},
		{Sig: "copy()", Doc: "A shallow copy.", Fn: object.F1(orderedCopy)},
		{Sig: "keys()", Doc: "A view of the keys.", Fn: view(odictKeysType)},
		{Sig: "values()", Doc: "A view of the values.", Fn: view(odictValuesType)},
		{Sig: "items()", Doc: "A view of the (key, value) pairs.", Fn: view(odictItemsType)},
		{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			state := object.None
			if d := object.InstanceDict(self); d != nil && d.Len() > 0 {
				state = d.Value()
			}
			items, err := object.Iter(th, object.NewDictItems(object.Unchecked[object.Dict](self)))
			return object.TupleValue(self.Type().Value(), object.TupleValue(), state, object.None, items), err
		})},
	}
	for _, t := range []*object.Type{odictKeysType, odictValuesType, odictItemsType, odictIterType} {
		t.Flags |= object.FlagNoBase | object.FlagNoNew
	}
}
