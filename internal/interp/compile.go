package interp

import (
	"errors"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/compile"
	"ouro/internal/object"
	"ouro/internal/parser"
	nodes "ouro/internal/stdlib/ast"
	"ouro/internal/vm"
)

// Source to code objects: compile(), and what the front end's errors and warnings become.

// Flags of compile(), with CPython's values.
const (
	flagDontImplyDedent      = 0x200
	flagOnlyAST              = 0x400
	flagTypeComments         = 0x1000
	flagTopLevelAwait        = 0x2000
	flagAllowIncompleteInput = 0x4000
	flagOptimizedAST         = 0x8000 | flagOnlyAST
	flagSourceIsUTF8         = 0x100
	flagIgnoreCookie         = 0x800

	knownFlags = flagDontImplyDedent | flagTypeComments | flagTopLevelAwait | flagAllowIncompleteInput | flagOptimizedAST | flagSourceIsUTF8 | flagIgnoreCookie | int(bytecode.FutureMask) | 0x10
)

type compileOptions struct {
	optimize      int // -1: the interpreter's
	future        bytecode.CodeFlags
	topLevelAwait bool
	incomplete    bool
	noDedent      bool
	quiet         bool // no warnings: the source is ours
}

// compile turns source text into a code object; errors are Python's SyntaxErrors.
func (in *Interp) compile(th *object.Thread, text, filename, mode string, o compileOptions) (*vm.Code, error) {
	tree, src, err := in.parse(th, text, filename, mode, o)
	if err != nil {
		return nil, err
	}
	return in.generate(th, tree, src, o)
}

var parseModes = map[string]parser.Mode{"exec": parser.Exec, "eval": parser.Eval, "single": parser.Single, "func_type": parser.FuncType}

// parse turns source text into a tree.
func (in *Interp) parse(th *object.Thread, text, filename, mode string, o compileOptions) (ast.Root, *ast.Source, error) {
	src := ast.NewSource(filename, text)
	tree, warned, err := parser.Parse(src, parseModes[mode], parser.Options{AllowIncomplete: o.incomplete, DontImplyDedent: o.noDedent})
	if !o.quiet {
		for _, w := range warned {
			if werr := in.syntaxWarning(th, src, w.Msg, w.Pos, true); werr != nil {
				return nil, nil, werr
			}
		}
	}
	if err != nil {
		return nil, nil, syntaxError(err, filename, src)
	}
	return tree, src, nil
}

// generate turns a tree into a code object.
func (in *Interp) generate(th *object.Thread, tree ast.Root, src *ast.Source, o compileOptions) (*vm.Code, error) {
	optimize := o.optimize
	if optimize < 0 {
		optimize = in.config.Flags.Optimize
	}
	b, found, err := compile.Module(tree, compile.Options{Source: src, Filename: src.Filename, Optimize: optimize, Future: o.future, TopLevelAwait: o.topLevelAwait})
	if !o.quiet {
		for _, w := range found {
			if werr := in.syntaxWarning(th, src, w.Msg, w.Pos, false); werr != nil {
				return nil, werr
			}
		}
	}
	if err != nil {
		return nil, syntaxError(err, src.Filename, src)
	}
	return vm.NewCode(in.Interp, b), nil
}

// syntaxWarning issues a SyntaxWarning; where the filters make it an error it becomes a SyntaxError at the place.
func (in *Interp) syntaxWarning(th *object.Thread, src *ast.Source, msg string, pos ast.Pos, parsing bool) error {
	line := src.Line(pos.Start)
	w, err := in.importModule(th, "warnings")
	if err != nil {
		return err
	}
	f, err := object.GetAttr(th, w, object.NewStr("warn_explicit"))
	if err != nil {
		return err
	}
	_, err = object.Call(th, f, []object.Value{object.StrValue(msg), object.SyntaxWarningType.Value(), object.StrValue(src.Filename), object.Int(int64(line))}, nil)
	if err == nil {
		return nil
	}
	if !object.Matches(err, object.SyntaxWarningType) {
		return err
	}
	return placedError(src, msg, pos, parsing)
}

// placedError makes a SyntaxError for a place in a source.
func placedError(src *ast.Source, msg string, pos ast.Pos, withText bool) error {
	line, col := src.LineColRunes(pos.Start)
	endLine, endCol := src.LineColRunes(pos.End)
	text := object.None
	if withText || !strings.HasPrefix(src.Filename, "<") {
		t := src.LineText(line)
		if int(src.LineStart(line))+len(t) < len(src.Text) {
			t += "\n"
		}
		text = object.StrValue(t)
	}
	return object.NewSyntaxError(object.SyntaxErrorType, msg, src.Filename, line, col+1, text, endLine, endCol+1)
}

// syntaxError makes the Python exception of an error of the front end.
func syntaxError(err error, filename string, src *ast.Source) error {
	var se *parser.SyntaxError
	var ce *compile.Error
	switch {
	case errors.As(err, &se):
		t := object.SyntaxErrorType
		switch se.Kind {
		case parser.IndentationError:
			t = object.IndentationErrorType
		case parser.TabError:
			t = object.TabErrorType
		case parser.IncompleteInputError:
			t = object.IncompleteInputErrorType
		case parser.MemoryError:
			return object.NewExc(object.MemoryErrorType)
		}
		if se.Lineno == 0 && se.Offset == 0 {
			e := object.NewExcf(t, "%s", se.Msg)
			e.SetField("msg", e.Args.Items[0])
			return e
		}
		if se.Filename != "" {
			filename = se.Filename
		}
		text := object.None
		if se.Lineno > 0 {
			text = object.StrValue(se.Text)
		}
		e := object.NewSyntaxError(t, se.Msg, filename, se.Lineno, se.Offset, text, se.EndLineno, se.EndOffset)
		if src != nil {
			// What the display needs to look for misspelt keywords.
			meta := object.TupleValue(object.Int(int64(src.Line(se.LastStmt))), object.Int(0), object.StrValue(src.Text))
			e.SetField("_metadata", meta)
		}
		return e
	case errors.As(err, &ce):
		if ce.Recursion {
			return object.NewExcf(object.RecursionErrorType, "%s", ce.Msg)
		}
		if src == nil {
			break
		}
		if ce.Pos == (ast.Pos{}) {
			e := object.NewExcf(object.SyntaxErrorType, "%s", ce.Msg)
			e.SetField("msg", e.Args.Items[0])
			return e
		}
		return placedError(src, ce.Msg, ce.Pos, false)
	}
	return object.NewExcf(object.SyntaxErrorType, "%s", err.Error())
}

// sourceOf gives the text of a str, bytes or buffer.
func sourceOf(th *object.Thread, source object.Value, flags int, filename string) (string, error) {
	if s, ok := object.AsStr(source); ok {
		if strings.IndexByte(s.S, 0) >= 0 {
			e := object.NewExcf(object.SyntaxErrorType, "source code string cannot contain null bytes")
			e.SetField("msg", e.Args.Items[0])
			return "", e
		}
		return parser.NormalizeNewlines(s.S), nil
	}
	b, ok := object.AsBytes(source)
	if !ok {
		data, err := object.ToBytes(th, source, "compile() arg 1")
		if err != nil || source.Ref == &object.IntHeader {
			return "", object.TypeErrorf("compile() arg 1 must be a string, bytes or AST object")
		}
		b = object.NewBytes(data)
	}
	if strings.IndexByte(string(b.B), 0) >= 0 {
		e := object.NewExcf(object.SyntaxErrorType, "source code string cannot contain null bytes")
		e.SetField("msg", e.Args.Items[0])
		return "", e
	}
	text, err := parser.DecodeSource(b.B)
	if err != nil {
		return "", syntaxError(err, filename, nil)
	}
	return text, nil
}

// Compile is compile(); inherit takes over the future features of the calling code.
func (h host) Compile(th *object.Thread, source object.Value, filename, mode string, flags int, inherit bool, optimize int) (object.Value, error) {
	if flags&^knownFlags != 0 {
		return object.Value{}, object.ValueErrorf("compile(): unrecognised flags")
	}
	future := bytecode.CodeFlags(flags) & bytecode.FutureMask
	if inherit {
		if f := th.CurrentFrame(); f != nil {
			if fo, ok := vm.AsFrame(f.Object()); ok {
				future |= fo.Code().Flags & bytecode.FutureMask
			}
		}
	}
	o := compileOptions{
		optimize: optimize, future: future, topLevelAwait: flags&flagTopLevelAwait != 0,
		incomplete: flags&flagAllowIncompleteInput != 0, noDedent: flags&flagDontImplyDedent != 0,
	}
	var tree ast.Root
	var src *ast.Source
	var err error
	if nodes.IsNode(th, source) {
		if flags&flagOnlyAST != 0 {
			return source, nil
		}
		tree, src, err = nodes.Import(th, source, mode, filename)
	} else {
		var text string
		if text, err = sourceOf(th, source, flags, filename); err == nil {
			tree, src, err = h.in.parse(th, text, filename, mode, o)
		}
		if err == nil && flags&flagOnlyAST != 0 {
			return nodes.Export(th, tree, src)
		}
	}
	if err != nil {
		return object.Value{}, err
	}
	c, err := h.in.generate(th, tree, src, o)
	if err != nil {
		return object.Value{}, err
	}
	return c.Value(), nil
}

// Exec runs a code object. closure is unbound in eval(), which takes no code with free variables, and in exec() without one None.
func (h host) Exec(th *object.Thread, code object.Value, globals *object.Dict, locals, closure object.Value) (object.Value, error) {
	c, ok := vm.AsCode(code)
	if !ok {
		return object.Value{}, object.TypeErrorf("code object expected, not %s", code.Type().Name)
	}
	n := len(c.FreeVars)
	if n == 0 {
		if closure.Bound() && !closure.IsNone() {
			return object.Value{}, object.TypeErrorf("cannot use a closure with this code object")
		}
		return vm.Exec(th, c, globals, locals, nil)
	}
	if !closure.Bound() {
		return object.Value{}, object.TypeErrorf("code object passed to eval() may not contain free variables")
	}
	cells := make([]*object.Cell, 0, n)
	if t, ok := object.AsTuple(closure); ok && len(t.Items) == n {
		for _, x := range t.Items {
			if cell, ok := object.AsCell(x); ok {
				cells = append(cells, cell)
			}
		}
	}
	if len(cells) != n {
		return object.Value{}, object.TypeErrorf("code object requires a closure of exactly length %d", n)
	}
	return vm.Exec(th, c, globals, locals, cells)
}

// futureOf are the future features that a module's code has switched on.
func futureOf(c *vm.Code) bytecode.CodeFlags { return c.Flags & bytecode.FutureMask }
