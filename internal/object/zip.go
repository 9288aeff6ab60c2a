package object

import "fmt"

// Zip is zip(*iterables, strict=False).
type Zip struct {
	Header
	Its    []Value
	nexts  []UnaryFunc
	strict bool
}

var (
	zipLayout = NewLayout[Zip]()
	ZipType   = NewType("zip", ObjectType, zipLayout)
	ZipShape  = ZipType.shape
)

// openAll makes the iterators of a zip or map.
func openAll(th *Thread, sources []Value) (its []Value, nexts []UnaryFunc, err error) {
	its, nexts = make([]Value, len(sources)), make([]UnaryFunc, len(sources))
	for i, s := range sources {
		if its[i], err = Iter(th, s); err != nil {
			return nil, nil, err
		}
		nexts[i] = S(its[i]).Next
	}
	return its, nexts, nil
}

// strictOption reads the keyword strict, the only one that zip and map know.
func strictOption(th *Thread, what string, args []Value, names []*Str) (pos []Value, strict bool, err error) {
	pos = args[:len(args)-len(names)]
	for i, n := range names {
		if n.S != "strict" {
			return nil, false, UnexpectedKeyword(what, n.S, "strict")
		}
		if strict, err = Truth(th, args[len(pos)+i]); err != nil {
			return nil, false, err
		}
	}
	return pos, strict, nil
}

func newZip(th *Thread, args []Value, names []*Str) (Value, error) {
	t, _ := AsType(args[0])
	pos, strict, err := strictOption(th, "zip", args[1:], names)
	if err != nil {
		return Value{}, err
	}
	z := NewObject[Zip](th, t)
	z.strict = strict
	if z.Its, z.nexts, err = openAll(th, pos); err != nil {
		return Value{}, err
	}
	return Of(&z.Header), nil
}

func zipNext(th *Thread, v Value) (Value, error) {
	z := Unchecked[Zip](v)
	if len(z.Its) == 0 {
		return Value{}, nil
	}
	t := MakeTuple(len(z.Its))
	if done, err := z.Step(th, t.Items); done || err != nil {
		return Value{}, err
	}
	return t.Value(), nil
}

// Step advances the iterators, storing their items in dst, which has a place for each. The VM uses it to unpack without a tuple.
func (z *Zip) Step(th *Thread, dst []Value) (done bool, err error) {
	for i, next := range z.nexts {
		if err := th.Descend(); err != nil {
			return true, err
		}
		x, err := next(th, z.Its[i])
		th.Ascend()
		if err != nil && !(z.strict && Matches(err, StopIterationType)) {
			return true, err
		}
		if err != nil || x.Ref == nil {
			if z.strict {
				return true, checkStrict(th, "zip", z.Its, z.nexts, i)
			}
			return true, nil
		}
		dst[i] = x
	}
	return false, nil
}

// checkStrict is called when iterator i of a strict zip or map has come to its end: they must all end together.
func checkStrict(th *Thread, what string, its []Value, nexts []UnaryFunc, i int) error {
	if i > 0 {
		return ValueErrorf("%s() argument %d is shorter than argument%s", what, i+1, upTo(i))
	}
	for j := 1; j < len(its); j++ {
		x, err := nexts[j](th, its[j])
		if err != nil && !Matches(err, StopIterationType) {
			return err
		}
		if err == nil && x.Ref != nil {
			return ValueErrorf("%s() argument %d is longer than argument%s", what, j+1, upTo(j))
		}
	}
	return nil
}

func upTo(n int) string {
	if n == 1 {
		return " 1"
	}
	return fmt.Sprintf("s 1-%d", n)
}

func init() {
	t := ZipType
	t.Doc = "Tuples of one item from each iterable, as long as all have one; with strict, all must end together."
	t.Constructor = &Func{Sig: "zip(*iterables, strict=False)", Fn: Raw(newZip)}
	t.Iter = selfIter
	t.Next = zipNext
	t.Methods = []Func{
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			z := Unchecked[Zip](self)
			its := CopyTuple(z.Its).Value()
			if z.strict {
				return TupleValue(self.Type().Value(), its, True), nil
			}
			return NewPair(self.Type().Value(), its), nil
		})},
		{Sig: "__setstate__(object, /)", Doc: "Restore the strict flag.", Fn: F2(func(th *Thread, self, state Value) (Value, error) {
			b, err := Truth(th, state)
			Unchecked[Zip](self).strict = b
			return None, err
		})},
	}
}
