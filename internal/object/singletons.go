package object

// Ellipsis and NotImplemented are the singletons of those names; None is an immediate.
var (
	EllipsisType       = NewType("ellipsis", ObjectType, NewLayout[Header]())
	NotImplementedType = NewType("NotImplementedType", ObjectType, NewLayout[Header]())
	ellipsis           = Header{Shape: EllipsisType.shape}
	notImplemented     = Header{Shape: NotImplementedType.shape}
	Ellipsis           = Value{Ref: &ellipsis}
	NotImplemented     = Value{Ref: &notImplemented}
)

func singleton(t *Type, name string, v Value) {
	text := NewStr(name)
	t.Flags |= FlagNoBase
	t.weak = false
	t.Repr = func(*Thread, Value) (Value, error) { return text.Value(), nil }
	t.New = func(th *Thread, c *Type, args []Value, names []*Str) (Value, error) {
		if len(args) > 0 {
			return Value{}, TypeErrorf("%s takes no arguments", t.Name)
		}
		return v, nil
	}
	if t != NoneType {
		t.Methods = []Func{{Sig: "__reduce__()", Fn: F1(func(*Thread, Value) (Value, error) { return text.Value(), nil })}}
	}
}

func init() {
	singleton(NoneType, "None", None)
	singleton(EllipsisType, "Ellipsis", Ellipsis)
	singleton(NotImplementedType, "NotImplemented", NotImplemented)
	NoneType.Bool = func(*Thread, Value) (bool, error) { return false, nil }
	NoneType.Hash = func(*Thread, Value) (uint64, error) { return 0xfca86420, nil }
	NotImplementedType.Bool = func(*Thread, Value) (bool, error) {
		return false, TypeErrorf("NotImplemented should not be used in a boolean context")
	}
}
