"""Mock and NonCallableMock.

Every mock is of a class of its own, below the one it was made from: so special methods can be set on it alone. What it
knows stands in its __dict__ under names that begin with _mock_, the mocks made for its attributes in _mock_children. A
mock knows two parents. _mock_parent is the one of which it is an attribute and gets method_calls; _mock_new_parent also
counts what calls return and what subscripts give, and gets mock_calls.

A mock that stands for a function is hidden behind a real function, its _mock_delegate: what was called, the return
value and the side effect are then attributes of that.
"""

import dataclasses
import inspect
import sys
import types
from annotationlib import Format
from functools import partial
from threading import RLock

from ..util import safe_repr
from ._calls import (DEFAULT, _AnyComparer, _Call, _CallList, _deleted, _format_call_signature, _is_exception, _missing,
                     _MockIter, _try_iter, call)

_FUNCTIONS = (types.FunctionType, types.MethodType)


class InvalidSpecError(Exception):
    """What was given as the pattern of a mock is a mock itself."""


# Special methods

_numerics = "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow"
_magics = {f"__{name}__" for name in " ".join([
    "lt gt le ge eq ne getitem setitem delitem len contains str sizeof enter exit divmod rdivmod neg pos abs invert "
    "complex int float index round trunc floor ceil bool next fspath aiter hash iter", _numerics,
    " ".join("i" + name for name in _numerics.split()), " ".join("r" + name for name in _numerics.split())]).split()}

# Can be set but are not there by themselves.
_non_defaults = {"__get__", "__set__", "__delete__", "__reversed__", "__missing__", "__reduce__", "__reduce_ex__",
                 "__getinitargs__", "__getnewargs__", "__getstate__", "__setstate__", "__getformat__", "__repr__",
                 "__dir__", "__subclasses__", "__format__", "__getnewargs_ex__"}

# These are coroutine functions.
_async_method_magics = {"__aenter__", "__aexit__", "__anext__"}
_all_sync_magics = _magics | _non_defaults
_all_magics = _all_sync_magics | _async_method_magics

_unsupported_magics = {"__getattr__", "__setattr__", "__init__", "__new__", "__prepare__", "__instancecheck__",
                       "__subclasscheck__", "__del__"}


def _is_magic(name):
    return f"__{name[2:-2]}__" == name


def _get_method(name, func):
    """A method that calls a function, with the mock as first argument."""
    def method(self, /, *args, **kwargs):
        return func(self, *args, **kwargs)
    method.__name__ = name
    return method


# Looking at objects

def _is_instance_mock(obj):
    # By its type: the mock may say that its class is another.
    return issubclass(type(obj), NonCallableMock)


def _is_list(obj):
    return type(obj) in (list, tuple)


def _extract_mock(obj):
    """The mock behind a function that was made for one, or the object."""
    return obj.mock if isinstance(obj, _FUNCTIONS) and hasattr(obj, "mock") else obj


def _is_async_func(obj):
    return bool(getattr(obj, "__code__", None)) and inspect.iscoroutinefunction(obj)


def _is_async_obj(obj):
    if _is_instance_mock(obj) and not hasattr(type(obj), "assert_awaited"):
        return False
    if hasattr(obj, "__func__"):
        obj = obj.__func__
    return inspect.iscoroutinefunction(obj) or inspect.isawaitable(obj)


def _get_signature_object(spec, as_instance, eat_self):
    """(function, signature) for calling spec, or an instance of it; None if there is none to be told."""
    if isinstance(spec, type) and not as_instance:
        spec, eat_self = spec.__init__, True
    elif isinstance(spec, (classmethod, staticmethod)):
        eat_self = eat_self or isinstance(spec, classmethod)
        spec = spec.__func__
    elif not isinstance(spec, _FUNCTIONS):
        try:
            spec = spec.__call__
        except AttributeError:
            return None
    try:
        # Annotations may name what exists only for a type checker.
        return spec, inspect.signature(partial(spec, None) if eat_self else spec, annotation_format=Format.FORWARDREF)
    except ValueError:
        return None


def _check_spec_arg_typos(kwargs_to_check):
    for typo in ("autospect", "auto_spec", "set_spec"):
        if typo in kwargs_to_check:
            raise RuntimeError(f"{typo!r} might be a typo; use unsafe=True if this is intended")


class _SpecState:
    """A child of an autospecced mock that has not been made yet."""

    def __init__(self, spec, spec_set=False, parent=None, name=None, ids=None, instance=False):
        self.spec = spec
        self.spec_set = spec_set
        self.parent = parent
        self.name = name
        self.ids = ids
        self.instance = instance


def _check_and_set_parent(parent, value, name, new_name):
    """Make a mock a child of another, if it has no name and no parent yet; True if it is done."""
    value = _extract_mock(value)
    if not _is_instance_mock(value):
        return False
    if (value._mock_name or value._mock_new_name or value._mock_parent is not None
            or value._mock_new_parent is not None):
        return False
    above = parent
    while above is not None:
        # A mock may return itself.
        if above is value:
            return False
        above = above._mock_new_parent
    if new_name:
        value._mock_new_parent = parent
        value._mock_new_name = new_name
    if name:
        value._mock_parent = parent
        value._mock_name = name
    return True


def _delegating_property(name):
    """An attribute that a delegate has in the mock's place."""
    own = "_mock_" + name

    def get(self):
        delegate = self._mock_delegate
        return getattr(self, own) if delegate is None else getattr(delegate, name)

    def set(self, value):
        delegate = self._mock_delegate
        if delegate is None:
            self.__dict__[own] = value
        else:
            setattr(delegate, name, value)

    return property(get, set)


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass

    @classmethod
    def _mock_namespace(cls, spec):
        """What the class of a new mock holds, given what its pattern has (None for everything)."""
        return {"__doc__": cls.__doc__, "__module__": Base.__module__}


class NonCallableMock(Base):
    """A mock that cannot be called."""

    # Children are made when they are first asked for, perhaps by several threads.
    _lock = RLock()

    def __new__(cls, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
                _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        bases = (cls,)
        pattern = spec_set or spec
        if pattern is not None and not hasattr(cls, "assert_awaited") and _is_async_obj(pattern):
            from ._coroutine import AsyncMockMixin
            bases = (AsyncMockMixin, cls)
        has = None
        if pattern is not None:
            has = pattern if _is_list(pattern) else dir(pattern)
        namespace = cls._mock_namespace(has)
        owner = namespace["_mock_owner"] = []
        mock = object.__new__(type(cls.__name__, bases, namespace))
        owner.append(mock)
        return mock

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None, _new_name="",
                 _new_parent=None, _spec_as_instance=False, _eat_self=None, unsafe=False, **kwargs):
        known = self.__dict__
        known["_mock_parent"] = parent
        known["_mock_name"] = name
        known["_mock_new_name"] = _new_name
        known["_mock_new_parent"] = parent if _new_parent is None else _new_parent
        known["_mock_sealed"] = False
        if spec_set is not None:
            spec, spec_set = spec_set, True
        if _eat_self is None:
            _eat_self = parent is not None
        self._mock_add_spec(spec, spec_set, _spec_as_instance, _eat_self)
        known["_mock_children"] = {}
        known["_mock_wraps"] = wraps
        known["_mock_delegate"] = None
        known["_mock_called"] = False
        known["_mock_call_args"] = None
        known["_mock_call_count"] = 0
        known["_mock_call_args_list"] = _CallList()
        known["_mock_mock_calls"] = _CallList()
        known["method_calls"] = _CallList()
        known["_mock_unsafe"] = unsafe
        if kwargs:
            self.configure_mock(**kwargs)
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state)

    def attach_mock(self, mock, attribute):
        """Make a mock an attribute of this one, so that its calls are recorded here too."""
        inner = _extract_mock(mock)
        inner._mock_parent = None
        inner._mock_new_parent = None
        inner._mock_name = ""
        inner._mock_new_name = None
        setattr(self, attribute, mock)

    def mock_add_spec(self, spec, spec_set=False):
        """Let only the attributes of spec be got, and with spec_set be set."""
        self._mock_add_spec(spec, spec_set)

    def _mock_add_spec(self, spec, spec_set, _spec_as_instance=False, _eat_self=False):
        if _is_instance_mock(spec):
            raise InvalidSpecError(f"Cannot spec a Mock object. [object={spec!r}]")
        spec_class = signature = None
        coroutines = []
        if spec is not None and not _is_list(spec):
            spec_class = spec if isinstance(spec, type) else type(spec)
            found = _get_signature_object(spec, _spec_as_instance, _eat_self)
            signature = found and found[1]
            names = dir(spec)
            if _spec_as_instance and dataclasses.is_dataclass(spec):
                # Fields without a default are not attributes of the class.
                names = list(dict.fromkeys([*names, *(field.name for field in dataclasses.fields(spec))]))
            for name in names:
                static = inspect.getattr_static(spec, name, None)
                if isinstance(static, (classmethod, staticmethod)):
                    static = static.__func__
                if inspect.iscoroutinefunction(static):
                    coroutines.append(name)
            spec = names
        known = self.__dict__
        known["_spec_class"] = spec_class
        known["_spec_set"] = spec_set
        known["_spec_signature"] = signature
        known["_mock_methods"] = spec
        known["_spec_asyncs"] = coroutines

    def _mock_extend_spec_methods(self, spec_methods):
        methods = self.__dict__.get("_mock_methods") or []
        methods.extend(spec_methods)
        self.__dict__["_mock_methods"] = methods

    # What it returns, does and has seen

    @property
    def return_value(self):
        delegate = self._mock_delegate
        value = self._mock_return_value if delegate is None else delegate.return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name="()")
            self.return_value = value
        return value

    @return_value.setter
    def return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self._mock_return_value = value
            _check_and_set_parent(self, value, None, "()")

    @property
    def side_effect(self):
        delegate = self._mock_delegate
        if delegate is None:
            return self._mock_side_effect
        effect = delegate.side_effect
        if effect is not None and not callable(effect) and not isinstance(effect, _MockIter) \
                and not _is_exception(effect):
            effect = delegate.side_effect = _MockIter(effect)
        return effect

    @side_effect.setter
    def side_effect(self, value):
        value = _try_iter(value)
        if self._mock_delegate is None:
            self._mock_side_effect = value
        else:
            self._mock_delegate.side_effect = value

    @property
    def __class__(self):
        return type(self) if self._spec_class is None else self._spec_class

    called = _delegating_property("called")
    call_count = _delegating_property("call_count")
    call_args = _delegating_property("call_args")
    call_args_list = _delegating_property("call_args_list")
    mock_calls = _delegating_property("mock_calls")

    def reset_mock(self, visited=None, *, return_value: bool = False, side_effect: bool = False):
        """Forget all calls; return_value and side_effect say whether those are forgotten too."""
        if visited is None:
            visited = set()
        if id(self) in visited:
            return
        visited.add(id(self))
        self.called = False
        self.call_args = None
        self.call_count = 0
        self.mock_calls = _CallList()
        self.call_args_list = _CallList()
        self.method_calls = _CallList()
        if return_value:
            self._mock_return_value = DEFAULT
        if side_effect:
            self._mock_side_effect = None
        for child in list(self._mock_children.values()):
            if not isinstance(child, _SpecState) and child is not _deleted:
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        returned = self._mock_return_value
        if _is_instance_mock(returned) and returned is not self:
            returned.reset_mock(visited)

    def configure_mock(self, /, **kwargs):
        """Set attributes, by their names or dotted paths."""
        # Outer ones first: they may be replaced.
        for path, value in sorted(kwargs.items(), key=lambda item: item[0].count(".")):
            *way, last = path.split(".")
            obj = self
            for name in way:
                obj = getattr(obj, name)
            setattr(obj, last, value)

    # Attributes

    def __getattr__(self, name):
        if name in ("_mock_methods", "_mock_unsafe"):
            raise AttributeError(name)
        methods = self._mock_methods
        if methods is not None:
            if name not in methods or name in _all_magics:
                raise AttributeError(f"Mock object has no attribute {name!r}")
        elif _is_magic(name):
            raise AttributeError(name)
        if (not self._mock_unsafe and (not methods or name not in methods)
                and (name.startswith(_MISSPELT) or name in _NOT_ASSERTIONS)):
            raise AttributeError(f"{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is meant to "
                                 "be an attribute.")
        with NonCallableMock._lock:
            child = self._mock_children.get(name)
            if child is _deleted:
                raise AttributeError(name)
            if child is None:
                # An attribute of what is wrapped is wrapped.
                wraps = None if self._mock_wraps is None else getattr(self._mock_wraps, name)
                child = self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name, _new_parent=self)
                self._mock_children[name] = child
            elif isinstance(child, _SpecState):
                child = self._mock_children[name] = self._make_specced(name, child)
        return child

    def _make_specced(self, name, state):
        from ._autospec import create_autospec
        try:
            return create_autospec(state.spec, state.spec_set, state.instance, state.parent, state.name)
        except InvalidSpecError:
            target = self.__dict__["_mock_name"] or self
            raise InvalidSpecError(f"Cannot autospec attr {name!r} from target {target!r} as it has already been "
                                   f"mocked out. [target={self!r}, attr={state.spec!r}]")

    def __setattr__(self, name, value):
        if name in _PLAIN:
            return object.__setattr__(self, name, value)
        methods = self._mock_methods
        if self._spec_set and methods is not None and name not in methods and name not in self.__dict__:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in _unsupported_magics:
            raise AttributeError(f"Attempting to set unsupported magic method {name!r}.")
        if name == "__class__":
            self._spec_class = value
            return None
        if name in _all_magics:
            if methods is not None and name not in methods:
                raise AttributeError(f"Mock object has no attribute '{name}'")
            if _is_instance_mock(value):
                _check_and_set_parent(self, value, None, name)
                setattr(type(self), name, value)
                self._mock_children[name] = value
            else:
                setattr(type(self), name, _get_method(name, value))
                original = value

                def value(*args, **kwargs):
                    return original(self, *args, **kwargs)
        elif _check_and_set_parent(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f"Cannot set {self._extract_mock_name()}.{name}")
        if isinstance(value, PropertyMock):
            self.__dict__[name] = value
            return None
        return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _all_magics and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in self.__dict__:
                # One that was there by itself leaves nothing more.
                return
        child = self._mock_children.get(name, _missing)
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif child is _deleted:
            raise AttributeError(name)
        self._mock_children[name] = _deleted

    def __dir__(self):
        if not sys.modules["unittest.mock"].FILTER_DIR:
            return object.__dir__(self)
        names = set(self._mock_methods or ())
        names.update(name for name in dir(type(self)) if not name.startswith("_"))
        names.update(name for name in self.__dict__ if not name.startswith("_") or _is_magic(name))
        names.update(name for name, child in self._mock_children.items() if child is not _deleted)
        names.difference_update(name for name, child in self._mock_children.items() if child is _deleted)
        return sorted(names)

    # Names

    def _extract_mock_name(self):
        """The path to this mock from the first one above it."""
        parts = [self._mock_new_name]
        dot = "" if parts == ["()"] else "."
        first, above = self, self._mock_new_parent
        while above is not None:
            first = above
            parts.append(above._mock_new_name + dot)
            dot = "" if above._mock_new_name == "()" else "."
            above = above._mock_new_parent
        parts.reverse()
        name = first._mock_name or "mock"
        if len(parts) > 1 and parts[1] not in ("()", "()."):
            name += "."
        parts[0] = name
        return "".join(parts)

    def __repr__(self):
        name = self._extract_mock_name()
        shown = "" if name in ("mock", "mock.") else f" name={name!r}"
        if self._spec_class is not None:
            kind = "spec_set" if self._spec_set else "spec"
            shown += f" {kind}={self._spec_class.__name__!r}"
        return f"<{type(self).__name__}{shown} id='{id(self)}'>"

    # Checks

    def _format_mock_call_signature(self, args, kwargs):
        return _format_call_signature(self._mock_name or "mock", args, kwargs)

    def _format_mock_failure_message(self, args, kwargs, action="call"):
        expected = self._format_mock_call_signature(args, kwargs)
        actual = self._format_mock_call_signature(*self.call_args)
        return f"expected {action} not found.\nExpected: {expected}\n  Actual: {actual}"

    def _get_call_signature_from_name(self, name):
        """The signature of a method, by its path in mock_calls."""
        if not name:
            return self._spec_signature
        signature = None
        children = self._mock_children
        for part in name.replace("()", "").split("."):
            child = children.get(part)
            if child is None or isinstance(child, _SpecState):
                break
            child = _extract_mock(child)
            children = child._mock_children
            signature = child._spec_signature
        return signature

    def _call_matcher(self, _call):
        """A call in a form in which two that mean the same to the signature are equal; or what binding raises."""
        if isinstance(_call, tuple) and len(_call) > 2:
            signature = self._get_call_signature_from_name(_call[0])
        else:
            signature = self._spec_signature
        if signature is None:
            return _call
        name, args, kwargs = ("", *_call) if len(_call) == 2 else _call
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as e:
            return e.with_traceback(None)
        return call(name, bound.args, bound.kwargs)

    def _calls_repr(self):
        return f"\nCalls: {safe_repr(self.mock_calls)}." if self.mock_calls else ""

    def assert_not_called(self):
        """Fail if the mock was called."""
        if self.call_count != 0:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to not have been called. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called(self):
        """Fail unless the mock was called."""
        if self.call_count == 0:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called.")

    def assert_called_once(self):
        """Fail unless the mock was called exactly once."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to have been called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")

    def assert_called_with(self, /, *args, **kwargs):
        """Fail unless the last call had these arguments."""
        if self.call_args is None:
            expected = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n  Actual: not called.")
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(self.call_args) != expected:
            raise AssertionError(self._format_mock_failure_message(args, kwargs)) from _cause(expected)

    def assert_called_once_with(self, /, *args, **kwargs):
        """Fail unless there was exactly one call, with these arguments."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._mock_name or 'mock'}' to be called once. "
                                 f"Called {self.call_count} times.{self._calls_repr()}")
        return self.assert_called_with(*args, **kwargs)

    def assert_has_calls(self, calls, any_order=False):
        """Fail unless mock_calls has these calls in a row, or with any_order all of them anywhere."""
        expected = [self._call_matcher(one) for one in calls]
        seen = _CallList(self._call_matcher(one) for one in self.mock_calls)
        cause = _cause(*expected)
        if any_order:
            missing = _take_all(expected, seen)
            if missing:
                raise AssertionError(f"{self._mock_name or 'mock'!r} does not contain all of {tuple(missing)!r} in its "
                                     f"call list, found {list(seen)!r} instead") from cause
        elif expected not in seen:
            raise AssertionError(_not_found_text("calls", expected, cause, calls, "  Actual",
                                                 safe_repr(self.mock_calls))) from cause

    def assert_any_call(self, /, *args, **kwargs):
        """Fail unless some call had these arguments."""
        expected = self._call_matcher(_Call((args, kwargs), two=True))
        cause = _cause(expected)
        if cause or expected not in _AnyComparer(self._call_matcher(one) for one in self.call_args_list):
            raise AssertionError(f"{self._format_mock_call_signature(args, kwargs)} call not found") from cause

    def _refuse_if_sealed(self, kw):
        if self._mock_sealed:
            attribute = f".{kw['name']}" if "name" in kw else "()"
            raise AttributeError(self._extract_mock_name() + attribute)

    def _get_child_mock(self, /, **kw):
        """A mock for an attribute or a return value; subclasses may make others."""
        self._refuse_if_sealed(kw)
        mocks = sys.modules["unittest.mock"]
        cls, name = type(self), kw.get("_new_name")
        if name in self.__dict__["_spec_asyncs"]:
            return mocks.AsyncMock(**kw)
        if issubclass(cls, mocks.AsyncMockMixin):
            plain = name in _all_sync_magics or self._mock_methods and name in self._mock_methods
            return (mocks.MagicMock if plain else mocks.AsyncMock)(**kw)
        if issubclass(cls, mocks.MagicMock) and name in _async_method_magics:
            return mocks.AsyncMock(**kw)
        if issubclass(cls, CallableMixin):
            # The class below the mock's own.
            return cls.__mro__[1](**kw)
        return (mocks.MagicMock if issubclass(cls, mocks.NonCallableMagicMock) else Mock)(**kw)


def _cause(*matched):
    """The first that is an exception."""
    return next((one for one in matched if isinstance(one, Exception)), None)


def _take_all(expected, seen):
    """Take calls from a list; those that were not in it."""
    missing = []
    for one in expected:
        try:
            seen.remove(one)
        except ValueError:
            missing.append(one)
    return missing


def _not_found_text(what, expected, cause, calls, label, seen):
    problem = f"{what.capitalize()} not found."
    if cause is not None:
        errors = [one if isinstance(one, Exception) else None for one in expected]
        problem = f"Error processing expected {what}.\nErrors: {errors}"
    return f"{problem}\nExpected: {_CallList(calls)}\n{label}: {seen}"


# Beginnings of names that look like a check, misspelt; and checks without their assert_.
_MISSPELT = ("assert", "assret", "asert", "aseert", "assrt")
_NOT_ASSERTIONS = {name.removeprefix("assert_") for name in dir(NonCallableMock) if name.startswith("assert_")}

# Attributes whose setting says nothing of what the mock stands for.
_PLAIN = {"return_value", "_mock_return_value", "side_effect", "_mock_side_effect", "_mock_parent", "_mock_new_parent",
          "_mock_name", "_mock_new_name", "called", "call_count", "call_args", "call_args_list", "mock_calls",
          "await_count", "await_args", "await_args_list"}


class CallableMixin(Base):
    """What a mock needs to be called."""

    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None, spec_set=None,
                 parent=None, _spec_state=None, _new_name="", _new_parent=None, **kwargs):
        self.__dict__["_mock_return_value"] = return_value
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent, **kwargs)
        self.side_effect = side_effect

    def _mock_check_sig(self, /, *args, **kwargs):
        """Replaced, in a mock with a signature, by its check."""

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._increment_mock_call(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        """Record a call, here and in all mocks above."""
        self.called = True
        self.call_count += 1
        seen = _Call((args, kwargs), two=True)
        self.call_args = seen
        self.call_args_list.append(seen)
        self.mock_calls.append(_Call(("", args, kwargs)))
        # The names by which the mock above knows the call.
        method_name, name = self._mock_name, self._mock_new_name
        as_method = self._mock_parent is not None
        dot = "" if name == "()" else "."
        above = self._mock_new_parent
        while above is not None:
            if as_method:
                above.method_calls.append(_Call((method_name, args, kwargs)))
                as_method = above._mock_parent is not None
                if as_method:
                    method_name = f"{above._mock_name}.{method_name}"
            above.mock_calls.append(_Call((name, args, kwargs)))
            if above._mock_new_name:
                name = above._mock_new_name + dot + name
                dot = "" if above._mock_new_name == "()" else "."
            above = above._mock_new_parent

    def _execute_mock_call(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if callable(effect):
                result = effect(*args, **kwargs)
            else:
                result = next(effect)
                if _is_exception(result):
                    raise result
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """A mock: attributes and what calls return are made when they are asked for, and are mocks too.

    spec is a list of names, or an object, beyond which there are no attributes; with spec_set others cannot be set
    either. side_effect is called in the mock's place, or is raised, or is an iterable of what calls give. return_value
    is what calls return. wraps is an object that calls and attributes go through to. name is shown by repr(). Other
    keyword arguments set attributes.
    """


class PropertyMock(Mock):
    """A mock for a property, set on the class: getting the attribute calls it, setting it calls it with the value."""

    def _get_child_mock(self, /, **kwargs):
        return sys.modules["unittest.mock"].MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, val):
        self(val)


def seal(mock):
    """Let a mock and those below it make no more attributes by themselves."""
    mock._mock_sealed = True
    for name in dir(mock):
        try:
            child = getattr(mock, name)
        except AttributeError:
            continue
        if not isinstance(child, NonCallableMock) or isinstance(child._mock_children.get(name), _SpecState):
            continue
        if child._mock_new_parent is mock:
            seal(child)
