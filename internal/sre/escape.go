package sre

import (
	"fmt"
	"strconv"
	"strings"

	"ouro/internal/ucd"
)

// category bits of a set: \d \D \s \S \w \W.
type category uint8

const (
	catDigit category = 1 << iota
	catNotDigit
	catSpace
	catNotSpace
	catWord
	catNotWord
)

// setItem is a range of characters, or categories if cat is not 0.
type setItem struct {
	lo, hi rune
	cat    category
}

func categoryOf(c rune) category {
	switch c {
	case 'd':
		return catDigit
	case 'D':
		return catNotDigit
	case 's':
		return catSpace
	case 'S':
		return catNotSpace
	case 'w':
		return catWord
	case 'W':
		return catNotWord
	}
	return 0
}

// controlOf resolves the one-letter escapes that stand for a control character.
func controlOf(c rune) (rune, bool) {
	switch c {
	case 'a':
		return 7, true
	case 'f':
		return '\f', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'v':
		return '\v', true
	}
	return 0, false
}

// escape reads an escape outside a set; t is its token.
func (p *parser) escape(t []rune) (*node, error) {
	c := t[1]
	switch c {
	case 'A', 'b', 'B', 'Z', 'z':
		return &node{kind: nodeAt, at: byte(c)}, nil
	}
	if cat := categoryOf(c); cat != 0 {
		return &node{kind: nodeSet, items: []setItem{{cat: cat}}, lo: 1, hi: 1}, nil
	}
	if isDigit(c) {
		return p.numericEscape(c)
	}
	r, err := p.charEscape(t)
	if err != nil {
		return nil, err
	}
	return literal(r), nil
}

// numericEscape tells octal escapes from group references.
func (p *parser) numericEscape(c rune) (*node, error) {
	digits := []rune{c}
	if c == '0' {
		digits = append(digits, p.while(2, isOctal)...)
		return literal(octal(digits)), nil
	}
	if d := p.while(1, isDigit); len(d) == 1 {
		digits = append(digits, d[0])
		if isOctal(c) && isOctal(d[0]) {
			if d = p.while(1, isOctal); len(d) == 1 {
				digits = append(digits, d[0])
				r := octal(digits)
				if r > 0o377 {
					return nil, p.fail(len(digits)+1, octalRange(digits))
				}
				return literal(r), nil
			}
		}
	}
	g, _ := strconv.Atoi(string(digits))
	if g >= p.groups {
		return nil, p.fail(len(digits), "invalid group reference "+strconv.Itoa(g))
	}
	if !p.closed(g) {
		return nil, p.fail(len(digits)+1, "cannot refer to an open group")
	}
	if err := p.checkBehind(g); err != nil {
		return nil, err
	}
	return p.ref(g), nil
}

func octal(digits []rune) rune {
	r := rune(0)
	for _, d := range digits {
		r = r<<3 | (d - '0')
	}
	return r
}

func octalRange(digits []rune) string {
	return fmt.Sprintf(`octal escape value \%s outside of range 0-0o377`, string(digits))
}

// charEscape reads the escapes that mean one character and are the same inside and outside a set.
func (p *parser) charEscape(t []rune) (rune, error) {
	c := t[1]
	if r, ok := controlOf(c); ok {
		return r, nil
	}
	n := 0
	switch {
	case c == 'x':
		n = 2
	case c == 'u' && !p.bytes:
		n = 4
	case c == 'U' && !p.bytes:
		n = 8
	case c == 'N' && !p.bytes:
		return p.namedChar()
	}
	if n > 0 {
		hex := p.while(n, isHex)
		text := encode(t, false) + string(hex)
		if len(hex) != n {
			return 0, p.fail(len(text), "incomplete escape "+text)
		}
		u, _ := strconv.ParseUint(string(hex), 16, 64)
		if u > 0x10FFFF {
			return 0, p.fail(len(text), "bad escape "+text)
		}
		return rune(u), nil
	}
	if isASCIILetter(c) {
		return 0, p.fail(2, "bad escape "+encode(t, false))
	}
	return c, nil
}

func (p *parser) namedChar() (rune, error) {
	if !p.accept('{') {
		return 0, p.fail(0, "missing {")
	}
	name, err := p.until('}', "character name")
	if err != nil {
		return 0, err
	}
	for _, r := range name {
		if r >= 0xD800 && r <= 0xDFFF {
			return 0, p.fail(2, `bad escape \N`)
		}
	}
	lookup := p.name
	if lookup == nil {
		lookup = ucd.Lookup
	}
	if r, ok := lookup(string(name)); ok {
		return r, nil
	}
	return 0, p.fail(len(name)+4, "undefined character name "+quote(name))
}

// set reads a character set after its opening bracket.
func (p *parser) set() (*node, error) {
	here := p.tell() - 1
	unterminated := func() error { return p.fail(p.tell()-here, "unterminated character set") }
	n := &node{kind: nodeSet, lo: 1, hi: 1}
	if p.peek('[') {
		p.warn("nested set", p.tell())
	}
	n.negate = p.accept('^')
	for first := true; ; first = false {
		t := p.get()
		if t == nil {
			return nil, unterminated()
		}
		if len(t) == 1 && t[0] == ']' && !first {
			break
		}
		if len(t) == 1 && !first && len(p.next) == 1 && p.next[0] == t[0] {
			switch t[0] {
			case '-':
				p.warn("set difference", p.tell()-1)
			case '&':
				p.warn("set intersection", p.tell()-1)
			case '~':
				p.warn("set symmetric difference", p.tell()-1)
			case '|':
				p.warn("set union", p.tell()-1)
			}
		}
		a, err := p.setItem(t)
		if err != nil {
			return nil, err
		}
		if !p.accept('-') {
			n.items = append(n.items, a)
			continue
		}
		u := p.get()
		if u == nil {
			return nil, unterminated()
		}
		if len(u) == 1 && u[0] == ']' {
			n.items = append(n.items, a, setItem{lo: '-', hi: '-'})
			break
		}
		if len(u) == 1 && u[0] == '-' {
			p.warn("set difference", p.tell()-2)
		}
		b, err := p.setItem(u)
		if err != nil {
			return nil, err
		}
		if a.cat != 0 || b.cat != 0 || b.lo < a.lo {
			return nil, p.fail(len(t)+1+len(u), "bad character range "+encode(t, false)+"-"+encode(u, false))
		}
		n.items = append(n.items, setItem{lo: a.lo, hi: b.lo})
	}
	return n, nil
}

func (p *parser) warn(what string, pos int) {
	p.warnings = append(p.warnings, fmt.Sprintf("Possible %s at position %d", what, pos))
}

// setItem reads the member of a set that starts with token t.
func (p *parser) setItem(t []rune) (setItem, error) {
	c := t[0]
	if len(t) == 2 {
		c = t[1]
		if cat := categoryOf(c); cat != 0 {
			return setItem{cat: cat}, nil
		}
		switch {
		case c == 'b':
			c = '\b'
		case isOctal(c):
			digits := append([]rune{c}, p.while(2, isOctal)...)
			if c = octal(digits); c > 0o377 {
				return setItem{}, p.fail(len(digits)+1, octalRange(digits))
			}
		case isDigit(c):
			return setItem{}, p.fail(2, "bad escape "+encode(t, false))
		default:
			var err error
			if c, err = p.charEscape(t); err != nil {
				return setItem{}, err
			}
		}
	}
	return setItem{lo: c, hi: c}, nil
}

// Escape puts a backslash before every character that is special in a pattern.
func Escape(s string) string {
	const special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"
	if !strings.ContainsAny(s, special) {
		return s
	}
	b := make([]byte, 0, len(s)+8)
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(special, s[i]) >= 0 {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return string(b)
}
