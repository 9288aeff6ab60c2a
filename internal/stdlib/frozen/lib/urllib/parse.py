"""URLs taken apart, put together, and quoted (RFC 3986 and what came before it)."""

from collections import namedtuple
import functools
import math
import re
import types
import warnings

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag",
           "urlsplit", "urlunsplit", "urlencode", "parse_qs",
           "parse_qsl", "quote", "quote_plus", "quote_from_bytes",
           "unquote", "unquote_plus", "unquote_to_bytes",
           "DefragResult", "ParseResult", "SplitResult",
           "DefragResultBytes", "ParseResultBytes", "SplitResultBytes"]

# Schemes that are relative, have a netloc, have parameters; "" is a URL without scheme.
uses_relative = ["", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https",
                 "shttp", "mms", "prospero", "rtsp", "rtsps", "rtspu", "sftp",
                 "svn", "svn+ssh", "ws", "wss"]
uses_netloc = ["", "ftp", "http", "gopher", "nntp", "telnet", "imap", "wais", "file",
               "mms", "https", "shttp", "snews", "prospero", "rtsp", "rtsps", "rtspu",
               "rsync", "svn", "svn+ssh", "sftp", "nfs", "git", "git+ssh", "ws", "wss",
               "itms-services"]
uses_params = ["", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp",
               "rtsps", "rtspu", "sip", "sips", "mms", "sftp", "tel"]

scheme_chars = ("abcdefghijklmnopqrstuvwxyz"
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                "0123456789"
                "+-.")

_EDGE = "".join(map(chr, range(33)))       # stripped from the ends of a URL
_UNSAFE = ["\t", "\r", "\n"]               # removed wherever they stand


def clear_cache():
    """Forget parsed URLs."""
    urlsplit.cache_clear()


# bytes arguments are handled as str and the result turned back.

def _coerce(*args):
    str_input = isinstance(args[0], str)
    for arg in args[1:]:
        if arg and isinstance(arg, str) != str_input:
            raise TypeError("Cannot mix str and non-str arguments")
    if str_input:
        return *args, lambda result: result
    return (*(arg.decode("ascii") if arg else "" for arg in args), _to_bytes)


def _to_bytes(result):
    return result.encode() if hasattr(result, "encode") else result


class _Text:
    __slots__ = ()

    def encode(self, encoding="ascii", errors="strict"):
        """The same of bytes."""
        return self._encoded_counterpart(*(part.encode(encoding, errors) for part in self))

    _AT, _COLON, _OPEN, _CLOSE, _PERCENT = "@", ":", "[", "]", "%"


class _Bytes:
    __slots__ = ()

    def decode(self, encoding="ascii", errors="strict"):
        """The same of str."""
        return self._decoded_counterpart(*(part.decode(encoding, errors) for part in self))

    _AT, _COLON, _OPEN, _CLOSE, _PERCENT = b"@", b":", b"[", b"]", b"%"


class _Netloc:
    """Parts of the netloc as attributes."""

    __slots__ = ()

    @property
    def _userinfo(self):
        info, at, _ = self.netloc.rpartition(self._AT)
        if not at:
            return None, None
        name, colon, password = info.partition(self._COLON)
        return name, password if colon else None

    @property
    def _hostinfo(self):
        where = self.netloc.rpartition(self._AT)[2]
        _, bracket, rest = where.partition(self._OPEN)
        if bracket:
            host, _, rest = rest.partition(self._CLOSE)
            port = rest.partition(self._COLON)[2]
        else:
            host, _, port = where.partition(self._COLON)
        return host, port or None

    @property
    def username(self):
        """The user's name, or None."""
        return self._userinfo[0]

    @property
    def password(self):
        """The password, or None."""
        return self._userinfo[1]

    @property
    def hostname(self):
        """The host in lower case, or None."""
        host = self._hostinfo[0]
        if not host:
            return None
        # A scope identifier of IPv6 keeps its case.
        host, percent, zone = host.partition(self._PERCENT)
        return host.lower() + percent + zone

    @property
    def port(self):
        """The port as an int, or None."""
        port = self._hostinfo[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        port = int(port)
        if not 0 <= port <= 65535:
            raise ValueError("Port out of range 0-65535")
        return port

    __class_getitem__ = classmethod(types.GenericAlias)


_DefragBase = namedtuple("_DefragBase", "url fragment")
_SplitBase = namedtuple("_SplitBase", "scheme netloc path query fragment")
_ParseBase = namedtuple("_ParseBase", "scheme netloc path params query fragment")


class DefragResult(_DefragBase, _Text):
    """A URL without its fragment, and the fragment."""

    __slots__ = ()

    def geturl(self):
        """The URL."""
        return self.url + "#" + self.fragment if self.fragment else self.url


class SplitResult(_SplitBase, _Netloc, _Text):
    """The five parts of a URL."""

    __slots__ = ()

    def geturl(self):
        """The URL."""
        return urlunsplit(self)


class ParseResult(_ParseBase, _Netloc, _Text):
    """The six parts of a URL."""

    __slots__ = ()

    def geturl(self):
        """The URL."""
        return urlunparse(self)


class DefragResultBytes(_DefragBase, _Bytes):
    """DefragResult of bytes."""

    __slots__ = ()

    def geturl(self):
        """The URL."""
        return self.url + b"#" + self.fragment if self.fragment else self.url


class SplitResultBytes(_SplitBase, _Netloc, _Bytes):
    """SplitResult of bytes."""

    __slots__ = ()

    def geturl(self):
        """The URL."""
        return urlunsplit(self)


class ParseResultBytes(_ParseBase, _Netloc, _Bytes):
    """ParseResult of bytes."""

    __slots__ = ()

    def geturl(self):
        """The URL."""
        return urlunparse(self)


for _text, _bytes in ((DefragResult, DefragResultBytes), (SplitResult, SplitResultBytes),
                      (ParseResult, ParseResultBytes)):
    _text._encoded_counterpart = _bytes
    _bytes._decoded_counterpart = _text
del _text, _bytes


def urlparse(url, scheme="", allow_fragments=True):
    """Take a URL apart: scheme, netloc, path, params, query, fragment."""
    url, scheme, back = _coerce(url, scheme)
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        path, params = _split_params(path)
    return back(ParseResult(scheme, netloc, path, params, query, fragment))


def _split_params(path):
    # Parameters belong to the last segment.
    semicolon = path.find(";", path.rfind("/") + 1)
    if semicolon < 0:
        return path, ""
    return path[:semicolon], path[semicolon + 1:]


def _check_netloc(netloc):
    if not netloc or netloc.isascii():
        return
    # Some characters turn into delimiters when a host name is normalised.
    import unicodedata
    bare = netloc
    for char in "@:#?":
        bare = bare.replace(char, "")
    plain = unicodedata.normalize("NFKC", bare)
    if plain != bare and any(char in plain for char in "/?#@:"):
        raise ValueError(f"netloc {netloc!r} contains invalid characters under NFKC normalization")


def _check_brackets(netloc):
    if ("[" in netloc) != ("]" in netloc):
        raise ValueError("Invalid IPv6 URL")
    if "[" not in netloc:
        return
    where = netloc.rpartition("@")[2]
    before, bracket, rest = where.partition("[")
    if not bracket:
        return
    host, _, after = rest.partition("]")
    if before or after and not after.startswith(":"):
        raise ValueError("Invalid IPv6 URL")
    if host.startswith("v"):
        if not re.match(r"\Av[a-fA-F0-9]+\..+\z", host):
            raise ValueError("IPvFuture address is invalid")
        return
    from _socket import inet_pton, AF_INET, AF_INET6
    try:
        inet_pton(AF_INET6, host.partition("%")[0])
    except OSError:
        try:
            inet_pton(AF_INET, host)
        except OSError:
            raise ValueError(f"{host!r} does not appear to be an IPv4 or IPv6 address") from None
        raise ValueError("An IPv4 address cannot be in brackets") from None


@functools.lru_cache(typed=True)
def urlsplit(url, scheme="", allow_fragments=True):
    """Take a URL apart: scheme, netloc, path, query, fragment."""
    url, scheme, back = _coerce(url, scheme)
    url = url.lstrip(_EDGE)
    scheme = scheme.strip(_EDGE)
    for char in _UNSAFE:
        url = url.replace(char, "")
        scheme = scheme.replace(char, "")
    allow_fragments = bool(allow_fragments)
    netloc = query = fragment = ""
    colon = url.find(":")
    if (colon > 0 and url[0].isascii() and url[0].isalpha()
            and all(char in scheme_chars for char in url[:colon])):
        scheme, url = url[:colon].lower(), url[colon + 1:]
    if url.startswith("//"):
        end = min((i for i in map(url.find, "/?#", (2, 2, 2)) if i >= 0), default=len(url))
        netloc, url = url[2:end], url[end:]
        _check_brackets(netloc)
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    _check_netloc(netloc)
    return back(SplitResult(scheme, netloc, url, query, fragment))


def urlunparse(components):
    """Put the six parts of a URL together."""
    scheme, netloc, url, params, query, fragment, back = _coerce(*components)
    if params:
        url = f"{url};{params}"
    return back(urlunsplit((scheme, netloc, url, query, fragment)))


def urlunsplit(components):
    """Put the five parts of a URL together."""
    scheme, netloc, url, query, fragment, back = _coerce(*components)
    if netloc:
        if url and not url.startswith("/"):
            url = "/" + url
        url = "//" + netloc + url
    elif url.startswith("//"):
        # Without a netloc two slashes would be taken for one.
        url = "//" + url
    elif scheme and scheme in uses_netloc and (not url or url.startswith("/")):
        url = "//" + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    if fragment:
        url = url + "#" + fragment
    return back(url)


def urljoin(base, url, allow_fragments=True):
    """What a relative URL means where base stands."""
    if not base:
        return url
    if not url:
        return base
    base, url, back = _coerce(base, url)
    b = urlparse(base, "", allow_fragments)
    scheme, netloc, path, params, query, fragment = urlparse(url, b.scheme, allow_fragments)
    if scheme != b.scheme or scheme not in uses_relative:
        return back(url)
    if scheme in uses_netloc:
        if netloc:
            return back(urlunparse((scheme, netloc, path, params, query, fragment)))
        netloc = b.netloc
    if not path and not params:
        path, params = b.path, b.params
        if not query:
            query = b.query
        return back(urlunparse((scheme, netloc, path, params, query, fragment)))
    base_parts = b.path.split("/")
    if base_parts[-1] != "":
        del base_parts[-1]     # what stands after the last slash is replaced
    if path[:1] == "/":
        segments = path.split("/")
    else:
        segments = base_parts + path.split("/")
        segments[1:-1] = filter(None, segments[1:-1])
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return back(urlunparse((scheme, netloc, "/".join(resolved) or "/", params, query, fragment)))


def urldefrag(url):
    """Split a fragment off."""
    url, back = _coerce(url)
    if "#" in url:
        scheme, netloc, path, params, query, fragment = urlparse(url)
        bare = urlunparse((scheme, netloc, path, params, query, ""))
    else:
        bare, fragment = url, ""
    return back(DefragResult(bare, fragment))


# Quoting

_hex_pairs = None


def unquote_to_bytes(string):
    """Undo percent-encoding; gives bytes."""
    if not string:
        string.split  # complains of what is neither str nor bytes
        return b""
    if isinstance(string, str):
        string = string.encode("utf-8")
    return bytes(_unquote(string))


def _unquote(data):
    global _hex_pairs
    pieces = data.split(b"%")
    if len(pieces) == 1:
        return data
    if _hex_pairs is None:
        digits = "0123456789ABCDEFabcdef"
        _hex_pairs = {(a + b).encode(): bytes.fromhex(a + b) for a in digits for b in digits}
    out = [pieces[0]]
    for piece in pieces[1:]:
        char = _hex_pairs.get(piece[:2])
        if char is None:
            out.append(b"%")
            out.append(piece)
        else:
            out.append(char)
            out.append(piece[2:])
    return b"".join(out)


_ascii_runs = re.compile("([\x00-\x7f]+)")


def unquote(string, encoding="utf-8", errors="replace"):
    """Undo percent-encoding; gives str."""
    if isinstance(string, bytes):
        return _unquote(string).decode(encoding, errors)
    if "%" not in string:
        string.split
        return string
    if encoding is None:
        encoding = "utf-8"
    if errors is None:
        errors = "replace"
    return "".join(_unquote(part.encode()).decode(encoding, errors) if part[:1] < "\x80" else part
                   for part in _ascii_runs.split(string) if part)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    """unquote() that takes plus signs for blanks."""
    return unquote(string.replace("+", " "), encoding, errors)


_ALWAYS_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         b"abcdefghijklmnopqrstuvwxyz"
                         b"0123456789"
                         b"_.-~")


@functools.lru_cache(maxsize=64)
def _quoter(safe):
    keep = _ALWAYS_SAFE.union(safe)
    return [chr(i) if i in keep else f"%{i:02X}" for i in range(256)].__getitem__


def quote(string, safe="/", encoding=None, errors=None):
    """Percent-encode what is not safe in a path."""
    if isinstance(string, str):
        if not string:
            return string
        string = string.encode(encoding or "utf-8", errors or "strict")
    else:
        if encoding is not None:
            raise TypeError("quote() doesn't support 'encoding' for bytes")
        if errors is not None:
            raise TypeError("quote() doesn't support 'errors' for bytes")
    return quote_from_bytes(string, safe)


def quote_plus(string, safe="", encoding=None, errors=None):
    """quote() that turns blanks into plus signs."""
    space = " " if isinstance(string, str) else b" "
    if space not in string:
        return quote(string, safe, encoding, errors)
    safe = safe + (" " if isinstance(safe, str) else b" ")
    return quote(string, safe, encoding, errors).replace(" ", "+")


def quote_from_bytes(bs, safe="/"):
    """quote() of bytes."""
    if not isinstance(bs, (bytes, bytearray)):
        raise TypeError("quote_from_bytes() expected bytes")
    if not bs:
        return ""
    if isinstance(safe, str):
        safe = safe.encode("ascii", "ignore")
    else:
        safe = bytes(c for c in safe if c < 128)
    if _ALWAYS_SAFE.union(safe).issuperset(bs):
        return bs.decode("ascii")
    return "".join(map(_quoter(safe), bs))


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    """A mapping or pairs as the text of a form."""
    if hasattr(query, "items"):
        query = query.items()
    else:
        try:
            if len(query) and not isinstance(query[0], tuple):
                raise TypeError
        except TypeError as err:
            raise TypeError("not a valid non-string sequence or mapping object") from err

    def text(value):
        if isinstance(value, bytes):
            return quote_via(value, safe)
        return quote_via(str(value), safe, encoding, errors)

    parts = []
    for key, value in query:
        key = text(key)
        if not doseq or isinstance(value, (str, bytes)):
            parts.append(key + "=" + text(value))
            continue
        try:
            len(value)
        except TypeError:
            parts.append(key + "=" + text(value))
        else:
            parts.extend(key + "=" + text(item) for item in value)
    return "&".join(parts)


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
             errors="replace", max_num_fields=None, separator="&"):
    """A form's text as a dict of lists."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        found.setdefault(name, []).append(value)
    return found


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8",
              errors="replace", max_num_fields=None, separator="&"):
    """A form's text as a list of pairs."""
    if not separator or not isinstance(separator, (str, bytes)):
        raise ValueError("Separator must be of type string or bytes.")
    if isinstance(qs, str):
        if not isinstance(separator, str):
            separator = str(separator, "ascii")
        equals = "="
        def plain(text):
            return unquote_plus(text, encoding, errors)
    else:
        if not qs:
            return []
        qs = bytes(memoryview(qs))
        if isinstance(separator, str):
            separator = bytes(separator, "ascii")
        equals = b"="
        def plain(text):
            return unquote_to_bytes(text.replace(b"+", b" "))
    if not qs:
        return []
    if max_num_fields is not None and max_num_fields < 1 + qs.count(separator):
        raise ValueError("Max number of fields exceeded")
    pairs = []
    for field in qs.split(separator):
        if not field and not strict_parsing:
            continue
        name, has, value = field.partition(equals)
        if not has and strict_parsing:
            raise ValueError(f"bad query field: {field!r}")
        if value or keep_blank_values:
            pairs.append((plain(name), plain(value)))
    return pairs


def unwrap(url):
    """A URL without the angle brackets and "URL:" that may stand around it."""
    url = str(url).strip()
    if url[:1] == "<" and url[-1:] == ">":
        url = url[1:-1].strip()
    if url[:4] == "URL:":
        url = url[4:].strip()
    return url
