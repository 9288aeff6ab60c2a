package parser

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Python's identifiers are Unicode's XID_Start and XID_Continue (PEP 3131). The standard library has the tables of
// which ID_Start and ID_Continue are made; what NFKC moves out of the XID sets stands here.

var notXIDStart = &unicode.RangeTable{R16: []unicode.Range16{
	{0x037a, 0x037a, 1}, {0x0e33, 0x0e33, 1}, {0x0eb3, 0x0eb3, 1}, {0x309b, 0x309c, 1},
	{0xfc5e, 0xfc63, 1}, {0xfdfa, 0xfdfb, 1}, {0xfe70, 0xfe70, 1}, {0xfe72, 0xfe72, 1}, {0xfe74, 0xfe74, 1},
	{0xfe76, 0xfe76, 1}, {0xfe78, 0xfe78, 1}, {0xfe7a, 0xfe7a, 1}, {0xfe7c, 0xfe7c, 1}, {0xfe7e, 0xfe7e, 1},
	{0xff9e, 0xff9f, 1},
}}

var notXIDContinue = &unicode.RangeTable{R16: []unicode.Range16{
	{0x037a, 0x037a, 1}, {0x309b, 0x309c, 1}, {0xfc5e, 0xfc63, 1}, {0xfdfa, 0xfdfb, 1}, {0xfe70, 0xfe70, 1},
	{0xfe72, 0xfe72, 1}, {0xfe74, 0xfe74, 1}, {0xfe76, 0xfe76, 1}, {0xfe78, 0xfe78, 1}, {0xfe7a, 0xfe7a, 1},
	{0xfe7c, 0xfe7c, 1}, {0xfe7e, 0xfe7e, 1},
}}

func isIDStart(r rune) bool {
	if r < 128 {
		return class[r]&isStart != 0
	}
	return (unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)) &&
		!unicode.In(r, unicode.Pattern_Syntax, unicode.Pattern_White_Space, notXIDStart)
}

func isIDContinue(r rune) bool {
	if r < 128 {
		return class[r]&isCont != 0
	}
	return isIDStart(r) || unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) && !unicode.Is(notXIDContinue, r) ||
		unicode.In(r, notXIDStart) && !unicode.Is(notXIDContinue, r)
}

// isPrintable is str.isprintable for one character.
func isPrintable(r rune) bool { return r == ' ' || unicode.IsPrint(r) && !unicode.Is(unicode.Z, r) }

// identifier returns a name's text in NFKC.
func identifier(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 128 {
			return norm.NFKC.String(s)
		}
	}
	return s
}
