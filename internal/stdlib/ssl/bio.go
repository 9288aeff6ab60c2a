package ssl

import (
	"io"

	"ouro/internal/object"
)

// MemoryBIO is a buffer between a connection and whoever carries its bytes.
type MemoryBIO struct {
	object.Header
	buf   []byte
	off   int
	ended bool
}

var (
	bioLayout     = object.NewLayout[MemoryBIO]()
	MemoryBIOType = object.NewType("MemoryBIO", object.ObjectType, bioLayout)
)

func (b *MemoryBIO) pending() int { return len(b.buf) - b.off }

func (b *MemoryBIO) take(p []byte) int {
	n := copy(p, b.buf[b.off:])
	if b.off += n; b.off == len(b.buf) {
		b.buf, b.off = b.buf[:0], 0
		if cap(b.buf) > maxIdleOutput {
			b.buf = nil
		}
	}
	return n
}

func (b *MemoryBIO) add(p []byte) {
	if b.off > 0 && len(b.buf)+len(p) > cap(b.buf) {
		b.buf = b.buf[:copy(b.buf, b.buf[b.off:])]
		b.off = 0
	}
	b.buf = append(b.buf, p...)
}

// Recv makes a BIO the source of a connection.
func (b *MemoryBIO) Recv(p []byte) (int, error) {
	if b.pending() > 0 {
		return b.take(p), nil
	}
	if b.ended {
		return 0, io.EOF
	}
	return 0, ErrWant
}

func init() {
	t := MemoryBIOType
	of := func(v Value) *MemoryBIO { return object.Unchecked[MemoryBIO](v) }
	t.Module, t.Doc = "_ssl", "A buffer of bytes for SSLContext.wrap_bio()."
	t.Constructor = &Func{Sig: "MemoryBIO()", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.Of(&object.NewObject[MemoryBIO](th, c).Header), nil
	})}
	t.Methods = []Func{
		{Sig: "read(size=-1, /)", Doc: "Take up to size bytes out, or all.", Fn: object.F2(func(th *Thread, self, size Value) (Value, error) {
			n, err := object.AsIndex(th, size)
			if err != nil {
				return Value{}, err
			}
			b := of(self)
			if n < 0 || n > b.pending() {
				n = b.pending()
			}
			p := make([]byte, n)
			b.take(p)
			return object.BytesValue(p), nil
		})},
		{Sig: "write(b, /)", Doc: "Put bytes in; returns how many.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			p, release, err := object.AsBuffer(th, data, false)
			if err != nil {
				return Value{}, err
			}
			defer release()
			b := of(self)
			if b.ended {
				return Value{}, plainError("cannot write() after write_eof()")
			}
			b.add(p)
			return object.Int(int64(len(p))), nil
		})},
		{Sig: "write_eof()", Doc: "Say that no more will be put in.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).ended = true
			return none, nil
		})},
	}
	t.GetSets = []object.GetSet{
		{Name: "pending", Doc: "How many bytes are in it.", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(of(v).pending())), nil }},
		{Name: "eof", Doc: "Whether it is empty and will stay so.", Get: func(th *Thread, v Value) (Value, error) {
			return object.Bool(of(v).ended && of(v).pending() == 0), nil
		}},
	}
}
