# How many passes of the loop go by until a waiter goes on.
import asyncio


async def count(start):
    """Passes between the completion that start() causes and the end of its awaitable, both seen from callbacks of the loop."""
    loop = asyncio.get_running_loop()
    passed = 0
    running = True

    def tick():
        nonlocal passed
        passed += 1
        if running:
            loop.call_soon(tick)
    tick()
    passed = 0
    await start()
    running = False
    got = passed
    await asyncio.sleep(0)
    return got


async def nothing():
    pass


async def direct():
    await nothing()


async def sleep0():
    await asyncio.sleep(0)


async def task():
    await asyncio.create_task(nothing())


async def gathered():
    await asyncio.gather(nothing(), nothing())


async def shielded():
    await asyncio.shield(nothing())


async def group():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(nothing())


async def waited():
    await asyncio.wait([asyncio.create_task(nothing())])


async def waited_for():
    await asyncio.wait_for(nothing(), 10)


async def lock():
    lock = asyncio.Lock()
    await lock.acquire()
    asyncio.get_running_loop().call_soon(lock.release)
    await lock.acquire()


async def event():
    event = asyncio.Event()
    asyncio.get_running_loop().call_soon(event.set)
    await event.wait()


async def queue():
    queue = asyncio.Queue()
    asyncio.get_running_loop().call_soon(queue.put_nowait, 1)
    await queue.get()


async def uncontended():
    async with asyncio.Lock():
        pass
    event = asyncio.Event()
    event.set()
    await event.wait()
    queue = asyncio.Queue()
    await queue.put(1)
    await queue.get()
    async with asyncio.timeout(10):
        pass
    async with asyncio.TaskGroup():
        pass
    async with asyncio.Semaphore():
        pass


async def main():
    expected = {direct: 0, sleep0: 1, task: 2, gathered: 3, shielded: 3, group: 3, waited: 3, waited_for: 0, lock: 2, event: 2, queue: 2,
                uncontended: 0}
    got = {f.__name__: await count(f) for f in expected}
    assert got == {f.__name__: n for f, n in expected.items()}, got


asyncio.run(main())


# A cancel in the pass in which the waiter is released wins.
async def late_cancel():
    fut = asyncio.get_running_loop().create_future()

    async def body():
        await fut
    t = asyncio.create_task(body())
    await asyncio.sleep(0)
    fut.set_result(1)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        return True
assert asyncio.run(late_cancel())


# The order of callbacks is that of their scheduling, whoever scheduled them.
async def interleaved():
    loop = asyncio.get_running_loop()
    log = []

    async def step(name):
        log.append(name)
        await asyncio.sleep(0)
        log.append(name + "'")
    loop.call_soon(log.append, 1)
    a = asyncio.create_task(step("a"))
    loop.call_soon(log.append, 2)
    b = asyncio.create_task(step("b"))
    loop.call_soon(log.append, 3)
    await asyncio.gather(a, b)
    return log
assert asyncio.run(interleaved()) == [1, "a", 2, "b", 3, "a'", "b'"]


# Results of wait and all_tasks show the order in which the tasks were given or made.
async def orders():
    async def stay():
        await asyncio.sleep(0.005)
    tasks = [asyncio.create_task(stay(), name=str(i)) for i in range(5)]
    assert {t.get_name() for t in asyncio.all_tasks()} >= set("01234")
    done, _ = await asyncio.wait(tasks)
    return len(done)
assert asyncio.run(orders()) == 5


# A second run goes on counting tasks.
async def name():
    return asyncio.current_task().get_name()
first, second = asyncio.run(name()), asyncio.run(name())
assert int(second[5:]) > int(first[5:])
