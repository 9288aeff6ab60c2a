"""Finding codecs by name: the native ones, and a few written in Python."""

import codecs
import _codecs


class CodecRegistryError(LookupError, SystemError):
    """A codec that does not follow the rules."""


def normalize_encoding(encoding):
    """A name with everything but letters, digits and points made underscores."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    parts, gap = [], False
    for c in encoding:
        if c.isascii() and c.isalnum() or c == ".":
            if gap and parts:
                parts.append("_")
            parts.append(c)
            gap = False
        else:
            gap = True
    return "".join(parts)


def _native_info(name):
    def encode(input, errors="strict"):
        return _codecs._native_encode(name, input, errors)

    def decode(input, errors="strict"):
        return _codecs._native_decode(name, input, errors, True)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def __init__(self, errors="strict"):
            super().__init__(errors)
            self._coder = _codecs._Coder(name, errors)

        def encode(self, input, final=False):
            return self._coder.encode(input)

        def reset(self):
            self._coder.start(False)

        def getstate(self):
            return 0 if self._coder.started() or not _marks(name) else 2

        def setstate(self, state):
            self._coder.start(state == 0)

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def __init__(self, errors="strict"):
            super().__init__(errors)
            self._coder = _codecs._Coder(name, errors)

        def decode(self, input, final=False):
            return self._coder.decode(input, final)

        def reset(self):
            self._coder.reset(b"", False)

        def getstate(self):
            waiting, started = self._coder.pending()
            return waiting, 1 if started else 0

        def setstate(self, state):
            self._coder.reset(state[0], state[1])

    class StreamWriter(codecs.StreamWriter):
        def __init__(self, stream, errors="strict"):
            super().__init__(stream, errors)
            self._coder = _codecs._Coder(name, errors)

        def encode(self, input, errors="strict"):
            return self._coder.encode(input), len(input)

        def reset(self):
            self._coder.start(False)

    class StreamReader(codecs.StreamReader):
        def decode(self, input, errors="strict"):
            return _codecs._native_decode(name, input, errors, False)

    return codecs.CodecInfo(
        name=name, encode=encode, decode=decode,
        incrementalencoder=IncrementalEncoder, incrementaldecoder=IncrementalDecoder,
        streamwriter=StreamWriter, streamreader=StreamReader)


def _marks(name):
    return name in ("utf-16", "utf-32", "utf-8-sig")


def _info_of(name, encode, decode, is_text):
    """The CodecInfo of two functions that need no state."""
    class Stateless(codecs.Codec):
        def encode(self, input, errors="strict"):
            return encode(input, errors)

        def decode(self, input, errors="strict"):
            return decode(input, errors)

    class IncrementalEncoder(codecs.IncrementalEncoder):
        def encode(self, input, final=False):
            return encode(input, self.errors)[0]

    class IncrementalDecoder(codecs.IncrementalDecoder):
        def decode(self, input, final=False):
            return decode(input, self.errors)[0]

    class StreamWriter(Stateless, codecs.StreamWriter):
        charbuffertype = bytes

    class StreamReader(Stateless, codecs.StreamReader):
        charbuffertype = bytes

    return codecs.CodecInfo(
        name=name, encode=encode, decode=decode,
        incrementalencoder=IncrementalEncoder, incrementaldecoder=IncrementalDecoder,
        streamwriter=StreamWriter, streamreader=StreamReader,
        _is_text_encoding=is_text)


def _bytes_codec(name, encode, decode):
    def encode_all(input, errors="strict"):
        return encode(input), len(input)

    def decode_all(input, errors="strict"):
        return decode(input), len(input)

    return _info_of(name, encode_all, decode_all, False)


def _hex():
    import binascii
    return _bytes_codec("hex", binascii.b2a_hex, binascii.a2b_hex)


def _base64():
    import base64
    return _bytes_codec("base64", base64.encodebytes, base64.decodebytes)


def _zlib():
    import zlib
    return _bytes_codec("zlib", zlib.compress, zlib.decompress)


def _bz2():
    import bz2
    return _bytes_codec("bz2", bz2.compress, bz2.decompress)


def _rot13():
    small, capital = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    table = str.maketrans(small + capital, small[13:] + small[:13]
                          + capital[13:] + capital[:13])

    def turn(input, errors="strict"):
        return str.translate(input, table), len(input)

    return _info_of("rot-13", turn, turn, False)


def _idna_label(label):
    if not label.isascii():
        label = label.casefold()
        if not label.isascii():
            label = "xn--" + label.encode("punycode").decode("ascii")
    if not 0 < len(label) < 64:
        raise UnicodeEncodeError("idna", label, 0, max(len(label), 1),
                                 "label empty" if not label else "label too long")
    return label


def _idna():
    def encode(input, errors="strict"):
        if errors != "strict":
            raise UnicodeError(f"Unsupported error handling: {errors}")
        if not input:
            return b"", 0
        labels = input.replace("\u3002", ".").replace("\uff0e", ".").replace(
            "\uff61", ".").split(".")
        end = [""] if labels[-1] == "" else []
        labels = [_idna_label(label) for label in labels[:len(labels) - len(end)]]
        return ".".join(labels + end).encode("ascii"), len(input)

    def decode(input, errors="strict"):
        if errors != "strict":
            raise UnicodeError(f"Unsupported error handling: {errors}")
        labels = bytes(input).decode("ascii").split(".")
        labels = [label[4:].encode("ascii").decode("punycode")
                  if label[:4].lower() == "xn--" else label for label in labels]
        return ".".join(labels), len(input)

    return _info_of("idna", encode, decode, None)


_python_codecs = {
    "hex": _hex, "hex_codec": _hex, "base64": _base64, "base_64": _base64,
    "base64_codec": _base64, "zlib": _zlib, "zip": _zlib, "zlib_codec": _zlib,
    "bz2": _bz2, "bz2_codec": _bz2, "rot13": _rot13, "rot_13": _rot13,
    "idna": _idna,
}


def search_function(encoding):
    """The CodecInfo for a name, or None."""
    name = _codecs._native(encoding)
    if name is not None:
        return _native_info(name)
    make = _python_codecs.get(encoding)
    return make() if make is not None else None


codecs.register(search_function)
