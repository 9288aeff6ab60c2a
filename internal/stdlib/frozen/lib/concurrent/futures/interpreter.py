"""The executor of interpreters, each in a thread."""

from concurrent.futures import thread as _thread
from concurrent.futures._base import BrokenExecutor


class BrokenInterpreterPool(BrokenExecutor):
    """An interpreter of the pool failed to start."""


class InterpreterPoolExecutor(_thread.ThreadPoolExecutor):
    """Cannot be made yet: needs interpreters that exchange pickled calls."""

    def __init__(self, max_workers=None, thread_name_prefix="",
                 initializer=None, initargs=()):
        raise NotImplementedError(
            "InterpreterPoolExecutor is not available on this platform; "
            "use ThreadPoolExecutor")
