package heapq

import (
	"math/rand/v2"
	"slices"
	"testing"

	"ouro/internal/object"
)

func TestHeapGivesItemsInOrder(t *testing.T) {
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	for _, max := range []bool{false, true} {
		h := heap{object.NewList(), max}
		var want []int64
		for range 500 {
			n := rand.Int64N(100)
			want = append(want, n)
			h.l.Append(object.Int(n))
			if err := h.up(th, 0, h.l.Len()-1); err != nil {
				t.Fatal(err)
			}
		}
		slices.Sort(want)
		if max {
			slices.Reverse(want)
		}
		for _, w := range want {
			v, err := h.pop(th)
			if err != nil || v.Int64() != w {
				t.Fatalf("got %d, want %d (%v)", v.Int64(), w, err)
			}
		}
		if _, err := h.pop(th); !object.Matches(err, object.IndexErrorType) {
			t.Fatal(err)
		}
	}
}

func TestMerge(t *testing.T) {
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	i := object.Int
	v, err := merge(th, []object.Value{object.TupleValue(object.ListValue(i(1), i(4)), object.ListValue(), object.ListValue(i(0), i(2), i(9))), object.None, object.False})
	if err != nil {
		t.Fatal(err)
	}
	got, err := object.Collect(th, v)
	if err != nil || !slices.Equal(got, []object.Value{i(0), i(1), i(2), i(4), i(9)}) {
		t.Fatal(got, err)
	}
}
