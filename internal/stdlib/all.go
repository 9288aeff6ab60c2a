// Package stdlib lists the native modules.
package stdlib

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/builtins"
)

// Modules are the modules written in Go.
var Modules = []*object.ModuleDef{
	&builtins.Module,
}
