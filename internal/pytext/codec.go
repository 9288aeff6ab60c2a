package pytext

import (
	"strconv"
	"strings"

	"ouro/internal/pynum"
	"ouro/internal/ucd"
)

// A CodecError is a UnicodeDecodeError or, if Encode is set, a UnicodeEncodeError.
type CodecError struct {
	Encoding string
	Object   string // the bytes or the str that was to be converted
	Reason   string
	Start    int // of the offending part: bytes of Object, or code points if Encode
	End      int
	Encode   bool
}

// Error is the exception's text.
func (e *CodecError) Error() string {
	out := []byte("'" + e.Encoding + "' codec can't ")
	switch {
	case e.Encode && e.End == e.Start+1:
		r, n := DecodeRune(e.Object[Offset(e.Object, e.Start):])
		out = append(out, "encode character '"...)
		if n > 0 {
			out = AppendEscape(out, r)
		}
		out = append(out, "' in position "...)
		out = strconv.AppendInt(out, int64(e.Start), 10)
	case e.End == e.Start+1 && e.Start < len(e.Object):
		c := e.Object[e.Start]
		out = append(out, "decode byte 0x"...)
		out = append(out, hexDigits[c>>4], hexDigits[c&15])
		out = append(out, " in position "...)
		out = strconv.AppendInt(out, int64(e.Start), 10)
	default:
		if e.Encode {
			out = append(out, "encode characters in position "...)
		} else {
			out = append(out, "decode bytes in position "...)
		}
		out = strconv.AppendInt(out, int64(e.Start), 10)
		out = append(out, '-')
		out = strconv.AppendInt(out, int64(e.End-1), 10)
	}
	return string(out) + ": " + e.Reason
}

// A Handler is an error handler registered by a program: it gives what stands for the offending part and where to go on, counted
// as Start and End are. Bytes are allowed only when encoding.
type Handler func(e *CodecError) (replacement string, isBytes bool, resume int, err error)

// Errors says what is done about errors: a handler of Python's own by its name, or one of the program's.
type Errors struct {
	Name string // "" is "strict"
	Call Handler
}

// IsBuiltinHandler reports whether name is an error handler of Python's own.
func IsBuiltinHandler(name string) bool {
	switch name {
	case "", "strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace", "namereplace":
		return true
	}
	return false
}

func unknownHandler(name string) error {
	return &pynum.Error{Kind: pynum.LookupError, Text: "unknown error handler name '" + name + "'"}
}

func unhandled(what string) error {
	return &pynum.Error{Kind: pynum.TypeError, Text: "don't know how to handle " + what + " in error callback"}
}

// clip checks the position that a handler gave.
func clip(resume, length int) (int, error) {
	at := resume
	if at < 0 {
		at += length
	}
	if at < 0 || at > length {
		return 0, &pynum.Error{Kind: pynum.IndexError, Text: "position " + strconv.Itoa(resume) + " from error handler out of bounds"}
	}
	return at, nil
}

// decode handles an error of decoding: the text that stands for the part, and the byte to go on at.
func (h Errors) decode(e *CodecError) (text string, resume int, err error) {
	if h.Call != nil {
		text, isBytes, resume, err := h.Call(e)
		if err != nil {
			return "", 0, err
		}
		if isBytes {
			return "", 0, &pynum.Error{Kind: pynum.TypeError, Text: "decoding error handler must return (str, int) tuple"}
		}
		resume, err = clip(resume, len(e.Object))
		return text, resume, err
	}
	part := e.Object[e.Start:min(e.End, len(e.Object))]
	switch h.Name {
	case "", "strict":
		return "", 0, e
	case "ignore":
		return "", e.End, nil
	case "replace":
		return "\uFFFD", e.End, nil
	case "backslashreplace":
		var out []byte
		for i := range len(part) {
			out = AppendEscape(out, rune(part[i]))
		}
		return str(out), e.End, nil
	case "surrogateescape":
		var out []byte
		n := 0
		for n < len(part) && n < 4 && part[n] >= 0x80 {
			out = AppendRune(out, 0xDC00+rune(part[n]))
			n++
		}
		if n == 0 {
			return "", 0, e
		}
		return str(out), e.Start + n, nil
	case "surrogatepass":
		if r, n := readSurrogate(e.Encoding, e.Object[e.Start:]); n > 0 {
			return RuneString(r), e.Start + n, nil
		}
		return "", 0, e
	case "xmlcharrefreplace", "namereplace":
		return "", 0, unhandled("UnicodeDecodeError")
	}
	return "", 0, unknownHandler(h.Name)
}

// encode handles an error of encoding: the text or bytes that stand for the part, and the code point to go on at.
func (h Errors) encode(e *CodecError, part string) (replacement string, isBytes bool, resume int, err error) {
	if h.Call != nil {
		replacement, isBytes, resume, err = h.Call(e)
		if err == nil {
			resume, err = clip(resume, RuneLen(e.Object))
		}
		return replacement, isBytes, resume, err
	}
	var out []byte
	for rest := part; rest != ""; {
		r, n := DecodeRune(rest)
		rest = rest[n:]
		switch h.Name {
		case "", "strict":
			return "", false, 0, e
		case "ignore":
		case "replace":
			out = append(out, '?')
		case "backslashreplace":
			out = AppendEscape(out, r)
		case "xmlcharrefreplace":
			out = append(strconv.AppendInt(append(out, '&', '#'), int64(r), 10), ';')
		case "namereplace":
			if name := ucd.Name(r); name != "" {
				out = append(append(append(out, "\\N{"...), name...), '}')
			} else {
				out = AppendEscape(out, r)
			}
		case "surrogateescape":
			if r < 0xDC80 || r > 0xDCFF {
				if len(out) == 0 || e.Encoding == "charmap" { // a character map gives up the whole run
					return "", false, 0, e
				}
				return str(out), true, e.Start + len(out), nil
			}
			out = append(out, byte(r-0xDC00))
			isBytes = true
		case "surrogatepass":
			if !IsSurrogate(r) {
				return "", false, 0, e
			}
			if out = appendSurrogate(out, e.Encoding, r); len(out) == 0 {
				return "", false, 0, e
			}
			isBytes = true
		default:
			return "", false, 0, unknownHandler(h.Name)
		}
	}
	return str(out), isBytes, e.End, nil
}

// A Codec converts between str and bytes.
type Codec struct {
	Name string // as codecs.lookup(...).name shows it

	errName string // as errors show it
	// encode converts a text.
	encode func(c *Codec, s string, errs Errors) (string, error)
	// decode converts bytes; unless final, an incomplete sequence at the end is left, and used tells what was converted.
	decode func(c *Codec, b string, errs Errors, final bool) (text string, used int, err error)

	table *charmap
	order byteOrder
	bom   bool // encoding begins with a byte order mark, decoding takes one
}

// Encode converts a text to bytes. A pure ASCII text may share its memory with the result.
func (c *Codec) Encode(s string, errs Errors) (string, error) { return c.encode(c, s, errs) }

// Decode converts bytes to a text, which may share their memory.
func (c *Codec) Decode(b string, errs Errors) (string, error) {
	text, _, err := c.decode(c, b, errs, true)
	return text, err
}

// DecodePart converts what is complete of b; used is the number of bytes that were.
func (c *Codec) DecodePart(b string, errs Errors, final bool) (text string, used int, err error) {
	return c.decode(c, b, errs, final)
}

// encodeRunes is the loop of the encoders. put appends one code point, or says that it cannot; runs tells whether neighbours
// that cannot be encoded make one error.
func encodeRunes(c *Codec, s string, errs Errors, reason string, runs bool, out []byte, put func(dst []byte, r rune) ([]byte, bool)) (string, error) {
	rune0, byte0 := 0, 0 // a place whose code point index is known
	for i := 0; i < len(s); {
		r, n := DecodeRune(s[i:])
		var ok bool
		if out, ok = put(out, r); ok {
			i += n
			continue
		}
		end := i + n
		for runs && end < len(s) {
			r, n := DecodeRune(s[end:])
			if _, ok := put(out[len(out):], r); ok {
				break
			}
			end += n
		}
		start := rune0 + RuneLen(s[byte0:i])
		e := &CodecError{Encoding: c.errName, Object: s, Reason: reason, Start: start, End: start + RuneLen(s[i:end]), Encode: true}
		replacement, isBytes, resume, err := errs.encode(e, s[i:end])
		if err != nil {
			return "", err
		}
		if isBytes {
			if len(replacement)%c.unit() != 0 {
				return "", e
			}
			out = append(out, replacement...)
		} else {
			for replacement != "" {
				r, n := DecodeRune(replacement)
				if out, ok = put(out, r); !ok {
					return "", e
				}
				replacement = replacement[n:]
			}
		}
		rune0, byte0 = start, i
		if resume >= start {
			i += Offset(s[i:], resume-start)
		} else {
			i = Offset(s, resume)
			rune0, byte0 = resume, i
		}
	}
	return str(out), nil
}

// decodeRunes is the loop of the decoders without state. step reads the code point at b[i:]: its width, or with a reason the
// width of what is wrong; a width of 0 says that the rest is incomplete.
func decodeRunes(c *Codec, b string, errs Errors, final bool, step func(b string, i int, final bool) (r rune, n int, reason string)) (string, int, error) {
	out := make([]byte, 0, len(b)+len(b)/8)
	i := 0
	for i < len(b) {
		r, n, reason := step(b, i, final)
		if reason == "" {
			if n == 0 {
				break
			}
			out = AppendRune(out, r)
			i += n
			continue
		}
		e := &CodecError{Encoding: c.errName, Object: b, Reason: reason, Start: i, End: i + n}
		text, resume, err := errs.decode(e)
		if err != nil {
			return "", 0, err
		}
		out = append(out, text...)
		i = resume
	}
	return str(out), i, nil
}

// normalizeEncoding is the form in which names of encodings are compared: lower case, with every run of other characters
// than letters, digits and points as one underscore.
func normalizeEncoding(name string) string {
	out := make([]byte, 0, len(name))
	gap := false
	for i := range len(name) {
		c := lowerByte(name[i])
		if c >= 0x80 {
			continue
		}
		if c == '.' || classes[c]&(lowerClass|digitClass) != 0 {
			if gap && len(out) > 0 {
				out = append(out, '_')
			}
			gap = false
			out = append(out, c)
		} else {
			gap = true
		}
	}
	return string(out)
}

// LookupCodec is the codec with a name or alias, nil if there is none.
func LookupCodec(name string) *Codec {
	switch name {
	case "utf-8", "utf8", "UTF-8", "utf_8":
		return UTF8
	case "ascii":
		return ASCII
	case "latin-1":
		return Latin1
	}
	if len(name) > 100 {
		return nil
	}
	key := normalizeEncoding(name)
	if alias, ok := Aliases[key]; ok {
		key = alias
	} else if alias, ok := Aliases[strings.ReplaceAll(key, ".", "_")]; ok {
		key = alias
	}
	switch key {
	case "utf_8":
		return UTF8
	case "ascii":
		return ASCII
	case "latin_1", "iso8859_1":
		return Latin1
	}
	if c, ok := codecs[key]; ok {
		return c
	}
	if table, ok := charmapTables[key]; ok {
		return charmapCodec(table)
	}
	return nil
}

// codecs are those besides UTF8, ASCII, Latin1 and the character maps. They refer to each other by name, hence the init.
var codecs map[string]*Codec

func init() {
	codecs = map[string]*Codec{
		"utf_8_sig":          {Name: "utf-8-sig", errName: "utf-8", encode: encodeUTF8Sig, decode: decodeUTF8Sig, bom: true},
		"utf_16":             {Name: "utf-16", errName: "utf-16", encode: encodeUTF16, decode: decodeUTF16, bom: true},
		"utf_16_le":          {Name: "utf-16-le", errName: "utf-16-le", encode: encodeUTF16, decode: decodeUTF16, order: littleEndian},
		"utf_16_be":          {Name: "utf-16-be", errName: "utf-16-be", encode: encodeUTF16, decode: decodeUTF16, order: bigEndian},
		"utf_32":             {Name: "utf-32", errName: "utf-32", encode: encodeUTF32, decode: decodeUTF32, bom: true},
		"utf_32_le":          {Name: "utf-32-le", errName: "utf-32-le", encode: encodeUTF32, decode: decodeUTF32, order: littleEndian},
		"utf_32_be":          {Name: "utf-32-be", errName: "utf-32-be", encode: encodeUTF32, decode: decodeUTF32, order: bigEndian},
		"utf_7":              {Name: "utf-7", errName: "utf7", encode: encodeUTF7, decode: decodeUTF7},
		"unicode_escape":     {Name: "unicode-escape", errName: "unicodeescape", encode: encodeEscape, decode: decodeEscape},
		"raw_unicode_escape": {Name: "raw-unicode-escape", errName: "rawunicodeescape", encode: encodeRawEscape, decode: decodeRawEscape},
		"punycode":           {Name: "punycode", errName: "punycode", encode: encodePunycode, decode: decodePunycode},
		"idna":               {Name: "idna", errName: "idna", encode: encodeIDNA, decode: decodeIDNA},
	}
}

// A Decoder decodes a stream chunk by chunk, as codecs.getincrementaldecoder does.
type Decoder struct {
	codec   *Codec
	errs    Errors
	pending string
	order   *Codec // what a byte order mark has decided
}

// NewDecoder begins a stream.
func (c *Codec) NewDecoder(errs Errors) *Decoder { return &Decoder{codec: c, errs: errs} }

// Decode converts a chunk; what is incomplete at its end waits for the next one unless final is set.
func (d *Decoder) Decode(chunk string, final bool) (string, error) {
	if d.pending != "" {
		chunk = d.pending + chunk
	}
	codec := d.codec
	if codec.bom {
		if d.order == nil {
			order, width := codec.sniff(chunk, final)
			if order == nil {
				d.pending = chunk
				return "", nil
			}
			if unit := order.unit(); width == 0 && unit > 1 {
				// What is wrong with the bytes themselves is told first.
				switch text, used, err := order.decode(order, chunk, d.errs, final); {
				case err != nil:
					return "", err
				case used >= unit:
					return "", &CodecError{Encoding: codec.errName, Object: chunk, Reason: "Stream does not start with BOM", End: unit}
				default:
					d.pending = chunk[used:]
					return text, nil
				}
			}
			d.order = order
			chunk = chunk[width:]
		}
		codec = d.order
	}
	text, used, err := codec.decode(codec, chunk, d.errs, final)
	if err != nil {
		return "", err
	}
	d.pending = strings.Clone(chunk[used:])
	return text, nil
}

// unit is the width of a code unit of UTF-16 and UTF-32, 1 of other codecs.
func (c *Codec) unit() int {
	if _, n := surrogateForm(c.errName); n == 2 || n == 4 {
		return n
	}
	return 1
}

// Pending are the bytes that wait, and whether a byte order mark was looked for already.
func (d *Decoder) Pending() (bytes string, started bool) { return d.pending, d.order != nil }

// Reset begins anew, with bytes that wait.
func (d *Decoder) Reset(pending string) { d.pending, d.order = pending, nil }

// sniff is the codec that goes on after a byte order mark of c at the start of b, and the mark's width; nil if b is too short to tell.
func (c *Codec) sniff(b string, final bool) (*Codec, int) {
	type mark struct {
		bytes string
		codec string
	}
	var marks []mark
	fallback := UTF8
	switch c.Name {
	case "utf-8-sig":
		marks = []mark{{"\xef\xbb\xbf", "utf_8"}}
	case "utf-16":
		marks = []mark{{"\xff\xfe", "utf_16_le"}, {"\xfe\xff", "utf_16_be"}}
	case "utf-32":
		marks = []mark{{"\xff\xfe\x00\x00", "utf_32_le"}, {"\x00\x00\xfe\xff", "utf_32_be"}}
	}
	if c.Name != "utf-8-sig" {
		fallback = LookupCodec(marks[0].codec)
	}
	partial := false
	for _, m := range marks {
		if strings.HasPrefix(b, m.bytes) {
			return LookupCodec(m.codec), len(m.bytes)
		}
		partial = partial || strings.HasPrefix(m.bytes, b)
	}
	if partial && !final {
		return nil, 0
	}
	return fallback, 0
}

// An Encoder encodes a stream chunk by chunk: a byte order mark comes only once.
type Encoder struct {
	codec   *Codec
	errs    Errors
	Started bool
}

// NewEncoder begins a stream.
func (c *Codec) NewEncoder(errs Errors) *Encoder { return &Encoder{codec: c, errs: errs} }

// Encode converts a chunk.
func (e *Encoder) Encode(s string) (string, error) {
	b, err := e.codec.Encode(s, e.errs)
	if err != nil || !e.codec.bom {
		return b, err
	}
	if e.Started {
		switch e.codec.Name {
		case "utf-16":
			b = b[2:]
		case "utf-32":
			b = b[4:]
		case "utf-8-sig":
			b = b[3:]
		}
	}
	e.Started = true
	return b, nil
}

// Restart begins amid the stream, with bytes that wait: what a byte order mark has told stays known.
func (d *Decoder) Restart(pending string) {
	order := d.order
	d.Reset(pending)
	d.order = order
}
