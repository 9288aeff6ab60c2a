"""How objects are taken apart for pickle and copy, where their classes do not say."""

__all__ = ["pickle", "constructor", "add_extension", "remove_extension", "clear_extension_cache"]

dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Register a function that takes objects of a type apart."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """Check that an object can be called; kept for programs written long ago."""
    if not callable(object):
        raise TypeError("constructors must be callable")


def _pickle_complex(value):
    return complex, (value.real, value.imag)


def _pickle_union(value):
    import functools
    import operator
    return functools.reduce, (operator.or_, value.__args__)


def _pickle_super(value):
    return super, (value.__thisclass__, value.__self__)


pickle(complex, _pickle_complex, complex)
pickle(type(int | str), _pickle_union)
pickle(super, _pickle_super)


# Protocols 0 and 1

def _reconstructor(cls, base, state):
    """Make an object of cls whose builtin part is state."""
    if base is object:
        return object.__new__(cls)
    made = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(made, state)
    return made


_HEAPTYPE = 1 << 9
_method_descriptor = type(int.__new__)


def _reduce_ex(self, proto):
    """object.__reduce_ex__ for the protocols before 2."""
    cls = self.__class__
    for base in cls.__mro__:
        if hasattr(base, "__flags__") and not base.__flags__ & _HEAPTYPE:
            break
        new = base.__new__
        if isinstance(new, _method_descriptor) and new.__self__ is base:
            break
    else:
        base = object
    if base is object:
        state = None
    elif base is cls:
        raise TypeError(f"cannot pickle {cls.__name__!r} object")
    else:
        state = base(self)
    args = cls, base, state
    try:
        getstate = self.__getstate__
    except AttributeError:
        if getattr(self, "__slots__", None):
            raise TypeError(f"cannot pickle {cls.__name__!r} object: a class that defines __slots__ without defining "
                            f"__getstate__ cannot be pickled with protocol {proto}") from None
        contents = getattr(self, "__dict__", None)
    else:
        if (getattr(self, "__slots__", None)
                and getattr(cls, "__getstate__", None) is getattr(object, "__getstate__", None)):
            raise TypeError(f"a class that defines __slots__ without defining __getstate__ cannot be pickled with "
                            f"protocol {proto}")
        contents = getstate()
    return (_reconstructor, args, contents) if contents else (_reconstructor, args)


# Protocol 2 and later

def __newobj__(cls, *args):
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    """The names of all slots that instances have, except __dict__ and __weakref__; kept on the class."""
    known = cls.__dict__.get("__slotnames__")
    if known is not None:
        return known
    names = []
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                owner = base.__name__.lstrip("_")
                name = f"_{owner}{name}" if owner else name
            names.append(name)
    try:
        cls.__slotnames__ = names
    except Exception:
        pass
    return names


# Extension codes: small numbers in the place of global names.

_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def add_extension(module, name, code):
    """Register a code for a global name."""
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError("code out of range")
    key = module, name
    if _extension_registry.get(key) == code and _inverted_registry.get(code) == key:
        return
    if key in _extension_registry:
        raise ValueError(f"key {key!s} is already registered with code {_extension_registry[key]!s}")
    if code in _inverted_registry:
        raise ValueError(f"code {code!s} is already in use for key {_inverted_registry[code]!s}")
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    """Take a registration back."""
    key = module, name
    if _extension_registry.get(key) != code or _inverted_registry.get(code) != key:
        raise ValueError(f"key {key!s} is not registered with code {code!s}")
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    """Forget the objects that codes were resolved to."""
    _extension_cache.clear()
