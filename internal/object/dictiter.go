package object

// DictIter iterates over a dict's entries in order; its class says whether it gives keys, values or pairs. Dict is nil once it is
// exhausted or has failed.
type DictIter struct {
	Header
	Dict *Dict
	// I is the number of the next entry to look at; Used and Left are the dict's length at the start and the entries to come.
	I, Used, Left int
	// failed: the dict has changed; every further step fails too.
	failed bool
}

var (
	dictIterLayout       = NewLayout[DictIter]()
	DictKeyIterType      = NewType("dict_keyiterator", ObjectType, dictIterLayout)
	DictValueIterType    = NewType("dict_valueiterator", ObjectType, dictIterLayout)
	DictItemIterType     = NewType("dict_itemiterator", ObjectType, dictIterLayout)
	dictRevKeyIterType   = NewType("dict_reversekeyiterator", ObjectType, dictIterLayout)
	dictRevValueIterType = NewType("dict_reversevalueiterator", ObjectType, dictIterLayout)
	dictRevItemIterType  = NewType("dict_reverseitemiterator", ObjectType, dictIterLayout)
	// Shapes of the iterators, for the VM's loops.
	DictKeyIterShape   = DictKeyIterType.shape
	DictValueIterShape = DictValueIterType.shape
	DictItemIterShape  = DictItemIterType.shape
)

// NewDictIter makes an iterator over d of one of the dict iterator classes.
func NewDictIter(d *Dict, t *Type) Value {
	for d.used > 0 && d.ents[d.first].key.Ref == nil {
		d.first++
	}
	it := &DictIter{Dict: d, I: int(d.first), Used: int(d.used), Left: int(d.used)}
	if t == dictRevKeyIterType || t == dictRevValueIterType || t == dictRevItemIterType {
		it.I = len(d.ents) - 1
	}
	it.Shape = t.shape
	return Of(&it.Header)
}

// Next gives the next entry; ok is false at the end.
func (it *DictIter) Next() (k, v Value, ok bool, err error) {
	d := it.Dict
	if d == nil {
		return Value{}, Value{}, false, it.failure()
	}
	if int(d.used) != it.Used {
		it.Dict, it.failed = nil, true
		return Value{}, Value{}, false, it.failure()
	}
	for it.I < len(d.ents) {
		e := &d.ents[it.I]
		it.I++
		if e.key.Ref == nil {
			continue
		}
		if it.Left == 0 {
			it.Dict = nil
			return Value{}, Value{}, false, RuntimeErrorf("dictionary keys changed during iteration")
		}
		it.Left--
		return e.key, e.val, true, nil
	}
	it.Dict = nil
	return Value{}, Value{}, false, nil
}

func (it *DictIter) failure() error {
	if it.failed {
		return RuntimeErrorf("dictionary changed size during iteration")
	}
	return nil
}

func (it *DictIter) previous() (k, v Value, ok bool, err error) {
	d := it.Dict
	if d == nil {
		return Value{}, Value{}, false, it.failure()
	}
	if int(d.used) != it.Used {
		it.Dict, it.failed = nil, true
		return Value{}, Value{}, false, it.failure()
	}
	it.I = min(it.I, len(d.ents)-1)
	for it.I >= 0 {
		e := &d.ents[it.I]
		it.I--
		if e.key.Ref != nil {
			it.Left--
			return e.key, e.val, true, nil
		}
	}
	it.Dict = nil
	return Value{}, Value{}, false, nil
}

func dictKeyNext(th *Thread, v Value) (Value, error) {
	k, _, _, err := Unchecked[DictIter](v).Next()
	return k, err
}

func dictValueNext(th *Thread, v Value) (Value, error) {
	_, x, _, err := Unchecked[DictIter](v).Next()
	return x, err
}

func dictItemNext(th *Thread, v Value) (Value, error) {
	k, x, ok, err := Unchecked[DictIter](v).Next()
	if !ok {
		return Value{}, err
	}
	return NewPair(k, x), nil
}

func init() {
	next := map[*Type]UnaryFunc{
		DictKeyIterType:   dictKeyNext,
		DictValueIterType: dictValueNext,
		DictItemIterType:  dictItemNext,
		dictRevKeyIterType: func(th *Thread, v Value) (Value, error) {
			k, _, _, err := Unchecked[DictIter](v).previous()
			return k, err
		},
		dictRevValueIterType: func(th *Thread, v Value) (Value, error) {
			_, x, _, err := Unchecked[DictIter](v).previous()
			return x, err
		},
		dictRevItemIterType: func(th *Thread, v Value) (Value, error) {
			k, x, ok, err := Unchecked[DictIter](v).previous()
			if !ok {
				return Value{}, err
			}
			return NewPair(k, x), nil
		},
	}
	for t, f := range next {
		t.Flags |= FlagNoBase | FlagNoNew
		t.Iter = selfIter
		t.Next = f
		t.Methods = []Func{
			{Sig: "__length_hint__()", Doc: "How many items are left.", Fn: F1(func(th *Thread, self Value) (Value, error) {
				it := Unchecked[DictIter](self)
				if it.Dict == nil || int(it.Dict.used) != it.Used {
					return Int(0), nil
				}
				return Int(int64(it.Left)), nil
			})},
			{Sig: "__reduce__()", Doc: "How to pickle the iterator.", Fn: F1(func(th *Thread, self Value) (Value, error) {
				it := *Unchecked[DictIter](self)
				rest, err := collectIter(th, Of(&it.Header))
				if err != nil {
					return Value{}, err
				}
				return reduceIter(th, ListValue(rest...), None)
			})},
		}
	}
}
