package pyformat

import (
	"strings"

	"ouro/internal/pynum"
	"ouro/internal/pytext"
	"ouro/internal/ucd"
)

// A Field is one step of a str.format template: literal text and, unless HasField is false, a replacement field after it.
type Field struct {
	Literal    string
	Name       string // what stands before the conversion and the specifier
	Spec       string // the specifier, with replacement fields of its own if Nested
	Conversion rune   // r, s, a or whatever stands after the exclamation mark; 0 if none
	HasField   bool
	Nested     bool
}

// A Template reads a str.format template step by step.
type Template struct{ rest string }

// NewTemplate begins to read a template.
func NewTemplate(text string) Template { return Template{text} }

// Next is the next step; ok is false at the end. A doubled brace ends a literal, which has it once.
func (t *Template) Next() (f Field, ok bool, err error) {
	s := t.rest
	if s == "" {
		return f, false, nil
	}
	i := strings.IndexAny(s, "{}")
	if i < 0 {
		t.rest = ""
		f.Literal = s
		return f, true, nil
	}
	brace := s[i]
	switch {
	case i+1 < len(s) && s[i+1] == brace:
		f.Literal = s[:i+1]
		t.rest = s[i+2:]
		return f, true, nil
	case brace == '}':
		return f, false, valueError("Single '}' encountered in format string")
	case i+1 == len(s):
		return f, false, valueError("Single '{' encountered in format string")
	}
	f.Literal = s[:i]
	f.HasField = true
	s = s[i+1:]
	end, bracket := 0, false
name:
	for ; end < len(s); end++ {
		switch c := s[end]; {
		case bracket:
			bracket = c != ']'
		case c == '[':
			bracket = true
		case c == '{':
			return f, false, valueError("unexpected '{' in field name")
		case c == '}' || c == ':' || c == '!':
			break name
		}
	}
	if end == len(s) {
		return f, false, valueError("expected '}' before end of string")
	}
	f.Name = s[:end]
	mark := s[end]
	s = s[end+1:]
	if mark == '!' {
		if s == "" {
			return f, false, valueError("end of string while looking for conversion specifier")
		}
		r, n := pytext.DecodeRune(s)
		f.Conversion = r
		s = s[n:]
		if s == "" {
			return f, false, valueError("unmatched '{' in format spec")
		}
		mark = s[0]
		s = s[1:]
		if mark != '}' && mark != ':' {
			return f, false, valueError("expected ':' after conversion specifier")
		}
	}
	if mark == '}' {
		t.rest = s
		return f, true, nil
	}
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			f.Nested = true
			depth++
		case '}':
			if depth--; depth == 0 {
				f.Spec = s[:i]
				t.rest = s[i+1:]
				return f, true, nil
			}
		}
	}
	return f, false, valueError("unmatched '{' in format spec")
}

// ErrRecursion is the error of replacement fields nested more than two deep, which str.format's caller counts.
var ErrRecursion = valueError("Max string recursion exceeded")

// ConversionError is the error of a conversion other than r, s and a.
func ConversionError(r rune) error {
	return valueError("Unknown conversion specifier " + shownType(r))
}

// Numbering keeps a template from mixing {} with {0}.
type Numbering struct {
	next    int
	started bool
	manual  bool
}

// Index is the positional index that the first part of a field name stands for; keyword is true if it is a name instead.
func (n *Numbering) Index(first string) (index int, keyword bool, err error) {
	auto := first == ""
	if !auto {
		var isIndex bool
		if index, isIndex, err = parseIndex(first); err != nil || !isIndex {
			return 0, true, err
		}
	}
	if n.started && n.manual == auto {
		if n.manual {
			return 0, false, valueError("cannot switch from manual field specification to automatic field numbering")
		}
		return 0, false, valueError("cannot switch from automatic field numbering to manual field specification")
	}
	n.started, n.manual = true, !auto
	if auto {
		index = n.next
		n.next++
	}
	return index, false, nil
}

// parseIndex reads a text of decimal digits only.
func parseIndex(s string) (index int, ok bool, err error) {
	if s == "" {
		return 0, false, nil
	}
	for s != "" {
		r, n := pytext.DecodeRune(s)
		d := ucd.Decimal(r)
		if d < 0 {
			return 0, false, nil
		}
		if index > (1<<63-1-d)/10 {
			return 0, false, valueError("Too many decimal digits in format string")
		}
		index = index*10 + d
		s = s[n:]
	}
	return index, true, nil
}

// SplitName cuts a field name into its first part and the path after it.
func SplitName(name string) (first string, path Path) {
	i := strings.IndexAny(name, ".[")
	if i < 0 {
		return name, Path{}
	}
	return name[:i], Path{name[i:]}
}

// A Path reads the attributes and items that follow the first part of a field name.
type Path struct{ rest string }

// A Step is one attribute or item of a Path.
type Step struct {
	Name    string // the attribute's name or the item's key
	Index   int    // the item's index if IsIndex
	IsAttr  bool
	IsIndex bool
}

// Next is the next step; ok is false at the end.
func (p *Path) Next() (s Step, ok bool, err error) {
	rest := p.rest
	if rest == "" {
		return s, false, nil
	}
	switch rest[0] {
	case '.':
		rest = rest[1:]
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		s.Name, s.IsAttr = rest[:end], true
		p.rest = rest[end:]
	case '[':
		end := strings.IndexByte(rest, ']')
		if end < 0 {
			return s, false, valueError("Missing ']' in format string")
		}
		s.Name = rest[1:end]
		p.rest = rest[end+1:]
		if s.Index, s.IsIndex, err = parseIndex(s.Name); err != nil {
			return s, false, err
		}
	default:
		return s, false, valueError("Only '.' or '[' may follow ']' in format field specifier")
	}
	if s.Name == "" {
		return s, false, valueError("Empty attribute in format string")
	}
	return s, true, nil
}

// IndexError is the error of a positional index past the arguments.
func IndexError(index int) error {
	return &pynum.Error{Kind: pynum.IndexError, Text: "Replacement index " + string(pynum.AppendInt(nil, int64(index), 10)) +
		" out of range for positional args tuple"}
}
