package stdlib

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/io"
	"ouro/internal/stdlib/polling"
	"ouro/internal/stdlib/posix"
	"ouro/internal/stdlib/posixsubprocess"
	"ouro/internal/stdlib/signals"
	"ouro/internal/stdlib/socket"
)

// systemModules stand on the system's own calls.
var systemModules = []*object.ModuleDef{
	&io.Module,
	&posix.Module,
	&posixsubprocess.Module,
	&polling.Module,
	&signals.Module,
	&socket.Module,
}
