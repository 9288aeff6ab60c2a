// Package examples has programs to read and run; its test runs them.
package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestExamples(t *testing.T) {
	ouro := filepath.Join(t.TempDir(), "ouro")
	if out, err := exec.Command("go", "build", "-o", ouro, "ouro/cmd/ouro").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range map[string][]string{
		"hello.py":          nil,
		"gather.py":         {"in order: roast (9 min), soup (4 min), salad (1 min)", "as they come: salad < soup < roast", "failed: the soufflé collapsed", "10000 sleepers: True"},
		"queue_pipeline.py": {"871, in 178 steps", "handled: 1000 and 1000", "had a share: True", "more than four waiting: True"},
		"structured.py":     {"results: A B", "caught: hasty went wrong", "out of time: True", "cancelled: True ('enough',)", "saved all the same: SAVE"},
		"deadlock.py":       {"main() has cleaned up", "deadlock: all 3 tasks wait", "held by task 'two'", "held by task 'one'"},
		"rehearsal.py":      {"a day passed: 24 hours", "in the usual order: 20", "overdrawn under some seeds: True", "and again under the same: True"},
		"chat_server.py":    {"the chat server works"},
		"fetcher.py":        {"fetched: 50 pages, 390000 bytes", "not found: 1", "rude: ValueError", "slow: TimeoutError", "ten at a time: True"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := []string{name}
			if name == "chat_server.py" {
				args = append(args, "--selftest")
			}
			cmd := exec.Command(ouro, args...)
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, w := range want {
				if !strings.Contains(string(out), w) {
					t.Errorf("no %q in\n%s", w, out)
				}
			}
		})
	}
}
