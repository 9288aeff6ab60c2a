package asyncio

import (
	"ouro/internal/object"
)

// The methods of BaseEventLoop for the network and for subprocesses. Making connections is written in Python, in asyncio._network; what
// it needs of transports and servers stands here.

const (
	networkModule = "asyncio._network"
	socketsModule = "asyncio._sockets"
	processModule = "asyncio.base_subprocess"
)

var coldMethods = []object.Func{
	{Sig: "getaddrinfo(host, port, *, family=0, type=0, proto=0, flags=0)", Doc: "socket.getaddrinfo() in the executor.", Fn: cold(networkModule, "getaddrinfo")},
	{Sig: "getnameinfo(sockaddr, flags=0)", Doc: "socket.getnameinfo() in the executor.", Fn: cold(networkModule, "getnameinfo")},
	{Sig: "create_connection(protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None, all_errors=False)", Doc: "Connect to a server; returns transport and protocol.", Fn: cold(networkModule, "create_connection")},
	{Sig: "create_server(protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True)", Doc: "Make a server of TCP connections.", Fn: cold(networkModule, "create_server")},
	{Sig: "create_unix_connection(protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Connect to a Unix socket.", Fn: cold(networkModule, "create_unix_connection")},
	{Sig: "create_unix_server(protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True, cleanup_socket=True)", Doc: "Make a server on a Unix socket.", Fn: cold(networkModule, "create_unix_server")},
	{Sig: "connect_accepted_socket(protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Make a transport of a socket that was accepted elsewhere.", Fn: cold(networkModule, "connect_accepted_socket")},
	{Sig: "create_datagram_endpoint(protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_port=None, allow_broadcast=None, sock=None)", Doc: "Make a datagram socket's transport and protocol.", Fn: cold(networkModule, "create_datagram_endpoint")},
	{Sig: "connect_read_pipe(protocol_factory, pipe)", Doc: "Make a transport that reads from a pipe.", Fn: cold(networkModule, "connect_read_pipe")},
	{Sig: "connect_write_pipe(protocol_factory, pipe)", Doc: "Make a transport that writes to a pipe.", Fn: cold(networkModule, "connect_write_pipe")},
	{Sig: "start_tls(transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)", Doc: "Make a connection one of TLS.", Fn: cold(networkModule, "start_tls")},
	{Sig: "sendfile(transport, file, offset=0, count=None, *, fallback=True)", Doc: "Send a file through a transport.", Fn: cold(networkModule, "sendfile")},
	{Sig: "subprocess_exec(protocol_factory, program, *args, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs)", Doc: "Start a program.", Fn: cold(processModule, "subprocess_exec")},
	{Sig: "subprocess_shell(protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs)", Doc: "Start a command of the shell.", Fn: cold(processModule, "subprocess_shell")},
	{Sig: "sock_recv(sock, n)", Doc: "Receive up to n bytes.", Fn: cold(socketsModule, "sock_recv")},
	{Sig: "sock_recv_into(sock, buf)", Doc: "Receive into a buffer.", Fn: cold(socketsModule, "sock_recv_into")},
	{Sig: "sock_recvfrom(sock, bufsize)", Doc: "Receive a datagram and its sender.", Fn: cold(socketsModule, "sock_recvfrom")},
	{Sig: "sock_recvfrom_into(sock, buf, nbytes=0)", Doc: "Receive a datagram into a buffer.", Fn: cold(socketsModule, "sock_recvfrom_into")},
	{Sig: "sock_sendall(sock, data)", Doc: "Send all of the data.", Fn: cold(socketsModule, "sock_sendall")},
	{Sig: "sock_sendto(sock, data, address)", Doc: "Send a datagram.", Fn: cold(socketsModule, "sock_sendto")},
	{Sig: "sock_connect(sock, address)", Doc: "Connect a socket.", Fn: cold(socketsModule, "sock_connect")},
	{Sig: "sock_accept(sock)", Doc: "Accept a connection.", Fn: cold(socketsModule, "sock_accept")},
	{Sig: "sock_sendfile(sock, file, offset=0, count=None, *, fallback=True)", Doc: "Send a file through a socket.", Fn: cold(socketsModule, "sock_sendfile")},
	{Sig: "_make_socket_transport(sock, protocol, waiter=None, *, extra=None, server=None)", Doc: "Make the transport of a connected socket.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		fd, err := fdOf(th, a[1])
		if err != nil {
			return Value{}, err
		}
		lp := loopOf(a[0])
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
	{Sig: "_start_serving(protocol_factory, sock, server=None, backlog=100)", Doc: "Accept connections of a listening socket.", Fn: object.FN(func(th *Thread, a []Value) (Value, error) {
		fd, err := fdOf(th, a[2])
		if err != nil {
			return Value{}, err
		}
		backlog, err := object.AsIndex(th, a[4])
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
		acc := &acceptor{lp: lp, fd: fd, backlog: min(max(backlog, 0), 1<<16), factory: a[1], sock: a[2], server: a[3], ctx: ctx}
		if _, errno := lp.l.AddReader(fd, acc); errno != 0 {
			return Value{}, object.NewOSError(int(errno))
		}
		return None, nil
	})},
	{Sig: "_stop_serving(sock)", Doc: "End what _start_serving() began.", Fn: object.F2(func(th *Thread, self, sock Value) (Value, error) {
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
	{Sig: "_watch_child(loop, pid, callback)", Doc: "Have callback(pid, status) called on the loop when the child has ended.", Fn: object.F3(watchChild)},
	{Sig: "_server_protocol(callback, limit, loop)", Doc: "The protocol of a connection of start_server().", Fn: object.F3(newServerProtocol)},
	{Sig: "_coroutine_format(coro)", Doc: "What a repr shows of a coroutine.", Fn: object.F1(func(th *Thread, v Value) (Value, error) {
		return object.StrValue(formatCoroutine(th, v)), nil
	})},
}

func init() { BaseLoopType.Methods = append(loopMethods, coldMethods...) }
