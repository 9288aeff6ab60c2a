// Package binascii is the module binascii: bytes to text forms and back, and checksums.
package binascii

import (
	"encoding/base64"
	"hash/crc32"

	"ouro/internal/object"
)

type (
	Value  = object.Value
	Thread = object.Thread
	Func   = object.Func
)

// ErrorType and IncompleteType are the module's exceptions.
var (
	ErrorType      = excType("Error", object.ValueErrorType)
	IncompleteType = excType("Incomplete", object.ExceptionType)
)

func excType(name string, base *object.Type) *object.Type {
	t := object.NewType(name, base, object.BaseExceptionType.Layout())
	t.Module = "binascii"
	return t
}

// Module is binascii.
var Module = object.ModuleDef{
	Name: "binascii",
	Doc:  "Conversion between bytes and their forms in ASCII.",
	Functions: []Func{
		{Sig: "hexlify(data, sep=NULL, bytes_per_sep=1)", Doc: "The data in hexadecimal.", Fn: object.F3(hexlify)},
		{Sig: "b2a_hex(data, sep=NULL, bytes_per_sep=1)", Doc: "hexlify()", Fn: object.F3(hexlify)},
		{Sig: "unhexlify(hexstr, /)", Doc: "The data that hexadecimal digits stand for.", Fn: object.F1(unhexlify)},
		{Sig: "a2b_hex(hexstr, /)", Doc: "unhexlify()", Fn: object.F1(unhexlify)},
		{Sig: "b2a_base64(data, /, *, newline=True)", Doc: "The data in Base64, with a line end.", Fn: object.F2(toBase64)},
		{Sig: "a2b_base64(data, /, *, strict_mode=False)", Doc: "The data that Base64 stands for.", Fn: object.F2(fromBase64)},
		{Sig: "b2a_uu(data, /, *, backtick=False)", Doc: "A line of uuencoded data.", Fn: object.F2(toUU)},
		{Sig: "a2b_uu(data, /)", Doc: "The data of a uuencoded line.", Fn: object.F1(fromUU)},
		{Sig: "b2a_qp(data, quotetabs=False, istext=True, header=False)", Doc: "The data in quoted-printable form.", Fn: object.FN(toQP)},
		{Sig: "a2b_qp(data, header=False)", Doc: "The data that a quoted-printable text stands for.", Fn: object.F2(fromQP)},
		{Sig: "crc32(data, crc=0, /)", Doc: "The CRC-32 checksum.", Fn: object.F2(CRC32)},
		{Sig: "crc_hqx(data, crc, /)", Doc: "The CRC-CCITT checksum.", Fn: object.F2(crcHQX)},
	},
	Types: []*object.Type{ErrorType, IncompleteType},
}

func fail(text string, args ...any) error { return object.NewExcf(ErrorType, text, args...) }

// ascii gives the bytes of a str of ASCII characters or of a buffer.
func ascii(th *Thread, v Value) ([]byte, error) {
	if s, ok := object.AsStr(v); ok {
		if !s.IsASCII() {
			return nil, object.ValueErrorf("string argument should contain only ASCII characters")
		}
		return []byte(s.S), nil
	}
	if !object.IsBufferLike(v) {
		return nil, object.TypeErrorf("argument should be bytes, buffer or ASCII string, not '%s'", v.Type().Name)
	}
	return object.CopyBytes(th, v)
}

const hexDigits = "0123456789abcdef"

func hexlify(th *Thread, data, sep, per Value) (Value, error) {
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	if !sep.Bound() {
		out := make([]byte, 2*len(b))
		for i, c := range b {
			out[2*i], out[2*i+1] = hexDigits[c>>4], hexDigits[c&15]
		}
		return object.BytesValue(out), nil
	}
	s, err := ascii(th, sep)
	if err != nil {
		return Value{}, err
	}
	if len(s) != 1 {
		return Value{}, object.ValueErrorf("sep must be length 1.")
	}
	group, err := object.AsIndex(th, per)
	if err != nil {
		return Value{}, err
	}
	out := make([]byte, 0, 3*len(b))
	for i, c := range b {
		at := i
		if group > 0 {
			at = len(b) - i // groups count from the right
		}
		if n := max(group, -group); n > 0 && i > 0 && at%n == 0 {
			out = append(out, s[0])
		}
		out = append(out, hexDigits[c>>4], hexDigits[c&15])
	}
	return object.BytesValue(out), nil
}

func digit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func unhexlify(th *Thread, v Value) (Value, error) {
	b, err := ascii(th, v)
	if err != nil {
		return Value{}, err
	}
	if len(b)%2 != 0 {
		return Value{}, fail("Odd-length string")
	}
	out := make([]byte, len(b)/2)
	for i := range out {
		hi, ok1 := digit(b[2*i])
		lo, ok2 := digit(b[2*i+1])
		if !ok1 || !ok2 {
			return Value{}, fail("Non-hexadecimal digit found")
		}
		out[i] = hi<<4 | lo
	}
	return object.BytesValue(out), nil
}

func toBase64(th *Thread, data, newline Value) (Value, error) {
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	nl, err := object.Truth(th, newline)
	if err != nil {
		return Value{}, err
	}
	n := base64.StdEncoding.EncodedLen(len(b))
	out := make([]byte, n, n+1)
	base64.StdEncoding.Encode(out, b)
	if nl {
		out = append(out, '\n')
	}
	return object.BytesValue(out), nil
}

// base64Value maps characters to their six bits; 64 and above: none.
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 64
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		t[c] = byte(i)
	}
	return t
}()

func fromBase64(th *Thread, v, strictMode Value) (Value, error) {
	b, err := ascii(th, v)
	if err != nil {
		return Value{}, err
	}
	strict, err := object.Truth(th, strictMode)
	if err != nil {
		return Value{}, err
	}
	// What is plainly well-formed goes the fast way.
	if n := len(b); n%4 == 0 {
		out := make([]byte, base64.StdEncoding.DecodedLen(n))
		if k, err := base64.StdEncoding.Decode(out, b); err == nil && !hasLineEnd(b) {
			return object.BytesValue(out[:k]), nil
		}
	}
	if strict && len(b) > 0 && b[0] == '=' {
		return Value{}, fail("Leading padding not allowed")
	}
	out := make([]byte, 0, len(b)/4*3+3)
	quad, pads, left := 0, 0, byte(0)
	for i, c := range b {
		if c == '=' {
			if quad >= 2 {
				pads++
			}
			if quad >= 2 && quad+pads >= 4 {
				if strict && i+1 < len(b) {
					return Value{}, fail("Excess data after padding")
				}
				return object.BytesValue(out), nil
			}
			continue
		}
		x := base64Value[c]
		if x >= 64 {
			if strict {
				return Value{}, fail("Only base64 data is allowed")
			}
			continue
		}
		if strict && i > 0 && b[i-1] == '=' {
			return Value{}, fail("Discontinuous padding not allowed")
		}
		pads = 0
		switch quad {
		case 0:
			left = x
		case 1:
			out = append(out, left<<2|x>>4)
			left = x & 15
		case 2:
			out = append(out, left<<4|x>>2)
			left = x & 3
		case 3:
			out = append(out, left<<6|x)
		}
		quad = (quad + 1) % 4
	}
	if quad == 1 {
		return Value{}, fail("Invalid base64-encoded string: number of data characters (%d) cannot be 1 more than a multiple of 4", len(out)/3*4+1)
	}
	if quad != 0 {
		return Value{}, fail("Incorrect padding")
	}
	return object.BytesValue(out), nil
}

// hasLineEnd reports line ends, which Go's decoder skips.
func hasLineEnd(b []byte) bool {
	for _, c := range b {
		if c == '\n' || c == '\r' {
			return true
		}
	}
	return false
}

func toUU(th *Thread, data, backtick Value) (Value, error) {
	b, err := object.CopyBytes(th, data)
	if err != nil {
		return Value{}, err
	}
	tick, err := object.Truth(th, backtick)
	if err != nil {
		return Value{}, err
	}
	if len(b) > 45 {
		return Value{}, fail("At most 45 bytes at once")
	}
	char := func(x byte) byte {
		if x&63 == 0 && tick {
			return '`'
		}
		return x&63 + ' '
	}
	out := []byte{char(byte(len(b)))}
	for i := 0; i < len(b); i += 3 {
		var t [3]byte
		copy(t[:], b[i:])
		out = append(out, char(t[0]>>2), char(t[0]<<4|t[1]>>4), char(t[1]<<2|t[2]>>6), char(t[2]))
	}
	return object.BytesValue(append(out, '\n')), nil
}

func fromUU(th *Thread, v Value) (Value, error) {
	b, err := ascii(th, v)
	if err != nil {
		return Value{}, err
	}
	if len(b) == 0 {
		return object.BytesValue(nil), nil
	}
	n := int(b[0]-' ') & 63
	b = b[1:]
	out := make([]byte, 0, n)
	bits, have := uint32(0), 0
	i := 0
	for ; len(out) < n; i++ {
		c := byte(' ') // a line may have lost blanks at its end
		if i < len(b) && b[i] != '\n' && b[i] != '\r' {
			c = b[i]
		} else {
			i = len(b)
		}
		if c < ' ' || c > ' '+64 {
			return Value{}, fail("Illegal char")
		}
		bits = bits<<6 | uint32(c-' ')&63
		if have += 6; have >= 8 {
			have -= 8
			out = append(out, byte(bits>>have))
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c != ' ' && c != '`' && c != '\n' && c != '\r' {
			return Value{}, fail("Trailing garbage")
		}
	}
	return object.BytesValue(out), nil
}

// CRC32 is crc32(data, crc), of zlib too.
func CRC32(th *Thread, data, crc Value) (Value, error) {
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	n, err := object.AsMask32(th, crc)
	if err != nil {
		return Value{}, err
	}
	return object.Int(int64(crc32.Update(n, crc32.IEEETable, b))), nil
}

func crcHQX(th *Thread, data, crc Value) (Value, error) {
	b, release, err := object.BufferOf(th, data)
	if err != nil {
		return Value{}, err
	}
	defer release()
	n, err := object.AsMask32(th, crc)
	if err != nil {
		return Value{}, err
	}
	c := uint16(n)
	for _, x := range b {
		c ^= uint16(x) << 8
		for range 8 {
			if c&0x8000 != 0 {
				c = c<<1 ^ 0x1021
			} else {
				c <<= 1
			}
		}
	}
	return object.Int(int64(c)), nil
}
