// Package heapq is Python's heapq module, and _heapq: priority queues in lists.
//
// https://docs.python.org/3.14/library/heapq.html
package heapq

import "ouro/internal/object"

// Module is the heapq module.
var Module = object.ModuleDef{
	Name:      "heapq",
	Doc:       "Priority queues: lists in which every item is no larger than those at twice its place and the next.",
	Functions: append(heapFunctions(), moreFunctions()...),
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set("__all__", object.ListValue(object.StrValue("heappush"), object.StrValue("heappop"), object.StrValue("heapify"), object.StrValue("heapreplace"), object.StrValue("heappushpop"),
			object.StrValue("heappush_max"), object.StrValue("heappop_max"), object.StrValue("heapify_max"), object.StrValue("heapreplace_max"), object.StrValue("heappushpop_max"),
			object.StrValue("nlargest"), object.StrValue("nsmallest"), object.StrValue("merge")))
		return nil
	},
}

// Underscored is the _heapq module.
var Underscored = object.ModuleDef{Name: "_heapq", Doc: "Heap queue algorithm.", Functions: heapFunctions()}

func heapFunctions() []object.Func {
	var fs []object.Func
	for _, k := range []struct {
		suffix, word string
		max          bool
	}{{"", "smallest", false}, {"_max", "largest", true}} {
		fs = append(fs,
			object.Func{Sig: "heapify" + k.suffix + "(heap, /)", Doc: "Make a list a heap, in place.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
				h, err := open(v, "heapify"+k.suffix, "argument", k.max)
				if err != nil {
					return object.Value{}, err
				}
				return object.None, h.heapify(th)
			})},
			object.Func{Sig: "heappop" + k.suffix + "(heap, /)", Doc: "Take the " + k.word + " item out and return it.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
				h, err := open(v, "heappop"+k.suffix, "argument", k.max)
				if err != nil {
					return object.Value{}, err
				}
				return h.pop(th)
			})},
			object.Func{Sig: "heappush" + k.suffix + "(heap, item, /)", Doc: "Put an item in.", Fn: object.F2(func(th *object.Thread, v, item object.Value) (object.Value, error) {
				h, err := open(v, "heappush"+k.suffix, "argument 1", k.max)
				if err != nil {
					return object.Value{}, err
				}
				h.l.Append(item)
				return object.None, h.up(th, 0, h.l.Len()-1)
			})},
			object.Func{Sig: "heappushpop" + k.suffix + "(heap, item, /)", Doc: "Put an item in, then take the " + k.word + " out.", Fn: object.F2(func(th *object.Thread, v, item object.Value) (object.Value, error) {
				h, err := open(v, "heappushpop"+k.suffix, "argument 1", k.max)
				if err != nil || h.l.Len() == 0 {
					return item, err
				}
				if before, err := h.before(th, h.l.At(0), item); !before || err != nil {
					return item, err
				}
				return h.replace(th, item)
			})},
			object.Func{Sig: "heapreplace" + k.suffix + "(heap, item, /)", Doc: "Take the " + k.word + " item out, then put another in.", Fn: object.F2(func(th *object.Thread, v, item object.Value) (object.Value, error) {
				h, err := open(v, "heapreplace"+k.suffix, "argument 1", k.max)
				if err != nil {
					return object.Value{}, err
				}
				return h.replace(th, item)
			})})
	}
	return fs
}

// heap is a list as a heap; max: the largest item is on top.
type heap struct {
	l   *object.List
	max bool
}

func open(v object.Value, name, arg string, max bool) (heap, error) {
	l, ok := object.AsList(v)
	if !ok {
		return heap{}, object.TypeErrorf("%s() %s must be list, not %s", name, arg, v.Type().TypeName())
	}
	return heap{l, max}, nil
}

// before reports whether a belongs above b.
func (h heap) before(th *object.Thread, a, b object.Value) (bool, error) {
	if h.max {
		a, b = b, a
	}
	if a.Ref == &object.IntHeader && b.Ref == &object.IntHeader {
		return a.Int64() < b.Int64(), nil
	}
	if a.Ref == &object.FloatHeader && b.Ref == &object.FloatHeader {
		return a.Float64() < b.Float64(), nil
	}
	return object.CompareBool(th, a, b, object.Lt)
}

// checked is before for items of the heap, which comparisons may change.
func (h heap) checked(th *object.Thread, a, b object.Value, n int) (bool, error) {
	ok, err := h.before(th, a, b)
	if err == nil && h.l.Len() != n {
		err = object.RuntimeErrorf("list changed size during iteration")
	}
	return ok, err
}

// up moves item i towards the top, which is start.
func (h heap) up(th *object.Thread, start, i int) error {
	n := h.l.Len()
	x := h.l.At(i)
	for i > start {
		parent := (i - 1) / 2
		p := h.l.At(parent)
		if ok, err := h.checked(th, x, p, n); err != nil {
			return err
		} else if !ok {
			return nil
		}
		h.l.Set(i, p)
		h.l.Set(parent, x)
		i = parent
	}
	return nil
}

// down lets the item at i sink to a leaf, always below its better child, then moves it up to where it belongs: that takes fewer
// comparisons, since items from the bottom mostly belong there.
func (h heap) down(th *object.Thread, i int) error {
	n, start := h.l.Len(), i
	for i < n/2 {
		child := 2*i + 1
		if child+1 < n {
			if ok, err := h.checked(th, h.l.At(child), h.l.At(child+1), n); err != nil {
				return err
			} else if !ok {
				child++
			}
		}
		a, b := h.l.At(i), h.l.At(child)
		h.l.Set(i, b)
		h.l.Set(child, a)
		i = child
	}
	return h.up(th, start, i)
}

func (h heap) heapify(th *object.Thread) error {
	for i := h.l.Len()/2 - 1; i >= 0; i-- {
		if err := h.down(th, i); err != nil {
			return err
		}
	}
	return nil
}

func (h heap) pop(th *object.Thread) (object.Value, error) {
	n := h.l.Len()
	if n == 0 {
		return object.Value{}, object.NewExcf(object.IndexErrorType, "index out of range")
	}
	last := h.l.Remove(n - 1)
	if n == 1 {
		return last, nil
	}
	top := h.l.At(0)
	h.l.Set(0, last)
	return top, h.down(th, 0)
}

func (h heap) replace(th *object.Thread, item object.Value) (object.Value, error) {
	if h.l.Len() == 0 {
		return object.Value{}, object.NewExcf(object.IndexErrorType, "index out of range")
	}
	top := h.l.At(0)
	h.l.Set(0, item)
	return top, h.down(th, 0)
}
