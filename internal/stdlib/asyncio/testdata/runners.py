import asyncio
import contextvars
import signal
import sys

from check import passes, raises


async def value(v):
    await asyncio.sleep(0)
    return v


async def forever():
    await asyncio.get_running_loop().create_future()


# run
assert asyncio.run(value(3)) == 3
with raises(ZeroDivisionError):
    async def divides():
        1 / 0
    asyncio.run(divides())
with raises(TypeError):
    asyncio.run(17)


class Awaitable:
    def __await__(self):
        return (yield from value("awaited").__await__())


assert asyncio.run(Awaitable()) == "awaited"


async def inside():
    coro = value(1)
    try:
        with raises(RuntimeError, "asyncio.run() cannot be called from a running event loop"):
            asyncio.run(coro)
    finally:
        coro.close()
    return asyncio.get_running_loop()
loop = asyncio.run(inside())
assert loop.is_closed() and not loop.is_running()


async def debug():
    return asyncio.get_running_loop().get_debug()
assert asyncio.run(debug(), debug=True) is True
assert asyncio.run(debug(), debug=False) is False

# What is left when main returns is cancelled, and waited for.
log = []


async def left():
    try:
        await forever()
    except asyncio.CancelledError:
        await passes(3)
        log.append("cancelled")
        raise


async def leaves():
    tasks = [asyncio.create_task(left()) for _ in range(2)]
    await passes(1)
    return tasks
tasks = asyncio.run(leaves())
assert log == ["cancelled"] * 2 and all(t.cancelled() for t in tasks)

# So are asynchronous generators closed.
log = []


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0)
        log.append("closed")


async def half_used():
    global kept
    kept = numbers()
    return await anext(kept)
assert asyncio.run(half_used()) == 1 and log == ["closed"]

made = []


def factory():
    made.append(asyncio.new_event_loop())
    return made[-1]


async def running():
    return asyncio.get_running_loop()
assert asyncio.run(running(), loop_factory=factory) is made[0] and made[0].is_closed()

# After run the thread has no loop.
with raises(RuntimeError, "There is no current event loop in thread 'MainThread'."):
    asyncio.get_event_loop()

# SystemExit leaves at once.
async def leave():
    sys.exit("bye")
with raises(SystemExit, "bye"):
    asyncio.run(leave())

# Runner keeps a loop and a context over several runs.
var = contextvars.ContextVar("var", default=0)


async def count():
    var.set(var.get() + 1)
    return var.get()
with asyncio.Runner() as runner:
    loop = runner.get_loop()
    assert [runner.run(count()) for _ in range(3)] == [1, 2, 3]
    assert runner.run(count(), context=contextvars.copy_context()) == 1
    assert runner.run(running()) is loop and not loop.is_closed()
    with raises(TypeError):
        runner.run(7)
assert loop.is_closed() and var.get() == 0
with raises(RuntimeError, "Runner is closed"):
    runner.get_loop()
coro = value(1)
with raises(RuntimeError, "Runner is closed"):
    runner.run(coro)
coro.close()
with raises(RuntimeError, "Runner is closed"):
    with runner:
        pass
runner = asyncio.Runner(debug=True)
assert runner.get_loop().get_debug()
runner.close()
runner.close()

# ^C cancels the main task.
async def interrupted():
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise
log = []
with raises(KeyboardInterrupt):
    asyncio.run(interrupted())
assert log == ["cancelled"]


# A main that does not let itself be cancelled returns its result.
async def swallows():
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        return "done anyway"
assert asyncio.run(swallows()) == "done anyway"
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# A cancellation of the main task is no interrupt.
async def cancels():
    asyncio.current_task().cancel()
    await asyncio.sleep(5)
with raises(asyncio.CancelledError):
    asyncio.run(cancels())
