"""How debug mode remembers where something was made."""

import functools
import inspect
import reprlib
import sys
import traceback

from . import constants


def extract_stack(f=None, limit=None):
    """The stack above the caller, at most a few entries, without reading the source lines."""
    if f is None:
        f = sys._getframe(0).f_back
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack


def _get_function_source(func):
    """Where a function or partial is defined: file and line, or None."""
    func = inspect.unwrap(func)
    if inspect.isfunction(func):
        code = func.__code__
        return code.co_filename, code.co_firstlineno
    if isinstance(func, functools.partial):
        return _get_function_source(func.func)
    if isinstance(func, functools.partialmethod):
        return _get_function_source(func.func)
    return None


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    """The arguments of a call; without debug they are left out."""
    if not debug:
        return "()"
    items = [reprlib.repr(arg) for arg in args or ()]
    items.extend(f"{k}={reprlib.repr(v)}" for k, v in (kwargs or {}).items())
    return f"({', '.join(items)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    """A call of a callback."""
    suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
    if isinstance(func, functools.partial):
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=suffix)
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    return name + suffix


def _format_callback_source(func, args, *, debug=False):
    """A call of a callback, with the place where it is defined."""
    text = _format_callback(func, args, None, debug=debug)
    source = _get_function_source(func)
    if source:
        text += f" at {source[0]}:{source[1]}"
    return text
