package sre

import (
	"slices"

	"ouro/internal/ucd"
)

// charset decides about one character. low answers below 256; the rest looks at the ranges and categories.
type charset struct {
	low    [256]bool
	high   highKind
	stop   int // the only excluded character if it is ASCII and the only one; -1 otherwise
	negate bool
	cats   category
	ranges []runeRange // sorted, disjoint; the part from 256 up
}

// highKind says what a set thinks of characters from 256 up.
type highKind uint8

const (
	highNone highKind = iota
	highAll
	highSome
)

type runeRange struct{ lo, hi rune }

const maxRune = 0x10FFFF

func (c *charset) has(r rune) bool {
	if r < 256 {
		return c.low[r]
	}
	return c.hasHigh(r)
}

func (c *charset) hasHigh(r rune) bool {
	switch c.high {
	case highNone:
		return false
	case highAll:
		return true
	}
	return (inRanges(c.ranges, r) || c.cats != 0 && inCategory(c.cats, r)) != c.negate
}

func inRanges(rs []runeRange, r rune) bool {
	lo, hi := 0, len(rs)
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		if r > rs[m].hi {
			lo = m + 1
		} else if r < rs[m].lo {
			hi = m
		} else {
			return true
		}
	}
	return false
}

func inCategory(c category, r rune) bool {
	if c&(catWord|catNotWord) != 0 {
		if ucd.IsAlnum(r) || r == '_' {
			if c&catWord != 0 {
				return true
			}
		} else if c&catNotWord != 0 {
			return true
		}
	}
	if c&(catSpace|catNotSpace) != 0 {
		if isSpace(r) {
			if c&catSpace != 0 {
				return true
			}
		} else if c&catNotSpace != 0 {
			return true
		}
	}
	if c&(catDigit|catNotDigit) != 0 {
		if ucd.IsDecimal(r) {
			return c&catDigit != 0
		}
		return c&catNotDigit != 0
	}
	return false
}

func isSpace(r rune) bool {
	switch {
	case r <= ' ':
		return r == ' ' || r >= '\t' && r <= '\r' || r >= 0x1c
	case r < 0x1680:
		return r == 0x85 || r == 0xA0
	}
	return r == 0x1680 || r >= 0x2000 && r <= 0x200A || r == 0x2028 || r == 0x2029 || r == 0x202F || r == 0x205F || r == 0x3000
}

func isASCIIWord(r rune) bool {
	return r == '_' || isDigit(r) || isASCIILetter(r)
}

// asciiCategory lists a category's characters under the ASCII flag and for bytes.
func asciiCategory(c category, top rune) []runeRange {
	var rs []runeRange
	switch c {
	case catDigit, catNotDigit:
		rs = []runeRange{{'0', '9'}}
	case catSpace, catNotSpace:
		rs = []runeRange{{'\t', '\r'}, {' ', ' '}}
	default:
		rs = []runeRange{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	}
	if c&(catNotDigit|catNotSpace|catNotWord) == 0 {
		return rs
	}
	var out []runeRange
	next := rune(0)
	for _, r := range rs {
		out = append(out, runeRange{next, r.lo - 1})
		next = r.hi + 1
	}
	return append(out, runeRange{next, top})
}

// newCharset builds the set of items under the flags. Ignoring case is done here, once: the set is closed under the
// equivalence of case, and the machine compares characters as they are.
func newCharset(items []setItem, negate bool, flags Flags, bytes bool) *charset {
	top := rune(maxRune)
	if bytes {
		top = 255
	}
	c := &charset{negate: negate, stop: -1}
	var rs []runeRange
	for _, it := range items {
		switch {
		case it.cat == 0:
			rs = append(rs, runeRange{it.lo, it.hi})
		case flags&Unicode != 0:
			c.cats |= it.cat
		}
	}
	if flags&IgnoreCase != 0 {
		rs = closeCase(mergeRanges(rs), flags)
	}
	if flags&Unicode == 0 {
		for _, it := range items {
			if it.cat != 0 {
				rs = append(rs, asciiCategory(it.cat, top)...)
			}
		}
	}
	rs = mergeRanges(rs)
	for _, r := range rs {
		for x := r.lo; x <= min(r.hi, 255); x++ {
			c.low[x] = true
		}
		if r.hi > 255 {
			c.ranges = append(c.ranges, runeRange{max(r.lo, 256), r.hi})
		}
	}
	if c.cats != 0 {
		for x := range c.low {
			c.low[x] = c.low[x] || inCategory(c.cats, rune(x))
		}
	}
	c.high = highNone
	switch {
	case len(c.ranges) == 1 && c.ranges[0].lo == 256 && c.ranges[0].hi == maxRune:
		c.high = highAll
	case len(c.ranges) > 0 || c.cats != 0:
		c.high = highSome
	}
	if negate {
		for x := range c.low {
			c.low[x] = !c.low[x]
		}
		if c.high != highSome {
			c.high ^= highAll
		}
	}
	c.findStop(bytes)
	return c
}

// findStop notes that everything but one ASCII character is in the set.
func (c *charset) findStop(bytes bool) {
	if c.high != highAll && !bytes {
		return
	}
	for x, ok := range c.low {
		if !ok {
			if c.stop >= 0 || x >= 128 {
				c.stop = -1
				return
			}
			c.stop = x
		}
	}
	if c.stop < 0 {
		c.stop = stopNever
	}
}

// stopNever marks a set that holds every character.
const stopNever = 256

func mergeRanges(rs []runeRange) []runeRange {
	slices.SortFunc(rs, func(a, b runeRange) int { return int(a.lo - b.lo) })
	out := rs[:0]
	for _, r := range rs {
		if n := len(out); n > 0 && r.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, r.hi)
			continue
		}
		out = append(out, r)
	}
	return out
}

// byteSet is a set of bytes as a bit map.
type byteSet [4]uint64

func (b *byteSet) add(c byte)      { b[c>>6] |= 1 << (c & 63) }
func (b *byteSet) has(c byte) bool { return b[c>>6]>>(c&63)&1 != 0 }
func (b *byteSet) union(o *byteSet) {
	for i := range b {
		b[i] |= o[i]
	}
}
func (b *byteSet) meets(o *byteSet) bool {
	return b[0]&o[0]|b[1]&o[1]|b[2]&o[2]|b[3]&o[3] != 0
}

// addSet adds the bytes that the encodings of c's members begin with, or more.
func (b *byteSet) addSet(c *charset, bytes bool) {
	for x, ok := range c.low {
		switch {
		case !ok:
		case bytes || x < 128:
			b.add(byte(x))
		default:
			b.add(byte(0xC0 | x>>6))
		}
	}
	if bytes || c.high == highNone {
		return
	}
	if c.high == highAll || c.negate || c.cats != 0 {
		for x := 0xC4; x <= 0xF4; x++ {
			b.add(byte(x))
		}
		return
	}
	for _, r := range c.ranges {
		for x := leadByte(r.lo); x <= leadByte(r.hi); x++ {
			b.add(x)
		}
	}
}

func leadByte(r rune) byte {
	switch {
	case r < 0x80:
		return byte(r)
	case r < 0x800:
		return byte(0xC0 | r>>6)
	case r < 0x10000:
		return byte(0xE0 | r>>12)
	}
	return byte(0xF0 | r>>18)
}
