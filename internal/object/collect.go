package object

import (
	"strconv"
	"strings"
)

// Collect gives the items of an iterable in a fresh slice, which the caller may keep and change.
func Collect(th *Thread, v Value) ([]Value, error) {
	switch v.Ref.Shape {
	case ListShape:
		return Unchecked[List](v).Snapshot(), nil
	case TupleShape:
		return append([]Value(nil), Unchecked[Tuple](v).Items...), nil
	case DictShape:
		d := Unchecked[Dict](v)
		out := make([]Value, 0, d.used)
		for i := range d.ents {
			if k := d.ents[i].key; k.Ref != nil {
				out = append(out, k)
			}
		}
		return out, nil
	case SetShape, FrozenSetShape:
		return Unchecked[Set](v).Keys(), nil
	}
	it, err := Iter(th, v)
	if err != nil {
		return nil, err
	}
	return collectIter(th, it)
}

func collectIter(th *Thread, it Value) ([]Value, error) {
	var out []Value
	if r, ok := Cast[RangeIter](it, rangeIterLayout); ok {
		if r.N > maxItems {
			return nil, NewExc(MemoryErrorType)
		}
		if err := Room(int(r.N) * 16); err != nil {
			return nil, err
		}
		out = make([]Value, 0, r.N)
		for r.N > 0 {
			if err := th.CheckBreaker(); err != nil {
				return nil, err
			}
			n := min(r.N, breakerStride)
			for range n {
				out = append(out, Int(r.Cur))
				r.Cur += r.Step
			}
			r.N -= n
		}
		return out, nil
	}
	w := Walk{it, S(it).Next}
	for {
		x, err := w.Next(th)
		if err != nil {
			return nil, err
		}
		if x.Ref == nil {
			return out, nil
		}
		if err := roomToGrow(len(out), cap(out), 16); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
}

// View gives the items of a list, tuple or other iterable for reading at once; the slice may be the object's own.
func View(th *Thread, v Value) ([]Value, error) {
	if t, ok := AsTuple(v); ok && v.Type().heap == nil {
		return t.Items, nil
	}
	return Collect(th, v)
}

// reprEnter notes that v's repr is being made; false means that it already is, further up.
func (th *Thread) reprEnter(v Value) bool {
	for _, h := range th.repring {
		if h == v.Ref {
			return false
		}
	}
	th.repring = append(th.repring, v.Ref)
	return true
}

func (th *Thread) reprLeave() {
	n := len(th.repring) - 1
	th.repring[n] = nil
	th.repring = th.repring[:n]
}

// ReprEnter lets types of other packages guard their repr against recursion: false means that v's is being made already.
// Every true must be followed by ReprLeave.
func (th *Thread) ReprEnter(v Value) bool { return th.reprEnter(v) }

// ReprLeave ends what ReprEnter began.
func (th *Thread) ReprLeave() { th.reprLeave() }

// writeRepr appends repr(v).
func writeRepr(th *Thread, b *strings.Builder, v Value) error {
	if v.Ref == &IntHeader {
		var buf [20]byte
		b.Write(strconv.AppendInt(buf[:0], v.Int64(), 10))
		return nil
	}
	s, err := Repr(th, v)
	if err != nil {
		return err
	}
	b.WriteString(s.S)
	return nil
}

// unusableKey words the error of hashing v for a container.
func unusableKey(th *Thread, v Value, err error, as string) error {
	e, ok := err.(*Exc)
	if !ok || e.Type() != TypeErrorType {
		return err
	}
	text := ""
	if len(e.Args.Items) == 1 {
		if s, ok := AsStr(e.Args.Items[0]); ok {
			text = s.S
		}
	}
	return TypeErrorf("cannot use '%s' as %s (%s)", v.Type().fullName(th), as, text)
}

// fullName is the class's name as error texts that show whole names have it: with the module unless that is builtins.
func (t *Type) fullName(th *Thread) string {
	if t.heap == nil {
		return t.TypeName()
	}
	if m, ok := t.dict.GetStr(strModule); ok {
		if s, ok := AsStr(m); ok && s.S != "builtins" && s.S != "__main__" {
			return s.S + "." + t.QualName
		}
	}
	return t.QualName
}

// classGetItemRow is the __class_getitem__ of generic classes.
func classGetItemRow() Func {
	return Func{Sig: "__class_getitem__(object, /)", Doc: "See PEP 585", Class: true, Fn: F2(func(th *Thread, cls, args Value) (Value, error) {
		return NewGenericAlias(cls, args), nil
	})}
}

// ClassGetItem is classGetItemRow for types of other packages.
func ClassGetItem() Func { return classGetItemRow() }
