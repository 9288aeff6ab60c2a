// Package structs is the module struct: values packed into bytes as C structs are. Formats are compiled in format.go, values
// converted in pack.go.
package structs

import "ouro/internal/object"

type (
	value  = object.Value
	thread = object.Thread
)

// Module is struct, Native the module _struct of the same content.
var (
	Module = module("struct")
	Native = module("_struct")
)

func module(name string) object.ModuleDef {
	return object.ModuleDef{
		Name: name,
		Doc:  "Values packed into bytes as C structs are.",
		Functions: []object.Func{
			{Sig: "calcsize(format, /)", Doc: "Size of what the format packs.", Fn: object.F1(calcsize)},
			{Sig: "pack(format, /, *values)", Doc: "The values as bytes.", Fn: object.Raw(packFunc)},
			{Sig: "pack_into(format, buffer, offset, /, *values)", Doc: "Write the values into a buffer.", Fn: object.Raw(packInto)},
			{Sig: "unpack(format, buffer, /)", Doc: "The values that a buffer holds.", Fn: object.F2(unpackFunc)},
			{Sig: "unpack_from(format, /, buffer, offset=0)", Doc: "The values at an offset of a buffer.", Fn: object.F3(unpackFrom)},
			{Sig: "iter_unpack(format, buffer, /)", Doc: "An iterator over the structs that lie one after the other.", Fn: object.F2(iterUnpack)},
			{Sig: "_clearcache()", Doc: "Forget the compiled formats.", Fn: object.F0(func(th *thread) (value, error) {
				clear(object.StateOf(th, &stateKey, func() *state { return &state{map[string]*layout{}} }).formats)
				return object.None, nil
			})},
		},
		Types: []*object.Type{structType, errorType},
		Init: func(th *thread, m *object.Module) error {
			if name == "struct" {
				var all []value
				for _, n := range []string{"calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"} {
					all = append(all, object.StrValue(n))
				}
				m.Set("__all__", object.ListValue(all...))
			}
			return nil
		},
	}
}

// Struct is a compiled format as a Python object.
type Struct struct {
	object.Header
	l      *layout
	format string
}

// unpackIter walks over a buffer.
type unpackIter struct {
	object.Header
	l       *layout
	b       []byte
	release func()
}

var (
	structLayout = object.NewLayout[Struct]()
	structType   = object.NewType("Struct", object.ObjectType, structLayout)
	iterLayout   = object.NewLayout[unpackIter]()
	iterType     = object.NewType("unpack_iterator", object.ObjectType, iterLayout)
	errorType    = object.NewType("error", object.ExceptionType, object.ExceptionType.Layout())
)

func calcsize(th *thread, format value) (value, error) {
	l, _, err := layoutOf(th, format)
	if err != nil {
		return value{}, err
	}
	return object.Int(int64(l.size)), nil
}

func (l *layout) packNew(th *thread, vals []value) (value, error) {
	if len(vals) != l.values {
		return value{}, errorf("pack expected %d items for packing (got %d)", l.values, len(vals))
	}
	if l.size > 1<<40 {
		return value{}, object.NewExc(object.MemoryErrorType)
	}
	if err := object.Room(l.size); err != nil {
		return value{}, err
	}
	b := make([]byte, l.size)
	if err := l.pack(th, b, vals); err != nil {
		return value{}, err
	}
	return object.BytesValue(b), nil
}

func noKeywords(name string, names []*object.Str) error {
	if len(names) > 0 {
		return object.TypeErrorf("%s() takes no keyword arguments", name)
	}
	return nil
}

func packFunc(th *thread, args []value, names []*object.Str) (value, error) {
	if err := noKeywords("_struct.pack", names); err != nil {
		return value{}, err
	}
	if len(args) == 0 {
		return value{}, object.TypeErrorf("missing format argument")
	}
	l, _, err := layoutOf(th, args[0])
	if err != nil {
		return value{}, err
	}
	return l.packNew(th, args[1:])
}

func packInto(th *thread, args []value, names []*object.Str) (value, error) {
	if err := noKeywords("_struct.pack_into", names); err != nil {
		return value{}, err
	}
	if len(args) == 0 {
		return value{}, object.TypeErrorf("missing format argument")
	}
	l, _, err := layoutOf(th, args[0])
	if err != nil {
		return value{}, err
	}
	return l.into(th, args[1:])
}

func (l *layout) into(th *thread, args []value) (value, error) {
	switch len(args) {
	case 0:
		return value{}, errorf("pack_into expected buffer argument")
	case 1:
		return value{}, errorf("pack_into expected offset argument")
	}
	if len(args)-2 != l.values {
		return value{}, errorf("pack_into expected %d items for packing (got %d)", l.values, len(args)-2)
	}
	b, release, err := object.AsBuffer(th, args[0], true)
	if err != nil {
		if object.Matches(err, object.TypeErrorType) {
			err = object.TypeErrorf("argument must be read-write bytes-like object, not %s", args[0].Type().TypeName())
		}
		return value{}, err
	}
	defer release()
	off, err := object.AsIndex(th, args[1])
	if err != nil {
		return value{}, err
	}
	if off < 0 {
		if off+l.size > 0 {
			return value{}, errorf("no space to pack %d bytes at offset %d", l.size, off)
		}
		if off+len(b) < 0 {
			return value{}, errorf("offset %d out of range for %d-byte buffer", off, len(b))
		}
		off += len(b)
	}
	if len(b)-off < l.size {
		return value{}, errorf("pack_into requires a buffer of at least %d bytes for packing %d bytes at offset %d (actual buffer size is %d)", off+l.size, l.size, off, len(b))
	}
	dst := b[off : off+l.size]
	clear(dst)
	return object.None, l.pack(th, dst, args[2:])
}

func unpackFunc(th *thread, format, buf value) (value, error) {
	l, _, err := layoutOf(th, format)
	if err != nil {
		return value{}, err
	}
	return l.whole(th, buf)
}

func (l *layout) whole(th *thread, buf value) (value, error) {
	b, release, err := object.BufferOf(th, buf)
	if err != nil {
		return value{}, err
	}
	defer release()
	if len(b) != l.size {
		return value{}, errorf("unpack requires a buffer of %d bytes", l.size)
	}
	return l.unpack(b), nil
}

func unpackFrom(th *thread, format, buf, offset value) (value, error) {
	l, _, err := layoutOf(th, format)
	if err != nil {
		return value{}, err
	}
	return l.from(th, buf, offset)
}

func (l *layout) from(th *thread, buf, offset value) (value, error) {
	off, err := object.AsIndex(th, offset)
	if err != nil {
		return value{}, err
	}
	b, release, err := object.BufferOf(th, buf)
	if err != nil {
		return value{}, err
	}
	defer release()
	if off < 0 {
		if off+l.size > 0 {
			return value{}, errorf("not enough data to unpack %d bytes at offset %d", l.size, off)
		}
		if off+len(b) < 0 {
			return value{}, errorf("offset %d out of range for %d-byte buffer", off, len(b))
		}
		off += len(b)
	}
	if len(b)-off < l.size {
		return value{}, errorf("unpack_from requires a buffer of at least %d bytes for unpacking %d bytes at offset %d (actual buffer size is %d)", off+l.size, l.size, off, len(b))
	}
	return l.unpack(b[off : off+l.size]), nil
}

func iterUnpack(th *thread, format, buf value) (value, error) {
	l, _, err := layoutOf(th, format)
	if err != nil {
		return value{}, err
	}
	return l.iter(th, buf)
}

func (l *layout) iter(th *thread, buf value) (value, error) {
	if l.size == 0 {
		return value{}, errorf("cannot iteratively unpack with a struct of length 0")
	}
	b, release, err := object.BufferOf(th, buf)
	if err != nil {
		return value{}, err
	}
	if len(b)%l.size != 0 {
		release()
		return value{}, errorf("iterative unpacking requires a buffer of a multiple of %d bytes", l.size)
	}
	it := &unpackIter{l: l, b: b, release: release}
	it.Shape = iterType.ExactShape()
	return object.Of(&it.Header), nil
}

func self(v value) *layout { return object.Unchecked[Struct](v).l }

func init() {
	errorType.Module = "struct"
	errorType.Doc = "An error of packing or unpacking."
	t := structType
	t.Module = "_struct"
	t.Doc = "A compiled format."
	t.Constructor = &object.Func{Sig: "Struct(format)", Fn: object.FN(func(th *thread, a []value) (value, error) {
		l, text, err := layoutOf(th, a[1])
		if err != nil {
			return value{}, err
		}
		c, _ := object.AsType(a[0])
		s := object.NewObject[Struct](th, c)
		s.l, s.format = l, text
		return object.Of(&s.Header), nil
	})}
	t.Repr = func(th *thread, v value) (value, error) {
		r, err := object.Repr(th, object.StrValue(object.Unchecked[Struct](v).format))
		if err != nil {
			return value{}, err
		}
		return object.StrValue(v.Type().Name + "(" + r.S + ")"), nil
	}
	t.Methods = []object.Func{
		{Sig: "pack(*values)", Doc: "The values as bytes.", Fn: object.Raw(func(th *thread, args []value, names []*object.Str) (value, error) {
			if err := noKeywords("Struct.pack", names); err != nil {
				return value{}, err
			}
			return self(args[0]).packNew(th, args[1:])
		})},
		{Sig: "pack_into(buffer, offset, /, *values)", Doc: "Write the values into a buffer.", Fn: object.Raw(func(th *thread, args []value, names []*object.Str) (value, error) {
			if err := noKeywords("Struct.pack_into", names); err != nil {
				return value{}, err
			}
			return self(args[0]).into(th, args[1:])
		})},
		{Sig: "unpack(buffer, /)", Doc: "The values that a buffer holds.", Fn: object.F2(func(th *thread, v, buf value) (value, error) {
			return self(v).whole(th, buf)
		})},
		{Sig: "unpack_from(buffer, offset=0)", Doc: "The values at an offset of a buffer.", Fn: object.F3(func(th *thread, v, buf, off value) (value, error) {
			return self(v).from(th, buf, off)
		})},
		{Sig: "iter_unpack(buffer, /)", Doc: "An iterator over the structs that lie one after the other.", Fn: object.F2(func(th *thread, v, buf value) (value, error) {
			return self(v).iter(th, buf)
		})},
	}
	t.GetSets = []object.GetSet{
		{Name: "size", Doc: "size in bytes", Get: func(th *thread, v value) (value, error) { return object.Int(int64(self(v).size)), nil }},
		{Name: "format", Doc: "the format", Get: func(th *thread, v value) (value, error) {
			return object.StrValue(object.Unchecked[Struct](v).format), nil
		}},
	}
	t = iterType
	t.Module = "_struct"
	t.Flags |= object.FlagNoNew | object.FlagNoBase
	t.Iter = func(th *thread, v value) (value, error) { return v, nil }
	t.Next = func(th *thread, v value) (value, error) {
		it := object.Unchecked[unpackIter](v)
		if len(it.b) == 0 {
			if it.release != nil {
				it.release()
				it.release = nil
			}
			return value{}, nil
		}
		r := it.l.unpack(it.b[:it.l.size])
		it.b = it.b[it.l.size:]
		return r, nil
	}
	t.Methods = []object.Func{{Sig: "__length_hint__()", Fn: object.F1(func(th *thread, v value) (value, error) {
		it := object.Unchecked[unpackIter](v)
		return object.Int(int64(len(it.b) / it.l.size)), nil
	})}}
}
