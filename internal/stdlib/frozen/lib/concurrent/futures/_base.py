"""Futures, executors in general, and waiting for many futures."""

import threading
import time

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
_AS_COMPLETED = "_AS_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
# Cancelled, but the waiters have not been told yet.
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_DONE = (CANCELLED_AND_NOTIFIED, FINISHED)
_STATE_TO_DESCRIPTION_MAP = {
    PENDING: "pending", RUNNING: "running", CANCELLED: "cancelled",
    CANCELLED_AND_NOTIFIED: "cancelled", FINISHED: "finished"}

TimeoutError = TimeoutError


class Error(Exception):
    """Base of the errors of futures."""


class CancelledError(Error):
    """The future was cancelled."""


class InvalidStateError(Error):
    """The operation is not possible in the future's state."""


class BrokenExecutor(RuntimeError):
    """The executor cannot run anything any more."""


def _log():
    # Most programs never log from here, and logging is large.
    import logging
    return logging.getLogger("concurrent.futures")


class _Waiter:
    """Collects finished futures; `enough` decides when the event is set."""

    def __init__(self, pending=0, enough="any"):
        self.event = threading.Event()
        self.finished_futures = []
        self.lock = threading.Lock()
        self._pending = pending
        self._enough = enough

    def _add(self, future, failed):
        with self.lock:
            self.finished_futures.append(future)
            self._pending -= 1
            if (self._enough == "any" or self._pending <= 0
                    or (failed and self._enough == "failure")):
                self.event.set()

    def add_result(self, future):
        self._add(future, False)

    def add_exception(self, future):
        self._add(future, True)

    def add_cancelled(self, future):
        self._add(future, False)

    def take(self):
        """All that finished since the last call."""
        with self.lock:
            finished, self.finished_futures = self.finished_futures, []
            self.event.clear()
        return finished


class _LockAll:
    """Holds the conditions of many futures, always taken in one order."""

    def __init__(self, futures):
        self._futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self._futures:
            future._condition.acquire()

    def __exit__(self, *exc_info):
        for future in self._futures:
            future._condition.release()


def _drop(fs, waiter, *pending_sets):
    """Yield futures from the end of a list, leaving no reference to them."""
    while fs:
        future = fs[-1]
        for pending in pending_sets:
            pending.remove(future)
        with future._condition:
            future._waiters.remove(waiter)
        del future
        yield fs.pop()


def as_completed(fs, timeout=None):
    """Yield futures as they finish; those finished already come first."""
    if timeout is not None:
        deadline = timeout + time.monotonic()
    fs = set(fs)
    total = len(fs)
    waiter = _Waiter()
    with _LockAll(fs):
        finished = {f for f in fs if f._state in _DONE}
        pending = fs - finished
        for future in fs:
            future._waiters.append(waiter)
        future = None  # nothing here may keep what was yielded
    finished = list(finished)
    try:
        yield from _drop(finished, waiter, fs)
        while pending:
            if timeout is None:
                left = None
            else:
                left = deadline - time.monotonic()
                if left < 0:
                    raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            waiter.event.wait(left)
            finished = waiter.take()
            finished.reverse()  # taken from the end
            yield from _drop(finished, waiter, fs, pending)
    finally:
        for future in fs:
            with future._condition:
                future._waiters.remove(waiter)


class DoneAndNotDoneFutures(tuple):
    """What wait() returns: a pair of sets."""

    __slots__ = ()
    _fields = __match_args__ = ("done", "not_done")

    def __new__(cls, done, not_done):
        return tuple.__new__(cls, (done, not_done))

    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return f"DoneAndNotDoneFutures(done={self[0]!r}, not_done={self[1]!r})"

    def __getnewargs__(self):
        return tuple(self)

    def _asdict(self):
        return {"done": self[0], "not_done": self[1]}


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all futures, or the first one or failure, are done."""
    fs = set(fs)
    with _LockAll(fs):
        done = {f for f in fs if f._state in _DONE}
        not_done = fs - done
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        if done and return_when == FIRST_COMPLETED:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and any(
                not f.cancelled() and f.exception() is not None for f in done):
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_COMPLETED:
            waiter = _Waiter()
        elif return_when == FIRST_EXCEPTION:
            waiter = _Waiter(len(not_done), "failure")
        elif return_when == ALL_COMPLETED:
            waiter = _Waiter(len(not_done), "all")
        else:
            raise ValueError(f"Invalid return condition: {return_when!r}")
        for future in not_done:
            future._waiters.append(waiter)
    waiter.event.wait(timeout)
    for future in not_done:
        with future._condition:
            future._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


class Future:
    """The result of a call that may still have to be made."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception:
            _log().exception("exception calling callback for %r", self)

    def __repr__(self):
        with self._condition:
            text = f"<{type(self).__name__} at {id(self):#x} state={_STATE_TO_DESCRIPTION_MAP[self._state]}"
            if self._state == FINISHED:
                if self._exception is not None:
                    text += f" raised {type(self._exception).__name__}"
                else:
                    text += f" returned {type(self._result).__name__}"
            return text + ">"

    def cancel(self):
        """Cancel the call if it has not begun; returns whether it is cancelled."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Whether the call was cancelled."""
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        """Whether the call is being made."""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Whether the call was made or cancelled."""
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)

    def _outcome(self):
        if self._exception is None:
            return self._result
        try:
            raise self._exception
        finally:
            # The traceback must not keep the future alive.
            self = None

    def add_done_callback(self, fn):
        """Call a function with the future when it is done, or now."""
        with self._condition:
            if self._state not in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
                self._done_callbacks.append(fn)
                return
        self._call_back(fn)

    def _wait_done(self, timeout):
        """Wait, with the condition held, and raise if there will be no outcome."""
        for waited in (False, True):
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                raise CancelledError()
            if self._state == FINISHED:
                return
            if not waited:
                self._condition.wait(timeout)
        raise TimeoutError()

    def result(self, timeout=None):
        """What the call returned; raises what it raised."""
        try:
            with self._condition:
                self._wait_done(timeout)
                return self._outcome()
        finally:
            self = None

    def exception(self, timeout=None):
        """What the call raised, or None."""
        with self._condition:
            self._wait_done(timeout)
            return self._exception

    # For executors.

    def set_running_or_notify_cancel(self):
        """Mark the call as being made; False if it was cancelled."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            _log().critical("Future %s in unexpected state: %s", id(self), self._state)
            raise RuntimeError("Future in unexpected state")

    def _check_unfinished(self):
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
            raise InvalidStateError(f"{self._state}: {self!r}")

    def set_result(self, result):
        """Finish with a value."""
        with self._condition:
            self._check_unfinished()
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        """Finish with an exception."""
        with self._condition:
            self._check_unfinished()
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def _get_snapshot(self):
        """(done, cancelled, result, exception), without the lock if possible."""
        if self._state == FINISHED:
            return True, False, self._result, self._exception
        with self._condition:
            if self._state == FINISHED:
                return True, False, self._result, self._exception
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True, True, None, None
            return False, False, None, None

    __class_getitem__ = classmethod(type(list[int]))


class Executor:
    """Base of what runs calls in some other place."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called; returns a Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """map() whose calls run in the executor; results come in order."""
        if buffersize is not None and not isinstance(buffersize, int):
            raise TypeError("buffersize must be an integer or None")
        if buffersize is not None and buffersize < 1:
            raise ValueError("buffersize must be None or > 0")
        if timeout is not None:
            deadline = timeout + time.monotonic()
        arguments = zip(*iterables)
        from collections import deque
        if buffersize is None:
            futures = deque(self.submit(fn, *args) for args in arguments)
        else:
            from itertools import islice
            futures = deque(self.submit(fn, *args)
                            for args in islice(arguments, buffersize))
        # The generator may outlive the executor without keeping it.
        import weakref
        executor_ref = weakref.ref(self)

        def results():
            try:
                while futures:
                    if timeout is None:
                        value = [_result_or_cancel(futures.popleft())]
                    else:
                        value = [_result_or_cancel(futures.popleft(),
                                                   deadline - time.monotonic())]
                    if buffersize is not None:
                        executor = executor_ref()
                        args = next(arguments, None) if executor is not None else None
                        if args is not None:
                            futures.append(executor.submit(fn, *args))
                        del executor
                    # Popped, so that nothing here holds it while the caller works.
                    yield value.pop()
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; by default wait for those that run."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future
