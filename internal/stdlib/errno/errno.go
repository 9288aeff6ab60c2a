// Package errno is the module errno: the system's error numbers by name.
package errno

import "ouro/internal/object"

// Module is errno.
var Module = object.ModuleDef{
	Name: "errno",
	Doc:  "The system's error numbers.",
	Init: func(th *object.Thread, m *object.Module) error {
		names := object.NewDict()
		for _, e := range object.Errnos() {
			n := object.Int(int64(e.Num))
			m.Set(e.Name, n)
			if v, err := names.Get(th, n); err != nil {
				return err
			} else if v.Bound() {
				continue
			}
			if err := names.Set(th, n, object.StrValue(e.Name)); err != nil {
				return err
			}
		}
		m.Set("errorcode", names.Value())
		return nil
	},
}
