package functools

import "ouro/internal/object"

// lruCache is a function that remembers its results. kept maps keys to links, which form a ring around root from the least to the
// most recently used; without a bound there is no need of the order.
type lruCache struct {
	object.Header
	fn           object.Value
	info         object.Value // what cache_info calls
	maxsize      int          // -1: no bound
	typed        bool
	kept         *object.Dict
	root         lruLink
	hits, misses int64
	dict         *object.Dict
}

// lruLink is a result; it is an object so that it may stand in a dict, but no script sees it.
type lruLink struct {
	object.Header
	key, val   object.Value
	hash       uint64
	prev, next *lruLink
}

var (
	lruType     = object.NewType("_lru_cache_wrapper", object.ObjectType, object.NewLayout[lruCache]())
	lruLinkType = object.NewType("_lru_list_elem", object.ObjectType, object.NewLayout[lruLink]())
	// keywordMark stands between positional and keyword arguments in a key.
	keywordMarkHead = object.Header{Shape: object.ObjectType.ExactShape()}
	keywordMark     = object.Of(&keywordMarkHead)
)

func newLRU(th *object.Thread, a []object.Value) (object.Value, error) {
	if !object.Callable(a[1]) {
		return object.Value{}, object.TypeErrorf("the first argument must be callable")
	}
	size := -1
	if !a[2].IsNone() {
		n, err := object.AsIndex(th, a[2])
		if err != nil {
			return object.Value{}, object.TypeErrorf("maxsize should be integer or None")
		}
		size = max(n, 0)
	}
	typed, err := object.Truth(th, a[3])
	if err != nil {
		return object.Value{}, err
	}
	t, _ := object.AsType(a[0])
	c := object.NewObject[lruCache](th, t)
	c.fn, c.maxsize, c.typed, c.info = a[1], size, typed, a[4]
	c.clear()
	return object.Of(&c.Header), nil
}

func (c *lruCache) clear() {
	c.kept, c.hits, c.misses = object.NewDict(), 0, 0
	c.root.prev, c.root.next = &c.root, &c.root
}

// callKey makes the key of a call: the argument itself if it is one exact int or str, else a tuple.
func callKey(args []object.Value, names []*object.Str, typed bool) object.Value {
	if len(args) == 1 && len(names) == 0 && !typed {
		if a := args[0]; a.Ref == &object.IntHeader || a.Ref.Shape == object.StrShape {
			return a
		}
	}
	n := len(args) - len(names)
	size := len(args)
	if len(names) > 0 {
		size += len(names) + 1
	}
	if typed {
		size += len(args)
	}
	t := object.MakeTuple(size)
	parts := append(t.Items[:0], args[:n]...)
	if len(names) > 0 {
		parts = append(parts, keywordMark)
		for i, name := range names {
			parts = append(parts, name.Value(), args[n+i])
		}
	}
	if typed {
		for _, a := range args {
			parts = append(parts, a.Type().Value())
		}
	}
	return t.Value()
}

func lruCall(th *object.Thread, f object.Value, args []object.Value, names []*object.Str) (object.Value, error) {
	c := object.Unchecked[lruCache](f)
	if c.maxsize == 0 {
		c.misses++
		return object.Call(th, c.fn, args, names)
	}
	key := callKey(args, names, c.typed)
	h, err := object.Hash(th, key)
	if err != nil {
		return object.Value{}, err
	}
	found, err := c.kept.GetHashed(th, key, h)
	if err != nil {
		return object.Value{}, err
	}
	if found.Ref != nil {
		c.hits++
		if c.maxsize < 0 {
			return found, nil
		}
		l := object.Unchecked[lruLink](found)
		if l.next != &c.root {
			l.unlink()
			l.link(&c.root)
		}
		return l.val, nil
	}
	c.misses++
	v, err := object.Call(th, c.fn, args, names)
	if err != nil {
		return object.Value{}, err
	}
	if c.maxsize < 0 {
		return v, c.kept.SetHashed(th, key, v, h)
	}
	// The function may have called itself with the same arguments.
	if found, err := c.kept.GetHashed(th, key, h); err != nil || found.Ref != nil {
		return v, err
	}
	var l *lruLink
	if c.kept.Len() >= c.maxsize {
		l = c.root.next
		l.unlink()
		if err := c.kept.DelHashed(th, l.key, l.hash); err != nil {
			return object.Value{}, err
		}
		l.key, l.val, l.hash = key, v, h
	} else {
		l = &lruLink{key: key, val: v, hash: h}
		l.Shape = lruLinkType.ExactShape()
	}
	l.link(&c.root)
	return v, c.kept.SetHashed(th, key, object.Of(&l.Header), h)
}

func (l *lruLink) unlink() { l.prev.next, l.next.prev = l.next, l.prev }

// link puts l at the end of the ring: the most recently used place.
func (l *lruLink) link(root *lruLink) {
	l.prev, l.next = root.prev, root
	root.prev.next = l
	root.prev = l
}

func lruInfo(th *object.Thread, self object.Value) (object.Value, error) {
	c := object.Unchecked[lruCache](self)
	size := object.None
	if c.maxsize >= 0 {
		size = object.Int(int64(c.maxsize))
	}
	return object.Call(th, c.info, []object.Value{object.Int(c.hits), object.Int(c.misses), size, object.Int(int64(c.kept.Len()))}, nil)
}

// makeKey is functools._make_key.
func makeKey(th *object.Thread, args, kwds, typed object.Value) (object.Value, error) {
	vals, err := object.Collect(th, args)
	if err != nil {
		return object.Value{}, err
	}
	t, err := object.Truth(th, typed)
	if err != nil {
		return object.Value{}, err
	}
	var names []*object.Str
	if d, ok := object.AsDict(kwds); ok {
		for k, v := range d.All() {
			if s, ok := object.AsStr(k); ok {
				names = append(names, s)
				vals = append(vals, v)
			}
		}
	}
	return callKey(vals, names, t), nil
}

func init() {
	t := lruType
	t.Module = "functools"
	t.Doc = "A function that remembers its results."
	t.Constructor = &object.Func{Sig: "_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type, /)", Fn: object.FN(newLRU)}
	t.Call = lruCall
	t.MethodLike()
	t.Get = func(th *object.Thread, d, obj object.Value, owner *object.Type) (object.Value, error) {
		if obj.Ref == nil {
			return d, nil
		}
		return object.NewMethod(d, obj), nil
	}
	t.KeepAttrs(func(o *object.Header) **object.Dict { return &object.Unchecked[lruCache](object.Of(o)).dict })
	t.GetSets = []object.GetSet{object.DictGetSet()}
	same := object.F1(func(th *object.Thread, self object.Value) (object.Value, error) { return self, nil })
	t.Methods = []object.Func{
		{Sig: "cache_info()", Doc: "How the cache has done so far.", Fn: object.F1(lruInfo)},
		{Sig: "cache_clear()", Doc: "Forget all results and statistics.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			object.Unchecked[lruCache](self).clear()
			return object.None, nil
		})},
		{Sig: "__copy__()", Doc: "The function itself.", Fn: same},
		{Sig: "__deepcopy__(memo, /)", Doc: "The function itself.", Fn: object.F2(func(th *object.Thread, self, memo object.Value) (object.Value, error) { return self, nil })},
		{Sig: "__reduce__()", Doc: "Pickled by name.", Fn: object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
			return object.GetAttr(th, self, object.NewStr("__qualname__"))
		})},
	}
	lruLinkType.Flags |= object.FlagNoNew | object.FlagNoBase
}
