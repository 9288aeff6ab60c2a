"""Functions of os.path as coroutines."""

from os import path as _path

from .base import in_thread


def _wrap(func):
    async def run(*args, loop=None, executor=None, **kwargs):
        return await in_thread(loop, executor, func, args, kwargs)
    run.__name__ = func.__name__
    return run


for _name in ("exists", "isfile", "isdir", "islink", "ismount", "getsize", "getatime",
              "getctime", "getmtime", "samefile", "sameopenfile", "abspath"):
    globals()[_name] = _wrap(getattr(_path, _name))
del _name
