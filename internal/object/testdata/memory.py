# What cannot be had is a MemoryError or an OverflowError, and the program goes on.
from itertools import repeat

N = 10**12


def refused(f):
    try:
        f()
    except (MemoryError, OverflowError, ValueError):
        return True


def grow(x):
    x *= N


assert refused(lambda: "x" * N)
assert refused(lambda: b"x" * N)
assert refused(lambda: "xyz" * 10**19)
assert refused(lambda: [0] * N)
assert refused(lambda: (0, 1) * N)
assert refused(lambda: bytes(N))
assert refused(lambda: bytearray(N))
assert refused(lambda: grow([1]))
assert refused(lambda: grow(bytearray(b"abc")))
assert refused(lambda: list(range(N)))
assert refused(lambda: tuple(range(10**15)))
assert refused(lambda: list(range(10**30)))
assert refused(lambda: list(repeat(0, N)))
assert refused(lambda: 1 << N)
assert refused(lambda: 10**10**12)
assert refused(lambda: (1).to_bytes(N))
assert refused(lambda: "%*d" % (N, 1))
assert refused(lambda: f"{1:{N}}")
assert refused(lambda: format(1.0, ".2147483646f"))
assert refused(lambda: "a".ljust(N))
assert refused(lambda: b"a".zfill(N))
assert refused(lambda: ("a" * 10**6).replace("a", "b" * 10**7))
assert refused(lambda: ("b" * 10**7).join(["a"] * 10**6))
assert "x" * 3 == "xxx"
---
# Lists ask how many items will come, and refuse what is absurd before they take any.
class Hint:
    def __init__(self, n):
        self.n = n

    def __length_hint__(self):
        return self.n

    def __iter__(self):
        return iter([1])


assert list(Hint(5)) == [1] and tuple(Hint(10**12)) == (1,)
assert list(Hint(NotImplemented)) == [1]
for n, error in ((10**15, MemoryError), (-1, ValueError), ("a", TypeError)):
    try:
        list(Hint(n))
        assert False
    except error:
        pass
