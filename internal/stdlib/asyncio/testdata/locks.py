import asyncio

from check import passes, raises


async def locks():
    lock = asyncio.Lock()
    assert not lock.locked()
    assert await lock.acquire() is True
    assert lock.locked()
    lock.release()
    with raises(RuntimeError, "Lock is not acquired."):
        lock.release()

    # First come, first served.
    log = []

    async def worker(name):
        async with lock:
            log.append(name)
            await asyncio.sleep(0)
            log.append(name)
    await asyncio.gather(*(worker(n) for n in "abc"))
    assert "".join(log) == "aabbcc"

    # A cancelled waiter gives its place up, and passes on what it was promised.
    await lock.acquire()
    waiters = [asyncio.create_task(worker(n)) for n in "xyz"]
    await passes(1)
    log.clear()
    lock.release()
    assert not lock.locked()  # Though the first waiter is promised it.
    waiters[0].cancel()
    await passes(1)
    await asyncio.wait(waiters)
    assert waiters[0].cancelled() and "".join(log) == "yyzz"
    assert not lock.locked()

    # Nobody overtakes a waiter.
    await lock.acquire()
    first = asyncio.create_task(worker("1"))
    await passes(1)
    log.clear()
    lock.release()
    await worker("2")
    await first
    assert "".join(log) == "1122"
    assert repr(lock).endswith(" [unlocked]>") and "asyncio.locks.Lock object at" in repr(lock)


async def events():
    event = asyncio.Event()
    assert not event.is_set()
    log = []

    async def waiter(n):
        assert await event.wait() is True
        log.append(n)
    tasks = [asyncio.create_task(waiter(n)) for n in range(3)]
    await passes(1)
    assert repr(event).endswith(" [unset, waiters:3]>")
    event.set()
    event.clear()
    await asyncio.gather(*tasks)
    assert log == [0, 1, 2]  # They were released though it is clear again.
    event.set()
    assert await event.wait() is True
    assert repr(event).endswith(" [set]>")


async def conditions():
    cond = asyncio.Condition()
    items = []
    got = []

    async def consumer(n):
        async with cond:
            await cond.wait_for(lambda: items)
            got.append((n, items.pop()))
    tasks = [asyncio.create_task(consumer(n)) for n in range(3)]
    await passes(2)
    with raises(RuntimeError):
        cond.notify()
    with raises(RuntimeError):
        await cond.wait()
    async with cond:
        items += ["a"]
        cond.notify(1)
    await passes(6)
    assert got == [(0, "a")]
    async with cond:
        items += ["b", "c"]
        cond.notify_all()
    await asyncio.gather(*tasks)
    assert got == [(0, "a"), (1, "c"), (2, "b")]

    # A cancelled wait holds the lock again when it ends.
    held = []

    async def waiter():
        async with cond:
            try:
                await cond.wait()
            finally:
                held.append(cond.locked())
    task = asyncio.create_task(waiter())
    await passes(2)
    async with cond:
        task.cancel()
        await passes(2)
        assert not task.done()
    with raises(asyncio.CancelledError):
        await task
    assert held == [True] and not cond.locked()

    # A notification that its receiver does not live to use goes to another.
    woken = []

    async def sleeper(n):
        async with cond:
            await cond.wait()
            woken.append(n)
    a, b = asyncio.create_task(sleeper("a")), asyncio.create_task(sleeper("b"))
    await passes(2)
    async with cond:
        cond.notify()
        a.cancel()
    await asyncio.wait_for(b, 5)
    assert woken == ["b"] and a.cancelled()

    lock = asyncio.Lock()
    shared = asyncio.Condition(lock)
    async with lock:
        assert shared.locked()
        shared.notify_all()


async def semaphores():
    sem = asyncio.Semaphore(2)
    running = most = 0

    async def worker():
        nonlocal running, most
        async with sem:
            running += 1
            most = max(most, running)
            await passes(2)
            running -= 1
    await asyncio.gather(*(worker() for _ in range(7)))
    assert most == 2 and not sem.locked()
    await sem.acquire()
    await sem.acquire()
    assert sem.locked()
    waiting = asyncio.create_task(sem.acquire())
    await passes(1)
    sem.release()
    assert sem.locked()  # It is promised to the waiter.
    await waiting
    sem.release()
    sem.release()
    sem.release()  # A plain semaphore grows.
    assert "[unlocked, value:3]" in repr(sem), repr(sem)

    with raises(ValueError, "Semaphore initial value must be >= 0"):
        asyncio.Semaphore(-1)
    bounded = asyncio.BoundedSemaphore(1)
    async with bounded:
        assert bounded.locked()
    with raises(ValueError, "BoundedSemaphore released too many times"):
        bounded.release()

    # Cancelled waiters lose nothing.
    sem = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(sem.acquire()) for _ in range(3)]
    await passes(1)
    tasks[0].cancel()
    sem.release()
    tasks[1].cancel()
    await asyncio.wait(tasks[:2])
    sem.release()
    done, pending = await asyncio.wait(tasks, timeout=5)
    assert not pending and tasks[2].result() is True
    won = sum(not t.cancelled() for t in tasks)
    left = 0
    while not sem.locked():
        await sem.acquire()
        left += 1
    assert won + left == 2


async def barriers():
    barrier = asyncio.Barrier(3)
    assert barrier.parties == 3 and barrier.n_waiting == 0 and not barrier.broken
    places = await asyncio.gather(*(barrier.wait() for _ in range(3)))
    assert sorted(places) == [0, 1, 2]
    # It can be used again, also as a context manager.
    log = []

    async def worker(n):
        async with barrier as place:
            log.append(n)
            assert 0 <= place < 3
    await asyncio.gather(*(worker(n) for n in range(6)))
    assert sorted(log) == list(range(6))

    waiting = [asyncio.create_task(barrier.wait()) for _ in range(2)]
    await passes(2)
    assert barrier.n_waiting == 2
    await barrier.reset()
    for w in waiting:
        with raises(asyncio.BrokenBarrierError):
            await w
    assert not barrier.broken
    waiting = asyncio.create_task(barrier.wait())
    await passes(2)
    await barrier.abort()
    assert barrier.broken
    with raises(asyncio.BrokenBarrierError):
        await waiting
    with raises(asyncio.BrokenBarrierError):
        await barrier.wait()
    assert issubclass(asyncio.BrokenBarrierError, RuntimeError)
    with raises(ValueError, "parties must be >= 1"):
        asyncio.Barrier(0)


async def main():
    for test in (locks, events, conditions, semaphores, barriers):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())

assert len(asyncio.Event()._waiters) == len(asyncio.Condition()._waiters) == 0
assert asyncio.Lock()._waiters is None and asyncio.Semaphore()._waiters is None

# A lock belongs to the loop in which it was first waited for.
lock = asyncio.Lock()


async def contend():
    await lock.acquire()
    task = asyncio.create_task(lock.acquire())
    await passes(1)
    lock.release()
    await task
asyncio.run(contend())


async def elsewhere():
    with raises(RuntimeError) as r:
        async with asyncio.timeout(5):
            await lock.acquire()
    assert str(r.value).endswith("is bound to a different event loop"), r.value
asyncio.run(elsewhere())
