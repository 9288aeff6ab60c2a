package vm

import (
	"runtime"
	"weak"

	"ouro/internal/object"
)

// Generators and their like that nobody refers to any more: an abandoned generator is closed, so that its finally clauses run,
// an async generator goes to the event loop's hook, and of a coroutine that never ran there is a warning.
//
// That needs a Go finaliser, which costs more than making the object. Nearly all of them end soon, so a new one first goes to a
// short list that keeps it alive, and only what has not ended when it must leave the list gets a finaliser. The list is emptied
// at each garbage collection.

// Coroutines have many places because programs make them in batches: gather(*(f(x) for x in xs)). Generators come and go one
// by one, and the fewer lie in between, the more likely is an old one still in the processor's cache when it must leave.
const (
	freshCoros = 1024
	freshGens  = 64
)

// fresh is a machine's list of new objects.
type fresh struct {
	coros [freshCoros]*object.Header
	gens  [freshGens]*object.Header
	ncoro uint16
	ngen  uint16
	armed bool
	// finalise are the finalisers, made once.
	gen   func(g *Gen)
	asend func(a *asend)
}

// watch puts a new object on the list.
func (m *Machine) watch(h *object.Header) {
	f := &m.fresh
	if !f.armed {
		m.armFresh()
	}
	var place **object.Header
	if h.Shape == genShape {
		place = &f.gens[f.ngen%freshGens]
		f.ngen++
	} else {
		place = &f.coros[f.ncoro%freshCoros]
		f.ncoro++
	}
	old := *place
	*place = h
	if old != nil {
		m.letGo(old)
	}
}

// alarm is garbage whose finaliser tells that a collection has taken place.
type alarm struct{ _ *int }

func (m *Machine) armFresh() {
	f := &m.fresh
	f.armed = true
	in := m.Interp
	if f.gen == nil {
		f.gen = func(g *Gen) {
			if g.endsBadly() {
				in.PostFinal(func(th *object.Thread) { finalizeGen(th, g) })
			}
		}
		f.asend = func(a *asend) {
			if a.state == 0 {
				in.PostFinal(func(th *object.Thread) { warnASend(th, a) })
			}
		}
	}
	w := weak.Make(m)
	runtime.SetFinalizer(&alarm{new(int)}, func(*alarm) {
		if m := w.Value(); m != nil {
			m.Interp.PostFinal(func(*object.Thread) { m.releaseFresh() })
		}
	})
}

// releaseFresh empties the list.
func (m *Machine) releaseFresh() {
	f := &m.fresh
	f.armed = false
	for _, ring := range [...][]*object.Header{f.coros[:], f.gens[:]} {
		for i, h := range ring {
			if h != nil {
				ring[i] = nil
				m.letGo(h)
			}
		}
	}
}

// letGo gives an object that leaves the list a finaliser if it needs one.
func (m *Machine) letGo(h *object.Header) {
	switch h.Shape {
	case genShape, coroShape, agenShape:
		if g := object.Unchecked[Gen](object.Of(h)); g.state != genDone && (g.code().kind != kindCoroutine || g.flags&genAwaited == 0 || len(g.code().Handlers) > 0) {
			runtime.SetFinalizer(g, m.fresh.gen)
		}
	default:
		if a := object.Unchecked[asend](object.Of(h)); a.state == 0 {
			runtime.SetFinalizer(a, m.fresh.asend)
		}
	}
}

// endsBadly reports whether there is something to do for an abandoned frame.
func (g *Gen) endsBadly() bool {
	switch g.state {
	case genCreated:
		return g.code().kind == kindCoroutine && g.flags&genAwaited == 0
	case genSuspended:
		return true
	}
	return false
}

// finalizeGen does what an abandoned frame needs; it lives again meanwhile.
func finalizeGen(th *object.Thread, g *Gen) {
	if !g.endsBadly() {
		return
	}
	handled, base := th.Handled, th.ExcBase
	th.Handled, th.ExcBase = nil, nil
	defer func() { th.Handled, th.ExcBase = handled, base }()
	switch k := g.code().kind; {
	case g.state == genCreated:
		warnUnawaited(th, g)
	case k == kindAsyncGen && g.agen().finalizer.Bound() && !g.agen().finalizer.IsNone():
		if _, err := object.Call1(th, g.agen().finalizer, g.value()); err != nil {
			th.Unraisable(err, "Exception ignored while finalizing async generator", g.value())
		}
	default:
		if _, err := closeGen(machine(th), g); err != nil {
			th.Unraisable(err, "Exception ignored while closing generator", g.value())
		}
	}
}

// warnUnawaited warns of a coroutine that nobody can await any more.
func warnUnawaited(th *object.Thread, g *Gen) {
	g.flags |= genAwaited
	warnNeverAwaited(th, g.value(), g.QualName())
}

func warnNeverAwaited(th *object.Thread, coro object.Value, name string) {
	w, err := th.Interp.Host.Import(th, "warnings")
	var f object.Value
	if err == nil {
		f, err = object.GetAttrOr(th, w, strWarnUnawaited)
	}
	if err == nil && f.Bound() {
		if _, err = object.Call1(th, f, coro); err == nil {
			return
		}
	}
	if err != nil {
		th.Unraisable(err, "Exception ignored while finalizing coroutine", coro)
		if object.Matches(err, object.RuntimeWarningType) {
			return
		}
	}
	if err := object.Warn(th, object.RuntimeWarningType, "coroutine '"+name+"' was never awaited", 1); err != nil {
		th.Unraisable(err, "Exception ignored while finalizing coroutine", coro)
	}
}

// warnDropped warns of a coroutine, or the like, that Go code made and the running statement throws away.
func (m *Machine) warnDropped(s *state, v object.Value) {
	t := v.Type()
	switch {
	case t == ASendType || t == AThrowType:
		if a := object.Unchecked[asend](v); a.state == 0 && m.discards(s) {
			top := m.show(s)
			warnASend(&m.Thread, a)
			m.top = top
		}
	case t.Base == CoroType && m.discards(s):
		top := m.show(s)
		name, err := object.GetAttr(&m.Thread, v, strQualName)
		if text, ok := object.AsStr(name); ok && err == nil {
			warnNeverAwaited(&m.Thread, v, text.S)
			_ = closeAwaitable(&m.Thread, v) // it has not begun
		}
		m.top = top
	}
}

func warnASend(th *object.Thread, a *asend) {
	a.state = 2
	method := [...]string{"asend", "athrow", "aclose"}[a.kind]
	if err := object.Warn(th, object.RuntimeWarningType, "coroutine method '"+method+"' of '"+a.g.QualName()+"' was never awaited", 1); err != nil {
		th.Unraisable(err, "Exception ignored while finalizing coroutine", object.Of(&a.Header))
	}
}

// WarnUnawaited warns of the coroutines that the program has made lately and not awaited. It is for the program's end, when
// what still refers to them no longer counts.
func (m *Machine) WarnUnawaited() {
	for i, h := range m.fresh.coros {
		if h == nil || h.Shape != coroShape {
			continue
		}
		m.fresh.coros[i] = nil
		if g := object.Unchecked[Gen](object.Of(h)); g.state == genCreated && g.flags&genAwaited == 0 {
			finalizeGen(&m.Thread, g)
		}
	}
}

// origin is cr_origin of a coroutine made now: file, line and function of up to depth frames.
func (m *Machine) origin(depth int) object.Value {
	var out []object.Value
	for w := range m.windows() {
		if len(out) == depth {
			break
		}
		c := funcOf(w.R).Code
		out = append(out, object.TupleValue(object.StrValue(c.Filename), object.Int(int64(c.Line(c.pc(w.ip)-1))), object.StrValue(c.Name)))
	}
	return object.TupleValue(out...)
}
