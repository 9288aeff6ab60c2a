package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Gen is a suspended or running frame on the heap: a generator, coroutine or async generator object. Its window follows the
// header, preceded by the frame's slot.
type Gen struct {
	object.Header
	// inner is the innermost suspended frame of the chain whose root this is; nil if that is this frame itself.
	inner *Gen
	// back is the frame that awaits this one; nil for a root.
	back *Gen
	// own is the exception the chain was handling when it was suspended.
	own   *object.Exc
	extra *genExtra
	// pc is the instruction at which the frame is suspended or waits for the frame it awaits.
	pc    int32
	depth uint16 // how many frames await it
	state uint8
	flags uint8
	slot  object.Value
}

// genExtra holds what few of them have.
type genExtra struct {
	name, qualname object.Value
	frame          *FrameObject
	origin         object.Value // cr_origin
	agen           *agenState
}

const genWindow = unsafe.Sizeof(Gen{})

// States of a Gen. A frame that awaits another one is genSuspended with its callee's back set to it.
const (
	genCreated uint8 = iota
	genSuspended
	genRunning
	genDone
)

// Flags of a Gen.
const (
	genAwaited uint8 = 1 << iota // was sent to or awaited: no "never awaited" warning
)

// rootRec says how the root of a running chain was resumed, and what to restore when it stops running.
type rootRec struct {
	gen           *Gen
	top           unsafe.Pointer
	handled, base *object.Exc
	how           resumer
}

type resumer uint8

const (
	resumeGo   resumer = iota // by Go code: the loop ends with the chain
	resumeFor                 // by a FOR_ITER in the same loop
	resumeSend                // by a call of send() in the same loop
)

type (
	gen1 struct {
		Gen
		_ [1]object.Value
	}
	gen2 struct {
		Gen
		_ [2]object.Value
	}
	gen3 struct {
		Gen
		_ [3]object.Value
	}
	gen4 struct {
		Gen
		_ [4]object.Value
	}
	gen5 struct {
		Gen
		_ [5]object.Value
	}
	gen6 struct {
		Gen
		_ [6]object.Value
	}
	gen8 struct {
		Gen
		_ [8]object.Value
	}
	gen10 struct {
		Gen
		_ [10]object.Value
	}
	gen12 struct {
		Gen
		_ [12]object.Value
	}
	gen16 struct {
		Gen
		_ [16]object.Value
	}
	gen20 struct {
		Gen
		_ [20]object.Value
	}
	gen28 struct {
		Gen
		_ [28]object.Value
	}
	gen44 struct {
		Gen
		_ [44]object.Value
	}
	gen100 struct {
		Gen
		_ [100]object.Value
	}
	gen500 struct {
		Gen
		_ [500]object.Value
	}
	genMax struct {
		Gen
		_ [bytecode.MaxRegs + 1]object.Value
	}
)

var (
	genLayout  = object.NewLayout[Gen]()
	GenType    = object.NewType("generator", object.ObjectType, genLayout)
	CoroType   = object.NewType("coroutine", object.ObjectType, genLayout)
	AGenType   = object.NewType("async_generator", object.ObjectType, genLayout)
	genShape   = GenType.ExactShape()
	coroShape  = CoroType.ExactShape()
	agenShape  = AGenType.ExactShape()
	genClasses = [...]*object.Shape{kindGenerator: genShape, kindCoroutine: coroShape, kindAsyncGen: agenShape}
)

// asGen gives v as a heap frame.
func asGen(v object.Value) (*Gen, bool) { return object.Cast[Gen](v, genLayout) }

func (g *Gen) value() object.Value { return object.Of(&g.Header) }

func (g *Gen) window() unsafe.Pointer { return unsafe.Add(unsafe.Pointer(g), genWindow) }

// genOf is the Gen around a heap window.
func genOf(R unsafe.Pointer) *Gen { return (*Gen)(unsafe.Add(R, -int(genWindow))) }

func (g *Gen) fn() *Function { return (*Function)(unsafe.Pointer(g.slot.Ref)) }

func (g *Gen) code() *Code { return g.fn().Code }

// instr is the instruction at which the frame stands.
func (g *Gen) instr() *bytecode.Instr { return (*bytecode.Instr)(g.code().at(int(g.pc))) }

func isHeap(R unsafe.Pointer) bool { return slot(R).Bits&linkKind == linkHeap }

// newGen allocates the object for a frame of fn with an empty window.
func newGen(fn *Function) *Gen {
	var g *Gen
	switch n := fn.Code.NumRegs; {
	case n <= 1:
		g = &new(gen1).Gen
	case n <= 2:
		g = &new(gen2).Gen
	case n <= 3:
		g = &new(gen3).Gen
	case n <= 4:
		g = &new(gen4).Gen
	case n <= 5:
		g = &new(gen5).Gen
	case n <= 6:
		g = &new(gen6).Gen
	case n <= 8:
		g = &new(gen8).Gen
	case n <= 10:
		g = &new(gen10).Gen
	case n <= 12:
		g = &new(gen12).Gen
	case n <= 16:
		g = &new(gen16).Gen
	case n <= 20:
		g = &new(gen20).Gen
	case n <= 28:
		g = &new(gen28).Gen
	case n <= 44:
		g = &new(gen44).Gen
	case n <= 100:
		g = &new(gen100).Gen
	case n <= 500:
		g = &new(gen500).Gen
	default:
		g = &new(genMax).Gen
	}
	g.Shape = genClasses[fn.Code.kind]
	g.slot = object.Value{Ref: &fn.Header, Bits: linkHeap}
	return g
}

// makeGen makes the object that calling a generator function gives; the parameters lie bound at args.
func (m *Machine) makeGen(fn *Function, args unsafe.Pointer) *Gen {
	g := newGen(fn)
	if c := fn.Code; c.kind == kindCoroutine || c.kind == kindGenerator && len(c.Handlers) > 0 {
		m.watch(&g.Header)
		if m.OriginDepth > 0 && c.kind == kindCoroutine {
			g.extra = &genExtra{origin: m.origin(m.OriginDepth)}
		}
	}
	n := int(fn.Code.params / bytecode.RegSize)
	copy(unsafe.Slice((*object.Value)(g.window()), n), unsafe.Slice((*object.Value)(args), n))
	if fn.Code.LocalBase > 0 { // a module with top-level await made a function
		*rg(g.window(), 0) = fn.Globals.Value()
	}
	return g
}

// root is the root of the chain that g is in.
func (g *Gen) root() *Gen {
	for g.back != nil {
		g = g.back
	}
	return g
}

// what names the kind of object in error texts.
func (g *Gen) what() string {
	switch g.code().kind {
	case kindCoroutine:
		return "coroutine"
	case kindAsyncGen:
		return "async generator"
	}
	return "generator"
}

// pushRoot notes that g, the root of a chain, is resumed.
func (m *Machine) pushRoot(g *Gen, how resumer) {
	if m.nroot == len(m.roots) {
		m.roots = append(m.roots, make([]rootRec, max(16, len(m.roots)))...)
	}
	r := &m.roots[m.nroot]
	m.nroot++
	// Writing only what differs spares write barriers: the same generator is resumed again and again.
	if r.gen != g {
		r.gen = g
	}
	if r.top != m.top {
		r.top = m.top
	}
	if r.handled != m.Handled {
		r.handled = m.Handled
	}
	if r.base != m.ExcBase {
		r.base = m.ExcBase
	}
	r.how = how
	if m.ExcBase != m.Handled {
		m.ExcBase = m.Handled
	}
	if g.own != nil {
		m.Handled, g.own = g.own, nil
	}
}

// popRoot restores what pushRoot changed; the chain is finished or suspended.
func (m *Machine) popRoot(suspended bool) *rootRec {
	m.nroot--
	r := &m.roots[m.nroot]
	if suspended && (m.Handled != m.ExcBase || m.Handled != nil && handling(r.gen)) {
		r.gen.own = m.Handled
	}
	if m.Handled != r.handled {
		m.Handled = r.handled
	}
	if m.ExcBase != r.base {
		m.ExcBase = r.base
	}
	if m.top != r.top {
		m.top = r.top
	}
	return r
}

// handling reports whether a frame of the chain that is being suspended at root stands in an except clause. It matters where the
// exception handled there is the very one that the resumer handles.
func handling(root *Gen) bool {
	g := root
	if root.inner != nil {
		g = root.inner
	}
	for ; g != nil; g = g.back {
		c, pc := g.code(), int(g.pc)
		for i := range c.Handlers {
			h := &c.Handlers[i]
			if int(h.Start) <= pc && pc < int(h.End) && c.ins[h.Target].Op == bytecode.OpPopExc {
				return true
			}
		}
	}
	return false
}

// unlink takes g, which another frame awaits, out of its chain: both parts become chains of their own, and the awaiting frame
// will send to g as to any awaitable.
func (m *Machine) unlink(g *Gen) {
	root := g.root()
	in := root.inner
	b := g.back
	root.inner = nil
	if b != root {
		root.inner = b
	}
	if in != g {
		g.inner = in
	}
	g.back = nil
	switch b.instr().Op {
	case bytecode.OpCallAwait, bytecode.OpCallMethodAwait:
		// The lazily started frame becomes the awaitable of the group's AWAIT.
		b.pc += bytecode.AwaitGroup
		*rg(b.window(), b.instr().B) = g.value()
	case bytecode.OpAsyncForNext:
		b.pc += bytecode.AwaitGroup
		*rg(b.window(), b.instr().B) = m.newASend(g, object.None, asendIter)
	}
}

// busy reports an attempt to drive a chain that is running.
func (g *Gen) busy() error {
	if g.state == genRunning || g.back != nil && g.root().state == genRunning {
		return object.ValueErrorf("%s already executing", g.what())
	}
	return nil
}

// maxClosing bounds how long a chain may be to be closed frame by frame: each takes a nested loop. In a longer one the innermost
// frame gets the GeneratorExit, which differs only if a frame survives it.
const maxClosing = 100

// resume drives g from Go: sends v, or raises exc inside.
func (m *Machine) resume(g *Gen, v object.Value, exc *object.Exc) (res object.Value, how outcome, err error) {
	if err := g.busy(); err != nil {
		return object.Value{}, returned, err
	}
	if g.state == genDone {
		if exc != nil && g.code().kind != kindCoroutine {
			return object.Value{}, returned, exc
		}
		if g.code().kind == kindCoroutine {
			return object.Value{}, returned, object.RuntimeErrorf("cannot reuse already awaited coroutine")
		}
		return object.None, returned, nil
	}
	if g.back != nil {
		m.unlink(g)
	}
	if exc != nil && g.inner != nil && g.inner.depth-g.depth < maxClosing && exc.Type().IsSubtype(object.GeneratorExitType) {
		// What the frame awaits is closed first, and by its end or refusal the frame goes on: not by the innermost one's.
		next := g.inner
		for next.back != g {
			next = next.back
		}
		m.unlink(next)
	}
	if g.state == genCreated && exc == nil && !v.IsNone() {
		return object.Value{}, returned, object.TypeErrorf("can't send non-None value to a just-started %s", g.what())
	}
	if g.state == genCreated && exc != nil {
		// Nothing has run: no handler of the frame applies.
		s := state{R: g.window(), code: g.code()}
		m.setContext(exc)
		tb := m.addTraceback(exc, &s, 0, false)
		tb.frame = m.genFrame(g)
		g.flags |= genAwaited
		m.retire(g)
		return object.Value{}, returned, exc
	}
	if err := m.push(m.R, m.ip, nil); err != nil {
		return object.Value{}, returned, err
	}
	var s state
	m.enterChain(&s, g, resumeGo)
	if exc != nil {
		m.throwInto(&s, exc)
	} else {
		m.deliver(&s, v)
	}
	if s.done {
		return s.res, s.how, s.err
	}
	return m.loop(s.R, s.ip, s.code)
}

// again resumes a generator of one frame that stands at a yield: the usual case of next().
func (m *Machine) again(g *Gen, in *bytecode.Instr) (object.Value, outcome, error) {
	if err := m.push(m.R, m.ip, nil); err != nil {
		return object.Value{}, returned, err
	}
	m.pushRoot(g, resumeGo)
	g.state = genRunning
	R, code := g.window(), g.code()
	*rg(R, in.B) = object.None
	return m.loop(R, code.at(int(g.pc)+1), code)
}

// sendInLoop executes a call of send() on a generator or coroutine without a nested loop; false if it needs the general way.
func (m *Machine) sendInLoop(s *state, g *Gen, v object.Value) bool {
	if g.back != nil || g.state != genSuspended && (g.state != genCreated || !v.IsNone()) || g.code().kind == kindAsyncGen {
		return false
	}
	if m.push(s.R, s.ip, s.code) != nil {
		return false
	}
	top := m.top
	if !isHeap(s.R) {
		m.top = unsafe.Add(s.R, s.code.size)
	}
	m.enterChain(s, g, resumeSend)
	m.roots[m.nroot-1].top = top
	m.deliver(s, v)
	return true
}

// enterChain makes g's chain the running one; s is then at the innermost frame's instruction.
func (m *Machine) enterChain(s *state, g *Gen, how resumer) {
	m.pushRoot(g, how)
	g.flags |= genAwaited
	in := g
	if g.inner != nil {
		in = g.inner
		g.inner = nil
		g.state = genRunning
	}
	// The state of the frame that goes on tells deliver whether it has started.
	m.enterFrame(s, in)
}

func (m *Machine) enterFrame(s *state, g *Gen) {
	s.R, s.code = g.window(), g.code()
	s.ip = s.code.at(int(g.pc))
}

// deliver continues the frame at s with the value sent to it.
func (m *Machine) deliver(s *state, v object.Value) {
	g := genOf(s.R)
	created := g.state == genCreated
	if g.state != genRunning || created {
		g.state = genRunning
	}
	if created {
		g.flags |= genAwaited
		return
	}
	in := (*bytecode.Instr)(s.ip)
	switch in.Op {
	case bytecode.OpYield:
		*rg(s.R, in.B) = v
		s.ip = unsafe.Add(s.ip, 8)
	case bytecode.OpAwait:
		*rg(s.R, in.A) = v
	}
}

// throwInto raises e at the frame at s, or in the native awaitable it waits for.
func (m *Machine) throwInto(s *state, e *object.Exc) {
	g := genOf(s.R)
	started := g.state != genCreated
	g.state = genRunning
	in := (*bytecode.Instr)(s.ip)
	s.ip = unsafe.Add(s.ip, 8)
	m.setContext(e)
	if !started || in.Op != bytecode.OpAwait {
		m.unwind(s, e)
		return
	}
	it := *rg(s.R, in.B)
	top := m.show(s)
	if e.Type().IsSubtype(object.GeneratorExitType) {
		err := closeAwaitable(&m.Thread, it)
		m.top = top
		if err == nil {
			err = e
		}
		m.unwind(s, err)
		return
	}
	res, done, err := object.Throw(&m.Thread, it, e)
	m.top = top
	switch {
	case err != nil:
		m.unwind(s, err)
	case done:
		*rg(s.R, in.A) = res
	default:
		s.ip = unsafe.Add(s.ip, -8)
		m.suspend(s, res)
	}
}

// closeAwaitable is what GeneratorExit does to the object a frame waits for.
func closeAwaitable(th *object.Thread, it object.Value) error {
	if f := object.S(it).CloseGen; f != nil {
		return f(th, it)
	}
	f, err := object.GetAttrOr(th, it, strClose)
	if err != nil {
		th.Unraisable(err, "Exception ignored while closing generator", it)
		return nil
	}
	if f.Bound() {
		_, err = object.Call0(th, f)
	}
	return err
}

// suspend stops the running chain at the frame and instruction of s (s.ip is the instruction itself) and hands v to whoever
// resumed it.
func (m *Machine) suspend(s *state, v object.Value) {
	pc := s.code.pc(s.ip)
	if !isHeap(s.R) {
		m.migrate(s)
		if int(genOf(s.R).depth) >= m.maxChain() {
			// The chain grew by the frames that were lazy until now.
			s.ip = unsafe.Add(s.ip, 8)
			m.unwind(s, object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded"))
			return
		}
	}
	g := genOf(s.R)
	g.pc = int32(pc)
	g.state = genSuspended
	root := m.roots[m.nroot-1].gen
	root.state = genSuspended
	root.inner = nil
	if root != g {
		root.inner = g
	}
	r := m.popRoot(true)
	m.toResumer(s, r, v, yielded)
}

// toResumer goes on where a chain was resumed, with the value it yielded.
func (m *Machine) toResumer(s *state, r *rootRec, v object.Value, how outcome) {
	m.nrec--
	f := &m.rec[m.nrec]
	if r.how == resumeGo {
		m.R, m.ip = f.R, f.ip
		s.done, s.res, s.how = true, v, how
		return
	}
	s.R, s.ip, s.code = f.R, f.ip, f.code
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	if r.how == resumeSend {
		*rg(s.R, in.C) = v
		return
	}
	*rg(s.R, in.A) = v
	s.ip = jump(s.ip, in.C)
}

// maxChain is how many frames may wait for one another.
func (m *Machine) maxChain() int { return min(m.limit, 1<<16-2) }

// migrate moves the lazy coroutine frame at s, and the lazy ones that await it, from the slab to the heap.
func (m *Machine) migrate(s *state) {
	R := s.R
	pc := int32(s.code.pc(s.ip))
	var first, below *Gen
	n := 0
	for !isHeap(R) {
		fn := funcOf(R)
		var g *Gen
		if slot(R).Bits&flagFrame != 0 {
			g = m.moveFrame(R)
		} else {
			g = newGen(fn)
		}
		regs := fn.Code.NumRegs
		copy(unsafe.Slice((*object.Value)(g.window()), regs), unsafe.Slice((*object.Value)(R), regs))
		g.state, g.flags, g.pc = genSuspended, genAwaited, pc
		if slot(R).Bits&flagChunk != 0 {
			m.popChunk()
		}
		if first == nil {
			first = g
		} else {
			below.back = g
		}
		below = g
		n++
		// The caller awaits this frame at its CALL_AWAIT; the record says where it goes on, after the group.
		m.nrec--
		f := &m.rec[m.nrec]
		pc = int32(f.code.pc(f.ip) - bytecode.AwaitGroup - 1)
		R = f.R
	}
	if first == nil {
		return
	}
	caller := genOf(R)
	caller.pc = pc
	if caller.back != nil {
		caller.state = genSuspended
	}
	below.back = caller
	// A chain that is too long for its depth to be counted is as good as one at the limit.
	d := uint16(min(int(caller.depth)+n, 1<<16-1))
	for g := first; g != caller; g = g.back {
		g.depth = d
		d--
	}
	first.state = genRunning
	s.R = first.window()
}

// finishGen ends the frame at s with a result. If another frame awaits it, that one goes on; else the chain ends.
func (m *Machine) finishGen(s *state, res object.Value) {
	g := genOf(s.R)
	m.retire(g)
	if b := g.back; b != nil {
		g.back = nil
		b.state = genRunning
		if g.code().kind == kindAsyncGen {
			// Only an async for awaits an async generator's frame: its end is a StopAsyncIteration there.
			m.enterFrame(s, b)
			s.ip = unsafe.Add(s.ip, 8)
			m.unwind(s, object.NewExc(object.StopAsyncIterationType))
			return
		}
		m.backTo(s, b, res)
		return
	}
	r := m.popRoot(false)
	m.nrec--
	f := &m.rec[m.nrec]
	if r.how == resumeGo {
		m.R, m.ip = f.R, f.ip
		s.done, s.res, s.how = true, res, returned
		return
	}
	// The FOR_ITER falls through; send() raises StopIteration.
	s.R, s.ip, s.code = f.R, f.ip, f.code
	if r.how == resumeSend {
		m.unwind(s, stopIteration(res))
	}
}

// backTo continues frame b, which awaits a frame that ended with res.
func (m *Machine) backTo(s *state, b *Gen, res object.Value) {
	m.enterFrame(s, b)
	in := (*bytecode.Instr)(s.ip)
	switch in.Op {
	case bytecode.OpAwait:
		*rg(s.R, in.B) = object.Value{}
		s.ip = unsafe.Add(s.ip, 8)
	default: // CALL_AWAIT, ASYNC_FOR_NEXT: on after the group
		in = (*bytecode.Instr)(unsafe.Add(s.ip, 8*bytecode.AwaitGroup))
		s.ip = unsafe.Add(s.ip, 8*(bytecode.AwaitGroup+1))
	}
	*rg(s.R, in.A) = res
}

// retire marks g finished and lets go of what its window holds.
func (m *Machine) retire(g *Gen) {
	g.state = genDone
	if g.extra != nil && g.extra.frame != nil {
		g.extra.frame.detach(m, g.window())
	}
	clear(unsafe.Slice((*object.Value)(g.window()), g.code().NumRegs))
}

// await executes AWAIT at s (s.ip past it).
func (m *Machine) await(s *state, in *bytecode.Instr) {
	it := *rg(s.R, in.B)
	if g, ok := asGen(it); ok && g.code().kind != kindAsyncGen && g.back == nil && (g.state == genCreated || g.state == genSuspended) {
		s.ip = unsafe.Add(s.ip, -8)
		m.link(s, g, *rg(s.R, in.A))
		return
	}
	if g, ok := asGen(it); ok && g.state == genDone && g.code().kind == kindCoroutine {
		m.unwind(s, object.RuntimeErrorf("cannot reuse already awaited coroutine"))
		return
	}
	top := m.show(s)
	res, done, err := object.Send(&m.Thread, it, *rg(s.R, in.A))
	m.top = top
	switch {
	case err != nil:
		m.unwind(s, err)
	case done:
		*rg(s.R, in.B) = object.Value{}
		*rg(s.R, in.A) = res
	default:
		s.ip = unsafe.Add(s.ip, -8)
		m.suspend(s, res)
	}
}

// link makes the frame at s (s.ip at the awaiting instruction) wait for g and goes on in g's chain, sending v.
func (m *Machine) link(s *state, g *Gen, v object.Value) {
	if g.state == genCreated && !v.IsNone() {
		s.ip = unsafe.Add(s.ip, 8)
		m.unwind(s, object.TypeErrorf("can't send non-None value to a just-started %s", g.what()))
		return
	}
	pc := s.code.pc(s.ip)
	if !isHeap(s.R) {
		m.migrate(s)
	}
	cur := genOf(s.R)
	if int(cur.depth) >= m.maxChain() {
		s.ip = unsafe.Add(s.ip, 8)
		m.unwind(s, object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded"))
		return
	}
	cur.pc = int32(pc)
	if cur.back != nil {
		// A root stays genRunning: that is how its chain is known to run.
		cur.state = genSuspended
	}
	g.back, g.depth = cur, cur.depth+1
	g.flags |= genAwaited
	in := g
	if g.inner != nil {
		in, g.inner = g.inner, nil
	}
	if g.own != nil {
		m.Handled, g.own = g.own, nil
	}
	m.enterFrame(s, in)
	m.deliver(s, v)
}

// sendSlot, throwSlot, closeSlot and nextSlot are the slots of generators and coroutines.
func sendSlot(th *object.Thread, v, arg object.Value) (object.Value, bool, error) {
	res, how, err := machine(th).resume(object.Unchecked[Gen](v), arg, nil)
	return res, how == returned, err
}

func throwSlot(th *object.Thread, v object.Value, e *object.Exc) (object.Value, bool, error) {
	res, how, err := machine(th).resume(object.Unchecked[Gen](v), object.Value{}, e)
	return res, how == returned, err
}

func closeSlot(th *object.Thread, v object.Value) error {
	_, err := closeGen(machine(th), object.Unchecked[Gen](v))
	return err
}

// closeGen is generator.close(); it gives the value the generator returned, or None.
func closeGen(m *Machine, g *Gen) (object.Value, error) {
	if err := g.busy(); err != nil {
		return object.Value{}, err
	}
	switch g.state {
	case genCreated:
		g.flags |= genAwaited
		m.retire(g)
		return object.None, nil
	case genDone:
		return object.None, nil
	}
	res, how, err := m.resume(g, object.Value{}, object.NewExc(object.GeneratorExitType))
	if err == nil && how == returned {
		return res, nil
	}
	if err == nil {
		return object.Value{}, object.RuntimeErrorf("%s ignored GeneratorExit", g.what())
	}
	if object.Matches(err, object.GeneratorExitType) || object.Matches(err, object.StopIterationType) {
		return object.None, nil
	}
	return object.Value{}, err
}

func nextSlot(th *object.Thread, v object.Value) (object.Value, error) {
	g := object.Unchecked[Gen](v)
	if g.state == genDone {
		return object.Value{}, nil
	}
	m := machine(th)
	var res object.Value
	var how outcome
	var err error
	if in := g.instr(); g.state == genSuspended && g.back == nil && g.inner == nil && g.own == nil && in.Op == bytecode.OpYield && m.Handled == m.ExcBase {
		res, how, err = m.again(g, in)
	} else {
		res, how, err = m.resume(g, object.None, nil)
	}
	if err != nil || how != returned {
		return res, err
	}
	if res.IsNone() {
		return object.Value{}, nil
	}
	return object.Value{}, stopIteration(res)
}

// stopIteration makes the StopIteration that carries a generator's result.
func stopIteration(v object.Value) *object.Exc {
	e := object.NewStopIteration(v)
	if _, isTuple := object.AsTuple(v); isTuple {
		e.SetField("value", v)
	}
	return e
}
