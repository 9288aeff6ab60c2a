// Package json is the module _json: reading and writing JSON for the module json, whose classes are frozen Python.
package json

import "ouro/internal/object"

// Module is _json.
var Module = object.ModuleDef{
	Name: "_json",
	Doc:  "The native half of json.",
	Init: func(th *object.Thread, m *object.Module) error {
		name := object.NewStr("_json")
		for _, f := range []*object.Func{&dumpsFunc, &loadsFunc, &scanStringFunc, &quoteFunc, &quoteASCIIFunc} {
			m.Set(f.Name(), object.NewBuiltin(f, name))
		}
		m.Set("make_scanner", scannerType.Value())
		m.Set("make_encoder", encoderType.Value())
		return nil
	},
}

// maxDepth bounds the nesting of arrays and objects.
const maxDepth = 20000

// state is what an interpreter keeps between calls.
type state struct {
	keys [256]*object.Str // keys read lately
	buf  []byte           // for the next text to be written
}

type stateKey struct{}

func stateOf(th *object.Thread) *state {
	return object.StateOf(th, stateKey{}, func() *state { return &state{} })
}

func notText(v object.Value) error {
	return object.TypeErrorf("first argument must be a string, not %s", v.Type().TypeName())
}
