"""Headers: a mapping whose keys are found in any case and may have several values."""

from collections.abc import Mapping, MutableMapping


class istr(str):
    """A header's name."""


class CIMultiDict(MutableMapping):
    """Keys in any case, with one or more values."""

    def __init__(self, data=(), **kwargs):
        self._items = []
        self.extend(data, **kwargs)

    def extend(self, data=(), **kwargs):
        """Add pairs or a mapping's items."""
        if hasattr(data, "items"):
            data = data.items()
        for key, value in data:
            self._items.append((key, value))
        self._items.extend(kwargs.items())

    def add(self, key, value):
        """Add a value."""
        self._items.append((key, value))

    def getall(self, key, *default):
        """All values of a key."""
        low = key.lower()
        found = [v for k, v in self._items if k.lower() == low]
        if not found:
            if default:
                return default[0]
            raise KeyError(key)
        return found

    def getone(self, key, *default):
        """The first value of a key."""
        low = key.lower()
        for k, v in self._items:
            if k.lower() == low:
                return v
        if default:
            return default[0]
        raise KeyError(key)

    def __getitem__(self, key):
        return self.getone(key)

    def get(self, key, default=None):
        """The first value of a key, or the default."""
        return self.getone(key, default)

    def __setitem__(self, key, value):
        low = key.lower()
        for i, (k, _) in enumerate(self._items):
            if k.lower() == low:
                self._items[i:] = [(key, value)] + [p for p in self._items[i + 1:]
                                                    if p[0].lower() != low]
                return
        self._items.append((key, value))

    def __delitem__(self, key):
        low = key.lower()
        left = [p for p in self._items if p[0].lower() != low]
        if len(left) == len(self._items):
            raise KeyError(key)
        self._items = left

    def __contains__(self, key):
        return isinstance(key, str) and any(k.lower() == key.lower() for k, _ in self._items)

    def __iter__(self):
        return iter([k for k, _ in self._items])

    def __len__(self):
        return len(self._items)

    def keys(self):
        """The keys, as often as they have values."""
        return [k for k, _ in self._items]

    def values(self):
        """The values."""
        return [v for _, v in self._items]

    def items(self):
        """Pairs."""
        return list(self._items)

    def copy(self):
        """A copy."""
        return type(self)(self._items)

    def __eq__(self, other):
        if isinstance(other, CIMultiDict):
            return sorted((k.lower(), v) for k, v in self._items) == sorted(
                (k.lower(), v) for k, v in other._items)
        if isinstance(other, Mapping):
            return {k.lower(): v for k, v in self._items} == {
                k.lower(): v for k, v in other.items()}
        return NotImplemented

    def __repr__(self):
        inner = ", ".join(f"{k!r}: {v!r}" for k, v in self._items)
        return f"<{type(self).__name__}({inner})>"


class CIMultiDictProxy(CIMultiDict):
    """Headers that are only read."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("the headers are read-only")

    __setitem__ = __delitem__ = add = _refuse
