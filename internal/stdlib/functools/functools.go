// Package functools is the _functools module: the parts of functools on which speed depends.
//
// https://docs.python.org/3.14/library/functools.html
package functools

import "ouro/internal/object"

// Module is the _functools module.
var Module = object.ModuleDef{
	Name: "_functools",
	Doc:  "Tools that operate on functions.",
	Functions: []object.Func{
		{Sig: "cmp_to_key(mycmp)", Doc: "Turn a three-way comparison into a key function for sorting.", Fn: object.F1(cmpToKey)},
		{Sig: "reduce(function, iterable, /, initial=NULL)", Doc: "Combine the items from the left, two at a time, into one value.", Fn: object.F3(reduce)},
		{Sig: "_make_key(args, kwds, typed)", Doc: "The key under which a call's result is kept.", Fn: object.F3(makeKey)},
	},
	Types: []*object.Type{lruType, partialType, placeholderType},
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set("Placeholder", placeholder)
		return nil
	},
}

func reduce(th *object.Thread, f, iterable, initial object.Value) (object.Value, error) {
	it, err := object.Iter(th, iterable)
	if err != nil {
		if object.Matches(err, object.TypeErrorType) {
			err = object.TypeErrorf("reduce() arg 2 must support iteration")
		}
		return object.Value{}, err
	}
	acc := initial
	args := make([]object.Value, 2)
	for {
		x, err := object.Next(th, it)
		if err != nil {
			return object.Value{}, err
		}
		if x.Ref == nil {
			break
		}
		if acc.Ref == nil {
			acc = x
			continue
		}
		args[0], args[1] = acc, x
		if acc, err = object.Call(th, f, args, nil); err != nil {
			return object.Value{}, err
		}
	}
	if acc.Ref == nil {
		return object.Value{}, object.TypeErrorf("reduce() of empty iterable with no initial value")
	}
	return acc, nil
}

// keyWrapper is what cmp_to_key gives (obj unbound), and what that gives for an object.
type keyWrapper struct {
	object.Header
	cmp, obj object.Value
}

var (
	keyWrapperLayout = object.NewLayout[keyWrapper]()
	keyWrapperType   = object.NewType("KeyWrapper", object.ObjectType, keyWrapperLayout)
)

func newKeyWrapper(cmp, obj object.Value) object.Value {
	k := &keyWrapper{cmp: cmp, obj: obj}
	k.Shape = keyWrapperType.ExactShape()
	return object.Of(&k.Header)
}

func cmpToKey(th *object.Thread, cmp object.Value) (object.Value, error) {
	return newKeyWrapper(cmp, object.Value{}), nil
}

func keyWrapperCall(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args) == 0 {
		return object.Value{}, object.TypeErrorf("K() missing required argument 'obj' (pos 1)")
	}
	if len(args) > 1 {
		return object.Value{}, object.TypeErrorf("K() takes at most 1 argument (%d given)", len(args))
	}
	if len(names) == 1 && names[0].S != "obj" {
		return object.Value{}, object.TypeErrorf("K() got an unexpected keyword argument '%s'", names[0].S)
	}
	return newKeyWrapper(object.Unchecked[keyWrapper](f).cmp, args[0]), nil
}

func keyWrapperCompare(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
	x, ok1 := object.Cast[keyWrapper](a, keyWrapperLayout)
	y, ok2 := object.Cast[keyWrapper](b, keyWrapperLayout)
	if !ok1 || !ok2 {
		return object.Value{}, object.TypeErrorf("other argument must be K instance")
	}
	if x.obj.Ref == nil || y.obj.Ref == nil {
		return object.Value{}, object.NewExcf(object.AttributeErrorType, "object")
	}
	r, err := object.Call2(th, x.cmp, x.obj, y.obj)
	if err != nil {
		return object.Value{}, err
	}
	if r.IsInt() {
		n := r.Int64()
		switch {
		case n < 0:
			return object.Bool(op.Holds(-1)), nil
		case n > 0:
			return object.Bool(op.Holds(1)), nil
		}
		return object.Bool(op.Holds(0)), nil
	}
	return object.Compare(th, r, object.Int(0), op)
}

func init() {
	t := keyWrapperType
	t.Module = "functools"
	t.Flags |= object.FlagNoNew | object.FlagNoBase
	t.Call = keyWrapperCall
	t.Compare = keyWrapperCompare
	t.Members = []object.Member{{Name: "obj", Doc: "The object that is compared.", Field: func(v object.Value) *object.Value { return &object.Unchecked[keyWrapper](v).obj }, Writable: true}}
}
