package sre

import "strconv"

// TemplatePart is literal text followed by a group's match; Group is -1 for none.
type TemplatePart struct {
	Text  string
	Group int
}

// Template is a parsed replacement text.
type Template struct {
	Parts []TemplatePart
	// Literal tells that no part refers to a group; the text is then Parts[0].Text.
	Literal bool
}

// ParseTemplate parses the replacement argument of sub. Errors are *PatternError or *UnknownGroupError.
func (p *Program) ParseTemplate(text string) (*Template, error) {
	t := &parser{src: runesOf(text, p.Bytes), bytes: p.Bytes}
	t.advance()
	out := &Template{Literal: true}
	var lit []byte
	put := func(rs []rune) {
		for _, r := range rs {
			if p.Bytes {
				lit = append(lit, byte(r))
			} else {
				lit = appendRune(lit, r)
			}
		}
	}
	group := func(digits []rune, back int) error {
		g, err := strconv.Atoi(string(digits))
		if err != nil || g > p.Groups {
			i := 0
			for i < len(digits)-1 && digits[i] == '0' {
				i++
			}
			return t.fail(back, "invalid group reference "+string(digits[i:]))
		}
		out.Parts = append(out.Parts, TemplatePart{string(lit), g})
		out.Literal = false
		lit = lit[:0]
		return nil
	}
	for t.err == nil {
		tok := t.get()
		if tok == nil {
			break
		}
		if tok[0] != '\\' {
			put(tok)
			continue
		}
		c := tok[1]
		r, control := controlOf(c)
		switch {
		case c == 'g':
			if !t.accept('<') {
				return nil, t.fail(0, "missing <")
			}
			name, err := t.until('>', "group name")
			if err != nil {
				return nil, err
			}
			decimal := true
			for _, r := range name {
				decimal = decimal && isDigit(r)
			}
			if decimal {
				if err := group(name, len(name)+1); err != nil {
					return nil, err
				}
				continue
			}
			if err := t.checkName(name); err != nil {
				return nil, err
			}
			g := p.GroupIndex(string(name))
			if g == 0 {
				if t.err != nil {
					return nil, t.err
				}
				return nil, &UnknownGroupError{"unknown group name " + quote(name)}
			}
			if err := group([]rune(strconv.Itoa(g)), 0); err != nil {
				return nil, err
			}
		case c == '0':
			put([]rune{octal(t.while(2, isOctal))})
		case isDigit(c):
			digits := []rune{c}
			if d := t.while(1, isDigit); len(d) == 1 {
				digits = append(digits, d[0])
				if isOctal(c) && isOctal(d[0]) {
					if d = t.while(1, isOctal); len(d) == 1 {
						digits = append(digits, d[0])
						r := octal(digits)
						if r > 0o377 {
							return nil, t.fail(len(digits)+1, octalRange(digits))
						}
						put([]rune{r})
						continue
					}
				}
			}
			if err := group(digits, len(digits)); err != nil {
				return nil, err
			}
		case control:
			put([]rune{r})
		case c == '\\':
			put(tok[1:])
		case c == 'b':
			put([]rune{'\b'})
		case isASCIILetter(c):
			return nil, t.fail(2, "bad escape "+encode(tok, false))
		default:
			put(tok)
		}
	}
	if t.err != nil {
		return nil, t.err
	}
	if len(lit) > 0 || len(out.Parts) == 0 {
		out.Parts = append(out.Parts, TemplatePart{string(lit), -1})
	}
	return out, nil
}

// Expand appends the template's text for a match in s to dst. A group that took no part gives nothing.
func (t *Template) Expand(dst []byte, s string, m *Match) []byte {
	for i := range t.Parts {
		part := &t.Parts[i]
		dst = append(dst, part.Text...)
		if g := part.Group; g >= 0 && m.Regs[2*g] >= 0 {
			dst = append(dst, s[m.Regs[2*g]:m.Regs[2*g+1]]...)
		}
	}
	return dst
}
