"""Values as bytes, in the format that CPython's compiled files are made of.

Code objects cannot be written: they are of another machine.
"""

import struct

__all__ = ["dump", "dumps", "load", "loads", "version"]

version = 5

# Set on the type of a value that may be referred to later.
_REF = 0x80
_MAX_DEPTH = 2000


def dump(value, file, version=version, /, *, allow_code=True):
    """Write a value to a binary file."""
    file.write(dumps(value, version, allow_code=allow_code))


def dumps(value, version=version, /, *, allow_code=True):
    """A value as bytes."""
    out = bytearray()
    _write(value, out, 0)
    return bytes(out)


def load(file, /, *, allow_code=True):
    """Read a value from a binary file."""
    return _Reader(file.read, allow_code).value(0)


def loads(data, /, *, allow_code=True):
    """The value of some bytes; what follows it is ignored."""
    data = memoryview(data).cast("B") if not isinstance(data, bytes) else data
    at = 0

    def read(size):
        nonlocal at
        at += size
        return bytes(data[at - size:at])

    return _Reader(read, allow_code).value(0)


def _write_sized(kind, data, out):
    out += kind + struct.pack("<i", len(data)) + data


def _write(value, out, depth):
    if depth > _MAX_DEPTH:
        raise ValueError("object too deeply nested to marshal")
    kind = type(value)
    if value is None:
        out += b"N"
    elif value is True or value is False:
        out += b"T" if value else b"F"
    elif value is Ellipsis:
        out += b"."
    elif value is StopIteration:
        out += b"S"
    elif kind is int:
        if -2 ** 31 <= value < 2 ** 31:
            out += b"i" + struct.pack("<i", value)
        else:
            digits = []
            rest = abs(value)
            while rest:
                digits.append(rest & 0x7fff)
                rest >>= 15
            count = len(digits) if value > 0 else -len(digits)
            out += b"l" + struct.pack(f"<i{len(digits)}H", count, *digits)
    elif kind is float:
        out += b"g" + struct.pack("<d", value)
    elif kind is complex:
        out += b"y" + struct.pack("<dd", value.real, value.imag)
    elif kind is str:
        if not value.isascii():
            _write_sized(b"u", value.encode("utf-8", "surrogatepass"), out)
        elif len(value) < 256:
            out += b"z" + bytes((len(value),)) + value.encode()
        else:
            _write_sized(b"a", value.encode(), out)
    elif kind is bytes:
        _write_sized(b"s", value, out)
    elif kind is tuple or kind is list or kind is set or kind is frozenset:
        if kind is tuple and len(value) < 256:
            out += b")" + bytes((len(value),))
        else:
            out += {tuple: b"(", list: b"[", set: b"<", frozenset: b">"}[kind] + struct.pack("<i", len(value))
        for item in value:
            _write(item, out, depth + 1)
    elif kind is dict:
        out += b"{"
        for key, item in value.items():
            _write(key, out, depth + 1)
            _write(item, out, depth + 1)
        out += b"0"
    elif kind is slice:
        out += b":"
        for item in (value.start, value.stop, value.step):
            _write(item, out, depth + 1)
    else:
        try:
            data = bytes(memoryview(value))
        except TypeError:
            raise ValueError("unmarshallable object") from None
        _write_sized(b"s", data, out)


_END = object()


class _Reader:
    """Reads values, and keeps those that may be referred to."""

    def __init__(self, read, allow_code):
        self.read = read
        self.allow_code = allow_code
        self.refs = []

    def take(self, size):
        data = self.read(size)
        if not isinstance(data, bytes):
            raise TypeError(f"file.read() returned not bytes but {type(data).__name__}")
        if len(data) < size:
            raise EOFError("marshal data too short")
        return data

    def number(self):
        return struct.unpack("<i", self.take(4))[0]

    def size(self):
        size = self.number()
        if size < 0:
            raise ValueError("bad marshal data (size out of range)")
        return size

    def value(self, depth):
        found = self.item(depth)
        if found is _END:
            raise TypeError("NULL object in marshal data for object")
        return found

    def item(self, depth):
        if depth > _MAX_DEPTH:
            raise ValueError("recursion limit exceeded")
        code = self.take(1)[0]
        kind = chr(code & ~_REF)
        if kind == "r":
            index = self.number()
            if not 0 <= index < len(self.refs):
                raise ValueError("bad marshal data (invalid reference)")
            return self.refs[index]
        place = None
        if code & _REF:
            # A reference counts from when its value begins.
            place = len(self.refs)
            self.refs.append(None)
        found = self.of_kind(kind, depth, place)
        if place is not None:
            self.refs[place] = found
        return found

    def of_kind(self, kind, depth, place):
        simple = {"0": _END, "N": None, "T": True, "F": False, ".": Ellipsis, "S": StopIteration}
        if kind in simple:
            return simple[kind]
        if kind == "i":
            return self.number()
        if kind == "l":
            count = self.number()
            digits = struct.unpack(f"<{abs(count)}H", self.take(2 * abs(count)))
            total = 0
            for digit in reversed(digits):
                if digit > 0x7fff:
                    raise ValueError("bad marshal data (digit out of range in long)")
                total = total << 15 | digit
            return total if count >= 0 else -total
        if kind == "g":
            return struct.unpack("<d", self.take(8))[0]
        if kind == "f":
            return float(self.take(self.take(1)[0]))
        if kind == "y":
            return complex(*struct.unpack("<dd", self.take(16)))
        if kind == "s":
            return self.take(self.size())
        if kind in "ut":
            return self.take(self.size()).decode("utf-8", "surrogatepass")
        if kind in "aA":
            return self.take(self.size()).decode("latin-1")
        if kind in "zZ":
            return self.take(self.take(1)[0]).decode("latin-1")
        if kind in ")([<>":
            return self.collection(kind, depth, place)
        if kind == "{":
            found = {}
            if place is not None:
                self.refs[place] = found
            while (key := self.item(depth + 1)) is not _END:
                found[key] = self.value(depth + 1)
            return found
        if kind == ":":
            return slice(*[self.value(depth + 1) for _ in range(3)])
        if kind == "c" and not self.allow_code:
            raise ValueError("unmarshalling code objects is disallowed")
        raise ValueError("bad marshal data (unknown type code)")

    def collection(self, kind, depth, place):
        size = self.take(1)[0] if kind == ")" else self.size()
        items = []
        if kind == "[" and place is not None:
            # It may hold itself.
            self.refs[place] = items
        for _ in range(size):
            items.append(self.value(depth + 1))
        return {")": tuple, "(": tuple, "[": lambda items: items, "<": set, ">": frozenset}[kind](items)
