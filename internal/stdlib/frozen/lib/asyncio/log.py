"""The logger of asyncio.

Few programs log anything: package logging is loaded for those that do.
"""


def __getattr__(name):
    if name != "logger":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    global logger
    import logging
    logger = logging.getLogger(__package__)
    return logger


class _Logger:
    """Stands for the logger in modules that hold it under a name of their own."""

    __slots__ = ()

    def __getattr__(self, name):
        from . import log
        return getattr(log.logger, name)


lazy = _Logger()
