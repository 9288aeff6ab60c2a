//go:build !linux

package signals

import "ouro/internal/object"

// Install does nothing where signals are not supported yet.
func Install(*object.Thread) {}

// Trip does nothing where signals are not supported yet.
func Trip(*object.Thread, int) {}

// Handlers does nothing where signals are not supported yet.
func Handlers(*object.Thread, func(int, object.Value) bool) {}

// Interrupts reports false where signals are not supported yet.
func Interrupts(object.Value) bool { return false }

// Uninstall does nothing where signals are not supported yet.
func Uninstall(*object.Thread) {}
