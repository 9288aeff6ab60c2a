package compile

import (
	"math"
	"strings"

	"ouro/internal/ast"
	"ouro/internal/pynum"
	"ouro/internal/pytext"
)

// Precedences, from the loosest to the tightest.
const (
	precNamed = iota
	precTuple
	precTest
	precOr
	precAnd
	precNot
	precCompare
	precBitOr
	precBitXor
	precBitAnd
	precShift
	precArith
	precTerm
	precFactor
	precPower
	precAwait
	precAtom
)

var binaryPrec = [...]int{
	ast.Add: precArith, ast.Sub: precArith, ast.Mult: precTerm, ast.MatMult: precTerm, ast.Div: precTerm, ast.Mod: precTerm, ast.FloorDiv: precTerm,
	ast.Pow: precPower, ast.LShift: precShift, ast.RShift: precShift, ast.BitOr: precBitOr, ast.BitXor: precBitXor, ast.BitAnd: precBitAnd,
}

// unparse writes an expression back as source text: what an annotation is under `from __future__ import annotations`.
func unparse(e ast.Expr) string {
	w := &unparser{}
	w.expr(e, precTest)
	return w.b.String()
}

type unparser struct {
	b strings.Builder
}

func (w *unparser) s(text string) { w.b.WriteString(text) }

func (w *unparser) open(paren bool) {
	if paren {
		w.s("(")
	}
}

func (w *unparser) close(paren bool) {
	if paren {
		w.s(")")
	}
}

func (w *unparser) list(es []ast.Expr, prec int) {
	for i, e := range es {
		if i > 0 {
			w.s(", ")
		}
		w.expr(e, prec)
	}
}

func (w *unparser) expr(e ast.Expr, prec int) {
	switch e := e.(type) {
	case *ast.Constant:
		w.constant(e)
	case *ast.Name:
		w.s(e.ID)
	case *ast.BoolOp:
		p, op := precAnd, " and "
		if e.Op == ast.Or {
			p, op = precOr, " or "
		}
		w.open(prec > p)
		for i, v := range e.Values {
			if i > 0 {
				w.s(op)
			}
			w.expr(v, p+1)
		}
		w.close(prec > p)
	case *ast.NamedExpr:
		w.open(prec > precNamed)
		w.expr(e.Target, precAtom)
		w.s(" := ")
		w.expr(e.Value, precAtom)
		w.close(prec > precNamed)
	case *ast.BinOp:
		p := binaryPrec[e.Op]
		left, right := p, p+1
		if e.Op == ast.Pow {
			left, right = p+1, p
		}
		w.open(prec > p)
		w.expr(e.Left, left)
		w.s(" " + e.Op.Symbol() + " ")
		w.expr(e.Right, right)
		w.close(prec > p)
	case *ast.UnaryOp:
		p, op := precFactor, [...]string{ast.Invert: "~", ast.Not: "not ", ast.UAdd: "+", ast.USub: "-"}[e.Op]
		if e.Op == ast.Not {
			p = precNot
		}
		w.open(prec > p)
		w.s(op)
		w.expr(e.Operand, p)
		w.close(prec > p)
	case *ast.Lambda:
		w.open(prec > precTest)
		w.s("lambda")
		w.parameters(e.Args)
		w.s(": ")
		w.expr(e.Body, precTest)
		w.close(prec > precTest)
	case *ast.IfExp:
		w.open(prec > precTest)
		w.expr(e.Body, precTest+1)
		w.s(" if ")
		w.expr(e.Test, precTest+1)
		w.s(" else ")
		w.expr(e.Orelse, precTest)
		w.close(prec > precTest)
	case *ast.Dict:
		w.s("{")
		for i, k := range e.Keys {
			if i > 0 {
				w.s(", ")
			}
			if k == nil {
				w.s("**")
				w.expr(e.Values[i], precBitOr)
				continue
			}
			w.expr(k, precTest)
			w.s(": ")
			w.expr(e.Values[i], precTest)
		}
		w.s("}")
	case *ast.Set:
		w.s("{")
		w.list(e.Elts, precTest)
		w.s("}")
	case *ast.List:
		w.s("[")
		w.list(e.Elts, precTest)
		w.s("]")
	case *ast.Tuple:
		if len(e.Elts) == 0 {
			w.s("()")
			return
		}
		w.open(prec > precTuple)
		w.list(e.Elts, precTest)
		if len(e.Elts) == 1 {
			w.s(",")
		}
		w.close(prec > precTuple)
	case *ast.ListComp, *ast.SetComp, *ast.DictComp, *ast.GeneratorExp:
		w.comprehension(compOf(e))
	case *ast.Await:
		w.open(prec > precAwait)
		w.s("await ")
		w.expr(e.Value, precAtom)
		w.close(prec > precAwait)
	case *ast.Yield:
		w.s("(yield")
		if e.Value != nil {
			w.s(" ")
			w.expr(e.Value, precTest)
		}
		w.s(")")
	case *ast.YieldFrom:
		w.s("(yield from ")
		w.expr(e.Value, precTest)
		w.s(")")
	case *ast.Compare:
		w.open(prec > precCompare)
		w.expr(e.Left, precCompare+1)
		for i, op := range e.Ops {
			w.s(" " + op.Symbol() + " ")
			w.expr(e.Comparators[i], precCompare+1)
		}
		w.close(prec > precCompare)
	case *ast.Call:
		w.call(e)
	case *ast.Attribute:
		w.expr(e.Value, precAtom)
		if k, ok := e.Value.(*ast.Constant); ok && k.Kind == ast.ConstInt {
			w.s(" ")
		}
		w.s("." + e.Attr)
	case *ast.Subscript:
		w.expr(e.Value, precAtom)
		w.s("[")
		w.expr(e.Slice, precTuple)
		w.s("]")
	case *ast.Starred:
		w.s("*")
		w.expr(e.Value, precBitOr)
	case *ast.Slice:
		w.slice(e)
	case *ast.JoinedStr, *ast.FormattedValue:
		w.fstring("f", e)
	case *ast.TemplateStr, *ast.Interpolation:
		w.fstring("t", e)
	}
}

func (w *unparser) slice(e *ast.Slice) {
	if e.Lower != nil {
		w.expr(e.Lower, precTest)
	}
	w.s(":")
	if e.Upper != nil {
		w.expr(e.Upper, precTest)
	}
	if e.Step != nil {
		w.s(":")
		w.expr(e.Step, precTest)
	}
}

func (w *unparser) call(e *ast.Call) {
	w.expr(e.Func, precAtom)
	if g, ok := soleGenerator(e); ok {
		w.expr(g, precAtom)
		return
	}
	w.s("(")
	w.list(e.Args, precTest)
	for i, k := range e.Keywords {
		if i > 0 || len(e.Args) > 0 {
			w.s(", ")
		}
		if k.Name == "" {
			w.s("**")
		} else {
			w.s(k.Name + "=")
		}
		w.expr(k.Value, precTest)
	}
	w.s(")")
}

// soleGenerator returns the generator expression that is a call's only argument: its own parentheses serve for both.
func soleGenerator(e *ast.Call) (ast.Expr, bool) {
	if len(e.Args) != 1 || len(e.Keywords) > 0 {
		return nil, false
	}
	g, ok := e.Args[0].(*ast.GeneratorExp)
	return g, ok
}

func (w *unparser) comprehension(c comp) {
	brackets := [...]string{"", "[]", "{}", "{}", "()"}[c.kind]
	w.s(brackets[:1])
	w.expr(c.elt, precTest)
	if c.value != nil {
		w.s(": ")
		w.expr(c.value, precTest)
	}
	for _, g := range c.gens {
		if g.Async {
			w.s(" async for ")
		} else {
			w.s(" for ")
		}
		w.expr(g.Target, precTuple)
		w.s(" in ")
		w.expr(g.Iter, precTest+1)
		for _, cond := range g.Ifs {
			w.s(" if ")
			w.expr(cond, precTest+1)
		}
	}
	w.s(brackets[1:])
}

func (w *unparser) parameters(a *ast.Arguments) {
	sep := " "
	if len(a.PosOnly)+len(a.Args) == 0 {
		sep = "" // as CPython writes it: lambda*args: 0
	}
	put := func(text string) {
		w.s(sep + text)
		sep = ", "
	}
	positional := append(append([]*ast.Arg(nil), a.PosOnly...), a.Args...)
	for i, p := range positional {
		put(p.Name)
		if d := i - (len(positional) - len(a.Defaults)); d >= 0 {
			w.s("=")
			w.expr(a.Defaults[d], precTest)
		}
		if i+1 == len(a.PosOnly) {
			put("/")
		}
	}
	if a.Vararg != nil {
		put("*" + a.Vararg.Name)
	} else if len(a.KwOnly) > 0 {
		put("*")
	}
	for i, p := range a.KwOnly {
		put(p.Name)
		if a.KwDefaults[i] != nil {
			w.s("=")
			w.expr(a.KwDefaults[i], precTest)
		}
	}
	if a.Kwarg != nil {
		put("**" + a.Kwarg.Name)
	}
}

func (w *unparser) constant(e *ast.Constant) {
	switch e.Kind {
	case ast.ConstNone:
		w.s("None")
	case ast.ConstTrue:
		w.s("True")
	case ast.ConstFalse:
		w.s("False")
	case ast.ConstEllipsis:
		w.s("...")
	case ast.ConstInt:
		w.s(literal(e).String())
	case ast.ConstFloat:
		w.float(e.Float)
	case ast.ConstComplex:
		w.float(e.Float)
		w.s("j")
	case ast.ConstStr:
		if e.U {
			w.s("u")
		}
		w.s(pytext.Repr(e.Str))
	case ast.ConstBytes:
		w.s(pytext.BytesRepr(e.Str))
	}
}

func (w *unparser) float(f float64) {
	if math.IsInf(f, 1) {
		w.s("1e309")
		return
	}
	w.s(pynum.FloatRepr(f))
}

// fstring writes an f-string or t-string.
func (w *unparser) fstring(prefix string, e ast.Expr) {
	text := fstringText(e)
	w.s(prefix)
	w.s(pytext.Repr(text))
}

func fstringText(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Constant:
		return strings.NewReplacer("{", "{{", "}", "}}").Replace(e.Str)
	case *ast.JoinedStr:
		return fstringTexts(e.Values)
	case *ast.TemplateStr:
		return fstringTexts(e.Values)
	case *ast.FormattedValue:
		w := &unparser{}
		w.expr(e.Value, precTest+1)
		return fieldText(w.b.String(), e.Conversion, e.Spec)
	case *ast.Interpolation:
		return fieldText(e.Str, e.Conversion, e.Spec)
	}
	return ""
}

func fstringTexts(list []ast.Expr) string {
	text := ""
	for _, v := range list {
		text += fstringText(v)
	}
	return text
}

func fieldText(value string, conv int, spec ast.Expr) string {
	text := "{"
	if strings.HasPrefix(value, "{") {
		text += " "
	}
	text += value
	if conv > 0 {
		text += "!" + string(rune(conv))
	}
	if spec != nil {
		text += ":" + fstringText(spec)
	}
	return text + "}"
}
