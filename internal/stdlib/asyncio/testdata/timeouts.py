import asyncio

from check import passes, raises


async def forever():
    await asyncio.get_running_loop().create_future()


async def expiring():
    loop = asyncio.get_running_loop()
    with raises(TimeoutError, "") as r:
        async with asyncio.timeout(0.005) as t:
            assert not t.expired() and t.when() > loop.time()
            await forever()
    assert t.expired()
    assert type(r.value.__cause__) is asyncio.CancelledError
    assert asyncio.current_task().cancelling() == 0

    async with asyncio.timeout(10) as t:
        await asyncio.sleep(0)
    assert not t.expired()
    async with asyncio.timeout(None) as t:
        assert t.when() is None
        await asyncio.sleep(0)
    with raises(TimeoutError):
        async with asyncio.timeout_at(loop.time() + 0.005):
            await forever()
    for past in (0, -5):
        with raises(TimeoutError):
            async with asyncio.timeout(past):
                await forever()
    # Without an await in the body nothing can be interrupted.
    async with asyncio.timeout(0):
        pass
    assert asyncio.current_task().cancelling() == 0


async def rescheduling():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(0.005) as t:
        t.reschedule(loop.time() + 10)
        await asyncio.sleep(0.015)
    async with asyncio.timeout(0.005) as t:
        t.reschedule(None)
        await asyncio.sleep(0.015)
    with raises(TimeoutError):
        async with asyncio.timeout(None) as t:
            t.reschedule(loop.time() + 0.005)
            await forever()
    with raises(RuntimeError, "Cannot change state of expired Timeout"):
        t.reschedule(1)
    t = asyncio.timeout(1)
    with raises(RuntimeError, "Timeout has not been entered"):
        t.reschedule(None)
    async with t:
        with raises(RuntimeError, "Timeout has already been entered"):
            async with t:
                pass
    with raises(RuntimeError, "Cannot change state of finished Timeout"):
        t.reschedule(1)
    assert repr(t).startswith("<Timeout [finished]"), repr(t)
    assert repr(asyncio.timeout(None)).startswith("<Timeout [created]")


async def nesting():
    outer_done = []
    with raises(TimeoutError):
        async with asyncio.timeout(0.005) as outer:
            async with asyncio.timeout(10) as inner:
                try:
                    await forever()
                finally:
                    outer_done.append(True)
    assert outer.expired() and not inner.expired() and outer_done == [True]
    async with asyncio.timeout(10) as outer:
        with raises(TimeoutError):
            async with asyncio.timeout(0.005) as inner:
                await forever()
        await asyncio.sleep(0)
    assert inner.expired() and not outer.expired()


async def bodies():
    # What the body raises itself goes through.
    with raises(KeyError):
        async with asyncio.timeout(10):
            raise KeyError("k")
    # A body that swallows the cancellation and ends as if nothing were ends without TimeoutError.
    async with asyncio.timeout(0.005) as t:
        try:
            await forever()
        except asyncio.CancelledError:
            pass
    assert t.expired()
    # One that raises something else has the timeout in that exception's chain.
    with raises(ZeroDivisionError) as r:
        async with asyncio.timeout(0.005):
            try:
                await forever()
            finally:
                1 / 0
    chain, e = [], r.value
    while e is not None:
        chain.append(type(e))
        e = e.__context__
    assert TimeoutError in chain, chain


async def cancelled_outside():
    async def body():
        async with asyncio.timeout(10) as t:
            try:
                await forever()
            finally:
                log.append(t.expired())
    log = []
    task = asyncio.create_task(body())
    await passes(2)
    task.cancel("mine")
    with raises(asyncio.CancelledError, "mine"):
        await task
    assert log == [False]

    # A cancellation from outside at the time of the timeout stays one.
    async def both():
        async with asyncio.timeout(0) as t:
            asyncio.current_task().cancel()
            await asyncio.sleep(0.01)
    with raises(asyncio.CancelledError):
        await asyncio.create_task(both())


async def misuse():
    # A timeout is bound to a task.
    loop = asyncio.get_running_loop()
    t = asyncio.timeout(1)
    problems = []

    def enter():
        try:
            t.__aenter__().send(None)
        except BaseException as e:
            problems.append(e)
    loop.call_soon(enter)
    await passes(1)
    assert type(problems[0]) is RuntimeError and str(problems[0]) == "Timeout should be used inside a task"


async def main():
    for test in (expiring, rescheduling, nesting, bodies, cancelled_outside, misuse):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())
