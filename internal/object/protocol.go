package object

// Protocols: what Python's operators and builtin functions do to any object.

// Call calls f. The last len(names) of args are keyword arguments.
func Call(th *Thread, f Value, args []Value, names []*Str) (Value, error) {
	c := S(f).Call
	if c == nil {
		return Value{}, notCallable(f)
	}
	if err := th.Descend(); err != nil {
		return Value{}, err
	}
	r, err := c(th, f, args, names)
	th.Ascend()
	return r, err
}

func notCallable(f Value) error {
	return TypeErrorf("'%s' object is not callable", f.Type().TypeName())
}

// Call0 to Call3 call f with positional arguments.
func Call0(th *Thread, f Value) (Value, error) { return Call(th, f, nil, nil) }

// Call1 calls f(a).
func Call1(th *Thread, f, a Value) (Value, error) {
	args := th.scratch.take(1)
	args[0] = a
	r, err := Call(th, f, args, nil)
	th.scratch.drop(args)
	return r, err
}

// Call2 calls f(a, b).
func Call2(th *Thread, f, a, b Value) (Value, error) {
	args := th.scratch.take(2)
	args[0], args[1] = a, b
	r, err := Call(th, f, args, nil)
	th.scratch.drop(args)
	return r, err
}

// Call3 calls f(a, b, c).
func Call3(th *Thread, f, a, b, c Value) (Value, error) {
	args := th.scratch.take(3)
	args[0], args[1], args[2] = a, b, c
	r, err := Call(th, f, args, nil)
	th.scratch.drop(args)
	return r, err
}

// CallWith calls f with some arguments before others; the last len(names) of args are keyword arguments.
func CallWith(th *Thread, f Value, first, args []Value, names []*Str) (Value, error) {
	all := th.scratch.take(len(first) + len(args))
	copy(all[copy(all, first):], args)
	r, err := Call(th, f, all, names)
	th.scratch.drop(all)
	return r, err
}

// Callable reports whether v can be called.
func Callable(v Value) bool { return S(v).Call != nil }

// CallMethod calls v.name(args...), without making a bound method where it can.
func CallMethod(th *Thread, v Value, name *Str, args ...Value) (Value, error) {
	f, self, err := LoadMethod(th, v, name)
	if err != nil {
		return Value{}, err
	}
	if self {
		var buf [4]Value
		return Call(th, f, append(append(buf[:0], v), args...), nil)
	}
	return Call(th, f, args, nil)
}

// LoadMethod gets v.name for an immediate call: with self true, f is a plain function of the class to be called with v first.
func LoadMethod(th *Thread, v Value, name *Str) (f Value, self bool, err error) {
	t := v.Type()
	s := slotsOf(t)
	if s.isGenericGetAttr() {
		if f, ok := t.Lookup(name); ok && isPlainMethod(f) {
			if _, shadowed := instGet(th, v.Ref, name); !shadowed {
				return f, true, nil
			}
		}
	}
	f, err = GetAttr(th, v, name)
	return f, false, err
}

// Repr is repr(v) as a str.
func Repr(th *Thread, v Value) (*Str, error) {
	leave, err := th.Enter(" while getting the repr of an object")
	if err != nil {
		return nil, err
	}
	defer leave()
	r, err := S(v).Repr(th, v)
	if err != nil {
		return nil, err
	}
	s, ok := AsStr(r)
	if !ok {
		return nil, TypeErrorf("__repr__ returned non-string (type %s)", r.Type().TypeName())
	}
	return s, nil
}

// ToStr is str(v).
func ToStr(th *Thread, v Value) (*Str, error) {
	if s, ok := AsExactStr(v); ok {
		return s, nil
	}
	f := S(v).Str
	if f == nil {
		return Repr(th, v)
	}
	leave, err := th.Enter(" while getting the str of an object")
	if err != nil {
		return nil, err
	}
	defer leave()
	r, err := f(th, v)
	if err != nil {
		return nil, err
	}
	s, ok := AsStr(r)
	if !ok {
		return nil, TypeErrorf("__str__ returned non-string (type %s)", r.Type().TypeName())
	}
	return s, nil
}

// Truth is bool(v).
func Truth(th *Thread, v Value) (bool, error) {
	switch v.Ref {
	case &BoolHeader, &IntHeader:
		return v.Bits != 0, nil
	case &NoneHeader:
		return false, nil
	case &FloatHeader:
		return v.Float64() != 0, nil
	}
	s := S(v)
	if s.Bool != nil {
		return s.Bool(th, v)
	}
	if s.Len != nil {
		n, err := s.Len(th, v)
		return n != 0, err
	}
	return true, nil
}

// Len is len(v).
func Len(th *Thread, v Value) (int, error) {
	if f := S(v).Len; f != nil {
		return f(th, v)
	}
	return 0, TypeErrorf("object of type '%s' has no len()", v.Type().TypeName())
}

// LengthHint estimates how many items an iterable gives, for preallocation.
func LengthHint(th *Thread, v Value, dflt int) (int, error) {
	if f := S(v).Len; f != nil {
		n, err := f(th, v)
		if err == nil || !Matches(err, TypeErrorType) {
			return n, err
		}
	}
	r, found, err := CallMethodOf(th, v, strLengthHint)
	if err != nil {
		if Matches(err, TypeErrorType) {
			return dflt, nil
		}
		return 0, err
	}
	if !found || r == NotImplemented {
		return dflt, nil
	}
	if !IsInt(r) {
		return 0, TypeErrorf("__length_hint__ must be an integer, not %s", r.Type().TypeName())
	}
	if !r.IsInt() || r.Int64() < 0 {
		return 0, ValueErrorf("__length_hint__() should return >= 0")
	}
	return int(r.Int64()), nil
}

// Iter is iter(v).
func Iter(th *Thread, v Value) (Value, error) {
	s := S(v)
	if s.Iter == nil {
		if s.GetItem != nil && isSequence(v.Type()) {
			return newSeqIter(v), nil
		}
		return Value{}, TypeErrorf("'%s' object is not iterable", v.Type().TypeName())
	}
	if v.Type().heap != nil {
		if f, ok := v.Type().Lookup(strIter); ok && f.IsNone() {
			return Value{}, TypeErrorf("'%s' object is not iterable", v.Type().TypeName())
		}
	}
	it, err := s.Iter(th, v)
	if err != nil {
		return it, err
	}
	if S(it).Next == nil {
		return Value{}, TypeErrorf("iter() returned non-iterator of type '%s'", it.Type().TypeName())
	}
	return it, nil
}

// isSequence reports whether items can be got by index: classes of scripts that define __getitem__ count.
func isSequence(t *Type) bool { return t.heap != nil || t.Flags&FlagSequence != 0 }

// Next gives an iterator's next item; an unbound Value with a nil error means the end.
func Next(th *Thread, it Value) (Value, error) {
	f := S(it).Next
	if f == nil {
		return Value{}, TypeErrorf("'%s' object is not an iterator", it.Type().Name)
	}
	if err := th.CheckBreaker(); err != nil {
		return Value{}, err
	}
	if err := th.Descend(); err != nil {
		return Value{}, err
	}
	v, err := f(th, it)
	th.Ascend()
	if err != nil && Matches(err, StopIterationType) {
		return Value{}, nil
	}
	return v, err
}

// Each calls f for each item of an iterable until f gives an error or stop.
func Each(th *Thread, v Value, f func(item Value) (stop bool, err error)) error {
	w, err := WalkOver(th, v)
	if err != nil {
		return err
	}
	for {
		x, err := w.Next(th)
		if err != nil || x.Ref == nil {
			return err
		}
		if stop, err := f(x); stop || err != nil {
			return err
		}
	}
}

// Walk is a native loop over an iterator. Every step looks at the eval-breaker: a loop over an endless iterator ends with the
// signal's or the host's error, as a loop of Python would.
type Walk struct {
	it   Value
	next UnaryFunc
}

// WalkOver begins a loop over an iterable.
func WalkOver(th *Thread, v Value) (Walk, error) {
	it, err := Iter(th, v)
	if err != nil {
		return Walk{}, err
	}
	return Walk{it, S(it).Next}, nil
}

// Next gives the next item; an unbound Value with a nil error means the end.
func (w *Walk) Next(th *Thread) (Value, error) {
	if err := th.CheckBreaker(); err != nil {
		return Value{}, err
	}
	x, err := w.next(th, w.it)
	if err != nil && Matches(err, StopIterationType) {
		return Value{}, nil
	}
	return x, err
}

// Hash is hash(v), as the bits of Python's int.
func Hash(th *Thread, v Value) (uint64, error) {
	if v.Ref == &IntHeader {
		return HashInt(int64(v.Bits)), nil
	}
	if f := S(v).Hash; f != nil {
		return f(th, v)
	}
	return unhashable(th, v)
}

// HashInt is hash(i): i modulo the Mersenne prime 2**61-1, with -1 replaced by -2.
func HashInt(i int64) uint64 {
	const p = 1<<61 - 1
	if i > -p && i < p {
		if i == -1 {
			return ^uint64(1)
		}
		return uint64(i)
	}
	r := i % p
	if r == -1 {
		r = -2
	}
	return uint64(r)
}

// GetItem is o[key].
func GetItem(th *Thread, o, key Value) (Value, error) {
	if f := S(o).GetItem; f != nil {
		return f(th, o, key)
	}
	if t, ok := AsType(o); ok {
		return classGetItem(th, t, key)
	}
	return Value{}, TypeErrorf("'%s' object is not subscriptable", o.Type().TypeName())
}

func classGetItem(th *Thread, t *Type, key Value) (Value, error) {
	if t == TypeType {
		return NewGenericAlias(t.Value(), key), nil
	}
	if _, ok := t.Lookup(strClassGetitem); ok {
		f, err := GetAttr(th, t.Value(), strClassGetitem)
		if err != nil {
			return Value{}, err
		}
		return Call1(th, f, key)
	}
	return Value{}, TypeErrorf("type '%s' is not subscriptable", t.Name)
}

// SetItem is o[key] = v.
func SetItem(th *Thread, o, key, v Value) error {
	if f := S(o).SetItem; f != nil {
		return f(th, o, key, v)
	}
	return TypeErrorf("'%s' object does not support item assignment", o.Type().TypeName())
}

// DelItem is del o[key].
func DelItem(th *Thread, o, key Value) error {
	if f := S(o).SetItem; f != nil {
		return f(th, o, key, Value{})
	}
	return TypeErrorf("'%s' object doesn't support item deletion", o.Type().TypeName())
}

// Contains is item in o.
func Contains(th *Thread, o, item Value) (bool, error) {
	if f := S(o).Contains; f != nil {
		return f(th, o, item)
	}
	return containsByIter(th, o, item)
}

func containsByIter(th *Thread, o, item Value) (found bool, err error) {
	if s := S(o); s.Iter == nil && (s.GetItem == nil || !isSequence(o.Type())) {
		return false, TypeErrorf("argument of type '%s' is not a container or iterable", o.Type().TypeName())
	}
	err = Each(th, o, func(x Value) (bool, error) {
		eq, err := Equal(th, x, item)
		found = eq
		return eq, err
	})
	return found, err
}

// Equal is a is b or a == b, as containers compare.
func Equal(th *Thread, a, b Value) (bool, error) {
	if a == b && a.Ref != &FloatHeader {
		return true, nil
	}
	if a.Ref == &IntHeader && b.Ref == &IntHeader {
		return false, nil
	}
	if a.Ref == &FloatHeader && b.Ref == &FloatHeader {
		// The same NaN object is equal to itself in containers; floats have no identity here, so bits stand for it.
		return a.Bits == b.Bits || a.Float64() == b.Float64(), nil
	}
	if a.Ref.Shape == StrShape && b.Ref.Shape == StrShape {
		return Unchecked[Str](a).S == Unchecked[Str](b).S, nil
	}
	r, err := Compare(th, a, b, Eq)
	if err != nil {
		return false, err
	}
	return Truth(th, r)
}

// Compare is a rich comparison.
func Compare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	ta, tb := a.Type(), b.Type()
	sa, sb := slotsOf(ta), slotsOf(tb)
	if ta.heap != nil || tb.heap != nil {
		leave, err := th.Enter(" in comparison")
		if err != nil {
			return Value{}, err
		}
		defer leave()
	}
	tried := false
	if ta != tb && sb.Compare != nil && tb.IsSubtype(ta) {
		tried = true
		if r, err := sb.Compare(th, b, a, op.Swapped()); err != nil || r != NotImplemented {
			return r, err
		}
	}
	if sa.Compare != nil {
		if r, err := sa.Compare(th, a, b, op); err != nil || r != NotImplemented {
			return r, err
		}
	}
	if !tried && sb.Compare != nil {
		if r, err := sb.Compare(th, b, a, op.Swapped()); err != nil || r != NotImplemented {
			return r, err
		}
	}
	switch op {
	case Eq:
		return Bool(a == b), nil
	case Ne:
		return Bool(a != b), nil
	}
	return Value{}, TypeErrorf("'%s' not supported between instances of '%s' and '%s'", cmpNames[op].sym, ta.TypeName(), tb.TypeName())
}

// CompareBool is the truth of a rich comparison.
func CompareBool(th *Thread, a, b Value, op CmpOp) (bool, error) {
	r, err := Compare(th, a, b, op)
	if err != nil {
		return false, err
	}
	return Truth(th, r)
}

func binary1(th *Thread, a, b Value, op BinaryOp) (Value, error) {
	ta, tb := a.Type(), b.Type()
	fa := slotsOf(ta).Binary[op]
	var fb BinaryFunc
	if ta != tb {
		fb = slotsOf(tb).Binary[op]
	}
	if fa != nil {
		if fb != nil && tb.IsSubtype(ta) {
			if r, err := fb(th, a, b); err != nil || r != NotImplemented {
				return r, err
			}
			fb = nil
		}
		if r, err := fa(th, a, b); err != nil || r != NotImplemented {
			return r, err
		}
	}
	if fb != nil && !(ta.heap != nil && tb.heap != nil && fa != nil) {
		return fb(th, a, b)
	}
	return NotImplemented, nil
}

// Binary is a op b.
func Binary(th *Thread, a, b Value, op BinaryOp) (Value, error) {
	r, err := binary1(th, a, b, op)
	if err != nil || r != NotImplemented {
		return r, err
	}
	switch op {
	case OpAdd:
		if f := S(a).Concat; f != nil {
			return f(th, a, b)
		}
	case OpMul:
		if f := S(a).Repeat; f != nil {
			return repeat(th, f, a, b)
		}
		if f := S(b).Repeat; f != nil {
			return repeat(th, f, b, a)
		}
	}
	return Value{}, binaryTypeError(a, b, binaryNames[op].sym)
}

func repeat(th *Thread, f BinaryFunc, seq, n Value) (Value, error) {
	if S(n).Index == nil {
		return Value{}, TypeErrorf("can't multiply sequence by non-int of type '%s'", n.Type().TypeName())
	}
	return f(th, seq, n)
}

func binaryTypeError(a, b Value, sym string) error {
	return TypeErrorf("unsupported operand type(s) for %s: '%s' and '%s'", sym, a.Type().TypeName(), b.Type().TypeName())
}

// InPlace is a op= b; it gives the value to be stored.
func InPlace(th *Thread, a, b Value, op BinaryOp) (Value, error) {
	s := S(a)
	if f := s.InPlace[op]; f != nil {
		if r, err := f(th, a, b); err != nil || r != NotImplemented {
			return r, err
		}
	}
	r, err := binary1(th, a, b, op)
	if err != nil || r != NotImplemented {
		return r, err
	}
	switch op {
	case OpAdd:
		if s.InPlaceConcat != nil {
			return s.InPlaceConcat(th, a, b)
		}
		if s.Concat != nil {
			return s.Concat(th, a, b)
		}
	case OpMul:
		if s.InPlaceRepeat != nil {
			return repeat(th, s.InPlaceRepeat, a, b)
		}
		if s.Repeat != nil {
			return repeat(th, s.Repeat, a, b)
		}
		if f := S(b).Repeat; f != nil {
			return repeat(th, f, b, a)
		}
	}
	sym := binaryNames[op].sym
	if op == OpPow {
		sym = "**"
	}
	return Value{}, binaryTypeError(a, b, sym+"=")
}

// Pow3 is pow(a, b, mod).
func Pow3(th *Thread, a, b, mod Value) (Value, error) {
	if mod.IsNone() {
		return Binary(th, a, b, OpPow)
	}
	for _, v := range []Value{a, b, mod} {
		if f := S(v).Pow3; f != nil {
			if r, err := f(th, a, b, mod); err != nil || r != NotImplemented {
				return r, err
			}
		} else if v == a && v.Type().definesAny(binaryDunderPow) {
			if r, err := callSpecialMaybe(th, a, binaryDunderPow, b, mod); err != nil || r != NotImplemented {
				return r, err
			}
		}
	}
	return Value{}, TypeErrorf("unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'", a.Type().TypeName(), b.Type().TypeName(), mod.Type().TypeName())
}

var binaryDunderPow = NewStr("__pow__")

// Unary operators.

// Neg is -v.
func Neg(th *Thread, v Value) (Value, error) { return unary(th, v, S(v).Neg, "unary -") }

// Pos is +v.
func Pos(th *Thread, v Value) (Value, error) { return unary(th, v, S(v).Pos, "unary +") }

// Invert is ~v.
func Invert(th *Thread, v Value) (Value, error) { return unary(th, v, S(v).Invert, "unary ~") }

// Abs is abs(v).
func Abs(th *Thread, v Value) (Value, error) {
	if f := S(v).Abs; f != nil {
		return f(th, v)
	}
	return Value{}, TypeErrorf("bad operand type for abs(): '%s'", v.Type().TypeName())
}

func unary(th *Thread, v Value, f UnaryFunc, what string) (Value, error) {
	if f == nil {
		return Value{}, TypeErrorf("bad operand type for %s: '%s'", what, v.Type().TypeName())
	}
	return f(th, v)
}

// Index is operator.index(v): an int (of an exact int type, big or not).
func Index(th *Thread, v Value) (Value, error) {
	if v.Ref == &IntHeader {
		return v, nil
	}
	if IsInt(v) {
		return ExactInt(v), nil
	}
	f := S(v).Index
	if f == nil {
		return Value{}, TypeErrorf("'%s' object cannot be interpreted as an integer", v.Type().TypeName())
	}
	r, err := f(th, v)
	if err != nil {
		return r, err
	}
	if !IsInt(r) {
		return Value{}, TypeErrorf("__index__ returned non-int (type %s)", r.Type().TypeName())
	}
	return ExactInt(r), nil
}

// AsIndex converts to a Go int through __index__; values that do not fit are an OverflowError.
func AsIndex(th *Thread, v Value) (int, error) {
	i, err := Index(th, v)
	if err != nil {
		return 0, err
	}
	if !i.IsInt() {
		return 0, NewExcf(OverflowErrorType, "cannot fit '%s' into an index-sized integer", v.Type().TypeName())
	}
	return int(i.Int64()), nil
}

// ClampIndex is AsIndex for slice bounds: values out of range are clamped.
func ClampIndex(th *Thread, v Value) (int, error) {
	i, err := Index(th, v)
	if err != nil {
		return 0, err
	}
	if !i.IsInt() {
		if IntSign(i) < 0 {
			return minInt, nil
		}
		return maxInt, nil
	}
	return int(i.Int64()), nil
}

const (
	maxInt = int(^uint(0) >> 1)
	minInt = -maxInt - 1
)
