"""Files and streams: the native classes, and what programs test them against."""

import abc
import _io
from _io import (
    DEFAULT_BUFFER_SIZE, UnsupportedOperation, open, open_code, FileIO, BytesIO,
    StringIO, BufferedReader, BufferedWriter, BufferedRWPair, BufferedRandom,
    TextIOWrapper, IncrementalNewlineDecoder, text_encoding)

try:
    from _io import BlockingIOError
except ImportError:
    BlockingIOError = BlockingIOError

__all__ = ["BlockingIOError", "open", "open_code", "IOBase", "RawIOBase",
           "FileIO", "BytesIO", "StringIO", "BufferedIOBase", "BufferedReader",
           "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOBase",
           "TextIOWrapper", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR",
           "SEEK_END", "DEFAULT_BUFFER_SIZE", "IncrementalNewlineDecoder",
           "text_encoding", "Reader", "Writer"]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    """Base of all streams: readable, writable, seekable or none of it."""


class RawIOBase(_io._RawIOBase, IOBase):
    """Base of streams of bytes without a buffer."""


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    """Base of streams of bytes with a buffer."""


class TextIOBase(_io._TextIOBase, IOBase):
    """Base of streams of str."""


RawIOBase.register(FileIO)
for _class in (BytesIO, BufferedReader, BufferedWriter, BufferedRandom,
               BufferedRWPair):
    BufferedIOBase.register(_class)
for _class in (StringIO, TextIOWrapper):
    TextIOBase.register(_class)
del _class


def _has_method(subclass, name):
    for base in subclass.__mro__:
        if name in base.__dict__:
            return base.__dict__[name] is not None
    return False


class Reader(metaclass=abc.ABCMeta):
    """Anything with a method read()."""

    __slots__ = ()

    @abc.abstractmethod
    def read(self, size=..., /):
        """Up to `size` items, all that is left by default."""

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is Reader and _has_method(subclass, "read"):
            return True
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))


class Writer(metaclass=abc.ABCMeta):
    """Anything with a method write()."""

    __slots__ = ()

    @abc.abstractmethod
    def write(self, data, /):
        """Write, and return how much was."""

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is Writer and _has_method(subclass, "write"):
            return True
        return NotImplemented

    __class_getitem__ = classmethod(type(list[int]))
