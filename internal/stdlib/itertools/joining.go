package itertools

import "ouro/internal/object"

// Iterators over several iterables, or over several items at a time: accumulate, batched, chain, pairwise, starmap, zip_longest.

type accumulator struct {
	object.Header
	src     source
	f       function
	total   object.Value // unbound before the first item
	initial object.Value
}

type batcher struct {
	object.Header
	src    source
	n      int
	strict bool
	ended  bool
}

type chainer struct {
	object.Header
	sources source // of iterables
	active  source
	ended   bool
}

type pairer struct {
	object.Header
	src source
	old object.Value
}

type starmapper struct {
	object.Header
	src source
	f   object.Value
}

type longestZipper struct {
	object.Header
	srcs []source
	left int
	fill object.Value
}

var (
	accumulateType = newIterator[accumulator]("accumulate")
	batchedType    = newIterator[batcher]("batched")
	chainType      = newIterator[chainer]("chain")
	pairwiseType   = newIterator[pairer]("pairwise")
	starmapType    = newIterator[starmapper]("starmap")
	zipLongestType = newIterator[longestZipper]("zip_longest")
)

func newAccumulate(th *object.Thread, a []object.Value) (object.Value, error) {
	src, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	c := alloc[accumulator](th, a[0])
	c.src, c.f.f = src, a[2]
	if !a[3].IsNone() {
		c.initial = a[3]
	}
	return object.Of(&c.Header), nil
}

func accumulateNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[accumulator](v)
	if c.initial.Ref != nil {
		c.total, c.initial = c.initial, object.Value{}
		return c.total, nil
	}
	x, err := c.src.step(th)
	if err != nil || x.Ref == nil {
		return object.Value{}, err
	}
	switch {
	case c.total.Ref == nil:
		c.total = x
		return x, nil
	case c.f.f.IsNone():
		x, err = object.Binary(th, c.total, x, object.OpAdd)
	default:
		x, err = c.f.call(th, c.total, x)
	}
	if err != nil {
		return object.Value{}, err
	}
	c.total = x
	return x, nil
}

func newBatched(th *object.Thread, a []object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, a[2])
	if err != nil {
		return object.Value{}, err
	}
	if n < 1 {
		return object.Value{}, object.ValueErrorf("n must be at least one")
	}
	strict, err := object.Truth(th, a[3])
	if err != nil {
		return object.Value{}, err
	}
	src, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	b := alloc[batcher](th, a[0])
	b.src, b.n, b.strict = src, n, strict
	return object.Of(&b.Header), nil
}

func batchedNext(th *object.Thread, v object.Value) (object.Value, error) {
	b := object.Unchecked[batcher](v)
	if b.ended {
		return object.Value{}, nil
	}
	items := make([]object.Value, 0, min(b.n, 64))
	for len(items) < b.n {
		x, err := b.src.step(th)
		if err != nil {
			return object.Value{}, err
		}
		if x.Ref == nil {
			b.ended, b.src = true, source{}
			if len(items) == 0 {
				return object.Value{}, nil
			}
			if b.strict {
				return object.Value{}, object.ValueErrorf("batched(): incomplete batch")
			}
			break
		}
		items = append(items, x)
	}
	return object.TupleValue(items...), nil
}

func newChain(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	t, _ := object.AsType(args[0])
	if len(names) > 0 && t == chainType {
		return object.Value{}, object.TypeErrorf("chain() takes no keyword arguments")
	}
	return chainOf(th, args[0], object.CopyTuple(args[1:len(args)-len(names)]).Value())
}

func chainOf(th *object.Thread, cls, iterables object.Value) (object.Value, error) {
	src, err := openSource(th, iterables)
	if err != nil {
		return object.Value{}, err
	}
	c := alloc[chainer](th, cls)
	c.sources = src
	return object.Of(&c.Header), nil
}

func chainNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[chainer](v)
	for !c.ended {
		if c.active.next == nil {
			x, err := c.sources.step(th)
			if err == nil && x.Ref != nil {
				c.active, err = openSource(th, x)
			}
			if err != nil || x.Ref == nil {
				c.ended, c.sources = true, source{}
				return object.Value{}, err
			}
		}
		x, err := c.active.step(th)
		if err != nil || x.Ref != nil {
			return x, err
		}
		c.active = source{}
	}
	return object.Value{}, nil
}

func newPairwise(th *object.Thread, a []object.Value) (object.Value, error) {
	src, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	p := alloc[pairer](th, a[0])
	p.src = src
	return object.Of(&p.Header), nil
}

func pairwiseNext(th *object.Thread, v object.Value) (object.Value, error) {
	p := object.Unchecked[pairer](v)
	if p.src.next == nil {
		return object.Value{}, nil
	}
	if p.old.Ref == nil {
		x, err := p.src.step(th)
		if err != nil || x.Ref == nil {
			p.src = source{}
			return object.Value{}, err
		}
		p.old = x
	}
	x, err := p.src.step(th)
	if err != nil || x.Ref == nil {
		p.src, p.old = source{}, object.Value{}
		return object.Value{}, err
	}
	old := p.old
	p.old = x
	return object.NewPair(old, x), nil
}

func newStarmap(th *object.Thread, a []object.Value) (object.Value, error) {
	src, err := openSource(th, a[2])
	if err != nil {
		return object.Value{}, err
	}
	s := alloc[starmapper](th, a[0])
	s.f, s.src = a[1], src
	return object.Of(&s.Header), nil
}

func starmapNext(th *object.Thread, v object.Value) (object.Value, error) {
	s := object.Unchecked[starmapper](v)
	x, err := s.src.step(th)
	if err != nil || x.Ref == nil {
		return object.Value{}, err
	}
	args, err := object.View(th, x)
	if err != nil {
		return object.Value{}, err
	}
	return object.Call(th, s.f, args, nil)
}

func newZipLongest(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	pos := args[1 : len(args)-len(names)]
	fill := object.None
	for i, n := range names {
		if n.S != "fillvalue" {
			return object.Value{}, object.TypeErrorf("zip_longest() got an unexpected keyword argument")
		}
		fill = args[1+len(pos)+i]
	}
	z := alloc[longestZipper](th, args[0])
	z.fill, z.left = fill, len(pos)
	z.srcs = make([]source, len(pos))
	for i, v := range pos {
		var err error
		if z.srcs[i], err = openSource(th, v); err != nil {
			return object.Value{}, err
		}
	}
	return object.Of(&z.Header), nil
}

func zipLongestNext(th *object.Thread, v object.Value) (object.Value, error) {
	z := object.Unchecked[longestZipper](v)
	if z.left == 0 {
		return object.Value{}, nil
	}
	t := object.MakeTuple(len(z.srcs))
	for i := range z.srcs {
		t.Items[i] = z.fill
		s := &z.srcs[i]
		if s.next == nil {
			continue
		}
		x, err := s.step(th)
		if err != nil {
			z.left = 0
			return object.Value{}, err
		}
		if x.Ref != nil {
			t.Items[i] = x
			continue
		}
		*s = source{}
		if z.left--; z.left == 0 {
			return object.Value{}, nil
		}
	}
	return t.Value(), nil
}

func init() {
	define(accumulateType, "Running totals, or the running results of another function.",
		&object.Func{Sig: "accumulate(iterable, func=None, *, initial=None)", Fn: object.FN(newAccumulate)}, accumulateNext)
	define(batchedType, "Tuples of n items each; the last may be shorter unless strict is true.",
		&object.Func{Sig: "batched(iterable, n, *, strict=False)", Fn: object.FN(newBatched)}, batchedNext)
	define(chainType, "The items of one iterable after another.", &object.Func{Sig: "chain(*iterables)", Fn: object.Raw(newChain)}, chainNext,
		object.Func{Sig: "from_iterable(iterable, /)", Doc: "chain() of the iterables that an iterable gives, taken as they are needed.", Class: true, Fn: object.F2(chainOf)},
		object.ClassGetItem())
	define(pairwiseType, "Overlapping pairs of neighbours.", &object.Func{Sig: "pairwise(iterable, /)", Fn: object.FN(newPairwise)}, pairwiseNext)
	define(starmapType, "The results of calling the function with each item as its arguments.",
		&object.Func{Sig: "starmap(function, iterable, /)", Fn: object.FN(newStarmap)}, starmapNext)
	define(zipLongestType, "Tuples of one item from each iterable until the longest ends; fillvalue stands for what is missing.",
		&object.Func{Sig: "zip_longest(*iterables, fillvalue=None)", Fn: object.Raw(newZipLongest)}, zipLongestNext)
}
