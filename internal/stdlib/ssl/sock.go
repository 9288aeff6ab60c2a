package ssl

import (
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"

	"ouro/internal/object"
)

// Sock is an _SSLSocket: the native part of an SSLObject, of an SSLSocket and of an asyncio transport.
type Sock struct {
	object.Header
	conn    *Conn
	ctx     *Context
	th      *Thread // that runs the handshake, for callbacks
	host    Value   // str or None
	owner   Value   // the SSLObject or SSLSocket
	server  bool
	slot    *sessionSlot // of a client
	session *Session
	resumed *Session // that the connection was to resume
	carrier
}

// carrier is what takes a Sock's bytes to and fro.
type carrier struct {
	out    *MemoryBIO
	sock   Value // the socket, unbound if there is none
	src    *fdSource
	unsent int // bytes of a write that are encrypted but not wholly sent: its caller is told of them when they are
}

var (
	sockLayout = object.NewLayout[Sock]()
	SockType   = object.NewType("_SSLSocket", object.ObjectType, sockLayout)
)

func sockOf(v Value) *Sock { return object.Unchecked[Sock](v) }

// Value is the Sock as a Python value.
func (s *Sock) Value() Value { return object.Of(&s.Header) }

// NewSock makes a connection of a context that gets its input from src. hostname is a str or None.
func NewSock(th *Thread, ctx *Context, server bool, hostname Value, src Source) (*Sock, error) {
	if server && ctx.protocol == protocolTLSClient {
		return nil, newError(th, SSLErrorType, 0, "", "", "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context", inServer)
	}
	if !server && ctx.protocol == protocolTLSServer {
		return nil, newError(th, SSLErrorType, 0, "", "", "Cannot create a client socket with a PROTOCOL_TLS_SERVER context", inClient)
	}
	s := &Sock{ctx: ctx, host: hostname, server: server, owner: none}
	s.Shape = SockType.ExactShape()
	host := ""
	if h, ok := object.AsStr(hostname); ok {
		host = h.S
	}
	if server {
		s.conn = NewConn(ctx.prepare(th), true, src)
		if ctx.sni.Bound() {
			s.conn.wire.asks = true
			s.conn.onHello = s.hello
		}
		ctx.stats.accept++
	} else {
		s.slot = new(sessionSlot)
		s.conn = NewConn(ctx.client(th, host, s.slot), false, src)
		ctx.stats.connect++
	}
	return s, nil
}

// HostArgument is a server_hostname argument as ASCII text or None.
func HostArgument(th *Thread, v Value) (Value, error) {
	if v.IsNone() {
		return none, nil
	}
	text := ""
	if s, ok := object.AsStr(v); ok {
		text = s.S
	} else if b, ok := object.AsBytes(v); ok {
		text = string(b.B)
	} else {
		return Value{}, object.TypeErrorf("server_hostname must be str or None, not %s", v.Type().TypeName())
	}
	if strings.IndexByte(text, 0) >= 0 {
		return Value{}, object.TypeErrorf("argument must be encoded string without null bytes, not %s", v.Type().TypeName())
	}
	if text == "" || text[0] == '.' {
		return Value{}, object.ValueErrorf("server_hostname cannot be an empty string or start with a leading dot.")
	}
	for i := range len(text) {
		if text[i] >= 0x80 {
			r, err := object.CallMethod(th, object.StrValue(text), object.NewStr("encode"), object.StrValue("idna"))
			if err != nil {
				return Value{}, err
			}
			b, _ := object.AsBytes(r)
			return object.StrValue(string(b.B)), nil
		}
	}
	return object.StrValue(text), nil
}

// finish sets what _wrap_bio() and _wrap_socket() have in common.
func (s *Sock) finish(th *Thread, owner, session Value) (Value, error) {
	s.owner = owner
	if session.Bound() && !session.IsNone() {
		if err := s.setSession(session); err != nil {
			return Value{}, err
		}
	}
	return s.Value(), nil
}

func wrapBIO(th *Thread, a []Value) (Value, error) {
	var bio [2]*MemoryBIO
	for i, name := range []string{"incoming", "outgoing"} {
		b, ok := object.Cast[MemoryBIO](a[1+i], bioLayout)
		if !ok {
			return Value{}, object.TypeErrorf("_wrap_bio() argument '%s' must be _ssl.MemoryBIO, not %s", name, a[1+i].Type().TypeName())
		}
		bio[i] = b
	}
	server, err := object.Truth(th, a[3])
	if err != nil {
		return Value{}, err
	}
	host, err := HostArgument(th, a[4])
	if err != nil {
		return Value{}, err
	}
	s, err := NewSock(th, contextOf(a[0]), server, host, bio[0])
	if err != nil {
		return Value{}, err
	}
	s.out = bio[1]
	return s.finish(th, a[5], a[6])
}

// Object is the SSLObject or SSLSocket of the connection: made now, if it has none.
func (s *Sock) Object(th *Thread) (Value, error) {
	if !s.owner.IsNone() {
		return s.owner, nil
	}
	m, err := th.Interp.Host.Import(th, "ssl")
	if err != nil {
		return Value{}, err
	}
	cls, err := object.GetAttr(th, m, object.NewStr("SSLObject"))
	if err != nil {
		return Value{}, err
	}
	return object.CallMethod(th, cls, object.NewStr("_of"), s.Value())
}

// hello calls sni_callback.
func (s *Sock) hello(name string) (*tls.Config, error) {
	th, ctx, w := s.th, s.ctx, s.conn.wire
	text := none
	if name != "" {
		text = object.StrValue(name)
	}
	r, err := s.Object(th)
	if err == nil {
		r, err = object.Call3(th, ctx.sni, r, text, ctx.Value())
	}
	switch {
	case err != nil:
		th.Unraisable(err, "Exception ignored in ssl servername callback", ctx.sni)
		w.alert(40)
		return nil, &helloError{"CALLBACK_FAILED"}
	case !r.IsNone():
		code, err := object.AsIndex(th, r)
		if err != nil {
			th.Unraisable(err, "Exception ignored in ssl servername callback", r)
			code = 80
		}
		w.alert(byte(code))
		return nil, &helloError{"CALLBACK_FAILED"}
	case s.ctx != ctx:
		cfg := s.ctx.prepare(th)
		if len(s.ctx.certs) == 0 {
			w.alert(40)
			return nil, &helloError{"NO_SHARED_CIPHER"}
		}
		return cfg, nil
	}
	return nil, nil
}

// Handshake goes on with the handshake; ErrWant if input is missing, else a Python exception.
func (s *Sock) Handshake(th *Thread) error {
	if s.conn.HandshakeOver() {
		return s.fail(th, s.conn.err, inHandshake)
	}
	s.th = th
	err := s.conn.Handshake()
	s.th = nil
	if err == nil {
		if s.server {
			s.ctx.stats.acceptGood++
		} else {
			s.ctx.stats.connectGood++
		}
		state := s.conn.State()
		if state.DidResume {
			s.ctx.stats.hits++
		}
		s.ctx.keep(state.PeerCertificates, s.server)
	}
	return s.fail(th, err, inHandshake)
}

// usageOf is what the peer's certificate must be good for.
func usageOf(server bool) x509.ExtKeyUsage {
	if server {
		return x509.ExtKeyUsageClientAuth
	}
	return x509.ExtKeyUsageServerAuth
}

// keep adds the authority by which a peer was trusted to what get_ca_certs() shows, if it came from a directory.
func (x *Context) keep(peer []*x509.Certificate, server bool) {
	if len(x.store.paths) == 0 || len(peer) == 0 || x.trust == nil {
		return
	}
	if chain, err := x.trust.verify(peer, usageOf(server), "", 0); err == nil {
		x.store.add(chain[len(chain)-1])
	}
}

// fail makes a Python exception of an error, but ErrWant stays as it is.
func (s *Sock) fail(th *Thread, err error, at place) error {
	if err == nil || err == ErrWant {
		return err
	}
	return s.conn.raise(th, err, at)
}

// Conn is the state machine.
func (s *Sock) Conn() *Conn { return s.conn }

// Context is the SSLContext that the connection belongs to.
func (s *Sock) Context() *Context { return s.ctx }

// Raise makes the Python exception for an error of reading.
func (s *Sock) Raise(th *Thread, err error) error { return s.conn.raise(th, err, inRead) }

// RaiseWrite makes the Python exception for an error of writing.
func (s *Sock) RaiseWrite(th *Thread, err error) error { return s.conn.raise(th, err, inWrite) }

// drain moves the output into the outgoing BIO.
func (s *Sock) drain() {
	if s.out == nil {
		return // the output's owner looks after it
	}
	if b := s.conn.Output(); len(b) > 0 {
		s.out.add(b)
		s.conn.Sent(len(b))
	}
}

func sockHandshake(th *Thread, v Value) (Value, error) {
	s := sockOf(v)
	if s.sock.Bound() {
		return none, s.blockingHandshake(th)
	}
	err := s.Handshake(th)
	s.drain()
	if err == ErrWant {
		err = s.conn.raise(th, err, inHandshake)
	}
	return none, err
}

func sockRead(th *Thread, v, size, buffer Value) (Value, error) {
	s := sockOf(v)
	n, err := object.AsIndex(th, size)
	if err != nil {
		return Value{}, err
	}
	var p []byte
	into := buffer.Bound() && !buffer.IsNone()
	if into {
		b, release, err := object.AsBuffer(th, buffer, true)
		if err != nil {
			return Value{}, err
		}
		defer release()
		if n <= 0 || n > len(b) {
			n = len(b)
		}
		p = b[:n]
	} else {
		if n < 0 {
			return Value{}, object.ValueErrorf("size should not be negative")
		}
		// No more than a record comes at a time.
		p = make([]byte, min(n, MaxRecord))
	}
	got := 0
	if n > 0 {
		if s.sock.Bound() {
			got, err = s.blockingRead(th, p)
		} else {
			got, err = s.conn.Read(p)
			s.drain()
		}
	}
	if err == ErrClosed && !s.conn.sentClose {
		err = nil
	}
	if err != nil {
		return Value{}, s.conn.raise(th, err, inRead)
	}
	if into {
		return object.Int(int64(got)), nil
	}
	if got < len(p)/2 {
		p = slices.Clone(p[:got])
	}
	return object.BytesValue(p[:got]), nil
}

func sockWrite(th *Thread, v, data Value) (Value, error) {
	s := sockOf(v)
	p, release, err := object.AsBuffer(th, data, false)
	if err != nil {
		return Value{}, err
	}
	defer release()
	n := len(p)
	if s.sock.Bound() {
		n, err = s.blockingWrite(th, p)
	} else {
		err = s.conn.Write(p)
		s.drain()
	}
	if err != nil {
		return Value{}, s.conn.raise(th, err, inWrite)
	}
	return object.Int(int64(n)), nil
}

// Shutdown sends close_notify and looks for the peer's: ErrWant if that has not come.
func (s *Sock) Shutdown(th *Thread) error {
	c := s.conn
	if !c.HandshakeDone() || c.rawEOF {
		return reasonError(th, "SHUTDOWN_WHILE_IN_INIT", inShutdown)
	}
	if err := c.CloseWrite(); err != nil {
		return c.raise(th, err, inShutdown)
	}
	var b [1]byte
	n, err := 0, error(nil)
	if s.sock.Bound() {
		n, err = s.blockingRead(th, b[:])
	} else {
		n, err = c.Read(b[:])
		s.drain()
	}
	switch {
	case n > 0:
		return reasonError(th, "APPLICATION_DATA_AFTER_CLOSE_NOTIFY", inShutdown)
	case err == ErrClosed:
		return nil
	}
	return s.fail(th, err, inShutdown)
}

func sockShutdown(th *Thread, v Value) (Value, error) {
	s := sockOf(v)
	if err := s.Shutdown(th); err != nil {
		return Value{}, s.conn.raise(th, err, inShutdown)
	}
	return orNone(s.sock), nil
}

func (s *Sock) setSession(v Value) error {
	x, ok := object.Cast[Session](v, sessionLayout)
	switch {
	case !ok:
		return object.TypeErrorf("Value is not a SSLSession.")
	case x.ctx != s.ctx:
		return object.ValueErrorf("Session refers to a different SSLContext.")
	case s.server:
		return object.ValueErrorf("Cannot set session for server-side SSLSocket.")
	case s.conn.hs != nil || s.conn.HandshakeOver():
		return object.ValueErrorf("Cannot set session after handshake.")
	}
	s.slot.use, s.resumed = x.state, x
	return nil
}

func (s *Sock) getSession() Value {
	if !s.conn.HandshakeOver() {
		return none
	}
	switch {
	case s.slot == nil:
	case s.resumed != nil && s.conn.HandshakeDone() && s.conn.State().DidResume && s.conn.State().Version < tls.VersionTLS13:
		// Up to TLS 1.2 a session that is resumed is the same one.
		if s.session == nil {
			again := *s.resumed
			s.session = &again
		}
	case s.slot.got != nil && (s.session == nil || s.session.state != s.slot.got):
		s.session = newSession(s.ctx, s.slot.got)
	}
	if s.session == nil {
		s.session = newSession(s.ctx, nil)
	}
	return object.Of(&s.session.Header)
}

// PeerCert is getpeercert().
func (s *Sock) PeerCert(binary bool) (Value, error) {
	if !s.conn.HandshakeDone() {
		return Value{}, object.ValueErrorf("handshake not done yet")
	}
	certs := s.conn.State().PeerCertificates
	switch {
	case len(certs) == 0:
		return none, nil
	case binary:
		return object.BytesValue(certs[0].Raw), nil
	case s.ctx.verifyMode == certNone:
		return object.NewDict().Value(), nil
	}
	return certDict(certs[0]), nil
}

// Cipher is cipher().
func (s *Sock) Cipher() Value {
	if s.conn.HandshakeDone() {
		if x := suiteByID(s.conn.State().CipherSuite); x != nil {
			return x.tuple()
		}
	}
	return none
}

func (s *Sock) sharedCiphers() Value {
	w := s.conn.wire
	if !s.server || w.offered == nil {
		return none
	}
	var items []Value
	for _, x := range suites {
		if slices.Contains(w.offered, x.id) && (x.protocol == "TLSv1.3" || slices.Contains(w.usable, x.id)) {
			items = append(items, x.tuple())
		}
	}
	return object.ListValue(items...)
}

func (s *Sock) channelBinding(th *Thread, kind Value) (Value, error) {
	k, ok := object.AsStr(kind)
	if !ok {
		return Value{}, object.TypeErrorf("get_channel_binding() argument 'cb_type' must be str, not %s", kind.Type().TypeName())
	}
	if k.S != "tls-unique" {
		return Value{}, object.ValueErrorf("'%s' channel binding type not implemented", k.S)
	}
	if s.conn.HandshakeDone() {
		if b := s.conn.State().TLSUnique; b != nil {
			return object.BytesValue(slices.Clone(b)), nil
		}
	}
	return none, nil
}

func (s *Sock) verifiedChain(th *Thread) (Value, error) {
	peer := s.conn.State().PeerCertificates
	if len(peer) == 0 || s.ctx.verifyMode == certNone {
		return none, nil
	}
	s.ctx.prepare(th)
	chain, err := s.ctx.trust.verify(peer, usageOf(s.server), "", 0)
	if err != nil {
		return none, nil
	}
	return certificates(chain), nil
}

func init() {
	t := SockType
	t.Module, t.Doc = "_ssl", "The native part of a connection."
	t.Flags |= object.FlagNoNew
	get := func(name, doc string, f func(s *Sock) Value) object.GetSet {
		return object.GetSet{Name: name, Doc: doc, Get: func(th *Thread, v Value) (Value, error) { return f(sockOf(v)), nil }}
	}
	method := func(sig, doc string, f func(s *Sock) Value) Func {
		return Func{Sig: sig, Doc: doc, Fn: object.F1(func(th *Thread, v Value) (Value, error) { return f(sockOf(v)), nil })}
	}
	ctx := get("context", "The SSLContext; setting it is for sni_callback.", func(s *Sock) Value { return s.ctx.Value() })
	ctx.Set = func(th *Thread, v, val Value) error {
		x, ok := AsContext(val)
		if !ok {
			return object.TypeErrorf("The value must be a SSLContext")
		}
		sockOf(v).ctx = x
		return nil
	}
	owner := get("owner", "The SSLObject or SSLSocket.", func(s *Sock) Value { return s.owner })
	owner.Set = func(th *Thread, v, val Value) error {
		sockOf(v).owner = orNone(val)
		return nil
	}
	session := get("session", "What can be resumed.", (*Sock).getSession)
	session.Set = func(th *Thread, v, val Value) error {
		if !val.Bound() {
			return noDeleter("session")
		}
		return sockOf(v).setSession(val)
	}
	t.GetSets = []object.GetSet{
		ctx, owner, session,
		get("server_side", "Whether this is the server's end.", func(s *Sock) Value { return object.Bool(s.server) }),
		get("server_hostname", "The server's name.", func(s *Sock) Value { return s.host }),
		get("session_reused", "Whether a session was resumed.", func(s *Sock) Value {
			return object.Bool(s.conn.HandshakeDone() && s.conn.State().DidResume)
		}),
	}
	t.Methods = []Func{
		{Sig: "do_handshake()", Doc: "Agree on keys.", Fn: object.F1(sockHandshake)},
		{Sig: "read(size, buffer=NULL, /)", Doc: "Read up to size bytes, into a buffer if one is given.", Fn: object.F3(sockRead)},
		{Sig: "write(b, /)", Doc: "Send bytes; returns how many.", Fn: object.F2(sockWrite)},
		{Sig: "shutdown()", Doc: "Close the connection in both directions.", Fn: object.F1(sockShutdown)},
		method("pending()", "How many bytes can be read at once.", func(s *Sock) Value { return object.Int(int64(s.conn.Pending())) }),
		{Sig: "getpeercert(binary_mode=False, /)", Doc: "The peer's certificate.", Fn: object.F2(func(th *Thread, v, binary Value) (Value, error) {
			der, err := object.Truth(th, binary)
			if err != nil {
				return Value{}, err
			}
			return sockOf(v).PeerCert(der)
		})},
		method("cipher()", "The cipher suite: name, protocol, bits.", (*Sock).Cipher),
		method("shared_ciphers()", "The cipher suites of both sides.", (*Sock).sharedCiphers),
		method("version()", "The protocol.", func(s *Sock) Value {
			if !s.conn.HandshakeDone() {
				return none
			}
			return object.StrValue(versionName(s.conn.State().Version))
		}),
		method("selected_alpn_protocol()", "The protocol agreed on by ALPN.", func(s *Sock) Value {
			if !s.conn.HandshakeDone() || s.conn.State().NegotiatedProtocol == "" {
				return none
			}
			return object.StrValue(s.conn.State().NegotiatedProtocol)
		}),
		method("compression()", "None: there is no compression.", func(*Sock) Value { return none }),
		{Sig: "get_channel_binding(cb_type='tls-unique')", Doc: "What ties other protocols to this connection.", Fn: object.F2(func(th *Thread, v, kind Value) (Value, error) {
			return sockOf(v).channelBinding(th, kind)
		})},
		{Sig: "get_verified_chain()", Doc: "The peer's certificates up to the trusted one.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
			if !sockOf(v).conn.HandshakeDone() {
				return none, nil
			}
			return sockOf(v).verifiedChain(th)
		})},
		method("get_unverified_chain()", "The certificates that the peer sent.", func(s *Sock) Value {
			if !s.conn.HandshakeDone() || len(s.conn.State().PeerCertificates) == 0 {
				return none
			}
			return certificates(s.conn.State().PeerCertificates)
		}),
		// Differs: crypto/tls cannot ask for a certificate once the handshake is done.
		{Sig: "verify_client_post_handshake()", Doc: "Not supported.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
			return Value{}, object.NewExcf(object.NotImplementedErrorType, "Post-handshake auth is not supported by your OpenSSL version.")
		})},
	}
}
