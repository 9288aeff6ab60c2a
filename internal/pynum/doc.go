// Package pynum is Python's arithmetic and number text over Go's int64, float64, complex128 and math/big: parsing and
// writing of numbers, floor division, correctly rounded true division, powers, rounding, hashes.
//
// It knows no Python object. Where Python raises, functions return an *Error, which names the exception and its text;
// where the text shows the offending object (int("x")), they return a sentinel and the caller, who has the object, words it.
// An int is an int64 where it fits and a *big.Int where it does not: results come as a pair (int64, *big.Int), the
// latter nil if the value fits.
package pynum

import (
	"math/big"
	"strconv"
)

// A Kind names the Python exception that an Error stands for.
type Kind uint8

// The exceptions that number and text kernels ask for.
const (
	ValueError Kind = iota
	TypeError
	OverflowError
	ZeroDivisionError
	MemoryError
	KeyError
	IndexError
	LookupError
)

var kindNames = [...]string{"ValueError", "TypeError", "OverflowError", "ZeroDivisionError", "MemoryError", "KeyError", "IndexError", "LookupError"}

// String is the exception's name.
func (k Kind) String() string { return kindNames[k] }

// An Error asks for a Python exception with exactly this text.
type Error struct {
	Kind Kind
	Text string
}

func (e *Error) Error() string { return e.Kind.String() + ": " + e.Text }

func valueError(text string) *Error { return &Error{ValueError, text} }

// Errors whose text does not depend on the operands.
var (
	ErrDivisionByZero  = &Error{ZeroDivisionError, "division by zero"}
	ErrZeroToNegative  = &Error{ZeroDivisionError, "zero to a negative power"}
	ErrModuloZero      = &Error{ValueError, "pow() 3rd argument cannot be 0"}
	ErrNotInvertible   = &Error{ValueError, "base is not invertible for the given modulus"}
	ErrIntTooLarge     = &Error{OverflowError, "int too large to convert to float"}
	ErrQuotientRange   = &Error{OverflowError, "integer division result too large for a float"}
	ErrFloatNaN        = &Error{ValueError, "cannot convert float NaN to integer"}
	ErrFloatInfinity   = &Error{OverflowError, "cannot convert float infinity to integer"}
	ErrRoundRange      = &Error{OverflowError, "rounded value too large to represent"}
	ErrTooManyDigits   = &Error{OverflowError, "too many digits in integer"}
	ErrNegativeShift   = &Error{ValueError, "negative shift count"}
	ErrRatioNaN        = &Error{ValueError, "cannot convert NaN to integer ratio"}
	ErrRatioInfinity   = &Error{OverflowError, "cannot convert Infinity to integer ratio"}
	ErrHexFloat        = &Error{ValueError, "invalid hexadecimal floating-point string"}
	ErrHexFloatRange   = &Error{OverflowError, "hexadecimal value too large to represent as a float"}
	ErrIntBase         = &Error{ValueError, "int() base must be >= 2 and <= 36, or 0"}
	ErrResultRange     = &Error{OverflowError, "(34, 'Numerical result out of range')"}
	ErrComplexString   = &Error{ValueError, "complex() arg is a malformed string"}
	ErrNegativeSqrt    = &Error{ValueError, "isqrt() argument must be nonnegative"}
	ErrIntToBytes      = &Error{OverflowError, "int too big to convert"}
	ErrNegativeToBytes = &Error{OverflowError, "can't convert negative int to unsigned"}
	ErrMemory          = &Error{MemoryError, ""}
)

// MaxBits bounds the size of an int that an operation may make: past it the operation is a MemoryError, not a dead process.
const MaxBits = 1 << 33

// Small brings a big result back to an int64 if it fits.
func Small(z *big.Int) (int64, *big.Int) {
	if z.IsInt64() {
		return z.Int64(), nil
	}
	return 0, z
}

// DefaultMaxStrDigits is the initial sys.get_int_max_str_digits(): conversions between text and ints of more digits
// fail, for they take quadratic time.
const DefaultMaxStrDigits = 4300

func limitError(limit, digits int) *Error {
	return valueError("Exceeds the limit (" + strconv.Itoa(limit) + " digits) for integer string conversion: value has " +
		strconv.Itoa(digits) + " digits; use sys.set_int_max_str_digits() to increase the limit")
}

func limitErrorUnknown(limit int) *Error {
	return valueError("Exceeds the limit (" + strconv.Itoa(limit) +
		" digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit")
}
