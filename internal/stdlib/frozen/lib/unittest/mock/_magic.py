"""Mocks that have the special methods."""

from ._base import (Base, Mock, NonCallableMock, _async_method_magics, _magics)
from ._calls import DEFAULT

# What special methods return, those that do not return a mock.
_return_values = {
    "__lt__": NotImplemented, "__gt__": NotImplemented, "__le__": NotImplemented, "__ge__": NotImplemented,
    "__int__": 1, "__contains__": False, "__len__": 0, "__exit__": False, "__complex__": 1j, "__float__": 1.0,
    "__bool__": True, "__index__": 1, "__aexit__": False,
}

_calculate_return_value = {
    "__hash__": lambda mock: object.__hash__(mock),
    "__str__": lambda mock: object.__str__(mock),
    "__sizeof__": lambda mock: object.__sizeof__(mock),
    "__fspath__": lambda mock: f"{type(mock).__name__}/{mock._extract_mock_name()}/{id(mock)}",
}


class _AsyncIterator:
    """An asynchronous iterator over an iterator."""

    def __init__(self, iterator):
        self.iterator = iterator

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            raise StopAsyncIteration from None


def _get_eq(mock):
    def __eq__(other):
        value = mock.__eq__._mock_return_value
        if value is not DEFAULT:
            return value
        return True if mock is other else NotImplemented
    return __eq__


def _get_ne(mock):
    def __ne__(other):
        if mock.__ne__._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if mock is other else NotImplemented
    return __ne__


def _get_iter(mock):
    def __iter__():
        value = mock.__iter__._mock_return_value
        # An iterator that was set is given out each time, used up or not.
        return iter([] if value is DEFAULT else value)
    return __iter__


def _get_async_iter(mock):
    def __aiter__():
        value = mock.__aiter__._mock_return_value
        return _AsyncIterator(iter([] if value is DEFAULT else value))
    return __aiter__


_side_effect_methods = {"__eq__": _get_eq, "__ne__": _get_ne, "__iter__": _get_iter, "__aiter__": _get_async_iter}


def _set_return_value(mock, method, name):
    """Let a special method do what it does by itself."""
    if name in _return_values:
        method.return_value = _return_values[name]
    elif name in _calculate_return_value:
        method.return_value = _calculate_return_value[name](mock)
    elif name in _side_effect_methods:
        method.side_effect = _side_effect_methods[name](mock)


class MagicProxy(Base):
    """A special method that has not been used yet: the mock for it is made at the first use."""

    def __init__(self, name, parent=None):
        self.name = name
        self.parent = parent

    def create_mock(self, parent=None):
        name = self.name
        if parent is None:
            parent = self.parent
        method = parent._get_child_mock(name=name, _new_name=name, _new_parent=parent)
        setattr(parent, name, method)
        _set_return_value(parent, method, name)
        return method

    def __get__(self, obj, _type=None):
        if obj is None and self.parent is None:
            owner = getattr(_type, "_mock_owner", None)
            if not owner:
                return self
            # A mock's class has no other instance.
            obj = owner[0]
        return self.create_mock(obj)


_supported = _magics | _async_method_magics

# They know nothing of a particular mock, so all share them.
_proxies = {name: MagicProxy(name) for name in sorted(_supported)}


class MagicMixin(Base):
    """Gives a mock the special methods that its pattern has."""

    @classmethod
    def _mock_namespace(cls, spec):
        namespace = super()._mock_namespace(spec)
        if spec is None:
            namespace.update(_proxies)
        else:
            namespace.update((name, _proxies[name]) for name in spec if name in _supported)
        return namespace

    def __init__(self, /, *args, **kw):
        super().__init__(*args, **kw)

    def _mock_set_magics(self):
        """Have the special methods of the pattern, and no others."""
        wanted = _supported
        if getattr(self, "_mock_methods", None) is not None:
            wanted = _supported & set(self._mock_methods)
        cls = type(self)
        for name in _supported - wanted:
            if name in cls.__dict__:
                delattr(self, name)
        for name in wanted:
            if name not in cls.__dict__:
                setattr(cls, name, _proxies[name])


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""

    def mock_add_spec(self, spec, spec_set=False):
        """Let only the attributes of spec be got, and with spec_set be set."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


class MagicMock(MagicMixin, Mock):
    """A Mock that has most special methods, with return values that make sense."""

    def mock_add_spec(self, spec, spec_set=False):
        """Let only the attributes of spec be got, and with spec_set be set."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()

    def reset_mock(self, /, *args, return_value: bool = False, **kwargs):
        """Forget all calls; return_value and side_effect say whether those are forgotten too."""
        super().reset_mock(*args, return_value=return_value, **kwargs)
        if return_value:
            for name in _return_values.keys() | _calculate_return_value.keys():
                method = self._mock_children.get(name)
                if isinstance(method, NonCallableMock):
                    _set_return_value(self, method, name)
