package interp

import (
	"os"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/vm"
)

// What the interactive prompt needs of an interpreter.

// SetPrompts gives sys.ps1 and sys.ps2 their usual values where they are not set.
func (in *Interp) SetPrompts() {
	for name, p := range map[string]string{"ps1": ">>> ", "ps2": "... "} {
		if _, ok := in.Sys.GetString(name); !ok {
			in.Sys.SetString(name, object.StrValue(p))
		}
	}
}

// Prompt is the text of sys.ps1 or sys.ps2.
func (in *Interp) Prompt(name string) string {
	v, ok := in.Sys.GetString(name)
	if !ok {
		return ""
	}
	s, err := object.ToStr(in.Thread(), v)
	if err != nil {
		return ""
	}
	return s.S
}

// Flush flushes standard output and error.
func (in *Interp) Flush() {
	// A prompt must come even if they cannot be written.
	_ = in.flush(in.Thread(), "stdout")
	_ = in.flush(in.Thread(), "stderr")
}

// Unfinished reports whether a statement typed at the prompt, with the end of its last line, needs further lines.
func (in *Interp) Unfinished(text string) bool {
	th := in.Thread()
	// A text that is complete only with one more line end is a compound statement that an empty line has yet to end.
	text = strings.TrimSuffix(parser.NormalizeNewlines(text), "\n")
	o := compileOptions{optimize: -1, future: in.interactFlags, incomplete: true, noDedent: true, quiet: true}
	if _, err := in.compile(th, text, "<stdin>", "single", o); err == nil {
		return false
	}
	_, err := in.compile(th, text+"\n", "<stdin>", "single", o)
	return err == nil || object.Matches(err, object.IncompleteInputErrorType)
}

// Interact runs a statement typed at the prompt.
func (in *Interp) Interact(text string) (err error) {
	defer in.recover(&err)
	th := in.Thread()
	text = strings.TrimSuffix(parser.NormalizeNewlines(text), "\n")
	o := compileOptions{optimize: -1, future: in.interactFlags}
	code, err := in.compile(th, text+"\n", "<stdin>", "single", o)
	if err != nil {
		if done, serr := in.interactAll(th, text+"\n", o); done {
			return serr
		}
		return err
	}
	return in.interactCode(th, code)
}

// interactAll runs a text of several statements, as one that was pasted may be: the value of the last one is shown. done is false if
// the text is no such one.
func (in *Interp) interactAll(th *object.Thread, text string, o compileOptions) (done bool, err error) {
	quiet := o
	quiet.quiet = true
	tree, src, err := in.parse(th, text, "<stdin>", "exec", quiet)
	if err != nil {
		return false, nil
	}
	m, ok := tree.(*ast.Module)
	if !ok || len(m.Body) < 2 {
		return false, nil
	}
	last := len(m.Body) - 1
	for _, root := range []ast.Root{&ast.Module{Body: m.Body[:last]}, &ast.Interactive{Body: m.Body[last:]}} {
		code, err := in.generate(th, root, src, o)
		if err == nil {
			err = in.interactCode(th, code)
		}
		if err != nil {
			return true, err
		}
	}
	return true, nil
}

func (in *Interp) interactCode(th *object.Thread, code *vm.Code) error {
	in.show(code.Source)
	in.interactFlags |= futureOf(code)
	_, err := vm.Exec(th, code, in.mainModule().Dict, object.Value{}, nil)
	return err
}

// Completions are what a name, or names with dots between them, may become: rlcompleter's matches in __main__.
func (in *Interp) Completions(word string) object.Value {
	th := in.Thread()
	v, err := in.importModule(th, "rlcompleter")
	if err != nil {
		return object.TupleValue()
	}
	f, err := object.GetAttr(th, v, object.NewStr("Completer"))
	if err != nil {
		return object.TupleValue()
	}
	c, err := object.Call1(th, f, in.mainModule().Dict.Value())
	if err != nil {
		return object.TupleValue()
	}
	method := "global_matches"
	if strings.Contains(word, ".") {
		method = "attr_matches"
	}
	list, err := object.CallMethod(th, c, object.NewStr(method), object.StrValue(word))
	if err != nil {
		return object.TupleValue()
	}
	return list
}

// RunStdin runs a program that came through standard input.
func (in *Interp) RunStdin(src []byte) error {
	text, err := parser.DecodeSource(src)
	if err != nil {
		return syntaxError(err, "<stdin>", nil)
	}
	return in.RunSource("<stdin>", text)
}

// RunStartup runs the PYTHONSTARTUP file in __main__.
func (in *Interp) RunStartup(path string) (err error) {
	defer in.recover(&err)
	src, err := os.ReadFile(path)
	if err != nil {
		return &StartError{"Could not open PYTHONSTARTUP\n" + err.Error(), 1}
	}
	text, err := parser.DecodeSource(src)
	if err != nil {
		return syntaxError(err, path, nil)
	}
	return in.execText(in.Thread(), text, path, in.mainModule().Dict)
}
