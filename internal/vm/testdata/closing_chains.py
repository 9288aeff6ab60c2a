# GeneratorExit goes through a chain of yield from by closing what each frame waits for, one after the other.


def chain(inner):
    log = []

    def outer():
        try:
            yield (yield from inner())
        except GeneratorExit:
            log.append("outer closed")
            raise

    g = outer()
    next(g)
    return g, log


def returns():
    try:
        yield 1
    except GeneratorExit:
        return 5


g, log = chain(returns)
try:
    g.throw(GeneratorExit)
except GeneratorExit:
    pass
assert log == ["outer closed"]


def refuses():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g, log = chain(refuses)
try:
    g.close()
except RuntimeError as e:
    assert str(e) == "generator ignored GeneratorExit" and log == []
else:
    assert False


def fails():
    try:
        yield 1
    finally:
        1 / 0


g, log = chain(fails)
try:
    g.close()
except ZeroDivisionError as e:
    assert type(e.__context__) is GeneratorExit and log == []
else:
    assert False

# A context that was removed by hand does not come back while the exception travels.
from contextlib import ExitStack, contextmanager


@contextmanager
def swaps():
    try:
        yield
    except KeyError as e:
        new = ValueError()
        try:
            raise new
        except ValueError:
            new.__context__ = None
            raise


try:
    with ExitStack() as stack:
        stack.enter_context(swaps())
        raise KeyError
except ValueError as e:
    assert e.__context__ is None


# The frame of an exception stands where it was left, its entry of the traceback where the exception came from.
def left():
    try:
        1 / 0
    finally:
        pass


def unmatched():
    try:
        1 / 0
    except TypeError:
        pass


for f, line in ((left, 4), (unmatched, 3)):
    try:
        f()
    except ZeroDivisionError as e:
        tb = e.__traceback__.tb_next
        assert tb.tb_frame.f_lineno - f.__code__.co_firstlineno == line, tb.tb_frame.f_lineno
        assert tb.tb_lineno - f.__code__.co_firstlineno == 2
