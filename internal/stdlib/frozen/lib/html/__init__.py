"""Text in HTML."""

import re as _re

from html.entities import html5 as _html5

__all__ = ["escape", "unescape"]


def escape(s, quote=True):
    """The text with markup characters replaced."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


# Numbers that stand for what Windows has in their place.
_WINDOWS = dict(zip(range(0x80, 0xA0), "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6"
                    "\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022"
                    "\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178"))

_reference = _re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def _number(n):
    if n == 0 or n > 0x10FFFF or 0xD800 <= n <= 0xDFFF:
        return "\ufffd"
    if n in _WINDOWS:
        return _WINDOWS[n]
    if n == 0x0D:
        return "\r"
    if (1 <= n <= 8 or 0x0B <= n == 0x0B or 0x0E <= n <= 0x1F or 0x7F <= n <= 0x9F
            or 0xFDD0 <= n <= 0xFDEF or n & 0xFFFE == 0xFFFE):
        return ""
    return chr(n)


def _replace(match):
    s = match[1]
    if s[0] == "#":
        digits = s[1:].rstrip(";")
        return _number(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    if s in _html5:
        return _html5[s]
    # Some old names count without a semicolon, also at the start of a longer word.
    for end in range(len(s) - 1, 1, -1):
        if s[:end] in _html5:
            return _html5[s[:end]] + s[end:]
    return "&" + s


def unescape(s):
    """The text that references stand for."""
    return _reference.sub(_replace, s) if "&" in s else s
