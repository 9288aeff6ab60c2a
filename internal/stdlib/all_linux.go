package stdlib

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/posix"
)

// systemModules stand on the system's own calls.
var systemModules = []*object.ModuleDef{
	&posix.Module,
}
