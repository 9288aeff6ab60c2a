package repl

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/peterh/liner"
)

var errInterrupted = errors.New("interrupted")

// editor reads from a terminal, with editing and history.
type editor struct {
	state   *liner.State
	history string // file
}

func newEditor() *editor {
	e := &editor{state: liner.NewLiner()}
	e.state.SetCtrlCAborts(true)
	e.state.SetMultiLineMode(true)
	if home, err := os.UserHomeDir(); err == nil {
		e.history = filepath.Join(home, ".ouro_history")
		if f, err := os.Open(e.history); err == nil {
			// A history that cannot be read is no reason not to start.
			_, _ = e.state.ReadHistory(f)
			_ = f.Close()
		}
	}
	return e
}

// Close gives the terminal back and keeps the history.
func (e *editor) Close() {
	_ = e.state.Close()
	if e.history == "" {
		return
	}
	if f, err := os.OpenFile(e.history, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600); err == nil {
		_, _ = e.state.WriteHistory(f)
		_ = f.Close()
	}
}

func (e *editor) ReadLine(prompt string) (string, error) {
	line, err := e.state.Prompt(prompt)
	switch {
	case errors.Is(err, liner.ErrPromptAborted):
		return "", errInterrupted
	case err != nil:
		return "", io.EOF
	}
	if strings.TrimSpace(line) != "" {
		e.state.AppendHistory(line)
	}
	return line + "\n", nil
}
