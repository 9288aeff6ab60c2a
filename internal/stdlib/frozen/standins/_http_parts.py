"""Cookies and forms, for the bundled requests and aiohttp."""

from collections.abc import MutableMapping
import os
import time
from urllib.parse import urlsplit


class Cookie:
    """A cookie and where it is sent."""

    def __init__(self, name, value, domain="", path="/", secure=False, expires=None,
                 host_only=False):
        self.name = name
        self.value = value
        self.domain = domain
        self.path = path
        self.secure = secure
        self.expires = expires
        self.host_only = host_only

    def __repr__(self):
        return f"<Cookie {self.name}={self.value} for {self.domain}{self.path}>"

    def is_expired(self, now=None):
        """Whether its time is over."""
        return self.expires is not None and self.expires <= (time.time() if now is None else now)

    def fits(self, parts):
        """Whether it is sent with a request for a URL, given in parts."""
        host = parts.hostname or ""
        if self.domain:
            if host != self.domain and (self.host_only or not host.endswith("." + self.domain)):
                return False
        if self.secure and parts.scheme != "https":
            return False
        path = parts.path or "/"
        if path != self.path:
            folder = self.path if self.path.endswith("/") else self.path + "/"
            if not path.startswith(folder):
                return False
        return not self.is_expired()


class CookieConflictError(RuntimeError):
    """Several cookies have the name."""


class CookieJar(MutableMapping):
    """Cookies, also as a mapping of their names."""

    def __init__(self):
        self._cookies = {}

    def __iter__(self):
        return iter(list(self._cookies.values()))

    def __len__(self):
        return len(self._cookies)

    def __contains__(self, name):
        return any(c.name == name for c in self)

    def __repr__(self):
        return f"<{type(self).__name__}[{', '.join(map(repr, self))}]>"

    def set_cookie(self, cookie):
        """Put a cookie in, in place of one of the same name, domain and path."""
        key = cookie.domain, cookie.path, cookie.name
        if cookie.is_expired():
            self._cookies.pop(key, None)
        else:
            self._cookies[key] = cookie

    def set(self, name, value, **kwargs):
        """Set a cookie; None removes it."""
        if value is None:
            for key in [k for k in self._cookies if k[2] == name]:
                del self._cookies[key]
            return None
        cookie = Cookie(name, value, kwargs.get("domain", ""), kwargs.get("path", "/"),
                        kwargs.get("secure", False), kwargs.get("expires"))
        self.set_cookie(cookie)
        return cookie

    def get(self, name, default=None, domain=None, path=None):
        """A cookie's value."""
        for c in self:
            if (c.name == name and (domain is None or c.domain == domain)
                    and (path is None or c.path == path)):
                return c.value
        return default

    def __getitem__(self, name):
        found = {c.value for c in self if c.name == name}
        if not found:
            raise KeyError(f"name={name!r}, domain=None, path=None")
        if len(found) > 1:
            raise CookieConflictError(f"There are multiple cookies with name, {name!r}")
        return found.pop()

    def __setitem__(self, name, value):
        self.set(name, value)

    def __delitem__(self, name):
        self.set(name, None)

    def keys(self):
        """The names."""
        return [c.name for c in self]

    def values(self):
        """The values."""
        return [c.value for c in self]

    def items(self):
        """Names with values."""
        return [(c.name, c.value) for c in self]

    def get_dict(self, domain=None, path=None):
        """Names with values as a dict."""
        return {c.name: c.value for c in self
                if (domain is None or c.domain == domain) and (path is None or c.path == path)}

    def list_domains(self):
        """The domains."""
        return list(dict.fromkeys(c.domain for c in self))

    def clear(self):
        """Remove all."""
        self._cookies.clear()

    def copy(self):
        """A copy."""
        jar = type(self)()
        jar._cookies.update(self._cookies)
        return jar

    def update(self, other=(), **kwargs):
        """Put in those of another jar or mapping."""
        if isinstance(other, CookieJar):
            self._cookies.update(other._cookies)
        else:
            for name, value in dict(other or {}, **kwargs).items():
                self.set(name, value)

    def extract(self, headers, url):
        """Put in what Set-Cookie headers of an answer say."""
        parts = urlsplit(url)
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie = parse_cookie(value, parts)
                if cookie is not None:
                    self.set_cookie(cookie)

    def header(self, url):
        """The Cookie header for a request, or None."""
        parts = urlsplit(url)
        fitting = [c for c in self if c.fits(parts)]
        fitting.sort(key=lambda c: -len(c.path))
        return "; ".join(f"{c.name}={c.value}" for c in fitting) or None


_MONTHS = {m: i for i, m in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}


def _expiry(text):
    import calendar
    import re
    found = re.search(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{2,4}) (\d{1,2}):(\d{2}):(\d{2})", text)
    if not found or found[2].lower() not in _MONTHS:
        return None
    year = int(found[3])
    if year < 100:
        year += 2000 if year < 70 else 1900
    return calendar.timegm((year, _MONTHS[found[2].lower()], int(found[1]),
                            int(found[4]), int(found[5]), int(found[6])))


def parse_cookie(text, parts):
    """A cookie from a Set-Cookie header of an answer from a URL, given in parts."""
    first, *attributes = text.split(";")
    name, equals, value = first.partition("=")
    if not equals or not name.strip():
        return None
    path = parts.path.rpartition("/")[0] or "/"
    cookie = Cookie(name.strip(), value.strip(), parts.hostname or "", path, host_only=True)
    for attribute in attributes:
        key, _, value = attribute.partition("=")
        key, value = key.strip().lower(), value.strip()
        if key == "domain" and value:
            cookie.domain = value.lstrip(".").lower()
            cookie.host_only = False
        elif key == "path" and value.startswith("/"):
            cookie.path = value
        elif key == "secure":
            cookie.secure = True
        elif key == "max-age":
            try:
                cookie.expires = time.time() + int(value)
            except ValueError:
                pass
        elif key == "expires" and cookie.expires is None:
            cookie.expires = _expiry(value)
    return cookie


def _pairs(data):
    return list(data.items()) if hasattr(data, "items") else list(data or ())


def encode_files(files, data):
    """A multipart body and its content type."""
    boundary = os.urandom(16).hex()
    out = []

    def add(head, content):
        if isinstance(content, str):
            content = content.encode()
        out.append(f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
                   + content + b"\r\n")

    if isinstance(data, (str, bytes)):
        raise ValueError("Data must not be a string.")
    for name, values in _pairs(data):
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            values = [values]
        for value in values:
            if value is not None:
                add(f'name="{name}"', value if isinstance(value, (str, bytes)) else str(value))
    for name, spec in _pairs(files):
        content_type, headers = None, {}
        if isinstance(spec, (tuple, list)):
            filename, content, *more = spec
            if more:
                content_type = more[0]
            if len(more) > 1:
                headers = more[1]
        else:
            content = spec
            filename = name
            given = getattr(spec, "name", None)
            if given and isinstance(given, str) and given[0] != "<":
                filename = os.path.basename(given)
        if hasattr(content, "read"):
            content = content.read()
        head = f'name="{name}"'
        if filename:
            head += f'; filename="{filename}"'
        if content_type:
            head += f"\r\nContent-Type: {content_type}"
        for key, value in headers.items():
            head += f"\r\n{key}: {value}"
        add(head, content)
    out.append(f"--{boundary}--\r\n".encode())
    return b"".join(out), f"multipart/form-data; boundary={boundary}"
