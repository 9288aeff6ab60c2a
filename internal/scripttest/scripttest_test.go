package scripttest

import (
	"os"
	"path/filepath"
	"testing"
)

func TestChunks(t *testing.T) {
	src := "x = 1\nassert x\n---\n\nint('a') ### ValueError: invalid literal.*'a'\nassert False\n---\nassert 'x' not in globals()\n"
	got := split(t, src)
	if len(got) != 3 || got[1].class != "ValueError" || got[1].raises != 5 || got[2].line != 7 {
		t.Fatalf("split into %+v", got)
	}
	file := filepath.Join(t.TempDir(), "script.py")
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	File(t, file)
}

func TestMismatches(t *testing.T) {
	for src, ok := range map[string]bool{
		"1/0 ### ZeroDivisionError: division":    true,
		"1/0 ### ZeroDivisionError: no":          false,
		"1/0 ### ValueError":                     false,
		"1/0\nx = 1 ### ZeroDivisionError":       false,
		"x = = 1 ### SyntaxError: invalid synta": true,
	} {
		c := split(t, src)[0]
		if problem := outcome(t, "script.py", c); (problem == "") != ok {
			t.Errorf("%q: %q", src, problem)
		}
	}
}
