package object

import "strings"

// dict's slots and methods; the table itself is in dict.go.

// NewDictOf makes a dict of the entries of other mappings or pairs, as dict(v) does.
func NewDictOf(th *Thread, v Value) (*Dict, error) {
	d := NewDict()
	return d, d.Update(th, v)
}

// plainDict gives v as a dict if iterating over it and indexing it do what dict's own methods do.
func plainDict(v Value) (*Dict, bool) {
	d, ok := AsDict(v)
	if !ok {
		return nil, false
	}
	if t := v.Type(); t != DictType && (t.LookupIsScript(strIter) || t.LookupIsScript(strKeys) || t.LookupIsScript(strGetitem)) {
		return nil, false
	}
	return d, true
}

var (
	strKeys = NewStr("keys")
)

// Merge adds the entries of o; existing keys get new values.
func (d *Dict) Merge(th *Thread, o *Dict) error {
	if d == o {
		return nil
	}
	if d.used == 0 && o.used > 0 {
		d.take(o)
		return nil
	}
	used := o.used
	for i := 0; i < len(o.ents); i++ {
		e := o.ents[i]
		if e.key.Ref == nil {
			continue
		}
		if err := d.setHashed(th, e.key, e.val, e.hash); err != nil {
			return err
		}
		if o.used != used {
			return RuntimeErrorf("dict mutated during update")
		}
	}
	return nil
}

// setHashed is Set with the hash known.
func (d *Dict) setHashed(th *Thread, k, v Value, h uint64) error {
	n, err := d.findHashed(th, k, h)
	if err != nil {
		return err
	}
	if n >= 0 {
		d.setValue(n, v)
	} else {
		d.insert(h, k, v)
	}
	return nil
}

// Update is d.update(v): v is a mapping (it has keys()) or an iterable of pairs.
func (d *Dict) Update(th *Thread, v Value) error {
	if o, ok := plainDict(v); ok {
		return d.Merge(th, o)
	}
	keys, err := GetAttrOr(th, v, strKeys)
	if err != nil {
		return err
	}
	if keys.Ref == nil {
		return d.updatePairs(th, v)
	}
	ks, err := Call0(th, keys)
	if err != nil {
		return err
	}
	return Each(th, ks, func(k Value) (bool, error) {
		x, err := GetItem(th, v, k)
		if err == nil {
			err = d.Set(th, k, x)
		}
		return err != nil, err
	})
}

func (d *Dict) updatePairs(th *Thread, v Value) error {
	n := 0
	return Each(th, v, func(pair Value) (bool, error) {
		var items []Value
		if t, ok := AsTuple(pair); ok && pair.Ref.Shape == TupleShape {
			items = t.Items
		} else {
			if S(pair).Iter == nil && (S(pair).GetItem == nil || !isSequence(pair.Type())) {
				return true, TypeErrorf("object is not iterable")
			}
			var err error
			if items, err = Collect(th, pair); err != nil {
				return true, err
			}
		}
		if len(items) != 2 {
			return true, ValueErrorf("dictionary update sequence element #%d has length %d; 2 is required", n, len(items))
		}
		n++
		return false, d.Set(th, items[0], items[1])
	})
}

func (d *Dict) updateArgs(th *Thread, what string, args []Value, names []*Str) error {
	pos := len(args) - len(names)
	if pos > 1 {
		return TypeErrorf("%s expected at most 1 argument, got %d", what, pos)
	}
	if pos == 1 {
		if err := d.Update(th, args[0]); err != nil {
			return err
		}
	}
	for i, n := range names {
		d.SetStr(n, args[pos+i])
	}
	return nil
}

func dictNew(th *Thread, t *Type, args []Value, names []*Str) (Value, error) {
	return NewObject[Dict](th, t).Value(), nil
}

func dictInit(th *Thread, self Value, args []Value, names []*Str) error {
	return Unchecked[Dict](self).updateArgs(th, "dict", args, names)
}

func dictRepr(th *Thread, v Value) (Value, error) {
	d := Unchecked[Dict](v)
	if d.used == 0 {
		return StrValue("{}"), nil
	}
	if !th.reprEnter(v) {
		return StrValue("{...}"), nil
	}
	defer th.reprLeave()
	var b strings.Builder
	b.WriteByte('{')
	first := true
	for i := 0; i < len(d.ents); i++ {
		e := d.ents[i]
		if e.key.Ref == nil {
			continue
		}
		if !first {
			b.WriteString(", ")
		}
		first = false
		if err := writeRepr(th, &b, e.key); err != nil {
			return Value{}, err
		}
		b.WriteString(": ")
		if err := writeRepr(th, &b, e.val); err != nil {
			return Value{}, err
		}
	}
	b.WriteByte('}')
	return StrValue(b.String()), nil
}

// Equal is d == o.
func (d *Dict) Equal(th *Thread, o *Dict) (bool, error) {
	if d.used != o.used {
		return false, nil
	}
	leave, err := th.Enter(" in comparison")
	if err != nil {
		return false, err
	}
	defer leave()
	for i := 0; i < len(d.ents); i++ {
		e := d.ents[i]
		if e.key.Ref == nil {
			continue
		}
		var n int
		if s, ok := AsExactStr(e.key); ok {
			n = o.findStr(s)
		} else if n, err = o.findHash(th, e.key, e.hash); err != nil {
			return false, err
		}
		if n < 0 {
			return false, nil
		}
		if eq, err := Equal(th, e.val, o.ents[n].val); !eq || err != nil {
			return false, err
		}
	}
	return true, nil
}

func dictCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	x, ok1 := AsDict(a)
	y, ok2 := AsDict(b)
	if !ok1 || !ok2 || op != Eq && op != Ne {
		return NotImplemented, nil
	}
	eq, err := x.Equal(th, y)
	return Bool(eq == (op == Eq)), err
}

func dictGetItem(th *Thread, o, key Value) (Value, error) {
	d := Unchecked[Dict](o)
	n, _, err := d.find(th, key)
	if err != nil {
		return Value{}, err
	}
	if n >= 0 {
		return d.ents[n].val, nil
	}
	if o.Ref.Shape != DictShape {
		if v, found, err := CallMethodOf(th, o, strMissing, key); found || err != nil {
			return v, err
		}
	}
	return Value{}, KeyErrorOf(key)
}

func dictSetItem(th *Thread, o, key, val Value) error {
	d := Unchecked[Dict](o)
	if val.Ref != nil {
		return d.Set(th, key, val)
	}
	_, ok, err := d.Del(th, key)
	if err == nil && !ok {
		err = KeyErrorOf(key)
	}
	return err
}

func dictOr(th *Thread, a, b Value) (Value, error) {
	x, ok1 := AsDict(a)
	y, ok2 := AsDict(b)
	if !ok1 || !ok2 {
		return NotImplemented, nil
	}
	r := x.Copy()
	return r.Value(), r.Update(th, y.Value())
}

func dictGet(th *Thread, self, key, dflt Value) (Value, error) {
	d := Unchecked[Dict](self)
	n, _, err := d.find(th, key)
	if err != nil {
		return Value{}, err
	}
	if n >= 0 {
		return d.ents[n].val, nil
	}
	return dflt, nil
}

// SetDefault is d.setdefault(k, v).
func (d *Dict) SetDefault(th *Thread, k, v Value) (Value, error) {
	n, h, err := d.find(th, k)
	if err != nil {
		return Value{}, err
	}
	if n >= 0 {
		return d.ents[n].val, nil
	}
	d.insert(h, k, v)
	return v, nil
}

func dictPop(th *Thread, self, key, dflt Value) (Value, error) {
	d := Unchecked[Dict](self)
	if d.used > 0 {
		v, ok, err := d.Del(th, key)
		if ok || err != nil {
			return v, err
		}
	}
	if dflt.Ref == nil {
		return Value{}, KeyErrorOf(key)
	}
	return dflt, nil
}

// PopLast takes the newest entry out.
func (d *Dict) PopLast() (k, v Value, ok bool) {
	for i := len(d.ents) - 1; i >= 0; i-- {
		if d.ents[i].key.Ref != nil {
			k, v = d.removeAt(i)
			return k, v, true
		}
	}
	return Value{}, Value{}, false
}

func dictPopItem(th *Thread, self Value) (Value, error) {
	k, v, ok := Unchecked[Dict](self).PopLast()
	if !ok {
		return Value{}, KeyErrorOf(StrValue("popitem(): dictionary is empty"))
	}
	return NewPair(k, v), nil
}

func dictFromKeys(th *Thread, cls, keys, val Value) (Value, error) {
	t, _ := AsType(cls)
	if t == DictType {
		ks, err := View(th, keys)
		if err != nil {
			return Value{}, err
		}
		d := NewDictSize(len(ks))
		for _, k := range ks {
			if err := d.Set(th, k, val); err != nil {
				return Value{}, err
			}
		}
		return d.Value(), nil
	}
	o, err := Call0(th, cls)
	if err != nil {
		return Value{}, err
	}
	return o, Each(th, keys, func(k Value) (bool, error) { return false, SetItem(th, o, k, val) })
}

func dictUpdate(th *Thread, args []Value, names []*Str) (Value, error) {
	return None, Unchecked[Dict](args[0]).updateArgs(th, "update", args[1:], names)
}

func init() {
	t := DictType
	t.Flags |= FlagMapping | FlagMatchSelf
	t.Doc = "A mapping that keeps its keys in the order in which they were inserted.\n\ndict(mapping), dict(pairs) and keywords, in any combination of one positional argument and keywords."
	t.New, t.Init = dictNew, dictInit
	t.Repr = dictRepr
	t.Compare = dictCompare
	t.Len = func(th *Thread, v Value) (int, error) { return Unchecked[Dict](v).Len(), nil }
	t.GetItem, t.SetItem = dictGetItem, dictSetItem
	t.Contains = func(th *Thread, o, key Value) (bool, error) {
		n, _, err := Unchecked[Dict](o).find(th, key)
		return n >= 0, err
	}
	t.Iter = func(th *Thread, v Value) (Value, error) { return NewDictIter(Unchecked[Dict](v), DictKeyIterType), nil }
	t.Binary[OpOr] = dictOr
	t.InPlace[OpOr] = func(th *Thread, a, b Value) (Value, error) { return a, Unchecked[Dict](a).Update(th, b) }
	t.Methods = []Func{
		{Sig: "clear()", Doc: "Remove all entries.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			Unchecked[Dict](self).Clear()
			return None, nil
		})},
		{Sig: "copy()", Doc: "A shallow copy.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return Unchecked[Dict](self).Copy().Value(), nil
		})},
		{Sig: "fromkeys(iterable, value=None, /)", Doc: "A new dict in which every key has the same value.", Class: true, Fn: F3(dictFromKeys)},
		{Sig: "get(key, default=None, /)", Doc: "The value of key, or default if it is absent.", Fn: F3(dictGet)},
		{Sig: "items()", Doc: "A view of the (key, value) pairs.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return newDictView(Unchecked[Dict](self), DictItemsType), nil
		})},
		{Sig: "keys()", Doc: "A view of the keys.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return newDictView(Unchecked[Dict](self), DictKeysType), nil
		})},
		{Sig: "pop(key, default=NULL, /)", Doc: "Take a key out and return its value; default, or KeyError, if it is absent.", Fn: F3(dictPop)},
		{Sig: "popitem()", Doc: "Take the newest entry out and return it as a pair.", Fn: F1(dictPopItem)},
		{Sig: "setdefault(key, default=None, /)", Doc: "The value of key, which is set to default if it is absent.", Fn: F3(func(th *Thread, self, key, dflt Value) (Value, error) {
			return Unchecked[Dict](self).SetDefault(th, key, dflt)
		})},
		{Sig: "update(other=(), /, **kwargs)", Doc: "Take over the entries of a mapping or of pairs, then the keywords.", Fn: Raw(dictUpdate)},
		{Sig: "values()", Doc: "A view of the values.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return newDictView(Unchecked[Dict](self), DictValuesType), nil
		})},
		{Sig: "__reversed__()", Doc: "An iterator over the keys from the newest to the oldest.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			return NewDictIter(Unchecked[Dict](self), dictRevKeyIterType), nil
		})},
		{Sig: "__sizeof__()", Doc: "The dict's size in bytes.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			d := Unchecked[Dict](self)
			return Int(int64(64 + 4*len(d.idx) + 40*cap(d.ents))), nil
		})},
		classGetItemRow(),
	}
}
