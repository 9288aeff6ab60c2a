"""Asking for a password without showing it, and the user's name."""

import os
import sys

__all__ = ["getpass", "getuser", "GetPassWarning"]


class GetPassWarning(UserWarning):
    """The password may be seen."""


def getpass(prompt="Password: ", stream=None, *, echo_char=None):
    """Ask for a line on the terminal, without echo."""
    if echo_char is not None and not (len(echo_char) == 1 and echo_char.isprintable()
                                      and echo_char.isascii()):
        raise ValueError(f"'echo_char' must be a single printable ASCII character, got: {echo_char!r}")
    try:
        import termios
        file = open("/dev/tty", "r+b", buffering=0)
    except (ImportError, OSError):
        return _visibly(prompt, stream)
    with file:
        fd = file.fileno()
        out = stream
        old = termios.tcgetattr(fd)
        new = old[:]
        new[3] &= ~termios.ECHO
        try:
            termios.tcsetattr(fd, termios.TCSAFLUSH, new)
            if out is None:
                file.write(prompt.encode())
            else:
                out.write(prompt)
                out.flush()
            line = bytearray()
            while (char := file.read(1)) and char != b"\n":
                line += char
        finally:
            termios.tcsetattr(fd, termios.TCSAFLUSH, old)
        if not char and not line:
            raise EOFError
        if out is None:
            file.write(b"\n")
        else:
            out.write("\n")
    return line.decode()


def _visibly(prompt, stream):
    import warnings
    warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=3)
    out = stream or sys.stderr
    print("Warning: Password input may be echoed.", file=out)
    out.write(prompt)
    out.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def getuser():
    """The user's login name."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        user = os.environ.get(name)
        if user:
            return user
    try:
        import pwd
        return pwd.getpwuid(os.getuid())[0]
    except (ImportError, KeyError) as error:
        raise OSError("No username set in the environment") from error
