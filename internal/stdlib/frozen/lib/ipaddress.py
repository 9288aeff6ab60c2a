"""IP addresses, networks, and addresses that belong to a network.

ip_address(), ip_network() and ip_interface() make objects of version 4 or 6, whichever a text or number is.
"""

import functools

__version__ = "1.0"

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    """An address that is none."""


class NetmaskValueError(ValueError):
    """A mask that is none."""


def ip_address(address):
    """An IPv4Address or IPv6Address."""
    return _either(address, IPv4Address, IPv6Address, "an IPv4 or IPv6 address")


def ip_network(address, strict=True):
    """An IPv4Network or IPv6Network; with strict no bits may be set beyond the mask."""
    return _either(address, lambda a: IPv4Network(a, strict), lambda a: IPv6Network(a, strict),
                   "an IPv4 or IPv6 network")


def ip_interface(address):
    """An IPv4Interface or IPv6Interface."""
    return _either(address, IPv4Interface, IPv6Interface, "an IPv4 or IPv6 interface")


def _either(address, first, second, what):
    for make in (first, second):
        try:
            return make(address)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be {what}")


def v4_int_to_packed(address):
    """The four bytes of a number."""
    try:
        return address.to_bytes(4)
    except OverflowError:
        raise ValueError("Address negative or too large for IPv4")


def v6_int_to_packed(address):
    """The sixteen bytes of a number."""
    try:
        return address.to_bytes(16)
    except OverflowError:
        raise ValueError("Address negative or too large for IPv6")


def summarize_address_range(first, last):
    """Generate the networks that cover the addresses from first to last."""
    if not (isinstance(first, _BaseAddress) and isinstance(last, _BaseAddress)):
        raise TypeError("first and last must be IP addresses, not networks")
    if first.version != last.version:
        raise TypeError("%s and %s are not of the same version" % (first, last))
    if first > last:
        raise ValueError("last IP address must be greater than first")
    network = first._network_class
    low, high, bits = first._ip, last._ip, first.max_prefixlen
    while low <= high:
        # As large as its first address and the end allow.
        size = min((low & -low).bit_length() - 1 if low else bits, (high - low + 1).bit_length() - 1)
        yield network((low, bits - size))
        low += 1 << size


def collapse_addresses(addresses):
    """Generate the fewest networks that cover the same addresses."""
    ranges = []
    networks = [a if isinstance(a, _BaseNetwork) else a._network_class((a._ip, a.max_prefixlen)) for a in addresses]
    for one in networks:
        if one.version != networks[0].version:
            raise TypeError("%s and %s are not of the same version" % (one, networks[0]))
    for one in sorted(networks):
        first, last = one.network_address, one.broadcast_address
        if ranges and first._ip <= ranges[-1][1]._ip + 1:
            ranges[-1][1] = max(ranges[-1][1], last)
        else:
            ranges.append([first, last])
    for first, last in ranges:
        yield from summarize_address_range(first, last)


def get_mixed_type_key(obj):
    """A key to sort addresses and networks together by."""
    if isinstance(obj, _BaseNetwork):
        return obj._get_networks_key()
    if isinstance(obj, _BaseAddress):
        return obj._get_address_key()
    return NotImplemented


# What the versions have

class _V4:
    version = 4
    max_prefixlen = IPV4LENGTH

    @staticmethod
    def _parse(text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        octets = text.split(".")
        if len(octets) != 4:
            raise AddressValueError(f"Expected 4 octets in {text!r}")
        value = 0
        for octet in octets:
            if not octet:
                raise AddressValueError(f"Empty octet not permitted in {text!r}")
            if not (octet.isascii() and octet.isdigit()):
                raise AddressValueError(f"Only decimal digits permitted in {octet!r} in {text!r}")
            if len(octet) > 3:
                raise AddressValueError(f"At most 3 characters permitted in {octet!r} in {text!r}")
            if octet != "0" and octet[0] == "0":
                raise AddressValueError(f"Leading zeros are not permitted in {octet!r} in {text!r}")
            if int(octet) > 255:
                raise AddressValueError(f"Octet {int(octet)} (> 255) not permitted in {text!r}")
            value = value << 8 | int(octet)
        return value

    @staticmethod
    def _text(value):
        return ".".join(map(str, value.to_bytes(4)))


class _V6:
    version = 6
    max_prefixlen = IPV6LENGTH

    @staticmethod
    def _parse(text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        parts = text.split(":")
        if len(parts) < 3:
            raise AddressValueError(f"At least 3 parts expected in {text!r}")
        if "." in parts[-1]:
            try:
                value = _V4._parse(parts.pop())
            except AddressValueError as e:
                raise AddressValueError(f"{e} in {text!r}") from None
            parts += [f"{value >> 16:x}", f"{value & 0xffff:x}"]
        if len(parts) > 9:
            raise AddressValueError(f"At most 8 colons permitted in {text!r}")
        gaps = [i for i in range(1, len(parts) - 1) if not parts[i]]
        if len(gaps) > 1:
            raise AddressValueError(f"At most one '::' permitted in {text!r}")
        if gaps:
            before, after = parts[:gaps[0]], parts[gaps[0] + 1:]
            for side, at, name in ((before, 0, "Leading"), (after, -1, "Trailing")):
                if not side[at]:
                    if len(side) > 1:
                        raise AddressValueError(f"{name} ':' only permitted as part of '::' in {text!r}")
                    side.clear()
            missing = 8 - len(before) - len(after)
            if missing < 1:
                raise AddressValueError(f"Expected at most 7 other parts with '::' in {text!r}")
            parts = before + ["0"] * missing + after
        else:
            if len(parts) != 8:
                raise AddressValueError(f"Exactly 8 parts expected without '::' in {text!r}")
            for at, name in ((0, "Leading"), (-1, "Trailing")):
                if not parts[at]:
                    raise AddressValueError(f"{name} ':' only permitted as part of '::' in {text!r}")
        value = 0
        for part in parts:
            if not part or set(part) - set("0123456789abcdefABCDEF"):
                raise AddressValueError(f"Only hex digits permitted in {part!r} in {text!r}")
            if len(part) > 4:
                raise AddressValueError(f"At most 4 characters permitted in {part!r} in {text!r}")
            value = value << 16 | int(part, 16)
        return value

    @staticmethod
    def _text(value):
        groups = [f"{value >> shift & 0xffff:x}" for shift in range(112, -1, -16)]
        # The longest run of two or more zeros is left out.
        best, size, i = 0, 1, 0
        while i < 8:
            n = 0
            while i + n < 8 and groups[i + n] == "0":
                n += 1
            if n > size:
                best, size = i, n
            i += n or 1
        if size < 2:
            return ":".join(groups)
        return ":".join(groups[:best]) + "::" + ":".join(groups[best + size:])


@functools.total_ordering
class _BaseAddress:
    __slots__ = ("_ip", "__weakref__")

    def __init__(self, address):
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f"{address} (< 0) is not permitted as an IPv{self.version} address")
            if address >> self.max_prefixlen:
                raise AddressValueError(f"{address} (>= 2**{self.max_prefixlen}) is not permitted as an "
                                        f"IPv{self.version} address")
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) * 8 != self.max_prefixlen:
                raise AddressValueError(f"{address!r} (len {len(address)} != {self.max_prefixlen // 8}) is not "
                                        f"permitted as an IPv{self.version} address")
            self._ip = int.from_bytes(address)
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {address!r}")
            self._ip = self._parse(text)

    def __int__(self):
        return self._ip

    @property
    def packed(self):
        return self._ip.to_bytes(self.max_prefixlen // 8)

    @property
    def compressed(self):
        return str(self)

    @property
    def exploded(self):
        if self.version == 4:
            return str(self)
        return ":".join(f"{self._ip >> shift & 0xffff:04x}" for shift in range(112, -1, -16))

    @property
    def reverse_pointer(self):
        if self.version == 4:
            return ".".join(str(self).split(".")[::-1]) + ".in-addr.arpa"
        return ".".join(self.exploded[::-1].replace(":", "")) + ".ip6.arpa"

    def _get_address_key(self):
        return self.version, self

    def __eq__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        return self._ip == other._ip and self.version == other.version and self._zone() == other._zone()

    def __lt__(self, other):
        if not isinstance(other, _BaseAddress):
            return NotImplemented
        if self.version != other.version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return self._ip < other._ip

    def _zone(self):
        return None

    def __hash__(self):
        return hash((hex(self._ip), self._zone()))

    def __add__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(self._ip + other)

    def __sub__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return type(self)(self._ip - other)

    def __str__(self):
        return self._text(self._ip)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __format__(self, fmt):
        if not fmt or fmt[-1] == "s":
            return format(str(self), fmt)
        kind = {"n": "b" if self.version == 4 else "x"}.get(fmt[-1], fmt[-1])
        if kind not in "bxX":
            return super().__format__(fmt)
        flags = fmt[:-1]
        digits = f"{self._ip:0{self.max_prefixlen if kind == 'b' else self.max_prefixlen // 4}{kind}}"
        if "_" in flags:
            digits = "_".join(digits[i:i + 4] for i in range(0, len(digits), 4))
        return (f"0{kind}" if "#" in flags else "") + digits

    def __reduce__(self):
        return self.__class__, (str(self),)

    def _in(self, networks):
        return any(self._ip >> shift == value for value, shift in networks)

    # Kinds of addresses

    @property
    def is_multicast(self):
        mapped = getattr(self, "ipv4_mapped", None)
        return mapped.is_multicast if mapped is not None else self._in(self._MULTICAST)

    @property
    def is_private(self):
        mapped = getattr(self, "ipv4_mapped", None)
        if mapped is not None:
            return mapped.is_private
        return self._in(self._PRIVATE) and not self._in(self._PUBLIC)

    @property
    def is_global(self):
        mapped = getattr(self, "ipv4_mapped", None)
        if mapped is not None:
            return mapped.is_global
        return not self._in(self._SHARED) and not self.is_private

    @property
    def is_unspecified(self):
        mapped = getattr(self, "ipv4_mapped", None)
        return (self if mapped is None else mapped)._ip == 0

    @property
    def is_loopback(self):
        mapped = getattr(self, "ipv4_mapped", None)
        return mapped.is_loopback if mapped is not None else self._in(self._LOOPBACK)

    @property
    def is_link_local(self):
        mapped = getattr(self, "ipv4_mapped", None)
        return mapped.is_link_local if mapped is not None else self._in(self._LINK_LOCAL)

    @property
    def is_reserved(self):
        mapped = getattr(self, "ipv4_mapped", None)
        return mapped.is_reserved if mapped is not None else self._in(self._RESERVED)


def _blocks(version, *texts):
    """Networks as (their first bits, how many bits follow)."""
    found = []
    for text in texts:
        address, length = text.split("/")
        shift = version.max_prefixlen - int(length)
        found.append((version._parse(address) >> shift, shift))
    return found


class IPv4Address(_V4, _BaseAddress):
    """An IPv4 address, of a text, a number or four bytes."""

    __slots__ = ()
    _MULTICAST = _blocks(_V4, "224.0.0.0/4")
    _LOOPBACK = _blocks(_V4, "127.0.0.0/8")
    _LINK_LOCAL = _blocks(_V4, "169.254.0.0/16")
    _RESERVED = _blocks(_V4, "240.0.0.0/4")
    _SHARED = _blocks(_V4, "100.64.0.0/10")
    _PRIVATE = _blocks(_V4, "0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                       "192.0.0.0/24", "192.0.0.170/31", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15",
                       "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "255.255.255.255/32")
    _PUBLIC = _blocks(_V4, "192.0.0.9/32", "192.0.0.10/32")

    @property
    def ipv6_mapped(self):
        return IPv6Address(0xffff << 32 | self._ip)


class IPv6Address(_V6, _BaseAddress):
    """An IPv6 address, of a text, a number or sixteen bytes; a zone may follow a percent sign."""

    __slots__ = ("_scope_id",)
    _MULTICAST = _blocks(_V6, "ff00::/8")
    _LOOPBACK = _blocks(_V6, "::1/128")
    _LINK_LOCAL = _blocks(_V6, "fe80::/10")
    _RESERVED = _blocks(_V6, "::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/3", "6000::/3",
                        "8000::/3", "A000::/3", "C000::/3", "E000::/4", "F000::/5", "F800::/6", "FE00::/9")
    _SHARED = []
    _PRIVATE = _blocks(_V6, "::1/128", "::/128", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
                       "2001:db8::/32", "2002::/16", "3fff::/20", "fc00::/7", "fe80::/10")
    _PUBLIC = _blocks(_V6, "2001:1::1/128", "2001:1::2/128", "2001:3::/32", "2001:4:112::/48", "2001:20::/28",
                      "2001:30::/28")

    def __init__(self, address):
        self._scope_id = None
        if isinstance(address, str) and "%" in address and "/" not in address:
            address, _, zone = address.partition("%")
            if not zone or "%" in zone:
                given = f"{address}%{zone}"
                raise AddressValueError(f'Invalid IPv6 address: "{given!r}"')
            self._scope_id = zone
        super().__init__(address)

    def _zone(self):
        return self._scope_id

    @property
    def scope_id(self):
        return self._scope_id

    def __str__(self):
        mapped = self.ipv4_mapped
        text = super().__str__() if mapped is None else f"::ffff:{mapped}"
        return f"{text}%{self._scope_id}" if self._scope_id else text

    @property
    def is_site_local(self):
        return self._in(_blocks(_V6, "fec0::/10"))

    @property
    def ipv4_mapped(self):
        return IPv4Address(self._ip & 0xffffffff) if self._ip >> 32 == 0xffff else None

    @property
    def teredo(self):
        if self._ip >> 96 != 0x20010000:
            return None
        return IPv4Address(self._ip >> 64 & 0xffffffff), IPv4Address(~self._ip & 0xffffffff)

    @property
    def sixtofour(self):
        return IPv4Address(self._ip >> 80 & 0xffffffff) if self._ip >> 112 == 0x2002 else None


# Networks

def _prefix_length(version, mask):
    """The length that a prefix, a netmask or a hostmask tells."""
    bits = version.max_prefixlen
    text = str(mask)
    if isinstance(mask, int) or text.isascii() and text.isdigit():
        if not 0 <= int(text) <= bits:
            raise NetmaskValueError(f"{mask!r} is not a valid netmask")
        return int(text)
    if version.version == 4:
        try:
            value = version._parse(text)
        except AddressValueError:
            raise NetmaskValueError(f"{mask!r} is not a valid netmask") from None
        for candidate in (value, value ^ 0xffffffff):
            # Ones, then zeros.
            zeros = ~candidate & 0xffffffff
            if zeros & zeros + 1 == 0:
                return bits - zeros.bit_length()
    raise NetmaskValueError(f"{mask!r} is not a valid netmask")


def _split_prefix(version, address):
    """(address, mask) of the forms in which networks are given; the mask has not been looked at."""
    if isinstance(address, tuple):
        return address[0], address[1] if len(address) > 1 else version.max_prefixlen
    if isinstance(address, (int, bytes)):
        return address, version.max_prefixlen
    text, slash, mask = str(address).partition("/")
    if "/" in mask:
        raise AddressValueError(f"Only one '/' permitted in {address!r}")
    return text, mask if slash else version.max_prefixlen


@functools.total_ordering
class _BaseNetwork:
    def __init__(self, address, strict=True):
        given, mask = _split_prefix(self, address)
        first = self._address_class(given)
        self._prefixlen = _prefix_length(self, mask)
        host = first._ip & self._hostmask
        if host and strict:
            raise ValueError("%s has host bits set" % self._shown(given))
        self.network_address = self._address_class(first._ip - host) if host else first

    def _shown(self, given):
        return f"{self._address_class(given)}/{self._prefixlen}"

    @property
    def _hostmask(self):
        return (1 << self.max_prefixlen - self._prefixlen) - 1

    @property
    def prefixlen(self):
        return self._prefixlen

    @functools.cached_property
    def broadcast_address(self):
        return self._address_class(self.network_address._ip | self._hostmask)

    @functools.cached_property
    def hostmask(self):
        return self._address_class(self._hostmask)

    @functools.cached_property
    def netmask(self):
        return self._address_class((1 << self.max_prefixlen) - 1 ^ self._hostmask)

    @property
    def num_addresses(self):
        return self._hostmask + 1

    @property
    def with_prefixlen(self):
        return f"{self.network_address}/{self._prefixlen}"

    @property
    def with_netmask(self):
        return f"{self.network_address}/{self.netmask}"

    @property
    def with_hostmask(self):
        return f"{self.network_address}/{self.hostmask}"

    @property
    def compressed(self):
        return str(self)

    @property
    def exploded(self):
        return f"{self.network_address.exploded}/{self._prefixlen}"

    def __str__(self):
        return self.with_prefixlen

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __eq__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        return (self.version == other.version and self.network_address == other.network_address
                and self._prefixlen == other._prefixlen)

    def __lt__(self, other):
        if not isinstance(other, _BaseNetwork):
            return NotImplemented
        if self.version != other.version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return (self.network_address._ip, self._prefixlen) < (other.network_address._ip, other._prefixlen)

    def __hash__(self):
        return hash((self.network_address._ip, self._prefixlen))

    def _get_networks_key(self):
        return self.version, self.network_address, self.netmask

    def _within(self, blocks):
        """Whether the whole network lies in one of some blocks."""
        first, last = self.network_address._ip, self.broadcast_address._ip
        return any(first >> shift == value == last >> shift for value, shift in blocks)

    @property
    def is_private(self):
        kinds = self._address_class
        return self._within(kinds._PRIVATE) and not self._within(kinds._PUBLIC)

    @property
    def is_global(self):
        return not self._within(self._address_class._SHARED) and not self.is_private

    def compare_networks(self, other):
        """-1, 0 or 1, as this network is less than, equal to or greater than another."""
        return -1 if self < other else int(self != other)

    def __contains__(self, other):
        if isinstance(other, _BaseNetwork) or self.version != other.version:
            return False
        return other._ip ^ self.network_address._ip <= self._hostmask

    def __iter__(self):
        first = self.network_address._ip
        for n in range(first, first + self.num_addresses):
            yield self._address_class(n)

    def __getitem__(self, n):
        n += self.num_addresses if n < 0 else 0
        if not 0 <= n < self.num_addresses:
            raise IndexError("address out of range")
        return self._address_class(self.network_address._ip + n)

    def hosts(self):
        """The addresses for hosts: without the first and, for IPv4, the last, if there are more than two."""
        first, count = self.network_address._ip, self.num_addresses
        if count <= 2:
            return iter([self._address_class(n) for n in range(first, first + count)])
        end = first + count - (1 if self.version == 4 else 0)
        return (self._address_class(n) for n in range(first + 1, end))

    def overlaps(self, other):
        """Whether the two have addresses in common."""
        return self.version == other.version and (
            other.network_address in self or self.network_address in other)

    def _contains_network(self, other):
        if self.version != other.version:
            raise TypeError(f"{self} and {other} are not of the same version")
        return other._prefixlen >= self._prefixlen and other.network_address in self

    def subnet_of(self, other):
        return other._contains_network(self)

    def supernet_of(self, other):
        return self._contains_network(other)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        """Generate the parts of the network that have a longer prefix."""
        if self._prefixlen == self.max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError("new prefix must be longer")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError("prefix length diff must be > 0")
        length = self._prefixlen + prefixlen_diff
        if length > self.max_prefixlen:
            raise ValueError("prefix length diff %d is invalid for netblock %s" % (length, self))
        step = 1 << self.max_prefixlen - length
        first = self.network_address._ip
        for n in range(first, first + self.num_addresses, step):
            yield self.__class__((n, length))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        """The network with a shorter prefix that this one is part of."""
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        length = self._prefixlen - prefixlen_diff
        if length < 0:
            raise ValueError("current prefixlen is %d, cannot have a prefixlen_diff of %d"
                             % (self._prefixlen, prefixlen_diff))
        return self.__class__((self.network_address._ip, length), strict=False)

    def address_exclude(self, other):
        """Generate the networks that are left when another is taken away."""
        if self.version != other.version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        if not isinstance(other, _BaseNetwork):
            raise TypeError("%s is not a network object" % other)
        if not other.subnet_of(self):
            raise ValueError("%s not contained in %s" % (other, self))
        current = self
        while current != other:
            low, high = current.subnets()
            current, rest = (low, high) if other.subnet_of(low) else (high, low)
            yield rest


def _both(name):
    """A property that a network has if its first and last addresses have it."""
    return property(lambda self: getattr(self.network_address, name) and getattr(self.broadcast_address, name))


for _name in ("is_multicast", "is_unspecified", "is_loopback", "is_link_local", "is_reserved"):
    setattr(_BaseNetwork, _name, _both(_name))


class IPv4Network(_V4, _BaseNetwork):
    """An IPv4 network."""

    _address_class = IPv4Address


class IPv6Network(_V6, _BaseNetwork):
    """An IPv6 network."""

    _address_class = IPv6Address
    is_site_local = _both("is_site_local")


IPv4Address._network_class = IPv4Network
IPv6Address._network_class = IPv6Network


# Interfaces

class _BaseInterface:
    """An address with the network that it is in."""

    def __init__(self, address):
        given, mask = _split_prefix(self, address)
        super().__init__(given)
        self._prefixlen = _prefix_length(self, mask)
        self.network = self._network_class((self._ip, self._prefixlen), strict=False)
        self.netmask = self.network.netmask

    @property
    def hostmask(self):
        return self.network.hostmask

    @property
    def ip(self):
        return self.network._address_class(self._ip)

    @property
    def with_prefixlen(self):
        return f"{self.ip}/{self._prefixlen}"

    @property
    def with_netmask(self):
        return f"{self.ip}/{self.netmask}"

    @property
    def with_hostmask(self):
        return f"{self.ip}/{self.hostmask}"

    def __str__(self):
        return f"{super().__str__()}/{self._prefixlen}"

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is NotImplemented or not equal:
            return equal
        return isinstance(other, _BaseInterface) and self.network == other.network

    def __lt__(self, other):
        if not isinstance(other, _BaseInterface):
            return super().__lt__(other)
        return (self.network, self._ip) < (other.network, other._ip)

    def __hash__(self):
        return hash((self._ip, self._prefixlen, self.network.network_address._ip))


class IPv4Interface(_BaseInterface, IPv4Address):
    """An IPv4 address in a network."""


class IPv6Interface(_BaseInterface, IPv6Address):
    """An IPv6 address in a network."""
