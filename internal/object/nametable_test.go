package object

import (
	"sync"
	"testing"
)

// Interpreters look the same names up in the same builtin types at once; the race detector watches.
func TestNamesAreSharedByGoroutines(t *testing.T) {
	name := NewStr("bit_length")
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if _, ok := IntType.Lookup(name); !ok {
				t.Error("int has no bit_length")
			}
		}()
	}
	wg.Wait()
}
