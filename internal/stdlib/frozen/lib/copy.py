"""Copies of objects, shallow and deep."""

import types
import weakref
from copyreg import dispatch_table

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    """Raised when an object cannot be copied."""


error = Error

# Objects of these types are their own copies.
_shared = {type(None), int, float, bool, complex, str, tuple, bytes, frozenset, type, range, slice, property,
           type(...), type(NotImplemented), types.FunctionType, types.BuiltinFunctionType, types.CodeType,
           weakref.ref, super}
_shared_deeply = (_shared - {tuple, frozenset, slice, super})
_copied_by_method = {list, dict, set, bytearray}


def copy(x):
    """A new object with the same contents."""
    cls = type(x)
    if cls in _shared:
        return x
    if cls in _copied_by_method:
        return cls.copy(x)
    if issubclass(cls, type):
        return x
    method = getattr(cls, "__copy__", None)
    if method is not None:
        return method(x)
    reduced = _reduce(x, cls)
    return x if isinstance(reduced, str) else _rebuild(x, None, *reduced)


def _reduce(x, cls):
    reducer = dispatch_table.get(cls)
    if reducer is not None:
        return reducer(x)
    reducer = getattr(x, "__reduce_ex__", None)
    if reducer is not None:
        return reducer(4)
    reducer = getattr(x, "__reduce__", None)
    if reducer is not None:
        return reducer()
    raise Error(f"un(deep)copyable object of type {cls}")


_absent = object()


def deepcopy(x, memo=None, _nil=_absent):
    """A new object with copies of its contents, and so on; memo holds by id what has been copied already."""
    cls = type(x)
    if cls in _shared_deeply:
        return x
    if memo is None:
        memo = {}
    else:
        known = memo.get(id(x), _absent)
        if known is not _absent:
            return known
    copier = _deep_copiers.get(cls)
    if copier is not None:
        made = copier(x, memo)
    elif issubclass(cls, type):
        return x
    else:
        method = getattr(x, "__deepcopy__", None)
        if method is not None:
            made = method(memo)
        else:
            reduced = _reduce(x, cls)
            made = x if isinstance(reduced, str) else _rebuild(x, memo, *reduced)
    if made is not x:
        memo[id(x)] = made
        _keep_alive(x, memo)
    return made


def _keep_alive(x, memo):
    # While the memo lives no other object may get the id.
    memo.setdefault(id(memo), []).append(x)


def _copy_list(x, memo):
    made = []
    memo[id(x)] = made
    append = made.append
    for item in x:
        append(deepcopy(item, memo))
    return made


def _copy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # The tuple may have been copied on the way, if it contains itself.
    known = memo.get(id(x), _absent)
    if known is not _absent:
        return known
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _copy_dict(x, memo):
    made = {}
    memo[id(x)] = made
    for key, value in x.items():
        made[deepcopy(key, memo)] = deepcopy(value, memo)
    return made


def _copy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deep_copiers = {list: _copy_list, tuple: _copy_tuple, dict: _copy_dict, types.MethodType: _copy_method}
_deepcopy_dispatch = _deep_copiers


def _rebuild(x, memo, func, args, state=None, listiter=None, dictiter=None):
    """Put together what was taken apart; deeply if there is a memo."""
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    made = func(*args)
    if deep:
        memo[id(x)] = made
    if state is not None:
        if deep:
            state = deepcopy(state, memo)
        if hasattr(made, "__setstate__"):
            made.__setstate__(state)
        else:
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if state is not None:
                made.__dict__.update(state)
            if slots is not None:
                for name, value in slots.items():
                    setattr(made, name, value)
    if listiter is not None:
        for item in listiter:
            made.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key, value = deepcopy(key, memo), deepcopy(value, memo)
            made[key] = value
    return made


def replace(obj, /, **changes):
    """A copy of an object with some of its fields changed, made by its __replace__."""
    cls = type(obj)
    method = getattr(cls, "__replace__", None)
    if method is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return method(obj, **changes)
