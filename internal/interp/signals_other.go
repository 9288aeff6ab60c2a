//go:build !linux

package interp

// takeSignals does nothing: there is no module signal here.
func (in *Interp) takeSignals() {}
