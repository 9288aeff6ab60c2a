"""Temporary files and directories."""

import tempfile as _tempfile

from .base import AiofilesContextManager, in_thread
from .threadpool import (AsyncBufferedIOBase, AsyncBufferedReader, AsyncTextIOWrapper, wrap)

__all__ = ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory"]


async def _file(make, loop, executor, args):
    f = await in_thread(loop, executor, make, (), args)
    inner = getattr(f, "file", f)
    if inner is f:
        return wrap(f, loop=loop, executor=executor)
    # Closing goes through the wrapper, which removes the file.
    cls = type(wrap(inner))
    return cls(f, loop=loop, executor=executor)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                  prefix=None, dir=None, loop=None, executor=None):
    """A temporary file without a name."""
    return AiofilesContextManager(_file(_tempfile.TemporaryFile, loop, executor, dict(
        mode=mode, buffering=buffering, encoding=encoding, newline=newline, suffix=suffix,
        prefix=prefix, dir=dir)))


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, delete_on_close=True, loop=None,
                       executor=None):
    """A temporary file with a name."""
    return AiofilesContextManager(_file(_tempfile.NamedTemporaryFile, loop, executor, dict(
        mode=mode, buffering=buffering, encoding=encoding, newline=newline, suffix=suffix,
        prefix=prefix, dir=dir, delete=delete, delete_on_close=delete_on_close)))


async def _spooled(loop, executor, args):
    f = await in_thread(loop, executor, _tempfile.SpooledTemporaryFile, (), args)
    cls = AsyncBufferedIOBase if "b" in args["mode"] else AsyncTextIOWrapper
    return cls(f, loop=loop, executor=executor)


def SpooledTemporaryFile(max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None,
                         suffix=None, prefix=None, dir=None, loop=None, executor=None):
    """A temporary file that is in memory while it is small."""
    return AiofilesContextManager(_spooled(loop, executor, dict(
        max_size=max_size, mode=mode, buffering=buffering, encoding=encoding, newline=newline,
        suffix=suffix, prefix=prefix, dir=dir)))


class _Directory:
    def __init__(self, suffix, prefix, dir, loop, executor):
        self._args = dict(suffix=suffix, prefix=prefix, dir=dir)
        self._how = loop, executor
        self._folder = None

    async def _make(self):
        self._folder = await in_thread(*self._how, _tempfile.TemporaryDirectory, (), self._args)
        return self

    def __await__(self):
        return self._make().__await__()

    @property
    def name(self):
        """The directory's path."""
        return self._folder.name

    async def cleanup(self):
        """Remove the directory."""
        await in_thread(*self._how, self._folder.cleanup, (), {})

    close = cleanup

    async def __aenter__(self):
        await self._make()
        return self._folder.name

    async def __aexit__(self, *exc_info):
        await self.cleanup()


def TemporaryDirectory(suffix=None, prefix=None, dir=None, loop=None, executor=None):
    """A temporary directory."""
    return _Directory(suffix, prefix, dir, loop, executor)
