"""Run calls in threads and get their results later."""

from concurrent.futures._base import (
    FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, CancelledError,
    TimeoutError, InvalidStateError, BrokenExecutor, Future, Executor, wait,
    as_completed)

__all__ = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED",
           "CancelledError", "TimeoutError", "InvalidStateError",
           "BrokenExecutor", "Future", "Executor", "wait", "as_completed",
           "ProcessPoolExecutor", "ThreadPoolExecutor",
           "InterpreterPoolExecutor"]

_LAZY = {"ThreadPoolExecutor": "thread", "ProcessPoolExecutor": "process",
         "InterpreterPoolExecutor": "interpreter"}


def __dir__():
    return __all__ + ["__author__", "__doc__"]


def __getattr__(name):
    submodule = _LAZY.get(name)
    if submodule is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib
    value = getattr(importlib.import_module(f"{__name__}.{submodule}"), name)
    globals()[name] = value
    return value
