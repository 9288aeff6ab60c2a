"""Charsets: how text in them is encoded in headers and bodies."""

__all__ = ["Charset", "add_alias", "add_charset", "add_codec"]

# Ways to encode.
QP = 1
BASE64 = 2
# Whichever of the two is shorter, for headers.
SHORTEST = 3

DEFAULT_CHARSET = "us-ascii"
UNKNOWN8BIT = "unknown-8bit"

# (for headers, for bodies, charset to convert to)
CHARSETS = {
    **{f"iso-8859-{n}": (QP, QP, None) for n in (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)},
    "windows-1252": (QP, QP, None), "viscii": (QP, QP, None), "us-ascii": (None, None, None),
    "big5": (BASE64, BASE64, None), "gb2312": (BASE64, BASE64, None), "koi8-r": (BASE64, BASE64, None),
    "euc-jp": (BASE64, None, "iso-2022-jp"), "shift_jis": (BASE64, None, "iso-2022-jp"),
    "iso-2022-jp": (BASE64, None, None), "utf-8": (SHORTEST, BASE64, "utf-8"),
}

ALIASES = {
    **{f"latin_{i}": f"iso-8859-{n}" for i, n in enumerate((1, 2, 3, 4, 9, 10, 13, 14, 15, 16), 1)},
    **{f"latin-{i}": f"iso-8859-{n}" for i, n in enumerate((1, 2, 3, 4, 9, 10, 13, 14, 15, 16), 1)},
    "cp949": "ks_c_5601-1987", "euc_jp": "euc-jp", "euc_kr": "euc-kr", "ascii": "us-ascii",
}

CODEC_MAP = {"gb2312": "eucgb2312_cn", "big5": "big5_tw", "us-ascii": None}


def add_charset(charset, header_enc=None, body_enc=None, output_charset=None):
    """Say how a charset is encoded."""
    if body_enc == SHORTEST:
        raise ValueError("SHORTEST not allowed for body_enc")
    CHARSETS[charset] = (header_enc, body_enc, output_charset)


def add_alias(alias, canonical):
    """Give a charset another name."""
    ALIASES[alias] = canonical


def add_codec(charset, codecname):
    """Say which codec a charset is."""
    CODEC_MAP[charset] = codecname


class Charset:
    """A charset by its name, in any case."""

    def __init__(self, input_charset=DEFAULT_CHARSET):
        from email.errors import CharsetError
        try:
            if isinstance(input_charset, str):
                input_charset.encode("ascii")
            else:
                input_charset = str(input_charset, "ascii")
        except UnicodeError:
            raise CharsetError(input_charset)
        name = input_charset.lower()
        self.input_charset = name = ALIASES.get(name, name)
        self.header_encoding, self.body_encoding, converted = CHARSETS.get(name, (SHORTEST, BASE64, None))
        self.output_charset = ALIASES.get(converted or name, converted or name)
        self.input_codec = CODEC_MAP.get(self.input_charset, self.input_charset)
        self.output_codec = CODEC_MAP.get(self.output_charset, self.output_charset)

    def __repr__(self):
        return self.input_charset.lower()

    __str__ = __repr__

    def __eq__(self, other):
        return str(self) == str(other).lower()

    def get_body_encoding(self):
        """The name of the transfer encoding of bodies, or a function that encodes a message."""
        assert self.body_encoding != SHORTEST
        if self.body_encoding == QP:
            return "quoted-printable"
        if self.body_encoding == BASE64:
            return "base64"
        from email.encoders import encode_7or8bit
        return encode_7or8bit

    def get_output_charset(self):
        """The charset that messages have."""
        return self.output_charset or self.input_charset

    def header_encode(self, string):
        """A text as an encoded word."""
        raw = string.encode(self.output_codec or "us-ascii", "surrogateescape")
        encode = self._header_encoder(raw)
        return string if encode is None else encode(raw, self.get_output_charset())

    def _header_encoder(self, raw):
        from email import base64mime, quoprimime
        encoding = self.header_encoding
        if encoding == SHORTEST:
            encoding = BASE64 if base64mime.header_length(raw) < quoprimime.header_length(raw) else QP
        return {BASE64: base64mime.header_encode, QP: quoprimime.header_encode}.get(encoding)

    def body_encode(self, string):
        """A text as a body."""
        from email import base64mime, quoprimime
        if not string:
            return string
        if self.body_encoding is BASE64:
            raw = string.encode(self.output_charset) if isinstance(string, str) else string
            return base64mime.body_encode(raw)
        if self.body_encoding is QP:
            if isinstance(string, str):
                string = string.encode(self.output_charset)
            return quoprimime.body_encode(string.decode("latin1"))
        if isinstance(string, str):
            string = string.encode(self.output_charset).decode("ascii", "surrogateescape")
        return string
