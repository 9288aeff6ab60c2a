"""Calls that a mock has seen or is expected to see, and the marks that stand for special values."""

import builtins


class _SentinelObject:
    """An object known by its name alone."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"sentinel.{self.name}"

    def __reduce__(self):
        return f"sentinel.{self.name}"


class _Sentinel:
    """Its attributes are unique objects, made when they are first asked for."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == "__bases__":
            # inspect must not take this for a class.
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))

    def __reduce__(self):
        return "sentinel"


sentinel = _Sentinel()

# "Not given", and as what a side_effect returns: "use the return value".
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED


class _ANY:
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return "<ANY>"


ANY = _ANY()


def _format_call_signature(name, args, kwargs):
    shown = [repr(arg) for arg in args]
    shown += [f"{key}={value!r}" for key, value in kwargs.items()]
    return f"{name}({', '.join(shown)})"


def _take_apart(value):
    """(name, args, kwargs) of a call written as a tuple of 0 to 3 items, some of them left out; else None."""
    name, args, kwargs = "", (), {}
    if len(value) == 3:
        return tuple(value)
    if len(value) == 2:
        first, second = value
        if not isinstance(first, str):
            return name, first, second
        if isinstance(second, tuple):
            return first, second, kwargs
        return first, args, second
    if len(value) == 1:
        only, = value
        if isinstance(only, str):
            return only, args, kwargs
        if isinstance(only, tuple):
            return name, only, kwargs
        return name, args, only
    return None if value else (name, args, kwargs)


class _Call(tuple):
    """A call: (name, args, kwargs), or (args, kwargs) if `two` is true.

    It is equal to any tuple that says the same, with empty parts left out. `call` is one without a name; its attributes
    and what calling it gives are calls of methods, and of what those return.
    """

    def __new__(cls, value=(), name="", parent=None, two=False, from_kall=True):
        if not value:
            args, kwargs = (), {}
        else:
            found, args, kwargs = _take_apart(value)
            if len(value) == 3 or found:
                name = found
        return tuple.__new__(cls, (args, kwargs) if two else (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def __eq__(self, other):
        try:
            theirs = None if len(other) > 3 else _take_apart(other)
        except TypeError:
            return NotImplemented
        if theirs is None:
            return False
        mine = ("", *self) if len(self) == 2 else tuple(self)
        above, theirs_above = self._mock_parent, getattr(other, "_mock_parent", None)
        if above and theirs_above and above != theirs_above:
            return False
        if mine[0] and theirs[0] != mine[0]:
            return False
        # Theirs come first, so that an object that compares in a way of its own is asked.
        return (theirs[1], theirs[2]) == (mine[1], mine[2])

    __ne__ = object.__ne__

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(("", args, kwargs), name="()")
        return _Call((self._mock_name, args, kwargs), name=self._mock_name + "()", parent=self)

    def __getattr__(self, attr):
        if self._mock_name is None:
            return _Call(name=attr, from_kall=False)
        return _Call(name=f"{self._mock_name}.{attr}", parent=self, from_kall=False)

    def __getattribute__(self, attr):
        # count and index are methods of tuples; here they are names like any other.
        if attr in tuple.__dict__:
            raise AttributeError
        return tuple.__getattribute__(self, attr)

    def _get_call_arguments(self):
        return tuple(self)[-2:]

    @property
    def args(self):
        return self._get_call_arguments()[0]

    @property
    def kwargs(self):
        return self._get_call_arguments()[1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or "call"
            return "call" + name if name.startswith("()") else name
        if len(self) == 2:
            return _format_call_signature("call", *self)
        name, args, kwargs = self
        if name and not name.startswith("()"):
            name = "." + name
        return _format_call_signature("call" + name, args, kwargs)

    def call_list(self):
        """The calls that make up a chain such as call.method().other()."""
        chain = []
        step = self
        while step is not None:
            if step._mock_from_kall:
                chain.append(step)
            step = step._mock_parent
        return _CallList(reversed(chain))


call = _Call(from_kall=False)


class _CallList(list):
    """A list of calls; `in` also finds a run of several."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        size = len(value)
        return any(self[i:i + size] == value for i in range(len(self) - size + 1))

    def __repr__(self):
        import pprint
        return pprint.pformat(list(self))


class _AnyComparer(list):
    """A list of calls in which the one looked for decides on equality: it may have ANY in it."""

    def __contains__(self, item):
        for one in self:
            assert len(item) == len(one)
            if all(expected == actual for expected, actual in zip(item, one)):
                return True
        return False


def _is_exception(obj):
    return isinstance(obj, BaseException) or isinstance(obj, type) and issubclass(obj, BaseException)


class _MockIter:
    """The values of a side_effect that is an iterable."""

    def __init__(self, obj):
        self.obj = iter(obj)

    def __next__(self):
        return next(self.obj)


def _try_iter(obj):
    """A side_effect as it is kept: iterables become iterators."""
    if obj is None or _is_exception(obj) or builtins.callable(obj):
        return obj
    try:
        return iter(obj)
    except TypeError:
        # For the object to refuse when it is used.
        return obj
