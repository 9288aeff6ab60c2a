package sre

import (
	"strings"

	"ouro/internal/object"
	"ouro/internal/sre"
)

// templateOf parses a replacement text; the last one is remembered.
func (p *Pattern) templateOf(th *object.Thread, v object.Value) (*sre.Template, error) {
	var text string
	if s, ok := object.AsStr(v); ok && !p.prog.Bytes {
		text = s.S
	} else if p.prog.Bytes && !ok && object.IsBufferLike(v) {
		b, err := object.CopyBytes(th, v)
		if err != nil {
			return nil, err
		}
		text = object.OwnText(b)
	} else {
		if p.prog.Bytes {
			return nil, object.TypeErrorf("a bytes-like object is required, not '%s'", v.Type().TypeName())
		}
		return nil, object.TypeErrorf("decoding to str: need a bytes-like object, %s found", v.Type().TypeName())
	}
	if p.template != nil && p.templateText == text {
		return p.template, nil
	}
	t, err := p.prog.ParseTemplate(text)
	if err != nil {
		return nil, compileError(th, err, v)
	}
	p.template, p.templateText = t, text
	return t, nil
}

// replacement is what matches are replaced by.
type replacement struct {
	call     object.Value // a function of the match, or unbound
	literal  string
	template *sre.Template // nil: literal
	// wrong is a literal of the other kind than the subject; it matters only once it is used.
	wrong object.Value
}

func (p *Pattern) replacementOf(th *object.Thread, v object.Value, s *subject) (r replacement, err error) {
	if x, ok := object.AsStr(v); ok {
		if !strings.Contains(x.S, "\\") {
			r.literal = x.S
			if s.str == nil {
				r.wrong = v
			}
			return r, nil
		}
	} else if b, ok := object.AsBytes(v); ok {
		if !strings.Contains(b.Text(), "\\") {
			r.literal = b.Text()
			if s.str != nil {
				r.wrong = v
			}
			return r, nil
		}
	} else if object.Callable(v) {
		r.call = v
		return r, nil
	}
	if r.template, err = p.templateOf(th, v); err == nil && r.template.Literal {
		r.literal, r.template = r.template.Parts[0].Text, nil
	}
	return r, err
}

// sub replaces the matches in text, at most count of them unless that is 0, and tells how many there were.
func (p *Pattern) sub(th *object.Thread, repl, text, countArg object.Value) (object.Value, int, error) {
	fail := func(err error) (object.Value, int, error) { return object.Value{}, 0, err }
	count, err := object.AsIndex(th, countArg)
	if err != nil {
		return fail(err)
	}
	s, err := subjectOf(th, p, text)
	if err != nil {
		return fail(err)
	}
	r, err := p.replacementOf(th, repl, &s)
	if err != nil {
		return fail(err)
	}
	var out []byte
	var at sre.Match
	n, last, pieces := 0, 0, 0
	sc := p.prog.Scanner(sre.Search, s.text, 0, len(s.text), th.CheckBreaker)
	for ; count == 0 || n < count; n++ {
		m := &at
		var match *Match
		if r.call.Bound() {
			match = newMatch(p, s, 0, len(s.text))
			m = &match.at
		}
		ok, err := sc.Next(m)
		if err != nil {
			sc.Close()
			return fail(runError(err))
		}
		if !ok {
			break
		}
		if out == nil {
			out = make([]byte, 0, len(s.text)+len(r.literal)+16)
		}
		if last < m.Regs[0] {
			out = append(out, s.text[last:m.Regs[0]]...)
			pieces++
		}
		last = m.Regs[1]
		switch {
		case r.call.Bound():
			v, err := object.Call1(th, r.call, match.value())
			if err != nil {
				sc.Close()
				return fail(err)
			}
			if v.IsNone() {
				continue
			}
			if out, err = s.join(th, out, v, pieces); err != nil {
				sc.Close()
				return fail(err)
			}
		case r.template != nil:
			out = r.template.Expand(out, s.text, m)
		case r.wrong.Bound():
			sc.Close()
			_, err := s.join(th, out, r.wrong, pieces)
			return fail(err)
		default:
			out = append(out, r.literal...)
		}
		pieces++
	}
	sc.Close()
	if n == 0 {
		return s.slice(0, len(s.text)), 0, nil
	}
	return s.result(append(out, s.text[last:]...)), n, nil
}

// join appends piece number i of the result, made by a function.
func (s *subject) join(th *object.Thread, out []byte, v object.Value, i int) ([]byte, error) {
	if s.str != nil {
		x, ok := object.AsStr(v)
		if !ok {
			return nil, object.TypeErrorf("sequence item %d: expected str instance, %s found", i, v.Type().TypeName())
		}
		return append(out, x.S...), nil
	}
	b, release, err := object.BufferOf(th, v)
	if err != nil {
		return nil, object.TypeErrorf("sequence item %d: expected a bytes-like object, %s found", i, v.Type().TypeName())
	}
	out = append(out, b...)
	release()
	return out, nil
}
