"""Objects to JSON text."""

try:
    from _json import encode_basestring_ascii as c_encode_basestring_ascii
except ImportError:
    c_encode_basestring_ascii = None
try:
    from _json import encode_basestring as c_encode_basestring
except ImportError:
    c_encode_basestring = None
try:
    from _json import make_encoder as c_make_encoder
except ImportError:
    c_make_encoder = None

INFINITY = float("inf")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\f": "\\f", "\n": "\\n",
            "\r": "\\r", "\t": "\\t"}
for _i in range(0x20):
    _ESCAPES.setdefault(chr(_i), f"\\u{_i:04x}")
del _i
_TABLE = {ord(char): text for char, text in _ESCAPES.items()}


def py_encode_basestring(s):
    """A str as a JSON string."""
    return '"' + s.translate(_TABLE) + '"'


def _escape(char):
    number = ord(char)
    if number < 0x10000:
        return f"\\u{number:04x}"
    number -= 0x10000
    return f"\\u{0xd800 | number >> 10:04x}\\u{0xdc00 | number & 0x3ff:04x}"


def py_encode_basestring_ascii(s):
    """A str as a JSON string of ASCII alone."""
    text = s.translate(_TABLE)
    if not text.isascii() or "\x7f" in text:
        text = "".join([c if c < "\x7f" else _escape(c) for c in text])
    return '"' + text + '"'


encode_basestring = c_encode_basestring or py_encode_basestring
encode_basestring_ascii = c_encode_basestring_ascii or py_encode_basestring_ascii


class JSONEncoder:
    """Makes JSON text; subclasses say what to do with other objects."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True,
                 check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """Something that can be encoded, for an object that cannot."""
        raise TypeError(f"Object of type {o.__class__.__name__} "
                        "is not JSON serializable")

    def encode(self, o):
        """The text of an object."""
        if isinstance(o, str):
            if self.ensure_ascii:
                return encode_basestring_ascii(o)
            return encode_basestring(o)
        chunks = self.iterencode(o, _one_shot=True)
        if not isinstance(chunks, (list, tuple)):
            chunks = list(chunks)
        return "".join(chunks)

    def iterencode(self, o, _one_shot=False):
        """The text in pieces, as they are ready."""
        markers = {} if self.check_circular else None
        encoder = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        allow_nan = self.allow_nan

        def floatstr(o, allow_nan=allow_nan, _repr=float.__repr__):
            if o == o and o != INFINITY and o != -INFINITY:
                return _repr(o)
            if not allow_nan:
                raise ValueError("Out of range float values are not JSON "
                                 f"compliant: {o!r}")
            return "NaN" if o != o else "Infinity" if o > 0 else "-Infinity"

        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        if _one_shot and c_make_encoder is not None:
            iterencode = c_make_encoder(
                markers, self.default, encoder, indent, self.key_separator,
                self.item_separator, self.sort_keys, self.skipkeys, allow_nan)
        else:
            iterencode = _make_iterencode(
                markers, self.default, encoder, indent, floatstr,
                self.key_separator, self.item_separator, self.sort_keys,
                self.skipkeys, _one_shot)
        return iterencode(o, 0)


def _make_iterencode(markers, _default, _encoder, _indent, _floatstr,
                     _key_separator, _item_separator, _sort_keys, _skipkeys,
                     _one_shot):
    """iterencode(object, level), a generator function."""
    _intstr = int.__repr__

    def scalar(o):
        """The text of a value without parts, None for others."""
        if isinstance(o, str):
            return _encoder(o)
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return _intstr(o)
        if isinstance(o, float):
            return _floatstr(o)
        return None

    def key_text(key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return _floatstr(key)
        if isinstance(key, int) or key is None:
            return scalar(key)
        if _skipkeys:
            return None
        raise TypeError("keys must be str, int, float, bool or None, "
                        f"not {key.__class__.__name__}")

    def enter(o):
        if markers is not None:
            if id(o) in markers:
                raise ValueError("Circular reference detected")
            markers[id(o)] = o

    def leave(o):
        if markers is not None:
            del markers[id(o)]

    def breaks(level):
        """(text after the opening, between items, before the closing)"""
        if _indent is None:
            return "", _item_separator, ""
        line = "\n" + _indent * level
        return line, _item_separator + line, "\n" + _indent * (level - 1)

    def part(value, owner, where):
        try:
            yield from iterencode(value, where[1])
        except GeneratorExit:
            raise
        except BaseException as error:
            error.add_note(f"when serializing {type(owner).__name__} item {where[0]!r}")
            raise

    def encode_list(items, level):
        if not items:
            yield "[]"
            return
        enter(items)
        level += 1
        first, between, last = breaks(level)
        lead = "[" + first
        for number, value in enumerate(items):
            text = scalar(value)
            if text is not None:
                yield lead + text
            else:
                yield lead
                yield from part(value, items, (number, level))
            lead = between
        if last:
            yield last
        yield "]"
        leave(items)

    def encode_dict(d, level):
        if not d:
            yield "{}"
            return
        enter(d)
        level += 1
        first, between, last = breaks(level)
        lead = first
        yield "{"
        items = sorted(d.items()) if _sort_keys else d.items()
        for key, value in items:
            text = key_text(key)
            if text is None:
                continue
            if lead:
                yield lead
            lead = between
            yield _encoder(text)
            yield _key_separator
            text = scalar(value)
            if text is not None:
                yield text
            else:
                yield from part(value, d, (key, level))
        if last and lead is between:
            yield last
        yield "}"
        leave(d)

    def iterencode(o, level):
        text = scalar(o)
        if text is not None:
            yield text
        elif isinstance(o, (list, tuple)):
            yield from encode_list(o, level)
        elif isinstance(o, dict):
            yield from encode_dict(o, level)
        else:
            enter(o)
            replaced = _default(o)
            try:
                yield from iterencode(replaced, level)
            except GeneratorExit:
                raise
            except BaseException as error:
                error.add_note(f"when serializing {type(o).__name__} object")
                raise
            leave(o)

    return iterencode
