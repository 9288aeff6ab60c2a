package itertools

import (
	"math/big"

	"ouro/internal/object"
)

// count, cycle, repeat.

// counter is count(start, step): in 64-bit ints as long as they last, then in any numbers.
type counter struct {
	object.Header
	n, by     int64
	cur, step object.Value // unbound while n and by are in use
}

type cycler struct {
	object.Header
	src   source
	saved []object.Value
	i     int
	ended bool
}

type repeater struct {
	object.Header
	v    object.Value
	left int // -1: without end
}

var (
	countType  = newIterator[counter]("count")
	cycleType  = newIterator[cycler]("cycle")
	repeatType = newIterator[repeater]("repeat")
)

func isNumber(v object.Value) bool {
	s := object.S(v)
	return s.Index != nil || s.ToInt != nil || s.ToFloat != nil || v.Type().IsSubtype(object.ComplexType)
}

func newCount(th *object.Thread, a []object.Value) (object.Value, error) {
	if !isNumber(a[1]) || !isNumber(a[2]) {
		return object.Value{}, object.TypeErrorf("a number is required")
	}
	c := alloc[counter](th, a[0])
	if a[1].IsInt() && a[2].IsInt() {
		c.n, c.by = a[1].Int64(), a[2].Int64()
	} else {
		c.cur, c.step = a[1], a[2]
	}
	return object.Of(&c.Header), nil
}

func countNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[counter](v)
	if c.cur.Ref == nil {
		n := c.n
		s := n + c.by
		if (s^n)&(s^c.by) >= 0 {
			c.n = s
			return object.Int(n), nil
		}
		c.cur, c.step = object.NewInt(big.NewInt(n)), object.Int(c.by)
	}
	x := c.cur
	next, err := object.Binary(th, x, c.step, object.OpAdd)
	if err != nil {
		return object.Value{}, err
	}
	c.cur = next
	return x, nil
}

func countRepr(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[counter](v)
	cur, step := c.cur, c.step
	if cur.Ref == nil {
		cur, step = object.Int(c.n), object.Int(c.by)
	}
	s, err := object.Repr(th, cur)
	if err != nil {
		return object.Value{}, err
	}
	if step == object.Int(1) {
		return object.StrValue(v.Type().Name + "(" + s.S + ")"), nil
	}
	by, err := object.Repr(th, step)
	if err != nil {
		return object.Value{}, err
	}
	return object.StrValue(v.Type().Name + "(" + s.S + ", " + by.S + ")"), nil
}

func newCycle(th *object.Thread, a []object.Value) (object.Value, error) {
	src, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	c := alloc[cycler](th, a[0])
	c.src = src
	return object.Of(&c.Header), nil
}

func cycleNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[cycler](v)
	if !c.ended {
		x, err := c.src.step(th)
		if err != nil {
			return object.Value{}, err
		}
		if x.Ref != nil {
			c.saved = append(c.saved, x)
			return x, nil
		}
		c.ended, c.src = true, source{}
	}
	if len(c.saved) == 0 {
		return object.Value{}, nil
	}
	x := c.saved[c.i]
	if c.i++; c.i == len(c.saved) {
		c.i = 0
	}
	return x, nil
}

func newRepeat(th *object.Thread, a []object.Value) (object.Value, error) {
	n := -1
	if a[2].Ref != nil {
		var err error
		if n, err = object.AsIndex(th, a[2]); err != nil {
			return object.Value{}, err
		}
		n = max(n, 0)
	}
	r := alloc[repeater](th, a[0])
	r.v, r.left = a[1], n
	return object.Of(&r.Header), nil
}

func repeatNext(th *object.Thread, v object.Value) (object.Value, error) {
	r := object.Unchecked[repeater](v)
	if r.left == 0 {
		return object.Value{}, nil
	}
	if r.left > 0 {
		r.left--
	}
	return r.v, nil
}

func init() {
	define(countType, "Numbers from start on, step apart, without end.",
		&object.Func{Sig: "count(start=0, step=1)", Fn: object.FN(newCount)}, countNext)
	countType.Repr = countRepr
	define(cycleType, "The items over and over again.", &object.Func{Sig: "cycle(iterable, /)", Fn: object.FN(newCycle)}, cycleNext)
	define(repeatType, "The same object so many times, or without end.",
		&object.Func{Sig: "repeat(object, times=NULL)", Fn: object.FN(newRepeat)}, repeatNext,
		object.Func{Sig: "__length_hint__()", Doc: "How often the object still comes.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			n := object.Unchecked[repeater](v).left
			if n < 0 {
				return object.Value{}, object.TypeErrorf("len() of unsized object")
			}
			return object.Int(int64(n)), nil
		})})
	repeatType.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		r := object.Unchecked[repeater](v)
		s, err := object.Repr(th, r.v)
		if err != nil {
			return object.Value{}, err
		}
		text := v.Type().Name + "(" + s.S
		if r.left >= 0 {
			n, err := object.Repr(th, object.Int(int64(r.left)))
			if err != nil {
				return object.Value{}, err
			}
			text += ", " + n.S
		}
		return object.StrValue(text + ")"), nil
	}
}
