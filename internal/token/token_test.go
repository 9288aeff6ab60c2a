package token

import "testing"

func TestLookup(t *testing.T) {
	for k := Kind(0); k < Count; k++ {
		if k.String() == "" {
			t.Errorf("kind %d has no name", k)
		}
		if got := Lookup(k.String()); k.IsKeyword() && got != k || !k.IsKeyword() && got != Name {
			t.Errorf("Lookup(%q) = %v", k, got)
		}
	}
}
