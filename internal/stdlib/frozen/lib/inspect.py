"""Looking at live objects: what they are, how they are called, where they come from.

The module is longer than others because programs expect all of it under one name. Only what its parts share is imported
at the top; source lines, annotations and closures bring in what they need.
"""

import sys
import types
from _collections import OrderedDict as _OrderedDict
from enum import IntEnum, IntFlag

__all__ = [
    "AGEN_CLOSED", "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "ArgInfo", "Arguments", "Attribute",
    "BlockFinder", "BoundArguments", "BufferFlags", "CORO_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED",
    "CO_ASYNC_GENERATOR", "CO_COROUTINE", "CO_GENERATOR", "CO_ITERABLE_COROUTINE", "CO_NESTED", "CO_NEWLOCALS",
    "CO_NOFREE", "CO_OPTIMIZED", "CO_VARARGS", "CO_VARKEYWORDS", "CO_HAS_DOCSTRING", "CO_METHOD",
    "ClassFoundException", "ClosureVars", "EndOfBlock", "FrameInfo", "FullArgSpec", "GEN_CLOSED", "GEN_CREATED",
    "GEN_RUNNING", "GEN_SUSPENDED", "Parameter", "Signature", "TPFLAGS_IS_ABSTRACT", "Traceback",
    "classify_class_attrs", "cleandoc", "currentframe", "findsource", "formatannotation",
    "formatannotationrelativeto", "formatargvalues", "get_annotations", "getabsfile", "getargs", "getargvalues",
    "getasyncgenlocals", "getasyncgenstate", "getattr_static", "getblock", "getcallargs", "getclasstree",
    "getclosurevars", "getcomments", "getcoroutinelocals", "getcoroutinestate", "getdoc", "getfile", "getframeinfo",
    "getfullargspec", "getgeneratorlocals", "getgeneratorstate", "getinnerframes", "getlineno", "getmembers",
    "getmembers_static", "getmodule", "getmodulename", "getmro", "getouterframes", "getsource", "getsourcefile",
    "getsourcelines", "indentsize", "isabstract", "isasyncgen", "isasyncgenfunction", "isawaitable", "isbuiltin",
    "isclass", "iscode", "iscoroutine", "iscoroutinefunction", "isdatadescriptor", "isframe", "isfunction",
    "isgenerator", "isgeneratorfunction", "isgetsetdescriptor", "ismemberdescriptor", "ismethod",
    "ismethoddescriptor", "ismethodwrapper", "ismodule", "ispackage", "isroutine", "istraceback",
    "markcoroutinefunction", "signature", "stack", "trace", "unwrap", "walktree"]

CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_NESTED = 0x10
CO_GENERATOR = 0x20
CO_NOFREE = 0x40
CO_COROUTINE = 0x80
CO_ITERABLE_COROUTINE = 0x100
CO_ASYNC_GENERATOR = 0x200
CO_HAS_DOCSTRING = 0x4000000
CO_METHOD = 0x8000000
TPFLAGS_IS_ABSTRACT = 1 << 20

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING = "CORO_CREATED", "CORO_RUNNING"
CORO_SUSPENDED, CORO_CLOSED = "CORO_SUSPENDED", "CORO_CLOSED"
AGEN_CREATED, AGEN_RUNNING = "AGEN_CREATED", "AGEN_RUNNING"
AGEN_SUSPENDED, AGEN_CLOSED = "AGEN_SUSPENDED", "AGEN_CLOSED"

_sentinel = object()


def __getattr__(name):
    # Result types and what belongs to annotationlib are made when asked for.
    fields = _tuple_types.get(name)
    if fields is not None:
        from collections import namedtuple
        value = namedtuple(name, fields, module="inspect")
    elif name in ("Format", "ForwardRef", "get_annotations"):
        import annotationlib
        value = getattr(annotationlib, name)
    elif name == "FrameInfo":
        value = _position_type("FrameInfo", "frame filename lineno function code_context index")
    elif name == "Traceback":
        value = _position_type("Traceback", "filename lineno function code_context index")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})


_tuple_types = {
    "ArgInfo": "args varargs keywords locals",
    "Arguments": "args varargs varkw",
    "Attribute": "name kind defining_class object",
    "ClosureVars": "nonlocals globals builtins unbound",
    "FullArgSpec": "args varargs varkw defaults kwonlyargs kwonlydefaults annotations",
}


def _position_type(name, fields):
    from collections import namedtuple
    base = namedtuple("_" + name, fields, module="inspect")

    def __new__(cls, *args, positions=None, **kwds):
        self = base.__new__(cls, *args, **kwds)
        self.positions = positions
        return self

    def __repr__(self):
        shown = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self))
        return f"{name}({shown}, positions={self.positions!r})"
    return type(name, (base,), {"__new__": __new__, "__repr__": __repr__, "__module__": "inspect",
                                "__doc__": f"{name}: a place in a running program."})


def _made(name):
    found = globals().get(name)
    return __getattr__(name) if found is None else found


class ClassFoundException(Exception):
    """Kept for programs that name it."""


class EndOfBlock(Exception):
    """Raised inside when the end of a block of source is found."""


class BufferFlags(IntFlag):
    """The flags of object.__buffer__."""

    SIMPLE = 0x0
    WRITABLE = 0x1
    FORMAT = 0x4
    ND = 0x8
    STRIDES = 0x10 | ND
    C_CONTIGUOUS = 0x20 | STRIDES
    F_CONTIGUOUS = 0x40 | STRIDES
    ANY_CONTIGUOUS = 0x80 | STRIDES
    INDIRECT = 0x100 | STRIDES
    CONTIG = ND | WRITABLE
    CONTIG_RO = ND
    STRIDED = STRIDES | WRITABLE
    STRIDED_RO = STRIDES
    RECORDS = STRIDES | WRITABLE | FORMAT
    RECORDS_RO = STRIDES | FORMAT
    FULL = INDIRECT | WRITABLE | FORMAT
    FULL_RO = INDIRECT | FORMAT
    READ = 0x100
    WRITE = 0x200


# What an object is

def ismodule(object):
    """Whether it is a module."""
    return isinstance(object, types.ModuleType)


def isclass(object):
    """Whether it is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Whether it is a bound method written in Python."""
    return isinstance(object, types.MethodType)


def ispackage(object):
    """Whether it is a package."""
    return ismodule(object) and hasattr(object, "__path__")


def ismethoddescriptor(object):
    """Whether it has __get__ but no __set__, and is no method, function or class."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__") and not hasattr(kind, "__delete__")


def isdatadescriptor(object):
    """Whether it has __set__ or __delete__."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def ismemberdescriptor(object):
    """Whether it is the descriptor of a slot."""
    return isinstance(object, types.MemberDescriptorType)


def isgetsetdescriptor(object):
    """Whether it is the descriptor of a computed attribute of a builtin type."""
    return isinstance(object, types.GetSetDescriptorType)


def isfunction(object):
    """Whether it is a function written in Python."""
    return isinstance(object, types.FunctionType)


def _has_code_flag(func, flag):
    from functools import _unwrap_partial, _unwrap_partialmethod
    func = _unwrap_partialmethod(func)
    while ismethod(func):
        func = func.__func__
    func = _unwrap_partial(func)
    if not (isfunction(func) or _is_functionlike(func)):
        return False
    return bool(func.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    """Whether calling it gives a generator."""
    return _has_code_flag(obj, CO_GENERATOR)


_coroutine_mark = object()


def markcoroutinefunction(func):
    """Have iscoroutinefunction() say yes to a callable that returns a coroutine though it is not defined so."""
    if hasattr(func, "__func__"):
        func = func.__func__
    func._is_coroutine_mark = _coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Whether calling it gives a coroutine."""
    if _has_code_flag(obj, CO_COROUTINE):
        return True
    from functools import _unwrap_partial, _unwrap_partialmethod
    obj = _unwrap_partialmethod(obj)
    while ismethod(obj):
        obj = obj.__func__
    obj = _unwrap_partial(obj)
    if isinstance(obj, (types.BuiltinFunctionType, types.MethodDescriptorType)):
        return obj.__coroutine__
    return getattr(obj, "_is_coroutine_mark", None) is _coroutine_mark


def isasyncgenfunction(obj):
    """Whether calling it gives an asynchronous generator."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Whether it is an asynchronous generator."""
    return isinstance(object, types.AsyncGeneratorType)


def isgenerator(object):
    """Whether it is a generator."""
    return isinstance(object, types.GeneratorType)


def iscoroutine(object):
    """Whether it is a coroutine."""
    return isinstance(object, types.CoroutineType)


def isawaitable(object):
    """Whether it can be awaited."""
    if isinstance(object, types.CoroutineType):
        return True
    if isinstance(object, types.GeneratorType):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    from collections.abc import Awaitable
    return isinstance(object, Awaitable)


def istraceback(object):
    """Whether it is a traceback."""
    return isinstance(object, types.TracebackType)


def isframe(object):
    """Whether it is a frame."""
    return isinstance(object, types.FrameType)


def iscode(object):
    """Whether it is a code object."""
    return isinstance(object, types.CodeType)


def isbuiltin(object):
    """Whether it is a builtin function or a bound method of one."""
    return isinstance(object, types.BuiltinFunctionType)


def ismethodwrapper(object):
    """Whether it is the bound form of a builtin type's special method."""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Whether it is a function or method of any kind."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)
            or ismethodwrapper(object) or isinstance(object, type(_Probe.__or__)))


class _Probe(type):
    pass


def isabstract(object):
    """Whether it is an abstract class."""
    if not isinstance(object, type):
        return False
    if object.__flags__ & TPFLAGS_IS_ABSTRACT:
        return True
    import abc
    if not isinstance(object, abc.ABCMeta):
        return False
    if hasattr(object, "__abstractmethods__"):
        return bool(object.__abstractmethods__)
    # In __init_subclass__ it is not known yet.
    for value in object.__dict__.values():
        if getattr(value, "__isabstractmethod__", False):
            return True
    for base in object.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(object, name, None), "__isabstractmethod__", False):
                return True
    return False


# Members

def _members(object, predicate, getter):
    names = dir(object)
    seen = set()
    mro = ()
    if isclass(object):
        mro = object.__mro__
        # Attributes that only show on instances are not in dir(): DynamicClassAttribute hides them.
        for base in object.__bases__:
            for name, value in base.__dict__.items():
                if isinstance(value, types.DynamicClassAttribute):
                    names.append(name)
    found = []
    for name in names:
        try:
            value = getter(object, name)
            if name in seen:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if predicate is None or predicate(value):
            found.append((name, value))
        seen.add(name)
    found.sort(key=lambda pair: pair[0])
    return found


def getmembers(object, predicate=None):
    """(name, value) of all attributes, or of those that the predicate accepts, sorted by name."""
    return _members(object, predicate, getattr)


def getmembers_static(object, predicate=None):
    """As getmembers, without running any descriptor or __getattr__."""
    return _members(object, predicate, getattr_static)


def classify_class_attrs(cls):
    """The attributes of a class as Attribute(name, kind, defining_class, object)."""
    attribute = _made("Attribute")
    mro = getmro(cls)
    meta_mro = tuple(one for one in getmro(type(cls)) if one not in (type, object))
    names = dir(cls)
    for base in mro:
        for name, value in base.__dict__.items():
            if isinstance(value, types.DynamicClassAttribute) and value.fget is not None:
                names.append(name)
    result = []
    seen = set()
    for name in names:
        home = None
        got = stored = None
        have_got = False
        if name not in seen:
            try:
                if name == "__dict__":
                    raise Exception("__dict__ is special, don't want the proxy")
                got = getattr(cls, name)
                have_got = True
            except Exception:
                pass
            else:
                home = getattr(got, "__objclass__", home)
                if home not in (*mro, *meta_mro):
                    home = None
                    last = None
                    for base in (*mro, *meta_mro):
                        if getattr(base, name, None) is got:
                            last = base
                    for meta in meta_mro:
                        # Made up by a metaclass's __getattr__.
                        if _has_by_getattr(meta, cls, name, got):
                            last = meta
                    home = last
        for base in (*mro, *meta_mro):
            if name in base.__dict__:
                stored = base.__dict__[name]
                if home not in meta_mro:
                    home = base
                break
        else:
            stored = got
        if home is None:
            continue
        value = got if have_got else stored
        if isinstance(stored, (staticmethod, types.BuiltinMethodType)):
            kind, value = "static method", stored
        elif isinstance(stored, (classmethod, types.ClassMethodDescriptorType)):
            kind, value = "class method", stored
        elif isinstance(stored, property):
            kind, value = "property", stored
        elif isroutine(value):
            kind = "method"
        else:
            kind = "data"
        result.append(attribute(name, kind, home, value))
        seen.add(name)
    return result


def _has_by_getattr(meta, cls, name, value):
    getter = getattr(meta, "__getattr__", None)
    if getter is None:
        return False
    try:
        return getter(cls, name) == value
    except AttributeError:
        return False


def getmro(cls):
    """The classes of cls in method resolution order."""
    return cls.__mro__


def walktree(classes, children, parent):
    """One level of getclasstree, recursively."""
    result = []
    for cls in sorted(classes, key=lambda one: (one.__module__, one.__name__)):
        result.append((cls, cls.__bases__))
        if cls in children:
            result.append(walktree(children[cls], children, cls))
    return result


def getclasstree(classes, unique=False):
    """The classes as nested lists: each class with its bases, then the list of those derived from it."""
    children = {}
    roots = []
    for cls in classes:
        if not cls.__bases__:
            if cls not in roots:
                roots.append(cls)
            continue
        for parent in cls.__bases__:
            below = children.setdefault(parent, [])
            if cls not in below:
                below.append(cls)
            if unique and parent in classes:
                break
    for parent in children:
        if parent not in classes:
            roots.append(parent)
    return walktree(roots, children, None)


# Attributes without side effects

_class_dict = type.__dict__["__dict__"].__get__


def _in_mro(cls, name):
    for base in type.__dict__["__mro__"].__get__(cls):
        if _own_dict_replaced(type(base)) is _sentinel:
            found = _class_dict(base)
            if name in found:
                return found[name]
    return _sentinel


def _own_dict_replaced(cls):
    """Something that a class, by defining __dict__ itself, hides the instances' one with."""
    for base in type.__dict__["__mro__"].__get__(cls):
        found = _class_dict(base).get("__dict__", _sentinel)
        if found is not _sentinel:
            if type(found) is types.GetSetDescriptorType and found.__name__ == "__dict__" \
                    and found.__objclass__ is base:
                return _sentinel
            return found
    return _sentinel


def getattr_static(obj, attr, default=_sentinel):
    """An attribute as it is stored: descriptors, __getattr__ and __getattribute__ are not run."""
    on_instance = _sentinel
    mro = None
    if isinstance(type(obj), type) and not _is_type(obj):
        cls = type(obj)
        hidden = _own_dict_replaced(cls)
        if hidden is _sentinel or type(hidden) is types.MemberDescriptorType:
            try:
                own = object.__getattribute__(obj, "__dict__")
            except AttributeError:
                own = {}
            if isinstance(own, dict):
                on_instance = dict.get(own, attr, _sentinel)
    else:
        cls = obj
    on_class = _in_mro(cls, attr)
    if on_instance is not _sentinel and on_class is not _sentinel:
        kind = type(on_class)
        if _in_mro(kind, "__get__") is not _sentinel and (
                _in_mro(kind, "__set__") is not _sentinel or _in_mro(kind, "__delete__") is not _sentinel):
            return on_class
    if on_instance is not _sentinel:
        return on_instance
    if on_class is not _sentinel:
        return on_class
    if obj is cls:
        for base in type.__dict__["__mro__"].__get__(type(cls)):
            found = _class_dict(base)
            if attr in found:
                return found[attr]
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


def _is_type(obj):
    return type in type.__dict__["__mro__"].__get__(type(obj))


# Generators and coroutines

def getgeneratorstate(generator):
    """GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getgeneratorlocals(generator):
    """The local variables of a generator by name."""
    if not isgenerator(generator):
        raise TypeError(f"{generator!r} is not a Python generator")
    frame = getattr(generator, "gi_frame", None)
    return {} if frame is None else frame.f_locals


def getcoroutinestate(coroutine):
    """CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine by name."""
    frame = getattr(coroutine, "cr_frame", None)
    return {} if frame is None else frame.f_locals


def getasyncgenstate(agen):
    """AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED or AGEN_CLOSED."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    return AGEN_CLOSED if agen.ag_frame is None else AGEN_CREATED


def getasyncgenlocals(agen):
    """The local variables of an asynchronous generator by name."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    frame = getattr(agen, "ag_frame", None)
    return {} if frame is None else frame.f_locals


# Wrappers and closures

def unwrap(func, *, stop=None):
    """Follow __wrapped__ to the end, or until stop says so."""
    original = func
    seen = {id(func): func}
    limit = sys.getrecursionlimit()
    while not isinstance(func, type) and hasattr(func, "__wrapped__"):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        if id(func) in seen or len(seen) >= limit:
            raise ValueError(f"wrapper loop when unwrapping {original!r}")
        seen[id(func)] = func
    return func


def getclosurevars(func):
    """The names that a function uses from outside, with their present values, as ClosureVars."""
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    outer = {} if func.__closure__ is None else {
        name: cell.cell_contents for name, cell in zip(code.co_freevars, func.__closure__)}
    scope = func.__globals__
    builtin_scope = scope.get("__builtins__", __builtins__)
    if ismodule(builtin_scope):
        builtin_scope = builtin_scope.__dict__
    from_globals, from_builtins, unbound = {}, {}, set()
    for name in _names_used(code):
        if name in scope:
            from_globals[name] = scope[name]
        elif name in builtin_scope:
            from_builtins[name] = builtin_scope[name]
        else:
            unbound.add(name)
    return _made("ClosureVars")(outer, from_globals, from_builtins, unbound)


def _names_used(code):
    return [name for name in code.co_names if name not in ("None", "True", "False")]


# Documentation

def cleandoc(doc):
    """A docstring without the indentation that the source gave it."""
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.lstrip(" ")]
    margin = min(margins, default=sys.maxsize)
    cleaned = [lines[0].lstrip(" ")] + [line[margin:] for line in lines[1:]]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    while cleaned and not cleaned[0]:
        cleaned.pop(0)
    return "\n".join(cleaned)


def _class_of(func):
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split(".")[:-1]:
        cls = getattr(cls, name, None)
    return cls if isclass(cls) else None


def _finddoc(obj):
    """The docstring of what obj overrides."""
    if isclass(obj):
        for base in obj.__mro__:
            if base is not object:
                doc = base.__dict__.get("__doc__")
                if isinstance(doc, str):
                    return doc
        return None
    if ismethod(obj):
        name = obj.__func__.__name__
        owner = obj.__self__
        cls = owner if isclass(owner) else type(owner)
    elif isfunction(obj):
        name = obj.__name__
        cls = _class_of(obj)
        if cls is None or getattr(cls, name, None) is not obj:
            return None
    elif isbuiltin(obj):
        name = obj.__name__
        owner = obj.__self__
        cls = owner if isclass(owner) else type(owner)
    elif isinstance(obj, property):
        name = obj.__name__ if hasattr(obj, "__name__") else None
        cls = None if obj.fget is None or name is None else _class_of(obj.fget)
        if cls is None or getattr(cls, name, None) is not obj:
            return None
    elif ismethoddescriptor(obj) or isdatadescriptor(obj):
        name = getattr(obj, "__name__", None)
        cls = getattr(obj, "__objclass__", None)
        if cls is None or getattr(cls, name, None) is not obj:
            return None
        slots = getattr(cls, "__slots__", None)
        if ismemberdescriptor(obj) and isinstance(slots, dict) and name in slots:
            return slots[name]
    else:
        return None
    for base in cls.__mro__:
        try:
            doc = getattr(base, name).__doc__
        except AttributeError:
            continue
        if doc is not None:
            return doc
    return None


def getdoc(object):
    """The docstring of an object, or of what it overrides, cleaned; None if there is none."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _finddoc(object)
        except (AttributeError, TypeError):
            return None
    return cleandoc(doc) if isinstance(doc, str) else None


# Where an object comes from

def getfile(object):
    """The file an object was defined in."""
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(getattr(object, "__module__", None))
        if getattr(module, "__file__", None):
            return module.__file__
        if getattr(object, "__module__", None) == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                    f"{type(object).__name__}")


def getmodulename(path):
    """The name of the module in a file, or None if the file holds none."""
    name = path.replace("\\", "/").rpartition("/")[2]
    from importlib.machinery import all_suffixes
    for suffix in sorted(all_suffixes(), key=len, reverse=True):
        if name.endswith(suffix):
            return name[:-len(suffix)]
    return None


def getsourcefile(object):
    """The file with the source of an object, or None."""
    import os
    filename = getfile(object)
    if filename.endswith(".pyc"):
        filename = filename[:-1]
    if os.path.exists(filename):
        return filename
    module = getmodule(object, filename)
    if getattr(module, "__loader__", None) is not None:
        return filename
    if getattr(getattr(module, "__spec__", None), "loader", None) is not None:
        return filename
    import linecache
    if filename in linecache.cache:
        return filename
    return None


def getabsfile(object, _filename=None):
    """The absolute, normalised path of the source of an object."""
    import os
    if _filename is None:
        _filename = getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


modulesbyfile = {}
_seen_modules = {}


def getmodule(object, _filename=None):
    """The module an object was defined in, or None."""
    if ismodule(object):
        return object
    name = getattr(object, "__module__", None)
    if name is not None:
        return sys.modules.get(name)
    if _filename is not None and _filename in modulesbyfile:
        return sys.modules.get(modulesbyfile[_filename])
    try:
        path = getabsfile(object, _filename)
    except (TypeError, FileNotFoundError, OSError):
        return None
    if path not in modulesbyfile:
        for known_name, module in list(sys.modules.items()):
            if ismodule(module) and getattr(module, "__file__", None):
                if _seen_modules.get(known_name) == module.__file__:
                    continue
                _seen_modules[known_name] = module.__file__
                modulesbyfile[getabsfile(module)] = module.__name__
    if path in modulesbyfile:
        return sys.modules.get(modulesbyfile[path])
    main = sys.modules.get("__main__")
    if not hasattr(object, "__name__"):
        return None
    if hasattr(main, object.__name__) and getattr(main, object.__name__) is object:
        return main
    return None


def findsource(object):
    """All lines of the file an object was defined in, and the index of its first line."""
    import linecache
    file = getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        if not (file.startswith("<") and file.endswith(">")) or not linecache.cache.get(file):
            raise OSError("source code not available")
    module = getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__) if module else linecache.getlines(file)
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        try:
            index = vars(object)["__firstlineno__"] - 1
        except (TypeError, KeyError):
            raise OSError("source code not available")
        if index >= len(lines):
            raise OSError("lineno is out of bounds")
        return lines, index
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        index = object.co_firstlineno - 1
        if index >= len(lines):
            raise OSError("lineno is out of bounds")
        return lines, max(index, 0)
    raise OSError("could not find code object")


def indentsize(line):
    """The width of a line's indentation."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def getcomments(object):
    """The comment lines right above an object's source, or None."""
    try:
        lines, index = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        start = 1 if lines and lines[0][:2] == "#!" else 0
        while start < len(lines) and lines[start].strip() in ("", "#"):
            start += 1
        end = start
        while end < len(lines) and lines[end][:1] == "#":
            end += 1
        comments = [line.expandtabs() for line in lines[start:end]]
    else:
        if index == 0:
            return None
        indent = indentsize(lines[index])
        comments = []
        for line in reversed(lines[:index]):
            text = line.expandtabs()
            if not text.lstrip().startswith("#") or indentsize(line) != indent:
                break
            comments.insert(0, text.lstrip())
        while comments and comments[0].strip() == "#":
            del comments[0]
        while comments and comments[-1].strip() == "#":
            del comments[-1]
    return "".join(comments) or None


class BlockFinder:
    """Finds the end of the block that starts at the first line, reading strings, brackets and indentation."""

    def __init__(self):
        self.depth = 0          # of brackets
        self.quote = None       # of the string that a line ends inside of

    def scan(self, line):
        """Read one physical line; return whether the logical line ends with it."""
        position = 0
        while position < len(line):
            char = line[position]
            if self.quote is not None:
                if char == "\\":
                    position += 2
                    continue
                if line.startswith(self.quote, position):
                    position += len(self.quote)
                    self.quote = None
                    continue
                if char == "\n" and len(self.quote) == 1:
                    self.quote = None
                position += 1
                continue
            if char == "#":
                break
            if char in "\"'":
                self.quote = char * 3 if line.startswith(char * 3, position) else char
                position += len(self.quote)
                continue
            if char in "([{":
                self.depth += 1
            elif char in ")]}":
                self.depth -= 1
            elif char == "\\" and line[position + 1:].strip() == "":
                return False
            position += 1
        return self.quote is None and self.depth <= 0


def getblock(lines):
    """The lines of the block of code at the start of lines."""
    finder = BlockFinder()
    count = 0
    indent = None
    body = None         # indentation of the block's own lines
    header = False      # whether the def or class line has been seen
    last = 0
    while count < len(lines):
        line = lines[count]
        text = line.strip()
        if not text or text.startswith("#"):
            # A comment in the block's own indentation belongs to it.
            if body is not None and text and indentsize(line) >= body:
                last = count + 1
            count += 1
            continue
        width = indentsize(line)
        if header and width <= indent and finder.depth <= 0:
            break
        if indent is None:
            indent = width
        elif header and body is None:
            body = width
        first = text
        while True:
            done = finder.scan(lines[count])
            count += 1
            if done or count >= len(lines):
                break
        last = count
        if finder.depth < 0:
            # The line closes a bracket that was opened before the block: a lambda among arguments.
            break
        if not header:
            word = first.split("(")[0].split(":")[0].split(None, 2)
            if first.startswith("@"):
                continue
            if word and (word[0] in ("def", "class") or word[:2] == ["async", "def"]):
                header = True
                if _opens_block(lines[count - 1]):
                    continue
                break
            break
    return lines[:last]


def _opens_block(line):
    """Whether a line ends with a colon, but for a comment."""
    quote = None
    for position, char in enumerate(line):
        if quote is not None:
            if char == quote and line[position - 1] != "\\":
                quote = None
        elif char in "\"'":
            quote = char
        elif char == "#":
            line = line[:position]
            break
    return line.rstrip().endswith(":")


def getsourcelines(object):
    """The lines of an object's source, and the number of the first one (0 for a module)."""
    object = unwrap(object)
    lines, index = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == "<module>" \
            or iscode(object) and object.co_name == "<module>":
        return lines, 0
    return getblock(lines[index:]), index + 1


def getsource(object):
    """The source text of an object."""
    return "".join(getsourcelines(object)[0])


# Frames

def _positions_of(code, instruction):
    if instruction < 0 or not hasattr(code, "co_positions"):
        return None, None, None, None
    for index, position in enumerate(code.co_positions()):
        if index == instruction // 2:
            return position
    return None, None, None, None


def getframeinfo(frame, context=1):
    """Where a frame or traceback is, with some lines of source around it, as Traceback."""
    if istraceback(frame):
        positions = _positions_of(frame.tb_frame.f_code, frame.tb_lasti)
        line = frame.tb_lineno
        frame = frame.tb_frame
    else:
        line = frame.f_lineno
        positions = _positions_of(frame.f_code, frame.f_lasti)
    if positions[0] is None:
        positions = line, *positions[1:]
    else:
        line = positions[0]
    if not isframe(frame):
        raise TypeError(f"{frame!r} is not a frame or traceback object")
    filename = getsourcefile(frame) or getfile(frame)
    lines = index = None
    if context > 0:
        start = line - 1 - context // 2
        try:
            lines, _ = findsource(frame)
        except OSError:
            lines = None
        else:
            start = max(0, min(start, len(lines) - context))
            lines = lines[start:start + context]
            index = line - 1 - start
    return _made("Traceback")(filename, line, frame.f_code.co_name, lines, index, positions=_as_positions(positions))


def _as_positions(positions):
    try:
        from dis import Positions
    except ImportError:
        return positions
    return Positions(*positions)


def getlineno(frame):
    """The line that a frame is at."""
    return frame.f_lineno


def _frame_record(frame, where, context):
    info = getframeinfo(where, context)
    return _made("FrameInfo")(frame, *info, positions=info.positions)


def getouterframes(frame, context=1):
    """FrameInfo of a frame and all that it was called from."""
    records = []
    while frame:
        records.append(_frame_record(frame, frame, context))
        frame = frame.f_back
    return records


def getinnerframes(tb, context=1):
    """FrameInfo of a traceback's frames, the outermost first."""
    records = []
    while tb:
        records.append(_frame_record(tb.tb_frame, tb, context))
        tb = tb.tb_next
    return records


def currentframe():
    """The frame of the caller, or None where frames are not supported."""
    return sys._getframe(1) if hasattr(sys, "_getframe") else None


def stack(context=1):
    """FrameInfo of the caller and all above."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """FrameInfo from the caller down to where the exception being handled was raised."""
    exc = sys.exception()
    return getinnerframes(None if exc is None else exc.__traceback__, context)


# Arguments of code and frames

def getargs(co):
    """The names of the parameters of a code object, as Arguments."""
    if not iscode(co):
        raise TypeError(f"{co!r} is not a code object")
    names = co.co_varnames
    count = co.co_argcount
    keyword_only = list(names[count:count + co.co_kwonlyargcount])
    count += co.co_kwonlyargcount
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs = names[count]
        count += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[count]
    return _made("Arguments")(list(names[:co.co_argcount]) + keyword_only, varargs, varkw)


def getargvalues(frame):
    """The arguments that a frame's function was called with, as ArgInfo."""
    return _made("ArgInfo")(*getargs(frame.f_code), frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value)):
    """The result of getargvalues as text."""
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        parts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        parts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return f"({', '.join(parts)})"


def getfullargspec(func):
    """The parameters of a callable as FullArgSpec; signature() says more."""
    try:
        found = _signature_of(func, follow_wrapped=False, skip_bound=False, sigcls=Signature)
    except Exception as exc:
        raise TypeError("unsupported callable") from exc
    args, positional_only, keyword_only = [], [], []
    varargs = varkw = None
    defaults, keyword_defaults, annotations = (), {}, {}
    if found.return_annotation is not found.empty:
        annotations["return"] = found.return_annotation
    for param in found.parameters.values():
        name = param.name
        if param.kind is _POSITIONAL_ONLY:
            positional_only.append(name)
        elif param.kind is _POSITIONAL_OR_KEYWORD:
            args.append(name)
        elif param.kind is _VAR_POSITIONAL:
            varargs = name
        elif param.kind is _KEYWORD_ONLY:
            keyword_only.append(name)
            if param.default is not param.empty:
                keyword_defaults[name] = param.default
        else:
            varkw = name
        if param.default is not param.empty and param.kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            defaults += (param.default,)
        if param.annotation is not param.empty:
            annotations[name] = param.annotation
    return _made("FullArgSpec")(positional_only + args, varargs, varkw, defaults or None, keyword_only,
                                keyword_defaults or None, annotations)


def getcallargs(func, /, *positional, **named):
    """The parameters of a Python function with the values that these arguments would give them."""
    spec = getfullargspec(func)
    args, varargs, varkw, defaults, keyword_only, keyword_defaults, _ = spec
    name = func.__name__
    values = {}
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__, *positional)
    for parameter, value in zip(args, positional):
        values[parameter] = value
    if varargs:
        values[varargs] = tuple(positional[len(args):])
    if varkw:
        values[varkw] = {}
    for key, value in named.items():
        if key not in args and key not in keyword_only:
            if not varkw:
                raise TypeError(f"{name}() got an unexpected keyword argument {key!r}")
            values[varkw][key] = value
        elif key in values:
            raise TypeError(f"{name}() got multiple values for argument {key!r}")
        else:
            values[key] = value
    if len(positional) > len(args) and not varargs:
        _complain_of_excess(name, args, keyword_only, defaults, len(positional), values)
    if len(positional) < len(args):
        required = args[:len(args) - len(defaults or ())]
        _complain_of_missing(name, [one for one in required if one not in values], "positional")
        for parameter, value in zip(args[len(required):], defaults or ()):
            values.setdefault(parameter, value)
    absent = []
    for parameter in keyword_only:
        if parameter not in values:
            if keyword_defaults and parameter in keyword_defaults:
                values[parameter] = keyword_defaults[parameter]
            else:
                absent.append(parameter)
    _complain_of_missing(name, absent, "keyword-only")
    return values


def _complain_of_missing(name, missing, kind):
    if not missing:
        return
    names = [repr(one) for one in missing]
    if len(names) == 1:
        listed = names[0]
    else:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
    raise TypeError(f"{name}() missing {len(names)} required {kind} argument{'s' if len(names) != 1 else ''}: "
                    f"{listed}")


def _complain_of_excess(name, args, keyword_only, defaults, given, values):
    least = len(args) - len(defaults or ())
    extra = sum(1 for one in keyword_only if one in values)
    if defaults:
        takes = f"from {least} to {len(args)}"
        plural = True
    else:
        takes = str(len(args))
        plural = len(args) != 1
    also = ""
    if extra:
        also = f" positional argument{'s' if given != 1 else ''} (and {extra} keyword-only argument" \
               f"{'s' if extra != 1 else ''})"
    raise TypeError(f"{name}() takes {takes} positional argument{'s' if plural else ''} but {given}{also} "
                    f"{'was' if given == 1 and not extra else 'were'} given")


# Annotations as text

def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    """How an annotation is written in a signature."""
    if not quote_annotation_strings and isinstance(annotation, str):
        return annotation
    if getattr(annotation, "__module__", None) == "typing":
        text = repr(annotation)
        return _without_prefix(text, "typing.")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    library = sys.modules.get("annotationlib")
    if library is not None and isinstance(annotation, library.ForwardRef):
        return annotation.__resolved_str__
    return repr(annotation)


def _without_prefix(text, prefix):
    """text without a module's name wherever one stands before an identifier, but not inside a longer name."""
    parts = text.split(prefix)
    result = parts[0]
    for part in parts[1:]:
        last = result[-1:]
        result += prefix + part if last.isalnum() or last in ("_", ".") else part
    return result


def formatannotationrelativeto(object):
    """A formatannotation that leaves out the name of the object's own module."""
    module = getattr(object, "__module__", None)
    return lambda annotation: formatannotation(annotation, module)


# Signatures

class _empty:
    """Marks what is not there: a default, an annotation."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self.name

    @property
    def description(self):
        return _descriptions[self]


_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD, _VAR_POSITIONAL, _KEYWORD_ONLY, _VAR_KEYWORD = _ParameterKind
_descriptions = {_POSITIONAL_ONLY: "positional-only", _POSITIONAL_OR_KEYWORD: "positional or keyword",
                 _VAR_POSITIONAL: "variadic positional", _KEYWORD_ONLY: "keyword-only",
                 _VAR_KEYWORD: "variadic keyword"}
_variadic = frozenset((_VAR_POSITIONAL, _VAR_KEYWORD))


class Parameter:
    """One parameter of a signature: its name, kind, default and annotation."""

    __slots__ = ("_name", "_kind", "_default", "_annotation")

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f"value {kind!r} is not a valid Parameter.kind") from None
        if default is not _empty and kind in _variadic:
            raise ValueError(f"{kind.description} parameters cannot have default values")
        if name is _empty:
            raise ValueError("name is a required attribute for Parameter")
        if not isinstance(name, str):
            raise TypeError(f"name must be a str, not a {type(name).__name__}")
        if name[:1] == "." and name[1:].isdigit():
            # The argument of a comprehension, which no source can name.
            if kind != _POSITIONAL_OR_KEYWORD:
                raise ValueError(f"implicit arguments must be passed as positional or keyword arguments, not "
                                 f"{kind.description}")
            kind = _POSITIONAL_ONLY
            name = f"implicit{name[1:]}"
        from keyword import iskeyword
        if (iskeyword(name) and kind is not _POSITIONAL_ONLY) or not name.isidentifier():
            raise ValueError(f"{name!r} is not a valid parameter name")
        self._name = name
        self._kind = kind
        self._default = default
        self._annotation = annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def __reduce__(self):
        return type(self), (self._name, self._kind), {"_default": self._default, "_annotation": self._annotation}

    def __setstate__(self, state):
        self._default = state["_default"]
        self._annotation = state["_annotation"]

    def replace(self, *, name=_sentinel, kind=_sentinel, annotation=_sentinel, default=_sentinel):
        """A copy with some attributes changed."""
        return type(self)(self._name if name is _sentinel else name, self._kind if kind is _sentinel else kind,
                          default=self._default if default is _sentinel else default,
                          annotation=self._annotation if annotation is _sentinel else annotation)

    __replace__ = replace

    def __str__(self):
        return self._format()

    def _format(self, *, quote_annotation_strings=True):
        text = self._name
        if self._annotation is not _empty:
            shown = formatannotation(self._annotation, quote_annotation_strings=quote_annotation_strings)
            text += f": {shown}"
        if self._default is not _empty:
            text += f" = {self._default!r}" if self._annotation is not _empty else f"={self._default!r}"
        if self._kind == _VAR_POSITIONAL:
            return "*" + text
        return "**" + text if self._kind == _VAR_KEYWORD else text

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind and self._default == other._default
                and self._annotation == other._annotation)


class BoundArguments:
    """Arguments assigned to the parameters of a signature."""

    __slots__ = ("arguments", "_signature", "__weakref__")

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    signature = property(lambda self: self._signature)

    @property
    def args(self):
        """The arguments to pass by position."""
        values = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or name not in self.arguments:
                break
            if param.kind == _VAR_POSITIONAL:
                values.extend(self.arguments[name])
            else:
                values.append(self.arguments[name])
        return tuple(values)

    @property
    def kwargs(self):
        """The arguments to pass by keyword."""
        values = {}
        by_keyword = False
        for name, param in self._signature.parameters.items():
            if not by_keyword:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    by_keyword = True
                elif name not in self.arguments:
                    # One left out: those after it can no longer go by position.
                    by_keyword = True
                    continue
            if not by_keyword or name not in self.arguments:
                continue
            if param.kind == _VAR_KEYWORD:
                values.update(self.arguments[name])
            else:
                values[name] = self.arguments[name]
        return values

    def apply_defaults(self):
        """Add the defaults of the parameters that have no argument."""
        arguments = {}
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif param.default is not _empty:
                arguments[name] = param.default
            elif param.kind is _VAR_POSITIONAL:
                arguments[name] = ()
            elif param.kind is _VAR_KEYWORD:
                arguments[name] = {}
        self.arguments = arguments

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature = state["_signature"]
        self.arguments = state["arguments"]

    def __getstate__(self):
        return {"_signature": self._signature, "arguments": self.arguments}

    def __repr__(self):
        return f"<{type(self).__name__} ({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})>"


class Signature:
    """How a callable is called: its parameters in order, and the annotation of its result."""

    __slots__ = ("_return_annotation", "_parameters")
    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        # Ordered: signatures that differ in the order of parameters are not equal.
        if parameters is None:
            listed = _OrderedDict()
        elif __validate_parameters__:
            listed = self._validated(parameters)
        else:
            listed = _OrderedDict((param.name, param) for param in parameters)
        self._parameters = types.MappingProxyType(listed)
        self._return_annotation = return_annotation

    @staticmethod
    def _validated(parameters):
        listed = _OrderedDict()
        top = _POSITIONAL_ONLY
        seen_default = False
        variadic_seen = set()
        for param in parameters:
            kind, name = param.kind, param.name
            if kind in variadic_seen:
                raise ValueError(f"more than one {kind.description} parameter")
            if kind in _variadic:
                variadic_seen.add(kind)
            if kind < top:
                raise ValueError(f"wrong parameter order: {top.description} parameter before {kind.description} "
                                 "parameter")
            top = kind
            if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
                if param.default is not _empty:
                    seen_default = True
                elif seen_default:
                    raise ValueError("non-default argument follows default argument")
            if name in listed:
                raise ValueError(f"duplicate parameter name: {name!r}")
            listed[name] = param
        return listed

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False,
                      annotation_format=1):
        """The signature of a callable."""
        return _signature_of(obj, sigcls=cls, follow_wrapped=follow_wrapped, globals=globals, locals=locals,
                             eval_str=eval_str, annotation_format=annotation_format)

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def replace(self, *, parameters=_sentinel, return_annotation=_sentinel):
        """A copy with the parameters or the return annotation changed."""
        return type(self)(self.parameters.values() if parameters is _sentinel else parameters,
                          return_annotation=(self._return_annotation if return_annotation is _sentinel
                                             else return_annotation))

    __replace__ = replace

    def _key(self):
        positional = tuple(param for param in self.parameters.values() if param.kind != _KEYWORD_ONLY)
        return (positional, {param.name: param for param in self.parameters.values() if param.kind == _KEYWORD_ONLY},
                self._return_annotation)

    def __hash__(self):
        positional, keyword, result = self._key()
        return hash((positional, frozenset(keyword.values()), result))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._key() == other._key()

    def bind(self, /, *args, **kwargs):
        """Assign arguments to the parameters; TypeError if they do not fit."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """As bind, but parameters may be left without an argument."""
        return self._bind(args, kwargs, partial=True)

    def _bind(self, args, kwargs, *, partial=False):
        arguments = {}
        remaining = []
        position = 0
        count = len(args)
        by_name_now = False     # whether a parameter has been passed over that need not go by position
        has_var_keyword = any(param.kind is _VAR_KEYWORD for param in self._parameters.values())
        for name, param in self._parameters.items():
            kind = param.kind
            if kind is _VAR_POSITIONAL:
                if position < count or not remaining:
                    rest = tuple(args[position:])
                    position = count
                    if rest:
                        arguments[name] = rest
                by_name_now = True
            elif kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                remaining.append(param)
            elif position < count:
                if name in kwargs and kind is not _POSITIONAL_ONLY:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args[position]
                position += 1
            else:
                remaining.append(param)
        if position < count:
            raise TypeError("too many positional arguments")

        kwargs = dict(kwargs)
        var_keyword = None
        for param in remaining:
            name, kind = param.name, param.kind
            if kind is _VAR_KEYWORD:
                var_keyword = param
                continue
            if name in kwargs and kind is not _POSITIONAL_ONLY:
                arguments[name] = kwargs.pop(name)
                by_name_now = True
                continue
            if kind is _POSITIONAL_ONLY and name in kwargs and not has_var_keyword and param.default is _empty:
                if not partial:
                    raise TypeError(f"{name!r} parameter is positional only, but was passed as a keyword")
            if param.default is not _empty:
                by_name_now = True
                continue
            if not partial:
                which = "" if by_name_now else {_KEYWORD_ONLY: " keyword-only",
                                                _POSITIONAL_ONLY: " positional-only"}.get(kind, "")
                raise TypeError(f"missing a required{which} argument: {name!r}")
        if kwargs:
            if var_keyword is not None:
                arguments[var_keyword.name] = kwargs
            elif wrong := [name for name in kwargs if name in self._parameters
                           and self._parameters[name].kind is _POSITIONAL_ONLY and name not in arguments]:
                raise TypeError("got some positional-only arguments passed as keyword arguments: "
                                f"{', '.join(wrong)!r}")
            else:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        ordered = {name: arguments[name] for name in self._parameters if name in arguments}
        return self._bound_arguments_cls(self, ordered)

    def __reduce__(self):
        return type(self), (tuple(self._parameters.values()),), {"_return_annotation": self._return_annotation}

    def __setstate__(self, state):
        self._return_annotation = state["_return_annotation"]

    def __repr__(self):
        return f"<{type(self).__name__} {self}>"

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The signature as text; with max_width, a parameter a line if it would be longer."""
        parts = []
        slash_due = False
        star_due = True
        for param in self.parameters.values():
            kind = param.kind
            if kind == _POSITIONAL_ONLY:
                slash_due = True
            elif slash_due:
                parts.append("/")
                slash_due = False
            if kind == _VAR_POSITIONAL:
                star_due = False
            elif kind == _KEYWORD_ONLY and star_due:
                parts.append("*")
                star_due = False
            parts.append(param._format(quote_annotation_strings=quote_annotation_strings))
        if slash_due:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(parts) + "\n)"
        if self.return_annotation is not _empty:
            shown = formatannotation(self.return_annotation, quote_annotation_strings=quote_annotation_strings)
            text += f" -> {shown}"
        return text


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False, annotation_format=1):
    """The signature of a callable. ValueError if none can be given, TypeError if it is not callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals,
                                   eval_str=eval_str, annotation_format=annotation_format)


def _is_functionlike(obj):
    """Whether an object that is no Python function has the attributes of one."""
    if not callable(obj) or isclass(obj):
        return False
    code = getattr(obj, "__code__", None)
    return (isinstance(getattr(obj, "__name__", None), str) and isinstance(code, types.CodeType)
            and isinstance(getattr(obj, "__defaults__", _sentinel), (tuple, type(None)))
            and isinstance(getattr(obj, "__kwdefaults__", _sentinel), (dict, type(None)))
            and isinstance(getattr(obj, "__annotations__", None), (dict, type(None))))


def _signature_of(obj, *, follow_wrapped=True, skip_bound=True, globals=None, locals=None, eval_str=False,
                  sigcls=Signature, annotation_format=1):
    def again(other, **changes):
        options = {"follow_wrapped": follow_wrapped, "skip_bound": skip_bound, **changes}
        return _signature_of(other, globals=globals, locals=locals, eval_str=eval_str, sigcls=sigcls,
                             annotation_format=annotation_format, **options)

    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        found = again(obj.__func__)
        return _without_first(found) if skip_bound else found
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda one: hasattr(one, "__signature__") or isinstance(one, types.MethodType))
        if isinstance(obj, types.MethodType):
            return again(obj)
    try:
        stated = obj.__signature__
    except AttributeError:
        pass
    else:
        if stated is not None:
            # It may be text, or something to call for it.
            if not isinstance(stated, (Signature, str)) and callable(stated):
                stated = stated()
            if isinstance(stated, str):
                return _signature_from_text(sigcls, obj, stated)
            if not isinstance(stated, Signature):
                raise TypeError(f"unexpected object {stated!r} in __signature__ attribute")
            return stated

    from functools import partial, partialmethod
    of_method = getattr(obj, "__partialmethod__", None)
    if isinstance(of_method, partialmethod):
        wrapped = again(of_method.func)
        found = _after_partial(wrapped, of_method, (None,))
        first = tuple(wrapped.parameters.values())[0]
        if first.kind is _VAR_POSITIONAL:
            return found
        rest = tuple(found.parameters.values())
        return found.replace(parameters=(first, *rest))
    if isfunction(obj) or _is_functionlike(obj):
        return _signature_of_function(sigcls, obj, skip_bound, globals, locals, eval_str, annotation_format)
    if isbuiltin(obj) or ismethoddescriptor(obj) and not isinstance(obj, partial) \
            or isinstance(obj, (types.WrapperDescriptorType, types.MethodWrapperType)):
        if not isfunction(getattr(type(obj), "__call__", None)):
            return _signature_of_builtin(sigcls, obj, skip_bound, annotation_format)
    if isinstance(obj, partial):
        return _after_partial(again(obj.func), obj)

    if isinstance(obj, type):
        # What runs when a class is called: the metaclass's __call__, or __new__ and __init__, whichever comes
        # first along the MRO.
        call = _python_method(type(obj), "__call__")
        if call is not None:
            return again(_bound_to(call, obj))
        new, init = _python_method(obj, "__new__"), _python_method(obj, "__init__")
        for base in obj.__mro__:
            if new is not None and "__new__" in base.__dict__:
                if not isinstance(new, staticmethod):
                    return again(_bound_to(new, obj))
                found = again(new.__func__)
                return _without_first(found) if skip_bound else found
            if init is not None and "__init__" in base.__dict__:
                return again(_bound_to(init, obj))
        for base in obj.__mro__[:-1]:
            try:
                text = base.__text_signature__
            except AttributeError:
                continue
            if text:
                return _signature_from_text(sigcls, base, text, annotation_format=annotation_format)
        if type not in obj.__mro__:
            if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
                return sigcls.from_callable(object) if obj is not object else sigcls(())
            raise ValueError(f"no signature found for builtin type {obj!r}")
        raise ValueError(f"no signature found for builtin {obj!r}")

    call = getattr_static(type(obj), "__call__", None)
    if call is not None:
        text = getattr(obj, "__text_signature__", None)
        if isinstance(text, str) and text:
            return _signature_from_text(sigcls, obj, text)
        call = _bound_to(call, obj)
        if call is obj:
            raise ValueError(f"no signature found for builtin {obj!r}")
        return again(call)
    raise ValueError(f"callable {obj!r} is not supported by signature")


def _python_method(cls, name):
    """A method as it is stored in a class, if it is no builtin; else None."""
    found = getattr_static(cls, name, None)
    if found is None or isinstance(found, (types.WrapperDescriptorType, types.MethodWrapperType,
                                           types.BuiltinFunctionType, types.ClassMethodDescriptorType)):
        return None
    return found


def _bound_to(method, obj):
    """What looking a stored method up on obj gives."""
    get = getattr(type(method), "__get__", None)
    return method if get is None else get(method, obj, type(obj))


def _without_first(found):
    """The signature of a method once it is bound."""
    params = tuple(found.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if params[0].kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
        params = params[1:]
    return found.replace(parameters=params)


def _signature_of_function(cls, func, skip_bound, globals, locals, eval_str, annotation_format):
    if not isfunction(func) and not _is_functionlike(func):
        raise TypeError(f"{func!r} is not a Python function")
    text = getattr(func, "__text_signature__", None)
    if text:
        return _signature_from_text(cls, func, text, skip_bound)
    make = cls._parameter_cls
    code = func.__code__
    count = code.co_argcount
    names = code.co_varnames
    keyword_count = code.co_kwonlyargcount
    positional_only = code.co_posonlyargcount
    from annotationlib import get_annotations
    annotations = get_annotations(func, globals=globals, locals=locals, eval_str=eval_str, format=annotation_format)
    defaults = func.__defaults__ or ()
    keyword_defaults = func.__kwdefaults__ or {}
    first_default = count - len(defaults)
    params = []
    for position in range(count):
        name = names[position]
        params.append(make(name, _POSITIONAL_ONLY if position < positional_only else _POSITIONAL_OR_KEYWORD,
                           annotation=annotations.get(name, _empty),
                           default=defaults[position - first_default] if position >= first_default else _empty))
    after = count + keyword_count
    if code.co_flags & CO_VARARGS:
        name = names[after]
        params.append(make(name, _VAR_POSITIONAL, annotation=annotations.get(name, _empty)))
        after += 1
    for name in names[count:count + keyword_count]:
        params.append(make(name, _KEYWORD_ONLY, annotation=annotations.get(name, _empty),
                           default=keyword_defaults.get(name, _empty)))
    if code.co_flags & CO_VARKEYWORDS:
        name = names[after]
        params.append(make(name, _VAR_KEYWORD, annotation=annotations.get(name, _empty)))
    return cls(params, return_annotation=annotations.get("return", _empty),
               __validate_parameters__=not isfunction(func))


def _after_partial(wrapped, partial, extra_args=()):
    """The signature that is left of a callable when some arguments are given."""
    from functools import Placeholder
    old = wrapped.parameters
    stored, keywords = partial.args or (), partial.keywords or {}
    if extra_args:
        stored = (*extra_args, *stored)
    try:
        bound = wrapped.bind_partial(*stored, **keywords)
    except TypeError as exc:
        raise ValueError(f"partial object {partial!r} has incorrect arguments") from exc
    params = dict(old)
    to_keyword = False
    for name, param in old.items():
        kind = param.kind
        value = bound.arguments.get(name, _sentinel)
        if value is not _sentinel:
            if kind is _POSITIONAL_ONLY:
                if value is Placeholder:
                    params[name] = param.replace(default=_empty)
                else:
                    params.pop(name)
                continue
            if kind is _POSITIONAL_OR_KEYWORD:
                if name in keywords:
                    # It can still be given by keyword, and then so must all after it.
                    to_keyword = True
                    params[name] = param.replace(default=value)
                elif value is Placeholder:
                    params[name] = param.replace(kind=_POSITIONAL_ONLY, default=_empty)
                    # Those before it that are still open go by position too.
                    for earlier in list(params):
                        if earlier == name:
                            break
                        if params[earlier].kind is _POSITIONAL_OR_KEYWORD:
                            params[earlier] = params[earlier].replace(kind=_POSITIONAL_ONLY)
                    continue
                else:
                    params.pop(name)
                    continue
            if kind is _KEYWORD_ONLY:
                params[name] = param.replace(default=value)
        if to_keyword:
            current = params.get(name)
            if current is None:
                continue
            if current.kind is _POSITIONAL_OR_KEYWORD:
                params[name] = params.pop(name).replace(kind=_KEYWORD_ONLY)
            elif current.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                params[name] = params.pop(name)
            elif current.kind is _VAR_POSITIONAL:
                params.pop(name)
    return wrapped.replace(parameters=params.values())


def _signature_of_builtin(cls, func, skip_bound, annotation_format):
    text = getattr(func, "__text_signature__", None)
    if not text:
        raise ValueError(f"no signature found for builtin {func!r}")
    return _signature_from_text(cls, func, text, skip_bound, annotation_format)


def _signature_from_text(cls, obj, text, skip_bound=True, annotation_format=1):
    """A signature written as text. A name after $ is what a method is bound to; it goes when it is bound."""
    bound_name = None
    if "$" in text:
        before, _, after = text.partition("$")
        end = 0
        while end < len(after) and (after[end].isalnum() or after[end] == "_"):
            end += 1
        bound_name = after[:end]
        text = before + after
    scope = {}
    module = sys.modules.get(getattr(obj, "__module__", None))
    if module is not None:
        scope.update(module.__dict__)
    try:
        exec(f"def _signature_{text}: pass", {**sys.modules, "__builtins__": __builtins__, **scope}, made := {})
    except Exception as exc:
        raise ValueError(f"{obj!r} builtin has invalid signature") from exc
    found = _signature_of_function(cls, made["_signature_"], True, None, None, False, annotation_format)
    params = list(found.parameters.values())
    if bound_name is not None and params:
        owner = getattr(obj, "__self__", None)
        is_bound = owner is not None and not ismodule(owner)
        if ismodule(owner) or is_bound and skip_bound:
            params.pop(0)
        else:
            params[0] = params[0].replace(kind=_POSITIONAL_ONLY)
    return cls(params, return_annotation=found.return_annotation)
