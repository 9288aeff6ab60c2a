package bisect

import (
	"testing"

	"ouro/internal/object"
)

func TestPlaces(t *testing.T) {
	in := object.NewInterp(nil)
	th := &object.Thread{Interp: in, Breaker: in.Breaker}
	i := object.Int
	l := object.ListValue(i(1), i(3), i(3), i(5))
	for _, c := range []struct {
		x           int64
		left, right int
	}{{0, 0, 0}, {1, 0, 1}, {3, 1, 3}, {4, 3, 3}, {9, 4, 4}} {
		args := []object.Value{l, i(c.x), i(0), object.None, object.None}
		left, err1 := place(th, args, i(c.x), false)
		right, err2 := place(th, args, i(c.x), true)
		if left != c.left || right != c.right || err1 != nil || err2 != nil {
			t.Errorf("%d: %d and %d, want %d and %d", c.x, left, right, c.left, c.right)
		}
	}
	if _, err := place(th, []object.Value{l, i(1), i(-1), object.None, object.None}, i(1), true); !object.Matches(err, object.ValueErrorType) {
		t.Error(err)
	}
}
