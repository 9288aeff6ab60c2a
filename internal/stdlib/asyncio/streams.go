package asyncio

import (
	"bytes"
	"runtime"
	"slices"
	"weak"

	"ouro/internal/object"
)

// StreamReader is asyncio.StreamReader. What has come and was not read yet is buf. Pieces that are read are slices of it where they
// are large, copies where they are small.
type StreamReader struct {
	object.Header
	loop      Value
	buf       []byte
	limit     int
	waiter    *Future
	exc       *Exc
	transport Value
	eof       bool
	paused    bool
}

// StreamProtocol is StreamReaderProtocol, and FlowControlMixin without a reader.
type StreamProtocol struct {
	object.Header
	loop      Value
	reader    *StreamReader
	foreign   Value // a reader that a script has a say in, instead of reader
	transport Value
	callback  Value // client_connected_cb
	task      Value
	closed    *Future
	drains    waitList
	lostExc   *Exc // how the connection was lost
	paused    bool
	lost      bool
	over      bool // connection_lost() was called
}

// StreamWriter is asyncio.StreamWriter.
type StreamWriter struct {
	object.Header
	loop      Value
	transport Value
	protocol  Value
	reader    Value
}

const (
	defaultLimit = 64 << 10
	copyBelow    = 1 << 10 // smaller pieces are copied, so as not to keep the whole buffer
)

var (
	streamReaderLayout   = object.NewLayout[StreamReader]()
	streamProtocolLayout = object.NewLayout[StreamProtocol]()
	streamWriterLayout   = object.NewLayout[StreamWriter]()
	StreamReaderType     = object.NewType("StreamReader", object.ObjectType, streamReaderLayout)
	FlowControlMixinType = object.NewType("FlowControlMixin", ProtocolType, streamProtocolLayout)
	StreamProtocolType   = object.NewType("StreamReaderProtocol", FlowControlMixinType, streamProtocolLayout)
	StreamWriterType     = object.NewType("StreamWriter", object.ObjectType, streamWriterLayout)

	streamProtocolShape = StreamProtocolType.ExactShape()

	streamTypes = []*object.Type{StreamReaderType, StreamWriterType, StreamProtocolType, FlowControlMixinType}
)

func (r *StreamReader) value() Value { return object.Of(&r.Header) }

func (r *StreamReader) feed(th *Thread, data []byte) error {
	if r.eof {
		return object.NewExcf(object.AssertionErrorType, "feed_data after feed_eof")
	}
	if len(data) == 0 {
		return nil
	}
	if len(r.buf) == 0 {
		r.buf = data[:len(data):len(data)]
	} else {
		r.buf = append(r.buf, data...)
	}
	return r.arrived(th)
}

// feedCopy is feed for data that the caller goes on using.
func (r *StreamReader) feedCopy(th *Thread, data []byte) error {
	if r.eof {
		return r.feed(th, data)
	}
	r.buf = append(r.buf, data...)
	return r.arrived(th)
}

// room gives memory for n bytes at least behind what is in the buffer.
func (r *StreamReader) room(n int) []byte {
	r.buf = slices.Grow(r.buf, n)
	return r.buf[len(r.buf):cap(r.buf)]
}

// arrived tells of new bytes in the buffer.
func (r *StreamReader) arrived(th *Thread) error {
	if err := r.wake(th); err != nil {
		return err
	}
	if r.transport.Ref != nil && !r.paused && len(r.buf) > 2*r.limit {
		if t, ok := object.Cast[SocketTransport](r.transport, socketTransportLayout); ok {
			t.pauseReading()
			r.paused = true
			return nil
		}
		if _, err := object.CallMethod(th, r.transport, object.NewStr("pause_reading")); err != nil {
			if !object.Matches(err, object.NotImplementedErrorType) {
				return err
			}
			r.transport = Value{}
			return nil
		}
		r.paused = true
	}
	return nil
}

func (r *StreamReader) wake(th *Thread) error {
	if w := r.waiter; w != nil {
		r.waiter = nil
		if w.state == pending {
			return w.setResult(th, None)
		}
	}
	return nil
}

func (r *StreamReader) feedEOF(th *Thread) error {
	r.eof = true
	return r.wake(th)
}

func (r *StreamReader) setException(th *Thread, e *Exc) error {
	r.exc = e
	if w := r.waiter; w != nil {
		r.waiter = nil
		if w.state == pending {
			return w.setExc(th, e)
		}
	}
	return nil
}

func (r *StreamReader) maybeResume(th *Thread) error {
	if !r.paused || len(r.buf) > r.limit {
		return nil
	}
	return r.resume(th)
}

func (r *StreamReader) resume(th *Thread) error {
	r.paused = false
	if t, ok := object.Cast[SocketTransport](r.transport, socketTransportLayout); ok {
		t.resumeReading()
		return nil
	}
	_, err := object.CallMethod(th, r.transport, object.NewStr("resume_reading"))
	return err
}

// cut takes the first n bytes off the buffer.
func (r *StreamReader) cut(n int) []byte {
	p := r.buf[:n:n]
	if n < copyBelow && n < len(r.buf) {
		p = bytes.Clone(p)
	}
	r.buf = r.buf[n:]
	if len(r.buf) == 0 {
		r.buf = nil
	}
	return p
}

// Ways of reading.
const (
	readSome uint8 = iota
	readAll
	readExactly
	readUntil
	readLine
	readNext // __anext__
)

// reading is a coroutine that reads.
type reading struct {
	coro
	r      *StreamReader
	how    uint8
	n      int
	offset int
	seps   [][]byte
	blocks []byte
}

var readNames = [...]string{"StreamReader.read", "StreamReader.read", "StreamReader.readexactly", "StreamReader.readuntil", "StreamReader.readline", "StreamReader.__anext__"}

func (c *reading) qualname() string { return readNames[c.how] }

func (c *reading) inner() []string {
	wait := "StreamReader._wait_for_data"
	switch c.how {
	case readLine:
		return []string{"StreamReader.readuntil", wait}
	case readNext:
		return []string{"StreamReader.readline", "StreamReader.readuntil", wait}
	}
	return []string{wait}
}

var lineEnd = [][]byte{{'\n'}}

func (c *reading) step(th *Thread, in Value, err error) (Value, error) {
	r := c.r
	if err != nil {
		r.waiter = nil
		return Value{}, err
	}
	if c.pc == 0 {
		if r.exc != nil {
			return Value{}, r.exc
		}
		if c.how == readExactly && c.n < 0 {
			return Value{}, object.ValueErrorf("readexactly size can not be less than zero")
		}
	}
	for {
		v, done, err := c.attempt(th)
		if err != nil || done {
			return v, err
		}
		if v.Ref != nil {
			return Value{}, nil // it waits
		}
	}
}

// attempt tries to read. Neither done nor an error: it waits if v is bound, else it is to be called again.
func (c *reading) attempt(th *Thread) (v Value, done bool, err error) {
	r := c.r
	switch c.how {
	case readSome:
		if c.n == 0 {
			return object.BytesValue(nil), true, nil
		}
		if len(r.buf) == 0 && !r.eof && c.pc == 0 {
			return c.wait(th, "read")
		}
		return c.give(th, min(c.n, len(r.buf)))
	case readAll:
		// Block by block, as read(limit) would, so that the transport goes on.
		if len(r.buf) == 0 {
			if r.eof {
				return object.BytesValue(c.blocks), true, nil
			}
			if r.exc != nil {
				return Value{}, false, r.exc
			}
			return c.wait(th, "read")
		}
		n := min(len(r.buf), r.limit)
		if c.blocks == nil {
			c.blocks = slices.Clone(r.buf[:n])
		} else {
			c.blocks = append(c.blocks, r.buf[:n]...)
		}
		r.buf = r.buf[n:]
		if r.exc != nil {
			return Value{}, false, r.exc
		}
		return Value{}, false, r.maybeResume(th)
	case readExactly:
		if len(r.buf) >= c.n {
			return c.give(th, c.n)
		}
		if r.eof {
			part := r.cut(len(r.buf))
			return Value{}, false, incompleteRead(th, part, c.n)
		}
		return c.wait(th, "readexactly")
	}
	return c.until(th)
}

// until looks for a separator.
func (c *reading) until(th *Thread) (v Value, done bool, err error) {
	r := c.r
	shortest, longest := len(c.seps[0]), len(c.seps[len(c.seps)-1])
	start, end := -1, -1
	if len(r.buf)-c.offset >= shortest {
		for _, s := range c.seps {
			if i := bytes.Index(r.buf[c.offset:], s); i >= 0 {
				if e := c.offset + i + len(s); end < 0 || e < end {
					start, end = c.offset+i, e
				}
			}
		}
		if end < 0 {
			c.offset = max(0, len(r.buf)+1-longest)
			if c.offset > r.limit {
				return c.overrun(th, "Separator is not found, and chunk exceed the limit", c.offset)
			}
		}
	}
	if end >= 0 {
		if start > r.limit {
			return c.overrun(th, "Separator is found, but chunk is longer than limit", start)
		}
		return c.give(th, end)
	}
	if r.eof {
		part := r.cut(len(r.buf))
		switch c.how {
		case readLine:
			return object.BytesValue(part), true, nil
		case readNext:
			if len(part) == 0 {
				return Value{}, false, object.NewExc(object.StopAsyncIterationType)
			}
			return object.BytesValue(part), true, nil
		}
		return Value{}, false, incompleteRead(th, part, -1)
	}
	return c.wait(th, "readuntil")
}

// overrun is what happens when there is no separator within the limit.
func (c *reading) overrun(th *Thread, msg string, consumed int) (Value, bool, error) {
	r := c.r
	if c.how == readUntil {
		return Value{}, false, limitOverrun(th, msg, consumed)
	}
	if bytes.HasPrefix(r.buf[consumed:], c.seps[0]) {
		r.buf = r.buf[consumed+len(c.seps[0]):]
	} else {
		r.buf = nil
	}
	if err := r.maybeResume(th); err != nil {
		return Value{}, false, err
	}
	return Value{}, false, object.ValueErrorf("%s", msg)
}

func (c *reading) give(th *Thread, n int) (Value, bool, error) {
	p := c.r.cut(n)
	if c.r.paused {
		if err := c.r.maybeResume(th); err != nil {
			return Value{}, false, err
		}
	}
	return object.BytesValue(p), true, nil
}

// wait has the step wait for data.
func (c *reading) wait(th *Thread, method string) (Value, bool, error) {
	r := c.r
	if r.waiter != nil {
		return Value{}, false, object.RuntimeErrorf("%s() called while another coroutine is already waiting for incoming data", method)
	}
	if r.paused {
		if err := r.resume(th); err != nil {
			return Value{}, false, err
		}
	}
	c.pc = 1
	if lp := nativeLoop(r.loop); lp != nil && lp.overrides()&overFuture == 0 {
		r.waiter = newFuture(r.loop)
	} else {
		f, err := createFuture(th, r.loop)
		if err != nil {
			return Value{}, false, err
		}
		if r.waiter = asFuture(f); r.waiter == nil {
			return Value{}, false, object.TypeErrorf("create_future() returned no asyncio.Future")
		}
	}
	_, err := c.awaitFuture(r.waiter)
	return None, false, err
}

// awaitingData is StreamReader._wait_for_data(func_name): it waits until something has come.
type awaitingData struct {
	reading
	method string
}

func (c *awaitingData) qualname() string { return "StreamReader._wait_for_data" }

func (c *awaitingData) inner() []string { return nil }

func (c *awaitingData) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 1 || err != nil {
		c.r.waiter = nil
		return None, err
	}
	_, _, err = c.wait(th, c.method)
	return Value{}, err
}

// newStreamReader makes a reader.
func newStreamReader(loop Value, limit int) *StreamReader {
	r := &StreamReader{loop: loop, limit: limit}
	r.Shape = StreamReaderType.ExactShape()
	return r
}

func (r *StreamReader) setTransport(t Value) error {
	if r.transport.Ref != nil {
		return object.NewExcf(object.AssertionErrorType, "Transport already set")
	}
	r.transport = t
	return nil
}

func (p *StreamProtocol) value() Value { return object.Of(&p.Header) }

// feeding are the methods by which a protocol feeds its reader.
var feeding = [...]*Str{nFeedData, nFeedEOF, nSetException, nSetTransport}

// setReader takes a StreamReader, or anything that is to be called as one.
func (p *StreamProtocol) setReader(v Value) {
	p.reader, p.foreign = nil, Value{}
	if v.IsNone() {
		return
	}
	r, ok := object.Cast[StreamReader](v, streamReaderLayout)
	if ok && v.Type() != StreamReaderType {
		for _, n := range feeding {
			ok = ok && !overridden(v, n)
		}
	}
	if ok {
		p.reader = r
	} else {
		p.foreign = v
	}
}

// readerValue is the reader as Python sees it, or None.
func (p *StreamProtocol) readerValue() Value {
	if p.reader != nil {
		return p.reader.value()
	}
	return orNone(p.foreign)
}

// tellForeign calls a method of a foreign reader, if there is one.
func (p *StreamProtocol) tellForeign(th *Thread, method *Str, args ...Value) error {
	if p.foreign.Ref == nil {
		return nil
	}
	_, err := object.CallMethod(th, p.foreign, method, args...)
	return err
}

// connectionMade is connection_made(transport).
func (p *StreamProtocol) connectionMade(th *Thread, transport Value) error {
	p.transport = transport
	if p.reader != nil {
		if err := p.reader.setTransport(transport); err != nil {
			return err
		}
	} else if err := p.tellForeign(th, nSetTransport, transport); err != nil {
		return err
	}
	if p.callback.Ref == nil || p.callback.IsNone() {
		return nil
	}
	w := newStreamWriter(p.loop, transport, p.value(), p.readerValue())
	res, err := object.Call2(th, p.callback, p.readerValue(), w)
	if err != nil {
		return err
	}
	if !isCoroutine(th, res) {
		return nil
	}
	task, err := createTask(th, p.loop, res)
	if err != nil {
		return err
	}
	p.task = task
	return futAdd(th, task, &handlerDone{p, task, transport})
}

// handlerDone is the done callback of a server's handler.
type handlerDone struct {
	p               *StreamProtocol
	task, transport Value
}

func (h *handlerDone) describe() string {
	return "StreamReaderProtocol.connection_made.<locals>.callback()"
}

func (h *handlerDone) Run() error { return h.runOn(loopThread(h.p.loop)) }

func (h *handlerDone) runOn(th *Thread) error {
	c, err := futCancelled(th, h.task)
	if err != nil {
		return err
	}
	if !c {
		e, err := futException(th, h.task)
		if err != nil {
			return err
		}
		if e == nil {
			return nil
		}
		d := object.NewDict()
		d.SetStr(nMessage, object.StrValue("Unhandled exception in client_connected_cb"))
		d.SetStr(nException, e.Value())
		d.SetStr(nTransport, h.transport)
		if err := callExceptionHandler(th, h.p.loop, d); err != nil {
			return err
		}
	}
	_, err = object.CallMethod(th, h.transport, nClose)
	return err
}

func (p *StreamProtocol) dataReceived(th *Thread, data []byte) error {
	if p.reader == nil {
		return p.tellForeign(th, nFeedData, object.BytesValue(data))
	}
	return p.reader.feed(th, data)
}

// eofReceived reports whether the transport stays open for writing.
func (p *StreamProtocol) eofReceived(th *Thread) (bool, error) {
	if p.reader != nil {
		if err := p.reader.feedEOF(th); err != nil {
			return false, err
		}
	} else if err := p.tellForeign(th, nFeedEOF); err != nil {
		return false, err
	}
	return !isTLS(th, p.transport), nil
}

// isTLS reports whether the transport is one of TLS.
func isTLS(th *Thread, t Value) bool {
	if t.Ref == nil || socketTransportLayout.Is(t) {
		return false
	}
	v, err := object.CallMethod(th, t, object.NewStr("get_extra_info"), object.StrValue("sslcontext"))
	return err == nil && !v.IsNone()
}

func (p *StreamProtocol) connectionLost(th *Thread, e *Exc) error {
	if p.reader != nil {
		var err error
		if e == nil {
			err = p.reader.feedEOF(th)
		} else {
			err = p.reader.setException(th, e)
		}
		if err != nil {
			return err
		}
	} else if p.foreign.Ref != nil {
		err := error(nil)
		if e == nil {
			err = p.tellForeign(th, nFeedEOF)
		} else {
			err = p.tellForeign(th, nSetException, e.Value())
		}
		if err != nil {
			return err
		}
	}
	p.over, p.lostExc = true, e
	if c := p.closed; c != nil && c.state == pending {
		var err error
		if e == nil {
			err = c.setResult(th, None)
		} else {
			err = c.setExc(th, e)
			c.hear()
		}
		if err != nil {
			return err
		}
	}
	if err := p.flowLost(th, e); err != nil {
		return err
	}
	p.reader, p.foreign, p.task, p.transport = nil, Value{}, Value{}, Value{}
	return nil
}

// flowLost is FlowControlMixin.connection_lost(exc).
func (p *StreamProtocol) flowLost(th *Thread, e *Exc) error {
	p.lost = true
	if !p.paused {
		return nil
	}
	for w := p.drains.first; w != nil; w = w.next {
		if w.fut.state != pending {
			continue
		}
		var err error
		if e == nil {
			err = w.fut.setResult(th, None)
		} else {
			err = w.fut.setExc(th, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *StreamProtocol) resumeWriting(th *Thread) error {
	p.paused = false
	for w := p.drains.first; w != nil; w = w.next {
		if w.fut.state == pending {
			if err := w.fut.setResult(th, None); err != nil {
				return err
			}
		}
	}
	return nil
}

// closeWaiter is the future of wait_closed().
func (p *StreamProtocol) closeWaiter() *Future {
	if p.closed == nil {
		f := newFuture(p.loop)
		p.closed = f
		if p.over && p.lostExc != nil {
			f.exc, f.state, f.result = p.lostExc, finished, p.lostExc.Traceback
		} else if p.over {
			f.result, f.state = None, finished
		}
	}
	return p.closed
}

// draining is StreamWriter.drain(), or _drain_helper() if w is nil.
type draining struct {
	coro
	w    *StreamWriter
	p    *StreamProtocol
	wait waiter
}

func (c *draining) qualname() string {
	if c.w == nil {
		return "FlowControlMixin._drain_helper"
	}
	return "StreamWriter.drain"
}

func (c *draining) inner() []string {
	if c.w != nil && c.pc == 2 {
		return []string{"FlowControlMixin._drain_helper"}
	}
	return nil
}

func (c *draining) step(th *Thread, in Value, err error) (Value, error) {
	switch c.pc {
	case 0:
		if c.w == nil {
			break
		}
		if r, ok := object.Cast[StreamReader](c.w.reader, streamReaderLayout); ok {
			if r.exc != nil {
				return Value{}, r.exc
			}
		} else if !c.w.reader.IsNone() {
			e, err := object.CallMethod(th, c.w.reader, nException)
			if err != nil {
				return Value{}, err
			}
			if x, ok := object.AsException(e); ok {
				return Value{}, x
			}
		}
		closing, err := c.w.isClosing(th)
		if err != nil {
			return Value{}, err
		}
		if closing {
			c.pc = 1
			return c.pass()
		}
	case 1:
		if err != nil {
			return Value{}, err
		}
	case 2:
		c.p.drains.remove(&c.wait)
		return None, err
	case 3:
		return None, err
	}
	if c.p == nil {
		c.pc = 3
		h, err := object.CallMethod(th, c.w.protocol, object.NewStr("_drain_helper"))
		if err != nil {
			return Value{}, err
		}
		return c.await(th, h)
	}
	if c.p.lost {
		return Value{}, object.NewExcf(object.ConnectionResetErrorType, "Connection lost")
	}
	if !c.p.paused {
		return None, nil
	}
	c.pc = 2
	c.wait.fut = newFuture(c.p.loop)
	c.p.drains.push(&c.wait)
	return c.awaitFuture(c.wait.fut)
}

func newStreamWriter(loop, transport, protocol, reader Value) Value {
	w := &StreamWriter{loop: loop, transport: transport, protocol: protocol, reader: reader}
	w.Shape = StreamWriterType.ExactShape()
	return object.Of(&w.Header)
}

// watch has a connection that nobody can close any more, since its writer has gone, closed with a warning. What is watched may
// lie in a cycle (of a protocol that keeps the writer), so nothing here refers to the writer.
func (w *StreamWriter) watch(th *Thread) {
	t := w.socket()
	if t == nil {
		return
	}
	in := th.Interp
	runtime.AddCleanup(w, func(p weak.Pointer[SocketTransport]) {
		in.PostFinal(func(th *Thread) {
			if t := p.Value(); t != nil && t.flags&sockClosing == 0 {
				t.abandoned(th)
			}
		})
	}, weak.Make(t))
}

// abandoned closes a transport whose writer has gone.
func (t *SocketTransport) abandoned(th *Thread) {
	self, text := object.Of(&t.Header), "loop is closed"
	var err error
	if !t.lp.closedFlag {
		text = "unclosed <StreamWriter transport=" + repr(th, self) + ">"
		_, err = object.CallMethod(th, self, object.NewStr("close"))
	}
	if err == nil {
		err = object.Warn(th, object.ResourceWarningType, text, 1)
	}
	if err != nil {
		th.Unraisable(err, "Exception ignored while closing", self)
	}
}

// socket gives the transport if it is ours.
func (w *StreamWriter) socket() *SocketTransport {
	t, _ := object.Cast[SocketTransport](w.transport, socketTransportLayout)
	return t
}

func (w *StreamWriter) isClosing(th *Thread) (bool, error) {
	if t := w.socket(); t != nil {
		return t.flags&sockClosing != 0, nil
	}
	if t, ok := object.Cast[SSLTransport](w.transport, sslTransportLayout); ok {
		return t.closed, nil
	}
	r, err := object.CallMethod(th, w.transport, object.NewStr("is_closing"))
	if err != nil {
		return false, err
	}
	return object.Truth(th, r)
}

// separators checks the argument of readuntil.
func separators(th *Thread, v Value) ([][]byte, error) {
	var seps [][]byte
	if t, ok := object.AsTuple(v); ok {
		for _, x := range t.Items {
			b, err := payload(th, x)
			if err != nil {
				return nil, err
			}
			seps = append(seps, b)
		}
		slices.SortStableFunc(seps, func(a, b []byte) int { return len(a) - len(b) })
	} else {
		if !object.IsBufferLike(v) {
			_, err := object.Len(th, v)
			if err == nil {
				_, err = payload(th, v)
			}
			return nil, err
		}
		b, err := payload(th, v)
		if err != nil {
			return nil, err
		}
		seps = [][]byte{b}
	}
	if len(seps) == 0 {
		return nil, object.ValueErrorf("Separator should contain at least one element")
	}
	if len(seps[0]) == 0 {
		return nil, object.ValueErrorf("Separator should be at least one-byte string")
	}
	return seps, nil
}

func init() {
	for _, t := range []*object.Type{StreamReaderType, FlowControlMixinType, StreamProtocolType, StreamWriterType} {
		t.Module = "asyncio.streams"
	}
	StreamReaderType.Doc = "The reading side of a stream."
	StreamWriterType.Doc = "The writing side of a stream."
	FlowControlMixinType.Doc = "A protocol whose writers can wait for room."
	StreamProtocolType.Doc = "The protocol that feeds a StreamReader."
	initStreamReader()
	initStreamProtocol()
	initStreamWriter()
}

func initStreamReader() {
	t := StreamReaderType
	of := func(v Value) *StreamReader { return object.Unchecked[StreamReader](v) }
	t.Constructor = &object.Func{Sig: "StreamReader(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[StreamReader](th, c).value(), nil
	})}
	bindInit(t, "StreamReader.__init__(limit=65536, loop=None)", func(th *Thread, self Value, a []Value) error {
		r := of(self)
		n, err := object.AsIndex(th, a[0])
		if err != nil {
			return err
		}
		if n <= 0 {
			return object.ValueErrorf("Limit cannot be <= 0")
		}
		r.limit = n
		r.loop, err = initLoop(th, a[1])
		return err
	})
	t.Repr = func(th *Thread, v Value) (Value, error) {
		r := of(v)
		s := "<StreamReader"
		if n := len(r.buf); n > 0 {
			s += " " + itoa(n) + " bytes"
		}
		if r.eof {
			s += " eof"
		}
		if r.limit != defaultLimit {
			s += " limit=" + itoa(r.limit)
		}
		if r.waiter != nil {
			s += " waiter=" + repr(th, r.waiter.Value())
		}
		if r.exc != nil {
			s += " exception=" + repr(th, r.exc.Value())
		}
		if r.transport.Ref != nil {
			s += " transport=" + repr(th, r.transport)
		}
		if r.paused {
			s += " paused"
		}
		return object.StrValue(s + ">"), nil
	}
	t.AIter = func(th *Thread, v Value) (Value, error) { return v, nil }
	t.ANext = func(th *Thread, v Value) (Value, error) {
		return newCoro(&reading{r: of(v), how: readNext, seps: lineEnd}), nil
	}
	t.Methods = []object.Func{
		{Sig: "async read(n=-1)", Doc: "Read up to n bytes, or all until the end.", Fn: object.F2(func(th *Thread, self, n Value) (Value, error) {
			k, err := object.AsIndex(th, n)
			if err != nil {
				return Value{}, err
			}
			c := &reading{r: of(self), how: readSome, n: k}
			if k < 0 {
				c.how = readAll
			}
			return newCoro(c), nil
		})},
		{Sig: "async readexactly(n)", Doc: "Read n bytes; IncompleteReadError if the stream ends before.", Fn: object.F2(func(th *Thread, self, n Value) (Value, error) {
			k, err := object.AsIndex(th, n)
			if err != nil {
				return Value{}, err
			}
			return newCoro(&reading{r: of(self), how: readExactly, n: k}), nil
		})},
		{Sig: "async readline()", Doc: "Read up to and with the next newline, or to the end.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&reading{r: of(self), how: readLine, seps: lineEnd}), nil
		})},
		{Sig: "async readuntil(separator=b'\\n')", Doc: "Read up to and with a separator.", Fn: object.F2(func(th *Thread, self, sep Value) (Value, error) {
			seps := lineEnd
			if sep.Ref != nil {
				s, err := separators(th, sep)
				if err != nil {
					return newCoro(&returned{name: "StreamReader.readuntil", err: err}), nil
				}
				seps = s
			}
			return newCoro(&reading{r: of(self), how: readUntil, seps: seps}), nil
		})},
		{Sig: "async _wait_for_data(func_name)", Doc: "Wait until something has come.", Fn: object.F2(func(th *Thread, self, name Value) (Value, error) {
			return newCoro(&awaitingData{reading: reading{r: of(self)}, method: text(name)}), nil
		})},
		{Sig: "feed_data(data)", Doc: "Add bytes that have come.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			b, err := payload(th, data)
			if err != nil {
				return Value{}, err
			}
			return None, of(self).feed(th, b)
		})},
		{Sig: "feed_eof()", Doc: "Tell that no more will come.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).feedEOF(th) })},
		{Sig: "at_eof()", Doc: "Whether all has been read and no more will come.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(of(self).eof && len(of(self).buf) == 0), nil
		})},
		{Sig: "exception()", Doc: "The exception that was set, or None.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return excOrNone(of(self).exc), nil
		})},
		{Sig: "set_exception(exc)", Doc: "Have reading raise an exception.", Fn: object.F2(func(th *Thread, self, v Value) (Value, error) {
			e, ok := object.AsException(v)
			if !ok {
				t, isType := object.AsType(v)
				if !isType || !t.IsSubtype(object.BaseExceptionType) {
					return Value{}, object.TypeErrorf("invalid exception object")
				}
				x, err := object.MakeException(th, t)
				if err != nil {
					return Value{}, err
				}
				e = x
			}
			return None, of(self).setException(th, e)
		})},
		{Sig: "set_transport(transport)", Doc: "Set the transport that can be paused.", Fn: object.F2(func(th *Thread, self, t Value) (Value, error) {
			return None, of(self).setTransport(t)
		})},
	}
	t.GetSets = []object.GetSet{
		{Name: "_buffer", Get: func(th *Thread, v Value) (Value, error) {
			cls, ok := th.Interp.Builtins.GetString("bytearray")
			if !ok {
				return object.BytesValue(of(v).buf), nil
			}
			return object.Call1(th, cls, object.BytesValue(bytes.Clone(of(v).buf)))
		}},
		{Name: "_limit", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(of(v).limit)), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return cannotDelete()
				}
				n, err := object.AsIndex(th, val)
				of(v).limit = n
				return err
			}},
		{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).loop), nil }},
		{Name: "_eof", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).eof), nil }},
		{Name: "_paused", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).paused), nil }},
		{Name: "_transport", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).transport), nil },
			Set: func(th *Thread, v, val Value) error {
				of(v).transport = val
				if val.IsNone() {
					of(v).transport = Value{}
				}
				return nil
			}},
		{Name: "_waiter", Get: func(th *Thread, v Value) (Value, error) {
			if w := of(v).waiter; w != nil {
				return w.Value(), nil
			}
			return None, nil
		}, Set: func(th *Thread, v, val Value) error {
			f := asFuture(orNone(val))
			if f == nil && val.Ref != nil && !val.IsNone() {
				return object.TypeErrorf("a Future is needed, not %s", val.Type().Name)
			}
			of(v).waiter = f
			return nil
		}},
	}
}

func initStreamProtocol() {
	of := func(v Value) *StreamProtocol { return object.Unchecked[StreamProtocol](v) }
	alloc := object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[StreamProtocol](th, c).value(), nil
	})
	f := FlowControlMixinType
	f.Constructor = &object.Func{Sig: "FlowControlMixin(*args, **kwargs)", Fn: alloc}
	bindInit(f, "FlowControlMixin.__init__(loop=None)", func(th *Thread, self Value, a []Value) error {
		l, err := initLoop(th, a[0])
		of(self).loop = l
		return err
	})
	excOf := func(v Value) *Exc { return excArg(v) }
	f.Methods = []object.Func{
		{Sig: "pause_writing()", Doc: "Have drain() wait.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).paused = true
			return None, nil
		})},
		{Sig: "resume_writing()", Doc: "Wake those who wait in drain().", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return None, of(self).resumeWriting(th)
		})},
		{Sig: "connection_lost(exc)", Doc: "Wake those who wait in drain().", Fn: object.F2(func(th *Thread, self, e Value) (Value, error) {
			return None, of(self).flowLost(th, excOf(e))
		})},
		{Sig: "async _drain_helper()", Doc: "Wait for room.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&draining{p: of(self)}), nil
		})},
		{Sig: "_get_close_waiter(stream)", Doc: "To be defined by subclasses.", Fn: object.F2(func(th *Thread, self, s Value) (Value, error) {
			return Value{}, object.NewExc(object.NotImplementedErrorType)
		})},
	}
	f.GetSets = []object.GetSet{
		{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).loop), nil }},
		{Name: "_paused", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).paused), nil }},
		{Name: "_connection_lost", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).lost), nil }},
	}
	p := StreamProtocolType
	p.Constructor = &object.Func{Sig: "StreamReaderProtocol(*args, **kwargs)", Fn: alloc}
	bindInit(p, "StreamReaderProtocol.__init__(stream_reader, client_connected_cb=None, loop=None)", func(th *Thread, self Value, a []Value) error {
		x := of(self)
		x.setReader(a[0])
		x.callback = a[1]
		l, err := initLoop(th, a[2])
		x.loop = l
		return err
	})
	p.Methods = []object.Func{
		{Sig: "connection_made(transport)", Doc: "Tell the reader, and call the server's callback.", Fn: object.F2(func(th *Thread, self, t Value) (Value, error) {
			return None, of(self).connectionMade(th, t)
		})},
		{Sig: "connection_lost(exc)", Doc: "Tell the reader.", Fn: object.F2(func(th *Thread, self, e Value) (Value, error) {
			return None, of(self).connectionLost(th, excOf(e))
		})},
		{Sig: "data_received(data)", Doc: "Feed the reader.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			b, err := payload(th, data)
			if err != nil {
				return Value{}, err
			}
			return None, of(self).dataReceived(th, b)
		})},
		{Sig: "eof_received()", Doc: "Tell the reader.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			keep, err := of(self).eofReceived(th)
			return object.Bool(keep), err
		})},
		{Sig: "_get_close_waiter(stream)", Doc: "The future of wait_closed().", Fn: object.F2(func(th *Thread, self, s Value) (Value, error) {
			return of(self).closeWaiter().Value(), nil
		})},
		{Sig: "_replace_transport(transport)", Doc: "Change the transport, for TLS.", Fn: object.F2(func(th *Thread, self, t Value) (Value, error) {
			of(self).transport = t
			if r := of(self).reader; r != nil {
				r.transport = t
			} else if r := of(self).foreign; r.Ref != nil {
				return None, object.SetAttr(th, r, object.NewStr("_transport"), t)
			}
			return None, nil
		})},
	}
	p.GetSets = []object.GetSet{
		{Name: "_stream_reader", Get: func(th *Thread, v Value) (Value, error) {
			return of(v).readerValue(), nil
		}},
		{Name: "_transport", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).transport), nil }},
		{Name: "_task", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).task), nil }},
		{Name: "_client_connected_cb", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).callback), nil }},
		{Name: "_over_ssl", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(isTLS(th, of(v).transport)), nil }},
		{Name: "_closed", Get: func(th *Thread, v Value) (Value, error) { return of(v).closeWaiter().Value(), nil }},
	}
}

func initStreamWriter() {
	t := StreamWriterType
	of := func(v Value) *StreamWriter { return object.Unchecked[StreamWriter](v) }
	t.Constructor = &object.Func{Sig: "StreamWriter(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.Of(&object.NewObject[StreamWriter](th, c).Header), nil
	})}
	bindInit(t, "StreamWriter.__init__(transport, protocol, reader, loop)", func(th *Thread, self Value, a []Value) error {
		w := of(self)
		w.transport, w.protocol, w.reader, w.loop = a[0], a[1], a[2], a[3]
		w.watch(th)
		return nil
	})
	t.Repr = func(th *Thread, v Value) (Value, error) {
		w := of(v)
		s := "<StreamWriter transport=" + repr(th, orNone(w.transport))
		if w.reader.Ref != nil && !w.reader.IsNone() {
			s += " reader=" + repr(th, w.reader)
		}
		return object.StrValue(s + ">"), nil
	}
	forward := func(name string) object.Fn {
		n := object.NewStr(name)
		return object.F1(func(th *Thread, self Value) (Value, error) { return object.CallMethod(th, of(self).transport, n) })
	}
	nWrite, nWritelines := object.NewStr("write"), object.NewStr("writelines")
	t.Methods = []object.Func{
		{Sig: "write(data)", Doc: "Send bytes, sooner or later.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			if s := of(self).socket(); s != nil {
				b, err := payload(th, data)
				if err != nil {
					return Value{}, err
				}
				return None, s.write(th, b)
			}
			if s, ok := object.Cast[SSLTransport](of(self).transport, sslTransportLayout); ok {
				b, err := sslPayload(th, data)
				if err != nil {
					return Value{}, err
				}
				return None, s.write(th, b)
			}
			_, err := object.CallMethod(th, of(self).transport, nWrite, data)
			return None, err
		})},
		{Sig: "writelines(data)", Doc: "Send pieces of bytes one after the other.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			_, err := object.CallMethod(th, of(self).transport, nWritelines, data)
			return None, err
		})},
		{Sig: "write_eof()", Doc: "Close the writing half once all is sent.", Fn: forward("write_eof")},
		{Sig: "can_write_eof()", Doc: "Whether write_eof() can be used.", Fn: forward("can_write_eof")},
		{Sig: "close()", Doc: "Close the connection once all is sent.", Fn: forward("close")},
		{Sig: "is_closing()", Doc: "Whether it is closed or about to be.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			b, err := of(self).isClosing(th)
			return object.Bool(b), err
		})},
		{Sig: "async wait_closed()", Doc: "Wait until the connection is closed.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return newCoro(&waitingClosed{w: of(self)}), nil
		})},
		{Sig: "get_extra_info(name, default=None)", Doc: "Something that the transport knows.", Fn: object.F3(func(th *Thread, self, name, dflt Value) (Value, error) {
			if s := of(self).socket(); s != nil {
				return s.extraInfo(th, name, dflt)
			}
			return object.CallMethod(th, of(self).transport, object.NewStr("get_extra_info"), name, dflt)
		})},
		{Sig: "async drain()", Doc: "Wait until there is room for more.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			w := of(self)
			c := &draining{w: w}
			if w.protocol.Ref.Shape == streamProtocolShape {
				c.p = object.Unchecked[StreamProtocol](w.protocol)
			}
			return newCoro(c), nil
		})},
		{Sig: "async start_tls(sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Make the connection one of TLS.", Fn: cold(networkModule, "writer_start_tls")},
	}
	t.GetSets = []object.GetSet{
		{Name: "transport", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).transport), nil }},
		{Name: "_transport", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).transport), nil },
			Set: func(th *Thread, v, val Value) error { of(v).transport = val; return nil }},
		{Name: "_protocol", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).protocol), nil }},
		{Name: "_reader", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).reader), nil }},
		{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return orNone(of(v).loop), nil }},
	}
}

// waitingClosed is StreamWriter.wait_closed().
type waitingClosed struct {
	coro
	w *StreamWriter
}

func (c *waitingClosed) qualname() string { return "StreamWriter.wait_closed" }

func (c *waitingClosed) step(th *Thread, in Value, err error) (Value, error) {
	if c.pc == 1 {
		return None, err
	}
	c.pc = 1
	if p := c.w.protocol; p.Ref.Shape == streamProtocolShape {
		return c.awaitFuture(object.Unchecked[StreamProtocol](p).closeWaiter())
	}
	f, err := object.CallMethod(th, c.w.protocol, object.NewStr("_get_close_waiter"), object.Of(&c.w.Header))
	if err != nil {
		return Value{}, err
	}
	return c.await(th, f)
}

// newServerProtocol makes the protocol of a server's connection.
func newServerProtocol(th *Thread, callback, limit, loop Value) (Value, error) {
	n, err := object.AsIndex(th, limit)
	if err != nil {
		return Value{}, err
	}
	if n <= 0 {
		return Value{}, object.ValueErrorf("Limit cannot be <= 0")
	}
	p := &StreamProtocol{loop: loop, reader: newStreamReader(loop, n), callback: callback}
	p.Shape = streamProtocolShape
	return p.value(), nil
}

var streamFuncs = []object.Func{
	{Sig: "async open_connection(host=None, port=None, *, limit=65536, **kwds)", Doc: "Connect to a server; returns a StreamReader and a StreamWriter.", Fn: cold(networkModule, "open_connection")},
	{Sig: "async start_server(client_connected_cb, host=None, port=None, *, limit=65536, **kwds)", Doc: "Make a server that calls client_connected_cb(reader, writer) for each connection.", Fn: cold(networkModule, "start_server")},
	{Sig: "async open_unix_connection(path=None, *, limit=65536, **kwds)", Doc: "open_connection() for a Unix socket.", Fn: cold(networkModule, "open_unix_connection")},
	{Sig: "async start_unix_server(client_connected_cb, path=None, *, limit=65536, **kwds)", Doc: "start_server() for a Unix socket.", Fn: cold(networkModule, "start_unix_server")},
}
