"""Abstract base classes."""

# Classes are remembered by weak reference, so that a registry or a cache keeps none alive. A positive answer holds for
# ever; negative ones are dropped whenever any class anywhere registers a virtual subclass, which the token counts.
#
# A class whose instances match sequence or mapping patterns says so by __abc_tpflags__, inherited or set by register();
# the match statement looks there.

from _weakref import ref as _ref

_token = 0
_MATCHES_BOTH = 1 << 5 | 1 << 6


def abstractmethod(funcobj):
    """Mark a method that a concrete subclass must override."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: put classmethod over abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: put staticmethod over abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: put property over abstractmethod."""

    __isabstractmethod__ = True


class _Record:
    """What one abstract base class knows of other classes: sets of weak references."""

    __slots__ = ("registry", "accepted", "refused", "refused_at", "__weakref__")

    def __init__(self):
        self.registry = set()
        self.accepted = set()
        self.refused = set()
        self.refused_at = _token


def _remember(refs, cls):
    if _ref(cls) not in refs:
        refs.add(_ref(cls, refs.discard))


def _abstract_names(cls, candidates):
    names = set()
    for name, value in candidates:
        if getattr(value, "__isabstractmethod__", False):
            names.add(name)
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    return frozenset(names)


class ABCMeta(type):
    """The metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if namespace.get("__abc_tpflags__", 0) & _MATCHES_BOTH == _MATCHES_BOTH:
            raise TypeError("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING")
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls, list(namespace.items()))
        cls._abc_impl = _Record()
        return cls

    def register(cls, subclass):
        """Declare subclass a virtual subclass of this one; usable as a decorator."""
        global _token
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        _remember(cls._abc_impl.registry, subclass)
        _token += 1
        matches = getattr(cls, "__abc_tpflags__", 0)
        if matches and not getattr(subclass, "__abc_tpflags__", 0):
            try:
                subclass.__abc_tpflags__ = matches
            except TypeError:
                pass        # a builtin type, which needs no mark
        return subclass

    def __instancecheck__(cls, instance):
        """Whether instance's class, real or claimed, is a subclass of this one."""
        claimed = instance.__class__
        if _ref(claimed) in cls._abc_impl.accepted:
            return True
        actual = type(instance)
        if actual is claimed:
            return cls.__subclasscheck__(claimed)
        return cls.__subclasscheck__(claimed) or cls.__subclasscheck__(actual)

    def __subclasscheck__(cls, subclass):
        """Whether subclass derives from this class, is registered with it, or satisfies its __subclasshook__."""
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        record = cls._abc_impl
        weak = _ref(subclass)
        if weak in record.accepted:
            return True
        if record.refused_at != _token:
            record.refused = set()
            record.refused_at = _token
        elif weak in record.refused:
            return False

        answer = cls.__subclasshook__(subclass)
        if answer is NotImplemented:
            answer = (cls in getattr(subclass, "__mro__", ())
                      or any((known := weak_known()) is not None and issubclass(subclass, known)
                             for weak_known in list(record.registry))
                      or any(issubclass(subclass, derived) for derived in cls.__subclasses__()))
        elif not isinstance(answer, bool):
            raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        _remember(record.accepted if answer else record.refused, subclass)
        return answer

    def _dump_registry(cls, file=None):
        """Print what this class has remembered, for debugging."""
        record = cls._abc_impl
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {_token}", file=file)
        print(f"_abc_registry: {record.registry!r}", file=file)
        print(f"_abc_cache: {record.accepted!r}", file=file)
        print(f"_abc_negative_cache: {record.refused!r}", file=file)
        print(f"_abc_negative_cache_version: {record.refused_at!r}", file=file)

    def _abc_registry_clear(cls):
        cls._abc_impl.registry.clear()

    def _abc_caches_clear(cls):
        cls._abc_impl.accepted.clear()
        cls._abc_impl.refused.clear()


def get_cache_token():
    """A value that changes whenever a virtual subclass is registered anywhere."""
    return _token


def update_abstractmethods(cls):
    """Work out anew which methods of a class are abstract, after methods were added to it."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    cls.__abstractmethods__ = _abstract_names(cls, list(cls.__dict__.items()))
    return cls


class ABC(metaclass=ABCMeta):
    """A class to inherit from instead of naming the metaclass."""

    __slots__ = ()
