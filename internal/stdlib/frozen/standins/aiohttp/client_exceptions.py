"""What can go wrong with a request."""

import asyncio


class ClientError(Exception):
    """Base of all of them."""


class ClientResponseError(ClientError):
    """The answer is not what was asked for."""

    def __init__(self, request_info, history, *, status=None, message="", headers=None):
        self.request_info = request_info
        self.history = history
        self.status = status or 0
        self.message = message
        self.headers = headers
        self.args = (request_info, history)

    @property
    def code(self):
        """The status."""
        return self.status

    def __str__(self):
        return f"{self.status}, message={self.message!r}, url={str(self.request_info.real_url)!r}"

    def __repr__(self):
        text = f"{self.request_info!r}, {self.history!r}"
        if self.status != 0:
            text += f", status={self.status!r}"
        if self.message != "":
            text += f", message={self.message!r}"
        if self.headers is not None:
            text += f", headers={self.headers!r}"
        return f"{type(self).__name__}({text})"


class ContentTypeError(ClientResponseError):
    """The content is of another type."""


class WSServerHandshakeError(ClientResponseError):
    """The server refuses a websocket."""


class TooManyRedirects(ClientResponseError):
    """The server redirects too often."""


class ClientConnectionError(ClientError):
    """Something is wrong with the connection."""


class ClientConnectionResetError(ClientConnectionError, ConnectionResetError):
    """The connection is closed."""


class ClientOSError(ClientConnectionError, OSError):
    """The system reports an error."""


class ClientConnectorError(ClientOSError):
    """There is no connection."""

    def __init__(self, connection_key, os_error):
        self._conn_key = connection_key
        self._os_error = os_error
        super().__init__(os_error.errno, os_error.strerror)
        self.args = (connection_key, os_error)

    @property
    def os_error(self):
        """The system's error."""
        return self._os_error

    @property
    def host(self):
        """The host."""
        return self._conn_key.host

    @property
    def port(self):
        """The port."""
        return self._conn_key.port

    @property
    def ssl(self):
        """How the connection is secured."""
        return self._conn_key.ssl

    def __str__(self):
        how = "default" if self.ssl is True else self.ssl
        return (f"Cannot connect to host {self.host}:{self.port} ssl:{how} "
                f"[{self._os_error.strerror}]")


class ClientConnectorDNSError(ClientConnectorError):
    """The host's name is not known."""


class ClientProxyConnectionError(ClientConnectorError):
    """The proxy cannot be reached."""


class ClientSSLError(ClientConnectorError):
    """The secure connection failed."""


class ClientConnectorSSLError(ClientSSLError):
    """The secure connection failed."""


class ClientConnectorCertificateError(ClientSSLError, ValueError):
    """The server's certificate is not trusted."""


class ServerConnectionError(ClientConnectionError):
    """The server did something wrong."""


class ServerDisconnectedError(ServerConnectionError):
    """The server closed the connection."""

    def __init__(self, message=None):
        if message is None:
            message = "Server disconnected"
        self.args = (message,)
        self.message = message


class ServerTimeoutError(ServerConnectionError, asyncio.TimeoutError):
    """The server took too long."""


class ConnectionTimeoutError(ServerTimeoutError):
    """It took too long to connect."""


class SocketTimeoutError(ServerTimeoutError):
    """The server took too long to send more."""


class ServerFingerprintMismatch(ServerConnectionError):
    """The server's certificate is another."""


class ClientPayloadError(ClientError):
    """The body is not complete."""


class InvalidURL(ClientError, ValueError):
    """The URL cannot be used."""

    def __init__(self, url, description=None):
        self._url = url
        self._description = description
        super().__init__(url, description) if description else super().__init__(url)

    @property
    def url(self):
        """The URL."""
        return self._url

    @property
    def description(self):
        """What is wrong with it."""
        return self._description

    def __str__(self):
        return f"{self._url} - {self._description}" if self._description else str(self._url)

    def __repr__(self):
        return f"<{type(self).__name__} {self}>"


class InvalidUrlClientError(InvalidURL):
    """The URL cannot be used by a client."""


class NonHttpUrlClientError(ClientError):
    """The URL is not one of HTTP."""


class InvalidUrlRedirectClientError(InvalidUrlClientError):
    """A redirect's URL cannot be used."""


class NonHttpUrlRedirectClientError(NonHttpUrlClientError):
    """A redirect's URL is not one of HTTP."""
