package array

import (
	"encoding/binary"
	"math"
	"unicode/utf8"

	"ouro/internal/object"
)

// kind is what one typecode stands for. Items lie in memory in little-endian order.
type kind struct {
	code byte
	size int
	get  func(b []byte) object.Value
	// set stores v, which is checked before anything is written.
	set func(th *object.Thread, b []byte, v object.Value) error
	// format is the buffer's format character and machine the code by which arrays are pickled.
	format  string
	machine int
}

const codes = "bBuwhHiIlLqQfd"

// overflow is the wording of a number out of range, per typecode.
type overflow struct{ below, above string }

// signed makes a kind of signed ints.
func signed(code byte, size, machine int, o overflow) *kind {
	shift := 64 - 8*size
	return &kind{code: code, size: size, format: string(code), machine: machine,
		get: func(b []byte) object.Value { return object.Int(int64(load(b, size)<<shift) >> shift) },
		set: func(th *object.Thread, b []byte, v object.Value) error {
			n, err := integer(th, v)
			if err != nil {
				return err
			}
			i := n.Int64()
			switch {
			case !n.IsInt() && object.IntSign(n) < 0, n.IsInt() && i < -1<<(8*size-1):
				return object.NewExcf(object.OverflowErrorType, "%s", o.below)
			case !n.IsInt(), i > 1<<(8*size-1)-1:
				return object.NewExcf(object.OverflowErrorType, "%s", o.above)
			}
			store(b, size, uint64(i))
			return nil
		}}
}

// unsigned makes a kind of unsigned ints.
func unsigned(code byte, size, machine int, o overflow) *kind {
	return &kind{code: code, size: size, format: string(code), machine: machine,
		get: func(b []byte) object.Value { return object.NewUint(load(b, size)) },
		set: func(th *object.Thread, b []byte, v object.Value) error {
			n, err := integer(th, v)
			if err != nil {
				return err
			}
			if object.IntSign(n) < 0 {
				return object.NewExcf(object.OverflowErrorType, "%s", o.below)
			}
			big, _ := object.BigInt(n)
			if big.BitLen() > 8*size {
				return object.NewExcf(object.OverflowErrorType, "%s", o.above)
			}
			store(b, size, big.Uint64())
			return nil
		}}
}

func integer(th *object.Thread, v object.Value) (object.Value, error) { return object.Index(th, v) }

func load(b []byte, size int) uint64 {
	switch size {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

func store(b []byte, size int, u uint64) {
	switch size {
	case 1:
		b[0] = byte(u)
	case 2:
		binary.LittleEndian.PutUint16(b, uint16(u))
	case 4:
		binary.LittleEndian.PutUint32(b, uint32(u))
	default:
		binary.LittleEndian.PutUint64(b, u)
	}
}

// character makes a kind of code points of four bytes.
func character(code byte) *kind {
	return &kind{code: code, size: 4, format: "w", machine: 20,
		get: func(b []byte) object.Value { return object.StrValue(runeText(rune(load(b, 4)))) },
		set: func(th *object.Thread, b []byte, v object.Value) error {
			s, ok := object.AsStr(v)
			if !ok {
				return object.TypeErrorf("array item must be a unicode character, not %s", v.Type().TypeName())
			}
			if s.Len() != 1 {
				return object.TypeErrorf("array item must be a string of length 1, not a string of length %d", s.Len())
			}
			store(b, 4, uint64(firstRune(s.S)))
			return nil
		}}
}

// runeText and firstRune treat lone surrogates like other code points.
func runeText(r rune) string {
	if r >= 0xD800 && r < 0xE000 {
		return string([]byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6&0x3F), 0x80 | byte(r&0x3F)})
	}
	return string(r)
}

func firstRune(s string) rune {
	if r, n := utf8.DecodeRuneInString(s); r != utf8.RuneError || n == 3 {
		return r
	}
	return rune(s[0]&0xF)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F)
}

func real(code byte, size, machine int) *kind {
	return &kind{code: code, size: size, format: string(code), machine: machine,
		get: func(b []byte) object.Value {
			if size == 4 {
				return object.Float(float64(math.Float32frombits(uint32(load(b, 4)))))
			}
			return object.Float(math.Float64frombits(load(b, 8)))
		},
		set: func(th *object.Thread, b []byte, v object.Value) error {
			f, err := object.ToFloat(th, v)
			if err != nil {
				return err
			}
			if size == 4 {
				store(b, 4, uint64(math.Float32bits(float32(f))))
			} else {
				store(b, 8, math.Float64bits(f))
			}
			return nil
		}}
}

var kinds = map[byte]*kind{
	'b': signed('b', 1, 1, overflow{"signed char is less than minimum", "signed char is greater than maximum"}),
	'B': unsigned('B', 1, 0, overflow{"unsigned byte integer is less than minimum", "unsigned byte integer is greater than maximum"}),
	'u': character('u'),
	'w': character('w'),
	'h': signed('h', 2, 4, overflow{"signed short integer is less than minimum", "signed short integer is greater than maximum"}),
	'H': unsigned('H', 2, 2, overflow{"unsigned short is less than minimum", "unsigned short is greater than maximum"}),
	'i': signed('i', 4, 8, overflow{"signed integer is less than minimum", "signed integer is greater than maximum"}),
	'I': unsigned('I', 4, 6, overflow{"can't convert negative value to unsigned int", "unsigned int is greater than maximum"}),
	'l': signed('l', 8, 12, overflow{"Python int too large to convert to C long", "Python int too large to convert to C long"}),
	'L': unsigned('L', 8, 10, overflow{"can't convert negative value to unsigned int", "Python int too large to convert to C unsigned long"}),
	'q': signed('q', 8, 12, overflow{"int too big to convert", "int too big to convert"}),
	'Q': unsigned('Q', 8, 10, overflow{"can't convert negative int to unsigned", "int too big to convert"}),
	'f': real('f', 4, 14),
	'd': real('d', 8, 16),
}
