package vm_test

import (
	"testing"

	"ouro/internal/bytecode"
	"ouro/internal/interp"
	"ouro/internal/object"
	"ouro/internal/vm"
)

// A call of a class that the eval-breaker sends the general way now and then stays a call of a known class.
func TestBreakerKeepsSpecialForms(t *testing.T) {
	in, err := interp.New(interp.Config{})
	if err != nil {
		t.Fatal(err)
	}
	err = in.RunSource("test.py", `
class C:
    def __init__(self, x):
        self.x = x

def f(poke):
    for i in range(10):
        poke(i)
        C(i)
`)
	if err != nil {
		t.Fatal(err)
	}
	th := in.Thread()
	main, _ := in.Modules.GetString("__main__")
	m, _ := object.AsModule(main)
	v, _ := m.Dict.GetString("f")
	poke := object.NewBuiltin(&object.Func{Sig: "poke(x, /)", Fn: object.F1(func(th *object.Thread, x object.Value) (object.Value, error) {
		th.Breaker.Or(object.BreakSwitch)
		return object.None, nil
	})}, nil)
	for range 5 {
		if _, err := object.Call1(th, v, poke); err != nil {
			t.Fatal(err)
		}
	}
	f, _ := vm.AsFunction(v)
	if !f.Code.Holds(bytecode.OpCallGlobalInstance) && !f.Code.Holds(bytecode.OpCallInstance) {
		t.Error("the call of C has lost its special form")
	}
}
