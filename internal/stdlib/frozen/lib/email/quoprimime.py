"""Quoted-printable in headers and bodies."""

import re
from string import ascii_letters, digits, hexdigits

__all__ = ["body_decode", "body_encode", "body_length", "decode", "decodestring", "header_decode", "header_encode",
           "header_length", "quote", "unquote"]

_header_safe = frozenset(("-!*+/" + ascii_letters + digits).encode("ascii"))
_body_safe = frozenset(b for b in range(32, 127) if b != 61) | {9}


def quote(c):
    """A character as = and two digits."""
    return "=%02X" % ord(c)


def unquote(s):
    """The character of = and two digits."""
    return chr(int(s[1:3], 16))


def header_check(octet):
    return chr(octet) != "_" and octet not in _header_safe and octet != 32


def body_check(octet):
    return octet not in _body_safe


def header_length(bytearray):
    """How long some bytes are in an encoded word."""
    return sum(1 if octet in _header_safe or octet == 32 else 3 for octet in bytearray)


def body_length(bytearray):
    """How long some bytes are in a body."""
    return sum(1 if octet in _body_safe else 3 for octet in bytearray)


def header_encode(header_bytes, charset="iso-8859-1"):
    """An encoded word."""
    if not header_bytes:
        return ""
    text = "".join("_" if octet == 32 else chr(octet) if octet in _header_safe else "=%02X" % octet
                   for octet in header_bytes)
    return "=?%s?q?%s?=" % (charset, text)


def body_encode(body, maxlinelen=76, eol="\n"):
    """A text of characters up to 255 as lines of a body."""
    if maxlinelen < 4:
        raise ValueError("maxlinelen must be at least 4")
    if not body:
        return body
    lines = []
    for line in body.splitlines():
        pieces = [char if ord(char) in _body_safe else quote(char) for char in line]
        if pieces and pieces[-1] in (" ", "\t"):
            # It would be lost at the end of a line.
            pieces[-1] = quote(pieces[-1])
        current = ""
        for i, piece in enumerate(pieces):
            room = maxlinelen - (0 if i == len(pieces) - 1 else 1)
            if len(current) + len(piece) > room:
                lines.append(current + "=")
                current = ""
            current += piece
        lines.append(current)
    return eol.join(lines) + (eol if body[-1] in "\r\n" else "")


_soft = re.compile("=([0-9a-fA-F]{2})")


def decode(encoded, eol="\n"):
    """The text that a body stands for."""
    if not encoded:
        return encoded
    decoded = ""
    for line in encoded.splitlines():
        line = line.rstrip()
        goes_on = line.endswith("=")
        decoded += _soft.sub(lambda found: chr(int(found[1], 16)), line[:-1] if goes_on else line)
        if not goes_on:
            decoded += eol
    if encoded[-1] not in "\r\n" and decoded.endswith(eol):
        decoded = decoded[:-len(eol)]
    return decoded


body_decode = decodestring = decode


def header_decode(s):
    """The text of an encoded word, without its marks."""
    return _soft.sub(lambda found: chr(int(found[1], 16)), s.replace("_", " "))
