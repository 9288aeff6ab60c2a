"""The memory of an idle connection of a streams server: 10,000 clients (or argv[1]), in a process of their own, that say nothing.

Besides the result it prints what is left once all have gone, and fails if that is a descriptor or a task.
"""
import asyncio, gc, os, resource, socket, subprocess, sys, time

COUNT = 10_000
SPARE = 50  # descriptors for everything else


def memory():
    """What the process keeps, in KiB, after its garbage has gone."""
    for _ in range(3):
        gc.collect()
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def descriptors():
    return len(os.listdir("/proc/self/fd")) - 1  # one is the listing's own


def clients(port):
    """The child: for each number on stdin it opens as many connections; at 0 it closes all. It answers each with a line."""
    socks = []
    for line in sys.stdin:
        for _ in range(int(line)):
            socks.append(socket.create_connection(("127.0.0.1", port)))
        if int(line) == 0:
            for sock in socks:
                sock.close()
            socks.clear()
        print("done", flush=True)


class Server:
    def __init__(self):
        self.waiting = 0

    async def handle(self, reader, writer):
        self.waiting += 1
        while data := await reader.read(1024):
            writer.write(data)
            await writer.drain()
        self.waiting -= 1
        writer.close()
        await writer.wait_closed()

    async def until(self, count, tasks):
        async with asyncio.timeout(60):
            while self.waiting != count or len(asyncio.all_tasks()) != tasks:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)


async def main(count):
    server = Server()
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0, backlog=1024)
    port = listener.sockets[0].getsockname()[1]
    child = subprocess.Popen([sys.executable, __file__, "clients", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    async def tell(number, open_now):
        child.stdin.write(b"%d\n" % number)
        child.stdin.flush()
        await asyncio.to_thread(child.stdout.readline)
        await server.until(open_now, open_now + 1)

    await tell(20, 20)  # a first few, for what is made once
    await tell(0, 0)
    memory_before, descriptors_before = memory(), descriptors()
    start = time.perf_counter()
    await tell(count, count)
    took = time.perf_counter() - start
    memory_open, descriptors_open = memory(), descriptors()
    await tell(0, 0)
    memory_after, descriptors_after = memory(), descriptors()
    child.stdin.close()
    child.wait()
    child.stdout.close()
    listener.close()
    await listener.wait_closed()
    print(f"{count} connections: {descriptors_open - descriptors_before} descriptors, {memory_open - memory_before} KiB, made in {took:.2f} s")
    print(f"left when they are closed: {descriptors_after - descriptors_before} descriptors, {memory_after - memory_before} KiB")
    print("RESULT", (memory_open - memory_before) / count, "KiB/connection")
    assert descriptors_open - descriptors_before == count, "not all connections were open"
    assert descriptors_after <= descriptors_before, "descriptors are left"


if sys.argv[1:2] == ["clients"]:
    clients(int(sys.argv[2]))
else:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count + SPARE:
        if hard != resource.RLIM_INFINITY and hard < count + SPARE:
            sys.exit(f"{count} connections need {count + SPARE} descriptors, and the limit is {hard}")
        resource.setrlimit(resource.RLIMIT_NOFILE, (count + SPARE, hard))
    asyncio.run(main(count))
