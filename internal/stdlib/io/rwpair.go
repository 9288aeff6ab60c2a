package io

import (
	"strings"

	"ouro/internal/object"
)

// rwPair is BufferedRWPair: two streams, one for reading and one for writing, as one.
type rwPair struct {
	object.Header
	dict           *object.Dict
	reader, writer value
}

var (
	rwPairLayout = object.NewLayout[rwPair]()
	rwPairType   = newStreamType("BufferedRWPair", bufferedIOBaseType, rwPairLayout, func(o *object.Header) **object.Dict {
		return &object.Unchecked[rwPair](object.Of(o)).dict
	})
)

func (p *rwPair) init(th *thread, reader, writer value, size int) error {
	if err := require(th, reader, strReadable, "File or stream is not readable."); err != nil {
		return err
	}
	if err := require(th, writer, strWritable, "File or stream is not writable."); err != nil {
		return err
	}
	r, w := allocBuffered(th, bufferedReaderType), allocBuffered(th, bufferedWriterType)
	if err := r.init(th, reader, size); err != nil {
		return err
	}
	if err := w.init(th, writer, size); err != nil {
		return err
	}
	p.reader, p.writer = r.value(), w.value()
	return nil
}

func init() {
	t := rwPairType
	t.Doc = "A stream for reading and one for writing, as one."
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		return object.Of(&object.NewObject[rwPair](th, c).Header), nil
	}
	sig := object.Func{Sig: "BufferedRWPair(reader, writer, buffer_size=131072, /)"}
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
		var a [3]value
		if err := sig.Signature().Bind(th, a[:], args, names, t.Name); err != nil {
			return err
		}
		size, err := object.AsIndex(th, a[2])
		if err != nil {
			return err
		}
		return object.Unchecked[rwPair](self).init(th, a[0], a[1], size)
	}
	part := func(self value, write bool) (value, error) {
		p := object.Unchecked[rwPair](self)
		if p.reader.Ref == nil {
			return value{}, object.ValueErrorf("I/O operation on uninitialized object")
		}
		if write {
			return p.writer, nil
		}
		return p.reader, nil
	}
	forward := func(sig, doc string, write bool) object.Func {
		bare, _, _ := strings.Cut(sig, "(")
		name := object.NewStr(bare)
		return object.Func{Sig: sig, Doc: doc, Fn: object.FN(func(th *thread, a []value) (value, error) {
			o, err := part(a[0], write)
			if err != nil {
				return value{}, err
			}
			return object.CallMethod(th, o, name, a[1:]...)
		})}
	}
	t.Methods = []object.Func{
		forward("read(size=-1, /)", "Read so many bytes, or until the end.", false),
		forward("read1(size=-1, /)", "Read bytes by one read of the raw stream at most.", false),
		forward("readinto(buffer, /)", "Read into a buffer.", false),
		forward("readinto1(buffer, /)", "Read into a buffer by one read of the raw stream at most.", false),
		forward("peek(size=0, /)", "What comes next, without moving on.", false),
		forward("readable()", "Whether it can be read.", false),
		forward("writable()", "Whether it can be written.", true),
		forward("write(buffer, /)", "Write bytes; returns how many.", true),
		forward("flush()", "Write out what is held back.", true),
		{Sig: "close()", Doc: "Close both.", Fn: object.F1(func(th *thread, self value) (value, error) {
			p := object.Unchecked[rwPair](self)
			if p.reader.Ref == nil {
				return object.None, nil
			}
			_, werr := object.CallMethod(th, p.writer, strClose)
			_, rerr := object.CallMethod(th, p.reader, strClose)
			if rerr != nil {
				return value{}, rerr
			}
			return object.None, werr
		})},
		{Sig: "isatty()", Doc: "Whether one is a terminal.", Fn: object.F1(func(th *thread, self value) (value, error) {
			w, err := part(self, true)
			if err != nil {
				return value{}, err
			}
			if v, err := object.CallMethod(th, w, strIsatty); err != nil || v != object.False {
				return v, err
			}
			r, _ := part(self, false)
			return object.CallMethod(th, r, strIsatty)
		})},
	}
	t.GetSets = []object.GetSet{{Name: "closed", Doc: "Whether the streams are closed.", Get: func(th *thread, self value) (value, error) {
		w, err := part(self, true)
		if err != nil {
			return value{}, err
		}
		return object.GetAttr(th, w, strClosed)
	}}}
}
