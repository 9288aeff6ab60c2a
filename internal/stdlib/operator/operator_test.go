package operator

import (
	"testing"

	"ouro/internal/object"
)

func TestTablesAndGetters(t *testing.T) {
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	for i := range functions {
		functions[i].Signature()
	}
	m, err := Module.Make(th)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{"add", "__add__", "and_", "__and__", "is_none", "__all__", "itemgetter"} {
		if _, ok := m.Dict.GetString(n); !ok {
			t.Errorf("no %s", n)
		}
	}
	g, err := object.Call(th, itemgetterType.Value(), []object.Value{object.Int(1), object.Int(0)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	v, err := object.Call1(th, g, object.ListValue(object.Int(5), object.Int(6)))
	if err != nil {
		t.Fatal(err)
	}
	if eq, _ := object.Equal(th, v, object.TupleValue(object.Int(6), object.Int(5))); !eq {
		t.Error("itemgetter(1, 0)")
	}
}
