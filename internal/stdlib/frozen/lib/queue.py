"""Queues for threads."""

import threading
from collections import deque
from time import monotonic as _now

try:
    from _queue import SimpleQueue, Empty
except ImportError:
    SimpleQueue = None

    class Empty(Exception):
        """Raised by a get that may not wait, or not longer."""

__all__ = ["Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue",
           "SimpleQueue"]


class Full(Exception):
    """Raised by a put that may not wait, or not longer."""


class ShutDown(Exception):
    """Raised by put and get on a queue that was shut down."""


class Queue:
    """First in, first out; at most `maxsize` items if that is above 0."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def task_done(self):
        """Say that an item that was got has been dealt with."""
        with self.mutex:
            if self.unfinished_tasks <= 0:
                raise ValueError("task_done() called too many times")
            self.unfinished_tasks -= 1
            if not self.unfinished_tasks:
                self.all_tasks_done.notify_all()

    def join(self):
        """Wait until every item that was put has been dealt with."""
        with self.mutex:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """Roughly how many items there are: that may change at once."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether there is no item just now."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Whether there is no room just now."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Add an item, waiting for room if need be."""
        with self.mutex:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                self._await(self.not_full, self._no_room, Full, block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Take an item, waiting for one if need be."""
        with self.mutex:
            if self.is_shutdown and not self._qsize():
                raise ShutDown
            self._await(self.not_empty, self._nothing_here, Empty, block, timeout)
            item = self._get()
            self.not_full.notify()
            return item

    def _no_room(self):
        if self.is_shutdown:
            raise ShutDown
        return self._qsize() >= self.maxsize

    def _nothing_here(self):
        if self._qsize():
            return False
        if self.is_shutdown:
            raise ShutDown
        return True

    def _await(self, condition, hindered, error, block, timeout):
        if not block:
            if hindered():
                raise error
        elif timeout is None:
            while hindered():
                condition.wait()
        elif timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        else:
            deadline = _now() + timeout
            while hindered():
                left = deadline - _now()
                if left <= 0.0:
                    raise error
                condition.wait(left)

    def put_nowait(self, item):
        """put() that raises Full instead of waiting."""
        return self.put(item, block=False)

    def get_nowait(self):
        """get() that raises Empty instead of waiting."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Refuse items from now on; with `immediate`, drop those that are there."""
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1
                # join() need not wait for what nobody can get any more.
                self.all_tasks_done.notify_all()
            self.not_empty.notify_all()
            self.not_full.notify_all()

    # What subclasses change; the mutex is held.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(type(list[int]))


class PriorityQueue(Queue):
    """The smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        from heapq import heappush
        heappush(self.queue, item)

    def _get(self):
        from heapq import heappop
        return heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class _PySimpleQueue:
    """An unbounded queue without the notion of finished tasks."""

    def __init__(self):
        self._queue = deque()
        self._count = threading.Semaphore(0)

    def put(self, item, block=True, timeout=None):
        """Add an item; never waits."""
        self._queue.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        """Take an item, waiting for one if need be."""
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self._count.acquire(block, timeout):
            raise Empty
        return self._queue.popleft()

    def put_nowait(self, item):
        """put()"""
        return self.put(item, block=False)

    def get_nowait(self):
        """get() that raises Empty instead of waiting."""
        return self.get(block=False)

    def empty(self):
        """Whether there is no item just now."""
        return not self._queue

    def qsize(self):
        """Roughly how many items there are."""
        return len(self._queue)

    __class_getitem__ = classmethod(type(list[int]))


if SimpleQueue is None:
    SimpleQueue = _PySimpleQueue
