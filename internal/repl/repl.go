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

// Run reads and runs statements until the input ends; a SystemExit ends it too. e is nil where there is no terminal to edit on.
func Run(in *interp.Interp, e *Editor) error {
	read := plain(bufio.NewReader(os.Stdin))
	if e != nil {
		e.learnBuiltins(in.Thread())
		read = e.statement
	}
	for {
		in.SetPrompts()
		err := step(in, read)
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

// step reads a statement and runs it.
func step(in *interp.Interp, read func(*interp.Interp) (string, error)) error {
	text, err := read(in)
	switch {
	case err == errInterrupted:
		os.Stderr.WriteString("\nKeyboardInterrupt\n")
		return nil
	case err != nil:
		return err
	case strings.TrimSpace(text) == "":
		return nil
	}
	return in.Interact(text)
}

// statement reads with the editor.
func (e *Editor) statement(in *interp.Interp) (string, error) {
	th := in.Thread()
	first, more := in.Prompt("ps1"), in.Prompt("ps2")
	in.Flush()
	text, err := e.readUnlocked(th, question{
		first:      first,
		more:       more,
		unfinished: in.Unfinished,
		complete:   func(word string) []string { return texts(th, in.Completions(word)) },
	})
	return statementText(text), err
}

// plain reads from what is no terminal, or one that cannot be edited on. Prompts go to standard error, as CPython's do.
func plain(r *bufio.Reader) func(*interp.Interp) (string, error) {
	return func(in *interp.Interp) (string, error) {
		var text strings.Builder
		for {
			name := "ps1"
			if text.Len() > 0 {
				name = "ps2"
			}
			prompt := in.Prompt(name)
			in.Flush()
			os.Stderr.WriteString(prompt)
			line, err := r.ReadString('\n')
			text.WriteString(line)
			if err != nil {
				// What stands there is all there will be.
				if text.Len() > 0 {
					err = nil
				} else {
					err = io.EOF
				}
				return text.String(), err
			}
			if strings.TrimSpace(text.String()) == "" || !in.Unfinished(text.String()) {
				return text.String(), nil
			}
		}
	}
}
