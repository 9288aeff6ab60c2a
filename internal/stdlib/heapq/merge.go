package heapq

import "ouro/internal/object"

// nlargest, nsmallest and merge.

func moreFunctions() []object.Func {
	return []object.Func{
		{Sig: "nlargest(n, iterable, key=None)", Doc: "The n largest items, the largest first.", Fn: object.F3(func(th *object.Thread, n, iterable, key object.Value) (object.Value, error) {
			return extremes(th, n, iterable, key, true)
		})},
		{Sig: "nsmallest(n, iterable, key=None)", Doc: "The n smallest items, the smallest first.", Fn: object.F3(func(th *object.Thread, n, iterable, key object.Value) (object.Value, error) {
			return extremes(th, n, iterable, key, false)
		})},
		{Sig: "merge(*iterables, key=None, reverse=False)", Doc: "The items of several sorted iterables, sorted.", Fn: object.FN(merge)},
	}
}

// extremes sorts everything: stable as the definition by sorted() asks, and fast for what fits memory anyway.
func extremes(th *object.Thread, count, iterable, key object.Value, largest bool) (object.Value, error) {
	n, err := object.AsIndex(th, count)
	if err != nil {
		return object.Value{}, err
	}
	l, err := object.ToList(th, iterable)
	if err != nil {
		return object.Value{}, err
	}
	if err := l.Sort(th, key, largest); err != nil {
		return object.Value{}, err
	}
	return object.CopyList(l.Values()[:min(max(n, 0), l.Len())]).Value(), nil
}

// mergeIter is merge(): heads is a heap of the sources that have an item; equal items come in the order of their sources.
type mergeIter struct {
	object.Header
	sources []object.Value
	opened  bool
	heads   []head
	key     object.Value
	reverse bool
}

type head struct {
	it, item, key object.Value
	order         int
}

var mergeType = object.NewType("merge", object.ObjectType, object.NewLayout[mergeIter]())

func merge(th *object.Thread, a []object.Value) (object.Value, error) {
	reverse, err := object.Truth(th, a[2])
	if err != nil {
		return object.Value{}, err
	}
	m := &mergeIter{key: a[1], reverse: reverse}
	m.Shape = mergeType.ExactShape()
	if m.sources, err = object.Collect(th, a[0]); err != nil {
		return object.Value{}, err
	}
	return object.Of(&m.Header), nil
}

// advance reads the next item of a head; ok is false at the end.
func (m *mergeIter) advance(th *object.Thread, h *head) (ok bool, err error) {
	if h.item, err = object.Next(th, h.it); err != nil || h.item.Ref == nil {
		return false, err
	}
	h.key = h.item
	if !m.key.IsNone() {
		h.key, err = object.Call1(th, m.key, h.item)
	}
	return err == nil, err
}

func (m *mergeIter) before(th *object.Thread, a, b *head) (bool, error) {
	x, y := a.key, b.key
	if m.reverse {
		x, y = y, x
	}
	if lt, err := object.CompareBool(th, x, y, object.Lt); lt || err != nil {
		return lt, err
	}
	if a.order > b.order {
		return false, nil
	}
	gt, err := object.CompareBool(th, y, x, object.Lt)
	return !gt, err
}

// settle sinks head i to its place.
func (m *mergeIter) settle(th *object.Thread, i int) error {
	for {
		best := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(m.heads); c++ {
			ok, err := m.before(th, &m.heads[c], &m.heads[best])
			if err != nil {
				return err
			}
			if ok {
				best = c
			}
		}
		if best == i {
			return nil
		}
		m.heads[i], m.heads[best] = m.heads[best], m.heads[i]
		i = best
	}
}

func (m *mergeIter) start(th *object.Thread) error {
	m.opened = true
	for i, s := range m.sources {
		it, err := object.Iter(th, s)
		if err != nil {
			return err
		}
		h := head{it: it, order: i}
		ok, err := m.advance(th, &h)
		if err != nil {
			return err
		}
		if ok {
			m.heads = append(m.heads, h)
		}
	}
	for i := len(m.heads)/2 - 1; i >= 0; i-- {
		if err := m.settle(th, i); err != nil {
			return err
		}
	}
	return nil
}

func mergeNext(th *object.Thread, v object.Value) (object.Value, error) {
	m := object.Unchecked[mergeIter](v)
	if !m.opened {
		if err := m.start(th); err != nil {
			return object.Value{}, err
		}
	} else if len(m.heads) > 0 {
		// The item given last is replaced only now, so that its source is not read ahead of need.
		ok, err := m.advance(th, &m.heads[0])
		if err != nil {
			return object.Value{}, err
		}
		if !ok {
			n := len(m.heads) - 1
			m.heads[0] = m.heads[n]
			m.heads[n] = head{}
			m.heads = m.heads[:n]
		}
		if err := m.settle(th, 0); err != nil {
			return object.Value{}, err
		}
	}
	if len(m.heads) == 0 {
		return object.Value{}, nil
	}
	return m.heads[0].item, nil
}

func init() {
	mergeType.Module = "heapq"
	mergeType.Flags |= object.FlagNoBase | object.FlagNoNew
	mergeType.Iter = func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
	mergeType.Next = mergeNext
}
