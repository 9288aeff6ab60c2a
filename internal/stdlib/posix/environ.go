//go:build linux

package posix

import (
	"os"
	"strings"

	"ouro/internal/object"
)

// The environment.

var environFunctions = []object.Func{
	{Sig: "putenv(name, value, /)", Doc: "Set an environment variable.", Fn: object.F2(func(th *thread, k, v value) (value, error) {
		name, err := object.FSEncode(th, k)
		if err != nil {
			return value{}, err
		}
		val, err := object.FSEncode(th, v)
		if err != nil {
			return value{}, err
		}
		if strings.ContainsRune(name, '=') {
			return value{}, object.ValueErrorf("illegal environment variable name")
		}
		return none(th, func() error { return os.Setenv(name, val) })
	})},
	{Sig: "unsetenv(name, /)", Doc: "Remove an environment variable.", Fn: object.F1(func(th *thread, k value) (value, error) {
		name, err := object.FSEncode(th, k)
		if err != nil {
			return value{}, err
		}
		return none(th, func() error { return os.Unsetenv(name) })
	})},
	{Sig: "_create_environ()", Doc: "The environment as a dict of bytes.", Fn: object.F0(func(th *thread) (value, error) { return environ(th), nil })},
}

func environ(th *thread) value {
	d := object.NewDict()
	for _, kv := range os.Environ() {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			continue
		}
		key := object.BytesOfText(k)
		if old, err := d.Get(th, key); err == nil && old.Ref == nil {
			_ = d.Set(th, key, object.BytesOfText(v))
		}
	}
	return d.Value()
}
