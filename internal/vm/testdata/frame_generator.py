# frame.f_generator of coroutines, also of those that run without an object of their own until someone asks.
import sys


class Pause:
    def __await__(self):
        yield


frames = []


async def leaf(pauses):
    frame = sys._getframe()
    own, caller = frame.f_generator, frame.f_back.f_generator
    assert own.__qualname__ == "leaf" and own.cr_code.co_name == "leaf" and own.cr_await is None
    assert own.cr_frame is frame and own.cr_running and frame.f_generator is own
    assert caller.cr_frame is frame.f_back and caller.cr_running and caller.cr_await is None
    try:
        own.send(None)
    except ValueError as error:
        assert str(error) == "coroutine already executing"
    else:
        assert False
    frames.append((own, caller))
    for _ in range(pauses):
        await Pause()
    assert frame.f_generator is own and own.cr_running and own.cr_frame is frame
    return frame


async def middle(pauses):
    secret = 7
    frame = await leaf(pauses)
    own, caller = frames[-1]
    assert sys._getframe().f_generator is caller and caller.cr_frame.f_locals["secret"] == 7
    assert frame.f_generator is None and own.cr_frame is None and not own.cr_running and frame.f_locals["pauses"] == pauses


async def outer(pauses):
    await middle(pauses)
    own, caller = frames[-1]
    assert caller.cr_frame is None and not caller.cr_running
    try:
        await own
    except RuntimeError as error:
        assert str(error) == "cannot reuse already awaited coroutine"
    else:
        assert False


def finish(coro):
    try:
        coro.send(None)
    except StopIteration:
        return True
    return False


assert finish(outer(0))
coro = outer(1)
assert not finish(coro)
own, caller = frames[-1]
assert coro.cr_await is caller and caller.cr_await is own and own.cr_suspended and not own.cr_running
assert own.cr_frame.f_generator is own and own.cr_frame.f_back is None
assert finish(coro)


async def fails():
    assert sys._getframe().f_generator.__name__ == "fails"
    raise ValueError


async def catches():
    try:
        await fails()
    except ValueError as error:
        assert error.__traceback__.tb_next.tb_frame.f_generator is None


assert finish(catches())
assert (lambda: sys._getframe().f_generator)() is None


def generator():
    yield sys._getframe()


g = generator()
frame = next(g)
assert frame.f_generator is g
g.close()

# Before they begin, they stand at the line of the definition.


async def late():

    pass


def lazy(
    argument,
):

    yield


coro, gen = late(), lazy(1)
assert coro.cr_frame.f_lineno == coro.cr_code.co_firstlineno and gen.gi_frame.f_lineno == gen.gi_code.co_firstlineno
coro.close()
gen.close()
assert frame.f_generator is None
