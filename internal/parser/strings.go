package parser

import (
	"strings"
	"unicode/utf8"

	"ouro/internal/ast"
	"ouro/internal/token"
)

// strings parses adjacent string literals, which are one expression.
func (p *parser) strings() ast.Expr {
	t := p.toks[p.i]
	if p.kind == token.TStringStart {
		return p.templates()
	}
	var parts []ast.Expr
	if p.kind == token.String {
		c := p.stringConstant(t) // an error in it comes before one in the next token
		p.next()
		if p.kind != token.String && p.kind != token.FStringStart && p.kind != token.TStringStart {
			return c
		}
		parts = append(parts, c)
	}
	isF := false
	for !p.failed {
		if p.kind == token.String {
			parts = append(parts, p.stringConstant(p.toks[p.i]))
			p.next()
		} else if p.kind == token.FStringStart {
			isF = true
			parts = p.fstring(parts, false)
		} else {
			break
		}
	}
	if p.failed {
		return badExpr
	}
	if p.kind == token.TStringStart && p.explaining() {
		p.diagnoseMixedStrings(t.Start)
		return badExpr
	}
	bytes := 0
	for _, e := range parts {
		if c, ok := e.(*ast.Constant); ok && c.Kind == ast.ConstBytes {
			bytes++
		}
	}
	if bytes > 0 && (bytes < len(parts) || isF) {
		p.reach()
		p.raiseLast(SyntaxErr, "cannot mix bytes and nonbytes literals")
		return badExpr
	}
	pos := p.pos(t.Start)
	if !isF {
		if len(parts) == 1 {
			return parts[0]
		}
		c := *parts[0].(*ast.Constant)
		c.Pos = pos
		c.Str = joinConstants(parts)
		return &c
	}
	return &ast.JoinedStr{Pos: pos, Values: foldConstants(parts)}
}

// templates parses adjacent t-strings.
func (p *parser) templates() ast.Expr {
	start := p.start()
	var parts []ast.Expr
	for p.kind == token.TStringStart {
		parts = p.fstring(parts, true)
	}
	if p.explaining() && !p.failed && (p.kind == token.String || p.kind == token.FStringStart) {
		p.diagnoseMixedStrings(start)
		return badExpr
	}
	return &ast.TemplateStr{Pos: p.pos(start), Values: foldConstants(parts)}
}

func joinConstants(parts []ast.Expr) string {
	if len(parts) == 1 {
		return parts[0].(*ast.Constant).Str
	}
	var b strings.Builder
	for _, e := range parts {
		b.WriteString(e.(*ast.Constant).Str)
	}
	return b.String()
}

// foldConstants joins neighbouring constants and drops empty ones.
func foldConstants(parts []ast.Expr) []ast.Expr {
	var out []ast.Expr
	for i := 0; i < len(parts); {
		first, ok := parts[i].(*ast.Constant)
		if !ok {
			out = append(out, parts[i])
			i++
			continue
		}
		j := i + 1
		for j < len(parts) {
			if _, ok := parts[j].(*ast.Constant); !ok {
				break
			}
			j++
		}
		c := *first
		c.Str = joinConstants(parts[i:j])
		c.End = parts[j-1].Span().End
		if c.Str != "" {
			out = append(out, &c)
		}
		i = j
	}
	return out
}

// stringConstant decodes a literal without fields.
func (p *parser) stringConstant(t token.Token) *ast.Constant {
	c := p.constants.new()
	c.Pos = ast.Pos{Start: t.Start, End: t.End}
	s := p.src[t.Start:t.End]
	q := strings.IndexAny(s, `"'`)
	kind, _ := stringPrefix(s[:q])
	n := 1
	if len(s) >= q+6 && s[q+1] == s[q] && s[q+2] == s[q] {
		n = 3
	}
	body := s[q+n : len(s)-n]
	c.Kind = ast.ConstStr
	c.U = q == 1 && s[0] == 'u'
	if kind&bytesString != 0 {
		c.Kind = ast.ConstBytes
		for i := 0; i < len(body); i++ {
			if body[i] >= utf8.RuneSelf {
				p.raiseTokens(t, t, "bytes can only contain ASCII literal characters")
				return c
			}
		}
	}
	if kind&rawString != 0 || strings.IndexByte(body, '\\') < 0 {
		c.Str = body
		return c
	}
	u := unescaper{p: p, s: body, at: t.Start + uint32(q+n), bytes: kind&bytesString != 0}
	c.Str = u.run()
	if u.problem != "" {
		p.raiseTokens(t, t, "%s", u.problem)
	}
	return c
}

// fstring parses one f- or t-string and appends its parts.
func (p *parser) fstring(parts []ast.Expr, template bool) []ast.Expr {
	if !p.enter() {
		return parts
	}
	raw := strings.ContainsAny(p.text(p.i), "rR")
	p.next()
	parts = p.fstringParts(parts, template, raw, false)
	p.expect(token.StringEnd)
	p.leave()
	return parts
}

// fstringParts parses text and fields up to the closing quote, or up to the brace that ends a format spec.
func (p *parser) fstringParts(parts []ast.Expr, template, raw, spec bool) []ast.Expr {
	for {
		switch p.kind {
		case token.StringMiddle:
			t := p.toks[p.i]
			p.next()
			parts = append(parts, p.middleConstant(t, raw, spec))
		case token.LBrace:
			m := p.i
			parts = p.field(parts, template, raw)
			if p.explaining() && p.failed && p.err == nil {
				p.diagnoseField(m, template)
			}
		default:
			return parts
		}
	}
}

// middleConstant decodes literal text inside an f-string.
func (p *parser) middleConstant(t token.Token, raw, spec bool) ast.Expr {
	s := p.src[t.Start:t.End]
	c := &ast.Constant{Pos: ast.Pos{Start: t.Start, End: t.End}, Kind: ast.ConstStr, Str: s}
	if !spec && strings.ContainsAny(s, "{}") || !raw && strings.IndexByte(s, '\\') >= 0 {
		u := unescaper{p: p, s: s, at: t.Start, raw: raw, braces: !spec}
		c.Str = u.run()
		if u.problem != "" {
			p.reach()
			p.raiseLast(SyntaxErr, "%s", u.problem)
		}
	}
	return c
}

// field parses a replacement field and appends it, after its own text if it ends in "=".
func (p *parser) field(parts []ast.Expr, template, raw bool) []ast.Expr {
	open := p.toks[p.i]
	p.next()
	value := p.annotatedRHS()
	if p.failed {
		return parts
	}
	exprEnd := p.start()
	debug := p.accept(token.Equal)
	debugEnd := p.start()
	conversion := -1
	if p.kind == token.Exclamation {
		bang := p.toks[p.i]
		p.next()
		if p.kind != token.Name {
			p.fail()
			return parts
		}
		t := p.toks[p.i]
		if t.Start != bang.End {
			p.raiseTokens(bang, t, "%s-string: conversion type must come right after the exclamation mark", p.enclosingString(p.i))
			return parts
		}
		switch s := p.text(p.i); s {
		case "s", "r", "a":
			conversion = int(s[0])
		default:
			p.raiseTokens(t, t, "%s-string: invalid conversion character '%s': expected 's', 'r', or 'a'", p.enclosingString(p.i), s)
			return parts
		}
		p.next()
	}
	var spec ast.Expr
	if p.kind == token.SpecColon {
		start := p.start()
		p.next()
		values := foldConstants(p.fstringParts(nil, false, raw, true))
		spec = &ast.JoinedStr{Pos: p.pos(start), Values: values}
	}
	p.expect(token.RBrace)
	if p.failed {
		return parts
	}
	if debug {
		text := stripComments(p.src[open.End:debugEnd])
		parts = append(parts, &ast.Constant{Pos: ast.Pos{Start: open.End, End: debugEnd}, Kind: ast.ConstStr, Str: text})
		if conversion < 0 && spec == nil {
			conversion = 'r'
		}
	}
	pos := p.pos(open.Start)
	if template {
		str := strings.TrimRight(stripComments(p.src[open.End:exprEnd]), " \t\n\f")
		return append(parts, &ast.Interpolation{Pos: pos, Value: value, Str: str, Conversion: conversion, Spec: spec})
	}
	return append(parts, &ast.FormattedValue{Pos: pos, Value: value, Conversion: conversion, Spec: spec})
}

// stripComments removes comments from a field's source text; a # inside a string is none.
func stripComments(s string) string {
	if strings.IndexByte(s, '#') < 0 {
		return s
	}
	var b strings.Builder
	var quote byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case quote != 0:
			if c == '\\' && i+1 < len(s) {
				b.WriteByte(c)
				i++
				c = s[i]
			} else if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '#':
			for i < len(s) && s[i] != '\n' {
				i++
			}
			if i == len(s) {
				return b.String()
			}
			c = s[i]
		}
		b.WriteByte(c)
	}
	return b.String()
}
