"""Helpers for WSGI environments."""

import posixpath

__all__ = ["FileWrapper", "guess_scheme", "application_uri", "request_uri", "shift_path_info",
           "setup_testing_defaults", "is_hop_by_hop"]


class FileWrapper:
    """Iterates over a file in blocks."""

    def __init__(self, filelike, blksize=8192):
        self.filelike = filelike
        self.blksize = blksize
        if hasattr(filelike, "close"):
            self.close = filelike.close

    def __iter__(self):
        return self

    def __next__(self):
        data = self.filelike.read(self.blksize)
        if data:
            return data
        raise StopIteration


def guess_scheme(environ):
    """https or http, as the environment says."""
    return "https" if environ.get("HTTPS") in ("yes", "on", "1") else "http"


def application_uri(environ):
    """The URI of the application, without query."""
    from urllib.parse import quote
    scheme = environ["wsgi.url_scheme"]
    if environ.get("HTTP_HOST"):
        host = environ["HTTP_HOST"]
    else:
        host = environ["SERVER_NAME"]
        if environ["SERVER_PORT"] != ("443" if scheme == "https" else "80"):
            host += ":" + environ["SERVER_PORT"]
    return f"{scheme}://{host}" + quote(environ.get("SCRIPT_NAME") or "/", encoding="latin1")


def request_uri(environ, include_query=True):
    """The URI of the request."""
    from urllib.parse import quote
    path = quote(environ.get("PATH_INFO", ""), safe="/;=,", encoding="latin1")
    uri = application_uri(environ)
    uri += path if environ.get("SCRIPT_NAME") else path[1:]
    if include_query and environ.get("QUERY_STRING"):
        uri += "?" + environ["QUERY_STRING"]
    return uri


def shift_path_info(environ):
    """Move a segment from PATH_INFO to SCRIPT_NAME and return it; None if there is none left."""
    path = environ.get("PATH_INFO", "")
    if not path:
        return None
    parts = path.split("/")
    parts[1:-1] = [part for part in parts[1:-1] if part and part != "."]
    name = parts[1]
    del parts[1]
    script = posixpath.normpath(environ.get("SCRIPT_NAME", "") + "/" + name)
    if script.endswith("/"):
        script = script[:-1]
    if not name and not script.endswith("/"):
        script += "/"
    environ["SCRIPT_NAME"] = script
    environ["PATH_INFO"] = "/".join(parts)
    # A trailing /. tells no name.
    return None if name == "." else name


def setup_testing_defaults(environ):
    """Put into an environment what it lacks, for tests."""
    from io import BytesIO
    set = environ.setdefault
    set("SERVER_NAME", "127.0.0.1")
    set("SERVER_PROTOCOL", "HTTP/1.0")
    set("HTTP_HOST", environ["SERVER_NAME"])
    set("REQUEST_METHOD", "GET")
    if "SCRIPT_NAME" not in environ and "PATH_INFO" not in environ:
        set("SCRIPT_NAME", "")
        set("PATH_INFO", "/")
    set("wsgi.version", (1, 0))
    set("wsgi.run_once", 0)
    set("wsgi.multithread", 0)
    set("wsgi.multiprocess", 0)
    set("wsgi.input", BytesIO())
    set("wsgi.errors", _StringIO())
    set("wsgi.url_scheme", guess_scheme(environ))
    set("SERVER_PORT", "443" if environ["wsgi.url_scheme"] == "https" else "80")


def _StringIO():
    from io import StringIO
    return StringIO()


_hop_by_hop = {"connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailers",
               "transfer-encoding", "upgrade"}


def is_hop_by_hop(header_name):
    """Whether a header is for the next host only, and so not for applications to set."""
    return header_name.lower() in _hop_by_hop
