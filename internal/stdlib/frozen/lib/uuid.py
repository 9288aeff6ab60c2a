"""Universally unique identifiers (RFC 9562)."""

from enum import Enum
import os
import time

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = (
    "reserved for NCS compatibility", "specified in RFC 4122",
    "reserved for Microsoft compatibility", "reserved for future definition")


class SafeUUID(Enum):
    """Whether processes cannot get the same one at the same time."""

    safe = 0
    unsafe = -1
    unknown = None


class UUID:
    """An identifier of 128 bits."""

    __slots__ = ("int", "is_safe", "__weakref__")

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None,
                 version=None, *, is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError("one of the hex, bytes, bytes_le, fields, or int arguments must be given")
        if hex is not None:
            digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "")
            if len(digits) != 32:
                raise ValueError("badly formed hexadecimal UUID string")
            int = int_(digits, 16)
        elif bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError("bytes_le is not a 16-char string")
            b = bytes_le
            int = int_.from_bytes(b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:])
        elif bytes is not None:
            if len(bytes) != 16:
                raise ValueError("bytes is not a 16-char string")
            int = int_.from_bytes(bytes)
        elif fields is not None:
            if len(fields) != 6:
                raise ValueError("fields is not a 6-tuple")
            int = 0
            for number, (value, width) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48)), 1):
                if not 0 <= value < 1 << width:
                    raise ValueError(f"field {number} out of range (need a {width}-bit value)")
                int = int << width | value
        if not 0 <= int < 1 << 128:
            raise ValueError("int is out of range (need a 128-bit value)")
        if version is not None:
            if not 1 <= version <= 8:
                raise ValueError("illegal version number")
            int = int & ~(0xF << 76 | 3 << 62) | version << 76 | 2 << 62
        object.__setattr__(self, "int", int)
        object.__setattr__(self, "is_safe", is_safe)

    def __getstate__(self):
        state = {"int": self.int}
        if self.is_safe != SafeUUID.unknown:
            state["is_safe"] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, "int", state["int"])
        object.__setattr__(self, "is_safe", SafeUUID(state.get("is_safe")))

    def __setattr__(self, name, value):
        raise TypeError("UUID objects are immutable")

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return f"{self.__class__.__name__}({str(self)!r})"

    def __str__(self):
        x = f"{self.int:032x}"
        return f"{x[:8]}-{x[8:12]}-{x[12:16]}-{x[16:20]}-{x[20:]}"

    bytes = property(lambda self: self.int.to_bytes(16))
    hex = property(lambda self: f"{self.int:032x}")
    urn = property(lambda self: "urn:uuid:" + str(self))
    time_low = property(lambda self: self.int >> 96)
    time_mid = property(lambda self: self.int >> 80 & 0xFFFF)
    time_hi_version = property(lambda self: self.int >> 64 & 0xFFFF)
    clock_seq_hi_variant = property(lambda self: self.int >> 56 & 0xFF)
    clock_seq_low = property(lambda self: self.int >> 48 & 0xFF)
    clock_seq = property(lambda self: (self.clock_seq_hi_variant & 0x3F) << 8 | self.clock_seq_low)
    node = property(lambda self: self.int & 0xFFFFFFFFFFFF)

    @property
    def bytes_le(self):
        """The bytes with the first three fields in little-endian order."""
        b = self.bytes
        return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:]

    @property
    def fields(self):
        """The six fields."""
        return (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant,
                self.clock_seq_low, self.node)

    @property
    def time(self):
        """The time in it: 100 ns since 1582, or milliseconds since 1970 for version 7."""
        if self.version == 6:
            return self.time_low << 28 | self.time_mid << 12 | self.time_hi_version & 0xFFF
        if self.version == 7:
            return self.int >> 80
        return (self.time_hi_version & 0xFFF) << 48 | self.time_mid << 32 | self.time_low

    @property
    def variant(self):
        """Which layout it has."""
        if not self.int >> 63 & 1:
            return RESERVED_NCS
        if not self.int >> 62 & 1:
            return RFC_4122
        return RESERVED_FUTURE if self.int >> 61 & 1 else RESERVED_MICROSOFT

    @property
    def version(self):
        """The version, or None if the layout has none."""
        return self.int >> 76 & 0xF if self.variant == RFC_4122 else None


int_ = int

_node = None
_last_time = 0


def getnode():
    """A number for this machine."""
    global _node
    if _node is None:
        try:
            for name in sorted(os.listdir("/sys/class/net")):
                with open(f"/sys/class/net/{name}/address") as f:
                    address = int(f.read().strip().replace(":", "") or "0", 16)
                if address and not address >> 40 & 2:
                    _node = address
                    break
        except (OSError, ValueError):
            pass
        if not _node:
            # A random one is marked as a multicast address.
            _node = int.from_bytes(os.urandom(6)) | 1 << 40
    return _node


def _timestamp():
    global _last_time
    now = time.time_ns() // 100 + 0x01B21DD213814000
    if now <= _last_time:
        now = _last_time + 1
    _last_time = now
    return now


def uuid1(node=None, clock_seq=None):
    """From the machine and the time."""
    now = _timestamp()
    if clock_seq is None:
        clock_seq = int.from_bytes(os.urandom(2)) & 0x3FFF
    return UUID(fields=(now & 0xFFFFFFFF, now >> 32 & 0xFFFF, now >> 48 & 0xFFF,
                        clock_seq >> 8 & 0x3F, clock_seq & 0xFF,
                        getnode() if node is None else node), version=1)


def uuid3(namespace, name):
    """From the MD5 hash of a namespace and a name."""
    from hashlib import md5
    if isinstance(name, str):
        name = name.encode()
    return UUID(bytes=md5(namespace.bytes + name, usedforsecurity=False).digest(), version=3)


def uuid4():
    """Random."""
    return UUID(bytes=os.urandom(16), version=4)


def uuid5(namespace, name):
    """From the SHA-1 hash of a namespace and a name."""
    from hashlib import sha1
    if isinstance(name, str):
        name = name.encode()
    return UUID(bytes=sha1(namespace.bytes + name).digest()[:16], version=5)


def uuid6(node=None, clock_seq=None):
    """uuid1() whose order is that of time."""
    now = _timestamp()
    if clock_seq is None:
        clock_seq = int.from_bytes(os.urandom(2)) & 0x3FFF
    return UUID(int=(now >> 12 << 80 | (now & 0xFFF) << 64 | (clock_seq & 0x3FFF) << 48
                     | (getnode() if node is None else node)), version=6)


_last_v7 = 0


def uuid7():
    """From the time in milliseconds, a counter and random bits; in order within a process."""
    global _last_v7
    value = (time.time_ns() // 1_000_000 << 42
             | int.from_bytes(os.urandom(6)) & (1 << 41) - 1)
    if value <= _last_v7:
        value = _last_v7 + 1
    _last_v7 = value
    stamp, counter = value >> 42, value & (1 << 42) - 1
    tail = int.from_bytes(os.urandom(4))
    return UUID(int=(stamp << 80 | (counter >> 30) << 64 | (counter & (1 << 30) - 1) << 32
                     | tail), version=7)


def uuid8(a=None, b=None, c=None):
    """From three numbers of 48, 12 and 62 bits, random where not given."""
    def bits(value, width):
        if value is None:
            return int.from_bytes(os.urandom(8)) & (1 << width) - 1
        return value & (1 << width) - 1
    return UUID(int=bits(a, 48) << 80 | bits(b, 12) << 64 | bits(c, 62), version=8)


NAMESPACE_DNS = UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_URL = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_OID = UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")
NAMESPACE_X500 = UUID("6ba7b814-9dad-11d1-80b4-00c04fd430c8")
NIL = UUID(int=0)
MAX = UUID(int=(1 << 128) - 1)
