package object

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func must(t *testing.T) func(v Value, err error) Value {
	return func(v Value, err error) Value {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func call(th *Thread, v Value, name string, args ...Value) (Value, error) {
	return CallMethod(th, v, NewStr(name), args...)
}

func ints(ns ...int64) []Value {
	out := make([]Value, len(ns))
	for i, n := range ns {
		out[i] = Int(n)
	}
	return out
}

func equal(t *testing.T, th *Thread, got, want Value) {
	t.Helper()
	ok, err := Equal(th, got, want)
	if err != nil || !ok {
		t.Fatalf("not equal (%v)", err)
	}
}

func TestListSortAgreesWithGo(t *testing.T) {
	th := testThread()
	for _, n := range []int{0, 1, 2, 3, 23, 24, 25, 64, 127, 128, 1000, 5000} {
		for _, span := range []int64{3, 100, 1 << 40} {
			want := make([]int64, n)
			for i := range want {
				want[i] = rand.Int64N(span) - span/2
			}
			l := CopyList(ints(want...))
			slices.Sort(want)
			if err := l.Sort(th, None, false); err != nil {
				t.Fatal(err)
			}
			equal(t, th, l.Value(), ListValue(ints(want...)...))
			// The general path, with a str among the keys' tie-breakers: pairs (n, position) stay stable.
			items := make([]Value, n)
			for i := range items {
				items[i] = NewPair(Int(rand.Int64N(span)), Int(int64(i)))
			}
			first := NewBuiltin(&Func{Sig: "first(p, /)", Fn: F1(func(th *Thread, p Value) (Value, error) { return Unchecked[Tuple](p).Items[0], nil })}, nil)
			for _, reverse := range []bool{false, true} {
				got := slices.Clone(items)
				if err := SortValues(th, got, first, reverse); err != nil {
					t.Fatal(err)
				}
				for i := 1; i < n; i++ {
					a, b := Unchecked[Tuple](got[i-1]).Items, Unchecked[Tuple](got[i]).Items
					x, y := a[0].Int64(), b[0].Int64()
					if reverse {
						x, y = y, x
					}
					if x > y || x == y && a[1].Int64() > b[1].Int64() {
						t.Fatalf("n=%d span=%d reverse=%v: wrong order at %d", n, span, reverse, i)
					}
				}
			}
		}
	}
}

func TestListSlices(t *testing.T) {
	th := testThread()
	for _, start := range []int64{-7, -3, -1, 0, 1, 2, 5, 9} {
		for _, stop := range []int64{-7, -2, 0, 3, 5, 9} {
			for _, step := range []int64{-3, -1, 1, 2} {
				s := Unchecked[Slice](NewSlice(Int(start), Int(stop), Int(step)))
				lo, _, st, n, err := SliceIndices(th, s, 5)
				if err != nil {
					t.Fatal(err)
				}
				// Python's own definition, by counting.
				r := Unchecked[Range](must(t)(sliceMethodIndicesRange(th, s, 5)))
				if int(r.N) != n || n > 0 && (int(r.Start) != lo || int(r.Step) != st) {
					t.Fatalf("[%d:%d:%d]: start %d step %d n %d, want %d %d %d", start, stop, step, lo, st, n, r.Start, r.Step, r.N)
				}
			}
		}
	}
	l := CopyList(ints(0, 1, 2, 3, 4, 5, 6, 7))
	if err := SetItem(th, l.Value(), NewSlice(None, None, Int(3)), ListValue(StrValue("a"), StrValue("b"), StrValue("c"))); err != nil {
		t.Fatal(err)
	}
	if err := DelItem(th, l.Value(), NewSlice(Int(1), None, Int(3))); err != nil {
		t.Fatal(err)
	}
	equal(t, th, l.Value(), ListValue(StrValue("a"), Int(2), StrValue("b"), Int(5), StrValue("c")))
}

func sliceMethodIndicesRange(th *Thread, s *Slice, n int64) (Value, error) {
	v, err := sliceMethodIndices(th, Of(&s.Header), Int(n))
	if err != nil {
		return v, err
	}
	p := Unchecked[Tuple](v).Items
	return NewRange(p[0].Int64(), p[1].Int64(), p[2].Int64()), nil
}

func TestSetKeepsOrderAndPops(t *testing.T) {
	th := testThread()
	s := NewSet()
	for i := range int64(1000) {
		if err := s.Add(th, Int(i*7%1000)); err != nil {
			t.Fatal(err)
		}
	}
	if s.Len() != 1000 {
		t.Fatal(s.Len())
	}
	for i := range int64(1000) {
		if v := must(t)(call(th, s.Value(), "pop")); v != Int(i*7%1000) {
			t.Fatalf("pop %d: %v", i, v)
		}
	}
	if _, err := call(th, s.Value(), "pop"); !Matches(err, KeyErrorType) {
		t.Fatal(err)
	}
	a, b := NewFrozenSet(), NewFrozenSet()
	for i := range int64(50) {
		_ = a.Add(th, Int(i))
		_ = b.Add(th, Int(49-i))
	}
	ha, _ := Hash(th, a.Value())
	hb, _ := Hash(th, b.Value())
	if ha != hb {
		t.Fatal("equal frozensets hash differently")
	}
	equal(t, th, a.Value(), b.Value())
}

func TestDictChangesWhileIterating(t *testing.T) {
	th := testThread()
	d := NewDict()
	for i := range int64(4) {
		_ = d.Set(th, Int(i), None)
	}
	it := must(t)(Iter(th, d.Value()))
	must(t)(Next(th, it))
	_ = d.Set(th, Int(9), None)
	for range 2 {
		if _, err := Next(th, it); !Matches(err, RuntimeErrorType) {
			t.Fatal(err)
		}
	}
	if _, err := GetItem(th, d.Value(), ListValue()); err == nil || err.Error() != "TypeError: cannot use 'list' as a dict key (unhashable type: 'list')" {
		t.Fatal(err)
	}
}

func TestRanges(t *testing.T) {
	th := testThread()
	r := NewRange(-1<<63, 1<<63-1, 1)
	if _, err := Len(th, r); !Matches(err, OverflowErrorType) {
		t.Fatal(err)
	}
	x := must(t)(GetItem(th, r, Int(-1)))
	if x != Int(1<<63-2) {
		t.Fatal(x)
	}
	back := must(t)(call(th, NewRange(0, 10, 3), "__reversed__"))
	got, err := collectIter(th, back)
	if err != nil || !slices.Equal(got, ints(9, 6, 3, 0)) {
		t.Fatal(got, err)
	}
}

func TestAbsurdRepeats(t *testing.T) {
	th := testThread()
	for _, seq := range []Value{ListValue(Int(0)), TupleValue(Int(0))} {
		if _, err := S(seq).Repeat(th, seq, Int(1_000_000_000_000)); !Matches(err, MemoryErrorType) {
			t.Fatal(err)
		}
	}
}

func TestHotPathsDoNotAllocate(t *testing.T) {
	th := testThread()
	l := CopyList(ints(1, 2, 3))
	d := NewDict()
	_ = d.Set(th, Int(1), None)
	it := NewListIter(l)
	r := NewRangeIter(0, 1<<40, 1)
	n := testing.AllocsPerRun(100, func() {
		_, _ = GetItem(th, l.Value(), Int(1))
		_ = SetItem(th, l.Value(), Int(1), Int(7))
		_, _ = d.Get(th, Int(1))
		_ = d.Set(th, Int(1), Int(2))
		Unchecked[ListIter](it).I = 0
		_, _ = Next(th, it)
		_, _ = Next(th, r)
	})
	if n != 0 {
		t.Fatalf("%v allocations", n)
	}
}
