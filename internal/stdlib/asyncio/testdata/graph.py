import asyncio
import io

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


asyncio.run(main())
with raises(RuntimeError):
    asyncio.capture_call_graph()
