package interp

import (
	"strings"

	"ouro/internal/bytecode"
	"ouro/internal/object"
	"ouro/internal/vm"
)

// opcodeModule is _opcode: what the modules opcode and dis know of the instructions.
var opcodeModule = object.ModuleDef{
	Name: "_opcode",
	Doc:  "The instructions of the register machine.",
	Functions: []object.Func{
		{Sig: "instructions(code)", Doc: "A list of (opcode, operands, jump target or None, line or None) of a code object.", Fn: object.F1(instructions)},
		{Sig: "opnames()", Doc: "The names of all instructions, by opcode.", Fn: object.F0(func(th *object.Thread) (object.Value, error) {
			out := make([]object.Value, bytecode.NumOps)
			for i := range out {
				out[i] = object.StrValue(bytecode.Op(i).Info().Name)
			}
			return object.ListValue(out...), nil
		})},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		// They say whether CPython's own adaptive instructions may be looked for.
		m.Set("ENABLE_SPECIALIZATION", object.False)
		m.Set("ENABLE_SPECIALIZATION_FT", object.False)
		return nil
	},
}

func instructions(th *object.Thread, v object.Value) (object.Value, error) {
	c, ok := vm.AsCode(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("instructions() argument must be code, not %s", v.Type().Name)
	}
	out := make([]object.Value, len(c.Ins))
	for i, in := range c.Ins {
		_, operands, _ := strings.Cut(c.Format(i), " ")
		target, line := object.None, object.None
		if t := in.Target(i); t >= 0 {
			target = object.Int(int64(t))
		}
		if l := c.Line(i); l > 0 {
			line = object.Int(int64(l))
		}
		out[i] = object.TupleValue(object.Int(int64(in.Op)), object.StrValue(operands), target, line)
	}
	return object.ListValue(out...), nil
}
