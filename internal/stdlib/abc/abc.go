// Package abc is the module _abc: what abc takes from the object model.
package abc

import "ouro/internal/object"

// Module is _abc.
var Module = object.ModuleDef{
	Name:  "_abc",
	Doc:   "The native half of abc.",
	Types: []*object.Type{object.ABCMetaType},
	Functions: []object.Func{
		{Sig: "get_cache_token()", Doc: "A value that changes whenever a virtual subclass is registered anywhere.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Int(int64(object.ABCToken(th))), nil
		})},
		{Sig: "_abstract_names(cls, /)", Doc: "Which methods of a class are abstract.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			t, ok := object.AsType(v)
			if !ok {
				return object.Value{}, object.TypeErrorf("a class is needed, not '%s'", v.Type().TypeName())
			}
			return object.AbstractNames(th, t)
		})},
		{Sig: "_in_check()", Doc: "Whether an abstract class asks.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			return object.Bool(object.InABCCheck(th)), nil
		})},
	},
}
