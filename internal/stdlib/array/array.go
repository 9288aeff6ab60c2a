// Package array is Python's array module: sequences of numbers of one machine type.
//
// https://docs.python.org/3.14/library/array.html
package array

import (
	"strings"

	"ouro/internal/object"
)

// Module is the array module.
var Module = object.ModuleDef{
	Name:  "array",
	Doc:   "Arrays of numbers of one machine type.",
	Types: []*object.Type{arrayType},
	Functions: []object.Func{
		{Sig: "_array_reconstructor(arraytype, typecode, mformat_code, items, /)", Doc: "Make a pickled array again.", Fn: object.FN(reconstruct)},
	},
	Init: func(th *object.Thread, m *object.Module) error {
		m.Set("ArrayType", arrayType.Value())
		m.Set("typecodes", object.StrValue(codes))
		return nil
	},
}

// array holds its items as bytes. While others use its memory (exports) it cannot be resized.
type array struct {
	object.Header
	kind    *kind
	b       []byte
	exports int
}

type arrayIter struct {
	object.Header
	a *array
	i int
}

var (
	arrayLayout   = object.NewLayout[array]()
	arrayType     = object.NewType("array", object.ObjectType, arrayLayout)
	arrayIterType = object.NewType("arrayiterator", object.ObjectType, object.NewLayout[arrayIter]())
	strRead       = object.NewStr("read")
	strWrite      = object.NewStr("write")
)

func asArray(v object.Value) (*array, bool) { return object.Cast[array](v, arrayLayout) }

func (a *array) len() int { return len(a.b) / a.kind.size }

func (a *array) item(i int) []byte { return a.b[i*a.kind.size : (i+1)*a.kind.size] }

func (a *array) at(i int) object.Value { return a.kind.get(a.item(i)) }

func (a *array) resizable() error {
	if a.exports > 0 {
		return object.NewExcf(object.BufferErrorType, "cannot resize an array that is exporting buffers")
	}
	return nil
}

func (a *array) append(th *object.Thread, v object.Value) error {
	var buf [8]byte
	if err := a.kind.set(th, buf[:], v); err != nil {
		return err
	}
	if err := a.resizable(); err != nil {
		return err
	}
	a.b = append(a.b, buf[:a.kind.size]...)
	return nil
}

// replace puts other's memory where the items from i to j are.
func (a *array) replace(i, j int, other []byte) error {
	if len(other) != (j-i)*a.kind.size {
		if err := a.resizable(); err != nil {
			return err
		}
	}
	tail := append([]byte(nil), a.b[j*a.kind.size:]...)
	a.b = append(append(a.b[:i*a.kind.size], other...), tail...)
	return nil
}

func (a *array) like(b []byte) object.Value {
	r := &array{kind: a.kind, b: b}
	r.Shape = arrayType.ExactShape()
	return object.Of(&r.Header)
}

func newArray(th *object.Thread, args []object.Value) (object.Value, error) {
	code, ok := object.AsStr(args[1])
	if !ok {
		return object.Value{}, object.TypeErrorf("array() argument 1 must be a unicode character, not %s", args[1].Type().TypeName())
	}
	if code.Len() != 1 {
		return object.Value{}, object.TypeErrorf("array() argument 1 must be a unicode character, not a string of length %d", code.Len())
	}
	k := kinds[code.S[0]]
	if k == nil {
		return object.Value{}, object.ValueErrorf("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
	}
	t, _ := object.AsType(args[0])
	a := object.NewObject[array](th, t)
	a.kind = k
	v := args[2]
	if v.Ref == nil {
		return object.Of(&a.Header), nil
	}
	if _, text := object.AsStr(v); text && k.size != 4 || text && k.format != "w" {
		return object.Value{}, object.TypeErrorf("cannot use a str to initialize an array with typecode '%c'", k.code)
	}
	_, isBytes := object.AsBytes(v)
	_, isByteArray := object.AsByteArray(v)
	if isBytes || isByteArray {
		_, err := frombytes(th, object.Of(&a.Header), v)
		return object.Of(&a.Header), err
	}
	return object.Of(&a.Header), a.extend(th, v)
}

// extend appends the items of any iterable; another array must have the same typecode.
func (a *array) extend(th *object.Thread, v object.Value) error {
	if o, ok := asArray(v); ok {
		if o.kind != a.kind {
			return object.TypeErrorf("can only extend with array of same kind")
		}
		if err := a.resizable(); err != nil {
			return err
		}
		a.b = append(a.b, o.b...)
		return nil
	}
	return object.Each(th, v, func(x object.Value) (bool, error) { return false, a.append(th, x) })
}

func frombytes(th *object.Thread, self, v object.Value) (object.Value, error) {
	a := object.Unchecked[array](self)
	b, err := object.CopyBytes(th, v)
	if err != nil {
		return object.Value{}, err
	}
	if len(b)%a.kind.size != 0 {
		return object.Value{}, object.ValueErrorf("bytes length not a multiple of item size")
	}
	if err := a.resizable(); err != nil {
		return object.Value{}, err
	}
	a.b = append(a.b, b...)
	return object.None, nil
}

// text is the contents of an array of characters.
func (a *array) text() string {
	var s strings.Builder
	for i := range a.len() {
		s.WriteString(runeText(rune(load(a.item(i), 4))))
	}
	return s.String()
}

func (a *array) list() object.Value {
	l := object.NewList()
	for i := range a.len() {
		l.Append(a.at(i))
	}
	return l.Value()
}

func arrayRepr(th *object.Thread, v object.Value) (object.Value, error) {
	a := object.Unchecked[array](v)
	head := v.Type().Name + "('" + string(a.kind.code) + "'"
	if len(a.b) == 0 {
		return object.StrValue(head + ")"), nil
	}
	items := a.list()
	if a.kind.format == "w" {
		items = object.StrValue(a.text())
	}
	s, err := object.Repr(th, items)
	if err != nil {
		return object.Value{}, err
	}
	return object.StrValue(head + ", " + s.S + ")"), nil
}

func arrayCompare(th *object.Thread, x, y object.Value, op object.CmpOp) (object.Value, error) {
	a, ok1 := asArray(x)
	b, ok2 := asArray(y)
	if !ok1 || !ok2 {
		return object.NotImplemented, nil
	}
	return object.Compare(th, a.list(), b.list(), op)
}

// index converts a subscript that is no slice.
func (a *array) index(th *object.Thread, key object.Value, text string) (int, error) {
	if object.S(key).Index == nil && !object.IsInt(key) {
		return 0, object.TypeErrorf("array indices must be integers")
	}
	i, err := object.AsIndex(th, key)
	if err != nil {
		return 0, err
	}
	if i < 0 {
		i += a.len()
	}
	if i < 0 || i >= a.len() {
		return 0, object.NewExcf(object.IndexErrorType, "%s", text)
	}
	return i, nil
}

func arrayGetItem(th *object.Thread, o, key object.Value) (object.Value, error) {
	a := object.Unchecked[array](o)
	if s, ok := object.AsSlice(key); ok {
		s, err := s.Fixed(th)
		if err != nil {
			return object.Value{}, err
		}
		start, _, step, n, err := object.SliceIndices(th, s, a.len())
		if err != nil {
			return object.Value{}, err
		}
		b := make([]byte, 0, n*a.kind.size)
		for i := range n {
			b = append(b, a.item(start+i*step)...)
		}
		return a.like(b), nil
	}
	i, err := a.index(th, key, "array index out of range")
	if err != nil {
		return object.Value{}, err
	}
	return a.at(i), nil
}

func arraySetItem(th *object.Thread, o, key, val object.Value) error {
	a := object.Unchecked[array](o)
	if s, ok := object.AsSlice(key); ok {
		return a.setSlice(th, s, val)
	}
	i, err := a.index(th, key, "array assignment index out of range")
	if err != nil {
		return err
	}
	if val.Ref == nil {
		return a.replace(i, i+1, nil)
	}
	return a.kind.set(th, a.item(i), val)
}

func (a *array) setSlice(th *object.Thread, s *object.Slice, val object.Value) error {
	var src []byte
	if val.Ref != nil {
		o, ok := asArray(val)
		if !ok {
			return object.TypeErrorf("can only assign array (not \"%s\") to array slice", val.Type().TypeName())
		}
		if o.kind != a.kind {
			return object.TypeErrorf("bad argument type for built-in operation")
		}
		src = append(src, o.b...)
	}
	s, err := s.Fixed(th)
	if err != nil {
		return err
	}
	start, stop, step, n, err := object.SliceIndices(th, s, a.len())
	if err != nil {
		return err
	}
	if step == 1 {
		return a.replace(start, max(start, stop), src)
	}
	size := a.kind.size
	if val.Ref == nil {
		if step < 0 {
			start, step = start+(n-1)*step, -step
		}
		for k := n - 1; k >= 0; k-- {
			if err := a.replace(start+k*step, start+k*step+1, nil); err != nil {
				return err
			}
		}
		return nil
	}
	if len(src) != n*size {
		return object.ValueErrorf("attempt to assign array of size %d to extended slice of size %d", len(src)/size, n)
	}
	for k := range n {
		copy(a.item(start+k*step), src[k*size:])
	}
	return nil
}

func (a *array) find(th *object.Thread, x object.Value, start, stop int) (int, error) {
	for i := start; i < stop && i < a.len(); i++ {
		eq, err := object.Equal(th, a.at(i), x)
		if err != nil {
			return -1, err
		}
		if eq {
			return i, nil
		}
	}
	return -1, nil
}

func arrayConcat(th *object.Thread, x, y object.Value) (object.Value, error) {
	a := object.Unchecked[array](x)
	b, ok := asArray(y)
	if !ok {
		return object.Value{}, object.TypeErrorf("can only append array (not \"%s\") to array", y.Type().TypeName())
	}
	if a.kind != b.kind {
		return object.Value{}, object.TypeErrorf("bad argument type for built-in operation")
	}
	return a.like(append(append(make([]byte, 0, len(a.b)+len(b.b)), a.b...), b.b...)), nil
}

func (a *array) repeated(th *object.Thread, n object.Value) ([]byte, error) {
	k, err := object.AsIndex(th, n)
	if err != nil || k <= 0 || len(a.b) == 0 {
		return nil, err
	}
	if k > 1<<36/len(a.b) {
		return nil, object.NewExc(object.MemoryErrorType)
	}
	if err := object.Room(k * len(a.b)); err != nil {
		return nil, err
	}
	out := make([]byte, 0, k*len(a.b))
	for range k {
		out = append(out, a.b...)
	}
	return out, nil
}

func reconstruct(th *object.Thread, a []object.Value) (object.Value, error) {
	v, err := object.Call1(th, a[0], a[1])
	if err != nil {
		return object.Value{}, err
	}
	if _, ok := asArray(v); !ok {
		return object.Value{}, object.TypeErrorf("first argument must be a subtype of array.array, not %s", v.Type().TypeName())
	}
	_, err = frombytes(th, v, a[3])
	return v, err
}
