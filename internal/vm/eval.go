package vm

import (
	"unsafe"

	"ouro/internal/bytecode"
	"ouro/internal/object"
)

// This file is long because it is one function: the switch that the compiler turns into a jump table, with every fast path
// written out in its case. What a case leaves out is in the files named after its subject.

// loop runs from the given window and instruction until the frame that Go code entered returns, or, for a generator chain,
// yields.
//
// Invariant: R, ip and code are never live across a Go call. They are saved to s, which lies on the Go stack (no write
// barriers), and loaded after it, so that the register allocator has nothing to spill where the switch dispatches
// (TestLoopHeadHasNoSpill). A case holds its fast path; everything else is `goto slow`.
func (m *Machine) loop(R, ip unsafe.Pointer, code *Code) (res object.Value, how outcome, err error) {
	var s state
	for {
		in := (*bytecode.Instr)(ip)
		ip = unsafe.Add(ip, 8)
		switch in.Op {
		case bytecode.OpNop:
		case bytecode.OpMove:
			v, d := rg(R, in.B), rg(R, in.A)
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpClear:
			if d := rg(R, in.A); d.Ref != nil {
				d.Ref = nil
			}
		case bytecode.OpLoadConst:
			k := uintptr(uint32(in.B) | uint32(in.C)<<16)
			v, d := (*object.Value)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(code.consts)), k*16)), rg(R, in.A)
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadInt:
			object.SetInt(rg(R, in.A), int64(int16(in.B)))
		case bytecode.OpCheckBound:
			if rg(R, in.A).Ref == nil {
				goto slow
			}
		case bytecode.OpLoadDeref:
			v, d := &(*object.Cell)(unsafe.Pointer(rg(R, in.B).Ref)).V, rg(R, in.A)
			if v.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpStoreDeref:
			v, d := rg(R, in.A), &(*object.Cell)(unsafe.Pointer(rg(R, in.B).Ref)).V
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadFree:
			v, d := &(*cellAt(funcOf(R), in.B)).V, rg(R, in.A)
			if v.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpStoreFree:
			v, d := rg(R, in.A), &(*cellAt(funcOf(R), in.B)).V
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}

		case bytecode.OpLoadGlobal:
			ic := &code.ics[in.C]
			g := funcOf(R).Globals
			if g.Ver() != ic.id || ic.id == 0 {
				goto slow
			}
			v, d := g.At(ic.off), rg(R, in.A)
			if v.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadBuiltin:
			ic := &code.ics[in.C]
			f := funcOf(R)
			if ic.id == 0 || f.Globals.Ver() != ic.id || ic.id2 == 0 || f.Builtins.Ver() != ic.id2 {
				goto slow
			}
			v, d := f.Builtins.At(ic.off), rg(R, in.A)
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpStoreGlobal:
			ic := &code.ics[in.C]
			g := funcOf(R).Globals
			if g.Ver() != ic.id || ic.id == 0 {
				goto slow
			}
			v, d := rg(R, in.A), g.At(ic.off)
			if d.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadName:
			// Fast only where the namespace is the globals, as in a module.
			ic := &code.ics[in.C]
			g := funcOf(R).Globals
			if ic.id == 0 || g.Ver() != ic.id || (*object.Header)(unsafe.Pointer(g)) != rg(R, 0).Ref {
				goto slow
			}
			v, d := g.At(ic.off), rg(R, in.A)
			if v.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadNameBuiltin:
			ic := &code.ics[in.C]
			f := funcOf(R)
			if ic.id == 0 || f.Globals.Ver() != ic.id || ic.id2 == 0 || f.Builtins.Ver() != ic.id2 || (*object.Header)(unsafe.Pointer(f.Globals)) != rg(R, 0).Ref {
				goto slow
			}
			v, d := f.Builtins.At(ic.off), rg(R, in.A)
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpStoreName:
			ic := &code.ics[in.C]
			g := funcOf(R).Globals
			if ic.id == 0 || g.Ver() != ic.id || (*object.Header)(unsafe.Pointer(g)) != rg(R, 0).Ref {
				goto slow
			}
			v, d := rg(R, in.A), g.At(ic.off)
			if d.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}

		case bytecode.OpLoadAttr:
			o := rg(R, in.B).Ref
			if o == nil {
				goto slow
			}
			ic := &code.ics[in.C]
			if o.Shape.ID == ic.id {
				v, d := (*object.Value)(unsafe.Add(unsafe.Pointer(o), uintptr(ic.off))), rg(R, in.A)
				if p := v.Ref; p != nil {
					d.Bits = v.Bits
					if d.Ref != p {
						d.Ref = p
					}
					continue
				}
			}
			goto slow
		case bytecode.OpLoadAttrModule:
			o := rg(R, in.B).Ref
			ic := &code.ics[in.C]
			if o == nil || o != ic.ref {
				goto slow
			}
			g := (*object.Module)(unsafe.Pointer(o)).Dict
			if ic.id == 0 || g.Ver() != ic.id {
				goto slow
			}
			v, d := g.At(ic.off), rg(R, in.A)
			if v.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadAttrClass:
			o := rg(R, in.B).Ref
			ic := &code.ics[in.C]
			if o == nil || o != ic.ref || (*object.Type)(unsafe.Pointer(o)).Version() != ic.id {
				goto slow
			}
			d := rg(R, in.A)
			d.Bits = ic.val.Bits
			if p := ic.val.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadAttrValue:
			// An attribute of the instance's class that is no descriptor.
			o := rg(R, in.B).Ref
			ic := &code.ics[in.C]
			if o == nil || o.Shape.ID != ic.id {
				goto slow
			}
			d := rg(R, in.A)
			d.Bits = ic.val.Bits
			if p := ic.val.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadAttrProperty:
			// A property whose getter is a plain function: val.
			o := rg(R, in.B).Ref
			if o == nil || o.Shape.ID != code.ics[in.C].id {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			m.enterGetter(&s)
			R, ip, code = s.R, s.ip, s.code
			if s.done {
				return s.res, s.how, s.err
			}
		case bytecode.OpLoadAttrGetSet:
			// An attribute that a builtin type's Go function gives: val is the descriptor.
			o := rg(R, in.B).Ref
			ic := &code.ics[in.C]
			if o == nil || o.Shape.ID != ic.id {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native1(&s, (*object.GetSetDescr)(unsafe.Pointer(ic.val.Ref)).Getter(), *rg(R, in.B)); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).A)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpSuperMethod:
			// Three registers: super itself, the class, self. The cache knows the class and self's shape.
			ic := &code.ics[in.C]
			self := rg(R, in.B+32)
			if ic.ref == nil || rg(R, in.B+16).Ref != ic.ref || self.Ref == nil || self.Ref.Shape.ID != ic.id || rg(R, in.B).Ref != superRef {
				goto slow
			}
			{
				// The result may lie where the operands do: self is read before it is written over.
				ref, bits := self.Ref, self.Bits
				d := rg(R, in.A+16)
				d.Bits = bits
				if d.Ref != ref {
					d.Ref = ref
				}
				d = rg(R, in.A)
				if p := ic.val.Ref; d.Ref != p {
					d.Ref = p
				}
			}
		case bytecode.OpStoreAttr:
			o := rg(R, in.A).Ref
			if o == nil {
				goto slow
			}
			ic := &code.ics[in.C]
			if o.Shape.ID == ic.id {
				if ic.shape != nil {
					o.Shape = ic.shape
				}
				v, d := rg(R, in.B), (*object.Value)(unsafe.Add(unsafe.Pointer(o), uintptr(ic.off)))
				d.Bits = v.Bits
				if p := v.Ref; d.Ref != p {
					d.Ref = p
				}
				continue
			}
			goto slow
		case bytecode.OpLoadMethod:
			self := rg(R, in.B)
			o := self.Ref
			if o == nil {
				goto slow
			}
			ic := &code.ics[in.C]
			if o.Shape.ID != ic.id {
				goto slow
			}
			d := rg(R, in.A+16)
			d.Bits = self.Bits
			if d.Ref != o {
				d.Ref = o
			}
			d = rg(R, in.A)
			if p := ic.val.Ref; d.Ref != p {
				d.Ref = p
			}
		case bytecode.OpLoadMethodModule:
			// A function of a known module: there is no self.
			o := rg(R, in.B).Ref
			ic := &code.ics[in.C]
			if o == nil || o != ic.ref {
				goto slow
			}
			g := (*object.Module)(unsafe.Pointer(o)).Dict
			if ic.id == 0 || g.Ver() != ic.id {
				goto slow
			}
			v, d := g.At(ic.off), rg(R, in.A+16)
			if v.Ref == nil {
				goto slow
			}
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
			if d = rg(R, in.A); d.Ref != nil {
				d.Ref = nil
			}
		case bytecode.OpAttrAugI:
			o := rg(R, in.A).Ref
			if o == nil {
				goto slow
			}
			ic := &code.ics[in.C]
			if o.Shape.ID == ic.id && bytecode.Op(in.X) == bytecode.OpAdd {
				d := (*object.Value)(unsafe.Add(unsafe.Pointer(o), uintptr(ic.off)))
				if d.Ref == &object.IntHeader {
					a, b := int64(d.Bits), int64(int16(in.B))
					r := a + b
					if (a^r)&(b^r) >= 0 {
						d.Bits = uint64(r)
						continue
					}
				}
			}
			goto slow
		case bytecode.OpAttrAug:
			o := rg(R, in.A).Ref
			if o == nil {
				goto slow
			}
			ic := &code.ics[in.C]
			if o.Shape.ID == ic.id {
				d := (*object.Value)(unsafe.Add(unsafe.Pointer(o), uintptr(ic.off)))
				v := rg(R, in.B)
				if d.Ref == &object.FloatHeader && v.Ref == &object.FloatHeader {
					switch bytecode.Op(in.X) {
					case bytecode.OpAdd:
						d.Bits = object.Float(d.Float64() + v.Float64()).Bits
						continue
					case bytecode.OpSub:
						d.Bits = object.Float(d.Float64() - v.Float64()).Bits
						continue
					}
				} else if d.Ref == &object.IntHeader && v.Ref == &object.IntHeader && bytecode.Op(in.X) == bytecode.OpAdd {
					a, b := int64(d.Bits), int64(v.Bits)
					r := a + b
					if (a^r)&(b^r) >= 0 {
						d.Bits = uint64(r)
						continue
					}
				}
			}
			goto slow

		case bytecode.OpGetItem:
			o, k := rg(R, in.B), rg(R, in.C)
			if o.Ref == nil || k.Ref == nil {
				goto slow
			}
			if o.Ref.Shape == object.ListShape {
				if k.Ref != &object.IntHeader {
					goto slow
				}
				l := (*object.List)(unsafe.Pointer(o.Ref))
				i := k.Bits
				if tag := l.Tag; tag != nil {
					if i < uint64(len(l.Raw)) {
						d := rg(R, in.A)
						d.Bits = l.Raw[i]
						if d.Ref != tag {
							d.Ref = tag
						}
						continue
					}
					goto slow
				}
				if i < uint64(len(l.Items)) {
					v, d := &l.Items[i], rg(R, in.A)
					d.Bits = v.Bits
					if p := v.Ref; d.Ref != p {
						d.Ref = p
					}
					continue
				}
			} else if o.Ref.Shape == object.DictShape {
				s.R, s.ip, s.code = R, ip, code
				e := findKey((*object.Dict)(unsafe.Pointer(o.Ref)), k)
				R, ip, code = s.R, s.ip, s.code
				in = (*bytecode.Instr)(unsafe.Add(ip, -8))
				if e != nil {
					d := rg(R, in.A)
					d.Bits = e.Bits
					if p := e.Ref; d.Ref != p {
						d.Ref = p
					}
					continue
				}
			} else if o.Ref.Shape == object.TupleShape && k.Ref == &object.IntHeader {
				t := (*object.Tuple)(unsafe.Pointer(o.Ref))
				if i := k.Bits; i < uint64(len(t.Items)) {
					v, d := &t.Items[i], rg(R, in.A)
					d.Bits = v.Bits
					if p := v.Ref; d.Ref != p {
						d.Ref = p
					}
					continue
				}
			}
			goto slow
		case bytecode.OpGetItemI:
			o := rg(R, in.B).Ref
			if o == nil {
				goto slow
			}
			i := uint64(int64(int16(in.C)))
			if o.Shape == object.ListShape {
				l := (*object.List)(unsafe.Pointer(o))
				if tag := l.Tag; tag != nil {
					if i < uint64(len(l.Raw)) {
						d := rg(R, in.A)
						d.Bits = l.Raw[i]
						if d.Ref != tag {
							d.Ref = tag
						}
						continue
					}
					goto slow
				}
				if i < uint64(len(l.Items)) {
					v, d := &l.Items[i], rg(R, in.A)
					d.Bits = v.Bits
					if p := v.Ref; d.Ref != p {
						d.Ref = p
					}
					continue
				}
			} else if o.Shape == object.TupleShape {
				t := (*object.Tuple)(unsafe.Pointer(o))
				if i < uint64(len(t.Items)) {
					v, d := &t.Items[i], rg(R, in.A)
					d.Bits = v.Bits
					if p := v.Ref; d.Ref != p {
						d.Ref = p
					}
					continue
				}
			}
			goto slow
		case bytecode.OpSetItem:
			o, k := rg(R, in.A), rg(R, in.B)
			if o.Ref == nil || k.Ref == nil {
				goto slow
			}
			if o.Ref.Shape == object.ListShape {
				if k.Ref != &object.IntHeader {
					goto slow
				}
				l := (*object.List)(unsafe.Pointer(o.Ref))
				i, v := k.Bits, rg(R, in.C)
				if tag := l.Tag; tag != nil {
					if i < uint64(len(l.Raw)) && v.Ref == tag {
						l.Raw[i] = v.Bits
						continue
					}
					goto slow
				}
				if i < uint64(len(l.Items)) {
					d := &l.Items[i]
					d.Bits = v.Bits
					if p := v.Ref; d.Ref != p {
						d.Ref = p
					}
					continue
				}
			} else if o.Ref.Shape == object.DictShape {
				s.R, s.ip, s.code = R, ip, code
				e := findKey((*object.Dict)(unsafe.Pointer(o.Ref)), k)
				R, ip, code = s.R, s.ip, s.code
				in = (*bytecode.Instr)(unsafe.Add(ip, -8))
				if e != nil {
					v := rg(R, in.C)
					e.Bits = v.Bits
					if p := v.Ref; e.Ref != p {
						e.Ref = p
					}
					continue
				}
			}
			goto slow

		case bytecode.OpAdd:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(y.Bits)
				r := a + b
				if (a^r)&(b^r) >= 0 {
					object.SetInt(rg(R, in.A), r)
					continue
				}
			}
			goto slow
		case bytecode.OpSub:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(y.Bits)
				r := a - b
				if (a^b)&(a^r) >= 0 {
					object.SetInt(rg(R, in.A), r)
					continue
				}
			}
			goto slow
		case bytecode.OpMul:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(y.Bits)
				if int64(int32(a)) == a && int64(int32(b)) == b {
					object.SetInt(rg(R, in.A), a*b)
					continue
				}
			}
			goto slow
		case bytecode.OpAddFF:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.FloatHeader && y.Ref == &object.FloatHeader {
				object.SetFloat(rg(R, in.A), x.Float64()+y.Float64())
				continue
			}
			goto slow
		case bytecode.OpSubFF:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.FloatHeader && y.Ref == &object.FloatHeader {
				object.SetFloat(rg(R, in.A), x.Float64()-y.Float64())
				continue
			}
			goto slow
		case bytecode.OpMulFF:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.FloatHeader && y.Ref == &object.FloatHeader {
				object.SetFloat(rg(R, in.A), x.Float64()*y.Float64())
				continue
			}
			goto slow
		case bytecode.OpTrueDiv:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.FloatHeader && y.Ref == &object.FloatHeader {
				if d := y.Float64(); d != 0 {
					object.SetFloat(rg(R, in.A), x.Float64()/d)
					continue
				}
			}
			goto slow
		case bytecode.OpFloorDiv:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(y.Bits)
				if b > 0 {
					q := a / b
					if a%b < 0 {
						q--
					}
					object.SetInt(rg(R, in.A), q)
					continue
				}
			}
			goto slow
		case bytecode.OpMod:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(y.Bits)
				if b > 0 {
					r := a % b
					if r < 0 {
						r += b
					}
					object.SetInt(rg(R, in.A), r)
					continue
				}
			}
			goto slow
		case bytecode.OpAnd:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				object.SetInt(rg(R, in.A), int64(x.Bits&y.Bits))
				continue
			}
			goto slow
		case bytecode.OpOr:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				object.SetInt(rg(R, in.A), int64(x.Bits|y.Bits))
				continue
			}
			goto slow
		case bytecode.OpXor:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				object.SetInt(rg(R, in.A), int64(x.Bits^y.Bits))
				continue
			}
			goto slow
		case bytecode.OpAddI:
			x := rg(R, in.B)
			if x.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(int16(in.C))
				r := a + b
				if (a^r)&(b^r) >= 0 {
					object.SetInt(rg(R, in.A), r)
					continue
				}
			}
			goto slow
		case bytecode.OpSubI:
			x := rg(R, in.B)
			if x.Ref == &object.IntHeader {
				a, b := int64(x.Bits), int64(int16(in.C))
				r := a - b
				if (a^b)&(a^r) >= 0 {
					object.SetInt(rg(R, in.A), r)
					continue
				}
			}
			goto slow
		case bytecode.OpMulI:
			x := rg(R, in.B)
			if x.Ref == &object.IntHeader && int64(int32(x.Bits)) == int64(x.Bits) {
				object.SetInt(rg(R, in.A), int64(x.Bits)*int64(int16(in.C)))
				continue
			}
			goto slow
		case bytecode.OpFloorDivI:
			x := rg(R, in.B)
			if b := int64(int16(in.C)); x.Ref == &object.IntHeader && b > 0 {
				a := int64(x.Bits)
				q := a / b
				if a%b < 0 {
					q--
				}
				object.SetInt(rg(R, in.A), q)
				continue
			}
			goto slow
		case bytecode.OpModI:
			x := rg(R, in.B)
			if b := int64(int16(in.C)); x.Ref == &object.IntHeader && b > 0 {
				r := int64(x.Bits) % b
				if r < 0 {
					r += b
				}
				object.SetInt(rg(R, in.A), r)
				continue
			}
			goto slow
		case bytecode.OpAndI:
			x := rg(R, in.B)
			if x.Ref == &object.IntHeader {
				object.SetInt(rg(R, in.A), int64(x.Bits)&int64(int16(in.C)))
				continue
			}
			goto slow
		case bytecode.OpLShiftI:
			x := rg(R, in.B)
			if c := in.C; x.Ref == &object.IntHeader && c < 31 && int64(int32(x.Bits)) == int64(x.Bits) {
				object.SetInt(rg(R, in.A), int64(x.Bits)<<c)
				continue
			}
			goto slow
		case bytecode.OpRShiftI:
			x := rg(R, in.B)
			if c := in.C; x.Ref == &object.IntHeader && c < 63 {
				object.SetInt(rg(R, in.A), int64(x.Bits)>>c)
				continue
			}
			goto slow
		case bytecode.OpNot:
			x := rg(R, in.B)
			if x.Ref == &object.BoolHeader {
				var bit uint64
				if x.Bits == 0 {
					bit = 1
				}
				d := rg(R, in.A)
				if d.Ref != &object.BoolHeader {
					d.Ref = &object.BoolHeader
				}
				d.Bits = bit
				continue
			}
			goto slow
		case bytecode.OpIs:
			var bit uint64
			if *rg(R, in.B) == *rg(R, in.C) {
				bit = 1
			}
			d := rg(R, in.A)
			if d.Ref != &object.BoolHeader {
				d.Ref = &object.BoolHeader
			}
			d.Bits = bit
		case bytecode.OpIsNot:
			var bit uint64
			if *rg(R, in.B) != *rg(R, in.C) {
				bit = 1
			}
			d := rg(R, in.A)
			if d.Ref != &object.BoolHeader {
				d.Ref = &object.BoolHeader
			}
			d.Bits = bit
		case bytecode.OpLT:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				var bit uint64
				if int64(x.Bits) < int64(y.Bits) {
					bit = 1
				}
				d := rg(R, in.A)
				if d.Ref != &object.BoolHeader {
					d.Ref = &object.BoolHeader
				}
				d.Bits = bit
				continue
			}
			goto slow
		case bytecode.OpEQ:
			x, y := rg(R, in.B), rg(R, in.C)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				var bit uint64
				if x.Bits == y.Bits {
					bit = 1
				}
				d := rg(R, in.A)
				if d.Ref != &object.BoolHeader {
					d.Ref = &object.BoolHeader
				}
				d.Bits = bit
				continue
			}
			goto slow

		case bytecode.OpJump:
			ip = jumpWide(ip, in)
		case bytecode.OpJumpBack:
			ip = jumpWide(ip, in)
			if m.Breaker.Load() != 0 {
				goto poll
			}
		case bytecode.OpJumpIfTrue:
			x := rg(R, in.A)
			if x.Ref == &object.BoolHeader {
				if x.Bits != 0 {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfFalse:
			x := rg(R, in.A)
			if x.Ref == &object.BoolHeader {
				if x.Bits == 0 {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNone:
			if rg(R, in.A).Ref == &object.NoneHeader {
				ip = jump(ip, in.C)
				if in.X != 0 && m.Breaker.Load() != 0 {
					goto poll
				}
			}
		case bytecode.OpJumpIfNotNone:
			if rg(R, in.A).Ref != &object.NoneHeader {
				ip = jump(ip, in.C)
				if in.X != 0 && m.Breaker.Load() != 0 {
					goto poll
				}
			}
		case bytecode.OpJumpIfIs:
			if *rg(R, in.A) == *rg(R, in.B) {
				ip = jump(ip, in.C)
				if in.X != 0 && m.Breaker.Load() != 0 {
					goto poll
				}
			}
		case bytecode.OpJumpIfIsNot:
			if *rg(R, in.A) != *rg(R, in.B) {
				ip = jump(ip, in.C)
				if in.X != 0 && m.Breaker.Load() != 0 {
					goto poll
				}
			}
		case bytecode.OpJumpIfIn:
			k, o := rg(R, in.A), rg(R, in.B)
			if o.Ref != nil && o.Ref.Shape == object.DictShape && k.Ref != nil && fastKey(k) {
				s.R, s.ip, s.code = R, ip, code
				e := findKey((*object.Dict)(unsafe.Pointer(o.Ref)), k)
				R, ip, code = s.R, s.ip, s.code
				in = (*bytecode.Instr)(unsafe.Add(ip, -8))
				if e != nil {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
					continue
				}
				goto slow
			}
			goto slow
		case bytecode.OpJumpIfNotIn:
			k, o := rg(R, in.A), rg(R, in.B)
			if o.Ref != nil && o.Ref.Shape == object.DictShape && k.Ref != nil && fastKey(k) {
				s.R, s.ip, s.code = R, ip, code
				e := findKey((*object.Dict)(unsafe.Pointer(o.Ref)), k)
				R, ip, code = s.R, s.ip, s.code
				if e == nil {
					goto slow
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfLT:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) < int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfLE:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) <= int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfEQ:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) == int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNE:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) != int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfGT:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) > int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfGE:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) >= int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotLT:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) >= int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotLE:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) > int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotEQ:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) != int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotNE:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) == int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotGT:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) <= int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotGE:
			x, y := rg(R, in.A), rg(R, in.B)
			if x.Ref == &object.IntHeader && y.Ref == &object.IntHeader {
				if int64(x.Bits) < int64(y.Bits) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfLTI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) < int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfLEI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) <= int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfEQI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) == int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNEI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) != int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfGTI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) > int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfGEI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) >= int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotLTI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) >= int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotLEI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) > int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotEQI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) != int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotNEI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) == int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotGTI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) <= int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpJumpIfNotGEI:
			x := rg(R, in.A)
			if x.Ref == &object.IntHeader {
				if int64(x.Bits) < int64(int16(in.B)) {
					ip = jump(ip, in.C)
					if in.X != 0 && m.Breaker.Load() != 0 {
						goto poll
					}
				}
				continue
			}
			goto slow
		case bytecode.OpForIterRange:
			it := (*object.RangeIter)(unsafe.Pointer(rg(R, in.B).Ref))
			if it.Shape != rangeIterShape {
				goto slow
			}
			if it.N > 0 {
				it.N--
				c := it.Cur
				it.Cur = c + it.Step
				object.SetInt(rg(R, in.A), c)
				ip = jump(ip, in.C)
				if m.Breaker.Load() != 0 {
					goto poll
				}
			}
		case bytecode.OpForIterList:
			it := (*object.ListIter)(unsafe.Pointer(rg(R, in.B).Ref))
			if it.Shape != listIterShape {
				goto slow
			}
			l := it.List
			if l == nil {
				continue
			}
			i := uint(it.I)
			if tag := l.Tag; tag != nil {
				if i < uint(len(l.Raw)) {
					it.I++
					d := rg(R, in.A)
					d.Bits = l.Raw[i]
					if d.Ref != tag {
						d.Ref = tag
					}
					ip = jump(ip, in.C)
					if m.Breaker.Load() != 0 {
						goto poll
					}
					continue
				}
			} else if i < uint(len(l.Items)) {
				it.I++
				v, d := &l.Items[i], rg(R, in.A)
				d.Bits = v.Bits
				if p := v.Ref; d.Ref != p {
					d.Ref = p
				}
				ip = jump(ip, in.C)
				if m.Breaker.Load() != 0 {
					goto poll
				}
				continue
			}
			it.List = nil
		case bytecode.OpForIterTuple:
			it := (*object.TupleIter)(unsafe.Pointer(rg(R, in.B).Ref))
			if it.Shape != tupleIterShape {
				goto slow
			}
			t := it.Tuple
			if t == nil {
				continue
			}
			if i := uint(it.I); i < uint(len(t.Items)) {
				it.I++
				v, d := &t.Items[i], rg(R, in.A)
				d.Bits = v.Bits
				if p := v.Ref; d.Ref != p {
					d.Ref = p
				}
				ip = jump(ip, in.C)
				if m.Breaker.Load() != 0 {
					goto poll
				}
				continue
			}
			it.Tuple = nil
		case bytecode.OpForIterPair:
			s.R, s.ip, s.code = R, ip, code
			if m.forPair(&s) {
				R, ip, code = s.R, s.ip, s.code
				if s.done {
					return s.res, s.how, s.err
				}
				continue
			}
			R, ip, code = s.R, s.ip, s.code
			goto slow
		case bytecode.OpForIterGen:
			// Enter the generator's frame; it comes back through YIELD, RETURN or unwind.
			it := rg(R, in.B).Ref
			if it.Shape != genShape {
				goto slow
			}
			g := (*Gen)(unsafe.Pointer(it))
			if g.state != genSuspended || g.back != nil || g.inner != nil || g.own != nil ||
				m.nrec >= uint(len(m.rec)) || m.Handled != m.ExcBase || uint(m.nroot) >= uint(len(m.roots)) {
				goto slow
			}
			f := &m.rec[m.nrec]
			m.nrec++
			f.ip = ip
			if f.R != R {
				f.R = R
			}
			if f.code != code {
				f.code = code
			}
			r := &m.roots[m.nroot]
			m.nroot++
			if r.gen != g {
				r.gen = g
			}
			if r.top != m.top {
				r.top = m.top
			}
			if r.handled != m.Handled {
				r.handled = m.Handled
			}
			if r.base != m.ExcBase {
				r.base = m.ExcBase
			}
			r.how = resumeFor
			if !isHeap(R) {
				if top := unsafe.Add(R, code.size); m.top != top {
					m.top = top
				}
			}
			g.state = genRunning
			R = unsafe.Add(unsafe.Pointer(g), genWindow)
			code = funcOf(R).Code
			ip = unsafe.Add(code.base, int(g.pc)*8)
			{
				y := (*bytecode.Instr)(ip)
				ip = unsafe.Add(ip, 8)
				if y.Op != bytecode.OpYield {
					ip = unsafe.Add(ip, -8)
					s.R, s.ip, s.code = R, ip, code
					m.deliver(&s, object.None)
					R, ip, code = s.R, s.ip, s.code
					continue
				}
				d := rg(R, y.B)
				if d.Ref != &object.NoneHeader {
					d.Ref = &object.NoneHeader
				}
				d.Bits = 0
			}
		case bytecode.OpYield:
			// A generator that a FOR_ITER drives and that is its chain's only frame yields straight to the loop.
			g := (*Gen)(unsafe.Add(R, -int(genWindow)))
			r := &m.roots[m.nroot-1]
			if in.X != 0 || g != r.gen || r.how == resumeSend || m.Handled != m.ExcBase || r.base != m.ExcBase {
				goto slow
			}
			g.pc = int32((uintptr(ip)-uintptr(code.base))>>3) - 1
			g.state = genSuspended
			m.nroot--
			if m.top != r.top {
				m.top = r.top
			}
			v := rg(R, in.A)
			m.nrec--
			f := &m.rec[m.nrec]
			if r.how == resumeGo {
				if m.R != f.R {
					m.R = f.R
				}
				m.ip = f.ip
				return *v, yielded, nil
			}
			R, ip, code = f.R, f.ip, f.code
			fi := (*bytecode.Instr)(unsafe.Add(ip, -8))
			d := rg(R, fi.A)
			d.Bits = v.Bits
			if p := v.Ref; d.Ref != p {
				d.Ref = p
			}
			ip = jump(ip, fi.C)
			if m.Breaker.Load() != 0 {
				goto poll
			}

		case bytecode.OpCall:
			fo := rg(R, in.A).Ref
			if fo == nil || fo.Shape != funcShape {
				goto slow
			}
			nc := (*Function)(unsafe.Pointer(fo)).Code
			if nc.enter != int(in.X) {
				goto slow
			}
			if code.heap {
				goto heapCall
			}
			NR := unsafe.Pointer(rg(R, in.A+16))
			if uintptr(NR)+nc.size > uintptr(m.end) || m.nrec >= uint(len(m.rec)) || m.Breaker.Load() != 0 {
				goto slow
			}
			f := &m.rec[m.nrec]
			m.nrec++
			f.ip = ip
			if f.R != R {
				f.R = R
			}
			if f.code != code {
				f.code = code
			}
			slot(NR).Bits = uint64(in.C)<<linkDstBits | linkCall
			R, code, ip = NR, nc, nc.base
			for p, e := unsafe.Add(R, nc.params), unsafe.Add(R, nc.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, 16) {
				if (*object.Value)(p).Ref != nil {
					(*object.Value)(p).Ref = nil
				}
			}
		case bytecode.OpCallMethod:
			fo := rg(R, in.A).Ref
			if fo == nil || fo.Shape != funcShape {
				goto slow
			}
			nc := (*Function)(unsafe.Pointer(fo)).Code
			if nc.enter != int(in.X)+1 {
				goto slow
			}
			if code.heap {
				goto heapCall
			}
			NR := unsafe.Pointer(rg(R, in.A+16))
			if uintptr(NR)+nc.size > uintptr(m.end) || m.nrec >= uint(len(m.rec)) || m.Breaker.Load() != 0 {
				goto slow
			}
			f := &m.rec[m.nrec]
			m.nrec++
			f.ip = ip
			if f.R != R {
				f.R = R
			}
			if f.code != code {
				f.code = code
			}
			slot(NR).Bits = uint64(in.C)<<linkDstBits | linkCall
			R, code, ip = NR, nc, nc.base
			for p, e := unsafe.Add(R, nc.params), unsafe.Add(R, nc.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, 16) {
				if (*object.Value)(p).Ref != nil {
					(*object.Value)(p).Ref = nil
				}
			}
		case bytecode.OpCallGlobal:
			ic := &code.ics[in.B]
			g := funcOf(R).Globals
			if ic.id == 0 || g.Ver() != ic.id {
				goto slow
			}
			fo := g.At(ic.off).Ref
			if fo == nil || fo.Shape != funcShape {
				goto slow
			}
			nc := (*Function)(unsafe.Pointer(fo)).Code
			if nc.enter != int(in.X) {
				goto slow
			}
			if code.heap {
				goto heapCall
			}
			NR := unsafe.Pointer(rg(R, in.A+16))
			if uintptr(NR)+nc.size > uintptr(m.end) || m.nrec >= uint(len(m.rec)) || m.Breaker.Load() != 0 {
				goto slow
			}
			if d := rg(R, in.A); d.Ref != fo {
				d.Ref = fo
			}
			f := &m.rec[m.nrec]
			m.nrec++
			f.ip = ip
			if f.R != R {
				f.R = R
			}
			if f.code != code {
				f.code = code
			}
			slot(NR).Bits = uint64(in.C)<<linkDstBits | linkCall
			R, code, ip = NR, nc, nc.base
			for p, e := unsafe.Add(R, nc.params), unsafe.Add(R, nc.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, 16) {
				if (*object.Value)(p).Ref != nil {
					(*object.Value)(p).Ref = nil
				}
			}
		case bytecode.OpCallNative1:
			// The callee is the native function in the cache, of one argument; no call cache matches an unbound callee.
			ic := &code.ics[in.B]
			if p := rg(R, in.A).Ref; p != ic.ref || p == nil {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native1(&s, ic.fn.f1, *rg(R, in.A+16)); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).C)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpCallNative2:
			ic := &code.ics[in.B]
			if p := rg(R, in.A).Ref; p != ic.ref || p == nil {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native2(&s, ic.fn.f2, *rg(R, in.A+16), *rg(R, in.A+32)); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).C)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpCallInstance:
			// A class with a plain __init__: ref is the class, id2 its version, shape that of new instances, val __init__.
			ic := &code.ics[in.B]
			to := rg(R, in.A).Ref
			if to == nil || to != ic.ref || (*object.Type)(unsafe.Pointer(to)).Version() != ic.id2 {
				goto slow
			}
			goto instance
		case bytecode.OpCallGlobalInstance:
			ic := &code.ics[in.B]
			g := funcOf(R).Globals
			if ic.id == 0 || g.Ver() != ic.id {
				goto slow
			}
			to := g.At(ic.off).Ref
			if to == nil || to != ic.ref || (*object.Type)(unsafe.Pointer(to)).Version() != ic.id2 {
				goto slow
			}
			goto instance
		case bytecode.OpCallGlobalNative1:
			// CALL_GLOBAL of a Go function that builtins has and globals has not.
			ic := &code.ics[in.B]
			f := funcOf(R)
			if ic.id == 0 || f.Globals.Ver() != ic.id || ic.id2 == 0 || f.Builtins.Ver() != ic.id2 || f.Builtins.At(ic.off).Ref != ic.ref {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native1(&s, ic.fn.f1, *rg(R, in.A+16)); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).C)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpCallGlobalNative2:
			ic := &code.ics[in.B]
			f := funcOf(R)
			if ic.id == 0 || f.Globals.Ver() != ic.id || ic.id2 == 0 || f.Builtins.Ver() != ic.id2 || f.Builtins.At(ic.off).Ref != ic.ref {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native2(&s, ic.fn.f2, *rg(R, in.A+16), *rg(R, in.A+32)); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).C)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpCallMethodNative1:
			// A method of a builtin type without arguments: ref is the descriptor, id the shape's id.
			ic := &code.ics[in.B]
			self := rg(R, in.A+16)
			if p := rg(R, in.A).Ref; p != ic.ref || p == nil || self.Ref.Shape.ID != ic.id {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native1(&s, ic.fn.f1, *self); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).C)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpCallMethodNative2:
			ic := &code.ics[in.B]
			self := rg(R, in.A+16)
			if p := rg(R, in.A).Ref; p != ic.ref || p == nil || self.Ref.Shape.ID != ic.id {
				goto slow
			}
			s.R, s.ip, s.code = R, ip, code
			if v := m.native2(&s, ic.fn.f2, *self, *rg(R, in.A+32)); v.Ref != nil {
				R, ip, code = s.R, s.ip, s.code
				d := rg(R, (*bytecode.Instr)(unsafe.Add(ip, -8)).C)
				d.Bits = v.Bits
				if d.Ref != v.Ref {
					d.Ref = v.Ref
				}
				continue
			}
			goto failed
		case bytecode.OpReturn:
			link := slot(R).Bits
			if link&linkMask <= linkCoro {
				v := rg(R, in.A)
				m.nrec--
				f := &m.rec[m.nrec]
				R, code, ip = f.R, f.code, f.ip
				d := rg(R, uint16(link>>linkDstBits))
				d.Bits = v.Bits
				if p := v.Ref; d.Ref != p {
					d.Ref = p
				}
				continue
			}
			if link&linkMask == linkEntry {
				m.nrec--
				f := &m.rec[m.nrec]
				if m.R != f.R {
					m.R = f.R
				}
				m.ip = f.ip
				return *rg(R, in.A), returned, nil
			}
			goto slow
		case bytecode.OpReturnConst:
			link := slot(R).Bits
			if link&linkMask <= linkInit {
				k := uintptr(uint32(in.B) | uint32(in.C)<<16)
				v := (*object.Value)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(code.consts)), k*16))
				if link&linkMask == linkInit {
					if v.Ref != &object.NoneHeader {
						goto slow
					}
					// The new object stands where the class stood: below the slot.
					v = (*object.Value)(unsafe.Add(R, -32))
				}
				m.nrec--
				f := &m.rec[m.nrec]
				R, code, ip = f.R, f.code, f.ip
				d := rg(R, uint16(link>>linkDstBits))
				d.Bits = v.Bits
				if p := v.Ref; d.Ref != p {
					d.Ref = p
				}
				continue
			}
			goto slow
		case bytecode.OpCallAwait:
			fo := rg(R, in.A).Ref
			if fo == nil || fo.Shape != funcShape {
				goto slow
			}
			nc := (*Function)(unsafe.Pointer(fo)).Code
			if nc.awaits != int(in.X) {
				goto slow
			}
			if isHeap(R) {
				goto heapCall
			}
			NR := unsafe.Pointer(rg(R, in.A+16))
			if uintptr(NR)+nc.size > uintptr(m.end) || m.nrec >= uint(len(m.rec)) || m.Breaker.Load() != 0 {
				goto slow
			}
			f := &m.rec[m.nrec]
			m.nrec++
			f.ip = unsafe.Add(ip, 8*bytecode.AwaitGroup)
			if f.R != R {
				f.R = R
			}
			if f.code != code {
				f.code = code
			}
			slot(NR).Bits = uint64((*bytecode.Instr)(unsafe.Add(ip, 16)).A)<<linkDstBits | linkCoro
			R, code, ip = NR, nc, nc.base
			for p, e := unsafe.Add(R, nc.params), unsafe.Add(R, nc.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, 16) {
				if (*object.Value)(p).Ref != nil {
					(*object.Value)(p).Ref = nil
				}
			}
		case bytecode.OpFormat:
			v := rg(R, in.B)
			if in.X == bytecode.FormatPart && v.Ref != nil && (v.Ref == &object.IntHeader || v.Ref.Shape == object.StrShape) {
				d := rg(R, in.A)
				d.Bits = v.Bits
				if p := v.Ref; d.Ref != p {
					d.Ref = p
				}
				continue
			}
			goto slow
		case bytecode.OpUnpack:
			o := rg(R, in.B).Ref
			if o == nil || o.Shape != object.TupleShape {
				goto slow
			}
			items := (*object.Tuple)(unsafe.Pointer(o)).Items
			if len(items) != int(in.C) {
				goto slow
			}
			p := unsafe.Pointer(rg(R, in.A))
			for i := range items {
				v, d := &items[i], (*object.Value)(p)
				d.Bits = v.Bits
				if r := v.Ref; d.Ref != r {
					d.Ref = r
				}
				p = unsafe.Add(p, 16)
			}
		case bytecode.OpListAppend:
			l := (*object.List)(unsafe.Pointer(rg(R, in.A).Ref))
			v := rg(R, in.B)
			if tag := l.Tag; tag != nil {
				if n := len(l.Raw); n < cap(l.Raw) && v.Ref == tag {
					l.Raw = l.Raw[:n+1]
					l.Raw[n] = v.Bits
					continue
				}
			} else if n := len(l.Items); n < cap(l.Items) && n > 0 {
				l.Items = l.Items[:n+1]
				l.Items[n] = *v
				continue
			}
			goto slow
		default:
			goto slow
		}
		continue
	heapCall:
		s.R, s.ip, s.code = R, ip, code
		if m.enterFromHeap(&s) {
			R, ip, code = s.R, s.ip, s.code
			for p, e := unsafe.Add(R, code.params), unsafe.Add(R, code.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, 16) {
				if (*object.Value)(p).Ref != nil {
					(*object.Value)(p).Ref = nil
				}
			}
			continue
		}
		R, ip, code = s.R, s.ip, s.code
		goto slow
	instance:
		s.R, s.ip, s.code = R, ip, code
		if m.enterInstance(&s) {
			R, ip, code = s.R, s.ip, s.code
			for p, e := unsafe.Add(R, code.params), unsafe.Add(R, code.clear); uintptr(p) < uintptr(e); p = unsafe.Add(p, 16) {
				if (*object.Value)(p).Ref != nil {
					(*object.Value)(p).Ref = nil
				}
			}
			continue
		}
		R, ip, code = s.R, s.ip, s.code
		goto slow
	poll:
		s.R, s.ip, s.code = R, ip, code
		m.poll(&s)
		R, ip, code = s.R, s.ip, s.code
		if s.done {
			return s.res, s.how, s.err
		}
		continue
	slow:
		s.R, s.ip, s.code = R, unsafe.Add(ip, -8), code
		m.step(&s)
		R, ip, code = s.R, s.ip, s.code
		if s.done {
			return s.res, s.how, s.err
		}
		continue
	failed:
		// A native function gave an error, which stands in s.err.
		m.fail(&s)
		R, ip, code = s.R, s.ip, s.code
		if s.done {
			return s.res, s.how, s.err
		}
	}
}

func cellAt(f *Function, i uint16) *object.Cell {
	return *(**object.Cell)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(f.Closure)), uintptr(i)*8))
}

// fastKey reports whether findKey decides on the key without running Python code.
func fastKey(k *object.Value) bool {
	return k.Ref == &object.IntHeader || k.Ref.Shape == object.StrShape
}

// findKey looks an int or str key up; nil for absent ones and for other keys.
//
//go:noinline
func findKey(d *object.Dict, k *object.Value) *object.Value {
	if k.Ref == &object.IntHeader {
		return d.FindInt(*k)
	}
	if k.Ref.Shape == object.StrShape {
		return d.FindStr((*object.Str)(unsafe.Pointer(k.Ref)))
	}
	return nil
}

// native1 calls a Go function of one argument. The frame is made visible first; an error goes to s.err.
//
//go:noinline
func (m *Machine) native1(s *state, f func(*object.Thread, object.Value) (object.Value, error), a object.Value) object.Value {
	top := m.show(s)
	v, err := f(&m.Thread, a)
	if m.top != top {
		m.top = top
	}
	if err != nil {
		s.err = err
		return object.Value{}
	}
	return v
}

//go:noinline
func (m *Machine) native2(s *state, f func(*object.Thread, object.Value, object.Value) (object.Value, error), a, b object.Value) object.Value {
	top := m.show(s)
	v, err := f(&m.Thread, a, b)
	if m.top != top {
		m.top = top
	}
	if err != nil {
		s.err = err
		return object.Value{}
	}
	return v
}

// show makes the current frame visible to Go code: as the current frame, and as the place above which nested loops put
// their windows. It gives the value that m.top must be set back to.
func (m *Machine) show(s *state) (top unsafe.Pointer) {
	top = m.top
	if m.R != s.R {
		m.R = s.R
	}
	m.ip = s.ip
	if slot(s.R).Bits&linkKind != linkHeap {
		if t := unsafe.Add(s.R, s.code.size); m.top != t {
			m.top = t
		}
	}
	return top
}
