package asyncio

import (
	"ouro/internal/aio"
	"ouro/internal/object"
)

// SSLTransport is what the application's protocol sees of a connection of TLS: asyncio.sslproto._SSLProtocolTransport.
type SSLTransport struct {
	baseTransport
	p      *SSLProtocol
	closed bool
}

var (
	sslTransportLayout = object.NewLayout[SSLTransport]()
	SSLTransportType   = object.NewType("_SSLProtocolTransport", TransportType, sslTransportLayout)
)

func (x *SSLTransport) value() Value { return object.Of(&x.Header) }

// recv reads once from a descriptor into the loop's buffer.
func (p *SSLProtocol) recv(fd int) (buf []byte, n int, errno aio.Errno) {
	buf = p.buffers().cipher
	n, errno = aio.RecvInto(fd, buf)
	return buf, n, errno
}

func (x *SSLTransport) write(th *Thread, data []byte) error {
	if len(data) == 0 {
		return nil
	}
	return x.p.write(th, data)
}

func (x *SSLTransport) close(th *Thread) error {
	if x.closed {
		return nil
	}
	x.closed = true
	return x.p.startShutdown(th)
}

// sslPayload is payload with the text of this transport's errors.
func sslPayload(th *Thread, v Value) ([]byte, error) {
	if _, ok := object.AsStr(v); ok || !object.IsBufferLike(v) {
		return nil, object.TypeErrorf("data: expecting a bytes-like instance, got %s", v.Type().Name)
	}
	return payload(th, v)
}

func init() {
	t := SSLTransportType
	of := func(v Value) *SSLTransport { return object.Unchecked[SSLTransport](v) }
	t.Module, t.Doc = "asyncio.sslproto", "The transport of a connection of TLS."
	t.Flags |= object.FlagNoNew
	limits := func(sig, doc string, dflt int, fields func(p *SSLProtocol) (high, low *int), apply func(p *SSLProtocol, th *Thread) error) object.Func {
		return object.Func{Sig: sig, Doc: doc, Fn: object.F3(func(th *Thread, self, high, low Value) (Value, error) {
			h, l, err := setLimits(th, high, low, dflt)
			if err != nil {
				return Value{}, err
			}
			p := of(self).p
			ph, pl := fields(p)
			*ph, *pl = h, l
			return None, apply(p, th)
		})}
	}
	outFields := func(p *SSLProtocol) (*int, *int) { return &p.outHigh, &p.outLow }
	inFields := func(p *SSLProtocol) (*int, *int) { return &p.inHigh, &p.inLow }
	pair := func(fields func(p *SSLProtocol) (*int, *int)) object.Fn {
		return object.F1(func(th *Thread, self Value) (Value, error) {
			h, l := fields(of(self).p)
			return object.TupleValue(object.Int(int64(*l)), object.Int(int64(*h))), nil
		})
	}
	t.Methods = []object.Func{
		{Sig: "get_extra_info(name, default=None)", Doc: "peercert, cipher, compression, sslcontext, ssl_object, or what the transport below knows.", Fn: object.F3(func(th *Thread, self, name, dflt Value) (Value, error) {
			return of(self).p.extraInfo(th, name, dflt)
		})},
		{Sig: "set_protocol(protocol)", Doc: "Change the protocol.", Fn: object.F2(func(th *Thread, self, p Value) (Value, error) {
			of(self).p.setApp(p)
			return None, nil
		})},
		{Sig: "get_protocol()", Doc: "The protocol.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return orNone(of(self).p.app), nil })},
		{Sig: "is_closing()", Doc: "Whether it is closed or about to be.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(of(self).closed), nil
		})},
		{Sig: "close()", Doc: "Close the connection once all is sent.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).close(th) })},
		{Sig: "is_reading()", Doc: "Whether it reads.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Bool(of(self).p.flags&tlsAppPaused == 0), nil
		})},
		{Sig: "pause_reading()", Doc: "Stop reading.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).p.flags |= tlsAppPaused
			return None, nil
		})},
		{Sig: "resume_reading()", Doc: "Read again.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return None, of(self).p.resumeReading(th) })},
		limits("set_write_buffer_limits(high=None, low=None)", "Set when the protocol is told to pause and to resume writing.", 512<<10, outFields, (*SSLProtocol).controlApp),
		{Sig: "get_write_buffer_limits()", Doc: "The low and the high limit of writing.", Fn: pair(outFields)},
		{Sig: "get_write_buffer_size()", Doc: "How many bytes wait to be sent.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Int(int64(of(self).p.waiting())), nil
		})},
		limits("set_read_buffer_limits(high=None, low=None)", "Set when the transport below is paused.", 256<<10, inFields, (*SSLProtocol).holdInput),
		{Sig: "get_read_buffer_limits()", Doc: "The low and the high limit of reading.", Fn: pair(inFields)},
		{Sig: "get_read_buffer_size()", Doc: "How many bytes have come and were not read.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return object.Int(int64(len(of(self).p.in.data))), nil
		})},
		{Sig: "write(data)", Doc: "Send bytes, sooner or later.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			b, err := sslPayload(th, data)
			if err != nil {
				return Value{}, err
			}
			return None, of(self).write(th, b)
		})},
		{Sig: "writelines(list_of_data)", Doc: "Send pieces of bytes one after the other.", Fn: object.F2(func(th *Thread, self, list Value) (Value, error) {
			return None, object.Each(th, list, func(v Value) (bool, error) {
				b, err := sslPayload(th, v)
				if err == nil {
					err = of(self).write(th, b)
				}
				return false, err
			})
		})},
		{Sig: "write_eof()", Doc: "Fail: TLS has no half-closed connections.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			return Value{}, object.NewExc(object.NotImplementedErrorType)
		})},
		{Sig: "can_write_eof()", Doc: "False.", Fn: object.F1(func(th *Thread, self Value) (Value, error) { return object.False, nil })},
		{Sig: "abort()", Doc: "Close the connection at once.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).closed = true
			return None, of(self).p.abort(th, None)
		})},
		{Sig: "_force_close(exc)", Doc: "Close the connection at once, because of an exception.", Fn: object.F2(func(th *Thread, self, exc Value) (Value, error) {
			of(self).closed = true
			return None, of(self).p.abort(th, exc)
		})},
		{Sig: "_test__append_write_backlog(data)", Doc: "Write without sending, for tests.", Fn: object.F2(func(th *Thread, self, data Value) (Value, error) {
			b, err := sslPayload(th, data)
			if err == nil {
				of(self).p.queue(b)
			}
			return None, err
		})},
	}
	t.GetSets = []object.GetSet{
		sendfileMode("FALLBACK"),
		{Name: "_ssl_protocol", Get: func(th *Thread, v Value) (Value, error) { return of(v).p.value(), nil }},
		{Name: "_loop", Get: func(th *Thread, v Value) (Value, error) { return of(v).p.loop, nil }},
		{Name: "_closed", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).closed), nil }},
		{Name: "_protocol_paused", Get: func(th *Thread, v Value) (Value, error) { return object.Bool(of(v).p.flags&tlsAppFull != 0), nil }},
	}
	t.Attrs = func() map[string]Value { return map[string]Value{"_start_tls_compatible": object.True} }
	initSSLProtocol()
}

func initSSLProtocol() {
	t := SSLProtocolType
	of := func(v Value) *SSLProtocol { return object.Unchecked[SSLProtocol](v) }
	t.Module, t.Doc = "asyncio.sslproto", "The protocol that makes a transport one of TLS."
	t.Constructor = &object.Func{Sig: "SSLProtocol(*args, **kwargs)", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		c, _ := object.AsType(a[0])
		return object.NewObject[SSLProtocol](th, c).value(), nil
	})}
	bindInit(t, "SSLProtocol.__init__(loop, app_protocol, sslcontext, waiter, server_side=False, server_hostname=None, call_connection_made=True, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)",
		func(th *Thread, self Value, a []Value) error { return of(self).init(th, a) })
	done := func(f func(p *SSLProtocol, th *Thread) error) object.Fn {
		return object.F1(func(th *Thread, self Value) (Value, error) { return None, f(of(self), th) })
	}
	late := func(what string, v Value, th *Thread) string {
		return what + " is taking longer than " + text(mustStr(th, v)) + " seconds: aborting the connection"
	}
	t.Methods = []object.Func{
		{Sig: "connection_made(transport)", Doc: "Begin the handshake.", Fn: object.F2(func(th *Thread, self, tr Value) (Value, error) { return None, of(self).connectionMade(th, tr) })},
		{Sig: "connection_lost(exc)", Doc: "Tell the application.", Fn: object.F2(func(th *Thread, self, exc Value) (Value, error) { return None, of(self).connectionLost(th, exc) })},
		{Sig: "get_buffer(n)", Doc: "A buffer for what comes.", Fn: object.F2(func(th *Thread, self, n Value) (Value, error) {
			p := of(self)
			if p.buffer == nil {
				p.buffer = object.NewByteArray(make([]byte, tlsBufferSize))
			}
			return p.buffer.Value(), nil
		})},
		{Sig: "buffer_updated(nbytes)", Doc: "Decrypt what has come.", Fn: object.F2(func(th *Thread, self, n Value) (Value, error) {
			p := of(self)
			k, err := object.AsIndex(th, n)
			if err != nil || p.buffer == nil {
				return None, err
			}
			return None, p.received(th, p.buffer.B[:max(0, min(k, len(p.buffer.B)))])
		})},
		{Sig: "eof_received()", Doc: "Close, as the input has ended.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			p := of(self)
			keep, err := p.eofReceived(th)
			if err != nil {
				if !p.transport.IsNone() {
					object.CallMethod(th, p.transport, nClose)
				}
				return Value{}, err
			}
			return object.Bool(keep), nil
		})},
		{Sig: "pause_writing()", Doc: "Give the transport nothing for now.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).flags |= tlsFull
			return None, nil
		})},
		{Sig: "resume_writing()", Doc: "Give the transport what has gathered.", Fn: object.F1(func(th *Thread, self Value) (Value, error) {
			of(self).flags &^= tlsFull
			return None, of(self).send(th)
		})},
		{Sig: "_set_app_protocol(app_protocol)", Doc: "Change the application's protocol.", Fn: object.F2(func(th *Thread, self, app Value) (Value, error) {
			of(self).setApp(app)
			return None, nil
		})},
		{Sig: "_get_extra_info(name, default=None)", Doc: "What is known of the connection.", Fn: object.F3(func(th *Thread, self, name, dflt Value) (Value, error) {
			return of(self).extraInfo(th, name, dflt)
		})},
		{Sig: "_wakeup_waiter(exc=None)", Doc: "Tell who waits for the connection.", Fn: object.F2(func(th *Thread, self, exc Value) (Value, error) { return None, of(self).wake(th, exc) })},
		{Sig: "_fatal_error(exc, message='Fatal error on transport')", Doc: "End the connection because of an error.", Fn: object.F3(func(th *Thread, self, exc, msg Value) (Value, error) {
			return None, of(self).fatal(th, exc, text(msg))
		})},
		{Sig: "_abort(exc)", Doc: "Give the connection up.", Fn: object.F2(func(th *Thread, self, exc Value) (Value, error) { return None, of(self).abort(th, exc) })},
		{Sig: "_take_buffered(reader)", Doc: "Take over what a StreamReader has buffered.", Fn: object.F2(func(th *Thread, self, reader Value) (Value, error) {
			if r, ok := object.Cast[StreamReader](reader, streamReaderLayout); ok {
				return None, of(self).take(th, r)
			}
			return None, nil
		})},
		{Sig: "_start_shutdown()", Doc: "Begin to close.", Fn: done((*SSLProtocol).startShutdown)},
		{Sig: "_do_read()", Doc: "Give the application what has come.", Fn: done((*SSLProtocol).read)},
		{Sig: "_resumed()", Doc: "Go on after reading was paused.", Fn: done((*SSLProtocol).resumed)},
		{Sig: "_check_handshake_timeout()", Doc: "Give up a handshake that takes too long.", Fn: done(func(p *SSLProtocol, th *Thread) error {
			p.timer = Value{}
			if p.state != tlsHandshake {
				return nil
			}
			return p.fatal(th, object.NewExcf(object.ConnectionAbortedErrorType, "%s", late("SSL handshake", p.handshakeTimeout, th)).Value(), "Fatal error on transport")
		})},
		{Sig: "_check_shutdown_timeout()", Doc: "Give up closing that takes too long.", Fn: done(func(p *SSLProtocol, th *Thread) error {
			p.timer = Value{}
			if p.state != tlsFlushing && p.state != tlsShutdown {
				return nil
			}
			return p.force(th, object.NewExcf(object.TimeoutErrorType, "SSL shutdown timed out").Value())
		})},
	}
	shown := func(i int, name string, dflt func(p *SSLProtocol) Value) object.GetSet {
		return object.GetSet{Name: name,
			Get: func(th *Thread, v Value) (Value, error) {
				if x := of(v).shown[i]; x.Ref != nil {
					return x, nil
				}
				return dflt(of(v)), nil
			},
			Set: func(th *Thread, v, val Value) error {
				of(v).shown[i] = val
				return nil
			}}
	}
	get := func(name string, f func(p *SSLProtocol) Value) object.GetSet {
		return object.GetSet{Name: name, Get: func(th *Thread, v Value) (Value, error) { return f(of(v)), nil }}
	}
	t.GetSets = []object.GetSet{
		get("_app_transport", func(p *SSLProtocol) Value {
			if p.tr == nil {
				return None
			}
			return p.tr.value()
		}),
		get("_app_protocol", func(p *SSLProtocol) Value { return orNone(p.app) }),
		get("_transport", func(p *SSLProtocol) Value { return orNone(p.transport) }),
		get("_loop", func(p *SSLProtocol) Value { return orNone(p.loop) }),
		get("_waiter", func(p *SSLProtocol) Value { return orNone(p.waiter) }),
		get("_sslcontext", func(p *SSLProtocol) Value { return orNone(p.context) }),
		get("_server_side", func(p *SSLProtocol) Value { return object.Bool(p.flags&tlsServer != 0) }),
		get("_server_hostname", func(p *SSLProtocol) Value { return orNone(p.host) }),
		get("_ssl_handshake_timeout", func(p *SSLProtocol) Value { return orNone(p.handshakeTimeout) }),
		get("_ssl_shutdown_timeout", func(p *SSLProtocol) Value { return orNone(p.shutdownTimeout) }),
		get("_extra", func(p *SSLProtocol) Value {
			if p.extra == nil {
				return None
			}
			return p.extra.Value()
		}),
		{Name: "_state", Get: func(th *Thread, v Value) (Value, error) {
			e, err := importAttr(th, "asyncio.sslproto", "SSLProtocolState")
			if err != nil {
				return Value{}, err
			}
			return object.GetAttr(th, e, object.NewStr([...]string{"UNWRAPPED", "DO_HANDSHAKE", "WRAPPED", "FLUSHING", "SHUTDOWN"}[of(v).state]))
		}},
		shown(0, "_sslobj", func(p *SSLProtocol) Value {
			if p.sock == nil {
				return None
			}
			return p.sock.Value()
		}),
		shown(1, "_incoming", func(*SSLProtocol) Value { return None }),
		shown(2, "_outgoing", func(*SSLProtocol) Value { return None }),
	}
}

// sslMethods are the methods of BaseSelectorEventLoop for TLS.
var sslMethods = []object.Func{
	{Sig: "_make_ssl_transport(rawsock, protocol, sslcontext, waiter=None, *, server_side=False, server_hostname=None, extra=None, server=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)",
		Doc: "Make the transport of a connected socket for TLS.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
			p := new(SSLProtocol)
			p.Shape = SSLProtocolType.ExactShape()
			if err := p.init(th, []Value{a[0], a[2], a[3], a[4], a[5], a[6], object.True, a[9], a[10]}); err != nil {
				return Value{}, err
			}
			m, err := object.GetAttr(th, a[0], object.NewStr("_make_socket_transport"))
			if err == nil {
				_, err = object.Call(th, m, []Value{a[1], p.value(), a[7], a[8]}, []*Str{object.NewStr("extra"), object.NewStr("server")})
			}
			if err != nil {
				return Value{}, err
			}
			return p.tr.value(), nil
		})},
}
