"""Every construct of the language once, for the verifiers."""
from __future__ import barry_as_FLUFL as _unused
import os, sys as system, os.path as path
from . import sibling
from ..parent import (one, two as deux)

type Alias[T: int, *Ts = *tuple[int], **P = [int]] = dict[T, tuple[*Ts]]
x: int = 1
(y): str = "a"
if x:
    z: float

def params(a, /, b: int = 1, *args: str, c, d=x, **kw: dict) -> list:
    """Doc.

        Indented.
    """
    del a
    global x
    x = b
    return [args, c, d, kw, locals()]

def generic[T, U: (int, str) = int](a: T = x, *, b: U = y) -> T:
    class Inner[V](list[V], metaclass=type):
        v: V = a
        def m(self) -> U:
            return super().m() + super(Inner, self).n + __class__.k
    return Inner

@one
@deux(1)
class C(params, *x, key=1, **z):
    attr: int
    if x:
        cond: str = "s"
    squares = [i * i for i in range(3) if i]
    lambdas = [lambda: i for i in range(3)]
    __private = 1
    def __init__(self):
        self.a = self.__private = [self.b, *self.c] = x
        self.n += 1
        self.n -= x
        self.n *= x + 1
        self.d["k"] //= 2
        self.d[1:2] = self.e[x:] + self.f[::2]
        del self.a, self.d[0], (x, y)

def flow(n):
    while n > 0:
        n -= 1
        if n == 3:
            continue
        elif n is None:
            break
        elif n in (1, 2) or n not in {3, 4} and not n:
            pass
        else:
            n = n if n < 2 else -n
    else:
        n = 0
    for i, (j, *k) in n:
        for q in [1, 2, 3]:
            if q: break
        else:
            continue
        try:
            return i
        finally:
            print(j, k)
    assert n, "message"
    assert 0 < n <= x < 10
    return a < b < c and (w := n) > w

def tries():
    try:
        a = 1
    except (TypeError, ValueError) as e:
        raise e from None
    except OSError:
        raise
    except:
        return a
    else:
        a += 1
    finally:
        del a
    try:
        try:
            return 1
        finally:
            try:
                x()
            except E as e:
                print(e)
    except* ValueError as group:
        print(group)
    except* (TypeError, OSError):
        pass

def withs():
    with open(x) as f, y as (a, b), z:
        for i in f:
            with a:
                if i: continue
                if b: break
                return i
    return a

async def coro():
    await a
    r = await b(1, *r, k=2)
    s = await c.d(r)
    async with e as f, g:
        return await f(await h())
    async for i in j:
        if i: break
        continue
    else:
        x()
    try:
        r = await k(r)
    except E:
        pass
    return [i async for i in r if await i], {i: await j for i in k}, {i async for i in j}, (i async for i in j)

async def agen():
    yield
    x = yield 1
    try:
        yield x
    finally:
        await x
    return

def gen():
    x = yield
    y = yield from x
    return (yield x, y)

def match(s):
    match s:
        case 1 | -2 | 3.5 | 1 + 2j | "a" "b" | b"c" | None | True | False: return 1
        case [a, b, *rest] | (a, [b, rest]): return a, b, rest
        case [_, _, *_, last] if last: return last
        case {"k": v, x.y: w, **others}: return v, w, others
        case {}: return 2
        case C(1, a, k=b) as whole: return whole, a, b
        case int() | str(): return 3
        case os.path: return 4
        case _: return 5

def comps(rows, i=1):
    a = [x for row in rows for x in row if x for i in [x + 1]]
    b = {k: v for k, v in rows}
    c = {(lambda: z)() for z in rows}
    d = (g for g in rows if (last := g))
    e = [[y for y in x] for x in rows]
    return a, b, c, d, e, i, last, [i for i in rows], [f for f in [f for f in rows]]

def texts(v, w):
    return f"{v}", f"{v!r:>{w}} and {v=} {w:.2f}", t"{v!s:{w}} x", f"", "%s" % v

def closures(a):
    b = a
    def inner():
        nonlocal b
        b = a
        del b
        return lambda q=b, *r, k=a: (q, a, b)
    try:
        pass
    except E as b:
        pass
    return inner

def displays(*a, **k):
    a, b = b, a
    a, b, c = 1, a, f()
    (a, b), [c, *d] = e
    print(*a, 1, *b, x=1, **k, y=2, **k)
    print(a, *b)
    obj.method(a, key=b).other(*a)
    return (*a, 1), [*a, 2], {*a, 3}, {**k, 1: 2}, a[1], a[b, 1:2], a[-1], a[::], a @ b ** 2 // 3 % 4, ~a, +a, -a, not a, 1 if a else 2, ...

lambda: (yield)

def empties(x):
    for i in x: pass
    for i in x:
        for j in i: pass
        if j: pass
        else: pass
    while x: pass
    try: pass
    except: pass
    else: pass
    finally: pass
    if x:
        try: pass
        finally: pass
