"""What sends requests."""

from .sessions import HTTPAdapter

__all__ = ["HTTPAdapter"]
