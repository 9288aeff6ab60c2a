package io

import (
	"math/big"
	"strings"

	"ouro/internal/object"
	"ouro/internal/pytext"
)

// textIO is TextIOWrapper: text over a stream of bytes.
//
// Reading decodes one chunk at a time; tell() and seek() use the snapshot of what the decoder was given for the current chunk.
type textIO struct {
	object.Header
	dict      *object.Dict
	buffer    value // unbound before __init__ and after detach()
	native    *buffered
	detached  bool
	noted     bool // listed as holding data back, or a standard stream
	encoding  value
	errors    string
	newline   value
	dec       *pytext.Decoder // nil: not readable, or a codec of the program
	enc       *pytext.Encoder
	utf8      bool
	decObj    value // incremental coders of a codec of the program
	encObj    value
	follow    bool
	ends      newlines
	mode      lineMode
	writeNL   string
	lineBuf   bool
	through   bool
	seekable  bool
	telling   bool
	pending   []byte // encoded, to be written
	decoded   string // the current chunk
	off       int    // how much of it has been read
	snap      snapshot
	chunkSize int
}

// snapshot is what the decoder knew before the current chunk, and the chunk's bytes.
type snapshot struct {
	valid   bool
	pending string
	started bool  // the decoder had looked for a byte order mark
	state   value // of a decoder of the program
	ends    newlines
	bytes   string
}

const textChunk = 8192

var (
	textIOLayout = object.NewLayout[textIO]()
	// TextIOWrapperType is the class of text files and of the standard streams.
	TextIOWrapperType = newStreamType("TextIOWrapper", textIOBaseType, textIOLayout, func(o *object.Header) **object.Dict {
		return &object.Unchecked[textIO](object.Of(o)).dict
	})
)

func asText(v value) *textIO { return object.Unchecked[textIO](v) }

func (t *textIO) value() value { return object.Of(&t.Header) }

func allocText(th *thread, c *object.Type) *textIO {
	t := object.NewObject[textIO](th, c)
	if !c.IsHeap() {
		object.WatchDel(th, t.value())
	}
	return t
}

// textOptions are the arguments of TextIOWrapper.
type textOptions struct {
	encoding, errors, newline value
	lineBuffering, through    bool
}

func (t *textIO) init(th *thread, buffer value, o textOptions) error {
	t.buffer, t.native, t.detached = value{}, nil, false
	ok, err := checkNewline(o.newline, "TextIOWrapper")
	if err != nil {
		return err
	}
	if !ok {
		s, _ := object.AsStr(o.newline)
		return object.ValueErrorf("illegal newline value: %s", s.S)
	}
	readable, err := ask(th, buffer, strReadable)
	if err != nil {
		return err
	}
	writable, err := ask(th, buffer, strWritable)
	if err != nil {
		return err
	}
	if err := t.setCodec(th, o.encoding, o.errors, readable, writable); err != nil {
		return err
	}
	t.setNewline(o.newline)
	t.lineBuf, t.through, t.chunkSize = o.lineBuffering, o.through, textChunk
	t.pending, t.decoded, t.off, t.snap = t.pending[:0], "", 0, snapshot{}
	if t.seekable, err = ask(th, buffer, strSeekable); err != nil {
		return err
	}
	t.telling = t.seekable
	t.buffer = buffer
	switch buffer.Type() {
	case bufferedReaderType, bufferedWriterType, bufferedRandomType:
		t.native = asBuffered(buffer)
	}
	if t.seekable && writable {
		at, err := object.CallMethod(th, buffer, strTell)
		if err != nil {
			return err
		}
		if n, err := object.AsIndex(th, at); err == nil && n != 0 && t.enc != nil {
			t.enc.Started = true
		}
	}
	return nil
}

func (t *textIO) setNewline(newline value) {
	t.newline = newline
	t.follow, t.ends, t.mode, t.writeNL = newlineModes(newline)
}

var strTextEncoding = object.NewStr("_is_text_encoding")

// setCodec finds the codec; encoding may be None, errors too.
func (t *textIO) setCodec(th *thread, encoding, errors value, readable, writable bool) error {
	t.errors = "strict"
	if !errors.IsNone() {
		s, ok := object.AsStr(errors)
		if !ok {
			return object.TypeErrorf("TextIOWrapper() argument 'errors' must be str or None, not %s", errors.Type().TypeName())
		}
		if strings.IndexByte(s.S, 0) >= 0 {
			return object.ValueErrorf("embedded null character")
		}
		t.errors = s.S
	}
	name := "UTF-8"
	if !encoding.IsNone() {
		s, ok := object.AsStr(encoding)
		if !ok {
			return object.TypeErrorf("TextIOWrapper() argument 'encoding' must be str or None, not %s", encoding.Type().TypeName())
		}
		if strings.IndexByte(s.S, 0) >= 0 {
			return object.ValueErrorf("embedded null character")
		}
		if s.S != "locale" {
			name = s.S
		}
	}
	t.dec, t.enc, t.decObj, t.encObj, t.utf8 = nil, nil, value{}, value{}, false
	if c := pytext.LookupCodec(name); c != nil {
		errs := object.CodecErrors(th, t.errors)
		if readable {
			t.dec = c.NewDecoder(errs)
		}
		if writable {
			t.enc = c.NewEncoder(errs)
		}
		t.utf8 = c == pytext.UTF8 || c == pytext.ASCII || c == pytext.Latin1
		t.encoding = object.StrValue(name)
		return nil
	}
	info, err := object.SearchCodec(th, name)
	if err != nil {
		return err
	}
	if flag, err := object.GetAttrOr(th, info.Value(), strTextEncoding); err != nil {
		return err
	} else if flag == object.False {
		return object.NewExcf(object.LookupErrorType, "'%s' is not a text encoding", name)
	}
	for _, x := range []struct {
		wanted bool
		name   string
		dst    *value
	}{{readable, "incrementaldecoder", &t.decObj}, {writable, "incrementalencoder", &t.encObj}} {
		if !x.wanted {
			continue
		}
		f, err := object.GetAttr(th, info.Value(), object.NewStr(x.name))
		if err != nil {
			return err
		}
		if *x.dst, err = object.Call1(th, f, object.StrValue(t.errors)); err != nil {
			return err
		}
	}
	t.encoding = object.StrValue(name)
	return nil
}

func (t *textIO) check() error {
	switch {
	case t.detached:
		return object.ValueErrorf("underlying buffer has been detached")
	case t.buffer.Ref == nil:
		return object.ValueErrorf("I/O operation on uninitialized object")
	}
	return nil
}

func (t *textIO) isClosed(th *thread) (bool, error) {
	if t.native != nil && t.native.file != nil {
		return t.native.file.fd < 0, nil
	}
	return isClosed(th, t.buffer)
}

func (t *textIO) checkOpen(th *thread) error {
	if err := t.check(); err != nil {
		return err
	}
	closed, err := t.isClosed(th)
	if err == nil && closed {
		err = object.ValueErrorf("I/O operation on closed file.")
	}
	return err
}

func (t *textIO) readable() bool { return t.dec != nil || t.decObj.Ref != nil }
func (t *textIO) writable() bool { return t.enc != nil || t.encObj.Ref != nil }

// Writing.

// flushPending hands what is encoded to the buffer.
func (t *textIO) flushPending(th *thread) error {
	if len(t.pending) == 0 {
		return nil
	}
	if b := t.native; b != nil {
		if err := b.checkOpen(th, "write to closed file"); err != nil {
			return err
		}
		if err := b.lock(th); err != nil {
			return err
		}
		err := b.write(th, t.pending)
		b.unlock()
		t.pending = t.pending[:0]
		return err
	}
	p := append([]byte(nil), t.pending...)
	t.pending = t.pending[:0]
	_, err := object.CallMethod(th, t.buffer, strWrite, object.BytesValue(p))
	return err
}

// write takes text over. ASCII text is copied to the pending bytes and nothing else is allocated.
func (t *textIO) write(th *thread, text string) error {
	if err := t.checkOpen(th); err != nil {
		return err
	}
	if !t.writable() {
		return unsupported("not writable")
	}
	lineEnd := t.lineBuf && strings.ContainsAny(text, "\n\r")
	if t.writeNL != "" && t.writeNL != "\n" {
		text = strings.ReplaceAll(text, "\n", t.writeNL)
	}
	if len(t.pending) > 0 && len(t.pending)+len(text) > t.chunkSize {
		if err := t.flushPending(th); err != nil {
			return err
		}
	}
	switch {
	case t.utf8 && pytext.IsASCII(text):
		t.pending = append(t.pending, text...)
	case t.enc != nil:
		out, err := t.enc.Encode(text)
		if err != nil {
			return object.CodecError(err)
		}
		t.pending = append(t.pending, out...)
	default:
		v, err := object.CallMethod(th, t.encObj, strEncode, object.StrValue(strings.Clone(text)))
		if err != nil {
			return err
		}
		b, ok := object.AsBytes(v)
		if !ok {
			return object.TypeErrorf("encoder should return a bytes object, not '%s'", v.Type().TypeName())
		}
		t.pending = append(t.pending, b.B...)
	}
	if !t.noted && t.native != nil {
		t.noted = true
		noteUnflushed(th, t)
	}
	if t.through || lineEnd || len(t.pending) >= t.chunkSize {
		if err := t.flushPending(th); err != nil {
			return err
		}
	}
	if lineEnd {
		if err := t.flushBuffer(th); err != nil {
			return err
		}
	}
	if t.snap.valid || t.decoded != "" {
		t.forget()
		t.resetDecoder(th)
	}
	return nil
}

func (t *textIO) flushBuffer(th *thread) error {
	if b := t.native; b != nil && b.canWrite {
		if err := b.checkOpen(th, "flush of closed file"); err != nil {
			return err
		}
		if err := b.lock(th); err != nil {
			return err
		}
		defer b.unlock()
		return b.flush(th)
	}
	_, err := object.CallMethod(th, t.buffer, strFlush)
	return err
}

func (t *textIO) flush(th *thread) error {
	if err := t.checkOpen(th); err != nil {
		return err
	}
	t.telling = t.seekable
	if err := t.flushPending(th); err != nil {
		return err
	}
	return t.flushBuffer(th)
}

// Reading.

// forget drops what is decoded.
func (t *textIO) forget() { t.decoded, t.off, t.snap = "", 0, snapshot{} }

func (t *textIO) resetDecoder(th *thread) {
	t.ends.pendingCR = false
	switch {
	case t.dec != nil:
		t.dec.Restart("")
	case t.decObj.Ref != nil:
		_, _ = object.CallMethod(th, t.decObj, strReset)
	}
}

var (
	strGetState = object.NewStr("getstate")
	strSetState = object.NewStr("setstate")
)

// decode converts a chunk of bytes, with line ends as asked for.
func (t *textIO) decode(th *thread, chunk string, final bool) (string, error) {
	var text string
	if t.dec != nil {
		var err error
		if text, err = t.dec.Decode(chunk, final); err != nil {
			return "", object.CodecError(err)
		}
	} else {
		v, err := object.CallMethod(th, t.decObj, strDecode, object.BytesOfText(chunk), object.Bool(final))
		if err != nil {
			return "", err
		}
		s, ok := object.AsStr(v)
		if !ok {
			return "", object.TypeErrorf("decoder should return a string result, not '%s'", v.Type().TypeName())
		}
		text = s.S
	}
	if t.follow {
		text = t.ends.convert(text, final)
	}
	return text, nil
}

// input reads bytes from the buffer: a chunk, all for n < 0.
func (t *textIO) input(th *thread, n int) (string, error) {
	if b := t.native; b != nil {
		if err := b.checkOpen(th, "read of closed file"); err != nil {
			return "", err
		}
		if err := b.lock(th); err != nil {
			return "", err
		}
		defer b.unlock()
		if n < 0 {
			p, _, err := b.readAll(th)
			return object.OwnText(p), err
		}
		p, err := b.chunk(th, n)
		return string(p), err
	}
	var v value
	var err error
	if n < 0 {
		v, err = object.CallMethod(th, t.buffer, strRead)
	} else {
		m, gerr := object.GetAttrOr(th, t.buffer, strRead1)
		if gerr != nil {
			return "", gerr
		}
		if m.Ref == nil {
			if m, gerr = object.GetAttr(th, t.buffer, strRead); gerr != nil {
				return "", gerr
			}
		}
		v, err = object.Call1(th, m, object.Int(int64(n)))
	}
	if err != nil || v.IsNone() && n < 0 {
		return "", err
	}
	if b, ok := object.AsBytes(v); ok {
		return string(b.B), nil
	}
	p, err := object.CopyBytes(th, v)
	if err != nil {
		if object.Matches(err, object.TypeErrorType) {
			return "", object.TypeErrorf("underlying read1() should have returned a bytes-like object, not '%s'", v.Type().TypeName())
		}
		return "", err
	}
	return object.OwnText(p), nil
}

// next decodes another chunk, the current one being read up; false at the end.
func (t *textIO) next(th *thread, hint int) (bool, error) {
	snap := snapshot{valid: t.telling || t.seekable, ends: t.ends}
	if t.dec != nil {
		snap.pending, snap.started = t.dec.Pending()
	} else if t.seekable {
		st, err := object.CallMethod(th, t.decObj, strGetState)
		if err != nil {
			return false, err
		}
		snap.state = st
		if p, ok := object.AsTuple(st); ok && len(p.Items) == 2 {
			if b, ok := object.AsBytes(p.Items[0]); ok {
				snap.pending = string(b.B)
			}
		}
	}
	chunk, err := t.input(th, max(t.chunkSize, hint))
	if err != nil {
		return false, err
	}
	text, err := t.decode(th, chunk, chunk == "")
	if err != nil {
		return false, err
	}
	snap.bytes = chunk
	t.decoded, t.off, t.snap = text, 0, snap
	return chunk != "" || text != "", nil
}

// beginRead is what all reading starts with.
func (t *textIO) beginRead(th *thread) error {
	if err := t.checkOpen(th); err != nil {
		return err
	}
	if !t.readable() {
		return unsupported("not readable")
	}
	return t.flushPending(th)
}

func (t *textIO) read(th *thread, n int) (string, error) {
	if err := t.beginRead(th); err != nil {
		return "", err
	}
	if n < 0 {
		chunk, err := t.input(th, -1)
		if err != nil {
			return "", err
		}
		text, err := t.decode(th, chunk, true)
		if err != nil {
			return "", err
		}
		head := t.decoded[t.off:]
		t.forget()
		return head + text, nil
	}
	var out string
	for {
		rest := t.decoded[t.off:]
		if len(rest) > n || pytext.RuneLen(rest) >= n {
			i := pytext.Offset(rest, n)
			t.off += i
			return out + rest[:i], nil
		}
		n -= pytext.RuneLen(rest)
		out += rest
		t.off = len(t.decoded)
		more, err := t.next(th, 0)
		if err != nil || !more {
			return out, err
		}
	}
}

// readLine reads up to a line's end, at most limit characters if that is not negative.
func (t *textIO) readLine(th *thread, limit int) (string, error) {
	var out string
	for {
		rest := t.decoded[t.off:]
		n := t.mode.find(rest)
		if len(t.mode.end) == 2 && strings.HasSuffix(out, "\r") && strings.HasPrefix(rest, "\n") {
			n = 1
		}
		found := n > 0
		if !found {
			n = len(rest)
		}
		if limit >= 0 {
			if k := pytext.RuneLen(rest[:n]); k >= limit {
				n, found = pytext.Offset(rest, limit), true
			} else {
				limit -= k
			}
		}
		if out == "" {
			out = rest[:n]
		} else {
			out += rest[:n]
		}
		t.off += n
		if found {
			return out, nil
		}
		more, err := t.next(th, 0)
		if err != nil || !more {
			return out, err
		}
	}
}

// Position.

// cookie is a position as tell() gives it: where to seek to, whether the decoder is amid the stream, how many bytes to give to it
// then and how many characters of the result to skip.
type cookie struct {
	start int64
	flags uint64
	feed  uint64
	skip  uint64
}

func (c cookie) value() value {
	if c.flags|c.feed|c.skip == 0 {
		return object.Int(c.start)
	}
	z := new(big.Int).SetUint64(c.skip)
	for _, part := range [...]uint64{c.feed, c.flags, uint64(c.start)} {
		z.Lsh(z, 64).Add(z, new(big.Int).SetUint64(part))
	}
	return object.NewInt(z)
}

func parseCookie(v value) (c cookie, ok bool) {
	z, isInt := object.BigInt(v)
	if !isInt || z.Sign() < 0 || z.BitLen() > 256 {
		return c, false
	}
	mask := new(big.Int).SetUint64(^uint64(0))
	part := func(shift uint) uint64 {
		x := new(big.Int).Rsh(z, shift)
		return x.And(x, mask).Uint64()
	}
	return cookie{start: int64(part(0)), flags: part(64), feed: part(128), skip: part(192)}, true
}

func (t *textIO) bufferTell(th *thread) (int64, error) {
	v, err := object.CallMethod(th, t.buffer, strTell)
	if err != nil {
		return 0, err
	}
	return toOffset(th, v)
}

func (t *textIO) tell(th *thread) (value, error) {
	if err := t.checkOpen(th); err != nil {
		return value{}, err
	}
	if !t.seekable {
		return value{}, unsupported("underlying stream is not seekable")
	}
	if !t.telling {
		return value{}, object.NewExcf(object.OSErrorType, "telling position disabled by next() call")
	}
	if err := t.flush(th); err != nil {
		return value{}, err
	}
	at, err := t.bufferTell(th)
	if err != nil || !t.snap.valid || !t.readable() {
		return object.Int(at), err
	}
	if t.off == len(t.decoded) && !t.ends.pendingCR {
		if pending := t.waiting(th); pending == 0 {
			return object.Int(at), nil
		}
	}
	start := at - int64(len(t.snap.bytes)) - int64(len(t.snap.pending))
	bytes := t.snap.pending + t.snap.bytes
	done := t.decoded[:t.off]
	if !t.snap.ends.pendingCR && strings.HasPrefix(bytes, done) && t.utf8 {
		return object.Int(start + int64(len(done))), nil
	}
	return t.search(th, start, bytes, pytext.RuneLen(done))
}

// waiting is the number of bytes that the decoder holds.
func (t *textIO) waiting(th *thread) int {
	if t.dec != nil {
		p, _ := t.dec.Pending()
		return len(p)
	}
	st, err := object.CallMethod(th, t.decObj, strGetState)
	if err != nil {
		return 0
	}
	if p, ok := object.AsTuple(st); ok && len(p.Items) == 2 {
		n, _ := object.Len(th, p.Items[0])
		return n
	}
	return 0
}

// search finds the position after the first chars characters of what the bytes decode to, by decoding byte after byte: the last
// place before it where nothing waits in the decoder is a place to start from.
func (t *textIO) search(th *thread, start int64, bytes string, chars int) (value, error) {
	restore := t.dec
	var saved pytext.Decoder
	var state value
	if t.dec != nil {
		saved = *t.dec
		scratch := saved
		if t.snap.started {
			scratch.Restart("")
		} else {
			scratch.Reset("")
		}
		t.dec = &scratch
	} else {
		var err error
		if state, err = object.CallMethod(th, t.decObj, strGetState); err != nil {
			return value{}, err
		}
		if _, err := object.CallMethod(th, t.decObj, strSetState, object.NewPair(object.BytesValue(nil), flagsOf(t.snap.state))); err != nil {
			return value{}, err
		}
	}
	ends := t.ends
	t.ends = t.snap.ends
	c := cookie{start: start}
	if t.ends.pendingCR {
		c.flags = 1
	}
	var err error
	got, fed := 0, 0
	for fed < len(bytes) && got < chars {
		var text string
		if text, err = t.decode(th, bytes[fed:fed+1], false); err != nil {
			break
		}
		fed++
		got += pytext.RuneLen(text)
		if got <= chars && t.waiting(th) == 0 && !t.ends.pendingCR {
			c = cookie{start: start + int64(fed), skip: 0}
			c.feed = uint64(got) // characters at the safe place, until the end of the loop
		}
	}
	safe := int(c.feed)
	if t.dec != nil {
		*restore = saved
		t.dec = restore
	} else {
		_, _ = object.CallMethod(th, t.decObj, strSetState, state)
	}
	t.ends = ends
	if err != nil {
		return value{}, err
	}
	c.feed, c.skip = uint64(start+int64(fed)-c.start), uint64(chars-safe)
	if c.skip == 0 {
		c.feed = 0
	}
	return c.value(), nil
}

// flagsOf is the second part of a decoder's state.
func flagsOf(state value) value {
	if p, ok := object.AsTuple(state); ok && len(p.Items) == 2 {
		return p.Items[1]
	}
	return object.Int(0)
}

func (t *textIO) seek(th *thread, pos value, whence int) (value, error) {
	if err := t.checkOpen(th); err != nil {
		return value{}, err
	}
	if !t.seekable {
		return value{}, unsupported("underlying stream is not seekable")
	}
	if !object.IsInt(pos) && object.S(pos).Index == nil {
		return value{}, object.TypeErrorf("'%s' object cannot be interpreted as an integer", pos.Type().TypeName())
	}
	pos, err := object.Index(th, pos)
	if err != nil {
		return value{}, err
	}
	switch whence {
	case 0:
	case 1:
		if object.IntSign(pos) != 0 {
			return value{}, unsupported("can't do nonzero cur-relative seeks")
		}
		if err := t.flush(th); err != nil {
			return value{}, err
		}
		if pos, err = t.tell(th); err != nil {
			return value{}, err
		}
	case 2:
		if object.IntSign(pos) != 0 {
			return value{}, unsupported("can't do nonzero end-relative seeks")
		}
		if err := t.flush(th); err != nil {
			return value{}, err
		}
		t.forget()
		t.restart(th, false)
		v, err := object.CallMethod(th, t.buffer, strSeek, object.Int(0), object.Int(2))
		if err != nil {
			return value{}, err
		}
		if t.enc != nil {
			t.enc.Started = v != object.Int(0)
		}
		return v, nil
	default:
		return value{}, object.ValueErrorf("invalid whence (%d, should be 0, 1 or 2)", whence)
	}
	if object.IntSign(pos) < 0 {
		s, err := object.Repr(th, pos)
		if err != nil {
			return value{}, err
		}
		return value{}, object.ValueErrorf("negative seek position %s", s.S)
	}
	c, ok := parseCookie(pos)
	if !ok {
		return value{}, object.NewExcf(object.OverflowErrorType, "Python int too large to convert to C long")
	}
	if err := t.flush(th); err != nil {
		return value{}, err
	}
	if _, err := object.CallMethod(th, t.buffer, strSeek, object.Int(c.start)); err != nil {
		return value{}, err
	}
	t.forget()
	t.restart(th, c.start == 0 && c.flags == 0)
	t.ends.pendingCR = c.flags&1 != 0
	if t.enc != nil {
		t.enc.Started = c.start != 0
	}
	if c.skip > 0 {
		before := t.ends
		v, err := object.CallMethod(th, t.buffer, strRead, object.Int(int64(c.feed)))
		if err != nil {
			return value{}, err
		}
		b, ok := object.AsBytes(v)
		if !ok {
			return value{}, object.TypeErrorf("underlying read() should have returned a bytes object, not '%s'", v.Type().TypeName())
		}
		text, err := t.decode(th, string(b.B), false)
		if err != nil {
			return value{}, err
		}
		if uint64(pytext.RuneLen(text)) < c.skip {
			return value{}, object.NewExcf(object.OSErrorType, "can't restore logical file position")
		}
		t.decoded, t.off = text, pytext.Offset(text, int(c.skip))
		t.snap = snapshot{valid: true, ends: before, bytes: string(b.B)}
	}
	return pos, nil
}

// restart resets the decoder: wholly at the start of the stream, else keeping what a byte order mark told.
func (t *textIO) restart(th *thread, start bool) {
	if t.dec != nil && start {
		t.dec.Reset("")
		t.ends.pendingCR = false
		return
	}
	t.resetDecoder(th)
}

// newText makes a TextIOWrapper over a stream of bytes.
func newText(th *thread, buffer value, o textOptions) (*textIO, error) {
	t := allocText(th, TextIOWrapperType)
	return t, t.init(th, buffer, o)
}
