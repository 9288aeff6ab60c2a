package repl

import (
	"io"

	"ouro/internal/object"
)

// Module is the module _console, by which consoles written in Python (ouro -m asyncio) read with the editor. An interpreter that has no
// terminal does not have it.
func (e *Editor) Module() *object.ModuleDef {
	return &object.ModuleDef{
		Name: "_console",
		Doc:  "The editor of the interactive prompt.",
		Functions: []object.Func{
			{Sig: "read(first, more, unfinished, complete, /)", Doc: "A statement that the user types. The prompts of its lines; whether a text needs more lines; what a word may become.", Fn: object.FN(e.consoleRead)},
		},
	}
}

func (e *Editor) consoleRead(th *object.Thread, a []object.Value) (object.Value, error) {
	var prompts [2]string
	for i := range prompts {
		s, err := object.ToStr(th, a[i])
		if err != nil {
			return object.Value{}, err
		}
		prompts[i] = s.S
	}
	e.learnBuiltins(th)
	text, err := e.readUnlocked(th, question{
		first: prompts[0],
		more:  prompts[1],
		unfinished: func(text string) bool {
			r, err := object.Call1(th, a[2], object.StrValue(text))
			if err != nil {
				return false
			}
			more, err := object.Truth(th, r)
			return err == nil && more
		},
		complete: func(word string) []string {
			r, err := object.Call1(th, a[3], object.StrValue(word))
			if err != nil {
				return nil
			}
			return texts(th, r)
		},
	})
	switch err {
	case nil:
		return object.StrValue(text), nil
	case errInterrupted:
		return object.Value{}, object.NewExc(object.KeyboardInterruptType)
	case io.EOF:
		return object.Value{}, object.NewExc(object.EOFErrorType)
	}
	return object.Value{}, object.NewExcf(object.OSErrorType, "%s", err.Error())
}

// readUnlocked reads without the interpreter's lock, so that other threads go on while the user thinks; q's functions have it.
func (e *Editor) readUnlocked(th *object.Thread, q question) (text string, err error) {
	unfinished, complete := q.unfinished, q.complete
	q.unfinished = func(text string) bool {
		th.Acquire()
		defer th.Release()
		return unfinished(text)
	}
	q.complete = func(word string) []string {
		th.Acquire()
		defer th.Release()
		return complete(word)
	}
	th.Unlocked(func() { text, err = e.read(q) })
	return text, err
}

// learnBuiltins looks up which names are to be shown as builtins.
func (e *Editor) learnBuiltins(th *object.Thread) {
	if e.builtins != nil {
		return
	}
	e.builtins = map[string]bool{}
	for k := range th.Interp.Builtins.All() {
		if s, ok := object.AsStr(k); ok {
			e.builtins[s.S] = true
		}
	}
}

// texts lists the strings of an iterable.
func texts(th *object.Thread, v object.Value) []string {
	var out []string
	err := object.Each(th, v, func(x object.Value) (bool, error) {
		if s, ok := object.AsStr(x); ok {
			out = append(out, s.S)
		}
		return false, nil
	})
	if err != nil {
		return nil
	}
	return out
}
