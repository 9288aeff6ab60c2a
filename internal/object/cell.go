package object

// The cell type's methods.

func init() {
	t := CellType
	t.Doc = "A variable shared by a function and the functions inside it."
	t.Flags |= FlagNoBase
	t.Constructor = &Func{Sig: "cell(contents=NULL, /)", Fn: FN(func(th *Thread, a []Value) (Value, error) {
		return Of(&NewCell(a[1]).Header), nil
	})}
	t.Repr = func(th *Thread, v Value) (Value, error) {
		c := Unchecked[Cell](v)
		if c.V.Ref == nil {
			return StrValue("<cell at " + HexAddress(v) + ": empty>"), nil
		}
		return StrValue("<cell at " + HexAddress(v) + ": " + c.V.Type().TypeName() + " object at " + HexAddress(c.V) + ">"), nil
	}
	t.Compare = func(th *Thread, a, b Value, op CmpOp) (Value, error) {
		y, ok := AsCell(b)
		if !ok {
			return NotImplemented, nil
		}
		x := Unchecked[Cell](a)
		if x.V.Ref != nil && y.V.Ref != nil {
			return Compare(th, x.V, y.V, op)
		}
		order := 0
		if x.V.Ref != nil {
			order++
		}
		if y.V.Ref != nil {
			order--
		}
		return Bool(op.Holds(order)), nil
	}
	t.GetSets = []GetSet{{Name: "cell_contents", Doc: "the value", Get: func(th *Thread, v Value) (Value, error) {
		if c := Unchecked[Cell](v); c.V.Ref != nil {
			return c.V, nil
		}
		return Value{}, ValueErrorf("Cell is empty")
	}, Set: func(th *Thread, v, val Value) error { Unchecked[Cell](v).V = val; return nil }}}
}
