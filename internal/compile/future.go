package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// futures are the known features. Those that have long been part of the language leave no flag.
var futures = map[string]bytecode.CodeFlags{
	"nested_scopes": 0, "generators": 0, "division": 0, "absolute_import": 0, "with_statement": 0, "print_function": 0,
	"unicode_literals": 0, "generator_stop": 0,
	"barry_as_FLUFL": bytecode.FlagFutureBarryAsBDFL, "annotations": bytecode.FlagFutureAnnotations,
}

// findFutures reads the `from __future__` statements at the start of a module.
func (c *compiler) findFutures(root ast.Root) {
	var body []ast.Stmt
	switch r := root.(type) {
	case *ast.Module:
		body = r.Body
	case *ast.Interactive:
		body = r.Body
	}
	for i, s := range body {
		if _, ok := docstring(s); ok && i == 0 {
			continue
		}
		from, ok := s.(*ast.ImportFrom)
		if !ok || from.Module != "__future__" || from.Level != 0 {
			c.futureEnd = s.Span().Start
			return
		}
		for _, a := range from.Names {
			flag, ok := futures[a.Name]
			switch {
			case ok:
				c.future |= flag
			case a.Name == "braces":
				c.fail(a.Span(), "not a chance")
				return
			default:
				c.fail(a.Span(), "future feature "+a.Name+" is not defined")
				return
			}
		}
	}
	c.futureEnd = ^uint32(0)
}
