package object

import (
	"math/rand/v2"
	"testing"
)

// inUse counts the slots of an index that a search does not end at.
func inUse(idx []int32) (n int) {
	for _, i := range idx {
		if i != 0 {
			n++
		}
	}
	return n
}

// TestIndexKeepsEmptySlots puts keys in and takes them out in many orders: the index never fills up with deleted slots.
func TestIndexKeepsEmptySlots(t *testing.T) {
	th := &Thread{}
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{9, 10, 11, 12, 20, 43, 100} {
		d, s := NewDict(), NewSet()
		want := map[int64]bool{}
		var newest []int64
		next := int64(0)
		check := func() {
			if d.Len() != len(want) || s.Len() != len(want) {
				t.Fatalf("size %d: %d and %d keys, want %d", size, d.Len(), s.Len(), len(want))
			}
			for _, idx := range [][]int32{d.idx, s.idx} {
				if n := inUse(idx); n > 0 && n > len(idx)*2/3+1 {
					t.Fatalf("size %d: %d of %d slots are in use", size, n, len(idx))
				}
			}
		}
		add := func() {
			next += 1 + r.Int64N(5)
			if d.Set(th, Int(next), None) != nil || s.Add(th, Int(next)) != nil {
				t.Fatal("a number that cannot be added")
			}
			want[next] = true
			newest = append(newest, next)
		}
		remove := func(i int) {
			k := newest[i]
			newest = append(newest[:i], newest[i+1:]...)
			_, ok, _ := d.Del(th, Int(k))
			has, _ := s.Discard(th, Int(k))
			if !ok || !has {
				t.Fatalf("size %d: %d is not there", size, k)
			}
			delete(want, k)
		}
		for range size {
			add()
		}
		for range 3000 {
			switch r.IntN(4) {
			case 0: // the newest
				add()
				remove(len(newest) - 1)
			case 1: // two in the order in which they came
				add()
				add()
				remove(len(newest) - 2)
				remove(len(newest) - 1)
			case 2: // any
				add()
				remove(r.IntN(len(newest)))
			case 3: // the oldest becomes the newest, and the newest the oldest
				k := newest[len(newest)-1]
				if ok, err := d.MoveToEnd(th, Int(k), false); !ok || err != nil {
					t.Fatal(ok, err)
				}
			}
			check()
		}
		for k := range want {
			if v, _ := d.Get(th, Int(k)); v.Ref == nil {
				t.Fatalf("size %d: %d is gone", size, k)
			}
		}
		for len(newest) > 0 {
			remove(len(newest) - 1)
			check()
		}
	}
}
