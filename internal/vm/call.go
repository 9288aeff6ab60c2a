package vm

import (
	"slices"
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
	if len(s.code.Discards) > 0 {
		m.warnDropped(s, v)
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
		if m.OriginDepth > 0 {
			// cr_origin looks at the frames.
			m.R, m.ip = s.R, s.ip
		}
		g := m.makeGen(fn, R)
		m.dropWindow(link)
		*rg(s.R, dst) = g.value()
		if c.kind == kindCoroutine && len(s.code.Discards) > 0 {
			m.warnDiscarded(s, g)
		}
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
	if c.LocalBase > 0 { // code of a module made a function: its namespace is the globals
		*rg(R, 0) = fn.Globals.Value()
	}
	*slot(R) = object.Value{Ref: &fn.Header, Bits: uint64(dst)<<linkDstBits | link}
	s.R, s.ip, s.code = R, c.base, c
	if m.Breaker.Load() != 0 {
		m.poll(s)
	}
}

// discards reports whether the running instruction is a call whose result the statement throws away.
func (m *Machine) discards(s *state) bool {
	_, found := slices.BinarySearch(s.code.Discards, int32(s.code.pc(s.ip)-1))
	return found
}

// warnDiscarded warns of a coroutine that the running statement throws away: nothing can await it any more.
func (m *Machine) warnDiscarded(s *state, g *Gen) {
	if !m.discards(s) {
		return
	}
	top := m.show(s)
	warnUnawaited(&m.Thread, g)
	m.top = top
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

// stepCall executes CALL, CALL_GLOBAL and CALL_AWAIT generally; was is the form that the instruction had.
func (m *Machine) stepCall(s *state, in *bytecode.Instr, was bytecode.Op) {
	callee := *rg(s.R, in.A)
	args := regs(s.R, in.A+16, int(in.X))
	if !callee.Bound() {
		m.unwind(s, object.NewExcf(object.SystemErrorType, "call of an unbound value"))
		return
	}
	if fn, ok := AsFunction(callee); ok {
		if in.Op == bytecode.OpCallAwait && fn.Code.kind == kindCoroutine {
			m.callLazy(s, fn, args)
			return
		}
	} else if in.Op != bytecode.OpCallAwait {
		switch t, ok := object.AsType(callee); {
		case !ok:
			m.specialiseNative(s, in, callee)
		case (was == bytecode.OpCallInstance || was == bytecode.OpCallGlobalInstance) && s.code.ics[in.B].holds(t):
			// The class is still the one in the cache: the eval-breaker or the end of the slab asked for the general way.
			in.Op = was
		case m.specialiseInstance(s, in, t):
			s.ip = unsafe.Add(s.ip, -8)
			return
		}
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

// holds reports whether the cache of a CALL_INSTANCE is for class t as it is now.
func (ic *cache) holds(t *object.Type) bool { return ic.ref == &t.Header && ic.id2 == t.Version() }

// specialiseNative rewrites CALL or CALL_GLOBAL to a direct call of a Go function of fixed arity.
func (m *Machine) specialiseNative(s *state, in *bytecode.Instr, callee object.Value) {
	b, ok := object.AsBuiltin(callee)
	if !ok || callee.Type() != object.BuiltinType {
		return
	}
	def, self := b.Def()
	ic := &s.code.ics[in.B]
	if self.Bound() || def.Async() && m.discards(s) {
		return
	}
	global := in.Op == bytecode.OpCallGlobal
	if global {
		f := funcOf(s.R)
		n := f.Builtins.Slot(ic.key)
		if n < 0 || f.Globals.Slot(ic.key) >= 0 || f.Globals.Ghost(ic.key) || *f.Builtins.At(uint32(n)) != callee {
			return
		}
		ic.id, ic.id2, ic.off = f.Globals.Watch(), f.Builtins.Watch(), uint32(n)
	}
	op := bytecode.OpCallNative1
	switch {
	case in.X == 1 && def.Fixed1() != nil:
		ic.fn.f1 = def.Fixed1()
	case in.X == 2 && def.Fixed2() != nil:
		ic.fn.f2 = def.Fixed2()
		op = bytecode.OpCallNative2
	default:
		if global {
			ic.id = 0
		}
		return
	}
	ic.ref = callee.Ref
	if global {
		op += bytecode.OpCallGlobalNative1 - bytecode.OpCallNative1
	}
	in.Op = op
}

// specialiseMethod rewrites CALL_METHOD to a direct call of a builtin type's method of fixed arity.
func (m *Machine) specialiseMethod(s *state, in *bytecode.Instr, callee, self object.Value) {
	d, ok := object.AsMethodDescr(callee)
	if !ok || in.X > 1 {
		return
	}
	def, owner := d.Def()
	ic := &s.code.ics[in.B]
	if !self.Type().IsSubtype(owner) || ic.miss > maxMiss || (def.Async() || owner == AGenType) && m.discards(s) {
		return
	}
	switch {
	case in.X == 0 && def.Fixed1() != nil:
		ic.fn.f1 = def.Fixed1()
		in.Op = bytecode.OpCallMethodNative1
	case in.X == 1 && def.Fixed2() != nil:
		ic.fn.f2 = def.Fixed2()
		in.Op = bytecode.OpCallMethodNative2
	default:
		return
	}
	ic.miss++
	ic.ref, ic.id = callee.Ref, self.Ref.Shape.ID
}

// specialiseInstance rewrites CALL of a class with a plain __init__ to CALL_INSTANCE; false if the class is not so.
func (m *Machine) specialiseInstance(s *state, in *bytecode.Instr, t *object.Type) bool {
	ic := &s.code.ics[in.B]
	if ic.miss > 8 || !t.IsHeap() || t.Flags&object.FlagAbstract != 0 {
		return false
	}
	ic.miss++
	if t.Header.Shape.Type.LookupIsScript(strCall) {
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
	ic.ref, ic.id2, ic.shape, ic.val = &t.Header, t.Version(), shape, init
	if in.Op == bytecode.OpCallGlobal {
		g := funcOf(s.R).Globals
		n := g.Slot(ic.key)
		if n < 0 || *g.At(uint32(n)) != t.Value() {
			return false
		}
		ic.id, ic.off = g.Watch(), uint32(n)
		in.Op = bytecode.OpCallGlobalInstance
		return true
	}
	in.Op = bytecode.OpCallInstance
	return true
}

// enterFromHeap enters the plain function or lazy coroutine that the call at s names, from code whose frames may lie on the
// heap: the arguments are then copied to the slab. false if it needs the general path.
//
//go:noinline
func (m *Machine) enterFromHeap(s *state) bool {
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	// The arguments lie behind the callee; without any there may be no memory behind it.
	callee := unsafe.Pointer(rg(s.R, in.A))
	fo := rg(s.R, in.A).Ref
	link := uint64(in.C)<<linkDstBits | linkCall
	ip := s.ip
	switch in.Op {
	case bytecode.OpCallGlobal:
		fo = funcOf(s.R).Globals.At(s.code.ics[in.B].off).Ref
	case bytecode.OpCallAwait, bytecode.OpCallMethodAwait:
		ip = unsafe.Add(ip, 8*bytecode.AwaitGroup)
		link = uint64((*bytecode.Instr)(unsafe.Add(s.ip, 8*(bytecode.AwaitGroup-1))).A)<<linkDstBits | linkCoro
	}
	nc := (*Function)(unsafe.Pointer(fo)).Code
	heap := isHeap(s.R)
	var NR unsafe.Pointer
	if heap {
		NR = unsafe.Add(m.top, 32)
	} else {
		NR = unsafe.Add(callee, 16)
	}
	if uintptr(NR)+nc.size > uintptr(m.end) || m.nrec >= uint(len(m.rec)) || m.Breaker.Load() != 0 {
		return false
	}
	if heap {
		for i := uintptr(0); i < nc.params; i += 16 {
			move((*object.Value)(unsafe.Add(NR, i)), (*object.Value)(unsafe.Add(callee, 16+i)))
		}
	}
	d := slot(NR)
	if d.Ref != fo {
		d.Ref = fo
	}
	d.Bits = link
	f := &m.rec[m.nrec]
	m.nrec++
	f.ip = ip
	if f.R != s.R {
		f.R = s.R
	}
	if f.code != s.code {
		f.code = s.code
	}
	s.R, s.code, s.ip = NR, nc, nc.base
	return true
}

// enterInstance makes the object for CALL_INSTANCE and enters its __init__ with the object before the arguments; false if that
// needs the general path.
//
//go:noinline
func (m *Machine) enterInstance(s *state) bool {
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	ic := &s.code.ics[in.B]
	fo := ic.val.Ref
	nc := (*Function)(unsafe.Pointer(fo)).Code
	args := unsafe.Pointer(rg(s.R, in.A+16))
	// The object is kept two registers below the window, where ReturnConst finds it; the slot lies between.
	NR := unsafe.Pointer(rg(s.R, in.A+32))
	if isHeap(s.R) {
		NR = unsafe.Add(m.top, 48)
	}
	if nc.enter != int(in.X)+1 || uintptr(NR)+nc.size > uintptr(m.end) || m.nrec >= uint(len(m.rec)) || m.Breaker.Load() != 0 {
		return false
	}
	o := object.NewInstance(ic.shape)
	for i := uintptr(in.X) * 16; i > 0; i -= 16 {
		move((*object.Value)(unsafe.Add(NR, i)), (*object.Value)(unsafe.Add(args, i-16)))
	}
	*rg(NR, 0) = object.Of(o)
	*(*object.Value)(unsafe.Add(NR, -32)) = object.Of(o)
	f := &m.rec[m.nrec]
	m.nrec++
	f.R, f.ip, f.code = s.R, s.ip, s.code
	*slot(NR) = object.Value{Ref: fo, Bits: uint64(in.C)<<linkDstBits | linkInit}
	s.R, s.code, s.ip = NR, nc, nc.base
	return true
}

// isSend reports whether a callee is the send method of generators or coroutines.
func isSend(callee object.Value) bool {
	d, ok := object.AsMethodDescr(callee)
	if !ok {
		return false
	}
	def, owner := d.Def()
	return (owner == GenType || owner == CoroType) && def == &owner.Methods[0]
}

// stepCallMethod executes CALL_METHOD and CALL_METHOD_AWAIT generally.
func (m *Machine) stepCallMethod(s *state, in *bytecode.Instr) {
	callee := *rg(s.R, in.A)
	args := unsafe.Slice(rg(s.R, in.A+16), int(in.X)+1)
	if !callee.Bound() {
		callee, args = args[0], args[1:]
	}
	if fn, ok := AsFunction(callee); ok {
		if in.Op == bytecode.OpCallMethodAwait && fn.Code.kind == kindCoroutine {
			m.callLazy(s, fn, args)
			return
		}
	} else if in.Op == bytecode.OpCallMethod && len(args) == int(in.X)+1 {
		if g, ok := asGen(args[0]); ok && in.X == 1 && isSend(callee) {
			if m.sendInLoop(s, g, args[1]) {
				return
			}
		} else {
			m.specialiseMethod(s, in, callee, args[0])
		}
	}
	m.call(s, callee, args, nil, in.C)
}

// stepCallKw executes CALL_KW and CALL_METHOD_KW.
func (m *Machine) stepCallKw(s *state, in *bytecode.Instr) {
	callee := *rg(s.R, in.A)
	args := regs(s.R, in.A+16, int(in.X))
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
		if !ok || d.Shape != object.DictShape {
			d = object.NewDict()
			if err := m.dictMerge(d, kw, callee); err != nil {
				return err
			}
		}
		if n := d.Len(); n > 0 {
			items = append(make([]object.Value, 0, len(items)+n), items...)
			names = make([]*object.Str, 0, n)
		}
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

// place finds room for the window of a call that the compiler did not lay out, above everything the caller uses.
func (m *Machine) place(s *state, size uintptr) (R unsafe.Pointer, flags uint64) {
	if isHeap(s.R) {
		R = unsafe.Add(m.top, 2*bytecode.RegSize)
	} else {
		R = unsafe.Add(s.R, s.code.size+2*bytecode.RegSize)
	}
	if uintptr(R)+size > uintptr(m.end) {
		return m.pushChunk(size), flagChunk
	}
	return R, 0
}

// enterGetter calls the getter of LOAD_ATTR_PROPERTY.
//
//go:noinline
func (m *Machine) enterGetter(s *state) {
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	fn := object.Unchecked[Function](s.code.ics[in.C].val)
	R, flags := m.place(s, fn.Code.size)
	*rg(R, 0) = *rg(s.R, in.B)
	m.enterBound(s, fn, R, in.A, linkCall|flags)
}

// operatorMethods are the dunder methods of the operator instructions that enterOperator serves.
var operatorMethods = func() (names [256]*object.Str) {
	for op, n := range map[bytecode.Op]string{
		bytecode.OpAdd: "add", bytecode.OpSub: "sub", bytecode.OpMul: "mul", bytecode.OpTrueDiv: "truediv", bytecode.OpFloorDiv: "floordiv",
		bytecode.OpMod: "mod", bytecode.OpPow: "pow", bytecode.OpMatMul: "matmul", bytecode.OpAnd: "and", bytecode.OpOr: "or", bytecode.OpXor: "xor",
		bytecode.OpLShift: "lshift", bytecode.OpRShift: "rshift", bytecode.OpGetItem: "getitem",
		bytecode.OpLT: "lt", bytecode.OpLE: "le", bytecode.OpEQ: "eq", bytecode.OpNE: "ne", bytecode.OpGT: "gt", bytecode.OpGE: "ge",
		bytecode.OpJumpIfLT: "lt", bytecode.OpJumpIfLE: "le", bytecode.OpJumpIfEQ: "eq", bytecode.OpJumpIfNE: "ne", bytecode.OpJumpIfGT: "gt", bytecode.OpJumpIfGE: "ge",
		bytecode.OpJumpIfNotLT: "lt", bytecode.OpJumpIfNotLE: "le", bytecode.OpJumpIfNotEQ: "eq", bytecode.OpJumpIfNotNE: "ne", bytecode.OpJumpIfNotGT: "gt", bytecode.OpJumpIfNotGE: "ge",
	} {
		names[op] = object.NewStr("__" + n + "__")
	}
	return names
}()

// operands gives the registers of an operator instruction's operands.
func operands(in *bytecode.Instr, op bytecode.Op) (left, right uint16) {
	if op >= bytecode.OpJumpIfLT && op <= bytecode.OpJumpIfNotGE {
		return in.A, in.B
	}
	return in.B, in.C
}

// enterOperator enters the method by which an object of a script's class does the operator at s, if it is a plain function and
// the other operand has no say first; the frame's end goes on with finishOperator.
func (m *Machine) enterOperator(s *state, in *bytecode.Instr, op bytecode.Op) bool {
	name := operatorMethods[op]
	if name == nil || in.X != 0 && op >= bytecode.OpAdd && op <= bytecode.OpRShift {
		return false
	}
	l, r := operands(in, op)
	a, b := *rg(s.R, l), *rg(s.R, r)
	ta := a.Type()
	if !ta.IsHeap() {
		return false
	}
	if tb := b.Type(); tb != ta && tb.IsSubtype(ta) {
		return false
	}
	f, ok := ta.Lookup(name)
	if !ok || f.Ref.Shape != funcShape {
		return false
	}
	fn := object.Unchecked[Function](f)
	if fn.Code.enter != 2 {
		return false
	}
	R, flags := m.place(s, fn.Code.size)
	*rg(R, 0), *rg(R, 16) = a, b
	m.enterBound(s, fn, R, 0, linkOp|flags)
	return true
}

// finishOperator goes on in the caller at s after the method gave v.
func (m *Machine) finishOperator(s *state, v object.Value) {
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	op := generic(in.Op)
	th := &m.Thread
	top := m.show(s)
	var err error
	if v == object.NotImplemented && op != bytecode.OpGetItem {
		l, r := operands(in, op)
		a, b := *rg(s.R, l), *rg(s.R, r)
		if op >= bytecode.OpAdd && op <= bytecode.OpRShift {
			v, err = object.BinaryAfter(th, a, b, binaryOps[op])
		} else {
			v, err = object.CompareAfter(th, a, b, compareOp(op))
		}
	}
	if err == nil && op >= bytecode.OpJumpIfLT && op <= bytecode.OpJumpIfNotGE {
		var t bool
		if t, err = object.Truth(th, v); err == nil && t == (op <= bytecode.OpJumpIfGE) {
			s.ip = jump(s.ip, in.C)
		}
	} else if err == nil {
		*rg(s.R, in.A) = v
	}
	m.top = top
	if err != nil {
		m.unwind(s, err)
	}
}

func compareOp(op bytecode.Op) object.CmpOp {
	switch {
	case op >= bytecode.OpJumpIfNotLT:
		return object.CmpOp(op - bytecode.OpJumpIfNotLT)
	case op >= bytecode.OpJumpIfLT:
		return object.CmpOp(op - bytecode.OpJumpIfLT)
	}
	return object.CmpOp(op - bytecode.OpLT)
}
