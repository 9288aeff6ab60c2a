// Package ucd answers what Python asks of the Unicode Character Database, version 16.0.
//
// The bulk of the data is that of Go's unicode package and golang.org/x/text; tables.go adds what those lack.
// The predicates used for every character of a text (IsAlpha, IsPrintable, IsIdentifierStart, ...) read one word
// of a page of 256 code points; a page is computed from the tables when it is first asked for. The pages are
// pure caches of constant facts: computing one twice at the same time is harmless.
package ucd

import (
	"sync/atomic"
	"unicode"
)

// Version is the version of the Unicode Character Database that the answers follow.
const Version = "16.0.0"

// MaxRune is the largest code point, sys.maxunicode.
const MaxRune = 0x10FFFF

// Category is a general category; String gives its two-letter name.
type Category uint8

// The general categories, untyped so that they fit a span too.
const (
	Cn = iota
	Lu
	Ll
	Lt
	Lm
	Lo
	Mn
	Mc
	Me
	Nd
	Nl
	No
	Pc
	Pd
	Ps
	Pe
	Pi
	Pf
	Po
	Sm
	Sc
	Sk
	So
	Zs
	Zl
	Zp
	Cc
	Cf
	Cs
	Co
)

const categoryNames = "CnLuLlLtLmLoMnMcMeNdNlNoPcPdPsPePiPfPoSmScSkSoZsZlZpCcCfCsCo"

// String is the category's two-letter name.
func (c Category) String() string { return categoryNames[2*c : 2*c+2] }

// The flags of a code point.
const (
	flagAlpha uint16 = 1 << iota
	flagDecimal
	flagDigit
	flagNumeric
	flagSpace
	flagPrintable
	flagUpper
	flagLower
	flagTitle
	flagCaseIgnorable
	flagIdentStart
	flagIdentContinue
	flagChangesCase // the lower, upper, title or folded form may differ
)

type page struct {
	flags      [256]uint16
	categories [256]Category
}

var pages [(MaxRune + 1) / 256]atomic.Pointer[page]

var latin1 = buildPage(0)

func pageOf(r rune) *page {
	if r < 256 {
		return latin1
	}
	slot := &pages[r>>8]
	if p := slot.Load(); p != nil {
		return p
	}
	p := buildPage(r &^ 255)
	slot.Store(p)
	return p
}

func flagsOf(r rune) uint16 {
	if uint32(r) > MaxRune {
		return 0
	}
	return pageOf(r).flags[r&255]
}

// CategoryOf is the general category of r.
func CategoryOf(r rune) Category {
	if uint32(r) > MaxRune {
		return Cn
	}
	return pageOf(r).categories[r&255]
}

// IsAlpha reports whether r is a letter: category Lu, Ll, Lt, Lm or Lo.
func IsAlpha(r rune) bool { return flagsOf(r)&flagAlpha != 0 }

// IsDecimal reports whether r is a decimal digit.
func IsDecimal(r rune) bool { return flagsOf(r)&flagDecimal != 0 }

// IsDigit reports whether r has a digit value, as superscript digits have.
func IsDigit(r rune) bool { return flagsOf(r)&flagDigit != 0 }

// IsNumeric reports whether r has a numeric value, as fractions have.
func IsNumeric(r rune) bool { return flagsOf(r)&flagNumeric != 0 }

// IsAlnum reports whether r is a letter or has a numeric value.
func IsAlnum(r rune) bool {
	return flagsOf(r)&(flagAlpha|flagDecimal|flagDigit|flagNumeric) != 0
}

// IsSpace reports whether Python counts r as whitespace.
func IsSpace(r rune) bool { return flagsOf(r)&flagSpace != 0 }

// IsPrintable reports whether repr shows r as itself.
func IsPrintable(r rune) bool { return flagsOf(r)&flagPrintable != 0 }

// IsUpper reports the derived property Uppercase.
func IsUpper(r rune) bool { return flagsOf(r)&flagUpper != 0 }

// IsLower reports the derived property Lowercase.
func IsLower(r rune) bool { return flagsOf(r)&flagLower != 0 }

// IsTitle reports whether r is a titlecase letter.
func IsTitle(r rune) bool { return flagsOf(r)&flagTitle != 0 }

// IsCased reports whether r is upper, lower or title case.
func IsCased(r rune) bool { return flagsOf(r)&(flagUpper|flagLower|flagTitle) != 0 }

// IsCaseIgnorable reports whether r is skipped when the context of a final sigma is looked at.
func IsCaseIgnorable(r rune) bool { return flagsOf(r)&flagCaseIgnorable != 0 }

// IsIdentifierStart reports whether an identifier may begin with r: XID_Start and the underscore.
func IsIdentifierStart(r rune) bool { return flagsOf(r)&flagIdentStart != 0 }

// IsIdentifierContinue reports whether an identifier may go on with r: XID_Continue.
func IsIdentifierContinue(r rune) bool { return flagsOf(r)&flagIdentContinue != 0 }

// eachInPage calls f with every code point of table that lies in the page from lo.
func eachInPage(table *unicode.RangeTable, lo rune, f func(i int)) {
	hi := lo + 255
	if lo <= 0xFFFF {
		for _, r := range table.R16 {
			if rune(r.Lo) > hi {
				break
			}
			if rune(r.Hi) < lo {
				continue
			}
			for c := rune(r.Lo); c <= rune(r.Hi) && c <= hi; c += rune(r.Stride) {
				if c >= lo {
					f(int(c - lo))
				}
			}
		}
		return
	}
	for _, r := range table.R32 {
		if rune(r.Lo) > hi {
			break
		}
		if rune(r.Hi) < lo {
			continue
		}
		c := rune(r.Lo)
		if c < lo {
			c += (lo - c + rune(r.Stride) - 1) / rune(r.Stride) * rune(r.Stride)
		}
		for ; c <= rune(r.Hi) && c <= hi; c += rune(r.Stride) {
			f(int(c - lo))
		}
	}
}

// spansInPage calls f with every code point of spans that lies in the page from lo.
func spansInPage(spans []span, lo rune, f func(i int, val uint8)) {
	for _, s := range spans {
		if s.lo > lo+255 {
			break
		}
		for c := max(s.lo, lo); c <= s.hi && c <= lo+255; c++ {
			f(int(c-lo), s.val)
		}
	}
}

var categoryTables = [...]struct {
	cat   Category
	table *unicode.RangeTable
}{
	{Lu, unicode.Lu}, {Ll, unicode.Ll}, {Lt, unicode.Lt}, {Lm, unicode.Lm}, {Lo, unicode.Lo},
	{Mn, unicode.Mn}, {Mc, unicode.Mc}, {Me, unicode.Me}, {Nd, unicode.Nd}, {Nl, unicode.Nl}, {No, unicode.No},
	{Pc, unicode.Pc}, {Pd, unicode.Pd}, {Ps, unicode.Ps}, {Pe, unicode.Pe}, {Pi, unicode.Pi}, {Pf, unicode.Pf}, {Po, unicode.Po},
	{Sm, unicode.Sm}, {Sc, unicode.Sc}, {Sk, unicode.Sk}, {So, unicode.So}, {Zs, unicode.Zs}, {Zl, unicode.Zl}, {Zp, unicode.Zp},
	{Cc, unicode.Cc}, {Cf, unicode.Cf}, {Cs, unicode.Cs}, {Co, unicode.Co},
}

// midWords are the marks inside words that case mapping looks through (Word_Break MidLetter, MidNumLet, Single_Quote).
var midWords = [...]rune{0x27, 0x2E, 0x3A, 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027,
	0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A}

func buildPage(lo rune) *page {
	p := new(page)
	set := func(flag uint16) func(int) { return func(i int) { p.flags[i] |= flag } }
	for _, t := range categoryTables {
		eachInPage(t.table, lo, func(i int) { p.categories[i] = t.cat })
	}
	spansInPage(categorySpans[:], lo, func(i int, val uint8) { p.categories[i] = Category(val) })
	eachInPage(unicode.Other_Uppercase, lo, set(flagUpper))
	eachInPage(unicode.Other_Lowercase, lo, set(flagLower))
	for i, cat := range p.categories {
		var f uint16
		switch cat {
		case Lu:
			f = flagAlpha | flagUpper | flagIdentStart
		case Ll:
			f = flagAlpha | flagLower | flagIdentStart
		case Lt:
			f = flagAlpha | flagTitle | flagIdentStart
		case Lm:
			f = flagAlpha | flagIdentStart | flagCaseIgnorable
		case Lo:
			f = flagAlpha | flagIdentStart
		case Nl:
			f = flagIdentStart
		case Mn:
			f = flagIdentContinue | flagCaseIgnorable
		case Me, Cf, Sk:
			f = flagCaseIgnorable
		case Mc, Pc:
			f = flagIdentContinue
		case Nd:
			f = flagIdentContinue | flagDecimal | flagDigit | flagNumeric
		case Zs:
			f = flagSpace
		}
		switch cat {
		case Cn, Cc, Cf, Cs, Co, Zl, Zp, Zs:
		default:
			f |= flagPrintable
		}
		p.flags[i] |= f
	}
	eachInPage(unicode.Other_ID_Start, lo, set(flagIdentStart))
	eachInPage(unicode.Other_ID_Continue, lo, set(flagIdentContinue))
	eachInPage(unicode.Pattern_Syntax, lo, func(i int) { p.flags[i] &^= flagIdentStart })
	for i := range p.flags {
		if p.flags[i]&flagIdentStart != 0 {
			p.flags[i] |= flagIdentContinue
		}
	}
	change := func(flag uint16) func(int, uint8) {
		return func(i int, val uint8) {
			p.flags[i] &^= flag
			if val != 0 {
				p.flags[i] |= flag
			}
		}
	}
	spansInPage(identStartSpans[:], lo, change(flagIdentStart))
	spansInPage(identContinueSpans[:], lo, change(flagIdentContinue))
	for _, s := range numericSpans {
		for c := max(s.lo, lo); c <= s.hi && c <= lo+255; c++ {
			p.flags[c-lo] |= flagNumeric
			if s.digit {
				p.flags[c-lo] |= flagDigit
			}
		}
	}
	for _, c := range midWords {
		if c&^255 == lo {
			p.flags[c-lo] |= flagCaseIgnorable
		}
	}
	switch lo {
	case 0:
		for _, c := range "\t\n\v\f\r\x1c\x1d\x1e\x1f\u0085" {
			p.flags[c] |= flagSpace
		}
		p.flags[' '] |= flagPrintable
		p.flags['_'] |= flagIdentStart
	case 0x2000:
		p.flags[0x28] |= flagSpace
		p.flags[0x29] |= flagSpace
	}
	for i := range p.flags {
		r := lo + rune(i)
		if unicode.ToLower(r) != r || unicode.ToUpper(r) != r || unicode.ToTitle(r) != r {
			p.flags[i] |= flagChangesCase
		}
	}
	for _, s := range caseShifts {
		for c := max(s.lo, lo); c <= s.hi && c <= lo+255; c++ {
			p.flags[c-lo] |= flagChangesCase
		}
	}
	for _, s := range foldShifts {
		for c := max(s.lo, lo); c <= s.hi && c <= lo+255; c++ {
			p.flags[c-lo] |= flagChangesCase
		}
	}
	for _, f := range fullFolds {
		if f.r&^255 == lo {
			p.flags[f.r-lo] |= flagChangesCase
		}
	}
	for _, f := range fullCases {
		if f.r&^255 == lo {
			p.flags[f.r-lo] |= flagChangesCase
		}
	}
	return p
}
