//go:build !linux

package stdlib

import "ouro/internal/object"

// systemModules stand on the system's own calls.
var systemModules []*object.ModuleDef
