package interp

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
	"ouro/internal/compile"
	"ouro/internal/object"
	"ouro/internal/parser"
	"ouro/internal/vm"
)

type compileOptions struct {
	optimize      int // -1: the interpreter's
	future        bytecode.CodeFlags
	topLevelAwait bool
	incomplete    bool
	noDedent      bool
}

// compile turns source text into a code object; errors are Python's SyntaxErrors.
func (in *Interp) compile(text, filename, mode string, o compileOptions) (*vm.Code, error) {
	m := parser.Exec
	switch mode {
	case "eval":
		m = parser.Eval
	case "single":
		m = parser.Single
	}
	src := ast.NewSource(filename, text)
	tree, _, err := parser.Parse(src, m, parser.Options{AllowIncomplete: o.incomplete, DontImplyDedent: o.noDedent})
	if err != nil {
		return nil, syntaxError(err, src)
	}
	optimize := o.optimize
	if optimize < 0 {
		optimize = in.config.Flags.Optimize
	}
	b, _, err := compile.Module(tree, compile.Options{Source: src, Filename: filename, Optimize: optimize, Future: o.future, TopLevelAwait: o.topLevelAwait})
	if err != nil {
		return nil, syntaxError(err, src)
	}
	return vm.NewCode(in.Interp, b), nil
}

// syntaxError makes the Python exception of an error of the front end.
func syntaxError(err error, src *ast.Source) error {
	return object.NewExcf(object.SyntaxErrorType, "%s", err.Error())
}

func (in *Interp) runBytes(path string, src []byte) error {
	text, err := parser.DecodeSource(src)
	if err != nil {
		return syntaxError(err, ast.NewSource(path, ""))
	}
	return in.RunSource(path, text)
}
