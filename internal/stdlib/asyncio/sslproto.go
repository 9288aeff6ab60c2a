package asyncio

import (
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
