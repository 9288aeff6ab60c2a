package array

import (
	"slices"

	"ouro/internal/object"
)

func method(f func(th *object.Thread, a *array) (object.Value, error)) object.Fn {
	return object.F1(func(th *object.Thread, self object.Value) (object.Value, error) {
		return f(th, object.Unchecked[array](self))
	})
}

func method1(f func(th *object.Thread, a *array, v object.Value) (object.Value, error)) object.Fn {
	return object.F2(func(th *object.Thread, self, v object.Value) (object.Value, error) {
		return f(th, object.Unchecked[array](self), v)
	})
}

func insert(th *object.Thread, self, index, v object.Value) (object.Value, error) {
	a := object.Unchecked[array](self)
	i, err := object.AsIndex(th, index)
	if err != nil {
		return object.Value{}, err
	}
	if i < 0 {
		i = max(i+a.len(), 0)
	}
	i = min(i, a.len())
	buf := make([]byte, a.kind.size)
	if err := a.kind.set(th, buf, v); err != nil {
		return object.Value{}, err
	}
	return object.None, a.replace(i, i, buf)
}

func pop(th *object.Thread, self, index object.Value) (object.Value, error) {
	a := object.Unchecked[array](self)
	i, err := object.AsIndex(th, index)
	if err != nil {
		return object.Value{}, err
	}
	if a.len() == 0 {
		return object.Value{}, object.NewExcf(object.IndexErrorType, "pop from empty array")
	}
	if i < 0 {
		i += a.len()
	}
	if i < 0 || i >= a.len() {
		return object.Value{}, object.NewExcf(object.IndexErrorType, "pop index out of range")
	}
	v := a.at(i)
	return v, a.replace(i, i+1, nil)
}

func index(th *object.Thread, args []object.Value) (object.Value, error) {
	a := object.Unchecked[array](args[0])
	bounds := [2]int{0, a.len()}
	for i := range bounds {
		if v := args[2+i]; v.Ref != nil {
			n, err := object.ClampIndex(th, v)
			if err != nil {
				return object.Value{}, err
			}
			if n < 0 {
				n = max(n+a.len(), 0)
			}
			bounds[i] = n
		}
	}
	i, err := a.find(th, args[1], bounds[0], bounds[1])
	if err == nil && i < 0 {
		err = object.ValueErrorf("array.index(x): x not in array")
	}
	return object.Int(int64(i)), err
}

func fromfile(th *object.Thread, self, file, count object.Value) (object.Value, error) {
	a := object.Unchecked[array](self)
	n, err := object.AsIndex(th, count)
	if err != nil {
		return object.Value{}, err
	}
	if n < 0 {
		return object.Value{}, object.ValueErrorf("negative count")
	}
	if n > 1<<36 {
		return object.Value{}, object.NewExc(object.MemoryErrorType)
	}
	v, err := object.CallMethod(th, file, strRead, object.Int(int64(n*a.kind.size)))
	if err != nil {
		return object.Value{}, err
	}
	b, ok := object.AsBytes(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("read() didn't return bytes")
	}
	short := len(b.B) != n*a.kind.size
	if _, err := frombytes(th, self, v); err != nil {
		return object.Value{}, err
	}
	if short {
		return object.Value{}, object.NewExcf(object.EOFErrorType, "read() didn't return enough bytes")
	}
	return object.None, nil
}

func fromlist(th *object.Thread, a *array, v object.Value) (object.Value, error) {
	l, ok := object.AsList(v)
	if !ok {
		return object.Value{}, object.TypeErrorf("arg must be list")
	}
	old := len(a.b)
	for i := 0; i < l.Len(); i++ {
		if err := a.append(th, l.At(i)); err != nil {
			a.b = a.b[:old]
			return object.Value{}, err
		}
	}
	return object.None, nil
}

func init() {
	t := arrayType
	t.Module = "array"
	t.Flags |= object.FlagSequence
	t.Doc = "A sequence of numbers of one machine type, given by a typecode."
	t.Constructor = &object.Func{Sig: "array(typecode, initializer=NULL, /)", Fn: object.FN(newArray)}
	t.Repr, t.Compare = arrayRepr, arrayCompare
	t.Len = func(th *object.Thread, v object.Value) (int, error) { return object.Unchecked[array](v).len(), nil }
	t.GetItem, t.SetItem = arrayGetItem, arraySetItem
	t.Contains = func(th *object.Thread, o, x object.Value) (bool, error) {
		a := object.Unchecked[array](o)
		i, err := a.find(th, x, 0, a.len())
		return i >= 0, err
	}
	t.Concat = arrayConcat
	t.Repeat = func(th *object.Thread, v, n object.Value) (object.Value, error) {
		a := object.Unchecked[array](v)
		b, err := a.repeated(th, n)
		if err != nil {
			return object.Value{}, err
		}
		return a.like(b), nil
	}
	t.InPlaceConcat = func(th *object.Thread, x, y object.Value) (object.Value, error) {
		if _, ok := asArray(y); !ok {
			return object.Value{}, object.TypeErrorf("can only extend array with array (not \"%s\")", y.Type().TypeName())
		}
		return x, object.Unchecked[array](x).extend(th, y)
	}
	t.InPlaceRepeat = func(th *object.Thread, v, n object.Value) (object.Value, error) {
		a := object.Unchecked[array](v)
		b, err := a.repeated(th, n)
		if err != nil {
			return object.Value{}, err
		}
		return v, a.replace(0, a.len(), b)
	}
	t.Iter = func(th *object.Thread, v object.Value) (object.Value, error) {
		it := &arrayIter{a: object.Unchecked[array](v)}
		it.Shape = arrayIterType.ExactShape()
		return object.Of(&it.Header), nil
	}
	t.Buffer = func(th *object.Thread, v object.Value) (object.Buffer, error) {
		a := object.Unchecked[array](v)
		a.exports++
		return object.Buffer{B: a.b, Format: a.kind.format, ItemSize: a.kind.size, Release: func() { a.exports-- }}, nil
	}
	t.GetSets = []object.GetSet{
		{Name: "typecode", Doc: "The typecode.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.StrValue(string(object.Unchecked[array](v).kind.code)), nil
		}},
		{Name: "itemsize", Doc: "The size of an item in bytes.", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Int(int64(object.Unchecked[array](v).kind.size)), nil
		}},
	}
	copied := func(th *object.Thread, a *array) (object.Value, error) { return a.like(slices.Clone(a.b)), nil }
	t.Methods = []object.Func{
		{Sig: "append(v, /)", Doc: "Add an item at the end.", Fn: method1(func(th *object.Thread, a *array, v object.Value) (object.Value, error) {
			return object.None, a.append(th, v)
		})},
		{Sig: "buffer_info()", Doc: "The memory's address and the number of items.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) {
			return object.NewPair(object.NewUint(uint64(object.Address(object.Of(&a.Header)))), object.Int(int64(a.len()))), nil
		})},
		{Sig: "byteswap()", Doc: "Reverse the bytes of each item.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) {
			for i := range a.len() {
				slices.Reverse(a.item(i))
			}
			return object.None, nil
		})},
		{Sig: "clear()", Doc: "Remove all items.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) {
			return object.None, a.replace(0, a.len(), nil)
		})},
		{Sig: "count(v, /)", Doc: "How many items equal v.", Fn: method1(func(th *object.Thread, a *array, v object.Value) (object.Value, error) {
			n := int64(0)
			for i := 0; ; i++ {
				var err error
				if i, err = a.find(th, v, i, a.len()); i < 0 || err != nil {
					return object.Int(n), err
				}
				n++
			}
		})},
		{Sig: "extend(bb, /)", Doc: "Add the items of an iterable at the end.", Fn: method1(func(th *object.Thread, a *array, v object.Value) (object.Value, error) {
			return object.None, a.extend(th, v)
		})},
		{Sig: "frombytes(buffer, /)", Doc: "Add the items that the bytes hold.", Fn: object.F2(frombytes)},
		{Sig: "fromfile(f, n, /)", Doc: "Read n items from a file and add them.", Fn: object.F3(fromfile)},
		{Sig: "fromlist(list, /)", Doc: "Add the items of a list.", Fn: method1(fromlist)},
		{Sig: "fromunicode(ustr, /)", Doc: "Add the characters of a str.", Fn: method1(func(th *object.Thread, a *array, v object.Value) (object.Value, error) {
			if _, ok := object.AsStr(v); !ok {
				return object.Value{}, object.TypeErrorf("fromunicode() argument must be str, not %s", v.Type().TypeName())
			}
			if a.kind.format != "w" {
				return object.Value{}, object.ValueErrorf("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
			}
			return object.None, a.extend(th, v)
		})},
		{Sig: "index(v, start=NULL, stop=NULL, /)", Doc: "The index of the first item that equals v.", Fn: object.FN(index)},
		{Sig: "insert(i, v, /)", Doc: "Put an item before item i.", Fn: object.F3(insert)},
		{Sig: "pop(i=-1, /)", Doc: "Take item i out and return it.", Fn: object.F2(pop)},
		{Sig: "remove(v, /)", Doc: "Take the first item that equals v out.", Fn: method1(func(th *object.Thread, a *array, v object.Value) (object.Value, error) {
			i, err := a.find(th, v, 0, a.len())
			if err != nil {
				return object.Value{}, err
			}
			if i < 0 {
				return object.Value{}, object.ValueErrorf("array.remove(x): x not in array")
			}
			return object.None, a.replace(i, i+1, nil)
		})},
		{Sig: "reverse()", Doc: "Put the items into reverse order.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) {
			slices.Reverse(a.b)
			for i := range a.len() {
				slices.Reverse(a.item(i))
			}
			return object.None, nil
		})},
		{Sig: "tobytes()", Doc: "The memory as bytes.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) {
			return object.BytesValue(slices.Clone(a.b)), nil
		})},
		{Sig: "tofile(f, /)", Doc: "Write the memory to a file.", Fn: method1(func(th *object.Thread, a *array, f object.Value) (object.Value, error) {
			_, err := object.CallMethod(th, f, strWrite, object.BytesValue(slices.Clone(a.b)))
			return object.None, err
		})},
		{Sig: "tolist()", Doc: "The items as a list.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) { return a.list(), nil })},
		{Sig: "tounicode()", Doc: "The characters as a str.", Fn: method(func(th *object.Thread, a *array) (object.Value, error) {
			if a.kind.format != "w" {
				return object.Value{}, object.ValueErrorf("tounicode() may only be called on unicode type arrays ('u' or 'w')")
			}
			return object.StrValue(a.text()), nil
		})},
		{Sig: "__copy__()", Doc: "A copy.", Fn: method(copied)},
		{Sig: "__deepcopy__(memo, /)", Doc: "A copy.", Fn: method1(func(th *object.Thread, a *array, memo object.Value) (object.Value, error) { return copied(th, a) })},
		{Sig: "__reduce_ex__(protocol, /)", Doc: "How to pickle the array.", Fn: method1(func(th *object.Thread, a *array, protocol object.Value) (object.Value, error) {
			mod, err := th.Interp.Host.Import(th, "array")
			if err != nil {
				return object.Value{}, err
			}
			f, err := object.GetAttr(th, mod, object.NewStr("_array_reconstructor"))
			if err != nil {
				return object.Value{}, err
			}
			state := object.None
			if d := object.InstanceDict(object.Of(&a.Header)); d != nil && d.Len() > 0 {
				state = d.Value()
			}
			code := object.StrValue(string(a.kind.code))
			return object.TupleValue(f, object.TupleValue(a.Shape.Type.Value(), code, object.Int(int64(a.kind.machine)), object.BytesValue(slices.Clone(a.b))), state), nil
		})},
		object.ClassGetItem(),
	}
	it := arrayIterType
	it.Module = "array"
	it.Flags |= object.FlagNoBase | object.FlagNoNew
	it.Iter = func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
	it.Next = func(th *object.Thread, v object.Value) (object.Value, error) {
		it := object.Unchecked[arrayIter](v)
		if it.a == nil || it.i >= it.a.len() {
			it.a = nil
			return object.Value{}, nil
		}
		it.i++
		return it.a.at(it.i - 1), nil
	}
}
