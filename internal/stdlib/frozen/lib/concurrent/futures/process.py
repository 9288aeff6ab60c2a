"""The executor of processes, which this implementation does not have."""

from concurrent.futures._base import BrokenExecutor, Executor


class BrokenProcessPool(BrokenExecutor):
    """A process of the pool died."""


class ProcessPoolExecutor(Executor):
    """Cannot be made here: a process cannot be forked to run Python code."""

    # Differs: worker processes need fork or pickled start-up; threads and
    # interpreters run Python code in parallel instead.
    def __init__(self, max_workers=None, mp_context=None, initializer=None,
                 initargs=(), *, max_tasks_per_child=None):
        raise NotImplementedError(
            "ProcessPoolExecutor is not available on this platform; "
            "use ThreadPoolExecutor")
