package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// generic gives the instruction that a specialised one stands for.
func generic(op bytecode.Op) bytecode.Op {
	if i := op.Info(); i.Effect&bytecode.Quick != 0 {
		return i.Base
	}
	return op
}

// step executes the instruction at s generally: it is where every fast path of the loop that does not apply ends. It may also
// rewrite the instruction to a specialised form.
//
//go:noinline
func (m *Machine) step(s *state) {
	in := (*bytecode.Instr)(s.ip)
	s.ip = unsafe.Add(s.ip, 8)
	R := s.R
	th := &m.Thread
	was := in.Op
	op := was
	if op >= bytecode.OpAddFF {
		op = generic(op)
		in.Op = op
	}
	// Instructions that run no Python code and raise nothing, or that set s themselves.
	switch op {
	case bytecode.OpCall, bytecode.OpCallAwait:
		m.stepCall(s, in, was)
		return
	case bytecode.OpCallGlobal:
		ic := &s.code.ics[in.B]
		if op != was {
			ic.id = 0 // what it holds is the special form's
		}
		v, err := m.loadGlobal(s, ic)
		if err != nil {
			m.unwind(s, err)
			return
		}
		*rg(R, in.A) = v
		m.stepCall(s, in, was)
		return
	case bytecode.OpCallMethod, bytecode.OpCallMethodAwait:
		m.stepCallMethod(s, in)
		return
	case bytecode.OpCallKw, bytecode.OpCallMethodKw:
		m.stepCallKw(s, in)
		return
	case bytecode.OpCallEx:
		top := m.show(s)
		err := m.stepCallEx(s, in)
		if err != nil {
			m.top = top
			m.unwind(s, err)
		} else if s.R == R {
			m.top = top
		}
		return
	case bytecode.OpReturn:
		m.leave(s, *rg(R, in.A))
		return
	case bytecode.OpReturnConst:
		m.leave(s, s.code.consts[in.Wide()])
		return
	case bytecode.OpYield:
		m.yield(s, in)
		return
	case bytecode.OpAwait:
		m.await(s, in)
		return
	case bytecode.OpAsyncForNext:
		m.asyncForNext(s, in)
		return
	case bytecode.OpForIter:
		m.forIter(s, in)
		return
	case bytecode.OpWithEnter:
		if m.enterWith(s, in) {
			return
		}
	case bytecode.OpReraise:
		e, _ := object.AsException(*rg(R, in.A))
		m.unwind(s, e)
		return
	case bytecode.OpPushExc:
		// R[A]: the exception handled so far, None for the one inherited from the caller of the generator chain.
		h := object.None
		if m.Handled != nil && m.Handled != m.ExcBase {
			h = m.Handled.Value()
		}
		e, _ := object.AsException(*rg(R, in.B))
		*rg(R, in.A) = h
		m.Handled = e
		return
	case bytecode.OpPopExc:
		if e, ok := object.AsException(*rg(R, in.A)); ok {
			m.Handled = e
		} else {
			m.Handled = m.ExcBase
		}
		return
	}
	if operatorMethods[op] != nil && m.enterOperator(s, in, op) {
		return
	}
	top := m.show(s)
	err := m.execute(s, in, op, th, R)
	m.top = top
	if err != nil {
		m.unwind(s, err)
	}
}

// binaryOps gives the operator of an instruction.
var binaryOps = [...]object.BinaryOp{
	bytecode.OpAdd: object.OpAdd, bytecode.OpSub: object.OpSub, bytecode.OpMul: object.OpMul, bytecode.OpTrueDiv: object.OpTrueDiv,
	bytecode.OpFloorDiv: object.OpFloorDiv, bytecode.OpMod: object.OpMod, bytecode.OpPow: object.OpPow, bytecode.OpMatMul: object.OpMatMul,
	bytecode.OpAnd: object.OpAnd, bytecode.OpOr: object.OpOr, bytecode.OpXor: object.OpXor, bytecode.OpLShift: object.OpLshift, bytecode.OpRShift: object.OpRshift,
	bytecode.OpAddI: object.OpAdd, bytecode.OpSubI: object.OpSub, bytecode.OpMulI: object.OpMul, bytecode.OpFloorDivI: object.OpFloorDiv,
	bytecode.OpModI: object.OpMod, bytecode.OpPowI: object.OpPow, bytecode.OpAndI: object.OpAnd, bytecode.OpOrI: object.OpOr, bytecode.OpXorI: object.OpXor,
	bytecode.OpLShiftI: object.OpLshift, bytecode.OpRShiftI: object.OpRshift,
}

// execute runs the instructions that finish in the same frame: an error goes to unwind.
func (m *Machine) execute(s *state, in *bytecode.Instr, op bytecode.Op, th *object.Thread, R unsafe.Pointer) error {
	switch op {
	case bytecode.OpLoadList, bytecode.OpLoadSet:
		return m.loadDisplay(s, in)
	case bytecode.OpLoadCommon:
		*rg(R, in.A) = [...]*object.Type{object.AssertionErrorType, object.NotImplementedErrorType}[in.X].Value()
	case bytecode.OpCheckBound:
		if !rg(R, in.A).Bound() {
			n := s.code.names[in.B]
			if in.X == 1 {
				return nameError(n)
			}
			return unboundLocal(n)
		}
	case bytecode.OpMakeCell:
		*rg(R, in.A) = object.Of(&object.NewCell(*rg(R, in.A)).Header)
	case bytecode.OpLoadDeref:
		return unboundLocal(s.code.names[in.C])
	case bytecode.OpDeleteDeref:
		c := object.Unchecked[object.Cell](*rg(R, in.B))
		if !c.V.Bound() && in.X == 0 {
			return unboundLocal(s.code.names[in.C])
		}
		c.V = object.Value{}
	case bytecode.OpLoadFree:
		return freeError(s.code.freeStrs[in.B])
	case bytecode.OpDeleteFree:
		c := funcOf(R).Closure[in.B]
		if !c.V.Bound() && in.X == 0 {
			return freeError(s.code.freeStrs[in.B])
		}
		c.V = object.Value{}
	case bytecode.OpLoadClosure:
		*rg(R, in.A) = object.Of(&funcOf(R).Closure[in.B].Header)
	case bytecode.OpLoadFromDictOrFree:
		v, err := lookupNS(th, *rg(R, in.B), s.code.freeStrs[in.C])
		if err != nil {
			return err
		}
		if !v.Bound() {
			if v = funcOf(R).Closure[in.C].V; !v.Bound() {
				return freeError(s.code.freeStrs[in.C])
			}
		}
		*rg(R, in.A) = v
	case bytecode.OpLoadFromDictOrGlobal:
		ic := &s.code.ics[in.C]
		v, err := lookupNS(th, *rg(R, in.B), ic.key)
		if err == nil && !v.Bound() {
			v, err = m.lookupGlobal(s, ic.key)
		}
		if err != nil {
			return err
		}
		*rg(R, in.A) = v

	case bytecode.OpLoadGlobal:
		v, err := m.loadGlobalAt(s, in)
		if err != nil {
			return err
		}
		*rg(R, in.A) = v
	case bytecode.OpStoreGlobal:
		m.storeGlobal(funcOf(R).Globals, &s.code.ics[in.C], *rg(R, in.A))
	case bytecode.OpDeleteGlobal:
		n := s.code.ics[in.C].key
		if _, ok := funcOf(R).Globals.DelStr(n); !ok {
			return nameError(n)
		}
	case bytecode.OpLoadName:
		return m.loadName(s, in)
	case bytecode.OpStoreName:
		return m.storeName(s, in)
	case bytecode.OpDeleteName:
		n := s.code.ics[in.C].key
		if d, ok := object.AsDict(*rg(R, 0)); ok && d.Shape == object.DictShape {
			if _, ok := d.DelStr(n); !ok {
				return nameError(n)
			}
			return nil
		}
		err := object.DelItem(th, *rg(R, 0), n.Value())
		if err != nil && object.Matches(err, object.KeyErrorType) {
			return nameError(n)
		}
		return err

	case bytecode.OpLoadAttr:
		return m.loadAttr(s, in)
	case bytecode.OpStoreAttr:
		return m.storeAttr(s, in)
	case bytecode.OpDeleteAttr:
		return object.DelAttr(th, *rg(R, in.A), s.code.ics[in.C].key)
	case bytecode.OpLoadMethod:
		return m.loadMethod(s, in)
	case bytecode.OpSuperAttr, bytecode.OpSuperMethod:
		return m.superAttr(s, in)
	case bytecode.OpAttrAug:
		return m.attrAug(s, in, *rg(R, in.B))
	case bytecode.OpAttrAugI:
		return m.attrAug(s, in, object.Int(int64(int16(in.B))))

	case bytecode.OpGetItem:
		return set(rg(R, in.A))(object.GetItem(th, *rg(R, in.B), *rg(R, in.C)))
	case bytecode.OpGetItemI:
		return set(rg(R, in.A))(object.GetItem(th, *rg(R, in.B), object.Int(int64(int16(in.C)))))
	case bytecode.OpSetItem:
		return object.SetItem(th, *rg(R, in.A), *rg(R, in.B), *rg(R, in.C))
	case bytecode.OpDelItem:
		return object.DelItem(th, *rg(R, in.A), *rg(R, in.B))
	case bytecode.OpGetSlice:
		return set(rg(R, in.A))(object.GetItem(th, *rg(R, in.B), object.NewSlice(*rg(R, in.C), *rg(R, in.C+16), object.None)))
	case bytecode.OpSetSlice:
		return object.SetItem(th, *rg(R, in.A), object.NewSlice(*rg(R, in.B), *rg(R, in.B+16), object.None), *rg(R, in.C))
	case bytecode.OpBuildSlice:
		*rg(R, in.A) = object.NewSlice(*rg(R, in.B), *rg(R, in.B+16), *rg(R, in.B+32))

	case bytecode.OpAdd, bytecode.OpSub, bytecode.OpMul, bytecode.OpTrueDiv, bytecode.OpFloorDiv, bytecode.OpMod, bytecode.OpPow, bytecode.OpMatMul,
		bytecode.OpAnd, bytecode.OpOr, bytecode.OpXor, bytecode.OpLShift, bytecode.OpRShift:
		return m.binary(in, op, rg(R, in.A), *rg(R, in.B), *rg(R, in.C))
	case bytecode.OpAddI, bytecode.OpSubI, bytecode.OpMulI, bytecode.OpFloorDivI, bytecode.OpModI, bytecode.OpPowI, bytecode.OpAndI, bytecode.OpOrI,
		bytecode.OpXorI, bytecode.OpLShiftI, bytecode.OpRShiftI:
		return m.binary(in, op, rg(R, in.A), *rg(R, in.B), object.Int(int64(int16(in.C))))
	case bytecode.OpNeg:
		return set(rg(R, in.A))(object.Neg(th, *rg(R, in.B)))
	case bytecode.OpPos:
		return set(rg(R, in.A))(object.Pos(th, *rg(R, in.B)))
	case bytecode.OpInvert:
		return set(rg(R, in.A))(object.Invert(th, *rg(R, in.B)))
	case bytecode.OpNot:
		t, err := object.Truth(th, *rg(R, in.B))
		*rg(R, in.A) = object.Bool(!t)
		return err
	case bytecode.OpLT, bytecode.OpLE, bytecode.OpEQ, bytecode.OpNE, bytecode.OpGT, bytecode.OpGE:
		return set(rg(R, in.A))(object.Compare(th, *rg(R, in.B), *rg(R, in.C), object.CmpOp(op-bytecode.OpLT)))
	case bytecode.OpIn, bytecode.OpNotIn:
		t, err := object.Contains(th, *rg(R, in.C), *rg(R, in.B))
		*rg(R, in.A) = object.Bool(t == (op == bytecode.OpIn))
		return err

	case bytecode.OpJumpIfTrue, bytecode.OpJumpIfFalse:
		t, err := object.Truth(th, *rg(R, in.A))
		if err == nil && t == (op == bytecode.OpJumpIfTrue) {
			s.ip = jump(s.ip, in.C)
		}
		return err
	case bytecode.OpJumpIfIn, bytecode.OpJumpIfNotIn:
		t, err := object.Contains(th, *rg(R, in.B), *rg(R, in.A))
		if err == nil && t == (op == bytecode.OpJumpIfIn) {
			s.ip = jump(s.ip, in.C)
		}
		return err
	case bytecode.OpJumpIfLT, bytecode.OpJumpIfLE, bytecode.OpJumpIfEQ, bytecode.OpJumpIfNE, bytecode.OpJumpIfGT, bytecode.OpJumpIfGE:
		return m.compareJump(s, in, *rg(R, in.B), object.CmpOp(op-bytecode.OpJumpIfLT), true)
	case bytecode.OpJumpIfNotLT, bytecode.OpJumpIfNotLE, bytecode.OpJumpIfNotEQ, bytecode.OpJumpIfNotNE, bytecode.OpJumpIfNotGT, bytecode.OpJumpIfNotGE:
		return m.compareJump(s, in, *rg(R, in.B), object.CmpOp(op-bytecode.OpJumpIfNotLT), false)
	case bytecode.OpJumpIfLTI, bytecode.OpJumpIfLEI, bytecode.OpJumpIfEQI, bytecode.OpJumpIfNEI, bytecode.OpJumpIfGTI, bytecode.OpJumpIfGEI:
		return m.compareJump(s, in, object.Int(int64(int16(in.B))), object.CmpOp(op-bytecode.OpJumpIfLTI), true)
	case bytecode.OpJumpIfNotLTI, bytecode.OpJumpIfNotLEI, bytecode.OpJumpIfNotEQI, bytecode.OpJumpIfNotNEI, bytecode.OpJumpIfNotGTI, bytecode.OpJumpIfNotGEI:
		return m.compareJump(s, in, object.Int(int64(int16(in.B))), object.CmpOp(op-bytecode.OpJumpIfNotLTI), false)

	case bytecode.OpGetIter:
		return set(rg(R, in.A))(object.Iter(th, *rg(R, in.B)))
	case bytecode.OpGetAwaitable:
		return set(rg(R, in.A))(getAwaitable(th, *rg(R, in.B), in.X))
	case bytecode.OpGetYieldFromIter:
		return set(rg(R, in.A))(m.yieldFromIter(s, *rg(R, in.B)))
	case bytecode.OpGetAIter:
		return set(rg(R, in.A))(getAIter(th, *rg(R, in.B)))
	case bytecode.OpGetANext:
		return set(rg(R, in.A))(getANext(th, *rg(R, in.B)))
	case bytecode.OpEndAsyncFor:
		e, _ := object.AsException(*rg(R, in.A))
		if !e.Type().IsSubtype(object.StopAsyncIterationType) {
			return e
		}
	default:
		return m.executeRare(s, in, op, th, R)
	}
	return nil
}

// executeRare runs the instructions that build, raise, match, import and define.
func (m *Machine) executeRare(s *state, in *bytecode.Instr, op bytecode.Op, th *object.Thread, R unsafe.Pointer) error {
	run := func(n int) []object.Value { return regs(R, in.B, n) }
	switch op {
	case bytecode.OpBuildTuple:
		*rg(R, in.A) = object.TupleValue(append([]object.Value(nil), run(int(in.X))...)...)
	case bytecode.OpBuildList:
		*rg(R, in.A) = newList(run(int(in.X))).Value()
	case bytecode.OpBuildSet:
		set := object.NewSet()
		for _, v := range run(int(in.X)) {
			if err := set.Add(th, v); err != nil {
				return err
			}
		}
		*rg(R, in.A) = set.Value()
	case bytecode.OpBuildMap:
		d := object.NewDictSize(int(in.X))
		p := run(2 * int(in.X))
		for i := 0; i < len(p); i += 2 {
			if err := d.Set(th, p[i], p[i+1]); err != nil {
				return err
			}
		}
		*rg(R, in.A) = d.Value()
	case bytecode.OpListAppend:
		object.Unchecked[object.List](*rg(R, in.A)).Append(*rg(R, in.B))
	case bytecode.OpListExtend:
		return m.listExtend(in, object.Unchecked[object.List](*rg(R, in.A)), *rg(R, in.B))
	case bytecode.OpListAppendRun:
		l := object.Unchecked[object.List](*rg(R, in.A))
		for _, v := range run(int(in.X)) {
			l.Append(v)
		}
	case bytecode.OpListToTuple:
		*rg(R, in.A) = object.TupleValue(object.Unchecked[object.List](*rg(R, in.B)).Snapshot()...)
	case bytecode.OpSetAdd:
		return object.Unchecked[object.Set](*rg(R, in.A)).Add(th, *rg(R, in.B))
	case bytecode.OpSetUpdate:
		return object.Unchecked[object.Set](*rg(R, in.A)).Update(th, *rg(R, in.B))
	case bytecode.OpSetAddRun:
		set := object.Unchecked[object.Set](*rg(R, in.A))
		for _, v := range run(int(in.X)) {
			if err := set.Add(th, v); err != nil {
				return err
			}
		}
	case bytecode.OpDictSet:
		return object.Unchecked[object.Dict](*rg(R, in.A)).Set(th, *rg(R, in.B), *rg(R, in.C))
	case bytecode.OpDictUpdate:
		return m.dictUpdate(object.Unchecked[object.Dict](*rg(R, in.A)), *rg(R, in.B))
	case bytecode.OpDictMerge:
		return m.dictMerge(object.Unchecked[object.Dict](*rg(R, in.A)), *rg(R, in.B), *rg(R, in.C))
	case bytecode.OpDictSetRun:
		d := object.Unchecked[object.Dict](*rg(R, in.A))
		p := run(2 * int(in.X))
		for i := 0; i < len(p); i += 2 {
			if err := d.Set(th, p[i], p[i+1]); err != nil {
				return err
			}
		}
	case bytecode.OpUnpack:
		return m.unpack(rg(R, in.A), *rg(R, in.B), int(in.C))
	case bytecode.OpUnpackStar:
		return m.unpackStar(rg(R, in.A), *rg(R, in.B), int(in.X), int(in.C))

	case bytecode.OpFormat:
		return set(rg(R, in.A))(m.format(*rg(R, in.B), in.X, object.Value{}))
	case bytecode.OpFormatSpec:
		return set(rg(R, in.A))(m.format(*rg(R, in.B), in.X, *rg(R, in.C)))
	case bytecode.OpFormatConst:
		return set(rg(R, in.A))(m.format(*rg(R, in.B), in.X, s.code.consts[in.C]))
	case bytecode.OpBuildString:
		*rg(R, in.A) = m.buildString(run(int(in.X)))
	case bytecode.OpBuildInterpolation:
		v := run(3)
		*rg(R, in.A) = object.NewInterpolation(v[0], v[1], conversionName(in.X), v[2])
	case bytecode.OpBuildTemplate:
		*rg(R, in.A) = object.NewTemplate(*rg(R, in.B), *rg(R, in.C))

	case bytecode.OpRaise:
		return m.raise(*rg(R, in.A), object.Value{})
	case bytecode.OpRaiseFrom:
		return m.raise(*rg(R, in.A), *rg(R, in.B))
	case bytecode.OpRaiseAgain:
		if m.Handled == nil {
			return object.RuntimeErrorf("No active exception to reraise")
		}
		return m.Handled
	case bytecode.OpJumpIfNotExcMatch:
		ok, err := m.excMatch(*rg(R, in.A), *rg(R, in.B))
		if err == nil && !ok {
			s.ip = jump(s.ip, in.C)
		}
		return err
	case bytecode.OpCheckEGMatch:
		return m.checkEGMatch(rg(R, in.A), rg(R, in.A+16), *rg(R, in.B), *rg(R, in.C))
	case bytecode.OpPrepReraiseStar:
		l := object.Unchecked[object.List](*rg(R, in.C))
		return set(rg(R, in.A))(object.PrepReraiseStar(th, *rg(R, in.B), l.Snapshot()))
	case bytecode.OpWithEnter:
		return m.withEnter(s, in)
	case bytecode.OpAsyncWithEnter:
		return m.asyncWithEnter(s, in)
	case bytecode.OpWithExitArgs:
		f, self := *rg(R, in.B), *rg(R, in.B+16)
		d := unsafe.Slice(rg(R, in.A), 5)
		d[0], d[1], d[2], d[3], d[4] = f, self, object.None, object.None, object.None
	case bytecode.OpWithExceptArgs:
		f, self := *rg(R, in.B), *rg(R, in.B+16)
		e, _ := object.AsException(*rg(R, in.C))
		tb := e.Traceback
		if !tb.Bound() {
			tb = object.None
		}
		d := unsafe.Slice(rg(R, in.A), 5)
		d[0], d[1], d[2], d[3], d[4] = f, self, e.Type().Value(), e.Value(), tb

	case bytecode.OpJumpIfNotSequence:
		if !object.PatternSequence(*rg(R, in.A)) {
			s.ip = jump(s.ip, in.C)
		}
	case bytecode.OpJumpIfNotMapping:
		if !object.PatternMapping(*rg(R, in.A)) {
			s.ip = jump(s.ip, in.C)
		}
	case bytecode.OpGetLen:
		n, err := object.Len(th, *rg(R, in.B))
		*rg(R, in.A) = object.Int(int64(n))
		return err
	case bytecode.OpMatchClass:
		return set(rg(R, in.A))(m.matchClass(*rg(R, in.A), *rg(R, in.B), int(in.X), s.code.consts[in.C]))
	case bytecode.OpMatchKeys:
		return set(rg(R, in.A))(m.matchKeys(*rg(R, in.B), *rg(R, in.C)))
	case bytecode.OpMatchRest:
		return set(rg(R, in.A))(m.matchRest(*rg(R, in.B), *rg(R, in.C)))

	case bytecode.OpImportName:
		return m.importName(s, in)
	case bytecode.OpImportFrom:
		return set(rg(R, in.A))(m.importFrom(*rg(R, in.B), s.code.names[in.C]))
	case bytecode.OpImportStar:
		return m.importStar(*rg(R, 0), *rg(R, in.A))
	case bytecode.OpMakeFunction:
		*rg(R, in.A) = m.makeFunction(s, in)
	case bytecode.OpLoadBuildClass:
		v, ok := funcOf(R).Builtins.GetStr(strBuildClass)
		if !ok {
			return object.NewExcf(object.NameErrorType, "__build_class__ not found")
		}
		*rg(R, in.A) = v
	case bytecode.OpSetupAnnotations:
		if v, err := lookupNS(th, *rg(R, 0), strAnnotations); err != nil || v.Bound() {
			return err
		}
		return object.SetItem(th, *rg(R, 0), strAnnotations.Value(), object.NewDict().Value())
	case bytecode.OpDisplay:
		return m.display(*rg(R, in.A))
	default:
		return m.typeParams(in, op, R)
	}
	return nil
}

// set stores a result if there is no error.
func set(d *object.Value) func(object.Value, error) error {
	return func(v object.Value, err error) error {
		if err == nil {
			*d = v
		}
		return err
	}
}

func (m *Machine) binary(in *bytecode.Instr, op bytecode.Op, d *object.Value, a, b object.Value) error {
	if a.Ref == &object.FloatHeader && b.Ref == &object.FloatHeader {
		switch op {
		case bytecode.OpAdd:
			in.Op = bytecode.OpAddFF
		case bytecode.OpSub:
			in.Op = bytecode.OpSubFF
		case bytecode.OpMul:
			in.Op = bytecode.OpMulFF
		}
	}
	var v object.Value
	var err error
	if in.X != 0 {
		v, err = object.InPlace(&m.Thread, a, b, binaryOps[op])
	} else {
		v, err = object.Binary(&m.Thread, a, b, binaryOps[op])
	}
	if err == nil {
		*d = v
	}
	return err
}

func (m *Machine) compareJump(s *state, in *bytecode.Instr, b object.Value, op object.CmpOp, want bool) error {
	r, err := object.Compare(&m.Thread, *rg(s.R, in.A), b, op)
	if err != nil {
		return err
	}
	t := r.Bits != 0
	if r.Ref != &object.BoolHeader {
		if t, err = object.Truth(&m.Thread, r); err != nil {
			return err
		}
	}
	if t == want {
		s.ip = jump(s.ip, in.C)
		if in.X != 0 && m.Breaker.Load() != 0 {
			return m.CheckBreaker()
		}
	}
	return nil
}

// newList makes a list of a copy of the items, homogeneous if they are.
func newList(items []object.Value) *object.List {
	l := object.NewList()
	for _, v := range items {
		l.Append(v)
	}
	return l
}

// poll does what the eval-breaker asks for at a backward jump or call.
//
//go:noinline
func (m *Machine) poll(s *state) {
	// s.ip is the instruction that comes next: the frame is seen there, and there an error is raised in place of what it would do.
	next := s.ip
	s.ip = unsafe.Add(next, 8)
	top := m.show(s)
	err := m.CheckBreaker()
	m.top = top
	if err != nil {
		m.unwind(s, err)
		return
	}
	s.ip = next
}

// fail goes on after a native call in the loop that left its error in s.err.
//
//go:noinline
func (m *Machine) fail(s *state) {
	err := s.err
	s.err = nil
	if err == nil {
		err = object.NewExcf(object.SystemErrorType, "a native function gave neither a result nor an exception")
	}
	m.unwind(s, err)
}

// leave ends the frame at s with a result.
func (m *Machine) leave(s *state, v object.Value) {
	link := slot(s.R).Bits
	if link&linkKind == linkHeap {
		m.finishGen(s, v)
		return
	}
	if link&flagFrame != 0 {
		m.detachFrame(s)
	}
	obj := object.Value{}
	if link&linkKind == linkInit {
		obj = *(*object.Value)(unsafe.Add(s.R, -32))
	}
	if link&flagChunk != 0 {
		m.popChunk()
	}
	m.nrec--
	f := &m.rec[m.nrec]
	if link&linkKind == linkEntry {
		m.R, m.ip = f.R, f.ip
		s.done, s.res, s.how = true, v, returned
		return
	}
	s.R, s.ip, s.code = f.R, f.ip, f.code
	if link&linkKind == linkOp {
		m.finishOperator(s, v)
		return
	}
	if link&linkKind == linkInit {
		if !v.IsNone() {
			m.unwind(s, object.TypeErrorf("__init__() should return None, not '%s'", v.Type().Name))
			return
		}
		v = obj
	}
	*rg(s.R, uint16(link>>linkDstBits)) = v
}

// yield executes YIELD at s.
func (m *Machine) yield(s *state, in *bytecode.Instr) {
	v := *rg(s.R, in.A)
	g := genOf(s.R)
	s.ip = unsafe.Add(s.ip, -8)
	if in.X == 1 {
		m.yieldAsync(s, g, v)
		return
	}
	m.suspend(s, v)
}

// forIter executes FOR_ITER at s (s.ip past it) and specialises it by the iterator's kind.
func (m *Machine) forIter(s *state, in *bytecode.Instr) {
	it := *rg(s.R, in.B)
	switch it.Ref.Shape {
	case rangeIterShape:
		in.Op = bytecode.OpForIterRange
	case listIterShape:
		in.Op = bytecode.OpForIterList
	case tupleIterShape:
		in.Op = bytecode.OpForIterTuple
	case genShape:
		in.Op = bytecode.OpForIterGen
		g := object.Unchecked[Gen](it)
		if g.back == nil && (g.state == genCreated || g.state == genSuspended) {
			if err := m.push(s.R, s.ip, s.code); err != nil {
				m.unwind(s, err)
				return
			}
			top := m.top
			if !isHeap(s.R) {
				m.top = unsafe.Add(s.R, s.code.size)
			}
			m.enterChain(s, g, resumeFor)
			m.roots[m.nroot-1].top = top
			m.deliver(s, object.None)
			return
		}
	}
	if pairs(it.Ref.Shape) {
		if u := (*bytecode.Instr)(jump(s.ip, in.C)); u.Op == bytecode.OpUnpack && u.B == in.A && u.C == 2 {
			in.Op = bytecode.OpForIterPair
			s.ip = unsafe.Add(s.ip, -8)
			return
		}
	}
	top := m.show(s)
	v, err := object.Next(&m.Thread, it)
	m.top = top
	if err != nil {
		m.unwind(s, err)
		return
	}
	if !v.Bound() {
		return
	}
	*rg(s.R, in.A) = v
	s.ip = jump(s.ip, in.C)
	if m.Breaker.Load() != 0 {
		m.poll(s)
	}
}

// pairs reports whether iterators of the shape can give the two parts of their items without making tuples.
func pairs(s *object.Shape) bool {
	return s == object.EnumerateShape || s == object.ZipShape || s == object.DictItemIterShape
}

// forPair executes FOR_ITER_PAIR: the loop's first instruction unpacks the item into two registers, which get the parts at
// once. false: the iterator is of another kind.
//
//go:noinline
func (m *Machine) forPair(s *state) bool {
	in := (*bytecode.Instr)(unsafe.Add(s.ip, -8))
	it := *rg(s.R, in.B)
	body := jump(s.ip, in.C)
	dst := unsafe.Slice(rg(s.R, (*bytecode.Instr)(body).A), 2)
	var parts [2]object.Value
	done := false
	var err error
	top := m.show(s)
	switch it.Ref.Shape {
	case object.EnumerateShape:
		parts[0], parts[1], err = object.Unchecked[object.Enumerate](it).Step(&m.Thread)
		done = !parts[0].Bound()
	case object.ZipShape:
		z := object.Unchecked[object.Zip](it)
		if len(z.Its) != 2 {
			m.top = top
			return false
		}
		done, err = z.Step(&m.Thread, parts[:])
	case object.DictItemIterShape:
		var ok bool
		parts[0], parts[1], ok, err = object.Unchecked[object.DictIter](it).Next()
		done = !ok
	default:
		m.top = top
		return false
	}
	m.top = top
	if err != nil && object.Matches(err, object.StopIterationType) {
		err, done = nil, true
	}
	switch {
	case err != nil:
		m.unwind(s, err)
	case !done:
		move(&dst[0], &parts[0])
		move(&dst[1], &parts[1])
		s.ip = unsafe.Add(body, 8)
		if m.Breaker.Load() != 0 {
			m.poll(s)
		}
	}
	return true
}
