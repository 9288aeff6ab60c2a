"""Mocks for coroutine functions."""

import inspect
import types

from ._base import (Base, Mock, NonCallableMock, _cause, _delegating_property, _not_found_text, _take_all)
from ._calls import DEFAULT, _AnyComparer, _Call, _CallList, _is_exception
from ._magic import MagicMixin


class AsyncMockMixin(Base):
    """Makes calls of a mock coroutines, and counts how often one was awaited."""

    await_count = _delegating_property("await_count")
    await_args = _delegating_property("await_args")
    await_args_list = _delegating_property("await_args_list")

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = self.__dict__
        known["_mock_await_count"] = 0
        known["_mock_await_args"] = None
        known["_mock_await_args_list"] = _CallList()
        # What tells a coroutine function.
        code = NonCallableMock(spec_set=types.CodeType)
        code.__dict__["co_flags"] = inspect.CO_COROUTINE | inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
        known["__code__"] = code
        known["__name__"] = "AsyncMock"
        known["__defaults__"] = ()
        known["__kwdefaults__"] = {}
        known["__annotations__"] = None
        known["_is_coroutine_mark"] = inspect._coroutine_mark

    async def _execute_mock_call(self, /, *args, **kwargs):
        seen = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = seen
        self.await_args_list.append(seen)
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                try:
                    result = next(effect)
                except StopIteration:
                    # A coroutine cannot raise StopIteration.
                    raise StopAsyncIteration from None
                if _is_exception(result):
                    raise result
            elif inspect.iscoroutinefunction(effect):
                result = await effect(*args, **kwargs)
            else:
                result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        wrapped = self._mock_wraps
        if wrapped is not None:
            result = wrapped(*args, **kwargs)
            return await result if inspect.iscoroutinefunction(wrapped) else result
        return self.return_value

    def _awaited_text(self):
        return f"Expected {self._mock_name or 'mock'} to have been awaited"

    def assert_awaited(self):
        """Fail unless the mock was awaited."""
        if self.await_count == 0:
            raise AssertionError(self._awaited_text() + ".")

    def assert_awaited_once(self):
        """Fail unless the mock was awaited exactly once."""
        if self.await_count != 1:
            raise AssertionError(f"{self._awaited_text()} once. Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        """Fail unless the last await had these arguments."""
        if self.await_args is None:
            raise AssertionError(f"Expected await: {self._format_mock_call_signature(args, kwargs)}\nNot awaited")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.await_args) != expected:
            raise AssertionError(self._format_mock_failure_message(args, kwargs, action="await")) from _cause(expected)

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Fail unless there was exactly one await, with these arguments."""
        self.assert_awaited_once()
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Fail unless some await had these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = _cause(expected)
        if cause or expected not in _AnyComparer(self._call_matcher(one) for one in self.await_args_list):
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} await not found") from cause

    def assert_has_awaits(self, calls, any_order=False):
        """Fail unless there were these awaits in a row, or with any_order all of them anywhere."""
        expected = [self._call_matcher(one) for one in calls]
        seen = _CallList(self._call_matcher(one) for one in self.await_args_list)
        cause = _cause(*expected)
        if any_order:
            missing = _take_all(expected, seen)
            if missing:
                raise AssertionError(f"{tuple(missing)!r} not all found in await list") from cause
        elif expected not in seen:
            raise AssertionError(_not_found_text("awaits", expected, cause, calls, "Actual",
                                                 self.await_args_list)) from cause

    def assert_not_awaited(self):
        """Fail if the mock was awaited."""
        if self.await_count != 0:
            raise AssertionError(f"Expected {self._mock_name or 'mock'} to not have been awaited. "
                                 f"Awaited {self.await_count} times.")

    def reset_mock(self, /, *args, **kwargs):
        """Forget all calls and awaits."""
        super().reset_mock(*args, **kwargs)
        self.await_count = 0
        self.await_args = None
        self.await_args_list = _CallList()


class AsyncMagicMixin(MagicMixin):
    """The special methods, for mocks whose calls are coroutines."""


class AsyncMock(AsyncMockMixin, AsyncMagicMixin, Mock):
    """A mock of a coroutine function: a call gives a coroutine whose result is what a Mock would return.

    side_effect may be a coroutine function. Attributes are AsyncMocks too, but those that a pattern shows to be plain
    functions.
    """
