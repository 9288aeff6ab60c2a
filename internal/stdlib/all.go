// Package stdlib lists the native modules.
package stdlib

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/builtins"
	"ouro/internal/stdlib/collections"
	"ouro/internal/stdlib/gc"
	"ouro/internal/stdlib/itertools"
	"ouro/internal/stdlib/weakref"
)

// Modules are the modules written in Go.
var Modules = []*object.ModuleDef{
	&builtins.Module,
	&collections.Module,
	&gc.Module,
	&itertools.Module,
	&weakref.Module,
}
