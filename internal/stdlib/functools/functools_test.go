package functools

import (
	"testing"

	"ouro/internal/object"
)

func thread() *object.Thread {
	in := object.NewInterp(nil)
	return &object.Thread{Interp: in, Breaker: in.Breaker}
}

// row gives a builtin function.
func row(f *object.Func) object.Value { return object.NewBuiltin(f, nil) }

func TestLRUKeepsTheLastUsed(t *testing.T) {
	th := thread()
	calls := 0
	f := row(&object.Func{Sig: "f(x, /)", Fn: object.F1(func(th *object.Thread, x object.Value) (object.Value, error) {
		calls++
		return x, nil
	})})
	c, err := object.Call(th, lruType.Value(), []object.Value{f, object.Int(2), object.False, object.TupleType.Value()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		x     int64
		calls int
	}{{1, 1}, {2, 2}, {1, 2}, {3, 3}, {1, 3}, {2, 4}, {2, 4}, {3, 5}} {
		v, err := object.Call1(th, c, object.Int(step.x))
		if err != nil || v != object.Int(step.x) || calls != step.calls {
			t.Fatalf("step %d: %v %v, %d calls, want %d", i, v, err, calls, step.calls)
		}
	}
	if _, err := object.Call1(th, c, object.ListValue()); err == nil || err.Error() != "TypeError: unhashable type: 'list'" {
		t.Fatal(err)
	}
}

func TestPartialFillsPlaceholders(t *testing.T) {
	th := thread()
	i := object.Int
	pair := row(&object.Func{Sig: "pair(a, b, /)", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return object.NewPair(a, b), nil
	})})
	p, err := object.Call(th, partialType.Value(), []object.Value{pair, placeholder, i(2)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	v, err := object.Call1(th, p, i(1))
	if err != nil {
		t.Fatal(err)
	}
	if eq, _ := object.Equal(th, v, object.TupleValue(i(1), i(2))); !eq {
		t.Fatal("wrong order of arguments")
	}
	if _, err := object.Call0(th, p); err == nil || err.Error() != "TypeError: missing positional arguments in 'partial' call; expected at least 1, got 0" {
		t.Fatal(err)
	}
}

func TestReduce(t *testing.T) {
	th := thread()
	add := row(&object.Func{Sig: "add(a, b, /)", Fn: object.F2(func(th *object.Thread, a, b object.Value) (object.Value, error) {
		return object.Binary(th, a, b, object.OpAdd)
	})})
	v, err := reduce(th, add, object.NewRange(1, 5, 1), object.Value{})
	if err != nil || v != object.Int(10) {
		t.Fatal(v, err)
	}
	if _, err := reduce(th, add, object.ListValue(), object.Value{}); !object.Matches(err, object.TypeErrorType) {
		t.Fatal(err)
	}
}
