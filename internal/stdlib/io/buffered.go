package io

import (
	"bytes"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"

	"ouro/internal/object"
)

// buffered is BufferedReader, BufferedWriter or BufferedRandom: a buffer over a raw stream. A BufferedRandom never has both data
// read ahead and data to be written.
type buffered struct {
	object.Header
	dict     *object.Dict
	raw      value   // unbound before __init__ and after detach()
	file     *fileIO // raw, if it is a FileIO itself
	buf      []byte  // buf[pos:end] is read ahead
	pos, end int
	out      []byte // to be written
	size     int
	canRead  bool
	canWrite bool
	detached bool
	noted    bool // listed as holding data back, or a standard stream

	// mu is held while a method may release the interpreter lock amid a change; owner is the thread that holds it.
	mu    sync.Mutex
	owner *thread
}

var (
	bufferedLayout     = object.NewLayout[buffered]()
	bufferedReaderType = newBuffered("BufferedReader")
	bufferedWriterType = newBuffered("BufferedWriter")
	bufferedRandomType = newBuffered("BufferedRandom")
)

func newBuffered(name string) *object.Type {
	return newStreamType(name, bufferedIOBaseType, bufferedLayout, func(o *object.Header) **object.Dict {
		return &object.Unchecked[buffered](object.Of(o)).dict
	})
}

func asBuffered(v value) *buffered { return object.Unchecked[buffered](v) }

func (b *buffered) value() value { return object.Of(&b.Header) }

func allocBuffered(th *thread, t *object.Type) *buffered {
	b := object.NewObject[buffered](th, t)
	b.canRead = t.IsSubtype(bufferedReaderType) || t.IsSubtype(bufferedRandomType)
	b.canWrite = t.IsSubtype(bufferedWriterType) || t.IsSubtype(bufferedRandomType)
	if !t.IsHeap() {
		object.WatchDel(th, b.value())
	}
	return b
}

func (b *buffered) init(th *thread, raw value, size int) error {
	if b.canRead && b.canWrite {
		if err := require(th, raw, strSeekable, "File or stream is not seekable."); err != nil {
			return err
		}
	}
	if b.canRead {
		if err := require(th, raw, strReadable, "File or stream is not readable."); err != nil {
			return err
		}
	}
	if b.canWrite {
		if err := require(th, raw, strWritable, "File or stream is not writable."); err != nil {
			return err
		}
	}
	if size <= 0 {
		return object.ValueErrorf("buffer size must be strictly positive")
	}
	if size > 1<<30 {
		return object.NewExc(object.MemoryErrorType)
	}
	b.raw, b.size, b.detached = raw, size, false
	b.file = nil
	if raw.Type() == fileIOType {
		b.file = asFile(raw)
	}
	b.pos, b.end, b.out = 0, 0, nil
	return nil
}

// check reports a stream that cannot be used any more, or not yet.
func (b *buffered) check() error {
	switch {
	case b.detached:
		return object.ValueErrorf("raw stream has been detached")
	case b.raw.Ref == nil:
		return object.ValueErrorf("I/O operation on uninitialized object")
	}
	return nil
}

func (b *buffered) isClosed(th *thread) (bool, error) {
	if b.file != nil {
		return b.file.fd < 0, nil
	}
	return isClosed(th, b.raw)
}

// checkOpen is check and the ValueError of a closed stream.
func (b *buffered) checkOpen(th *thread, text string) error {
	if err := b.check(); err != nil {
		return err
	}
	closed, err := b.isClosed(th)
	if err == nil && closed {
		err = object.ValueErrorf("%s", text)
	}
	return err
}

func (b *buffered) lock(th *thread) error {
	if !b.mu.TryLock() {
		if b.owner == th {
			s, err := object.Repr(th, b.value())
			if err != nil {
				return err
			}
			return object.RuntimeErrorf("reentrant call inside %s", s.S)
		}
		th.Unlocked(b.mu.Lock)
	}
	b.owner = th
	return nil
}

func (b *buffered) unlock() {
	b.owner = nil
	b.mu.Unlock()
}

// rawRead reads into p by one call of the raw stream; -1 means that it would have to wait.
func (b *buffered) rawRead(th *thread, p []byte) (int, error) {
	if b.file != nil {
		return b.file.read(th, p)
	}
	view := object.ViewOf(p, object.None, false)
	v, err := object.CallMethod(th, b.raw, strReadinto, view)
	object.ReleaseView(view)
	if err != nil || v.IsNone() {
		return -1, err
	}
	n, err := object.AsIndex(th, v)
	if err != nil {
		return 0, err
	}
	if n < 0 || n > len(p) {
		return 0, object.NewExcf(object.OSErrorType, "raw readinto() returned invalid length %d (should have been between 0 and %d)", n, len(p))
	}
	return n, nil
}

func (b *buffered) rawWrite(th *thread, p []byte) (int, error) {
	if b.file != nil {
		return b.file.write(th, p)
	}
	view := object.ViewOf(p, object.None, true)
	v, err := object.CallMethod(th, b.raw, strWrite, view)
	object.ReleaseView(view)
	if err != nil || v.IsNone() {
		return -1, err
	}
	n, err := object.AsIndex(th, v)
	if err != nil {
		return 0, err
	}
	if n < 0 || n > len(p) {
		return 0, object.NewExcf(object.OSErrorType, "raw write() returned invalid length %d (should have been between 0 and %d)", n, len(p))
	}
	return n, nil
}

func (b *buffered) rawSeek(th *thread, offset int64, whence int) (int64, error) {
	if b.file != nil {
		return b.file.seek(offset, whence)
	}
	v, err := object.CallMethod(th, b.raw, strSeek, object.Int(offset), object.Int(int64(whence)))
	if err != nil {
		return 0, err
	}
	return b.position(th, v, "seek")
}

func (b *buffered) rawTell(th *thread) (int64, error) {
	if b.file != nil {
		return b.file.seek(0, 1)
	}
	v, err := object.CallMethod(th, b.raw, strTell)
	if err != nil {
		return 0, err
	}
	return b.position(th, v, "tell")
}

func (b *buffered) position(th *thread, v value, call string) (int64, error) {
	n, err := toOffset(th, v)
	if err == nil && n < 0 {
		err = object.NewExcf(object.OSErrorType, "Raw stream returned invalid position %d", n)
	}
	return n, err
}

// ahead is what is read ahead.
func (b *buffered) ahead() []byte { return b.buf[b.pos:b.end] }

// fill reads ahead, b being empty; -1 means that the raw stream would have to wait, 0 the end.
func (b *buffered) fill(th *thread) (int, error) {
	if err := b.flushOut(th); err != nil {
		return 0, err
	}
	if b.buf == nil {
		b.buf = make([]byte, b.size)
	}
	b.pos, b.end = 0, 0
	n, err := b.rawRead(th, b.buf)
	if n > 0 {
		b.end = n
	}
	return n, err
}

// dropAhead moves the raw stream back to where the reader is.
func (b *buffered) dropAhead(th *thread) error {
	if b.pos == b.end {
		b.pos, b.end = 0, 0
		return nil
	}
	_, err := b.rawSeek(th, int64(b.pos-b.end), 1)
	if err == nil {
		b.pos, b.end = 0, 0
	}
	return err
}

// read reads n bytes or up to the end, all for n < 0. ok is false if the stream would have to wait and has nothing.
func (b *buffered) read(th *thread, n int) (p []byte, ok bool, err error) {
	if n < 0 {
		return b.readAll(th)
	}
	if have := b.end - b.pos; n <= have {
		p = append(make([]byte, 0, n), b.buf[b.pos:b.pos+n]...)
		b.pos += n
		return p, true, nil
	}
	p = make([]byte, 0, min(n, b.end-b.pos+b.size))
	p = append(p, b.ahead()...)
	b.pos, b.end = 0, 0
	if err := b.flushOut(th); err != nil {
		return nil, false, err
	}
	for len(p) < n {
		if rest := n - len(p); rest >= b.size {
			if cap(p)-len(p) < b.size {
				p = append(p, make([]byte, min(rest, max(len(p), b.size)))...)[:len(p)]
			}
			k, err := b.rawRead(th, p[len(p):min(cap(p), n)])
			if err != nil {
				return nil, false, err
			}
			if k <= 0 {
				return p, k == 0 || len(p) > 0, nil
			}
			p = p[:len(p)+k]
			continue
		}
		k, err := b.fill(th)
		if err != nil {
			return nil, false, err
		}
		if k <= 0 {
			return p, k == 0 || len(p) > 0, nil
		}
		k = min(k, n-len(p))
		p = append(p, b.buf[:k]...)
		b.pos = k
	}
	return p, true, nil
}

func (b *buffered) readAll(th *thread) (p []byte, ok bool, err error) {
	if err := b.flushOut(th); err != nil {
		return nil, false, err
	}
	head := append([]byte(nil), b.ahead()...)
	b.pos, b.end = 0, 0
	if b.file != nil {
		rest, ok, err := b.file.readAll(th)
		if len(head) == 0 || err != nil {
			return rest, ok, err
		}
		return append(head, rest...), true, nil
	}
	m, err := object.GetAttrOr(th, b.raw, strReadall)
	if err != nil {
		return nil, false, err
	}
	if m.Ref != nil {
		v, err := object.Call0(th, m)
		if err != nil {
			return nil, false, err
		}
		if v.IsNone() {
			return head, len(head) > 0, nil
		}
		x, isBytes := object.AsBytes(v)
		if !isBytes {
			return nil, false, object.TypeErrorf("readall() should return bytes")
		}
		return append(head, x.B...), true, nil
	}
	for {
		v, err := object.CallMethod(th, b.raw, strRead)
		if err != nil {
			return nil, false, err
		}
		x, isBytes := object.AsBytes(v)
		switch {
		case !isBytes && !v.IsNone():
			return nil, false, object.TypeErrorf("read() should return bytes")
		case !isBytes:
			return head, len(head) > 0, nil
		case len(x.B) == 0:
			return head, true, nil
		}
		head = append(head, x.B...)
	}
}

// chunk gives up to n bytes by one call of the raw stream at most; they are valid until the next use of the stream.
func (b *buffered) chunk(th *thread, n int) ([]byte, error) {
	if b.pos == b.end {
		if _, err := b.fill(th); err != nil {
			return nil, err
		}
	}
	k := min(n, b.end-b.pos)
	b.pos += k
	return b.buf[b.pos-k : b.pos], nil
}

// readInto reads into p: until it is full, or by one call at most. -1 means that the stream would have to wait.
func (b *buffered) readInto(th *thread, p []byte, once bool) (int, error) {
	got := copy(p, b.ahead())
	b.pos += got
	for got < len(p) && !(once && got > 0) {
		var k int
		var err error
		if len(p)-got >= b.size {
			if err = b.flushOut(th); err == nil {
				k, err = b.rawRead(th, p[got:])
			}
		} else if k, err = b.fill(th); k > 0 {
			k = copy(p[got:], b.ahead())
			b.pos += k
		}
		if err != nil {
			return 0, err
		}
		if k <= 0 {
			if k < 0 && got == 0 {
				return -1, nil
			}
			break
		}
		got += k
	}
	return got, nil
}

func (b *buffered) readLine(th *thread, limit int) ([]byte, error) {
	if i := bytes.IndexByte(b.ahead(), '\n'); i >= 0 && (limit < 0 || i < limit) {
		b.pos += i + 1
		return append([]byte(nil), b.buf[b.pos-i-1:b.pos]...), nil
	}
	var line []byte
	for limit < 0 || len(line) < limit {
		if b.pos == b.end {
			n, err := b.fill(th)
			if err != nil {
				return nil, err
			}
			if n <= 0 {
				break
			}
		}
		a := b.ahead()
		i := bytes.IndexByte(a, '\n') + 1
		found := i > 0
		if !found {
			i = len(a)
		}
		if limit >= 0 && i > limit-len(line) {
			i, found = limit-len(line), true
		}
		line = append(line, a[:i]...)
		b.pos += i
		if found {
			break
		}
	}
	return line, nil
}

// write takes p over; it is written when the buffer is full.
func (b *buffered) write(th *thread, p []byte) error {
	if !b.noted && b.file != nil {
		b.noted = true
		noteUnflushed(th, b)
	}
	if err := b.dropAhead(th); err != nil {
		return err
	}
	if len(b.out)+len(p) <= b.size {
		b.out = append(b.out, p...)
		return nil
	}
	if err := b.flushOut(th); err != nil {
		e, ok := err.(*object.Exc)
		if !ok || e.Type() != object.BlockingIOErrorType {
			return err
		}
		// What has room is kept for the next time.
		n := min(b.size-len(b.out), len(p))
		b.out = append(b.out, p[:n]...)
		if n == len(p) {
			return nil
		}
		return blocked(n)
	}
	written := 0
	for len(p)-written > b.size {
		n, err := b.rawWrite(th, p[written:])
		if err != nil {
			return err
		}
		if n < 0 {
			k := min(b.size, len(p)-written)
			b.out = append(b.out, p[written:written+k]...)
			if written += k; written == len(p) {
				return nil
			}
			return blocked(written)
		}
		written += n
	}
	b.out = append(b.out, p[written:]...)
	return nil
}

func blocked(written int) error {
	return object.NewOSErrorWritten(int(unix.EAGAIN), "write could not complete without blocking", written)
}

// flushOut writes what waits to be written.
func (b *buffered) flushOut(th *thread) error {
	for len(b.out) > 0 {
		n, err := b.rawWrite(th, b.out)
		if err != nil {
			return err
		}
		if n < 0 {
			return blocked(0)
		}
		if n == len(b.out) {
			b.out = b.out[:0]
			return nil
		}
		b.out = b.out[:copy(b.out, b.out[n:])]
	}
	return nil
}

// flush is flush(): a reader has nothing to do but go back to where it is read.
func (b *buffered) flush(th *thread) error {
	if !b.canWrite {
		_, err := object.CallMethod(th, b.raw, strFlush)
		return err
	}
	if err := b.flushOut(th); err != nil {
		return err
	}
	if b.canRead {
		return b.dropAhead(th)
	}
	return nil
}

func (b *buffered) tell(th *thread) (int64, error) {
	n, err := b.rawTell(th)
	return max(n-int64(b.end-b.pos), 0) + int64(len(b.out)), err
}

func (b *buffered) seek(th *thread, offset int64, whence int) (int64, error) {
	if err := b.flushOut(th); err != nil {
		return 0, err
	}
	if whence == 1 {
		offset -= int64(b.end - b.pos)
	}
	n, err := b.rawSeek(th, offset, whence)
	if err == nil {
		b.pos, b.end = 0, 0
	}
	return n, err
}

func (b *buffered) close(th *thread) error {
	closed, err := b.isClosed(th)
	if err != nil || closed {
		return err
	}
	_, ferr := object.CallMethod(th, b.value(), strFlush)
	_, cerr := object.CallMethod(th, b.raw, strClose)
	b.buf, b.out, b.pos, b.end = nil, nil, 0, 0
	if cerr != nil {
		if ferr != nil {
			object.ChainContext(cerr, ferr)
		}
		return cerr
	}
	return ferr
}

// locked binds a method that is run with the lock held, on an open stream.
func locked(closedText string, f func(th *thread, b *buffered, a []value) (value, error)) object.Fn {
	return object.FN(func(th *thread, a []value) (value, error) {
		b := asBuffered(a[0])
		if err := b.checkOpen(th, closedText); err != nil {
			return value{}, err
		}
		if err := b.lock(th); err != nil {
			return value{}, err
		}
		defer b.unlock()
		return f(th, b, a[1:])
	})
}

// onRaw binds a question that the raw stream answers.
func onRaw(sig, doc string, method *object.Str) object.Func {
	return object.Func{Sig: sig, Doc: doc, Fn: object.F1(func(th *thread, self value) (value, error) {
		b := asBuffered(self)
		if err := b.check(); err != nil {
			return value{}, err
		}
		return object.CallMethod(th, b.raw, method)
	})}
}

func bytesOrNone(p []byte, ok bool, err error) (value, error) {
	if err != nil || !ok {
		return object.None, err
	}
	return object.BytesValue(p), nil
}

var commonRows = []object.Func{
	{Sig: "flush()", Doc: "Write out what is held back.", Fn: locked("flush of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		return object.None, b.flush(th)
	})},
	{Sig: "seek(target, whence=0, /)", Doc: "Move the position.", Fn: locked("seek of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		whence, err := object.AsIndex(th, a[1])
		if err != nil {
			return value{}, err
		}
		if whence < 0 || whence > 4 {
			return value{}, object.ValueErrorf("whence value %d unsupported", whence)
		}
		if err := require(th, b.raw, strSeekable, "File or stream is not seekable."); err != nil {
			return value{}, err
		}
		at, err := toOffset(th, a[0])
		if err != nil {
			return value{}, err
		}
		n, err := b.seek(th, at, whence)
		return object.Int(n), err
	})},
	{Sig: "tell()", Doc: "The position.", Fn: object.F1(func(th *thread, self value) (value, error) {
		b := asBuffered(self)
		if err := b.check(); err != nil {
			return value{}, err
		}
		n, err := b.tell(th)
		return object.Int(n), err
	})},
	{Sig: "truncate(pos=None, /)", Doc: "Cut the file to a size, the position by default.", Fn: locked("truncate of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		if !b.canWrite {
			return value{}, unsupported("truncate")
		}
		if err := b.flush(th); err != nil {
			return value{}, err
		}
		return object.CallMethod(th, b.raw, strTruncate, a[0])
	})},
	{Sig: "close()", Doc: "Flush and close.", Fn: object.F1(func(th *thread, self value) (value, error) {
		b := asBuffered(self)
		if err := b.check(); err != nil {
			return value{}, err
		}
		return object.None, b.close(th)
	})},
	{Sig: "detach()", Doc: "Give up the raw stream and return it.", Fn: object.F1(func(th *thread, self value) (value, error) {
		b := asBuffered(self)
		if err := b.check(); err != nil {
			return value{}, err
		}
		if _, err := object.CallMethod(th, self, strFlush); err != nil {
			return value{}, err
		}
		raw := b.raw
		b.raw, b.file, b.detached = value{}, nil, true
		return raw, nil
	})},
	onRaw("seekable()", "Whether the position can be changed.", strSeekable),
	onRaw("fileno()", "The descriptor.", strFileno),
	onRaw("isatty()", "Whether it is a terminal.", strIsatty),
	{Sig: "_dealloc_warn(source, /)", Fn: object.F2(func(th *thread, self, source value) (value, error) { return object.None, nil })},
	{Sig: "__sizeof__()", Fn: object.F1(func(th *thread, self value) (value, error) {
		return object.Int(int64(160 + asBuffered(self).size)), nil
	})},
	cannotPickle(),
}

var readRows = []object.Func{
	onRaw("readable()", "Whether it can be read.", strReadable),
	{Sig: "read(size=-1, /)", Doc: "Read so many bytes, or until the end.", Fn: locked("read of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		n, err := toSize(th, a[0])
		if err != nil {
			return value{}, err
		}
		if n < -1 {
			return value{}, object.ValueErrorf("read length must be non-negative or -1")
		}
		return bytesOrNone(b.read(th, n))
	})},
	{Sig: "read1(size=-1, /)", Doc: "Read bytes by one read of the raw stream at most.", Fn: locked("read of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		n, err := object.AsIndex(th, a[0])
		if err != nil {
			return value{}, err
		}
		if n < 0 {
			n = b.size
		}
		if n == 0 {
			return object.BytesValue(nil), nil
		}
		if b.pos == b.end && n >= b.size {
			if err := b.flushOut(th); err != nil {
				return value{}, err
			}
			p := make([]byte, min(n, 1<<20))
			k, err := b.rawRead(th, p)
			return object.BytesValue(p[:max(k, 0)]), err
		}
		p, err := b.chunk(th, n)
		return object.BytesValue(append([]byte(nil), p...)), err
	})},
	{Sig: "readinto(buffer, /)", Doc: "Read into a buffer; returns the number of bytes.", Fn: intoRow(false)},
	{Sig: "readinto1(buffer, /)", Doc: "Read into a buffer by one read of the raw stream at most.", Fn: intoRow(true)},
	{Sig: "readline(size=-1, /)", Doc: "Read up to a line's end.", Fn: locked("readline of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		n, err := toSize(th, a[0])
		if err != nil {
			return value{}, err
		}
		p, err := b.readLine(th, n)
		return object.BytesValue(p), err
	})},
	{Sig: "peek(size=0, /)", Doc: "What comes next, without moving on.", Fn: locked("peek of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		if _, err := object.AsIndex(th, a[0]); err != nil {
			return value{}, err
		}
		if b.pos == b.end {
			if _, err := b.fill(th); err != nil {
				return value{}, err
			}
		}
		return object.BytesValue(append([]byte(nil), b.ahead()...)), nil
	})},
}

func intoRow(once bool) object.Fn {
	return locked("readinto of closed file", func(th *thread, b *buffered, a []value) (value, error) {
		p, release, err := object.AsBuffer(th, a[0], true)
		if err != nil {
			return value{}, err
		}
		defer release()
		return numberOrNone(b.readInto(th, p, once))
	})
}

var writeRows = []object.Func{
	onRaw("writable()", "Whether it can be written.", strWritable),
	{Sig: "write(buffer, /)", Doc: "Write bytes; returns how many.", Fn: locked("write to closed file", func(th *thread, b *buffered, a []value) (value, error) {
		p, release, err := object.AsBuffer(th, a[0], false)
		if err != nil {
			return value{}, err
		}
		defer release()
		return object.Int(int64(len(p))), b.write(th, p)
	})},
}

func rows(tables ...[]object.Func) []object.Func {
	var out []object.Func
	for _, t := range tables {
		for i := range t {
			out = append(out, object.Func{Sig: t[i].Sig, Doc: t[i].Doc, Fn: t[i].Fn})
		}
	}
	return out
}

func bufferedRepr(th *thread, self value) (value, error) {
	b := asBuffered(self)
	name := self.Type().TypeName()
	if b.raw.Ref == nil {
		return object.StrValue("<" + name + ">"), nil
	}
	v, err := object.GetAttrOr(th, b.raw, strName)
	if err != nil || v.Ref == nil {
		return object.StrValue("<" + name + ">"), nil
	}
	s, err := object.Repr(th, v)
	if err != nil {
		return value{}, err
	}
	return object.StrValue("<" + name + " name=" + s.S + ">"), nil
}

func intText(n int) string { return strconv.Itoa(n) }

func init() {
	rawOf := func(th *thread, self value) (value, error) {
		b := asBuffered(self)
		return b.raw, b.check()
	}
	for _, x := range []struct {
		t    *object.Type
		doc  string
		rows []object.Func
	}{
		{bufferedReaderType, "A buffer for reading a raw stream.", rows(commonRows, readRows)},
		{bufferedWriterType, "A buffer for writing to a raw stream.", rows(commonRows, writeRows)},
		{bufferedRandomType, "A buffer for reading and writing a raw stream that has a position.", rows(commonRows, readRows, writeRows)},
	} {
		t := x.t
		t.Doc, t.Methods = x.doc, x.rows
		t.New = func(th *thread, c *object.Type, args []value, names []*object.Str) (value, error) {
			return allocBuffered(th, c).value(), nil
		}
		sig := object.Func{Sig: t.Name + "(raw, buffer_size=131072)"}
		t.Init = func(th *thread, self value, args []value, names []*object.Str) error {
			var a [2]value
			if err := sig.Signature().Bind(th, a[:], args, names, t.Name); err != nil {
				return err
			}
			size, err := object.AsIndex(th, a[1])
			if err != nil {
				return err
			}
			return asBuffered(self).init(th, a[0], size)
		}
		t.Repr = bufferedRepr
		t.Next = func(th *thread, self value) (value, error) {
			if self.Type().IsHeap() {
				return baseNext(th, self)
			}
			b := asBuffered(self)
			if err := b.checkOpen(th, "I/O operation on closed file."); err != nil {
				return value{}, err
			}
			if !b.canRead {
				return value{}, unsupported("readline")
			}
			if err := b.lock(th); err != nil {
				return value{}, err
			}
			defer b.unlock()
			p, err := b.readLine(th, -1)
			if err != nil || len(p) == 0 {
				return value{}, err
			}
			return object.BytesValue(p), nil
		}
		t.GetSets = []object.GetSet{
			{Name: "closed", Doc: "Whether the stream is closed.", Get: func(th *thread, self value) (value, error) {
				b := asBuffered(self)
				if err := b.check(); err != nil {
					return value{}, err
				}
				return object.GetAttr(th, b.raw, strClosed)
			}},
			attribute("name", rawOf),
			attribute("mode", rawOf),
		}
		t.Members = []object.Member{{Name: "raw", Doc: "The raw stream.", Field: func(self value) *value { return &asBuffered(self).raw }}}
	}
}
