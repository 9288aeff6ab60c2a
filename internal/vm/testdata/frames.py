# Frames kept after their functions have returned keep variables and callers, whatever the slab holds by then.
import gc
import sys

frames = []


def f(n):
    x = n
    frames.append(sys._getframe())
    if n:
        f(n - 1)


def junk(*a):
    return [a] * 10


f(50)
gc.collect()
for i in range(100):
    junk(i, i)
assert [fr.f_locals["x"] for fr in frames] == list(range(50, -1, -1))
assert all(frames[i].f_back is frames[i - 1] for i in range(1, 51))
---
# A frame that ends after calls have come and gone finds its caller.
import sys


def many():
    src = "".join(f"n{i} = {i}\n" for i in range(4000)) + "def h(): return " + "+".join(f"n{i}" for i in range(300))
    ns = {}
    exec(src, ns)
    return ns["h"]()


def outer():
    def inner():
        fr = sys._getframe()
        g = (i for i in range(10))
        total = sum(g) + many()
        list(map(lambda x: [x] * 50, range(50)))
        return fr, total

    fr, total = inner()
    return fr, sys._getframe(), total


for _ in range(5):
    fr, caller, total = outer()
    assert fr.f_back is caller and total == 45 + sum(range(300))
---
# Frames in tracebacks.
def f():
    x = object()
    raise ValueError


try:
    f()
except ValueError as e:
    fr = e.__traceback__.tb_next.tb_frame
    assert "x" in fr.f_locals
    fr.clear()
    assert fr.f_locals == {}
---
# Big code: many constants, names, cells, long jumps.
ns = {}
exec("x = [" + ",".join(f"{i}.5" for i in range(70000)) + "]", ns)
assert ns["x"][69999] == 69999.5
exec("def f(x):\n" + "".join(f" if x == {i}: return {i} * 2\n" for i in range(20000)) + " while x:\n" + "  x += 1\n" * 30000 + "  break\n return x\n", ns)
assert ns["f"](19999) == 39998 and ns["f"](-1) == 29999
exec("def g(" + ",".join(f"a{i}" for i in range(300)) + ", **k): return a0 + a299 + len(k)", ns)
assert ns["g"](*range(300), **{f"k{i}": i for i in range(1000)}) == 1299
exec("def h(*a, **k): return len(a), len(k)", ns)
assert ns["h"](*[1] * 100_000, **{str(i): i for i in range(10_000)}) == (100_000, 10_000)
---
# What a native operation has called into keeps nothing alive: here a property, whose window lies where the function's own ended.
import gc
import weakref

class Thing:
    @property
    def a(self):
        return 1

    @a.setter
    def a(self, value):
        pass

    def __len__(self):
        return 3

def get(x):
    x.a

def put(x):
    x.a = 1

for use in (get, put, len):
    x = Thing()
    use(x)
    ref = weakref.ref(x)
    del x
    gc.collect()
    assert ref() is None, use
