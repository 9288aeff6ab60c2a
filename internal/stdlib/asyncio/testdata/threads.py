import asyncio
import concurrent.futures
import contextvars
import threading
import time

from check import passes, raises, until

var = contextvars.ContextVar("var", default="unset")


async def to_thread():
    here = threading.get_ident()
    assert await asyncio.to_thread(threading.get_ident) != here
    assert await asyncio.to_thread(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]
    with raises(KeyError):
        await asyncio.to_thread({}.__getitem__, 1)
    # The context goes with it, as a copy.
    var.set("mine")

    def work():
        seen = var.get()
        var.set("changed")
        return seen
    assert await asyncio.to_thread(work) == "mine" and var.get() == "mine"
    # The loop goes on meanwhile, and several run side by side.
    ticks = 0
    gate = threading.Barrier(3)
    work = asyncio.gather(*(asyncio.to_thread(gate.wait, 10) for _ in range(3)))
    while not work.done():
        ticks += 1
        await asyncio.sleep(0.001)
    assert sorted(await work) == [0, 1, 2] and ticks

    # Cancelling the waiter leaves the thread alone.
    begun, done = threading.Event(), threading.Event()

    def slow():
        begun.set()
        done.wait(10)
    task = asyncio.create_task(asyncio.to_thread(slow))
    await until(begun.is_set)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    done.set()


async def from_threads():
    loop = asyncio.get_running_loop()

    async def add(a, b):
        await asyncio.sleep(0.001)
        assert asyncio.get_running_loop() is loop
        return a + b

    def work():
        return asyncio.run_coroutine_threadsafe(add(1, 2), loop).result(10)
    assert await asyncio.to_thread(work) == 3

    async def fails():
        raise ValueError("there")

    def fail():
        with raises(ValueError, "there"):
            asyncio.run_coroutine_threadsafe(fails(), loop).result(10)
        with raises(TypeError, "A coroutine object is required"):
            asyncio.run_coroutine_threadsafe(7, loop)
        return True
    assert await asyncio.to_thread(fail)

    # Cancelling the future cancels the task.
    cancelled = []

    async def wait():
        try:
            await loop.create_future()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    def cancel():
        fut = asyncio.run_coroutine_threadsafe(wait(), loop)
        assert isinstance(fut, concurrent.futures.Future)
        with raises(TimeoutError):
            fut.result(0.01)
        return fut.cancel()
    assert await asyncio.to_thread(cancel)
    await until(lambda: cancelled)


async def main():
    for test in (to_thread, from_threads):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())

# A loop in each of several threads.
results = []


async def here(n):
    await asyncio.sleep(0.002)
    await asyncio.gather(*(passes(3) for _ in range(5)))
    assert asyncio.current_task() in asyncio.all_tasks() and len(asyncio.all_tasks()) == 1
    results.append(n)
threads = [threading.Thread(target=lambda n=n: asyncio.run(here(n))) for n in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join(10)
assert sorted(results) == [0, 1, 2]


async def cancellations():
    # concurrent.futures' own exceptions arrive as asyncio's.
    loop = asyncio.get_running_loop()
    for theirs, ours in ((concurrent.futures.CancelledError, asyncio.CancelledError),
                         (concurrent.futures.InvalidStateError, asyncio.InvalidStateError)):
        def fail():
            raise theirs("why")
        assert theirs is not ours
        with raises(ours, "why"):
            await loop.run_in_executor(None, fail)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            with raises(ours, "why"):
                await loop.run_in_executor(pool, fail)
    # Cancelled from the loop's own thread, a task submitted as from another one is cancelled at once.
    tasks = []

    def factory(loop, coro, **kwargs):
        tasks.append(asyncio.Task(coro, loop=loop, **kwargs))
        return tasks[-1]
    loop.set_task_factory(factory)
    future = asyncio.run_coroutine_threadsafe(asyncio.sleep(10), loop)
    await passes(1)
    loop.set_task_factory(None)
    future.cancel()
    await passes(1)
    assert tasks[0].cancelled() and future.cancelled()


asyncio.run(cancellations())

# A loop that runs for ever in a thread, stopped from without.
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
assert asyncio.run_coroutine_threadsafe(asyncio.sleep(0.001, "slept"), loop).result(10) == "slept"
time.sleep(0.005)
loop.call_soon_threadsafe(loop.stop)
thread.join(10)
assert not thread.is_alive()
loop.close()
