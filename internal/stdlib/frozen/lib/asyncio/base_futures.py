"""Names that debuggers look for."""

from .futures import isfuture

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"

__all__ = ()
