package asyncio

import "ouro/internal/object"

// coro is a native coroutine: what calling a coroutine function of this package returns. It is the first field of a struct that holds
// the function's arguments and variables and implements stepper.
//
// A step runs from one await to the next. It waits by returning c.await(v), and is called again with the outcome; it ends by
// returning without having called await. pc is its own, to know where it was.
type coro struct {
	object.Header
	body  stepper
	sub   Value // what it waits for: one of our futures itself, else what is driven
	state uint8
	pc    uint8
	bare  bool // it waits for nothing but the next pass
}

// stepper is a coroutine function's body.
type stepper interface {
	step(th *Thread, in Value, err error) (Value, error)
	// qualname is what cr_name shows.
	qualname() string
	base() *coro
}

// States of a coro.
const (
	coroCreated uint8 = iota
	coroSuspended
	coroRunning
	coroClosed
)

var (
	coroLayout = object.NewLayout[coro]()
	coroType   = object.NewType("coroutine", object.ObjectType, coroLayout)
	coroShape  = coroType.ExactShape()
)

// DeriveCoroutines makes the native coroutines' class a subclass of the machine's, so that types.CoroutineType knows them. It is called
// before any type is in use. All methods and slots of base must have their own version here, for base's work on another struct; a test
// in interp compares them.
func DeriveCoroutines(base *object.Type) { coroType.Base, coroType.Bases = base, []*object.Type{base} }

// CoroutineType is the native coroutines' class.
func CoroutineType() *object.Type { return coroType }

func (c *coro) base() *coro { return c }

// newCoro makes the coroutine object of a body.
func newCoro(b stepper) Value {
	c := b.base()
	c.Shape = coroShape
	c.body = b
	return object.Of(&c.Header)
}

// await has the step wait for v. Its result is the step's own.
func (c *coro) await(th *Thread, v Value) (Value, error) {
	if f := exactFuture(v); f != nil {
		if err := f.check(); err != nil {
			return Value{}, err
		}
		c.sub = v
		return Value{}, nil
	}
	it, err := awaitable(th, v)
	if err != nil {
		return Value{}, err
	}
	c.sub = it
	return Value{}, nil
}

// awaitFuture is await for a future of ours.
func (c *coro) awaitFuture(f *Future) (Value, error) {
	c.sub = f.Value()
	return Value{}, nil
}

// pass has the step wait for the next pass of the loop.
func (c *coro) pass() (Value, error) {
	c.bare = true
	return Value{}, nil
}

// awaitable is what `await v` drives.
func awaitable(th *Thread, v Value) (Value, error) {
	if v.Ref.Shape == coroShape {
		return v, nil
	}
	s := object.S(v)
	if s.Await == nil {
		return Value{}, object.TypeErrorf("'%s' object can't be awaited", v.Type().Name)
	}
	if s.Send != nil && v.Type().Name == "coroutine" {
		return v, nil
	}
	it, err := s.Await(th, v)
	if err != nil {
		return Value{}, err
	}
	if is := object.S(it); is.Next == nil && is.Send == nil {
		return Value{}, object.TypeErrorf("%s.__await__() must return an iterator, not %s", v.Type().Name, it.Type().Name)
	}
	return it, nil
}

func isAwaitable(v Value) bool {
	return !v.IsImmediate() && object.S(v).Await != nil
}

func coroSend(th *Thread, v, arg Value) (Value, bool, error) {
	return object.Unchecked[coro](v).resume(th, arg, nil)
}

func coroThrow(th *Thread, v Value, e *Exc) (Value, bool, error) {
	return object.Unchecked[coro](v).resume(th, Value{}, e)
}

func (c *coro) resume(th *Thread, in Value, e *Exc) (Value, bool, error) {
	var err error
	if e != nil {
		err = e
	}
	switch c.state {
	case coroRunning:
		return Value{}, false, object.ValueErrorf("coroutine already executing")
	case coroClosed:
		if err == nil || !e.Type().IsSubtype(object.GeneratorExitType) {
			err = object.RuntimeErrorf("cannot reuse already awaited coroutine")
		}
		return Value{}, false, err
	case coroCreated:
		if e != nil {
			c.state = coroClosed
			return Value{}, false, err
		}
		if in.Ref != nil && !in.IsNone() {
			return Value{}, false, object.TypeErrorf("can't send non-None value to a just-started coroutine")
		}
	}
	c.state = coroRunning
	c.bare = false
	if c.sub.Ref != nil {
		if f := exactFuture(c.sub); f != nil {
			if err == nil {
				if f.state == pending {
					err = object.RuntimeErrorf("await wasn't used with future")
				} else {
					in, err = f.take()
				}
			}
			c.sub = Value{}
		} else {
			var r Value
			var done bool
			if err != nil {
				r, done, err = throwInto(th, c.sub, e)
			} else {
				r, done, err = object.Send(th, c.sub, in)
			}
			if !done && err == nil {
				c.state = coroSuspended
				return r, false, nil
			}
			c.sub, in = Value{}, r
		}
	}
	for {
		in, err = c.body.step(th, in, err)
		if err != nil {
			c.state, c.sub = coroClosed, Value{}
			return Value{}, false, err
		}
		if c.sub.Ref == nil {
			if c.bare {
				c.state = coroSuspended
				return None, false, nil
			}
			c.state = coroClosed
			return in, true, nil
		}
		if f := exactFuture(c.sub); f != nil {
			if f.state == pending {
				f.blocking = true
				c.state = coroSuspended
				return c.sub, false, nil
			}
			c.sub = Value{}
			in, err = f.take()
			continue
		}
		r, done, serr := object.Send(th, c.sub, None)
		if !done && serr == nil {
			c.state = coroSuspended
			return r, false, nil
		}
		c.sub, in, err = Value{}, r, serr
	}
}

// throwInto raises e in what a coroutine waits for; GeneratorExit closes it instead.
func throwInto(th *Thread, sub Value, e *Exc) (Value, bool, error) {
	if e.Type().IsSubtype(object.GeneratorExitType) {
		if f := object.S(sub).CloseGen; f != nil {
			if err := f(th, sub); err != nil {
				return Value{}, false, err
			}
		} else if f, err := object.GetAttrOr(th, sub, nClose); err == nil && f.Ref != nil {
			if _, err := object.Call0(th, f); err != nil {
				return Value{}, false, err
			}
		}
		return Value{}, false, e
	}
	return object.Throw(th, sub, e)
}

func coroClose(th *Thread, v Value) error {
	c := object.Unchecked[coro](v)
	switch c.state {
	case coroClosed:
		return nil
	case coroCreated:
		c.state = coroClosed
		return nil
	}
	_, done, err := c.resume(th, Value{}, object.NewExc(object.GeneratorExitType))
	switch {
	case err == nil && !done:
		return object.RuntimeErrorf("coroutine ignored GeneratorExit")
	case err == nil, object.Matches(err, object.GeneratorExitType), object.Matches(err, object.StopIterationType):
		return nil
	}
	return err
}

// wrapAwaitable is a coroutine around any awaitable.
type wrapAwaitable struct {
	coro
	aw Value
}

func (c *wrapAwaitable) qualname() string { return "_wrap_awaitable" }

func (c *wrapAwaitable) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 0 {
		c.pc = 1
		return c.await(th, c.aw)
	}
	return in, err
}

// returned is a coroutine that returns at once.
type returned struct {
	coro
	name string
	v    Value
	err  error
}

func (c *returned) qualname() string { return c.name }

func (c *returned) step(*Thread, Value, error) (Value, error) { return c.v, c.err }

// isCoroutine is asyncio.iscoroutine.
func isCoroutine(th *Thread, v Value) bool {
	if v.Ref.Shape == coroShape {
		return true
	}
	if v.IsImmediate() {
		return false
	}
	t := v.Type()
	if !t.IsHeap() && t.Name == "coroutine" {
		return true
	}
	for _, n := range coroutineMethods {
		if m, ok := t.Lookup(n); !ok || m.IsNone() {
			return false
		}
	}
	return true
}

// coroWrapper is what a script gets that calls __await__() itself; an await expression drives the coroutine directly.
type coroWrapper struct {
	object.Header
	coro Value
}

var (
	coroWrapperLayout = object.NewLayout[coroWrapper]()
	coroWrapperType   = object.NewType("coroutine_wrapper", object.ObjectType, coroWrapperLayout)
)

func init() {
	t := coroWrapperType
	t.Flags |= object.FlagNoNew | object.FlagNoBase
	of := func(v Value) Value { return object.Unchecked[coroWrapper](v).coro }
	t.Iter = func(th *Thread, v Value) (Value, error) { return v, nil }
	t.Next = func(th *Thread, v Value) (Value, error) { return coroType.Next(th, of(v)) }
	t.Send = func(th *Thread, v, x Value) (Value, bool, error) { return coroSend(th, of(v), x) }
	t.Throw = func(th *Thread, v Value, e *Exc) (Value, bool, error) { return coroThrow(th, of(v), e) }
	t.CloseGen = func(th *Thread, v Value) error { return coroClose(th, of(v)) }
	t.Methods = generatorMethods()
}

var coroutineMethods = []*Str{object.NewStr("__await__"), object.NewStr("send"), object.NewStr("throw"), object.NewStr("close")}

func init() {
	t := coroType
	t.Flags |= object.FlagNoNew | object.FlagNoBase | object.FlagOwnStruct
	t.Send, t.Throw, t.CloseGen = coroSend, coroThrow, coroClose
	t.Adopt = func(Value) {} // nobody is warned of a native coroutine that is not awaited
	// Awaiting drives the coroutine itself.
	t.Await = func(th *Thread, v Value) (Value, error) { return v, nil }
	t.Next = func(th *Thread, v Value) (Value, error) {
		r, done, err := coroSend(th, v, None)
		if err != nil {
			return Value{}, err
		}
		if done {
			return Value{}, object.NewStopIteration(r)
		}
		return r, nil
	}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue("<coroutine object " + object.Unchecked[coro](v).body.qualname() + " at " + address(v) + ">"), nil
	}
	t.Methods = append(generatorMethods(), object.Func{Sig: "__await__()", Doc: "An iterator that drives the coroutine.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		w := &coroWrapper{coro: v}
		w.Shape = coroWrapperType.ExactShape()
		return object.Of(&w.Header), nil
	})}, object.ClassGetItem())
	t.GetSets = append(coroGetSets(), object.GetSet{Name: "cr_await", Get: func(th *Thread, v Value) (Value, error) {
		return object.Unchecked[coro](v).inside(0), nil
	}})
}
