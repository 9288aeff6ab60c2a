"""The rest of asyncio.events: event loop policies, which nobody needs any more."""

import threading

from _asyncio import _policy_get, _policy_set


class _AbstractEventLoopPolicy:
    """Decides which loop a thread has."""

    def get_event_loop(self):
        """The loop of this thread."""
        raise NotImplementedError

    def set_event_loop(self, loop):
        """Set the loop of this thread."""
        raise NotImplementedError

    def new_event_loop(self):
        """Make a loop."""
        raise NotImplementedError


class _BaseDefaultEventLoopPolicy(_AbstractEventLoopPolicy):
    """One loop for each thread, which must be set."""

    _loop_factory = None

    class _Local(threading.local):
        _loop = None

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        loop = self._local._loop
        if loop is None:
            raise RuntimeError(f"There is no current event loop in thread {threading.current_thread().name!r}.")
        return loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'")
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


class _UnixDefaultEventLoopPolicy(_BaseDefaultEventLoopPolicy):
    """The policy of Unix systems."""

    def new_event_loop(self):
        from .unix_events import SelectorEventLoop
        return (self._loop_factory or SelectorEventLoop)()


_UnixDefaultEventLoopPolicy.__module__ = "asyncio.unix_events"
_DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy


class _Shared:
    """Where the loops are that were set before anybody asked for a policy."""

    _loop = property(lambda self: _policy_get(), lambda self, loop: _policy_set(loop))


def _first_policy():
    """The policy that is there if none was set."""
    policy = _DefaultEventLoopPolicy()
    policy._local = _Shared()
    return policy
