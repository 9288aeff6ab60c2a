package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// FrameObject is a Python frame object. While the frame runs on the slab it looks into its window; when the frame ends it
// takes the locals over. A heap frame keeps its own window.
type FrameObject struct {
	object.Header
	m      *Machine
	fn     *Function
	R      unsafe.Pointer // window, nil once detached
	regs   []object.Value // of a detached frame
	pc     int            // of a detached frame
	back   *FrameObject   // of a detached frame
	backOK bool
	trace  object.Value
	extra  *object.Dict // names that f_locals was given and the code does not have
	// gen is the object of a lazy coroutine that f_generator was asked for; its window stays empty while the frame is on the slab.
	gen *Gen
}

var (
	frameLayout = object.NewLayout[FrameObject]()
	FrameType   = object.NewType("frame", object.ObjectType, frameLayout)
)

// AsFrame gives v as a frame object.
func AsFrame(v object.Value) (*FrameObject, bool) { return object.Cast[FrameObject](v, frameLayout) }

func newFrame(m *Machine, R unsafe.Pointer) *FrameObject {
	f := &FrameObject{m: m, fn: funcOf(R), R: R}
	f.Shape = FrameType.ExactShape()
	return f
}

// frameAt gives the frame object of a live window.
func (m *Machine) frameAt(R unsafe.Pointer) *FrameObject {
	if isHeap(R) {
		return m.genFrame(genOf(R))
	}
	if slot(R).Bits&flagFrame != 0 {
		return m.frames[R]
	}
	f := newFrame(m, R)
	if m.frames == nil {
		m.frames = map[unsafe.Pointer]*FrameObject{}
	}
	m.frames[R] = f
	slot(R).Bits |= flagFrame
	return f
}

// genFrame gives the frame object of a heap frame.
func (m *Machine) genFrame(g *Gen) *FrameObject {
	if g.extra == nil {
		g.extra = &genExtra{}
	}
	if g.extra.frame == nil {
		g.extra.frame = newFrame(m, g.window())
	}
	return g.extra.frame
}

// detachFrame lets the frame object of an ending slab frame take its locals over.
func (m *Machine) detachFrame(s *state) {
	R := s.R
	f := m.frames[R]
	// Finding the caller walks from m.R, which may still be the window of a call that has returned.
	m.top = m.show(s)
	delete(m.frames, R)
	slot(R).Bits &^= flagFrame
	f.back = m.backOf(f)
	f.backOK = true
	f.detach(m, R)
}

func (f *FrameObject) detach(m *Machine, R unsafe.Pointer) {
	if f.R == nil {
		return
	}
	f.pc = f.PC()
	f.regs = append([]object.Value(nil), unsafe.Slice((*object.Value)(R), f.fn.Code.locals())...)
	f.R = nil
	if f.gen != nil {
		f.gen.state, f.gen = genDone, nil
	}
}

// generator is the object of the generator or coroutine whose frame this is, nil if it is of neither.
func (f *FrameObject) generator() *Gen {
	switch {
	case f.R == nil:
		return nil
	case isHeap(f.R):
		return genOf(f.R)
	case f.gen == nil && f.fn.Code.kind == kindCoroutine:
		g := newGen(f.fn)
		g.state, g.flags = genRunning, genAwaited
		g.extra = &genExtra{frame: f}
		f.gen = g
	}
	return f.gen
}

// moveFrame takes the frame object at R, of a lazy frame that leaves the slab, to the heap; it gives the coroutine that the frame is
// to live in.
func (m *Machine) moveFrame(R unsafe.Pointer) *Gen {
	f := m.frames[R]
	delete(m.frames, R)
	g := f.generator()
	f.R, f.gen = g.window(), nil
	return g
}

// variables are the registers of the frame at s that hold named variables.
func variables(s *state) []object.Value { return unsafe.Slice((*object.Value)(s.R), s.code.locals()) }

// locals is the number of registers that hold named variables.
func (c *Code) locals() int { return int(c.clear / bytecode.RegSize) }

// Frame of a traceback entry, made when asked for.
func (t *Traceback) Frame() *FrameObject {
	if t.frame != nil {
		return t.frame
	}
	if t.left == 0 && t.R != nil {
		for w := range t.m.windows() {
			if w.R == t.R && funcOf(w.R).Code == t.code {
				t.frame = t.m.frameAt(w.R)
				return t.frame
			}
		}
	}
	f := &FrameObject{m: t.m, fn: t.fn, pc: int(t.left) - 1}
	if n := t.code.locals(); t.left != 0 {
		f.regs = unsafe.Slice(t.vars, n)
	} else {
		// The frame has ended after it caught the exception: its variables are gone.
		f.pc = int(t.pc)
		f.regs = make([]object.Value, n)
	}
	f.Shape = FrameType.ExactShape()
	if f.fn == nil {
		f.fn = &Function{Code: t.code, Globals: object.NewDict()}
		f.fn.Builtins = f.fn.Globals
	}
	t.frame = f
	return f
}

// window is a live frame found by walking the stack: ip is past the instruction it stands at.
type window struct {
	R, ip unsafe.Pointer
}

// windows walks the live frames from the innermost outwards.
func (m *Machine) windows() func(yield func(window) bool) {
	return func(yield func(window) bool) {
		w := window{m.R, m.ip}
		i := int(m.nrec)
		for w.R != nil {
			if !yield(w) {
				return
			}
			if isHeap(w.R) {
				if b := genOf(w.R).back; b != nil {
					w = window{b.window(), b.code().at(int(b.pc) + 1)}
					continue
				}
			}
			i--
			if i < 0 {
				return
			}
			w = window{m.rec[i].R, m.rec[i].ip}
			if w.R != nil && slotIsLazyCall(m, i) {
				w.ip = unsafe.Add(w.ip, -8*bytecode.AwaitGroup)
			}
		}
	}
}

// slotIsLazyCall reports whether record i is of a frame that awaits a lazy coroutine: its ip is then past the group.
func slotIsLazyCall(m *Machine, i int) bool {
	r := &m.rec[i]
	if r.code == nil {
		return false
	}
	pc := r.code.pc(r.ip) - bytecode.AwaitGroup - 1
	if pc < 0 {
		return false
	}
	switch r.code.ins[pc].Op {
	case bytecode.OpCallAwait, bytecode.OpCallMethodAwait:
		return true
	}
	return false
}

// CurrentFrame is the innermost Python frame.
func (m *Machine) CurrentFrame() object.Frame {
	if m.R == nil {
		return nil
	}
	return liveFrame{m, window{m.R, m.ip}}
}

// FrameAtDepth is sys._getframe(depth); nil if the stack is not that deep.
func (m *Machine) FrameAtDepth(depth int) *FrameObject {
	for w := range m.windows() {
		if depth == 0 {
			return m.frameAt(w.R)
		}
		depth--
	}
	return nil
}

// liveFrame is a running frame seen as object.Frame, without a frame object.
type liveFrame struct {
	m *Machine
	w window
}

func (f liveFrame) Globals() *object.Dict  { return funcOf(f.w.R).Globals }
func (f liveFrame) Builtins() *object.Dict { return funcOf(f.w.R).Builtins }
func (f liveFrame) Line() int {
	c := funcOf(f.w.R).Code
	return c.Line(c.pc(f.w.ip) - 1)
}
func (f liveFrame) Object() object.Value { return object.Of(&f.m.frameAt(f.w.R).Header) }
func (f liveFrame) Back() object.Frame {
	found := false
	for w := range f.m.windows() {
		if found {
			return liveFrame{f.m, w}
		}
		found = w.R == f.w.R
	}
	return nil
}
func (f liveFrame) Locals(th *object.Thread) (object.Value, error) {
	return f.m.frameAt(f.w.R).snapshotLocals(th)
}

// PC is the instruction at which the frame stands.
func (f *FrameObject) PC() int {
	if f.R == nil {
		return f.pc
	}
	if isHeap(f.R) {
		if g := genOf(f.R); g.state != genRunning {
			return int(g.pc)
		}
	}
	for w := range f.m.windows() {
		if w.R == f.R {
			return f.fn.Code.pc(w.ip) - 1
		}
	}
	return 0
}

// Code is the frame's code.
func (f *FrameObject) Code() *Code { return f.fn.Code }

// Line is the frame's current line.
func (f *FrameObject) Line() int {
	if f.R != nil && isHeap(f.R) {
		if g := genOf(f.R); g.state == genCreated {
			return g.line()
		}
	}
	return f.fn.Code.Line(f.PC())
}

// backOf finds the caller of a live frame.
func (m *Machine) backOf(f *FrameObject) *FrameObject {
	found := false
	for w := range m.windows() {
		if found {
			return m.frameAt(w.R)
		}
		found = w.R == f.R
	}
	return nil
}

// Back is the calling frame, nil at the bottom or once that is forgotten.
func (f *FrameObject) Back() *FrameObject {
	if f.R == nil || f.backOK {
		return f.back
	}
	return f.m.backOf(f)
}

func (f *FrameObject) regsView() []object.Value {
	if f.R == nil {
		return f.regs
	}
	return unsafe.Slice((*object.Value)(f.R), f.fn.Code.locals())
}

// namespace is the mapping in R[0] of code without fast locals.
func (f *FrameObject) namespace() (object.Value, bool) {
	if f.fn.Code.LocalBase == 0 {
		return object.Value{}, false
	}
	return f.regsView()[0], true
}

// Variables calls yield for each variable of the frame: fast locals and cells, then free variables.
func (f *FrameObject) variables(yield func(name *object.Str, v *object.Value) bool) {
	c := f.fn.Code
	regs := f.regsView()
	for i, n := range c.varStrs {
		p := &regs[c.LocalBase+i]
		if n.S == "" || n.S[0] == '.' && n.S != ".0" {
			continue
		}
		if cell, ok := object.AsCell(*p); ok && c.isCell(c.LocalBase+i) {
			p = &cell.V
		}
		if !yield(n, p) {
			return
		}
	}
	for _, v := range c.CellVars {
		if v.Reg < c.LocalBase+len(c.varStrs) {
			continue
		}
		cell, ok := object.AsCell(regs[v.Reg])
		if !ok {
			continue
		}
		if !yield(object.NewStr(v.Name), &cell.V) {
			return
		}
	}
	for i, n := range c.freeStrs {
		if i < len(f.fn.Closure) && !yield(n, &f.fn.Closure[i].V) {
			return
		}
	}
}

func (c *Code) isCell(reg int) bool {
	for _, v := range c.CellVars {
		if v.Reg == reg {
			return true
		}
	}
	return false
}

// snapshotLocals is locals(): a fresh dict in a function, the namespace itself elsewhere.
func (f *FrameObject) snapshotLocals(th *object.Thread) (object.Value, error) {
	ns, ok := f.namespace()
	if ok && len(f.fn.Code.varStrs) == 0 {
		return ns, nil
	}
	d := object.NewDict()
	if ok {
		if nd, isDict := object.AsDict(ns); isDict {
			if len(f.inlined()) == 0 {
				return ns, nil
			}
			d = nd.Copy()
		}
	}
	f.variables(func(n *object.Str, v *object.Value) bool {
		if v.Bound() {
			d.SetStr(n, *v)
		}
		return true
	})
	return d.Value(), nil
}

// inlined lists the bound variables of inlined comprehensions in a frame with a namespace.
func (f *FrameObject) inlined() []*object.Str {
	var out []*object.Str
	f.variables(func(n *object.Str, v *object.Value) bool {
		if v.Bound() {
			out = append(out, n)
		}
		return true
	})
	return out
}
