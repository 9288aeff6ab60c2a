package pytext

// A charmap is a codec of one byte a character in the form that conversion wants.
type charmap struct {
	runes [256]rune // noChar where the byte has none
	bytes map[rune]byte
	ascii bool
}

// noChar stands for a byte without a character.
const noChar = 0xFFFE

// charmapCodec makes the codec of a table.
func charmapCodec(t charmapTable) *Codec {
	m := &charmap{bytes: make(map[rune]byte, 256)}
	runes := Runes(t.text)
	m.ascii = len(runes) == 128
	for i := range m.runes {
		switch {
		case !m.ascii:
			m.runes[i] = runes[i]
		case i < 0x80:
			m.runes[i] = rune(i)
		default:
			m.runes[i] = runes[i-0x80]
		}
		if m.runes[i] != noChar {
			m.bytes[m.runes[i]] = byte(i) // of two bytes for one character the later is written
		}
	}
	return &Codec{Name: t.name, errName: "charmap", table: m, encode: encodeCharmap, decode: decodeCharmap}
}

func encodeCharmap(c *Codec, s string, errs Errors) (string, error) {
	return encodeRunes(c, s, errs, "character maps to <undefined>", true, make([]byte, 0, len(s)), func(dst []byte, r rune) ([]byte, bool) {
		b, ok := c.table.bytes[r]
		if !ok {
			return dst, false
		}
		return append(dst, b), true
	})
}

func decodeCharmap(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	if c.table.ascii && IsASCII(b) {
		return b, len(b), nil
	}
	return decodeRunes(c, b, errs, final, func(b string, i int, _ bool) (rune, int, string) {
		r := c.table.runes[b[i]]
		if r == noChar {
			return 0, 1, "character maps to <undefined>"
		}
		return r, 1, ""
	})
}
