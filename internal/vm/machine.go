package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Machine is a thread that runs Python code. It is its object.Thread: the Thread is the first field, so that one pointer
// converts to the other.
type Machine struct {
	object.Thread

	// rec is the stack of callers, nrec how many there are. len(rec) is at most the recursion limit.
	rec   []record
	nrec  uint
	limit int // of recursion

	// end is the end of the current slab chunk, top the lowest free address of the slab for nested loops and for calls made
	// by heap frames.
	end, top unsafe.Pointer
	chunk    *chunk

	// R and ip are the current frame's window and next instruction as of the last Go call that may look at frames.
	R, ip unsafe.Pointer

	// roots are the roots of the generator chains that run, nroot how many.
	roots []rootRec
	nroot int

	// text is a buffer for building strs.
	text  []byte
	fresh fresh // see abandoned.go

	// frames are the frame objects of live slab frames whose link has flagFrame.
	frames map[unsafe.Pointer]*FrameObject
}

// record is a caller: where to go on when the frame above returns. code is nil where Go code called: R and ip are then the
// innermost Python frame below that Go code.
type record struct {
	R, ip unsafe.Pointer
	code  *Code
}

// chunk is a piece of the slab. Chunks form a stack and are kept for reuse.
type chunk struct {
	mem        []object.Value
	prev, next *chunk
	savedTop   unsafe.Pointer
}

const (
	firstChunk = 1 << 12 // Values in a thread's first chunk (64 KiB)
	nextChunk  = 1 << 14
)

// Kinds and flags of a frame's link; the destination register's offset stands in bits 16 to 31.
const (
	linkCall    = 0 // called by Python code: a record holds the caller
	linkCoro    = 1 // a lazy coroutine: awaited by the caller in the record
	linkInit    = 2 // __init__ of an object being made: the result is dropped
	linkEntry   = 3 // called by Go code: the loop ends
	linkHeap    = 4 // the window of a Gen
	linkOp      = 5 // a dunder method that an operator instruction of the caller calls
	linkKind    = 7
	flagFrame   = 8  // a frame object exists: it takes the locals over when the frame ends
	flagChunk   = 16 // the window began a new chunk
	linkMask    = 31
	linkDstBits = 16

	// linkCallCopy tells callPython that the arguments do not lie in the registers of the caller.
	linkCallCopy = 1 << 8
)

func rg(R unsafe.Pointer, off uint16) *object.Value {
	return (*object.Value)(unsafe.Add(R, uintptr(off)))
}

// regs are n registers. No registers are nil: their address may lie behind the window's memory.
func regs(R unsafe.Pointer, off uint16, n int) []object.Value {
	if n == 0 {
		return nil
	}
	return unsafe.Slice(rg(R, off), n)
}

// slot is the Value below a window: Ref the *Function, Bits the link.
func slot(R unsafe.Pointer) *object.Value { return (*object.Value)(unsafe.Add(R, -16)) }

func funcOf(R unsafe.Pointer) *Function { return (*Function)(unsafe.Pointer(slot(R).Ref)) }

func jump(ip unsafe.Pointer, c uint16) unsafe.Pointer { return unsafe.Add(ip, int(int16(c))*8) }

func jumpWide(ip unsafe.Pointer, in *bytecode.Instr) unsafe.Pointer {
	return unsafe.Add(ip, int(in.Wide())*8)
}

// move copies a Value, writing the pointer word only if it changes.
func move(d, v *object.Value) {
	d.Bits = v.Bits
	if p := v.Ref; d.Ref != p {
		d.Ref = p
	}
}

// machine gives the Machine around a Thread. Every Thread that runs Python code was made by NewMachine.
func machine(th *object.Thread) *Machine { return (*Machine)(unsafe.Pointer(th)) }

// NewMachine makes a thread of Python code for an interpreter.
func NewMachine(in *object.Interp) *Machine {
	m := &Machine{limit: 1000}
	m.Interp = in
	m.Breaker = in.Breaker
	m.Frames = m
	m.rec = make([]record, 64)
	m.chunk = newChunk(firstChunk)
	m.useChunk(m.chunk)
	m.top = unsafe.Pointer(unsafe.SliceData(m.chunk.mem))
	return m
}

func newChunk(n int) *chunk { return &chunk{mem: make([]object.Value, n)} }

// useChunk goes on in c. The place of a window that does not fit any more still lies in the chunk: see callPython.
func (m *Machine) useChunk(c *chunk) {
	m.chunk = c
	m.end = unsafe.Add(unsafe.Pointer(unsafe.SliceData(c.mem)), (len(c.mem)-4)*bytecode.RegSize)
}

// pushChunk goes on to a chunk that has room for a window of size bytes and gives the place for the window in it.
func (m *Machine) pushChunk(size uintptr) unsafe.Pointer {
	need := int(size/bytecode.RegSize) + 8
	n := m.chunk.next
	if n == nil || len(n.mem) < need {
		n = newChunk(max(nextChunk, need*2))
		n.prev = m.chunk
		m.chunk.next = n
	}
	n.savedTop = m.top
	m.useChunk(n)
	R := unsafe.Add(unsafe.Pointer(unsafe.SliceData(n.mem)), 2*bytecode.RegSize)
	m.top = unsafe.Pointer(unsafe.SliceData(n.mem))
	return R
}

// popChunk goes back to the chunk before.
func (m *Machine) popChunk() {
	m.top = m.chunk.savedTop
	m.useChunk(m.chunk.prev)
}

// RecursionLimit is sys.getrecursionlimit().
func (m *Machine) RecursionLimit() int { return m.limit }

// SetRecursionLimit is sys.setrecursionlimit(n).
func (m *Machine) SetRecursionLimit(n int) {
	m.limit = n
	if len(m.rec) > n && int(m.nrec) < n {
		m.rec = m.rec[:n]
	}
}

// Recursion is how many Python calls are in progress.
func (m *Machine) Recursion() int { return int(m.nrec) }

// roomForRecord makes sure that another record fits; a RecursionError if the limit is reached.
func (m *Machine) roomForRecord() error {
	if m.nrec < uint(len(m.rec)) {
		return nil
	}
	n := min(2*len(m.rec), m.limit)
	if n <= len(m.rec) {
		return object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded")
	}
	rec := make([]record, n)
	copy(rec, m.rec[:m.nrec])
	m.rec = rec
	return nil
}

// push records the caller of the frame that is entered next.
func (m *Machine) push(R, ip unsafe.Pointer, code *Code) error {
	if err := m.roomForRecord(); err != nil {
		return err
	}
	r := &m.rec[m.nrec]
	r.R, r.ip, r.code = R, ip, code
	m.nrec++
	return nil
}

// state is R, ip and code saved around a Go call, and how the loop ended.
type state struct {
	R, ip unsafe.Pointer
	code  *Code
	done  bool
	res   object.Value
	err   error
	how   outcome
}

// outcome tells how a loop ended.
type outcome uint8

const (
	returned outcome = iota
	yielded
	yieldedAsync // an async generator's own yield
)
