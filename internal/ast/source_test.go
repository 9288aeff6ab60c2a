package ast

import "testing"

func TestSource(t *testing.T) {
	s := NewSource("f", "ab\né = 1\n\nx")
	for _, c := range []struct {
		offset               uint32
		line, bytes, columns int
	}{{0, 1, 0, 0}, {2, 1, 2, 2}, {3, 2, 0, 0}, {5, 2, 2, 1}, {9, 2, 6, 5}, {10, 3, 0, 0}, {11, 4, 0, 0}, {12, 4, 1, 1}} {
		if l, b := s.LineCol(c.offset); l != c.line || b != c.bytes {
			t.Errorf("LineCol(%d) = %d, %d", c.offset, l, b)
		}
		if l, r := s.LineColRunes(c.offset); l != c.line || r != c.columns {
			t.Errorf("LineColRunes(%d) = %d, %d", c.offset, l, r)
		}
	}
	for i, want := range []string{"", "ab", "é = 1", "", "x", ""} {
		if got := s.LineText(i); got != want {
			t.Errorf("LineText(%d) = %q", i, got)
		}
	}
	if s.Lines() != 4 || s.Segment(Pos{3, 5}) != "é" || s.Segment(Pos{11, 90}) != "x" {
		t.Error("Lines or Segment")
	}
}

func TestConstantRepr(t *testing.T) {
	for _, c := range []struct {
		c    Constant
		want string
	}{
		{Constant{Kind: ConstInt, Int: -5}, "-5"}, {Constant{Kind: ConstFloat, Float: 1e16}, "1e+16"}, {Constant{Kind: ConstFloat, Float: 100}, "100.0"},
		{Constant{Kind: ConstComplex, Float: 2}, "2j"}, {Constant{Kind: ConstStr, Str: "a'b\n\x7f\u00a0é\U0001F600"}, `"a'b\n\x7f\xa0é😀"`},
		{Constant{Kind: ConstStr, Str: "\xed\xa0\x80"}, `'\ud800'`}, {Constant{Kind: ConstBytes, Str: "a\xff\"'"}, `b'a\xff"\''`}, {Constant{Kind: ConstEllipsis}, "Ellipsis"}, {Constant{}, "None"},
	} {
		if got := c.c.Repr(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.c, got, c.want)
		}
	}
}
