package ucd

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/unicode/runenames"
)

// The names that Unicode 16.0 adds, one "HEX NAME" a line in the order of the code points.
//
//go:embed names16.txt
var newNamesText string

// newNames maps the code points of newNamesText to their names.
var newNames = sync.OnceValue(func() map[rune]string {
	m := make(map[rune]string, 1200)
	for line := range strings.Lines(newNamesText) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		r, _ := strconv.ParseInt(code, 16, 32)
		m[rune(r)] = name
	}
	return m
})

// byName maps names to code points, but for those that follow a rule. It is built when a name is first looked up.
var byName = sync.OnceValue(func() map[string]rune {
	m := make(map[string]rune, 36000)
	for r := rune(0x20); r <= 0xE01EF; r++ {
		switch r {
		case 0x3400, 0x4E00, 0xAC00, 0xD7FC, 0x17000, 0x18D00, 0x20000:
			r = map[rune]rune{0x3400: 0x4DBF, 0x4E00: 0x9FFF, 0xAC00: 0xD7A3, 0xD7FC: 0xF8FF, 0x17000: 0x187F7, 0x18D00: 0x1AFEF, 0x20000: 0x2F7FF}[r]
			continue
		case 0x2FA1E:
			r = 0xE0000
		}
		if CategoryOf(r) == Cn {
			continue
		}
		if name := Name(r); name != "" {
			m[name] = r
		}
	}
	for r, name := range newNames() {
		m[name] = r
	}
	return m
})

var hangulLead = [...]string{"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"}
var hangulVowel = [...]string{"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI",
	"YU", "EU", "YI", "I"}
var hangulTrail = [...]string{"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B",
	"BS", "S", "SS", "NG", "J", "C", "K", "T", "P", "H"}

const (
	hangulPrefix = "HANGUL SYLLABLE "
	cjkPrefix    = "CJK UNIFIED IDEOGRAPH-"
	glyphPrefix  = "EGYPTIAN HIEROGLYPH-"
	khitanPrefix = "KHITAN SMALL SCRIPT CHARACTER-"
)

var ideographs = [...][2]rune{{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2B739}, {0x2B740, 0x2B81D},
	{0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}, {0x2EBF0, 0x2EE5D}, {0x30000, 0x3134A}, {0x31350, 0x323AF}}

func isIdeograph(r rune) bool {
	for _, s := range ideographs {
		if r >= s[0] && r <= s[1] {
			return true
		}
	}
	return false
}

// Name is the name of r, "" if it has none.
func Name(r rune) string {
	switch {
	case r >= 0xAC00 && r <= 0xD7A3:
		i := r - 0xAC00
		return hangulPrefix + hangulLead[i/588] + hangulVowel[i%588/28] + hangulTrail[i%28]
	case isIdeograph(r):
		return cjkPrefix + hex(r)
	case r >= 0x13460 && r <= 0x143FA:
		return glyphPrefix + hex(r)
	case r == 0x18CFF:
		return khitanPrefix + hex(r)
	case uint32(r) > MaxRune:
		return ""
	}
	name := runenames.Name(r)
	if strings.HasPrefix(name, "<") {
		return ""
	}
	if name == "" {
		return newNames()[r]
	}
	return name
}

func hex(r rune) string { return strings.ToUpper(strconv.FormatInt(int64(r), 16)) }

// Lookup is the code point of the given name or alias, in any case.
func Lookup(name string) (rune, bool) {
	if len(name) > 128 {
		return 0, false
	}
	name = strings.ToUpper(name)
	if rest, ok := strings.CutPrefix(name, hangulPrefix); ok {
		return lookupHangul(rest)
	}
	for _, prefix := range [...]string{cjkPrefix, glyphPrefix, khitanPrefix} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			n, err := strconv.ParseUint(rest, 16, 32)
			if err != nil || len(rest) < 4 || Name(rune(n)) != name {
				break
			}
			return rune(n), true
		}
	}
	if r, ok := byName()[name]; ok {
		return r, true
	}
	r, ok := aliases[name]
	return r, ok
}

func lookupHangul(s string) (rune, bool) {
	longest := func(list []string) (index int, rest string) {
		index, length := -1, -1
		for i, part := range list {
			if len(part) > length && strings.HasPrefix(s, part) {
				index, length = i, len(part)
			}
		}
		return index, s[max(length, 0):]
	}
	var lead, vowel, trail int
	if lead, s = longest(hangulLead[:]); lead < 0 {
		return 0, false
	}
	if vowel, s = longest(hangulVowel[:]); vowel < 0 {
		return 0, false
	}
	if trail, s = longest(hangulTrail[:]); trail < 0 || s != "" {
		return 0, false
	}
	return rune(0xAC00 + (lead*21+vowel)*28 + trail), true
}
