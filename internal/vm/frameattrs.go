package vm

import (
	"fmt"
	"strings"

	"ouro/internal/object"
)

// The Python faces of frames and tracebacks.
//
// https://docs.python.org/3.14/reference/datamodel.html#frame-objects

func lineValue(n int) object.Value {
	if n == 0 {
		return object.None
	}
	return object.Int(int64(n))
}

func frameValue(f *FrameObject) object.Value {
	if f == nil {
		return object.None
	}
	return object.Of(&f.Header)
}

func init() {
	fr := func(name string, f func(th *object.Thread, f *FrameObject) (object.Value, error)) object.GetSet {
		return object.GetSet{Name: name, Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return f(th, object.Unchecked[FrameObject](v))
		}}
	}
	FrameType.Flags |= object.FlagNoBase
	FrameType.GetSets = []object.GetSet{
		fr("f_back", func(th *object.Thread, f *FrameObject) (object.Value, error) {
			if f.m == nil && f.R != nil {
				return object.None, nil
			}
			return frameValue(f.Back()), nil
		}),
		fr("f_code", func(th *object.Thread, f *FrameObject) (object.Value, error) { return f.fn.Code.Value(), nil }),
		fr("f_globals", func(th *object.Thread, f *FrameObject) (object.Value, error) { return f.fn.Globals.Value(), nil }),
		fr("f_builtins", func(th *object.Thread, f *FrameObject) (object.Value, error) { return f.fn.Builtins.Value(), nil }),
		fr("f_locals", func(th *object.Thread, f *FrameObject) (object.Value, error) { return f.localsView(th) }),
		fr("f_lineno", func(th *object.Thread, f *FrameObject) (object.Value, error) { return lineValue(f.Line()), nil }),
		fr("f_lasti", func(th *object.Thread, f *FrameObject) (object.Value, error) {
			return object.Int(int64(f.PC() * 8)), nil
		}),
		fr("f_generator", func(th *object.Thread, f *FrameObject) (object.Value, error) {
			if g := f.generator(); g != nil {
				return g.value(), nil
			}
			return object.None, nil
		}),
		{Name: "f_trace", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			if f := object.Unchecked[FrameObject](v); f.trace.Bound() {
				return f.trace, nil
			}
			return object.None, nil
		}, Set: func(th *object.Thread, v, x object.Value) error {
			object.Unchecked[FrameObject](v).trace = x
			return nil
		}},
	}
	FrameType.Methods = []object.Func{
		{Sig: "clear()", Doc: "Drop the references that the frame of an ended function holds.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			f := object.Unchecked[FrameObject](v)
			if f.R != nil {
				if !isHeap(f.R) || genOf(f.R).Running() {
					return object.Value{}, object.RuntimeErrorf("cannot clear an executing frame")
				}
				g := genOf(f.R)
				if g.state == genSuspended {
					return object.Value{}, object.RuntimeErrorf("cannot clear a suspended frame")
				}
				if g.endsBadly() {
					warnUnawaited(th, g)
				}
				_, err := closeGen(machine(th), g)
				return object.None, err
			}
			clear(f.regs)
			return object.None, nil
		})},
	}
	FrameType.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		f := object.Unchecked[FrameObject](v)
		c := f.fn.Code
		file, err := object.Repr(th, object.StrValue(c.Filename))
		if err != nil {
			return object.Value{}, err
		}
		return object.StrValue(fmt.Sprintf("<frame at %#x, file %s, line %d, code %s>", object.Address(v), file.S, f.Line(), c.Name)), nil
	}

	tb := func(v object.Value) *Traceback { return object.Unchecked[Traceback](v) }
	TracebackType.Flags |= object.FlagNoBase
	TracebackType.GetSets = []object.GetSet{
		{Name: "tb_frame", Get: func(th *object.Thread, v object.Value) (object.Value, error) { return frameValue(tb(v).Frame()), nil }},
		{Name: "tb_lineno", Get: func(th *object.Thread, v object.Value) (object.Value, error) { return lineValue(tb(v).Line()), nil }},
		{Name: "tb_lasti", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Int(int64(tb(v).pc) * 8), nil
		}},
		{Name: "tb_next", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			if n := tb(v).next; n != nil {
				return object.Of(&n.Header), nil
			}
			return object.None, nil
		}, Set: func(th *object.Thread, v, x object.Value) error {
			if !x.Bound() {
				return object.TypeErrorf("can't delete tb_next attribute")
			}
			if x.IsNone() {
				tb(v).next = nil
				return nil
			}
			n, ok := AsTraceback(x)
			if !ok {
				return object.TypeErrorf("expected traceback object, got '%s'", x.Type().Name)
			}
			for p := n; p != nil; p = p.next {
				if p == tb(v) {
					return object.ValueErrorf("traceback loop detected")
				}
			}
			tb(v).next = n
			return nil
		}},
	}
	TracebackType.Constructor = &object.Func{Sig: "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		t := &Traceback{}
		t.Shape = TracebackType.ExactShape()
		if !a[1].IsNone() {
			n, ok := AsTraceback(a[1])
			if !ok {
				return object.Value{}, object.TypeErrorf("expected traceback object or None, got '%s'", a[1].Type().Name)
			}
			t.next = n
		}
		f, ok := AsFrame(a[2])
		if !ok {
			return object.Value{}, object.TypeErrorf("traceback() argument 'tb_frame' must be frame, not %s", a[2].Type().Name)
		}
		t.frame, t.code = f, f.fn.Code
		lasti, err := object.AsIndex(th, a[3])
		if err != nil {
			return object.Value{}, err
		}
		t.pc = int32(lasti / 8)
		t.line, err = object.AsIndex(th, a[4])
		return object.Of(&t.Header), err
	})}
}

// localsView is f_locals: the namespace of module and class code, else a mapping that writes through to the variables.
func (f *FrameObject) localsView(th *object.Thread) (object.Value, error) {
	if ns, ok := f.namespace(); ok {
		return ns, nil
	}
	p := &localsProxy{f: f}
	p.Shape = localsProxyType.ExactShape()
	return object.Of(&p.Header), nil
}

// localsProxy is the f_locals of a function's frame (PEP 667).
type localsProxy struct {
	object.Header
	f *FrameObject
}

var (
	localsProxyLayout = object.NewLayout[localsProxy]()
	localsProxyType   = object.NewType("FrameLocalsProxy", object.ObjectType, localsProxyLayout)
)

// find gives the variable of that name, nil if the code has none.
func (p *localsProxy) find(name string) *object.Value {
	var out *object.Value
	p.f.variables(func(n *object.Str, v *object.Value) bool {
		if n.S == name {
			out = v
			return false
		}
		return true
	})
	return out
}

// dict is the proxy's contents as a dict.
func (p *localsProxy) dict() *object.Dict {
	d := object.NewDict()
	p.f.variables(func(n *object.Str, v *object.Value) bool {
		if v.Bound() {
			d.SetStr(n, *v)
		}
		return true
	})
	if p.f.extra != nil {
		for k, v := range p.f.extra.All() {
			if s, ok := object.AsStr(k); ok {
				d.SetStr(s, v)
			}
		}
	}
	return d
}

func init() {
	proxy := func(v object.Value) *localsProxy { return object.Unchecked[localsProxy](v) }
	t := localsProxyType
	t.Flags |= object.FlagMapping | object.FlagNoBase
	t.Len = func(th *object.Thread, v object.Value) (int, error) { return proxy(v).dict().Len(), nil }
	t.GetItem = func(th *object.Thread, v, k object.Value) (object.Value, error) {
		x, err := proxy(v).dict().Get(th, k)
		if err == nil && !x.Bound() {
			err = object.KeyErrorOf(k)
		}
		return x, err
	}
	t.SetItem = func(th *object.Thread, v, k, x object.Value) error {
		p := proxy(v)
		if s, ok := object.AsStr(k); ok {
			if slot := p.find(s.S); slot != nil {
				if !x.Bound() {
					return object.ValueErrorf("cannot remove local variables from FrameLocalsProxy")
				}
				*slot = x
				return nil
			}
		}
		if p.f.extra == nil {
			p.f.extra = object.NewDict()
		}
		if !x.Bound() {
			_, ok, err := p.f.extra.Del(th, k)
			if err == nil && !ok {
				err = object.KeyErrorOf(k)
			}
			return err
		}
		return p.f.extra.Set(th, k, x)
	}
	t.Contains = func(th *object.Thread, v, k object.Value) (bool, error) {
		x, err := proxy(v).dict().Get(th, k)
		return x.Bound(), err
	}
	t.Iter = func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.Iter(th, proxy(v).dict().Value())
	}
	t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		s, err := object.Repr(th, proxy(v).dict().Value())
		if err != nil {
			return object.Value{}, err
		}
		return s.Value(), nil
	}
	t.Compare = func(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
		p, ok := object.Cast[localsProxy](a, localsProxyLayout)
		if !ok {
			return object.NotImplemented, nil
		}
		if q, ok := object.Cast[localsProxy](b, localsProxyLayout); ok {
			b = q.dict().Value()
		}
		return object.Compare(th, p.dict().Value(), b, op)
	}
	// The rest of the mapping protocol works on a copy.
	for _, m := range []string{"keys()", "values()", "items()", "copy()", "get(key, default=None, /)"} {
		name := object.NewStr(m[:strings.IndexByte(m, '(')])
		t.Methods = append(t.Methods, object.Func{Sig: m, Doc: "As dict has it.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			return object.CallMethod(th, proxy(a[0]).dict().Value(), name, append([]object.Value(nil), a[1:]...)...)
		})})
	}
	t.Methods = append(t.Methods, object.Func{Sig: "update(other, /)", Doc: "Set the variables named by a mapping.", Fn: object.F2(func(th *object.Thread, v, o object.Value) (object.Value, error) {
		d := object.NewDict()
		if err := d.Update(th, o); err != nil {
			return object.Value{}, err
		}
		for k, x := range d.All() {
			if err := t.SetItem(th, v, k, x); err != nil {
				return object.Value{}, err
			}
		}
		return object.None, nil
	})})
}
