// Package typing is the module _typing: what typing takes from the object model.
package typing

import "ouro/internal/object"

// Module is _typing.
var Module = object.ModuleDef{
	Name: "_typing",
	Doc:  "The native half of typing.",
	Functions: []object.Func{
		{Sig: "_idfunc(x, /)", Doc: "Gives its argument.", Fn: object.F1(func(th *object.Thread, x object.Value) (object.Value, error) { return x, nil })},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		for _, t := range []*object.Type{object.GenericType, object.UnionType, object.TypeVarType, object.TypeVarTupleType, object.ParamSpecType,
			object.ParamSpecArgsType, object.ParamSpecKwargsType, object.TypeAliasType} {
			m.Set(t.Name, t.Value())
		}
		m.Set("NoDefault", object.NoDefault)
		return nil
	},
}
