"""Files and how they are opened."""

import io
import sys

from .base import AiofilesContextManager, AsyncBase, attributes, delegate, direct, in_thread

_METHODS = ("close", "flush", "isatty", "read", "readline", "readlines", "seek", "seekable",
            "tell", "truncate", "writable", "write", "writelines", "readable")


@delegate(*_METHODS)
@direct("detach", "fileno")
@attributes("buffer", "closed", "encoding", "errors", "line_buffering", "newlines", "name",
            "mode")
class AsyncTextIOWrapper(AsyncBase):
    """A text file."""


@delegate(*_METHODS, "read1", "readinto")
@direct("detach", "fileno")
@attributes("closed", "raw", "name", "mode")
class AsyncBufferedIOBase(AsyncBase):
    """A buffered binary file."""


@delegate("peek")
class AsyncBufferedReader(AsyncBufferedIOBase):
    """A buffered binary file to read, or to read and write."""


@delegate(*_METHODS, "readall", "readinto")
@direct("fileno")
@attributes("closed", "name", "mode")
class AsyncFileIO(AsyncBase):
    """An unbuffered binary file."""


def wrap(file, *, loop=None, executor=None):
    """The asynchronous file around a file object."""
    if isinstance(file, io.TextIOBase):
        cls = AsyncTextIOWrapper
    elif isinstance(file, io.BufferedWriter) and not isinstance(file, io.BufferedRandom):
        cls = AsyncBufferedIOBase
    elif isinstance(file, (io.BufferedReader, io.BufferedRandom)):
        cls = AsyncBufferedReader
    elif isinstance(file, io.FileIO):
        cls = AsyncFileIO
    else:
        raise TypeError(f"Unsupported io type: {file}.")
    return cls(file, loop=loop, executor=executor)


_open = open


async def _open_file(file, mode, buffering, encoding, errors, newline, closefd, opener,
                     loop, executor):
    f = await in_thread(loop, executor, _open,
                        (file, mode, buffering, encoding, errors, newline, closefd, opener), {})
    return wrap(f, loop=loop, executor=executor)


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None,
         closefd=True, opener=None, *, loop=None, executor=None):
    """Open a file; the result is awaited or entered with "async with"."""
    return AiofilesContextManager(_open_file(file, mode, buffering, encoding, errors, newline,
                                             closefd, opener, loop, executor))


class _Standard:
    # A standard stream, looked up when it is used: scripts may replace it.

    def __init__(self, name, binary=False):
        self._name = name
        self._binary = binary

    def __getattr__(self, attr):
        stream = getattr(sys, self._name)
        if self._binary:
            stream = stream.buffer
        cls = AsyncBufferedIOBase if self._binary else AsyncTextIOWrapper
        return getattr(cls(stream), attr)


stdin, stdout, stderr = _Standard("stdin"), _Standard("stdout"), _Standard("stderr")
stdin_bytes = _Standard("stdin", True)
stdout_bytes = _Standard("stdout", True)
stderr_bytes = _Standard("stderr", True)
