package ucd

import (
	"sort"
	"unicode"
)

// A Mapping is the result of a full case mapping: one to three code points.
type Mapping struct {
	runes [3]rune
	n     uint8
}

// Runes are the code points of the mapping.
func (m *Mapping) Runes() []rune { return m.runes[:m.n] }

// One returns the only code point of the mapping, ok being false if there are more.
func (m *Mapping) One() (r rune, ok bool) { return m.runes[0], m.n == 1 }

func single(r rune) Mapping { return Mapping{runes: [3]rune{r}, n: 1} }

func several(s string) Mapping {
	var m Mapping
	for _, r := range s {
		m.runes[m.n] = r
		m.n++
	}
	return m
}

func findShift(r rune) (caseShift, bool) {
	if r < 0x19B {
		return caseShift{}, false
	}
	i := sort.Search(len(caseShifts), func(i int) bool { return caseShifts[i].hi >= r })
	if i < len(caseShifts) && caseShifts[i].lo <= r {
		return caseShifts[i], true
	}
	return caseShift{}, false
}

func findFullCase(r rune) *fullCase {
	if r < 0xDF {
		return nil
	}
	i := sort.Search(len(fullCases), func(i int) bool { return fullCases[i].r >= r })
	if i < len(fullCases) && fullCases[i].r == r {
		return &fullCases[i]
	}
	return nil
}

// SimpleUpper is the single upper-case form of r.
func SimpleUpper(r rune) rune {
	if s, ok := findShift(r); ok {
		return r + s.upper
	}
	return unicode.ToUpper(r)
}

// SimpleLower is the single lower-case form of r.
func SimpleLower(r rune) rune {
	if s, ok := findShift(r); ok {
		return r + s.lower
	}
	return unicode.ToLower(r)
}

// SimpleTitle is the single title-case form of r.
func SimpleTitle(r rune) rune {
	if s, ok := findShift(r); ok {
		return r + s.upper
	}
	return unicode.ToTitle(r)
}

// ToUpper is the full upper-case mapping of r: "SS" for "ß".
func ToUpper(r rune) Mapping {
	if flagsOf(r)&flagChangesCase == 0 {
		return single(r)
	}
	if f := findFullCase(r); f != nil {
		return several(f.upper)
	}
	return single(SimpleUpper(r))
}

// ToLower is the full lower-case mapping of r without context: the final sigma is its caller's business.
func ToLower(r rune) Mapping {
	if flagsOf(r)&flagChangesCase == 0 {
		return single(r)
	}
	if r == 0x130 {
		return Mapping{runes: [3]rune{'i', 0x307}, n: 2}
	}
	return single(SimpleLower(r))
}

// ToTitle is the full title-case mapping of r: "Ss" for "ß", "ǅ" for "ǆ".
func ToTitle(r rune) Mapping {
	if flagsOf(r)&flagChangesCase == 0 {
		return single(r)
	}
	if f := findFullCase(r); f != nil {
		return several(f.title)
	}
	return single(SimpleTitle(r))
}

// ToFold is the full case folding of r.
func ToFold(r rune) Mapping {
	if flagsOf(r)&flagChangesCase == 0 {
		return single(r)
	}
	if r >= 0xB5 {
		if i := sort.Search(len(foldShifts), func(i int) bool { return foldShifts[i].hi >= r }); i < len(foldShifts) && foldShifts[i].lo <= r {
			return single(r + foldShifts[i].add)
		}
		if i := sort.Search(len(fullFolds), func(i int) bool { return fullFolds[i].r >= r }); i < len(fullFolds) && fullFolds[i].r == r {
			return several(fullFolds[i].fold)
		}
	}
	return single(SimpleLower(r))
}

// Unchanged is the mapping of r to itself.
func Unchanged(r rune) Mapping { return single(r) }
