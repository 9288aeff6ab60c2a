package object

// The bool type: an int of two values, immediate.

func boolBinary(small func(a, b bool) bool, ints BinaryFunc) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		if a.Ref == &BoolHeader && b.Ref == &BoolHeader {
			return Bool(small(a.Bits != 0, b.Bits != 0)), nil
		}
		return ints(th, a, b)
	}
}

const boolInvertText = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the " +
	"underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) " +
	"if you really want the bitwise inversion of the underlying int."

func init() {
	t := BoolType
	t.Doc = "bool(object=False, /): the truth of an object; True and False are the only instances."
	t.Constructor = &Func{Sig: "bool(object=False, /)", Fn: FN(func(th *Thread, a []Value) (Value, error) {
		b, err := Truth(th, a[1])
		return Bool(b), err
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		if v.Bits != 0 {
			return strTrue.Value(), nil
		}
		return strFalse.Value(), nil
	}
	t.Invert = func(th *Thread, v Value) (Value, error) {
		return Int(^int64(v.Bits)), Warn(th, DeprecationWarningType, boolInvertText, 1)
	}
	t.Binary[OpAnd] = boolBinary(func(a, b bool) bool { return a && b }, intAnd)
	t.Binary[OpOr] = boolBinary(func(a, b bool) bool { return a || b }, intOr)
	t.Binary[OpXor] = boolBinary(func(a, b bool) bool { return a != b }, intXor)
}

var (
	strTrue  = NewStr("True")
	strFalse = NewStr("False")
)
