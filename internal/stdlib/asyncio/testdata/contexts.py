import asyncio
import contextvars

from check import passes, raises

var = contextvars.ContextVar("var", default="default")


async def tasks():
    # A task begins with a copy of its maker's context.
    async def child(name):
        before = var.get()
        var.set(name)
        await passes(2)
        return before, var.get()
    var.set("parent")
    got = await asyncio.gather(*(child(n) for n in "abc"))
    assert got == [("parent", n) for n in "abc"] and var.get() == "parent"
    # An awaited coroutine shares it.
    assert await child("same") == ("parent", "same") and var.get() == "same"
    # So does wait_for, which runs its coroutine in this task.
    await asyncio.wait_for(child("waited"), 5)
    assert var.get() == "waited"


async def tokens():
    token = var.set("one")
    with var.set("two"):
        await asyncio.sleep(0)
        assert var.get() == "two"
    assert var.get() == "one"
    var.reset(token)
    with raises(RuntimeError):
        var.reset(token)

    async def foreign():
        with raises(ValueError):
            var.reset(mine)
    mine = var.set("three")
    await asyncio.create_task(foreign())
    var.reset(mine)


async def generators():
    # An asynchronous generator runs in the context of whoever asks it.
    async def gen():
        while True:
            yield var.get()
    g = gen()
    with var.set("x"):
        assert await anext(g) == "x"
    with var.set("y"):
        assert await anext(g) == "y"
    await g.aclose()


async def callbacks():
    loop = asyncio.get_running_loop()
    seen = []
    with var.set("then"):
        loop.call_soon(lambda: seen.append(var.get()))
        loop.call_later(0.001, lambda: seen.append(var.get()))
        task = asyncio.create_task(passes(1))
        task.add_done_callback(lambda t: seen.append(var.get()))
    var.set("now")
    await task
    await asyncio.sleep(0.01)
    assert seen == ["then"] * 3


async def shared():
    # Two tasks in one context see each other's changes.
    ctx = contextvars.copy_context()
    log = []

    async def change(name):
        log.append(var.get())
        var.set(name)
        await passes(1)
        log.append(var.get())
    ctx.run(var.set, "0")
    async with asyncio.TaskGroup() as tg:
        tg.create_task(change("1"), context=ctx)
        tg.create_task(change("2"), context=ctx)
    assert log == ["0", "1", "2", "2"] and ctx[var] == "2"


def empty():
    # A variable set in a context that did not exist before, by a task that then waits for what has a method of its own.
    class Future(asyncio.Future):
        def add_done_callback(self, fn, *, context):
            contexts.append(context)
            super().add_done_callback(fn, context=context)

    contexts = []
    fresh = contextvars.ContextVar("fresh", default="nope")

    async def set_and_wait():
        future = Future()
        fresh.set("yes")
        asyncio.get_running_loop().call_soon(future.set_result, None)
        await future
        assert fresh.get() == "yes" and contexts[0] is asyncio.current_task().get_context()
    contextvars.Context().run(asyncio.run, set_and_wait())
    assert contexts


async def main():
    for test in (tasks, tokens, generators, callbacks, shared):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())
empty()
