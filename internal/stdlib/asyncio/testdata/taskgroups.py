import asyncio
import contextvars

from check import passes, raises


async def value(v, rounds=1):
    await passes(rounds)
    return v


async def failing(error, rounds=1):
    await passes(rounds)
    raise error


async def forever():
    await asyncio.get_running_loop().create_future()


async def joining():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(value(1, 5), name="a")
        b = tg.create_task(value(2))
        assert a.get_name() == "a" and repr(tg) == "<TaskGroup tasks=2 entered>", repr(tg)
    assert a.result() == 1 and b.result() == 2
    # Children may add children while the group waits.
    log = []

    async def child(depth):
        log.append(depth)
        if depth:
            tg.create_task(child(depth - 1))
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child(3))
    assert log == [3, 2, 1, 0]
    async with asyncio.TaskGroup():
        pass


async def failures():
    with raises(ExceptionGroup, "unhandled errors in a TaskGroup (1 sub-exception)") as r:
        async with asyncio.TaskGroup() as tg:
            other = tg.create_task(forever())
            tg.create_task(failing(ValueError("v")))
    assert other.cancelled()
    assert [str(e) for e in r.value.exceptions] == ["v"]
    assert asyncio.current_task().cancelling() == 0

    # The body is interrupted when a child fails.
    reached = []
    with raises(ExceptionGroup):
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(KeyError("k")))
            await forever()
            reached.append(1)
    assert reached == []

    # Failures of body and children are told together, the children's first.
    with raises(ExceptionGroup) as r:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(failing(KeyError("k"), 0))
            try:
                await forever()
            finally:
                raise OSError("body")
    assert [type(e) for e in r.value.exceptions] == [KeyError, OSError], r.value.exceptions

    with raises(ExceptionGroup) as r:
        async with asyncio.TaskGroup() as tg:
            child = tg.create_task(forever())
            raise ValueError("body alone")
    assert child.cancelled() and len(r.value.exceptions) == 1
    assert r.value.__cause__ is None

    # Several, split by except*.
    async def cleanup():
        try:
            await forever()
        finally:
            raise TypeError("late")
    caught = []
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(cleanup())
            tg.create_task(failing(ValueError("early"), 2))
    except* ValueError as g:
        caught.append(("V", str(g.exceptions[0])))
    except* TypeError as g:
        caught.append(("T", str(g.exceptions[0])))
    assert sorted(caught) == [("T", "late"), ("V", "early")]


async def cancelled_children():
    # A child that is cancelled does not disturb the others.
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(forever())
        b = tg.create_task(value(2, 4))
        await passes(1)
        a.cancel()
    assert a.cancelled() and b.result() == 2


async def cancelled_outside():
    async def body():
        async with asyncio.TaskGroup() as tg:
            children.append(tg.create_task(forever()))
            children.append(tg.create_task(forever()))
    children = []
    task = asyncio.create_task(body())
    await passes(2)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert task.cancelled() and all(c.cancelled() for c in children)

    # Failure of a child beats the cancellation, which the task still has on its books.
    counts = []

    async def mixed():
        async def bad():
            try:
                await forever()
            finally:
                raise ValueError("bad")
        try:
            async with asyncio.TaskGroup() as tg:
                tg.create_task(bad())
                await forever()
        finally:
            counts.append(asyncio.current_task().cancelling())
    task = asyncio.create_task(mixed())
    await passes(2)
    task.cancel()
    with raises(ExceptionGroup):
        await task
    assert counts == [1]


async def nesting():
    with raises(ExceptionGroup) as r:
        async with asyncio.TaskGroup() as outer:
            side = outer.create_task(forever())
            async with asyncio.TaskGroup() as inner:
                inner.create_task(failing(ValueError("inner")))
    assert side.cancelled()
    (sub,) = r.value.exceptions
    assert type(sub) is ExceptionGroup and str(sub.exceptions[0]) == "inner"


async def base_exceptions():
    async def leave():
        raise SystemExit(3)
    ran = []

    def body():
        async def main():
            async with asyncio.TaskGroup() as tg:
                tg.create_task(leave())
                try:
                    await forever()
                finally:
                    ran.append(1)
        asyncio.run(main())
    return body, ran


async def misuse():
    tg = asyncio.TaskGroup()
    coro = value(1)
    with raises(RuntimeError, "TaskGroup <TaskGroup> has not been entered"):
        tg.create_task(coro)
    async with tg:
        with raises(RuntimeError) as r:
            async with tg:
                pass
        assert str(r.value).endswith("has already been entered"), r.value
    coro = value(1)
    with raises(RuntimeError) as r:
        tg.create_task(coro)
    assert str(r.value).endswith("is finished"), r.value


async def contexts():
    var = contextvars.ContextVar("var", default=0)
    ctx = contextvars.copy_context()
    ctx.run(var.set, 8)

    async def read():
        return var.get()
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(read(), context=ctx)
        b = tg.create_task(read())
    assert (a.result(), b.result()) == (8, 0)


async def eager():
    log = []

    async def quick():
        log.append(1)
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(quick())
            assert t.done() and log == [1]
        with raises(ExceptionGroup):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(failing(ValueError("e"), 0))
    finally:
        loop.set_task_factory(None)


async def main():
    for test in (joining, failures, cancelled_children, cancelled_outside, nesting, misuse, contexts, eager):
        await asyncio.wait_for(asyncio.create_task(test()), 10)
    return await base_exceptions()


body, ran = asyncio.run(main())
with raises(SystemExit):
    body()
assert ran == [1]
