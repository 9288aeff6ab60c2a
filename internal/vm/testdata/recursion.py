# Recursion of every sort ends in a RecursionError, and the program goes on.
def too_deep(f, *args):
    try:
        f(*args)
    except RecursionError:
        return True
    return False


def function():
    return function()


def generator():
    yield from generator()


async def coroutine():
    await coroutine()


def attribute(hook):
    C = type("C", (), {hook: lambda self, name: self.missing})
    return C().x


def dunder(name, body, use):
    return too_deep(use, type("C", (), {name: body})())


assert too_deep(function)
assert too_deep(lambda: list(generator()))
assert too_deep(lambda: coroutine().send(None))
assert too_deep(attribute, "__getattr__")
assert too_deep(attribute, "__getattribute__")
assert dunder("__repr__", lambda self: repr(self), repr)
assert dunder("__str__", lambda self: f"{self}", str)
assert dunder("__call__", lambda self: self(), lambda x: x())
assert dunder("__add__", lambda self, o: self + o, lambda x: x + 1)
assert dunder("__radd__", lambda self, o: o + self, lambda x: 1 + x)
assert dunder("__hash__", lambda self: hash((self,)), hash)
assert dunder("__iter__", lambda self: iter(self), list)
assert dunder("__len__", lambda self: len(self), len)
assert dunder("__bool__", lambda self: not self, bool)
assert dunder("__contains__", lambda self, x: x in self, lambda x: 1 in x)
assert dunder("__getitem__", lambda self, i: self[i], lambda x: x[0])
assert dunder("__index__", lambda self: [0][self], lambda x: [0][x])
assert dunder("__eq__", lambda self, o: [self] == [o], lambda x: x == type(x)())
---
# Deep nesting of builtin containers.
def nested(wrap, n=100_000):
    x = wrap(())
    for _ in range(n):
        x = wrap(x)
    return x


def fails(f):
    try:
        f()
    except RecursionError:
        return True


a, b = nested(lambda x: [x]), nested(lambda x: [x])
assert fails(lambda: repr(a))
assert fails(lambda: a == b)
assert fails(lambda: a < b)
d, e = nested(lambda x: {1: x}), nested(lambda x: {1: x})
assert fails(lambda: repr(d))
assert fails(lambda: d == e)
l, m = [], []
l.append(l)
m.append(m)
assert repr(l) == "[[...]]"
assert fails(lambda: l == m)
---
# Chains of native objects that call each other cost Go stack, and are bounded.
from functools import partial
from itertools import chain

p = partial(len)
p.__setstate__((p, (), {}, {}))
try:
    p()
    assert False
except RecursionError:
    pass


def deepest(wrap):
    it = iter([1])
    for _ in range(300_000):
        it = wrap(it)
    try:
        next(it)
    except RecursionError:
        return True


assert deepest(lambda it: map(int, it))
assert deepest(lambda it: filter(None, it))
assert deepest(zip)
assert deepest(enumerate)
assert deepest(chain)
assert list(map(int, "123")) == [1, 2, 3]
---
# A high limit is honoured: the slab grows.
import sys

sys.setrecursionlimit(300_000)


def depth(n):
    return n and 1 + depth(n - 1)


def wide(n, a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8):
    return n and a + wide(n - 1)


async def awaited(n):
    return n and 1 + await awaited(n - 1)


assert depth(150_000) == 150_000
assert wide(100_000) == 100_000
try:
    awaited(50_000).send(None)
except StopIteration as stop:
    assert stop.value == 50_000
---
# A chain of coroutines that grows each time it is resumed keeps to the limit too.
import types


@types.coroutine
def pause():
    yield


async def deeper():
    await pause()
    await deeper()


c = deeper()
try:
    for _ in range(100_000):
        c.send(None)
    assert False
except RecursionError:
    pass
try:
    c.send(None)
    assert False
except RuntimeError as e:
    assert str(e) == "cannot reuse already awaited coroutine"
