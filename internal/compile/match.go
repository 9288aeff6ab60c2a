package compile

import (
	"fmt"
	"math"
	"slices"

	"ouro/internal/ast"
	"ouro/internal/bytecode"
)

// matcher compiles one case pattern. What a pattern captures stays in registers until the whole pattern has matched; the
// names are bound then.
type matcher struct {
	u        *unit
	captures []capture
	// total permits a pattern that always matches: in the last case, or before a guard.
	total bool
}

type capture struct {
	name string
	reg  int
	pos  ast.Pos
}

func (u *unit) match(s *ast.Match) {
	subject := u.fresh(s.Subject)
	end := u.newLabel()
	for i, c := range s.Cases {
		sp := u.sp
		next := u.newLabel()
		m := &matcher{u: u, total: i == len(s.Cases)-1 || c.Guard != nil}
		old := u.at(c.Pattern.Span())
		m.pattern(c.Pattern, subject, next)
		for _, cp := range m.captures {
			u.pos = cp.pos
			u.checkName(cp.name, ast.Store, cp.pos)
			u.storeName(cp.name, cp.reg)
		}
		u.sp = sp
		if c.Guard != nil {
			u.condition(c.Guard, next, false)
		}
		u.pos = old
		u.stmts(c.Body)
		u.jump(end)
		u.place(next)
		if u.c.err != nil {
			return
		}
	}
	u.place(end)
}

func (m *matcher) fail(pos ast.Pos, msg string) { m.u.c.fail(pos, msg) }

func (m *matcher) capture(name string, src int, pos ast.Pos) {
	for _, c := range m.captures {
		if c.name == name {
			m.fail(pos, fmt.Sprintf("multiple assignments to name '%s' in pattern", name))
			return
		}
	}
	m.captures = append(m.captures, capture{name, src, pos})
}

// pattern goes on if R[src] matches p, else to no. Registers of captured values stay taken.
func (m *matcher) pattern(p ast.Pattern, src int, no *label) {
	u := m.u
	if !u.c.deeper() {
		return
	}
	old := u.at(p.Span())
	switch p := p.(type) {
	case *ast.MatchValue:
		switch p.Value.(type) {
		case *ast.JoinedStr, *ast.TemplateStr:
			u.c.fail(p.Value.Span(), "patterns may only match literals and attribute lookups")
			return
		}
		sp := u.sp
		u.compareJump(ast.Eq, src, p.Value, no, false)
		u.sp = sp
	case *ast.MatchSingleton:
		m.singleton(p, src, no)
	case *ast.MatchAs:
		m.as(p, src, no)
	case *ast.MatchOr:
		m.or(p, src, no)
	case *ast.MatchSequence:
		m.sequence(p, src, no)
	case *ast.MatchMapping:
		m.mapping(p, src, no)
	case *ast.MatchClass:
		m.class(p, src, no)
	case *ast.MatchStar:
		u.fail("starred pattern outside of a sequence pattern")
	}
	u.pos = old
	u.c.depth--
}

// inner is pattern for a part, where patterns that always match are allowed.
func (m *matcher) inner(p ast.Pattern, src int, no *label) {
	old := m.total
	m.total = true
	m.pattern(p, src, no)
	m.total = old
}

func (m *matcher) singleton(p *ast.MatchSingleton, src int, no *label) {
	u := m.u
	if p.Kind == ast.ConstNone {
		u.branch(bytecode.OpJumpIfNotNone, src, 0, no)
		return
	}
	t := u.push()
	u.loadConst(t, bytecode.BoolConst(p.Kind == ast.ConstTrue))
	u.branch(bytecode.OpJumpIfIsNot, src, reg(t), no)
	u.pop(t)
}

func (m *matcher) as(p *ast.MatchAs, src int, no *label) {
	if p.Pattern == nil {
		if !m.total {
			if p.Name != "" {
				m.fail(p.Span(), fmt.Sprintf("name capture '%s' makes remaining patterns unreachable", p.Name))
			} else {
				m.fail(p.Span(), "wildcard makes remaining patterns unreachable")
			}
			return
		}
	} else {
		m.pattern(p.Pattern, src, no)
	}
	if p.Name != "" {
		m.capture(p.Name, src, p.Span())
	}
}

// or tries alternatives; each must capture the same names, which it leaves in the same registers.
func (m *matcher) or(p *ast.MatchOr, src int, no *label) {
	u := m.u
	done := u.newLabel()
	before := len(m.captures)
	var names []string
	var first int
	total := m.total
	for i, alt := range p.Patterns {
		last := i == len(p.Patterns)-1
		next := no
		if !last {
			next = u.newLabel()
		}
		sp := u.sp
		m.captures = m.captures[:before]
		m.total = total && last
		m.pattern(alt, src, next)
		if u.c.err != nil {
			return
		}
		got := slices.Clone(m.captures[before:])
		slices.SortFunc(got, func(a, b capture) int {
			if a.name < b.name {
				return -1
			}
			return 1
		})
		if i == 0 {
			for _, c := range got {
				names = append(names, c.name)
			}
			// The results get registers below those of later alternatives: move what this one captured there.
			first = m.settle(got, sp)
		} else {
			if len(got) != len(names) {
				m.fail(p.Span(), "alternative patterns bind different names")
				return
			}
			for k, c := range got {
				if c.name != names[k] {
					m.fail(p.Span(), "alternative patterns bind different names")
					return
				}
			}
			m.moveAll(got, first)
		}
		u.sp = first + len(names)
		if !last {
			u.jump(done)
			u.place(next)
		}
	}
	u.place(done)
	m.total = total
	var settled []capture
	for k, n := range names {
		settled = append(settled, capture{n, first + k, p.Span()})
	}
	m.captures = append(m.captures[:before], settled...)
}

// settle moves captures to consecutive registers from at on, below which everything is in use, and returns at.
func (m *matcher) settle(got []capture, at int) int {
	u := m.u
	if need := at + len(got) - u.sp; need > 0 {
		u.pushN(need)
	}
	m.moveAll(got, at)
	return at
}

// moveAll moves captures to the registers from at on, where some of them may lie already in another order.
func (m *matcher) moveAll(got []capture, at int) {
	u := m.u
	clash := false
	for k, c := range got {
		if c.reg != at+k && c.reg >= at && c.reg < at+len(got) {
			clash = true
		}
	}
	if !clash {
		for k, c := range got {
			u.move(at+k, c.reg)
		}
		return
	}
	sp := u.sp
	u.sp = max(u.sp, at+len(got))
	t := u.pushN(len(got))
	for k, c := range got {
		u.move(t+k, c.reg)
	}
	for k := range got {
		u.move(at+k, t+k)
	}
	u.sp = sp
}

func (m *matcher) sequence(p *ast.MatchSequence, src int, no *label) {
	u := m.u
	star := -1
	wild := true
	for i, q := range p.Patterns {
		if _, ok := q.(*ast.MatchStar); ok {
			if star >= 0 {
				m.fail(p.Span(), "multiple starred names in sequence pattern")
				return
			}
			star = i
		}
		wild = wild && wildcard(q)
	}
	if star > 255 || len(p.Patterns) > bytecode.MaxRegs/2 {
		m.fail(p.Span(), "too many expressions in star-unpacking assignment")
		return
	}
	u.branch(bytecode.OpJumpIfNotSequence, src, 0, no)
	n := len(p.Patterns)
	if star < 0 || n > 1 {
		t := u.push()
		u.op2(bytecode.OpGetLen, t, src)
		if star < 0 {
			u.branch(bytecode.OpJumpIfNotEQI, t, n, no)
		} else {
			u.branch(bytecode.OpJumpIfLTI, t, n-1, no)
		}
		u.pop(t)
	}
	if n == 0 || wild {
		return
	}
	if star >= 0 && wildcard(p.Patterns[star]) {
		m.items(p, src, star, no)
		return
	}
	first := u.pushN(n)
	if star < 0 {
		u.emit(bytecode.OpUnpack, 0, reg(first), reg(src), n)
	} else {
		u.emit(bytecode.OpUnpackStar, star, reg(first), reg(src), n-1-star)
	}
	for i, q := range p.Patterns {
		if s, ok := q.(*ast.MatchStar); ok {
			if s.Name != "" {
				m.capture(s.Name, first+i, s.Span())
			}
			continue
		}
		m.inner(q, first+i, no)
	}
}

// items takes single items by index: the rest of the sequence is not wanted.
func (m *matcher) items(p *ast.MatchSequence, src, star int, no *label) {
	u := m.u
	n := len(p.Patterns)
	for i, q := range p.Patterns {
		if i == star || wildcard(q) {
			continue
		}
		t := u.push()
		index := i
		if i > star {
			index = i - n
			k := u.push()
			u.op2(bytecode.OpGetLen, k, src)
			u.emit(bytecode.OpSubI, 0, reg(k), reg(k), -index)
			u.op3(bytecode.OpGetItem, t, src, k)
			u.pop(k)
		} else {
			u.emit(bytecode.OpGetItemI, 0, reg(t), reg(src), index)
		}
		m.inner(q, t, no)
	}
}

// wildcard reports whether p is _ or *_.
func wildcard(p ast.Pattern) bool {
	switch p := p.(type) {
	case *ast.MatchAs:
		return p.Pattern == nil && p.Name == ""
	case *ast.MatchStar:
		return p.Name == ""
	}
	return false
}

func (m *matcher) mapping(p *ast.MatchMapping, src int, no *label) {
	u := m.u
	if len(p.Keys) != len(p.Patterns) {
		m.fail(p.Span(), "keys and patterns of a mapping pattern differ in number")
		return
	}
	seen := map[string]bool{}
	for _, k := range p.Keys {
		if v, ok := u.fold(k); ok {
			if seen[equalKey(v)] {
				m.fail(p.Span(), fmt.Sprintf("mapping pattern checks duplicate key (%s)", constRepr(v)))
				return
			}
			seen[equalKey(v)] = true
		} else if _, ok := k.(*ast.Attribute); !ok {
			m.fail(p.Span(), "mapping pattern keys may only match literals and attribute lookups")
			return
		}
	}
	u.branch(bytecode.OpJumpIfNotMapping, src, 0, no)
	n := len(p.Keys)
	if n == 0 && p.Rest == "" {
		return
	}
	keys := u.push()
	if n > 0 {
		t := u.push()
		u.op2(bytecode.OpGetLen, t, src)
		u.branch(bytecode.OpJumpIfLTI, t, n, no)
		u.pop(t)
	}
	u.tuple(p.Keys, keys)
	u.sp = keys + 1
	if n > 0 {
		vals := u.push()
		u.op3(bytecode.OpMatchKeys, vals, src, keys)
		u.branch(bytecode.OpJumpIfNone, vals, 0, no)
		first := u.pushN(n)
		u.emit(bytecode.OpUnpack, 0, reg(first), reg(vals), n)
		for i, q := range p.Patterns {
			m.inner(q, first+i, no)
		}
	}
	if p.Rest != "" {
		r := u.push()
		u.op3(bytecode.OpMatchRest, r, src, keys)
		m.capture(p.Rest, r, p.Span())
	}
}

func (m *matcher) class(p *ast.MatchClass, src int, no *label) {
	u := m.u
	for i, name := range p.KwdAttrs {
		u.checkName(name, ast.Store, p.KwdPatterns[i].Span())
		if slices.Contains(p.KwdAttrs[:i], name) {
			m.fail(p.KwdPatterns[i].Span(), "attribute name repeated in class pattern: "+name)
			return
		}
	}
	n := len(p.Patterns) + len(p.KwdPatterns)
	if n > 255 {
		m.fail(p.Span(), "too many sub-patterns in class pattern "+patternClassName(p))
		return
	}
	cls := u.fresh(p.Cls)
	u.pos = p.Span()
	u.emit(bytecode.OpMatchClass, len(p.Patterns), reg(cls), reg(src), u.shortConstant(bytecode.NamesConst(p.KwdAttrs)))
	u.branch(bytecode.OpJumpIfNone, cls, 0, no)
	if n == 0 {
		u.pop(cls)
		return
	}
	first := u.pushN(n)
	u.emit(bytecode.OpUnpack, 0, reg(first), reg(cls), n)
	for i, q := range append(slices.Clone(p.Patterns), p.KwdPatterns...) {
		if !wildcard(q) {
			m.inner(q, first+i, no)
		}
	}
}

func patternClassName(p *ast.MatchClass) string { return unparse(p.Cls) }

// equalKey is a text that constants share that are equal as dict keys: 1, 1.0 and True.
func equalKey(k bytecode.Const) string {
	switch k.Kind {
	case bytecode.ConstBool:
		k.Kind = bytecode.ConstInt
	case bytecode.ConstFloat, bytecode.ConstComplex:
		if k.Imag == 0 && k.Float == math.Trunc(k.Float) && math.Abs(k.Float) < 1<<62 {
			k = bytecode.IntConst(int64(k.Float))
		}
	}
	return k.Key()
}

// constRepr is the repr of a constant key for an error message.
func constRepr(k bytecode.Const) string {
	switch k.Kind {
	case bytecode.ConstStr:
		return unparse(&ast.Constant{Kind: ast.ConstStr, Str: k.Str})
	case bytecode.ConstBytes:
		return unparse(&ast.Constant{Kind: ast.ConstBytes, Str: k.Str})
	}
	return k.String()
}
