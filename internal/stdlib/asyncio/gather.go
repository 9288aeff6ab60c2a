package asyncio

import (
	"ouro/internal/object"
)

// gathering is the future that gather returns.
type gathering struct {
	Future
	kids       []gatherChild
	order      []int32 // for each argument, which kid
	finished   int
	keepErrors bool  // return_exceptions
	cancelled  bool  // cancel() was called
	caller     Value // the task that called gather
}

// gatherChild is the done callback of one awaitable.
type gatherChild struct {
	g   *gathering
	fut Value
}

var (
	gatherLayout  = object.NewLayout[gathering]()
	gatheringType = object.NewType("_GatheringFuture", FutureType, gatherLayout)
	gatherShape   = gatheringType.ExactShape()
)

func (c *gatherChild) Run() error { return c.runOn(loopThread(c.g.loop)) }

func (c *gatherChild) runOn(th *Thread) error { return c.g.childDone(th, c.fut) }

func (c *gatherChild) describe() string { return "gather.<locals>._done_callback()" }

func (g *gathering) childDone(th *Thread, fut Value) error {
	g.finished++
	discardAwaiter(fut, g.caller)
	isCanc, err := futCancelled(th, fut)
	if err != nil {
		return err
	}
	if g.state != pending {
		if !isCanc {
			_, err = futException(th, fut) // so that it is not called never retrieved
		}
		return err
	}
	if !g.keepErrors {
		if isCanc {
			e, err := madeCancelled(th, fut)
			if err != nil {
				return err
			}
			return g.fail(th, e)
		}
		e, err := futException(th, fut)
		if err != nil {
			return err
		}
		if e != nil {
			return g.fail(th, e)
		}
	}
	if g.finished < len(g.kids) {
		return nil
	}
	if g.cancelled {
		e, err := madeCancelled(th, fut)
		if err != nil {
			return err
		}
		return g.fail(th, e)
	}
	res := make([]Value, len(g.order))
	for i, k := range g.order {
		if res[i], err = g.outcome(th, g.kids[k].fut); err != nil {
			return err
		}
	}
	return g.setResult(th, object.ListValue(res...))
}

func (g *gathering) outcome(th *Thread, fut Value) (Value, error) {
	if f := exactFuture(fut); f != nil && f.state == finished && f.exc == nil {
		return f.result, nil
	}
	c, err := futCancelled(th, fut)
	if err != nil {
		return Value{}, err
	}
	if c {
		msg, err := object.GetAttrOr(th, fut, object.NewStr("_cancel_message"))
		if err != nil {
			return Value{}, err
		}
		if msg.Ref == nil || msg.IsNone() {
			msg = object.StrValue("")
		}
		return object.NewExc(CancelledErrorType, msg).Value(), nil
	}
	e, err := futException(th, fut)
	if err != nil {
		return Value{}, err
	}
	if e != nil {
		return e.Value(), nil
	}
	return futResult(th, fut)
}

// fail sets the exception; even a CancelledError only makes it done.
func (g *gathering) fail(th *Thread, e *Exc) error { return g.setExc(th, e) }

func madeCancelled(th *Thread, fut Value) (*Exc, error) {
	if f := asFuture(fut); f != nil {
		return f.cancelledError(), nil
	}
	r, err := object.CallMethod(th, fut, object.NewStr("_make_cancelled_error"))
	if err != nil {
		return nil, err
	}
	if e, ok := object.AsException(r); ok {
		return e, nil
	}
	return newCancelled(Value{}), nil
}

func (g *gathering) cancel(th *Thread, msg Value) (bool, error) {
	if g.state != pending {
		return false, nil
	}
	any := false
	for i := range g.kids {
		ok, err := futCancel(th, g.kids[i].fut, msg)
		if err != nil {
			return false, err
		}
		any = any || ok
	}
	if any {
		g.cancelled = true
	}
	return any, nil
}

// gather is gather(*aws, return_exceptions=False).
func gather(th *Thread, aws []Value, keepErrors bool) (Value, error) {
	if len(aws) == 0 {
		loop, err := getEventLoop(th)
		if err != nil {
			return Value{}, err
		}
		f, err := createFuture(th, loop)
		if err != nil {
			return Value{}, err
		}
		if nf := exactFuture(f); nf != nil {
			return f, nf.setResult(th, object.ListValue())
		}
		_, err = object.CallMethod(th, f, nSetResult, object.ListValue())
		return f, err
	}
	g := &gathering{keepErrors: keepErrors, caller: ts(th).current}
	g.Shape = gatherShape
	g.kids = make([]gatherChild, 0, len(aws))
	g.order = make([]int32, len(aws))
	var loop Value
	seen := make(map[*object.Header]int32, len(aws))
	var done []Value
	for i, a := range aws {
		if k, ok := seen[a.Ref]; ok && !a.IsImmediate() {
			g.order[i] = k
			continue
		}
		fut, err := ensureFuture(th, a, loop)
		if err != nil {
			return Value{}, err
		}
		if loop.Ref == nil {
			if loop, err = loopOfFuture(th, fut); err != nil {
				return Value{}, err
			}
			g.loop = loop
			if nativeLoop(loop) == nil || nativeLoop(loop).debug {
				if debugOf(th, loop) {
					g.setSource(th)
				}
			}
		}
		if fut != a {
			if t := asTask(fut); t != nil {
				t.flags |= taskQuiet
			} else if err := object.SetAttr(th, fut, object.NewStr("_log_destroy_pending"), object.False); err != nil {
				return Value{}, err
			}
		}
		k := int32(len(g.kids))
		seen[a.Ref] = k
		g.order[i] = k
		g.kids = append(g.kids, gatherChild{g, fut})
		isDone, err := futDone(th, fut)
		if err != nil {
			return Value{}, err
		}
		if isDone {
			done = append(done, fut)
		} else {
			if err := futAdd(th, fut, &g.kids[k]); err != nil {
				return Value{}, err
			}
			addAwaiter(fut, g.caller)
		}
	}
	for _, f := range done {
		if err := g.childDone(th, f); err != nil {
			return Value{}, err
		}
	}
	return g.Value(), nil
}

// shielded is the pair of callbacks of shield: outer follows inner, and lets go of it when it is cancelled itself.
type shielded struct {
	inner  Value
	outer  *Future
	caller Value
}

// shieldOuter is the done callback of outer.
type shieldOuter shielded

func (s *shielded) Run() error { return s.runOn(loopThread(s.outer.loop)) }

func (s *shielded) describe() string { return "shield.<locals>._inner_done_callback()" }

func (s *shieldOuter) describe() string { return "shield.<locals>._outer_done_callback()" }

// runOn tells outer how inner ended.
func (s *shielded) runOn(th *Thread) error {
	o := s.outer
	discardAwaiter(s.inner, s.caller)
	c, err := futCancelled(th, s.inner)
	if err != nil {
		return err
	}
	if o.state == cancelled {
		return nil
	}
	if o.state != pending {
		return nil
	}
	if c {
		_, err := o.cancelNow(th, Value{})
		return err
	}
	e, err := futException(th, s.inner)
	if err != nil {
		return err
	}
	if e != nil {
		return o.setExc(th, e)
	}
	v, err := futResult(th, s.inner)
	if err != nil {
		return err
	}
	return o.setResult(th, v)
}

func (s *shieldOuter) Run() error { return s.runOn(loopThread(s.outer.loop)) }

// runOn lets go of inner once outer is done; an exception of inner is then reported.
func (s *shieldOuter) runOn(th *Thread) error {
	done, err := futDone(th, s.inner)
	if err != nil || done {
		return err
	}
	if err := futDrop(th, s.inner, (*shielded)(s)); err != nil {
		return err
	}
	lost := shieldLost{s.inner, s.outer.loop}
	if err := futDrop(th, s.inner, lost); err != nil { // of another outer one
		return err
	}
	return futAdd(th, s.inner, lost)
}

// shieldLost reports an exception of a shielded future whose outer one was cancelled.
type shieldLost struct{ inner, loop Value }

func (s shieldLost) Run() error { return s.runOn(loopThread(s.loop)) }

func (s shieldLost) describe() string { return "_log_on_exception()" }

func (s shieldLost) runOn(th *Thread) error {
	c, err := futCancelled(th, s.inner)
	if err != nil || c {
		return err
	}
	e, err := futException(th, s.inner)
	if err != nil || e == nil {
		return err
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue(e.Type().Name+" exception in shielded future"))
	d.SetStr(nException, e.Value())
	d.SetStr(nFuture, s.inner)
	if f := asFuture(s.inner); f != nil && f.rare != nil && f.rare.source.Ref != nil {
		d.SetStr(nSourceTraceback, f.rare.source)
	}
	return callExceptionHandler(th, s.loop, d)
}

// shield is shield(arg).
func shield(th *Thread, arg Value) (Value, error) {
	inner, err := ensureFuture(th, arg, Value{})
	if err != nil {
		return Value{}, err
	}
	if done, err := futDone(th, inner); err != nil || done {
		return inner, err
	}
	loop, err := loopOfFuture(th, inner)
	if err != nil {
		return Value{}, err
	}
	outer := newFuture(loop)
	s := &shielded{inner, outer, ts(th).current}
	addAwaiter(inner, s.caller)
	if err := futAdd(th, inner, s); err != nil {
		return Value{}, err
	}
	outer.add((*shieldOuter)(s))
	return outer.Value(), nil
}

func init() {
	t := gatheringType
	t.Module = "asyncio.tasks"
	t.Doc = "What gather() returns: cancelling it cancels what it waits for."
	t.Flags |= object.FlagNoNew
	t.Methods = []object.Func{{Sig: "cancel(msg=None)", Doc: "Cancel what is waited for; False if nothing could be.", Fn: object.F2(func(th *Thread, self, msg Value) (Value, error) {
		ok, err := object.Unchecked[gathering](self).cancel(th, msg)
		return object.Bool(ok), err
	})}}
}
