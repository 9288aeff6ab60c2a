"""Processes, and the one that runs."""

import itertools
import os
import pickle
import signal
import subprocess
import sys

__all__ = ["BaseProcess", "current_process", "active_children", "parent_process"]

_children = set()
_numbers = itertools.count(1)

# What a child runs; it reads from its standard input what it is.
_CHILD = "from multiprocessing.process import _run_child; _run_child()"


def current_process():
    """The process that calls."""
    return _current


def active_children():
    """The processes that were started and run, as a list."""
    for child in list(_children):
        child._poll()
    return list(_children)


def parent_process():
    """The process that started this one, or None."""
    return _parent


class BaseProcess:
    """A process. name is what it is called, exitcode None while it runs, negative if a signal ended it."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, "group argument must be None for now"
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self.name = name or f"{type(self).__name__}-{next(_numbers)}"
        self.daemon = _current.daemon if daemon is None else daemon
        self._parent_pid = os.getpid()
        self._popen = None

    def run(self):
        """What runs in the process; subclasses may do something else."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Start the process."""
        assert self._popen is None, "cannot start a process twice"
        assert self._parent_pid == os.getpid(), "can only start a process object created by current process"
        state = {"name": self.name, "daemon": self.daemon, "parent": (_current.name, os.getpid()), "path": sys.path,
                 "argv": sys.argv, "main": _main_path()}
        data = pickle.dumps(state) + pickle.dumps(self)
        self._popen = subprocess.Popen([sys.executable, "-c", _CHILD], stdin=subprocess.PIPE)
        try:
            self._popen.stdin.write(data)
            self._popen.stdin.close()
        except BrokenPipeError:
            # Its exit code tells.
            pass
        _children.add(self)

    def __getstate__(self):
        return {**self.__dict__, "_popen": None}

    def _started(self):
        assert self._parent_pid == os.getpid(), "can only test a child process"
        if self._popen is None:
            raise AssertionError("can only join a started process")
        return self._popen

    def _poll(self):
        code = self._popen.poll()
        if code is not None:
            _children.discard(self)
        return code

    def join(self, timeout=None):
        """Wait until the process has ended, or for a time in seconds."""
        try:
            self._started().wait(timeout)
        except subprocess.TimeoutExpired:
            return
        _children.discard(self)

    def is_alive(self):
        """Whether the process runs."""
        return self is _current or self._popen is not None and self._poll() is None

    def terminate(self):
        """End the process by SIGTERM."""
        self._started().terminate()

    def kill(self):
        """End the process by SIGKILL."""
        self._started().kill()

    def interrupt(self):
        """Send SIGINT."""
        self._started().send_signal(signal.SIGINT)

    def close(self):
        """Let go what belongs to a process that has ended."""
        if self._popen is not None and self._poll() is None:
            raise ValueError("Cannot close a process while it is still running. You should first call join() or "
                             "terminate().")

    @property
    def exitcode(self):
        return None if self._popen is None else self._poll()

    @property
    def pid(self):
        return os.getpid() if self is _current else self._popen and self._popen.pid

    ident = pid

    def __repr__(self):
        code = self.exitcode
        if self is _current:
            status = "started"
        elif self._popen is None:
            status = "initial"
        else:
            status = "started" if code is None else "stopped"
        pid = "" if self.pid is None else f" pid={self.pid}"
        exited = "" if code is None else f" exitcode={code}"
        daemon = " daemon" if self.daemon else ""
        return f"<{type(self).__name__} name={self.name!r}{pid} parent={self._parent_pid} {status}{exited}{daemon}>"


class _ThisProcess(BaseProcess):
    """The process that runs."""

    def __init__(self, name="MainProcess", daemon=False):
        self.name = name
        self.daemon = daemon
        self._parent_pid = None
        self._popen = None

    def close(self):
        pass


class _ParentProcess(_ThisProcess):
    """The process that started this one."""

    def __init__(self, name, pid):
        super().__init__(name)
        self._pid = pid

    @property
    def pid(self):
        return self._pid

    ident = pid

    def is_alive(self):
        return os.getppid() == self._pid


_current = _ThisProcess()
_parent = None


def _main_path():
    """The file of the program, which a child imports for what was defined in it."""
    path = getattr(sys.modules.get("__main__"), "__file__", None)
    return path and os.path.abspath(path)


def _run_child():
    """Run as a child: the pickled state of the interpreter, then the process, are on standard input."""
    global _current, _parent
    data = sys.stdin.buffer
    state = pickle.load(data)
    sys.path[:], sys.argv[:] = state["path"], state["argv"]
    _current = _ThisProcess(state["name"], state["daemon"])
    _parent = _ParentProcess(*state["parent"])
    if state["main"] and os.path.exists(state["main"]):
        import runpy
        import types
        main = types.ModuleType("__mp_main__")
        main.__dict__.update(runpy.run_path(state["main"], run_name="__mp_main__"))
        sys.modules["__main__"] = sys.modules["__mp_main__"] = main
    pickle.load(data).run()
