"""The executor of processes, which this implementation does not have."""

from concurrent.futures._base import BrokenExecutor, Executor


class BrokenProcessPool(BrokenExecutor):
    """A process of the pool died."""


def _check_system_limits():
    """Programs ask this whether processes can be used."""
    raise NotImplementedError("ProcessPoolExecutor is not available on this platform; "
                              "use ThreadPoolExecutor")


class ProcessPoolExecutor(Executor):
    """Cannot be made here: a process cannot be forked to run Python code."""

    # Differs: worker processes need fork or pickled start-up.
    def __init__(self, max_workers=None, mp_context=None, initializer=None,
                 initargs=(), *, max_tasks_per_child=None):
        _check_system_limits()
