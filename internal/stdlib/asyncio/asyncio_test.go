package asyncio_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ouro/internal/scripttest"
)

// limit is how long a script may take; each is done in a fraction of it.
const limit = 20 * time.Second

// TestScripts runs the scripts in testdata. They pass on CPython too, with testdata/lib on its path.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.py")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".py"), func(t *testing.T) {
			// A script that hangs cannot be stopped from outside, and the next one would share signals with it.
			hung := time.AfterFunc(limit, func() { panic(f + " takes too long") })
			defer hung.Stop()
			scripttest.File(t, f)
		})
	}
}
