"""Functions of os and os.path as coroutines."""

import os as _os

from . import ospath as path
from .base import in_thread


def wrap(func):
    """A coroutine function that calls a function in a thread."""
    async def run(*args, loop=None, executor=None, **kwargs):
        return await in_thread(loop, executor, func, args, kwargs)
    run.__name__ = func.__name__
    run.__doc__ = f"os.{func.__name__}() in a thread."
    return run


__all__ = ["path"]
for _name in ("stat", "rename", "renames", "replace", "remove", "unlink", "mkdir", "makedirs",
              "rmdir", "removedirs", "link", "symlink", "readlink", "listdir", "scandir",
              "access", "sendfile", "statvfs", "getcwd"):
    if hasattr(_os, _name):
        globals()[_name] = wrap(getattr(_os, _name))
        __all__.append(_name)
del _name
