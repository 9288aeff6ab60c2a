// Package itertools is Python's itertools module: iterators built from iterators.
//
// https://docs.python.org/3.14/library/itertools.html
package itertools

import "ouro/internal/object"

// Module is the itertools module.
var Module = object.ModuleDef{
	Name: "itertools",
	Doc:  "Iterators built from iterators: endless ones, chains and selections, products and permutations.",
	Functions: []object.Func{
		{Sig: "tee(iterable, n=2, /)", Doc: "A tuple of n independent iterators over the items of one.", Fn: object.FN(tee)},
	},
	Types: []*object.Type{
		accumulateType, batchedType, chainType, combinationsType, withReplacementType, compressType, countType, cycleType, dropwhileType,
		filterfalseType, groupbyType, grouperType, isliceType, pairwiseType, permutationsType, productType, repeatType, starmapType,
		takewhileType, teeType, zipLongestType,
	},
}

// source is an iterator that another one consumes.
type source struct {
	it   object.Value
	next object.UnaryFunc
}

func openSource(th *object.Thread, v object.Value) (source, error) {
	it, err := object.Iter(th, v)
	if err != nil {
		return source{}, err
	}
	return source{it, object.S(it).Next}, nil
}

// step gives the next item, unbound at the end.
func (s *source) step(th *object.Thread) (object.Value, error) {
	if err := th.CheckBreaker(); err != nil {
		return object.Value{}, err
	}
	if err := th.Descend(); err != nil {
		return object.Value{}, err
	}
	x, err := s.next(th, s.it)
	th.Ascend()
	if err != nil && object.Matches(err, object.StopIterationType) {
		return object.Value{}, nil
	}
	return x, err
}

// function is a function that an iterator calls for each item; its arguments are laid out in buf unless a call is going on.
type function struct {
	f    object.Value
	buf  [2]object.Value
	busy bool
}

func (f *function) call(th *object.Thread, a, b object.Value) (object.Value, error) {
	args := f.buf[:]
	if f.busy {
		args = make([]object.Value, 2)
	}
	args[0], args[1] = a, b
	if b.Ref == nil {
		args = args[:1]
	}
	was := f.busy
	f.busy = true
	r, err := object.Call(th, f.f, args, nil)
	f.busy = was
	return r, err
}

// test is the truth of f(x).
func (f *function) test(th *object.Thread, x object.Value) (bool, error) {
	if f.f.IsNone() || f.f.Ref == &object.BoolType.Header {
		return object.Truth(th, x)
	}
	r, err := f.call(th, x, object.Value{})
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

func self(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }

// newIterator declares an iterator class of the module; its constructor and Next are filled in by the file that has its struct.
func newIterator[T any](name string) *object.Type {
	t := object.NewType(name, object.ObjectType, object.NewLayout[T]())
	t.Module = "itertools"
	return t
}

// define completes an iterator class.
func define(t *object.Type, doc string, constructor *object.Func, next object.UnaryFunc, methods ...object.Func) {
	t.Doc = doc
	t.Constructor = constructor
	t.Iter = self
	t.Next = next
	t.Methods = methods
}

// alloc makes an instance of the class that a constructor got as its first argument.
func alloc[T any](th *object.Thread, cls object.Value) *T {
	t, _ := object.AsType(cls)
	return object.NewObject[T](th, t)
}
