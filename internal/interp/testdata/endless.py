# A native loop over an endless iterator, and native work on huge numbers, end when a signal's handler raises.
import collections
import functools
import hashlib
import heapq
import itertools
import math
import operator
import signal
import time
from itertools import repeat

BIG = 10**13


class Stop(Exception):
    pass


def stop(signum, frame):
    raise Stop


signal.signal(signal.SIGALRM, stop)

endless = {
    "sum": lambda: sum(range(BIG)),
    "sum of floats": lambda: sum(repeat(1.5)),
    "sum of objects": lambda: sum(repeat(1 << 70)),
    "max": lambda: max(repeat(1)),
    "all": lambda: all(repeat(1)),
    "in": lambda: 5 in repeat(1),
    "in a range": lambda: 5.5 in range(BIG),
    "filter": lambda: next(filter(None, repeat(0))),
    "compress": lambda: next(itertools.compress(repeat(0), repeat(0))),
    "dropwhile": lambda: next(itertools.dropwhile(bool, repeat(1))),
    "islice": lambda: next(itertools.islice(range(BIG), BIG - 1, None)),
    "deque": lambda: collections.deque(repeat(1), maxlen=0),
    "countOf": lambda: operator.countOf(repeat(1), 2),
    "set": lambda: set(repeat(1)),
    "difference": lambda: {1}.difference(repeat(2)),
    "fromkeys": lambda: dict.fromkeys(repeat(1)),
    "Counter": lambda: collections.Counter(repeat(1)),
    "reduce": lambda: functools.reduce(min, repeat(1)),
    "prod": lambda: math.prod(repeat(1)),
    "fsum": lambda: math.fsum(repeat(0)),
    "nsmallest": lambda: heapq.nsmallest(3, repeat(1)),
    "join": lambda: "".join(repeat("", BIG)),
    "calls of Python": lambda: sum(map(lambda x: 0, repeat(0))),
    "iter with a sentinel": lambda: sum(iter(int, 1)),
    # These are left to end by themselves, so they are not endless.
    "power": lambda: pow(3, 2 * 10**7),
    "modular power": lambda: pow(3, (1 << 17000) - 1, (1 << 17000) - 3),
    "isqrt": lambda: math.isqrt(1 << 4000000),
    "pbkdf2": lambda: hashlib.pbkdf2_hmac("sha256", b"a", b"b", 10**6),
}

for name, work in endless.items():
    begin = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        work()
    except Stop:
        pass
    else:
        raise AssertionError(f"{name} came to an end")
    assert time.monotonic() - begin < 2, name
