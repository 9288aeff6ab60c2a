"""The body of an answer, read piece by piece."""


class StreamReader:
    """Reads a body as it comes in."""

    def __init__(self, response):
        self._response = response
        self._buffer = b""
        self._eof = False

    def at_eof(self):
        """Whether all has been read."""
        return self._eof and not self._buffer

    is_eof = at_eof

    async def _more(self, size=65536):
        data = b""
        if not self._eof:
            data = await self._response._receive(size)
            if not data:
                self._eof = True
                self._response._finished()
        self._buffer += data
        return bool(data)

    def _take(self, size):
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data

    async def read(self, n=-1):
        """Up to n bytes, all if negative."""
        if n < 0:
            data = self._buffer
            self._buffer = b""
            if not self._eof:
                data += await self._response._receive(-1)
                self._eof = True
                self._response._finished()
            return data
        if n == 0:
            return b""
        if not self._buffer:
            await self._more()
        return self._take(n)

    async def readany(self):
        """What there is, at least something unless at the end."""
        if not self._buffer:
            await self._more()
        return self._take(len(self._buffer))

    async def readexactly(self, n):
        """Exactly n bytes."""
        import asyncio
        while len(self._buffer) < n:
            if not await self._more():
                raise asyncio.IncompleteReadError(self._take(n), n)
        return self._take(n)

    async def readuntil(self, separator=b"\n"):
        """Up to and with a separator, or to the end."""
        start = 0
        while (i := self._buffer.find(separator, start)) < 0:
            start = max(len(self._buffer) - len(separator) + 1, 0)
            if not await self._more():
                return self._take(len(self._buffer))
        return self._take(i + len(separator))

    async def readline(self):
        """A line, with its end."""
        return await self.readuntil()

    async def readchunk(self):
        """What there is, and whether it ends a chunk."""
        data = await self.readany()
        return data, bool(data)

    async def _pieces(self, get):
        while data := await get():
            yield data

    def iter_chunked(self, n):
        """Pieces of at most n bytes."""
        return self._pieces(lambda: self.read(n))

    def iter_any(self):
        """Pieces as they come."""
        return self._pieces(self.readany)

    async def iter_chunks(self):
        """Pieces as they come, each with whether it ends a chunk."""
        while data := await self.readany():
            yield data, True

    def __aiter__(self):
        return self._pieces(self.readline)
