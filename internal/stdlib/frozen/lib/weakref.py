"""Weak references, and containers and callbacks made with them."""

from _weakref import CallableProxyType, ProxyType, ReferenceType, getweakrefcount, getweakrefs, proxy, ref
from collections.abc import Mapping as _Mapping, MutableMapping as _MutableMapping
from _weakrefset import WeakSet

__all__ = ["ref", "proxy", "getweakrefcount", "getweakrefs", "WeakKeyDictionary", "ReferenceType", "ProxyType",
           "CallableProxyType", "ProxyTypes", "WeakValueDictionary", "WeakSet", "WeakMethod", "finalize"]

ProxyTypes = (ProxyType, CallableProxyType)


class WeakMethod(ref):
    """A weak reference to a bound method, which by itself would be gone at once."""

    __slots__ = "_func_ref", "_meth_type", "_alive", "__weakref__"

    def __new__(cls, meth, callback=None):
        try:
            obj, func = meth.__self__, meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None

        def died(_):
            self = self_ref()
            if self is not None and self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = ref.__new__(cls, obj, died)
        self._func_ref = ref(func, died)
        self._meth_type = type(meth)
        self._alive = True
        self_ref = ref(self)
        return self

    def __call__(self):
        obj, func = super().__call__(), self._func_ref()
        if obj is None or func is None:
            return None
        return self._meth_type(func, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = ref.__hash__


class KeyedRef(ref):
    """A weak reference that knows the key it is kept under."""

    __slots__ = ("key",)

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


_absent = object()

# Iterations run over a list made at the start: an object may die, and its entry go, at any time.


class WeakValueDictionary(_MutableMapping):
    """A mapping whose entries go when the value is used nowhere else."""

    def __init__(self, other=(), /, **kw):
        self_ref = ref(self)

        def remove(dead):
            self = self_ref()
            if self is not None and self.data.get(dead.key) is dead:
                del self.data[dead.key]
        self._remove = remove
        self.data = {}
        self.update(other, **kw)

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        del self.data[key]

    def __len__(self):
        return len([None for weak in list(self.data.values()) if weak() is not None])

    def __contains__(self, key):
        weak = self.data.get(key)
        return weak is not None and weak() is not None

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __setitem__(self, key, value):
        self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        made = WeakValueDictionary()
        for key, value in self.items():
            made[key] = value
        return made

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        made = self.__class__()
        for key, value in self.items():
            made[deepcopy(key, memo)] = value
        return made

    def get(self, key, default=None):
        weak = self.data.get(key)
        value = None if weak is None else weak()
        return default if value is None else value

    def items(self):
        for key, weak in list(self.data.items()):
            value = weak()
            if value is not None:
                yield key, value

    def keys(self):
        for key, weak in list(self.data.items()):
            if weak() is not None:
                yield key

    __iter__ = keys

    def itervaluerefs(self):
        """The weak references, of which some may be dead by the time they are used."""
        yield from list(self.data.values())

    def values(self):
        for weak in list(self.data.values()):
            value = weak()
            if value is not None:
                yield value

    def popitem(self):
        while True:
            key, weak = self.data.popitem()
            value = weak()
            if value is not None:
                return key, value

    def pop(self, key, *args):
        weak = self.data.pop(key, None)
        value = None if weak is None else weak()
        if value is not None:
            return value
        if args:
            return args[0]
        raise KeyError(key)

    def setdefault(self, key, default=None):
        value = self.get(key)
        if value is None:
            self[key] = default
            return default
        return value

    def update(self, other=None, /, **kwargs):
        if other is not None:
            for key, value in list(other.items()) if hasattr(other, "items") else dict(other).items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def valuerefs(self):
        """The weak references as a list."""
        return list(self.data.values())

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, _Mapping):
            return NotImplemented
        made = self.copy()
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, _Mapping):
            return NotImplemented
        made = self.__class__()
        made.update(other)
        made.update(self)
        return made


class WeakKeyDictionary(_MutableMapping):
    """A mapping whose entries go when the key is used nowhere else."""

    def __init__(self, dict=None):
        self.data = {}
        self_ref = ref(self)

        def remove(dead):
            self = self_ref()
            if self is not None:
                self.data.pop(dead, None)
        self._remove = remove
        if dict is not None:
            self.update(dict)

    def __delitem__(self, key):
        del self.data[ref(key)]

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __len__(self):
        return len([None for weak in list(self.data) if weak() is not None])

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def copy(self):
        made = WeakKeyDictionary()
        for key, value in self.items():
            made[key] = value
        return made

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        made = self.__class__()
        for key, value in self.items():
            made[key] = deepcopy(value, memo)
        return made

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def __contains__(self, key):
        try:
            weak = ref(key)
        except TypeError:
            return False
        return weak in self.data

    def items(self):
        for weak, value in list(self.data.items()):
            key = weak()
            if key is not None:
                yield key, value

    def keys(self):
        for weak in list(self.data):
            key = weak()
            if key is not None:
                yield key

    __iter__ = keys

    def values(self):
        for weak, value in list(self.data.items()):
            if weak() is not None:
                yield value

    def keyrefs(self):
        """The weak references as a list."""
        return list(self.data)

    def popitem(self):
        while True:
            weak, value = self.data.popitem()
            key = weak()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            for key, value in list(dict.items()) if hasattr(dict, "items") else type({})(dict).items():
                self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, _Mapping):
            return NotImplemented
        made = self.copy()
        made.update(other)
        return made

    def __ror__(self, other):
        if not isinstance(other, _Mapping):
            return NotImplemented
        made = self.__class__()
        made.update(other)
        made.update(self)
        return made


class finalize:
    """Calls a function when an object dies, or at the end of the program if it has not by then."""

    __slots__ = ()

    # By finalizer: (weak reference, function, arguments, keywords, whether to call at exit), in order of creation.
    _registry = {}
    _shutdown = False
    _at_exit_registered = False
    _no_exit = set()

    def __init__(self, obj, func, /, *args, **kwargs):
        if not finalize._at_exit_registered:
            import atexit
            atexit.register(finalize._run_at_exit)
            finalize._at_exit_registered = True
        self._registry[self] = ref(obj, self), func, args, kwargs or None

    def __call__(self, _=None):
        """If alive, become dead and return what the function returns; else return None."""
        entry = self._registry.pop(self, None)
        if entry is not None and not self._shutdown:
            self._no_exit.discard(self)
            _, func, args, kwargs = entry
            return func(*args, **(kwargs or {}))

    def detach(self):
        """If alive, become dead without a call and return (object, function, arguments, keywords)."""
        entry = self._registry.get(self)
        obj = None if entry is None else entry[0]()
        if obj is not None and self._registry.pop(self, None):
            self._no_exit.discard(self)
            return obj, entry[1], entry[2], entry[3] or {}

    def peek(self):
        """If alive, (object, function, arguments, keywords)."""
        entry = self._registry.get(self)
        obj = None if entry is None else entry[0]()
        if obj is not None:
            return obj, entry[1], entry[2], entry[3] or {}

    @property
    def alive(self):
        """Whether the function is still to be called."""
        return self in self._registry

    @property
    def atexit(self):
        """Whether the function is to be called at the end of the program."""
        return self in self._registry and self not in self._no_exit

    @atexit.setter
    def atexit(self, value):
        if self in self._registry:
            if value:
                self._no_exit.discard(self)
            else:
                self._no_exit.add(self)

    def __repr__(self):
        entry = self._registry.get(self)
        obj = None if entry is None else entry[0]()
        if obj is None:
            return f"<{type(self).__name__} object at {id(self):#x}; dead>"
        return (f"<{type(self).__name__} object at {id(self):#x}; for {type(obj).__name__!r} "
                f"at {id(obj):#x}>")

    @classmethod
    def _run_at_exit(cls):
        # The last one made is called first; a call may make more.
        try:
            while True:
                due = [one for one in cls._registry if one not in cls._no_exit]
                if not due:
                    break
                try:
                    due[-1]()
                except Exception:
                    import sys
                    sys.excepthook(*sys.exc_info())
        finally:
            finalize._shutdown = True
