package hashlib

import (
	"encoding/hex"
	"testing"
)

// The vectors are those of RFC 7693, appendices A and B, and of keyed and salted hashes of "abc".
func TestBlake2(t *testing.T) {
	for _, c := range []struct {
		short bool
		p     blakeParams
		want  string
	}{
		{false, blakeParams{size: 64, fanout: 1, depth: 1}, "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"},
		{true, blakeParams{size: 32, fanout: 1, depth: 1}, "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"},
		{false, blakeParams{size: 20, fanout: 1, depth: 1, key: []byte("k"), salt: []byte("s"), person: []byte("p")}, "0c694d1f89100a1db6ed58b7322cc3f244ac769a"},
		{true, blakeParams{size: 20, fanout: 2, depth: 3, leaf: 4, offset: 5, nodeDepth: 1, inner: 20, lastNode: true, key: []byte("k"), salt: []byte("s"), person: []byte("p")}, "8226dc57ff194ef8f5d7b7eb8130259bb05a75a2"},
	} {
		b := newBlake(c.short, &c.p)
		for _, x := range []byte("abc") {
			b.Write([]byte{x})
		}
		if got := hex.EncodeToString(b.Sum(nil)); got != c.want {
			t.Errorf("short %v: got %s, want %s", c.short, got, c.want)
		}
	}
}
