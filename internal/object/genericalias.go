package object

// GenericAlias is what subscripting a generic class gives, list[int] say.
type GenericAlias struct {
	Header
	Origin Value
	Args   *Tuple
}

var (
	genericAliasLayout = NewLayout[GenericAlias]()
	GenericAliasType   = NewType("GenericAlias", ObjectType, genericAliasLayout)
)

// NewGenericAlias makes origin[args]; a tuple stands for several arguments.
func NewGenericAlias(origin, args Value) Value {
	t, ok := AsTuple(args)
	if !ok {
		t = NewTuple(args)
	}
	g := &GenericAlias{Origin: origin, Args: t}
	g.Shape = GenericAliasType.shape
	return Of(&g.Header)
}

// AsGenericAlias gives v as a generic alias.
func AsGenericAlias(v Value) (*GenericAlias, bool) {
	return Cast[GenericAlias](v, genericAliasLayout)
}
