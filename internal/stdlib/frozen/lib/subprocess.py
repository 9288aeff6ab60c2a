"""Running other programs.

A process is started by one native function, which does all that must happen
between fork and exec without running Python code:

    _posixsubprocess.spawn(args, executable_list, close_fds, pass_fds, cwd, env,
                           p2cread, p2cwrite, c2pread, c2pwrite, errread,
                           errwrite, restore_signals, start_new_session,
                           process_group, gid, gids, uid, umask) -> pid

args and executable_list are lists of bytes, the latter the paths to try in
turn; pass_fds a sorted tuple; env a list of b"NAME=value" or None for the
own environment; descriptors are -1 where nothing is redirected; process_group
and umask are -1, gid, gids and uid None for no change. It raises the OSError
of the step that failed, with cwd as its filename if that was the directory,
else the program's.
"""

import errno
import io
import os
import select
import selectors
import signal
import sys
import threading
import time
import warnings

import _posixsubprocess

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput",
           "getoutput", "check_output", "run", "CalledProcessError", "DEVNULL",
           "SubprocessError", "TimeoutExpired", "CompletedProcess"]

PIPE = -1
STDOUT = -2
DEVNULL = -3

_PIPE_BUF = getattr(select, "PIPE_BUF", 512)

class SubprocessError(Exception):
    """Base of this module's errors."""


class CalledProcessError(SubprocessError):
    """A program that was to succeed did not."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        if not self.returncode or self.returncode > 0:
            return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."
        try:
            return f"Command '{self.cmd}' died with {signal.Signals(-self.returncode)!r}."
        except ValueError:
            return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."

    @property
    def stdout(self):
        """The same as output."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    """A program took longer than it might."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    @property
    def stdout(self):
        """The same as output."""
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


# Processes whose Popen object went before they ended.
_active = []


def _cleanup():
    for process in _active[:]:
        if process._internal_poll() is not None:
            try:
                _active.remove(process)
            except ValueError:
                pass  # another thread was faster


def _optim_args_from_interpreter_flags():
    """The options that give a child process this one's optimisation level."""
    level = sys.flags.optimize
    return ["-" + "O" * level] if level > 0 else []


# Options that only count how often they were given.
_COUNTED_OPTIONS = {
    "debug": "d", "dont_write_bytecode": "B", "no_site": "S", "verbose": "v",
    "bytes_warning": "b", "quiet": "q",
}


def _args_from_interpreter_flags():
    """The options that make a child process run with this one's settings."""
    flags = sys.flags
    args = _optim_args_from_interpreter_flags()
    args += ["-" + letter * getattr(flags, name)
             for name, letter in _COUNTED_OPTIONS.items() if getattr(flags, name)]
    if flags.isolated:
        args.append("-I")
    else:
        args += [option for option, given in (("-E", flags.ignore_environment),
                                              ("-s", flags.no_user_site),
                                              ("-P", flags.safe_path)) if given]
    # Filters that follow from other options are not given a second time.
    filters = list(sys.warnoptions)
    if flags.bytes_warning:
        implied = "error::BytesWarning" if flags.bytes_warning > 1 else "default::BytesWarning"
        if implied in filters:
            filters.remove(implied)
    if flags.dev_mode and "default" in filters:
        filters.remove("default")
    args += ["-W" + entry for entry in filters]
    settings = sys._xoptions
    for name in sorted(settings, key=lambda name: (name != "dev", name)):
        value = settings[name]
        args += "-X", name if value is True else f"{name}={value}"
    return args


def list2cmdline(seq):
    """A command line that Windows' C library splits into these arguments again."""
    words = []
    for arg in map(os.fsdecode, seq):
        out = []
        backslashes = 0
        for char in arg:
            if char == "\\":
                backslashes += 1
                continue
            if char == '"':
                out.append("\\" * (backslashes * 2 + 1))
            else:
                out.append("\\" * backslashes)
            out.append(char)
            backslashes = 0
        quoted = not arg or " " in arg or "\t" in arg
        out.append("\\" * (backslashes * 2 if quoted else backslashes))
        text = "".join(out)
        words.append(f'"{text}"' if quoted else text)
    return " ".join(words)


def call(*popenargs, timeout=None, **kwargs):
    """Run a program to its end; returns its exit code."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            process.kill()
            raise


def _command_of(popenargs, kwargs):
    command = kwargs.get("args")
    return popenargs[0] if command is None else command


def check_call(*popenargs, **kwargs):
    """call() that raises CalledProcessError if the program fails."""
    code = call(*popenargs, **kwargs)
    if code:
        raise CalledProcessError(code, _command_of(popenargs, kwargs))
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    """Run a program that is to succeed; returns its output."""
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        # No input, rather than the own one.
        text = any(kwargs.get(n) for n in ("universal_newlines", "text", "encoding", "errors"))
        kwargs["input"] = "" if text else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


class CompletedProcess:
    """What run() returns."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        parts = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            parts.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            parts.append(f"stderr={self.stderr!r}")
        return f"{type(self).__name__}({', '.join(parts)})"

    __class_getitem__ = classmethod(type(list[int]))

    def check_returncode(self):
        """Raise CalledProcessError if the program failed."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False,
        **kwargs):
    """Run a program to its end; returns a CompletedProcess."""
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used "
                             "with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """(exit code, output with errors) of a shell command."""
    try:
        output = check_output(cmd, shell=True, text=True, stderr=STDOUT,
                              encoding=encoding, errors=errors)
        code = 0
    except CalledProcessError as error:
        output, code = error.output, error.returncode
    return code, output.removesuffix("\n")


def getoutput(cmd, *, encoding=None, errors=None):
    """Output with errors of a shell command."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


class Popen:
    """A program that was started."""

    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None,
                 stderr=None, preexec_fn=None, close_fds=True, shell=False,
                 cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False,
                 pass_fds=(), *, user=None, group=None, extra_groups=None,
                 encoding=None, errors=None, text=None, umask=-1, pipesize=-1,
                 process_group=None):
        _cleanup()
        self._waitpid_lock = threading.Lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if not isinstance(pipesize, int):
            raise TypeError("pipesize must be an integer")
        if stdout is STDOUT:
            raise ValueError("STDOUT can only be used for stderr")
        if preexec_fn is not None:
            # Differs: a process that runs Go code cannot run Python code between
            # fork and exec.
            raise RuntimeError("preexec_fn is not supported on this platform")
        if startupinfo is not None:
            raise ValueError("startupinfo is only supported on Windows platforms")
        if creationflags != 0:
            raise ValueError("creationflags is only supported on Windows platforms")
        if pass_fds and not close_fds:
            warnings.warn("pass_fds overriding close_fds.", RuntimeWarning)
            close_fds = True
        if (text is not None and universal_newlines is not None
                and bool(universal_newlines) != bool(text)):
            raise SubprocessError("Cannot disambiguate when both text and "
                                  "universal_newlines are supplied but different. "
                                  "Pass one or the other.")
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        self.text_mode = encoding or errors or text or universal_newlines
        self._sigint_wait_secs = 0.25
        self._closed_child_pipe_fds = False
        if self.text_mode and bufsize == 1:
            line_buffering, bufsize = True, -1
        else:
            line_buffering = False
            if bufsize == 1:
                warnings.warn("line buffering (buffering=1) isn't supported in binary "
                              "mode, the default buffer size will be used",
                              RuntimeWarning, stacklevel=2)
        if process_group is None:
            process_group = -1
        gid = _group_id(group, "group")
        gids = None
        if extra_groups is not None:
            if isinstance(extra_groups, str):
                raise TypeError("Groups must be a list, not a string")
            gids = [_group_id(g, "extra_groups") for g in extra_groups]
            for number in gids:
                _check_id(number, "Group ID in extra_groups")
        uid = _user_id(user)
        (p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite
         ) = self._get_handles(stdin, stdout, stderr)
        try:
            if p2cwrite != -1:
                self.stdin = self._wrap(io.open(p2cwrite, "wb", bufsize), encoding, errors,
                                        write_through=(bufsize == 0 or line_buffering),
                                        line_buffering=line_buffering)
            if c2pread != -1:
                self.stdout = self._wrap(io.open(c2pread, "rb", bufsize), encoding, errors)
            if errread != -1:
                self.stderr = self._wrap(io.open(errread, "rb", bufsize), encoding, errors)
            self._execute_child(args, executable, close_fds, pass_fds, cwd, env, shell,
                                p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
                                restore_signals, gid, gids, uid, umask,
                                start_new_session, process_group)
        except:
            for file in (self.stdin, self.stdout, self.stderr):
                if file is not None:
                    try:
                        file.close()
                    except OSError:
                        pass
            if not self._closed_child_pipe_fds:
                self._close_child_ends(stdin, stdout, stderr, p2cread, c2pwrite, errwrite)
            raise
        self._close_child_ends(stdin, stdout, stderr, p2cread, c2pwrite, errwrite)

    def _wrap(self, file, encoding, errors, **kwargs):
        if not self.text_mode:
            return file
        return io.TextIOWrapper(file, encoding=io.text_encoding(encoding),
                                errors=errors, **kwargs)

    def _close_child_ends(self, stdin, stdout, stderr, p2cread, c2pwrite, errwrite):
        self._closed_child_pipe_fds = True
        ends = set()
        if stdin == PIPE:
            ends.add(p2cread)
        if stdout == PIPE:
            ends.add(c2pwrite)
        if stderr == PIPE:
            ends.add(errwrite)
        for fd in ends:
            os.close(fd)
        if hasattr(self, "_devnull"):
            os.close(self._devnull)
            del self._devnull

    def __repr__(self):
        text = f"<{type(self).__name__}: returncode: {self.returncode} args: {self.args!r}>"
        return text if len(text) <= 80 else text[:76] + "...>"

    __class_getitem__ = classmethod(type(list[int]))

    @property
    def universal_newlines(self):
        """The same as text_mode."""
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, universal_newlines):
        self.text_mode = bool(universal_newlines)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type != KeyboardInterrupt:
                self.wait()
            else:
                # The child has had the same ^C: give it a moment, no more.
                if self._sigint_wait_secs > 0:
                    try:
                        self._wait(timeout=self._sigint_wait_secs)
                    except TimeoutExpired:
                        pass
                self._sigint_wait_secs = 0

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn(f"subprocess {self.pid} is still running", ResourceWarning, source=self)
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    # Pipes

    def _devnull_fd(self):
        if not hasattr(self, "_devnull"):
            self._devnull = os.open(os.devnull, os.O_RDWR)
        return self._devnull

    def _pipe(self):
        pair = os.pipe()
        if self.pipesize > 0:
            import fcntl
            if hasattr(fcntl, "F_SETPIPE_SZ"):
                fcntl.fcntl(pair[0], fcntl.F_SETPIPE_SZ, self.pipesize)
        return pair

    def _stream_ends(self, stream, opened, writing=False):
        """The program's and our end of one stream; a pipe's are added to opened."""
        if stream is None:
            return -1, -1
        if stream == PIPE:
            ends = self._pipe()
            opened += ends
            return ends[::-1] if writing else ends
        if stream == DEVNULL:
            return self._devnull_fd(), -1
        return stream if isinstance(stream, int) else stream.fileno(), -1

    def _get_handles(self, stdin, stdout, stderr):
        """Descriptors of both ends of the three streams, -1 where there is none."""
        errread = -1
        opened = []
        try:
            p2cread, p2cwrite = self._stream_ends(stdin, opened)
            c2pwrite, c2pread = self._stream_ends(stdout, opened, writing=True)
            if stderr == STDOUT:
                errwrite = c2pwrite if c2pwrite != -1 else sys.__stdout__.fileno()
            else:
                errwrite, errread = self._stream_ends(stderr, opened, writing=True)
        except BaseException:
            for fd in opened:
                os.close(fd)
            if hasattr(self, "_devnull"):
                os.close(self._devnull)
                del self._devnull
            raise
        return p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite

    # Starting

    def _execute_child(self, args, executable, close_fds, pass_fds, cwd, env, shell,
                       p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
                       restore_signals, gid, gids, uid, umask, start_new_session,
                       process_group):
        if isinstance(args, (str, bytes)):
            args = [args]
        elif isinstance(args, os.PathLike):
            if shell:
                raise TypeError("path-like args is not allowed when shell is true")
            args = [args]
        else:
            args = list(args)
        if shell:
            args = ["/bin/sh", "-c"] + args
            if executable:
                args[0] = executable
        if executable is None:
            executable = args[0]
        sys.audit("subprocess.Popen", executable, args, cwd, env)
        executable = os.fsencode(executable)
        if os.path.dirname(executable):
            paths = [executable]
        else:
            paths = [os.path.join(os.fsencode(folder), executable)
                     for folder in os.get_exec_path(env)]
        variables = None
        if env is not None:
            variables = []
            for name, value in env.items():
                name = os.fsencode(name)
                if b"=" in name:
                    raise ValueError("illegal environment variable name")
                variables.append(name + b"=" + os.fsencode(value))
        self.pid = _posixsubprocess.spawn(
            [os.fsencode(arg) for arg in args], paths, close_fds,
            tuple(sorted(map(int, pass_fds))),
            None if cwd is None else os.fsencode(cwd), variables,
            p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
            restore_signals, start_new_session, process_group, gid, gids, uid, umask)
        self._child_created = True

    # Ending

    def _handle_exitstatus(self, status):
        if os.WIFSTOPPED(status):
            self.returncode = -os.WSTOPSIG(status)
        else:
            self.returncode = os.waitstatus_to_exitcode(status)

    def poll(self):
        """The exit code if the program has ended, else None."""
        return self._internal_poll()

    def _internal_poll(self, _deadstate=None, _waitpid=os.waitpid,
                       _WNOHANG=os.WNOHANG, _ECHILD=errno.ECHILD):
        # Called from __del__ too, perhaps while the interpreter ends.
        if self.returncode is None:
            if not self._waitpid_lock.acquire(False):
                return None
            try:
                if self.returncode is not None:
                    return self.returncode
                pid, status = _waitpid(self.pid, _WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(status)
            except OSError as error:
                if _deadstate is not None:
                    self.returncode = _deadstate
                elif error.errno == _ECHILD:
                    # Someone else waited for it: its code is lost.
                    self.returncode = 0
            finally:
                self._waitpid_lock.release()
        return self.returncode

    def _try_wait(self, wait_flags):
        try:
            return os.waitpid(self.pid, wait_flags)
        except ChildProcessError:
            return self.pid, 0

    def _remaining_time(self, endtime):
        return None if endtime is None else endtime - time.monotonic()

    def _check_timeout(self, endtime, orig_timeout, stdout_seq, stderr_seq,
                       skip_check_and_raise=False):
        if endtime is None:
            return
        if skip_check_and_raise or time.monotonic() > endtime:
            raise TimeoutExpired(self.args, orig_timeout,
                                 output=b"".join(stdout_seq) if stdout_seq else None,
                                 stderr=b"".join(stderr_seq) if stderr_seq else None)

    def wait(self, timeout=None):
        """Wait until the program ends; returns its exit code."""
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            if timeout is not None:
                patience = min(self._sigint_wait_secs, self._remaining_time(endtime))
            else:
                patience = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=patience)
            except TimeoutExpired:
                pass
            raise

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    if self.returncode is not None:
                        break
                    pid, status = self._try_wait(0)
                    if pid == self.pid:
                        self._handle_exitstatus(status)
            return self.returncode
        endtime = time.monotonic() + timeout
        # There is no waiting with a timeout: ask, at growing intervals.
        delay = 0.0005
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    if self.returncode is not None:
                        break
                    pid, status = self._try_wait(os.WNOHANG)
                    if pid == self.pid:
                        self._handle_exitstatus(status)
                        break
                finally:
                    self._waitpid_lock.release()
            left = self._remaining_time(endtime)
            if left <= 0:
                raise TimeoutExpired(self.args, timeout)
            delay = min(delay * 2, left, 0.05)
            time.sleep(delay)
        return self.returncode

    # Talking

    def _stdin_write(self, input):
        if input:
            try:
                self.stdin.write(input)
            except BrokenPipeError:
                pass
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise

    def communicate(self, input=None, timeout=None):
        """Send input, read all output, wait; returns (output, errors)."""
        if self._communication_started and input:
            raise ValueError("Cannot send input after starting communication")
        if timeout is None and not self._communication_started and (
                [self.stdin, self.stdout, self.stderr].count(None) >= 2):
            # One stream at most: plain reading or writing will do.
            stdout = stderr = None
            if self.stdin:
                self._stdin_write(input)
            elif self.stdout:
                stdout = self.stdout.read()
                self.stdout.close()
            elif self.stderr:
                stderr = self.stderr.read()
                self.stderr.close()
            self.wait()
            return stdout, stderr
        endtime = None if timeout is None else time.monotonic() + timeout
        try:
            stdout, stderr = self._communicate(input, endtime, timeout)
        except KeyboardInterrupt:
            if timeout is not None:
                patience = min(self._sigint_wait_secs, self._remaining_time(endtime))
            else:
                patience = self._sigint_wait_secs
            self._sigint_wait_secs = 0
            try:
                self._wait(timeout=patience)
            except TimeoutExpired:
                pass
            raise
        finally:
            self._communication_started = True
        return stdout, stderr

    def _save_input(self, input):
        if self.stdin and self._input is None:
            self._input_offset = 0
            self._input = input
            if input is not None and self.text_mode:
                self._input = input.encode(self.stdin.encoding, self.stdin.errors)

    def _communicate(self, input, endtime, orig_timeout):
        if self.stdin and not self._communication_started:
            # What was written before must go first.
            try:
                self.stdin.flush()
            except BrokenPipeError:
                pass
            except ValueError:
                if not self.stdin.closed:
                    raise
            if not input:
                try:
                    self.stdin.close()
                except BrokenPipeError:
                    pass
        if not self._communication_started:
            self._fileobj2output = {file: [] for file in (self.stdout, self.stderr) if file}
        output = self._fileobj2output
        stdout = output.get(self.stdout) if self.stdout else None
        stderr = output.get(self.stderr) if self.stderr else None
        self._save_input(input)
        pending = None
        if self._input is not None:
            pending = memoryview(self._input)
            if pending.format != "b" or pending.ndim != 1:
                pending = pending.cast("b") if pending.nbytes else memoryview(b"")
        with selectors.PollSelector() as selector:
            if self.stdin and not self.stdin.closed and self._input:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for file in output:
                if not file.closed:
                    selector.register(file, selectors.EVENT_READ)
            while selector.get_map():
                left = self._remaining_time(endtime)
                if left is not None and left < 0:
                    self._check_timeout(endtime, orig_timeout, stdout, stderr,
                                        skip_check_and_raise=True)
                ready = selector.select(left)
                self._check_timeout(endtime, orig_timeout, stdout, stderr)
                for key, _ in ready:
                    if key.fileobj is self.stdin:
                        chunk = pending[self._input_offset:self._input_offset + _PIPE_BUF]
                        try:
                            self._input_offset += os.write(key.fd, chunk)
                        except BrokenPipeError:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
                        else:
                            if self._input_offset >= len(pending):
                                selector.unregister(key.fileobj)
                                key.fileobj.close()
                    else:
                        data = os.read(key.fd, 32768)
                        if not data:
                            selector.unregister(key.fileobj)
                            key.fileobj.close()
                        output[key.fileobj].append(data)
        try:
            self.wait(timeout=self._remaining_time(endtime))
        except TimeoutExpired as error:
            error.timeout = orig_timeout
            raise
        if stdout is not None:
            stdout = self._joined(stdout, self.stdout)
        if stderr is not None:
            stderr = self._joined(stderr, self.stderr)
        return stdout, stderr

    def _joined(self, chunks, file):
        data = b"".join(chunks)
        if not self.text_mode:
            return data
        text = data.decode(file.encoding, file.errors)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    # Signals

    def send_signal(self, sig):
        """Send a signal, unless the program has ended."""
        self.poll()
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass

    def terminate(self):
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


def _check_id(number, what):
    if number < 0:
        raise ValueError(f"{what} cannot be negative, got {number}")


def _group_id(group, what):
    if group is None:
        return None
    if isinstance(group, str):
        try:
            import grp
        except ImportError:
            raise ValueError("The group parameter cannot be a string on systems "
                             "without the grp module")
        return grp.getgrnam(group).gr_gid
    if isinstance(group, int):
        if what == "group":
            _check_id(group, "Group ID")
        return group
    if what == "group":
        raise TypeError(f"Group must be a string or an integer, not {type(group)}")
    raise TypeError("Items in extra_groups must be a string or integer, "
                    f"not {type(group)}")


def _user_id(user):
    if user is None:
        return None
    if isinstance(user, str):
        try:
            import pwd
        except ImportError:
            raise ValueError("The user parameter cannot be a string on systems "
                             "without the pwd module")
        return pwd.getpwnam(user).pw_uid
    if isinstance(user, int):
        _check_id(user, "User ID")
        return user
    raise TypeError("User must be a string or an integer")
