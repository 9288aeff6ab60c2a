# What happens to generators, coroutines and async generators that are dropped before their end.
import gc
import sys

log = []
sys.unraisablehook = lambda u: log.append((type(u.exc_value).__name__, u.err_msg.split(" object")[0], u.object))


def closes():
    try:
        yield
    finally:
        log.append("finally")


def drop(make):
    g = make()
    next(g)


drop(closes)
gc.collect()
assert log == ["finally"], log
log.clear()


def stubborn():
    try:
        yield
    except GeneratorExit:
        yield


drop(stubborn)
gc.collect()
assert log == [("RuntimeError", "Exception ignored while closing generator <generator", None)], log
log.clear()


# A coroutine that never ran: warnings gives its opinion, and what that raises is reported.
import warnings


def refuse(coro):
    raise KeyError(coro.__qualname__)


warnings._warn_unawaited_coroutine = refuse


async def never():
    pass


def lose():
    c = never()
    del c


lose()
gc.collect()
assert log == [("KeyError", "Exception ignored while finalizing coroutine <coroutine", None)], log
log.clear()


# One that ran or was closed gets none.
def finish():
    c = never()
    c.close()
    c = never()
    try:
        c.send(None)
    except StopIteration:
        pass


finish()
gc.collect()
assert log == [], log


# A statement that throws a result away does not keep it alive.
class Tells:
    def __del__(self):
        log.append("del")


def throw_away():
    Tells()
    gc.collect()
    assert log == ["del"], log


throw_away()
log.clear()

# cr_origin tells where a coroutine was made.
sys.set_coroutine_origin_tracking_depth(2)


def make():
    return never()


def caller():
    return make()


c = caller()
assert [(line[1] - make.__code__.co_firstlineno, line[2]) for line in c.cr_origin] == [(1, "make"), (5, "caller")], c.cr_origin
c.close()
sys.set_coroutine_origin_tracking_depth(0)
c = never()
assert c.cr_origin is None
c.close()


# The hook of an async generator gets it when it is dropped.
finalized = []
sys.set_asyncgen_hooks(finalizer=finalized.append)


async def agen():
    try:
        yield 1
    finally:
        pass


def begin():
    a = agen()
    try:
        a.__anext__().send(None)
    except StopIteration:
        pass


begin()
gc.collect()
assert len(finalized) == 1 and finalized[0].__name__ == "agen"
