package compile

import (
	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// joinedStr builds an f-string.
func (u *unit) joinedStr(e *ast.JoinedStr, dst int) {
	switch len(e.Values) {
	case 0:
		u.loadConst(dst, bytecode.StrConst(""))
		return
	case 1:
		if f, ok := e.Values[0].(*ast.FormattedValue); ok {
			u.pos = f.Span()
			u.formattedValue(f, dst, 0)
			return
		}
	}
	if len(e.Values) <= displayChunk {
		first := u.stringParts(e.Values)
		u.emit(bytecode.OpBuildString, len(e.Values), reg(dst), reg(first), 0)
		return
	}
	t := u.private(dst)
	u.loadConst(t, bytecode.StrConst(""))
	sp := u.sp
	for rest := e.Values; len(rest) > 0; {
		n := min(len(rest), displayChunk)
		first := u.push()
		u.move(first, t)
		u.stringParts(rest[:n])
		u.emit(bytecode.OpBuildString, n+1, reg(t), reg(first), 0)
		u.sp = sp
		rest = rest[n:]
	}
	u.move(dst, t)
}

// stringParts leaves the parts of an f-string in consecutive registers, for BUILD_STRING, and gives the first.
func (u *unit) stringParts(parts []ast.Expr) int {
	first := u.sp
	for _, e := range parts {
		r := u.push()
		if f, ok := e.(*ast.FormattedValue); ok {
			old := u.at(f.Span())
			u.formattedValue(f, r, bytecode.FormatPart)
			u.pos, u.sp = old, r+1
			continue
		}
		u.expr(e, r)
	}
	return first
}

func conversion(c int) int {
	switch c {
	case 's':
		return bytecode.ConvStr
	case 'r':
		return bytecode.ConvRepr
	case 'a':
		return bytecode.ConvASCII
	}
	return bytecode.ConvNone
}

// constSpec returns a format spec that is plain text.
func constSpec(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.Constant:
		return e.Str, e.Kind == ast.ConstStr
	case *ast.JoinedStr:
		text := ""
		for _, v := range e.Values {
			k, ok := v.(*ast.Constant)
			if !ok || k.Kind != ast.ConstStr {
				return "", false
			}
			text += k.Str
		}
		return text, true
	}
	return "", false
}

// formattedValue formats a replacement field; part is FormatPart if the result goes into BUILD_STRING, else 0.
func (u *unit) formattedValue(e *ast.FormattedValue, dst, part int) {
	conv := conversion(e.Conversion)
	if e.Spec == nil {
		v := u.operand(e.Value)
		if conv != bytecode.ConvNone {
			part = 0
		}
		u.emit(bytecode.OpFormat, conv|part, reg(dst), reg(v), 0)
		return
	}
	v := u.operandBefore(e.Value, e.Spec)
	if text, ok := constSpec(e.Spec); ok {
		u.emit(bytecode.OpFormatConst, conv, reg(dst), reg(v), u.shortConstant(bytecode.StrConst(text)))
		return
	}
	spec := u.operand(e.Spec)
	u.emit(bytecode.OpFormatSpec, conv, reg(dst), reg(v), reg(spec))
}

// templateStr builds a t-string: the texts around its interpolations, and those.
func (u *unit) templateStr(e *ast.TemplateStr, dst int) {
	var texts []bytecode.Const
	var fields []ast.Expr
	text, open := "", true
	for _, v := range e.Values {
		if k, ok := v.(*ast.Constant); ok {
			text, open = text+k.Str, true
			continue
		}
		texts = append(texts, bytecode.StrConst(text))
		text, open = "", true
		fields = append(fields, v)
	}
	if open {
		texts = append(texts, bytecode.StrConst(text))
	}
	run := u.pushN(2)
	u.wide(bytecode.OpLoadConst, run, u.constant(bytecode.TupleConst(texts)))
	sp := u.sp
	u.tuple(fields, run+1)
	u.sp = sp
	u.op3(bytecode.OpBuildTemplate, dst, run, run+1)
}

func (u *unit) interpolation(e *ast.Interpolation, dst int) {
	run := u.pushN(3)
	u.expr(e.Value, run)
	u.loadConst(run+1, bytecode.StrConst(e.Str))
	switch text, ok := constSpec(e.Spec); {
	case e.Spec == nil:
		u.loadConst(run+2, bytecode.StrConst(""))
	case ok:
		u.loadConst(run+2, bytecode.StrConst(text))
	default:
		u.expr(e.Spec, run+2)
	}
	u.emit(bytecode.OpBuildInterpolation, conversion(e.Conversion), reg(dst), reg(run), 0)
}
