package repl

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// historyFile is where statements are kept from one session to the next: $PYTHON_HISTORY, or a file in the user's home.
func historyFile(env func(string) string) string {
	if f := env("PYTHON_HISTORY"); f != "" {
		return f
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".ouro_history")
}

// maxHistory is how many statements a session begins with.
const maxHistory = 1000

// history is a file of statements, to which each is added as it is entered. A line that ends in a carriage return goes on in the next
// one, as in CPython's.
type history struct {
	file  string
	items []string
}

// openHistory reads a history; one that cannot be read is no reason not to start.
func openHistory(file string) *history {
	h := &history{file: file}
	text, err := os.ReadFile(file)
	if err != nil {
		return h
	}
	for item := range strings.SplitSeq(strings.ReplaceAll(string(text), "\r\n", "\r"), "\n") {
		if item != "" {
			h.items = append(h.items, strings.ReplaceAll(item, "\r", "\n"))
		}
	}
	if n := len(h.items) - maxHistory; n > 0 {
		h.items = h.items[n:]
	}
	return h
}

// Write adds a statement.
func (h *history) Write(s string) (int, error) {
	s = strings.TrimRight(s, " \t\n")
	if s == "" || len(h.items) > 0 && h.items[len(h.items)-1] == s {
		return len(h.items), nil
	}
	h.items = append(h.items, s)
	if h.file == "" {
		return len(h.items), nil
	}
	f, err := os.OpenFile(h.file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err == nil {
		_, err = f.WriteString(strings.ReplaceAll(s, "\n", "\r\n") + "\n")
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		h.file = "" // it stays in memory, and nobody is told twice
	}
	return len(h.items), nil
}

// GetLine gives a statement, the oldest being 0.
func (h *history) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.items) {
		return "", errors.New("no such statement in the history")
	}
	return h.items[i], nil
}

// Len is how many statements there are.
func (h *history) Len() int { return len(h.items) }

// Dump gives all.
func (h *history) Dump() any { return h.items }
