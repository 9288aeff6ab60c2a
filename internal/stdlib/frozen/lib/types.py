"""Names for the types that the language creates without a name in builtins, and tools to make classes at run time."""

# Each type is read off an object of it, so that this module needs nothing but the language itself.


def _sample_function():
    cell = None

    def inner():
        return cell
    return inner


async def _sample_coroutine():
    pass


async def _sample_async_generator():
    yield


def _sample_traceback():
    try:
        raise TypeError
    except TypeError as exc:
        return exc.__traceback__


class _Sample:
    __slots__ = ("member",)

    def method(self):
        pass


NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(...)

FunctionType = type(_sample_function)
LambdaType = FunctionType
CodeType = type(_sample_function.__code__)
CellType = type(_sample_function().__closure__[0])
MethodType = type(_Sample().method)
MemberDescriptorType = type(_Sample.member)
GetSetDescriptorType = type(FunctionType.__code__)

BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
MethodDescriptorType = type(str.join)
ClassMethodDescriptorType = type(dict.__dict__["fromkeys"])

GeneratorType = type((lambda: (yield))())
_pending = _sample_coroutine()
CoroutineType = type(_pending)
_pending.close()
AsyncGeneratorType = type(_sample_async_generator())

TracebackType = type(_sample_traceback())
FrameType = type(_sample_traceback().tb_frame)

import sys as _sys
ModuleType = type(_sys)
SimpleNamespace = type(_sys.implementation)
MappingProxyType = type(type.__dict__)
GenericAlias = type(list[int])
UnionType = type(int | str)

try:
    from _types import CapsuleType
except ImportError:
    class CapsuleType:
        """An opaque pointer handed between extension modules; none can be made from Python."""

        __slots__ = ()

        def __new__(cls):
            raise TypeError("cannot create 'PyCapsule' instances")

del _sample_function, _sample_coroutine, _sample_async_generator, _sample_traceback, _Sample, _pending, _sys


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Create a class as a class statement would, with exec_body filling its namespace."""
    real_bases = resolve_bases(bases)
    meta, namespace, keywords = prepare_class(name, real_bases, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if real_bases is not bases:
        namespace["__orig_bases__"] = bases
    return meta(name, real_bases, namespace, **keywords)


def resolve_bases(bases):
    """Replace every base that is no class by what its __mro_entries__ gives."""
    resolved = None
    for position, base in enumerate(bases):
        entries_of = None if isinstance(base, type) else getattr(base, "__mro_entries__", None)
        if entries_of is None:
            if resolved is not None:
                resolved.append(base)
            continue
        if resolved is None:
            resolved = list(bases[:position])
        entries = entries_of(bases)
        if not isinstance(entries, tuple):
            raise TypeError("__mro_entries__ must return a tuple")
        resolved.extend(entries)
    return bases if resolved is None else tuple(resolved)


def prepare_class(name, bases=(), kwds=None):
    """Find the metaclass and make the namespace of a class: (metaclass, namespace, remaining keywords)."""
    keywords = dict(kwds) if kwds else {}
    if "metaclass" in keywords:
        meta = keywords.pop("metaclass")
    else:
        meta = type(bases[0]) if bases else type
    if isinstance(meta, type):
        meta = _most_derived(meta, bases)
    prepare = getattr(meta, "__prepare__", None)
    namespace = {} if prepare is None else prepare(name, bases, **keywords)
    return meta, namespace, keywords


def _most_derived(meta, bases):
    winner = meta
    for base in bases:
        candidate = type(base)
        if issubclass(winner, candidate):
            continue
        if not issubclass(candidate, winner):
            raise TypeError("metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                            "of the metaclasses of all its bases")
        winner = candidate
    return winner


def get_original_bases(cls, /):
    """The bases as they were written, before __mro_entries__ replaced any."""
    try:
        return cls.__dict__.get("__orig_bases__", cls.__bases__)
    except AttributeError:
        raise TypeError(f"Expected an instance of type, not {type(cls).__name__!r}") from None


class DynamicClassAttribute:
    """A property for instances only: on the class, lookup goes to the metaclass's __getattr__."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.__doc__ = fget.__doc__ if doc is None and fget is not None else doc
        self.overwrite_doc = doc is None
        self.__isabstractmethod__ = bool(getattr(fget, "__isabstractmethod__", False))

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.__isabstractmethod__:
                return self
            raise AttributeError
        if self.fget is None:
            raise AttributeError("unreadable attribute")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError("can't delete attribute")
        self.fdel(instance)

    def getter(self, fget):
        made = type(self)(fget, self.fset, self.fdel, fget.__doc__ if self.overwrite_doc else self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made

    def setter(self, fset):
        made = type(self)(self.fget, fset, self.fdel, self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made

    def deleter(self, fdel):
        made = type(self)(self.fget, self.fset, fdel, self.__doc__)
        made.overwrite_doc = self.overwrite_doc
        return made


class _GeneratorWrapper:
    """Gives a generator-like object that is no generator the interface of a coroutine."""

    def __init__(self, gen):
        self.__wrapped = gen
        self.__isgen = type(gen) is GeneratorType
        self.__name__ = getattr(gen, "__name__", None)
        self.__qualname__ = getattr(gen, "__qualname__", None)

    def send(self, value):
        return self.__wrapped.send(value)

    def throw(self, tp, *rest):
        return self.__wrapped.throw(tp, *rest)

    def close(self):
        return self.__wrapped.close()

    @property
    def gi_code(self):
        return self.__wrapped.gi_code

    @property
    def gi_frame(self):
        return self.__wrapped.gi_frame

    @property
    def gi_running(self):
        return self.__wrapped.gi_running

    @property
    def gi_yieldfrom(self):
        return self.__wrapped.gi_yieldfrom

    @property
    def gi_suspended(self):
        return self.__wrapped.gi_suspended

    cr_code = gi_code
    cr_frame = gi_frame
    cr_running = gi_running
    cr_await = gi_yieldfrom
    cr_suspended = gi_suspended

    def __next__(self):
        return next(self.__wrapped)

    def __iter__(self):
        return self.__wrapped if self.__isgen else self

    __await__ = __iter__


_CO_GENERATOR = 0x20
_CO_COROUTINE = 0x80
_CO_ITERABLE_COROUTINE = 0x100


def coroutine(func):
    """Make a generator function's generators awaitable, or wrap a callable so that what it returns is."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    if type(func) is FunctionType and type(getattr(func, "__code__", None)) is CodeType:
        flags = func.__code__.co_flags
        if flags & (_CO_COROUTINE | _CO_ITERABLE_COROUTINE):
            return func
        if flags & _CO_GENERATOR:
            func.__code__ = func.__code__.replace(co_flags=flags | _CO_ITERABLE_COROUTINE)
            return func

    from functools import wraps
    from collections.abc import Coroutine, Generator

    @wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        kind = type(result)
        if kind is CoroutineType or kind is GeneratorType and result.gi_code.co_flags & _CO_ITERABLE_COROUTINE:
            return result
        if isinstance(result, Generator) and not isinstance(result, Coroutine):
            return _GeneratorWrapper(result)
        return result

    return wrapped


__all__ = [name for name in globals() if not name.startswith("_")]
