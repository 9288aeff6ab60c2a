package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Raising, unwinding, tracebacks.

// Traceback is a Python traceback: one frame that an exception passed through.
type Traceback struct {
	object.Header
	next *Traceback
	// frame is the frame object; nil while it has not been asked for. Then, if the exception left the frame, vars is the first
	// of its variables (if any) as they were; else the frame may still run, and R is its window.
	frame *FrameObject
	vars  *object.Value
	R     unsafe.Pointer
	m     *Machine
	fn    *Function // whose frame it was; nil for entries that scripts made
	code  *Code
	pc    int32
	left  int32 // one past the instruction at which the exception left the frame, 0 if it did not
	line  int   // set by a script that made the object itself, else 0
}

var (
	tbLayout      = object.NewLayout[Traceback]()
	TracebackType = object.NewType("traceback", object.ObjectType, tbLayout)
)

// AsTraceback gives v as a traceback.
func AsTraceback(v object.Value) (*Traceback, bool) { return object.Cast[Traceback](v, tbLayout) }

// Next, Code, PC and Line describe the entry.
func (t *Traceback) Next() *Traceback { return t.next }

// Code is the code that was running.
func (t *Traceback) Code() *Code { return t.code }

// PC is the index of the instruction that raised or called.
func (t *Traceback) PC() int { return int(t.pc) }

// Line is the line of that instruction, 0 if unknown.
func (t *Traceback) Line() int {
	if t.line != 0 {
		return int(t.line)
	}
	return t.code.Line(int(t.pc))
}

// setContext gives e the exception being handled as its context, if it has none yet.
func (m *Machine) setContext(e *object.Exc) {
	h := m.Handled
	if h == nil || h == e || e.Context != nil {
		return
	}
	linkContext(e, h)
}

// linkContext makes h the context of e; a cycle that this would close is cut.
func linkContext(e, h *object.Exc) {
	slow, step := h, false
	for x := h; x.Context != nil; x = x.Context {
		if x.Context == e {
			x.Context = nil
			break
		}
		if step {
			slow = slow.Context
		}
		step = !step
		if slow == x.Context {
			break
		}
	}
	e.Context = h
}

// raise gives the exception of `raise v from cause`; cause is unbound without `from`.
func (m *Machine) raise(v, cause object.Value) error {
	th := &m.Thread
	e, ok := object.AsException(v)
	if !ok {
		t, isType := object.AsType(v)
		if !isType || !t.IsSubtype(object.BaseExceptionType) {
			return object.TypeErrorf("exceptions must derive from BaseException")
		}
		if t.IsHeap() {
			var err error
			if e, err = object.MakeException(th, t); err != nil {
				return err
			}
		} else {
			e = object.NewExc(t)
		}
	}
	if cause.Bound() {
		switch c, ok := object.AsException(cause); {
		case ok:
			e.Cause = c
		case cause.IsNone():
			e.Cause = nil
		default:
			t, isType := object.AsType(cause)
			if !isType || !t.IsSubtype(object.BaseExceptionType) {
				return object.TypeErrorf("exception causes must derive from BaseException")
			}
			c, err := object.MakeException(th, t)
			if err != nil {
				return err
			}
			e.Cause = c
		}
		e.SuppressContext = true
	}
	if h := m.Handled; h != nil && h != e {
		linkContext(e, h)
	}
	return e
}

// unwind looks for the handler of an error raised by the instruction before s.ip, leaving frames that have none; s is then at
// the handler, or done.
func (m *Machine) unwind(s *state, err error) {
	e := object.AsExc(err)
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	fresh := true
	switch generic(in.Op) {
	case bytecode.OpReraise, bytecode.OpEndAsyncFor:
		fresh = false
	case bytecode.OpRaiseAgain:
		// A bare raise goes on where the exception was caught; that none is handled is an error of this frame.
		fresh = e != m.Handled
	default:
		// An exception with a traceback comes from Python code that has run, and had its context set where it was raised.
		if !e.Traceback.Bound() || e.Traceback.IsNone() {
			m.setContext(e)
		}
	}
	for {
		pc := s.code.pc(s.ip) - 1
		h := s.code.handler(pc)
		var tb *Traceback
		if fresh {
			tb = m.addTraceback(e, s, pc, h == nil)
		}
		fresh = true
		if h != nil {
			*rg(s.R, h.Reg) = e.Value()
			s.ip = s.code.at(int(h.Target))
			return
		}
		link := slot(s.R).Bits
		if link&linkKind == linkHeap {
			g := genOf(s.R)
			e = m.leavingGen(g, e)
			if tb != nil {
				tb.frame = m.genFrame(g)
			}
			m.retire(g)
			if b := g.back; b != nil {
				g.back = nil
				b.state = genRunning
				m.enterFrame(s, b)
				s.ip = unsafe.Add(s.ip, 8)
				continue
			}
			r := m.popRoot(false)
			m.nrec--
			f := &m.rec[m.nrec]
			if r.how == resumeGo {
				m.R, m.ip = f.R, f.ip
				s.done, s.err, s.res = true, e, object.Value{}
				return
			}
			s.R, s.ip, s.code = f.R, f.ip, f.code
			continue
		}
		if tb == nil {
			// A re-raised exception may have its entry of this frame already.
			if t, ok := AsTraceback(e.Traceback); ok && t.R == s.R && t.m == m && t.code == s.code {
				tb = t
			}
		}
		if tb != nil && tb.frame == nil {
			if tb.left = int32(pc) + 1; tb.vars == nil {
				tb.vars = unsafe.SliceData(append([]object.Value(nil), variables(s)...))
			}
		}
		if link&flagFrame != 0 {
			m.detachFrame(s)
		}
		if link&flagChunk != 0 {
			m.popChunk()
		}
		m.nrec--
		f := &m.rec[m.nrec]
		if link&linkKind == linkEntry {
			m.R, m.ip = f.R, f.ip
			s.done, s.err, s.res = true, e, object.Value{}
			return
		}
		s.R, s.ip, s.code = f.R, f.ip, f.code
		if link&linkKind == linkCoro {
			// The caller stands at its CALL_AWAIT, before the group.
			e = coroStop(e, "coroutine")
			s.ip = unsafe.Add(s.ip, -8*bytecode.AwaitGroup)
		}
	}
}

// handler finds the innermost handler that covers instruction pc.
func (c *Code) handler(pc int) *bytecode.Handler {
	for i := range c.Handlers {
		h := &c.Handlers[i]
		if int(h.Start) <= pc && pc < int(h.End) {
			return h
		}
	}
	return nil
}

// addTraceback adds the entry of the frame at s. If the exception leaves a slab frame, the entry keeps the frame's variables, a
// few of them in its own allocation.
func (m *Machine) addTraceback(e *object.Exc, s *state, pc int, leaves bool) *Traceback {
	var tb *Traceback
	flags := slot(s.R).Bits
	switch n := s.code.locals(); {
	case !leaves || n == 0 || flags&flagFrame != 0 || flags&linkKind == linkHeap:
		tb = new(Traceback)
	case n == 1:
		x := new(struct {
			Traceback
			vars [1]object.Value
		})
		tb, x.Traceback.vars, x.vars[0] = &x.Traceback, &x.vars[0], *rg(s.R, 0)
	case n <= 4:
		x := new(struct {
			Traceback
			vars [4]object.Value
		})
		tb, x.Traceback.vars = &x.Traceback, &x.vars[0]
		copy(x.vars[:], variables(s))
	default:
		tb = new(Traceback)
	}
	tb.fn, tb.code, tb.pc, tb.R, tb.m = funcOf(s.R), s.code, int32(pc), s.R, m
	tb.Shape = TracebackType.ExactShape()
	if flags&flagFrame != 0 {
		tb.frame = m.frames[s.R]
	}
	tb.next, _ = AsTraceback(e.Traceback)
	e.Traceback = object.Of(&tb.Header)
	return tb
}

// leavingGen turns a StopIteration that leaves a generator's frame into a RuntimeError.
func (m *Machine) leavingGen(g *Gen, e *object.Exc) *object.Exc { return coroStop(e, g.what()) }

func coroStop(e *object.Exc, what string) *object.Exc {
	name := "StopIteration"
	if !e.Type().IsSubtype(object.StopIterationType) {
		if what != "async generator" || !e.Type().IsSubtype(object.StopAsyncIterationType) {
			return e
		}
		name = "StopAsyncIteration"
	}
	r := object.RuntimeErrorf("%s raised %s", what, name)
	r.Cause, r.Context, r.SuppressContext = e, e, true
	// The new exception starts where the old one left off.
	r.Traceback = e.Traceback
	if tb, ok := AsTraceback(e.Traceback); ok {
		c := *tb
		c.next = nil
		r.Traceback = object.Of(&c.Header)
	}
	return r
}

// excMatch is `except match` for exception v.
func (m *Machine) excMatch(v, match object.Value) (bool, error) {
	e, _ := object.AsException(v)
	return matchClass(e, match, "catching classes that do not inherit from BaseException is not allowed")
}

func matchClass(e *object.Exc, match object.Value, msg string) (bool, error) {
	if t, ok := object.AsType(match); ok && t.IsSubtype(object.BaseExceptionType) {
		return e.Type().IsSubtype(t), nil
	}
	tup, ok := object.AsTuple(match)
	if !ok {
		return false, object.TypeErrorf("%s", msg)
	}
	for _, x := range tup.Items {
		if t, ok := object.AsType(x); !ok || !t.IsSubtype(object.BaseExceptionType) {
			return false, object.TypeErrorf("%s", msg)
		}
	}
	for _, x := range tup.Items {
		if t, _ := object.AsType(x); e.Type().IsSubtype(t) {
			return true, nil
		}
	}
	return false, nil
}

// checkEGMatch executes CHECK_EG_MATCH.
func (m *Machine) checkEGMatch(d, rest *object.Value, v, match object.Value) error {
	e, ok := object.AsException(v)
	if !ok { // None: nothing is left
		*d, *rest = object.None, object.None
		return nil
	}
	if _, err := matchClass(e, match, "catching classes that do not inherit from BaseException is not allowed"); err != nil {
		return err
	}
	types := []object.Value{match}
	if tup, ok := object.AsTuple(match); ok {
		types = tup.Items
	}
	for _, x := range types {
		if t, ok := object.AsType(x); ok && t.IsSubtype(object.BaseExceptionGroupType) {
			return object.TypeErrorf("catching ExceptionGroup with except* is not allowed. Use except instead.")
		}
	}
	got, left, err := object.SplitExceptionGroup(&m.Thread, e.Value(), match)
	if err != nil {
		return err
	}
	*d, *rest = got, left
	if g, ok := object.AsException(got); ok {
		m.Handled = g
	}
	return nil
}
