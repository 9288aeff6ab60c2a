package object

import "unsafe"

// slotTable ties the slots to the dunder methods: it derives a builtin type's dunder methods from its slots, gives
// classes made by scripts slots that call their methods, and inherits slots from builtin bases.
//
// A row is one slot. Its dunders are the methods it stands for, each with the signature a script sees and the Go function
// that calls the slot of the method's owner.
type slotRow struct {
	dunders []dunder
	// has reports whether the slot is filled.
	has func(s *Slots) bool
	// inherit copies the slot from a base where it is not filled.
	inherit func(dst, src *Slots)
	// copy copies the slot whatever stands in dst (nil too).
	copy func(dst, src *Slots)
	// pointer identifies the function in the slot.
	pointer func(s *Slots) unsafe.Pointer
	// script installs the slot that calls the script's methods.
	script func(dst *Slots)
}

type dunder struct {
	name *Str
	sig  string
	doc  string
	// wrap calls the slot of the owner type's Slots; args[0] is self.
	wrap func(th *Thread, s *Slots, args []Value) (Value, error)
}

var slotTable []slotRow

// row builds a table row from an accessor to the slot's field.
func row[F any](field func(*Slots) *F, isNil func(F) bool, script F, dunders ...dunder) slotRow {
	return slotRow{
		dunders: dunders,
		has:     func(s *Slots) bool { return !isNil(*field(s)) },
		inherit: func(dst, src *Slots) {
			if isNil(*field(dst)) {
				*field(dst) = *field(src)
			}
		},
		copy:   func(dst, src *Slots) { *field(dst) = *field(src) },
		script: func(dst *Slots) { *field(dst) = script },
		// A func value is a pointer to its closure: the slot field's word is its identity.
		pointer: func(s *Slots) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(field(s))) },
	}
}

func unaryRow(name, doc string, field func(*Slots) *UnaryFunc) slotRow {
	n := NewStr(name)
	return row(field, func(f UnaryFunc) bool { return f == nil },
		func(th *Thread, v Value) (Value, error) { return callSpecial(th, v, n) },
		dunder{n, "($self, /)", doc, func(th *Thread, s *Slots, a []Value) (Value, error) { return (*field(s))(th, a[0]) }})
}

func binaryRow(op BinaryOp, field func(*Slots) *BinaryFunc) slotRow {
	sym, base := binaryNames[op].sym, binaryNames[op].dunder
	n, r := NewStr("__"+base+"__"), NewStr("__r"+base+"__")
	doc, rdoc := "Return self"+sym+"value.", "Return value"+sym+"self."
	sig := "($self, value, /)"
	if op == OpPow {
		sig = "($self, value, mod=None, /)"
		doc, rdoc = "Return pow(self, value, mod).", "Return pow(value, self, mod)."
	}
	return row(field, func(f BinaryFunc) bool { return f == nil }, scriptBinary(n, r, field),
		dunder{n, sig, doc, func(th *Thread, s *Slots, a []Value) (Value, error) {
			if op == OpPow && len(a) > 2 && !a[2].IsNone() {
				if s.Pow3 == nil {
					return NotImplemented, nil
				}
				return s.Pow3(th, a[0], a[1], a[2])
			}
			return (*field(s))(th, a[0], a[1])
		}},
		dunder{r, sig, rdoc, func(th *Thread, s *Slots, a []Value) (Value, error) { return (*field(s))(th, a[1], a[0]) }})
}

// scriptBinary is the slot of a class whose methods n and r are the operator and its reflection.
func scriptBinary(n, r *Str, field func(*Slots) *BinaryFunc) BinaryFunc {
	var self BinaryFunc
	isSelf := func(v Value) bool {
		f := *field(S(v))
		return f != nil && v.Type().heap != nil && v.Type().definesAny(n, r)
	}
	self = func(th *Thread, a, b Value) (Value, error) {
		ta, tb := a.Type(), b.Type()
		tryRight := ta != tb && isSelf(b)
		if isSelf(a) {
			if tryRight && tb.IsSubtype(ta) && tb.overrides(ta, r) {
				if v, err := callSpecialMaybe(th, b, r, a); err != nil || v != NotImplemented {
					return v, err
				}
				tryRight = false
			}
			if v, err := callSpecialMaybe(th, a, n, b); err != nil || v != NotImplemented {
				return v, err
			}
		}
		if tryRight {
			return callSpecialMaybe(th, b, r, a)
		}
		return NotImplemented, nil
	}
	return self
}

// definesAny reports whether a script-made class of the MRO defines one of the names.
func (t *Type) definesAny(names ...*Str) bool {
	for _, n := range names {
		if _, w, ok := t.LookupWhere(n); ok && w != nil {
			return true
		}
	}
	return false
}

// overrides reports whether t gets the name from elsewhere than base does.
func (t *Type) overrides(base *Type, name *Str) bool {
	v, ok := t.Lookup(name)
	if !ok {
		return false
	}
	w, ok := base.Lookup(name)
	return !ok || v != w
}

func inplaceRow(op BinaryOp) slotRow {
	field := func(s *Slots) *BinaryFunc { return &s.InPlace[op] }
	sym := binaryNames[op].sym
	if op == OpPow {
		sym = "**"
	}
	n := NewStr("__i" + binaryNames[op].dunder + "__")
	return row(field, func(f BinaryFunc) bool { return f == nil },
		func(th *Thread, a, b Value) (Value, error) { return callSpecialMaybe(th, a, n, b) },
		dunder{n, "($self, value, /)", "Return self" + sym + "=value.", func(th *Thread, s *Slots, a []Value) (Value, error) {
			return (*field(s))(th, a[0], a[1])
		}})
}

func init() {
	add := func(rows ...slotRow) { slotTable = append(slotTable, rows...) }
	add(
		unaryRow("__repr__", "Return repr(self).", func(s *Slots) *UnaryFunc { return &s.Repr }),
		unaryRow("__str__", "Return str(self).", func(s *Slots) *UnaryFunc { return &s.Str }),
		unaryRow("__iter__", "Implement iter(self).", func(s *Slots) *UnaryFunc { return &s.Iter }),
		unaryRow("__neg__", "-self", func(s *Slots) *UnaryFunc { return &s.Neg }),
		unaryRow("__pos__", "+self", func(s *Slots) *UnaryFunc { return &s.Pos }),
		unaryRow("__invert__", "~self", func(s *Slots) *UnaryFunc { return &s.Invert }),
		unaryRow("__abs__", "abs(self)", func(s *Slots) *UnaryFunc { return &s.Abs }),
		unaryRow("__index__", "Return self converted to an integer, if self is suitable for use as an index into a list.", func(s *Slots) *UnaryFunc { return &s.Index }),
		unaryRow("__int__", "int(self)", func(s *Slots) *UnaryFunc { return &s.ToInt }),
		unaryRow("__float__", "float(self)", func(s *Slots) *UnaryFunc { return &s.ToFloat }),
		unaryRow("__await__", "Return an iterator to be used in await expression.", func(s *Slots) *UnaryFunc { return &s.Await }),
		unaryRow("__aiter__", "Return an awaitable, that resolves in asynchronous iterator.", func(s *Slots) *UnaryFunc { return &s.AIter }),
		unaryRow("__anext__", "Return a value or raise StopAsyncIteration.", func(s *Slots) *UnaryFunc { return &s.ANext }),
		row(func(s *Slots) *UnaryFunc { return &s.Next }, func(f UnaryFunc) bool { return f == nil }, scriptNext,
			dunder{NewStr("__next__"), "($self, /)", "Implement next(self).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				v, err := s.Next(th, a[0])
				if err == nil && v.Ref == nil {
					return Value{}, NewStopIteration(None)
				}
				return v, err
			}}),
		row(func(s *Slots) *func(*Thread, Value) (uint64, error) { return &s.Hash }, func(f func(*Thread, Value) (uint64, error)) bool { return f == nil }, scriptHash,
			dunder{strHash, "($self, /)", "Return hash(self).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				h, err := s.Hash(th, a[0])
				return Int(int64(h)), err
			}}),
		row(func(s *Slots) *CallFunc { return &s.Call }, func(f CallFunc) bool { return f == nil }, scriptCall,
			dunder{strCall, "($self, /, *args, **kwargs)", "Call self as a function.", nil}),
		row(func(s *Slots) *func(*Thread, Value, *Str) (Value, error) { return &s.GetAttr }, func(f func(*Thread, Value, *Str) (Value, error)) bool { return f == nil }, scriptGetAttr,
			dunder{strGetattribute, "($self, name, /)", "Return getattr(self, name).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				n, err := attrName(a[1])
				if err != nil {
					return Value{}, err
				}
				if a[0].Type().heap != nil && funcIsScriptGetAttr(s) {
					return GenericGetAttr(th, a[0], n)
				}
				return s.GetAttr(th, a[0], n)
			}},
			dunder{strGetattr, "", "", nil}),
		row(func(s *Slots) *func(*Thread, Value, *Str, Value) error { return &s.SetAttr }, func(f func(*Thread, Value, *Str, Value) error) bool { return f == nil }, scriptSetAttr,
			dunder{strSetattr, "($self, name, value, /)", "Implement setattr(self, name, value).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				n, err := attrName(a[1])
				if err != nil {
					return Value{}, err
				}
				if err := checkSetAttr(s, a[0], "__setattr__"); err != nil {
					return Value{}, err
				}
				return None, s.SetAttr(th, a[0], n, a[2])
			}},
			dunder{strDelattr, "($self, name, /)", "Implement delattr(self, name).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				n, err := attrName(a[1])
				if err != nil {
					return Value{}, err
				}
				if err := checkSetAttr(s, a[0], "__delattr__"); err != nil {
					return Value{}, err
				}
				return None, s.SetAttr(th, a[0], n, Value{})
			}}),
		compareRow(),
		row(func(s *Slots) *func(*Thread, Value, Value, *Type) (Value, error) { return &s.Get }, func(f func(*Thread, Value, Value, *Type) (Value, error)) bool { return f == nil }, scriptGet,
			dunder{strGet, "($self, instance, owner=None, /)", "Return an attribute of instance, which is of type owner.", func(th *Thread, s *Slots, a []Value) (Value, error) {
				obj := a[1]
				var owner *Type
				if len(a) > 2 && !a[2].IsNone() {
					owner, _ = AsType(a[2])
				}
				if obj.IsNone() && !(owner == NoneType) {
					if owner == nil {
						return Value{}, TypeErrorf("__get__(None, None) is invalid")
					}
					obj = Value{}
				}
				return s.Get(th, a[0], obj, owner)
			}}),
		row(func(s *Slots) *func(*Thread, Value, Value, Value) error { return &s.Set }, func(f func(*Thread, Value, Value, Value) error) bool { return f == nil }, scriptSet,
			dunder{strSet, "($self, instance, value, /)", "Set an attribute of instance to value.", func(th *Thread, s *Slots, a []Value) (Value, error) {
				return None, s.Set(th, a[0], a[1], a[2])
			}},
			dunder{strDelete, "($self, instance, /)", "Delete an attribute of instance.", func(th *Thread, s *Slots, a []Value) (Value, error) {
				return None, s.Set(th, a[0], a[1], Value{})
			}}),
		row(func(s *Slots) *func(*Thread, Value) (int, error) { return &s.Len }, func(f func(*Thread, Value) (int, error)) bool { return f == nil }, scriptLen,
			dunder{strLen, "($self, /)", "Return len(self).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				n, err := s.Len(th, a[0])
				return Int(int64(n)), err
			}}),
		row(func(s *Slots) *BinaryFunc { return &s.GetItem }, func(f BinaryFunc) bool { return f == nil },
			func(th *Thread, o, k Value) (Value, error) { return callSpecial(th, o, strGetitem, k) },
			dunder{strGetitem, "($self, key, /)", "Return self[key].", func(th *Thread, s *Slots, a []Value) (Value, error) { return s.GetItem(th, a[0], a[1]) }}),
		row(func(s *Slots) *func(*Thread, Value, Value, Value) error { return &s.SetItem }, func(f func(*Thread, Value, Value, Value) error) bool { return f == nil }, scriptSetItem,
			dunder{strSetitem, "($self, key, value, /)", "Set self[key] to value.", func(th *Thread, s *Slots, a []Value) (Value, error) {
				return None, s.SetItem(th, a[0], a[1], a[2])
			}},
			dunder{strDelitem, "($self, key, /)", "Delete self[key].", func(th *Thread, s *Slots, a []Value) (Value, error) {
				return None, s.SetItem(th, a[0], a[1], Value{})
			}}),
		row(func(s *Slots) *func(*Thread, Value, Value) (bool, error) { return &s.Contains }, func(f func(*Thread, Value, Value) (bool, error)) bool { return f == nil }, scriptContains,
			dunder{strContains, "($self, key, /)", "Return bool(key in self).", func(th *Thread, s *Slots, a []Value) (Value, error) {
				ok, err := s.Contains(th, a[0], a[1])
				return Bool(ok), err
			}}),
		row(func(s *Slots) *func(*Thread, Value) (bool, error) { return &s.Bool }, func(f func(*Thread, Value) (bool, error)) bool { return f == nil }, scriptBool,
			dunder{strBool, "($self, /)", "True if self else False", func(th *Thread, s *Slots, a []Value) (Value, error) {
				ok, err := s.Bool(th, a[0])
				return Bool(ok), err
			}}),
		row(func(s *Slots) *func(*Thread, Value) error { return &s.Del }, func(f func(*Thread, Value) error) bool { return f == nil },
			func(th *Thread, v Value) error { _, err := callSpecial(th, v, strDel); return err },
			dunder{strDel, "($self, /)", "Called when the instance is about to be destroyed.", func(th *Thread, s *Slots, a []Value) (Value, error) { return None, s.Del(th, a[0]) }}),
		row(func(s *Slots) *InitFunc { return &s.Init }, func(f InitFunc) bool { return f == nil }, scriptInit,
			dunder{strInit, "($self, /, *args, **kwargs)", "Initialize self.  See help(type(self)) for accurate signature.", nil}),
		row(func(s *Slots) *NewFunc { return &s.New }, func(f NewFunc) bool { return f == nil }, scriptNew,
			dunder{strNew, "", "Create and return a new object.  See help(type) for accurate signature.", nil}),
		slotRow{inherit: func(dst, src *Slots) {
			if dst.Pow3 == nil && dst.Binary[OpPow] == nil {
				dst.Pow3 = src.Pow3
			}
			if dst.Send == nil {
				dst.Send, dst.Throw, dst.CloseGen = src.Send, src.Throw, src.CloseGen
			}
		}},
	)
	// Sequences' + and * share their dunder names with the numbers'; the numeric rows come first and win if both are filled.
	for op := OpAdd; op < NumBinaryOps; op++ {
		o := op
		add(binaryRow(o, func(s *Slots) *BinaryFunc { return &s.Binary[o] }))
		if op != OpDivmod {
			add(inplaceRow(o))
		}
	}
	seq := func(field func(*Slots) *BinaryFunc, names ...string) slotRow {
		var ds []dunder
		for _, n := range names {
			ds = append(ds, dunder{NewStr(n), "($self, value, /)", "Return the sequence operation with value.", func(th *Thread, s *Slots, a []Value) (Value, error) {
				return (*field(s))(th, a[0], a[1])
			}})
		}
		r := row(field, func(f BinaryFunc) bool { return f == nil }, nil, ds...)
		r.script = nil
		return r
	}
	add(
		seq(func(s *Slots) *BinaryFunc { return &s.Concat }, "__add__"),
		seq(func(s *Slots) *BinaryFunc { return &s.InPlaceConcat }, "__iadd__"),
		seq(func(s *Slots) *BinaryFunc { return &s.Repeat }, "__mul__", "__rmul__"),
		seq(func(s *Slots) *BinaryFunc { return &s.InPlaceRepeat }, "__imul__"),
	)
}

// checkSetAttr keeps object's way of setting attributes from being used on classes, whose caches it would leave stale.
func checkSetAttr(s *Slots, v Value, name string) error {
	if _, ok := AsType(v); ok && s == &ObjectType.Slots {
		return TypeErrorf("can't apply this %s to %s object", name, v.Type().Name)
	}
	return nil
}

func compareRow() slotRow {
	var ds []dunder
	for op := Lt; op <= Ge; op++ {
		o := op
		ds = append(ds, dunder{cmpStr[o], "($self, value, /)", "Return self" + cmpNames[o].sym + "value.", func(th *Thread, s *Slots, a []Value) (Value, error) {
			return s.Compare(th, a[0], a[1], o)
		}})
	}
	r := row(func(s *Slots) *func(*Thread, Value, Value, CmpOp) (Value, error) { return &s.Compare },
		func(f func(*Thread, Value, Value, CmpOp) (Value, error)) bool { return f == nil }, scriptCompare, ds...)
	// Inherited together with Hash, see inheritFrom.
	r.inherit = nil
	return r
}

// The hash row must not be inherited alone either.
func init() {
	for i := range slotTable {
		if len(slotTable[i].dunders) > 0 && slotTable[i].dunders[0].name == strHash {
			slotTable[i].inherit = nil
		}
	}
}
