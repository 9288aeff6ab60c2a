"""Subprocesses and their pipes."""

import collections
import os
import signal
import subprocess
import warnings

from . import log, protocols, transports


async def subprocess_exec(loop, protocol_factory, program, *args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
    _check(universal_newlines, bufsize, encoding, errors, text)
    if shell:
        raise ValueError("shell must be False")
    return await _start(loop, protocol_factory, "execute program", (program, *args), False, stdin, stdout, stderr, bufsize, kwargs)


async def subprocess_shell(loop, protocol_factory, cmd, *, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None, **kwargs):
    if not isinstance(cmd, (bytes, str)):
        raise ValueError("cmd must be a string")
    _check(universal_newlines, bufsize, encoding, errors, text)
    if not shell:
        raise ValueError("shell must be True")
    return await _start(loop, protocol_factory, "run shell command", cmd, True, stdin, stdout, stderr, bufsize, kwargs)


def _check(universal_newlines, bufsize, encoding, errors, text):
    if universal_newlines:
        raise ValueError("universal_newlines must be False")
    if bufsize != 0:
        raise ValueError("bufsize must be 0")
    if text:
        raise ValueError("text must be False")
    if encoding is not None:
        raise ValueError("encoding must be None")
    if errors is not None:
        raise ValueError("errors must be None")


async def _start(loop, protocol_factory, what, args, shell, stdin, stdout, stderr, bufsize, kwargs):
    protocol = protocol_factory()
    debug = loop.get_debug()
    if debug:
        _log_start(what, args, stdin, stdout, stderr)
    transport = await loop._make_subprocess_transport(protocol, args, shell, stdin, stdout, stderr, bufsize, **kwargs)
    if debug:
        log.logger.info("%s %r: %r", what, args if shell else args[0], transport)
    return transport, protocol


def _log_start(what, args, stdin, stdout, stderr):
    def shown(stream):
        return {subprocess.PIPE: "<pipe>", subprocess.DEVNULL: "<devnull>"}.get(stream, stream)

    parts = [f"{what} {args!r}" if isinstance(args, (str, bytes)) else f"{what} {args[0]!r}"]
    if stdin is not None:
        parts.append(f"stdin={shown(stdin)}")
    if stdout is not None and stderr == subprocess.STDOUT:
        parts.append(f"stdout=stderr={shown(stdout)}")
    else:
        if stdout is not None:
            parts.append(f"stdout={shown(stdout)}")
        if stderr is not None:
            parts.append(f"stderr={shown(stderr)}")
    log.logger.debug(" ".join(parts))


class BaseSubprocessTransport(transports.SubprocessTransport):
    """A process, and a transport for each of its pipes. A class derived from this one starts the process, in _start()."""

    def __init__(self, loop, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=None, extra=None, **kwargs):
        super().__init__(extra)
        self._loop = loop
        self._protocol = protocol
        self._closed = False
        self._pid = None
        self._proc = None
        self._returncode = None
        self._exit_waiters = []
        self._pending_calls = collections.deque()
        self._pipes = {}  # a WriteSubprocessPipeProto or ReadSubprocessPipeProto each, None until there is one
        self._pipes_connected = False
        self._finished = False
        for fd, wanted in enumerate((stdin, stdout, stderr)):
            if wanted == subprocess.PIPE:
                self._pipes[fd] = None
        try:
            self._start(args=args, shell=shell, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=bufsize, **kwargs)
        except:
            self.close()
            raise
        self._pid = self._proc.pid
        self._extra["subprocess"] = self._proc
        if loop.get_debug():
            log.logger.debug("process %r created: pid %s", args if isinstance(args, (bytes, str)) else args[0], self._pid)
        loop.create_task(self._connect_pipes(waiter))

    def __repr__(self):
        parts = [self.__class__.__name__]
        if self._closed:
            parts.append("closed")
        if self._pid is not None:
            parts.append(f"pid={self._pid}")
        if self._returncode is not None:
            parts.append(f"returncode={self._returncode}")
        elif self._pid is not None:
            parts.append("running")
        else:
            parts.append("not started")
        for fd, name in ((0, "stdin"), (1, "stdout"), (2, "stderr")):
            proxy = self._pipes.get(fd)
            if proxy is None:
                continue
            if fd == 1 and self._pipes.get(2) is not None and proxy is self._pipes.get(2):
                name = "stdout=stderr"
            parts.append(f"{name}={proxy.pipe}")
        return f"<{' '.join(parts)}>"

    def __del__(self, warn=warnings.warn):
        if not self._closed:
            warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self.close()

    def _start(self, args, shell, stdin, stdout, stderr, bufsize, **kwargs):
        raise NotImplementedError

    def set_protocol(self, protocol):
        self._protocol = protocol

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closed

    def close(self):
        if self._closed:
            return
        self._closed = True
        for proxy in self._pipes.values():
            if proxy is not None:
                proxy.pipe.close()
        if self._proc is not None and self._returncode is None and self._proc.poll() is None:
            try:
                self._proc.kill()
            except (ProcessLookupError, PermissionError):
                pass

    def get_pid(self):
        return self._pid

    def get_returncode(self):
        return self._returncode

    def get_pipe_transport(self, fd):
        proxy = self._pipes.get(fd)
        return None if proxy is None else proxy.pipe

    def _check_proc(self):
        if self._proc is None:
            raise ProcessLookupError()

    def send_signal(self, signal):
        self._check_proc()
        if self._returncode is None:
            os.kill(self._pid, signal)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    async def _connect_pipes(self, waiter):
        try:
            proc, loop = self._proc, self._loop
            if proc.stdin is not None:
                _, pipe = await loop.connect_write_pipe(lambda: WriteSubprocessPipeProto(self, 0), proc.stdin)
                self._pipes[0] = pipe
            if proc.stdout is not None:
                _, pipe = await loop.connect_read_pipe(lambda: ReadSubprocessPipeProto(self, 1), proc.stdout)
                self._pipes[1] = pipe
            if proc.stderr is not None:
                _, pipe = await loop.connect_read_pipe(lambda: ReadSubprocessPipeProto(self, 2), proc.stderr)
                self._pipes[2] = pipe
            loop.call_soon(self._protocol.connection_made, self)
            for callback, args in self._pending_calls:
                loop.call_soon(callback, *args)
            self._pending_calls = None
            self._pipes_connected = True
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            if waiter is not None and not waiter.cancelled():
                waiter.set_exception(error)
        else:
            if waiter is not None and not waiter.cancelled():
                waiter.set_result(None)

    def _call(self, callback, *args):
        if self._pending_calls is not None:
            self._pending_calls.append((callback, args))
        else:
            self._loop.call_soon(callback, *args)

    def _pipe_connection_lost(self, fd, exc):
        self._call(self._protocol.pipe_connection_lost, fd, exc)
        self._try_finish()

    def _pipe_data_received(self, fd, data):
        self._call(self._protocol.pipe_data_received, fd, data)

    def _process_exited(self, returncode):
        if self._loop.get_debug():
            log.logger.info("%r exited with return code %r", self, returncode)
        self._returncode = returncode
        if self._proc.returncode is None:
            self._proc.returncode = returncode
        self._call(self._protocol.process_exited)
        self._try_finish()

    async def _wait(self):
        """Wait until the process has ended."""
        if self._returncode is not None:
            return self._returncode
        waiter = self._loop.create_future()
        self._exit_waiters.append(waiter)
        return await waiter

    def _try_finish(self):
        if self._returncode is None or self._finished:
            return
        if not self._pipes_connected:
            # Perhaps they never will be: the end of the process is all that can be waited for.
            self._wake_waiters()
        if all(proxy is not None and proxy.disconnected for proxy in self._pipes.values()):
            self._finished = True
            self._call(self._call_connection_lost, None)

    def _wake_waiters(self):
        for waiter in self._exit_waiters:
            if not waiter.done():
                waiter.set_result(self._returncode)
        self._exit_waiters = []

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._wake_waiters()
            self._loop = self._proc = self._protocol = None


class WriteSubprocessPipeProto(protocols.BaseProtocol):
    """The protocol of the child's standard input."""

    def __init__(self, proc, fd):
        self.proc = proc
        self.fd = fd
        self.pipe = None
        self.disconnected = False

    def connection_made(self, transport):
        self.pipe = transport

    def __repr__(self):
        return f"<{self.__class__.__name__} fd={self.fd} pipe={self.pipe!r}>"

    def connection_lost(self, exc):
        self.disconnected = True
        self.proc._pipe_connection_lost(self.fd, exc)
        self.proc = None

    def pause_writing(self):
        self.proc._protocol.pause_writing()

    def resume_writing(self):
        self.proc._protocol.resume_writing()


class ReadSubprocessPipeProto(WriteSubprocessPipeProto, protocols.Protocol):
    """The protocol of the child's standard output or error."""

    def data_received(self, data):
        self.proc._pipe_data_received(self.fd, data)
