package asyncio

import (
	"bytes"

	"ouro/internal/object"
	"ouro/internal/stdlib/ssl"
)

// SSLProtocol is asyncio.sslproto.SSLProtocol: the protocol of a transport of ciphertext, and behind its SSLTransport the peer of the
// application's protocol.
//
// It is a state machine beside that of package ssl: UNWRAPPED, DO_HANDSHAKE, WRAPPED, FLUSHING (the application has closed, or the input
// has ended; what has come is still read), SHUTDOWN (waiting for the peer's close_notify), UNWRAPPED. Over a SocketTransport, received
// bytes come by readTLS and encrypted ones leave by collect; any other transport is called by its methods.
type SSLProtocol struct {
	object.Header
	loop      Value
	lp        *Loop // loop, if it is ours
	context   Value
	host      Value
	app       Value // the application's protocol
	stream    *StreamProtocol
	tr        *SSLTransport
	transport Value
	under     *SocketTransport // transport, if it is ours
	waiter    Value
	extra     *object.Dict
	sock      *ssl.Sock
	in        *tlsInput // apart from this struct, so that its connection is not reachable from it
	spare     []byte    // output that the transport has: ours again when all is sent
	out       [][]byte  // written before the handshake was done
	outSize   int
	shown     [3]Value // _sslobj, _incoming and _outgoing, if somebody has set them
	buffer    *object.ByteArray
	timer     Value // of the handshake, later of the shutdown

	handshakeTimeout, shutdownTimeout Value
	outHigh, outLow, inHigh           int
	inLow                             int

	lost     int
	state    uint8
	appState uint8
	flags    uint16
}

// States.
const (
	tlsUnwrapped uint8 = iota
	tlsHandshake
	tlsWrapped
	tlsFlushing
	tlsShutdown
)

// States of the application's protocol.
const (
	appInit uint8 = iota
	appMade
	appEOF
	appLost
)

const (
	tlsServer      uint16 = 1 << iota
	tlsNoMade             // connection_made() is not to be called: start_tls()
	tlsEOF                // the transport's input has ended
	tlsFull               // the transport has called pause_writing()
	tlsHeld               // reading of the transport is paused
	tlsAppPaused          // the application does not want to read
	tlsAppFull            // the application was told to pause writing
	tlsAppBuffered        // the application's protocol is a BufferedProtocol
	tlsLent               // the connection's output stands in the transport's buffer
	tlsAccepted           // a server's connection, for which nobody waits
)

var (
	sslProtocolLayout = object.NewLayout[SSLProtocol]()
	SSLProtocolType   = object.NewType("SSLProtocol", BufferedProtocolType, sslProtocolLayout)

	sslProtocolShape = SSLProtocolType.ExactShape()
)

// tlsInput is ciphertext that has come and was not read yet.
type tlsInput struct{ data []byte }

// Recv makes it the source of a connection.
func (in *tlsInput) Recv(p []byte) (int, error) {
	if len(in.data) == 0 {
		return 0, ssl.ErrWant
	}
	n := copy(p, in.data)
	in.data = in.data[n:]
	return n, nil
}

var _ ssl.Source = (*tlsInput)(nil)

// tlsBuffers are what reading uses on a loop.
type tlsBuffers struct{ cipher, plain []byte }

const tlsBufferSize = 64 << 10

// directFrom is from how much ciphertext on it is decrypted into a reader's own buffer, of which a record's worth may be wasted.
const directFrom = 16 << 10

func (p *SSLProtocol) buffers() *tlsBuffers {
	b := new(tlsBuffers)
	if p.lp != nil {
		b = &p.lp.tls
	}
	if b.cipher == nil {
		b.cipher, b.plain = make([]byte, tlsBufferSize), make([]byte, tlsBufferSize)
	}
	return b
}

func (p *SSLProtocol) value() Value { return object.Of(&p.Header) }

func (p *SSLProtocol) setApp(app Value) {
	p.app, p.stream = app, nil
	p.flags &^= tlsAppBuffered
	if app.Ref.Shape == streamProtocolShape {
		p.stream = object.Unchecked[StreamProtocol](app)
	} else if object.IsInstance(app, BufferedProtocolType) {
		p.flags |= tlsAppBuffered
	}
}

// positive checks a timeout.
func positive(th *Thread, v Value, name string, dflt float64) (Value, error) {
	if v.IsNone() {
		return object.Float(dflt), nil
	}
	bad, err := object.CompareBool(th, v, object.Int(0), object.Le)
	if err != nil {
		return Value{}, err
	}
	if bad {
		return Value{}, object.ValueErrorf("%s should be a positive number, got %s", name, text(mustStr(th, v)))
	}
	return v, nil
}

func mustStr(th *Thread, v Value) Value {
	s, err := object.ToStr(th, v)
	if err != nil {
		return object.StrValue("?")
	}
	return s.Value()
}

// init is __init__.
func (p *SSLProtocol) init(th *Thread, a []Value) error {
	p.loop, p.lp = a[0], nativeLoop(a[0])
	var err error
	if p.handshakeTimeout, err = positive(th, a[7], "ssl_handshake_timeout", 60); err != nil {
		return err
	}
	if p.shutdownTimeout, err = positive(th, a[8], "ssl_shutdown_timeout", 30); err != nil {
		return err
	}
	server, err := object.Truth(th, a[4])
	if err != nil {
		return err
	}
	p.host = None
	if server {
		p.flags |= tlsServer
	} else if named, err := object.Truth(th, a[5]); err != nil {
		return err
	} else if named {
		p.host = a[5]
	}
	p.context = a[2]
	if given, err := object.Truth(th, a[2]); err != nil {
		return err
	} else if !given {
		f, err := importAttr(th, "asyncio.sslproto", "_create_transport_context")
		if err != nil {
			return err
		}
		if p.context, err = object.Call2(th, f, object.Bool(server), a[5]); err != nil {
			return err
		}
	}
	made, err := object.Truth(th, a[6])
	if err != nil {
		return err
	}
	if !made {
		p.flags |= tlsNoMade
	}
	p.extra, p.in = object.NewDict(), new(tlsInput)
	p.extra.SetString("sslcontext", p.context)
	p.setApp(a[1])
	p.waiter = a[3]
	p.outHigh, p.outLow = 512<<10, 128<<10
	p.inHigh, p.inLow = 256<<10, 64<<10
	p.tr = &SSLTransport{p: p}
	p.tr.Shape = SSLTransportType.ExactShape()
	p.transport = None
	if !made {
		p.appState = appMade
	}
	return nil
}

// newSSLProtocol makes a server's one.
func newSSLProtocol(th *Thread, loop, app, context, handshakeTimeout, shutdownTimeout Value) (*SSLProtocol, error) {
	p := &SSLProtocol{flags: tlsAccepted}
	p.Shape = SSLProtocolType.ExactShape()
	return p, p.init(th, []Value{loop, app, context, None, object.True, None, object.True, handshakeTimeout, shutdownTimeout})
}

// later starts a timer that calls a method.
func (p *SSLProtocol) later(th *Thread, delay Value, method string) error {
	m, err := object.GetAttr(th, p.value(), object.NewStr(method))
	if err != nil {
		return err
	}
	p.timer, err = object.CallMethod(th, p.loop, nCallLater, delay, m)
	return err
}

func (p *SSLProtocol) stopTimer(th *Thread) {
	if p.timer.Ref != nil {
		t := p.timer
		p.timer = Value{}
		if _, err := object.CallMethod(th, t, nCancel); err != nil {
			th.Unraisable(err, "Exception ignored while cancelling a timer", p.value())
		}
	}
}

// connectionMade begins the handshake.
func (p *SSLProtocol) connectionMade(th *Thread, transport Value) error {
	p.transport = transport
	if t, ok := object.Cast[SocketTransport](transport, socketTransportLayout); ok {
		p.under = t
	}
	p.state = tlsHandshake
	if err := p.later(th, p.handshakeTimeout, "_check_handshake_timeout"); err != nil {
		return err
	}
	ctx, ok := ssl.AsContext(p.context)
	if !ok {
		return p.handshakeOver(th, object.TypeErrorf("sslcontext is expected to be an instance of ssl.SSLContext, got %s", repr(th, p.context)))
	}
	host, err := ssl.HostArgument(th, p.host)
	if err == nil {
		p.sock, err = ssl.NewSock(th, ctx, p.flags&tlsServer != 0, host, p.in)
	}
	if err != nil {
		return p.handshakeOver(th, err)
	}
	return p.handshake(th)
}

func (p *SSLProtocol) handshake(th *Thread) error {
	err := p.sock.Handshake(th)
	if err == ssl.ErrWant {
		return p.send(th)
	}
	return p.handshakeOver(th, err)
}

func (p *SSLProtocol) handshakeOver(th *Thread, err error) error {
	p.stopTimer(th)
	if err != nil {
		if leavesLoop(err) {
			return err
		}
		p.state = tlsUnwrapped
		msg := "SSL handshake failed"
		if object.Matches(err, ssl.SSLCertVerificationErrorType) {
			msg = "SSL handshake failed on verifying the certificate"
		}
		e := object.AsExc(err).Value()
		app := p.app
		if err := p.fatal(th, e, msg); err != nil {
			return err
		}
		if p.flags&tlsAccepted != 0 && p.lp != nil && p.lp.debug {
			d := object.NewDict()
			d.SetStr(nMessage, object.StrValue("Error on transport creation for incoming connection"))
			d.SetStr(nException, e)
			d.SetStr(nProtocol, app)
			d.SetStr(nTransport, p.tr.value())
			if err := callExceptionHandler(th, p.loop, d); err != nil {
				return err
			}
		}
		return p.wake(th, e)
	}
	p.state = tlsWrapped
	if p.appState == appInit {
		p.appState = appMade
		var err error
		if p.stream != nil {
			err = p.stream.connectionMade(th, p.tr.value())
		} else {
			_, err = object.CallMethod(th, p.app, nConnectionMade, p.tr.value())
		}
		if err != nil {
			return err
		}
	}
	if err := p.wake(th, None); err != nil {
		return err
	}
	return p.read(th)
}

// wake tells who waits for the connection; exc is an exception, a class of one, or None.
func (p *SSLProtocol) wake(th *Thread, exc Value) error {
	w := p.waiter
	p.waiter = None
	if w.Ref == nil || w.IsNone() {
		return nil
	}
	done, err := futCancelled(th, w)
	if err != nil || done {
		return err
	}
	if exc.IsNone() {
		_, err = object.CallMethod(th, w, nSetResult, None)
	} else {
		_, err = object.CallMethod(th, w, nSetException, exc)
	}
	return err
}

// fatal ends the connection because of an error, which is reported unless it is an OSError.
func (p *SSLProtocol) fatal(th *Thread, exc Value, msg string) error {
	if err := p.force(th, exc); err != nil {
		return err
	}
	if e, ok := object.AsException(exc); ok && (e.Type().IsSubtype(object.OSErrorType) || e.Type().IsSubtype(CancelledErrorType)) {
		return nil
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue(msg))
	d.SetStr(nException, exc)
	d.SetStr(nTransport, p.transport)
	d.SetStr(nProtocol, p.value())
	return callExceptionHandler(th, p.loop, d)
}

// fail is fatal for a Go error; those that leave the loop are returned.
func (p *SSLProtocol) fail(th *Thread, err error, msg string) error {
	if leavesLoop(err) {
		return err
	}
	return p.fatal(th, object.AsExc(err).Value(), msg)
}

var nForceClose = object.NewStr("_force_close")

// force drops the transport.
func (p *SSLProtocol) force(th *Thread, exc Value) error {
	switch {
	case p.under != nil:
		e, _ := object.AsException(exc)
		p.under.forceClose(e)
	case !p.transport.IsNone():
		_, err := object.CallMethod(th, p.transport, nForceClose, exc)
		return err
	}
	return nil
}

// abort gives the connection up.
func (p *SSLProtocol) abort(th *Thread, exc Value) error {
	p.state = tlsUnwrapped
	return p.force(th, exc)
}

// connectionLost is connection_lost(exc).
func (p *SSLProtocol) connectionLost(th *Thread, exc Value) error {
	p.out, p.outSize = nil, 0
	p.in.data = nil
	if p.sock != nil {
		p.sock.Conn().Abandon()
	}
	p.lost++
	p.tr.closed = true
	if p.state != tlsHandshake && (p.appState == appMade || p.appState == appEOF) {
		p.appState = appLost
		m, err := object.GetAttr(th, p.app, nConnectionLost)
		if err == nil {
			_, err = object.CallMethod(th, p.loop, nCallSoon, m, exc)
		}
		if err != nil {
			return err
		}
	}
	p.state = tlsUnwrapped
	p.transport, p.under = None, nil
	p.app, p.stream = None, nil
	if err := p.wake(th, exc); err != nil {
		return err
	}
	p.stopTimer(th)
	return nil
}

// received takes ciphertext. data is the caller's.
func (p *SSLProtocol) received(th *Thread, data []byte) error {
	if len(p.in.data) > 0 {
		p.in.data = append(p.in.data, data...)
	} else {
		p.in.data = data
	}
	var err error
	switch p.state {
	case tlsHandshake:
		err = p.handshake(th)
	case tlsWrapped:
		err = p.read(th)
	case tlsFlushing:
		err = p.flush(th)
	case tlsShutdown:
		err = p.shutdown(th)
	}
	switch {
	case p.state == tlsUnwrapped:
		p.in.data = nil
	case len(p.in.data) > 0:
		p.in.data = bytes.Clone(p.in.data)
	default:
		p.in.data = nil
	}
	return err
}

// take moves what a reader has buffered to the input: ciphertext that came before start_tls().
func (p *SSLProtocol) take(th *Thread, r *StreamReader) error {
	p.in.data = append(p.in.data, r.buf...)
	r.buf = nil
	return r.maybeResume(th)
}

// eofReceived is eof_received().
func (p *SSLProtocol) eofReceived(th *Thread) (bool, error) {
	p.flags |= tlsEOF
	switch p.state {
	case tlsHandshake:
		return false, p.handshakeOver(th, object.NewExc(object.ConnectionResetErrorType))
	case tlsWrapped:
		p.state = tlsFlushing
		if p.flags&tlsAppPaused != 0 {
			return true, nil
		}
		return false, p.flush(th)
	case tlsFlushing:
		if err := p.writeOut(th); err != nil {
			return false, err
		}
		p.state = tlsShutdown
		return false, p.shutdown(th)
	case tlsShutdown:
		return false, p.shutdown(th)
	}
	return false, nil
}

// read gives the application what has come.
func (p *SSLProtocol) read(th *Thread) error {
	if p.state != tlsWrapped && p.state != tlsFlushing {
		return nil
	}
	var err error
	if p.flags&tlsAppPaused == 0 {
		if p.flags&tlsAppBuffered != 0 {
			err = p.readBuffered(th)
		} else {
			err = p.readCopied(th)
		}
	}
	if err == nil {
		if len(p.out) > 0 {
			err = p.writeOut(th)
		} else {
			err = p.send(th)
		}
	}
	if err == nil {
		err = p.holdInput(th)
	}
	if err != nil {
		return p.fail(th, err, "Fatal error on SSL protocol")
	}
	return nil
}

// idle reports whether there is surely nothing to read.
func (p *SSLProtocol) idle() bool { return len(p.in.data) == 0 && p.sock.Conn().Pending() == 0 }

func (p *SSLProtocol) readCopied(th *Thread) error {
	c := p.sock.Conn()
	for !p.idle() && p.flags&tlsAppPaused == 0 && (p.state == tlsWrapped || p.state == tlsFlushing) {
		// Much is decrypted where the reader will have it.
		var r *StreamReader
		if p.stream != nil {
			r = p.stream.reader
		}
		direct := r != nil && !r.eof && len(p.in.data) >= directFrom
		var buf []byte
		if direct {
			buf = r.room(len(p.in.data) + ssl.MaxRecord)
		} else {
			buf = p.buffers().plain
		}
		n := 0
		var end error
		// A record is read only if there is room for a whole one, so that none of it stays behind.
		for len(buf)-n >= ssl.MaxRecord && end == nil && !p.idle() {
			var k int
			k, end = c.Read(buf[n:])
			n += k
		}
		if n > 0 {
			var err error
			switch {
			case direct:
				r.buf = r.buf[:len(r.buf)+n]
				err = r.arrived(th)
			case r != nil:
				err = r.feedCopy(th, buf[:n])
			case p.stream == nil:
				_, err = object.CallMethod(th, p.app, nDataReceived, object.BytesValue(bytes.Clone(buf[:n])))
			}
			if err != nil {
				return err
			}
		}
		if end != nil {
			return p.ended(th, end)
		}
	}
	return nil
}

// ended handles why no more can be read.
func (p *SSLProtocol) ended(th *Thread, err error) error {
	switch err {
	case ssl.ErrWant:
		return nil
	case ssl.ErrClosed:
		if err := p.appEOF(th); err != nil {
			return err
		}
		return p.startShutdown(th)
	}
	return p.sock.Raise(th, err)
}

// readBuffered reads into buffers of the application.
func (p *SSLProtocol) readBuffered(th *Thread) error {
	buf, err := object.CallMethod(th, p.app, nGetBuffer, object.Int(int64(len(p.in.data))))
	if err != nil {
		return err
	}
	n, err := object.Len(th, buf)
	if err != nil {
		return err
	}
	if n == 0 {
		return object.RuntimeErrorf("get_buffer() returned an empty buffer")
	}
	b, release, err := object.AsBuffer(th, buf, true)
	if err != nil {
		return err
	}
	got := 0
	var end error
	for got < len(b) && end == nil && !p.idle() {
		var k int
		k, end = p.sock.Conn().Read(b[got:])
		got += k
	}
	release()
	if got == len(b) && !p.idle() {
		m, err := object.GetAttr(th, p.value(), object.NewStr("_do_read"))
		if err == nil {
			_, err = object.CallMethod(th, p.loop, nCallSoon, m)
		}
		if err != nil {
			return err
		}
	}
	if got > 0 {
		if _, err := object.CallMethod(th, p.app, nBufferUpdated, object.Int(int64(got))); err != nil {
			return err
		}
	}
	if end != nil {
		return p.ended(th, end)
	}
	return nil
}

// appEOF calls the application's eof_received().
func (p *SSLProtocol) appEOF(th *Thread) error {
	if p.appState != appMade {
		return nil
	}
	p.appState = appEOF
	var keep bool
	var err error
	if p.stream != nil {
		keep, err = p.stream.eofReceived(th)
	} else {
		var r Value
		if r, err = object.CallMethod(th, p.app, nEOFReceived); err == nil {
			keep, err = object.Truth(th, r)
		}
	}
	if err != nil {
		return p.fail(th, err, "Error calling eof_received()")
	}
	if keep {
		return logCall(th, "warning", object.StrValue("returning true from eof_received() has no effect when using ssl"))
	}
	return nil
}

// holdInput pauses and resumes the transport by how much waits to be read.
func (p *SSLProtocol) holdInput(th *Thread) error {
	n := len(p.in.data)
	switch {
	case p.transport.IsNone():
	case n >= p.inHigh && p.flags&tlsHeld == 0:
		p.flags |= tlsHeld
		_, err := object.CallMethod(th, p.transport, object.NewStr("pause_reading"))
		return err
	case n <= p.inLow && p.flags&tlsHeld != 0:
		p.flags &^= tlsHeld
		_, err := object.CallMethod(th, p.transport, object.NewStr("resume_reading"))
		return err
	}
	return nil
}

// write encrypts data of the application, which does not change, or keeps it until the handshake is done.
func (p *SSLProtocol) write(th *Thread, data []byte) error {
	switch p.state {
	case tlsFlushing, tlsShutdown, tlsUnwrapped:
		if p.lost >= 5 {
			logCall(th, "warning", object.StrValue("SSL connection is closed"))
		}
		p.lost++
		return nil
	}
	if p.state == tlsWrapped && len(p.out) == 0 {
		if err := p.sock.Conn().Write(data); err != nil {
			return p.fail(th, p.sock.RaiseWrite(th, err), "Fatal error on SSL protocol")
		}
		return p.send(th)
	}
	p.queue(data)
	if p.state == tlsWrapped {
		return p.writeOut(th)
	}
	return nil
}

func (p *SSLProtocol) queue(data []byte) {
	p.out = append(p.out, data)
	p.outSize += len(data)
}

// writeOut encrypts what was kept.
func (p *SSLProtocol) writeOut(th *Thread) error {
	list := p.out
	p.out, p.outSize = nil, 0
	for _, b := range list {
		if err := p.sock.Conn().Write(b); err != nil {
			return p.fail(th, p.sock.RaiseWrite(th, err), "Fatal error on SSL protocol")
		}
	}
	return p.send(th)
}

// send gives the transport what is encrypted, unless it is full.
func (p *SSLProtocol) send(th *Thread) error {
	if p.sock == nil {
		return nil
	}
	c := p.sock.Conn()
	n := len(c.Output())
	if n > 0 && p.flags&tlsFull == 0 {
		switch {
		case p.under != nil:
			if err := p.under.wants(th, n); err != nil {
				return err
			}
		case !p.transport.IsNone():
			if _, err := object.CallMethod(th, p.transport, object.NewStr("write"), object.BytesValue(c.TakeOutput())); err != nil {
				return err
			}
		default:
			c.TakeOutput()
		}
	}
	if p.flags&(tlsFull|tlsAppFull) != 0 {
		return p.controlApp(th)
	}
	return nil
}

// waiting is how many bytes the application has written that the transport has not got.
func (p *SSLProtocol) waiting() int {
	n := p.outSize
	if p.sock != nil && p.flags&tlsLent == 0 {
		n += len(p.sock.Conn().Output())
	}
	return n
}

// controlApp tells the application to pause or to resume writing.
func (p *SSLProtocol) controlApp(th *Thread) error {
	n := p.waiting()
	full := p.flags&tlsAppFull != 0
	var name *Str
	switch {
	case n >= p.outHigh && !full:
		p.flags |= tlsAppFull
		if p.stream != nil {
			p.stream.paused = true
			return nil
		}
		name = nPauseWriting
	case n <= p.outLow && full:
		p.flags &^= tlsAppFull
		if p.stream != nil {
			return p.stream.resumeWriting(th)
		}
		name = nResumeWriting
	default:
		return nil
	}
	_, err := object.CallMethod(th, p.app, name)
	if err == nil || leavesLoop(err) {
		return err
	}
	d := object.NewDict()
	d.SetStr(nMessage, object.StrValue("protocol."+name.S+"() failed"))
	d.SetStr(nException, object.AsExc(err).Value())
	d.SetStr(nTransport, p.tr.value())
	d.SetStr(nProtocol, p.value())
	return callExceptionHandler(th, p.loop, d)
}

// startShutdown begins to close.
func (p *SSLProtocol) startShutdown(th *Thread) error {
	switch p.state {
	case tlsFlushing, tlsShutdown, tlsUnwrapped:
		return nil
	}
	p.tr.closed = true
	if p.state == tlsHandshake {
		return p.abort(th, None)
	}
	p.state = tlsFlushing
	if err := p.later(th, p.shutdownTimeout, "_check_shutdown_timeout"); err != nil {
		return err
	}
	return p.flush(th)
}

func (p *SSLProtocol) flush(th *Thread) error {
	if err := p.read(th); err != nil {
		return err
	}
	if p.state != tlsFlushing {
		return nil
	}
	p.state = tlsShutdown
	return p.shutdown(th)
}

// shutdown sends close_notify and ends when the peer's has come, or nothing more will.
func (p *SSLProtocol) shutdown(th *Thread) error {
	if p.flags&tlsEOF == 0 {
		err := p.sock.Shutdown(th)
		if err == ssl.ErrWant {
			return p.send(th)
		}
		if err != nil {
			p.stopTimer(th)
			return p.fail(th, err, "Error occurred during shutdown")
		}
	}
	if err := p.send(th); err != nil {
		return err
	}
	if err := p.appEOF(th); err != nil {
		return err
	}
	p.stopTimer(th)
	if p.transport.IsNone() {
		return nil
	}
	m, err := object.GetAttr(th, p.transport, nClose)
	if err == nil {
		_, err = object.CallMethod(th, p.loop, nCallSoon, m)
	}
	return err
}

// resumeReading is the application's resume_reading().
func (p *SSLProtocol) resumeReading(th *Thread) error {
	if p.flags&tlsAppPaused == 0 {
		return nil
	}
	p.flags &^= tlsAppPaused
	m, err := object.GetAttr(th, p.value(), object.NewStr("_resumed"))
	if err == nil {
		_, err = object.CallMethod(th, p.loop, nCallSoon, m)
	}
	return err
}

// resumed goes on where paused reading had stopped things.
func (p *SSLProtocol) resumed(th *Thread) error {
	switch p.state {
	case tlsWrapped:
		return p.read(th)
	case tlsFlushing:
		return p.flush(th)
	case tlsShutdown:
		return p.shutdown(th)
	}
	return nil
}

// extraInfo is _get_extra_info(): what is known of the connection is worked out when somebody asks.
func (p *SSLProtocol) extraInfo(th *Thread, name, dflt Value) (Value, error) {
	if v, err := p.extra.Get(th, name); err != nil || v.Ref != nil {
		return v, err
	}
	if p.sock != nil && p.sock.Conn().HandshakeDone() {
		var v Value
		var err error
		switch text(name) {
		case "peercert":
			v, err = p.sock.PeerCert(false)
		case "cipher":
			v = p.sock.Cipher()
		case "compression":
			v = None
		case "ssl_object":
			v, err = p.sock.Object(th)
		}
		if err != nil {
			return Value{}, err
		}
		if v.Ref != nil {
			return v, p.extra.Set(th, name, v)
		}
	}
	switch {
	case p.under != nil:
		return p.under.extraInfo(th, name, dflt)
	case !p.transport.IsNone():
		return object.CallMethod(th, p.transport, object.NewStr("get_extra_info"), name, dflt)
	}
	return dflt, nil
}

// Over a SocketTransport.

// readTLS reads once for an SSLProtocol.
func (t *SocketTransport) readTLS(th *Thread) error {
	p := t.tls
	data, n, errno := p.recv(t.fd)
	if errno != 0 {
		return t.readError(th, errno)
	}
	if n == 0 {
		return t.readEOF(th)
	}
	if err := p.received(th, data[:n]); err != nil {
		return t.fatal(th, err, "Fatal error: protocol.buffer_updated() call failed.")
	}
	return nil
}

// wants has the connection's output sent at the end of the callback, or at once if there is much of it.
func (t *SocketTransport) wants(th *Thread, n int) error {
	if t.lost > 0 {
		t.lost++
		t.tls.sock.Conn().TakeOutput()
		return nil
	}
	if t.flags&sockWriting != 0 {
		t.tls.give(t)
		return t.maybePause(th)
	}
	if t.flags&sockDirty == 0 {
		t.flags |= sockDirty
		t.lp.l.MarkDirty(t)
	}
	if n > t.high {
		return t.flush(th)
	}
	return nil
}

// collect puts the connection's output into the transport's buffer: lent, if it is all there is to send.
func (p *SSLProtocol) collect(t *SocketTransport) {
	if p.sock == nil {
		return
	}
	c := p.sock.Conn()
	if b := c.Output(); len(b) == 0 || p.flags&tlsFull != 0 {
		return
	} else if t.out.Len() == 0 && t.flags&sockWriting == 0 {
		t.out.Append(b)
		p.flags |= tlsLent
		return
	}
	p.give(t)
}

// give gives the connection's output to the transport.
func (p *SSLProtocol) give(t *SocketTransport) {
	p.spare = p.sock.Conn().TakeOutput()
	t.out.Append(p.spare)
}

// settle ends what collect began, after sending: what was not sent belongs to the transport now.
func (p *SSLProtocol) settle(t *SocketTransport) {
	if p.flags&tlsLent == 0 {
		return
	}
	p.flags &^= tlsLent
	c := p.sock.Conn()
	if t.out.Len() == 0 {
		c.Sent(len(c.Output()))
	} else {
		p.spare = c.TakeOutput()
	}
}

// allSent takes a buffer back that the transport has sent.
func (p *SSLProtocol) allSent() {
	if p.spare != nil {
		p.sock.Conn().Recycle(p.spare)
		p.spare = nil
	}
}
