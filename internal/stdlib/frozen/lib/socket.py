"""Sockets: the class socket over the native one, and functions around it."""

import _socket
from _socket import *
import io
import os

from enum import IntEnum, IntFlag

try:
    import errno
except ImportError:
    errno = None
EBADF = getattr(errno, "EBADF", 9)
EAGAIN = getattr(errno, "EAGAIN", 11)
EWOULDBLOCK = getattr(errno, "EWOULDBLOCK", 11)

SocketType = _socket.SocketType
timeout = TimeoutError
error = OSError

__all__ = ["fromfd", "getfqdn", "create_connection", "create_server",
           "has_dualstack_ipv6", "AddressFamily", "SocketKind"]
__all__ += [_n for _n in dir(_socket) if _n[0] != "_"]

# The native numbers become members of enums, by how their names begin.
IntEnum._convert_("AddressFamily", __name__,
                  lambda name: name.isupper() and name.startswith("AF_"))
IntEnum._convert_("SocketKind", __name__,
                  lambda name: name.isupper() and name.startswith("SOCK_"))
IntFlag._convert_("MsgFlag", __name__,
                  lambda name: name.isupper() and name.startswith("MSG_"))
IntFlag._convert_("AddressInfo", __name__,
                  lambda name: name.isupper() and name.startswith("AI_"))

_LOCALHOST = "127.0.0.1"
_LOCALHOST_V6 = "::1"


def _intenum_converter(value, enum_class):
    """A member of an enum, or the number if there is none."""
    try:
        return enum_class(value)
    except ValueError:
        return value


class _GiveupOnSendfile(Exception):
    """os.sendfile() cannot send this file to this socket."""


class socket(_socket.socket):
    """A network endpoint."""

    __slots__ = ["__weakref__", "_io_refs", "_closed"]

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            if family == -1:
                family = AF_INET
            if type == -1:
                type = SOCK_STREAM
            if proto == -1:
                proto = 0
        _socket.socket.__init__(self, family, type, proto, fileno)
        # How many files of makefile() keep the descriptor open.
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        if not self._closed:
            self.close()

    def __repr__(self):
        cls = type(self)
        closed = " [closed]" if getattr(self, "_closed", False) else ""
        text = (f"<{cls.__module__}.{cls.__qualname__}{closed} fd={self.fileno()}, "
                f"family={self.family!s}, type={self.type!s}, proto={self.proto}")
        if not closed:
            for label, ask in (("laddr", self.getsockname), ("raddr", self.getpeername)):
                try:
                    address = ask()
                except (OSError, AttributeError):
                    continue
                if address:
                    text += f", {label}={address}"
        return text + ">"

    def __getstate__(self):
        raise TypeError(f"cannot pickle {self.__class__.__name__!r} object")

    def dup(self):
        """A socket of the same connection with a descriptor of its own."""
        copy = type(self)(self.family, self.type, self.proto,
                          fileno=_socket.dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Wait for a connection; returns its socket and the peer's address."""
        fd, address = self._accept()
        connection = socket(self.family, self.type, self.proto, fileno=fd)
        # A listening socket's timeout is its own; the default applies anew.
        if getdefaulttimeout() is None and self.gettimeout():
            connection.setblocking(True)
        return connection, address

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None,
                 newline=None):
        """A file object over the socket, which stays open as long as the file."""
        if not set(mode) <= {"r", "w", "b"}:
            raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
        writing = "w" in mode
        reading = "r" in mode or not writing
        binary = "b" in mode
        raw = SocketIO(self, ("r" if reading else "") + ("w" if writing else ""))
        self._io_refs += 1
        if buffering is None:
            buffering = -1
        if buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if not binary:
                raise ValueError("unbuffered streams must be binary")
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if binary:
            return buffer
        text = io.TextIOWrapper(buffer, io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Send a binary file to the end, fast if possible; returns the bytes sent."""
        try:
            return self._sendfile_use_sendfile(file, offset, count)
        except _GiveupOnSendfile:
            return self._sendfile_use_send(file, offset, count)

    def _check_sendfile_params(self, file, offset, count):
        if "b" not in getattr(file, "mode", "b"):
            raise ValueError("file should be opened in binary mode")
        if not self.type & SOCK_STREAM:
            raise ValueError("only SOCK_STREAM type sockets are supported")
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f"count must be a positive integer (got {count!r})")
            if count <= 0:
                raise ValueError(f"count must be a positive integer (got {count!r})")

    def _sendfile_use_sendfile(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        sendfile = getattr(os, "sendfile", None)
        if sendfile is None:
            raise _GiveupOnSendfile("os.sendfile() not available")
        try:
            in_fd = file.fileno()
        except (AttributeError, io.UnsupportedOperation) as err:
            raise _GiveupOnSendfile(err)
        try:
            size = os.fstat(in_fd).st_size
        except OSError as err:
            raise _GiveupOnSendfile(err)
        if not size:
            return 0
        block = min(count or size, 2 ** 30)
        limit = self.gettimeout()
        if limit == 0:
            raise ValueError("non-blocking sockets are not supported")
        import selectors
        if hasattr(selectors, "PollSelector"):
            selector = selectors.PollSelector()
        else:
            selector = selectors.SelectSelector()
        out_fd = self.fileno()
        selector.register(out_fd, selectors.EVENT_WRITE)
        total = 0
        try:
            while True:
                if limit and not selector.select(limit):
                    raise TimeoutError("timed out")
                if count:
                    block = min(count - total, block)
                    if block <= 0:
                        break
                try:
                    sent = sendfile(out_fd, in_fd, offset, block)
                except BlockingIOError:
                    if not limit:
                        selector.select()
                    continue
                except OSError as err:
                    if total == 0:
                        raise _GiveupOnSendfile(err)
                    raise err from None
                if sent == 0:
                    break
                offset += sent
                total += sent
            return total
        finally:
            if total and hasattr(file, "seek"):
                file.seek(offset)
            selector.close()

    def _sendfile_use_send(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        if self.gettimeout() == 0:
            raise ValueError("non-blocking sockets are not supported")
        if offset:
            file.seek(offset)
        block = min(count, 8192) if count else 8192
        total = 0
        try:
            while True:
                if count:
                    block = min(count - total, block)
                    if block <= 0:
                        break
                data = file.read(block)
                if not data:
                    break
                view = memoryview(data)
                while view:
                    try:
                        sent = self.send(view)
                    except BlockingIOError:
                        continue
                    total += sent
                    view = view[sent:]
            return total
        finally:
            if total and hasattr(file, "seek"):
                file.seek(offset + total)

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self, _ss=_socket.socket):
        # Called while the interpreter ends too: globals may be gone.
        _ss.close(self)

    def close(self):
        """Close, once the last file of makefile() is closed too."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Give the descriptor away: the socket is then closed."""
        self._closed = True
        return super().detach()

    @property
    def family(self):
        """The address family."""
        return _intenum_converter(super().family, AddressFamily)

    @property
    def type(self):
        """The kind of socket."""
        return _intenum_converter(super().type, SocketKind)

    def get_inheritable(self):
        """Whether child processes inherit the descriptor."""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        """Say whether child processes inherit the descriptor."""
        os.set_inheritable(self.fileno(), inheritable)


def fromfd(fd, family, type, proto=0):
    """A socket on a copy of a descriptor."""
    return socket(family, type, proto, _socket.dup(fd))


if hasattr(_socket.socket, "sendmsg"):
    def send_fds(sock, buffers, fds, flags=0, address=None):
        """Send data and descriptors over a Unix socket."""
        import array
        rights = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", fds))]
        return sock.sendmsg(buffers, rights, flags, address)

    __all__.append("send_fds")

if hasattr(_socket.socket, "recvmsg"):
    def recv_fds(sock, bufsize, maxfds, flags=0):
        """Receive data and descriptors: (data, descriptors, flags, address)."""
        import array
        fds = array.array("i")
        data, ancillary, flags, address = sock.recvmsg(
            bufsize, _socket.CMSG_LEN(maxfds * fds.itemsize))
        for level, kind, content in ancillary:
            if level == _socket.SOL_SOCKET and kind == _socket.SCM_RIGHTS:
                whole = len(content) - len(content) % fds.itemsize
                fds.frombytes(content[:whole])
        return data, list(fds), flags, address

    __all__.append("recv_fds")


if hasattr(_socket, "socketpair"):
    def socketpair(family=None, type=SOCK_STREAM, proto=0):
        """Two sockets connected with each other."""
        if family is None:
            family = globals().get("AF_UNIX", AF_INET)
        a, b = _socket.socketpair(family, type, proto)
        return (socket(family, type, proto, a.detach()),
                socket(family, type, proto, b.detach()))
else:
    def socketpair(family=AF_INET, type=SOCK_STREAM, proto=0):
        """Two sockets connected with each other."""
        if family == AF_INET:
            host = _LOCALHOST
        elif family == AF_INET6:
            host = _LOCALHOST_V6
        else:
            raise ValueError("Only AF_INET and AF_INET6 socket address families "
                             "are supported")
        if type != SOCK_STREAM:
            raise ValueError("Only SOCK_STREAM socket type is supported")
        if proto != 0:
            raise ValueError("Only protocol zero is supported")
        with socket(family, type, proto) as listener:
            listener.bind((host, 0))
            listener.listen()
            client = socket(family, type, proto)
            try:
                client.connect(listener.getsockname()[:2])
                server, _ = listener.accept()
                if server.getpeername() != client.getsockname():
                    server.close()
                    raise ConnectionError("Unexpected peer connection")
            except:
                client.close()
                raise
        return server, client

    __all__.append("socketpair")


class SocketIO(io.RawIOBase):
    """The raw file that makefile() builds on."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError(f"invalid mode: {mode!r}")
        io.RawIOBase.__init__(self)
        self._sock = sock
        if "b" not in mode:
            mode += "b"
        self._mode = mode
        self._reading = "r" in mode
        self._writing = "w" in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Receive into a buffer; None if nothing is there on a non-blocking socket."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError("cannot read from timed out object")
        try:
            return self._sock.recv_into(b)
        except TimeoutError:
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def write(self, b):
        """Send what is possible; None if nothing is on a non-blocking socket."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def readable(self):
        """Whether the file was made for reading."""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._reading

    def writable(self):
        """Whether the file was made for writing."""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return self._writing

    def seekable(self):
        """False."""
        if self.closed:
            raise ValueError("I/O operation on closed socket.")
        return super().seekable()

    def fileno(self):
        """The socket's descriptor."""
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        return self._mode

    def close(self):
        """Let go of the socket."""
        if self.closed:
            return
        io.RawIOBase.close(self)
        self._sock._decref_socketios()
        self._sock = None


def getfqdn(name=""):
    """The full domain name of a host, by default of this one."""
    name = name.strip()
    if not name or name in ("0.0.0.0", "::"):
        name = gethostname()
    try:
        hostname, aliases, _ = gethostbyaddr(name)
    except error:
        return name
    for candidate in (hostname, *aliases):
        if "." in candidate:
            return candidate
    return hostname


_GLOBAL_DEFAULT_TIMEOUT = object()


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT,
                      source_address=None, *, all_errors=False):
    """A socket connected with (host, port), trying all its addresses."""
    host, port = address
    failures = []
    for family, kind, proto, _, where in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(where)
            # The exceptions' tracebacks would make a cycle with this frame.
            failures.clear()
            return sock
        except error as failure:
            if not all_errors:
                failures.clear()
            failures.append(failure)
            if sock is not None:
                sock.close()
    if not failures:
        raise error("getaddrinfo returns an empty list")
    try:
        if not all_errors:
            raise failures[0]
        raise ExceptionGroup("create_connection failed", failures)
    finally:
        failures.clear()


def has_dualstack_ipv6():
    """Whether one IPv6 socket can serve IPv4 too."""
    if not has_ipv6 or not hasattr(_socket, "IPPROTO_IPV6") or not hasattr(_socket, "IPV6_V6ONLY"):
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """A listening TCP socket bound to (host, port)."""
    if reuse_port and not hasattr(_socket, "SO_REUSEPORT"):
        raise ValueError("SO_REUSEPORT not supported on this platform")
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError("dualstack_ipv6 not supported on this platform")
        if family != AF_INET6:
            raise ValueError("dualstack_ipv6 requires AF_INET6 family")
    sock = socket(family, SOCK_STREAM)
    try:
        # Other systems than Windows and Cygwin give a port back safely.
        if os.name not in ("nt", "cygwin") and hasattr(_socket, "SO_REUSEADDR"):
            try:
                sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            except error:
                pass
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if has_ipv6 and family == AF_INET6:
            if dualstack_ipv6:
                sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            elif hasattr(_socket, "IPV6_V6ONLY") and hasattr(_socket, "IPPROTO_IPV6"):
                sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)
        try:
            sock.bind(address)
        except error as failure:
            text = f"{failure.strerror} (while attempting to bind on address {address!r})"
            raise error(failure.errno, text) from None
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """A list of (family, type, proto, canonical name, address) for a host and port."""
    return [(_intenum_converter(found_family, AddressFamily),
             _intenum_converter(kind, SocketKind), found_proto, name, address)
            for found_family, kind, found_proto, name, address
            in _socket.getaddrinfo(host, port, family, type, proto, flags)]
