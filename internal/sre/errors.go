package sre

import (
	"errors"
	"fmt"
	"strings"

	"ouro/internal/ucd"
)

// PatternError is what re raises as re.PatternError.
type PatternError struct {
	Msg string
	Pos int // code-point index into the pattern (or template), -1 if unknown

	Line, Col int // 1-based; 0 if Pos is unknown
	multiline bool
}

func (e *PatternError) Error() string {
	if e.Pos < 0 {
		return e.Msg
	}
	if e.multiline {
		return fmt.Sprintf("%s at position %d (line %d, column %d)", e.Msg, e.Pos, e.Line, e.Col)
	}
	return fmt.Sprintf("%s at position %d", e.Msg, e.Pos)
}

// FlagError is a combination of flags that re refuses with a ValueError.
type FlagError struct{ Msg string }

func (e *FlagError) Error() string { return e.Msg }

// OverflowError is a repetition count beyond MaxRepeat.
type OverflowError struct{ Msg string }

func (e *OverflowError) Error() string { return e.Msg }

// UnknownGroupError is a template's reference to a group name that the pattern lacks: an IndexError.
type UnknownGroupError struct{ Msg string }

func (e *UnknownGroupError) Error() string { return e.Msg }

var (
	// ErrNesting reports a pattern nested too deeply: a RecursionError.
	ErrNesting = errors.New("maximum recursion depth exceeded")
	// ErrMemory reports a match whose backtracking stack outgrew its limit: a MemoryError.
	ErrMemory = errors.New("regular expression needs too much memory")
)

func errorAt(src []rune, pos int, msg string) *PatternError {
	e := &PatternError{Msg: msg, Pos: pos, Line: 1, Col: pos + 1}
	for i, c := range src {
		if c == '\n' {
			e.multiline = true
			if i < pos {
				e.Line++
				e.Col = pos - i
			}
		}
	}
	return e
}

// backslashed writes what is not ASCII as escapes; messages about bytes patterns are shown so.
func backslashed(s string) string {
	var b []byte
	for _, r := range runesOf(s, false) {
		if r < 0x80 {
			b = append(b, byte(r))
		} else {
			b = append(b, hexEscape(r)...)
		}
	}
	return string(b)
}

func hexEscape(r rune) string {
	switch {
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// quote shows a name as Python's repr does.
func quote(rs []rune) string {
	var b strings.Builder
	q := '\''
	if s := string(rs); strings.ContainsRune(s, '\'') && !strings.ContainsRune(s, '"') {
		q = '"'
	}
	b.WriteRune(q)
	for _, r := range rs {
		switch {
		case r == q || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case ucd.IsPrintable(r):
			b.WriteRune(r)
		default:
			b.WriteString(hexEscape(r))
		}
	}
	b.WriteRune(q)
	return b.String()
}
