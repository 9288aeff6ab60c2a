import asyncio
import contextvars

from check import passes, raises


async def value(v):
    await asyncio.sleep(0)
    return v


async def forever():
    await asyncio.get_running_loop().create_future()


async def results():
    task = asyncio.create_task(value(5))
    assert not task.done()
    with raises(asyncio.InvalidStateError, "Result is not set."):
        task.result()
    assert await task == 5
    assert task.done() and task.result() == 5 and task.exception() is None

    async def fails():
        raise ValueError("deep")
    task = asyncio.create_task(fails())
    with raises(ValueError, "deep") as r:
        await task
    assert task.exception() is r.value

    with raises(RuntimeError, "Task does not support set_result operation"):
        task.set_result(1)
    with raises(RuntimeError, "Task does not support set_exception operation"):
        task.set_exception(ValueError())
    with raises(TypeError, "a coroutine was expected, got 3"):
        asyncio.create_task(3)


async def not_awaitable():
    class Odd:
        def __await__(self):
            yield 12

    async def body():
        await Odd()
    with raises(RuntimeError) as r:
        await asyncio.create_task(body(), name="odd")
    assert str(r.value).startswith("Task got bad yield: 12"), r.value

    async def itself():
        await asyncio.current_task()
    with raises(RuntimeError) as r:
        await asyncio.create_task(itself(), name="self")
    assert str(r.value).startswith("Task cannot await on itself: <Task pending name='self'"), r.value

    # A bare yield is a pass of the loop.
    class Bare:
        def __await__(self):
            yield
            return "after"

    async def bare():
        return await Bare()
    assert await asyncio.create_task(bare()) == "after"


async def names():
    task = asyncio.create_task(value(1), name="mine")
    assert task.get_name() == "mine"
    task.set_name(17)
    assert task.get_name() == "17"
    a, b = asyncio.create_task(value(1)), asyncio.create_task(value(1))
    assert a.get_name().startswith("Task-") and b.get_name().startswith("Task-")
    assert int(b.get_name()[5:]) == int(a.get_name()[5:]) + 1
    task.set_name("mine")
    assert repr(task).startswith("<Task pending name='mine' coro=<value() running at "), repr(task)
    await asyncio.gather(task, a, b)
    assert repr(task).startswith("<Task finished name='mine' coro=<value() done, defined at "), repr(task)
    assert repr(task).endswith(" result=1>")


async def cancelling():
    # Before its first step a task ends without having run.
    ran = []

    async def body():
        ran.append(1)
    task = asyncio.create_task(body())
    assert task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert task.cancelled() and ran == []
    assert task.cancel() is False

    task = asyncio.create_task(forever())
    await passes(1)
    task.cancel("why")
    # The first to ask gets the message, later ones a fresh exception.
    with raises(asyncio.CancelledError, "why"):
        await task
    with raises(asyncio.CancelledError, ""):
        task.result()
    with raises(asyncio.CancelledError, ""):
        task.exception()
    task = asyncio.create_task(forever())
    task.cancel("before it began")
    with raises(asyncio.CancelledError, "before it began"):
        await task
    with raises(asyncio.CancelledError, ""):
        task.result()

    # A task cancels what it awaits, however deep.
    inner = asyncio.create_task(forever())
    outer = asyncio.create_task(value_of(inner))
    await passes(2)
    outer.cancel()
    with raises(asyncio.CancelledError):
        await outer
    assert inner.cancelled()

    # It may refuse.
    async def stubborn():
        try:
            await forever()
        except asyncio.CancelledError:
            return "no"
    task = asyncio.create_task(stubborn())
    await passes(1)
    assert task.cancel()
    assert await task == "no"
    assert not task.cancelled() and task.cancelling() == 1

    # A cancel in the pass in which the awaited future is done wins.
    fut = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(value_of(fut))
    await passes(1)
    fut.set_result(1)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task

    # Cancelling oneself takes effect at the next await.
    steps = []

    async def oneself():
        asyncio.current_task().cancel()
        steps.append("still here")
        await asyncio.sleep(0)
        steps.append("not here")
    task = asyncio.create_task(oneself())
    with raises(asyncio.CancelledError):
        await task
    assert steps == ["still here"]


async def value_of(awaitable):
    return await awaitable


async def uncancelling():
    task = asyncio.create_task(forever())
    await passes(1)
    assert task.cancelling() == 0
    task.cancel()
    task.cancel()
    assert task.cancelling() == 2
    assert task.uncancel() == 1
    assert task.uncancel() == 0
    assert task.uncancel() == 0
    with raises(asyncio.CancelledError):
        await task

    # Undone before it is delivered, the request is forgotten.
    task = asyncio.create_task(value(3))
    task.cancel()
    task.uncancel()
    assert await task == 3


async def contexts():
    var = contextvars.ContextVar("var", default="none")
    var.set("outer")

    async def change():
        before = var.get()
        var.set("inner")
        await asyncio.sleep(0)
        return before, var.get()
    assert await asyncio.create_task(change()) == ("outer", "inner")
    assert var.get() == "outer"

    mine = contextvars.copy_context()
    mine.run(var.set, "given")
    task = asyncio.create_task(change(), context=mine)
    assert task.get_context() is mine
    assert await task == ("given", "inner")
    assert mine[var] == "inner" and var.get() == "outer"


async def registry():
    me = asyncio.current_task()
    assert asyncio.all_tasks() >= {me}
    before = asyncio.all_tasks()
    a = asyncio.create_task(value(1))
    b = asyncio.create_task(value(2))
    assert asyncio.all_tasks() - before == {a, b}
    await a
    await b
    assert asyncio.all_tasks() == before

    seen = []

    async def body():
        seen.append(asyncio.current_task())
    task = asyncio.create_task(body())
    await task
    assert seen == [task]
    found = []
    asyncio.get_running_loop().call_soon(lambda: found.append(asyncio.current_task()))
    await passes(1)
    assert found == [None]


async def introspection():
    coro = forever()
    task = asyncio.create_task(coro)
    await passes(1)
    assert task.get_coro() is coro
    stack = task.get_stack()
    assert [f.f_code.co_name for f in stack] == ["forever"]
    assert isinstance(task, asyncio.Future) and isinstance(task, asyncio.Task)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert task.get_stack() == []


async def eager():
    log = []

    async def quick():
        log.append("quick")
        return asyncio.current_task()

    async def slow():
        log.append("before")
        await asyncio.sleep(0)
        log.append("after")
        return "slow"

    async def broken():
        raise KeyError("early")

    loop = asyncio.get_running_loop()
    me = asyncio.current_task()
    loop.set_task_factory(asyncio.eager_task_factory)
    try:
        task = asyncio.create_task(quick(), name="q")
        # It has ended within create_task, as the current task of its time.
        assert task.done() and log == ["quick"] and task.result() is task
        assert asyncio.current_task() is me
        assert task not in asyncio.all_tasks() and task.get_name() == "q"
        second = asyncio.create_task(slow())
        assert log == ["quick", "before"] and not second.done()
        assert second in asyncio.all_tasks()
        assert await second == "slow"
        third = asyncio.create_task(broken())
        assert third.done() and type(third.exception()) is KeyError
    finally:
        loop.set_task_factory(None)

    log.clear()
    task = asyncio.create_task(slow(), eager_start=True)
    assert log == ["before"]
    await task
    task = asyncio.create_task(slow(), eager_start=False)
    assert log == ["before", "after"]
    task.cancel()
    with raises(asyncio.CancelledError):
        await task

    class Mine(asyncio.Task):
        pass
    loop.set_task_factory(asyncio.create_eager_task_factory(Mine))
    try:
        task = asyncio.create_task(quick())
        assert type(task) is Mine and task.done()
    finally:
        loop.set_task_factory(None)


async def factories():
    loop = asyncio.get_running_loop()
    calls = []

    def factory(loop, coro, **kwargs):
        calls.append(sorted(kwargs))
        return asyncio.Task(coro, loop=loop, **kwargs)
    loop.set_task_factory(factory)
    try:
        assert loop.get_task_factory() is factory
        assert await asyncio.create_task(value(9), name="n") == 9
        assert "name" in calls[0]
    finally:
        loop.set_task_factory(None)
    assert loop.get_task_factory() is None
    with raises(TypeError, "task factory must be a callable or None"):
        loop.set_task_factory(3)


async def subclassing():
    class Counting(asyncio.Task):
        cancels = 0

        def cancel(self, msg=None):
            self.cancels += 1
            return super().cancel(msg)
    task = Counting(forever())
    outer = asyncio.create_task(value_of(task))
    await passes(2)
    outer.cancel()
    with raises(asyncio.CancelledError):
        await outer
    assert task.cancels == 1 and task.cancelled()


async def ensuring():
    task = asyncio.ensure_future(value(4))
    assert type(task) is asyncio.Task and asyncio.ensure_future(task) is task

    class Awaitable:
        def __await__(self):
            return (yield from value(6).__await__())
    assert await task == 4
    assert await asyncio.ensure_future(Awaitable()) == 6
    with raises(TypeError, "An asyncio.Future, a coroutine or an awaitable is required"):
        asyncio.ensure_future(object())


async def base_exceptions():
    class Odd(BaseException):
        pass

    async def body():
        raise Odd("base")
    task = asyncio.create_task(body())
    with raises(Odd, "base"):
        await task


async def main():
    for test in (results, not_awaitable, names, cancelling, uncancelling, contexts, registry, introspection, eager, factories,
                 subclassing, ensuring, base_exceptions):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())

with raises(RuntimeError, "no running event loop"):
    asyncio.all_tasks()
with raises(RuntimeError, "no running event loop"):
    asyncio.current_task()
coro = value(1)
with raises(RuntimeError, "no running event loop"):
    asyncio.create_task(coro)
coro.close()
