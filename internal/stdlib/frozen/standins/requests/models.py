"""Requests and responses."""

import datetime
from http import HTTPStatus as _HTTPStatus
import json as _json
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from _http_client import Error as _Error
from _http_parts import encode_files

from .auth import HTTPBasicAuth
from .cookies import RequestsCookieJar, cookiejar_from_dict
from .exceptions import (ChunkedEncodingError, ConnectionError, ConnectTimeout, HTTPError,
                         InvalidJSONError, InvalidSchema, InvalidURL, JSONDecodeError,
                         MissingSchema, ReadTimeout, SSLError, StreamConsumedError)
from .structures import CaseInsensitiveDict

ITER_CHUNK_SIZE = 512
CONTENT_CHUNK_SIZE = 10 * 1024
REDIRECT_STATI = (301, 302, 303, 307, 308)


def translate(error, request, during="connect"):
    """The exception of this package for one of the native client's."""
    kind, text, *_ = error.args
    if kind == "timeout":
        return ReadTimeout(text, request=request)
    if kind == "connect timeout":
        return ConnectTimeout(text, request=request)
    if kind == "tls":
        return SSLError(text, request=request)
    if kind == "url":
        return InvalidURL(text, request=request)
    if kind == "body":
        return ChunkedEncodingError(text, request=request)
    return ConnectionError(text, request=request)


def _encode_params(data):
    if isinstance(data, (str, bytes)) or hasattr(data, "read"):
        return data
    if not hasattr(data, "__iter__"):
        return data
    pairs = []
    for key, values in (data.items() if hasattr(data, "items") else data):
        if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
            values = [values]
        pairs.extend((key, value) for value in values if value is not None)
    return urlencode(pairs, doseq=True)


class Request:
    """What is to be asked, before it is prepared."""

    def __init__(self, method=None, url=None, headers=None, files=None, data=None,
                 params=None, auth=None, cookies=None, hooks=None, json=None):
        self.method = method
        self.url = url
        self.headers = {} if headers is None else headers
        self.files = [] if files is None else files
        self.data = [] if data is None else data
        self.json = json
        self.params = {} if params is None else params
        self.auth = auth
        self.cookies = cookies
        self.hooks = {"response": []}
        for event, hook in (hooks or {}).items():
            self.hooks[event] = list(hook) if hasattr(hook, "__iter__") else [hook]

    def __repr__(self):
        return f"<Request [{self.method}]>"

    def prepare(self):
        """The request as it is sent."""
        p = PreparedRequest()
        p.prepare(self.method, self.url, self.headers, self.files, self.data, self.params,
                  self.auth, self.cookies, self.hooks, self.json)
        return p


class PreparedRequest:
    """A request as it is sent."""

    def __init__(self):
        self.method = self.url = self.headers = self.body = self._cookies = None
        self.hooks = {"response": []}

    def __repr__(self):
        return f"<PreparedRequest [{self.method}]>"

    def prepare(self, method=None, url=None, headers=None, files=None, data=None, params=None,
                auth=None, cookies=None, hooks=None, json=None):
        """Fill everything in."""
        self.method = method.upper() if method else method
        self.prepare_url(url, params)
        self.prepare_headers(headers)
        self.prepare_cookies(cookies)
        self.prepare_body(data, files, json)
        self.prepare_auth(auth)
        self.hooks = hooks or {"response": []}

    def copy(self):
        """A copy."""
        p = PreparedRequest()
        p.__dict__.update(self.__dict__)
        p.headers = self.headers.copy() if self.headers is not None else None
        return p

    @property
    def path_url(self):
        """The path with the query."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + ("?" + parts.query if parts.query else "")

    def prepare_url(self, url, params):
        """Set the URL."""
        if isinstance(url, bytes):
            url = url.decode("utf8")
        url = str(url).lstrip()
        if ":" in url and not url.lower().startswith("http"):
            scheme = url.partition(":")[0]
            if "://" in url or not scheme.isalnum():
                self.url = url
                raise InvalidSchema(f"No connection adapters were found for {url!r}")
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise InvalidURL(*error.args) from None
        if not parts.scheme:
            raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. "
                                f"Perhaps you meant https://{url}?")
        if parts.scheme not in ("http", "https"):
            raise InvalidSchema(f"No connection adapters were found for {url!r}")
        if not parts.hostname:
            raise InvalidURL(f"Invalid URL {url!r}: No host supplied")
        query = parts.query
        more = _encode_params(params) if params else ""
        if isinstance(more, bytes):
            more = more.decode()
        if more:
            query = f"{query}&{more}" if query else more
        netloc = parts.netloc
        if not netloc.isascii():
            netloc = netloc.encode("idna").decode("ascii")
        safe = "!#$%&'()*+,/:;=?@[]~"
        self.url = urlunsplit((parts.scheme, netloc, quote(parts.path or "/", safe=safe),
                               quote(query, safe=safe), quote(parts.fragment, safe=safe)))

    def prepare_headers(self, headers):
        """Set the headers."""
        self.headers = CaseInsensitiveDict()
        for name, value in (headers or {}).items():
            if isinstance(name, bytes):
                name = name.decode("latin1")
            self.headers[name] = value

    def prepare_cookies(self, cookies):
        """Set the Cookie header."""
        if isinstance(cookies, RequestsCookieJar):
            self._cookies = cookies
        else:
            self._cookies = cookiejar_from_dict(cookies)
        header = self._cookies.header(self.url)
        if header is not None and "Cookie" not in self.headers:
            self.headers["Cookie"] = header

    def prepare_body(self, data, files, json=None):
        """Set the body."""
        body = content_type = None
        if not data and json is not None:
            content_type = "application/json"
            try:
                body = _json.dumps(json, allow_nan=False)
            except ValueError as error:
                raise InvalidJSONError(error, request=self) from None
            body = body.encode("utf-8")
        if files:
            body, content_type = encode_files(files, data)
        elif data:
            if hasattr(data, "read"):
                body = data.read()
            elif isinstance(data, (str, bytes, bytearray)):
                body = data
                content_type = None
                if isinstance(data, str):
                    content_type = "application/x-www-form-urlencoded"
            elif hasattr(data, "items") or isinstance(data, (list, tuple)):
                body = _encode_params(data)
                content_type = "application/x-www-form-urlencoded"
            else:
                body = b"".join(p.encode() if isinstance(p, str) else p for p in data)
        if content_type and "content-type" not in self.headers:
            self.headers["Content-Type"] = content_type
        self.body = body
        if body:
            raw = body.encode("utf-8") if isinstance(body, str) else body
            self.headers["Content-Length"] = str(len(raw))
        elif self.method not in ("GET", "HEAD") and "Content-Length" not in self.headers:
            self.headers["Content-Length"] = "0"

    def prepare_auth(self, auth, url=""):
        """Let auth change the request."""
        if auth is None:
            parts = urlsplit(self.url)
            if parts.username is not None:
                from urllib.parse import unquote
                auth = unquote(parts.username), unquote(parts.password or "")
        if auth:
            if isinstance(auth, tuple) and len(auth) == 2:
                auth = HTTPBasicAuth(*auth)
            changed = auth(self)
            self.__dict__.update(changed.__dict__)

    def register_hook(self, event, hook):
        """Have a hook called."""
        self.hooks.setdefault(event, []).append(hook)


class Response:
    """An answer."""

    def __init__(self):
        self._content = False
        self._content_consumed = False
        self._next = None
        self.status_code = None
        self.headers = CaseInsensitiveDict()
        self.raw = None
        self.url = None
        self.encoding = None
        self.history = []
        self.reason = None
        self.cookies = cookiejar_from_dict({})
        self.elapsed = datetime.timedelta(0)
        self.request = None
        self._native = None
        self._read_timeout = None

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __repr__(self):
        return f"<Response [{self.status_code}]>"

    def __bool__(self):
        return self.ok

    def __iter__(self):
        return self.iter_content(128)

    @property
    def ok(self):
        """Whether the status says that the request did not fail."""
        try:
            self.raise_for_status()
        except HTTPError:
            return False
        return True

    @property
    def is_redirect(self):
        """Whether it says where else to ask."""
        return "location" in self.headers and self.status_code in REDIRECT_STATI

    @property
    def is_permanent_redirect(self):
        """Whether it says so for ever."""
        return "location" in self.headers and self.status_code in (301, 308)

    @property
    def next(self):
        """The request that a redirect asks for, if it was not followed."""
        return self._next

    @property
    def apparent_encoding(self):
        """A guess at the encoding from the content."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return "ISO-8859-1"
        return "ascii" if self.content.isascii() else "utf-8"

    def _read(self, size):
        try:
            return self._native.read(size, self._read_timeout)
        except _Error as error:
            failure = translate(error, self.request)
            if isinstance(failure, ReadTimeout):
                failure = ConnectionError(*failure.args, request=self.request)
            raise failure from None

    def iter_content(self, chunk_size=1, decode_unicode=False):
        """The content in pieces."""
        if self._content_consumed and isinstance(self._content, bool):
            raise StreamConsumedError()
        if chunk_size is not None and not isinstance(chunk_size, int):
            raise TypeError(f"chunk_size must be an int, it is instead a {type(chunk_size)}.")
        pieces = self._stored(chunk_size) if self._content_consumed else self._stream(chunk_size)
        if decode_unicode and self.encoding is not None:
            return self._decoded(pieces)
        return pieces

    def _stored(self, size):
        size = size or len(self._content) or 1
        for start in range(0, len(self._content), size):
            yield self._content[start:start + size]

    def _stream(self, size):
        if size is None:
            while data := self._read(65536):
                yield data
        else:
            left = b""
            while data := self._read(max(size, 4096)):
                left += data
                while len(left) >= size:
                    yield left[:size]
                    left = left[size:]
            if left:
                yield left
        self._content_consumed = True
        self.close()

    def _decoded(self, pieces):
        import codecs
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        for piece in pieces:
            if text := decoder.decode(piece):
                yield text
        if text := decoder.decode(b"", final=True):
            yield text

    def iter_lines(self, chunk_size=ITER_CHUNK_SIZE, decode_unicode=False, delimiter=None):
        """The content line by line, without line ends."""
        pending = None
        for chunk in self.iter_content(chunk_size, decode_unicode):
            if pending is not None:
                chunk = pending + chunk
            lines = chunk.split(delimiter) if delimiter else chunk.splitlines()
            if lines and lines[-1] and chunk and lines[-1][-1] == chunk[-1]:
                pending = lines.pop()
            else:
                pending = None
            yield from lines
        if pending is not None:
            yield pending

    @property
    def content(self):
        """The content as bytes."""
        if self._content is False:
            if self._content_consumed:
                raise RuntimeError("The content for this response was already consumed")
            if self._native is None or self.status_code == 0:
                self._content = None
            else:
                self._content = self._read(-1)
                self._native.close()
        self._content_consumed = True
        return self._content

    @property
    def text(self):
        """The content as str."""
        if not self.content:
            return ""
        encoding = self.encoding or self.apparent_encoding
        try:
            return str(self.content, encoding, errors="replace")
        except (LookupError, TypeError):
            return str(self.content, errors="replace")

    def json(self, **kwargs):
        """The content as JSON."""
        try:
            if not self.encoding and self.content and len(self.content) > 3:
                try:
                    return _json.loads(self.content, **kwargs)
                except UnicodeDecodeError:
                    pass
            return _json.loads(self.text, **kwargs)
        except _json.JSONDecodeError as e:
            raise JSONDecodeError(e.msg, e.doc, e.pos) from None

    @property
    def links(self):
        """What the Link header says, by relation."""
        found = {}
        for part in self.headers.get("link", "").split(","):
            url, *params = part.split(";")
            if not url.strip():
                continue
            link = {"url": url.strip("<> '\"")}
            for param in params:
                key, equals, value = param.partition("=")
                if equals:
                    link[key.strip(" '\"")] = value.strip(" '\"")
            found[link.get("rel") or link["url"]] = link
        return found

    def raise_for_status(self):
        """Raise HTTPError if the status says that the request failed."""
        reason = self.reason
        if isinstance(reason, bytes):
            reason = reason.decode("utf-8", "replace")
        if 400 <= self.status_code < 500:
            side = "Client"
        elif 500 <= self.status_code < 600:
            side = "Server"
        else:
            return
        raise HTTPError(f"{self.status_code} {side} Error: {reason} for url: {self.url}",
                        response=self)

    def close(self):
        """Give the connection back."""
        if self._native is not None:
            self._native.close()


def encoding_from_headers(headers):
    """The encoding that a Content-Type header tells."""
    content_type = headers.get("content-type")
    if not content_type:
        return None
    kind, *params = content_type.split(";")
    for param in params:
        key, equals, value = param.strip().partition("=")
        if equals and key.strip().lower() == "charset":
            return value.strip("'\" ")
    if "text" in kind:
        return "ISO-8859-1"
    if "application/json" in kind:
        return "utf-8"
    return None
