package parser

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ouro/internal/ast"
	"ouro/internal/ucd"
)

// unescaper turns a literal's body into its value.
type unescaper struct {
	p       *parser
	s       string
	at      uint32 // offset of s in the source
	raw     bool   // a raw f-string: only braces matter
	bytes   bool
	braces  bool // {{ and }} stand for one brace
	warned  bool
	problem string // the message of a SyntaxError, if there is one
}

func (u *unescaper) run() string {
	s := u.s
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s) && u.problem == ""; {
		c := s[i]
		if u.braces && (c == '{' || c == '}') {
			b = append(b, c)
			i++
			if i < len(s) && s[i] == c {
				i++
			}
			continue
		}
		if c != '\\' || u.raw {
			b = append(b, c)
			i++
			continue
		}
		b, i = u.escape(b, i)
	}
	return string(b)
}

// escape decodes the sequence whose backslash is at i and returns what follows it.
func (u *unescaper) escape(b []byte, i int) ([]byte, int) {
	s := u.s
	if i+1 >= len(s) {
		// Only before a field in an f-string: the braces keep their meaning.
		u.warn(i, 1, "", true)
		return append(b, '\\'), i + 1
	}
	switch c := s[i+1]; c {
	case '\n':
		return b, i + 2
	case '\\', '\'', '"':
		return append(b, c), i + 2
	case 'a':
		return append(b, '\a'), i + 2
	case 'b':
		return append(b, '\b'), i + 2
	case 'f':
		return append(b, '\f'), i + 2
	case 'n':
		return append(b, '\n'), i + 2
	case 'r':
		return append(b, '\r'), i + 2
	case 't':
		return append(b, '\t'), i + 2
	case 'v':
		return append(b, '\v'), i + 2
	case '0', '1', '2', '3', '4', '5', '6', '7':
		j, n := i+1, 0
		for j < len(s) && j < i+4 && s[j] >= '0' && s[j] <= '7' {
			n = n*8 + int(s[j]-'0')
			j++
		}
		if n > 0o377 {
			u.warn(i, j-i, "octal ", false)
		}
		if u.bytes {
			return append(b, byte(n)), j
		}
		return utf8.AppendRune(b, rune(n)), j
	case 'x':
		n, j := hex(s, i+2, 2)
		if j != i+4 {
			if u.bytes {
				u.problem = fmt.Sprintf(`(value error) invalid \x escape at position %d`, i)
			} else {
				u.fail(i, j, `truncated \xXX escape`)
			}
			return b, j
		}
		if u.bytes {
			return append(b, byte(n)), j
		}
		return utf8.AppendRune(b, rune(n)), j
	case 'u', 'U', 'N':
		if u.bytes {
			break
		}
		if c == 'N' {
			return u.named(b, i)
		}
		width, msg := 4, `truncated \uXXXX escape`
		if c == 'U' {
			width, msg = 8, `truncated \UXXXXXXXX escape`
		}
		n, j := hex(s, i+2, width)
		if j != i+2+width {
			u.fail(i, j, msg)
			return b, j
		}
		if n > utf8.MaxRune {
			u.fail(i, j, "illegal Unicode character")
			return b, j
		}
		return appendWTF8(b, rune(n)), j
	}
	_, n := utf8.DecodeRuneInString(s[i+1:])
	if c := s[i+1]; u.braces && (c == '{' || c == '}') {
		// "\{{": the backslash stands alone and the braces follow.
		u.warn(i, 2, "", false)
		return append(b, '\\'), i + 1
	}
	u.warn(i, 1+n, "", false)
	return append(b, s[i:i+1+n]...), i + 1 + n
}

// named decodes \N{name}.
func (u *unescaper) named(b []byte, i int) ([]byte, int) {
	s := u.s
	j := i + 2
	if j >= len(s) || s[j] != '{' {
		u.fail(i, j, `malformed \N character escape`)
		return b, j
	}
	end := strings.IndexByte(s[j:], '}')
	if end <= 1 {
		if end < 0 {
			end = len(s) - j
		}
		u.fail(i, j+end, `malformed \N character escape`)
		return b, j + end
	}
	r, ok := ucd.Lookup(s[j+1 : j+end])
	if !ok {
		u.fail(i, j+end+1, "unknown Unicode character name")
		return b, j + end + 1
	}
	return utf8.AppendRune(b, r), j + end + 1
}

// fail words an error as the unicodeescape codec does; its positions count a non-ASCII character as the ten of \UXXXXXXXX.
func (u *unescaper) fail(from, to int, reason string) {
	pos := func(i int) int {
		n := 0
		for j := 0; j < i && j < len(u.s); {
			r, w := utf8.DecodeRuneInString(u.s[j:])
			if r < utf8.RuneSelf {
				n++
			} else {
				n += 10
			}
			j += w
		}
		return n
	}
	a, z := pos(from), pos(to)-1
	if a == z {
		u.problem = fmt.Sprintf("(unicode error) 'unicodeescape' codec can't decode byte 0x%02x in position %d: %s", u.s[from], a, reason)
	} else {
		u.problem = fmt.Sprintf("(unicode error) 'unicodeescape' codec can't decode bytes in position %d-%d: %s", a, z, reason)
	}
}

// warn notes the first escape sequence of a literal that means nothing.
func (u *unescaper) warn(i, n int, kind string, beforeField bool) {
	if u.warned || u.p.diag {
		return
	}
	u.warned = true
	seq := u.s[i : i+n]
	if beforeField {
		seq = "\\{"
	}
	article := "an invalid "
	u.p.warnings = append(u.p.warnings, Warning{
		Msg: `"` + seq + `" is ` + article + kind + `escape sequence. Such sequences will not work in the future. Did you mean "\` + seq + `"? A raw string is also an option.`,
		Pos: ast.Pos{Start: u.at + uint32(i), End: u.at + uint32(i+n)},
	})
}

func hex(s string, i, width int) (n, end int) {
	for end = i; end < len(s) && end < i+width; end++ {
		d := digitValue(s[end])
		if d > 15 {
			break
		}
		n = n<<4 | d
	}
	return n, end
}

// appendWTF8 is utf8.AppendRune that lets surrogates through.
func appendWTF8(b []byte, r rune) []byte {
	if r >= 0xd800 && r <= 0xdfff {
		return append(b, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
	}
	return utf8.AppendRune(b, r)
}
