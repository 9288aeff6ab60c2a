"""TLS for sockets and for buffers: contexts, connections, certificates."""

import _ssl
import base64
import errno
import os
import socket as _socket_module
import sys
import warnings

from collections import namedtuple
from enum import Enum as _Enum, IntEnum as _IntEnum, IntFlag as _IntFlag
from enum import _simple_enum
from socket import SOCK_STREAM, SO_TYPE, SOL_SOCKET, create_connection, socket

from _ssl import (
    HAS_ALPN, HAS_ECDH, HAS_NPN, HAS_PHA, HAS_PSK, HAS_SNI, HAS_SSLv2, HAS_SSLv3, HAS_TLSv1, HAS_TLSv1_1, HAS_TLSv1_2, HAS_TLSv1_3,
    MemoryBIO, OPENSSL_VERSION, OPENSSL_VERSION_INFO, OPENSSL_VERSION_NUMBER, RAND_add, RAND_bytes, RAND_status, SSLSession,
    SSLCertVerificationError, SSLEOFError, SSLError, SSLSyscallError, SSLWantReadError, SSLWantWriteError, SSLZeroReturnError,
    _DEFAULT_CIPHERS, _OPENSSL_API_VERSION, _SSLContext,
)
from _ssl import nid2obj as _nid2obj, txt2obj as _txt2obj

socket_error = OSError
CertificateError = SSLCertVerificationError

# The native numbers become members of enums, by how their names begin.
_IntEnum._convert_("_SSLMethod", __name__, lambda name: name.startswith("PROTOCOL_") and name != "PROTOCOL_SSLv23", source=_ssl)
_IntFlag._convert_("Options", __name__, lambda name: name.startswith("OP_"), source=_ssl)
_IntEnum._convert_("AlertDescription", __name__, lambda name: name.startswith("ALERT_DESCRIPTION_"), source=_ssl)
_IntEnum._convert_("SSLErrorNumber", __name__, lambda name: name.startswith("SSL_ERROR_"), source=_ssl)
_IntFlag._convert_("VerifyFlags", __name__, lambda name: name.startswith("VERIFY_"), source=_ssl)
_IntEnum._convert_("VerifyMode", __name__, lambda name: name.startswith("CERT_"), source=_ssl)

PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_TLS
_PROTOCOL_NAMES = {member: name for name, member in _SSLMethod.__members__.items()}

_SSLv2_IF_EXISTS = getattr(_SSLMethod, "PROTOCOL_SSLv2", None)


class TLSVersion(_IntEnum):
    """Versions of the protocol, for minimum_version and maximum_version."""
    MINIMUM_SUPPORTED = _ssl.PROTO_MINIMUM_SUPPORTED
    SSLv3 = _ssl.PROTO_SSLv3
    TLSv1 = _ssl.PROTO_TLSv1
    TLSv1_1 = _ssl.PROTO_TLSv1_1
    TLSv1_2 = _ssl.PROTO_TLSv1_2
    TLSv1_3 = _ssl.PROTO_TLSv1_3
    MAXIMUM_SUPPORTED = _ssl.PROTO_MAXIMUM_SUPPORTED


class _TLSContentType(_IntEnum):
    """Kinds of records (RFC 8446, appendix B), and two of OpenSSL's own."""
    CHANGE_CIPHER_SPEC = 20
    ALERT = 21
    HANDSHAKE = 22
    APPLICATION_DATA = 23
    HEADER = 0x100
    INNER_CONTENT_TYPE = 0x101


_TLSAlertType = _IntEnum("_TLSAlertType", {
    "CLOSE_NOTIFY": 0, "UNEXPECTED_MESSAGE": 10, "BAD_RECORD_MAC": 20, "DECRYPTION_FAILED": 21, "RECORD_OVERFLOW": 22,
    "DECOMPRESSION_FAILURE": 30, "HANDSHAKE_FAILURE": 40, "NO_CERTIFICATE": 41, "BAD_CERTIFICATE": 42, "UNSUPPORTED_CERTIFICATE": 43,
    "CERTIFICATE_REVOKED": 44, "CERTIFICATE_EXPIRED": 45, "CERTIFICATE_UNKNOWN": 46, "ILLEGAL_PARAMETER": 47, "UNKNOWN_CA": 48,
    "ACCESS_DENIED": 49, "DECODE_ERROR": 50, "DECRYPT_ERROR": 51, "EXPORT_RESTRICTION": 60, "PROTOCOL_VERSION": 70,
    "INSUFFICIENT_SECURITY": 71, "INTERNAL_ERROR": 80, "INAPPROPRIATE_FALLBACK": 86, "USER_CANCELED": 90, "NO_RENEGOTIATION": 100,
    "MISSING_EXTENSION": 109, "UNSUPPORTED_EXTENSION": 110, "CERTIFICATE_UNOBTAINABLE": 111, "UNRECOGNIZED_NAME": 112,
    "BAD_CERTIFICATE_STATUS_RESPONSE": 113, "BAD_CERTIFICATE_HASH_VALUE": 114, "UNKNOWN_PSK_IDENTITY": 115, "CERTIFICATE_REQUIRED": 116,
    "NO_APPLICATION_PROTOCOL": 120,
}, module=__name__)

_TLSMessageType = _IntEnum("_TLSMessageType", {
    "HELLO_REQUEST": 0, "CLIENT_HELLO": 1, "SERVER_HELLO": 2, "HELLO_VERIFY_REQUEST": 3, "NEWSESSION_TICKET": 4, "END_OF_EARLY_DATA": 5,
    "HELLO_RETRY_REQUEST": 6, "ENCRYPTED_EXTENSIONS": 8, "CERTIFICATE": 11, "SERVER_KEY_EXCHANGE": 12, "CERTIFICATE_REQUEST": 13,
    "SERVER_DONE": 14, "CERTIFICATE_VERIFY": 15, "CLIENT_KEY_EXCHANGE": 16, "FINISHED": 20, "CERTIFICATE_URL": 21, "CERTIFICATE_STATUS": 22,
    "SUPPLEMENTAL_DATA": 23, "KEY_UPDATE": 24, "NEXT_PROTO": 67, "MESSAGE_HASH": 254, "CHANGE_CIPHER_SPEC": 0x101,
}, module=__name__)

CHANNEL_BINDING_TYPES = ["tls-unique"] if _ssl.HAS_TLS_UNIQUE else []
HAS_NEVER_CHECK_COMMON_NAME = hasattr(_ssl, "HOSTFLAG_NEVER_CHECK_SUBJECT")

_RESTRICTED_SERVER_CIPHERS = _DEFAULT_CIPHERS

PEM_HEADER = "-----BEGIN CERTIFICATE-----"
PEM_FOOTER = "-----END CERTIFICATE-----"


# Certificates and where they are.

DefaultVerifyPaths = namedtuple("DefaultVerifyPaths", "cafile capath openssl_cafile_env openssl_cafile openssl_capath_env openssl_capath")


def get_default_verify_paths():
    """Where trusted certificates are looked for."""
    file_env, file, path_env, path = _ssl.get_default_verify_paths()
    cafile = os.environ.get(file_env, file)
    capath = os.environ.get(path_env, path)
    return DefaultVerifyPaths(cafile if os.path.isfile(cafile) else None, capath if os.path.isdir(capath) else None,
                              file_env, file, path_env, path)


class _ASN1Object(namedtuple("_ASN1Object", "nid shortname longname oid")):
    """An object of ASN.1 with its names."""
    __slots__ = ()

    def __new__(cls, oid):
        return super().__new__(cls, *_txt2obj(oid, name=False))

    @classmethod
    def fromnid(cls, nid):
        """The object that OpenSSL has this number for."""
        return super().__new__(cls, *_nid2obj(nid))

    @classmethod
    def fromname(cls, name):
        """The object of a name."""
        return super().__new__(cls, *_txt2obj(name, name=True))


class Purpose(_ASN1Object, _Enum):
    """What a context is for."""
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def cert_time_to_seconds(cert_time):
    """Seconds since 1970 of a certificate's notBefore or notAfter."""
    from calendar import timegm
    from time import strptime
    form = " %d %H:%M:%S %Y GMT"
    try:
        month = _MONTHS.index(cert_time[:3].lower()) + 1
    except ValueError:
        raise ValueError("time data %r does not match format \"%%b%s\"" % (cert_time, form))
    t = strptime(cert_time[3:], form)
    return timegm((t.tm_year, month, *t[2:6]))


def DER_cert_to_PEM_cert(der_cert_bytes):
    """A certificate's bytes as PEM text."""
    text = base64.standard_b64encode(der_cert_bytes).decode("ascii")
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "\n".join([PEM_HEADER, *lines, PEM_FOOTER]) + "\n"


def PEM_cert_to_DER_cert(pem_cert_string):
    """The bytes of a certificate that is given as PEM text."""
    if not pem_cert_string.startswith(PEM_HEADER):
        raise ValueError(f"Invalid PEM encoding; must start with {PEM_HEADER}")
    if not pem_cert_string.strip().endswith(PEM_FOOTER):
        raise ValueError(f"Invalid PEM encoding; must end with {PEM_FOOTER}")
    body = pem_cert_string.strip()[len(PEM_HEADER):-len(PEM_FOOTER)]
    return base64.decodebytes(body.encode("ASCII", "strict"))


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT, ca_certs=None, timeout=_socket_module._GLOBAL_DEFAULT_TIMEOUT):
    """The certificate that a server shows, as PEM text; checked only if ca_certs is given."""
    host, port = addr
    context = _create_stdlib_context(ssl_version, cert_reqs=CERT_NONE if ca_certs is None else CERT_REQUIRED, cafile=ca_certs)
    with create_connection(addr, timeout=timeout) as sock:
        with context.wrap_socket(sock, server_hostname=host) as connection:
            return DER_cert_to_PEM_cert(connection.getpeercert(True))


def get_protocol_name(protocol_code):
    """The name of a PROTOCOL_ constant."""
    return _PROTOCOL_NAMES.get(protocol_code, "<unknown>")


def _member(enum, value):
    """An enum's member, or the number if there is none."""
    try:
        return enum(value)
    except ValueError:
        return value


# Contexts.

def _enum_property(name, enum, doc):
    native = getattr(_SSLContext, name)

    def get(self):
        return _member(enum, native.__get__(self))

    def set(self, value):
        native.__set__(self, value)

    return property(get, set, doc=doc)


class SSLContext(_SSLContext):
    """What connections of one kind have in common: versions, certificates, whom to trust."""

    sslsocket_class = None  # SSLSocket, set below
    sslobject_class = None  # SSLObject, set below

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            warnings.warn("ssl.SSLContext() without protocol argument is deprecated.", category=DeprecationWarning, stacklevel=2)
            protocol = PROTOCOL_TLS
        return _SSLContext.__new__(cls, protocol)

    def _encode_hostname(self, hostname):
        if hostname is None:
            return None
        if isinstance(hostname, str):
            return hostname.encode("idna").decode("ascii")
        return hostname.decode("ascii")

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True, server_hostname=None,
                    session=None):
        """Take a socket over and make it one of TLS."""
        return self.sslsocket_class._create(sock=sock, server_side=server_side, do_handshake_on_connect=do_handshake_on_connect,
                                            suppress_ragged_eofs=suppress_ragged_eofs, server_hostname=server_hostname, context=self,
                                            session=session)

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        """Make a connection over two MemoryBIOs."""
        return self.sslobject_class._create(incoming, outgoing, server_side=server_side,
                                            server_hostname=self._encode_hostname(server_hostname), session=session, context=self)

    def set_npn_protocols(self, npn_protocols):
        """Fail: there is no NPN."""
        warnings.warn("ssl NPN is deprecated, use ALPN instead", DeprecationWarning, stacklevel=2)
        self._set_npn_protocols(self._wire_list(npn_protocols, "NPN"))

    def set_alpn_protocols(self, alpn_protocols):
        """The protocols to offer or accept, the best first."""
        self._set_alpn_protocols(self._wire_list(alpn_protocols, "ALPN"))

    def _wire_list(self, protocols, kind):
        out = bytearray()
        for protocol in protocols:
            name = bytes(protocol, "ascii")
            if not 0 < len(name) < 256:
                raise SSLError(f"{kind} protocols must be 1 to 255 in length")
            out.append(len(name))
            out += name
        return out

    def set_servername_callback(self, server_name_callback):
        """Set sni_callback, with names decoded."""
        if server_name_callback is None:
            self.sni_callback = None
            return
        if not callable(server_name_callback):
            raise TypeError("not a callable object")

        def callback(connection, name, context):
            return server_name_callback(connection, self._encode_hostname(name), context)

        self.sni_callback = callback

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        """Trust what the system trusts."""
        if not isinstance(purpose, _ASN1Object):
            raise TypeError(purpose)
        self.set_default_verify_paths()

    minimum_version = _enum_property("minimum_version", TLSVersion, "The lowest version to use.")
    maximum_version = _enum_property("maximum_version", TLSVersion, "The highest version to use.")
    options = _enum_property("options", Options, "The OP_ flags.")
    verify_flags = _enum_property("verify_flags", VerifyFlags, "How certificates are checked.")
    verify_mode = _enum_property("verify_mode", VerifyMode, "Whether the peer must show a certificate.")

    @property
    def protocol(self):
        """What it was made for."""
        return _SSLMethod(super().protocol)

    @property
    def hostname_checks_common_name(self):
        """Whether a certificate without alternative names may match by its common name."""
        return not self._host_flags & _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        if value:
            self._host_flags &= ~_ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
        else:
            self._host_flags |= _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT

    @property
    def _msg_callback(self):
        """A callback for protocol messages, which is never called."""
        return _SSLContext._msg_callback.__get__(self)

    @_msg_callback.setter
    def _msg_callback(self, callback):
        if callback is not None and not callable(callback):
            raise TypeError(f"{callback} is not callable.")
        _SSLContext._msg_callback.__set__(self, callback)


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    """A context with good settings, for clients (SERVER_AUTH: the server is checked) or servers."""
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        context = SSLContext(PROTOCOL_TLS_CLIENT)
        context.verify_mode = CERT_REQUIRED
        context.check_hostname = True
    elif purpose == Purpose.CLIENT_AUTH:
        context = SSLContext(PROTOCOL_TLS_SERVER)
    else:
        raise ValueError(purpose)
    context.verify_flags |= VERIFY_X509_PARTIAL_CHAIN | VERIFY_X509_STRICT
    _trust(context, purpose, cafile, capath, cadata)
    _log_keys(context)
    return context


def _trust(context, purpose, cafile, capath, cadata):
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)


def _log_keys(context):
    path = os.environ.get("SSLKEYLOGFILE")
    if path and not sys.flags.ignore_environment:
        context.keylog_filename = path


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE, check_hostname=False, purpose=Purpose.SERVER_AUTH, certfile=None,
                               keyfile=None, cafile=None, capath=None, cadata=None):
    """A context that need not check certificates."""
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        default = PROTOCOL_TLS_CLIENT
    elif purpose == Purpose.CLIENT_AUTH:
        default = PROTOCOL_TLS_SERVER
    else:
        raise ValueError(purpose)
    context = SSLContext(default if protocol is None else protocol)
    context.check_hostname = check_hostname
    if cert_reqs is not None:
        context.verify_mode = cert_reqs
    if check_hostname:
        context.check_hostname = True
    if keyfile and not certfile:
        raise ValueError("certfile must be specified")
    if certfile or keyfile:
        context.load_cert_chain(certfile, keyfile)
    _trust(context, purpose, cafile, capath, cadata)
    _log_keys(context)
    return context


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


# Connections.

class _Connection:
    """What SSLObject and SSLSocket have in common: questions to the native object, self._sslobj."""

    __slots__ = ()

    @property
    def context(self):
        """The SSLContext of the connection."""
        return self._context

    @context.setter
    def context(self, context):
        self._context = context
        self._sslobj.context = context

    @property
    def session(self):
        """The SSLSession, for a client to resume."""
        if self._sslobj is not None:
            return self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    @property
    def session_reused(self):
        """Whether a session was resumed."""
        if self._sslobj is not None:
            return self._sslobj.session_reused

    def selected_npn_protocol(self):
        """None: there is no NPN."""
        self._checkClosed()
        warnings.warn("ssl NPN is deprecated, use ALPN instead", DeprecationWarning, stacklevel=2)

    def selected_alpn_protocol(self):
        """The protocol agreed on by ALPN, or None."""
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.selected_alpn_protocol()

    def cipher(self):
        """The cipher suite: its name, the version that it belongs to, its bits."""
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.cipher()

    def shared_ciphers(self):
        """On a server, the cipher suites that the client has, too."""
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.shared_ciphers()

    def compression(self):
        """None: there is no compression."""
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.compression()

    def version(self):
        """The version of the protocol, or None before the handshake."""
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.version()

    def get_verified_chain(self):
        """The peer's certificates up to the trusted one, as bytes."""
        return self._chain("get_verified_chain")

    def get_unverified_chain(self):
        """The certificates that the peer sent, as bytes."""
        return self._chain("get_unverified_chain")

    def _chain(self, which):
        if self._sslobj is None:
            return []
        return [cert.public_bytes(_ssl.ENCODING_DER) for cert in getattr(self._sslobj, which)() or ()]

    def _checkClosed(self, msg=None):
        # A place for subclasses.
        pass


class SSLObject(_Connection):
    """A connection over buffers, which never waits."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f"{self.__class__.__name__} does not have a public constructor. "
                        f"Instances are returned by SSLContext.wrap_bio().")

    @classmethod
    def _create(cls, incoming, outgoing, server_side=False, server_hostname=None, session=None, context=None):
        self = cls.__new__(cls)
        self._context = context
        self._sslobj = context._wrap_bio(incoming, outgoing, server_side=server_side, server_hostname=server_hostname, owner=self,
                                         session=session)
        return self

    @classmethod
    def _of(cls, native):
        """The object for a connection that has no other one yet."""
        self = cls.__new__(cls)
        self._context = native.context
        self._sslobj = native
        native.owner = self
        return self

    @property
    def context(self):
        """The SSLContext of the connection."""
        return self._sslobj.context

    @context.setter
    def context(self, context):
        self._sslobj.context = context

    @property
    def server_side(self):
        """Whether this is the server's end."""
        return self._sslobj.server_side

    @property
    def server_hostname(self):
        """The server's name, for a client that gave one."""
        return self._sslobj.server_hostname

    def read(self, len=1024, buffer=None):
        """Up to len bytes, or how many were put into the buffer."""
        if buffer is not None:
            return self._sslobj.read(len, buffer)
        return self._sslobj.read(len)

    def write(self, data):
        """Send data; returns how many bytes were taken."""
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        """The peer's certificate as a dict or bytes; None if it showed none."""
        return self._sslobj.getpeercert(binary_form)

    def pending(self):
        """How many bytes can be read without input."""
        return self._sslobj.pending()

    def do_handshake(self):
        """Begin or go on with the handshake."""
        self._sslobj.do_handshake()

    def unwrap(self):
        """Begin or go on with closing."""
        return self._sslobj.shutdown()

    def get_channel_binding(self, cb_type="tls-unique"):
        """What ties another protocol to this connection."""
        return self._sslobj.get_channel_binding(cb_type)

    def verify_client_post_handshake(self):
        """Ask the client for a certificate."""
        return self._sslobj.verify_client_post_handshake()


class SSLSocket(_Connection, socket):
    """A socket whose traffic is encrypted."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f"{self.__class__.__name__} does not have a public constructor. "
                        f"Instances are returned by SSLContext.wrap_socket().")

    @classmethod
    def _create(cls, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True, server_hostname=None, context=None,
                session=None):
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError("only stream sockets are supported")
        if server_side:
            if server_hostname:
                raise ValueError("server_hostname can only be specified in client mode")
            if session is not None:
                raise ValueError("session can only be specified in client mode")
        if context.check_hostname and not server_hostname:
            raise ValueError("check_hostname requires server_hostname")
        timeout = sock.gettimeout()
        arguments = dict(family=sock.family, type=sock.type, proto=sock.proto, fileno=sock.fileno())
        self = cls.__new__(cls, **arguments)
        socket.__init__(self, **arguments)
        sock.detach()
        try:
            self._context = context
            self._session = session
            self._closed = False
            self._sslobj = None
            self.server_side = server_side
            self.server_hostname = context._encode_hostname(server_hostname)
            self.do_handshake_on_connect = do_handshake_on_connect
            self.suppress_ragged_eofs = suppress_ragged_eofs
            self._connected = self._has_peer()
            self.settimeout(timeout)
            if self._connected:
                self._wrap(server_side)
                if do_handshake_on_connect:
                    if timeout == 0.0:
                        raise ValueError("do_handshake_on_connect should not be specified for non-blocking sockets")
                    self.do_handshake()
        except:
            try:
                self.close()
            except OSError:
                pass
            raise
        return self

    def _wrap(self, server_side):
        self._sslobj = self._context._wrap_socket(self, server_side, self.server_hostname, owner=self, session=self._session)

    def _has_peer(self):
        try:
            self.getpeername()
            return True
        except OSError as exc:
            number = exc.errno
            if number != errno.ENOTCONN:
                raise
        # The connection may have come and gone: then what was sent on it, without any encryption, must not be taken for more.
        self.setblocking(False)
        try:
            data = self.recv(1)
        except OSError as exc:
            if exc.errno not in (errno.ENOTCONN, errno.EINVAL, errno.EAGAIN, errno.EWOULDBLOCK):
                raise
            data = b""
        if data:
            reason = "Closed before TLS handshake with data in recv buffer."
            exc = SSLError(number, reason)
            exc.reason, exc.library = reason, None
            try:
                self.close()
            except OSError:
                pass
            raise exc
        return False

    def dup(self):
        """Fail: a connection is one."""
        raise NotImplementedError(f"Can't dup() {self.__class__.__name__} instances")

    def _check_connected(self):
        if not self._connected:
            # This says why, as an error.
            self.getpeername()

    def read(self, len=1024, buffer=None):
        """Up to len bytes, or how many were put into the buffer."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError("Read on closed or unwrapped SSL socket.")
        try:
            if buffer is not None:
                return self._sslobj.read(len, buffer)
            return self._sslobj.read(len)
        except SSLError as exc:
            if exc.args[0] == SSL_ERROR_EOF and self.suppress_ragged_eofs:
                return b"" if buffer is None else 0
            raise

    def write(self, data):
        """Send data; returns how many bytes were taken."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError("Write on closed or unwrapped SSL socket.")
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        """The peer's certificate as a dict or bytes; None if it showed none."""
        self._checkClosed()
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    def _no_flags(self, what, flags):
        if flags != 0:
            raise ValueError(f"non-zero flags not allowed in calls to {what}() on {self.__class__}")

    def send(self, data, flags=0):
        """Send data; returns how many bytes were taken."""
        self._checkClosed()
        if self._sslobj is None:
            return super().send(data, flags)
        self._no_flags("send", flags)
        return self._sslobj.write(data)

    def sendto(self, data, flags_or_addr, addr=None):
        """Fail, once there is a connection."""
        self._checkClosed()
        if self._sslobj is not None:
            raise ValueError(f"sendto not allowed on instances of {self.__class__}")
        if addr is None:
            return super().sendto(data, flags_or_addr)
        return super().sendto(data, flags_or_addr, addr)

    def sendmsg(self, *args, **kwargs):
        """Fail: there is more in a message than can be encrypted."""
        raise NotImplementedError(f"sendmsg not allowed on instances of {self.__class__}")

    def sendall(self, data, flags=0):
        """Send all of the data."""
        self._checkClosed()
        if self._sslobj is None:
            return super().sendall(data, flags)
        self._no_flags("sendall", flags)
        with memoryview(data) as view, view.cast("B") as octets:
            done, total = 0, len(octets)
            while done < total:
                done += self.send(octets[done:])

    def sendfile(self, file, offset=0, count=None):
        """Send a file."""
        if self._sslobj is None:
            return super().sendfile(file, offset, count)
        return self._sendfile_use_send(file, offset, count)

    def recv(self, buflen=1024, flags=0):
        """Up to buflen bytes."""
        self._checkClosed()
        if self._sslobj is None:
            return super().recv(buflen, flags)
        self._no_flags("recv", flags)
        return self.read(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        """Receive into a buffer; returns how many bytes."""
        self._checkClosed()
        if nbytes is None:
            nbytes = 1024
            if buffer is not None:
                with memoryview(buffer) as view:
                    nbytes = view.nbytes or 1024
        if self._sslobj is None:
            return super().recv_into(buffer, nbytes, flags)
        self._no_flags("recv_into", flags)
        return self.read(nbytes, buffer)

    def recvfrom(self, buflen=1024, flags=0):
        """Fail, once there is a connection."""
        self._checkClosed()
        if self._sslobj is not None:
            raise ValueError(f"recvfrom not allowed on instances of {self.__class__}")
        return super().recvfrom(buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        """Fail, once there is a connection."""
        self._checkClosed()
        if self._sslobj is not None:
            raise ValueError(f"recvfrom_into not allowed on instances of {self.__class__}")
        return super().recvfrom_into(buffer, nbytes, flags)

    def recvmsg(self, *args, **kwargs):
        """Fail: there is more in a message than can be encrypted."""
        raise NotImplementedError(f"recvmsg not allowed on instances of {self.__class__}")

    def recvmsg_into(self, *args, **kwargs):
        """Fail: there is more in a message than can be encrypted."""
        raise NotImplementedError(f"recvmsg_into not allowed on instances of {self.__class__}")

    def pending(self):
        """How many bytes can be read without receiving."""
        self._checkClosed()
        return self._sslobj.pending() if self._sslobj is not None else 0

    def shutdown(self, how):
        """Shut the socket down; the connection is over."""
        self._checkClosed()
        self._sslobj = None
        super().shutdown(how)

    def unwrap(self):
        """Close the connection; returns the socket, which is then a plain one."""
        if not self._sslobj:
            raise ValueError("No SSL wrapper around " + str(self))
        sock = self._sslobj.shutdown()
        self._sslobj = None
        return sock

    def verify_client_post_handshake(self):
        """Ask the client for a certificate."""
        if not self._sslobj:
            raise ValueError("No SSL wrapper around " + str(self))
        return self._sslobj.verify_client_post_handshake()

    def _real_close(self):
        self._sslobj = None
        super()._real_close()

    def do_handshake(self, block=False):
        """Do the handshake, or go on with it."""
        self._check_connected()
        timeout = self.gettimeout()
        try:
            if timeout == 0.0 and block:
                self.settimeout(None)
            self._sslobj.do_handshake()
        finally:
            self.settimeout(timeout)

    def _connect(self, addr, connect):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected or self._sslobj is not None:
            raise ValueError("attempt to connect already-connected SSLSocket!")
        self._wrap(False)
        try:
            result = connect(addr)
            if not result:
                self._connected = True
                if self.do_handshake_on_connect:
                    self.do_handshake()
            return result
        except (OSError, ValueError):
            self._sslobj = None
            raise

    def connect(self, addr):
        """Connect and do the handshake."""
        self._connect(addr, super().connect)

    def connect_ex(self, addr):
        """Connect and do the handshake; returns the error number of connecting."""
        return self._connect(addr, super().connect_ex)

    def accept(self):
        """Wait for a connection; returns its SSLSocket and the peer's address."""
        sock, addr = super().accept()
        sock = self.context.wrap_socket(sock, do_handshake_on_connect=self.do_handshake_on_connect,
                                        suppress_ragged_eofs=self.suppress_ragged_eofs, server_side=True)
        return sock, addr

    def get_channel_binding(self, cb_type="tls-unique"):
        """What ties another protocol to this connection."""
        if self._sslobj is not None:
            return self._sslobj.get_channel_binding(cb_type)
        if cb_type not in CHANNEL_BINDING_TYPES:
            raise ValueError(f"{cb_type} channel binding type not implemented")


SSLContext.sslsocket_class = SSLSocket
SSLContext.sslobject_class = SSLObject
