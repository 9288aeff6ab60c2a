package object

import (
	"errors"
	"math/big"
	"math/bits"
	"strconv"

	"ouro/internal/pynum"
)

// Arithmetic of int: the slots, and the exported operations of 64-bit ints that overflow to big ones.

// numError turns an error of a number or text kernel into the exception it asks for.
func numError(err error) error {
	if err == nil {
		return nil
	}
	var k *pynum.Error
	if !errors.As(err, &k) {
		return err
	}
	t := ValueErrorType
	switch k.Kind {
	case pynum.TypeError:
		t = TypeErrorType
	case pynum.OverflowError:
		if k == pynum.ErrResultRange {
			return NewExc(OverflowErrorType, Int(34), StrValue("Numerical result out of range"))
		}
		t = OverflowErrorType
	case pynum.ZeroDivisionError:
		t = ZeroDivisionErrorType
	case pynum.MemoryError:
		if k.Text == "" {
			return NewExc(MemoryErrorType)
		}
		t = MemoryErrorType
	case pynum.KeyError:
		t = KeyErrorType
	case pynum.IndexError:
		t = IndexErrorType
	case pynum.LookupError:
		t = LookupErrorType
	}
	return NewExc(t, StrValue(k.Text))
}

// NumError is numError for modules: the exception that a *pynum.Error asks for, other errors as they are.
func NumError(err error) error { return numError(err) }

func pairInt(small int64, b *big.Int) Value {
	if b != nil {
		return NewInt(b)
	}
	return Int(small)
}

// AddInt is a + b.
func AddInt(a, b int64) Value {
	if c := a + b; (c^a)&(c^b) >= 0 {
		return Int(c)
	}
	return NewInt(new(big.Int).Add(big.NewInt(a), big.NewInt(b)))
}

// SubInt is a - b.
func SubInt(a, b int64) Value {
	if c := a - b; (a^b)&(a^c) >= 0 {
		return Int(c)
	}
	return NewInt(new(big.Int).Sub(big.NewInt(a), big.NewInt(b)))
}

// MulInt is a * b.
func MulInt(a, b int64) Value {
	if c, ok := pynum.Mul64(a, b); ok {
		return Int(c)
	}
	return NewInt(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)))
}

// NegInt is -a.
func NegInt(a int64) Value { return SubInt(0, a) }

// FloorDivInt is a // b.
func FloorDivInt(a, b int64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	if q, ok := pynum.FloorDiv64(a, b); ok {
		return Int(q), nil
	}
	return NegInt(a), nil
}

// ModInt is a % b.
func ModInt(a, b int64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	return Int(pynum.Mod64(a, b)), nil
}

// TrueDivInt is a / b.
func TrueDivInt(a, b int64) (Value, error) {
	if b == 0 {
		return Value{}, numError(pynum.ErrDivisionByZero)
	}
	return Float(pynum.TrueDiv64(a, b)), nil
}

// LshiftInt is a << n.
func LshiftInt(a, n int64) (Value, error) {
	if n < 0 {
		return Value{}, numError(pynum.ErrNegativeShift)
	}
	if n < 62 && bits.Len64(uint64(max(a, -a))) < 63-int(n) && a != -1<<63 {
		return Int(a << n), nil
	}
	s, b, err := pynum.Lsh64(a, uint64(n))
	if err != nil {
		return Value{}, numError(err)
	}
	return pairInt(s, b), nil
}

// RshiftInt is a >> n.
func RshiftInt(a, n int64) (Value, error) {
	if n < 0 {
		return Value{}, numError(pynum.ErrNegativeShift)
	}
	return Int(a >> min(uint64(n), 63)), nil
}

// PowInt is a ** b.
func PowInt(th *Thread, a, b int64) (Value, error) {
	if b < 0 {
		return floatPow(float64(a), float64(b))
	}
	if r, ok := pynum.Pow64(a, uint64(b)); ok {
		return Int(r), nil
	}
	return powBig(th, big.NewInt(a), big.NewInt(b))
}

const (
	slowModWords = 1 << 8  // past it modular powers are worked out apart
	maxPowBits   = 1 << 31 // past it a power would run for hours: MemoryError
	slowPowBits  = 1 << 22 // past it powers are worked out apart
)

func powBig(th *Thread, a, e *big.Int) (Value, error) {
	if e.Sign() < 0 {
		x, err := pynum.BigToFloat(a)
		if err != nil {
			return Value{}, numError(err)
		}
		y, err := pynum.BigToFloat(e)
		if err != nil {
			return Value{}, numError(err)
		}
		return floatPow(x, y)
	}
	if n := a.BitLen(); n > 1 && e.IsInt64() {
		size := float64(e.Int64()) * float64(n-1)
		if size > maxPowBits {
			return Value{}, NewExc(MemoryErrorType)
		}
		if size > slowPowBits {
			z := new(big.Int)
			err := th.Apart(func() { z.Exp(a, e, nil) })
			return NewInt(z), err
		}
	}
	z, err := pynum.PowBig(a, e)
	if err != nil {
		return Value{}, numError(err)
	}
	return NewInt(z), nil
}

// intBinary makes a slot from the operation on 64-bit ints and the one on big ints.
func intBinary(small func(a, b int64) (Value, error), large func(a, b *big.Int) (Value, error)) BinaryFunc {
	return func(th *Thread, a, b Value) (Value, error) {
		if x, ok := SmallInt(a); ok {
			if y, ok := SmallInt(b); ok {
				return small(x, y)
			}
		}
		x, ok := operand(&th.operands[0], a)
		if !ok {
			return NotImplemented, nil
		}
		y, ok := operand(&th.operands[1], b)
		if !ok {
			return NotImplemented, nil
		}
		if longWork(x, y) {
			var r Value
			var rerr error
			if err := th.Apart(func() { r, rerr = large(x, y) }); err != nil {
				return Value{}, err
			}
			return r, rerr
		}
		return large(x, y)
	}
}

// operand is BigInt for an operator that keeps neither operand: a small one is put into room.
func operand(room *big.Int, v Value) (*big.Int, bool) {
	if i, ok := SmallInt(v); ok {
		return room.SetInt64(i), true
	}
	return BigInt(v)
}

// longWords is the size from which big ints are worked on apart: two factors of it take some hundred milliseconds.
const longWords = 1 << 17

func longWork(a, b *big.Int) bool { return len(a.Bits()) > longWords && len(b.Bits()) > longWords }

func newBig(z *big.Int) (Value, error) { return NewInt(z), nil }

func intAdd(th *Thread, a, b Value) (Value, error) {
	if a.Ref == &IntHeader && b.Ref == &IntHeader {
		return AddInt(int64(a.Bits), int64(b.Bits)), nil
	}
	return intAddSlow(th, a, b)
}

func intSub(th *Thread, a, b Value) (Value, error) {
	if a.Ref == &IntHeader && b.Ref == &IntHeader {
		return SubInt(int64(a.Bits), int64(b.Bits)), nil
	}
	return intSubSlow(th, a, b)
}

func intMul(th *Thread, a, b Value) (Value, error) {
	if a.Ref == &IntHeader && b.Ref == &IntHeader {
		return MulInt(int64(a.Bits), int64(b.Bits)), nil
	}
	return intMulSlow(th, a, b)
}

var (
	intAddSlow = intBinary(func(a, b int64) (Value, error) { return AddInt(a, b), nil },
		func(a, b *big.Int) (Value, error) { return newBig(new(big.Int).Add(a, b)) })
	intSubSlow = intBinary(func(a, b int64) (Value, error) { return SubInt(a, b), nil },
		func(a, b *big.Int) (Value, error) { return newBig(new(big.Int).Sub(a, b)) })
	intMulSlow = intBinary(func(a, b int64) (Value, error) { return MulInt(a, b), nil },
		func(a, b *big.Int) (Value, error) {
			if a.BitLen()+b.BitLen() > pynum.MaxBits {
				return Value{}, NewExc(MemoryErrorType)
			}
			return newBig(new(big.Int).Mul(a, b))
		})
	intFloorDiv = intBinary(FloorDivInt, func(a, b *big.Int) (Value, error) {
		if b.Sign() == 0 {
			return Value{}, numError(pynum.ErrDivisionByZero)
		}
		q, _ := pynum.DivModBig(a, b)
		return newBig(q)
	})
	intMod = intBinary(ModInt, func(a, b *big.Int) (Value, error) {
		if b.Sign() == 0 {
			return Value{}, numError(pynum.ErrDivisionByZero)
		}
		_, m := pynum.DivModBig(a, b)
		return newBig(m)
	})
	intDivmod = intBinary(func(a, b int64) (Value, error) {
		q, err := FloorDivInt(a, b)
		if err != nil {
			return q, err
		}
		return TupleValue(q, Int(pynum.Mod64(a, b))), nil
	}, func(a, b *big.Int) (Value, error) {
		if b.Sign() == 0 {
			return Value{}, numError(pynum.ErrDivisionByZero)
		}
		q, m := pynum.DivModBig(a, b)
		return TupleValue(NewInt(q), NewInt(m)), nil
	})
	intTrueDiv = intBinary(TrueDivInt, func(a, b *big.Int) (Value, error) {
		if b.Sign() == 0 {
			return Value{}, numError(pynum.ErrDivisionByZero)
		}
		f, err := pynum.TrueDivBig(a, b)
		return Float(f), numError(err)
	})
	intAnd = intBinary(func(a, b int64) (Value, error) { return Int(a & b), nil },
		func(a, b *big.Int) (Value, error) { return newBig(new(big.Int).And(a, b)) })
	intOr = intBinary(func(a, b int64) (Value, error) { return Int(a | b), nil },
		func(a, b *big.Int) (Value, error) { return newBig(new(big.Int).Or(a, b)) })
	intXor = intBinary(func(a, b int64) (Value, error) { return Int(a ^ b), nil },
		func(a, b *big.Int) (Value, error) { return newBig(new(big.Int).Xor(a, b)) })
	intLshift = intBinary(LshiftInt, func(a, b *big.Int) (Value, error) {
		if b.Sign() < 0 {
			return Value{}, numError(pynum.ErrNegativeShift)
		}
		if a.Sign() == 0 {
			return Int(0), nil
		}
		if !b.IsUint64() {
			return Value{}, numError(pynum.ErrTooManyDigits)
		}
		z, err := pynum.LshBig(a, b.Uint64())
		if err != nil {
			return Value{}, numError(err)
		}
		return NewInt(z), nil
	})
	intRshift = intBinary(RshiftInt, func(a, b *big.Int) (Value, error) {
		if b.Sign() < 0 {
			return Value{}, numError(pynum.ErrNegativeShift)
		}
		if !b.IsInt64() || b.Int64() > int64(a.BitLen()) {
			return Int(int64(min(a.Sign(), 0))), nil
		}
		return newBig(new(big.Int).Rsh(a, uint(b.Int64())))
	})
)

func intPow(th *Thread, a, b Value) (Value, error) {
	if x, ok := SmallInt(a); ok {
		if y, ok := SmallInt(b); ok {
			return PowInt(th, x, y)
		}
	}
	x, ok := BigInt(a)
	if !ok {
		return NotImplemented, nil
	}
	y, ok := BigInt(b)
	if !ok {
		return NotImplemented, nil
	}
	if x.Sign() == 0 && y.Sign() < 0 {
		return Value{}, numError(pynum.ErrZeroToNegative)
	}
	return powBig(th, x, y)
}

func intPow3(th *Thread, a, b, m Value) (Value, error) {
	x, ok := BigInt(a)
	if !ok {
		return NotImplemented, nil
	}
	y, ok := BigInt(b)
	if !ok {
		return NotImplemented, nil
	}
	z, ok := BigInt(m)
	if !ok {
		return NotImplemented, nil
	}
	if len(z.Bits()) > slowModWords && len(y.Bits()) > slowModWords {
		var r Value
		var err error
		if stopped := th.Apart(func() { r, err = modPow(x, y, z) }); stopped != nil {
			return Value{}, stopped
		}
		return r, err
	}
	return modPow(x, y, z)
}

func modPow(x, y, z *big.Int) (Value, error) {
	r, err := pynum.ModPow(x, y, z)
	if err != nil {
		return Value{}, numError(err)
	}
	return NewInt(r), nil
}

// Ordering an int against an int or float: exact for any size. ok is false for other operands; order 2 means unordered.
func intOrder(a, b Value) (order int, ok bool) {
	if x, isSmall := SmallInt(a); isSmall {
		if y, isSmall := SmallInt(b); isSmall {
			switch {
			case x < y:
				return -1, true
			case x > y:
				return 1, true
			}
			return 0, true
		}
		if f, isFloat := AsFloat(b); isFloat {
			return pynum.CompareIntFloat(x, f), true
		}
	}
	x, isInt := BigInt(a)
	if !isInt {
		return 0, false
	}
	if y, isInt := BigInt(b); isInt {
		return x.Cmp(y), true
	}
	if f, isFloat := AsFloat(b); isFloat {
		return pynum.CompareBigFloat(x, f), true
	}
	return 0, false
}

func orderResult(order int, op CmpOp) Value {
	if order == 2 {
		return Bool(op == Ne)
	}
	return Bool(op.Holds(order))
}

func intCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	if !IsInt(b) {
		return NotImplemented, nil
	}
	order, _ := intOrder(a, b)
	return orderResult(order, op), nil
}

func intHash(th *Thread, v Value) (uint64, error) {
	if i, ok := SmallInt(v); ok {
		return HashInt(i), nil
	}
	return uint64(pynum.HashBig(Unchecked[IntObject](v).big)), nil
}

// IntText is str(v) of an int of any kind, within the interpreter's limit of digits.
func IntText(th *Thread, v Value) (string, error) {
	if i, ok := SmallInt(v); ok {
		return strconv.FormatInt(i, 10), nil
	}
	z := Unchecked[IntObject](v).big
	if err := pynum.CheckStrDigits(z, th.Interp.MaxStrDigits); err != nil {
		return "", numError(err)
	}
	if len(z.Bits()) <= longWords {
		return z.String(), nil
	}
	var text string
	err := th.Apart(func() { text = z.String() })
	return text, err
}

func intRepr(th *Thread, v Value) (Value, error) {
	s, err := IntText(th, v)
	if err != nil {
		return Value{}, err
	}
	return StrValue(s), nil
}

func intUnary(small func(a int64) Value, large func(a *big.Int) *big.Int) UnaryFunc {
	return func(th *Thread, v Value) (Value, error) {
		if i, ok := SmallInt(v); ok {
			return small(i), nil
		}
		return NewInt(large(Unchecked[IntObject](v).big)), nil
	}
}

func intSelf(th *Thread, v Value) (Value, error) { return ExactInt(v), nil }

func intFloat(th *Thread, v Value) (Value, error) {
	f, err := intToFloat(v)
	return Float(f), err
}

// intToFloat is float(v) of an int of any kind.
func intToFloat(v Value) (float64, error) {
	if i, ok := SmallInt(v); ok {
		return float64(i), nil
	}
	f, err := pynum.BigToFloat(Unchecked[IntObject](v).big)
	return f, numError(err)
}

func init() {
	t := IntType
	t.Binary = [NumBinaryOps]BinaryFunc{
		OpAdd: intAdd, OpSub: intSub, OpMul: intMul, OpTrueDiv: intTrueDiv, OpFloorDiv: intFloorDiv, OpMod: intMod, OpPow: intPow,
		OpLshift: intLshift, OpRshift: intRshift, OpAnd: intAnd, OpOr: intOr, OpXor: intXor, OpDivmod: intDivmod,
	}
	t.Pow3 = intPow3
	t.Neg = intUnary(NegInt, func(a *big.Int) *big.Int { return new(big.Int).Neg(a) })
	t.Invert = intUnary(func(a int64) Value { return Int(^a) }, func(a *big.Int) *big.Int { return new(big.Int).Not(a) })
	t.Abs = intUnary(func(a int64) Value {
		if a < 0 {
			return NegInt(a)
		}
		return Int(a)
	}, func(a *big.Int) *big.Int { return new(big.Int).Abs(a) })
	t.Pos, t.Index, t.ToInt, t.ToFloat = intSelf, intSelf, intSelf, intFloat
	t.Bool = func(th *Thread, v Value) (bool, error) { return IntSign(v) != 0, nil }
	t.Compare, t.Hash, t.Repr = intCompare, intHash, intRepr
}
