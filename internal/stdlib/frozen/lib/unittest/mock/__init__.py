"""Mock objects: stand-ins that take whatever is done to them and remember it.

    thing = Mock(return_value=3)
    thing("a", key="value")
    thing.assert_called_once_with("a", key="value")

    with patch("package.module.name") as fake:
        ...

_calls has what a mock remembers, _base the plain mocks, _magic and _coroutine those with special methods and those to
await, _threading those that wait for calls, _autospec mocks made after a pattern, _patching patch() and its relatives.
"""

from ._calls import ANY, DEFAULT, _ANY, _AnyComparer, _Call, _CallList, _is_exception, _Sentinel, _SentinelObject, call, sentinel
from ._base import (Base, CallableMixin, InvalidSpecError, Mock, NonCallableMock, PropertyMock, _magics, _all_magics,
                    seal)
from ._magic import MagicMixin, MagicMock, MagicProxy, NonCallableMagicMock
from ._coroutine import AsyncMagicMixin, AsyncMock, AsyncMockMixin
from ._threading import ThreadingMixin, ThreadingMock
from ._autospec import _callable, create_autospec, mock_open
from ._patching import _get_target, _patch, _patch_dict, patch

__all__ = ("Mock", "MagicMock", "patch", "sentinel", "DEFAULT", "ANY", "call", "create_autospec", "AsyncMock",
           "ThreadingMock", "FILTER_DIR", "NonCallableMock", "NonCallableMagicMock", "mock_open", "PropertyMock",
           "seal")

# Whether dir() of a mock leaves out what is not meant for those who use it.
FILTER_DIR = True

# They are known, and pickled, by this module's name.
for _class in (_ANY, _Call, _CallList, _Sentinel, _SentinelObject, Base, CallableMixin, InvalidSpecError, Mock,
               NonCallableMock, PropertyMock, MagicMixin, MagicMock, MagicProxy, NonCallableMagicMock, AsyncMagicMixin,
               AsyncMock, AsyncMockMixin, ThreadingMixin, ThreadingMock, _patch, _patch_dict):
    _class.__module__ = __name__
del _class
