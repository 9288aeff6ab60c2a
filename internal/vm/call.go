package vm

import (
	"strconv"
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

func itoa(n int) string { return strconv.Itoa(n) }

// call executes a call at s (s.ip past the instruction, or past its group's place for lazy calls): callee is the function,
// args lie in registers, the last len(names) of them by keyword; the result goes to register dst.
func (m *Machine) call(s *state, callee object.Value, args []object.Value, names []*object.Str, dst uint16) {
	if callee.Ref.Shape == funcShape {
		m.callPython(s, object.Unchecked[Function](callee), args, names, dst, linkCall)
		return
	}
	if bm, ok := object.AsMethod(callee); ok {
		if fn, ok := AsFunction(bm.Func); ok {
			m.callBound(s, fn, bm.Self, args, names, dst)
			return
		}
	}
	top := m.show(s)
	v, err := object.Call(&m.Thread, callee, args, names)
	m.top = top
	if err != nil {
		m.unwind(s, err)
		return
	}
	*rg(s.R, dst) = v
}

// callPython enters a Python function whose arguments lie at args (in registers of the caller).
func (m *Machine) callPython(s *state, fn *Function, args []object.Value, names []*object.Str, dst uint16, kind uint64) {
	c := fn.Code
	need := max(c.size, uintptr(len(args))*bytecode.RegSize)
	var R unsafe.Pointer
	var flags uint64
	if len(args) > 0 && !isHeap(s.R) && kind == linkCall {
		R = unsafe.Pointer(unsafe.SliceData(args))
	} else if !isHeap(s.R) {
		R = unsafe.Add(s.R, s.code.size+2*bytecode.RegSize)
	} else {
		R = unsafe.Add(m.top, 2*bytecode.RegSize)
	}
	if uintptr(R)+need > uintptr(m.end) {
		R = m.pushChunk(need)
		flags = flagChunk
	}
	if err := m.bindArgs(fn, R, args, names); err != nil {
		m.dropWindow(flags)
		m.unwind(s, err)
		return
	}
	m.enterBound(s, fn, R, dst, kind|flags)
}

// enterBound goes on in fn, whose parameters lie bound at R.
func (m *Machine) enterBound(s *state, fn *Function, R unsafe.Pointer, dst uint16, link uint64) {
	c := fn.Code
	if c.heap && link&linkKind != linkCoro {
		g := makeGen(fn, R)
		m.dropWindow(link)
		*rg(s.R, dst) = g.value()
		return
	}
	ip := s.ip
	if link&linkKind == linkCoro {
		ip = unsafe.Add(ip, 8*bytecode.AwaitGroup)
	}
	if err := m.push(s.R, ip, s.code); err != nil {
		m.dropWindow(link)
		m.unwind(s, err)
		return
	}
	clearLocals(R, c)
	*slot(R) = object.Value{Ref: &fn.Header, Bits: uint64(dst)<<linkDstBits | link}
	s.R, s.ip, s.code = R, c.base, c
	if m.Breaker.Load() != 0 {
		m.poll(s)
	}
}

// callBound calls a function with self before the arguments.
func (m *Machine) callBound(s *state, fn *Function, self object.Value, args []object.Value, names []*object.Str, dst uint16) {
	c := fn.Code
	n := len(args) + 1
	need := max(c.size, uintptr(n)*bytecode.RegSize)
	var R unsafe.Pointer
	var flags uint64
	if isHeap(s.R) {
		R = unsafe.Add(m.top, 2*bytecode.RegSize)
	} else {
		R = unsafe.Add(s.R, s.code.size+2*bytecode.RegSize)
	}
	if uintptr(R)+need > uintptr(m.end) {
		R = m.pushChunk(need)
		flags = flagChunk
	}
	all := unsafe.Slice((*object.Value)(R), n)
	copy(all[1:], args)
	all[0] = self
	if err := m.bindArgs(fn, R, all, names); err != nil {
		m.dropWindow(flags)
		m.unwind(s, err)
		return
	}
	m.enterBound(s, fn, R, dst, linkCall|flags)
}

// stepCall executes CALL, CALL_GLOBAL and CALL_AWAIT generally.
func (m *Machine) stepCall(s *state, in *bytecode.Instr) {
	callee := *rg(s.R, in.A)
	args := unsafe.Slice(rg(s.R, in.A+16), int(in.X))
	if !callee.Bound() {
		m.unwind(s, object.NewExcf(object.SystemErrorType, "call of an unbound value"))
		return
	}
	if fn, ok := AsFunction(callee); ok {
		if in.Op == bytecode.OpCallAwait && fn.Code.kind == kindCoroutine {
			m.callLazy(s, fn, args)
			return
		}
	} else if in.Op == bytecode.OpCall {
		if t, ok := object.AsType(callee); ok && m.specialiseInstance(s, in, t) {
			s.ip = unsafe.Add(s.ip, -8)
			return
		}
		m.specialiseNative(s, in, callee)
	}
	m.call(s, callee, args, nil, in.C)
}

// callLazy starts a coroutine function on the slab; the instruction is a CALL_AWAIT or CALL_METHOD_AWAIT.
func (m *Machine) callLazy(s *state, fn *Function, args []object.Value) {
	dst := (*bytecode.Instr)(unsafe.Add(s.ip, 8*(bytecode.AwaitGroup-1))).A
	if isHeap(s.R) || len(args) == 0 {
		m.callPython(s, fn, args, nil, dst, linkCoro)
		return
	}
	c := fn.Code
	R := unsafe.Pointer(unsafe.SliceData(args))
	need := max(c.size, uintptr(len(args))*bytecode.RegSize)
	var flags uint64
	if uintptr(R)+need > uintptr(m.end) {
		R = m.pushChunk(need)
		flags = flagChunk
	}
	if err := m.bindArgs(fn, R, args, nil); err != nil {
		m.dropWindow(flags)
		m.unwind(s, err)
		return
	}
	m.enterBound(s, fn, R, dst, linkCoro|flags)
}

// specialiseNative rewrites CALL to a direct call of a Go function of fixed arity.
func (m *Machine) specialiseNative(s *state, in *bytecode.Instr, callee object.Value) {
	b, ok := object.AsBuiltin(callee)
	if !ok || callee.Type() != object.BuiltinType {
		return
	}
	def, self := b.Def()
	ic := &s.code.ics[in.B]
	if self.Bound() {
		return
	}
	switch {
	case in.X == 1 && def.Fixed1() != nil:
		ic.ref, ic.fn.f1 = callee.Ref, def.Fixed1()
		in.Op = bytecode.OpCallNative1
	case in.X == 2 && def.Fixed2() != nil:
		ic.ref, ic.fn.f2 = callee.Ref, def.Fixed2()
		in.Op = bytecode.OpCallNative2
	}
}

// specialiseInstance rewrites CALL of a class with a plain __init__ to CALL_INSTANCE; false if the class is not so.
func (m *Machine) specialiseInstance(s *state, in *bytecode.Instr, t *object.Type) bool {
	if !t.IsHeap() || s.code.heap || t.Flags&object.FlagAbstract != 0 || t.Header.Shape.Type.LookupIsScript(strCall) {
		return false
	}
	ic := &s.code.ics[in.B]
	if ic.miss > 8 {
		return false
	}
	newf, _, _ := t.LookupWhere(strNew)
	onew, _ := object.ObjectType.Lookup(strNew)
	init, _ := t.Lookup(strInit)
	fn, ok := AsFunction(init)
	if newf != onew || !ok || init.Ref.Shape != funcShape || fn.Code.enter != int(in.X)+1 {
		return false
	}
	shape, plain := t.InstanceShape()
	if !plain {
		return false
	}
	ic.miss++
	ic.ref, ic.id, ic.shape, ic.val = &t.Header, t.Version(), shape, init
	in.Op = bytecode.OpCallInstance
	return true
}

// stepCallMethod executes CALL_METHOD and CALL_METHOD_AWAIT generally.
func (m *Machine) stepCallMethod(s *state, in *bytecode.Instr) {
	callee := *rg(s.R, in.A)
	args := unsafe.Slice(rg(s.R, in.A+16), int(in.X)+1)
	if !callee.Bound() {
		callee, args = args[0], args[1:]
	}
	if fn, ok := AsFunction(callee); ok && in.Op == bytecode.OpCallMethodAwait && fn.Code.kind == kindCoroutine {
		m.callLazy(s, fn, args)
		return
	}
	m.call(s, callee, args, nil, in.C)
}

// stepCallKw executes CALL_KW and CALL_METHOD_KW.
func (m *Machine) stepCallKw(s *state, in *bytecode.Instr) {
	callee := *rg(s.R, in.A)
	args := unsafe.Slice(rg(s.R, in.A+16), int(in.X))
	if in.Op == bytecode.OpCallMethodKw {
		args = unsafe.Slice(rg(s.R, in.A+16), int(in.X)+1)
		if !callee.Bound() {
			callee, args = args[0], args[1:]
		}
	}
	m.call(s, callee, args, s.code.keywordNames(int(in.B)), in.C)
}

// keywordNames gives constant i, a tuple of strs, as names.
func (c *Code) keywordNames(i int) []*object.Str {
	if c.kwNames == nil {
		c.kwNames = map[int][]*object.Str{}
	}
	if n, ok := c.kwNames[i]; ok {
		return n
	}
	t, _ := object.AsTuple(c.consts[i])
	names := make([]*object.Str, len(t.Items))
	for j, v := range t.Items {
		names[j], _ = object.AsStr(v)
	}
	c.kwNames[i] = names
	return names
}

// stepCallEx executes CALL_EX: f(*args, **kwargs).
func (m *Machine) stepCallEx(s *state, in *bytecode.Instr) error {
	th := &m.Thread
	callee, pos, kw := *rg(s.R, in.A), *rg(s.R, in.A+16), *rg(s.R, in.A+32)
	items, err := object.StarArgs(th, callee, pos)
	if err != nil {
		return err
	}
	var names []*object.Str
	if kw.Bound() {
		d, ok := object.AsDict(kw)
		if !ok {
			return object.TypeErrorf("argument after ** must be a mapping, not %s", kw.Type().Name)
		}
		items = append(items[:len(items):len(items)], make([]object.Value, 0, d.Len())...)
		for k, v := range d.All() {
			n, ok := object.AsStr(k)
			if !ok {
				return object.TypeErrorf("keywords must be strings")
			}
			names = append(names, n)
			items = append(items, v)
		}
	}
	if fn, ok := AsFunction(callee); ok {
		m.callPython(s, fn, items, names, in.C, linkCallCopy)
		return nil
	}
	m.call(s, callee, items, names, in.C)
	return nil
}
