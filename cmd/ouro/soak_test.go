package main_test

import (
	"runtime"
	"strings"
	"testing"
)

// TestSoak runs a few seconds of testdata/soak.py, which can run for hours: nothing hangs, fails or is left behind.
func TestSoak(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it reads /proc")
	}
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	out := run(t, nil, "testdata/soak.py", "2", "1", "0") // too short to judge the memory by
	if out.status != 0 || !strings.Contains(out.out, "actions") {
		t.Errorf("status %d\n%s\n%s", out.status, out.out, out.err)
	}
}
