package vm

import "ouro/internal/bytecode"

// Holds reports whether the code has an instruction of that form now.
func (c *Code) Holds(op bytecode.Op) bool {
	for i := range c.ins {
		if c.ins[i].Op == op {
			return true
		}
	}
	return false
}
