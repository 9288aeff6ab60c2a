import asyncio
import concurrent.futures
import contextvars

from check import passes, raises


async def results():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    assert asyncio.isfuture(fut) and not asyncio.isfuture(object())
    assert fut.get_loop() is loop
    assert not fut.done() and not fut.cancelled()
    with raises(asyncio.InvalidStateError, "Result is not set."):
        fut.result()
    with raises(asyncio.InvalidStateError, "Exception is not set."):
        fut.exception()
    fut.set_result(42)
    assert fut.done() and fut.result() == 42 and fut.exception() is None
    assert await fut == 42
    assert fut.cancel() is False
    for again in (lambda: fut.set_result(1), lambda: fut.set_exception(ValueError())):
        with raises(asyncio.InvalidStateError) as r:
            again()
        assert str(r.value) == "invalid state"
    assert fut.result() == 42


async def exceptions():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    problem = ValueError("bad")
    fut.set_exception(problem)
    assert fut.done() and fut.exception() is problem
    for _ in range(2):
        with raises(ValueError, "bad") as r:
            await fut
        assert r.value is problem
    with raises(ValueError, "bad"):
        fut.result()

    fut = loop.create_future()
    fut.set_exception(KeyError)
    assert isinstance(fut.exception(), KeyError)

    # A coroutine cannot raise StopIteration, so it comes wrapped.
    fut = loop.create_future()
    fut.set_exception(StopIteration(7))
    wrapped = fut.exception()
    assert type(wrapped) is RuntimeError
    assert str(wrapped) == "StopIteration interacts badly with generators and cannot be raised into a Future"
    assert type(wrapped.__cause__) is StopIteration and wrapped.__cause__.value == 7


async def cancellation():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    assert fut.cancel("enough") is True
    assert fut.cancelled() and fut.done()
    assert fut.cancel() is False
    # Every awaiter sees the message.
    for _ in range(2):
        with raises(asyncio.CancelledError, "enough"):
            await fut
    with raises(asyncio.CancelledError):
        fut.result()
    with raises(asyncio.CancelledError):
        fut.exception()
    with raises(asyncio.InvalidStateError):
        fut.set_result(1)


async def callbacks():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    log = []
    first, second = (lambda f: log.append(("first", f))), (lambda f: log.append(("second", f)))
    fut.add_done_callback(first)
    fut.add_done_callback(second)
    fut.add_done_callback(first)
    assert fut.remove_done_callback(first) == 2
    assert fut.remove_done_callback(first) == 0
    fut.add_done_callback(first)
    fut.set_result(None)
    assert log == []  # Callbacks run in the loop's next pass.
    await passes(1)
    assert log == [("second", fut), ("first", fut)]
    fut.add_done_callback(second)
    assert len(log) == 2
    await passes(1)
    assert log[2:] == [("second", fut)]

    # Each callback has a context: the one given, or that of the caller.
    var = contextvars.ContextVar("var", default=0)
    seen = []
    fut = loop.create_future()
    var.set(1)
    fut.add_done_callback(lambda f: seen.append(var.get()))
    var.set(2)
    other = contextvars.copy_context()
    other.run(var.set, 3)
    fut.add_done_callback(lambda f: seen.append(var.get()), context=other)
    fut.set_result(None)
    await passes(1)
    assert seen == [1, 3], seen


async def broken_callback():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context))
    fut = loop.create_future()
    ran = []
    fut.add_done_callback(lambda f: 1 / 0)
    fut.add_done_callback(ran.append)
    fut.set_result(None)
    await passes(1)
    loop.set_exception_handler(None)
    assert ran == [fut]
    assert len(reports) == 1 and type(reports[0]["exception"]) is ZeroDivisionError
    assert reports[0]["message"].startswith("Exception in callback")


async def representation():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    assert repr(fut) == "<Future pending>"
    fut.set_result("x" * 3)
    assert repr(fut) == "<Future finished result='xxx'>"
    fut = loop.create_future()
    fut.set_exception(ValueError("v"))
    assert repr(fut) == "<Future finished exception=ValueError('v')>"
    fut.exception()
    fut = loop.create_future()
    fut.cancel()
    assert repr(fut) == "<Future cancelled>"


async def protocol_of_await():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    it = fut.__await__()
    assert next(it) is fut
    assert fut._asyncio_future_blocking is True
    # Going on before the future is done is a mistake of the driver.
    with raises(RuntimeError, "await wasn't used with future"):
        it.send(None)
    fut = loop.create_future()
    it = iter(fut)
    next(it)
    fut.set_result("r")
    with raises(StopIteration) as r:
        it.send(None)
    assert r.value.value == "r"


async def subclass():
    class Loud(asyncio.Future):
        calls = 0

        def cancel(self, msg=None):
            self.calls += 1
            return super().cancel(msg=msg)

    fut = Loud()
    assert fut.get_loop() is asyncio.get_running_loop()
    task = asyncio.ensure_future(asyncio.wait_for(fut, None))
    await passes(1)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert fut.calls == 1 and fut.cancelled()
    assert asyncio.ensure_future(fut) is fut


async def never_retrieved():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(context))
    fut = loop.create_future()
    fut.set_exception(ValueError("lost"))
    del fut
    import gc
    gc.collect()
    await passes(1)
    loop.set_exception_handler(None)
    # Whether it is reported at once depends on the collector; what is reported does not.
    for report in reports:
        assert report["message"] == "Future exception was never retrieved"
        assert str(report["exception"]) == "lost"


async def concurrent_future():
    source = concurrent.futures.Future()
    fut = asyncio.wrap_future(source)
    assert asyncio.isfuture(fut) and asyncio.wrap_future(fut) is fut
    source.set_result("there")
    assert await fut == "there"

    source = concurrent.futures.Future()
    fut = asyncio.wrap_future(source)
    fut.cancel()
    await passes(2)
    assert source.cancelled()

    source = concurrent.futures.Future()
    fut = asyncio.wrap_future(source)
    source.set_exception(OSError("no"))
    with raises(OSError, "no"):
        await fut


async def main():
    for test in (results, exceptions, cancellation, callbacks, broken_callback, representation, protocol_of_await, subclass,
                 never_retrieved, concurrent_future):
        await asyncio.wait_for(asyncio.create_task(test()), 10)


asyncio.run(main())

# Outside a loop there is none to take.
with raises(RuntimeError, "There is no current event loop in thread 'MainThread'."):
    asyncio.Future()

# Futures that were never initialised, and what counts as one.
bare = asyncio.Future.__new__(asyncio.Future)
for ask, expected in ((bare.result, asyncio.InvalidStateError), (bare.exception, asyncio.InvalidStateError), (bare.cancel, RuntimeError)):
    try:
        ask()
    except expected as error:
        assert expected is not RuntimeError or str(error) == "Future object is not initialized."
    else:
        raise AssertionError


class Posing:
    __class__ = property(lambda self: asyncio.Future)
    _asyncio_future_blocking = False

    def __init__(self):
        self._asyncio_future_blocking = False


class Plain:
    pass


assert asyncio.isfuture(Posing()) and not asyncio.isfuture(Plain()) and not asyncio.isfuture(asyncio.Future)

import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    loop = asyncio.new_event_loop()
    try:
        iter(loop.create_future()).throw(ValueError, ValueError("zebra"), None)
    except ValueError as error:
        assert str(error) == "zebra"
    loop.close()
assert [w.category for w in caught] == [DeprecationWarning], caught
