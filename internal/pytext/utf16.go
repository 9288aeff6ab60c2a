package pytext

import "encoding/binary"

// A byteOrder is that of UTF-16 or UTF-32. Without one, a mark decides, and else it is the machine's, which is little endian.
type byteOrder uint8

const (
	littleEndian byteOrder = iota
	bigEndian
)

func (o byteOrder) get16(b string, i int) rune {
	if o == bigEndian {
		return rune(b[i])<<8 | rune(b[i+1])
	}
	return rune(b[i+1])<<8 | rune(b[i])
}

func (o byteOrder) get32(b string, i int) uint32 {
	if o == bigEndian {
		return uint32(o.get16(b, i))<<16 | uint32(o.get16(b, i+2))
	}
	return uint32(o.get16(b, i+2))<<16 | uint32(o.get16(b, i))
}

func (o byteOrder) put16(dst []byte, u rune) []byte {
	if o == bigEndian {
		return binary.BigEndian.AppendUint16(dst, uint16(u))
	}
	return binary.LittleEndian.AppendUint16(dst, uint16(u))
}

func (o byteOrder) put32(dst []byte, r rune) []byte {
	if o == bigEndian {
		return binary.BigEndian.AppendUint32(dst, uint32(r))
	}
	return binary.LittleEndian.AppendUint32(dst, uint32(r))
}

func encodeUTF16(c *Codec, s string, errs Errors) (string, error) {
	out := make([]byte, 0, 2*len(s)+2)
	if c.bom {
		out = c.order.put16(out, 0xFEFF)
	}
	return encodeRunes(c, s, errs, "surrogates not allowed", false, out, func(dst []byte, r rune) ([]byte, bool) {
		if IsSurrogate(r) {
			return dst, false
		}
		if r >= 0x10000 {
			r -= 0x10000
			return c.order.put16(c.order.put16(dst, 0xD800|r>>10), 0xDC00|r&0x3FF), true
		}
		return c.order.put16(dst, r), true
	})
}

// unmarked decodes with the codec that a byte order mark tells.
func unmarked(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	codec, width := c.sniff(b, final)
	if codec == nil {
		return "", 0, nil
	}
	if width == 0 {
		return codec.decode(codec, b, errs, final)
	}
	// Errors count from the start of the mark: it is decoded with the rest and taken off.
	text, used, err := codec.decode(codec, b, errs, final)
	if err != nil {
		return "", 0, err
	}
	return text[len("\uFEFF"):], used, nil
}

func decodeUTF16(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	if c.bom {
		return unmarked(c, b, errs, final)
	}
	return decodeRunes(c, b, errs, final, func(b string, i int, final bool) (rune, int, string) {
		left := len(b) - i
		if left < 2 {
			if !final {
				return 0, 0, ""
			}
			return 0, left, "truncated data"
		}
		u := c.order.get16(b, i)
		switch {
		case !IsSurrogate(u):
			return u, 2, ""
		case u >= 0xDC00:
			return 0, 2, "illegal encoding"
		case left < 4:
			if !final {
				return 0, 0, ""
			}
			return 0, left, "unexpected end of data"
		}
		low := c.order.get16(b, i+2)
		if low < 0xDC00 || low > 0xDFFF {
			return 0, 2, "illegal UTF-16 surrogate"
		}
		return 0x10000 + (u&0x3FF)<<10 + low&0x3FF, 4, ""
	})
}

func encodeUTF32(c *Codec, s string, errs Errors) (string, error) {
	out := make([]byte, 0, 4*RuneLen(s)+4)
	if c.bom {
		out = c.order.put32(out, 0xFEFF)
	}
	return encodeRunes(c, s, errs, "surrogates not allowed", false, out, func(dst []byte, r rune) ([]byte, bool) {
		if IsSurrogate(r) {
			return dst, false
		}
		return c.order.put32(dst, r), true
	})
}

func decodeUTF32(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	if c.bom {
		return unmarked(c, b, errs, final)
	}
	return decodeRunes(c, b, errs, final, func(b string, i int, final bool) (rune, int, string) {
		if left := len(b) - i; left < 4 {
			if !final {
				return 0, 0, ""
			}
			return 0, left, "truncated data"
		}
		switch u := c.order.get32(b, i); {
		case u > 0x10FFFF:
			return 0, 4, "code point not in range(0x110000)"
		case IsSurrogate(rune(u)):
			return 0, 4, "code point in surrogate code point range(0xd800, 0xe000)"
		default:
			return rune(u), 4, ""
		}
	})
}

// readSurrogate reads a surrogate that an encoding forbids, for the handler surrogatepass; n is 0 if there is none.
func readSurrogate(encoding, b string) (r rune, n int) {
	order, unit := surrogateForm(encoding)
	switch {
	case unit == 0 || len(b) < unit:
		return 0, 0
	case unit == 3:
		if b[0] != 0xED || b[1]&0xE0 != 0xA0 || b[2]&0xC0 != 0x80 {
			return 0, 0
		}
		return DecodeRune(b)
	case unit == 2:
		r = order.get16(b, 0)
	default:
		u := order.get32(b, 0)
		if u > 0xFFFF {
			return 0, 0
		}
		r = rune(u)
	}
	if !IsSurrogate(r) {
		return 0, 0
	}
	return r, unit
}

// appendSurrogate appends a surrogate as an encoding would write it; dst stays as it is if the encoding has no such form.
func appendSurrogate(dst []byte, encoding string, r rune) []byte {
	switch order, unit := surrogateForm(encoding); unit {
	case 2:
		return order.put16(dst, r)
	case 3:
		return AppendRune(dst, r)
	case 4:
		return order.put32(dst, r)
	}
	return dst
}

func surrogateForm(encoding string) (order byteOrder, unit int) {
	switch encoding {
	case "utf-8":
		return 0, 3
	case "utf-16", "utf-16-le":
		return littleEndian, 2
	case "utf-16-be":
		return bigEndian, 2
	case "utf-32", "utf-32-le":
		return littleEndian, 4
	case "utf-32-be":
		return bigEndian, 4
	}
	return 0, 0
}
