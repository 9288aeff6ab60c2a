package object

import (
	"math"
	"math/big"
	"testing"
)

func mustRepr(t *testing.T, th *Thread, v Value, err error) string {
	t.Helper()
	if err != nil {
		return AsExc(err).Error()
	}
	s, err := Repr(th, v)
	if err != nil {
		return AsExc(err).Error()
	}
	return s.S
}

func TestArithmetic(t *testing.T) {
	th := testThread()
	huge := NewInt(new(big.Int).Lsh(big.NewInt(1), 64))
	for _, c := range []struct {
		a, b Value
		op   BinaryOp
		want string
	}{
		{Int(math.MaxInt64), Int(1), OpAdd, "9223372036854775808"},
		{Int(math.MinInt64), Int(-1), OpFloorDiv, "9223372036854775808"},
		{Int(math.MinInt64), Int(1), OpSub, "-9223372036854775809"},
		{Int(math.MaxInt64), Int(math.MaxInt64), OpMul, "85070591730234615847396907784232501249"},
		{huge, huge, OpSub, "0"},
		{Int(-7), Int(2), OpFloorDiv, "-4"},
		{Int(-7), Int(2), OpMod, "1"},
		{Int(-7), Int(-2), OpDivmod, "(3, -1)"},
		{Int(1), Int(3), OpTrueDiv, "0.3333333333333333"},
		{Int(1), Int(0), OpTrueDiv, "ZeroDivisionError: division by zero"},
		{Int(1), Int(62), OpLshift, "4611686018427387904"},
		{Int(1), Int(63), OpLshift, "9223372036854775808"},
		{Int(-1), Int(63), OpLshift, "-9223372036854775808"},
		{Int(3), Int(62), OpLshift, "13835058055282163712"},
		{Int(1), Int(1_000_000_000_000), OpLshift, "MemoryError"},
		{Int(10), Int(1_000_000_000), OpPow, "MemoryError"},
		{Int(-5), Int(100), OpRshift, "-1"},
		{Int(2), Int(100), OpPow, "1267650600228229401496703205376"},
		{Int(2), Int(-1), OpPow, "0.5"},
		{True, True, OpAdd, "2"},
		{True, False, OpOr, "True"},
		{True, Int(2), OpOr, "3"},
		{Float(1.5), Int(2), OpMul, "3.0"},
		{Float(-7.5), Int(2), OpFloorDiv, "-4.0"},
		{Int(1), NewComplex(2i), OpAdd, "(1+2j)"},
		{NewComplex(1i), NewComplex(1i), OpMul, "(-1+0j)"},
		{NewComplex(1i), Int(0), OpTrueDiv, "ZeroDivisionError: division by zero"},
		{Float(2), Int(10000), OpPow, "OverflowError with 2 arguments"},
	} {
		v, err := Binary(th, c.a, c.b, c.op)
		if v.Ref != nil && v.Type() == TupleType {
			items := Unchecked[Tuple](v).Items
			got := "(" + mustRepr(t, th, items[0], nil) + ", " + mustRepr(t, th, items[1], nil) + ")"
			if got != c.want {
				t.Errorf("op %d: %s, want %s", c.op, got, c.want)
			}
			continue
		}
		if got := mustRepr(t, th, v, err); got != c.want {
			t.Errorf("%s %s %s = %s, want %s", mustRepr(t, th, c.a, nil), binaryNames[c.op].sym, mustRepr(t, th, c.b, nil), got, c.want)
		}
	}
}

func TestNumbersCompareExactly(t *testing.T) {
	th := testThread()
	big53 := Int(1<<53 + 1)
	for _, c := range []struct {
		a, b Value
		op   CmpOp
		want Value
	}{
		{big53, Float(1 << 53), Eq, False},
		{big53, Float(1 << 53), Gt, True},
		{Float(1 << 53), big53, Lt, True},
		{Int(1), True, Eq, True},
		{Int(1), Float(math.NaN()), Ne, True},
		{Float(math.NaN()), Int(1), Lt, False},
		{NewComplex(1), Int(1), Eq, True},
		{Int(1), NewComplex(1), Eq, True},
		{Float(1), NewComplex(1i), Eq, False},
	} {
		if got, err := Compare(th, c.a, c.b, c.op); err != nil || got != c.want {
			t.Errorf("%v %s %v: %v %v", c.a, cmpNames[c.op].sym, c.b, got, err)
		}
	}
	for _, v := range []Value{Int(7), Float(7), NewComplex(7)} {
		if h, err := Hash(th, v); h != 7 || err != nil {
			t.Errorf("hash of %v is %d, %v", v, h, err)
		}
	}
}

func TestIntConstructor(t *testing.T) {
	th := testThread()
	call := func(t *Type, args ...Value) (Value, error) { return Call(th, t.Value(), args, nil) }
	for _, c := range []struct {
		typ  *Type
		arg  Value
		want string
	}{
		{IntType, StrValue(" 1_000 "), "1000"},
		{IntType, Float(1e30), "1000000000000000019884624838656"},
		{IntType, Float(math.NaN()), "ValueError: cannot convert float NaN to integer"},
		{IntType, None, "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"},
		{FloatType, StrValue("1e3"), "1000.0"},
		{FloatType, None, "TypeError: float() argument must be a string or a real number, not 'NoneType'"},
		{ComplexType, StrValue("1+2j"), "(1+2j)"},
		{BoolType, Float(0), "False"},
	} {
		v, err := call(c.typ, c.arg)
		if got := mustRepr(t, th, v, err); got != c.want {
			t.Errorf("%s: %s, want %s", c.typ.Name, got, c.want)
		}
	}
}
