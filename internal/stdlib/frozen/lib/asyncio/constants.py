"""The rest of asyncio.constants."""

import enum


class _SendfileMode(enum.Enum):
    """What a transport says of loop.sendfile()."""

    UNSUPPORTED = enum.auto()
    TRY_NATIVE = enum.auto()
    FALLBACK = enum.auto()
