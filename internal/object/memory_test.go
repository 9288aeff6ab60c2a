package object

import "testing"

func TestRoom(t *testing.T) {
	for _, n := range []int{0, 1, sureRoom - 1, sureRoom} {
		if err := Room(n); err != nil {
			t.Errorf("Room(%d): %v", n, err)
		}
	}
	for _, n := range []int{-1, 1 << 50, 1<<63 - 1} {
		if err := Room(n); !Matches(err, MemoryErrorType) {
			t.Errorf("Room(%d): %v", n, err)
		}
	}
}

func TestDescendIsBounded(t *testing.T) {
	th := new(Thread)
	n := 0
	for th.Descend() == nil {
		n++
	}
	if n != maxNest {
		t.Errorf("%d levels", n)
	}
	th.Ascend()
	if err := th.Descend(); err != nil {
		t.Error(err)
	}
}
