import fcntl
import os
import tempfile

with tempfile.TemporaryFile() as f:
    fcntl.lockf(f, fcntl.LOCK_EX)
    fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
    flags = fcntl.fcntl(f, fcntl.F_GETFD)
    assert flags & fcntl.FD_CLOEXEC
---
import fcntl
fcntl.fcntl("a", 1)  ### TypeError: argument must be an int, or have a fileno
