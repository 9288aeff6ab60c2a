package vm_test

import (
	"testing"

	"ouro/internal/scripttest"
)

// TestScripts runs the Python scripts of testdata.
func TestScripts(t *testing.T) { scripttest.Run(t) }
