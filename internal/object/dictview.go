package object

import "strings"

// DictView is what keys(), values() and items() give; its class says which.
type DictView struct {
	Header
	Dict *Dict
}

var (
	dictViewLayout = NewLayout[DictView]()
	DictKeysType   = NewType("dict_keys", ObjectType, dictViewLayout)
	DictValuesType = NewType("dict_values", ObjectType, dictViewLayout)
	DictItemsType  = NewType("dict_items", ObjectType, dictViewLayout)
)

func newDictView(d *Dict, t *Type) Value {
	v := &DictView{Dict: d}
	v.Shape = t.shape
	return Of(&v.Header)
}

// NewDictKeys, NewDictValues and NewDictItems make views.
func NewDictKeys(d *Dict) Value { return newDictView(d, DictKeysType) }

// NewDictValues is d.values().
func NewDictValues(d *Dict) Value { return newDictView(d, DictValuesType) }

// NewDictItems is d.items().
func NewDictItems(d *Dict) Value { return newDictView(d, DictItemsType) }

// isSetView reports whether v is a view with set operations.
func isSetView(v Value) bool {
	return dictViewLayout.Is(v) && !v.Type().IsSubtype(DictValuesType)
}

// isSetLike reports whether v compares with views as a set.
func isSetLike(v Value) bool { _, ok := AsSet(v); return ok || isSetView(v) }

func dictKeysContains(th *Thread, o, item Value) (bool, error) {
	n, _, err := Unchecked[DictView](o).Dict.find(th, item)
	return n >= 0, err
}

func dictItemsContains(th *Thread, o, item Value) (bool, error) {
	t, ok := AsTuple(item)
	if !ok || len(t.Items) != 2 {
		return false, nil
	}
	d := Unchecked[DictView](o).Dict
	n, _, err := d.find(th, t.Items[0])
	if n < 0 || err != nil {
		return false, err
	}
	return Equal(th, d.ents[n].val, t.Items[1])
}

func dictViewRepr(th *Thread, v Value) (Value, error) {
	if !th.reprEnter(v) {
		return StrValue("..."), nil
	}
	defer th.reprLeave()
	items, err := Collect(th, v)
	if err != nil {
		return Value{}, err
	}
	var b strings.Builder
	b.WriteString(v.Type().Name)
	b.WriteString("([")
	for i, x := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := writeRepr(th, &b, x); err != nil {
			return Value{}, err
		}
	}
	b.WriteString("])")
	return StrValue(b.String()), nil
}

// allIn reports whether every item of a is in b.
func allIn(th *Thread, a, b Value) (bool, error) {
	all := true
	err := Each(th, a, func(x Value) (bool, error) {
		ok, err := Contains(th, b, x)
		all = ok
		return !ok, err
	})
	return all, err
}

func dictViewCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	if !isSetLike(b) {
		return NotImplemented, nil
	}
	n, err := Len(th, a)
	if err != nil {
		return Value{}, err
	}
	m, err := Len(th, b)
	if err != nil {
		return Value{}, err
	}
	ok := false
	switch op {
	case Eq, Ne:
		if ok = n == m; ok {
			ok, err = allIn(th, a, b)
		}
		ok = ok == (op == Eq)
	case Lt:
		if ok = n < m; ok {
			ok, err = allIn(th, a, b)
		}
	case Le:
		if ok = n <= m; ok {
			ok, err = allIn(th, a, b)
		}
	case Gt:
		if ok = n > m; ok {
			ok, err = allIn(th, b, a)
		}
	case Ge:
		if ok = n >= m; ok {
			ok, err = allIn(th, b, a)
		}
	}
	return Bool(ok), err
}

// dictViewBinary makes a set operator of views: one operand is a view, the other any iterable.
func dictViewBinary(f func(th *Thread, s *Set, other Value) error) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		if !isSetView(a) && !isSetView(b) {
			return NotImplemented, nil
		}
		s, err := SetOf(th, a)
		if err != nil {
			return Value{}, err
		}
		return s.Value(), f(th, s, b)
	}
}

func dictViewAnd(th *Thread, a, b Value) (Value, error) {
	if !isSetView(a) {
		if !isSetView(b) {
			return NotImplemented, nil
		}
		a, b = b, a
	}
	s := NewSet()
	return s.Value(), Each(th, b, func(x Value) (bool, error) {
		in, err := Contains(th, a, x)
		if err == nil && in {
			err = s.Add(th, x)
		}
		return false, err
	})
}

func dictViewIsDisjoint(th *Thread, self, other Value) (Value, error) {
	disjoint := true
	err := Each(th, other, func(x Value) (bool, error) {
		in, err := Contains(th, self, x)
		if in {
			disjoint = false
		}
		return in, err
	})
	return Bool(disjoint), err
}

func init() {
	type kind struct {
		t, iter, rev *Type
		contains     func(th *Thread, o, item Value) (bool, error)
	}
	for _, k := range []kind{
		{DictKeysType, DictKeyIterType, dictRevKeyIterType, dictKeysContains},
		{DictItemsType, DictItemIterType, dictRevItemIterType, dictItemsContains},
		{DictValuesType, DictValueIterType, dictRevValueIterType, nil},
	} {
		t := k.t
		t.Flags |= FlagNoNew
		t.Repr = dictViewRepr
		t.Len = func(th *Thread, v Value) (int, error) { return Unchecked[DictView](v).Dict.Len(), nil }
		t.Iter = func(th *Thread, v Value) (Value, error) { return NewDictIter(Unchecked[DictView](v).Dict, k.iter), nil }
		t.Contains = k.contains
		t.Methods = []Func{
			{Sig: "__reversed__()", Doc: "An iterator from the newest entry to the oldest.", Fn: F1(func(th *Thread, self Value) (Value, error) {
				return NewDictIter(Unchecked[DictView](self).Dict, k.rev), nil
			})},
		}
		t.GetSets = []GetSet{{Name: "mapping", Doc: "The dict that the view looks at, read-only.", Get: func(th *Thread, self Value) (Value, error) {
			return NewMappingProxy(Unchecked[DictView](self).Dict.Value()), nil
		}}}
		if k.contains == nil {
			continue
		}
		t.Compare = dictViewCompare
		t.Binary[OpAnd] = dictViewAnd
		t.Binary[OpOr] = dictViewBinary(func(th *Thread, s *Set, o Value) error { return s.Update(th, o) })
		t.Binary[OpSub] = dictViewBinary(func(th *Thread, s *Set, o Value) error { return s.DifferenceUpdate(th, o) })
		t.Binary[OpXor] = dictViewBinary(func(th *Thread, s *Set, o Value) error { return s.symmetricUpdate(th, o) })
		t.Methods = append(t.Methods[:1:1], Func{Sig: "isdisjoint(object, /)", Doc: "Whether the view and the iterable have no item in common.", Fn: F2(dictViewIsDisjoint)})
	}
}
