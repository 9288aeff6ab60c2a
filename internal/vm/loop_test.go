package vm_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLoopHeadHasNoSpill disassembles the eval loop: between its head and the jump through the table nothing may be stored
// to the Go stack, or every instruction would pay for it. A store appears when R, ip or code are live across a Go call in
// some case, or when a case needs too many registers.
func TestLoopHeadHasNoSpill(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a binary")
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command")
	}
	bin := filepath.Join(t.TempDir(), "ouro")
	build := exec.Command(goTool, "build", "-o", bin, "ouro/cmd/ouro")
	build.Env = append(os.Environ(), "GOARCH=amd64", "GOOS=linux", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := exec.Command(goTool, "tool", "objdump", "-s", `ouro/internal/vm\.\(\*Machine\)\.loop$`, bin).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(out), "\n")
	table := regexp.MustCompile(`\bJMP 0\(.*\)\(.*\*8\)`)
	store := regexp.MustCompile(`\bMOV\w* \w+, 0x[0-9a-f]+\(SP\)`)
	for i, l := range lines {
		if !table.MatchString(l) {
			continue
		}
		for j := i - 1; j >= 0 && j > i-16; j-- {
			if strings.Contains(lines[j], "JMP") && !strings.Contains(lines[j], "JA ") {
				return
			}
			if store.MatchString(lines[j]) {
				t.Errorf("the loop's head stores to the stack:\n%s", strings.Join(lines[j:i+1], "\n"))
				return
			}
		}
		return
	}
	t.Error("no jump table found in the loop")
}
