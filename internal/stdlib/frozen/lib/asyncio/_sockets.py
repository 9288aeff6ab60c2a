"""The loop's operations on bare sockets."""

import socket

from .base_events import _ensure_resolved


def _check(loop, sock):
    if type(sock).__name__ == "SSLSocket":
        raise TypeError("Socket cannot be of type SSLSocket")
    if loop.get_debug() and sock.gettimeout() != 0:
        raise ValueError("the socket must be non-blocking")


async def _when_readable(loop, sock, attempt):
    """The result of attempt(), called again whenever the socket can be read."""
    try:
        return attempt()
    except (BlockingIOError, InterruptedError):
        pass
    future = loop.create_future()
    fd = sock.fileno()
    loop._ensure_fd_no_transport(fd)

    def ready():
        if future.done():
            return
        try:
            result = attempt()
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    handle = loop._add_reader(fd, ready)
    future.add_done_callback(lambda _: None if handle.cancelled() else loop._remove_reader(fd))
    return await future


async def _when_writable(loop, sock, attempt, first=True):
    if first:
        try:
            return attempt()
        except (BlockingIOError, InterruptedError):
            pass
    future = loop.create_future()
    fd = sock.fileno()
    loop._ensure_fd_no_transport(fd)

    def ready():
        if future.done():
            return
        try:
            result = attempt()
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    handle = loop._add_writer(fd, ready)
    future.add_done_callback(lambda _: None if handle.cancelled() else loop._remove_writer(fd))
    return await future


async def sock_recv(loop, sock, n):
    _check(loop, sock)
    return await _when_readable(loop, sock, lambda: sock.recv(n))


async def sock_recv_into(loop, sock, buf):
    _check(loop, sock)
    return await _when_readable(loop, sock, lambda: sock.recv_into(buf))


async def sock_recvfrom(loop, sock, bufsize):
    _check(loop, sock)
    return await _when_readable(loop, sock, lambda: sock.recvfrom(bufsize))


async def sock_recvfrom_into(loop, sock, buf, nbytes=0):
    _check(loop, sock)
    if not nbytes:
        nbytes = len(buf)
    return await _when_readable(loop, sock, lambda: sock.recvfrom_into(buf, nbytes))


async def sock_accept(loop, sock):
    _check(loop, sock)

    def attempt():
        conn, address = sock.accept()
        conn.setblocking(False)
        return conn, address

    return await _when_readable(loop, sock, attempt)


async def sock_sendall(loop, sock, data):
    _check(loop, sock)
    try:
        n = sock.send(data)
    except (BlockingIOError, InterruptedError):
        n = 0
    if n == len(data):
        return
    left = memoryview(data).cast("b")[n:]

    def attempt():
        nonlocal left
        left = left[sock.send(left):]
        if len(left):
            raise BlockingIOError

    await _when_writable(loop, sock, attempt, first=False)


async def sock_sendto(loop, sock, data, address):
    _check(loop, sock)
    return await _when_writable(loop, sock, lambda: sock.sendto(data, address))


async def sock_connect(loop, sock, address):
    _check(loop, sock)
    if sock.family == socket.AF_INET or sock.family == socket.AF_INET6:
        infos = await _ensure_resolved(address, family=sock.family, type=sock.type, proto=sock.proto, loop=loop)
        address = infos[0][4]
    try:
        sock.connect(address)
        return
    except (BlockingIOError, InterruptedError):
        pass

    def finish():
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error != 0:
            raise OSError(error, f"Connect call failed {address}")

    await _when_writable(loop, sock, finish, first=False)
