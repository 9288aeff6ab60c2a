package itertools

import "ouro/internal/object"

// teeChunk is a stretch of the items that the iterators of a tee share; it is dropped once all of them are past it.
type teeChunk struct {
	src  *teeSource
	vals [57]object.Value
	n    int
	next *teeChunk
}

type teeSource struct {
	source
	running bool
}

type teeIter struct {
	object.Header
	chunk *teeChunk
	i     int
}

var teeType = newIterator[teeIter]("_tee")

func newTee(th *object.Thread, cls, iterable object.Value) (*teeIter, error) {
	it, err := object.Iter(th, iterable)
	if err != nil {
		return nil, err
	}
	if it.Type() == teeType {
		return object.Unchecked[teeIter](it).clone(), nil
	}
	t := alloc[teeIter](th, cls)
	t.chunk = &teeChunk{src: &teeSource{source: source{it, object.S(it).Next}}}
	return t, nil
}

func (t *teeIter) clone() *teeIter {
	c := &teeIter{chunk: t.chunk, i: t.i}
	c.Shape = teeType.ExactShape()
	return c
}

func tee(th *object.Thread, a []object.Value) (object.Value, error) {
	n, err := object.AsIndex(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	if n < 0 {
		return object.Value{}, object.ValueErrorf("n must be >= 0")
	}
	if n > 1<<24 {
		return object.Value{}, object.NewExc(object.MemoryErrorType)
	}
	if n == 0 {
		return object.TupleValue(), nil
	}
	first, err := newTee(th, teeType.Value(), a[0])
	if err != nil {
		return object.Value{}, err
	}
	r := object.MakeTuple(n)
	r.Items[0] = object.Of(&first.Header)
	for i := 1; i < n; i++ {
		r.Items[i] = object.Of(&first.clone().Header)
	}
	return r.Value(), nil
}

func teeNext(th *object.Thread, v object.Value) (object.Value, error) {
	t := object.Unchecked[teeIter](v)
	c := t.chunk
	if t.i == len(c.vals) {
		if c.next == nil {
			c.next = &teeChunk{src: c.src}
		}
		c, t.chunk, t.i = c.next, c.next, 0
	}
	if t.i < c.n {
		t.i++
		return c.vals[t.i-1], nil
	}
	if c.src.running {
		return object.Value{}, object.RuntimeErrorf("cannot re-enter the tee iterator")
	}
	c.src.running = true
	x, err := c.src.step(th)
	c.src.running = false
	if err != nil || x.Ref == nil {
		return object.Value{}, err
	}
	c.vals[c.n] = x
	c.n++
	t.i++
	return x, nil
}

func init() {
	define(teeType, "One of the iterators that tee() gives.", &object.Func{Sig: "_tee(iterable, /)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		t, err := newTee(th, a[0], a[1])
		if err != nil {
			return object.Value{}, err
		}
		return object.Of(&t.Header), nil
	})}, teeNext,
		object.Func{Sig: "__copy__()", Doc: "An independent iterator over what is left.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Of(&object.Unchecked[teeIter](v).clone().Header), nil
		})})
	teeType.Flags |= object.FlagNoBase
}
