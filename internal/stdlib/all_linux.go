package stdlib

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/fcntl"
	"ouro/internal/stdlib/grp"
	"ouro/internal/stdlib/io"
	"ouro/internal/stdlib/polling"
	"ouro/internal/stdlib/posix"
	"ouro/internal/stdlib/posixsubprocess"
	"ouro/internal/stdlib/pwd"
	"ouro/internal/stdlib/resource"
	"ouro/internal/stdlib/signals"
	"ouro/internal/stdlib/socket"
	"ouro/internal/stdlib/termios"
)

// systemModules stand on the system's own calls.
var systemModules = []*object.ModuleDef{
	&fcntl.Module,
	&grp.Module,
	&io.Module,
	&posix.Module,
	&posixsubprocess.Module,
	&polling.Module,
	&pwd.Module,
	&resource.Module,
	&signals.Module,
	&socket.Module,
	&termios.Module,
}
