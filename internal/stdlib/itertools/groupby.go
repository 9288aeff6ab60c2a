package itertools

import "ouro/internal/object"

// grouping is groupby(iterable, key); key and item are those read last. A group ends when another key comes or another group is
// asked for.
type grouping struct {
	object.Header
	src               source
	f                 function
	item, key, target object.Value
	group             *grouper
}

// grouper gives the items of one group.
type grouper struct {
	object.Header
	of  *grouping
	key object.Value
}

var (
	groupbyType = newIterator[grouping]("groupby")
	grouperType = newIterator[grouper]("_grouper")
)

func newGroupby(th *object.Thread, a []object.Value) (object.Value, error) {
	src, err := openSource(th, a[1])
	if err != nil {
		return object.Value{}, err
	}
	g := alloc[grouping](th, a[0])
	g.src, g.f.f = src, a[2]
	return object.Of(&g.Header), nil
}

// read takes the next item and its key; ok is false at the end.
func (g *grouping) read(th *object.Thread) (ok bool, err error) {
	x, err := g.src.step(th)
	if err != nil || x.Ref == nil {
		return false, err
	}
	k := x
	if !g.f.f.IsNone() {
		if k, err = g.f.call(th, x, object.Value{}); err != nil {
			return false, err
		}
	}
	g.item, g.key = x, k
	return true, nil
}

func groupbyNext(th *object.Thread, v object.Value) (object.Value, error) {
	g := object.Unchecked[grouping](v)
	g.group = nil
	for {
		if g.key.Ref != nil {
			if g.target.Ref == nil {
				break
			}
			same, err := object.Equal(th, g.target, g.key)
			if err != nil {
				return object.Value{}, err
			}
			if !same {
				break
			}
		}
		if ok, err := g.read(th); !ok {
			return object.Value{}, err
		}
	}
	g.target = g.key
	r := &grouper{of: g, key: g.target}
	r.Shape = grouperType.ExactShape()
	g.group = r
	return object.NewPair(g.key, object.Of(&r.Header)), nil
}

func grouperNext(th *object.Thread, v object.Value) (object.Value, error) {
	r := object.Unchecked[grouper](v)
	g := r.of
	if g.group != r {
		return object.Value{}, nil
	}
	if g.item.Ref == nil {
		if ok, err := g.read(th); !ok {
			return object.Value{}, err
		}
	}
	same, err := object.Equal(th, r.key, g.key)
	if err != nil || !same {
		return object.Value{}, err
	}
	x := g.item
	g.item = object.Value{}
	return x, nil
}

func init() {
	define(groupbyType, "Pairs (key, group) of runs of items with equal keys.",
		&object.Func{Sig: "groupby(iterable, key=None)", Fn: object.FN(newGroupby)}, groupbyNext)
	define(grouperType, "The items of one group of a groupby.", nil, grouperNext)
	grouperType.Flags |= object.FlagNoBase | object.FlagNoNew
}
