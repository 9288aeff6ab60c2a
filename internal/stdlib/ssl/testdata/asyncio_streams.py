# Streams over TLS.
import asyncio
import ssl
from peers import cert, client, server

async def echo(reader, writer):
    while data := await reader.read(1 << 16):
        writer.write(data)
        await writer.drain()
    writer.close()
    await writer.wait_closed()

async def main():
    async with await asyncio.start_server(echo, "127.0.0.1", 0, ssl=server()) as listener:
        port = listener.sockets[0].getsockname()[1]
        context = client()
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
        writer.write(b"hello\n")
        assert await reader.readline() == b"hello\n"
        info = writer.get_extra_info
        assert info("sslcontext") is context and info("ssl_object").version() == "TLSv1.3" and info("ssl_object") is info("ssl_object")
        assert info("peercert")["subjectAltName"] and info("cipher")[1] == "TLSv1.3" and info("peername")[1] == port
        assert info("compression", 7) is None and info("nothing", 7) == 7
        assert not writer.can_write_eof()
        big = bytes(range(256)) * 8000
        writer.write(big)
        assert await reader.readexactly(len(big)) == big
        writer.writelines([b"a", bytearray(b"b"), memoryview(b"c")])
        assert await reader.readexactly(3) == b"abc"
        try:
            writer.write("text")
        except TypeError as exc:
            assert str(exc) == "data: expecting a bytes-like instance, got str"
        writer.close()
        await writer.wait_closed()
        assert writer.transport.is_closing() and await reader.read() == b""

        # Many at a time.
        async def one(n):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
            for i in range(20):
                line = b"%d %d\n" % (n, i)
                writer.write(line)
                assert await reader.readline() == line
            writer.close()
            await writer.wait_closed()
        await asyncio.gather(*(one(n) for n in range(10)))

        # Connections that are refused.
        try:
            await asyncio.open_connection("127.0.0.1", port, ssl=client(None), server_hostname="localhost")
        except ssl.SSLCertVerificationError as exc:
            assert exc.verify_code == 20
        try:
            await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="elsewhere")
        except ssl.SSLCertVerificationError as exc:
            assert exc.verify_code == 62
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        assert writer.get_extra_info("ssl_object").server_hostname == "127.0.0.1"
        writer.close()
        await writer.wait_closed()

asyncio.run(main())
---
# A server's callback for names.
import asyncio
import ssl
from peers import client, server

async def main():
    context, seen = server("selfsigned.pem"), []
    other = server()

    def choose(connection, name, of):
        seen.append((connection, name))
        assert isinstance(connection, ssl.SSLObject) and of is context
        connection.context = other

    context.sni_callback = choose
    context.set_alpn_protocols(["http/1.1"])

    async def greet(reader, writer):
        assert writer.get_extra_info("ssl_object") is seen[-1][0]
        writer.write(b"hello")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0, ssl=context) as listener:
        reader, writer = await asyncio.open_connection(*listener.sockets[0].getsockname(), ssl=client(), server_hostname="localhost")
        assert await reader.read() == b"hello" and seen[0][1] == "localhost"
        writer.close()

asyncio.run(main())
---
# A plain connection becomes one of TLS.
import asyncio
from peers import client, server

async def main():
    async def serve(reader, writer):
        assert await reader.readline() == b"STARTTLS\n"
        writer.write(b"go\n")
        await writer.start_tls(server())
        assert writer.get_extra_info("cipher")
        writer.write(await reader.readline())
        writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*listener.sockets[0].getsockname())
    writer.write(b"STARTTLS\n")
    assert await reader.readline() == b"go\n"
    await writer.start_tls(client(), server_hostname="localhost")
    writer.write(b"secret\n")
    assert await reader.read() == b"secret\n"
    writer.close()
    await writer.wait_closed()
    listener.close()
    for transport, context, text in ((None, None, "sslcontext is expected to be an instance of ssl.SSLContext, got None"), (None, client(), "is not supported by start_tls()")):
        try:
            await asyncio.get_running_loop().start_tls(transport, None, context)
        except TypeError as exc:
            assert text in str(exc), exc

asyncio.run(main())
---
# Protocols: the calls, flow control, timeouts.
import asyncio
import socket
import ssl
from peers import client, server

class Recorder(asyncio.Protocol):
    def __init__(self):
        self.calls = []
        self.data = b""
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.calls.append("made")

    def data_received(self, data):
        self.data += data
        if "data" not in self.calls:
            self.calls.append("data")

    def eof_received(self):
        self.calls.append("eof")

    def connection_lost(self, exc):
        self.calls.append("lost")
        self.lost.set_result(exc)

    def pause_writing(self):
        self.calls.append("pause")

    def resume_writing(self):
        self.calls.append("resume")

class Buffered(asyncio.BufferedProtocol):
    def __init__(self):
        self.buf = bytearray(5000)
        self.data = bytearray()
        self.lost = asyncio.get_running_loop().create_future()

    def get_buffer(self, hint):
        return memoryview(self.buf)

    def buffer_updated(self, n):
        self.data += self.buf[:n]

    def connection_lost(self, exc):
        self.lost.set_result(exc)

async def main():
    loop = asyncio.get_running_loop()
    made = []
    def factory():
        made.append(Recorder())
        return made[-1]
    listener = await loop.create_server(factory, "127.0.0.1", 0, ssl=server())
    address = listener.sockets[0].getsockname()
    transport, ours = await loop.create_connection(Buffered, *address, ssl=client(), server_hostname="localhost")
    while not made or not hasattr(made[0], "transport"):
        await asyncio.sleep(0)
    theirs = made[0]
    big = bytes(range(256)) * 20000
    theirs.transport.set_write_buffer_limits(high=1000)
    transport.pause_reading()
    assert not transport.is_reading()
    theirs.transport.write(big)
    # The transport below is full now: what follows waits.
    theirs.transport.write(b"z" * 1000)
    assert theirs.calls[-1] == "pause" and theirs.transport.get_write_buffer_size() >= 1000
    await asyncio.sleep(0.01)
    assert not ours.data
    big += b"z" * 1000
    transport.resume_reading()
    while len(ours.data) < len(big):
        await asyncio.sleep(0)
    while theirs.calls[-1] != "resume":
        await asyncio.sleep(0)
    assert ours.data == big
    transport.write(b"bye")
    transport.close()
    transport.close()
    assert await ours.lost is None and await theirs.lost is None
    assert theirs.calls == ["made", "pause", "resume", "data", "eof", "lost"] and theirs.data == b"bye", theirs.calls
    transport.write(b"too late")

    # Nobody answers.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        try:
            await loop.create_connection(asyncio.Protocol, *silent.getsockname(), ssl=client(), server_hostname="localhost", ssl_handshake_timeout=0.01)
        except ConnectionAbortedError as exc:
            assert str(exc) == "SSL handshake is taking longer than 0.01 seconds: aborting the connection"
        try:
            await asyncio.wait_for(loop.create_connection(asyncio.Protocol, *silent.getsockname(), ssl=client(), server_hostname="localhost"), 0.01)
        except TimeoutError:
            pass
    for bad in (0, -1):
        try:
            await loop.create_connection(asyncio.Protocol, *address, ssl=client(), server_hostname="localhost", ssl_handshake_timeout=bad)
        except ValueError as exc:
            assert str(exc) == f"ssl_handshake_timeout should be a positive number, got {bad}"
    # Who does not close properly is not waited for.
    plain = socket.create_connection(address)
    plain.close()
    listener.close()

asyncio.run(main())
---
# Unix sockets, accepted sockets, and TLS inside TLS.
import asyncio
import os
import socket
import tempfile
from peers import client, server

async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()

async def main():
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s")
        async with await asyncio.start_unix_server(echo, path, ssl=server()):
            reader, writer = await asyncio.open_unix_connection(path, ssl=client(), server_hostname="localhost")
            writer.write(b"over unix\n")
            assert await reader.read() == b"over unix\n"
            writer.close()
    a, b = socket.socketpair()
    got = loop.create_future()
    class Taker(asyncio.Protocol):
        def data_received(self, data):
            got.set_result(data)
    accepted = asyncio.create_task(loop.connect_accepted_socket(Taker, a, ssl=server()))
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=b, ssl=client(), server_hostname="localhost")
    await accepted
    transport.write(b"to the accepted one")
    assert await got == b"to the accepted one"
    transport.close()

    # The inner connection's transport is itself one of TLS.
    async def nested(reader, writer):
        await writer.start_tls(server())
        writer.write(await reader.readline())
        writer.close()
    async with await asyncio.start_server(nested, "127.0.0.1", 0, ssl=server()) as listener:
        reader, writer = await asyncio.open_connection(*listener.sockets[0].getsockname(), ssl=client(), server_hostname="localhost")
        await writer.start_tls(client(), server_hostname="localhost")
        writer.write(b"twice\n")
        assert await reader.read() == b"twice\n"
        writer.close()

asyncio.run(main())
---
# Protocols that fail: the connection ends, the loop is told, and goes on.
import asyncio
from peers import client, server

class Failing(asyncio.Protocol):
    def __init__(self, where):
        self.where = where
        self.lost = asyncio.get_running_loop().create_future()

    def fail(self, where):
        if where == self.where:
            raise ZeroDivisionError(where)

    def connection_made(self, transport):
        self.fail("made")

    def data_received(self, data):
        self.fail("data")

    def eof_received(self):
        self.fail("eof")

    def connection_lost(self, exc):
        self.lost.set_result(exc)

async def main():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context))

    async def greet(reader, writer):
        writer.write(b"hello")
        writer.close()

    listener = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=server())
    # A handshake that a server cannot finish is told of in debug mode only.
    for debug in (False, True):
        loop.set_debug(debug)
        reader, writer = await asyncio.open_connection(*listener.sockets[0].getsockname())
        writer.write(b"no hello at all\r\n")
        try:
            await reader.read()
        except ConnectionError:
            pass
        writer.close()
        assert [r["message"] for r in reports] == ["Error on transport creation for incoming connection"] * debug, reports
        reports.clear()
    loop.set_debug(False)
    for where, message in (("data", "Fatal error on SSL protocol"), ("eof", "Error calling eof_received()"),
                           ("made", "Fatal error: protocol.buffer_updated() call failed.")):
        attempt = loop.create_connection(lambda: Failing(where), *listener.sockets[0].getsockname(), ssl=client(), server_hostname="localhost")
        if where == "made":
            try:
                await asyncio.wait_for(attempt, 0.5)
            except (TimeoutError, ZeroDivisionError):
                pass
        else:
            _, protocol = await attempt
            assert type(await protocol.lost) is ZeroDivisionError
        assert reports[0]["message"] == message and type(reports[0]["exception"]) is ZeroDivisionError, reports
        reports.clear()
    listener.close()

asyncio.run(main())
