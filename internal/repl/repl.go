// Package repl is the interactive prompt.
package repl

import (
	"bufio"
	"io"
	"os"
	"strings"

	"ouro/internal/interp"
	"ouro/internal/object"
)

// Reader gives the lines that a user types.
type Reader interface {
	// ReadLine shows the prompt and reads a line, with its end; io.EOF at the end of input.
	ReadLine(prompt string) (string, error)
}

// plain reads from a file that is no terminal. Prompts go to standard error, as CPython's do.
type plain struct{ r *bufio.Reader }

func (p plain) ReadLine(prompt string) (string, error) {
	os.Stderr.WriteString(prompt)
	line, err := p.r.ReadString('\n')
	if line != "" {
		err = nil
	}
	return line, err
}

// Run reads and runs statements until the input ends; a SystemExit ends it too. tty: standard input is a terminal.
func Run(in *interp.Interp, tty bool) error {
	var r Reader = plain{bufio.NewReader(os.Stdin)}
	if tty {
		e := newEditor()
		defer e.Close()
		r = e
	}
	for {
		in.SetPrompts()
		err := statement(in, r)
		if err == nil {
			continue
		}
		if err == io.EOF {
			os.Stderr.WriteString("\n")
			return nil
		}
		if object.Matches(err, object.SystemExitType) {
			return err
		}
		in.Report(err)
	}
}

// statement reads as many lines as a statement has, and runs it.
func statement(in *interp.Interp, r Reader) error {
	var text strings.Builder
	for {
		name := "ps1"
		if text.Len() > 0 {
			name = "ps2"
		}
		prompt := in.Prompt(name)
		in.Flush()
		line, err := r.ReadLine(prompt)
		if err == errInterrupted {
			os.Stderr.WriteString("\nKeyboardInterrupt\n")
			return nil
		}
		atEnd := err == io.EOF
		if err != nil && !atEnd {
			return err
		}
		if atEnd && text.Len() == 0 {
			return io.EOF
		}
		text.WriteString(line)
		if strings.TrimSpace(text.String()) == "" {
			return nil
		}
		more, err := in.Interact(text.String(), atEnd)
		if !more {
			return err
		}
	}
}
