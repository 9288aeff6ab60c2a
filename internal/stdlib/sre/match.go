package sre

import (
	"strconv"

	"ouro/internal/object"
	"ouro/internal/sre"
)

// Match is a successful match.
type Match struct {
	object.Header
	pattern  *Pattern
	subject  subject
	pos, end int // where the search was bounded, as byte offsets
	at       sre.Match
	few      [4]int // holds at.Regs of patterns with one group at most
}

var (
	matchLayout = object.NewLayout[Match]()
	// MatchType is re.Match.
	MatchType = object.NewType("Match", object.ObjectType, matchLayout)
)

func newMatch(p *Pattern, s subject, pos, end int) *Match {
	m := &Match{pattern: p, subject: s, pos: pos, end: end}
	m.Shape = MatchType.ExactShape()
	m.at.Regs = m.few[:]
	return m
}

func (m *Match) value() object.Value { return object.Of(&m.Header) }

func noGroup() error { return object.NewExcf(object.IndexErrorType, "no such group") }

// group reads a group number or name.
func (m *Match) group(th *object.Thread, v object.Value) (int, error) {
	g := -1
	if v.IsInt() {
		g = int(v.Int64())
	} else if s, ok := object.AsStr(v); ok {
		if g = m.pattern.prog.GroupIndex(s.S); g == 0 {
			g = -1
		}
	} else if object.S(v).Index != nil {
		i, err := object.Index(th, v)
		if err != nil {
			return 0, err
		}
		if n, ok := object.SmallInt(i); ok {
			g = int(n)
		}
	}
	if g < 0 || g > m.pattern.prog.Groups {
		return 0, noGroup()
	}
	return g, nil
}

// text is what group g matched, or dflt.
func (m *Match) text(g int, dflt object.Value) object.Value {
	if m.at.Regs[2*g] < 0 {
		return dflt
	}
	return m.subject.slice(m.at.Regs[2*g], m.at.Regs[2*g+1])
}

// span is where group g matched, as Python counts.
func (m *Match) span(g int) object.Value {
	return object.NewPair(object.Int(int64(m.subject.index(m.at.Regs[2*g]))), object.Int(int64(m.subject.index(m.at.Regs[2*g+1]))))
}

func matchGetItem(th *object.Thread, v, key object.Value) (object.Value, error) {
	m := object.Unchecked[Match](v)
	g, err := m.group(th, key)
	if err != nil {
		return object.Value{}, err
	}
	return m.text(g, object.None), nil
}

func matchGroup(th *object.Thread, args []object.Value, names []*object.Str) (object.Value, error) {
	if len(names) > 0 {
		return object.Value{}, object.TypeErrorf("Match.group() takes no keyword arguments")
	}
	m := object.Unchecked[Match](args[0])
	switch len(args) {
	case 1:
		return m.text(0, object.None), nil
	case 2:
		return matchGetItem(th, args[0], args[1])
	}
	t := object.MakeTuple(len(args) - 1)
	for i := range t.Items {
		v, err := matchGetItem(th, args[0], args[1+i])
		if err != nil {
			return v, err
		}
		t.Items[i] = v
	}
	return t.Value(), nil
}

// edge is start (0) or end (1).
func edge(which int) object.Fn {
	return object.F2(func(th *object.Thread, v, group object.Value) (object.Value, error) {
		m := object.Unchecked[Match](v)
		g, err := m.group(th, group)
		if err != nil {
			return object.Value{}, err
		}
		return object.Int(int64(m.subject.index(m.at.Regs[2*g+which]))), nil
	})
}

// maxMatchRepr is how much of the matched text's repr is shown.
const maxMatchRepr = 50

func matchRepr(th *object.Thread, v object.Value) (object.Value, error) {
	m := object.Unchecked[Match](v)
	r, err := object.Repr(th, m.text(0, object.None))
	if err != nil {
		return object.Value{}, err
	}
	a, b := m.subject.index(m.at.Regs[0]), m.subject.index(m.at.Regs[1])
	return object.StrValue("<re.Match object; span=(" + strconv.Itoa(a) + ", " + strconv.Itoa(b) + "), match=" +
		r.Substr(0, min(maxMatchRepr, r.Len())).S + ">"), nil
}

func init() {
	t := MatchType
	t.Module = "re"
	t.Doc = "Where and what a pattern matched."
	t.Flags |= object.FlagNoBase | object.FlagNoNew
	t.Repr, t.GetItem = matchRepr, matchGetItem
	t.Methods = append([]object.Func{
		{Sig: "group(*args)", Doc: "What groups matched.", Fn: object.Raw(matchGroup)},
		{Sig: "start(group=0, /)", Doc: "Where a group's match starts.", Fn: edge(0)},
		{Sig: "end(group=0, /)", Doc: "Where a group's match ends.", Fn: edge(1)},
		{Sig: "span(group=0, /)", Doc: "Start and end of a group's match.", Fn: object.F2(func(th *object.Thread, v, group object.Value) (object.Value, error) {
			m := object.Unchecked[Match](v)
			g, err := m.group(th, group)
			if err != nil {
				return object.Value{}, err
			}
			return m.span(g), nil
		})},
		{Sig: "groups(default=None)", Doc: "What all groups matched.", Fn: object.F2(func(th *object.Thread, v, dflt object.Value) (object.Value, error) {
			m := object.Unchecked[Match](v)
			t := object.MakeTuple(m.pattern.prog.Groups)
			for i := range t.Items {
				t.Items[i] = m.text(i+1, dflt)
			}
			return t.Value(), nil
		})},
		{Sig: "groupdict(default=None)", Doc: "What named groups matched.", Fn: object.F2(func(th *object.Thread, v, dflt object.Value) (object.Value, error) {
			m := object.Unchecked[Match](v)
			d := object.NewDict()
			for g, n := range m.pattern.names {
				if s, ok := object.AsStr(n); ok {
					d.SetStr(s, m.text(g, dflt))
				}
			}
			return d.Value(), nil
		})},
		{Sig: "expand(template)", Doc: "A replacement text with its group references filled in.", Fn: object.F2(func(th *object.Thread, v, template object.Value) (object.Value, error) {
			m := object.Unchecked[Match](v)
			t, err := m.pattern.templateOf(th, template)
			if err != nil {
				return object.Value{}, err
			}
			return m.subject.result(t.Expand(nil, m.subject.text, &m.at)), nil
		})},
	}, itself...)
	get := func(name string, f func(m *Match) object.Value) object.GetSet {
		return readOnly(name, func(th *object.Thread, v object.Value) (object.Value, error) {
			return f(object.Unchecked[Match](v)), nil
		})
	}
	t.GetSets = []object.GetSet{
		get("string", func(m *Match) object.Value { return m.subject.value }),
		get("re", func(m *Match) object.Value { return m.pattern.value() }),
		get("pos", func(m *Match) object.Value { return object.Int(int64(m.subject.index(m.pos))) }),
		get("endpos", func(m *Match) object.Value { return object.Int(int64(m.subject.index(m.end))) }),
		get("lastindex", func(m *Match) object.Value {
			if m.at.LastIndex <= 0 {
				return object.None
			}
			return object.Int(int64(m.at.LastIndex))
		}),
		get("lastgroup", func(m *Match) object.Value {
			if m.at.LastIndex <= 0 {
				return object.None
			}
			return m.pattern.names[m.at.LastIndex]
		}),
		{Name: "regs", Get: func(th *object.Thread, v object.Value) (object.Value, error) {
			m := object.Unchecked[Match](v)
			t := object.MakeTuple(m.pattern.prog.Groups + 1)
			for i := range t.Items {
				t.Items[i] = m.span(i)
			}
			return t.Value(), nil
		}},
	}
}

// scanner gives the matches in a text one after another: what Pattern.scanner and Pattern.finditer make.
type scanner struct {
	object.Header
	pattern  *Pattern
	subject  subject
	pos, end int
	scan     *sre.Scanner
	th       *object.Thread // who runs it now, for interrupts
}

var (
	scannerLayout = object.NewLayout[scanner]()
	scannerType   = object.NewType("SRE_Scanner", object.ObjectType, scannerLayout)
	matchIterType = object.NewType("callable_iterator", object.ObjectType, scannerLayout)
)

func newScanner(th *object.Thread, t *object.Type, p *Pattern, text, pos, end object.Value) (object.Value, error) {
	s, err := subjectOf(th, p, text)
	if err != nil {
		return object.Value{}, err
	}
	a, b, err := bounds(th, &s, pos, end)
	if err != nil {
		return object.Value{}, err
	}
	sc := &scanner{pattern: p, subject: s, pos: a, end: b}
	sc.Shape = t.ExactShape()
	sc.scan = p.prog.Scanner(sre.Search, s.text, a, b, func() error { return sc.th.CheckBreaker() })
	return object.Of(&sc.Header), nil
}

// next is the next match, or unbound.
func (sc *scanner) next(th *object.Thread, mode sre.Mode) (object.Value, error) {
	m := newMatch(sc.pattern, sc.subject, sc.pos, sc.end)
	sc.th = th
	sc.scan.SetMode(mode)
	ok, err := sc.scan.Next(&m.at)
	sc.th = nil
	if err != nil || !ok {
		sc.scan.Close()
		if err != nil {
			err = runError(err)
		}
		return object.Value{}, err
	}
	return m.value(), nil
}

func init() {
	step := func(mode sre.Mode) object.Fn {
		return object.F1(func(th *object.Thread, v object.Value) (object.Value, error) {
			m, err := object.Unchecked[scanner](v).next(th, mode)
			if err == nil && !m.Bound() {
				return object.None, nil
			}
			return m, err
		})
	}
	t := scannerType
	t.Module = "_sre"
	t.Doc = "Gives one match after another."
	t.Flags |= object.FlagNoBase | object.FlagNoNew
	t.Methods = []object.Func{{Sig: "match()", Fn: step(sre.Prefix)}, {Sig: "search()", Fn: step(sre.Search)}}
	t.GetSets = []object.GetSet{readOnly("pattern", func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.Unchecked[scanner](v).pattern.value(), nil
	})}

	t = matchIterType
	t.Flags |= object.FlagNoBase | object.FlagNoNew
	t.Iter = func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil }
	t.Next = func(th *object.Thread, v object.Value) (object.Value, error) {
		return object.Unchecked[scanner](v).next(th, sre.Search)
	}
}
