//go:build unix

package remote

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAsk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", dir)
	own := filepath.Join(dir, "ouro")
	if err := os.Mkdir(own, 0o700); err != nil {
		t.Fatal(err)
	}
	gone := socketPath(own, 1<<22+1) // above the greatest number of a process
	other := filepath.Join(own, "notes.txt")
	for _, f := range []string{gone, other} {
		if err := os.WriteFile(f, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := strings.Repeat("answer ", 1<<16)
	s, err := Serve(func(q string) []byte { return []byte(q + long) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(gone); err == nil {
		t.Error("the socket of a process that is gone was left")
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
	for range 20 {
		if b, err := Ask(os.Getpid(), "what?"); err != nil || string(b) != "what?"+long {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
	}
	c, err := net.Dial("unix", socketPath(own, os.Getpid()))
	if err != nil {
		t.Fatal(err)
	}
	c.Write([]byte(strings.Repeat("x", 1000)))
	c.SetDeadline(time.Now().Add(10 * time.Second))
	if n, err := c.Read(make([]byte, 1)); n > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("an endless question got %d bytes, %v", n, err)
	}
	c.Close()
	s.Close()
	if _, err := os.Stat(socketPath(own, os.Getpid())); err == nil {
		t.Error("the socket is left")
	}
	if _, err := Ask(os.Getpid(), "what?"); err != ErrNotServing {
		t.Errorf("closed: %v", err)
	}
	if _, err := Ask(1<<22+1, "what?"); err != ErrNoProcess {
		t.Errorf("no process: %v", err)
	}
	if _, err := Ask(-1, "what?"); err != ErrNoProcess {
		t.Errorf("a number that is none: %v", err)
	}
}

func TestPrivate(t *testing.T) {
	dir := t.TempDir()
	for mode, ok := range map[os.FileMode]bool{0o700: true, 0o710: false, 0o701: false, 0o777: false} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		if err := private(dir); (err == nil) != ok {
			t.Errorf("%o: %v", mode, err)
		}
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if private(link) == nil {
		t.Error("a link to a directory is accepted")
	}
}
