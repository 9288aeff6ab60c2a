"""Finding out which kind of JSON value begins at a place."""

try:
    from _json import make_scanner as c_make_scanner
except ImportError:
    c_make_scanner = None

__all__ = ["make_scanner"]

_DIGITS = frozenset("0123456789")
_LITERALS = (("null", None), ("true", True), ("false", False))
_CONSTANTS = ("NaN", "Infinity", "-Infinity")


def _match_number(s, start):
    """(integer part, fraction, exponent, end), or None where no number begins."""
    at = start + 1 if s[start:start + 1] == "-" else start
    if s[at:at + 1] == "0":
        at += 1
    else:
        begin = at
        while s[at:at + 1] in _DIGITS:
            at += 1
        if at == begin:
            return None
    integer = s[start:at]
    fraction = exponent = ""
    if s[at:at + 1] == "." and s[at + 1:at + 2] in _DIGITS:
        begin = at
        at += 1
        while s[at:at + 1] in _DIGITS:
            at += 1
        fraction = s[begin:at]
    if s[at:at + 1] in ("e", "E"):
        begin = at
        digits = at + 1
        if s[digits:digits + 1] in ("+", "-"):
            digits += 1
        if s[digits:digits + 1] in _DIGITS:
            while s[digits:digits + 1] in _DIGITS:
                digits += 1
            exponent, at = s[begin:digits], digits
    return integer, fraction, exponent, at


def py_make_scanner(context):
    """scan_once(text, index) for a decoder, in Python."""
    parse_object = context.parse_object
    parse_array = context.parse_array
    parse_string = context.parse_string
    strict = context.strict
    parse_float = context.parse_float
    parse_int = context.parse_int
    parse_constant = context.parse_constant
    object_hook = context.object_hook
    object_pairs_hook = context.object_pairs_hook
    memo = context.memo

    def scan(string, idx):
        try:
            char = string[idx]
        except IndexError:
            raise StopIteration(idx) from None
        if char == '"':
            return parse_string(string, idx + 1, strict)
        if char == "{":
            return parse_object((string, idx + 1), strict, scan, object_hook,
                                object_pairs_hook, memo)
        if char == "[":
            return parse_array((string, idx + 1), scan)
        for text, value in _LITERALS:
            if string.startswith(text, idx):
                return value, idx + len(text)
        number = _match_number(string, idx)
        if number is not None:
            integer, fraction, exponent, end = number
            if fraction or exponent:
                return parse_float(integer + fraction + exponent), end
            return parse_int(integer), end
        for text in _CONSTANTS:
            if string.startswith(text, idx):
                return parse_constant(text), idx + len(text)
        raise StopIteration(idx)

    def scan_once(string, idx):
        if idx < 0:
            raise ValueError("idx cannot be negative")
        try:
            return scan(string, idx)
        finally:
            memo.clear()

    return scan_once


make_scanner = c_make_scanner or py_make_scanner
