"""What can go wrong with a request."""

from json import JSONDecodeError as _JSONDecodeError


class RequestException(IOError):
    """Base of all of them; knows the request and the response, if there are any."""

    def __init__(self, *args, **kwargs):
        response = kwargs.pop("response", None)
        self.response = response
        self.request = kwargs.pop("request", None)
        if response is not None and not self.request and hasattr(response, "request"):
            self.request = response.request
        super().__init__(*args, **kwargs)


class InvalidJSONError(RequestException):
    """The data is no JSON."""


class JSONDecodeError(InvalidJSONError, _JSONDecodeError):
    """The answer is no JSON."""

    def __init__(self, *args, **kwargs):
        _JSONDecodeError.__init__(self, *args)
        InvalidJSONError.__init__(self, *self.args, **kwargs)

    def __reduce__(self):
        return _JSONDecodeError.__reduce__(self)


class HTTPError(RequestException):
    """The status says that the request failed."""


class ConnectionError(RequestException):
    """There is no connection."""


class ProxyError(ConnectionError):
    """The proxy failed."""


class SSLError(ConnectionError):
    """The secure connection failed."""


class Timeout(RequestException):
    """It took too long."""


class ConnectTimeout(ConnectionError, Timeout):
    """It took too long to connect."""


class ReadTimeout(Timeout):
    """The server took too long to answer."""


class URLRequired(RequestException):
    """There is no URL."""


class TooManyRedirects(RequestException):
    """The server redirects too often."""


class MissingSchema(RequestException, ValueError):
    """The URL has no scheme."""


class InvalidSchema(RequestException, ValueError):
    """The URL's scheme is not known."""


class InvalidURL(RequestException, ValueError):
    """The URL cannot be used."""


class InvalidHeader(RequestException, ValueError):
    """A header cannot be sent."""


class InvalidProxyURL(InvalidURL):
    """The proxy's URL cannot be used."""


class ChunkedEncodingError(RequestException):
    """The body ends before its time."""


class ContentDecodingError(RequestException):
    """The body cannot be decompressed."""


class StreamConsumedError(RequestException, TypeError):
    """The body was read before."""


class RetryError(RequestException):
    """All attempts failed."""


class UnrewindableBodyError(RequestException):
    """The body cannot be sent again."""


class RequestsWarning(Warning):
    """Base of warnings."""


class FileModeWarning(RequestsWarning, DeprecationWarning):
    """A file is open as text."""


class RequestsDependencyWarning(RequestsWarning):
    """A dependency does not fit."""
