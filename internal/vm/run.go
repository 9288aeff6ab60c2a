package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Entry points for package interp.

// Exec runs a code object with the given globals; locals is the namespace of code that has one (globals if unbound).
func Exec(th *object.Thread, code *Code, globals *object.Dict, locals object.Value, closure []*object.Cell) (object.Value, error) {
	fn := NewFunction(th.Interp, code, globals)
	fn.Closure = closure
	if !locals.Bound() {
		locals = globals.Value()
	}
	return machine(th).runNamespace(fn, locals)
}

// CheckBreaker does what the eval-breaker asks for.
func (m *Machine) CheckBreaker() error {
	bits := m.Breaker.Load()
	if bits == 0 {
		return nil
	}
	if bits&object.BreakSwitch != 0 {
		m.Breaker.And(^object.BreakSwitch)
		m.GiveWay()
	}
	if bits&object.BreakFinal != 0 {
		m.Breaker.And(^object.BreakFinal)
		m.RunFinal()
	}
	if bits&(object.BreakSignal|object.BreakCancel|object.BreakPending) != 0 {
		return m.Interp.RunPending(&m.Thread)
	}
	return nil
}

// BuildClass is the row of builtins.__build_class__.
var BuildClass = object.Func{Sig: "__build_class__(func, name, /, *bases, metaclass=None, **kwds)", Doc: "Make a class: what a class statement calls.", Fn: object.Raw(buildClass)}

// ClearDead drops what the unused part of the slab still refers to, before a garbage collection.
func (m *Machine) ClearDead() {
	m.releaseFresh()
	clear(m.roots[m.nroot:])
	clear(m.rec[m.nrec:])
	m.clearTemporaries()
	for c := m.chunk; c != nil; c = c.next {
		from := 0
		if c == m.chunk {
			from = int(uintptr(m.top)-addr(c.mem)) / bytecode.RegSize
		}
		if from < len(c.mem) {
			clear(c.mem[from:])
		}
	}
}

func addr(mem []object.Value) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(mem))) }

// Reset drops all frames after a Go panic unwound them.
func (m *Machine) Reset() {
	m.nrec, m.nroot, m.R, m.ip = 0, 0, nil, nil
	m.ResetDepth()
	for m.chunk.prev != nil {
		m.useChunk(m.chunk.prev)
	}
	m.top = unsafe.Pointer(unsafe.SliceData(m.chunk.mem))
	m.Handled, m.ExcBase = nil, nil
}

// clearTemporaries drops what registers above the arguments of the call that is being made still refer to: at a call they
// are dead.
func (m *Machine) clearTemporaries() {
	if m.R == nil || m.ip == nil {
		return
	}
	in := (*bytecode.Instr)(unsafe.Add(m.ip, -int(unsafe.Sizeof(bytecode.Instr{}))))
	op := in.Op
	if b := op.Info().Base; b != 0 {
		op = b
	}
	from := uintptr(in.A) + uintptr(in.X)*bytecode.RegSize
	switch op {
	case bytecode.OpCall:
		from += bytecode.RegSize
	case bytecode.OpCallMethod:
		from += 2 * bytecode.RegSize
	default:
		return
	}
	if size := funcOf(m.R).Code.size; from < size {
		clear(unsafe.Slice((*object.Value)(unsafe.Add(m.R, from)), (size-from)/bytecode.RegSize))
	}
}
