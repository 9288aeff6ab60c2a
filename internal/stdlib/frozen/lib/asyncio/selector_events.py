"""The rest of asyncio.selector_events.

What a loop does whose selector a script brings, and transports that work with any loop and any socket. Loops that watch descriptors
natively have a native transport for streams, and of all this need only the one for datagrams.
"""

import collections
import errno
import itertools
import os
import selectors
import socket
import warnings
import weakref

try:
    import ssl
except ImportError:
    ssl = None

from _asyncio import _SocketTransport, _poller, _watched

from . import base_events, constants, events, futures, protocols, transports, trsock
from .log import lazy as logger

_HAS_SENDMSG = hasattr(socket.socket, "sendmsg")
SC_IOV_MAX = 1024  # the system's limit of pieces in one sendmsg()

_AGAIN = (BlockingIOError, InterruptedError)
_LEAVES = (SystemExit, KeyboardInterrupt)
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


# Loops with a selector in Python. A descriptor's data in the selector is the pair of its reader's and its writer's handles.

def _begin(self, selector):
    """Give a loop its selector and what wakes it."""
    if selector is None:
        selector = selectors.DefaultSelector()
    logger.debug("Using selector: %s", selector.__class__.__name__)
    self._selector = selector
    self._make_self_pipe()
    self._transports = weakref.WeakValueDictionary()


def _make_self_pipe(self):
    self._ssock, self._csock = socket.socketpair()
    self._ssock.setblocking(False)
    self._csock.setblocking(False)
    self._internal_fds += 1
    self._add_reader(self._ssock.fileno(), self._read_from_self)
    poller = _poller(self)
    if poller >= 0:
        # It has no handles: the loop looks at its own poller in each pass.
        self._selector.register(poller, _READ, (None, None))


def _close_self_pipe(self):
    if getattr(self, "_ssock", None) is None:
        return
    self._remove_reader(self._ssock.fileno())
    self._ssock.close()
    self._csock.close()
    self._ssock = self._csock = None
    self._internal_fds -= 1


def _read_from_self(self):
    while True:
        try:
            data = self._ssock.recv(4096)
        except InterruptedError:
            continue
        except BlockingIOError:
            return
        if not data:
            return
        self._process_self_data(data)


def _write_to_self(self):
    # Other threads call this, and the loop may be closed at any time.
    waker = getattr(self, "_csock", None)
    if waker is None:
        return
    try:
        waker.send(b"\0")
    except OSError:
        if self.get_debug():
            logger.debug("Fail to write a null byte into the self-pipe socket", exc_info=True)


def _process_events(self, event_list):
    for key, mask in event_list:
        fd = key.fileobj
        for bit, handle, drop in ((_READ, key.data[0], self._remove_reader), (_WRITE, key.data[1], self._remove_writer)):
            if mask & bit and handle is not None:
                if handle._cancelled:
                    drop(fd)
                else:
                    self._add_callback(handle)


def _watch(self, fd, bit, callback, args):
    self._check_closed()
    handle = events.Handle(callback, args, self, None)
    mine = bit == _WRITE
    key = self._selector.get_map().get(fd)
    if key is None:
        self._selector.register(fd, bit, (None, handle) if mine else (handle, None))
        return handle
    data = list(key.data)
    former, data[mine] = data[mine], handle
    self._selector.modify(fd, key.events | bit, tuple(data))
    if former is not None:
        former.cancel()
    return handle


def _unwatch(self, fd, bit):
    if self.is_closed():
        return False
    key = self._selector.get_map().get(fd)
    if key is None:
        return False
    mine = bit == _WRITE
    data = list(key.data)
    former, data[mine] = data[mine], None
    left = key.events & ~bit
    if left:
        self._selector.modify(fd, left, tuple(data))
    else:
        self._selector.unregister(fd)
    if former is None:
        return False
    former.cancel()
    return True


def _add_reader(self, fd, callback, *args):
    return _watch(self, fd, _READ, callback, args)


def _add_writer(self, fd, callback, *args):
    return _watch(self, fd, _WRITE, callback, args)


def _remove_reader(self, fd):
    return _unwatch(self, fd, _READ)


def _remove_writer(self, fd):
    return _unwatch(self, fd, _WRITE)


# The public methods, for loops of which a private one is replaced.

def add_reader(self, fd, callback, *args):
    self._ensure_fd_no_transport(fd)
    self._add_reader(fd, callback, *args)


def remove_reader(self, fd):
    self._ensure_fd_no_transport(fd)
    return self._remove_reader(fd)


def add_writer(self, fd, callback, *args):
    self._ensure_fd_no_transport(fd)
    self._add_writer(fd, callback, *args)


def remove_writer(self, fd):
    self._ensure_fd_no_transport(fd)
    return self._remove_writer(fd)


class _Watched(selectors.BaseSelector):
    """What stands for the selector of a loop that watches descriptors natively: it tells what is watched."""

    def __init__(self, loop):
        self._loop = loop

    def get_map(self):
        found = {}
        for fd, reader, writer in _watched(self._loop):
            events = (_READ if reader else 0) | (_WRITE if writer else 0)
            found[fd] = selectors.SelectorKey(fd, fd, events, (reader or None, writer or None))
        return found

    def get_key(self, fileobj):
        fd = fileobj if isinstance(fileobj, int) else fileobj.fileno()
        try:
            return self.get_map()[fd]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    def _refuse(self, *args):
        raise RuntimeError("the event loop watches descriptors by itself: use add_reader() and add_writer()")

    register = unregister = modify = select = _refuse


def _test_selector_event(selector, fd, event):
    """Whether a descriptor is watched for an event."""
    try:
        key = selector.get_key(fd)
    except KeyError:
        return False
    return bool(key.events & event)


# Servers of such loops.

def _make_socket_transport(self, sock, protocol, waiter=None, extra=None, server=None):
    self._ensure_fd_no_transport(sock)
    return _SelectorSocketTransport(self, sock, protocol, waiter, extra, server)


def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
    self._ensure_fd_no_transport(sock)
    return _SelectorDatagramTransport(self, sock, protocol, address, waiter, extra)


def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100, *limits):
    self._add_reader(sock.fileno(), self._accept_connection, protocol_factory, sock, sslcontext, server, backlog, *limits)


def _stop_serving(self, sock):
    self._remove_reader(sock.fileno())
    sock.close()


def _accept_connection(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                       ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
    limits = ssl_handshake_timeout, ssl_shutdown_timeout
    for _ in range(backlog + 1):
        try:
            conn, address = sock.accept()
            conn.setblocking(False)
        except ConnectionAbortedError:
            continue
        except _AGAIN:
            return
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                raise
            self.call_exception_handler({
                "message": "socket.accept() out of system resource",
                "exception": error,
                "socket": trsock.TransportSocket(sock),
            })
            self._remove_reader(sock.fileno())
            self.call_later(constants.ACCEPT_RETRY_DELAY, self._start_serving, protocol_factory, sock, sslcontext, server, backlog, *limits)
        else:
            coro = self._accept_connection2(protocol_factory, conn, {"peername": address}, sslcontext, server, *limits)
            self.create_task(coro)


async def _accept_connection2(self, protocol_factory, conn, extra, sslcontext=None, server=None, ssl_handshake_timeout=None,
                              ssl_shutdown_timeout=None):
    transport = None
    try:
        protocol = protocol_factory()
        waiter = self.create_future()
        if sslcontext:
            transport = self._make_ssl_transport(conn, protocol, sslcontext, waiter=waiter, server_side=True, extra=extra, server=server,
                                                 ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        else:
            transport = self._make_socket_transport(conn, protocol, waiter=waiter, extra=extra, server=server)
        try:
            await waiter
        except BaseException:
            transport.close()
            raise
    except _LEAVES:
        raise
    except BaseException as error:
        if self.get_debug():
            context = {"message": "Error on transport creation for incoming connection", "exception": error}
            if transport is not None:
                context["transport"] = transport
            self.call_exception_handler(context)


async def _sendfile_native(self, transp, file, offset, count):
    """Send a file through a transport's socket, which nobody else may write to meanwhile."""
    number = transp._sock_fd
    self._transports.pop(number, None)
    reading = transp.is_reading()
    transp.pause_reading()
    try:
        await transp._make_empty_waiter()
        return await self.sock_sendfile(transp._sock, file, offset, count, fallback=False)
    finally:
        transp._reset_empty_waiter()
        if reading:
            transp.resume_reading()
        if isinstance(transp, _SelectorTransport):
            self._transports[number] = transp


# Transports.

class _SelectorTransport(transports._FlowControlMixin, transports.Transport):
    """A transport over a socket that does not block."""

    max_size = 256 * 1024  # of one receive
    _sock = None  # for __del__, should __init__ fail

    def __init__(self, loop, sock, protocol, extra=None, server=None):
        super().__init__(extra, loop)
        self._extra["socket"] = trsock.TransportSocket(sock)
        for name, ask in (("sockname", sock.getsockname), ("peername", sock.getpeername)):
            if name not in self._extra or name == "sockname":
                try:
                    self._extra[name] = ask()
                except OSError:
                    self._extra[name] = None
        self._sock = sock
        self._sock_fd = sock.fileno()
        self._protocol_connected = False
        self.set_protocol(protocol)
        self._server = server
        self._buffer = collections.deque()
        self._conn_lost = 0
        self._closing = False
        self._paused = False
        if server is not None:
            server._attach(self)
        loop._transports[self._sock_fd] = self

    def __repr__(self):
        words = [self.__class__.__name__]
        if self._sock is None:
            words.append("closed")
        elif self._closing:
            words.append("closing")
        words.append(f"fd={self._sock_fd}")
        if self._loop is not None and not self._loop.is_closed():
            selector = self._loop._selector
            reading, writing = (_test_selector_event(selector, self._sock_fd, event) for event in (_READ, _WRITE))
            words.append("read=polling" if reading else "read=idle")
            words.append(f"write=<{'polling' if writing else 'idle'}, bufsize={self.get_write_buffer_size()}>")
        return f"<{' '.join(words)}>"

    def __del__(self, warn=warnings.warn):
        if self._sock is not None:
            warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._sock.close()
            if self._server is not None:
                self._server._detach(self)

    def set_protocol(self, protocol):
        self._protocol = protocol
        self._protocol_connected = True

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return not (self._closing or self._paused)

    def pause_reading(self):
        if not self.is_reading():
            return
        self._paused = True
        self._loop._remove_reader(self._sock_fd)
        if self._loop.get_debug():
            logger.debug("%r pauses reading", self)

    def resume_reading(self):
        if self._closing or not self._paused:
            return
        self._paused = False
        self._add_reader(self._sock_fd, self._read_ready)
        if self._loop.get_debug():
            logger.debug("%r resumes reading", self)

    def _add_reader(self, fd, callback, *args):
        if self.is_reading():
            self._loop._add_reader(fd, callback, *args)

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_reader(self._sock_fd)
        if not self._buffer:
            self._conn_lost += 1
            self._loop._remove_writer(self._sock_fd)
            self._loop.call_soon(self._call_connection_lost, None)

    def abort(self):
        self._force_close(None)

    def _fatal_error(self, exc, message="Fatal error on transport"):
        if not isinstance(exc, OSError):
            self._loop.call_exception_handler(
                {"message": message, "exception": exc, "transport": self, "protocol": self._protocol})
        elif self._loop.get_debug():
            logger.debug("%r: %s", self, message, exc_info=True)
        self._force_close(exc)

    def _force_close(self, exc):
        if self._conn_lost:
            return
        if self._buffer:
            self._buffer.clear()
            self._loop._remove_writer(self._sock_fd)
        if not self._closing:
            self._closing = True
            self._loop._remove_reader(self._sock_fd)
        self._conn_lost += 1
        self._loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            if self._protocol_connected:
                self._protocol.connection_lost(exc)
        finally:
            self._sock.close()
            if self._loop._transports.get(self._sock_fd) is self:
                del self._loop._transports[self._sock_fd]  # another one may get the number before this one is collected
            self._sock = self._protocol = self._loop = None
            server, self._server = self._server, None
            if server is not None:
                server._detach(self)

    def get_write_buffer_size(self):
        return sum(map(len, self._buffer))

    def _wrote_in_vain(self):
        """Count a write after the connection was lost, and tell of too many."""
        if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
            logger.warning("socket.send() raised exception.")
        self._conn_lost += 1


class _StreamKind(type):
    """Instances of the native class count as instances of the one that stands for it here."""

    def __instancecheck__(cls, instance):
        return super().__instancecheck__(instance) or cls is _SelectorSocketTransport and type(instance) is _SocketTransport


class _SelectorSocketTransport(_SelectorTransport, metaclass=_StreamKind):
    """The transport of a connected stream socket."""

    _start_tls_compatible = True
    _sendfile_compatible = constants._SendfileMode.TRY_NATIVE

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        self._receive = None
        super().__init__(loop, sock, protocol, extra, server)
        self._eof = False
        self._empty_waiter = None
        self._write_ready = self._write_sendmsg if _HAS_SENDMSG else self._write_send
        base_events._set_nodelay(sock)
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._add_reader, self._sock_fd, self._read_ready)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def set_protocol(self, protocol):
        buffered = isinstance(protocol, protocols.BufferedProtocol)
        self._receive = self._receive_into_buffer if buffered else self._receive_bytes
        super().set_protocol(protocol)

    # Reading.

    def _read_ready(self):
        if not self._conn_lost:
            self._receive()

    def _protocol_call(self, method, *args):
        """Call one of the protocol's methods; a pair of whether that went well, and the result."""
        try:
            return True, getattr(self._protocol, method)(*args)
        except _LEAVES:
            raise
        except BaseException as error:
            self._fatal_error(error, f"Fatal error: protocol.{method}() call failed.")
            return False, None

    def _socket_read(self, method, argument):
        """Like _protocol_call for the socket; nothing to read yet does not go well either."""
        try:
            return True, method(argument)
        except _AGAIN:
            pass
        except _LEAVES:
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal read error on socket transport")
        return False, None

    def _receive_bytes(self):
        went_well, data = self._socket_read(self._sock.recv, self.max_size)
        if went_well:
            if data:
                self._protocol_call("data_received", data)
            else:
                self._received_eof()

    def _receive_into_buffer(self):
        try:
            buffer = self._protocol.get_buffer(-1)
            if not len(buffer):
                raise RuntimeError("get_buffer() returned an empty buffer")
        except _LEAVES:
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal error: protocol.get_buffer() call failed.")
            return
        went_well, count = self._socket_read(self._sock.recv_into, buffer)
        if went_well:
            if count:
                self._protocol_call("buffer_updated", count)
            else:
                self._received_eof()

    def _received_eof(self):
        if self._loop.get_debug():
            logger.debug("%r received EOF", self)
        went_well, keep_open = self._protocol_call("eof_received")
        if not went_well:
            return
        if keep_open:
            self._loop._remove_reader(self._sock_fd)
        else:
            self.close()

    # Writing.

    def _check_write(self):
        if self._eof:
            raise RuntimeError("Cannot call write() after write_eof()")
        if self._empty_waiter is not None:
            raise RuntimeError("unable to write; sendfile is in progress")

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes, bytearray, or memoryview object, not {type(data).__name__!r}")
        self._check_write()
        if not data:
            return
        if self._conn_lost:
            self._wrote_in_vain()
            return
        if not self._buffer:
            try:
                sent = self._sock.send(data)
            except _AGAIN:
                sent = 0
            except _LEAVES:
                raise
            except BaseException as error:
                self._fatal_error(error, "Fatal write error on socket transport")
                return
            data = memoryview(data)[sent:]
            if not data:
                return
            self._loop._add_writer(self._sock_fd, self._write_ready)
        self._buffer.append(data)
        self._maybe_pause_protocol()

    def writelines(self, list_of_data):
        self._check_write()
        if not list_of_data:
            return
        if self._conn_lost:
            self._wrote_in_vain()
            return
        self._buffer.extend(memoryview(data) for data in list_of_data)
        self._write_ready()
        if self._buffer:
            self._loop._add_writer(self._sock_fd, self._write_ready)
            self._maybe_pause_protocol()

    def _write_send(self):
        self._write_some(lambda: self._sock.send(self._buffer[0]))

    def _write_sendmsg(self):
        self._write_some(lambda: self._sock.sendmsg(list(itertools.islice(self._buffer, SC_IOV_MAX))))

    def _write_some(self, send):
        assert self._buffer, "Data should not be empty"
        if self._conn_lost:
            return
        try:
            self._forget(send())
        except _AGAIN:
            return
        except _LEAVES:
            raise
        except BaseException as error:
            self._loop._remove_writer(self._sock_fd)
            self._buffer.clear()
            self._fatal_error(error, "Fatal write error on socket transport")
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(error)
            return
        self._maybe_resume_protocol()  # which may write
        if self._buffer:
            return
        self._loop._remove_writer(self._sock_fd)
        if self._empty_waiter is not None:
            self._empty_waiter.set_result(None)
        if self._closing:
            self._call_connection_lost(None)
        elif self._eof:
            self._sock.shutdown(socket.SHUT_WR)

    def _forget(self, sent):
        """Take what was sent off the buffer."""
        buffer = self._buffer
        while sent:
            first = buffer.popleft()
            if len(first) > sent:
                buffer.appendleft(first[sent:])
                return
            sent -= len(first)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing or self._eof:
            return
        self._eof = True
        if not self._buffer:
            self._sock.shutdown(socket.SHUT_WR)

    # Ending.

    def close(self):
        self._receive = _nothing
        super().close()

    def _call_connection_lost(self, exc):
        try:
            super()._call_connection_lost(exc)
        finally:
            self._write_ready = None
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(ConnectionError("Connection is closed by peer"))

    def _make_empty_waiter(self):
        """A future that is done when all is sent; nothing can be written before _reset_empty_waiter()."""
        if self._empty_waiter is not None:
            raise RuntimeError("Empty waiter is already set")
        self._empty_waiter = self._loop.create_future()
        if not self._buffer:
            self._empty_waiter.set_result(None)
        return self._empty_waiter

    def _reset_empty_waiter(self):
        self._empty_waiter = None


def _nothing():
    pass


class _SelectorDatagramTransport(_SelectorTransport, transports.DatagramTransport):
    """The transport of a datagram socket."""

    _header_size = 8  # what a datagram in the buffer counts beside its data

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        super().__init__(loop, sock, protocol, extra)
        self._address = address
        self._buffer_size = 0
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._add_reader, self._sock_fd, self._read_ready)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def get_write_buffer_size(self):
        return self._buffer_size

    def _read_ready(self):
        if self._conn_lost:
            return
        try:
            data, address = self._sock.recvfrom(self.max_size)
        except _AGAIN:
            pass
        except OSError as error:
            self._protocol.error_received(error)
        except _LEAVES:
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal read error on datagram transport")
        else:
            self._protocol.datagram_received(data, address)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")
        if self._address:
            if addr not in (None, self._address):
                raise ValueError(f"Invalid address: must be None or {self._address}")
            addr = self._address
            if self._conn_lost:
                self._wrote_in_vain()
                return
        if not self._buffer:
            if self._send(data, addr) is not None:
                return
            self._loop._add_writer(self._sock_fd, self._sendto_ready)
        self._buffer.append((bytes(data), addr))
        self._buffer_size += len(data) + self._header_size
        self._maybe_pause_protocol()

    def _send(self, data, addr):
        """Send a datagram: True, False if that failed, None if it has to wait."""
        try:
            if self._extra["peername"]:
                self._sock.send(data)
            else:
                self._sock.sendto(data, addr)
        except _AGAIN:
            return None
        except OSError as error:
            self._protocol.error_received(error)
            return False
        except _LEAVES:
            raise
        except BaseException as error:
            self._fatal_error(error, "Fatal write error on datagram transport")
            return False
        return True

    def _sendto_ready(self):
        while self._buffer:
            data, addr = self._buffer.popleft()
            self._buffer_size -= len(data) + self._header_size
            sent = self._send(data, addr)
            if sent is None:
                self._buffer.appendleft((data, addr))
                self._buffer_size += len(data) + self._header_size
                break
            if not sent:
                return
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_writer(self._sock_fd)
            if self._closing:
                self._call_connection_lost(None)
