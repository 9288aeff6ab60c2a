package io

import "ouro/internal/object"

// ioBase is an instance of a class that a script derived from one of the abstract bases. Their methods do not rely on it: they
// also work on this package's other streams, and call the methods that a class may have overridden.
type ioBase struct {
	object.Header
	dict *object.Dict
}

var (
	ioBaseLayout       = object.NewLayout[ioBase]()
	ioBaseType         = newBase("_IOBase", object.ObjectType)
	rawIOBaseType      = newBase("_RawIOBase", ioBaseType)
	bufferedIOBaseType = newBase("_BufferedIOBase", ioBaseType)
	textIOBaseType     = newBase("_TextIOBase", ioBaseType)
)

func newBase(name string, base *object.Type) *object.Type {
	t := object.NewType(name, base, ioBaseLayout)
	t.Module = "_io"
	return t
}

// newStreamType declares a concrete stream class.
func newStreamType(name string, base *object.Type, layout *object.Layout, dict func(o *object.Header) **object.Dict) *object.Type {
	t := object.NewType(name, base, layout)
	t.Module = "_io"
	t.KeepAttrs(dict)
	return t
}

// checkClosed is the ValueError of using a closed stream.
func checkClosed(th *thread, self value) error {
	closed, err := isClosed(th, self)
	if err == nil && closed {
		err = object.ValueErrorf("I/O operation on closed file.")
	}
	return err
}

// require reports the UnsupportedOperation of a stream that cannot do what the method named ability tells.
func require(th *thread, self value, ability *object.Str, text string) error {
	ok, err := object.CallMethod(th, self, ability)
	if err != nil {
		return err
	}
	if ok != object.True {
		return unsupported(text)
	}
	return nil
}

func baseClosed(th *thread, self value) (value, error) {
	v, err := object.GetAttrOr(th, self, strIOClosed)
	return object.Bool(v.Ref != nil), err
}

// baseClose flushes and marks the stream as closed.
func baseClose(th *thread, self value) (value, error) {
	if closed, _ := baseClosed(th, self); closed == object.True {
		return object.None, nil
	}
	_, ferr := object.CallMethod(th, self, strFlush)
	if err := object.SetAttr(th, self, strIOClosed, object.True); err != nil && ferr == nil {
		ferr = err
	}
	return object.None, ferr
}

// baseReadline reads up to a line feed by peek (if there is one) and read.
func baseReadline(th *thread, self, size value) (value, error) {
	limit, err := toSize(th, size)
	if err != nil {
		return value{}, err
	}
	peek, err := object.GetAttrOr(th, self, strPeek)
	if err != nil {
		return value{}, err
	}
	var out []byte
	for limit < 0 || len(out) < limit {
		n := 1
		if peek.Ref != nil {
			ahead, err := object.Call1(th, peek, object.Int(1))
			if err != nil {
				return value{}, err
			}
			b, ok := object.AsBytes(ahead)
			if !ok {
				return value{}, object.NewExcf(object.OSErrorType, "peek() should have returned a bytes object, not '%s'", ahead.Type().TypeName())
			}
			if len(b.B) > 0 {
				n = len(b.B)
				for i, c := range b.B {
					if c == '\n' {
						n = i + 1
						break
					}
				}
				if limit >= 0 {
					n = min(n, limit-len(out))
				}
			}
		}
		v, err := object.CallMethod(th, self, strRead, object.Int(int64(n)))
		if err != nil {
			return value{}, err
		}
		b, ok := object.AsBytes(v)
		if !ok {
			return value{}, object.NewExcf(object.OSErrorType, "read() should have returned a bytes object, not '%s'", v.Type().TypeName())
		}
		if len(b.B) == 0 {
			break
		}
		out = append(out, b.B...)
		if out[len(out)-1] == '\n' {
			break
		}
	}
	return object.BytesValue(out), nil
}

func baseReadlines(th *thread, self, hint value) (value, error) {
	most, err := toSize(th, hint)
	if err != nil {
		return value{}, err
	}
	out := object.NewList()
	total := 0
	err = object.Each(th, self, func(line value) (bool, error) {
		out.Append(line)
		if most <= 0 {
			return false, nil
		}
		n, err := object.Len(th, line)
		total += n
		return total > most, err
	})
	return out.Value(), err
}

func baseNext(th *thread, self value) (value, error) {
	line, err := object.CallMethod(th, self, strReadline)
	if err != nil {
		return value{}, err
	}
	n, err := object.Len(th, line)
	if err != nil || n == 0 {
		return value{}, err
	}
	return line, nil
}

func baseWritelines(th *thread, self, lines value) (value, error) {
	if err := checkClosed(th, self); err != nil {
		return value{}, err
	}
	return object.None, object.Each(th, lines, func(line value) (bool, error) {
		_, err := object.CallMethod(th, self, strWrite, line)
		return false, err
	})
}

// finalize closes a stream that nobody uses any more; what goes wrong is of no interest then.
func finalize(th *thread, self value) error {
	if closed, err := isClosed(th, self); err != nil || closed {
		return nil
	}
	_, _ = object.CallMethod(th, self, strClose)
	return nil
}

func refuse(sig, what string) object.Func {
	return object.Func{Sig: sig, Doc: "Not supported by this class.", Fn: object.Raw(func(th *thread, args []value, names []*object.Str) (value, error) {
		return value{}, unsupported(what)
	})}
}

func always(sig string, v value, doc string) object.Func {
	return object.Func{Sig: sig, Doc: doc, Fn: object.F1(func(th *thread, self value) (value, error) {
		return v, nil
	})}
}

func init() {
	t := ioBaseType
	t.Doc = "The base of all streams."
	t.KeepAttrs(func(o *object.Header) **object.Dict { return &object.Unchecked[ioBase](object.Of(o)).dict })
	t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
		return object.Of(&object.NewObject[ioBase](th, c).Header), nil
	}
	t.Del = finalize
	t.Iter = func(th *thread, self value) (value, error) { return self, checkClosed(th, self) }
	t.Next = baseNext
	t.GetSets = []object.GetSet{{Name: "closed", Doc: "Whether the stream is closed.", Get: baseClosed}}
	check := func(sig string, ability *object.Str, text string) object.Func {
		return object.Func{Sig: sig, Fn: object.F1(func(th *thread, self value) (value, error) { return object.None, require(th, self, ability, text) })}
	}
	t.Methods = []object.Func{
		refuse("seek(offset, whence=0, /)", "seek"),
		{Sig: "tell()", Doc: "The position.", Fn: object.F1(func(th *thread, self value) (value, error) {
			return object.CallMethod(th, self, strSeek, object.Int(0), object.Int(1))
		})},
		refuse("truncate(size=None, /)", "truncate"),
		refuse("fileno()", "fileno"),
		{Sig: "flush()", Doc: "Write out what is held back.", Fn: object.F1(func(th *thread, self value) (value, error) {
			closed, err := baseClosed(th, self)
			if err == nil && closed == object.True {
				err = object.ValueErrorf("I/O operation on closed file.")
			}
			return object.None, err
		})},
		{Sig: "close()", Doc: "Flush and close.", Fn: object.F1(baseClose)},
		always("seekable()", object.False, "Whether the position can be changed."),
		always("readable()", object.False, "Whether it can be read."),
		always("writable()", object.False, "Whether it can be written."),
		{Sig: "isatty()", Doc: "Whether it is a terminal.", Fn: object.F1(func(th *thread, self value) (value, error) { return object.False, checkClosed(th, self) })},
		{Sig: "_checkClosed()", Fn: object.F1(func(th *thread, self value) (value, error) { return object.None, checkClosed(th, self) })},
		check("_checkSeekable()", strSeekable, "File or stream is not seekable."),
		check("_checkReadable()", strReadable, "File or stream is not readable."),
		check("_checkWritable()", strWritable, "File or stream is not writable."),
		{Sig: "__enter__()", Doc: "The stream itself.", Fn: object.F1(func(th *thread, self value) (value, error) { return self, checkClosed(th, self) })},
		{Sig: "__exit__(*args)", Doc: "Close the stream.", Fn: object.F2(func(th *thread, self, args value) (value, error) {
			return object.CallMethod(th, self, strClose)
		})},
		{Sig: "readline(size=-1, /)", Doc: "Read up to a line's end.", Fn: object.F2(baseReadline)},
		{Sig: "readlines(hint=-1, /)", Doc: "Read lines into a list.", Fn: object.F2(baseReadlines)},
		{Sig: "writelines(lines, /)", Doc: "Write the lines of an iterable.", Fn: object.F2(baseWritelines)},
	}

	r := rawIOBaseType
	r.Doc = "The base of streams of bytes without a buffer."
	notImplemented := func(sig string) object.Func {
		return object.Func{Sig: sig, Fn: object.F2(func(th *thread, self, arg value) (value, error) {
			return value{}, object.NewExc(object.NotImplementedErrorType)
		})}
	}
	r.Methods = []object.Func{
		{Sig: "read(size=-1, /)", Doc: "Read bytes.", Fn: object.F2(rawRead)},
		{Sig: "readall()", Doc: "Read until the end.", Fn: object.F1(rawReadAll)},
		notImplemented("readinto(buffer, /)"),
		notImplemented("write(b, /)"),
	}

	b := bufferedIOBaseType
	b.Doc = "The base of streams of bytes with a buffer."
	b.Methods = []object.Func{
		refuse("read(size=-1, /)", "read"),
		refuse("read1(size=-1, /)", "read1"),
		refuse("write(b, /)", "write"),
		refuse("detach()", "detach"),
		{Sig: "readinto(buffer, /)", Doc: "Read into a buffer.", Fn: readIntoBy(strRead)},
		{Sig: "readinto1(buffer, /)", Doc: "Read into a buffer by one read at most.", Fn: readIntoBy(strRead1)},
	}

	x := textIOBaseType
	x.Doc = "The base of streams of str."
	x.Methods = []object.Func{
		refuse("read(size=-1, /)", "read"),
		refuse("readline(size=-1, /)", "readline"),
		refuse("write(s, /)", "write"),
		refuse("detach()", "detach"),
	}
	none := func(th *thread, self value) (value, error) { return object.None, nil }
	x.GetSets = []object.GetSet{{Name: "encoding", Get: none}, {Name: "newlines", Get: none}, {Name: "errors", Get: none}}
}

// rawRead is read() by readinto().
func rawRead(th *thread, self, size value) (value, error) {
	n, err := object.AsIndex(th, size)
	if err != nil {
		return value{}, err
	}
	if n < 0 {
		return object.CallMethod(th, self, strReadall)
	}
	if n > 1<<32 {
		return value{}, object.NewExc(object.MemoryErrorType)
	}
	b := object.NewByteArray(make([]byte, n))
	got, err := object.CallMethod(th, self, strReadinto, b.Value())
	if err != nil || got.IsNone() {
		return got, err
	}
	k, err := object.AsIndex(th, got)
	if err != nil {
		return value{}, err
	}
	if k < 0 || k > len(b.B) {
		return value{}, object.ValueErrorf("readinto returned %d outside buffer size %d", k, len(b.B))
	}
	return object.BytesValue(append([]byte(nil), b.B[:k]...)), nil
}

func rawReadAll(th *thread, self value) (value, error) {
	var out []byte
	for {
		v, err := object.CallMethod(th, self, strRead, object.Int(bufferSize))
		if err != nil {
			return value{}, err
		}
		if v.IsNone() {
			if len(out) == 0 {
				return v, nil
			}
			break
		}
		b, ok := object.AsBytes(v)
		if !ok {
			return value{}, object.TypeErrorf("read() should return bytes")
		}
		if len(b.B) == 0 {
			break
		}
		out = append(out, b.B...)
	}
	return object.BytesValue(out), nil
}

// readIntoBy is readinto() by the method that reads so many bytes.
func readIntoBy(method *object.Str) object.Fn {
	return object.F2(func(th *thread, self, buffer value) (value, error) {
		b, release, err := object.AsBuffer(th, buffer, true)
		if err != nil {
			return value{}, err
		}
		defer release()
		v, err := object.CallMethod(th, self, method, object.Int(int64(len(b))))
		if err != nil {
			return value{}, err
		}
		got, ok := object.AsBytes(v)
		if !ok {
			return value{}, object.TypeErrorf("read() should return bytes")
		}
		if len(got.B) > len(b) {
			return value{}, object.ValueErrorf("read() returned too much data: %d bytes requested, %d returned", len(b), len(got.B))
		}
		return object.Int(int64(copy(b, got.B))), nil
	})
}
