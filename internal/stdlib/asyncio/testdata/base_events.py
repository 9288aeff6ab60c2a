import asyncio
import concurrent.futures
import contextvars
import os
import signal
import threading
import time

from check import passes, raises, until


async def ordering():
    loop = asyncio.get_running_loop()
    log = []
    loop.call_soon(log.append, 1)
    handle = loop.call_soon(log.append, "never")
    loop.call_soon(log.append, 2)
    handle.cancel()
    assert handle.cancelled()
    # What a callback schedules runs in the next pass.
    loop.call_soon(lambda: loop.call_soon(log.append, 4))
    loop.call_soon(log.append, 3)
    await passes(2)
    assert log == [1, 2, 3, 4]

    log.clear()
    loop.call_later(0.02, log.append, "late")
    loop.call_later(0.001, log.append, "soon")
    loop.call_at(loop.time() + 0.01, log.append, "middle")
    dropped = loop.call_later(0.002, log.append, "dropped")
    dropped.cancel()
    timer = loop.call_later(0.03, log.append, "end")
    assert isinstance(timer, asyncio.TimerHandle) and isinstance(timer, asyncio.Handle)
    assert 0 < timer.when() - loop.time() <= 0.03
    await until(lambda: len(log) == 4)
    assert log == ["soon", "middle", "late", "end"]

    # Timers of the same time go in the order of their making, as near as the heap keeps it.
    when = loop.time() + 0.005
    log.clear()
    loop.call_at(when, log.append, 1)
    loop.call_at(when + 0.0001, log.append, 2)
    await until(lambda: len(log) == 2)
    assert log == [1, 2]

    a, b = loop.call_later(50, print), loop.call_later(60, print)
    assert a < b and b > a and a != b and a <= a and hash(a) == hash(a.when())
    a.cancel()
    b.cancel()
    with raises(TypeError, "delay must not be None"):
        loop.call_later(None, print)
    with raises(TypeError, "when cannot be None"):
        loop.call_at(None, print)


async def many_timers():
    loop = asyncio.get_running_loop()
    fired = []
    handles = [loop.call_later(0.001 + i % 7 * 0.001, fired.append, i) for i in range(500)]
    for h in handles[::2]:
        h.cancel()
    await until(lambda: len(fired) == 250)
    await asyncio.sleep(0.01)
    assert sorted(fired) == list(range(1, 500, 2))


async def contexts():
    loop = asyncio.get_running_loop()
    var = contextvars.ContextVar("var", default=0)
    var.set(1)
    seen = []
    loop.call_soon(lambda: (seen.append(var.get()), var.set(9)))
    other = contextvars.copy_context()
    other.run(var.set, 2)
    handle = loop.call_soon(lambda: seen.append(var.get()), context=other)
    assert handle.get_context() is other
    loop.call_later(0, lambda: seen.append(var.get()))
    await until(lambda: len(seen) == 3)
    assert seen == [1, 2, 1] and var.get() == 1


async def exception_handlers():
    loop = asyncio.get_running_loop()
    assert loop.get_exception_handler() is None
    reports = []

    def handler(loop, context):
        reports.append(context)
    loop.set_exception_handler(handler)
    assert loop.get_exception_handler() is handler

    def broken():
        raise ValueError("in a callback")
    handle = loop.call_soon(broken)
    loop.call_soon(reports.append, "goes on")
    await passes(1)
    assert type(reports[0]["exception"]) is ValueError and reports[0]["handle"] is handle
    assert reports[0]["message"].startswith("Exception in callback ") and "broken() at " in reports[0]["message"]
    assert reports[1] == "goes on"
    loop.call_exception_handler({"message": "mine", "extra": 1})
    assert reports[2] == {"message": "mine", "extra": 1}
    loop.set_exception_handler(None)
    with raises(TypeError) as r:
        loop.set_exception_handler(5)
    assert str(r.value) == "A callable object or None is expected, got 5"


async def debug_mode():
    loop = asyncio.get_running_loop()
    assert loop.get_debug() is False
    loop.set_debug(True)
    try:
        problems = []

        def other_thread():
            try:
                loop.call_soon(print)
            except RuntimeError as e:
                problems.append(str(e))
        thread = threading.Thread(target=other_thread)
        thread.start()
        thread.join()
        assert problems == ["Non-thread-safe operation invoked on an event loop other than the current one"]
        with raises(TypeError, "coroutines cannot be used with call_soon()"):
            loop.call_soon(passes)
        with raises(TypeError) as r:
            loop.call_soon(3)
        assert str(r.value) == "a callable object was expected by call_soon(), got 3"
    finally:
        loop.set_debug(False)


async def executors():
    loop = asyncio.get_running_loop()
    here = threading.get_ident()
    assert await loop.run_in_executor(None, threading.get_ident) != here
    assert await loop.run_in_executor(None, max, 3, 9) == 9
    with raises(ZeroDivisionError):
        await loop.run_in_executor(None, lambda: 1 / 0)
    with concurrent.futures.ThreadPoolExecutor(1, thread_name_prefix="mine") as pool:
        name = await loop.run_in_executor(pool, lambda: threading.current_thread().name)
        assert name.startswith("mine")
        # Work that has not begun can be cancelled.
        gate = threading.Event()
        first = loop.run_in_executor(pool, gate.wait, 10)
        ran = []
        second = loop.run_in_executor(pool, ran.append, 1)
        await passes(1)
        second.cancel()
        with raises(asyncio.CancelledError):
            await second
        gate.set()
        assert await first is True
    assert ran == []
    with raises(TypeError, "executor must be ThreadPoolExecutor instance"):
        loop.set_default_executor(object())


async def other_threads():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    log = []

    def work():
        for n in range(50):
            loop.call_soon_threadsafe(log.append, n)
        loop.call_soon_threadsafe(fut.set_result, "from afar")
    thread = threading.Thread(target=work)
    thread.start()
    # It wakes a loop that waits for nothing else.
    assert await asyncio.wait_for(fut, 10) == "from afar"
    assert log == list(range(50))
    thread.join()


async def readiness():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    got = []

    def readable(tag):
        got.append((tag, os.read(r, 10)))
    loop.add_reader(r, readable, "x")
    os.write(w, b"abc")
    await until(lambda: got)
    assert got == [("x", b"abc")]
    loop.add_reader(r, readable, "y")  # It takes the former's place.
    os.write(w, b"d")
    await until(lambda: len(got) == 2)
    assert got[1] == ("y", b"d")
    assert loop.remove_reader(r) is True and loop.remove_reader(r) is False
    ready = asyncio.Event()
    loop.add_writer(w, ready.set)
    await asyncio.wait_for(ready.wait(), 5)
    assert loop.remove_writer(w) is True and loop.remove_writer(w) is False
    os.close(r)
    os.close(w)


async def signals():
    loop = asyncio.get_running_loop()
    got = []
    loop.add_signal_handler(signal.SIGUSR1, got.append, "usr1")
    os.kill(os.getpid(), signal.SIGUSR1)
    await until(lambda: got)
    assert got == ["usr1"]
    assert loop.remove_signal_handler(signal.SIGUSR1) is True
    assert loop.remove_signal_handler(signal.SIGUSR1) is False
    with raises(ValueError):
        loop.add_signal_handler(9999, print)
    with raises(RuntimeError):
        loop.add_signal_handler(signal.SIGKILL, print)


async def main():
    for test in (ordering, many_timers, contexts, exception_handlers, debug_mode, executors, other_threads, readiness, signals):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())

# A loop by hand.
loop = asyncio.new_event_loop()
assert isinstance(loop, asyncio.AbstractEventLoop) and not loop.is_running() and not loop.is_closed()
assert repr(loop).endswith(" running=False closed=False debug=False>")
log = []
loop.call_soon(log.append, "one")
loop.call_soon(loop.stop)
loop.call_soon(log.append, "two")  # stop() ends the pass, not the callbacks of it.
loop.run_forever()
assert log == ["one", "two"]
loop.stop()
loop.call_soon(log.append, "three")
loop.run_forever()  # Stopped in advance it goes through one pass.
assert log == ["one", "two", "three"]
before = time.monotonic()
assert abs(loop.time() - before) < 1


async def four():
    return 4
assert loop.run_until_complete(four()) == 4
fut = loop.create_future()
loop.call_soon(loop.stop)
with raises(RuntimeError, "Event loop stopped before Future completed."):
    loop.run_until_complete(fut)


async def again():
    coro = four()
    with raises(RuntimeError, "This event loop is already running"):
        loop.run_until_complete(loop.create_future())
    other = asyncio.new_event_loop()
    with raises(RuntimeError, "Cannot run the event loop while another loop is running"):
        other.run_forever()
    other.close()
    with raises(RuntimeError, "Cannot close a running event loop"):
        loop.close()
    await coro
loop.run_until_complete(again())


# A KeyboardInterrupt in a callback leaves the loop, which can go on after.
def interrupts():
    raise KeyboardInterrupt
loop.call_soon(interrupts)
loop.call_soon(log.append, "after")
with raises(KeyboardInterrupt):
    loop.run_forever()
loop.call_soon(loop.stop)
loop.run_forever()
assert log[-1] == "after" and log.count("after") == 1

# Asynchronous generators are closed with the loop.
closed = []


async def numbers():
    try:
        yield 1
    finally:
        closed.append(True)


async def begin():
    global gen
    gen = numbers()
    await gen.__anext__()
loop.run_until_complete(begin())
assert closed == []
loop.run_until_complete(loop.shutdown_asyncgens())
assert closed == [True]
loop.run_until_complete(loop.shutdown_default_executor())
with raises(RuntimeError, "Executor shutdown has been called"):
    loop.run_in_executor(None, print)
loop.close()
loop.close()
assert loop.is_closed()
for use in (loop.run_forever, lambda: loop.call_soon(print), lambda: loop.call_later(1, print), lambda: loop.call_soon_threadsafe(print)):
    with raises(RuntimeError, "Event loop is closed"):
        use()

# A thread has the loop it is given.
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
assert asyncio.get_event_loop() is loop
asyncio.set_event_loop(None)
with raises(RuntimeError):
    asyncio.get_event_loop()
loop.close()
