"""Mocks made after a pattern: create_autospec() and mock_open()."""

import dataclasses
import inspect
import io
import types

from ._base import (InvalidSpecError, _check_spec_arg_typos, _extract_mock, _FUNCTIONS, _get_signature_object,
                    _is_async_func, _is_instance_mock, _is_list, _is_magic, _SpecState)
from ._calls import DEFAULT, _CallList
from ._coroutine import AsyncMock
from ._magic import MagicMock, NonCallableMagicMock


def _callable(obj):
    if isinstance(obj, type):
        return True
    if isinstance(obj, (staticmethod, classmethod, types.MethodType)):
        return _callable(obj.__func__)
    return getattr(obj, "__call__", None) is not None


def _instance_callable(obj):
    """Whether an object, or what a class makes, can be called."""
    if not isinstance(obj, type):
        return getattr(obj, "__call__", None) is not None
    # Not by getattr: a class has the __call__ of its own class.
    return any(base.__dict__.get("__call__") is not None for base in obj.__mro__)


def _check_signature(func, mock, skipfirst, instance=False):
    """Have calls of a mock raise TypeError if the function could not be called so."""
    found = _get_signature_object(func, instance, skipfirst)
    if found is None:
        return
    func, signature = found

    def checksig(self, /, *args, **kwargs):
        signature.bind(*args, **kwargs)

    _copy_func_details(func, checksig)
    type(mock)._mock_check_sig = checksig
    type(mock).__signature__ = signature


def _copy_func_details(func, copy):
    for name in ("__name__", "__doc__", "__text_signature__", "__module__", "__defaults__", "__kwdefaults__"):
        try:
            setattr(copy, name, getattr(func, name))
        except (AttributeError, TypeError):
            pass


def _set_signature(mock, original, instance=False):
    """A function that has the signature of another and behind it a mock."""
    found = _get_signature_object(original, instance, isinstance(original, type))
    if found is None:
        return mock
    func, signature = found
    if _is_async_func(original):
        async def stand_in(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return await mock(*args, **kwargs)
    else:
        def stand_in(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return mock(*args, **kwargs)
    _copy_func_details(func, stand_in)
    # The defaults went with them; the signature is the mock's to check.
    stand_in.__defaults__ = stand_in.__kwdefaults__ = None
    name = original.__name__
    stand_in.__name__ = stand_in.__qualname__ = name if name.isidentifier() else "funcopy"
    _setup_func(stand_in, mock, signature)
    return stand_in


_FORWARDED = ("assert_called_with", "assert_not_called", "assert_called", "assert_called_once",
              "assert_called_once_with", "assert_has_calls", "assert_any_call")
_FORWARDED_ASYNC = ("assert_awaited", "assert_awaited_once", "assert_awaited_with", "assert_awaited_once_with",
                    "assert_any_await", "assert_has_awaits", "assert_not_awaited")


def _forward(function, mock, names):
    """Give a function methods of its mock, looked up there when they are called."""
    def forwarding(name):
        def forward(*args, **kwargs):
            return getattr(mock, name)(*args, **kwargs)
        return forward
    for name in names:
        setattr(function, name, forwarding(name))


def _setup_func(function, mock, signature):
    function.mock = mock
    function.called = False
    function.call_count = 0
    function.call_args = None
    function.call_args_list = _CallList()
    function.method_calls = _CallList()
    function.mock_calls = _CallList()
    function.return_value = mock.return_value
    function.side_effect = mock.side_effect
    function._mock_children = mock._mock_children
    function.__signature__ = signature

    def reset_mock():
        function.method_calls = _CallList()
        function.mock_calls = _CallList()
        mock.reset_mock()
        returned = function.return_value
        if _is_instance_mock(returned) and returned is not mock:
            returned.reset_mock()

    function.reset_mock = reset_mock
    _forward(function, mock, _FORWARDED)
    mock._mock_delegate = function


def _setup_async_mock(function):
    function.await_count = 0
    function.await_args = None
    function.await_args_list = _CallList()
    _forward(function, function.mock, _FORWARDED_ASYNC)


def _must_skip(spec, entry, is_type):
    """Whether a function found in a class or an object is called with a first argument more than its callers give."""
    if not isinstance(spec, type):
        if entry in getattr(spec, "__dict__", {}):
            # An attribute of the instance: not bound.
            return False
        spec = spec.__class__
    for cls in spec.__mro__:
        if entry not in cls.__dict__:
            continue
        found = cls.__dict__[entry]
        if isinstance(found, (staticmethod, classmethod)):
            return False
        return is_type if isinstance(found, _FUNCTIONS) else False
    return is_type


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False, **kwargs):
    """A mock after a pattern: its attributes have those of the pattern's as theirs, and functions their signatures.

    For a class, what calls return is after its instances; with instance=True the mock itself is. With spec_set only
    attributes of the pattern can be set. Other keyword arguments are as for Mock.
    """
    if _is_list(spec):
        # A list of names says nothing of what they are.
        spec = type(spec)
    is_type = isinstance(spec, type)
    if _is_instance_mock(spec):
        raise InvalidSpecError(f"Cannot autospec a Mock object. [object={spec!r}]")
    is_async_func = _is_async_func(spec)
    options = {"spec": spec}
    names = dir(spec)
    if is_type and instance and dataclasses.is_dataclass(spec):
        # Instances have the fields, whether the class has a default for them or not.
        names = list(dict.fromkeys([*names, *(field.name for field in dataclasses.fields(spec))]))
    if spec_set:
        options = {"spec_set": spec}
    elif spec is None:
        options = {}
    if options and instance:
        options["_spec_as_instance"] = True
    if not unsafe:
        _check_spec_arg_typos(kwargs)
    _name = kwargs.pop("name", _name)
    # Paths lead to mocks that are yet to be made.
    paths = {name: kwargs.pop(name) for name in list(kwargs) if "." in name}
    options.update(kwargs)
    if inspect.isdatadescriptor(spec):
        # A property may give anything.
        cls, options = MagicMock, {}
    elif is_type and instance and not _instance_callable(spec) or not _callable(spec):
        cls = NonCallableMagicMock
    elif is_async_func:
        if instance:
            raise RuntimeError("Instance can not be True when create_autospec is mocking an async function")
        cls = AsyncMock
    else:
        cls = MagicMock
    mock = cls(parent=_parent, _new_parent=_parent, _new_name="" if _parent is None else _name, name=_name, **options)
    if isinstance(spec, _FUNCTIONS):
        mock = _set_signature(mock, spec)
        if is_async_func and isinstance(mock, _FUNCTIONS):
            _setup_async_mock(mock)
    else:
        _check_signature(spec, mock, is_type, instance)
    if _parent is not None and not instance:
        _parent._mock_children[_name] = mock
    wrapped = kwargs.get("wraps")
    if is_type and not instance and "return_value" not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True, _name="()", _parent=mock, wraps=wrapped)
    for name in names:
        # Special methods are the MagicMock's business.
        if not _is_magic(name):
            _add_child(mock, spec, name, is_type, spec_set, wrapped)
    if paths:
        _extract_mock(mock).configure_mock(**paths)
    return mock


def _add_child(mock, spec, name, is_type, spec_set, wrapped):
    try:
        original = getattr(spec, name)
    except AttributeError:
        if not dataclasses.is_dataclass(spec):
            return
        # A field without a default: its type, if it is one, is the pattern.
        original = next((field.type for field in dataclasses.fields(spec) if field.name == name), None)
        if original is None:
            return
        mock._mock_children[name] = _SpecState(original, spec_set, mock, name, instance=isinstance(original, type))
        return
    if not isinstance(original, _FUNCTIONS):
        mock._mock_children[name] = _SpecState(original, spec_set, mock, name)
        return
    parent = mock.mock if isinstance(spec, _FUNCTIONS) and isinstance(mock, _FUNCTIONS) else mock
    skipfirst = _must_skip(spec, name, is_type)
    options = {"spec_set" if spec_set else "spec": original, "_eat_self": skipfirst}
    if wrapped is not None and hasattr(wrapped, name):
        options["wraps"] = getattr(wrapped, name)
    cls = AsyncMock if inspect.iscoroutinefunction(original) else MagicMock
    child = cls(parent=parent, name=name, _new_name=name, _new_parent=parent, **options)
    mock._mock_children[name] = child
    if "wraps" not in options:
        child.return_value = cls()
    _check_signature(original, child, skipfirst=skipfirst)
    if isinstance(mock, _FUNCTIONS):
        setattr(mock, name, child)


# Files

_file_methods = None

# The builtin itself: mock_open() is used to replace it.
_open = open


def _to_stream(read_data):
    return io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)


def mock_open(mock=None, read_data=""):
    """A mock for open(): the file that it gives, also as a context manager, reads read_data from its start."""
    global _file_methods
    if _file_methods is None:
        _file_methods = list(dict.fromkeys([*dir(io.TextIOWrapper), *dir(io.BytesIO)]))
    if mock is None:
        mock = MagicMock(name="open", spec=_open)
    handle = MagicMock(spec=_file_methods)
    handle.__enter__.return_value = handle
    handle.write.return_value = None
    for name in ("read", "readline", "readlines"):
        getattr(handle, name).return_value = None
    stream = _to_stream(read_data)

    def reading(name):
        def read(*args, **kwargs):
            # What a test has set is given instead.
            method = getattr(handle, name)
            if method.return_value is not None:
                return method.return_value
            return getattr(stream, name)(*args, **kwargs)
        return read

    def next_line():
        if handle.readline.return_value is not None:
            return handle.readline.return_value
        return next(stream)

    def lines():
        if handle.readline.return_value is not None:
            while True:
                yield handle.readline.return_value
        yield from stream

    def exit_side_effect(exctype, excinst, exctb):
        handle.close()

    for name in ("read", "readline", "readlines"):
        getattr(handle, name).side_effect = reading(name)
    handle.__iter__.side_effect = lines
    handle.__next__.side_effect = next_line
    handle.__exit__.side_effect = exit_side_effect

    def reset_data(*args, **kwargs):
        nonlocal stream
        stream = _to_stream(read_data)
        return DEFAULT

    mock.side_effect = reset_data
    mock.return_value = handle
    return mock
