"""The rest of asyncio.unix_events: transports of pipes and of processes, and files that the system sends."""

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import warnings

from _asyncio import _watch_child

from . import base_subprocess, constants, exceptions, futures, transports
from .log import lazy as logger


class _PipeTransport:
    """What both directions have.

    A transport has its pipe, protocol and loop until connection_lost() has been called.
    """

    _pipe = None

    def _open(self, loop, pipe, protocol, waiter):
        self._extra["pipe"] = pipe
        self._loop = loop
        self._pipe = pipe
        self._fileno = pipe.fileno()
        self._protocol = protocol
        self._closing = False
        self._paused = False
        mode = os.fstat(self._fileno).st_mode
        self._ends_show = stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
        if not self._ends_show and not stat.S_ISCHR(mode):
            self._pipe = self._fileno = self._protocol = None
            raise ValueError("Pipe transport is " + self._suits)
        os.set_blocking(self._fileno, False)
        loop.call_soon(protocol.connection_made, self)
        loop.call_soon(self._start)
        if waiter is not None:
            loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def __repr__(self):
        parts = [self.__class__.__name__]
        if self._pipe is None:
            parts.append("closed")
        elif self._closing:
            parts.append("closing")
        parts.append(f"fd={self._fileno}")
        if self._pipe is None:
            parts.append("closed")
        elif self._loop.is_closed():
            parts.append("open")
        else:
            parts += self._activity()
        return f"<{' '.join(parts)}>"

    def __del__(self, _warn=warnings.warn):
        if self._pipe is not None:
            _warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._pipe.close()

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def _watch(self):
        self._loop._add_reader(self._fileno, self._read_ready)

    def _peer_closed(self):
        if self._loop.get_debug():
            logger.info("%r was closed by peer", self)

    def _fatal_error(self, exc, message="Fatal error on pipe transport"):
        if self._is_usual(exc):
            if self._loop.get_debug():
                logger.debug("%r: %s", self, message, exc_info=True)
        else:
            self._loop.call_exception_handler({
                "message": message, "exception": exc, "transport": self, "protocol": self._protocol})
        self._close(exc)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._pipe.close()
            self._pipe = self._protocol = self._loop = None


class _UnixReadPipeTransport(_PipeTransport, transports.ReadTransport):
    """Reads from a pipe, a socket or a character device."""

    max_size = 256 * 1024  # of one read
    _suits = "for pipes/sockets only."

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra)
        self._open(loop, pipe, protocol, waiter)

    def _start(self):
        if self.is_reading():
            self._watch()

    def _activity(self):
        return ["polling" if self.is_reading() else "idle"]

    def _is_usual(self, error):
        # What a pseudoterminal gives when the other side has been closed.
        return isinstance(error, OSError) and error.errno == errno.EIO

    def is_reading(self):
        return not self._paused and not self._closing

    def _read_ready(self):
        try:
            data = os.read(self._fileno, self.max_size)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._fatal_error(error, "Fatal read error on pipe transport")
            return
        if data:
            self._protocol.data_received(data)
            return
        self._peer_closed()
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._protocol.eof_received)
        self._loop.call_soon(self._call_connection_lost, None)

    def pause_reading(self):
        if not self.is_reading():
            return
        self._paused = True
        self._loop._remove_reader(self._fileno)
        if self._loop.get_debug():
            logger.debug("%r pauses reading", self)

    def resume_reading(self):
        if self._closing or not self._paused:
            return
        self._paused = False
        self._watch()
        if self._loop.get_debug():
            logger.debug("%r resumes reading", self)

    def close(self):
        if not self._closing:
            self._close(None)

    def _close(self, exc):
        self._closing = True
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, exc)


class _UnixWritePipeTransport(_PipeTransport, transports._FlowControlMixin, transports.WriteTransport):
    """Writes to a pipe, a socket or a character device."""

    _suits = "only for pipes, sockets and character devices"

    def __init__(self, loop, pipe, protocol, waiter=None, extra=None):
        super().__init__(extra, loop)
        self._buffer = bytearray()
        self._conn_lost = 0  # how often was written after the end
        self._open(loop, pipe, protocol, waiter)

    def _start(self):
        # The reading end tells of its closing by making this one readable.
        if self._ends_show and not self._closing:
            self._watch()

    def _activity(self):
        return ["polling" if self._buffer else "idle", f"bufsize={len(self._buffer)}"]

    def _is_usual(self, error):
        return isinstance(error, OSError)

    def get_write_buffer_size(self):
        return len(self._buffer)

    def _read_ready(self):
        self._peer_closed()
        self._close(BrokenPipeError() if self._buffer else None)

    def _send(self, data):
        """Write what can be written; how much that was, or None after an error."""
        try:
            return os.write(self._fileno, data)
        except (BlockingIOError, InterruptedError):
            return 0
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self._conn_lost += 1
            if self._buffer:
                self._buffer.clear()
                self._loop._remove_writer(self._fileno)
            self._fatal_error(error, "Fatal write error on pipe transport")

    def write(self, data):
        assert isinstance(data, (bytes, bytearray, memoryview)), repr(data)
        if isinstance(data, bytearray):
            data = memoryview(data)
        if not data:
            return
        if self._conn_lost or self._closing:
            if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                logger.warning("pipe closed by peer or os.write(pipe, data) raised exception.")
            self._conn_lost += 1
            return
        if not self._buffer:
            sent = self._send(data)
            if sent is None or sent == len(data):
                return
            if sent:
                data = memoryview(data)[sent:]
            self._loop._add_writer(self._fileno, self._write_ready)
        self._buffer += data
        self._maybe_pause_protocol()

    def _write_ready(self):
        sent = self._send(self._buffer)
        if not sent:
            return
        del self._buffer[:sent]
        if self._buffer:
            return
        self._loop._remove_writer(self._fileno)
        self._maybe_resume_protocol()
        if self._closing:
            self._loop._remove_reader(self._fileno)
            self._call_connection_lost(None)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing:
            return
        self._closing = True
        if not self._buffer:
            self._loop._remove_reader(self._fileno)
            self._loop.call_soon(self._call_connection_lost, None)

    def close(self):
        if self._pipe is not None and not self._closing:
            self.write_eof()

    def abort(self):
        self._close(None)

    def _close(self, exc=None):
        self._closing = True
        if self._buffer:
            self._loop._remove_writer(self._fileno)
        self._buffer.clear()
        self._loop._remove_reader(self._fileno)
        self._loop.call_soon(self._call_connection_lost, exc)


class _UnixSubprocessTransport(base_subprocess.BaseSubprocessTransport):
    """A process of subprocess.Popen, which the loop watches."""

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        self._proc = subprocess.Popen(args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr,
                                      universal_newlines=False, bufsize=bufsize, **kwargs)

    def _child_ended(self, pid, returncode):
        self._process_exited(returncode)


def _make_read_pipe_transport(loop, pipe, protocol, waiter=None, extra=None):
    return _UnixReadPipeTransport(loop, pipe, protocol, waiter, extra)


def _make_write_pipe_transport(loop, pipe, protocol, waiter=None, extra=None):
    return _UnixWritePipeTransport(loop, pipe, protocol, waiter, extra)


async def _make_subprocess_transport(loop, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None, **kwargs):
    waiter = loop.create_future()
    transport = _UnixSubprocessTransport(loop, protocol, args, shell, stdin, stdout, stderr, bufsize,
                                         waiter=waiter, extra=extra, **kwargs)
    _watch_child(loop, transport.get_pid(), transport._child_ended)
    try:
        await waiter
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:
        transport.close()
        await transport._wait()
        raise
    return transport


# Files sent by the system.

async def _sock_sendfile_native(loop, sock, file, offset, count):
    if not hasattr(os, "sendfile"):
        raise exceptions.SendfileNotAvailableError("os.sendfile() is not available")
    try:
        fileno = file.fileno()
        size = os.fstat(fileno).st_size
    except (AttributeError, OSError) as error:
        raise exceptions.SendfileNotAvailableError("not a regular file") from error
    block = count or size
    if not block:
        return 0
    future = loop.create_future()
    loop._sock_sendfile_native_impl(future, None, sock, fileno, offset, count, block, 0)
    return await future


def _sock_sendfile_native_impl(loop, fut, registered_fd, sock, fileno, offset, count, blocksize, total_sent):
    """Send what the socket takes now, and come back for the rest when it takes more."""
    if registered_fd is not None:
        loop.remove_writer(registered_fd)
    fd = sock.fileno()
    sent = None
    if not fut.cancelled() and (not count or count > total_sent):
        if count:
            blocksize = count - total_sent
        try:
            sent = os.sendfile(fd, fileno, offset, blocksize)
        except (BlockingIOError, InterruptedError):
            sent = -1
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            fut.set_exception(_sendfile_failure(error, registered_fd, total_sent))
            _sock_sendfile_update_filepos(fileno, offset)
            return
    if not sent:
        # Cancelled, all sent, or the end of the file.
        _sock_sendfile_update_filepos(fileno, offset)
        if not fut.cancelled():
            fut.set_result(total_sent)
        return
    if sent > 0:
        offset += sent
        total_sent += sent
    if registered_fd is None:
        fut.add_done_callback(lambda fut: _stop_sending(loop, sock) if fut.cancelled() else None)
    loop.add_writer(fd, loop._sock_sendfile_native_impl, fut, fd, sock, fileno, offset, count, blocksize, total_sent)


def _sendfile_failure(error, registered_fd, total_sent):
    """What to raise for an error of sendfile()."""
    if not isinstance(error, OSError):
        return error
    cause = error
    if registered_fd is not None and error.errno == errno.ENOTCONN and type(error) is not ConnectionError:
        error = ConnectionError("socket is not connected", errno.ENOTCONN)
        error.__cause__ = cause
    if total_sent == 0:
        # The kind of file or socket may be what it does not like; reading the file may do.
        cause, error = error, exceptions.SendfileNotAvailableError("os.sendfile call failed")
        error.__cause__ = cause
    return error


def _stop_sending(loop, sock):
    fd = sock.fileno()
    if fd != -1:
        loop.remove_writer(fd)


def _sock_sendfile_update_filepos(fileno, offset):
    os.lseek(fileno, offset, os.SEEK_SET)
