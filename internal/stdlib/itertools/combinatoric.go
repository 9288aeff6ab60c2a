package itertools

import "ouro/internal/object"

// product, permutations, combinations, combinations_with_replacement. Each keeps the indices of the tuple that it gave last.

type productIter struct {
	object.Header
	pools [][]object.Value
	at    []int
	last  []object.Value // the items at those indices; nil before the first step
	ended bool
}

// chooser is one of the others.
type chooser struct {
	object.Header
	pool   []object.Value
	at     []int
	cycles []int // of permutations
	begun  bool
	ended  bool
}

var (
	productType         = newIterator[productIter]("product")
	permutationsType    = newIterator[chooser]("permutations")
	combinationsType    = newIterator[chooser]("combinations")
	withReplacementType = newIterator[chooser]("combinations_with_replacement")
)

func newProduct(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	pos := args[1 : len(args)-len(names)]
	repeat := 1
	for i, n := range names {
		if n.S != "repeat" {
			return object.Value{}, object.UnexpectedKeyword("product", n.S, "repeat")
		}
		var err error
		if repeat, err = object.AsIndex(th, args[1+len(pos)+i]); err != nil {
			return object.Value{}, err
		}
		if repeat < 0 {
			return object.Value{}, object.ValueErrorf("repeat argument cannot be negative")
		}
	}
	if len(pos) == 0 {
		repeat = 0
	}
	if repeat > 0 && len(pos) > 1<<28/repeat {
		return object.Value{}, object.NewExc(object.MemoryErrorType)
	}
	if err := object.Room(len(pos) * repeat * 64); err != nil {
		return object.Value{}, err
	}
	p := alloc[productIter](th, args[0])
	for _, v := range pos {
		pool, err := object.Collect(th, v)
		if err != nil {
			return object.Value{}, err
		}
		p.pools = append(p.pools, pool)
		p.ended = p.ended || len(pool) == 0
	}
	if repeat == 0 {
		p.pools, p.ended = nil, false
	} else {
		once := p.pools
		for range repeat - 1 {
			p.pools = append(p.pools, once...)
		}
	}
	p.at = make([]int, len(p.pools))
	return object.Of(&p.Header), nil
}

func productNext(th *object.Thread, v object.Value) (object.Value, error) {
	p := object.Unchecked[productIter](v)
	if p.ended {
		return object.Value{}, nil
	}
	if p.last == nil {
		p.last = make([]object.Value, len(p.pools))
		for i, pool := range p.pools {
			p.last[i] = pool[0]
		}
		return object.CopyTuple(p.last).Value(), nil
	}
	for i := len(p.at) - 1; i >= 0; i-- {
		pool := p.pools[i]
		if p.at[i]++; p.at[i] < len(pool) {
			p.last[i] = pool[p.at[i]]
			return object.CopyTuple(p.last).Value(), nil
		}
		p.at[i] = 0
		p.last[i] = pool[0]
	}
	p.ended = true
	return object.Value{}, nil
}

// newChooser makes one of the others; r is how many items each tuple has, all of the pool's if it is -1.
func newChooser(th *object.Thread, cls, iterable object.Value, r int) (*chooser, error) {
	pool, err := object.Collect(th, iterable)
	if err != nil {
		return nil, err
	}
	if r < 0 {
		r = len(pool)
	}
	c := alloc[chooser](th, cls)
	c.pool = pool
	if r > len(pool) && cls.Type() != nil {
		t, _ := object.AsType(cls)
		if !t.IsSubtype(withReplacementType) {
			c.ended = true
			return c, nil
		}
	}
	if r > 1<<28 {
		return nil, object.NewExc(object.MemoryErrorType)
	}
	if err := object.Room(r * 8); err != nil {
		return nil, err
	}
	c.at = make([]int, r)
	return c, nil
}

func newPermutations(th *object.Thread, a []object.Value) (object.Value, error) {
	r := -1
	if !a[2].IsNone() {
		if !object.IsInt(a[2]) {
			return object.Value{}, object.TypeErrorf("Expected int as r")
		}
		var err error
		if r, err = object.AsIndex(th, a[2]); err != nil {
			return object.Value{}, err
		}
		if r < 0 {
			return object.Value{}, object.ValueErrorf("r must be non-negative")
		}
	}
	c, err := newChooser(th, a[0], a[1], r)
	if err != nil {
		return object.Value{}, err
	}
	if !c.ended {
		r, n := len(c.at), len(c.pool)
		c.at, c.cycles = make([]int, n), make([]int, r)
		for i := range c.at {
			c.at[i] = i
		}
		for i := range c.cycles {
			c.cycles[i] = n - i
		}
	}
	return object.Of(&c.Header), nil
}

func newCombinations(th *object.Thread, a []object.Value) (object.Value, error) {
	r, err := object.AsIndex(th, a[2])
	if err != nil {
		return object.Value{}, err
	}
	if r < 0 {
		return object.Value{}, object.ValueErrorf("r must be non-negative")
	}
	c, err := newChooser(th, a[0], a[1], r)
	if err != nil {
		return object.Value{}, err
	}
	t, _ := object.AsType(a[0])
	if t.IsSubtype(withReplacementType) {
		c.ended = len(c.pool) == 0 && r > 0
	} else {
		for i := range c.at {
			c.at[i] = i
		}
	}
	return object.Of(&c.Header), nil
}

// picked makes the tuple of the first n chosen items.
func (c *chooser) picked(n int) object.Value {
	t := object.MakeTuple(n)
	for i := range t.Items {
		t.Items[i] = c.pool[c.at[i]]
	}
	return t.Value()
}

func permutationsNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[chooser](v)
	r := len(c.cycles)
	switch {
	case c.ended:
		return object.Value{}, nil
	case !c.begun:
		c.begun = true
		return c.picked(r), nil
	}
	n := len(c.pool)
	for i := r - 1; i >= 0; i-- {
		if c.cycles[i]--; c.cycles[i] > 0 {
			j := n - c.cycles[i]
			c.at[i], c.at[j] = c.at[j], c.at[i]
			return c.picked(r), nil
		}
		// All items have stood here: turn the rest back.
		x := c.at[i]
		copy(c.at[i:], c.at[i+1:])
		c.at[n-1] = x
		c.cycles[i] = n - i
	}
	c.ended = true
	return object.Value{}, nil
}

func combinationsNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[chooser](v)
	r := len(c.at)
	switch {
	case c.ended:
		return object.Value{}, nil
	case !c.begun:
		c.begun = true
		return c.picked(r), nil
	}
	i := r - 1
	for i >= 0 && c.at[i] == i+len(c.pool)-r {
		i--
	}
	if i < 0 {
		c.ended = true
		return object.Value{}, nil
	}
	for x := c.at[i] + 1; i < r; i, x = i+1, x+1 {
		c.at[i] = x
	}
	return c.picked(r), nil
}

func withReplacementNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[chooser](v)
	r := len(c.at)
	switch {
	case c.ended:
		return object.Value{}, nil
	case !c.begun:
		c.begun = true
		return c.picked(r), nil
	}
	i := r - 1
	for i >= 0 && c.at[i] == len(c.pool)-1 {
		i--
	}
	if i < 0 {
		c.ended = true
		return object.Value{}, nil
	}
	for x := c.at[i] + 1; i < r; i++ {
		c.at[i] = x
	}
	return c.picked(r), nil
}

func init() {
	define(productType, "The tuples with one item from each iterable, as nested loops give them.",
		&object.Func{Sig: "product(*iterables, repeat=1)", Fn: object.Raw(newProduct)}, productNext)
	define(permutationsType, "All orders of r of the items.",
		&object.Func{Sig: "permutations(iterable, r=None)", Fn: object.FN(newPermutations)}, permutationsNext)
	define(combinationsType, "All selections of r of the items, in their order.",
		&object.Func{Sig: "combinations(iterable, r)", Fn: object.FN(newCombinations)}, combinationsNext)
	define(withReplacementType, "All selections of r of the items in their order, items being used any number of times.",
		&object.Func{Sig: "combinations_with_replacement(iterable, r)", Fn: object.FN(newCombinations)}, withReplacementNext)
}
