import asyncio
import io
import re

from check import passes, raises


async def leaf(fut):
    await fut


async def branch(fut):
    await leaf(fut)


async def main():
    fut = asyncio.get_running_loop().create_future()
    inner = asyncio.create_task(branch(fut), name="inner")

    async def outer():
        await inner
    waiter = asyncio.create_task(outer(), name="waiter")
    await passes(2)

    graph = asyncio.capture_call_graph(inner)
    assert isinstance(graph, asyncio.FutureCallGraph) and graph.future is inner
    names = [e.frame.f_code.co_name for e in graph.call_stack]
    assert names == ["leaf", "branch"], names
    assert [g.future for g in graph.awaited_by] == [waiter]
    assert isinstance(graph.call_stack, tuple) and isinstance(graph.call_stack[0], asyncio.FrameCallGraphEntry)
    assert [e.frame.f_code.co_name for e in asyncio.capture_call_graph(inner, limit=1).call_stack] in (["leaf"], ["branch"])

    text = asyncio.format_call_graph(inner)
    for part in ("Task(name='inner'", "branch()", "leaf()", "Awaited by:", "Task(name='waiter'", "outer()"):
        assert part in text, (part, text)
    out = io.StringIO()
    asyncio.print_call_graph(inner, file=out)
    assert out.getvalue() == text + "\n"

    # Of oneself.
    me = asyncio.capture_call_graph()
    assert me.future is asyncio.current_task()
    assert me.call_stack[-1].frame.f_code.co_name == "main"

    fut.set_result(None)
    await waiter
    assert asyncio.capture_call_graph(inner).awaited_by == ()
    with raises(TypeError):
        asyncio.capture_call_graph(5)


async def native():
    # What waits in functions of asyncio's own is shown with them, as if they were written in Python.
    async def leaf():
        await asyncio.sleep(0)
        return [e.frame.f_code.co_name for e in asyncio.capture_call_graph().call_stack], asyncio.capture_call_graph().awaited_by

    async def grouped():
        async with asyncio.TaskGroup() as group:
            return group.create_task(leaf())

    stack, waiters = await (await grouped())
    assert stack == ["leaf"], stack
    (waiter,) = waiters
    assert waiter.future is asyncio.current_task()
    assert [e.frame.f_code.co_qualname for e in waiter.call_stack][:2] == ["TaskGroup._aexit", "TaskGroup.__aexit__"]
    assert [e.frame.f_code.co_name for e in waiter.call_stack][2:] == ["grouped", "native"]

    async def reading(reader):
        await reader.readline()

    async def locking(lock):
        async with lock:
            pass
    lock = asyncio.Lock()
    await lock.acquire()
    for coro, expected in (
        (asyncio.wait([asyncio.get_running_loop().create_future()]), ["_wait", "wait"]),
        (asyncio.Queue().get(), ["Queue.get"]),
        (locking(lock), ["Lock.acquire", "_ContextManagerMixin.__aenter__", "native.<locals>.locking"]),
        (asyncio.wait_for(asyncio.Event().wait(), 5), ["Event.wait", "wait_for"]),
        (reading(asyncio.StreamReader()),
         ["StreamReader._wait_for_data", "StreamReader.readuntil", "StreamReader.readline", "native.<locals>.reading"]),
    ):
        task = asyncio.create_task(coro)
        await passes(1)
        graph = asyncio.capture_call_graph(task)
        assert [e.frame.f_code.co_qualname for e in graph.call_stack] == expected, graph
        for entry in graph.call_stack:
            frame = entry.frame
            code, generator = frame.f_code, frame.f_generator
            assert generator.cr_frame.f_code.co_name == code.co_name == generator.__name__ == generator.cr_code.co_name
            assert frame.f_lineno > 0 and frame.f_back is None and frame.f_globals["__name__"]
            if entry is not graph.call_stack[0]:
                assert generator.cr_await.__name__ == below
            below = generator.__name__
        assert "/asyncio/" in asyncio.format_call_graph(task) and task.get_stack()[-1].f_code.co_name == graph.call_stack[-1].frame.f_code.co_name
        assert re.search(r"coro=<[\w.<>]+\(\) running at .*\.py:\d+>", repr(task)), task
        task.cancel()
        await asyncio.wait([task])
        assert task.get_coro().cr_frame is None and "() done, defined at " in repr(task)


asyncio.run(main())
asyncio.run(native())
with raises(RuntimeError):
    asyncio.capture_call_graph()
