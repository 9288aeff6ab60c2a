"""Who waits for whom."""

from __future__ import annotations

import dataclasses
import sys
import types

from . import events, futures, tasks

__all__ = ("capture_call_graph", "format_call_graph", "print_call_graph", "FrameCallGraphEntry", "FutureCallGraph")


@dataclasses.dataclass(frozen=True, slots=True)
class FrameCallGraphEntry:
    """A frame of a call graph."""

    frame: types.FrameType


@dataclasses.dataclass(frozen=True, slots=True)
class FutureCallGraph:
    """A future, the frames in which its coroutine waits, and the futures that wait for it."""

    future: futures.Future
    call_stack: tuple[FrameCallGraphEntry, ...]
    awaited_by: tuple[FutureCallGraph, ...]


def _frame_and_next(coro):
    for frame, await_ in (("cr_frame", "cr_await"), ("ag_frame", "ag_await"), ("gi_frame", "gi_yieldfrom")):
        if hasattr(coro, await_):
            return getattr(coro, frame), getattr(coro, await_)
    return None, None


def _waiters(future, limit):
    return tuple(_graph_of(waiter, limit=limit) for waiter in future._asyncio_awaited_by or ())


def _graph_of(future, *, limit=None):
    if not isinstance(future, futures.Future):
        raise TypeError(f"{future!r} object does not appear to be compatible with asyncio.Future")
    coro = future.get_coro() if hasattr(future, "get_coro") else None
    stack = []
    while coro is not None:
        frame, coro = _frame_and_next(coro)
        if frame is not None:
            stack.append(FrameCallGraphEntry(frame))
    if limit is not None:
        if limit > 0:
            stack = stack[:limit]
        elif limit < 0:
            stack = stack[limit:]
        else:
            stack = []
    stack.reverse()
    return FutureCallGraph(future, tuple(stack), _waiters(future, limit))


def capture_call_graph(
    future: futures.Future | None = None, /, *, depth: int = 1, limit: int | None = None,
) -> FutureCallGraph | None:
    """The call graph of a task or future; of the current task if none is given, None outside of one."""
    loop = events._get_running_loop()
    if future is not None:
        if loop is None or future is not tasks.current_task(loop=loop):
            return _graph_of(future, limit=limit)
    elif loop is None:
        raise RuntimeError("capture_call_graph() is called outside of a running event loop and no *future* to introspect was provided")
    else:
        future = tasks.current_task(loop=loop)
    if future is None:
        return None
    if not isinstance(future, futures.Future):
        raise TypeError(f"{future!r} object does not appear to be compatible with asyncio.Future")
    stack = []
    frame = sys._getframe(depth) if limit != 0 else None
    while frame is not None:
        is_async = frame.f_generator is not None
        stack.append(FrameCallGraphEntry(frame))
        if is_async and frame.f_back is not None and frame.f_back.f_generator is None:
            break  # below it is the event loop
        frame = frame.f_back
    if limit is not None:
        if limit > 0:
            stack = stack[:limit]
        elif limit < 0:
            stack = stack[limit:]
    return FutureCallGraph(future, tuple(stack), _waiters(future, limit))


def format_call_graph(
    future: futures.Future | None = None, /, *, depth: int = 1, limit: int | None = None,
) -> str:
    """The call graph as text."""
    lines = []

    def render(graph, level):
        def add(text):
            lines.append(level * "    " + text)

        if isinstance(graph.future, tasks.Task):
            add(f"* Task(name={graph.future.get_name()!r}, id={id(graph.future):#x})")
        else:
            add(f"* Future(id={id(graph.future):#x})")
        if graph.call_stack:
            add("  + Call stack:")
            for entry in graph.call_stack:
                frame = entry.frame
                generator = frame.f_generator
                if generator is None:
                    code = frame.f_code
                    add(f"  |   File {code.co_filename!r}, line {frame.f_lineno}, in {code.co_qualname}()")
                    continue
                code = frame.f_code
                if hasattr(generator, "cr_frame"):
                    kind, name = "async ", generator.__qualname__
                elif hasattr(generator, "ag_frame"):
                    kind, name = "async generator ", generator.__qualname__
                else:
                    kind, name = "generator ", code.co_qualname
                add(f"  |   File {code.co_filename!r}, line {frame.f_lineno}, in {kind}{name}()")
        if graph.awaited_by:
            add("  + Awaited by:")
            for waiter in graph.awaited_by:
                render(waiter, level + 1)

    graph = capture_call_graph(future, depth=depth + 1, limit=limit)
    if graph is None:
        return ""
    render(graph, 0)
    return "\n".join(lines)


def print_call_graph(
    future: futures.Future | None = None, /, *, file: io.Writer[str] | None = None, depth: int = 1, limit: int | None = None,
) -> None:
    """Print the call graph."""
    print(format_call_graph(future, depth=depth, limit=limit), file=file)
