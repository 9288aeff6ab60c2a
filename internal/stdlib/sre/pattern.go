package sre

import (
	"fmt"
	"math"
	"strings"

	"ouro/internal/object"
	"ouro/internal/sre"
)

// Pattern is a compiled regular expression.
type Pattern struct {
	object.Header
	prog    *sre.Program
	source  object.Value // what it was made from
	names   []object.Value
	indexes object.Value // groupindex, made on demand

	// The replacement text that was parsed last.
	templateText string
	template     *sre.Template
}

var (
	patternLayout = object.NewLayout[Pattern]()
	// PatternType is re.Pattern.
	PatternType = object.NewType("Pattern", object.ObjectType, patternLayout)
)

func asPattern(v object.Value) (*Pattern, bool) { return object.Cast[Pattern](v, patternLayout) }

func newPattern(prog *sre.Program, source object.Value) *Pattern {
	p := &Pattern{prog: prog, source: source}
	p.Shape = PatternType.ExactShape()
	p.names = make([]object.Value, len(prog.Names))
	for i, n := range prog.Names {
		p.names[i] = object.None
		if n != "" {
			p.names[i] = object.StrValue(n)
		}
	}
	return p
}

func (p *Pattern) value() object.Value { return object.Of(&p.Header) }

// groupIndex is the mapping from names to group numbers.
func (p *Pattern) groupIndex() object.Value {
	if !p.indexes.Bound() {
		d := object.NewDict()
		for i, n := range p.names {
			if s, ok := object.AsStr(n); ok {
				d.SetStr(s, object.Int(int64(i)))
			}
		}
		p.indexes = object.NewMappingProxy(d.Value())
	}
	return p.indexes
}

// bounds reads the arguments pos and endpos as byte offsets.
func bounds(th *object.Thread, s *subject, pos, end object.Value) (a, b int, err error) {
	b = len(s.text)
	if pos != object.Int(0) {
		if a, err = object.AsIndex(th, pos); err != nil {
			return
		}
		a = s.offset(a)
	}
	if end != object.Int(math.MaxInt64) {
		if b, err = object.AsIndex(th, end); err != nil {
			return
		}
		b = s.offset(b)
	}
	return
}

// find is match, search and fullmatch.
func (p *Pattern) find(th *object.Thread, mode sre.Mode, text, pos, end object.Value) (object.Value, error) {
	s, err := subjectOf(th, p, text)
	if err != nil {
		return object.Value{}, err
	}
	a, b, err := bounds(th, &s, pos, end)
	if err != nil {
		return object.Value{}, err
	}
	m := newMatch(p, s, a, b)
	ok, err := p.prog.Run(mode, s.text, a, b, &m.at, th.CheckBreaker)
	if err != nil {
		return object.Value{}, runError(err)
	}
	if !ok {
		return object.None, nil
	}
	return m.value(), nil
}

var (
	zero    = object.Int(0)
	noLimit = object.Int(math.MaxInt64)
)

// group1 is what findall gives for a match.
func (p *Pattern) found(s *subject, at *sre.Match) object.Value {
	part := func(g int) object.Value {
		if at.Regs[2*g] < 0 {
			return s.slice(0, 0)
		}
		return s.slice(at.Regs[2*g], at.Regs[2*g+1])
	}
	switch n := p.prog.Groups; n {
	case 0, 1:
		return part(n)
	default:
		t := object.MakeTuple(n)
		for i := range t.Items {
			t.Items[i] = part(i + 1)
		}
		return t.Value()
	}
}

func (p *Pattern) findAll(th *object.Thread, text, pos, end object.Value) (object.Value, error) {
	s, err := subjectOf(th, p, text)
	if err != nil {
		return object.Value{}, err
	}
	a, b, err := bounds(th, &s, pos, end)
	if err != nil {
		return object.Value{}, err
	}
	var items []object.Value
	var at sre.Match
	sc := p.prog.Scanner(sre.Search, s.text, a, b, th.CheckBreaker)
	for {
		ok, err := sc.Next(&at)
		if err != nil {
			sc.Close()
			return object.Value{}, runError(err)
		}
		if !ok {
			sc.Close()
			return object.ListValue(items...), nil
		}
		items = append(items, p.found(&s, &at))
	}
}

func (p *Pattern) split(th *object.Thread, text object.Value, limit int) (object.Value, error) {
	s, err := subjectOf(th, p, text)
	if err != nil {
		return object.Value{}, err
	}
	var items []object.Value
	var at sre.Match
	last := 0
	sc := p.prog.Scanner(sre.Search, s.text, 0, len(s.text), th.CheckBreaker)
	for n := 0; limit == 0 || n < limit; n++ {
		ok, err := sc.Next(&at)
		if err != nil {
			sc.Close()
			return object.Value{}, runError(err)
		}
		if !ok {
			break
		}
		items = append(items, s.slice(last, at.Regs[0]))
		for g := 1; g <= p.prog.Groups; g++ {
			if at.Regs[2*g] < 0 {
				items = append(items, object.None)
			} else {
				items = append(items, s.slice(at.Regs[2*g], at.Regs[2*g+1]))
			}
		}
		last = at.Regs[1]
	}
	sc.Close()
	return object.ListValue(append(items, s.slice(last, len(s.text)))...), nil
}

// maxRepr is how much of a pattern's repr is shown.
const maxRepr = 200

var flagNames = []struct {
	bit  sre.Flags
	name string
}{
	{sre.IgnoreCase, "re.IGNORECASE"}, {sre.Locale, "re.LOCALE"}, {sre.Multiline, "re.MULTILINE"}, {sre.DotAll, "re.DOTALL"},
	{sre.Unicode, "re.UNICODE"}, {sre.Verbose, "re.VERBOSE"}, {sre.Debug, "re.DEBUG"}, {sre.ASCII, "re.ASCII"},
}

func patternRepr(th *object.Thread, v object.Value) (object.Value, error) {
	p := object.Unchecked[Pattern](v)
	r, err := object.Repr(th, p.source)
	if err != nil {
		return object.Value{}, err
	}
	flags := p.prog.Flags
	if !p.prog.Bytes && flags&(sre.Locale|sre.Unicode|sre.ASCII) == sre.Unicode {
		flags &^= sre.Unicode
	}
	var shown []string
	for _, f := range flagNames {
		if flags&f.bit != 0 {
			shown = append(shown, f.name)
			flags &^= f.bit
		}
	}
	if flags != 0 {
		shown = append(shown, fmt.Sprintf("0x%x", uint32(flags)))
	}
	text := "re.compile(" + r.Substr(0, min(maxRepr, r.Len())).S
	if len(shown) > 0 {
		text += ", " + strings.Join(shown, "|")
	}
	return object.StrValue(text + ")"), nil
}

func finder(name string, mode sre.Mode) object.Func {
	return object.Func{Sig: name + "(string, pos=0, endpos=9223372036854775807)", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
		return object.Unchecked[Pattern](a[0]).find(th, mode, a[1], a[2], a[3])
	})}
}

// itself is __copy__ and __deepcopy__ of immutable objects.
var itself = []object.Func{
	{Sig: "__copy__()", Fn: object.F1(func(th *object.Thread, v object.Value) (object.Value, error) { return v, nil })},
	{Sig: "__deepcopy__(memo, /)", Fn: object.F2(func(th *object.Thread, v, memo object.Value) (object.Value, error) { return v, nil })},
	{Sig: "__class_getitem__(object, /)", Class: true, Fn: object.F2(func(th *object.Thread, c, args object.Value) (object.Value, error) {
		return object.NewGenericAlias(c, args), nil
	})},
}

func readOnly(name string, get func(th *object.Thread, v object.Value) (object.Value, error)) object.GetSet {
	return object.GetSet{Name: name, Get: get, Set: func(*object.Thread, object.Value, object.Value) error {
		return object.NewExcf(object.AttributeErrorType, "readonly attribute")
	}}
}

func init() {
	t := PatternType
	t.Module = "re"
	t.Doc = "A compiled regular expression."
	t.Flags |= object.FlagNoBase | object.FlagNoNew
	t.Repr = patternRepr
	t.Hash = func(th *object.Thread, v object.Value) (uint64, error) {
		p := object.Unchecked[Pattern](v)
		h, err := object.Hash(th, p.source)
		return h ^ uint64(p.prog.Flags)<<20, err
	}
	t.Compare = func(th *object.Thread, a, b object.Value, op object.CmpOp) (object.Value, error) {
		q, ok := asPattern(b)
		if !ok || op != object.Eq && op != object.Ne {
			return object.NotImplemented, nil
		}
		p := object.Unchecked[Pattern](a)
		eq := p == q
		if !eq && p.prog.Flags == q.prog.Flags && p.prog.Bytes == q.prog.Bytes {
			var err error
			if eq, err = object.Equal(th, p.source, q.source); err != nil {
				return object.Value{}, err
			}
		}
		return object.Bool(eq == (op == object.Eq)), nil
	}
	t.Methods = append([]object.Func{
		finder("match", sre.Prefix),
		finder("fullmatch", sre.Full),
		finder("search", sre.Search),
		{Sig: "sub(repl, string, count=0)", Doc: "The string with matches replaced.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			r, _, err := object.Unchecked[Pattern](a[0]).sub(th, a[1], a[2], a[3])
			return r, err
		})},
		{Sig: "subn(repl, string, count=0)", Doc: "The string with matches replaced, and how many were.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			r, n, err := object.Unchecked[Pattern](a[0]).sub(th, a[1], a[2], a[3])
			if err != nil {
				return r, err
			}
			return object.NewPair(r, object.Int(int64(n))), nil
		})},
		{Sig: "findall(string, pos=0, endpos=9223372036854775807)", Doc: "A list of all matches.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			return object.Unchecked[Pattern](a[0]).findAll(th, a[1], a[2], a[3])
		})},
		{Sig: "split(string, maxsplit=0)", Doc: "The string cut at matches.", Fn: object.F3(func(th *object.Thread, v, text, limit object.Value) (object.Value, error) {
			n, err := object.AsIndex(th, limit)
			if err != nil {
				return object.Value{}, err
			}
			return object.Unchecked[Pattern](v).split(th, text, n)
		})},
		{Sig: "finditer(string, pos=0, endpos=9223372036854775807)", Doc: "An iterator over all matches.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			return newScanner(th, matchIterType, object.Unchecked[Pattern](a[0]), a[1], a[2], a[3])
		})},
		{Sig: "scanner(string, pos=0, endpos=9223372036854775807)", Doc: "An object that gives one match after another.", Fn: object.FN(func(th *object.Thread, a []object.Value) (object.Value, error) {
			return newScanner(th, scannerType, object.Unchecked[Pattern](a[0]), a[1], a[2], a[3])
		})},
	}, itself...)
	t.GetSets = []object.GetSet{
		readOnly("pattern", func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Unchecked[Pattern](v).source, nil
		}),
		readOnly("flags", func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Int(int64(object.Unchecked[Pattern](v).prog.Flags)), nil
		}),
		readOnly("groups", func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Int(int64(object.Unchecked[Pattern](v).prog.Groups)), nil
		}),
		readOnly("groupindex", func(th *object.Thread, v object.Value) (object.Value, error) {
			return object.Unchecked[Pattern](v).groupIndex(), nil
		}),
	}
}
