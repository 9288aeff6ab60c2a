package builtins

import (
	"math"
	"testing"

	"ouro/internal/object"
)

func thread(t *testing.T) (*object.Thread, *object.Module) {
	t.Helper()
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	m, err := Module.Make(th)
	if err != nil {
		t.Fatal(err)
	}
	in.Builtins = m.Dict
	return th, m
}

func TestSignaturesParse(t *testing.T) {
	for i := range Module.Functions {
		Module.Functions[i].Signature()
	}
}

func TestCalls(t *testing.T) {
	th, m := thread(t)
	i, f, l := object.Int, object.Float, object.ListValue
	tenths := make([]object.Value, 10)
	for k := range tenths {
		tenths[k] = f(0.1)
	}
	str := object.StrValue
	for _, c := range []struct {
		name string
		args []object.Value
		want object.Value
		err  string
	}{
		{"sum", []object.Value{l(i(1), i(2), i(3))}, i(6), ""},
		{"sum", []object.Value{l(tenths...)}, f(1), ""},
		{"sum", []object.Value{l(i(1), f(0.5))}, f(1.5), ""},
		{"sum", []object.Value{l(f(math.Inf(1)), f(1))}, f(math.Inf(1)), ""},
		{"sum", []object.Value{l(), str("")}, object.Value{}, "TypeError: sum() can't sum strings [use ''.join(seq) instead]"},
		{"max", []object.Value{l(i(3), i(9), i(2))}, i(9), ""},
		{"min", []object.Value{i(3), f(2.5)}, f(2.5), ""},
		{"max", nil, object.Value{}, "TypeError: max expected at least 1 argument, got 0"},
		{"max", []object.Value{l()}, object.Value{}, "ValueError: max() iterable argument is empty"},
		{"any", []object.Value{l(i(0), i(0), i(1))}, object.True, ""},
		{"all", []object.Value{l(i(0))}, object.False, ""},
		{"chr", []object.Value{i(0x110000)}, object.Value{}, "ValueError: chr() arg not in range(0x110000)"},
		{"ord", []object.Value{str("é")}, i(0xE9), ""},
		{"ord", []object.Value{str("ab")}, object.Value{}, "TypeError: ord() expected a character, but string of length 2 found"},
		{"hex", []object.Value{i(-255)}, str("-0xff"), ""},
		{"len", []object.Value{i(3)}, object.Value{}, "TypeError: object of type 'int' has no len()"},
		{"isinstance", []object.Value{object.True, object.TupleValue(object.StrType.Value(), object.IntType.Value())}, object.True, ""},
		{"isinstance", []object.Value{i(1), i(2)}, object.Value{}, "TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union"},
		{"issubclass", []object.Value{i(1), object.IntType.Value()}, object.Value{}, "TypeError: issubclass() arg 1 must be a class"},
		{"sorted", []object.Value{l(i(3), i(1), i(2))}, l(i(1), i(2), i(3)), ""},
		{"sorted", []object.Value{l(), i(1)}, object.Value{}, "TypeError: sorted expected 1 argument, got 2"},
		{"getattr", []object.Value{i(1), i(2)}, object.Value{}, "TypeError: attribute name must be string, not 'int'"},
		{"next", []object.Value{object.NewRangeIter(0, 0, 1), i(7)}, i(7), ""},
		{"iter", []object.Value{i(1), i(2)}, object.Value{}, "TypeError: iter(v, w): v must be callable"},
		{"pow", []object.Value{i(3), i(200), i(7)}, i(2), ""},
	} {
		fn, _ := m.Dict.GetString(c.name)
		got, err := object.Call(th, fn, c.args, nil)
		switch {
		case c.err != "":
			if err == nil || err.Error() != c.err {
				t.Errorf("%s: error %v, want %s", c.name, err, c.err)
			}
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		default:
			if eq, err := object.Equal(th, got, c.want); !eq || err != nil {
				t.Errorf("%s: wrong result (%v)", c.name, err)
			}
		}
	}
}
