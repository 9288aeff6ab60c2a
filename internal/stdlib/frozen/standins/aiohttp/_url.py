"""URLs as objects."""

from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_SAFE = "!#$%&'()*+,/:;=?@[]~"


class URL:
    """A URL and its parts."""

    __slots__ = ("_text", "_parts")

    def __new__(cls, text=""):
        if isinstance(text, cls):
            return text
        self = object.__new__(cls)
        parts = urlsplit(str(text))
        host = parts.netloc
        if not host.isascii():
            parts = parts._replace(netloc=host.encode("idna").decode("ascii"))
        path = parts.path or ("/" if parts.netloc else "")
        self._parts = parts._replace(path=quote(path, safe=_SAFE),
                                     query=quote(parts.query, safe=_SAFE),
                                     fragment=quote(parts.fragment, safe=_SAFE))
        self._text = urlunsplit(self._parts)
        return self

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"URL('{self._text}')"

    def __eq__(self, other):
        return self._text == other._text if isinstance(other, URL) else NotImplemented

    def __hash__(self):
        return hash(self._text)

    def __lt__(self, other):
        return self._text < other._text if isinstance(other, URL) else NotImplemented

    def __truediv__(self, name):
        return self._with(path=self._parts.path.rstrip("/") + "/" + quote(name, safe="/"),
                          query="", fragment="")

    def _with(self, **parts):
        return URL(urlunsplit(self._parts._replace(**parts)))

    @property
    def scheme(self):
        """The scheme."""
        return self._parts.scheme

    @property
    def host(self):
        """The host."""
        return self._parts.hostname

    @property
    def port(self):
        """The port, also where it is the scheme's own."""
        port = self._parts.port
        return port or {"http": 80, "https": 443, "ws": 80, "wss": 443}.get(self.scheme)

    @property
    def user(self):
        """The user's name."""
        return self._parts.username and unquote(self._parts.username)

    @property
    def password(self):
        """The password."""
        return self._parts.password and unquote(self._parts.password)

    @property
    def path(self):
        """The path, unquoted."""
        return unquote(self._parts.path)

    @property
    def raw_path(self):
        """The path."""
        return self._parts.path

    @property
    def path_qs(self):
        """The path with the query."""
        return self.path + ("?" + self.query_string if self._parts.query else "")

    @property
    def raw_path_qs(self):
        """The path with the query, quoted."""
        return self._parts.path + ("?" + self._parts.query if self._parts.query else "")

    @property
    def query_string(self):
        """The query, unquoted."""
        return unquote(self._parts.query)

    @property
    def raw_query_string(self):
        """The query."""
        return self._parts.query

    @property
    def query(self):
        """The query's fields."""
        from ._multidict import CIMultiDict
        return CIMultiDict(parse_qsl(self._parts.query, keep_blank_values=True))

    @property
    def fragment(self):
        """The fragment."""
        return unquote(self._parts.fragment)

    @property
    def name(self):
        """The path's last part."""
        return unquote(self._parts.path.rpartition("/")[2])

    @property
    def parts(self):
        """The path's parts."""
        pieces = self.path.split("/")
        return ("/", *pieces[1:]) if self.path.startswith("/") else tuple(pieces)

    @property
    def parent(self):
        """The URL without its last part."""
        return self._with(path=self._parts.path.rpartition("/")[0] or "/", query="", fragment="")

    def is_absolute(self):
        """Whether there is a host."""
        return bool(self._parts.netloc)

    def origin(self):
        """Scheme, host and port."""
        return self._with(netloc=self._parts.netloc.rpartition("@")[2], path="", query="",
                          fragment="")

    def join(self, other):
        """What a relative URL means where this one stands."""
        return URL(urljoin(self._text, str(other)))

    def with_path(self, path):
        """The URL with another path."""
        return self._with(path=path, query="", fragment="")

    def with_query(self, query):
        """The URL with another query."""
        return self._with(query=_query(query))

    def update_query(self, query):
        """The URL with more fields in its query."""
        more = _query(query)
        old = self._parts.query
        return self._with(query=f"{old}&{more}" if old and more else old or more)

    def with_fragment(self, fragment):
        """The URL with another fragment."""
        return self._with(fragment=fragment or "")

    def human_repr(self):
        """The URL as people read it."""
        return unquote(self._text)


def _query(query):
    if not query:
        return ""
    if isinstance(query, str):
        return query
    pairs = []
    for key, value in (query.items() if hasattr(query, "items") else query):
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if item is None or isinstance(item, bool) or not isinstance(item, (str, int, float)):
                raise TypeError("Invalid variable type: value should be str, int or float, "
                                f"got {item!r} of type {type(item)}")
            pairs.append((key, item))
    return urlencode(pairs)
