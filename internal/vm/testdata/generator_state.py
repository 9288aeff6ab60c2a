# What generators and coroutines tell of themselves, and what they refuse.
import sys
import types
import warnings


def raises(exc, f, *args):
    try:
        f(*args)
    except exc as e:
        return str(e)
    raise AssertionError(f"{exc.__name__} not raised")


# A frame that awaits another one is running while that one runs, and then awaits nothing.
def inner():
    assert outer_gen.gi_running and outer_gen.gi_yieldfrom is None
    assert raises(ValueError, next, outer_gen) == "generator already executing"
    yield 1
    assert outer_gen.gi_running and outer_gen.gi_yieldfrom is None


def outer():
    yield from inner()


outer_gen = outer()
assert next(outer_gen) == 1
assert not outer_gen.gi_running and outer_gen.gi_yieldfrom.gi_code.co_name == "inner"
assert list(outer_gen) == []


# A finished coroutine refuses everything but close().
async def spam():
    return "spam"


c = spam()
assert raises(StopIteration, c.send, None) == "spam"
reused = "cannot reuse already awaited coroutine"
assert raises(RuntimeError, c.send, None) == reused
assert raises(RuntimeError, c.throw, Exception("x")) == reused
c.close()


# A coroutine that somebody drives by hand cannot be awaited too.
@types.coroutine
def nop():
    yield


async def waits():
    await nop()


async def waiter(coro):
    await coro


c = waits()
c.send(None)
w = waiter(c)
assert raises(RuntimeError, w.send, None) == "coroutine is being awaited already"
c.close()


# The exception thrown in may be the one that is handled outside; the generator still handles it after a yield.
def keeps():
    try:
        yield
    except ValueError as e:
        assert e.__context__ is None
        yield
        assert sys.exception() is e
        raise


g = keeps()
next(g)
try:
    raise ValueError("v")
except ValueError as e:
    g.throw(e)
assert sys.exception() is None
assert raises(ValueError, next, g) == "v"


# A class that makes no exception is reported inside the generator.
class Odd(Exception):
    def __new__(cls):
        return cls


def catches():
    try:
        yield
    except TypeError as e:
        assert "should have returned an instance of BaseException" in str(e)


g = catches()
next(g)
raises(StopIteration, g.throw, Odd)

# The signature with several arguments is deprecated.
for make, method in ((lambda: (x for x in ()), "throw"), (lambda: spam(), "throw"), (lambda: nop(), "throw")):
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")
        raises(TypeError, make().throw, TypeError, TypeError(1), None)
    assert str(log[0].message).startswith("the (type, exc, tb) signature of throw() is deprecated"), log

# The iterator of a generator expression is a local variable.
g = (x for x in range(3))
g.gi_frame.f_locals[".0"] = iter("ab")
assert list(g) == ["a", "b"]
g = (x for x in range(3))
g.gi_frame.f_locals[".0"] = 5
assert raises(TypeError, list, g) == "'int' object is not an iterator"


# Whatever __await__ of the next item raises becomes the cause of a TypeError.
class Bad:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0


async def loop():
    async for _ in Bad():
        pass


try:
    loop().send(None)
except TypeError as e:
    assert str(e) == "'async for' received an invalid object from __anext__: Bad"
    assert type(e.__cause__) is ZeroDivisionError


# anext() with a default takes only awaitables.
class Plain:
    def __aiter__(self):
        return self

    def __anext__(self):
        return iter("abc")


async def ask():
    await anext(Plain(), 1)


assert raises(TypeError, ask().send, None) == "'str_ascii_iterator' object can't be awaited"


# athrow() checks its argument when it is awaited.
async def agen():
    yield 1


a = agen()
t = a.athrow(None)
assert "exceptions must be classes or instances deriving from BaseException" in raises(TypeError, t.send, None)


# The same for coroutines awaited by a call, and for the awaitables of async generators in a task.
@types.coroutine
def leaf():
    assert coro.cr_running and coro.cr_await is None
    yield
    assert coro.cr_running and coro.cr_await is None


async def middle():
    await leaf()


async def top():
    await middle()


coro = top()
coro.send(None)
assert coro.cr_await.cr_await.gi_code.co_name == "leaf" and coro.cr_suspended
raises(StopIteration, coro.send, None)

import asyncio


async def closing():
    a = agen()
    await a.__anext__()
    await asyncio.create_task(a.aclose())
    assert asyncio.iscoroutine(a.aclose())


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    asyncio.run(closing())
