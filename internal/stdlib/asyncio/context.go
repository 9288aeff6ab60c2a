package asyncio

import (
	"ouro/internal/stdlib/contextvars"
)

// A thread's Context is unbound until something needs one, and so is a task's: a copy of no context is no context, and costs nothing.

// copyContext is contextvars.copy_context().
func copyContext(th *Thread) (Value, error) {
	if th.Context.Ref == nil {
		return Value{}, nil
	}
	return contextvars.CopyContext(th), nil
}

// contextArg is the context argument of a function: None or absent means a copy of the current one.
func contextArg(th *Thread, v Value) (Value, error) {
	if v.Ref == nil || v.IsNone() {
		return copyContext(th)
	}
	return v, nil
}

// realContext makes *c a Context object if it is unbound.
func realContext(th *Thread, c *Value) (Value, error) {
	if c.Ref == nil {
		prev := th.Context
		th.Context = Value{}
		*c = contextvars.Current(th).Value()
		th.Context = prev
	}
	return *c, nil
}
