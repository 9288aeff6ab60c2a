package interp

import (
	"ouro/internal/stdlib/asyncio"
	"ouro/internal/vm"
)

// The native coroutines of asyncio are coroutines: types.CoroutineType is the class of the machine's own, which asyncio does not know.
func init() { asyncio.DeriveCoroutines(vm.CoroType) }
