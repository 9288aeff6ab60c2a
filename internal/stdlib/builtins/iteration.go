package builtins

import (
	"math"

	"ouro/internal/object"
)

// Functions that run over an iterable. They take the items of a list of plain numbers from its payloads, and drive other
// iterators by their Next slot.

func all(th *object.Thread, v object.Value) (object.Value, error) { return search(th, v, false) }

func anyTrue(th *object.Thread, v object.Value) (object.Value, error) { return search(th, v, true) }

// search gives want if an item has that truth, else its opposite.
func search(th *object.Thread, v object.Value, want bool) (object.Value, error) {
	walk, err := object.WalkOver(th, v)
	if err != nil {
		return object.Value{}, err
	}
	for {
		x, err := walk.Next(th)
		if err != nil {
			return object.Value{}, err
		}
		if x.Ref == nil {
			return object.Bool(!want), nil
		}
		var t bool
		if x.Ref == &object.BoolHeader {
			t = x.Bits != 0
		} else if t, err = object.Truth(th, x); err != nil {
			return object.Value{}, err
		}
		if t == want {
			return object.Bool(want), nil
		}
	}
}

func maximum(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	return extreme(th, args, names, "max", object.Gt)
}

func minimum(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	return extreme(th, args, names, "min", object.Lt)
}

// extreme is max or min: an item replaces the best one so far if it compares with it as op.
func extreme(th *object.Thread, args []object.Value, names []*object.Str, what string, op object.CmpOp) (object.Value, error) {
	pos := args[:len(args)-len(names)]
	if len(pos) == 0 {
		return object.Value{}, object.TypeErrorf("%s expected at least 1 argument, got 0", what)
	}
	key, dflt := object.None, object.Value{}
	for i, n := range names {
		switch n.S {
		case "key":
			key = args[len(pos)+i]
		case "default":
			dflt = args[len(pos)+i]
		default:
			return object.Value{}, object.UnexpectedKeyword(what, n.S, "key", "default")
		}
	}
	b := best{key: key, op: op}
	if len(pos) > 1 {
		if dflt.Ref != nil {
			return object.Value{}, object.TypeErrorf("Cannot specify a default for %s() with multiple positional arguments", what)
		}
		for _, x := range pos {
			if err := b.consider(th, x); err != nil {
				return object.Value{}, err
			}
		}
		return b.item, nil
	}
	if l, ok := object.AsList(pos[0]); ok && l.Tag == &object.IntHeader && key.IsNone() && l.Value().Type() == object.ListType && l.Len() > 0 {
		return extremeInt(l.Raw, op), nil
	}
	walk, err := object.WalkOver(th, pos[0])
	if err != nil {
		return object.Value{}, err
	}
	for {
		x, err := walk.Next(th)
		if err != nil {
			return object.Value{}, err
		}
		if x.Ref == nil {
			break
		}
		if err := b.consider(th, x); err != nil {
			return object.Value{}, err
		}
	}
	if b.item.Ref != nil {
		return b.item, nil
	}
	if dflt.Ref == nil {
		return object.Value{}, object.ValueErrorf("%s() iterable argument is empty", what)
	}
	return dflt, nil
}

func extremeInt(raw []uint64, op object.CmpOp) object.Value {
	m := int64(raw[0])
	for _, u := range raw {
		if x := int64(u); op == object.Gt && x > m || op == object.Lt && x < m {
			m = x
		}
	}
	return object.Int(m)
}

// best is the extreme item so far, and its key.
type best struct {
	item, by, key object.Value
	op            object.CmpOp
	arg           []object.Value
}

func (b *best) consider(th *object.Thread, x object.Value) error {
	k := x
	if !b.key.IsNone() {
		if b.arg == nil {
			b.arg = make([]object.Value, 1)
		}
		b.arg[0] = x
		var err error
		if k, err = object.Call(th, b.key, b.arg, nil); err != nil {
			return err
		}
	}
	if b.item.Ref == nil {
		b.item, b.by = x, k
		return nil
	}
	var better bool
	if k.Ref == &object.IntHeader && b.by.Ref == &object.IntHeader {
		if b.op == object.Gt {
			better = k.Int64() > b.by.Int64()
		} else {
			better = k.Int64() < b.by.Int64()
		}
	} else if k.Ref == &object.FloatHeader && b.by.Ref == &object.FloatHeader {
		if b.op == object.Gt {
			better = k.Float64() > b.by.Float64()
		} else {
			better = k.Float64() < b.by.Float64()
		}
	} else {
		var err error
		if better, err = object.CompareBool(th, k, b.by, b.op); err != nil {
			return err
		}
	}
	if better {
		b.item, b.by = x, k
	}
	return nil
}

func sorted(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	if n := len(args) - len(names); n != 1 {
		return object.Value{}, object.TypeErrorf("sorted expected 1 argument, got %d", n)
	}
	key, reverse := object.None, false
	for i, n := range names {
		var err error
		switch n.S {
		case "key":
			key = args[1+i]
		case "reverse":
			reverse, err = object.Truth(th, args[1+i])
		default:
			err = object.UnexpectedKeyword("sort", n.S, "key", "reverse")
		}
		if err != nil {
			return object.Value{}, err
		}
	}
	l, err := object.ToList(th, args[0])
	if err != nil {
		return object.Value{}, err
	}
	return l.Value(), l.Sort(th, key, reverse)
}

// floatSum is a sum of floats with the rounding errors summed apart (Neumaier's variant of Kahan's method).
type floatSum struct{ hi, lo float64 }

func (s *floatSum) add(x float64) {
	t := s.hi + x
	if math.Abs(s.hi) >= math.Abs(x) {
		s.lo += (s.hi - t) + x
	} else {
		s.lo += (x - t) + s.hi
	}
	s.hi = t
}

func (s *floatSum) total() float64 {
	if s.lo != 0 && !math.IsInf(s.lo, 0) && !math.IsNaN(s.lo) {
		return s.hi + s.lo
	}
	return s.hi
}

func sum(th *object.Thread, v, start object.Value) (object.Value, error) {
	switch start.Type().Name {
	case "str":
		return object.Value{}, object.TypeErrorf("sum() can't sum strings [use ''.join(seq) instead]")
	case "bytes":
		return object.Value{}, object.TypeErrorf("sum() can't sum bytes [use b''.join(seq) instead]")
	case "bytearray":
		return object.Value{}, object.TypeErrorf("sum() can't sum bytearray [use b''.join(seq) instead]")
	}
	walk, err := object.WalkOver(th, v)
	if err != nil {
		return object.Value{}, err
	}
	acc := start
	var x object.Value
	if acc.Ref == &object.IntHeader {
		n := acc.Int64()
		for {
			x, err = walk.Next(th)
			if x.Ref != &object.IntHeader || err != nil {
				if x.Ref != &object.BoolHeader || err != nil {
					break
				}
			}
			s := n + x.Int64()
			if (s^n)&(s^x.Int64()) < 0 {
				break
			}
			n = s
		}
		acc = object.Int(n)
		if err != nil || x.Ref == nil {
			return acc, err
		}
		if acc, err = object.Binary(th, acc, x, object.OpAdd); err != nil {
			return object.Value{}, err
		}
	}
	if acc.Ref == &object.FloatHeader {
		s := floatSum{hi: acc.Float64()}
		for {
			x, err = walk.Next(th)
			if x.Ref == &object.FloatHeader && err == nil {
				s.add(x.Float64())
			} else if (x.Ref == &object.IntHeader || x.Ref == &object.BoolHeader) && err == nil {
				s.hi += float64(x.Int64())
			} else {
				break
			}
		}
		acc = object.Float(s.total())
		if err != nil || x.Ref == nil {
			return acc, err
		}
		if acc, err = object.Binary(th, acc, x, object.OpAdd); err != nil {
			return object.Value{}, err
		}
	}
	if acc.Type() == object.ComplexType {
		return sumComplex(th, acc, &walk)
	}
	return sumRest(th, acc, &walk)
}

// sumRest adds the items that are left, whatever they are.
func sumRest(th *object.Thread, acc object.Value, walk *object.Walk) (object.Value, error) {
	for {
		x, err := walk.Next(th)
		if err != nil || x.Ref == nil {
			return acc, err
		}
		if acc, err = object.Binary(th, acc, x, object.OpAdd); err != nil {
			return object.Value{}, err
		}
	}
}

func sumComplex(th *object.Thread, acc object.Value, walk *object.Walk) (object.Value, error) {
	c, _ := object.AsComplex(acc)
	re, im := floatSum{hi: real(c)}, floatSum{hi: imag(c)}
	for {
		x, err := walk.Next(th)
		if err != nil || x.Ref == nil {
			return object.NewComplex(complex(re.total(), im.total())), err
		}
		switch {
		case x.Ref == &object.FloatHeader:
			re.add(x.Float64())
		case x.Ref == &object.IntHeader || x.Ref == &object.BoolHeader:
			re.hi += float64(x.Int64())
		case x.Type() == object.ComplexType:
			z, _ := object.AsComplex(x)
			re.add(real(z))
			im.add(imag(z))
		default:
			acc = object.NewComplex(complex(re.total(), im.total()))
			if acc, err = object.Binary(th, acc, x, object.OpAdd); err != nil {
				return object.Value{}, err
			}
			return sumRest(th, acc, walk)
		}
	}
}
