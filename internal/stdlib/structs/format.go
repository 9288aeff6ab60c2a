package structs

import (
	"encoding/binary"

	"ouro/internal/object"
)

// item is a run of values of one kind at consecutive places; s and p are a single value of size bytes.
type item struct {
	code   byte
	offset int
	size   int // of one value
	count  int
}

// layout is a compiled format.
type layout struct {
	items  []item
	size   int // in bytes
	values int
	order  binary.ByteOrder
}

// nativeSize and standardSize are the sizes of the codes; 0: not in that mode. Native alignment equals the size, but for
// complex numbers, which are aligned as their parts.
func nativeSize(c byte) (size, align int) {
	switch c {
	case 'x', 'c', 'b', 'B', '?', 's', 'p':
		return 1, 1
	case 'h', 'H', 'e':
		return 2, 2
	case 'i', 'I', 'f':
		return 4, 4
	case 'l', 'L', 'q', 'Q', 'n', 'N', 'd', 'P':
		return 8, 8
	case 'F':
		return 8, 4
	case 'D':
		return 16, 8
	}
	return 0, 0
}

func standardSize(c byte) int {
	switch c {
	case 'l', 'L':
		return 4
	case 'n', 'N', 'P':
		return 0
	}
	n, _ := nativeSize(c)
	return n
}

func errorf(format string, args ...any) error { return object.NewExcf(errorType, format, args...) }

// compile parses a format.
func compile(f string) (*layout, error) {
	l := &layout{order: binary.NativeEndian}
	native := true
	if f != "" {
		switch f[0] {
		case '<':
			l.order, native = binary.LittleEndian, false
		case '>', '!':
			l.order, native = binary.BigEndian, false
		case '=':
			native = false
		}
		if f[0] == '@' || f[0] == '=' || !native {
			f = f[1:]
		}
	}
	tooLong := func() error { return errorf("total struct size too long") }
	for i := 0; i < len(f); i++ {
		c := f[i]
		if c == ' ' || c >= '\t' && c <= '\r' {
			continue
		}
		count := 1
		if c >= '0' && c <= '9' {
			count = 0
			for ; i < len(f) && f[i] >= '0' && f[i] <= '9'; i++ {
				if count > (1<<63-1-9)/10 {
					return nil, tooLong()
				}
				count = count*10 + int(f[i]-'0')
			}
			if i == len(f) {
				return nil, errorf("repeat count given without format specifier")
			}
			c = f[i]
		}
		size, align := standardSize(c), 1
		if native {
			size, align = nativeSize(c)
		}
		if size == 0 {
			return nil, errorf("bad char in struct format")
		}
		l.size = (l.size + align - 1) / align * align
		if count > (1<<63-1-l.size)/size {
			return nil, tooLong()
		}
		switch {
		case c == 's' || c == 'p':
			l.items = append(l.items, item{c, l.size, count, 1})
			l.values++
		case c != 'x' && count > 0:
			l.items = append(l.items, item{c, l.size, size, count})
			l.values += count
		}
		l.size += count * size
	}
	return l, nil
}

const maxCache = 100

type state struct{ formats map[string]*layout }

// stateKey identifies the module's state; its address is all that counts.
var stateKey byte

// layoutOf compiles a format or takes it from the interpreter's cache.
func layoutOf(th *object.Thread, format object.Value) (*layout, string, error) {
	var text string
	if s, ok := object.AsStr(format); ok {
		if !s.IsASCII() {
			for i, r := range []rune(s.S) {
				if r > 127 {
					return nil, "", object.NewUnicodeEncodeError("ascii", format, i, i+1, "ordinal not in range(128)")
				}
			}
		}
		text = s.S
	} else if b, ok := object.AsBytes(format); ok {
		text = string(b.B)
	} else {
		return nil, "", object.TypeErrorf("Struct() argument 1 must be a str or bytes object, not %s", format.Type().TypeName())
	}
	s := object.StateOf(th, &stateKey, func() *state { return &state{map[string]*layout{}} })
	if l, ok := s.formats[text]; ok {
		return l, text, nil
	}
	for i := range len(text) {
		if text[i] == 0 {
			return nil, "", errorf("embedded null character")
		}
	}
	l, err := compile(text)
	if err != nil {
		return nil, "", err
	}
	if len(s.formats) >= maxCache {
		clear(s.formats)
	}
	s.formats[text] = l
	return l, text, nil
}
