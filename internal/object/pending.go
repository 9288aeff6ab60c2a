package object

func NewTypeVar(a, b, c, d Value) Value                   { return None }
func NewParamSpec(a, b Value) Value                       { return None }
func NewTypeVarTuple(a, b Value) Value                    { return None }
func SetTypeParamDefault(a, b Value) error                { return nil }
func SubscriptGeneric(th *Thread, b Value) (Value, error) { return None, nil }
func NewTypeAlias(a, b, c, d Value) Value                 { return None }
