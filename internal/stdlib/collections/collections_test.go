package collections

import (
	"testing"

	"ouro/internal/object"
)

func thread() *object.Thread {
	in := object.NewInterp(nil)
	return &object.Thread{Interp: in, Breaker: in.Breaker}
}

// TestDequeAgainstSlice drives a deque and a slice through the same changes.
func TestDequeAgainstSlice(t *testing.T) {
	th := thread()
	v, err := object.Call0(th, dequeType.Value())
	if err != nil {
		t.Fatal(err)
	}
	d := object.Unchecked[deque](v)
	var want []object.Value
	seed := uint32(1)
	rnd := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for step := range 20000 {
		x := object.Int(int64(step))
		switch op := rnd(8); {
		case op == 0:
			d.append(x)
			want = append(want, x)
		case op == 1:
			d.appendLeft(x)
			want = append([]object.Value{x}, want...)
		case op == 2:
			i := rnd(len(want) + 1)
			d.insert(i, x)
			want = append(want[:i:i], append([]object.Value{x}, want[i:]...)...)
		case op == 3:
			k := rnd(9) - 4
			d.rotate(k)
			if n := len(want); n > 0 {
				k = ((k % n) + n) % n
				want = append(want[n-k:len(want):len(want)], want[:n-k]...)
			}
		case len(want) == 0:
		case op == 4:
			d.pop()
			want = want[:len(want)-1]
		case op == 5:
			d.popLeft()
			want = want[1:]
		case op == 6:
			i := rnd(len(want))
			d.remove(i)
			want = append(want[:i:i], want[i+1:]...)
		}
		if len(want) > 40 {
			want = nil
			d.clear()
		}
		got := d.items()
		if len(got) != len(want) {
			t.Fatalf("step %d: %d items, want %d", step, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("step %d: item %d differs", step, i)
			}
		}
	}
}

func TestOrderedDictMoves(t *testing.T) {
	th := thread()
	d := object.NewDict()
	for i := range int64(100) {
		_ = d.Set(th, object.Int(i), object.None)
	}
	for _, i := range []int64{50, 99, 0, 7} {
		if ok, err := d.MoveToEnd(th, object.Int(i), false); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	_, _ = d.MoveToEnd(th, object.Int(1), true)
	var keys []int64
	for {
		k, _, ok := d.PopFirst()
		if !ok {
			break
		}
		keys = append(keys, k.Int64())
	}
	if len(keys) != 100 || keys[0] != 7 || keys[1] != 0 || keys[2] != 99 || keys[3] != 50 || keys[4] != 2 || keys[99] != 1 {
		t.Fatal(keys)
	}
}

func TestDefaultdictMakesValues(t *testing.T) {
	th := thread()
	v, err := object.Call1(th, defaultdictType.Value(), object.ListType.Value())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		x, err := object.GetItem(th, v, object.Int(1))
		if err != nil {
			t.Fatal(err)
		}
		l, _ := object.AsList(x)
		l.Append(object.None)
	}
	x, _ := object.GetItem(th, v, object.Int(1))
	if l, _ := object.AsList(x); l.Len() != 2 {
		t.Fatal(l.Len())
	}
}
