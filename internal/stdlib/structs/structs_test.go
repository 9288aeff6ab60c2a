package structs

import "testing"

func TestLayouts(t *testing.T) {
	for _, c := range []struct {
		format       string
		size, values int
		err          string
	}{
		{"ci", 8, 2, ""}, {"<ci", 5, 2, ""}, {"3s2p", 5, 2, ""}, {"i0q", 8, 1, ""}, {"2x?", 3, 1, ""}, {"D", 16, 1, ""},
		{"<n", 0, 0, "error: bad char in struct format"}, {"5", 0, 0, "error: repeat count given without format specifier"},
		{"99999999999999999999i", 0, 0, "error: total struct size too long"},
	} {
		l, err := compile(c.format)
		if err != nil {
			if err.Error() != c.err {
				t.Errorf("%q: %v", c.format, err)
			}
			continue
		}
		if l.size != c.size || l.values != c.values {
			t.Errorf("%q: size %d, %d values", c.format, l.size, l.values)
		}
	}
}

func FuzzCompile(f *testing.F) {
	f.Add("<3i2s")
	f.Fuzz(func(t *testing.T, s string) {
		if l, err := compile(s); err == nil && l.size < 1<<16 {
			l.unpack(make([]byte, l.size))
		}
	})
}
