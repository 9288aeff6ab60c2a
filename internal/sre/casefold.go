package sre

import (
	"sync"
	"unicode"

	"ouro/internal/ucd"
)

// foldExtra holds the classes of characters equal but for case that Python knows and unicode.SimpleFold does not.
var foldExtra = map[rune][]rune{
	'I': {'I', 'i', 0x130, 0x131}, 'i': {'I', 'i', 0x130, 0x131}, 0x130: {'I', 'i', 0x130, 0x131}, 0x131: {'I', 'i', 0x130, 0x131},
	0x390: {0x390, 0x1FD3}, 0x1FD3: {0x390, 0x1FD3},
	0x3B0: {0x3B0, 0x1FE3}, 0x1FE3: {0x3B0, 0x1FE3},
	0xFB05: {0xFB05, 0xFB06}, 0xFB06: {0xFB05, 0xFB06},
}

// appendClass appends the characters that equal r when case is ignored, r among them.
func appendClass(rs []runeRange, r rune, flags Flags) []runeRange {
	if flags&Unicode == 0 {
		rs = append(rs, runeRange{r, r})
		if isASCIILetter(r) {
			rs = append(rs, runeRange{r ^ 0x20, r ^ 0x20})
		}
		return rs
	}
	if x := foldExtra[r]; x != nil {
		for _, c := range x {
			rs = append(rs, runeRange{c, c})
		}
		return rs
	}
	rs = append(rs, runeRange{r, r})
	if unicode.SimpleFold(r) == r {
		// Go's tables may be of an older Unicode; what came since are pairs.
		for _, f := range [2]rune{ucd.SimpleLower(r), ucd.SimpleUpper(r)} {
			if f != r {
				rs = append(rs, runeRange{f, f})
			}
		}
		return rs
	}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		rs = append(rs, runeRange{f, f})
	}
	return rs
}

// casedMore lists cased characters that Go's case ranges lack or, being of an older Unicode, may lack.
var casedMore = [...]runeRange{{0xDF, 0xDF}, {0x19B, 0x19B}, {0x264, 0x264}, {0x390, 0x390}, {0x3B0, 0x3B0}, {0x1C89, 0x1C8A}, {0x1FD3, 0x1FD3}, {0x1FE3, 0x1FE3},
	{0xA7CB, 0xA7DC}, {0xFB05, 0xFB06}, {0x10D50, 0x10D85}}

// casedRunes lists every character that has a class of more than one, and some others; filled once.
var casedRunes = sync.OnceValue(func() []rune {
	var out []rune
	add := func(lo, hi rune) {
		for r := lo; r <= hi; r++ {
			out = append(out, r)
		}
	}
	for _, cr := range unicode.CaseRanges {
		add(rune(cr.Lo), rune(cr.Hi))
	}
	for _, cr := range casedMore {
		add(cr.lo, cr.hi)
	}
	return out
})

func closeCase(rs []runeRange, flags Flags) []runeRange {
	out := rs
	for _, r := range rs {
		switch {
		case flags&Unicode == 0:
			for x := max(r.lo, 'A'); x <= min(r.hi, 'z'); x++ {
				out = appendClass(out, x, flags)
			}
		case r.hi-r.lo < 128:
			for x := r.lo; x <= r.hi; x++ {
				out = appendClass(out, x, flags)
			}
		default:
			for _, x := range casedRunes() {
				if r.lo <= x && x <= r.hi {
					out = appendClass(out, x, flags)
				}
			}
		}
	}
	return out
}

// lower is the folding that backreferences compare by.
func lower(r rune, flags Flags) rune {
	if flags&Unicode == 0 || r < 128 {
		if 'A' <= r && r <= 'Z' {
			r += 0x20
		}
		return r
	}
	return ucd.SimpleLower(r)
}
