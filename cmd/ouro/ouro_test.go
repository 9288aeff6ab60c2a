package main_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The command as users start it: each test runs the program itself, which is built once.

var ouro string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "ouro")
	if err != nil {
		panic(err)
	}
	ouro = filepath.Join(dir, "ouro")
	code := 1
	if out, err := exec.Command("go", "build", "-o", ouro, "ouro/cmd/ouro").CombinedOutput(); err != nil {
		os.Stderr.Write(out)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// limit is how long one run may take; each needs a fraction of it.
const limit = 30 * time.Second

// outcome is what a run gave.
type outcome struct {
	out, err string
	status   int
}

// script writes a program into a directory of the test's own.
func script(t *testing.T, src string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program.py")
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// command makes a command of ours that is killed when it hangs. env is NAME=value pairs.
func command(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, ouro, args...)
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// run runs the command to its end.
func run(t *testing.T, env []string, args ...string) outcome {
	t.Helper()
	cmd := command(t, env, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// wants reports what is missing in a text.
func wants(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("no %q in %s:\n%s", p, where, text)
		}
	}
}
