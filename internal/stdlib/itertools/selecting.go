package itertools

import "ouro/internal/object"

// Iterators that pick items: compress, dropwhile, filterfalse, islice, takewhile.

type compressor struct {
	object.Header
	data, selectors source
}

// whiler is dropwhile, filterfalse or takewhile. started: dropwhile has let an item through; takewhile has ended.
type whiler struct {
	object.Header
	pred    function
	src     source
	started bool
}

type islicer struct {
	object.Header
	src        source
	next, step int
	stop       int // -1: none
	count      int
	ended      bool
}

var (
	compressType    = newIterator[compressor]("compress")
	dropwhileType   = newIterator[whiler]("dropwhile")
	filterfalseType = newIterator[whiler]("filterfalse")
	takewhileType   = newIterator[whiler]("takewhile")
	isliceType      = newIterator[islicer]("islice")
)

func newCompress(th *object.Thread, a []object.Value) (object.Value, error) {
	data, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	sel, err := openSource(th, a[2])
	if err != nil {
		return object.Value{}, err
	}
	c := alloc[compressor](th, a[0])
	c.data, c.selectors = data, sel
	return object.Of(&c.Header), nil
}

func compressNext(th *object.Thread, v object.Value) (object.Value, error) {
	c := object.Unchecked[compressor](v)
	for {
		x, err := c.data.step(th)
		if err != nil || x.Ref == nil {
			return object.Value{}, err
		}
		s, err := c.selectors.step(th)
		if err != nil || s.Ref == nil {
			return object.Value{}, err
		}
		if ok, err := object.Truth(th, s); err != nil {
			return object.Value{}, err
		} else if ok {
			return x, nil
		}
	}
}

func newWhiler(th *object.Thread, a []object.Value) (object.Value, error) {
	src, err := openSource(th, a[2])
	if err != nil {
		return object.Value{}, err
	}
	w := alloc[whiler](th, a[0])
	w.pred.f, w.src = a[1], src
	return object.Of(&w.Header), nil
}

func dropwhileNext(th *object.Thread, v object.Value) (object.Value, error) {
	w := object.Unchecked[whiler](v)
	for {
		x, err := w.src.step(th)
		if err != nil || x.Ref == nil || w.started {
			return x, err
		}
		r, err := w.pred.call(th, x, object.Value{})
		if err != nil {
			return object.Value{}, err
		}
		if drop, err := object.Truth(th, r); err != nil {
			return object.Value{}, err
		} else if !drop {
			w.started = true
			return x, nil
		}
	}
}

func takewhileNext(th *object.Thread, v object.Value) (object.Value, error) {
	w := object.Unchecked[whiler](v)
	if w.started {
		return object.Value{}, nil
	}
	x, err := w.src.step(th)
	if err != nil || x.Ref == nil {
		return object.Value{}, err
	}
	r, err := w.pred.call(th, x, object.Value{})
	if err != nil {
		return object.Value{}, err
	}
	take, err := object.Truth(th, r)
	if err != nil {
		return object.Value{}, err
	}
	if !take {
		w.started = true
		return object.Value{}, nil
	}
	return x, nil
}

func filterfalseNext(th *object.Thread, v object.Value) (object.Value, error) {
	w := object.Unchecked[whiler](v)
	for {
		x, err := w.src.step(th)
		if err != nil || x.Ref == nil {
			return object.Value{}, err
		}
		if t, err := w.pred.test(th, x); err != nil {
			return object.Value{}, err
		} else if !t {
			return x, nil
		}
	}
}

// sliceBound converts a bound of islice: None or an int from 0 on.
func sliceBound(th *object.Thread, v object.Value, dflt int, text string) (int, error) {
	if v.Ref == nil || v.IsNone() {
		return dflt, nil
	}
	n, err := object.AsIndex(th, v)
	if err != nil || n < 0 {
		return 0, object.ValueErrorf("%s", text)
	}
	return n, nil
}

func newIslice(th *object.Thread, a []object.Value) (object.Value, error) {
	const (
		stopText  = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
		indexText = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
		stepText  = "Step for islice() must be a positive integer or None."
	)
	start, stop, step := 0, -1, 1
	var err error
	if a[3].Ref == nil {
		stop, err = sliceBound(th, a[2], -1, stopText)
	} else {
		if start, err = sliceBound(th, a[2], 0, indexText); err == nil {
			if stop, err = sliceBound(th, a[3], -1, stopText); err == nil {
				if step, err = sliceBound(th, a[4], 1, stepText); err == nil && step == 0 {
					err = object.ValueErrorf(stepText)
				}
			}
		}
	}
	if err != nil {
		return object.Value{}, err
	}
	src, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	s := alloc[islicer](th, a[0])
	s.src, s.next, s.stop, s.step = src, start, stop, step
	return object.Of(&s.Header), nil
}

func isliceNext(th *object.Thread, v object.Value) (object.Value, error) {
	s := object.Unchecked[islicer](v)
	if s.ended {
		return object.Value{}, nil
	}
	// What stands before the start is consumed even if the end comes first.
	for s.count < s.next {
		x, err := s.src.step(th)
		if err != nil {
			return object.Value{}, err
		}
		if x.Ref == nil {
			s.end()
			return object.Value{}, nil
		}
		s.count++
	}
	if s.stop >= 0 && s.count >= s.stop {
		s.end()
		return object.Value{}, nil
	}
	x, err := s.src.step(th)
	if err != nil || x.Ref == nil {
		s.end()
		return object.Value{}, err
	}
	s.count++
	if s.next += s.step; s.next < 0 || s.stop >= 0 && s.next > s.stop {
		s.next = s.stop
		if s.stop < 0 {
			s.next = s.count
		}
	}
	return x, nil
}

func (s *islicer) end() { s.ended, s.src = true, source{} }

func init() {
	define(compressType, "The data items whose selectors are true.",
		&object.Func{Sig: "compress(data, selectors)", Fn: object.FN(newCompress)}, compressNext)
	define(dropwhileType, "The items from the first on for which the predicate is false.",
		&object.Func{Sig: "dropwhile(predicate, iterable, /)", Fn: object.FN(newWhiler)}, dropwhileNext)
	define(takewhileType, "The items up to the first for which the predicate is false.",
		&object.Func{Sig: "takewhile(predicate, iterable, /)", Fn: object.FN(newWhiler)}, takewhileNext)
	define(filterfalseType, "The items for which the function gives a false value; the false items if it is None.",
		&object.Func{Sig: "filterfalse(function, iterable, /)", Fn: object.FN(newWhiler)}, filterfalseNext)
	define(isliceType, "The items that a slice would pick.\n\nislice(iterable, stop)\nislice(iterable, start, stop[, step])",
		&object.Func{Sig: "islice(iterable, start, stop=NULL, step=NULL, /)", Fn: object.FN(newIslice)}, isliceNext)
}
