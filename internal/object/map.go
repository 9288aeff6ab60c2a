package object

// Map is map(function, *iterables, strict=False).
type Map struct {
	Header
	Func   Value
	Its    []Value
	nexts  []UnaryFunc
	args   []Value // of the call; reused unless one is going on
	busy   bool
	strict bool
}

// Filter is filter(function, iterable).
type Filter struct {
	Header
	Func, It Value
	next     UnaryFunc
	args     [1]Value
	busy     bool
}

var (
	mapLayout    = NewLayout[Map]()
	filterLayout = NewLayout[Filter]()
	MapType      = NewType("map", ObjectType, mapLayout)
	FilterType   = NewType("filter", ObjectType, filterLayout)
)

func newMap(th *Thread, args []Value, names []*Str) (Value, error) {
	t, _ := AsType(args[0])
	pos, strict, err := strictOption(th, "map", args[1:], names)
	if err != nil {
		return Value{}, err
	}
	if len(pos) < 2 {
		return Value{}, TypeErrorf("map() must have at least two arguments.")
	}
	m := NewObject[Map](th, t)
	m.Func, m.strict = pos[0], strict
	if m.Its, m.nexts, err = openAll(th, pos[1:]); err != nil {
		return Value{}, err
	}
	m.args = make([]Value, len(m.Its))
	return Of(&m.Header), nil
}

func mapNext(th *Thread, v Value) (Value, error) {
	m := Unchecked[Map](v)
	args := m.args
	if m.busy {
		args = make([]Value, len(args))
	}
	for i, next := range m.nexts {
		if err := th.Descend(); err != nil {
			return Value{}, err
		}
		x, err := next(th, m.Its[i])
		th.Ascend()
		if err != nil && !(m.strict && Matches(err, StopIterationType)) {
			return Value{}, err
		}
		if err != nil || x.Ref == nil {
			if m.strict {
				return Value{}, checkStrict(th, "map", m.Its, m.nexts, i)
			}
			return Value{}, nil
		}
		args[i] = x
	}
	was := m.busy
	m.busy = true
	r, err := Call(th, m.Func, args, nil)
	m.busy = was
	return r, err
}

func newFilter(th *Thread, args []Value) (Value, error) {
	t, _ := AsType(args[0])
	it, err := Iter(th, args[2])
	if err != nil {
		return Value{}, err
	}
	f := NewObject[Filter](th, t)
	f.Func, f.It, f.next = args[1], it, S(it).Next
	return Of(&f.Header), nil
}

func filterNext(th *Thread, v Value) (Value, error) {
	f := Unchecked[Filter](v)
	for {
		if err := th.CheckBreaker(); err != nil {
			return Value{}, err
		}
		if err := th.Descend(); err != nil {
			return Value{}, err
		}
		x, err := f.next(th, f.It)
		th.Ascend()
		if err != nil || x.Ref == nil {
			return Value{}, err
		}
		keep := x
		if !f.Func.IsNone() && f.Func.Ref != &BoolType.Header {
			args := f.args[:]
			if f.busy {
				args = make([]Value, 1)
			}
			args[0] = x
			was := f.busy
			f.busy = true
			keep, err = Call(th, f.Func, args, nil)
			f.busy = was
			if err != nil {
				return Value{}, err
			}
		}
		if ok, err := Truth(th, keep); err != nil {
			return Value{}, err
		} else if ok {
			return x, nil
		}
	}
}

func init() {
	t := MapType
	t.Doc = "The results of calling the function with one item from each iterable at a time, as long as all have one; with strict, all must end together."
	t.Constructor = &Func{Sig: "map(function, iterable, /, *iterables, strict=False)", Fn: Raw(newMap)}
	t.Iter = selfIter
	t.Next = mapNext
	t.Methods = []Func{
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			m := Unchecked[Map](self)
			args := NewTuple(append([]Value{m.Func}, m.Its...)...).Value()
			if m.strict {
				return TupleValue(self.Type().Value(), args, True), nil
			}
			return NewPair(self.Type().Value(), args), nil
		})},
		{Sig: "__setstate__(object, /)", Doc: "Restore the strict flag.", Fn: F2(func(th *Thread, self, state Value) (Value, error) {
			b, err := Truth(th, state)
			Unchecked[Map](self).strict = b
			return None, err
		})},
	}

	t = FilterType
	t.Doc = "The items for which the function gives a true value; the true items if function is None."
	t.Constructor = &Func{Sig: "filter(function, iterable, /)", Fn: FN(newFilter)}
	t.Iter = selfIter
	t.Next = filterNext
	t.Methods = []Func{
		{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			f := Unchecked[Filter](self)
			return NewPair(self.Type().Value(), NewPair(f.Func, f.It)), nil
		})},
	}
}
