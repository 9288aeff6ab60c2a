package binascii

import (
	"bytes"

	"ouro/internal/object"
)

// Quoted-printable text (RFC 1521), and its form for headers.

const maxLine = 76

func fromQP(th *Thread, v, header Value) (Value, error) {
	b, err := ascii(th, v)
	if err != nil {
		return Value{}, err
	}
	hdr, err := object.Truth(th, header)
	if err != nil {
		return Value{}, err
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c == '_' && hdr:
			out = append(out, ' ')
		case c != '=':
			out = append(out, c)
		case i+1 == len(b):
		case b[i+1] == '\n' || b[i+1] == '\r':
			// A soft line end: nothing up to and with the line feed counts.
			for i++; i < len(b) && b[i] != '\n'; i++ {
			}
		case b[i+1] == '=':
			out = append(out, '=')
			i++
		default:
			if i+2 < len(b) {
				hi, ok1 := digit(b[i+1])
				lo, ok2 := digit(b[i+2])
				if ok1 && ok2 {
					out = append(out, hi<<4|lo)
					i += 2
					continue
				}
			}
			out = append(out, '=')
		}
	}
	return object.BytesValue(out), nil
}

func toQP(th *Thread, a []Value) (Value, error) {
	b, err := object.CopyBytes(th, a[0])
	if err != nil {
		return Value{}, err
	}
	var flags [3]bool
	for i := range flags {
		if flags[i], err = object.Truth(th, a[1+i]); err != nil {
			return Value{}, err
		}
	}
	quoteTabs, isText, header := flags[0], flags[1], flags[2]
	crlf := false
	if i := bytes.IndexByte(b, '\n'); i > 0 {
		crlf = b[i-1] == '\r'
	}
	lineEnd := "\n"
	if crlf {
		lineEnd = "\r\n"
	}
	var out []byte
	line := 0
	// put appends one character's form, breaking the line softly before it if it would not fit.
	put := func(form string, room int) {
		if line+len(form) > maxLine-room {
			out = append(append(out, '='), lineEnd...)
			line = 0
		}
		out = append(out, form...)
		line += len(form)
	}
	const upper = "0123456789ABCDEF"
	for i := 0; i < len(b); i++ {
		c := b[i]
		atEnd := i+1 == len(b)
		if isText && (c == '\n' || c == '\r' && !atEnd && b[i+1] == '\n') {
			// A blank before a line end must not stay as it is.
			if n := len(out); n > 0 && (out[n-1] == ' ' || out[n-1] == '\t') {
				x := out[n-1]
				out = append(out[:n-1], '=', upper[x>>4], upper[x&15])
			}
			out = append(out, lineEnd...)
			line = 0
			if c == '\r' {
				i++
			}
			continue
		}
		beforeEnd := !atEnd && b[i+1] == '\n' && isText
		quote := c > 126 || c == '=' || header && c == '_' ||
			c == '.' && line == 0 && (atEnd || b[i+1] == '\n' || b[i+1] == '\r' || b[i+1] == 0) ||
			!isText && (c == '\r' || c == '\n') || (c == '\t' || c == ' ') && atEnd ||
			c < 33 && c != '\r' && c != '\n' && (quoteTabs || c != '\t' && c != ' ')
		if header && quoteTabs && c == ' ' && !atEnd {
			quote = true
		}
		room := 1
		if atEnd || beforeEnd {
			room = 0
		}
		switch {
		case quote:
			put(string([]byte{'=', upper[c>>4], upper[c&15]}), room)
		case header && c == ' ':
			put("_", room)
		default:
			put(string([]byte{c}), room)
		}
	}
	return object.BytesValue(out), nil
}
