import asyncio

from check import passes, raises


async def orders():
    for kind, order in ((asyncio.Queue, [3, 1, 2]), (asyncio.LifoQueue, [2, 1, 3]), (asyncio.PriorityQueue, [1, 2, 3])):
        queue = kind()
        assert queue.empty() and not queue.full() and queue.qsize() == 0 and queue.maxsize == 0
        for n in (3, 1, 2):
            queue.put_nowait(n)
        assert queue.qsize() == 3
        assert [await queue.get() for _ in range(3)] == order
        with raises(asyncio.QueueEmpty):
            queue.get_nowait()
    queue = asyncio.PriorityQueue()
    queue.put_nowait((2, "b"))
    queue.put_nowait((1, "z"))
    assert queue.get_nowait() == (1, "z")
    with raises(TypeError, "'<' not supported between instances of 'int' and 'str'"):
        q = asyncio.PriorityQueue()
        q.put_nowait("s")
        q.put_nowait(1)


async def bounds():
    queue = asyncio.Queue(2)
    await queue.put(1)
    await queue.put(2)
    assert queue.full()
    with raises(asyncio.QueueFull):
        queue.put_nowait(3)
    putters = [asyncio.create_task(queue.put(n)) for n in (3, 4)]
    await passes(1)
    assert not any(p.done() for p in putters)
    assert [await queue.get() for _ in range(4)] == [1, 2, 3, 4]
    await asyncio.gather(*putters)
    assert asyncio.Queue(-1).full() is False


async def waiters():
    queue = asyncio.Queue()
    getters = [asyncio.create_task(queue.get()) for _ in range(3)]
    await passes(1)
    assert repr(queue).endswith("maxsize=0 _getters[3]>"), repr(queue)
    for n in range(3):
        queue.put_nowait(n)
    assert await asyncio.gather(*getters) == [0, 1, 2]

    # A cancelled getter's item goes to the next.
    a, b = asyncio.create_task(queue.get()), asyncio.create_task(queue.get())
    await passes(1)
    queue.put_nowait("item")
    a.cancel()
    assert await asyncio.wait_for(b, 5) == "item"
    assert a.cancelled()
    queue = asyncio.Queue(1)
    queue.put_nowait(0)
    a, b = asyncio.create_task(queue.put("a")), asyncio.create_task(queue.put("b"))
    await passes(1)
    queue.get_nowait()
    a.cancel()
    await asyncio.wait_for(b, 5)
    assert queue.get_nowait() == "b"


async def joining():
    queue = asyncio.Queue()
    await queue.join()
    done = []

    async def worker():
        while True:
            item = await queue.get()
            await passes(1)
            done.append(item)
            queue.task_done()
    workers = [asyncio.create_task(worker()) for _ in range(2)]
    for n in range(5):
        queue.put_nowait(n)
    assert repr(queue).endswith("tasks=5>"), repr(queue)
    await asyncio.wait_for(queue.join(), 5)
    assert sorted(done) == list(range(5))
    with raises(ValueError, "task_done() called too many times"):
        queue.task_done()
    for w in workers:
        w.cancel()
    await asyncio.wait(workers)


async def shutdown():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.put_nowait(2)
    queue.shutdown()
    for put in (queue.put_nowait, queue.put):
        with raises(asyncio.QueueShutDown):
            r = put(3)
            await r
    # What is in it can still be had.
    assert await queue.get() == 1 and queue.get_nowait() == 2
    with raises(asyncio.QueueShutDown):
        await queue.get()
    with raises(asyncio.QueueShutDown):
        queue.get_nowait()
    assert "shutdown" in repr(queue)

    queue = asyncio.Queue()
    getter = asyncio.create_task(queue.get())
    await passes(1)
    queue.shutdown()
    with raises(asyncio.QueueShutDown):
        await getter
    queue = asyncio.Queue(1)
    queue.put_nowait(1)
    putter = asyncio.create_task(queue.put(2))
    await passes(1)
    queue.shutdown()
    with raises(asyncio.QueueShutDown):
        await putter

    # At once: the items are dropped and count as done.
    queue = asyncio.Queue()
    for n in range(3):
        queue.put_nowait(n)
    joiner = asyncio.create_task(queue.join())
    await passes(1)
    queue.shutdown(immediate=True)
    await asyncio.wait_for(joiner, 5)
    assert queue.empty()
    with raises(asyncio.QueueShutDown):
        queue.get_nowait()


async def subclass():
    # A queue's storage is its subclass's affair.
    class Unique(asyncio.Queue):
        def _init(self, maxsize):
            self._queue = {}

        def _put(self, item):
            self._queue[item] = None

        def _get(self):
            return self._queue.pop(next(iter(self._queue))) or "gone"

    queue = Unique()
    for n in "aab":
        await queue.put(n)
    assert queue.qsize() == 2 and not queue.empty()
    assert await queue.get() == "gone" and await queue.get() == "gone"
    assert queue.empty()
    assert asyncio.Queue[int].__origin__ is asyncio.Queue


async def main():
    for test in (orders, bounds, waiters, joining, shutdown, subclass):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())
