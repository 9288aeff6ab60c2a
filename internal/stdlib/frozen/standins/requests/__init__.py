"""HTTP for people, by the native client.

Stands in for the package requests where that is not installed.
"""

from . import adapters, auth, cookies, exceptions, models, sessions, structures
from .api import delete, get, head, options, patch, post, put, request
from .exceptions import (ConnectionError, ConnectTimeout, FileModeWarning, HTTPError,
                         JSONDecodeError, ReadTimeout, RequestException, Timeout,
                         TooManyRedirects, URLRequired)
from .models import PreparedRequest, Request, Response
from .sessions import Session, session
from .status_codes import codes

__version__ = "2.32.0"
__title__ = "requests"
