package vm

import (
	"strconv"
	"strings"
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// Instructions that build and take apart collections, texts and functions.

func (m *Machine) listExtend(in *bytecode.Instr, l *object.List, v object.Value) error {
	err := l.Extend(&m.Thread, v)
	if err != nil && object.Matches(err, object.TypeErrorType) && !iterable(v) {
		if in.X == 1 {
			return object.TypeErrorf("Value after * must be an iterable, not %s", v.Type().Name)
		}
		return object.TypeErrorf("Value after * must be an iterable, not %s", v.Type().Name)
	}
	return err
}

func iterable(v object.Value) bool {
	s := object.S(v)
	return s.Iter != nil || s.GetItem != nil
}

func (m *Machine) dictUpdate(d *object.Dict, v object.Value) error {
	if o, ok := object.AsDict(v); !ok {
		if _, found, err := mappingKeys(&m.Thread, v); err != nil {
			return err
		} else if !found {
			return object.TypeErrorf("'%s' object is not a mapping", v.Type().Name)
		}
	} else if o.Shape == object.DictShape {
		for k, x := range o.All() {
			if err := d.Set(&m.Thread, k, x); err != nil {
				return err
			}
		}
		return nil
	}
	return d.Update(&m.Thread, v)
}

func mappingKeys(th *object.Thread, v object.Value) (object.Value, bool, error) {
	f, err := object.GetAttrOr(th, v, strKeys)
	return f, f.Bound(), err
}

// dictMerge adds **v to the keyword arguments of a call of f.
func (m *Machine) dictMerge(d *object.Dict, v, f object.Value) error {
	th := &m.Thread
	what := func() string { return object.CalleeName(th, f) }
	add := func(k, x object.Value) error {
		ks, ok := object.AsStr(k)
		if !ok {
			return object.TypeErrorf("keywords must be strings")
		}
		if _, dup := d.GetStr(ks); dup {
			return object.TypeErrorf("%s got multiple values for keyword argument '%s'", what(), ks.S)
		}
		d.SetStr(ks, x)
		return nil
	}
	if o, ok := object.AsDict(v); ok && o.Shape == object.DictShape {
		for k, x := range o.All() {
			if err := add(k, x); err != nil {
				return err
			}
		}
		return nil
	}
	kf, found, err := mappingKeys(th, v)
	if err != nil {
		return err
	}
	if !found {
		return object.TypeErrorf("%s argument after ** must be a mapping, not %s", what(), v.Type().Name)
	}
	keys, err := object.Call0(th, kf)
	if err != nil {
		return err
	}
	return object.Each(th, keys, func(k object.Value) (bool, error) {
		x, err := object.GetItem(th, v, k)
		if err != nil {
			return true, err
		}
		return false, add(k, x)
	})
}

// unpack executes UNPACK: v's n items go to the registers from d on.
func (m *Machine) unpack(d *object.Value, v object.Value, n int) error {
	dst := unsafe.Slice(d, n)
	if t, ok := object.AsTuple(v); ok && t.Shape == object.TupleShape {
		if len(t.Items) == n {
			copy(dst, t.Items)
			return nil
		}
		return unpackCount(n, len(t.Items))
	}
	if l, ok := object.AsList(v); ok && l.Shape == object.ListShape {
		if l.Len() == n {
			for i := range dst {
				dst[i] = l.At(i)
			}
			return nil
		}
		return unpackCount(n, l.Len())
	}
	th := &m.Thread
	it, err := object.Iter(th, v)
	if err != nil {
		return unpackIterError(v, err)
	}
	items := make([]object.Value, 0, n)
	for len(items) <= n {
		x, err := object.Next(th, it)
		if err != nil {
			return err
		}
		if !x.Bound() {
			break
		}
		items = append(items, x)
	}
	switch {
	case len(items) < n:
		return object.ValueErrorf("not enough values to unpack (expected %d, got %d)", n, len(items))
	case len(items) > n:
		if got, known := knownLen(v); known {
			return unpackCount(n, got)
		}
		return object.ValueErrorf("too many values to unpack (expected %d)", n)
	}
	copy(dst, items)
	return nil
}

// knownLen is the length of a dict, which the error text mentions as it does that of lists and tuples.
func knownLen(v object.Value) (int, bool) {
	if d, ok := object.AsDict(v); ok {
		return d.Len(), true
	}
	return 0, false
}

func unpackIterError(v object.Value, err error) error {
	if object.Matches(err, object.TypeErrorType) && !iterable(v) {
		return object.TypeErrorf("cannot unpack non-iterable %s object", v.Type().Name)
	}
	return err
}

func unpackCount(want, got int) error {
	if got < want {
		return object.ValueErrorf("not enough values to unpack (expected %d, got %d)", want, got)
	}
	return object.ValueErrorf("too many values to unpack (expected %d, got %d)", want, got)
}

// unpackStar executes UNPACK_STAR: before items, a list of the rest, after items.
func (m *Machine) unpackStar(d *object.Value, v object.Value, before, after int) error {
	if !iterable(v) {
		return object.TypeErrorf("cannot unpack non-iterable %s object", v.Type().Name)
	}
	items, err := object.Collect(&m.Thread, v)
	if err != nil {
		return err
	}
	if len(items) < before+after {
		return object.ValueErrorf("not enough values to unpack (expected at least %d, got %d)", before+after, len(items))
	}
	dst := unsafe.Slice(d, before+1+after)
	copy(dst, items[:before])
	dst[before] = newList(items[before : len(items)-after]).Value()
	copy(dst[before+1:], items[len(items)-after:])
	return nil
}

// format executes the FORMAT family.
func (m *Machine) format(v object.Value, conv uint8, spec object.Value) (object.Value, error) {
	th := &m.Thread
	var s *object.Str
	var err error
	switch conv {
	case bytecode.ConvStr:
		s, err = object.ToStr(th, v)
	case bytecode.ConvRepr:
		s, err = object.Repr(th, v)
	case bytecode.ConvASCII:
		s, err = object.ASCII(th, v)
	default:
		return object.FormatValue(th, v, spec)
	}
	if err != nil {
		return object.Value{}, err
	}
	return object.FormatValue(th, s.Value(), spec)
}

func conversionName(conv uint8) object.Value {
	switch conv {
	case bytecode.ConvStr:
		return object.StrValue("s")
	case bytecode.ConvRepr:
		return object.StrValue("r")
	case bytecode.ConvASCII:
		return object.StrValue("a")
	}
	return object.None
}

// buildString joins strs and ints.
func (m *Machine) buildString(parts []object.Value) object.Value {
	b := m.text[:0]
	for _, p := range parts {
		if p.Ref == &object.IntHeader {
			b = strconv.AppendInt(b, p.Int64(), 10)
		} else {
			b = append(b, object.Unchecked[object.Str](p).S...)
		}
	}
	if cap(b) <= maxText {
		m.text = b
	}
	return object.CopyStr(b).Value()
}

// maxText is the largest buffer that is kept for building texts.
const maxText = 1 << 16

// makeFunction executes MAKE_FUNCTION.
func (m *Machine) makeFunction(s *state, in *bytecode.Instr) object.Value {
	c, _ := AsCode(s.code.consts[in.C])
	cur := funcOf(s.R)
	f := NewFunction(m.Interp, c, cur.Globals)
	next := in.B
	take := func(flag uint8) (object.Value, bool) {
		if in.X&flag == 0 {
			return object.Value{}, false
		}
		v := *rg(s.R, next)
		next += bytecode.RegSize
		return v, true
	}
	if v, ok := take(bytecode.FuncDefaults); ok {
		t, _ := object.AsTuple(v)
		f.Defaults, f.defaultsTuple = t.Items, v
	}
	if v, ok := take(bytecode.FuncKwDefaults); ok {
		f.KwDefaults, _ = object.AsDict(v)
	}
	if v, ok := take(bytecode.FuncAnnotate); ok {
		f.annotate = v
	}
	if v, ok := take(bytecode.FuncClosure); ok {
		t, _ := object.AsTuple(v)
		f.Closure = make([]*object.Cell, len(t.Items))
		for i, x := range t.Items {
			f.Closure[i], _ = object.AsCell(x)
		}
	}
	return f.value()
}

// display is sys.displayhook(v), for expressions at the prompt.
func (m *Machine) display(v object.Value) error {
	hook, ok := m.Interp.Sys.GetString("displayhook")
	if !ok {
		return object.RuntimeErrorf("lost sys.displayhook")
	}
	_, err := object.Call1(&m.Thread, hook, v)
	return err
}

// enterWith executes WITH_ENTER in the same loop where __enter__ and __exit__ are plain functions of a script's class.
func (m *Machine) enterWith(s *state, in *bytecode.Instr) bool {
	mgr := *rg(s.R, in.B)
	t := mgr.Type()
	if !t.IsHeap() {
		return false
	}
	exit, ok1 := t.Lookup(strExit)
	enter, ok2 := t.Lookup(strEnter)
	if !ok1 || !ok2 || exit.Ref.Shape != funcShape || enter.Ref.Shape != funcShape {
		return false
	}
	fn := object.Unchecked[Function](enter)
	if fn.Code.enter != 1 {
		return false
	}
	*rg(s.R, in.A), *rg(s.R, in.A+16) = exit, mgr
	R, flags := m.place(s, fn.Code.size)
	*rg(R, 0) = mgr
	m.enterBound(s, fn, R, in.C, linkCall|flags)
	return true
}

// withEnter executes WITH_ENTER.
func (m *Machine) withEnter(s *state, in *bytecode.Instr) error {
	return m.enterContext(s, in, strEnter, strExit, "context manager", "asynchronous context manager", strAEnter, strAExit, "async with", "with")
}

func (m *Machine) asyncWithEnter(s *state, in *bytecode.Instr) error {
	return m.enterContext(s, in, strAEnter, strAExit, "asynchronous context manager", "context manager", strEnter, strExit, "with", "async with")
}

func (m *Machine) enterContext(s *state, in *bytecode.Instr, enterName, exitName *object.Str, kind, other string, otherEnter, otherExit *object.Str, hint, _ string) error {
	th := &m.Thread
	mgr := *rg(s.R, in.B)
	t := mgr.Type()
	lack := func(name *object.Str) error {
		text := "'" + strings.TrimPrefix(t.FullName(), "__main__.") + "' object does not support the " + kind + " protocol"
		_, a := t.Lookup(otherEnter)
		_, b := t.Lookup(otherExit)
		switch {
		case a && b:
			text += " (missed " + name.S + " method) but it supports the " + other + " protocol. Did you mean to use '" + hint + "'?"
		default:
			text += " (missed " + name.S + " method)"
		}
		return object.TypeErrorf("%s", text)
	}
	xf, xself, err := object.LookupSpecial(th, mgr, exitName)
	if err != nil {
		return err
	}
	if !xf.Bound() {
		return lack(exitName)
	}
	ef, eself, err := object.LookupSpecial(th, mgr, enterName)
	if err != nil {
		return err
	}
	if !ef.Bound() {
		return lack(enterName)
	}
	var v object.Value
	if eself {
		v, err = object.Call1(th, ef, mgr)
	} else {
		v, err = object.Call0(th, ef)
	}
	if err != nil {
		return err
	}
	if xself {
		*rg(s.R, in.A), *rg(s.R, in.A+16) = xf, mgr
	} else {
		*rg(s.R, in.A), *rg(s.R, in.A+16) = object.Value{}, xf
	}
	*rg(s.R, in.C) = v
	return nil
}
