// Package sre is the module _sre: compiled patterns, matches and the functions of the module re, on the engine internal/sre.
package sre

import (
	"errors"

	"ouro/internal/object"
	"ouro/internal/sre"
)

// Module is _sre.
var Module = object.ModuleDef{
	Name: "_sre",
	Doc:  "The native half of re.",
	Types: []*object.Type{
		PatternType, MatchType, scannerType,
	},
	Init: func(th *object.Thread, m *object.Module) error {
		name := object.NewStr("re")
		for i := range functions {
			m.Set(functions[i].Name(), object.NewBuiltin(&functions[i], name))
		}
		m.Set("MAGIC", object.Int(sre.Magic))
		m.Set("CODESIZE", object.Int(4))
		m.Set("MAXREPEAT", object.Int(sre.MaxRepeat))
		m.Set("MAXGROUPS", object.Int(sre.MaxGroups))
		return nil
	},
}

// state is what an interpreter keeps: the patterns it compiled lately.
type state struct {
	patterns map[patternKey]*Pattern
	order    []patternKey // a ring, the oldest at next
	next     int
}

type patternKey struct {
	text  string
	flags int
	bytes bool
}

type stateKey struct{}

// maxCached is how many patterns are kept.
const maxCached = 512

func stateOf(th *object.Thread) *state {
	return object.StateOf(th, stateKey{}, func() *state { return &state{patterns: map[patternKey]*Pattern{}} })
}

func (s *state) keep(k patternKey, p *Pattern) {
	if len(s.order) < maxCached {
		s.order = append(s.order, k)
	} else {
		delete(s.patterns, s.order[s.next])
		s.order[s.next] = k
		s.next = (s.next + 1) % maxCached
	}
	s.patterns[k] = p
}

// flagsOf reads a flags argument: an int, or a RegexFlag.
func flagsOf(th *object.Thread, v object.Value) (int, error) {
	if v.IsInt() {
		return int(v.Int64()), nil
	}
	return object.AsIndex(th, v)
}

// compile gives the pattern that v, a str, bytes or pattern, stands for.
func compile(th *object.Thread, v, flagsArg object.Value) (*Pattern, error) {
	flags, err := flagsOf(th, flagsArg)
	if err != nil {
		return nil, err
	}
	k := patternKey{flags: flags}
	exact := true
	if s, ok := object.AsStr(v); ok {
		k.text, exact = s.S, s.Shape == object.StrShape
	} else if p, ok := asPattern(v); ok {
		if flags != 0 {
			return nil, object.ValueErrorf("cannot process flags argument with a compiled pattern")
		}
		return p, nil
	} else if b, ok := object.AsBytes(v); ok {
		k.text, k.bytes, exact = b.Text(), true, v.Type() == object.BytesType
	} else {
		if _, err := object.Hash(th, v); err != nil {
			return nil, object.TypeErrorf("cannot use 'tuple' as a dict key (%s)", object.AsExc(err).Error()[len("TypeError: "):])
		}
		return nil, object.TypeErrorf("first argument must be string or compiled pattern")
	}
	st := stateOf(th)
	if exact {
		if p := st.patterns[k]; p != nil {
			return p, nil
		}
	}
	prog, err := sre.Compile(k.text, sre.Options{Flags: sre.Flags(flags), Bytes: k.bytes})
	if err != nil {
		return nil, compileError(th, err, v)
	}
	for _, w := range prog.Warnings {
		if err := object.Warn(th, object.FutureWarningType, w, 1); err != nil {
			return nil, err
		}
	}
	p := newPattern(prog, v)
	if exact && prog.Flags&(sre.Locale|sre.Debug) == 0 {
		st.keep(k, p)
	}
	return p, nil
}

// compileError turns an error of the engine into the exception it stands for; pattern is what it was made from.
func compileError(th *object.Thread, err error, pattern object.Value) error {
	var pe *sre.PatternError
	var fe *sre.FlagError
	var oe *sre.OverflowError
	var ge *sre.UnknownGroupError
	switch {
	case errors.As(err, &pe):
		m, err := th.Interp.Host.Import(th, "re")
		if err != nil {
			return err
		}
		c, err := object.GetAttr(th, m, strPatternError)
		if err != nil {
			return err
		}
		pos := object.None
		if pe.Pos >= 0 {
			pos = object.Int(int64(pe.Pos))
		}
		v, err := object.Call3(th, c, object.StrValue(pe.Msg), pattern, pos)
		if err != nil {
			return err
		}
		if e, ok := object.AsException(v); ok {
			return e
		}
		return object.TypeErrorf("exceptions must derive from BaseException")
	case errors.As(err, &fe):
		return object.ValueErrorf("%s", fe.Msg)
	case errors.As(err, &oe):
		return object.NewExcf(object.OverflowErrorType, "%s", oe.Msg)
	case errors.As(err, &ge):
		return object.NewExcf(object.IndexErrorType, "%s", ge.Msg)
	}
	return runError(err)
}

// runError turns an error that ended a match into an exception.
func runError(err error) error {
	switch {
	case errors.Is(err, sre.ErrNesting):
		return object.NewExcf(object.RecursionErrorType, "maximum recursion depth exceeded")
	case errors.Is(err, sre.ErrMemory):
		return object.NewExc(object.MemoryErrorType)
	}
	return err
}

var strPatternError = object.NewStr("PatternError")

// subject is a text that is searched: positions are byte offsets here and code points or bytes in Python.
type subject struct {
	value object.Value
	str   *object.Str // nil for bytes
	text  string
}

// subjectOf takes the string argument of a pattern's methods.
func subjectOf(th *object.Thread, p *Pattern, v object.Value) (subject, error) {
	if s, ok := object.AsStr(v); ok {
		if p.prog.Bytes {
			return subject{}, object.TypeErrorf("cannot use a bytes pattern on a string-like object")
		}
		return subject{v, s, s.S}, nil
	}
	var text string
	if b, ok := object.AsBytes(v); ok {
		text = b.Text()
	} else if object.IsBufferLike(v) {
		b, err := object.CopyBytes(th, v)
		if err != nil {
			return subject{}, err
		}
		text = object.OwnText(b)
	} else {
		return subject{}, object.TypeErrorf("expected string or bytes-like object, got '%s'", v.Type().TypeName())
	}
	if !p.prog.Bytes {
		return subject{}, object.TypeErrorf("cannot use a string pattern on a bytes-like object")
	}
	return subject{v, nil, text}, nil
}

// slice is the part of the subject between two offsets.
func (s *subject) slice(a, b int) object.Value {
	if s.str != nil {
		return s.str.Part(s.text[a:b])
	}
	if b-a == len(s.text) && s.value.Type() == object.BytesType {
		return s.value
	}
	return object.BytesOfText(s.text[a:b])
}

// result is a text made from the subject's parts.
func (s *subject) result(b []byte) object.Value {
	if s.str != nil {
		return object.StrValue(object.OwnText(b))
	}
	return object.BytesValue(b)
}

// index is an offset as Python counts.
func (s *subject) index(offset int) int {
	if s.str == nil || offset < 0 {
		return offset
	}
	return s.str.RuneIndex(offset)
}

// length is the subject's length as Python counts.
func (s *subject) length() int {
	if s.str == nil {
		return len(s.text)
	}
	return s.str.Len()
}

// offset is the byte offset of a position from Python, clamped to the text.
func (s *subject) offset(i int) int {
	n := s.length()
	i = max(0, min(i, n))
	if n == len(s.text) {
		return i
	}
	return s.str.Offset(i)
}
