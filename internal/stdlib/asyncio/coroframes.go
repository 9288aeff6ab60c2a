package asyncio

import (
	"strings"

	"ouro/internal/object"
)

// Frames and code objects of native coroutines, for those who look into what a task is waiting in: call graphs, stacks of tasks, reprs.
// They name the coroutine function and its module, as if it were written in Python; they are made when asked for.

// nested is what a body has that does the work of more coroutines than one: the qualified names of those that stand between it and what
// it waits for, from the outside in.
type nested interface{ inner() []string }

// coroPart is one of the coroutines that a nested body does the work of.
type coroPart struct {
	object.Header
	c     *coro
	level int // in inner()
}

// coroFrame and coroCode are what cr_frame and cr_code give.
type (
	coroFrame struct {
		object.Header
		of Value // a coro or coroPart
	}
	coroCode struct {
		object.Header
		qualname string
	}
)

var (
	coroPartLayout  = object.NewLayout[coroPart]()
	coroPartType    = object.NewType("coroutine", object.ObjectType, coroPartLayout)
	coroFrameLayout = object.NewLayout[coroFrame]()
	coroFrameType   = object.NewType("frame", object.ObjectType, coroFrameLayout)
	coroCodeLayout  = object.NewLayout[coroCode]()
	coroCodeType    = object.NewType("code", object.ObjectType, coroCodeLayout)
)

// inside is the coroutine at a level within c, what c itself waits for beyond the last.
func (c *coro) inside(level int) Value {
	if c.state == coroSuspended {
		if n, ok := c.body.(nested); ok && level < len(n.inner()) {
			p := &coroPart{c: c, level: level}
			p.Shape = coroPartType.ExactShape()
			return object.Of(&p.Header)
		}
	}
	return orNone(c.sub)
}

func (p *coroPart) qualname() string {
	if names := p.c.body.(nested).inner(); p.level < len(names) {
		return names[p.level]
	}
	return p.c.body.qualname()
}

// coroNames gives the qualified name of a coro or coroPart, and the coro.
func coroNames(v Value) (string, *coro) {
	if p, ok := object.Cast[coroPart](v, coroPartLayout); ok {
		return p.qualname(), p.c
	}
	c := object.Unchecked[coro](v)
	return c.body.qualname(), c
}

func newCoroCode(v Value) Value {
	name, _ := coroNames(v)
	k := &coroCode{qualname: name}
	k.Shape = coroCodeType.ExactShape()
	return object.Of(&k.Header)
}

// newCoroFrame is cr_frame: None once the coroutine has ended.
func newCoroFrame(v Value) Value {
	if _, c := coroNames(v); c.state == coroClosed {
		return None
	}
	f := &coroFrame{of: v}
	f.Shape = coroFrameType.ExactShape()
	return object.Of(&f.Header)
}

// homes are the submodules of coroutine functions: by name, and those of methods by the name of the class.
var homes = map[string]string{"_ContextManagerMixin": "locks"}

func init() {
	for i := range submodules {
		s := &submodules[i]
		for _, t := range s.types {
			homes[t.Name] = s.name
		}
		for _, rows := range s.funcs {
			for j := range rows {
				homes[rows[j].Name()] = s.name
			}
		}
	}
}

// definedIn is the submodule that a coroutine function belongs to.
func definedIn(qualname string) string {
	class, _, _ := strings.Cut(qualname, ".")
	if home, ok := homes[class]; ok {
		return home
	}
	return "tasks"
}

// codeFile is where a coroutine function would be if it were written in Python.
func codeFile(th *Thread, qualname string) string {
	return sourceFile(th, definedIn(qualname))
}

// sourceFile is where a module of asyncio would be.
func sourceFile(th *Thread, module string) string {
	if th.Interp.Sys == nil {
		return ""
	}
	dir, _ := th.Interp.Sys.GetString("_stdlib_dir")
	return text(dir) + "/asyncio/" + module + ".py"
}

// codeLine is the line that native coroutines are said to stand at.
const codeLine = 1

func last(qualname string) string { return qualname[strings.LastIndexByte(qualname, '.')+1:] }

func init() {
	for _, t := range []*object.Type{coroPartType, coroFrameType, coroCodeType} {
		t.Flags |= object.FlagNoNew | object.FlagNoBase
	}
	of := func(v Value) Value { return object.Unchecked[coroFrame](v).of }
	name := func(v Value) string { return object.Unchecked[coroCode](v).qualname }
	module := func(th *Thread, v Value) (*object.Module, error) {
		q, _ := coroNames(of(v))
		m, err := th.Interp.Host.Import(th, "asyncio."+definedIn(q))
		if err != nil {
			return nil, err
		}
		mod, _ := object.AsModule(m)
		return mod, nil
	}
	constant := func(x Value) func(*Thread, Value) (Value, error) {
		return func(*Thread, Value) (Value, error) { return x, nil }
	}
	coroFrameType.GetSets = []object.GetSet{
		{Name: "f_code", Get: func(th *Thread, v Value) (Value, error) { return newCoroCode(of(v)), nil }},
		{Name: "f_generator", Get: func(th *Thread, v Value) (Value, error) { return of(v), nil }},
		{Name: "f_lineno", Get: constant(object.Int(codeLine))},
		{Name: "f_lasti", Get: constant(object.Int(0))},
		{Name: "f_back", Get: constant(None)},
		{Name: "f_trace", Get: constant(None)},
		{Name: "f_locals", Get: func(*Thread, Value) (Value, error) { return object.NewDict().Value(), nil }},
		{Name: "f_globals", Get: func(th *Thread, v Value) (Value, error) {
			m, err := module(th, v)
			if err != nil {
				return Value{}, err
			}
			return m.Dict.Value(), nil
		}},
		{Name: "f_builtins", Get: func(th *Thread, v Value) (Value, error) { return th.Interp.Builtins.Value(), nil }},
	}
	coroFrameType.Repr = func(th *Thread, v Value) (Value, error) {
		q, _ := coroNames(of(v))
		return object.StrValue("<frame at " + address(v) + ", file '" + codeFile(th, q) + "', line " + itoa(codeLine) + ", code " + last(q) + ">"), nil
	}
	coroCodeType.GetSets = []object.GetSet{
		{Name: "co_name", Get: func(th *Thread, v Value) (Value, error) { return object.StrValue(last(name(v))), nil }},
		{Name: "co_qualname", Get: func(th *Thread, v Value) (Value, error) { return object.StrValue(name(v)), nil }},
		{Name: "co_filename", Get: func(th *Thread, v Value) (Value, error) { return object.StrValue(codeFile(th, name(v))), nil }},
		{Name: "co_firstlineno", Get: constant(object.Int(codeLine))},
		{Name: "co_flags", Get: constant(object.Int(0x83))}, // OPTIMIZED, NEWLOCALS, COROUTINE
	}
	coroCodeType.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue("<code object " + last(name(v)) + " at " + address(v) + ", file \"" + codeFile(th, name(v)) + "\", line " + itoa(codeLine) + ">"), nil
	}
	part := func(v Value) *coroPart { return object.Unchecked[coroPart](v) }
	coroPartType.Repr = func(th *Thread, v Value) (Value, error) {
		return object.StrValue("<coroutine object " + part(v).qualname() + " at " + address(v) + ">"), nil
	}
	coroPartType.GetSets = append(coroGetSets(), object.GetSet{Name: "cr_await", Get: func(th *Thread, v Value) (Value, error) {
		return part(v).c.inside(part(v).level + 1), nil
	}})
}

// coroGetSets are the attributes of a coro or coroPart but for cr_await.
func coroGetSets() []object.GetSet {
	state := func(name string, s uint8) object.GetSet {
		return object.GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) {
			_, c := coroNames(v)
			return object.Bool(c.state == s), nil
		}}
	}
	return []object.GetSet{
		{Name: "__qualname__", Get: func(th *Thread, v Value) (Value, error) {
			q, _ := coroNames(v)
			return object.StrValue(q), nil
		}},
		{Name: "__name__", Get: func(th *Thread, v Value) (Value, error) {
			q, _ := coroNames(v)
			return object.StrValue(last(q)), nil
		}},
		{Name: "cr_code", Get: func(th *Thread, v Value) (Value, error) { return newCoroCode(v), nil }},
		{Name: "cr_frame", Get: func(th *Thread, v Value) (Value, error) { return newCoroFrame(v), nil }},
		{Name: "cr_origin", Get: func(th *Thread, v Value) (Value, error) { return None, nil }},
		state("cr_running", coroRunning),
		state("cr_suspended", coroSuspended),
	}
}
