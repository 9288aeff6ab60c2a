package repl

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/reeflective/readline"
	"github.com/reeflective/readline/inputrc"
	"github.com/rivo/uniseg"
)

// errInterrupted is what reading gives when the user presses Ctrl-C.
var errInterrupted = errors.New("interrupted")

// Editor reads statements of several lines from a terminal, with history, completion and colours. It is made on the first read: a
// program that never asks pays nothing.
type Editor struct {
	color   bool
	history string // a file, "" for none
	// builtins are names to be shown as such.
	builtins map[string]bool

	shell *readline.Shell
	q     question // that is being asked
}

// question is one read.
type question struct {
	first, more string // prompts
	// unfinished tells whether the text needs further lines.
	unfinished func(text string) bool
	// complete lists what a word may become.
	complete func(word string) []string
}

// NewEditor makes an editor. env gives the value of an environment variable, "" where the environment does not count.
func NewEditor(env func(string) string) *Editor {
	return &Editor{color: useColor(env), history: historyFile(env)}
}

// Usable reports whether the terminal is good enough to edit on.
func Usable(env func(string) string) bool {
	switch os.Getenv("TERM") {
	case "", "dumb":
		return false
	}
	return env("PYTHON_BASIC_REPL") == ""
}

func (e *Editor) open() {
	s := readline.NewShell(inputrc.WithApp("ouro"))
	// The position of the cursor is known without asking the terminal, whose answer would mix with what is typed ahead.
	s.Config.Set("cursor-position-probe", false)
	s.Config.Set("history-autosuggest", false)
	s.Config.Set("autocomplete", false)
	s.Config.Set("bell-style", "none")
	s.Config.Set("enable-bracketed-paste", true)
	s.Config.Set("multiline-column", false)
	s.Prompt.Primary(func() string { return e.paint(stylePrompt, e.q.first) })
	s.SyntaxHighlighter = e.render
	standard := s.Keymap.Commands()
	s.Keymap.Register(map[string]func(){
		"python-accept":    func() { e.accept(standard["accept-line"]) },
		"python-tab":       e.tab,
		"python-backspace": func() { e.backspace(standard["backward-delete-char"]) },
	})
	for _, m := range []string{"emacs", "emacs-standard", "vi-insert"} {
		for key, command := range map[string]string{
			`\C-m`: "python-accept", `\C-j`: "python-accept", `\C-i`: "python-tab", `\C-?`: "python-backspace", `\C-h`: "python-backspace",
			`\e[A`: "up-line-or-history", `\e[B`: "down-line-or-history", `\eOA`: "up-line-or-history", `\eOB`: "down-line-or-history",
		} {
			s.Config.Bind(m, inputrc.Unescape(key), command, false)
		}
	}
	s.History.Delete()
	s.History.Add("history", openHistory(e.history))
	e.shell = s
}

// read asks for a statement, without the end of its last line. The error is errInterrupted or io.EOF.
func (e *Editor) read(q question) (string, error) {
	e.q = q
	if e.shell == nil {
		e.open()
	}
	line, err := e.shell.Readline()
	switch {
	case errors.Is(err, readline.ErrInterrupt):
		return "", errInterrupted
	case err != nil:
		return "", io.EOF
	}
	return line, nil
}

// accept ends the statement, or has it go on in a new line with the indentation that the last one leaves.
func (e *Editor) accept(standard func()) {
	text, at := string(*e.shell.Line()), e.shell.Cursor().Pos()
	if strings.TrimSpace(text) == "" || !e.q.unfinished(statementText(text)) {
		standard()
		return
	}
	before := string((*e.shell.Line())[:at])
	e.shell.History.Save()
	e.shell.Cursor().InsertAt([]rune("\n" + indentAfter(before))...)
}

// render is what the library shows of a statement: in colours, and with the second prompt before the lines after the first. The library
// leaves room for the first prompt there, and keeps no empty lines below the statement, which its way of drawing needs.
func (e *Editor) render(line []rune) string {
	text := string(line)
	if e.color {
		text = highlight(line, e.builtins)
	}
	width := uniseg.StringWidth(e.q.first)
	more := e.q.more
	if n := width - uniseg.StringWidth(more); n > 0 {
		more += strings.Repeat(" ", n)
	}
	if width > 0 && uniseg.StringWidth(more) == width {
		text = strings.ReplaceAll(text, "\n", fmt.Sprintf("\n\x1b[%dD%s", width, e.paint(stylePrompt, more)))
	}
	below := 2 + strings.Count(text, "\n") + len(line)/20
	return strings.Repeat("\x1bD", below) + fmt.Sprintf("\x1b[%dA", below) + text
}

// statementText is what was typed, as one would type it line by line: an indented empty line at the end is empty.
func statementText(text string) string {
	if i := strings.LastIndexByte(text, '\n'); i >= 0 && strings.TrimSpace(text[i:]) == "" {
		return text[:i+1] + "\n"
	}
	return text + "\n"
}

const indentUnit = 4

// indentAfter is the indentation of the line after the text: that of its last line, deeper after a colon, shallower after what leaves
// a block.
func indentAfter(text string) string {
	line := text[strings.LastIndexByte(text, '\n')+1:]
	code := strings.TrimLeft(line, " \t")
	indent := line[:len(line)-len(code)]
	if i := strings.Index(code, "#"); i >= 0 && !strings.ContainsAny(code, `"'`) {
		code = code[:i]
	}
	code = strings.TrimRight(code, " \t")
	word, _, _ := strings.Cut(code, " ")
	switch {
	case strings.HasSuffix(code, ":"):
		return indent + strings.Repeat(" ", indentUnit)
	case word == "return" || word == "raise" || word == "pass" || word == "break" || word == "continue":
		return strings.TrimSuffix(indent, strings.Repeat(" ", indentUnit))
	}
	return indent
}

// before is the text of the cursor's line that stands before it.
func (e *Editor) before() string {
	s := string((*e.shell.Line())[:e.shell.Cursor().Pos()])
	return s[strings.LastIndexByte(s, '\n')+1:]
}

// tab indents at the beginning of a line, and completes behind a word: as far as all candidates agree, and if that is no further, it
// lists them.
func (e *Editor) tab() {
	b := e.before()
	if strings.TrimSpace(b) == "" {
		e.shell.Cursor().InsertAt([]rune(strings.Repeat(" ", indentUnit-len(b)%indentUnit))...)
		return
	}
	word := wordBefore(b)
	if word == "" {
		return
	}
	list := e.q.complete(word)
	if len(list) == 0 {
		return
	}
	common := list[0]
	for _, c := range list[1:] {
		n := 0
		for n < len(c) && n < len(common) && c[n] == common[n] {
			n++
		}
		common = common[:n]
	}
	if add, ok := strings.CutPrefix(common, word); ok && add != "" {
		e.shell.History.Save()
		e.shell.Cursor().InsertAt([]rune(strings.ToValidUTF8(add, ""))...)
	} else if len(list) > 1 {
		dot := strings.LastIndexByte(word, '.') + 1
		for i := range list {
			list[i] = strings.TrimSpace(list[i][min(dot, len(list[i])):])
		}
		e.shell.Printf("%s", columns(list, terminalWidth()))
	}
}

// columns lays words out as ls does.
func columns(words []string, width int) string {
	slices.Sort(words)
	widest := 0
	for _, w := range words {
		widest = max(widest, uniseg.StringWidth(w))
	}
	across := max(1, width/(widest+2))
	down := (len(words) + across - 1) / across
	var b strings.Builder
	for row := range down {
		for i := row; i < len(words); i += down {
			b.WriteString(words[i])
			if i+down < len(words) {
				b.WriteString(strings.Repeat(" ", widest+2-uniseg.StringWidth(words[i])))
			}
		}
		if row < down-1 {
			b.WriteString("\r\n")
		}
	}
	return b.String()
}

// backspace takes a whole step of indentation back.
func (e *Editor) backspace(standard func()) {
	b := e.before()
	if len(b) < 2 || strings.Trim(b, " ") != "" {
		standard()
		return
	}
	n := (len(b)-1)%indentUnit + 1
	at := e.shell.Cursor().Pos()
	e.shell.History.Save()
	e.shell.Line().Cut(at-n, at)
	e.shell.Cursor().Move(-n)
}

// wordBefore is the name, or names with dots between them, at the end of a text.
func wordBefore(text string) string {
	i := len(text)
	for i > 0 && (isWord(rune(text[i-1])) || text[i-1] == '.' || text[i-1] >= 0x80) {
		i--
	}
	return text[i:]
}

// paint styles a text if there are colours.
func (e *Editor) paint(style, text string) string {
	if !e.color || text == "" {
		return text
	}
	return style + text + styleReset
}
