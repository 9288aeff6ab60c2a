package contextvars

import "ouro/internal/object"

// Context is a contextvars.Context.
type Context struct {
	object.Header
	vars    *node
	entered bool
	prev    object.Value // the thread's context before this one was entered
}

var (
	contextLayout = object.NewLayout[Context]()
	ContextType   = object.NewType("Context", object.ObjectType, contextLayout)
)

func newContext(vars *node) *Context {
	c := &Context{vars: vars}
	c.Shape = ContextType.ExactShape()
	return c
}

// Value is the context as a Python value.
func (c *Context) Value() object.Value { return object.Of(&c.Header) }

// AsContext gives v as a context.
func AsContext(v object.Value) (*Context, bool) { return object.Cast[Context](v, contextLayout) }

// Current is the thread's current context, made if there is none yet.
func Current(th *object.Thread) *Context {
	if !th.Context.Bound() {
		c := newContext(nil)
		c.entered = true
		th.Context = c.Value()
	}
	return object.Unchecked[Context](th.Context)
}

// CopyContext is contextvars.copy_context().
func CopyContext(th *object.Thread) object.Value {
	if !th.Context.Bound() {
		return newContext(nil).Value()
	}
	return newContext(object.Unchecked[Context](th.Context).vars).Value()
}

// Enter makes c the thread's current context until Exit.
func (c *Context) Enter(th *object.Thread) error {
	if c.entered {
		r, err := object.Repr(th, c.Value())
		if err != nil {
			return err
		}
		return object.RuntimeErrorf("cannot enter context: %s is already entered", r.S)
	}
	c.entered, c.prev = true, th.Context
	th.Context = c.Value()
	return nil
}

// Exit makes the context current again that was so before Enter.
func (c *Context) Exit(th *object.Thread) {
	th.Context = c.prev
	c.entered, c.prev = false, object.Value{}
}

// EnterContext is Enter for a value; anything but a context is a TypeError.
func EnterContext(th *object.Thread, v object.Value) error {
	c, ok := AsContext(v)
	if !ok {
		return object.TypeErrorf("an instance of Context was expected")
	}
	return c.Enter(th)
}

// ExitContext undoes EnterContext.
func ExitContext(th *object.Thread, v object.Value) {
	if c, ok := AsContext(v); ok {
		c.Exit(th)
	}
}

// Run is ctx.run(f, *args).
func Run(th *object.Thread, ctx, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	c, ok := AsContext(ctx)
	if !ok {
		return object.Value{}, object.TypeErrorf("an instance of Context was expected")
	}
	if err := c.Enter(th); err != nil {
		return object.Value{}, err
	}
	r, err := object.Call(th, f, args, names)
	c.Exit(th)
	return r, err
}

func contextRun(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args)-len(names) < 2 {
		return object.Value{}, object.TypeErrorf("run() missing 1 required positional argument")
	}
	return Run(th, args[0], args[1], args[2:], names)
}

// key checks a subscript.
func key(th *object.Thread, k object.Value) (*Var, error) {
	v, ok := object.Cast[Var](k, varLayout)
	if !ok {
		r, err := object.Repr(th, k)
		if err != nil {
			return nil, err
		}
		return nil, object.TypeErrorf("a ContextVar key was expected, got %s", r.S)
	}
	return v, nil
}

func contextGetItem(th *object.Thread, o, k object.Value) (object.Value, error) {
	v, err := key(th, k)
	if err != nil {
		return object.Value{}, err
	}
	if x, ok := object.Unchecked[Context](o).vars.get(v); ok {
		return x, nil
	}
	return object.Value{}, object.KeyErrorOf(k)
}

func contextGet(th *object.Thread, o, k, dflt object.Value) (object.Value, error) {
	v, err := key(th, k)
	if err != nil {
		return object.Value{}, err
	}
	if x, ok := object.Unchecked[Context](o).vars.get(v); ok {
		return x, nil
	}
	return dflt, nil
}

// collect lists what f makes of the entries.
func collect(f func(v *Var, val object.Value) object.Value) func(th *object.Thread, o object.Value) (object.Value, error) {
	return func(th *object.Thread, o object.Value) (object.Value, error) {
		l := object.NewList()
		object.Unchecked[Context](o).vars.each(func(v *Var, val object.Value) bool { l.Append(f(v, val)); return true })
		return object.Iter(th, l.Value())
	}
}

func contextCompare(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
	y, ok := AsContext(b)
	if !ok || op != object.Eq && op != object.Ne {
		return object.NotImplemented, nil
	}
	x := object.Unchecked[Context](a)
	eq := x.vars.count() == y.vars.count()
	var err error
	if eq && x.vars != y.vars {
		x.vars.each(func(v *Var, val object.Value) bool {
			other, has := y.vars.get(v)
			if eq = has; has {
				eq, err = object.Equal(th, val, other)
			}
			return eq && err == nil
		})
	}
	return object.Bool(eq == (op == object.Eq)), err
}

func init() {
	t := ContextType
	t.Module = "_contextvars"
	t.Flags |= object.FlagNoBase
	t.Doc = "A mapping of context variables to their values, in which code can be run."
	t.Constructor = &object.Func{Sig: "Context()", Fn: object.Raw(func(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
		if len(args) > 1 {
			return object.Value{}, object.TypeErrorf("Context() does not accept any arguments")
		}
		return newContext(nil).Value(), nil
	})}
	t.GetItem, t.Compare = contextGetItem, contextCompare
	t.Contains = func(th *object.Thread, o, k object.Value) (bool, error) {
		v, err := key(th, k)
		if err != nil {
			return false, err
		}
		_, ok := object.Unchecked[Context](o).vars.get(v)
		return ok, nil
	}
	t.Len = func(th *object.Thread, o object.Value) (int, error) {
		return object.Unchecked[Context](o).vars.count(), nil
	}
	keys := collect(func(v *Var, val object.Value) object.Value { return object.Of(&v.Header) })
	t.Iter = keys
	t.Methods = []object.Func{
		{Sig: "run(callable, /, *args, **kwargs)", Doc: "Call a function in the context.", Fn: object.Raw(contextRun)},
		{Sig: "copy()", Doc: "A copy of the context.", Fn: object.F1(func(th *object.Thread, o object.Value) (object.Value, error) {
			return newContext(object.Unchecked[Context](o).vars).Value(), nil
		})},
		{Sig: "get(key, default=None, /)", Doc: "The value of a variable, or the default.", Fn: object.F3(contextGet)},
		{Sig: "keys()", Doc: "The variables.", Fn: object.F1(keys)},
		{Sig: "values()", Doc: "The values.", Fn: object.F1(collect(func(v *Var, val object.Value) object.Value { return val }))},
		{Sig: "items()", Doc: "Pairs of variable and value.", Fn: object.F1(collect(func(v *Var, val object.Value) object.Value {
			return object.TupleValue(object.Of(&v.Header), val)
		}))},
	}
}
