package itertools

import (
	"testing"

	"ouro/internal/object"
)

func thread() *object.Thread {
	in := object.NewInterp(nil)
	return &object.Thread{Interp: in, Breaker: in.Breaker}
}

func TestSignaturesParse(t *testing.T) {
	for _, ty := range Module.Types {
		if ty.Constructor != nil {
			ty.Constructor.Signature()
		}
		for i := range ty.Methods {
			ty.Methods[i].Signature()
		}
	}
}

// text shows nested tuples and lists of ints without Python's repr.
func text(th *object.Thread, v object.Value) string {
	if i, ok := object.SmallInt(v); ok {
		s, _ := object.Repr(th, object.Int(i))
		return s.S
	}
	if _, ok := object.AsTuple(v); !ok && object.S(v).Iter == nil {
		return "?"
	}
	items, err := object.Collect(th, v)
	if err != nil {
		return err.Error()
	}
	out := "("
	for i, x := range items {
		if i > 0 {
			out += " "
		}
		out += text(th, x)
	}
	return out + ")"
}

func TestIterators(t *testing.T) {
	th := thread()
	i := object.Int
	rng := func(n int64) object.Value { return object.NewRange(0, n, 1) }
	str := object.NewStr
	for _, c := range []struct {
		t     *object.Type
		args  []object.Value
		names []*object.Str
		want  string
	}{
		{chainType, []object.Value{rng(2), rng(0), rng(3)}, nil, "(0 1 0 1 2)"},
		{accumulateType, []object.Value{rng(5)}, nil, "(0 1 3 6 10)"},
		{accumulateType, []object.Value{rng(2), i(7)}, []*object.Str{str("initial")}, "(7 7 8)"},
		{batchedType, []object.Value{rng(5), i(2)}, nil, "((0 1) (2 3) (4))"},
		{batchedType, []object.Value{rng(5), i(2), object.True}, []*object.Str{str("strict")}, "ValueError: batched(): incomplete batch"},
		{combinationsType, []object.Value{rng(4), i(2)}, nil, "((0 1) (0 2) (0 3) (1 2) (1 3) (2 3))"},
		{withReplacementType, []object.Value{rng(3), i(2)}, nil, "((0 0) (0 1) (0 2) (1 1) (1 2) (2 2))"},
		{permutationsType, []object.Value{rng(3)}, nil, "((0 1 2) (0 2 1) (1 0 2) (1 2 0) (2 0 1) (2 1 0))"},
		{permutationsType, []object.Value{rng(3), i(2)}, nil, "((0 1) (0 2) (1 0) (1 2) (2 0) (2 1))"},
		{productType, []object.Value{rng(2), rng(2)}, nil, "((0 0) (0 1) (1 0) (1 1))"},
		{productType, []object.Value{rng(2), i(0)}, []*object.Str{str("repeat")}, "(())"},
		{isliceType, []object.Value{rng(10), i(2), i(9), i(3)}, nil, "(2 5 8)"},
		{isliceType, []object.Value{rng(10), i(3)}, nil, "(0 1 2)"},
		{pairwiseType, []object.Value{rng(4)}, nil, "((0 1) (1 2) (2 3))"},
		{repeatType, []object.Value{i(5), i(3)}, nil, "(5 5 5)"},
		{compressType, []object.Value{rng(4), object.ListValue(i(1), i(0), i(1))}, nil, "(0 2)"},
		{filterfalseType, []object.Value{object.None, rng(3)}, nil, "(0)"},
		{zipLongestType, []object.Value{rng(2), rng(3), i(9)}, []*object.Str{str("fillvalue")}, "((0 0) (1 1) (9 2))"},
	} {
		v, err := object.Call(th, c.t.Value(), c.args, c.names)
		if err != nil {
			t.Errorf("%s: %v", c.t.Name, err)
			continue
		}
		if got := text(th, v); got != c.want {
			t.Errorf("%s: got %s, want %s", c.t.Name, got, c.want)
		}
	}
}

func TestTeeSharesItems(t *testing.T) {
	th := thread()
	v, err := tee(th, []object.Value{object.NewRange(0, 200, 1), object.Int(2)})
	if err != nil {
		t.Fatal(err)
	}
	its, _ := object.AsTuple(v)
	a, _ := object.Collect(th, its.Items[0])
	b, _ := object.Collect(th, its.Items[1])
	if len(a) != 200 || len(b) != 200 || a[199] != b[199] {
		t.Fatal(len(a), len(b))
	}
}

func TestGroupsEndWithTheirKey(t *testing.T) {
	th := thread()
	i := object.Int
	v, err := object.Call(th, groupbyType.Value(), []object.Value{object.ListValue(i(1), i(1), i(2), i(3), i(3))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for {
		p, err := object.Next(th, v)
		if err != nil {
			t.Fatal(err)
		}
		if p.Ref == nil {
			break
		}
		pair, _ := object.AsTuple(p)
		got += text(th, pair.Items[0]) + text(th, pair.Items[1]) + " "
	}
	if got != "1(1 1) 2(2) 3(3 3) " {
		t.Fatal(got)
	}
}
