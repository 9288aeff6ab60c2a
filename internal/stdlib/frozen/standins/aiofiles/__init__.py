"""Files for asyncio: the blocking calls run in threads.

Stands in for the package aiofiles where that is not installed.
"""

from . import os, tempfile, threadpool
from .threadpool import (open, stderr, stderr_bytes, stdin, stdin_bytes, stdout, stdout_bytes)

__all__ = ["open", "tempfile", "stdin", "stdout", "stderr", "stdin_bytes", "stdout_bytes",
           "stderr_bytes"]
__version__ = "24.1.0"
