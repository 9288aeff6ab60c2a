//go:build !linux

package signals

import "ouro/internal/object"

// Install does nothing where signals are not supported yet.
func Install(*object.Thread) {}

// Trip does nothing where signals are not supported yet.
func Trip(*object.Thread, int) {}

// Uninstall does nothing where signals are not supported yet.
func Uninstall(*object.Thread) {}
