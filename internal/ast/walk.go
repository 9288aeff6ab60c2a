package ast

// Children calls f for every direct child of a node that is an expression, in the order of Python's _fields. It is
// the one place that knows all expression nodes' fields; statements differ too much in scope to be walked blindly.
func Children(e Expr, f func(Expr)) {
	opt := func(e Expr) {
		if e != nil {
			f(e)
		}
	}
	all := func(es []Expr) {
		for _, e := range es {
			f(e)
		}
	}
	gens := func(gs []*Comprehension) {
		for _, g := range gs {
			f(g.Target)
			f(g.Iter)
			all(g.Ifs)
		}
	}
	switch e := e.(type) {
	case *BoolOp:
		all(e.Values)
	case *NamedExpr:
		f(e.Target)
		f(e.Value)
	case *BinOp:
		f(e.Left)
		f(e.Right)
	case *UnaryOp:
		f(e.Operand)
	case *Lambda:
		all(e.Args.Defaults)
		for _, d := range e.Args.KwDefaults {
			opt(d)
		}
		f(e.Body)
	case *IfExp:
		f(e.Test)
		f(e.Body)
		f(e.Orelse)
	case *Dict:
		for i, k := range e.Keys {
			opt(k)
			f(e.Values[i])
		}
	case *Set:
		all(e.Elts)
	case *ListComp:
		f(e.Elt)
		gens(e.Generators)
	case *SetComp:
		f(e.Elt)
		gens(e.Generators)
	case *DictComp:
		f(e.Key)
		f(e.Value)
		gens(e.Generators)
	case *GeneratorExp:
		f(e.Elt)
		gens(e.Generators)
	case *Await:
		f(e.Value)
	case *Yield:
		opt(e.Value)
	case *YieldFrom:
		f(e.Value)
	case *Compare:
		f(e.Left)
		all(e.Comparators)
	case *Call:
		f(e.Func)
		all(e.Args)
		for _, k := range e.Keywords {
			f(k.Value)
		}
	case *FormattedValue:
		f(e.Value)
		opt(e.Spec)
	case *JoinedStr:
		all(e.Values)
	case *Interpolation:
		f(e.Value)
		opt(e.Spec)
	case *TemplateStr:
		all(e.Values)
	case *Attribute:
		f(e.Value)
	case *Subscript:
		f(e.Value)
		f(e.Slice)
	case *Starred:
		f(e.Value)
	case *List:
		all(e.Elts)
	case *Tuple:
		all(e.Elts)
	case *Slice:
		opt(e.Lower)
		opt(e.Upper)
		opt(e.Step)
	}
}
