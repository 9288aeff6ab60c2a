package operator

import (
	"strings"

	"ouro/internal/object"
)

// itemgetter, attrgetter and methodcaller.

type itemgetter struct {
	object.Header
	keys *object.Tuple
}

// attrgetter gets one attribute per path; paths are split at their dots.
type attrgetter struct {
	object.Header
	names *object.Tuple
	paths [][]*object.Str
}

type methodcaller struct {
	object.Header
	name  *object.Str
	args  []object.Value // those given by name last
	names []*object.Str
}

var (
	itemgetterType   = object.NewType("itemgetter", object.ObjectType, object.NewLayout[itemgetter]())
	attrgetterType   = object.NewType("attrgetter", object.ObjectType, object.NewLayout[attrgetter]())
	methodcallerType = object.NewType("methodcaller", object.ObjectType, object.NewLayout[methodcaller]())
)

// oneArgument checks the arguments of a getter's call.
func oneArgument(what string, args []object.Value, names []*object.Str) error {
	if len(names) > 0 {
		return object.TypeErrorf("%s() takes no keyword arguments", what)
	}
	if len(args) != 1 {
		return object.TypeErrorf("%s expected 1 argument, got %d", what, len(args))
	}
	return nil
}

func newItemgetter(th *object.Thread, t *object.Type, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(names) > 0 {
		return object.Value{}, object.TypeErrorf("itemgetter() takes no keyword arguments")
	}
	if len(args) == 0 {
		return object.Value{}, object.TypeErrorf("itemgetter expected 1 argument, got 0")
	}
	g := object.NewObject[itemgetter](th, t)
	g.keys = object.CopyTuple(args)
	return object.Of(&g.Header), nil
}

func itemgetterCall(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args) != 1 || len(names) > 0 {
		return object.Value{}, oneArgument("itemgetter", args, names)
	}
	keys, v := object.Unchecked[itemgetter](f).keys.Items, args[0]
	if len(keys) == 1 {
		return object.GetItem(th, v, keys[0])
	}
	t := object.MakeTuple(len(keys))
	for i, k := range keys {
		x, err := object.GetItem(th, v, k)
		if err != nil {
			return object.Value{}, err
		}
		t.Items[i] = x
	}
	return t.Value(), nil
}

func newAttrgetter(th *object.Thread, t *object.Type, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(names) > 0 {
		return object.Value{}, object.TypeErrorf("attrgetter() takes no keyword arguments")
	}
	if len(args) == 0 {
		return object.Value{}, object.TypeErrorf("attrgetter expected 1 argument, got 0")
	}
	g := object.NewObject[attrgetter](th, t)
	g.names = object.CopyTuple(args)
	for _, a := range args {
		s, ok := object.AsStr(a)
		if !ok {
			return object.Value{}, object.TypeErrorf("attribute name must be a string")
		}
		var path []*object.Str
		for part := range strings.SplitSeq(s.S, ".") {
			path = append(path, th.Interp.Intern(part))
		}
		g.paths = append(g.paths, path)
	}
	return object.Of(&g.Header), nil
}

func walk(th *object.Thread, v object.Value, path []*object.Str) (object.Value, error) {
	for _, n := range path {
		var err error
		if v, err = object.GetAttr(th, v, n); err != nil {
			return object.Value{}, err
		}
	}
	return v, nil
}

func attrgetterCall(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args) != 1 || len(names) > 0 {
		return object.Value{}, oneArgument("attrgetter", args, names)
	}
	paths, v := object.Unchecked[attrgetter](f).paths, args[0]
	if len(paths) == 1 {
		return walk(th, v, paths[0])
	}
	t := object.MakeTuple(len(paths))
	for i, p := range paths {
		x, err := walk(th, v, p)
		if err != nil {
			return object.Value{}, err
		}
		t.Items[i] = x
	}
	return t.Value(), nil
}

func newMethodcaller(th *object.Thread, t *object.Type, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args) == len(names) {
		return object.Value{}, object.TypeErrorf("methodcaller needs at least one argument, the method name")
	}
	name, ok := object.AsStr(args[0])
	if !ok {
		return object.Value{}, object.TypeErrorf("method name must be a string")
	}
	m := object.NewObject[methodcaller](th, t)
	m.name = th.Interp.Intern(name.S)
	m.args = append([]object.Value(nil), args[1:]...)
	m.names = append([]*object.Str(nil), names...)
	return object.Of(&m.Header), nil
}

func methodcallerCall(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(args) != 1 || len(names) > 0 {
		return object.Value{}, oneArgument("methodcaller", args, names)
	}
	m := object.Unchecked[methodcaller](f)
	fn, self, err := object.LoadMethod(th, args[0], m.name)
	if err != nil {
		return object.Value{}, err
	}
	if self {
		return object.CallWith(th, fn, args, m.args, m.names)
	}
	return object.Call(th, fn, m.args, m.names)
}

// shownArgs makes the repr of an object from its class and arguments.
func shownArgs(th *object.Thread, v object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	t := v.Type()
	text := t.Name + "("
	if !t.IsHeap() {
		text = t.Module + "." + text
	}
	if !th.ReprEnter(v) {
		return object.StrValue(text + "...)"), nil
	}
	defer th.ReprLeave()
	for i, a := range args {
		s, err := object.Repr(th, a)
		if err != nil {
			return object.Value{}, err
		}
		if i > 0 {
			text += ", "
		}
		if k := i - (len(args) - len(names)); k >= 0 {
			text += names[k].S + "="
		}
		text += s.S
	}
	return object.StrValue(text + ")"), nil
}

func methodcallerReduce(th *object.Thread, self object.Value) (object.Value, error) {
	m := object.Unchecked[methodcaller](self)
	if len(m.names) == 0 {
		return object.NewPair(self.Type().Value(), object.TupleValue(append([]object.Value{m.name.Value()}, m.args...)...)), nil
	}
	mod, err := th.Interp.Host.Import(th, "functools")
	if err != nil {
		return object.Value{}, err
	}
	partial, err := object.GetAttr(th, mod, object.NewStr("partial"))
	if err != nil {
		return object.Value{}, err
	}
	n := len(m.args) - len(m.names)
	args := append([]object.Value{self.Type().Value(), m.name.Value()}, m.args[n:]...)
	p, err := object.Call(th, partial, args, m.names)
	return object.NewPair(p, object.TupleValue(m.args[:n:n]...)), err
}

func init() {
	t := itemgetterType
	t.Doc = "A function that gets items: itemgetter(2)(r) is r[2], itemgetter(2, 5)(r) is (r[2], r[5])."
	t.New, t.Call = newItemgetter, itemgetterCall
	t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		return shownArgs(th, v, object.Unchecked[itemgetter](v).keys.Items, nil)
	}
	t.Methods = []object.Func{{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.NewPair(v.Type().Value(), object.Unchecked[itemgetter](v).keys.Value()), nil
	})}}
	t = attrgetterType
	t.Doc = "A function that gets attributes: attrgetter('a.b')(r) is r.a.b, attrgetter('a', 'b')(r) is (r.a, r.b)."
	t.New, t.Call = newAttrgetter, attrgetterCall
	t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		return shownArgs(th, v, object.Unchecked[attrgetter](v).names.Items, nil)
	}
	t.Methods = []object.Func{{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.NewPair(v.Type().Value(), object.Unchecked[attrgetter](v).names.Value()), nil
	})}}
	t = methodcallerType
	t.Doc = "A function that calls a method: methodcaller('m', 1)(r) is r.m(1)."
	t.New, t.Call = newMethodcaller, methodcallerCall
	t.Repr = func(th *object.Thread, v object.Value) (object.Value, error) {
		m := object.Unchecked[methodcaller](v)
		return shownArgs(th, v, append([]object.Value{m.name.Value()}, m.args...), m.names)
	}
	t.Methods = []object.Func{{Sig: "__reduce__()", Doc: "How to pickle it.", Fn: object.F1(methodcallerReduce)}}
	for _, t := range []*object.Type{itemgetterType, attrgetterType, methodcallerType} {
		t.Module = "operator"
	}
}
