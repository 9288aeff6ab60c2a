# Transports of pipes, and the flow control that transports share.
import asyncio
import os
import re
import tempfile

from asyncio import transports, unix_events

from check import raises, until


class Log(asyncio.Protocol):
    def __init__(self):
        self.calls = []
        self.data = b""

    def connection_made(self, transport):
        self.calls.append("made")

    def data_received(self, data):
        self.data += data

    def eof_received(self):
        self.calls.append("eof")

    def pause_writing(self):
        self.calls.append("pause")

    def resume_writing(self):
        self.calls.append("resume")

    def connection_lost(self, exc):
        self.calls.append(exc)


async def reader():
    r, w = os.pipe()
    file = os.fdopen(r, "rb", 0)
    return w, *await asyncio.get_running_loop().connect_read_pipe(Log, file)


async def writer():
    r, w = os.pipe()
    file = os.fdopen(w, "wb", 0)
    return r, *await asyncio.get_running_loop().connect_write_pipe(Log, file)


def shape(transport):
    return re.sub(r"fd=\d+", "fd=N", repr(transport))


async def reading():
    w, transport, protocol = await reader()
    assert type(transport) is unix_events._UnixReadPipeTransport and transport.is_reading()
    assert transport.get_extra_info("pipe").fileno() >= 0 and transport.get_protocol() is protocol
    assert shape(transport) == "<_UnixReadPipeTransport fd=N polling>"
    os.write(w, b"one")
    await until(lambda: protocol.data == b"one")
    transport.pause_reading()
    transport.pause_reading()
    assert not transport.is_reading() and shape(transport) == "<_UnixReadPipeTransport fd=N idle>"
    os.write(w, b"two")
    await asyncio.sleep(0.01)
    assert protocol.data == b"one"
    transport.resume_reading()
    transport.resume_reading()
    await until(lambda: protocol.data == b"onetwo")
    os.close(w)
    await until(lambda: protocol.calls[-1] is None)
    assert protocol.calls == ["made", "eof", None] and transport.is_closing()
    assert re.fullmatch(r"<_UnixReadPipeTransport closed fd=N closed>", shape(transport))
    transport.pause_reading()
    transport.resume_reading()
    transport.close()


async def writing():
    r, transport, protocol = await writer()
    assert type(transport) is unix_events._UnixWritePipeTransport and transport.can_write_eof()
    assert transport.get_write_buffer_limits() == (16 * 1024, 64 * 1024)
    assert shape(transport) == "<_UnixWritePipeTransport fd=N idle bufsize=0>"
    transport.write(b"")
    transport.write(bytearray(b"abc"))
    assert os.read(r, 100) == b"abc"
    sent = 0
    while transport.get_write_buffer_size() <= 64 * 1024:
        transport.write(b"x" * 30000)
        sent += 30000
    assert protocol.calls == ["made", "pause"]
    assert re.fullmatch(r"<_UnixWritePipeTransport fd=N polling bufsize=\d+>", shape(transport))
    transport.write_eof()
    transport.close()
    assert transport.is_closing() and protocol.calls == ["made", "pause"]
    os.set_blocking(r, False)
    while sent:
        try:
            sent -= len(os.read(r, 1 << 20))
        except BlockingIOError:
            await asyncio.sleep(0)
    await until(lambda: protocol.calls[-1] is None)
    assert protocol.calls == ["made", "pause", "resume", None]
    assert os.read(r, 1) == b""
    os.close(r)


async def broken():
    # The reader goes: with an empty buffer that is an ordinary end, with a full one an error.
    r, transport, protocol = await writer()
    os.close(r)
    await until(lambda: protocol.calls[-1] is None)
    transport.write(b"lost")
    r, transport, protocol = await writer()
    transport.write(b"x" * 1_000_000)
    os.close(r)
    await until(lambda: protocol.calls[-1] != "pause")
    assert isinstance(protocol.calls[-1], BrokenPipeError) and transport.get_write_buffer_size() == 0
    r, transport, protocol = await writer()
    transport.write(b"x" * 1_000_000)
    transport.abort()
    await until(lambda: protocol.calls[-1] is None)
    os.close(r)


async def refused():
    loop = asyncio.get_running_loop()
    with tempfile.TemporaryFile() as file:
        with raises(ValueError, "Pipe transport is for pipes/sockets only."):
            await loop.connect_read_pipe(Log, file)
        with raises(ValueError, "Pipe transport is only for pipes, sockets and character devices"):
            await loop.connect_write_pipe(Log, file)


async def flow():
    class Sending(transports._FlowControlMixin):
        size = 0

        def get_write_buffer_size(self):
            return self.size

    class Failing:
        def pause_writing(self):
            raise ValueError("pause")

        def resume_writing(self):
            raise ValueError("resume")

    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context))
    transport = Sending({"key": 1}, loop)
    transport._protocol = protocol = Failing()
    assert transport.get_extra_info("key") == 1 and isinstance(transport, transports.Transport)
    with raises(ValueError, "high (0) must be >= low (1) must be >= 0"):
        transport.set_write_buffer_limits(0, 1)
    for given, limits in (((None, None), (16384, 65536)), ((None, 5), (5, 20)), ((0, None), (0, 0)), ((1000, 10), (10, 1000))):
        transport.set_write_buffer_limits(*given)
        assert transport.get_write_buffer_limits() == limits
    transport.size = 1001
    transport._maybe_pause_protocol()
    transport._maybe_pause_protocol()
    transport.size = 11
    transport._maybe_resume_protocol()
    assert transport._protocol_paused
    transport.size = 10
    transport._maybe_resume_protocol()
    assert not transport._protocol_paused
    assert [r["message"] for r in reports] == ["protocol.pause_writing() failed", "protocol.resume_writing() failed"]
    assert str(reports[0]["exception"]) == "pause" and reports[0]["protocol"] is protocol
    loop.set_exception_handler(None)
    with raises(AssertionError):
        Sending()


async def main():
    for test in (reading, writing, broken, refused, flow):
        await asyncio.wait_for(test(), 10)


asyncio.run(main())

# A transport outlives its loop.
loop = asyncio.new_event_loop()
w, transport, protocol = loop.run_until_complete(asyncio.wait_for(reader(), 10))
loop.close()
assert shape(transport) == "<_UnixReadPipeTransport fd=N open>", transport
os.close(w)
transport._pipe.close()
transport._pipe = None
