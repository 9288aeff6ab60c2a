"""Headers with text that is not ASCII: encoded words."""

import binascii
import re

from email import quoprimime
from email.charset import Charset, UNKNOWN8BIT
from email.errors import HeaderParseError

__all__ = ["Header", "decode_header", "make_header"]

USASCII = Charset("us-ascii")

# =?charset?encoding?text?=
_encoded_word = re.compile(r"=\?(?P<charset>[^?]*?)\?(?P<encoding>[qQbB])\?(?P<text>.*?)\?=")


def decode_header(header):
    """Pairs (text, charset) of a header; the charset is None where the text is not encoded.

    The texts are bytes, but for a header without encoded words, of which the string is given as it is.
    """
    if hasattr(header, "_chunks"):
        return [(_charset_bytes(text, charset), str(charset)) for text, charset in header._chunks]
    if not _encoded_word.search(header):
        return [(header, None)]
    words = []
    for line in header.splitlines():
        done = 0
        first = True
        for found in _encoded_word.finditer(line):
            plain = line[done:found.start()]
            if first:
                plain = plain.lstrip()
                first = False
            if plain:
                words.append((plain, None, None))
            words.append((found["text"], found["encoding"].lower(), found["charset"].lower()))
            done = found.end()
        rest = line[done:].lstrip() if first else line[done:]
        if rest:
            words.append((rest, None, None))
    decoded = []
    for i, (text, encoding, charset) in enumerate(words):
        if encoding is None:
            # White space between two encoded words is not part of the text.
            between = 0 < i < len(words) - 1 and words[i - 1][1] and words[i + 1][1]
            if not (between and text.isspace()):
                decoded.append((bytes(text, "raw-unicode-escape"), None))
        elif encoding == "q":
            decoded.append((bytes(quoprimime.header_decode(text), "latin-1"), charset))
        else:
            text += "=" * (-len(text) % 4)
            try:
                decoded.append((binascii.a2b_base64(text), charset))
            except binascii.Error:
                raise HeaderParseError("Base64 decoding error")
    joined = []
    for text, charset in decoded:
        if joined and joined[-1][1] == charset:
            joined[-1] = (joined[-1][0] + (b" " if charset is None else b"") + text, charset)
        else:
            joined.append((text, charset))
    return joined


def _charset_bytes(text, charset):
    return text.encode("ascii", "surrogateescape") if charset == UNKNOWN8BIT else \
        text.encode(charset.input_codec or "us-ascii", "surrogateescape")


def make_header(decoded_seq, maxlinelen=None, header_name=None, continuation_ws=" "):
    """A Header of pairs as decode_header() gives them."""
    header = Header(maxlinelen=maxlinelen, header_name=header_name, continuation_ws=continuation_ws)
    for text, charset in decoded_seq:
        if charset is not None and not isinstance(charset, Charset):
            charset = Charset(charset)
        header.append(text, charset)
    return header


class Header:
    """A header made of texts in one or more charsets."""

    def __init__(self, s=None, charset=None, maxlinelen=None, header_name=None, continuation_ws=" ", errors="strict"):
        if charset is None:
            charset = USASCII
        elif not isinstance(charset, Charset):
            charset = Charset(charset)
        self._charset = charset
        self._continuation_ws = continuation_ws
        self._chunks = []
        self._maxlinelen = 76 if maxlinelen is None else maxlinelen
        # The name and its colon stand on the first line too.
        self._headerlen = 0 if header_name is None else len(header_name) + 2
        if s is not None:
            self.append(s, charset, errors)

    def __str__(self):
        """The whole text."""
        pieces = []
        last = None
        for text, charset in self._chunks:
            if charset == UNKNOWN8BIT:
                text = text.encode("ascii", "surrogateescape").decode("ascii", "replace")
            # Where plain and encoded text meet there is a space.
            if pieces and (charset in (None, "us-ascii")) != (last in (None, "us-ascii")):
                if not pieces[-1][-1:].isspace() and not text[:1].isspace():
                    pieces.append(" ")
            pieces.append(text)
            last = charset
        return "".join(pieces)

    def __eq__(self, other):
        return other == str(self)

    def append(self, s, charset=None, errors="strict"):
        """Add a text in a charset, by default the header's own."""
        if charset is None:
            charset = self._charset
        elif not isinstance(charset, Charset):
            charset = Charset(charset)
        if not isinstance(s, str):
            codec = charset.input_codec or "us-ascii"
            s = s.decode("us-ascii", "surrogateescape") if codec == UNKNOWN8BIT else s.decode(codec, errors)
        output = charset.output_codec or "us-ascii"
        if output != UNKNOWN8BIT:
            try:
                s.encode(output, errors)
            except UnicodeEncodeError:
                if output != "us-ascii":
                    raise
                charset = Charset("utf-8")
        self._chunks.append((s, charset))

    def encode(self, splitchars=";, \t", maxlinelen=None, linesep="\n"):
        """The header as it is written, in lines of up to maxlinelen characters; 0 is any length."""
        if maxlinelen is None:
            maxlinelen = self._maxlinelen
        if maxlinelen == 0:
            maxlinelen = 1000000
        lines, current = [], ""
        room = maxlinelen - self._headerlen

        def put(word, space):
            nonlocal current, room
            if current.strip() and len(current) + len(space) + len(word) > room:
                lines.append(current)
                current, room = (space or self._continuation_ws)[:1] + word, maxlinelen
            else:
                current += space + word

        last_encoded = None
        for text, charset in self._chunks:
            encoded = charset.header_encoding is not None and charset != USASCII
            space = "" if last_encoded is None or not (encoded or last_encoded) else " "
            if current[-1:].isspace() or text[:1].isspace() and not encoded:
                space = ""
            if encoded:
                for word in self._words(text, charset, room - len(current) - len(space), maxlinelen):
                    put(word, space)
                    space = " "
            elif charset == UNKNOWN8BIT:
                put(text.encode("ascii", "surrogateescape").decode("ascii", "replace"), space)
            else:
                for gap, word in re.findall(r"(\s*)(\S+|\Z)", text):
                    put(word, (space + gap.replace("\r", "").replace("\n", "")) if word else gap.strip("\r\n"))
                    space = ""
            last_encoded = encoded
        lines.append(current)
        value = linesep.join(lines)
        if re.search(r"\n[^ \t]+:", value):
            raise HeaderParseError("header value appears to contain an embedded header: {!r}".format(value))
        return value

    def _words(self, text, charset, first, maxlinelen):
        """Encoded words for a text, none too long; first is the room that is left on the line."""
        widest = min(maxlinelen - 1, 75)
        limit = first if 20 < first < widest else widest
        if charset == UNKNOWN8BIT:
            yield charset.header_encode(text)
            return
        while text:
            n = len(text)
            word = charset.header_encode(text)
            while len(word) > limit and n > 1:
                n = max(1, min(n - 1, n * limit // len(word)))
                word = charset.header_encode(text[:n])
            yield word
            text, limit = text[n:], widest
