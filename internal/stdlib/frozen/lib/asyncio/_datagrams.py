"""The transport of datagram sockets."""

import collections
import warnings

from . import transports, trsock

_MAX_SIZE = 256 * 1024
_HEADER = 8  # what a datagram counts beside its data


class DatagramTransport(transports.DatagramTransport):
    """Datagrams that cannot be sent at once wait in a queue."""

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        super().__init__(extra)
        self._extra["socket"] = trsock.TransportSocket(sock)
        try:
            self._extra["sockname"] = sock.getsockname()
        except OSError:
            self._extra["sockname"] = None
        try:
            self._extra["peername"] = sock.getpeername()
        except OSError:
            self._extra["peername"] = None
        self._loop = loop
        self._sock = sock
        self._sock_fd = sock.fileno()
        self._protocol = protocol
        self._address = address
        self._queue = collections.deque()
        self._size = 0
        self._high, self._low = 64 * 1024, 16 * 1024
        self._paused = False
        self._closing = False
        self._lost = 0
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._start)
        if waiter is not None:
            loop.call_soon(_release, waiter)

    def __repr__(self):
        parts = ["_SelectorDatagramTransport"]
        if self._sock is None:
            parts.append("closed")
        elif self._closing:
            parts.append("closing")
        parts.append(f"fd={self._sock_fd}")
        if self._sock is not None and not self._loop.is_closed():
            parts.append("read=idle" if self._closing else "read=polling")
            parts.append(f"write=<{'polling' if self._queue else 'idle'}, bufsize={self._size}>")
        return f"<{' '.join(parts)}>"

    def __del__(self, warn=warnings.warn):
        if self._sock is not None:
            warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._sock.close()

    def _start(self):
        if not self._closing:
            self._loop._add_reader(self._sock_fd, self._ready)

    def _ready(self):
        if self._lost:
            return
        try:
            data, address = self._sock.recvfrom(_MAX_SIZE)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._protocol.error_received(error)
        except (SystemExit, KeyboardInterrupt):
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
        if self._lost and self._address:
            if self._lost >= 5:
                from .log import logger
                logger.warning("socket.send() raised exception.")
            self._lost += 1
            return
        if not self._queue:
            try:
                self._send(data, addr)
                return
            except (BlockingIOError, InterruptedError):
                self._loop._add_writer(self._sock_fd, self._writable)
            except OSError as error:
                self._protocol.error_received(error)
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._fatal_error(error, "Fatal write error on datagram transport")
                return
        self._queue.append((bytes(data), addr))
        self._size += len(data) + _HEADER
        if self._size > self._high and not self._paused:
            self._paused = True
            self._protocol.pause_writing()

    def _send(self, data, addr):
        if self._extra["peername"]:
            self._sock.send(data)
        else:
            self._sock.sendto(data, addr)

    def _writable(self):
        while self._queue:
            data, addr = self._queue.popleft()
            self._size -= len(data) + _HEADER
            try:
                self._send(data, addr)
            except (BlockingIOError, InterruptedError):
                self._queue.appendleft((data, addr))
                self._size += len(data) + _HEADER
                break
            except OSError as error:
                self._protocol.error_received(error)
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._fatal_error(error, "Fatal write error on datagram transport")
                return
        if self._paused and self._size <= self._low:
            self._paused = False
            self._protocol.resume_writing()
        if not self._queue:
            self._loop._remove_writer(self._sock_fd)
            if self._closing:
                self._connection_lost(None)

    def get_write_buffer_size(self):
        return self._size

    def get_write_buffer_limits(self):
        return self._low, self._high

    def set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f"high ({high!r}) must be >= low ({low!r}) must be >= 0")
        self._high, self._low = high, low

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_reader(self._sock_fd)
        if not self._queue:
            self._lost += 1
            self._loop._remove_writer(self._sock_fd)
            self._loop.call_soon(self._connection_lost, None)

    def abort(self):
        self._force_close(None)

    def _fatal_error(self, error, message):
        if not isinstance(error, OSError):
            self._loop.call_exception_handler({"message": message, "exception": error, "transport": self, "protocol": self._protocol})
        self._force_close(error)

    def _force_close(self, error):
        if self._lost:
            return
        if self._queue:
            self._queue.clear()
            self._size = 0
            self._loop._remove_writer(self._sock_fd)
        if not self._closing:
            self._closing = True
            self._loop._remove_reader(self._sock_fd)
        self._lost += 1
        self._loop.call_soon(self._connection_lost, error)

    def _connection_lost(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._sock.close()
            self._sock = self._protocol = None


def _release(waiter):
    if not waiter.cancelled():
        waiter.set_result(None)


DatagramTransport.__name__ = DatagramTransport.__qualname__ = "_SelectorDatagramTransport"
DatagramTransport.__module__ = "asyncio.selector_events"
