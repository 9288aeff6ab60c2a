"""Event loops under rough treatment: for argv[1] seconds, connections are made, cut, reset and cancelled, subprocesses killed, jobs
abandoned; now and then everything must be as it was: tasks, descriptors, threads, children and, after the first rounds, memory.

It runs on any Python 3.14 for Unix; the census is of /proc, where that exists. argv[2] is a seed, argv[3] is how much the memory may
grow from the first third of the run to its end, in MiB (0: it is only shown), argv[4:] are the only actions to be taken.
"""
import asyncio, errno, gc, logging, os, random, signal, socket, ssl, struct, subprocess, sys, tempfile, threading, time, traceback

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 60
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
GROWTH = float(sys.argv[3]) if len(sys.argv) > 3 else 16
ONLY = sys.argv[4:]
WORKERS = 12
LIMIT = 20  # seconds that an action may take
ROUNDS = 9
POOL = 1 + min(32, (os.process_cpu_count() or 1) + 4)  # the main thread and those of the executor, which are made when needed
RESET = struct.pack("ii", 1, 0)
HAS_PROC = os.path.isdir("/proc/self/fd")

# A self-signed certificate for localhost and its key, made for this program.
PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgL/S4vB5JnplUj5Zn
wCqdSLDn03TuX30+1gJ+LQC+sC+hRANCAATzcj3GEptkJ/linKzWu+cSQUKrnGOg
OqJg6dtawpHCJD4H3RAypZuoqcw4M6fSWMRH+ABxaPaVRxIpoBXUv874
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBujCCAWCgAwIBAgIIDju0uNGWP2cwCgYIKoZIzj0EAwIwIzENMAsGA1UEChME
T3VybzESMBAGA1UEAxMJbG9jYWxob3N0MCAXDTI1MDEwMTAwMDAwMFoYDzIxMjUw
MTAxMDAwMDAwWjAjMQ0wCwYDVQQKEwRPdXJvMRIwEAYDVQQDEwlsb2NhbGhvc3Qw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATzcj3GEptkJ/linKzWu+cSQUKrnGOg
OqJg6dtawpHCJD4H3RAypZuoqcw4M6fSWMRH+ABxaPaVRxIpoBXUv874o3wwejAO
BgNVHQ8BAf8EBAMCB4AwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMAwG
A1UdEwEB/wQCMAAwOwYDVR0RBDQwMoIJbG9jYWxob3N0gg0qLmV4YW1wbGUub3Jn
hwR/AAABhxAAAAAAAAAAAAAAAAAAAAABMAoGCCqGSM49BAMCA0gAMEUCIQD7LH4y
hBobg7LCwLgy1B2HW9s9wewuBZm9lraF/dfT2QIgZt8BBRB4EG4Ma5c+jhzSNlFl
PhK/h8zItVCdnEl0Wvs=
-----END CERTIFICATE-----
"""

chance = random.Random(SEED)
problems = []
ACTIONS = []


def action(f):
    if not ONLY or f.__name__ in ONLY:
        ACTIONS.append(f)
    return f


def some_time(most=0.02):
    return chance.choice((0, 0, chance.random() * most))


def reset_on_close(writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


async def gone(writer):
    """Close a connection however it ends."""
    writer.close()
    try:
        await writer.wait_closed()
    except OSError:
        pass


async def cancelled(task):
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass


class Place:
    """The servers that the actions talk to."""

    async def handle(self, reader, writer):
        """Lines are commands; what is none is sent back."""
        try:
            while line := await reader.readline():
                match line.split():
                    case [b"reset"]:
                        reset_on_close(writer)
                        writer.transport.abort()
                        return
                    case [b"silence"]:
                        await asyncio.sleep(0.1)
                        await reader.read()
                    case [b"bulk", n]:
                        writer.write(bytes(int(n)))
                    case [b"half"]:
                        writer.write(b"last\n")
                        writer.write_eof()
                    case [b"fail"]:
                        break
                    case _:
                        writer.write(line)
                await writer.drain()
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()  # cancelled by the end of the run alone
        finally:
            await gone(writer)

    async def __aenter__(self):
        self.dir = tempfile.TemporaryDirectory()
        pem = os.path.join(self.dir.name, "both.pem")
        with open(pem, "w") as f:
            f.write(PEM)
        theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        theirs.load_cert_chain(pem)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.load_verify_locations(pem)
        self.path = os.path.join(self.dir.name, "sock")
        self.file = os.path.join(self.dir.name, "file")
        with open(self.file, "wb") as f:
            f.write(os.urandom(300_000))
        self.tcp = await asyncio.start_server(self.handle, "127.0.0.1", 0)
        self.tls = await asyncio.start_server(self.handle, "127.0.0.1", 0, ssl=theirs)
        self.unix = await asyncio.start_unix_server(self.handle, self.path)
        self.port = self.tcp.sockets[0].getsockname()[1]
        self.tls_port = self.tls.sockets[0].getsockname()[1]
        # A listener that never accepts: connecting to it hangs once its queue is full.
        self.full = socket.socket()
        self.full.bind(("127.0.0.1", 0))
        self.full.listen(0)
        self.filling = [socket.socket() for _ in range(4)]
        for s in self.filling:
            s.setblocking(False)
            s.connect_ex(self.full.getsockname())
        return self

    async def __aexit__(self, *exc):
        for s in self.filling + [self.full]:
            s.close()
        for server in self.tcp, self.tls, self.unix:
            server.close()
            server.abort_clients()
            await server.wait_closed()
        self.dir.cleanup()

    def connect(self):
        if chance.random() < 0.3:
            return asyncio.open_unix_connection(self.path)
        return asyncio.open_connection("127.0.0.1", self.port)

    def connect_tls(self):
        return asyncio.open_connection("127.0.0.1", self.tls_port, ssl=self.context, server_hostname="localhost")


@action
async def echo(place):
    reader, writer = await place.connect()
    for i in range(chance.randrange(20)):
        writer.write(b"line %d\n" % i)
        await writer.drain()
        assert await reader.readline() == b"line %d\n" % i
    await gone(writer)


@action
async def half_closed_by_client(place):
    reader, writer = await place.connect()
    writer.writelines([b"some\n", b"more\n"])
    writer.write_eof()
    assert await reader.read() == b"some\nmore\n"
    await gone(writer)


@action
async def half_closed_by_server(place):
    reader, writer = await place.connect()
    writer.write(b"half\n")
    assert await reader.read() == b"last\n"
    writer.write(b"fail\n")
    await gone(writer)


@action
async def reset_by_client(place):
    reader, writer = await place.connect()
    writer.write(b"bulk 300000\n")
    await asyncio.sleep(some_time())
    reset_on_close(writer)
    if chance.random() < 0.5:
        writer.transport.abort()
    await gone(writer)


@action
async def reset_by_server(place):
    reader, writer = await place.connect()
    writer.write(b"hello\nreset\n")
    try:
        assert await reader.readline() in (b"hello\n", b"")
        assert await reader.read() == b""
        writer.write(b"more\n")
        await writer.drain()
    except OSError as e:
        assert e.errno in (errno.ECONNRESET, errno.EPIPE, None), e
    await gone(writer)


@action
async def cancelled_read(place):
    reader, writer = await place.connect()
    how = chance.choice((reader.read, reader.readline, lambda: reader.readexactly(5), lambda: reader.read(100)))
    task = asyncio.create_task(how())
    await asyncio.sleep(some_time())
    await cancelled(task)
    writer.write(b"hello\n")
    assert await reader.readline() == b"hello\n"
    await gone(writer)


@action
async def abandoned_read(place):
    reader, writer = await place.connect()
    writer.write(b"silence\n")
    task = asyncio.create_task(reader.read())
    await asyncio.sleep(some_time())
    writer.transport.abort()
    assert await task == b""
    await gone(writer)


@action
async def cancelled_connect(place):
    made = chance.choice((place.connect, place.connect_tls, lambda: asyncio.open_connection("localhost", place.port)))
    task = asyncio.create_task(made())
    await asyncio.sleep(some_time(0.004))
    task.cancel()
    try:
        reader, writer = await task
    except asyncio.CancelledError:
        return
    await gone(writer)


@action
async def hanging_connect(place):
    try:
        async with asyncio.timeout(chance.random() * 0.05):
            reader, writer = await asyncio.open_connection(*place.full.getsockname())
            await gone(writer)
    except TimeoutError:
        pass


@action
async def refused_connect(place):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        try:
            await asyncio.open_connection(*s.getsockname())
        except ConnectionRefusedError:
            return
    raise AssertionError("not refused")


@action
async def timed_out_read(place):
    reader, writer = await place.connect()
    writer.write(b"silence\n")
    try:
        if chance.random() < 0.5:
            await asyncio.wait_for(reader.readexactly(4), chance.random() * 0.02)
        else:
            async with asyncio.timeout(chance.random() * 0.02):
                await reader.readuntil(b"x")
    except TimeoutError:
        pass
    writer.transport.abort()
    await gone(writer)


@action
async def slow_reader(place):
    reader, writer = await place.connect()
    writer.write(b"bulk 2000000\nend\n")
    await asyncio.sleep(some_time())
    if chance.random() < 0.5:
        got = 0
        while got < 2_000_000:
            data = await reader.read(min(50_000, 2_000_000 - got))
            assert data, f"the stream ends after {got} bytes"
            got += len(data)
        assert await reader.readline() == b"end\n"
    await gone(writer)


@action
async def stuck_writer(place):
    reader, writer = await place.connect()
    writer.write(b"silence\n")
    try:
        async with asyncio.timeout(chance.random() * 0.03):
            while True:
                writer.write(bytes(100_000))
                await writer.drain()
    except TimeoutError:
        pass
    writer.transport.abort()
    await gone(writer)


@action
async def tls_echo(place):
    reader, writer = await place.connect_tls()
    for i in range(chance.randrange(1, 8)):
        writer.write(b"line %d\n" % i)
        assert await reader.readline() == b"line %d\n" % i
    if chance.random() < 0.3:
        writer.transport.abort()
    await gone(writer)


@action
async def tls_cut(place):
    """The handshake that never ends, by a client that leaves, resets or says nonsense."""
    reader, writer = await asyncio.open_connection("127.0.0.1", place.tls_port)
    writer.write(chance.choice((b"", b"\x16\x03\x01", b"GET / HTTP/1.0\r\n\r\n", os.urandom(50))))
    await asyncio.sleep(some_time())
    if chance.random() < 0.5:
        reset_on_close(writer)
    await gone(writer)


@action
async def tls_cancelled(place):
    reader, writer = await place.connect_tls()
    writer.write(b"bulk 500000\n")
    task = asyncio.create_task(reader.readexactly(500_000))
    await asyncio.sleep(some_time())
    await cancelled(task)
    reset_on_close(writer)
    await gone(writer)


@action
async def tls_refused(place):
    try:
        await asyncio.open_connection("127.0.0.1", place.tls_port, ssl=ssl.create_default_context(), server_hostname="localhost")
    except ssl.SSLError:
        return
    raise AssertionError("the certificate was taken")


@action
async def tls_upgrade(place):
    """start_tls() on both sides of a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", place.tls_port)
    await writer.start_tls(place.context, server_hostname="localhost")
    writer.write(b"hello\n")
    assert await reader.readline() == b"hello\n"
    await gone(writer)


@action
async def own_server(place):
    """A server that ends while it has clients."""
    server = await asyncio.start_server(place.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    pairs = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
    for reader, writer in pairs:
        writer.write(b"hello\n")
    for reader, writer in pairs:
        assert await reader.readline() == b"hello\n"
    server.close()
    chance.choice((server.close_clients, server.abort_clients))()
    for reader, writer in pairs:
        try:
            await reader.read()
        except OSError:
            pass
        await gone(writer)
    await server.wait_closed()


@action
async def raw_sockets(place):
    loop = asyncio.get_running_loop()
    a, b = socket.socketpair()
    with a, b:
        a.setblocking(False), b.setblocking(False)
        task = asyncio.create_task(loop.sock_recv(a, 100))
        await asyncio.sleep(some_time())
        await cancelled(task)
        await loop.sock_sendall(b, b"hello")
        assert await loop.sock_recv(a, 100) == b"hello"
        task = asyncio.create_task(loop.sock_sendall(a, bytes(3_000_000)))
        await asyncio.sleep(some_time())
        await cancelled(task)
    with socket.socket() as s:
        s.setblocking(False)
        await loop.sock_connect(s, ("127.0.0.1", place.port))
        await loop.sock_sendall(s, b"hello\n")
        assert await loop.sock_recv(s, 100) == b"hello\n"


@action
async def datagrams(place):
    class Echo(asyncio.DatagramProtocol):
        def connection_made(self, transport):
            self.transport = transport

        def datagram_received(self, data, addr):
            self.transport.sendto(data, addr)

    class Client(asyncio.DatagramProtocol):
        def __init__(self):
            self.got = asyncio.get_running_loop().create_future()
            self.lost = asyncio.get_running_loop().create_future()

        def datagram_received(self, data, addr):
            if not self.got.done():
                self.got.set_result(data)

        def connection_lost(self, exc):
            self.lost.set_result(exc)

    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    transport, client = await loop.create_datagram_endpoint(Client, remote_addr=server.get_extra_info("sockname"))
    transport.sendto(b"hello")
    assert await client.got == b"hello"
    server.abort()
    transport.close()
    await client.lost


@action
async def pipes(place):
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    reader = asyncio.StreamReader()
    source, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(r, "rb", 0))
    sink, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(w, "wb", 0))
    sink.write(b"hello\n")
    assert await reader.readline() == b"hello\n"
    sink.write(bytes(chance.choice((10, 200_000))))
    await asyncio.sleep(some_time())
    for t in chance.sample((source, sink), 2):
        t.close()
        await asyncio.sleep(some_time())


@action
async def watched(place):
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    came = loop.create_future()
    loop.add_reader(r, lambda: came.done() or came.set_result(os.read(r, 10)))
    loop.call_later(some_time(), os.write, w, b"x")
    assert await came == b"x"
    if chance.random() < 0.5:
        loop.remove_reader(r)
        os.close(r)
    else:
        loop.remove_reader(r)
        loop.add_reader(r, print)
        loop.remove_reader(r)
        os.close(r)
    os.close(w)


@action
async def sent_file(place):
    loop = asyncio.get_running_loop()
    got = asyncio.Event()
    size = 0

    class Sink(asyncio.Protocol):
        def data_received(self, data):
            nonlocal size
            size += len(data)

        def connection_lost(self, exc):
            got.set()

    server = await loop.create_server(Sink, "127.0.0.1", 0)
    transport, _ = await loop.create_connection(asyncio.Protocol, *server.sockets[0].getsockname())
    with open(place.file, "rb") as f:
        await loop.sendfile(transport, f)
    transport.close()
    await got.wait()
    assert size == 300_000, size
    server.close()
    await server.wait_closed()


@action
async def killed_child(place):
    child = await asyncio.create_subprocess_exec("sleep", "1000", stdin=chance.choice((None, subprocess.PIPE)), stdout=chance.choice((None, subprocess.PIPE)))
    await asyncio.sleep(some_time())
    chance.choice((child.kill, child.terminate))()
    assert await child.wait() in (-signal.SIGKILL, -signal.SIGTERM)


@action
async def abandoned_child(place):
    """Cancelled while it is talked to."""
    child = await asyncio.create_subprocess_exec("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    task = asyncio.create_task(child.stdout.read())
    child.stdin.write(bytes(100_000))
    await asyncio.sleep(some_time())
    await cancelled(task)
    child.kill()
    await child.wait()
    child._transport.close()


@action
async def talking_child(place):
    child = await asyncio.create_subprocess_exec("cat", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = await child.communicate(b"hello" * 1000)
    assert out == b"hello" * 1000 and child.returncode == 0


@action
async def failing_child(place):
    child = await asyncio.create_subprocess_shell("exit 7")
    assert await child.wait() == 7
    try:
        await asyncio.create_subprocess_exec("/no/such/program")
    except FileNotFoundError:
        return
    raise AssertionError("started")


@action
async def cancelled_spawn(place):
    # The cancelled call reaps the child if it has ended by itself, which the watcher of children then warns of.
    task = asyncio.create_task(asyncio.create_subprocess_exec("true", stdout=subprocess.PIPE))
    await asyncio.sleep(some_time(0.003))
    task.cancel()
    try:
        child = await task
    except asyncio.CancelledError:
        return
    await child.communicate()


@action
async def jobs(place):
    loop = asyncio.get_running_loop()
    assert await asyncio.to_thread(sum, range(100)) == 4950
    task = asyncio.create_task(asyncio.to_thread(time.sleep, chance.random() * 0.02))
    await asyncio.sleep(some_time())
    await cancelled(task)
    try:
        await loop.run_in_executor(None, int, "x")
    except ValueError:
        pass
    done = await loop.run_in_executor(None, lambda: asyncio.run_coroutine_threadsafe(asyncio.sleep(0, 42), loop).result())
    assert done == 42


@action
async def names(place):
    loop = asyncio.get_running_loop()
    infos = await loop.getaddrinfo("localhost", place.port, type=socket.SOCK_STREAM)
    assert infos
    task = asyncio.create_task(loop.getaddrinfo("localhost", place.port))
    await asyncio.sleep(0)
    await cancelled(task)


@action
async def another_loop(place):
    async def inside():
        reader, writer = await asyncio.open_connection("127.0.0.1", place.port)
        writer.write(b"hello\n")
        line = await reader.readline()
        asyncio.create_task(asyncio.sleep(1000))  # asyncio.run() cancels it
        await gone(writer)
        return line

    assert await asyncio.to_thread(asyncio.run, inside()) == b"hello\n"


@action
async def plain_thread(place):
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(came.set_result, 1))
    thread.start()
    assert await came == 1
    thread.join()


@action
async def signals(place):
    os.kill(os.getpid(), signal.SIGUSR1)


@action
async def task_groups(place):
    async def bad():
        await asyncio.sleep(some_time())
        raise KeyError("meant")

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(5):
                group.create_task(asyncio.sleep(100))
            group.create_task(bad())
    except* KeyError:
        pass


@action
async def primitives(place):
    lock, queue, condition = asyncio.Lock(), asyncio.Queue(2), asyncio.Condition()

    async def user():
        async with lock:
            await queue.put(1)
        async with condition:
            await condition.wait()

    tasks = [asyncio.create_task(user()) for _ in range(6)]
    await asyncio.sleep(some_time())
    for task in chance.sample(tasks, 6):
        await cancelled(task)


@action
async def generators(place):
    async def numbers():
        try:
            while True:
                yield 1
                await asyncio.sleep(0)
        finally:
            await asyncio.sleep(0)

    async for _ in numbers():  # left to the collector
        break


def children():
    if not HAS_PROC:
        return []
    mine, found = str(os.getpid()), []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as f:
                stat = f.read()
        except OSError:
            continue
        if stat.rpartition(")")[2].split()[1] == mine:
            found.append(stat.split()[0] + stat[stat.index(" ("):stat.rindex(")") + 3])
    return found


def descriptors():
    found = {}
    for fd in os.listdir("/proc/self/fd") if HAS_PROC else ():
        try:
            found[int(fd)] = os.readlink(f"/proc/self/fd/{fd}")
        except OSError:
            pass  # the listing's own
    return found


def status(name):
    if not HAS_PROC:
        return 0
    with open("/proc/self/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(name + ":"))


async def settled(tasks):
    """Wait until no task is left but those, and everything that is on its way has come."""
    end = time.monotonic() + 10
    while len(asyncio.all_tasks()) > tasks and time.monotonic() < end:
        await asyncio.sleep(0.02)
    for _ in range(3):
        await asyncio.sleep(0.05)
        gc.collect()


class Census:
    def __init__(self):
        self.descriptors = descriptors()
        self.tasks = asyncio.all_tasks()
        self.threads = threading.active_count()
        self.os_threads = status("Threads")
        self.memory = status("VmRSS")
        self.children = children()

    def __str__(self):
        return (f"{len(self.tasks)} tasks, {len(self.descriptors)} descriptors, {self.threads} threads ({self.os_threads} of the system), "
                f"{len(self.children)} children, {self.memory} KiB")


async def work(place, until, counts):
    while time.monotonic() < until and not problems:
        act = chance.choice(ACTIONS)
        try:
            async with asyncio.timeout(LIMIT):
                await act(place)
            counts[act.__name__] = counts.get(act.__name__, 0) + 1
        except TimeoutError:
            problems.append(f"{act.__name__} hangs:\n{traceback.format_exc()}")
        except Exception:
            problems.append(f"{act.__name__}:\n{traceback.format_exc()}")


def expected(context):
    """Errors of a connection that was cut are told to the loop's handler where nobody else can hear of them."""
    return isinstance(context.get("exception"), (OSError, ssl.SSLError))


async def main():
    loop = asyncio.get_running_loop()
    logging.getLogger("asyncio").addFilter(lambda record: not record.msg.startswith("Unknown child process"))

    def told(loop, context):
        if not expected(context):
            e = context.get("exception")
            problems.append(f"told to the loop: {context}\n" + "".join(traceback.format_exception(e) if e else ()))

    loop.set_exception_handler(told)
    loop.add_signal_handler(signal.SIGUSR1, lambda: None)
    counts, history = {}, []
    async with Place() as place:
        begin = time.monotonic()
        for n in range(1, ROUNDS + 1):
            until = begin + SECONDS * n / ROUNDS
            await asyncio.gather(*(work(place, until, counts) for _ in range(WORKERS)))
            await settled(1)
            census = Census()
            history.append(census)
            print(f"{time.monotonic() - begin:7.1f} s, {sum(counts.values())} actions:", census, flush=True)
            if problems:
                break
    loop.remove_signal_handler(signal.SIGUSR1)
    check(history)
    print(", ".join(f"{name} {n}" for name, n in sorted(counts.items())))


def check(history):
    first, last = history[0], history[-1]
    for c in history:
        if len(c.tasks) > 1:
            problems.append(f"tasks are left: {c.tasks}")
            break
    for c in history:
        if c.children:
            problems.append(f"children are left: {c.children}")
            break
    if len(last.descriptors) > len(first.descriptors):
        new = {fd: what for fd, what in last.descriptors.items() if first.descriptors.get(fd) != what}
        problems.append(f"descriptors are left: {new}")
    early = history[: (len(history) + 2) // 3]
    if last.threads > max(max(c.threads for c in early), POOL):
        problems.append(f"threads are left: {last.threads}, {early[-1].threads} before")
    if last.os_threads > max(c.os_threads for c in early) + 8:
        problems.append(f"threads of the system are left: {last.os_threads}, {early[-1].os_threads} before")
    grown = (last.memory - max(c.memory for c in early)) / 1024
    print(f"memory: {grown:+.1f} MiB since the first third")
    if GROWTH and grown > GROWTH:
        problems.append(f"memory has grown by {grown:.1f} MiB")


print("seed", SEED)
asyncio.run(main())
for p in problems:
    print("PROBLEM", p, file=sys.stderr)
sys.exit(bool(problems))
