# A generator that runs cannot be driven, from wherever.
def driven(how):
    def g():
        yield how(x)

    x = g()
    try:
        next(x)
    except ValueError as e:
        return str(e) == "generator already executing"


assert driven(next)
assert driven(lambda g: g.send(1))
assert driven(lambda g: g.close())
assert driven(lambda g: g.throw(KeyError))


def a():
    yield from y


def b():
    yield from x


x, y = a(), b()
next(x)  ### ValueError: generator already executing
---
# Driving a delegate by hand.
def inner():
    try:
        yield 1
        yield 2
        yield 3
    except KeyError:
        yield "caught"


def outer(i):
    yield from i
    yield "after"


i = inner()
x = outer(i)
assert [next(x), next(i), next(x)] == [1, 2, 3]

i = inner()
x = outer(i)
next(x)
i.close()
assert list(x) == ["after"]

i = inner()
x = outer(i)
next(x)
assert i.throw(KeyError) == "caught"
assert list(x) == ["after"]
---
# Throwing and closing in every state.
def g():
    try:
        yield 1
    except GeneratorExit:
        log.append("exit")
        raise
    finally:
        log.append("finally")


log = []
x = g()
x.close()
assert log == [] and list(x) == []
x = g()
next(x)
x.close()
x.close()
assert log == ["exit", "finally"]
try:
    x.throw(ValueError("late"))
    assert False
except ValueError as e:
    assert e.args == ("late",)
x = g()
try:
    x.throw(ValueError("early"))
    assert False
except ValueError as e:
    assert e.args == ("early",)
assert list(x) == []


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


s = stubborn()
next(s)
for _ in range(3):
    try:
        s.close()
        assert False
    except RuntimeError as e:
        assert str(e) == "generator ignored GeneratorExit"
---
# A StopIteration inside becomes a RuntimeError; a value returned comes out in one.
def raises():
    raise StopIteration(3)
    yield


def returns(v):
    return v
    yield


for v in (3, None, (1, 2), ValueError("v")):
    try:
        next(returns(v))
        assert False
    except StopIteration as e:
        assert e.value is v
next(raises())  ### RuntimeError: generator raised StopIteration
---
# The exception being handled is the generator's own while it runs.
import sys


def g():
    try:
        raise KeyError("k")
    except KeyError:
        yield sys.exception()
        yield sys.exception()


x = g()
assert type(next(x)) is KeyError and sys.exception() is None
try:
    1 / 0
except ZeroDivisionError as e:
    assert type(next(x)) is KeyError and sys.exception() is e
---
# Many variables, many arguments.
ns = {}
exec("def g():\n" + "".join(f" v{i} = yield {i}\n" for i in range(700)) + " return [" + ",".join(f"v{i}" for i in range(700)) + "]\n", ns)
x = ns["g"]()
r = next(x)
try:
    while True:
        r = x.send(r)
except StopIteration as e:
    assert e.value == list(range(700))
---
# Frames of generators: variables can be read and written while they wait.
def g():
    x = 1
    yield
    yield x


q = g()
next(q)
q.gi_frame.f_locals["x"] = 99
assert next(q) == 99
q.gi_frame.clear()  ### RuntimeError: cannot clear a suspended frame
