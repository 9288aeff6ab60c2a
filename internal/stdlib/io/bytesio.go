package io

import (
	"bytes"

	"ouro/internal/object"
)

// bytesIO is a stream of bytes in memory.
type bytesIO struct {
	object.Header
	dict   *object.Dict
	b      []byte
	pos    int
	shared bool // b is a bytes object's too: it is copied before it changes
	closed bool
}

var (
	bytesIOLayout = object.NewLayout[bytesIO]()
	bytesIOType   = newStreamType("BytesIO", bufferedIOBaseType, bytesIOLayout, func(o *object.Header) **object.Dict { return &object.Unchecked[bytesIO](object.Of(o)).dict })
)

// maxMemory bounds a stream in memory.
const maxMemory = 1 << 32

func asBytesIO(v value) *bytesIO { return object.Unchecked[bytesIO](v) }

func (s *bytesIO) check() error {
	if s.closed {
		return object.ValueErrorf("I/O operation on closed file.")
	}
	return nil
}

// own makes b the stream's alone.
func (s *bytesIO) own() {
	if s.shared {
		s.b, s.shared = append(make([]byte, 0, len(s.b)+64), s.b...), false
	}
}

func (s *bytesIO) rest() []byte { return s.b[min(s.pos, len(s.b)):] }

// take gives the next n bytes, all for n < 0; they are the stream's own memory.
func (s *bytesIO) take(n int) []byte {
	r := s.rest()
	if n >= 0 && n < len(r) {
		r = r[:n]
	}
	s.pos += len(r)
	return r
}

// result makes bytes of a part of the memory: all of it is shared.
func (s *bytesIO) result(p []byte) value {
	if len(p) == len(s.b) && len(p) > 64 {
		s.shared = true
		return object.BytesValue(s.b[:len(p):len(p)])
	}
	return object.BytesValue(append([]byte(nil), p...))
}

func (s *bytesIO) line(limit int) []byte {
	r := s.rest()
	n := bytes.IndexByte(r, '\n') + 1
	if n == 0 {
		n = len(r)
	}
	if limit >= 0 {
		n = min(n, limit)
	}
	s.pos += n
	return r[:n]
}

func (s *bytesIO) write(p []byte) error {
	if len(p) == 0 {
		return nil
	}
	if s.pos+len(p) > maxMemory {
		return object.NewExc(object.MemoryErrorType)
	}
	s.own()
	if s.pos > len(s.b) {
		s.b = append(s.b, make([]byte, s.pos-len(s.b))...)
	}
	n := copy(s.b[s.pos:], p)
	s.b = append(s.b, p[n:]...)
	s.pos += len(p)
	return nil
}

// onBytesIO binds a method of an open stream.
func onBytesIO(f func(th *thread, s *bytesIO, a []value) (value, error)) object.Fn {
	return object.FN(func(th *thread, a []value) (value, error) {
		s := asBytesIO(a[0])
		if err := s.check(); err != nil {
			return value{}, err
		}
		return f(th, s, a[1:])
	})
}

func bytesIOSeek(th *thread, s *bytesIO, a []value) (value, error) {
	at, err := object.AsIndex(th, a[0])
	if err != nil {
		return value{}, err
	}
	whence, err := object.AsIndex(th, a[1])
	if err != nil {
		return value{}, err
	}
	switch whence {
	case 0:
		if at < 0 {
			return value{}, object.ValueErrorf("negative seek value %d", at)
		}
	case 1:
		at = max(at+s.pos, 0)
	case 2:
		at = max(at+len(s.b), 0)
	default:
		return value{}, object.ValueErrorf("invalid whence (%d, should be 0, 1 or 2)", whence)
	}
	s.pos = at
	return object.Int(int64(at)), nil
}

func bytesIOSetState(th *thread, s *bytesIO, a []value) (value, error) {
	t, ok := object.AsTuple(a[0])
	if !ok || len(t.Items) < 3 {
		return value{}, object.TypeErrorf("_io.BytesIO.__setstate__ argument should be 3-tuple, got %s", a[0].Type().TypeName())
	}
	b, err := object.CopyBytes(th, t.Items[0])
	if err != nil {
		return value{}, err
	}
	pos, err := object.AsIndex(th, t.Items[1])
	if err != nil {
		return value{}, object.TypeErrorf("second item of state must be an integer, not %s", t.Items[1].Type().TypeName())
	}
	if pos < 0 {
		return value{}, object.ValueErrorf("position value cannot be negative")
	}
	s.b, s.pos, s.shared = b, pos, false
	return object.None, restoreDict(th, &s.dict, t.Items[2])
}

// restoreDict sets the attributes of an unpickled stream.
func restoreDict(th *thread, dict **object.Dict, state value) error {
	if state.IsNone() {
		return nil
	}
	d, ok := object.AsDict(state)
	if !ok {
		return object.TypeErrorf("third item of state should be a dict, got a %s", state.Type().TypeName())
	}
	if *dict == nil {
		*dict = object.NewDict()
	}
	return (*dict).Update(th, d.Value())
}

func dictState(d *object.Dict) value {
	if d == nil {
		return object.None
	}
	return d.Copy().Value()
}

func init() {
	t := bytesIOType
	t.Doc = "A stream of bytes in memory."
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		return object.Of(&object.NewObject[bytesIO](th, c).Header), nil
	}
	sig := object.Func{Sig: "BytesIO(initial_bytes=b'')"}
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
		var a [1]value
		if err := sig.Signature().Bind(th, a[:], args, names, t.Name); err != nil {
			return err
		}
		s := asBytesIO(self)
		s.b, s.pos, s.shared, s.closed = nil, 0, false, false
		if a[0].Ref == nil || a[0].IsNone() {
			return nil
		}
		if b, ok := object.AsBytes(a[0]); ok {
			s.b, s.shared = b.B, true
			return nil
		}
		b, err := object.CopyBytes(th, a[0])
		s.b = b
		return err
	}
	t.Next = func(th *thread, self value) (value, error) {
		s := asBytesIO(self)
		if err := s.check(); err != nil {
			return value{}, err
		}
		p := s.line(-1)
		if len(p) == 0 {
			return value{}, nil
		}
		return s.result(p), nil
	}
	read := onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
		n, err := toSize(th, a[0])
		if err != nil {
			return value{}, err
		}
		return s.result(s.take(n)), nil
	})
	truth := func(sig, doc string) object.Func {
		return object.Func{Sig: sig, Doc: doc, Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) { return object.True, nil })}
	}
	t.Methods = []object.Func{
		{Sig: "read(size=-1, /)", Doc: "Read so many bytes, or until the end.", Fn: read},
		{Sig: "read1(size=-1, /)", Doc: "Read so many bytes, or until the end.", Fn: read},
		{Sig: "readinto(buffer, /)", Doc: "Read into a buffer; returns the number of bytes.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			p, release, err := object.AsBuffer(th, a[0], true)
			if err != nil {
				return value{}, err
			}
			defer release()
			return object.Int(int64(copy(p, s.take(len(p))))), nil
		})},
		{Sig: "readline(size=-1, /)", Doc: "Read up to a line's end.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			n, err := toSize(th, a[0])
			if err != nil {
				return value{}, err
			}
			return s.result(s.line(n)), nil
		})},
		{Sig: "readlines(size=None, /)", Doc: "Read lines into a list.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			most, err := toSize(th, a[0])
			if err != nil {
				return value{}, err
			}
			out := object.NewList()
			for total := 0; ; {
				p := s.line(-1)
				if len(p) == 0 {
					break
				}
				out.Append(s.result(p))
				if total += len(p); most > 0 && total >= most {
					break
				}
			}
			return out.Value(), nil
		})},
		{Sig: "write(b, /)", Doc: "Write bytes; returns how many.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			p, release, err := object.AsBuffer(th, a[0], false)
			if err != nil {
				return value{}, err
			}
			defer release()
			return object.Int(int64(len(p))), s.write(p)
		})},
		{Sig: "writelines(lines, /)", Doc: "Write the bytes of an iterable.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			return object.None, object.Each(th, a[0], func(x value) (bool, error) {
				p, err := object.CopyBytes(th, x)
				if err == nil {
					if err = s.check(); err == nil {
						err = s.write(p)
					}
				}
				return false, err
			})
		})},
		{Sig: "seek(pos, whence=0, /)", Doc: "Move the position.", Fn: onBytesIO(bytesIOSeek)},
		{Sig: "tell()", Doc: "The position.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) { return object.Int(int64(s.pos)), nil })},
		{Sig: "truncate(size=None, /)", Doc: "Cut to a size, the position by default.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			n := s.pos
			if !a[0].IsNone() {
				var err error
				if n, err = toSize(th, a[0]); err != nil {
					return value{}, err
				}
				if n < 0 {
					return value{}, object.ValueErrorf("negative size value %d", n)
				}
			}
			if n < len(s.b) {
				s.own()
				s.b = s.b[:n]
			}
			return object.Int(int64(n)), nil
		})},
		{Sig: "getvalue()", Doc: "All the bytes.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) { return s.result(s.b), nil })},
		{Sig: "getbuffer()", Doc: "A view of the memory.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			s.own()
			return object.ViewOf(s.b, object.Of(&s.Header), false), nil
		})},
		{Sig: "close()", Doc: "Close the stream and free its memory.", Fn: object.F1(func(th *thread, self value) (value, error) {
			s := asBytesIO(self)
			s.b, s.closed = nil, true
			return object.None, nil
		})},
		{Sig: "flush()", Doc: "Does nothing.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) { return object.None, nil })},
		{Sig: "isatty()", Doc: "Always False.", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) { return object.False, nil })},
		truth("readable()", "Always True."),
		truth("writable()", "Always True."),
		truth("seekable()", "Always True."),
		{Sig: "__getstate__()", Fn: onBytesIO(func(th *thread, s *bytesIO, a []value) (value, error) {
			return object.TupleValue(s.result(s.b), object.Int(int64(s.pos)), dictState(s.dict)), nil
		})},
		{Sig: "__setstate__(state, /)", Fn: onBytesIO(bytesIOSetState)},
		{Sig: "__sizeof__()", Fn: object.F1(func(th *thread, self value) (value, error) {
			return object.Int(int64(96 + cap(asBytesIO(self).b))), nil
		})},
	}
	t.GetSets = []object.GetSet{{Name: "closed", Doc: "Whether the stream is closed.", Get: func(th *thread, self value) (value, error) { return object.Bool(asBytesIO(self).closed), nil }}}
}
