# A coroutine that a statement throws away is warned of at once, the native ones included.
import asyncio
import warnings


def texts(f):
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")
        asyncio.run(f())
    return [str(w.message) for w in log]


async def numbers():
    yield 1


async def main():
    queue, event = asyncio.Queue(), asyncio.Event()
    queue.put_nowait(1)
    for _ in range(2):  # the second call is of a known method
        queue.get()
        numbers().asend(None)
    assert queue.qsize() == 1
    asyncio.sleep(1)
    event.wait()
    c = asyncio.sleep(0)
    await c
    await queue.get()


assert texts(main) == [
    "coroutine 'Queue.get' was never awaited", "coroutine method 'asend' of 'numbers' was never awaited",
    "coroutine 'Queue.get' was never awaited", "coroutine method 'asend' of 'numbers' was never awaited",
    "coroutine 'sleep' was never awaited", "coroutine 'Event.wait' was never awaited",
], texts(main)
