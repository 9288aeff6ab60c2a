import asyncio
import os
import socket

from check import passes, raises, until


class Recorder(asyncio.Protocol):
    def __init__(self):
        self.log = []
        self.data = b""
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        self.log.append("made")

    def data_received(self, data):
        assert type(data) is bytes
        self.data += data
        self.log.append("data")

    def eof_received(self):
        self.log.append("eof")

    def connection_lost(self, exc):
        self.log.append("lost")
        self.lost.set_result(exc)


class Echo(Recorder):
    def data_received(self, data):
        super().data_received(data)
        self.transport.write(data)


async def connected(server_protocol, client_protocol=Recorder):
    """A server on a free port, its protocol's instances, and a client that is connected to it."""
    loop = asyncio.get_running_loop()
    made = []

    def factory():
        made.append(server_protocol())
        return made[-1]
    server = await loop.create_server(factory, "127.0.0.1", 0)
    transport, protocol = await loop.create_connection(client_protocol, *server.sockets[0].getsockname())
    await until(lambda: made and made[0].log)
    return server, made[0], transport, protocol


async def lifetime():
    server, there, transport, here = await connected(Echo)
    assert here.log == ["made"] and here.transport is transport
    assert isinstance(transport, asyncio.Transport) and transport.get_protocol() is here
    assert isinstance(server, asyncio.AbstractServer)
    transport.write(b"abc")
    transport.write(bytearray(b"def"))
    transport.writelines([b"gh", memoryview(b"i")])
    await until(lambda: here.data == b"abcdefghi")
    with raises(TypeError, "data argument must be a bytes, bytearray, or memoryview object, not 'str'"):
        transport.write("text")
    assert transport.can_write_eof()
    transport.write_eof()
    with raises(RuntimeError):
        transport.write(b"after the end")
    assert await asyncio.wait_for(there.lost, 5) is None
    assert await asyncio.wait_for(here.lost, 5) is None
    assert there.log[-2:] == ["eof", "lost"] and here.log[-2:] == ["eof", "lost"]
    assert transport.is_closing()
    server.close()
    await server.wait_closed()


async def pausing():
    server, there, transport, here = await connected(Recorder)
    assert transport.is_reading()
    transport.pause_reading()
    assert not transport.is_reading()
    there.transport.write(b"held back")
    await asyncio.sleep(0.02)
    assert here.data == b""
    transport.resume_reading()
    await until(lambda: here.data == b"held back")

    # close() sends what is left; abort() does not.
    transport.write(b"x" * 100000)
    transport.close()
    transport.close()
    assert await asyncio.wait_for(there.lost, 5) is None
    assert len(there.data) == 100000
    assert await asyncio.wait_for(here.lost, 5) is None
    server.close()
    server, there, transport, here = await connected(Recorder)
    transport.abort()
    assert await asyncio.wait_for(here.lost, 5) is None
    await asyncio.wait_for(there.lost, 5)
    server.close()


async def flow_control():
    class Flow(Recorder):
        def pause_writing(self):
            self.log.append("pause")

        def resume_writing(self):
            self.log.append("resume")
    server, there, transport, here = await connected(Recorder, Flow)
    there.transport.pause_reading()
    transport.set_write_buffer_limits(high=1 << 16)
    sent = 0
    while "pause" not in here.log:
        transport.write(bytes(1 << 20))
        sent += 1 << 20
        await passes(1)
    assert transport.get_write_buffer_size() > 1 << 16 and "resume" not in here.log
    there.transport.resume_reading()
    await until(lambda: "resume" in here.log)
    transport.close()
    await asyncio.wait_for(there.lost, 10)
    assert len(there.data) == sent
    assert here.log.count("pause") == here.log.count("resume") == 1
    server.close()


async def staying_half_open():
    class Open(Recorder):
        def eof_received(self):
            self.log.append("eof")
            return True  # Go on writing.
    server, there, transport, here = await connected(Open)
    transport.write(b"question")
    transport.write_eof()
    await until(lambda: "eof" in there.log)
    await passes(2)
    assert "lost" not in there.log
    there.transport.write(b"answer")
    there.transport.close()
    await asyncio.wait_for(here.lost, 5)
    assert here.data == b"answer" and there.data == b"question"
    server.close()


async def buffered():
    class Buffered(asyncio.BufferedProtocol):
        def __init__(self):
            self.log = []
            self.buffer = bytearray(4)
            self.data = b""
            self.lost = asyncio.get_running_loop().create_future()

        def connection_made(self, transport):
            self.log.append("made")

        def get_buffer(self, sizehint):
            return self.buffer

        def buffer_updated(self, nbytes):
            assert 0 < nbytes <= 4
            self.data += bytes(self.buffer[:nbytes])

        def eof_received(self):
            self.log.append("eof")

        def connection_lost(self, exc):
            self.lost.set_result(exc)
    server, there, transport, here = await connected(Buffered)
    transport.write(b"0123456789")
    transport.close()
    assert await asyncio.wait_for(there.lost, 5) is None
    assert there.data == b"0123456789" and there.log == ["made", "eof"]
    server.close()


async def changing_protocols():
    server, there, transport, here = await connected(Echo)
    transport.write(b"a")
    await until(lambda: here.data == b"a")
    second = Recorder()
    transport.set_protocol(second)
    assert transport.get_protocol() is second
    transport.write(b"b")
    await until(lambda: second.data == b"b")
    transport.close()
    await asyncio.wait_for(second.lost, 5)
    assert here.log == ["made", "data"] and here.data == b"a"
    server.close()


async def broken_protocol():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context))

    class Broken(Recorder):
        def data_received(self, data):
            raise ValueError("no thanks")
    server, there, transport, here = await connected(Broken)
    transport.write(b"x")
    error = await asyncio.wait_for(there.lost, 5)
    assert type(error) is ValueError
    assert str(reports[0]["exception"]) == "no thanks" and reports[0]["protocol"] is there
    assert reports[0]["message"] == "Fatal error: protocol.data_received() call failed."
    transport.close()
    loop.set_exception_handler(None)
    server.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self):
        self.got = []
        self.errors = []
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.got.append((data, addr))

    def error_received(self, exc):
        self.errors.append(exc)

    def connection_lost(self, exc):
        self.lost.set_result(exc)


async def datagrams():
    loop = asyncio.get_running_loop()
    receiving, receiver = await loop.create_datagram_endpoint(Datagrams, local_addr=("127.0.0.1", 0))
    address = receiving.get_extra_info("sockname")
    sending, sender = await loop.create_datagram_endpoint(Datagrams, remote_addr=address)
    assert isinstance(sending, asyncio.DatagramTransport)
    sending.sendto(b"one")
    sending.sendto(b"two", address)
    await until(lambda: len(receiver.got) == 2)
    assert [d for d, _ in receiver.got] == [b"one", b"two"]
    back = receiver.got[0][1]
    assert back == sending.get_extra_info("sockname")
    receiving.sendto(b"answer", back)
    await until(lambda: sender.got)
    assert sender.got == [(b"answer", address)]
    with raises(ValueError):
        sending.sendto(b"elsewhere", ("127.0.0.1", 1))
    receiving.close()
    assert await asyncio.wait_for(receiver.lost, 5) is None
    # Nobody is there any longer, as the sender learns.
    sending.sendto(b"lost")
    await until(lambda: sender.errors)
    assert type(sender.errors[0]) is ConnectionRefusedError
    sending.abort()
    assert await asyncio.wait_for(sender.lost, 5) is None


async def sockets():
    loop = asyncio.get_running_loop()
    listener = socket.socket()
    listener.setblocking(False)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    client = socket.socket()
    client.setblocking(False)
    accepting = asyncio.create_task(loop.sock_accept(listener))
    await loop.sock_connect(client, listener.getsockname())
    conn, address = await accepting
    assert address == client.getsockname()
    await loop.sock_sendall(client, b"hello")
    assert await loop.sock_recv(conn, 100) == b"hello"
    buffer = bytearray(10)
    receiving = asyncio.create_task(loop.sock_recv_into(client, buffer))
    await passes(2)
    await loop.sock_sendall(conn, b"back")
    assert await receiving == 4 and buffer[:4] == b"back"
    # More than fits at once.
    sending = asyncio.create_task(loop.sock_sendall(client, bytes(3 << 20)))
    total = 0
    while total < 3 << 20:
        total += len(await loop.sock_recv(conn, 1 << 18))
    await sending
    # A read that is given up leaves the socket usable.
    with raises(TimeoutError):
        await asyncio.wait_for(loop.sock_recv(conn, 1), 0.005)
    client.close()
    assert await loop.sock_recv(conn, 1) == b""
    conn.close()
    listener.close()


async def pipes():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    reading, reader = await loop.connect_read_pipe(Recorder, os.fdopen(r, "rb", 0))
    writing, writer = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(w, "wb", 0))
    assert isinstance(reading, asyncio.ReadTransport) and isinstance(writing, asyncio.WriteTransport)
    writing.write(b"through a pipe")
    await until(lambda: reader.data == b"through a pipe")
    writing.close()
    assert await asyncio.wait_for(reader.lost, 5) is None
    assert reader.log[-2:] == ["eof", "lost"]


async def names():
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
    assert found[0][0] == socket.AF_INET and found[0][4] == ("127.0.0.1", 80)
    with raises(ValueError):
        await loop.create_connection(Recorder)
    with raises(OSError) as r:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        try:
            await loop.create_server(Recorder, *listener.getsockname())
        finally:
            listener.close()
    assert r.value.errno == 98


async def main():
    for test in (lifetime, pausing, flow_control, staying_half_open, buffered, changing_protocols, broken_protocol, datagrams, sockets, pipes,
                 names):
        await asyncio.wait_for(asyncio.create_task(test()), 15)


asyncio.run(main())
