# Files sent through transports and sockets, by the system or by reading them.
import asyncio
import io
import socket
import tempfile

DATA = bytes(range(256)) * 4096


class Sink(asyncio.Protocol):
    def __init__(self):
        self.data = bytearray()
        self.done = asyncio.get_running_loop().create_future()

    def data_received(self, data):
        self.data += data

    def connection_lost(self, exc):
        self.done.set_result(None)


async def connected():
    loop = asyncio.get_running_loop()
    sink = Sink()
    server = await loop.create_server(lambda: sink, "127.0.0.1", 0)
    transport, protocol = await loop.create_connection(asyncio.Protocol, *server.sockets[0].getsockname())
    server.close()
    return transport, sink


class ByReading(asyncio.SelectorEventLoop):
    """A loop that cannot have the system send files."""

    async def _sendfile_native(self, transp, file, offset, count):
        raise asyncio.SendfileNotAvailableError("not here")


async def through_transports(file, native):
    loop = asyncio.get_running_loop()
    for offset, count, expected in ((0, None, DATA), (1000, None, DATA[1000:]), (1000, 50, DATA[1000:1050]), (len(DATA), None, b"")):
        transport, sink = await connected()
        transport.write(b"head")
        assert await loop.sendfile(transport, file, offset, count) == len(expected)
        assert file.tell() == offset + len(expected) or not expected
        transport.write(b"tail")
        transport.close()
        await sink.done
        assert sink.data == b"head" + expected + b"tail", len(sink.data)

    transport, sink = await connected()
    try:
        await loop.sendfile(transport, file, 0, 10, fallback=False)
        assert native
    except asyncio.SendfileNotAvailableError as error:
        assert not native and str(error) == "not here"
    if native:
        sending = asyncio.create_task(loop.sendfile(transport, file))
        await asyncio.sleep(0)
        try:
            transport.write(b"between")
        except RuntimeError as error:
            assert str(error) == "unable to write; sendfile is in progress"
        else:
            raise AssertionError
        await sending
    transport.close()
    try:
        await loop.sendfile(transport, file)
    except RuntimeError as error:
        assert str(error) == "Transport is closing"
    else:
        raise AssertionError
    await sink.done

    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    try:
        await loop.sendfile(transport, file)
    except RuntimeError as error:
        assert str(error).startswith("sendfile is not supported for transport "), error
    else:
        raise AssertionError
    transport.close()


async def through_sockets(file):
    loop = asyncio.get_running_loop()
    left, right = socket.socketpair()
    left.setblocking(False)
    right.setblocking(False)
    left.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)

    async def receive():
        data = b""
        while part := await loop.sock_recv(right, 65536):
            data += part
        return data

    received = asyncio.create_task(receive())
    assert await loop.sock_sendfile(left, file) == len(DATA)
    assert await loop.sock_sendfile(left, file, 10, 20) == 20
    assert file.tell() == 30
    memory = io.BytesIO(b"from memory")  # no file that the system knows
    assert await loop.sock_sendfile(left, memory, 5) == 6
    try:
        await loop.sock_sendfile(left, memory, fallback=False)
    except asyncio.SendfileNotAvailableError as error:
        assert str(error) == "not a regular file"
    else:
        raise AssertionError
    left.close()
    assert await received == DATA + DATA[10:30] + b"memory"
    right.close()

    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        try:
            await loop.sock_sendfile(sock, file)
        except ValueError as error:
            assert str(error) == "only SOCK_STREAM type sockets are supported"
        else:
            raise AssertionError
    for arguments, message in (((-1,), "offset must be a non-negative integer (got -1)"), ((0, 0), "count must be a positive integer (got 0)")):
        try:
            await loop.sock_sendfile(socket.socket(), file, *arguments)
        except ValueError as error:
            assert str(error) == message
        else:
            raise AssertionError


with tempfile.TemporaryFile() as file:
    file.write(DATA)
    file.flush()
    asyncio.run(through_transports(file, True))
    asyncio.run(through_transports(file, False), loop_factory=ByReading)
    asyncio.run(through_sockets(file))
