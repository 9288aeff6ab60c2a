"""What files and their context managers have in common."""

import asyncio
from functools import partial


async def in_thread(loop, executor, func, args, kwargs):
    """Call a function in a thread."""
    if loop is None:
        loop = asyncio.get_running_loop()
    return await loop.run_in_executor(executor, partial(func, *args, **kwargs))


class AsyncBase:
    """A file whose methods are coroutines."""

    def __init__(self, file, loop=None, executor=None):
        self._file = file
        self._given_loop = loop
        self._executor = executor

    @property
    def _loop(self):
        return self._given_loop or asyncio.get_running_loop()

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if not line:
            raise StopAsyncIteration
        return line

    def __repr__(self):
        return f"{super().__repr__()} wrapping {self._file!r}"

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await self.close()


def delegate(*names):
    """A class decorator: methods that run in a thread."""
    def add(cls):
        for name in names:
            def method(self, *args, _name=name, **kwargs):
                return in_thread(self._given_loop, self._executor,
                                 getattr(self._file, _name), args, kwargs)
            method.__name__ = name
            setattr(cls, name, method)
        return cls
    return add


def direct(*names):
    """A class decorator: methods that are called at once."""
    def add(cls):
        for name in names:
            def method(self, *args, _name=name, **kwargs):
                return getattr(self._file, _name)(*args, **kwargs)
            method.__name__ = name
            setattr(cls, name, method)
        return cls
    return add


def attributes(*names):
    """A class decorator: attributes of the file."""
    def add(cls):
        for name in names:
            setattr(cls, name, property(lambda self, _name=name: getattr(self._file, _name)))
        return cls
    return add


class AiofilesContextManager:
    """Can be awaited for its object or entered with "async with"."""

    def __init__(self, coro):
        self._coro = coro
        self._obj = None

    def __await__(self):
        if self._obj is None:
            self._obj = yield from self._coro.__await__()
        return self._obj

    async def __aenter__(self):
        return await self

    async def __aexit__(self, *exc_info):
        await self._obj.close()
        self._obj = None
