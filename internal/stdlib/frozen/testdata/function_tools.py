# functools and contextlib.
import asyncio
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, nullcontext, suppress
from functools import (Placeholder, cache, cached_property, cmp_to_key, lru_cache, partial, partialmethod, reduce,
                       singledispatch, total_ordering, wraps)

calls = []


@lru_cache(maxsize=2)
def square(n):
    calls.append(n)
    return n * n


assert [square(n) for n in (1, 2, 1, 3, 2)] == [1, 4, 1, 9, 4] and calls == [1, 2, 3, 2]
assert str(square.cache_info()) == "CacheInfo(hits=1, misses=4, maxsize=2, currsize=2)"
assert square.cache_parameters() == {"maxsize": 2, "typed": False}
square.cache_clear()
assert square.cache_info().currsize == 0 and square.__wrapped__(3) == 9


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


assert fib(60) == 1548008755920

assert partial(pow, Placeholder, 2)(5) == 25 and partial(partial(pow, 2), 5)() == 32
assert reduce(lambda a, b: a + b, [1, 2, 3], 10) == 16 and sorted([3, 1], key=cmp_to_key(lambda a, b: b - a)) == [3, 1]


class Cell:
    def set(self, value, *, twice=False):
        return value * (2 if twice else 1)

    double = partialmethod(set, twice=True)

    @cached_property
    def once(self):
        calls.append("once")
        return 7


cell = Cell()
assert cell.double(4) == 8 and cell.once == cell.once == 7 and calls.count("once") == 1


@singledispatch
def kind(obj):
    return "object"


@kind.register
def _(obj: int | float):
    return "number"


@kind.register(list)
def _(obj):
    return "list"


assert [kind(one) for one in (1, 2.0, True, [], "")] == ["number", "number", "number", "list", "object"]


@total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


assert Version(1) <= Version(2) and Version(2) > Version(1) and Version(2) >= Version(2)

log = []


@contextmanager
def managed(name):
    log.append("+" + name)
    try:
        yield name
    except ZeroDivisionError:
        log.append("caught " + name)
    finally:
        log.append("-" + name)


with ExitStack() as stack:
    stack.enter_context(managed("a"))
    stack.callback(log.append, "callback")
    stack.enter_context(managed("b"))
    1 / 0
assert log == ["+a", "+b", "caught b", "-b", "callback", "-a"], log
with suppress(KeyError):
    {}["x"]
with nullcontext(3) as three:
    assert three == 3


@managed("decorated")
def decorated():
    return 5


assert decorated() == 5


@asynccontextmanager
async def later(name):
    log.append("+" + name)
    yield name
    log.append("-" + name)


async def main():
    del log[:]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(later("x"))
        stack.push_async_callback(asyncio.sleep, 0)
        assert await stack.enter_async_context(later("y")) == "y"
    assert log == ["+x", "+y", "-y", "-x"], log


asyncio.run(main())


@wraps(main)
def other():
    pass


assert other.__name__ == "main" and other.__wrapped__ is main
assert repr(partialmethod(len, 1, x=2)) == "functools.partialmethod(<built-in function len>, 1, x=2)"
