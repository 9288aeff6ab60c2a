"""Start methods: there is one, "spawn"."""

import os

from . import process

__all__ = ()


class ProcessError(Exception):
    """The base of the package's exceptions."""


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


class Process(process.BaseProcess):
    """A process that calls target(*args, **kwargs) in an interpreter of its own."""

    _start_method = "spawn"


class BaseContext:
    """What the package offers, for one start method."""

    ProcessError = ProcessError
    BufferTooShort = BufferTooShort
    TimeoutError = TimeoutError
    AuthenticationError = AuthenticationError
    Process = Process
    _name = "spawn"

    current_process = staticmethod(process.current_process)
    parent_process = staticmethod(process.parent_process)
    active_children = staticmethod(process.active_children)

    def cpu_count(self):
        """The number of processors."""
        count = os.cpu_count()
        if count is None:
            raise NotImplementedError("cannot determine number of cpus")
        return count

    def freeze_support(self):
        """Nothing to do."""

    def get_all_start_methods(self):
        return [self._name]

    def get_context(self, method=None):
        """The context for a start method, None being the default."""
        if method not in (None, self._name):
            raise ValueError("cannot find context for %r" % method) from None
        return self

    def get_start_method(self, allow_none=False):
        return self._name

    def set_start_method(self, method, force=False):
        self.get_context(method)


class SpawnContext(BaseContext):
    pass


_default_context = SpawnContext()
