// Package stdlib lists the native modules.
package stdlib

import (
	"ouro/internal/object"
	"ouro/internal/stdlib/abc"
	"ouro/internal/stdlib/array"
	"ouro/internal/stdlib/asyncio"
	"ouro/internal/stdlib/atexit"
	"ouro/internal/stdlib/binascii"
	"ouro/internal/stdlib/bisect"
	"ouro/internal/stdlib/builtins"
	"ouro/internal/stdlib/cmath"
	"ouro/internal/stdlib/codecs"
	"ouro/internal/stdlib/collections"
	"ouro/internal/stdlib/contextvars"
	"ouro/internal/stdlib/errno"
	"ouro/internal/stdlib/functools"
	"ouro/internal/stdlib/gc"
	"ouro/internal/stdlib/hashlib"
	"ouro/internal/stdlib/heapq"
	"ouro/internal/stdlib/httpclient"
	"ouro/internal/stdlib/itertools"
	"ouro/internal/stdlib/json"
	"ouro/internal/stdlib/math"
	"ouro/internal/stdlib/operator"
	"ouro/internal/stdlib/random"
	"ouro/internal/stdlib/sre"
	"ouro/internal/stdlib/ssl"
	"ouro/internal/stdlib/strings"
	"ouro/internal/stdlib/structs"
	"ouro/internal/stdlib/thread"
	"ouro/internal/stdlib/time"
	"ouro/internal/stdlib/typing"
	"ouro/internal/stdlib/unicodedata"
	"ouro/internal/stdlib/weakref"
)

// Modules are the modules written in Go.
var Modules = append(systemModules, []*object.ModuleDef{
	&abc.Module,
	&array.Module,
	&bisect.Module,
	&bisect.Underscored,
	&asyncio.AccelModule,
	&asyncio.Module,
	&atexit.Module,
	&builtins.Module,
	&cmath.Module,
	&codecs.Module,
	&collections.Module,
	&functools.Module,
	&contextvars.Module,
	&contextvars.Native,
	&errno.Module,
	&gc.Module,
	&heapq.Module,
	&heapq.Underscored,
	&itertools.Module,
	&math.Module,
	&json.Module,
	&operator.Module,
	&operator.Underscored,
	&random.Module,
	&structs.Module,
	&structs.Native,
	&time.Module,
	&sre.Module,
	&ssl.Module,
	&typing.Module,
	&thread.Module,
	&hashlib.Module,
	&binascii.Module,
	&strings.Module,
	&httpclient.Module,
	&unicodedata.Module,
	&weakref.Module,
}...)
