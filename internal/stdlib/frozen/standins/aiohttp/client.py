"""Sessions, requests and responses of a client."""

import asyncio
from collections import namedtuple
import json as _json
from urllib.parse import urlsplit

import _http_client
from _http_parts import CookieJar as _Jar, encode_files as _encode_files

from . import client_exceptions as errors
from ._multidict import CIMultiDict, CIMultiDictProxy
from ._url import URL
from .streams import StreamReader

_UNSET = object()

RequestInfo = namedtuple("RequestInfo", "url method headers real_url")
ConnectionKey = namedtuple("ConnectionKey", "host port is_ssl ssl")


class ClientTimeout(namedtuple("_ClientTimeout",
                               "total connect sock_read sock_connect ceil_threshold",
                               defaults=(None, None, None, None, 5))):
    """Time limits in seconds; None: no limit."""

    __slots__ = ()


DEFAULT_TIMEOUT = ClientTimeout(total=5 * 60, sock_connect=30)


class BasicAuth(namedtuple("_BasicAuth", "login password encoding")):
    """A name and password."""

    __slots__ = ()

    def __new__(cls, login, password="", encoding="latin1"):
        if login is None:
            raise ValueError("None is not allowed as login value")
        if password is None:
            raise ValueError("None is not allowed as password value")
        if ":" in login:
            raise ValueError('A ":" is not allowed in login (RFC 1945#section-11.1)')
        return super().__new__(cls, login, password, encoding)

    def encode(self):
        """The header's value."""
        import base64
        pair = f"{self.login}:{self.password}".encode(self.encoding)
        return "Basic " + base64.b64encode(pair).decode(self.encoding)


def _trust(ssl, verify_ssl):
    """How servers are checked: True, False for not at all, or an SSLContext."""
    if ssl is False or verify_ssl is False:
        return False
    return True if ssl is None else ssl


class TCPConnector:
    """Settings of the connections."""

    def __init__(self, *, verify_ssl=True, ssl=True, limit=100, limit_per_host=0, loop=None,
                 **ignored):
        self._limit = limit
        self._limit_per_host = limit_per_host
        self._ssl = _trust(ssl, verify_ssl)
        self._closed = False
        self._clients = {}
        self._free = asyncio.Semaphore(limit) if limit else None

    @property
    def limit(self):
        """The most connections at a time."""
        return self._limit

    @property
    def limit_per_host(self):
        """The most connections to a host at a time."""
        return self._limit_per_host

    @property
    def closed(self):
        """Whether it is closed."""
        return self._closed

    def _client(self, trust, proxies):
        if trust is True:
            trust = self._ssl
        key = trust, proxies
        if key not in self._clients:
            context = None if isinstance(trust, bool) else trust
            self._clients[key] = _http_client.Client(trust is not False, context, proxies, self._limit_per_host)
        return self._clients[key]

    async def close(self):
        """Close the connections."""
        self._closed = True
        for client in self._clients.values():
            client.close()


BaseConnector = TCPConnector


class CookieJar(_Jar):
    """Cookies of a session."""

    def __init__(self, *, unsafe=False, quote_cookie=True, loop=None, **ignored):
        super().__init__()

    def update_cookies(self, cookies, response_url=None):
        """Put cookies in."""
        for name, value in dict(cookies).items():
            self.set(name, getattr(value, "value", value))

    def filter_cookies(self, request_url):
        """The cookies for a URL."""
        parts = urlsplit(str(request_url))
        return {c.name: _Morsel(c.name, c.value) for c in self if c.fits(parts)}

    def clear_domain(self, domain):
        """Remove a domain's cookies."""
        for key in [k for k in self._cookies if k[0] == domain]:
            del self._cookies[key]


class DummyCookieJar(CookieJar):
    """Keeps no cookies."""

    def set_cookie(self, cookie):
        """Nothing."""


class _Morsel:
    def __init__(self, key, value):
        self.key = key
        self.value = value

    def __str__(self):
        return f"Set-Cookie: {self.key}={self.value}"


class FormData:
    """Fields of a form, some of which may be files."""

    def __init__(self, fields=(), quote_fields=True, charset=None):
        self._data = []
        self._files = []
        if hasattr(fields, "items"):
            fields = fields.items()
        for name, value in fields:
            self.add_field(name, value)

    def add_field(self, name, value, *, content_type=None, filename=None):
        """Add a field."""
        if hasattr(value, "read") or isinstance(value, (bytes, bytearray)) or filename:
            if filename is None:
                filename = getattr(value, "name", name)
            self._files.append((name, (filename.rpartition("/")[2], value, content_type)))
        else:
            self._data.append((name, value))

    def _encode(self):
        if self._files:
            return _encode_files(self._files, self._data)
        from urllib.parse import urlencode
        return urlencode(self._data).encode(), "application/x-www-form-urlencoded"


def _settle(future, result, error):
    if future.done():
        if result is not None and hasattr(result, "close"):
            result.close()
    elif error is None:
        future.set_result(result)
    else:
        future.set_exception(error)


async def _background(start):
    """Wait for what start(callback) begins in the background."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def done(result, error):
        try:
            loop.call_soon_threadsafe(_settle, future, result, error)
        except RuntimeError:
            pass  # the loop is closed
    job = start(done)
    try:
        return await future
    except asyncio.CancelledError:
        job.cancel()
        raise


def _translate(error, url, during_body=False):
    kind, text, cause = error.args
    if kind in ("dns", "connect", "tls"):
        key = ConnectionKey(url.host, url.port, url.scheme == "https", True)
        if cause is None:
            cause = OSError(None, text)
        cls = {"dns": errors.ClientConnectorDNSError, "connect": errors.ClientConnectorError,
               "tls": errors.ClientConnectorCertificateError}[kind]
        if kind == "connect":
            cause = OSError(cause.errno,
                            f"Connect call failed ({url.host!r}, {url.port})")
        return cls(key, cause)
    if kind in ("timeout", "connect timeout"):
        return errors.ServerTimeoutError(text)
    if kind == "url":
        return errors.InvalidURL(url)
    if during_body or kind == "body":
        return errors.ClientPayloadError(text)
    if kind == "connection":
        if cause is None:
            return errors.ServerDisconnectedError()
        return errors.ClientOSError(cause.errno, cause.strerror)
    return errors.ClientConnectionError(text)


class ClientResponse:
    """An answer."""

    def __init__(self, session, method, url, native, request_headers, history, deadline, release):
        self._session = session
        self._native = native
        self._deadline = deadline
        self._release = release
        self._body = None
        self.method = method
        self._url = url
        self._real_url = url
        self.status = native.status
        self.reason = native.reason
        self.version = divmod(native.version, 10)
        self.headers = CIMultiDictProxy(native.headers)
        self.raw_headers = tuple((k.encode(), v.encode()) for k, v in native.headers)
        self.history = tuple(history)
        self.request_info = RequestInfo(url, method, CIMultiDictProxy(request_headers), url)
        self.content = StreamReader(self)
        jar = _Jar()
        jar.extract(native.headers, str(url))
        self.cookies = {c.name: _Morsel(c.name, c.value) for c in jar}
        self.closed = False

    def __repr__(self):
        return (f"<ClientResponse({self._url}) [{self.status} {self.reason}]>\n"
                f"{self.headers!r}\n")

    url = property(lambda self: self._url.with_fragment(None))
    real_url = property(lambda self: self._real_url)
    host = property(lambda self: self._url.host)

    @property
    def ok(self):
        """Whether the status is below 400."""
        return self.status < 400

    @property
    def content_type(self):
        """The type of the content."""
        value = self.headers.get("Content-Type")
        return value.partition(";")[0].strip().lower() if value else "application/octet-stream"

    @property
    def charset(self):
        """The encoding that the headers tell."""
        for param in self.headers.get("Content-Type", "").split(";")[1:]:
            key, _, value = param.partition("=")
            if key.strip().lower() == "charset":
                return value.strip("'\" ")
        return None

    @property
    def content_length(self):
        """The length that the headers tell."""
        value = self.headers.get("Content-Length")
        return int(value) if value else None

    @property
    def content_disposition(self):
        """The Content-Disposition header."""
        return self.headers.get("Content-Disposition")

    @property
    def links(self):
        """The Link header."""
        return self.headers.get("Link")

    def get_encoding(self):
        """The encoding of the text."""
        import codecs
        try:
            return codecs.lookup(self.charset or "utf-8").name
        except LookupError:
            return "utf-8"

    def raise_for_status(self):
        """Raise ClientResponseError if the status is 400 or above."""
        if not self.ok:
            self.release()
            raise errors.ClientResponseError(self.request_info, self.history, status=self.status,
                                             message=self.reason, headers=self.headers)

    async def _receive(self, size):
        if self.closed:
            raise errors.ClientConnectionError("Connection closed")
        try:
            async with asyncio.timeout_at(self._deadline):
                return await _background(
                    lambda done: self._native.start_read(done, size))
        except _http_client.Error as error:
            raise _translate(error, self._url, True) from None

    def _finished(self):
        self.closed = True
        self._native.close()
        if self._release is not None:
            self._release()
            self._release = None

    async def read(self):
        """The content as bytes."""
        if self._body is None:
            self._body = await self.content.read()
        return self._body

    async def text(self, encoding=None, errors="strict"):
        """The content as str."""
        return (await self.read()).decode(encoding or self.get_encoding(), errors)

    async def json(self, *, encoding=None, loads=_json.loads, content_type="application/json"):
        """The content as JSON."""
        await self.read()
        if content_type:
            kind = self.content_type
            fits = kind == content_type or (content_type == "application/json"
                                            and kind.endswith("+json"))
            if not fits:
                raise errors.ContentTypeError(
                    self.request_info, self.history, status=self.status,
                    message=("Attempt to decode JSON with unexpected mimetype: "
                             + self.headers.get("Content-Type", "")), headers=self.headers)
        text = self._body.strip()
        if not text:
            return None
        return loads(text.decode(encoding or self.get_encoding()))

    def close(self):
        """Give the connection up."""
        if not self.closed:
            self._finished()

    def release(self):
        """Give the connection back."""
        self.close()

    async def wait_for_close(self):
        """Wait until the connection is given back."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        self.release()


class _RequestContextManager:
    """Can be awaited for the response or entered with "async with"."""

    def __init__(self, coro):
        self._coro = coro
        self._response = None

    def __await__(self):
        return self._coro.__await__()

    def close(self):
        """Give the request up."""
        return self._coro.close()

    async def __aenter__(self):
        self._response = await self._coro
        return await self._response.__aenter__()

    async def __aexit__(self, *exc_info):
        await self._response.__aexit__(*exc_info)


class ClientSession:
    """Requests with connections, cookies and settings in common."""

    def __init__(self, base_url=None, *, connector=None, loop=None, cookies=None, headers=None,
                 auth=None, json_serialize=_json.dumps, cookie_jar=None, timeout=_UNSET,
                 raise_for_status=False, trust_env=False, connector_owner=True,
                 skip_auto_headers=None, read_timeout=_UNSET, conn_timeout=None, **ignored):
        try:
            self._loop = loop or asyncio.get_running_loop()
        except RuntimeError:
            self._loop = asyncio.get_event_loop()
        if base_url is not None and not isinstance(base_url, URL):
            base_url = URL(base_url)
        self._base_url = base_url
        self._connector = TCPConnector() if connector is None else connector
        self._connector_owner = connector_owner
        self._cookie_jar = CookieJar() if cookie_jar is None else cookie_jar
        if cookies:
            self._cookie_jar.update_cookies(cookies)
        self._headers = CIMultiDict(headers or ())
        self._auth = auth
        self._dumps = json_serialize
        self._timeout = DEFAULT_TIMEOUT if timeout is _UNSET else _as_timeout(timeout)
        self._raise_for_status = raise_for_status
        self._trust_env = trust_env
        self._closed = False

    closed = property(lambda self: self._closed or self._connector.closed)
    connector = property(lambda self: self._connector)
    cookie_jar = property(lambda self: self._cookie_jar)
    headers = property(lambda self: self._headers)
    auth = property(lambda self: self._auth)
    timeout = property(lambda self: self._timeout)
    loop = property(lambda self: self._loop)

    def __enter__(self):
        raise TypeError("Use async with instead")

    def __exit__(self, *exc_info):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await self.close()

    async def close(self):
        """Close the connections."""
        if not self._closed:
            self._closed = True
            if self._connector_owner:
                await self._connector.close()

    def __del__(self, _warn=__import__("warnings").warn):
        if not getattr(self, "_closed", True):
            _warn(f"Unclosed client session {self!r}", ResourceWarning, source=self)

    def request(self, method, url, **kwargs):
        """Ask; the result is awaited or entered with "async with"."""
        return _RequestContextManager(self._request(method, url, **kwargs))

    def get(self, url, *, allow_redirects=True, **kwargs):
        """GET"""
        return self.request("GET", url, allow_redirects=allow_redirects, **kwargs)

    def options(self, url, *, allow_redirects=True, **kwargs):
        """OPTIONS"""
        return self.request("OPTIONS", url, allow_redirects=allow_redirects, **kwargs)

    def head(self, url, *, allow_redirects=False, **kwargs):
        """HEAD"""
        return self.request("HEAD", url, allow_redirects=allow_redirects, **kwargs)

    def post(self, url, *, data=None, **kwargs):
        """POST"""
        return self.request("POST", url, data=data, **kwargs)

    def put(self, url, *, data=None, **kwargs):
        """PUT"""
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, *, data=None, **kwargs):
        """PATCH"""
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        """DELETE"""
        return self.request("DELETE", url, **kwargs)

    def ws_connect(self, url, **kwargs):
        """Websockets are not supported."""
        raise NotImplementedError("websockets are not supported by the bundled aiohttp")

    def _body(self, data, json, headers):
        if json is not None:
            if data is not None:
                raise ValueError("data and json parameters can not be used at the same time")
            headers.setdefault("Content-Type", "application/json")
            return self._dumps(json).encode("utf-8")
        if data is None:
            return None
        if isinstance(data, str):
            headers.setdefault("Content-Type", "text/plain; charset=utf-8")
            return data.encode("utf-8")
        if isinstance(data, (bytes, bytearray, memoryview)):
            headers.setdefault("Content-Type", "application/octet-stream")
            return bytes(data)
        if hasattr(data, "read"):
            headers.setdefault("Content-Type", "application/octet-stream")
            content = data.read()
            return content.encode() if isinstance(content, str) else content
        if not isinstance(data, FormData):
            data = FormData(data)
        body, content_type = data._encode()
        headers.setdefault("Content-Type", content_type)
        return body

    def _prepare(self, url, params):
        try:
            url = self._base_url.join(URL(url)) if self._base_url else URL(url)
        except ValueError as error:
            raise errors.InvalidURL(url) from error
        if params:
            url = url.update_query(params)
        if url.scheme not in ("http", "https"):
            if not url.scheme:
                raise errors.InvalidUrlClientError(url)
            raise errors.NonHttpUrlClientError(url)
        if not url.host:
            raise errors.InvalidURL(url)
        return url

    async def _request(self, method, url, *, params=None, data=None, json=None, cookies=None,
                       headers=None, auth=None, allow_redirects=True, max_redirects=10,
                       raise_for_status=None, timeout=_UNSET, ssl=True, verify_ssl=None,
                       **ignored):
        if self.closed:
            raise RuntimeError("Session is closed")
        limits = self._timeout if timeout is _UNSET else _as_timeout(timeout)
        url = self._prepare(url, params)
        method = method.upper()
        merged = self._headers.copy()
        for name, value in CIMultiDict(headers or ()).items():
            merged[name] = value
        merged.setdefault("Accept", "*/*")
        merged.setdefault("User-Agent", "Python/3.14 aiohttp/3.13 (ouro)")
        body = self._body(data, json, merged)
        auth = auth or self._auth
        if auth is None and url.user is not None:
            auth = BasicAuth(url.user, url.password or "")
        if auth is not None:
            merged["Authorization"] = auth.encode()
        loop = asyncio.get_running_loop()
        deadline = None if not limits.total else loop.time() + limits.total
        client = self._connector._client(_trust(ssl, verify_ssl), self._trust_env)
        history = []
        while True:
            response = await self._ask(client, method, url, merged, body, cookies, history,
                                       deadline, limits)
            location = response.headers.get("Location") or response.headers.get("URI")
            if not (allow_redirects and location
                    and response.status in (301, 302, 303, 307, 308)):
                break
            history.append(response)
            response.release()
            if len(history) >= max_redirects:
                raise errors.TooManyRedirects(history[0].request_info, tuple(history))
            if (response.status == 303 and method != "HEAD"
                    or response.status in (301, 302) and method == "POST"):
                method, body = "GET", None
                merged.pop("Content-Type", None)
            old, url = url, url.join(URL(location))
            if url.scheme not in ("http", "https"):
                raise errors.NonHttpUrlRedirectClientError(url)
            if old.origin() != url.origin():
                merged.pop("Authorization", None)
        response.history = tuple(history)
        check = self._raise_for_status if raise_for_status is None else raise_for_status
        if callable(check):
            await check(response)
        elif check:
            response.raise_for_status()
        return response

    async def _ask(self, client, method, url, headers, body, cookies, history, deadline, limits):
        sent = headers.copy()
        jar = self._cookie_jar.header(str(url))
        own = "; ".join(f"{k}={v}" for k, v in dict(cookies or {}).items())
        if (jar or own) and "Cookie" not in sent:
            sent["Cookie"] = "; ".join(filter(None, (jar, own)))
        if body is None and method in ("POST", "PUT", "PATCH"):
            body = b""
        pairs = [(str(k), str(v)) for k, v in sent.items() if k.lower() != "accept-encoding"]
        parts = urlsplit(str(url))
        target = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
        connector = self._connector
        try:
            async with asyncio.timeout_at(deadline):
                if connector._free is not None:
                    await connector._free.acquire()
                release = connector._free.release if connector._free is not None else None
                try:
                    async with asyncio.timeout(limits.sock_read):
                        native = await _background(lambda done: client.start(
                            done, method, target, pairs, body))
                except BaseException:
                    if release is not None:
                        release()
                    raise
        except _http_client.Error as error:
            raise _translate(error, url) from None
        response = ClientResponse(self, method, url, native, sent, history, deadline, release)
        self._cookie_jar.extract(native.headers, str(url))
        if method == "HEAD" or native.length == 0:
            response.content._eof = True
            response._finished()
        return response


def _as_timeout(timeout):
    if timeout is None:
        return ClientTimeout()
    if isinstance(timeout, ClientTimeout):
        return timeout
    return ClientTimeout(total=timeout)


class _SessionRequest(_RequestContextManager):
    """A request with a session of its own."""

    def __init__(self, coro, session):
        super().__init__(coro)
        self._session = session

    async def __aexit__(self, *exc_info):
        try:
            await super().__aexit__(*exc_info)
        finally:
            await self._session.close()


def request(method, url, **kwargs):
    """Ask outside of a session; the result is entered with "async with"."""
    session = ClientSession(connector=kwargs.pop("connector", None))
    return _SessionRequest(session._request(method, url, **kwargs), session)
