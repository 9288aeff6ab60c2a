"""Warnings: issuing, filtering, showing and recording them."""

import sys
from contextvars import ContextVar as _ContextVar
from _thread import RLock as _RLock

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning",
           "filterwarnings", "simplefilter", "resetwarnings",
           "catch_warnings", "deprecated"]

_ACTIONS = ("default", "always", "ignore", "module", "once", "error")
_LINK_ACTIONS = _ACTIONS + ("all",)


class _State:
    """The filters in force and, inside catch_warnings(record=True), the log."""

    def __init__(self, filters, log=None):
        self._filters = filters
        self.log = log

    def copy(self):
        return _State(self._filters[:])


class _GlobalState(_State):
    """The process-wide state, whose filters are the module's ``filters``."""

    def __init__(self):
        self.log = None

    @property
    def _filters(self):
        return getattr(_module, "filters", _first_filters)

    def copy(self):
        return _State(self._filters[:])


# Programs may replace or delete the public names; the first values then serve.
filters = _first_filters = []
defaultaction = _first_action = "default"
onceregistry = _first_registry = {}
_filters_version = 1
_lock = _RLock()
_acquire_lock = _lock.acquire
_release_lock = _lock.release
_global_context = _GlobalState()
_warnings_context = _ContextVar("warnings_context")
_use_context = bool(getattr(sys.flags, "context_aware_warnings", False))


# Programs replace functions and lists of the module, so it is read through this.
_module = sys.modules[__name__]


def _set_module(module):
    global _module
    _module = module


def _get_context():
    if not _use_context:
        return _global_context
    return _warnings_context.get(_global_context)


def _set_context(context):
    _warnings_context.set(context)


def _new_context():
    """Enter a copy of the context; returns the old one and the new one."""
    old = _get_context()
    new = old.copy()
    _set_context(new)
    return old, new


def _get_filters():
    return _get_context()._filters


def _filters_mutated():
    """Makes the per-module registries forget what they have suppressed."""
    global _filters_version
    _filters_version += 1


def _filters_mutated_lock_held():
    _filters_mutated()


# Showing

def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, by default sys.stderr."""
    _show(WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning as it is shown."""
    return _format(WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _show(msg):
    file = msg.file
    if file is None:
        file = sys.stderr
        if file is None:
            return
    text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        pass


def _format(msg):
    category = msg.category.__name__
    parts = [f"{msg.filename}:{msg.lineno}: {category}: {msg.message}\n"]
    line = msg.line
    if line is None:
        try:
            import linecache
            line = linecache.getline(msg.filename, msg.lineno)
        except Exception:
            line = None
    if line:
        parts.append(f"  {line.strip()}\n")
    if msg.source is not None:
        parts.append(_allocation_text(msg, category))
    return "".join(parts)


def _allocation_text(msg, category):
    try:
        import tracemalloc
    except Exception:
        return ""
    try:
        tracing = tracemalloc.is_tracing()
        where = tracemalloc.get_object_traceback(msg.source)
    except Exception:
        tracing, where = True, None
    if not tracing and msg.category is ResourceWarning:
        return (f"{category}: Enable tracemalloc to get the object "
                "allocation traceback\n")
    if where is None:
        return ""
    lines = ["Object allocated at (most recent call last):\n"]
    for frame in where:
        lines.append(f'  File "{frame.filename}", lineno {frame.lineno}\n')
        try:
            import linecache
            text = linecache.getline(frame.filename, frame.lineno)
        except Exception:
            text = None
        if text:
            lines.append(f"    {text.strip()}\n")
    return "".join(lines)


def _overridden(name, original):
    """The module's function `name` if a program has replaced it."""
    current = getattr(_module, name, original)
    return None if current is original else current


def _showwarnmsg(msg):
    replaced = _overridden("showwarning", _showwarning_orig)
    if replaced is not None:
        if not callable(replaced):
            raise TypeError("warnings.showwarning() must be set to a function or method")
        replaced(msg.message, msg.category, msg.filename, msg.lineno,
                 msg.file, msg.line)
        return
    log = _get_context().log
    if log is not None:
        log.append(msg)
        return
    _show(msg)


def _formatwarnmsg(msg):
    replaced = _overridden("formatwarning", _formatwarning_orig)
    if replaced is not None:
        return replaced(msg.message, msg.category, msg.filename, msg.lineno,
                        msg.line)
    return _format(msg)


def _showwarnmsg_impl(msg):
    context = _get_context()
    if context.log is not None:
        context.log.append(msg)
    else:
        _show(msg)


_formatwarnmsg_impl = _format


class WarningMessage:
    """One warning with everything that is known about it."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file",
                        "line", "source")

    def __init__(self, message, category, filename, lineno, file=None,
                 line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, "
                f"line : {self.line!r}}}")

    def __repr__(self):
        return f"<{type(self).__qualname__} {self}>"


# Filters

def filterwarnings(action, message="", category=Warning, module="", lineno=0,
                   append=False):
    """Put a filter in front of (or behind) the list; texts are regular expressions."""
    _check_action(action)
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check_lineno(lineno)
    if message or module:
        import re
    text = re.compile(message, re.I) if message else None
    place = re.compile(module) if module else None
    _add_filter(action, text, category, place, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Put a filter that matches every module and message."""
    _check_action(action)
    _check_lineno(lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def _check_action(action):
    if action not in _LINK_ACTIONS:
        raise ValueError(f"invalid action: {action!r}")


def _check_lineno(lineno):
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def _add_filter(*item, append):
    with _lock:
        current = _get_filters()
        if append:
            if item not in current:
                current.append(item)
        else:
            try:
                current.remove(item)
            except ValueError:
                pass
            current.insert(0, item)
        _filters_mutated()


def resetwarnings():
    """Remove every filter."""
    with _lock:
        del _get_filters()[:]
        _filters_mutated()


# The -W option

class _OptionError(Exception):
    pass


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as error:
            print("Invalid -W option ignored:", error, file=sys.stderr)


def _setoption(arg):
    fields = arg.split(":")
    if len(fields) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    fields += [""] * (5 - len(fields))
    action, message, category, module, lineno = (f.strip() for f in fields)
    action = _getaction(action)
    category = _getcategory(category)
    if message or module:
        import re
        message = re.escape(message) if message else message
        module = re.escape(module) + r"\Z" if module else module
    if lineno:
        try:
            number = int(lineno)
            if number < 0:
                raise ValueError
        except (ValueError, OverflowError):
            raise _OptionError(f"invalid lineno {lineno!r}") from None
    else:
        number = 0
    filterwarnings(action, message, category, module, number)


def _getaction(action):
    if not action:
        return "default"
    for known in _LINK_ACTIONS:
        if known.startswith(action):
            return known
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(category):
    if not category:
        return Warning
    module, dot, name = category.rpartition(".")
    if dot:
        try:
            owner = __import__(module, None, None, [name])
        except ImportError:
            raise _OptionError(f"invalid module name: {module!r}") from None
    else:
        import builtins as owner
    try:
        found = getattr(owner, name)
    except AttributeError:
        raise _OptionError(f"unknown warning category: {category!r}") from None
    if not isinstance(found, type) or not issubclass(found, Warning):
        raise _OptionError(f"invalid warning category: {category!r}")
    return found


# Issuing

def _is_internal_filename(filename):
    return "importlib" in filename and "_bootstrap" in filename


def _skipped(filename, prefixes):
    return _is_internal_filename(filename) or (
        bool(prefixes) and filename.startswith(prefixes))


def _outer(frame, prefixes):
    """The next frame outwards that is neither the importer's nor under a prefix."""
    frame = frame.f_back
    while frame is not None and _skipped(frame.f_code.co_filename, prefixes):
        frame = frame.f_back
    return frame


def warn(message, category=None, stacklevel=1, source=None, *,
         skip_file_prefixes=()):
    """Issue a warning, or ignore it or raise it, as the filters say."""
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    elif not isinstance(category, type):
        raise TypeError("category must be a Warning subclass, "
                        f"not '{type(category).__name__}'")
    elif not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass, "
                        f"not class '{category.__name__}'")
    if not isinstance(skip_file_prefixes, tuple):
        raise TypeError("skip_file_prefixes must be a tuple of strs.")
    if skip_file_prefixes:
        stacklevel = max(2, stacklevel)
    frame = sys._getframe(1)
    if stacklevel <= 1 or _is_internal_filename(frame.f_code.co_filename):
        # The importer's own frames count when the warning starts in one.
        for _ in range(1, stacklevel):
            frame = frame and frame.f_back
    else:
        for _ in range(1, stacklevel):
            frame = frame and _outer(frame, skip_file_prefixes)
    if frame is None:
        namespace = sys.__dict__
        filename, lineno = "<sys>", 0
    else:
        namespace = frame.f_globals
        filename, lineno = frame.f_code.co_filename, frame.f_lineno
    module = namespace.get("__name__", "<string>")
    registry = namespace.setdefault("__warningregistry__", {})
    _warn_explicit(message, category, filename, lineno, module, registry,
                   namespace, source)


def warn_explicit(message, category, filename, lineno, module=None,
                  registry=None, module_globals=None, source=None):
    """Issue a warning for a place that the caller names."""
    lineno = int(lineno)
    if module_globals is not None and not isinstance(module_globals, dict):
        raise TypeError("module_globals must be a dict, "
                        f"not '{type(module_globals).__name__}'")
    _warn_explicit(message, category, filename, lineno, module, registry,
                   module_globals, source)


def _pattern_matches(pattern, text):
    """Filters made here hold compiled patterns; those set at start, plain texts."""
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == text
    return pattern.match(text) is not None


def _chosen_action(text, category, module, lineno):
    for item in _get_filters():
        try:
            action, message, kind, place, line = item
        except (TypeError, ValueError):
            raise ValueError("warnings.filters item isn't a 5-tuple") from None
        if ((line == 0 or line == lineno) and issubclass(category, kind)
                and _pattern_matches(message, text)
                and _pattern_matches(place, module)):
            return action, item
    return getattr(_module, "defaultaction", _first_action), None


def _warn_explicit(message, category, filename, lineno, module, registry,
                   module_globals, source):
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    with _lock:
        if registry is None:
            registry = {}
        if registry.get("version", 0) != _filters_version:
            registry.clear()
            registry["version"] = _filters_version
        if registry.get(key):
            return
        action, item = _chosen_action(text, category, module, lineno)
        if action == "ignore":
            return
        if action == "error":
            raise message
        if action == "once":
            registry[key] = 1
            seen = getattr(_module, "onceregistry", _first_registry)
            once = (text, category)
            if seen.get(once):
                return
            seen[once] = 1
        elif action == "module":
            registry[key] = 1
            anywhere = (text, category, 0)
            if registry.get(anywhere):
                return
            registry[anywhere] = 1
        elif action == "default":
            registry[key] = 1
        elif action not in ("always", "all"):
            raise RuntimeError(
                f"Unrecognized action ({action!r}) in warnings.filters:\n {item}")
    # The file may be gone by the time someone prints the warning.
    if module_globals:
        import linecache
        linecache.getlines(filename, module_globals)
    _showwarnmsg(WarningMessage(message, category, filename, lineno,
                                source=source))


class catch_warnings:
    """A context that restores filters and showing when it ends."""

    def __init__(self, *, record=False, module=None, action=None,
                 category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        if action is None:
            self._filter = None
        else:
            self._filter = (action, category, lineno, append)

    def __repr__(self):
        args = []
        if self._record:
            args.append("record=True")
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        log = [] if self._record else None
        with _lock:
            if _use_context:
                self._saved_context, context = _new_context()
                context.log = log
            else:
                module = self._module
                self._filters = module.filters
                module.filters = self._filters[:]
                self._showwarning = module.showwarning
                self._saved_log = _global_context.log
                if self._record:
                    _global_context.log = log
                    # A hook that a program set must not see recorded warnings.
                    module.showwarning = _showwarning_orig
            _filters_mutated()
        if self._filter is not None:
            simplefilter(*self._filter)
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        with _lock:
            if _use_context:
                _warnings_context.set(self._saved_context)
            else:
                self._module.filters = self._filters
                self._module.showwarning = self._showwarning
                _global_context.log = self._saved_log
            _filters_mutated()


class deprecated:
    """A decorator that marks a class or function, and warns when it is used."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(
                f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        if isinstance(arg, type):
            return self._mark_class(arg)
        if callable(arg):
            return self._mark_callable(arg)
        raise TypeError("@deprecated decorator with non-None category must be applied to "
                        f"a class or callable, not {arg!r}")

    def _mark_callable(self, func):
        import functools
        import inspect
        message, category, level = self.message, self.category, self.stacklevel + 1

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=level)
            return func(*args, **kwargs)

        if inspect.iscoroutinefunction(func):
            wrapper = inspect.markcoroutinefunction(wrapper)
        func.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper

    def _mark_class(self, cls):
        import functools
        from types import MethodType
        message, category, level = self.message, self.category, self.stacklevel + 1
        own_new = cls.__new__
        own_init_subclass = cls.__init_subclass__

        @functools.wraps(own_new)
        def __new__(cls_, /, *args, **kwargs):
            if cls_ is cls:
                warn(message, category=category, stacklevel=level)
            if own_new is not object.__new__:
                return own_new(cls_, *args, **kwargs)
            if cls_.__init__ is object.__init__ and (args or kwargs):
                raise TypeError(f"{cls_.__name__}() takes no arguments")
            return own_new(cls_)

        cls.__new__ = staticmethod(__new__)
        if "__init_subclass__" in cls.__dict__ and isinstance(own_init_subclass, MethodType):
            # A plain class method of the class: wrap the function under it.
            own_function = own_init_subclass.__func__

            @functools.wraps(own_function)
            def __init_subclass__(*args, **kwargs):
                warn(message, category=category, stacklevel=level)
                return own_function(*args, **kwargs)

            cls.__init_subclass__ = classmethod(__init_subclass__)
        else:
            # Nothing of its own: go on along the MRO of the class being made.
            @functools.wraps(own_init_subclass)
            def __init_subclass__(cls_, *args, **kwargs):
                warn(message, category=category, stacklevel=level)
                return super(cls, cls_).__init_subclass__(*args, **kwargs)

            cls.__init_subclass__ = classmethod(__init_subclass__)
        cls.__deprecated__ = __new__.__deprecated__ = message
        __init_subclass__.__deprecated__ = message
        return cls


def _warn_unawaited_coroutine(coro):
    lines = [f"coroutine '{coro.__qualname__}' was never awaited\n"]
    if coro.cr_origin is not None:
        import linecache
        import traceback
        stack = []
        for filename, lineno, name in reversed(coro.cr_origin):
            stack.append((filename, lineno, name,
                          linecache.getline(filename, lineno)))
        lines.append("Coroutine created at (most recent call last)\n")
        lines += traceback.format_list(stack)
    warn("".join(lines).rstrip("\n"), category=RuntimeWarning, stacklevel=2,
         source=coro)


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove, _version=sys.version_info):
    """Warn that a thing goes in version `remove`; past it, that is an error."""
    version = f"{remove[0]}.{remove[1]}"
    if (_version[:2] > remove) or (_version[:2] == remove and _version[3] != "alpha"):
        raise RuntimeError(
            f"{name!r} was slated for removal before Python {version} alpha")
    warn(message.format(name=name, remove=version), DeprecationWarning,
         stacklevel=3)


def _set_default_filters():
    if hasattr(sys, "gettotalrefcount"):
        return
    for item in (("ignore", None, ResourceWarning, None, 0),
                 ("ignore", None, ImportWarning, None, 0),
                 ("ignore", None, PendingDeprecationWarning, None, 0),
                 ("ignore", None, DeprecationWarning, None, 0),
                 ("default", None, DeprecationWarning, "__main__", 0)):
        filters.insert(0, item)


_set_default_filters()
_processoptions(sys.warnoptions)
