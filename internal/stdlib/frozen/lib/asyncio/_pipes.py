"""The transports of pipes."""

import errno
import os
import stat
import warnings

from . import transports
from .futures import _set_result_unless_cancelled

_MAX_SIZE = 256 * 1024


def _kind(fd):
    mode = os.fstat(fd).st_mode
    return stat.S_ISFIFO(mode), stat.S_ISSOCK(mode), stat.S_ISCHR(mode)


class _PipeTransport:
    """What both directions have."""

    def _open(self, loop, pipe, protocol, message):
        self._extra["pipe"] = pipe
        self._loop = loop
        self._pipe = pipe
        self._fileno = pipe.fileno()
        self._protocol = protocol
        self._closing = False
        self._paused = False
        kinds = _kind(self._fileno)
        if not any(kinds):
            self._pipe = self._fileno = self._protocol = None
            raise ValueError(message)
        os.set_blocking(self._fileno, False)
        return kinds

    def __del__(self, warn=warnings.warn):
        if self._pipe is not None:
            warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._pipe.close()

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def _fatal_error(self, error, message="Fatal error on pipe transport"):
        if not (isinstance(error, OSError) and error.errno == errno.EIO):
            if not isinstance(error, OSError) or isinstance(self, ReadPipeTransport):
                self._loop.call_exception_handler({"message": message, "exception": error, "transport": self, "protocol": self._protocol})
        self._close(error)

    def _connection_lost(self, error):
        try:
            self._protocol.connection_lost(error)
        finally:
            self._pipe.close()
            self._pipe = self._protocol = None


class ReadPipeTransport(_PipeTransport, transports.ReadTransport):
    """Reads from a pipe, a socket or a character device."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        self._pipe = None
        super().__init__(extra)
        self._open(loop, pipe, protocol, "Pipe transport is for pipes/sockets only.")
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._start)
        if waiter is not None:
            loop.call_soon(_set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        parts = ["_UnixReadPipeTransport"]
        if self._pipe is None:
            parts.append("closed")
        elif self._closing:
            parts.append("closing")
        parts.append(f"fd={self._fileno}")
        if self._pipe is None:
            parts.append("closed")
        else:
            parts.append("idle" if self._paused or self._closing else "polling")
        return f"<{' '.join(parts)}>"

    def _start(self):
        if self.is_reading():
            self._loop._add_reader(self._fileno, self._ready)

    def is_reading(self):
        return not self._paused and not self._closing

    def _ready(self):
        try:
            data = os.read(self._fileno, _MAX_SIZE)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self._fatal_error(error, "Fatal read error on pipe transport")
        else:
            if data:
                self._protocol.data_received(data)
            else:
                self._closing = True
                self._loop._remove_reader(self._fileno)
                self._loop.call_soon(self._protocol.eof_received)
                self._loop.call_soon(self._connection_lost, None)

    def pause_reading(self):
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._fileno)

    def resume_reading(self):
        if self._closing or not self._paused:
            return
        self._paused = False
        self._loop._add_reader(self._fileno, self._ready)

    def close(self):
        if not self._closing:
            self._close(None)

    def _close(self, error):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._connection_lost, error)


class WritePipeTransport(_PipeTransport, transports.WriteTransport):
    """Writes to a pipe, a socket or a character device."""

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        self._pipe = None
        super().__init__(extra)
        fifo, sock, _ = self._open(loop, pipe, protocol, "Pipe transport is only for pipes, sockets and character devices")
        self._buffer = bytearray()
        self._lost = 0
        self._high, self._low = 64 * 1024, 16 * 1024
        loop.call_soon(protocol.connection_made, self)
        if sock or fifo:
            # The reading end tells of its closing by becoming "readable" here.
            loop.call_soon(self._watch)
        if waiter is not None:
            loop.call_soon(_set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        parts = ["_UnixWritePipeTransport"]
        if self._pipe is None:
            parts.append("closed")
        elif self._closing:
            parts.append("closing")
        parts.append(f"fd={self._fileno}")
        if self._pipe is None:
            parts.append("closed")
        else:
            parts.append("polling" if self._buffer else "idle")
            parts.append(f"bufsize={len(self._buffer)}")
        return f"<{' '.join(parts)}>"

    def _watch(self):
        if not self._closing:
            self._loop._add_reader(self._fileno, self._reader_gone)

    def _reader_gone(self):
        if self._buffer:
            self._close(BrokenPipeError())
        else:
            self._close()

    def get_write_buffer_size(self):
        return len(self._buffer)

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

    def write(self, data):
        if isinstance(data, bytearray):
            data = memoryview(data)
        if not data:
            return
        if self._lost or self._closing:
            if self._lost >= 5:
                from .log import logger
                logger.warning("pipe closed by peer or os.write(pipe, data) raised exception.")
            self._lost += 1
            return
        if not self._buffer:
            try:
                n = os.write(self._fileno, data)
            except (BlockingIOError, InterruptedError):
                n = 0
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._lost += 1
                self._fatal_error(error, "Fatal write error on pipe transport")
                return
            if n == len(data):
                return
            data = memoryview(data)[n:]
            self._loop._add_writer(self._fileno, self._writable)
        self._buffer += data
        if len(self._buffer) > self._high and not self._paused:
            self._paused = True
            self._protocol.pause_writing()

    def _writable(self):
        try:
            n = os.write(self._fileno, self._buffer)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._buffer.clear()
            self._lost += 1
            self._loop._remove_writer(self._fileno)
            self._fatal_error(error, "Fatal write error on pipe transport")
            return
        del self._buffer[:n]
        if not self._buffer:
            self._loop._remove_writer(self._fileno)
        if self._paused and len(self._buffer) <= self._low:
            self._paused = False
            self._protocol.resume_writing()
        if not self._buffer and self._closing:
            self._loop._remove_reader(self._fileno)
            self._connection_lost(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing:
            return
        self._closing = True
        if not self._buffer:
            self._loop._remove_reader(self._fileno)
            self._loop.call_soon(self._connection_lost, None)

    def close(self):
        if self._pipe is not None and not self._closing:
            self.write_eof()

    def abort(self):
        self._close(None)

    def _close(self, error=None):
        self._closing = True
        if self._buffer:
            self._loop._remove_writer(self._fileno)
        self._buffer.clear()
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._connection_lost, error)


for _class, _name in ((ReadPipeTransport, "_UnixReadPipeTransport"), (WritePipeTransport, "_UnixWritePipeTransport")):
    _class.__name__ = _class.__qualname__ = _name
    _class.__module__ = "asyncio.unix_events"
