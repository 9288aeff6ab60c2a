package pytext

import (
	"strconv"
	"strings"

	"ouro/internal/ucd"
)

// The parameters of Punycode, RFC 3492.
const (
	punyBase  = 36
	punyTMin  = 1
	punyTMax  = 26
	punySkew  = 38
	punyDamp  = 700
	punyBias  = 72
	punyFirst = 128
)

func punyAdapt(delta, points int, first bool) int {
	if first {
		delta /= punyDamp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (punyBase-punyTMin)*punyTMax/2; k += punyBase {
		delta /= punyBase - punyTMin
	}
	return k + (punyBase-punyTMin+1)*delta/(delta+punySkew)
}

func punyThreshold(k, bias int) int { return min(max(k-bias, punyTMin), punyTMax) }

// punyEncode is the Punycode of a text.
func punyEncode(s string) string {
	runes := Runes(s)
	var out []byte
	for _, r := range runes {
		if r < 0x80 {
			out = append(out, byte(r))
		}
	}
	done := len(out)
	basic := done
	if basic > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(punyFirst), 0, punyBias
	for done < len(runes) {
		next := rune(ucd.MaxRune + 1)
		for _, r := range runes {
			if r >= n && r < next {
				next = r
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range runes {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := punyBase; ; k += punyBase {
				t := punyThreshold(k, bias)
				if q < t {
					break
				}
				out = append(out, punyDigit(t+(q-t)%(punyBase-t)))
				q = (q - t) / (punyBase - t)
			}
			out = append(out, punyDigit(q))
			bias = punyAdapt(delta, done+1, done == basic)
			delta = 0
			done++
		}
		delta++
		n++
	}
	return str(out)
}

func punyDigit(d int) byte {
	if d < 26 {
		return 'a' + byte(d)
	}
	return '0' + byte(d-26)
}

func encodePunycode(_ *Codec, s string, _ Errors) (string, error) { return punyEncode(s), nil }

func decodePunycode(c *Codec, b string, errs Errors, _ bool) (string, int, error) {
	text, err := punyDecode(c, b, errs)
	return text, len(b), err
}

func punyDecode(c *Codec, b string, errs Errors) (string, error) {
	base, extended := "", b
	if i := strings.LastIndexByte(b, '-'); i >= 0 {
		base, extended = b[:i], b[i+1:]
	}
	offset := len(b) - len(extended)
	base, _, err := decodeASCII(ASCII, base, errs, true)
	if err != nil {
		return "", err
	}
	fail := func(at, end int, reason string) error {
		e := &CodecError{Encoding: c.errName, Object: b, Reason: reason, Start: offset + at, End: offset + end}
		_, _, err := errs.decode(e)
		return err
	}
	runes := Runes(base)
	n, i, bias := punyFirst, 0, punyBias
	for pos := 0; pos < len(extended); {
		old, w := i, 1
		for k := punyBase; ; k += punyBase {
			if pos >= len(extended) {
				return FromRunes(runes), fail(pos, pos+1, "incomplete punycode string")
			}
			x := upperByte(extended[pos])
			var digit int
			switch {
			case x >= 'A' && x <= 'Z':
				digit = int(x - 'A')
			case x >= '0' && x <= '9':
				digit = int(x-'0') + 26
			default:
				return FromRunes(runes), fail(pos, pos+1, "Invalid extended code point '"+strconv.Itoa(int(x))+"'")
			}
			pos++
			if digit > (1<<40-i)/w {
				return FromRunes(runes), fail(pos-1, pos, "Invalid character U+"+strconv.FormatInt(1<<40, 16))
			}
			i += digit * w
			t := punyThreshold(k, bias)
			if digit < t {
				break
			}
			w *= punyBase - t
			if w > 1<<40 {
				w = 1 << 40
			}
		}
		bias = punyAdapt(i-old, len(runes)+1, old == 0)
		n += i / (len(runes) + 1)
		i %= len(runes) + 1
		if n > ucd.MaxRune {
			if err := fail(pos-1, pos, "Invalid character U+"+strconv.FormatInt(int64(n), 16)); err != nil {
				return "", err
			}
			n = '?'
		}
		runes = append(runes, 0)
		copy(runes[i+1:], runes[i:])
		runes[i] = rune(n)
		i++
	}
	return FromRunes(runes), nil
}

// labelEnd is the next separator of labels at or after i: its offset and width, the length of s and 0 if there is none.
func labelEnd(s string, i int) (int, int) {
	for i < len(s) {
		switch r, n := DecodeRune(s[i:]); r {
		case '.', 0x3002, 0xFF0E, 0xFF61:
			return i, n
		default:
			i += n
		}
	}
	return i, 0
}

// encodeIDNA is the codec of domain names after RFC 3490: each label that is not ASCII is prepared and written in Punycode.
// Only strict errors exist.
func encodeIDNA(c *Codec, s string, errs Errors) (string, error) {
	if s == "" {
		return "", nil
	}
	fail := func(start, end int, reason string) error {
		return &CodecError{Encoding: "idna", Object: s, Reason: reason, Start: RuneIndex(s, start), End: RuneIndex(s, end), Encode: true}
	}
	var out []byte
	for i := 0; i <= len(s); {
		end, width := labelEnd(s, i)
		label := s[i:end]
		switch {
		case label == "" && width == 0: // after the last point
		case label == "":
			return "", fail(i, i+width, "label empty")
		default:
			if !IsASCII(label) {
				prepared, bad, reason := namePrep(label)
				if reason != "" {
					return "", fail(i+bad, i+bad+1, reason)
				}
				label = prepared
				if label == "" {
					return "", fail(i, end, "label empty")
				}
				if !IsASCII(label) {
					if strings.HasPrefix(label, "xn--") {
						return "", fail(i, i+4, "Label starts with ACE prefix")
					}
					label = "xn--" + punyEncode(label)
				}
			}
			if len(label) >= 64 {
				return "", fail(i, end, "label too long")
			}
			out = append(out, label...)
		}
		if width > 0 {
			out = append(out, '.')
		}
		i = end + width
		if width == 0 {
			break
		}
	}
	return str(out), nil
}

// namePrep prepares a label as RFC 3491 tells: it folds case, normalises, and refuses what may not be in a name. bad is the
// offset of the offending character.
func namePrep(label string) (prepared string, bad int, reason string) {
	var folded []byte
	for i := 0; i < len(label); {
		r, n := DecodeRune(label[i:])
		switch {
		case r == 0xAD || r == 0x34F || r == 0x1806 || r >= 0x180B && r <= 0x180D || r >= 0x200B && r <= 0x200D || r == 0x2060 || r >= 0xFE00 && r <= 0xFE0F || r == 0xFEFF:
		case IsSurrogate(r) || ucd.CategoryOf(r) == ucd.Co || ucd.CategoryOf(r) == ucd.Cc || ucd.CategoryOf(r) == ucd.Zs && r != ' ' || ucd.CategoryOf(r) == ucd.Cf:
			return "", i, "Invalid character " + Repr(RuneString(r))
		default:
			m := ucd.ToFold(r)
			for _, f := range m.Runes() {
				folded = AppendRune(folded, f)
			}
		}
		i += n
	}
	prepared = ucd.Normalize(ucd.NFKC, Fold(ucd.Normalize(ucd.NFKC, str(folded))))
	// A label with right-to-left letters has no left-to-right ones, and begins and ends with the former.
	rtl, ltr := false, -1
	for i := 0; i < len(prepared); {
		r, n := DecodeRune(prepared[i:])
		switch ucd.Bidirectional(r) {
		case "R", "AL":
			rtl = true
		case "L":
			if ltr < 0 {
				ltr = i
			}
		}
		i += n
	}
	if rtl {
		if ltr >= 0 {
			return "", min(ltr, len(label)-1), "Violation of BIDI requirement 2"
		}
		first, _ := DecodeRune(prepared)
		last, _ := DecodeLastRune(prepared)
		for _, r := range [...]rune{first, last} {
			if d := ucd.Bidirectional(r); d != "R" && d != "AL" {
				return "", 0, "Violation of BIDI requirement 3"
			}
		}
	}
	return prepared, 0, ""
}

// decodeIDNA decodes a domain name: each label that begins with xn-- is read as Punycode.
func decodeIDNA(c *Codec, b string, errs Errors, _ bool) (string, int, error) {
	if !IsASCII(b) {
		text, _, err := decodeASCII(&Codec{errName: "idna"}, b, errs, true)
		return text, len(b), err
	}
	labels := strings.Split(b, ".")
	at := 0
	for i, label := range labels {
		if len(label) > 4 && strings.EqualFold(label[:4], "xn--") {
			text, err := punyDecode(c, label[4:], errs)
			if err != nil {
				if e, ok := err.(*CodecError); ok {
					e.Object = b
					e.Start += at + 4
					e.End += at + 4
				}
				return "", 0, err
			}
			labels[i] = text
		}
		at += len(label) + 1
	}
	return strings.Join(labels, "."), len(b), nil
}
