"""Bytes as text: base 16, 32, 64 and 85."""

import binascii
import struct

__all__ = ["encode", "decode", "encodebytes", "decodebytes", "b64encode",
           "b64decode", "b32encode", "b32decode", "b32hexencode",
           "b32hexdecode", "b16encode", "b16decode", "b85encode", "b85decode",
           "a85encode", "a85decode", "z85encode", "z85decode",
           "standard_b64encode", "standard_b64decode", "urlsafe_b64encode",
           "urlsafe_b64decode"]

MAXLINESIZE = 76
MAXBINSIZE = (MAXLINESIZE // 4) * 3


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError("argument should be a bytes-like object or ASCII string, "
                        f"not {s.__class__.__name__!r}") from None


# Base 64

def b64encode(s, altchars=None):
    """Bytes in base 64; `altchars` stand for + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes of base 64."""
    s = _bytes_from_decode_data(s)
    if altchars is not None:
        altchars = _bytes_from_decode_data(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """b64encode() with the usual alphabet."""
    return b64encode(s)


def standard_b64decode(s):
    """b64decode() with the usual alphabet."""
    return b64decode(s)


_to_urlsafe = bytes.maketrans(b"+/", b"-_")
_from_urlsafe = bytes.maketrans(b"-_", b"+/")


def urlsafe_b64encode(s):
    """Base 64 with - and _ in place of + and /."""
    return b64encode(s).translate(_to_urlsafe)


def urlsafe_b64decode(s):
    """The bytes of base 64 with - and _."""
    return b64decode(_bytes_from_decode_data(s).translate(_from_urlsafe))


# Base 32

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_B32_HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"


def _b32encode(alphabet, s):
    if not isinstance(s, (bytes, bytearray)):
        s = memoryview(s).tobytes()
    missing = -len(s) % 5
    number_of_groups = (len(s) + missing) // 5
    s = bytes(s) + bytes(missing)
    out = bytearray()
    for group in range(number_of_groups):
        value = int.from_bytes(s[group * 5:group * 5 + 5])
        for shift in range(35, -1, -5):
            out.append(alphabet[value >> shift & 31])
    padding = (0, 1, 3, 4, 6)[missing]
    if padding:
        out[-padding:] = b"=" * padding
    return bytes(out)


def _b32decode(alphabet, s, casefold=False, map01=None):
    s = _bytes_from_decode_data(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b"01", b"O" + map01))
    if casefold:
        s = s.upper()
    total = len(s)
    s = s.rstrip(b"=")
    padding = total - len(s)
    values = {char: i for i, char in enumerate(alphabet)}
    out = bytearray()
    last = 0
    for start in range(0, len(s), 8):
        last = 0
        try:
            for char in s[start:start + 8]:
                last = last << 5 | values[char]
        except KeyError:
            raise binascii.Error("Non-base32 digit found") from None
        out += last.to_bytes(5) if start + 8 <= len(s) else b""
    if total % 8 or padding not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if padding and total:
        keep = {1: 4, 3: 3, 4: 2, 6: 1}[padding]
        out += (last << 5 * padding).to_bytes(5)[:keep]
    return bytes(out)


def b32encode(s):
    """Bytes in base 32."""
    return _b32encode(_B32, s)


def b32decode(s, casefold=False, map01=None):
    """The bytes of base 32."""
    return _b32decode(_B32, s, casefold, map01)


def b32hexencode(s):
    """Bytes in base 32 with the extended hexadecimal alphabet."""
    return _b32encode(_B32_HEX, s)


def b32hexdecode(s, casefold=False):
    """The bytes of base 32 with the extended hexadecimal alphabet."""
    return _b32decode(_B32_HEX, s, casefold)


# Base 16

def b16encode(s):
    """Bytes in base 16."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """The bytes of base 16."""
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if s.translate(None, delete=b"0123456789ABCDEF"):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


# Base 85

_A85 = bytes(range(33, 118))
_B85 = (b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        b"abcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~")
_Z85 = (b"0123456789abcdefghijklmnopqrstuvwxyz"
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#")


def _85encode(b, alphabet, pad=False, foldnuls=False, foldspaces=False):
    if not isinstance(b, (bytes, bytearray)):
        b = memoryview(b).tobytes()
    missing = -len(b) % 4
    b = bytes(b) + bytes(missing)
    chunks = []
    for (word,) in struct.iter_unpack("!I", b):
        if foldnuls and not word:
            chunks.append(b"z")
        elif foldspaces and word == 0x20202020:
            chunks.append(b"y")
        else:
            digits = bytearray(5)
            for i in range(4, -1, -1):
                word, digit = divmod(word, 85)
                digits[i] = alphabet[digit]
            chunks.append(bytes(digits))
    if missing and not pad:
        if chunks[-1] == b"z":
            chunks[-1] = alphabet[:1] * 5
        chunks[-1] = chunks[-1][:-missing]
    return b"".join(chunks)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Bytes in Ascii85."""
    result = _85encode(b, _A85, pad, True, foldspaces)
    if adobe:
        result = b"<~" + result
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [result[i:i + wrapcol] for i in range(0, len(result), wrapcol)]
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b"")
        result = b"\n".join(lines)
    if adobe:
        result += b"~>"
    return result


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    """The bytes of Ascii85."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with {!r}".format(b"~>"))
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    out = []
    word = count = 0

    def finish(value):
        try:
            out.append(value.to_bytes(4))
        except OverflowError:
            raise ValueError("Ascii85 overflow") from None

    for char in b + b"u" * 4:
        if 33 <= char <= 117:
            word = word * 85 + char - 33
            count += 1
            if count == 5:
                finish(word)
                word = count = 0
        elif char == 122:
            if count:
                raise ValueError("z inside Ascii85 5-tuple")
            out.append(bytes(4))
        elif foldspaces and char == 121:
            if count:
                raise ValueError("y inside Ascii85 5-tuple")
            out.append(b"    ")
        elif char not in ignorechars:
            raise ValueError("Non-Ascii85 digit found: %c" % char)
    result = b"".join(out)
    padding = 4 - count
    return result[:-padding] if padding else result


def b85encode(b, pad=False):
    """Bytes in base 85 as git and Mercurial write it."""
    return _85encode(b, _B85, pad)


def _b85decode(b, alphabet, name):
    b = _bytes_from_decode_data(b)
    values = {char: i for i, char in enumerate(alphabet)}
    padding = -len(b) % 5
    b = bytes(b) + alphabet[-1:] * padding
    out = []
    for start in range(0, len(b), 5):
        word = 0
        for position, char in enumerate(b[start:start + 5]):
            digit = values.get(char)
            if digit is None:
                raise ValueError(f"bad {name} character at position {start + position}")
            word = word * 85 + digit
        try:
            out.append(word.to_bytes(4))
        except OverflowError:
            raise ValueError(f"{name} overflow in hunk starting at byte {start}") from None
    result = b"".join(out)
    return result[:-padding] if padding else result


def b85decode(b):
    """The bytes of base 85."""
    return _b85decode(b, _B85, "base85")


def z85encode(s):
    """Bytes in Z85."""
    return _85encode(s, _Z85)


def z85decode(s):
    """The bytes of Z85."""
    return _b85decode(s, _Z85, "z85")


# Files and mail

def encode(input, output):
    """Write a binary file to another in base 64, in lines."""
    while chunk := input.read(MAXBINSIZE):
        while len(chunk) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(chunk))):
            chunk += more
        output.write(binascii.b2a_base64(chunk))


def decode(input, output):
    """Write the bytes of a file in base 64 to another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _check_bytes(s):
    try:
        view = memoryview(s)
    except TypeError:
        raise TypeError(f"expected bytes-like object, not {s.__class__.__name__}") from None
    if view.format not in ("c", "b", "B"):
        raise TypeError(f"expected single byte elements, not {view.format!r} "
                        f"from {s.__class__.__name__}")
    if view.ndim != 1:
        raise TypeError(f"expected 1-D data, not {view.ndim}-D data "
                        f"from {s.__class__.__name__}")


def encodebytes(s):
    """Bytes in base 64, in lines of at most 76 characters."""
    _check_bytes(s)
    return b"".join([binascii.b2a_base64(s[i:i + MAXBINSIZE])
                     for i in range(0, len(s), MAXBINSIZE)])


def decodebytes(s):
    """The bytes of base 64 in lines."""
    _check_bytes(s)
    return binascii.a2b_base64(s)


def main():
    """python -m base64"""
    import getopt
    import sys
    usage = f"usage: {sys.argv[0]} [-h|-d|-e|-u] [file|-]\n" \
            "        -h: print this help message and exit\n" \
            "        -d, -u: decode\n" \
            "        -e: encode (default)"
    try:
        options, args = getopt.getopt(sys.argv[1:], "hdeu")
    except getopt.error as error:
        print(error, file=sys.stderr)
        print(usage, file=sys.stderr)
        sys.exit(2)
    function = encode
    for option, _ in options:
        if option == "-e":
            function = encode
        elif option in ("-d", "-u"):
            function = decode
        elif option == "-h":
            print(usage)
            return
    if args and args[0] != "-":
        with open(args[0], "rb") as file:
            function(file, sys.stdout.buffer)
    else:
        if sys.stdin.isatty():
            # A terminal sends its input in pieces.
            import io
            function(io.BytesIO(sys.stdin.buffer.read()), sys.stdout.buffer)
        else:
            function(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
