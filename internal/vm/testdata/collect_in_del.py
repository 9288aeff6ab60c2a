# gc.collect() in a __del__ that a collection runs does not begin another one.
import gc
import time

done = []


class Collects:
    def __init__(self):
        self.me = self

    def __del__(self):
        done.append(gc.collect())


gc.collect()
start = time.monotonic()
gc.collect()
once = time.monotonic() - start
for _ in range(300):
    Collects()
start = time.monotonic()
gc.collect()
assert len(done) >= 299 and not any(done), len(done)
assert time.monotonic() - start < 30 * once + 1, (time.monotonic() - start, once)
