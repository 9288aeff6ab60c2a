# Loops that a script drives in part: selectors of its own, methods replaced in a class or on the loop.
import asyncio
import selectors
import signal
import socket
import threading


class Counting(selectors.SelectSelector):
    """Counts what it is asked."""

    def __init__(self):
        super().__init__()
        self.waits = []

    def select(self, timeout=None):
        self.waits.append(timeout)
        return super().select(timeout)


# A selector that the loop is given is the one it waits in.
selector = Counting()
loop = asyncio.SelectorEventLoop(selector)
assert loop._selector is selector
assert loop._internal_fds == 1
assert selector.get_key(loop._ssock).data[0]._callback == loop._read_from_self


async def echo():
    async def answer(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    assert isinstance(writer.transport, asyncio.selector_events._SelectorSocketTransport)
    assert type(writer.transport._buffer).__name__ == "deque"
    writer.write(b"over a selector\n")
    assert await reader.readline() == b"over a selector\n"
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


loop.run_until_complete(echo())
assert None in selector.waits, "it waits for ever when there is no timer"

# What comes from other threads, jobs, children and signals ends the wait.


async def outside():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    threading.Timer(0.01, loop.call_soon_threadsafe, [done.set]).start()
    await done.wait()
    assert await loop.run_in_executor(None, sum, [1, 2, 3]) == 6
    process = await asyncio.create_subprocess_exec("/bin/sh", "-c", "exit 3")
    assert await process.wait() == 3
    came = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, came.set)
    threading.Timer(0.01, signal.raise_signal, [signal.SIGUSR1]).start()
    await came.wait()
    loop.remove_signal_handler(signal.SIGUSR1)
    await asyncio.sleep(0.01)


loop.run_until_complete(outside())
assert any(t and 0 < t <= 0.01 for t in selector.waits), selector.waits
loop.close()
assert loop._selector is None and loop._ssock is None and loop._internal_fds == 0


# A clock and a selector of its own: time that jumps.
class Still:
    def select(self, timeout):
        jumping.now += timeout or 0
        return []

    def close(self):
        pass


class Jumping(asyncio.BaseEventLoop):
    now = 1000.0
    watched = ()

    def time(self):
        return self.now

    def _process_events(self, events):
        assert events == []

    def _write_to_self(self):
        pass

    def _add_reader(self, fd, callback, *args):
        self.watched += (fd,)


jumping = Jumping()
jumping._selector = Still()


async def long():
    await asyncio.sleep(3600)
    return asyncio.get_running_loop().time()


assert jumping.run_until_complete(long()) == 4600.0
jumping.close()


# Passes of its own.
class Passing(asyncio.SelectorEventLoop):
    passes = 0

    def _run_once(self):
        self.passes += 1
        super()._run_once()


with asyncio.Runner(loop_factory=Passing) as runner:
    runner.run(asyncio.sleep(0.001))
    assert runner.get_loop().passes >= 3
    before = runner.get_loop().passes

    def once():
        runner.get_loop().passes += 100
        Passing._run_once(runner.get_loop())

    runner.get_loop()._run_once = once  # on the object
    runner.run(asyncio.sleep(0))
    assert runner.get_loop().passes >= before + 100


# The watching of descriptors replaced: transports go through it.
class Watching(asyncio.SelectorEventLoop):
    def __init__(self):
        self.log = []
        super().__init__()

    def _add_reader(self, fd, callback, *args):
        self.log.append(("read", fd))
        return super()._add_reader(fd, callback, *args)

    def _remove_reader(self, fd):
        self.log.append(("done", fd))
        return super()._remove_reader(fd)


async def through():
    loop = asyncio.get_running_loop()
    left, right = socket.socketpair()
    number = left.fileno()
    reader, writer = await asyncio.open_connection(sock=left)
    assert ("read", number) in loop.log
    try:
        loop.add_reader(left, print)
    except RuntimeError as error:
        assert str(error).startswith(f"File descriptor {left!r} is used by transport <_SelectorSocketTransport "), error
    else:
        raise AssertionError
    right.send(b"some")
    assert await reader.read(10) == b"some"
    writer.close()
    await writer.wait_closed()
    assert ("done", number) in loop.log
    right.close()


with asyncio.Runner(loop_factory=Watching) as runner:
    runner.run(through())

# What stands in the queues.
loop = asyncio.new_event_loop()
assert not loop._ready and not loop._scheduled
handle = loop.call_soon(print)
assert handle in loop._ready and list(loop._ready) == [handle]
timer = loop.call_later(10, print)
assert timer in loop._scheduled and timer not in loop._ready
timer.cancel()
handle.cancel()
loop.run_until_complete(asyncio.sleep(0))
assert not loop._ready

# A run in pieces.
ran = []
loop._run_forever_setup()
try:
    loop.call_soon(ran.append, asyncio.get_running_loop())
    loop.call_soon(loop.stop)
    while not loop._stopping:
        loop._run_once()
finally:
    loop._run_forever_cleanup()
assert ran == [loop]
assert not loop.is_running() and not loop._stopping

# The selector of a loop that nobody has changed can be asked.
left, right = socket.socketpair()
loop.add_reader(left, print)
assert loop._selector.get_key(left).events == selectors.EVENT_READ
loop.remove_reader(left)
try:
    loop._selector.get_key(left)
except KeyError:
    pass
else:
    raise AssertionError
left.close()
right.close()

# From another thread while the loop does not run: in the order of the calls.
order = []
thread = threading.Thread(target=loop.call_soon_threadsafe, args=(order.append, 1))
thread.start()
thread.join()
loop.call_soon(order.append, 2)
loop.call_soon(loop.stop)
loop.run_forever()
assert order == [1, 2]
loop.close()

# Handles keep what they were given.
args = (1, 2)
handle = asyncio.TimerHandle(5, print, args, asyncio.new_event_loop())
assert handle._args is args and handle.when() == 5 and isinstance(handle.when(), int)
assert repr(handle) == "<TimerHandle when=5 print()>", handle
handle._loop.set_debug(True)
handle = asyncio.Handle(print, args, handle._loop)
handle.cancel()
assert repr(handle).startswith("<Handle cancelled print(1, 2) created at "), handle
handle._loop.close()

# Each policy has its own idea of the current loop.
import warnings

warnings.simplefilter("ignore")
assert asyncio.events._event_loop_policy is None or asyncio.events._event_loop_policy is asyncio.get_event_loop_policy()
policy = asyncio.DefaultEventLoopPolicy()
other = asyncio.DefaultEventLoopPolicy()
loop = policy.new_event_loop()
policy.set_event_loop(loop)
assert policy.get_event_loop() is loop
try:
    other.get_event_loop()
except RuntimeError as error:
    assert str(error) == "There is no current event loop in thread 'MainThread'."
else:
    raise AssertionError
asyncio.set_event_loop_policy(policy)
assert asyncio.get_event_loop() is loop
asyncio.set_event_loop_policy(None)
loop.close()


# A default handler that fails is logged with its own exception.
import logging


class Failing(asyncio.SelectorEventLoop):
    def default_exception_handler(self, context):
        raise ValueError("spam")


records = []
handler = logging.Handler()
handler.emit = records.append
logging.getLogger("asyncio").addHandler(handler)
with asyncio.Runner(loop_factory=Failing) as runner:
    runner.get_loop().call_soon(lambda: 1 / 0)
    runner.run(asyncio.sleep(0))
assert [record.getMessage() for record in records] == ["Exception in default exception handler"]
assert str(records[0].exc_info[1]) == "spam"
logging.getLogger("asyncio").removeHandler(handler)

# Addresses that need no resolver.
info = asyncio.base_events._ipaddr_info
assert info("1.2.3.4", b"1", socket.AF_UNSPEC, socket.SOCK_STREAM, 0) == (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("1.2.3.4", 1))
assert info("localhost", 1, socket.AF_UNSPEC, socket.SOCK_STREAM, 0) is None


# What one may look at in a transport of a loop that nobody has changed.
async def looking():
    left, right = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=left)
    transport = writer.transport
    assert isinstance(transport, asyncio.selector_events._SelectorSocketTransport)
    assert transport._loop is asyncio.get_running_loop() and transport._sock is left and transport._sock_fd == left.fileno()
    assert transport._conn_lost == 0 and not transport._closing and not transport._eof and not transport._paused
    assert (transport._low_water, transport._high_water) == transport.get_write_buffer_limits()
    assert not transport._buffer
    writer.write(bytes(10_000_000))
    assert transport._protocol_paused
    assert sum(map(len, transport._buffer)) == transport.get_write_buffer_size() > 0
    transport._force_close(None)
    assert transport._closing and transport._conn_lost == 1 and not transport._buffer
    right.close()


asyncio.run(looking())


# A handle that says it is another loop's runs where it is put, and reports to its own.
class Elsewhere:
    told = None

    def get_debug(self):
        return False

    def call_exception_handler(self, context):
        self.told = context


elsewhere = Elsewhere()
loop = asyncio.new_event_loop()
handle = asyncio.Handle(lambda: 1 / 0, (), elsewhere)
loop._add_callback(handle)
assert handle in loop._ready
loop.run_until_complete(asyncio.sleep(0))
assert elsewhere.told["handle"] is handle and isinstance(elsewhere.told["exception"], ZeroDivisionError)
loop.close()
