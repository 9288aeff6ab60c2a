package parser

import (
	"strings"

	"ouro/internal/token"
)

// fmode is an f- or t-string being read.
type fmode struct {
	start   uint32 // of its prefix
	quote   byte
	triple  bool
	raw     bool
	letter  byte    // 'f' or 't'
	newSpec bool    // in a format spec in which no field has been closed yet
	fields  []field // its open replacement fields, outermost first
}

type field struct {
	depth  int // number of open brackets inside the field's braces
	inSpec bool
}

type stringKind uint8

const (
	rawString stringKind = 1 << iota
	bytesString
	fString
	tString
	uString
)

// stringPrefix recognises the letters before a quote.
func stringPrefix(s string) (kind stringKind, ok bool) {
	for i := 0; i < len(s); i++ {
		var k stringKind
		switch s[i] | 0x20 {
		case 'r':
			k = rawString
		case 'b':
			k = bytesString
		case 'f':
			k = fString
		case 't':
			k = tString
		case 'u':
			k = uString
		default:
			return 0, false
		}
		if kind&k != 0 {
			return 0, false
		}
		kind |= k
	}
	return kind, true
}

// incompatible returns two prefix letters that may not go together, if there are any.
func incompatible(kind stringKind) (a, b byte) {
	for _, pair := range [...]struct {
		kinds stringKind
		a, b  byte
	}{
		{uString | bytesString, 'u', 'b'}, {uString | rawString, 'u', 'r'}, {uString | fString, 'u', 'f'}, {uString | tString, 'u', 't'},
		{bytesString | fString, 'b', 'f'}, {bytesString | tString, 'b', 't'}, {fString | tString, 'f', 't'},
	} {
		if kind&pair.kinds == pair.kinds {
			return pair.a, pair.b
		}
	}
	return 0, 0
}

// stringLiteral reads a string whose quote is at q; start is its prefix's.
func (lx *lexer) stringLiteral(start, q int, kind stringKind) bool {
	src := lx.src
	quote := src[q]
	triple := q+2 < len(src) && src[q+1] == quote && src[q+2] == quote
	i := q + 1
	if triple {
		i = q + 3
	}
	if kind&(fString|tString) != 0 {
		if len(lx.fstack) >= maxFStrings {
			lx.fail(i, "too many nested f-strings")
			return false
		}
		f := fmode{start: uint32(start), quote: quote, triple: triple, raw: kind&rawString != 0, letter: 'f'}
		k := token.FStringStart
		if kind&tString != 0 {
			f.letter = 't'
			k = token.TStringStart
		}
		lx.fstack = append(lx.fstack, f)
		lx.emit(k, start, i)
		lx.cur = i
		return true
	}
	escapedQuote := false
	for ; i < len(src); i++ {
		switch c := src[i]; c {
		case '\\':
			i++
			if i < len(src) && src[i] == quote {
				escapedQuote = true
			}
		case '\n':
			if !triple {
				lx.unterminated(start, q, i, false, escapedQuote)
				return false
			}
		case quote:
			if !triple {
				lx.emit(token.String, start, i+1)
				lx.cur = i + 1
				return true
			}
			if i+2 < len(src) && src[i+1] == quote && src[i+2] == quote {
				lx.emit(token.String, start, i+3)
				lx.cur = i + 3
				return true
			}
		}
	}
	lx.unterminated(start, q, len(src), triple, escapedQuote)
	return false
}

// unterminated reports a string that begins at start, has its quote at quoteAt, and is still open at end.
func (lx *lexer) unterminated(start, quoteAt, end int, triple, escapedQuote bool) {
	if n := len(lx.fstack); n > 0 {
		// The quote was more likely meant to close the f-string than to open a string.
		if m := lx.fstack[n-1]; m.triple == triple && m.quote == lx.src[quoteAt] {
			lx.fail(start+1, "%c-string: expecting '}'", m.letter)
			return
		}
	}
	line := lx.lineNumber(end)
	if end == len(lx.src) && end > 0 && lx.src[end-1] == '\n' {
		line--
	}
	switch {
	case triple:
		lx.fail(start+1, "unterminated triple-quoted string literal (detected at line %d)", line)
	case escapedQuote:
		lx.fail(start+1, "unterminated string literal (detected at line %d); perhaps you escaped the end quote?", line)
	default:
		lx.fail(start+1, "unterminated string literal (detected at line %d)", line)
	}
	if triple || end == len(lx.src) && (lx.bare || strings.HasSuffix(strings.TrimSuffix(lx.src, "\n"), "\\")) {
		lx.end = endInString
	}
}

// fstringText reads literal text of the innermost f-string, up to a field, the end of a format spec or the closing quote.
func (lx *lexer) fstringText() {
	src := lx.src
	f := &lx.fstack[len(lx.fstack)-1]
	inSpec := len(f.fields) > 0
	start := lx.cur
	text := func(end int) {
		if end > start {
			lx.emit(token.StringMiddle, start, end)
		}
	}
	for i := start; i < len(src); i++ {
		switch c := src[i]; c {
		case '\n':
			if f.triple {
				continue
			}
			if f.newSpec {
				col := runes(src[lx.lineStart(i):i]) + 1
				lx.failRange(i, col, col, newlineInSpec, f.letter, f.letter)
				return
			}
			lx.unterminatedF(f, i)
			return
		case '\\':
			if i+1 >= len(src) {
				continue
			}
			switch d := src[i+1]; {
			case d == '{' || d == '}':
				continue // the brace keeps its meaning
			case d == 'N' && !f.raw && i+2 < len(src) && src[i+2] == '{':
				i += 2
				for i < len(src) && src[i] != '}' && src[i] != '\n' && src[i] != f.quote {
					i++
				}
				if i < len(src) && src[i] != '}' {
					i--
				}
				continue
			}
			i++
		case '{':
			if !inSpec && i+1 < len(src) && src[i+1] == '{' {
				i++
				continue
			}
			text(i)
			if len(f.fields) >= 3 {
				lx.fail(i, "%c-string: expressions nested too deeply", f.letter)
				return
			}
			if len(lx.brackets) >= maxNesting {
				lx.fail(i+1, "too many nested parentheses")
				return
			}
			lx.brackets = append(lx.brackets, bracket{'{', uint32(i)})
			f.fields = append(f.fields, field{depth: len(lx.brackets)})
			lx.emit(token.LBrace, i, i+1)
			lx.cur = i + 1
			return
		case '}':
			if inSpec {
				text(i)
				f.fields = f.fields[:len(f.fields)-1]
				f.newSpec = false
				lx.brackets = lx.brackets[:len(lx.brackets)-1]
				lx.emit(token.RBrace, i, i+1)
				lx.cur = i + 1
				return
			}
			if i+1 < len(src) && src[i+1] == '}' {
				i++
				continue
			}
			text(i)
			lx.fail(i+1, "%c-string: single '}' is not allowed", f.letter)
			return
		case f.quote:
			n := 1
			if f.triple {
				if i+2 >= len(src) || src[i+1] != c || src[i+2] != c {
					continue
				}
				n = 3
			}
			text(i)
			lx.emit(token.StringEnd, i, i+n)
			lx.cur = i + n
			lx.fstack = lx.fstack[:len(lx.fstack)-1]
			return
		}
	}
	if f.newSpec && !f.triple {
		lx.failRange(len(src), runes(src[lx.lineStart(len(src)):])+1, runes(src[lx.lineStart(len(src)):])+1, newlineInSpec, f.letter, f.letter)
		return
	}
	lx.unterminatedF(f, len(src))
}

const newlineInSpec = "%c-string: newlines are not allowed in format specifiers for single quoted %c-strings"

func (lx *lexer) unterminatedF(f *fmode, end int) {
	line := lx.lineNumber(end)
	if end == len(lx.src) && end > 0 && lx.src[end-1] == '\n' {
		line--
	}
	if f.triple {
		lx.fail(int(f.start)+1, "unterminated triple-quoted %c-string literal (detected at line %d)", f.letter, line)
		lx.end = endInString
	} else {
		lx.fail(int(f.start)+1, "unterminated %c-string literal (detected at line %d)", f.letter, line)
	}
}
