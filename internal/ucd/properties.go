package ucd

import (
	"sort"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

func lookup(spans []span, r rune) (uint8, bool) {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].hi >= r })
	if i < len(spans) && spans[i].lo <= r {
		return spans[i].val, true
	}
	return 0, false
}

// Decimal is the value of r as a decimal digit, -1 if it is none. Decimal digits come in runs of ten that begin
// at a zero, all in one category.
func Decimal(r rune) int {
	if r < 0x80 {
		if '0' <= r && r <= '9' {
			return int(r - '0')
		}
		return -1
	}
	if !IsDecimal(r) {
		return -1
	}
	switch {
	case r >= 0x1D7CE && r <= 0x1D7FF: // five mathematical alphabets in one run
		return int(r-0x1D7CE) % 10
	}
	run := r
	for IsDecimal(run - 1) {
		run--
	}
	return int(r-run) % 10
}

func findNumeric(r rune) *numericSpan {
	i := sort.Search(len(numericSpans), func(i int) bool { return numericSpans[i].hi >= r })
	if i < len(numericSpans) && numericSpans[i].lo <= r {
		return &numericSpans[i]
	}
	return nil
}

// Digit is the value of r as a digit, -1 if it is none.
func Digit(r rune) int {
	if d := Decimal(r); d >= 0 {
		return d
	}
	if s := findNumeric(r); s != nil && s.digit {
		return int(s.num + s.step*int64(r-s.lo))
	}
	return -1
}

// Numeric is the numeric value of r.
func Numeric(r rune) (value float64, ok bool) {
	if d := Decimal(r); d >= 0 {
		return float64(d), true
	}
	if s := findNumeric(r); s != nil {
		return float64(s.num+s.step*int64(r-s.lo)) / float64(s.den), true
	}
	return 0, false
}

// Combining is the canonical combining class of r.
func Combining(r rune) int {
	if r < 0x300 || isSurrogate(r) {
		return 0
	}
	if v, ok := lookup(combiningSpans[:], r); ok {
		return int(v)
	}
	return int(norm.NFD.PropertiesString(string(r)).CCC())
}

func isSurrogate(r rune) bool { return r&^0x7FF == 0xD800 }

// Bidirectional classes, in the order of bidi.Class.
const (
	bidiL uint8 = iota
	bidiR
	bidiEN
	bidiES
	bidiET
	bidiAN
	bidiCS
	bidiB
	bidiS
	bidiWS
	bidiON
	bidiBN
	bidiNSM
	bidiAL
)

var bidiNames = [...]string{"L", "R", "EN", "ES", "ET", "AN", "CS", "B", "S", "WS", "ON", "BN", "NSM", "AL",
	"", "", "LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI", ""}

// Bidirectional is the bidirectional class of r, "" for an unassigned code point.
func Bidirectional(r rune) string {
	if isSurrogate(r) {
		return "L"
	}
	if CategoryOf(r) == Cn {
		return ""
	}
	if v, ok := lookup(bidiSpans[:], r); ok {
		return bidiNames[v]
	}
	p, _ := bidi.LookupRune(r)
	return bidiNames[p.Class()]
}

// EastAsianWidth is the East_Asian_Width of r: N, A, W, Na, F or H.
func EastAsianWidth(r rune) string {
	if isSurrogate(r) {
		return "N"
	}
	if v, ok := lookup(widthSpans[:], r); ok {
		if v == 1 {
			return "W"
		}
		return "N"
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianAmbiguous:
		return "A"
	case width.EastAsianWide:
		return "W"
	case width.EastAsianNarrow:
		return "Na"
	case width.EastAsianFullwidth:
		return "F"
	case width.EastAsianHalfwidth:
		return "H"
	}
	return "N"
}

// Mirrored reports the property Bidi_Mirrored.
func Mirrored(r rune) bool {
	_, ok := lookup(mirroredSpans[:], r)
	return ok
}

// A Form is a normalisation form.
type Form uint8

// The normalisation forms.
const (
	NFC Form = iota
	NFD
	NFKC
	NFKD
)

// ParseForm is the form with the given name.
func ParseForm(name string) (Form, bool) {
	switch name {
	case "NFC":
		return NFC, true
	case "NFD":
		return NFD, true
	case "NFKC":
		return NFKC, true
	case "NFKD":
		return NFKD, true
	}
	return 0, false
}

func (f Form) norm() norm.Form {
	return [...]norm.Form{norm.NFC, norm.NFD, norm.NFKC, norm.NFKD}[f]
}

// Normalize is s in the form f. Lone surrogates (three bytes each) stay as they are: they are boundaries.
//
// Text is normalised without x/text's stream-safe limit: Python does not insert U+034F into long runs of marks.
func Normalize(f Form, s string) string {
	form := f.norm()
	if form.IsNormalString(s) {
		return s
	}
	return form.String(s)
}

// IsNormalized reports whether s is in the form f.
func IsNormalized(f Form, s string) bool { return f.norm().IsNormalString(s) }
