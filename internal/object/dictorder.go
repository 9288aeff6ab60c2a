package object

// What OrderedDict and defaultdict ask of the table.

// PopFirst takes the oldest entry out.
func (d *Dict) PopFirst() (k, v Value, ok bool) {
	if d.used == 0 {
		return Value{}, Value{}, false
	}
	for d.ents[d.first].key.Ref == nil {
		d.first++
	}
	k, v = d.removeAt(int(d.first))
	return k, v, true
}

// MoveToEnd makes k the newest key, or with last false the oldest; found tells whether it is there.
func (d *Dict) MoveToEnd(th *Thread, k Value, last bool) (found bool, err error) {
	n, h, err := d.find(th, k)
	if n < 0 || err != nil {
		return false, err
	}
	if last && n == len(d.ents)-1 {
		return true, nil
	}
	key, v := d.removeAt(n)
	if last {
		d.insert(h, key, v)
	} else {
		d.insertFirst(h, key, v)
	}
	return true, nil
}

// insertFirst adds an absent key before all others, in a hole there. If there is none, the table is made anew with some.
func (d *Dict) insertFirst(h uint64, k, v Value) {
	d.ver = 0
	for int(d.first) < len(d.ents) && d.ents[d.first].key.Ref == nil {
		d.first++
	}
	if d.first == 0 || d.idx != nil && len(d.ents) == cap(d.ents) {
		old := d.ents[:len(d.ents):len(d.ents)]
		holes := len(old)/2 + dictSmall
		d.ents, d.used = nil, 0
		d.grow(len(old) + 2*holes + 1)
		d.ents = d.ents[:holes]
		for i := range old {
			if old[i].key.Ref != nil {
				d.insert(old[i].hash, old[i].key, old[i].val)
			}
		}
		d.first = int32(holes)
	}
	d.first--
	n := int(d.first)
	d.ents[n] = dictEntry{h, k, v}
	if d.idx != nil {
		mask := uint(len(d.idx) - 1)
		j := uint(h * dictMul >> d.shift)
		for d.idx[j&mask] > 0 {
			j++
		}
		if d.idx[j&mask] == 0 {
			d.ents = d.ents[: len(d.ents) : cap(d.ents)-1] // see vacate
		}
		d.idx[j&mask] = int32(n + 1)
	}
	d.used++
}

// Factory is a defaultdict's default_factory, unbound if none was set.
func (d *Dict) Factory() Value {
	if d.more == nil {
		return Value{}
	}
	return d.more.factory
}

// SetFactory sets it.
func (d *Dict) SetFactory(f Value) {
	if d.more == nil {
		d.more = new(dictMore)
	}
	d.more.factory = f
}

// AddCount adds 1 to the number under k, which counts as 0 if it is absent.
func (d *Dict) AddCount(th *Thread, k Value) error {
	n, h, err := d.find(th, k)
	if err != nil {
		return err
	}
	if n < 0 {
		d.insert(h, k, Int(1))
		return nil
	}
	p := &d.ents[n].val
	if p.Ref == &IntHeader && p.Int64() < 1<<63-1 {
		p.Bits++
		return nil
	}
	v, err := Binary(th, *p, Int(1), OpAdd)
	if err != nil {
		return err
	}
	// The addition may have changed the dict.
	return d.Set(th, k, v)
}

// NewDictView makes a view of the class t, which derives from one of the view classes.
func NewDictView(d *Dict, t *Type) Value { return newDictView(d, t) }

// GetHashed, SetHashed and DelHashed are Get, Set and Del for a key whose hash is known.
func (d *Dict) GetHashed(th *Thread, k Value, h uint64) (Value, error) {
	n, err := d.findHashed(th, k, h)
	if n < 0 || err != nil {
		return Value{}, err
	}
	return d.ents[n].val, nil
}

// SetHashed is d[k] = v.
func (d *Dict) SetHashed(th *Thread, k, v Value, h uint64) error { return d.setHashed(th, k, v, h) }

// DelHashed removes a key if it is there.
func (d *Dict) DelHashed(th *Thread, k Value, h uint64) error {
	n, err := d.findHashed(th, k, h)
	if n >= 0 && err == nil {
		d.removeAt(n)
	}
	return err
}

func (d *Dict) findHashed(th *Thread, k Value, h uint64) (int, error) {
	if s, ok := AsExactStr(k); ok {
		return d.findStr(s), nil
	}
	if k.Ref == &IntHeader {
		if n, general := d.findInt(k); !general {
			return n, nil
		}
	}
	return d.findHash(th, k, h)
}
