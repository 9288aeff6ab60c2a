package collections

import "ouro/internal/object"

var defaultdictType = object.NewType("defaultdict", object.DictType, object.DictType.Layout())

func defaultdictInit(th *object.Thread, self object.Value, args []object.Value, names []*object.Str) error {
	d := object.Unchecked[object.Dict](self)
	factory := object.None
	if len(args) > len(names) {
		factory = args[0]
		if !factory.IsNone() && !object.Callable(factory) {
			return object.TypeErrorf("first argument must be callable or None")
		}
		args = args[1:]
	}
	d.SetFactory(factory)
	return object.DictType.Init(th, self, args, names)
}

func factoryOf(v object.Value) object.Value {
	if f := object.Unchecked[object.Dict](v).Factory(); f.Ref != nil {
		return f
	}
	return object.None
}

func defaultdictMissing(th *object.Thread, self, key object.Value) (object.Value, error) {
	f := factoryOf(self)
	if f.IsNone() {
		return object.Value{}, object.KeyErrorOf(key)
	}
	v, err := object.Call(th, f, nil, nil)
	if err != nil {
		return object.Value{}, err
	}
	return v, object.SetItem(th, self, key, v)
}

// defaultdictGetItem spares exact defaultdicts the search for __missing__.
func defaultdictGetItem(th *object.Thread, self, key object.Value) (object.Value, error) {
	v, err := object.Unchecked[object.Dict](self).Get(th, key)
	if err != nil || v.Ref != nil {
		return v, err
	}
	if self.Type() == defaultdictType {
		return defaultdictMissing(th, self, key)
	}
	v, found, err := object.CallMethodOf(th, self, strMissing, key)
	if err == nil && !found {
		err = object.KeyErrorOf(key)
	}
	return v, err
}

var strMissing = object.NewStr("__missing__")

func defaultdictRepr(th *object.Thread, v object.Value) (object.Value, error) {
	d, err := object.DictType.Repr(th, v)
	if err != nil {
		return object.Value{}, err
	}
	body, _ := object.AsStr(d)
	f := "..."
	if th.ReprEnter(factoryOf(v)) {
		s, err := object.Repr(th, factoryOf(v))
		th.ReprLeave()
		if err != nil {
			return object.Value{}, err
		}
		f = s.S
	}
	return object.StrValue(v.Type().Name + "(" + f + ", " + body.S + ")"), nil
}

func defaultdictCopy(th *object.Thread, self object.Value) (object.Value, error) {
	return object.Call2(th, self.Type().Value(), factoryOf(self), self)
}

func defaultdictOr(th *object.Thread, a, b object.Value) (object.Value, error) {
	x, ok1 := object.AsDict(a)
	_, ok2 := object.AsDict(b)
	if !ok1 || !ok2 {
		return object.NotImplemented, nil
	}
	model := a
	if !object.IsInstance(a, defaultdictType) {
		model = b
	}
	r, err := object.Call2(th, model.Type().Value(), factoryOf(model), x.Value())
	if err != nil {
		return object.Value{}, err
	}
	d, ok := object.AsDict(r)
	if !ok {
		return object.Value{}, object.TypeErrorf("expected a dict, got %s", r.Type().TypeName())
	}
	return r, d.Update(th, b)
}

func init() {
	t := defaultdictType
	t.Module = "collections"
	t.Doc = "A dict that makes missing values by calling default_factory.\n\ndefaultdict(default_factory=None, /, [...])"
	t.Init = defaultdictInit
	t.GetItem = defaultdictGetItem
	t.Repr = defaultdictRepr
	t.Binary[object.OpOr] = defaultdictOr
	t.Methods = []object.Func{
		{Sig: "__missing__(key, /)", Doc: "Make, store and return the value of a key that is absent.", Fn: object.F2(defaultdictMissing)},
		{Sig: "copy()", Doc: "A shallow copy with the same factory.", Fn: object.F1(defaultdictCopy)},
		{Sig: "__copy__()", Doc: "A shallow copy with the same factory.", Fn: object.F1(defaultdictCopy)},
		{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			args := object.TupleValue()
			if f := factoryOf(self); !f.IsNone() {
				args = object.TupleValue(f)
			}
			items, err := object.Iter(th, object.NewDictItems(object.Unchecked[object.Dict](self)))
			return object.TupleValue(self.Type().Value(), args, object.None, object.None, items), err
		})},
		object.ClassGetItem(),
	}
	t.GetSets = []object.GetSet{{Name: "default_factory", Doc: "What is called to make missing values; None if they are errors.",
		Get: func(th *object.Thread, self object.Value) (object.Value, error) { return factoryOf(self), nil },
		Set: func(th *object.Thread, self, val object.Value) error {
			if val.Ref == nil {
				val = object.None
			}
			object.Unchecked[object.Dict](self).SetFactory(val)
			return nil
		}}}
}
