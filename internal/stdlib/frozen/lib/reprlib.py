"""Representations that are cut to a bearable length."""

import builtins

__all__ = ["Repr", "repr", "recursive_repr"]


def recursive_repr(fillvalue="..."):
    """A decorator for __repr__: an object shown inside itself is shown as the fill value."""
    def decorating_function(user_function):
        from _thread import get_ident
        showing = set()

        def wrapper(self):
            mark = id(self), get_ident()
            if mark in showing:
                return fillvalue
            showing.add(mark)
            try:
                return user_function(self)
            finally:
                showing.discard(mark)

        for name in ("__module__", "__doc__", "__name__", "__qualname__", "__annotate__"):
            setattr(wrapper, name, getattr(user_function, name, None))
        wrapper.__type_params__ = getattr(user_function, "__type_params__", ())
        wrapper.__wrapped__ = user_function
        return wrapper
    return decorating_function


class Repr:
    """repr() with limits; one method per type, repr_ and the type's name."""

    # Where a type of the same name is another type, the default is used.
    _lookup = {"tuple": "builtins", "list": "builtins", "array": "array", "set": "builtins",
               "frozenset": "builtins", "deque": "collections", "dict": "builtins", "str": "builtins",
               "int": "builtins"}

    def __init__(self, *, maxlevel=6, maxtuple=6, maxlist=6, maxarray=5, maxdict=4, maxset=6, maxfrozenset=6,
                 maxdeque=6, maxstring=30, maxlong=40, maxother=30, fillvalue="...", indent=None):
        self.maxlevel = maxlevel
        self.maxtuple = maxtuple
        self.maxlist = maxlist
        self.maxarray = maxarray
        self.maxdict = maxdict
        self.maxset = maxset
        self.maxfrozenset = maxfrozenset
        self.maxdeque = maxdeque
        self.maxstring = maxstring
        self.maxlong = maxlong
        self.maxother = maxother
        self.fillvalue = fillvalue
        self.indent = indent

    def repr(self, x):
        """The representation of an object within the limits."""
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        """The representation of an object that lies level levels above the lowest to be shown."""
        cls = type(x)
        name = cls.__name__.replace(" ", "_")
        method = getattr(self, "repr_" + name, None)
        if method is not None and (name not in self._lookup or cls.__module__ == self._lookup[name]):
            return method(x, level)
        return self.repr_instance(x, level)

    def _join(self, pieces, level):
        if self.indent is None:
            return ", ".join(pieces)
        if not pieces:
            return ""
        indent = self.indent
        if isinstance(indent, int):
            if indent < 0:
                raise ValueError(f"Repr.indent cannot be negative int (was {indent!r})")
            indent *= " "
        try:
            line = "\n" + (self.maxlevel - level + 1) * indent
        except TypeError as exc:
            raise TypeError(f"Repr.indent must be a str, int or None, not {type(indent)}") from exc
        return line.join(["", *(piece + "," for piece in pieces)]) + line[:-len(indent) or None]

    def _repr_iterable(self, x, level, left, right, maxiter, trail=""):
        count = len(x)
        if level <= 0 and count:
            inside = self.fillvalue
        else:
            pieces = []
            for item in x:
                if len(pieces) == maxiter:
                    break
                pieces.append(self.repr1(item, level - 1))
            if count > maxiter:
                pieces.append(self.fillvalue)
            inside = self._join(pieces, level)
            if count == 1 and trail and self.indent is None:
                right = trail + right
        return f"{left}{inside}{right}"

    def repr_tuple(self, x, level):
        return self._repr_iterable(x, level, "(", ")", self.maxtuple, ",")

    def repr_list(self, x, level):
        return self._repr_iterable(x, level, "[", "]", self.maxlist)

    def repr_array(self, x, level):
        if not x:
            return f"array('{x.typecode}')"
        return self._repr_iterable(x, level, f"array('{x.typecode}', [", "])", self.maxarray)

    def repr_set(self, x, level):
        return self._repr_iterable(_in_order(x), level, "{", "}", self.maxset) if x else "set()"

    def repr_frozenset(self, x, level):
        if not x:
            return "frozenset()"
        return self._repr_iterable(_in_order(x), level, "frozenset({", "})", self.maxfrozenset)

    def repr_deque(self, x, level):
        return self._repr_iterable(x, level, "deque([", "])", self.maxdeque)

    def repr_dict(self, x, level):
        count = len(x)
        if not count:
            return "{}"
        if level <= 0:
            return "{" + self.fillvalue + "}"
        pieces = []
        for key in _in_order(x):
            if len(pieces) == self.maxdict:
                break
            pieces.append(f"{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}")
        if count > self.maxdict:
            pieces.append(self.fillvalue)
        return "{" + self._join(pieces, level) + "}"

    def _cut(self, text, limit):
        front = max(0, (limit - len(self.fillvalue)) // 2)
        back = max(0, limit - len(self.fillvalue) - front)
        return text[:front] + self.fillvalue + text[len(text) - back:]

    def repr_str(self, x, level):
        text = builtins.repr(x[:self.maxstring])
        if len(text) <= self.maxstring:
            return text
        # Shorten the string, not its representation, so that the quotes stay.
        front = max(0, (self.maxstring - 3) // 2)
        back = max(0, self.maxstring - 3 - front)
        return self._cut(builtins.repr(x[:front] + x[len(x) - back:]), self.maxstring)

    def repr_int(self, x, level):
        try:
            text = builtins.repr(x)
        except ValueError as exc:
            # More digits than may be converted.
            import math
            import sys
            limit = sys.get_int_max_str_digits()
            digits = 1 + int(math.log10(abs(x)))
            return (f"<{x.__class__.__name__} instance with roughly {digits} digits (limit at {limit}) "
                    f"at 0x{id(x):x}>")
        return text if len(text) <= self.maxlong else self._cut(text, self.maxlong)

    def repr_instance(self, x, level):
        try:
            text = builtins.repr(x)
        except Exception:
            return f"<{x.__class__.__name__} instance at {id(x):#x}>"
        return text if len(text) <= self.maxother else self._cut(text, self.maxother)


def _in_order(items):
    try:
        return sorted(items)
    except Exception:
        return list(items)


aRepr = Repr()
repr = aRepr.repr
