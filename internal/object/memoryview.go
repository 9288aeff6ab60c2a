package object

import (
	"bytes"
	"fmt"
)

// MemoryView is a Python memoryview: a window on an object's memory.
type MemoryView struct {
	Header
	buf      Buffer
	obj      Value
	hash     uint64
	hashed   bool
	released bool
	pinned   bool // a with statement holds the view: the object's memory stays as it is
}

// memoryIter iterates over a one-dimensional view.
type memoryIter struct {
	Header
	m *MemoryView // nil once exhausted
	i int
}

var (
	memoryViewLayout = NewLayout[MemoryView]()
	MemoryViewType   = NewType("memoryview", ObjectType, memoryViewLayout)
	memoryIterLayout = NewLayout[memoryIter]()
	MemoryIterType   = NewType("memory_iterator", ObjectType, memoryIterLayout)
)

// AsMemoryView gives v as a memoryview.
func AsMemoryView(v Value) (*MemoryView, bool) { return Cast[MemoryView](v, memoryViewLayout) }

// NewMemoryView is memoryview(obj).
func NewMemoryView(th *Thread, obj Value) (Value, error) {
	if m, ok := AsMemoryView(obj); ok {
		if err := m.check(); err != nil {
			return Value{}, err
		}
		return m.derive(m.buf), nil
	}
	if !IsBufferLike(obj) {
		return Value{}, TypeErrorf("memoryview: a bytes-like object is required, not '%s'", obj.Type().TypeName())
	}
	buf, err := GetBuffer(th, obj)
	if err != nil {
		return Value{}, err
	}
	if buf.Release != nil {
		buf.Release()
		buf.Release = nil
	}
	if buf.Shape == nil {
		buf.Shape = buf.shape()
	}
	if buf.Strides == nil {
		buf.Strides = packedStrides(buf.Shape, buf.ItemSize)
	}
	m := &MemoryView{buf: buf, obj: obj}
	m.Shape = MemoryViewType.shape
	return Of(&m.Header), nil
}

// ViewOf makes a memoryview of bytes that belong to obj (None if to nobody).
func ViewOf(b []byte, obj Value, readOnly bool) Value {
	m := &MemoryView{buf: Buffer{B: b, Format: "B", ItemSize: 1, Shape: []int{len(b)}, Strides: []int{1}, ReadOnly: readOnly}, obj: obj}
	m.Shape = MemoryViewType.shape
	return Of(&m.Header)
}

// derive makes another view of the same object.
func (m *MemoryView) derive(buf Buffer) Value {
	x := &MemoryView{buf: buf, obj: m.obj}
	x.Shape = MemoryViewType.shape
	return Of(&x.Header)
}

func (m *MemoryView) check() error {
	if m.released {
		return ValueErrorf("operation forbidden on released memoryview object")
	}
	return nil
}

func (m *MemoryView) buffer() (Buffer, error) { return m.buf, m.check() }

// pin keeps a bytearray from being resized while a with statement holds the view.
func (m *MemoryView) pin() {
	if b, ok := AsByteArray(m.obj); ok && !m.pinned {
		b.exports++
		m.pinned = true
	}
}

func (m *MemoryView) release() {
	if b, ok := AsByteArray(m.obj); ok && m.pinned {
		b.exports--
	}
	m.pinned, m.released = false, true
	m.buf.B, m.obj = nil, None
}

func releaseView(v Value) error {
	m, ok := AsMemoryView(v)
	if !ok {
		return TypeErrorf("expected a memoryview object")
	}
	m.release()
	return nil
}

// item gives the format character for reading and writing items.
func (m *MemoryView) item() (byte, error) {
	c, _, ok := nativeItem(m.buf.Format)
	if !ok {
		return 0, NewExcf(NotImplementedErrorType, "memoryview: format %s not supported", m.buf.Format)
	}
	return c, nil
}

func (m *MemoryView) at(offset int) []byte { return m.buf.B[offset : offset+m.buf.ItemSize] }

// index converts the index of one dimension to an offset.
func (m *MemoryView) index(th *Thread, key Value, dim int) (int, error) {
	i, err := AsIndex(th, key)
	if err != nil {
		if Matches(err, OverflowErrorType) {
			err = NewExcf(IndexErrorType, "cannot fit '%s' into an index-sized integer", key.Type().TypeName())
		}
		return 0, err
	}
	n := m.buf.Shape[dim]
	if i < 0 {
		i += n
	}
	if uint(i) >= uint(n) {
		return 0, NewExcf(IndexErrorType, "index out of bounds on dimension %d", dim+1)
	}
	return i * m.buf.Strides[dim], nil
}

func isIndex(v Value) bool { return IsInt(v) || S(v).Index != nil }

// locate finds the item that a key names; whole is true if the key names more than one.
func (m *MemoryView) locate(th *Thread, key Value) (offset int, whole bool, err error) {
	ndim := len(m.buf.Shape)
	if ndim == 0 {
		if t, ok := AsTuple(key); ok && len(t.Items) == 0 {
			return m.buf.Offset, false, nil
		}
		if key == Ellipsis {
			return 0, true, nil
		}
		return 0, false, TypeErrorf("invalid indexing of 0-dim memory")
	}
	if isIndex(key) {
		if ndim > 1 {
			return 0, false, NewExcf(NotImplementedErrorType, "multi-dimensional sub-views are not implemented")
		}
		at, err := m.index(th, key, 0)
		return m.buf.Offset + at, false, err
	}
	if t, ok := AsTuple(key); ok {
		offset = m.buf.Offset
		for i, k := range t.Items {
			if !isIndex(k) {
				if _, ok := AsSlice(k); ok {
					return 0, false, NewExcf(NotImplementedErrorType, "multi-dimensional slicing is not implemented")
				}
				return 0, false, TypeErrorf("memoryview: invalid slice key")
			}
			if i >= ndim {
				return 0, false, TypeErrorf("cannot index %d-dimension view with %d-element tuple", ndim, len(t.Items))
			}
			at, err := m.index(th, k, i)
			if err != nil {
				return 0, false, err
			}
			offset += at
		}
		if len(t.Items) < ndim {
			return 0, false, NewExcf(NotImplementedErrorType, "sub-views are not implemented")
		}
		return offset, false, nil
	}
	if key == Ellipsis {
		return 0, true, nil
	}
	if _, ok := AsSlice(key); ok {
		return 0, true, nil
	}
	return 0, false, TypeErrorf("memoryview: invalid slice key")
}

// slice is the part of the first dimension that the key, a slice or an ellipsis, names.
func (m *MemoryView) slice(th *Thread, key Value) (Buffer, error) {
	buf := m.buf
	sl, ok := AsSlice(key)
	if !ok {
		return buf, nil
	}
	start, _, step, n, err := SliceIndices(th, sl, buf.Shape[0])
	if err != nil {
		return buf, err
	}
	buf.Shape = append([]int{n}, buf.Shape[1:]...)
	buf.Strides = append([]int{m.buf.Strides[0] * step}, m.buf.Strides[1:]...)
	if n > 0 {
		buf.Offset += start * m.buf.Strides[0]
	}
	return buf, nil
}

func memoryGetItem(th *Thread, o, key Value) (Value, error) {
	m := Unchecked[MemoryView](o)
	if err := m.check(); err != nil {
		return Value{}, err
	}
	at, whole, err := m.locate(th, key)
	if err != nil {
		return Value{}, err
	}
	if whole {
		buf, err := m.slice(th, key)
		return m.derive(buf), err
	}
	c, err := m.item()
	if err != nil {
		return Value{}, err
	}
	return unpackItem(m.at(at), c), nil
}

func memorySetItem(th *Thread, o, key, val Value) error {
	m := Unchecked[MemoryView](o)
	if err := m.check(); err != nil {
		return err
	}
	switch {
	case m.buf.ReadOnly:
		return TypeErrorf("cannot modify read-only memory")
	case val.Ref == nil:
		return TypeErrorf("cannot delete memory")
	}
	at, whole, err := m.locate(th, key)
	if err != nil {
		return err
	}
	if !whole {
		c, err := m.item()
		if err != nil {
			return err
		}
		var item [8]byte
		if err := packItem(th, item[:m.buf.ItemSize], c, val); err != nil {
			return err
		}
		if err := m.check(); err != nil {
			return err
		}
		copy(m.at(at), item[:m.buf.ItemSize])
		return nil
	}
	src, err := GetBuffer(th, val)
	if err != nil {
		return err
	}
	if src.Release != nil {
		defer src.Release()
	}
	dst, err := m.slice(th, key)
	if err != nil {
		return err
	}
	if shape := src.shape(); len(dst.Shape) != len(shape) || !sameFormat(dst.Format, src.Format) || fmt.Sprint(shape) != fmt.Sprint(dst.Shape) {
		return ValueErrorf("memoryview assignment: lvalue and rvalue have different structures")
	}
	if dst.contiguous() && src.contiguous() {
		copy(dst.memory(), src.memory())
		return nil
	}
	data := src.bytes()
	eachItem(dst.Shape, dst.Strides, dst.Offset, func(at int) {
		copy(dst.B[at:at+dst.ItemSize], data)
		data = data[dst.ItemSize:]
	})
	return nil
}

func sameFormat(a, b string) bool {
	x, _, ok1 := nativeItem(a)
	y, _, ok2 := nativeItem(b)
	return ok1 && ok2 && x == y || a == b
}

// memoryList gives the items of a dimension, from an offset on, as nested lists.
func (m *MemoryView) list(c byte, dim, at int) Value {
	if dim == len(m.buf.Shape) {
		return unpackItem(m.at(at), c)
	}
	items := make([]Value, m.buf.Shape[dim])
	for i := range items {
		items[i] = m.list(c, dim+1, at+i*m.buf.Strides[dim])
	}
	return CopyList(items).Value()
}

func memoryToList(th *Thread, self Value) (Value, error) {
	m := Unchecked[MemoryView](self)
	if err := m.check(); err != nil {
		return Value{}, err
	}
	c, err := m.item()
	if err != nil {
		return Value{}, err
	}
	return m.list(c, 0, m.buf.Offset), nil
}

func memoryCompare(th *Thread, a, b Value, op CmpOp) (Value, error) {
	if op != Eq && op != Ne {
		return NotImplemented, nil
	}
	m := Unchecked[MemoryView](a)
	if m.released || !IsBufferLike(b) {
		if a == b {
			return Bool(op == Eq), nil
		}
		if !m.released {
			return NotImplemented, nil
		}
		return Bool(op == Ne), nil
	}
	if x, ok := AsMemoryView(b); ok && x.released {
		return Bool(op == Ne), nil
	}
	other, err := NewMemoryView(th, b)
	if err != nil {
		return NotImplemented, nil
	}
	eq, err := m.equal(th, Unchecked[MemoryView](other))
	return Bool(eq == (op == Eq)), err
}

func (m *MemoryView) equal(th *Thread, o *MemoryView) (bool, error) {
	if len(m.buf.Shape) != len(o.buf.Shape) {
		return false, nil
	}
	for i, n := range m.buf.Shape {
		if n != o.buf.Shape[i] {
			return false, nil
		}
	}
	c, _, ok1 := nativeItem(m.buf.Format)
	d, _, ok2 := nativeItem(o.buf.Format)
	if !ok1 || !ok2 {
		return false, nil
	}
	if c == d && c != 'f' && c != 'd' && c != 'e' {
		if m.buf.contiguous() && o.buf.contiguous() {
			return bytes.Equal(m.buf.memory(), o.buf.memory()), nil
		}
		return bytes.Equal(m.buf.bytes(), o.buf.bytes()), nil
	}
	r, err := Compare(th, m.list(c, 0, m.buf.Offset), o.list(d, 0, o.buf.Offset), Eq)
	return r == True, err
}

func memoryHash(th *Thread, v Value) (uint64, error) {
	m := Unchecked[MemoryView](v)
	if m.hashed {
		return m.hash, nil
	}
	if err := m.check(); err != nil {
		return 0, err
	}
	if !m.buf.ReadOnly {
		return 0, ValueErrorf("cannot hash writable memoryview object")
	}
	if c, _, _ := nativeItem(m.buf.Format); c != 'B' && c != 'b' && c != 'c' {
		return 0, ValueErrorf("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
	}
	if _, err := Hash(th, m.obj); err != nil {
		return 0, err
	}
	m.hash, m.hashed = hashText(textOf(m.buf.bytes())), true
	return m.hash, nil
}

// memoryCast is m.cast(format, shape).
func memoryCast(th *Thread, self, format, shape Value) (Value, error) {
	m := Unchecked[MemoryView](self)
	if err := m.check(); err != nil {
		return Value{}, err
	}
	f, ok := AsStr(format)
	if !ok {
		return Value{}, TypeErrorf("memoryview: format argument must be a string")
	}
	_, size, ok := nativeItem(f.S)
	switch {
	case !m.buf.contiguous():
		return Value{}, TypeErrorf("memoryview: casts are restricted to C-contiguous views")
	case (shape.Ref != nil || len(m.buf.Shape) != 1) && count(m.buf.Shape) == 0 && len(m.buf.Shape) > 1:
		return Value{}, TypeErrorf("memoryview: cannot cast view with zeros in shape or strides")
	case !ok:
		return Value{}, ValueErrorf("memoryview: destination format must be a native single character format prefixed with an optional '@'")
	}
	from, _, ok := nativeItem(m.buf.Format)
	to, _, _ := nativeItem(f.S)
	isByte := func(c byte) bool { return c == 'B' || c == 'b' || c == 'c' }
	if !ok {
		return Value{}, ValueErrorf("memoryview: source format must be a native single character format prefixed with an optional '@'")
	}
	if !isByte(from) && !isByte(to) {
		return Value{}, TypeErrorf("memoryview: cannot cast between two non-byte formats")
	}
	mem := m.buf.memory()
	if len(mem)%size != 0 {
		return Value{}, TypeErrorf("memoryview: length is not a multiple of itemsize")
	}
	buf := Buffer{B: mem, Format: f.S, ItemSize: size, ReadOnly: m.buf.ReadOnly, Shape: []int{len(mem) / size}}
	if shape.Ref != nil {
		var err error
		if buf.Shape, err = castShape(th, shape, len(mem), size, len(m.buf.Shape)); err != nil {
			return Value{}, err
		}
	}
	buf.Strides = packedStrides(buf.Shape, size)
	return m.derive(buf), nil
}

func castShape(th *Thread, shape Value, length, size, ndim int) ([]int, error) {
	if _, ok := AsList(shape); !ok {
		if _, ok := AsTuple(shape); !ok {
			return nil, TypeErrorf("shape must be a list or a tuple")
		}
	}
	items, err := View(th, shape)
	if err != nil {
		return nil, err
	}
	if len(items) > 64 {
		return nil, ValueErrorf("memoryview: number of dimensions must not exceed 64")
	}
	if ndim != 1 && len(items) != 1 {
		return nil, TypeErrorf("memoryview: cast must be 1D -> ND or ND -> 1D")
	}
	out := make([]int, 0, len(items))
	n := size
	for _, v := range items {
		if !IsInt(v) {
			return nil, TypeErrorf("memoryview.cast(): elements of shape must be integers")
		}
		d, err := AsIndex(th, v)
		if err != nil {
			return nil, err
		}
		if d <= 0 {
			return nil, ValueErrorf("memoryview.cast(): elements of shape must be integers > 0")
		}
		if d > length || n > length {
			n = length + 1
			break
		}
		n *= d
		out = append(out, d)
	}
	if n != length {
		return nil, TypeErrorf("memoryview: product(shape) * itemsize != buffer size")
	}
	return out, nil
}

func intTuple(v []int) Value {
	t := MakeTuple(len(v))
	for i, n := range v {
		t.Items[i] = Int(int64(n))
	}
	return t.Value()
}

func memorySearch(th *Thread, self, value Value, f func(i int) (stop bool)) error {
	m := Unchecked[MemoryView](self)
	if err := m.check(); err != nil {
		return err
	}
	if len(m.buf.Shape) != 1 {
		return NewExcf(NotImplementedErrorType, "multi-dimensional sub-views are not implemented")
	}
	c, err := m.item()
	if err != nil {
		return err
	}
	for i := range m.buf.Shape[0] {
		eq, err := Equal(th, unpackItem(m.at(m.buf.Offset+i*m.buf.Strides[0]), c), value)
		if err != nil {
			return err
		}
		if err := m.check(); err != nil {
			return err
		}
		if eq && f(i) {
			return nil
		}
	}
	return nil
}

func memoryIndex(th *Thread, a []Value) (Value, error) {
	m := Unchecked[MemoryView](a[0])
	n := 0
	if len(m.buf.Shape) > 0 {
		n = m.buf.Shape[0]
	}
	lo, hi, err := clipBounds(th, a[2], a[3], n)
	if err != nil {
		return Value{}, err
	}
	found := -1
	err = memorySearch(th, a[0], a[1], func(i int) bool {
		if i >= lo && i < hi {
			found = i
		}
		return found >= 0
	})
	if err != nil {
		return Value{}, err
	}
	if found < 0 {
		return Value{}, ValueErrorf("memoryview.index(x): x not found")
	}
	return Int(int64(found)), nil
}

func memoryGet(name, doc string, get func(m *MemoryView) Value) GetSet {
	return GetSet{Name: name, Doc: doc, Get: func(th *Thread, self Value) (Value, error) {
		m := Unchecked[MemoryView](self)
		if err := m.check(); err != nil {
			return Value{}, err
		}
		return get(m), nil
	}}
}

// fortran reports whether the items lie side by side with the first index varying fastest.
func (m *MemoryView) fortran() bool {
	size := m.buf.ItemSize
	for i, n := range m.buf.Shape {
		if n > 1 && m.buf.Strides[i] != size {
			return false
		}
		size *= n
	}
	return true
}

func memoryToBytes(th *Thread, self, order Value) (Value, error) {
	m := Unchecked[MemoryView](self)
	if err := m.check(); err != nil {
		return Value{}, err
	}
	by := "C"
	if !order.IsNone() {
		s, ok := AsStr(order)
		if !ok {
			return Value{}, TypeErrorf("tobytes() argument 'order' must be str or None, not %s", order.Type().TypeName())
		}
		by = s.S
	}
	if by != "C" && by != "F" && by != "A" {
		return Value{}, ValueErrorf("order must be 'C', 'F' or 'A'")
	}
	if by == "F" || by == "A" && m.fortran() && !m.buf.contiguous() {
		turned := m.buf
		n := len(turned.Shape)
		turned.Shape, turned.Strides = make([]int, n), make([]int, n)
		for i := range n {
			turned.Shape[i], turned.Strides[i] = m.buf.Shape[n-1-i], m.buf.Strides[n-1-i]
		}
		return BytesValue(turned.bytes()), nil
	}
	return BytesValue(m.buf.bytes()), nil
}

func init() {
	t := MemoryViewType
	t.Flags |= FlagNoBase | FlagSequence
	t.Doc = "A view of the memory of an object."
	t.Constructor = &Func{Sig: "memoryview(object)", Fn: FN(func(th *Thread, a []Value) (Value, error) { return NewMemoryView(th, a[1]) })}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		what := "memory"
		if Unchecked[MemoryView](v).released {
			what = "released memory"
		}
		return StrValue(fmt.Sprintf("<%s at 0x%x>", what, Address(v))), nil
	}
	t.Hash = memoryHash
	t.Compare = memoryCompare
	t.Len = func(th *Thread, v Value) (int, error) {
		m := Unchecked[MemoryView](v)
		if err := m.check(); err != nil {
			return 0, err
		}
		if len(m.buf.Shape) == 0 {
			return 0, TypeErrorf("0-dim memory has no length")
		}
		return m.buf.Shape[0], nil
	}
	t.GetItem, t.SetItem = memoryGetItem, memorySetItem
	t.Iter = func(th *Thread, v Value) (Value, error) {
		m := Unchecked[MemoryView](v)
		if err := m.check(); err != nil {
			return Value{}, err
		}
		switch len(m.buf.Shape) {
		case 0:
			return Value{}, TypeErrorf("invalid indexing of 0-dim memory")
		case 1:
		default:
			return Value{}, NewExcf(NotImplementedErrorType, "multi-dimensional sub-views are not implemented")
		}
		if _, err := m.item(); err != nil {
			return Value{}, err
		}
		it := &memoryIter{m: m}
		it.Shape = MemoryIterType.shape
		return Of(&it.Header), nil
	}
	t.Buffer = func(th *Thread, v Value) (Buffer, error) { return Unchecked[MemoryView](v).buffer() }
	t.Methods = []Func{
		{Sig: "release()", Doc: "End the use of the memory.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			Unchecked[MemoryView](self).release()
			return None, nil
		})},
		{Sig: "tobytes(order='C')", Doc: "The memory as bytes.", Fn: F2(memoryToBytes)},
		{Sig: "hex(sep=NULL, bytes_per_sep=1)", Doc: "The hexadecimal notation.", Fn: F3(func(th *Thread, self, sep, group Value) (Value, error) {
			m := Unchecked[MemoryView](self)
			if err := m.check(); err != nil {
				return Value{}, err
			}
			return hexText(th, textOf(m.buf.bytes()), sep, group)
		})},
		{Sig: "tolist()", Doc: "The items as a list.", Fn: F1(memoryToList)},
		{Sig: "cast(format, shape=NULL)", Doc: "A view of the same memory with another format or shape.", Fn: F3(memoryCast)},
		{Sig: "toreadonly()", Doc: "A view that does not allow writing.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			m := Unchecked[MemoryView](self)
			buf := m.buf
			buf.ReadOnly = true
			return m.derive(buf), m.check()
		})},
		{Sig: "count(value, /)", Doc: "How many items equal value.", Fn: F2(func(th *Thread, self, value Value) (Value, error) {
			n := int64(0)
			err := memorySearch(th, self, value, func(int) bool { n++; return false })
			return Int(n), err
		})},
		{Sig: "index(value, start=NULL, stop=NULL, /)", Doc: "The index of the first item that equals value.", Fn: FN(memoryIndex)},
		{Sig: "_from_flags(object, flags)", Doc: "A view made with the given request flags.", Class: true, Fn: F3(func(th *Thread, cls, obj, flags Value) (Value, error) {
			return NewMemoryView(th, obj)
		})},
		{Sig: "__enter__()", Doc: "The view itself.", Fn: F1(func(th *Thread, self Value) (Value, error) {
			m := Unchecked[MemoryView](self)
			if err := m.check(); err != nil {
				return Value{}, err
			}
			m.pin()
			return self, nil
		})},
		{Sig: "__exit__(*args)", Doc: "Release the view.", Fn: F2(func(th *Thread, self, args Value) (Value, error) {
			Unchecked[MemoryView](self).release()
			return None, nil
		})},
		{Sig: "__buffer__(flags, /)", Doc: "Another view.", Fn: F2(func(th *Thread, self, flags Value) (Value, error) { return NewMemoryView(th, self) })},
		{Sig: "__release_buffer__(buffer, /)", Doc: "End the use of the memory.", Fn: F2(func(th *Thread, self, view Value) (Value, error) { return None, releaseView(view) })},
		classGetItemRow(),
	}
	t.GetSets = []GetSet{
		memoryGet("obj", "The object whose memory this is.", func(m *MemoryView) Value { return m.obj }),
		memoryGet("nbytes", "The size of the items in bytes.", func(m *MemoryView) Value { return Int(int64(count(m.buf.Shape) * m.buf.ItemSize)) }),
		memoryGet("readonly", "Whether writing is forbidden.", func(m *MemoryView) Value { return Bool(m.buf.ReadOnly) }),
		memoryGet("itemsize", "The size of an item in bytes.", func(m *MemoryView) Value { return Int(int64(m.buf.ItemSize)) }),
		memoryGet("format", "The format of an item, as module struct writes it.", func(m *MemoryView) Value { return StrValue(m.buf.Format) }),
		memoryGet("ndim", "The number of dimensions.", func(m *MemoryView) Value { return Int(int64(len(m.buf.Shape))) }),
		memoryGet("shape", "The number of items in each dimension.", func(m *MemoryView) Value { return intTuple(m.buf.Shape) }),
		memoryGet("strides", "The distance of items in each dimension, in bytes.", func(m *MemoryView) Value { return intTuple(m.buf.Strides) }),
		memoryGet("suboffsets", "Always empty.", func(m *MemoryView) Value { return TupleValue() }),
		memoryGet("c_contiguous", "Whether the items lie side by side, the last index varying fastest.", func(m *MemoryView) Value { return Bool(m.buf.contiguous()) }),
		memoryGet("f_contiguous", "Whether the items lie side by side, the first index varying fastest.", func(m *MemoryView) Value { return Bool(m.fortran()) }),
		memoryGet("contiguous", "Whether the items lie side by side.", func(m *MemoryView) Value { return Bool(m.buf.contiguous() || m.fortran()) }),
	}

	it := MemoryIterType
	it.Flags |= FlagNoBase | FlagNoNew
	it.Iter = selfIter
	it.Next = func(th *Thread, v Value) (Value, error) {
		it := Unchecked[memoryIter](v)
		m := it.m
		if m == nil {
			return Value{}, nil
		}
		if err := m.check(); err != nil {
			return Value{}, err
		}
		if it.i >= m.buf.Shape[0] {
			it.m = nil
			return Value{}, nil
		}
		c, _, _ := nativeItem(m.buf.Format)
		it.i++
		return unpackItem(m.at(m.buf.Offset+(it.i-1)*m.buf.Strides[0]), c), nil
	}
}

// ReleaseView ends the use of the memory that ViewOf showed: who kept the view cannot use it.
func ReleaseView(v Value) {
	if m, ok := AsMemoryView(v); ok {
		m.release()
	}
}
