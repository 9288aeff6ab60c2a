"""patch() and its relatives: attributes and dicts that are other than they were, for a while."""

import builtins
import contextlib
import importlib
import inspect
import sys
import types
from functools import partial, wraps

from ._autospec import _instance_callable, create_autospec
from ._base import InvalidSpecError, NonCallableMock, _check_spec_arg_typos, _is_async_obj, _is_instance_mock, _is_list
from ._calls import DEFAULT
from ._coroutine import AsyncMock
from ._magic import MagicMock, NonCallableMagicMock

_builtins = {name for name in dir(builtins) if not name.startswith("_")}

# Deleting these from a function or a class does not bring back what was there before.
_STICKY = ("__doc__", "__module__", "__defaults__", "__annotations__", "__kwdefaults__")


def _resolve(path):
    """The object with a dotted name. Modules go before attributes of the same name, and are imported.

    A colon in place of a dot parts the module from the attributes.
    """
    if ":" in path:
        name, rest = path.split(":")
        obj = importlib.import_module(name)
        for part in rest.split("."):
            obj = getattr(obj, part)
        return obj
    name, *rest = path.split(".")
    obj = importlib.import_module(name)
    while rest:
        name = f"{name}.{rest[0]}"
        try:
            obj = importlib.import_module(name)
        except ImportError:
            break
        del rest[0]
    for part in rest:
        obj = getattr(obj, part)
    return obj


def _get_target(target):
    try:
        module, attribute = target.rsplit(".", 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f"Need a valid target to patch. You supplied: {target!r}")
    return partial(_resolve, module), attribute


class _patch:
    """One attribute that is replaced; perhaps with others, that go with it."""

    attribute_name = None
    _active_patches = []

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, *, unsafe=False):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        if not unsafe:
            _check_spec_arg_typos(kwargs)
        if _is_instance_mock(spec):
            raise InvalidSpecError(f"Cannot spec attr {attribute!r} as the spec has already been mocked out. "
                                   f"[spec={spec!r}]")
        if _is_instance_mock(spec_set):
            raise InvalidSpecError(f"Cannot spec attr {attribute!r} as the spec_set target has already been mocked "
                                   f"out. [spec_set={spec_set!r}]")
        self.getter = getter
        self.attribute = attribute
        self.new = new
        self.new_callable = new_callable
        self.spec = spec
        self.create = create
        self.has_local = False
        self.spec_set = spec_set
        self.autospec = autospec
        self.kwargs = kwargs
        self.additional_patchers = []
        self.is_started = False

    def copy(self):
        patcher = _patch(self.getter, self.attribute, self.new, self.spec, self.create, self.spec_set, self.autospec,
                         self.new_callable, self.kwargs)
        patcher.attribute_name = self.attribute_name
        patcher.additional_patchers = [other.copy() for other in self.additional_patchers]
        return patcher

    # As a decorator

    def __call__(self, func):
        if isinstance(func, type):
            return self.decorate_class(func)
        if inspect.iscoroutinefunction(func):
            return self.decorate_async_callable(func)
        return self.decorate_callable(func)

    def decorate_class(self, klass):
        for name in dir(klass):
            if name.startswith(patch.TEST_PREFIX):
                value = getattr(klass, name)
                if hasattr(value, "__call__"):
                    setattr(klass, name, self.copy()(value))
        return klass

    @contextlib.contextmanager
    def decoration_helper(self, patched, args, keywargs):
        """Enter all patches of a decorated function; gives its arguments with those that they add."""
        added = []
        with contextlib.ExitStack() as stack:
            for patching in patched.patchings:
                value = stack.enter_context(patching)
                if patching.attribute_name is not None:
                    keywargs.update(value)
                elif patching.new is DEFAULT:
                    added.append(value)
            yield (*args, *added), keywargs

    def decorate_callable(self, func):
        # One more decorator of the same function joins those before it.
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @wraps(func)
        def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (args, keywargs):
                return func(*args, **keywargs)
        patched.patchings = [self]
        return patched

    def decorate_async_callable(self, func):
        if hasattr(func, "patchings"):
            func.patchings.append(self)
            return func

        @wraps(func)
        async def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (args, keywargs):
                return await func(*args, **keywargs)
        patched.patchings = [self]
        return patched

    # Patching

    def get_original(self):
        """What is there, and whether the target has it itself rather than from a class."""
        target, name = self.getter(), self.attribute
        local = False
        try:
            original = target.__dict__[name]
            local = True
        except (AttributeError, KeyError):
            original = getattr(target, name, DEFAULT)
        if name in _builtins and isinstance(target, types.ModuleType):
            # A module may be given a name that it would find in builtins.
            self.create = True
        if not self.create and original is DEFAULT:
            raise AttributeError(f"{target} does not have the attribute {name!r}")
        return original, local

    def _make_new(self, original):
        """What takes the place of the original."""
        new, spec, spec_set, autospec = self.new, self.spec, self.spec_set, self.autospec
        # False says the same as not giving it.
        spec, spec_set, autospec = (None if value is False else value for value in (spec, spec_set, autospec))
        if spec is not None and autospec is not None:
            raise TypeError("Can't specify spec and autospec")
        if (spec is not None or autospec is not None) and spec_set not in (True, None):
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        if autospec is not None:
            return self._make_autospecced(original, spec_set, autospec)
        if new is DEFAULT:
            return self._make_mock(original, spec, spec_set)
        if self.kwargs:
            raise TypeError("Can't pass kwargs to a mock we aren't creating")
        return new

    def _make_mock(self, original, spec, spec_set):
        inherit = False
        if spec is True:
            spec = original
            if spec_set is True:
                spec, spec_set = None, original
        elif spec is not None:
            if spec_set is True:
                spec, spec_set = None, spec
        elif spec_set is True:
            spec_set = original
        pattern = spec if spec_set is None else spec_set
        if pattern is not None:
            if original is DEFAULT:
                raise TypeError("Can't use 'spec' with create=True")
            inherit = isinstance(original, type)
        options = {}
        if self.new_callable is not None:
            cls = self.new_callable
        elif pattern is not None:
            plain = "__call__" not in pattern if _is_list(pattern) else not callable(pattern)
            cls = AsyncMock if _is_async_obj(pattern) else NonCallableMagicMock if plain else MagicMock
        else:
            cls = AsyncMock if _is_async_obj(original) else MagicMock
        if spec is not None:
            options["spec"] = spec
        if spec_set is not None:
            options["spec_set"] = spec_set
        if isinstance(cls, type) and issubclass(cls, NonCallableMock) and self.attribute:
            options["name"] = self.attribute
        options.update(self.kwargs)
        new = cls(**options)
        if inherit and _is_instance_mock(new):
            # What a class makes has the class for a pattern too.
            if not _is_list(pattern) and not _instance_callable(pattern):
                cls = NonCallableMagicMock
            options.pop("name")
            new.return_value = cls(_new_parent=new, _new_name="()", **options)
        return new

    def _make_autospecced(self, original, spec_set, autospec):
        if self.new is not DEFAULT:
            raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        if autospec is True:
            autospec = original
        if _is_instance_mock(self.target):
            raise InvalidSpecError(f"Cannot autospec attr {self.attribute!r} as the patch target has already been "
                                   f"mocked out. [target={self.target!r}, attr={autospec!r}]")
        if _is_instance_mock(autospec):
            target = getattr(self.target, "__name__", self.target)
            raise InvalidSpecError(f"Cannot autospec attr {self.attribute!r} from target {target!r} as it has already "
                                   f"been mocked out. [target={self.target!r}, attr={autospec!r}]")
        return create_autospec(autospec, spec_set=bool(spec_set), _name=self.attribute, **self.kwargs)

    def __enter__(self):
        if self.is_started:
            raise RuntimeError("Patch is already started")
        self.target = self.getter()
        original, local = self.get_original()
        new = self._make_new(original)
        self.temp_original = original
        self.is_local = local
        self._exit_stack = contextlib.ExitStack()
        self.is_started = True
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            added = {}
            if self.new is DEFAULT:
                added[self.attribute_name] = new
            for patching in self.additional_patchers:
                value = self._exit_stack.enter_context(patching)
                if patching.new is DEFAULT:
                    added.update(value)
            return added
        except:
            if not self.__exit__(*sys.exc_info()):
                raise

    def __exit__(self, *exc_info):
        if not self.is_started:
            return
        target, name = self.target, self.attribute
        if self.is_local and self.temp_original is not DEFAULT:
            setattr(target, name, self.temp_original)
        else:
            delattr(target, name)
            if not self.create and (not hasattr(target, name) or name in _STICKY):
                # It came from somewhere that deleting does not bring back, such as a proxy.
                setattr(target, name, self.temp_original)
        stack = self._exit_stack
        del self.temp_original, self.is_local, self.target, self._exit_stack
        self.is_started = False
        return stack.__exit__(*exc_info)

    def start(self):
        """Patch until stop(); returns what the with statement would give."""
        result = self.__enter__()
        self._active_patches.append(self)
        return result

    def stop(self):
        """Undo what start() did."""
        try:
            self._active_patches.remove(self)
        except ValueError:
            # It was not started.
            return None
        return self.__exit__(None, None, None)


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, *,
          unsafe=False, **kwargs):
    """Replace what a dotted name stands for: as a decorator, in a with statement, or from start() to stop().

    Without new it is a MagicMock, or an AsyncMock for a coroutine function, and a decorated function gets it as an
    argument. spec and spec_set, if true, take what is replaced as the pattern; autospec does so as create_autospec.
    new_callable is called to make what comes in its place. create allows a name that does not exist. Other keyword
    arguments are for the mock.
    """
    getter, attribute = _get_target(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs, unsafe=unsafe)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
                  new_callable=None, *, unsafe=False, **kwargs):
    """Replace an attribute of an object; otherwise as patch()."""
    if type(target) is str:
        raise TypeError(f"{target!r} must be the actual object to be patched, not a str")
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs,
                  unsafe=unsafe)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None, new_callable=None, **kwargs):
    """Replace several attributes of an object, given by keyword; for those that are DEFAULT mocks are made.

    The mocks are passed to a decorated function by keyword, and given by a with statement as a dict.
    """
    if type(target) is str:
        getter = partial(_resolve, target)
    else:
        def getter():
            return target
    if not kwargs:
        raise ValueError("Must supply at least one keyword argument with patch.multiple")
    patchers = []
    for attribute, new in kwargs.items():
        patcher = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        patcher.attribute_name = attribute
        patchers.append(patcher)
    patchers[0].additional_patchers = patchers[1:]
    return patchers[0]


class _patch_dict:
    """Items of a dict, or of a mapping given by its dotted name, that are set for a while; then all is as before.

    With clear the dict is emptied first. Keyword arguments are items too.
    """

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values)
        self.values.update(kwargs)
        self.clear = clear
        self._original = None

    def __call__(self, f):
        if isinstance(f, type):
            return self.decorate_class(f)
        if inspect.iscoroutinefunction(f):
            return self.decorate_async_callable(f)
        return self.decorate_callable(f)

    def decorate_callable(self, f):
        @wraps(f)
        def _inner(*args, **kw):
            with self:
                return f(*args, **kw)
        return _inner

    def decorate_async_callable(self, f):
        @wraps(f)
        async def _inner(*args, **kw):
            with self:
                return await f(*args, **kw)
        return _inner

    def decorate_class(self, klass):
        for name in dir(klass):
            value = getattr(klass, name)
            if name.startswith(patch.TEST_PREFIX) and hasattr(value, "__call__"):
                setattr(klass, name, _patch_dict(self.in_dict, self.values, self.clear)(value))
        return klass

    def __enter__(self):
        self._patch_dict()
        return self.in_dict

    def _patch_dict(self):
        if isinstance(self.in_dict, str):
            self.in_dict = _resolve(self.in_dict)
        mapping = self.in_dict
        try:
            original = mapping.copy()
        except AttributeError:
            # A mapping with the least that one has.
            original = {key: mapping[key] for key in mapping}
        self._original = original
        if self.clear:
            _clear_dict(mapping)
        _update_dict(mapping, self.values)

    def _unpatch_dict(self):
        _clear_dict(self.in_dict)
        _update_dict(self.in_dict, self._original)

    def __exit__(self, *args):
        if self._original is not None:
            self._unpatch_dict()
            self._original = None
        return False

    def start(self):
        """Patch until stop()."""
        result = self.__enter__()
        _patch._active_patches.append(self)
        return result

    def stop(self):
        """Undo what start() did."""
        try:
            _patch._active_patches.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


def _clear_dict(mapping):
    try:
        mapping.clear()
    except AttributeError:
        for key in list(mapping):
            del mapping[key]


def _update_dict(mapping, values):
    try:
        mapping.update(values)
    except AttributeError:
        for key in values:
            mapping[key] = values[key]


def _patch_stopall():
    """Undo every patch that start() began, last first."""
    for patching in reversed(_patch._active_patches):
        patching.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _patch_stopall

# Methods whose names begin so are decorated when a class is.
patch.TEST_PREFIX = "test"
