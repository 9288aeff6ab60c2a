package io

import (
	"ouro/internal/object"
)

// The methods and attributes of TextIOWrapper.

func textRepr(th *thread, self value) (value, error) {
	t := asText(self)
	if !th.ReprEnter(self) {
		return value{}, object.RuntimeErrorf("reentrant call inside %s.__repr__", self.Type().TypeName())
	}
	defer th.ReprLeave()
	out := "<" + self.Type().TypeName()
	for _, name := range [...]*object.Str{strName, strMode} {
		v, err := object.GetAttrOr(th, self, name)
		if err != nil && !object.Matches(err, object.ValueErrorType) {
			return value{}, err
		}
		if err != nil || v.Ref == nil {
			continue
		}
		s, err := object.Repr(th, v)
		if err != nil {
			return value{}, err
		}
		out += " " + name.S + "=" + s.S
	}
	if t.encoding.Ref == nil {
		return value{}, object.ValueErrorf("I/O operation on uninitialized object")
	}
	s, err := object.Repr(th, t.encoding)
	if err != nil {
		return value{}, err
	}
	return object.StrValue(out + " encoding=" + s.S + ">"), nil
}

// reconfigure is t.reconfigure(*, encoding, errors, newline, line_buffering, write_through).
func reconfigure(th *thread, a []value) (value, error) {
	t := asText(a[0])
	if err := t.check(); err != nil {
		return value{}, err
	}
	encoding, errs, newline := a[1], a[2], a[3]
	if (t.decoded != "" || t.snap.valid) && (!encoding.IsNone() || !errs.IsNone() || newline.Ref != nil) {
		return value{}, unsupported("It is not possible to set the encoding or newline of stream after the first read")
	}
	if newline.Ref != nil {
		ok, err := checkNewline(newline, "reconfigure")
		if err != nil {
			return value{}, err
		}
		if !ok {
			s, _ := object.AsStr(newline)
			return value{}, object.ValueErrorf("illegal newline value: %s", s.S)
		}
	}
	lineBuf, through := t.lineBuf, t.through
	for _, x := range []struct {
		v   value
		dst *bool
	}{{a[4], &lineBuf}, {a[5], &through}} {
		if x.v.IsNone() {
			continue
		}
		b, err := object.Truth(th, x.v)
		if err != nil {
			return value{}, err
		}
		*x.dst = b
	}
	if err := t.flush(th); err != nil {
		return value{}, err
	}
	if !encoding.IsNone() || !errs.IsNone() {
		if errs.IsNone() {
			errs = object.StrValue("strict")
			if encoding.IsNone() {
				errs = object.StrValue(t.errors)
			}
		}
		if encoding.IsNone() {
			encoding = t.encoding
		}
		started := t.enc != nil && t.enc.Started
		if err := t.setCodec(th, encoding, errs, t.readable(), t.writable()); err != nil {
			return value{}, err
		}
		if t.enc != nil {
			t.enc.Started = started
		}
	}
	if newline.Ref != nil {
		t.setNewline(newline)
	}
	t.lineBuf, t.through = lineBuf, through
	return object.None, nil
}

func textClose(th *thread, self value) (value, error) {
	t := asText(self)
	if err := t.check(); err != nil {
		return value{}, err
	}
	closed, err := t.isClosed(th)
	if err != nil || closed {
		return object.None, err
	}
	_, ferr := object.CallMethod(th, self, strFlush)
	_, cerr := object.CallMethod(th, t.buffer, strClose)
	if cerr != nil {
		if ferr != nil {
			object.ChainContext(cerr, ferr)
		}
		return value{}, cerr
	}
	return object.None, ferr
}

func init() {
	t := TextIOWrapperType
	t.Doc = "Text over a stream of bytes."
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		return allocText(th, c).value(), nil
	}
	sig := object.Func{Sig: "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)"}
	t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
		var a [6]value
		if err := sig.Signature().Bind(th, a[:], args, names, t.Name); err != nil {
			return err
		}
		lineBuf, err := object.Truth(th, a[4])
		if err != nil {
			return err
		}
		through, err := object.Truth(th, a[5])
		if err != nil {
			return err
		}
		return asText(self).init(th, a[0], textOptions{a[1], a[2], a[3], lineBuf, through})
	}
	t.Repr = textRepr
	t.WriteText = func(th *thread, self value, text string) error { return asText(self).write(th, text) }
	t.Next = func(th *thread, self value) (value, error) {
		if self.Type().IsHeap() {
			return baseNext(th, self)
		}
		x := asText(self)
		if err := x.beginRead(th); err != nil {
			return value{}, err
		}
		x.telling = false
		line, err := x.readLine(th, -1)
		if err != nil {
			return value{}, err
		}
		if line == "" {
			x.telling = x.seekable
			return value{}, nil
		}
		return object.StrValue(line), nil
	}
	ofBuffer := func(sig, doc string, method *object.Str) object.Func {
		return object.Func{Sig: sig, Doc: doc, Fn: object.F1(func(th *thread, self value) (value, error) {
			x := asText(self)
			if err := x.check(); err != nil {
				return value{}, err
			}
			return object.CallMethod(th, x.buffer, method)
		})}
	}
	t.Methods = []object.Func{
		{Sig: "write(text, /)", Doc: "Write text; returns the number of characters.", Fn: object.F2(func(th *thread, self, text value) (value, error) {
			s, ok := object.AsStr(text)
			if !ok {
				return value{}, object.TypeErrorf("write() argument must be str, not %s", text.Type().TypeName())
			}
			if err := asText(self).write(th, s.S); err != nil {
				return value{}, err
			}
			return object.Int(int64(s.Len())), nil
		})},
		{Sig: "read(size=-1, /)", Doc: "Read so many characters, or until the end.", Fn: object.F2(func(th *thread, self, size value) (value, error) {
			n, err := toSize(th, size)
			if err != nil {
				return value{}, err
			}
			text, err := asText(self).read(th, n)
			return object.StrValue(text), err
		})},
		{Sig: "readline(size=-1, /)", Doc: "Read up to a line's end.", Fn: object.F2(func(th *thread, self, size value) (value, error) {
			n, err := object.AsIndex(th, size)
			if err != nil {
				return value{}, err
			}
			x := asText(self)
			if err := x.beginRead(th); err != nil {
				return value{}, err
			}
			line, err := x.readLine(th, n)
			return object.StrValue(line), err
		})},
		{Sig: "seek(cookie, whence=0, /)", Doc: "Move to a position that tell() gave, or to the start or end.", Fn: object.F3(func(th *thread, self, pos, whence value) (value, error) {
			w, err := object.AsIndex(th, whence)
			if err != nil {
				return value{}, err
			}
			return asText(self).seek(th, pos, w)
		})},
		{Sig: "tell()", Doc: "The position, as a number for seek().", Fn: object.F1(func(th *thread, self value) (value, error) { return asText(self).tell(th) })},
		{Sig: "truncate(pos=None, /)", Doc: "Cut the file to a size, the position by default.", Fn: object.F2(func(th *thread, self, pos value) (value, error) {
			x := asText(self)
			if err := x.flush(th); err != nil {
				return value{}, err
			}
			return object.CallMethod(th, x.buffer, strTruncate, pos)
		})},
		{Sig: "flush()", Doc: "Write out what is held back.", Fn: object.F1(func(th *thread, self value) (value, error) { return object.None, asText(self).flush(th) })},
		{Sig: "close()", Doc: "Flush and close.", Fn: object.F1(textClose)},
		{Sig: "detach()", Doc: "Give up the stream of bytes and return it.", Fn: object.F1(func(th *thread, self value) (value, error) {
			x := asText(self)
			if err := x.check(); err != nil {
				return value{}, err
			}
			if _, err := object.CallMethod(th, self, strFlush); err != nil {
				return value{}, err
			}
			b := x.buffer
			x.buffer, x.native, x.detached = value{}, nil, true
			return b, nil
		})},
		{Sig: "reconfigure(*, encoding=None, errors=None, newline=NULL, line_buffering=None, write_through=None)", Doc: "Change how the stream works.", Fn: object.FN(reconfigure)},
		ofBuffer("fileno()", "The descriptor.", strFileno),
		ofBuffer("isatty()", "Whether it is a terminal.", strIsatty),
		ofBuffer("readable()", "Whether it can be read.", strReadable),
		ofBuffer("writable()", "Whether it can be written.", strWritable),
		ofBuffer("seekable()", "Whether the position can be changed.", strSeekable),
		cannotPickle(),
	}
	get := func(name, doc string, f func(t *textIO) value) object.GetSet {
		return object.GetSet{Name: name, Doc: doc, Get: func(th *thread, self value) (value, error) {
			x := asText(self)
			if x.buffer.Ref == nil && !x.detached {
				return value{}, x.check()
			}
			return f(x), nil
		}}
	}
	ofText := func(th *thread, self value) (value, error) {
		x := asText(self)
		return x.buffer, x.check()
	}
	t.GetSets = []object.GetSet{
		get("encoding", "The name of the encoding.", func(t *textIO) value { return t.encoding }),
		get("errors", "The way of dealing with coding errors.", func(t *textIO) value { return object.StrValue(t.errors) }),
		get("line_buffering", "Whether writing a line flushes.", func(t *textIO) value { return object.Bool(t.lineBuf) }),
		get("write_through", "Whether writing passes text on at once.", func(t *textIO) value { return object.Bool(t.through) }),
		get("newlines", "The line ends that were seen.", func(t *textIO) value { return t.ends.value() }),
		{Name: "buffer", Doc: "The stream of bytes.", Get: ofText},
		attribute("name", ofText),
		attribute("closed", ofText),
		{Name: "_CHUNK_SIZE", Get: func(th *thread, self value) (value, error) { return object.Int(int64(asText(self).chunkSize)), nil },
			Set: func(th *thread, self, v value) error {
				n, err := object.AsIndex(th, v)
				if err == nil && n <= 0 {
					err = object.ValueErrorf("a strictly positive integer is required")
				}
				if err == nil {
					asText(self).chunkSize = n
				}
				return err
			}},
	}
}
