package repl

import (
	"os"
	"strings"
	"unicode"
)

// The colours of CPython's prompt.
const (
	styleReset      = "\x1b[0m"
	stylePrompt     = "\x1b[1;35m"
	styleKeyword    = "\x1b[1;34m"
	styleBuiltin    = "\x1b[36m"
	styleComment    = "\x1b[31m"
	styleString     = "\x1b[32m"
	styleNumber     = "\x1b[33m"
	styleDefinition = "\x1b[1m"
)

// useColor decides as CPython does: PYTHON_COLORS, then NO_COLOR, then FORCE_COLOR, then the terminal.
func useColor(env func(string) string) bool {
	switch env("PYTHON_COLORS") {
	case "0":
		return false
	case "1":
		return true
	}
	if os.Getenv("NO_COLOR") != "" {
		return false
	}
	return os.Getenv("FORCE_COLOR") != "" || os.Getenv("TERM") != "dumb"
}

var keywords = wordSet("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func isWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// highlight colours a statement, which may be unfinished or wrong.
func highlight(src []rune, builtins map[string]bool) string {
	var b strings.Builder
	before := "" // the last word or operator on the way
	lineStart := true
	put := func(style string, i, j int) int {
		if style == "" {
			b.WriteString(string(src[i:j]))
		} else {
			// A colour ends with its line, so that prompts between lines do not take it.
			for k, part := range strings.Split(string(src[i:j]), "\n") {
				if k > 0 {
					b.WriteByte('\n')
				}
				if part != "" {
					b.WriteString(style + part + styleReset)
				}
			}
		}
		return j
	}
	for i := 0; i < len(src); {
		r := src[i]
		switch {
		case r == '\n':
			i = put("", i, i+1)
			lineStart, before = true, ""
			continue
		case r == ' ' || r == '\t':
			i = put("", i, i+1)
			continue
		case r == '#':
			j := i
			for j < len(src) && src[j] != '\n' {
				j++
			}
			i = put(styleComment, i, j)
			continue
		case r == '"' || r == '\'':
			i = put(styleString, i, stringEnd(src, i))
			before = "string"
		case unicode.IsDigit(r) || r == '.' && i+1 < len(src) && unicode.IsDigit(src[i+1]):
			i = put(styleNumber, i, numberEnd(src, i))
			before = "number"
		case isWord(r):
			j := i
			for j < len(src) && isWord(src[j]) {
				j++
			}
			word := string(src[i:j])
			if j < len(src) && (src[j] == '"' || src[j] == '\'') && isPrefix(word) {
				i = put(styleString, i, stringEnd(src, j))
				before = "string"
				break
			}
			style := ""
			switch {
			case before == ".":
			case before == "def" || before == "class":
				style = styleDefinition
			case keywords[word] || lineStart && isSoftKeyword(word, src[j:]):
				style = styleKeyword
			case builtins[word]:
				style = styleBuiltin
			}
			i = put(style, i, j)
			before = word
		default:
			i = put("", i, i+1)
			before = string(r)
		}
		lineStart = false
	}
	return b.String()
}

// isPrefix reports whether a word before a quote belongs to the string.
func isPrefix(word string) bool {
	switch strings.ToLower(word) {
	case "r", "b", "u", "f", "t", "rb", "br", "rf", "fr", "rt", "tr":
		return true
	}
	return false
}

// stringEnd is where the string ends whose quotes begin at i; an unfinished one ends with its line or the text.
func stringEnd(src []rune, i int) int {
	q := src[i]
	n := 1
	if i+2 < len(src) && src[i+1] == q && src[i+2] == q {
		n = 3
	}
	for j := i + n; j < len(src); j++ {
		switch {
		case src[j] == '\\':
			j++
		case src[j] == '\n' && n == 1:
			return j
		case src[j] == q && n == 1:
			return j + 1
		case src[j] == q && j+2 < len(src) && src[j+1] == q && src[j+2] == q:
			return j + 3
		}
	}
	return len(src)
}

func numberEnd(src []rune, i int) int {
	hex := i+1 < len(src) && (src[i+1] == 'x' || src[i+1] == 'X')
	for i++; i < len(src); i++ {
		exponent := !hex && (src[i-1] == 'e' || src[i-1] == 'E') && (src[i] == '+' || src[i] == '-')
		if !isWord(src[i]) && src[i] != '.' && !exponent {
			break
		}
	}
	return i
}

// isSoftKeyword reports whether a word that begins a line, and after which rest follows, begins a match or type statement.
func isSoftKeyword(word string, rest []rune) bool {
	line, _, _ := strings.Cut(string(rest), "\n")
	after := strings.TrimLeft(line, " \t")
	if after == "" || after == line {
		return false
	}
	c := []rune(after)[0]
	switch word {
	case "match", "case":
		return (isWord(c) || strings.ContainsRune(`"'([{-*`, c)) && strings.Contains(after, ":")
	case "type":
		return isWord(c) && !unicode.IsDigit(c)
	}
	return false
}
