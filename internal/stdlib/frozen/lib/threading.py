"""Threads and what they use to wait for each other."""

import sys
import _thread
from _thread import (allocate_lock as _allocate_lock, get_ident,
                     start_joinable_thread as _start_joinable_thread,
                     _local as local)
from collections import deque as _deque
from itertools import count as _count
from time import monotonic as _now
from weakref import WeakSet as _WeakSet

__all__ = ["get_ident", "active_count", "Condition", "current_thread",
           "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock", "RLock",
           "Semaphore", "BoundedSemaphore", "Thread", "Barrier",
           "BrokenBarrierError", "Timer", "ThreadError", "ExceptHookArgs",
           "setprofile", "settrace", "local", "stack_size", "excepthook",
           "getprofile", "gettrace", "setprofile_all_threads",
           "settrace_all_threads"]

ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX
Lock = _thread.lock
_CRLock = getattr(_thread, "RLock", None)
_daemon_threads_allowed = getattr(_thread, "daemon_threads_allowed", lambda: True)
_set_name = getattr(_thread, "set_name", None)

if hasattr(_thread, "get_native_id"):
    from _thread import get_native_id
    __all__.append("get_native_id")
    _HAVE_THREAD_NATIVE_ID = True
else:
    _HAVE_THREAD_NATIVE_ID = False


# Hooks for tracing and profiling

_profile_hook = None
_trace_hook = None


def setprofile(func):
    """The function that threads started from now on give to sys.setprofile()."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """setprofile() that reaches running threads too."""
    setprofile(func)
    sys._setprofileallthreads(func)


def getprofile():
    """What setprofile() has set."""
    return _profile_hook


def settrace(func):
    """The function that threads started from now on give to sys.settrace()."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """settrace() that reaches running threads too."""
    settrace(func)
    sys._settraceallthreads(func)


def gettrace():
    """What settrace() has set."""
    return _trace_hook


# Locks

class _RLock:
    """A lock that its owner may take again, in Python."""

    def __init__(self):
        self._block = _allocate_lock()
        self._owner = None
        self._count = 0

    def __repr__(self):
        owner = self._owner
        try:
            owner = _active[owner].name
        except KeyError:
            pass
        state = "locked" if self.locked() else "unlocked"
        return (f"<{state} {type(self).__module__}.{type(self).__qualname__} object "
                f"owner={owner!r} count={self._count} at {hex(id(self))}>")

    def _at_fork_reinit(self):
        self._block._at_fork_reinit()
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock; False if that was not possible in time."""
        me = get_ident()
        if self._owner == me:
            self._count += 1
            return True
        taken = self._block.acquire(blocking, timeout)
        if taken:
            self._owner = me
            self._count = 1
        return taken

    __enter__ = acquire

    def release(self):
        """Give back one taking of the lock."""
        if self._owner != get_ident():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None
            self._block.release()

    def __exit__(self, *exc_info):
        self.release()

    def locked(self):
        """Whether some thread holds the lock."""
        return self._block.locked()

    # What Condition needs.

    def _acquire_restore(self, state):
        self._block.acquire()
        self._count, self._owner = state

    def _release_save(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        state = self._count, self._owner
        self._count, self._owner = 0, None
        self._block.release()
        return state

    def _is_owned(self):
        return self._owner == get_ident()

    def _recursion_count(self):
        return self._count if self._owner == get_ident() else 0


_PyRLock = _RLock


def RLock(*args, **kwargs):
    """A lock that its owner may take again."""
    if args or kwargs:
        import warnings
        warnings.warn("Passing arguments to RLock is deprecated and will be removed in 3.15",
                      DeprecationWarning, stacklevel=2)
    if _CRLock is None:
        return _PyRLock(*args, **kwargs)
    return _CRLock(*args, **kwargs)


class Condition:
    """Lets threads wait until another one notifies them."""

    def __init__(self, lock=None):
        if lock is None:
            lock = RLock()
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release
        if hasattr(lock, "locked"):
            self.locked = lock.locked
        # Locks that can be taken again tell how to let go of them fully.
        for name in ("_release_save", "_acquire_restore", "_is_owned"):
            if hasattr(lock, name):
                setattr(self, name, getattr(lock, name))
        self._waiters = _deque()

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc_info):
        return self._lock.__exit__(*exc_info)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, state):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Release the lock, wait to be notified, take it again; False if in vain."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = _allocate_lock()
        waiter.acquire()
        self._waiters.append(waiter)
        state = self._release_save()
        notified = False
        try:
            if timeout is None:
                waiter.acquire()
                notified = True
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
            return notified
        finally:
            self._acquire_restore(state)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        """Wait until the predicate is true; returns its last value."""
        deadline = None
        result = predicate()
        while not result:
            if timeout is not None:
                if deadline is None:
                    deadline = _now() + timeout
                    left = timeout
                else:
                    left = deadline - _now()
                    if left <= 0:
                        break
                self.wait(left)
            else:
                self.wait(None)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to `n` waiting threads."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        waiters = self._waiters
        while waiters and n > 0:
            waiter = waiters[0]
            try:
                waiter.release()
            except RuntimeError:
                # It was notified before and has not yet left the list.
                pass
            else:
                n -= 1
            try:
                waiters.remove(waiter)
            except ValueError:
                pass

    def notify_all(self):
        """Wake all waiting threads."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """notify_all()"""
        import warnings
        warnings.warn("notifyAll() is deprecated, use notify_all() instead",
                      DeprecationWarning, stacklevel=2)
        self.notify_all()


class Semaphore:
    """A counter of free places; acquire() waits for one."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        cls = type(self)
        return (f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: "
                f"value={self._value}>")

    def acquire(self, blocking=True, timeout=None):
        """Take a place; False if none came free in time."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                if timeout is not None:
                    if deadline is None:
                        deadline = _now() + timeout
                    else:
                        timeout = deadline - _now()
                        if timeout <= 0:
                            return False
                self._cond.wait(timeout)
            self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        """Give back `n` places."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, *exc_info):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore with never more places than at first."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        cls = type(self)
        return (f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: "
                f"value={self._value}/{self._initial_value}>")

    def release(self, n=1):
        """Give back `n` places."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            self._cond.notify(n)


class Event:
    """A flag for which threads can wait."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        cls = type(self)
        state = "set" if self._flag else "unset"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>"

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        """Whether the flag is up."""
        return self._flag

    def isSet(self):
        """is_set()"""
        import warnings
        warnings.warn("isSet() is deprecated, use is_set() instead",
                      DeprecationWarning, stacklevel=2)
        return self.is_set()

    def set(self):
        """Raise the flag and wake all who wait."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Lower the flag."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is up; returns whether it is."""
        with self._cond:
            return self._flag or self._cond.wait(timeout) or self._flag


class BrokenBarrierError(RuntimeError):
    """A barrier was reset or broken while threads waited."""


class Barrier:
    """A point that a number of threads pass together."""

    # States: threads gather; a full set leaves; they leave after a reset; broken.
    _FILLING, _DRAINING, _RESETTING, _BROKEN = 0, 1, -1, -2

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = self._FILLING
        self._count = 0

    def __repr__(self):
        cls = type(self)
        where = f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: "
        if self.broken:
            return where + "broken>"
        return where + f"waiters={self.n_waiting}/{self.parties}>"

    def wait(self, timeout=None):
        """Wait for the others; returns a number from 0, another for each thread."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            # Those of the last round must be gone before a new one begins.
            while self._state in (self._RESETTING, self._DRAINING):
                self._cond.wait()
            if self._state == self._BROKEN:
                raise BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._open()
                else:
                    self._wait_for_others(timeout)
                return index
            finally:
                self._count -= 1
                if self._count == 0 and self._state in (self._RESETTING, self._DRAINING):
                    self._state = self._FILLING
                    self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
        except:
            self._break()
            raise
        self._state = self._DRAINING
        self._cond.notify_all()

    def _wait_for_others(self, timeout):
        if not self._cond.wait_for(lambda: self._state != self._FILLING, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError

    def _break(self):
        self._state = self._BROKEN
        self._cond.notify_all()

    def reset(self):
        """Back to the start; threads that wait get BrokenBarrierError."""
        with self._cond:
            if self._count == 0:
                self._state = self._FILLING
            elif self._state in (self._FILLING, self._BROKEN):
                self._state = self._RESETTING
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: all waits, now and later, raise."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many threads pass together."""
        return self._parties

    @property
    def n_waiting(self):
        """How many wait now."""
        return self._count if self._state == self._FILLING else 0

    @property
    def broken(self):
        """Whether the barrier is broken."""
        return self._state == self._BROKEN


# Threads

_counter = _count(1).__next__
_active_limbo_lock = RLock()
_active = {}   # identifier -> Thread
_limbo = {}    # threads being started
_dangling = _WeakSet()


def _newname(name_template):
    return name_template % _counter()


class Thread:
    """An activity in a thread of its own: run() or a function given."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None,
                 *, daemon=None, context=None):
        assert group is None, "group argument must be None for now"
        if kwargs is None:
            kwargs = {}
        if name:
            name = str(name)
        else:
            name = _newname("Thread-%d")
            if target is not None:
                try:
                    name += f" ({target.__name__})"
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = kwargs
        if daemon is not None:
            if daemon and not _daemon_threads_allowed():
                raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
            self._daemonic = daemon
        else:
            self._daemonic = current_thread().daemon
        self._context = context
        self._ident = None
        if _HAVE_THREAD_NATIVE_ID:
            self._native_id = None
        self._os_thread_handle = _thread._ThreadHandle()
        self._started = Event()
        self._initialized = True
        self._stderr = sys.stderr
        self._invoke_excepthook = _make_invoke_excepthook()
        _dangling.add(self)

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started.is_set():
            status = "started"
        if self._os_thread_handle.is_done():
            status = "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    def start(self):
        """Begin; a thread can be started once."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        with _active_limbo_lock:
            _limbo[self] = self
        if self._context is None:
            import contextvars
            if getattr(sys.flags, "thread_inherit_context", False):
                self._context = contextvars.copy_context()
            else:
                self._context = contextvars.Context()
        try:
            _start_joinable_thread(self._bootstrap, handle=self._os_thread_handle,
                                   daemon=self.daemon)
        except Exception:
            with _active_limbo_lock:
                del _limbo[self]
            raise
        self._started.wait()  # then the identifier is known

    def run(self):
        """What the thread does: by default, call the target."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # An argument may refer to the thread.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        try:
            self._bootstrap_inner()
        except:
            if self._daemonic and sys is None:
                return  # the interpreter is being taken down
            raise

    def _set_ident(self):
        self._ident = get_ident()

    if _HAVE_THREAD_NATIVE_ID:
        def _set_native_id(self):
            self._native_id = get_native_id()

    def _set_os_name(self):
        if _set_name is None or not self._name:
            return
        try:
            _set_name(self._name)
        except OSError:
            pass

    def _bootstrap_inner(self):
        try:
            self._set_ident()
            if _HAVE_THREAD_NATIVE_ID:
                self._set_native_id()
            self._set_os_name()
            self._started.set()
            with _active_limbo_lock:
                _active[self._ident] = self
                del _limbo[self]
            if _trace_hook:
                sys.settrace(_trace_hook)
            if _profile_hook:
                sys.setprofile(_profile_hook)
            try:
                self._context.run(self.run)
            except:
                self._invoke_excepthook(self)
        finally:
            self._delete()

    def _delete(self):
        with _active_limbo_lock:
            _active.pop(get_ident(), None)

    def join(self, timeout=None):
        """Wait until the thread ends, or the time is over."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if timeout is None:
            self._os_thread_handle.join()
        else:
            self._os_thread_handle.join(max(timeout, 0))

    @property
    def name(self):
        """A name for people; need not be unique."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)
        if get_ident() == self._ident:
            self._set_os_name()

    @property
    def ident(self):
        """The identifier as get_ident() gives it, None before the start."""
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    if _HAVE_THREAD_NATIVE_ID:
        @property
        def native_id(self):
            """The operating system's number of the thread."""
            assert self._initialized, "Thread.__init__() not called"
            return self._native_id

    def is_alive(self):
        """Whether the thread runs."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._os_thread_handle.is_done()

    @property
    def daemon(self):
        """Whether the program may end while this thread runs."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if daemonic and not _daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this interpreter")
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def _deprecated_accessor(old, new):
        import warnings
        warnings.warn(f"{old} is deprecated, {new} instead", DeprecationWarning,
                      stacklevel=3)

    def isDaemon(self, _warn=_deprecated_accessor):
        """The daemon attribute."""
        _warn("isDaemon()", "get the daemon attribute")
        return self.daemon

    def setDaemon(self, daemonic, _warn=_deprecated_accessor):
        """Set the daemon attribute."""
        _warn("setDaemon()", "set the daemon attribute")
        self.daemon = daemonic

    def getName(self, _warn=_deprecated_accessor):
        """The name attribute."""
        _warn("getName()", "get the name attribute")
        return self.name

    def setName(self, name, _warn=_deprecated_accessor):
        """Set the name attribute."""
        _warn("setName()", "set the name attribute")
        self.name = name

    del _deprecated_accessor


# Exceptions that end a thread

if hasattr(_thread, "_ExceptHookArgs"):
    from _thread import _ExceptHookArgs as ExceptHookArgs
else:
    class ExceptHookArgs(tuple):
        """(exc_type, exc_value, exc_traceback, thread)"""

        exc_type = property(lambda self: self[0])
        exc_value = property(lambda self: self[1])
        exc_traceback = property(lambda self: self[2])
        thread = property(lambda self: self[3])


def excepthook(args, /):
    """Report an exception that a thread did not catch."""
    if args.exc_type == SystemExit:
        return
    thread = args.thread
    if sys is not None and sys.stderr is not None:
        file = sys.stderr
    elif thread is not None and thread._stderr is not None:
        file = thread._stderr
    else:
        return
    name = get_ident() if thread is None else thread.name
    print(f"Exception in thread {name}:", file=file, flush=True)
    import traceback
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback,
                              file=file)
    file.flush()


__excepthook__ = excepthook


def _make_invoke_excepthook():
    # Kept for threads that end while the interpreter is being taken down.
    old_excepthook = excepthook
    old_sys_excepthook = sys.excepthook
    if old_excepthook is None:
        raise RuntimeError("threading.excepthook is None")
    if old_sys_excepthook is None:
        raise RuntimeError("sys.excepthook is None")
    exc_info, print_ = sys.exc_info, print

    def invoke_excepthook(thread):
        try:
            hook = excepthook
            if hook is None:
                hook = old_excepthook
            hook(ExceptHookArgs([*exc_info(), thread]))
        except Exception as error:
            error.__suppress_context__ = True
            if sys is not None and sys.stderr is not None:
                stderr = sys.stderr
            else:
                stderr = thread._stderr
            print_("Exception in threading.excepthook:", file=stderr, flush=True)
            if sys is not None and sys.excepthook is not None:
                hook = sys.excepthook
            else:
                hook = old_sys_excepthook
            hook(*exc_info())

    return invoke_excepthook


class Timer(Thread):
    """Calls a function after some seconds, unless cancelled before."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Give up the call if it has not begun."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _MainThread(Thread):
    """The thread that began the program."""

    def __init__(self):
        Thread.__init__(self, name="MainThread", daemon=False)
        self._started.set()
        self._ident = _thread._get_main_thread_ident()
        self._os_thread_handle = _thread._make_thread_handle(self._ident)
        if _HAVE_THREAD_NATIVE_ID:
            self._set_native_id()
        with _active_limbo_lock:
            _active[self._ident] = self


class _DeleteDummyThreadOnDel:
    """Forgets a foreign thread when its thread-local data goes."""

    def __init__(self, dummy_thread):
        self._dummy_thread = dummy_thread
        self._ident = dummy_thread.ident
        _thread_local_info._track_dummy_thread_ref = self

    def __del__(self, _active_limbo_lock=_active_limbo_lock, _active=_active):
        with _active_limbo_lock:
            if _active.get(self._ident) is self._dummy_thread:
                _active.pop(self._ident, None)


_thread_local_info = local()


class _DummyThread(Thread):
    """Stands for a thread that this module did not start."""

    def __init__(self):
        Thread.__init__(self, name=_thread._native_name() or _newname("Dummy-%d"),
                        daemon=_daemon_threads_allowed())
        self._started.set()
        self._set_ident()
        self._os_thread_handle = _thread._make_thread_handle(self._ident)
        if _HAVE_THREAD_NATIVE_ID:
            self._set_native_id()
        with _active_limbo_lock:
            _active[self._ident] = self
        _DeleteDummyThreadOnDel(self)

    def is_alive(self):
        if not self._os_thread_handle.is_done() and self._started.is_set():
            return True
        raise RuntimeError("Cannot tell if a foreign thread is alive")

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def current_thread():
    """The Thread object of the calling thread."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """current_thread()"""
    import warnings
    warnings.warn("currentThread() is deprecated, use current_thread() instead",
                  DeprecationWarning, stacklevel=2)
    return current_thread()


def active_count():
    """How many threads are alive."""
    with _active_limbo_lock:
        return len(_active) + len(_limbo)


def activeCount():
    """active_count()"""
    import warnings
    warnings.warn("activeCount() is deprecated, use active_count() instead",
                  DeprecationWarning, stacklevel=2)
    return active_count()


def _enumerate():
    return list(_active.values()) + list(_limbo.values())


def enumerate():
    """The Thread objects of all living threads."""
    with _active_limbo_lock:
        return _enumerate()


def main_thread():
    """The thread that began the program."""
    return _main_thread


from _thread import stack_size


# The end of the program

_threading_atexits = []
_SHUTTING_DOWN = False


def _register_atexit(func, *arg, **kwargs):
    """Call a function before the threads are joined at the end."""
    if _SHUTTING_DOWN:
        raise RuntimeError("can't register atexit after shutdown")
    _threading_atexits.append(lambda: func(*arg, **kwargs))


def _shutdown():
    """Called by the interpreter at the end: waits for threads that are no daemons."""
    global _SHUTTING_DOWN
    handle = _main_thread._os_thread_handle
    if handle.is_done() and getattr(_thread, "_is_main_interpreter", lambda: True)():
        return
    _SHUTTING_DOWN = True
    for func in reversed(_threading_atexits):
        func()
    if get_ident() == _main_thread.ident:
        handle._set_done()
    _thread._shutdown()


_main_thread = None


class _Starting:
    # Making the main thread's object asks for the current thread's.
    daemon = False


_active[get_ident()] = _Starting
_main_thread = _MainThread()
