// Package remote lets a user's processes ask each other what they are at: each listens on a socket of its own, in a directory that
// nobody else may enter. It knows no Python.
//
// A question is a line, its answer everything up to the end of the connection. Both ends check that the other belongs to the same user.
package remote

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// What an asker may learn.
var (
	ErrNoProcess  = errors.New("there is no such process")
	ErrNotAllowed = errors.New("the process belongs to another user")
	ErrNotServing = errors.New("the process does not answer: it is no ouro program, runs no event loop, or has OURO_INSPECT=0 in its environment")
)

// Limits of a conversation.
const (
	maxQuestion = 64
	maxAnswer   = 256 << 20
	patience    = 20 * time.Second
)

// directories are where sockets may lie, the preferred one first.
func directories() []string {
	var dirs []string
	if d := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(d) && len(d) < 70 { // a socket's path has 104 bytes at most
		dirs = append(dirs, filepath.Join(d, "ouro"))
	}
	return append(dirs, "/tmp/ouro-"+strconv.Itoa(os.Geteuid()))
}

func socketPath(dir string, pid int) string { return filepath.Join(dir, strconv.Itoa(pid)+".sock") }

// A Server answers the questions of other processes of the user.
type Server struct {
	l *net.UnixListener
}

// Serve begins to answer. answer is called on goroutines of its own, with a question without its end of line.
func Serve(answer func(question string) []byte) (*Server, error) {
	err := ErrNotServing
	for _, dir := range directories() {
		var l *net.UnixListener
		if l, err = listen(dir); err == nil {
			s := &Server{l}
			go s.accept(answer)
			return s, nil
		}
	}
	return nil, err
}

func listen(dir string) (*net.UnixListener, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	if err := private(dir); err != nil {
		return nil, err
	}
	sweep(dir)
	path := socketPath(dir, os.Getpid())
	_ = os.Remove(path) // of a process that had the same number
	return net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
}

// sweep removes the sockets of processes that are gone.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".sock")
		if pid, err := strconv.Atoi(name); ok && err == nil && errors.Is(alive(pid), ErrNoProcess) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// Close stops answering and removes the socket.
func (s *Server) Close() { s.l.Close() }

func (s *Server) accept(answer func(string) []byte) {
	slots := make(chan struct{}, 8)
	for {
		c, err := s.l.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(100 * time.Millisecond) // no descriptors left, say
			continue
		}
		slots <- struct{}{}
		go func() {
			defer func() { c.Close(); <-slots }()
			if sameUser(c) != nil || c.SetDeadline(time.Now().Add(patience)) != nil {
				return
			}
			if q, err := readLine(c); err == nil {
				_, _ = c.Write(answer(q))
			}
		}()
	}
}

func readLine(r io.Reader) (string, error) {
	buf := make([]byte, maxQuestion)
	for n := 0; n < len(buf); {
		k, err := r.Read(buf[n:])
		n += k
		if line, _, ok := strings.Cut(string(buf[:n]), "\n"); ok {
			return line, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("a question of more than %d bytes", maxQuestion)
}

// Ask asks a process of the same user.
func Ask(pid int, question string) ([]byte, error) {
	if err := alive(pid); err != nil {
		return nil, err
	}
	for _, dir := range directories() {
		if private(dir) != nil {
			continue
		}
		path := socketPath(dir, pid)
		c, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
		if err != nil {
			if !errors.Is(err, os.ErrNotExist) {
				_ = os.Remove(path) // left behind by another process of that number
			}
			continue
		}
		defer c.Close()
		if err := sameUser(c); err != nil {
			return nil, err
		}
		if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
			return nil, err
		}
		if _, err := io.WriteString(c, question+"\n"); err != nil {
			return nil, err
		}
		b, err := io.ReadAll(io.LimitReader(c, maxAnswer))
		if errors.Is(err, os.ErrDeadlineExceeded) {
			err = errors.New("the process is in a native call that lets no other thread run")
		}
		return b, err
	}
	return nil, ErrNotServing
}
