package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// typeParams executes the instructions of PEP 695 and 696.
func (m *Machine) typeParams(in *bytecode.Instr, op bytecode.Op, R unsafe.Pointer) error {
	a, b := rg(R, in.A), *rg(R, in.B)
	switch op {
	case bytecode.OpTypeVar:
		*a = object.NewTypeVar(b, object.Value{}, object.Value{}, m.callerModule())
	case bytecode.OpTypeVarBound:
		*a = object.NewTypeVar(b, *rg(R, in.C), object.Value{}, m.callerModule())
	case bytecode.OpTypeVarConstraints:
		*a = object.NewTypeVar(b, object.Value{}, *rg(R, in.C), m.callerModule())
	case bytecode.OpParamSpec:
		*a = object.NewParamSpec(b, m.callerModule())
	case bytecode.OpTypeVarTuple:
		*a = object.NewTypeVarTuple(b, m.callerModule())
	case bytecode.OpSetTypeParamDefault:
		return object.SetTypeParamDefault(*a, b)
	case bytecode.OpSetTypeParams:
		f, ok := AsFunction(*a)
		if !ok {
			return object.TypeErrorf("__type_params__ of a '%s' object", a.Type().Name)
		}
		f.typeParams = b
	case bytecode.OpSubscriptGeneric:
		return set(a)(object.SubscriptGeneric(&m.Thread, b))
	case bytecode.OpTypeAlias:
		v := unsafe.Slice(rg(R, in.B), 3)
		*a = object.NewTypeAlias(v[0], v[1], v[2], m.callerModule())
	default:
		return object.NewExcf(object.SystemErrorType, "unknown instruction %s", op)
	}
	return nil
}

// callerModule is __name__ of the running code's globals.
func (m *Machine) callerModule() object.Value {
	if v, ok := funcOf(m.R).Globals.GetStr(strName); ok {
		return v
	}
	return object.None
}
