// Package weakref is the native module _weakref, on which the weakref module builds.
package weakref

import "ouro/internal/object"

// Module is _weakref.
var Module = object.ModuleDef{
	Name: "_weakref",
	Doc:  "Weak references: objects that do not keep what they refer to alive.",
	Functions: []object.Func{
		{Sig: "proxy(object, callback=None, /)", Doc: "A stand-in for the object that does not keep it alive.", Fn: object.F2(proxyTo)},
		{Sig: "getweakrefcount(object, /)", Doc: "How many weak references and proxies to the object exist.", Fn: object.F1(count)},
		{Sig: "getweakrefs(object, /)", Doc: "The weak references and proxies to the object.", Fn: object.F1(refs)},
		{Sig: "_remove_dead_weakref(dct, key, /)", Doc: "Remove an entry whose value is a dead reference.", Fn: object.F2(removeDead)},
	},
	Types: []*object.Type{object.WeakRefType, object.WeakProxyType, object.WeakCallableProxyType},
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set("ref", object.WeakRefType.Value())
		return nil
	},
}

func proxyTo(th *object.Thread, v, callback object.Value) (object.Value, error) {
	return object.NewWeakProxy(th, v, callback)
}

func count(th *object.Thread, v object.Value) (object.Value, error) {
	return object.Int(int64(len(object.WeakRefs(th, v)))), nil
}

func refs(th *object.Thread, v object.Value) (object.Value, error) {
	return object.ListValue(object.WeakRefs(th, v)...), nil
}

func removeDead(th *object.Thread, d, key object.Value) (object.Value, error) {
	dict, ok := object.AsDict(d)
	if !ok {
		return object.Value{}, object.TypeErrorf("_remove_dead_weakref() argument 1 must be dict, not %s", d.Type().Name)
	}
	v, err := dict.Get(th, key)
	if err != nil || !v.Bound() {
		return object.None, err
	}
	r, ok := object.AsWeakRef(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("not a weakref")
	}
	if !r.Target().Bound() {
		_, _, err = dict.Del(th, key)
	}
	return object.None, err
}
