"""Mocks that a test can wait for while other threads call them."""

import threading

from ._base import Base, Mock
from ._calls import _Call, sentinel
from ._magic import MagicMixin

_timeout_unset = sentinel.TIMEOUT_UNSET


class ThreadingMixin(Base):
    """Adds waiting for calls."""

    # How long to wait, in seconds; None is for ever.
    DEFAULT_TIMEOUT = None

    def _get_child_mock(self, /, **kw):
        if "parent" in kw:
            kw["timeout"] = kw["parent"]._mock_wait_timeout
        elif "_new_parent" in kw:
            kw["timeout"] = kw["_new_parent"]._mock_wait_timeout
        return super()._get_child_mock(**kw)

    def __init__(self, *args, timeout=_timeout_unset, **kwargs):
        super().__init__(*args, **kwargs)
        if timeout is _timeout_unset:
            timeout = self.DEFAULT_TIMEOUT
        known = self.__dict__
        known["_mock_event"] = threading.Event()
        # [call, event] for those arguments that were waited for.
        known["_mock_calls_events"] = []
        known["_mock_calls_events_lock"] = threading.Lock()
        known["_mock_wait_timeout"] = timeout

    def reset_mock(self, /, *args, **kwargs):
        """Forget all calls."""
        super().reset_mock(*args, **kwargs)
        self.__dict__["_mock_event"] = threading.Event()
        self.__dict__["_mock_calls_events"] = []

    def _event_of(self, args, kwargs):
        wanted = _Call((args, kwargs), two=True)
        with self._mock_calls_events_lock:
            for seen, event in self._mock_calls_events:
                if seen == wanted:
                    return event
            event = threading.Event()
            self._mock_calls_events.append((wanted, event))
            return event

    def _mock_call(self, *args, **kwargs):
        result = super()._mock_call(*args, **kwargs)
        self._event_of(args, kwargs).set()
        self._mock_event.set()
        return result

    def _increment_mock_call(self, /, *args, **kwargs):
        # The counts would suffer if two threads were here.
        with self._lock:
            super()._increment_mock_call(*args, **kwargs)

    def wait_until_called(self, *, timeout=_timeout_unset):
        """Wait until the mock has been called; fail if that takes longer than the timeout."""
        if timeout is _timeout_unset:
            timeout = self._mock_wait_timeout
        if not self._mock_event.wait(timeout=timeout):
            raise AssertionError(f"{self._mock_name or 'mock'} was not called before timeout({timeout}).")

    def wait_until_any_call_with(self, *args, **kwargs):
        """Wait until the mock has been called with these arguments; fail if that takes too long."""
        if not self._event_of(args, kwargs).wait(timeout=self._mock_wait_timeout):
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} call not found")


class ThreadingMock(ThreadingMixin, MagicMixin, Mock):
    """A MagicMock with methods to wait until it has been called; timeout is how long, in seconds."""
