import asyncio
from asyncio import staggered

from check import passes, raises


async def value(v, rounds=1):
    await passes(rounds)
    return v


async def failing(text, rounds=1):
    await passes(rounds)
    raise ValueError(text)


async def forever():
    await asyncio.get_running_loop().create_future()


async def refused(awaitable):
    with raises(asyncio.CancelledError):
        await awaitable


async def sleeping():
    assert await asyncio.sleep(0, "r") == "r"
    assert await asyncio.sleep(0.001, "s") == "s"
    assert await asyncio.sleep(-1, "t") == "t"
    with raises(ValueError, "Invalid delay: NaN (not a number)"):
        await asyncio.sleep(float("nan"))
    loop = asyncio.get_running_loop()
    before = loop.time()
    await asyncio.sleep(0.02)
    assert loop.time() - before >= 0.019

    # sleep(0) takes turns.
    log = []

    async def turns(name):
        for i in range(3):
            log.append(name + str(i))
            await asyncio.sleep(0)
    await asyncio.gather(turns("a"), turns("b"), turns("c"))
    assert log == ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2"]

    # Shorter sleeps end first, whatever the order in which they began.
    log.clear()

    async def nap(delay):
        await asyncio.sleep(delay)
        log.append(delay)
    await asyncio.gather(nap(0.03), nap(0.001), nap(0.015))
    assert log == [0.001, 0.015, 0.03]


async def gathering():
    assert await asyncio.gather() == []
    assert await asyncio.gather(value(1, 3), value(2, 1), value(3, 2)) == [1, 2, 3]
    # The same awaitable counts once, and its result stands everywhere.
    coro = value(7)
    assert await asyncio.gather(coro, coro) == [7, 7]

    # The first failure is raised at once; the others go on.
    slow = asyncio.create_task(value("slow", 10))
    with raises(ValueError, "first"):
        await asyncio.gather(slow, failing("first", 1), failing("second", 2))
    assert not slow.done()
    assert await slow == "slow"

    got = await asyncio.gather(value(1), failing("x"), return_exceptions=True)
    assert got[0] == 1 and type(got[1]) is ValueError and str(got[1]) == "x"

    # A cancelled child.
    child = asyncio.create_task(forever())
    both = asyncio.gather(child, value(1, 5))
    await passes(1)
    child.cancel()
    await refused(both)
    child = asyncio.create_task(forever())
    both = asyncio.gather(child, value(1), return_exceptions=True)
    await passes(1)
    child.cancel()
    got = await both
    assert type(got[0]) is asyncio.CancelledError and got[1] == 1

    # Cancelling the whole.
    children = [asyncio.create_task(forever()) for _ in range(3)]
    whole = asyncio.gather(*children)
    await passes(1)
    assert whole.cancel()
    await refused(whole)
    assert all(c.cancelled() for c in children)
    assert whole.done() and not whole.cancelled()
    assert whole.cancel() is False
    assert repr(whole).startswith("<_GatheringFuture finished exception=CancelledError(")


async def waits():
    with raises(TypeError, "expect a list of futures, not Task"):
        task = asyncio.create_task(value(1))
        await asyncio.wait(task)
    await task
    with raises(ValueError, "Set of Tasks/Futures is empty."):
        await asyncio.wait([])
    with raises(ValueError, "Invalid return_when value: 5"):
        await asyncio.wait([task], return_when=5)
    coro = value(1)
    with raises(TypeError, "Passing coroutines is forbidden, use tasks explicitly."):
        await asyncio.wait([coro])
    coro.close()

    tasks = [asyncio.create_task(value(n, n)) for n in (1, 2, 3)]
    done, pending = await asyncio.wait(tasks)
    assert done == set(tasks) and pending == set()

    tasks = [asyncio.create_task(value(n, n * 4)) for n in (1, 2, 3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert done == {tasks[0]} and pending == set(tasks[1:])
    await asyncio.wait(pending)

    tasks = [asyncio.create_task(value(1, 1)), asyncio.create_task(failing("w", 4)), asyncio.create_task(forever())]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    assert done == set(tasks[:2]) and pending == {tasks[2]}
    assert str(tasks[1].exception()) == "w"
    # A timeout leaves what is not done alone.
    done, pending = await asyncio.wait(pending, timeout=0.005)
    assert done == set() and pending == {tasks[2]} and not tasks[2].done()
    # So does cancelling the waiter.
    waiter = asyncio.create_task(asyncio.wait(pending))
    await passes(1)
    waiter.cancel()
    await refused(waiter)
    assert not tasks[2].done()
    tasks[2].cancel()
    await asyncio.wait(pending)


async def wait_fors():
    assert await asyncio.wait_for(value(1), 10) == 1
    assert await asyncio.wait_for(value(2), None) == 2
    with raises(ValueError, "w"):
        await asyncio.wait_for(failing("w"), 10)
    task = asyncio.create_task(forever())
    with raises(TimeoutError, "") as r:
        await asyncio.wait_for(task, 0.005)
    assert task.cancelled()
    assert type(r.value.__cause__) is asyncio.CancelledError
    # With no time left what is done still counts, and the rest is cancelled.
    done = asyncio.create_task(value(3))
    await done
    assert await asyncio.wait_for(done, 0) == 3
    task = asyncio.create_task(forever())
    with raises(TimeoutError):
        await asyncio.wait_for(task, 0)
    assert task.cancelled()
    # It waits till the cancelled one has ended.
    log = []

    async def tidy():
        try:
            await forever()
        finally:
            await passes(3)
            log.append("tidied")
    with raises(TimeoutError):
        await asyncio.wait_for(tidy(), 0.005)
    assert log == ["tidied"]
    # A coroutine runs in the caller's task.
    me = asyncio.current_task()

    async def which():
        return asyncio.current_task()
    assert await asyncio.wait_for(which(), 10) is me
    # Cancelled from outside, it is a cancellation.
    inner = asyncio.create_task(forever())
    outer = asyncio.create_task(asyncio.wait_for(inner, 10))
    await passes(2)
    outer.cancel()
    await refused(outer)
    assert inner.cancelled()


async def completions():
    order = [await c for c in asyncio.as_completed([value("c", 9), value("a", 1), value("b", 5)])]
    assert order == ["a", "b", "c"]

    # With async for one gets one's own tasks.
    tasks = {asyncio.create_task(value(n, n * 3)): n for n in (3, 1, 2)}
    got = []
    async for task in asyncio.as_completed(tasks):
        assert task.done()
        got.append((tasks[task], task.result()))
    assert got == [(1, 1), (2, 2), (3, 3)]

    slow = asyncio.create_task(forever())
    results = []
    with raises(TimeoutError):
        for c in asyncio.as_completed([slow, value(1)], timeout=0.02):
            results.append(await c)
    assert results == [1] and not slow.done()
    with raises(TimeoutError):
        async for t in asyncio.as_completed([slow], timeout=0.005):
            assert False
    slow.cancel()
    await refused(slow)
    with raises(TypeError):
        asyncio.as_completed(7)
    assert [c for c in asyncio.as_completed([])] == []
    with raises(ValueError, "x"):
        for c in asyncio.as_completed([failing("x")]):
            await c


async def shielding():
    # The shielded goes on when its awaiter is cancelled.
    inner = asyncio.create_task(value("kept", 6))
    outer = asyncio.shield(inner)
    waiter = asyncio.create_task(asyncio.wait_for(outer, 10))
    await passes(2)
    waiter.cancel()
    await refused(waiter)
    assert outer.cancelled() and not inner.done()
    assert await inner == "kept"

    assert await asyncio.shield(value(2)) == 2
    with raises(ValueError, "s"):
        await asyncio.shield(failing("s"))
    inner = asyncio.create_task(forever())
    outer = asyncio.shield(inner)
    await passes(1)
    inner.cancel()
    await refused(outer)
    done = asyncio.create_task(value(1))
    await done
    assert asyncio.shield(done) is done

    # What goes wrong behind a shield that nobody awaits any longer is reported.
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context))
    inner = asyncio.create_task(failing("unseen", 3))
    outer = asyncio.shield(inner)
    await passes(1)
    outer.cancel()
    await passes(6)
    loop.set_exception_handler(None)
    assert len(reports) == 1, reports
    assert reports[0]["message"] == "ValueError exception in shielded future"
    assert str(reports[0]["exception"]) == "unseen"

    # Once only, however many shields were given up; also for futures with methods of their own.
    class Future(asyncio.Future):
        def add_done_callback(self, *args, **kwargs):
            super().add_done_callback(*args, **kwargs)

    reports.clear()
    loop.set_exception_handler(lambda loop, context: reports.append(context))
    for made in (loop.create_future(), Future()):
        for _ in range(2):
            outer = asyncio.shield(made)
            await passes(1)
            outer.cancel()
            await passes(1)
        made.set_exception(ValueError())
        await passes(1)
    loop.set_exception_handler(None)
    assert len(reports) == 2, reports


async def racing():
    log = []

    async def runner(name, pause, fails=None):
        log.append(name)
        await asyncio.sleep(pause)
        if fails:
            raise fails
        return name

    def of(*args):
        return lambda: runner(*args)
    race = staggered.staggered_race
    assert await race([], None) == (None, None, [])
    assert await race([of("a", 0)], None) == ("a", 0, [None])
    error = ValueError()
    assert await race([of("a", 0, error), of("b", 0)], 100) == ("b", 1, [error, None])
    assert await race([of("a", 0, error)], None) == (None, None, [error])
    winner, index, errors = await race([of("slow", 100), of("quick", 0), of("never", 0)], 0.01)
    assert (winner, index, len(errors)) == ("quick", 1, 2) and isinstance(errors[0], asyncio.CancelledError)
    assert "never" not in log

    # The first to succeed stops those that would be next.
    event = asyncio.Event()

    async def waiter():
        await event.wait()

    async def setter():
        event.set()
        await asyncio.sleep(100)
    _, index, errors = await race([waiter, waiter, setter], 0.001)
    assert index == 0 and errors[0] is None
    assert [type(e) for e in errors[1:]] == [asyncio.CancelledError] * 2, errors

    # A cancellation is handed on as often as it comes, and comes out when all have ended.
    async def stubborn():
        for n in range(2):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                log.append(n)
    log.clear()
    task = asyncio.create_task(race([stubborn], None))
    await passes(3)
    task.cancel()
    await passes(3)
    assert log == [0] and not task.done()
    task.cancel("again")
    with raises(asyncio.CancelledError):
        await task
    assert log == [0, 1]


async def main():
    for test in (sleeping, gathering, waits, wait_fors, completions, shielding, racing):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())
