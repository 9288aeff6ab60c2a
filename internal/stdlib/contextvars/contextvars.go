// Package contextvars is the module contextvars (and _contextvars): variables whose values belong to a context, which each
// asyncio task has a copy of. A context is a persistent map, so copying one costs nothing.
package contextvars

import (
	"strings"
	"sync/atomic"

	"ouro/internal/object"
)

// Module is contextvars.
var Module = module("contextvars")

// Native is _contextvars.
var Native = module("_contextvars")

func module(name string) object.ModuleDef {
	return object.ModuleDef{
		Name: name,
		Doc:  "Variables whose values belong to a context.",
		Functions: []object.Func{
			{Sig: "copy_context()", Doc: "A copy of the current context.", Fn: object.F0(func(th *object.Thread) (object.Value, error) { return CopyContext(th), nil })},
		},
		Types: []*object.Type{ContextType, VarType, TokenType},
		Init: func(th *object.Thread, m *object.Module) error {
			if name == "contextvars" {
				m.Set("__all__", object.TupleValue(object.StrValue("Context"), object.StrValue("ContextVar"), object.StrValue("Token"), object.StrValue("copy_context")))
			}
			return nil
		},
	}
}

// Var is a ContextVar.
type Var struct {
	object.Header
	id   uint64
	name object.Value
	dflt object.Value // unbound: none
}

// Token is what ContextVar.set gives.
type Token struct {
	object.Header
	v    *Var
	ctx  *Context
	old  object.Value // unbound: the variable was not set
	used bool
}

type missing struct{ object.Header }

var (
	varLayout     = object.NewLayout[Var]()
	VarType       = object.NewType("ContextVar", object.ObjectType, varLayout)
	tokenLayout   = object.NewLayout[Token]()
	TokenType     = object.NewType("Token", object.ObjectType, tokenLayout)
	missingLayout = object.NewLayout[missing]()
	missingType   = object.NewType("_token_missing", object.ObjectType, missingLayout)
	missingObject = missing{object.Header{Shape: missingType.ExactShape()}}

	lastID atomic.Uint64
)

// NewVar makes a context variable; an unbound default means none.
func NewVar(name string, dflt object.Value) *Var {
	v := &Var{id: lastID.Add(1), name: object.StrValue(name), dflt: dflt}
	v.Shape = VarType.ExactShape()
	return v
}

// Get gives the variable's value in the thread's context; unbound if it has none and no default.
func (v *Var) Get(th *object.Thread) object.Value {
	if th.Context.Bound() {
		if x, ok := object.Unchecked[Context](th.Context).vars.get(v); ok {
			return x
		}
	}
	return v.dflt
}

// Set sets the variable in the thread's context.
func (v *Var) Set(th *object.Thread, val object.Value) *Token {
	c := Current(th)
	old, _ := c.vars.get(v)
	c.vars = c.vars.set(v, val)
	t := &Token{v: v, ctx: c, old: old}
	t.Shape = TokenType.ExactShape()
	return t
}

// Reset undoes the Set that gave the token.
func (v *Var) Reset(th *object.Thread, t *Token) error {
	show := func(what string, kind *object.Type) error {
		r, err := object.Repr(th, object.Of(&t.Header))
		if err != nil {
			return err
		}
		return object.NewExcf(kind, "%s %s", r.S, what)
	}
	switch {
	case t.used:
		return show("has already been used once", object.RuntimeErrorType)
	case t.v != v:
		return show("was created by a different ContextVar", object.ValueErrorType)
	case t.ctx != Current(th):
		return show("was created in a different Context", object.ValueErrorType)
	}
	t.used = true
	if t.old.Bound() {
		t.ctx.vars = t.ctx.vars.set(v, t.old)
	} else {
		t.ctx.vars = t.ctx.vars.without(v)
	}
	return nil
}

func varGet(th *object.Thread, o, dflt object.Value) (object.Value, error) {
	v := object.Unchecked[Var](o)
	if th.Context.Bound() {
		if x, ok := object.Unchecked[Context](th.Context).vars.get(v); ok {
			return x, nil
		}
	}
	if dflt.Bound() {
		return dflt, nil
	}
	if v.dflt.Bound() {
		return v.dflt, nil
	}
	return object.Value{}, object.NewExc(object.LookupErrorType, o)
}

func varReset(th *object.Thread, o, token object.Value) (object.Value, error) {
	t, ok := object.Cast[Token](token, tokenLayout)
	if !ok {
		r, err := object.Repr(th, token)
		if err != nil {
			return object.Value{}, err
		}
		return object.Value{}, object.TypeErrorf("expected an instance of Token, got %s", r.S)
	}
	return object.None, object.Unchecked[Var](o).Reset(th, t)
}

func varRepr(th *object.Thread, o object.Value) (object.Value, error) {
	v := object.Unchecked[Var](o)
	var b strings.Builder
	n, err := object.Repr(th, v.name)
	if err != nil {
		return object.Value{}, err
	}
	b.WriteString("<ContextVar name=" + n.S)
	if v.dflt.Bound() {
		d, err := object.Repr(th, v.dflt)
		if err != nil {
			return object.Value{}, err
		}
		b.WriteString(" default=" + d.S)
	}
	b.WriteString(" at " + object.HexAddress(o) + ">")
	return object.StrValue(b.String()), nil
}

func tokenRepr(th *object.Thread, o object.Value) (object.Value, error) {
	t := object.Unchecked[Token](o)
	r, err := varRepr(th, object.Of(&t.v.Header))
	if err != nil {
		return object.Value{}, err
	}
	s, _ := object.AsStr(r)
	used := ""
	if t.used {
		used = " used"
	}
	return object.StrValue("<Token" + used + " var=" + s.S + " at " + object.HexAddress(o) + ">"), nil
}

var classGetItem = object.Func{Sig: "__class_getitem__(object, /)", Class: true, Fn: object.F2(func(th *object.Thread, c, args object.Value) (object.Value, error) {
	return object.NewGenericAlias(c, args), nil
})}

func init() {
	t := VarType
	t.Module = "_contextvars"
	t.Flags |= object.FlagNoBase
	t.Doc = "A variable whose value belongs to the current context."
	t.Constructor = &object.Func{Sig: "ContextVar(name, /, *, default=NULL)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		s, ok := object.AsStr(a[1])
		if !ok {
			return object.Value{}, object.TypeErrorf("context variable name must be a str")
		}
		return object.Of(&NewVar(s.S, a[2]).Header), nil
	})}
	t.Repr = varRepr
	t.Members = []object.Member{{Name: "name", Doc: "the variable's name", Field: func(o object.Value) *object.Value { return &object.Unchecked[Var](o).name }}}
	t.Methods = []object.Func{
		{Sig: "get(default=NULL, /)", Doc: "The value in the current context, the default, or LookupError.", Fn: object.F2(varGet)},
		{Sig: "set(value, /)", Doc: "Set the value in the current context; the token undoes it.", Fn: object.F2(func(th *object.Thread, o, val object.Value) (object.Value, error) {
			return object.Of(&object.Unchecked[Var](o).Set(th, val).Header), nil
		})},
		{Sig: "reset(token, /)", Doc: "Undo the set() that gave the token.", Fn: object.F2(varReset)},
		{Sig: classGetItem.Sig, Class: true, Fn: classGetItem.Fn},
	}
	t = TokenType
	t.Module = "_contextvars"
	t.Flags |= object.FlagNoBase
	t.Doc = "What ContextVar.set gives; as a context manager it resets the variable at the end."
	t.New = func(*object.Thread, *object.Type, []object.Value, []*object.Str) (object.Value, error) {
		return object.Value{}, object.RuntimeErrorf("Tokens can only be created by ContextVars")
	}
	t.Repr = tokenRepr
	t.GetSets = []object.GetSet{
		{Name: "var", Get: func(th *object.Thread, o object.Value) (object.Value, error) {
			return object.Of(&object.Unchecked[Token](o).v.Header), nil
		}},
		{Name: "old_value", Get: func(th *object.Thread, o object.Value) (object.Value, error) {
			if v := object.Unchecked[Token](o).old; v.Bound() {
				return v, nil
			}
			return object.Of(&missingObject.Header), nil
		}},
	}
	t.Attrs = func() map[string]object.Value {
		return map[string]object.Value{"MISSING": object.Of(&missingObject.Header)}
	}
	t.Methods = []object.Func{
		{Sig: "__enter__()", Fn: object.F1(func(th *object.Thread, o object.Value) (object.Value, error) { return o, nil })},
		{Sig: "__exit__(type, value, traceback, /)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			tok := object.Unchecked[Token](a[0])
			return object.None, tok.v.Reset(th, tok)
		})},
		{Sig: classGetItem.Sig, Class: true, Fn: classGetItem.Fn},
	}
	missingType.Flags |= object.FlagNoNew
	missingType.Repr = func(*object.Thread, object.Value) (object.Value, error) {
		return object.StrValue("<Token.MISSING>"), nil
	}
}
