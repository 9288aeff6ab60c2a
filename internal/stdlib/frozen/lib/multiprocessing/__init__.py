"""Processes that run Python functions.

A process is a new interpreter, which gets what it is to run pickled: the start method "spawn". Queues, pools and shared
memory are not here.
"""

from . import context, process
from .process import active_children, current_process, parent_process

__all__ = ["AuthenticationError", "BufferTooShort", "Process", "ProcessError", "TimeoutError", "active_children",
           "cpu_count", "current_process", "freeze_support", "get_all_start_methods", "get_context",
           "get_start_method", "parent_process", "set_start_method"]

AuthenticationError = context.AuthenticationError
BufferTooShort = context.BufferTooShort
ProcessError = context.ProcessError
TimeoutError = context.TimeoutError
Process = context.Process

_default = context._default_context
cpu_count = _default.cpu_count
freeze_support = _default.freeze_support
get_all_start_methods = _default.get_all_start_methods
get_context = _default.get_context
get_start_method = _default.get_start_method
set_start_method = _default.set_start_method
