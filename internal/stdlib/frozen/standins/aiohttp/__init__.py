"""HTTP for asyncio, by the native client.

Stands in for the package aiohttp where that is not installed.
"""

from . import client_exceptions
from ._multidict import CIMultiDict, CIMultiDictProxy
from ._url import URL
from .client import (BaseConnector, BasicAuth, ClientResponse, ClientSession, ClientTimeout,
                     CookieJar, DummyCookieJar, FormData, RequestInfo, TCPConnector, request)
from .client_exceptions import (
    ClientConnectionError, ClientConnectionResetError, ClientConnectorCertificateError,
    ClientConnectorDNSError, ClientConnectorError, ClientConnectorSSLError, ClientError,
    ClientOSError, ClientPayloadError, ClientProxyConnectionError, ClientResponseError,
    ClientSSLError, ConnectionTimeoutError, ContentTypeError, InvalidURL, InvalidUrlClientError,
    InvalidUrlRedirectClientError, NonHttpUrlClientError, NonHttpUrlRedirectClientError,
    ServerConnectionError, ServerDisconnectedError, ServerFingerprintMismatch,
    ServerTimeoutError, SocketTimeoutError, TooManyRedirects, WSServerHandshakeError)
from .streams import StreamReader

__version__ = "3.13.0"
