import asyncio
import os
import socket
import tempfile

from check import passes, raises, until


async def echo(reader, writer):
    while data := await reader.read(1000):
        writer.write(data)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def tcp():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    assert server.is_serving()
    async with server:
        reader, writer = await asyncio.open_connection(host, port)
        assert writer.get_extra_info("peername") == (host, port)
        assert writer.get_extra_info("nothing", "default") == "default"
        writer.write(b"hello ")
        writer.writelines([b"wor", b"ld\n"])
        await writer.drain()
        assert await reader.readline() == b"hello world\n"
        assert writer.can_write_eof()
        # Half closed, the other direction goes on.
        writer.write(b"last")
        writer.write_eof()
        assert await reader.read() == b"last"
        assert reader.at_eof() and await reader.read() == b"" and await reader.readline() == b""
        assert not writer.is_closing()
        writer.close()
        assert writer.is_closing()
        await writer.wait_closed()

        async def client(n):
            reader, writer = await asyncio.open_connection(host, port)
            for i in range(5):
                text = b"%d-%d\n" % (n, i)
                writer.write(text)
                assert await reader.readline() == text
            writer.close()
            await writer.wait_closed()
            return n
        assert await asyncio.gather(*(client(n) for n in range(8))) == list(range(8))
    assert not server.is_serving()
    with raises(ConnectionRefusedError):
        await asyncio.open_connection(host, port)


async def unix():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        server = await asyncio.start_unix_server(echo, path)
        async with server:
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(b"over unix\n")
            assert await reader.readline() == b"over unix\n"
            writer.close()
            await writer.wait_closed()
        await until(lambda: not os.path.exists(path))
        with raises(FileNotFoundError):
            await asyncio.open_unix_connection(path)


def fed(*parts, eof=True, **kwargs):
    reader = asyncio.StreamReader(**kwargs)
    for p in parts:
        reader.feed_data(p)
    if eof:
        reader.feed_eof()
    return reader


async def reading():
    reader = fed(b"one\ntwo\n", b"three")
    assert await reader.readline() == b"one\n"
    assert await reader.read(2) == b"tw"
    assert await reader.readuntil(b"\n") == b"o\n"
    assert await reader.readexactly(3) == b"thr"
    assert not reader.at_eof()
    with raises(asyncio.IncompleteReadError, "2 bytes read on a total of 5 expected bytes") as r:
        await reader.readexactly(5)
    assert r.value.partial == b"ee" and r.value.expected == 5
    assert issubclass(asyncio.IncompleteReadError, EOFError)
    assert reader.at_eof()
    assert await fed(b"x").read(0) == b"" and await fed(b"xyz").read() == b"xyz" and await fed(b"xyz").read(-1) == b"xyz"
    assert await fed(b"").readexactly(0) == b""
    with raises(ValueError, "readexactly size can not be less than zero"):
        await reader.readexactly(-1)
    with raises(ValueError, "Separator should be at least one-byte string"):
        await reader.readuntil(b"")
    assert [line async for line in fed(b"a\nb\nc")] == [b"a\n", b"b\n", b"c"]
    # The earliest of several separators ends it.
    reader = fed(b"one;two\r\nthree")
    assert await reader.readuntil((b"\r\n", b";")) == b"one;"
    assert await reader.readuntil((b"\r\n", b";")) == b"two\r\n"
    with raises(asyncio.IncompleteReadError, "5 bytes read on a total of undefined expected bytes") as r:
        await reader.readuntil((b"\r\n", b";"))
    assert r.value.partial == b"three"
    # A separator that comes in two pieces.
    reader = fed(b"ab\r", eof=False)
    task = asyncio.create_task(reader.readuntil(b"\r\n"))
    await passes(2)
    reader.feed_data(b"\nrest")
    assert await task == b"ab\r\n"
    # Only one may read at a time.
    reader = asyncio.StreamReader()
    task = asyncio.create_task(reader.read(1))
    await passes(1)
    with raises(RuntimeError, "read() called while another coroutine is already waiting for incoming data"):
        await reader.read(1)
    reader.set_exception(OSError("broken"))
    with raises(OSError, "broken"):
        await task
    assert str(reader.exception()) == "broken"
    with raises(OSError, "broken"):
        await reader.readline()


async def limits():
    reader = fed(b"x" * 20 + b"\n" + b"short\n", limit=10)
    with raises(ValueError, "Separator is found, but chunk is longer than limit"):
        await reader.readline()
    assert await reader.readline() == b"short\n"  # The long line has been dropped.
    reader = fed(b"x" * 20, limit=10, eof=False)
    with raises(asyncio.LimitOverrunError, "Separator is not found, and chunk exceed the limit") as r:
        await reader.readuntil(b"\n")
    assert r.value.consumed == 20
    assert await reader.readexactly(20) == b"x" * 20  # readuntil leaves it there.
    reader = fed(b"x" * 20 + b"\n", limit=10)
    with raises(asyncio.LimitOverrunError, "Separator is found, but chunk is longer than limit") as r:
        await reader.readuntil(b"\n")
    assert r.value.consumed == 20
    # readexactly is not limited.
    assert len(await fed(b"y" * 100, limit=10).readexactly(100)) == 100
    with raises(ValueError, "Limit cannot be <= 0"):
        asyncio.StreamReader(limit=0)


async def back_pressure():
    size = 4 << 20
    got = 0
    finished = asyncio.Event()
    go = asyncio.Event()

    async def slow(reader, writer):
        nonlocal got
        await go.wait()
        while data := await reader.read(1 << 16):
            got += len(data)
        writer.close()
        finished.set()
    server = await asyncio.start_server(slow, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
    transport = writer.transport
    assert transport.get_write_buffer_size() == 0
    transport.set_write_buffer_limits(high=1000, low=100)
    assert transport.get_write_buffer_limits() == (100, 1000)
    with raises(ValueError):
        transport.set_write_buffer_limits(high=1, low=2)
    writer.write(b"z" * 100)
    await writer.drain()  # Nothing to wait for.
    chunk = bytes(size // 8)
    for _ in range(8):
        writer.write(chunk)
    # The peer does not read, so what does not fit into the kernel waits here.
    drain = asyncio.create_task(writer.drain())
    await asyncio.sleep(0.02)
    assert transport.get_write_buffer_size() > 1000 and not drain.done()
    go.set()
    await asyncio.wait_for(drain, 10)
    assert transport.get_write_buffer_size() <= 100
    writer.close()
    await asyncio.wait_for(finished.wait(), 10)
    assert got == size + 100
    server.close()
    await server.wait_closed()


async def lost():
    # The peer goes away in the middle.
    async def rude(reader, writer):
        writer.write(b"par")
        writer.transport.close()
    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    with raises(asyncio.IncompleteReadError) as r:
        await reader.readexactly(10)
    assert r.value.partial == b"par"
    writer.close()
    await writer.wait_closed()

    async def abort(reader, writer):
        await reader.read(1)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.transport.abort()
    server.close()
    await server.wait_closed()
    server = await asyncio.start_server(abort, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"x")
    with raises(ConnectionResetError):
        await reader.read()
    with raises(ConnectionResetError):
        while True:
            writer.write(b"more")
            await writer.drain()
            await asyncio.sleep(0)
    writer.close()
    server.close()
    await server.wait_closed()


async def socket_pair():
    a, b = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=a)
    other_reader, other_writer = await asyncio.open_connection(sock=b)
    writer.write(b"pair\n")
    assert await other_reader.readline() == b"pair\n"
    for w in (writer, other_writer):
        w.close()
        await w.wait_closed()


async def closing_servers():
    connected = asyncio.Event()

    async def hold(reader, writer):
        connected.set()
        await reader.read()
        writer.close()
    server = await asyncio.start_server(hold, "127.0.0.1", 0, start_serving=False)
    assert not server.is_serving()
    serving = asyncio.create_task(server.serve_forever())
    await passes(2)
    assert server.is_serving()
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.wait_for(connected.wait(), 5)
    server.close()
    assert server.sockets == ()
    waiting = asyncio.create_task(server.wait_closed())
    await asyncio.sleep(0.01)
    assert not waiting.done()  # Not before the connections have gone.
    server.close_clients()
    await asyncio.wait_for(waiting, 5)
    assert await reader.read() == b""
    writer.close()
    await asyncio.wait([serving], timeout=5)
    assert serving.done()


async def main():
    for test in (tcp, unix, reading, limits, back_pressure, lost, socket_pair, closing_servers):
        await asyncio.wait_for(asyncio.create_task(test()), 15)


asyncio.run(main())


# Readers of other classes are called as Python objects.
class Noting(asyncio.StreamReader):
    def __init__(self):
        super().__init__()
        self.log = []

    def feed_data(self, data):
        self.log.append(data)
        super().feed_data(data.upper())

    def feed_eof(self):
        self.log.append("eof")
        super().feed_eof()


class Silent:
    log = []
    _source_traceback = None

    def set_transport(self, transport):
        self.log.append("transport")

    def feed_data(self, data):
        self.log.append(data)

    def feed_eof(self):
        self.log.append("eof")


async def other_readers():
    loop = asyncio.get_running_loop()
    left, right = socket.socketpair()
    reader = Noting()
    protocol = asyncio.StreamReaderProtocol(reader)
    await loop.create_connection(lambda: protocol, sock=left)
    right.send(b"loud")
    assert await reader.readexactly(4) == b"LOUD"
    right.close()
    assert await reader.read() == b""
    assert reader.log == [b"loud", "eof"], reader.log

    left, right = socket.socketpair()
    silent = Silent()
    protocol = asyncio.StreamReaderProtocol(silent)
    transport, _ = await loop.create_connection(lambda: protocol, sock=left)
    right.send(b"data")
    right.close()
    await asyncio.sleep(0.01)
    assert Silent.log[:3] == ["transport", b"data", "eof"], Silent.log
    transport.close()


asyncio.run(other_readers())


# A connection whose writer is dropped is closed, with a warning.
async def dropped_writer():
    import gc
    import warnings
    ended = asyncio.Event()

    async def serve(reader, writer):
        await reader.read()
        writer.close()
        ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        del reader, writer
        gc.collect()
        await asyncio.wait_for(ended.wait(), 5)
    assert [str(w.message).startswith("unclosed <StreamWriter") for w in seen if w.category is ResourceWarning] == [True], seen
    server.close()


asyncio.run(dropped_writer())
