package pytext

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func base64Value(c byte) int {
	switch {
	case c-'A' < 26:
		return int(c - 'A')
	case c-'a' < 26:
		return int(c-'a') + 26
	case c-'0' < 10:
		return int(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}

// isDirect7 reports whether UTF-7 writes r as itself.
func isDirect7(r rune) bool {
	return r > 0 && r < 0x80 && r != '+' && r != '\\' && r != '~' && (r >= ' ' && r < 0x7F || r == '\t' || r == '\n' || r == '\r')
}

// encodeUTF7 writes UTF-16 units in base64 between a plus and, where it is needed, a minus. Surrogates need no error handler.
func encodeUTF7(_ *Codec, s string, _ Errors) (string, error) {
	var out []byte
	var buffer uint64
	bits, shifted := 0, false
	unit := func(u rune) {
		buffer = buffer<<16 | uint64(u)
		for bits += 16; bits >= 6; {
			bits -= 6
			out = append(out, base64Digits[buffer>>bits&63])
		}
	}
	flush := func() {
		if bits > 0 {
			out = append(out, base64Digits[buffer<<(6-bits)&63])
		}
		buffer, bits, shifted = 0, 0, false
	}
	for s != "" {
		r, n := DecodeRune(s)
		s = s[n:]
		if shifted && isDirect7(r) {
			flush()
			if base64Value(byte(r)) >= 0 || r == '-' {
				out = append(out, '-')
			}
		}
		if !shifted {
			if isDirect7(r) {
				out = append(out, byte(r))
				continue
			}
			out = append(out, '+')
			if r == '+' {
				out = append(out, '-')
				continue
			}
			shifted = true
		}
		if r >= 0x10000 {
			r -= 0x10000
			unit(0xD800 | r>>10)
			r = 0xDC00 | r&0x3FF
		}
		unit(r)
	}
	if shifted {
		flush()
		out = append(out, '-')
	}
	return str(out), nil
}

func decodeUTF7(c *Codec, b string, errs Errors, final bool) (string, int, error) {
	out := make([]byte, 0, len(b))
	var buffer uint32
	var high rune // a high surrogate that waits for its low one
	bits, shift, shiftOut := 0, -1, 0
	fail := func(start, end int, reason string) (int, error) {
		text, resume, err := errs.decode(&CodecError{Encoding: c.errName, Object: b, Reason: reason, Start: start, End: end})
		out = append(out, text...)
		buffer, bits, shift, high = 0, 0, -1, 0
		return resume, err
	}
	i := 0
	var err error
	for i < len(b) {
		x := b[i]
		if shift >= 0 {
			if v := base64Value(x); v >= 0 {
				i++
				buffer = buffer<<6 | uint32(v)
				if bits += 6; bits < 16 {
					continue
				}
				bits -= 16
				u := rune(buffer >> bits & 0xFFFF)
				buffer &= 1<<bits - 1
				if high != 0 {
					if u&^0x3FF == 0xDC00 {
						out = AppendRune(out, 0x10000+(high&0x3FF)<<10+u&0x3FF)
						high = 0
						continue
					}
					out = AppendRune(out, high)
					high = 0
				}
				if u&^0x3FF == 0xD800 {
					high = u
				} else {
					out = AppendRune(out, u)
				}
				continue
			}
			reason := ""
			switch {
			case bits >= 6:
				reason = "partial character in shift sequence"
			case bits > 0 && buffer != 0:
				reason = "non-zero padding bits in shift sequence"
			}
			if reason != "" {
				if i, err = fail(shift, i+1, reason); err != nil {
					return "", 0, err
				}
				continue
			}
			if high != 0 {
				out = AppendRune(out, high)
			}
			buffer, bits, shift, high = 0, 0, -1, 0
			if x == '-' {
				i++
			}
			continue
		}
		switch {
		case x == '+':
			switch {
			case i+1 < len(b) && b[i+1] == '-':
				out = append(out, '+')
				i += 2
			case i+1 < len(b) && base64Value(b[i+1]) < 0:
				if i, err = fail(i, i+2, "ill-formed sequence"); err != nil {
					return "", 0, err
				}
			default:
				shift, shiftOut = i, len(out)
				i++
			}
		case x < 0x80:
			out = append(out, x)
			i++
		default:
			if i, err = fail(i, i+1, "unexpected special character"); err != nil {
				return "", 0, err
			}
		}
	}
	if shift >= 0 {
		if !final {
			return string(out[:shiftOut]), shift, nil
		}
		if high != 0 || bits >= 6 || bits > 0 && buffer != 0 {
			if _, err = fail(shift, len(b), "unterminated shift sequence"); err != nil {
				return "", 0, err
			}
		}
	}
	return str(out), len(b), nil
}
