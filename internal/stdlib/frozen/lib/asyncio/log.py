"""The logger of asyncio."""


def __getattr__(name):
    # Few programs log anything: package logging is loaded for those that do.
    if name != "logger":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    global logger
    import logging
    logger = logging.getLogger(__package__)
    return logger
