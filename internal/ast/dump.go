package ast

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"ouro/internal/ucd"
)

// Dump returns a tree's text as Python's ast.dump writes it. With a source it writes positions too (include_attributes).
func Dump(root Root, src *Source) string {
	d := &dumper{src: src}
	switch r := root.(type) {
	case *Module:
		d.open("Module")
		d.stmts("body", r.Body)
	case *Interactive:
		d.open("Interactive")
		d.stmts("body", r.Body)
	case *Expression:
		d.open("Expression")
		d.expr("body", r.Body)
	case *FunctionType:
		d.open("FunctionType")
		d.exprs("argtypes", r.ArgTypes)
		d.expr("returns", r.Returns)
	}
	d.b.WriteByte(')')
	return d.b.String()
}

type dumper struct {
	b     strings.Builder
	src   *Source
	first bool // no field of the current node has been written
}

func (d *dumper) open(class string) {
	d.b.WriteString(class)
	d.b.WriteByte('(')
	d.first = true
}

func (d *dumper) close(n Node) {
	if d.src != nil {
		s := n.Span()
		l, c := d.src.LineCol(s.Start)
		el, ec := d.src.LineCol(s.End)
		d.field("lineno", strconv.Itoa(l))
		d.field("col_offset", strconv.Itoa(c))
		d.field("end_lineno", strconv.Itoa(el))
		d.field("end_col_offset", strconv.Itoa(ec))
	}
	d.b.WriteByte(')')
	d.first = false
}

func (d *dumper) name(field string) {
	if !d.first {
		d.b.WriteString(", ")
	}
	d.first = false
	if field != "" {
		d.b.WriteString(field)
		d.b.WriteByte('=')
	}
}

func (d *dumper) field(field, value string) {
	d.name(field)
	d.b.WriteString(value)
}

func (d *dumper) str(field, s string) { d.field(field, quote(s, false)) }

func (d *dumper) optStr(field, s string) {
	if s != "" {
		d.str(field, s)
	}
}

// list writes a non-empty list; item writes its i-th element.
func (d *dumper) list(field string, n int, item func(i int)) {
	if n == 0 {
		return
	}
	d.name(field)
	d.b.WriteByte('[')
	for i := range n {
		if i > 0 {
			d.b.WriteString(", ")
		}
		item(i)
	}
	d.b.WriteByte(']')
	d.first = false
}

func (d *dumper) stmts(field string, body []Stmt) {
	d.list(field, len(body), func(i int) { d.stmt(body[i]) })
}

func (d *dumper) exprs(field string, es []Expr) {
	d.list(field, len(es), func(i int) { d.orNone(es[i]) })
}

func (d *dumper) orNone(e Expr) {
	if e == nil {
		d.b.WriteString("None")
		return
	}
	d.exprNode(e)
}

func (d *dumper) expr(field string, e Expr) {
	if e != nil {
		d.name(field)
		d.exprNode(e)
	}
}

func (d *dumper) names(field string, names []string) {
	d.list(field, len(names), func(i int) { d.b.WriteString(quote(names[i], false)) })
}

func (d *dumper) ctx(c ExprContext) { d.field("ctx", c.String()+"()") }

func (d *dumper) typeParams(ps []TypeParam) {
	d.list("type_params", len(ps), func(i int) {
		switch p := ps[i].(type) {
		case *TypeVar:
			d.open("TypeVar")
			d.str("name", p.Name)
			d.expr("bound", p.Bound)
			d.expr("default_value", p.Default)
		case *ParamSpec:
			d.open("ParamSpec")
			d.str("name", p.Name)
			d.expr("default_value", p.Default)
		case *TypeVarTuple:
			d.open("TypeVarTuple")
			d.str("name", p.Name)
			d.expr("default_value", p.Default)
		}
		d.close(ps[i])
	})
}

func (d *dumper) keywords(ks []*Keyword) {
	d.list("keywords", len(ks), func(i int) {
		d.open("keyword")
		d.optStr("arg", ks[i].Name)
		d.expr("value", ks[i].Value)
		d.close(ks[i])
	})
}

func (d *dumper) aliases(names []*Alias) {
	d.list("names", len(names), func(i int) {
		d.open("alias")
		d.str("name", names[i].Name)
		d.optStr("asname", names[i].AsName)
		d.close(names[i])
	})
}

func (d *dumper) arg(a *Arg) {
	d.open("arg")
	d.str("arg", a.Name)
	d.expr("annotation", a.Annotation)
	d.close(a)
}

func (d *dumper) args(field string, as []*Arg) {
	d.list(field, len(as), func(i int) { d.arg(as[i]) })
}

func (d *dumper) arguments(a *Arguments) {
	d.name("args")
	d.open("arguments")
	d.args("posonlyargs", a.PosOnly)
	d.args("args", a.Args)
	if a.Vararg != nil {
		d.name("vararg")
		d.arg(a.Vararg)
	}
	d.args("kwonlyargs", a.KwOnly)
	d.exprs("kw_defaults", a.KwDefaults)
	if a.Kwarg != nil {
		d.name("kwarg")
		d.arg(a.Kwarg)
	}
	d.exprs("defaults", a.Defaults)
	d.b.WriteByte(')')
	d.first = false
}

func async(prefix bool, class string) string {
	if prefix {
		return "Async" + class
	}
	return class
}

func (d *dumper) stmt(s Stmt) {
	switch s := s.(type) {
	case *FunctionDef:
		d.open(async(s.Async, "FunctionDef"))
		d.str("name", s.Name)
		d.arguments(s.Args)
		d.stmts("body", s.Body)
		d.exprs("decorator_list", s.Decorators)
		d.expr("returns", s.Returns)
		d.typeParams(s.TypeParams)
	case *ClassDef:
		d.open("ClassDef")
		d.str("name", s.Name)
		d.exprs("bases", s.Bases)
		d.keywords(s.Keywords)
		d.stmts("body", s.Body)
		d.exprs("decorator_list", s.Decorators)
		d.typeParams(s.TypeParams)
	case *Return:
		d.open("Return")
		d.expr("value", s.Value)
	case *Delete:
		d.open("Delete")
		d.exprs("targets", s.Targets)
	case *Assign:
		d.open("Assign")
		d.exprs("targets", s.Targets)
		d.expr("value", s.Value)
	case *TypeAlias:
		d.open("TypeAlias")
		d.expr("name", s.Name)
		d.typeParams(s.TypeParams)
		d.expr("value", s.Value)
	case *AugAssign:
		d.open("AugAssign")
		d.expr("target", s.Target)
		d.field("op", s.Op.String()+"()")
		d.expr("value", s.Value)
	case *AnnAssign:
		d.open("AnnAssign")
		d.expr("target", s.Target)
		d.expr("annotation", s.Annotation)
		d.expr("value", s.Value)
		d.field("simple", bit(s.Simple))
	case *For:
		d.open(async(s.Async, "For"))
		d.expr("target", s.Target)
		d.expr("iter", s.Iter)
		d.stmts("body", s.Body)
		d.stmts("orelse", s.Orelse)
	case *While:
		d.open("While")
		d.expr("test", s.Test)
		d.stmts("body", s.Body)
		d.stmts("orelse", s.Orelse)
	case *If:
		d.open("If")
		d.expr("test", s.Test)
		d.stmts("body", s.Body)
		d.stmts("orelse", s.Orelse)
	case *With:
		d.open(async(s.Async, "With"))
		d.list("items", len(s.Items), func(i int) {
			d.open("withitem")
			d.expr("context_expr", s.Items[i].Context)
			d.expr("optional_vars", s.Items[i].Vars)
			d.b.WriteByte(')')
		})
		d.stmts("body", s.Body)
	case *Match:
		d.open("Match")
		d.expr("subject", s.Subject)
		d.list("cases", len(s.Cases), func(i int) {
			c := s.Cases[i]
			d.open("match_case")
			d.name("pattern")
			d.pattern(c.Pattern)
			d.expr("guard", c.Guard)
			d.stmts("body", c.Body)
			d.b.WriteByte(')')
		})
	case *Raise:
		d.open("Raise")
		d.expr("exc", s.Exc)
		d.expr("cause", s.Cause)
	case *Try:
		if s.Star {
			d.open("TryStar")
		} else {
			d.open("Try")
		}
		d.stmts("body", s.Body)
		d.list("handlers", len(s.Handlers), func(i int) {
			h := s.Handlers[i]
			d.open("ExceptHandler")
			d.expr("type", h.Type)
			d.optStr("name", h.Name)
			d.stmts("body", h.Body)
			d.close(h)
		})
		d.stmts("orelse", s.Orelse)
		d.stmts("finalbody", s.Finalbody)
	case *Assert:
		d.open("Assert")
		d.expr("test", s.Test)
		d.expr("msg", s.Msg)
	case *Import:
		d.open("Import")
		d.aliases(s.Names)
	case *ImportFrom:
		d.open("ImportFrom")
		d.optStr("module", s.Module)
		d.aliases(s.Names)
		d.field("level", strconv.Itoa(s.Level))
	case *Global:
		d.open("Global")
		d.names("names", s.Names)
	case *Nonlocal:
		d.open("Nonlocal")
		d.names("names", s.Names)
	case *ExprStmt:
		d.open("Expr")
		d.expr("value", s.Value)
	case *Pass:
		d.open("Pass")
	case *Break:
		d.open("Break")
	case *Continue:
		d.open("Continue")
	}
	d.close(s)
}

func (d *dumper) generators(gs []*Comprehension) {
	d.list("generators", len(gs), func(i int) {
		g := gs[i]
		d.open("comprehension")
		d.expr("target", g.Target)
		d.expr("iter", g.Iter)
		d.exprs("ifs", g.Ifs)
		d.field("is_async", bit(g.Async))
		d.b.WriteByte(')')
	})
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func (d *dumper) exprNode(e Expr) {
	switch e := e.(type) {
	case *BoolOp:
		d.open("BoolOp")
		d.field("op", e.Op.String()+"()")
		d.exprs("values", e.Values)
	case *NamedExpr:
		d.open("NamedExpr")
		d.expr("target", e.Target)
		d.expr("value", e.Value)
	case *BinOp:
		d.open("BinOp")
		d.expr("left", e.Left)
		d.field("op", e.Op.String()+"()")
		d.expr("right", e.Right)
	case *UnaryOp:
		d.open("UnaryOp")
		d.field("op", e.Op.String()+"()")
		d.expr("operand", e.Operand)
	case *Lambda:
		d.open("Lambda")
		d.arguments(e.Args)
		d.expr("body", e.Body)
	case *IfExp:
		d.open("IfExp")
		d.expr("test", e.Test)
		d.expr("body", e.Body)
		d.expr("orelse", e.Orelse)
	case *Dict:
		d.open("Dict")
		d.exprs("keys", e.Keys)
		d.exprs("values", e.Values)
	case *Set:
		d.open("Set")
		d.exprs("elts", e.Elts)
	case *ListComp:
		d.open("ListComp")
		d.expr("elt", e.Elt)
		d.generators(e.Generators)
	case *SetComp:
		d.open("SetComp")
		d.expr("elt", e.Elt)
		d.generators(e.Generators)
	case *DictComp:
		d.open("DictComp")
		d.expr("key", e.Key)
		d.expr("value", e.Value)
		d.generators(e.Generators)
	case *GeneratorExp:
		d.open("GeneratorExp")
		d.expr("elt", e.Elt)
		d.generators(e.Generators)
	case *Await:
		d.open("Await")
		d.expr("value", e.Value)
	case *Yield:
		d.open("Yield")
		d.expr("value", e.Value)
	case *YieldFrom:
		d.open("YieldFrom")
		d.expr("value", e.Value)
	case *Compare:
		d.open("Compare")
		d.expr("left", e.Left)
		d.list("ops", len(e.Ops), func(i int) { d.b.WriteString(e.Ops[i].String() + "()") })
		d.exprs("comparators", e.Comparators)
	case *Call:
		d.open("Call")
		d.expr("func", e.Func)
		d.exprs("args", e.Args)
		d.keywords(e.Keywords)
	case *FormattedValue:
		d.open("FormattedValue")
		d.expr("value", e.Value)
		d.field("conversion", strconv.Itoa(e.Conversion))
		d.expr("format_spec", e.Spec)
	case *JoinedStr:
		d.open("JoinedStr")
		d.exprs("values", e.Values)
	case *Interpolation:
		d.open("Interpolation")
		d.expr("value", e.Value)
		d.str("str", e.Str)
		d.field("conversion", strconv.Itoa(e.Conversion))
		d.expr("format_spec", e.Spec)
	case *TemplateStr:
		d.open("TemplateStr")
		d.exprs("values", e.Values)
	case *Constant:
		d.open("Constant")
		d.field("value", e.Repr())
		if e.U {
			d.str("kind", "u")
		}
	case *Attribute:
		d.open("Attribute")
		d.expr("value", e.Value)
		d.str("attr", e.Attr)
		d.ctx(e.Ctx)
	case *Subscript:
		d.open("Subscript")
		d.expr("value", e.Value)
		d.expr("slice", e.Slice)
		d.ctx(e.Ctx)
	case *Starred:
		d.open("Starred")
		d.expr("value", e.Value)
		d.ctx(e.Ctx)
	case *Name:
		d.open("Name")
		d.str("id", e.ID)
		d.ctx(e.Ctx)
	case *List:
		d.open("List")
		d.exprs("elts", e.Elts)
		d.ctx(e.Ctx)
	case *Tuple:
		d.open("Tuple")
		d.exprs("elts", e.Elts)
		d.ctx(e.Ctx)
	case *Slice:
		d.open("Slice")
		d.expr("lower", e.Lower)
		d.expr("upper", e.Upper)
		d.expr("step", e.Step)
	}
	d.close(e)
}

func (d *dumper) patterns(field string, ps []Pattern) {
	d.list(field, len(ps), func(i int) { d.pattern(ps[i]) })
}

func (d *dumper) pattern(p Pattern) {
	switch p := p.(type) {
	case *MatchValue:
		d.open("MatchValue")
		d.expr("value", p.Value)
	case *MatchSingleton:
		d.open("MatchSingleton")
		d.field("value", (&Constant{Kind: p.Kind}).Repr())
	case *MatchSequence:
		d.open("MatchSequence")
		d.patterns("patterns", p.Patterns)
	case *MatchMapping:
		d.open("MatchMapping")
		d.exprs("keys", p.Keys)
		d.patterns("patterns", p.Patterns)
		d.optStr("rest", p.Rest)
	case *MatchClass:
		d.open("MatchClass")
		d.expr("cls", p.Cls)
		d.patterns("patterns", p.Patterns)
		d.names("kwd_attrs", p.KwdAttrs)
		d.patterns("kwd_patterns", p.KwdPatterns)
	case *MatchStar:
		d.open("MatchStar")
		d.optStr("name", p.Name)
	case *MatchAs:
		d.open("MatchAs")
		if p.Pattern != nil {
			d.name("pattern")
			d.pattern(p.Pattern)
		}
		d.optStr("name", p.Name)
	case *MatchOr:
		d.open("MatchOr")
		d.patterns("patterns", p.Patterns)
	}
	d.close(p)
}

// Repr returns the constant as Python's repr writes it.
func (c *Constant) Repr() string {
	switch c.Kind {
	case ConstTrue:
		return "True"
	case ConstFalse:
		return "False"
	case ConstEllipsis:
		return "Ellipsis"
	case ConstInt:
		if c.Big != nil {
			return c.Big.String()
		}
		return strconv.FormatInt(c.Int, 10)
	case ConstFloat:
		s := formatFloat(c.Float)
		if !strings.ContainsAny(s, ".ein") {
			s += ".0"
		}
		return s
	case ConstComplex:
		return formatFloat(c.Float) + "j"
	case ConstStr:
		return quote(c.Str, false)
	case ConstBytes:
		return "b" + quote(c.Str, true)
	}
	return "None"
}

// formatFloat writes the shortest text of a float, with an exponent where Python has one.
func formatFloat(f float64) string {
	if math.IsInf(f, 0) {
		return "inf"
	}
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// quote writes a string literal as repr does.
func quote(s string, bytes bool) string {
	q := byte('\'')
	if strings.IndexByte(s, '\'') >= 0 && strings.IndexByte(s, '"') < 0 {
		q = '"'
	}
	const hex = "0123456789abcdef"
	b := []byte{q}
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf || bytes {
			i++
			switch {
			case c == q || c == '\\':
				b = append(b, '\\', c)
			case c == '\n':
				b = append(b, `\n`...)
			case c == '\r':
				b = append(b, `\r`...)
			case c == '\t':
				b = append(b, `\t`...)
			case c < ' ' || c >= 127:
				b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
			default:
				b = append(b, c)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 && i+2 < len(s) {
			// A surrogate in WTF-8.
			r, n = rune(c&15)<<12|rune(s[i+1]&63)<<6|rune(s[i+2]&63), 3
		}
		i += n
		switch {
		case n != 1 && (r < 0xd800 || r > 0xdfff) && ucd.IsPrintable(r):
			b = utf8.AppendRune(b, r)
		case r < 0x100:
			b = append(b, '\\', 'x', hex[r>>4], hex[r&15])
		case r < 0x10000:
			b = append(b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			b = append(b, '\\', 'U', '0', '0', hex[r>>20&15], hex[r>>16&15], hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		}
	}
	return string(append(b, q))
}
