package compile

import (
	"fmt"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// constantType returns the name of the type that a constant or display surely has, or "".
func constantType(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Constant:
		return kindType(literal(e).Kind)
	case *ast.Tuple:
		return "tuple"
	case *ast.List, *ast.ListComp:
		return "list"
	case *ast.Dict, *ast.DictComp:
		return "dict"
	case *ast.Set, *ast.SetComp:
		return "set"
	case *ast.GeneratorExp:
		return "generator"
	case *ast.Lambda:
		return "function"
	case *ast.JoinedStr, *ast.FormattedValue:
		return "str"
	case *ast.TemplateStr, *ast.Interpolation:
		return "string.templatelib.Template"
	}
	return ""
}

func kindType(k bytecode.ConstKind) string {
	return [...]string{
		bytecode.ConstNone: "NoneType", bytecode.ConstBool: "bool", bytecode.ConstEllipsis: "ellipsis", bytecode.ConstInt: "int",
		bytecode.ConstBigInt: "int", bytecode.ConstFloat: "float", bytecode.ConstComplex: "complex", bytecode.ConstStr: "str",
		bytecode.ConstBytes: "bytes", bytecode.ConstTuple: "tuple", bytecode.ConstFrozenSet: "frozenset", bytecode.ConstSlice: "slice", bytecode.ConstCode: "code",
	}[k]
}

// checkCall warns of calls of what cannot be called, and rejects keywords given twice.
func (u *unit) checkCall(e *ast.Call) {
	if t := constantType(e.Func); t != "" {
		if _, ok := e.Func.(*ast.Lambda); !ok {
			u.c.warn(e.Span(), fmt.Sprintf("'%s' object is not callable; perhaps you missed a comma?", t))
		}
	}
	u.checkKeywords(e.Keywords)
}

func (u *unit) checkKeywords(list []*ast.Keyword) {
	var seen map[string]bool
	for i, k := range list {
		if k.Name == "" {
			continue
		}
		u.checkName(k.Name, ast.Store, k.Span())
		twice := false
		if len(list) <= 8 {
			for _, p := range list[:i] {
				twice = twice || p.Name == k.Name
			}
		} else {
			if seen == nil {
				seen = map[string]bool{}
			}
			twice = seen[k.Name]
			seen[k.Name] = true
		}
		if twice {
			u.c.fail(k.Span(), "keyword argument repeated: "+k.Name)
			return
		}
	}
}

// checkCompare warns of the first `is` with a literal.
func (u *unit) checkCompare(e *ast.Compare) {
	left := e.Left
	for i, op := range e.Ops {
		right := e.Comparators[i]
		if op == ast.Is || op == ast.IsNot {
			t := identityType(left)
			if t == "" {
				t = identityType(right)
			}
			if t != "" {
				is, eq := "is", "=="
				if op == ast.IsNot {
					is, eq = "is not", "!="
				}
				u.c.warn(e.Span(), fmt.Sprintf("\"%s\" with '%s' literal. Did you mean \"%s\"?", is, t, eq))
				return
			}
		}
		left = right
	}
}

// identityType returns the type of a literal whose identity means nothing, or "".
func identityType(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Constant:
		switch k := literal(e).Kind; k {
		case bytecode.ConstNone, bytecode.ConstBool, bytecode.ConstEllipsis:
			return ""
		default:
			return kindType(k)
		}
	case *ast.Tuple:
		for _, x := range e.Elts {
			if _, ok := x.(*ast.Constant); !ok {
				if _, ok := x.(*ast.Tuple); !ok {
					return ""
				}
			}
		}
		return "tuple"
	}
	return ""
}

// checkSubscript warns of subscripts that cannot work.
func (u *unit) checkSubscript(e *ast.Subscript) {
	t := constantType(e.Value)
	switch v := e.Value.(type) {
	case *ast.Constant:
		if v.Kind == ast.ConstStr || v.Kind == ast.ConstBytes {
			break
		}
		u.c.warn(e.Span(), fmt.Sprintf("'%s' object is not subscriptable; perhaps you missed a comma?", t))
		return
	case *ast.Set, *ast.SetComp, *ast.GeneratorExp, *ast.Lambda, *ast.TemplateStr, *ast.Interpolation:
		u.c.warn(e.Span(), fmt.Sprintf("'%s' object is not subscriptable; perhaps you missed a comma?", t))
		return
	}
	switch t {
	case "str", "bytes", "tuple", "list":
	default:
		return
	}
	index := constantType(e.Slice)
	switch index {
	case "", "int", "bool":
		return
	}
	u.c.warn(e.Span(), fmt.Sprintf("%s indices must be integers or slices, not %s; perhaps you missed a comma?", t, index))
}
