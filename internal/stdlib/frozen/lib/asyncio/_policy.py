"""Event loop policies, which nobody needs any more."""

import _asyncio


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

    def get_event_loop(self):
        return _asyncio._policy_get()

    def set_event_loop(self, loop):
        _asyncio._policy_set(loop)

    def new_event_loop(self):
        factory = self._loop_factory
        if factory is None:
            from .unix_events import SelectorEventLoop as factory
        return factory()


class _UnixDefaultEventLoopPolicy(_BaseDefaultEventLoopPolicy):
    """The policy of Unix systems."""


_DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
