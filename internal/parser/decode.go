package parser

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// DecodeSource turns a source file's bytes into text: it honours a byte order mark and the coding cookie of PEP 263,
// and makes every line end "\n". The error is a *SyntaxError.
func DecodeSource(data []byte) (string, error) {
	bom := bytes.HasPrefix(data, []byte("\xef\xbb\xbf"))
	if bom {
		data = data[3:]
	}
	cookie, line := codingCookie(data)
	name := normalEncoding(cookie)
	if plain := strings.ReplaceAll(strings.ToLower(cookie), "_", "-"); bom && cookie != "" && plain != "utf-8" && !strings.HasPrefix(plain, "utf-8-") {
		text := sourceLine(data, line)
		return "", &SyntaxError{Msg: "encoding problem: " + cookie + " with BOM", Lineno: line, EndLineno: line, EndOffset: len(text), Text: text}
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", &SyntaxError{Msg: "source code cannot contain null bytes"}
	}
	switch name {
	case "", "utf-8":
		if !utf8.Valid(data) {
			return "", invalidUTF8(data, cookie)
		}
		return NormalizeNewlines(string(data)), nil
	case "ascii":
		for i, c := range data {
			if c >= utf8.RuneSelf {
				return "", &SyntaxError{Msg: fmt.Sprintf("(unicode error) 'ascii' codec can't decode byte 0x%02x in position %d: ordinal not in range(128)", c, i)}
			}
		}
		return NormalizeNewlines(string(data)), nil
	case "iso-8859-1":
		b := make([]byte, 0, len(data)+len(data)/8)
		for _, c := range data {
			b = utf8.AppendRune(b, rune(c))
		}
		return NormalizeNewlines(string(b)), nil
	}
	enc, err := lookupEncoding(name)
	if err != nil {
		return "", &SyntaxError{Msg: "unknown encoding: " + cookie, Offset: -1}
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", &SyntaxError{Msg: fmt.Sprintf("(unicode error) '%s' codec can't decode the source", cookie)}
	}
	return NormalizeNewlines(string(out)), nil
}

// NormalizeNewlines makes "\r\n" and "\r" into "\n".
func NormalizeNewlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n")
}

// codingCookie finds the encoding that a comment in the first two lines names, and its line.
func codingCookie(data []byte) (string, int) {
	for line := 1; line <= 2; line++ {
		text := data
		if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
			text = data[:i]
			if data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n' {
				i++
			}
			data = data[i+1:]
		} else {
			data = nil
		}
		trimmed := bytes.TrimLeft(text, " \t\f")
		if len(trimmed) == 0 {
			continue
		}
		if trimmed[0] != '#' {
			return "", 0
		}
		rest := trimmed
		for {
			i := bytes.Index(rest, []byte("coding"))
			if i < 0 {
				break
			}
			rest = rest[i+len("coding"):]
			if len(rest) == 0 || rest[0] != ':' && rest[0] != '=' {
				continue
			}
			name := bytes.TrimLeft(rest[1:], " \t")
			n := 0
			for n < len(name) && (class[name[n]]&isCont != 0 && name[n] < utf8.RuneSelf || name[n] == '-' || name[n] == '.') {
				n++
			}
			if n > 0 {
				return string(name[:n]), line
			}
		}
	}
	return "", 0
}

// normalEncoding reduces the common spellings of an encoding's name.
func normalEncoding(name string) string {
	s := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	switch s {
	case "utf-8", "utf8", "u8", "utf", "utf-8-sig", "cp65001":
		return "utf-8"
	case "ascii", "us-ascii", "646", "ansi-x3.4-1968":
		return "ascii"
	case "latin-1", "latin1", "latin", "l1", "iso-8859-1", "iso8859-1", "8859", "cp819":
		return "iso-8859-1"
	}
	if strings.HasPrefix(s, "utf-8-") {
		return "utf-8"
	}
	if strings.HasPrefix(s, "latin-1-") || strings.HasPrefix(s, "iso-8859-1-") || strings.HasPrefix(s, "iso-latin-1-") {
		return "iso-8859-1"
	}
	return s
}

// lookupEncoding finds an encoding by Python's name for it or the web's.
func lookupEncoding(name string) (encoding.Encoding, error) {
	if enc, err := htmlindex.Get(name); err == nil {
		return enc, nil
	}
	for _, alias := range [...][2]string{{"cp125", "windows-125"}, {"iso8859-", "iso-8859-"}, {"latin-2", "iso-8859-2"}, {"cp932", "shift_jis"},
		{"shift-jis", "shift_jis"}, {"sjis", "shift_jis"}, {"cp936", "gbk"}, {"cp949", "euc-kr"}, {"cp950", "big5"}, {"cp866", "ibm866"}, {"eucjp", "euc-jp"}, {"mac-roman", "macintosh"}} {
		if strings.HasPrefix(name, alias[0]) {
			return htmlindex.Get(alias[1] + name[len(alias[0]):])
		}
	}
	return htmlindex.Get(strings.ReplaceAll(name, "-", "_"))
}

// sourceLine returns a 1-based line of undecoded source.
func sourceLine(data []byte, line int) string {
	lines := bytes.SplitN(data, []byte("\n"), line+1)
	if line > len(lines) {
		return ""
	}
	return strings.ToValidUTF8(string(bytes.TrimSuffix(lines[line-1], []byte("\r"))), "\ufffd") + "\n"
}

// invalidUTF8 is the error for the first byte that is not UTF-8.
func invalidUTF8(data []byte, cookie string) error {
	line, start := 1, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			if data[i] == '\n' {
				line++
				start = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			if cookie != "" {
				return &SyntaxError{Msg: fmt.Sprintf("(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %d: invalid start byte", data[i], i), Lineno: 0}
			}
			col := utf8.RuneCount(data[start:i]) + 1
			return &SyntaxError{Msg: fmt.Sprintf("Non-UTF-8 code starting with '\\x%02x' on line %d, but no encoding declared; see https://peps.python.org/pep-0263/ for details", data[i], line), Lineno: line, Offset: col, EndLineno: line, EndOffset: col}
		}
		i += n
	}
	return nil
}
