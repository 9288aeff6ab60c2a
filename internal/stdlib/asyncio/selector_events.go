package asyncio

import (
	"slices"

	"ouro/internal/aio"
	"ouro/internal/object"
)

// The methods of BaseEventLoop for the network and for subprocesses. Making connections is written in Python, in asyncio.base_events; what
// it needs of transports and servers stands here.

const (
	networkModule = "asyncio.base_events"
	socketsModule = "asyncio._sockets"
	processModule = "asyncio.base_subprocess"
	unixModule    = "asyncio.unix_events"
)

var coldMethods = []object.Func{
	{Sig: "async getaddrinfo(host, port, *, family=0, type=0, proto=0, flags=0)", Doc: "socket.getaddrinfo() in the executor.", Fn: cold(networkModule, "getaddrinfo")},
	{Sig: "async getnameinfo(sockaddr, flags=0)", Doc: "socket.getnameinfo() in the executor.", Fn: cold(networkModule, "getnameinfo")},
	{Sig: "async create_connection(protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False)", Doc: "Connect to a server; returns transport and protocol.", Fn: cold(networkModule, "create_connection")},
	{Sig: "async create_server(protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)", Doc: "Make a server of TCP connections.", Fn: cold(networkModule, "create_server")},
	{Sig: "async connect_accepted_socket(protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Make a transport of a socket that was accepted elsewhere.", Fn: cold(networkModule, "connect_accepted_socket")},
	{Sig: "async create_datagram_endpoint(protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None)", Doc: "Make a datagram socket's transport and protocol.", Fn: cold(networkModule, "create_datagram_endpoint")},
	{Sig: "async connect_read_pipe(protocol_factory, pipe)", Doc: "Make a transport that reads from a pipe.", Fn: cold(networkModule, "connect_read_pipe")},
	{Sig: "async connect_write_pipe(protocol_factory, pipe)", Doc: "Make a transport that writes to a pipe.", Fn: cold(networkModule, "connect_write_pipe")},
	{Sig: "async start_tls(transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Make a connection one of TLS.", Fn: cold(networkModule, "start_tls")},
	{Sig: "async sendfile(transport, file, offset=0, count=None, *, fallback=True)", Doc: "Send a file through a transport.", Fn: cold(networkModule, "sendfile")},
	{Sig: "async _sendfile_native(transp, file, offset, count)", Doc: "Send a file without reading it: not here.", Fn: cold(networkModule, "_sendfile_native")},
	{Sig: "async _sendfile_fallback(transp, file, offset, count)", Doc: "Send a file by reading it.", Fn: cold(networkModule, "_sendfile_fallback")},
	{Sig: "async sock_sendfile(sock, file, offset=0, count=None, *, fallback=True)", Doc: "Send a file through a socket.", Fn: cold(networkModule, "sock_sendfile")},
	{Sig: "async _sock_sendfile_native(sock, file, offset, count)", Doc: "Send a file without reading it: not here.", Fn: cold(networkModule, "_sock_sendfile_native")},
	{Sig: "async _sock_sendfile_fallback(sock, file, offset, count)", Doc: "Send a file by reading it.", Fn: cold(networkModule, "_sock_sendfile_fallback")},
	{Sig: "async subprocess_exec(protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs)", Doc: "Start a program.", Fn: cold(processModule, "subprocess_exec")},
	{Sig: "async subprocess_shell(protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs)", Doc: "Start a command of the shell.", Fn: cold(processModule, "subprocess_shell")},
}

// What a loop without a way to watch descriptors has not.
var bareMethods = abstract("BaseEventLoop", []string{"_make_socket_transport(sock, protocol, waiter=None, *, extra=None, server=None)",
	"_make_ssl_transport(rawsock, protocol, sslcontext, waiter=None, *, server_side=False, server_hostname=None, extra=None, server=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, call_connection_made=True)",
	"_make_datagram_transport(sock, protocol, address=None, waiter=None, extra=None)",
	"_make_read_pipe_transport(pipe, protocol, waiter=None, extra=None)", "_make_write_pipe_transport(pipe, protocol, waiter=None, extra=None)",
	"async _make_subprocess_transport(protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs)",
	"_process_events(event_list)", "_write_to_self()"})

var selectorMethods = []object.Func{
	{Sig: "async sock_recv(sock, n)", Doc: "Receive up to n bytes.", Fn: cold(socketsModule, "sock_recv")},
	{Sig: "async sock_recv_into(sock, buf)", Doc: "Receive into a buffer.", Fn: cold(socketsModule, "sock_recv_into")},
	{Sig: "async sock_recvfrom(sock, bufsize)", Doc: "Receive a datagram and its sender.", Fn: cold(socketsModule, "sock_recvfrom")},
	{Sig: "async sock_recvfrom_into(sock, buf, nbytes=0)", Doc: "Receive a datagram into a buffer.", Fn: cold(socketsModule, "sock_recvfrom_into")},
	{Sig: "async sock_sendall(sock, data)", Doc: "Send all of the data.", Fn: cold(socketsModule, "sock_sendall")},
	{Sig: "async sock_sendto(sock, data, address)", Doc: "Send a datagram.", Fn: cold(socketsModule, "sock_sendto")},
	{Sig: "async sock_connect(sock, address)", Doc: "Connect a socket.", Fn: cold(socketsModule, "sock_connect")},
	{Sig: "async sock_accept(sock)", Doc: "Accept a connection.", Fn: cold(socketsModule, "sock_accept")},
	{Sig: "async _sendfile_native(transp, file, offset, count)", Doc: "Send a file through a transport's socket.", Fn: cold(selectorModule, "_sendfile_native")},
	{Sig: "_make_socket_transport(sock, protocol, waiter=None, *, extra=None, server=None)", Doc: "Make the transport of a connected socket.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		lp := loopOf(a[0])
		if !lp.owns(a[1]) {
			return coldCall(th, selectorModule, "_make_socket_transport", a...)
		}
		fd, err := fdOf(th, a[1])
		if err != nil {
			return Value{}, err
		}
		if err := lp.noTransport(th, fd, object.Int(int64(fd))); err != nil {
			return Value{}, err
		}
		t, err := newSocketTransport(th, lp, fd, a[1], a[2], a[3], a[5])
		if err != nil {
			return Value{}, err
		}
		if d, ok := object.AsDict(a[4]); ok {
			for k, v := range d.All() {
				t.setExtra(text(k), v)
			}
		}
		return t.value(), nil
	})},
	{Sig: "_make_datagram_transport(sock, protocol, address=None, waiter=None, extra=None)", Doc: "Make the transport of a datagram socket.", Fn: cold(selectorModule, "_make_datagram_transport")},
	{Sig: "_accept_connection(protocol_factory, sock, sslcontext=None, server=None, backlog=100, ssl_handshake_timeout=60.0, ssl_shutdown_timeout=30.0)", Doc: "Accept the connections there are.", Fn: cold(selectorModule, "_accept_connection")},
	{Sig: "async _accept_connection2(protocol_factory, conn, extra, sslcontext=None, server=None, ssl_handshake_timeout=60.0, ssl_shutdown_timeout=30.0)", Doc: "Make protocol and transport of a connection.", Fn: cold(selectorModule, "_accept_connection2")},
	{Sig: "_start_serving(protocol_factory, sock, sslcontext=None, server=None, backlog=100, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Accept connections of a listening socket.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		if !loopOf(a[0]).owns(a[2]) {
			return coldCall(th, selectorModule, "_start_serving", a...)
		}
		fd, err := fdOf(th, a[2])
		if err != nil {
			return Value{}, err
		}
		backlog, err := object.AsIndex(th, a[5])
		if err != nil {
			return Value{}, err
		}
		ctx, err := copyContext(th)
		if err != nil {
			return Value{}, err
		}
		lp := loopOf(a[0])
		if lp.closedFlag {
			return Value{}, loopClosed()
		}
		acc := &acceptor{lp: lp, fd: fd, backlog: min(max(backlog, 0), 1<<16), factory: a[1], sock: a[2], server: a[4], ctx: ctx, tls: a[3], tlsTimeouts: [2]Value{a[6], a[7]}}
		if _, errno := lp.l.AddReader(fd, acc); errno != 0 {
			return Value{}, object.NewOSError(int(errno))
		}
		return None, nil
	})},
	{Sig: "_stop_serving(sock)", Doc: "End what _start_serving() began.", Fn: object.F2(func(th *Thread, self, sock Value) (Value, error) {
		if !loopOf(self).owns(sock) {
			return coldCall(th, selectorModule, "_stop_serving", self, sock)
		}
		fd, err := fdOf(th, sock)
		if err != nil {
			return Value{}, err
		}
		lp := loopOf(self)
		if !lp.closedFlag {
			if acc, ok := lp.l.RemoveReader(fd).(*acceptor); ok {
				lp.l.StopTimer(&acc.timer)
			}
		}
		_, err = object.CallMethod(th, sock, nClose)
		return None, err
	})},
}

// networkFuncs are for the modules written in Python.
var networkFuncs = []object.Func{
	{Sig: "_poller(loop)", Doc: "The descriptor of the loop's own poller, -1 if it has none.", Fn: object.F1(func(th *Thread, loop Value) (Value, error) {
		if lp := nativeLoop(loop); lp != nil {
			return object.Int(int64(lp.l.Descriptor())), nil
		}
		return object.Int(-1), nil
	})},
	{Sig: "_watched(loop)", Doc: "A list of descriptor, reader and writer for what the loop watches itself.", Fn: object.F1(watchedBy)},
	{Sig: "_watch_child(loop, pid, callback)", Doc: "Have callback(pid, status) called on the loop when the child has ended.", Fn: object.F3(watchChild)},
	{Sig: "_server_protocol(callback, limit, loop)", Doc: "The protocol of a connection of start_server().", Fn: object.F3(newServerProtocol)},
	{Sig: "_coroutine_format(coro)", Doc: "What a repr shows of a coroutine.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		return object.StrValue(formatCoroutine(th, v)), nil
	})},
}

// watchedBy is _watched(loop).
func watchedBy(th *Thread, loop Value) (Value, error) {
	lp := nativeLoop(loop)
	if lp == nil {
		return object.ListValue(), nil
	}
	var rows []Value
	shown := func(cb aio.Callback) Value {
		if h := lp.handleOf(cb); h.Ref != nil {
			return h
		}
		return object.Bool(cb != nil)
	}
	lp.l.EachWatch(func(fd int, reader, writer aio.Callback) {
		rows = append(rows, object.TupleValue(object.Int(int64(fd)), shown(reader), shown(writer)))
	})
	return object.ListValue(rows...), nil
}

// owns tells whether the loop may take care of a socket natively: it watches descriptors itself, and this is a real socket.
func (lp *Loop) owns(sock Value) bool {
	return lp.selector.Ref == nil && lp.overrides()&overWatch == 0 && isSocket(sock)
}

// isSocket reports whether v is a socket.socket.
func isSocket(v Value) bool {
	for t := v.Type(); t != nil; t = t.Base {
		if t.Name == "socket" && !t.IsHeap() {
			return true
		}
	}
	return false
}

func init() {
	BaseLoopType.Methods = slices.Concat(loopMethods, coldMethods, bareMethods)
	t := SelectorLoopType
	bindInit(t, "BaseSelectorEventLoop.__init__(selector=None)", func(th *Thread, self Value, a []Value) error {
		return loopOf(self).initSelector(th, a[0])
	})
	t.GetSets = []object.GetSet{
		{Name: "_transports", Get: func(th *Thread, v Value) (Value, error) {
			lp := loopOf(v)
			if lp.others.Ref == nil {
				cls, err := importAttr(th, "weakref", "WeakValueDictionary")
				if err != nil {
					return Value{}, err
				}
				if lp.others, err = object.Call0(th, cls); err != nil {
					return Value{}, err
				}
			}
			return lp.others, nil
		}, Set: func(th *Thread, v, val Value) error { loopOf(v).others = val; return nil }},
		{Name: "_internal_fds", Get: func(th *Thread, v Value) (Value, error) { return object.Int(int64(loopOf(v).internalFDs)), nil },
			Set: func(th *Thread, v, val Value) error {
				if val.Ref == nil {
					return cannotDelete()
				}
				n, err := object.AsIndex(th, val)
				loopOf(v).internalFDs = n
				return err
			}},
	}
}
