"""Tools that make functions of functions."""

from _functools import Placeholder, _PlaceholderType, _lru_cache_wrapper, cmp_to_key, partial, reduce
from types import GenericAlias, MappingProxyType, MethodType, UnionType

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "total_ordering", "cache",
           "cmp_to_key", "lru_cache", "reduce", "partial", "partialmethod", "singledispatch",
           "singledispatchmethod", "cached_property", "Placeholder"]

_absent = object()


def __getattr__(name):
    if name == "_CacheInfo":
        return _cache_info_type()
    if name == "_make_key":
        from _functools import _make_key
        return _make_key
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# wraps

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotate__", "__type_params__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make wrapper look like wrapped, which it then has as __wrapped__."""
    for name in assigned:
        value = getattr(wrapped, name, _absent)
        if value is not _absent:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The decorator form of update_wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# total_ordering

def _negated(root):
    def method(self, other):
        result = getattr(type(self), root)(self, other)
        return result if result is NotImplemented else not result
    return method


def _or_equal(root, negate):
    def method(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        return bool(result) is not negate or self == other
    return method


def _and_unequal(root, negate):
    def method(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        return bool(result) is not negate and self != other
    return method


# By the one comparison a class has: how the others follow from it. The order is that of preference.
_derived_comparisons = {
    "__lt__": {"__gt__": _and_unequal("__lt__", True), "__le__": _or_equal("__lt__", False),
               "__ge__": _negated("__lt__")},
    "__le__": {"__ge__": _or_equal("__le__", True), "__lt__": _and_unequal("__le__", False),
               "__gt__": _negated("__le__")},
    "__gt__": {"__lt__": _and_unequal("__gt__", True), "__ge__": _or_equal("__gt__", False),
               "__le__": _negated("__gt__")},
    "__ge__": {"__le__": _or_equal("__ge__", True), "__gt__": _and_unequal("__ge__", False),
               "__lt__": _negated("__ge__")},
}

# The methods are found again by their qualified names when pickled.
for _root, _methods in _derived_comparisons.items():
    for _name, _method in _methods.items():
        _method.__name__ = _name
        _method.__qualname__ = f"_{_name.strip('_')}_from_{_root.strip('_')}"
        _method.__doc__ = f"Derived by total_ordering from {_root}."
        globals()[_method.__qualname__] = _method
del _root, _methods, _name, _method


def total_ordering(cls):
    """Give a class that has == and one of < > <= >= the other three."""
    own = [name for name in _derived_comparisons if getattr(cls, name, None) is not getattr(object, name)]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, method in _derived_comparisons[own[0]].items():
        if name not in own:
            setattr(cls, name, method)
    return cls


# lru_cache

_info_type = None


def _cache_info_type():
    global _info_type
    if _info_type is None:
        from collections import namedtuple
        _info_type = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module="functools")
    return _info_type


def _make_cache_info(*counts):
    return _cache_info_type()(*counts)


def lru_cache(maxsize=128, typed=False):
    """Remember the results of the last maxsize different calls, of all calls if None.

    With typed, arguments that are equal but of different types count as different.
    """
    if callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorating_function(user_function):
        return _cached(user_function, maxsize, typed)
    return decorating_function


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _make_cache_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """Remember the results of all calls: lru_cache(maxsize=None)."""
    return lru_cache(maxsize=None)(user_function)


# partialmethod

class partialmethod:
    """A partial to be used as a method: the instance comes before the arguments given here."""

    __slots__ = ("func", "args", "keywords", "__dict__", "__weakref__")
    __class_getitem__ = classmethod(GenericAlias)

    def __repr__(self):
        given = [repr(self.func), *map(repr, self.args), *(f"{name}={value!r}" for name, value in self.keywords.items())]
        return f"{type(self).__module__}.{type(self).__qualname__}({', '.join(given)})"

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and getattr(func, "__get__", None) is None:
            raise TypeError(f"the first argument {func!r} must be a callable or a descriptor")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        if any(value is Placeholder for value in keywords.values()):
            raise TypeError("Placeholder cannot be passed as a keyword argument")
        if isinstance(func, partialmethod):
            args = _merged(func.args, args)
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def _make_unbound_method(self):
        func, stored, fixed = self.func, self.args, self.keywords
        if Placeholder in stored:
            bound = partial(func, Placeholder, *stored, **fixed)

            def _method(cls_or_self, /, *args, **keywords):
                return bound(cls_or_self, *args, **keywords)
        else:
            def _method(cls_or_self, /, *args, **keywords):
                return func(cls_or_self, *stored, *args, **{**fixed, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None and not isinstance(self.func, partial):
            found = get(obj, cls)
            if found is not self.func:
                # A method of some kind, already bound: its arguments follow.
                made = partial(found, *self.args, **self.keywords)
                try:
                    made.__self__ = found.__self__
                except AttributeError:
                    pass
                return made
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)


def _merged(stored, given):
    given = list(given)
    filled = [given.pop(0) if item is Placeholder and given else item for item in stored]
    return (*filled, *given)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    previous = None
    while func is not previous:
        previous = func
        while isinstance(getattr(func, "__partialmethod__", None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = func.func
        func = _unwrap_partial(func)
    return func


# singledispatch

def _merge_orders(orders):
    """Merge class orders into one that respects each (C3); None if there is none."""
    merged = []
    orders = [list(order) for order in orders]
    while orders := [order for order in orders if order]:
        followers = {cls for order in orders for cls in order[1:]}
        for order in orders:
            if order[0] not in followers:
                head = order[0]
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        merged.append(head)
        for order in orders:
            if order[0] is head:
                del order[0]
    return merged


def _c3_mro(cls, abcs=()):
    """The MRO of cls with abstract classes put in where what they stand for is introduced."""
    bases = cls.__bases__
    last = 0
    for position, base in enumerate(bases, 1):
        if hasattr(base, "__abstractmethods__"):
            last = position
    first, rest = list(bases[:last]), list(bases[last:])
    here = [abc for abc in abcs if issubclass(cls, abc) and not any(issubclass(base, abc) for base in bases)]
    further = [abc for abc in abcs if abc not in here]
    orders = [[cls]]
    for group, among in ((first, further), (here, further), (rest, further)):
        orders.extend(_c3_mro(base, among) for base in group)
    return _merge_orders(orders + [first, here, rest])


def _compose_mro(cls, types):
    """The order in which the implementations registered for types are to be tried for cls."""
    own = set(cls.__mro__)

    def applies(kind):
        return (kind not in own and hasattr(kind, "__mro__") and not isinstance(kind, GenericAlias)
                and issubclass(cls, kind))

    candidates = [kind for kind in types if applies(kind)]
    candidates = [kind for kind in candidates
                  if not any(other is not kind and kind in other.__mro__ for other in candidates)]
    known = set(types)
    order = []
    for kind in candidates:
        found = []
        for derived in kind.__subclasses__():
            if derived not in own and issubclass(cls, derived):
                found.append([base for base in derived.__mro__ if base in known])
        if not found:
            order.append(kind)
            continue
        found.sort(key=len, reverse=True)
        for bases in found:
            order.extend(base for base in bases if base not in order)
    return _c3_mro(cls, order)


def _find_impl(cls, registry):
    """The implementation that fits cls best."""
    match = None
    for kind in _compose_mro(cls, registry.keys()):
        if match is not None:
            # Two unrelated abstract classes that both fit, neither an explicit base.
            if (kind in registry and kind not in cls.__mro__ and match not in cls.__mro__
                    and not issubclass(match, kind)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {kind}")
            break
        if kind in registry:
            match = kind
    return registry.get(match)


def _first_annotation(func):
    from annotationlib import Format, ForwardRef
    from typing import get_type_hints
    name, kind = next(iter(get_type_hints(func, format=Format.FORWARDREF).items()))
    if _is_class_or_union(kind):
        return kind
    if isinstance(kind, UnionType):
        raise TypeError(f"Invalid annotation for {name!r}. {kind!r} not all arguments are classes.")
    if isinstance(kind, ForwardRef):
        raise TypeError(f"Invalid annotation for {name!r}. {kind!r} is an unresolved forward reference.")
    raise TypeError(f"Invalid annotation for {name!r}. {kind!r} is not a class.")


def _has_annotations(func):
    if getattr(func, "__annotate__", None) is not None:
        return True
    return bool(getattr(func, "__annotations__", None))


def _is_class_or_union(kind):
    if isinstance(kind, UnionType):
        return all(isinstance(arg, type) and not isinstance(arg, GenericAlias) for arg in kind.__args__)
    return isinstance(kind, type) and not isinstance(kind, GenericAlias)


def singledispatch(func):
    """Make a function generic: implementations register for the type of the first argument."""
    from _weakref import ref
    from abc import get_cache_token
    registry = {}
    chosen = {}
    token = None
    name = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        """The implementation for a class."""
        nonlocal token
        if token is not None and token != (current := get_cache_token()):
            chosen.clear()
            token = current
        try:
            return chosen[ref(cls)]
        except KeyError:
            impl = registry.get(cls)
            if impl is None:
                impl = _find_impl(cls, registry)
            chosen[ref(cls, _forget)] = impl
            return impl

    def _forget(dead):
        chosen.pop(dead, None)

    def register(cls, func=None):
        """Register an implementation for a class or a union; without func, a decorator."""
        nonlocal token
        if _is_class_or_union(cls):
            if func is None:
                return lambda func: register(cls, func)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to `register()`. {cls!r} is not a class or union type.")
            if not _has_annotations(cls):
                raise TypeError(f"Invalid first argument to `register()`: {cls!r}. Use either "
                                "`@register(some_class)` or plain `@register` on an annotated function.")
            func = cls
            cls = _first_annotation(func)
        for kind in cls.__args__ if isinstance(cls, UnionType) else (cls,):
            registry[kind] = func
            if token is None and hasattr(kind, "__abstractmethods__"):
                token = get_cache_token()
        chosen.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = chosen.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """A generic method: implementations register for the type of the first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Register an implementation for a class or a union."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        return _singledispatchmethod_get(self, obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    def __repr__(self):
        return f"<single dispatch method descriptor {_name_of(self.func)}>"


def _name_of(func):
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None)
    return name or "?"


class _singledispatchmethod_get:
    """What attribute access on a singledispatchmethod gives."""

    def __init__(self, unbound, obj, cls):
        self._unbound = unbound
        self._dispatch = unbound.dispatcher.dispatch
        self._obj = obj
        self._cls = cls
        # These were copied from the function on the bound method; a missing one stays missing.
        for name in ("__module__", "__doc__"):
            try:
                setattr(self, name, getattr(unbound.func, name))
            except AttributeError:
                pass

    @property
    def __wrapped__(self):
        return self._unbound.func

    @property
    def register(self):
        return self._unbound.register

    def __call__(self, /, *args, **kwargs):
        if not args:
            name = getattr(self._unbound.func, "__name__", "singledispatchmethod method")
            raise TypeError(f"{name} requires at least 1 positional argument")
        method = self._dispatch(args[0].__class__)
        # Neither a partial nor a builtin would bind the instance by itself here.
        if not hasattr(method, "__get__"):
            return method(*args, **kwargs)
        return method.__get__(self._obj, self._cls)(*args, **kwargs)

    def __getattr__(self, name):
        if name not in ("__name__", "__qualname__", "__isabstractmethod__", "__annotations__", "__type_params__"):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(self._unbound.func, name)

    def __repr__(self):
        name = _name_of(self._unbound.func)
        if self._obj is None:
            return f"<single dispatch method {name}>"
        return f"<bound single dispatch method {name} of {self._obj!r}>"


# cached_property

class cached_property:
    """A property computed once, on first access, and kept in the instance's __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            kept = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {name!r} property.") from None
        value = kept.get(name, _absent)
        if value is _absent:
            value = self.func(instance)
            try:
                kept[name] = value
            except TypeError:
                raise TypeError(f"The '__dict__' attribute on {type(instance).__name__!r} instance does not "
                                f"support item assignment for caching {name!r} property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)
