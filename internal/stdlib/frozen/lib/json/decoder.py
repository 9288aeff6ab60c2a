"""JSON text to objects."""

from . import scanner

try:
    from _json import scanstring as c_scanstring
except ImportError:
    c_scanstring = None

__all__ = ["JSONDecoder", "JSONDecodeError"]

NaN = float("nan")
PosInf = float("inf")
NegInf = float("-inf")


class JSONDecodeError(ValueError):
    """Text is not JSON; tells where."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


_CONSTANTS = {"-Infinity": NegInf, "Infinity": PosInf, "NaN": NaN}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n",
            "r": "\r", "t": "\t"}
_SPACE = " \t\n\r"
_HEX = frozenset("0123456789abcdefABCDEF")


def _hex4(s, pos):
    """The number of four hexadecimal digits after position `pos`, that of a 'u'."""
    digits = s[pos + 1:pos + 5]
    if len(digits) == 4 and _HEX.issuperset(digits):
        return int(digits, 16)
    raise JSONDecodeError("Invalid \\uXXXX escape", s, pos)


def py_scanstring(s, end, strict=True):
    """(text, index after the closing quote) of a string that begins before `end`."""
    begin = end - 1
    chunks = []
    start = end
    while True:
        # The next character that is not plain text.
        at = start
        try:
            while (char := s[at]) != '"' and char != "\\" and char > "\x1f":
                at += 1
        except IndexError:
            raise JSONDecodeError("Unterminated string starting at", s, begin) from None
        chunks.append(s[start:at])
        if char == '"':
            return "".join(chunks), at + 1
        if char != "\\":
            if strict:
                raise JSONDecodeError("Invalid control character {0!r} at".format(char), s, at)
            chunks.append(char)
            start = at + 1
            continue
        try:
            escape = s[at + 1]
        except IndexError:
            raise JSONDecodeError("Unterminated string starting at", s, begin) from None
        if escape != "u":
            try:
                chunks.append(_ESCAPES[escape])
            except KeyError:
                raise JSONDecodeError("Invalid \\escape: {0!r}".format(escape), s, at) from None
            start = at + 2
            continue
        number = _hex4(s, at + 1)
        start = at + 6
        if 0xd800 <= number <= 0xdbff and s[start:start + 2] == "\\u":
            second = _hex4(s, start + 1)
            if 0xdc00 <= second <= 0xdfff:
                number = 0x10000 + ((number - 0xd800) << 10 | second - 0xdc00)
                start += 6
        chunks.append(chr(number))


scanstring = c_scanstring or py_scanstring


def _skip_space(s, at):
    while s[at:at + 1] in _SPACE and at < len(s):
        at += 1
    return at


def JSONObject(s_and_end, strict, scan_once, object_hook, object_pairs_hook,
               memo=None):
    """(object, index after it); `end` is the index after the brace."""
    s, end = s_and_end
    pairs = []
    if memo is None:
        memo = {}
    end = _skip_space(s, end)
    if s[end:end + 1] == "}":
        if object_pairs_hook is not None:
            return object_pairs_hook(pairs), end + 1
        result = {}
        if object_hook is not None:
            result = object_hook(result)
        return result, end + 1
    if s[end:end + 1] != '"':
        raise JSONDecodeError("Expecting property name enclosed in double quotes", s, end)
    while True:
        key, end = scanstring(s, end + 1, strict)
        key = memo.setdefault(key, key)
        end = _skip_space(s, end)
        if s[end:end + 1] != ":":
            raise JSONDecodeError("Expecting ':' delimiter", s, end)
        end = _skip_space(s, end + 1)
        try:
            value, end = scan_once(s, end)
        except StopIteration as error:
            raise JSONDecodeError("Expecting value", s, error.value) from None
        pairs.append((key, value))
        end = _skip_space(s, end)
        following = s[end:end + 1]
        if following == "}":
            end += 1
            break
        if following != ",":
            raise JSONDecodeError("Expecting ',' delimiter", s, end)
        comma = end
        end = _skip_space(s, end + 1)
        if s[end:end + 1] != '"':
            if s[end:end + 1] == "}":
                raise JSONDecodeError("Illegal trailing comma before end of object", s, comma)
            raise JSONDecodeError("Expecting property name enclosed in double quotes", s, end)
    if object_pairs_hook is not None:
        return object_pairs_hook(pairs), end
    result = dict(pairs)
    if object_hook is not None:
        result = object_hook(result)
    return result, end


def JSONArray(s_and_end, scan_once):
    """(list, index after it); `end` is the index after the bracket."""
    s, end = s_and_end
    values = []
    end = _skip_space(s, end)
    if s[end:end + 1] == "]":
        return values, end + 1
    while True:
        try:
            value, end = scan_once(s, end)
        except StopIteration as error:
            raise JSONDecodeError("Expecting value", s, error.value) from None
        values.append(value)
        end = _skip_space(s, end)
        following = s[end:end + 1]
        if following == "]":
            return values, end + 1
        if following != ",":
            raise JSONDecodeError("Expecting ',' delimiter", s, end)
        comma = end
        end = _skip_space(s, end + 1)
        if s[end:end + 1] == "]":
            raise JSONDecodeError("Illegal trailing comma before end of array", s, comma)


class JSONDecoder:
    """Makes objects of JSON text; hooks change what is made."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None,
                 parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.parse_object = JSONObject
        self.parse_array = JSONArray
        self.parse_string = scanstring
        self.memo = {}
        self.scan_once = scanner.make_scanner(self)

    def decode(self, s):
        """The object that a whole text means."""
        value, end = self.raw_decode(s, idx=_skip_space(s, 0))
        end = _skip_space(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        """(object, index after it): text may follow."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as error:
            raise JSONDecodeError("Expecting value", s, error.value) from None
