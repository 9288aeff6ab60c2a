package frozen

import "testing"

func TestSource(t *testing.T) {
	for _, c := range []struct {
		name, path string
		pkg, ok    bool
	}{
		{"types", "types.py", false, true},
		{"collections", "collections/__init__.py", true, true},
		{"collections.abc", "collections/abc.py", false, true},
		{"collections/abc", "", false, false},
		{"no.such", "", false, false},
		{"..", "", false, false},
		{"", "", false, false},
	} {
		path, src, pkg, ok := Source(c.name)
		if path != c.path || pkg != c.pkg || ok != c.ok || (len(src) > 0) != c.ok {
			t.Errorf("Source(%q) = %q, %d bytes, %v, %v", c.name, path, len(src), pkg, ok)
		}
	}
}
