package interp

import (
	"reflect"
	"testing"

	"ouro/internal/object"
	"ouro/internal/stdlib/asyncio"
	"ouro/internal/vm"
)

// A native coroutine is another struct than the machine's: nothing that works on the machine's may be inherited.
func TestNativeCoroutinesInheritNothing(t *testing.T) {
	native, base := asyncio.CoroutineType(), vm.CoroType
	if !native.IsSubtype(base) {
		t.Fatal("a native coroutine is no coroutine")
	}
	for k := range base.Dict().All() {
		name, _ := object.AsStr(k)
		if v, owner, ok := native.LookupWhere(name); !ok || owner == base {
			t.Errorf("%s is inherited: %v", name.S, v)
		}
	}
	ours, theirs := reflect.ValueOf(&native.Slots).Elem(), reflect.ValueOf(&base.Slots).Elem()
	for i := range ours.NumField() {
		a, b := ours.Field(i), theirs.Field(i)
		if a.Kind() == reflect.Func && !b.IsNil() && a.Pointer() == b.Pointer() {
			// What object gives every type is fine.
			if o := reflect.ValueOf(&object.ObjectType.Slots).Elem().Field(i); o.IsNil() || o.Pointer() != b.Pointer() {
				t.Errorf("slot %s is inherited", ours.Type().Field(i).Name)
			}
		}
	}
}
