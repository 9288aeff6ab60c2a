package vm

import (
	"runtime"
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
		m.Release()
		runtime.Gosched()
		m.Acquire()
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
	for c := m.chunk; c != nil; c = c.next {
		from := 0
		if c == m.chunk {
			from = int(uintptr(m.top)-addr(c.mem))/bytecode.RegSize + 2
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
	m.Depth = 0
	for m.chunk.prev != nil {
		m.useChunk(m.chunk.prev)
	}
	m.top = unsafe.Pointer(unsafe.SliceData(m.chunk.mem))
	m.Handled, m.ExcBase = nil, nil
}
