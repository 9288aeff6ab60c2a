package vm

import (
	"fmt"

	"ouro/internal/object"
)

// The Python face of functions.
//
// https://docs.python.org/3.14/reference/datamodel.html#user-defined-functions

func funcOfValue(v object.Value) *Function { return object.Unchecked[Function](v) }

// strAttr is an attribute that must be a str.
func strAttr(name string, field func(f *Function) *object.Value) object.GetSet {
	return object.GetSet{Name: name, Doc: "The function's name.",
		Get: func(th *object.Thread, v object.Value) (object.Value, error) { return *field(funcOfValue(v)), nil },
		Set: func(th *object.Thread, v, x object.Value) error {
			if !x.Bound() {
				return object.TypeErrorf("%s must be set to a string object", name)
			}
			if _, ok := object.AsStr(x); !ok {
				return object.TypeErrorf("%s must be set to a string object", name)
			}
			*field(funcOfValue(v)) = x
			return nil
		}}
}

// anyAttr is an attribute that may be anything; deleting it makes it None.
func anyAttr(name string, field func(f *Function) *object.Value) object.GetSet {
	return object.GetSet{Name: name,
		Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			if x := *field(funcOfValue(v)); x.Bound() {
				return x, nil
			}
			return object.None, nil
		},
		Set: func(th *object.Thread, v, x object.Value) error {
			if !x.Bound() {
				x = object.None
			}
			*field(funcOfValue(v)) = x
			return nil
		}}
}

func init() {
	FunctionType.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.StrValue(fmt.Sprintf("<function %s at %#x>", funcOfValue(v).qualName(), object.Address(v))), nil
	}
	FunctionType.Flags |= object.FlagNoBase
	FunctionType.GetSets = []object.GetSet{
		strAttr("__name__", func(f *Function) *object.Value { return &f.Name }),
		strAttr("__qualname__", func(f *Function) *object.Value { return &f.QualName }),
		anyAttr("__doc__", func(f *Function) *object.Value { return &f.Doc }),
		anyAttr("__module__", func(f *Function) *object.Value { return &f.Module }),
		{Name: "__code__", Doc: "The code object.",
			Get: func(th *object.Thread, v object.Value) (object.Value, error) { return funcOfValue(v).Code.Value(), nil },
			Set: func(th *object.Thread, v, x object.Value) error {
				c, ok := AsCode(x)
				if !ok {
					return object.TypeErrorf("__code__ must be set to a code object")
				}
				f := funcOfValue(v)
				if len(c.FreeVars) != len(f.Closure) {
					return object.ValueErrorf("%s() requires a code object with %d free vars, not %d", f.qualName(), len(f.Closure), len(c.FreeVars))
				}
				f.Code = c
				return nil
			}},
		{Name: "__globals__", Doc: "The namespace of the module the function was defined in.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return funcOfValue(v).Globals.Value(), nil
		}},
		{Name: "__builtins__", Doc: "The namespace of builtins.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return funcOfValue(v).Builtins.Value(), nil
		}},
		{Name: "__closure__", Doc: "The cells of the free variables, or None.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			f := funcOfValue(v)
			if len(f.Closure) == 0 {
				return object.None, nil
			}
			cells := make([]object.Value, len(f.Closure))
			for i, c := range f.Closure {
				cells[i] = object.Of(&c.Header)
			}
			return object.TupleValue(cells...), nil
		}},
		{Name: "__defaults__", Doc: "The defaults of the last positional parameters, or None.",
			Get: func(th *object.Thread, v object.Value) (object.Value, error) {
				f := funcOfValue(v)
				if len(f.Defaults) == 0 {
					return object.None, nil
				}
				if !f.defaultsTuple.Bound() {
					f.defaultsTuple = object.TupleValue(f.Defaults...)
				}
				return f.defaultsTuple, nil
			},
			Set: func(th *object.Thread, v, x object.Value) error {
				f := funcOfValue(v)
				if !x.Bound() || x.IsNone() {
					f.Defaults, f.defaultsTuple = nil, object.Value{}
					return nil
				}
				t, ok := object.AsTuple(x)
				if !ok {
					return object.TypeErrorf("__defaults__ must be set to a tuple object")
				}
				f.Defaults, f.defaultsTuple = t.Items, x
				return nil
			}},
		{Name: "__kwdefaults__", Doc: "The defaults of keyword-only parameters, or None.",
			Get: func(th *object.Thread, v object.Value) (object.Value, error) {
				if d := funcOfValue(v).KwDefaults; d != nil {
					return d.Value(), nil
				}
				return object.None, nil
			},
			Set: func(th *object.Thread, v, x object.Value) error {
				f := funcOfValue(v)
				if !x.Bound() || x.IsNone() {
					f.KwDefaults = nil
					return nil
				}
				d, ok := object.AsDict(x)
				if !ok {
					return object.TypeErrorf("__kwdefaults__ must be set to a dict object")
				}
				f.KwDefaults = d
				return nil
			}},
		{Name: "__annotate__", Doc: "The function that computes the annotations, or None.",
			Get: func(th *object.Thread, v object.Value) (object.Value, error) {
				if f := funcOfValue(v); f.annotate.Bound() {
					return f.annotate, nil
				}
				return object.None, nil
			},
			Set: func(th *object.Thread, v, x object.Value) error {
				f := funcOfValue(v)
				switch {
				case !x.Bound():
					return object.TypeErrorf("__annotate__ cannot be deleted")
				case x.IsNone():
					f.annotate = x
				case !object.Callable(x):
					return object.TypeErrorf("__annotate__ must be callable or None")
				default:
					f.annotate, f.annotations = x, nil
				}
				return nil
			}},
		{Name: "__annotations__", Doc: "The annotations of parameters and result.",
			Get: func(th *object.Thread, v object.Value) (object.Value, error) {
				f := funcOfValue(v)
				if f.annotations != nil {
					return f.annotations.Value(), nil
				}
				if !f.annotate.Bound() || f.annotate.IsNone() {
					f.annotations = object.NewDict()
					return f.annotations.Value(), nil
				}
				r, err := object.Call1(th, f.annotate, object.Int(1))
				if err != nil {
					return r, err
				}
				d, ok := object.AsDict(r)
				if !ok {
					return object.Value{}, object.TypeErrorf("__annotate__() must return a dict, not %s", r.Type().Name)
				}
				f.annotations = d
				return r, nil
			},
			Set: func(th *object.Thread, v, x object.Value) error {
				f := funcOfValue(v)
				if !x.Bound() || x.IsNone() {
					f.annotations, f.annotate = nil, object.None
					return nil
				}
				d, ok := object.AsDict(x)
				if !ok {
					return object.TypeErrorf("__annotations__ must be set to a dict object")
				}
				f.annotations, f.annotate = d, object.None
				return nil
			}},
		{Name: "__type_params__", Doc: "The type parameters.",
			Get: func(th *object.Thread, v object.Value) (object.Value, error) {
				if f := funcOfValue(v); f.typeParams.Bound() {
					return f.typeParams, nil
				}
				return object.TupleValue(), nil
			},
			Set: func(th *object.Thread, v, x object.Value) error {
				if !x.Bound() {
					return object.TypeErrorf("__type_params__ must be set to a tuple")
				}
				if _, ok := object.AsTuple(x); !ok {
					return object.TypeErrorf("__type_params__ must be set to a tuple")
				}
				funcOfValue(v).typeParams = x
				return nil
			}},
		object.DictGetSet(),
	}
	FunctionType.Constructor = &object.Func{Sig: "function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", Fn: object.FN(newFunction)}
}

// newFunction is types.FunctionType(...).
func newFunction(th *object.Thread, a []object.Value) (object.Value, error) {
	c, ok := AsCode(a[1])
	if !ok {
		return object.Value{}, object.TypeErrorf("function() argument 'code' must be code, not %s", a[1].Type().Name)
	}
	g, ok := object.AsDict(a[2])
	if !ok {
		return object.Value{}, object.TypeErrorf("function() argument 'globals' must be dict, not %s", a[2].Type().Name)
	}
	f := NewFunction(th.Interp, c, g)
	if !a[3].IsNone() {
		if _, ok := object.AsStr(a[3]); !ok {
			return object.Value{}, object.TypeErrorf("arg 3 (name) must be None or string")
		}
		f.Name = a[3]
	}
	if !a[4].IsNone() {
		t, ok := object.AsTuple(a[4])
		if !ok {
			return object.Value{}, object.TypeErrorf("arg 4 (defaults) must be None or tuple")
		}
		f.Defaults, f.defaultsTuple = t.Items, a[4]
	}
	cells, err := cellsOf(c, a[5])
	if err != nil {
		return object.Value{}, err
	}
	f.Closure = cells
	if !a[6].IsNone() {
		d, ok := object.AsDict(a[6])
		if !ok {
			return object.Value{}, object.TypeErrorf("arg 6 (kwdefaults) must be None or dict")
		}
		f.KwDefaults = d
	}
	return f.value(), nil
}

// cellsOf reads the closure tuple for code.
func cellsOf(c *Code, v object.Value) ([]*object.Cell, error) {
	if v.IsNone() || !v.Bound() {
		if len(c.FreeVars) > 0 {
			return nil, object.TypeErrorf("arg 5 (closure) must be tuple")
		}
		return nil, nil
	}
	t, ok := object.AsTuple(v)
	if !ok {
		return nil, object.TypeErrorf("arg 5 (closure) must be None or tuple")
	}
	if len(t.Items) != len(c.FreeVars) {
		return nil, object.ValueErrorf("%s requires closure of length %d, not %d", c.Name, len(c.FreeVars), len(t.Items))
	}
	out := make([]*object.Cell, len(t.Items))
	for i, x := range t.Items {
		if out[i], ok = object.AsCell(x); !ok {
			return nil, object.TypeErrorf("arg 5 (closure) expected cell, found %s", x.Type().Name)
		}
	}
	return out, nil
}
