"""The event loops of Windows, which this system has not."""

from . import base_events

__all__ = ("BaseProactorEventLoop",)


class BaseProactorEventLoop(base_events.BaseEventLoop):
    """Only a name."""
