"""Cookies, by name, domain and path."""

from _http_parts import Cookie, CookieConflictError, CookieJar, parse_cookie


class RequestsCookieJar(CookieJar):
    """Cookies, also as a mapping of their names."""


def cookiejar_from_dict(cookie_dict, cookiejar=None, overwrite=True):
    """A jar of a mapping's cookies."""
    jar = RequestsCookieJar() if cookiejar is None else cookiejar
    for name, value in (cookie_dict or {}).items():
        if overwrite or name not in jar:
            jar.set(name, value)
    return jar


def dict_from_cookiejar(cj):
    """A jar's cookies as a dict."""
    return cj.get_dict()
