package array

import (
	"testing"

	"ouro/internal/object"
)

func TestEveryTypecodeKeepsItsRange(t *testing.T) {
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	for _, c := range []struct {
		code   string
		lo, hi int64
	}{{"b", -128, 127}, {"B", 0, 255}, {"h", -32768, 32767}, {"H", 0, 65535}, {"i", -1 << 31, 1<<31 - 1}, {"I", 0, 1<<32 - 1}, {"q", -1 << 63, 1<<63 - 1}} {
		v, err := object.Call2(th, arrayType.Value(), object.StrValue(c.code), object.ListValue(object.Int(c.lo), object.Int(c.hi)))
		if err != nil {
			t.Fatal(c.code, err)
		}
		a := object.Unchecked[array](v)
		if a.at(0) != object.Int(c.lo) || a.at(1) != object.Int(c.hi) {
			t.Errorf("%s: %v %v", c.code, a.at(0), a.at(1))
		}
		for _, out := range []object.Value{object.Int(c.lo - 1), object.Int(c.hi + 1)} {
			if c.code == "q" {
				break
			}
			if err := a.append(th, out); !object.Matches(err, object.OverflowErrorType) {
				t.Errorf("%s: %d accepted", c.code, out.Int64())
			}
		}
	}
}

func TestSlicesOfArrays(t *testing.T) {
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	i := object.Int
	v, err := object.Call2(th, arrayType.Value(), object.StrValue("i"), object.NewRange(0, 10, 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := object.DelItem(th, v, object.NewSlice(object.None, object.None, i(3))); err != nil {
		t.Fatal(err)
	}
	a := object.Unchecked[array](v)
	if eq, _ := object.Equal(th, a.list(), object.ListValue(i(1), i(2), i(4), i(5), i(7), i(8))); !eq {
		t.Fatal("del a[::3]")
	}
}
