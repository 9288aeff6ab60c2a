"""The parts of functools on which speed depends, apart so that a native module of this name can take their place."""

from _collections import OrderedDict as _OrderedDict
from _thread import RLock as _RLock, get_ident as _get_ident

_GenericAlias = type(list[int])
_absent = object()


class _Bound:
    def method(self):
        pass


_Method = type(_Bound().method)
del _Bound


# reduce

def reduce(function, iterable, /, initial=_absent):
    """Combine the items from the left, two at a time, into one value."""
    try:
        items = iter(iterable)
    except TypeError:
        raise TypeError("reduce() arg 2 must support iteration") from None
    if initial is _absent:
        for value in items:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    else:
        value = initial
    for item in items:
        value = function(value, item)
    return value


# cmp_to_key

def cmp_to_key(mycmp):
    """Turn a three-way comparison into a key function for sorting."""
    return _KeyMaker(mycmp)


class _KeyMaker:
    __slots__ = ("_cmp",)

    def __init__(self, cmp):
        self._cmp = cmp

    def __call__(self, obj):
        return _Key(self._cmp, obj)


class _Key:
    """An object that compares with others of its kind by calling the comparison."""

    __slots__ = ("_cmp", "obj")
    __hash__ = None

    def __init__(self, cmp, obj):
        self._cmp = cmp
        self.obj = obj

    def _against(self, other):
        if type(other) is not _Key:
            raise TypeError("other argument must be K instance")
        return self._cmp(self.obj, other.obj)

    def __lt__(self, other):
        return self._against(other) < 0

    def __gt__(self, other):
        return self._against(other) > 0

    def __eq__(self, other):
        return self._against(other) == 0

    def __le__(self, other):
        return self._against(other) <= 0

    def __ge__(self, other):
        return self._against(other) >= 0


# partial

class _PlaceholderType:
    """The type of Placeholder, which keeps a positional argument of a partial open."""

    __slots__ = ()
    __instance = None

    def __init_subclass__(cls, /, **kwargs):
        raise TypeError(f"type '{cls.__base__.__name__}' is not an acceptable base type")

    def __new__(cls):
        if cls.__instance is None:
            cls.__instance = object.__new__(cls)
        return cls.__instance

    def __repr__(self):
        return "Placeholder"

    def __reduce__(self):
        return "Placeholder"


_PlaceholderType.__module__ = "functools"
Placeholder = _PlaceholderType()


def _fill(stored, given):
    """Put the given positional arguments where stored has placeholders, and the rest behind."""
    given_items = iter(given)
    filled = []
    for item in stored:
        if item is Placeholder:
            for item in given_items:
                break
        filled.append(item)
    filled.extend(given_items)
    return tuple(filled)


_showing = set()


class partial:
    """A callable with some of its arguments already given."""

    __slots__ = ("func", "args", "keywords", "_open", "__dict__", "__weakref__")

    def __new__(cls, /, *args, **keywords):
        if not args:
            raise TypeError("type 'partial' takes at least one argument")
        func, *args = args
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        for value in keywords.values():
            if value is Placeholder:
                raise TypeError("Placeholder cannot be passed as a keyword argument")
        if isinstance(func, partial) and not func.__dict__:
            args = _fill(func.args, args) if func._open else func.args + tuple(args)
            # Fewer arguments than the inner placeholders may leave some of these at the end: they stay open.
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super().__new__(cls)
        self.func = func
        self.args = tuple(args)
        self.keywords = keywords
        self._open = sum(1 for arg in self.args if arg is Placeholder)
        return self

    def __call__(self, /, *args, **keywords):
        stored = self.args
        if self._open:
            if len(args) < self._open:
                raise TypeError("missing positional arguments in 'partial' call; "
                                f"expected at least {self._open}, got {len(args)}")
            args = _fill(stored, args)
        else:
            args = stored + args
        if keywords:
            return self.func(*args, **{**self.keywords, **keywords})
        return self.func(*args, **self.keywords)

    def __get__(self, obj, objtype=None):
        return self if obj is None else _Method(self, obj)

    def __repr__(self):
        kind = type(self)
        name = f"{kind.__module__}.{kind.__qualname__}"
        mark = id(self), _get_ident()
        if mark in _showing:
            return "..."
        _showing.add(mark)
        try:
            # Another repr may change this object meanwhile: what is shown is what it was at the start.
            args, keywords = self.args, list(self.keywords.items())
            parts = [repr(self.func), *map(repr, args)]
            parts.extend(f"{key}={value!r}" for key, value in keywords)
            return f"{name}({', '.join(parts)})"
        finally:
            _showing.discard(mark)

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords, self.__dict__ or None)

    def __setstate__(self, state):
        if not (isinstance(state, tuple) and len(state) == 4):
            raise TypeError("invalid partial state")
        func, args, keywords, namespace = state
        if not (callable(func) and isinstance(args, tuple)
                and (keywords is None or isinstance(keywords, dict))
                and (namespace is None or isinstance(namespace, dict))):
            raise TypeError("invalid partial state")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        self.func = func
        self.args = tuple(args)
        self.keywords = {} if keywords is None else dict(keywords) if type(keywords) is not dict else keywords
        self._open = sum(1 for arg in self.args if arg is Placeholder)
        self.__dict__ = {} if namespace is None else namespace

    __class_getitem__ = classmethod(_GenericAlias)


partial.__module__ = "functools"


# lru_cache

class _CallKey(list):
    """The arguments of a call as a dictionary key whose hash is computed once."""

    __slots__ = ("_hash",)

    def __init__(self, parts):
        super().__init__(parts)
        self._hash = hash(parts)

    def __hash__(self):
        return self._hash


_between = object()
_hash_is_cheap = frozenset((int, str))


def _make_key(args, kwds, typed):
    """The key under which a call's result is kept."""
    if not kwds and not typed:
        if len(args) == 1 and type(args[0]) in _hash_is_cheap:
            return args[0]
        return _CallKey(args)
    parts = args
    if kwds:
        parts += (_between,)
        for item in kwds.items():
            parts += item
    if typed:
        parts += tuple(type(arg) for arg in args)
        parts += tuple(type(value) for value in kwds.values())
    return _CallKey(parts)


def _lru_cache_wrapper(user_function, maxsize, typed, info_type):
    """A function that remembers results: none with maxsize 0, all with None, else the maxsize last used."""
    kept = _OrderedDict() if maxsize else {}
    lock = _RLock()
    find = kept.get
    hits = misses = 0

    if maxsize == 0:
        def wrapper(*args, **kwds):
            nonlocal misses
            misses += 1
            return user_function(*args, **kwds)

    elif maxsize is None:
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = _make_key(args, kwds, typed)
            result = find(key, _absent)
            if result is not _absent:
                hits += 1
                return result
            misses += 1
            result = kept[key] = user_function(*args, **kwds)
            return result

    else:
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = _make_key(args, kwds, typed)
            with lock:
                result = find(key, _absent)
                if result is not _absent:
                    kept.move_to_end(key)
                    hits += 1
                    return result
                misses += 1
            result = user_function(*args, **kwds)
            with lock:
                # The function may have called itself with the same arguments, or another thread been faster.
                if key not in kept:
                    if len(kept) >= maxsize:
                        kept.popitem(last=False)
                    kept[key] = result
            return result

    def cache_info():
        """How the cache has done so far."""
        with lock:
            return info_type(hits, misses, maxsize, len(kept))

    def cache_clear():
        """Forget all results and statistics."""
        nonlocal hits, misses
        with lock:
            kept.clear()
            hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper
