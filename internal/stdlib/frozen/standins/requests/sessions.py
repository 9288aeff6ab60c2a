"""Sessions: connections, cookies and settings that requests have in common."""

from collections.abc import Mapping
import datetime
import time
from urllib.parse import urljoin, urlsplit, urlunsplit

import _http_client

from .cookies import RequestsCookieJar, cookiejar_from_dict
from .exceptions import TooManyRedirects
from .models import Request, Response, encoding_from_headers, translate
from .structures import CaseInsensitiveDict

DEFAULT_REDIRECT_LIMIT = 30


def default_headers():
    """The headers of every request."""
    return CaseInsensitiveDict({"User-Agent": "python-requests/2.32 (ouro)", "Accept": "*/*",
                                "Connection": "keep-alive"})


class HTTPAdapter:
    """Sends requests. Its arguments are taken for compatibility; connections are pooled as needed."""

    def __init__(self, pool_connections=10, pool_maxsize=10, max_retries=0, pool_block=False):
        self.max_retries = max_retries
        self._clients = {}

    def _client(self, verify, proxies):
        key = verify, proxies
        if key not in self._clients:
            ca_file = verify if isinstance(verify, str) else None
            self._clients[key] = _http_client.Client(bool(verify), ca_file, proxies)
        return self._clients[key]

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Send a prepared request; returns the response."""
        connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
        limit = None if connect is None and read is None else (connect or 0) + (read or 0)
        if connect == read:
            limit = connect
        headers = [(name, value.decode("latin1") if isinstance(value, bytes) else str(value))
                   for name, value in request.headers.items()
                   if value is not None and name.lower() not in ("connection", "accept-encoding")
                   or name.lower() == "accept-encoding" and value]
        body = request.body
        if isinstance(body, str):
            body = body.encode("utf-8")
        if body is None and request.headers.get("Content-Length") == "0":
            body = b""
        parts = urlsplit(request.url)
        url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))
        started = time.perf_counter()
        tries = self.max_retries if isinstance(self.max_retries, int) else 0
        while True:
            try:
                native = self._client(verify, True).request(
                    request.method, url, headers, body, limit)
                break
            except _http_client.Error as error:
                if tries > 0 and error.args[0] in ("connect", "dns", "connection"):
                    tries -= 1
                    continue
                raise translate(error, request) from None
        response = Response()
        response._native = response.raw = native
        response._read_timeout = read
        response.status_code = native.status
        response.reason = native.reason
        pairs = native.headers
        for name, value in pairs:
            if name in response.headers:
                value = response.headers[name] + ", " + value
            response.headers[name] = value
        response.encoding = encoding_from_headers(response.headers)
        response.url = request.url
        response.request = request
        response.cookies.extract(pairs, request.url)
        response.elapsed = datetime.timedelta(seconds=time.perf_counter() - started)
        return response

    def close(self):
        """Close connections."""
        for client in self._clients.values():
            client.close()


def merge_setting(request_setting, session_setting):
    """A request's setting laid over its session's; None removes a key."""
    if session_setting is None:
        return request_setting
    if request_setting is None:
        return session_setting
    if not (isinstance(session_setting, Mapping) and isinstance(request_setting, Mapping)):
        return request_setting
    merged = CaseInsensitiveDict(session_setting)
    merged.update(request_setting)
    return CaseInsensitiveDict((k, v) for k, v in merged.items() if v is not None)


class Session:
    """Requests with connections, cookies and settings in common."""

    def __init__(self):
        self.headers = default_headers()
        self.auth = None
        self.proxies = {}
        self.hooks = {"response": []}
        self.params = {}
        self.stream = False
        self.verify = True
        self.cert = None
        self.max_redirects = DEFAULT_REDIRECT_LIMIT
        self.trust_env = True
        self.cookies = cookiejar_from_dict({})
        self.adapters = {}
        self.mount("https://", HTTPAdapter())
        self.mount("http://", HTTPAdapter())

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def mount(self, prefix, adapter):
        """Use an adapter for URLs that begin so."""
        self.adapters[prefix] = adapter
        for key in [k for k in self.adapters if len(k) < len(prefix)]:
            self.adapters[key] = self.adapters.pop(key)

    def get_adapter(self, url):
        """The adapter for a URL."""
        for prefix, adapter in self.adapters.items():
            if url.lower().startswith(prefix.lower()):
                return adapter
        from .exceptions import InvalidSchema
        raise InvalidSchema(f"No connection adapters were found for {url!r}")

    def close(self):
        """Close the connections."""
        for adapter in self.adapters.values():
            adapter.close()

    def prepare_request(self, request):
        """A request as it is sent, with the session's settings."""
        cookies = RequestsCookieJar()
        cookies.update(self.cookies)
        cookies.update(request.cookies or {})
        hooks = {event: list(self.hooks.get(event, [])) + list(hook)
                 for event, hook in request.hooks.items()}
        params = dict(self.params)
        given = request.params
        if isinstance(given, Mapping):
            params.update(given)
            params = {k: v for k, v in params.items() if v is not None}
        elif given:
            params = given
        return Request(request.method, request.url,
                       merge_setting(request.headers, self.headers), request.files,
                       request.data, params, request.auth or self.auth, cookies, hooks,
                       request.json).prepare()

    def request(self, method, url, params=None, data=None, headers=None, cookies=None,
                files=None, auth=None, timeout=None, allow_redirects=True, proxies=None,
                hooks=None, stream=None, verify=None, cert=None, json=None):
        """Ask and return the response."""
        prepared = self.prepare_request(Request(method, url, headers, files, data, params, auth,
                                                cookies, hooks, json))
        return self.send(prepared, timeout=timeout, allow_redirects=allow_redirects,
                         stream=self.stream if stream is None else stream,
                         verify=self.verify if verify is None else verify)

    def send(self, request, *, stream=False, timeout=None, verify=None, cert=None, proxies=None,
             allow_redirects=True):
        """Send a prepared request and follow redirects."""
        if verify is None:
            verify = self.verify
        history = []
        while True:
            adapter = self.get_adapter(request.url)
            response = adapter.send(request, stream=stream, timeout=timeout, verify=verify)
            self.cookies.update(response.cookies)
            for hook in request.hooks.get("response", ()):
                response = hook(response, timeout=timeout, verify=verify) or response
            if not response.is_redirect:
                break
            if not allow_redirects:
                response._next = self._redirected(request, response)
                break
            response.content
            if len(history) >= self.max_redirects:
                raise TooManyRedirects(f"Exceeded {self.max_redirects} redirects.",
                                       response=response)
            response.history = history[:]
            history.append(response)
            request = self._redirected(request, response)
        response.history = history
        if not stream:
            response.content
        return response

    def _redirected(self, request, response):
        new = request.copy()
        location = response.headers["location"]
        if not location.isascii():
            location = location.encode("latin1").decode("utf-8", "replace")
        old = urlsplit(request.url)
        url = urljoin(request.url, location)
        if not urlsplit(url).fragment and old.fragment:
            url += "#" + old.fragment
        new.prepare_url(url, None)
        status = response.status_code
        if (status == 303 and new.method != "HEAD" or status == 302 and new.method != "HEAD"
                or status == 301 and new.method == "POST"):
            new.method = "GET"
        if status not in (307, 308):
            for name in ("Content-Length", "Content-Type", "Transfer-Encoding"):
                new.headers.pop(name, None)
            new.body = None
        target = urlsplit(new.url)
        if (old.hostname, old.port, old.scheme) != (target.hostname, target.port, target.scheme):
            new.headers.pop("Authorization", None)
        new.headers.pop("Cookie", None)
        jar = new._cookies.copy()
        jar.update(response.cookies)
        new.prepare_cookies(jar)
        return new

    def get(self, url, **kwargs):
        """GET"""
        kwargs.setdefault("allow_redirects", True)
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        """OPTIONS"""
        kwargs.setdefault("allow_redirects", True)
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        """HEAD"""
        kwargs.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **kwargs)

    def post(self, url, data=None, json=None, **kwargs):
        """POST"""
        return self.request("POST", url, data=data, json=json, **kwargs)

    def put(self, url, data=None, **kwargs):
        """PUT"""
        return self.request("PUT", url, data=data, **kwargs)

    def patch(self, url, data=None, **kwargs):
        """PATCH"""
        return self.request("PATCH", url, data=data, **kwargs)

    def delete(self, url, **kwargs):
        """DELETE"""
        return self.request("DELETE", url, **kwargs)


def session():
    """A new session."""
    return Session()
