package vm_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ouro/internal/interp"
	"ouro/internal/object"
	"ouro/internal/vm"
)

// TestScripts runs the Python scripts of testdata, which state what must hold with assert.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.py")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".py"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in, err := interp.New(interp.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer in.Thread().Release()
			if err := in.RunSource(file, string(src)); err != nil {
				if e, ok := err.(*object.Exc); ok {
					for tb, ok := vm.AsTraceback(e.Traceback); ok && tb != nil; tb = tb.Next() {
						t.Logf("%s:%d in %s", tb.Code().Filename, tb.Line(), tb.Code().Name)
					}
				}
				t.Fatal(err)
			}
		})
	}
}
