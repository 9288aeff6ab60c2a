package interp

import "ouro/internal/stdlib/signals"

// takeSignals gives the process's SIGINT to the interpreter.
func (in *Interp) takeSignals() { signals.Install(in.Thread()) }
