"""Signals: their numbers as enums, and the functions that deal with them."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum

_globals = globals()

_IntEnum._convert_(
    "Signals", __name__,
    lambda name: (name.isupper() and name.startswith("SIG")
                  and not name.startswith("SIG_")) or name.startswith("CTRL_"))
_IntEnum._convert_(
    "Handlers", __name__, lambda name: name in ("SIG_DFL", "SIG_IGN"))
if "pthread_sigmask" in _globals:
    _IntEnum._convert_(
        "Sigmasks", __name__,
        lambda name: name in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"))


def _as_enum(value, kind):
    """A member of an enum, or the value itself: a function, a real-time signal."""
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except (ValueError, TypeError):
        return value


def _as_int(value):
    try:
        return int(value)
    except (ValueError, TypeError):
        return value


def _like(native):
    """Gives a function the native one's docstring and a reference to it."""
    def mark(function):
        function.__doc__ = native.__doc__
        function.__wrapped__ = native
        return function
    return mark


@_like(_signal.signal)
def signal(signalnum, handler):
    return _as_enum(_signal.signal(_as_int(signalnum), _as_int(handler)), Handlers)


@_like(_signal.getsignal)
def getsignal(signalnum):
    return _as_enum(_signal.getsignal(signalnum), Handlers)


def _as_signals(numbers):
    return {_as_enum(n, Signals) for n in numbers}


if "pthread_sigmask" in _globals:
    @_like(_signal.pthread_sigmask)
    def pthread_sigmask(how, mask):
        return _as_signals(_signal.pthread_sigmask(how, mask))

if "sigpending" in _globals:
    @_like(_signal.sigpending)
    def sigpending():
        return _as_signals(_signal.sigpending())

if "sigwait" in _globals:
    @_like(_signal.sigwait)
    def sigwait(sigset):
        return _as_enum(_signal.sigwait(sigset), Signals)

if "valid_signals" in _globals:
    @_like(_signal.valid_signals)
    def valid_signals():
        return _as_signals(_signal.valid_signals())

del _globals, _like
