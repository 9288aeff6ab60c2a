// Package collections is the _collections module: deque, defaultdict, OrderedDict and what the collections module builds on.
//
// https://docs.python.org/3.14/library/collections.html
package collections

import "ouro/internal/object"

// Module is the _collections module.
var Module = object.ModuleDef{
	Name: "_collections",
	Doc:  "High performance containers.",
	Functions: []object.Func{
		{Sig: "_count_elements(mapping, iterable, /)", Doc: "Add 1 to the mapping's number for each item of the iterable.", Fn: object.F2(countElements)},
	},
	Types: []*object.Type{defaultdictType, dequeType, dequeIterType, dequeReverseIterType, orderedDictType, tuplegetterType},
}

var (
	strGet     = object.NewStr("get")
	strSetitem = object.NewStr("__setitem__")
)

func countElements(th *object.Thread, mapping, iterable object.Value) (object.Value, error) {
	if d, ok := object.AsDict(mapping); ok {
		if t := mapping.Type(); !t.LookupIsScript(strGet) && !t.LookupIsScript(strSetitem) {
			return object.None, object.Each(th, iterable, func(k object.Value) (bool, error) { return false, d.AddCount(th, k) })
		}
	}
	get, err := object.GetAttr(th, mapping, strGet)
	if err != nil {
		return object.Value{}, err
	}
	return object.None, object.Each(th, iterable, func(k object.Value) (bool, error) {
		n, err := object.Call2(th, get, k, object.Int(0))
		if err != nil {
			return true, err
		}
		if n, err = object.Binary(th, n, object.Int(1), object.OpAdd); err != nil {
			return true, err
		}
		return false, object.SetItem(th, mapping, k, n)
	})
}

// tuplegetter is the attribute of a named tuple: item i of the tuple.
type tuplegetter struct {
	object.Header
	i   int
	doc object.Value
}

var tuplegetterType = object.NewType("_tuplegetter", object.ObjectType, object.NewLayout[tuplegetter]())

func tuplegetterGet(th *object.Thread, d, obj object.Value, owner *object.Type) (object.Value, error) {
	if obj.Ref == nil {
		return d, nil
	}
	g := object.Unchecked[tuplegetter](d)
	t, ok := object.AsTuple(obj)
	if !ok {
		if obj.IsNone() {
			return d, nil
		}
		return object.Value{}, object.TypeErrorf("descriptor for index '%d' for tuple subclasses doesn't apply to '%s' object", g.i, obj.Type().TypeName())
	}
	if g.i >= len(t.Items) {
		return object.Value{}, object.NewExcf(object.IndexErrorType, "tuple index out of range")
	}
	return t.Items[g.i], nil
}

func init() {
	t := tuplegetterType
	t.Module = "collections"
	t.Constructor = &object.Func{Sig: "_tuplegetter(index, doc, /)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		i, err := object.AsIndex(th, a[1])
		if err != nil {
			return object.Value{}, err
		}
		c, _ := object.AsType(a[0])
		g := object.NewObject[tuplegetter](th, c)
		g.i, g.doc = i, a[2]
		return object.Of(&g.Header), nil
	})}
	t.Get = tuplegetterGet
	t.Set = func(th *object.Thread, d, obj, val object.Value) error {
		if val.Ref == nil {
			return object.NewExcf(object.AttributeErrorType, "can't delete attribute")
		}
		return object.NewExcf(object.AttributeErrorType, "can't set attribute")
	}
	t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		g := object.Unchecked[tuplegetter](v)
		i, err := object.Repr(th, object.Int(int64(g.i)))
		if err != nil {
			return object.Value{}, err
		}
		doc, err := object.Repr(th, g.doc)
		if err != nil {
			return object.Value{}, err
		}
		return object.StrValue("_tuplegetter(" + i.S + ", " + doc.S + ")"), nil
	}
	t.Members = []object.Member{{Name: "__doc__", Field: func(v object.Value) *object.Value { return &object.Unchecked[tuplegetter](v).doc }, Writable: true}}
	t.Methods = []object.Func{
		{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			g := object.Unchecked[tuplegetter](v)
			return object.NewPair(tuplegetterType.Value(), object.NewPair(object.Int(int64(g.i)), g.doc)), nil
		})},
	}
}
