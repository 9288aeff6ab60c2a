package structs

import (
	"math"

	"ouro/internal/object"
	"ouro/internal/pynum"
)

// pack writes the values to b, which has the layout's size and is zero where nothing is written.
func (l *layout) pack(th *object.Thread, b []byte, vals []object.Value) error {
	next := 0
	for i := range l.items {
		it := &l.items[i]
		for k := range it.count {
			v := vals[next]
			next++
			if err := l.packOne(th, b[it.offset+k*it.size:][:it.size], it, v); err != nil {
				if object.IsInt(v) && object.Matches(err, object.OverflowErrorType) {
					return errorf("int too large to convert")
				}
				return err
			}
		}
	}
	return nil
}

func (l *layout) putUint(b []byte, n uint64) {
	switch len(b) {
	case 1:
		b[0] = byte(n)
	case 2:
		l.order.PutUint16(b, uint16(n))
	case 4:
		l.order.PutUint32(b, uint32(n))
	default:
		l.order.PutUint64(b, n)
	}
}

func (l *layout) packOne(th *object.Thread, b []byte, it *item, v object.Value) error {
	switch it.code {
	case 'c':
		x, ok := object.AsBytes(v)
		if !ok || len(x.B) != 1 {
			return errorf("char format requires a bytes object of length 1")
		}
		b[0] = x.B[0]
	case 's', 'p':
		return packText(th, b, it.code, v)
	case '?':
		t, err := object.Truth(th, v)
		if t {
			b[0] = 1
		}
		return err
	case 'e', 'f', 'd':
		f, err := object.ToFloat(th, v)
		if err != nil {
			if object.Matches(err, object.TypeErrorType) {
				return errorf("required argument is not a float")
			}
			return err
		}
		return l.putFloat(b, it.code, f)
	case 'F', 'D':
		c, err := object.ToComplex(th, v)
		if err != nil {
			return errorf("required argument is not a complex")
		}
		half, code := len(b)/2, byte('d')
		if it.code == 'F' {
			code = 'f'
		}
		if err := l.putFloat(b[:half], code, real(c)); err != nil {
			return err
		}
		return l.putFloat(b[half:], code, imag(c))
	default:
		return l.packInt(th, b, it, v)
	}
	return nil
}

func packText(th *object.Thread, b []byte, code byte, v object.Value) error {
	var src []byte
	if x, ok := object.AsBytes(v); ok {
		src = x.B
	} else if x, ok := object.AsByteArray(v); ok {
		src = x.B
	} else {
		return errorf("argument for '%c' must be a bytes object", code)
	}
	if code == 's' {
		copy(b, src)
		return nil
	}
	if len(b) == 0 {
		return nil
	}
	n := copy(b[1:], src)
	b[0] = byte(min(n, 255))
	return nil
}

func (l *layout) putFloat(b []byte, code byte, f float64) error {
	switch code {
	case 'e':
		n, ok := pynum.Float16Bits(f)
		if !ok {
			return object.NewExcf(object.OverflowErrorType, "float too large to pack with e format")
		}
		l.order.PutUint16(b, n)
	case 'f':
		x := float32(f)
		if math.IsInf(float64(x), 0) && !math.IsInf(f, 0) {
			return object.NewExcf(object.OverflowErrorType, "float too large to pack with f format")
		}
		l.order.PutUint32(b, math.Float32bits(x))
	default:
		l.order.PutUint64(b, math.Float64bits(f))
	}
	return nil
}

func (l *layout) packInt(th *object.Thread, b []byte, it *item, v object.Value) error {
	if !v.IsInt() && !object.IsInt(v) && object.S(v).Index == nil {
		return errorf("required argument is not an integer")
	}
	v, err := object.Index(th, v)
	if err != nil {
		return err
	}
	bits := uint(len(b)) * 8
	signed := it.code >= 'a' && it.code <= 'z'
	if v.IsInt() {
		n := v.Int64()
		switch {
		case it.code == 'P':
			l.putUint(b, uint64(n))
			return nil
		case signed && (bits == 64 || n >= -1<<(bits-1) && n < 1<<(bits-1)):
			l.putUint(b, uint64(n))
			return nil
		case !signed && n >= 0 && (bits == 64 || n < 1<<bits):
			l.putUint(b, uint64(n))
			return nil
		}
	} else if z, _ := object.BigInt(v); bits == 64 && !signed && z.IsUint64() {
		l.putUint(b, z.Uint64())
		return nil
	} else if it.code == 'P' {
		return errorf("int too large to convert")
	}
	if signed {
		return errorf("'%c' format requires %d <= number <= %d", it.code, int64(-1)<<(bits-1), int64(uint64(1)<<(bits-1)-1))
	}
	return errorf("'%c' format requires 0 <= number <= %d", it.code, ^uint64(0)>>(64-bits))
}

// unpack reads the layout's values from b.
func (l *layout) unpack(b []byte) object.Value {
	out := make([]object.Value, 0, l.values)
	for i := range l.items {
		it := &l.items[i]
		for k := range it.count {
			out = append(out, l.unpackOne(b[it.offset+k*it.size:][:it.size], it.code))
		}
	}
	return object.TupleValue(out...)
}

func (l *layout) getUint(b []byte) uint64 {
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(l.order.Uint16(b))
	case 4:
		return uint64(l.order.Uint32(b))
	}
	return l.order.Uint64(b)
}

func (l *layout) unpackOne(b []byte, code byte) object.Value {
	switch code {
	case 'c', 's':
		return object.BytesValue(append([]byte(nil), b...))
	case 'p':
		if len(b) == 0 {
			return object.BytesValue(nil)
		}
		n := min(int(b[0]), len(b)-1)
		return object.BytesValue(append([]byte(nil), b[1:1+n]...))
	case '?':
		return object.Bool(b[0] != 0)
	case 'e', 'f', 'd':
		return object.Float(l.getFloat(b))
	case 'F', 'D':
		half := len(b) / 2
		return object.NewComplex(complex(l.getFloat(b[:half]), l.getFloat(b[half:])))
	case 'b', 'h', 'i', 'l', 'q', 'n':
		shift := 64 - uint(len(b))*8
		return object.Int(int64(l.getUint(b)<<shift) >> shift)
	}
	return object.NewUint(l.getUint(b))
}

func (l *layout) getFloat(b []byte) float64 {
	switch len(b) {
	case 2:
		return pynum.Float16(l.order.Uint16(b))
	case 4:
		return float64(math.Float32frombits(l.order.Uint32(b)))
	}
	return math.Float64frombits(l.order.Uint64(b))
}
