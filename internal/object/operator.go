package object

// Operators whose left operand's method was called by the VM and gave NotImplemented.

// BinaryAfter goes on with a op b where a's own method has given NotImplemented.
func BinaryAfter(th *Thread, a, b Value, op BinaryOp) (Value, error) {
	ta, tb := a.Type(), b.Type()
	if ta != tb {
		if f := slotsOf(tb).Binary[op]; f != nil {
			var r Value
			var err error
			if tb.heap != nil {
				r, err = callSpecialMaybe(th, b, reflected[op], a)
			} else {
				r, err = f(th, a, b)
			}
			if err != nil || r != NotImplemented {
				return r, err
			}
		}
	}
	if op == OpMul {
		if f := S(b).Repeat; f != nil {
			return repeat(th, f, b, a)
		}
	}
	return Value{}, binaryTypeError(a, b, binaryNames[op].sym)
}

// CompareAfter goes on with a comparison where a's own method has given NotImplemented.
func CompareAfter(th *Thread, a, b Value, op CmpOp) (Value, error) {
	if f := S(b).Compare; f != nil {
		if r, err := f(th, b, a, op.Swapped()); err != nil || r != NotImplemented {
			return r, err
		}
	}
	switch op {
	case Eq:
		return Bool(a == b), nil
	case Ne:
		return Bool(a != b), nil
	}
	return Value{}, TypeErrorf("'%s' not supported between instances of '%s' and '%s'", cmpNames[op].sym, a.Type().Name, b.Type().Name)
}

// reflected are the names of the reflected methods.
var reflected = func() (names [NumBinaryOps]*Str) {
	for op := range names {
		names[op] = NewStr("__r" + binaryNames[op].dunder + "__")
	}
	return names
}()
